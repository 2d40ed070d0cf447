"""The sentences behind a count: exactly the words that were counted, each in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from helpers.corpus import COUNTED_PARTS, Corpus
from helpers.counting.frequency import body_tokens
from helpers.counting.kwic import concordance
from helpers.counting.sequences import sequence_starts
from helpers.counting.token_table import as_terms, require_columns, sentence_starts, term_codes

REACH = 80
"""Characters of the sentence that are shown to either side."""


def counted_lines(
    corpus: Corpus,
    tokens: pd.DataFrame,
    terms: Iterable[str],
    *,
    n: int = 1,
    groups: Mapping | pd.Series | None = None,
) -> pd.DataFrame:
    """List the places that counts of terms or of sequences rest on.

    Unlike `concordance`, which follows syllables wherever words were cut, this gives the words
    that were counted and no others: there are as many lines as the count says.

    Parameters
    ----------
    corpus : Corpus
        Anything with a table `sentences`.
    tokens : DataFrame
        The token table that was counted.
    terms : iterable of str
        Terms as `term_frequency` gives them, or sequences as `ngrams` gives them.
    n : int, default 1
        Words in each: 1 for terms.
    groups : mapping or Series, optional
        Article id to group: adds a column `group`, so that the row of a group opens to the
        group's own sentences.

    Returns
    -------
    DataFrame
        Columns `term`, `article`, `sentence`, `start`, `end` (in the sentence), `left`, `node`,
        `right`, in reading order.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing.

    Examples
    --------
    >>> from helpers.counting import term_frequency
    >>> lines = counted_lines(corpus, tokens, ["hợp tác"])
    >>> counts = term_frequency(tokens).set_index("term")["count"]
    >>> len(lines) == counts["hợp tác"] > 0
    np.True_
    """
    require_columns(tokens, "article", "sentence", "token", "start", "end")
    codes, known = term_codes(tokens)
    first = sequence_starts(codes, sentence_starts(tokens), n)
    named = {_as_counted(tokens, term, n): term for term in terms}
    wanted = pd.Index(list(named), dtype="str")
    # only what begins as a wanted term does has to be spelt out
    begins = known.isin(wanted) if n == 1 else _begins(known, wanted)
    first = first[begins[codes[first]]]
    label = known.take(codes[first])
    for step in range(1, n):
        label = label + " " + known.take(codes[first + step])
    there = np.asarray(label.isin(wanted))
    first = first[there]
    place = tokens.iloc[first][["article", "sentence", "start"]].assign(
        term=[named[term] for term in label[there]], end=tokens["end"].to_numpy()[first + n - 1]
    )
    lines = _lines(corpus, place)
    if groups is not None:
        lines.insert(0, "group", [groups[name] or "not stated" for name in lines["article"]])
    return lines


def collocate_lines(
    corpus: Corpus,
    node: str,
    collocates: Iterable[str],
    *,
    window: int = 5,
    parts: Iterable[str] = COUNTED_PARTS,
) -> pd.DataFrame:
    """List the places where a collocate stands in a node's window, marked from one to the other.

    Parameters
    ----------
    corpus : Corpus
        Anything with the tables `sentences` and `tokens`.
    node : str
        One or more words, found as `concordance` finds them.
    collocates : iterable of str
        Terms as `concordance.collocates` gives them for the same node, window and parts.
    window : int, default 5
        Words to either side within the sentence.
    parts : iterable of str, default ("lead", "body")
        Parts of the page to look in.

    Returns
    -------
    DataFrame
        Columns `collocate`, `article`, `sentence`, `left`, `node` (the text from the node to the
        collocate), `right`; as many lines as `collocates` counts.

    Raises
    ------
    TypeError
        If `node` is no string.
    ValueError
        If `node` holds no word, or no sentence is of these parts.

    Examples
    --------
    >>> lines = collocate_lines(corpus, "hợp tác", ["y tế"])
    >>> lines[["collocate", "article", "sentence"]].head(3)
      collocate            article  sentence
    0      y tế  hanoi-cooperation         1
    1      y tế  hanoi-cooperation         3
    2      y tế  hanoi-cooperation         7
    """
    hits = concordance(corpus, node, window=0, parts=parts)[["article", "sentence", "start", "end"]]
    words = body_tokens(corpus, parts)
    codes, known = term_codes(words)
    words = words.assign(term=codes)[codes >= 0]
    near = _around(words.astype({"article": "str"}), hits.astype({"article": "str"}), window)
    near = near[known.isin(as_terms(corpus.tokens, collocates))[near["term"]]]
    # a place near two nodes counts once, by the nearer
    near = near.sort_values(["order", "distance"], kind="stable").drop_duplicates("order")
    place = near[["article", "sentence"]].assign(
        term=known.take(near["term"]),
        start=near[["start", "from"]].min(axis=1),
        end=near[["end", "to"]].max(axis=1),
    )
    return _lines(corpus, place).rename(columns={"term": "collocate"})


def _as_counted(tokens: pd.DataFrame, term: str, n: int) -> str:
    """Give a term as it is counted; a sequence is made of such terms already."""
    return as_terms(tokens, [term])[0] if n == 1 else term


def _around(words: pd.DataFrame, hits: pd.DataFrame, window: int) -> pd.DataFrame:
    """List the words within a window of each hit, outside all of them, with their distance."""
    keys = ["article", "sentence"]
    both = pd.concat([words[keys], hits[keys]], ignore_index=True)
    # A place in the text as one number that rises through all sentences.
    base = both.groupby(keys, sort=False).ngroup().to_numpy() * int(
        words["end"].max() + 1 if len(words) else 1
    )
    of_word, of_hit = base[: len(words)], base[len(words) :]
    # The first and the last word that a hit touches.
    first = np.searchsorted(of_word + words["end"].to_numpy(), of_hit + hits["start"], "right")
    last = np.searchsorted(of_word + words["start"].to_numpy(), of_hit + hits["end"]) - 1
    steps = np.arange(1, window + 1)
    orders = np.concatenate([first[:, None] - steps, last[:, None] + steps], axis=1)
    inside = np.zeros(len(words) + 1, dtype=int)
    touching = first <= last
    np.add.at(inside, first[touching], 1)
    np.add.at(inside, last[touching] + 1, -1)
    there = touching[:, None] & (orders >= 0) & (orders < len(words))
    orders = np.where(there, orders, 0)
    there &= (of_word[orders] == of_hit[:, None]) & (np.cumsum(inside)[orders] == 0)
    hit, step = np.nonzero(there)
    found = words.iloc[orders[there]].reset_index(drop=True)
    return found.assign(
        **{"from": hits["start"].to_numpy()[hit], "to": hits["end"].to_numpy()[hit]},
        order=orders[there],
        distance=step % max(window, 1) + 1,
    )


def _begins(known: pd.Index, wanted: pd.Index) -> np.ndarray:
    """Mark the terms that some wanted sequence begins with."""
    heads = {" ".join(text.split()[:k]) for text in wanted for k in range(1, len(text.split()))}
    return known.isin(heads)


def _lines(corpus: Corpus, place: pd.DataFrame) -> pd.DataFrame:
    """Cut the sentence of each place into left, node and right."""
    sentences = corpus.sentences[["article", "sentence", "text"]].astype({"article": "str"})
    # The row of each sentence, not its text: a long one would be held once for every place in it.
    rows = sentences[["article", "sentence"]].assign(row=np.arange(len(sentences)))
    found = place.astype({"article": "str"}).merge(rows, on=["article", "sentence"], how="left")
    texts = sentences["text"].to_numpy(dtype=object)[found["row"]]
    cuts = list(zip(texts, found["start"], found["end"], strict=True))
    return found[["term", "article", "sentence", "start", "end"]].assign(
        left=[_ending(text[:start]) for text, start, _ in cuts],
        node=[text[start:end] for text, start, end in cuts],
        right=[_beginning(text[end:]) for text, _, end in cuts],
    )


def _ending(text: str) -> str:
    """Keep the end of a text, from a space on."""
    if len(text) <= REACH:
        return text
    return "… " + text[-REACH:].partition(" ")[2]


def _beginning(text: str) -> str:
    """Keep the beginning of a text, up to a space."""
    if len(text) <= REACH:
        return text
    return text[:REACH].rpartition(" ")[0] + " …"
