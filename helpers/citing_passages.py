"""What two or more articles say of the document that they all cite."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from helpers.citations import OWN_TEXT, names_one
from helpers.corpus import Corpus
from helpers.side_by_side import count_syllables, shared_runs

LEAST_ECHO = 4
"""Syllables of a shared run from which a following sentence goes on with the passage."""

MOST_FOLLOWING = 3
"""Sentences after the citing one that may belong to the passage."""


def most_cited(cited: pd.DataFrame) -> str | None:
    """Return the policy or legal document that most articles cite in their own text.

    Parameters
    ----------
    cited : DataFrame
        As `citations.cited_documents` gives it.

    Returns
    -------
    str or None
        Its id; of equals the one with most mentions, then the first. None where no document
        is cited by two articles or more.
    """
    own = cited[
        (cited["place"] == OWN_TEXT)
        & cited["policy"]
        & cited["document"].map(names_one).astype(bool)
    ]
    counts = own.groupby("document", sort=False)["article"].agg(["nunique", "size"])
    counts = counts[counts["nunique"] >= 2].sort_values(
        ["nunique", "size"], ascending=False, kind="stable"
    )
    return counts.index[0] if len(counts) else None


def citing_passages(corpus: Corpus, cited: pd.DataFrame, document: str | None) -> pd.DataFrame:
    """Cut out of each article what it says of a document.

    A passage is the sentence that cites the document, and up to three sentences after it, as
    long as each shares a run of four syllables or more with what another article says there:
    a report goes on with its document ("Trong đó, ...", therein) without naming it again.

    Parameters
    ----------
    corpus : Corpus
    cited : DataFrame
        As `citations.cited_documents` gives it.
    document : str or None
        Its id; None gives a table without rows.

    Returns
    -------
    DataFrame
        ``article, sentence, text, cites`` (whether the sentence holds the reference).
    """
    own = cited[(cited["document"] == document) & (cited["place"] == OWN_TEXT)]
    own = own[own["sentence"].notna()]
    windows = {
        article: _window(corpus, article, {int(number) for number in rows["sentence"]})
        for article, rows in own.groupby("article", sort=False)
    }
    rows = []
    for article, window in windows.items():
        others = [
            text for name, table in windows.items() if name != article for text in table["text"]
        ]
        rows += _passage(window, others)
    return pd.DataFrame(rows, columns=["article", "sentence", "text", "cites"])


def _window(corpus: Corpus, article: str, citing: set[int]) -> pd.DataFrame:
    """Give the citing sentences with those after them in the paragraph."""
    table = corpus.sentences[corpus.sentences["article"] == article]
    near = {number + step for number in citing for step in range(MOST_FOLLOWING + 1)}
    paragraphs = table.loc[table["sentence"].isin(citing), "paragraph"]
    table = table[table["sentence"].isin(near) & table["paragraph"].isin(paragraphs)]
    return table.assign(cites=table["sentence"].isin(citing))


def _passage(window: pd.DataFrame, others: list[str]) -> list[tuple]:
    rows, open_ = [], False
    for row in window.itertuples():
        open_ = row.cites or (open_ and _echoes(row.text, others))
        if open_:
            rows.append((str(row.article), int(row.sentence), row.text, bool(row.cites)))
    return rows


def _echoes(text: str, others: list[str]) -> bool:
    return any(shared_runs(text, other, least=LEAST_ECHO) for other in others)


def passage_texts(passages: pd.DataFrame) -> dict[str, str]:
    """Join each article's sentences to one text, a line a sentence."""
    grouped = passages.groupby("article", sort=False)["text"]
    return {str(article): "\n".join(texts) for article, texts in grouped}


def compare_passages(passages: pd.DataFrame) -> pd.DataFrame:
    """Measure how much of their wording each two passages share.

    Returns
    -------
    DataFrame
        A row each two articles, most shared first: ``first, second, shared`` (syllables in runs
        of three or more), ``of_first, of_second`` (share of each passage's syllables),
        ``longest_run`` (its text) and ``longest`` (its syllables).
    """
    texts = passage_texts(passages)
    rows = []
    for first, second in combinations(texts, 2):
        runs = shared_runs(texts[first], texts[second])
        shared = sum(run.syllables for run in runs)
        longest = max(runs, key=lambda run: run.syllables, default=None)
        rows.append(
            {
                "first": first,
                "second": second,
                "shared": shared,
                "of_first": shared / count_syllables(texts[first]),
                "of_second": shared / count_syllables(texts[second]),
                "longest_run": texts[first][longest.left_start : longest.left_end]
                if longest
                else "",
                "longest": longest.syllables if longest else 0,
            }
        )
    columns = ["first", "second", "shared", "of_first", "of_second", "longest_run", "longest"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("shared", ascending=False, kind="stable", ignore_index=True)


def closest_pair(pairs: pd.DataFrame) -> tuple[str, str]:
    """Return the two articles that share most; two placeholders where no two are compared."""
    if len(pairs):
        return pairs.loc[0, "first"], pairs.loc[0, "second"]
    return "first article", "second article"
