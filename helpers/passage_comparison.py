"""Two articles on one document: clause against clause, sentence against sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.citing_passages import LEAST_ECHO, passage_texts, sentences_of
from helpers.corpus import Corpus
from helpers.side_by_side import (
    align_clauses,
    count_syllables,
    quoted_spans,
    shared_runs,
    syllable_runs,
)


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
    one, two = (list(sentences_of(corpus, [name]).itertuples()) for name in (first, second))
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


def _sharing(one: list[tuple], two: list[tuple], least: int) -> Iterator[tuple]:
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
    sentences = sentences_of(corpus, [first, second])
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
