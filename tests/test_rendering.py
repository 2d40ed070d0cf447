"""The site: complete, repeatable, offline, harmless, and never half-written."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.pages import RenderingError, notebook_page
from helpers.rendering import build, execute, main, site_files, store
from helpers.sanitising import TAGS, mark_vietnamese, sanitise
from helpers.site import MOST_ARTICLES, articles_table, build_facts
from tests.sample_notebooks import (
    HOSTILE,
    code,
    markdown,
    write,
    write_corpus,
    write_full,
    write_hostile,
    write_plain,
)

ROOT = Path(__file__).resolve().parents[1]


class Tags(HTMLParser):
    """Collect every tag with its attributes, and the text outside scripts and styles."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def values(self, tag, name):
        return [values[name] for found, values in self.tags if found == tag and name in values]

    @property
    def ids(self):
        return [values["id"] for _, values in self.tags if "id" in values]


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A folder of notebooks, in a directory with a space in its name."""
    folder = tmp_path_factory.mktemp("some notebooks")
    for write_notebook in (write_plain, write_full, write_hostile):
        write_notebook(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_corpus(tmp_path_factory.mktemp("own corpus"), HOSTILE)


@pytest.fixture(scope="module")
def said():
    return []


@pytest.fixture(scope="module")
def site(sources, corpus, said, tmp_path_factory):
    """The site of those notebooks: file name to text."""
    output = tmp_path_factory.mktemp("site") / "build" / "html"
    build(sources, output, corpus=corpus, progress=said.append)
    return {path.name: path.read_text(encoding="utf-8") for path in output.iterdir()}


def figure_notebook(kind, metadata):
    """Return a notebook whose second cell shows a picture."""
    output = new_output("display_data", data={kind: "<svg/>"}, metadata=metadata)
    cells = [markdown("# Title"), new_code_cell("draw()", outputs=[output])]
    return new_notebook(cells=cells)


# The site as a whole


def test_one_page_a_notebook_and_a_front_page(site, said):
    assert set(site) == {"index.html", "00_plain.html", "01_full.html", "02_hostile.html"}
    assert sorted(line.strip() for line in said) == [f"{name}.ipynb" for name in names()]


def names():
    return ["00_plain", "01_full", "02_hostile"]


def test_two_builds_are_byte_identical_and_leave_the_notebooks(sources, corpus, site, tmp_path):
    before = {path: path.read_bytes() for path in sources.iterdir()}
    build(sources, tmp_path / "html", corpus=corpus, progress=lambda line: None)
    again = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "html").iterdir()}
    assert again == site
    assert {path: path.read_bytes() for path in sources.iterdir()} == before


def test_no_page_loads_anything(site):
    for text in site.values():
        page = Tags(text)
        assert not page.values("script", "src")
        assert all(href == "data:," for href in page.values("link", "href"))
        assert all(src.startswith("data:image/") for src in page.values("img", "src"))
        assert not {tag for tag, _ in page.tags} & {"iframe", "object", "embed", "video", "base"}
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
        assert "@import" not in style
        assert "url(" not in style


def test_every_page_says_its_language_and_holds_one_main_part(site):
    for text in site.values():
        page = Tags(text)
        found = [tag for tag, _ in page.tags]
        assert page.values("html", "lang") == ["en"]
        assert found.count("main") == found.count("h1") == 1
        assert page.values("a", "href")[0] == "#main"
        assert len(page.ids) == len(set(page.ids))
        assert len(text.encode("utf-8")) < 2_000_000


def test_every_link_leads_somewhere(site):
    ids = {name: Tags(text).ids for name, text in site.items()}
    for name, text in site.items():
        for href in Tags(text).values("a", "href"):
            if href.startswith(("data:text/csv", "data:image/svg")):
                continue
            page, _, fragment = href.partition("#")
            assert (unquote(page) or name) in site, href
            assert not fragment or unquote(fragment) in ids[unquote(page) or name], href


def test_contents_follow_the_headings(site):
    entry = r'<li class="level-(\d)"><a href="#([^"]+)"[^>]*>([^<]+)'
    links = re.findall(entry, site["01_full.html"])
    assert [(level, text) for level, _, text in links] == [
        ("2", "Question"),
        ("2", "Câu hỏi"),
        ("2", "Câu hỏi"),
    ]
    assert [unquote(link) for _, link, _ in links] == ["Question", "Câu-hỏi", "Câu-hỏi-2"]


def test_pages_lead_to_their_neighbours(site):
    assert 'rel="next" href="01_full.html"' in site["00_plain.html"]
    assert 'rel="prev"' not in site["00_plain.html"]
    assert 'rel="prev" href="01_full.html"' in site["02_hostile.html"]
    assert 'href="00_plain.html#Limits"' in site["01_full.html"]


def test_a_figure_has_its_description_its_data_and_its_file(site):
    page = Tags(site["01_full.html"])
    assert page.values("img", "alt") == ["Bar chart: sức khỏe stands 31 times."]
    assert {"terms.csv", "terms.svg"} <= set(page.values("a", "download"))
    assert "figure-1" in page.ids


def test_tables_scroll_in_a_named_box(site):
    boxes = [values for tag, values in Tags(site["01_full.html"]).tags if "scroll" in
             values.get("class", "")]  # fmt: skip
    assert [box["aria-label"] for box in boxes] == ["Table 1: Terms", "Table 2: A wide table",
                                                    "Table 3"]  # fmt: skip
    assert all(box["tabindex"] == "0" and box["role"] == "region" for box in boxes)
    assert "measure: per 1,000 words; parts: lead, body" in site["01_full.html"]


def test_formulas_are_drawn_without_a_script(site):
    assert "<math" in site["01_full.html"]
    assert "<msup>" in site["01_full.html"]
    assert "$G^2" not in site["01_full.html"]


def test_vietnamese_is_marked(site):
    assert '<em lang="vi">sức khỏe</em>' in site["01_full.html"]
    assert mark_vietnamese("<p>An English sentence on sức khỏe.</p>").startswith("<p>")
    assert mark_vietnamese('<th scope="row">y tế</th>') == '<th scope="row" lang="vi">y tế</th>'


def test_code_is_folded_cell_by_cell(site):
    cells = site["01_full.html"].count('<details class="code">')
    assert cells == site["01_full.html"].count('aria-label="Code of cell')
    assert cells == 8


# The front page


def test_the_front_page_tells_what_is_found(site):
    front = site["index.html"]
    assert "<strong>42</strong>" in front
    assert 'href="00_plain.html#finding-1"' in front
    assert "What it is about." in front


def test_the_lead_is_the_corpus_own(site, corpus, tmp_path):
    front = site["index.html"]
    assert "What do the words say, and to whom?" not in front
    assert f"<code>{corpus.name}</code> (1 article)" in front
    lead = {"01_full": new_notebook(cells=[markdown("What do the words say?", "lead")])}
    shipped = site_files(lead, corpus=ROOT / "corpus", folder=tmp_path)["index.html"]
    assert "What do the words say?" in shipped


def findings_of(*tags):
    """Return the findings on the front page of notebooks with one finding each."""
    notebooks = {
        f"0{i}_x": new_notebook(cells=[markdown(f"Finding of {i}.", *own)])
        for i, own in enumerate(tags)
    }
    front = site_files(notebooks, corpus=ROOT / "corpus", folder=ROOT)["index.html"]
    return re.findall(r"<li><p>Finding of (\d)", front)


def test_the_front_page_has_three_findings_at_most():
    assert findings_of(["finding"], ["finding"]) == ["0", "1"]
    assert findings_of(*[["finding"]] * 4) == ["0", "1", "2"]
    front = ["finding", "front"]
    assert findings_of(front, ["finding"], front, front) == ["0", "2", "3"]
    assert findings_of(["finding"], ["finding"], ["finding"], front) == ["0", "1", "3"]


def test_the_stored_notebooks_give_the_front_page_three_findings():
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    cells = [(path.stem[:2], cell.metadata.get("tags", [])) for path in paths
             for cell in nbformat.read(path, as_version=4).cells]  # fmt: skip
    assert [name for name, tags in cells if {"finding", "front"} <= set(tags)] == ["00", "02", "03"]


def test_preformatted_text_can_be_scrolled_with_the_keyboard():
    text = "# T\n\n```\na/\n```\n\n- b\n\n  ```text\n  b/\n  ```\n\n<pre class='x'>c</pre>"
    page = Tags(notebook_page(new_notebook(cells=[markdown(text)]), "03_x").body)
    boxes = [values for tag, values in page.tags if tag == "pre"]
    assert [box["aria-label"] for box in boxes] == ["Example 1", "Example 2", "Example 3"]
    assert all(box["tabindex"] == "0" and box["role"] == "region" for box in boxes)


def test_the_front_page_shows_the_corpus_that_was_given(site, corpus):
    assert "Hà Nội" in site["index.html"]
    assert "1 article; a dash" in site["index.html"]
    assert str(corpus.resolve()) in site["00_plain.html"]


def test_the_front_page_reads_a_table_as_a_spreadsheet_saves_it(tmp_path):
    folder = write_corpus(tmp_path / "own", "Bệnh viện; trạm y tế")
    text = 'id;title;group;partner\r\none;"Bệnh viện; trạm y tế";UK;\r\n'
    (folder / "articles.csv").write_bytes(text.encode("utf-8-sig"))
    notebooks, output = tmp_path / "notebooks", tmp_path / "html"
    notebooks.mkdir()
    write_plain(notebooks)
    arguments = ["--notebooks", str(notebooks), "--output", str(output), "--corpus", str(folder)]
    assert main(arguments) == 0
    front = (output / "index.html").read_text(encoding="utf-8")
    assert "Bệnh viện; trạm y tế</" in front
    assert ">UK</td>" in front
    assert ">Group</th>" in front
    assert ">Partner</th>" not in front


def test_a_folder_that_is_no_corpus_is_named(tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    write_plain(tmp_path / "notebooks")
    arguments = ["--notebooks", str(tmp_path / "notebooks"), "--output", str(tmp_path / "html")]
    assert main([*arguments, "--corpus", str(tmp_path / "none")]) == 1
    assert "no such folder" in capsys.readouterr().err
    assert not (tmp_path / "html").exists()


def test_a_fault_of_the_corpus_is_told_by_the_notebook_that_reads_it(tmp_path, capsys):
    folder = write_corpus(tmp_path / "own", "Y tế")
    (folder / "articles" / "one.txt").write_text("", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    cells = [markdown("# Reads"), code("from helpers.corpus import load_corpus\nload_corpus()")]
    write(tmp_path / "notebooks", "00_reads", cells)
    arguments = ["--notebooks", str(tmp_path / "notebooks"), "--output", str(tmp_path / "html")]
    assert main([*arguments, "--corpus", str(folder)]) == 1
    message = capsys.readouterr().err
    assert "00_reads.ipynb, cell 2: CorpusError: articles.csv, row 2" in message


@pytest.mark.parametrize(
    ("more", "caption"),
    [(0, ">50 articles; a"), (1, ">First 50 of 51 articles; a"), (1200, ">First 50 of 1,250 art")],
)
def test_the_table_of_articles_is_cut(more, caption):
    ids = [f"article-{i}" for i in range(MOST_ARTICLES + more)]
    articles = pd.DataFrame({"title": ids, "group": "UK"}, index=pd.Index(ids, name="id"))
    markup = articles_table(articles)
    assert len(re.findall(r'<th scope="row"', markup)) == MOST_ARTICLES
    assert caption in markup


def test_the_date_comes_from_the_commit_or_the_environment(sources, monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert build_facts(tmp_path)["State of"] == "1970-01-02"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert "State of" not in build_facts(tmp_path)


# Faults


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/png", "image/jpeg"])
def test_a_figure_without_description_fails_the_build(kind):
    with pytest.raises(RenderingError, match=r"03_x\.ipynb, cell 2: a figure without a desc"):
        notebook_page(figure_notebook(kind, {}), "03_x")
    with pytest.raises(RenderingError):
        notebook_page(figure_notebook(kind, {kind: {"alt": "  "}}), "03_x")


def test_a_picture_in_markdown_needs_a_description_too():
    picture = "data:image/png;base64,AAAA"
    page = notebook_page(new_notebook(cells=[markdown(f"# T\n\n![A dot]({picture})")]), "03_x")
    assert 'alt="A dot"' in page.body
    with pytest.raises(RenderingError, match=r"03_x\.ipynb: a picture without a description"):
        notebook_page(new_notebook(cells=[markdown(f"![]({picture})")]), "03_x")


def test_a_failing_notebook_leaves_the_old_site(tmp_path, capsys):
    folder, output = tmp_path / "notebooks", tmp_path / "build" / "html"
    folder.mkdir()
    write_plain(folder)
    arguments = ["--notebooks", str(folder), "--output", str(output)]
    assert main(arguments) == 0
    before = {path: path.read_bytes() for path in output.iterdir()}
    write(folder, "01_broken", [markdown("# Broken"), code("1 + 1"), code("x = 1\nx / 0")])
    assert main(arguments) == 1
    message = capsys.readouterr().err
    assert "01_broken.ipynb, cell 3: ZeroDivisionError: division by zero" in message
    assert "x / 0" in message
    assert {path: path.read_bytes() for path in output.iterdir()} == before
    assert [path.name for path in output.parent.iterdir()] == ["html"]


def test_a_folder_of_something_else_is_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_plain(folder)
    with pytest.raises(RenderingError, match="holds something else"):
        build(folder, tmp_path, progress=lambda line: None)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_without_notebooks_is_named(tmp_path):
    with pytest.raises(RenderingError, match="no notebooks"):
        build(tmp_path, tmp_path / "html", progress=lambda line: None)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"nbformat": 4, "cells": [1]}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path, text):
    (tmp_path / "01_cut.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(RenderingError, match=r"01_cut\.ipynb: not a notebook"):
        build(tmp_path, tmp_path / "html", progress=lambda line: None)
    assert not (tmp_path / "html").exists()


# Storing


def test_stored_notebooks_are_run_in_order_and_pass_nbval(tmp_path):
    path = write_full(tmp_path)
    store(tmp_path, progress=lambda line: None)
    first = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert not any("execution" in cell.metadata for cell in cells)
    store(tmp_path, progress=lambda line: None)
    assert path.read_bytes() == first
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", str(path)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_failing_notebook_is_not_stored(tmp_path):
    paths = [write_plain(tmp_path), write(tmp_path, "01_broken", [code("undefined_name")])]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(RenderingError, match=r"01_broken\.ipynb, cell 1: NameError"):
        store(tmp_path, progress=lambda line: None)
    assert [path.read_bytes() for path in paths] == before
    assert len(list(tmp_path.iterdir())) == 2


# Harmless


def test_a_hostile_notebook_and_corpus_render_inert(site):
    for name in ("02_hostile.html", "index.html"):
        page = Tags(site[name])
        assert len([tag for tag, _ in page.tags if tag == "script"]) == 2  # the page's own
        for tag, values in page.tags:
            assert not [key for key in values if key.startswith("on")], (tag, values)
            assert not str(values.get("href", "")).lower().startswith("javascript"), values
        assert any("<script>alert(1)</script>" in text for text in page.texts)


def test_only_the_own_scripts_may_run(site):
    for text in site.values():
        policy = next(value for value in Tags(text).values("meta", "content") if "default" in value)
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2]


@pytest.mark.parametrize(
    "html",
    [
        "<a href='JaVaScRiPt:alert(1)'>a</a>",
        "<a href='java\tscript:alert(1)'>a</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
        "<img src='https://example.org/x.png'>",
        "<img src='x.png' onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<p style='background:url(https://example.org/x)'>a</p>",
        "<iframe src='https://example.org'></iframe><base href='https://example.org'>",
        "<form action='https://example.org'><button>a</button></form>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
    ],
)
def test_nothing_that_runs_or_loads_is_left(html):
    assert not re.search("alert|example|style|on[a-z]+=", sanitise(html))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["<", ">", "/", '"', "'", "=", " ", "script", "img", "src", "onload", "href", "javascript:",
     "math", "svg", "style", "table", "td", "&lt;", "<!--", "-->", "x", "\0", "annotation-xml"]
), max_size=25).map("".join))  # fmt: skip
def test_sanitised_html_holds_only_what_is_allowed(html):
    page = Tags(sanitise(html))
    assert {tag for tag, _ in page.tags} <= TAGS
    assert not [key for _, values in page.tags for key in values if key.startswith("on")]
    assert sanitise(sanitise(html)) == sanitise(html)


def test_a_corpus_named_from_another_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KHUNGTIN_CORPUS", "own")
    sources = tmp_path / "elsewhere"
    sources.mkdir()
    notebook = execute(write_plain(sources))
    said = [o.text for cell in notebook.cells for o in cell.get("outputs", []) if "text" in o]
    assert said == [f"{(tmp_path / 'own').resolve()}\n"]
