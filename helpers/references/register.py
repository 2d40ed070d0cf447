"""The register of the documents that a corpus cites."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from helpers.corpus import CorpusError, read_csv
from helpers.references.finding import dates_without_sign
from helpers.references.grammar import load_grammar

FACTS = ("number", "issuer", "date", "title", "horizon")
"""What the register may know of a document; each has a column for its source."""

COLUMNS = (
    "canonical",
    "type",
    "number",
    "issuer",
    "date",
    "title",
    "horizon_to",
    "horizon_vision",
    "cited_as",
    *(f"{fact}_source" for fact in FACTS),
)

_CANONICAL = re.compile(r"vn:[a-z]+:[a-z0-9_-]+:[a-z0-9&_-]+:(?:\d{4}|_)")
_DATE = re.compile(
    r"(?:\d{4}|XXXX|'?-)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|\d{4}(?:-(?:0[1-9]|1[0-2]))?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SOURCE = re.compile(r"(?:annotation )?[\w.-]+:\d+-\d+(?: \([^();]+\))?|https?://\S+")


def load_instruments(path: str | Path | None = None) -> pd.DataFrame:
    """Read and check the register of policy documents.

    Parameters
    ----------
    path : str or Path, optional
        The file; by default ``instruments.csv`` of the corpus.

    Returns
    -------
    DataFrame
        One row a document: ``canonical, type, number, issuer, date`` (``XXXX-05-19``, ISO 8601-2,
        where the year is unknown; the file may also have ``--05-19``), ``title, horizon_to,
        horizon_vision`` (years, ``<NA>`` where unknown), ``cited_as`` (other ids by which the
        corpus cites it, separated by blanks) and the source of each fact: a stretch of an
        article (``article:start-end``, code points of the page), an annotation of such a
        stretch (both may carry a remark in parentheses), or an address. What isn't known is an
        empty string.

    Raises
    ------
    CorpusError
        If the file is missing or a row is wrong; it lists every problem.

    Examples
    --------
    >>> register = load_instruments(corpus.folder / "instruments.csv").set_index("canonical")
    >>> register.loc["vn:nq:31:tw:2022", ["number", "date", "horizon_to"]].to_dict()
    {'number': '31-NQ/TW', 'date': '2022-12-30', 'horizon_to': 2030}
    """
    if path is None:
        from helpers.corpus import default_folder  # noqa: PLC0415 - a given path needs none

        path = default_folder() / "instruments.csv"
    path = Path(path)
    if not path.is_file():
        raise CorpusError([f"{path}: no such file; expected the register of policy documents"])
    problems: list[str] = []
    rows = read_csv(path, COLUMNS, problems)
    seen: dict[str, int] = {}
    for number, row in rows.items():
        problems += [f"{path.name}, row {number}: {fault}" for fault in _faults(row)]
        for identity in [row["canonical"], *row["cited_as"].split()]:
            if identity in seen:
                problems.append(
                    f"{path.name}, row {number}: {identity} stands in row {seen[identity]} too; "
                    "expected one row an id"
                )
            seen[identity] = number
    if problems:
        raise CorpusError(problems)
    table = pd.DataFrame(list(rows.values()), columns=list(COLUMNS))
    for column in ("horizon_to", "horizon_vision"):
        table[column] = pd.to_numeric(table[column].replace("", None)).astype("Int64")
    return table.assign(date=dates_without_sign(table["date"]))


def _faults(row: dict[str, str]) -> list[str]:
    """List what is wrong with one row."""
    faults = []
    for identity in [row["canonical"], *row["cited_as"].split()]:
        if not _CANONICAL.fullmatch(identity):
            faults.append(
                f"{identity!r} is no canonical id; expected vn:<type>:<key>:<issuer>:<year>"
            )
    known = load_grammar().types.get(row["type"])
    if known is None:
        faults.append(f"type {row['type']!r} is unknown; expected one of document_types.csv")
    elif row["canonical"].split(":")[1:2] != [known.slug]:
        faults.append(f"{row['canonical']} is no {row['type']}; expected vn:{known.slug}:…")
    if row["date"] and not _DATE.fullmatch(row["date"]):
        faults.append(f"date {row['date']!r}; expected ISO 8601, as exact as is known")
    for column in ("horizon_to", "horizon_vision"):
        if row[column] and not _YEAR.fullmatch(row[column]):
            faults.append(f"{column} {row[column]!r}; expected a year")
    for fact in FACTS:
        value = row["horizon_to"] or row["horizon_vision"] if fact == "horizon" else row[fact]
        source = row[f"{fact}_source"]
        if value and not source:
            faults.append(f"{fact} has no source; expected where it stands")
        if source and not value:
            faults.append(f"{fact}_source without {fact}")
        for place in source.split("; ") if source else []:
            if not _SOURCE.fullmatch(place):
                faults.append(
                    f"{fact}_source {place!r}; expected article:start-end, "
                    "annotation article:start-end or an address"
                )
    return faults
