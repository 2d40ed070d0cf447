"""The files of a corpus folder: read every one, report every fault at once."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import re
import unicodedata
from pathlib import Path

import pandas as pd

ARTICLE_COLUMNS = [
    "id",
    "title",
    "group",
    "partner",
    "locality",
    "outlet",
    "author",
    "event_date",
    "published",
    "note",
    "source_file",
    "sha256",
]
REQUIRED_COLUMNS = ("id", "title", "group")
DEFAULT_GROUPS = {"UK": "UK", "US": "US", "Hanoi": "Hanoi", "HCMC": "HCMC"}

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# A file name that is safe on every system, and cannot leave its folder.
_ID = re.compile(r"\w[\w.-]*")


class CorpusError(ValueError):
    """A corpus that cannot be used as it stands.

    Parameters
    ----------
    problems : list of str
        One line each: the file, the row where there is one, what was found
        and what was expected.
    """

    def __init__(self, problems: list[str]):
        self.problems = list(problems)
        count = len(self.problems)
        head = "" if count == 1 else f"{count} problems:\n  "
        super().__init__(head + "\n  ".join(self.problems))


@dataclasses.dataclass(frozen=True)
class CorpusFiles:
    """What stands in a corpus folder: article table, pages by id, groups, glossary."""

    articles: pd.DataFrame
    pages: dict[str, str]
    groups: dict[str, str]
    glossary: pd.DataFrame


def read_folder(folder: Path) -> CorpusFiles:
    """Read and check a corpus folder.

    Parameters
    ----------
    folder : Path
        A folder with ``articles.csv`` and ``articles/``.

    Returns
    -------
    CorpusFiles

    Raises
    ------
    CorpusError
        If anything is wrong; it lists all that is.
    """
    _require_layout(folder)
    problems: list[str] = []
    groups = _read_pairs(folder / "groups.csv", ("group", "label"), problems)
    groups = dict(groups.itertuples(index=False)) or DEFAULT_GROUPS
    glossary = _read_pairs(folder / "glossary.csv", ("term", "English"), problems)
    rows = read_csv(folder / "articles.csv", REQUIRED_COLUMNS, problems)
    if not rows and not problems:
        problems.append("articles.csv: no rows; expected one row an article")
    problems += _check_rows(rows, groups)
    pages = _read_pages(folder, rows, problems)
    problems += _files_without_row(folder, rows)
    if problems:
        raise CorpusError(problems)
    articles = pd.DataFrame([row for _, row in rows])
    articles = articles.reindex(
        columns=[*ARTICLE_COLUMNS, *(c for c in articles if c not in ARTICLE_COLUMNS)],
        fill_value="",
    )
    return CorpusFiles(articles.set_index("id"), pages, groups, glossary)


def read_page(folder: Path, article: str) -> str:
    """Return one page as collected, line ends untouched."""
    path = folder / "articles" / f"{article}.txt"
    return path.read_bytes().decode("utf-8")


def read_csv(
    path: Path, required: tuple[str, ...], problems: list[str]
) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file as a spreadsheet would show it.

    Comma, semicolon or tab; with or without a byte order mark; any line end.

    Parameters
    ----------
    path : Path
        The file.
    required : tuple of str
        Columns that must be there.
    problems : list of str
        Gets a line for each fault found.

    Returns
    -------
    list of (int, dict)
        Row number (the header is row 1) and cells by column, white space trimmed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8 (CSV UTF-8)"
        )
        return []
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [name for name in required if name not in header]
        doubled = sorted({name for name in header if header.count(name) > 1})
        if missing or doubled:
            if missing:
                problems.append(
                    f"{path.name}, row 1: no column {', '.join(missing)}; found {header}"
                )
            if doubled:
                problems.append(f"{path.name}, row 1: column {', '.join(doubled)} stands twice")
            return []
        return list(_rows(reader, header, path.name, problems))
    except csv.Error as error:
        problems.append(f"{path.name}, line {reader.line_num}: not readable as CSV ({error})")
        return []


def _rows(reader, header: list[str], name: str, problems: list[str]):
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(
                f"{name}, row {number}: {len(cells)} cells; the header has {len(header)}"
            )
            continue
        yield number, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _require_layout(folder: Path) -> None:
    wanted = "expected a folder with articles.csv and articles/<id>.txt"
    if not folder.exists():
        raise CorpusError([f"{folder}: no such folder; {wanted}"])
    if not folder.is_dir():
        raise CorpusError([f"{folder}: is a file; {wanted}"])
    if not any(folder.iterdir()):
        raise CorpusError([f"{folder}: the folder is empty; {wanted}"])
    missing = []
    if not (folder / "articles.csv").is_file():
        missing.append(f"{folder}: no articles.csv; {wanted}")
    if not (folder / "articles").is_dir():
        missing.append(f"{folder}: no folder articles; {wanted}")
    if missing:
        raise CorpusError(missing)


def _read_pairs(path: Path, columns: tuple[str, str], problems: list[str]) -> pd.DataFrame:
    rows = read_csv(path, columns, problems) if path.is_file() else []
    return pd.DataFrame([[row[c] for c in columns] for _, row in rows], columns=list(columns))


def _check_rows(rows: list[tuple[int, dict[str, str]]], groups: dict[str, str]) -> list[str]:
    problems = []
    first_row: dict[str, int] = {}
    for number, row in rows:
        where = f"articles.csv, row {number}"
        article = row["id"]
        if not _ID.fullmatch(article):
            problems.append(
                f"{where}: id {article!r}; expected letters, digits, '-', '_' or '.', no path"
            )
        # Two ids that differ in case alone are one file on some systems.
        key = unicodedata.normalize("NFC", article).casefold()
        if key in first_row:
            problems.append(f"{where}: id {article!r} stands in row {first_row[key]} already")
        first_row.setdefault(key, number)
        if not row["title"]:
            problems.append(f"{where}: no title; expected the article's title")
        if row["group"] and row["group"] not in groups:
            problems.append(
                f"{where}: group {row['group']!r}; expected one of {', '.join(groups)}"
                " (or list your own in groups.csv)"
            )
        problems += [
            f"{where}: {column} {row[column]!r}; expected a date: 2023, 2023-10 or 2023-10-25"
            for column in ("event_date", "published")
            if row.get(column) and not _DATE.fullmatch(row[column])
        ]
        if row.get("sha256") and not _SHA256.fullmatch(row["sha256"]):
            problems.append(f"{where}: sha256 {row['sha256']!r}; expected 64 hexadecimal digits")
    return problems


def _read_pages(
    folder: Path, rows: list[tuple[int, dict[str, str]]], problems: list[str]
) -> dict[str, str]:
    pages = {}
    for number, row in rows:
        if _ID.fullmatch(row["id"]):
            text, problem = _read_checked(folder, row)
            if problem:
                problems.append(f"articles.csv, row {number}: articles/{row['id']}.txt {problem}")
            pages[row["id"]] = text
    return pages


def _read_checked(folder: Path, row: dict[str, str]) -> tuple[str, str]:
    inside = (folder / "articles").resolve()
    path = folder / "articles" / f"{row['id']}.txt"
    if not path.is_file():
        return "", "does not exist; expected the article's text"
    if not path.resolve().is_relative_to(inside):
        return "", f"is a link that leaves {inside.name}/; expected a file inside it"
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if row.get("sha256") and _SHA256.fullmatch(row["sha256"]) and found != row["sha256"]:
        return "", f"has changed: its sha256 is {found}; expected {row['sha256']}"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", f"is not UTF-8 at byte {error.start}; expected text saved as UTF-8"
    if not text.strip():
        return "", "is empty; expected the article's text"
    return text, ""


def _files_without_row(folder: Path, rows: list[tuple[int, dict[str, str]]]) -> list[str]:
    known = {row["id"] for _, row in rows}
    return [
        f"articles/{path.name}: no row in articles.csv; expected one with id {path.stem}"
        for path in sorted((folder / "articles").iterdir())
        if not path.name.startswith(".") and (path.suffix != ".txt" or path.stem not in known)
    ]
