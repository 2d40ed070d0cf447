"""Which frames were on offer when an article was coded: what came later wasn't looked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from helpers.corpus import CorpusError, csv_text, read_csv, unguard_formula
from helpers.framing.codebook import Codebook

OFFERED = "annotations/offered.csv"
"""A row for each coded article: ``article, codes``, the codes with ``;`` between them."""


def offered_text(
    folder: Path, articles: Iterable[str], codes: list[str], found: Mapping[str, Iterable[str]]
) -> str:
    """Write the table of what was on offer.

    Parameters
    ----------
    folder : Path
    articles, codes
        The articles that are coded now, with these codes.
    found : mapping
        Codes that coders gave since in articles coded before: these were looked for.

    Returns
    -------
    str
    """
    known = _read(folder) | dict.fromkeys(articles, codes)
    for article, more in found.items():
        if article in known:
            known[article] = list(dict.fromkeys([*known[article], *more]))
    rows = [(article, ";".join(named)) for article, named in known.items()]
    return csv_text(pd.DataFrame(rows, columns=["article", "codes"]))


def late_frames(folder: Path, coding: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """List the frames that came into the codebook after some articles were coded.

    Parameters
    ----------
    folder : Path
        A corpus folder. Of articles that its ``annotations/offered.csv`` doesn't name, every
        frame is taken to have been on offer.
    coding : DataFrame
        The settled coding, with ``article``.
    book : Codebook

    Returns
    -------
    DataFrame
        ``frame, name, before`` (articles that were coded before) and ``of`` (coded articles).

    Raises
    ------
    CorpusError
        If the table has a fault, or no frame was on offer in every coded article.

    Examples
    --------
    >>> late_frames(corpus.folder, framing.by_hand, framing.codebook).empty
    True
    """
    coded = set(coding["article"].astype(str))
    known = [set(codes) for article, codes in _read(folder).items() if article in coded]
    before = {code: sum(code not in codes for codes in known) for code in book.codes}
    late = [code for code, number in before.items() if number]
    if late and len(late) == len(before):
        found = f"{OFFERED}: no frame of the codebook was on offer in every coded article"
        raise CorpusError([f"{found}; expected one at least, to compare articles by"])
    rows = [(code, book.frames["name"][code], before[code], len(coded)) for code in late]
    return pd.DataFrame(rows, columns=["frame", "name", "before", "of"])


def offered_elsewhere(folder: Path, coded: Collection[str]) -> list[str]:
    """Give the articles of the table that aren't coded, where some are."""
    return [article for article in _read(folder) if coded and article not in coded]


def without_frames(book: Codebook, codes: Iterable[str]) -> Codebook:
    """Give a codebook without some of its frames, and without their words."""
    left = set(codes)
    tables = {
        name: table[~table["frame"].isin(left)]
        for name, table in (("indicators", book.indicators), ("blocking", book.blocking))
    }
    return dataclasses.replace(book, frames=book.frames.drop(index=list(left)), **tables)


def _read(folder: Path) -> dict[str, list[str]]:
    """Read the table: codes by article; empty where the folder has none."""
    path = folder / OFFERED
    problems: list[str] = []
    rows = read_csv(path, ("article", "codes"), problems) if path.is_file() else {}
    if problems:
        raise CorpusError(problems)
    return {
        unguard_formula(row["article"]): [
            code.strip() for code in unguard_formula(row["codes"]).split(";") if code.strip()
        ]
        for row in rows.values()
    }
