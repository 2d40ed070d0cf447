"""Counts over tokens on disk, by DuckDB: out of core, and back as tables.

A measure needs its tokens as counts only: how often each stands in each article, group or part.
Only `article_counts` gives back as many rows as articles have; all others are as large as the
vocabulary, times the groups or parts.

Stored words in the order of the text, by DuckDB: in sequences, and one value after another.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.corpus import StoredTable
from helpers.counting import stored_database
from helpers.counting.stored_database import Totals, register_terms, runs_of_articles, stored_tokens


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
    query = "SELECT token, count(*) AS n FROM tokens GROUP BY token ORDER BY token"
    with stored_tokens(tokens) as database:
        rows = database.execute(query).fetchnumpy()
    token = _categorical(np.arange(len(rows["n"])), rows["token"])
    return pd.DataFrame({"token": token, "count": rows["n"]})


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
    with stored_tokens(tokens) as database:
        article, token, count, spellings = _cells(database, "article::INTEGER")
    articles = pd.Categorical.from_codes(article, tokens.articles)
    token = _categorical(token, spellings)
    return pd.DataFrame({"article": articles, "token": token, "count": count})


def column_counts(tokens: StoredTable, column: str) -> pd.DataFrame:
    """Count stored tokens by a column of theirs.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    column : str
        "sentence", "position", "start", "end", or "token" itself.

    Returns
    -------
    DataFrame
        The column, ``token`` (categorical, as spelled) and ``count``.
    """
    if column == "token":
        return token_counts(tokens)
    with stored_tokens(tokens) as database:
        value, token, count, spellings = _cells(database, f'"{column}"')
    return pd.DataFrame({column: value, "token": _categorical(token, spellings), "count": count})


def part_counts(tokens: StoredTable, parts: int, words: int) -> pd.DataFrame:
    """Count stored words by parts of equal size, cut in the order of the table.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    parts : int
        The number of parts.
    words : int
        Words in all, so that word w, from 0, is in part ``w * parts // words``.

    Returns
    -------
    DataFrame
        Columns ``part``, ``token`` (categorical: the term) and ``count``.
    """
    with stored_tokens(tokens) as database:
        terms = register_terms(database)
        totals = Totals(database, "part BIGINT, term INTEGER", "n BIGINT")
        before = 0
        for _ in runs_of_articles(database, tokens):
            totals.add(
                f"SELECT ({before} + number) * {parts} // {words} AS part, term, count(*) FROM"
                " (SELECT term, row_number() OVER (ORDER BY article, place) - 1 AS number"
                " FROM words) GROUP BY ALL"
            )
            ((before,),) = database.execute(
                "SELECT coalesce(sum(n), 0)::BIGINT FROM totals"
            ).fetchall()
        part, term, count = totals.columns()
    token = pd.Categorical.from_codes(term, terms)
    return pd.DataFrame({"part": part, "token": token, "count": count})


def group_counts(
    tokens: StoredTable, by: str | np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, pd.Index]:
    """Count stored words by group and term, and the articles that have them.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.
    by : str or numpy.ndarray of int, optional
        A column of the tokens, or a number for each of ``tokens.articles``; by default all is
        group 0.

    Returns
    -------
    group, term, count, articles : numpy.ndarray
        One entry a group and term that occurs in it, by group and term.
    terms : pandas.Index
        The terms that the codes stand for.
    """
    unit, groups = _unit(by)
    with stored_tokens(tokens, groups) as database:
        terms = register_terms(database)
        kind = "VARCHAR" if unit == '"token"' else "INTEGER"
        totals = Totals(database, f"unit {kind}, term INTEGER", "n BIGINT, articles BIGINT")
        for _ in runs_of_articles(database, tokens, groups):
            totals.add(
                "SELECT unit, term, sum(n), count(*) FROM"
                f" (SELECT article, {unit} AS unit, term, count(*) AS n FROM words GROUP BY ALL)"
                " GROUP BY ALL"
            )
        return *totals.columns(), terms


def chosen_counts(
    tokens: StoredTable, by: str | np.ndarray, wanted: pd.Index
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Count some terms by group, and all words.

    Parameters
    ----------
    tokens, by
        As `group_counts` takes them.
    wanted : pandas.Index
        The terms to count.

    Returns
    -------
    groups, words : numpy.ndarray
        The groups that have words, sorted, and how many.
    group, term, count : numpy.ndarray
        One entry a group and term that occurs in it; ``term`` is the place in `wanted`.
    """
    unit, groups = _unit(by)
    with stored_tokens(tokens, groups) as database:
        terms = register_terms(database)
        places = wanted.get_indexer(terms).astype(np.int32)
        there = np.flatnonzero(places >= 0).astype(np.int32)
        database.register("wanted", pa.table({"term": there, "chosen": places[there]}))
        sizes = database.execute(
            f"SELECT {unit} AS unit, count(*) AS n FROM words GROUP BY unit ORDER BY unit"
        ).fetchnumpy()
        cells = database.execute(
            f"SELECT {unit} AS unit, chosen, count(*) AS n FROM words JOIN wanted USING (term)"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchnumpy()
    return sizes["unit"], sizes["n"], cells["unit"], cells["chosen"], cells["n"]


def article_sizes(tokens: StoredTable) -> np.ndarray:
    """Count the stored tokens of each article, punctuation with the words.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Returns
    -------
    numpy.ndarray of int64
        One entry an article, in the order of ``tokens.articles``.
    """
    with stored_tokens(tokens) as database:
        return _by_article(database, tokens, "tokens")


class ArticleCells:
    """The counts of stored words by article and term, a run of articles at a time.

    Attributes
    ----------
    terms : pandas.Index
        The terms that the codes stand for, sorted.
    sizes : numpy.ndarray of int64
        The words of each article.
    """

    def __init__(self, tokens: StoredTable, database: duckdb.DuckDBPyConnection):
        self._tokens, self._database = tokens, database
        self.terms = register_terms(database)
        self.sizes = _by_article(database, tokens, "words")

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Give article, term and count, by article and term; counted anew each time."""
        query = "SELECT article, term, count(*)::INTEGER AS n FROM words GROUP BY ALL ORDER BY ALL"
        for _ in runs_of_articles(self._database, self._tokens):
            rows = self._database.execute(query).fetchnumpy()
            yield rows["article"], rows["term"], rows["n"]


@contextlib.contextmanager
def article_cells(tokens: StoredTable) -> Iterator[ArticleCells]:
    """Count stored words by article and term, without ever holding all counts.

    Parameters
    ----------
    tokens : StoredTable
        The tokens of a corpus.

    Yields
    ------
    ArticleCells
        To be gone through as often as needed, before the context ends.
    """
    with stored_tokens(tokens) as database:
        yield ArticleCells(tokens, database)


def _by_article(database: duckdb.DuckDBPyConnection, tokens: StoredTable, view: str) -> np.ndarray:
    """Count the rows of a view by article; before the first run, while all rows are in view."""
    rows = database.execute(f"SELECT article, count(*) AS n FROM {view} GROUP BY 1").fetchnumpy()
    sizes = np.zeros(len(tokens.articles), dtype=np.int64)
    sizes[rows["article"]] = rows["n"]
    return sizes


def _unit(by: str | np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Give the column that tokens are grouped by, and the group of each article."""
    return (f'"{by}"', None) if isinstance(by, str) else ("article_group", by)


def _cells(database: duckdb.DuckDBPyConnection, unit: str) -> tuple[np.ndarray, ...]:
    """Count by a unit and by spelling: unit, code of the spelling, count; and the spellings."""
    database.execute(
        "CREATE TEMP TABLE spellings AS SELECT token, row_number() OVER (ORDER BY token) - 1"
        " AS code FROM (SELECT DISTINCT token FROM tokens)"
    )
    database.execute(
        f"CREATE TEMP TABLE cells AS SELECT {unit} AS unit, code::INTEGER AS token,"
        " count(*)::INTEGER AS n FROM tokens JOIN spellings USING (token)"
        " GROUP BY ALL ORDER BY ALL"
    )
    spellings = database.execute("SELECT token FROM spellings ORDER BY code").fetchnumpy()
    return *_streamed(database, "cells"), spellings["token"]


def _streamed(database: duckdb.DuckDBPyConnection, table: str) -> np.ndarray:
    """Read integer columns batch by batch: a result held whole would be in memory twice."""
    ((total,),) = database.execute(f"SELECT count(*) FROM {table}").fetchall()
    reader = database.sql(f"FROM {table}").to_arrow_reader(stored_database.ROWS_IN_BATCH)
    rows = np.empty((len(reader.schema), total), dtype=np.int32)
    start = 0
    for batch in reader:
        for place, column in enumerate(batch.columns):
            rows[place, start : start + len(column)] = column
        start += batch.num_rows
    return rows


def _categorical(codes: np.ndarray, spellings: np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, pd.Index(spellings, dtype="str"))


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
