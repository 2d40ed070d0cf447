"""The one scan over a text: where a policy reference may begin."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import numpy as np

from helpers.reference_folding import OTHER_LETTER, FoldedText
from helpers.reference_grammar import load_grammar

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
    match = load_grammar().scan.match
    for place in _candidates(folded.lower):
        found = match(folded.lower, place)
        if found:
            yield found
