"""Say what each line of a page is, once the article is found (`helpers.cleaning.article`).

Above the title and below the article stands furniture by its place. In the article a line is
kept unless something speaks against it: a heading of a list, a title printed twice, a date
stamp, an image mark.
"""

import re

from helpers.cleaning.article import Article, find_article
from helpers.cleaning.credits import is_bare_credit, is_byline, named_by, tells_picture
from helpers.cleaning.lines import Line, count_words, ends_sentence, resembles
from helpers.cleaning.link_lists import LEAST_TEXT, closes_article, shape_at
from helpers.cleaning.shapes import is_item, shape_of, starts_as_teaser

# A caption has at most this many words, unless an image mark stands above it.
LONGEST_CAPTION = 35
LONGEST_TABLE = 3000  # in lines
FURNITURE = {
    "bar": "navigation, share or print bar",
    "breadcrumb": "section name or way to the page",
    "footer": "imprint or copyright",
    "contact": "telephone or address of the outlet",
    "tag line": "subject tags",
    "inline link": "link marked by an arrow or by words such as “Xem thêm:”",
    "linked slug": "image name and title of a linked article on one line",
    "rule": "ruler, no words",
    "number": "number or counter, no words",
    "menu": "names of sections",
    "service": "words of the site to its users",
    "comments": "heading of the readers' comments",
    "links": "heading of a link list",
    "tags": "heading of the subject tags",
    "date": "date stamp",
    "blank": "nothing visible",
}
# What a table's cells may look like.
_CELLS = {"number", "rule", "breadcrumb", "menu", "contact"}
_COUNTER = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{1,3} ?/ ?\d{1,3}")
# Furniture by its looks that may stand in an article's text.
_DOUBTFUL = {"breadcrumb", "rule", "contact", "number", "service"}


def _set(line: Line, part: str, reason: str) -> None:
    """Label a line."""
    line.part, line.reason = part, reason


def label_lines(lines: list[Line], known: str = "") -> None:
    """Label the non-blank lines of a page, each with its shape: set `part` and `reason`.

    The line that is the title that is known, word for word, is the title; what stands above it
    is the page's.
    """
    article = find_article(lines)
    if article is None:
        _label_without_text(lines)
        return
    if known:
        article = _titled(lines, article, known)
    title = "" if article.title is None else lines[article.title].text
    top = article.first if article.title is None else article.title
    for line in lines[:top]:
        _set(line, "boilerplate", FURNITURE.get(line.shape, "above the title"))
    if article.title is not None:
        _set(lines[article.title], "title", "stands over the text as its title does")
    _label_head(lines, article, title)
    index, begun = article.first, False
    seen = {title}
    while index <= article.last:
        begun = begun or lines[index].shape == "paragraph"
        index = _label_inside(lines, index, title, seen)
    _label_below(lines, index, title, seen)


def _titled(lines: list[Line], article: Article, known: str) -> Article:
    """Give an article the title that is known, where a line over the end of its text is that."""
    if article.title is not None and same_title(lines[article.title].text, known):
        return article
    for index, line in enumerate(lines[: article.last]):
        if same_title(line.text, known):
            text = (at for at in range(index + 1, article.last) if lines[at].shape == "paragraph")
            first = article.first if article.first > index else next(text, article.last)
            return Article(index, first, article.last)
    return article


def same_title(one: str, other: str) -> bool:
    """Tell a title from itself in other blanks or in capitals.

    Examples
    --------
    >>> same_title("BỆNH VIỆN  MỚI", "Bệnh viện mới")
    True
    """
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def line_looks(text: str) -> str:
    """Say what a line is, by itself, that is no title and no text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        "furniture", "caption" or "name"; empty where it may be a title or a text.

    Examples
    --------
    >>> [line_looks(text) for text in ("Tin liên quan", "Theo TTXVN", "Bệnh viện mới mở cửa")]
    ['furniture', 'name', '']
    """
    shape = shape_of(Line(0, len(text), text))
    if shape in FURNITURE:
        return "furniture"
    return "caption" if shape in {"image", "slug", "credit"} else "name" * is_byline(text)


def _label_without_text(lines: list[Line]) -> None:
    """Label a page on which no text runs: the first line as title, the rest in doubt."""
    short = sum(count_words(line.text) <= 4 for line in lines)
    menu = len(lines) >= 8 and 2 * short > len(lines)
    titled = menu
    for line in lines:
        if line.shape in FURNITURE or menu:
            reason = FURNITURE.get(line.shape, "no running text on the page")
            _set(line, "boilerplate", reason)
        elif line.shape in {"image", "slug", "credit"}:
            _set(line, "caption", "image mark, image name or photo credit")
        elif not titled:
            _set(line, "title", "first line that is not furniture")
            titled = True
        else:
            _set(line, "body", "kept in doubt: nothing against it")


def _label_head(lines: list[Line], article: Article, title: str) -> None:
    """Label what stands between the title and the text."""
    start = article.first if article.title is None else article.title + 1
    below = {line.text for line in lines[article.first + 1 : article.last + 1]}
    index, begun = start, False
    while index < article.first:
        line = lines[index]
        if line.listed or line.shape in FURNITURE:
            _set(line, "boilerplate", FURNITURE.get(line.shape, "in a list of links"))
        elif line.shape in {"image", "slug", "credit"}:
            index = _label_caption(lines, index)
            continue
        elif title in (line.text, named_by(line.text)):
            _set(line, "boilerplate", "the title once more")
        elif line.text in below and (is_item(line.text) or line.shape != "paragraph"):
            _set(line, "boilerplate", "in a table of contents: it heads a part of the text")
        elif is_byline(line.text):
            _set(line, "byline", "name between the title and the text")
        elif _is_aside(lines, start, index, begun=begun):
            _set(line, "boilerplate", "a few words between the title and the text")
        else:
            begun = begun or count_words(line.text) >= LEAST_TEXT
            _set(line, "body", "kept in doubt: between the title and the text")
        index += 1


def _is_aside(lines: list[Line], start: int, index: int, *, begun: bool) -> bool:
    """Say whether a few words between the title and the text are the page's, not the article's.

    Two words are; up to five, where furniture or names stand above them and no text has begun.
    """
    line = lines[index]
    words = count_words(line.text)
    if line.shape == "paragraph" or is_item(line.text) or line.text[-1] == ":":
        return False
    beside = any(
        each.part in {"boilerplate", "byline"} for each in lines[max(start, index - 2) : index]
    )
    return words <= 2 or (words <= 5 and beside and not begun)


def _label_inside(lines: list[Line], index: int, title: str, seen: set[str]) -> int:
    """Label a line in the article, or several; give the index after them."""
    line = lines[index]
    if line.listed:
        _set(line, "boilerplate", FURNITURE.get(line.shape, "in a list of links"))
    elif line.shape in {"title", "text", "credit"} and closes_article(lines, index):
        return _label_bylines(lines, index)
    elif line.shape == "tags":
        return _label_tags(lines, index)
    elif (line.shape in {"image", "slug", "credit"} and not long_credit(line)) or _names_image(
        lines, index, title, seen
    ):
        return _label_caption(lines, index)
    elif _is_caption(lines, index):
        _set(line, "caption", "says who stands where, or at which occasion")
    elif line.shape in _DOUBTFUL and _is_part_of_text(lines, index):
        _set(line, "body", f"kept in doubt: {FURNITURE[line.shape]}, in the text")
    elif line.shape in FURNITURE:
        _set(line, "boilerplate", FURNITURE[line.shape])
    else:
        if line.shape != "paragraph":
            _set(line, "body", "kept in doubt: nothing against it")
        elif starts_as_teaser(line.text) and not _text_above(lines, index):
            _set(line, "lead", "first paragraph, set apart by the outlet's sign")
        else:
            _set(line, "body", "paragraph")
        if count_words(line.text) <= LONGEST_CAPTION:
            seen.add(line.text)
    return index + 1


def _is_caption(lines: list[Line], index: int) -> bool:
    """Say whether a line inside the text is a caption by its words."""
    line = lines[index]
    return (
        line.shape in {"title", "text"}
        and _text_above(lines, index)
        and lines[index - 1].text[-1] not in ":;,"
        and not is_item(line.text)
        and tells_picture(line.text)
    )


def _text_above(lines: list[Line], index: int) -> bool:
    """Say whether text stands shortly above a line."""
    return any(line.part in {"body", "lead"} for line in lines[max(0, index - 9) : index])


def long_credit(line: Line) -> bool:
    """Say whether a line with a photo credit is long enough to be text as well."""
    return line.shape == "credit" and count_words(line.text) > LONGEST_CAPTION


def _is_part_of_text(lines: list[Line], index: int) -> bool:
    """Say whether furniture by its looks may stand in the article's text.

    A section's name may be a sub-heading, dashes and stars a pause, an address the end of
    an article that praises a shop: they are furniture above the article, and beside more of it.
    """
    line = lines[index]
    if line.shape == "contact":
        return lines[index - 1].part in {"body", "caption"}
    if line.shape == "service":
        below = shape_at(lines, index + 1)
        return count_words(line.text) >= 12 and ends_sentence(line.text) and below == "paragraph"
    if line.shape == "number" or line.text in {"/", "|", "."}:
        # A column of a table, or a counter of pictures, a player's clock, a report's hour.
        around = (*lines[max(0, index - 3) : index], *lines[index + 1 : index + 4])
        numbers = [each.text for each in around if each.shape == "number"]
        beside = {lines[index - 1].shape, shape_at(lines, index + 1)}
        counters = all(_COUNTER.fullmatch(each) for each in (line.text, *numbers) if len(each) > 1)
        return bool(numbers) and not counters and beside != {"paragraph"}
    return not line.piped


def _names_image(lines: list[Line], index: int, title: str, seen: set[str]) -> bool:
    """Say whether a line is an image's text: it repeats a line, or the title over a caption."""
    line = lines[index]
    if title and named_by(line.text) == title:
        return True
    if line.shape not in {"title", "text"}:
        return False
    if not 0 < index < len(lines) - 1:
        return False
    below = lines[index + 1]
    if line.text in seen and {lines[index - 1].shape, below.shape} == {"paragraph"}:
        return True
    if below.shape == "credit" and is_bare_credit(below.text):
        return True
    caption = below.shape == "credit" or (below.shape in {"title", "text"} and not below.gap)
    return caption and line.shape == "title" and line.gap and resembles(line.text, title)


def _label_caption(lines: list[Line], index: int) -> int:
    """Label an image mark or name, and the caption under it; give the index after them."""
    line = lines[index]
    reasons = {
        "image": "image mark",
        "slug": "image name: a title without diacritics",
        "credit": "ends with a photo credit",
    }
    _set(line, "caption", reasons.get(line.shape, "repeats a line or names an image"))
    index += 1
    if line.shape == "credit" or index >= len(lines):
        return index
    caption = lines[index]
    short = caption.shape in {"title", "text"} and (
        not caption.gap or line.shape not in {"title", "text"}
    )
    marked = line.shape in {"image", "slug"} or not caption.gap
    if caption.shape == "credit" or caption.piped or (short and marked):
        _set(caption, "caption", "stands under an image")
        index += 1
    return index


def _label_bylines(lines: list[Line], index: int) -> int:
    """Label the names and sources at the article's end; give the index after them."""
    while index < len(lines) and lines[index].shape in {"title", "text", "credit"}:
        if is_byline(lines[index].text):
            _set(lines[index], "byline", "name or source at the article's end")
        elif lines[index].shape == "credit":
            _set(lines[index], "caption", "photo credit beside the byline")
        else:
            break
        index += 1
    return index


def _label_tags(lines: list[Line], index: int) -> int:
    """Label the heading of the subject tags and the few words a line under it."""
    _set(lines[index], "boilerplate", FURNITURE["tags"])
    index += 1
    while index < len(lines) and lines[index].shape in {"text", "title"}:
        if count_words(lines[index].text) > 6 or lines[index].text[-1] in ".:;":
            break
        _set(lines[index], "boilerplate", "subject tag")
        index += 1
    return index


def _has_figures(line: Line) -> bool:
    """Say whether a line has figures or a colon, as tables and results have."""
    return ":" in line.text or any(character.isdigit() for character in line.text)


def _table_end(lines: list[Line], index: int) -> int:
    """Index after a table that stands right under the text, the index itself if none does.

    Numbers, at least six, stand among short lines and count no places or days as lists do.
    """
    end, at = index, index
    numbers: list[str] = []
    while at < min(len(lines), end + (9 if numbers else 16), index + LONGEST_TABLE):
        line = lines[at]
        if line.listed or line.shape in FURNITURE.keys() - _CELLS:
            break
        at += 1
        if line.shape in {"number", "rule"}:
            end = at
            numbers.append(line.text)
    counted = {str(number) for number in range(32)} | {f"{number:02d}" for number in range(10)}
    others = sum(each not in counted for each in numbers)
    table = len(numbers) >= 6 and others >= 4 and 5 * len(numbers) >= end - index
    return end if table else index


def _label_below(lines: list[Line], index: int, title: str, seen: set[str]) -> None:
    """Label what follows the last line of running text: its end, bylines, then furniture."""
    end = _table_end(lines, index)
    while index < end:
        _set(lines[index], "body", "kept in doubt: in a table under the text")
        index += 1
    while end < len(lines) and not (
        lines[end].listed
        or lines[end].shape in (FURNITURE.keys() - _DOUBTFUL | {"service"})
        or (
            lines[end].shape in {"title", "text"}
            and is_byline(lines[end].text)
            and shape_at(lines, end + 1) != "number"
        )
    ):
        end += 1
    # Nothing speaks against the last lines of a page, or those over its byline or a heading.
    below = lines[end].shape if end < len(lines) else "end"
    tabular = sum(_has_figures(line) for line in lines[index:end])
    table = end > index + 2 and 2 * tabular >= end - index
    kept = table or (below == "links" and end < index + 3)
    over = below not in {"end", "title", "text"} and not kept
    closed = lines[index - 1].text.endswith("./.")
    while index < end:
        line = lines[index]
        if closed and line.shape in {"title", "text"} and count_words(line.text) <= 5:
            break  # subject tags without a heading
        # A last wish or thanks is the text's.
        wish = line.text[-1] in ".!" and count_words(line.text) <= 8
        goes_on = wish or line.shape in {"credit", "image", "slug"} or is_item(line.text)
        introduces = line.text[-1] == ":" and index + 1 < end and is_item(lines[index + 1].text)
        if over and not (goes_on or introduces) and lines[index - 1].text[-1] not in ":;,":
            break
        index = _label_inside(lines, index, title, seen)
    index = _label_bylines(lines, index)
    rest = lines[index:]
    if len(rest) <= 2 and all(line.shape in {"title", "text"} for line in rest):
        for line in rest:
            _set(line, "body", "kept in doubt: nothing against it")
        return
    while index < len(lines):
        line = lines[index]
        if line.shape == "tags":
            index = _label_tags(lines, index)
            continue
        reason = "in a list of links" if line.listed else "below the article"
        _set(line, "boilerplate", FURNITURE.get(line.shape, reason))
        index += 1
