"""Stored tokens as views of a DuckDB database, all at once or a run of articles at a time.

What is counted by article first is counted for a run of articles after another: DuckDB then holds
the cells of a run, however many articles there are, and what it keeps is as large as the
vocabulary. Its own memory has the limit below; what doesn't fit goes to a temporary folder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.corpus import CorpusError, StoredTable
from helpers.counting.vocabulary import vocabulary

MEMORY_LIMIT = "1GB"
"""What DuckDB takes before it writes to disk."""

PARTITIONS_IN_RUN = 128
"""Some 25 MB of text, and a million and a half counts by article and term."""

ROWS_IN_BATCH = 1_000_000
"""Rows that are fetched at once."""

_DAMAGED = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)

_NO_FILE = pa.schema(
    [
        *[("article", pa.string()), ("token", pa.string()), ("part", pa.string())],
        *[(name, pa.int32()) for name in ("sentence", "position", "start", "end")],
        ("file_row_number", pa.int64()),
    ]
).empty_table()


@contextlib.contextmanager
def stored_tokens(
    tokens: StoredTable, groups: np.ndarray | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database whose view ``tokens`` has the rows of the table.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    groups : numpy.ndarray of int, optional
        A number for each of ``tokens.articles``: the column ``article_group``.

    Yields
    ------
    duckdb.DuckDBPyConnection
        The view's column ``article`` is the article's place in ``tokens.articles``; the columns
        ``article`` and ``place`` together follow the order of the table.

    Raises
    ------
    CorpusError
        If a file is damaged or gone.
    """
    try:
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
            duckdb.connect(
                config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch}
            ) as opened,
        ):
            parts = pa.array(tokens.parts or [], pa.string())
            opened.register("parts", pa.table({"part": parts}))
            _show(opened, tokens, groups)
            yield opened
    except _DAMAGED as error:
        store = tokens.partitions[0].folder.parent
        raise CorpusError(
            [
                f"{store}: stored words can't be read ({str(error).splitlines()[0]}); load the "
                "corpus again, which makes anew what is missing. If that doesn't help, remove the "
                "folder and load it once more"
            ]
        ) from error


def runs_of_articles(
    database: duckdb.DuckDBPyConnection, tokens: StoredTable, groups: np.ndarray | None = None
) -> Iterator[None]:
    """Show a run of articles after another in the view ``tokens``, in order.

    Parameters
    ----------
    database : duckdb.DuckDBPyConnection
        As `stored_tokens` opens it.
    tokens, groups
        As `stored_tokens` takes them.
    """
    for first in range(0, max(len(tokens.partitions), 1), PARTITIONS_IN_RUN):
        run = tokens.partitions[first : first + PARTITIONS_IN_RUN]
        _show(database, dataclasses.replace(tokens, partitions=run), groups)
        yield


def register_terms(database: duckdb.DuckDBPyConnection) -> pd.Index:
    """Add the view ``words``: ``tokens`` without punctuation, with the code of each one's term.

    Parameters
    ----------
    database : duckdb.DuckDBPyConnection
        As `stored_tokens` opens it, all its rows in view.

    Returns
    -------
    pandas.Index
        The terms that the codes of the column ``term`` stand for, sorted.
    """
    spellings = database.execute("SELECT DISTINCT token FROM tokens").fetchnumpy()["token"]
    known = vocabulary(pd.Index(spellings, dtype="str"))
    codes = known.of_category[:-1]
    # -1, punctuation, is no term.
    table = {"token": pa.array(spellings, pa.string()), "term": pa.array(codes, mask=codes < 0)}
    database.register("vocabulary", pa.table(table))
    database.execute(
        "CREATE VIEW words AS SELECT * FROM tokens JOIN vocabulary USING (token)"
        " WHERE term IS NOT NULL"
    )
    return known.terms


def _show(
    database: duckdb.DuckDBPyConnection, tokens: StoredTable, groups: np.ndarray | None
) -> None:
    """Make the view ``tokens`` have the rows of the table that its partitions hold."""
    ids = [article for partition in tokens.partitions for article in partition.articles]
    numbers = tokens.articles.get_indexer(ids).astype(np.int32)
    shown = numbers[numbers >= 0]
    articles = {
        "id": pa.array(tokens.articles.take(shown), pa.string()),
        "number": shown,
        "article_group": np.zeros_like(shown) if groups is None else groups[shown],
    }
    database.register("articles", pa.table(articles))
    if tokens.partitions:
        files = database.read_parquet(tokens.files, hive_partitioning=False, file_row_number=True)
        files.create_view("files", replace=True)
    else:
        database.register("files", _NO_FILE)
    database.execute(
        "CREATE OR REPLACE VIEW tokens AS SELECT number AS article, article_group, sentence,"
        ' position, "start", "end", token, file_row_number AS place'
        " FROM files JOIN articles ON files.article = articles.id"
        + ("" if tokens.parts is None else " WHERE part IN (SELECT part FROM parts)")
    )


class Totals:
    """Counts of runs of articles, added up in the database."""

    def __init__(self, database: duckdb.DuckDBPyConnection, keys: str, counts: str):
        self._database = database
        self._keys = [key.split()[0] for key in keys.split(", ")]
        self._counts = [count.split()[0] for count in counts.split(", ")]
        database.execute(f"CREATE TEMP TABLE totals ({keys}, {counts})")

    def add(self, query: str) -> None:
        """Add the counts of a run; the query has the columns of the table."""
        self._database.execute(f"INSERT INTO totals {query}")

    def columns(self, kept: str = "true", at_least: float = 0) -> list[np.ndarray]:
        """Give the keys, sorted, and the sums of their counts; the first sum decides on a key."""
        keys = ", ".join(self._keys)
        sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in self._counts)
        rows = self._database.execute(
            f"SELECT {keys}, {sums} FROM totals WHERE {kept} GROUP BY {keys}"
            f" HAVING sum(totals.{self._counts[0]}) >= ? ORDER BY {keys}",
            [float(at_least)],
        ).fetchnumpy()
        return [np.asarray(rows[name]) for name in (*self._keys, *self._counts)]
