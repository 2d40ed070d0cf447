"""How many articles it would take to see a difference, by simulation."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

from helpers.framing.shares import article_counts

GRID = (5, 10, 15, 20, 30, 40, 60, 80, 120, 160)
"""Articles a group that are tried; what is needed is known only to a step of this grid."""

LEVEL = 0.05
"""The p-value below which a difference counts as seen."""


def between_article_spread(
    coding: pd.DataFrame, *, frames: Sequence[str] | None = None, titles: bool = False
) -> pd.DataFrame:
    """Return how much the articles' shares vary beyond chance, by frame.

    The shares are taken as beta-binomial; the intraclass correlation ``rho`` is
    the method-of-moments (analysis of variance) estimate of Ridout, Demétrio
    and Firth (1999), kept between 0 and 1: 0 where sentences of an article are
    no more alike than any others, 1 where an article has the frame throughout
    or nowhere.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frames : sequence of str, optional
    titles : bool

    Returns
    -------
    DataFrame
        ``frame, articles, share, rho``. ``rho`` of few articles is itself
        uncertain; NaN with fewer than two.
    """
    counts = article_counts(coding, "article", frames=frames, titles=titles)
    n = counts.pop("n").to_numpy(dtype=float)
    cells = counts.to_numpy(dtype=float)
    k, total = len(n), n.sum()
    share = cells.sum(axis=0) / total
    rho = np.full(cells.shape[1], np.nan)
    if k > 1 and total > k:
        own = cells / n[:, None]
        between = (n[:, None] * (own - share) ** 2).sum(axis=0) / (k - 1)
        within = (cells * (1 - own)).sum(axis=0) / (total - k)
        size = (total - (n**2).sum() / total) / (k - 1)
        spread = between + (size - 1) * within
        with np.errstate(invalid="ignore", divide="ignore"):
            rho = np.where(spread > 0, (between - within) / spread, 0.0).clip(0, 1)
    return pd.DataFrame({"frame": counts.columns, "articles": k, "share": share, "rho": rho})


def planning_curve(
    coding: pd.DataFrame,
    frame: str,
    *,
    difference: float = 0.2,
    articles: Sequence[int] = (5, 10, 15, 20, 30, 40, 60, 80),
    rho: float | None = None,
    simulations: int = 2000,
    level: float = LEVEL,
    seed: int = 0,
) -> pd.DataFrame:
    """Simulate how often a difference of a given size would be seen.

    One group has the share seen now, less half the difference; the other, plus
    half. Articles' shares are drawn around these from a beta distribution with
    the observed between-article spread, their lengths from those observed, and
    their sentences from the binomial; the groups' article shares are compared
    by Welch's t-test.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frame : str
        A frame's code.
    difference : float
        The difference in share to be seen, 0 to 1.
    articles : sequence of int
        Articles a group.
    rho : float, optional
        The spread to assume; by default that of `between_article_spread`.
    simulations : int
    level : float
        The p-value below which a difference counts as seen.
    seed : int

    Returns
    -------
    DataFrame
        ``frame, difference, articles, seen`` (share of simulations), its 95 %
        Monte Carlo interval ``seen_low, seen_high``, ``share_low, share_high``
        (the two groups') and ``rho``.

    Raises
    ------
    ValueError
        If the frame was never coded, `difference` does not fit between 0 and 1,
        or `articles` has a number below 2.
    """
    spread = between_article_spread(coding).set_index("frame")
    if frame not in spread.index:
        raise ValueError(f"frame {frame!r} was never coded; there are {', '.join(spread.index)}")
    rho = float(spread.loc[frame, "rho"]) if rho is None else rho
    lengths = article_counts(coding, "article")["n"].to_numpy()
    observed = spread.loc[frame].copy()
    observed["rho"] = rho
    return _curve(observed, lengths, difference, articles, simulations, level, seed)


def planning_curves(
    coding: pd.DataFrame,
    frames: Sequence[str],
    *,
    differences: Sequence[float] = (0.1, 0.2, 0.3),
    articles: Sequence[int] = GRID,
    simulations: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Run `planning_curve` for several frames and differences.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frames : sequence of str
        Those that were never coded, or whose spread is unknown, are left out.
    differences, articles, simulations, seed
        As `planning_curve` takes them.

    Returns
    -------
    DataFrame
        The curves one below the other; no rows with fewer than two articles.
    """
    spread = between_article_spread(coding, frames=frames).set_index("frame")
    known = spread[spread["rho"].notna() & (spread["share"] > 0)]
    lengths = article_counts(coding, "article")["n"].to_numpy()
    curves = [
        _curve(observed, lengths, difference, articles, simulations, LEVEL, seed)
        for _, observed in known.iterrows()
        for difference in differences
    ]
    columns = ["frame", "difference", "articles", "seen", "rho"]
    return pd.concat(curves, ignore_index=True) if curves else pd.DataFrame(columns=columns)


def planning_range(
    coding: pd.DataFrame,
    frame: str,
    *,
    difference: float = 0.2,
    rhos: Sequence[float] = (0.0, 0.2, 0.4),
    articles: Sequence[int] = GRID,
    simulations: int = 500,
    power: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how the articles needed depend on the spread that is assumed.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frame : str
    difference, articles, simulations, seed
        As `planning_curve` takes them.
    rhos : sequence of float
        Spreads to assume beside the one observed.
    power : float
        How often the difference is to be seen.

    Returns
    -------
    DataFrame
        ``frame, difference, rho, source`` (observed or assumed), ``needed`` (fewest articles
        a group; NA where none tried is enough), by rising rho. No rows where the frame was
        never coded or its spread is unknown.
    """
    spread = between_article_spread(coding).set_index("frame")["rho"]
    if not spread.get(frame, np.nan) >= 0:
        columns = ["frame", "difference", "rho", "source", "needed"]
        return pd.DataFrame(columns=columns)
    assumed = [(float(rho), "assumed") for rho in rhos if rho != spread[frame]]
    rows = []
    for rho, source in sorted([*assumed, (float(spread[frame]), "observed")]):
        curve = planning_curve(
            coding,
            frame,
            difference=difference,
            articles=articles,
            rho=rho,
            simulations=simulations,
            seed=seed,
        )
        row = {"frame": frame, "difference": difference, "rho": rho, "source": source}
        rows.append(row | {"needed": articles_needed(curve, power)})
    return pd.DataFrame(rows).astype({"needed": "Int64"})


def needed_by_frame(curves: pd.DataFrame, power: float = 0.8) -> pd.DataFrame:
    """Return `articles_needed` for every curve.

    Parameters
    ----------
    curves : DataFrame
        The result of `planning_curves`.
    power : float
        How often the difference is to be seen.

    Returns
    -------
    DataFrame
        ``frame, rho``, then a column a difference ("10 points"): the fewest
        articles a group, as text; "more than 160" where the curve ends before.
    """
    most = curves["articles"].max()
    cells: dict[str, dict] = {}
    for (frame, difference), curve in curves.groupby(["frame", "difference"], sort=False):
        needed = articles_needed(curve, power)
        text = f"more than {most}" if needed is None else str(needed)
        cells.setdefault(frame, {"rho": curve["rho"].iloc[0]})[f"{100 * difference:.0f} points"] = (
            text
        )
    table = pd.DataFrame.from_dict(cells, orient="index").rename_axis("frame").reset_index()
    return table if cells else pd.DataFrame(columns=["frame", "rho"])


def articles_needed(curve: pd.DataFrame, power: float = 0.8) -> int | None:
    """Return the fewest articles a group that see the difference often enough.

    Parameters
    ----------
    curve : DataFrame
        The result of `planning_curve`.
    power : float
        How often: the share of simulations.

    Returns
    -------
    int or None
        None where no number on the curve is enough.
    """
    enough = curve.loc[curve["seen"] >= power, "articles"]
    return int(enough.min()) if len(enough) else None


def _curve(
    observed: pd.Series,
    lengths: np.ndarray,
    difference: float,
    articles: Sequence[int],
    simulations: int,
    level: float,
    seed: int,
) -> pd.DataFrame:
    """Simulate the curve of one frame from its share and spread, and the articles' lengths."""
    if not 0 < difference < 1:
        raise ValueError(f"difference {difference}; expected more than 0 and less than 1")
    if min(articles) < 2:
        raise ValueError(f"articles {min(articles)}; expected 2 or more a group")
    rho = float(observed["rho"])
    if np.isnan(rho):
        raise ValueError("the spread between articles needs two of them, or a rho of your own")
    # Where half the difference would pass 0 or 1, both groups move the other way.
    low = float(np.clip(observed["share"] - difference / 2, 0, 1 - difference))
    rng = np.random.default_rng(seed)
    rows = []
    for number in articles:
        size = (simulations, number)
        one, other = (_simulate(p, rho, lengths, size, rng) for p in (low, low + difference))
        rows.append((number, _seen(one, other, level)))
    table = pd.DataFrame(rows, columns=["articles", "seen"])
    margin = 1.96 * np.sqrt(table["seen"] * (1 - table["seen"]) / simulations)
    table["seen_low"] = (table["seen"] - margin).clip(lower=0)
    table["seen_high"] = (table["seen"] + margin).clip(upper=1)
    table = table.assign(share_low=low, share_high=low + difference, rho=rho)
    table.insert(0, "frame", observed.name)
    table.insert(1, "difference", difference)
    return table


def _simulate(
    share: float, rho: float, lengths: np.ndarray, size: tuple[int, int], rng: np.random.Generator
) -> np.ndarray:
    """Return simulated articles' shares of a frame."""
    n = rng.choice(lengths, size=size)
    if rho <= 0 or share in (0, 1):
        own = np.full(size, share)
    elif rho >= 1:
        own = (rng.random(size) < share).astype(float)
    else:
        weight = (1 - rho) / rho
        own = rng.beta(share * weight, (1 - share) * weight, size=size)
    return rng.binomial(n, own) / n


def _seen(a: np.ndarray, b: np.ndarray, level: float) -> float:
    """Return how often the t-test of the articles' shares falls below the level."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        # It warns of articles that are all alike, which the next step allows for.
        warnings.simplefilter("ignore", RuntimeWarning)
        p = ttest_ind(a, b, axis=1, equal_var=False).pvalue
    # No variance in either group: the test says nothing, which is not a difference seen.
    return float(np.mean(np.nan_to_num(p, nan=1.0) < level))
