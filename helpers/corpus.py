"""Read a corpus folder, check it, and hold its tables together."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pandas as pd

from helpers import cleaning, corpus_files, token_layout, tokenising
from helpers.corpus_files import CorpusError

__all__ = ["COUNTED_PARTS", "Corpus", "CorpusError", "default_folder", "load_corpus"]

COUNTED_PARTS = ("lead", "body")
"""The parts that counts rest on unless told otherwise."""

READ_PARTS = ("title", *COUNTED_PARTS)

PARTS = ("title", "lead", "body", "caption", "byline", "boilerplate")


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
    """

    folder: Path
    articles: pd.DataFrame
    parts: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    groups: dict[str, str]
    glossary: pd.DataFrame
    skipped: list[str]

    def __repr__(self) -> str:
        sizes = (
            f"{len(table):,} {name}"
            for name, table in [
                ("articles", self.articles),
                ("sentences", self.sentences),
                ("tokens", self.tokens),
            ]
        )
        return f"<Corpus {self.folder.name}: {', '.join(sizes)}>"

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

    def _only(self, ids: list[str]) -> Corpus:
        def cut(table: pd.DataFrame) -> pd.DataFrame:
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
        """
        sentences = _sentences(self.parts, PARTS)
        return dataclasses.replace(self, sentences=sentences, tokens=_tokens(sentences, None))

    def part_sizes(self) -> pd.DataFrame:
        """Return how long each part of each page is.

        Returns
        -------
        DataFrame
            A row an article, a column a part, in characters of the page as
            collected; line ends and other blanks between parts belong to none.
        """
        sizes = self.parts.assign(characters=self.parts["end"] - self.parts["start"])
        return sizes.pivot_table(
            index="article",
            columns="part",
            values="characters",
            aggfunc="sum",
            fill_value=0,
            observed=False,
        ).rename_axis(columns=None)

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
        """
        known = dict(
            zip(self.glossary["term"].str.casefold(), self.glossary["English"], strict=True)
        )
        glossed = table.copy()
        english = [known.get(str(term).casefold(), "") for term in table[column]]
        glossed.insert(glossed.columns.get_loc(column) + 1, "English", english)
        glossed.attrs = dict(table.attrs)
        return glossed


def default_folder() -> Path:
    """Return the folder named by ``KHUNGTIN_CORPUS``, else the corpus that ships."""
    named = os.environ.get("KHUNGTIN_CORPUS")
    return Path(named) if named else Path(__file__).resolve().parents[1] / "corpus"


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
        Processes for segmenting words, as `tokenising.tokenise` takes them.
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
    """
    folder = default_folder() if folder is None else Path(folder)
    files = corpus_files.read_folder(folder, on_error=on_error)
    ids = list(files.articles.index)
    parts = _parts(files.pages, ids)
    sentences = _sentences(parts)
    return Corpus(
        folder=folder,
        articles=files.articles,
        parts=parts,
        sentences=sentences,
        tokens=_tokens(sentences, n_jobs),
        groups=files.groups,
        glossary=files.glossary,
        skipped=files.skipped,
    )


def _parts(pages: dict[str, str], ids: list[str]) -> pd.DataFrame:
    tables = [cleaning.label_parts(pages[article]) for article in ids]
    parts = pd.concat(tables, ignore_index=True)
    owners = [
        article for article, table in zip(ids, tables, strict=True) for _ in range(len(table))
    ]
    parts.insert(0, "article", pd.Categorical(owners, categories=ids))
    parts["part"] = pd.Categorical(parts["part"], categories=PARTS)
    return parts


def _sentences(parts: pd.DataFrame, read: tuple[str, ...] = READ_PARTS) -> pd.DataFrame:
    rows = []
    number: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    for row in parts[parts["part"].isin(read)].itertuples():
        if row.part == "title":
            rows.append((row.article, 0, "title", 0, row.text))
            continue
        paragraphs[row.article] = paragraph = paragraphs.get(row.article, 0) + 1
        for text in tokenising.split_sentences(row.text):
            number[row.article] = index = number.get(row.article, 0) + 1
            rows.append((row.article, index, row.part, paragraph, text))
    table = pd.DataFrame(rows, columns=["article", "sentence", "part", "paragraph", "text"])
    table["article"] = pd.Categorical(table["article"], categories=parts["article"].cat.categories)
    table["part"] = pd.Categorical(table["part"], categories=read)
    return table.astype({"sentence": "int32", "paragraph": "int32"})


def _tokens(sentences: pd.DataFrame, n_jobs: int | None) -> pd.DataFrame:
    texts = list(sentences["text"])
    words = tokenising.tokenise(texts, n_jobs=n_jobs)
    table = token_layout.token_table(texts, words)
    of_sentence = sentences.iloc[table.pop("text").to_numpy()].reset_index(drop=True)
    table.insert(0, "article", of_sentence["article"])
    table.insert(1, "sentence", of_sentence["sentence"])
    return table
