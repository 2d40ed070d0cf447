"""What changes if the corpus, the counting or the dictionary were a little different."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from helpers.framing.codebook import Codebook
from helpers.framing.coding import counted
from helpers.framing.dictionary import code_by_dictionary, find_indicators
from helpers.framing.shares import article_counts, coder, frame_shares
from helpers.vietnamese import split_sentences

_SYLLABLE = re.compile(r"[^\W_]+")


def robustness(
    coding: pd.DataFrame,
    codebook: Codebook,
    *,
    by: str = "group",
    articles: pd.DataFrame | None = None,
    boilerplate: pd.DataFrame | None = None,
    cap: int = 60,
) -> pd.DataFrame:
    """Recompute the frame shares under other choices.

    The changes: each article of a unit of several left out in turn; titles
    counted; long sentences left out; and, by the dictionary, long sentences
    read up to the cap, and boilerplate left in. Changes of the dictionary are
    held against the dictionary's own shares.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, part, text, frames``.
    codebook : Codebook
    by : str
        A column of the coding or of `articles`.
    articles : DataFrame, optional
        Indexed by article id.
    boilerplate : DataFrame, optional
        ``article, sentence, text`` of what was taken away from the pages.
    cap : int
        Syllables beyond which a sentence is long.

    Returns
    -------
    DataFrame
        ``change, detail, coded_by``, `by`, ``frame, count, n, share``, then
        ``before`` (the share without the change) and ``shift`` = share -
        before.

    Examples
    --------
    >>> coding = framing.coding[framing.coding["article"] == "uk-hcmc-hub"]
    >>> changes = robustness(coding, framing.codebook, by="article")
    >>> changes.loc[changes["frame"] == "AID", ["change", "before", "share", "shift"]].round(2)
                         change  before  share  shift
    0            titles counted    0.21   0.27   0.05
    11  long sentences left out    0.21   0.17  -0.05
    22    long sentences capped    0.29   0.29   0.00
    """
    ours: dict[str, Any] = {"by": by, "frames": codebook.codes, "articles": articles}
    machine = code_by_dictionary(coding, codebook).coding
    base, machine_base = _shares(coding, ours), _shares(machine, ours)
    tables = _without_articles(coding, ours, base)
    titled = frame_shares(coding, **ours, titles=True)
    tables.append(_change("titles counted", "", titled, base, by))
    long = coding["text"].map(lambda text: len(_SYLLABLE.findall(text)) > cap).astype(bool)
    short = _shares(coding[~long], ours)
    tables.append(_change("long sentences left out", f"over {cap} syllables", short, base, by))
    # The dictionary looks no further than an article: those without a long sentence stay as coded.
    touched = coding["article"].isin(coding.loc[long, "article"]).to_numpy()
    cut = coding[touched]
    cut = cut.assign(text=[_first_syllables(text, cap) for text in cut["text"]])
    recoded = code_by_dictionary(cut, codebook).coding
    # In the coding's order again, which the units follow.
    capped = machine.set_axis(np.arange(len(machine)))
    capped.loc[touched, recoded.columns] = recoded.set_axis(np.flatnonzero(touched))
    capped = _shares(capped, ours)
    detail = f"read up to {cap} syllables"
    tables.append(_change("long sentences capped", detail, capped, machine_base, by))
    if boilerplate is not None and len(boilerplate):
        extra = code_by_dictionary(boilerplate, codebook).coding
        # Numbered after the article's own: a sentence 0 would pass for a title.
        extra["sentence"] = range(10**6, 10**6 + len(extra))
        dirty = pd.concat([machine, extra[extra["article"].isin(machine["article"])]])
        tables.append(_change("boilerplate left in", "", _shares(dirty, ours), machine_base, by))
    return pd.concat(tables, ignore_index=True)


def indicator_influence(
    sentences: pd.DataFrame, codebook: Codebook, *, titles: bool = False
) -> pd.DataFrame:
    """Say what the dictionary would lose with each indicator.

    Parameters
    ----------
    sentences : DataFrame
        ``article, sentence, text``.
    codebook : Codebook
    titles : bool
        Count the titles too.

    Returns
    -------
    DataFrame
        ``frame, term, sentences`` (that have it), ``lost`` (that no other
        indicator of the frame would find), ``found`` (sentences of the frame),
        ``n`` (all sentences) and ``shift`` = -lost / n, the largest loss first.

    Examples
    --------
    >>> table = indicator_influence(corpus.sentences, framing.codebook)
    >>> table[["frame", "term", "sentences", "lost", "shift"]].round(2).head(2)
         frame     term  sentences  lost  shift
    0  PARTNER  hợp tác         19    14  -0.18
    1      AID   hỗ trợ          7     6  -0.08
    """
    rows = counted(sentences, titles=titles).reset_index(drop=True)
    # Hits inside longer ones would take over once the longer indicator is gone.
    hits = find_indicators(rows, codebook, nested=True)
    hits = hits[hits["frame"].isin(codebook.codes)].drop_duplicates(["row", "indicator"])
    found = hits.drop_duplicates(["row", "frame"]).groupby("frame").size()
    hits = hits.assign(lost=~hits.duplicated(["row", "frame"], keep=False))
    table = hits.groupby(["frame", "term"], as_index=False, sort=False)
    table = table.agg(sentences=("lost", "size"), lost=("lost", "sum"))
    table["found"] = table["frame"].map(found)
    table["n"] = len(rows)
    table["shift"] = -table["lost"] / table["n"]
    order = ["lost", "sentences", "frame", "term"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def largest_shifts(changes: pd.DataFrame, by: str = "group") -> pd.DataFrame:
    """Say, of each change, where it moves a share most and how far shares move on average.

    Parameters
    ----------
    changes : DataFrame
        The result of `robustness`.
    by : str
        The column of units that it was made with.

    Returns
    -------
    DataFrame
        ``change, detail, coded_by``, `by`, ``frame, before, share, shift`` of
        the largest shift, and ``mean_shift``, the mean size of all shifts of
        the units that the change touches. The largest shift first.

    Examples
    --------
    >>> rows = {
    ...     "change": ["titles counted", "titles counted"],
    ...     "detail": "",
    ...     "coded_by": "coder a",
    ...     "group": ["UK", "US"],
    ...     "frame": "AID",
    ...     "before": [0.22, 0.21],
    ...     "share": [0.24, 0.20],
    ...     "shift": [0.02, -0.01],
    ... }
    >>> largest_shifts(pd.DataFrame(rows))[["change", "group", "shift", "mean_shift"]]
               change group  shift  mean_shift
    0  titles counted    UK   0.02       0.015
    """
    known = changes.dropna(subset="shift")
    size = known["shift"].abs().rename("size")
    groups = size.groupby(known["change"], sort=False)
    columns = ["change", "detail", "coded_by", by, "frame", "before", "share", "shift"]
    table = known.loc[groups.idxmax(), columns]
    table["mean_shift"] = table["change"].map(groups.mean())
    order = table["shift"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def boilerplate_sentences(parts: pd.DataFrame) -> pd.DataFrame:
    """Divide what was taken away from the pages into sentences.

    Parameters
    ----------
    parts : DataFrame
        ``article, part, text``, as `corpus.parts` holds them.

    Returns
    -------
    DataFrame
        ``article, sentence, text``, numbered from 1 within the article.

    Examples
    --------
    >>> removed = boilerplate_sentences(corpus.parts)
    >>> removed["article"].value_counts().head(2)
    article
    hcmc-resolution-31    86
    us-hanoi-mou          68
    Name: count, dtype: int64
    """
    removed = parts[parts["part"] == "boilerplate"]
    pieces = zip(removed["article"].astype(str), removed["text"], strict=True)
    rows = [(article, text) for article, block in pieces for text in split_sentences(block)]
    table = pd.DataFrame(rows, columns=["article", "text"], dtype=object)
    table.insert(1, "sentence", table.groupby("article").cumcount() + 1)
    return table


def _without_articles(coding: pd.DataFrame, ours: dict, base: pd.DataFrame) -> list[pd.DataFrame]:
    by = ours["by"]
    counts = article_counts(coding, **ours)
    units = counts.groupby(level=0, sort=False)
    # What is left of each unit without the article: sums, so that no share is counted anew.
    rest = (units.transform("sum") - counts)[units["n"].transform("size") > 1]
    rest = rest[rest["n"] > 0]
    if rest.empty:
        return []
    shares = rest.rename_axis(index=[by, "detail"]).reset_index()
    shares = shares.melt([by, "detail", "n"], var_name="frame", value_name="count")
    shares = shares.assign(share=shares["count"] / shares["n"], coded_by=coder(coding))
    # Article by article, as the counts have them; the melted table goes frame by frame.
    steps = np.arange(len(shares)).reshape(-1, len(rest)).T.ravel()
    shares = shares.iloc[steps].reset_index(drop=True)
    return [_change("one article left out", shares.pop("detail"), shares, base, by)]


def _shares(coding: pd.DataFrame, ours: dict) -> pd.DataFrame:
    return frame_shares(coding, **ours)


def _change(
    change: str, detail: str | pd.Series, shares: pd.DataFrame, base: pd.DataFrame, by: str
) -> pd.DataFrame:
    before = base[[by, "frame", "share"]].rename(columns={"share": "before"})
    table = shares.merge(before, on=[by, "frame"], how="left")
    table["shift"] = table["share"] - table["before"]
    table.insert(0, "change", change)
    table.insert(1, "detail", detail)
    order = ["change", "detail", "coded_by", by, "frame", "count", "n", "share", "before", "shift"]
    return table[order]


def _first_syllables(text: str, number: int) -> str:
    """Cut a text after its first syllables."""
    for count, syllable in enumerate(_SYLLABLE.finditer(text), start=1):
        if count == number:
            return text[: syllable.end()]
    return text
