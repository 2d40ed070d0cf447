"""A corpus: its tables, held together; a selection, a sample, batches, sizes of it.

Which articles a sample holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pandas as pd

from helpers import ROOT
from helpers.corpus import page_tables
from helpers.corpus.faults import CorpusError
from helpers.corpus.folder import group_names, read_glossary, read_page
from helpers.corpus.page_tables import PARTS
from helpers.corpus.samples import drawn_articles
from helpers.corpus.stored_table import StoredTable, batches
from helpers.data import read_rows
from helpers.vietnamese import Variants, shipped_variants, tokenise

SHIPPED = ROOT / "corpus"

READ_AT_MOST = 5_000
"""Articles whose sentences are read at once where a sample serves: what takes a minute or two."""

SELECTED_IN_MEMORY = 5_000
"""Articles up to which a selection from a large corpus is in memory."""


def _no_translations() -> pd.DataFrame:
    """Give a table of no translations."""
    return pd.DataFrame(columns=["article", "sentence", "text", "english", "note"])


def _no_provenance() -> pd.DataFrame:
    """Give a table of nothing known from outside."""
    return pd.DataFrame(columns=["article", "field", "value", "evidence"])


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
        the title), ``part, paragraph, text, start, end`` (code points in the page).
    tokens : DataFrame
        One row a word: ``article, sentence, position, token, start, end``
        (code points in the sentence). ``article`` and ``token`` are categorical.
    groups : dict of str to str
        Each group's label.
    glossary : DataFrame
        ``term, English``; empty where the folder has no ``glossary.csv``.
    skipped : list of str
        Problems of the rows that were left out on request; empty otherwise.
    translations : DataFrame
        ``article, sentence`` (missing: a line around the article), ``text, english, note``;
        empty where the folder has no ``translations.csv``.
    provenance : DataFrame
        ``article, field, value, evidence``: what is known from outside the text.
    variants : Variants
        Which spellings are one term, and how the corpus mostly writes it.
    drawn_from : DataFrame or None
        Of a `sample`, the ``articles`` of the corpus that it was drawn from.

    Notes
    -----
    Above `IN_MEMORY_BELOW` bytes of text, ``parts``, ``sentences`` and ``tokens``
    are stored on disk (`stored_table.StoredTable`). The measures take them as they
    take DataFrames, and give the same results.

    Examples
    --------
    >>> list(corpus.select(group="UK").articles.index)
    ['uk-hcmc-hub', 'uk-ministry-tbi']
    >>> corpus.names["uk-hcmc-hub"]
    'UK: medical hub'
    """

    folder: Path
    articles: pd.DataFrame
    parts: pd.DataFrame | StoredTable
    sentences: pd.DataFrame | StoredTable
    tokens: pd.DataFrame | StoredTable
    groups: dict[str, str]
    glossary: pd.DataFrame
    skipped: list[str]
    translations: pd.DataFrame = dataclasses.field(default_factory=_no_translations)
    provenance: pd.DataFrame = dataclasses.field(default_factory=_no_provenance)
    variants: Variants = dataclasses.field(default_factory=shipped_variants)
    drawn_from: pd.DataFrame | None = None

    def __repr__(self) -> str:
        return (
            f"Corpus in {self.folder.name}: {len(self.articles):,} articles{self.sample_note}; "
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

        Returns
        -------
        Corpus
            Of a large corpus, with its tables in memory where no more than
            `SELECTED_IN_MEMORY` articles are left.

        Raises
        ------
        CorpusError
            If there is no such column, or no article has the value.
        """
        ids = _meeting(self.articles, criteria, name_absent=True)
        chosen = self._only(ids)
        if self.drawn_from is not None:
            there = self.drawn_from.loc[_meeting(self.drawn_from, criteria)]
            chosen = dataclasses.replace(chosen, drawn_from=there)
        return chosen._in_memory() if len(ids) <= SELECTED_IN_MEMORY else chosen

    def sample(
        self,
        limit: int | None = None,
        *,
        by: str | None = None,
        keep: Iterable[str] = (),
        seed: int = 0,
    ) -> Corpus:
        """Return a corpus of some articles, in memory, for what takes long on many.

        Parameters
        ----------
        limit : int, optional
            The articles to draw at random, without replacement; `READ_AT_MOST` by default. A
            corpus that has no more is kept whole.
        by : str, optional
            A column of ``articles``: draw as many of each of its values, and all of those
            that are fewer. Without it every article has the same chance.
        keep : iterable of str
            Articles that are in the sample whatever is drawn, be they more than the limit.
        seed : int
            The same seed draws the same articles.

        Returns
        -------
        Corpus
            With DataFrames for tables, its articles in the order of this corpus; where
            articles were left out, ``sampled_from`` and ``sample_note`` say so.

        Raises
        ------
        ValueError
            If `limit` is below 1, or there is no such column.
        """
        limit = READ_AT_MOST if limit is None else limit
        if limit < 1:
            raise ValueError(f"limit is a number of articles from 1, got {limit}")
        small = self
        if len(self.articles) > limit:
            ids = drawn_articles(self.articles, limit, by=by, keep=keep, seed=seed)
            drawn_from = self.articles if self.drawn_from is None else self.drawn_from
            small = dataclasses.replace(self._only(ids), drawn_from=drawn_from)
        return small._in_memory()

    @property
    def sampled_from(self) -> int:
        """Of a sample, the number of articles that it was drawn from; 0 otherwise."""
        return 0 if self.drawn_from is None else len(self.drawn_from)

    @property
    def sample_note(self) -> str:
        """Of how many articles this is a sample, to add to a caption; empty where it is none."""
        if not self.sampled_from:
            return ""
        return f" (sample: {len(self.articles):,} of {self.sampled_from:,} articles)"

    def _in_memory(self) -> Corpus:
        """Return the same corpus with DataFrames for tables."""
        tables = {name: getattr(self, name) for name in ("parts", "sentences", "tokens")}
        stored = {name: t.read() for name, t in tables.items() if isinstance(t, StoredTable)}
        return dataclasses.replace(self, **stored)

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
            translations=self.translations[self.translations["article"].isin(ids)],
            provenance=self.provenance[self.provenance["article"].isin(ids)],
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

    @cached_property
    def names(self) -> dict[str, str]:
        """The name that readers see of each article: its short name, else title, else id.

        Where two articles would have one name, their ids stand behind it.
        """
        table = self.articles
        short = table["short"] if "short" in table else pd.Series("", index=table.index)
        names = short.where(short != "", table["title"])
        names = names.where(names != "", table.index.to_series())
        names = names.where(~names.duplicated(keep=False), names + " (" + table.index + ")")
        return dict(names)

    @cached_property
    def group_names(self) -> dict[str, str]:
        """The name that readers see of each group: its label in ``groups.csv``, up to a colon.

        Where two groups would have one name, they stand as in ``articles.csv``.

        Examples
        --------
        >>> corpus.groups["UK"], corpus.group_names["UK"]
        ('UK: co-operation with the United Kingdom', 'UK')
        """
        return group_names(self.groups)

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What was made of it once, for whoever made it; a selection begins with nothing."""
        return {}

    @cached_property
    def english(self) -> dict[tuple[str, int], str]:
        """The English of each translated sentence, by article and number."""
        table = self.translations.dropna(subset="sentence")
        places = zip(table["article"], table["sentence"].astype(int), strict=True)
        return dict(zip(places, table["english"], strict=True))

    @cached_property
    def english_lines(self) -> dict[tuple[str, str], str]:
        """The English of each translated line around the articles, by article and text."""
        table = self.translations[self.translations["sentence"].isna()]
        places = zip(table["article"], table["text"], strict=True)
        return dict(zip(places, table["english"], strict=True))

    def page(self, article: str) -> str:
        """Return the page of an article as it was collected.

        Raises
        ------
        CorpusError
            If the corpus has no such article.
        """
        if article not in self.articles.index:
            raise CorpusError([f"page: {self.folder.name} has no article {article!r}"])
        return read_page(self.folder, article)

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
            If the corpus is too large for memory, or a page has changed.
        """
        if isinstance(self.parts, StoredTable):
            raise CorpusError(
                [f"{self!r}: whole_pages reads pages in memory; select fewer articles first"]
            )
        pages = {article: self.page(article) for article in self.articles.index}
        sentences = page_tables.sentence_table(self.parts, pages, PARTS)
        words = page_tables.words_of_sentences(self.sentences, self.tokens)
        new = [text for text in dict.fromkeys(sentences["text"]) if text not in words]
        found = tokenise(new, terms=self.variants.own_terms)
        words |= dict(zip(new, found, strict=True))
        cut = [words[text] for text in sentences["text"]]
        tokens = page_tables.tokens_of_sentences(sentences, cut)
        tokens.attrs["variants"] = self.variants
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
            for parts in batches(self.parts, ["article", "start", "end", "part"])
        ]
        table = pd.concat(sizes).rename_axis(columns=None)
        table.index = pd.CategoricalIndex(table.index, list(self.articles.index), name="article")
        return table

    def part_rules(self) -> pd.DataFrame:
        """Return how many lines of the pages each rule of cleaning decided.

        Returns
        -------
        DataFrame
            ``reason, part, lines``, the rule that decided most lines first.
        """
        keys = ["reason", "part"]
        counts = [
            parts.astype({"part": "str"}).groupby(keys).size()
            for parts in batches(self.parts, keys)
        ]
        lines = pd.concat(counts).groupby(keys).sum().rename("lines").reset_index()
        lines["part"] = pd.Categorical(lines["part"], PARTS)
        order = ["lines", "reason", "part"]
        return lines.sort_values(order, ascending=[False, True, True], ignore_index=True)

    @cached_property
    def known_glossary(self) -> pd.DataFrame:
        """The corpus's own glossary, the one that ships, common words, terms and countries."""
        shipped = read_glossary(SHIPPED)
        common, *named = (
            pd.DataFrame(read_rows(f"{name}.csv")).rename(columns={"english": "English"})
            for name in ("common_glosses", "multiword_terms", "countries")
        )
        named = [table[table["English"] != ""] for table in named]
        every = (self.glossary, shipped, common, *named)
        tables = [table[["term", "English"]] for table in every]
        table = pd.concat(tables, ignore_index=True)
        return table[~table["term"].map(self.variants.key).duplicated()].reset_index(drop=True)

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
            What the corpus's own glossary lacks is glossed by those that ship.
        """
        glossary = self.known_glossary
        key = self.variants.key
        known = dict(zip(map(key, glossary["term"]), glossary["English"], strict=True))
        glossed = table.copy()
        english = [known.get(key(str(term)), "") for term in table[column]]
        glossed.insert(glossed.columns.get_loc(column) + 1, "English", english)
        glossed.attrs = dict(table.attrs)
        return glossed


def _meeting(
    articles: pd.DataFrame, criteria: dict[str, object], *, name_absent: bool = False
) -> list[str]:
    """Give the articles that meet every criterion; where asked, refuse a value that none has."""
    table = articles.reset_index()
    keep = pd.Series(True, index=table.index)
    for column, wanted in criteria.items():
        if column not in table:
            raise CorpusError([f"select: no column {column!r}; there are {list(table)}"])
        values = list(wanted) if isinstance(wanted, list | tuple | set) else [wanted]
        values = [normalize("NFC", value) if isinstance(value, str) else value for value in values]
        absent = sorted(set(values) - set(table[column]), key=str)
        if absent and name_absent:
            known = sorted(set(table[column]))[:20]
            raise CorpusError([f"select: no article has {column} {absent}; there are {known}"])
        keep &= table[column].isin(values)
    return list(table.loc[keep, "id"])
