"""Make a corpus folder of one's own: from files with a page each, or from a table of texts."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpers.corpus.command_lines import command_line
from helpers.corpus.csv_writing import csv_form
from helpers.corpus.faults import CorpusError
from helpers.corpus.folder import ARTICLE_COLUMNS, DEFAULT_GROUPS, read_folder, read_page
from helpers.corpus.placing import (
    ArticleTable,
    Made,
    csv_lines,
    move_in,
    scratch_folder,
    write_articles,
)
from helpers.corpus.quality import letters_key
from helpers.corpus.row_checks import file_key
from helpers.corpus.sources import NewArticle, from_files, from_table


def new_corpus(
    folder: str | Path,
    files: Sequence[str | Path],
    *,
    encoding: str = "",
    on_error: str = "raise",
) -> Made:
    """Make a corpus folder from files: text, saved web pages, Word, PDF, tables.

    Parameters
    ----------
    folder : path
        The folder to make; it must not exist yet, or be empty.
    files : sequence of path
        One a page, as collected: text (UTF-8), HTML, MHTML, Word (docx) or PDF; what is no text
        is kept in ``originals/`` too. A table (CSV, TSV, JSONL, XLSX) gives an article a row.
    encoding : str
        What text and web pages are in, where that isn't told (as `page_text` takes it).
    on_error : {"raise", "skip"}
        Whether a file that can't be used stops the making, or is left out and reported in
        ``skipped``.

    Returns
    -------
    Made
        With the articles' ids, made from the files' names.

    Raises
    ------
    CorpusError
        If the folder has files already, or a file can't be used; it lists every problem, and
        nothing is written.
    TypeError
        If `files` is one path.

    Examples
    --------
    >>> pages = corpus.folder / "articles"
    >>> new_corpus(folder, [pages / "us-hanoi-mou.txt"]).ids
    ['us-hanoi-mou']
    """
    _require_known(on_error)
    folder = Path(folder)
    remarks: list[str] = []
    articles = from_files(_several(files), remarks, encoding=encoding)
    _require_new(folder)
    return _write_new(folder, articles, remarks, skip=on_error == "skip")


def new_corpus_from_table(
    folder: str | Path,
    table: str | Path,
    *,
    text_column: str = "text",
    id_column: str | None = None,
    on_error: str = "raise",
) -> Made:
    """Make a corpus folder from a table with one article a row.

    Parameters
    ----------
    folder : path
        The folder to make; it must not exist yet, or be empty.
    table : path
        A CSV file (comma, semicolon or tab) or a JSONL file (one JSON object a line), UTF-8, or
        a spreadsheet (XLSX). Columns named as in ``articles.csv``, or so that it is known what
        they mean (``helpers/data/table_columns.csv``), are taken over, others are left. A title
        that the text hasn't is put in front of it. Of a date with a time, as in
        ``2023-10-25T08:30:00+07:00``, the day is taken as it is written; the whole is kept in
        ``note``.
    text_column : str, default "text"
        The column that holds the text of each article.
    id_column : str, optional
        The column that holds the ids; by default "id" where there is one. A row without one gets
        one from its title.
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
        If the folder has files already, or a row can't be used; it lists every problem in the
        order of the rows, and nothing is written. A table that can't be read to its end raises
        in any case.

    Notes
    -----
    A row at a time is in memory, with all ids.

    Examples
    --------
    >>> import pandas as pd
    >>> table = folder / "articles.csv"
    >>> rows = {"id": ["a", "b"], "content": ["Hai bên ký kết.", "Hai bên hợp tác."]}
    >>> pd.DataFrame(rows).to_csv(table, index=False)
    >>> new_corpus_from_table(folder / "own", table, text_column="content").ids
    ['a', 'b']
    """
    _require_known(on_error)
    folder = Path(folder)
    _require_new(folder)
    remarks: list[str] = []
    articles = from_table(Path(table), text_column, id_column, remarks)
    return _write_new(folder, articles, remarks, skip=on_error == "skip")


def add_articles(
    folder: str | Path,
    files: Sequence[str | Path],
    *,
    encoding: str = "",
    on_error: str = "raise",
) -> Made:
    """Add files to a corpus folder; what is there stays as it is.

    Parameters
    ----------
    folder : path
        A corpus folder without a fault.
    files : sequence of path
        One a page, as collected: text (UTF-8), HTML, MHTML, Word (docx) or PDF; what is no text
        is kept in ``originals/`` too. A table (CSV, TSV, JSONL, XLSX) gives an article a row.
    encoding : str
        What text and web pages are in, where that isn't told (as `page_text` takes it).
    on_error : {"raise", "skip"}
        As `new_corpus` takes it.

    Returns
    -------
    Made
        With the new articles' ids, made from the files' names.

    Raises
    ------
    CorpusError
        If the folder has a fault, an id is there already, or a file can't be used; it lists
        every problem, and nothing is written.
    TypeError
        If `files` is one path.

    Examples
    --------
    >>> pages = corpus.folder / "articles"
    >>> _ = new_corpus(folder, [pages / "us-hanoi-mou.txt"])
    >>> add_articles(folder, [pages / "uk-hcmc-hub.txt"]).ids
    ['uk-hcmc-hub']
    """
    _require_known(on_error)
    _several(files)
    remarks: list[str] = []
    return _add(
        Path(folder),
        lambda taken: from_files(files, remarks, taken, encoding),
        remarks,
        skip=on_error == "skip",
    )


def add_articles_from_table(
    folder: str | Path,
    table: str | Path,
    *,
    text_column: str = "text",
    id_column: str | None = None,
    on_error: str = "raise",
) -> Made:
    """Add the articles of a table to a corpus folder; what is there stays as it is.

    Parameters
    ----------
    folder : path
        A corpus folder without a fault.
    table, text_column, id_column, on_error
        As `new_corpus_from_table` takes them.

    Returns
    -------
    Made
        With the new articles' ids. Groups that aren't known yet are listed in ``groups.csv``.

    Raises
    ------
    CorpusError
        As `add_articles`.

    Examples
    --------
    >>> import pandas as pd
    >>> _ = new_corpus(folder, [corpus.folder / "articles" / "us-hanoi-mou.txt"])
    >>> table = folder / "more.csv"
    >>> pd.DataFrame({"id": ["a"], "content": ["Hai bên ký kết."]}).to_csv(table, index=False)
    >>> add_articles_from_table(folder, table, text_column="content").ids
    ['a']
    """
    _require_known(on_error)
    remarks: list[str] = []
    return _add(
        Path(folder),
        lambda taken: from_table(Path(table), text_column, id_column, remarks, taken),
        remarks,
        skip=on_error == "skip",
    )


def _add(
    folder: Path,
    articles_from: Callable[[dict[str, int]], Iterable[NewArticle | str]],
    remarks: list[str],
    *,
    skip: bool = False,
) -> Made:
    """Add articles, made with the ids that are taken, to a corpus folder."""
    there = read_folder(folder)
    articles = articles_from({file_key(article): 1 for article in there.pages})
    known = {article: letters_key(read_page(folder, article)) for article in there.pages}
    content = (folder / "articles.csv").read_bytes()
    form = csv_form(content.decode("utf-8-sig"))
    with scratch_folder(folder, folder) as made:
        written, groups = write_articles(
            made, articles, ArticleTable(_ended(content, form.end), *form), known, skip=skip
        )
        new = sorted(groups - set(there.groups))
        if new and "group" in form.columns:
            used = [group for group in there.articles["group"].unique() if group]
            (made / "groups.csv").write_bytes(_with_groups(folder / "groups.csv", used, new))
            remarks.append(f"groups.csv: added {', '.join(new)}; a misspelt one is one more.")
        move_in(made, folder)
    return replace(written, remarks=remarks)


def _with_groups(path: Path, used: Sequence[str], new: Sequence[str]) -> bytes:
    """Return a table of groups with new ones; where there is none, of those in use too."""
    columns = ["group", "label"]
    if not path.is_file():
        return BOM_UTF8 + csv_lines([], columns) + _groups([*used, *new], columns)
    content = path.read_bytes()
    form = csv_form(content.decode("utf-8-sig"))
    return _ended(content, form.end) + _groups(new, *form)


def _groups(names: Sequence[str], *form: Any) -> bytes:
    """Write the rows of groups whose labels are their names."""
    return csv_lines([{"group": name, "label": name} for name in names], *form)


def _ended(content: bytes, end: str) -> bytes:
    """Return a table that ends with a line's end."""
    return content if content.endswith((b"\n", b"\r")) else content + end.encode()


def _require_known(on_error: str) -> None:
    """Refuse a way to treat errors that there is none of."""
    if on_error not in ("raise", "skip"):
        raise ValueError(f"on_error is {on_error!r}; expected 'raise' or 'skip'")


def _several(files: Sequence[str | Path]) -> Sequence[str | Path]:
    if isinstance(files, str | bytes | os.PathLike):
        raise TypeError(f"files is one path, {files!r}; expected a list of paths")
    return files


def _require_new(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        hint = "name a new folder"
        if (folder / "articles.csv").exists():
            hint = f"to add to it: {command_line('add', folder, 'page.txt')}"
        raise CorpusError([f"{folder}: has files already, and nothing is overwritten; {hint}"])
    if folder.exists() and not folder.is_dir():
        raise CorpusError([f"{folder}: is a file; expected the name of a new folder"])


def _write_new(
    folder: Path, articles: Iterable[NewArticle | str], remarks: list[str], *, skip: bool
) -> Made:
    """Write a corpus beside where it belongs, and move it there once it is whole."""
    there = next(parent for parent in folder.absolute().parents if parent.exists())
    with scratch_folder(there, folder) as scratch:
        made = scratch / "corpus"
        made.mkdir()
        table = ArticleTable(BOM_UTF8 + csv_lines([], ARTICLE_COLUMNS), ARTICLE_COLUMNS)
        written, groups = write_articles(made, articles, table, skip=skip)
        if not groups <= set(DEFAULT_GROUPS):
            listed = _with_groups(made / "groups.csv", [], sorted(groups))
            (made / "groups.csv").write_bytes(listed)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    return replace(written, remarks=remarks)
