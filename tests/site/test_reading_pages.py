"""What must hold for the pages of the shipped corpus, as its notebooks are stored."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from helpers import ROOT
from helpers.site.building import _site_files

STORED = sorted((ROOT / "notebooks").glob("*.ipynb"))
READING = ("index", "00", "01", "02", "03")


@pytest.fixture(scope="module")
def pages():
    """Give the pages as trees, by file name."""
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in STORED}
    files = _site_files(notebooks, corpus=ROOT / "corpus", folder=ROOT / "notebooks")
    return {name: BeautifulSoup(text, "html.parser") for name, text in files.items()}


def opened(pages, name, link):
    """Give the text that a link leads to: a row, a table with what stands around it."""
    page, _, place = link["href"].partition("#")
    found = pages[page or name].find(id=place)
    box = found if found.name in ("tr", "li") else found.find_parent(class_="table") or found
    return " ".join(box.get_text(" ").split())


def test_a_number_that_is_a_link_opens_what_holds_it(pages):
    astray, links = [], 0
    for name, page in pages.items():
        for link in page.select('a[href*="#"]'):
            number = link.get_text().strip()
            if not re.fullmatch(r"\d[\d.,]*%?", number) or link.find_parent(class_="kt-evidence"):
                continue
            links += 1
            own = rf"(?<![\w.,]){re.escape(number)}(?![\w%]|[.,]\d)"
            if not re.search(own, opened(pages, name, link)):
                astray.append(f"{name}: {number} leads to {link['href']}")
    assert links > 100
    assert not astray, "\n".join(astray)


def test_every_opened_sentence_has_its_english(pages):
    # The articles of the walk-through in 04 are invented and have no translation.
    lines = [
        (name, line)
        for name, page in pages.items()
        if not name.startswith("04")
        for line in page.select(".kt-evidence li, .kt-sentences li, .kt-quotes li")
    ]
    bare = [f"{name}: {line.get_text()[:60]}" for name, line in lines if not line.select(".kt-en")]
    assert len(lines) > 2000
    assert not bare, "\n".join(bare)


def test_readers_meet_names_and_no_ids_or_codes(pages):
    frames = (ROOT / "corpus" / "codebook.toml").read_text(encoding="utf-8")
    codes = re.findall(r'^code = "(.+)"$', frames, re.MULTILINE)
    articles = [path.stem for path in (ROOT / "corpus" / "articles").glob("*.txt")]
    shown = {code for code in codes if re.search(r"[A-Z]{3}|[FV][^A-Z]", code)} | {*articles}
    assert {"AID", "F>V", "uk-hcmc-hub"} <= shown
    names = "|".join(map(re.escape, sorted(shown, key=len, reverse=True)))
    coded = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])|vn:\w+:")
    met = []
    for name, page in pages.items():
        if not name.startswith(READING):
            continue
        for box in page.select("main p, main li, main caption, main th, main td, main summary"):
            if box.find_parent(class_="code") or box.find_parent(
                id="result-framing-codebook-numbers"
            ):
                continue
            if found := coded.findall(box.get_text(" ")):
                met.append(f"{name}: {found[:3]} in {box.get_text()[:60]}")
    assert not met, "\n".join(met)
