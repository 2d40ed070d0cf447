"""Articles from files and from tables, checked one by one, with an id and a title each."""

from __future__ import annotations

import hashlib
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from helpers import cleaning
from helpers.corpus.dates import read_day
from helpers.corpus.encodings import without_ligatures
from helpers.corpus.faults import CorpusError, printable
from helpers.corpus.folder import text_fault
from helpers.corpus.page_files import read_page_file
from helpers.corpus.row_checks import DATE_COLUMNS, DEVICE, file_key, row_faults
from helpers.corpus.table_files import (
    TABLE_ENDINGS,
    ArticleTable,
    article_table,
    cell,
    kind_of,
)
from helpers.vietnamese import limits

# An id is a file name: letters, digits and marks that every system takes, and no longer than
# the shortest limit (255 bytes) allows.
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_ID = 80
_LONGEST_SLUG = 40
# Enough of a page without a title line to tell it by.
_FIRST_WORDS = 12
_NO_TITLE = "title: the page's first words"

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](.+)", re.ASCII)
# A day without a time, as programs write it that know no day without one.
_MIDNIGHT = re.compile(r"00:00(:00([.,]0+)?)?")
_TIME = re.compile(r"\d[:h]\d")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class NewArticle:
    """An article to be added.

    Attributes
    ----------
    row : mapping of str to str
        Its row of ``articles.csv``.
    page : bytes
        Its text.
    origin : str
        Where it came from: a file, or a table and a row.
    name : str
        What its id was made of.
    original : bytes, optional
        The file that the text was read from, where it is no text itself.
    ending : str
        That file's ending.
    """

    row: Mapping[str, str]
    page: bytes
    origin: str
    name: str
    original: bytes | None = None
    ending: str = ""


def _safe_id(name: str) -> str:
    """Make an id from a file's name, or from any text."""
    text = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip("-.")
    if DEVICE.fullmatch(text):
        text = f"page-{text}"
    return text[:_LONGEST_ID].rstrip("-.")


def from_files(
    files: Sequence[str | Path],
    said: list[str] | None = None,
    taken: dict[str, int] | None = None,
    encoding: str = "",
) -> Iterator[NewArticle | str]:
    """Make articles of files: a page each, or a table.

    Parameters
    ----------
    files : sequence of path
        Pages of any kind that `page_text` reads, and tables.
    said : list of str, optional
        Gets what is to be said of tables, and of files in an old encoding.
    taken : dict of str to int, optional
        The ids that are there, which rows without an id don't get; gets those of the rows.
    encoding : str
        What text and web pages are in, where that isn't told (as `page_text` takes it).

    Yields
    ------
    NewArticle or str
        An article, or what is wrong with the file.
    """
    taken = {} if taken is None else taken
    if not files:
        yield "no file was named; expected one or more, such as page.txt or page.html"
    paths = [Path(file) for file in files]
    # A browser puts a page's pictures into a folder beside it.
    beside = {path.with_name(path.stem + end) for path in paths for end in ("_files", ".files")}
    for path in paths:
        if path.is_dir() and path in beside:
            continue
        if path.suffix.lower() in TABLE_ENDINGS and path.is_file():
            yield from from_table(path, "text", None, said, taken)
            continue
        try:
            page = read_page_file(path, encoding)
        except CorpusError as error:
            yield from error.problems
            continue
        row = {"id": _safe_id(path.stem), "source_file": printable(path.name), **page.known}
        if columns := [column for column in page.known if column != "title"]:
            row["note"] = f"from the page's metadata: {', '.join(columns)}"
        article = _article(row, page.text, str(path), path.stem, taken)
        if page.original is not None and isinstance(article, NewArticle):
            end = _safe_id(path.suffix).lower()
            article = replace(article, original=page.original, ending=f".{end}" if end else "")
        if page.encoding and said is not None:
            said.append(f"{printable(path.name)}: was in {page.encoding}, and is read as meant.")
        yield article


def from_table(
    path: Path,
    text_column: str,
    id_column: str | None,
    said: list[str] | None = None,
    taken: dict[str, int] | None = None,
) -> Iterator[NewArticle | str]:
    """Make articles of the rows of a table, one row in memory at a time.

    Parameters
    ----------
    path : Path
        A CSV, TSV, JSONL or XLSX file.
    text_column : str
        The column of texts; where it is "text" and isn't there, one that means it is taken.
    id_column : str or None
        The column of ids; "id" by default. A row without one gets one from its title.
    said : list of str, optional
        Gets which columns were taken and left.
    taken : dict of str to int, optional
        As `from_files` takes it.

    Yields
    ------
    NewArticle or str
        An article, or what is wrong with a row; in the order of the rows.

    Raises
    ------
    CorpusError
        If the file can't be used, or not beyond a certain row.
    """
    if not path.is_file():
        raise CorpusError([f"{path}: no such file; expected a CSV, TSV, JSONL or XLSX file"])
    empty, taken = True, {} if taken is None else taken
    try:
        table = article_table(path, text_column, id_column)
        required = [table.text, *([id_column] if id_column else [])]
        for number, row in table.rows(required):
            empty = False
            if isinstance(row, str):
                yield _with_hint(row)
            else:
                yield _of_row(row, f"{path.name}, row {number}", table, taken)
    except CorpusError as error:
        raise CorpusError([_with_hint(problem) for problem in error.problems]) from error
    if empty:
        raise CorpusError([f"{path.name}: no rows; expected one row an article"])
    if said is not None:
        said += table.said()


def _with_hint(problem: str) -> str:
    hint = " (name the columns with --text-column and --id-column)"
    return problem + hint if ": no column " in problem else problem


def _of_row(
    row: Mapping[str, object], where: str, table: ArticleTable, taken: dict[str, int]
) -> NewArticle | str:
    """Make an article of a table's row, or say what is wrong with it."""
    text, named = row.get(table.text), row.get(table.id)
    if not isinstance(text, str):
        return f"{where}: column {table.text} has {kind_of(text)}; expected the article's text"
    if isinstance(named, dict | list):
        return f"{where}: column {table.id} has {kind_of(named)}; expected the article's id"
    name = cell(named)
    known = table.known(row)
    for column, value in {**known, table.id: name, table.text: text}.items():
        if half := _SURROGATE.search(value):
            found = f"half a character ({half[0]!a}) at character {half.start()}"
            return f"{where}: column {column} has {found}; expected Unicode text"
    notes = [known.get("note", "")]
    for column in DATE_COLUMNS:
        known[column], full = _day(known.get(column, ""), table.day_first.get(column))
        notes.append(f"{column}: {full}" if full else "")
    article = _safe_id(name)
    notes.append(f"id: {name}" if is_changed(name, article) else "")
    known |= {"id": article, "note": "; ".join(filter(None, notes))}
    known["source_file"] = known.get("source_file") or table.path.name
    # "N/A" is no text.
    page = without_ligatures(_under_title(known.get("title", ""), text)) if cell(text) else ""
    known["title"] = without_ligatures(known.get("title", ""))
    called = {column: table.called(row, column) for column in DATE_COLUMNS}
    return _article(known, page.encode("utf-8"), where, name, taken, called)


def _under_title(title: str, text: str) -> str:
    """Put a title in front of a text in which it isn't a line of its own."""
    wanted = cleaning.normalise(title).casefold()
    lines = (cleaning.normalise(" ".join(line.split())).casefold() for line in text.splitlines())
    return f"{title}\n\n{text}" if wanted and wanted not in lines else text


def is_changed(name: str, article: str) -> bool:
    """Tell whether an id has other characters than what it was made of.

    The same letters, composed or not (Unicode's canonical equivalence), are no change.
    """
    return unicodedata.normalize("NFC", name) != article


def _day(text: str, day_first: bool | None) -> tuple[str, str]:
    """Return the day of a date or a moment, and the whole where the day says less."""
    found = _MOMENT.fullmatch(text)
    if not found:
        day = read_day(text, day_first)
        return (day, text if _TIME.search(text) else "") if day else (text, "")
    day, time = found.groups()
    # As ISO 8601 writes a time zone: "Z" and no space.
    iso = re.sub(r" (?=[+-]\d)", "", re.sub(r" ?(UTC|GMT|Z)$", "Z", time))
    try:
        datetime.fromisoformat(f"{day}T{iso}")
    except ValueError:
        return text, ""
    return day, "" if _MIDNIGHT.fullmatch(time) else text


def _article(
    row: dict[str, str],
    content: bytes,
    origin: str,
    name: str,
    taken: dict[str, int],
    called: Mapping[str, str] | None = None,
) -> NewArticle | str:
    """Make an article of a row and its page's bytes, or say what is wrong with them."""
    if name and not row["id"]:
        return f"{origin}: its name has no letter or digit that an id can be made of; rename it"
    if fault := text_fault(content):
        return f"{origin}: {fault}"
    page = content.decode("utf-8")
    row = {**row, "sha256": hashlib.sha256(content).hexdigest()}
    if not row.get("title"):
        row["title"] = cleaning.title_on(page)
        if not 0 < len(row["title"]) <= limits.LONGEST_TITLE:
            words = page.split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS]
            row["title"] = " ".join(words)[: limits.LONGEST_TITLE].strip()
            row["note"] = "; ".join(filter(None, [row.get("note"), _NO_TITLE]))
    row["id"] = row["id"] or _free_id(row, taken)
    taken.setdefault(file_key(row["id"]), 1)
    # A table's own groups are good groups: they are listed in groups.csv.
    faults = list(row_faults(row, {row.get("group", ""): ""}, called))
    if faults:
        return f"{origin}: {'; '.join(faults)}"
    return NewArticle(row, content, origin, name or row["id"])


def _free_id(row: Mapping[str, str], taken: dict[str, int]) -> str:
    """Make an id of an article's title that no other has, else of its outlet; then of its day."""
    day = row.get("published") or row.get("event_date", "")
    name = _slug(row["title"]) or _slug(row.get("outlet", "")) or "article"
    if name in taken and day:
        name = f"{name}-{day}"
    number = taken.get(name, 0) + 1
    while (found := f"{name}-{number}" if number > 1 else name) in taken:
        number += 1
    taken[name] = number
    return found


def _slug(text: str) -> str:
    """Write the first words of a text in plain letters, as in an address."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    words = re.findall("[a-z0-9]+", "".join(x for x in letters if not unicodedata.combining(x)))
    return textwrap.shorten(" ".join(words), _LONGEST_SLUG, placeholder="").replace(" ", "-")
