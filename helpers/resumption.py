"""Weigh, line by line, whether what follows a heading is still its list or again the article.

Each line gets a weight: above zero it speaks for the article, below zero for the list. A list
begins at its heading, so the article resumes where the weights from there to the end of the
stretch add up highest, and not at all if they add up to less than nothing. The weights are
the natural logarithms of odds, fitted (logistic regression, rounded) on composed pages; no
single one decides.
"""

from collections import Counter

from helpers import page_rules as rules

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
    return rules.count_words(text) <= 4


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
    if is_text and rules.count_words(text) > 60:
        weight += _LONG
    if text.endswith(("...", "…")):
        weight += _CUT
    if rules.starts_as_teaser(text):
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
        elif not is_text[place] and rules.is_item(texts[place]):
            follows = _ITEM if place and rules.is_item(texts[place - 1]) else 0.0
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
