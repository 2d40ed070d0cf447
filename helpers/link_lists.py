"""Where a list of links ends and the article resumes.

Two kinds of evidence, weighed in `helpers.resumption`. Structure: links are titles, each
perhaps with a teaser or a date; paragraphs in a row are text. Wording: neighbouring syllables
recur within an article, and between a title and its teaser, but less between two articles.
Measured on news (share of syllable pairs met before): paragraphs of the same article 0.15 in
the median, of another article of mostly the same section 0.02, one in twenty above 0.14.
"""

import re
from itertools import pairwise

from helpers import page_rules as rules
from helpers.resumption import best_start, weigh

# Lines that stand between a title and its teaser, or between a byline and what follows.
PASSED_OVER = {"image", "slug", "date", "rule", "bar", "breadcrumb", "credit", "blank"}
# Links by their own looks: they stand in articles and in lists alike.
LINKS_ANYWHERE = {"inline link", "linked slug", "contact", "blank"}
AFTER_ARTICLE = {"links", "comments", "tags", "footer", "tag line"}
# A paragraph this much in the article's own words belongs to it, if several stand in a row.
TIED = 0.07
# A line this much in the article's own words hardly belongs to another article.
OWN_WORDS = 0.15
# Titles this little in the article's words, and not announced, are other articles'.
UNTIED = 0.05
# In lines: further on nothing is looked for after a name, which keeps the time linear.
LONGEST_LOOK = 40
# In lines: an article is not looked for below a longer list, for the same reason.
LONGEST_LIST = 400
# What a byline below speaks for the article having resumed above it (`helpers.resumption`).
BYLINE_BELOW = 3.0


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


def _region(lines, index, limit=None):
    """Give the contents after a heading: up to the next heading or the byline, and which."""
    contents = []
    last = len(lines) if limit is None else min(index + limit, len(lines))
    for at in range(index, last):
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
    contents, closed = _region(lines, index, LONGEST_LIST)
    if ended:
        return _resumes_in_own_words(lines, contents, met)
    return _article_start(lines, contents, met, BYLINE_BELOW if closed else 0.0)


def _article_start(lines, contents, met, start=0.0):
    """Index of the line at which the article resumes by the weight of the lines, else None."""
    contents = [at for at in contents if lines[at].shape not in LINKS_ANYWHERE]
    is_text = [_is_text(lines[at]) or _is_own_line(lines, at, met) for at in contents]
    weights = weigh(
        [lines[at].text for at in contents],
        is_text,
        [pairs(lines[at].text) for at in contents],
        met,
        dated=[is_dated(lines, at) for at in contents],
        repeated=[at > 0 and is_repeated(lines, at - 1) for at in contents],
        pictured=[at > 0 and lines[at - 1].shape in {"image", "slug"} for at in contents],
    )
    names = [
        not text and rules.is_byline(lines[at].text)
        for at, text in zip(contents, is_text, strict=True)
    ]
    place = best_start(weights, is_text, names, start)
    return None if place is None else contents[place]


def links_follow(lines, index, met):
    """Say whether a list of links follows a name, under a heading that is on no list.

    The heading is a section's name or a short line; after it nothing adds up to the article,
    and at least two of the first lines read as titles.
    """
    contents, _ = _region(lines, index, LONGEST_LOOK)
    headed = shape_at(lines, index) == "breadcrumb"
    if len(contents) < 3 or not (headed or rules.count_words(lines[contents[0]].text) <= 6):
        return False
    # Two words a line are the cells of a table.
    titles = sum(
        not _is_text(lines[at]) and rules.count_words(lines[at].text) >= 5 for at in contents[1:6]
    )
    return titles >= 2 and _article_start(lines, contents, met) is None


def is_foreign_items(lines, index, met):
    """Say whether two or more items without a heading are links: titles of other articles.

    An article's own list follows a colon, or has items that are short, end as sentences do,
    or speak in the article's words: none of 2,653 articles has two such items in a row.
    """
    above = lines[index - 1].text if index else ""
    if not rules.is_item(lines[index].text) or rules.is_item(above) or above.endswith(":"):
        return False
    items = []
    for line in lines[index : index + LONGEST_LOOK]:
        if not rules.is_item(line.text):
            break
        items.append(line)
    if len(items) < 2 or any(
        line.shape != "title"
        or rules.count_words(line.text) < 6
        or rules.ends_sentence(line.text)
        or ";" in line.text
        or line.text.endswith((",", ":"))
        for line in items
    ):
        return False
    after = index + len(items)
    below = set().union(*(pairs(line.text) for line in lines[after : after + 5] if _is_text(line)))
    shares = (tie(line.text, met) + tie(line.text, below) for line in items)
    return sum(shares) < UNTIED * len(items)


def _resumes_in_own_words(lines, contents, met):
    """Find paragraphs in a row in the article's own words, after its byline."""
    texts = {at for at in contents if _is_text(lines[at])}
    runs = [one for one, two in pairwise(contents) if {one, two} <= texts]
    if len(texts) > len(runs) + 2:
        # In a long list two paragraphs may meet where a title is missing: ask their wording.
        runs = [at for at in runs if tie(lines[at].text, met) >= TIED / 2]
    # Many paragraphs in a row are a longer text: the name passed may be a sub-heading's.
    needed = TIED if len(runs) > 2 else OWN_WORDS
    return next((at for at in runs if tie(lines[at].text, met) >= needed), None)
