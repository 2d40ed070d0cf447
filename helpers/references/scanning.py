"""The one scan over a text: where a policy reference may begin, and what stands around it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

import numpy as np

from helpers.data import read_rows
from helpers.references.grammar import DocumentType, alternation, load_grammar
from helpers.vietnamese import OTHER_LETTER, FoldedText, same_spelling, syllables

_BLOCK, _MARGIN = 1 << 16, 12
_GRAM = 4
_BITS = 5
_OTHER, _DIGIT, _GAP, _FOREIGN = 0, 27, 28, 29


@functools.cache
def _classes() -> np.ndarray:
    """Give each folded character's class: a letter, a digit, a blank or hyphen, the rest."""
    classes = np.zeros(256, dtype=np.uint8)
    for place in range(26):
        classes[ord("a") + place] = place + 1
    classes[ord("0") : ord("9") + 1] = _DIGIT
    classes[[ord(" "), ord("-")]] = _GAP
    classes[ord(OTHER_LETTER)] = _FOREIGN
    return classes


@functools.cache
def _first_letters() -> np.ndarray:
    """Give, for each run of four character classes, whether a word of the grammar begins so."""
    classes = _classes()
    table = np.zeros((1 << _BITS,) * _GRAM, dtype=bool)
    for word in load_grammar().openers:
        place = tuple(int(classes[ord(letter)]) for letter in word[:_GRAM])
        table[place + (slice(None),) * (_GRAM - len(place))] = True
    return table.ravel()


def _candidates(lower: str) -> list[int]:
    """Find places that deserve the pattern: a superset of its matches, cheaply."""
    codes = np.frombuffer(lower.encode("ascii") + b"\0" * (_GRAM + 1), dtype=np.uint8)
    classes = _classes()[codes]
    letter = ((classes > 0) & (classes < _DIGIT)) | (classes == _FOREIGN)
    begins = letter.copy()
    begins[1:] &= ~letter[:-1]
    words = np.flatnonzero(begins)
    key = np.zeros(len(words), dtype=np.int32)
    for step in range(_GRAM):
        key = (key << _BITS) | classes[words + step]
    words = words[_first_letters()[key]]
    digit = classes == _DIGIT
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    if digit[0]:
        edges = np.concatenate(([0], edges))
    numbers, ends = edges[::2], edges[1::2]
    sign = (codes == ord("/")) | (codes == ord("-"))
    symbol = sign[ends] | sign[ends + 1] | sign[ends + 2]
    numbers = numbers[symbol & (ends - numbers <= 5)]
    return np.sort(np.concatenate((words, numbers))).tolist()


def scan(folded: FoldedText) -> Iterator[re.Match[str]]:
    """Match the grammar's pattern at every place where a reference may begin.

    Parameters
    ----------
    folded : FoldedText

    Yields
    ------
    re.Match
        In order; group ``opener`` (a word) or ``number`` (a number with a symbol).
    """
    if not folded.lower:
        return
    lower, match = folded.lower, load_grammar().scan.match
    start = 0
    while start < len(lower):
        # Cut at a blank, and read a little farther: what begins in a block may end behind it.
        end = lower.rfind(" ", start + 1, start + _BLOCK) if len(lower) - start > _BLOCK else -1
        end = len(lower) if end < 0 else end
        for place in _candidates(lower[start : end + _MARGIN]):
            found = match(lower, start + place) if start + place < end else None
            if found:
                yield found
        start = end


@dataclasses.dataclass(slots=True)
class Mention:
    """A reference under way; places are those of the folded text.

    Attributes
    ----------
    group : int
        Where the list begins that the mention belongs to: members share what follows the list.
    sure : bool
        False for a demonstrative that counts only with an antecedent.
    unlisted : bool
        True for a statute whose title the data don't list.
    title : list of str or None
        Syllables of a statute's title, abbreviations written out.
    amended : bool
        True for a statute that is called the amended one: without a year it isn't the older one.
    reach : int
        Where what was read ends, if it goes farther than the mention itself.
    abroad : str
        The other state whose a named plan is.
    """

    start: int
    end: int
    document: DocumentType
    kind: str
    group: int
    number: str | None = None
    issuer: str | None = None
    year: int | None = None
    title: list[str] | None = None
    date: str | None = None
    horizon: tuple[int, int | None] | None = None
    sure: bool = True
    unlisted: bool = False
    amended: bool = False
    reach: int = 0
    abroad: str = ""
    canonical: str | None = None


@functools.cache
def follower(role: str) -> re.Pattern[str]:
    """Compile the words of a role, to stand right after a place."""
    return re.compile(rf" ?{alternation(load_grammar().role(role))}(?![a-z])")


@functools.cache
def _before(role: str, document_type: str) -> re.Pattern[str] | None:
    words = load_grammar().role(role, document_type)
    return re.compile(rf"(?<![a-z]){alternation(words)} ?$") if words else None


def blocked(folded: FoldedText, role: str, start: int, document_type: str) -> bool:
    """Tell whether a word of a role stands right before `start`."""
    # A cheap test first: most mentions stand after another word.
    if last_letters(folded, start) not in _ends(role, document_type):
        return False
    pattern = _before(role, document_type)
    found = pattern.search(folded.lower, max(0, start - 24), start) if pattern else None
    if not found:
        return False
    written = tuple(syllables(folded.original(*found.span())))
    return any(same_spelling(written, word) for word in _spellings(role))


@functools.cache
def _ends(role: str, document_type: str) -> frozenset[str]:
    """Give the last two letters of the words of a role."""
    return frozenset(word[-2:] for word in load_grammar().role(role, document_type))


def last_letters(folded: FoldedText, place: int) -> str:
    """Give the last two letters before a place, a blank between left out."""
    end = place - (folded.lower[place - 1 : place] == " ")
    return folded.lower[max(0, end - 2) : end]


@functools.cache
def _spellings(role: str) -> tuple[tuple[str, ...], ...]:
    """Give the words of a role as spelled in the data: `kỹ` is no `kỷ`."""
    rows = read_rows("citation_words.csv")
    return tuple(tuple(syllables(row["word"])) for row in rows if row["role"] == role)
