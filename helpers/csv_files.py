"""CSV files as spreadsheet programs write them, and the error that names what is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path


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

    def __reduce__(self):
        # Made again from its problems where it comes back from a worker process.
        return type(self), (self.problems,)


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
        Cells by column, white space trimmed, by row number (the header is row 1).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8 (CSV UTF-8)"
        )
        return {}
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=csv_delimiter(head))
    try:
        header = [name.strip() for name in next(reader, [])]
        wrong = _header_faults(path.name, header, required)
        if wrong:
            problems += wrong
            return {}
        rows = {}
        for number, cells in enumerate(reader, start=2):
            if len(cells) == len(header):
                if any(cell.strip() for cell in cells):
                    rows[number] = dict(zip(header, map(str.strip, cells), strict=True))
            elif any(cell.strip() for cell in cells):
                fault = (
                    f"{path.name}, row {number}: {len(cells)} cells; the header has {len(header)}"
                )
                if faults is None:
                    problems.append(fault)
                else:
                    faults.setdefault(number, []).append(fault)
        return rows
    except csv.Error as error:
        problems.append(f"{path.name}, line {reader.line_num}: not readable as CSV ({error})")
        return {}


def csv_delimiter(head: str) -> str:
    """Tell what separates the cells of a CSV file, from its first line."""
    return max(",;\t", key=head.count)


def _header_faults(name: str, header: list[str], required: Iterable[str]) -> list[str]:
    missing = [column for column in required if column not in header]
    doubled = sorted({column for column in header if header.count(column) > 1})
    faults = []
    if missing:
        faults.append(f"{name}, row 1: no column {', '.join(missing)}; found {', '.join(header)}")
    if doubled:
        faults.append(f"{name}, row 1: column {', '.join(doubled)} stands twice")
    return faults
