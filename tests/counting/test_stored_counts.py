"""Every measure gives on stored tokens what it gives in memory."""

import importlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.corpus import StoredTable, load_corpus, stored_table
from helpers.corpus import corpus as corpus_tables
from helpers.corpus.stored_table import Partition
from helpers.counting import (
    article_intervals,
    body_tokens,
    dispersion,
    group_keyness,
    keyness,
    lexical_diversity,
    ngrams,
    stored_counts,
    term_frequency,
    weighted_log_odds,
)
from helpers.counting.frequency import rank_frequency, rates_side_by_side
from tests.made_corpora import as_a_large_corpus

# Invented: an article without a body, one with a title alone, spellings of one term, signs.
PAGES = {
    "a": "Trạm y tế xã mở lại\n\nTrạm Y tế xã mở lại hôm nay. Người dân đến trạm y tế từ sớm.\n",
    "b": "Một tiêu đề đứng một mình\n",
    "c": "Bệnh viện huyện\n\nBệnh viện nhận máy mới! Máy mới, máy tốt; Anh giúp, anh ấy nói vậy.\n",
    "d": "Trạm y tế\n\nY tế xã, y tế huyện, y tế tỉnh. Trạm y tế mở cửa. Người dân đến.\n",
    "e": "Hợp tác\n\n" + "Bệnh viện hợp tác với trạm y tế xã. " * 12 + "\n",
}
GROUPS = {"a": "UK", "b": "US", "c": "US", "d": "", "e": "UK"}


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    """Load one folder twice: in memory, and stored as one partition an article."""
    folder = tmp_path_factory.mktemp("made") / "corpus"
    (folder / "articles").mkdir(parents=True)
    for name, page in PAGES.items():
        (folder / f"articles/{name}.txt").write_text(page, encoding="utf-8")
    rows = "".join(f"{name},{PAGES[name].splitlines()[0]},{GROUPS[name]}\n" for name in PAGES)
    (folder / "articles.csv").write_text("id,title,group\n" + rows, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KHUNGTIN_CACHE", str(tmp_path_factory.mktemp("cache")))
        whole = load_corpus(folder)
        with as_a_large_corpus(partition_bytes=1):
            stored = load_corpus(folder)
    assert isinstance(stored.tokens, StoredTable) and len(stored.tokens.partitions) == len(PAGES)
    assert set(whole.sentences.loc[whole.sentences["article"] == "b", "part"]) == {"title"}
    return whole, stored


@pytest.fixture(autouse=True)
def runs_of_two_articles(monkeypatch):
    """Count in several runs, as a large corpus is."""
    monkeypatch.setattr(stored_counts, "PARTITIONS_IN_RUN", 2)
    monkeypatch.setattr(corpus_tables, "SELECTED_IN_MEMORY", 0)


def every(corpus):
    return corpus.tokens


def body(corpus):
    return body_tokens(corpus)


def two_groups(corpus):
    return corpus.select(group=["US", ""]).tokens


def one_article(corpus):
    return body_tokens(corpus.select(id="c"))


def titles_alone(corpus):
    return body_tokens(corpus, "title")


def without_words(corpus):
    return corpus.select(id="b").tokens if _in_memory(corpus) else corpus.tokens.only(["b"])


def nothing(corpus):
    return corpus.select(group=[]).tokens


def _in_memory(corpus):
    return isinstance(corpus.tokens, pd.DataFrame)


TABLES = [every, body, two_groups, one_article, titles_alone, without_words, nothing]
TERMS = ["y tế", "trạm y tế", "người dân", "không có"]
SERIES = pd.Series(GROUPS, name="vùng")
MEASURES = {
    "term_frequency": term_frequency,
    "per million, stop words": lambda t: term_frequency(t, per=1_000_000, stop_words=["mới"]),
    **{
        f"term_frequency by {by}": lambda t, by=by: term_frequency(t, by=by)
        for by in ("article", "sentence", "position", "start", "token")
    },
    "term_frequency by groups": lambda t: term_frequency(t, by=GROUPS),
    "term_frequency by a series": lambda t: term_frequency(t, by=SERIES),
    "rates by article": lambda t: rates_side_by_side(t, TERMS),
    "rates by sentence": lambda t: rates_side_by_side(t, TERMS, by="sentence"),
    "rates by groups": lambda t: rates_side_by_side(t, TERMS, by=GROUPS, per=100),
    "rates of nothing": lambda t: rates_side_by_side(t, [], by=GROUPS),
    "dispersion": dispersion,
    **{
        f"dispersion over {over}": lambda t, over=over: dispersion(t, over=over)
        for over in ("sentence", "position", "token", 1, 2, 3, 7)
    },
    "dispersion without stop words": lambda t: dispersion(t, stop_words=True),
    **{f"ngrams {n}": lambda t, n=n: ngrams(t, n) for n in (1, 2, 3, 4)},
    "ngrams chosen": lambda t: ngrams(t, 2, min_count=2, stop_words=["huyện"]),
    **{f"ngrams from {m}": lambda t, m=m: ngrams(t, 3, min_count=m) for m in (0, 2, 2.5, 99)},
    "ngrams without stop words": lambda t: ngrams(t, 3, stop_words=["y tế", "xã"]),
    "rank_frequency": rank_frequency,
    "lexical_diversity": lambda t: lexical_diversity(t, window=5),
    "lexical_diversity by sentence": lambda t: lexical_diversity(t, by="sentence", window=5),
    "lexical_diversity by token": lambda t: lexical_diversity(t, by="token", window=1),
    "group_keyness": lambda t: group_keyness(t, GROUPS, min_count=1),
    "group_keyness of the largest": lambda t: group_keyness(
        t, SERIES, min_count=1, at_most=1, stop_words=["mới"]
    ),
}


def plain(table):
    """Categories may differ where nothing of them is in the rows."""
    categorical = table.select_dtypes("category").columns
    return table.astype(dict.fromkeys(categorical, "str"))


def outcome(measure, *tables):
    """Give the table of a measure, or the words of its error."""
    try:
        return measure(*tables)
    except ValueError as error:
        return str(error)


def assert_same(measure, ours, theirs):
    left, right = outcome(measure, *ours), outcome(measure, *theirs)
    if isinstance(right, str):
        assert left == right
        return
    # A table without rows has no telling types.
    pd.testing.assert_frame_equal(
        plain(left), plain(right), check_exact=True, check_dtype=len(right) > 0
    )
    assert left.attrs == right.attrs


@pytest.mark.slow
@pytest.mark.parametrize("tables", TABLES)
@pytest.mark.parametrize("measure", MEASURES)
def test_measures_are_the_same(corpora, measure, tables):
    whole, stored = corpora
    assert_same(MEASURES[measure], [tables(stored)], [tables(whole)])


COMPARISONS = {
    "keyness": lambda a, b, _: keyness(a, b),
    "four cells": lambda a, b, _: keyness(a, b, cells=4, stop_words=True),
    "prior of tokens": lambda a, b, prior: weighted_log_odds(a, b, prior=prior),
    "prior by term": lambda a, b, _: weighted_log_odds(a, b, prior={"Y tế": 3, "y tế": 2, "x": 1}),
    "prior of a number": lambda a, b, _: weighted_log_odds(a, b, prior=0.5),
}


@pytest.mark.slow
@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize("target", TABLES)
def test_comparisons_are_the_same(corpora, comparison, target):
    whole, stored = corpora
    ours, theirs = (
        [target(corpus), corpus.select(group="UK").tokens, corpus.tokens]
        for corpus in (stored, whole)
    )
    assert_same(COMPARISONS[comparison], ours, theirs)
    # One side may be on disk and the other in memory.
    assert_same(COMPARISONS[comparison], [ours[0], *theirs[1:]], theirs)


@pytest.mark.parametrize(
    "measure",
    [
        lambda tokens: term_frequency(tokens, by={"a": "x"}),
        lambda tokens: rates_side_by_side(tokens, TERMS, by={"a": "x"}),
        lambda tokens: group_keyness(tokens, {"a": "x"}),
    ],
)
def test_an_article_without_a_group_is_named(corpora, measure):
    # Article b has no body, and needs no group.
    for corpus in corpora:
        with pytest.raises(ValueError, match="no group for the article 'c'"):
            measure(body_tokens(corpus))


def test_what_can_not_be_counted_is_said(corpora):
    for corpus in corpora:
        with pytest.raises(ValueError, match="no column outlet"):
            term_frequency(corpus.tokens, by="outlet")
        with pytest.raises(ValueError, match="no column outlet"):
            dispersion(corpus.tokens, over="outlet")
        with pytest.raises(TypeError, match="a mapping or a Series, not int"):
            term_frequency(corpus.tokens, by=3)
        with pytest.raises(ValueError, match="can't be cut into 0 parts"):
            dispersion(corpus.tokens, over=0)
        with pytest.raises(ValueError, match="per is a positive number"):
            rates_side_by_side(corpus.tokens, TERMS, per=0)


# Any tokens

WORDS = st.sampled_from(["y tế", "Y tế", "xã", "Xã", "Anh", "anh", "ẖ", "İ", "ǰ", ".", ",", "2"])
ARTICLES = st.lists(st.lists(st.lists(WORDS, max_size=6), max_size=3), min_size=1, max_size=5)


def written(articles, folder):
    """Lay sentences of words out as a token table; store it, one article a partition."""
    rows = [
        (f"a{number}", place, at, word, at, at + 1)
        for number, sentences in enumerate(articles)
        for place, words in enumerate(sentences)
        for at, word in enumerate(words)
    ]
    names = pd.Index([f"a{number}" for number in range(len(articles))], dtype="str")
    columns = ["article", "sentence", "position", "token", "start", "end"]
    table = pd.DataFrame(rows, columns=columns).astype(
        {"sentence": "int32", "position": "int32", "start": "int32", "end": "int32"}
    )
    table["article"] = pd.Categorical(table["article"].astype("str"), categories=names)
    table["token"] = table["token"].astype("str").astype("category")
    partitions = []
    for name in names:
        (folder / name).mkdir(parents=True)
        here = table[table["article"] == name].reset_index(drop=True)
        stored_table.write_table(here, folder / name / "tokens.parquet")
        partitions.append(Partition(folder / name, (name,)))
    return table, StoredTable("tokens", tuple(partitions), names)


@pytest.mark.slow
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(articles=ARTICLES)
def test_any_tokens_are_counted_the_same(articles, tmp_path_factory):
    table, stored = written(articles, tmp_path_factory.mktemp("any") / "tokens")
    groups = {name: f"g{place % 2}" for place, name in enumerate(stored.articles)}
    for measure in (
        term_frequency,
        lambda t: term_frequency(t, by=groups),
        lambda t: rates_side_by_side(t, ["y tế", "anh"], by=groups),
        dispersion,
        lambda t: dispersion(t, over=2),
        lambda t: dispersion(t, over="sentence"),
        ngrams,
        lambda t: lexical_diversity(t, by="sentence", window=2),
        lambda t: group_keyness(t, groups, min_count=1),
    ):
        assert_same(measure, [stored], [table])


def test_sequences_left_out_stay_in_the_database(corpora, monkeypatch):
    whole, stored = corpora
    fetched = []
    columns = stored_counts.Totals.columns

    def recorded(*arguments):
        fetched.append(columns(*arguments))
        return fetched[-1]

    monkeypatch.setattr(stored_counts.Totals, "columns", recorded)
    options = {"min_count": 3, "stop_words": ["huyện"]}
    shown = ngrams(stored.tokens, 2, **options)
    assert 0 < len(shown) < len(ngrams(whole.tokens, 2)) / 2
    assert [len(column) for column in fetched[0]] == [len(shown)] * 4
    assert shown.attrs == ngrams(whole.tokens, 2, **options).attrs


def test_cells_come_by_runs_and_again(corpora):
    _, stored = corpora
    with stored_counts._article_cells(stored.tokens) as cells:
        first = [np.concatenate(column) for column in zip(*cells, strict=True)]
        # What else is counted meanwhile is counted apart.
        assert set(term_frequency(one_article(stored), by="article")["article"]) == {"c"}
        second = [np.concatenate(column) for column in zip(*cells, strict=True)]
    for one, other in zip(first, second, strict=True):
        assert (one == other).all()
    assert (np.bincount(first[0], first[2], len(cells.sizes)) == cells.sizes).all()


@pytest.mark.parametrize("cells", [1, 7, 100])
def test_dispersion_is_the_same_in_blocks(corpora, monkeypatch, cells):
    whole, stored = corpora
    expected = dispersion(whole.tokens)
    monkeypatch.setattr(
        importlib.import_module("helpers.counting.spread"), "_CELLS_IN_BLOCK", cells
    )
    pd.testing.assert_frame_equal(dispersion(whole.tokens), expected, check_exact=True)
    monkeypatch.setattr(stored_counts, "ROWS_IN_BATCH", 5)
    pd.testing.assert_frame_equal(dispersion(stored.tokens), expected, check_exact=True)
    by_value = lexical_diversity(stored.tokens, by="sentence", window=5)
    expected = lexical_diversity(whole.tokens, by="sentence", window=5)
    pd.testing.assert_frame_equal(by_value, expected, check_exact=True)


def test_intervals_over_articles_are_the_same(corpora, monkeypatch):
    monkeypatch.setattr("helpers.counting.group_keywords.MINIMUM_ARTICLES", 2)
    whole, stored = corpora
    half = {name: "AB"[number % 2] for number, name in enumerate(whole.articles.index)}
    rows = group_keyness(whole.tokens, half, min_count=1)
    left, right = (article_intervals(c.tokens, half, rows) for c in (stored, whole))
    pd.testing.assert_frame_equal(left, right)
    assert right["article_low"].notna().any()
