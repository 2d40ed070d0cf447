"""The form without a browser: its widgets give codes, and its output is a sentence elsewhere."""

import shutil
from pathlib import Path

import pytest

from helpers.corpus import load_corpus
from helpers.framing import CodingSession, code
from helpers.framing.coding_form import CodingForm
from helpers.framing.short_codes import Codes
from helpers.reports import EXAMPLE
from tests.made_corpora import shipped_corpus

SHIPPED = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def form(tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "own", ignore=shutil.ignore_patterns("annot*"))
    return CodingForm(CodingSession(load_corpus(folder), "me"))


def enter(form, line):
    """Type a line and press Enter, as a front end reports it."""
    form._submitted(form.field, {"event": "submit"}, None)
    form.field.value = line


def test_boxes_and_choices_give_codes(form):
    form.frames["AID"].value = True
    form.agency.value = "F>V"
    form.partner.value = "OTHER"
    form.note.value = " rõ "
    assert form.session.codes == Codes(("AID",), "OTHER", "F>V", "", "rõ")
    form.buttons["done"].click()
    assert form.session.at == 1 and "1 of" in form.head.value
    # The next sentence begins without codes; undo brings the last one back.
    assert not form.frames["AID"].value and form.agency.value is None and form.note.value == ""
    form.buttons["undo"].click()
    assert form.session.at == 0 and form.frames["AID"].value


def test_a_typed_line_goes_on_after_enter_only(form):
    form.field.value = "1 a o"
    assert form.session.at == 0 and form.agency.value == "F>V" and form.field.value == ""
    enter(form, "2 b o !")
    assert form.session.at == 1
    assert form.session._codes(0) == Codes(("PARTNER",), "OTHER", "F=V", "1")
    assert form.said.value.count("praise") == 1


def test_a_fault_is_said_and_the_line_stays(form):
    enter(form, "1 <b>99</b>")
    assert "kt-fault" in form.said.value and "&lt;b&gt;" in form.said.value
    assert form.field.value == "1 <b>99</b>" and form.session.at == 0
    enter(form, "1 a o")
    assert "kt-fault" not in form.said.value and form.session.at == 1


def test_lists_jump_to_a_sentence(form):
    article = form.session.articles[1]
    form.article.value = article
    assert form.session.place == (article, 0)
    form.sentence.value = 2
    assert form.session.place == (article, 2)
    form.buttons["back"].click()
    assert form.sentence.value == 1


def test_the_codebook_is_at_hand_and_no_answer(tmp_path):
    """Rules stand there; no example, which is a coded sentence, and no other coder's codes."""
    folder = shutil.copytree(SHIPPED, tmp_path / "corpus")
    form = CodingForm(CodingSession(load_corpus(folder), "me"))
    shown = " ".join(rule.value for rule in form._rules.values())
    book = form.session.book
    assert "Funding that the partner itself receives." in shown
    assert all(definition in shown for definition in book.agency["definition"].head(3))
    assert not [text for text in book.frames["example"] if text in shown]
    assert "<details open" not in shown
    form.rules.value = True
    assert all("<details open" in rule.value for rule in form._rules.values())


def test_elsewhere_the_cell_says_what_it_is(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append(data))
    for _ in range(2):
        code(shipped_corpus(), "nobody-yet")
    first, second = ({k: v for k, v in data.items() if "widget" not in k} for data in shown)
    assert first == second and set(first) == {"text/html", "text/plain"}
    assert "run this cell there" in first["text/plain"]
    assert "82 sentences of 5 articles" in first["text/plain"]
    assert not (SHIPPED / "annotations" / "coder_nobody-yet.csv").exists()
