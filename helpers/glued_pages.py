"""Parts of a page that was pasted as one line of segmented text, its line ends glued over.

The cuts of `helpers.segmented` give back the paragraphs; what each sentence is follows from
its place and its marks: a title has no full stop, a lead restates the title, a caption
carries a photo credit, a byline is a name after the last sentence.
"""

import re

from helpers.page_rules import Line, is_byline, syllables
from helpers.segmented import glued_cuts, join_words, split_at

_SENTENCE = re.compile(
    r"\S.*?(?:(?<=[^\s._])[.!?…]|(?<=\s)[.!?…])+(?:\s?[\"”’)])*(?=\s+[\"“(]?\s?[^\W\d_a-z]|\s*$)|\S.*\S|\S",
    re.DOTALL,
)
_CREDIT = re.compile(r"^\(? ?(?:Ảnh|Hình|Ảnh minh_họa|Ảnh tư_liệu) ?: ?\S", re.IGNORECASE)


def sentence_spans(text, start, end):
    """Spans of the sentences of ``text[start:end]``, without the white space between them."""
    spans = []
    for match in _SENTENCE.finditer(text, start, end):
        first, last = match.span()
        # An abbreviation's stop (TP HCM. Sở) is followed by a capital too: not told apart here,
        # since sentences of one part are put together again.
        spans.append((first, first + len(text[first:last].rstrip())))
    return spans


def _restates(sentence, title):
    """Say whether a sentence holds half of the title's syllables or more, as a lead does."""
    told = syllables(title.replace("_", " "))
    return bool(told) and 2 * len(told & syllables(sentence.replace("_", " "))) >= len(told)


def _label_sentences(text, pieces):
    """Give (start, end, part, reason) of each sentence, in order."""
    rows = []
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
            elif _CREDIT.match(sentence):
                part, reason = "caption", "photo credit"
                if rows and rows[-1][2] == "body" and rows[-1][0] >= start:
                    rows[-1] = (*rows[-1][:2], "caption", "stands before a photo credit")
            rows.append((first, last, part, reason))
    if rows:
        first, last, part, _ = rows[-1]
        if part == "body" and len(rows) > 1 and is_byline(join_words(text[first:last])):
            rows[-1] = (first, last, "byline", "name after the last sentence")
    return rows


def label_glued_page(text):
    """Label the parts of one line of segmented text.

    Parameters
    ----------
    text : str
        Plain in its characters (`helpers.cleaning.normalise` without the undoing).

    Returns
    -------
    list of Line
        One a part; `start` and `end` are offsets in `text`.
    """
    pieces = split_at(text, glued_cuts(text))
    lines = []
    for start, end, part, reason in _label_sentences(text, pieces):
        if lines and lines[-1].part == part:
            lines[-1].end = end
        else:
            lines.append(Line(start, end, "", part=part, reason=reason))
    for line in lines:
        inside = [(max(a, line.start), min(b, line.end)) for a, b in pieces]
        line.text = "\n".join(join_words(text[a:b]).strip() for a, b in inside if a < b)
    return lines
