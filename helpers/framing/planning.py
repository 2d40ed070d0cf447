"""How many articles it would take to see a difference, by simulating the comparison itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import numpy as np
import pandas as pd
from scipy import special

from helpers.counting import MINIMUM_ARTICLES, Group, adjusted_p, compare_rates
from helpers.framing.intraclass import between_article_spread
from helpers.framing.shares import article_counts

PLANNED_ARTICLES = (MINIMUM_ARTICLES, 15, 20, 30, 40, 60, 80, 120, 160)
"""Articles a group that are tried; what is needed is known only to a step of this grid."""

LEVEL = 0.05
"""The adjusted p-value below which a difference counts as seen."""

POWER = 0.8

_SURE = 0.97  # how often a difference is seen where a curve needs no further point
_FIRST, _DRAWS = 399, 1999  # permutations: to sort out what can't be seen; of the rest, at least
_COLUMNS = ["frame", "difference", "articles", "seen", "seen_low", "seen_high"]
_COLUMNS += ["share_low", "share_high", "rho", "rho_low", "rho_high"]


def planning_curves(
    coding: pd.DataFrame,
    frames: Sequence[str],
    *,
    differences: Sequence[float] = (0.1, 0.2, 0.3),
    articles: Sequence[int] = PLANNED_ARTICLES,
    comparisons: int | None = None,
    simulations: int = 500,
    seed: int = 0,
    power: float | None = None,
) -> pd.DataFrame:
    """Simulate how often `compare_groups` would see differences of given sizes.

    Articles' shares are drawn around their group's from a beta distribution
    with the between-article spread, their lengths from those observed, and
    their sentences from the binomial. The groups are then compared as
    `compare_groups` compares them: pooled shares, studentised permutation of
    articles (fewer draws, 1,999 or more), p adjusted for all `comparisons`, of
    which the others are taken to hold no difference. It counts as seen where the
    adjusted p is below .05.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frames : sequence of str
        Those that were never coded, or whose spread is unknown, are left out.
    differences : sequence of float
        The differences in share to be seen, 0 to 1.
    articles : sequence of int
        Articles a group, `MINIMUM_ARTICLES` or more: below, nothing is tested.
    comparisons : int, optional
        How many are made at once: frames times pairs of groups. By default the number of
        frames: two groups, all frames.
    simulations, seed : int
    power : float, optional
        Where given, a curve has only the numbers of articles that it takes to find the fewest
        that see the difference so often: those about a guess from normal shares. Where fewer
        simulations show that a number is far from it, no more are made.

    Returns
    -------
    DataFrame
        The curves one below the other, each to where it stays above all doubt; no rows with
        fewer than two articles: ``frame, difference, articles, seen`` (share of simulations),
        its 95 % Monte Carlo interval ``seen_low, seen_high`` (Wilson 1927), ``share_low,
        share_high`` (the two groups': half the difference to either side of the share seen
        now; where that would leave a group without the frame, or with nothing else, that share
        and one further up, or down), ``rho, rho_low, rho_high``. ``attrs``: ``tried``, the grid
        as text, and ``most``, its end.

    Raises
    ------
    ValueError
        If a difference does not fit between 0 and 1, or `articles` has a number below
        `MINIMUM_ARTICLES`.

    Examples
    --------
    >>> options = {"articles": [10, 20], "simulations": 50}
    >>> curves = planning_curves(framing.coding, ["AID"], differences=[0.3], **options)
    >>> curves[["frame", "difference", "articles", "rho", "rho_high"]].round(2)
      frame  difference  articles  rho  rho_high
    0   AID         0.3        10  0.0      0.27
    """
    spread = between_article_spread(coding, frames=frames).set_index("frame")
    known = spread[spread["rho"].notna() & spread["share"].between(0, 1, inclusive="neither")]
    lengths = article_counts(coding, "article")["n"].to_numpy()
    options = (articles, comparisons or len(frames), simulations, LEVEL, seed)
    curves = [
        _curve(observed, lengths, difference, *options, stop=_SURE, power=power)
        for _, observed in known.iterrows()
        for difference in differences
    ]
    table = pd.concat(curves, ignore_index=True) if curves else pd.DataFrame(columns=_COLUMNS)
    table.attrs = {"most": max(articles), "tried": ", ".join(map(str, sorted(articles)))}
    return table


def planning_range(
    coding: pd.DataFrame,
    frame: str,
    *,
    difference: float = 0.2,
    rhos: Sequence[float] | None = None,
    articles: Sequence[int] = PLANNED_ARTICLES,
    comparisons: int = 1,
    simulations: int = 500,
    power: float = POWER,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how the articles needed depend on the spread that is assumed.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frame : str
    difference, articles, comparisons, simulations, seed
        As `planning_curves` takes them.
    rhos : sequence of float, optional
        Spreads to assume beside the one observed; by default the ends of its interval.
    power : float
        How often the difference is to be seen.

    Returns
    -------
    DataFrame
        ``frame, difference, share_low, share_high, rho, source`` (observed, assumed, or which end
        of the interval), ``needed`` (fewest articles a group; NA where none tried is enough), by
        rising rho. No rows where the frame was never coded or its spread is unknown.

    Examples
    --------
    >>> table = planning_range(framing.coding, "AID", articles=[10], rhos=[0.1], simulations=20)
    >>> table[["frame", "rho", "source"]].round(2)
      frame  rho    source
    0   AID  0.0  observed
    1   AID  0.1   assumed
    """
    spread = between_article_spread(coding).set_index("frame")
    columns = ["frame", "difference", "share_low", "share_high", "rho", "source", "needed"]
    if frame not in spread.index or np.isnan(spread.loc[frame, "rho"]):
        return pd.DataFrame(columns=columns)
    lengths = article_counts(coding, "article")["n"].to_numpy()
    observed = spread.loc[frame]
    named = [(rho, "assumed") for rho in rhos or () if rho != observed["rho"]]
    if rhos is None:
        named = [(observed["rho_low"], "lower end"), (observed["rho_high"], "upper end")]
    options = (articles, comparisons, simulations, LEVEL, seed)
    rows = []
    for rho, source in sorted([*named, (observed["rho"], "observed")], key=lambda pair: pair[0]):
        assumed = pd.Series({**observed, "rho": rho}, name=frame)
        curve = _curve(assumed, lengths, difference, *options, power=power)
        needed = articles_needed(curve, power)
        rows.append(curve.iloc[0].to_dict() | {"source": source, "needed": needed})
    return pd.DataFrame(rows)[columns].astype({"needed": "Int64"})


def needed_by_frame(curves: pd.DataFrame, power: float = POWER) -> pd.DataFrame:
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
        ``frame, rho, rho_low, rho_high``, then a column a difference ("10 points"): the fewest
        articles a group and the two groups' shares, as text: "30 (8% and 18%)"; "about" where
        another run of the simulation could give another step; "more than 160" where no number
        tried is enough.

    Examples
    --------
    >>> options = {"articles": [10, 20], "simulations": 50}
    >>> curves = planning_curves(framing.coding, ["AID"], differences=[0.3], **options)
    >>> needed_by_frame(curves).round(2)
      frame  rho  rho_low  rho_high        30 points
    0   AID  0.0      0.0      0.27  10 (3% and 33%)
    """
    cells: dict[str, dict] = {}
    for (frame, difference), curve in curves.groupby(["frame", "difference"], sort=False):
        first = curve.iloc[0]
        needed = articles_needed(curve, power)
        most = curves.attrs.get("most", curves["articles"].max())
        text = f"more than {most}" if needed is None else str(needed)
        close = curve["seen_low"].lt(power) & curve["seen_high"].ge(power)
        text = f"about {text}" if needed is not None and close.any() else text
        shares = f"{first['share_low']:.0%} and {first['share_high']:.0%}"
        row = cells.setdefault(frame, first[["rho", "rho_low", "rho_high"]].to_dict())
        row[f"{100 * difference:.0f} points"] = f"{text} ({shares})"
    table = pd.DataFrame.from_dict(cells, orient="index").rename_axis("frame").reset_index()
    return table if cells else pd.DataFrame(columns=["frame", "rho", "rho_low", "rho_high"])


def articles_needed(curve: pd.DataFrame, power: float = POWER) -> int | None:
    """Return the fewest articles a group that see the difference often enough.

    Parameters
    ----------
    curve : DataFrame
        A curve of `planning_curves`.
    power : float
        How often: the share of simulations.

    Returns
    -------
    int or None
        None where no number on the curve is enough.

    Examples
    --------
    >>> curve = pd.DataFrame({"articles": [10, 20, 40], "seen": [0.55, 0.82, 0.97]})
    >>> articles_needed(curve, power=0.8)
    20
    """
    enough = curve.loc[curve["seen"] >= power, "articles"]
    return int(enough.min()) if len(enough) else None


def _curve(
    observed: pd.Series,
    lengths: np.ndarray,
    difference: float,
    articles: Sequence[int],
    comparisons: int,
    simulations: int,
    level: float,
    seed: int,
    *,
    stop: float = np.inf,
    power: float | None = None,
) -> pd.DataFrame:
    """Simulate the curve of one frame from its share and spread, and the articles' lengths."""
    if not 0 < difference < 1:
        raise ValueError(f"difference {difference}; expected more than 0 and less than 1")
    if min(articles) < MINIMUM_ARTICLES:
        raise ValueError(f"articles {min(articles)}; expected {MINIMUM_ARTICLES} or more a group")
    rho = float(observed["rho"])
    low = _lower_share(float(observed["share"]), difference)

    shares = (low, low + difference)
    given = (shares, rho, tuple(lengths), simulations, comparisons, level, seed, power)
    seen_with = partial(_seen_with, given)
    if power:
        guess = _guess(shares, rho, float(lengths.mean()), level / comparisons, power)
        tried = _about(articles, seen_with, power, guess)
    else:
        tried = _upward(articles, seen_with, stop)
    rows = [(number, seen, *_wilson(seen, of)) for number, (seen, of) in tried.items()]
    table = pd.DataFrame(rows, columns=["articles", "seen", "seen_low", "seen_high"])
    table = table.assign(share_low=low, share_high=low + difference, rho=rho)
    table = table.assign(rho_low=observed["rho_low"], rho_high=observed["rho_high"])
    return table.assign(frame=observed.name, difference=difference)[_COLUMNS]


@lru_cache(maxsize=1_000)
def _seen_with(given: tuple, number: int) -> tuple[float, int]:
    """Say how often it is seen with so many articles, the same in whatever order they come."""
    shares, rho, lengths, simulations, comparisons, level, seed, power = given
    rng = np.random.default_rng([seed, number])
    size = (number, simulations)
    groups = [_simulate(share, rho, np.array(lengths), size, rng) for share in shares]
    return _seen(groups[0], groups[1], comparisons, level, rng, power)


def _upward(
    articles: Sequence[int], seen_with: Callable[[int], tuple[float, int]], stop: float
) -> dict[int, tuple[float, int]]:
    """Try the numbers in their order, to the first with which it is seen so often."""
    tried: dict[int, tuple[float, int]] = {}
    for number in articles:
        tried[number] = seen_with(number)
        if tried[number][0] >= stop:
            break
    return tried


def _about(
    articles: Sequence[int],
    seen_with: Callable[[int], tuple[float, int]],
    power: float,
    guess: float,
) -> dict[int, tuple[float, int]]:
    """Try numbers from a guess on, to the fewest with which it is seen so often."""
    grid = sorted(articles)
    tried: dict[int, tuple[float, int]] = {}
    at = min(int(np.searchsorted(grid, guess)), len(grid) - 1)
    while 0 <= at < len(grid) and grid[at] not in tried:
        tried[grid[at]] = seen_with(grid[at])
        at += -1 if tried[grid[at]][0] >= power else 1
    return dict(sorted(tried.items()))


def _guess(
    shares: tuple[float, float], rho: float, length: float, level: float, power: float
) -> float:
    """Guess the articles a group that it takes, as if shares were normal and articles equal."""
    within = sum(p * (1 - p) for p in shares) * (1 + (length - 1) * rho) / length
    quantiles = special.ndtri([1 - level / 2, power]).sum()
    return within * (quantiles / (shares[1] - shares[0])) ** 2


def _lower_share(share: float, difference: float) -> float:
    """Place a difference about a share; neither group has the frame nowhere or throughout."""
    least = 0.01  # a share that prints as 0% is none
    for low in (share - difference / 2, share, share - difference):
        if least <= low and low + difference <= 1 - least:
            return low
    return (1 - difference) / 2


def _simulate(
    share: float, rho: float, lengths: np.ndarray, size: tuple[int, int], rng: np.random.Generator
) -> Group:
    """Return simulated articles, a column a simulation."""
    n = rng.choice(lengths, size=size)
    if rho <= 0:
        own = np.full(size, share)
    elif rho >= 1:
        own = (rng.random(size) < share).astype(float)
    else:
        weight = (1 - rho) / rho
        own = rng.beta(share * weight, (1 - share) * weight, size=size)
    return Group(n, rng.binomial(n, own))


def _seen(
    a: Group,
    b: Group,
    comparisons: int,
    level: float,
    rng: np.random.Generator,
    power: float | None = None,
) -> tuple[float, int]:
    """Give the share of simulations whose adjusted p falls below the level, and of how many.

    With a power, the first of them are enough where that share is far from it.
    """
    seeds = [int(rng.integers(2**31)) for _ in range(2)]
    number = a.size.shape[1]
    others = rng.random((number, comparisons - 1))
    # Benjamini & Hochberg: as many are called below its own limit as would be were p 0.
    called = adjusted_p(np.column_stack([np.zeros(number), others])) < level
    limits = level * called.sum(axis=1) / comparisons
    # So many that two draws as extreme may pass the level of the strictest comparison.
    draws = max(_DRAWS, round(2 * comparisons / level))
    seen, tried = np.zeros(number, dtype=bool), 0
    for stop in (number // 5, number // 2, number) if power else (number,):
        some = np.arange(tried, stop)
        # Adjusting makes no p smaller, so that only these need the finer draws.
        near = some[_p(a, b, some, _FIRST, seeds[0], 2 * level) < 2 * level]
        seen[near] = _p(a, b, near, draws, seeds[1], limits[near]) < limits[near]
        tried = stop
        if power and _is_far(int(seen[:stop].sum()), stop, power):
            break
    return float(seen[:tried].mean()), tried


def _is_far(seen: int, of: int, power: float) -> bool:
    """Say whether a count lies four standard errors or more from what a power makes likely."""
    return abs(seen - of * power) > 4 * np.sqrt(of * power * (1 - power))


def _p(
    a: Group, b: Group, columns: np.ndarray, draws: int, seed: int, below: np.ndarray | float
) -> np.ndarray:
    """Compare two groups in some columns; p as far as it is below what is given."""
    if not len(columns):
        return np.empty(0)
    kept = [Group(group.size[:, columns], group.found[:, columns]) for group in (a, b)]
    return compare_rates(kept[0], kept[1], draws=draws, seed=seed, below=below).p


def _wilson(share: float, number: int) -> tuple[float, float]:
    """Give the 95% interval of a share of so many simulations."""
    z = 1.96
    centre = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    half = np.sqrt(share * (1 - share) / number + (z / (2 * number)) ** 2)
    half *= z / (1 + z**2 / number)
    return max(0.0, centre - half), min(1.0, centre + half)
