"""Sheets for coders: made from a corpus, filled in, joined into one coding, compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    csv_cells,
    csv_form,
    csv_text,
    drawn_articles,
    load_corpus,
    write_all,
)
from helpers.framing.coding import CODED, UNSETTLED, load_coding, load_sheet
from helpers.framing.files import CODING, load_own_codebook
from helpers.framing.reliability import POOLED, agreement, agreement_by_article

TO_SETTLE = UNSETTLED
"""Stands where two coders differ, until the codes are settled."""

SHEETS = {letter: f"annotations/coder_{letter}.csv" for letter in "ab"}
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
) -> list[Path]:
    """Write an empty sheet for each of two coders.

    Parameters
    ----------
    folder : path
        A corpus folder.
    articles : sequence of str, optional
        Ids; by default all.
    sample : int, optional
        Draw so many articles at random instead, as many of each group as there is room for;
        always the same ones, as long as ``articles.csv`` doesn't change.

    Returns
    -------
    list of Path
        ``annotations/coder_a.csv`` and ``annotations/coder_b.csv``, in UTF-8 with the mark by
        which spreadsheets know it.

    Raises
    ------
    CorpusError
        If the corpus has a fault or lacks an article, or a sheet is there already; then nothing
        is written.
    ValueError
        If `sample` is below 1.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> _ = new_corpus(folder, [corpus.folder / "articles" / "uk-hcmc-hub.txt"])
    >>> [path.name for path in write_sheets(folder)]
    ['coder_a.csv', 'coder_b.csv']
    """
    if sample is not None and sample < 1:
        raise ValueError(f"sample is a number of articles from 1, got {sample}")
    folder = Path(folder)
    paths = [folder / name for name in SHEETS.values()]
    there = [f"{path}: is there already, and nothing is overwritten" for path in paths]
    there = [problem for path, problem in zip(paths, there, strict=True) if path.exists()]
    if there:
        raise CorpusError(there)
    corpus = load_corpus(folder)
    if sample is not None:
        articles = drawn_articles(corpus.articles, sample, by="group")
    content = csv_text(coding_sheet(corpus, articles))
    write_all((path, content.encode("utf-8-sig")) for path in paths)
    return paths


def join_sheets(folder: str | Path) -> pd.DataFrame:
    """Join the two coders' sheets into ``annotations/frames.csv``.

    Rows that are there stay as they are; the sheets' articles come after them.

    Parameters
    ----------
    folder : path
        A corpus folder with both sheets filled in.

    Returns
    -------
    DataFrame
        The rows that were added, as `join_codings` gives them.

    Raises
    ------
    CorpusError
        If a sheet is missing or has a fault, or an article is in ``frames.csv`` already; it lists
        every problem, and nothing is written.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> _ = new_corpus(folder, [corpus.folder / "articles" / "uk-hcmc-hub.txt"])
    >>> for sheet in write_sheets(folder):
    ...     codes = {"frames": "AID", "partner": "UK", "agency": "F>V", "prestige": 0}
    ...     pd.read_csv(sheet).assign(**codes).to_csv(sheet, index=False)
    >>> join_sheets(folder)["frames"].unique().tolist()
    ['AID']
    """
    folder = Path(folder)
    corpus = load_corpus(folder)
    codebook = load_own_codebook(corpus)
    sheets, problems = [], []
    for name in SHEETS.values():
        try:
            sheets.append(load_coding(folder / name, corpus.sentences, codebook=codebook))
        except CorpusError as error:
            problems += error.problems
    if problems:
        raise CorpusError(problems)
    joined = join_codings(*sheets)
    path = folder / CODING
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    write_whole(path, _with_rows(before, joined, path.name))
    return joined


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
    sheets, names, problems = [], [], []
    for given in (first, second):
        path, coder = _named(Path(folder), str(given))
        names.append(f"{path.name}:{coder}" if coder else path.name)
        try:
            sheets.append(load_sheet(path, corpus.sentences, codebook=book, coder=coder))
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
        tables.append(table[table["code"] == POOLED].assign(code=column))
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


def _with_rows(before: str, added: pd.DataFrame, name: str) -> str:
    """Return the text of a CSV file with more rows, in the columns that it has."""
    if not before.strip():
        return csv_text(added)
    columns, delimiter, end = csv_form(before)
    cells = (dict(zip(columns, row, strict=False)) for row in csv_cells(before, delimiter))
    lacking = [column for column in _COLUMNS if column not in columns]
    coded = {row.get("article", "").strip() for row in cells}
    double = [article for article in added["article"].unique() if article in coded]
    problems = [
        f"{name}: {article} is coded there already; take its rows out to join it anew"
        for article in double
    ]
    if lacking:
        problems.append(f"{name}, row 1: no column {', '.join(lacking)}")
    if problems:
        raise CorpusError(problems)
    before = before if before.endswith(("\n", "\r")) else before + end
    rows = added.reindex(columns=columns, fill_value="")
    return before + csv_text(rows, header=False, sep=delimiter, lineterminator=end)


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
