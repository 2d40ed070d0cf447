"""Each group against the others: effect sizes, intervals, cautions."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats.contingency import relative_risk

from helpers.counting import association, body_tokens, comparison_groups, group_keyness, keyness
from helpers.counting.keywords import COLUMNS
from tests.made_corpora import make_tokens, shipped_corpus


def test_interval_of_the_scipy_documentation():
    """Documentation of scipy.stats.contingency.relative_risk, its example: 1.58 to 3.79."""
    low, high = association.log_ratio_interval(27, 44, 122, 487)
    assert 2.0**low == pytest.approx(1.5836990926700116)
    assert 2.0**high == pytest.approx(3.7886786315466354)


@pytest.mark.parametrize("counts", [(3, 1, 40, 70), (10, 25, 300, 400)])
@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_interval_agrees_with_scipy(counts, confidence):
    a, b, n1, n2 = counts
    expected = relative_risk(a, n1, b, n2).confidence_interval(confidence)
    found = association.log_ratio_interval(a, b, n1, n2, confidence=confidence)
    assert np.exp2(found) == pytest.approx([expected.low, expected.high])


def test_interval_holds_the_log_ratio_and_turns_with_the_sides():
    low, high = association.log_ratio_interval([0, 3, 5], [4, 0, 5], 100, 50)
    centre = association.log_ratio([0, 3, 5], [4, 0, 5], 100, 50)
    assert (low < centre).all() and (centre < high).all()
    back = association.log_ratio_interval([4, 0, 5], [0, 3, 5], 50, 100)
    assert np.allclose(back, [-high, -low])


def test_each_group_is_set_against_all_the_others():
    tokens = make_tokens(
        {"a": ["x"] * 6 + ["y"] * 2, "b": ["x", "z", "z", "z"], "c": ["y"] * 3 + ["w"] * 9}
    )
    groups = pd.Series({"a": "UK", "b": "UK", "c": "US"})
    table = group_keyness(tokens, groups, min_count=1)
    assert list(table.columns) == COLUMNS
    by_term = table.set_index(["group", "term"])
    row = by_term.loc[("UK", "x")]
    assert (row["target_count"], row["reference_count"]) == (7, 0)
    assert (row["target_articles"], row["reference_articles"], row["caution"]) == (2, 0, "")
    assert by_term.loc[("UK", "z"), "caution"] == "few, one article"
    assert by_term.loc[("US", "y"), "reference_articles"] == 1
    assert (table["log_ratio"] > 0).all()
    assert list(table["group"].unique()) == ["UK", "US"]
    sizes = table.groupby("group", sort=False)["log_ratio"]
    assert all(ratios.is_monotonic_decreasing for _, ratios in sizes)


def test_the_numbers_are_those_of_keyness():
    corpus = shipped_corpus()
    tokens = body_tokens(corpus)
    groups = comparison_groups(corpus.articles)
    found = group_keyness(tokens, groups, stop_words=True)
    name = groups.iloc[0]
    chosen = tokens["article"].isin(groups.index[groups == name])
    expected = keyness(tokens[chosen], tokens[~chosen]).set_index("term")
    table = found[found["group"] == name].set_index("term")
    assert len(table) > 10
    for column in ("log_ratio", "log_likelihood", "target_count", "reference_per_thousand"):
        assert table[column].tolist() == expected.loc[table.index, column].tolist()
    assert table["target_count"].min() == 3
    assert not {"p", "p_adjusted"} & set(found.columns)


def test_one_group_alone_has_nothing_to_be_compared_with():
    tokens = make_tokens({"a": ["x", "y"]})
    table = group_keyness(tokens, {"a": "UK"})
    assert table.empty and list(table.columns) == COLUMNS


def test_articles_stand_for_groups_where_there_is_one_group_only():
    named = pd.DataFrame({"group": ["UK", "", "UK"]}, index=["a", "b", "c"])
    assert comparison_groups(named).tolist() == ["UK", "not stated", "UK"]
    alike = pd.DataFrame({"group": ["", "", ""]}, index=["a", "b", "c"])
    assert comparison_groups(alike).tolist() == ["a", "b", "c"]
    assert comparison_groups(alike).name == "group"


def test_of_many_groups_those_with_the_most_words_are_compared():
    tokens = make_tokens({"a": ["x"] * 4, "b": ["y"] * 6, "c": ["z"] * 5})
    groups = pd.Series({"a": "A", "b": "B", "c": "C"})
    every = group_keyness(tokens, groups)
    largest = group_keyness(tokens, groups, at_most=2)
    assert "groups" not in every.attrs
    assert largest.attrs["groups"] == "the 2 with the most words, of 3"
    rows = every[every["group"].isin(["B", "C"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(largest, rows, check_like=False)
