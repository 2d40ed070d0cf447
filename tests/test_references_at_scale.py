"""Policy references in a corpus on disk, and in one where very many articles cite a document."""

import dataclasses
import shutil
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import (
    citation_tables,
    citations,
    citing_passages,
    memoranda,
    passage_comparison,
    reference_evaluation,
)
from helpers import reference_charts as charts
from helpers import reference_wording as wording
from helpers.corpus import load_corpus
from helpers.references import reference_table
from helpers.side_by_side import shared_runs, syllable_runs
from tests.made_corpora import as_a_large_corpus, shipped_corpus
from tests.test_citations import make_folder, words_on

SHIPPED = Path(__file__).parents[1] / "corpus"
LAW = "Nghị định số 15/2021/NĐ-CP"
MANY = 60


def load_stored(folder, cache, partition):
    """Load a small corpus as a large one is: on disk, in several partitions."""
    with as_a_large_corpus(cache, partition_bytes=partition):
        corpus = load_corpus(folder)
    assert len(corpus.tokens.partitions) >= 3
    return corpus


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return load_stored(SHIPPED, tmp_path_factory.mktemp("stored"), 8_000)


def many_articles():
    """Invent articles that all cite one decree; two neighbours share what follows."""
    return {
        f"a{number:03}": (
            f"Tin số {number}",
            f"Theo {LAW} ngày 3/3/2021 của Chính phủ, tỉnh thứ {number} mở trạm y tế. "
            f"Trong đó, mỗi trạm ở vùng số {number // 2} có một bác sĩ. Người dân số {number} vui.",
        )
        for number in range(MANY)
    }


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = make_folder(tmp_path_factory.mktemp("many") / "corpus", many_articles())
    return load_corpus(folder)


@pytest.fixture(scope="module")
def many_stored(many, tmp_path_factory):
    return load_stored(many.folder, tmp_path_factory.mktemp("stored"), 3_000)


# On disk as in memory


def passages_of(corpus):
    cited = citations.cited_documents(corpus)
    return citing_passages.citing_passages(corpus, cited, citing_passages.most_cited(cited))


def pair_of(corpus):
    return citing_passages.closest_pair(citing_passages.compare_passages(passages_of(corpus)))


def around(corpus):
    cited = citations.cited_documents(corpus)
    return cited[cited["place"] == citations.SURROUNDINGS]


def evaluated(corpus):
    return reference_evaluation.evaluate(reference_evaluation.corpus_passages(corpus))


def echoes(corpus):
    return passage_comparison.echoing_sentences(corpus, *pair_of(corpus))


def of_cited(function):
    return lambda corpus: function(citations.cited_documents(corpus))


def of_cited_and_corpus(function):
    return lambda corpus: function(citations.cited_documents(corpus), corpus)


READINGS = {
    "reference_table": reference_table,
    "every part": lambda corpus: reference_table(corpus, parts=None),
    "optional_files": citations.optional_files,
    "read_register": citations.read_register,
    "cited_documents": citations.cited_documents,
    "sentence_lines": of_cited(citations.sentence_lines),
    "repeats_title": lambda corpus: citations.repeats_title(around(corpus), corpus),
    "unnumbered_documents": lambda corpus: citations.unnumbered_documents(
        corpus, citations.cited_documents(corpus)
    ),
    "count_unnumbered": lambda corpus: citations.count_unnumbered(
        corpus, citations.cited_documents(corpus), lines=2
    )[0],
    "lines of count_unnumbered": lambda corpus: citations.count_unnumbered(
        corpus, citations.cited_documents(corpus), lines=2
    )[1],
    "count_by_part": of_cited_and_corpus(citation_tables.count_by_part),
    "count_documents": of_cited(citation_tables.count_documents),
    "count_by_article": of_cited(citation_tables.count_by_article),
    "own_text_matrix": of_cited_and_corpus(citation_tables.own_text_matrix),
    "standing": of_cited_and_corpus(citation_tables.standing),
    "linked_ids": of_cited(citation_tables.linked_ids),
    "date_documents": lambda corpus: citation_tables.date_documents(
        citations.cited_documents(corpus), citations.read_register(corpus)
    ),
    "citing_passages": passages_of,
    "compare_passages": lambda corpus: citing_passages.compare_passages(passages_of(corpus)),
    "clause_table": lambda corpus: passage_comparison.clause_table(
        passages_of(corpus), *pair_of(corpus)
    ),
    "clause_lines": lambda corpus: passage_comparison.clause_lines(
        passages_of(corpus), *pair_of(corpus)
    ),
    "summarise_clauses": lambda corpus: passage_comparison.summarise_clauses(
        passages_of(corpus), *pair_of(corpus)
    ),
    "echoing_sentences": echoes,
    "echo_lines": lambda corpus: passage_comparison.echo_lines(
        corpus, *pair_of(corpus), echoes(corpus)
    ),
    "read_parties": memoranda.read_parties,
    "count_ties": lambda corpus: memoranda.count_ties(memoranda.read_parties(corpus)),
    "evaluate": evaluated,
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_readings_are_the_same_on_disk(stored, reading):
    ours, theirs = reading(stored), reading(shipped_corpus())
    same = "series" if isinstance(theirs, pd.Series) else "frame"
    getattr(pd.testing, f"assert_{same}_equal")(ours, theirs)
    assert len(theirs)
    assert ours.attrs == theirs.attrs


def test_articles_that_cite_nothing_pass_a_batch_without_rows(many, many_stored):
    title, body = "Tin mới", "Bệnh viện mở khoa mới cho người dân."
    folder = Path(shutil.copytree(many.folder, many.folder.parent / "bare"))
    for page in (folder / "articles").glob("*.txt"):
        page.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    bare = load_stored(folder, many.folder.parent / "cache", 1_000)
    cited = citations.cited_documents(bare)
    assert not len(cited)
    assert dict(cited.dtypes) == dict(citations.cited_documents(many_stored).dtypes)
    assert not len(citations.unnumbered_documents(bare, cited))
    counts, lines = citations.count_unnumbered(bare, cited)
    assert not len(counts) and not len(lines)
    assert not len(passage_comparison.echoing_sentences(bare, "first article", "second article"))


# Many citing articles


def test_of_many_citing_articles_a_sample_is_compared_and_said(many, many_stored):
    cited = citations.cited_documents(many)
    document = citing_passages.most_cited(cited)
    assert len(citing_passages.citing_articles(cited, document)) == MANY
    passages = citing_passages.citing_passages(many, cited, document)
    assert passages["article"].nunique() == citing_passages.MOST_ARTICLES == 40
    assert passages["article"].is_monotonic_increasing
    said = "40 of 60 citing articles, drawn at random (seed 0)"
    assert passages.attrs["articles"] == said
    compared = citing_passages.compare_passages(passages)
    assert len(compared) == 40 * 39 / 2
    assert compared.attrs["articles"] == said
    assert f"Compared are {said}." in wording.say_chosen(LAW, MANY, passages)
    # The same articles on disk; others with another seed; all of them on request.
    on_disk = citing_passages.citing_passages(many_stored, cited, document)
    pd.testing.assert_frame_equal(on_disk, passages)
    other = citing_passages.citing_passages(many, cited, document, seed=1)
    assert set(other["article"]) != set(passages["article"])
    whole = citing_passages.citing_passages(many, cited, document, limit=None)
    assert whole["article"].nunique() == MANY and not whole.attrs


def test_a_passage_goes_on_where_any_other_article_has_the_run(many):
    cited = citations.cited_documents(many)
    passages = citing_passages.citing_passages(
        many, cited, citing_passages.most_cited(cited), limit=None
    )
    sentences = many.sentences.set_index(["article", "sentence"])["text"]
    for article, passage in passages.groupby("article", sort=False):
        others = [
            text for (name, number), text in sentences.items() if name != article and number > 0
        ]
        rest = sentences[article].loc[passage["sentence"].iloc[0] + 1 :]
        follows = 0
        for text in rest:
            if not any(shared_runs(text, other, least=4) for other in others):
                break
            follows += 1
        assert len(passage) == 1 + follows


def test_a_passage_without_end_is_cut_and_said(tmp_path):
    body = " ".join(f"Theo {LAW}, việc thứ {number} được làm." for number in range(50))
    articles = {"long": ("Tin dài", body), "short": ("Tin ngắn", f"{LAW} có hiệu lực.")}
    corpus = load_corpus(make_folder(tmp_path / "corpus", articles))
    cited = citations.cited_documents(corpus)
    passages = citing_passages.citing_passages(corpus, cited, citing_passages.most_cited(cited))
    sizes = passages.groupby("article").size()
    assert (sizes["long"], sizes["short"]) == (citing_passages.MOST_SENTENCES, 1)
    assert passages.attrs["passages"] == "1 cut after 40 sentences"


SENTENCE = st.lists(
    st.sampled_from(
        [
            "bác",
            "sĩ",
            "trạm",
            "y",
            "tế",
            "xã",
            "Hòa",
            "hoà",
            "15",
            "TP.",
            "HCM",
            "\n",
            ",",
            "“",
            "”",
        ]
    )
)


@settings(max_examples=60, deadline=None)
@given(SENTENCE.map(" ".join), SENTENCE.map(" ".join), st.integers(1, 5))
def test_texts_share_a_run_just_where_their_runs_meet(left, right, least):
    meets = not syllable_runs(left, least).isdisjoint(syllable_runs(right, least))
    assert meets == bool(shared_runs(left, right, least=least))


def test_every_pair_of_sentences_that_echo_is_found(many):
    first, second = "a010", "a011"
    found = passage_comparison.echoing_sentences(many, first, second)
    texts = many.sentences.set_index(["article", "sentence"])["text"]
    expected = {
        (one, two)
        for one, left in texts[first].items()
        for two, right in texts[second].items()
        if shared_runs(left, right, least=4)
    }
    assert expected
    assert set(zip(found["first_sentence"], found["second_sentence"], strict=True)) == expected


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
    every = citations.unnumbered_documents(many, cited)
    counts, lines = citations.count_unnumbered(many, cited, lines=3)
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
    assert [passage.id for passage in reference_evaluation.corpus_passages(corpus)] == ["read"]
    scores = evaluated(corpus)
    assert scores["precision"].tolist() == scores["recall"].tolist() == [1.0] * len(scores)


# Sentences for none, one and many


def test_counts_and_lists_are_worded_for_none_one_and_many():
    assert wording.counted(0, "article") == "0 articles"
    assert wording.counted(1, "article") == "1 article"
    assert wording.counted(1204, "kind has", "kinds have") == "1,204 kinds have"
    assert wording.listed([]) == ""
    assert wording.listed(["a"]) == "`a`"
    assert wording.listed(["a", "b"]) == "`a` and `b`"
    assert wording.listed("abc", limit=2) == "`a`, `b` and 1 other"


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
    row = {"label": "Luật Dược", "English": "law"}
    assert wording.say_shared(pd.DataFrame([]), []) == "No document is shared by two articles."
    one = wording.say_shared(pd.DataFrame([row]), ["a", "b"])
    assert one == "1 document is shared: Luật Dược (law), by `a` and `b`."
    two = wording.say_shared(pd.DataFrame([row, row]), list("abcdefg"))
    assert two.endswith(
        "articles cite is Luật Dược (law), in `a`, `b`, `c`, `d`, `e` and 2 others."
    )
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


def test_what_is_not_there_is_not_counted(many):
    cited = citations.cited_documents(many)
    dates = citation_tables.date_documents(cited, citations.read_register(many))
    ties = memoranda.count_ties(memoranda.read_parties(many))
    assert wording.say_counts(cited, dates, ties) == [
        "0 of 60 references belong to the articles' surroundings.",
        "0 of 1 document has no year; 0 with a target year.",
    ]
    assert wording.say_counts(cited.head(0), dates.head(0), ties) == []


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
