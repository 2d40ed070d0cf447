"""What a person says of a corpus is checked against its numbers."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import CorpusError, load_corpus
from helpers.reports import (
    actors,
    framing,
    opening,
)
from helpers.reports.commentary import (
    commentary_faults,
    commented,
    fact,
    faults_of,
    fill_in,
    read_commentary,
)
from helpers.showing import Result
from tests.corpus_folders import make

FACTS = {
    "n": {"uk-hub": 14, "a.b": 2},
    "count": {"uk-hub": {"F>V": 6}},
    "top": "HUB",
    "share": 0.25,
}


def all_results(corpus):
    """Give every result that an entry of the shipped commentary may speak of."""
    found = [exhibit(corpus) for module in opening.MODULES for exhibit in module.EXHIBITS]
    found += [actors.scenes(corpus, "AID"), *framing.reading_results(corpus)]
    known = {"articles": len(corpus.articles)}
    found += [Result(key, facts=known) for key in ("pages.about", *opening.ASIDES)]
    return {result.key: result for result in found}.values()


@pytest.mark.slow
def test_every_sentence_of_the_shipped_commentary_holds():
    corpus = load_corpus()
    faults = commentary_faults(corpus, all_results(corpus))
    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_a_sentence_that_no_longer_holds_gives_way_to_the_plain_one():
    corpus = load_corpus().select(group=["US", "Hanoi"])
    plain = actors.who_acts(corpus)
    assert "In one UK piece" not in plain.sentence
    lines = commentary_faults(corpus, all_results(corpus))
    assert any("framing.who_acts: no fact top.uk-hcmc-hub" in line for line in lines)
    assert any("instead of: **In one UK piece the foreign side gives" in line for line in lines)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("count.uk-hub.F>V = 6", True),
        ("count.uk-hub.F>V != 6", False),
        ("count.uk-hub.F>V < n.uk-hub", True),
        ("n.a.b >= 2", True),
        ("top = 'HUB'", True),
        ("top < 3", False),
        ("share <= 0.25", True),
        ("nothing.here = 1", False),
    ],
)
def test_conditions_are_path_operator_value(condition, holds):
    assert (faults_of({"holds": [condition]}, FACTS) == []) is holds


def test_placeholders_are_filled_from_facts():
    text = "{count.uk-hub.F>V} of {n.uk-hub}: {share:.0%}"
    assert fill_in(text, FACTS) == "6 of 14: 25%"
    assert faults_of({"text": "{n.us}"}, FACTS) == ["no fact n.us"]


@given(st.text(max_size=40))
def test_any_path_is_looked_up_without_harm(path):
    fact(FACTS, path)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('["a.b"]\ntext = "In 6 of them."', "has the number 6 outside a placeholder"),
        ('["a.b"]\ntext = "x"\nholds = ["n.uk=3"]', "expected 'path operator value'"),
        ('["a.b"]\nholds = []', "no text"),
        ('["a.b"]\ntext = "x"\ncolour = "red"', "'colour' is not known"),
        ('["a.b"]\ntext = "x"\nfront = "first"', "front is 'first'; expected a int"),
        ("text = ", "not readable as TOML"),
    ],
)
def test_a_faulty_file_is_named(tmp_path, entry, said):
    folder = make(tmp_path / "corpus")
    (folder / "commentary.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"commentary\.toml") as caught:
        read_commentary(load_corpus(folder))
    assert said in str(caught.value)


def test_a_name_may_hold_a_digit(tmp_path):
    folder = make(tmp_path / "corpus")
    text = 'names = ["Resolution 31"]\n["a.b"]\ntext = "Resolution 31 stands."\n'
    (folder / "commentary.toml").write_text(text, encoding="utf-8")
    corpus = load_corpus(folder)
    assert commented(corpus, Result("a.b", sentence="plain")).sentence == "Resolution 31 stands."
    assert commented(corpus, Result("other", sentence="plain")).sentence == "plain"


@pytest.mark.parametrize(
    "text",
    ["{n}", "{top:d}", "{top:.1f}", "{share.__class__}", "{n.uk-hub.real}", "{count.uk-hub}"],
)
def test_what_a_placeholder_cant_write_is_named(text):
    (fault,) = faults_of({"text": text}, FACTS)
    assert "can't write" in fault or "no fact" in fault


def test_every_number_of_the_commentary_that_has_a_row_leads_to_it():
    corpus = load_corpus()
    results = {result.key: result for result in all_results(corpus)}
    acting = results["framing.who_acts"]
    said = acting.about["numbers"]
    assert fill_in(said, {}) == said  # no placeholder is left
    assert re.sub(r"\[([^]]+)\]\([^)#]*#[^)]+\)", r"\1", said) == acting.sentence
    assert "[12](00_corpus.ipynb#hanoi-cooperation-12)" in said
    for number, place in re.findall(r"\[([^]]+)\]\(#([^)]+)\)", said):
        row = acting.data.iloc[int(place.rsplit("-", 1)[1]) - 1]
        assert int(number) <= row["of"]
        assert row["article"] in corpus.names.values()
    first = re.search(
        r"\[(\d+)\]\(#result-framing-profiles-(\d+)\)", results["framing.profiles"].about["numbers"]
    )
    assert results["framing.profiles"].data["frame"][int(first[2]) - 1].startswith("Science")


def test_a_number_leads_nowhere_where_it_isnt_shown(tmp_path):
    folder = make(tmp_path / "corpus")
    text = '["a.b"]\ntext = "{n.US:.0f}, {n.UK}, {share.UK:.0%}, {all}"\n'
    (folder / "commentary.toml").write_text(text, encoding="utf-8")
    facts = {"n": {"US": 4, "UK": 6}, "share": {"UK": 0.5}, "all": 7}
    table = pd.DataFrame({"group": ["US", "UK"], "count": ["14 (4%)", "6 (5%)"]})
    said = commented(load_corpus(folder), Result("a.b", table, facts, sentence="plain"))
    assert said.about["numbers"] == "4, [6](#result-a-b-2), 50%, 7"


def test_no_number_of_the_shipped_commentary_stands_without_its_place():
    corpus = load_corpus()
    entries, without = read_commentary(corpus), []
    for result in all_results(corpus):
        entry = entries.get(result.key, {"text": ""})
        if result.key.startswith("framing.readings.") or not len(result.data):
            continue  # a paragraph of many exhibits; what has no table of its own
        said = result.about.get("numbers", entry["text"])
        bare = re.sub(r"\[[^]]+\]\([^)]+\)", "", said)
        bare = re.sub(r"Covid-19|£75,000|Resolution 31|July 2017|2023 and 2024", "", bare)
        bare = bare.split(" *Two codings agree")[0]
        without += [f"{result.key}: {number}" for number in re.findall(r"\d[\d.,]*%?", bare)]
    assert not without


def test_the_front_page_is_told_its_own_text_where_there_is_one(tmp_path):
    folder = make(tmp_path / "corpus")
    text = '["a.b"]\nfront = 1\ntext = "all: {n.UK}"\n["c.d"]\nfront = 2\ntext = "all"\n'
    text += 'front_text = "in short: {n.UK}"\n["e.f"]\ntext = "beside"\n'
    (folder / "commentary.toml").write_text(text, encoding="utf-8")
    table = pd.DataFrame({"group": ["US", "UK"], "count": [6, 6]})
    corpus = load_corpus(folder)
    said = [
        commented(corpus, Result(key, table, {"n": {"UK": 6}})).about.get("front_text")
        for key in ("a.b", "c.d", "e.f")
    ]
    assert said == ["all: [6](#result-a-b-2)", "in short: [6](#result-c-d-2)", None]


def test_codes_that_a_later_reader_changed_against_both_coders_are_known():
    facts = actors.who_acts(load_corpus()).facts
    assert facts["overruled"] == 3
    assert [facts["both"]["hanoi-cooperation"][n] for n in ("12", "13")] == ["F>V", "F>V"]
    assert facts["lead"]["uk-hcmc-hub"] == 1


def test_a_number_counted_elsewhere_leads_there_and_one_without_a_row_nowhere(tmp_path):
    folder = make(tmp_path / "corpus")
    text = '["a.b"]\ntext = "{n.UK} of {acts.US}, {n.gone}, {all}"\n'
    (folder / "commentary.toml").write_text(text, encoding="utf-8")
    facts = {"n": {"UK": 6, "gone": 2}, "acts": {"US": 9}, "all": 11}
    rows = pd.DataFrame({"group": ["US", "UK"], "count": [16, 6]})
    here = Result("a.b", rows, facts, sentence="plain", note="11 in all")
    there = Result("c.d", pd.DataFrame({"group": ["US"], "of": [9]}), facts)
    said = commented(load_corpus(folder), here, {"acts": there})
    assert said.sentence == "6 of 9, 2, 11"
    wanted = "[6](#result-a-b-2) of [9](#result-c-d-1), 2, [11](#result-a-b-numbers)"
    assert said.about["numbers"] == wanted
