"""The form for coding in JupyterLab, by keys alone: coded, reloaded, gone on with."""

import csv
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.browser import chromium
from tests.lab_server import running_lab
from tests.notebooks.test_jupyterlab import OPEN, PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
CELL = """from helpers.corpus import load_corpus
from helpers.framing import code
code(load_corpus("corpus"), coder="me")"""
RUN = """() => window.jupyterapp.commands.execute("notebook:run-all-cells")"""


@pytest.fixture
def root(tmp_path):
    """A folder with the corpus that ships and a notebook that calls the form."""
    root = tmp_path / "root"
    shutil.copytree(ROOT / "corpus", root / "corpus")
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "form.ipynb")
    return root


def rows(root):
    with (root / "corpus/annotations/coder_me.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def opened(page, lab):
    """Open the notebook afresh and run it; return its form."""
    page.goto(f"{lab.address}/lab?token={lab.token}")
    page.wait_for_selector("#jp-main-dock-panel")
    page.evaluate(OPEN, "form.ipynb")
    page.evaluate(RUN)
    form = page.locator(".kt-form")
    form.get_by_text("of 82 sentences coded").wait_for()
    return form


def test_a_person_codes_two_sentences_reloads_and_goes_on(root, tmp_path):
    with running_lab(root, tmp_path) as lab, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1300})
        page.set_default_timeout(PATIENCE)
        form = opened(page, lab)
        assert not (root / "corpus/annotations/coder_me.csv").exists()
        field = form.get_by_role("textbox", name="Codes", exact=True)
        field.focus()
        page.keyboard.type("1 9 a uk")
        page.keyboard.press("Enter")
        form.get_by_text("1 of 82 sentences coded").wait_for()
        # The second by Tab and Space; a letter at a box is no command of JupyterLab's.
        box = form.get_by_role("checkbox", name="6 Science, technology, innovation")
        box.focus()
        page.keyboard.press("Space")
        form.get_by_text(", 1 begun").wait_for()
        form.get_by_role("radio", name="a foreign side gives or acts for Viet Nam").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("d")
        page.keyboard.press("d")
        assert field.input_value() == "dd"
        field.fill("uk !")
        page.keyboard.press("Enter")
        form.get_by_text("2 of 82 sentences coded").wait_for()
        first, second, third = rows(root)[:3]
        assert [first[c] for c in ("frames", "partner", "agency", "prestige")] == [
            "AID;HUB",
            "UK",
            "F>V",
            "0",
        ]
        assert [second[c] for c in ("frames", "partner", "agency", "prestige")] == [
            "SCITECH",
            "UK",
            "F=V",
            "1",
        ]
        assert third["partner"] == ""
        form = opened(page, lab)
        form.get_by_text("2 of 82 sentences coded").wait_for()
        form.get_by_text("sentence 2 · open").wait_for()
        assert form.locator(".kt-now [lang=en]").inner_text().startswith("On 25 October")
        width = form.evaluate("form => form.scrollWidth - form.clientWidth")
        assert width <= 0
        form.get_by_role("textbox", name="Codes", exact=True).focus()
        page.keyboard.type("=")
        page.keyboard.press("Enter")
        form.get_by_text("3 of 82 sentences coded").wait_for()
        form.get_by_role("button", name="Undo").click()
        form.get_by_text("2 of 82 sentences coded").wait_for()
        assert rows(root)[2]["partner"] == ""
