"""Read a corpus folder and check it; keep its tables in memory or on disk, as its size asks."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from helpers.corpus import page_tables
from helpers.corpus.companions import (
    read_provenance,
    read_translations,
    read_variants,
    spelling_counts,
)
from helpers.corpus.corpus import SHIPPED, Corpus
from helpers.corpus.faults import CorpusError
from helpers.corpus.folder import CorpusFiles, read_folder, read_page, read_pages, titles_of
from helpers.corpus.quality import counted_texts, earliest_first, find_copies, fingerprint
from helpers.corpus.stored_table import StoredTable
from helpers.vietnamese import Variants, cache_folder, tokenise

STORED_ABOVE = 1_000_000
"""Bytes of text from which the tables are kept on disk: segmenting takes seconds from there on."""

IN_MEMORY_BELOW = 50_000_000
"""Bytes of text up to which the tables are in memory: about 12,000 articles, some 2 GiB."""


def default_folder() -> Path:
    """Return the folder named by ``KHUNGTIN_CORPUS``, else the corpus that ships.

    Examples
    --------
    >>> default_folder().name
    'corpus'
    """
    named = os.environ.get("KHUNGTIN_CORPUS")
    return Path(named) if named else SHIPPED


def load_corpus(
    folder: str | Path | None = None,
    *,
    n_jobs: int | None = None,
    on_error: str = "raise",
    once: bool = False,
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
    once : bool
        Leave out each article that says what an earlier one says, word for word or nearly
        (``python -m helpers check`` lists them), and report it in ``corpus.skipped``. What the
        column ``copy_of`` of ``articles.csv`` calls a copy is always left out so.

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
    ``parts``; ``python -m helpers check`` names it.

    Examples
    --------
    >>> corpus = load_corpus()
    >>> corpus.articles["group"]
    id
    uk-hcmc-hub              UK
    uk-ministry-tbi          UK
    hcmc-resolution-31     HCMC
    hanoi-cooperation     Hanoi
    us-hanoi-mou             US
    Name: group, dtype: str
    >>> corpus.tokens[["article", "sentence", "position", "token"]].head(3)
           article  sentence  position   token
    0  uk-hcmc-hub         0         0     Anh
    1  uk-hcmc-hub         0         1  hỗ trợ
    2  uk-hcmc-hub         0         2  TP HCM
    """
    if not isinstance(folder, str | os.PathLike | None):
        found = f"{folder!r} ({type(folder).__name__})"
        raise TypeError(f"folder is {found}; expected the path of a corpus folder, or None")
    folder = default_folder() if folder is None else Path(folder)
    files = read_folder(folder, on_error=on_error).without_copies()
    # The corpus outlives a change of the working folder.
    folder = folder.absolute()
    own, problems = read_variants(folder)
    tables = _tables(folder, files, own, n_jobs)
    translations, provenance = _companions(folder, files, tables, problems)
    tokens = tables["tokens"]
    variants = Variants(own.own, count=partial(spelling_counts, tokens))
    if isinstance(tokens, pd.DataFrame):
        # Counted now, so that the variants don't keep a table alive of which a part is wanted.
        variants = Variants(own.own, count=partial(dict, spelling_counts(tokens)))
    tokens.attrs["variants"] = variants
    corpus = Corpus(
        folder=folder,
        articles=files.articles,
        parts=tables["parts"],
        sentences=tables["sentences"],
        tokens=tokens,
        groups=files.groups,
        glossary=files.glossary,
        skipped=files.skipped,
        translations=translations,
        provenance=provenance,
        variants=variants,
    )
    return _each_once(corpus) if once else corpus


def copies_in(corpus: Corpus) -> pd.DataFrame:
    """Find the articles of a corpus that say what an earlier one says.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        As `find_copies` gives it.

    Examples
    --------
    >>> len(copies_in(corpus))
    0
    """
    texts = (counted_texts(batch.sentences) for batch in corpus.batches())
    counted = {article: text for some in texts for article, text in some.items()}
    return find_copies(
        (article, fingerprint(corpus.page(article), counted.get(article, "")))
        for article in earliest_first(corpus.articles)
    )


def _each_once(corpus: Corpus) -> Corpus:
    """Return the corpus without the articles that say what an earlier one says."""
    copies = copies_in(corpus)
    if copies.empty:
        return corpus
    left = corpus.select(id=[*corpus.articles.index.difference(copies["article"], sort=False)])
    said = [
        f"{row.article}: left out, {row.how} as {row.copy_of} ({row.likeness:.0%} alike)"
        for row in copies.itertuples()
    ]
    return dataclasses.replace(left, skipped=[*corpus.skipped, *said])


def _companions(
    folder: Path,
    files: CorpusFiles,
    tables: Mapping[str, pd.DataFrame | StoredTable],
    problems: list[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the tables beside the articles; all their faults are in one error."""
    found = []
    translations = partial(read_translations, folder, tables["sentences"], tables["parts"])
    for read in (translations, partial(read_provenance, folder, files.articles)):
        try:
            found.append(read(files.left_out))
        except CorpusError as error:
            problems += error.problems
    if problems:
        raise CorpusError(problems)
    return found[0], found[1]


def prepare_corpus(folder: str | Path | None = None, *, n_jobs: int | None = None) -> CorpusFiles:
    """Check a corpus folder, and find the words of a large one, before several programs read it.

    Parameters
    ----------
    folder, n_jobs
        As in `load_corpus`.

    Returns
    -------
    CorpusFiles
        What the folder holds. The words are not read: they are kept in the cache folder.

    Raises
    ------
    CorpusError
        As `load_corpus`.

    Examples
    --------
    >>> len(prepare_corpus(corpus.folder).pages)
    5
    """
    folder = default_folder() if folder is None else Path(folder)
    files = read_folder(folder).without_copies()
    variants, problems = read_variants(folder)
    if problems:
        raise CorpusError(problems)
    if _kept_on_disk(folder, files):
        _stored_tables(folder, files, variants, n_jobs)
    return files


def counts_nothing(folder: str | Path, files: CorpusFiles) -> bool:
    """Tell whether no page of a corpus has a sentence that counts rest on.

    Parameters
    ----------
    folder : path
        The corpus folder.
    files : CorpusFiles
        What it holds.

    Returns
    -------
    bool

    Examples
    --------
    >>> counts_nothing(corpus.folder, read_folder(corpus.folder))
    False
    """
    for article in files.pages:
        pages = {article: read_page(Path(folder), article)}
        parts = page_tables.part_table(pages)
        if len(page_tables.sentence_table(parts, pages, page_tables.COUNTED_PARTS)):
            return False
    return True


def _tables(
    folder: Path, files: CorpusFiles, variants: Variants, n_jobs: int | None
) -> dict[str, pd.DataFrame | StoredTable]:
    """Make the tables in memory, or on disk; read those on disk where they fit in memory."""
    if not _kept_on_disk(folder, files):
        pages = read_pages(folder, files.pages)
        parts = page_tables.part_table(pages, titles_of(files.pages))
        sentences = page_tables.sentence_table(parts, pages)
        words = tokenise(list(sentences["text"]), n_jobs=n_jobs, terms=variants.own_terms)
        tokens = page_tables.tokens_of_sentences(sentences, words)
        return {"parts": parts, "sentences": sentences, "tokens": tokens}
    stored = _stored_tables(folder, files, variants, n_jobs)
    if _bytes(files) > IN_MEMORY_BELOW:
        return stored
    return {name: table.read() for name, table in stored.items()}


def _stored_tables(
    folder: Path, files: CorpusFiles, variants: Variants, n_jobs: int | None
) -> dict[str, StoredTable]:
    # DuckDB and Parquet are slow to import, and no small corpus needs them.
    from helpers.corpus.store import stored_tables  # noqa: PLC0415

    cache = cache_folder()
    assert cache is not None  # no table is kept on disk without a cache
    return stored_tables(folder, files, cache, terms=variants.own_terms, n_jobs=n_jobs)


def _kept_on_disk(folder: Path, files: CorpusFiles) -> bool:
    """Tell whether the tables of a corpus are kept on disk; refuse what fits nowhere."""
    size = _bytes(files)
    if cache_folder() is not None:
        return size > STORED_ABOVE
    if size > IN_MEMORY_BELOW:
        raise CorpusError(
            [
                f"{folder}: {size / 1e6:,.0f} MB of text are too much for memory; name a folder "
                f"with {size / 1e9 * 2:,.1f} GB of space in the environment variable KHUNGTIN_CACHE"
            ]
        )
    return False


def _bytes(files: CorpusFiles) -> int:
    """Give the size of all pages."""
    return sum(file.size for file in files.pages.values())
