"""Recognise text that a word segmenter has already been through, and undo it.

A segmenter writes ``y_tế`` for *y tế* and sets punctuation apart with spaces. When
lines were joined before segmenting, the end of one and the beginning of the next may
stand in one "word" (``ASEAN_Anh``): these places are found here, and cut.

Parts of a page that was pasted as one line of segmented text, its line ends glued over.

The cuts give back the paragraphs; what each sentence is follows from
its place and its marks: a title has no full stop, a lead restates the title, a caption
carries a photo credit, a byline is a name after the last sentence.
"""

import re
from collections import Counter
from itertools import pairwise

from helpers.cleaning.credits import is_byline
from helpers.cleaning.lines import Line, syllables
from helpers.data import read_column

# An underscore between two syllables; a full stop may stand before it (``HCM._Sự``).
_JOINT = re.compile(r"(?<=[^\W_])([.!?…]?)_(?=[^\W_])")
_TOKEN = re.compile(r"\S+")
# Underscores belong to addresses, hashtags and file names.
_ADDRESS = re.compile(
    r"://|\bwww\.|@|#\w|\.(?:aspx?|avif|csv|docx?|gif|html?|jpe?g|json|m?js|mp[34]|pdf|php|png|"
    r"pptx?|py|rar|svg|txt|webp|xlsx?|xml|zip|com|net|org|vn)\b",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])")
_INNER_STOP = re.compile(r"(?<=[^\W_])[.!?…]_?(?=[^\W\d_])")
_CREDIT = re.compile(r"\b(?:Ảnh|ẢNH|Ảnh minh_họa|Ảnh tư_liệu) ?: ?$")
_SENTENCE_END = re.compile(r"(?<=\S)[.!?…](?=\s|_|$)")
# A segmenter joins at least this share of the words of Vietnamese prose (usually 0.25 to 0.35).
_LEAST_JOINED = 0.1
# A title is no longer than this many characters.
_LONGEST_TITLE = 200


def _is_address(token: str) -> bool:
    return "_" in token and _ADDRESS.search(token) is not None


def is_segmented(text: str) -> bool:
    """Say whether a segmenter has joined the syllables of a text with ``_``.

    The evidence is the text's own: at least one token in ten is joined by ``_``, and at
    least one joined token in four has a letter outside ASCII, which identifiers lack.
    """
    if "_" not in text:
        return False
    tokens = [match.group() for match in _TOKEN.finditer(text)]
    joined = [token for token in tokens if _JOINT.search(token) and not _is_address(token)]
    marked = sum(not token.isascii() for token in joined)
    return bool(joined) and len(joined) >= _LEAST_JOINED * len(tokens) and 4 * marked >= len(joined)


def _starts_word(piece: str) -> bool:
    return len(piece) > 1 and piece[0].isupper() and piece[1:].islower()


def _stop_cut(token: str, match: re.Match[str], abbreviations: set[str]) -> bool:
    """Cut after a full stop inside a token, unless an abbreviation or an initial ends there."""
    # No syllable is longer than twenty letters; looking no further keeps the time linear.
    before = re.split(r"[._]", token[max(0, match.start() - 20) : match.start()])[-1]
    after = re.match(r"[^\W\d_]+", token[match.end() : match.end() + 20])
    if not before or not after or not _starts_word(after.group()):
        return False
    initial = len(before) == 1 and before.isascii() and before.isupper()
    return not initial and not before.isdigit() and before not in abbreviations


def _name_cut(syllables: list[str], known: Counter[str], after_credit: bool) -> int | None:
    """Index at which a name ends and another word begins, else None.

    The syllables of a name all begin with a capital; a capital followed by a small letter
    (``Vương_quốc``) begins another word, if that word stands alone elsewhere in the text
    or the name follows a photo credit.
    """
    for cut in range(2, min(len(syllables) - 1, 12)):
        head, tail = syllables[:cut], syllables[cut:]
        if not all(syllable[:1].isupper() for syllable in head):
            return None
        if tail[0][:1].isupper() and tail[1][:1].islower():
            return cut if after_credit or known["_".join(tail)] else None
    return None


def _title_cut(syllables: list[str], known: Counter[str], heads: set[str]) -> int | None:
    """Index after an acronym that ends a title, if both sides stand alone elsewhere."""
    head = syllables[0]
    tail = syllables[1:]
    is_acronym = len(head) > 1 and head.isalpha() and head.isupper()
    if not is_acronym or head in heads or not tail or not _starts_word(tail[0]):
        return None
    return 1 if known[head] and known["_".join(tail)] else None


def known_words(text: str) -> Counter[str]:
    """Count the tokens of a segmented text, punctuation at their ends aside."""
    return Counter(match.group().rstrip(".,;:!?") for match in _TOKEN.finditer(text))


def glued_cuts(
    text: str, known: Counter[str] | None = None, *, titled: bool = True
) -> list[tuple[int, int]]:
    """Find where a segmenter's "word" runs over the end of a sentence, title or caption.

    Given are the stretches to replace by a line break: an underscore, or nothing after a full
    stop. `known` are the tokens of the whole text; a title may stand at the beginning (`titled`).
    """
    abbreviations = set(read_column("glue_abbreviations.csv", "abbreviation"))
    known = known_words(text) if known is None else known
    cuts = []
    for match in _TOKEN.finditer(text):
        token, start = match.group(), match.start()
        if _is_address(token):
            continue
        for stop in _INNER_STOP.finditer(token):
            if _stop_cut(token, stop, abbreviations):
                cuts.append((start + stop.start() + 1, start + stop.end()))
        syllables = token.split("_")
        if len(syllables) < 2 or not token[0].isupper():
            continue
        cut = _name_cut(syllables, known, bool(_CREDIT.search(text[max(0, start - 24) : start])))
        if cut is None and titled and 0 < start < _LONGEST_TITLE:
            # Only a title lacks a full stop: the cut is tried before the first sentence's end.
            before = text[:start]
            if "\n" not in before and not _SENTENCE_END.search(before):
                cut = _title_cut(syllables, known, abbreviations)
        if cut is not None:
            place = start + len("_".join(syllables[:cut]))
            cuts.append((place, place + 1))
    return sorted(cuts)


def split_at(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the stretches of `text` between `cuts`, as (start, end), none of them blank."""
    edges = [(0, 0), *cuts, (len(text), len(text))]
    pieces = [(before[1], after[0]) for before, after in pairwise(edges)]
    return [(start, end) for start, end in pieces if text[start:end].strip()]


def _pair_quotes(line: str) -> str:
    """Close straight quotes up to what they enclose: first opening, second closing."""
    pieces = line.split('"')
    for index in range(1, len(pieces), 2):
        if index < len(pieces) - 1:
            pieces[index] = pieces[index].strip(" ")
    return '"'.join(pieces)


def _join_line(line: str) -> str:
    if _ADDRESS.search(line):
        tokens = re.split(r"(\s+)", line)
        line = "".join(tok if _is_address(tok) else _JOINT.sub(r"\1 ", tok) for tok in tokens)
    else:
        line = _JOINT.sub(r"\1 ", line)
    line = re.sub(r"(?<=\d) ([/:]) (?=\d)", r"\1", line)
    line = _pair_quotes(line)
    line = re.sub(r"(?<! ) +([,.;:!?…%)\]}”’])", r"\1", line)
    return re.sub(r"([(\[{“‘]) +", r"\1", line)


def join_words(text: str) -> str:
    """Undo segmentation: ``_`` to a space, punctuation closed up, quotes paired."""
    return "".join(_join_line(line) for line in _LINE_END.split(text))


_SENTENCE = re.compile(
    r"\S.*?(?:(?<=[^\s._])[.!?…]|(?<=\s)[.!?…])+(?:\s?[\"”’)])*(?=\s+[\"“(]?\s?[^\W\d_a-z]|\s*$)|\S.*\S|\S",
    re.DOTALL,
)
_CREDIT_LINE = re.compile(r"^\(? ?(?:Ảnh|Hình|Ảnh minh_họa|Ảnh tư_liệu) ?: ?\S", re.IGNORECASE)


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, without the white space between them."""
    spans = []
    for match in _SENTENCE.finditer(text, start, end):
        first, last = match.span()
        # An abbreviation's stop (TP HCM. Sở) is followed by a capital too: not told apart here,
        # since sentences of one part are put together again.
        spans.append((first, first + len(text[first:last].rstrip())))
    return spans


def _restates(sentence: str, title: str) -> bool:
    """Say whether a sentence holds half of the title's syllables or more, as a lead does."""
    told = syllables(title.replace("_", " "))
    return bool(told) and 2 * len(told & syllables(sentence.replace("_", " "))) >= len(told)


def _label_sentences(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int, str, str]]:
    """Give (start, end, part, reason) of each sentence, in order."""
    rows: list[tuple[int, int, str, str]] = []
    for number, (start, end) in enumerate(pieces):
        spans = sentence_spans(text, start, end)
        for place, (first, last) in enumerate(spans):
            sentence = text[first:last]
            part, reason = "body", "sentence of the text"
            if number == 0 and place == 0 and len(spans) == 1 and sentence[-1] not in ".!…":
                part, reason = "title", "before the first glued line end, without a full stop"
            elif number == 1 and place == 0 and rows[0][2] == "title":
                if _restates(sentence, text[slice(*rows[0][:2])]):
                    part, reason = "lead", "first sentence under the title, restates it"
            elif _CREDIT_LINE.match(sentence):
                part, reason = "caption", "photo credit"
                if rows and rows[-1][2] == "body" and rows[-1][0] >= start:
                    rows[-1] = (*rows[-1][:2], "caption", "stands before a photo credit")
            rows.append((first, last, part, reason))
    if rows:
        first, last, part, _ = rows[-1]
        if part == "body" and len(rows) > 1 and is_byline(join_words(text[first:last])):
            rows[-1] = (first, last, "byline", "name after the last sentence")
    return rows


def label_glued_page(text: str) -> list[Line]:
    """Label the parts of one line of segmented text; offsets are in it, plain in characters."""
    pieces = split_at(text, glued_cuts(text))
    lines: list[Line] = []
    for start, end, part, reason in _label_sentences(text, pieces):
        if lines and lines[-1].part == part:
            lines[-1].end = end
        else:
            lines.append(Line(start, end, "", part=part, reason=reason))
    for line in lines:
        inside = [(max(a, line.start), min(b, line.end)) for a, b in pieces]
        line.text = "\n".join(join_words(text[a:b]).strip() for a, b in inside if a < b)
    return lines
