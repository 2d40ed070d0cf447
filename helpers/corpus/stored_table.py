"""A table of a large corpus, on disk: read in parts, never as a whole unless asked for.

Tables as Parquet files.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.corpus.faults import CorpusError
from helpers.corpus.page_tables import PARTS, READ_PARTS

COLUMNS = {
    "parts": ["article", "start", "end", "part", "text", "reason"],
    "sentences": ["article", "sentence", "part", "paragraph", "text", "start", "end"],
    "tokens": ["article", "sentence", "position", "token", "start", "end"],
}
"""The columns of each table; in the files, tokens have the part of their sentence too."""


class Partition(NamedTuple):
    """A folder with one Parquet file a table, and the articles that they hold."""

    folder: Path
    articles: tuple[str, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class StoredTable:
    """A table of a corpus that is too large for memory.

    The measures take it in place of a DataFrame. What isn't counted is read: some
    articles (`read`), or all, a partition at a time (`batches`).

    Attributes
    ----------
    name : str
        "parts", "sentences" or "tokens".
    partitions : tuple of Partition
        Where the rows are, in the order of the articles.
    articles : pandas.Index
        The articles whose rows the table has.
    parts : tuple of str or None
        The parts of the page whose rows it has; None for all.
    attrs : dict
        Notes, as a DataFrame has them.

    Examples
    --------
    >>> corpus.sentences.to_parquet(folder / "sentences.parquet")
    >>> ids = corpus.articles.index
    >>> stored = StoredTable("sentences", (Partition(folder, tuple(ids)),), ids)
    >>> list(stored.read("uk-hcmc-hub")["sentence"])[:3]
    [0, 1, 2]
    """

    name: str
    partitions: tuple[Partition, ...]
    articles: pd.Index
    parts: tuple[str, ...] | None = None
    attrs: dict = dataclasses.field(default_factory=dict)

    @property
    def columns(self) -> pd.Index:
        """The names of the columns."""
        return pd.Index(COLUMNS[self.name])

    @property
    def files(self) -> list[str]:
        """The Parquet files that hold the rows."""
        return [self._file(partition) for partition in self.partitions]

    @cached_property
    def _length(self) -> int:
        if self.parts is None and len(self.articles) == sum(
            len(partition.articles) for partition in self.partitions
        ):
            return sum(_row_count(file) for file in self.files)
        return sum(self._rows(partition, ["article"]).num_rows for partition in self.partitions)

    @property
    def empty(self) -> bool:
        """Whether the table has no row."""
        return not any(self._rows(partition, ["article"]).num_rows for partition in self.partitions)

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"<stored {self.name}: {len(self.articles):,} articles, {len(self):,} rows>"

    def __getitem__(self, key: object) -> NoReturn:
        raise TypeError(self._advice(f"[{key!r}]"))

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(self._advice(f".{name}"))

    def _advice(self, wanted: str) -> str:
        return (
            f"corpus.{self.name}{wanted} isn't there: this corpus is too large for memory, and its "
            f"{self.name} are on disk. corpus.{self.name}.read([article ids]) gives those of some "
            f"articles as a DataFrame, .batches() all of them, one batch after another"
        )

    def only(self, articles: Iterable[str]) -> StoredTable:
        """Return the rows of these articles, as a stored table.

        Parameters
        ----------
        articles : iterable of str
            Ids, in the order of the corpus.
        """
        ids = pd.Index(articles, dtype="str")
        wanted = set(ids)
        partitions = tuple(
            partition for partition in self.partitions if not wanted.isdisjoint(partition.articles)
        )
        return dataclasses.replace(self, partitions=partitions, articles=ids)

    def of_parts(self, parts: Sequence[str]) -> StoredTable:
        """Return the rows of these parts of the page, as a stored table."""
        return dataclasses.replace(
            self, parts=tuple(parts), attrs={**self.attrs, "parts": ", ".join(parts)}
        )

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Read the rows in order, a partition at a time.

        Parameters
        ----------
        columns : sequence of str, optional
            The columns to read; all by default.

        Yields
        ------
        DataFrame
            Whole articles; the categories of ``article`` are those of the batch.
        """
        for partition in self.partitions:
            there = [article for article in partition.articles if article in self._chosen]
            rows = self._rows(partition, list(columns or self.columns))
            yield self._frame(rows, pd.Index(there, dtype="str"))

    def read(self, articles: Iterable[str] | None = None) -> pd.DataFrame:
        """Read rows into memory.

        Parameters
        ----------
        articles : iterable of str, optional
            The articles to read; all by default, which takes four to five times the
            memory of the text.

        Returns
        -------
        DataFrame
            As the table of a small corpus is.

        Raises
        ------
        KeyError
            If the table has no such article.
        """
        if articles is None:
            table = self
        else:
            ids = [articles] if isinstance(articles, str) else list(articles)
            absent = [article for article in ids if article not in self.articles]
            if absent:
                raise KeyError(f"corpus.{self.name} has no article {', '.join(map(str, absent))}")
            chosen = set(ids)
            table = self.only([article for article in self.articles if article in chosen])
        columns = list(self.columns)
        rows = [table._rows(partition, columns) for partition in table.partitions]
        if not rows:
            empty = pd.DataFrame(columns=columns)
            return empty.astype({"article": pd.CategoricalDtype(table.articles)})
        return self._frame(pa.concat_tables(rows), table.articles)

    def _file(self, partition: Partition) -> str:
        return str(partition.folder / f"{self.name}.parquet")

    def _rows(self, partition: Partition, columns: list[str]) -> pa.Table:
        """Read the rows of a partition that the table has."""
        whole = len(partition.articles) <= len(self.articles) and (
            self._chosen.issuperset(partition.articles)
        )
        needed = columns if self.parts is None else list(dict.fromkeys([*columns, "part"]))
        # The file alone: a folder's name could be taken for a column of it.
        with _damage_said(self._file(partition)):
            rows = pq.ParquetFile(self._file(partition), page_checksum_verification=True).read(
                columns=needed
            )
        if not whole:
            rows = rows.filter(
                _is_in(rows["article"], self._chosen.intersection(partition.articles))
            )
        if self.parts is not None:
            rows = rows.filter(_is_in(rows["part"], self.parts))
        return rows.select(columns)

    def _frame(self, rows: pa.Table, articles: pd.Index) -> pd.DataFrame:
        """Turn rows into a DataFrame, with the categories that a small corpus's tables have."""
        frame = rows.unify_dictionaries().combine_chunks().to_pandas()
        if "article" in frame:
            frame["article"] = _recoded(frame["article"], articles)
        if "token" in frame:
            frame["token"] = _recoded(frame["token"], None)
        if "part" in frame:
            known = PARTS if self.name == "parts" else READ_PARTS
            frame["part"] = _recoded(frame["part"], pd.Index(known))
        frame.attrs = dict(self.attrs)
        return frame

    @cached_property
    def _chosen(self) -> frozenset[str]:
        return frozenset(self.articles)


Table = pd.DataFrame | StoredTable
"""A table of a corpus, in memory or on disk."""


def require_in_memory(table: object, what: str) -> None:
    """Refuse what is no DataFrame.

    Parameters
    ----------
    table : object
    what : str
        What the table is, for the message.

    Raises
    ------
    TypeError
        If it is no DataFrame.

    Examples
    --------
    >>> require_in_memory(corpus.tokens, "tokens")
    >>> require_in_memory([1, 2], "tokens")
    Traceback (most recent call last):
        ...
    TypeError: tokens: expected a DataFrame, got list
    """
    if not isinstance(table, pd.DataFrame):
        hint = "; corpus.sample() has its tables in memory" * isinstance(table, StoredTable)
        raise TypeError(f"{what}: expected a DataFrame, got {type(table).__name__}{hint}")


def _row_count(file: str) -> int:
    with _damage_said(file):
        return pq.read_metadata(file).num_rows


@contextlib.contextmanager
def _damage_said(file: str) -> Iterator[None]:
    """Name a file that can't be read, and what to do about it."""
    try:
        yield
    except (pa.ArrowInvalid, OSError) as error:
        reason = " ".join(str(error).split())
        raise CorpusError(
            [
                f"{file}: can't be read ({reason}); the tables of a corpus can be made again: "
                f"remove the folder {Path(file).parent} and load the corpus again"
            ]
        ) from error


def batches(
    table: pd.DataFrame | StoredTable, columns: Sequence[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Give a table in batches of whole articles.

    Parameters
    ----------
    table : DataFrame or StoredTable
        A table of a corpus.
    columns : sequence of str, optional
        The columns needed: of a stored table no others are read.

    Yields
    ------
    DataFrame
        A DataFrame as it is; a stored table, a partition at a time.

    Examples
    --------
    >>> [len(batch) == len(corpus.sentences) for batch in batches(corpus.sentences)]
    [True]
    """
    if isinstance(table, StoredTable):
        yield from table.batches(columns)
    else:
        yield table


def rows_of(table: pd.DataFrame | StoredTable, articles: Iterable[str]) -> pd.DataFrame:
    """Read the rows of some articles.

    Parameters
    ----------
    table : DataFrame or StoredTable
        A table of a corpus.
    articles : iterable of str
        Ids; those that the table lacks are passed over.

    Returns
    -------
    DataFrame
        In the order of the table.

    Examples
    --------
    >>> set(rows_of(corpus.sentences, ["uk-hcmc-hub", "unknown"])["article"])
    {'uk-hcmc-hub'}
    """
    wanted = set(articles)
    if not isinstance(table, StoredTable):
        return table[table["article"].isin(wanted)]
    return table.read([article for article in table.articles if article in wanted])


def _is_in(column: pa.ChunkedArray, values: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(column.cast(pa.string()), value_set=pa.array(sorted(values), pa.string()))


def _recoded(column: pd.Series, categories: pd.Index | None) -> pd.Categorical:
    """Give a categorical other categories: those named, else the ones that occur, sorted."""
    codes, old = column.cat.codes.to_numpy(), column.cat.categories
    if categories is None:
        occurring = np.unique(codes)
        categories = pd.Index(sorted(old.take(occurring)), dtype="str")
    moved = categories.get_indexer(old)[codes]
    return pd.Categorical.from_codes(moved, categories=categories)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet: the same rows always give the same bytes."""
    arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    for place, field in enumerate(arrow.schema):
        if pa.types.is_dictionary(field.type):
            # pandas numbers few categories in one byte: too few for those of all partitions.
            wide = arrow.column(place).cast(pa.dictionary(pa.int32(), pa.string()))
            arrow = arrow.set_column(place, field.name, wide)
    with path.open("wb") as file:
        # A sum for each page: a byte that a disk has changed is noticed where it is read.
        pq.write_table(arrow, file, compression="zstd", write_page_checksum=True)
