"""The tables of a large corpus, made partition by partition and kept on disk.

A partition is a run of articles with some 200 kB of text. It is cleaned, split and
segmented in one process, which writes its tables and then renames their folder into place: a run
killed at any point leaves whole partitions only, and the next one goes on from there. A
partition's name is a digest of its articles and of the rules, so that a changed article, or a
changed rule, makes new partitions and never reads old ones. What isn't whole, after a power cut
say, is made again at the next load; what no load has asked for in a week is removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping, Set
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import ROOT
from helpers.corpus import page_tables
from helpers.corpus.faults import CorpusError
from helpers.corpus.folder import CorpusFiles, PageFile, read_pages, titles_of
from helpers.corpus.stored_table import COLUMNS, Partition, StoredTable, write_table
from helpers.vietnamese import in_processes
from helpers.vietnamese.words import tokenise_here

PARTITION_BYTES = 200_000
"""Text in a partition: half a second of work, what a killed run loses."""

DAYS_KEPT = 7
"""Days that a partition stays after its last load, though it is no longer current: another
notebook, or an environment with other versions that shares the cache, may stand on it."""

RULES = ("vietnamese/*.py", "cleaning/*.py", "corpus/page_tables.py", "corpus/stored_table.py")
"""The modules that make the tables: they and the data that they read are the rules."""

_HELPERS = ROOT / "helpers"
# Where words are kept doesn't decide where they are cut.
_NO_RULES = ("token_cache.py", "workers.py")
_UNFINISHED = "unfinished"
_DAYS_UNFINISHED = 1
# A Parquet file begins and ends with this; before the end stands the length of its description.
_PARQUET_MARK = b"PAR1"
_SECONDS_OF_A_DAY = 86_400
# A partition may end early where an article's digest says so: then a row that is added or taken
# out moves the ends of the partitions around it alone, not those of every later one.
_EARLY_END = 4
# Below this, starting a second process takes longer than the work.
_PARALLEL_BYTES = 1_000_000
# About half a minute in one process.
_LONG_BYTES = 15_000_000


def stored_tables(
    folder: Path,
    files: CorpusFiles,
    cache_folder: Path,
    *,
    terms: tuple[str, ...] = (),
    n_jobs: int | None = None,
) -> dict[str, StoredTable]:
    """Give the tables of a corpus from disk; make what isn't there yet.

    Parameters
    ----------
    folder : Path
        The corpus folder.
    files : CorpusFiles
        What `folder.read_folder` found there.
    cache_folder : Path
        Where the tables are kept; they take one and a half times the space of the text.
    terms : tuple of str
        The corpus's own multiword terms.
    n_jobs : int, optional
        Processes, as in `joblib.Parallel`; by default what an enclosing
        ``joblib.parallel_config`` says, else one for a little text and one a core for much. On
        a cluster, every worker must see both folders.

    Returns
    -------
    dict of str to StoredTable
        "parts", "sentences" and "tokens".

    Raises
    ------
    CorpusError
        If the disk is full, or a page changed meanwhile. What is stored stays valid.
    """
    store = cache_folder.resolve() / "tables" / _store_name(folder)
    partitions = _plan_partitions(files.pages, store, terms)
    missing = [partition for partition in partitions if not _is_whole(partition.folder)]
    if missing:
        with _disk_errors(partitions, cache_folder):
            _make_partitions(folder.resolve(), files.pages, missing, terms, n_jobs)
    current = {partition.folder.name for partition in partitions}
    _mark_used(partitions)
    _remove_unused(store, DAYS_KEPT, keep=current)
    articles = pd.Index(files.articles.index, dtype="str").rename(None)
    return {name: StoredTable(name, tuple(partitions), articles) for name in COLUMNS}


def _plan_partitions(
    pages: Mapping[str, PageFile], store: Path, terms: tuple[str, ...] = ()
) -> list[Partition]:
    """Share articles out in partitions, in order."""
    partitions, articles, size = [], [], 0
    for article, file in pages.items():
        articles.append(article)
        size += file.size
        early = size >= PARTITION_BYTES / _EARLY_END and int(file.sha256[:8], 16) % 64 == 0
        if size >= PARTITION_BYTES or early:
            partitions.append(_partition(articles, pages, store, terms))
            articles, size = [], 0
    if articles:
        partitions.append(_partition(articles, pages, store, terms))
    return partitions


def _is_whole(folder: Path) -> bool:
    """Tell whether a partition's files are all there, from the first byte to the last."""
    return all(_ends_as_parquet(folder / f"{name}.parquet") for name in COLUMNS)


def _make_partition(
    folder: Path, pages: Mapping[str, PageFile], target: Path, terms: tuple[str, ...] = ()
) -> None:
    """Make the tables of some articles, all of them or none; this runs in a worker process."""
    if _is_whole(target):
        return
    texts = read_pages(folder, pages)
    parts = page_tables.part_table(texts, titles_of(pages))
    sentences = page_tables.sentence_table(parts, texts)
    words = tokenise_here(list(sentences["text"]), terms)
    tokens = page_tables.tokens_of_sentences(sentences, words, part=True)
    unfinished = target.parent.parent / _UNFINISHED
    unfinished.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=unfinished, ignore_cleanup_errors=True) as scratch:
        made = Path(scratch) / target.name
        made.mkdir()
        for name, table in (("parts", parts), ("sentences", sentences), ("tokens", tokens)):
            write_table(table, made / f"{name}.parquet")
        _flush(made)
        if target.is_dir() and not _is_whole(target):
            shutil.rmtree(target)
        try:
            made.rename(target)
        except OSError:
            # Another run has put the same partition there meanwhile.
            if not _is_whole(target):
                raise


@cache
def _rules_version() -> str:
    """Name the version of everything that decides what the tables hold."""
    libraries = [f"{name} {version(name)}" for name in ("underthesea", "pyarrow", "pandas")]
    texts = [text for _, text in sorted(_rule_files().items())]
    return _digest("\0".join([*libraries, unicodedata.unidata_version, *texts]))


def _rule_files() -> dict[str, str]:
    """Give the files that decide what the tables hold: modules, by their imports, and data."""
    modules = {
        path.relative_to(_HELPERS).as_posix(): path.read_text(encoding="utf-8")
        for pattern in RULES
        for path in sorted(_HELPERS.glob(pattern))
        if path.name not in _NO_RULES
    }
    data = {
        path.name: path.read_text(encoding="utf-8")
        for path in (_HELPERS / "data").iterdir()
        if any(f'"{path.name}"' in text for text in modules.values())
    }
    return modules | data


def _partition(
    articles: list[str], pages: Mapping[str, PageFile], store: Path, terms: tuple[str, ...]
) -> Partition:
    lines = [
        *terms,
        *(f"{article} {pages[article].sha256} {pages[article].title}" for article in articles),
    ]
    name = _digest("\n".join([_rules_version(), *lines]))
    return Partition(store / name, tuple(articles))


def _ends_as_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 8, 0))
            end = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return False
    description = int.from_bytes(end[:4], "little")
    return end[4:] == _PARQUET_MARK and 0 < description <= size - len(end) - len(_PARQUET_MARK)


def _flush(folder: Path) -> None:
    """Have the files of a folder written to the disk: a rename may reach it before they do."""
    for path in folder.iterdir():
        # Windows flushes only what is open for writing.
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    # Not every system lets a folder be opened or flushed.
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _store_name(folder: Path) -> str:
    resolved = folder.resolve()
    return f"{resolved.name}-{_digest(str(resolved))[:8]}"


def _make_partitions(
    folder: Path,
    pages: Mapping[str, PageFile],
    partitions: list[Partition],
    terms: tuple[str, ...],
    n_jobs: int | None,
) -> None:
    from joblib import effective_n_jobs  # noqa: PLC0415 - slow to import

    # What killed runs left; a day old, so that no run is still at it.
    _remove_unused(partitions[0].folder.parent.parent / _UNFINISHED, _DAYS_UNFINISHED)
    tasks = (
        (
            folder,
            {article: pages[article] for article in partition.articles},
            partition.folder,
            terms,
        )
        for partition in partitions
    )
    size = sum(pages[article].size for part in partitions for article in part.articles)
    if n_jobs is None and effective_n_jobs(None) == 1 and size > _PARALLEL_BYTES:
        n_jobs = -1
    # One task a partition: what a killed worker was at is made again, and nothing else.
    made = in_processes(_make_partition, tasks, n_jobs=n_jobs, return_as="generator_unordered")
    with _progress(len(partitions), size) as progress:
        for _ in made:
            progress.update()


def _progress(partitions: int, size: int) -> Any:
    from tqdm import tqdm  # noqa: PLC0415 - only where something is made

    # A stored notebook's stderr is no terminal, so nothing is drawn there.
    hidden = size < _LONG_BYTES or not sys.stderr.isatty()
    return tqdm(total=partitions, unit="part", desc="Reading the corpus", disable=hidden)


@contextlib.contextmanager
def _disk_errors(partitions: list[Partition], cache_folder: Path) -> Iterator[None]:
    """Say in plain words that the disk is full, or can't be written."""
    try:
        yield
    except OSError as error:
        kept = sum(_is_whole(partition.folder) for partition in partitions)
        reason = "the disk is full" if error.errno == errno.ENOSPC else f"can't be written: {error}"
        raise CorpusError(
            [
                f"{cache_folder}: {reason}; {kept} of {len(partitions)} parts of the corpus are "
                f"stored and will be used. Free some space, or name another folder in the "
                f"environment variable KHUNGTIN_CACHE, and run again"
            ]
        ) from error


def _mark_used(partitions: list[Partition]) -> None:
    """Set the times of the partitions' folders to now."""
    for partition in partitions:
        # A cache that is only read, or another user's, keeps the times that it has.
        with contextlib.suppress(OSError):
            os.utime(partition.folder)


def _remove_unused(folder: Path, days: int, keep: Set[str] = frozenset()) -> None:
    """Remove what is in a folder and has not been used for some days, but for the names to keep."""
    oldest = time.time() - days * _SECONDS_OF_A_DAY
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name not in keep and path.stat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)
