"""Rates of two groups of articles compared, the articles being what is drawn, not their words.

A rate is a ratio of sums over articles: what was found over what there was (sentences, words).
Arrays have a row an article and a column a comparison (a frame, a term, a simulation); sizes may
have one column for all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

MINIMUM_ARTICLES = 10
"""Articles a group below which nothing is inferred: what one article holds isn't independent."""

_CELLS = 200_000  # of one block of permutations
_AT_HAND = 4_096  # of them at a time: larger arrays are given back to the system, and cleared anew


class Group(NamedTuple):
    """What was found in each article of a group, and what there was: ``(articles, columns)``.

    Examples
    --------
    >>> group = Group(size=np.array([[100], [200]]), found=np.array([[10], [14]]))
    >>> rate, variance = rate_and_variance(group)
    >>> float(rate[0])
    0.08
    """

    size: np.ndarray
    found: np.ndarray


class Difference(NamedTuple):
    """Two rates, their difference with its interval, and a p-value; each by column.

    Examples
    --------
    >>> a = Group(size=np.array([[20], [30]]), found=np.array([[2], [6]]))
    >>> b = Group(size=np.array([[25], [25]]), found=np.array([[9], [11]]))
    >>> compared = compare_rates(a, b, draws=100)
    >>> float(compared.first[0]), float(compared.second[0])
    (0.16, 0.4)
    """

    first: np.ndarray
    second: np.ndarray
    difference: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray


def rate_and_variance(group: Group) -> tuple[np.ndarray, np.ndarray]:
    """Give the pooled rate of a group of articles, and its linearised variance.

    Parameters
    ----------
    group : Group
        Of two articles or more.

    Returns
    -------
    rate, variance : numpy.ndarray of float
        ``R = Σy / Σn`` and ``k / (k - 1) · Σ(y - R n)² / (Σn)²``, with k articles.

    References
    ----------
    Cochran (1977), Sampling techniques, section 6.3.

    Examples
    --------
    >>> group = Group(size=np.array([[100], [200]]), found=np.array([[10], [14]]))
    >>> rate, variance = rate_and_variance(group)
    >>> float(rate[0]), round(float(variance[0]), 6)
    (0.08, 0.000178)
    """
    rate, squares = _from_sums(*(moment.sum(axis=0) for moment in _moments(group)))
    return rate, len(group.size) / (len(group.size) - 1) * squares


def difference_margin(
    variances: tuple[np.ndarray, np.ndarray], articles: tuple[int, int], level: float
) -> np.ndarray:
    """Give half the width of a difference's interval, with a t quantile.

    Parameters
    ----------
    variances : pair of array
        Of the two estimates.
    articles : pair of int
        That each rests on.
    level : float
        Coverage.

    Returns
    -------
    numpy.ndarray of float
        NaN where neither group's articles differ: there is nothing to estimate it from.

    References
    ----------
    Satterthwaite (1946), for the degrees of freedom; Welch (1938).

    Examples
    --------
    >>> variances = np.array([0.0004]), np.array([0.0009])
    >>> difference_margin(variances, (12, 15), level=0.95).round(3)
    array([0.075])
    """
    total = variances[0] + variances[1]
    parts = [v**2 / (k - 1) for v, k in zip(variances, articles, strict=True)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return special.stdtrit(total**2 / (parts[0] + parts[1]), (1 + level) / 2) * np.sqrt(total)


def compare_rates(
    a: Group,
    b: Group,
    *,
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
    below: np.ndarray | float = np.inf,
) -> Difference:
    """Compare the rates of two groups of articles.

    Parameters
    ----------
    a, b : Group
        Each of two articles or more.
    draws : int
        Permutations of whole articles between the groups.
    level : float
        Coverage of the interval.
    seed : int
    below : array of float, by column, or float
        Where p can't be smaller any more, no more draws are made: p is then that or more.

    Returns
    -------
    Difference
        The interval is `difference_margin` to either side. p is two-sided, of the difference over
        its standard error in every permutation (studentised: Chung & Romano 2013; Janssen 1997),
        ``(1 + b) / (1 + draws)`` (Phipson & Smyth 2010). So the test stands where one group's
        articles are longer or more various than the other's.

    Examples
    --------
    >>> sizes = np.full((4, 1), 100)
    >>> a = Group(size=sizes, found=np.array([[10], [12], [9], [11]]))
    >>> b = Group(size=sizes, found=np.array([[3], [5], [2], [4]]))
    >>> compared = compare_rates(a, b)
    >>> [round(float(value[0]), 3) for value in (compared.difference, compared.low, compared.high)]
    [0.07, 0.048, 0.092]
    """
    sides = [rate_and_variance(group) for group in (a, b)]
    difference = sides[0][0] - sides[1][0]
    spread = (sides[0][1], sides[1][1])
    margin = difference_margin(spread, (len(a.size), len(b.size)), level)
    observed = _studentised(difference, spread[0] + spread[1])
    p = _permutation_p(a, b, observed, draws, seed, np.broadcast_to(below, observed.shape))
    rates = (sides[0][0], sides[1][0])
    return Difference(*rates, difference, difference - margin, difference + margin, p)


def _permutation_p(
    a: Group, b: Group, observed: np.ndarray, draws: int, seed: int, below: np.ndarray
) -> np.ndarray:
    """Say how often whole articles that change groups differ as much as was observed."""
    rng = np.random.default_rng(seed)
    moments = [np.concatenate(pair) for pair in zip(_moments(a), _moments(b), strict=True)]
    # Whole numbers that single precision holds are summed exactly, in half the time.
    exact = all((moment == np.rint(moment)).all() for moment in moments)
    largest = max(moment.sum(axis=0).max() for moment in moments)
    moments = [m.astype(np.float32 if exact and largest < 2**24 else float) for m in moments]
    first, articles = len(a.size), len(moments[0])
    # Equal sums may differ in the last digit; such a draw is as extreme as what was seen.
    least = np.minimum((observed * (1 - 1e-9)) ** 2, 1e300)
    extreme, counted = np.zeros(len(observed)), np.arange(len(observed))
    size = max(1, _CELLS // (articles + 5 * len(observed)))
    for start in range(0, draws, size):
        block = min(size, draws - start)
        order = rng.random((block, articles)).argpartition(first - 1, axis=1)
        chosen = np.zeros(order.shape, dtype=moments[0].dtype)
        np.put_along_axis(chosen, order[:, :first], 1.0, axis=1)
        extreme[counted] += _extreme(chosen, first, moments, least[counted])
        open_ = (1 + extreme[counted]) / (1 + draws) < below[counted]
        if not open_.any():
            break
        if open_.mean() < 0.9:
            counted = counted[open_]
            moments = [m[:, open_] if m.shape[1] > 1 else m for m in moments]
    return (1 + extreme) / (1 + draws)


def _extreme(
    chosen: np.ndarray, articles: int, moments: list[np.ndarray], least: np.ndarray
) -> np.ndarray:
    """Count the draws whose squared studentised difference is at least so large, by column."""
    totals = [moment.sum(axis=0, dtype=float) for moment in moments]
    sums = [chosen @ moment for moment in moments]
    scales = [k / (k - 1) for k in (articles, chosen.shape[1] - articles)]
    # A difference of nothing is no more extreme than any that was seen.
    nothing = np.where(least > 0, 1e-24, 0.0)
    found = np.zeros(len(least), dtype=int)
    step = min(255, max(1, _AT_HAND // len(least)))  # as many as a byte counts
    for start in range(0, len(chosen), step):
        one = [values[start : start + step].astype(float) for values in sums]
        other = [total - values for total, values in zip(totals, one, strict=True)]
        (first, variance), (second, also) = _from_sums(*one), _from_sums(*other)
        variance *= scales[0]
        also *= scales[1]
        variance += also
        variance *= least
        variance += nothing
        first -= second
        first *= first
        found += (first >= variance).view(np.uint8).sum(axis=0, dtype=np.uint8)
    return found


def _moments(group: Group) -> list[np.ndarray]:
    """Give, article by article, all that rate and variance are sums of."""
    size, found = group
    moments = size, size**2, found, 2 * found * size, found**2
    return [moment.astype(float) for moment in moments]


def _from_sums(
    n: np.ndarray, n_squared: np.ndarray, y: np.ndarray, product: np.ndarray, y_squared: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the rate and ``Σ(y - R n)² / (Σn)²`` from sums of moments."""
    rate = y / n
    squares = rate * n_squared
    squares -= product
    squares *= rate
    squares += y_squared
    # What should be 0 may be left at the size of a rounding error.
    squares *= squares > 1e-10 * y_squared
    squares /= n * n
    return rate, squares


def _studentised(difference: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Divide a difference by its standard error; of none, 0 stays 0 and all else is infinite."""
    error = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(difference) < 1e-12, 0.0, difference / error)
