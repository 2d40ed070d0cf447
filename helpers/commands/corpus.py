"""``new``, ``add`` and ``check``: make a corpus folder, add to it, check it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from helpers.corpus import (
    DATE_COLUMNS,
    DOUBTS,
    OLD_ENCODINGS,
    SEEMS,
    TABLE_ENDINGS,
    CorpusError,
    CorpusFiles,
    Made,
    PageReview,
    add_articles,
    add_articles_from_table,
    brief,
    command_line,
    convert_pages,
    csv_rows,
    find_copies,
    new_corpus,
    new_corpus_from_table,
    printable,
    read_csv,
    read_description,
    read_folder,
    read_page,
    review_pages,
    rewritten_days,
    runs_as_formula,
    summed_up,
)
from helpers.vietnamese import in_processes

_SHOWN = 10
_TITLES = 20
_DATES_A_LINE = 25
_FILES = "files, one a page: text, HTML, MHTML, Word (docx), PDF; or tables"
_NOTHING = (
    "no page has a sentence of an article, only titles, links or other surroundings: nothing is "
    "counted; expected the articles' text"
)
_ONCE = (
    "To count each text once: take the copy's page and row away, or load_corpus(once=True), which "
    "keeps the first."
)
_FAULTS = {
    "lost": ("Letters are lost to an encoding (\ufffd)", "Copy the text from its source again."),
    "html": ("HTML tags or entities stand", "Copy the text as a browser shows it."),
    "foreign": ("There is hardly any Vietnamese", "Its words are counted as Vietnamese ones."),
}
_LONG_TITLE = 200
_LOST_LETTERS = r"\w\?\w"
_ANNOTATIONS = (
    "codebook.toml",
    "instruments.csv",
    "annotations/frames.csv",
    "annotations/references.csv",
    "translations.csv",
    "provenance.csv",
    "variants.csv",
)
# Bytes of pages from which the start of further processes pays.
_MUCH = 1_000_000
# Articles labelled at once: a table for each takes three times as long.
_BATCH = 100
# What a spreadsheet program shows, and saves, for a formula that it can't run.
_FAILED_FORMULA = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|ERROR!)|Err:\d{3}")


def configure_new(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``new`` takes."""
    parser.add_argument("folder", type=Path, help="the folder to make")
    parser.add_argument("files", nargs="*", metavar="page", help=_FILES)
    parser.add_argument(
        "--encoding",
        choices=OLD_ENCODINGS,
        default="",
        help="what text and web pages are in, where that isn't told",
    )
    _configure_table(parser)
    parser.set_defaults(run=_new, parser=parser)


def _configure_table(parser: argparse.ArgumentParser) -> None:
    """Tell the parser how a table of articles is named."""
    parser.add_argument("--table", type=Path, help="a CSV, TSV, JSONL or XLSX file, a row each")
    parser.add_argument("--text-column", default="text", help="the table's column of texts (text)")
    parser.add_argument("--id-column", help="its column of ids (id where there is one)")
    parser.add_argument(
        "--on-error",
        choices=("raise", "skip"),
        default="raise",
        help="skip: leave out the files, or rows of a table, that can't be used, and list them",
    )


def configure_add(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``add`` takes."""
    parser.add_argument("folder", type=Path, help="a corpus folder")
    parser.add_argument("files", nargs="*", metavar="page", help=_FILES)
    parser.add_argument(
        "--encoding",
        choices=OLD_ENCODINGS,
        default="",
        help="what text and web pages are in, where that isn't told",
    )
    _configure_table(parser)
    parser.set_defaults(run=_add, parser=parser)


def configure_check(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``check`` takes."""
    parser.add_argument("folder", type=Path, help="a corpus folder")
    parser.add_argument(
        "--convert",
        action="store_true",
        help="put pages right that are in an old encoding; they are kept in originals/",
    )
    parser.set_defaults(run=_check, writes=False)


def _new(options: argparse.Namespace) -> int:
    made = _made(options, new_corpus, new_corpus_from_table)
    _say_made(options, made)
    listed = options.folder / "groups.csv"
    if listed.is_file():
        names = [row["group"] for row in read_csv(listed, ("group",), []).values()]
        listed_names = printable(_some(names))
        print(f"groups.csv lists the table's groups; a misspelt one is one more: {listed_names}.")
    return 0


def _add(options: argparse.Namespace) -> int:
    _say_made(options, _made(options, add_articles, add_articles_from_table))
    return 0


def _made(
    options: argparse.Namespace, from_files: Callable[..., Made], from_table: Callable[..., Made]
) -> Made:
    """Make or extend a corpus of what was named: files, or a table with its columns."""
    if (options.table is None) == (not options.files):
        options.parser.error(
            "name text files (page.txt, page.html ...) or a table (--table FILE), one of both"
        )
    if options.table is None:
        return from_files(
            options.folder, options.files, encoding=options.encoding, on_error=options.on_error
        )
    return from_table(
        options.folder,
        options.table,
        text_column=options.text_column,
        id_column=options.id_column,
        on_error=options.on_error,
    )


def _say_made(options: argparse.Namespace, made: Made) -> None:
    folder = options.folder
    shown = _some(made.ids)
    print(f"{printable(folder)}: {_articles(len(made.ids))} written ({shown}).")
    if made.skipped:
        print(f"{len(made.skipped)} left out:", file=sys.stderr)
        list_problems(made.skipped)
    if made.changed:
        count = f"{len(made.changed):,} id{'s were' if len(made.changed) > 1 else ' was'}"
        print(f"{count} changed, since an id is the name of a file (what stood there is kept in")
        print("source_file, or in note):")
        for line in made.changed[:_SHOWN]:
            print(f"  {brief(line)}")
        if len(made.changed) > _SHOWN:
            print(f"  and {len(made.changed) - _SHOWN:,} more")
    for line in made.remarks:
        print(brief(line))
    if made.kept:
        print(
            f"Files that are no text in UTF-8 are kept as they came: {printable(folder)}/originals."
        )
    table = printable((folder / "articles.csv").as_posix())
    pages = [file for file in options.files if Path(file).suffix.lower() not in TABLE_ENDINGS]
    if pages:
        _say_titles(folder, made.ids)
    print(f"What is empty in {table} is for you")
    print("to fill in, in a spreadsheet: group, partner, locality, outlet, author, event_date,")
    print("published; and short: a name of two or three words that figures show, in English.")
    print(f"Save it as CSV UTF-8, then: {command_line('check', folder.as_posix())}")


def _say_titles(folder: Path, ids: Sequence[str]) -> None:
    """List the titles that were read, since a page may show another line in its place."""
    print("Titles as they were read. Where one is another line of its page, write the right one in")
    print("articles.csv, word for word: what stands above it is then no sentence.")
    rows = read_csv(folder / "articles.csv", ("id", "title"), []).values()
    titles = {row["id"]: row["title"] for row in rows}
    for article in ids[:_TITLES]:
        print(f"  {brief(f'{article}: {titles.get(article, str())}')}")
    if len(ids) > _TITLES:
        print(f"  and {len(ids) - _TITLES:,} more, in articles.csv")


def _check(options: argparse.Namespace) -> int:
    folder = printable(options.folder)
    try:
        if options.convert:
            for article, encoding in convert_pages(options.folder).items():
                print(f"{printable(article)}: was {encoding}; the page is kept in originals/.")
        files = read_folder(options.folder)
        read_description(options.folder)
        late = _check_annotations(options.folder)
    except CorpusError as error:
        status = _say_faults(folder, error.problems)
        if any(SEEMS in problem for problem in error.problems):
            convert = command_line("check", "--convert", options.folder)
            print(f"To read anew what is in another encoding: {convert}", file=sys.stderr)
        return status
    reviews = _review(options.folder, files)
    silent = [article for article, review in reviews.items() if not review.counts]
    if len(silent) == len(files.articles):
        return _say_faults(folder, [f"articles/: {_NOTHING}"])
    copies = find_copies((article, review.fingerprint) for article, review in reviews.items())
    doubts = [
        *late,
        *_table_remarks(files, options.folder),
        *_page_remarks(reviews, options.folder),
        *_say_copies(copies),
    ]
    if silent:
        doubts.append(
            f"No sentence of an article is in {_of(silent, reviews)}, only a title, links or other "
            f"surroundings: {_some(silent)}. Nothing is counted there."
        )
    try:
        commented = _commentary_remarks(options.folder)
    except CorpusError as error:
        return _say_faults(folder, error.problems)
    titles = _title_remarks(files, reviews, options.folder, set(copies["article"]))
    count = len(doubts) + bool(titles)
    found = f"no fault of a file; {count} to look at:" if count else "no problem found."
    print(f"{folder}: {_articles(len(files.articles))}, {found}")
    for line in [*doubts, *titles, *_remarks(files), *commented]:
        print(brief(line))
    return 0


def _say_faults(folder: str, problems: Sequence[str]) -> int:
    """List what is wrong with a folder; give the status of that."""
    count = len(problems)
    print(f"{folder}: {count} problem{'s' if count > 1 else ''}", file=sys.stderr)
    list_problems(problems)
    return 1


def _commentary_remarks(folder: Path) -> list[str]:
    """Name the sentences of a commentary that no longer hold; the pages say plain ones instead."""
    if not (folder / "commentary.toml").is_file():
        return []
    # It takes every report, and they are slow to import.
    from helpers.corpus import load_corpus  # noqa: PLC0415
    from helpers.reports import commentary_remarks  # noqa: PLC0415

    return commentary_remarks(load_corpus(folder))


def _check_annotations(folder: Path) -> list[str]:
    """Check codebook, register and tables beside the articles, if there; give what to look at."""
    sheets = (folder / "annotations").glob("coder_*.csv")
    if not any((folder / name).is_file() for name in _ANNOTATIONS) and not any(sheets):
        return []
    # What reads them needs the words of the articles, and is slow to import.
    from helpers import references  # noqa: PLC0415
    from helpers.corpus import load_corpus  # noqa: PLC0415
    from helpers.framing import framing_sources, late_remarks, sheet_remarks  # noqa: PLC0415

    corpus = load_corpus(folder)
    problems: list[str] = []
    reads = [framing_sources, references.read_register, references.read_parties]
    if (folder / "annotations" / "references.csv").is_file():
        reads.append(references.corpus_passages)
    for read in reads:
        try:
            read(corpus)
        except CorpusError as error:
            problems += error.problems
    if problems:
        raise CorpusError(list(dict.fromkeys(problems)))
    return [*late_remarks(corpus), *sheet_remarks(corpus).values()]


def _review(folder: Path, files: CorpusFiles) -> dict[str, PageReview]:
    """Review every page, in processes where there is much."""
    articles = list(files.pages)
    batches = [articles[at : at + _BATCH] for at in range(0, len(articles), _BATCH)]
    size = sum(file.size for file in files.pages.values())
    rows = files.articles[["title", "outlet", "url"]].to_dict("index")
    tasks = ((folder, {article: rows[article] for article in batch}) for batch in batches)
    n_jobs = -1 if size > _MUCH else 1
    found = in_processes(_review_some, tasks, n_jobs=n_jobs, return_as="generator")
    # Nothing is drawn where it takes a moment, or where no terminal shows it.
    bar = tqdm(found, "Reading the pages", len(batches), leave=False, delay=2, disable=None)
    return {article: review for reviews in bar for article, review in reviews.items()}


def _review_some(folder: Path, rows: Mapping[str, Mapping[str, str]]) -> dict[str, PageReview]:
    return review_pages({article: read_page(folder, article) for article in rows}, rows)


def _page_remarks(reviews: Mapping[str, PageReview], folder: Path) -> list[str]:
    """Say which pages' texts a count would be wrong for, a line for each kind."""
    lines = []
    old: dict[str, list[str]] = {}
    for article, review in reviews.items():
        if review.encoding:
            old.setdefault(review.encoding, []).append(article)
    for encoding, articles in old.items():
        found = f"Letters are {encoding}, misread, in {_of(articles, reviews)}: {_some(articles)}."
        lines.append(f"{found} To put them right: {command_line('check', '--convert', folder)}")
    for fault, (found, mend) in _FAULTS.items():
        articles = [article for article, review in reviews.items() if fault in review.faults]
        if articles:
            lines.append(f"{found} in {_of(articles, reviews)}: {_some(articles)}. {mend}")
    return lines


def _title_remarks(
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
    more = [f"  and {len(lines) - _TITLES:,} more"] if len(lines) > _TITLES else []
    head = f"Doubtful titles in {len(lines):,} of {len(titles):,} rows; write the right one into "
    return [f"{head}the column title of articles.csv:", *lines[:_TITLES], *more]


def _say_copies(copies: pd.DataFrame) -> list[str]:
    """Say which pages say what another says, a line for each way."""
    lines = []
    for how, found in copies.groupby("how", sort=False):
        pairs = [
            f"{row.article} as {row.copy_of}"
            + (f" ({row.likeness:.0%})" if row.likeness < 1 else "")
            for row in found.itertuples()
        ]
        lines.append(f"{str(how).capitalize()}, counted twice: {_some(pairs)}. {_ONCE}")
    return lines


def _of(some: Sequence[str], every: Collection[str]) -> str:
    return f"{len(some):,} of {len(every):,} pages"


def _table_remarks(files: CorpusFiles, folder: Path) -> list[str]:
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
            f"Titles of more than {_LONG_TITLE} characters: {_some(long)}. Shorten each to what "
            "stands above its article."
        )
    if formulas:
        remarks.append(
            f"A spreadsheet program would run as a formula, and save changed: {_some(formulas)}. "
            "An apostrophe before the text prevents it (it is no part of the text)."
        )
    for at in range(0, len(guessed), _DATES_A_LINE):
        # Each may be wrong: none is left out.
        remarks.append(
            "Dates that may be either of two days are read as the others of their column: "
            f"{', '.join(guessed[at : at + _DATES_A_LINE])}. Write those that are not so as "
            "2024-06-05."
        )
    if rewritten:
        remarks.append(
            f"Dates that a spreadsheet program has rewritten are read so: {_some(rewritten)}."
        )
    if failed:
        remarks.append(
            f"A spreadsheet program has saved a formula's error for the text: {_some(failed)}. "
            "Copy the text from the page again."
        )
    return remarks


def _some(names: Sequence[str]) -> str:
    more = f", and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _remarks(files: CorpusFiles) -> list[str]:
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
        remarks.append("sha256 is empty in some rows: a changed page would not be noticed there.")
    return remarks


def _articles(count: int) -> str:
    return f"{count:,} article{'s' if count != 1 else ''}"


def list_problems(problems: Sequence[str], most: int | None = None) -> None:
    """Print problems to the error stream, those of a kind in a line; `most` lines at the most."""
    lines = summed_up(problems)
    for line in lines[:most]:
        print(f"  {brief(line)}", file=sys.stderr)
    if most is not None and len(lines) > most:
        print(f"  and {len(lines) - most:,} more", file=sys.stderr)
