"""The explorer: what it finds, what it says, and what of it is stored."""

import dataclasses
import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.corpus import load_corpus
from helpers.counting import body_tokens, concordance, term_frequency
from helpers.showing.explorer import (
    WIDGET_VIEW,
    _frequency_by_article,
    _glossed,
    _look_up,
    answer,
    explore,
    form,
    page_data,
)
from helpers.showing.term_offers import glossed_with, without_marks
from helpers.site import store
from helpers.site.notebook_pages import notebook_page
from tests.made_corpora import shipped_corpus
from tests.sample_notebooks import HOSTILE

ROOT = Path(__file__).resolve().parents[2]
TAG = re.compile("<[^>]*>")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Three made articles: one of group A, one of B, one without a group."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "articles").mkdir()
    rows = ["id,title,group", "one,Tin thứ nhất,A", "two,Tin thứ hai,B", "three,Tin thứ ba,"]
    (folder / "articles.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "groups.csv").write_text("group,label\nA,first\nB,B\nC,none\n", encoding="utf-8")
    texts = {
        "one": "Tin thứ nhất\n\nBác sĩ khám bệnh. Bệnh viện mới mở cửa, bệnh viện cũ đóng cửa.\n",
        "two": "Tin thứ hai\n\nBệnh viện tỉnh khám bệnh cho trẻ em nghèo ở vùng xa.\n",
        "three": "Tin thứ ba\n\nNhà trường dạy trẻ em hát.\n",
    }
    for name, text in texts.items():
        (folder / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    return load_corpus(folder)


def words(html):
    return " ".join(TAG.sub(" ", html).split())


def test_the_counts_are_the_lines_of_the_concordance(small):
    finding = _look_up(small, "bệnh viện")
    table = finding.frequency
    assert list(table.columns) == ["article", "group", "count", "words", "per_thousand"]
    assert table[["article", "group", "count"]].to_numpy().tolist() == [
        ["one", "A", 2],
        ["two", "B", 1],
        ["three", "not stated", 0],
    ]
    assert table["per_thousand"].tolist() == (1000 * table["count"] / table["words"]).tolist()
    assert len(finding.lines) == 3
    assert finding.message.startswith("“bệnh viện” (hospital): 3 times in lead and body, in 2 of 3")


def test_the_words_are_those_that_all_rates_rest_on():
    corpus = shipped_corpus()
    counted = term_frequency(body_tokens(corpus), by="article").groupby("article")["count"].sum()
    table = _frequency_by_article(corpus, concordance(corpus, "sức khỏe")).set_index("article")
    assert table["words"].to_dict() == counted.to_dict()
    assert table["count"].sum() == 17


def test_a_group_restricts_articles_lines_and_rate(small):
    finding = _look_up(small, "bệnh viện", group="A")
    assert set(finding.lines["article"]) == {"one"}
    assert finding.frequency["article"].tolist() == ["one"]
    assert "of the group first, in 1 of 1 articles" in finding.message
    assert _look_up(small, "trẻ em", group="not stated").frequency["count"].tolist() == [1]


@pytest.mark.parametrize("sort", [None, "left", "right"])
def test_the_order_is_that_of_the_concordance(sort):
    corpus = shipped_corpus()
    lines = _look_up(corpus, "y tế", sort=sort).lines
    pd.testing.assert_frame_equal(lines, concordance(corpus, "y tế", sort=sort))


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("", "Type one or more words to look for."),
        (" … ", "Type one or more words to look for."),
        ("suc khoe", "With other marks or capitals: “sức khỏe”."),
        ("Hospital", "In Vietnamese: “bệnh viện”"),
        ("signed", "In Vietnamese: “ký”, “ký kết”."),
        ("kitchen", "“kitchen” stands in the English of US: Hanoi"),
        ("zyx", "t in the word list: type it in Vietnamese, with its marks."),
        ("a" * 100, "“" + "a" * 60 + "…” does not occur"),
    ],
)
def test_what_is_not_found_is_answered_in_words(term, said):
    html = answer(shipped_corpus(), term, None, None, window=8, limit=10)
    assert said in words(html)
    assert "<table" not in html


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("visits", "thăm"),
        ("learning", "học tập"),
        ("asked", "đề nghị"),
        ("policies", "chính sách"),
        ("organized", "tổ chức"),
        ("Centers", "trung tâm"),
        ("cooperate", "hợp tác"),
        ("health care", "chăm sóc sức khỏe"),
    ],
)
def test_an_english_word_in_any_form_finds_the_terms_glossed_with_it(asked, term):
    assert term in glossed_with(shipped_corpus(), asked)[:2]


def test_what_is_no_english_is_glossed_with_nothing():
    assert [glossed_with(shipped_corpus(), asked) for asked in ("to the", "ký", "?")] == [[]] * 3


def test_suggestions_are_words_of_the_group(small):
    assert "nghèo" in _look_up(small, "ngheo").message
    assert "nghèo" not in _look_up(small, "ngheo", group="A").message


def test_the_gloss_stands_with_the_term():
    assert _look_up(shipped_corpus(), "Sức  khỏe").message.startswith("“Sức khỏe” (health): 17 ")


def test_marks_are_told_from_letters():
    assert without_marks("Đường  SỨC khoẻ") == "duong suc khoe"


def test_long_lists_are_cut_and_say_so():
    html = answer(shipped_corpus(), "y tế", None, None, window=3, limit=5)
    assert "First 5 of 79 lines." in words(html)
    assert html.count("<mark>") == 5


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"term": 3}, TypeError, "a term is a string"),
        ({"group": "Mars"}, ValueError, "group is one of"),
        ({"sort": "node"}, ValueError, "sort is one of"),
        ({"limit": 0}, ValueError, "limit is a number of lines"),
        ({"window": -1}, ValueError, "window is a number of words"),
    ],
)
def test_wrong_arguments_are_named(options, error, said):
    with pytest.raises(error, match=said):
        explore(shipped_corpus(), **options)


def test_the_form_follows_its_controls(small):
    box = form(small, "trẻ em", None, None, 8, 10)
    (field, order, choice), found = box.children[0].children, box.children[2]
    assert [control.description for control in (field, order, choice)] == ["Term", "Sort", "Group"]
    assert [label for label, _ in choice.options] == [
        "all articles",
        "first",
        "B",
        "not stated",
    ]
    assert "“trẻ em” (children): 2 times" in found.value
    choice.value = "B"
    assert "“trẻ em” (children): once in lead and body of the group B" in found.value
    field.value = "bệnh viện"
    assert "“bệnh viện” (hospital): once" in found.value
    choice.value = choice.options[0][1]
    shown = re.findall(r"cửa|tỉnh|mới|cũ", words(found.value))
    order.value = "left"
    assert re.findall(r"cửa|tỉnh|mới|cũ", words(found.value)) != shown
    field.value = "?"
    assert words(found.value) == "Type one or more words to look for."


@pytest.fixture
def shown_by(monkeypatch):
    """Call the explorer and return what it displays: data by type."""

    def show(corpus, **options):
        displayed = []
        monkeypatch.setattr(
            "helpers.showing.explorer.display", lambda data, **_: displayed.append(data)
        )
        explore(corpus, **options)
        (data,) = displayed
        return data

    return show


def test_one_display_holds_the_form_and_its_first_state(small, shown_by):
    data = shown_by(small, term="bệnh viện", group="A")
    assert set(data) == {"text/html", "text/plain", WIDGET_VIEW}
    again = shown_by(small, term="bệnh viện", group="A")
    assert data[WIDGET_VIEW] != again[WIDGET_VIEW]
    assert data["text/html"] == again["text/html"]
    assert data["text/html"].count("<mark>") == 2
    assert "“bệnh viện” (hospital): 2 times" in data["text/plain"]
    assert "Type one or more words" in shown_by(small, term="!")["text/html"]


def test_a_hostile_corpus_and_term_stay_text(tmp_path, shown_by):
    (tmp_path / "articles").mkdir()
    row = 'id,title,group\none,"a title","<b onclick=alert(5)>x</b>"\n'
    (tmp_path / "articles.csv").write_text(row, encoding="utf-8")
    groups = 'group,label\n"<b onclick=alert(5)>x</b>","<script>alert(6)</script>"\n'
    (tmp_path / "groups.csv").write_text(groups, encoding="utf-8")
    page = f"a title\n\nBệnh viện mới {HOSTILE} mở cửa đón người bệnh ở tỉnh.\n"
    (tmp_path / "articles" / "one.txt").write_text(page, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    for term in (HOSTILE, "script", "alert"):
        html = answer(corpus, term, None, None, window=50, limit=10)
        html += shown_by(corpus, term=term)["text/html"]
        tags = {tag.strip("</>").split()[0] for tag in TAG.findall(html)}
        assert not tags & {"script", "img", "b"}
        assert set(re.findall("<a ([^>]*)>", html)) <= {'href="00_corpus.ipynb#one-1"'}
        assert "&lt;script&gt;" in html


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_any_text_is_answered(term):
    html = answer(shipped_corpus(), term, None, "left", window=2, limit=3)
    assert html.count("<p role") == 1
    assert html.count("<mark>") <= 3


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A folder with a notebook that shows the explorer, executed and stored."""
    folder = tmp_path_factory.mktemp("notebooks")
    source = "\n".join(
        [
            "from helpers.corpus import load_corpus",
            "from helpers.showing.explorer import explore",
            "",
        ]
    )
    cells = [
        new_markdown_cell("# One term\n\nA term, looked up."),
        new_code_cell(f"{source}explore(load_corpus())"),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "00_term.ipynb")
    store(folder, progress=lambda line: None)
    return folder


@pytest.mark.slow
def test_no_widget_is_stored(stored):
    text = (stored / "00_term.ipynb").read_text(encoding="utf-8")
    assert "model_id" not in text
    assert "widget" not in text
    assert "17 times" in text
    store(stored, progress=lambda line: None)
    assert (stored / "00_term.ipynb").read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_nbval_compares_the_first_state(stored, pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(stored / "00_term.ipynb", as_version=4)
    same = notebook.cells[1]
    other = nbformat.from_dict(json.loads(json.dumps(same).replace("17 times", "18 times")))
    other.id = "other"
    notebook.cells = [same, other]
    nbformat.write(notebook, pytester.path / "both.ipynb")
    result = pytester.runpytest_subprocess("--nbval", "--nbval-cell-timeout", "120", "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines_random(
        ["*Cell 0*PASSED*", "*Cell 1*FAILED*", "*mismatch 'text/html'*"]
    )


@pytest.mark.slow
def test_the_page_shows_the_first_state(stored):
    page = notebook_page(nbformat.read(stored / "00_term.ipynb", as_version=4), "00_term").body
    assert page.count("<mark>sức khỏe</mark>") == 17
    assert "model_id" not in page


def test_a_word_that_a_capital_tells_apart_has_its_own_gloss(small):
    corpus = dataclasses.replace(
        small, glossary=pd.DataFrame({"term": ["Anh"], "English": ["United Kingdom"]})
    )
    assert _glossed(corpus, "Anh") == "“Anh” (United Kingdom)"
    assert "United Kingdom" not in _glossed(corpus, "anh")


def test_a_page_holds_the_common_glosses_that_its_text_has(small):
    held = dict(json.loads(page_data(small, "nghèo"))["glosses"])
    said = " ".join(small.sentences["text"]).casefold()
    assert held and all(
        term.casefold() in said for term in held.keys() - set(small.glossary["term"])
    )
