"""CSV files read as spreadsheet programs write them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any, BinaryIO

from helpers.corpus.faults import CorpusError
from helpers.vietnamese import limits

# Columns by whose cells tables are joined, and readers choose.
_NAMES = frozenset(
    (
        "id",
        "article",
        "group",
        "partner",
        "locality",
        "outlet",
        "author",
        "label",
        "term",
        "copy_of",
    )
)
_SAVE = "save the file as UTF-8 (CSV UTF-8)"
SEPARATOR = re.compile(r"sep=[,;\t]\s*$", re.IGNORECASE)


def read_csv(
    path: Path,
    required: Iterable[str],
    problems: list[str],
    faults: dict[int, list[str]] | None = None,
) -> dict[int, dict[str, str]]:
    """Read a CSV file as a spreadsheet would show it.

    Comma, semicolon or tab; with or without a byte order mark; any line end.

    Parameters
    ----------
    path : Path
        The file.
    required : iterable of str
        Columns that must be there.
    problems : list of str
        Gets a line for each fault of the file.
    faults : dict of int to list of str, optional
        Gets the faults of single rows, by row number; `problems` where not given.

    Returns
    -------
    dict of int to dict
        Cells by column, white space trimmed, names in composed letters, by row number (the header
        is row 1).

    Examples
    --------
    >>> problems = []
    >>> read_csv(corpus.folder / "groups.csv", ["group", "label"], problems)[2]
    {'group': 'UK', 'label': 'UK: co-operation with the United Kingdom'}
    >>> read_csv(corpus.folder / "groups.csv", ["colour"], problems), problems
    ({}, ['groups.csv, row 1: no column colour; found group, label'])
    """
    rows = {}
    try:
        for number, cells in csv_rows(path, required):
            if not isinstance(cells, str):
                rows[number] = {c: _composed(c, cell.strip()) for c, cell in cells.items()}
            elif faults is None:
                problems.append(cells)
            else:
                faults.setdefault(number, []).append(cells)
    except CorpusError as error:
        problems += error.problems
        return {}
    return rows


def _composed(column: str, cell: str) -> str:
    """Compose the letters of a name, so that it is the same however it was typed."""
    return unicodedata.normalize("NFC", cell) if column in _NAMES else cell


def csv_rows(
    path: Path, required: Iterable[str], *, mixed: bool = False
) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Read a CSV file row by row; no more than a row is in memory.

    Parameters
    ----------
    path : Path
        The file, in any form that `read_csv` takes.
    required : iterable of str
        Columns that must be there.
    mixed : bool
        Whether bytes that aren't UTF-8 are a fault of their row; by default, they are one of the
        file, since a program saves a file in one encoding.

    Yields
    ------
    int
        The row's number; the header is row 1.
    dict of str to str, or str
        The row's cells by column, white space and all; or what is wrong with the row.

    Raises
    ------
    CorpusError
        If the file can't be read, or not beyond a certain row.

    Examples
    --------
    >>> next(csv_rows(corpus.folder / "groups.csv", ["group"]))
    (2, {'group': 'UK', 'label': 'UK: co-operation with the United Kingdom'})
    """
    try:
        with path.open("rb") as file:
            require_no_utf16(file, path.name)
            yield from _rows(file, path.name, required, mixed)
    except OSError as error:
        raise CorpusError([f"{path.name}: can't be read ({error.strerror})"]) from error


def require_no_utf16(file: BinaryIO, name: str) -> None:
    """Refuse a file with the mark of UTF-16; leave it at its beginning.

    Raises
    ------
    CorpusError
        If it has the mark.
    """
    if file.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE):
        found = "byte 0 is not UTF-8 but UTF-16, which spreadsheet programs call Unicode text"
        raise CorpusError([f"{name}: {found}; {_SAVE}"])
    file.seek(0)


def _rows(
    file: BinaryIO, name: str, required: Iterable[str], mixed: bool
) -> Iterator[tuple[int, dict[str, str] | str]]:
    bad: list[int] = []
    lines = _lines(file, name, bad)
    head = next(lines, "")
    if bad:
        raise CorpusError([f"{name}: byte {bad[0]} is not UTF-8; {_SAVE}"])
    if "\0" in head:
        raise CorpusError([f"{name}, row 1: has a zero byte, as no text has; {_SAVE}"])
    # Excel's own line "sep=;", which it doesn't show, is no row.
    rest = lines if SEPARATOR.match(head) else chain([head], lines)
    reader = csv.reader(rest, delimiter=csv_delimiter(head), strict=True)
    header = [column.strip() for column in _next_row(reader, name, 1) or []]
    # A spreadsheet may write empty columns at the end.
    while header and not header[-1]:
        header.pop()
    if wrong := _header_faults(name, header, required):
        raise CorpusError(wrong)
    for number in count(2):
        cells = _next_row(reader, name, number)
        if cells is None:
            return
        where = f"{name}, row {number}"
        if bad:
            fault = f"{where}: byte {bad[0]} of the file is not UTF-8; {_SAVE}"
            if not mixed:
                raise CorpusError([fault])
            bad.clear()
            yield number, fault
        elif len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
            if any(cell.strip() for cell in cells):
                yield number, f"{where}: {len(cells)} cells; the header has {len(header)}"
        elif any("\0" in cell for cell in cells):
            yield number, f"{where}: has a zero byte, as no text has; {_SAVE}"
        elif any(cell.strip() for cell in cells):
            yield number, dict(zip(header, cells, strict=False))


def bounded_lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    r"""Give a file's lines with their ends.

    Raises
    ------
    CorpusError
        If a line is longer than any page (`limits.LONGEST_CELL`).

    Examples
    --------
    >>> list(bounded_lines(io.BytesIO(b"a\nb"), "t.csv"))
    [b'a\n', b'b']
    """
    for number in count(1):
        line = file.readline(limits.LONGEST_CELL + 1)
        if not line:
            return
        if len(line) > limits.LONGEST_CELL:
            found = f"has more than {limits.LONGEST_CELL:,} bytes without an end"
            raise CorpusError([f"{name}, line {number}: {found}; expected a table of articles"])
        yield line


def _lines(file: BinaryIO, name: str, bad: list[int]) -> Iterator[str]:
    """Give a file's lines, their ends untouched; `bad` gets the places of what is no UTF-8."""
    start = 0
    for line in bounded_lines(file, name):
        try:
            text = line.decode("utf-8-sig" if start == 0 else "utf-8")
        except UnicodeDecodeError as error:
            bad.append(start + error.start)
            text = line.decode("utf-8", "replace")
        start += len(line)
        # A lone carriage return ends a line too.
        yield from io.StringIO(text, newline="")


def _next_row(reader: Any, name: str, number: int) -> list[str] | None:
    """Return the next row's cells, None after the last."""
    line = reader.line_num + 1
    before = csv.field_size_limit(limits.LONGEST_CELL)
    try:
        return next(reader, None)
    except csv.Error as error:
        why = str(error)
        if "unexpected end" in why or "field limit" in why:
            why = "a quotation mark opens a cell and none closes it"
        elif "expected after" in why:
            why = "a quotation mark inside a cell; expected it doubled"
        place = f"{name}, row {number} (from line {line})"
        raise CorpusError([f"{place}: not readable as CSV: {why}"]) from error
    finally:
        csv.field_size_limit(before)


def csv_delimiter(head: str) -> str:
    """Tell what separates the cells of a CSV file, from its first line.

    Parameters
    ----------
    head : str
        The header, without its line end.

    Returns
    -------
    str
        A comma, a semicolon or a tab: the one that stands there most often, else a comma.

    Examples
    --------
    >>> csv_delimiter("id;title;published")
    ';'
    """
    return max(",;\t", key=head.count)


def _header_faults(name: str, header: list[str], required: Iterable[str]) -> list[str]:
    missing = [column for column in required if column not in header]
    doubled = sorted({column for column in header if header.count(column) > 1})
    faults = []
    if missing:
        found = ", ".join(header) or "an empty row"
        faults.append(f"{name}, row 1: no column {', '.join(missing)}; found {found}")
    if doubled:
        faults.append(f"{name}, row 1: column {', '.join(map(repr, doubled))} stands twice")
    return faults
