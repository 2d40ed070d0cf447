"""How alike the sentences of one article are, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

from helpers.framing.shares import article_counts


def between_article_spread(
    coding: pd.DataFrame,
    *,
    frames: Sequence[str] | None = None,
    titles: bool = False,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return how much the articles' shares vary beyond chance, by frame.

    The intraclass correlation ``rho`` is the analysis-of-variance estimate
    (Ridout, Demétrio & Firth 1999), kept between 0 and 1: 0 where sentences of
    an article are no more alike than any others, 1 where an article has the
    frame throughout or nowhere. Its interval is the one from the F
    distribution (Donner & Wells 1986), which is exact for normal values and
    articles of one length, and rough for a frame.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, frames``.
    frames : sequence of str, optional
    titles : bool
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        ``frame, articles, share, rho, rho_low, rho_high``; NaN with fewer than
        two articles. A few articles leave a wide interval.

    Examples
    --------
    >>> between_article_spread(framing.coding, frames=["AID", "HUB"]).round(2)
      frame  articles  share   rho  rho_low  rho_high
    0   AID         5   0.18  0.00     0.00      0.27
    1   HUB         5   0.10  0.36     0.13      0.84
    """
    counts = article_counts(coding, "article", frames=frames, titles=titles)
    n = counts.pop("n").to_numpy(dtype=float)
    cells = counts.to_numpy(dtype=float)
    k, total = len(n), n.sum()
    share = cells.sum(axis=0) / total
    rhos = np.full((3, cells.shape[1]), np.nan)
    if k > 1 and total > k:
        own = cells / n[:, None]
        between = (n[:, None] * (own - share) ** 2).sum(axis=0) / (k - 1)
        within = (cells * (1 - own)).sum(axis=0) / (total - k)
        size = (total - (n**2).sum() / total) / (k - 1)
        ends = special.fdtri(k - 1, total - k, [0.5, (1 + level) / 2, (1 - level) / 2])
        for place, end in enumerate([1.0, *ends[1:]]):
            spread = between + (size - 1) * within * end
            with np.errstate(invalid="ignore", divide="ignore"):
                found = np.where(spread > 0, (between - within * end) / spread, 0.0)
            rhos[place] = found.clip(0, 1)
    columns = {"rho": rhos[0], "rho_low": rhos[1], "rho_high": rhos[2]}
    return pd.DataFrame({"frame": counts.columns, "articles": k, "share": share, **columns})
