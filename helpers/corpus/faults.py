"""The error that names what is wrong with a corpus, and text as a line can show it."""

from __future__ import annotations

import re

from helpers.vietnamese import limits

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
