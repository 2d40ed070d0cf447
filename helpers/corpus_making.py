"""Make a corpus folder of one's own: from text files, or from a table of texts."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import cleaning
from helpers.corpus_files import (
    ARTICLE_COLUMNS,
    DEFAULT_GROUPS,
    CorpusError,
    csv_delimiter,
    read_csv,
    read_folder,
    row_faults,
)

# An id is a file name: letters, digits and marks that every system takes, and no longer than
# the shortest limit (255 bytes) allows.
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_ID = 80
# Enough of a page without a title line to tell it by.
_FIRST_WORDS = 12
# Windows keeps these names for itself, with any ending.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Made:
    """What was written: the new articles' ids, and what was left out on request."""

    ids: list[str]
    skipped: list[str]


@dataclass(frozen=True)
class NewArticle:
    """An article to be added: its row of ``articles.csv``, its page, and where it came from."""

    row: Mapping[str, str]
    page: bytes
    origin: str


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
    return _write_new(folder, _from_files(files), skip=False)


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
    articles = _from_table(Path(table), text_column, id_column)
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
        rows = _write_pages(made, _from_files(files), known, problems := [])
        if problems:
            raise CorpusError(problems)
        added = _csv(rows, columns, delimiter, end)
        gap = b"" if content.endswith((b"\n", b"\r")) else end.encode()
        (made / "articles.csv").write_bytes(content + gap + added)
        _move_in(made, folder, [row["id"] for row in rows])
    return Made([row["id"] for row in rows], [])


def safe_id(name: str) -> str:
    """Make an id from a file's name, or from any text.

    Parameters
    ----------
    name : str
        A name, without a folder and without ".txt".

    Returns
    -------
    str
        Letters, digits, ``-``, ``_`` and ``.`` (Vietnamese letters stay, composed); empty if
        `name` holds none. An id is its own safe id.
    """
    text = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip("-.")
    if _RESERVED.fullmatch(text):
        text = f"page-{text}"
    return text[:_LONGEST_ID].rstrip("-.")


def page_title(page: str) -> str:
    """Return the title that stands on a page, as `cleaning.label_parts` finds it, or ''."""
    parts = cleaning.label_parts(page)
    titles = parts.loc[parts["part"] == "title", "text"]
    return " ".join(titles.iloc[0].split()) if len(titles) else ""


def _from_files(files: Sequence[str | Path]) -> Iterator[NewArticle | str]:
    """Give an article a file, or what is wrong with the file."""
    if not files:
        yield "no text file was named; expected one or more, such as page.txt"
    for path in map(Path, files):
        if path.is_dir():
            yield f"{path}: is a folder; expected a text file"
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            yield f"{path}: can't be read ({error.strerror}); expected a text file"
            continue
        row = {"id": safe_id(path.stem), "source_file": path.name}
        yield _article(row, content, str(path))


def _from_table(path: Path, text_column: str, id_column: str | None) -> Iterator[NewArticle | str]:
    """Give an article a row, or what is wrong with the row."""
    problems: list[str] = []
    rows = _table_rows(path, text_column, id_column, problems)
    id_column = id_column or "id"
    for number, row in rows:
        where = f"{path.name}, row {number}"
        text = row.get(text_column)
        if not isinstance(text, str):
            found = "nothing" if text is None else type(text).__name__
            yield f"{where}: column {text_column} has {found}; expected the article's text"
            continue
        named = str(row[id_column]) if row.get(id_column) not in (None, "") else f"{number:07d}"
        known = {
            column: _cell(row[column])
            for column in ARTICLE_COLUMNS
            if column in row and column not in (text_column, "sha256")
        }
        known |= {"id": safe_id(named), "source_file": known.get("source_file") or path.name}
        yield _article(known, text.encode("utf-8", "surrogatepass"), where)
    yield from problems


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _table_rows(
    path: Path, text_column: str, id_column: str | None, problems: list[str]
) -> Iterable[tuple[int, Mapping[str, object]]]:
    if not path.is_file():
        problems.append(f"{path}: no such file; expected a CSV or JSONL file")
        return []
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return _json_rows(path, [text_column, *([id_column] if id_column else [])], problems)
    found: list[str] = []
    faults: dict[int, list[str]] = {}
    # A page may be longer than the csv module takes by itself.
    before = csv.field_size_limit(2**31 - 1)
    try:
        required = [text_column, *([id_column] if id_column else [])]
        rows = read_csv(path, required, found, faults)
    finally:
        csv.field_size_limit(before)
    for problem in found:
        hint = " (name them with --text-column and --id-column)" if "no column" in problem else ""
        problems.append(problem + hint)
    problems += [fault for number in sorted(faults) for fault in faults[number]]
    if not rows and not problems:
        problems.append(f"{path.name}: no rows; expected one row an article")
    return rows.items()


def _json_rows(
    path: Path, required: list[str], problems: list[str]
) -> Iterator[tuple[int, Mapping[str, object]]]:
    number = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except ValueError as error:
                problems.append(f"{path.name}, row {number}: not one JSON object a line ({error})")
                continue
            named = row if isinstance(row, dict) else {}
            missing = [column for column in required if column not in named]
            if missing:
                found = ", ".join(named) or f"no JSON object ({type(row).__name__})"
                problems.append(
                    f"{path.name}, row {number}: no {', '.join(missing)}; found {found} "
                    "(name the columns with --text-column and --id-column)"
                )
                continue
            yield number, row
    if number == 0:
        problems.append(f"{path.name}: no rows; expected one row an article")


def _article(row: dict[str, str], content: bytes, origin: str) -> NewArticle | str:
    """Make an article of a row and its page's bytes, or say what is wrong with them."""
    if not row["id"]:
        return f"{origin}: its name has no letter or digit that an id can be made of; rename it"
    try:
        page = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"{origin}: is not UTF-8 at byte {error.start}; expected text saved as UTF-8"
    if not page.strip():
        return f"{origin}: is empty; expected the article's text"
    row = {**row, "sha256": hashlib.sha256(content).hexdigest()}
    row["title"] = row.get("title") or page_title(page)
    if not row["title"]:
        row["title"] = " ".join(page.split()[:_FIRST_WORDS])
        row["note"] = "; ".join(filter(None, [row.get("note"), "title: the page's first words"]))
    # A table's own groups are good groups: they are listed in groups.csv.
    faults = list(row_faults(row, {row.get("group", ""): ""}))
    return f"{origin}: {'; '.join(faults)}" if faults else NewArticle(row, content, origin)


def _require_new(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        hint = "name a new folder"
        if (folder / "articles.csv").exists():
            hint = f"to add to it: python -m helpers.corpus add {folder} page.txt"
        raise CorpusError([f"{folder}: has files already, and nothing is overwritten; {hint}"])
    if folder.exists() and not folder.is_dir():
        raise CorpusError([f"{folder}: is a file; expected the name of a new folder"])


def _write_new(folder: Path, articles: Iterable[NewArticle | str], *, skip: bool) -> Made:
    """Write a corpus beside where it belongs, and move it there once it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as scratch:
        made = Path(scratch) / "corpus"
        made.mkdir()
        rows = _write_pages(made, articles, [], problems := [])
        if problems and not (skip and rows):
            raise CorpusError(problems)
        (made / "articles.csv").write_bytes(_csv([], ARTICLE_COLUMNS) + _csv(rows, ARTICLE_COLUMNS))
        groups = sorted({row["group"] for row in rows if row.get("group")})
        if not set(groups) <= set(DEFAULT_GROUPS):
            labels = [{"group": group, "label": group} for group in groups]
            columns = ["group", "label"]
            (made / "groups.csv").write_bytes(_csv([], columns) + _csv(labels, columns))
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
