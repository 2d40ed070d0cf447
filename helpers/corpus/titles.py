"""Titles that may be none: of the outlet, of the page around the article, of another article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from urllib.parse import urlsplit

from helpers.cleaning import line_looks, same_title, title_on
from helpers.vietnamese import syllables

DOUBTS = {
    "outlet": "is the outlet's name",
    "furniture": "is a section, a date or a button of the page",
    "name": "is a name or a source",
    "caption": "is a caption or its credit",
    "short": "is one word or two",
    "sentence": "is a sentence of the text",
    "beginning": "is how a paragraph begins",
    "address": "has other words than the page's address",
    "apart": "has no two words that stand together in the text",
    "shared": "stands in several rows whose texts are no copies",
}
"""Why a title is doubted, in words."""

_SHORT, _LONG = 2, 28  # in words
# An address with fewer words, and a title that shares fewer of its own with it, say nothing.
_FEWEST, _COMMON = 4, 1 / 3
_BARS = re.compile(r"\s[|•·–-]\s")
_ENDS = re.compile(r"(?<!\.)\.[”\"')]?$")


def title_doubt(page: str, row: Mapping[str, str]) -> str:
    r"""Say why a title may be none.

    Parameters
    ----------
    page : str
        As collected.
    row : mapping of str to str
        The article's ``title`` and, where they are known, ``outlet`` and ``url``.

    Returns
    -------
    str
        A key of `DOUBTS`; empty where nothing speaks against it.

    Examples
    --------
    >>> title_doubt("Hai bên ký kết\n\nHai bên ký kết thỏa thuận.", {"title": "14/03/2024 08:30"})
    'furniture'
    """
    return next(_doubts(page, row), "")


def _doubts(page: str, row: Mapping[str, str]) -> Iterator[str]:
    title = row["title"]
    words = title.split()
    if same_title(title, row.get("outlet", "")):
        yield "outlet"
    if looks := line_looks(title):
        yield looks
    # A running head: the outlet beside the day.
    after = (part for part in _BARS.split(title)[1:] if any(map(str.isdigit, part)))
    if "furniture" in map(line_looks, after):
        yield "furniture"
    if len(words) <= _SHORT:
        yield "short"
    if len(words) > _LONG or (len(words) >= 2 * _SHORT and _ENDS.search(title)):
        yield "sentence"
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", page).splitlines()]
    others = [line for line in lines if not same_title(line, title)]
    if len(others) == len(lines) and any(line.startswith(f"{title} ") for line in lines):
        yield "beginning"
    said = address_words(row.get("url", ""))
    own = _plain(title)
    if said and len(set(own) & set(said)) < _COMMON * len(set(own)):
        yield "address"
    pairs = set(pairwise(_plain(" ".join(others))))
    if own and others and not pairs & set(pairwise(own)):
        yield "apart"


def address_words(url: str) -> list[str]:
    """Give the words of a page's address, without marks; none where it has few.

    Examples
    --------
    >>> address_words("https://bao.vn/y-te/nhat-ban-tang-may-sieu-am-20240312.htm")
    ['nhat', 'ban', 'tang', 'may', 'sieu', 'am']
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    names = (part.partition(".")[0].lower() for part in path.split("/"))
    words = max((re.findall(r"\b(?:[a-z]+\d*|\d{1,4})\b", name) for name in names), key=len)
    return words if len(words) >= _FEWEST else []


def page_offers(page: str, row: Mapping[str, str]) -> str:
    """Give what a page has for a title in the place of one that is doubted; empty if nothing."""
    found = title_on(page)
    doubtful = same_title(found, row["title"]) or title_doubt(page, {**row, "title": found})
    return "" if doubtful else found


def _plain(text: str) -> list[str]:
    """Give the syllables of a text in small letters without marks, as addresses write them."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return syllables("".join(sign for sign in letters if not unicodedata.combining(sign)))
