"""The site's pages: complete, linked, accessible, loading nothing."""

import re
from urllib.parse import unquote

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.site.findings import lead_to_numbers
from helpers.site.harmless import harmless, written
from helpers.site.notebook_pages import notebook_page
from tests.html_tags import Tags
from tests.sample_notebooks import markdown

pytestmark = pytest.mark.slow

NAMES = ["00_plain", "01_full", "02_hostile"]


def test_one_page_a_notebook_and_a_front_page(site, said):
    assert set(site) == {"index.html", *(f"{name}.html" for name in NAMES)}
    assert sorted(line.strip() for line in said) == [f"{name}.ipynb" for name in NAMES]


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
    mixed, head = "<p>An English sentence on sức khỏe.</p>", '<th scope="row">y tế{}</th>'
    assert written(harmless(mixed)) == mixed
    table = "<table><tbody><tr>{}</tr></tbody></table>"
    marked = written(harmless(table.format(head.format(""))))
    assert '<th scope="row" lang="vi">y tế</th>' in marked
    spread = harmless(table.format(head.format("<br>của dân")))
    assert spread.th is not None and "lang" not in spread.th.attrs


def test_what_says_nothing_is_left_out():
    tree = harmless("<table><tr><th> </th><td>1</td></tr></table><img src='https://x.example/a'>")
    assert not tree.find_all(["th", "img"])
    assert written(tree).count("<td></td>") == 1


def test_code_is_folded_cell_by_cell(site):
    cells = site["01_full.html"].count('<details class="code')
    assert cells == site["01_full.html"].count('aria-label="Code of cell')
    assert cells == 7  # one that shows nothing stands with the one after it


def test_preformatted_text_can_be_scrolled_with_the_keyboard():
    text = "# T\n\n```\na/\n```\n\n- b\n\n  ```text\n  b/\n  ```\n\n<pre class='x'>c</pre>"
    page = Tags(notebook_page(new_notebook(cells=[markdown(text)]), "03_x").body)
    boxes = [values for tag, values in page.tags if tag == "pre"]
    assert [box["aria-label"] for box in boxes] == ["Example 1", "Example 2", "Example 3"]
    assert all(box["tabindex"] == "0" and box["role"] == "region" for box in boxes)


def shown(*outputs):
    """Return the body of a page whose only cell shows outputs, each data and metadata."""
    made = [new_output("display_data", data=data, metadata=about) for data, about in outputs]
    return notebook_page(new_notebook(cells=[new_code_cell("x", outputs=made)]), "page").body


def test_code_that_shows_nothing_stands_with_the_code_that_follows():
    output = new_output("display_data", data={"text/markdown": "two"})
    cells = [new_code_cell("a = 1"), new_code_cell("b = 2"), new_code_cell("b", outputs=[output])]
    body = notebook_page(new_notebook(cells=cells), "page").body
    assert body.count("<details") == 1
    body = notebook_page(new_notebook(cells=[cells[0], markdown("and"), cells[2]]), "page").body
    assert body.count("<details") == 2


@pytest.mark.parametrize(
    ("frame", "heads"),
    [
        (pd.DataFrame({"by hand": [0.5, 1]}), ["by hand"]),
        (pd.DataFrame({"by hand": [0.5, 1]}, index=[3, 7]), ["by hand"]),
        (
            pd.Series([0.5], pd.Index(["và"], name="term"), name="share").to_frame(),
            ["term", "share"],
        ),
    ],
)
def test_a_table_that_pandas_drew_has_no_row_numbers(frame, heads):
    body = shown(({"text/html": frame.to_html()}, {}))
    assert re.findall(r"<th[^>]*>([^<]*)</th>", body.split("<tbody")[0]) == heads
    assert (">7<" in body) == (7 in frame.index)


def test_a_result_names_the_places_of_its_numbers_once_they_are_harmless():
    table = (
        '<table><tbody><tr id="mine"><th scope="row">UK</th><td>6</td></tr>'
        '<tr><th scope="row">US</th><td>1</td></tr></tbody></table>'
    )
    body = shown(({"text/html": table}, {"text/html": {"key": "a.b"}}))
    assert re.findall(r'id="([^"]+)"', body)[-3:] == [
        "result-a-b-numbers", "result-a-b-1", "result-a-b-2",
    ]  # fmt: skip
    linked = {"key": "a.b", "numbers": "[6](#result-a-b-1) [x](javascript:x)"}
    body = shown(({"text/markdown": "6"}, {"khungtin": linked}))
    assert '<a href="#result-a-b-1"' in body
    assert "javascript" not in body


def test_links_to_numbers_lead_to_the_page_that_shows_them():
    pages = {
        "a.html": '<i id="result-x-1"></i><a href="#result-x-1" rel="noopener">1</a>',
        "b.html": '<a href="#result-x-1" rel="noopener">1</a><a href="#result-gone">2</a>',
    }
    found = lead_to_numbers(pages)
    assert found["a.html"] == pages["a.html"]
    assert found["b.html"] == '<a href="a.html#result-x-1" rel="noopener">1</a>2'
