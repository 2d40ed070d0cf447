"""Around the pages: contents, previous and next, the front page, when and with what built."""

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import jinja2
import pandas as pd
import yaml
from markupsafe import Markup

from helpers import ROOT, __version__
from helpers.corpus import (
    DESCRIPTION,
    CorpusError,
    Description,
    group_names,
    read_description,
    read_folder,
)
from helpers.showing import TEMPLATES, escape, table_markup
from helpers.site.findings import Finding
from helpers.site.notebook_pages import Page, RenderingError, Writer

NAMED = 12
"""Articles up to which the front page names each beside its title."""

FOLDER = TEMPLATES / "khungtin"
GENERATOR = '<meta name="generator" content="Khung tin">'
TITLE = "Khung tin"
FULL_TITLE = "Khung tin: notebooks for reading Vietnamese news on health co-operation critically"
LEAD = (
    "<p>How does Vietnamese news tell a story, and with which words? These notebooks read a "
    "collection of articles closely: what they count leads back to the sentences it was "
    "counted in.</p>"
)
PACKAGES = ["pandas", "numpy", "matplotlib", "underthesea", "nbconvert"]
COLUMNS = {
    "short": "Piece",
    "English": "Title in English",
    "title": "Title",
    "group": "Group",
    "partner": "Partner",
    "locality": "Place",
    "event_date": "Date of the event",
}
OWN_LEAD = (
    "<p>How does the news tell a story, and with which words? These notebooks read {name} "
    "({number}) closely: what they count leads back to the sentences it was counted in.</p>"
)
SHIPPED = ROOT / "corpus"
MOST_FINDINGS = 3
MOST_PLACED = 9
MOST_ARTICLES = 50  # rows; a table to glance at, not to search


def site_pages(pages: Sequence[Page], *, corpus: Path | str) -> dict[str, str]:
    """Return the files of a site's pages: name to HTML, each linked to its neighbours."""
    site = _own_description(Path(corpus)).title or TITLE
    files = {}
    for position, page in enumerate(pages):
        files[f"{page.name}.html"] = _whole_page(
            "notebook.html.j2",
            site=site,
            page=page,
            pages=pages,
            short_names=_short_names(pages),
            contents=[heading for heading in page.headings if heading.level in (2, 3)],
            previous=pages[position - 1] if position else None,
            following=pages[position + 1] if position + 1 < len(pages) else None,
        )
    return files


def _short_names(pages: Sequence[Page]) -> dict[str, str]:
    """Return what pages are called beside one another: their titles to the colon, if that tells."""
    short = {page.name: page.title.split(":")[0] for page in pages}
    named = list(short.values())
    return {
        page.name: page.title if named.count(short[page.name]) > 1 else short[page.name]
        for page in pages
    }


def front_page(pages: Sequence[Page], *, corpus: Path | str, folder: Path | str) -> str:
    """Return the front page: what is asked and found, the corpus, how to cite, when built.

    Raises
    ------
    RenderingError
        If `corpus` isn't a corpus folder.
    """
    articles = _read_articles(Path(corpus))
    own = _own_description(Path(corpus))
    return _whole_page(
        "front.html.j2",
        site=own.title or TITLE,
        pages=pages,
        title=own.title or TITLE,
        own=own if _is_own(Path(corpus)) else None,
        file=DESCRIPTION,
        lead=_front_lead(pages, Path(corpus), articles),
        names=_short_titles(articles),
        findings=_front_findings(pages),
        trust=_trust(pages),
        overview=_overview(pages),
        articles=_articles_table(articles),
        citation=_citation(),
        built=_build_facts(Path(folder)),
    )


def _is_own(corpus: Path) -> bool:
    """Tell whether a folder is another corpus than the one that ships."""
    return corpus.resolve() != SHIPPED.resolve()


def _own_description(corpus: Path) -> Description:
    """Return the title and the authors of a corpus of one's own; the shipped one has the site's."""
    try:
        return read_description(corpus) if _is_own(corpus) else Description()
    except CorpusError as error:
        raise RenderingError(f"{corpus}: {error}") from None


def _front_lead(pages: Sequence[Page], corpus: Path, articles: pd.DataFrame) -> str:
    """Return what is asked: the notebooks' lead on the shipped corpus, else a neutral one."""
    if _is_own(corpus):
        title = escape(_own_description(corpus).title)
        name = title or f"the folder <code>{escape(corpus.resolve().name)}</code>"
        return OWN_LEAD.format(name=name, number=_counted_articles(articles))
    return next((page.lead for page in pages if page.lead), LEAD)


def _front_findings(pages: Sequence[Page]) -> list[tuple[Page, Finding, Markup, Markup]]:
    """Return page, finding, picture and extracts: those with a place first, in its order."""
    found = [(page, finding) for page in pages for finding in page.findings]
    placed = sorted((item for item in found if item[1].front), key=lambda item: item[1].front)
    chosen = (placed or found[:MOST_FINDINGS])[:MOST_PLACED]
    pictured = {page.name: page.pictures for page in pages}
    first = min((order for own in pictured.values() for order in own), default=0)
    return [
        (
            page,
            finding,
            pictured[page.name].get(first if finding.front == first else -1, Markup()),
            page.extracts.get(finding.front, Markup()),
        )
        for page, finding in chosen
    ]


def _trust(pages: Sequence[Page]) -> str:
    """Return what the pages say of how far to trust them, once."""
    return next((page.trust for page in pages if page.trust), "")


def _overview(pages: Sequence[Page]) -> str:
    """Return the articles with what is found of each, where they are few enough for a table."""
    markup = next((page.overview for page in pages if page.overview), "")
    return Writer(Page("corpus")).tables_in(markup, {}) if markup else ""


def _whole_page(template: str, **values: object) -> str:
    """Fill in one of the page templates, with the styles and scripts inside it."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    early, late = (_own_file(name) for name in ("theme.js", "page.js"))
    return environment.get_template(template).render(
        generator=GENERATOR,
        style=_own_file("style.css"),
        theme_script=early,
        page_script=late,
        script_hashes=" ".join(map(_script_hash, (early, late))),
        **values,
    )


def _own_file(name: str) -> str:
    """Return one of the template's files, with the same newlines everywhere."""
    return (FOLDER / name).read_text(encoding="utf-8").strip()


def _script_hash(script: str) -> str:
    """Return what lets a browser run this very script and no other on the page."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _read_articles(corpus: Path) -> pd.DataFrame:
    """Return a corpus folder's articles as the notebooks read them, by id."""
    # A row with a fault is left out; where that matters a notebook has said so before.
    try:
        files = read_folder(corpus, on_error="skip").without_copies()
    except CorpusError as error:
        raise RenderingError(f"{corpus}: {error}") from None
    known = dict(zip(files.glossary["term"], files.glossary["English"], strict=True))
    english = [known.get(title, "") for title in files.articles["title"]]
    place = {group: number for number, group in enumerate(files.groups)}
    order = files.articles["group"].map(lambda group: place.get(group, len(place)))
    groups = files.articles["group"].replace(group_names(files.groups))
    articles = files.articles.assign(English=english, group=groups)
    return articles.iloc[order.argsort(kind="stable")]


def _short_titles(articles: pd.DataFrame) -> list[tuple[str, str]]:
    """Return what each of a few articles is called, with its title: English if there is one."""
    if len(articles) > NAMED or not articles["short"].ne("").all():
        return []
    titles = articles["English"].where(articles["English"] != "", articles["title"])
    return list(zip(articles["short"], titles, strict=True))


def _articles_table(articles: pd.DataFrame) -> str:
    """Return the first articles of a corpus as an HTML table that says of how many."""
    table = articles.reset_index()
    columns = [name for name in COLUMNS if name in table and table[name].ne("").any()]
    # A short name says group and place already.
    said = {"group", "partner", "locality"} if "short" in columns else set()
    table = table[[name for name in columns if name not in said]]
    number = _counted_articles(articles)
    if len(table) > MOST_ARTICLES:
        table, number = table.head(MOST_ARTICLES), f"First {MOST_ARTICLES} of {number}"
    caption = f"{number}; a dash where it isn't recorded"
    markup = table_markup(table.replace("", pd.NA), titles=COLUMNS, caption=caption)
    return Writer(Page("corpus")).tables_in(markup, {})


def _counted_articles(articles: pd.DataFrame) -> str:
    """Return the number of articles in words."""
    return f"{len(articles):,} {'article' if len(articles) == 1 else 'articles'}"


def _citation() -> dict[str, str]:
    """Return how to cite the collection, from ``CITATION.cff`` where there is one."""
    path = ROOT / "CITATION.cff"
    said = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    people = [
        " ".join(filter(None, [person.get("given-names"), person.get("family-names")]))
        or person.get("name", "")
        for person in said.get("authors", [])
    ]
    address = f"https://doi.org/{said['doi']}" if said.get("doi") else said.get("url")
    return {
        "authors": ", ".join(filter(None, people)) or "The Khung tin contributors",
        "title": said.get("title", FULL_TITLE),
        "version": str(said.get("version", __version__)),
        "address": address or said.get("repository-code") or "",
    }


def _build_facts(folder: Path) -> dict[str, str]:
    """Return when and with which versions a site is built; the same for the same commit."""
    facts = {}
    commit, date = _last_commit(folder)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        date = datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%d")
    if date:
        facts["State of"] = date
    if commit:
        facts["Commit"] = commit
    facts["Khung tin"] = __version__
    facts["Python"] = ".".join(map(str, sys.version_info[:3]))
    for name in PACKAGES:
        try:
            facts[name] = version(name)
        except PackageNotFoundError:
            continue
    return facts


def _last_commit(folder: Path) -> tuple[str, str]:
    """Return the short id and the day of a folder's last commit, empty outside git."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%h %cs"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "", ""
    commit, _, date = done.stdout.strip().partition(" ")
    return commit, date
