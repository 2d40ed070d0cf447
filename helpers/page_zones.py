"""Decide what each line of a page is from the lines around it.

The article is kept unless something speaks against it: a heading of a link list, a title
printed twice, a date stamp, an image mark. A list of links ends where two paragraphs follow
each other, or where a paragraph stands that no title announces: there the article resumes.
"""

from helpers import page_rules as rules

# Lines that stand between a title and its teaser, or between a byline and what follows.
_PASSED_OVER = {"image", "slug", "date", "rule", "bar", "breadcrumb", "credit"}
_AFTER_ARTICLE = {"links", "comments", "tags", "footer", "tag line", "bar"}
_FURNITURE = {
    "bar": "navigation, share or print bar",
    "breadcrumb": "section name or way to the page",
    "footer": "imprint or copyright",
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


def _next(lines, index, passed=_PASSED_OVER):
    """Index of the next line that is not of a shape passed over (at most 20 on), else None."""
    for at in range(index, min(index + 20, len(lines))):
        if lines[at].shape not in passed:
            return at
    return None


def _shape(lines, index):
    return "end" if index is None or index >= len(lines) else lines[index].shape


def _repeated(lines, index):
    """A title printed twice, for the image and for the text, belongs to a link."""
    if index is None or index + 1 >= len(lines):
        return False
    one, two = lines[index].bare, lines[index + 1].bare
    return one == two and rules.count_words(one) >= 4


def _dated(lines, index):
    """A short line with a date stamp under it belongs to a list of links."""
    return (
        index is not None
        and index + 1 < len(lines)
        and lines[index].shape in {"title", "text"}
        and lines[index + 1].shape == "date"
    )


def closes_article(lines, index):
    """Say whether a line is a byline with nothing of the article after it.

    A name alone may also be a sub-heading: what follows a byline is the page's end, a
    heading of other matter, another byline, or a link printed twice or dated.
    """
    for _ in range(4):
        if index >= len(lines) or not rules.is_byline(lines[index].text):
            return False
        following = _next(lines, index + 1)
        if _shape(lines, following) in {"end", *_AFTER_ARTICLE}:
            return True
        if _repeated(lines, following) or _dated(lines, following):
            return True
        index = following
    return False


def label_top(lines):
    """Label what stands above the article and its title; give the index after it."""
    index = 0
    while index < len(lines) and lines[index].shape in {*_FURNITURE, "date", "image", "slug"}:
        line = lines[index]
        _set(line, "boilerplate", _FURNITURE.get(line.shape, f"{line.shape} above the title"))
        index += 1
    if index == len(lines):
        return index
    line = lines[index]
    if line.shape == "paragraph" and _reads_as_paragraph(line.text):
        return index
    _set(line, "title", "first line that is not furniture and does not read as a paragraph")
    return index + 1


def _reads_as_paragraph(text):
    return rules.count_words(text) > 40 or (
        text.rstrip().endswith((".", "…")) and rules.count_words(text) >= 10
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
    has_body = False
    while index < len(lines):
        line = lines[index]
        if has_body and closes_article(lines, index):
            index = _label_after_byline(lines, index)
        elif line.shape == "links" or (has_body and _starts_unheaded_list(lines, index)):
            index = _label_block(lines, index)
        elif line.shape in {"image", "slug", "credit"} or (
            has_body and line.shape == "title" and rules.resembles(line.text, title)
        ):
            index = _label_caption(lines, index)
        elif line.shape in _FURNITURE or line.shape == "date":
            _set(line, "boilerplate", _FURNITURE.get(line.shape, "date stamp"))
            index += 1
        else:
            reason = (
                "paragraph" if line.shape == "paragraph" else "kept in doubt: nothing against it"
            )
            _set(line, "body", reason)
            has_body = has_body or line.shape == "paragraph"
            index += 1


def _starts_unheaded_list(lines, index):
    """A link list without a heading: a title printed twice, or two dated titles."""
    if _repeated(lines, index):
        following = _next(lines, index + 2)
        return _shape(lines, following) != "text"
    return _dated(lines, index) and _dated(lines, index + 2)


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


def _label_after_byline(lines, index):
    """Label the byline and all that follows it."""
    while index < len(lines) and rules.is_byline(lines[index].text):
        _set(lines[index], "byline", "name or source at the article's end")
        index += 1
    for line in lines[index:]:
        _set(line, "boilerplate", _FURNITURE.get(line.shape, "after the byline"))
    return len(lines)


def _label_block(lines, index):
    """Label a list of links up to where the article resumes; give that index."""
    end = _resumes(lines, index)
    for line in lines[index:end]:
        _set(line, "boilerplate", _FURNITURE.get(line.shape, "in a list of links"))
    return end


def _resumes(lines, index):
    """Index at which the article resumes after a list of links, else the number of lines."""
    titles = 0
    previous = "heading"
    at = index
    while at < len(lines):
        line = lines[at]
        if line.shape in _AFTER_ARTICLE:
            titles, previous = 0, "heading"
        elif line.shape == "paragraph" and not _repeated(lines, at):
            following = _shape(lines, _next(lines, at + 1))
            if previous in {"paragraph", "heading"} or following == "paragraph":
                return at
            if closes_article(lines, at + 1) or titles > 1:
                return at
            titles, previous = 0, "paragraph"
        elif line.shape not in _PASSED_OVER:
            titles += 0 if at and lines[at - 1].bare == line.bare else 1
            previous = "title"
        at += 1
    return len(lines)
