"""Each group against the others: effect sizes, intervals, cautions."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from helpers.counting import (
    article_intervals,
    association,
    body_tokens,
    comparison_groups,
    group_keyness,
    keyness,
)
from helpers.counting.group_keywords import COLUMNS
from tests.made_corpora import make_tokens, shipped_corpus


def test_interval_of_rs_poisson_test():
    """R's manual, poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)): 0.858 to 4.277."""
    low, high = association.log_ratio_interval(11, 21, 800, 3011)
    assert (2.0**low, 2.0**high) == pytest.approx((0.8584264, 4.2772659))


@pytest.mark.parametrize("counts", [(3, 1, 40, 70), (10, 25, 300, 400), (0, 5, 90, 90)])
@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_interval_is_that_of_the_binomial(counts, confidence):
    a, b, n1, n2 = counts
    share = binomtest(a, a + b).proportion_ci(confidence)
    expected = [end / (1 - end) * n2 / n1 for end in (share.low, share.high)]
    found = association.log_ratio_interval(a, b, n1, n2, confidence=confidence)
    assert np.exp2(found) == pytest.approx(expected)


def test_interval_is_open_where_a_side_has_none_and_turns_with_the_sides():
    low, high = association.log_ratio_interval([0, 3, 5], [4, 0, 5], 100, 50)
    assert low[0] == -np.inf and high[1] == np.inf and np.isfinite(high[0] + low[1])
    centre = association.log_ratio([0, 3, 5], [4, 0, 5], 100, 50)
    assert low[2] < centre[2] < high[2]
    back = association.log_ratio_interval([4, 0, 5], [0, 3, 5], 50, 100)
    assert np.allclose(back, [-high, -low])


def test_interval_of_a_poisson_count():
    """Garwood (1936), table: of a count of 5, 1.62 to 11.67; of none, 0 to 3.69."""
    low, high = association.rate_interval([5, 0], 1000)
    assert low == pytest.approx([1.62, 0], abs=0.005)
    assert high == pytest.approx([11.67, 3.69], abs=0.005)


def test_bayes_factor_of_ucrel():
    """Wilson (2013): BIC is G² less the logarithm of all words; 2.65 in 125,000 is no evidence."""
    assert association.bayes_factor_bic(2.65, 125_000) == pytest.approx(2.65 - np.log(125_000))


def test_each_group_is_set_against_all_the_others():
    tokens = make_tokens(
        {"a": ["x"] * 6 + ["y"] * 2, "b": ["x", "z", "z", "z"], "c": ["y"] * 3 + ["w"] * 9}
    )
    groups = pd.Series({"a": "UK", "b": "UK", "c": "US"})
    table = group_keyness(tokens, groups, min_count=1, min_articles=1)
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
    found = group_keyness(tokens, groups, stop_words=True, min_articles=1)
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
    assert comparison_groups(named).tolist() == ["a", "b", "c"]
    alike = pd.DataFrame({"group": ["", "", ""]}, index=["a", "b", "c"])
    assert comparison_groups(alike).tolist() == ["a", "b", "c"]
    assert comparison_groups(alike).name == "group"
    mixed = pd.DataFrame({"group": ["UK", "", "US"]}, index=["a", "b", "c"])
    assert comparison_groups(mixed).tolist() == ["UK", "", "US"]


def test_an_article_without_a_group_is_on_neither_side():
    words = {"a": ["x"] * 4 + ["y"], "b": ["y"] * 5, "c": ["x", "y"] * 9}
    with_it = group_keyness(make_tokens(words), {"a": "UK", "b": "US", "c": ""})
    without = group_keyness(
        make_tokens({name: words[name] for name in "ab"}), {"a": "UK", "b": "US"}
    )
    assert len(without) == 2
    pd.testing.assert_frame_equal(with_it, without)
    for none in (None, float("nan")):
        unnamed = group_keyness(make_tokens(words), {"a": "UK", "b": "US", "c": none})
        pd.testing.assert_frame_equal(unnamed, without)


def test_a_group_named_by_nought_is_one():
    words = {"a": ["x"] * 4 + ["y"], "b": ["y"] * 5}
    assert set(group_keyness(make_tokens(words), {"a": 0, "b": 1})["group"]) == {0, 1}


def test_intervals_leave_out_articles_without_a_group():
    words = {f"a{n}": ["x"] * (3 + n % 2) + ["y"] * 5 for n in range(24)}
    groups = {name: ["A", "B"][n % 2] for n, name in enumerate(words)}
    rows = pd.DataFrame({"group": ["B"], "term": ["x"]})
    alone = article_intervals(make_tokens(words), groups, rows)
    words |= {f"b{n}": ["x"] * 9 for n in range(9)}
    for none in ("", None, float("nan")):
        more = groups | {f"b{n}": none for n in range(9)}
        found = article_intervals(make_tokens(words), more, rows)
        pd.testing.assert_frame_equal(found, alone)


def test_of_many_groups_those_with_the_most_words_are_compared():
    tokens = make_tokens({"a": ["x"] * 4, "b": ["y"] * 6, "c": ["z"] * 5})
    groups = pd.Series({"a": "A", "b": "B", "c": "C"})
    every = group_keyness(tokens, groups)
    largest = group_keyness(tokens, groups, at_most=2)
    assert "groups" not in every.attrs
    assert largest.attrs["groups"] == "the 2 with the most words, of 3"
    rows = every[every["group"].isin(["B", "C"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(largest, rows, check_like=False)


def test_a_word_of_one_article_of_several_is_no_word_of_the_group():
    tokens = make_tokens({"a": ["x"] * 9 + ["y"] * 3, "b": ["y"] * 3, "c": ["z"] * 9})
    table = group_keyness(tokens, {"a": "UK", "b": "UK", "c": "US"})
    assert table[["group", "term"]].to_numpy().tolist() == [["UK", "y"], ["US", "z"]]


def test_text_dispersion_keyness_counts_articles():
    """Egbert & Biber (2019): G² of articles with the word; here two of two against one of three."""
    tokens = make_tokens(
        {"a": ["x"] * 3, "b": ["x"] * 3, "c": ["x", "w"], "d": ["w"] * 5, "e": ["w"] * 5}
    )
    table = group_keyness(tokens, {"a": "A", "b": "A", "c": "B", "d": "B", "e": "B"})
    row = table.set_index(["group", "term"]).loc[("A", "x")]
    expected = association.log_likelihood_two_cell(2, 1, 2, 3)
    assert row["text_log_likelihood"] == pytest.approx(expected)
    assert row["bic"] == pytest.approx(row["log_likelihood"] - np.log(18))


def many_articles(k=24, seed=0):
    rng = np.random.default_rng(seed)
    rates = rng.beta(2, 6, size=k)  # of x: a habit of the article
    words = {
        f"a{i}": list(np.where(rng.random(rng.integers(40, 160)) < rates[i], "x", "y"))
        for i in range(k)
    }
    return make_tokens(words), {f"a{i}": "AB"[i % 2] for i in range(k)}


def test_intervals_over_articles_are_wider_than_over_words_and_need_ten():
    tokens, groups = many_articles()
    table = group_keyness(tokens, groups)
    row = article_intervals(tokens, groups, table).iloc[0]
    assert row["article_low"] < row["log_ratio"] < row["article_high"]
    assert row["article_high"] - row["article_low"] > 1.5 * (row["high"] - row["low"])
    few, groups = many_articles(k=19)
    found = article_intervals(few, groups, group_keyness(few, groups))
    assert len(found) and found[["article_low", "article_high"]].isna().all(axis=None)


@pytest.mark.slow
def test_intervals_over_articles_cover():
    """Equal rates, twelve articles a side: the interval over words misses 0 in most corpora."""
    inside, words = [], []
    for seed in range(60):
        tokens, groups = many_articles(seed=seed)
        row = article_intervals(tokens, groups, group_keyness(tokens, groups)).iloc[0]
        inside.append(row["article_low"] <= 0 <= row["article_high"])
        words.append(row["low"] <= 0)
    assert np.mean(inside) >= 0.88 and np.mean(words) < 0.7
