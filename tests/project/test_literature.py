"""One list of works: whatever a docstring or a page cites stands in it."""

import ast
import re

import nbformat
import pytest

from helpers import ROOT
from helpers.data import literature, read_rows

WORKS = read_rows("literature.csv")
CITED = re.compile(
    r"([A-ZÀ-Ž][\w’-]+)(?:'s)?(?: \(|,? )((?:18|19|20)\d\d)(?=[),.;:\s])(?! *(?:%|words|articles))"
)
PACKAGES = ("counting", "framing")
NOT_AUTHORS = {"Resolution", "December", "July", "Covid", "September", "October"}


def cited_in(text):
    found = [(name, year) for name, year in CITED.findall(text) if name not in NOT_AUTHORS]
    return [pair for pair in found if int(pair[1]) < 2020]


def docstrings():
    for package in PACKAGES:
        for path in sorted((ROOT / "helpers" / package).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                kinds = (ast.FunctionDef, ast.ClassDef, ast.Module)
                if isinstance(node, kinds) and (text := ast.get_docstring(node)):
                    yield path.name, text


def pages():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "markdown":
                yield path.name, cell.source


def missing(places):
    known = {(work["year"], work["authors"]) for work in WORKS}
    return [
        (place, name, year)
        for place, text in places
        for name, year in cited_in(text)
        if not any(year == y and name in authors for y, authors in known)
    ]


def test_what_docstrings_cite_is_listed():
    places = list(docstrings())
    assert sum(len(cited_in(text)) for _, text in places) > 20
    assert missing(places) == []


def test_what_pages_cite_is_listed():
    assert missing(pages()) == []


def test_a_work_that_is_not_listed_is_found():
    assert missing([("x", "as Nobody & Noone (1999) say")]) == [("x", "Noone", "1999")]


@pytest.mark.parametrize("used", ["words", "framing"])
def test_a_page_lists_its_works_by_author(used):
    works = literature(used)
    assert len(works) >= 15
    names = [work["work"] for work in works]
    authors = [name.partition(" (")[0].casefold() for name in names]
    assert authors == sorted(authors)
    assert all(re.search(r"\((18|19|20)\d\d\)\. .+\.$", name) for name in names)


def test_every_work_says_where_it_is_used_and_for_what():
    for work in WORKS:
        assert set(work["used"].split(";")) <= {"words", "framing"} and work["for"], work["key"]
        assert not work["doi"] or work["doi"].startswith("10."), work["key"]
    keys = [work["key"] for work in WORKS]
    assert len(set(keys)) == len(keys)
