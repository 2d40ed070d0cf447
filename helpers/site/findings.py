"""What a page gives to the front page: findings, its lead, how far to trust it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bs4 import BeautifulSoup
from markupsafe import Markup
from nbformat import NotebookNode

from helpers.showing import FRONT_TEXT, NUMBERS, result_id
from helpers.site.harmless import harmless, markdown_html, written


@dataclass(frozen=True)
class Finding:
    """A finding: its id on its page, its HTML, and its place on the front page, 0 for none."""

    id: str
    text: str
    front: int = 0


def tagged_findings(notebook: NotebookNode, tag: str) -> list[Finding]:
    """Return the Markdown of the cells with a tag, as HTML for the front page."""
    found: list[Finding] = []
    for cell in notebook.cells:
        if tag not in cell.metadata.get("tags", []):
            continue
        texts = [cell_html(cell)] if cell.cell_type == "markdown" else []
        texts += [
            markdown_html(output.data["text/markdown"])
            for output in cell.get("outputs", [])
            if "text/markdown" in output.get("data", {})
        ]
        if texts:
            text = "".join(written(harmless(markup)) for markup in texts)
            front = "front" in cell.metadata.get("tags", [])
            found.append(Finding(f"{tag}-{len(found) + 1}", text, MOST if front else 0))
    return found


def plain_extracts(markup: str) -> Markup:
    """Return passages set side by side as the front page shows them: in one language, plain."""
    tree = BeautifulSoup(markup, "html.parser").select_one(".kt-extracts")
    if tree is None:
        return Markup()
    found = [".kt-caption", ".kt-note", "sup", *([".kt-vi"] if tree.select(".kt-en") else [])]
    for tag in tree.select(", ".join(found)):
        tag.decompose()
    return Markup(str(tree))


def cell_html(cell: NotebookNode) -> str:
    """Return a Markdown cell as HTML, which it may be already."""
    return cell.source if cell.get("html") else markdown_html(cell.source)


def said_of_all(notebook: NotebookNode, what: str) -> str:
    """Return what a result says for the front page: its lead, how far to trust it all."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if text := output.get("metadata", {}).get("khungtin", {}).get(what):
                return written(harmless(text if text.startswith("<") else markdown_html(text)))
    return ""


def said_text(output: NotebookNode) -> str:
    """Return what an output says as Markdown, with links to what was counted where it has them."""
    known = output.metadata.get("khungtin", {}).get(NUMBERS)
    return str(known or output.data["text/markdown"])


MOST = 99  # after every finding that names its place


def result_findings(notebook: NotebookNode) -> list[Finding]:
    """Return the sentences of results that have a place on the front page."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("khungtin", {})
            if about.get("front") and "text/markdown" in output.get("data", {}):
                said = about.get(FRONT_TEXT) or said_text(output)
                text = written(harmless(markdown_html(said)))
                found.append(Finding(result_id(about["key"]), text, int(about["front"])))
    return found


_PLACE = re.compile(r'\bid="(result-[^"]+)"')
_LEADS = re.compile(r'<a href="#(?P<place>result-[^"]+)"(?P<more>[^>]*)>(?P<text>.*?)</a>')


def lead_to_numbers(files: Mapping[str, str]) -> dict[str, str]:
    """Return pages whose links to what was counted lead to the page that shows it, if any does.

    Examples
    --------
    >>> pages = {
    ...     "a.html": '<p id="result-x">1</p>',
    ...     "b.html": '<a href="#result-x">1</a> <a href="#result-y">2</a>',
    ... }
    >>> lead_to_numbers(pages)["b.html"]
    '<a href="a.html#result-x">1</a> 2'
    """
    where: dict[str, str] = {}
    own = {name: set(_PLACE.findall(text)) for name, text in files.items()}
    for name, places in own.items():
        where = dict.fromkeys(places, name) | where

    def led(name: str, found: re.Match[str]) -> str:
        place = found["place"]
        if place not in where:
            return found["text"]
        page = "" if place in own[name] else where[place]
        return f'<a href="{page}#{place}"{found["more"]}>{found["text"]}</a>'

    return {name: _LEADS.sub(partial(led, name), text) for name, text in files.items()}
