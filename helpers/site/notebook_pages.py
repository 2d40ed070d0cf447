"""One executed notebook to the body of one page: figures, tables, headings, findings."""

import base64
import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from nbconvert.exporters import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from traitlets.config import Config

from helpers.showing import escape, plain_text
from helpers.site.harmless import mark_vietnamese, markdown_html, sanitise

TEMPLATES = Path(__file__).parents[1] / "templates"
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
HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
TABLE = re.compile(r'(<table.*?</table>)(\s*<p class="kt-note">.*?</p>)?', re.DOTALL)
CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
PREFORMATTED = re.compile(r"<pre(?= |>)")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
UNDESCRIBED = re.compile(r'<img(?![^>]* alt="[^"])[^>]*>')
# Ids of the page itself, which no heading may take.
OWN_ID = re.compile(r"main|(theme|code)-switch|(figure|table|finding)-\d+")
# Signs that an address of data may hold unchanged; %, # and < are not among them.
URL_SAFE = " !$&'()*+,-./:;=?@[]_{|}~"


class RenderingError(RuntimeError):
    """The site can't be built; the message names the notebook and the cell."""


@dataclass(frozen=True)
class Heading:
    """A heading on a page: its level, its id as it stands there, its text as HTML."""

    level: int
    id: str
    text: str
    vietnamese: bool = False

    @property
    def link(self):
        """The id as an address; Vietnamese letters are percent-encoded."""
        return "#" + quote(self.id)


@dataclass(frozen=True)
class Finding:
    """A finding: its id on its page, its HTML, and whether it is tagged for the front page."""

    id: str
    text: str
    front: bool = False


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

    @property
    def link(self):
        """The page's address, seen from its neighbours."""
        return quote(f"{self.name}.html")


def notebook_page(notebook, name):
    """Turn an executed notebook into the body of its page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; it isn't changed.
    name : str
        The notebook's file name without its ending.

    Returns
    -------
    Page

    Raises
    ------
    RenderingError
        If a figure has no description (alt text).
    """
    check_descriptions(notebook, name)
    writer = Writer(name)
    body, _ = writer.exporter().from_notebook_node(notebook)
    page = Page(name)
    page.body, page.headings = unique_headings(body)
    titles = [heading for heading in page.headings if heading.level == 1]
    page.title = plain(titles[0].text) if titles else name
    paragraphs = (plain(paragraph) for paragraph in PARAGRAPH.findall(page.body))
    page.description = next((paragraph for paragraph in paragraphs if paragraph), "")
    page.findings = lifted(notebook, writer, "finding")
    page.lead = "".join(lead.text for lead in lifted(notebook, writer, "lead"))
    return page


def check_descriptions(notebook, name):
    """Raise RenderingError if a picture in a notebook's outputs has no description."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            kinds = [kind for kind in PICTURES if kind in output.get("data", {})]
            if kinds and not any(description(output, kind) for kind in kinds):
                raise RenderingError(
                    f"{name}.ipynb, cell {number}: a figure without a description (alt text); "
                    "show it with figures.show(figure, alt)"
                )


def description(output, kind):
    """Return the description stored with a picture, empty when there is none."""
    metadata = output.get("metadata", {})
    return str(metadata.get(kind, {}).get("alt") or metadata.get("alt") or "").strip()


def unique_headings(body):
    """Give every heading of a page an id of its own and an anchor to it."""
    headings, used = [], set()

    def rewrite(match):
        level, text = int(match[1]), match[3].strip()
        # As in JupyterLab: the heading's words, so that links between notebooks hold in both.
        wanted = re.sub(r"\s+", "-", plain(text)) or "section"
        identifier, count = wanted, 1
        while identifier in used or OWN_ID.fullmatch(identifier):
            count += 1
            identifier = f"{wanted}-{count}"
        used.add(identifier)
        headings.append(Heading(level, identifier, text, 'lang="vi"' in match[2]))
        anchor = (
            f' <a class="anchor" href="{headings[-1].link}" '
            f'aria-label="Link to section {escape(plain(text))}">#</a>'
            if level > 1
            else ""
        )
        return f'<h{level}{match[2]} id="{escape(identifier)}">{text}{anchor}</h{level}>'

    return HEADING.sub(rewrite, body), headings


def plain(fragment):
    """Return the text of an HTML fragment."""
    return html.unescape(TAG.sub("", fragment)).strip()


def lifted(notebook, writer, tag):
    """Return the Markdown of the cells with a tag, as HTML for the front page."""
    found = []
    for cell in notebook.cells:
        if tag not in cell.metadata.get("tags", []):
            continue
        texts = [cell.source] if cell.cell_type == "markdown" else []
        texts += [
            output.data["text/markdown"]
            for output in cell.get("outputs", [])
            if "text/markdown" in output.get("data", {})
        ]
        if texts:
            text = "".join(map(writer.prose, texts))
            front = "front" in cell.metadata.get("tags", [])
            found.append(Finding(f"{tag}-{len(found) + 1}", text, front))
    return found


class Writer:
    """The template's filters, counting the figures and tables of one page."""

    def __init__(self, name):
        self.name = name
        self.figures = self.tables = self.findings = self.examples = 0

    def exporter(self):
        """Return nbconvert's exporter with the collection's template and filters."""
        exporter = TemplateExporter(
            config=Config({"NbConvertBase": {"display_data_priority": PRIORITY}}),
            template_name="khungtin",
            template_file="index.html.j2",
            extra_template_basedirs=[str(TEMPLATES)],
            filters={
                "code_box": code_box,
                "figure": self.figure,
                "finding_id": self.finding_id,
                "html_output": self.html_output,
                "plain": escape,
                "prose": self.prose,
            },
        )
        exporter.output_mimetype = "text/html"
        return exporter

    def finding_id(self, _cell):
        """Return the id of the next finding."""
        self.findings += 1
        return f"finding-{self.findings}"

    def prose(self, markdown):
        """Return Markdown as HTML that neither runs nor loads anything."""
        return self.harmless(markdown_html(markdown))

    def harmless(self, markup):
        """Return HTML that neither runs nor loads anything, with Vietnamese marked."""
        clean = mark_vietnamese(sanitise(markup))
        if lost := UNDESCRIBED.search(clean):
            raise RenderingError(
                f"{self.name}.ipynb: a picture without a description (alt text): {lost[0][:80]}"
            )
        return PREFORMATTED.sub(self.preformatted, clean)

    def preformatted(self, _match):
        """Return the start of a text box that can be scrolled with the keyboard."""
        self.examples += 1
        return f'<pre tabindex="0" role="region" aria-label="Example {self.examples}"'

    def figure(self, output, kind):
        """Return a figure with its number, its data and its picture to be saved."""
        self.figures += 1
        about = output.metadata.get(kind, {})
        name = about.get("name") or f"{self.name}-figure-{self.figures}"
        picture = output.data[kind]
        source = svg_address(picture) if kind == "image/svg+xml" else picture_address(kind, picture)
        ending = kind.removeprefix("image/").removesuffix("+xml")
        # The picture would stand in the page twice: the page's script lends the link its address.
        file = escape(f"{name}.{ending}")
        links = [f'<a class="save" data-picture download="{file}" hidden>{ending.upper()}</a>']
        if csv := about.get("csv"):
            links.insert(0, saving(csv_address(csv), f"{name}.csv", "Data (CSV)"))
        label = f"Figure {self.figures}"
        return (
            f'\n<figure class="figure" id="figure-{self.figures}">'
            f'<div class="picture" role="group" tabindex="0" aria-label="{label}">'
            f'<img src="{source}" alt="{escape(description(output, kind))}"></div>'
            f'<figcaption><a class="number" href="#figure-{self.figures}">{label}</a> '
            f"{' '.join(links)}</figcaption></figure>\n"
        )

    def html_output(self, output):
        """Return HTML from a cell, made harmless, each table in a box of its own."""
        about = output.get("metadata", {}).get("text/html", {})
        return self.tables_in(output.data["text/html"], about)

    def tables_in(self, markup, about):
        """Return HTML made harmless, each of its tables in a box of its own."""
        clean = self.harmless(markup)
        return TABLE.sub(lambda match: self.table(match[1], match[2] or "", about), clean)

    def table(self, table, note, about):
        """Return a table in a box that scrolls, with its number and its data."""
        self.tables += 1
        label = f"Table {self.tables}"
        caption = CAPTION.search(table)
        name = f"{label}: {plain(caption[1])}" if caption else label
        links = ""
        if csv := about.get("csv"):
            file = f"{self.name}-table-{self.tables}.csv"
            cut = f": {about['rows']}" if "rows" in about else ""
            links = " " + saving(csv_address(csv), file, f"Data (CSV{escape(cut)})")
        if "<details" in table:
            links += " <span>▸ opens a row to its sentences</span>"
        return (
            f'\n<div class="table" id="table-{self.tables}">'
            f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}">{table}'
            f'</div><p class="below"><a class="number" href="#table-{self.tables}">{label}</a>'
            f"{links}</p>{note}</div>\n"
        )


def code_box(source, count):
    """Return highlighted code in a box that can be scrolled with the keyboard."""
    return Highlight2HTML(pygments_lexer="python3")(source).replace(
        "<pre>", f'<pre tabindex="0" role="region" aria-label="Code of cell {count or ""}">', 1
    )


def svg_address(svg):
    """Return SVG as an address that holds it, as text: a quarter shorter than in base64."""
    text = " ".join(plain_text(svg).split())
    if "'" not in text:
        text = text.replace('"', "'")
    return escape("data:image/svg+xml;charset=utf-8," + quote(text, safe=URL_SAFE)).replace(
        "&#x27;", "'"
    )


def picture_address(kind, encoded):
    """Return a picture that is in base64 already as an address that holds it."""
    return f"data:{kind};base64,{escape(re.sub(r'[^A-Za-z0-9+/=]', '', encoded))}"


def csv_address(text):
    """Return CSV as an address; the mark at its head tells spreadsheets that it is UTF-8."""
    encoded = base64.b64encode(text.encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


def saving(address, file, text):
    """Return a link that saves what its address holds as a file."""
    return f'<a class="save" href="{address}" download="{escape(file)}">{text}</a>'
