"""What the measures ask of tokens on disk, answered by DuckDB: out of core, and back as tables.

The one module of `counting` that knows of tables on disk: each step that a measure takes with a
token table in memory is taken here with a stored one.

A measure needs its tokens as counts only: how often each stands in each article, group or part.
Only `article_counts` gives back as many rows as articles have; all others are as large as the
vocabulary, times the groups or parts. What is counted by article first is counted for a run of
articles after another: DuckDB then holds the cells of a run, however many articles there are.
Its own memory has the limit below; what doesn't fit goes to a temporary folder.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import functools
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.corpus import Corpus, CorpusError, StoredTable
from helpers.counting import (
    diversity,
    frequency,
    group_counts,
    kwic,
    sequences,
    spread,
    token_table,
)
from helpers.counting.group_counts import GroupCounts
from helpers.counting.vocabulary import vocabulary
from helpers.vietnamese import Variants

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT = "1GB"
"""What DuckDB takes before it writes to disk."""

PARTITIONS_IN_RUN = 128
"""Some 25 MB of text, and a million and a half counts by article and term."""

ROWS_IN_BATCH = 1_000_000
"""Rows that are fetched at once."""

_NO_FILE = pa.schema(
    [
        *[("article", pa.string()), ("token", pa.string()), ("part", pa.string())],
        *[(name, pa.int32()) for name in ("sentence", "position", "start", "end")],
        ("file_row_number", pa.int64()),
    ]
).empty_table()


@functools.cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """Open the database of a process; to open one for each count takes longer than most counts."""
    import duckdb  # noqa: PLC0415

    until_end = contextlib.ExitStack()
    atexit.register(until_end.close)
    scratch = until_end.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
    limits: dict = {"memory_limit": MEMORY_LIMIT, "temp_directory": scratch}
    limits["enable_external_file_cache"] = "false"  # no file stays in memory once it is counted
    return until_end.enter_context(duckdb.connect(config=limits))


@contextlib.contextmanager
def _stored_tokens(
    tokens: StoredTable, groups: np.ndarray | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database whose view ``tokens`` has the rows of the table."""
    import duckdb  # noqa: PLC0415 - slow to import, and no small corpus needs it

    damaged = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)
    try:
        # What a cursor makes is its own, since all of it is temporary.
        with _database(os.getpid()).cursor() as opened:
            parts = pa.array(tokens.parts or [], pa.string())
            opened.register("parts", pa.table({"part": parts}))
            _show(opened, tokens, groups)
            yield opened
    except damaged as error:
        store = tokens.partitions[0].folder.parent
        raise CorpusError(
            [
                f"{store}: stored words can't be read ({str(error).splitlines()[0]}); load the "
                "corpus again, which makes anew what is missing. If that doesn't help, remove the "
                "folder and load it once more"
            ]
        ) from error


def _runs_of_articles(
    database: duckdb.DuckDBPyConnection, tokens: StoredTable, groups: np.ndarray | None = None
) -> Iterator[None]:
    """Show a run of articles after another in the view ``tokens``, in order."""
    for first in range(0, max(len(tokens.partitions), 1), PARTITIONS_IN_RUN):
        run = tokens.partitions[first : first + PARTITIONS_IN_RUN]
        _show(database, dataclasses.replace(tokens, partitions=run), groups)
        yield


def _register_terms(database: duckdb.DuckDBPyConnection, tokens: StoredTable) -> pd.Index:
    """Add the view ``words``: ``tokens`` without punctuation, with the code of each one's term."""
    spellings = database.execute("SELECT DISTINCT token FROM tokens").fetchnumpy()["token"]
    known = vocabulary(pd.Index(spellings, dtype="str"), token_table.variants_of(tokens))
    codes = known.of_category[:-1]
    # -1, punctuation, is no term.
    table = {"token": pa.array(spellings, pa.string()), "term": pa.array(codes, mask=codes < 0)}
    database.register("vocabulary", pa.table(table))
    database.execute(
        "CREATE TEMP VIEW words AS SELECT * FROM tokens JOIN vocabulary USING (token)"
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
        names = ", ".join("'" + name.replace("'", "''") + "'" for name in tokens.files)
        database.execute(
            f"CREATE OR REPLACE TEMP VIEW files AS FROM read_parquet([{names}],"
            " hive_partitioning = false, file_row_number = true)"
        )
    else:
        database.register("files", _NO_FILE)
    database.execute(
        "CREATE OR REPLACE TEMP VIEW tokens AS SELECT number AS article, article_group, sentence,"
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


@token_table.counts_by_spelling.register
def _token_counts(tokens: StoredTable) -> pd.DataFrame:
    """Count stored tokens."""
    query = "SELECT token, count(*) AS n FROM tokens GROUP BY token ORDER BY token"
    with _stored_tokens(tokens) as database:
        rows = database.execute(query).fetchnumpy()
    token = _categorical(np.arange(len(rows["n"])), rows["token"])
    return pd.DataFrame({"token": token, "count": rows["n"]})


@token_table.counts_by_article.register
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
    with _stored_tokens(tokens) as database:
        article, token, count, spellings = _cells(database, "article::INTEGER")
    articles = pd.Categorical.from_codes(article, tokens.articles)
    columns = {"article": articles, "token": _categorical(token, spellings), "count": count}
    return _noted(pd.DataFrame(columns), tokens)


def _column_counts(tokens: StoredTable, column: str) -> pd.DataFrame:
    """Count stored tokens by a column of theirs."""
    if column == "token":
        return _token_counts(tokens)
    with _stored_tokens(tokens) as database:
        value, token, count, spellings = _cells(database, f'"{column}"')
    columns = {column: value, "token": _categorical(token, spellings), "count": count}
    return _noted(pd.DataFrame(columns), tokens)


def _part_counts(tokens: StoredTable, parts: int, words: int) -> pd.DataFrame:
    """Count stored words by parts of equal size, cut in the order of the table."""
    with _stored_tokens(tokens) as database:
        terms = _register_terms(database, tokens)
        totals = Totals(database, "part BIGINT, term INTEGER", "n BIGINT")
        before = 0
        for _ in _runs_of_articles(database, tokens):
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
    return _noted(pd.DataFrame({"part": part, "token": token, "count": count}), tokens)


def _counts_of_groups(
    tokens: StoredTable, by: str | np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, pd.Index]:
    """Count stored words by group and term, and the articles that have them."""
    unit, groups = _unit(by)
    with _stored_tokens(tokens, groups) as database:
        terms = _register_terms(database, tokens)
        kind = "VARCHAR" if unit == '"token"' else "INTEGER"
        totals = Totals(database, f"unit {kind}, term INTEGER", "n BIGINT, articles BIGINT")
        for _ in _runs_of_articles(database, tokens, groups):
            totals.add(
                "SELECT unit, term, sum(n), count(*) FROM"
                f" (SELECT article, {unit} AS unit, term, count(*) AS n FROM words GROUP BY ALL)"
                " GROUP BY ALL"
            )
        return *totals.columns(), terms


def _chosen_counts(
    tokens: StoredTable, by: str | np.ndarray, wanted: pd.Index
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Count some terms by group, and all words."""
    unit, groups = _unit(by)
    with _stored_tokens(tokens, groups) as database:
        terms = _register_terms(database, tokens)
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


def _article_sizes(tokens: StoredTable) -> np.ndarray:
    """Count the stored tokens of each article, punctuation with the words."""
    with _stored_tokens(tokens) as database:
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
        self.terms = _register_terms(database, tokens)
        self.sizes = _by_article(database, tokens, "words")

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Give article, term and count, by article and term; counted anew each time."""
        query = "SELECT article, term, count(*)::INTEGER AS n FROM words GROUP BY ALL ORDER BY ALL"
        for _ in _runs_of_articles(self._database, self._tokens):
            rows = self._database.execute(query).fetchnumpy()
            yield rows["article"], rows["term"], rows["n"]


@contextlib.contextmanager
def _article_cells(tokens: StoredTable) -> Iterator[ArticleCells]:
    """Count stored words by article and term, without ever holding all counts."""
    with _stored_tokens(tokens) as database:
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
    reader = database.sql(f"FROM {table}").to_arrow_reader(ROWS_IN_BATCH)
    rows = np.empty((len(reader.schema), total), dtype=np.int32)
    start = 0
    for batch in reader:
        for place, column in enumerate(batch.columns):
            rows[place, start : start + len(column)] = column
        start += batch.num_rows
    return rows


def _noted(counts: pd.DataFrame, tokens: StoredTable) -> pd.DataFrame:
    """Give counts the notes of the tokens that were counted."""
    counts.attrs = dict(tokens.attrs)
    return counts


def _categorical(codes: np.ndarray, spellings: np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, pd.Index(spellings, dtype="str"))


def _sequence_counts(
    tokens: StoredTable, n: int, *, min_count: int = 1, left_out: Collection[str] = ()
) -> tuple[list[np.ndarray], pd.DataFrame, pd.Index, int]:
    """Count sequences of n stored words within their sentences, between punctuation."""
    names = [f"word{place}" for place in range(n)]
    following = ", ".join(f"lead(term, {at}) OVER running AS {names[at]}" for at in range(n))
    keys = ", ".join(f"{name} INTEGER" for name in names)
    with _stored_tokens(tokens) as database:
        terms = _register_terms(database, tokens)
        database.register("stopped", pa.table({"term": np.flatnonzero(terms.isin(left_out))}))
        totals = Totals(database, keys, "n BIGINT, articles BIGINT")
        for _ in _runs_of_articles(database, tokens):
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


def _words_by_value(tokens: StoredTable, column: str) -> Iterator[tuple[object, np.ndarray]]:
    """Give the stored words of each value of a column, in the order of the table."""
    with _stored_tokens(tokens) as database:
        _register_terms(database, tokens)
        reader = database.sql(
            f'SELECT "{column}" AS value, term FROM words ORDER BY value, article, place'
        ).to_arrow_reader(ROWS_IN_BATCH)
        value, pieces = None, list[np.ndarray]()
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


@token_table.tokens_by_article.register
def _(tokens: StoredTable) -> pd.Series:
    """Count the tokens of each article."""
    return pd.Series(_article_sizes(tokens), index=tokens.articles)


@frequency.tokens_of_parts.register
def _(tokens: StoredTable, corpus: Corpus, parts: str | Iterable[str]) -> StoredTable:
    """Restrict stored tokens to parts of the page."""
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    chosen = tokens.of_parts(parts)
    if chosen.empty:
        raise ValueError(f"no sentence is of part {', '.join(parts)}")
    return chosen


@group_counts.counts_by_group.register
def _(tokens: StoredTable, by: str | Mapping | pd.Series | None) -> GroupCounts:
    """Count each term in each group; memory follows the groups and the vocabulary."""
    if isinstance(by, str) and by == "article":
        # The cells are the result: one pass gives them.
        return group_counts.counts_by_group(article_counts(tokens), by)
    units, names, label = _stored_groups(tokens, by)
    group, term, count, articles, terms = _counts_of_groups(tokens, units)
    if names is None:
        values, group = np.unique(group, return_inverse=True)
        names = pd.Index(values)
    return group_counts.in_order(group, term, count, articles, names, terms, label)


@group_counts.chosen_by_group.register
def _(
    tokens: StoredTable, by: str | Mapping | pd.Series, wanted: pd.Index
) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Count some terms in each group, and the group's words."""
    units, names, _ = _stored_groups(tokens, by)
    groups, words, group, place, count = _chosen_counts(tokens, units, wanted)  # type: ignore[arg-type]
    counts = np.zeros((len(wanted), len(groups)), dtype=np.int64)
    counts[place, np.searchsorted(groups, group)] = count
    return counts, words, pd.Index(groups) if names is None else names.take(groups)


def _stored_groups(
    tokens: StoredTable, by: str | Mapping | pd.Series | None
) -> tuple[str | np.ndarray | None, pd.Index | None, str]:
    """Give what stored tokens are grouped by, the groups' names where known, and the label."""
    if by is None:
        return None, group_counts.ONE_GROUP, "all"
    if isinstance(by, str) and by == "article":
        return np.arange(len(tokens.articles), dtype=np.int32), tokens.articles, by
    if isinstance(by, str):
        token_table.require_columns(tokens, by)
        return by, None, by

    of_article, names, label = group_counts.article_groups(
        tokens.articles, by, lambda: _article_sizes(tokens)
    )
    return (*group_counts.with_unstated(of_article, names), label)


@diversity.rows_by_value.register
def _(tokens: StoredTable, by: str, window: int) -> tuple[pd.Index, list[tuple]]:
    """Measure one text after another."""
    values: list[object] = []
    rows: list[tuple] = []
    if by == "article":
        for batch in tokens.batches():
            articles, texts = diversity.texts_by_value(batch, by)
            values.extend(articles)
            rows += [diversity.measures_of(text, window) for text in texts]
        return pd.Index(values, dtype="str"), rows
    # Any other column's values run over several batches.
    for value, text in _words_by_value(tokens, by):
        values.append(value)
        rows.append(diversity.measures_of(text, window))
    return pd.Index(np.array(values)), rows


@spread.scored.register
def _(tokens: StoredTable, over: str | int) -> tuple[dict[str, np.ndarray], np.ndarray, pd.Index]:
    """Score the terms; over articles without ever holding all counts."""
    if over == "article":
        with _article_cells(tokens) as cells:
            scores = spread.scores_of(cells, cells.sizes, len(cells.terms))
        return scores, cells.sizes, cells.terms
    if isinstance(over, str):
        return spread.scored(_column_counts(tokens, over), over)
    total = int(token_table.term_counts(tokens)[0].sum())
    spread.check_number(over, total)
    return spread.scored(_part_counts(tokens, over, total), "part")


@sequences.sequences_of.register
def _(
    tokens: StoredTable, n: int, min_count: int, left_out: Collection[str]
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray, pd.Index, int]:
    """Count sequences; those that aren't shown are never fetched."""
    columns, counts, terms, total = _sequence_counts(
        tokens, n, min_count=min_count, left_out=left_out
    )
    return columns, counts["count"].to_numpy(), counts["articles"].to_numpy(), terms, total


@kwic.lines_of.register
def _(
    tokens: StoredTable,
    corpus: Corpus,
    query: str,
    window: int,
    parts: tuple[str, ...],
    variants: Variants,
) -> pd.DataFrame:
    """List the occurrences, a batch of articles after another."""
    found = [
        kwic.lines_of(batch.tokens, batch, query, window, parts, variants)
        for batch in _batches_with(corpus, parts)
    ]
    lines = pd.concat([table.astype({"article": "str"}) for table in found], ignore_index=True)
    lines["article"] = pd.Categorical(lines["article"], categories=tokens.articles)
    totals = {
        key: sum(table.attrs[key] for table in found) for key in ("hits", "articles", "words")
    }
    lines.attrs = {**found[0].attrs, **totals}
    return lines


@kwic.windows_of.register
def _(
    tokens: StoredTable,
    corpus: Corpus,
    node: str,
    window: int,
    parts: tuple[str, ...],
    variants: Variants,
) -> kwic.Windows:
    """Add up the counts of batches."""
    found = [
        kwic.windows_of(batch.tokens, batch, node, window, parts, variants)
        for batch in _batches_with(corpus, parts)
    ]
    terms = pd.Index(sorted(set().union(*(each.terms for each in found))), dtype="str")
    joint, outside = np.zeros((2, len(terms)), dtype=np.int64)
    for each in found:
        rows = terms.get_indexer(each.terms)
        joint[rows] += each.joint
        outside[rows] += each.outside
    totals = np.sum([(each.nodes, each.near, each.words) for each in found], axis=0)
    return kwic.Windows(terms, joint, outside, *totals.tolist())


def _batches_with(corpus: Corpus, parts: tuple[str, ...]) -> Iterator[Corpus]:
    """Give the batches of a corpus that have sentences of these parts."""
    none = True
    for batch in corpus.batches():
        if batch.sentences["part"].isin(parts).any():
            none = False
            yield batch
    if none:
        raise ValueError(f"no sentence is of part {', '.join(parts)}")
