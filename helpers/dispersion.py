"""How evenly a term is spread over a corpus."""

import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd
import scipy.sparse

from helpers.token_table import (
    VERSIONS,
    category_codes,
    count_matrix,
    counted,
    drop_stop_words,
    parts_of,
    require_columns,
    row_weights,
    term_codes,
)

_CELLS_IN_BLOCK = 5_000_000


def dispersion(
    tokens: pd.DataFrame,
    *,
    over: str | int = "article",
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Measure how evenly each term is spread over the parts of a corpus.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns `article` and `token`.
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
        over its greatest value, 0 to 1). The commonest term first. `.attrs` names the parts and
        their number. With a single part, `juilland_d` and `dp_norm` are NaN.

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
    """
    tokens = counted(tokens)
    codes, terms = term_codes(tokens)
    words = codes >= 0
    part, named = _parts(tokens, over, words)
    weights = row_weights(tokens)
    weights = None if weights is None else weights[words]
    sizes = np.bincount(part[words], weights=weights).astype(np.int64)
    # a part without a word is no part: numbers close up over it
    renumbered = np.cumsum(sizes > 0, dtype=np.int32) - 1
    sizes = sizes[sizes > 0]
    shape = (len(terms), max(len(sizes), 1))
    matrix = count_matrix(codes[words], renumbered[part[words]], shape, weights)
    blocks = [_scores(block, sizes) for block in _row_blocks(matrix)]
    scores = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    rows = np.flatnonzero(scores["count"])
    rows = rows[np.argsort(-scores["count"][rows], kind="stable")]
    result = pd.DataFrame(
        {"term": terms.take(rows), **{name: score[rows] for name, score in scores.items()}}
    )
    result, filters = drop_stop_words(result, stop_words)
    result.attrs = {
        "measure": f"dispersion over {len(sizes)} {named}",
        "over": named,
        "n_parts": len(sizes),
        "words": int(sizes.sum()),
        "parts": parts_of(tokens),
        "filters": filters,
        "versions": VERSIONS,
    }
    return result


def _parts(tokens: pd.DataFrame, over: str | int, words: np.ndarray) -> tuple[np.ndarray, str]:
    """Give the number of each row's part, and a name for the kind of part."""
    if isinstance(over, str):
        require_columns(tokens, over)
        part, _ = category_codes(tokens[over])
        if np.any(part[words] < 0):
            raise ValueError(f"the column {over} is empty in {int((part[words] < 0).sum())} rows")
        plural = "articles" if over == "article" else f"values of {over}"
        return part, plural
    if row_weights(tokens) is not None:
        raise ValueError(
            "parts of equal size are cut from words in reading order, and these are counts "
            "(as stored tokens are): give over a column, or read() the tokens of a selection"
        )
    total = int(words.sum())
    if not 1 <= over <= max(total, 1):
        raise ValueError(f"{total} words can't be cut into {over} parts of equal size")
    ordinal = np.cumsum(words, dtype=np.int64) - 1
    return np.maximum(ordinal, 0) * over // max(total, 1), "parts of equal size"


def _row_blocks(matrix: scipy.sparse.csr_array) -> list[scipy.sparse.csr_array]:
    """Cut a matrix into runs of rows, so that what is computed by cell fits in memory."""
    last = max(matrix.shape[0] - 1, 0)
    cuts = np.searchsorted(matrix.indptr, np.arange(_CELLS_IN_BLOCK, matrix.nnz, _CELLS_IN_BLOCK))
    bounds = [0, *np.unique(np.clip(cuts, 1, last)).tolist(), matrix.shape[0]] if last else None
    if bounds is None or len(bounds) == 2:
        return [matrix]
    return [matrix[first:end] for first, end in itertools.pairwise(bounds)]


def _scores(matrix: scipy.sparse.csr_array, sizes: np.ndarray) -> dict[str, np.ndarray]:
    """Compute the columns from the cells that aren't 0; the others follow from the totals."""
    n = max(len(sizes), 1)
    count = matrix.sum(axis=1, dtype=np.int64)
    spread = np.diff(matrix.indptr).astype(np.int64)
    row = np.repeat(np.arange(len(count)), spread)
    rate = matrix.data / sizes[matrix.indices]
    share = (sizes / max(sizes.sum(), 1))[matrix.indices]

    def summed(cells: np.ndarray) -> np.ndarray:
        return np.bincount(row, weights=cells, minlength=len(count))

    mean = summed(rate) / n
    squares = summed((rate - mean[row]) ** 2) + (n - spread) * mean**2
    # a part without the term adds its share: start from all shares (1), take back those with it
    dp = (1 + summed(np.abs(matrix.data / count[row] - share) - share)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        juilland = 1 - np.sqrt(squares / n) / mean / np.sqrt(n - 1)
        dp_norm = dp / (1 - sizes.min(initial=sizes.sum()) / sizes.sum())
    if n == 1:
        juilland, dp_norm = np.full(len(count), np.nan), np.full(len(count), np.nan)
    return {
        "count": count,
        "range": spread,
        "juilland_d": juilland,
        "dp": dp,
        "dp_norm": dp_norm,
    }
