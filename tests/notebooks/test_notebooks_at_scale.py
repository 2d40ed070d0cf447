"""Notebooks on a corpus whose tables are on disk, and on one that is read in a sample."""

from functools import partial
from pathlib import Path

import nbformat
import pytest

from tests.notebooks.test_notebook_corpora import write_corpus
from tests.one_kernel import one_kernel

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
# Run before the notebooks: their corpus is then a large one. Notebook 04 walks through
# pages of 8 kB that stay small.
ON_DISK = """
from helpers.corpus import loading, store
loading.STORED_ABOVE = loading.IN_MEMORY_BELOW = 10_000
store.PARTITION_BYTES = 8_000
"""
IN_A_SAMPLE = ON_DISK + "from helpers.corpus import corpus as tables\ntables.READ_AT_MOST = 9\n"


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory):
    """Run a notebook with the corpus' tables on disk."""
    with one_kernel(ON_DISK, KHUNGTIN_CACHE=str(tmp_path_factory.mktemp("cache"))) as run:
        yield run


@pytest.fixture(scope="module")
def in_a_sample(tmp_path_factory):
    """Run a notebook on a corpus of 24 articles of which nine are read."""
    folder = tmp_path_factory.mktemp("own") / "corpus"
    articles = {f"a{number:02}": "ABC"[number % 3] for number in range(24)}
    write_corpus(folder, articles, length=12)
    cache = str(tmp_path_factory.mktemp("cache"))
    with one_kernel(IN_A_SAMPLE, KHUNGTIN_CACHE=cache) as run:
        yield partial(run, corpus=folder)


def said(notebook):
    """Return what a notebook says, as text, but for the cell that names the limits of size."""
    return [
        output.data.get("text/markdown") or output.data["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output and "corpus.IN_MEMORY_BELOW" not in cell.source
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_on_disk_as_in_memory(path, on_disk):
    assert said(on_disk(path)) == said(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_sample_is_said_to_be_one(path, in_a_sample):
    told = [text for text in said(in_a_sample(path)) if "9 of 24 articles" in text]
    assert len(told) >= SAMPLED[path.stem]
    assert SAMPLED[path.stem] or not told
