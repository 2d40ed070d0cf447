"""The text of a PDF: its lines as they stand, without the edges of its sheets, in paragraphs."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from helpers.corpus.web_pages import Unreadable, require_size
from helpers.vietnamese import limits

# A page of print with fewer letters is a picture, a number on it at the most.
_FEWEST_LETTERS = 25
# A line this much shorter than a page's lines ends a paragraph.
_SHORT = 0.8
# Letters that differ more in height are another kind of line; a gap this much wider than usual,
# another paragraph.
_OTHER_SIZE, _WIDE = 0.08, 1.25
# A headline has so many words, in letters so much larger than the text's; what may stand above it
# has few lines, each of fewer words than a sentence.
_HEADLINE, _HEADLINE_SIZE = 5, 1.25
_MOST_ABOVE, _ABOVE = 6, 12
# More words than that in letters larger than the text's are a heading, and no name of a paper.
_NAME, _HEADING_SIZE = 2, 1.15
# What a program prints at the edges of a page: its number, address, day and time.
_PAGE_NUMBER = r"(?:(?:page|trang)\s*)?\d+\s*(?:/|of|trên)\s*\d+|(?:page|trang)\s+\d+"
_FILE_ADDRESS = r"(?:https?|file)://\S+|about:\S+|chrome-extension:\S+"
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
_MOMENT = rf"{_DAY},?\s+\d{{1,2}}[:.h]\d\d(?:\s*[AP]M)?|\d{{1,2}}[:.h]\d\d(?:\s*[AP]M)?,?\s+{_DAY}"
_MARK = rf"(?:{_PAGE_NUMBER}|{_FILE_ADDRESS}|{_MOMENT})"
_ALL_MARKS = re.compile(rf"(?:{_MARK}\s*)+", re.I)
_MARK_AT_END = re.compile(rf"{_MARK}(?=\s).*|.*\s{_MARK}", re.I | re.S)


def read_pdf(content: bytes) -> tuple[str, dict[str, str]]:
    """Return a PDF's text, the lines of a paragraph joined."""
    import pypdf  # noqa: PLC0415 - slow to import
    from pypdf.errors import DependencyError  # noqa: PLC0415

    protected = "is protected by a password; save or print it as a PDF without one"
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(protected)
        if len(reader.pages) > limits.MOST_PDF_PAGES:
            found = f"has {len(reader.pages):,} pages; expected {limits.MOST_PDF_PAGES:,} at most"
            raise Unreadable(f"{found}, an article a file")
        pages = [_page_lines(page) for page in reader.pages]
    except (Unreadable, MemoryError):
        raise
    except DependencyError as error:
        raise Unreadable(protected) from error
    except Exception as error:
        raise Unreadable("is a damaged PDF; download or save it again") from error
    letters = sum(sign.isalpha() for page, _ in pages for sign in page)
    if letters < _FEWEST_LETTERS * max(1, len(pages)):
        count = f"{len(pages)} page{'s' if len(pages) != 1 else ''}"
        raise Unreadable(
            f"is a scanned PDF ({count}, pictures without text); run text recognition for "
            "Vietnamese (OCR, such as ocrmypdf -l vie) and take the PDF that it writes, or leave "
            "it out (--on-error skip leaves out all that can't be read)"
        )
    sheets = [lines for _, lines in pages]
    inner = _without_edges(sheets) or [line for lines in sheets for line in lines]
    paragraphs = _headline_first(list(_paragraphs(inner)), _usual_size(inner))
    return "\n\n".join(" ".join(line.text for line in lines) for lines in paragraphs) + "\n", {}


class _Line(NamedTuple):
    """A line of print: its text, the height of its letters, its height on the page."""

    text: str
    size: float
    top: float


def _without_edges(sheets: list[list[_Line]]) -> list[_Line]:
    """Return the lines of printed pages without what a program printed at their edges."""
    usual = _usual_size([line for lines in sheets for line in lines])
    edges: list[tuple[int, float, str]] = []
    for number, lines in enumerate(sheets):
        tops = [round(line.top) for line in lines]
        for top in {max(tops, default=0), min(tops, default=0)}:
            row = [line for line in lines if round(line.top) == top]
            text = " ".join(line.text for line in row)
            small = all(line.size < (1 - _OTHER_SIZE) * usual for line in row)
            at_edge = _ALL_MARKS.fullmatch(text) or (small and _MARK_AT_END.fullmatch(text))
            # What a reader sees on several pages is told by its words.
            edges.append((number, top, "" if at_edge else re.sub(r"\d+", "0", text)))
    said = Counter(text for _, _, text in edges)
    dropped = {
        (number, top)
        for number, top, text in edges
        if not text or (said[text] > 1 and 2 * said[text] > len(sheets))
    }
    return [
        line
        for number, lines in enumerate(sheets)
        for line in lines
        if (number, round(line.top)) not in dropped
    ]


def _usual_size(lines: list[_Line]) -> float:
    """Return the height of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _page_lines(page: Any) -> tuple[str, list[_Line]]:
    """Return a printed page's text, and its lines with their places."""
    contents = page.get_contents()
    if contents is not None:
        require_size(len(contents.get_data()), limits.LARGEST_SHEET, "holds a page of")
    lines: list[_Line] = []
    waiting: list[tuple[str, float, float]] = []

    def end() -> None:
        text = "".join(piece for piece, _, _ in waiting).strip()
        if text:
            # The longest piece says how high the letters are; a raised figure doesn't.
            _, size, top = max(waiting, key=lambda piece: len(piece[0].strip()))
            lines.append(_Line(text, size, top))
        waiting.clear()

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        top = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * (tm[1] * cm[1] + tm[3] * cm[3]))
        for number, piece in enumerate(text.split("\n")):
            if number:
                end()
            if piece:
                waiting.append((piece, height, top))

    text = page.extract_text(visitor_text=visit)
    end()
    return text, lines


def _headline_first(paragraphs: list[list[_Line]], usual: float) -> list[list[_Line]]:
    """Put the headline before the name of the paper, the section and the day above it.

    It is what stands in the largest letters, and has words enough for one; where anything of a
    sentence's length, or in a heading's letters, comes before, it may head a part and stays.
    """
    sized = [lines for lines in paragraphs if _words(lines) >= _HEADLINE]
    largest = max(sized, key=lambda lines: lines[0].size, default=None)
    if largest is None or largest[0].size < _HEADLINE_SIZE * usual:
        return paragraphs
    place = paragraphs.index(largest)
    above = paragraphs[:place]
    if not 0 < place <= _MOST_ABOVE or any(
        _words(lines) > _ABOVE or (_words(lines) > _NAME and lines[0].size >= _HEADING_SIZE * usual)
        for lines in above
    ):
        return paragraphs
    return [largest, *above, *paragraphs[place + 1 :]]


def _words(lines: list[_Line]) -> int:
    """Count the words of a paragraph."""
    return sum(len(line.text.split()) for line in lines)


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Join the lines of print: what ends a paragraph is a gap, other letters or a short line."""
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[len(lengths) * 3 // 4]
    usual = _usual_size(lines)
    gaps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        if above.top > below.top and below.size:
            gaps[round((above.top - below.top) / below.size, 1)] += 1
    leading = gaps.most_common(1)[0][0] if gaps else math.inf
    paragraph: list[_Line] = []
    for last, line in zip([None, *lines], lines, strict=False):
        if last and _ends(last, line, leading, short=_SHORT * width, usual=usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _ends(last: _Line, line: _Line, leading: float, *, short: float, usual: float) -> bool:
    """Tell whether a paragraph ends between two lines."""
    if abs(last.size - line.size) > _OTHER_SIZE * max(last.size, line.size):
        return True
    if last.top - line.top > _WIDE * leading * max(line.size, usual):
        return True
    # A heading's lines are as short as its words; those of a text are full but for the last.
    heading = line.size > (1 + _OTHER_SIZE) * usual
    return not heading and len(last.text) < short
