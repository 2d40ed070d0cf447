"""Read what a sentence says about a reference: date, issuer, horizon, and whose it is."""

from __future__ import annotations

import functools
import re

from helpers.references.grammar import Mention, alternation, load_grammar
from helpers.references.titles import foreign_names, names_foreign, read_issuer
from helpers.vietnamese import FoldedText

_MOST_STEPS = 4
_REACH_BEFORE, _REACH_AFTER, _REACH_OF_VERB = 260, 320, 60
_REACH_OF_OWNER = 60
_YEAR = r"(?:19|20)\d\d(?!\d)"
_ISSUER_LEAD = re.compile(r" ?,? ?\(? ?(?:(?:cua|do|duoc|by|of)(?: cac| the)?(?![a-z]))? ?")
# The committee's term after its name: `(khoá XIII)`.
_TERM_OF_ISSUER = re.compile(r" ?,? ?\(? ?khoa (?:[ivx]{1,5}|\d{1,2})(?![a-z\d]) ?\)?")
_ISSUED_LATER = re.compile(r"[^.;,\n\d()]{0,60}?(?= ngay \d)")
_SENTENCE_END = re.compile(r"\n|[.!?](?= [\"'(]?[A-Z])|[.!?](?=[A-Z][a-z])")
_SHORT_WORD = re.compile(r"(?:^|[^A-Za-z])(?:[A-Z][A-Za-z]{0,2}|No)$")
_WORD = re.compile(r"(?<![a-z])[a-z]+\d*")
_JOINT = re.compile(r" ?[,-] ?(?:va )?| va ")
_LETTER = re.compile(r"[a-z]")
# `Chiến lược đến năm 2030` looks ahead; `Đến năm 2018, Bộ ban hành` and `mãi đến` date.
_PLANNED = re.compile(r"(?:tam nhin|dinh huong|[a-z\d](?<!cho)(?<!mai)(?<!phai) den)(?: den)? ?$")
# A typographic apostrophe is folded to `*`.
_GENITIVE = re.compile(r"['*]s $")
_THEO = re.compile(r"(?:^|[^a-z])theo ?$")
_CLAUSE = re.compile(r"[^.;,\n]{0,120}?(?:, )|[^.;,\n]{0,120}? , ")
_TITLE_LEAD = re.compile(
    r"[^.;\n()]{0,40}?(?<![a-z])(?:ve|phe duyet|ban hanh|giai doan|on|for|approving)(?![a-z])"
)
_HORIZON = re.compile(
    rf"(?:(?:den|until|to|by|till)(?: nam)? |(?:giai doan|thoi ky) (?:19|20)\d\d ?- ?)"
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
        r" ?[,(|]{0,2} ?(?:(?:duoc |da )?(?:ban hanh|ky|ra|issued|signed)? ?)?"
        r"(?:(?:vao|de|ha noi ?,) )?"
        rf"(?:(?:ngay |dated (?:on )?|on |of )?(?:the )?{date}|{loose}"
        rf"|(?P<d7>\d\d)(?P<m7>\d\d)(?P<y7>{_YEAR})|(?P<y8>{_YEAR}))"
    )
    verbs = "|".join(sorted(words["issue_verb"], key=len, reverse=True))
    tails = "|".join(words["verb_tail"])
    verb = rf"(?:^|[^a-z])(?P<verb>{verbs})(?: (?:{tails}|\d{{1,2}}))* ?$"
    return re.compile(rf"(?:ngay )?{date}|{loose}"), re.compile(after), re.compile(verb)


@functools.cache
def _date_ahead() -> re.Pattern[str]:
    """Compile a cheap test for a date ahead: a digit, or a word that a date begins with."""
    months = "|".join(load_grammar().words["month"])
    words = "ngay|thang|nam|ban|duoc|da|ky|ra|vao|de|ha|dated|on|of|issued|signed"
    return re.compile(rf"[ ,(|]{{0,4}}(?:\d|(?:{words}|{months})(?![a-z]))")


def _read_date(match: re.Match[str]) -> tuple[int | None, str | None]:
    """Give the year and the date (ISO 8601, as exact as is stated) of a match."""
    parts = match.groupdict()

    def first(letter: str) -> int | None:
        for place in "12345678":
            value = parts.get(letter + place)
            if value:
                return int(value)
        return None

    day, month, year = first("d"), first("m"), first("y")
    name = parts.get("n3") or parts.get("n4")
    if name:
        month = list(load_grammar().words["month"]).index(name) + 1
    if day and month and 1 <= day <= 31 and 1 <= month <= 12:
        head = f"{year:04d}" if year else "-"
        return year, f"{head}-{month:02d}-{day:02d}"
    return year, None


def sentence_start(folded: FoldedText, place: int, floor: int = 0) -> int:
    """Find where the sentence around `place` begins, not farther than `floor`."""
    low = max(floor, place - _REACH_BEFORE)
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


def read_after(folded: FoldedText, mention: Mention, place: int, stop: int) -> int:
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


def _last_issuer(folded: FoldedText, start: int, end: int) -> str | None:
    """Find the last issuer that a stretch names."""
    code, place = None, start
    issuers = load_grammar().issuers
    while begins := _WORD.search(folded.lower, place, end):
        place = begins.end()
        # Offices need not be read here: the body's own name is what is looked for.
        if issuers.step(None, begins.group(), broken=False) is not None:
            named = read_issuer(folded, begins.start())
            if named and named[0] <= end:
                place, code = named
    return code


def read_before(folded: FoldedText, mention: Mention, start: int, floor: int) -> None:
    """Read date and issuer from the clause that issues the reference: X signed Y."""
    if _complete(mention):
        return
    any_date, _, issuing = _date_patterns()
    near = max(floor, start - _REACH_OF_VERB)
    verb = issuing.search(folded.lower[near:start])
    if not verb:
        return
    end = near + verb.start("verb")
    begin = sentence_start(folded, start, floor)
    if mention.issuer is None:
        mention.issuer = _last_issuer(folded, begin, end)
    if verb["verb"] not in load_grammar().words["verb_place"] and mention.date is None:
        dates = [
            date
            for date in any_date.finditer(folded.lower, begin, end)
            if not (date["y6"] and _PLANNED.search(folded.lower, begin, date.start()))
        ]
        if dates:
            _take(mention, *_read_date(dates[-1]))


def read_owner(folded: FoldedText, mention: Mention, start: int, floor: int) -> None:
    """Read the issuer of an English genitive: `the Politburo's Resolution`."""
    genitive = _GENITIVE.search(folded.lower[max(floor, start - 3) : start])
    if mention.issuer is not None or not genitive:
        return
    end = start - len(genitive.group())
    for begins in _WORD.finditer(folded.lower, max(floor, end - _REACH_OF_OWNER), end):
        named = read_issuer(folded, begins.start())
        if named and named[0] == end:
            mention.issuer = named[1]
            return


def read_theo(folded: FoldedText, mention: Mention, start: int, place: int) -> None:
    """Read the issuer of `Theo <reference>, <issuer> <verb>`: the body that acts by it."""
    if mention.issuer is None and _THEO.search(folded.lower[max(0, start - 6) : start]):
        clause = _CLAUSE.match(folded.lower, place)
        named = read_issuer(folded, clause.end()) if clause else None
        mention.issuer = named[1] if named else None


def read_horizon(folded: FoldedText, mention: Mention, place: int, following: int) -> None:
    """Read target and vision year from the title after a reference."""
    if _TITLE_LEAD.match(folded.lower, place, following):
        take_horizon(folded, mention, place, min(following, place + _REACH_AFTER))


def take_horizon(folded: FoldedText, mention: Mention, place: int, stop: int) -> None:
    """Take in the first horizon between two places, in one sentence."""
    found = _HORIZON.search(folded.lower, place, stop)
    if found and found.end() <= sentence_end(folded, place):
        vision = int(found["vision"]) if found["vision"] else None
        mention.horizon = (int(found["to"]), vision)


_CAPITALISED = re.compile(r"[A-Z][A-Za-z]*")
_OWNER_LEAD = re.compile(
    r" ?(?:\( ?[^()]{0,40}\) ?)?(?:(?:moi|cu|hien hanh|sua doi|ban hanh|nam \d{4})(?![a-z]) ?){0,3}"
    r"(?P<owner>(?:(?:cua|of|the|nuoc|cac|tai)(?![a-z]) ?){0,3})"
)
_OWNING = re.compile(r"(?:cua|of)(?![a-z])")
_REACH_OF_BODY = 60
_BODY_END = re.compile(
    r"[.,;:()\n\d*\"]| (?:va|voi|tai|o|cho|ve|do|duoc|bi|da|se|co|la|nham|khi|neu|trong|vao|tu|theo"
    r"|huong dan|quy dinh|sang|den|de|and|on|for|with|in|to|by|from)(?![a-z])"
)
_STATE = re.compile(r"(?:tieu )?bang(?= ?[a-z])")
_BEFORE_NAME = re.compile(r"(?:^| )(?P<word>[A-Za-z.]+) ?$")
_PERSON = frozenset(("ong", "ba", "chi", "co", "em", "bs", "ts", "chau", "mr", "ms", "mrs", "dr"))
_POSSESSED = re.compile(r"(?P<name>(?:[A-Z][A-Za-z]* ){0,2}[A-Z][A-Za-z]*)(?:['*]s)? (?:\d{4} )?$")
_SYMBOL = re.compile(r"\d.*[a-z]{2}")
_HOME = re.compile(r"(?<![a-z])(?:viet nam|vn|vietnam)(?![a-z])")
_OWNER_INSIDE = re.compile(r" cua (?=[^\d]{2,60}\d)")
_PASSING = re.compile(
    r"(?<![a-z])(?:quoc hoi|chinh phu|noi cac|nghi vien|ha vien|thuong vien|nuoc|bang)"
    r" (?P<name>[a-z ]{2,30}?)(?: (?:da|vua|moi|se|dang|cung)){0,2}"
    r" (?:thong qua|ban hanh|phe chuan|bo phieu|bac|sua doi|sua|ap dung|cong bo|co)"
    r"(?: (?:cac|mot|du an|du thao|dao)){0,2} $"
)
_VAGUE_KINDS = ("short", "list", "named")
_BY_ISSUER = re.compile(r"(?:^|[^a-z])do (?=[a-z])")


def read_issued_by(folded: FoldedText, mention: Mention, place: int, following: int) -> None:
    """Read the issuer of a title's end: `<reference> <title> do <issuer> ban hành`."""
    if mention.issuer is None:
        stop = min(following, place + _REACH_AFTER)
        for lead in _BY_ISSUER.finditer(folded.lower, place, stop):
            named = read_issuer(folded, lead.end())
            if not named or not folded.lower.startswith(" ban hanh", named[0]):
                continue
            if lead.end() <= sentence_end(folded, place):
                mention.issuer = named[1]
                return


def _owned_abroad(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether what follows a mention, or an English genitive before it, owns it abroad."""
    if _has_home_symbol(folded, mention):
        return False
    if not (lead := _OWNER_LEAD.match(folded.lower, mention.end)):
        return False
    place = lead.end()
    inside = _OWNER_INSIDE.search(folded.lower, mention.start, mention.end)
    longer = (
        mention.kind == "named"
        and not mention.year
        and _rest_of_title().match(folded.lower, mention.end)
    )
    return (
        (lead["owner"].endswith("nuoc ") and folded.lower.startswith("nay", place))
        or names_foreign(folded, place, place + 30, "foreign_owner") is not None
        or (bool(_OWNING.match(lead["owner"])) and _foreign_body(folded, place))
        or _foreign_genitive(folded, mention)
        or bool(longer and _foreign_body(folded, longer.end()))
        or bool(inside and _foreign_body(folded, inside.end()))
        or _passed_abroad(folded, mention)
    )


@functools.cache
def _rest_of_title() -> re.Pattern[str]:
    """Compile what a longer title has before its owner: `Luật Bảo hiểm y tế toàn dân của`."""
    stops = alternation(set(load_grammar().role("title_stop")) - {"nuoc"})
    return re.compile(rf"(?: thiet bi| ?(?!{stops}(?![a-z]))[a-z]+(?: -)?){{1,8}}? cua (?=[a-z])")


def _passed_abroad(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether another state's body passes a document: `Quốc hội Anh thông qua Luật`."""
    before = _PASSING.search(folded.lower, max(0, mention.start - _REACH_OF_BODY), mention.start)
    if not before:
        return False
    start, stop = before.span("name")
    return names_foreign(folded, start, stop, "foreign_owner") == stop


def _has_home_symbol(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether a number's symbol names an issuer that the data know."""
    written = folded.lower[mention.start : mention.end]
    if not mention.issuer or "/" not in written or not _SYMBOL.search(written):
        return False
    code = mention.issuer.split("-")[0].rstrip("0123456789")
    return code in load_grammar().issuer_codes.values()


def _foreign_body(folded: FoldedText, place: int) -> bool:
    """Tell whether a body of another state is named: `của Quốc hội Mỹ`, `của bang Texas`."""
    return bool(_STATE.match(folded.lower, place)) or read_state(folded, place) is not None


def read_state(folded: FoldedText, place: int) -> tuple[int, int] | None:
    """Give where the other state stands that a name at `place` ends with: `Quốc hội Mỹ`."""
    end = _BODY_END.search(folded.lower, place, place + _REACH_OF_BODY)
    stop = end.start() if end else place + _REACH_OF_BODY
    home = _HOME.search(folded.lower, place, stop)
    stop = home.start() if home else stop
    for found in _CAPITALISED.finditer(folded.cased, place, stop):
        before = _BEFORE_NAME.search(folded.cased, place, found.start())
        word = before["word"] if before else ""
        # A second capital is part of a name at home: `Hoài Đức`, `bà Anh`.
        of_name = (word.istitle() and len(word) > 1) or word.lower() in _PERSON
        state = None if of_name else names_foreign(folded, found.start(), stop, "foreign_owner")
        if state:
            return found.start(), state
    return None


def _foreign_genitive(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether another state's name stands before an English one: `Japan's Law on`."""
    first_word = folded.lower[mention.start : mention.end].split(" ")[0]
    return first_word in _english_words() and state_before(folded, mention.start) is not None


def state_before(folded: FoldedText, place: int) -> tuple[int, int] | None:
    """Give where another state's name stands before an English title: `Japan's`, `Japanese`."""
    before = _POSSESSED.search(folded.cased, max(0, place - 40), place)
    if not before:
        return None
    first, stop = before.span("name")
    for at in [first, *(first + blank.end() for blank in re.finditer(" ", before["name"]))]:
        if names_foreign(folded, at, stop, "foreign_owner") == stop:
            return at, stop
    return None


@functools.cache
def _english_words() -> frozenset[str]:
    """Give the first words of the English names of documents."""
    return frozenset(
        word.split(" ")[0]
        for word, entries in load_grammar().openers.items()
        if any(entry.role == "english" for entry in entries)
        or any(entry.role == "statute" and entry.spelling[-1] == "Code" for entry in entries)
    )


def is_foreign(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether a mention belongs to another state or an international body.

    What follows directly decides (`của Hội đồng Bảo an`); for a resolution, a constitution and
    a demonstrative the sentence decides, unless it names Viet Nam.
    """
    lower, kind = folded.lower, mention.document.type
    if mention.kind not in ("anaphor", "mou") and _owned_abroad(folded, mention):
        return True
    open_ended = mention.kind == "anaphor" and mention.canonical is None
    vague = kind in ("NQ", "HP") and mention.year is None and mention.issuer in (None, "QH")
    if not (open_ended or mention.unlisted or (vague and mention.kind in _VAGUE_KINDS)):
        return False
    begin, end = sentence_start(folded, mention.start), sentence_end(folded, mention.end)
    if open_ended:
        begin = max(0, mention.start - _REACH_BEFORE)
    if _HOME.search(lower, begin, end):
        return False
    first_words = foreign_names("foreign")[1]
    return any(
        found.group().lower() in first_words
        and not mention.start <= found.start() < mention.end
        and names_foreign(folded, found.start(), end)
        for found in _CAPITALISED.finditer(folded.cased, begin, end)
    )
