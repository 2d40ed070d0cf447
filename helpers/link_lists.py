"""Where a list of links ends and the article resumes.

Two kinds of evidence. Structure: links are titles, each perhaps with a teaser or a date; two
paragraphs in a row, or a paragraph that no title announces, are text. Wording: neighbouring
syllables recur within an article, and between a title and its teaser, but hardly between two
articles. Measured on composed pages (share of syllable pairs met before): paragraphs of the
same article 0.15 to 0.20 in the median, of another article 0.00 to 0.01.
"""

import re
from itertools import pairwise

from helpers import page_rules as rules

# Lines that stand between a title and its teaser, or between a byline and what follows.
PASSED_OVER = {"image", "slug", "date", "rule", "bar", "breadcrumb", "credit", "blank"}
AFTER_ARTICLE = {"links", "comments", "tags", "footer", "tag line"}
# A paragraph this much in the article's own words belongs to it; nineteen in twenty
# paragraphs of other articles lie below.
TIED = 0.07
# A line this much in the article's own words hardly belongs to another article.
OWN_WORDS = 0.15
# A title this much repeated in the paragraph under it announces it.
ANNOUNCED = 0.12
# In words; a longer paragraph announces nothing, it tells.
LONGEST_TEASER = 100


def pairs(text, limit=4000):
    """Pairs of neighbouring syllables in a text's first `limit` characters, as a set."""
    found = re.findall(r"[^\W_]+", text[:limit].casefold())
    return set(pairwise(found))


def tie(text, met):
    """Share of the syllable pairs of `text` that are in the set `met`; 0 if it has none."""
    own = pairs(text)
    return len(own & met) / len(own) if own else 0.0


def next_content(lines, index):
    """Index of the next line that is not passed over (at most 20 on), else None."""
    for at in range(index, min(index + 20, len(lines))):
        if lines[at].shape not in PASSED_OVER:
            return at
    return None


def shape_at(lines, index):
    """Shape of the line at an index, "end" after the last."""
    return "end" if index is None or index >= len(lines) else lines[index].shape


def is_repeated(lines, index):
    """Say whether a title is printed twice, for a link's image and for its text."""
    if index is None or index + 1 >= len(lines):
        return False
    one, two = lines[index].bare, lines[index + 1].bare
    return one == two and rules.count_words(one) >= 4


def is_dated(lines, index):
    """Say whether a short line has a date stamp under it, as the links of a list have."""
    return (
        shape_at(lines, index) in {"title", "text"}
        and index + 1 < len(lines)
        and lines[index + 1].shape == "date"
    )


def closes_article(lines, index):
    """Say whether a line is a byline with nothing of the article after it.

    A name alone may also be a sub-heading: what follows a byline is the page's end, a
    heading of other matter, another byline, or a link printed twice or dated.
    """
    for _ in range(4):
        if shape_at(lines, index) not in {"title", "text", "credit"}:
            return False
        if not rules.is_byline(lines[index].text):
            return False
        following = next_content(lines, index + 1)
        if shape_at(lines, following) in {"end", *AFTER_ARTICLE}:
            return True
        if is_repeated(lines, following) or is_dated(lines, following):
            return True
        index = following
    return False


def _region(lines, index):
    """Give the contents after a heading: up to the next heading or the byline, and which."""
    contents = []
    for at in range(index, len(lines)):
        if lines[at].shape in AFTER_ARTICLE:
            return contents, False
        if closes_article(lines, at):
            return contents, True
        if lines[at].shape not in PASSED_OVER and not is_repeated(lines, at):
            contents.append(at)
    return contents, False


def _is_text(line):
    """Say whether a line reads as text: a paragraph, or an introduction ending in a colon."""
    return line.shape == "paragraph" or line.text.endswith((":", ";")) or "://" in line.text[:400]


def _is_own_line(lines, at, met):
    """Say whether a long line without a full stop is in the article's words: no link's title."""
    line = lines[at]
    if len(line.text) < 80 or is_dated(lines, at) or (at and is_repeated(lines, at - 1)):
        return False
    return tie(line.text, met) >= 2 * OWN_WORDS


def text_length(lines, index):
    """Characters of the paragraphs from an index up to the next heading or the byline."""
    contents, _ = _region(lines, index)
    return sum(len(lines[at].text) for at in contents if _is_text(lines[at]))


def _without_titles(lines, contents, at, met):
    """Go back over sub-headings in the article's own words to where the article resumes."""
    place = contents.index(at)
    while place > 0 and tie(lines[contents[place - 1]].text, met) >= OWN_WORDS:
        place -= 1
    return contents[place]


def resumes(lines, index, met, *, ended=False):
    """Find where the article resumes after a heading of other matter.

    Parameters
    ----------
    lines : list of Line
        The page.
    index : int
        First line after the heading.
    met : set
        Syllable pairs (`pairs`) of the article so far.
    ended : bool
        Whether the byline has been passed: then only paragraphs in a row, in the article's
        own words, are taken for a part of it.

    Returns
    -------
    int or None
        Index of the first line of the article after the list; None if it does not resume
        before the next heading.
    """
    contents, closed = _region(lines, index)
    texts = [
        at for at in contents if _is_text(lines[at]) or (not ended and _is_own_line(lines, at, met))
    ]
    runs = [one for one, two in pairwise(contents) if {one, two} <= set(texts)]
    if len(texts) > len(runs) + 2:
        # In a long list two paragraphs may meet where a title is missing: ask their wording.
        runs = [at for at in runs if tie(lines[at].text, met) >= TIED / 2]
    if ended:
        # Many paragraphs in a row are a longer text: the name passed may be a sub-heading's.
        needed = TIED if len(runs) > 2 else OWN_WORDS
        tied = (at for at in runs if tie(lines[at].text, met) >= needed)
        return next(tied, None)
    at = _first_text(lines, contents, texts, met, closed=closed, running=bool(runs))
    return None if at is None else _without_titles(lines, contents, at, met)


def _first_text(lines, contents, texts, met, *, closed, running):
    """Find the first line of a region that is text and no link's teaser, else None."""
    kept = set(texts)
    own = {at: tie(lines[at].text, met) for at in texts}
    announced = {
        two: tie(lines[one].text, pairs(lines[two].text))
        for one, two in pairwise(contents)
        if two in kept and one not in kept
    }
    # Titles and paragraphs in turn, the paragraphs not in the article's words, are a list.
    listed = len(announced) > 1 and (
        sum(announced.values()) > sum(own[at] for at in announced)
        or (
            not running
            and len(announced) == len(texts)
            and sum(own.values()) < OWN_WORDS * len(own)
        )
    )
    titles, previous = 0, None
    for place, at in enumerate(contents):
        if at not in kept:
            titles, previous = titles + 1, at
            continue
        if previous is None:
            return at
        doubled = previous > 0 and is_repeated(lines, previous - 1)
        last = place + 1 == len(contents)
        alone = last or contents[place + 1] not in kept
        goes_on = closed or running
        if announced[at] >= ANNOUNCED and announced[at] > own[at]:
            # A byline right below makes a tied paragraph the article's last.
            teaser = (titles == 1 or doubled) and not (last and closed and own[at] >= TIED)
        elif listed and alone and not closed and (titles == 1 or doubled):
            teaser = True
        elif own[at] >= TIED:
            teaser = doubled and not goes_on
        else:
            marked = doubled or rules.starts_as_teaser(lines[at].text)
            teaser = not goes_on and (marked or (titles == 1 and len(texts) > 1))
        if rules.count_words(lines[at].text) > LONGEST_TEASER or (
            # A single paragraph nearer to the article than to the title: kept.
            len(texts) == 1 and own[at] > announced[at]
        ):
            teaser = False
        if not teaser:
            return at
        titles, previous = 0, None
    return None
