"""Shares, their comparison (descriptive below ten articles a group), and the planning curve."""

import numpy as np
import pandas as pd
import pytest

from helpers import framing
from helpers.framing import shares
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
    with pytest.raises(ValueError, match="no article in 'France'; there are UK"):
        framing.compare_shares(coding, "UK", "France", articles=ARTICLES)


def test_five_articles_are_described_and_nothing_is_inferred():
    table = framing.compare_shares(
        framing_data.settled(), "US", "UK", articles=ARTICLES, frames=BOOK.codes
    ).set_index("frame")
    assert set(table["inference"]) == {"descriptive only"}
    empty = ["p", "p_adjusted", "difference_low", "difference_high"]
    empty += ["log_odds_ratio_low", "log_odds_ratio_high"]
    assert table[empty].isna().all(axis=None)
    # One UK article makes the US piece richer in PARTNER, the other poorer.
    assert table.loc["PARTNER", "smallest"] == pytest.approx(-0.25, abs=0.005)
    assert table.loc["PARTNER", "largest"] == pytest.approx(0.17, abs=0.005)


def test_nine_articles_are_too_few_and_ten_enough():
    for articles, expected in ((18, framing.DESCRIPTIVE), (20, "articles resampled and permuted")):
        coding = framing_data.invented_coding(articles=articles, groups="AB")
        table = framing.compare_shares(coding, "A", "B", draws=200)
        assert set(table["inference"]) == {expected}
        assert table["p"].isna().all() == (expected == framing.DESCRIPTIVE)


def test_log_odds_ratio_by_hand():
    coding = pd.DataFrame(
        {
            "article": ["x", "x", "x", "y", "y"],
            "sentence": [1, 2, 3, 1, 2],
            "group": ["A", "A", "A", "B", "B"],
            "frames": ["F", "F", "", "", ""],
        }
    )
    row = framing.compare_shares(coding, "A", "B").iloc[0]
    assert row["difference"] == pytest.approx(2 / 3)
    assert row["log_odds_ratio"] == pytest.approx(np.log((2.5 / 1.5) / (0.5 / 2.5)))


def test_two_hundred_articles_in_four_groups():
    coding = framing_data.invented_coding()
    table = framing.compare_groups(coding, frames=BOOK.codes, draws=2000)
    assert len(table) == 6 * 11
    assert set(table["inference"]) == {"articles resampled and permuted"}
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


def test_resampling_equals_a_loop_over_articles():
    rng = np.random.default_rng(3)
    n = rng.integers(5, 30, size=(12, 1))
    group = np.hstack([n, rng.binomial(n, 0.3, size=(12, 4))]).astype(float)
    drawn = framing.bootstrap_differences(group, group[:10], draws=4000, seed=1)["difference"]
    loop = np.random.default_rng(9)
    slow = []
    for _ in range(4000):
        a, b = group[loop.integers(0, 12, 12)].sum(axis=0), group[loop.integers(0, 10, 10)].sum(0)
        slow.append(a[1:] / a[0] - b[1:] / b[0])
    np.testing.assert_allclose(drawn.mean(axis=0), np.mean(slow, axis=0), atol=0.01)
    np.testing.assert_allclose(drawn.std(axis=0), np.std(slow, axis=0), rtol=0.1)


def test_draws_in_blocks_are_all_drawn(monkeypatch):
    monkeypatch.setattr(shares, "_CELLS", 100)
    coding = framing_data.invented_coding(articles=60, groups="AB")
    counts = framing.article_counts(coding, frames=BOOK.codes)
    a, b = (counts.xs(group, level=0).to_numpy(dtype=float) for group in "AB")
    assert framing.bootstrap_differences(a, b, draws=50)["difference"].shape == (50, 11)
    table = framing.compare_shares(coding, "A", "B", draws=1000)
    assert table.set_index("frame").loc[BOOK.codes[0], "p"] < 0.05


def test_permutation_of_two_articles_a_side_by_hand():
    """Of the six ways to share out four articles, two are as extreme as shares 1, 1 and 0, 0."""
    group = np.array([[5.0, 5.0], [5.0, 5.0]])
    p = shares._permutation_p(group, group * [1, 0], 20_000, 0)
    assert p[0] == pytest.approx(1 / 3, abs=0.02)


def test_the_same_seed_gives_the_same_result():
    coding = framing_data.invented_coding(articles=40)
    first, second = (framing.compare_shares(coding, "A", "B", draws=300) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_articles_that_are_alike_throughout_are_one_observation_each():
    """Sentences of an article that all agree must not make a difference look sure."""
    coding = framing_data.invented_coding(articles=20, groups="AB", length=50)
    rng = np.random.default_rng(0)
    has = dict(zip(coding["article"].unique(), rng.random(20) < 0.5, strict=True))
    coding["frames"] = np.where(coding["article"].map(has), "AID", "")
    row = framing.compare_shares(coding, "A", "B", draws=2000).iloc[0]
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


def test_planning_curve_rises_with_articles_and_with_the_difference():
    coding = framing_data.settled()
    small, large = (
        framing.planning_curve(coding, "LEARN", difference=size, simulations=400)
        for size in (0.15, 0.3)
    )
    assert small["seen"].iloc[-1] > small["seen"].iloc[0]
    assert (large["seen"] >= small["seen"] - 0.02).all()
    assert framing.articles_needed(large) < framing.articles_needed(small)
    assert ((small["seen_low"] <= small["seen"]) & (small["seen"] <= small["seen_high"])).all()
    pd.testing.assert_frame_equal(
        small, framing.planning_curve(coding, "LEARN", difference=0.15, simulations=400)
    )


def test_planning_keeps_its_level_where_there_is_no_difference():
    curve = framing.planning_curve(
        framing_data.settled(), "LEARN", difference=1e-9, articles=(20,), simulations=2000
    )
    assert curve["seen"][0] == pytest.approx(0.05, abs=0.02)


def test_more_spread_takes_more_articles():
    coding = framing_data.settled()
    few, many = (
        framing.planning_curve(coding, "LEARN", rho=rho, articles=(20,), simulations=500)
        for rho in (0, 0.4)
    )
    assert few["seen"][0] > many["seen"][0]


def test_planning_refuses_what_it_cannot_do():
    coding = framing_data.settled()
    with pytest.raises(ValueError, match="never coded"):
        framing.planning_curve(coding, "CONFLICT")
    with pytest.raises(ValueError, match="difference"):
        framing.planning_curve(coding, "LEARN", difference=1.5)
    with pytest.raises(ValueError, match="2 or more"):
        framing.planning_curve(coding, "LEARN", articles=(1,))
    alone = coding[coding["article"] == "uk-hcmc-hub"]
    with pytest.raises(ValueError, match="two of them"):
        framing.planning_curve(alone, "AID")
    assert framing.articles_needed(framing.planning_curve(coding, "LEARN", articles=(2,))) is None


def test_a_frame_of_neither_group_has_no_log_odds():
    least = framing.MINIMUM_ARTICLES
    groups = ["A"] * least + ["B"] * least
    articles = pd.DataFrame({"group": groups}, index=[f"a{n}" for n in range(2 * least)])
    rows = [
        {"article": name, "sentence": n, "frames": "AID" if n == 1 else ""}
        for name in articles.index
        for n in range(1, 4 + (articles.loc[name, "group"] == "B"))
    ]
    coding = pd.DataFrame(rows).assign(coded_by="x")
    table = framing.compare_shares(
        coding, "A", "B", frames=["AID", "HUB"], articles=articles, draws=200
    ).set_index("frame")
    assert table.loc["HUB", ["difference", "count_a", "count_b"]].tolist() == [0, 0, 0]
    assert table.loc["HUB", "log_odds_ratio":"log_odds_ratio_high"].isna().all()
    assert table.loc["AID", "log_odds_ratio":"log_odds_ratio_high"].notna().all()
