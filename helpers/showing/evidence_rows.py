"""The lines of evidence behind the rows of a table: which belong to each, which are shown."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from helpers.showing.evidence import cell_numbers
from helpers.showing.markup import missing, plain_text, shown_text

Evidence: TypeAlias = pd.DataFrame | Callable[[pd.Series], pd.DataFrame]
_PIECES = ("left", "node", "right")


def evidence_lists(frame: pd.DataFrame, evidence: Evidence | None) -> list[pd.DataFrame] | None:
    """Return, for every row of a table, its sentences; None without evidence."""
    if evidence is None:
        return None
    if callable(evidence):
        return [_checked(evidence(row)) for _, row in frame.iterrows()]
    if not isinstance(evidence, pd.DataFrame):
        raise TypeError(f"show_table: evidence must be a DataFrame, got {type(evidence).__name__}")
    keys = [name for name in frame.columns if name in evidence.columns and name not in _PIECES]
    if not keys:
        raise ValueError(
            f"show_table: evidence must share a column with the table ({list(frame.columns)}) "
            f"that says to which row a sentence belongs; it has {list(evidence.columns)}"
        )
    lines = _checked(evidence)
    # Of a large corpus's sentences few belong to the rows shown, and groups are costly to make.
    for name in keys:
        lines = lines[lines[name].isin(list(frame[name]))]
    grouped = lines.groupby(keys, sort=False, observed=True, dropna=False)
    groups = {_row_key(key): lines for key, lines in grouped}
    wanted = map(_row_key, frame[keys].itertuples(index=False, name=None))
    return [groups.get(key, evidence.head(0)) for key in wanted]


def _row_key(values: Any) -> tuple:
    """Return values by which rows are matched; a missing value equals a missing value."""
    return tuple(None if missing(value) else value for value in values)


def _checked(lines: pd.DataFrame) -> pd.DataFrame:
    """Return evidence that has the columns needed, or say which it lacks."""
    lacking = [name for name in _PIECES if name not in lines.columns]
    if lacking:
        raise ValueError(f"show_table: evidence lacks {lacking}; it has {list(lines.columns)}")
    return lines


def evidence_places(
    lines: pd.DataFrame, limit: int, known: Callable[[Mapping], Mapping]
) -> dict | None:
    """Return evidence as the number of its lines and what is shown of each."""
    if not len(lines):
        return None
    count = f"{len(lines):,} {'place' if len(lines) == 1 else 'places'}"
    chosen = _chosen(lines, limit)
    cut = f"{limit:,} of {count}." if len(lines) > limit else ""
    shown = [shown_line(known(line)) for line in chosen.to_dict("records")]
    cells = cell_numbers(lines)
    cut = f"{limit:,} in full:" if cells and cut else cut
    return {"count": count, "cut": cut, "cells": cells, "lines": shown}


def _chosen(lines: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Choose lines, in their order: the shortest of the cell that has most, which leads to all.

    Without cells it is the first of each article.
    """
    lines = lines.reset_index(drop=True)
    if "cell" in lines:
        most = lines["cell"] == lines["cell"].value_counts(sort=False).idxmax()
        order = lines["left"].str.len() + lines["right"].str.len()
        order = order.where(most, order + order.max() + 1)
    elif "article" in lines:
        order = lines.groupby("article", sort=False).cumcount()
    else:
        return lines.head(limit)
    return lines.loc[sorted(order.sort_values(kind="stable").index[:limit])]


def shown_line(line: Mapping[Any, Any]) -> dict[str, str]:
    """Return one line: where it stands, left, node and right, its English; 0 is the title.

    Parameters
    ----------
    line : mapping
        ``left, node, right`` and, where known, ``name`` or ``article``, ``sentence``, ``link``,
        ``english``: a row of `sentence_lines`.

    Returns
    -------
    dict of str to str
        ``place, link, english, left, node, right``, with a blank where two words would meet.

    Examples
    --------
    >>> line = {"article": "a", "sentence": 3, "left": "Hai bên", "node": "ký kết", "right": "."}
    >>> shown_line(line)["place"], shown_line(line)["left"]
    ('a · sentence 3', 'Hai bên ')
    """
    left, node, right = (shown_text(line[name]) for name in _PIECES)
    article = line.get("name", line.get("article"))
    said = [] if missing(article) else [str(article)]
    if not missing(line.get("sentence")):
        said.append(f"sentence {line['sentence']}" if line["sentence"] else "title")
    return {
        "place": " · ".join(said),
        "link": str(line.get("link") or ""),
        "english": plain_text(line.get("english") or ""),
        "left": left + _gap(left, node),
        "node": node,
        "right": _gap(node, right) + right,
    }


def _gap(before: str, after: str) -> str:
    """Return the space that belongs between two pieces of a sentence, if any."""
    # Slices of a sentence hold their own spaces; words joined without them would stick together.
    return " " if before[-1:].isalnum() and after[:1].isalnum() else ""
