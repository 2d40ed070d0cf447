"""Statutes cited by their titles, with the year or number that follows.

Resolutions of the Party's plenums, cited by the plenum and its term.
"""

from __future__ import annotations

import functools
import re

from helpers.references.grammar import (
    CENTRE,
    Mention,
    TypeWord,
    alternation,
    blocked,
    follower,
    load_grammar,
)
from helpers.references.numbers import read_number
from helpers.references.titles import (
    capitalised_title,
    longest_phrase,
    starts_with_role,
    term_number,
)
from helpers.vietnamese import FoldedText, syllables

_STATUTE_YEAR = re.compile(
    r"(?: ?\( ?[a-z&-]{2,10} ?\))?(?: nam)? (?P<year>(?:19|20)\d\d)(?![\d%]|[/.,-]\d)"
)
_ENGLISH_TITLE = re.compile(
    r" on (?P<title>(?:the )?[A-Z][A-Za-z]+"
    r"(?:,?(?: (?:of|on|for|in|to)(?: the)?| and)?[ -](?!No\b)[A-Z][A-Za-z]+){0,9})"
)
_STATUTE_NUMBER = re.compile(r" ?,? (?:so|no) ?[:.]? ?(?=\d)| (?=\d{1,3} ?/)")
# A year in parentheses dates a statute and stands outside its name.
_YEAR_INSIDE = re.compile(r" ?\( ?(?:nam )?(?P<year>(?:19|20)\d\d) ?\)")
_AMENDMENT = re.compile(
    r" (?:ve )?(?:viec )?sua doi(?: ?, ?| va | )bo sung (?:mot so |cac )?dieu cua (?:cac )?"
    r"(?:bo luat|luat|phap lenh)(?![a-z])"
)
_CAPITAL = re.compile(r"[A-Za-z]")


def read_statute(folded: FoldedText, start: int, after: int, entry: TypeWord) -> list[Mention]:
    """Read a statute by its title, with the year or number that follows directly."""
    kind = entry.document.type
    if blocked(folded, "block_before", start, kind):
        return []
    end, title, unlisted = after, None, False
    if entry.title:
        title = [part for part in syllables(entry.title) if part != "và"]
    elif entry.role == "english":
        lead = _ENGLISH_TITLE.match(folded.cased, after)
        if kind != "L" or not lead or not folded.cased[start].isupper():
            return []
        end, title = lead.end(), syllables(lead["title"].lower())
    elif kind != "HP":
        found = _title(folded, start, after, kind)
        if found is None:
            return []
        end, title, unlisted = found
    if _blocks_title(folded, end):
        return []
    named = Mention(
        start,
        end,
        entry.document,
        "named",
        start,
        None,
        entry.document.default_issuer,
        None,
        title,
        unlisted=unlisted,
    )
    _take_date(folded, named)
    return [named]


def _blocks_title(folded: FoldedText, end: int) -> bool:
    """Tell whether a word stands after a title that makes it none: `Luật Biển quốc tế`."""
    if not follower("title_after_block").match(folded.lower, end):
        return False
    rest = syllables(folded.original(end, min(end + 20, len(folded.lower))))
    return starts_with_role(rest, "title_after_block")


def _title(
    folded: FoldedText, start: int, after: int, kind: str
) -> tuple[int, list[str], bool] | None:
    """Read a title: of an amending law, a known one, or (True) one told by its capital."""
    grammar = load_grammar()
    amendment = _AMENDMENT.match(folded.lower, after)
    place = amendment.end() if amendment else after
    found = longest_phrase(
        folded,
        place,
        grammar.statutes,
        grammar.statute_abbreviations,
        marked=not folded.original(start, after).isascii(),
    )
    if found:
        end, _, words = found
        # One syllable (giá, dược) is also an everyday word: a title has a capital.
        first = _CAPITAL.search(folded.cased, place, end)
        dated = _STATUTE_YEAR.match(folded.lower, end)
        if len(words) == 1 and not (first and first.group().isupper()) and not dated:
            return None
    else:
        fits = kind in ("L", "PL") and folded.cased[after - 1].islower()
        fits = fits and not blocked(folded, "block_unknown", start, kind)
        unknown = capitalised_title(folded, place) if fits else None
        if unknown is None:
            return None
        end, words = unknown
    if amendment:
        lead = syllables(folded.original(*amendment.span()).lower())
        words = [part for part in lead if part != "và"] + words
    return end, words, not found


def _take_date(folded: FoldedText, named: Mention) -> None:
    """Take in the year or number that directly follows a title."""
    sign = _STATUTE_NUMBER.match(folded.lower, named.end)
    number = read_number(folded, sign.end()) if sign else None
    if number and number.has_symbol and number.document is None:
        named.end, named.year = number.end, number.year
        named.issuer = number.issuer
        return
    year = _STATUTE_YEAR.match(folded.lower, named.end)
    if year:
        named.end, named.year = year.end(), int(year["year"])
        return
    inside = _YEAR_INSIDE.match(folded.lower, named.end)
    if inside:
        named.year = int(inside["year"])


_ORDINAL_PLACE = r"(?:\d{1,2}(?![\d/%]|[.,]\d)|[ivx]{1,4})(?![a-z])"
_JOINER = re.compile(r" ?, ?(?:va )?| va ")
_TERM = re.compile(
    r"(?: ?,? ?khoa (?P<term>[ivx]{1,5}|\d{1,2})"
    r"| ?\( ?khoa (?P<inside>[ivx]{1,5}|\d{1,2})(?:(?: ?, ?| va )[ivx]{1,5}){0,2} ?\))"
    r"(?![a-z\d])"
)
# A listed place stands before a sign, a term or what the resolution does, not before a noun.
_LISTED_PLACE = re.compile(
    r"(?P<place>\d{1,2})(?![\d/%]|[.,]\d)(?= ?(?:$|[.,;)\n]|\(? ?khoa |ve |cua |va ))"
)


@functools.cache
def _plenum() -> re.Pattern[str]:
    ordinals = alternation(list(load_grammar().words["ordinal"]))
    centre = rf"{CENTRE}(?: dang)?"
    place = rf"(?P<place>{_ORDINAL_PLACE}|{ordinals}(?![a-z]))"
    again = place.replace("<place>", "<second>")
    return re.compile(
        rf"(?: (?:cua )?(?:hoi nghi|hn))?(?: (?:bch|ban chap hanh))? ?{centre}"
        rf"(?: lan thu)?(?: |(?=\d)){place}"
        rf"|(?: (?:hoi nghi|hn)) lan thu {again} ?,? ?(?:cua )?(?:bch|ban chap hanh) {centre}"
    )


def read_plenum(folded: FoldedText, start: int, after: int, entry: TypeWord) -> list[Mention]:
    """Read the resolution of a numbered plenum, and the plenums listed after it.

    The number is ``HNTW<n>[-<term>]``; a list's last term is that of all its members.
    """
    match = _plenum().match(folded.lower, after)
    if not match:
        return []
    ordinals = load_grammar().words["ordinal"]
    written = match["place"] or match["second"]
    place = list(ordinals).index(written) + 1 if written in ordinals else term_number(written)
    end, term = _read_term(folded, match.end())
    found = [Mention(start, end, entry.document, "plenum", start, f"HNTW{place}", "TW")]
    terms = [term]
    while joiner := _JOINER.match(folded.lower, end):
        listed = _LISTED_PLACE.match(folded.lower, joiner.end())
        if not listed:
            break
        end, term = _read_term(folded, listed.end())
        number = f"HNTW{int(listed['place'])}"
        found.append(Mention(listed.start(), end, entry.document, "list", start, number, "TW"))
        terms.append(term)
    for mention, own in zip(found, terms, strict=True):
        term = own or terms[-1]
        mention.number = f"{mention.number}-{term}" if term else mention.number
    return found


def _read_term(folded: FoldedText, place: int) -> tuple[int, str | None]:
    """Read the Central Committee's term after a plenum: its end, and the term in capitals."""
    term = _TERM.match(folded.lower, place)
    if not term:
        return place, None
    return term.end(), (term["term"] or term["inside"]).upper()
