"""Tables that lay out a web page: each cell becomes a part of it, and its lines paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_HEADS = ("th", "caption", "thead")
_PICTURES = ("img", "picture", "video")
_LINES = (
    *("br", "p", "div", "ul", "ol", "li", "table", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("blockquote", "section", "article", "center", "pre", "form"),
)
_LONG_CELL = 60  # words that no table of figures has in a cell
_SHARE_LINKED = 0.5


def unwrap_layout(soup: Any) -> None:
    """Turn the tables that lay out a page into its parts; those of figures stay.

    An extraction takes a table's row for one line, with the menu in it.
    """
    tables = [table for table in soup.find_all("table") if _lays_out(table)]
    for table in tables:
        for row in _own(table, "tr"):
            cells = row.find_all(["td", "th"], recursive=False)
            for cell in cells:
                cell.name = "div"
            if len(cells) == 1:
                row.unwrap()
            else:
                row.name = "div"
        for body in _own(table, "tbody"):
            body.unwrap()
        table.name = "div"
        for tag in [table, *table.find_all(["div", "span", "font", "center"])]:
            _part_lines(tag, soup.new_tag)


def _own(table: Any, name: str) -> list[Any]:
    """Return the parts of a table that are none of a table inside it."""
    return [part for part in table.find_all(name) if part.find_parent("table") is table]


def _lays_out(table: Any) -> bool:
    """Tell a table of a page's parts from one of figures, and from a frame of a picture."""
    if any(_own(table, name) for name in _HEADS):
        return False
    words = len(table.get_text(" ").split())
    if table.find("table") is None and table.find(_PICTURES) and words <= _LONG_CELL:
        return False
    rows = [row.find_all("td", recursive=False) for row in _own(table, "tr")]
    if table.find("table") is not None or all(len(cells) < 2 for cells in rows):
        return True
    linked = sum(len(link.get_text().strip()) for link in table.find_all("a"))
    if linked > _SHARE_LINKED * len(table.get_text().strip()):
        return True
    return any(len(cell.get_text(" ").split()) > _LONG_CELL for cells in rows for cell in cells)


def _part_lines(tag: Any, new: Callable[[str], Any]) -> None:
    """Make paragraphs of what breaks and lines of its own part in an element."""
    if tag.parent is None or tag.find_parent("p") is not None:
        return
    if tag.name == "div" and tag.find(_LINES) is None:
        tag.name = "p"
        return
    if not any(_ends_line(node) for node in tag.contents):
        return
    tag.name = "div"
    paragraph = None
    for node in list(tag.contents):
        if _ends_line(node):
            paragraph = None
            if node.name == "br":
                node.extract()
        elif paragraph is not None or getattr(node, "name", None) or node.strip():
            if paragraph is None:
                paragraph = new("p")
                node.insert_before(paragraph)
            paragraph.append(node.extract())


def _ends_line(node: Any) -> bool:
    """Tell a break, and an element that has lines of its own."""
    name = getattr(node, "name", None)
    return name in _LINES or (name is not None and node.find(_LINES) is not None)
