"""Lexical diversity: the published values, and plain counts beside them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import counting
from helpers.counting import diversity
from tests.made_corpora import words_of

# README of LexicalRichness: its example text, each word as the number of its type
LEXICAL_RICHNESS = [
    *[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 10, 11, 12, 13, 14, 15, 16, 13, 17, 18, 19, 20, 21, 22],
    *[11, 23, 19, 24, 25, 26, 13, 18, 27, 28, 29, 30, 31, 32, 33, 22, 34, 32, 35, 36, 37, 13],
    *[29, 18, 12, 7, 38, 1, 34, 34, 32, 35],
]


def test_lexical_diversity_of_lexical_richness():
    """README of LexicalRichness: TTR 0.6842, MATTR (25) 0.8352, MTLD 46.79, HD-D 0.7469."""
    tokens = words_of(" ".join(f"w{code}" for code in LEXICAL_RICHNESS))
    row = counting.lexical_diversity(tokens, window=25).iloc[0]
    assert (row["tokens"], row["types"]) == (57, 39)
    assert row[["ttr", "mattr", "mtld", "hdd"]].tolist() == pytest.approx(
        [0.6842105263157895, 0.8351515151515151, 46.79226361031519, 0.7468703323966486]
    )


def test_lexical_diversity_of_five_types_twenty_times():
    """Tests of Wordless: MTLD 100 / 14, for the remainder counts; HD-D of one sample of 42."""
    codes = np.tile(np.arange(5), 20)
    assert diversity.mtld(codes) == pytest.approx(7.142857, abs=5e-7)
    assert diversity.hdd(codes) == pytest.approx(0.119047, abs=5e-7)


def test_mattr_of_covington_and_mcfall():
    """The window of two over "one one two one one two one": 0.833333."""
    assert diversity.mattr(np.array([0, 0, 1, 0, 0, 1, 0]), 2) == pytest.approx(0.833333, abs=5e-7)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=120), st.integers(1, 40))
def test_mattr_is_the_mean_over_windows(codes, window):
    ratios = [len(set(codes[at : at + window])) / window for at in range(len(codes) - window + 1)]
    if ratios:
        assert diversity.mattr(codes, window) == pytest.approx(np.mean(ratios))
    else:
        assert np.isnan(diversity.mattr(codes, window))


@settings(max_examples=40)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=600))
def test_mtld_is_that_of_a_plain_count(codes):
    def one_way(words):
        factors, seen, length = 0, set(), 0
        for word in words:
            seen.add(word)
            length += 1
            if len(seen) / length <= 0.72:
                factors, seen, length = factors + 1, set(), 0
        if length:
            factors += (1 - len(seen) / length) / (1 - 0.72)
        return len(words) / factors if factors else np.nan

    expected = (one_way(codes) + one_way(codes[::-1])) / 2
    assert diversity.mtld(codes) == pytest.approx(expected, nan_ok=True)


def test_short_texts_have_no_diversity_to_measure():
    row = counting.lexical_diversity(words_of("x y z")).iloc[0]
    assert row[["mattr", "mtld", "hdd"]].isna().all()
    with pytest.raises(ValueError, match="window"):
        counting.lexical_diversity(words_of("x"), window=0)
