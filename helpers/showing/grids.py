"""Grids: a number in each cell, and the darker the higher."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.textpath import text_to_path

from helpers.showing.charts import LINE, fitted, headline, message, nothing

MOST_COLUMNS = 12
"""Columns of a heat map that still hold their heads."""

_DARK = 0.6  # of the scale: above it white letters pass 4.5 : 1, below it black ones
_ROW = 0.36  # inches of height
_FEW = 6  # columns that hold names of several lines


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
        return message(title)
    drawn = drawn_columns(counts, limit, named)
    shares = (drawn / n.reindex(drawn.columns)).fillna(0).to_numpy(dtype=float)
    figure, axes = plt.subplots(figsize=(8.4, 2.5 + _ROW * len(drawn)))
    mesh = _cells(axes, shares, lambda row, column: f"{int(drawn.iat[row, column])}")
    axes.set_yticks(range(len(drawn)), drawn.index.astype(str))
    of = [f"of {n[name]}" for name in drawn.columns]
    width = max(8, 70 // len(of))
    after = [f" (of\u00a0{n[name]})" for name in drawn.columns]
    _heads(figure, drawn.columns, width, of, after, below=True)
    cut = f"{limit} of {counts.shape[1]} columns; " if counts.shape[1] > limit else ""
    bar = figure.colorbar(mesh, location="bottom", format="{x:.0%}", aspect=45, pad=0.02)
    label = f"{cut}in cells: sentences; darker: a larger share of all in the column{note}"
    bar.set_label(textwrap.fill(label, 95))
    bar.outline.set_visible(False)
    headline(figure, title)
    return figure


def profile_grid(shares: pd.DataFrame, title: str, *, narrow: bool = False) -> Figure:
    """Draw shares as percentages in cells, the highest of each column outlined, or all equals.

    Parameters
    ----------
    shares : DataFrame
        Rows from the top; columns are pairs of a name and its number of sentences.
    title : str
        The figure's message.
    narrow : bool
        Draw for a narrow screen: the columns' names are turned.

    Returns
    -------
    Figure
    """
    values = shares.to_numpy(dtype=float)
    figure, axes = plt.subplots(
        figsize=(4.2 if narrow else 8.4, (3 if narrow else 2.2) + _ROW * len(shares))
    )
    # A narrow screen has no room for the sign in each of many columns: the axis says it.
    close = narrow and len(shares.columns) > _FEW
    sign = "" if close else "%"
    _cells(axes, values, lambda row, column: _share(values[row, column], sign))
    highest = (values == values.max(axis=0)) & (values > 0)
    for row, column in np.argwhere(highest):
        corner = (column - 0.47, row - 0.46)
        look = {"fill": False, "edgecolor": "#D55E00", "linewidth": 2}
        axes.add_patch(plt.Rectangle(corner, 0.94, 0.92, **look))  # type: ignore[arg-type]
    axes.set_yticks(
        range(len(shares)), fitted(shares.index, 20 if close else 34, 2), fontsize="small"
    )
    names, sizes = zip(*shares.columns, strict=True)
    under = [f"({n} sentences)" for n in sizes]
    width = max(9, 70 // len(names))
    turned = _heads(figure, names, width, under, [f" ({n})" for n in sizes], narrow=narrow)
    said = "share of sentences with the frame; a sentence may have several; outlined: the highest"
    if close:
        said = said.replace("share", "%", 1)
    if turned:
        said += "; in brackets: the sentences"
    axes.set_xlabel(textwrap.fill(said, 52 if narrow else 95), fontsize="small")
    headline(figure, title)
    return figure


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
    values = points.to_numpy(dtype=float)
    lower = np.tril(np.ones_like(values, dtype=bool), -1)[1:, :-1]
    cells = np.where(lower, values[1:, :-1], np.nan)
    rows = len(points) - 1
    names = fitted(points.index[1:], 14, 3)
    row = (0.5 if narrow else 0.55) + 0.12 * any(name.count("\n") > 1 for name in names)
    size = (4.2, 1.8 + row * rows) if narrow else (6.6, 1.5 + row * rows)
    figure, axes = plt.subplots(figsize=size)
    top = 1.7 * max(np.nanmax(cells), 0.01)  # so that every number is black on a light ground
    _cells(axes, cells, lambda row, column: f"{cells[row, column]:.1f}", "Oranges", top)
    axes.set_yticks(range(rows), names, fontsize="small")
    _heads(figure, points.index[:-1], 14, narrow=narrow, below=True)
    said = "mean difference of the frame shares of the two, in percentage points"
    axes.set_xlabel(textwrap.fill(said, 44 if narrow else 90), fontsize="small")
    headline(figure, title)
    return figure


def rate_grid(
    rates: pd.DataFrame,
    title: str,
    *,
    axis: str,
    of: int | None = None,
    limit: int = 8,
    narrow: bool = False,
) -> Figure:
    """Draw a grid of rates: the number in each cell, and the darker the higher.

    Parameters
    ----------
    rates : DataFrame
        Rows from the top, columns from the left; numbers from 0.
    title : str
        The figure's message.
    axis : str
        What the numbers are, with their unit.
    of : int, optional
        The columns that there are, where `rates` holds only some of them.
    limit : int, default 8
        Columns drawn; the others are left out, and the axis says so.
    narrow : bool
        Draw for a narrow screen: the columns' names are turned.

    Returns
    -------
    Figure
    """
    if rates.empty:
        return nothing(title)
    there = of or rates.shape[1]
    rates = rates.iloc[:, :limit]
    if rates.shape[1] < there:
        axis = f"{axis} ({rates.shape[1]} of {there:,} drawn)"
    values = rates.to_numpy(dtype=float)
    names = [textwrap.fill(str(name), 18) if narrow else str(name) for name in rates.index]
    row = max(0.34, LINE * (1 + max(name.count("\n") for name in names)))
    wide = min(max(6.5, 3 + 1.15 * rates.shape[1]), 8.75)
    size = (4.2, 2.8 + row * len(rates)) if narrow else (wide, 1.6 + row * len(rates))
    figure, axes = plt.subplots(figsize=size)
    _cells(axes, values, lambda row, column: _rate(values[row, column]))
    axes.set_yticks(range(len(rates)), names, fontsize="small" if narrow else None)
    _heads(figure, rates.columns, 14, narrow=narrow)
    if narrow:
        axis = textwrap.fill(axis, 48)
    axes.set_xlabel(axis, fontsize="small" if narrow else None)
    headline(figure, title)
    return figure


def _share(value: float, sign: str) -> str:
    """Write a share as a percentage, a dash for none."""
    return f"{100 * value:.0f}{sign}" if value else "–"


def _rate(value: float) -> str:
    """Write a rate: whole from ten on, a dot for none."""
    if not value:
        return "·"
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _cells(
    axes: Axes,
    values: np.ndarray,
    text: Callable[[int, int], str],
    colours: str = "Blues",
    top: float | None = None,
) -> AxesImage:
    """Draw the cells of a grid, each with its text; cells without a value stay empty."""
    known = values[~np.isnan(values)]
    darkest = max(known.max(initial=0), 0.01) if top is None else top
    image = axes.imshow(values, cmap=colours, vmin=0, vmax=darkest, aspect="auto")
    for row, column in np.argwhere(~np.isnan(values)):
        ink = "white" if values[row, column] > _DARK * darkest else "black"
        said = text(row, column)
        axes.text(column, row, said, ha="center", va="center", color=ink, fontsize="small")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return image


def _heads(
    figure: Figure,
    names: Iterable[object],
    width: int,
    under: Sequence[str] = (),
    after: Sequence[str] = (),
    *,
    narrow: bool = False,
    below: bool = False,
) -> bool:
    """Name the columns, in lines of so many letters or, for want of room, turned; tell if turned.

    What stands `under` a name stands `after` one that is turned, and is shorter.
    """
    names, axes = list(names), figure.axes[0]
    many = len(names) > _FEW
    labels = (_inches(label.get_text(), label.get_fontsize()) for label in axes.get_yticklabels())
    room = (figure.get_figwidth() - max(labels, default=0) - 0.4) / len(names)
    heads = fitted(names, width, 4)
    if under:
        heads = ["\n".join(head) for head in zip(heads, under, strict=True)]
    turned = narrow or many or max(map(_inches, heads)) > room
    look: dict[str, Any] = {}
    if turned:
        lines = min(3, max(1, int(room / LINE - 0.4)))
        letters = 26 if many else 14 if below else 20
        heads = fitted(names, letters, lines, after)
        look = {"rotation": 90, "rotation_mode": "anchor", "va": "center"}
        look["ha"] = "right" if below else "left"
        if below and not many:
            look = {"rotation": 60}
        if many or not narrow:
            more = max(map(_inches, heads)) - (0.9 if narrow else 0.4)
            figure.set_figheight(figure.get_figheight() + max(0, more))
    axes.set_xticks(range(len(heads)), heads, fontsize="small", **look)
    if not below:
        axes.xaxis.tick_top()
    return turned


def _inches(text: str, size: float | str = "small") -> float:
    """Give the width of a text's longest line."""
    letters = FontProperties(size=size)
    widths = (
        text_to_path.get_text_width_height_descent(line, letters, ismath=False)[0]
        for line in text.split("\n")
    )
    return max(widths) / 72
