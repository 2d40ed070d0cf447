"""What is made of a corpus once, however many cells and pages ask for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from helpers.corpus import Corpus
from helpers.reports.commentary import FILE
from helpers.showing import Result

_Rest = ParamSpec("_Rest")
_Made = TypeVar("_Made")


def once(
    make: Callable[Concatenate[Corpus, _Rest], _Made],
) -> Callable[Concatenate[Corpus, _Rest], _Made]:
    """Make something of a corpus once, and again where its commentary has changed.

    Parameters
    ----------
    make : callable
        Takes a corpus, and what else can be the key of a dict.

    Returns
    -------
    callable
        The same; of a `Result` every caller gets a table of its own.
    """

    @wraps(make)
    def made(corpus: Corpus, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Made:
        key = make, args, tuple(sorted(kwargs.items())), _state(corpus)
        if key not in corpus.kept:
            corpus.kept[key] = make(corpus, *args, **kwargs)
        return _own(corpus.kept[key])

    return made


def _own(found: Any) -> Any:
    """Give a result with a table that its reader may change."""
    if isinstance(found, Result):
        return dataclasses.replace(found, data=found.data.copy(deep=False))
    return found


def _state(corpus: Corpus) -> tuple[int, int] | None:
    """Tell one state of a corpus's commentary from another; None where it has none."""
    try:
        known = (corpus.folder / FILE).stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size
