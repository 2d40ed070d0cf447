"""Words of one sentence: underthesea, with the text's own spelling kept.

The segmenter reads a *model text*: the sentence as its model saw text in training. Each character
of the model text stands for a stretch of the sentence, so that its cuts are carried back by offset
and every word is a slice of the sentence.

Three things differ between the two texts. Open syllables are written with the tone mark on the
last vowel ("khoẻ", "Uỷ": most of the model's training text), where newspapers print it on the
first ("khỏe", "Ủy"); without this the segmenter cuts "sức khỏe" in half in more than half of all
cases. A letter with its combining marks, a flag or a joined emoji is one character. Characters
without width (zero-width space, soft hyphen, direction marks, byte order mark) are left out and
stay with the word that they stand in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from helpers.vietnamese.model_tokens import (
    ALPHA_FIRST,
    ALPHA_LAST,
    ALPHANUMERIC,
    DIGIT,
    LETTER,
    LOWER_FIRST,
)
from helpers.vietnamese.word_model import Tokens, read_tokens

Span = tuple[int, int]

# Characters that are one code point, composed, and seen: nearly all of a news text.
_SPECIAL = re.compile(
    r"[^\x00-\xac\xae-\u02ff\u1e00-\u1eff\u2000-\u200a\u2010-\u2029\u202f-\u205e\u20ab\u20ac]"
)
# No word spans a line break; the set of str.splitlines.
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

_TONE_PAIRS = {
    first + second: base + marked
    for base, firsts, seconds in (
        ("o", "òóỏõọ", {"a": "àáảãạ", "e": "èéẻẽẹ"}),
        ("u", "ùúủũụ", {"y": "ỳýỷỹỵ"}),
    )
    for second, markeds in seconds.items()
    for first, marked in zip(firsts, markeds, strict=True)
}
_TONE_PAIRS |= {
    variant(old): variant(new)
    for old, new in _TONE_PAIRS.items()
    for variant in (str.upper, str.capitalize)
}
# Only at the end of a syllable, where the two styles differ, and not in "qu", one consonant.
_OLD_STYLE = re.compile(r"(?<![qQ])(?:[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY])(?!\w)")

# Longer than any word, name or usual address: not language, and slow for the segmenter's patterns.
_LONGEST_RUN = 256
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN + 1},}}")
_RUN_PIECE = re.compile(r"https?://\S+|\w+|[^\w\s]")
# Bounds the memory of the segmenter on text that never ends a sentence.
_LONGEST_SEGMENT = 10_000

# A shortened name that keeps the sentence's own full stop before closing marks ("TP HCM.”").
_FINAL_STOP = re.compile(r"[A-ZĐ]{2}\.(?=[\"'”’»)\]\s]+\Z)")


def segment(texts: Sequence[str]) -> list[list[Span]]:
    """Find the words of sentences.

    Parameters
    ----------
    texts : sequence of str
        Sentences. Line breaks in them are kept apart: no word spans one.

    Returns
    -------
    list of list of (int, int)
        For each, start and end of its words, in code points, in order. Words hold every character
        that is not white space; no word begins or ends with white space.
    """
    parts = [
        (number, *part)
        for number, text in enumerate(texts)
        for line in _LINE.finditer(text)
        for part in _parts(line.group(), line.start())
    ]
    stretches = [(*to_model_text(part), part) for _, _, part, is_run in parts if not is_run]
    model_spans = iter(_model_spans([model_text for model_text, _, _ in stretches]))
    words: list[list[Span]] = [[] for _ in texts]
    of_stretches = (
        spans
        if origin is None
        else _with_unseen(part, [(origin[start][0], origin[end - 1][1]) for start, end in spans])
        for (_, origin, part), spans in zip(stretches, model_spans, strict=True)
    )
    for number, offset, part, is_run in parts:
        spans = (
            [piece.span() for piece in _RUN_PIECE.finditer(part)] if is_run else next(of_stretches)
        )
        words[number] += (
            [(offset + start, offset + end) for start, end in spans] if offset else spans
        )
    return words


def segment_batch(sentences: list[str]) -> str:
    """Segment sentences in a worker process.

    Parameters
    ----------
    sentences : list of str
        Sentences.

    Returns
    -------
    str
        Words joined by line feeds, sentences by record separators (U+001E), neither of which a
        word can hold: one string travels between processes far faster than nested lists.
    """
    return "\x1e".join(
        "\n".join([text[start:end] for start, end in spans])
        for text, spans in zip(sentences, segment(sentences), strict=True)
    )


def _parts(line: str, offset: int) -> Iterator[tuple[int, str, bool]]:
    """Take a line apart, bounded: overlong runs (True: for a plain pattern), stretches between."""
    position = 0
    for run in _LONG_RUN.finditer(line) if len(line) > _LONGEST_RUN else ():
        yield from _stretches(line[position : run.start()], offset + position)
        yield offset + run.start(), run.group(), True
        position = run.end()
    yield from _stretches(line[position:], offset + position)


def _stretches(line: str, offset: int) -> Iterator[tuple[int, str, bool]]:
    while len(line) > _LONGEST_SEGMENT:
        # Runs are shorter than a stretch, so that there is white space to cut at.
        cut = re.compile(r"\s\S*\Z").search(
            line, _LONGEST_SEGMENT - _LONGEST_RUN - 2, _LONGEST_SEGMENT
        )
        end = cut.start() if cut else _LONGEST_SEGMENT
        yield offset, line[:end], False
        line, offset = line[end:], offset + end
    if line and not line.isspace():
        yield offset, line, False


def _with_unseen(text: str, spans: list[Span]) -> list[Span]:
    """Give characters that the model didn't see to the word they touch, or make them words."""
    whole: list[Span] = []
    before = 0
    for start, end in [*spans, (len(text), len(text))]:
        begin = start
        for piece in re.finditer(r"\S+", text[before:start]):
            left, right = before + piece.start(), before + piece.end()
            if whole and whole[-1][1] == left:
                whole[-1] = (whole[-1][0], right)
            elif right == start < end:
                begin = left
            else:
                whole.append((left, right))
        if begin < end:
            whole.append((begin, end))
        before = end
    return whole


def to_model_text(text: str) -> tuple[str, list[Span] | None]:
    """Write a text as the segmenter's model knows text.

    Parameters
    ----------
    text : str
        One line.

    Returns
    -------
    model_text : str
        Composed (NFC), tone marks in the new style, one character for each that is seen.
    origin : list of (int, int) or None
        Where in `text` each character of `model_text` stands; None where both texts correspond
        one to one.
    """
    origin = None
    if _SPECIAL.search(text):
        text, origin = _seen_characters(text)
    return _OLD_STYLE.sub(lambda pair: _TONE_PAIRS.get(pair.group(), pair.group()), text), origin


def _seen_characters(text: str) -> tuple[str, list[Span]]:
    import regex  # noqa: PLC0415 - needed for few texts

    seen: list[str] = []
    origin: list[Span] = []
    for cluster in regex.finditer(r"\X", text):
        character = _seen(cluster.group())
        if not character:
            continue
        if seen and not unicodedata.is_normalized("NFC", seen[-1] + character):
            # Parts of one Korean letter with an unseen character between them.
            character = "\ufffd"
        seen.append(character)
        # A mark on white space isn't white space: it goes with the next word.
        origin.append(
            (cluster.start(), cluster.start() + 1) if character.isspace() else cluster.span()
        )
    return "".join(seen), origin


def _seen(cluster: str) -> str:
    """Give the one character that stands for a grapheme cluster, or none if it isn't seen."""
    if len(cluster) > 1:
        cluster = unicodedata.normalize("NFC", cluster)
    for character in cluster:
        category = unicodedata.category(character)
        if category == "Cs":
            # The segmenter's compiled part takes no lone surrogate.
            return "\ufffd"
        if category[0] != "M" and category != "Cf":
            return unicodedata.normalize("NFC", character)[0]
    return ""


def _model_spans(texts: Sequence[str]) -> list[list[Span]]:
    """Find the words of model texts."""
    words: list[list[Span]] = [[] for _ in texts]
    for numbers, tokens in read_tokens(texts):
        firsts = np.flatnonzero(~_goes_on(tokens))
        lasts = np.append(firsts, len(tokens.starts))[1:] - 1
        spans = zip(tokens.starts[firsts].tolist(), tokens.ends[lasts].tolist(), strict=True)
        counts = np.diff(np.searchsorted(firsts, tokens.bounds)).tolist()
        for number, count in zip(numbers, counts, strict=True):
            words[number] = _with_final_stop(texts[number], list(islice(spans, count)))
    return words


def _goes_on(tokens: Tokens) -> NDArray[np.bool_]:
    """Tell of each token whether it goes on the word before it.

    Between white space, what begins in a letter goes on what ends in one: the segmenter's number
    patterns cut inside a run of letters ("180H|z"). Else the model decides, but marks stay apart
    from words. Across white space a number, a date or a mark is a word of its own, so both tokens
    have a letter; what holds a digit beside letters is a name, and only part of a longer one:
    "Galaxy S21", not "mắc | Covid-19" (to catch Covid-19).
    """
    before, shapes = tokens.shapes[:-1], tokens.shapes[1:]
    both, either = before & shapes, before | shapes
    touches = tokens.starts[1:] == tokens.ends[:-1]
    in_letters = ((before & ALPHA_LAST) != 0) & ((shapes & ALPHA_FIRST) != 0)
    makes_a_word = ((both & LETTER) != 0) & (
        ((either & DIGIT) == 0) | ((either & LOWER_FIRST) == 0)
    )
    inside = ~tokens.begins[1:]
    goes_on = np.zeros(len(tokens.starts), bool)
    goes_on[1:] = np.where(
        touches,
        in_letters | inside & ((both & ALPHANUMERIC) != 0),
        inside & makes_a_word,
    )
    goes_on[tokens.bounds[:-1][tokens.bounds[:-1] < len(goes_on)]] = False
    return goes_on


def _with_final_stop(text: str, spans: list[Span]) -> list[Span]:
    stop = _FINAL_STOP.search(text, max(0, len(text) - 16))
    if stop is None:
        return spans
    return [
        cut
        for start, end in spans
        for cut in (
            ((start, end - 1), (end - 1, end)) if end == stop.end() > start + 1 else ((start, end),)
        )
    ]
