"""Frame shares by article and group, and how far two groups' shares differ."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from helpers.framing.coding import counted, frame_columns, with_articles

MINIMUM_ARTICLES = 10
"""Articles a group below which nothing is inferred: sentences of an article are not independent."""

DESCRIPTIVE = "descriptive only"
INFERENCE = "articles resampled and permuted"

_MEASURES = ("difference", "log_odds_ratio")
_CELLS = 2_000_000  # of one block of draws: 16 MB a column of numbers


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
    """
    rows = counted(with_articles(coding, by, articles), titles=titles)
    columns = frame_columns(rows["frames"], frames)
    columns.insert(0, "n", 1)
    keys = [rows[by].astype(object), rows["article"].astype(str)]
    return columns.groupby(keys, sort=False).sum()


def compare_shares(
    coding: pd.DataFrame,
    a: str,
    b: str,
    *,
    groups: str = "group",
    frames: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    titles: bool = False,
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the frame shares of two groups of articles.

    With fewer than `MINIMUM_ARTICLES` articles in either group the result is
    descriptive: no interval and no p-value, but the smallest and the largest
    difference that one article of each group gives. From there on articles are
    resampled (cluster bootstrap, percentile intervals; Davison and Hinkley
    1997, section 3.8) and permuted between the groups (p = (1 + b) / (1 +
    draws), Phipson and Smyth 2010), and p is adjusted for the number of frames
    (Benjamini and Hochberg 1995).

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    a, b : str
        Two values of `groups`.
    groups : str
        A column of the coding or of `articles`.
    frames, articles, titles
        As `frame_shares` takes them.
    draws : int
        Bootstrap draws, and permutations.
    level : float
        Coverage of the intervals.
    seed : int

    Returns
    -------
    DataFrame
        ``frame, a, b``, then for each ``articles_, n_, count_, share_``;
        ``difference`` = share_a - share_b with ``_low, _high``;
        ``log_odds_ratio`` (natural; 1/2 added to each cell, Haldane 1956,
        Anscombe 1956; missing where neither group has the frame) with
        ``_low, _high``; ``smallest, largest`` (difference between two single
        articles), ``p, p_adjusted, inference``.

    Raises
    ------
    ValueError
        If no article is in `a`, or none in `b`.
    """
    counts = article_counts(coding, groups, frames=frames, articles=articles, titles=titles)
    table = _compare(counts, a, b, draws=draws, level=level, seed=seed)
    return table.assign(coded_by=coder(coding))


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
    """Compare every two groups; p is adjusted for all comparisons at once.

    Parameters
    ----------
    coding, groups, frames, articles, titles, draws, level, seed
        As `compare_shares` takes them.

    Returns
    -------
    DataFrame
        The tables of `compare_shares` one below the other.
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
        A row of `compare_shares`.

    Returns
    -------
    str
        Both shares, the difference, and "descriptive only" or the interval.
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


def bootstrap_differences(
    a: np.ndarray, b: np.ndarray, *, draws: int = 10_000, seed: int = 0
) -> dict[str, np.ndarray]:
    """Resample the articles of two groups with replacement.

    Parameters
    ----------
    a, b : array of shape (articles, 1 + frames)
        Each article's sentences, then its counts by frame.
    draws : int
    seed : int

    Returns
    -------
    dict of array
        ``difference`` and ``log_odds_ratio``, each of shape (draws, frames).
    """
    rng = np.random.default_rng(seed)
    return _differences(*(_resampled(group, draws, rng) for group in (a, b)))


def _resampled(group: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return the totals of resampled articles: how often each is drawn, times its counts."""
    articles = len(group)
    totals = []
    for block in _blocks(draws, articles):
        drawn = rng.integers(0, articles, size=(block, articles))
        drawn += np.arange(block)[:, None] * articles
        weights = np.bincount(drawn.ravel(), minlength=block * articles)
        totals.append(weights.reshape(block, articles).astype(float) @ group)
    return np.concatenate(totals)


def _blocks(draws: int, articles: int) -> list[int]:
    """Divide draws so that no array grows with draws times articles without bound."""
    size = max(1, _CELLS // articles)
    return [min(size, draws - start) for start in range(0, draws, size)]


def _differences(a: np.ndarray, b: np.ndarray) -> dict[str, np.ndarray]:
    """Return both measures from totals: sentences in the first column, then frames."""
    (n_a, with_a), (n_b, with_b) = ((part[:, :1], part[:, 1:]) for part in (a, b))
    odds = [
        (count + 0.5) / (n - count + 0.5)  # a frame in none or all would have no finite odds
        for n, count in ((n_a, with_a), (n_b, with_b))
    ]
    return {
        "difference": with_a / n_a - with_b / n_b,
        "log_odds_ratio": np.log(odds[0] / odds[1]),
    }


def _compare(
    counts: pd.DataFrame, a: str, b: str, *, draws: int, level: float, seed: int
) -> pd.DataFrame:
    first, second = (_group(counts, name) for name in (a, b))
    table = pd.DataFrame({"frame": counts.columns[1:], "a": a, "b": b})
    for letter, group in (("a", first), ("b", second)):
        table[f"articles_{letter}"] = len(group)
        table[f"n_{letter}"] = int(group[:, 0].sum())
        table[f"count_{letter}"] = group[:, 1:].sum(axis=0).astype(int)
        table[f"share_{letter}"] = table[f"count_{letter}"] / table[f"n_{letter}"]
    point = _differences(*(group.sum(axis=0, keepdims=True) for group in (first, second)))
    enough = min(len(first), len(second)) >= MINIMUM_ARTICLES
    drawn = bootstrap_differences(first, second, draws=draws, seed=seed) if enough else None
    for measure in _MEASURES:
        table[measure] = point[measure][0]
        low, high = _interval(drawn[measure], level) if drawn else (np.nan, np.nan)
        table[f"{measure}_low"], table[f"{measure}_high"] = low, high
    # Of 0 against 0 the added halves would tell the groups' sizes alone.
    nowhere = (table["count_a"] + table["count_b"]).eq(0)
    odds = [name for name in table if name.startswith("log_odds_ratio")]
    table.loc[nowhere, odds] = np.nan
    shares = [group[:, 1:] / group[:, :1] for group in (first, second)]
    table["smallest"] = shares[0].min(axis=0) - shares[1].max(axis=0)
    table["largest"] = shares[0].max(axis=0) - shares[1].min(axis=0)
    table["p"] = _permutation_p(first, second, draws, seed) if enough else np.nan
    table["p_adjusted"] = _adjusted(table["p"])
    return table.assign(inference=INFERENCE if enough else DESCRIPTIVE)


def _group(counts: pd.DataFrame, name: str) -> np.ndarray:
    known = counts.index.get_level_values(0)
    if name not in known:
        raise ValueError(f"no article in {name!r}; there are {', '.join(map(str, known.unique()))}")
    return counts.xs(name, level=0).to_numpy(dtype=float)


def _interval(drawn: np.ndarray, level: float) -> np.ndarray:
    return np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)


def _permutation_p(a: np.ndarray, b: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Return two-sided p-values of the difference, whole articles changing groups."""
    rng = np.random.default_rng(seed)
    together = np.concatenate([a, b])
    permuted = []
    for block in _blocks(draws, len(together)):
        order = rng.random((block, len(together))).argpartition(len(a) - 1, axis=1)
        first = np.zeros(order.shape)
        np.put_along_axis(first, order[:, : len(a)], 1.0, axis=1)
        first = first @ together
        permuted.append(_differences(first, together.sum(axis=0) - first)["difference"])
    observed = _differences(a.sum(axis=0, keepdims=True), b.sum(axis=0, keepdims=True))
    # Equal sums may differ in the last digit; such a draw is as extreme as what was seen.
    extreme = np.abs(np.concatenate(permuted)) >= np.abs(observed["difference"]) - 1e-12
    return (1 + extreme.sum(axis=0)) / (1 + draws)


def _adjusted(p: pd.Series) -> pd.Series:
    known = p.dropna()
    if known.empty:
        return p
    return pd.Series(false_discovery_control(known), index=known.index).reindex(p.index)


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
