"""The blocks of text of a web page, and those of its article that an extraction left out."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect, bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any

_SPACE = re.compile(r"\s+")
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd mark q s samp "
        "small span strike strong sub sup tt u var wbr",
    )
)
_NO_TEXT = frozenset(
    re.findall(
        r"\w+",
        "address aside audio button canvas figure figcaption footer head iframe label "
        "math menu nav noscript object option script select style svg template textarea "
        "time video",
    )
)
_ROLES = frozenset(
    re.findall(
        r"\w+",
        "banner complementary contentinfo menu navigation search toolbar",
    )
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PICTURES = ("img", "picture", "video", "amp-img")
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|credit", re.IGNORECASE)
# An article's container may end in boxes that are no paragraphs.
_BOX_CLASS = re.compile(
    r"relat|comment|author|source|share|social|tag|promo|banner|subscri|widget|footer|rating",
    re.IGNORECASE,
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_ITALIC, _BOLD = ("em", "i", "small"), ("b", "strong")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CREDIT = re.compile(
    r"^(?:ảnh|video|clip|đồ họa|nguồn|photo|theo)\b[^.]{0,60}$"
    r"|\b(?:ảnh|ảnh minh h(?:ọa|oạ)|video|clip|đồ h(?:ọa|oạ)|photo)\s*:[^.:]{1,60}\.?\)?$",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4  # of a sentence
_MORE_WORDS = 8  # of running text without a stop
_HEADLINE_WORDS = 5  # of the title of another article
_CAPTION_WORDS = 25  # at most, beside a picture
_LABEL_WORDS = 5  # at most, of a section's or an author's name beside the headline
_SIGNATURE_WORDS = 12  # at most, at the right
_TABLE_WORDS = 60  # at most, in a table that frames a picture
_SHARE_LOWER = 0.4  # of words: names, dates and sections have more capitals
_SHARE_LINKED, _SHARE_ALONE = 0.5, 0.9
_CHUNK = 12
_SHARE_THERE = 0.7
_LONGER = 1.4
_PREFIX = 24


def plain(text: object) -> str:
    """Return a text on one line, entities undone (some pages write them twice)."""
    return _SPACE.sub(" ", unescape(unescape(str(text)))).strip()


def as_key(text: str) -> str:
    """Give the same for texts that differ in blanks, case or composition alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()


def is_running(text: str) -> bool:
    """Tell sentences from names, dates, sections and other labels."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    fewest = _FEWEST_WORDS if _SENTENCE_END.search(text) else _MORE_WORDS + 1
    starts = [word.lstrip("\"'“‘«([")[:1] for word in words]
    lower = sum(start == start.casefold() for start in starts)
    return len(words) >= fewest and (lower >= _SHARE_LOWER * len(words) or text.isupper())


def part_stamps(soup: Any) -> None:
    """Put a blank behind a place or an agency that an element alone parts from the sentence."""
    for text in soup.find_all(string=True):
        before = text.previous_sibling
        if getattr(before, "name", None) in _INLINE and len(before.contents) == 1:
            ends = before.contents[0].name is None and before.contents[0][-1:].isalnum()
            if ends and text[:1].isupper() and not text[1:2].isupper():
                text.insert_before(" ")


@dataclass
class _Block:
    """A stretch of text that no element but of a line's own divides."""

    tag: Any
    place: int
    skipped: bool
    strings: list[Any] = field(default_factory=list)
    linked: int = 0
    ended: bool = False

    @cached_property
    def text(self) -> str:
        """Return the text on one line."""
        return plain("".join(self.strings))

    def is_all(self, names: tuple[str, ...]) -> bool:
        """Tell a block of which nothing stands outside elements of these names."""
        return all(node.find_parent(names) is not None for node in self.strings if node.strip())


class _Page:
    """The blocks of a page in their order, and where its elements begin and end."""

    def __init__(self, soup: Any) -> None:
        """Go through a page once, however deep it is."""
        self.blocks: list[_Block] = []
        self.pictures: list[int] = []
        self.headed: set[int] = set()
        self.small: dict[int, bool] = {}
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self._read(soup)
        self.keys = [as_key(block.text) for block in self.blocks]

    def _read(self, soup: Any) -> None:
        """Take the blocks of a page, and the first and last place of its elements."""
        from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415 - slow to import

        known: dict[int, tuple[Any, bool, bool]] = {id(soup): (soup, False, False)}
        tags = []
        place = 0
        for place, node in enumerate(soup.descendants):
            block, skipped, linked = known[id(node.parent)]
            if isinstance(node, Tag):
                self.first[id(node)] = self.last[id(node)] = place
                tags.append(node)
                if node.name in _PICTURES:
                    self.pictures.append(place)
                elif node.name == "h1":
                    self.headed.update(map(id, (node, *node.parents)))
                skipped = skipped or _is_skipped(node)
                own = block if node.name in _INLINE else node
                known[id(node)] = (own, skipped, linked or node.name == "a")
                if node.name == "br" and self.blocks and self.blocks[-1].tag is block:
                    self.blocks[-1].strings.append(NavigableString(" "))
                    self.blocks[-1].ended = _parts_named(node)
            elif not isinstance(node, PreformattedString):
                self._add(block, place, node, skipped=skipped, linked=linked)
                self.last[id(node.parent)] = place
        for tag in reversed(tags):
            parent = id(tag.parent)
            self.last[parent] = max(self.last.get(parent, 0), self.last[id(tag)])

    def _add(self, tag: Any, place: int, text: Any, *, skipped: bool, linked: bool) -> None:
        """Add a string to the block that it stands in."""
        if not self.blocks or self.blocks[-1].tag is not tag or self.blocks[-1].ended:
            if not text.strip():
                return
            self.blocks.append(_Block(tag, place, skipped))
        block = self.blocks[-1]
        block.skipped = block.skipped and skipped
        if not skipped:
            block.strings.append(text)
            block.linked += len(text.strip()) if linked else 0

    def holds(self, tag: Any, place: int) -> bool:
        """Tell whether an element holds what stands at a place."""
        return self.first.get(id(tag), 0) <= place <= self.last[id(tag)]

    def is_text(self, index: int) -> bool:
        """Tell a block of sentences from links, labels and the captions of pictures."""
        block, text = self.blocks[index], self.blocks[index].text
        if block.skipped or not is_running(text) or _CREDIT.search(text):
            return False
        return not self._is_linked(index) and not self._is_caption(index)

    def _is_linked(self, index: int) -> bool:
        """Tell a block that links make up."""
        return self.blocks[index].linked > _SHARE_LINKED * len(self.blocks[index].text)

    def _is_caption(self, index: int) -> bool:
        """Tell a short block that shares its box with a picture alone."""
        tag, text = self.blocks[index].tag, self.blocks[index].text
        if tag.name in _HEADINGS or len(text.split()) > _CAPTION_WORDS:
            return False
        around = [
            self.blocks[at].place for at in (index - 1, index + 1) if 0 <= at < len(self.blocks)
        ]
        if any(self.holds(tag, place) for place in around):
            return False
        picture = self.box(index, around).find(_PICTURES)
        return picture is not None and self.first[id(picture)] < self.blocks[index].place

    def is_beside_text(self, index: int) -> bool:
        """Tell what stands in an article's column and is none of its lines: captions, names."""
        block = self.blocks[index]
        tag, words = block.tag, len(block.text.split())
        if tag.name in _HEADINGS or id(tag) in self.headed:
            return False
        holders = [*(node.parent for node in block.strings[:1]), tag, tag.parent]
        if words <= _TABLE_WORDS and any(_has_class(each, _CAPTION_CLASS) for each in holders):
            return True
        stopped = _SENTENCE_END.search(block.text) is not None
        if words <= _SIGNATURE_WORDS and not stopped and _is_aligned(tag, "right", _RIGHT):
            return True
        if words > _CAPTION_WORDS or block.text.endswith(":") or block.is_all(_BOLD):
            return False
        set_apart = not stopped or block.is_all(_ITALIC) or _is_aligned(tag, "center", _CENTRED)
        return self._frames_picture(tag) or (
            set_apart and (self._follows_picture(index) or self._is_caption(index))
        )

    def _frames_picture(self, tag: Any) -> bool:
        """Tell a cell of a small table that holds a picture."""
        table = tag.find_parent("table")
        if table is not None and id(table) not in self.small:
            words = len(table.get_text(" ").split()) if table.find(_PICTURES) else math.inf
            self.small[id(table)] = words <= _TABLE_WORDS
        return table is not None and self.small[id(table)]

    def _follows_picture(self, index: int) -> bool:
        """Tell a block between which and a picture, in the same element, no text stands."""
        block = self.blocks[index]
        at = bisect(self.pictures, block.place) - 1
        before = self.blocks[index - 1].place if index else -1
        if at < 0 or self.pictures[at] < before:
            return False
        return self.holds(block.tag.parent, self.pictures[at])

    def box(self, index: int, outside: Sequence[int]) -> Any:
        """Return the largest element around a block that holds none of these places."""
        tag = self.blocks[index].tag
        while tag.parent is not None and not any(self.holds(tag.parent, at) for at in outside):
            tag = tag.parent
        return tag

    def heads(self, index: int) -> bool:
        """Tell a block that heads another article or a list of them."""
        words = len(self.blocks[index].text.split())
        heads = self.blocks[index].tag.name in _HEADINGS and not self.is_text(index)
        return heads or (self._is_linked(index) and words >= _HEADLINE_WORDS)

    def heading(self, box: Any) -> int:
        """Return the first block of a box that heads another article or a list of them."""
        at = bisect_left(self.blocks, self.first[id(box)], key=lambda block: block.place)
        while at < len(self.blocks) and self.holds(box, self.blocks[at].place):
            if self.heads(at):
                return at
            at += 1
        return len(self.blocks)


def _parts_named(line_break: Any) -> bool:
    """Tell a break before or behind an element with a name of its own: there a line ends."""
    beside = (line_break.find_previous_sibling(True), line_break.find_next_sibling(True))
    return any(tag is not None and (tag.has_attr("id") or tag.has_attr("class")) for tag in beside)


def _is_skipped(tag: Any) -> bool:
    """Tell an element that holds none of an article's paragraphs."""
    return (
        tag.name in _NO_TEXT
        or tag.get("role") in _ROLES
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or _HIDDEN.search(str(tag.get("style", ""))) is not None
    )


def _has_class(tag: Any, wanted: re.Pattern[str]) -> bool:
    """Tell an element whose classes or id have one of these words."""
    names = [*(tag.get("class") or []), tag.get("id") or ""] if tag is not None else []
    return any(map(wanted.search, names))


def _is_aligned(tag: Any, side: str, style: re.Pattern[str]) -> bool:
    """Tell an element that is set to a side of its column, or its parent is."""
    return any(
        each.name == side or each.get("align") == side or style.search(str(each.get("style", "")))
        for each in (tag, tag.parent)
        if each is not None
    )


def drop_captions(soup: Any) -> None:
    """Take out what stands beside an article's text: the captions of pictures, signatures."""
    page = _Page(soup)
    for at in [at for at in range(len(page.blocks)) if page.is_beside_text(at)]:
        for node in page.blocks[at].strings:
            node.extract()


def shown_title(soup: Any, window: str) -> str:
    """Return the block of a page that makes up most of its window's title, at an end of it."""
    wanted = as_key(window)
    texts = [block.text for block in _Page(soup).blocks if len(block.text.split()) >= _FEWEST_WORDS]
    keys = {text: as_key(text) for text in texts if len(text) <= len(window)}
    shown = [
        text
        for text, key in keys.items()
        if (wanted.startswith(key) or wanted.endswith(key)) and 2 * len(key) > len(wanted)
    ]
    return max(shown, key=len, default="")


def in_page_order(soup: Any, paragraphs: Sequence[str]) -> list[str]:
    """Put paragraphs as the page has them; an extraction may give one from outside last."""
    page = _Page(soup)
    if len(paragraphs) == 1:
        paragraphs = _parted(page, paragraphs[0])
    count = Counter(page.keys)
    place = {key: at for at, key in enumerate(page.keys) if count[key] == 1}
    known = [number for number, text in enumerate(paragraphs) if as_key(text) in place]
    ordered = list(paragraphs)
    by_place = sorted(known, key=lambda number: place[as_key(paragraphs[number])])
    for number, source in zip(known, by_place, strict=True):
        ordered[number] = paragraphs[source]
    return ordered


def _parted(page: _Page, text: str) -> list[str]:
    """Give the blocks of which a text is made: of a short page an extraction is one line."""
    key = as_key(text)
    for first in range(len(page.keys)):
        made, run = "", []
        for at in range(first, len(page.keys)):
            made += page.keys[at]
            if not key.startswith(made):
                break
            run += [at] if page.keys[at] else []
            if made == key:
                return [page.blocks[block].text for block in run]
    return [text]


def with_left_out(soup: Any, title: str, paragraphs: Sequence[str]) -> list[str]:
    """Return an article's paragraphs with those that an extraction left out, in their places.

    These are what stands between the headline and the first paragraph, and what stands between
    two paragraphs in the same element as they.
    """
    page = _Page(soup)
    places = _located(page, paragraphs)
    headline = _headline(soup, page, title, places)
    taken = dict.fromkeys(places.values())
    after = [index for index in taken if page.blocks[index].place > headline]
    running = [index for index in after if page.is_text(index)]
    if headline < 0 or not running:
        return list(paragraphs)
    paragraphs = [
        text
        for number, text in enumerate(paragraphs)
        if number not in places or not _is_label(page, places[number], min(running), headline)
    ]
    places = _located(page, paragraphs)
    found = [*_leads(page, headline, sorted(running)), *_between(page, sorted(taken))]
    # The same text may stand twice, for wide windows and narrow ones.
    new = {page.keys[at]: at for at in reversed(found) if at not in taken}
    there = _there(new, [title, *paragraphs])
    return _merged(page, paragraphs, places, [at for key, at in new.items() if key not in there])


def _is_label(page: _Page, at: int, first: int, headline: int) -> bool:
    """Tell a link alone, a section's name over the headline, a few words between it and text."""
    block = page.blocks[at]
    if block.linked > _SHARE_ALONE * len(block.text) and not _SENTENCE_END.search(block.text):
        return block.tag.name not in _HEADINGS
    if block.tag.name in _HEADINGS or len(block.text.split()) > _LABEL_WORDS:
        return False
    ends = _SENTENCE_END.search(block.text) or block.text.endswith(":") or block.is_all(_BOLD)
    return not ends and (block.place < headline or at < first)


def _located(page: _Page, paragraphs: Sequence[str]) -> dict[int, int]:
    """Return the block that each paragraph is of; the first that begins as it does."""
    known: dict[str, list[int]] = {}
    for index, key in enumerate(page.keys):
        if not page.blocks[index].skipped:
            known.setdefault(key[:_PREFIX], []).append(index)
    places, latest = {}, -1
    for number, text in enumerate(paragraphs):
        if several := known.get(as_key(text)[:_PREFIX]):
            next_one = bisect(several, latest)
            places[number] = latest = several[next_one if next_one < len(several) else 0]
    return places


def _headline(soup: Any, page: _Page, title: str, places: dict[int, int]) -> int:
    """Return the place where the headline ends; -1 where the page shows none."""
    wanted = as_key(title)
    for tag in soup.find_all("h1"):
        if wanted and as_key(tag.get_text(" ")) == wanted:
            return page.last[id(tag)]
    first = min(places.values(), default=0)
    shown = [page.blocks[at].place for at in range(first) if wanted and page.keys[at] == wanted]
    return max(shown, default=-1)


def _leads(page: _Page, headline: int, running: Sequence[int]) -> list[int]:
    """Return the blocks of text between the headline and the paragraphs that stand together."""
    first = running[0]
    if len(running) > 1 and _parent(page, first) is not _parent(page, running[1]):
        first = running[1]
    outside = [headline, *(page.blocks[at].place for at in (running[0], first))]
    headings: dict[int, int] = {}
    found = []
    for at in range(first):
        if page.blocks[at].place > headline and page.is_text(at):
            box = page.box(at, outside)
            if id(box) not in headings:
                headings[id(box)] = page.heading(box)
            if headings[id(box)] >= at:
                found.append(at)
    return found


def _parent(page: _Page, index: int) -> Any:
    """Return the element that a block's own stands in."""
    return page.blocks[index].tag.parent


def _between(page: _Page, taken: Sequence[int]) -> list[int]:
    """Return the paragraphs that stand between others in one element, or follow them there."""
    first: dict[int, int] = {}
    for at in taken:
        if page.blocks[at].tag.name == "p":
            first.setdefault(id(_parent(page, at)), at)
    found = []
    for at in range(min(taken), len(page.blocks)):
        block = page.blocks[at]
        inside = first.get(id(block.tag.parent), at) < at and block.tag.name in ("p", "div")
        if inside and page.is_text(at) and not _has_class(block.tag, _BOX_CLASS):
            found.append(at)
        elif at > taken[-1] and page.heads(at):
            break
    return found


def _there(keys: Iterable[str], paragraphs: Sequence[str]) -> set[str]:
    """Return the keys of which nearly all stands in one paragraph, or in two that a break parts."""
    pieces = {key: {key[at : at + _CHUNK] for at in range(0, len(key), _CHUNK)} for key in keys}
    holders: dict[str, list[str]] = {}
    for key, several in pieces.items():
        for piece in several:
            holders.setdefault(piece, []).append(key)
    written = [as_key(text) for text in paragraphs]
    found = set(written)
    for before, after in zip(["", *written], written, strict=False):
        both = before + after
        met = (
            {both[at : at + _CHUNK] for at in range(len(both))} & holders.keys() if holders else ()
        )
        counts = Counter(key for piece in met for key in holders[piece])
        for key, count in counts.items():
            # A lead may say most of what a longer paragraph says again.
            alike = len(after) <= _LONGER * len(key) and count >= _SHARE_THERE * len(pieces[key])
            if alike or (count == len(pieces[key]) and key in both):
                found.add(key)
    return found


def _merged(
    page: _Page, paragraphs: Sequence[str], places: dict[int, int], left_out: Sequence[int]
) -> list[str]:
    """Put blocks before the first paragraph that stands below them; a shortened one gives way."""
    whole = sorted(page.keys[index] for index in left_out)
    waiting = deque(sorted(left_out))
    merged = []
    for number, text in enumerate(paragraphs):
        # The paragraph that the description is of stands first, wherever it was.
        moved = number == 0 and places.get(0, -1) > places.get(1, len(page.blocks))
        while waiting and not moved and places.get(number, -1) > waiting[0]:
            merged.append(page.blocks[waiting.popleft()].text)
        key = as_key(text)
        at = bisect_left(whole, key)
        if len(key) < _PREFIX or at == len(whole) or not whole[at].startswith(key):
            merged.append(text)
    return [*merged, *(page.blocks[index].text for index in waiting)]
