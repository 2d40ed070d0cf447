"""``references``: measure how well policy references are found."""

from __future__ import annotations

import argparse
from pathlib import Path

from helpers.references import evaluate, false_hits, read_passages


def configure(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``references`` takes."""
    commands = parser.add_subparsers(required=True, metavar="evaluate")
    command = commands.add_parser("evaluate", help="measure against annotated passages")
    command.add_argument("file", type=Path, help="one JSON object a line: id, text, refs")
    command.set_defaults(run=_evaluate, writes=False)


def _evaluate(options: argparse.Namespace) -> int:
    """Print the measures of a file of annotated passages."""
    passages = read_passages(options.file)
    print(evaluate(passages).round(3).to_string(index=False))
    print("\nPassages without a reference:")
    print(false_hits(passages).round(3).to_string(index=False))
    return 0
