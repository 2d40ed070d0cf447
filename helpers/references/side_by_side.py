"""Two texts side by side: what they share word for word, what is reworded, what stands in one."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers.vietnamese import syllable_key

LEAST_RUN = 3
"""Syllables from which a shared run counts: two syllables are often just one word."""

LEAST_AGREEMENT = 1 / 3
"""Dice coefficient below which two clauses are not set beside each other."""

# An abbreviation in capitals is one piece, with or without a blank inside: TP HCM, TP.HCM, TPHCM.
_PIECE = re.compile(r"[A-ZĐ]{2,}(?:[ .]+[A-ZĐ]{2,})*(?![^\W_])|[^\W_]+|\n")
_SYLLABLE = re.compile(r"[^\W_]+|\n")
_CLAUSE_END = re.compile(r"[,;:.!?…]+(?=\s|$|[\"”»)])|[\"“”«»()\n]|\s[-–—]\s")
_QUOTED = re.compile(r"“[^“”\n]*”|«[^«»\n]*»|\"[^\"\n]*\"")


class SharedRun(NamedTuple):
    """A run of syllables that two texts share; offsets are code points, the end exclusive.

    Examples
    --------
    >>> left, right = "Hai bên ký kết thỏa thuận.", "Ở Hà Nội, hai bên ký kết văn bản."
    >>> run = shared_runs(left, right)[0]
    >>> left[run.left_start : run.left_end], run.syllables
    ('Hai bên ký kết', 4)
    """

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    syllables: int


class _Syllables(NamedTuple):
    keys: list
    starts: list[int]
    ends: list[int]


def _syllables(text: str) -> _Syllables:
    """Cut a text into syllables that compare alike however case and tone marks are written."""
    # In a text all in capitals, neighbours in capitals are words like any other.
    pieces = list((_SYLLABLE if text.isupper() else _PIECE).finditer(text))
    # A line break equals nothing, not even another line break: no run goes across it.
    keys = [
        object() if piece[0] == "\n" else syllable_key(re.sub(r"[ .]", "", piece[0]))
        for piece in pieces
    ]
    return _Syllables(keys, [p.start() for p in pieces], [p.end() for p in pieces])


def count_syllables(text: str) -> int:
    """Count the syllables of a text, an abbreviation in capitals as one.

    Parameters
    ----------
    text : str
        In composed letters (NFC).

    Returns
    -------
    int

    Examples
    --------
    >>> count_syllables("TP HCM ký kết.")
    3
    """
    return sum(isinstance(key, tuple) for key in _syllables(text).keys)


def shared_runs(left: str, right: str, *, least: int = LEAST_RUN) -> list[SharedRun]:
    """Find the runs of syllables that two texts share, the longest first come.

    Greedy string tiling: the longest run that both texts hold and no longer run has taken is
    marked, then the next, down to `least` syllables. Capitals, punctuation and the place of the
    tone mark don't count; a line break ends a run.

    Parameters
    ----------
    left, right : str
        Texts in composed letters (NFC).
    least : int, default 3
        The fewest syllables of a run.

    Returns
    -------
    list of SharedRun
        In the order of `left`; no run overlaps another on either side.

    Raises
    ------
    TypeError
        If a text is no str.
    ValueError
        If `least` is below 1.

    References
    ----------
    M. J. Wise, "YAP3: improved detection of similarities in computer program and other texts",
    SIGCSE 1996. P. Clough et al., "METER: measuring text reuse", ACL 2002, uses it on news.

    Examples
    --------
    >>> left, right = "Hai bên ký kết thỏa thuận.", "Ở Hà Nội, hai bên ký kết văn bản."
    >>> [left[run.left_start : run.left_end] for run in shared_runs(left, right)]
    ['Hai bên ký kết']
    """
    for name, text in (("left", left), ("right", right)):
        if not isinstance(text, str):
            raise TypeError(f"{name}: expected str, got {type(text).__name__}")
    if least < 1:
        raise ValueError(f"least is a number of syllables from 1, got {least}")
    one, two = _syllables(left), _syllables(right)
    tiles = sorted(_tiles(one.keys, two.keys, least))
    return [
        SharedRun(
            one.starts[i], one.ends[i + size - 1], two.starts[j], two.ends[j + size - 1], size
        )
        for i, j, size in tiles
    ]


def syllable_runs(text: str, least: int = LEAST_RUN) -> set[tuple]:
    """Give every run of `least` syllables of a text.

    Two texts share a run of `least` syllables or more (`shared_runs`) just where these sets meet:
    so the few texts that share one are found among many without comparing each two.

    Parameters
    ----------
    text : str
        In composed letters (NFC).
    least : int, default 3

    Returns
    -------
    set of tuple
    """
    keys = _syllables(text).keys
    return {tuple(keys[start : start + least]) for start in range(len(keys) - least + 1)}


def _tiles(left: list, right: list, least: int) -> list[tuple[int, int, int]]:
    """Give the tiles as (place in left, place in right, length)."""
    queue = [(-size, i, j) for i, j, size in _longest_matches(left, right, least)]
    heapq.heapify(queue)
    taken_left, taken_right = [False] * len(left), [False] * len(right)
    tiles = []
    while queue:
        size, i, j = heapq.heappop(queue)
        free = [not (taken_left[i + step] or taken_right[j + step]) for step in range(-size)]
        if all(free):
            tiles.append((i, j, -size))
            for step in range(-size):
                taken_left[i + step] = taken_right[j + step] = True
            continue
        # What a longer tile has left of this match may still be long enough.
        for start, length in _true_runs(free):
            if length >= least:
                heapq.heappush(queue, (-length, i + start, j + start))
    return tiles


def _longest_matches(left: list, right: list, least: int) -> list[tuple[int, int, int]]:
    """Give every match that can't be made longer at either end."""
    places = defaultdict(list)
    for j in range(len(right) - least + 1):
        places[tuple(right[j : j + least])].append(j)
    matches = []
    for i in range(len(left) - least + 1):
        for j in places.get(tuple(left[i : i + least]), ()):
            if i and j and left[i - 1] == right[j - 1]:
                continue
            size = least
            while i + size < len(left) and j + size < len(right):
                if left[i + size] != right[j + size]:
                    break
                size += 1
            matches.append((i, j, size))
    return matches


def _true_runs(flags: list[bool]) -> list[tuple[int, int]]:
    """Give start and length of each run of true values."""
    runs, start = [], None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            runs.append((start, place - start))
            start = None
    return runs


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Find what stands in quotation marks: ``“ ”``, ``« »`` or straight ones, within a line.

    Returns
    -------
    list of (int, int)
        Start and end of what is quoted, the marks left out. A mark without its fellow opens
        nothing.
    """
    return [(match.start() + 1, match.end() - 1) for match in _QUOTED.finditer(text)]


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Cut a text at its punctuation; a comma or full stop inside a number cuts nothing.

    Returns
    -------
    list of (int, int)
        Start and end of each stretch that holds a syllable, blanks left out.
    """
    cuts = [(0, 0), *(match.span() for match in _CLAUSE_END.finditer(text)), (len(text),) * 2]
    clauses = []
    for (_, after), (end, _) in pairwise(cuts):
        piece = text[after:end]
        if count_syllables(piece):
            start = after + len(piece) - len(piece.lstrip())
            clauses.append((start, start + len(piece.strip())))
    return clauses


def align_clauses(left: str, right: str, *, least: float = LEAST_AGREEMENT) -> pd.DataFrame:
    """Set the clauses of two texts beside each other, in order.

    Up to two neighbouring clauses of one side stand beside one of the other, but none in quotation
    marks together with one outside them. The alignment is
    the one that maximises, over the pairs, ``2 s - u least / (1 - least)``, with s the syllables
    that both have (counted with multiplicity) and u those that only one has: so a pair is made
    where its Dice coefficient, ``2 s / (2 s + u)``, is above `least`.

    Parameters
    ----------
    left, right : str
        Texts in composed letters (NFC).
    least : float, default 1/3
        Dice coefficient, between 0 and 1.

    Returns
    -------
    DataFrame
        ``relation`` (same words: all of them, in the same order; reworded; only left; only
        right), ``left,
        right`` (the clauses), ``agreement`` (Dice; NaN where one side is empty), ``shared``
        (syllables), ``left_quoted, right_quoted`` (whether the clause stands in quotation
        marks) and ``left_start, left_end, right_start, right_end``.

    References
    ----------
    Dynamic programming over pairs 1:1, 1:0, 0:1, 2:1 and 1:2 after W. A. Gale and K. W. Church,
    "A program for aligning sentences in bilingual corpora", Computational Linguistics 19 (1993);
    L. R. Dice, "Measures of the amount of ecologic association", Ecology 26 (1945).
    """
    if not 0 < least < 1:
        raise ValueError(f"least is a Dice coefficient between 0 and 1, got {least}")
    one, two = _clauses(left), _clauses(right)
    rows = [
        _side("left", left, one[i]) | _side("right", right, two[j])
        for i, j in _best_path(one, two, least)
    ]
    for row in rows:
        shared, total = _overlap(row["left"], row["right"])
        row["shared"] = shared
        row["agreement"] = 2 * shared / total if row["left"] and row["right"] else float("nan")
        row["relation"] = _relation(row["left"], row["right"])
    columns = ["relation", "left", "right", "agreement", "shared", "left_quoted", "right_quoted"]
    offsets = ["left_start", "left_end", "right_start", "right_end"]
    table = pd.DataFrame(rows, columns=[*columns, *offsets])
    return table.astype(dict.fromkeys(offsets, "Int64") | {"agreement": float, "shared": "int64"})


class _Clause(NamedTuple):
    start: int
    end: int
    bag: Counter
    quoted: bool


def _clauses(text: str) -> list[_Clause]:
    quotes = quoted_spans(text)
    return [
        _Clause(a, b, _bag(text[a:b]), any(start <= a and b <= end for start, end in quotes))
        for a, b in split_clauses(text)
    ]


def _side(name: str, text: str, clauses: list[_Clause]) -> dict:
    """Give one side of a pair: its clauses as one stretch of the text."""
    start, end = (clauses[0].start, clauses[-1].end) if clauses else (pd.NA, pd.NA)
    return {
        name: text[start:end] if clauses else "",
        f"{name}_quoted": bool(clauses) and clauses[0].quoted,
        f"{name}_start": start,
        f"{name}_end": end,
    }


def _relation(left: str, right: str) -> str:
    if not (left and right):
        return "only left" if left else "only right"
    one, two = (_syllables(text.replace("\n", " ")).keys for text in (left, right))
    return "same words" if one == two else "reworded"


def _bag(text: str) -> Counter:
    return Counter(key for key in _syllables(text).keys if isinstance(key, tuple))


def _overlap(left: str, right: str) -> tuple[int, int]:
    one, two = _bag(left), _bag(right)
    return (one & two).total(), one.total() + two.total()


_STEPS = ((1, 1), (2, 1), (1, 2), (1, 0), (0, 1))


def _gain(one: list[_Clause], two: list[_Clause], weight: float) -> float | None:
    """Value a pair; None where it can't be made."""
    if not (one and two):
        return 0.0
    # What is quoted and what isn't stay apart: the reader has to see which is which.
    if any(len({clause.quoted for clause in side}) > 1 for side in (one, two)):
        return None
    left, right = (sum((clause.bag for clause in side), Counter()) for side in (one, two))
    shared = (left & right).total()
    gain = 2 * shared - weight * (left.total() + right.total() - 2 * shared)
    return gain if gain > 0 else None


def _best_path(one: list[_Clause], two: list[_Clause], least: float) -> list[tuple[slice, slice]]:
    """Give the clauses that stand beside each other, by dynamic programming."""
    weight = least / (1 - least)
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {(0, 0): (0.0, None)}
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            for down, across in _STEPS:
                before = (i - down, j - across)
                if min(before) < 0:
                    continue
                gain = _gain(one[i - down : i], two[j - across : j], weight)
                if gain is None:
                    continue
                score = best[before][0] + gain
                if (i, j) not in best or score > best[i, j][0]:
                    best[i, j] = (score, before)
    path, place = [], (len(one), len(two))
    while came := best[place][1]:
        path.append((slice(came[0], place[0]), slice(came[1], place[1])))
        place = came
    return path[::-1]
