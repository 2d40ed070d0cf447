"""Find the article on a page before any line is judged: its text, and its title above.

The article is the stretch with most words of running text, less a toll in words for every line
that isn't: so menus, lists of links, comments and the imprint fall away by their place. The title
is the line over it that the text takes up again.
"""

import re
from dataclasses import dataclass, replace

from helpers.cleaning.credits import is_byline
from helpers.cleaning.lines import Line, count_words, syllables
from helpers.cleaning.link_lists import (
    CLOSE,
    LEAST_TEXT,
    OWN_WORDS,
    PASSED_OVER,
    announces,
    closes_article,
    is_link,
    mark_lists,
    pairs,
    shape_at,
    tie,
    words_of,
)
from helpers.cleaning.shapes import is_item, reads_as_paragraph

# Words of running text that a line of other matter weighs up: an article goes on over a list of
# links or a share bar, but seldom over its readers' comments or the outlet's imprint. Any of
# them may be half or twice as much, and little changes.
TOLLS = {
    "credit": 0, "image": 0, "slug": 0, "blank": 0, "rule": 0, "links": 8, "date": 5, "tags": 25,
    "tag line": 25, "comments": 60, "footer": 60, "service": 8, "contact": 8,
}  # fmt: skip
TOLL = 3  # of any other line
CLOSING = 25  # of a byline that closes an article
TEASER = 6  # of running text in a list of links
MOST_WORDS = 50  # that a paragraph counts: one long one is no article
_HOUR = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}(?:'|phút)?")
LEAST_TITLE = 5  # in words, where another may be the title
# In lines over the text: so far a title is looked for, and an article's beginning.
LONGEST_LOOK = 40


@dataclass(frozen=True)
class Article:
    """Where the article stands: its title's line, or none; its first and last line of text."""

    title: int | None
    first: int
    last: int


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
            taken_up = _is_taken_up(lines, title, first)
            found.append((words * (2 if taken_up else 1), Article(title, first, last)))
    article = _with_beginning(lines, stretches, max(found, key=lambda each: each[0])[1])
    opening = _opening(lines)
    if opening is not None and (article.title is None or opening[0] < article.title):
        article = Article(*opening, article.last)
    return replace(article, last=_last_line(lines, article))


def _is_taken_up(lines: list[Line], title: int | None, first: int) -> bool:
    """Say whether the first paragraphs of a text take up a title over it."""
    return title is not None and any(
        announces(lines[title], line)
        for line in lines[first : first + 3]
        if line.shape == "paragraph" or line.text[-1] == ":"
    )


def _with_beginning(
    lines: list[Line], stretches: list[tuple[int, int, int]], article: Article
) -> Article:
    """Give an article its beginning if a list of links cuts that off: title and text in its words.

    A list early in a short article weighs more than the text above it.
    """
    above = [(first, last) for _, first, last in stretches if first < article.first]
    met = words_of(lines[article.first : article.last + 1]) if above else set()
    # What stands over the text is too short for a title: an item, a heading.
    headless = article.title is None or count_words(lines[article.title].text) < LEAST_TITLE
    for first, last in above:
        title = find_title(lines, first)
        parted = any(line.shape == "links" for line in lines[last + 1 : article.first])
        own = words_of(lines[first : last + 1])
        close = len(own & met) >= CLOSE * len(own)
        starts = (first, article.first) if headless else (first,)
        taken_up = any(_is_taken_up(lines, title, start) for start in starts)
        if parted and (close or headless) and taken_up:
            return Article(title, first, article.last)
    return article


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


def _weight(lines: list[Line], index: int) -> int:
    """Words that a line adds to an article, or takes from it."""
    line = lines[index]
    if line.shape == "paragraph":
        return -TEASER if line.listed else min(count_words(line.text), MOST_WORDS)
    if line.shape in {"title", "text", "credit"} and is_byline(line.text):
        return -CLOSING if closes_article(lines, index) else -TOLL
    return -TOLLS.get(line.shape, TOLL)


def _runs_on(lines: list[Line], index: int) -> bool:
    """Say whether a paragraph has another right above or below it."""
    return "paragraph" in (shape_at(lines, index - 1) if index else "", shape_at(lines, index + 1))


def _opening(lines: list[Line]) -> tuple[int, int] | None:
    """Give title and first line of text of a page that begins with them, without a menu."""
    title, above = None, 0
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
                above += 1
                continue
            if index > above + 2 or above > 2:
                return None  # below a menu the title is looked for from the text upwards
            title = index
        elif index - title > 4:
            return None
    return None


def _last_line(lines: list[Line], article: Article) -> int:
    """Index of an article's last line: the text may go on below a list of links."""
    last = article.last
    for at in range(last + 1, len(lines)):
        line = lines[at]
        if line.listed:
            continue
        met = words_of(lines[max(article.first, last - 12) : last + 1])
        signed = _signed_end(lines, at, met)
        if signed is not None:
            return signed
        if line.shape == "paragraph" and tie(line.text, met) >= OWN_WORDS:
            last = at
        elif line.shape not in PASSED_OVER and not (is_item(line.text) or line.text[-1] in ":;"):
            break
    return last


def _signed_end(lines: list[Line], index: int, met: set[tuple[str, str]]) -> int | None:
    """Index of the last line of text over the byline that ends the article, else None.

    From an index on a few paragraphs run to it, with items and lines too short for titles of
    other articles; or anything whose words are the article's, as the cells of a table.
    """
    text: list[Line] = []
    plain, last = True, None
    for at in range(index, min(index + LONGEST_LOOK, len(lines))):
        line = lines[at]
        if line.listed or line.shape in PASSED_OVER - {"credit"}:
            continue
        if line.shape in {"title", "text", "credit"} and closes_article(lines, at):
            own = tie(" ".join(line.text for line in text), met) >= OWN_WORDS
            return last if own or (plain and len(text) <= 6) else None
        if line.shape not in {"title", "text", "paragraph", "links", "credit"}:
            return None
        if line.shape == "paragraph":
            last = at
            text.append(line)
        plain = plain and (line.text[-1] == "?" or not is_link(line))
    return None


def find_title(lines: list[Line], first: int) -> int | None:
    """Index of the title over an article's first line of text, else None.

    Of the lines over the text that read as a title, up to the menu, the topmost is taken of
    those that the text takes up again.
    """
    met = words_of(lines[first : first + 9])
    found: list[int] = []
    menu = 0
    for at in range(first - 1, max(-1, first - 1 - 4 * LONGEST_LOOK), -1):
        line = lines[at]
        if _is_title(line) and (count_words(line.text) > 4 or not menu):
            found.append(at)
        elif line.shape in {"title", "text", "breadcrumb", "links"} and not (
            is_byline(line.text) or (is_item(line.text) and line.text[0].isdigit())
        ):
            menu += 1
        if menu >= 3 and found:
            break
    found = [at for at in found if not _is_way_to(lines, at, found)]
    found = [at for at in found if not _heads_entry(lines, at)] or found
    if not found:
        return None
    long = [at for at in found if count_words(lines[at].text) >= LEAST_TITLE] or found[:1]
    ties = {at: len(pairs(lines[at].text) & met) for at in long}
    most = max(ties.values())
    if most < 2:
        said = set().union(*(syllables(line.text) for line in lines[first : first + 9]))
        best = max(long, key=lambda at: len(syllables(lines[at].text) & said))
    else:
        # Names of institutions stand in capitals above: such a line must be the nearest in words.
        least = {at: most if lines[at].text.isupper() else max(2, most / 2) for at in long}
        best = min(at for at in long if ties[at] >= least[at])
    # Printed twice, the first is the title.
    return min(at for at in range(max(0, best - 2), best + 1) if lines[at].text == lines[best].text)


def _is_way_to(lines: list[Line], index: int, found: list[int]) -> bool:
    """Say whether a line is the way to the page that ends in one of the titles found."""
    text = lines[index].text
    return any(
        len(lines[at].text) < len(text) and text.endswith(lines[at].text)
        for at in found
        if at > index
    )


def _heads_entry(lines: list[Line], index: int) -> bool:
    """Say whether a line heads an entry of a live report: under an hour, with more hours below."""
    below = lines[index + 1 : index + 16]
    hours = (_HOUR.fullmatch(line.text) for line in below)
    return index > 0 and bool(_HOUR.fullmatch(lines[index - 1].text)) and any(hours)


def _is_title(line: Line) -> bool:
    """Say whether a line over the text may be its title."""
    return (
        line.shape in {"title", "text"}
        and not line.listed
        and 3 <= count_words(line.text) <= 40
        and line.text[-1] not in ":;,"
        and not is_byline(line.text)
        and not is_item(line.text)
    )
