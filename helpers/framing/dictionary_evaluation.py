"""How far the dictionary gets against the coders: by frame, each article left out in turn."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from helpers.framing.codebook import Codebook
from helpers.framing.coding import counted, frame_columns
from helpers.framing.dictionary import join_frames, locate, within

LEAVE_ONE_OUT = "leave one article out"
IN_SAMPLE = "in sample: flatters the dictionary"
UNSEEN = "articles that the dictionary has not seen"
WITHOUT_LATER = "kept, without the phrases added after the errors were seen"
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
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Score the dictionary against a coding, frame by frame.

    Each article is coded with a dictionary that forgets the indicators taken
    from it: those of provenance ``corpus`` that occur in no other article. A codebook that
    cites none of the articles was made from others, and nothing is forgotten.

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
    draws : int
        Bootstrap draws of whole articles, with the dictionary's codes as they are.
    level : float
        Coverage of the percentile intervals; of a handful of articles they are too narrow.
    seed : int

    Returns
    -------
    DataFrame
        ``frame, n, coded, found, both, precision, recall, f1, f1_low, f1_high,
        evaluation, blocking``, the last row ``macro``: the mean F1 of the frames that
        either side used. F1 = 2 · both / (coded + found); NaN where undefined, its
        interval with a single article.

    Raises
    ------
    ValueError
        If `blocking` is none of `BLOCKING`.

    Examples
    --------
    >>> scores = evaluate_dictionary(framing.coding, framing.codebook)
    >>> scores[["frame", "coded", "found", "both", "precision", "recall", "f1"]].round(2).tail(3)
         frame  coded  found  both  precision  recall    f1
    9     ECON      9      3     3       1.00    0.33  0.50
    10  PEOPLE     10     11     9       0.82    0.90  0.86
    11   macro    154    133   122       0.94    0.74  0.80
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
    articles = coding.loc[keep, "article"].astype(str)
    ends = _f1_interval(gold, guess, articles, draws=draws, level=level, seed=seed)
    scores["f1_low"], scores["f1_high"] = ends
    scores = scores.astype(dict.fromkeys(("n", "coded", "found", "both"), int)).reset_index()
    evaluation = LEAVE_ONE_OUT if leave_out else IN_SAMPLE
    evaluation = UNSEEN if _unseen(coding, codebook) else evaluation
    return scores.assign(evaluation=evaluation, blocking=blocking)


def _f1_interval(
    gold: pd.DataFrame,
    guess: pd.DataFrame,
    articles: pd.Series,
    *,
    draws: int,
    level: float,
    seed: int,
) -> np.ndarray:
    """Give the ends of the intervals of each frame's F1 and of their mean, articles resampled."""
    codes, names = pd.factorize(articles)
    ends = np.full((2, gold.shape[1] + 1), np.nan)
    if len(names) < 2:
        return ends
    both, used = ((gold & guess).groupby(codes).sum(), (gold + guess).groupby(codes).sum())
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), draws)
    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        # A draw may hold no sentence with the frame: it says nothing of the frame's F1.
        warnings.simplefilter("ignore", RuntimeWarning)
        f1 = 2 * (weights @ both.to_numpy()) / (weights @ used.to_numpy())
        f1 = np.column_stack([f1, np.nanmean(f1, axis=1)])
        return np.nanquantile(f1, [(1 - level) / 2, (1 + level) / 2], axis=0)


def dictionary_summary(coding: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the macro F1 of every way to score, the flattering one labelled so.

    Parameters
    ----------
    coding : DataFrame
    codebook : Codebook

    Returns
    -------
    DataFrame
        ``evaluation, blocking, f1, f1_low, f1_high``, the strictest first; of articles that the
        codebook was not made from, without and with blocking phrases only. Where the codebook
        marks phrases as added after evaluation, the row `WITHOUT_LATER` gives the score without
        them.

    Examples
    --------
    >>> uk = framing.coding[framing.coding["article"].str.startswith("uk-")]
    >>> summary = dictionary_summary(uk, framing.codebook)
    >>> summary.set_index("evaluation")["f1"].round(2).iloc[[0, -1]]
    evaluation
    leave one article out                 0.49
    in sample: flatters the dictionary    0.98
    Name: f1, dtype: float64
    """
    later = codebook.blocking.index[codebook.blocking["added"].fillna("") != ""]
    ways = [(True, "none"), (True, "left out too"), (True, "kept"), (False, "kept")]
    unseen = _unseen(coding, codebook)
    ways = ways[::2] if unseen else ways
    rows = [
        evaluate_dictionary(coding, codebook, leave_out=leave_out, blocking=blocking).iloc[-1]
        for leave_out, blocking in ways
    ]
    if len(later) and not unseen:
        before = evaluate_dictionary(coding, codebook.without(blocking=later))
        rows.insert(2, before.assign(blocking=WITHOUT_LATER).iloc[-1])
    return pd.DataFrame(rows)[["evaluation", "blocking", "f1", "f1_low", "f1_high"]].reset_index(
        drop=True
    )


def dictionary_by_frame(coding: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the F1 of each frame under three ways to score.

    Parameters
    ----------
    coding : DataFrame
    codebook : Codebook

    Returns
    -------
    DataFrame
        Rows are frames; columns ``article and its phrases left out`` (the
        strictest), ``article left out`` and ``in sample (flatters)``; ``unseen articles``
        alone where the codebook was made from others.

    Examples
    --------
    >>> uk = framing.coding[framing.coding["article"].str.startswith("uk-")]
    >>> dictionary_by_frame(uk, framing.codebook).loc["AID"].round(2).to_dict()
    {'article and its phrases left out': 0.8, 'article left out': 0.8, 'in sample (flatters)': 0.91}
    """
    ways: dict[str, dict[str, Any]] = {
        "article and its phrases left out": {"blocking": "left out too"},
        "article left out": {},
        "in sample (flatters)": {"leave_out": False},
    }
    if _unseen(coding, codebook):
        ways = {"unseen articles": {}}
    scores = {
        name: evaluate_dictionary(coding, codebook, **way).set_index("frame")["f1"]
        for name, way in ways.items()
    }
    return pd.DataFrame(scores).drop(index="macro")


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

    Examples
    --------
    >>> errors = dictionary_errors(framing.coding, framing.codebook)
    >>> errors.groupby(["frame", "error"]).size().loc["AID"]
    error
    invented    2
    missed      2
    dtype: int64
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
    leave_out = leave_out and not _unseen(coding, codebook)
    texts = list(coding["text"])
    articles = coding["article"].astype(str).to_numpy()
    listed = codebook.indicators, codebook.blocking
    hits, blocks = (locate(texts, terms, codebook.variants) for terms in listed)
    if leave_out:
        hits = hits[~_forgotten(hits, codebook.indicators, articles)]
    if leave_out and blocking == "left out too":
        blocks = blocks[~_forgotten(blocks, codebook.blocking, articles)]
    hits = hits[~within(hits, blocks)]
    return pd.Series(join_frames(hits, len(coding), codebook), index=coding.index, dtype=object)


def _unseen(coding: pd.DataFrame, codebook: Codebook) -> bool:
    """Say whether the codebook was made from other articles than those coded."""
    coded = coding["article"].astype(str)
    return len(coding) > 0 and not coded.isin(codebook.cited["article"]).any()


def _forgotten(hits: pd.DataFrame, terms: pd.DataFrame, articles: np.ndarray) -> pd.Series:
    """Say which hits are of a term taken from the corpus that only their article has."""
    article = pd.Series(articles[hits["row"]], index=hits.index, dtype=object)
    alone = article.groupby(hits["label"]).transform("nunique") == 1
    return alone & (hits["label"].map(terms["provenance"]) == "corpus")
