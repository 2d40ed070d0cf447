"""Read a corpus folder, check it, and hold its tables together."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import corpus_files, page_tables, tokenising
from helpers.corpus_files import CorpusError, CorpusFiles
from helpers.page_tables import COUNTED_PARTS, PARTS, READ_PARTS
from helpers.stored_table import StoredTable, batches
from helpers.token_cache import cache_folder

__all__ = [
    "COUNTED_PARTS",
    "PARTS",
    "READ_PARTS",
    "Corpus",
    "CorpusError",
    "default_folder",
    "load_corpus",
]

STORED_ABOVE = 1_000_000
"""Bytes of text from which the tables are kept on disk: segmenting takes seconds from there on."""

IN_MEMORY_BELOW = 50_000_000
"""Bytes of text up to which the tables are in memory: about 12,000 articles, some 2 GiB."""


@dataclasses.dataclass(frozen=True, eq=False)
class Corpus:
    """The tables of a corpus; see `load_corpus`.

    Attributes
    ----------
    folder : Path
        Where the corpus was read from.
    articles : DataFrame
        One row an article, indexed by ``id``; the columns of ``articles.csv``.
        An unknown value is an empty string.
    parts : DataFrame
        One row a stretch of a page: ``article, start, end`` (code points in
        the page), ``part, text`` (clean) and ``reason``, the rule that decided.
    sentences : DataFrame
        One row a sentence of title, lead or body: ``article, sentence`` (0 is
        the title), ``part, paragraph, text``.
    tokens : DataFrame
        One row a word: ``article, sentence, position, token, start, end``
        (code points in the sentence). ``article`` and ``token`` are categorical.
    groups : dict of str to str
        Each group's label.
    glossary : DataFrame
        ``term, English``; empty where the folder has no ``glossary.csv``.
    skipped : list of str
        Problems of the rows that were left out on request; empty otherwise.

    Notes
    -----
    Above `IN_MEMORY_BELOW` bytes of text, ``parts``, ``sentences`` and ``tokens``
    are stored on disk (`stored_table.StoredTable`). The measures take them as they
    take DataFrames, and give the same results.
    """

    folder: Path
    articles: pd.DataFrame
    parts: pd.DataFrame | StoredTable
    sentences: pd.DataFrame | StoredTable
    tokens: pd.DataFrame | StoredTable
    groups: dict[str, str]
    glossary: pd.DataFrame
    skipped: list[str]

    def __repr__(self) -> str:
        return (
            f"Corpus in {self.folder.name}: {len(self.articles):,} articles; "
            f"{len(self.sentences):,} sentences, titles among them; "
            f"{len(self.tokens):,} tokens, which are words and punctuation marks"
        )

    def select(self, **criteria: object) -> Corpus:
        """Return the smaller corpus whose articles meet every criterion.

        Parameters
        ----------
        **criteria
            A column of ``articles`` (or ``id``) and a value, or a list of
            values, to keep: ``corpus.select(group=["UK", "US"])``.

        Raises
        ------
        CorpusError
            If there is no such column, or no article has the value.
        """
        table = self.articles.reset_index()
        keep = pd.Series(True, index=table.index)
        for column, wanted in criteria.items():
            if column not in table:
                raise CorpusError([f"select: no column {column!r}; there are {list(table)}"])
            values = list(wanted) if isinstance(wanted, list | tuple | set) else [wanted]
            absent = sorted(set(values) - set(table[column]), key=str)
            if absent:
                known = sorted(set(table[column]))[:20]
                raise CorpusError([f"select: no article has {column} {absent}; there are {known}"])
            keep &= table[column].isin(values)
        ids = list(table.loc[keep, "id"])
        return self._only(ids)

    def sample(self, limit: int, *, seed: int = 0) -> Corpus:
        """Return a corpus of some articles, in memory, for what takes long on many.

        Parameters
        ----------
        limit : int
            The articles to draw at random, without replacement; a corpus that has no more
            is kept whole.
        seed : int
            The same seed draws the same articles.

        Returns
        -------
        Corpus
            With DataFrames for tables, its articles in the order of this corpus.

        Raises
        ------
        ValueError
            If `limit` is below 1.
        """
        if limit < 1:
            raise ValueError(f"limit is a number of articles from 1, got {limit}")
        ids = list(self.articles.index)
        small = self
        if len(ids) > limit:
            drawn = np.random.default_rng(seed).choice(len(ids), limit, replace=False)
            small = self._only([ids[place] for place in sorted(drawn)])
        tables = {name: getattr(small, name) for name in ("parts", "sentences", "tokens")}
        stored = {name: t.read() for name, t in tables.items() if isinstance(t, StoredTable)}
        return dataclasses.replace(small, **stored)

    def _only(self, ids: list[str]) -> Corpus:
        def cut(table: pd.DataFrame | StoredTable) -> pd.DataFrame | StoredTable:
            if isinstance(table, StoredTable):
                return table.only(ids)
            small = table[table["article"].isin(ids)].reset_index(drop=True)
            small["article"] = small["article"].cat.set_categories(ids)
            return small

        return dataclasses.replace(
            self,
            articles=self.articles.loc[ids],
            parts=cut(self.parts),
            sentences=cut(self.sentences),
            tokens=cut(self.tokens),
        )

    def batches(self) -> Iterator[Corpus]:
        """Give the corpus in memory, some articles at a time.

        Yields
        ------
        Corpus
            Whole articles, with DataFrames for tables; a corpus that is in memory as it is.
        """
        if not isinstance(self.tokens, StoredTable):
            yield self
            return
        tables = (self.parts, self.sentences, self.tokens)
        for parts, sentences, tokens in zip(*(table.batches() for table in tables), strict=True):
            yield dataclasses.replace(
                self,
                articles=self.articles.loc[list(parts["article"].cat.categories)],
                parts=parts,
                sentences=sentences,
                tokens=tokens,
            )

    def page(self, article: str) -> str:
        """Return the page of an article as it was collected."""
        return corpus_files.read_page(self.folder, article)

    def whole_pages(self) -> Corpus:
        """Return the same corpus with every part of the page read as text, to see the difference.

        Returns
        -------
        Corpus
            Its ``sentences`` and ``tokens`` hold captions, bylines and boilerplate too; the
            numbers of sentences run through the whole page.

        Raises
        ------
        CorpusError
            If the corpus is too large for memory.
        """
        if isinstance(self.parts, StoredTable):
            raise CorpusError(
                [f"{self!r}: whole_pages reads pages in memory; select fewer articles first"]
            )
        sentences = page_tables.sentence_table(self.parts, PARTS)
        words = tokenising.tokenise(list(sentences["text"]))
        tokens = page_tables.tokens_of_sentences(sentences, words)
        return dataclasses.replace(self, sentences=sentences, tokens=tokens)

    def part_sizes(self) -> pd.DataFrame:
        """Return how long each part of each page is.

        Returns
        -------
        DataFrame
            A row an article, a column a part, in characters of the page as
            collected; line ends and other blanks between parts belong to none.
        """
        sizes = [
            parts.assign(characters=parts["end"] - parts["start"]).pivot_table(
                index="article",
                columns="part",
                values="characters",
                aggfunc="sum",
                fill_value=0,
                observed=False,
            )
            for parts in batches(self.parts)
        ]
        table = pd.concat(sizes).rename_axis(columns=None)
        table.index = pd.CategoricalIndex(table.index, list(self.articles.index), name="article")
        return table

    def gloss(self, table: pd.DataFrame, column: str = "term") -> pd.DataFrame:
        """Return the table with an ``English`` column after its Vietnamese terms.

        Parameters
        ----------
        table : DataFrame
            Any table with a column of terms.
        column : str
            The column that holds them.

        Returns
        -------
        DataFrame
            A copy; a term that the glossary does not know has an empty gloss.
            A corpus without a glossary of its own is glossed by the shipped one.
        """
        glossary = shipped_glossary() if self.glossary.empty else self.glossary
        known = dict(zip(glossary["term"].str.casefold(), glossary["English"], strict=True))
        glossed = table.copy()
        english = [known.get(str(term).casefold(), "") for term in table[column]]
        glossed.insert(glossed.columns.get_loc(column) + 1, "English", english)
        glossed.attrs = dict(table.attrs)
        return glossed


SHIPPED = Path(__file__).resolve().parents[1] / "corpus"


def default_folder() -> Path:
    """Return the folder named by ``KHUNGTIN_CORPUS``, else the corpus that ships."""
    named = os.environ.get("KHUNGTIN_CORPUS")
    return Path(named) if named else SHIPPED


@cache
def shipped_glossary() -> pd.DataFrame:
    """Return the glossary of the corpus that ships: ``term, English``."""
    return corpus_files.read_glossary(SHIPPED)


def load_corpus(
    folder: str | Path | None = None, *, n_jobs: int | None = None, on_error: str = "raise"
) -> Corpus:
    """Read a corpus folder into its tables.

    Parameters
    ----------
    folder : path, optional
        A folder with ``articles.csv`` and ``articles/<id>.txt``. By default
        the environment variable ``KHUNGTIN_CORPUS``, else the shipped corpus.
    n_jobs : int, optional
        Processes for segmenting words, as in `joblib.Parallel`; by default what an
        enclosing ``joblib.parallel_config`` says, else one for a little text and one a
        core for much (`STORED_ABOVE`).
    on_error : {"raise", "skip"}
        With "skip", articles with a fault are left out and reported in
        ``corpus.skipped``; a fault of the folder itself still raises.

    Returns
    -------
    Corpus
        Articles in the order of ``articles.csv``.

    Raises
    ------
    CorpusError
        One error that lists every problem found: file, row, what was expected.
    TypeError
        If `folder` is no path.

    Notes
    -----
    A page of links alone has no sentence. It is no fault: the article stays in ``articles`` and
    ``parts``; ``python -m helpers.corpus check`` names it.
    """
    if not isinstance(folder, str | os.PathLike | None):
        found = f"{folder!r} ({type(folder).__name__})"
        raise TypeError(f"folder is {found}; expected the path of a corpus folder, or None")
    folder = default_folder() if folder is None else Path(folder)
    files = corpus_files.read_folder(folder, on_error=on_error)
    tables = _tables(folder, files, n_jobs)
    return Corpus(
        folder=folder,
        articles=files.articles,
        parts=tables["parts"],
        sentences=tables["sentences"],
        tokens=tables["tokens"],
        groups=files.groups,
        glossary=files.glossary,
        skipped=files.skipped,
    )


def _tables(
    folder: Path, files: CorpusFiles, n_jobs: int | None
) -> dict[str, pd.DataFrame | StoredTable]:
    """Make the tables in memory, or on disk; read those on disk where they fit in memory."""
    size = sum(file.size for file in files.pages.values())
    kept = cache_folder()
    if kept is None and size > IN_MEMORY_BELOW:
        raise CorpusError(
            [
                f"{folder}: {size / 1e6:,.0f} MB of text are too much for memory; name a folder "
                f"with {size / 1e9 * 2:,.1f} GB of space in the environment variable KHUNGTIN_CACHE"
            ]
        )
    if kept is None or size <= STORED_ABOVE:
        parts = page_tables.part_table(corpus_files.read_pages(folder, files.pages))
        sentences = page_tables.sentence_table(parts)
        words = tokenising.tokenise(list(sentences["text"]), n_jobs=n_jobs)
        tokens = page_tables.tokens_of_sentences(sentences, words)
        return {"parts": parts, "sentences": sentences, "tokens": tokens}
    # DuckDB and Parquet are slow to import, and no small corpus needs them.
    from helpers.token_store import stored_tables  # noqa: PLC0415

    stored = stored_tables(folder, files, kept, n_jobs=n_jobs)
    if size > IN_MEMORY_BELOW:
        return stored
    return {name: table.read() for name, table in stored.items()}


if __name__ == "__main__":
    from helpers.corpus_cli import main

    raise SystemExit(main())
