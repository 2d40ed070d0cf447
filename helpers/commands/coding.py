"""``coding``: begin a codebook, write sheets for two coders, join and compare sheets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    command_line,
    csv_text,
    load_corpus,
    printable,
    write_all,
)
from helpers.framing import (
    CODEBOOK,
    CODED,
    CODING,
    SHEETS,
    TO_SETTLE,
    Codebook,
    Joined,
    NothingToAdd,
    compare_sheets,
    join_sheets,
    load_own_codebook,
    renew_sheets,
    sheet_remarks,
    start_codebook,
    write_sheets,
)

_SHOWN, _CUT = 40, 80
_FORM = """Sheets are filled in in a spreadsheet, or sentence by sentence in a form in JupyterLab:
from helpers.corpus import load_corpus; from helpers.framing import code; then
code(load_corpus("my-corpus"), coder="a") fills in annotations/coder_a.csv, which join reads;
with any other name, a sheet to compare. It saves at each step and goes on where it stopped."""
_NAMED = 5  # articles that stay in the sheets
_FEW = 50  # sentences compared, below which the measures say little
_READ_SO = (
    "alpha and ac1: agreement beyond chance, 1 perfect, 0 chance; from 0.8 good, below 0.667 weak.",
    "ac1 stays steady where a code is rare. f1: of what either coded, how much both did, 0 to 1.",
)
"""How the columns of measures are read."""
DIFFERENCES = ("article", "sentence", "column", "first", "second", "text")
"""The columns of the list of what differs."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``coding`` takes."""
    parser.epilog = _FORM
    commands = parser.add_subparsers(required=True, metavar="start|new|join|compare")
    new = commands.add_parser("new", help="write an empty sheet for each of two coders")
    new.set_defaults(run=_new)
    join = commands.add_parser("join", help="join the filled sheets into annotations/frames.csv")
    again = "ids of the articles to join (all); of those joined before, what the coders changed"
    join.set_defaults(run=_join)
    start = commands.add_parser("start", help="write a codebook of its own, to begin with")
    start.set_defaults(run=_start)
    compare = commands.add_parser(
        "compare", help="say how far any two sheets agree, filled in or in part"
    )
    compare.set_defaults(run=_compare, writes=False)
    for command in (start, new, join, compare):
        command.add_argument("folder", type=Path, help="a corpus folder")
    join.add_argument("articles", nargs="*", default=[], help=again)
    for name in ("first", "second"):
        compare.add_argument(name, help="a sheet, a coder's name, frames.csv or frames.csv:a")
    compare.add_argument("--list", type=Path, metavar="FILE", help="write what differs as CSV")
    chosen = new.add_mutually_exclusive_group()
    chosen.add_argument("articles", nargs="*", default=[], help="ids of the articles to code (all)")
    chosen.add_argument(
        "--sample", type=_number, metavar="N", help="draw N articles at random, evenly by group"
    )


def _new(options: argparse.Namespace) -> int:
    """Write the sheets, and say where they are and what goes into them."""
    if options.sample:
        print(f"{options.sample} articles at random at most, the same at each call with one table.")
    articles = options.articles or None
    there = {path: path.exists() for path in (options.folder / name for name in SHEETS.values())}
    _require_sound(load_corpus(options.folder))
    renewed = renew_sheets(options.folder, articles)
    for done in renewed:
        print(
            f"{printable(done.path)}: {_articles(len(done.articles))} written anew by the text "
            f"({', '.join(map(printable, done.articles))}); {_sentences(done.kept)} as before, "
            f"with what stood beside; {done.new:,} new, to be coded."
        )
        if done.apart:
            print(
                f"  Of {done.apart:,} row{'s' * (done.apart != 1)} the sentence is gone: kept in "
                f"unmatched_{printable(done.path.name)}."
            )
    try:
        written = write_sheets(options.folder, articles, sample=options.sample)
    except NothingToAdd as nothing:
        written = {}
        for said in [] if renewed else nothing.problems:
            print(f"Both sheets stay as they are: {printable(said)}")
    for path, added in written.items():
        if not there[path]:
            print(f"{printable(path)}: written, to be filled in.")
        elif added:
            print(f"{printable(path)}: {_articles(len(added))} added; what was there stays.")
        else:
            print(f"{printable(path)}: has these articles already.")
    _say_codes(options.folder)
    print(f"What both have coded is joined by: {command_line('coding', 'join', options.folder)}")
    return 0


def _require_sound(corpus: Corpus) -> None:
    """Refuse a codebook with a fault, and sheets of articles that aren't there under that id."""
    load_own_codebook(corpus)
    known = set(map(str, corpus.articles.index))
    gone = [said for article, said in sheet_remarks(corpus).items() if article not in known]
    if gone:
        raise CorpusError(gone)


def _say_codes(folder: Path) -> None:
    """Say what may stand in each column of a sheet, and where it is explained."""
    book = load_own_codebook(load_corpus(folder))
    own = folder / CODEBOOK
    explained = printable(own.as_posix()) if own.is_file() else "corpus/codebook.toml"
    print("In each row, from the codebook:")
    for line in _code_lines(book):
        print(f"  {printable(line)}")
    print(f"Each is explained in {explained}, the frames in notebook 03_framing too.")


def _code_lines(book: Codebook) -> Iterator[str]:
    """Name the values of each column that a coder fills in."""
    yield f"frames: {', '.join(book.codes)}; several with ; between them, or an empty cell"
    for column, table in (("partner", book.partners), ("agency", book.agency)):
        pairs = zip(table["code"], table["name"], strict=True)
        yield f"{column}: {', '.join(f'{code} ({name})' for code, name in pairs)}"
    praise = str(book.evaluation["name"])
    yield f"prestige: 1 or 0 ({praise[:1].lower()}{praise[1:]}, or none)"


def _join(options: argparse.Namespace) -> int:
    """Join the sheets, and say what is to be settled."""
    _say_joined(options.folder / CODING, join_sheets(options.folder, options.articles))
    return 0


def _start(options: argparse.Namespace) -> int:
    """Write a codebook, and say what it rests on."""
    partners, idle = start_codebook(options.folder)
    print(f"{printable(options.folder)}: codebook.toml written; codebook.md says how to change it.")
    found = ", ".join(partners) or "none: no group of groups.csv names a country"
    print(f"Partners from the groups: {printable(found)}.")
    if idle:
        print(
            f"Frames for which the word lists found no sentence: {', '.join(idle)}. They stand in"
        )
        print(
            "the file as comments; one that is there all the same needs a sentence as its example."
        )
    return 0


def _compare(options: argparse.Namespace) -> int:
    """Print how far two sheets agree, and where they differ."""
    if options.list:
        _require_own(options.list)
    found = compare_sheets(options.folder, options.first, options.second)
    shown = ["code", "n", "coded_a", "coded_b", "both", "alpha", "ac1", "agreement", "f1"]
    for row in found.progress.itertuples():
        left = row.sentences - row.coded
        said = f", {left:,} open" + (f" ({row.begun:,} of them begun)" if row.begun else "")
        print(
            f"{printable(row.sheet)}: {row.coded:,} of {row.sentences:,} sentences coded"
            f"{said if left else ''}."
        )
    print("Compared: sentences that both have coded.")
    for line in _READ_SO:
        print(line)
    if (count := int(found.by_article["n"].sum())) < _FEW:
        print(f"Few: {count:,} sentences beside titles. One code more or less moves these numbers")
        print("far; code some ten articles before you rely on them.")
    print("By frame (pooled: all of them), then partner, agency, prestige; titles left out:")
    print(_lines(found.by_frame[shown]))
    undefined = found.by_frame[found.by_frame["alpha"].isna() & (found.by_frame["note"] != "")]
    for note, rows in undefined.groupby("note", sort=False):
        print(f"{', '.join(rows['code'])}: {note}.")
    print("\nBy article:")
    print(_lines(found.by_article))
    differ = found.differences
    print(f"\n{len(differ):,} cells differ, titles among them:")
    for row in differ.head(_SHOWN).itertuples():
        cells = f"{row.column} {row.first or 'none'} | {row.second or 'none'}"
        print(printable(f"{row.article} {row.sentence}: {cells} – {row.text[:_CUT]}"))
    if len(differ) > _SHOWN:
        print(f"and {len(differ) - _SHOWN:,} more; --list FILE writes all of them")
    if options.list:
        write_all([(options.list, csv_text(differ).encode("utf-8-sig"))])
        print(f"{printable(options.list)}: written.")
    return 0


def _require_own(path: Path) -> None:
    """Refuse to write over what isn't an earlier list."""
    if not path.exists():
        return
    head = ",".join(DIFFERENCES).encode("utf-8-sig")
    if not path.is_file() or path.read_bytes()[: len(head)] != head:
        raise CorpusError([f"{path}: is there already, and no such list; nothing is overwritten"])


def _lines(table: pd.DataFrame) -> str:
    """Return a table as lines of text; what is undefined is a dash."""
    return table.to_string(index=False, na_rep="–", float_format="{:.2f}".format)


def _number(text: str) -> int:
    """Read a number of articles from the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of articles from 1, got {text}")
    return int(text)


def _say_joined(path: Path, joined: Joined) -> None:
    """Say how many articles were joined and left, and which cells are to be settled."""
    rows = joined.rows
    differ = rows[list(CODED)] == TO_SETTLE
    left = ""
    if joined.left:
        more = ", ..." if len(joined.left) > _NAMED else ""
        named = f"{', '.join(map(printable, joined.left[:_NAMED]))}{more}"
        left = f"; {len(joined.left):,} not wholly coded yet stay in the sheets ({named})"
    if len(rows) or left or not joined.anew:
        print(f"{_articles(rows['article'].nunique())} joined{left}.")
    if joined.there:
        stand = "stands" if len(joined.there) == 1 else "stand"
        print(f"{_articles(len(joined.there))} {stand} there already, with the same codes.")
    if len(rows):
        print(f"{printable(path)}: {len(rows):,} sentences added.")
    for name, count in joined.anew.items():
        print(f"{printable(name)}: coded anew in {_sentences(count)}; a ? where the two differ.")
    for said in joined.held.values():
        print(f"Left out: {printable(said)}")
    if differ.any(axis=None):
        cells, sentences = int(differ.to_numpy().sum()), int(differ.any(axis=1).sum())
        found = (
            f"{cells:,} cells in {sentences:,} of them differ" if cells > 1 else "1 cell differs"
        )
        print(f"{found}: settle each {TO_SETTLE} in the columns")
        print(f"{', '.join(CODED)}, and say why in the column reason.")


def _sentences(count: int) -> str:
    """Write a number of sentences."""
    return f"{count:,} sentence{'s' if count != 1 else ''}"


def _articles(count: int) -> str:
    """Write a number of articles."""
    return f"{count:,} article{'s' if count != 1 else ''}"
