"""Sequences of words (n-grams)."""

from collections.abc import Collection, Iterable
from functools import singledispatch

import numpy as np
import pandas as pd

from helpers.corpus import Table
from helpers.counting.token_table import (
    VERSIONS,
    as_terms,
    category_codes,
    notes_of,
    require_columns,
    sentence_starts,
    stable_order,
    term_codes,
)
from helpers.counting.vocabulary import selected_stop_words


def ngrams(
    tokens: Table,
    n: int = 2,
    *,
    min_count: int = 1,
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Count sequences of n words.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns `article`, `sentence` and `token`, in reading order.
    n : int, default 2
        Words in a sequence. A sequence stays within its sentence, and punctuation ends it.
    min_count : int, default 1
        Leave out sequences that occur less often.
    stop_words : bool or iterable of str, optional
        Leave out sequences that hold one of these: True for the project's list, or a list.

    Returns
    -------
    DataFrame
        Columns `term` (the words with a space between), `count`, `per_thousand` (of the
        sequences counted), `articles`. The commonest first.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing, or `n` is below 1.

    Examples
    --------
    >>> ngrams(tokens, 2, min_count=3, stop_words=True).round(1).head(3)
                    term  count  per_thousand  articles
    0  chăm sóc sức khỏe     11           5.7         4
    1      lĩnh vực y tế      8           4.1         5
    2         ngành y tế      8           4.1         4
    """
    require_columns(tokens, "article", "sentence", "token")
    if n < 1:
        raise ValueError(f"n is a number of words from 1, got {n}")
    left_out = frozenset(as_terms(tokens, selected_stop_words(stop_words)))
    columns, count, spread, terms, total = sequences_of(tokens, n, min_count, left_out)
    best = np.argsort(-count, kind="stable")
    members = [column[best] for column in columns]
    label = terms.take(members.pop(0))
    while members:
        label = label + (" " + terms).take(members.pop(0))
    result = pd.DataFrame(
        {
            "term": label,
            "count": count[best],
            "per_thousand": count[best] * (1000 / max(total, 1)),
            "articles": spread[best],
        }
    )
    result.attrs = {
        "measure": f"sequences of {n} words, within a sentence and between punctuation",
        "sequences": total,
        **notes_of(tokens),
        "filters": f"count of {min_count} or more; {len(left_out)} stop words",
        "versions": VERSIONS,
    }
    return result


def longest_only(sequences: pd.DataFrame) -> pd.DataFrame:
    """Leave out sequences that only ever stand inside a longer one.

    Parameters
    ----------
    sequences : DataFrame
        Rows of `ngrams` of several lengths, with ``term, count``.

    Returns
    -------
    DataFrame
        Without the rows that a longer row holds and occurs as often as.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["a b", "a b c", "b c"], "count": [3, 3, 5]})
    >>> longest_only(table)["term"].tolist()
    ['a b c', 'b c']
    """
    count = dict(zip(sequences["term"], sequences["count"], strict=True))
    inside: set[str] = set()
    for term, number in count.items():
        parts = term.split()
        pieces = {
            " ".join(parts[start:end])
            for start in range(len(parts))
            for end in range(start + 1, len(parts) + 1)
        }
        inside |= {piece for piece in pieces - {term} if count.get(piece) == number}
    return sequences[~sequences["term"].isin(inside)].reset_index(drop=True)


@singledispatch
def sequences_of(
    tokens: pd.DataFrame, n: int, min_count: int, left_out: Collection[str]
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray, pd.Index, int]:
    """Give the sequences to show, sorted: their terms' codes, count, articles; terms; the total.

    A function of its own, so that what it needs by row is freed before labels are made.
    """
    codes, terms = term_codes(tokens)
    article, _ = category_codes(tokens["article"])
    begin = sequence_starts(codes, sentence_starts(tokens), n)
    columns = [codes[begin + step] for step in range(n)]
    article = article[begin]
    order: np.ndarray = np.arange(len(begin), dtype=np.int32)
    if np.any(article[1:] < article[:-1]):
        order = np.argsort(article, kind="stable")
    for column in reversed(columns):
        order = order[stable_order(column[order], len(terms))]
    columns = [column[order] for column in columns]
    first, count, spread = _runs(columns, article[order])
    stopped = np.flatnonzero(terms.isin(left_out))
    chosen = count >= min_count
    for column in columns if len(stopped) else []:
        chosen &= ~np.isin(column[first], stopped)
    first = first[chosen]
    return [column[first] for column in columns], count[chosen], spread[chosen], terms, len(begin)


def sequence_starts(codes: np.ndarray, starts: np.ndarray, n: int) -> np.ndarray:
    """Give the rows from which n words run on in one sentence."""
    if len(codes) < n:
        return np.zeros(0, dtype=np.int64)
    last = len(codes) - n + 1
    good = codes[:last] >= 0
    for step in range(1, n):
        good &= (codes[step : last + step] >= 0) & ~starts[step : last + step]
    return np.flatnonzero(good)


def _runs(
    columns: list[np.ndarray], article: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the first row, the length and the articles of each run of equal rows, once sorted."""
    new = np.zeros(len(article), dtype=bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    first = np.flatnonzero(new)
    new[1:] |= article[1:] != article[:-1]
    count = np.diff(np.append(first, len(new)))
    spread = np.add.reduceat(new, first, dtype=np.int64) if len(first) else count
    return first, count, spread
