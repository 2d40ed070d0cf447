"""Which articles a sample holds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd


def drawn_articles(
    articles: pd.DataFrame,
    limit: int,
    *,
    by: str | None = None,
    keep: Iterable[str] = (),
    seed: int = 0,
) -> list[str]:
    """Draw articles at random, without replacement.

    Parameters
    ----------
    articles : DataFrame
        Indexed by id.
    limit : int
        How many the sample holds, at least 1; all where there are no more.
    by : str, optional
        A column: draw as many of each of its values as there is room for. What a value with
        fewer articles leaves goes to the others.
    keep : iterable of str
        Ids that are in it whatever is drawn, be they more than `limit`; unknown ones are
        passed over.
    seed : int
        The same seed draws the same articles.

    Returns
    -------
    list of str
        Ids in the order of `articles`.

    Raises
    ------
    ValueError
        If there is no such column.

    Examples
    --------
    >>> sample = drawn_articles(corpus.articles, 3, keep=["uk-hcmc-hub"])
    >>> len(sample), "uk-hcmc-hub" in sample
    (3, True)
    """
    if by is not None and by not in articles:
        raise ValueError(f"by: no column {by!r}; there are {list(articles)}")
    dice = np.random.default_rng(seed)
    places = np.arange(len(articles))
    kept = articles.index.isin(list(keep))
    chosen = places[kept]
    rest = places[~kept]
    strata = [rest] if by is None else _strata(rest, articles[by].iloc[rest])
    room = max(limit - len(chosen), 0)
    # The smallest first: what they leave goes to the larger.
    for left, stratum in zip(range(len(strata), 0, -1), sorted(strata, key=len), strict=True):
        drawn = dice.choice(stratum, min(room // left, len(stratum)), replace=False)
        chosen = np.append(chosen, drawn)
        room -= len(drawn)
    return list(articles.index[np.sort(chosen)])


def _strata(places: np.ndarray, values: pd.Series) -> list[np.ndarray]:
    """Part places by value, in the order of the values' first places."""
    codes = pd.factorize(values)[0]
    return [places[codes == code] for code in range(codes.max(initial=-1) + 1)]
