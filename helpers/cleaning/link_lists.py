"""Where a list of links ends and the article resumes.

Two kinds of evidence, weighed in `helpers.cleaning.link_lists`. Structure: links are titles, each
perhaps with a teaser or a date; paragraphs in a row are text. Wording: neighbouring syllables
recur within an article, and between a title and its teaser, but less between two articles.
Measured on news (share of syllable pairs met before): paragraphs of the same article 0.15 in
the median, of another article of mostly the same section 0.02, one in twenty above 0.14.

Weigh, line by line, whether what follows a heading is still its list or again the article.

Each line gets a weight: above zero it speaks for the article, below zero for the list. A list
begins at its heading, so the article resumes where the weights from there to the end of the
stretch add up highest, and not at all if they add up to less than nothing. The weights are
the natural logarithms of odds, fitted (logistic regression, rounded) on composed pages; no
single one decides.
"""

import re
from collections import Counter
from itertools import pairwise

from helpers.cleaning.lines import count_words, ends_sentence, is_byline, is_item, starts_as_teaser

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
# What a byline below speaks for the article having resumed above it.
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
    return one == two and count_words(one) >= 4


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
        if not is_byline(lines[index].text):
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
        not text and is_byline(lines[at].text) for at, text in zip(contents, is_text, strict=True)
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
    if len(contents) < 3 or not (headed or count_words(lines[contents[0]].text) <= 6):
        return False
    # Two words a line are the cells of a table.
    titles = sum(
        not _is_text(lines[at]) and count_words(lines[at].text) >= 5 for at in contents[1:6]
    )
    return titles >= 2 and _article_start(lines, contents, met) is None


def is_foreign_items(lines, index, met):
    """Say whether two or more items without a heading are links: titles of other articles.

    An article's own list follows a colon, or has items that are short, end as sentences do,
    or speak in the article's words: none of 2,653 articles has two such items in a row.
    """
    above = lines[index - 1].text if index else ""
    if not is_item(lines[index].text) or is_item(above) or above.endswith(":"):
        return False
    items = []
    for line in lines[index : index + LONGEST_LOOK]:
        if not is_item(line.text):
            break
        items.append(line)
    if len(items) < 2 or any(
        line.shape != "title"
        or count_words(line.text) < 6
        or ends_sentence(line.text)
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


# Of a line after another: text runs on in an article; titles stand in rows in a list.
_AFTER = {
    (True, True): 2.5,
    (False, True): 0.0,
    (True, False): -1.0,
    (False, False): -1.5,
}
# Of any line, before anything is known of it.
_ANY = -0.4
# Per unit share of the line's syllable pairs met in the article (at most 0.3 counts).
_TIE = {True: 4.0, False: 1.5}
# None met: of text, of a title.
_UNTIED = {True: -1.3, False: -0.4}
# Per unit share met elsewhere in the stretch, neighbours aside (at most 0.3 counts).
_FAR = 4.5
# Per unit share of a title's pairs repeated in the text under it (at most 0.4 counts).
_ANNOUNCED = -3.5
_LONG = 1.0  # text of more than sixty words: teasers are shorter
_CUT = -1.5  # ends in three dots, as a teaser cut to length
_SIGN = -2.0  # begins with an outlet's sign, as some teasers do, and only an article's lead
_DATED = -2.0  # a date stamp under it
_REPEATED = -2.7  # printed twice, for the link's image and its text
_TEASER_ABOVE = 1.0  # a title and its teaser stand right above: the list may be over
_TITLES_ABOVE = 2.0  # two titles without teasers stand right above: this is no teaser either
# The least that what follows counts: a list under a heading on no list may stand there.
_OTHER_MATTER = -4.0
_DOUBT = 1.0
_PICTURED = -0.5
_ITEM = -0.5  # an item of a list after another: articles have lists too
_SUBHEADING = 0.5  # four words or fewer: no link's title, and it announces nothing
_MOST_TIE = 0.3
_MOST_ANNOUNCED = 0.4
_UNTIED_BELOW = 0.02


def _share(part, whole):
    return len(part & whole) / len(part) if part else 0.0


def _is_brief(text):
    return count_words(text) <= 4


def _far_share(own, near, counts):
    """Share of the pairs of a line that stand elsewhere in the stretch, neighbours aside."""
    if not own:
        return 0.0
    around = Counter(pair for other in near for pair in other & own)
    return sum(counts[pair] > around[pair] for pair in own) / len(own)


def line_weight(text, is_text, tie, far):
    """Weight of a line by its words and looks alone.

    Parameters
    ----------
    text : str
    is_text : bool
        Whether it reads as text rather than as a title.
    tie, far : float
        Share of its syllable pairs met in the article, and elsewhere in the stretch.

    Returns
    -------
    float
        Above zero for the article, below zero for a list of links.
    """
    weight = _ANY + _TIE[is_text] * min(tie, _MOST_TIE) + _FAR * min(far, _MOST_TIE)
    if tie < _UNTIED_BELOW:
        weight += _UNTIED[is_text]
    if is_text and count_words(text) > 60:
        weight += _LONG
    if text.endswith(("...", "…")):
        weight += _CUT
    if starts_as_teaser(text):
        weight += _SIGN
    return weight


def weigh(texts, is_text, pairs, met, *, dated, repeated, pictured):
    """Weigh the lines of a stretch.

    Parameters
    ----------
    texts : list of str
    is_text, dated, repeated, pictured : list of bool
        Whether a line reads as text, has a date under it, is printed twice, stands under
        an image.
    pairs : list of set
        The syllable pairs of each line.
    met : set
        The syllable pairs of the article before the stretch.

    Returns
    -------
    list of (float, float)
        Of each line: its weight as the first of the article, and as one that follows the
        line before it in the article.
    """
    counts = Counter(pair for own in pairs for pair in own)
    weights = []
    for place, own in enumerate(pairs):
        near = pairs[max(0, place - 2) : place + 3]
        far = _far_share(own, near, counts)
        weight = line_weight(texts[place], is_text[place], _share(own, met), far)
        weight += _DATED * dated[place] + _REPEATED * repeated[place]
        follows = 0.0
        if place:
            if is_text[place] and not is_text[place - 1] and not _is_brief(texts[place - 1]):
                weight += _ANNOUNCED * min(_share(pairs[place - 1], own), _MOST_ANNOUNCED)
            follows = _AFTER[is_text[place - 1], is_text[place]]
        if not is_text[place] and _is_brief(texts[place]) and not repeated[place]:
            weight, follows = weight + _SUBHEADING, 0.0
        elif not is_text[place] and is_item(texts[place]):
            follows = _ITEM if place and is_item(texts[place - 1]) else 0.0
        if pictured[place] and not is_text[place]:
            # A caption in the article, or the title of a link with an image: says little.
            weight, follows = max(weight, _PICTURED), 0.0
        # After one title and its teaser a list may well be over; after text the article goes on.
        after_teaser = place > 1 and is_text[place - 1] and not is_text[place - 2]
        first = weight + _TEASER_ABOVE * (after_teaser and is_text[place])
        weights.append((first, weight + follows))
    return weights


def best_start(weights, is_text, names, start=0.0):
    """Where the article resumes: where the weights to the end add up highest.

    Parameters
    ----------
    weights : list of (float, float)
        As `weigh` gives them.
    is_text, names : list of bool
        Whether a line reads as text, whether it is a name as in a byline. What follows a
        name may be other matter again, and then does not speak against what stands above.
    start : float
        What speaks for the article before any line is weighed.

    Returns
    -------
    int or None
        Position of the article's first line; None if nothing adds up to more than zero.
        Of text nearly as likely (`_DOUBT`) an earlier line is taken: a lost paragraph is
        worse than a kept link.
    """
    totals, following = [0.0] * len(weights), start
    for at in range(len(weights) - 1, -1, -1):
        first, later = weights[at]
        following = max(following, _OTHER_MATTER)
        if names[at]:
            following, later = max(following, 0.0), 0.0
        totals[at] = following + first
        following += later
    best = max(totals, default=0.0)
    if best <= 0:
        return None
    # Under two titles without teasers the first text is hardly a teaser: more doubt in its favour.
    first_text = is_text.index(True) if True in is_text else 0
    doubt = [_DOUBT + _TITLES_ABOVE * (at == first_text > 1) for at in range(len(weights))]
    return next(
        at
        for at, total in enumerate(totals)
        if total == best or (is_text[at] and total > max(0.0, best - doubt[at]))
    )
