"""What two or more articles say of the document that they all cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.citations import OWN_TEXT, names_one
from helpers.corpus import Corpus
from helpers.side_by_side import count_syllables, shared_runs, syllable_runs
from helpers.stored_table import StoredTable

LEAST_ECHO = 4
"""Syllables of a shared run from which a following sentence goes on with the passage."""

MOST_FOLLOWING = 3
"""Sentences after the citing one that may belong to the passage."""

MOST_ARTICLES = 40
"""Citing articles that are compared, each with each other: 40 make 780 pairs."""

MOST_SENTENCES = 40
"""Sentences of a passage; what an article says of a document seldom has more than a few."""


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


def citing_articles(cited: pd.DataFrame, document: str | None) -> list[str]:
    """List the articles that cite a document in their own text, in the order of the corpus."""
    return list(_own_mentions(cited, document)["article"].unique())


def _own_mentions(cited: pd.DataFrame, document: str | None) -> pd.DataFrame:
    own = cited[(cited["document"] == document) & (cited["place"] == OWN_TEXT)]
    return own[own["sentence"].notna()]


def citing_passages(
    corpus: Corpus,
    cited: pd.DataFrame,
    document: str | None,
    *,
    limit: int | None = MOST_ARTICLES,
    seed: int = 0,
) -> pd.DataFrame:
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
    limit : int, optional
        Of more citing articles than that, so many are drawn at random: each is compared with
        each other. None takes all.
    seed : int
        The same seed draws the same articles.

    Returns
    -------
    DataFrame
        ``article, sentence, text, cites`` (whether the sentence holds the reference); of a
        passage of more than `MOST_SENTENCES`, the first. ``attrs`` says what was left out:
        ``articles`` ("40 of 1,204 citing articles, drawn at random (seed 0)"), ``passages``.
    """
    own = _own_mentions(cited, document)
    every = citing_articles(cited, document)
    drawn = _drawn(every, limit, seed)
    sentences = sentences_of(corpus, drawn)
    numbers = own[own["article"].isin(drawn)].groupby("article", sort=False)["sentence"]
    windows = {
        article: _window(sentences[sentences["article"] == article], {int(n) for n in citing})
        for article, citing in numbers
    }
    runs = {
        article: [syllable_runs(text, LEAST_ECHO) for text in window["text"]]
        for article, window in windows.items()
    }
    held = Counter(run for found in runs.values() for run in set().union(*found))
    passages = [_passage(window, runs[article], held) for article, window in windows.items()]
    rows = [row for passage in passages for row in passage[:MOST_SENTENCES]]
    table = pd.DataFrame(rows, columns=["article", "sentence", "text", "cites"])
    if len(drawn) < len(every):
        table.attrs["articles"] = (
            f"{len(drawn):,} of {len(every):,} citing articles, drawn at random (seed {seed})"
        )
    longer = sum(len(passage) > MOST_SENTENCES for passage in passages)
    if longer:
        table.attrs["passages"] = f"{longer:,} cut after {MOST_SENTENCES} sentences"
    return table


def _drawn(articles: list[str], limit: int | None, seed: int) -> list[str]:
    if limit is None or len(articles) <= limit:
        return articles
    places = np.random.default_rng(seed).choice(len(articles), limit, replace=False)
    return [articles[place] for place in sorted(places)]


def sentences_of(corpus: Corpus, articles: Iterable[str]) -> pd.DataFrame:
    """Read the sentences of some articles, whether the corpus is in memory or on disk.

    Parameters
    ----------
    corpus : Corpus
    articles : iterable of str
        Ids; one that the corpus lacks has no sentences.

    Returns
    -------
    DataFrame
        The rows of ``corpus.sentences``.
    """
    table = corpus.sentences
    if not isinstance(table, StoredTable):
        return table[table["article"].isin(list(articles))]
    known = [article for article in articles if article in corpus.articles.index]
    return table.read(known) if known else pd.DataFrame(columns=table.columns)


def _window(sentences: pd.DataFrame, citing: set[int]) -> pd.DataFrame:
    """Give the citing sentences of an article with those after them in the paragraph."""
    near = {number + step for number in citing for step in range(MOST_FOLLOWING + 1)}
    paragraphs = sentences.loc[sentences["sentence"].isin(citing), "paragraph"]
    table = sentences[sentences["sentence"].isin(near) & sentences["paragraph"].isin(paragraphs)]
    return table.assign(cites=table["sentence"].isin(citing))


def _passage(window: pd.DataFrame, runs: list[set], held: Counter) -> list[tuple]:
    """Cut a window to the passage; `held` says how many articles have a run of syllables."""
    rows, open_ = [], False
    for row, found in zip(window.itertuples(), runs, strict=True):
        # One of the articles that have it is this one.
        open_ = row.cites or (open_ and any(held[run] > 1 for run in found))
        if open_:
            rows.append((str(row.article), int(row.sentence), row.text, bool(row.cites)))
    return rows


def passage_texts(passages: pd.DataFrame) -> dict[str, str]:
    """Join each article's sentences to one text, a line a sentence."""
    grouped = passages.groupby("article", sort=False)["text"]
    return {str(article): "\n".join(texts) for article, texts in grouped}


def compare_passages(passages: pd.DataFrame) -> pd.DataFrame:
    """Measure how much of their wording each two passages share.

    Parameters
    ----------
    passages : DataFrame
        As `citing_passages` gives it; the time grows with the square of its articles.

    Returns
    -------
    DataFrame
        A row each two articles, most shared first: ``first, second, shared`` (syllables in runs
        of three or more), ``of_first, of_second`` (share of each passage's syllables),
        ``longest_run`` (its text) and ``longest`` (its syllables).
    """
    texts = passage_texts(passages)
    syllables = {article: count_syllables(text) for article, text in texts.items()}
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
                "of_first": shared / syllables[first],
                "of_second": shared / syllables[second],
                "longest_run": texts[first][longest.left_start : longest.left_end]
                if longest
                else "",
                "longest": longest.syllables if longest else 0,
            }
        )
    columns = ["first", "second", "shared", "of_first", "of_second", "longest_run", "longest"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.sort_values("shared", ascending=False, kind="stable", ignore_index=True)
    table.attrs = dict(passages.attrs)
    return table


def closest_pair(pairs: pd.DataFrame) -> tuple[str, str]:
    """Return the two articles that share most; two placeholders where no two are compared."""
    if len(pairs):
        return pairs.loc[0, "first"], pairs.loc[0, "second"]
    return "first article", "second article"
