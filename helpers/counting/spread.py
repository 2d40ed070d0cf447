"""How evenly a term is spread over a corpus."""

from collections.abc import Iterable, Iterator
from functools import singledispatch

import numpy as np
import pandas as pd
import scipy.sparse

from helpers.corpus import Table
from helpers.counting.token_table import (
    VERSIONS,
    category_codes,
    count_matrix,
    drop_stop_words,
    notes_of,
    require_columns,
    row_weights,
    term_codes,
    variants_of,
)

_CELLS_IN_BLOCK = 5_000_000


def dispersion(
    tokens: Table,
    *,
    over: str | int = "article",
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Measure how evenly each term is spread over the parts of a corpus.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns of `over` and `token`.
    over : str or int, default "article"
        The parts: the values of this column of `tokens`, or this number of parts of equal size
        (to a word), cut in the order of the table.
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows: True for the project's list, or a list.

    Returns
    -------
    DataFrame
        Columns `term`, `count`, `range` (parts with the term), `juilland_d` (1 is even, 0 is one
        part only; on rates, so that parts may differ in size), `dp` (0 is even), `dp_norm` (DP
        over its greatest value: 1 where the smallest part alone has the term). The commonest term
        first. `.attrs` names the parts and their number. With a single part, `juilland_d` and
        `dp_norm` are NaN.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing, or there are fewer words than parts.

    Notes
    -----
    With f a term's count, v its count in a part of n, s the part's share of all words, and p
    its rate there:

    - ``D = 1 - sd(p) / mean(p) / sqrt(n - 1)``, sd of the population (Juilland & Chang-Rodríguez
      1964; on rates, Gries 2008)
    - ``DP = Σ |v / f - s| / 2`` (Gries 2008, Dispersions and adjusted frequencies in corpora)
    - ``DPnorm = DP / (1 - min s)`` (Lijffijt & Gries 2012, correction to the former)

    Only the parts that have the term are gone through; the others follow from the totals. With r
    of n parts that have it, and m its mean rate over all n:

    - ``Σ (p - m)² = Σ_r (p - m)² + (n - r) m²``, as p is 0 elsewhere
    - ``Σ |v / f - s| = 1 + Σ_r (|v / f - s| - s)``, as v is 0 elsewhere and all s make 1

    Of stored tokens, the cells are counted twice, some articles at a time: for f and m, then for
    these sums. Sums are taken in the order of the parts, in memory and on disk, so that the
    results are the same to the last bit.

    Examples
    --------
    >>> dispersion(tokens, stop_words=True).round(2).head(3)
           term  count  range  juilland_d    dp  dp_norm
    0      y tế     62      5        0.90  0.08     0.09
    1    Hà Nội     31      2        0.39  0.41     0.47
    2  lĩnh vực     26      5        0.86  0.11     0.12
    """
    if isinstance(over, str):
        require_columns(tokens, over, "token")
    else:
        require_columns(tokens, "token")
    named = _name(over)
    scores, sizes, terms = scored(tokens, over)
    rows = np.flatnonzero(scores["count"])
    rows = rows[np.argsort(-scores["count"][rows], kind="stable")]
    result = pd.DataFrame(
        {"term": terms.take(rows), **{name: score[rows] for name, score in scores.items()}}
    )
    result, filters = drop_stop_words(result, stop_words, variants_of(tokens))
    n_parts = int(np.count_nonzero(sizes))
    result.attrs = {
        "measure": f"dispersion over {n_parts} {named}",
        "over": named,
        "n_parts": n_parts,
        "words": int(sizes.sum()),
        **notes_of(tokens),
        "filters": filters,
        "versions": VERSIONS,
    }
    return result


@singledispatch
def scored(
    tokens: pd.DataFrame, over: str | int
) -> tuple[dict[str, np.ndarray], np.ndarray, pd.Index]:
    """Give the columns of `dispersion` by term, the words of each part, and the terms."""
    codes, terms = term_codes(tokens)
    words = codes >= 0
    part = _parts(tokens, over, words)[words]
    weights = row_weights(tokens)
    weights = None if weights is None else weights[words]
    sizes = np.bincount(part, weights=weights).astype(np.int64)
    matrix = count_matrix(codes[words], part, (len(terms), max(len(sizes), 1)), weights)
    return scores_of(_Cells(matrix), sizes, len(terms)), sizes, terms


def _name(over: str | int) -> str:
    if not isinstance(over, str):
        return "parts of equal size"
    return "articles" if over == "article" else f"values of {over}"


def check_number(parts: int, words: int) -> None:
    """Refuse to cut words into more parts than there are."""
    if not 1 <= parts <= max(words, 1):
        raise ValueError(f"{words} words can't be cut into {parts} parts of equal size")


def _parts(tokens: pd.DataFrame, over: str | int, words: np.ndarray) -> np.ndarray:
    """Give the number of each row's part."""
    if isinstance(over, str):
        part, _ = category_codes(tokens[over])
        if np.any(part[words] < 0):
            raise ValueError(f"the column {over} is empty in {int((part[words] < 0).sum())} rows")
        return part
    if row_weights(tokens) is not None:
        raise ValueError(
            "parts of equal size are cut from words in reading order, and these are counts: "
            "give over a column"
        )
    total = int(words.sum())
    check_number(over, total)
    ordinal = np.cumsum(words, dtype=np.int64) - 1
    return np.maximum(ordinal, 0) * over // max(total, 1)


class _Cells:
    """The counts of a matrix of terms by parts that aren't 0, so many at a time."""

    def __init__(self, matrix: scipy.sparse.csr_array):
        self._matrix = matrix

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Give part, term and count; of each term, its parts in order."""
        matrix = self._matrix
        terms = np.arange(matrix.shape[0], dtype=np.int32)
        for first in range(0, matrix.nnz, _CELLS_IN_BLOCK):
            end = min(first + _CELLS_IN_BLOCK, matrix.nnz)
            here = np.diff(np.clip(matrix.indptr, first, end))
            yield matrix.indices[first:end], np.repeat(terms, here), matrix.data[first:end]


def scores_of(
    cells: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]], sizes: np.ndarray, n_terms: int
) -> dict[str, np.ndarray]:
    """Compute the columns from the cells that aren't 0, gone through twice."""
    # A part without a word is no part.
    n, words = max(int(np.count_nonzero(sizes)), 1), max(int(sizes.sum()), 1)
    count, spread = np.zeros((2, n_terms), dtype=np.int64)
    rates, squares, shares = np.zeros((3, n_terms))
    for part, term, value in cells:
        np.add.at(count, term, value)
        np.add.at(spread, term, 1)
        np.add.at(rates, term, value / sizes[part])
    mean = rates / n
    for part, term, value in cells:
        share = sizes[part] / words
        np.add.at(squares, term, (value / sizes[part] - mean[term]) ** 2)
        np.add.at(shares, term, np.abs(value / count[term] - share) - share)
    squares += (n - spread) * mean**2
    dp = (1 + shares) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        juilland = 1 - np.sqrt(squares / n) / mean / np.sqrt(n - 1)
        dp_norm = dp / (1 - sizes[sizes > 0].min(initial=words) / words)
    if n == 1:
        juilland, dp_norm = np.full((2, n_terms), np.nan)
    return {
        "count": count,
        "range": spread,
        "juilland_d": juilland,
        "dp": dp,
        "dp_norm": dp_norm,
    }
