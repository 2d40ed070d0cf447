"""Figures are described and repeatable; tables are escaped, aligned and lead to sentences."""

from html.parser import HTMLParser
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from nbconvert.filters import markdown2html

from helpers.showing import (
    escape_markdown,
    figures,
    plain_text,
    show,
    show_table,
    tables,
    use_style,
)
from tests.sample_notebooks import HOSTILE

OWN_TAGS = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p", "small"}
OWN_TAGS |= {"details", "summary", "span", "ul", "li", "cite", "mark"}


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed: data and metadata."""
    outputs = []

    def display(data, *, raw, metadata):
        assert raw
        outputs.append((data, metadata))

    monkeypatch.setattr(figures, "display", display)
    monkeypatch.setattr(tables, "display", display)
    return outputs


def draw(title="Sức khỏe, Ủy ban Nhân dân"):
    use_style()
    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    axes.set_title(title)
    return figure


class Cells(HTMLParser):
    """Collect the tags and the text of every cell of a table."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.cells, self.inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in {"td", "th"}:
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data):
        if self.inside:
            self.cells[-1] += data


# Figures


def test_two_runs_give_the_same_svg(shown):
    for _ in range(2):
        show(draw(), "A line from 3 to 4.")
    assert shown[0][0] == shown[1][0]


def test_svg_holds_its_description_and_no_date(shown):
    show(draw(), "A line from 3 to 4 & <up>.")
    svg = shown[0][0]["image/svg+xml"]
    root = ElementTree.fromstring(svg)
    assert root.find("{http://www.w3.org/2000/svg}title").text == "A line from 3 to 4 & <up>."
    assert "<dc:date>" not in svg
    assert "<text" not in svg  # letters are outlines, whole on every machine


def test_description_and_data_go_along(shown):
    data = pd.DataFrame({"term": ["y tế", "a,b"], "count": [3, 1]})
    show(draw(), "  A line\nfrom 3 to 4. ", data=data, name="Đường lên!")
    about = shown[0][1]["image/svg+xml"]
    assert about == {
        "alt": "A line from 3 to 4.",
        "name": "duong-len",
        "csv": 'term,count\ny tế,3\n"a,b",1\n',
    }
    assert shown[0][0]["text/plain"] == "A line from 3 to 4."


def test_the_figure_is_closed(shown):
    figure = draw()
    show(figure.axes[0], "A line.")
    assert not plt.fignum_exists(figure.number)


@pytest.mark.parametrize("alt", ["", "  \n", "\u200b".strip("\u200b")])
def test_a_figure_without_description_is_refused(shown, alt):
    with pytest.raises(ValueError, match="alt is empty"):
        show(draw(), alt)
    assert not shown


def test_wrong_kinds_are_refused(shown):
    with pytest.raises(TypeError, match="expected a matplotlib figure, got list"):
        show([1], "A line.")
    with pytest.raises(TypeError, match="alt must be text, got int"):
        show(draw(), 3)
    with pytest.raises(TypeError, match="data must be a DataFrame, got dict"):
        show(draw(), "A line.", data={})
    with pytest.raises(TypeError, match="expected a DataFrame, got list"):
        show_table([1])
    with pytest.raises(TypeError, match="evidence must be a DataFrame, got int"):
        show_table(pd.DataFrame({"term": [1]}), evidence=3)


def test_the_style_covers_every_vietnamese_letter():
    use_style()
    font = FT2Font(findfont(FontProperties(family=plt.rcParams["font.family"])))
    letters = "ăâđêôơư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    assert not [
        letter for letter in letters + letters.upper() if not font.get_char_index(ord(letter))
    ]


# Tables


def test_numbers_are_rounded_alike_and_keep_their_value(shown):
    table = pd.DataFrame(
        {
            "term": ["y tế", "khác"],
            "count": [1234, 5],
            "share": [1 / 3, 0.5],
            "rate": [10 / 3, np.nan],
            "p_adjusted": [0.0002, 0.04],
            "whole": [2.0, 3.0],
        }
    )
    show_table(table, formats={"share": ".1%"})
    cells = Cells(shown[0][0]["text/html"]).cells
    assert cells[:6] == ["term", "count", "share", "rate", "p adjusted", "whole"]
    assert cells[6:12] == ["y tế", "1,234", "33.3%", "3.33", "< 0.001", "2"]
    assert cells[12:] == ["khác", "5", "50.0%", "–", "0.040", "3"]
    assert f'data-value="{1 / 3}"' in shown[0][0]["text/html"]


def test_a_table_is_accessible(shown):
    table = pd.DataFrame({"term": ["y tế"], "gloss": ["health"], "count": [3]})
    show_table(table, caption="Terms")
    html = shown[0][0]["text/html"]
    tags = Cells(html).tags
    heads = [attributes for tag, attributes in tags if tag == "th"]
    assert [head["scope"] for head in heads] == ["col", "col", "col", "row"]
    assert "<caption>Terms</caption>" in html
    assert heads[-1]["lang"] == "vi"
    sides = [attributes["style"] for tag, attributes in tags if tag == "td"]
    assert sides == ["text-align:left", "text-align:right"]
    assert [attributes.get("lang") for tag, attributes in tags if tag == "td"] == [None, None]


def test_the_index_is_shown_where_it_says_something(shown):
    counts = pd.Series([3, 1], index=pd.Index(["a", "b"], name="group"), name="count")
    show_table(counts)
    show_table(counts.reset_index())
    assert Cells(shown[0][0]["text/html"]).cells == ["group", "count", "a", "3", "b", "1"]
    assert shown[0][0] == shown[1][0]
    show_table(pd.DataFrame({("UK", "n"): [1], ("US", ""): [2]}))
    assert Cells(shown[2][0]["text/html"]).cells[:2] == ["UK · n", "US"]


def test_a_long_table_says_how_much_is_shown(shown):
    show_table(pd.DataFrame({"term": list("abcdef")}), caption="Letters.", limit=4)
    data, metadata = shown[0]
    assert "<caption>Letters. (First 4 of 6 rows.)</caption>" in data["text/html"]
    assert data["text/plain"].startswith("Letters. (First 4 of 6 rows.)")
    assert Cells(data["text/html"]).cells == ["term", "a", "b", "c", "d"]
    assert metadata["text/html"]["csv"] == "term\na\nb\nc\nd\ne\nf\n"


def test_a_table_too_long_for_a_page_offers_the_rows_shown(shown):
    table = pd.DataFrame({"term": ["sức khỏe"] * 30_000})
    show_table(table, limit=3)
    metadata = shown[0][1]["text/html"]
    assert metadata == {"csv": "term\n" + "sức khỏe\n" * 3, "rows": "first 3 of 30,000 rows"}
    show_table(pd.DataFrame({"term": ["x" * 300_000]}))
    assert shown[1][1]["text/html"] == {}


def test_plain_attributes_become_the_footnote(shown):
    table = pd.DataFrame({"term": ["a"]})
    table.attrs = {
        "measure": "G²",
        "denominator": 2814,
        "parts_counted": ["lead", "body"],
        "versions": {"underthesea": "9.5.0"},
        "empty": [],
        "lines": pd.DataFrame(),
    }
    show_table(table)
    said = "measure: G²; denominator: 2,814; parts counted: lead, body; versions: underthesea 9.5.0"
    assert f"<small>{said}</small>" in shown[0][0]["text/html"]
    assert said in shown[0][0]["text/plain"]


def lines():
    return pd.DataFrame(
        {
            "term": ["y tế", "khác", "y tế"],
            "article": ["a", "a", "b"],
            "sentence": [0, 1, 2],
            "left": ["Bộ", "(", "Ngành "],
            "node": ["y tế", "khác", "y tế"],
            "right": ["họp", ").", ", rồi thôi."],
        }
    )


def test_a_row_opens_to_its_sentences(shown):
    table = pd.DataFrame({"term": ["y tế", "khác", "không"], "count": [2, 1, 0]})
    show_table(table, evidence=lines())
    html = shown[0][0]["text/html"]
    assert html.count("<details>") == 2  # a term without sentences doesn't open
    assert (
        '<cite>a · title</cite> <span class="kt-vi" lang="vi">Bộ <mark>y tế</mark> họp</span>'
        in html
    )
    assert (
        '<cite>b · sentence 2</cite> <span class="kt-vi" lang="vi">Ngành <mark>y tế</mark>, rồi'
        in html
    )
    assert "(<mark>khác</mark>)." in html
    assert "<summary>2 places<span>: y tế</span></summary>" in html


def test_evidence_by_index_and_by_function_says_the_same(shown):
    table = pd.DataFrame({"term": ["khác", "y tế"], "count": [1, 2]})
    evidence = lines()
    show_table(table, evidence=evidence)
    show_table(table.set_index("term"), evidence=evidence)
    show_table(table, evidence=lambda row: evidence[evidence["term"] == row["term"]])
    assert shown[0][0] == shown[1][0] == shown[2][0]


def test_evidence_agrees_with_its_row_in_every_shared_column(shown):
    table = pd.DataFrame({"article": ["a", "b", "b"], "term": ["y tế", "y tế", None]})
    open_ended = lines().assign(term=["y tế", None, "y tế"])
    show_table(table, evidence=open_ended.assign(article=["a", "b", "b"]))
    html = shown[0][0]["text/html"]
    assert [html.count(f"<mark>{node}</mark>") for node in ("y tế", "khác")] == [2, 1]
    assert html.count("<summary>1 place<") == 3


def test_many_sentences_are_cut_and_counted(shown):
    many = pd.concat([lines().head(1)] * 30)
    show_table(pd.DataFrame({"term": ["y tế"]}), evidence=many, evidence_limit=4)
    html = shown[0][0]["text/html"]
    assert html.count("<li>") == 4
    assert "4 of 30 places." in html


def test_evidence_that_fits_no_row_is_refused(shown):
    table = pd.DataFrame({"term": ["y tế"]})
    with pytest.raises(ValueError, match="must share a column"):
        show_table(table, evidence=lines().drop(columns="term"))
    with pytest.raises(ValueError, match=r"lacks \['node'\]"):
        show_table(table, evidence=lines().drop(columns="node"))
    with pytest.raises(ValueError, match="formats for"):
        show_table(table, formats={"tern": ".1f"})


def test_nothing_from_data_becomes_markup(shown):
    table = pd.DataFrame({"term": [HOSTILE], HOSTILE: [HOSTILE]})
    table.attrs = {HOSTILE: HOSTILE}
    bad = pd.DataFrame([[HOSTILE] * 5], columns=["term", "article", "left", "node", "right"])
    show_table(table, evidence=bad, caption=HOSTILE, labels={"term": HOSTILE})
    names = {tag for tag, _ in Cells(shown[0][0]["text/html"]).tags}
    assert names <= OWN_TAGS


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec=None), max_size=20), min_size=1, max_size=4))
def test_any_text_stands_in_its_cell(texts):
    frame = pd.DataFrame({"column": pd.Series(texts, dtype=object)})
    html = tables.table_markup(frame, titles={"column": "Column"})
    html.encode("utf-8")
    expected = [plain_text(text) for text in texts]
    # A parser reads the two other newlines of HTML as one kind.
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in Cells(html).cells[1:]]
    assert cells == [text.replace("\r\n", "\n").replace("\r", "\n") for text in expected]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab1. *_`#<>&[](){}!|~$^=-+:/\\\"'\nứ@www.http"), max_size=24))
def test_markdown_shows_corpus_text_letter_for_letter(text):
    html = markdown2html(f"Before {escape_markdown(text)} after")
    parser = Cells(f"<table><td>{html}</td></table>")
    assert " ".join(parser.cells[0].split()) == " ".join(f"Before {text} after".split())
    assert {tag for tag, _ in parser.tags} <= {"table", "td", "p"}
