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

from helpers.showing.charts import HATCHES, MARKERS

MOST_DOTS = 40
"""Articles of a group up to which each is a dot; of more the figure shows how they spread."""

MOST_COLUMNS = 12
"""Columns of a heat map that still hold their heads."""

MOST_PANELS = 6
"""Panels that still hold a group's name beside one another."""

SPREAD = {"low": 0.1, "lower": 0.25, "median": 0.5, "upper": 0.75, "high": 0.9}
"""The quantiles by which many articles are shown."""

LINE = "line, the middle 80% of {}; thick, the middle half; |, the median"
LINES = ("-", "--", ":", "-.")
STACK = ("#0072B2", "#56B4E9", "#E69F00", "#CC79A7", "#D55E00", "0.72", "#009E73")
"""Colours of divided bars: the foreign side blue, the Vietnamese side warm, the rest grey."""

ROW = 0.36
"""Inches of height for one row."""


def drawn_columns(table: pd.DataFrame, limit: int, named: Iterable[str] = ()) -> pd.DataFrame:
    """Choose the columns that a figure has room for.

    Parameters
    ----------
    table : DataFrame
        A column for each that could be drawn.
    limit : int
        How many there is room for.
    named : iterable of str
        Columns that the figure's title names: they are among those chosen.

    Returns
    -------
    DataFrame
        The first columns up to `limit`, and in place of the last of them those named, all in
        the order of `table`.
    """
    named = [name for name in dict.fromkeys(named) if name in table.columns]
    others = [name for name in table.columns if name not in named]
    chosen = [*named, *others][:limit]
    return table[[name for name in table.columns if name in chosen]]


def heat_map(
    counts: pd.DataFrame,
    n: pd.Series,
    title: str,
    *,
    limit: int = MOST_COLUMNS,
    named: Iterable[str] = (),
    note: str = "",
) -> Figure:
    """Draw counts in cells, the darker the larger their share of the column.

    Parameters
    ----------
    counts : DataFrame
        Rows from the top, columns from the left: sentences with the code.
    n : Series
        All sentences of each column.
    title : str
        The figure's message.
    limit : int
        Columns drawn, as `drawn_columns` chooses them; the axis says of how many.
    named : iterable of str
        Columns that the title names.
    note : str
        What the axis is to add, such as of how many articles this is a sample.

    Returns
    -------
    Figure
    """
    if counts.empty:
        return _message(title)
    drawn = drawn_columns(counts, limit, named)
    shares = (drawn / n.reindex(drawn.columns)).fillna(0).to_numpy(dtype=float)
    figure, axes = plt.subplots(figsize=(8.4, 2.5 + ROW * len(drawn)))
    darkest = max(shares.max(initial=0), 0.01)
    mesh = axes.imshow(shares, cmap="Blues", vmin=0, vmax=darkest)
    mesh.axes.set_aspect("auto")
    for (row, column), share in np.ndenumerate(shares):
        # White on the darker half of the scale, ink on the lighter: both pass 4.5 : 1.
        ink = "white" if share > 0.6 * darkest else "black"
        text = f"{int(drawn.iat[row, column])}"
        axes.text(column, row, text, ha="center", va="center", color=ink, fontsize="small")
    width = max(8, 70 // len(drawn.columns))
    heads = [f"{_wrapped(name, width)}\nof {n[name]}" for name in drawn.columns]
    turned = len(heads) > 6
    axes.set_xticks(range(len(heads)), heads, fontsize="small", rotation=60 if turned else 0)
    axes.set_yticks(range(len(drawn)), drawn.index.astype(str))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    cut = f"{limit} of {counts.shape[1]} columns; " if counts.shape[1] > limit else ""
    bar = figure.colorbar(mesh, location="bottom", format="{x:.0%}", aspect=45, pad=0.02)
    label = f"{cut}in cells: sentences; darker: a larger share of all in the column{note}"
    bar.set_label(textwrap.fill(label, 95))
    bar.outline.set_visible(False)
    _headline(figure, title)
    return figure


def profile_grid(shares: pd.DataFrame, title: str, *, narrow: bool = False) -> Figure:
    """Draw shares as percentages in cells, the highest of each column outlined.

    Parameters
    ----------
    shares : DataFrame
        Rows from the top; columns are pairs of a name and its number of sentences.
    title : str
        The figure's message.
    narrow : bool
        Draw for a narrow screen: columns are numbered, and named below.

    Returns
    -------
    Figure
    """
    values = shares.to_numpy(dtype=float)
    size = (4.2, 2.4 + 0.34 * len(shares)) if narrow else (8.4, 1.9 + ROW * len(shares))
    figure, axes = plt.subplots(figsize=size)
    darkest = max(values.max(initial=0), 0.01)
    axes.imshow(values, cmap="Blues", vmin=0, vmax=darkest, aspect="auto")
    small = "x-small" if narrow else "small"
    for (row, column), share in np.ndenumerate(values):
        ink = "white" if share > 0.6 * darkest else "black"
        text = f"{share:.0%}" if share else "–"
        axes.text(column, row, text, ha="center", va="center", color=ink, fontsize=small)
    for column, row in enumerate(values.argmax(axis=0)):
        if values[row, column]:
            corner = (column - 0.47, row - 0.46)
            look = {"fill": False, "edgecolor": "#D55E00", "linewidth": 2}
            axes.add_patch(plt.Rectangle(corner, 0.94, 0.92, **look))  # type: ignore[arg-type]
    heads = [_head(name, n, len(shares.columns)) for name, n in shares.columns]
    names = [str(number) for number in range(1, len(heads) + 1)] if narrow else heads
    turned = len(heads) > 6 and not narrow
    axes.set_xticks(range(len(heads)), names, fontsize="small", rotation=60 if turned else 0)
    axes.set_yticks(range(len(shares)), shares.index.astype(str), fontsize=small)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    said = "share of sentences with the frame; a sentence may have several; outlined: the highest"
    if narrow:
        named = "; ".join(f"{k}: {name} ({n})" for k, (name, n) in enumerate(shares.columns, 1))
        said = f"{named}; in brackets: sentences. Outlined: the highest share"
    axes.set_xlabel(textwrap.fill(said, 52 if narrow else 95), fontsize="small")
    _headline(figure, title, narrow=narrow)
    return figure


def _head(name: str, n: int, columns: int) -> str:
    """Give a column's head: its name on short lines, and its sentences."""
    return f"{_wrapped(name, max(9, 70 // columns))}\n({n} sentences)"


def triangle(points: pd.DataFrame, title: str, *, narrow: bool = False) -> Figure:
    """Draw the differences of every two as a triangle, the smaller the lighter.

    Parameters
    ----------
    points : DataFrame
        Square; rows and columns the same names; percentage points.
    title : str
        The figure's message.
    narrow : bool
        Draw for a narrow screen.

    Returns
    -------
    Figure
    """
    names = [_wrapped(name, 14) for name in points.index]
    values = points.to_numpy(dtype=float)
    lower = np.tril(np.ones_like(values, dtype=bool), -1)[1:, :-1]
    cells = np.where(lower, values[1:, :-1], np.nan)
    rows = len(names) - 1
    size = (4.2, 1.8 + 0.5 * rows) if narrow else (6.6, 1.5 + 0.55 * rows)
    figure, axes = plt.subplots(figsize=size)
    top = np.nanmax(cells)
    axes.imshow(cells, cmap="Oranges", vmin=0, vmax=1.3 * top, aspect="auto")
    for row, column in zip(*np.nonzero(lower), strict=True):
        text = f"{cells[row, column]:.1f}"
        axes.text(column, row, text, ha="center", va="center", color="black", fontsize="small")
    turned = len(names) > 6 or narrow
    axes.set_xticks(range(rows), names[:-1], fontsize="small", rotation=60 if turned else 0)
    axes.set_yticks(range(rows), names[1:], fontsize="small")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    said = "mean difference of the frame shares of two pieces, in percentage points"
    axes.set_xlabel(textwrap.fill(said, 44 if narrow else 90), fontsize="small")
    _headline(figure, title, narrow=narrow)
    return figure


def stacked_counts(
    counts: pd.DataFrame, n: pd.Series, title: str, *, narrow: bool = False
) -> Figure:
    """Draw each row of counts as a bar of the same length, divided by column, counts inside.

    Parameters
    ----------
    counts : DataFrame
        Rows are bars, from the top; columns the divisions, from the left.
    n : Series
        Each row's total.
    title : str
        The figure's message.
    narrow : bool
        Draw for a narrow screen.

    Returns
    -------
    Figure
    """
    shares = counts.div(n.where(n > 0, 1), axis=0).to_numpy(dtype=float)
    legend = 0.3 * -(-counts.shape[1] // (1 if narrow else 3))
    size = (4.2 if narrow else 8.4, 1.2 + legend + 0.48 * len(counts))
    figure, axes = plt.subplots(figsize=size)
    left = np.zeros(len(counts))
    places = np.arange(len(counts))
    for number, column in enumerate(counts):
        colour = STACK[number % len(STACK)]
        axes.barh(
            places,
            shares[:, number],
            left=left,
            height=0.66,
            label=str(column) if counts[column].any() else "_",
            color=colour,
            hatch=HATCHES[number % len(HATCHES)],
            edgecolor="white",
            linewidth=0.8,
        )
        for place, share in enumerate(shares[:, number]):
            if share >= (0.05 if narrow else 0.03):
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
                middle, text = left[place] + share / 2, f"{counts.iat[place, number]}"
                axes.text(middle, place, text, ha="center", va="center", fontsize="small", bbox=box)
        left += shares[:, number]
    for place, size_ in enumerate(n):
        axes.text(1.01, place, f"of {size_}", va="center", fontsize="small", color="0.35")
    names = [_wrapped(name, 14 if narrow else 26) for name in counts.index]
    axes.set_yticks(places, names, fontsize="small")
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.tick_params(left=False)
    axes.spines[:].set_visible(False)
    figure.legend(loc="outside lower left", ncols=1 if narrow else 3, fontsize="small")
    _headline(figure, title, narrow=narrow)
    return figure


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
    """
    drawn = list(drawn_columns(groups, limit, named).columns)
    size = (8.4, 1.9 + ROW * len(groups))
    figure, panels = plt.subplots(1, len(drawn), figsize=size, sharex=True, sharey=True)
    places = np.arange(len(groups))
    rows = pd.Series(places, index=groups.index)
    kinds = set()
    for axes, group, number in zip(np.atleast_1d(panels), drawn, range(len(drawn)), strict=True):
        axes.barh(places, groups[group], height=0.62, color="0.82", label="group")
        own = articles[articles["group"] == group]
        many = "median" in own and own["median"].notna().any()
        kinds.add(many)
        (_draw_spread if many else _draw_dots)(axes, own, rows, number)
        sizes = own["articles"] if many else own.groupby("frame").size()
        count = int(sizes.max()) if len(own) else 0
        heading = f"{_wrapped(group, 14)}\n{count:,} article{'s'[: count != 1]}"
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
    _headline(figure, title)
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
        return _message(title)
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
    axes.set_title(_title(title), loc="left")
    axes.legend(title="difference in share", loc="lower right")
    return figure


def _message(text: str) -> Figure:
    """Say in the figure's place why there is none."""
    figure, axes = plt.subplots(figsize=(8, 0.8))
    axes.set_axis_off()
    axes.text(0, 0.5, _title(text), va="center", transform=axes.transAxes)
    return figure


def _spread(table: pd.DataFrame, column: str) -> np.ndarray:
    """Give dots of one row different heights, so that equal shares don't hide each other."""
    order = table.groupby(column).cumcount()
    size = table.groupby(column)[column].transform("size")
    return (0.44 * ((order + 0.5) / size - 0.5)).to_numpy(dtype=float)


def _wrapped(name: object, width: int = 12) -> str:
    return textwrap.fill(str(name), width, break_long_words=False, break_on_hyphens=False)


def _headline(figure: Figure, title: str, *, narrow: bool = False) -> None:
    """Set the message over the whole figure: row labels would push an axes' title aside."""
    look = {"fontsize": 11 if narrow else 12.5, "fontweight": "bold"}
    figure.suptitle(textwrap.fill(title, 40 if narrow else 72), x=0.01, ha="left", **look)


def _title(text: str) -> str:
    return textwrap.fill(text, 72)
