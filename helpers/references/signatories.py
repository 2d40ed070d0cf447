"""Who signed with whom: the parties of memoranda, and the ties between them."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from helpers.corpus import READ_PARTS, Corpus, CorpusError, read_csv, rows_of
from helpers.references.citations import OWN_TEXT, PLACES, SURROUNDINGS


def read_parties(corpus: Corpus) -> pd.DataFrame:
    """Read who signs with whom, from the annotated references.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        A row each two parties of one mention: ``article, start, place`` (own text or
        surroundings), ``first, second``, in the order in which the column ``parties`` of
        ``annotations/references.csv`` names them. Without rows where the file or the column is
        missing.

    Raises
    ------
    CorpusError
        If a row can't be read.

    Examples
    --------
    >>> read_parties(corpus).groupby("place").size().to_dict()
    {'own text': 5, 'surroundings': 11}
    """
    path = corpus.folder / "annotations" / "references.csv"
    problems: list[str] = []
    rows = read_csv(path, (), problems) if path.is_file() else {}
    own = _own_text(corpus, {row.get("article", "") for row in rows.values() if row.get("parties")})
    pairs = []
    for number, row in rows.items():
        if not row.get("parties") or row.get("article") not in corpus.articles.index:
            continue
        if not row.get("start", "").isdigit():
            found = row.get("start", "")
            problems.append(f"{path.name}, row {number}: start {found!r}; expected a whole number")
            continue
        article, start = row["article"], int(row["start"])
        inside = any(first <= start < end for first, end in own.get(article, []))
        place = OWN_TEXT if inside else SURROUNDINGS
        parties = [party.strip() for party in row["parties"].split(";") if party.strip()]
        pairs += [(article, start, place, *pair) for pair in combinations(parties, 2)]
    if problems:
        raise CorpusError(problems)
    return pd.DataFrame(pairs, columns=["article", "start", "place", "first", "second"])


def _own_text(corpus: Corpus, articles: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Give the stretches of title, lead and body of the articles, as characters of the page."""
    table = rows_of(corpus.parts, articles)
    table = table[table["part"].isin(READ_PARTS)]
    stretches: dict[str, list[tuple[int, int]]] = {}
    for row in table[["article", "start", "end"]].itertuples(index=False):
        stretches.setdefault(row.article, []).append((row.start, row.end))
    return stretches


def count_ties(parties: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions of each pair of institutions.

    Parameters
    ----------
    parties : DataFrame
        As `read_parties` gives it.

    Returns
    -------
    DataFrame
        ``first, second, own text, surroundings, articles``; those of most mentions in the
        articles' own text first.
    """
    pairs = parties.groupby(["first", "second"], sort=False)
    counts = pd.crosstab([parties["first"], parties["second"]], parties["place"])
    counts = counts.reindex(columns=list(PLACES), fill_value=0).rename_axis(columns=None)
    counts = pairs["article"].nunique().rename("articles").to_frame().join(counts)
    counts = counts[[*PLACES, "articles"]].reset_index()
    return counts.sort_values(list(PLACES), ascending=False, kind="stable", ignore_index=True)


def count_institutions(parties: pd.DataFrame) -> pd.DataFrame:
    """Count each institution's partners and mentions.

    Parameters
    ----------
    parties : DataFrame
        As `read_parties` gives it.

    Returns
    -------
    DataFrame
        ``institution, partners, mentions``; those of most partners first.
    """
    mirrored = parties.rename(columns={"first": "second", "second": "first"})
    both = pd.concat([parties, mirrored]).groupby("first", sort=False)
    counts = both.agg(partners=("second", "nunique"), mentions=("start", "nunique"))
    counts = counts.rename_axis("institution").reset_index()
    return counts.sort_values(["partners", "mentions"], ascending=False, kind="stable")
