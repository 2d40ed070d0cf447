"""The files of a corpus folder: read every one, report every fault at once."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus.csv_files import read_csv
from helpers.corpus.csv_writing import unguard_formula
from helpers.corpus.encodings import OLD_ENCODINGS, encoding_of
from helpers.corpus.faults import CorpusError
from helpers.corpus.row_checks import (
    DATE_COLUMNS,
    ID,
    SHA256,
    check_rows,
    groups_in_a_line,
    rewritten_days,
)

ARTICLE_COLUMNS = [
    "id",
    "title",
    "short",
    "group",
    "partner",
    "locality",
    "outlet",
    "author",
    "event_date",
    "published",
    "url",
    "note",
    "copy_of",
    "source_file",
    "sha256",
]
REQUIRED_COLUMNS = ("id", "title", "group")
DEFAULT_GROUPS = {"UK": "UK", "US": "US", "Hanoi": "Hanoi", "HCMC": "HCMC"}

SEEMS = "seems to be in"
"""How the fault of a page begins that ``check --convert`` mends."""

_TABLES = (".csv", ".toml")


class PageFile(NamedTuple):
    """A page's file as it was found: what it holds, in short, its size in bytes; its title."""

    sha256: str
    size: int
    title: str = ""


@dataclasses.dataclass(frozen=True)
class CorpusFiles:
    """What stands in a corpus folder, and the problems of rows that were left out.

    Pages are read when they are needed (`read_pages`): all of them may not fit in memory.

    Examples
    --------
    >>> files = read_folder(corpus.folder)
    >>> len(files.articles), list(files.groups)
    (5, ['UK', 'US', 'Hanoi', 'HCMC'])
    """

    articles: pd.DataFrame
    pages: dict[str, PageFile]
    groups: dict[str, str]
    glossary: pd.DataFrame
    skipped: list[str]
    left_out: frozenset[str] = frozenset()

    @property
    def copies(self) -> dict[str, str]:
        """The articles that the table calls copies, each with the one, read too, that it copies."""
        marked = self.articles["copy_of"]
        marked = marked[marked.isin(list(self.pages))]
        return {str(article): str(first) for article, first in marked.items()}

    def without_copies(self) -> CorpusFiles:
        """Give the same without what the table calls copies, and say so of each.

        Examples
        --------
        >>> len(read_folder(corpus.folder).without_copies().articles)
        5
        """
        if not (copies := self.copies):
            return self
        said = [f"{article}: left out, a copy of {first}" for article, first in copies.items()]
        return dataclasses.replace(
            self,
            articles=self.articles.drop(index=list(copies)),
            pages={article: page for article, page in self.pages.items() if article not in copies},
            skipped=[*self.skipped, *said],
            left_out=self.left_out | frozenset(copies),
        )


def read_folder(folder: Path, *, on_error: str = "raise") -> CorpusFiles:
    """Read and check a corpus folder.

    Parameters
    ----------
    folder : Path
        A folder with ``articles.csv`` and ``articles/``.
    on_error : {"raise", "skip"}
        Whether a row with a fault stops the reading, or is left out and
        reported in ``skipped``. A fault of the folder itself always stops it.

    Returns
    -------
    CorpusFiles

    Raises
    ------
    CorpusError
        If anything is wrong; it lists all that is.

    Examples
    --------
    >>> list(read_folder(corpus.folder).pages)[:2]
    ['uk-hcmc-hub', 'uk-ministry-tbi']
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f"on_error is {on_error!r}; expected 'raise' or 'skip'")
    _require_layout(folder)
    problems: list[str] = []
    groups = _read_groups(folder / "groups.csv", problems) or DEFAULT_GROUPS
    glossary = _read_pairs(folder / "glossary.csv", ("term", "English"), problems)
    faults: dict[int, list[str]] = {}
    rows = read_csv(folder / "articles.csv", REQUIRED_COLUMNS, problems, faults)
    rows = {number: _as_meant(row) for number, row in rows.items()}
    for column in DATE_COLUMNS:
        cells = {number: row.get(column, "") for number, row in rows.items()}
        for number, day in rewritten_days(cells).items():
            rows[number][column] = day
    if not rows and not problems and not faults:
        problems.append("articles.csv: no rows; expected one row an article")
    check_rows(rows, groups, faults)
    pages = _check_pages(folder, rows, faults)
    # A table that was not read in full says nothing of the files it doesn't name.
    whole = not problems and not faults.keys() - rows.keys()
    strays = _files_without_row(folder, rows) if whole else []
    by_row = [problem for number in sorted(faults) for problem in faults[number]]
    if on_error == "raise":
        single, line = groups_in_a_line(rows, groups, (folder / "groups.csv").is_file())
        by_row = [*line, *(problem for problem in by_row if problem not in single)]
    good = {number: row for number, row in rows.items() if number not in faults}
    if problems or (on_error == "raise" and by_row + strays):
        raise CorpusError(problems + by_row + strays)
    if not good:
        raise CorpusError(["articles.csv: no row without a fault is left", *by_row])
    articles = pd.DataFrame(good.values())
    articles = articles.reindex(
        columns=[*ARTICLE_COLUMNS, *(c for c in articles if c not in ARTICLE_COLUMNS)],
        fill_value="",
    )
    kept = {row["id"]: pages[row["id"]] for row in good.values()}
    left_out = frozenset(row["id"] for row in rows.values()) - kept.keys()
    return CorpusFiles(articles.set_index("id"), kept, groups, glossary, by_row + strays, left_out)


def read_glossary(folder: Path) -> pd.DataFrame:
    """Return a folder's glossary, ``term, English``; empty where it has none.

    Raises
    ------
    CorpusError
        If the file is no table with these columns.
    """
    problems: list[str] = []
    glossary = _read_pairs(folder / "glossary.csv", ("term", "English"), problems)
    if problems:
        raise CorpusError(problems)
    return glossary


def read_page(folder: Path, article: str) -> str:
    """Return one page as collected, line ends untouched.

    Parameters
    ----------
    folder : Path
        The corpus folder.
    article : str
        An id of ``articles.csv``.

    Returns
    -------
    str

    Examples
    --------
    >>> read_page(corpus.folder, "uk-hcmc-hub") == corpus.page("uk-hcmc-hub")
    True
    """
    return page_path(folder, article).read_bytes().decode("utf-8")


def page_path(folder: Path, article: str) -> Path:
    """Give the file of a page; macOS may have taken its name's letters and marks apart."""
    path = folder / "articles" / f"{article}.txt"
    names = (unicodedata.normalize(form, path.name) for form in ("NFC", "NFD"))
    there = (other for other in (path, *map(path.with_name, names)) if other.exists())
    return next(there, path)


def titles_of(pages: Mapping[str, PageFile]) -> dict[str, str]:
    """Return articles' titles as ``articles.csv`` has them."""
    return {article: file.title for article, file in pages.items()}


def read_pages(folder: Path, pages: Mapping[str, PageFile]) -> dict[str, str]:
    """Read pages as collected, line ends untouched.

    Raises
    ------
    CorpusError
        If a file can't be read, or has changed since `read_folder` read it.
    """
    texts = {}
    for article, file in pages.items():
        try:
            content = page_path(folder, article).read_bytes()
        except OSError as error:
            raise CorpusError([f"articles/{article}.txt: can't be read: {error}"]) from error
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise CorpusError([f"articles/{article}.txt: changed while the corpus was read"])
        texts[article] = content.decode("utf-8")
    return texts


def _require_layout(folder: Path) -> None:
    wanted = "expected a folder with articles.csv and articles/<id>.txt"
    if not folder.exists():
        raise CorpusError([f"{folder}: no such folder; {wanted}"])
    if not folder.is_dir():
        raise CorpusError([f"{folder}: is a file; {wanted}"])
    if not any(folder.iterdir()):
        raise CorpusError([f"{folder}: the folder is empty; {wanted}"])
    missing = []
    if not (folder / "articles.csv").is_file():
        missing.append(f"{folder}: no articles.csv; {wanted}")
    if not (folder / "articles").is_dir():
        missing.append(f"{folder}: no folder articles; {wanted}")
    elif not (folder / "articles").resolve().is_relative_to(folder.resolve()):
        missing.append(f"{folder}: articles is a link that leaves the folder; {wanted}")
    if missing := missing or [*_misplaced(folder)]:
        raise CorpusError(missing)


def _misplaced(folder: Path) -> Iterator[str]:
    """Say which tables are none: a link that leaves the folder, or a folder; and the reverse."""
    inside, annotations = folder.resolve(), folder / "annotations"
    folders = {annotations, folder / "originals"}
    for path in sorted(folders):
        if path.exists() and not path.is_dir():
            yield f"{path.name}: is a file; expected a folder"
    tables = [*folder.iterdir(), *(annotations.iterdir() if annotations.is_dir() else ())]
    for path in sorted({*folders, *(path for path in tables if path.suffix in _TABLES)}):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            yield f"{name}: is a link that leaves the folder; expected what is inside it"
        elif path.suffix in _TABLES and not path.is_file():
            yield f"{name}: is no file; expected a table"


def _as_meant(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row without what protects or varies its cells' spelling."""
    cells = {column: unguard_formula(cell) for column, cell in row.items()}
    # A digest in capitals is the same digest.
    return cells | ({"sha256": cells["sha256"].lower()} if "sha256" in cells else {})


def group_names(groups: Mapping[str, str]) -> dict[str, str]:
    """Give what readers call each group: its label up to a colon, its own name where two share it.

    Examples
    --------
    >>> group_names({"jp": "Japan: grants and visits", "fr": "France"})
    {'jp': 'Japan', 'fr': 'France'}
    """
    names = {group: label.split(":")[0].strip() for group, label in groups.items()}
    known = list(names.values())
    return {g: name if name and known.count(name) == 1 else g for g, name in names.items()}


def _read_groups(path: Path, problems: list[str]) -> dict[str, str]:
    """Return each group's label, its own name where it has none."""
    groups: dict[str, str] = {}
    first_row: dict[str, int] = {}
    rows = read_csv(path, ("group", "label"), problems) if path.is_file() else {}
    for number, row in rows.items():
        where, group = f"{path.name}, row {number}", unguard_formula(row["group"])
        if not group:
            problems.append(f"{where}: no group; expected one as it stands in articles.csv")
        elif group in first_row:
            found = f"group {group!r} stands in row {first_row[group]} already"
            problems.append(f"{where}: {found}; expected one row a group")
        else:
            first_row[group] = number
            groups[group] = unguard_formula(row["label"]) or group
    return groups


def _read_pairs(path: Path, columns: tuple[str, str], problems: list[str]) -> pd.DataFrame:
    rows = read_csv(path, columns, problems) if path.is_file() else {}
    return pd.DataFrame(
        [[row[column] for column in columns] for row in rows.values()], columns=list(columns)
    )


def _check_pages(
    folder: Path, rows: dict[int, dict[str, str]], faults: dict[int, list[str]]
) -> dict[str, PageFile]:
    pages = {}
    inside = (folder / "articles").resolve()
    for number, row in rows.items():
        if ID.fullmatch(row["id"]):
            path = page_path(folder, row["id"])
            file, fault = _check_page(path, inside, row.get("sha256", ""))
            pages[row["id"]] = file._replace(title=row.get("title", ""))
            if fault:
                where = f"articles.csv, row {number}: articles/{path.name}"
                faults.setdefault(number, []).append(f"{where} {fault}")
    return pages


def _check_page(path: Path, inside: Path, sha256: str) -> tuple[PageFile, str]:
    """Return a page's file as found, and what is wrong with it (empty: nothing)."""
    if not path.is_file():
        return PageFile("", 0), "does not exist; expected the article's text"
    if not path.resolve().is_relative_to(inside):
        return PageFile("", 0), f"is a link that leaves {inside.name}/; expected a file inside it"
    try:
        content = path.read_bytes()
    except OSError as error:
        return PageFile("", 0), f"can't be read ({error.strerror}); expected the article's text"
    found = PageFile(hashlib.sha256(content).hexdigest(), len(content))
    if SHA256.fullmatch(sha256) and found.sha256 != sha256:
        fault = f"has changed: its sha256 is {found.sha256}; expected {sha256}"
        return found, f"{fault}. If the change is meant, write the new one there, or empty the cell"
    return found, text_fault(content)


def text_fault(content: bytes) -> str:
    """Say why bytes are no page's text; empty where they are."""
    if encoding := encoding_of(content):
        return f"{SEEMS} {OLD_ENCODINGS[encoding]}; expected text saved as UTF-8"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}; expected text saved as UTF-8"
    # A page may hold a zero byte; of one saved as UTF-32 most letters have two or more.
    if content.count(0) > len(content) / 10:
        return "is full of zero bytes, as UTF-32 is; expected text saved as UTF-8"
    return "" if text.strip() else "is empty; expected the article's text"


def _files_without_row(folder: Path, rows: dict[int, dict[str, str]]) -> list[str]:
    there = set(os.listdir(folder / "articles"))  # noqa: PTH208 - names alone, of very many files
    known = {unicodedata.normalize("NFC", f"{row['id']}.txt") for row in rows.values()}
    return [
        f"articles/{name}: no row in articles.csv; expected one with id {name.removesuffix('.txt')}"
        for name in sorted(there)
        if not name.startswith(".")
        # A file in other letters is the row's where none has the row's own.
        and (name not in known)
        and ((own := unicodedata.normalize("NFC", name)) not in known or own in there)
    ]
