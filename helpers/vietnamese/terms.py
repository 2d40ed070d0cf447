"""Find terms in Vietnamese text as sequences of syllables, with their places."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import pandas as pd

from helpers.vietnamese.letters import as_meant, compose, one_tone_style
from helpers.vietnamese.variants import Variants, shipped_variants, syllables_of_one_spelling

CASES = ("any", "lower", "name")
"""How a term minds case: not at all; not as a capitalised part of a name; as a name of its own."""

# White space never matches it, so no term can run from one text into the next.
_BETWEEN_TEXTS = "\x00"
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W_]+|[^\w\s]")
_DASH = "-–—‑"
_Places = tuple[list[int], list[int]] | None

# The written syllable without its marks: onset, one of the language's vowel groups, coda.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:a[iouy]?|e[ou]?|i(?:a|eu?|u)?|o(?:a[iouy]?|eo?|i|o)?"
    r"|u(?:ay?|e|i|o[iu]?|u|y(?:a|eu?|u)?)?|y(?:eu?)?)"
    r"(?:ch?|m|n[gh]?|p|t)?"
)


def find_terms(
    texts: Sequence[str], terms: pd.DataFrame, *, variants: Variants | None = None
) -> pd.DataFrame:
    """Find every term in every text.

    A term matches as a sequence of whole syllables, whatever the white space
    (or the underscore of a segmented page) between them, in composed or
    decomposed letters, with the tone mark in either style, and in upper or
    lower case except where its ``case`` says otherwise. Other spellings of a
    term are found as the term ("TPHCM" as "TP HCM"), in any case.

    Parameters
    ----------
    texts : sequence of str
        Sentences. No match runs from one into the next.
    terms : DataFrame
        Columns ``term`` and, optionally, ``case``: one of `CASES`.
    variants : Variants, optional
        The spellings; by default those of the project.

    Returns
    -------
    DataFrame
        One row a match, by place: ``text`` (position in `texts`), ``term``
        (index label in `terms`), ``start, end`` (code points in that text) and
        ``initial`` (bool): no word stands before it, so a capital says nothing.

    Raises
    ------
    ValueError
        If a case is none of `CASES`.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["TP HCM", "Anh"], "case": ["any", "name"]})
    >>> find_terms(["Anh giúp TPHCM.", "Thành phố Hồ Chí Minh nhờ anh."], terms)
       text  term  start  end  initial
    0     0     1      0    3     True
    1     0     0      9   14    False
    2     1     0      0   21     True
    """
    texts = tuple(texts)
    joined, begins, places = _folded(texts)
    cases = terms["case"] if "case" in terms else pd.Series("any", index=terms.index)
    if unknown := sorted(set(cases) - set(CASES)):
        raise ValueError(f"case {unknown[0]!r}; expected one of {', '.join(CASES)}")
    # Two spellings of a term may match in one place.
    rows: dict[tuple, bool] = {}
    known = shipped_variants() if variants is None else variants
    for label, term, case in zip(terms.index, terms["term"], cases, strict=True):
        for form in known.forms(term):
            for match in _pattern(form).finditer(joined):
                at, until = match.span()
                if at and joined[at - 1].isalnum():
                    continue
                number = bisect_right(begins, at) - 1
                start, end = _place(places[number], at - begins[number], until - begins[number])
                initial = not _WORD.search(texts[number], 0, start)
                held = "any" if form != term else case
                if _case_holds(texts[number], start, end, held, initial):
                    rows[number, label, start, end] = initial
    columns = ["text", "term", "start", "end", "initial"]
    found = pd.DataFrame([(*at, initial) for at, initial in rows.items()], columns=columns)
    kinds = {"text": int, "term": terms.index.dtype, "start": int, "end": int, "initial": bool}
    found = found.astype(kinds)
    return found.sort_values(["text", "start", "end"], kind="stable", ignore_index=True)


def is_syllable(word: str) -> bool:
    """Say whether a word has the written form of one Vietnamese syllable.

    Parameters
    ----------
    word : str
        One word, marks and case as they come.

    Returns
    -------
    bool
        True for ``Tuấn``, ``Thọ``; False for ``Keir``, ``Biden``.

    Examples
    --------
    >>> is_syllable("Tuấn"), is_syllable("Keir")
    (True, False)
    """
    letters = unicodedata.normalize("NFD", as_meant(word).lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bool(_SYLLABLE.fullmatch(bare))


# The same texts are often looked through for several lists of terms, one after the other.
@lru_cache(maxsize=1)
def _folded(texts: tuple[str, ...]) -> tuple[str, list[int], list[_Places]]:
    """Fold texts and join them; say where each begins, and where its letters came from."""
    folded = [_fold(text) for text in texts]
    joined = _BETWEEN_TEXTS.join(text for text, _ in folded)
    begins = [0, *accumulate(len(text) + 1 for text, _ in folded)]
    return joined, begins, [places for _, places in folded]


def _fold(text: str) -> tuple[str, tuple[list[int], list[int]] | None]:
    """Fold case, composition and tone style; say where each letter came from."""
    text, places = compose(as_meant(text))
    lower = text.lower()
    if len(lower) != len(text):
        # A few letters (İ) grow in lower case; they stand in no Vietnamese term.
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return one_tone_style(syllables_of_one_spelling(lower)), places


def _place(places: tuple[list[int], list[int]] | None, start: int, end: int) -> tuple[int, int]:
    if places is None:
        return start, end
    starts, ends = places
    return starts[start], ends[end - 1]


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    pieces = _PIECE.findall(_fold(term)[0])
    if not any(piece.isalnum() for piece in pieces):
        raise ValueError(f"term {term!r} has no letter or digit; expected one or more syllables")
    pattern = _piece(pieces[0])
    for before, piece in pairwise(pieces):
        both_words = before.isalnum() and piece.isalnum()
        pattern += r"[\s_]+" if both_words else r"[\s_]*"
        pattern += _piece(piece)
    return re.compile(pattern + (r"(?![^\W_])" if pieces[-1].isalnum() else ""))


def _piece(piece: str) -> str:
    return f"[{_DASH}]" if piece in _DASH else re.escape(piece)


def _case_holds(text: str, start: int, end: int, case: str, initial: bool) -> bool:
    if case == "any":
        return True
    if case == "lower":
        # A text all in capitals says nothing by them.
        return initial or not text[start].isupper() or text.isupper()
    return text[start].isupper() and not (
        _part_of_name(_neighbour(text[:start], last=True))
        or _part_of_name(_neighbour(text[end:], last=False))
    )


def _neighbour(side: str, *, last: bool) -> str:
    """Return the word next to a match if white space alone parts them."""
    pattern = r"([^\W_]+)[\s_]+\Z" if last else r"[\s_]+([^\W_]+)"
    found = re.search(pattern, side) if last else re.match(pattern, side)
    return unicodedata.normalize("NFC", found[1]) if found else ""


def _part_of_name(word: str) -> bool:
    """Tuấn in Anh Tuấn, Tho in Mỹ Tho; not Keir in the office of "Thủ tướng Anh Keir"."""
    return word.istitle() and is_syllable(word)
