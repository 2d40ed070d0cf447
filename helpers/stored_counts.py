"""Counts over tokens on disk, by DuckDB: out of core, and back as tables.

A measure needs its tokens as counts only: how often each stands in each article. Here DuckDB
counts them from the Parquet files; its own memory follows the limit below, and what doesn't fit
goes to a temporary folder.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.stored_table import StoredTable
from helpers.vocabulary import vocabulary

MEMORY_LIMIT = "1GB"
"""What DuckDB takes before it writes to disk."""

_ROWS_IN_BATCH = 1_000_000


def token_counts(tokens: StoredTable) -> pd.DataFrame:
    """Count stored tokens.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Returns
    -------
    DataFrame
        Columns ``token`` (categorical, as spelled) and ``count``, by token.
    """
    with _database(tokens) as database:
        rows = database.execute(
            "SELECT token, count(*) AS n FROM tokens GROUP BY token ORDER BY token"
        ).fetchnumpy()
    codes = np.arange(len(rows["n"]))
    return pd.DataFrame({"token": _categorical(codes, rows["token"]), "count": rows["n"]})


def article_counts(tokens: StoredTable) -> pd.DataFrame:
    """Count stored tokens by article.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Returns
    -------
    DataFrame
        Columns ``article``, ``token`` (categorical, as spelled) and ``count``, by article and
        token: 12 bytes a row.
    """
    with _database(tokens) as database:
        database.execute(
            "CREATE TEMP TABLE spellings AS SELECT token, row_number() OVER (ORDER BY token) - 1"
            " AS code FROM (SELECT DISTINCT token FROM tokens)"
        )
        database.execute(
            "CREATE TEMP TABLE cells AS SELECT article, code::INTEGER AS token,"
            " count(*)::INTEGER AS n FROM tokens JOIN spellings USING (token)"
            " GROUP BY ALL ORDER BY ALL"
        )
        article, token, count = _streamed(database, "cells", ("article", "token", "n"))
        spellings = database.execute("SELECT token FROM spellings ORDER BY code").fetchnumpy()
    return pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(article, tokens.articles),
            "token": _categorical(token, spellings["token"]),
            "count": count,
        }
    )


def sequence_counts(tokens: StoredTable, n: int) -> tuple[list[np.ndarray], pd.DataFrame, pd.Index]:
    """Count sequences of n stored words within their sentences, between punctuation.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    n : int
        Words in a sequence.

    Returns
    -------
    words : list of numpy.ndarray
        For each place in the sequence the codes of its terms, one a distinct sequence, sorted.
    counts : DataFrame
        Columns ``count`` and ``articles``, one row a distinct sequence.
    terms : pandas.Index
        The terms that the codes stand for.
    """
    names = [f"word{place}" for place in range(n)]
    following = ", ".join(
        f"lead(term, {place}) OVER running AS {names[place]}" for place in range(n)
    )
    with _database(tokens) as database:
        spellings = database.execute("SELECT DISTINCT token FROM tokens").fetchnumpy()["token"]
        known = vocabulary(pd.Index(spellings, dtype="str"))
        # -1, punctuation, is no term: a sequence that holds it is left out below.
        codes = pa.array(known.of_category[:-1], mask=known.of_category[:-1] < 0)
        database.register(
            "vocabulary", pa.table({"token": pa.array(spellings, pa.string()), "term": codes})
        )
        rows = database.execute(
            f"SELECT {', '.join(names)}, count(*) AS n, count(DISTINCT article) AS articles FROM"
            f" (SELECT article, {following} FROM tokens JOIN vocabulary USING (token)"
            " WINDOW running AS (PARTITION BY article, sentence ORDER BY position))"
            f" WHERE {' AND '.join(f'{name} IS NOT NULL' for name in names)}"
            f" GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}"
        ).fetchnumpy()
    counts = pd.DataFrame({"count": rows["n"], "articles": rows["articles"]})
    return [np.asarray(rows[name]) for name in names], counts, known.terms


@contextlib.contextmanager
def _database(tokens: StoredTable) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database whose view ``tokens`` has the rows of the table, articles by number."""
    numbers = np.arange(len(tokens.articles), dtype=np.int32)
    articles = pa.table({"id": pa.array(tokens.articles, pa.string()), "number": numbers})
    parts = pa.table({"part": pa.array(tokens.parts or [], pa.string())})
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch}) as opened,
    ):
        opened.register("articles", articles)
        opened.register("parts", parts)
        opened.read_parquet(tokens.files, hive_partitioning=False).create_view("files")
        opened.execute(
            "CREATE VIEW tokens AS SELECT number AS article, sentence, position, token"
            " FROM files JOIN articles ON files.article = articles.id"
            + ("" if tokens.parts is None else " WHERE part IN (SELECT part FROM parts)")
        )
        yield opened


def _streamed(
    database: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...]
) -> np.ndarray:
    """Read integer columns batch by batch: a result held whole would be in memory twice."""
    ((total,),) = database.execute(f"SELECT count(*) FROM {table}").fetchall()
    rows = np.empty((len(columns), total), dtype=np.int32)
    reader = database.sql(f"SELECT {', '.join(columns)} FROM {table}").to_arrow_reader(
        _ROWS_IN_BATCH
    )
    start = 0
    for batch in reader:
        for place, column in enumerate(batch.columns):
            rows[place, start : start + len(column)] = column
        start += batch.num_rows
    return rows


def _categorical(codes: np.ndarray, spellings: np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, pd.Index(spellings, dtype="str"))
