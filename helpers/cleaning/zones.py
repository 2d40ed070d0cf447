"""Decide what each line of a page is from the lines around it.

The article is kept unless something speaks against it: a heading of a link list, a title
printed twice, a date stamp, an image mark. A list of links ends where the article resumes
(`helpers.cleaning.link_lists`).
"""

from helpers.cleaning.lines import count_words, is_byline, resembles, starts_as_teaser
from helpers.cleaning.link_lists import (
    AFTER_ARTICLE,
    closes_article,
    is_dated,
    is_foreign_items,
    is_repeated,
    links_follow,
    next_content,
    pairs,
    resumes,
    shape_at,
    text_length,
)

# A caption has at most this many words, unless an image mark stands above it.
LONGEST_CAPTION = 35
_FURNITURE = {
    "bar": "navigation, share or print bar",
    "breadcrumb": "section name or way to the page",
    "footer": "imprint or copyright",
    "contact": "telephone or address of the outlet",
    "tag line": "subject tags",
    "inline link": "link marked by an arrow or by words such as “Xem thêm:”",
    "linked slug": "image name and title of a linked article on one line",
    "rule": "ruler, no words",
    "comments": "heading of the readers' comments",
    "links": "heading of a link list",
    "tags": "heading of the subject tags",
    "blank": "nothing visible",
}


def _set(line, part, reason):
    line.part, line.reason = part, reason


def label_top(lines):
    """Label what stands above the article and its title; give the index after it."""
    index = 0
    above = {*_FURNITURE, "date", "image", "slug"}
    while index < len(lines) and (lines[index].shape in above or _stands_over_title(lines, index)):
        line = lines[index]
        reason = _FURNITURE.get(line.shape, f"{line.shape} above the title")
        _set(line, "boilerplate", reason if line.shape in above else "outlet or section name")
        index += 1
    if index == len(lines):
        return index
    line = lines[index]
    if line.shape == "paragraph" and _reads_as_paragraph(line.text):
        return index
    _set(line, "title", "first line that is not furniture and does not read as a paragraph")
    return index + 1


def _stands_over_title(lines, index):
    """Say whether one or two words stand over a line that is a title by its length."""
    below = next_content(lines, index + 1)
    return (
        count_words(lines[index].text) <= 2
        and shape_at(lines, below) == "title"
        and count_words(lines[below].text) >= 6
    )


def _reads_as_paragraph(text):
    return count_words(text) > 40 or (
        text.rstrip().endswith((".", "…")) and count_words(text) >= 10
    )


def label_lines(lines):
    """Label every line of a page.

    Parameters
    ----------
    lines : list of Line
        The non-blank lines in order, each with its shape; `part` and `reason` are set.
    """
    index = label_top(lines)
    title = next((line.text for line in lines if line.part == "title"), "")
    met = pairs(title)
    begun = has_body = ended = False
    length = 0
    while index < len(lines):
        line = lines[index]
        if has_body and not ended and _is_closing(lines, index, met):
            index, ended = _label_bylines(lines, index), True
        elif line.shape == "comments" and not has_body:
            _set(line, "boilerplate", "comment bar above the article")
            index += 1
        elif (
            ended
            or line.shape in {"links", "comments"}
            or starts_list(lines, index, has_body)
            or (has_body and is_foreign_items(lines, index, met))
        ):
            index, ended = _label_list(lines, index, met, ended=ended, length=length)
        elif not begun and line.shape in {"title", "text"} and is_byline(line.text):
            _set(line, "byline", "name between the title and the text")
            index += 1
        elif line.shape == "tags":
            index = _label_tags(lines, index)
        elif has_body and _is_part_of_text(lines, index):
            _set(line, "body", f"kept in doubt: {_FURNITURE[line.shape]}, in the text")
            index += 1
        elif (line.shape in {"image", "slug", "credit"} and not long_credit(line)) or (
            has_body and _names_image(lines, index, title)
        ):
            index = _label_caption(lines, index)
        elif line.shape in _FURNITURE or line.shape == "date":
            _set(line, "boilerplate", _FURNITURE.get(line.shape, "date stamp"))
            index += 1
        else:
            _label_text(line, begun)
            met |= pairs(line.text)
            begun = True
            length += len(line.text)
            has_body = has_body or line.shape in {"paragraph", "credit"}
            index += 1


def _is_closing(lines, index, met):
    """Say whether a line is the byline: by what follows it, or by the list of links below it."""
    if closes_article(lines, index):
        return True
    line = lines[index]
    return (
        line.shape in {"title", "text"}
        and is_byline(line.text)
        and links_follow(lines, index + 1, met)
    )


def _label_text(line, begun):
    """Label a line that nothing speaks against."""
    if line.shape != "paragraph":
        _set(line, "body", "kept in doubt: nothing against it")
    elif not begun and starts_as_teaser(line.text):
        _set(line, "lead", "first paragraph, set apart by the outlet's sign")
    else:
        _set(line, "body", "paragraph")


def long_credit(line):
    """Say whether a line with a photo credit is long enough to be text as well."""
    return line.shape == "credit" and count_words(line.text) > LONGEST_CAPTION


def _is_part_of_text(lines, index):
    """Say whether furniture by its looks may stand in the article's text.

    A section's name may be a sub-heading, dashes and stars a pause, an address the end of
    an article that praises a shop: they are furniture above the article, and beside more of it.
    """
    line = lines[index]
    if line.shape == "breadcrumb" or (line.shape == "rule" and not line.piped):
        return True
    if line.shape == "contact":
        return lines[index - 1].part in {"body", "caption"}
    return False


def starts_list(lines, index, has_body):
    """Say whether a list of links without a heading begins: doubled or dated titles."""
    if not has_body:
        return False
    if lines[index].shape == "title" and is_repeated(lines, index):
        return shape_at(lines, next_content(lines, index + 2)) != "text"
    return is_dated(lines, index) and is_dated(lines, index + 2)


def _names_image(lines, index, title):
    """Say whether a line repeats the title over a caption: the alternative text of an image."""
    if index + 1 >= len(lines) or lines[index].shape != "title":
        return False
    below = lines[index + 1]
    caption = below.shape == "credit" or (below.shape in {"title", "text"} and not below.gap)
    same = lines[index].text == title
    return caption and (same or (lines[index].gap and resembles(lines[index].text, title)))


def _label_caption(lines, index):
    """Label an image mark or name, and the caption under it; give the index after them."""
    line = lines[index]
    reasons = {
        "image": "image mark",
        "slug": "image name: a title without diacritics",
        "credit": "ends with a photo credit",
    }
    _set(line, "caption", reasons.get(line.shape, "repeats the title: text of an image"))
    index += 1
    if line.shape == "credit" or index >= len(lines):
        return index
    caption = lines[index]
    short = caption.shape in {"title", "text"} and (not caption.gap or line.shape != "title")
    if caption.shape == "credit" or caption.piped or short:
        _set(caption, "caption", "stands under an image")
        index += 1
    return index


def _label_bylines(lines, index):
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


def _label_tags(lines, index):
    """Label the heading of the subject tags and the few words a line under it."""
    _set(lines[index], "boilerplate", _FURNITURE["tags"])
    index += 1
    while index < len(lines) and lines[index].shape in {"text", "title"}:
        if count_words(lines[index].text) > 6 or lines[index].text[-1] in ".:;":
            break
        _set(lines[index], "boilerplate", "subject tag")
        index += 1
    return index


def _label_list(lines, index, met, *, ended, length):
    """Label a heading and its list; give the index after it, and whether the article is over."""
    first = index + 1 if lines[index].shape in AFTER_ARTICLE else index
    strict = ended
    if lines[index].shape == "comments":
        # Comments run on like text, but seldom to the length of the article.
        strict = strict or text_length(lines, first) <= length
    end = resumes(lines, first, met, ended=strict)
    resumed = end is not None
    if end == index:
        # A title in the article's own words is not the first of a list.
        _set(lines[index], "body", "kept in doubt: in the article's own words")
        return index + 1, False
    if not resumed:
        end = first
        while end < len(lines) and lines[end].shape not in AFTER_ARTICLE:
            if not ended and closes_article(lines, end):
                break
            end += 1
    for line in lines[index:end]:
        _set(line, "boilerplate", _FURNITURE.get(line.shape, "in a list of links"))
    return end, ended and not resumed
