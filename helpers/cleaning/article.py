"""Find the article on a page: lists of links, the stretch of running text, its title.

Nothing is judged line by line before the article is found. First the lists of links are marked,
wherever they stand: under a heading, printed twice, dated, or several titles in a row. Then the
article is the stretch with most words of running text, less a toll in words for every line that
isn't. The title is the line over it that the text takes up again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from helpers.cleaning.lines import (
    Line,
    count_words,
    is_byline,
    is_item,
    reads_as_paragraph,
    starts_as_teaser,
)

# Lines that stand between a title and its teaser, or between a byline and what follows.
PASSED_OVER = {"image", "slug", "date", "rule", "number", "bar", "breadcrumb", "credit", "blank"}
_BESIDE_LINKS = PASSED_OVER - {"credit", "bar", "breadcrumb"}
# Furniture that no page of an article alone has.
_SIGNS = {
    "links", "comments", "tags", "footer", "tag line", "bar", "date", "menu", "service",
    "breadcrumb", "inline link",
}  # fmt: skip
AFTER_ARTICLE = {"links", "comments", "tags", "footer", "tag line"}
# Words of running text that a line of other matter weighs up: an article goes on over a list of
# links or a share bar, but seldom over its readers' comments or the outlet's imprint.
TOLLS = {
    "credit": 0, "image": 0, "slug": 0, "blank": 0, "rule": 0, "links": 8, "date": 5, "tags": 25,
    "tag line": 25, "comments": 60, "footer": 60, "service": 8, "contact": 8,
}  # fmt: skip
TOLL = 3  # of any other line
CLOSING = 25  # of a byline that closes an article
TEASER = 6  # of running text in a list of links
MOST_WORDS = 50  # that a paragraph counts: one long one is no article
# In lines: what follows a name, and where a title stands over its text.
LONGEST_LOOK = 40
# In words: a teaser is no longer, and a title of another article no shorter.
LONGEST_TEASER = 90
SHORTEST_LINK = 6
LEAST_TEXT = 12
LONGEST_LIST = 400
# Share of a title's pairs of syllables that its teaser takes up again.
ANNOUNCED = 0.25
# Titles this little in the article's words are other articles'.
UNTIED = 0.15
# A paragraph this much in the article's words is its own.
OWN_WORDS = 0.1


@dataclass(frozen=True)
class Article:
    """Where the article stands: its title's line, or none; its first and last line of text."""

    title: int | None
    first: int
    last: int


def pairs(text: str, limit: int = 2000) -> set[tuple[str, str]]:
    """Pairs of neighbouring syllables in a text's first `limit` characters."""
    return set(pairwise(re.findall(r"[^\W_]+", text[:limit].casefold())))


def tie(text: str, met: set[tuple[str, str]]) -> float:
    """Share of the syllable pairs of `text` that are in the set `met`; 0 if it has none."""
    own = pairs(text)
    return len(own & met) / len(own) if own else 0.0


def next_content(lines: list[Line], index: int) -> int | None:
    """Index of the next line that is not passed over (at most 20 on), else None."""
    for at in range(index, min(index + 20, len(lines))):
        if lines[at].shape not in PASSED_OVER:
            return at
    return None


def shape_at(lines: list[Line], index: int | None) -> str:
    """Shape of the line at an index, "end" after the last."""
    return "end" if index is None or index >= len(lines) else lines[index].shape


def is_repeated(lines: list[Line], index: int | None) -> bool:
    """Say whether a title is printed twice, for a link's image and for its text."""
    if index is None or index + 1 >= len(lines):
        return False
    one, two = lines[index].bare, lines[index + 1].bare
    return one == two and count_words(one) >= 4


def is_dated(lines: list[Line], index: int | None) -> bool:
    """Say whether a short line has a date stamp under it, as the links of a list have."""
    return (
        index is not None
        and shape_at(lines, index) in {"title", "text", "inline link"}
        and shape_at(lines, index + 1) == "date"
    )


def closes_article(lines: list[Line], index: int) -> bool:
    """Say whether a line is a byline with nothing of the article after it.

    A name alone may also be a sub-heading: what follows a byline is the page's end, a
    heading of other matter, another byline, or a link.
    """
    at: int | None = index
    for _ in range(4):
        if at is None or shape_at(lines, at) not in {"title", "text", "credit"}:
            return False
        if not is_byline(lines[at].text):
            return False
        at = next_content(lines, at + 1)
        if at is not None and not is_byline(lines[at].text) and _links_follow(lines, at):
            return True
        if shape_at(lines, at) in {"end", *AFTER_ARTICLE}:
            return True
        if at is None or is_repeated(lines, at) or is_dated(lines, at) or lines[at].listed:
            return True
    return False


def _links_follow(lines: list[Line], index: int) -> bool:
    """Say whether no text runs in the next lines, and most are titles of other articles."""
    below = [line for line in lines[index : index + 12] if line.shape not in PASSED_OVER][:4]
    links = sum(_is_link(line) for line in below)
    return links >= 2 and all(line.shape in {"title", "text"} for line in below)


# --- lists of links -----------------------------------------------------------------------


def mark_lists(lines: list[Line]) -> None:
    """Mark the lines that are links to other articles, and their teasers.

    Over the first running text stands a menu, whose words head no list there.
    """
    index, begun = 0, False
    # On a page without any furniture, lines in a row are the article's.
    furnished = any(line.shape in _SIGNS for line in lines)
    while index < len(lines):
        line, end = lines[index], index
        begun = begun or (line.shape == "paragraph" and count_words(line.text) >= LEAST_TEXT)
        if line.shape == "links" and begun:
            end = max(index + 1, _list_end(lines, index + 1, headed=True))
        elif _starts_list(lines, index, begun=begun):
            end = _list_end(lines, index, headed=False)
        elif begun and furnished and _is_row(lines, index):
            while shape_at(lines, end) != "paragraph":
                end += 1
        elif begun and furnished and _is_teased(lines, index):
            end = [end for _, teaser, end in _units(lines, index) if teaser is not None][-1]
        for each in lines[index:end]:
            each.listed = True
        index = max(end, index + 1)


def _is_link(line: Line, *, items: bool = False) -> bool:
    """Say whether a line may be another article's title, or an item that may: no sentence."""
    return (
        line.shape in {"title", "text", "inline link"}
        and count_words(line.text) >= SHORTEST_LINK
        and line.text[-1] not in ".:;,"
        and is_item(line.text) == items
        and not (items and (line.text[0].isdigit() or ";" in line.text))
    )


def _units(lines: list[Line], index: int) -> Iterator[tuple[int, int | None, int]]:
    """Give the links from an index on: the title, its teaser if any, where the link ends."""
    at = index
    while at < len(lines) and at < index + LONGEST_LIST:
        while at < len(lines) and (
            lines[at].shape in _BESIDE_LINKS
            or (count_words(lines[at].text) <= 2 and lines[at].shape in {"text", "title"})
        ):
            at += 1
        if at >= len(lines) or not _is_link(lines[at]):
            return
        title, end = at, at + 1
        while end < len(lines) and (
            lines[end].shape in _BESIDE_LINKS or lines[end].bare == lines[title].bare
        ):
            end += 1
        teaser = None
        if shape_at(lines, end) in {"paragraph", "credit"} and (
            count_words(lines[end].text) <= LONGEST_TEASER
        ):
            teaser, end = end, end + 1
        yield title, teaser, end
        at = end


def _starts_list(lines: list[Line], index: int, *, begun: bool) -> bool:
    """Say whether links without a heading begin: dated, or below some text printed twice."""
    if not _is_link(lines[index]):
        return False
    if is_dated(lines, index) and (begun or is_dated(lines, index + 2)):
        return True
    if begun and is_repeated(lines, index):
        return shape_at(lines, next_content(lines, index + 2)) != "text"
    return False


def _is_row(lines: list[Line], index: int) -> bool:
    """Say whether titles stand in a row inside the text, three or two of other words than it.

    Of 2,653 articles five have three such lines of their own, ten two.
    """
    items = is_item(lines[index].text)
    row = index
    while row < len(lines) and _is_link(lines[row], items=items):
        row += 1
    if row < index + 2 or {shape_at(lines, row), lines[index - 1].shape} != {"paragraph"}:
        return False
    if row > index + 2 and not items:
        return True
    around = (*lines[max(0, index - 8) : index], *lines[row : row + 8])
    met = set().union(*(pairs(line.text) for line in around if line.shape == "paragraph"))
    return sum(tie(line.text, met) for line in lines[index:row]) < UNTIED * (row - index)


def _is_teased(lines: list[Line], index: int) -> bool:
    """Say whether titles with one teaser each stand between an article's end and other matter."""
    if not _is_link(lines[index]) or lines[index].shape == "inline link":
        return False
    above = next((at for at in range(index - 1, -1, -1) if not is_byline(lines[at].text)), 0)
    runs_on = all(line.shape == "paragraph" for line in lines[max(0, above - 1) : above + 1])
    teased = list(takewhile(lambda unit: unit[1] is not None, _units(lines, index)))
    # Questions and answers are an interview's.
    asked = sum(lines[title].text.endswith("?") for title, _, _ in teased)
    if 2 * asked > len(teased) or not (runs_on or any(line.listed for line in lines[:index])):
        return False
    return bool(teased) and _are_others(lines, index, teased, signed=above < index - 1)


def _are_others(
    lines: list[Line], index: int, teased: list[tuple[int, int | None, int]], *, signed: bool
) -> bool:
    """Say whether titles and teasers below a text are other articles', by what stands around.

    Articles seldom head their last paragraph alone, and not with as many words: 3 of 2,653.
    """
    first, end = lines[teased[0][1] or index], teased[-1][2]
    if shape_at(lines, end) in {"paragraph", "end"}:
        return False
    if starts_as_teaser(first.text) or (signed and len(teased) > 1):
        return True
    below = next_content(lines, end)
    over = shape_at(lines, below) in {"tags", "tag line", "comments"} or (
        below is not None and is_byline(lines[below].text)
    )
    alone = over and count_words(first.text) <= 40
    return (len(teased) > 1 or alone) and not _has_headings(lines, index)


def _has_headings(lines: list[Line], index: int) -> bool:
    """Say whether lines that look like links head paragraphs in the text above an index."""
    return any(
        _is_link(line) and not line.listed and above.shape == below.shape == "paragraph"
        for above, line, below in zip(lines[:index], lines[1:index], lines[2:index], strict=False)
    )


def _list_end(lines: list[Line], index: int, *, headed: bool) -> int:
    """Index of the first line after a list of links: where text runs that is no teaser."""
    units = list(_units(lines, index))
    if not units:
        return index
    title, first, _ = units[0]
    teased = [teaser is not None for _, teaser, _ in units]
    if first is None:
        # Under titles without teasers the article resumes.
        return next((teaser for _, teaser, _ in units if teaser is not None), units[-1][2])
    if not any(teased[1:3]):
        dated = any(line.shape == "date" for line in lines[title:first])
        alone = shape_at(lines, first + 1) != "paragraph"
        above = lines[max(0, index - 12) : index]
        met = set().union(*(pairs(line.text) for line in above if line.shape == "paragraph"))
        dated = dated and alone and tie(lines[first].text, met) < OWN_WORDS
        if not headed or not (dated or _announces(lines[title], lines[first])):
            return first
    return _without_own(lines, index, units)


def _without_own(lines: list[Line], index: int, units: list[tuple[int, int | None, int]]) -> int:
    """Index of the first line after the links, less those in the words of the text above.

    A sub-heading and a paragraph of the article look like a title and its teaser; what tells
    them apart is their wording, and that text runs on below them.
    """
    end = units[-1][2]
    if shape_at(lines, end) != "paragraph":
        return end
    around = (*lines[max(0, index - 12) : index], *lines[end : end + 8])
    met = set().union(*(pairs(line.text) for line in around if line.shape == "paragraph"))
    for title, teaser, _ in reversed(units):
        if teaser is None or tie(lines[teaser].text, met) < OWN_WORDS:
            break
        end = title
    return end


def _announces(title: Line, text: Line) -> bool:
    """Say whether a text takes up its title, as a teaser and a lead do."""
    return tie(title.text, pairs(text.text)) >= ANNOUNCED


# --- the stretch of running text ----------------------------------------------------------


def _weight(lines: list[Line], index: int) -> int:
    """Words that a line adds to an article, or takes from it."""
    line = lines[index]
    if line.shape == "paragraph":
        return -TEASER if line.listed else min(count_words(line.text), MOST_WORDS)
    if line.shape in {"title", "text", "credit"} and is_byline(line.text):
        return -CLOSING if closes_article(lines, index) else -TOLL
    return -TOLLS.get(line.shape, TOLL)


def find_article(lines: list[Line]) -> Article | None:
    """Find the article of a page whose lines have their shapes; None if no text runs."""
    mark_lists(lines)
    stretches = _stretches(lines)
    if not stretches:
        return None
    most = max(words for words, _, _ in stretches)
    found = []
    for words, first, last in stretches:
        if 4 * words >= most:
            title = find_title(lines, first)
            taken_up = title is not None and _announces(lines[title], lines[first])
            found.append((words * (2 if taken_up else 1), Article(title, first, last)))
    article = max(found, key=lambda each: each[0])[1]
    opening = _opening(lines)
    if opening is not None and (article.title is None or opening[0] < article.title):
        article = Article(*opening, article.last)
    return replace(article, last=_last_line(lines, article))


def _last_line(lines: list[Line], article: Article) -> int:
    """Index of an article's last line: the text may end in a few lines below a list of links."""
    last = article.last
    for at in range(last + 1, len(lines)):
        line = lines[at]
        if line.shape == "paragraph" and not line.listed:
            below = next_content(lines, at + 1)
            signed = below is not None and is_byline(lines[below].text)
            above = lines[max(article.first, last - 12) : last + 1]
            met = set().union(*(pairs(each.text) for each in above if each.shape == "paragraph"))
            if not signed and tie(line.text, met) < OWN_WORDS:
                break
            last = at
        elif not line.listed and line.shape not in {"image", "slug", "date", "number", "rule"}:
            break
    return last


def _stretches(lines: list[Line]) -> list[tuple[int, int, int]]:
    """Give the stretches in which text runs: words less tolls, first and last line."""
    found = []
    total = best = 0
    start = last = -1
    over = False
    for index in range(len(lines)):
        weight = _weight(lines, index)
        if total <= 0 and weight > 0:
            total, best, start, over = 0, 0, index, False
        over = over or weight <= -CLOSING
        if over and weight > 0 and not _runs_on(lines, index):
            weight = -TEASER
        total += weight
        if total > best:
            best, last = total, index
        if total <= 0 < best:
            found.append((best, start, last))
            best = 0
    if best > 0:
        found.append((best, start, last))
    return found


def _runs_on(lines: list[Line], index: int) -> bool:
    """Say whether a paragraph has another right above or below it."""
    return "paragraph" in (shape_at(lines, index - 1) if index else "", shape_at(lines, index + 1))


def _opening(lines: list[Line]) -> tuple[int, int] | None:
    """Give title and first line of text of a page that begins with them, without a menu."""
    title = None
    for index, line in enumerate(lines[:LONGEST_LOOK]):
        long = count_words(line.text) >= LEAST_TEXT
        if line.shape == "paragraph":
            if title is None and long and not reads_as_paragraph(line.text):
                return index, index + 1
            return None if title is None else (title, index)
        if line.shape not in {"title", "text", "credit"} or is_byline(line.text):
            continue
        if title is None:
            if count_words(line.text) <= 2:
                continue
            title = index
        elif index - title > 4:
            return None
    return None


def find_title(lines: list[Line], first: int) -> int | None:
    """Index of the title over an article's first line of text, else None.

    Of the lines over the text that read as a title, up to the menu, the topmost is taken of
    those that the text takes up again.
    """
    opening = [line.text for line in lines[first : first + 12] if line.shape == "paragraph"][:6]
    met = set().union(*map(pairs, opening))
    found: list[int] = []
    menu = 0
    for at in range(first - 1, max(-1, first - 1 - 4 * LONGEST_LOOK), -1):
        line = lines[at]
        if _is_title(line) and (count_words(line.text) > 4 or not menu):
            found.append(at)
        elif line.shape in {"title", "text", "breadcrumb", "links"} and not is_byline(line.text):
            menu += 1
        if menu >= 3 and found:
            break
    if not found:
        return None
    long = [at for at in found if count_words(lines[at].text) >= 5] or found[:1]
    ties = {at: len(pairs(lines[at].text) & met) for at in long}
    most = max(ties.values())
    best = long[0] if most < 2 else min(at for at in long if ties[at] >= most / 2)
    # Printed twice, the first is the title.
    return min(at for at in range(max(0, best - 2), best + 1) if lines[at].text == lines[best].text)


def _is_title(line: Line) -> bool:
    """Say whether a line over the text may be its title."""
    return (
        line.shape in {"title", "text"}
        and not line.listed
        and 3 <= count_words(line.text) <= 40
        and line.text[-1] not in ":;,"
        and not is_byline(line.text)
    )
