"""Statutes cited by their titles, with the year or number that follows.

Resolutions of the Party's plenums, cited by the plenum and its term.
"""

from __future__ import annotations

import functools
import re

from helpers.references.grammar import CENTRE, TypeWord, alternation, load_grammar
from helpers.references.numbers import read_number
from helpers.references.scanning import Mention, blocked, follower
from helpers.references.titles import (
    capitalised_title,
    longest_phrase,
    names_state,
    starts_with_role,
    term_number,
)
from helpers.vietnamese import FoldedText, syllables

_STATUTE_YEAR = re.compile(
    r"(?: ?\( ?[a-z&-]{2,10} ?\))?(?: nam)? (?P<year>(?:19|20)\d\d)(?![\d%]|[/.,-]\d)"
)
_ENGLISH_TITLE = re.compile(
    r" on (?P<title>(?:the )?[A-Z][A-Za-z]+(?:/[A-Z]+)?"
    r"(?:,?(?: (?:of|on|for|in|to)(?: the)?| and)?[ -](?!No\b)[A-Z][A-Za-z]+(?:/[A-Z]+)?){0,9})"
)
_STATUTE_NUMBER = re.compile(r" ?,? (?:so|no) ?[:.]? ?(?=\d)| (?=\d{1,3} ?/)")
# A year in parentheses dates a statute and stands outside its name.
_YEAR_INSIDE = re.compile(r" ?\( ?(?:nam )?(?P<year>(?:19|20)\d\d) ?\)")
# `(sửa đổi, bổ sung năm 2014)` after a title; the year inside dates it.
_AMENDED = re.compile(
    r" ?\( ?(?:duoc )?(?:sua doi|bo sung|sd ?,? ?(?:va )?bs|sd)(?![a-z])"
    r"(?:[^()\d]{0,40}|(?:19|20)\d\d(?= ?,)){0,4}?(?P<year>(?:19|20)\d\d)? ?\)"
    r"| (?:sua doi|sdbs)(?: ?, ?bo sung)?"
    r"(?! (?:mot so|cac|dieu|khoan|quy dinh|luat|nghi dinh)(?![a-z])| ?, ?bo sung)"
)
_BRACKETED_NUMBER = re.compile(r" ?\( ?(?:(?:bo )?luat |phap lenh )?(?:so ?[:.]? ?)?(?=\d)")
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:19|20)\d\d) $")
_OWNER_OF_TITLE = re.compile(
    r" of (?:the )?(?:(?:(?:Socialist|Democratic|Federal|Islamic) ){0,2}(?:Republic|Kingdom) of )?"
    r"(?=[A-Z])"
)
_OF_PEOPLE = re.compile(r" of (?:the )?People$")
_IN_MONTH = re.compile(
    r",? (?:in|on) (?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$"
)
_AND = re.compile(r",? (?:and|va) (?:the )?|, ")
_CONSTITUTION_TAIL = re.compile(r" [A-Z]")
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
    elif entry.role == "english" or kind != "HP":
        read = _english_title if entry.role == "english" else _title
        found = read(folded, start, after, kind)
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
    before = _YEAR_BEFORE.search(folded.lower, max(0, start - 6), start)
    if before and named.year is None and folded.lower[start:after].split()[-1] in _ENGLISH:
        named.year = int(before[1])
    return [named]


def _english_title(
    folded: FoldedText, start: int, after: int, kind: str
) -> tuple[int, list[str] | None, bool] | None:
    """Read an English title, or the Constitution, which has none; both have a capital."""
    if not folded.cased[start].isupper():
        return None
    if kind == "HP":
        named = _CONSTITUTION_TAIL.match(folded.cased, after)
        return None if named else (after, None, False)
    lead = _ENGLISH_TITLE.match(folded.cased, after) if kind == "L" else None
    if not lead:
        return None
    end = before_another(folded, *lead.span("title"), load_grammar().scan)
    end = _without_owner(folded, lead.start("title"), end)
    people = _OF_PEOPLE.search(folded.cased, lead.start("title"), end)
    if people and folded.lower.startswith(("'s republic", "*s republic"), end):
        end = people.start()
    dated = _IN_MONTH.search(folded.lower, lead.start("title"), end)
    end = dated.start() if dated else end
    return end, syllables(folded.lower[lead.start("title") : end]), False


_ENGLISH = ("law", "code", "constitution", "ordinance")


def before_another(folded: FoldedText, start: int, end: int, opener: re.Pattern[str]) -> int:
    """Give where an English title ends before another document: `and Circular`."""
    for joined in _AND.finditer(folded.lower, start, end):
        if opener.match(folded.lower, joined.end()):
            return joined.start()
    return end


def _without_owner(folded: FoldedText, start: int, end: int) -> int:
    """Give where an English title ends before the state whose it is: `of Japan`."""
    for lead in _OWNER_OF_TITLE.finditer(folded.cased, start, end):
        if names_state(folded, lead.end(), end):
            return lead.start()
    return end


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
        # The data say which title a shorter one stands for: `khám, chữa bệnh`.
        end, listed, words = found
        words_of_text = len(words)
        words = [part for part in syllables(str(listed)) if part != "và"]
        # One syllable (giá, dược) is also an everyday word: a title has a capital.
        first = _CAPITAL.search(folded.cased, place, end)
        dated = _STATUTE_YEAR.match(folded.lower, end)
        if words_of_text == 1 and not (first and first.group().isupper()) and not dated:
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
    """Take in the year or number that follows a title, and that it is the amended one."""
    title = named.end
    amended = _AMENDED.match(folded.lower, named.end)
    if amended:
        named.amended, named.end = True, amended.end()
        named.year = int(amended["year"]) if amended["year"] else None
    _take_directly(folded, named)
    if amended and named.end == amended.end():
        named.end, named.reach = title, amended.end()
    bracket = _BRACKETED_NUMBER.match(folded.lower, max(named.end, named.reach))
    number = read_number(folded, bracket.end()) if bracket else None
    if number and number.has_symbol and number.document is None:
        named.issuer, named.year = number.issuer, number.year or named.year
        named.reach = number.end


def _take_directly(folded: FoldedText, named: Mention) -> None:
    """Take in the year or number that directly follows."""
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
    centre = rf"(?P<centre>{CENTRE})(?: dang)?"
    place = rf"(?P<place>{_ORDINAL_PLACE}|{ordinals}(?![a-z]))"
    again = place.replace("<place>", "<second>")
    return re.compile(
        rf"(?: (?:cua )?(?:hoi nghi|hn))?(?: (?:bch|ban chap hanh))? ?{centre}"
        rf"(?: lan thu)?(?: |(?=\d)){place}"
        rf"|(?: (?:hoi nghi|hn)) lan thu {again} ?,? ?(?:cua )?(?:bch|ban chap hanh) {CENTRE}"
    )


def read_plenum(folded: FoldedText, start: int, after: int, entry: TypeWord) -> list[Mention]:
    """Read the resolution of a numbered plenum, and the plenums listed after it.

    The number is ``HNTW<n>[-<term>]``; a list's last term is that of all its members.
    """
    match = _plenum().match(folded.lower, after)
    # In small letters it is a preposition: `từ 18 đến 21`.
    if not match or (match["centre"] == "tu" and folded.cased[match.start("centre")] == "t"):
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


_ENGLISH_CONGRESS = re.compile(
    r" of the (?P<place>\d{1,2}|[ivx]{1,5})(?:st|nd|rd|th)?(?: (?:national|party)){0,2}"
    r" congress(?![a-z])"
)
_CONGRESS = (
    r" (?:cua )?(?:dai hoi|dh)(?! dong)(?P<whose>(?: (?!lan thu)[a-z.&]+(?<!thu)){0,12}?)"
    r"(?: ?,? (?:lan thu|lan|khoa))? (?P<place>[ivx]{1,5}|\d{1,2}|(?<=thu ){ordinals})"
    r"(?![a-z\d]|[/%]|[.,]\d)"
)
_OF_PARTY = re.compile(r"(?:dai bieu|toan quoc|dang cong san viet nam|dang|cua| )*")
_LOCAL = re.compile(
    r" (?:cua )?dang bo (?P<place>(?:[a-z]+ ){0,4}(?:TP\.? ?)?[A-Z][A-Za-z]*"
    r"(?: uong|(?<=Quan) doi)?(?: [A-Z][A-Za-z]*){0,3})"
)
_OTHER_BODY = re.compile(
    r" (?:cua )?(?P<body>(?:cong doan|doan|hoi|mat tran|lien doan|lien hiep)"
    r"(?: [a-z]+){0,8}? viet nam)"
)
# `Đại hội thành viên hợp tác xã` is no congress of policy.
_BODY = re.compile(
    r"(?:cong doan|doan|hoi|mat tran|lien|phu nu|nong dan|cuu chien binh|thanh nien|chi bo)"
    r"(?![a-z])"
)
_LEVEL = re.compile(r"^(?:tinh|thanh pho|tp\b\.?)? ?")
_LEVEL_ISSUERS = {"huyen": "HU", "quan": "QU"} | dict.fromkeys(
    ("khoi", "xa", "phuong", "bo", "so", "cong"), "ĐU"
)


@functools.cache
def _congress() -> re.Pattern[str]:
    ordinals = alternation(list(load_grammar().words["ordinal"]))
    return re.compile(_CONGRESS.replace("{ordinals}", ordinals))


def read_congress(folded: FoldedText, start: int, after: int, entry: TypeWord) -> list[Mention]:
    """Read the resolution of a numbered congress.

    The number is ``ĐH<n>`` for the Party's national congress, ``ĐH<n>-<place>`` for one of its
    branches and ``ĐH<n>-<body>`` for that of another body, whatever figures it is written in.
    """
    if entry.role == "english":
        english = _ENGLISH_CONGRESS.match(folded.lower, after)
        # `the 11th congress of surgeons` is no congress of policy.
        if not english or not folded.cased.startswith("Congress", english.end() - 8):
            return []
        number = f"ĐH{term_number(english['place'])}"
        return [Mention(start, english.end(), entry.document, "congress", start, number, "TW")]
    match = _congress().match(folded.lower, after)
    if not match:
        return []
    ordinals, written = load_grammar().words["ordinal"], match["place"]
    if written in ordinals:
        place = list(ordinals).index(written) + 1
    else:
        figure = folded.cased[slice(*match.span("place"))]
        if not (figure.isdigit() or figure.isupper()):
            return []
        place = term_number(written)
    number = f"ĐH{place}"
    issuer: str | None = "TW"
    _, branch, name = match["whose"].partition(" dang bo")
    behind = _LOCAL.match(_branch_view(folded, match.end()))
    rest = _OF_PARTY.sub("", match["whose"], count=1).strip()
    other = _OTHER_BODY.match(folded.lower, match.end())
    rest = rest or (other["body"] if other else "")
    if rest and not (branch or behind or _BODY.match(rest)):
        return []
    if branch or behind:
        name = behind["place"].lower() if behind and not branch else name.strip()
        # `quận`, not `quân đội`.
        level = "bo" if name.startswith("quan doi") else name.split(" ")[0]
        issuer = _LEVEL_ISSUERS.get(level, "TU")
        name = re.sub(r"^(?:tp\.? ?)?hcm$", "ho chi minh", _LEVEL.sub("", name).strip())
        number = f"{number}-{name}" if name else number
    elif rest:
        number, issuer = f"{number}-{rest}", None
    return [Mention(start, match.end(), entry.document, "congress", start, number, issuer)]


def _branch_view(folded: FoldedText, place: int) -> str:
    """Give what follows a congress, its first words in small letters, names with capitals."""
    ahead = folded.cased[place : place + 80]
    return re.sub(r"\b(?:Dang [Bb]o|Cua|Tinh|Thanh pho)\b", lambda m: m.group().lower(), ahead)


def _read_term(folded: FoldedText, place: int) -> tuple[int, str | None]:
    """Read the Central Committee's term after a plenum: its end, and the term in capitals."""
    term = _TERM.match(folded.lower, place)
    if not term:
        return place, None
    return term.end(), (term["term"] or term["inside"]).upper()
