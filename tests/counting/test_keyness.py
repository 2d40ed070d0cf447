"""Keyness and weighted log-odds on token tables."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.counting import body_tokens, keyness, weighted_log_odds
from tests.made_corpora import make_tokens, shipped_corpus, words_of

SIDES = st.lists(
    st.sampled_from(["x", "y", "z", "Anh", "anh", "."]), min_size=1, max_size=40
).filter(lambda words: set(words) != {"."})
COLUMNS = [
    *["term", "target_count", "reference_count", "target_per_thousand"],
    *["reference_per_thousand", "log_likelihood", "bic", "log_ratio", "percent_diff"],
    *["p", "p_adjusted"],
]


def table_of(words):
    return make_tokens({"a": words})


def test_four_cell_keyness_of_quanteda():
    """Tests of quanteda.textstats, as R's own G²: 4.534939 for b, without a correction."""
    target, reference = words_of("b b b b b b b a a a"), words_of("a a a a a a a b b")
    table = keyness(target, reference, cells=4).set_index("term")
    assert table.loc["b", "log_likelihood"] == pytest.approx(4.534939332256226)
    assert "4 cells" in table.attrs["measure"]


def test_keyness_keeps_what_only_the_reference_has():
    table = keyness(words_of("x x y"), words_of("y z z z"))
    assert list(table.columns) == COLUMNS
    row = table.set_index("term").loc["z"]
    assert (row["target_count"], row["reference_count"]) == (0, 3)
    assert row["percent_diff"] == -100
    assert row["log_ratio"] == pytest.approx(np.log2((0.5 / 3) / (3 / 4)))
    assert table.set_index("term").loc["x", "percent_diff"] == np.inf
    assert table.attrs["terms_tested"] == 3


def test_adjusted_p_counts_every_test():
    """Stop words leave the rows after the tests are counted."""
    target, reference = words_of("x x x và"), words_of("y và")
    whole = keyness(target, reference).set_index("term")
    fewer = keyness(target, reference, stop_words=True).set_index("term")
    assert fewer["p_adjusted"].to_dict() == whole["p_adjusted"].drop("và").to_dict()
    assert (whole["p_adjusted"] >= whole["p"]).all()


@settings(max_examples=40)
@given(SIDES, SIDES)
def test_swapping_the_groups_flips_the_signs(first, second):
    there = keyness(table_of(first), table_of(second)).set_index("term")
    back = keyness(table_of(second), table_of(first)).set_index("term").loc[there.index]
    assert there["log_ratio"].to_numpy() == pytest.approx(-back["log_ratio"].to_numpy())
    assert there["log_likelihood"].to_numpy() == pytest.approx(
        back["log_likelihood"].to_numpy(), abs=1e-9
    )
    assert there["target_count"].tolist() == back["reference_count"].tolist()
    assert there["target_per_thousand"].sum() == pytest.approx(1000)


@settings(max_examples=40)
@given(SIDES)
def test_a_group_does_not_differ_from_itself(words):
    once, twice = table_of(words), table_of(words * 2)
    table = keyness(once, twice)
    assert table["log_likelihood"].to_numpy() == pytest.approx(0, abs=1e-9)
    assert table["p_adjusted"].to_numpy() == pytest.approx(1)


@pytest.mark.slow
@settings(max_examples=40)
@given(SIDES, SIDES)
def test_swapping_the_groups_flips_the_log_odds(first, second):
    there, back = (
        weighted_log_odds(*sides, prior=0.5).set_index("term")
        for sides in [(table_of(first), table_of(second)), (table_of(second), table_of(first))]
    )
    assert there["z"].to_numpy() == pytest.approx(
        -back.loc[there.index, "z"].to_numpy(), nan_ok=True, abs=1e-9
    )


def test_log_odds_of_fightin_words():
    """README of Wigder's fightin_words: prior 0.05."""
    table = weighted_log_odds(
        words_of("the quick brown fox jumps over the lazy pig"),
        words_of("the lazy purple pig jumps over the lazier donkey"),
        prior=0.05,
    )
    assert list(table.columns) == [*COLUMNS[:5], "log_odds", "z"]
    z = table.set_index("term")["z"]
    assert z["brown"] == pytest.approx(0.6894227886807968)
    assert z["donkey"] == pytest.approx(-0.6894227886807968)
    assert z["the"] == pytest.approx(0)


def test_an_informative_prior_draws_common_words_back():
    """Computed from equations 16 and 20 to 22 of Monroe, Colaresi & Quinn, apart from this code."""
    target = make_tokens({"a": ["cat"] * 30 + ["purr"] * 12 + ["dog"] * 5 + ["the"] * 200})
    reference = make_tokens({"a": ["cat"] * 4 + ["dog"] * 28 + ["leash"] * 9 + ["the"] * 210})
    both = pd.concat([target.astype({"token": "str"}), reference.astype({"token": "str"})])
    expected = {"cat": 2.755968, "dog": -2.42197, "leash": -1.714554, "purr": 2.022597}
    for prior in (both, {"cat": 34, "purr": 12, "dog": 33, "the": 410, "leash": 9}):
        z = weighted_log_odds(target, reference, prior=prior).set_index("term")["z"]
        assert z[list(expected)].to_dict() == pytest.approx(expected, abs=5e-6)


@pytest.mark.parametrize(("more", "expected"), [({}, 1.435085), ({"q": 1000}, 1.100600)])
def test_words_that_neither_side_has_are_part_of_the_prior(more, expected):
    """δ = ln((y1 + α) / (n1 + α0 - y1 - α)) - ln((y2 + α) / (n2 + α0 - y2 - α)), by hand."""
    prior = {"x": 1, "y": 3, "z": 1} | more
    table = weighted_log_odds(words_of("x x y"), words_of("y z z"), prior=prior)
    whole = 5 + sum(more.values())
    by_hand = np.log((2 + 1) / (3 + whole - 2 - 1)) - np.log((0 + 1) / (3 + whole - 0 - 1))
    assert table.set_index("term").loc["x", "log_odds"] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(expected, abs=1e-6)
    assert f"{whole:,.2f} in all" in table.attrs["prior"]


def test_a_term_that_the_prior_lacks_is_kept_and_said():
    table = weighted_log_odds(words_of("x y"), words_of("y z"), prior={"y": 3.0})
    assert set(table["term"]) == {"x", "y", "z"}
    assert "2 unseen terms at 0.01" in table.attrs["prior"]


def test_bad_sides_are_named():
    with pytest.raises(ValueError, match="reference holds no word"):
        keyness(words_of("x"), table_of(["."]))
    with pytest.raises(TypeError, match="dict"):
        keyness({}, words_of("x"))
    with pytest.raises(ValueError, match="2 or 4"):
        keyness(words_of("x"), words_of("x"), cells=3)
    with pytest.raises(TypeError, match="prior"):
        weighted_log_odds(words_of("x"), words_of("x"), prior="flat")
    with pytest.raises(ValueError, match="above 0"):
        weighted_log_odds(words_of("x"), words_of("x"), prior=0)


def test_groups_of_the_shipped_corpus():
    """Two selections share their terms; the United Kingdom marks the UK's articles."""
    corpus = shipped_corpus()
    target, others = corpus.select(group="UK"), corpus.select(group=["US", "Hanoi", "HCMC"])
    table = keyness(body_tokens(target), body_tokens(others))
    rows = table.set_index("term")
    assert rows.loc["Anh", "log_ratio"] > 0
    assert rows["target_count"].sum() == table.attrs["target_words"]
    assert rows["reference_count"].sum() == table.attrs["reference_words"]
    assert table["log_likelihood"].is_monotonic_decreasing
