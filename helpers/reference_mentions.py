"""A reference under way, and the words before it that rule it out."""

from __future__ import annotations

import dataclasses
import functools
import re

from helpers.reference_folding import FoldedText
from helpers.reference_grammar import DocumentType, alternation, load_grammar


@dataclasses.dataclass
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
    canonical: str | None = None


@functools.cache
def follower(role: str) -> re.Pattern[str]:
    """Compile the words of a role, to stand right after a place."""
    return re.compile(rf" ?{alternation(load_grammar().role(role))}(?![a-z])")


@functools.cache
def _before(role: str, document_type: str) -> re.Pattern[str] | None:
    words = load_grammar().role(role, document_type)
    return re.compile(rf"(?:^|[^a-z]){alternation(words)} ?$") if words else None


def blocked(folded: FoldedText, role: str, start: int, document_type: str) -> bool:
    """Tell whether a word of a role stands right before `start`."""
    pattern = _before(role, document_type)
    return bool(pattern and pattern.search(folded.lower[max(0, start - 24) : start]))
