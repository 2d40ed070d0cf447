"""Read what a sentence says about a reference: date, issuer and horizon."""

from __future__ import annotations

import functools
import re

from helpers.references.grammar import load_grammar
from helpers.references.scanning import Mention, last_letters
from helpers.references.titles import issuers_in, read_issuer
from helpers.vietnamese import FoldedText

_MOST_STEPS = 4
REACH_BEFORE, _REACH_AFTER, _REACH_OF_VERB = 260, 320, 60
_REACH_OF_OWNER = 60
_YEAR = r"(?:19|20)\d\d(?!\d)"
_ISSUER_LEAD = re.compile(
    r" ?,? ?\(? ?(?:(?:cua|do|duoc|ma|by|of|which|that)(?: cac| the)?(?![a-z]))? ?"
)
# The committee's term after its name: `(khoá XIII)`.
_TERM_OF_ISSUER = re.compile(r" ?,? ?\(? ?khoa (?:[ivx]{1,5}|\d{1,2})(?![a-z\d]) ?\)?")
_ISSUED_LATER = re.compile(r"[^.;,\n\d()]{0,60}?(?= ngay \d)")
# A set of signs comes first: a search for one is fast.
_SENTENCE_END = re.compile(r"[\n.!?](?:(?<=\n)|(?= [\"'(]?[A-Z])|(?=[A-Z][a-z]))")
_SHORT_WORD = re.compile(r"(?:^|[^A-Za-z])(?:[A-Z][A-Za-z]{0,2}|No)$")
_JOINT = re.compile(r" ?[,-] ?(?:va )?| va ")
_LETTER = re.compile(r"[a-z]")
# `Chiến lược đến năm 2030` looks ahead; `Đến năm 2018, Bộ ban hành` and `mãi đến` date.
_PLANNED = re.compile(r"(?:tam nhin|dinh huong|[a-z\d](?<!cho)(?<!mai)(?<!phai) den)(?: den)? ?$")
# A typographic apostrophe is folded to `*`.
_GENITIVE = ("'s ", "*s ")
_BY = ("theo ", "theo")
_THEO = re.compile(r"(?:^|[^a-z])theo ?$")
_CLAUSE = re.compile(r"[^.;,\n]{0,120}?(?:, )|[^.;,\n]{0,120}? , ")
_TITLE_LEAD = re.compile(
    r"(?:[^.;\n()]|\( ?khoa [^()]{1,8}\)){0,40}?(?<![a-z])(?:ve|phe duyet|ban hanh|giai doan|on|for"
    r"|approv(?:ing|es|ed)|adopt(?:ing|s|ed))(?![a-z])"
)
_HORIZON = re.compile(
    rf"(?:(?:den|until|to|by|till)(?: nam)? |(?:giai doan|thoi ky|\d nam) (?:19|20)\d\d ?- ?)"
    rf"(?P<to>{_YEAR})"
    rf"(?:[ ,]{{1,3}}(?:va |with |and )?(?:a )?(?:tam nhin|dinh huong|vision)"
    rf"(?: den| to| until| towards?)?(?: nam)? (?P<vision>{_YEAR}))?"
)


@functools.cache
def _date_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile a date wherever it stands, one right after a reference, and an issuing verb."""
    words = load_grammar().words
    months = "|".join(words["month"])
    date = (
        r"(?:(?P<d1>\d{1,2}) ?[/.-] ?(?P<m1>\d{1,2})(?: ?[/.-] ?(?P<y1>(?:19|20)\d\d))?(?![\d/])"
        r"|(?P<d2>\d{1,2}) thang (?P<m2>\d{1,2})(?:[ ,]{0,3}nam (?P<y2>(?:19|20)\d\d))?(?!\d)"
        rf"|(?P<n3>{months}) (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y3>{_YEAR}))?"
        rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<n4>{months}),?(?: (?P<y4>{_YEAR}))?)"
    )
    loose = rf"(?:thang (?P<m5>\d{{1,2}}) ?(?:/|-|nam) ?(?P<y5>{_YEAR})|nam (?P<y6>{_YEAR}))"
    after = (
        r" ?[,(|]{0,2} ?(?:(?:duoc |da )?(?:ban hanh|ky|ra|issued|signed|adopted)? ?)?"
        r"(?:(?:vao|de|in|ha noi ?,) )?"
        rf"(?:(?:ngay |dated (?:on )?|on |of )?(?:the )?{date}|{loose}"
        rf"|(?P<d7>\d\d)(?P<m7>\d\d)(?P<y7>{_YEAR})|(?P<y8>{_YEAR}))"
    )
    verbs = "|".join(sorted(words["issue_verb"], key=len, reverse=True))
    tails = "|".join(words["verb_tail"])
    verb = rf"(?<![a-z])(?P<verb>{verbs})(?: (?:{tails}|\d{{1,2}}))* ?$"
    any_date = rf"(?:(?=\d)|(?<![a-z]))(?:(?:ngay )?{date}|{loose})"
    return re.compile(any_date), re.compile(after), re.compile(verb)


@functools.cache
def _issuing_ends() -> frozenset[str]:
    """Give the last two letters of an issuing verb and of its tail: a cheap test for one."""
    words = load_grammar().words
    return frozenset(word[-2:] for word in (*words["issue_verb"], *words["verb_tail"]))


@functools.cache
def _date_ahead() -> re.Pattern[str]:
    """Compile a cheap test for a date ahead: a digit, or a word that a date begins with."""
    months = "|".join(load_grammar().words["month"])
    words = "ngay|thang|nam|ban|duoc|da|ky|ra|vao|de|ha|in|dated|on|of|issued|signed|adopted"
    return re.compile(rf"[ ,(|]{{0,4}}(?:\d|(?:{words}|{months})(?![a-z]))")


def _read_date(match: re.Match[str]) -> tuple[int | None, str | None]:
    """Give the year and the date (ISO 8601, as exact as is stated) of a match."""
    said = {group[0]: value for group, value in match.groupdict().items() if value}
    day, month, year = (int(said[part]) if part in said else None for part in "dmy")
    if "n" in said:
        month = list(load_grammar().words["month"]).index(said["n"]) + 1
    if day and month and 1 <= day <= 31 and 1 <= month <= 12:
        head = f"{year:04d}" if year else "-"
        return year, f"{head}-{month:02d}-{day:02d}"
    return year, None


def sentence_start(folded: FoldedText, place: int, floor: int = 0) -> int:
    """Find where the sentence around `place` begins, not farther than `floor`."""
    low = max(floor, place - REACH_BEFORE)
    begin = low
    # One farther: the capital that a sentence begins with may stand at `place`.
    for match in _SENTENCE_END.finditer(folded.cased, low, place + 1):
        if match.end() <= place and not _SHORT_WORD.search(
            folded.cased[max(low, match.start() - 5) : match.start()]
        ):
            begin = match.end()
    return begin


def sentence_end(folded: FoldedText, place: int) -> int:
    """Find where the sentence around `place` ends, within reach."""
    high = min(len(folded.cased), place + _REACH_AFTER)
    for match in _SENTENCE_END.finditer(folded.cased, place, high):
        if not _SHORT_WORD.search(folded.cased[max(place, match.start() - 5) : match.start()]):
            return match.start()
    return high


def _take(mention: Mention, year: int | None, date: str | None) -> None:
    """Fill in a year and date; a number's own year beats a date that contradicts it."""
    if date and mention.date is None and (not year or mention.year in (None, year)):
        mention.date = date
    if mention.year is None:
        mention.year = year


def _complete(mention: Mention) -> bool:
    return mention.issuer is not None and mention.year is not None and mention.date is not None


def _read_after(folded: FoldedText, mention: Mention, place: int, stop: int) -> int:
    """Read date and issuer right after a reference; give where they end."""
    after, ahead = _date_patterns()[1], _date_ahead()
    for _ in range(_MOST_STEPS):
        term = _TERM_OF_ISSUER.match(folded.lower, place, stop)
        place = term.end() if term else place
        if _complete(mention):
            break
        found = ahead.match(folded.lower, place) and after.match(folded.lower, place, stop)
        if found:
            _take(mention, *_read_date(found))
            place = found.end()
            while folded.lower[place : place + 2] in (" )", ") ") or folded.lower[
                place : place + 1
            ] in (")",):
                place += 1
            continue
        lead = _ISSUER_LEAD.match(folded.lower, place, stop)
        if not lead:
            break
        named = read_issuer(folded, lead.end())
        # Without a preposition only a name with a capital belongs to the reference.
        joined = _LETTER.search(lead.group())
        if (
            named is None
            or named[0] > stop
            or not (
                joined
                or (folded.cased[lead.end() : lead.end() + 1].isupper() and lead.group() == " ")
            )
        ):
            break
        place, code = named
        if mention.document.type in ("TTLT", "NQLT"):
            place, code = _joint_issuers(folded, place, code)
        if mention.issuer is None:
            mention.issuer = code
        term = _TERM_OF_ISSUER.match(folded.lower, place, stop)
        place = term.end() if term else place
        later = _ISSUED_LATER.match(folded.lower, place, stop)
        place = later.end() if later else place
    return place


def _joint_issuers(folded: FoldedText, place: int, code: str) -> tuple[int, str]:
    """Read the other issuers of a joint document."""
    codes = [code]
    while joint := _JOINT.match(folded.lower, place):
        named = read_issuer(folded, joint.end())
        if named is None:
            break
        place = named[0]
        codes.append(named[1])
    return place, "-".join(codes)


def read_before(folded: FoldedText, mention: Mention, start: int, floor: int) -> None:
    """Read date and issuer from the clause that issues the reference: X signed Y."""
    if _complete(mention):
        return
    any_date, _, issuing = _date_patterns()
    near = max(floor, start - _REACH_OF_VERB)
    last = last_letters(folded, start)
    if last not in _issuing_ends() and not last[-1:].isdigit():
        return
    verb = issuing.search(folded.lower, near, start)
    if not verb:
        return
    end = verb.start("verb")
    begin = sentence_start(folded, start, floor)
    if mention.issuer is None:
        mention.issuer = next((code for *_, code in reversed(issuers_in(folded, begin, end))), None)
    if verb["verb"] not in load_grammar().words["verb_place"] and mention.date is None:
        dates = [
            date
            for date in any_date.finditer(folded.lower, begin, end)
            if not (date["y6"] and _PLANNED.search(folded.lower, begin, date.start()))
        ]
        if dates:
            _take(mention, *_read_date(dates[-1]))


def _read_owner(folded: FoldedText, mention: Mention, start: int, floor: int) -> None:
    """Read the issuer of an English genitive: `the Politburo's Resolution`."""
    if mention.issuer is not None or not folded.lower.endswith(_GENITIVE, floor, start):
        return
    end = start - len(_GENITIVE[0])
    for _, stop, code in issuers_in(folded, max(floor, end - _REACH_OF_OWNER), end):
        if stop == end:
            mention.issuer = code


def _read_theo(folded: FoldedText, mention: Mention, start: int, place: int) -> None:
    """Read the issuer of `Theo <reference>, <issuer> <verb>`: the body that acts by it."""
    if (
        mention.issuer is None
        and folded.lower.endswith(_BY, 0, start)
        and _THEO.search(folded.lower[max(0, start - 6) : start])
    ):
        clause = _CLAUSE.match(folded.lower, place)
        named = read_issuer(folded, clause.end()) if clause else None
        mention.issuer = named[1] if named else None


def _read_horizon(folded: FoldedText, mention: Mention, place: int, following: int) -> None:
    """Read target and vision year from the title after a reference."""
    stop = min(following, place + _REACH_AFTER)
    # A cheap test first: most titles have no year.
    dated = folded.lower.find(" 20", place, stop) >= 0 or folded.lower.find(" 19", place, stop) >= 0
    if dated and _TITLE_LEAD.match(folded.lower, place, following):
        take_horizon(folded, mention, place, stop)


def take_horizon(folded: FoldedText, mention: Mention, place: int, stop: int) -> None:
    """Take in the first horizon between two places, in one sentence."""
    found = _HORIZON.search(folded.lower, place, stop)
    if found and found.end() <= sentence_end(folded, place):
        vision = int(found["vision"]) if found["vision"] else None
        mention.horizon = (int(found["to"]), vision)


def _read_issued_by(folded: FoldedText, mention: Mention, place: int, following: int) -> None:
    """Read the issuer of a title's end: `<reference> <title> do <issuer> ban hành`."""
    begin, stop = place, min(following, place + _REACH_AFTER)
    last = folded.lower.rfind(" ban hanh", place, stop + 60) if mention.issuer is None else -1
    while last >= 0 and (by := folded.lower.find("do ", place, min(stop, last))) >= 0:
        place = by + 3
        named = read_issuer(folded, place) if not folded.lower[by - 1].isalpha() else None
        if named and folded.lower.startswith(" ban hanh", named[0]):
            if place <= sentence_end(folded, begin):
                mention.issuer = named[1]
            return


def read_surroundings(folded: FoldedText, group: list[Mention], floor: int, following: int) -> None:
    """Fill in what stands around the members of a list, between the mentions before and after it.

    Parameters
    ----------
    folded : FoldedText
    group : list of Mention
        Completed in place; they share what stands around the list.
    floor, following : int
        Where the mention before ends, and where the one after begins.
    """
    head, tail = group[0], group[-1]
    after = _read_after(folded, tail, tail.end, min(following, tail.end + 200))
    for member in group[:-1]:
        # A symbol is its own document's: only bare members share the issuer and the date.
        if member.issuer is None:
            member.issuer = tail.issuer
        if member.year is None:
            member.year = tail.year
    for member in group:
        if member.document.kind == "mou":
            # Parties sign a memorandum; no body issues it, and only its own date dates it.
            member.issuer = None
            continue
        if not _complete(member):
            _read_owner(folded, member, head.start, floor)
            read_before(folded, member, head.start, floor)
            _read_issued_by(folded, member, after, following)
            _read_theo(folded, member, head.start, after)
        _read_horizon(folded, member, after, following)
        if member.kind == "short" and member.year is not None:
            member.kind = "full"
