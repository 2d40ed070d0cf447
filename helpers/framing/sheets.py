"""Sheets for coders: made from a corpus, extended, joined into one coding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    command_line,
    csv_cells,
    csv_form,
    csv_text,
    drawn_articles,
    load_corpus,
    read_csv,
    unguard_formula,
    write_all,
)
from helpers.framing.codebook import Codebook
from helpers.framing.coding import CODED, UNSETTLED, load_coding, load_sheet
from helpers.framing.files import CODING, load_own_codebook

TO_SETTLE = UNSETTLED
"""Stands where two coders differ, until the codes are settled."""

SHEETS = {letter: f"annotations/coder_{letter}.csv" for letter in "ab"}
_NOTHING_TO_ADD = (
    "every article asked for is in both sheets, or in frames.csv, already; expected one that is in "
    "neither. What is wholly coded in both sheets: {}"
)
_KEYS = ["article", "sentence"]
_SENTENCE = ["article", "sentence", "part", "text"]
_LATER = ["speaker", "attribution", "reason"]
_COLUMNS = [*_SENTENCE, *(f"{c}{end}" for c in CODED for end in ("_a", "_b", "")), *_LATER]


def coding_sheet(corpus: Corpus, articles: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a sheet for a coder: every sentence of the articles, with empty cells for the codes.

    Parameters
    ----------
    corpus : Corpus
    articles : sequence of str, optional
        Ids; by default all.

    Returns
    -------
    DataFrame
        ``article, sentence`` (0 is the title), ``part, text`` and, empty, ``frames, partner,
        agency, prestige``.

    Raises
    ------
    CorpusError
        If the corpus has no such article.

    Examples
    --------
    >>> sheet = coding_sheet(corpus, ["uk-hcmc-hub"])
    >>> list(sheet.columns)
    ['article', 'sentence', 'part', 'text', 'frames', 'partner', 'agency', 'prestige']
    """
    chosen = corpus if articles is None else corpus.select(id=list(articles))
    parts = [batch.sentences[_SENTENCE] for batch in chosen.batches()]
    sheet = pd.concat(parts, ignore_index=True).astype({"article": "str"})
    return sheet.assign(**dict.fromkeys(CODED, ""))


def join_codings(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Set two coders' codings side by side, and settle what they agree on.

    Parameters
    ----------
    first, second : DataFrame
        The coders' sheets, filled in: ``article, sentence, part, text, frames, partner, agency,
        prestige``, one row a sentence.

    Returns
    -------
    DataFrame
        The columns of ``annotations/frames.csv``. The order of frames in a cell makes no
        difference. Where the two differ, the settled cell is `TO_SETTLE`.

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
    first, second = (t.astype({"article": "str", "sentence": int}) for t in (first, second))
    both = first[[*_SENTENCE, *CODED]].merge(
        second[[*_KEYS, *CODED]], on=_KEYS, how="outer", suffixes=("_a", "_b"), indicator="side"
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
    return both.assign(**dict.fromkeys(_LATER, ""))[_COLUMNS]


def write_sheets(
    folder: str | Path, articles: Sequence[str] | None = None, *, sample: int | None = None
) -> dict[Path, list[str]]:
    """Write a sheet for each of two coders, or add further articles to those that are there.

    Parameters
    ----------
    folder : path
        A corpus folder.
    articles : sequence of str, optional
        Ids; by default all that are not in ``annotations/frames.csv``.
    sample : int, optional
        Draw so many of these at random instead, as many of each group as there is room for;
        always the same ones, as long as neither ``articles.csv`` nor what is coded changes.

    Returns
    -------
    dict of Path to list of str
        The articles that each sheet got: ``annotations/coder_a.csv`` and
        ``annotations/coder_b.csv``, in UTF-8 with the mark by which spreadsheets know it. What
        stands in a sheet stays as it is.

    Raises
    ------
    CorpusError
        If the corpus has a fault or lacks an article, a sheet is none, or there is no article to
        add; then nothing is written.
    ValueError
        If `sample` is below 1.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> _ = new_corpus(folder, [corpus.folder / "articles" / "uk-hcmc-hub.txt"])
    >>> {path.name: added for path, added in write_sheets(folder).items()}
    {'coder_a.csv': ['uk-hcmc-hub'], 'coder_b.csv': ['uk-hcmc-hub']}
    """
    if sample is not None and sample < 1:
        raise ValueError(f"sample is a number of articles from 1, got {sample}")
    folder = Path(folder)
    corpus = load_corpus(folder)
    paths = [folder / name for name in SHEETS.values()]
    there = {path: _articles_in(path) for path in paths}
    wanted = list(map(str, corpus.articles.index)) if articles is None else list(articles)
    if articles is None:
        coded = _articles_in(folder / CODING)
        # What one sheet has already, the other needs too.
        wanted = [name for name in wanted if name not in coded]
    if sample is not None:
        open_to = [name for name in wanted if not any(name in known for known in there.values())]
        free = corpus.articles.loc[open_to]
        wanted = drawn_articles(free, sample, by="group") if len(free) else []
    if articles is not None:
        corpus.select(id=wanted)
    added = {path: [name for name in wanted if name not in there[path]] for path in paths}
    if not any(added.values()):
        raise CorpusError([_NOTHING_TO_ADD.format(command_line("coding", "join", folder))])
    write_all(
        (path, _with_articles(path, coding_sheet(corpus, names)))
        for path, names in added.items()
        if names
    )
    return added


def _articles_in(path: Path) -> set[str]:
    """Return the articles of a sheet or a coding; none where there is no such file."""
    if not path.exists():
        return set()
    problems: list[str] = []
    rows = read_csv(path, [*_SENTENCE, *CODED], problems)
    if problems:
        found = f"{path}: is there already, and nothing is overwritten; but it is no sheet"
        raise CorpusError([found, *problems])
    return {unguard_formula(row["article"]).strip() for row in rows.values()}


def _with_articles(path: Path, rows: pd.DataFrame) -> bytes:
    """Return a sheet's bytes with more rows, in its own form; a new one with its head."""
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    return (_appended(before, rows) if before.strip() else csv_text(rows)).encode("utf-8-sig")


def _appended(before: str, rows: pd.DataFrame) -> str:
    """Return the text of a CSV file with more rows, in the columns that it has."""
    columns, delimiter, end = csv_form(before)
    before = before if before.endswith(("\n", "\r")) else before + end
    rows = rows.reindex(columns=columns, fill_value="")
    return before + csv_text(rows, header=False, sep=delimiter, lineterminator=end)


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


def sheet_path(folder: str | Path, coder: str) -> Path:
    """Return where a coder's sheet stands: ``annotations/coder_NAME.csv``.

    Parameters
    ----------
    folder : path
        A corpus folder.
    coder : str
        "a" or "b" for the two that are joined; any name of letters, digits, - and _.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If the name is none.

    Examples
    --------
    >>> sheet_path("my-corpus", "Hà").name
    'coder_Hà.csv'
    """
    name = unicodedata.normalize("NFC", coder) if isinstance(coder, str) else ""
    if not re.fullmatch(r"[\w-]{1,40}", name):
        raise ValueError(
            f"coder is a name of up to 40 letters, digits, - and _, such as 'a', got {coder!r}"
        )
    return Path(folder) / "annotations" / f"coder_{name}.csv"


def _with_rows(before: str, added: pd.DataFrame, name: str) -> str:
    """Return the text of a coding with more rows, in the columns that it has."""
    if not before.strip():
        return csv_text(added)
    columns = csv_form(before).columns
    if lacking := [column for column in _COLUMNS if column not in columns]:
        raise CorpusError([f"{name}, row 1: no column {', '.join(lacking)}"])
    return _appended(before, added)


def write_whole(path: Path, content: str) -> None:
    """Write a whole file in UTF-8, with the mark by which spreadsheets know it, or none.

    Parameters
    ----------
    path : Path
        In a folder that is there; a file that is there is replaced in one step.
    content : str

    Raises
    ------
    OSError
        If it can't be written; what was there is there still.
    """
    write_all([(path, content.encode("utf-8-sig"))])
