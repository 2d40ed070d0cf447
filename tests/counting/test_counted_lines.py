"""The sentences behind a count are as many as the count, and hold what was counted."""

import tracemalloc

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.counting import (
    body_tokens,
    collocate_lines,
    collocates,
    counted_lines,
    ngrams,
    term_frequency,
)
from helpers.counting.counted_lines import REACH
from helpers.counting.vocabulary import fold_term
from tests.made_corpora import make_corpus, shipped_corpus

WORDS = st.lists(
    st.lists(st.sampled_from(["y tế", "Bộ Y tế", "hợp tác", "Anh", "anh", ","]), max_size=12),
    min_size=1,
    max_size=4,
)


def corpus_of(sentences):
    rows = [
        ("ab"[number % 2], number, "body", "|".join(f" {word}" for word in words) or "x")
        for number, words in enumerate(sentences, 1)
    ]
    return make_corpus(sorted(rows))


def agrees(lines, table, key="term"):
    counted = lines[key].value_counts().reindex(table[key], fill_value=0)
    return counted.tolist() == table["count"].tolist() and len(lines) == table["count"].sum()


@pytest.mark.slow
@given(WORDS)
def test_there_are_as_many_lines_as_were_counted(sentences):
    corpus = corpus_of(sentences)
    tokens = body_tokens(corpus)
    terms = term_frequency(tokens)
    lines = counted_lines(corpus, tokens, terms["term"])
    assert agrees(lines, terms)
    assert [fold_term(node) for node in lines["node"]] == list(lines["term"])
    for n in (2, 3):
        table = ngrams(tokens, n)
        assert agrees(counted_lines(corpus, tokens, table["term"], n=n), table)


@pytest.mark.slow
@given(WORDS, st.sampled_from(["y tế", "hợp tác", "tế"]), st.integers(1, 4))
def test_there_are_as_many_lines_as_collocates(sentences, node, window):
    corpus = corpus_of(sentences)
    table = collocates(corpus, node, window=window)
    lines = collocate_lines(corpus, node, table["collocate"], window=window)
    assert agrees(lines, table, "collocate")


def test_lines_of_the_shipped_corpus_are_its_sentences():
    corpus = shipped_corpus()
    tokens = body_tokens(corpus)
    table = ngrams(tokens, 3, min_count=2)
    assert agrees(counted_lines(corpus, tokens, table["term"], n=3), table)
    table = collocates(corpus, "hợp tác")
    lines = collocate_lines(corpus, "hợp tác", table["collocate"])
    assert agrees(lines, table, "collocate")
    for line in lines.itertuples():
        assert line.collocate.casefold() in line.node.casefold()
        assert "hợp tác" in line.node.casefold()


def test_only_the_counted_word_is_listed_and_not_its_syllables():
    corpus = make_corpus([("a", 1, "body", "Bộ Y tế| và| y tế")])
    lines = counted_lines(corpus, corpus.tokens, ["y tế"])
    assert lines[["left", "node", "right"]].to_numpy().tolist() == [["Bộ Y tế và ", "y tế", ""]]


def test_the_mark_runs_from_node_to_collocate():
    corpus = make_corpus([("a", 3, "body", "Hai| bên| hợp tác| về| y tế|.")])
    lines = collocate_lines(corpus, "hợp tác", ["y tế", "hai"])
    assert lines[["collocate", "sentence", "left", "node", "right"]].to_numpy().tolist() == [
        ["hai", 3, "", "Hai bên hợp tác", " về y tế."],
        ["y tế", 3, "Hai bên ", "hợp tác về y tế", "."],
    ]


def test_lines_can_carry_their_group():
    corpus = make_corpus([("a", 1, "body", "y tế"), ("b", 1, "body", "y tế")])
    lines = counted_lines(corpus, corpus.tokens, ["y tế"], groups=pd.Series({"a": "UK", "b": "US"}))
    assert list(lines["group"]) == ["UK", "US"]


def test_a_long_sentence_is_cut_at_a_space():
    words = "|".join([" từ"] * 60)
    corpus = make_corpus([("a", 1, "body", f"{words}| y tế|{words}")])
    (line,) = counted_lines(corpus, corpus.tokens, ["y tế"]).itertuples()
    assert line.left.startswith("… từ") and len(line.left) <= REACH + 2
    assert line.right.endswith("từ …") and len(line.right) <= REACH + 2


def test_an_unknown_term_has_no_line():
    corpus = make_corpus([("a", 1, "body", "y tế")])
    assert counted_lines(corpus, corpus.tokens, ["thép"]).empty
    assert counted_lines(corpus, corpus.tokens, []).empty
    assert collocate_lines(corpus, "thép", ["y tế"]).empty


def test_a_table_without_places_is_named():
    corpus = make_corpus([("a", 1, "body", "y tế")])
    with pytest.raises(ValueError, match="no column start"):
        counted_lines(corpus, corpus.tokens.drop(columns="start"), ["y tế"])


@pytest.mark.slow
def test_memory_of_the_lines_grows_with_the_text():
    """A sentence is long, and every second word of it is looked for."""
    rows = [("a", n, "body", "| ".join(["hợp tác", "y tế"] * 600)) for n in range(1, 21)]
    corpus = make_corpus(rows)
    tracemalloc.start()
    collocate_lines(corpus, "hợp tác", ["y tế"])
    counted_lines(corpus, corpus.tokens, ["y tế", "hợp tác"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000
