"""Articles from text files and from tables, checked one by one, with an id and a title each."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import cleaning
from helpers.corpus_files import ARTICLE_COLUMNS, row_faults
from helpers.csv_files import read_csv

# An id is a file name: letters, digits and marks that every system takes, and no longer than
# the shortest limit (255 bytes) allows.
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_ID = 80
# Enough of a page without a title line to tell it by.
_FIRST_WORDS = 12
# Windows keeps these names for itself, with any ending.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class NewArticle:
    """An article to be added: its row of ``articles.csv``, its page, and where it came from."""

    row: Mapping[str, str]
    page: bytes
    origin: str


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


def from_files(files: Sequence[str | Path]) -> Iterator[NewArticle | str]:
    """Make articles of text files.

    Parameters
    ----------
    files : sequence of path
        Text files, one a page.

    Yields
    ------
    NewArticle or str
        An article, or what is wrong with the file.
    """
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


def from_table(path: Path, text_column: str, id_column: str | None) -> Iterator[NewArticle | str]:
    """Make articles of the rows of a CSV or JSONL file.

    Parameters
    ----------
    path : Path
        The file.
    text_column : str
        The column of the texts.
    id_column : str or None
        The column of the ids; None for "id", or the row's number where there is none.

    Yields
    ------
    NewArticle or str
        An article, or what is wrong with a row or with the file.
    """
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
