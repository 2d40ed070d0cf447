"""Two coders' sheets joined into one coding, article by article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    csv_cells,
    csv_form,
    csv_text,
    load_corpus,
    unguard_formula,
)
from helpers.framing.codebook import Codebook
from helpers.framing.coding import CODED, UNSETTLED, load_coding, load_sheet
from helpers.framing.files import CODING, load_own_codebook
from helpers.framing.sheets import SENTENCE, SHEETS, appended, write_whole

TO_SETTLE = UNSETTLED
"""Stands where two coders differ, until the codes are settled."""


_KEYS = ["article", "sentence"]
_LATER = ["speaker", "attribution", "reason"]
_COLUMNS = [*SENTENCE, *(f"{c}{end}" for c in CODED for end in ("_a", "_b", "")), *_LATER]


def join_codings(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Set two coders' codings side by side, and settle what they agree on.

    Parameters
    ----------
    first, second : DataFrame
        The coders' sheets, filled in: ``article, sentence, part, text, frames, partner, agency,
        prestige`` and, where there is one, ``note``, one row a sentence.

    Returns
    -------
    DataFrame
        The columns of ``annotations/frames.csv``. The order of frames in a cell makes no
        difference. Where the two differ, the settled cell is `TO_SETTLE`. The coders' notes stand
        in ``reason``, for whoever settles.

    Raises
    ------
    CorpusError
        If a sentence stands in one coding only.

    Examples
    --------
    >>> row = {"article": "a", "sentence": 1, "part": "body", "text": "Hai bên ký kết."}
    >>> codes = {"frames": "PARTNER", "partner": "UK", "agency": "F=V", "prestige": 0}
    >>> first = pd.DataFrame([row | codes])
    >>> second = first.assign(frames="AID;PARTNER")
    >>> join_codings(first, second)[["frames_a", "frames_b", "frames", "partner"]]
      frames_a     frames_b frames partner
    0  PARTNER  AID;PARTNER      ?      UK
    """
    first, second = (
        t.assign(note=t.get("note", "")).astype({"article": "str", "sentence": int})
        for t in (first, second)
    )
    both = first[[*SENTENCE, *CODED, "note"]].merge(
        second[[*_KEYS, *CODED, "note"]],
        on=_KEYS,
        how="outer",
        suffixes=("_a", "_b"),
        indicator="side",
    )
    sides = {"left_only": "first", "right_only": "second"}
    problems = [
        f"{row.article} {row.sentence}: stands in the {sides[row.side]} coder's sheet only"
        for row in both[both["side"] != "both"].itertuples()
    ]
    if problems:
        raise CorpusError(problems)
    # An outer merge sorts by key; the articles' own order is wanted.
    both = first[_KEYS].merge(both, on=_KEYS)
    for column in CODED:
        a, b = (both[f"{column}_{letter}"].astype(str) for letter in "ab")
        alike = a.str.split(";").map(frozenset) == b.str.split(";").map(frozenset)
        both[column] = a.where(alike, TO_SETTLE)
    notes = [
        both[f"note_{side}"].map(lambda note, side=side: note and f"{side}: {note}")
        for side in "ab"
    ]
    both["reason"] = ["; ".join(filter(None, pair)) for pair in zip(*notes, strict=True)]
    return both.reindex(columns=_COLUMNS, fill_value="")


class Joined(NamedTuple):
    """What `join_sheets` made of two sheets.

    Attributes
    ----------
    rows : DataFrame
        The rows that were added to the coding, as `join_codings` gives them.
    left : list of str
        The articles that aren't wholly coded in both sheets yet.
    there : list of str
        The articles that the coding has already, with the same codes.

    Examples
    --------
    >>> Joined(pd.DataFrame(), left=["a"], there=[]).left
    ['a']
    """

    rows: pd.DataFrame
    left: list[str]
    there: list[str]


def join_sheets(folder: str | Path) -> Joined:
    """Join the articles that both sheets have wholly coded into ``annotations/frames.csv``.

    Parameters
    ----------
    folder : path
        A corpus folder with both sheets, filled in whole or in part; they stay as they are.

    Returns
    -------
    Joined

    Raises
    ------
    CorpusError
        If a sheet is missing or has a fault, no article is whole in both, or one stands in
        ``frames.csv`` with other codes; it lists every problem, and nothing is written.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> pages = [corpus.folder / "articles" / f"{name}.txt" for name in corpus.articles.index[:2]]
    >>> _ = new_corpus(folder, pages)
    >>> from helpers.framing import write_sheets
    >>> for sheet in write_sheets(folder):
    ...     table = pd.read_csv(sheet, dtype=object)
    ...     codes = {"frames": "AID", "partner": "UK", "agency": "F>V", "prestige": 0}
    ...     table.loc[table["article"] == "uk-hcmc-hub", list(codes)] = list(codes.values())
    ...     table.to_csv(sheet, index=False)
    >>> joined = join_sheets(folder)
    >>> joined.rows["article"].unique().tolist(), joined.left
    (['uk-hcmc-hub'], ['uk-ministry-tbi'])
    """
    folder = Path(folder)
    corpus = load_corpus(folder)
    codebook = load_own_codebook(corpus)
    sheets = _read_sheets(folder, corpus, codebook, load_sheet)
    whole = [_whole_articles(sheet) for sheet in sheets]
    if not set(whole[0]) & set(whole[1]):
        # With what each sheet lacks, row by row.
        join_codings(*_read_sheets(folder, corpus, codebook, load_coding))
    named = list(dict.fromkeys([*sheets[0]["article"], *sheets[1]["article"]]))
    both = [name for name in named if name in whole[0] and name in whole[1]]
    rows = [
        sheet[sheet["article"].isin(both)].astype({"prestige": int}).reset_index(drop=True)
        for sheet in sheets
    ]
    joined = join_codings(*rows)
    path = folder / CODING
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    there = _joined_before(before, joined, path.name)
    new = joined[~joined["article"].isin(there)].reset_index(drop=True)
    if len(new):
        write_whole(path, _with_rows(before, new, path.name))
    return Joined(new, [name for name in named if name not in both], there)


def _read_sheets(
    folder: Path, corpus: Corpus, codebook: Codebook, read: Callable[..., pd.DataFrame]
) -> list[pd.DataFrame]:
    """Read both coders' sheets, their faults in one error."""
    sheets, problems = [], []
    for name in SHEETS.values():
        try:
            sheets.append(read(folder / name, corpus.sentences, codebook=codebook))
        except CorpusError as error:
            problems += error.problems
    if problems:
        raise CorpusError(problems)
    return sheets


def _whole_articles(sheet: pd.DataFrame) -> list[str]:
    """Return the articles of a sheet all of whose sentences are coded."""
    coded = (sheet["state"] == "coded").groupby(sheet["article"], sort=False).all()
    return list(coded.index[coded])


def _joined_before(before: str, joined: pd.DataFrame, name: str) -> list[str]:
    """Return the articles that a coding has with both coders' same codes; refuse others' codes."""
    if not before.strip():
        return []
    columns, delimiter, _ = csv_form(before)
    by_coder = [f"{column}_{letter}" for column in CODED for letter in "ab"]
    stand: dict[str, dict[str, tuple]] = {}
    for cells in csv_cells(before, delimiter):
        row = {c: unguard_formula(v).strip() for c, v in zip(columns, cells, strict=False)}
        if not row.get("sentence", "").isdecimal():
            continue
        codes = tuple(_alike(row.get(column, "")) for column in by_coder)
        stand.setdefault(row.get("article", ""), {})[row.get("sentence", "")] = codes
    there, problems = [], []
    for article, rows in joined.groupby("article", sort=False):
        found = {
            str(sentence): tuple(map(_alike, cells))
            for sentence, *cells in rows[["sentence", *by_coder]].itertuples(index=False)
        }
        if stand.get(str(article)) == found:
            there.append(str(article))
        elif str(article) in stand:
            problems.append(
                f"{name}: {article} is coded there already, with other codes than the sheets'; "
                "take its rows out to join it anew"
            )
    if problems:
        raise CorpusError(problems)
    return there


def _alike(cell: object) -> frozenset[str]:
    """Return the same for cells with the same codes in any order."""
    return frozenset(code.strip() for code in str(cell).split(";"))


def _with_rows(before: str, added: pd.DataFrame, name: str) -> str:
    """Return the text of a coding with more rows, in the columns that it has."""
    if not before.strip():
        return csv_text(added)
    columns = csv_form(before).columns
    if lacking := [column for column in _COLUMNS if column not in columns]:
        raise CorpusError([f"{name}, row 1: no column {', '.join(lacking)}"])
    return appended(before, added)
