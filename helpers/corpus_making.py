"""Make a corpus folder of one's own: from text files, or from a table of texts."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.corpus_files import (
    ARTICLE_COLUMNS,
    DEFAULT_GROUPS,
    CorpusError,
    read_folder,
)
from helpers.corpus_sources import NewArticle, from_files, from_table
from helpers.csv_files import csv_delimiter


@dataclass(frozen=True)
class Made:
    """What was written: the new articles' ids, and what was left out on request."""

    ids: list[str]
    skipped: list[str]


def new_corpus(folder: str | Path, files: Sequence[str | Path]) -> Made:
    """Make a corpus folder from text files.

    Parameters
    ----------
    folder : path
        The folder to make; it must not exist yet, or be empty.
    files : sequence of path
        Text files (UTF-8), one a page, as collected.

    Returns
    -------
    Made
        With the articles' ids, made from the files' names.

    Raises
    ------
    CorpusError
        If the folder has files already, or a file can't be used; it lists every problem, and
        nothing is written.
    """
    folder = Path(folder)
    _require_new(folder)
    return _write_new(folder, from_files(files), skip=False)


def new_corpus_from_table(
    folder: str | Path,
    table: str | Path,
    *,
    text_column: str = "text",
    id_column: str | None = None,
    on_error: str = "raise",
) -> Made:
    """Make a corpus folder from a CSV or JSONL file with one article a row.

    Parameters
    ----------
    folder : path
        The folder to make; it must not exist yet, or be empty.
    table : path
        A CSV file (comma, semicolon or tab) or a JSONL file (one JSON object a line). Columns
        named as in ``articles.csv`` are taken over, others are left.
    text_column : str, default "text"
        The column that holds the text of each article.
    id_column : str, optional
        The column that holds the ids; by default "id" where there is one, else the rows are
        numbered.
    on_error : {"raise", "skip"}
        Whether a row that can't be used stops the making, or is left out and reported in
        ``skipped``.

    Returns
    -------
    Made
        With the articles' ids.

    Raises
    ------
    CorpusError
        If the folder has files already, or a row can't be used; it lists every problem, and
        nothing is written.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f"on_error is {on_error!r}; expected 'raise' or 'skip'")
    folder = Path(folder)
    _require_new(folder)
    articles = from_table(Path(table), text_column, id_column)
    return _write_new(folder, articles, skip=on_error == "skip")


def add_articles(folder: str | Path, files: Sequence[str | Path]) -> Made:
    """Add text files to a corpus folder; what is there stays as it is.

    Parameters
    ----------
    folder : path
        A corpus folder without a fault.
    files : sequence of path
        Text files (UTF-8), one a page, as collected.

    Returns
    -------
    Made
        With the new articles' ids, made from the files' names.

    Raises
    ------
    CorpusError
        If the folder has a fault, an id is there already, or a file can't be used; it lists
        every problem, and nothing is written.
    """
    folder = Path(folder)
    known = list(read_folder(folder).articles.index)
    content = (folder / "articles.csv").read_bytes()
    head = content.decode("utf-8-sig").partition("\n")[0]
    delimiter, end = csv_delimiter(head), "\r\n" if head.endswith("\r") else "\n"
    columns = [name.strip() for name in next(csv.reader([head], delimiter=delimiter))]
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".adding-") as scratch:
        made = Path(scratch)
        rows = _write_pages(made, from_files(files), known, problems := [])
        if problems:
            raise CorpusError(problems)
        added = _csv(rows, columns, delimiter, end)
        gap = b"" if content.endswith((b"\n", b"\r")) else end.encode()
        (made / "articles.csv").write_bytes(content + gap + added)
        _move_in(made, folder, [row["id"] for row in rows])
    return Made([row["id"] for row in rows], [])


def _require_new(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        hint = "name a new folder"
        if (folder / "articles.csv").exists():
            hint = f"to add to it: python -m helpers.corpus add {folder} page.txt"
        raise CorpusError([f"{folder}: has files already, and nothing is overwritten; {hint}"])
    if folder.exists() and not folder.is_dir():
        raise CorpusError([f"{folder}: is a file; expected the name of a new folder"])


def _write_new(folder: Path, articles: Iterable[NewArticle | str], *, skip: bool) -> Made:
    """Write a corpus beside where it belongs, and move it there once it is whole.

    The tables begin with the mark by which spreadsheets know UTF-8 (else Vietnamese is garbled).
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as scratch:
        made = Path(scratch) / "corpus"
        made.mkdir()
        rows = _write_pages(made, articles, [], problems := [])
        if problems and not (skip and rows):
            raise CorpusError(problems)
        table = _csv([], ARTICLE_COLUMNS) + _csv(rows, ARTICLE_COLUMNS)
        (made / "articles.csv").write_bytes(BOM_UTF8 + table)
        groups = sorted({row["group"] for row in rows if row.get("group")})
        if not set(groups) <= set(DEFAULT_GROUPS):
            labels = [{"group": group, "label": group} for group in groups]
            columns = ["group", "label"]
            table = _csv([], columns) + _csv(labels, columns)
            (made / "groups.csv").write_bytes(BOM_UTF8 + table)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    return Made([row["id"] for row in rows], problems)


def _write_pages(
    made: Path, articles: Iterable[NewArticle | str], known: Sequence[str], problems: list[str]
) -> list[Mapping[str, str]]:
    """Write the pages that can be used to ``made/articles``; give their rows."""
    (made / "articles").mkdir()
    origins = {_file_key(article): "the corpus" for article in known}
    rows = []
    for article in articles:
        if isinstance(article, str):
            problems.append(article)
            continue
        name, key = article.row["id"], _file_key(article.row["id"])
        if key in origins:
            problems.append(
                f"{article.origin}: its id would be {name!r}, which {origins[key]} has already; "
                "rename it"
            )
            continue
        origins[key] = article.origin
        (made / "articles" / f"{name}.txt").write_bytes(article.page)
        rows.append(article.row)
    return rows


def _move_in(made: Path, folder: Path, ids: list[str]) -> None:
    """Move new pages and the longer table into a corpus: all of them, or none."""
    moved = []
    try:
        for name in ids:
            target = folder / "articles" / f"{name}.txt"
            (made / "articles" / target.name).rename(target)
            moved.append(target)
        (made / "articles.csv").replace(folder / "articles.csv")
    except BaseException:
        for target in moved:
            target.unlink()
        raise


def _csv(
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    delimiter: str = ",",
    end: str = "\n",
) -> bytes:
    """Write rows as CSV, without a header; the header alone where there are no rows."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(
        text, columns, "", extrasaction="ignore", delimiter=delimiter, lineterminator=end
    )
    if rows:
        table.writerows(rows)
    else:
        table.writeheader()
    return text.getvalue().encode("utf-8")


def _file_key(article: str) -> str:
    """Give the same for two ids that are one file on some systems."""
    return unicodedata.normalize("NFC", article).casefold()
