"""What HTML may stand on a page: text, tables, links; nothing that runs or loads.

Markdown to HTML, formulas to MathML: both drawn by a browser without a script.
"""

import re

import nh3
from latex2mathml.converter import convert as latex_to_mathml
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from helpers.showing import escape

TEXT_TAGS = (
    "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong "
    "sub summary sup table tbody td tfoot th thead tr u ul var"
)
MATHEMATICS_TAGS = (
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder "
    "munderover mtable mtr mtd mstyle mpadded"
)
TAGS = set(TEXT_TAGS.split()) | set(MATHEMATICS_TAGS.split())
ATTRIBUTES = {
    "*": {"class", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt"},
    "details": {"open"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers", "data-value"},
    "th": {"colspan", "rowspan", "headers", "data-value", "scope"},
    "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
}
SCHEMES = {"http", "https", "mailto", "data"}
# A picture may only be one that the page itself holds, in a format that can't run anything.
OWN_PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml)[;,]", re.IGNORECASE)
LOST_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
EMPTY_HEAD = re.compile(r"<th[^>]*>\s*</th>")
# Letters with marks that Vietnamese has and English doesn't.
VIETNAMESE_WORD = re.compile("[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
PIECE = re.compile(r"<(em|strong|q|cite|td|th|li|p|blockquote|h[1-6])((?: [^>]*)?)>([^<]+)</\1>")
NOTEBOOK_LINK = re.compile(r"(?P<page>[^:?#]+)\.ipynb(?P<rest>#.*)?")


def sanitise(html):
    """Return HTML without anything that runs, loads or sends.

    Parameters
    ----------
    html : str
        Any HTML, well-formed or not.

    Returns
    -------
    str
        Well-formed HTML of the tags in `TAGS`. Links to notebooks lead to their pages.
    """
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=allowed,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    # A picture whose address was dropped, and a heading cell of no words, say nothing.
    return EMPTY_HEAD.sub("<td></td>", LOST_PICTURE.sub("", clean))


def allowed(tag, name, value):
    """Return an attribute's value, changed where need be, or None to drop it."""
    if name == "src":
        return value if OWN_PICTURE.match(value.strip()) else None
    if name == "href":
        if value.strip().lower().startswith("data:"):
            return None
        if page := NOTEBOOK_LINK.fullmatch(value.strip()):
            return f"{page['page']}.html{page['rest'] or ''}"
    return value


def mark_vietnamese(html):
    """Mark what is written in Vietnamese, so that it is read aloud and hyphenated as such.

    Parameters
    ----------
    html : str
        As `sanitise` returns it. An element of text alone, at least half of whose words
        have Vietnamese letters, is marked; mixed prose isn't.

    Returns
    -------
    str
    """

    def mark(match):
        tag, attributes, text = match.groups()
        words = text.split()
        vietnamese = sum(bool(VIETNAMESE_WORD.search(word)) for word in words)
        if " lang=" in attributes or not vietnamese or 2 * vietnamese < len(words):
            return match[0]
        return f'<{tag}{attributes} lang="vi">{text}</{tag}>'

    return PIECE.sub(mark, html)


def markdown_html(markdown):
    """Return Markdown as HTML; it may still hold markup that isn't harmless."""
    renderer = FormulaRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)


class FormulaRenderer(IPythonRenderer):
    """Markdown to HTML with formulas as MathML, which browsers draw without a script."""

    def inline_math(self, body):
        """Return a formula within a line."""
        return formula(body, "inline")

    def block_math(self, body):
        """Return a formula on a line of its own."""
        return formula(body, "block")


def formula(body, kind):
    """Return LaTeX as MathML, or as it was written where it can't be read."""
    try:
        return latex_to_mathml(body.strip(), display=kind)
    except Exception:  # the converter raises errors of many kinds on what is no formula
        sign = "$" if kind == "inline" else "$$"
        return escape(f"{sign}{body}{sign}")
