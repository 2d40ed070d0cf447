"""Articles whose coders changed codes after they were joined: what was settled else is kept."""

from __future__ import annotations

import csv
import io

import pandas as pd

from helpers.corpus import csv_cells, csv_form, guard_formula, unguard_formula
from helpers.framing.coding import CODED, UNSETTLED

CODED_ANEW = "coded anew"
"""How the reason of a sentence begins whose coders changed codes after it was joined."""

Cells = dict[str, str]


def coded_rows(text: str) -> list[Cells]:
    r"""Read the rows of a coding that was read without a fault before, without what guards cells.

    Parameters
    ----------
    text : str
        The file's text; none, for a file that isn't there.

    Returns
    -------
    list of dict of str to str
        Cells by column.

    Examples
    --------
    >>> coded_rows("article,frames\na,'=1\n")
    [{'article': 'a', 'frames': '=1'}]
    """
    if not text.strip():
        return []
    columns, delimiter, _ = csv_form(text)
    rows = csv_cells(text, delimiter)
    return [_named(columns, cells) for cells in rows[_head(rows, columns) + 1 :] if any(cells)]


def _head(rows: list[list[str]], columns: list[str]) -> int:
    """Find the header, which a line that names the separator may precede."""
    return next(at for at, cells in enumerate(rows) if [cell.strip() for cell in cells] == columns)


def _named(columns: list[str], cells: list[str]) -> Cells:
    """Give a row's cells by column; programs may add empty ones at its end."""
    return {c: unguard_formula(cell).strip() for c, cell in zip(columns, cells, strict=False)}


def differing(stand: list[Cells], joined: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Tell which joined articles a coding has already: with the coders' same codes, and others.

    Parameters
    ----------
    stand : list of dict of str to str
        The coding's rows.
    joined : DataFrame
        As `join_codings` gives it.

    Returns
    -------
    same, other : list of str

    Examples
    --------
    >>> codes = {f"{column}_{side}": "X" for column in CODED for side in "ab"}
    >>> joined = pd.DataFrame([{"article": "a", "sentence": 1, **codes}])
    >>> differing([{"article": "a", "sentence": "1", **codes, "agency_a": "Y"}], joined)
    ([], ['a'])
    """
    have: dict[str, dict[str, Cells]] = {}
    for row in stand:
        have.setdefault(row["article"], {})[row["sentence"]] = row
    same: list[str] = []
    other: list[str] = []
    for article, rows in joined.groupby("article", sort=False):
        own = have.get(str(article))
        if own is None:
            continue
        found = {str(row["sentence"]): row for row in rows.to_dict("records")}
        alike = own.keys() == found.keys() and all(
            _same(own[number], row, column) for number, row in found.items() for column in CODED
        )
        (same if alike else other).append(str(article))
    return same, other


def recoded(text: str, joined: pd.DataFrame) -> tuple[str, int]:
    """Take over what coders changed in articles that a coding has, sentence by sentence.

    Where neither coder changed a code, the settled one stands with speaker, reason and all else;
    where one did, it is settled anew: what both say now, or `UNSETTLED`. The reason that it had
    stands on after `CODED_ANEW`.

    Parameters
    ----------
    text : str
        The coding's text.
    joined : DataFrame
        The articles' rows as `join_codings` gives them.

    Returns
    -------
    str
        The coding in its own form and columns, every other cell as it stands.
    int
        How many sentences were changed.
    """
    columns, delimiter, end = csv_form(text)
    rows = csv_cells(text, delimiter)
    new = {(str(r["article"]), str(r["sentence"])): r for r in joined.to_dict("records")}
    changed = 0
    for cells in rows[_head(rows, columns) + 1 :]:
        row = _named(columns, cells)
        given = new.get((row.get("article", ""), row.get("sentence", "")), {})
        anew = [column for column in CODED if given and not _same(row, given, column)]
        for column, cell in _anew(row, given, anew).items() if anew else ():
            cells[columns.index(column)] = guard_formula(cell)
        changed += bool(anew)
    if not changed:
        return text, 0
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue(), changed


def _anew(row: Cells, given: dict[str, object], columns: list[str]) -> Cells:
    """Give the cells of a sentence whose coders changed some columns."""
    cells = {f"{c}{end}": str(given[f"{c}{end}"]) for c in columns for end in ("_a", "_b", "")}
    open_now = any(given[column] == UNSETTLED for column in columns)
    before, note = row.get("reason", ""), str(given["reason"]) if open_now else ""
    if not before.startswith(CODED_ANEW):
        before = f"{CODED_ANEW}; before: {before}" if before else CODED_ANEW
    return cells | {"reason": f"{before}; {note}" if note not in before else before}


def _same(row: Cells, given: dict[str, object], column: str) -> bool:
    """Tell whether both coders' codes of a column are those that stand there."""
    return all(
        _set(row.get(f"{column}_{side}", "")) == _set(given[f"{column}_{side}"]) for side in "ab"
    )


def _set(cell: object) -> frozenset[str]:
    """Return the same for cells with the same codes in any order."""
    return frozenset(code.strip() for code in str(cell).split(";"))
