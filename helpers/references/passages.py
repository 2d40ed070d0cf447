"""What two or more articles say of the document that they all cite.

Two articles on one document: clause against clause, sentence against sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from helpers.corpus import Corpus, rows_of
from helpers.references.citations import OWN_TEXT, names_one
from helpers.references.side_by_side import (
    align_clauses,
    count_syllables,
    quoted_spans,
    shared_runs,
    syllable_runs,
)

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
    sentences = rows_of(corpus.sentences, drawn)
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


def clause_table(passages: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Set what two articles say beside each other, clause by clause.

    Returns
    -------
    DataFrame
        ``step`` (1 is the first), ``relation`` (same words, reworded, left only, right only),
        ``agreement`` (Dice, NaN where one side is empty), ``quoted`` (left, right or both: the
        side that prints the clause in quotation marks), and a column each article with its
        clause, in quotation marks where the article has them; see `side_by_side.align_clauses`.
    """
    texts = passage_texts(passages)
    table = align_clauses(texts.get(first, ""), texts.get(second, ""))
    sides = {(True, True): "both", (True, False): "left", (False, True): "right"}
    quoted = [
        sides.get(marks) for marks in zip(table["left_quoted"], table["right_quoted"], strict=True)
    ]
    relations = {"only left": "left only", "only right": "right only"}
    clauses = table[["left", "right"]].replace("\n", " ", regex=True)
    for side in clauses:
        clauses[side] = clauses[side].mask(table[f"{side}_quoted"], "“" + clauses[side] + "”")
    clauses = clauses.replace("", None)
    return pd.DataFrame(
        {
            "step": range(1, len(table) + 1),
            "relation": table["relation"].replace(relations),
            "agreement": table["agreement"],
            "quoted": pd.Series(quoted, dtype=object),
            first: clauses["left"],
            second: clauses["right"],
        }
    )


def clause_lines(passages: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Set each clause of `clause_table` in its sentence: what `show_table` opens a row to.

    Returns
    -------
    DataFrame
        ``step, article, sentence, left, node, right``.
    """
    texts = passage_texts(passages)
    table = align_clauses(texts.get(first, ""), texts.get(second, ""))
    rows = []
    for step, clause in enumerate(table.itertuples(), start=1):
        for article, side in ((first, "left"), (second, "right")):
            start, end = getattr(clause, f"{side}_start"), getattr(clause, f"{side}_end")
            if not pd.isna(start):
                for line in _cut_lines(passages[passages["article"] == article], start, end):
                    rows.append((step, article, *line))
    columns = ["step", "article", "sentence", "left", "node", "right"]
    return pd.DataFrame(rows, columns=columns)


def _cut_lines(sentences: pd.DataFrame, start: int, end: int) -> list[tuple]:
    """Cut a stretch of a passage out of the sentences that it touches."""
    lines, offset = [], 0
    for row in sentences.itertuples():
        a, b = max(start - offset, 0), min(end - offset, len(row.text))
        if a < b:
            lines.append((row.sentence, row.text[:a], row.text[a:b], row.text[b:]))
        offset += len(row.text) + 1
    return lines


def summarise_clauses(passages: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Count, for each of two articles, what it quotes, shares, rewords and has alone.

    Returns
    -------
    DataFrame
        By article, in syllables of its passage: ``syllables, quoted, quoted_shared`` (of those,
        in runs of three or more that the other has too), ``same_words, reworded, only_here``
        (by the relation of the clause they stand in).
    """
    texts = passage_texts(passages)
    runs = shared_runs(texts.get(first, ""), texts.get(second, ""))
    table = align_clauses(texts.get(first, ""), texts.get(second, ""))
    rows = []
    for article, side in ((first, "left"), (second, "right")):
        text = texts.get(article, "")
        stretches = [(getattr(run, f"{side}_start"), getattr(run, f"{side}_end")) for run in runs]
        sizes = table[side].map(count_syllables).groupby(table["relation"]).sum()
        quotes = quoted_spans(text)
        rows.append(
            {
                "article": article,
                "syllables": count_syllables(text),
                "quoted": sum(count_syllables(text[a:b]) for a, b in quotes),
                "quoted_shared": _shared_inside(text, quotes, stretches),
                "same_words": int(sizes.get("same words", 0)),
                "reworded": int(sizes.get("reworded", 0)),
                "only_here": int(sizes.get(f"only {side}", 0)),
            }
        )
    return pd.DataFrame(rows).set_index("article")


def _shared_inside(text: str, quotes: list[tuple], stretches: list[tuple]) -> int:
    overlaps = [(max(a, c), min(b, d)) for a, b in quotes for c, d in stretches]
    return sum(count_syllables(text[a:b]) for a, b in overlaps if a < b)


def echoing_sentences(
    corpus: Corpus, first: str, second: str, *, least: int = LEAST_ECHO
) -> pd.DataFrame:
    """Find the sentences of two articles that share a run of syllables, anywhere in them.

    Parameters
    ----------
    corpus : Corpus
    first, second : str
        Ids of the articles; their titles, leads and bodies are compared.
    least : int, default 4
        Syllables of the shortest run that counts.

    Returns
    -------
    DataFrame
        ``pair`` (1 is the one that shares most), ``first_sentence, second_sentence`` (0 is the
        title), ``shared`` (syllables in runs of `least` or more) and ``longest_run`` (text).
    """
    one, two = (list(rows_of(corpus.sentences, [name]).itertuples()) for name in (first, second))
    rows = []
    for left, right in _sharing(one, two, least):
        runs = shared_runs(left.text, right.text, least=least)
        longest = max(runs, key=lambda run: run.syllables)
        text = left.text[longest.left_start : longest.left_end]
        shared = sum(run.syllables for run in runs)
        rows.append((int(left.sentence), int(right.sentence), shared, text))
    columns = ["first_sentence", "second_sentence", "shared", "longest_run"]
    table = pd.DataFrame(rows, columns=columns).sort_values(
        "shared", ascending=False, kind="stable", ignore_index=True
    )
    table.insert(0, "pair", range(1, len(table) + 1))
    return table


def _sharing(one: list[Any], two: list[Any], least: int) -> Iterator[tuple]:
    """Give the pairs of sentences that share a run, without comparing every two."""
    holders: dict[tuple, list[int]] = {}
    for place, row in enumerate(two):
        for run in syllable_runs(row.text, least):
            holders.setdefault(run, []).append(place)
    for left in one:
        runs = syllable_runs(left.text, least)
        for place in sorted({place for run in runs for place in holders.get(run, ())}):
            yield left, two[place]


def echo_lines(corpus: Corpus, first: str, second: str, echoes: pd.DataFrame) -> pd.DataFrame:
    """Set the longest run of each pair of `echoing_sentences` in both sentences.

    Returns
    -------
    DataFrame
        ``pair, article, sentence, left, node, right``.
    """
    sentences = rows_of(corpus.sentences, [first, second])
    keys = zip(sentences["article"], sentences["sentence"], strict=True)
    texts = dict(zip(keys, sentences["text"], strict=True))
    rows = []
    for echo in echoes.itertuples():
        numbers = (echo.first_sentence, echo.second_sentence)
        one, two = (
            texts[name, number] for name, number in zip((first, second), numbers, strict=True)
        )
        run = max(shared_runs(one, two), key=lambda run: run.syllables)
        for name, number, text, start, end in (
            (first, numbers[0], one, run.left_start, run.left_end),
            (second, numbers[1], two, run.right_start, run.right_end),
        ):
            rows.append((echo.pair, name, number, text[:start], text[start:end], text[end:]))
    columns = ["pair", "article", "sentence", "left", "node", "right"]
    return pd.DataFrame(rows, columns=columns)
