"""Every report over a matrix of corpora: true, described, drawn, and nothing raised."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers import framing as measures
from helpers.corpus import load_corpus
from helpers.counting import body_tokens, term_frequency
from helpers.reports import (
    actors,
    framed,
    framing,
    likeness,
    opening,
    pages,
    words,
)
from helpers.reports.opening import in_short
from tests.corpus_folders import make
from tests.reports.corpora import MATRIX

EXHIBITS = [
    pytest.param(exhibit, id=f"{module.__name__.rpartition('.')[2]}-{place}")
    for module in opening.MODULES
    for place, exhibit in enumerate(module.EXHIBITS)
]
WRONG = re.compile(r"\bnan\b|\bNaT\b|<NA>|\bNone\b|\{|\}|<function|DataFrame|Series\(")


@pytest.fixture(scope="module", params=MATRIX)
def corpus(request, tmp_path_factory):
    return MATRIX[request.param](tmp_path_factory.mktemp("reports") / "corpus")


@pytest.mark.slow
@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_every_exhibit_stands_on_every_corpus(corpus, exhibit):
    result = exhibit(corpus)
    assert result.sentence or result.markup or not len(result.data)
    for text in (result.sentence, result.title, result.alt, result.note):
        assert not WRONG.search(text), text
    if result.draw is None:
        assert not result.alt or result.data.empty
        return
    assert result.alt.strip()
    for narrow in (False, True):
        figure = result.draw(narrow)
        assert figure.axes
        plt.close(figure)


@pytest.mark.slow
@pytest.mark.parametrize("notebook", opening.ANSWERS)
def test_every_notebook_opens_with_its_findings(corpus, notebook):
    said = in_short(corpus, notebook).sentence
    assert said.startswith("**In short**")
    assert not WRONG.search(said)


@pytest.mark.slow
def test_the_numbers_of_profiles_are_those_of_the_coding(corpus):
    facts = framing.profiles(corpus).facts
    if not facts:
        return
    read_ = framed.read(corpus)
    rows = read_.coding[read_.coding["sentence"] > 0]
    for unit in read_.units:
        own = rows[rows[read_.unit] == unit]
        assert facts["n"][unit] == len(own)
        for code, count in facts["count"][unit].items():
            found = own["frames"].map(lambda cell, code=code: code in cell.split(";"))
            assert count == int(found.sum())
        assert facts["count"][unit][facts["top"][unit]] == max(facts["count"][unit].values())


@pytest.mark.slow
def test_the_numbers_of_who_acts_add_up(corpus):
    facts = actors.who_acts(corpus).facts
    for unit in facts.get("n", {}):
        assert sum(facts["count"][unit].values()) == facts["n"][unit]
        assert sum(facts["acts"][unit].values()) == facts["n"][unit]


@pytest.mark.slow
def test_the_commonest_word_is_the_commonest(corpus):
    facts = words.shared(corpus).facts
    first = term_frequency(body_tokens(corpus), stop_words=True).iloc[0]
    assert facts["first"] == first["term"]
    assert facts["count"][facts["first"]] == first["count"]


def test_likeness_by_hand():
    corpus = load_corpus()
    coding = framed.read(corpus).coding
    shares = measures.frame_shares(coding, frames=framed.read(corpus).book.codes)
    wide = shares.pivot(index="frame", columns="article", values="share")
    by_hand = 100 * (wide["uk-hcmc-hub"] - wide["us-hanoi-mou"]).abs().mean()
    points = likeness.likeness(corpus).facts["points"]
    assert points["uk-hcmc-hub"]["us-hanoi-mou"] == pytest.approx(by_hand)


def test_articles_stand_in_the_order_of_the_groups():
    assert framed.in_order(load_corpus()) == [
        "uk-hcmc-hub",
        "uk-ministry-tbi",
        "us-hanoi-mou",
        "hanoi-cooperation",
        "hcmc-resolution-31",
    ]


@pytest.mark.slow
def test_every_row_of_a_shipped_exhibit_opens_to_english():
    corpus = load_corpus()
    # Of the lines around the articles, those that a page shows have English.
    for module in set(opening.MODULES) - {pages}:
        for exhibit in module.EXHIBITS:
            result = exhibit(corpus)
            if isinstance(result.evidence, pd.DataFrame):
                lines = result.evidence
            elif result.evidence is not None:
                lines = pd.concat([result.evidence(row) for _, row in result.data.iterrows()])
            else:
                continue
            assert (lines["english"].str.strip() != "").all(), result.key


def test_each_page_that_sets_years_side_by_side_says_so():
    corpus = load_corpus()
    for notebook in opening.ANSWERS:
        said = in_short(corpus, notebook)
        assert "of July 2017" in said.sentence, notebook
    assert "of July 2017" in in_short(corpus, "framing").about["trust"]


def test_years_are_said_of_any_corpus(tmp_path):
    folder = make(tmp_path / "corpus")
    page = (folder / "articles/a1.txt").read_text(encoding="utf-8")
    for name in ("a2", "a3"):
        (folder / f"articles/{name}.txt").write_text(page, encoding="utf-8")
    rows = [
        "id,title,group,event_date,published",
        "a1,Một,,2009-05-01,",
        "a2,Hai,,,2015-01",
        "a3,Ba,,,",
    ]
    (folder / "articles.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    known = pages.years(load_corpus(folder))
    assert "2009 to 2015" in known.sentence
    assert "2 of 3" in known.sentence
    outside = "article,field,value,evidence\na3,event_date,2021,seen\na1,event_date,2001,seen\n"
    (folder / "provenance.csv").write_text(outside, encoding="utf-8")
    # The text's own date goes before what is known from outside.
    assert pages.years(load_corpus(folder)).facts["of"] == {"a1": 2009, "a2": 2015, "a3": 2021}
    rows = ["id,title,group,event_date", "a1,Một,,2009-05-01", "a2,Hai,,2009-06-01", "a3,Ba,,2009"]
    (folder / "articles.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert pages.years(load_corpus(folder)).sentence == ""
