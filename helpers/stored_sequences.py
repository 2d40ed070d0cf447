"""Stored words in the order of the text, by DuckDB: in sequences, and one value after another."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers import stored_database
from helpers.stored_database import Totals, register_terms, runs_of_articles, stored_tokens
from helpers.stored_table import StoredTable


def sequence_counts(
    tokens: StoredTable, n: int, *, min_count: int = 1, left_out: Collection[str] = ()
) -> tuple[list[np.ndarray], pd.DataFrame, pd.Index, int]:
    """Count sequences of n stored words within their sentences, between punctuation.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    n, min_count : int
        Words in a sequence; sequences that occur less often stay in the database.
    left_out : collection of str, optional
        Sequences that hold one of these terms stay there too.

    Returns
    -------
    words : list of numpy.ndarray
        For each place in the sequence the codes of its terms, one a distinct sequence, sorted.
    counts : DataFrame
        Columns ``count`` and ``articles``, one row a distinct sequence.
    terms : pandas.Index
        The terms that the codes stand for.
    total : int
        How often sequences occur, those left out too.
    """
    names = [f"word{place}" for place in range(n)]
    following = ", ".join(f"lead(term, {at}) OVER running AS {names[at]}" for at in range(n))
    keys = ", ".join(f"{name} INTEGER" for name in names)
    with stored_tokens(tokens) as database:
        terms = register_terms(database)
        database.register("stopped", pa.table({"term": np.flatnonzero(terms.isin(left_out))}))
        totals = Totals(database, keys, "n BIGINT, articles BIGINT")
        for _ in runs_of_articles(database, tokens):
            # A sequence that holds punctuation, which is no term, is left out.
            totals.add(
                f"SELECT {', '.join(names)}, count(*), count(DISTINCT article) FROM"
                f" (SELECT article, {following} FROM tokens JOIN vocabulary USING (token)"
                " WINDOW running AS (PARTITION BY article, sentence ORDER BY position))"
                f" WHERE {' AND '.join(f'{name} IS NOT NULL' for name in names)} GROUP BY ALL"
            )
        ((total,),) = database.execute("SELECT coalesce(sum(n), 0)::BIGINT FROM totals").fetchall()
        kept = " AND ".join(f"{name} NOT IN (SELECT term FROM stopped)" for name in names)
        *words, count, articles = totals.columns(kept, min_count)
    return words, pd.DataFrame({"count": count, "articles": articles}), terms, total


def words_by_value(tokens: StoredTable, column: str) -> Iterator[tuple[object, np.ndarray]]:
    """Give the stored words of each value of a column, in the order of the table.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    column : str
        A column of the tokens.

    Yields
    ------
    value : object
        The values in order.
    codes : numpy.ndarray of int
        A number for each word, the same for words of one term.
    """
    with stored_tokens(tokens) as database:
        register_terms(database)
        reader = database.sql(
            f'SELECT "{column}" AS value, term FROM words ORDER BY value, article, place'
        ).to_arrow_reader(stored_database.ROWS_IN_BATCH)
        value, pieces = None, []
        for batch in reader:
            values = batch.column("value").to_numpy(zero_copy_only=False)
            codes = batch.column("term").to_numpy()
            starts = np.flatnonzero(values[1:] != values[:-1]) + 1
            for first, piece in zip([0, *starts], np.split(codes, starts), strict=True):
                if pieces and values[first] != value:
                    yield value, np.concatenate(pieces)
                    pieces = []
                value = values[first]
                pieces.append(piece)
        if pieces:
            yield value, np.concatenate(pieces)
