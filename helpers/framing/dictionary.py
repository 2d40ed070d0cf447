"""Code sentences by the codebook's indicators; every hit keeps its place and its term.

The sentences behind codebook and dictionary: examples, limits of a frame, indicators found.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from helpers.corpus import CorpusError
from helpers.data import read_rows
from helpers.framing.codebook import Codebook
from helpers.framing.codebook_checks import EVALUATION
from helpers.framing.coding import counted, require_columns
from helpers.vietnamese import Variants, find_terms

_HITS = ["article", "sentence", "frame", "term", "start", "end", "text", "indicator"]
BY_DICTIONARY = "dictionary"


class DictionaryCoding(NamedTuple):
    """What the dictionary found, and the coding that follows from it.

    Examples
    --------
    >>> coding, hits = code_by_dictionary(corpus.sentences, framing.codebook)
    >>> len(coding) == len(corpus.sentences), list(hits.columns)[:4]
    (True, ['article', 'sentence', 'frame', 'term'])
    """

    coding: pd.DataFrame
    """As `coding.load_coding` gives it; ``coded_by`` is ``dictionary``."""
    hits: pd.DataFrame
    """One row a hit, as `find_indicators` gives it."""


def code_by_dictionary(sentences: pd.DataFrame, codebook: Codebook) -> DictionaryCoding:
    """Code sentences by the words of the codebook.

    A sentence carries a frame if one of its indicators stands in it outside
    the frame's blocking phrases. ``prestige`` follows in the same way from the
    indicators of the evaluation, ``partner`` from the countries named: NONE
    says that the sentence names no foreign side, not that it has none. Agency
    and speakers need a reader and stay empty.

    Parameters
    ----------
    sentences : DataFrame
        ``article, sentence, text`` and, optionally, ``part``.
    codebook : Codebook

    Returns
    -------
    DictionaryCoding
        ``coding`` in the order of `sentences`, and ``hits``.

    Examples
    --------
    >>> sentences = pd.DataFrame(
    ...     {
    ...         "article": ["a", "a"],
    ...         "sentence": [1, 2],
    ...         "text": ["Anh tài trợ dự án.", "Hai bên ký kết thỏa thuận."],
    ...     }
    ... )
    >>> code_by_dictionary(sentences, framing.codebook).coding[["sentence", "frames", "partner"]]
       sentence   frames partner
    0         1      AID    NONE
    1         2  PARTNER    NONE
    """
    found = find_indicators(sentences, codebook)
    coding = pd.DataFrame(
        {
            "article": sentences["article"].astype(str).to_numpy(),
            "sentence": sentences["sentence"].to_numpy(),
            "part": sentences["part"].astype(str).to_numpy() if "part" in sentences else "",
            "text": sentences["text"].to_numpy(),
        }
    )
    coding["frames"] = pd.Series(join_frames(found, len(coding), codebook), dtype=object)
    coding["partner"] = find_partners(sentences, codebook, found).to_numpy()
    praised = coding.index.isin(found.loc[found["frame"] == EVALUATION, "row"])
    coding["agency"] = ""
    coding["prestige"] = praised.astype(int)
    coding = coding.assign(speaker="", attribution="", reason="", coded_by=BY_DICTIONARY)
    hits = found[found["frame"].isin([*codebook.codes, EVALUATION])]
    return DictionaryCoding(coding, hits[_HITS].reset_index(drop=True))


def find_indicators(
    sentences: pd.DataFrame, codebook: Codebook, *, nested: bool = False
) -> pd.DataFrame:
    """Find every indicator that stands outside its frame's blocking phrases.

    Of hits of one frame within one another the longest counts.

    Parameters
    ----------
    sentences : DataFrame
        ``article, sentence, text``.
    codebook : Codebook
    nested : bool
        Keep the shorter hits too.

    Returns
    -------
    DataFrame
        ``article, sentence, frame, term, start, end`` (code points in the
        sentence), ``text`` (the slice), ``indicator`` (row of
        ``codebook.indicators``) and ``row`` (position in `sentences`).

    Examples
    --------
    >>> sentences = pd.DataFrame(
    ...     {"article": ["a"], "sentence": [1], "text": ["Trợ lý nói Anh tài trợ dự án."]}
    ... )
    >>> find_indicators(sentences, framing.codebook)[["frame", "text", "start", "end"]]
      frame     text  start  end
    0   AID  tài trợ     15   22
    """
    require_columns(sentences, ("article", "sentence", "text"), "sentences")
    texts = list(sentences["text"])
    hits = locate(texts, codebook.indicators, codebook.variants)
    hits = hits[~within(hits, locate(texts, codebook.blocking, codebook.variants))]
    hits = (hits if nested else hits[~within(hits, hits)]).reset_index(drop=True)
    hits = hits.rename(columns={"label": "indicator"})
    hits["term"] = hits["indicator"].map(codebook.indicators["term"])
    for column in ("article", "sentence"):
        hits[column] = sentences[column].to_numpy()[hits["row"]]
    hits["article"] = hits["article"].astype(str)
    places = zip(hits["row"], hits["start"], hits["end"], strict=True)
    hits["text"] = [texts[row][start:end] for row, start, end in places]
    return hits[[*_HITS, "row"]]


def find_partners(
    sentences: pd.DataFrame, codebook: Codebook, hits: pd.DataFrame | None = None
) -> pd.Series:
    """Code the foreign side of each sentence from the countries that it names.

    A country that capitals alone tell apart (Anh, the UK; anh, he) and that
    opens the sentence counts only if the article names it elsewhere too.

    Parameters
    ----------
    sentences : DataFrame
        ``article, sentence, text``.
    codebook : Codebook
        ``partners`` says which countries have a code of their own.
    hits : DataFrame, optional
        The result of `find_indicators`, if at hand.

    Returns
    -------
    Series of str
        One partner code a sentence, by position: that of the country named;
        MULTI where partners of several codes are, or only unnamed ones.

    Examples
    --------
    >>> texts = ["Anh tài trợ dự án.", "Hoa Kỳ và Anh tham gia.", "Sở Y tế họp."]
    >>> sentences = pd.DataFrame({"article": "a", "sentence": [1, 2, 3], "text": texts})
    >>> find_partners(sentences, framing.codebook).tolist()
    ['UK', 'MULTI', 'NONE']
    """
    hits = find_indicators(sentences, codebook) if hits is None else hits
    named = _find_countries(sentences)
    codes = {
        country: row.code for row in codebook.partners.itertuples() for country in row.countries
    }
    named["partner"] = named["country"].map(lambda country: codes.get(country, codes.get("*")))
    named = named.dropna(subset="partner").drop_duplicates(["row", "partner"])
    partner = named.groupby("row")["partner"].agg(lambda c: c.iloc[0] if len(c) == 1 else "MULTI")
    unnamed = hits.loc[hits["frame"] == "MULTI", "row"]
    result = pd.Series("NONE", index=range(len(sentences)), dtype=object)
    result[result.index.isin(unnamed)] = "MULTI"
    result[partner.index] = partner
    return result


def _find_countries(sentences: pd.DataFrame) -> pd.DataFrame:
    names = _country_names()
    found = find_terms(list(sentences["text"]), names).rename(columns={"text": "row"})
    found = found.join(names[["country", "case"]], on="term").assign(frame="country")
    is_country = found["country"] != ""
    blocked = within(found, found[~is_country]) | within(found, found)
    found = found[is_country & ~blocked]
    found["article"] = sentences["article"].astype(str).to_numpy()[found["row"]]
    sure = found[~(found["initial"] & (found["case"] == "name"))]
    known = set(zip(sure["article"], sure["country"], strict=True))
    keys = zip(found["article"], found["country"], strict=True)
    return found[np.array([key in known for key in keys], dtype=bool)]


@cache
def _country_names() -> pd.DataFrame:
    return pd.DataFrame(read_rows("countries.csv"))


def join_frames(hits: pd.DataFrame, rows: int, codebook: Codebook) -> list[str]:
    """Return the frames of each sentence, in the codebook's order, joined by ``;``."""
    order = {code: number for number, code in enumerate(codebook.codes)}
    hits = hits[hits["frame"].isin(order)].drop_duplicates(["row", "frame"])
    hits = hits.sort_values("frame", key=lambda codes: codes.map(order))
    return list(hits.groupby("row")["frame"].agg(";".join).reindex(range(rows), fill_value=""))


def locate(texts: list[str], terms: pd.DataFrame, variants: Variants) -> pd.DataFrame:
    """Find terms with their frames.

    Returns
    -------
    DataFrame
        ``row`` (position in `texts`), ``label`` (index label in `terms`),
        ``start, end, frame``.
    """
    try:
        found = find_terms(texts, terms, variants=variants)
    except ValueError as error:
        raise CorpusError([f"codebook.toml: a term that can't be looked for: {error}"]) from None
    found = found.rename(columns={"text": "row", "term": "label"})
    # Without a hit the mapped column would have a type of its own, which `within` could not merge.
    frame = found["label"].map(terms["frame"]).astype(object)
    return found.drop(columns="initial").assign(frame=frame)


def within(hits: pd.DataFrame, wider: pd.DataFrame) -> pd.Series:
    """Say which hits lie inside a block, or inside a longer hit, of the same frame.

    Parameters
    ----------
    hits, wider : DataFrame
        ``row, frame, start, end``. The same table twice: a hit is not inside
        itself.

    Returns
    -------
    Series of bool
        By the index of `hits`.
    """
    if hits.empty or wider.empty:
        return pd.Series(False, index=hits.index)
    both = pd.concat([hits, wider], ignore_index=True)
    # A number for each start in its sentence and frame, so that one sorting serves all.
    group = both.groupby(["row", "frame"], sort=False, dropna=False, observed=True).ngroup()
    place = (group * (both["end"].max() + 2) + both["start"]).to_numpy()
    at, begins = place[: len(hits)], place[len(hits) :]
    order = np.argsort(begins, kind="stable")
    ends = wider["end"].iloc[order].groupby(group.to_numpy()[len(hits) :][order]).cummax()

    def farthest(side: Literal["left", "right"]) -> np.ndarray:
        """Give the farthest end of those of a group that begin before a hit, or with it."""
        last = np.searchsorted(begins[order], at, side) - 1
        known = group.to_numpy()[len(hits) :][order][last] == group.to_numpy()[: len(hits)]
        return np.where((last >= 0) & known, ends.to_numpy()[last], -1)

    end = hits["end"].to_numpy()
    inside = farthest("right") >= end
    if wider is hits:
        inside = (farthest("left") >= end) | (farthest("right") > end)
    return pd.Series(inside, index=hits.index)


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

    Examples
    --------
    >>> example_lines(framing.codebook)[["frame", "article", "sentence", "node"]].head(2)
         frame       article  sentence     node
    0      AID   uk-hcmc-hub         1  tài trợ
    1  PARTNER  us-hanoi-mou        13  Hai bên
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

    Examples
    --------
    >>> lines = boundary_lines(framing.codebook, corpus.sentences)
    >>> lines.loc[lines["frame"] == "AID", ["article", "sentence"]]
                 article  sentence
    0       us-hanoi-mou        10
    1  hanoi-cooperation         3
    2    uk-ministry-tbi         9
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

    Examples
    --------
    >>> lines = indicator_lines(corpus.sentences, framing.codebook)
    >>> lines[["frame", "term", "article", "sentence"]].head(2)
      frame     term      article  sentence
    0   AID  tài trợ  uk-hcmc-hub         1
    1   AID     giúp  uk-hcmc-hub         1
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

    Examples
    --------
    >>> table = pd.DataFrame({"article": ["a"], "sentence": [1], "text": ["Hai bên ký kết."]})
    >>> whole_sentences(table).loc[0].to_dict()
    {'article': 'a', 'sentence': 1, 'left': '', 'node': 'Hai bên ký kết.', 'right': ''}
    """
    return table.assign(left="", node=table["text"], right="").drop(columns="text")
