"""Words of many texts as one table, with the place of each in its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pandas as pd


def token_table(texts: Sequence[str], words: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Lay the words of each text out as rows.

    Parameters
    ----------
    texts : sequence of str
        The texts, of length n.
    words : sequence of sequence of str
        For each text its words in order, each a slice of the text.

    Returns
    -------
    DataFrame
        One row a word: ``text`` (0 to n - 1), ``position`` (from 0 in its
        text), ``token`` (categorical), ``start, end`` (code points in the text).

    Raises
    ------
    ValueError
        If a word doesn't stand in its text where it should.
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    starts = chain.from_iterable(map(_starts, texts, words))
    total = int(lengths.sum())
    start = np.fromiter(starts, dtype=np.int32, count=total)
    flat = list(chain.from_iterable(words))
    width = np.fromiter(map(len, flat), dtype=np.int32, count=total)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return pd.DataFrame(
        {
            "text": np.repeat(np.arange(len(words)), lengths),
            "position": (np.arange(total) - first).astype(np.int32),
            "token": pd.Categorical(flat, categories=sorted(set(flat))),
            "start": start,
            "end": start + width,
        }
    )


def _starts(text: str, words: Sequence[str]) -> list[int]:
    starts = []
    position = 0
    for word in words:
        position = text.index(word, position)
        starts.append(position)
        position += len(word)
    return starts
