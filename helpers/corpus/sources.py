"""Articles from text files and from tables, checked one by one, with an id and a title each."""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers import cleaning
from helpers.corpus.csv_files import CorpusError, csv_rows, printable, require_no_utf16
from helpers.corpus.folder import ARTICLE_COLUMNS, DEVICE, row_faults, text_fault
from helpers.vietnamese import limits

# An id is a file name: letters, digits and marks that every system takes, and no longer than
# the shortest limit (255 bytes) allows.
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_ID = 80
# Enough of a page without a title line to tell it by.
_FIRST_WORDS = 12
_NO_TITLE = "title: the page's first words"

_DATES = ("event_date", "published")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](.+)", re.ASCII)
# A day without a time, as programs write it that know no day without one.
_MIDNIGHT = re.compile(r"00:00(:00([.,]0+)?)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_NAMES = {dict: "an object", list: "a list", bool: "true or false"}


@dataclass(frozen=True)
class NewArticle:
    """An article to be added.

    Attributes
    ----------
    row : mapping of str to str
        Its row of ``articles.csv``.
    page : bytes
        Its text.
    origin : str
        Where it came from: a file, or a table and a row.
    name : str
        What its id was made of.
    """

    row: Mapping[str, str]
    page: bytes
    origin: str
    name: str


def _safe_id(name: str) -> str:
    """Make an id from a file's name, or from any text."""
    text = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip("-.")
    if DEVICE.fullmatch(text):
        text = f"page-{text}"
    return text[:_LONGEST_ID].rstrip("-.")


def _page_title(page: str) -> str:
    """Return the title that stands on a page, as `cleaning.label_parts` finds it, or ''."""
    parts = cleaning.label_parts(page)
    titles = parts.loc[parts["part"] == "title", "text"]
    return " ".join(titles.iloc[0].split()) if len(titles) else ""


def from_files(files: Sequence[str | Path]) -> Iterator[NewArticle | str]:
    """Make articles of text files.

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
        row = {"id": _safe_id(path.stem), "source_file": printable(path.name)}
        yield _article(row, content, str(path), path.stem)


def from_table(path: Path, text_column: str, id_column: str | None) -> Iterator[NewArticle | str]:
    """Make articles of the rows of a CSV or JSONL file, one row in memory at a time.

    Yields
    ------
    NewArticle or str
        An article, or what is wrong with a row; in the order of the rows.

    Raises
    ------
    CorpusError
        If the file can't be used, or not beyond a certain row.
    """
    if not path.is_file():
        raise CorpusError([f"{path}: no such file; expected a CSV or JSONL file"])
    required = [text_column, *([id_column] if id_column else [])]
    is_json = path.suffix.lower() in (".jsonl", ".ndjson", ".json")
    rows = _json_rows(path, required) if is_json else csv_rows(path, required, mixed=True)
    number = 0
    try:
        for number, row in rows:
            if isinstance(row, str):
                yield _with_hint(row)
            else:
                yield _of_row(row, number, path.name, text_column, id_column or "id")
    except CorpusError as error:
        raise CorpusError([_with_hint(problem) for problem in error.problems]) from error
    if not number:
        raise CorpusError([f"{path.name}: no rows; expected one row an article"])


def _with_hint(problem: str) -> str:
    hint = " (name the columns with --text-column and --id-column)"
    return problem + hint if ": no column " in problem else problem


def _of_row(
    row: Mapping[str, object], number: int, file: str, text_column: str, id_column: str
) -> NewArticle | str:
    """Make an article of a table's row, or say what is wrong with it."""
    where = f"{file}, row {number}"
    text, named = row.get(text_column), row.get(id_column)
    if not isinstance(text, str):
        return f"{where}: column {text_column} has {_kind(text)}; expected the article's text"
    if isinstance(named, dict | list):
        return f"{where}: column {id_column} has {_kind(named)}; expected the article's id"
    # In letters: a spreadsheet would save 0000007 as 7.
    name = _cell(named) or f"row-{number:07d}"
    known = {
        column: _cell(row[column])
        for column in ARTICLE_COLUMNS
        if column in row and column not in (text_column, "sha256")
    }
    for column, cell in {**known, id_column: name, text_column: text}.items():
        if half := _SURROGATE.search(cell):
            found = f"half a character ({half[0]!a}) at character {half.start()}"
            return f"{where}: column {column} has {found}; expected Unicode text"
    notes = [known.get("note", "")]
    for column in _DATES:
        known[column], full = _day(known.get(column, ""))
        notes.append(f"{column}: {full}" if full else "")
    article = _safe_id(name)
    notes.append(f"id: {name}" if is_changed(name, article) else "")
    known |= {"id": article, "note": "; ".join(filter(None, notes))}
    known["source_file"] = known.get("source_file") or file
    return _article(known, text.encode("utf-8"), where, name)


def is_changed(name: str, article: str) -> bool:
    """Tell whether an id has other characters than what it was made of.

    The same letters, composed or not (Unicode's canonical equivalence), are no change.
    """
    return unicodedata.normalize("NFC", name) != article


def _day(text: str) -> tuple[str, str]:
    """Return the day of a moment, and the whole where the day says less."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return text, ""
    day, time = found.groups()
    # As ISO 8601 writes a time zone: "Z" and no space.
    iso = re.sub(r" (?=[+-]\d)", "", re.sub(r" ?(UTC|GMT|Z)$", "Z", time))
    try:
        datetime.fromisoformat(f"{day}T{iso}")
    except ValueError:
        return text, ""
    return day, "" if _MIDNIGHT.fullmatch(time) else text


def _cell(value: object) -> str:
    """Return a table's value as the cell of a spreadsheet, on one line."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(filter(None, map(_cell, value)))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


def _kind(value: object) -> str:
    """Name what a table's cell has in the words of JSON."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "nothing"
    return _JSON_NAMES.get(type(value), "a number")


def _json_rows(
    path: Path, required: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    """Read a JSONL file row by row, as `csv_rows` reads a CSV file."""
    with path.open("rb") as file:
        require_no_utf16(file, path.name)
        first = True
        for number, line in enumerate(file, start=1):
            if first and line.removeprefix(BOM_UTF8).lstrip().startswith(b"["):
                found = "is a JSON array"
                raise CorpusError([f"{path.name}: {found}; expected JSONL, one JSON object a line"])
            if line.strip():
                first = False
                row = _json_row(line, required)
                where = f"{path.name}, row {number}"
                yield number, f"{where}: {row}" if isinstance(row, str) else row


def _json_row(line: bytes, required: Sequence[str]) -> dict[str, object] | str:
    """Read a line of a JSONL file, or say what is wrong with it."""
    try:
        row = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start} of the line; expected a file saved as UTF-8"
    except (ValueError, RecursionError) as error:
        return f"not one JSON object a line ({error})"
    named = row if isinstance(row, dict) else {}
    missing = [column for column in required if column not in named]
    if missing:
        found = ", ".join(named) or f"no JSON object but {_kind(row)}"
        return f"no column {', '.join(missing)}; found {found}"
    return row


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of JSON's pairs; a key that stands twice would lose a value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} stands twice")
    return found


def _article(row: dict[str, str], content: bytes, origin: str, name: str) -> NewArticle | str:
    """Make an article of a row and its page's bytes, or say what is wrong with them."""
    if not row["id"]:
        return f"{origin}: its name has no letter or digit that an id can be made of; rename it"
    if fault := text_fault(content):
        return f"{origin}: {fault}"
    page = content.decode("utf-8")
    row = {**row, "sha256": hashlib.sha256(content).hexdigest()}
    if not row.get("title"):
        row["title"] = _page_title(page)
        if not 0 < len(row["title"]) <= limits.LONGEST_TITLE:
            words = page.split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS]
            row["title"] = " ".join(words)[: limits.LONGEST_TITLE].strip()
            row["note"] = "; ".join(filter(None, [row.get("note"), _NO_TITLE]))
    # A table's own groups are good groups: they are listed in groups.csv.
    faults = list(row_faults(row, {row.get("group", ""): ""}))
    return f"{origin}: {'; '.join(faults)}" if faults else NewArticle(row, content, origin, name)
