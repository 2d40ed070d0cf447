"""Tell whose a reference is: Viet Nam's, another state's or an international body's."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from helpers.references.context import REACH_BEFORE, sentence_end, sentence_start
from helpers.references.grammar import alternation, load_grammar
from helpers.references.scanning import Mention
from helpers.references.titles import foreign_names, names_foreign
from helpers.vietnamese import FoldedText

_CAPITALISED = re.compile(r"[A-Z][A-Za-z]*")
_OWNER_LEAD = re.compile(
    r" ?(?:\( ?[^()]{0,40}\) ?)?(?:(?:moi|cu|hien hanh|sua doi|ban hanh|nam \d{4})(?![a-z]) ?){0,3}"
    r"(?P<owner>(?:(?:cua|of|the|nuoc|cac|tai|o)(?![a-z]) ?){0,3})"
)
_BRACKET = re.compile(r" ?\( ?(?:cua )?")
_OWNING = re.compile(r"(?:cua|of)(?![a-z])")
_REACH_OF_BODY, _REACH_OF_SUBJECT = 60, 100
_ENDS_PLACE = (", ", "thi ", "theo ", "co ", "cac ", "mot ")
_BODY_END = re.compile(
    r"[ .,;:()\n\d*\"](?:(?<! )|(?:va|voi|tai|o|cho|ve|do|duoc|bi|da|se|co|la|nham|khi|neu|trong"
    r"|vao|tu|theo|huong dan|quy dinh|sang|den|de|and|on|for|with|in|to|by|from)(?![a-z]))"
)
_OTHER_STATE = re.compile(
    r"(?:nay|ong|ba|ho|ban|ngoai|so tai|lang gieng|cong hoa(?! xa hoi chu nghia viet))(?![a-z])"
)
_STATE = re.compile(r"(?:[A-Za-z]+ ){0,4}?(?:tieu )?(?P<word>[Bb]ang)(?= [A-Z])")
_REPUBLIC = re.compile(
    r"(?:(?:people['*]s|democratic|federal|islamic|united) ){0,2}(?:republic|kingdom) of (?!viet)"
)
_BEFORE_NAME = re.compile(r"(?:^| )(?P<word>[A-Za-z.]+) ?$")
_PERSON = frozenset(("ong", "ba", "chi", "co", "em", "bs", "ts", "chau", "mr", "ms", "mrs", "dr"))
_POSSESSED = re.compile(
    r"(?P<name>(?:[A-Z][A-Za-z]* ){0,2}(?:U\.[SK]\.(?:A\.)?|[A-Z][A-Za-z]*))(?:['*]s)?"
    r" (?:\d{4} )?$"
)
_SYMBOL = re.compile(r"\d.*[a-z]{2}")
_HOME = re.compile(r"(?<![a-z])(?:viet nam|vn|vietnam)(?![a-z])")
_OWNER_INSIDE = re.compile(r" cua (?=[^\d]{2,60}\d)")
# What only a state or its body does, and what others do with its documents too.
_PASSES = r"(?:bo phieu )?(?:thong qua|ban hanh|phe chuan|sua doi|sua|bac)"
_DOES = r"ap dung|cong bo|co|ky|trinh|bo phieu|de xuat|ra"
_PASSING = re.compile(
    rf" (?:(?P<passes>{_PASSES})|{_DOES})(?: (?:cac|mot|du an|du thao|dao)){{0,2}} $"
)
# What `_PASSING` may end with: most mentions stand after something else.
_PASSED = (
    *("qua ", "hanh ", "chuan ", "phieu ", "bac ", "doi ", "sua ", "dung ", "bo ", "co "),
    *("ky ", "trinh ", "xuat ", "ra ", "cac ", "mot ", "an ", "thao ", "dao "),
)
_WHEN = re.compile(
    r"(?: ?,? (?:(?:hom|tuan|thang|nam|hoi|vao|sang|chieu|toi|ngay|dau|cuoi|giua)"
    r"(?: (?:qua|nay|truoc|ngoai|roi|nam|ngay|thang))?(?: ?\d{1,4}(?: ?[/-] ?\d{1,4}){0,2})?"
    r"|moi day|gan day|chinh thuc|lan dau|da|vua|moi|se|dang|cung|tung|sap|dong y|nhat tri)){0,4}"
)
_STATE_BODY = re.compile(
    r"(?:(?:quoc hoi|chinh phu|noi cac|nghi vien|ha vien|thuong vien|nuoc|bang|tong thong"
    r"|thu tuong|quoc vuong|nha vua|co quan lap phap)|(?:bo|uy ban|co quan|hoi dong)"
    r"(?: [a-z]+){1,6}) $"
)
_ENGLISH_PASSING = re.compile(
    r" (?:passed|enacted|adopted|approved|issued|amended|revised|passes|adopts|has)"
    r"(?: the| a| an| its| their| new| \d{4}){0,2} $"
)
_ENGLISH_BODY = re.compile(r"(?:['*]s)?(?: (?!viet)[a-z]+){0,2}")
_PERSON_NAME = re.compile(r"(?: [A-Z][a-z]+(?![a-z])){1,4}")
_CLAUSE_BEGINS = re.compile(r"(?:^|[.,;:!?\n\"(*-] ?|(?<![a-z])(?:khi|sau khi|rang|ma|neu) )$")
_PLACED = re.compile(
    r"(?:^|[.;:!?\n\"(*-] ?)(?:o|tai|ben)(?: nuoc)? (?P<name>[a-z ]{2,30}?)(?: ?,| thi)"
    r"(?: (?:theo|co|cac|mot)){0,2} $"
)
_CONTINENT = re.compile(r"[Cc]hau (?:Au|Phi|My|A)(?![A-Za-z])")
_FIGURES_ABROAD = 3
_INTERNATIONAL = re.compile(
    r"(?:lien hop quoc|lien hiep quoc|lhq|hoi dong bao an|hdba|security council|united nations"
    r"|general assembly|unsc|un|nghi vien|thuong vien|ha vien|lien minh chau au|eu)(?![a-z])"
)
_VAGUE_KINDS = ("short", "list", "named")


def _owned_abroad(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether what follows a mention, or an English genitive before it, owns it abroad."""
    if _has_home_symbol(folded, mention):
        return False
    if not (lead := _OWNER_LEAD.match(folded.lower, mention.end)):
        return False
    place = lead.end()
    inside = folded.lower.find(" cua ", mention.start, mention.end) >= 0 and _OWNER_INSIDE.search(
        folded.lower, mention.start, mention.end
    )
    longer = (
        mention.kind == "named"
        and not mention.year
        and _rest_of_title().match(folded.lower, mention.end)
    )
    return (
        bool(lead["owner"].endswith("nuoc ") and _OTHER_STATE.match(folded.lower, place))
        or bool(_REPUBLIC.match(folded.lower, place))
        or _in_brackets(folded, mention.end)
        or names_foreign(folded, place, place + 30, "foreign_owner") is not None
        or (bool(_OWNING.match(lead["owner"])) and _foreign_body(folded, place))
        or _foreign_genitive(folded, mention)
        or bool(longer and _foreign_body(folded, longer.end()))
        or bool(inside and _foreign_body(folded, inside.end()))
        or _passed_abroad(folded, mention)
    )


def _in_brackets(folded: FoldedText, place: int) -> bool:
    """Tell whether another state's name alone follows in brackets: `Luật Trẻ em (Anh)`."""
    if not folded.lower.startswith(("(", " ("), place):
        return False
    lead = _BRACKET.match(folded.lower, place)
    if not lead:
        return False
    end = names_foreign(folded, lead.end(), lead.end() + 30, "foreign_owner")
    return end is not None and folded.lower.startswith((")", " )"), end)


@functools.cache
def _rest_of_title() -> re.Pattern[str]:
    """Compile what a longer title has before its owner: `Luật Bảo hiểm y tế toàn dân của`."""
    stops = alternation(set(load_grammar().role("title_stop")) - {"nuoc"})
    return re.compile(rf"(?: thiet bi| ?(?!{stops}(?![a-z]))[a-z]+(?: -)?){{1,8}}? cua (?=[a-z])")


def _passed_abroad(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether another state passes a document, or whether a sentence sets it there."""
    begin = max(0, mention.start - _REACH_OF_SUBJECT)
    if folded.lower.endswith(_ENDS_PLACE, 0, mention.start):
        placed = _PLACED.search(folded.lower, begin, mention.start)
        if placed and (placed["name"].startswith("bang ") or _whole(folded, placed.span("name"))):
            return True
    if not _english_lead().match(folded.lower, mention.start):
        return passing_state(folded, mention.start) is not None
    verb = _ENGLISH_PASSING.search(folded.lower, begin, mention.start)
    return verb is not None and any(
        _ENGLISH_BODY.fullmatch(folded.lower, end, verb.start())
        for _, end in _states(folded, begin, verb.start())
    )


def passing_state(
    folded: FoldedText, place: int, *, any_verb: bool = False
) -> tuple[int, int] | None:
    """Give the other state that passes what begins at a place: `Quốc hội Anh thông qua`.

    A state without a body may have, sign or publish what is Viet Nam's: there only verbs of
    passing tell, unless any verb does.
    """
    if not folded.lower.endswith(_PASSED, 0, place):
        return None
    begin = max(0, place - _REACH_OF_SUBJECT)
    verb = _PASSING.search(folded.lower, begin, place)
    if not verb:
        return None
    for start, end in _states(folded, begin, verb.start()):
        near = max(0, start - _REACH_OF_BODY)
        body = _STATE_BODY.search(folded.lower, near, start)
        named = _PERSON_NAME.match(folded.cased, end, verb.start()) if body else None
        if not _WHEN.fullmatch(folded.lower, named.end() if named else end, verb.start()):
            continue
        alone = verb["passes"] or any_verb
        if body or (alone and _CLAUSE_BEGINS.search(folded.lower[near:start])):
            return start, end
    return None


def _states(folded: FoldedText, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Find the other states, and Europe, that a stretch names."""
    for found in _may_be_foreign(folded, begin, stop):
        end = names_foreign(folded, found.start(), stop, "foreign_owner")
        if end:
            yield found.start(), end
    for continent in _CONTINENT.finditer(folded.cased, begin, stop):
        yield continent.span()


def _may_be_foreign(folded: FoldedText, begin: int, stop: int) -> Iterator[re.Match[str]]:
    """Find the words with a capital that a state's name may begin with."""
    first_words = foreign_names("foreign_owner")[1]
    for found in _CAPITALISED.finditer(folded.cased, begin, stop):
        if found.group() == "U" or found.group().lower() in first_words:
            yield found


def _whole(folded: FoldedText, span: tuple[int, int]) -> bool:
    """Tell whether a stretch is another state's name and no more."""
    return names_foreign(folded, *span, "foreign_owner") == span[1]


def _has_home_symbol(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether a number's symbol names an issuer that the data know."""
    if not mention.issuer or folded.lower.find("/", mention.start, mention.end) < 0:
        return False
    written = _SYMBOL.search(folded.lower, mention.start, mention.end)
    return bool(written) and _known_issuer(mention.issuer)


@functools.lru_cache(maxsize=4096)
def _known_issuer(code: str) -> bool:
    """Tell whether the data know an issuer by the first part of its code."""
    return code.partition("-")[0].rstrip("0123456789") in load_grammar().issuer_codes.values()


def _foreign_body(folded: FoldedText, place: int) -> bool:
    """Tell whether a body of another state is named: `của Quốc hội Mỹ`, `của bang Texas`."""
    named = folded.lower.find("bang ", place, place + _REACH_OF_BODY) >= 0
    state = _STATE.match(folded.cased, place) if named else None
    # A state, not `bằng`.
    if state and folded.original(*state.span("word")).isascii():
        return True
    return read_state(folded, place) is not None


def read_state(folded: FoldedText, place: int) -> tuple[int, int] | None:
    """Give where the other state stands that a name at `place` ends with: `Quốc hội Mỹ`."""
    # In small letters: `Tài chính` has a capital, `tại` hasn't.
    end = _BODY_END.search(folded.cased, place, place + _REACH_OF_BODY)
    stop = end.start() if end else place + _REACH_OF_BODY
    home = _HOME.search(folded.lower, place, stop)
    stop = home.start() if home else stop
    for found in _may_be_foreign(folded, place, stop):
        before = _BEFORE_NAME.search(folded.cased, place, found.start())
        word = before["word"] if before else ""
        # A second capital is part of a name at home: `Hoài Đức`, `bà Anh`.
        of_name = (word.istitle() and len(word) > 1) or word.lower() in _PERSON
        state = None if of_name else names_foreign(folded, found.start(), stop, "foreign_owner")
        if state:
            return found.start(), state
    continent = _CONTINENT.search(folded.cased, place, stop)
    return continent.span() if continent else None


def _foreign_genitive(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether another state's name stands before an English one: `Japan's Law on`."""
    english = _english_lead().match(folded.lower, mention.start)
    return bool(english) and state_before(folded, mention.start) is not None


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
def _english_lead() -> re.Pattern[str]:
    """Compile the first words of the English names of documents."""
    words = frozenset(
        word.split(" ")[0]
        for word, entries in load_grammar().openers.items()
        if any(entry.role == "english" for entry in entries)
        or any(entry.role == "statute" and entry.spelling[-1] == "Code" for entry in entries)
    )
    return re.compile(rf"{alternation(words)}(?![a-z])")


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
        begin = max(0, mention.start - REACH_BEFORE)
    if _HOME.search(lower, begin, end):
        return False
    first_words = foreign_names("foreign")[1]
    # A state near `Nghị quyết 57` may praise it; the United Nations' have three figures or four.
    small = mention.kind == "short" and kind == "NQ" and len(mention.number or "") < _FIGURES_ABROAD
    return any(
        found.group().lower() in first_words
        and not (small and not _INTERNATIONAL.match(folded.lower, found.start()))
        and not mention.start <= found.start() < mention.end
        and names_foreign(folded, found.start(), end)
        for found in _CAPITALISED.finditer(folded.cased, begin, end)
    )
