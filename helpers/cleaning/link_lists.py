"""Lists of links to other articles, wherever they stand on a page, and where text resumes.

A list stands under a heading, or its titles are printed twice, dated, each with a teaser, or
several in a row. How often an article has such lines of its own was counted on 2,653 of them.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile

from helpers.cleaning.credits import is_byline
from helpers.cleaning.lines import Line, count_words, sections, syllables
from helpers.cleaning.shapes import is_item, outlet_sign, starts_as_teaser

# Lines that stand between a title and its teaser, or between a byline and what follows.
PASSED_OVER = {"image", "slug", "date", "rule", "number", "bar", "breadcrumb", "credit", "blank"}
_BESIDE_LINKS = PASSED_OVER - {"credit", "bar", "breadcrumb"}
AFTER_ARTICLE = {"links", "comments", "tags", "footer", "tag line"}
# Furniture that no page of an article alone has.
_SIGNS = {*AFTER_ARTICLE, "bar", "date", "menu", "service", "breadcrumb", "inline link"}
# In words: a teaser is no longer, a title of another article no shorter, nor the first text.
LONGEST_TEASER = 90
SHORTEST_LINK = 6
LEAST_TEXT = 12
LONGEST_QUESTION = 16  # of another article's title
LONGEST_LIST = 400  # in lines
_TWO_SENTENCES = re.compile(r"[a-zà-ỹđ]{2}[.…][\"”’]?\s+[\"“‘]?[A-ZÀ-ỸĐ](?=[a-zà-ỹđ ])")
# Buttons under a link to another article.
_OPENS = {"đọc ngay", "xem ngay", "xem chi tiết", "chi tiết", "đọc tiếp"}
# A line of at least so many words, more than this share of them not the article's, is a link.
LONE_LINK = 7
STRANGE = 0.5
# Share of a title's pairs of syllables that its teaser takes up again.
ANNOUNCED = 0.25
# Titles this little in the article's words are other articles'.
UNTIED = 0.15
# A paragraph this much in the article's words is its own.
OWN_WORDS = 0.1
CLOSE = 0.2


def pairs(text: str, limit: int = 2000) -> set[tuple[str, str]]:
    """Pairs of neighbouring syllables in a text's first `limit` characters."""
    return set(pairwise(re.findall(r"[^\W_]+", text[:limit].casefold())))


def tie(text: str, met: set[tuple[str, str]]) -> float:
    """Share of the syllable pairs of `text` that are in the set `met`; 0 if it has none."""
    own = pairs(text)
    return len(own & met) / len(own) if own else 0.0


def words_of(lines: Iterable[Line]) -> set[tuple[str, str]]:
    """Pairs of neighbouring syllables in the paragraphs among some lines."""
    return set().union(*(pairs(line.text) for line in lines if line.shape == "paragraph"))


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
    heading of other matter, another byline, or a link. Over a number it is a table's cell.
    """
    at: int | None = None if shape_at(lines, index + 1) == "number" else index
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
    links = sum(is_link(line) for line in below)
    return links >= 2 and all(line.shape in {"title", "text"} for line in below)


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
        elif begun and furnished and _is_strange(lines, index):
            end = index + 1
        elif begun and _is_signed_anew(lines, index):
            end = index + 2
        elif begun and furnished and _is_row(lines, index):
            while shape_at(lines, end) != "paragraph":
                end += 1
        elif begun and furnished and _is_teased(lines, index):
            end = [end for _, teaser, end in _units(lines, index) if teaser is not None][-1]
        for each in lines[index:end]:
            each.listed = True
        index = max(end, index + 1)


def is_link(line: Line, *, items: bool = False) -> bool:
    """Say whether a line may be another article's title, or an item that may: no sentence."""
    return (
        line.shape in {"title", "text", "inline link"}
        and count_words(line.text) >= SHORTEST_LINK
        and not _TWO_SENTENCES.search(line.text)
        and (line.text[-1] not in ".:;," or line.text.endswith("..."))
        and is_item(line.text) == items
        and not (items and (line.text[0].isdigit() or ";" in line.text))
        and not (line.text[-1] == "?" and count_words(line.text) > LONGEST_QUESTION)
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
        if at >= len(lines) or not is_link(lines[at]):
            return
        title, end = at, at + 1
        while end < len(lines) and (
            lines[end].shape in _BESIDE_LINKS
            or lines[end].text.casefold() in sections()  # the other story's
            or lines[end].bare == lines[title].bare
        ):
            end += 1
        teaser = None
        if shape_at(lines, end) in {"paragraph", "credit"} and (
            count_words(lines[end].text) <= LONGEST_TEASER and not is_item(lines[end].text)
        ):
            teaser, end = end, end + 1
        yield title, teaser, end
        at = end


def _starts_list(lines: list[Line], index: int, *, begun: bool) -> bool:
    """Say whether links without a heading begin: dated, or below some text printed twice."""
    if not is_link(lines[index]):
        return False
    if is_dated(lines, index) and (begun or is_dated(lines, index + 2)):
        return True
    if begun and shape_at(lines, index + 1) == "bar" and lines[index + 1].text.casefold() in _OPENS:
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
    while row < len(lines) and is_link(lines[row], items=items):
        row += 1
    if row < index + 2 or {shape_at(lines, row), lines[index - 1].shape} != {"paragraph"}:
        return False
    asked = any(line.text[-1] == "?" for line in lines[index:row]) and _is_interview(lines, index)
    if lines[index - 1].text.endswith(":") or asked or _are_questions(lines[index:row]):
        return False  # a list that the text announces, an interview's or a riddle's questions
    if row > index + 2 and not items:
        return True
    around = (*lines[max(0, index - 8) : index], *lines[row : row + 8])
    met = words_of(around)
    return sum(tie(line.text, met) for line in lines[index:row]) < UNTIED * (row - index)


def _are_questions(links: list[Line]) -> bool:
    """Say whether most of some lines ask."""
    return 2 * sum(line.text.endswith("?") for line in links) > len(links)


def _is_strange(lines: list[Line], index: int) -> bool:
    """Say whether a line alone between paragraphs speaks of something else than they do.

    Of 2,653 articles ten have such a line of their own; of titles of other articles set into
    them six in ten are found.
    """
    line = lines[index]
    if not is_link(line) or count_words(line.text) < LONE_LINK or line.text[-1] in "?)":
        return False
    if {shape_at(lines, index + 1), lines[index - 1].shape} != {"paragraph"}:
        return False
    around = [*lines[max(0, index - 30) : index], *lines[index + 1 : index + 30]]
    said = set().union(*(syllables(each.text) for each in around if each.shape == "paragraph"))
    own = syllables(line.text)
    return len(own - said) > STRANGE * len(own) and tie(line.text, words_of(around)) == 0


def _is_signed_anew(lines: list[Line], index: int) -> bool:
    """Say whether a title and a teaser stand inside the text: it bears the lead's sign again."""
    around = {lines[index - 1].shape, shape_at(lines, index + 1), shape_at(lines, index + 2)}
    if around != {"paragraph"} or not is_link(lines[index]):
        return False
    sign = outlet_sign(lines[index + 1].text)
    return bool(sign) and any(line.text.startswith(sign) for line in lines[:index])


def _is_teased(lines: list[Line], index: int) -> bool:
    """Say whether titles with one teaser each stand between an article's end and other matter."""
    if not is_link(lines[index]) or lines[index].shape == "inline link":
        return False
    above = next((at for at in range(index - 1, -1, -1) if not is_byline(lines[at].text)), 0)
    runs_on = all(line.shape == "paragraph" for line in lines[max(0, above - 1) : above + 1])
    teased = list(takewhile(lambda unit: unit[1] is not None, _units(lines, index)))
    # Questions and answers are an interview's.
    asked = _are_questions([lines[title] for title, _, _ in teased])
    if asked or not (runs_on or any(line.listed for line in lines[:index])):
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
    signed_below = below is not None and (
        lines[below].shape in {"title", "text"} and is_byline(lines[below].text)
    )
    over = signed_below or shape_at(lines, below) in {"tags", "tag line", "comments"}
    alone = over and count_words(first.text) <= 40
    met = words_of(lines[max(0, index - 12) : index])
    if signed_below and max(tie(lines[at].text, met) for at in teased[0][:2] if at) >= OWN_WORDS:
        return False  # a heading or a caption of its own, over the article's last paragraph
    return (len(teased) > 1 or alone) and not _has_headings(lines, index)


def _has_headings(lines: list[Line], index: int) -> bool:
    """Say whether lines that look like links head paragraphs in the text above an index."""
    return any(
        is_link(line) and not line.listed and above.shape == below.shape == "paragraph"
        for above, line, below in zip(lines[:index], lines[1:index], lines[2:index], strict=False)
    )


def _list_end(lines: list[Line], index: int, *, headed: bool) -> int:
    """Index of the first line after a list of links: where text runs that is no teaser."""
    units = list(_units(lines, index))
    if not units:
        return index
    asked = next((each[0] for each in units if _is_answered(lines, *each)), None)
    other = _of_other_style(lines, index, units) if asked is None else asked
    if other is not None:
        return other
    title, first, _ = units[0]
    teased = [teaser is not None for _, teaser, _ in units]
    if first is None:
        return _resumes(lines, index, units)
    told = words_of(lines[max(0, index - 12) : index])
    if (
        headed
        and not announces(lines[title], lines[first])
        and (tie(lines[first].text, told) > UNTIED > tie(lines[title].text, told))
    ):
        return first
    if not any(teased[1:3]):
        dated = any(line.shape == "date" for line in lines[title:first])
        alone = shape_at(lines, first + 1) != "paragraph"
        above = lines[max(0, index - 12) : index]
        met = words_of(above)
        dated = dated and alone and tie(lines[first].text, met) < OWN_WORDS
        signed = starts_as_teaser(lines[first].text)
        if not signed and not (headed and (dated or announces(lines[title], lines[first]))):
            return first
    return _without_own(lines, index, units)


def _is_answered(lines: list[Line], title: int, teaser: int | None, _: int) -> bool:
    """Say whether a link and its teaser are an interview's: a question, and a dash or more above.

    Teasers begin with no dash.
    """
    if lines[title].text[-1] != "?" or shape_at(lines, title + 1) != "paragraph":
        return False
    return is_item(lines[title + 1].text) or (teaser == title + 1 and _is_interview(lines, title))


def _is_interview(lines: list[Line], index: int) -> bool:
    """Say whether two questions stand over paragraphs in the text above an index."""
    above = lines[max(0, index - 40) : index]
    asked = [
        line.text[-1] == "?" and not line.listed and below.shape == "paragraph"
        for line, below in pairwise(above)
    ]
    return sum(asked) >= 2


def _of_other_style(
    lines: list[Line], index: int, units: list[tuple[int, int | None, int]]
) -> int | None:
    """Index of the title that lacks the date or second print that all before it have, else None.

    It is the last, or text runs under it: a list may print its first titles in another way.
    """
    under = [lines[title + 1 : end] for title, _, end in units]
    dated = [any(line.shape == "date" for line in each) for each in under]
    twice = [
        any(line.bare == lines[title].bare for line in each)
        for (title, _, _), each in zip(units, under, strict=True)
    ]
    for signed in (twice, [] if lines[index].shape == "date" else dated):
        like = len(list(takewhile(bool, signed)))
        if 2 <= like < len(signed) and not any(signed[like:]):
            title, teaser, _ = units[like]
            untold = all(each is None for _, each, _ in units[:like])
            if untold and (teaser is not None or like == len(units) - 1):
                return title
    return None


def _resumes(lines: list[Line], index: int, units: list[tuple[int, int | None, int]]) -> int:
    """Index at which the article goes on under titles without teasers, maybe with a sub-heading."""
    for title, teaser, _ in units:
        if teaser is not None:
            around = (*lines[max(0, index - 8) : index], *lines[teaser : teaser + 8])
            met = words_of(around)
            others = [tie(lines[at].text, met) for at, _, _ in units if at < title]
            own = tie(lines[title].text, met)
            return title if own > UNTIED and own > 2 * max(others) else teaser
    return units[-1][2]


def _without_own(lines: list[Line], index: int, units: list[tuple[int, int | None, int]]) -> int:
    """Index of the first line after the links, less those in the words of the text above.

    A sub-heading and a paragraph of the article look like a title and its teaser; what tells
    them apart is their wording, and that text runs on below them.
    """
    end = units[-1][2]
    # Where neither text nor its byline follows, only a close tie speaks for the article.
    followed = shape_at(lines, end) == "paragraph" or closes_article(lines, end)
    least = OWN_WORDS if followed else CLOSE
    around = (*lines[max(0, index - 12) : index], *lines[end : end + 8])
    met = words_of(around)
    for place, (title, teaser, _) in reversed(list(enumerate(units))):
        if teaser is None or tie(lines[teaser].text, met) < least:
            if teaser and place == 0 < len(units) - 1 and end == units[1][0]:
                # One link alone, and what follows is the article's: so is what doesn't tell it.
                return end if announces(lines[title], lines[teaser]) else teaser
            break
        end = title
    return end


def announces(title: Line, text: Line) -> bool:
    """Say whether a text takes up its title, as a teaser and a lead do."""
    return tie(title.text, pairs(text.text)) >= ANNOUNCED
