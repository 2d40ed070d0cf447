"""Longest matches of statute titles and issuers' names at a place of a text."""

from __future__ import annotations

import functools
import re

from helpers.data import read_rows
from helpers.references.grammar import Phrase, PhraseTree, load_grammar
from helpers.vietnamese import FoldedText, fold, fold_word, same_spelling, syllable_key, syllables

_STEP = re.compile(r"(?P<gap> ?, ?(?:va )?| va | ?[-&/] ?|\.| )?(?P<word>[a-z]+\d*)")
_LETTER = re.compile(r"[A-Za-z]")
_MOST_SYLLABLES = 40
_LONGEST_UNKNOWN = 12
_MOST_OFFICES = 4

Match = tuple[int, object, list[str]]


def _walk(node: dict | None, words: list[str], tree: PhraseTree) -> dict | None:
    for word in words:
        node = tree.step(node, word, broken=True) or tree.step(node, word, broken=False)
        if node is None:
            return None
    return node


def longest_phrase(
    folded: FoldedText,
    place: int,
    tree: PhraseTree,
    short: dict[str, list[str]] | None = None,
    *,
    marked: bool = False,
) -> Match | None:
    """Match the longest phrase of a tree at a place.

    Parameters
    ----------
    folded : FoldedText
    place : int
        In the folded text; a blank before the phrase is skipped.
    tree : PhraseTree
    short : dict, optional
        Abbreviations (folded) that may stand for their syllables when written in capitals.
    marked : bool
        True where the text around writes diacritics, so a phrase must have its own.

    Returns
    -------
    tuple or None
        End of the phrase, its value, its syllables written out.
    """
    node = None
    spans: list[tuple[int, int] | list[str]] = []
    ends: list[tuple[int, int, list[Phrase]]] = []
    for _ in range(_MOST_SYLLABLES):
        match = _STEP.match(folded.lower, place)
        if not match or (node is not None and not match["gap"]):
            break
        gap, word = match.group("gap", "word")
        step = tree.step(node, word, broken=bool(gap) and ("," in gap or "va" in gap))
        if step is not None:
            spans.append(match.span("word"))
        elif short and word in short and folded.cased[match.start("word")].isupper():
            spelled = [part for part in short[word] if part != "và"]
            step = _walk(node, [fold_word(part) for part in spelled], tree)
            spans.append(spelled)
        if step is None:
            break
        node, place = step, match.end()
        if "" in node:
            ends.append((place, len(spans), node[""]))
    for end, length, phrases in reversed(ends):
        written = _written(folded, spans[:length])
        phrase = _spelled_like(phrases, written, marked=marked)
        if phrase:
            return end, phrase.value, [word.lower() for word in written]
    return None


def _written(folded: FoldedText, spans: list[tuple[int, int] | list[str]]) -> list[str]:
    """Give the syllables of spans as they stand, those of abbreviations written out."""
    words: list[str] = []
    for span in spans:
        words.extend(span if isinstance(span, list) else [folded.original(*span)])
    return words


def _spelled_like(phrases: list[Phrase], written: list[str], *, marked: bool) -> Phrase | None:
    keys = [syllable_key(syllable) for syllable in written] if marked and phrases else []
    for phrase in phrases:
        # In small letters an abbreviation may be a word: TƯ, tư.
        if phrase.capitals and not all(map(str.isupper, written)):
            continue
        if marked:
            if keys == [syllable_key(syllable) for syllable in phrase.spelling]:
                return phrase
        elif same_spelling(written, phrase.spelling):
            return phrase
    return None


@functools.cache
def _role_keys(role: str) -> tuple[frozenset[tuple[tuple[str, str], ...]], int]:
    """Give the words of a role as spelled in the data, and the most syllables one has."""
    phrases = frozenset(
        tuple(syllable_key(part) for part in row["word"].split())
        for row in read_rows("citation_words.csv")
        if row["role"] == role
    )
    return phrases, max(map(len, phrases))


def starts_with_role(words: list[str], role: str) -> bool:
    """Tell whether the syllables begin with a word of a role."""
    phrases, longest = _role_keys(role)
    keys = tuple(syllable_key(word) for word in words[:longest])
    return any(keys[:length] in phrases for length in range(1, len(keys) + 1))


def ends_with_role(words: list[str], role: str) -> bool:
    """Tell whether the syllables end with a word of a role."""
    phrases, longest = _role_keys(role)
    keys = tuple(syllable_key(word) for word in words[-longest:])
    return any(keys[-length:] in phrases for length in range(1, len(keys) + 1))


def capitalised_title(folded: FoldedText, place: int) -> tuple[int, list[str]] | None:
    """Read an unknown title that begins with a capital: up to a stop word or a sign.

    The title of a law that the data don't list can be told from ordinary words only by its
    capital; it runs over small words up to a verb, a preposition or punctuation.
    """
    steps: list = []
    first = _LETTER.search(folded.cased, place)
    if not first or not first.group().isupper():
        return None
    while len(steps) <= _LONGEST_UNKNOWN + 2:
        match = _STEP.match(folded.lower, place)
        if not match or not match["gap"] or "," in match["gap"] or "/" in match["gap"]:
            break
        if steps and names_foreign(folded, match.start("word"), match.end() + 30, "foreign_owner"):
            break
        if "va" in match["gap"]:
            steps.append(("và", match.start() + 3, place))
        steps.append((folded.original(*match.span("word")), match.end(), match.start()))
        place = match.end()
    words = [step[0] for step in steps]
    if not words or not words[0][0].isupper() or (len(words[0]) > 1 and words[0].isupper()):
        return None
    if starts_with_role(words, "title_block") or starts_with_role(words, "foreign"):
        return None
    stop = next(
        (i for i in range(len(words)) if starts_with_role(words[i:], "title_stop")), len(words)
    )
    # Two capitals in a row are a person's or a firm's name.
    if stop > 1 and words[1][0].isupper():
        return None
    while stop and words[stop - 1] == "và":
        stop -= 1
    if not 0 < stop <= _LONGEST_UNKNOWN:
        return None
    return steps[stop - 1][1], [word.lower() for word in words[:stop] if word != "và"]


_HOME = re.compile(r"(?:viet nam|vn|vietnam)(?![a-z])")
# `Anh hùng`, `Anh em` are no country.
_DOTTED = re.compile(r"U\.(?:S|K)\.(?:A\.)?")
_NO_STATE = re.compile(r" (?:hung|em|chi|ay|ta|nay|trai|ngu|rieng)(?![a-z])")
_SYLLABLE_AHEAD = re.compile(
    r" (?:[BCDGHKLMNPQRSTVX][hgr]?h?[AEIOUYaeiouy]{1,3}|[AEIOUY][AEIOUYaeiouy]{0,2})"
    r"(?:ch|c|m|ng|nh|n|p|t)?(?![A-Za-z])"
)


@functools.cache
def foreign_names(role: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """Compile the foreign names of a role, and give their first words.

    ``foreign`` tells by standing in a sentence, ``foreign_owner`` only where it owns: `Anh` is
    also what a man is called.
    """
    words = set(load_grammar().words["foreign"])
    if role == "foreign_owner":
        words |= set(load_grammar().words[role])
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?![a-z])")
    return pattern, frozenset(word.split()[0] for word in words)


def names_foreign(folded: FoldedText, place: int, stop: int, role: str = "foreign") -> int | None:
    """Give the end of the foreign name, as spelled in the data, that stands at a place."""
    if not folded.cased[place : place + 1].isupper():
        return None
    if role == "foreign_owner" and (dotted := _DOTTED.match(folded.cased, place, stop)):
        return dotted.end()
    match = foreign_names(role)[0].match(folded.lower, place, stop)
    if not match:
        return None
    end = match.end()
    # `Ấn Độ Dương` is an ocean; `Mỹ Đình` and `Đức Thọ` are places at home.
    other = folded.lower.startswith(" duong", end) or (
        " " not in match.group() and _SYLLABLE_AHEAD.match(folded.cased, end)
    )
    if other or (match.group() == "anh" and _NO_STATE.match(folded.lower, end)):
        return None
    written = syllables(folded.original(*match.span()))
    known = starts_with_role(written, "foreign")
    return end if known or (role != "foreign" and starts_with_role(written, role)) else None


def names_state(folded: FoldedText, place: int, stop: int) -> bool:
    """Tell whether a state's name stands at a place, Viet Nam's too."""
    home = _HOME.match(folded.lower, place, stop)
    return bool(home) or names_foreign(folded, place, stop, "foreign_owner") is not None


def read_issuer(folded: FoldedText, place: int) -> tuple[int, str] | None:
    """Read the name of an issuer at a place, an office before it skipped.

    Returns
    -------
    tuple or None
        End of the name and the issuer's code, with the National Assembly's term (``QH13``).
    """
    for _ in range(_MOST_OFFICES):
        found = _issuer_at(folded, place)
        if found:
            end, code = found
            term = _TERM.match(folded.lower, end) if code in ("QH", "UBTVQH") else None
            return (term.end(), f"{code}{term_number(term[1])}") if term else (end, code)
        office = _office().match(folded.lower, place)
        if not office:
            return None
        place = office.end()
    return None


def _issuer_at(folded: FoldedText, place: int) -> tuple[int, str] | None:
    """Read an issuer's own name: one match, held against the spelling of what is written."""
    match = load_grammar().issuer_names.match(folded.lower, place)
    if not match:
        return None
    code = _code_of(folded.original(*match.span()))
    if code:
        return match.end(), code
    found = longest_phrase(folded, place, load_grammar().issuers)
    return (found[0], str(found[1])) if found else None


@functools.lru_cache(maxsize=16384)
def _code_of(written: str) -> str | None:
    """Give the code of the issuer whose whole name is written."""
    name = fold(written)
    found = longest_phrase(name, 0, load_grammar().issuers)
    return str(found[1]) if found and found[0] == len(name.lower) else None


def issuers_in(folded: FoldedText, start: int, end: int) -> list[tuple[int, int, str]]:
    """Find the issuers that a stretch names, in one pass: start, end and code of each."""
    found: list[tuple[int, int, str]] = []
    for match in load_grammar().issuer_search.finditer(folded.lower, start, end):
        named = read_issuer(folded, match.start())
        if named and named[0] <= end:
            found.append((match.start(), *named))
    return found


_TERM = re.compile(r" ?\(? ?khoa ([ivx]{1,5}|\d{1,2})(?![a-z\d])")
_ROMAN = {"i": 1, "v": 5, "x": 10}


def term_number(written: str) -> int:
    """Read a term or ordinal in Arabic or Roman figures."""
    if written.isdigit():
        return int(written)
    values = [_ROMAN[letter] for letter in written]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


@functools.cache
def _office() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{'|'.join(load_grammar().words['office'])})(?![a-z])")
