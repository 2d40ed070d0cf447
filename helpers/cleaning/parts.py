"""What a page says, without what surrounds it: one form of text, and the page's parts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, repeat

import pandas as pd

from helpers.cleaning.lines import Line
from helpers.cleaning.segmented import (
    glued_cuts,
    is_segmented,
    join_words,
    known_words,
    label_glued_page,
    split_at,
)
from helpers.cleaning.shapes import shape_of
from helpers.cleaning.zones import label_lines
from helpers.vietnamese import is_mark

PARTS = ("title", "lead", "body", "caption", "byline", "boilerplate")

# Invisible: soft hyphen, zero-width space and non-joiner, direction marks, word joiner, BOM.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_CHARACTERS = str.maketrans(dict.fromkeys(_INVISIBLE + _DIRECTION) | dict.fromkeys(_SPACES, " "))
# The zero-width joiner goes too, except where it holds the parts of an emoji together.
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_ODD = frozenset(map(chr, _CHARACTERS)) | {"\u200d"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What may stand around a line of a table.
_EDGE = "| \t"
_PIECE = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def _check_text(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text (str), not {type(value).__name__}: {value!r:.60}")


def _plain(text: str) -> str:
    """One spelling of each character, none of them invisible."""
    # Pages without odd characters, nearly all, are spared the slow translation.
    if not _ODD.isdisjoint(text):
        text = _JOINER.sub("", text.translate(_CHARACTERS))
    return unicodedata.normalize("NFC", text)


def normalise(text: str) -> str:
    """Give a text its one plain form.

    Composed characters (NFC); zero-width characters, direction marks, soft hyphens and
    byte order marks removed; no-break and other odd spaces plain. Text that a word
    segmenter has joined with ``_`` is recognised by its density of joints and undone:
    spaces for underscores, punctuation closed up, quotes paired; where the segmenter
    glued the end of a sentence, title or caption to what follows, a line break is put
    back. Underscores in addresses, hashtags and file names stay. Line breaks are kept.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        ``normalise(normalise(text)) == normalise(text)``.

    Raises
    ------
    TypeError
        If `text` is not text.

    Examples
    --------
    >>> normalise("Hai bệnh_viện ký_kết thỏa_thuận , hợp_tác về y_tế .")
    'Hai bệnh viện ký kết thỏa thuận, hợp tác về y tế.'
    """
    _check_text(text, "text")
    plain = _plain(text)
    if not is_segmented(plain):
        return plain
    pieces = split_at(plain, glued_cuts(plain))
    return "\n".join(join_words(plain[start:end]) for start, end in pieces)


def places_in(raw: str, clean: str) -> tuple[Sequence[int], Sequence[int]]:
    """Give where each character of a clean text stands in the stretch that it was made of.

    Cleaning drops signs, composes letters and changes blanks, but leaves letters and signs in
    their order: the two texts are gone through side by side, and nothing is looked for.

    Parameters
    ----------
    raw : str
        A stretch of a page as collected.
    clean : str
        Its text, as `label_parts` gives it, or a part of both that begin together.

    Returns
    -------
    starts, ends : sequence of int
        Of each character of `clean`, in code points of `raw`; a blank begins and ends where the
        character before it ends. Neither ever falls.

    Raises
    ------
    ValueError
        If `clean` isn't made of `raw`.

    Examples
    --------
    >>> starts, ends = places_in("| Y_te\u0302\u0301\u200b .", "Y tế.")
    >>> list(starts), list(ends)
    ([2, 3, 4, 5, 10], [3, 3, 5, 8, 11])
    """
    lead = 0
    while raw[lead : lead + 1] not in ("", clean[:1]) and _may_go(raw[lead]):
        lead += 1
    if raw.startswith(clean, lead):
        return range(lead, lead + len(clean)), range(lead + 1, lead + len(clean) + 1)
    starts, ends = [], []
    letters, end = _letters(raw, lead), lead
    for character in clean:
        start = end
        if not character.isspace():
            # What joined words, and what holds emojis together, may have gone.
            letter, start, end = next(
                (each for each in letters if each[0] == character or each[0] not in "_\u200d"),
                ("", end, end),
            )
            if letter != character:
                raise ValueError(f"{clean!r:.80} isn't the clean text of {raw!r:.80}")
        starts.append(start)
        ends.append(end)
    return starts, ends


def _may_go(character: str) -> bool:
    """Tell what cleaning may take from the beginning of a line."""
    return character in _EDGE or character in _ODD or character.isspace()


def _vanishes(character: str) -> bool:
    """Tell what cleaning drops or takes for a blank."""
    return character.isspace() or ord(character) in _CHARACTERS


def _letters(raw: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Give the composed characters from `start` that are no blank, each with its place."""
    seen = [at for at in range(start, len(raw)) if _CHARACTERS.get(ord(raw[at]), "") is not None]
    gone = {match.start() for match in _JOINER.finditer("".join(raw[at] for at in seen))}
    kept = [at for place, at in enumerate(seen) if place not in gone]
    heads = [place for place, at in enumerate(kept) if not place or not is_mark(raw[at])]
    for head, after in pairwise([*heads, len(kept)]):
        places = kept[head:after]
        written = "".join(raw[at] for at in places)
        composed = unicodedata.normalize("NFC", written)
        if composed == written or _vanishes(written[0]):
            yield from ((raw[at], at, at + 1) for at in places if not _vanishes(raw[at]))
        else:
            yield from ((letter, places[0], places[-1] + 1) for letter in composed)


def label_parts(page: str) -> pd.DataFrame:
    r"""Say what each line of a pasted news page is.

    Parameters
    ----------
    page : str
        The page as collected.

    Returns
    -------
    pandas.DataFrame
        One row for each line that is not blank, or one for each part where a line holds
        several; columns ``start`` and ``end`` (offsets in `page`, end exclusive), ``part``
        (title, lead, body, caption, byline or boilerplate), ``text`` (normalised) and
        ``reason`` (the rule that decided). Only an underscore that glued two parts
        together lies in no row.

    Raises
    ------
    TypeError
        If `page` is not text.

    Notes
    -----
    The article is found before its lines are judged: the stretch with most running text, and
    over it the line that the text takes up again, its title (`helpers.cleaning.article`). Menus
    above and other stories, comments and imprint below are boilerplate by their place. A lead is
    labelled only where the page sets it apart by the outlet's sign, or where a page of one
    segmented line restates its title. In the article a line is kept unless a rule speaks against
    it; ``reason`` says where it was kept in doubt. Headings, section names and the words of
    headings are data (``helpers/data/page_*.csv``). The time is linear in the page's length.

    Examples
    --------
    >>> title, body = "Hai bệnh viện ký kết", "Hai bệnh viện ký kết thỏa thuận về đào tạo."
    >>> page = f"{title}\n\n{body}\n\nTin liên quan"
    >>> label_parts(page)[["start", "end", "part"]]
       start  end         part
    0      0   20        title
    1     22   65         body
    2     67   80  boilerplate
    """
    return label_pages([page])[0]


def title_on(page: str) -> str:
    r"""Return the title that stands on a page, as `label_parts` finds it; empty where none does.

    Examples
    --------
    >>> title_on("Bệnh viện mới mở cửa\n\nBệnh viện mới mở cửa sáng nay ở huyện Hoa Lư.")
    'Bệnh viện mới mở cửa'
    """
    titles = (line.text for line in _labelled(page, "") if line.part == "title")
    return " ".join(next(titles, "").split())


def label_pages(
    pages: Iterable[str], titles: Iterable[str] | None = None
) -> tuple[pd.DataFrame, list[int]]:
    r"""Label the parts of pages as `label_parts` does: a table for each takes as long as the rules.

    Parameters
    ----------
    pages : iterable of str
        Pages as collected.
    titles : iterable of str, optional
        Each page's title, empty where it isn't known: where a line is that, it is the title.

    Returns
    -------
    table : pandas.DataFrame
        The rows of `label_parts` of each page, one page after the other.
    counts : list of int
        How many rows each page has.

    Raises
    ------
    TypeError
        If a page is not text.

    Examples
    --------
    >>> table, counts = label_pages(["Hai bên ký kết", "Một\n\nHai"])
    >>> counts
    [1, 2]
    """
    labelled = [_labelled(*known) for known in zip(pages, titles or repeat(""), strict=False)]
    lines = [line for of_page in labelled for line in of_page]
    # pandas' own string type holds no lone surrogates; they come in with broken pages.
    broken = any(_SURROGATE.search(line.text) for line in lines)
    text_type = object if broken else "str"
    types = {"start": "int64", "end": "int64", "part": "str", "text": text_type, "reason": "str"}
    table = pd.DataFrame(
        {
            column: pd.Series([getattr(line, column) for line in lines], dtype=dtype)
            for column, dtype in types.items()
        }
    )
    return table, list(map(len, labelled))


def _labelled(page: str, title: str) -> list[Line]:
    """Cut a page into its lines, and label each."""
    _check_text(page, "page")
    plain = _plain(page)
    segmented = is_segmented(plain)
    lines = _lines(page, known_words(plain) if segmented else None)
    if segmented and len(lines) == 1:
        return _glued_line(page, lines[0])
    for line in lines:
        line.shape = shape_of(line)
    label_lines(lines, _plain(title))
    return lines


def _lines(page: str, known: Counter[str] | None) -> list[Line]:
    """Cut a page into the lines that are not blank; `known` are the words of segmented text."""
    ends = [0, *(match.end() for match in _LINE_END.finditer(page))]
    stops = [*(match.start() for match in _LINE_END.finditer(page)), len(page)]
    lines: list[Line] = []
    last = -1
    for number, (start, end) in enumerate(zip(ends, stops, strict=True)):
        raw = page[start:end]
        if not raw.strip():
            continue
        text = _plain(raw)
        if known is not None:
            cuts = glued_cuts(text, known, titled=not lines)
            text = "\n".join(join_words(text[a:b]) for a, b in split_at(text, cuts))
        text = text.strip()
        piped = text.startswith("|") or text.endswith("|")
        line = Line(start, end, text.strip(_EDGE) if piped else text, piped=piped)
        line.gap = bool(lines) and number > last + 1
        lines.append(line)
        last = number
    return lines


def _glued_line(page: str, line: Line) -> list[Line]:
    """Parts of a page of one segmented line, with offsets in the page as collected."""
    pieces = [match.group() for match in _PIECE.finditer(page, line.start, line.end)]
    plain = [_plain(piece) for piece in pieces]
    # Offsets go character by character: a letter and its marks stand and fall together.
    starts = [line.start, *accumulate((len(piece) for piece in pieces), initial=line.start)][1:]
    origin = [start for start, piece in zip(starts, plain, strict=False) for _ in piece]
    ends = [start for start, piece in zip(starts[1:], plain, strict=True) for _ in piece]
    parts = label_glued_page("".join(plain))
    for part in parts:
        part.start, part.end = origin[part.start], ends[part.end - 1]
    # Invisible characters between parts belong to the part before them.
    parts[0].start = line.end - len(page[line.start : line.end].lstrip())
    for part, start in zip(parts, [*(part.start for part in parts[1:]), line.end], strict=True):
        part.end += len(page[part.end : start].rstrip().rstrip("_").rstrip())
    return parts
