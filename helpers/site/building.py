"""Notebooks to a site: execute each, write a page each and a front page, all offline."""

import atexit
import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellControlSignal,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers import ROOT
from helpers.corpus import (
    CorpusError,
    CorpusFiles,
    command_line,
    counts_nothing,
    load_corpus,
    prepare_corpus,
    printable,
)
from helpers.framing import CODEBOOK, CODING, framing_sources
from helpers.site.findings import lead_to_numbers
from helpers.site.folder import check_output, swap
from helpers.site.front_page import SHIPPED, front_page, site_pages
from helpers.site.notebook_pages import RenderingError, notebook_page
from helpers.vietnamese import limits

CELL_TIMEOUT = 600  # seconds
BYTES_A_SECOND = 100_000  # of a corpus: a cell has a second more for each so many
MAX_PAGE = 2_000_000  # bytes; more is slow to mail and to open
WIDGET = "application/vnd.jupyter.widget-view+json"
MOST_SAID = 500  # characters of an error's message
MOST_QUOTED = 20  # lines of the cell that failed
NOTHING_COUNTED = (
    "No page of this corpus has a sentence of an article, only titles and what surrounds "
    "articles: there is nothing to count. `{}` names the pages."
)
FRAMING_OPEN = (
    "This page can't be made yet: the codebook or the coding of frames is not finished: "
    "`{}`. `{}` lists all that is open."
)
CELL_METADATA = ("tags",)
"""What is kept of a cell's metadata: nothing of one session."""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def _find_notebooks(folder: Path | str) -> list[Path]:
    """Return a folder's notebooks in reading order."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        raise RenderingError(f"{folder}: no notebooks (*.ipynb) found")
    return paths


class CellFailure(RenderingError):
    """The code of a cell raised an error."""


class _Client(NotebookClient):
    """Runs a notebook; knows at which cell it is, and cuts what a cell prints without end."""

    at: int | None = None

    def __init__(self, notebook: NotebookNode, **options: Any) -> None:
        super().__init__(notebook, on_cell_execute=self._begin, **options)
        self.printed: dict[int, int] = {}

    def _begin(self, cell: NotebookNode, cell_index: int) -> None:
        """Note the cell that begins."""
        self.at = cell_index

    def output(self, outs: list, msg: dict, display_id: str | None, cell_index: int) -> Any:
        """Take an output; of what is printed only the beginning, before it is put together."""
        content = msg["content"]
        if msg["msg_type"] == "stream":
            before = self.printed.get(cell_index, 0)
            self.printed[cell_index] = before + len(content["text"])
            content["text"] = content["text"][: max(limits.LONGEST_PRINTED - before, 0)]
            if not content["text"]:
                return None
        elif "text/plain" in content.get("data", {}):
            content["data"]["text/plain"] = _cut(content["data"]["text/plain"])
        return super().output(outs, msg, display_id, cell_index)

    def clear_output(self, outs: list, msg: dict, cell_index: int) -> None:
        """Forget what a cell has printed."""
        self.printed.pop(cell_index, None)
        super().clear_output(outs, msg, cell_index)

    def say_cuts(self) -> None:
        """Say in each cell what was cut."""
        for index, printed in self.printed.items():
            streams = [o for o in self.nb.cells[index].outputs if o.output_type == "stream"]
            if printed > limits.LONGEST_PRINTED and streams:
                streams[-1].text += f"\n… (cut: {printed:,} characters)\n"

    def end(self) -> None:
        """End the kernel at once; the thread that waits for it then ends by itself."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()


def _cut(text: str) -> str:
    """Cut a text that is too long, and say so."""
    if len(text) <= limits.LONGEST_PRINTED:
        return text
    return f"{text[: limits.LONGEST_PRINTED]}\n… (cut: {len(text):,} characters)"


def execute(
    path: Path,
    *,
    corpus: Path | str | None = None,
    timeout: int = CELL_TIMEOUT,
    clients: list[_Client] | None = None,
) -> NotebookNode:
    """Run a notebook from top to bottom in a fresh kernel, in its own folder.

    Raises
    ------
    RenderingError
        If the file is no notebook or a cell fails; the message names notebook and cell.
    """
    notebook = _read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if not any(cell.cell_type == "code" and cell.source.strip() for cell in notebook.cells):
        return _clean(notebook)
    client = _Client(
        notebook,
        kernel_name="python3",
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        # Below "error" the kernel only says that it listens on this machine's own ports.
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    # Kernels run side by side: threads of each would only wait for one another.
    environment = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1") | os.environ
    # The notebooks import the very helpers that render them, installed or not.
    paths = [str(ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    # The kernel runs in the notebooks' folder: a path that began elsewhere must be whole.
    corpus = corpus or environment.get("KHUNGTIN_CORPUS")
    if corpus:
        environment["KHUNGTIN_CORPUS"] = str(Path(corpus).resolve())
    if clients is not None:
        clients.append(client)
    try:
        client.execute(env=environment)
    except (CellControlSignal, OSError, RuntimeError) as error:
        kind = CellFailure if isinstance(error, CellExecutionError) else RenderingError
        raise kind(_failure(path, client, error)) from None
    finally:
        # Left there where the kernel could not be started, it would fail at the very end.
        atexit.unregister(client._cleanup_kernel)
    client.say_cuts()
    return _clean(notebook)


def _read(path: Path) -> NotebookNode:
    """Read a notebook's file, or say why it is none."""
    kinds = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (*kinds, nbformat.ValidationError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        reason = f"not a notebook that can be read: {reason[:MOST_SAID]}"
        raise RenderingError(f"{printable(path.name)}: {printable(reason)}") from None
    except OSError as error:
        reason = "is a folder" if path.is_dir() else f"can't be read ({error.strerror})"
        raise RenderingError(f"{printable(path.name)}: {reason}; expected a notebook") from None
    return notebook


def _failure(path: Path, client: _Client, error: Exception) -> str:
    """Say which cell of a notebook failed and why."""
    match error:
        case CellExecutionError():
            reason = f"{error.ename}: {error.evalue}"
        case CellTimeoutError():
            reason = f"took longer than {client.timeout:,} s"
        case DeadKernelError():
            reason = "its process died, probably because it needed more memory than there is"
        case OSError():
            reason = f"{error.filename or 'the notebook'}: {error.strerror or error}"
        case _:
            reason = f"could not be run ({error})"
    if client.at is None:
        return f"{printable(path.name)}: {printable(reason)}"
    head = f"{printable(path.name)}, cell {client.at + 1}"
    joint = " " if isinstance(error, CellTimeoutError) else ": "
    said = "\n".join(map(printable, reason[:MOST_SAID].splitlines()))
    source = client.nb.cells[client.at].source.strip().splitlines()
    quoted = [f"\n    {printable(line)}" for line in source[:MOST_QUOTED]]
    return f"{head}{joint}{said}{''.join(quoted)}"


def _clean(notebook: NotebookNode) -> NotebookNode:
    """Drop what differs from run to run or from machine to machine."""
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python")
    )
    for number, cell in enumerate(notebook.cells):
        kept = {name: cell.metadata[name] for name in CELL_METADATA if name in cell.metadata}
        cell.metadata = NotebookNode(kept)
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
    instead: Callable[[Path, str], NotebookNode | None] | None = None,
) -> list[NotebookNode]:
    """Run notebooks, two at a time where there are two processors, and say which is done."""
    clients: list[_Client] = []

    def run(path: Path) -> NotebookNode:
        try:
            notebook = execute(path, corpus=corpus, timeout=timeout, clients=clients)
        except CellFailure as error:
            other = instead(path, str(error)) if instead else None
            if other is None:
                raise
            notebook = other
        progress(f"  {printable(path.name)}")
        return notebook

    # What holds most is begun first, so that it isn't waited for at the end.
    order = sorted(paths, key=_size, reverse=True)
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        try:
            done = dict(zip(order, pool.map(run, order), strict=True))
            return [done[path] for path in paths]
        except BaseException:
            # One that failed, or an interruption, needn't wait for the others' last cell.
            pool.shutdown(wait=False, cancel_futures=True)
            for client in clients:
                client.end()
            raise


def _size(path: Path) -> int:
    """Give a file's size; none of one that can't be read, which is said where it is read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read_first(corpus: Path | str | None) -> tuple[CorpusFiles, int]:
    """Check the corpus and keep its words before the notebooks need them, each for itself."""
    try:
        files = prepare_corpus(corpus)
    except CorpusError as error:
        raise RenderingError(str(error)) from None
    size = sum(page.size for page in files.pages.values())
    return files, CELL_TIMEOUT + size // BYTES_A_SECOND


def store(
    folder: Path | str,
    *,
    corpus: Path | str | None = None,
    progress: Callable[[str], object] = print,
) -> None:
    """Execute a folder's notebooks and store them with their outputs, all or none.

    Parameters
    ----------
    folder, corpus, progress
        As in `build_site`; the notebooks' files are replaced.

    Raises
    ------
    RenderingError
        If the corpus has a fault or a cell fails; then no notebook is changed.

    Examples
    --------
    >>> import nbformat
    >>> notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
    >>> nbformat.write(notebook, folder / "01_title.ipynb")
    >>> store(folder, progress=lambda line: None)
    >>> nbformat.read(folder / "01_title.ipynb", as_version=4).cells[0].source
    '# Title'
    """
    paths = _find_notebooks(folder)
    _, timeout = _read_first(corpus)
    notebooks = _execute_all(paths, corpus=corpus, timeout=timeout, progress=progress)
    beside = [path.with_name(f".{path.name}.new") for path in paths]
    try:
        for new, notebook in zip(beside, notebooks, strict=True):
            text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
            new.write_text(text, encoding="utf-8", newline="\n")
        for new, path in zip(beside, paths, strict=True):
            new.replace(path)
    except OSError as error:
        why = f"can't be written ({error.strerror or error})"
        raise RenderingError(f"{printable(error.filename or folder)}: {why}") from None
    finally:
        for new in beside:
            new.unlink(missing_ok=True)


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
        The site's folder; it is replaced as a whole, and only when all went well. A manifest in
        it lists what was written: where anything else stands there, nothing is done.
    corpus : pathlib.Path, optional
        The corpus; by default the repository's.
    progress : callable
        Called with one line of text a notebook.

    Raises
    ------
    RenderingError
        If the corpus has a fault, a cell fails, a figure has no description, or `output` holds
        something else, or is in the corpus's folder. The old site then stays as it is.

    Examples
    --------
    >>> import nbformat
    >>> notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
    >>> nbformat.write(notebook, folder / "01_title.ipynb")
    >>> build_site(folder, folder / "site", progress=lambda line: None)
    >>> sorted(path.name for path in (folder / "site").glob("*.html"))
    ['01_title.html', 'index.html']
    """
    output = Path(output).resolve()
    read = Path(corpus or os.environ.get("KHUNGTIN_CORPUS") or SHIPPED)
    check_output(output, read)
    paths = _find_notebooks(folder)
    files_read, timeout = _read_first(corpus)
    named = _as_named(read)
    check = command_line("check", named)
    # A page may be mailed: where the folder stands on this machine is nobody's.
    on_page = command_line("check", named.name if named.is_absolute() else named)
    silent = counts_nothing(read, files_read)
    instead = partial(_saying, NOTHING_COUNTED.format(on_page), "") if silent else None
    if instead is None and (still_open := _open_in_framing(read)):
        progress(f"  Open: {still_open}. Pages that rest on it say so. {check} lists all.")
        instead = partial(_saying, FRAMING_OPEN.format(still_open, on_page), CorpusError.__name__)
    notebooks = _execute_all(
        paths, corpus=corpus, timeout=timeout, progress=progress, instead=instead
    )
    executed = {path.stem: notebook for path, notebook in zip(paths, notebooks, strict=True)}
    files = _site_files(executed, corpus=read, folder=folder)
    for name, text in files.items():
        size = len(text.encode("utf-8"))
        if size > MAX_PAGE:
            progress(f"  warning: {name} has {size / 1e6:.1f} MB; show fewer rows or sentences")
    swap(files, output)


def _as_named(folder: Path) -> Path:
    """Return a folder as one names it from where the command runs."""
    here = Path.cwd()
    return folder.resolve().relative_to(here) if folder.resolve().is_relative_to(here) else folder


def _open_in_framing(folder: Path) -> str:
    """Say in a line what a corpus's codebook and coding leave open; empty where it is nothing."""
    if not any((folder / name).is_file() for name in (CODING, CODEBOOK)):
        return ""
    try:
        framing_sources(load_corpus(folder))
    except CorpusError as error:
        first, *more = error.problems
        return printable(first[:MOST_SAID]) + (f", and {len(more):,} more" if more else "")
    return ""


def _saying(what: str, kind: str, path: Path, error: str) -> NotebookNode | None:
    """Return a notebook's title, and what is to be said instead of an error of a kind.

    None where the error is of another kind, or the notebook reads no corpus.
    """
    cells = _read(path).cells
    if kind not in error or not any("load_corpus" in cell.source for cell in cells):
        return None
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    title = next((line for text in texts for line in text.splitlines() if line[:2] == "# "), "")
    return new_notebook(cells=[new_markdown_cell(f"{title}\n\n{what}")])


def _site_files(
    notebooks: Mapping[str, NotebookNode], *, corpus: Path | str, folder: Path | str
) -> dict[str, str]:
    """Return the files of a site of executed notebooks."""
    pages = [notebook_page(notebook, name, folder) for name, notebook in notebooks.items()]
    front = front_page(pages, corpus=corpus, folder=folder)
    return lead_to_numbers(site_pages(pages, corpus=corpus) | {"index.html": front})
