"""Notebooks to a site: execute each, write a page each and a front page, all offline."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from helpers import ROOT
from helpers.corpus import CorpusError, prepare_corpus
from helpers.site.front_page import GENERATOR, SHIPPED, front_page, site_pages
from helpers.site.notebook_pages import RenderingError, notebook_page

CELL_TIMEOUT = 600  # seconds
BYTES_A_SECOND = 100_000  # of a corpus: a cell has a second more for each so many
MAX_PAGE = 2_000_000  # bytes; more is slow to mail and to open
WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def _find_notebooks(folder: Path | str) -> list[Path]:
    """Return a folder's notebooks in reading order."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        raise RenderingError(f"{folder}: no notebooks (*.ipynb) found")
    return paths


def execute(
    path: Path, *, corpus: Path | str | None = None, timeout: int = CELL_TIMEOUT
) -> NotebookNode:
    """Run a notebook from top to bottom in a fresh kernel, in its own folder.

    Raises
    ------
    RenderingError
        If the file is no notebook or a cell fails; the message names notebook and cell.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (AttributeError, KeyError, TypeError, ValueError, nbformat.ValidationError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise RenderingError(f"{path.name}: not a notebook that can be read: {reason}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        # Below "error" the kernel only says that it listens on this machine's own ports.
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    environment = dict(os.environ)
    # The notebooks import the very helpers that render them, installed or not.
    paths = [str(ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    # The kernel runs in the notebooks' folder: a path that began elsewhere must be whole.
    corpus = corpus or environment.get("KHUNGTIN_CORPUS")
    if corpus:
        environment["KHUNGTIN_CORPUS"] = str(Path(corpus).resolve())
    try:
        client.execute(env=environment)
    except (CellControlSignal, DeadKernelError) as error:
        raise RenderingError(_failure(path, notebook, error)) from None
    return _clean(notebook)


def _failure(path: Path, notebook: NotebookNode, error: Exception) -> str:
    """Say which cell of a notebook failed and why."""
    what = str(error).strip().splitlines()
    reason = what[-1] if what else type(error).__name__
    if isinstance(error, CellExecutionError):
        reason = f"{error.ename}: {error.evalue}"
    cells = [
        number
        for number, cell in enumerate(notebook.cells, 1)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    ]
    if not cells:
        # A cell that never ended has no error output: it is the first without a number.
        cells = [
            number
            for number, cell in enumerate(notebook.cells, 1)
            if cell.cell_type == "code" and cell.source.strip() and not cell.execution_count
        ]
    where = f"{path.name}, cell {cells[0]}" if cells else path.name
    source = notebook.cells[cells[0] - 1].source.strip() if cells else ""
    quoted = "".join(f"\n    {line}" for line in source.splitlines())
    return f"{where}: {reason}{quoted}"


def _clean(notebook: NotebookNode) -> NotebookNode:
    """Drop what differs from run to run or from machine to machine."""
    notebook.metadata["kernelspec"] = dict(KERNEL)
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("execution", None)
        # A widget lives as long as its kernel, under a random name: what stays is its table.
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
        if not cell.get("id"):
            cell["id"] = f"cell-{number}"
    return notebook


def _execute_all(
    paths: Sequence[Path],
    *,
    corpus: Path | str | None = None,
    timeout: int = CELL_TIMEOUT,
    progress: Callable[[str], object] = print,
) -> list[NotebookNode]:
    """Run notebooks, two at a time where there are two processors, and say which is done."""

    def run(path: Path) -> NotebookNode:
        notebook = execute(path, corpus=corpus, timeout=timeout)
        progress(f"  {path.name}")
        return notebook

    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        return list(pool.map(run, paths))


def _read_first(corpus: Path | str | None) -> int:
    """Check the corpus and keep its words before the notebooks need them, each for itself."""
    try:
        files = prepare_corpus(corpus)
    except CorpusError as error:
        raise RenderingError(str(error)) from None
    return CELL_TIMEOUT + sum(page.size for page in files.pages.values()) // BYTES_A_SECOND


def store(
    folder: Path | str,
    *,
    corpus: Path | str | None = None,
    progress: Callable[[str], object] = print,
) -> None:
    """Execute a folder's notebooks and store them with their outputs, all or none.

    Raises
    ------
    RenderingError
        If the corpus has a fault or a cell fails; then no notebook is changed.
    """
    paths = _find_notebooks(folder)
    timeout = _read_first(corpus)
    notebooks = _execute_all(paths, corpus=corpus, timeout=timeout, progress=progress)
    for path, notebook in zip(paths, notebooks, strict=True):
        text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)


def build_site(
    folder: Path | str,
    output: Path | str,
    *,
    corpus: Path | str | None = None,
    progress: Callable[[str], object] = print,
) -> None:
    """Execute a folder's notebooks and write the site.

    Parameters
    ----------
    folder : pathlib.Path
        The notebooks; their files aren't changed.
    output : pathlib.Path
        The site's folder; it is replaced as a whole, and only when all went well.
    corpus : pathlib.Path, optional
        The corpus; by default the repository's.
    progress : callable
        Called with one line of text a notebook.

    Raises
    ------
    RenderingError
        If the corpus has a fault, a cell fails, a figure has no description, or `output` is a
        folder of something else. The old site then stays as it is.
    """
    output = Path(output).resolve()
    _check_output(output)
    paths = _find_notebooks(folder)
    timeout = _read_first(corpus)
    notebooks = _execute_all(paths, corpus=corpus, timeout=timeout, progress=progress)
    read = corpus or os.environ.get("KHUNGTIN_CORPUS") or SHIPPED
    executed = {path.stem: notebook for path, notebook in zip(paths, notebooks, strict=True)}
    files = _site_files(executed, corpus=read, folder=folder)
    for name, text in files.items():
        size = len(text.encode("utf-8"))
        if size > MAX_PAGE:
            progress(f"  warning: {name} has {size / 1e6:.1f} MB; show fewer rows or sentences")
    _swap(files, output)


def _site_files(
    notebooks: Mapping[str, NotebookNode], *, corpus: Path | str, folder: Path | str
) -> dict[str, str]:
    """Return the files of a site of executed notebooks."""
    pages = [notebook_page(notebook, name) for name, notebook in notebooks.items()]
    return site_pages(pages) | {"index.html": front_page(pages, corpus=corpus, folder=folder)}


def _check_output(output: Path) -> None:
    """Refuse to replace a folder that isn't a site written here."""
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return
    index = output / "index.html"
    if not index.is_file() or GENERATOR not in index.read_text(encoding="utf-8", errors="replace"):
        raise RenderingError(f"{output}: holds something else than this site; choose another")


def _swap(files: Mapping[str, str], output: Path) -> None:
    """Write files beside a folder, then put them in its place."""
    output.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        new, old = work / "new", work / "old"
        new.mkdir()
        for name, text in files.items():
            (new / name).write_text(text, encoding="utf-8", newline="\n")
        if output.exists():
            output.rename(old)
        try:
            new.rename(output)
        except OSError:
            if old.exists():
                old.rename(output)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
