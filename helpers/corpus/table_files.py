"""Read a table of articles of any kind: its rows, what its columns mean."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from helpers.corpus.csv_files import bounded_lines, csv_rows, require_no_utf16
from helpers.corpus.dates import in_numbers, which_first
from helpers.corpus.faults import CorpusError
from helpers.corpus.folder import ARTICLE_COLUMNS
from helpers.corpus.packed_files import require_small
from helpers.corpus.row_checks import DATE_COLUMNS
from helpers.data import read_rows
from helpers.vietnamese import limits

TABLE_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".xlsx", ".xlsm")
# Rows from which the meaning of columns and the order of dates are told.
_SAMPLE = 2_000
_OFFICE = b"\xd0\xcf\x11\xe0"
_JSON_NAMES = {dict: "an object", list: "a list", bool: "true or false"}

Row = Mapping[str, object]


@cache
def _meanings() -> dict[str, str]:
    """Give what a column's name means, by its bare form."""
    known = {_bare(row["name"]): row["column"] for row in read_rows("table_columns.csv")}
    # Digests and copies are of the pages of one folder.
    own = [column for column in ARTICLE_COLUMNS if column not in ("sha256", "copy_of")]
    return known | {_bare(column): column for column in own}


def _bare(name: str) -> str:
    """Give the same for names that differ in case, marks or joints alone."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[_-]", " ", plain).split()) or name.strip()


@cache
def _empty_words() -> frozenset[str]:
    rows = read_rows("table_columns.csv")
    return frozenset(row["name"] for row in rows if row["column"] == "empty")


def cell(value: object) -> str:
    """Return a table's value as the cell of a spreadsheet, on one line; "N/A" and kin as ''."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(filter(None, map(cell, value)))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return (
        ""
        if text == "NA" or unicodedata.normalize("NFC", text).casefold() in _empty_words()
        else text
    )


def kind_of(value: object) -> str:
    """Name what a table's cell has in the words of JSON."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "nothing"
    return _JSON_NAMES.get(type(value), "a number")


@dataclass
class ArticleTable:
    """A table with one article a row.

    Attributes
    ----------
    path : Path
        CSV, TSV, JSONL or XLSX.
    text, id : str
        The columns of texts and ids.
    day_first : dict of str to bool or None
        Whether a column's dates have the day first.
    taken, left : dict of str to str
        The columns that were taken, by name, with what they became; those that weren't.
    remarks : list of str
        What a spreadsheet program may have rewritten.
    """

    path: Path
    text: str
    id: str
    day_first: dict[str, bool | None] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def rows(self, required: Sequence[str]) -> Iterator[tuple[int, Row | str]]:
        """Read the table, a row at a time; see `csv_rows`."""
        return _rows(self.path, required)

    def known(self, row: Row) -> dict[str, str]:
        """Return what a row says, by column of ``articles.csv``; the first that says it."""
        cells: dict[str, str] = {}
        # A column that is named as in articles.csv goes before one that means the same.
        for name in sorted(row, key=lambda name: name not in ARTICLE_COLUMNS):
            column = _meanings().get(_bare(name), "")
            if name in (self.text, self.id):
                self.taken[name] = "text" if name == self.text else "id"
            elif column in ("", "text", "id", "empty"):
                self.left[name] = ""
            else:
                self.taken[name] = column
                cells[column] = cells.get(column) or cell(row[name])
        return cells

    def called(self, row: Row, column: str) -> str:
        """Return what the table calls the column that a row's cell was taken from."""
        names = sorted(row, key=lambda name: name not in ARTICLE_COLUMNS)
        taken = (name for name in names if self.taken.get(name) == column and cell(row[name]))
        return next(taken, column)

    def said(self) -> list[str]:
        """Say which columns were taken and left, and what a spreadsheet may have rewritten."""
        taken = [
            name if name == column else f"{name} as {column}" for name, column in self.taken.items()
        ]
        left = ", ".join(self.left) or "none"
        listed = f"{self.path.name}: columns taken: {', '.join(taken)}; left: {left}."
        return [listed, *self.remarks] if taken else []


def article_table(path: Path, text_column: str, id_column: str | None) -> ArticleTable:
    """Look at a table's first rows: which column has the texts, and how dates are written."""
    table = ArticleTable(path, text_column, id_column or "id")
    texts: dict[str, list[str]] = {}
    rewritten: set[str] = set()
    names: dict[str, None] = {}
    for row in _first_rows(path):
        names |= dict.fromkeys(row)
        for name, value in row.items():
            column = _meanings().get(_bare(name))
            if column in DATE_COLUMNS:
                texts.setdefault(column, []).append(cell(value))
                rewritten |= {name} if isinstance(value, _SpreadsheetDate) else set()
    if text_column == "text" and "text" not in names:
        table.text = next((n for n in names if _meanings().get(_bare(n)) == "text"), "text")
    table.day_first = {column: which_first(cells) for column, cells in texts.items()}
    for name in sorted(rewritten):
        mixed = [text for text in texts[_meanings()[_bare(name)]] if in_numbers(text)]
        if mixed:
            table.remarks.append(
                f"{path.name}: column {name} has dates beside texts such as {mixed[0]!r}: a "
                "spreadsheet program may have turned day and month of the dates round; check them."
            )
    return table


def _first_rows(path: Path) -> Iterator[Row]:
    """Give a table's first rows that can be read; its faults are for whoever reads it all."""
    with suppress(CorpusError):
        for _, row in islice(_rows(path, []), _SAMPLE):
            if not isinstance(row, str):
                yield row


class _SpreadsheetDate(str):
    """A date as a spreadsheet program holds it, written as ISO 8601 says."""

    __slots__ = ()


def _rows(path: Path, required: Sequence[str]) -> Iterator[tuple[int, Row | str]]:
    """Read a table of any kind, a row at a time."""
    ending = path.suffix.lower()
    if ending in (".jsonl", ".ndjson", ".json"):
        return _json_rows(path, required)
    if ending in (".xlsx", ".xlsm"):
        return _sheet_rows(path, required)
    return csv_rows(path, required, mixed=True)


def _sheet_rows(path: Path, required: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Read a spreadsheet's first sheet that has anything, row by row."""
    import openpyxl  # noqa: PLC0415 - slow to import

    with path.open("rb") as file:
        if file.read(4) == _OFFICE:
            found = "is protected by a password, or an old spreadsheet (.xls)"
            raise CorpusError([f"{path.name}: {found}; save it as .xlsx without a password"])
    try:
        require_small(path, limits.LARGEST_UNPACKED, "save it as CSV UTF-8")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        with closing(book):
            yield from _filled_rows(book, path.name, required)
    except (CorpusError, OSError, MemoryError):
        raise
    except Exception as error:
        found = "is no spreadsheet, or damaged"
        raise CorpusError([f"{path.name}: {found}; save it again as .xlsx or CSV UTF-8"]) from error


def _filled_rows(book: Any, name: str, required: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Give the rows of the first sheet that has any, by the names in the first of them."""
    for sheet in book.worksheets:
        header: list[str] = []
        sheet.reset_dimensions()
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > limits.MOST_ROWS:
                found = f"has more than {limits.MOST_ROWS:,} rows"
                raise CorpusError([f"{name}: {found}; save it again as .xlsx or CSV UTF-8"])
            if not any(value not in (None, "") for value in values):
                continue
            if header:
                padded = [*values, *[None] * len(header)]
                yield number, {n: _value(v) for n, v in zip(header, padded, strict=False) if n}
            else:
                header = _heading(values, f"{name}, row {number}", required)
        if header:
            return


def _heading(values: Sequence[object], where: str, required: Sequence[str]) -> list[str]:
    names = [cell(value) for value in values]
    if missing := [column for column in required if column not in names]:
        found = ", ".join(filter(None, names))
        raise CorpusError([f"{where}: no column {', '.join(missing)}; found {found}"])
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise CorpusError([f"{where}: column {', '.join(map(repr, twice))} stands twice"])
    return names


def _value(value: object) -> object:
    """Return a spreadsheet's value as JSON has it: dates as text, whole numbers whole."""
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return _SpreadsheetDate(value.date().isoformat() if midnight else value.isoformat())
    if isinstance(value, date | time):
        return _SpreadsheetDate(value.isoformat())
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _json_rows(path: Path, required: Sequence[str]) -> Iterator[tuple[int, Row | str]]:
    """Read a JSONL file row by row, as `csv_rows` reads a CSV file."""
    with path.open("rb") as file:
        require_no_utf16(file, path.name)
        first = True
        for number, line in enumerate(bounded_lines(file, path.name), start=1):
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
    if missing or not isinstance(row, dict):
        found = ", ".join(named) or f"no JSON object but {kind_of(row)}"
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
