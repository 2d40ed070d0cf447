"""Notebooks on a corpus whose tables are on disk, and on one that is read in a sample."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.test_notebook_corpora import write_corpus

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("0*.ipynb"))
# In how many outputs of each notebook a sample stands in for all articles.
SAMPLED = {
    "00_corpus": 1,
    "01_term_frequency": 6,
    "02_policy_references": 0,
    "03_framing": 1,
    "04_your_own_corpus": 0,
    "05_methods_words": 8,
    "06_methods_references": 1,
    "07_methods_framing": 10,
}
# Run before the notebook's own cells: its corpus is then a large one. Notebook 04 walks through
# pages of 8 kB that stay small.
ON_DISK = """
from helpers.corpus import loading, store
loading.STORED_ABOVE = loading.IN_MEMORY_BELOW = 10_000
store.PARTITION_BYTES = 8_000
"""
IN_A_SAMPLE = ON_DISK + "from helpers.corpus import corpus as tables\ntables.READ_AT_MOST = {}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Execute a notebook on a corpus folder after some code; return its cells."""

    def execute(path, before, folder=None):
        monkeypatch.setenv("KHUNGTIN_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *sys.path]))
        if folder:
            monkeypatch.setenv("KHUNGTIN_CORPUS", str(folder))
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(0, nbformat.v4.new_code_cell(before))
        place = {"metadata": {"path": str(path.parent)}}
        NotebookClient(notebook, timeout=300, resources=place).execute()
        return notebook.cells[1:]

    return execute


def said(cells):
    """Return what the cells say, as text, but for the cell that names the limits of size."""
    return [
        output.data.get("text/markdown") or output.data["text/plain"]
        for cell in cells
        for output in cell.get("outputs", [])
        if "data" in output and "corpus.IN_MEMORY_BELOW" not in cell.source
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_on_disk_as_in_memory(path, run):
    assert said(run(path, ON_DISK)) == said(nbformat.read(path, as_version=4).cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_sample_is_said_to_be_one(path, run, tmp_path):
    articles = {f"a{number:02}": "ABC"[number % 3] for number in range(24)}
    write_corpus(tmp_path / "corpus", articles, length=12)
    cells = run(path, IN_A_SAMPLE.format(9), tmp_path / "corpus")
    told = [text for text in said(cells) if "9 of 24 articles" in text]
    assert len(told) >= SAMPLED[path.stem]
    assert SAMPLED[path.stem] or not told
