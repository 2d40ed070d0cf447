"""The kinds of figure the notebooks draw: a table in, a matplotlib figure out."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

# Shape and hatch repeat what colour says, for readers who don't see the colours.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
# Single lines: a denser hatch makes a drawing of a hundred kilobytes.
HATCHES = ("", "/", "-", "\\", "|", "x", "+")

ROW_HEIGHT = 0.42
"""Inches of height for one row of bars or dots."""


def stacked_shares(
    counts: pd.DataFrame,
    title: str,
    *,
    unit: str = "characters",
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
    unit : str
        What is counted, for the axis.
    least : float
        Share from which a division is wide enough to hold its own figure.
    narrow : bool
        Draw for a narrow screen.

    Returns
    -------
    Figure
    """
    shares = counts.div(counts.sum(axis=1), axis=0).fillna(0)
    size = (4.2 if narrow else 8, (2.2 if narrow else 1.5) + ROW_HEIGHT * len(shares))
    figure, axes = plt.subplots(figsize=size)
    colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    left = np.zeros(len(shares))
    for place, column in enumerate(shares):
        widths = shares[column].to_numpy()
        bars = axes.barh(
            [textwrap.fill(str(name), 16 if narrow else 30) for name in shares.index],
            widths,
            left=left,
            label=column,
            color=colours[place % len(colours)],
            hatch=HATCHES[place % len(HATCHES)],
            edgecolor="white",
            linewidth=0.8,
        )
        labels = [f"{width:.0%}" if width >= least else "" for width in widths]
        axes.bar_label(
            bars,
            labels,
            label_type="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            fontsize="small",
        )
        left += widths
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel(f"share of the page's {unit}")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    look = {"x": 0.01, "ha": "left", "fontsize": 12.5, "fontweight": "bold"}
    figure.suptitle(textwrap.fill(title, 38 if narrow else 76), **look)  # type: ignore[arg-type]
    ncols = 1 if narrow else len(shares.columns)
    figure.legend(loc="outside lower left", ncols=ncols, columnspacing=1, handlelength=1.4)
    return figure


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
