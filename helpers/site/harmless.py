"""What HTML may stand on a page: text, tables, links; nothing that runs or loads.

Markdown to HTML, formulas to MathML: both drawn by a browser without a script.
"""

import re
from collections.abc import Iterable
from typing import Any

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from latex2mathml.converter import convert as latex_to_mathml
from mistune import HTMLRenderer
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from helpers.showing import escape, plain_text

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
    "li": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers", "data-value"},
    "th": {"colspan", "rowspan", "headers", "data-value", "scope"},
    "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
}
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
SCHEMES = {"http", "https", "mailto", "data"}
# A picture may only be one that the page itself holds, in a format that can't run anything.
OWN_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
# Letters with marks that Vietnamese has and English doesn't.
VIETNAMESE_WORD = re.compile("[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
# Elements that, holding text alone, are in one language.
PIECES = ["em", "strong", "q", "cite", "td", "th", "li", "p", "blockquote", *HEADINGS]
NOTEBOOK_LINK = re.compile(r"(?P<page>[^:?#]+)\.ipynb(?P<rest>#.*)?")


def _sanitise(html: str) -> str:
    """Return HTML without anything that runs, loads or sends."""
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    # A link to another of these pages tells nobody where its reader comes from.
    clean = re.sub(r'(<a href="[\w.#-]*") rel="noopener noreferrer"', r"\1", clean)
    # What turns writing round may have been written as a reference (&#x202E;).
    return plain_text(clean)


def _allowed(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, changed where need be, or None to drop it."""
    if name == "src":
        return value if OWN_PICTURE.match(value.strip()) else None
    if name == "href":
        if value.strip().lower().startswith("data:"):
            return None
        if page := NOTEBOOK_LINK.fullmatch(value.strip()):
            return f"{page['page']}.html{page['rest'] or ''}"
    return value


def harmless(html: str) -> BeautifulSoup:
    """Return HTML as a tree without anything that runs, loads or sends, its Vietnamese marked."""
    tree = parsed(_sanitise(html))
    # Of a picture that a page can't load its description is left.
    for picture in tree.find_all("img", src=False):
        picture.replace_with(str(picture.get("alt", "")))
    for head in tree.find_all("th"):
        if not head.find(True) and not head.get_text().strip():
            head.replace_with(tree.new_tag("td"))
    for piece in tree.find_all(PIECES, lang=False):
        words = piece.get_text().split() if _holds_text_alone(piece) else []
        vietnamese = sum(bool(VIETNAMESE_WORD.search(word)) for word in words)
        if vietnamese and 2 * vietnamese >= len(words):
            piece["lang"] = "vi"
    return tree


def _holds_text_alone(tag: Tag) -> bool:
    """Tell whether an element has no other inside it."""
    return len(tag.contents) == 1 and isinstance(tag.contents[0], NavigableString)


class _InOrder(HTMLFormatter):
    """HTML as it was read: attributes in their order, letters as themselves."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        """Return a tag's attributes in the order in which they stand."""
        return tag.attrs.items()


_FORMATTER = _InOrder(
    entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix=""
)


def parsed(html: str) -> BeautifulSoup:
    """Return well-formed HTML as a tree."""
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def written(tree: Tag) -> str:
    """Return a tree as HTML."""
    return tree.decode(formatter=_FORMATTER)


def markdown_html(markdown: str) -> str:
    """Return Markdown as HTML; it may still hold markup that isn't harmless."""
    renderer = _FormulaRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)


class _FormulaRenderer(IPythonRenderer):
    """Markdown to HTML with formulas as MathML, which browsers draw without a script."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return a picture with its address as written."""
        return HTMLRenderer.image(self, text, url, title)

    def inline_math(self, body: str) -> str:
        """Return a formula within a line."""
        return _formula(body, "inline")

    def block_math(self, body: str) -> str:
        """Return a formula on a line of its own."""
        return _formula(body, "block")


def _formula(body: str, kind: str) -> str:
    """Return LaTeX as MathML, or as it was written where it can't be read."""
    try:
        return latex_to_mathml(body.strip(), display=kind)
    except Exception:  # the converter raises errors of many kinds on what is no formula
        sign = "$" if kind == "inline" else "$$"
        return escape(f"{sign}{body}{sign}")
