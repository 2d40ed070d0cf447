"""Sentences of running Vietnamese text.

A sentence never crosses a line break. Inside a line it ends at a full stop, question mark,
exclamation mark or ellipsis, together with the quotation marks and brackets that close there,
unless one of the named predicates of this module speaks against it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from helpers.data import read_rows
from helpers.vietnamese.letters import is_mark
from helpers.vietnamese.limits import LONGEST_SENTENCE

# "./." is the mark by which Vietnamese agencies end a report.
_END = re.compile(r"\./\.|[.!?…。！？]+")
_CLOSERS = re.compile(r"[\"'”’»)\]}›]*")
_LATE_CLOSER = re.compile(r"[ \u00a0]*\"(?!\w)")
_OPENERS = re.compile(r"[\s\"'“‘«(\[{‹•*+·▪►■●–—-]*")
_DASH_AHEAD = re.compile(r"\s+[-–—]")
# A mark that goes on with the sentence rather than opens a new one.
_CONTINUES = frozenset(",;:.!?…%/)]}”’»")
_ENUMERATOR = re.compile(
    r"\W*(?:(?:Điều|Chương|Mục|Phần|Bài|Câu|Bước|Hình|Bảng)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zĐđ]|[IVXLC]{1,6})\Z"
)
_INITIAL = re.compile(r"[A-ZĐ](?!\w)")
_INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ]\Z")
_CAPITALISED = re.compile(r"[^\W\d_]*")
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]{}]*\Z")
# A pasted text that lost a space: syllable, full stop, capitalised word ("dịch bệnh.Ông").
# One side must carry a Vietnamese letter, which no address or file name does.
_SYLLABLE_BEFORE = re.compile(r"[a-zà-ỹ]{2,}\Z")
_WORD_AFTER = re.compile(r"[A-ZÀ-Ỹ][a-zà-ỹ]*(?!\w)")
_VIETNAMESE_LETTER = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_BASE_LETTERS = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5,
)
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?!.*(?:aa|ee|ii|uu|yy))[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?\Z"
)


def split_sentences(text: str) -> list[str]:
    """Split text into sentences, line by line.

    Parameters
    ----------
    text : str
        Running text; a line break always ends a sentence.

    Returns
    -------
    list of str
        The sentences in order, without white space at either end; blank lines give none. Text
        without an end is cut at a blank, so that none has more than 5,000 characters
        (`limits.LONGEST_SENTENCE`).
        The sentences joined equal the text, white space aside.

    Raises
    ------
    TypeError
        If `text` is not a string.
    """
    if not isinstance(text, str):
        raise TypeError(f"split_sentences expects a text (str), got {type(text).__name__}")
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Find where each sentence of `split_sentences` stands.

    Parameters
    ----------
    text : str
        Running text.

    Returns
    -------
    list of (int, int)
        Start and end of each sentence in code points, white space at either end left out.

    Examples
    --------
    >>> sentence_spans(" Xin chào. Tạm biệt.")
    [(1, 10), (11, 20)]
    """
    spans, before = [], 0
    for line, with_end in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        spans += [(before + start, before + end) for start, end in _line_spans(line)]
        before += len(with_end)
    return spans


def _line_spans(line: str) -> list[tuple[int, int]]:
    """Find the sentences of a line."""
    cuts = [0]
    start = counted = quotes = 0
    asides = _asides(line)[::-1]
    for match in _END.finditer(line):
        if match.start() < start:
            continue
        quotes += line.count('"', counted, match.end())
        counted = match.end()
        while asides and asides[-1][1] < match.start():
            asides.pop()
        # A bracket opened after the sentence began belongs to it as a whole.
        if asides and start < asides[-1][0] < match.start():
            continue
        end = _after_closers(line, match.end(), quote_open=quotes % 2 == 1)
        if _ends_sentence(line, start, match, end):
            cuts.append(end)
            quotes += line.count('"', counted, end)
            counted = start = end
    spans = (
        _trimmed(line, *cut)
        for whole in pairwise([*cuts, len(line)])
        for cut in pairwise(_bounded(line, *whole))
    )
    return [(start, end) for start, end in spans if start < end]


def _bounded(line: str, start: int, end: int) -> list[int]:
    """Give where a stretch begins, is cut because it is too long, and ends."""
    cuts = [start]
    while end - cuts[-1] > LONGEST_SENTENCE:
        last = cuts[-1] + LONGEST_SENTENCE
        blank = line.rfind(" ", cuts[-1] + 1, last)
        while blank < 0 and is_mark(line[last]) and last > cuts[-1] + 1:
            last -= 1  # a letter stays with its marks
        cuts.append(blank if blank > 0 else last)
    return [*cuts, end]


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space at either end out of a stretch."""
    return end - len(line[start:end].lstrip()), start + len(line[start:end].rstrip())


def _asides(line: str) -> list[tuple[int, int]]:
    """Outermost pairs of brackets that close in the line, in order."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in re.finditer(r"[()\[\]]", line):
        if match.group() in "([":
            opened.append(match.start())
        elif opened:
            begin = opened.pop()
            while pairs and pairs[-1][0] > begin:
                pairs.pop()
            pairs.append((begin, match.start()))
    return pairs


def _end_of(always: re.Pattern[str], line: str, position: int) -> int:
    """Give the end of a pattern that always matches, if only nothing."""
    found = always.match(line, position)
    return found.end() if found else position


def _after_closers(line: str, position: int, *, quote_open: bool) -> int:
    """Move past the quotation marks and brackets that close at `position`."""
    end = _end_of(_CLOSERS, line, position)
    if quote_open and '"' not in line[position:end]:
        # The straight mark is the same on both sides: the one that is due closes.
        late = _LATE_CLOSER.match(line, end)
        end = late.end() if late else end
    return end


def _ends_sentence(line: str, start: int, match: re.Match[str], end: int) -> bool:
    if end >= len(line):
        return True
    if not line[end].isspace():
        return match.group() != "./." and _lost_space(line, match, end)
    ahead = _end_of(_OPENERS, line, end)
    if _goes_on(line, ahead) or _is_attributed(line, match.end(), end):
        return False
    return match.group() != "." or not (
        _is_enumerator(line, start, match.start())
        or _is_abbreviation(line, match.start(), ahead)
        or _is_initial(line, match.start(), ahead)
    )


def _goes_on(line: str, ahead: int) -> bool:
    """Tell whether what comes next opens no sentence: small letters, or marks alone."""
    return ahead >= len(line) or line[ahead].islower() or line[ahead] in _CONTINUES


def _is_attributed(line: str, mark_end: int, end: int) -> bool:
    """Tell whether a dash after closing quotation marks goes on to say who spoke."""
    return end > mark_end and bool(_DASH_AHEAD.match(line, end))


def _lost_space(line: str, match: re.Match[str], end: int) -> bool:
    before = _SYLLABLE_BEFORE.search(line, max(0, match.start() - 8), match.start())
    after = _WORD_AFTER.match(line, end)
    return bool(before and after and _VIETNAMESE_LETTER.search(before.group() + after.group()))


def _is_enumerator(line: str, start: int, position: int) -> bool:
    """Tell whether the sentence so far is only its number: "1.", "a.", "II.", "Điều 4."."""
    return position - start < 20 and bool(_ENUMERATOR.match(line[start:position]))


def _word_before(line: str, position: int) -> str:
    found = _LAST_WORD.search(line[max(0, position - 40) : position])
    return found.group() if found else ""


def _is_abbreviation(line: str, position: int, ahead: int) -> bool:
    word = _word_before(line, position)
    kinds = _abbreviations()
    last = re.split(r"[.,/&–-]", word)[-1]
    kind = kinds.get(word) or kinds.get(last)
    if kind == "number":
        return line[ahead].isdigit()
    if kind == "place":
        return line[ahead].isdigit() or line[: position - len(word)].rstrip().endswith(",")
    return kind == "name"


def _is_initial(line: str, position: int, ahead: int) -> bool:
    """Tell whether the full stop belongs to an initial of a foreign name ("George W. Bush").

    Vietnamese news shorten the names of people they protect to a last initial ("Nguyễn Văn A.
    Ông ..."), so a single letter ends the sentence, unless another initial or a capitalised
    word that is no Vietnamese syllable follows, and the letter stands in a name.
    """
    word = _word_before(line, position)
    if not _INITIALS.match(word):
        return False
    # "Nguyễn Văn A. (45 tuổi) nói": what the bracket adds to the name stands inside the sentence.
    if "(" in line[position:ahead]:
        closing = line.find(")", ahead)
        return 0 <= closing < len(line.rstrip()) - 1
    if _INITIAL.match(line, ahead) and line[ahead + 1 : ahead + 2] == ".":
        return True
    following = line[ahead : _end_of(_CAPITALISED, line, ahead)]
    before = line[max(0, position - 80) : position - len(word)].rstrip()
    previous = _word_before(before, len(before))
    in_name = len(word) > 1 or not previous or previous[:1].isupper()
    return in_name and len(following) > 1 and not _is_vietnamese(following)


def _is_vietnamese(word: str) -> bool:
    folded = word.lower()
    if _VIETNAMESE_LETTER.search(folded):
        return True
    return bool(_SYLLABLE.match(folded.translate(_BASE_LETTERS)))


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviations and what they stand before: a name, a place or a number."""
    rows = read_rows("abbreviations.csv")
    kinds = {row["abbreviation"]: row["before"] for row in rows}
    return {abbr.capitalize(): kind for abbr, kind in kinds.items()} | kinds
