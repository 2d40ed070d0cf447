"""Stored notebooks are whole; and each check is seen to fail on a broken one."""

import ast
import copy
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat import v4

from tests.notebook_checks import WIDGET, faults

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_notebook_is_whole(path):
    assert faults(nbformat.read(path, as_version=4)) == []


def test_there_are_notebooks_in_reading_order():
    numbers = [path.name[:2] for path in NOTEBOOKS]
    assert numbers == [f"{n:02}" for n in range(len(numbers))]
    assert len(numbers) >= 2


def test_notebooks_name_no_kernel_but_python3():
    for path in NOTEBOOKS:
        assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "python3"


@pytest.fixture
def whole():
    figure = v4.new_output(
        "display_data",
        data={"image/svg+xml": "<svg/>"},
        metadata={"image/svg+xml": {"alt": "a line that rises"}},
    )
    value = v4.new_output("execute_result", data={"text/plain": "2"}, execution_count=2)
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# A notebook"),
            v4.new_code_cell("import math", execution_count=1),
            v4.new_code_cell("1 + 1", execution_count=2, outputs=[value]),
            v4.new_code_cell("show(figure)", execution_count=3, outputs=[figure]),
        ]
    )


def _not_run(notebook):
    notebook.cells[2].execution_count = None


def _out_of_order(notebook):
    notebook.cells[1].execution_count, notebook.cells[2].execution_count = 2, 1


def _error(notebook):
    notebook.cells[2].outputs = [v4.new_output("error", ename="KeyError", evalue="x")]


def _warning(notebook):
    notebook.cells[1].outputs = [v4.new_output("stream", name="stderr", text="warning")]


def _stripped(notebook):
    for cell in notebook.cells[1:]:
        cell.outputs = []


def _one_output_stripped(notebook):
    notebook.cells[2].outputs = []


def _no_alt_text(notebook):
    notebook.cells[3].outputs[0].metadata = {}


def _blank_alt_text(notebook):
    notebook.cells[3].outputs[0].metadata["image/svg+xml"]["alt"] = " "


def _pixels(notebook):
    notebook.cells[3].outputs[0].data = {"image/png": ""}


def _widget(notebook):
    notebook.cells[3].outputs[0].data = {WIDGET: {}}


def _session(notebook):
    notebook.metadata["widgets"] = {"state": {}}
    notebook.cells[3].metadata["scrolled"] = True


def _long_cell(notebook):
    notebook.cells[1].source = "\n".join(["import math"] * 11)


def _function(notebook):
    notebook.cells[1].source = "def double(x):\n    return 2 * x"


def _hidden_function(notebook):
    notebook.cells[1].source = "double = lambda x: 2 * x"


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (_not_run, "execution counts"),
        (_out_of_order, "execution counts"),
        (_error, "stored an error, KeyError"),
        (_warning, "wrote to stderr"),
        (_stripped, "was stripped"),
        (_one_output_stripped, "cell [2]: shows something"),
        (_no_alt_text, "cell [3]: a figure (image/svg+xml) without alt text"),
        (_blank_alt_text, "cell [3]: a figure (image/svg+xml) without alt text"),
        (_pixels, "which nbval does not compare"),
        (_widget, "stored a widget of one session only: saved from JupyterLab; `make"),
        (_session, "metadata of one session, widgets, scrolled: saved from JupyterLab; `make"),
        (_long_cell, "cell [1]: 11 lines"),
        (_function, "cell [1]: defines a function"),
        (_hidden_function, "cell [1]: defines a function"),
    ],
)
def test_each_check_fails_on_a_broken_notebook(whole, damage, expected):
    assert faults(whole) == []
    broken = copy.deepcopy(whole)
    damage(broken)
    assert any(expected in fault for fault in faults(broken)), faults(broken)


TABLE = """from IPython.display import display
head = '<p>' + 'x' * 3000 + '</p>'
plain = 'Bộ Y tế    11\\n    Anh     3'
display({'text/html': head + '<td>3</td>', 'text/plain': plain}, raw=True)"""


def _table(notebook, html, plain):
    """Store a cell that shows a table, as it once was."""
    data = {"text/html": f"<p>{'x' * 3000}</p><td>{html}</td>", "text/plain": plain}
    output = v4.new_output("display_data", data=data)
    notebook.cells[0].update(source=TABLE, outputs=[output])


def _changed_row(notebook):
    _table(notebook, 2, "Bộ Y tế     11\n    Anh      2")


def _changed_html(notebook):
    _table(notebook, 2, "Bộ Y tế    11\n    Anh     3")


NBVAL_CASES = {
    "whole": (lambda notebook: None, []),
    "changed number": (
        lambda notebook: notebook.cells[0].outputs[0].data.update({"text/plain": "3"}),
        ["*- 3", "*+ 2", "*cell 0 is [[]7[]] in JupyterLab.", "*`make notebooks`*"],
    ),
    "error": (
        lambda notebook: notebook.cells[0].update(source="1 / 0"),
        ["*ZeroDivisionError*", "*cell 0 is [[]7[]] in JupyterLab."],
    ),
    "changed row of a table": (_changed_row, ["*- Anh  2", "*+ Anh  3", "*`make notebooks`*"]),
    "changed HTML alone": (_changed_html, ["*- <td>2", "*+ <td>3", "*`make notebooks`*"]),
}


@pytest.fixture(scope="module")
def nbval_failures(tmp_path_factory):
    """Have nbval run all cases; return why each failed, none where it passed."""
    folder = tmp_path_factory.mktemp("cases")
    for case, (damage, _) in NBVAL_CASES.items():
        value = v4.new_output("execute_result", data={"text/plain": "2"}, execution_count=7)
        notebook = v4.new_notebook(
            cells=[v4.new_code_cell("1 + 1", execution_count=7, outputs=[value])],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        damage(notebook)
        nbformat.write(notebook, folder / f"{case}.ipynb")
    command = [sys.executable, "-m", "pytest", "-p", "tests.nbval_failures"]
    command += ["--nbval", "--nbval-cell-timeout=120", "--junitxml=failures.xml"]
    paths = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    subprocess.run(command, cwd=folder, env=paths, capture_output=True, check=False)
    cases = ElementTree.parse(folder / "failures.xml").iter("testcase")
    return {Path(case.get("classname")).stem: case.findtext("failure") for case in cases}


@pytest.mark.slow
@pytest.mark.parametrize("case", NBVAL_CASES)
def test_nbval_compares_stored_outputs(case, nbval_failures):
    _, expected = NBVAL_CASES[case]
    said = nbval_failures[case]
    assert (said is None) == (case == "whole")
    pytest.LineMatcher((said or "").splitlines()).fnmatch_lines(expected)
    assert ("`make notebooks`" in (said or "")) == ("*`make notebooks`*" in expected)


@pytest.mark.slow
def test_the_suite_reads_the_shipped_corpus_whatever_the_shell_has_set(tmp_path):
    # pytest alone does what `make test` does.
    set_ = os.environ | {"KHUNGTIN_CORPUS": str(tmp_path / "none")}
    test = "tests/notebooks/test_notebooks.py::test_no_corpus_is_named"
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", test]
    run = subprocess.run(command, cwd=ROOT, env=set_, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_no_corpus_is_named():
    assert not os.environ.get("KHUNGTIN_CORPUS")


READING = [path for path in NOTEBOOKS if path.name[:2] in ("00", "01", "02", "03")]


@pytest.mark.parametrize("path", READING, ids=lambda path: path.stem)
def test_cells_of_the_reading_pages_only_call(path):
    for index, cell in enumerate(nbformat.read(path, as_version=4).cells):
        if cell.cell_type != "code":
            continue
        assert len(cell.source.splitlines()) <= 6, f"cell {index}"
        tree = ast.parse(cell.source)
        kinds = (ast.If, ast.IfExp, ast.JoinedStr, ast.For, ast.BinOp, ast.Lambda)
        found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, kinds)]
        assert not found, f"cell {index} decides or puts words together: {found}"


@pytest.mark.parametrize("path", READING, ids=lambda path: path.stem)
def test_findings_lead_to_headings_that_are_there(path):
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    headings = {
        line.lstrip("# ").replace(" ", "-") for line in text.splitlines() if line[:1] == "#"
    }
    said = [
        output["data"]["text/markdown"]
        for cell in cells
        for output in cell.get("outputs", [])
        if "text/markdown" in output.get("data", {})
    ]
    links = re.findall(r"\]\(#([^)]+)\)", "\n".join(said))
    assert links
    assert set(links) <= headings


def test_links_lead_to_headings_that_are_there():
    texts = {
        path.name: [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "markdown"]
        for path in NOTEBOOKS
    }
    headings = {
        name: {
            line.lstrip("#").strip().replace(" ", "-")
            for text in cells
            for line in text.splitlines()
            if line.startswith("#")
        }
        for name, cells in texts.items()
    }
    links = [
        (name, target or name, place)
        for name, cells in texts.items()
        for text in cells
        for target, place in re.findall(r"\]\(([\w.]*)#([^)\s]+)\)", text)
    ]
    dead = [link for link in links if link[2] not in headings.get(link[1], ())]
    assert len(links) > 2
    assert not dead
