"""Shares, their comparison (descriptive below ten articles a group), and the planning curve."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from helpers import framing
from helpers.counting import Group, compare_rates, rate_and_variance, ratios
from helpers.framing import planning
from tests import framing_data

BOOK = framing_data.codebook()
ARTICLES = framing_data.article_table()


def test_shares_are_counts_of_the_file():
    raw = pd.read_csv(framing_data.CODING, keep_default_na=False)
    raw = raw[raw["sentence"] > 0]
    table = framing.frame_shares(framing_data.settled(), frames=BOOK.codes)
    assert len(table) == 5 * 11
    for row in table.itertuples():
        of_article = raw.loc[raw["article"] == row.article, "frames"].str.split(";")
        assert row.count == sum(row.frame in codes for codes in of_article)
        assert row.n == len(of_article)
        assert row.share == row.count / row.n


def test_groups_pool_their_articles():
    coding = framing_data.settled()
    by_group = framing.frame_shares(coding, "group", articles=ARTICLES, frames=BOOK.codes)
    by_article = framing.frame_shares(coding, frames=BOOK.codes)
    by_article["group"] = by_article["article"].map(ARTICLES["group"])
    summed = by_article.groupby(["group", "frame"])["count"].sum()
    for row in by_group.itertuples():
        assert row.count == summed[row.group, row.frame]
    assert by_group.drop_duplicates("group").set_index("group")["articles"]["UK"] == 2


def test_titles_are_kept_out_unless_asked_for():
    coding = framing_data.settled()
    without, with_titles = (
        framing.frame_shares(coding, titles=titles).drop_duplicates("article")["n"].sum()
        for titles in (False, True)
    )
    assert (without, with_titles) == (77, 82)


def test_frames_never_coded_are_reported_as_zero():
    table = framing.frame_shares(framing_data.settled(), frames=["CONFLICT", "AID"])
    assert (table.loc[table["frame"] == "CONFLICT", "count"] == 0).all()
    assert len(table) == 10


def test_unknown_columns_and_groups_are_named():
    coding = framing_data.settled()
    with pytest.raises(ValueError, match="no column 'colour'"):
        framing.frame_shares(coding, "colour", articles=ARTICLES)
    with pytest.raises(ValueError, match="no row in the article table for us-hanoi-mou"):
        framing.frame_shares(coding, "group", articles=ARTICLES.drop("us-hanoi-mou"))
    one = coding[coding["article"] == "us-hanoi-mou"]
    with pytest.raises(ValueError, match="one group only"):
        framing.compare_groups(one, articles=ARTICLES)


def test_five_articles_are_described_and_nothing_is_inferred():
    table = framing.compare_groups(
        framing_data.settled(), articles=ARTICLES, frames=BOOK.codes
    ).set_index("frame")
    table = table[(table["a"] == "UK") & (table["b"] == "US")]
    assert set(table["inference"]) == {"descriptive only"}
    empty = ["p", "p_adjusted", "difference_low", "difference_high"]
    empty += ["log_odds_ratio_low", "log_odds_ratio_high"]
    assert table[empty].isna().all(axis=None)
    # One UK article makes the US piece richer in PARTNER, the other poorer.
    assert table.loc["PARTNER", "smallest"] == pytest.approx(-0.17, abs=0.005)
    assert table.loc["PARTNER", "largest"] == pytest.approx(0.25, abs=0.005)


def test_nine_articles_are_too_few_and_ten_enough():
    for articles, expected in ((18, framing.DESCRIPTIVE), (20, "articles compared and permuted")):
        coding = framing_data.invented_coding(articles=articles, groups="AB")
        table = framing.compare_groups(coding, draws=200)
        assert set(table["inference"]) == {expected}
        assert table["p"].isna().all() == (expected == framing.DESCRIPTIVE)


def groups_of(**counts):
    """A coding of one article a group: (sentences with F, sentences without)."""
    rows = [
        {"article": name, "sentence": n, "group": name, "frames": "F" if n <= with_it else ""}
        for name, (with_it, without) in counts.items()
        for n in range(1, with_it + without + 1)
    ]
    return pd.DataFrame(rows)


def test_log_odds_ratio_by_hand():
    row = framing.compare_groups(groups_of(A=(2, 1), B=(1, 3))).iloc[0]
    assert row["difference"] == pytest.approx(2 / 3 - 1 / 4)
    assert row["log_odds_ratio"] == pytest.approx(np.log((2 / 1) / (1 / 3)))


@pytest.mark.parametrize(("a", "b"), [((2, 21), (0, 29)), ((3, 0), (1, 3)), ((0, 2), (0, 9))])
def test_a_cell_of_zero_has_no_log_odds(a, b):
    """An added half made the largest of all effects out of 2 against 0."""
    table = framing.compare_groups(groups_of(A=a, B=b), frames=["F"])
    assert table["log_odds_ratio"].isna().all()


def test_two_hundred_articles_in_four_groups():
    coding = framing_data.invented_coding()
    table = framing.compare_groups(coding, frames=BOOK.codes, draws=2000)
    assert len(table) == 6 * 11
    assert set(table["inference"]) == {"articles compared and permuted"}
    assert (table["difference_low"] <= table["difference"]).all()
    assert (table["difference"] <= table["difference_high"]).all()
    assert (table["p_adjusted"] >= table["p"]).all()
    real = (table["frame"] == BOOK.codes[0]) & (table["a"] == "A")
    assert (table.loc[real, "p_adjusted"] < 0.02).all()
    assert (table.loc[~real, "p_adjusted"] < 0.05).sum() <= 1


def test_the_adjustment_is_benjamini_and_hochberg():
    table = framing.compare_groups(framing_data.invented_coding(), draws=500)
    p = table["p"].to_numpy()
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    expected = np.empty_like(p)
    expected[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1)
    np.testing.assert_allclose(table["p_adjusted"], expected)


def simulated(share, rho, articles, lengths, columns, seed):
    """Articles of beta-binomial shares, a column a simulation."""
    rng = np.random.default_rng(seed)
    n = rng.integers(lengths[0], lengths[1] + 1, (articles, columns))
    weight = (1 - rho) / rho
    return Group(n, rng.binomial(n, rng.beta(share * weight, (1 - share) * weight, n.shape)))


@pytest.mark.parametrize(
    ("shares", "rho", "least"), [((0.3, 0.1), 0.1, 0.925), ((0.1, 0.05), 0.3, 0.90)]
)
def test_ten_articles_a_group_are_covered(shares, rho, least):
    """The percentile bootstrap covered .896 and .850 here; the full table is in make bench."""
    sides = [simulated(p, rho, 10, (8, 25), 4000, i) for i, p in enumerate(shares)]
    found = compare_rates(*sides, draws=1)
    true = shares[0] - shares[1]
    assert np.mean((found.low <= true) & (true <= found.high)) >= least


@pytest.mark.parametrize(
    ("rhos", "lengths"), [((0.1, 0.1), ((5, 7), (30, 60))), ((0.3, 0.05), ((8, 25), (8, 25)))]
)
def test_equal_shares_are_told_apart_one_time_in_twenty(rhos, lengths):
    """Unstudentised, articles that change groups gave .158 and .234."""
    sides = [
        simulated(0.3, rhos[i], articles, lengths[i], 1000, i)
        for i, articles in enumerate((10, 100))
    ]
    assert np.mean(compare_rates(*sides, draws=299).p <= 0.05) <= 0.08


def test_the_variance_is_the_ratio_estimators():
    """By the formula of Cochran (1977), in plain loops."""
    n, y = [4, 6, 10], [1, 3, 2]
    rate = sum(y) / sum(n)
    squares = sum((found - rate * size) ** 2 for found, size in zip(y, n, strict=True))
    group = Group(np.array(n)[:, None], np.array(y)[:, None])
    found = rate_and_variance(group)
    assert found[0].item() == pytest.approx(rate)
    assert found[1].item() == pytest.approx(3 / 2 * squares / 20**2)


def test_one_sentence_an_article_is_welchs_t():
    """Articles of one length make the interval Welch's; scipy has it."""
    rng = np.random.default_rng(5)
    sides = [rng.random((k, 3)) for k in (12, 30)]
    found = compare_rates(*(Group(np.ones((len(side), 1)), side) for side in sides), draws=1)
    for column in range(3):
        test = ttest_ind(*(side[:, column] for side in sides), equal_var=False)
        expected = test.confidence_interval()
        assert found.low[column] == pytest.approx(expected.low)
        assert found.high[column] == pytest.approx(expected.high)


def test_groups_without_any_variation_have_no_interval():
    sides = [Group(np.full((10, 1), 4), np.full((10, 1), found)) for found in (4, 0)]
    found = compare_rates(*sides, draws=99)
    assert np.isnan(found.low).all() and found.p.item() == pytest.approx(0.01)
    same = compare_rates(sides[0], sides[0], draws=99)
    assert same.difference.item() == 0 and same.p.item() == 1


def test_draws_in_blocks_are_all_drawn(monkeypatch):
    monkeypatch.setattr(ratios, "_CELLS", 100)
    coding = framing_data.invented_coding(articles=60, groups="AB")
    table = framing.compare_groups(coding, draws=1000)
    assert table.set_index("frame").loc[BOOK.codes[0], "p"] < 0.05


def test_permutation_of_two_articles_a_side_by_hand():
    """Of the six ways to share out four articles, two are as extreme as what was seen."""
    sides = [Group(np.array([[5], [5]]), np.array(y)) for y in ([[5], [4]], [[0], [1]])]
    assert compare_rates(*sides, draws=20_000).p.item() == pytest.approx(1 / 3, abs=0.02)


def test_draws_end_where_p_cannot_fall_below_a_limit():
    sides = [simulated(share, 0.1, 12, (8, 25), 60, 3) for share in (0.3, 0.2)]
    whole, short = (compare_rates(*sides, draws=3000, below=limit).p for limit in (np.inf, 0.1))
    np.testing.assert_array_equal(short[short < 0.1], whole[whole < 0.1])
    np.testing.assert_array_equal(short < 0.1, whole < 0.1)
    assert (short <= whole).all() and (short < whole).any()


def test_whole_numbers_and_fractions_are_permuted_alike():
    """Whole numbers are summed in single precision: by hundredths of them p stays."""
    sides = [simulated(share, 0.1, 12, (8, 25), 20, 3) for share in (0.3, 0.2)]
    parts = [Group(group.size / 100, group.found / 100) for group in sides]
    large = [Group(group.size * 10**6, group.found * 10**6) for group in sides]
    first, *others = (compare_rates(*pair, draws=999).p for pair in (sides, parts, large))
    for p in others:
        np.testing.assert_array_equal(first, p)


def test_a_frame_of_few_articles_is_marked():
    coding = framing_data.invented_coding(articles=24, groups="AB", shift=0)
    coding["frames"] = np.where(coding["article"].isin(["a0000", "a0002", "a0001"]), "AID", "")
    row = framing.compare_groups(coding, draws=100).iloc[0]
    assert row["caution"] == "2 articles with it in a; 1 article with it in b"
    common = framing.compare_groups(framing_data.invented_coding(articles=24, groups="AB"), draws=9)
    assert set(common["caution"]) == {""}


def test_the_same_seed_gives_the_same_result():
    coding = framing_data.invented_coding(articles=40)
    first, second = (framing.compare_groups(coding, draws=300) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_articles_that_are_alike_throughout_are_one_observation_each():
    """Sentences of an article that all agree must not make a difference look sure."""
    coding = framing_data.invented_coding(articles=20, groups="AB", length=50)
    rng = np.random.default_rng(0)
    has = dict(zip(coding["article"].unique(), rng.random(20) < 0.5, strict=True))
    coding["frames"] = np.where(coding["article"].map(has), "AID", "")
    row = framing.compare_groups(coding, draws=2000).iloc[0]
    assert row["difference_high"] - row["difference_low"] > 0.5
    assert row["p"] > 0.05


def test_spread_between_articles():
    alike = framing_data.invented_coding(shift=0, length=30)
    spread = framing.between_article_spread(alike).set_index("frame")
    assert (spread["rho"] < 0.03).all()
    alike["frames"] = np.where(alike["article"].str[-1].astype(int) < 3, "AID", "")
    throughout = framing.between_article_spread(alike).iloc[0]
    assert throughout["rho"] == pytest.approx(1)
    assert throughout["share"] == pytest.approx(0.3)
    assert (spread["rho_low"] <= spread["rho"]).all() and (
        spread["rho"] <= spread["rho_high"]
    ).all()


@pytest.mark.slow
def test_the_interval_of_rho_covers():
    """Ten articles, rho .1: 300 corpora; the F interval is rough for shares."""
    inside = 0
    for seed in range(300):
        n, y = (cells[:, 0] for cells in simulated(0.3, 0.1, 10, (8, 25), 1, seed))
        coding = pd.DataFrame({"article": np.repeat(np.arange(10), n).astype(str), "sentence": 1})
        coding["frames"] = np.concatenate(
            [np.where(np.arange(a) < b, "F", "") for a, b in zip(n, y, strict=True)]
        )
        row = framing.between_article_spread(coding).iloc[0]
        inside += row["rho_low"] <= 0.1 <= row["rho_high"]
    assert inside / 300 >= 0.9


def planned(coding, difference=0.2, **options):
    """Give one frame's curve for one comparison."""
    options = {"comparisons": 1} | options
    return framing.planning_curves(coding, ["LEARN"], differences=[difference], **options)


def test_planning_curves_rise_with_articles_and_with_the_difference():
    coding = framing_data.settled()
    small, large = (planned(coding, size, simulations=200) for size in (0.15, 0.3))
    assert small["seen"].iloc[-1] > small["seen"].iloc[0]
    # The large one ends where nothing more is to be seen.
    both = small.merge(large, on="articles", suffixes=("", "_large"))
    assert len(both) and (both["seen_large"] >= both["seen"] - 0.02).all()
    assert framing.articles_needed(large) < framing.articles_needed(small)
    assert ((small["seen_low"] <= small["seen"]) & (small["seen"] <= small["seen_high"])).all()
    assert small["articles"].min() == framing.MINIMUM_ARTICLES
    pd.testing.assert_frame_equal(small, planned(coding, 0.15, simulations=200))


@pytest.mark.parametrize("difference", [0.1, 0.25])
@pytest.mark.parametrize("comparisons", [1, 40])
def test_the_fewest_articles_are_those_of_the_whole_curve(difference, comparisons):
    coding, options = framing_data.invented_coding(), {"simulations": 200}
    options |= {"comparisons": comparisons}
    whole = planned(coding, difference, **options)
    sought = planned(coding, difference, power=0.8, **options)
    assert framing.articles_needed(sought) == framing.articles_needed(whole)
    assert len(sought) < len(framing.PLANNED_ARTICLES)


def test_planning_keeps_its_level_where_there_is_no_difference():
    curve = planned(framing_data.settled(), 1e-9, articles=(20,), simulations=1000)
    assert curve["seen"][0] == pytest.approx(0.05, abs=0.02)


@pytest.mark.slow
def test_planning_plans_for_the_comparison_that_is_made():
    """As often as the curve says, compare_groups finds p below .05 in such corpora."""
    coding = framing_data.settled()
    curve = planned(coding, articles=(10,), simulations=400).iloc[0]
    lengths = framing.article_counts(coding, "article")["n"].to_numpy()
    rng = np.random.default_rng(7)
    weight = (1 - curve["rho"]) / curve["rho"]
    seen = 0
    for _ in range(150):
        n = rng.choice(lengths, 20)
        p = np.repeat([curve["share_low"], curve["share_high"]], 10)
        y = rng.binomial(n, rng.beta(p * weight, (1 - p) * weight))
        made = pd.DataFrame({"article": np.repeat(np.arange(20), n).astype(str), "sentence": 1})
        made["group"] = np.where(made["article"].astype(int) < 10, "A", "B")
        made["frames"] = np.concatenate(
            [np.where(np.arange(a) < b, "LEARN", "") for a, b in zip(n, y, strict=True)]
        )
        seen += framing.compare_groups(made, draws=399)["p_adjusted"].item() < 0.05
    assert seen / 150 == pytest.approx(curve["seen"], abs=0.1)


@pytest.mark.parametrize("share", [0, 0.004, 0.02, 0.05, 0.1, 0.3, 0.5, 0.8, 0.97, 0.999, 1])
@pytest.mark.parametrize("difference", [1e-9, 0.1, 0.2, 0.5, 0.9])
def test_no_group_is_planned_without_the_frame(share, difference):
    low = planning._lower_share(share, difference)
    assert low >= 0.01 and low + difference <= 0.99


def test_more_comparisons_at_once_take_more_articles():
    coding = framing_data.settled()
    one, many = (planned(coding, articles=(20,), comparisons=m, simulations=300) for m in (1, 66))
    assert one["seen"][0] > many["seen"][0] + 0.1


def test_planning_refuses_what_it_cannot_do():
    coding = framing_data.settled()
    with pytest.raises(ValueError, match="difference"):
        planned(coding, 1.5)
    with pytest.raises(ValueError, match="10 or more"):
        planned(coding, articles=(9,))
    few = planned(coding, 0.05, articles=(10,), simulations=50)
    assert framing.articles_needed(few) is None
