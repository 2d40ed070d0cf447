"""Multiword terms of the field, put together after segmentation.

A term is one word to a reader of this field though the segmenter cuts it: "Sở | Y tế". The list is
data (`helpers/data/multiword_terms.csv`) and may grow; of two terms at one place the
longer wins.
Terms match by syllables: any white space between them, either style of tone marks, never across a
mark that isn't in the term itself. Column `case`: `initial`, the capital that it begins with tells
the term apart ("Sở Y tế", not "cơ sở y tế"); `any`, capitals tell nothing.

Where an edge of a term falls inside a word, column `kind` decides. A `name` is certain: the word is
cut at the name's edge and its rest stays a word. A `common` term is not, so the words stay as they
are ("khám chữa | bệnh viện" holds no "khám chữa bệnh"). A `fixed` term is common and yet certain:
a longer join that holds it is cut as at a name ("cấp | nước sạch"). What is listed as `apart` is
no word though the segmenter joins it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from functools import cache
from typing import NamedTuple

from helpers.data import read_rows
from helpers.vietnamese.letters import as_meant
from helpers.vietnamese.segmentation import Span, to_model_text
from helpers.vietnamese.variants import shipped_terms

# Figures, and letters as documents and viruses have them ("NQ", "TTg", "QH15"), tied.
_OF_CODE = r"(?:\d+(?:[.,]\d+)*[A-ZĐ]{0,2}|[A-ZĐƯ]+[a-z]?[A-ZĐƯ\d]*)"
_CODE = re.compile(rf"(?<![\w/.,&–-]){_OF_CODE}(?:[-/&]{_OF_CODE})+(?![\w/&–-]|[.,]\w)")
_FIGURE = re.compile(r"\d")
_GAP = r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"


class _Term(NamedTuple):
    folded: str
    pattern: str
    is_name: bool


def merge_multiword_terms(words: list[Span], terms: list[tuple[int, int, bool]]) -> list[Span]:
    """Put multiword terms together.

    Parameters
    ----------
    words : list of (int, int)
        Start and end of a sentence's words, in order.
    terms : list of (int, int, bool)
        The terms in the sentence, from `term_spans`.

    Returns
    -------
    list of (int, int)
        The same words, each multiword term one word.
    """
    merged: list[Span] = []
    rest = deque(words)
    for start, end, is_name in terms:
        while rest and rest[0][1] <= start:
            merged.append(rest.popleft())
        touched = []
        while rest and rest[0][0] < end:
            touched.append(rest.popleft())
        left, right = touched[0][0], touched[-1][1]
        if (left, right) != (start, end) and not is_name:
            # The last word may belong to the next term.
            rest.extendleft(reversed(touched))
            continue
        if left < start:
            merged.append((left, start))
        merged.append((start, end))
        if right > end:
            rest.appendleft((end, right))
    return merged + list(rest)


def term_spans(text: str, further: tuple[str, ...] = ()) -> list[tuple[int, int, bool]]:
    """Find the multiword terms of a sentence, of overlapping ones the first, then the longest.

    A number of a document, a range or a code is one too: "20-NQ/TW", "118-133", "A/H5N1".

    Parameters
    ----------
    text : str
        A sentence.
    further : tuple of str
        Terms beside those of the list.

    Returns
    -------
    list of (int, int, bool)
        Start and end of each, in order, and whether the term is a name.
    """
    model_text, origin = to_model_text(as_meant(text))
    folded = " ".join(model_text.lower().split())
    found = [
        (*match.span(), term.is_name)
        for term in _terms(further)
        # Few sentences hold a term, and this is far quicker than one pattern for all.
        if term.folded in folded
        for match in re.finditer(term.pattern, model_text)
    ]
    if "-" in model_text or "/" in model_text:
        codes = (match for match in _CODE.finditer(model_text) if _FIGURE.search(match.group()))
        found += [(*match.span(), False) for match in codes]
    chosen: list[tuple[int, int, bool]] = []
    for start, end, is_name in sorted(found, key=lambda place: (place[0], -place[1])):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, is_name))
    if origin is None:
        return chosen
    return [
        (*_with_hidden(text, origin[start][0], origin[end - 1][1]), is_name)
        for start, end, is_name in chosen
    ]


def _with_hidden(text: str, start: int, end: int) -> Span:
    """Give a term the characters without width at its edges, as words have them."""
    while end < len(text) and unicodedata.category(text[end]) == "Cf":
        end += 1
    before = start
    while before and unicodedata.category(text[before - 1]) == "Cf":
        before -= 1
    # What touches a word belongs to that.
    return (start if before and not text[before - 1].isspace() else before), end


@cache
def _terms(further: tuple[str, ...] = ()) -> list[_Term]:
    """Give the listed terms; the spellings of others count as names where they have a capital."""
    rows = list(read_rows("multiword_terms.csv"))
    rows = [row for row in rows if row["kind"] != "apart"]
    for text in (*shipped_terms(), *further):
        small = text.islower()
        case = "initial" if text[0].isupper() else "any"
        rows.append({"term": text, "kind": "common" if small else "name", "case": case})
    return [_term(**row) for row in {row["term"]: row for row in reversed(rows)}.values()]


@cache
def apart() -> frozenset[str]:
    """Give what is no word though the segmenter joins it."""
    return frozenset(r["term"] for r in read_rows("multiword_terms.csv") if r["kind"] == "apart")


def _term(term: str, kind: str, case: str, **_: str) -> _Term:
    syllables = to_model_text(term)[0].split()
    written = _GAP.join(re.escape(syllable) for syllable in syllables)
    # The first letter of a syllable is never escaped.
    form = f"(?i:{written})" if case == "any" else f"{written[0]}(?i:{written[1:]})"
    return _Term(" ".join(syllables).lower(), rf"(?<!\w){form}(?!\w)", kind != "common")
