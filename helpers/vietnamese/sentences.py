"""Sentences of running Vietnamese text.

A sentence never crosses a line break. Inside a line it ends at a full stop, question mark,
exclamation mark or ellipsis, together with the quotation marks and brackets that close there,
unless one of the named predicates of this module speaks against it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from helpers.data import read_column, read_rows
from helpers.vietnamese.letters import compose, is_mark
from helpers.vietnamese.limits import LONGEST_SENTENCE

# "./." is the mark by which Vietnamese agencies end a report.
_END = re.compile(r"\./\.|[.!?…。！？]+")
# A blank may stand before what closes, and a wrong mark be set ("Tốt.“").
_CLOSERS = re.compile(r"(?:“(?=\s|\Z))?[\"'”’»)\]}›]*(?:[ \u00a0]+[”»›)\]]+)*")
_BLANK_AND_LETTER = re.compile(r"\s\w|\Z")
_LATE_CLOSER = re.compile(r"[ \u00a0]*\"(?!\w)")
_OPENERS = re.compile(r"[\s\"'“‘«(\[{‹•*+·▪►■●–—-]*")
_DASH_AHEAD = re.compile(r"\s+[-–—]")
# A mark that goes on with the sentence rather than opens a new one.
_CONTINUES = frozenset(",;:.!?…%/)]}”’»")
_ENUMERATOR = re.compile(
    r"\W*(?:(?:Điều|Chương|Mục|Phần|Bài|Câu|Bước|Hình|Bảng|Khoản|Điểm|Kỳ|Tập|Vòng|Biểu|Sơ đồ"
    r"|Phụ lục)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zĐđ]|[IVXLC]{1,6})\Z"
)
# The number of an item inside a paragraph, and what stands before the first.
_ITEM = re.compile(
    r"(?<![^\s(“\"])(\d{1,2}|[A-Za-zĐđ]|[IVX]{2,4}|[ivx]{2,4})\.(?=\s+[\"“(]?[^\W\d_])"
)
_ITEM_LABEL = re.compile(r"(?:\A|[\s(“\"])\w{1,4}\Z")
_BEFORE_ITEM = re.compile(r"(?:\A|[-:;,.–(]|\b(?:gồm|là|sau|như|mục|việc|bước|phần|ý))[\s(“\"]*\Z")
_SENTENCE_MARK = re.compile(r"[.!?…]\s")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_AFTER_LETTER = dict(pairwise("abcdefghijklmnopqrstuvwxyz")) | {"d": "đe", "đ": "e"}
_INITIAL = re.compile(r"[A-ZĐ](?!\w)")
_INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ]\Z")
_CAPITALISED = re.compile(r"[^\W\d_]*")
_TWO_WORDS = re.compile(r"([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_SMALL_WORD = re.compile(r"(?i)[aeiouyôư]|^.\Z")
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]{}]*\Z")
# A pasted text that lost a space: syllable, full stop, capitalised word ("dịch bệnh.Ông").
# One side must carry a Vietnamese letter, which no address or file name does.
_SYLLABLE_BEFORE = re.compile(r"[a-zà-ỹ]{2,}\Z")
_WORD_AFTER = re.compile(r"[A-ZÀ-ỸĐ][a-zà-ỹ]*(?!\w)")
# After these a lost space is seen by a word that opens sentences ("TP.HCM.Theo").
_SHORT_BEFORE = re.compile(r"(?:[A-ZĐ]{3}|\d{4}|%)\Z")
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

    Examples
    --------
    >>> split_sentences("Dự án trị giá 1.500 tỷ đồng. GS.TS của hai bên đã ký.")
    ['Dự án trị giá 1.500 tỷ đồng.', 'GS.TS của hai bên đã ký.']
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
    composed, places = compose(text)
    spans, before = [], 0
    for line in composed.splitlines(keepends=True):
        spans += [(before + start, before + end) for start, end in _line_spans(line.rstrip())]
        before += len(line)
    if places is not None:
        starts, ends = places
        placed = ((starts[start], ends[end - 1]) for start, end in spans)
        spans = [(start, end) for start, end in placed if start < end]
    if all(end - start <= LONGEST_SENTENCE for start, end in spans):
        return spans
    cuts = (_trimmed(text, *cut) for span in spans for cut in pairwise(_bounded(text, *span)))
    return [(start, end) for start, end in cuts if start < end]


def _line_spans(line: str) -> list[tuple[int, int]]:
    """Find the sentences of a line."""
    cuts = [0]
    start = counted = quotes = 0
    asides = _asides(line)[::-1] if "(" in line or "[" in line else []
    for match in _END.finditer(line):
        if match.start() < start:
            continue
        quotes += line.count('"', counted, match.end())
        counted = match.end()
        while asides and asides[-1][1] < match.start():
            asides.pop()
        if (
            asides
            and start <= asides[-1][0] < match.start()
            and _in_aside(line, start, match.end(), asides[-1])
        ):
            continue
        end = _after_closers(line, match.end(), quote_open=quotes % 2 == 1)
        if _ends_sentence(line, start, match, end):
            cuts.append(end)
            quotes += line.count('"', counted, end)
            counted = start = end
    if cuts[-1] < len(line):
        cuts.append(len(line))
    spans = (_trimmed(line, *cut) for cut in pairwise(cuts))
    return [(start, end) for start, end in spans if start < end]


def _bounded(text: str, start: int, end: int) -> list[int]:
    """Give where a stretch begins, is cut because it is too long, and ends."""
    cuts = [start]
    while end - cuts[-1] > LONGEST_SENTENCE:
        last = cuts[-1] + LONGEST_SENTENCE
        blank = text.rfind(" ", cuts[-1] + 1, last)
        while blank < 0 and is_mark(text[last]) and last > cuts[-1] + 1:
            last -= 1  # a letter stays with its marks
        cuts.append(blank if blank > 0 else last)
    return [*cuts, end]


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space at either end out of a stretch."""
    piece = line[start:end].lstrip()
    return end - len(piece), end - len(piece) + len(piece.rstrip())


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


def _in_aside(line: str, start: int, mark_end: int, aside: tuple[int, int]) -> bool:
    """Tell whether a bracket belongs as a whole to the sentence that it stands in.

    One that opens the sentence and ends with a mark holds sentences of its own: "(Hết.)".
    """
    opening, closing = aside
    if not re.search(r"\w", line[start:opening]):
        return line[:closing].rstrip(' \u00a0"”’»')[-1:] not in ".!?…"
    if line[mark_end:closing].strip():
        return True
    return not _opens(line, _end_of(_OPENERS, line, closing + 1))


def _end_of(always: re.Pattern[str], line: str, position: int) -> int:
    """Give the end of a pattern that always matches, if only nothing."""
    found = always.match(line, position)
    return found.end() if found else position


def _after_closers(line: str, position: int, *, quote_open: bool) -> int:
    """Move past the quotation marks and brackets that close at `position`."""
    if not quote_open and _BLANK_AND_LETTER.match(line, position):
        return position
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
    goes_on = _goes_on(line, ahead) and not (
        line[ahead + 1 : ahead + 2] == "." and ahead + 1 in _items(line)
    )
    if goes_on or _names_speaker(line, match, end, ahead):
        return False
    word = line[line.rfind(" ", max(0, match.start() - 40), match.start()) + 1 : match.start()]
    # Most sentences end with a word in small letters.
    plain = len(word) > 1 and word.isalpha() and word.islower() and word not in _short()
    return (
        plain
        or match.group() != "."
        or not (
            _is_enumerator(line, start, match.start())
            or _is_abbreviation(line, start, match.start(), ahead)
            or _is_initial(line, match.start(), ahead)
        )
    )


def _goes_on(line: str, ahead: int) -> bool:
    """Tell whether what comes next opens no sentence: small letters, or marks alone."""
    if ahead >= len(line) or line[ahead] in _CONTINUES:
        return True
    # "iPhone" and "mRNA" open sentences.
    return line[ahead].islower() and not line[ahead + 1 : ahead + 2].isupper()


def _names_speaker(line: str, match: re.Match[str], end: int, ahead: int) -> bool:
    """Tell whether what follows the closing quotation marks goes on to say who spoke."""
    if end == match.end():
        return False
    if _DASH_AHEAD.match(line, end):
        return True
    asks = match.group()[-1] in "?!…" and any(mark in '"”’»' for mark in line[match.end() : end])
    speaker = _speaker().match(line, ahead) if asks else None
    if speaker is None:
        return False
    person, *more = speaker[1].split()
    return person.lower() in _words("person") or any(word.istitle() for word in more)


def _lost_space(line: str, match: re.Match[str], end: int) -> bool:
    after = _WORD_AFTER.match(line, end)
    if after is None or not after.group()[0].isupper():
        return False
    head = line[max(0, match.start() - 8) : match.start()]
    before = _SYLLABLE_BEFORE.search(head)
    if before and _VIETNAMESE_LETTER.search(before.group() + after.group()):
        return True
    return after.group() in _words("opener") and bool(_SHORT_BEFORE.search(head))


def _is_enumerator(line: str, start: int, position: int) -> bool:
    """Tell whether a full stop follows an item's number: "1.", "a.", "II.", "Điều 4."."""
    if position - start < 20 and _ENUMERATOR.match(line[start:position]):
        return True
    # Few marks have so short a word before them; the whole line is looked at for those alone.
    label = _ITEM_LABEL.search(line[max(0, position - 5) : position])
    return label is not None and position in _items(line)


@lru_cache(maxsize=1)
def _items(line: str) -> frozenset[int]:
    """Full stops after the numbers of lists that count on inside a line: "1. Khám; 2. Chữa"."""
    chains: dict[str, list[re.Match[str]]] = {}
    found: set[int] = set()
    for item in _ITEM.finditer(line):
        label = item[1]
        chain = chains.pop(label, None)
        introduced = _BEFORE_ITEM.search(line, max(0, item.start() - 8), item.start())
        if chain and (introduced or not _SENTENCE_MARK.search(line, chain[-1].end(), item.start())):
            found.update(each.end() - 1 for each in (chain[-1], item))
        elif label in ("1", "a", "A", "I", "i") and introduced:
            chain = []
        else:
            continue
        for following in _following(label):
            chains[following] = [item]
    return frozenset(found)


def _following(label: str) -> list[str]:
    """Labels that may count on: after "c" come "d" and "đ"."""
    if label.isdigit():
        return [str(int(label) + 1)]
    nexts = _AFTER_LETTER.get(label.lower(), "")
    following = list(nexts if label.islower() else nexts.upper())
    if label.upper() in _NUMERALS[:-1]:
        numeral = _NUMERALS[_NUMERALS.index(label.upper()) + 1]
        following.append(numeral if label.isupper() else numeral.lower())
    return following


def _word_before(line: str, position: int) -> str:
    found = _LAST_WORD.search(line[max(0, position - 40) : position])
    return found.group() if found else ""


def _is_abbreviation(line: str, start: int, position: int, ahead: int) -> bool:
    word = _word_before(line, position)
    kinds = _abbreviations()
    kind = kinds.get(word) or kinds.get(re.split(r"[.,/&–-]", word)[-1])
    if kind is None:
        return False
    if kind == "number" or (kind == "place" and line[ahead].isdigit()):
        return line[ahead].isdigit()
    if kind == "name":
        return not _opens(line, ahead)
    if kind == "place":
        before = line[max(0, position - 40) : position - len(word)].rstrip()
        previous = _word_before(before, len(before))
        # "Trần Văn P.", "bà H.": the initial of a name.
        if (previous.istitle() and previous.isalpha()) or previous in _words("person"):
            return False
    opens = _opens(line, ahead, common=True)
    # Nothing ends with its first word: "BV. Tre quá tải".
    return not opens or (kind == "firm" and not line[start : position - len(word)].strip())


def _opens(line: str, ahead: int, *, common: bool = False) -> bool:
    """Tell whether what comes next opens a sentence rather than is a name.

    With `common` also a capitalised syllable before a small one: "Nhà máy", not "Nha Trang".
    """
    found = _TWO_WORDS.match(line, ahead)
    if found is None:
        return False
    first, second = found[1], found[2] or ""
    towns = _words("town")
    if first in towns or f"{first} {second}" in towns:
        return False
    if first in _words("opener"):
        return True
    if not common or not second.islower() or first in _one_word_countries():
        return False
    return first.isupper() or _is_vietnamese(first)


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
    if len(word) > 1 and _opens(line, ahead):
        return False
    following = line[ahead : _end_of(_CAPITALISED, line, ahead)]
    before = line[max(0, position - 80) : position - len(word)].rstrip()
    previous = _word_before(before, len(before))
    in_name = len(word) > 1 or not previous or previous[:1].isupper()
    if not in_name or len(following) < 2:
        return False
    foreign = bool(previous) and not _is_vietnamese(previous) and following.isascii()
    return not _is_vietnamese(following) or (foreign and not _opens(line, ahead))


def _is_vietnamese(word: str) -> bool:
    folded = word.lower()
    if _VIETNAMESE_LETTER.search(folded):
        return True
    return bool(_SYLLABLE.match(folded.translate(_BASE_LETTERS)))


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviations and what they stand by: a name, a town, a place, a firm or a number."""
    kinds = {row["abbreviation"]: row["before"] for row in read_rows("abbreviations.csv")}
    # In small letters only what is no syllable: "tp.", "ts.".
    small = {abbr.lower(): kind for abbr, kind in kinds.items() if not _SMALL_WORD.search(abbr)}
    return small | {abbr.capitalize(): kind for abbr, kind in kinds.items()} | kinds


@cache
def _short() -> frozenset[str]:
    """Give what is in small letters and yet may have a full stop inside a sentence."""
    return frozenset((*_abbreviations(), *map(str.lower, _NUMERALS)))


@cache
def _words(role: str) -> frozenset[str]:
    """Words that tell what a full stop ends, by their role in ``data/sentence_words.csv``."""
    return frozenset(row["word"] for row in read_rows("sentence_words.csv") if row["role"] == role)


@cache
def _one_word_countries() -> frozenset[str]:
    return frozenset(term for term in read_column("countries.csv", "term") if " " not in term)


@cache
def _speaker() -> re.Pattern[str]:
    """Who spoke, up to the end of the sentence: "Bà Lan hỏi."."""
    verbs = "|".join(sorted(_words("speech"), key=len, reverse=True))
    return re.compile(
        rf"([A-ZÀ-ỸĐ]\w*(?:\s+\w+){{0,7}}?)\s+(?:{verbs})(?:\s+(?:lên|lại|thêm|tiếp))?\s*(?:[.,]|\Z)"
    )
