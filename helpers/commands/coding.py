"""``coding``: write sheets for two coders of frames, and join them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from helpers.corpus import printable
from helpers.framing import CODED, CODING, TO_SETTLE, join_sheets, write_sheets


def configure(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``coding`` takes."""
    commands = parser.add_subparsers(required=True, metavar="new|join")
    new = commands.add_parser("new", help="write an empty sheet for each of two coders")
    new.set_defaults(run=_new)
    join = commands.add_parser("join", help="join the filled sheets into annotations/frames.csv")
    join.set_defaults(run=_join)
    for command in (new, join):
        command.add_argument("folder", type=Path, help="a corpus folder")
    chosen = new.add_mutually_exclusive_group()
    chosen.add_argument("articles", nargs="*", default=[], help="ids of the articles to code (all)")
    chosen.add_argument(
        "--sample", type=_number, metavar="N", help="draw N articles at random, evenly by group"
    )


def _new(options: argparse.Namespace) -> int:
    """Write the sheets, and say where they are."""
    if options.sample:
        print(f"{options.sample} articles at random at most, the same at each call.")
    articles = options.articles or None
    for path in write_sheets(options.folder, articles, sample=options.sample):
        print(f"{printable(path)}: written, to be filled in.")
    return 0


def _join(options: argparse.Namespace) -> int:
    """Join the sheets, and say what is to be settled."""
    _say_joined(options.folder / CODING, join_sheets(options.folder))
    return 0


def _number(text: str) -> int:
    """Read a number of articles from the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of articles from 1, got {text}")
    return int(text)


def _say_joined(path: Path, joined: pd.DataFrame) -> None:
    """Say how many rows were added, and which cells are to be settled."""
    differ = joined[list(CODED)] == TO_SETTLE
    print(f"{printable(path)}: {len(joined):,} sentences added.")
    if differ.any(axis=None):
        cells, rows = int(differ.to_numpy().sum()), int(differ.any(axis=1).sum())
        print(f"{cells:,} cells in {rows:,} of them differ: settle each {TO_SETTLE} in the columns")
        print(f"{', '.join(CODED)}, and say why in the column reason.")
