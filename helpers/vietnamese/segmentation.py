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

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

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

_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_ALPHANUMERIC = re.compile(r"[^\W_]")
# Words of letters alone, nearly all, need no second look.
_MARK_OR_DIGIT = re.compile(r"[^\w ]|[\d_]")
# A shortened name that keeps the sentence's own full stop before closing marks ("TP HCM.”").
_FINAL_STOP = re.compile(r"[A-ZĐ]{2}\.(?=[\"'”’»)\]\s]+\Z)")


def segment(text: str) -> list[Span]:
    """Find the words of a sentence.

    Parameters
    ----------
    text : str
        A sentence. Line breaks in it are kept apart: no word spans one.

    Returns
    -------
    list of (int, int)
        Start and end of each word, in code points, in order. Words hold every character that is
        not white space; no word begins or ends with white space.
    """
    return [
        span
        for line in _LINE.finditer(text)
        for part in _parts(line.group(), line.start())
        for span in part
    ]


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
        "\n".join([text[start:end] for start, end in segment(text)]) for text in sentences
    )


def default_words(text: str) -> list[str]:
    """Segment a sentence by underthesea as it comes.

    Parameters
    ----------
    text : str
        A sentence.

    Returns
    -------
    list of str
        Words, as underthesea spells them.
    """
    return _segmenter()(text)


def _parts(line: str, offset: int) -> Iterator[list[Span]]:
    """Segment a line, bounded: overlong runs by a plain pattern, overlong lines in stretches."""
    position = 0
    runs = _LONG_RUN.finditer(line) if len(line) > _LONGEST_RUN else ()
    for run in runs:
        yield from _stretches(line[position : run.start()], offset + position)
        begin = offset + run.start()
        pieces = _RUN_PIECE.finditer(run.group())
        yield [(begin + piece.start(), begin + piece.end()) for piece in pieces]
        position = run.end()
    yield from _stretches(line[position:], offset + position)


def _stretches(line: str, offset: int) -> Iterator[list[Span]]:
    while len(line) > _LONGEST_SEGMENT:
        # Runs are shorter than a stretch, so that there is white space to cut at.
        cut = re.compile(r"\s\S*\Z").search(
            line, _LONGEST_SEGMENT - _LONGEST_RUN - 2, _LONGEST_SEGMENT
        )
        end = cut.start() if cut else _LONGEST_SEGMENT
        yield _segment_stretch(line[:end], offset)
        line, offset = line[end:], offset + end
    yield _segment_stretch(line, offset)


def _segment_stretch(text: str, offset: int) -> list[Span]:
    if not text or text.isspace():
        return []
    model_text, origin = to_model_text(text)
    spans = _model_spans(model_text)
    if origin is not None:
        spans = _with_unseen(text, [(origin[start][0], origin[end - 1][1]) for start, end in spans])
    return [(offset + start, offset + end) for start, end in spans]


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


def _model_spans(text: str) -> list[Span]:
    words = _segmenter()(text, use_token_normalize=False)
    spans: list[Span] = []
    position = 0
    for word in words:
        while text[position].isspace():
            position += 1
        if " " in word and (_MARK_OR_DIGIT.search(word) or not text.startswith(word, position)):
            pieces = _joined(text, position, word.split(" "))
        else:
            pieces = [(position, position + len(word))]
        if (
            spans
            and spans[-1][1] == position
            and text[position - 1].isalpha()
            and text[position].isalpha()
        ):
            # The segmenter's number patterns cut inside a run of letters ("180H|z").
            pieces[0] = (spans.pop()[0], pieces[0][1])
        spans += pieces
        position = pieces[-1][1]
    return _with_final_stop(text, spans)


def _joined(text: str, position: int, pieces: list[str]) -> list[Span]:
    """Place the pieces of a word in the text; undo joins that make no word."""
    spans: list[Span] = []
    previous = ""
    for piece in pieces:
        begin = position
        while text[begin].isspace():
            begin += 1
        end = begin + len(piece)
        joins = _touch if begin == position else _make_a_word
        if spans and joins(previous, piece):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
        previous = piece
        position = end
    return spans


def _touch(first: str, second: str) -> bool:
    """Tell whether pieces without white space between them are one word: marks stay apart."""
    return bool(_ALPHANUMERIC.search(first) and _ALPHANUMERIC.search(second))


def _make_a_word(first: str, second: str) -> bool:
    """Tell whether pieces with white space between them can be one word.

    A number, a date or a mark is a word of its own, so each piece has a letter. What holds a
    digit beside letters is a name, and only part of a longer one: "Galaxy S21", not
    "mắc | Covid-19" (to catch Covid-19).
    """
    if not (_LETTER.search(first) and _LETTER.search(second)):
        return False
    if _DIGIT.search(first) or _DIGIT.search(second):
        return not (first[0].islower() or second[0].islower())
    return True


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


@cache
def _segmenter() -> Callable[..., list[str]]:
    """Import underthesea: about a second, so only when there is something to segment."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    from underthesea import word_tokenize  # noqa: PLC0415

    # Its import calls logging.basicConfig, whose handler would write into notebooks.
    root.handlers[:] = handlers
    root.setLevel(level)
    return word_tokenize
