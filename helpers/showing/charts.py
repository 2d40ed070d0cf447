"""The kinds of figure the notebooks draw: a table in, a matplotlib figure out."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Shape and hatch repeat what colour says, for readers who don't see the colours.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
# Single lines: a denser hatch makes a drawing of a hundred kilobytes.
HATCHES = ("", "/", "-", "\\", "|", "x", "+", "")

STACK = ("#0072B2", "#56B4E9", "#E69F00", "#CC79A7", "#D55E00", "0.72", "#009E73", "#F0E442")
"""Colours of divided bars: the foreign side blue, the Vietnamese side warm, the rest grey."""

_LEAST = 0.03  # of a bar: a division that holds its number

ROW_HEIGHT = 0.42
"""Inches of height for one row of bars or dots."""

LINE = 0.15
"""Inches of height for a line of small letters."""

_TITLE = 3  # lines of a message that a figure's size has room for


def stacked_shares(
    counts: pd.DataFrame,
    title: str,
    *,
    axis: str = "share of the page's characters",
    least: float = 0.06,
    narrow: bool = False,
) -> Figure:
    """Draw each row of counts as one bar of 100%, divided by column.

    Parameters
    ----------
    counts : DataFrame
        Rows are bars, from the top; columns are the divisions, from the left.
    title : str
        The figure's message.
    axis : str
        What is counted.
    least : float
        Share from which a division is wide enough to hold its own figure.
    narrow : bool
        Draw for a narrow screen.

    Returns
    -------
    Figure

    Examples
    --------
    >>> counts = pd.DataFrame({"article": [300, 900], "menus": [700, 100]}, index=["UK", "US"])
    >>> figure = stacked_shares(counts, "What of each page is the article")
    >>> figure.axes[0].get_xlabel()
    "share of the page's characters"
    """
    shares = counts.div(counts.sum(axis=1), axis=0).fillna(0).to_numpy(dtype=float)
    size = (4.2 if narrow else 8, (2.2 if narrow else 1.5) + ROW_HEIGHT * len(shares))
    figure, axes = plt.subplots(figsize=size)
    colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    texts = [[f"{share:.0%}" if share >= least else "" for share in row] for row in shares]
    _divided(axes, shares, list(map(str, counts.columns)), texts, colours)
    _rows(axes, counts.index, 16 if narrow else 30, 2)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel(axis)
    headline(figure, title)
    ncols = 1 if narrow else len(counts.columns)
    figure.legend(loc="outside lower left", ncols=ncols, columnspacing=1, handlelength=1.4)
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
    texts = [
        [str(count) if share >= _LEAST else "" for count, share in zip(row, part, strict=True)]
        for row, part in zip(counts.to_numpy(), shares, strict=True)
    ]
    labels = [str(column) if counts[column].any() else "_" for column in counts]
    _divided(axes, shares, labels, texts, STACK)
    for place, total in enumerate(n):
        axes.text(1.01, place, f"of {total}", va="center", fontsize="small", color="0.35")
    _rows(axes, counts.index, 14 if narrow else 26, 3)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    figure.legend(loc="outside lower left", ncols=1 if narrow else 3, fontsize="small")
    headline(figure, title)
    return figure


def _divided(
    axes: Axes,
    shares: np.ndarray,
    labels: Sequence[str],
    texts: Sequence[Sequence[str]],
    colours: Sequence[str],
) -> None:
    """Draw a bar a row, divided by column; a colour has a hatch beside it."""
    left = np.zeros(len(shares))
    for number, label in enumerate(labels):
        bars = axes.barh(
            np.arange(len(shares)),
            shares[:, number],
            left=left,
            height=0.7,
            label=label,
            color=colours[number % len(colours)],
            hatch=HATCHES[number % len(HATCHES)],
            edgecolor="white",
            linewidth=0.8,
        )
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        inside = [row[number] for row in texts]
        axes.bar_label(bars, inside, label_type="center", bbox=box, fontsize="small")
        left += shares[:, number]
    axes.set_xlim(0, 1)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _rows(axes: Axes, names: pd.Index, width: int, lines: int) -> None:
    """Name the bars, the first on top."""
    axes.set_yticks(range(len(names)), fitted(names, width, lines), fontsize="small")
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(left=False)


def headline(figure: Figure, title: str) -> None:
    """Set the message over the whole figure: row labels would push an axes' title aside."""
    width = figure.get_figwidth()
    size = 11 if width < 5 else 12.5
    text = textwrap.fill(title, int(width * 9))
    more = max(0, text.count("\n") + 1 - _TITLE)
    figure.set_figheight(figure.get_figheight() + more * size / 60)
    figure.suptitle(text, x=0.01, ha="left", fontsize=size, fontweight="bold")


def message(title: str) -> Figure:
    """Draw the message alone, where there is nothing to draw."""
    figure, axes = plt.subplots(figsize=(8, 0.8))
    axes.set_axis_off()
    axes.text(0, 0.5, textwrap.fill(title, 72), va="center", transform=axes.transAxes)
    return figure


def nothing(title: str) -> Figure:
    """Draw a message, and that the corpus holds nothing of the kind."""
    figure = message("This corpus holds nothing to draw here.")
    figure.set_figheight(1.6)
    headline(figure, title)
    return figure


def _wrapped(name: str, width: int) -> str:
    """Break a name into lines at its blanks, an id at its hyphens."""
    hyphens = " " not in name
    return textwrap.fill(name, width, break_long_words=False, break_on_hyphens=hyphens)


def fitted(names: Iterable[object], width: int, lines: int, ends: Sequence[str] = ()) -> list[str]:
    r"""Break names into so many lines, longer ones cut with …; those that begin alike keep an end.

    Parameters
    ----------
    names : iterable
    width : int
        Letters in a line.
    lines : int
    ends : sequence of str, optional
        What follows each name, and is never cut.

    Returns
    -------
    list of str

    Examples
    --------
    >>> fitted(["The Ministry of Health meets partners", "UK: medical hub"], 12, 2)
    ['The Ministry\nof Health…', 'UK: medical\nhub']
    >>> fitted(["Health news of May", "Health news of June"], 16, 1)
    ['Health… of May', 'Health… of June']
    """
    pairs = [(str(name), end) for name, end in itertools.zip_longest(names, ends, fillvalue="")]
    begun = [_cut(name, width, lines, "", end)[: -len(end) or None] for name, end in pairs]
    lasts = [
        name[-(width // 2) - 1 :] if begun.count(own) > 1 else ""
        for (name, _), own in zip(pairs, begun, strict=True)
    ]
    return [
        _cut(name, width, lines, last.partition(" ")[2] or last, end)
        for (name, end), last in zip(pairs, lasts, strict=True)
    ]


def _cut(name: str, width: int, lines: int, last: str, end: str) -> str:
    """Break a name into lines; of a longer one keep what fits, then what is to come last."""
    rows = _wrapped(name + end, width).split("\n")
    if len(rows) > lines:
        kept = f"… {last}".strip() + end
        room = max(width - len(kept), 0)
        row = rows[lines - 1]
        if len(row) > room:
            row = row[: room + 1].rpartition(" ")[0] or row[:room]
        rows = [*rows[: lines - 1], row.rstrip(" ,;:-(") + kept]
    room = width - 1 - len(last)
    return "\n".join(row if len(row) <= width else f"{row[:room]}…{last}" for row in rows)


def dots(table: pd.DataFrame, title: str, *, axis: str) -> Figure:
    """Draw a row of dots for each row of the table, one dot a column.

    Parameters
    ----------
    table : DataFrame
        Rows from the top; a column is a series with a marker and colour of its own.
    title : str
        The figure's message.
    axis : str
        What the horizontal axis measures, with its unit.

    Returns
    -------
    Figure

    Examples
    --------
    >>> rates = pd.DataFrame({"UK": [4.1, 0.5], "US": [2.0, 3.5]}, index=["hỗ trợ", "hợp tác"])
    >>> figure = dots(rates, "The UK articles speak of support", axis="per 1,000 words")
    >>> figure.axes[0].get_xlabel()
    'per 1,000 words'
    """
    figure, axes = plt.subplots(figsize=(8, 1.5 + ROW_HEIGHT * len(table)))
    places = np.arange(len(table))
    low, high = table.min(axis=1), table.max(axis=1)
    axes.hlines(places, low, high, color="0.75", linewidth=1, zorder=1)
    # Dots of equal value would hide each other: each series has its own height in the row.
    offsets = np.linspace(-0.22, 0.22, table.shape[1]) if table.shape[1] > 1 else [0]
    for place, column in enumerate(table):
        marker = MARKERS[place % len(MARKERS)]
        axes.scatter(
            table[column], places + offsets[place], marker=marker, s=42, label=column, zorder=2
        )
    axes.set_yticks(places, table.index.astype(str))
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(left=min(0, low.min()))
    axes.grid(axis="x", color="0.9")
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    axes.set_xlabel(axis)
    axes.set_title(title, loc="left", pad=52 if table.shape[1] > 3 else 34)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=min(3, table.shape[1]), columnspacing=1
    )
    return figure
