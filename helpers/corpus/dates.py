"""Dates as people and spreadsheet programs write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

_NUMBERS = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b", re.ASCII)
_YEAR_FIRST = re.compile(r"\b(\d{4})([/.])(\d{1,2})\2(\d{1,2})\b", re.ASCII)
# As archives and databases write a day (ISO 8601, basic format).
_TOGETHER = re.compile(r"\b((?:19|20)\d\d)(\d\d)(\d\d)\b", re.ASCII)
_IN_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2})(?: năm|,)? (\d{4})\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_ENGLISH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}[ ,-]+(\d{{4}})\b", re.IGNORECASE)
_AMERICAN = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
# What may stand beside a day: its name, a time, a time zone.
_BESIDE = re.compile(
    r"thứ (hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)"
    r"(day)?\b|\b([01]?\d|2[0-3])[:h]([0-5]\d)(:[0-5]\d([.,]\d+)?)?( ?[ap]m\b)?"
    r"|\b(gmt|utc)\b( ?[+-]\d{1,2}(:?\d\d)?)?|[+-]\d\d:?\d\d\b|\bngày\b|\blúc\b|[\s,;|()-]",
    re.IGNORECASE,
)


def read_day(text: str, day_first: bool | None = None) -> str | None:
    """Return the day that a text names, as 2023-10-25; None where it may be another.

    Parameters
    ----------
    text : str
        A date with the day first, in words or with the year first, alone or with a time.
    day_first : bool, optional
        What is known of 1/2/2023: that its column has the day first, or the month.

    Returns
    -------
    str or None
    """
    text = unicodedata.normalize("NFC", text).strip()
    for pattern, places in (
        (_NUMBERS, (4, 3, 1)),
        (_YEAR_FIRST, (1, 3, 4)),
        (_TOGETHER, (1, 2, 3)),
        (_IN_WORDS, (3, 2, 1)),
        (_ENGLISH, (3, 2, 1)),
        (_AMERICAN, (3, 1, 2)),
    ):
        if (found := pattern.search(text)) is None:
            continue
        if _BESIDE.sub("", text[: found.start()] + " " + text[found.end() :]):
            return None
        year, month, day = (_number(found[place]) for place in places)
        days = {_iso(year, month, day), _iso(year, day, month)} if pattern is _NUMBERS else set()
        if len(days - {None}) > 1:
            if day_first is None:
                return None
            return _iso(year, month, day) if day_first else _iso(year, day, month)
        return next(iter(days - {None}), None) if days else _iso(year, month, day)
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1


def _iso(year: int, month: int, day: int) -> str | None:
    """Return a day that the calendar has."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def in_numbers(text: str) -> bool:
    """Tell a text that has a date in numbers, the year last."""
    return _NUMBERS.search(text) is not None


def which_first(cells: Iterable[str]) -> bool | None:
    """Tell whether a column's dates have the day first or the month; None if they don't say."""
    numbers = [found for cell in cells if (found := _NUMBERS.search(cell))]
    day = any(int(found[1]) > 12 for found in numbers)
    month = any(int(found[3]) > 12 for found in numbers)
    return day if day != month else None
