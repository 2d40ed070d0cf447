"""Sheets for coders: made from a corpus, and extended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    command_line,
    csv_form,
    csv_text,
    drawn_articles,
    load_corpus,
    read_csv,
    unguard_formula,
    write_all,
)
from helpers.framing.coding import CODED
from helpers.framing.files import CODING

SHEETS = {letter: f"annotations/coder_{letter}.csv" for letter in "ab"}
_NOTHING_TO_ADD = (
    "every article asked for is in both of them, or in frames.csv, already. What is wholly coded "
    "in both: {}"
)
SENTENCE = ["article", "sentence", "part", "text"]


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
    parts = [batch.sentences[SENTENCE] for batch in chosen.batches()]
    sheet = pd.concat(parts, ignore_index=True).astype({"article": "str"})
    return sheet.assign(**dict.fromkeys(CODED, ""))


class NothingToAdd(CorpusError):
    """Every article asked for is in both sheets, or coded, already.

    Examples
    --------
    >>> NothingToAdd(["every article is in both sheets already"]).problems
    ['every article is in both sheets already']
    """


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
        raise NothingToAdd([_NOTHING_TO_ADD.format(command_line("coding", "join", folder))])
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
    rows = read_csv(path, [*SENTENCE, *CODED], problems)
    if problems:
        found = f"{path}: is there already, and nothing is overwritten; but it is no sheet"
        raise CorpusError([found, *problems])
    return {unguard_formula(row["article"]).strip() for row in rows.values()}


def _with_articles(path: Path, rows: pd.DataFrame) -> bytes:
    """Return a sheet's bytes with more rows, in its own form; a new one with its head."""
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    return (appended(before, rows) if before.strip() else csv_text(rows)).encode("utf-8-sig")


def appended(before: str, rows: pd.DataFrame) -> str:
    """Return the text of a CSV file with more rows, in the columns that it has."""
    columns, delimiter, end = csv_form(before)
    before = before if before.endswith(("\n", "\r")) else before + end
    rows = rows.reindex(columns=columns, fill_value="")
    return before + csv_text(rows, header=False, sep=delimiter, lineterminator=end)


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
