"""One executed notebook to the body of one page: figures, tables, headings, findings."""

import base64
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.showing import NUMBERS, TEMPLATES, escape, fill, plain_text, result_id, shown_text
from helpers.site.findings import (
    Finding,
    cell_html,
    plain_extracts,
    result_findings,
    said_of_all,
    said_text,
    tagged_findings,
)
from helpers.site.harmless import (
    HEADINGS,
    OWN_PICTURE,
    harmless,
    markdown_html,
    parsed,
    written,
)
from helpers.vietnamese import limits

PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
# The first of these that an output holds is shown.
PRIORITY = [
    *PICTURES,
    "text/html",
    "text/markdown",
    "application/vnd.jupyter.widget-view+json",
    "text/latex",
    "text/plain",
]
# Ids of the page itself, which no heading may take.
# A sentence's place: its article and its number.
SENTENCE_ID = re.compile(r"[\w.-]+-\d+")
OWN_ID = re.compile(r"main|(theme|code)-switch|(figure|table|finding)-\d+|result-.*")
_SINGLE_QUOTED = re.compile(r"=\s*'|CDATA\[[^\]]*'")
# Signs that an address of data may hold unchanged; %, # and < are not among them.
URL_SAFE = " !$&'()*+,-./:;=>?@[]_{|}~"


class RenderingError(RuntimeError):
    """The site can't be built; the message names the notebook and the cell.

    Examples
    --------
    >>> from helpers.site import store
    >>> store("no such folder")
    Traceback (most recent call last):
        ...
    helpers.site.notebook_pages.RenderingError: no such folder: no notebooks (*.ipynb) found
    """


@dataclass(frozen=True)
class Heading:
    """A heading on a page: its level, its id as it stands there, its text."""

    level: int
    id: str
    text: str
    vietnamese: bool = False

    @property
    def link(self) -> str:
        """The id as an address; Vietnamese letters are percent-encoded."""
        return "#" + quote(self.id)


@dataclass
class Page:
    """A notebook's page: what the site needs to link to it and to draw it."""

    name: str
    title: str = ""
    description: str = ""
    body: str = ""
    headings: list[Heading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lead: str = ""
    pictures: dict[int, Markup] = field(default_factory=dict)
    extracts: dict[int, Markup] = field(default_factory=dict)
    trust: str = ""
    overview: str = ""

    @property
    def link(self) -> str:
        """The page's address, seen from its neighbours."""
        return quote(f"{self.name}.html")


def notebook_page(notebook: NotebookNode, name: str, folder: Path | str = ".") -> Page:
    """Turn an executed notebook into the body of its page.

    Raises
    ------
    RenderingError
        If a figure has no description (alt text), or a picture of a Markdown cell can't be
        drawn; the message names the cell.
    """
    _check_descriptions(notebook, name)
    notebook = _with_pictures(_joined(notebook), name, Path(folder))
    page = Page(name)
    writer = Writer(page)
    page.body, _ = writer.exporter().from_notebook_node(notebook)
    titles = [heading for heading in page.headings if heading.level == 1]
    page.title = titles[0].text if titles else name
    page.findings = [*tagged_findings(notebook, "finding"), *result_findings(notebook)]
    page.trust = said_of_all(notebook, "trust")
    page.overview = said_of_all(notebook, "overview")
    page.lead = said_of_all(notebook, "lead")
    return page


def _joined(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook in which code that shows nothing stands with the code that follows it."""
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        before = cells[-1] if cells else None
        if before and before.cell_type == cell.cell_type == "code" and not before.outputs:
            source = f"{before.source}\n\n{cell.source}".strip()
            cells[-1] = NotebookNode({**cell, "source": source})
        else:
            cells.append(cell)
    return NotebookNode({**notebook, "cells": cells})


def _with_pictures(notebook: NotebookNode, name: str, folder: Path) -> NotebookNode:
    """Return a notebook whose Markdown cells with pictures are HTML that holds them."""
    cells = list(notebook.cells)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown" and re.search(r"!\[|<img", cell.source, re.IGNORECASE):
            tree = parsed(markdown_html(cell.source))
            for picture in tree.find_all("img"):
                try:
                    picture["src"] = _drawn(picture, cell.get("attachments", {}), folder)
                except (OSError, ValueError) as error:
                    why = getattr(error, "strerror", None) or error
                    what = shown_text(picture.get("src") or "", 80)
                    where = f"{name}.ipynb, cell {number}: a picture"
                    raise RenderingError(f"{where} ({what}) {why}") from None
            cells[number - 1] = NotebookNode({**cell, "source": written(tree), "html": True})
    return NotebookNode({**notebook, "cells": cells})


def _drawn(picture: Tag, attachments: Mapping[str, Mapping[str, str]], folder: Path) -> str:
    """Return the address that holds a picture of a Markdown cell; ValueError says why it can't."""
    if not str(picture.get("alt") or "").strip():
        raise ValueError("without a description (alt text)")
    source = str(picture.get("src") or "").strip()
    if source.lower().startswith("attachment:"):
        found = attachments.get(unquote(source[11:])) or attachments.get(source[11:]) or {}
        kinds = [kind for kind in found if OWN_PICTURE.match(f"data:{kind};")]
        if not kinds:
            raise ValueError("is attached to no cell in a form that a page can show")
        return _picture_address(kinds[0], "".join(found[kinds[0]]))
    if source.lower().startswith("data:"):
        if not OWN_PICTURE.match(source):
            raise ValueError("has a form that a page can't show; expected PNG, JPEG, GIF or SVG")
        return source
    address = urlsplit(source)
    if address.scheme or address.netloc or address.path.startswith("/") or not address.path:
        raise ValueError("is elsewhere; expected one beside the notebook: pages open offline")
    path = folder / unquote(address.path)
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not OWN_PICTURE.match(f"data:{kind};"):
        raise ValueError("has a form that a page can't show; expected PNG, JPEG, GIF or SVG")
    if not path.is_file():
        raise ValueError("does not exist beside the notebook")
    if path.stat().st_size > limits.LARGEST_PICTURE:
        raise ValueError(f"has more than {limits.LARGEST_PICTURE / 1e6:.0f} MB; make it smaller")
    return _picture_address(kind, base64.b64encode(path.read_bytes()).decode("ascii"))


def _check_descriptions(notebook: NotebookNode, name: str) -> None:
    """Raise RenderingError if a picture in a notebook's outputs has no description."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            kinds = [kind for kind in PICTURES if kind in output.get("data", {})]
            if kinds and not any(_description(output, kind) for kind in kinds):
                raise RenderingError(
                    f"{name}.ipynb, cell {number}: a figure without a description (alt text); "
                    "show it with figures.show(figure, alt)"
                )


def _description(output: NotebookNode, kind: str) -> str:
    """Return the description stored with a picture, empty when there is none."""
    metadata = output.get("metadata", {})
    return str(metadata.get(kind, {}).get("alt") or metadata.get("alt") or "").strip()


class Writer:
    """The template's filters, counting the figures and tables of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.figures = self.tables = self.findings = self.examples = 0
        self.places: set[str] = set()

    def exporter(self) -> TemplateExporter:
        """Return nbconvert's exporter with the collection's template and filters."""
        exporter = TemplateExporter(
            config=Config({"NbConvertBase": {"display_data_priority": PRIORITY}}),
            template_name="khungtin",
            template_file="index.html.j2",
            extra_template_basedirs=[str(TEMPLATES)],
            filters={
                "code_box": _code_box,
                "figure": self.figure,
                "finding_id": self.finding_id,
                "result_id": lambda about: result_id(about["key"]),
                "html_output": self.html_output,
                "plain": escape,
                "cell_prose": self.cell_prose,
                "said": lambda output: self.prose(said_text(output)),
            },
        )
        exporter.output_mimetype = "text/html"
        return exporter

    def finding_id(self, _cell: NotebookNode) -> str:
        """Return the id of the next finding."""
        self.findings += 1
        return f"finding-{self.findings}"

    def cell_prose(self, cell: NotebookNode) -> str:
        """Return a Markdown cell as HTML that neither runs nor loads anything."""
        return written(self.fragment(cell_html(cell)))

    def prose(self, markdown: str) -> str:
        """Return Markdown as HTML that neither runs nor loads anything."""
        return written(self.fragment(markdown_html(markdown)))

    def fragment(self, markup: str) -> BeautifulSoup:
        """Return a piece of the page, made harmless, with what has to be told apart named."""
        tree = harmless(markup)
        for picture in tree.find_all("img"):
            if not picture.get("alt"):
                raise RenderingError(
                    f"{self.page.name}.ipynb: a picture without a description (alt text): "
                    f"{written(picture)[:80]}"
                )
        for box in tree.find_all("pre"):
            # A text box can be scrolled with the keyboard.
            self.examples += 1
            box.attrs |= {"tabindex": "0", "role": "region"}
            box["aria-label"] = f"Example {self.examples}"
        if not self.page.description:
            paragraphs = (part.get_text().strip() for part in tree.find_all("p", class_=False))
            self.page.description = next(filter(None, paragraphs), "")
        for heading in tree.find_all(HEADINGS):
            self.name_heading(heading)
        for place in tree.find_all("li", id=True):
            self.keep_id(place)
        return tree

    def keep_id(self, place: Tag) -> None:
        """Leave a sentence its id, unless it is another's or the page's own."""
        name = str(place["id"])
        if name in self.places or OWN_ID.fullmatch(name) or not SENTENCE_ID.fullmatch(name):
            del place["id"]
        self.places.add(name)

    def name_heading(self, heading: Tag) -> None:
        """Give a heading an id of its own and an anchor to it."""
        text, level = heading.get_text().strip(), int(heading.name[1])
        # As in JupyterLab: the heading's words, so that links between notebooks hold in both.
        wanted = re.sub(r"\s+", "-", text) or "section"
        identifier, count = wanted, 1
        used = {known.id for known in self.page.headings}
        while identifier in used or OWN_ID.fullmatch(identifier):
            count += 1
            identifier = f"{wanted}-{count}"
        named = Heading(level, identifier, text, heading.get("lang") == "vi")
        self.page.headings.append(named)
        heading["id"] = identifier
        if level > 1:
            heading.append(parsed(fill("anchor", link=named.link, name=text)))

    def figure(self, output: NotebookNode, kind: str) -> str:
        """Return a figure with its number, its data and its picture to be saved."""
        self.figures += 1
        about = output.metadata.get(kind, {})
        name = about.get("name") or f"{self.page.name}-figure-{self.figures}"
        picture = output.data[kind]
        svg = kind == "image/svg+xml"
        source = _svg_address(picture) if svg else _picture_address(kind, picture)
        ending = kind.removeprefix("image/").removesuffix("+xml")
        links = [fill("saving_picture", file=f"{name}.{ending}", text=ending.upper())]
        if csv := about.get("csv"):
            links.insert(0, _saving_csv(csv, f"{name}.csv"))
        alt = _description(output, kind)
        narrow = _svg_address(about["narrow"]) if about.get("narrow") else ""
        size = {"wide": _svg_size(picture) if svg else "", "narrow": _svg_size(about.get("narrow"))}
        shown = {"source": source, "narrow": narrow, "alt": alt, "size": size}
        box = fill("figure", number=self.figures, links=links, **shown)
        if about.get("front"):
            self.page.pictures[int(about["front"])] = fill("picture", **shown)
        return f"\n{box}\n"

    def html_output(self, output: NotebookNode) -> str:
        """Return HTML from a cell, made harmless, each table in a box of its own."""
        about = output.get("metadata", {}).get("text/html", {})
        markup = self.tables_in(output.data["text/html"], about)
        if about.get("front") and (extracts := plain_extracts(markup)):
            self.page.extracts[int(about["front"])] = extracts
        if data := about.get("explorer"):
            return str(fill("explorer", data=data, content=Markup(markup)))
        return markup

    def tables_in(self, markup: str, about: Mapping[str, Any]) -> str:
        """Return HTML made harmless, each of its tables in a box with its number and its data."""
        tree = self.fragment(markup)
        tables = [table for table in tree.find_all("table") if not table.find_parent("table")]
        if "key" in about:
            _name_places(result_id(about["key"]), tables or tree.find_all(True, recursive=False))
        for table in tables:
            self.box_table(table, about)
        return written(tree)

    def box_table(self, table: Tag, about: Mapping[str, Any]) -> None:
        """Put a table in a box that scrolls, its note below it."""
        if "dataframe" in str(table.get("class")):
            _without_row_numbers(table)
        self.tables += 1
        name, links = f"Table {self.tables}", []
        if csv := about.get("csv"):
            file = f"{self.page.name}-table-{self.tables}.csv"
            links.append(_saving_csv(csv, file, f": {about['rows']}" if "rows" in about else ""))
        if table.caption:
            name += f": {table.caption.get_text().strip()}"
        opens = table.details is not None
        filled = fill("table_box", number=self.tables, name=name, links=links, opens=opens)
        box, scroll = parsed(filled).find_all("div")
        note = table.find_next_sibling()
        table.replace_with("\n", box, "\n")
        scroll.append(table)
        if note is not None and note.name == "p" and note.get("class") == "kt-note":
            box.append(note.extract())


def _without_row_numbers(table: Tag) -> None:
    """Leave out of a table that pandas drew what says nothing: row numbers, a second head."""
    head, *second = table.select("thead > tr")
    body = table.select("tbody > tr")
    first = [row.select("th, td")[0] for row in (head, *body)]
    if second and (name := second[0].get_text().strip()):
        first[0].name, first[0].string = "th", name
        second[0].decompose()
    elif [cell.get_text() for cell in first[1:]] == [str(number) for number in range(len(body))]:
        for cell in first:
            cell.decompose()


def _name_places(name: str, boxes: list[Tag]) -> None:
    """Give what shows a result's numbers, and each of its rows, an id that links lead to."""
    for box in boxes[:1]:
        box["id"] = f"{name}-{NUMBERS}"
        rows = box.select("tbody > tr:has(> th[scope=row])")
        for number, row in enumerate(rows, 1):
            row["id"] = f"{name}-{number}"


def _code_box(source: str, count: int | None) -> str:
    """Return highlighted code in a box that can be scrolled with the keyboard."""
    return Highlight2HTML(pygments_lexer="python3")(plain_text(source)).replace(
        "<pre>", f'<pre tabindex="0" role="region" aria-label="Code of cell {count or ""}">', 1
    )


def _svg_address(svg: str) -> Markup:
    """Return SVG as an address that holds it, as text: a quarter shorter than in base64."""
    text = " ".join(plain_text(svg[max(svg.find("<svg"), 0) :]).split())
    # A double quote takes three signs in an address, a single one takes one.
    if not _SINGLE_QUOTED.search(text):
        text = text.replace("'", "&apos;").replace('"', "'")
    address = escape("data:image/svg+xml;charset=utf-8," + quote(text, safe=URL_SAFE))
    return Markup(str(address).replace("&#x27;", "'").replace("&gt;", ">"))


def _svg_size(svg: str | None) -> Markup:
    """Return an SVG's size as attributes, so that its place is kept before it is drawn."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg or "")
    if not found:
        return Markup("")
    width, height = (round(float(side)) for side in found.groups())
    return Markup(f' width="{width}" height="{height}"')


def _picture_address(kind: str, encoded: str) -> str:
    """Return a picture that is in base64 already as an address that holds it."""
    return f"data:{kind};base64,{re.sub(r'[^A-Za-z0-9+/=]', '', encoded)}"


def _saving_csv(text: str, file: str, rows: str = "") -> Markup:
    """Return a link to CSV; the mark at its head tells spreadsheets that it is UTF-8."""
    encoded = base64.b64encode(text.encode("utf-8-sig")).decode("ascii")
    address = f"data:text/csv;charset=utf-8;base64,{encoded}"
    return fill("saving", address=address, file=file, text=f"Data (CSV{rows})")
