"""Words that the segmenter joins wrongly, undone by rules.

- A capital inside a word that begins in small letters begins a name: "công | Paris".
- So does a foreign one after small letters of a word that begins a sentence ("Xung đột | Israel"),
  an acronym after small letters ("mã | PIN"), and a name after a shortened title ("HLV | Park").
- Small letters after a foreign name begin a word: "Harvard | học".
- "và" and "của" stand at the edge of no word: "Thương binh | và".
- A hyphen between words joins no word, if either side has small letters: "giáo dục - đào tạo",
  "ECHO - Trung tâm". What stands beside it is segmented again. Names keep theirs ("Thừa
  Thiên-Huế"), and so do words without a space ("ô-tô").
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from helpers.data import read_rows
from helpers.vietnamese.segmentation import Span
from helpers.vietnamese.terms import is_syllable

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-–—‑](?=[^\W\d_])")
_PIECE = re.compile(r"\S+")
_BETWEEN = frozenset(("và", "của"))
_ROMAN = re.compile(r"[IVXLC]+|[A-Z]")


def undo_joins(words: list[str], apart: Collection[str] = ()) -> list[str]:
    """Cut words where a name begins or a foreign name ends.

    Parameters
    ----------
    words : list of str
        A sentence's words, in order.
    apart : collection of str
        What is listed as no word, nor as the beginning of one.

    Returns
    -------
    list of str
        The same words, some in two.
    """
    listed = frozenset(apart)
    found: list[str] = []
    for word in words:
        if " " in word:
            found += _apart(word, listed)
        else:
            found.append(word)
    return found


# A text has few words of several syllables that differ; bounded, some 10 MB.
@lru_cache(maxsize=50_000)
def _apart(word: str, listed: frozenset[str]) -> tuple[str, ...]:
    """Cut a word of several pieces."""
    composed = word if word.isascii() else unicodedata.normalize("NFC", word)
    if any(f"{composed} ".startswith(f"{text} ") for text in listed):
        # Of a longer join ("y như vậy") what follows the first syllable stays together.
        return tuple(word.split(maxsplit=1))
    if composed.islower() and _BETWEEN.isdisjoint(composed.split()):
        return (word,)
    return tuple(_cut(word))


def hyphen_stretches(sentence: str, spans: list[Span]) -> dict[int, tuple[Span, Span, Span]]:
    """Find the words that a hyphen joins.

    Parameters
    ----------
    sentence : str
    spans : list of (int, int)
        Its words.

    Returns
    -------
    dict of int to three spans
        By number of the word: what stands before the hyphen, the hyphen, and what follows, with
        the next word: its beginning may have been torn off.
    """
    found = {}
    for number, (start, end) in enumerate(spans):
        match = hyphen_of(sentence[start:end])
        if match:
            begin, stop = start + match.start(), start + match.end()
            after = spans[number + 1] if number + 1 < len(spans) else (end, end)
            torn = after[1] if sentence[slice(*after)][:1].isalpha() else end
            found[number] = (start, begin), (begin, stop), (stop, torn)
    return found


def hyphen_of(word: str) -> re.Match[str] | None:
    """Give the hyphen that joins two words in one, if there is any."""
    match = _HYPHEN.search(word) if " " in word else None
    if not match:
        return None
    left, right = word[: match.start()], word[match.end() :]
    beside = [left.split()[-1], right.split()[0]]
    # An acronym beside the hyphen is as good as a syllable.
    words = all(is_syllable(piece) or piece.isupper() for piece in beside)
    small = any(p[0].islower() and is_syllable(p) for p in (*left.split(), *right.split()))
    return match if words and small else None


def beside_hyphens(sentence: str, spans: list[Span]) -> list[str]:
    """Give what stands beside the hyphens that join words, to be segmented anew.

    Parameters
    ----------
    sentence : str
    spans : list of (int, int)
        Its words.

    Returns
    -------
    list of str
    """
    found = hyphen_stretches(sentence, spans)
    return [sentence[slice(*span)] for pieces in found.values() for span in pieces[::2]]


def cut_at_hyphens(sentence: str, spans: list[Span], known: Mapping[str, list[str]]) -> list[str]:
    """Cut words at the hyphens that join them.

    Parameters
    ----------
    sentence : str
    spans : list of (int, int)
        Its words.
    known : mapping of str to list of str
        The words of what stands beside the hyphens.

    Returns
    -------
    list of str
        The words of the sentence.
    """
    found = hyphen_stretches(sentence, spans)
    words: list[str] = []
    done = 0
    for number, (start, end) in enumerate(spans):
        if start < done:
            continue
        if number not in found:
            words.append(sentence[start:end])
            continue
        left, hyphen, right = (sentence[slice(*span)] for span in found[number])
        words += [*known[left], hyphen, *undo_joins(known[right])]
        done = found[number][2][1]
    return words


def _cut(word: str) -> list[str]:
    """Cut a word where a name begins or ends, white space aside."""
    pieces = list(_PIECE.finditer(word))
    cuts = [0]
    for before, after in itertools.pairwise(pieces):
        left, right = (unicodedata.normalize("NFC", part.group()) for part in (before, after))
        title = left in _titles() and before.start() == cuts[-1]
        name = (left[0].islower() or title) and right[0].isupper()
        # A single capital and a Roman number stay ("vitamin C", "quý IV").
        acronym = right.isupper() and right.isalpha() and not _ROMAN.fullmatch(right)
        name &= (acronym and is_syllable(left)) or title or any(map(str.islower, right))
        # Inside a name that begins with a capital a small word may stand ("Giáo dục và Đào tạo").
        name &= word[cuts[-1]].islower() or title or (is_syllable(left) and not is_syllable(right))
        foreign = left[0].isupper() and left.replace("-", "").isalpha() and not is_syllable(left)
        foreign &= right.islower() and is_syllable(right)
        between = (before.start() == 0 and left.lower() in _BETWEEN) or (
            after.end() == len(word) and right.lower() in _BETWEEN
        )
        if name or foreign or between:
            cuts.append(after.start())
    return [word[a:b].rstrip() for a, b in zip(cuts, [*cuts[1:], len(word)], strict=True)]


@cache
def _titles() -> frozenset[str]:
    """Give shortened words of letters alone that stand before a name: "HLV", "BS"."""
    rows = read_rows("abbreviations.csv")
    found = (row["abbreviation"] for row in rows if row["before"] in ("name", "firm"))
    return frozenset(title for title in found if title.isalpha() and title.isupper() and title[1:])
