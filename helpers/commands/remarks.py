"""What ``check`` says of pages, titles, copies and the table, a line each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from helpers.corpus import (
    DATE_COLUMNS,
    DOUBTS,
    CorpusFiles,
    PageReview,
    command_line,
    csv_rows,
    earliest_first,
    find_copies,
    read_csv,
    read_page,
    review_pages,
    rewritten_days,
    runs_as_formula,
)
from helpers.vietnamese import in_processes

SHOWN = 10  # names in a line
TITLES = 20  # lines of titles
_ONCE = (
    "To count each text once, load_corpus(once=True) in a notebook; or, for all pages, write into "
    "the column copy_of of articles.csv:"
)
_FAULTS = {
    "lost": ("Letters are lost to an encoding (\ufffd)", "Copy the text from its source again."),
    "html": ("HTML tags or entities stand", "Copy the text as a browser shows it."),
    "foreign": ("There is hardly any Vietnamese", "Its words are counted as Vietnamese ones."),
    "row": (
        "A table's row holds running text",
        "Copy the article from the browser into a text file, a line a paragraph.",
    ),
}
_LONG_TITLE = 200
_LOST_LETTERS = r"\w\?\w"
_DATES_A_LINE = 25
# Articles labelled at once: a table for each takes three times as long.
_BATCH = 100
# What a spreadsheet program shows, and saves, for a formula that it can't run.
_FAILED_FORMULA = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|ERROR!)|Err:\d{3}")
# Bytes of pages from which the start of further processes pays.
MUCH = 1_000_000


def reviewed(folder: Path, files: CorpusFiles) -> dict[str, PageReview]:
    """Review every page, in processes where there is much."""
    articles = list(files.pages)
    batches = [articles[at : at + _BATCH] for at in range(0, len(articles), _BATCH)]
    size = sum(file.size for file in files.pages.values())
    rows = files.articles[["title", "outlet", "url"]].to_dict("index")
    tasks = ((folder, {article: rows[article] for article in batch}) for batch in batches)
    n_jobs = -1 if size > MUCH else 1
    found = in_processes(_review_some, tasks, n_jobs=n_jobs, return_as="generator")
    # Nothing is drawn where it takes a moment, or where no terminal shows it.
    bar = tqdm(found, "Reading the pages", len(batches), leave=False, delay=2, disable=None)
    return {article: review for reviews in bar for article, review in reviews.items()}


def _review_some(folder: Path, rows: Mapping[str, Mapping[str, str]]) -> dict[str, PageReview]:
    return review_pages({article: read_page(folder, article) for article in rows}, rows)


def page_remarks(reviews: Mapping[str, PageReview], folder: Path) -> list[str]:
    """Say which pages' texts a count would be wrong for, a line for each kind."""
    lines = []
    old: dict[str, list[str]] = {}
    for article, review in reviews.items():
        if review.encoding:
            old.setdefault(review.encoding, []).append(article)
    for encoding, articles in old.items():
        which = f"{share_of(articles, reviews)}: {some_of(articles)}"
        found = f"Letters are {encoding}, misread, in {which}."
        lines.append(f"{found} To put them right: {command_line('check', '--convert', folder)}")
    for fault, (found, mend) in _FAULTS.items():
        articles = [article for article, review in reviews.items() if fault in review.faults]
        if articles:
            lines.append(f"{found} in {share_of(articles, reviews)}: {some_of(articles)}. {mend}")
    return lines


def title_remarks(
    files: CorpusFiles, reviews: Mapping[str, PageReview], folder: Path, copies: Collection[str]
) -> list[str]:
    """Say which titles may be none: the row of each, why, and what its page has instead."""
    numbers = {row["id"]: n for n, row in read_csv(folder / "articles.csv", ("id",), []).items()}
    titles = files.articles["title"]
    once = titles[~titles.index.isin(list(copies))].str.casefold()
    shared = set(once.index[once.duplicated(keep=False)])
    lines = []
    for article, review in reviews.items():
        if doubt := review.doubt or "shared" * (article in shared):
            has = f"; its page has “{review.offered}”" if review.offered else ""
            where = f"  row {numbers.get(article, '?')}, {article}"
            lines.append(f"{where}: “{titles[article]}” {DOUBTS[doubt]}{has}")
    if not lines:
        return []
    more = [f"  and {len(lines) - TITLES:,} more"] if len(lines) > TITLES else []
    head = f"Doubtful titles in {len(lines):,} of {len(titles):,} rows; write the right one into "
    return [f"{head}the column title of articles.csv:", *lines[:TITLES], *more]


def copies_among(files: CorpusFiles, reviews: Mapping[str, PageReview]) -> pd.DataFrame:
    """Find the pages that say what another, of an earlier day where that is known, says."""
    order = earliest_first(files.articles)
    return find_copies((article, reviews[article].fingerprint) for article in order)


def marked_copies(files: CorpusFiles) -> list[str]:
    """Say which articles the table calls copies."""
    pairs = [f"{article} of {first}" for article, first in files.copies.items()]
    return [f"Left out as copies, by the column copy_of: {some_of(pairs)}."] if pairs else []


def copy_remarks(copies: pd.DataFrame, *, dated: bool = True) -> list[str]:
    """Say which pages say what another says, a line for each way, and what to write.

    Which of two came first isn't known before their dates are filled in.
    """
    lines = []
    for how, found in copies.groupby("how", sort=False):
        pairs = [
            f"{row.article} as {row.copy_of}"
            + (f" ({row.likeness:.0%})" if row.likeness < 1 else "")
            for row in found.itertuples()
        ]
        lines.append(f"{str(how).capitalize()}, counted twice: {some_of(pairs)}.")
    if lines and not dated:
        lines.append("Once dates are filled in, check says which of them to mark as copies.")
    elif lines:
        lines.append(_ONCE)
        lines += [f"  {row.copy_of} in the row of {row.article}" for row in copies.itertuples()]
    return lines


def share_of(some: Sequence[str], every: Collection[str]) -> str:
    """Say how many of the pages some are."""
    return f"{len(some):,} of {len(every):,} pages"


def table_remarks(files: CorpusFiles, folder: Path) -> list[str]:
    """Say which titles are none, and which cells a spreadsheet program changes or has changed."""
    formulas, failed = [], []
    rewritten: list[str] = []
    guessed: list[str] = []
    table = {n: row for n, row in csv_rows(folder / "articles.csv", ()) if not isinstance(row, str)}
    for column in DATE_COLUMNS:
        cells = {number: row.get(column, "").strip() for number, row in table.items()}
        for number, day in rewritten_days(cells).items():
            either = not rewritten_days({number: cells[number]})
            found = f"row {number}, {column} {cells[number]} as {day}"
            (guessed if either else rewritten).append(found)
    for number, row in table.items():
        for column, cell in row.items():
            if runs_as_formula(cell.strip()):
                formulas.append(f"row {number}, {column}")
            elif _FAILED_FORMULA.fullmatch(cell.strip()):
                failed.append(f"row {number}, {column}")
    remarks = []
    titles = files.articles["title"]
    if marked := titles.str.contains(_LOST_LETTERS).sum():
        remarks.append(
            f"{marked:,} titles have a question mark inside a word: saved as plain CSV, a table "
            "loses its Vietnamese letters. Save it as CSV UTF-8."
        )
    if long := list(titles.index[titles.str.len() > _LONG_TITLE]):
        remarks.append(
            f"Titles of more than {_LONG_TITLE} characters: {some_of(long)}. Shorten each to what "
            "stands above its article."
        )
    if formulas:
        remarks.append(
            f"A spreadsheet program would run as a formula, and save changed: {some_of(formulas)}. "
            "An apostrophe before the text prevents it (it is no part of the text)."
        )
    for at in range(0, len(guessed), _DATES_A_LINE):
        # Each may be wrong: none is left out.
        remarks.append(
            "Dates that may be either of two days are read as the others of their column: "
            f"{', '.join(guessed[at : at + _DATES_A_LINE])}. Write those that are not so "
            "with the year first."
        )
    if rewritten:
        remarks.append(
            f"Dates that a spreadsheet program has rewritten are read so: {some_of(rewritten)}."
        )
    if failed:
        remarks.append(
            f"A spreadsheet program has saved a formula's error for the text: {some_of(failed)}. "
            "Copy the text from the page again."
        )
    return [*remarks, *_stray_originals(folder, table.values())]


def _stray_originals(folder: Path, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Name the files in ``originals/`` that belong to no row, as of a renamed article."""
    ids = {row.get("id", "") for row in rows}
    stray = [file.name for file in sorted((folder / "originals").glob("*")) if file.stem not in ids]
    return [f"originals/ has files of no row of articles.csv: {some_of(stray)}."] if stray else []


def some_of(names: Sequence[str]) -> str:
    """List the first names, and say how many more there are."""
    more = f", and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def limit_remarks(files: CorpusFiles) -> list[str]:
    """Say what is no fault but limits what the notebooks can show."""
    remarks = []
    groups = files.articles["group"].value_counts()
    named = ", ".join(f"{group} {count:,}" for group, count in groups.items() if group)
    if named:
        remarks.append(f"Groups: {named}.")
    if groups.get("", 0):
        count = f"{groups['']:,} of {len(files.articles):,}"
        remarks.append(f"group is empty in {count}: these stand in no comparison of groups.")
    if unnamed := int((files.articles["short"] == "").sum()):
        count = f"{unnamed:,} of {len(files.articles):,}"
        remarks.append(f"short is empty in {count}: figures carry the whole titles of these.")
    if not files.articles["sha256"].all():
        bare = some_of(list(files.articles.index[files.articles["sha256"] == ""]))
        remarks.append(f"sha256 is empty, so that a changed text would not be noticed: {bare}.")
    return remarks
