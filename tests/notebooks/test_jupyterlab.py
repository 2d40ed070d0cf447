"""The notebooks where they are worked with: JupyterLab, driven in a real browser."""

import csv
import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.site.building import store
from tests.browser import chromium
from tests.lab_server import WATCH, running_lab
from tests.notebook_checks import WIDGET, faults

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PATIENCE = 120_000  # milliseconds for a notebook, on a busy machine
EXPLORER = [
    "from helpers.corpus import load_corpus\nfrom helpers.showing.explorer import explore",
    'explore(load_corpus(), "sức khỏe", limit=10)',
]
FORM = """from helpers.corpus import load_corpus
from helpers.framing import code
code(load_corpus("corpus"), coder="me")"""

OPEN = """async (path) => {
  const app = window.jupyterapp;
  const panel = await app.commands.execute("docmanager:open", {path, factory: "Notebook"});
  await panel.context.ready;
  await panel.sessionContext.ready;
  app.shell.activateById(panel.id);
}"""
RUN_ALL = """async () => {
  const app = window.jupyterapp, panel = app.shell.currentWidget;
  await app.commands.execute("notebook:clear-all-cell-outputs");
  await app.commands.execute("notebook:run-all-cells");
  await panel.sessionContext.session.kernel.requestKernelInfo();
  return JSON.stringify(panel.model.toJSON());
}"""
CLOSE = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.shutdown();
  await panel.context.save();
  panel.dispose();
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab over copies of the notebooks, two that hold the explorer: bare, and stored, and
    one that calls the form for coding, beside the corpus that ships."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / "corpus", root / "coding" / "corpus")
    write(root / "bare" / "explorer.ipynb", EXPLORER)
    write(root / "stored" / "explorer.ipynb", EXPLORER)
    write(root / "coding" / "form.ipynb", [FORM])
    store(root / "stored", progress=lambda line: None)
    with running_lab(root, tmp_path_factory.mktemp("work")) as lab:
        yield lab


def write(path, sources):
    """Write a notebook of code cells."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def page(lab):
    """Open the page that `make lab` opens; in the end, nobody else may have been called."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{lab.address}/?token={lab.token}")
        page.wait_for_selector(".jp-Notebook")
        yield page
        hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
        assert hosts == {"127.0.0.1"}
        assert lab.called() == ""


def open_notebook(page, path):
    """Open a notebook and bring it to the front."""
    page.evaluate(OPEN, path)


def test_make_lab_uses_the_settings_of_the_repository():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "lab: export JUPYTER_CONFIG_PATH := $(CURDIR)/jupyter\n" in makefile
    assert (ROOT / "jupyter" / "jupyter_lab_config.py").is_file()


def test_the_watch_sees_who_is_called(tmp_path):
    log = tmp_path / "calls.txt"
    calls = "".join(
        f"sys.audit({event!r}, {arguments})\n"
        for event, arguments in [
            ("socket.connect", "None, ('192.0.2.1', 80)"),
            ("socket.connect", "None, ('127.0.0.1', 80)"),
            ("socket.getaddrinfo", "b'news.invalid', 443, 0, 0, 0"),
        ]
    )
    subprocess.run([sys.executable, "-S", "-c", WATCH % str(log) + calls], check=True)
    seen = [line.split(" by ")[0] for line in log.read_text(encoding="utf-8").splitlines()]
    assert seen == ["socket.connect 192.0.2.1", "socket.getaddrinfo news.invalid"]


def test_it_opens_at_the_first_notebook_and_asks_nothing(page):
    assert urlsplit(page.url).path == "/lab/tree/notebooks/00_corpus.ipynb"
    page.get_by_role("tab", name="00_corpus.ipynb", selected=True).wait_for()
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".Toastify__toast").all_inner_texts() == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_run_all_leaves_no_error(page, path):
    open_notebook(page, f"notebooks/{path.name}")
    notebook = nbformat.from_dict(json.loads(page.evaluate(RUN_ALL)))
    page.evaluate(CLOSE)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            # In a live session a widget is as it should be.
            output.get("data", {}).pop(WIDGET, None)
    # JupyterLab saves its kernel with it; what is stored in the project is without.
    assert [line for line in faults(notebook) if not line.startswith("metadata of one")] == []


def in_explorer(page):
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output")


def test_the_stored_explorer_is_a_table_that_opens(page):
    open_notebook(page, "stored/explorer.ipynb")
    output = in_explorer(page)
    output.locator("caption", has_text="17 times").wait_for()
    assert output.locator("details").count() == 5
    output.locator("summary").first.click()
    assert output.locator("mark").first.inner_text() == "sức khỏe"
    assert "not found" not in output.first.inner_text()
    page.evaluate(CLOSE)


def test_the_explorer_answers(page):
    open_notebook(page, "bare/explorer.ipynb")
    page.evaluate(RUN_ALL)
    output = in_explorer(page)
    term = output.get_by_role("textbox", name="Term", exact=True)
    sort, group = (output.get_by_role("combobox", name=name) for name in ("Sort", "Group"))

    def look_up(text):
        term.fill(text)
        term.press("Enter")

    def expect(text):
        output.get_by_text(text).first.wait_for()

    expect("First 10 of 17 lines.")
    chosen = [box.locator("option:checked").inner_text().split() for box in (sort, group)]
    assert chosen == [["as", "in", "the", "text"], ["all", "articles"]]
    group.select_option(label="US: co-operation with the United States")
    expect("in lead and body of the group US")
    expect("Lines: 4.")
    look_up("bệnh viện")
    expect("“bệnh viện” (hospital): ")
    look_up("suc khoe")
    expect("With other marks or capitals: “sức khỏe”.")
    look_up("...")
    expect("Type one or more words to look for.")
    look_up("<img src=x onerror=alert(1)>")
    expect("“<img src=x onerror=alert(1)>” does not occur")
    page.evaluate(CLOSE)


def test_the_explorer_sorts(page):
    open_notebook(page, "bare/explorer.ipynb")
    page.evaluate(RUN_ALL)
    output = in_explorer(page)
    for name, column in (("before", 2), ("after", 4)):
        cells = output.locator(f".kt-lines td:nth-child({column})")
        cells.first.wait_for()
        before = cells.all_inner_texts()
        output.get_by_role("combobox", name="Sort").select_option(label=f"by the words {name}")
        for _ in range(PATIENCE // 100):
            if cells.all_inner_texts() != before:
                break
            page.wait_for_timeout(100)
        words = [text.split() for text in cells.all_inner_texts()]
        nearest = [line[-1] if name == "before" else line[0] for line in words]
        plain = [unicodedata.normalize("NFD", word.casefold()) for word in nearest]
        assert len(set(plain)) > 2, name
        assert plain == sorted(plain), name
    page.evaluate(CLOSE)


def rows(sheet):
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def opened(page, lab):
    """Open the notebook afresh and run it; return its form."""
    page.goto(f"{lab.address}/lab/workspaces/coding?token={lab.token}")
    page.wait_for_selector("#jp-main-dock-panel")
    open_notebook(page, "coding/form.ipynb")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    form = page.locator(".kt-form")
    form.get_by_text("of 82 sentences coded").wait_for()
    return form


def test_a_person_codes_two_sentences_by_keys_reloads_and_goes_on(lab, page):
    sheet = lab.root / "coding/corpus/annotations/coder_me.csv"
    page.set_viewport_size({"width": 1280, "height": 1300})
    form = opened(page, lab)
    assert not sheet.exists()
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
    form.get_by_role("radio", name="foreign side gives or acts").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert field.input_value() == "dd"
    field.fill("uk !")
    page.keyboard.press("Enter")
    form.get_by_text("2 of 82 sentences coded").wait_for()
    first, second, third = rows(sheet)[:3]
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
    assert rows(sheet)[2]["partner"] == ""
