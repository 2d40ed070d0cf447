"""Any two codings compared: how far they agree, what differs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus import CorpusError, load_corpus
from helpers.framing.coding import CODED, load_sheet
from helpers.framing.files import left_out, load_own_codebook
from helpers.framing.reliability import POOLED, agreement, agreement_by_article
from helpers.framing.sheets import SHEETS

_KEYS = ["article", "sentence"]


class SheetComparison(NamedTuple):
    """How far two sheets agree; see `compare_sheets`.

    Examples
    --------
    >>> differences = pd.DataFrame({"article": ["a"], "sentence": [3], "column": ["agency"]})
    >>> compared = SheetComparison(*[pd.DataFrame()] * 2, differences, pd.DataFrame())
    >>> compared.differences
      article  sentence  column
    0       a         3  agency
    """

    by_frame: pd.DataFrame
    by_article: pd.DataFrame
    differences: pd.DataFrame
    progress: pd.DataFrame


def compare_sheets(folder: str | Path, first: str | Path, second: str | Path) -> SheetComparison:
    """Compare two codings, whoever made them, in the sentences that both have coded.

    Parameters
    ----------
    folder : path
        A corpus folder.
    first, second : path
        Sheets, filled in whole or in part, or ``frames.csv``; ``frames.csv:a`` for the codes of
        its coder a. What isn't there is looked for in the folder and its ``annotations``, also
        as a coder's name.

    Returns
    -------
    SheetComparison
        ``by_frame`` (`agreement` of each frame, of all together, and of partner, agency and
        prestige), ``by_article`` (`agreement_by_article`), ``differences``: ``article, sentence,
        column, first, second, text``, titles too, and ``progress``: ``sheet, sentences`` (in the
        articles that both have), ``coded, begun, open``.

    Raises
    ------
    CorpusError
        If a coding is missing or has a fault, or the two have no sentence coded in common; it
        lists every problem.

    Examples
    --------
    >>> frames = corpus.folder / "annotations" / "frames.csv"
    >>> compared = compare_sheets(corpus.folder, f"{frames}:a", f"{frames}:b")
    >>> compared.by_article[["article", "n", "alpha"]].round(2)
                  article   n  alpha
    0   hanoi-cooperation  13   0.93
    1  hcmc-resolution-31  12   0.97
    2         uk-hcmc-hub  14   0.96
    3     uk-ministry-tbi   9   0.97
    4        us-hanoi-mou  29   1.00
    """
    corpus = load_corpus(folder)
    book = load_own_codebook(corpus)
    away = left_out(corpus)
    sheets, names, problems = [], [], []
    for given in (first, second):
        path, coder = _named(Path(folder), str(given))
        names.append(f"{path.name}:{coder}" if coder else path.name)
        try:
            sheets.append(
                load_sheet(path, corpus.sentences, codebook=book, coder=coder, leave_out=away)
            )
        except CorpusError as error:
            problems += error.problems
    if problems:
        raise CorpusError(problems)
    articles = set(sheets[0]["article"]) & set(sheets[1]["article"])
    if not articles:
        raise CorpusError([f"{first} and {second} have no article in common"])
    sheets = [sheet[sheet["article"].isin(articles)] for sheet in sheets]
    progress = pd.DataFrame([_progress(*pair) for pair in zip(names, sheets, strict=True)])
    a, b = (sheet[sheet["state"] == "coded"].astype({"prestige": int}) for sheet in sheets)
    common = a[_KEYS].merge(b[_KEYS])
    if common.empty:
        idle = [
            f"{row.sheet}: {row.sentences - row.coded:,} rows not coded yet"
            for row in progress.itertuples()
            if row.coded < row.sentences
        ]
        raise CorpusError([f"{first} and {second}: no sentence is coded in both", *idle])
    a, b = (coding.merge(common) for coding in (a, b))
    tables = [agreement(a, b, codes=book.codes)]
    for column in CODED[1:]:
        table = agreement(a, b, column=column)
        pooled = table[table["code"] == POOLED].assign(code=column)
        one = pooled["alpha"].isna() & (pooled["n"] > 0)
        pooled["note"] = pooled["note"].mask(one, "alpha undefined: both gave one code everywhere")
        tables.append(pooled)
    by_frame = pd.concat(tables, ignore_index=True).drop(columns="sentences")
    by_article = agreement_by_article(a, b, codes=book.codes)
    return SheetComparison(by_frame, by_article, _differences(a, b), progress)


def _named(folder: Path, given: str) -> tuple[Path, str | None]:
    """Find the file of a coding, and whose codes of it are meant."""
    path, _, coder = given.rpartition(":")
    path, coder = (path, coder) if path and coder in SHEETS else (given, "")
    inside = folder / "annotations"
    places = [Path(path), folder / path, inside / path, inside / f"coder_{path}.csv"]
    return next((place for place in places if place.is_file()), places[0]), coder or None


def _progress(name: str, sheet: pd.DataFrame) -> dict[str, str | int]:
    """Count the sentences of a sheet by their state."""
    counts = {state: int((sheet["state"] == state).sum()) for state in ("coded", "begun", "open")}
    return {"sheet": name, "sentences": len(sheet), **counts}


def _differences(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """List the cells in which two codings of the same sentences differ."""
    both = a.merge(b[[*_KEYS, *CODED]], on=_KEYS)
    tables = []
    for column in CODED:
        cells = (
            both[[f"{column}_x", f"{column}_y"]].astype(str).set_axis(["first", "second"], axis=1)
        )
        apart = [set(x.split(";")) != set(y.split(";")) for x, y in cells.itertuples(index=False)]
        rows = both[_KEYS].assign(column=column, **cells, text=both["text"])
        tables.append(rows[apart])
    return pd.concat(tables).sort_index(kind="stable").reset_index(drop=True)
