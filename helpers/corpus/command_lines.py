"""Commands as they are to be typed."""

from __future__ import annotations

import shlex

from helpers.corpus.faults import printable


def command_line(*words: object) -> str:
    """Return a command of ``python -m helpers``; words with spaces are in quotation marks.

    Parameters
    ----------
    *words : str or path

    Returns
    -------
    str

    Examples
    --------
    >>> command_line("check", "my corpus")
    "python -m helpers check 'my corpus'"
    """
    return " ".join(["python -m helpers", *(shlex.quote(printable(word)) for word in words)])
