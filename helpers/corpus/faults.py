"""The error that names what is wrong with a corpus, and text as a line can show it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.vietnamese import limits

_OF_A_ROW = re.compile(r"(.+?), row (\d+): (.+)")
_QUOTED = re.compile(r"'[^']*'")
_SEVERAL = 3  # rows with one fault from which a line is for them all
_MOST_ROWS = 20
# What breaks a line, moves a terminal's cursor, turns its writing round or has no letter.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: object) -> str:
    r"""Return a text on one line, characters that no reader sees by their codes.

    >>> printable("a\x1b[2J\n.txt")
    'a\\x1b[2J\\n.txt'
    """
    return _UNSEEN.sub(lambda sign: repr(sign[0])[1:-1], str(text))


def brief(text: object) -> str:
    r"""Return a text on one line as `printable` does, its middle cut where it is very long.

    Examples
    --------
    >>> brief("a\nb"), len(brief("x" * 10**6)) <= limits.LONGEST_PROBLEM
    ('a\\nb', True)
    """
    said = str(text)
    most = limits.LONGEST_PROBLEM
    if len(said) > most:
        # What was expected stands at the end.
        half = most // 2 - 30
        said = f"{said[:half]} … (cut: {len(said):,} characters) … {said[-half:]}"
    return printable(said)


def summed_up(problems: Iterable[str]) -> list[str]:
    """Say a fault that several rows have, with other values perhaps, in one line.

    Parameters
    ----------
    problems : iterable of str

    Returns
    -------
    list of str
        In the order of the first of each kind.

    Examples
    --------
    >>> dates = ["2x", "3x", "4x", "4x"]
    >>> summed_up(f"a.csv, row {n}: date '{d}'; expected a date" for n, d in enumerate(dates, 2))
    ["a.csv, rows 2, 3, 4, 5: date '2x', '3x', '4x'; expected a date"]
    """
    kinds: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        row = _OF_A_ROW.fullmatch(problem)
        kind = (row[1], _QUOTED.sub("'", row[3])) if row else (problem, "")
        kinds.setdefault(kind, []).append(problem)
    lines: list[str] = []
    for (name, _), same in kinds.items():
        rows = [row for problem in same if (row := _OF_A_ROW.fullmatch(problem))]
        if len(rows) < _SEVERAL:
            lines += same
            continue
        values = dict.fromkeys(found[0] for row in rows if (found := _QUOTED.search(row[3])))
        first = ", ".join([*values][:_SEVERAL]) + (", …" if len(values) > _SEVERAL else "")
        numbers = ", ".join(row[2] for row in rows[:_MOST_ROWS])
        more = f" and {len(rows) - _MOST_ROWS:,} more" if len(rows) > _MOST_ROWS else ""
        fault = rows[0][3].replace(next(iter(values)), first, 1) if values else rows[0][3]
        lines.append(f"{name}, rows {numbers}{more}: {fault}")
    return lines


class CorpusError(ValueError):
    r"""A corpus that cannot be used as it stands.

    Parameters
    ----------
    problems : list of str
        One line each: the file, the row where there is one, what was found
        and what was expected. Control characters in a name are shown by their codes.

    Examples
    --------
    >>> str(CorpusError(["articles.csv, row 2: no id", "articles.csv, row 3: no title"]))
    '2 problems:\n  articles.csv, row 2: no id\n  articles.csv, row 3: no title'
    """

    def __init__(self, problems: list[str]):
        self.problems = [brief(problem) for problem in problems]
        count = len(self.problems)
        head = "" if count == 1 else f"{count} problems:\n  "
        super().__init__(head + "\n  ".join(self.problems))

    def __reduce__(self) -> tuple:
        # Made again from its problems where it comes back from a worker process.
        return type(self), (self.problems,)
