"""What a row of articles.csv may say: ids, dates, groups, digests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from helpers.corpus.dates import read_day, which_first
from helpers.vietnamese import limits

DATE_COLUMNS = ("event_date", "published")
_MOST_ROWS = 20  # numbers of rows in a line
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
# As spreadsheet programs write a day, whatever was typed.
_REWRITTEN = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}")
# A file name that is safe on every system, and cannot leave its folder.
ID = re.compile(r"\w[\w.-]{0,79}")
# Windows keeps these names for itself, with any ending.
DEVICE = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\..*)?", re.IGNORECASE)


def rewritten_days(cells: Mapping[int, str]) -> dict[int, str]:
    """Read the days that a spreadsheet program has rewritten, where they can be one day only.

    Parameters
    ----------
    cells : mapping of int to str
        The cells of a column of dates, by row.

    Returns
    -------
    dict of int to str
        By row the day as 2023-10-25; of a cell that is a date already, or may be another, nothing.

    Examples
    --------
    >>> rewritten_days({2: "2023-10", 3: "25/10/2023", 4: "5/6/2024"})
    {3: '2023-10-25', 4: '2024-06-05'}
    >>> rewritten_days({4: "5/6/2024"})
    {}
    """
    others = {number: cell for number, cell in cells.items() if cell and not _is_date(cell)}
    day_first = which_first(others.values())
    days = {number: read_day(cell, day_first) for number, cell in others.items()}
    return {number: day for number, day in days.items() if day}


def check_rows(
    rows: dict[int, dict[str, str]], groups: dict[str, str], faults: dict[int, list[str]]
) -> None:
    """Check every row; give those that can be used, by number, and put the faults in a list."""
    first_row: dict[str, int] = {}
    copies = {row["id"]: row.get("copy_of", "") for row in rows.values()}
    for number, row in rows.items():
        found = list(row_faults(row, groups))
        # Two ids that differ in case alone are one file on some systems.
        key = file_key(row["id"])
        if key in first_row:
            earlier = rows[first_row[key]]["id"]
            same = "" if earlier == row["id"] else f", as {earlier!r}: one file on some systems"
            found.append(f"id {row['id']!r} stands in row {first_row[key]} already{same}")
        first_row.setdefault(key, number)
        found += _copy_faults(row, copies)
        if found:
            where = f"articles.csv, row {number}"
            faults.setdefault(number, []).extend(f"{where}: {fault}" for fault in found)


def _copy_faults(row: Mapping[str, str], copies: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with the article whose copy a row is."""
    first = row.get("copy_of", "")
    if first and (first == row["id"] or first not in copies):
        yield f"copy_of {first!r}; expected the id of another article of this table"
    elif first and copies[first]:
        yield f"copy_of {first!r}, a copy itself; expected the one it is of, {copies[first]!r}"


def file_key(article: str) -> str:
    """Give the same for two ids that are one file on some systems."""
    return unicodedata.normalize("NFC", article).casefold()


def row_faults(
    row: Mapping[str, str], groups: Mapping[str, str], called: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Say what is wrong with a row of ``articles.csv``, its page aside.

    Parameters
    ----------
    row : mapping of str to str
    groups : mapping of str to str
        The known groups.
    called : mapping of str to str, optional
        What a column is called where the row came from.

    Yields
    ------
    str
        A fault, and what was expected.
    """
    if not ID.fullmatch(row["id"]):
        yield f"id {row['id']!r}; expected letters, digits, '-', '_' or '.' (80 at most), no path"
    elif DEVICE.fullmatch(row["id"]):
        yield f"id {row['id']!r}; expected another: Windows keeps this name for a device"
    if not row["title"]:
        yield "no title; expected the article's title"
    elif len(row["title"]) > limits.LONGEST_TITLE:
        found = f"a title of {len(row['title']):,} characters"
        yield f"{found}; expected {limits.LONGEST_TITLE:,} at most"
    if row.get("group") and row["group"] not in groups:
        yield _unknown_group(row["group"], groups)
    for column in DATE_COLUMNS:
        if row.get(column) and not _is_date(row[column]):
            hint = (
                "; as it stands it may be either of two days, and a spreadsheet program may have "
            )
            hint += "rewritten it"
            hint = hint if _REWRITTEN.fullmatch(row[column]) else ""
            name = (called or {}).get(column, column)
            yield f"{name} {row[column]!r}; expected a date: 2023, 2023-10 or 2023-10-25{hint}"
    if row.get("sha256") and not SHA256.fullmatch(row["sha256"]):
        yield f"sha256 {row['sha256']!r}; expected 64 hexadecimal digits"


def _unknown_group(group: str, groups: Mapping[str, str]) -> str:
    """Word that a row's group is none."""
    expected = f"expected one of {', '.join(groups)} (or list your own in groups.csv)"
    return f"group {group!r}; {expected}"


def groups_in_a_line(
    rows: Mapping[int, Mapping[str, str]], groups: Mapping[str, str], listed: bool
) -> tuple[set[str], list[str]]:
    """Say in one line which groups of several rows are none, and what lists them.

    Returns
    -------
    tuple
        The lines of single rows that it stands for, and itself; nothing where one row is meant.
    """
    filled = {number: row["group"] for number, row in rows.items() if row.get("group")}
    unknown = {number: group for number, group in filled.items() if group not in groups}
    if len(unknown) < 2:
        return set(), []
    single = {f"articles.csv, row {n}: {_unknown_group(g, groups)}" for n, g in unknown.items()}
    names = dict.fromkeys((unknown if listed else filled).values())
    quoted = {name: '"{}"'.format(name.replace('"', '""')) for name in names}
    cells = [quoted[name] if set(name) & {",", '"'} else name for name in names]
    lines = [f"{cell},{cell}" for cell in cells]
    numbers = ", ".join(map(str, list(unknown)[:_MOST_ROWS]))
    more = f" and {len(unknown) - _MOST_ROWS:,} more" if len(unknown) > _MOST_ROWS else ""
    found = ", ".join(map(repr, dict.fromkeys(unknown.values())))
    if not listed:
        lines = ["group,label", *lines]
    write = "add to groups.csv" if listed else "make a file groups.csv with"
    return single, [
        f"articles.csv, rows {numbers}{more}: group {found}; expected one of {', '.join(groups)}. "
        f"For groups of your own {write} these lines (columns group,label): {' | '.join(lines)}"
    ]


def _is_date(text: str) -> bool:
    """Tell a year, a month or a day that the calendar has."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True
