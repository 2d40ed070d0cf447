"""``python -m helpers.corpus``: make a corpus folder, add to it, check it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.corpus_files import CorpusError, CorpusFiles, read_folder
from helpers.corpus_making import Made, add_articles, new_corpus, new_corpus_from_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m helpers.corpus``; by default those of the command line.

    Returns
    -------
    int
        0 where all went well, 1 where there are problems: they are listed.
    """
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except CorpusError as error:
        count = len(error.problems)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written:", file=sys.stderr)
        _list(error.problems)
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m helpers.corpus",
        description="A corpus is a folder with articles.csv (one row an article) and "
        "articles/<id>.txt (the pages).",
    )
    commands = parser.add_subparsers(required=True, metavar="new|add|check")
    new = commands.add_parser("new", help="make a corpus folder from text files, or from a table")
    new.add_argument("folder", type=Path, help="the folder to make")
    new.add_argument("files", nargs="*", metavar="page.txt", help="text files, one a page")
    new.add_argument("--table", type=Path, help="a CSV or JSONL file, one article a row")
    new.add_argument("--text-column", default="text", help="the table's column of texts (text)")
    new.add_argument("--id-column", help="its column of ids (id where there is one)")
    new.add_argument(
        "--on-error",
        choices=("raise", "skip"),
        default="raise",
        help="skip: leave out the rows of a table that can't be used, and list them",
    )
    new.set_defaults(run=_new, parser=new)
    add = commands.add_parser("add", help="add text files to a corpus folder")
    add.add_argument("folder", type=Path, help="a corpus folder")
    add.add_argument("files", nargs="+", metavar="page.txt", help="text files, one a page")
    add.set_defaults(run=_add)
    check = commands.add_parser("check", help="list every problem of a corpus folder")
    check.add_argument("folder", type=Path, help="a corpus folder")
    check.set_defaults(run=_check)
    return parser


def _new(options: argparse.Namespace) -> int:
    if (options.table is None) == (not options.files):
        options.parser.error(
            "name text files (page.txt ...) or a table (--table FILE), one of both"
        )
    if options.table is None:
        return _say_made(options.folder, new_corpus(options.folder, options.files))
    made = new_corpus_from_table(
        options.folder,
        options.table,
        text_column=options.text_column,
        id_column=options.id_column,
        on_error=options.on_error,
    )
    return _say_made(options.folder, made)


def _add(options: argparse.Namespace) -> int:
    return _say_made(options.folder, add_articles(options.folder, options.files))


def _say_made(folder: Path, made: Made) -> int:
    shown = ", ".join(made.ids[:10]) + (", ..." if len(made.ids) > 10 else "")
    print(f"{folder}: {_articles(len(made.ids))} written ({shown}).")
    if made.skipped:
        print(f"{len(made.skipped)} left out:", file=sys.stderr)
        _list(made.skipped)
    table = (folder / "articles.csv").as_posix()
    print(f"Titles were read from the pages. What is empty in {table} is for you")
    print("to fill in, in a spreadsheet: group, partner, locality, outlet, author, event_date,")
    print(
        "published. Save it as CSV UTF-8, then: python -m helpers.corpus check", folder.as_posix()
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    try:
        files = read_folder(options.folder)
    except CorpusError as error:
        count = len(error.problems)
        print(f"{options.folder}: {count} problem{'s' if count > 1 else ''}", file=sys.stderr)
        _list(error.problems)
        return 1
    print(f"{options.folder}: {_articles(len(files.articles))}, no problem found.")
    for line in _remarks(files):
        print(line)
    return 0


def _remarks(files: CorpusFiles) -> list[str]:
    """Say what is no fault but limits what the notebooks can show."""
    remarks = []
    groups = files.articles["group"].value_counts()
    named = ", ".join(f"{group} {count:,}" for group, count in groups.items() if group)
    if named:
        remarks.append(f"Groups: {named}.")
    if groups.get("", 0):
        count = f"{groups['']:,} of {len(files.articles):,}"
        remarks.append(f"group is empty in {count}: groups can't be compared without it.")
    if not files.articles["sha256"].all():
        remarks.append("sha256 is empty in some rows: a changed page would not be noticed there.")
    return remarks


def _articles(count: int) -> str:
    return f"{count:,} article{'s' if count != 1 else ''}"


def _list(problems: Sequence[str]) -> None:
    for problem in problems:
        print(f"  {problem}", file=sys.stderr)
