"""Each sentence leads back to its page: what stands at its offsets, cleaned, is its text."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.cleaning import normalise, places_in
from helpers.corpus import PARTS, CorpusError, load_corpus, part_table, sentence_table
from helpers.vietnamese import sentence_spans, split_sentences
from tests.corpus_folders import make
from tests.made_corpora import as_a_large_corpus, shipped_corpus

# What pages are made of where they are hard to follow: letters in both forms, signs that are
# dropped, blanks of all kinds, pipes, quotation marks, pictures held together.
PIECES = [
    *["Bộ", "y tế", "ế", "e\u0302\u0301", "o\u031b\u0323", "TP.HCM", "31-NQ/TW", "a", "Đ", "2"],
    *[" ", " ", " ", "\u00a0", "\u3000", "\t", "\n", "\r\n", "\u2028", "\x0b"],
    *["\u200b", "\u00ad", "\u202a", "\ufeff", "\u200d", "\u0301", "\u1161", "=\u0338"],
    *[".", "!", "…", ",", '"', "“", "”", "(", ")", "|", "-", ":"],
    *["👩\u200d⚕\ufe0f", "👩", "\u0958"],
]
SEGMENTED = ["Bộ Y_tế", "Nghị_quyết số 31", "ông", "phát_triển", ",", ".", '"', "HCM._Sự", "a_b.vn"]
SEGMENTED += ["Sở Y_tế", "\n", ":", "( Ảnh : TTXVN )", "Nguyễn_Văn_An_Vương_quốc", "_", "khỏe"]


def _check(page):
    parts = part_table({"a": page})
    table = sentence_table(parts, {"a": page}, PARTS)
    for row in table.itertuples():
        found = page[row.start : row.end]
        if "_" in page:
            assert _solid(found) == _solid(row.text)
        else:
            assert normalise(found) == row.text
    assert table["start"].is_monotonic_increasing


def _solid(text):
    plain = normalise(text)
    return "".join(letter for letter in plain if not letter.isspace() and letter not in "_\u200d")


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_what_stands_there_is_the_sentence(pieces):
    _check("".join(pieces))


@given(st.lists(st.sampled_from(SEGMENTED), max_size=30), st.sampled_from([" ", "  ", "\u00a0"]))
def test_what_stands_there_is_the_sentence_of_a_segmented_page(pieces, gap):
    _check(gap.join(pieces))


@given(st.text(max_size=60))
def test_what_stands_there_is_the_sentence_of_any_page(page):
    _check(page)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_spans_are_the_sentences(pieces):
    text = "".join(pieces)
    spans = sentence_spans(text)
    assert [text[start:end] for start, end in spans] == split_sentences(text)
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


def test_the_shipped_pages_are_followed():
    corpus = shipped_corpus()
    for article in corpus.articles.index:
        _check(corpus.page(article))


def test_stored_sentences_have_the_same_places(tmp_path):
    with as_a_large_corpus(tmp_path):
        stored = load_corpus().sentences.read()
    pd.testing.assert_frame_equal(stored, shipped_corpus().sentences)


def test_a_page_that_has_changed_is_refused(tmp_path):
    folder = make(tmp_path / "corpus")
    corpus = load_corpus(folder)
    (folder / "articles/a1.txt").write_text("Một trang khác\nVà một câu khác.", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a1\.txt: changed since"):
        corpus.whole_pages()


def test_places_follow_a_decomposed_page():
    clean = "Sức khỏe, y tế."
    raw = unicodedata.normalize("NFD", clean)
    starts, ends = places_in(raw, clean)
    for place, letter in enumerate(clean):
        if letter != " ":
            assert unicodedata.normalize("NFC", raw[starts[place] : ends[place]]) == letter
