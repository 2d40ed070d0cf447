"""How far the dictionary gets against the coders: by frame, each article left out in turn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.codebook import Codebook
from helpers.coding import counted, frame_columns
from helpers.dictionary_coding import code_by_dictionary
from helpers.syllables import find_terms

__all__ = [
    "BLOCKING",
    "IN_SAMPLE",
    "LEAVE_ONE_OUT",
    "dictionary_errors",
    "dictionary_summary",
    "evaluate_dictionary",
]

LEAVE_ONE_OUT = "leave one article out"
IN_SAMPLE = "in sample: flatters the dictionary"
BLOCKING = ("kept", "left out too", "none")
"""What happens to blocking phrases: all used; those seen only in the left-out article dropped
like its indicators; none used."""


def evaluate_dictionary(
    coding: pd.DataFrame,
    codebook: Codebook,
    *,
    leave_out: bool = True,
    blocking: str = "kept",
    titles: bool = False,
) -> pd.DataFrame:
    """Score the dictionary against a coding, frame by frame.

    Each article is coded with a dictionary that forgets the indicators taken
    from it: those of provenance ``corpus`` that occur in no other article.

    Parameters
    ----------
    coding : DataFrame
        The coders' coding, with texts.
    codebook : Codebook
    leave_out : bool
        False scores the whole dictionary on the articles that it was made from.
    blocking : str
        One of `BLOCKING`.
    titles : bool
        Score the titles too. They always count as places where a word occurs.

    Returns
    -------
    DataFrame
        ``frame, n, coded, found, both, precision, recall, f1, evaluation,
        blocking``, the last row ``macro``: the mean F1 of the frames that
        either side used. F1 = 2 · both / (coded + found); NaN where undefined.

    Raises
    ------
    ValueError
        If `blocking` is none of `BLOCKING`.
    """
    predicted = _predict(coding, codebook, leave_out, blocking)
    keep = counted(coding, titles=titles).index
    gold = frame_columns(coding["frames"], codebook.codes).loc[keep]
    guess = frame_columns(predicted, codebook.codes).loc[keep]
    scores = pd.DataFrame(
        {
            "n": len(keep),
            "coded": gold.sum(),
            "found": guess.sum(),
            "both": (gold & guess).sum(),
        }
    ).rename_axis("frame")
    with np.errstate(invalid="ignore", divide="ignore"):
        scores["precision"] = scores["both"] / scores["found"]
        scores["recall"] = scores["both"] / scores["coded"]
        scores["f1"] = 2 * scores["both"] / (scores["coded"] + scores["found"])
    macro = scores[["precision", "recall", "f1"]].mean()
    total = scores[["coded", "found", "both"]].sum()
    scores.loc["macro"] = pd.concat([pd.Series({"n": len(keep)}), total, macro])
    scores = scores.astype(dict.fromkeys(("n", "coded", "found", "both"), int)).reset_index()
    evaluation = LEAVE_ONE_OUT if leave_out else IN_SAMPLE
    return scores.assign(evaluation=evaluation, blocking=blocking)


def dictionary_summary(coding: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the macro F1 of every way to score, the flattering one labelled so.

    Parameters
    ----------
    coding : DataFrame
    codebook : Codebook

    Returns
    -------
    DataFrame
        ``evaluation, blocking, f1``, the strictest first.
    """
    ways = [(True, "none"), (True, "left out too"), (True, "kept"), (False, "kept")]
    rows = [
        evaluate_dictionary(coding, codebook, leave_out=leave_out, blocking=blocking).iloc[-1]
        for leave_out, blocking in ways
    ]
    return pd.DataFrame(rows)[["evaluation", "blocking", "f1"]].reset_index(drop=True)


def dictionary_errors(
    coding: pd.DataFrame, codebook: Codebook, *, blocking: str = "kept"
) -> pd.DataFrame:
    """List the sentences where the dictionary, its article left out, and the coders differ.

    Parameters
    ----------
    coding : DataFrame
    codebook : Codebook
    blocking : str
        One of `BLOCKING`.

    Returns
    -------
    DataFrame
        ``frame, error`` (missed or invented), ``article, sentence, text``.
    """
    predicted = frame_columns(_predict(coding, codebook, True, blocking), codebook.codes)
    rows = counted(coding).index
    difference = (predicted - frame_columns(coding["frames"], codebook.codes)).loc[rows]
    errors = difference.rename_axis(columns="frame").stack().rename("error")
    errors = errors[errors != 0].map({1: "invented", -1: "missed"}).reset_index(level="frame")
    return errors.join(coding[["article", "sentence", "text"]]).reset_index(drop=True)


def _predict(coding: pd.DataFrame, codebook: Codebook, leave_out: bool, blocking: str) -> pd.Series:
    """Return the dictionary's frames for every row of the coding."""
    if blocking not in BLOCKING:
        raise ValueError(f"blocking {blocking!r}; expected one of {', '.join(BLOCKING)}")
    if blocking == "none":
        codebook = codebook.without(blocking=codebook.blocking.index)
    if not leave_out:
        return code_by_dictionary(coding, codebook).coding["frames"].set_axis(coding.index)
    indicators = _only_article(coding, codebook.indicators)
    phrases = _only_article(coding, codebook.blocking)
    parts = []
    for article, sentences in coding.groupby("article", sort=False, observed=True):
        forgotten = phrases.index[phrases == article] if blocking == "left out too" else []
        known = codebook.without(indicators.index[indicators == article], forgotten)
        frames = code_by_dictionary(sentences, known).coding["frames"]
        parts.append(frames.set_axis(sentences.index))
    return pd.concat(parts).reindex(coding.index)


def _only_article(coding: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """Return, by term of provenance corpus, the one article it occurs in; others are left out."""
    from_corpus = terms[terms["provenance"] == "corpus"]
    found = find_terms(list(coding["text"]), from_corpus)
    articles = coding["article"].astype(str).to_numpy()[found["text"]]
    seen = pd.Series(articles, index=found["term"], dtype=object).groupby(level=0)
    return seen.first()[seen.nunique() == 1]
