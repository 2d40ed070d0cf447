"""What the segmenter reads of a sentence that is written as its model never learnt.

Words in capitals tell nothing by them: a line of them is read in small letters, a name among small
letters as a name; a place of several syllables is one word there. A hyphen between names ("Việt
Nam-Hoa Kỳ") or between words of which one has two halves ("kinh tế-xã hội") is read with blanks
around it; one inside a word stays ("COVID-19", "vắc-xin"). ``Ð`` and ``Ɖ`` are read as ``Đ``,
full-width digits as digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from helpers.data import read_column, read_rows
from helpers.vietnamese.letters import as_meant, compose, one_tone_style
from helpers.vietnamese.terms import is_syllable

_CAPITAL = "".join(
    chr(code)
    for code in (*range(0x250), *range(0x1E00, 0x1F00))
    if unicodedata.category(chr(code)) == "Lu" and len(chr(code).lower()) == 1
)
# Numbers and codes ("19", "H5N1") stand between words.
_RUN = re.compile(
    rf"(?<!\w)[{_CAPITAL}]+(?:[^\w\n]+(?:[{_CAPITAL}]*\d[{_CAPITAL}\d]*[^\w\n]+)*[{_CAPITAL}]+)+(?!\w)"
)
_PIECE = re.compile(r"[\w-]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑–—](?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_WORD_AT_END = re.compile(r"[^\W\d_]+\Z")
# An address, a number of a document, a link: nothing in it is parted.
_CODE = re.compile(r"[\d/@_&]")
_MARKED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
# Names that hold a hyphen.
_WHOLE = frozenset(("Thiên Huế",))
# Names that countries and parts of the world have beside others: "Việt-Mỹ", "Á-Âu".
_SHORT_NAMES = frozenset(
    ("Việt", "Trung", "Hàn", "Nhật", "Ấn", "Triều", "Âu", "Á", "Phi", "Đông", "Tây", "Nam", "Bắc")
)
# What a row of countries may hold beside the foreign ones.
_PARTNERS = frozenset(("Việt Nam", "ASEAN", "EU"))
# Syllables of a name that stands alone in capitals.
_LONGEST_NAME = 4


class Reading:
    """A sentence as the segmenter reads it.

    Attributes
    ----------
    text : str
        What it reads: the characters of the sentence, composed, with more blanks.
    """

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self.text = sentence
        self._places: tuple[list[int], list[int]] | None = None
        # Hyphens that part words only if the segmenter finds words of two halves, so many, there.
        self._doubtful: dict[int, int] = {}
        # Where a word begins whatever the segmenter says.
        self._edges: set[int] = set()
        # Where none does.
        self._inside: set[int] = set()
        # Words that were added at the end.
        self._stop = 0
        composed, places = compose(as_meant(sentence))
        if composed == sentence and not (_HYPHEN.search(composed) or _RUN.search(composed)):
            return
        self._places = places
        small, edges, wholes = _in_small_letters(composed)
        edges += _names_in_a_row(composed)
        self._edges = {_seen(composed[:place]) for place in edges}
        for place in wholes:
            start, end = (_seen(composed[:edge]) for edge in place)
            self._edges |= {start, end}
            self._inside.update(range(start + 1, end))
        self.text = self._with_parted_hyphens(small)
        run = _RUN.match(composed)
        if small != composed and run and run.end() == len(composed):
            # A headline has no full stop, and the segmenter knows few sentences without.
            self._stop = 1
            self.text += " ."

    def words(self, found: Sequence[str]) -> list[str]:
        """Carry words of `text` back to the sentence."""
        if self.text == self._sentence:
            return list(found)
        starts, ends = self._places or (
            range(len(self._sentence)),
            range(1, 1 + len(self._sentence)),
        )
        composed, _ = compose(as_meant(self._sentence))
        seen = [place for place, letter in enumerate(composed) if not letter.isspace()]
        return [
            self._sentence[starts[seen[first]] : ends[seen[last - 1]]]
            for first, last in self._joined(found)
        ]

    def _joined(self, found: Sequence[str]) -> list[tuple[int, int]]:
        """Count words in seen characters, with doubtful hyphens inside their words again."""
        pieces = [word.split() for word in found[: len(found) - self._stop]]
        bounds: set[int] = set()
        inside = set(self._inside)
        end = 0
        for number, word in enumerate(pieces):
            start, end = end, end + sum(map(len, word))
            bounds.add(start)
            if 0 < number < len(pieces) - 1 and start in self._doubtful:
                before, after = pieces[number - 1], pieces[number + 1]
                if (len(before) > 1) + (len(after) > 1) < self._doubtful[start]:
                    # A word of its own with the syllables that it touches.
                    whole = start - len(before[-1]), end + len(after[0])
                    inside |= {start, end}
                    bounds.update(whole)
        return list(pairwise(sorted((bounds | self._edges | {end}) - inside)))

    def _with_parted_hyphens(self, text: str) -> str:
        pieces = []
        before = 0
        for place, needed in _parting_hyphens(text):
            pieces += [text[before:place], f" {text[place]} "]
            before = place + 1
            self._doubtful[_seen(text[:place])] = needed
        return "".join([*pieces, text[before:]])


def _seen(text: str) -> int:
    """Count the characters that aren't white space."""
    return len("".join(text.split()))


def _in_small_letters(text: str) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Write words in capitals as a text would: Vietnamese ones small, a name as a name.

    Returns also where countries of one syllable begin and end, and where a foreign word and a
    Vietnamese one stand side by side (no word reaches over them); and other places, each a word.
    """
    edges: list[int] = []
    places: list[tuple[int, int]] = []

    def small(run: re.Match[str]) -> str:
        written = run.group()
        syllables = [word for word in _WORD.findall(written) if is_syllable(word)]
        if len(syllables) < 2 or not any(map(_MARKED.search, syllables)):
            return written
        is_name = len(syllables) <= _LONGEST_NAME and syllables[0].title() in _families()
        change = str.title if is_name else str.lower
        changed = _WORD.sub(
            lambda word: change(word.group()) if is_syllable(word.group()) else word.group(),
            written,
        )
        if is_name:
            return changed
        edges.extend(run.start() + place for place in _beside_foreign(written))
        for name in _names().finditer(one_tone_style(written.lower())):
            start, end = name.span()
            if name["place"]:
                places.append((run.start() + start, run.start() + end))
            elif name["name"]:
                changed = changed[:start] + changed[start:end].title() + changed[end:]
            if name["country"]:
                edges.extend((run.start() + start, run.start() + end))
        return changed

    return _RUN.sub(small, text), edges, places


def _beside_foreign(text: str) -> Iterator[int]:
    """Give where one of two words begins that are foreign and Vietnamese: "MEXICO | ÁP THUẾ"."""
    for first, second in pairwise(_PIECE.finditer(text)):
        if text[first.end() : second.start()].isspace():
            pair = first.group(), second.group()
            foreign = [not is_syllable(word) and not _MARKED.search(word) for word in pair]
            if foreign[0] != foreign[1] and _is_marked(pair[foreign[0]]):
                yield second.start()


def _parting_hyphens(text: str) -> Iterator[tuple[int, int]]:
    """Places of hyphens that may part words, and how many beside them must have two halves."""
    for hyphen in _HYPHEN.finditer(text):
        place = hyphen.start()
        begin = max(text.rfind(" ", 0, place) + 1, place - 40)
        end = text.find(" ", place)
        run = text[begin : end if end >= 0 else len(text)][:80]
        if _CODE.search(run):
            continue
        left = _WORD_AT_END.search(text, begin, place)
        right = _WORD.match(text, place + 1)
        if not left or not right:
            continue
        before = _WORD_AT_END.search(text[max(0, left.start() - 12) : left.start()].rstrip(" "))
        after = (
            _WORD.match(text, right.end() + 1)
            if text[right.end() : right.end() + 1] == " "
            else None
        )
        first, second = left.group(), right.group()
        is_place = first.title() in _places(), second.title() in _places()
        if min(len(first) + is_place[0], len(second) + is_place[1]) < 2:
            continue
        if f"{first} {second}".title() in _WHOLE | _countries():
            continue
        needed = 1 + _sounds_foreign(first, second)
        if second[0].isupper() or all(is_place):
            # Names are Vietnamese by their own letters, or by those of the word beside them.
            if any(is_place) or _in_name(before, first) or _in_name(after, second):
                yield place, 0
            elif _is_marked(first) or _is_marked(second):
                both = is_syllable(first) and is_syllable(second)
                yield place, needed - 1 if both else 0
        elif (
            len(_HYPHEN.findall(run)) == 1
            and is_syllable(first)
            and is_syllable(second)
            # Without marks, also beside it, it may be a foreign name.
            and any(map(_MARKED.search, _beside(before, first, second, after)))
        ):
            yield place, 0 if begin and _follows_name(first, second) else needed


def _names_in_a_row(text: str) -> Iterator[int]:
    """Give where countries beside hyphens begin and end: "hợp tác | Anh-Việt Nam | mới"."""
    if _HYPHEN.search(text):
        for row in _row_of_places().finditer(text):
            for name in _WORDS.finditer(text, *row.span("names")):
                yield from name.span()


def _beside(before: re.Match[str] | None, *middle: str | re.Match[str] | None) -> list[str]:
    """Give the words around a hyphen, those that are there."""
    words = (before, *middle)
    return [word if isinstance(word, str) else word.group() for word in words if word]


def _follows_name(first: str, second: str) -> bool:
    """Tell whether a hyphen stands for a dash after a name: "bà Hoa-vợ ông Nam-kể lại"."""
    return first[0].isupper() and _is_marked(second) and not _sounds_foreign(second)


def _sounds_foreign(*syllables: str) -> bool:
    """Tell whether syllables have the tones in which foreign words are written: "pa-tê"."""
    tones = unicodedata.normalize("NFD", "".join(syllables))
    return not any(mark in tones for mark in "\u0300\u0303\u0309\u0323")


def _is_marked(word: str) -> bool:
    """Tell a Vietnamese syllable by its letters; "GD" and "René" are none."""
    return bool(_MARKED.search(word)) and is_syllable(word)


def _in_name(beside: re.Match[str] | None, word: str) -> bool:
    """Tell whether a syllable stands in a Vietnamese name: "Việt Nam", "Hoa Kỳ", "Thể thao"."""
    return (
        beside is not None
        and beside.group()[0].isupper()
        and beside.group().lower() not in _persons()
        and is_syllable(word)
        and _is_marked(beside.group())
    )


@cache
def _names() -> re.Pattern[str]:
    """Names in small letters, after the words that hold their syllables and are no names."""
    rows = read_rows("names_in_capitals.csv")
    words = [word for row in rows for word in row["words"].split(";") if word]
    terms = [term.lower() for term in read_column("countries.csv", "term") if term.istitle()]
    country, place, family = (
        [row["name"].lower() for row in rows if row["kind"] == kind]
        for kind in ("country", "place", "family")
    )
    place += [term for term in terms if " " in term]
    others = [word for word in words if word not in place]
    given = r"(?: [^\W\d_]+){1,2}"
    return re.compile(
        rf"\b(?:{_any_of(others)}|(?P<place>{_any_of(place)})"
        rf"|(?P<name>(?P<country>{_any_of(country)})|{_any_of(family)}{given}))\b"
    )


def _any_of(words: Iterable[str]) -> str:
    """Match any word, of two at one place the longer."""
    longest_first = sorted(map(one_tone_style, words), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})"


@cache
def _families() -> frozenset[str]:
    rows = read_rows("names_in_capitals.csv")
    return frozenset(row["name"] for row in rows if row["kind"].startswith("family"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(term.title() for term in read_column("countries.csv", "term"))


@cache
def _row_of_places() -> re.Pattern[str]:
    """Countries beside hyphens after a small word or alone, no part of a longer name."""
    names = sorted(_countries() | _SHORT_NAMES | _PARTNERS, key=len, reverse=True)
    name = f"(?:{'|'.join(map(re.escape, names))})"
    small = rf"[^\W\d_{_CAPITAL}][^\W\d_]*"
    return re.compile(
        rf"(?:\A|(?<!\w){small} )(?P<names>{name}(?:[-‐‑–]{name})+)(?![\w-]| [{_CAPITAL}])"
    )


@cache
def _persons() -> frozenset[str]:
    return frozenset(r["word"] for r in read_rows("sentence_words.csv") if r["role"] == "person")


@cache
def _places() -> frozenset[str]:
    return _SHORT_NAMES | {term for term in _countries() if " " not in term}
