"""Resolutions of the Party's plenums, cited by the plenum and its term."""

from __future__ import annotations

import functools
import re

from helpers.reference_folding import FoldedText
from helpers.reference_grammar import CENTRE, TypeWord, alternation, load_grammar
from helpers.reference_mentions import Mention
from helpers.reference_titles import term_number

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
