"""CSV files written in a form that a spreadsheet program reads and doesn't run."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from helpers.corpus.csv_files import SEPARATOR, csv_delimiter
from helpers.vietnamese import limits

# What a spreadsheet program runs as a formula, behind any apostrophes (OWASP, CSV injection).
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠].", re.DOTALL)
_RETURN = re.compile("\r\n?")


class CsvForm(NamedTuple):
    """How a CSV file is written: its columns, what separates cells, what ends lines."""

    columns: list[str]
    delimiter: str
    end: str


def csv_form(text: str) -> CsvForm:
    r"""Tell how a CSV file is written, from its text.

    Parameters
    ----------
    text : str
        The file's text, or its beginning; Excel's first line "sep=;" is no header.

    Returns
    -------
    CsvForm

    Examples
    --------
    >>> csv_form("sep=;\r\nid;title\r\n")
    CsvForm(columns=['id', 'title'], delimiter=';', end='\r\n')
    """
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = next(lines, "")
    body = lines if SEPARATOR.match(head) else chain([head], lines)
    delimiter = csv_delimiter(head)
    columns = [name.strip() for name in next(csv.reader(body, delimiter=delimiter), [])]
    return CsvForm(columns, delimiter, head[len(head.rstrip("\r\n")) :] or "\n")


def csv_cells(text: str, delimiter: str) -> list[list[str]]:
    r"""Read a CSV file that was read without a fault before: all its rows, as they stand.

    Examples
    --------
    >>> csv_cells('id;title\na;" b"\n', ";")
    [['id', 'title'], ['a', ' b']]
    """
    before = csv.field_size_limit(limits.LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    finally:
        csv.field_size_limit(before)


def guard_formula(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet program would run as a formula.

    A program shows ``=1+1`` as 2 and ``- text`` as ``#NAME?``, and saves what it shows. Behind an
    apostrophe both are text (OWASP, CSV injection; CWE-1236). `unguard_formula` takes it away.
    A lone carriage return, after which a program would begin a new row, becomes a line feed.

    Examples
    --------
    >>> guard_formula("=1+1"), guard_formula("1+1")
    ("'=1+1", '1+1')
    """
    cell = _RETURN.sub("\n", cell) if "\r" in cell else cell
    return f"'{cell}" if _FORMULA.match(cell) else cell


def csv_text(table: pd.DataFrame, **form: Any) -> str:
    """Return a table as CSV that no spreadsheet program runs: numbers stay numbers.

    Parameters
    ----------
    table : DataFrame
        Its index is left out.
    **form
        As `DataFrame.to_csv` takes it.

    Returns
    -------
    str
        Every text that would be run as a formula, in a cell or a heading, behind an apostrophe
        (`guard_formula`).

    Examples
    --------
    >>> print(csv_text(pd.DataFrame({"n": [-1.5], "said": ["=1+1"]})), end="")
    n,said
    -1.5,'=1+1
    """
    columns = {at: _guarded_column(table.iloc[:, at]) for at in range(table.shape[1])}
    safe = pd.DataFrame(columns, index=table.index)
    safe.columns = pd.Index([_guarded(name) for name in table.columns], dtype=object)
    return safe.to_csv(index=False, **{"lineterminator": "\n", **form})


def _guarded_column(column: pd.Series) -> pd.Series:
    """Guard the texts of a column; numbers and times hold none."""
    holds_text = column.dtype == object or isinstance(
        column.dtype, pd.StringDtype | pd.CategoricalDtype
    )
    return column.astype(object).map(_guarded) if holds_text else column


def _guarded(cell: Any) -> Any:
    """Guard a text; anything else is left."""
    return guard_formula(cell) if isinstance(cell, str) else cell


def unguard_formula(cell: str) -> str:
    """Take away the apostrophe of `guard_formula`.

    Examples
    --------
    >>> unguard_formula("'=1+1"), unguard_formula("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def runs_as_formula(cell: str) -> bool:
    """Tell whether a spreadsheet program would run a cell as a formula.

    Examples
    --------
    >>> runs_as_formula("=1+1"), runs_as_formula("'=1+1"), runs_as_formula("1+1")
    (True, False, False)
    """
    return not cell.startswith("'") and _FORMULA.match(cell) is not None
