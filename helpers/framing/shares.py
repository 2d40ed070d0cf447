"""Frame shares by article and group, and how far two groups' shares differ."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.counting import (
    MINIMUM_ARTICLES,
    Group,
    adjusted_p,
    compare_rates,
    difference_margin,
    rate_and_variance,
)
from helpers.framing.coding import counted, frame_columns, with_articles

DESCRIPTIVE = "descriptive only"
INFERENCE = "articles compared and permuted"

FEW_POSITIVE = 5
"""Articles with the frame below which an interval is marked: it then covers too seldom."""


def frame_shares(
    coding: pd.DataFrame,
    by: str = "article",
    *,
    frames: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    titles: bool = False,
) -> pd.DataFrame:
    """Return the share of sentences that carry each frame.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    by : str
        A column of the coding or of `articles`: ``article``, ``group``, …
    frames : iterable of str, optional
        The frames to report, also never coded; by default those coded.
    articles : DataFrame, optional
        Indexed by article id; needed where `by` is one of its columns.
    titles : bool
        Count the titles too.

    Returns
    -------
    DataFrame
        `by`, ``frame, count`` (sentences with the frame), ``n`` (sentences),
        ``share`` = count / n, ``articles`` (how many) and ``coded_by``. Shares
        of a unit sum to more than 1 where sentences carry several frames.

    Raises
    ------
    ValueError
        If there is no column `by`.

    Examples
    --------
    >>> table = frame_shares(framing.coding, "article", frames=["AID"])
    >>> table[["article", "count", "n", "share"]].round(2)
                  article  count   n  share
    0         uk-hcmc-hub      3  14   0.21
    1     uk-ministry-tbi      2   9   0.22
    2  hcmc-resolution-31      0  12   0.00
    3   hanoi-cooperation      3  13   0.23
    4        us-hanoi-mou      6  29   0.21
    """
    rows = counted(with_articles(coding, by, articles), titles=titles)
    columns = frame_columns(rows["frames"], frames)
    groups = columns.groupby(rows[by].astype(object), sort=False)
    counts = groups.sum().rename_axis(index=by, columns="frame").stack()
    table = counts.rename("count").reset_index()
    table["n"] = table[by].map(groups.size()).astype(int)
    table["share"] = table["count"] / table["n"]
    table["articles"] = table[by].map(rows.groupby(by, observed=True)["article"].nunique())
    table["articles"] = table["articles"].astype(int)
    return table.assign(coded_by=coder(coding))


def article_counts(
    coding: pd.DataFrame,
    by: str = "group",
    *,
    frames: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    titles: bool = False,
) -> pd.DataFrame:
    """Return each article's counts: all that resampling of articles needs.

    Parameters
    ----------
    coding, by, frames, articles, titles
        As `frame_shares` takes them.

    Returns
    -------
    DataFrame
        Indexed by `by` and ``article``: ``n`` (sentences) and one column a frame.

    Examples
    --------
    >>> counts = article_counts(framing.coding, frames=["AID", "HUB"], articles=corpus.articles)
    >>> counts.reset_index()
       group             article   n  AID  HUB
    0     UK         uk-hcmc-hub  14    3    2
    1     UK     uk-ministry-tbi   9    2    0
    2   HCMC  hcmc-resolution-31  12    0    6
    3  Hanoi   hanoi-cooperation  13    3    0
    4     US        us-hanoi-mou  29    6    0
    """
    rows = counted(with_articles(coding, by, articles), titles=titles)
    columns = frame_columns(rows["frames"], frames)
    columns.insert(0, "n", 1)
    keys = [rows[by].astype(object), rows["article"].astype(str)]
    return columns.groupby(keys, sort=False).sum()


def compare_groups(
    coding: pd.DataFrame,
    *,
    groups: str = "group",
    frames: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    titles: bool = False,
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the frame shares of every two groups of articles.

    With fewer than `MINIMUM_ARTICLES` articles in either group a comparison is
    descriptive: no interval and no p-value, but the smallest and the largest
    difference that one article of each group gives. From there on articles,
    not sentences, are what is drawn: intervals rest on the linearised variance
    of a ratio (Cochran 1977) with a t quantile and Satterthwaite's (1946)
    degrees of freedom; p comes from whole articles that change groups, the
    difference studentised each time (Chung & Romano 2013), and is adjusted for
    all comparisons at once (Benjamini & Hochberg 1995).

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    groups : str
        A column of the coding or of `articles`; two values or more.
    frames, articles, titles
        As `frame_shares` takes them.
    draws : int
        Permutations.
    level : float
        Coverage of the intervals. Where few articles of a group have the frame
        they cover less, and equal shares are told apart more often than p says
        (MacKinnon & Webb 2017): ``caution`` marks these rows.
    seed : int

    Returns
    -------
    DataFrame
        ``frame, a, b``, then for each ``articles_, n_, count_, share_``;
        ``difference`` = share_a - share_b with ``_low, _high``;
        ``log_odds_ratio`` (natural) with ``_low, _high``, where both groups
        have sentences with the frame and without; ``smallest, largest``
        (difference between two single articles), ``p, p_adjusted``,
        ``caution``, ``inference``, ``coded_by``.

    Raises
    ------
    ValueError
        If there is one group only.

    Examples
    --------
    >>> coding = pd.DataFrame(
    ...     {
    ...         "article": ["x", "x", "y", "y"],
    ...         "sentence": [1, 2, 1, 2],
    ...         "group": ["UK", "UK", "US", "US"],
    ...         "frames": ["AID", "AID", "AID", ""],
    ...     }
    ... )
    >>> compare_groups(coding)[["frame", "difference", "inference"]].values.tolist()
    [['AID', 0.5, 'descriptive only']]
    """
    counts = article_counts(coding, groups, frames=frames, articles=articles, titles=titles)
    names = [name for name in counts.index.get_level_values(0).unique() if name]
    pairs = itertools.combinations(names, 2)
    tables = [_compare(counts, *pair, draws=draws, level=level, seed=seed) for pair in pairs]
    if not tables:
        raise ValueError(f"compare_groups: one group only ({names}); expected two or more")
    table = pd.concat(tables, ignore_index=True)
    return table.assign(p_adjusted=_adjusted(table["p"]), coded_by=coder(coding))


def widest_first(compared: pd.DataFrame, among: Iterable[str] | None = None) -> pd.DataFrame:
    """Put the largest differences first and leave out what holds nothing.

    Parameters
    ----------
    compared : DataFrame
        The result of `compare_groups`.
    among : iterable of str, optional
        Keep the comparisons between these groups only.

    Returns
    -------
    DataFrame
        Without the columns that are empty throughout, such as the intervals
        and p-values of too few articles.

    Examples
    --------
    >>> compared = compare_groups(framing.coding, articles=corpus.articles, draws=100)
    >>> widest_first(compared, ["UK", "US"])[["frame", "a", "b", "difference"]].round(2).head(2)
          frame   a   b  difference
    0     LEARN  UK  US       -0.27
    1  SECURITY  UK  US        0.26
    """
    if among is not None:
        among = list(among)
        compared = compared[compared["a"].isin(among) & compared["b"].isin(among)]
    order = compared["difference"].abs().sort_values(ascending=False, kind="stable").index
    return compared.loc[order].dropna(axis=1, how="all").reset_index(drop=True)


def difference_text(row: pd.Series) -> str:
    """Put one row of a comparison into words, with what it may claim.

    Parameters
    ----------
    row : Series
        A row of `compare_groups`.

    Returns
    -------
    str
        Both shares, the difference, and "descriptive only" or the interval.

    Examples
    --------
    >>> row = compare_groups(framing.coding, articles=corpus.articles, frames=["AID"]).iloc[0]
    >>> difference_text(row)
    '22% in UK (2 articles), 0% in HCMC (1 article); difference +22 points, descriptive only'
    """
    sides = [
        f"{row[f'share_{side}']:.0%} in {row[side]} ({_articles(row[f'articles_{side}'])})"
        for side in "ab"
    ]
    shares = f"{', '.join(sides)}; "
    points = f"difference {100 * row['difference']:+.0f} points, "
    if row["inference"] == DESCRIPTIVE:
        return shares + points + DESCRIPTIVE
    low, high = (100 * row[f"difference_{end}"] for end in ("low", "high"))
    return shares + points + f"95% interval {low:+.0f} to {high:+.0f}"


def _articles(number: int) -> str:
    return f"{number} article" if number == 1 else f"{number} articles"


def _compare(
    counts: pd.DataFrame, a: str, b: str, *, draws: int, level: float, seed: int
) -> pd.DataFrame:
    """Compare two groups, frame by frame."""
    sides = [counts.xs(name, level=0).to_numpy(dtype=float) for name in (a, b)]
    groups = [Group(side[:, :1], side[:, 1:]) for side in sides]
    table = pd.DataFrame({"frame": counts.columns[1:], "a": a, "b": b})
    for letter, group in zip("ab", groups, strict=True):
        table[f"articles_{letter}"] = len(group.size)
        table[f"n_{letter}"] = int(group.size.sum())
        table[f"count_{letter}"] = group.found.sum(axis=0).astype(int)
        table[f"share_{letter}"] = table[f"count_{letter}"] / table[f"n_{letter}"]
    table["difference"] = table["share_a"] - table["share_b"]
    enough = min(len(group.size) for group in groups) >= MINIMUM_ARTICLES
    table[["difference_low", "difference_high", "p", "p_adjusted"]] = np.nan
    if enough:
        found = compare_rates(groups[0], groups[1], draws=draws, level=level, seed=seed)
        table["difference_low"], table["difference_high"] = found.low, found.high
        table["p"] = found.p
    odds = _log_odds(groups, level if enough else None)
    for name, values in zip(("", "_low", "_high"), odds, strict=True):
        table[f"log_odds_ratio{name}"] = values
    shares = [group.found / group.size for group in groups]
    table["smallest"] = shares[0].min(axis=0) - shares[1].max(axis=0)
    table["largest"] = shares[0].max(axis=0) - shares[1].min(axis=0)
    table["caution"] = _cautions(groups) if enough else np.nan
    return table.assign(inference=INFERENCE if enough else DESCRIPTIVE)


def _log_odds(groups: list[Group], level: float | None) -> tuple[np.ndarray, ...]:
    """Give log-odds ratios and, with a level, their intervals; NaN where a cell is 0."""
    odds, spread = [], []
    for group in groups:
        share = group.found.sum(axis=0) / group.size.sum()
        inside = (share > 0) & (share < 1)
        share = np.where(inside, share, np.nan)
        odds.append(np.log(share / (1 - share)))
        if level is not None:
            variance = rate_and_variance(group)[1]
            spread.append(variance / (share * (1 - share)) ** 2)
    ratio = odds[0] - odds[1]
    if level is None:
        return ratio, ratio * np.nan, ratio * np.nan
    articles = (len(groups[0].size), len(groups[1].size))
    margin = difference_margin((spread[0], spread[1]), articles, level)
    return ratio, ratio - margin, ratio + margin


def _cautions(groups: list[Group]) -> list[str]:
    """Say of each frame in which group too few articles have it for its interval to hold."""
    with_frame = [(group.found > 0).sum(axis=0) for group in groups]
    return [
        "; ".join(
            f"{_articles(number)} with it in {letter}"
            for letter, number in zip("ab", numbers, strict=True)
            if number < FEW_POSITIVE
        )
        for numbers in zip(*with_frame, strict=True)
    ]


def _adjusted(p: pd.Series) -> pd.Series:
    known = p.dropna()
    if known.empty:
        return p
    return pd.Series(adjusted_p(known), index=known.index).reindex(p.index)


def coder(coding: pd.DataFrame) -> str:
    """Name who coded, as far as the coding says.

    Parameters
    ----------
    coding : DataFrame

    Returns
    -------
    str
    """
    if "coded_by" not in coding:
        return ""
    return ", ".join(dict.fromkeys(coding["coded_by"]))
