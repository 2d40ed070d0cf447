"""A plain-letter copy of a text that remembers where each letter came from.

The two styles of setting a tone mark, as one: khỏe and khoẻ are the same word.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

PARAGRAPH = "\n"
"""How a blank line is written in a folded text; every other white space is one blank."""

OTHER_LETTER = "\x01"
"""A letter outside the Latin alphabet: it bounds no word and matches no word."""

_BLOCK = 1 << 16
_DROPPED, _BLANK = 0xFF, 0x20
# The planes with combining signs; what lies above are ideographs and signs.
_TABLE_SIZE = 0x20000
_DASHES = "‐‑‒–—―−－"
# What stands for another character: Icelandic and African letters for Đ, full-width signs, the
# slashes of fractions and divisions, the ring of N°.
_LOOKALIKES = {
    **dict(zip("ÐƉðɖ", "ĐĐđđ", strict=True)),
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},
    **{"⁄": "/", "∕": "/", "№": "#", "º": "°"},
}
_AS_MEANT = str.maketrans(_LOOKALIKES)
_UNMEANT = re.compile(f"[{''.join(map(re.escape, _LOOKALIKES))}]")
_DROPPED_SIGNS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclasses.dataclass(frozen=True)
class FoldedText:
    """A text in plain ASCII letters.

    Attributes
    ----------
    text : str
        The text as it was passed.
    cased, lower : str
        The folded copy with and without case. Diacritics are gone, ``đ`` is ``d``, dashes are
        ``-``, a run of white space and underscores is one blank (or ``PARAGRAPH``).
    offsets : memoryview or None
        For each folded character its place in ``text``; None when the two run in step.

    Examples
    --------
    >>> folded = fold("Hợp tác với Đức")
    >>> start = folded.lower.index("duc")
    >>> folded.original(start, start + 3)
    'Đức'
    """

    text: str
    cased: str
    lower: str
    offsets: memoryview | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Place in ``text`` of the folded stretch from `start` to `end` (not empty)."""
        if self.offsets is None:
            return start, end
        stop = self.offsets[end - 1] + 1
        while stop < len(self.text) and is_mark(self.text[stop]):
            stop += 1
        return self.offsets[start], stop

    def original(self, start: int, end: int) -> str:
        """Slice of ``text`` behind the folded stretch, composed and as meant: ``Ð`` is ``Đ``."""
        if end <= start:
            return ""
        if self.offsets is not None:
            start, end = self.span(start, end)
        written = self.text[start:end]
        if written.isascii():
            return written
        return _meant(written)


@functools.lru_cache(maxsize=65536)
def _meant(written: str) -> str:
    """Compose letters, and write those that only look alike as they are meant."""
    return as_meant(unicodedata.normalize("NFC", written))


def as_meant(text: str) -> str:
    """Write ``Ð`` and ``Ɖ`` as ``Đ`` and full-width signs as plain ones; as long as `text`.

    Examples
    --------
    >>> as_meant("Ðà Nẵng，２０２４")
    'Đà Nẵng,2024'
    """
    return text.translate(_AS_MEANT) if _UNMEANT.search(text) else text


def compose(text: str) -> tuple[str, tuple[list[int], list[int]] | None]:
    """Compose a text (NFC) letter by letter.

    Returns
    -------
    composed : str
    places : (list of int, list of int) or None
        Where in `text` each composed letter starts and ends; None where nothing changed.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, None
    composed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        # A mark on white space isn't white space.
        if end < len(text) and unicodedata.combining(text[end]) and not text[end - 1].isspace():
            continue
        letters = unicodedata.normalize("NFC", text[start:end])
        composed.append(letters)
        # Marks that don't compose keep places of their own.
        starts += [min(start + number, end) for number in range(len(letters))]
        ends += [min(start + number, end) for number in range(1, len(letters))] + [end]
        start = end
    return "".join(composed), (starts, ends)


@functools.cache
def _joining_letters() -> frozenset[str]:
    """Give the letters and signs, such as Hangul vowels, that compose with the one before.

    They have no combining class, but stand alone in a decomposed text only.
    """
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(_TABLE_SIZE))
    seconds = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<"}
    # Hangul syllables are composed by rule and not listed.
    return frozenset(seconds.union(map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))))


def is_mark(letter: str) -> bool:
    """Tell whether a character belongs to the one before it, as a tone mark set apart does.

    Examples
    --------
    >>> [letter for letter in unicodedata.normalize("NFD", "tế") if not is_mark(letter)]
    ['t', 'e']
    """
    return bool(unicodedata.combining(letter)) or letter in _joining_letters()


@functools.cache
def _folding_table() -> np.ndarray:
    """Give the folded code of each code point of the lower two planes.

    A composed character has the code of the one that its decomposition begins with, and what
    follows there is dropped: so both forms of a text fold alike.
    """
    table = np.full(_TABLE_SIZE, ord("*"), dtype=np.uint8)
    for code in range(_TABLE_SIZE):
        letter = chr(code)
        if code < 0x80:
            table[code] = code
        elif letter in _DASHES:
            table[code] = ord("-")
        elif is_mark(letter) or letter in _DROPPED_SIGNS:
            table[code] = _DROPPED
        elif letter.isspace():
            table[code] = _BLANK
        else:
            base = unicodedata.normalize("NFD", letter)[0]
            if base.isascii():
                table[code] = ord(base)
            elif base.isalpha():
                table[code] = ord(OTHER_LETTER)
    for plain, special in zip("dD", "đĐ", strict=True):
        table[ord(special)] = ord(plain)
    for sign, meant in _LOOKALIKES.items():
        table[ord(sign)] = table[ord(meant)]
    for sign in "_\t\r\f\v\x00\x1c\x1d\x1e\x1f":
        table[ord(sign)] = _BLANK
    table[ord(OTHER_LETTER)] = _BLANK
    # Every code point above the table is clipped to the last one.
    table[-1] = ord("*")
    return table


def fold(text: str) -> FoldedText:
    """Fold a text to plain ASCII letters in one pass.

    Parameters
    ----------
    text : str
        Any text: composed or decomposed, hard-wrapped, segmented with underscores.

    Returns
    -------
    FoldedText

    Examples
    --------
    >>> fold("Sở Y_tế  ĐÀ NẴNG").lower
    'so y te da nang'
    """
    codes = np.empty(len(text), dtype=np.uint8)
    # By blocks that stay in the processor's cache: time then grows with the text alone.
    for start in range(0, len(text), _BLOCK):
        block = text[start : start + _BLOCK].encode("utf-32-le", "surrogatepass")
        points = np.frombuffer(block, dtype=np.uint32)
        _folding_table().take(points, mode="clip", out=codes[start : start + _BLOCK])
    offsets = None
    dropped = codes == _DROPPED
    if dropped.any():
        offsets = np.flatnonzero(~dropped)
        codes = codes[offsets]
    newline = codes == ord("\n")
    codes[newline] = _BLANK
    blank = codes == _BLANK
    repeated = np.flatnonzero(blank[1:] & blank[:-1]) + 1
    if len(repeated):
        _mark_paragraphs(codes, newline, repeated)
        kept = np.ones(len(codes), dtype=bool)
        kept[repeated] = False
        codes = codes[kept]
        offsets = np.flatnonzero(kept) if offsets is None else offsets[kept]
    written = codes.tobytes()
    # A memoryview gives plain integers, and an array numpy's own, which are slow one by one.
    places = None if offsets is None else memoryview(offsets)  # type: ignore[arg-type]
    return FoldedText(text, written.decode("ascii"), written.lower().decode("ascii"), places)


def _mark_paragraphs(codes: np.ndarray, newline: np.ndarray, repeated: np.ndarray) -> None:
    """Write PARAGRAPH at the head of each run of white space that holds a blank line."""
    first = np.flatnonzero(np.diff(repeated, prepend=-1) > 1)
    heads = repeated[first] - 1
    lines = np.add.reduceat(newline[repeated].astype(np.int64), first) + newline[heads]
    codes[heads[lines > 1]] = ord(PARAGRAPH)


@functools.lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold one word or phrase as `fold` folds a text; cheaper than `fold` for a few letters.

    Examples
    --------
    >>> fold_word("Hợp_tác")
    'hop tac'
    """
    written = as_meant(word).lower().replace("đ", "d").replace("_", " ")
    letters = unicodedata.normalize("NFD", written)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())


@functools.lru_cache(maxsize=65536)
def syllable_key(syllable: str) -> tuple[str, str]:
    """Give a syllable's letters and its tone apart, so that ``hoà`` equals ``hòa``.

    Parameters
    ----------
    syllable : str
        One syllable, case and composition as they come.

    Returns
    -------
    letters, tone : str
        Decomposed small letters without the tone mark; the tone mark, empty for the level tone.

    Examples
    --------
    >>> syllable_key("hoà") == syllable_key("hòa"), syllable_key("hoà") == syllable_key("hoa")
    (True, False)
    """
    letters = unicodedata.normalize("NFD", as_meant(syllable).lower())
    tone = "".join(sign for sign in letters if sign in _TONES)
    return "".join(sign for sign in letters if sign not in _TONES), tone


_SYLLABLE = re.compile(r"[^\W_]+")


def syllables(text: str) -> list[str]:
    """Split a text in composed letters into its syllables.

    Examples
    --------
    >>> syllables("Bệnh viện, 2024")
    ['Bệnh', 'viện', '2024']
    """
    return _SYLLABLE.findall(text)


def same_spelling(written: Sequence[str], expected: Sequence[str]) -> bool:
    """Tell whether syllables as written stand for the expected ones.

    A syllable without any diacritic stands for every syllable with its letters: slugs and
    telegraphic text leave the marks out.

    Parameters
    ----------
    written, expected : sequence of str
        Syllables in order, as `syllables` gives them.

    Returns
    -------
    bool

    Examples
    --------
    >>> same_spelling(["suc", "khoẻ"], ["sức", "khỏe"]), same_spelling(["súc"], ["sức"])
    (True, False)
    """
    return len(written) == len(expected) and all(
        left.isascii() or syllable_key(left) == syllable_key(right)
        for left, right in zip(written, expected, strict=True)
    )


# Where the tone stands on oa, oe, uy is a matter of house style (khỏe, khoẻ).
_OLD_STYLE = {
    unicodedata.normalize("NFC", f"{a}{b}{tone}"): unicodedata.normalize("NFC", f"{a}{tone}{b}")
    for a, b in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0309\u0303\u0323"
}
_NEW_STYLE = re.compile("|".join(_OLD_STYLE))


def one_tone_style(text: str) -> str:
    """Set the tone marks on oa, oe and uy in one style, to compare by.

    Parameters
    ----------
    text : str
        Text in small letters, in NFC.

    Returns
    -------
    str
        The text with the mark on the first of the two vowels, before a final consonant too:
        a key to compare by, not a spelling to show. As long as `text`.

    Examples
    --------
    >>> one_tone_style("hòa bình") == one_tone_style("hoà bình")
    True
    """
    return _NEW_STYLE.sub(lambda match: _OLD_STYLE[match.group()], text)


_OPEN_SYLLABLE = re.compile(rf"(?<!q)(?:{'|'.join(_OLD_STYLE)})(?!\w)")


def printed_tone_style(text: str) -> str:
    """Set the tone mark of open syllables as newspapers print it: "khỏe", not "khoẻ".

    Parameters
    ----------
    text : str
        Text in small letters, in NFC.

    Returns
    -------
    str
        As long as `text`.
    """
    return _OPEN_SYLLABLE.sub(lambda match: _OLD_STYLE[match.group()], text)
