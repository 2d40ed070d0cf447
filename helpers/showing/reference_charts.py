"""Figures on what is cited: by place, by document, in time, and between whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.references import OWN_TEXT, PLACES, SURROUNDINGS
from helpers.showing.charts import HATCHES, MARKERS, ROW_HEIGHT, fitted

_NARROW = 0.03
"""Share of the longest bar up to which a division is too narrow for its number."""

_MANY = 8
"""Rows or columns up to which a figure has the usual margins, and names that stand aslant."""


def count_bars(counts: pd.DataFrame, title: str, *, axis: str = "references") -> Figure:
    """Draw each row of counts as one bar, divided by column.

    Parameters
    ----------
    counts : DataFrame
        Whole numbers; rows are bars, from the top, columns the divisions, from the left.
    title : str
        The figure's message.
    axis : str
        What is counted.

    Returns
    -------
    Figure

    Examples
    --------
    >>> counts = pd.DataFrame({"article": [3, 2], "surroundings": [0, 4]}, index=["UK", "US"])
    >>> figure = count_bars(counts, "Most references stand around the US article")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['UK', 'US']
    """
    figure, axes = plt.subplots(figsize=(8, 1.6 + ROW_HEIGHT * len(counts)))
    left = np.zeros(len(counts))
    narrow = _NARROW * counts.sum(axis=1).max() if len(counts) else 0
    for place, column in enumerate(counts):
        values = counts[column].to_numpy()
        hatch = HATCHES[place % len(HATCHES)]
        bars = axes.barh(
            counts.index.astype(str),
            values,
            left=left,
            label=column,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.8,
        )
        axes.bar_label(
            bars,
            [f"{value:,}" if value > narrow else "" for value in values],
            label_type="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
            fontsize="small",
        )
        left += values
    if len(counts) > _MANY:
        # The usual margin is a share of the height: many rows would stand far below the legend.
        axes.set_ylim(-0.6, len(counts) - 0.4)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(axis)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    axes.set_title(title, loc="left", pad=34)
    if len(counts.columns):
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1), ncols=len(counts.columns), handlelength=1.4
        )
    return figure


def citation_grid(
    pairs: pd.DataFrame, articles: list[str], title: str, *, axis: str = ""
) -> Figure:
    """Draw which article cites which document.

    A filled square stands for the article's own text, an open one for its surroundings; the
    number in it is that of the mentions.

    Parameters
    ----------
    pairs : DataFrame
        ``label, article, own text, surroundings``, as `citations.count_by_article` gives it.
    articles : list of str
        The columns; citations of other articles are left out.
    title : str
        The figure's message.
    axis : str
        What the columns are, where it has to be said.

    Returns
    -------
    Figure

    Examples
    --------
    >>> rows = [("Resolution 31", "UK", 1, 0), ("Resolution 31", "HCMC", 2, 1)]
    >>> pairs = pd.DataFrame(rows, columns=["label", "article", "own text", "surroundings"])
    >>> figure = citation_grid(pairs, ["UK", "HCMC"], "Both cite it")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['1', '2', '1']
    """
    pairs = pairs[pairs["article"].isin(articles)]
    labels = list(dict.fromkeys(pairs["label"]))
    names = [_wrapped_lines(label) for label in labels]
    aslant = len(articles) <= _MANY
    width, below = (1.15, 1.9) if aslant else (0.48, 3.2)
    figure, axes = plt.subplots(
        figsize=(max(6.5, 2.6 + width * len(articles)), below + _row_height(names) * len(labels))
    )
    colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    for row in pairs.itertuples(index=False):
        label, article, own, around = row
        x, y = articles.index(article), labels.index(label)
        both = bool(own) and bool(around)
        for number, offset, face, ink in (
            (own, -0.2 * both, colours[0], "white"),
            (around, 0.2 * both, "white", colours[1]),
        ):
            if number:
                edge = colours[0] if face != "white" else colours[1]
                axes.scatter(
                    x + offset, y, s=330, marker="s", facecolor=face, edgecolor=edge, linewidth=1.5
                )
                axes.text(
                    x + offset,
                    y,
                    f"{number}",
                    color=ink,
                    ha="center",
                    va="center",
                    fontsize="small",
                    fontweight="bold",
                )
    for name, face, colour in (
        (OWN_TEXT, colours[0], colours[0]),
        (SURROUNDINGS, "white", colours[1]),
    ):
        axes.scatter(
            [], [], s=110, marker="s", facecolor=face, edgecolor=colour, linewidth=1.5, label=name
        )
    aside: dict[str, Any] = {"rotation": 20, "ha": "right", "rotation_mode": "anchor"}
    heads = fitted(articles, 26, 1)
    axes.set_xticks(range(len(articles)), heads, **(aside if aslant else {"rotation": 90}))
    axes.set_xlabel(axis)
    axes.set_yticks(range(len(labels)), names, fontsize="small")
    axes.set_xlim(-0.6, max(len(articles), 1) - 0.4)
    axes.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    axes.grid(color="0.9")
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title(title, loc="left", pad=34)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1), ncols=2)
    return figure


def _row_height(labels: Iterable[str]) -> float:
    """Give a row the height of its label: one line, or more."""
    return ROW_HEIGHT + 0.13 * max((label.count("\n") for label in labels), default=0)


def _place_in_year(date: str, year: int) -> float:
    """Give a date as a number of years; a year alone stands at its middle."""
    month, _, day = date[5:].partition("-")
    if not month:
        return year + 0.5
    return year + (int(month) - 1) / 12 + (int(day or 15) - 1) / 365


def timeline(documents: pd.DataFrame, title: str, *, note: str = "") -> Figure:
    """Draw when documents were issued and how far ahead they look; the undated in a lane.

    Parameters
    ----------
    documents : DataFrame
        As `citations.date_documents` gives it.
    title : str
        The figure's message.
    note : str
        Which documents are drawn, where it isn't all.

    Returns
    -------
    Figure
        A row a document. A dot is its issue, a line leads to its target year and, dotted, to
        the year of its vision. Below a rule stand the documents whose year isn't known.

    Examples
    --------
    >>> document = {"label": "Resolution 31", "date": "2022-12-30", "year": 2022, "place": OWN_TEXT}
    >>> documents = pd.DataFrame([document | {"horizon_to": 2030, "horizon_vision": 2045}])
    >>> figure = timeline(documents, "It looks ahead to 2045")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['Resolution 31']
    """
    dated = documents[documents["year"].notna()]
    undated = documents[documents["year"].isna()]
    names = [_wrapped_lines(label) for label in documents["label"]]
    figure, axes = plt.subplots(figsize=(8, 2.0 + _row_height(names) * len(documents)))
    colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    marks = {OWN_TEXT: (MARKERS[0], colours[0]), SURROUNDINGS: (MARKERS[1], colours[1])}
    for y, row in enumerate(dated.itertuples()):
        marker, colour = marks[row.place]
        x = _place_in_year(row.date, int(row.year))
        _horizon(axes, row, x, y, colour)
        axes.scatter(x, y, marker=marker, s=60, color=colour, zorder=3)
        axes.annotate(
            row.date, (x, y), (0, 8), textcoords="offset points", ha="center", fontsize="small"
        )
    years = pd.concat([dated["year"], dated["horizon_to"], dated["horizon_vision"]]).dropna()
    low, high = (int(years.min()) - 1, int(years.max()) + 2) if len(years) else (0, 1)
    axes.set_xlim(low, high)
    if len(undated):
        axes.axhline(len(dated) - 0.4, color="0.6", linewidth=0.8)
        axes.axhspan(len(dated) - 0.4, len(documents), color="0.95", zorder=0)
    for y, row in enumerate(undated.itertuples(), start=len(dated)):
        marker, colour = marks[row.place]
        axes.scatter(
            low + 0.02 * (high - low),
            y,
            marker=marker,
            s=60,
            facecolor="white",
            edgecolor=colour,
            zorder=3,
        )
        said = f"year unknown ({row.date.removeprefix('XXXX-')})" if row.date else "date unknown"
        axes.annotate(
            said,
            (low + 0.02 * (high - low), y),
            (10, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
    for place in PLACES:
        marker, colour = marks[place]
        axes.scatter([], [], marker=marker, s=60, color=colour, label=f"cited in {_ARTICLE[place]}")
    labels = [_wrapped_lines(label) for label in [*dated["label"], *undated["label"]]]
    axes.set_yticks(range(len(documents)), labels, fontsize="small")
    axes.set_ylim(len(documents) - 0.2, -0.8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="x", labelbottom=bool(len(dated)))
    axes.set_xlabel(f"{'year' if len(dated) else ''}{note}".strip())
    axes.grid(axis="x", color="0.9")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title(title, loc="left", pad=34)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1), ncols=2)
    return figure


_ARTICLE = {OWN_TEXT: "an article's own text", SURROUNDINGS: "its surroundings only"}


def _horizon(axes: Axes, row: Any, x: float, y: int, colour: str) -> None:
    for start, end, style, word in (
        (x, row.horizon_to, "-", "to"),
        (row.horizon_to if not pd.isna(row.horizon_to) else x, row.horizon_vision, ":", "vision"),
    ):
        if not pd.isna(end):
            axes.plot([start, int(end)], [y, y], linestyle=style, color=colour, linewidth=2)
            axes.scatter(int(end), y, marker="|", s=120, color=colour)
            axes.annotate(
                f"{word} {end}",
                (int(end), y),
                (0, 8),
                textcoords="offset points",
                ha="center",
                fontsize="small",
            )


def links(pairs: pd.DataFrame, title: str) -> Figure:
    """Draw who is tied to whom: two columns of names, a line a pair, with its mentions.

    Parameters
    ----------
    pairs : DataFrame
        ``first, second, own text, surroundings``: mentions of each pair.
    title : str
        The figure's message.

    Returns
    -------
    Figure
        A full line for a pair that an article's own text names, a dotted one for the rest.

    Examples
    --------
    >>> columns = ["first", "second", "own text", "surroundings"]
    >>> pairs = pd.DataFrame([("Hà Nội", "Hoa Kỳ", 2, 1)], columns=columns)
    >>> figure = links(pairs, "Who signs with whom")
    >>> figure.axes[0].texts[0].get_text()
    '2 + 1'
    """
    columns = [list(dict.fromkeys(pairs[name])) for name in ("first", "second")]
    rows = max(1, *map(len, columns))
    figure, axes = plt.subplots(figsize=(9, 1.0 + 0.6 * rows))
    heights = [
        {name: _height(i, len(names), rows) for i, name in enumerate(names)} for names in columns
    ]
    for row in pairs.itertuples(index=False):
        first, second, own, around = row[:4]
        ends = (heights[0][first], heights[1][second])
        axes.plot(
            [0, 1],
            ends,
            color="#0072B2" if own else "#D55E00",
            linestyle="-" if own else ":",
            linewidth=1.5,
        )
        axes.text(
            0.5,
            sum(ends) / 2,
            f"{own} + {around}",
            ha="center",
            va="center",
            fontsize="small",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )
    for x, side, names in ((0, "right", heights[0]), (1, "left", heights[1])):
        for name, y in names.items():
            axes.text(
                x + (0.02 if x else -0.02),
                y,
                _wrapped(name),
                ha=side,
                va="center",
            )
            axes.scatter(x, y, color="#1f2329", s=22, zorder=3)
    axes.set_xlim(-1.0, 2.0)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.axis("off")
    axes.set_title(title, loc="left")
    return figure


def _wrapped_lines(label: str) -> str:
    """Wrap each line of a row's label, so that a long title leaves room for the figure."""
    return "\n".join(_wrapped(line, width=40) for line in label.split("\n"))


def _height(place: int, names: int, rows: int) -> float:
    """Spread the names of the shorter column over the height of the longer."""
    return (place + 0.5) * rows / names - 0.5


def _wrapped(name: str, width: int = 28) -> str:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
