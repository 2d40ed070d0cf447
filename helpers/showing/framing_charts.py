"""The figures of framing: counts as a heat map, shares with every article, planning curves."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.showing.charts import MARKERS, fitted, headline, message
from helpers.showing.grids import drawn_columns

MOST_DOTS = 40
"""Articles of a group up to which each is a dot; of more the figure shows how they spread."""


MOST_PANELS = 6
"""Panels that still hold a group's name beside one another."""

SPREAD = {"low": 0.1, "lower": 0.25, "median": 0.5, "upper": 0.75, "high": 0.9}
"""The quantiles by which many articles are shown."""

LINE = "line, the middle 80% of {}; thick, the middle half; |, the median"
LINES = ("-", "--", ":", "-.")

ROW = 0.36
"""Inches of height for one row."""


def article_spread(articles: pd.DataFrame, *, most: int = MOST_DOTS) -> pd.DataFrame:
    """Sum up how shares spread over articles, in groups of too many to be drawn one by one.

    Parameters
    ----------
    articles : DataFrame
        ``frame, group, share``, one row an article and frame.
    most : int
        Articles up to which a group keeps its rows.

    Returns
    -------
    DataFrame
        `articles`, if no group has more. Else ``frame, group, articles`` (of the group),
        ``share, low, lower, median, upper, high``: groups up to `most` keep a row an article,
        with its ``share`` and no quantiles; the others have one row a frame, with the
        quantiles (10, 25, 50, 75, 90%) of their articles' shares and no ``share``.
    """
    grouped = articles.groupby(["frame", "group"], sort=False, observed=True)["share"]
    sizes = grouped.size().rename("articles")
    large = sizes.groupby("group", observed=True).max() > most
    if not large.any():
        return articles
    quantiles = grouped.quantile(list(SPREAD.values())).unstack().set_axis(list(SPREAD), axis=1)
    lines = sizes.to_frame().join(quantiles).reset_index()
    lines = lines[lines["group"].map(large)]
    dots = articles.loc[~articles["group"].map(large).astype(bool), ["frame", "group", "share"]]
    dots = dots.join(sizes, on=["frame", "group"])
    columns = ["frame", "group", "articles", "share", *SPREAD]
    return pd.concat([table.reindex(columns=columns) for table in (dots, lines) if len(table)])


def share_panels(
    groups: pd.DataFrame,
    articles: pd.DataFrame,
    title: str,
    *,
    limit: int = MOST_PANELS,
    named: Iterable[str] = (),
    note: str = "",
) -> Figure:
    """Draw each group's shares as bars in a panel, and how its articles' shares lie around them.

    Parameters
    ----------
    groups : DataFrame
        Rows are frames, columns groups: the share of the group's sentences.
    articles : DataFrame
        ``frame, group, share``, one row an article and frame: each is a dot. Or what
        `article_spread` makes of it: for groups of many articles a line for the middle 80% of
        them, a thick one for the middle half, a stroke for the median.
    title : str
        The figure's message.
    limit : int
        Panels drawn, as `drawn_columns` chooses them; the axis says of how many.
    named : iterable of str
        Groups that the title names.
    note : str
        What the axis is to add, such as of how many articles this is a sample.

    Returns
    -------
    Figure

    Examples
    --------
    >>> groups = pd.DataFrame({"UK": [0.22, 0.35], "US": [0.21, 0.1]}, index=["AID", "HUB"])
    >>> rows = {"frame": ["AID", "AID"], "group": ["UK", "US"], "share": [0.22, 0.21]}
    >>> figure = share_panels(groups, pd.DataFrame(rows), "Aid is as common in both")
    >>> [axes.get_title(loc="left").splitlines()[0] for axes in figure.axes]
    ['UK', 'US']
    """
    drawn = list(drawn_columns(groups, limit, named).columns)
    size = (8.4, 1.9 + ROW * len(groups))
    figure, panels = plt.subplots(1, len(drawn), figsize=size, sharex=True, sharey=True)
    places = np.arange(len(groups))
    rows = pd.Series(places, index=groups.index)
    kinds = set()
    names = fitted(drawn, 14, 3)
    for number, (axes, group) in enumerate(zip(np.atleast_1d(panels), drawn, strict=True)):
        axes.barh(places, groups[group], height=0.62, color="0.82", label="group")
        own = articles[articles["group"] == group]
        many = "median" in own and own["median"].notna().any()
        kinds.add(many)
        (_draw_spread if many else _draw_dots)(axes, own, rows, number)
        sizes = own["articles"] if many else own.groupby("frame").size()
        count = int(sizes.max()) if len(own) else 0
        heading = f"{names[number]}\n{count:,} article{'s'[: count != 1]}"
        axes.set_title(heading, loc="left", fontsize="small", pad=6)
        axes.grid(axis="x")
        axes.tick_params(left=False)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter("{x:.0%}")
        axes.xaxis.set_major_locator(plt.MaxNLocator(3))
    first = np.atleast_1d(panels)[0]
    first.set_yticks(places, groups.index.astype(str))
    first.set_ylim(len(groups) - 0.4, -0.6)
    first.set_xlim(left=0)
    inside = {
        frozenset({False}): "dots, its articles",
        frozenset({True}): LINE.format("its articles"),
        frozenset({False, True}): f"dots, its articles; of many, {LINE.format('them')}",
    }[frozenset(kinds)]
    cut = f" ({len(drawn)} of {groups.shape[1]} groups)" if groups.shape[1] > len(drawn) else ""
    axis = textwrap.fill(f"share of sentences: bar, the group; {inside}{cut}{note}", 90)
    figure.supxlabel(axis, fontsize="medium")
    headline(figure, title)
    return figure


def _draw_dots(axes: Axes, articles: pd.DataFrame, rows: pd.Series, number: int) -> None:
    heights = articles["frame"].map(rows) + _spread(articles, "frame")
    look: dict[str, Any] = {"s": 26, "edgecolor": "white", "linewidth": 0.5}
    look |= {"clip_on": False, "zorder": 3}
    look |= {"label": "article", "color": f"C{number}", "marker": MARKERS[number]}
    axes.scatter(articles["share"], heights, **look)


def _draw_spread(axes: Axes, articles: pd.DataFrame, rows: pd.Series, number: int) -> None:
    heights = articles["frame"].map(rows)
    look: dict[str, Any] = {"color": f"C{number}", "clip_on": False, "zorder": 3}
    axes.hlines(heights, articles["low"], articles["high"], linewidth=1.2, **look)
    axes.hlines(heights, articles["lower"], articles["upper"], linewidth=4, **look)
    axes.scatter(articles["median"], heights, marker="|", s=120, linewidth=2, **look)


def planning_lines(curves: pd.DataFrame, title: str, *, power: float = 0.8) -> Figure:
    """Draw how often a difference would be seen, by articles a group; a line a difference.

    Parameters
    ----------
    curves : DataFrame
        ``difference, articles, seen, seen_low, seen_high``, of one frame.
    title : str
        The figure's message.
    power : float
        How often is often enough: a line across.

    Returns
    -------
    Figure
    """
    if curves.empty:
        return message(title)
    figure, axes = plt.subplots(figsize=(8, 4.4))
    for place, (difference, curve) in enumerate(curves.groupby("difference", sort=False)):
        marker, line = MARKERS[place % len(MARKERS)], LINES[place % len(LINES)]
        axes.plot(
            curve["articles"],
            curve["seen"],
            label=f"{100 * difference:.0f} points",
            color=f"C{place}",
            marker=marker,
            linestyle=line,
        )
        axes.fill_between(
            curve["articles"],
            curve["seen_low"],
            curve["seen_high"],
            color=f"C{place}",
            alpha=0.15,
            linewidth=0,
        )
    axes.axhline(power, color="0.4", linewidth=1)
    axes.text(curves["articles"].max(), power - 0.02, f"{power:.0%}", ha="right", va="top")
    axes.set_xscale("log")
    ticks = sorted(set(curves["articles"]))
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel("articles in each of two groups")
    axes.set_ylabel("simulations in which it was seen")
    axes.grid(axis="y")
    headline(figure, title)
    axes.legend(title="difference in share", loc="lower right")
    return figure


def _spread(table: pd.DataFrame, column: str) -> np.ndarray:
    """Give dots of one row different heights, so that equal shares don't hide each other."""
    order = table.groupby(column).cumcount()
    size = table.groupby(column)[column].transform("size")
    return (0.44 * ((order + 0.5) / size - 0.5)).to_numpy(dtype=float)
