"""``new``, ``add`` and ``check``: make a corpus folder, add to it, check it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from helpers.commands.remarks import (
    MUCH,
    SHOWN,
    TITLES,
    copies_among,
    copy_remarks,
    limit_remarks,
    marked_copies,
    page_remarks,
    reviewed,
    share_of,
    some_of,
    table_remarks,
    title_remarks,
)
from helpers.corpus import (
    OLD_ENCODINGS,
    SEEMS,
    TABLE_ENDINGS,
    CorpusError,
    Made,
    add_articles,
    add_articles_from_table,
    brief,
    command_line,
    convert_pages,
    new_corpus,
    new_corpus_from_table,
    printable,
    read_csv,
    read_description,
    read_folder,
    summed_up,
)

_CODING = "frames.csv"
# A coding's fault of one sentence: the article's id, and the sentence's number.
_OF_SENTENCE = re.compile(rf"{re.escape(_CODING)}(?:, row \d+)?: (\S+) \d+ (?:no longer|is not)")
_FILES = "files, one a page: text, HTML, MHTML, Word (docx), PDF; or tables"
_NOTHING = (
    "no page has a sentence of an article, only titles, links or other surroundings: nothing is "
    "counted; expected the articles' text"
)
_ANNOTATIONS = (
    "codebook.toml",
    "instruments.csv",
    "annotations/frames.csv",
    "annotations/references.csv",
    "translations.csv",
    "provenance.csv",
    "variants.csv",
)


def configure_new(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``new`` takes."""
    parser.add_argument("folder", type=Path, help="the folder to make")
    _configure_sources(parser)
    parser.set_defaults(run=_new, parser=parser)


def _configure_sources(parser: argparse.ArgumentParser) -> None:
    """Tell the parser how files, and a table of articles, are named."""
    parser.add_argument("files", nargs="*", metavar="page", help=_FILES)
    parser.add_argument(
        "--encoding",
        choices=OLD_ENCODINGS,
        default="",
        help="what text and web pages are in, where that isn't told",
    )
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
    _configure_sources(parser)
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
        listed_names = printable(some_of(names))
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
    shown = some_of(made.ids)
    print(f"{printable(folder)}: {_articles(len(made.ids))} written ({shown}).")
    if made.skipped:
        print(f"{len(made.skipped)} left out:", file=sys.stderr)
        list_problems(made.skipped)
    if made.changed:
        count = f"{len(made.changed):,} id{'s were' if len(made.changed) > 1 else ' was'}"
        print(f"{count} changed, since an id is the name of a file (what stood there is kept in")
        print("source_file, or in note):")
        for line in made.changed[:SHOWN]:
            print(f"  {brief(line)}")
        if len(made.changed) > SHOWN:
            print(f"  and {len(made.changed) - SHOWN:,} more")
    for line in made.remarks:
        print(brief(line))
    if made.kept:
        kept = f"{printable(folder)}/originals"
        print(f"Files that are no plain text in UTF-8 are kept as they came: {kept}.")
    table = printable((folder / "articles.csv").as_posix())
    pages = [file for file in options.files if Path(file).suffix.lower() not in TABLE_ENDINGS]
    if pages:
        _say_titles(folder, made.ids)
    for line in _new_copies(folder, made.ids):
        print(brief(line))
    print(f"What is empty in {table} is for you")
    print("to fill in, in a spreadsheet: group, partner, locality, outlet, author, event_date,")
    print("published; and short: a name of two or three words that figures show, in English.")
    print(f"Save it as CSV UTF-8, then: {command_line('check', folder.as_posix())}")


def _new_copies(folder: Path, ids: Collection[str]) -> list[str]:
    """Say which of the articles that came in are copies, where that takes a moment."""
    try:
        files = read_folder(folder).without_copies()
    except CorpusError:
        return []  # check says what is wrong with the folder
    if sum(file.size for file in files.pages.values()) > MUCH:
        return []
    copies = copies_among(files, reviewed(folder, files))
    copies = copies[copies["article"].isin(ids) | copies["copy_of"].isin(ids)]
    days = files.articles[["event_date", "published"]].ne("").any(axis=1)
    return copy_remarks(copies, dated=bool(days[[*copies["article"], *copies["copy_of"]]].all()))


def _say_titles(folder: Path, ids: Sequence[str]) -> None:
    """List the titles that were read, since a page may show another line in its place."""
    print("Titles as they were read. Where one is another line of its page, write the right one in")
    print("articles.csv, word for word: what stands above it is then no sentence.")
    rows = read_csv(folder / "articles.csv", ("id", "title"), []).values()
    titles = {row["id"]: row["title"] for row in rows}
    for article in ids[:TITLES]:
        print(f"  {brief(f'{article}: {titles.get(article, str())}')}")
    if len(ids) > TITLES:
        print(f"  and {len(ids) - TITLES:,} more, in articles.csv")


def _check(options: argparse.Namespace) -> int:
    folder = printable(options.folder)
    try:
        if options.convert:
            for article, encoding in convert_pages(options.folder).items():
                print(f"{printable(article)}: was {encoding}; the page is kept in originals/.")
        every = read_folder(options.folder)
        files = every.without_copies()
        read_description(options.folder)
        late = _check_annotations(options.folder)
    except CorpusError as error:
        status = _say_faults(folder, error.problems)
        if any(SEEMS in problem for problem in error.problems):
            convert = command_line("check", "--convert", options.folder)
            print(f"To read anew what is in another encoding: {convert}", file=sys.stderr)
        return status
    reviews = reviewed(options.folder, files)
    silent = [article for article, review in reviews.items() if not review.counts]
    if len(silent) == len(files.articles):
        return _say_faults(folder, [f"articles/: {_NOTHING}"])
    copies = copies_among(files, reviews)
    doubts = [
        *late,
        *table_remarks(files, options.folder),
        *page_remarks(reviews, options.folder),
    ]
    twice = copy_remarks(copies)
    if silent:
        doubts.append(
            f"No sentence of an article is in {share_of(silent, reviews)}, only a title, links or "
            f"other surroundings: {some_of(silent)}. Nothing is counted there."
        )
    try:
        commented = _commentary_remarks(options.folder)
    except CorpusError as error:
        return _say_faults(folder, error.problems)
    titles = title_remarks(files, reviews, options.folder, set(copies["article"]))
    count = len(doubts) + bool(titles) + bool(twice)
    found = f"no fault of a file; {count} to look at:" if count else "no problem found."
    print(f"{folder}: {_articles(len(files.articles))}, {found}")
    for line in [
        *doubts,
        *twice,
        *titles,
        *limit_remarks(files),
        *marked_copies(every),
        *commented,
    ]:
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
    from helpers.framing import (  # noqa: PLC0415
        example_remarks,
        framing_sources,
        late_remarks,
        offered_remarks,
        recoded_remarks,
        sheet_remarks,
    )

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
        try:
            changed = sheet_remarks(corpus, [_CODING])
        except CorpusError:
            changed = {}  # a coding that can't be read is among the problems
        raise CorpusError(_by_article(problems, changed))
    ways = (example_remarks, late_remarks, offered_remarks, recoded_remarks)
    return [*(line for way in ways for line in way(corpus)), *sheet_remarks(corpus).values()]


def _by_article(problems: Iterable[str], changed: Mapping[str, str]) -> list[str]:
    """Say of an article whose text was changed what to do, in place of a line a sentence."""
    said: dict[str, str] = {}
    for problem in problems:
        found = _OF_SENTENCE.match(problem)
        article = found[1] if found else ""
        said.setdefault(article if article in changed else problem, changed.get(article, problem))
    return list(said.values())


def _articles(count: int) -> str:
    return f"{count:,} article{'s' if count != 1 else ''}"


def list_problems(problems: Sequence[str], most: int | None = None) -> None:
    """Print problems to the error stream, those of a kind in a line; `most` lines at the most."""
    lines = summed_up(problems)
    for line in lines[:most]:
        print(f"  {brief(line)}", file=sys.stderr)
    if most is not None and len(lines) > most:
        print(f"  and {len(lines) - most:,} more", file=sys.stderr)
