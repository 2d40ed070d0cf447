"""The sentences behind codebook and dictionary: examples, limits of a frame, indicators found."""

from __future__ import annotations

import pandas as pd

from helpers.codebook import Codebook
from helpers.coding import counted
from helpers.dictionary_coding import find_indicators

__all__ = ["boundary_lines", "example_lines", "indicator_lines", "whole_sentences"]

_LINE = ["article", "sentence", "left", "node", "right"]


def example_lines(codebook: Codebook) -> pd.DataFrame:
    """List each frame's example, its first indicator marked.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    DataFrame
        ``frame, article, sentence, left, node, right``; the whole sentence is
        the node where the frame shows in no listed word.
    """
    frames = codebook.frames.reset_index().rename(columns={"example": "text"})
    hits = find_indicators(frames[["article", "sentence", "text"]], codebook)
    hits = hits[hits["frame"] == hits["row"].map(frames["frame"])]
    hits = hits.sort_values(["row", "start"]).drop_duplicates("row").set_index("row")
    lines = []
    for row in frames.itertuples():
        start, end = hits.loc[row.Index, ["start", "end"]] if row.Index in hits.index else (0, None)
        end = len(row.text) if end is None else end
        pieces = row.text[:start], row.text[start:end], row.text[end:]
        lines.append((row.frame, row.article, row.sentence, *pieces))
    return pd.DataFrame(lines, columns=["frame", *_LINE])


def boundary_lines(codebook: Codebook, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the sentences that the codebook cites as just outside a frame.

    Parameters
    ----------
    codebook : Codebook
    sentences : DataFrame
        ``article, sentence, text``.

    Returns
    -------
    DataFrame
        ``frame, article, sentence, left, node, right``; no rows for a corpus
        that lacks the sentences.
    """
    cited = codebook.cited[codebook.cited["use"] == "excludes"]
    texts = sentences[["article", "sentence", "text"]].astype({"article": str})
    found = cited.merge(texts, on=["article", "sentence"])
    return whole_sentences(found)[["frame", *_LINE]]


def indicator_lines(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """List every place where an indicator counts, also inside a longer one.

    Parameters
    ----------
    sentences : DataFrame
        ``article, sentence, text``; titles are left out.
    codebook : Codebook

    Returns
    -------
    DataFrame
        ``frame, term, article, sentence, left, node, right``, one row a
        sentence and term, as `robustness.indicator_influence` counts them.
    """
    rows = counted(sentences).reset_index(drop=True)
    hits = find_indicators(rows, codebook, nested=True)
    hits = hits[hits["frame"].isin(codebook.codes)].drop_duplicates(["row", "indicator"])
    places = list(zip(hits["row"].map(rows["text"]), hits["start"], hits["end"], strict=True))
    lines = hits[["frame", "term", "article", "sentence"]].assign(
        left=[text[:start] for text, start, _ in places],
        node=[text[start:end] for text, start, end in places],
        right=[text[end:] for text, _, end in places],
    )
    return lines.reset_index(drop=True)


def whole_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a column ``text`` into the columns of evidence: the sentence is the node.

    Parameters
    ----------
    table : DataFrame
        With ``text``.

    Returns
    -------
    DataFrame
        `table` with ``left, node, right`` in place of ``text``.
    """
    return table.assign(left="", node=table["text"], right="").drop(columns="text")
