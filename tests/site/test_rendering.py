"""Building the site and storing notebooks: repeatable, whole or not at all, faults named."""

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.commands import main
from helpers.reports import EXAMPLE
from helpers.site import building
from helpers.site.building import build_site, execute, store
from helpers.site.notebook_pages import RenderingError, _svg_address, notebook_page
from tests.sample_notebooks import code, markdown, write, write_corpus, write_full, write_plain

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_two_builds_are_byte_identical_and_leave_the_notebooks(
    sources, hostile_corpus, site, tmp_path
):
    before = {path: path.read_bytes() for path in sources.iterdir()}
    build_site(sources, tmp_path / "html", corpus=hostile_corpus, progress=lambda line: None)
    again = {
        path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "html").glob("*.html")
    }
    assert again == site
    assert {path: path.read_bytes() for path in sources.iterdir()} == before


def test_a_folder_that_is_no_corpus_is_named(tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    write_plain(tmp_path / "notebooks")
    arguments = ["--notebooks", str(tmp_path / "notebooks"), "--output", str(tmp_path / "html")]
    assert main(["site", *arguments, "--corpus", str(tmp_path / "none")]) == 1
    assert "no such folder" in capsys.readouterr().err
    assert not (tmp_path / "html").exists()


def test_a_fault_of_the_corpus_is_told_before_a_notebook_is_run(tmp_path, capsys):
    folder = write_corpus(tmp_path / "own", "Y tế")
    (folder / "articles" / "one.txt").write_text("", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    cells = [markdown("# Reads"), code("from helpers.corpus import load_corpus\nload_corpus()")]
    write(tmp_path / "notebooks", "00_reads", cells)
    arguments = ["--notebooks", str(tmp_path / "notebooks"), "--output", str(tmp_path / "html")]
    assert main(["site", *arguments, "--corpus", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("error: articles.csv, row 2: articles/one.txt is empty")
    assert "00_reads.ipynb" not in said.out


def test_a_cell_to_settle_is_said_first_and_loses_no_page_but_those_of_framing(tmp_path, capsys):
    corpus = shutil.copytree(EXAMPLE, tmp_path / "my own")
    coding = corpus / "annotations" / "frames.csv"
    rows = pd.read_csv(coding, dtype="str", keep_default_na=False)
    rows.loc[3, "frames"] = "?"
    rows.to_csv(coding, index=False)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    read = "from helpers.corpus import load_corpus\nfrom helpers.reports import full_text\n"
    read += "from helpers.framing import load_framing\ncorpus = load_corpus()\n"
    write(folder, "00_pages", [markdown("# Pages"), code(read + "full_text.full(corpus)")])
    write(folder, "03_frames", [markdown("# Frames"), code(read + "load_framing(corpus)")])
    build = ["site", "--notebooks", str(folder), "--corpus", str(corpus)]
    assert main([*build, "--output", str(tmp_path / "html")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1].startswith("  Open: frames.csv, row 5: frames is still to be settled (?)")
    pages = {p.stem: p.read_text(encoding="utf-8") for p in (tmp_path / "html").glob("*.html")}
    assert "until the coding is finished" in pages["00_pages"]
    assert "row 5: frames is still to be settled" in pages["03_frames"]
    check = shlex.quote(str(corpus))
    assert said[1].endswith(f"say so. python -m helpers check {check} lists all.")
    text = html.unescape(re.sub("<[^>]+>", "", pages["03_frames"]))
    # A page may be mailed: of a folder elsewhere it has the name alone.
    assert "(?). python -m helpers check 'my own' lists all that is open." in text
    # Another error is no matter of the coding.
    (folder / "00_pages.ipynb").unlink()
    write(folder, "03_frames", [markdown("# Frames"), code(read + "1 / 0")])
    assert main([*build, "--output", str(tmp_path / "other")]) == 1
    assert not (tmp_path / "other").exists()


def figure_notebook(kind, metadata):
    """Return a notebook whose second cell shows a picture."""
    output = new_output("display_data", data={kind: "<svg/>"}, metadata=metadata)
    cells = [markdown("# Title"), new_code_cell("draw()", outputs=[output])]
    return new_notebook(cells=cells)


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
    with pytest.raises(RenderingError, match=r"03_x\.ipynb, cell 1: .* without a description"):
        notebook_page(new_notebook(cells=[markdown(f"![]({picture})")]), "03_x")


def test_a_failing_notebook_leaves_the_old_site(tmp_path, capsys):
    folder, output = tmp_path / "notebooks", tmp_path / "build" / "html"
    folder.mkdir()
    write_plain(folder)
    arguments = ["--notebooks", str(folder), "--output", str(output)]
    assert main(["site", *arguments]) == 0
    before = {path: path.read_bytes() for path in output.iterdir()}
    write(folder, "01_broken", [markdown("# Broken"), code("1 + 1"), code("x = 1\nx / 0")])
    assert main(["site", *arguments]) == 1
    message = capsys.readouterr().err
    assert "01_broken.ipynb, cell 3: ZeroDivisionError: division by zero" in message
    assert "x / 0" in message
    assert {path: path.read_bytes() for path in output.iterdir()} == before
    assert [path.name for path in output.parent.iterdir()] == ["html"]


def test_a_cell_has_the_time_that_the_corpus_asks_for(tmp_path, monkeypatch):
    folder = write_corpus(tmp_path / "own", "Y tế")
    size = sum(path.stat().st_size for path in (folder / "articles").iterdir())
    monkeypatch.setattr(building, "BYTES_A_SECOND", 10)
    assert building._read_first(folder)[1] == 600 + size // 10 > 600
    monkeypatch.setattr(building, "BYTES_A_SECOND", 1_000_000)
    monkeypatch.setattr(building, "CELL_TIMEOUT", 1)
    (tmp_path / "notebooks").mkdir()
    write(tmp_path / "notebooks", "00_hangs", [markdown("# Hangs"), code("while True: pass")])
    said = r"(?s)00_hangs\.ipynb, cell 2 took longer than 1 s\n.*while True"
    with pytest.raises(RenderingError, match=said):
        build_site(
            tmp_path / "notebooks", tmp_path / "html", corpus=folder, progress=lambda line: None
        )


def test_a_folder_of_something_else_is_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_plain(folder)
    with pytest.raises(RenderingError, match="holds something else"):
        build_site(folder, tmp_path, progress=lambda line: None)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_without_notebooks_is_named(tmp_path):
    with pytest.raises(RenderingError, match="no notebooks"):
        build_site(tmp_path, tmp_path / "html", progress=lambda line: None)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"nbformat": 4, "cells": [1]}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path, text):
    (tmp_path / "01_cut.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(RenderingError, match=r"01_cut\.ipynb: not a notebook"):
        build_site(tmp_path, tmp_path / "html", progress=lambda line: None)
    assert not (tmp_path / "html").exists()


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


def test_a_corpus_named_from_another_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KHUNGTIN_CORPUS", "own")
    sources = tmp_path / "elsewhere"
    sources.mkdir()
    notebook = execute(write_plain(sources))
    said = [o.text for cell in notebook.cells for o in cell.get("outputs", []) if "text" in o]
    assert said == [f"{(tmp_path / 'own').resolve()}\n"]


def test_a_figure_with_an_apostrophe_is_held_in_single_quotes():
    said = """<svg xmlns="x"><title>Hanoi's</title></svg>"""
    assert "%22" not in _svg_address(said) and "Hanoi&amp;apos;s" in _svg_address(said)
    assert "%22" in _svg_address("""<svg xmlns='x' id="a"></svg>""")  # single ones already
