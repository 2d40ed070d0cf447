"""Multiword terms of the field, put together after segmentation.

A term is one word to a reader of this field though the segmenter cuts it: "Sở | Y tế". The list is
data (`helpers/data/multiword_terms.csv`) and may grow; of two terms at one place the longer wins.
Terms match by syllables: any white space between them, either style of tone marks, never across a
mark that isn't in the term itself. Column `case`: `initial`, the capital that it begins with tells
the term apart ("Sở Y tế", not "cơ sở y tế"); `any`, capitals tell nothing.

Where an edge of a term falls inside a word, column `kind` decides. A `name` is certain: the word is
cut at the name's edge and its rest stays a word. A `common` term is not, so the words stay as they
are ("khám chữa | bệnh viện" holds no "khám chữa bệnh").
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from helpers.segmentation import Span, to_model_text

_DATA = Path(__file__).parent / "data" / "multiword_terms.csv"
_GAP = r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"


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
    for start, end, is_name in terms:
        words = _merge(words, start, end, is_name=is_name)
    return words


def term_spans(text: str) -> list[tuple[int, int, bool]]:
    """Find the multiword terms of a sentence.

    Parameters
    ----------
    text : str
        A sentence.

    Returns
    -------
    list of (int, int, bool)
        Start and end of each, in order, and whether the term is a name.
    """
    model_text, origin = to_model_text(text)
    found = [
        (*match.span(), match.lastindex is not None) for match in _pattern().finditer(model_text)
    ]
    if origin is None:
        return found
    return [(origin[start], origin[end], is_name) for start, end, is_name in found]


def _merge(spans: list[Span], start: int, end: int, *, is_name: bool) -> list[Span]:
    touched = [index for index, span in enumerate(spans) if span[0] < end and span[1] > start]
    first, last = touched[0], touched[-1]
    left, right = spans[first][0], spans[last][1]
    if (left, right) != (start, end) and not is_name:
        return spans
    merged = [(start, end)]
    if left < start:
        merged.insert(0, (left, start))
    if right > end:
        merged.append((end, right))
    return spans[:first] + merged + spans[last + 1 :]


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern for all terms, the longest first; groups hold the names."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -len(row["term"]))
    alternatives = (
        f"({form})" if row["kind"] == "name" else form
        for row in rows
        for form in [_form(row["term"], row["case"])]
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _form(term: str, case: str) -> str:
    syllables = to_model_text(term)[0].split()
    written = _GAP.join(re.escape(syllable) for syllable in syllables)
    if case == "any":
        return f"(?i:{written})"
    return f"{re.escape(written[0])}(?i:{written[1:]})"
