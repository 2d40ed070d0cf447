"""The tables beside the articles: translations of sentences, provenance, spelling variants."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.corpus.csv_files import read_csv
from helpers.corpus.csv_writing import unguard_formula
from helpers.corpus.faults import CorpusError
from helpers.corpus.stored_table import StoredTable, batches, rows_of
from helpers.vietnamese import Variants, Written, as_meant

TRANSLATIONS = "translations.csv"
PROVENANCE = "provenance.csv"
VARIANTS = "variants.csv"
_TAKE_OUT = "if it was renamed, write its new id there; if not, put it back, or take its rows out"
_TRANSLATED = ("article", "sentence", "text", "english")
_KNOWN = ("article", "field", "value", "evidence")
_JOINED = ("written", "term", "kind")


def read_translations(
    folder: Path,
    sentences: pd.DataFrame | StoredTable,
    parts: pd.DataFrame | StoredTable,
    left_out: Collection[str] = (),
) -> pd.DataFrame:
    """Read the English of sentences and of lines around them, and check that these stand there.

    Returns
    -------
    DataFrame
        ``article, sentence`` (Int64; missing: a line of the page, known by its text), ``text``
        as the corpus has it, ``english, note``; no rows where the folder has none. Rows of
        articles that were `left_out` are left out too.

    Raises
    ------
    CorpusError
        One error that lists every row at fault.
    """
    columns = [*_TRANSLATED, "note"]
    rows, problems = _rows(folder / TRANSLATIONS, _TRANSLATED, left_out)
    articles = {row["article"] for row in rows.values()}
    known: dict[tuple[str, int | str], str] = {}
    if any(not row["sentence"] for row in rows.values()):
        lines = rows_of(parts, articles)
        known = {(str(row.article), _plain(row.text)): str(row.text) for row in lines.itertuples()}
    if articles:
        table = rows_of(sentences, articles)
        known |= {
            (str(row.article), int(row.sentence)): str(row.text) for row in table.itertuples()
        }
    first: dict[tuple[str, int | str], int] = {}
    here = {article for article, _ in known}
    gone = Counter(row["article"] for row in rows.values() if row["article"] not in here)
    for article, count in gone.items():
        if count > 1:
            found = f"{article} ({count:,} rows) is not in the corpus; {_TAKE_OUT}"
            problems.append(f"{TRANSLATIONS}: {found}")
    for number, row in rows.items():
        where = f"{TRANSLATIONS}, row {number}"
        if gone[row["article"]] > 1:
            continue
        problems += [
            f"{where}: {fault}" for fault in _translation_faults(row, known, first, number)
        ]
    if problems:
        raise CorpusError(problems)
    held = [{"note": ""} | row | {"text": known[_place(row)]} for row in rows.values()]
    table = pd.DataFrame(held, columns=columns)
    return table.assign(sentence=pd.to_numeric(table["sentence"]).astype("Int64"))


def _place(row: dict[str, str]) -> tuple[str, int | str]:
    """Say where the text of a row of translations stands: its number or, of a line, its text."""
    number = row["sentence"]
    return row["article"], int(number) if number else _plain(row["text"])


def _translation_faults(
    row: dict[str, str], known: dict[tuple[str, int | str], str], first: dict, number: int
) -> Iterator[str]:
    """Say what is wrong with a row of translations."""
    if not row["sentence"].isdecimal() and row["sentence"]:
        yield f"sentence {row['sentence']!r}; expected a number, 0 the title, none for a line"
        return
    place = _place(row)
    here = f"{row['article']} {row['sentence'] or repr(row['text'])}"
    what = "sentence" if row["sentence"] else "line of the page"
    if place not in known:
        yield f"{here} is not in the corpus; expected a {what} that stands there, or no row"
    elif _plain(known[place]) != _plain(row["text"]):
        yield (
            f"{here} has changed since it was translated: the corpus has {known[place]!r}; "
            f"the translation is of {row['text']!r}"
        )
    if place in first:
        yield f"{here} is translated in row {first[place]} already"
    first.setdefault(place, number)
    if not row["english"]:
        yield f"{here} has no English; expected a translation, or no row"


def read_provenance(
    folder: Path, articles: pd.DataFrame, left_out: Collection[str] = ()
) -> pd.DataFrame:
    """Read what is known of the articles from outside their text.

    Returns
    -------
    DataFrame
        ``article, field`` (a column of ``articles.csv``), ``value`` (empty: looked for and not
        found) and ``evidence``; no rows where the folder has none.

    Raises
    ------
    CorpusError
        One error that lists every row at fault.
    """
    rows, problems = _rows(folder / PROVENANCE, _KNOWN, left_out)
    for number, row in rows.items():
        where = f"{PROVENANCE}, row {number}"
        if row["article"] not in articles.index:
            problems.append(
                f"{where}: article {row['article']!r} is not in articles.csv; {_TAKE_OUT}"
            )
        if row["field"] not in articles.columns:
            known = ", ".join(articles.columns)
            problems.append(f"{where}: field {row['field']!r}; expected a column: {known}")
        if not row["evidence"]:
            problems.append(f"{where}: no evidence; expected how the value is known")
    if problems:
        raise CorpusError(problems)
    return pd.DataFrame(list(rows.values()), columns=list(_KNOWN))


def read_variants(folder: Path) -> tuple[Variants, list[str]]:
    """Read a corpus's own spelling variants.

    Returns
    -------
    variants : Variants
        With the project's; without a row of the corpus where the table has a fault.
    problems : list of str
        What is wrong with the table.
    """
    problems: list[str] = []
    path = folder / VARIANTS
    rows = read_csv(path, _JOINED, problems) if path.is_file() else {}
    for number, row in rows.items():
        where = f"{VARIANTS}, row {number}"
        for column in ("written", "term"):
            if not any(map(str.isalnum, row[column])):
                problems.append(f"{where}: {column} {row[column]!r}; expected a word")
        if row["kind"] not in ("spelling", "name"):
            problems.append(f"{where}: kind {row['kind']!r}; expected spelling or name")
    own = [(row["written"], row["term"], row["kind"]) for row in rows.values()]
    try:
        return Variants(() if problems else own), problems
    except ValueError as error:
        return Variants(), [f"{VARIANTS}: {fault}" for fault in error.args]


def spelling_counts(tokens: pd.DataFrame | StoredTable) -> dict[str, Written]:
    """Count how each word is written in a token table, and how often not at a sentence's start."""
    counts: dict[str, Written] = {}
    for batch in batches(tokens, ["token", "start"]):
        token = batch["token"].cat
        codes, names = token.codes.to_numpy(), token.categories
        inside = codes[batch["start"].to_numpy() > 0]
        columns = (np.bincount(kept, minlength=len(names)).tolist() for kept in (codes, inside))
        for name, times, within in zip(names, *columns, strict=True):
            before = counts.get(name, Written(0, 0))
            counts[name] = Written(before.times + times, before.inside + within)
    return counts


def _rows(
    path: Path, required: tuple[str, ...], left_out: Collection[str]
) -> tuple[dict[int, dict[str, str]], list[str]]:
    """Read a table's rows, those of articles that were left out aside, and its faults."""
    problems: list[str] = []
    rows = read_csv(path, required, problems) if path.is_file() else {}
    rows = {
        n: {name: unguard_formula(cell) for name, cell in row.items()} for n, row in rows.items()
    }
    return {n: row for n, row in rows.items() if row["article"] not in left_out}, problems


def _plain(text: str) -> str:
    """Give a text with its letters composed and its white space single, to compare by."""
    return as_meant(" ".join(unicodedata.normalize("NFC", text).split()))
