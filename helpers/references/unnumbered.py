"""Words for a kind of document, where they name none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from helpers.corpus import READ_PARTS, Corpus
from helpers.counting import find, syllable_index
from helpers.data import read_rows
from helpers.references.citations import cited_plans


def count_unnumbered(
    corpus: Corpus, cited: pd.DataFrame, *, lines: int = 20
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count words for a kind of document, where no particular document is cited by them.

    The words are those of ``document_types.csv``; some of them are verbs or plain nouns as well
    (*quyết định*, decision, to decide).

    Parameters
    ----------
    corpus : Corpus
    cited : DataFrame
        As `cited_documents` gives it.
    lines : int, default 20
        The most hits of a word that are kept.

    Returns
    -------
    counts : DataFrame
        ``word, English, mentions, articles``, over the whole corpus; most mentions first.
    hits : DataFrame
        The first of each word, in title, lead or body: ``word, English, article, sentence, left,
        node, right``, word by word.
    """
    keys = ["place", "word", "English"]
    counts, hits = [], []
    seen: Counter[int] = Counter()
    for table in _unnumbered(corpus, cited):
        groups = table.groupby(keys)["article"]
        counts.append(groups.agg(mentions="size", articles="nunique").reset_index())
        # Once a word has its lines, no batch adds to them: what is kept stays small.
        before = table["place"].map(lambda place: seen[place]).astype("int64")
        hits.append(table[table.groupby("place").cumcount() + before < lines])
        seen.update(table["place"])
    kept = _joined(hits)
    empty = pd.DataFrame(columns=[*keys, "mentions", "articles"]).astype(
        {"word": str, "English": str, "mentions": "int64", "articles": "int64"}
    )
    # An article stands in one batch, so that its counts can be added.
    total = (pd.concat(counts) if counts else empty).groupby(keys).sum().reset_index()
    total = total.sort_values("mentions", ascending=False, kind="stable", ignore_index=True)
    return total.drop(columns="place"), kept


_UNNUMBERED = ["word", "English", "article", "sentence", "left", "node", "right"]


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Join the hits of batches, word by word."""
    if not tables:
        texts = dict.fromkeys(_UNNUMBERED, str)
        return pd.DataFrame(columns=_UNNUMBERED).astype({**texts, "sentence": "int32"})
    joined = pd.concat(tables, ignore_index=True)
    return joined.sort_values("place", kind="stable", ignore_index=True)[_UNNUMBERED]


def _unnumbered(corpus: Corpus, cited: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the hits of each batch, with the place of their word in the list of words."""
    # A word of a plan's title names that plan.
    cited = pd.concat([cited, cited_plans(corpus)])
    own = cited[cited["sentence"].notna()]
    spans: dict[tuple, list[tuple[int, int]]] = {}
    for row in own[["article", "sentence", "text_start", "text_end"]].itertuples(index=False):
        spans.setdefault((row.article, row.sentence), []).append((row.text_start, row.text_end))
    words = [
        (word, row["english"].split("|")[0])
        for row in read_rows("document_types.csv")
        for word in row["words"].split("|")
    ]
    for batch in corpus.batches():
        if len(batch.sentences):
            yield _free_hits(batch, words, spans)


def _free_hits(
    corpus: Corpus, words: list[tuple[str, str]], spans: dict[tuple, list]
) -> pd.DataFrame:
    """Find words in a corpus in memory, in whole sentences, where they are no part of a reference.

    As `concordance` finds them, but as words: *luật* (law) isn't in *kỷ luật* (discipline). One
    table for all words, since there are many words and batches.
    """
    index = syllable_index(corpus, READ_PARTS)
    sentences = corpus.sentences
    names, numbers = sentences["article"].astype(str).array, sentences["sentence"].to_numpy()
    texts = sentences["text"].array
    places = []
    for place in range(len(words)):
        hits = find(index, words[place][0])
        found = index.row[index.sentence[hits.first]].tolist()
        spans_of = zip(found, hits.start.tolist(), hits.end.tolist(), strict=True)
        places += [(place, row, start, end) for row, start, end in spans_of]
    cuts = _cuts(corpus.tokens, {(names[row], numbers[row]) for _, row, *_ in places})
    rows = []
    for place, row, start, end in places:
        key = (names[row], numbers[row])
        whole = (*key, start) in cuts and (*key, end) in cuts
        if whole and not any(a < end and start < b for a, b in spans.get(key, [])):
            text = texts[row]
            rows.append((place, *words[place], *key, text[:start], text[start:end], text[end:]))
    table = pd.DataFrame(rows, columns=["place", *_UNNUMBERED])
    strings = {name: str for name in _UNNUMBERED if name != "sentence"}
    return table.astype({**strings, "place": "int64", "sentence": numbers.dtype})


def _cuts(tokens: pd.DataFrame, sentences: set[tuple[str, int]]) -> set[tuple[str, int, int]]:
    """Give where words begin and end in some sentences: article, sentence, place in it."""
    there = pd.MultiIndex.from_tuples(list(sentences), names=["article", "sentence"])
    keys = pd.MultiIndex.from_arrays([tokens["article"].astype(str), tokens["sentence"]])
    inside = tokens[keys.isin(there)] if len(there) else tokens.head(0)
    articles, numbers = inside["article"].astype(str).tolist(), inside["sentence"].tolist()
    return {
        place
        for side in ("start", "end")
        for place in zip(articles, numbers, inside[side].tolist(), strict=True)
    }
