"""Policy named without a number: strategies, plannings, orientations, programmes by their titles.

They are found apart from the references, each of which points to a document with a number or a
statute's title.
"""

from __future__ import annotations

import functools
import re

from helpers.data import read_rows
from helpers.references.context import read_before, take_horizon
from helpers.references.grammar import DocumentType, alternation
from helpers.references.owners import passing_state, read_state, state_before
from helpers.references.resolution import canonical_id
from helpers.references.scanning import Mention
from helpers.references.statutes import before_another
from helpers.references.titles import (
    ends_with_role,
    names_foreign,
    names_state,
    read_issuer,
    starts_with_role,
)
from helpers.vietnamese import (
    OTHER_LETTER,
    FoldedText,
    fold_word,
    same_spelling,
    syllable_key,
    syllables,
)

_LONGEST, _REACH_OF_PERIOD, _REACH_BEFORE = 24, 70, 24
_STEP = re.compile(r"(?P<gap> ?, | - | |/(?=[a-z]{3}))(?P<word>[a-z]+)(?![a-z\d])")
_QUOTED = re.compile(r" ?[\"*]{1,2} ?(?P<title>[^\"*.;\n]{6,120}?) ?[\"*]{1,2}(?![a-z])")
_SYLLABLE = re.compile(r"[a-z]+")
_YEARS = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf" ?,? ?\(?(?:\d{{1,2}} nam )?(?:(?:giai doan|thoi ky|den|tam nhin|to|until|by|for)"
    rf"(?: den)?(?: nam)? {_YEARS}|{_YEARS} ?- ?{_YEARS})(?: ?- ?{_YEARS})?"
    rf"(?: ?, (?:va |and |with )?(?:a )?(?:tam nhin|dinh huong|vision)[a-z ]{{0,12}} {_YEARS})?"
)
_GIAI_DOAN_DEN = re.compile(rf" giai doan den nam {_YEARS}")
_YEAR = re.compile(rf" (?:nam )?(?P<year>{_YEARS})(?![\d%]| ?- ?\d|[/.]\d)")
_OWNED = re.compile(r" ?,? (?:cua|of|from)(?: the)? (?=[a-z])")
_JOINED = re.compile(
    r"(?:cac|nhung|mot|bo|luat|nghi|thong tu|quyet dinh|chi thi|chien luoc|chuong trinh|ke hoach"
    r"|quy hoach|de an|du an)(?![a-z])"
)
_LISTED = re.compile(r"(?:[a-z]+ ){1,6}va [a-z]")
_PAIRS = frozenset((("phong", "chong"), ("kham", "chua"), ("bien", "dao"), ("ruou", "bia")))
_TAIL = re.compile(
    r" (?:on|for)(?: the)? [A-Z][A-Za-z-]+"
    r"(?:,?(?: (?:and(?! the)|of|for|in|the|on|to)){0,2} [A-Z][A-Za-z-]+){0,9}"
)
_HEAD = re.compile(r"(?:\d{1,2}[ -][Yy]ear )?(?:[A-Z][A-Za-z-]+ (?:(?:and|of|for|on) )?){1,8}$")
_STATE_TAIL = re.compile(r" of (?:the )?(?=[A-Z])")
_NO_TITLE = re.compile(r"(?:The|This|That|A|An|Its|Our|Their|In|On|Under|By|And|New) ")
_SMALL = frozenset(("and", "on", "for", "of", "the", "to", "in"))
_JOINERS = frozenset(map(syllable_key, ("và", "về")))
_WIDE = frozenset(("national", "global", "international"))


@functools.cache
def _types() -> tuple[re.Pattern[str], dict[str, list[tuple[DocumentType, tuple[str, ...], str]]]]:
    """Compile the words that open or close a plan's name; give what each may stand for."""
    words: dict[str, list] = {}
    for row in read_rows("plan_types.csv"):
        document = DocumentType(row["type"], row["slug"], None, "never", "never", "named_plan")
        for column, proof in (("words", row["proof"]), ("english", "english")):
            for word in row[column].split("|"):
                words.setdefault(fold_word(word), []).append(
                    (document, tuple(syllables(word)), proof)
                )
    letter = f"[a-z{OTHER_LETTER}]"
    return re.compile(rf"(?<!{letter}){alternation(words)}(?!{letter})"), words


@functools.cache
def _stops() -> tuple[re.Pattern[str], dict[str, list[tuple[str, ...]]]]:
    """Compile the words that end a title, with their spellings."""
    spellings: dict[str, list[tuple[str, ...]]] = {}
    for row in read_rows("citation_words.csv"):
        if row["role"] == "plan_stop":
            spellings.setdefault(fold_word(row["word"]), []).append(tuple(syllables(row["word"])))
    return re.compile(rf"{alternation(spellings)}(?![a-z])"), spellings


def parse_plans(folded: FoldedText) -> list[Mention]:
    """Find the plans that a folded text names, in order and without overlap.

    Parameters
    ----------
    folded : FoldedText

    Returns
    -------
    list of Mention
        With owner, horizon and id.
    """
    pattern, words = _types()
    found: list[Mention] = []
    fuller: dict[tuple, str] = {}
    reached = 0
    for match in pattern.finditer(folded.lower):
        if match.start() < reached:
            continue
        spelled = syllables(folded.original(*match.span()))
        for document, spelling, proof in words[match.group().replace("-", " ")]:
            if same_spelling(spelled, spelling):
                read = _english if proof == "english" else _vietnamese
                mention = read(folded, match, document, proof, reached)
                if mention:
                    key = (mention.document, tuple(mention.title or ()), mention.issuer)
                    mention.canonical = fuller.get(key[:2]) or _identity(mention)
                    if mention.issuer:
                        mention.canonical = _identity(mention)
                        fuller.setdefault(key[:2], mention.canonical)
                    found.append(mention)
                    reached = mention.end
                    break
    return found


def _identity(mention: Mention) -> str:
    """Write a plan's id; another state's begins with that state."""
    abroad, issuer = mention.abroad, None if mention.abroad else mention.issuer
    key = " ".join(mention.title or ())
    return canonical_id(mention.document.slug, key, issuer, mention.year, country=abroad or "vn")


@functools.cache
def _countries() -> dict[str, str]:
    """Give the code of a country by its folded names."""
    return {
        fold_word(name): row["country"].lower()
        for row in read_rows("countries.csv")
        for name in (row["term"], row["english"])
        if row["country"]
    } | {"uk": "gb", "british": "gb", "britain": "gb", "england": "gb", "us": "us", "usa": "us"}


def _make(
    folded: FoldedText, span: tuple[int, int], document: DocumentType, title: list[str]
) -> Mention:
    """Make a mention of a plan, with the year that follows directly."""
    plan = Mention(*span, document, "named_plan", span[0], title=title)
    year = _YEAR.match(folded.lower, plan.end)
    if year:
        plan.end, plan.year = year.end(), int(year["year"])
    return plan


def _own(folded: FoldedText, plan: Mention, state: tuple[int, int] | None) -> None:
    """Say whose a plan is: another state's, by its code or name."""
    if state:
        name = folded.lower[slice(*state)]
        plan.abroad = _countries().get(name, re.sub(r"[^a-z]+", "-", name))
        plan.issuer = plan.abroad.upper()


def _vietnamese(
    folded: FoldedText, match: re.Match[str], document: DocumentType, proof: str, floor: int
) -> Mention | None:
    """Read a plan whose title follows its type word, if it is a proper name."""
    start, after = match.span()
    before = syllables(folded.original(max(0, start - _REACH_BEFORE), start)) if start else []
    if ends_with_role(before, "plan_before"):
        return None
    quoted = _QUOTED.match(folded.lower, after)
    steps = _quoted_title(folded, *quoted.span("title")) if quoted else _title(folded, after)
    title = [folded.original(*step) for step in steps]
    if len(title) < 2 or starts_with_role(title, "plan_block") or read_issuer(folded, steps[0][0]):
        return None
    end = quoted.end() if quoted else steps[-1][1]
    words = [fold_word(word) for word in title]
    plan = _make(
        folded, (start, end), document, [w for w in title if syllable_key(w) not in _JOINERS]
    )
    period = _PERIOD.match(folded.lower, plan.end) or _GIAI_DOAN_DEN.match(folded.lower, plan.end)
    if period:
        take_horizon(folded, plan, plan.end, plan.end + _REACH_OF_PERIOD)
    owned = _OWNED.match(folded.lower, period.end() if period else plan.end)
    state = read_state(folded, owned.end()) if owned else None
    ahead = plan.end + 1 + 5 * folded.lower.startswith(" nuoc ", plan.end)
    direct = names_foreign(folded, ahead, ahead + 30, "foreign_owner")
    _own(folded, plan, (ahead, direct) if direct else state)
    if state and not period and (later := _PERIOD.match(folded.lower, state[1])):
        take_horizon(folded, plan, state[1], state[1] + _REACH_OF_PERIOD)
        period = later
    if not plan.issuer and not owned:
        _own(folded, plan, passing_state(folded, start, any_verb=True))
    issuer = read_issuer(folded, owned.end()) if owned and not plan.issuer else None
    plan.issuer = issuer[1] if issuer else plan.issuer
    first = title[0]
    named = first[0].isupper() and not (len(first) > 1 and first.isupper())
    named = named and any(word.islower() for word in title[1:])
    owned_here = bool(plan.issuer) and folded.cased[start].isupper()
    # Two syllables are a name where they have a capital and an owner: `Vắc xin của Hàn Quốc`.
    if len(title) < 3 and not (named and plan.issuer):
        return None
    if not _is_name(words, title, proof, named, bool(quoted), bool(period), owned_here):
        return None
    if plan.issuer is None:
        year = plan.year
        read_before(folded, plan, start, floor)
        plan.year, plan.date = year, None
    return plan


def _is_name(
    words: list[str],
    title: list[str],
    proof: str,
    named: bool,
    quoted: bool,
    period: bool,
    owned: bool,
) -> bool:
    """Tell whether a title is a proper name, by the proof that its type asks for.

    A strategy is one by its owner, its period or its capital; a scheme by its capital; a
    programme or plan, which is also any programme or plan, where it is the country's or known.
    """
    national = starts_with_role(title, "plan_national") or "quoc gia" in " ".join(words)
    if national and len(title) > 3 and (named or period or words[0] != "phat"):
        return starts_with_role(title, "plan_national") or named or period or proof == "owner"
    if starts_with_role(title, "plan_known"):
        return True
    acting = words[:2] in (["hanh", "dong"], ["muc", "tieu"])
    if proof == "owner":
        home = words[-2:] == ["viet", "nam"] and len(words) > 4
        return named or period or owned or home
    if proof == "title":
        return named or (period and quoted)
    if proof == "period":
        return period or owned
    return (named or quoted or acting) and (period or owned) and (acting or owned)


def _quoted_title(folded: FoldedText, start: int, end: int) -> list[tuple[int, int]]:
    """Give the syllables of a title in quotation marks, its period left out."""
    period = _PERIOD.search(folded.lower, start, end)
    stop = period.start() if period else end
    return [word.span() for word in _SYLLABLE.finditer(folded.lower, start, stop)]


def _title(folded: FoldedText, place: int) -> list[tuple[int, int]]:
    """Read a title's syllables: up to a word that ends it, a sign, or `Việt Nam`."""
    steps: list[tuple[int, int]] = []
    words: list[str] = []
    while len(steps) < _LONGEST and (match := _STEP.match(folded.lower, place)):
        begin, end = match.span("word")
        word, gap = match["word"], match["gap"].strip()
        if not steps and gap:
            break
        small = folded.cased[begin].islower()
        if gap == "," and not (small and _goes_on(folded, words[-1], begin)):
            break
        oceans = words[-1:] == ["duong"] and not small
        if gap == "-" and not (oceans or (small and folded.cased[steps[-1][0]].islower())):
            break
        if word == "va" and (not steps or _JOINED.match(folded.lower, end + 1)):
            break
        if word == "nuoc" and names_foreign(folded, end + 1, end + 30, "foreign_owner"):
            break
        if _ends(folded, words, begin) or (
            steps and names_foreign(folded, begin, begin + 30, "foreign_owner")
        ):
            break
        steps.append((begin, end))
        words.append(word)
        place = end
        if words[-2:] == ["viet", "nam"] and len(words) > 3:
            break
    while words and words[-1] in ("va", "ve"):
        words.pop()
        steps.pop()
    return steps


def _goes_on(folded: FoldedText, before: str, begin: int) -> bool:
    """Tell whether a title goes on after a comma: `phòng, chống`, or a list that ends in `và`."""
    after = _STEP.match(" " + folded.lower[begin : begin + 12])
    pair = bool(after and (before, after["word"]) in _PAIRS)
    return pair or bool(_LISTED.match(folded.lower, begin))


def _ends(folded: FoldedText, words: list[str], begin: int) -> bool:
    """Tell whether a word in small letters ends a title: `thiết bị` and `tác hại của` don't."""
    pattern, spellings = _stops()
    match = pattern.match(folded.lower, begin)
    if not match or folded.cased[begin].isupper():
        return False
    if (match.group() == "bi" and words[-1:] == ["thiet"]) or (
        match.group() == "cua" and words[-2:] == ["tac", "hai"]
    ):
        return False
    spelled = syllables(folded.original(*match.span()))
    return any(same_spelling(spelled, spelling) for spelling in spellings[match.group()])


def _english(
    folded: FoldedText, match: re.Match[str], document: DocumentType, _: str, floor: int
) -> Mention | None:
    """Read an English plan, its title before or after the type word, all in capitals."""
    start, end = match.span()
    if not folded.cased[start].isupper():
        return None
    head = _HEAD.search(folded.cased, max(floor, start - 90), start)
    begin = head.start() if head else start
    while no_title := _NO_TITLE.match(folded.cased, begin, start):
        begin = no_title.end()
    state = state_before(folded, begin)
    first = names_foreign(folded, begin, start, "foreign_owner")
    if first and first < start:
        state, begin = (begin, first), first + 1
    tail = _TAIL.match(folded.cased, end)
    if tail:
        end = before_another(folded, *tail.span(), _types()[0])
    for lead in _STATE_TAIL.finditer(folded.cased, match.end(), end + 30):
        if names_state(folded, lead.end(), lead.end() + 40):
            named = names_foreign(folded, lead.end(), lead.end() + 40, "foreign_owner")
            state = (lead.end(), named) if named else state
            end = min(end, lead.start())
    before, after = folded.lower[begin : match.start()], folded.lower[match.end() : end]
    title = [word for word in re.findall(r"[a-z]+", f"{before} {after}") if word not in _SMALL]
    plan = _make(folded, (begin, end), document, title)
    period = _PERIOD.match(folded.lower, plan.end)
    if period:
        take_horizon(folded, plan, plan.end, plan.end + _REACH_OF_PERIOD)
    _own(folded, plan, state)
    wide = not _WIDE.isdisjoint(title) or bool(plan.abroad or period)
    return plan if len(title) > 1 - bool(tail and head) and wide else None
