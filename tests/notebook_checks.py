"""What must hold for a stored notebook, and nbval does not look at."""

from __future__ import annotations

import ast

from helpers.site.building import CELL_METADATA, KERNEL

MAX_LINES = 10
STRIPPED = "saved from JupyterLab; `make notebooks` runs all notebooks and strips it"
WIDGET = "application/vnd.jupyter.widget-view+json"
IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


def faults(notebook) -> list[str]:
    """Return one line for each fault of a notebook, naming the cell."""
    code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    # The number that JupyterLab shows once all are run.
    cells = list(enumerate(code, start=1))
    found = [fault for index, cell in cells for fault in _cell_faults(index, cell)]
    found += _session_faults(notebook)
    counts = [cell.execution_count for _, cell in cells]
    if counts != list(range(1, len(cells) + 1)):
        found.append(f"execution counts are {counts}, expected 1 to {len(cells)} in order")
    if cells and not any(cell.outputs for _, cell in cells):
        found.append("no cell has an output: the notebook was stripped")
    return found


def _session_faults(notebook) -> list[str]:
    """Name what JupyterLab stores of one session or one machine."""
    kept = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    names = [name for name, value in notebook.metadata.items() if kept.get(name) != value]
    names += sorted(
        {name for cell in notebook.cells for name in cell.metadata if name not in CELL_METADATA}
    )
    return [f"metadata of one session, {', '.join(names)}: {STRIPPED}"] if names else []


def _cell_faults(index: int, cell) -> list[str]:
    found = []
    lines = cell.source.strip().splitlines()
    if len(lines) > MAX_LINES:
        found.append(f"cell [{index}]: {len(lines)} lines, expected at most {MAX_LINES}")
    if _defines_function(cell.source):
        found.append(f"cell [{index}]: defines a function; it belongs in helpers")
    if _shows_something(cell.source) and not cell.outputs:
        found.append(f"cell [{index}]: shows something, but no output is stored")
    for output in cell.outputs:
        if output.output_type == "error":
            found.append(f"cell [{index}]: stored an error, {output.ename}")
        if output.output_type == "stream" and output.name == "stderr":
            found.append(f"cell [{index}]: wrote to stderr")
        if WIDGET in output.get("data", {}):
            found.append(f"cell [{index}]: stored a widget of one session only: {STRIPPED}")
        data, metadata = output.get("data", {}), output.get("metadata", {})
        found += [
            f"cell [{index}]: a figure ({kind}) without alt text"
            for kind in IMAGES
            if kind in data and not metadata.get(kind, {}).get("alt", "").strip()
        ]
        found += [
            f"cell [{index}]: a figure as {kind}, which nbval does not compare"
            for kind in IMAGES[1:]
            if kind in data
        ]
    return found


def _defines_function(source: str) -> bool:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return any(isinstance(node, kinds) for node in ast.walk(ast.parse(source)))


def _shows_something(source: str) -> bool:
    """Tell whether the cell ends in an expression, which always leaves an output."""
    body = ast.parse(source).body
    return bool(body) and isinstance(body[-1], ast.Expr)
