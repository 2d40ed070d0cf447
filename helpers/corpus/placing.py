"""Articles put into a corpus folder: all of them, or nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from helpers.corpus.csv_writing import guard_formula
from helpers.corpus.faults import CorpusError
from helpers.corpus.quality import letters_key
from helpers.corpus.row_checks import file_key
from helpers.corpus.sources import NewArticle, is_changed

_SCRATCH = ".khung-tin-"


@dataclass(frozen=True)
class Made:
    """What was written.

    Attributes
    ----------
    ids : list of str
        The new articles' ids.
    skipped : list of str
        What was left out on request: the row, and what is wrong with it; in the rows' order.
    changed : list of str
        The ids that had to be changed, since an id is the name of a file: where it stood, and
        what became of it. A table's own id is kept in ``note``, a file's name in ``source_file``.
    remarks : list of str
        Which columns of a table were taken and left, and what a spreadsheet may have rewritten.
    kept : list of str
        The ids whose files are no text, and are kept in ``originals/``.

    Examples
    --------
    >>> Made(ids=["page-1"], skipped=["row 3: no text"], changed=[]).skipped
    ['row 3: no text']
    """

    ids: list[str]
    skipped: list[str]
    changed: list[str]
    remarks: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@contextmanager
def scratch_folder(parent: Path, folder: Path) -> Iterator[Path]:
    """Give a folder in `parent` for what isn't whole yet; an error of writing names `folder`."""
    try:
        with tempfile.TemporaryDirectory(dir=parent, prefix=_SCRATCH) as made:
            yield Path(made)
    except OSError as error:
        # A full disk names no file, and one in the making means nothing to its reader.
        if error.filename is None or _SCRATCH in str(error.filename):
            error.filename = str(folder)
        raise


@dataclass(frozen=True)
class ArticleTable:
    """A table to write rows to: what it holds already, and its form."""

    content: bytes
    columns: Sequence[str]
    delimiter: str = ","
    end: str = "\n"


def write_articles(
    made: Path,
    articles: Iterable[NewArticle | str],
    table: ArticleTable,
    known: Mapping[str, bytes] | None = None,
    *,
    skip: bool = False,
) -> tuple[Made, set[str]]:
    """Write the pages that can be used, and their rows, as they come; give their groups too."""
    (made / "articles").mkdir()
    written, groups = Made([], [], []), set()
    origins = {file_key(article): ("the corpus", article) for article in known or {}}
    there = None if known is None else {key: article for article, key in known.items()}
    with (made / "articles.csv").open("wb") as file:
        file.write(table.content)
        for article in _good(articles, origins, written.skipped, there):
            if written.skipped and not skip:
                # Nothing will be kept: the rest is read for its faults alone.
                continue
            name = article.row["id"]
            (made / "articles" / f"{name}.txt").write_bytes(article.page)
            if article.original is not None:
                (made / "originals").mkdir(exist_ok=True)
                (made / "originals" / f"{name}{article.ending}").write_bytes(article.original)
                written.kept.append(name)
            file.write(csv_lines([article.row], table.columns, table.delimiter, table.end))
            written.ids.append(name)
            groups |= {article.row["group"]} if article.row.get("group") else set()
            if is_changed(article.name, name):
                written.changed.append(f"{article.origin}: id {article.name!r} became {name!r}")
    if written.skipped and not (skip and written.ids):
        raise CorpusError(written.skipped)
    return written, groups


def _good(
    articles: Iterable[NewArticle | str],
    origins: dict[str, tuple[str, str]],
    problems: list[str],
    there: dict[bytes, str] | None,
) -> Iterator[NewArticle]:
    """Give the articles without a fault whose ids are new; `problems` gets the others'.

    Where `there` says which texts a corpus has, these are refused too, under any name.
    """
    try:
        for article in articles:
            if isinstance(article, str):
                problems.append(article)
                continue
            name, key = article.row["id"], file_key(article.row["id"])
            if there is not None:
                text = letters_key(article.page.decode("utf-8"))
                if text in there:
                    problems.append(
                        f"{article.origin}: its text is there already, as {there[text]!r}; leave "
                        "it out, or it is counted twice"
                    )
                    continue
                there[text] = name
            if key not in origins:
                origins[key] = (article.origin, name)
                yield article
                continue
            earlier, other = origins[key]
            own = f"its id {article.name!r}" if is_changed(article.name, name) else "its id"
            found = f"{own} would be {name!r}, which {earlier} has already"
            same = "" if other == name else f" as {other!r}, one file with it on some systems"
            problems.append(f"{article.origin}: {found}{same}; rename one of them")
    except CorpusError as error:
        raise CorpusError([*problems, *error.problems]) from error


def move_in(made: Path, folder: Path) -> None:
    """Move new pages, originals and the longer table into a corpus: all of them, or none."""
    moved = []
    table, before = folder / "groups.csv", None
    first = not (folder / "originals").is_dir()
    try:
        for place in ("articles", "originals"):
            for source in sorted((made / place).glob("*")):
                target = folder / place / source.name
                target.parent.mkdir(exist_ok=True)
                source.rename(target)
                moved.append(target)
        before = table.read_bytes() if (made / table.name).exists() and table.exists() else None
        if (made / table.name).exists():
            moved += [] if before is not None else [table]
            (made / table.name).replace(table)
        (made / "articles.csv").replace(folder / "articles.csv")
    except BaseException:
        if before is not None:
            table.write_bytes(before)
        for target in moved:
            target.unlink(missing_ok=True)
        if first and (folder / "originals").is_dir():
            (folder / "originals").rmdir()
        raise


def csv_lines(
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    delimiter: str = ",",
    end: str = "\n",
) -> bytes:
    """Write rows as CSV, without a header; the header alone where there are no rows."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(
        text, columns, "", extrasaction="ignore", delimiter=delimiter, lineterminator=end
    )
    if not rows:
        table.writeheader()
    for row in rows:
        table.writerow({column: guard_formula(cell) for column, cell in row.items()})
    return text.getvalue().encode("utf-8")
