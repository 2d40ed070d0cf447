"""A pytest plugin: a notebook's cell that fails says what differs, where, and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import pytest
from nbval.plugin import IPyNbCell, NbCellError

PLAIN = "text/plain"
MARKUP = ("text/html", "image/svg+xml")
MOST_LINES, MOST_SIGNS = 20, 300
MEANT = "If the change is meant, `make notebooks` stores what all notebooks now show."


def plain_first(output: dict) -> dict:
    """Return an output with its plain text before its other forms, which nbval compares in turn."""
    data = output.get("data")
    if not data or PLAIN not in data:
        return output
    return type(output)({**output, "data": {PLAIN: data[PLAIN], **data}})


def line_differences(stored: str, now: str) -> list[str]:
    """List the lines of two texts that differ, blanks apart: a table's padding follows its cells.

    >>> line_differences("term  count\\n hợp      3", "term  count\\n hợp     13")
    ['- hợp  3', '+ hợp  13']
    """
    old, new = ([_spaced(line) for line in text.splitlines()] for text in (stored, now))
    if old == new:
        old, new = stored.splitlines(), now.splitlines()
    differ = [
        f"{line[0]} {line[1:][:MOST_SIGNS]}"
        for line in difflib.unified_diff(old, new, n=0, lineterm="")
        if line[:2] not in ("--", "++", "@@")
    ]
    more = len(differ) - MOST_LINES
    return differ[:MOST_LINES] + ([f"  and {more} lines more"] if more > 0 else [])


def _spaced(line: str) -> str:
    return re.sub(r" {2,}", "  ", line).strip()


def in_lab(cell: IPyNbCell) -> str:
    """Name a cell as JupyterLab does, by the number that it gets when all are run."""
    return f"[{cell.cell.execution_count or cell.cell_num + 1}]"


class _Compared:
    """Compares a cell's outputs as nbval does, plain text first, and says which lines differ."""

    def __init__(self, cell: IPyNbCell) -> None:
        self.cell, self.compare, self.say = cell, cell.compare_outputs, cell.format_output_compare

    def outputs(self, test: list, ref: list, skip_compare: tuple | None = None) -> bool:
        """Compare the outputs."""
        return self.compare(test, [plain_first(output) for output in ref], skip_compare)

    def format(self, key: str, stored: object, now: object) -> None:
        """Note what differs: of text its lines, else what nbval says."""
        if not isinstance(stored, str) or not isinstance(now, str):
            self.say(key, stored, now)
            return
        if key in MARKUP:
            stored, now = (text.replace("<", "\n<") for text in (stored, now))
        said = [f" {key}: stored (-), and shown now (+)", *line_differences(stored, now)]
        self.cell.comparison_traceback.append("\n   ".join(said))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have a notebook's cell compared in this way."""
    if isinstance(item, IPyNbCell):
        compared = _Compared(item)
        item.compare_outputs = compared.outputs
        item.format_output_compare = compared.format


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Add to a failed cell's message which it is in JupyterLab, and what to do."""
    report = yield
    if isinstance(item, IPyNbCell) and report.failed:
        name = item.path.name
        where = f"{name}: nbval's cell {item.cell_num} is {in_lab(item)} in JupyterLab."
        differs = call.excinfo is not None and isinstance(call.excinfo.value, NbCellError)
        differs = differs and "outputs differ" in str(call.excinfo.value)
        report.longrepr = "\n".join([str(report.longrepr), where, *([MEANT] if differs else [])])
    return report
