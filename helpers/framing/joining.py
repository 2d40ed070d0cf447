"""Two coders' sheets joined into one coding, article by article."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    command_line,
    csv_form,
    csv_text,
    load_corpus,
    write_all,
)
from helpers.framing.codebook import Codebook
from helpers.framing.coding import CODED, UNSETTLED, load_coding, load_sheet
from helpers.framing.files import CODING, left_out, load_own_codebook
from helpers.framing.offered import OFFERED, offered_text
from helpers.framing.recoding import coded_rows, differing, recoded
from helpers.framing.renewing import sheet_remarks
from helpers.framing.sheets import SENTENCE, SHEETS, appended

TO_SETTLE = UNSETTLED
"""Stands where two coders differ, until the codes are settled."""


_OTHER = (
    "{0}: is in {1} already with other codes than the sheets'; it stays as it is there. To take "
    "over what the coders changed: {2} {0}"
)
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
    held : dict of str to str
        The articles that stay out for another reason, each with what to do.
    anew : dict of str to int
        The articles that were there and are coded anew, with their changed sentences.

    Examples
    --------
    >>> Joined(pd.DataFrame(), left=["a"], there=[], held={}, anew={}).left
    ['a']
    """

    rows: pd.DataFrame
    left: list[str]
    there: list[str]
    held: dict[str, str]
    anew: dict[str, int]


def join_sheets(folder: str | Path, articles: Collection[str] = ()) -> Joined:
    """Join the articles that both sheets have wholly coded into ``annotations/frames.csv``.

    An article whose text was changed since stays out, and so does one that the coding has with
    other codes; the rest is joined.

    Parameters
    ----------
    folder : path
        A corpus folder with both sheets, filled in whole or in part; they stay as they are.
    articles : collection of str
        Join these only, and where the coding has one, take over what its coders changed: settled
        codes of all that they didn't change are kept.

    Returns
    -------
    Joined

    Raises
    ------
    CorpusError
        If a sheet is missing or has a fault, or no article can be joined; it lists every problem,
        and nothing is written.

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
    joined, left, held = _wholly_coded(folder, corpus, codebook, articles)
    path = folder / CODING
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    _require_both_coders(before, path.name)
    there, other = differing(coded_rows(before), joined)
    if not articles:
        command = command_line("coding", "join", folder)
        held |= {name: _OTHER.format(name, path.name, command) for name in other}
    new = joined[~joined["article"].isin([*there, *other])].reset_index(drop=True)
    if not len(new) and held and not there:
        raise CorpusError(list(held.values()))
    anew = dict.fromkeys(other, 0) if articles else {}
    text = before
    for name in anew:
        text, anew[name] = recoded(text, joined[joined["article"] == name])
    if len(new):
        text = appended(text, new) if text.strip() else csv_text(new)
    if text != before:
        found = {name: _frames(joined[joined["article"] == name]) for name in anew}
        offered = offered_text(folder, new["article"].unique(), codebook.codes, found)
        parts = ((path, text), (folder / OFFERED, offered))
        write_all((at, content.encode("utf-8-sig")) for at, content in parts)
    return Joined(new, left, there, held, anew)


def recoded_remarks(corpus: Corpus) -> list[str]:
    """Say which articles have other codes in the coders' sheets than the coding has of them.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of str
        A line an article; none where the sheets can't be joined, which `join_sheets` says.

    Examples
    --------
    >>> recoded_remarks(corpus)
    []
    """
    path = corpus.folder / CODING
    if not all((corpus.folder / name).is_file() for name in (CODING, *SHEETS.values())):
        return []
    text = path.read_bytes().decode("utf-8-sig")
    try:
        _require_both_coders(text, path.name)
        joined = _wholly_coded(corpus.folder, corpus, load_own_codebook(corpus), ())[0]
    except CorpusError:
        return []
    other = differing(coded_rows(text), joined)[1]
    command = command_line("coding", "join", corpus.folder)
    return [_OTHER.format(name, path.name, command) for name in other]


def _wholly_coded(
    folder: Path, corpus: Corpus, codebook: Codebook, articles: Collection[str]
) -> tuple[pd.DataFrame, list[str], dict[str, str]]:
    """Join what both sheets have wholly coded; name what they haven't, and what is held and why."""
    held = sheet_remarks(corpus, [Path(name).name for name in SHEETS.values()])
    # What is coded anew is written into the coding, whose rows must be the text's too.
    changed = sheet_remarks(corpus, [Path(CODING).name]) if articles else {}
    held |= {name: said for name, said in changed.items() if name in articles}
    away = {*held, *left_out(corpus)}
    sheets = _read_sheets(folder, corpus, codebook, load_sheet, away)
    named = list(dict.fromkeys([*sheets[0]["article"], *sheets[1]["article"]]))
    _require_known(articles, {*named, *held})
    if articles:
        held = {name: said for name, said in held.items() if name in articles}
        named = [name for name in named if name in articles]
    whole = [_whole_articles(sheet) for sheet in sheets]
    both = [name for name in named if name in whole[0] and name in whole[1]]
    if not both:
        aside = away | set(corpus.articles.index) - set(named)
        _refuse(folder, corpus, codebook, list(held.values()), aside)
    rows = [
        sheet[sheet["article"].isin(both)].astype({"prestige": int}).reset_index(drop=True)
        for sheet in sheets
    ]
    return join_codings(*rows), [name for name in named if name not in both], held


def _frames(rows: pd.DataFrame) -> set[str]:
    """Return the frames that either coder gave."""
    cells = [*rows["frames_a"], *rows["frames_b"]]
    return {code for cell in cells for code in cell.split(";") if code}


def _require_known(articles: Collection[str], known: Collection[str]) -> None:
    """Refuse an article that no sheet has."""
    if unknown := [name for name in articles if name not in known]:
        sheets = " and ".join(SHEETS.values())
        raise CorpusError([f"{name}: is in neither of {sheets}" for name in unknown])


def _refuse(
    folder: Path,
    corpus: Corpus,
    codebook: Codebook,
    problems: list[str],
    aside: Collection[str],
) -> None:
    """Say why no article can be joined: what is held, and what each sheet lacks."""
    try:
        join_codings(*_read_sheets(folder, corpus, codebook, load_coding, aside))
    except CorpusError as error:
        problems += error.problems
    raise CorpusError(problems)


def _read_sheets(
    folder: Path,
    corpus: Corpus,
    codebook: Codebook,
    read: Callable[..., pd.DataFrame],
    leave_out: Collection[str],
) -> list[pd.DataFrame]:
    """Read both coders' sheets but for some articles, their faults in one error."""
    sheets, problems = [], []
    for name in SHEETS.values():
        try:
            sheets.append(
                read(folder / name, corpus.sentences, codebook=codebook, leave_out=leave_out)
            )
        except CorpusError as error:
            problems += error.problems
    if problems:
        raise CorpusError(problems)
    return sheets


def _whole_articles(sheet: pd.DataFrame) -> list[str]:
    """Return the articles of a sheet all of whose sentences are coded."""
    coded = (sheet["state"] == "coded").groupby(sheet["article"], sort=False).all()
    return list(coded.index[coded])


def _require_both_coders(text: str, name: str) -> None:
    """Refuse a coding without a column for what each coder said."""
    columns = csv_form(text).columns if text.strip() else _COLUMNS
    if lacking := [column for column in _COLUMNS if column not in columns]:
        raise CorpusError([f"{name}, row 1: no column {', '.join(lacking)}"])
