"""What notebook 02 says of policy references: what is cut says so, none and one read well."""

import dataclasses
from itertools import combinations

import pandas as pd
import pytest

from helpers.corpus import load_corpus
from helpers.references import citation_tables, citations, evaluation, unnumbered
from helpers.references import passages as citing_passages
from helpers.reports import reference_wording as wording
from helpers.showing import reference_charts as charts
from tests.made_corpora import shipped_corpus
from tests.many_citations import LAW, MANY, many_articles
from tests.references.test_citations import make_folder, words_on


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = make_folder(tmp_path_factory.mktemp("many") / "corpus", many_articles())
    return load_corpus(folder)


# What is cut says so


def test_a_long_table_is_cut_to_the_fullest_rows(many):
    counts = citation_tables.count_by_part(citations.cited_documents(many), many)
    assert citation_tables.fullest(counts, MANY) is counts
    assert citation_tables.cut_note(counts, counts, "articles") == ""
    counts.loc["a007"] += 5
    shown = citation_tables.fullest(counts, 10)
    assert list(shown.index[:3]) == ["a007", "a000", "a001"] and len(shown) == 10
    assert citation_tables.fullest(counts, 1, by="body").index[0] == "a007"
    note = citation_tables.cut_note(shown, counts, "articles: those with most")
    assert note == " (10 of 60 articles: those with most)"


def test_a_grid_of_many_articles_says_which_it_shows(many):
    cited = citations.cited_documents(many)
    documents = citation_tables.count_documents(cited)
    pairs = citation_tables.count_by_article(cited, documents["document"])
    articles = citation_tables.citing_most(pairs, many, 12)
    assert len(articles) == 12
    note = citation_tables.grid_note(pairs, articles, documents)
    assert note.startswith("12 of 60 articles") and "1 of 1 documents" in note
    figure = charts.citation_grid(pairs, articles, "t", axis=note)
    assert figure.axes[0].get_xlabel() == note
    assert figure.get_size_inches()[0] < 10
    everyone = citation_tables.citing_most(pairs, many, MANY)
    assert everyone == list(many.articles.index)
    assert citation_tables.grid_note(pairs, everyone, documents) == ""


def test_long_labels_leave_room_for_the_figure():
    label = "Luật sửa đổi, bổ sung một số điều của Luật khám bệnh, chữa bệnh\n(law)"
    pairs = pd.DataFrame({"label": [label], "article": ["a"], "own text": [1], "surroundings": [0]})
    words = words_on(charts.citation_grid(pairs, ["a"], "t"))
    assert label not in words and label.replace("\n", " ") in words.replace("\n", " ")


def test_a_timeline_takes_the_dated_and_the_undated_that_most_articles_cite():
    years = [2000 + n if n % 2 else pd.NA for n in range(50)]
    names = [f"vn:nd:{n}:cp:_" for n in range(50)]
    dates = pd.DataFrame({"document": names, "year": pd.array(years, dtype="Int64")})
    documents = pd.DataFrame({"document": names[::-1]})
    shown = citation_tables.best_known(dates, documents, dated=3, undated=2)
    assert list(shown["document"]) == [names[n] for n in (45, 46, 47, 48, 49)]
    assert citation_tables.best_known(dates, documents, dated=40, undated=10) is dates


def test_a_demonstrative_without_antecedent_is_no_shared_document(tmp_path):
    bodies = ("Thông tư này có hiệu lực ngay.", "Thông tư này đã hết hiệu lực.")
    articles = {name: (f"Tin {name}", body) for name, body in zip("ab", bodies, strict=True)}
    articles["c"] = ("Tin c", f"{LAW} có hiệu lực.")
    corpus = load_corpus(make_folder(tmp_path / "corpus", articles))
    documents = citation_tables.count_documents(citations.cited_documents(corpus))
    assert documents["document"].isna().tolist() == [False, True]
    assert documents["articles"].tolist() == [1, 2]
    assert list(citation_tables.policy_documents(documents)["document"]) == ["vn:nd:15:cp:2021"]


def test_lines_are_limited_and_counts_are_not(many):
    cited = citations.cited_documents(many)
    _, every = unnumbered.count_unnumbered(many, cited, lines=100_000)
    counts, lines = unnumbered.count_unnumbered(many, cited, lines=3)
    assert counts["mentions"].sum() == len(every)
    expected = every.groupby("word", sort=False).head(3).reset_index(drop=True)
    pd.testing.assert_frame_equal(lines, expected)


def test_only_annotated_pages_are_measured(tmp_path):
    articles = {"read": ("Tin a", f"{LAW} có hiệu lực."), "unread": ("Tin b", f"{LAW} đã hết.")}
    folder = make_folder(tmp_path / "corpus", articles)
    (folder / "annotations").mkdir()
    start = (folder / "articles" / "read.txt").read_text(encoding="utf-8").index(LAW)
    (folder / "annotations" / "references.csv").write_text(
        "article,start,end,canonical,kind\n"
        f"read,{start},{start + len(LAW)},vn:nd:15:cp:2021,full\n",
        encoding="utf-8",
    )
    corpus = load_corpus(folder)
    assert [passage.id for passage in evaluation.corpus_passages(corpus)] == ["read"]
    scores = evaluation.evaluate(evaluation.corpus_passages(corpus))
    assert scores["precision"].tolist() == scores["recall"].tolist() == [1.0] * len(scores)


# Sentences for none, one and many


def test_counts_and_lists_are_worded_for_none_one_and_many():
    assert wording.count_of(0, "article") == "0 articles"
    assert wording.count_of(1, "article") == "1 article"
    assert wording.count_of(1204, "kind has", "kinds have") == "1,204 kinds have"
    assert wording.listed([]) == ""
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b"]) == "a and b"
    assert wording.listed("abc", limit=2) == "a, b and 1 other"


def test_surroundings_are_worded_for_none_one_and_many(many):
    shipped = citations.cited_documents(shipped_corpus())
    assert "18 of 26 references are no part" in wording.say_surroundings(shipped, 11)
    assert wording.say_surroundings(shipped.head(0), 0) == (
        "No reference was found on these pages."
    )
    own = citations.cited_documents(many)
    assert wording.say_surroundings(own, 0).startswith("Every reference stands")
    one = own.assign(place=[citations.SURROUNDINGS, *own["place"][1:]])
    assert "1 of 60 references is no part of an article. **" in wording.say_surroundings(one, 0)


def test_documents_are_worded_for_none_one_and_many():
    assert wording.say_undated(0, 3) == "The year of each document is stated"
    assert wording.say_undated(1, 1) == "1 of 1 document can't be dated: no page states its year"
    assert wording.say_undated(5, 8) == "5 of 8 documents can't be dated: no page states their year"
    assert wording.say_chosen("none", 0, pd.DataFrame()).startswith("No document is cited by two")


def test_horizons_are_worded_and_cut():
    own = pd.DataFrame(
        {
            "label": [f"Luật {n}" for n in range(12)],
            "article": "a",
            "horizon_to": pd.array([2030] * 12, dtype="Int64"),
        }
    )
    said = wording.say_horizons(own)
    assert "Luật 0\\: 1 of 1 article;" in said and said.endswith("; 2 more documents")
    assert wording.say_horizons(own.head(0)) == "none does"
    assert wording.say_ahead(own).endswith("Luật 9 to 2030; 2 more")
    assert wording.say_ahead(own.head(0)) == "none"


def test_articles_that_cite_nothing_are_worded_for_none_one_and_many(many):
    standing = citation_tables.standing(citations.cited_documents(many), many)
    assert wording.say_bare(standing).endswith("document: **none** of 60.")
    bare = standing.assign(documents=0)
    assert "`a009` and 50 others). Of them, none mentions" in wording.say_bare(bare)
    one = bare.head(1).assign(memoranda=1, surroundings=2)
    said = wording.say_bare(one)
    assert "1 mentions memoranda and 1 has a document in its surroundings only" in said


def test_a_corpus_without_a_glossary_is_glossed_by_the_one_that_ships(many):
    table = pd.DataFrame({"text": ["hợp tác y tế"]})
    shipped = wording.gloss_column(table, "text", shipped_corpus())
    pd.testing.assert_frame_equal(wording.gloss_column(table, "text", many), shipped)
    own = dataclasses.replace(
        many, glossary=pd.DataFrame({"term": ["y tế"], "English": ["care of health"]})
    )
    assert "care of health" in wording.gloss_column(table, "text", own)["English"][0]


def test_the_pairs_of_a_sample_are_all_compared(many):
    cited = citations.cited_documents(many)
    passages = citing_passages.citing_passages(
        many, cited, citing_passages.most_cited(cited), limit=5
    )
    compared = citing_passages.compare_passages(passages)
    pairs = set(zip(compared["first"], compared["second"], strict=True))
    assert pairs == set(combinations(passages["article"].unique(), 2))
