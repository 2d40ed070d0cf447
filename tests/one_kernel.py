"""Notebooks run one after another in one kernel: what all of them import is imported once."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
# A notebook finds no name of the one before it, and the corpus that is meant.
AFRESH = """get_ipython().run_line_magic("reset", "-f")
import os
os.chdir({place!r})
os.environ["KHUNGTIN_CORPUS"] = {corpus!r}
del os"""


@contextmanager
def one_kernel(before="", **settings):
    """Start a kernel in which code has run; give a function that runs a notebook on a corpus.

    That notebooks run in a kernel of their own is tested by nbval, the site and JupyterLab.
    """
    manager = AsyncKernelManager()
    paths = os.pathsep.join([str(ROOT), *sys.path])
    environment = os.environ | {"PYTHONPATH": paths} | settings

    def execute(notebook):
        client = NotebookClient(notebook, km=manager, timeout=300)
        client.execute(env=environment)
        client.kc.stop_channels()

    def run(path, corpus="", place=None):
        notebook = nbformat.read(path, as_version=4)
        setting = AFRESH.format(place=str(place or path.parent), corpus=str(corpus))
        notebook.cells.insert(0, nbformat.v4.new_code_cell(setting))
        execute(notebook)
        del notebook.cells[0]
        return notebook

    try:
        execute(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(before)]))
        yield run
    finally:
        run_sync(manager.shutdown_kernel)(now=True)
