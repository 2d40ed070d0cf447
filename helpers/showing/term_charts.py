"""Figures of terms: grids of rates, panels of scores, rank and frequency."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.showing.charts import headline, nothing


def bilingual(table: pd.DataFrame, column: str = "term") -> list[str]:
    """Label each row by its term and, where the table has one, the first sense of its gloss.

    Parameters
    ----------
    table : DataFrame
        A table with a column of terms and, from `Corpus.gloss`, a column `English`.
    column : str, default "term"
        The column of terms.

    Returns
    -------
    list of str
        "y tế (health)", or the term alone.
    """
    glosses = table["English"] if "English" in table else [""] * len(table)
    senses = [re.split("[;,(]", gloss)[0].strip() for gloss in glosses]
    return [
        f"{term} ({sense})" if sense else str(term)
        for term, sense in zip(table[column], senses, strict=True)
    ]


def panels(
    table: pd.DataFrame,
    title: str,
    *,
    axis: str,
    by: str,
    label: str,
    value: str,
    low: str | None = None,
    high: str | None = None,
    hollow: str | None = None,
    note: str | None = None,
    marks: tuple[float, ...] = (0,),
    limit: int = 6,
    narrow: bool = False,
) -> Figure:
    """Draw one row a label, a panel a group: a dot for the value, a line for its interval.

    Parameters
    ----------
    table : DataFrame
        One row a dot, in order from the top; needs the columns named below.
    title : str
        The figure's message.
    axis : str
        What the horizontal axis measures, with its unit.
    by, label, value : str
        Columns: of the groups, of the rows' labels, of the numbers.
    low, high : str, optional
        Columns of an interval's ends; an infinite one is drawn as an arrow. Without them the line
        starts from the first of `marks`.
    hollow : str, optional
        Column of truth values: draw the dot as a ring, for what is weak.
    note : str, optional
        Column of short texts to stand at the right of each row.
    marks : tuple of float, default (0,)
        Values at which a vertical line stands.
    limit : int, default 6
        Panels drawn; the others are left out, and the axis says so.
    narrow : bool
        Draw for a narrow screen.

    Returns
    -------
    Figure
    """
    groups = list(dict.fromkeys(table[by]))
    if not groups:
        return nothing(title)
    if len(groups) > limit:
        axis = f"{axis} (first {limit} of {len(groups)})"
    drawn = [table[table[by] == name] for name in groups[:limit]]
    heights = [len(rows) + (1.1 if len(groups) > 1 else 0.3) for rows in drawn]
    figure, grid = plt.subplots(
        len(drawn),
        figsize=(4.2 if narrow else 8, (1.6 if narrow else 1.2) + 0.3 * sum(heights)),
        sharex=True,
        squeeze=False,
        height_ratios=heights,
    )
    edges = _edges(pd.concat(drawn), [name for name in (value, low, high) if name])
    for name, rows, axes in zip(groups, drawn, grid[:, 0], strict=False):
        _panel(axes, rows, label, value, (low, high, hollow, note), marks, edges, narrow=narrow)
        if len(groups) > 1:
            axes.set_title(str(name), fontsize="medium", pad=4)
    grid[-1, 0].set_xlabel(textwrap.fill(axis, 40) if narrow else axis)
    headline(figure, title)
    return figure


def here_elsewhere(table: pd.DataFrame, title: str, *, narrow: bool = False) -> Figure:
    """Draw the uses of each group's words: to the right in the group, to the left elsewhere.

    Parameters
    ----------
    table : DataFrame
        ``group, label, target_count, reference_count``, in order from the top.
    title : str
        The figure's message.
    narrow : bool
        Draw for a narrow screen.

    Returns
    -------
    Figure
    """
    groups = list(dict.fromkeys(table["group"]))
    if not groups:
        return nothing(title)
    heights = [len(table[table["group"] == group]) + 1.1 for group in groups]
    names = table["label"].map(lambda label: textwrap.fill(str(label), 22) if narrow else label)
    # A line of small letters takes a seventh of an inch.
    row = max(0.29, names.astype(str).str.count("\n").max() / 7 + 0.17)
    size = (4.4 if narrow else 8, 1.3 + row * sum(heights))
    figure, grid = plt.subplots(
        len(groups), figsize=size, sharex=True, squeeze=False, height_ratios=heights
    )
    for group, axes in zip(groups, grid[:, 0], strict=True):
        rows = table[table["group"] == group]
        places = np.arange(len(rows))
        here, elsewhere = rows["target_count"], rows["reference_count"]
        bars = axes.barh(places, here, color="C0", height=0.66)
        axes.bar_label(bars, [str(n) for n in here], padding=3, fontsize="small")
        bars = axes.barh(
            places, -elsewhere, color="0.75", hatch="///", edgecolor="white", height=0.66
        )
        axes.bar_label(bars, [str(n) if n else "" for n in elsewhere], padding=3, fontsize="small")
        axes.axvline(0, color="0.4", linewidth=0.8)
        axes.set_yticks(places, names[rows.index].astype(str), fontsize="small" if narrow else None)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_title(str(group), fontsize="medium", pad=4)
        axes.spines[:].set_visible(False)
        axes.tick_params(left=False, bottom=False, labelbottom=False)
        axes.margins(x=0.12)
    said = "uses: to the right in the group, to the left (hatched) in all the others"
    grid[-1, 0].set_xlabel(textwrap.fill(said, 40) if narrow else said)
    headline(figure, title)
    return figure


def _edges(table: pd.DataFrame, columns: list[str]) -> tuple[float, float]:
    """Say how far to either side an open interval is drawn: a little beyond all numbers."""
    numbers = table[columns].to_numpy(dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    margin = 0.06 * np.ptp(numbers) if len(numbers) else 0.0
    return numbers.min(initial=0) - margin, numbers.max(initial=0) + margin


def _panel(
    axes: Axes,
    rows: pd.DataFrame,
    label: str,
    value: str,
    columns: tuple,
    marks: Any,
    edges: tuple[float, float],
    *,
    narrow: bool = False,
) -> None:
    """Draw one panel's rows."""
    low, high, hollow, note = columns
    places = np.arange(len(rows))
    numbers = rows[value].to_numpy(dtype=float)
    ends = [
        rows[low].to_numpy(dtype=float) if low else np.full(len(rows), float(marks[0])),
        rows[high].to_numpy(dtype=float) if high else numbers,
    ]
    for end, edge, arrow in zip(ends, edges, "<>", strict=True):
        if (unbounded := np.isinf(end)).any():
            axes.scatter(np.full(unbounded.sum(), edge), places[unbounded], marker=arrow, s=30)
    ends = [np.where(np.isinf(end), edge, end) for end, edge in zip(ends, edges, strict=True)]
    axes.hlines(places, *ends, color="C0", linewidth=1.4)
    ring = rows[hollow].to_numpy(dtype=bool) if hollow else np.zeros(len(rows), dtype=bool)
    axes.scatter(numbers[~ring], places[~ring], color="C0", s=44, zorder=3)
    axes.scatter(numbers[ring], places[ring], facecolor="white", edgecolor="C0", s=44, zorder=3)
    for mark in marks:
        axes.axvline(mark, color="0.6", linewidth=0.8, zorder=0)
    for place, text in zip(places, rows[note] if note else [], strict=False):
        axes.annotate(
            str(text),
            (1.01, place),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize="small",
        )
    names = rows[label].astype(str)
    axes.set_yticks(places, [textwrap.fill(name, 20) for name in names] if narrow else names)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.grid(axis="x", color="0.92")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)


def zipf(ranks: pd.DataFrame, title: str, *, labels: dict[int, str] | None = None) -> Figure:
    """Draw frequency by rank, both on logarithmic axes, beside the line that Zipf's law draws.

    Parameters
    ----------
    ranks : DataFrame
        From `rank_frequency`: columns `rank`, `count`.
    title : str
        The figure's message.
    labels : dict of int to str, optional
        Texts to stand beside the dots of these ranks.

    Returns
    -------
    Figure
    """
    if ranks.empty:
        return nothing(title)
    figure, axes = plt.subplots(figsize=(8, 4.6))
    top = ranks["count"].iloc[0]
    last = ranks["rank"].iloc[-1]
    axes.plot(
        [1, last], [top, top / last], color="0.5", linestyle="--", label="Zipf: count ∝ 1/rank"
    )
    # one line of steps, not a dot a word: the drawing stays small however many words there are
    steps = ranks[~ranks["count"].duplicated() | (ranks["rank"] == last)]
    axes.step(steps["rank"], steps["count"], where="post", linewidth=2, label="this corpus")
    known = ranks.set_index("rank")["count"]
    places = list(labels or {})
    axes.scatter(places, known.reindex(places), s=30, color="C0", zorder=3)
    for rank, text in (labels or {}).items():
        axes.annotate(
            text,
            (rank, known[rank]),
            xytext=(6, 7),
            textcoords="offset points",
            fontsize="small",
            rotation=20,
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(0.7, top * 2)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel("rank of the word (1 is the commonest)")
    axes.set_ylabel("occurrences")
    axes.legend(loc="lower left")
    headline(figure, title)
    return figure
