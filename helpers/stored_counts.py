"""Counts over tokens on disk, by DuckDB: out of core, and back as arrays.

A measure needs its tokens as counts only: how often each term stands in each article. Here DuckDB
counts them from the Parquet files; memory follows the limit below, and what doesn't fit goes to
a temporary folder.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import scipy.sparse

from helpers.stored_table import StoredTable
from helpers.vocabulary import vocabulary

MEMORY_LIMIT = "1GB"
"""What DuckDB takes before it writes to disk."""

BLOCK_CELLS = 20_000_000
"""Counts of a term in an article that are in memory at once: some 500 MB while they are used."""


def term_counts(tokens: StoredTable) -> tuple[np.ndarray, pd.Index]:
    """Count stored words by term.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Returns
    -------
    counts : numpy.ndarray of int64
        Shape ``(n_terms,)``.
    terms : pandas.Index
        The terms that occur, sorted.
    """
    with _connection(tokens) as connection:
        spellings = connection.execute(
            "SELECT token, count(*) AS n FROM tokens GROUP BY token"
        ).fetchnumpy()
    known = vocabulary(pd.Index(spellings["token"], dtype="str"))
    codes = known.of_category[:-1]
    words = codes >= 0
    counts = np.bincount(codes[words], spellings["n"][words], minlength=len(known.terms))
    return counts.astype(np.int64), known.terms


def article_counts(tokens: StoredTable) -> Iterator[tuple[scipy.sparse.csr_array, pd.Index]]:
    """Count stored words by term and article, in blocks of terms.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Yields
    ------
    counts : scipy.sparse.csr_array of int32
        Shape ``(n_terms_of_the_block, n_articles)``, with a column for each of
        ``tokens.articles``.
    terms : pandas.Index
        The block's terms. Over the blocks they are sorted, and each term stands in one.
    """
    n_articles = len(tokens.articles)
    with _connection(tokens) as connection:
        terms = _count_cells(connection)
        for first, last in _blocks(connection):
            cells = connection.execute(
                "SELECT term, article, n FROM cells WHERE term BETWEEN ? AND ?"
                " ORDER BY term, article",
                [first, last],
            ).fetchnumpy()
            starts = np.searchsorted(cells["term"], np.arange(first, last + 2))
            shape = (last + 1 - first, n_articles)
            yield (
                scipy.sparse.csr_array((cells["n"], cells["article"], starts), shape=shape),
                terms[first : last + 1],
            )


def counts_by_article(tokens: StoredTable) -> pd.DataFrame:
    """Count stored words by term and article, as one table.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Returns
    -------
    DataFrame
        Columns ``article, term`` (categorical) and ``count``, by article and term.
    """
    with _connection(tokens) as connection:
        terms = _count_cells(connection)
        cells = connection.execute(
            "SELECT article, term, n FROM cells ORDER BY article, term"
        ).fetchnumpy()
    return pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(cells["article"], tokens.articles),
            "term": pd.Categorical.from_codes(cells["term"], terms),
            "count": cells["n"],
        }
    )


@contextlib.contextmanager
def _connection(tokens: StoredTable) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database with the view ``tokens``: the words as printed, articles by number."""
    numbers = np.arange(len(tokens.articles), dtype=np.int32)
    articles = pa.table({"id": pa.array(tokens.articles, pa.string()), "number": numbers})
    parts = sorted(tokens.parts) if tokens.parts else []
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch}) as opened,
    ):
        opened.register("articles", articles)
        opened.register("parts", pa.table({"part": pa.array(parts, pa.string())}))
        opened.read_parquet(tokens.files, hive_partitioning=False).create_view("files")
        opened.execute(
            "CREATE VIEW tokens AS SELECT number AS article, token FROM files"
            " JOIN articles ON files.article = articles.id"
            + (" WHERE part IN (SELECT part FROM parts)" if parts else "")
        )
        yield opened


def _count_cells(connection: duckdb.DuckDBPyConnection) -> pd.Index:
    """Make the table ``cells`` (term and article by number, n); give the terms."""
    connection.execute(
        "CREATE TEMP TABLE spellings AS"
        " SELECT article, token, count(*)::INTEGER AS n FROM tokens GROUP BY ALL"
    )
    tokens = connection.execute("SELECT DISTINCT token FROM spellings").fetchnumpy()["token"]
    known = vocabulary(pd.Index(tokens, dtype="str"))
    words = known.of_category[:-1] >= 0
    folded = pa.table(
        {"token": pa.array(tokens[words], pa.string()), "term": known.of_category[:-1][words]}
    )
    connection.register("vocabulary", folded)
    connection.execute(
        "CREATE TEMP TABLE cells AS SELECT term, article, sum(n)::INTEGER AS n"
        " FROM spellings JOIN vocabulary USING (token) GROUP BY ALL"
    )
    connection.execute("DROP TABLE spellings")
    return known.terms


def _blocks(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Give the first and the last term of each block, so that no block has too many cells."""
    sizes = connection.execute(
        "SELECT term, count(*) AS cells FROM cells GROUP BY term ORDER BY term"
    ).fetchnumpy()
    block = np.cumsum(sizes["cells"]) // BLOCK_CELLS
    ends = np.flatnonzero(np.diff(block, append=-1))
    first = 0
    for end in ends:
        yield first, int(sizes["term"][end])
        first = int(sizes["term"][end]) + 1
