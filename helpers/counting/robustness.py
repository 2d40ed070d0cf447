"""How far counts depend on choices made before: where words are cut, what of a page is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from helpers.corpus import COUNTED_PARTS, Corpus, words_column
from helpers.counting.frequency import body_tokens, rank_frequency, term_frequency
from helpers.counting.kwic import concordance
from helpers.counting.syllable_index import PIECE
from helpers.counting.token_table import VERSIONS, as_terms, chosen_parts, parts_of
from helpers.counting.vocabulary import selected_stop_words
from helpers.vietnamese import segment_default

AS_USED, DEFAULT, SYLLABLES = "as used here", "segmenter alone", "bare syllables"


def segmented_tokens(
    corpus: Corpus, parts: Iterable[str] = COUNTED_PARTS
) -> dict[str, pd.DataFrame]:
    """Cut the same sentences into words in three ways.

    Parameters
    ----------
    corpus : Corpus
        Anything with the tables `sentences` and `tokens`.
    parts : iterable of str, default ("lead", "body")
        Parts of the page.

    Returns
    -------
    dict of str to DataFrame
        Token tables with the columns `article`, `sentence`, `token`: "as used here" (the
        corpus's own), "segmenter alone" (underthesea as it comes) and "bare syllables" (each
        syllable a word, as a program for English would read the text).

    Raises
    ------
    ValueError
        If no sentence is of any of these parts.
    """
    used = body_tokens(corpus, parts)
    chosen, _ = chosen_parts(corpus, parts)
    sentences = corpus.sentences[chosen]
    texts = list(sentences["text"])
    tables = {
        AS_USED: used[["article", "sentence", "token"]],
        DEFAULT: _table(sentences, segment_default(texts)),
        SYLLABLES: _table(sentences, [PIECE.findall(text) for text in texts]),
    }
    for table in tables.values():
        table.attrs = dict(used.attrs)
    return tables


def segmentation_counts(
    corpus: Corpus, tables: Mapping[str, pd.DataFrame], terms: Iterable[str]
) -> pd.DataFrame:
    """Count terms under each way of cutting words.

    Parameters
    ----------
    corpus : Corpus
        The corpus that the tables were cut from.
    tables : mapping of str to DataFrame
        From `segmented_tokens`.
    terms : iterable of str
        Terms, as `term_frequency` gives them.

    Returns
    -------
    DataFrame
        Column `term`, a column for each table (how often the term is exactly one word there) and
        `syllables_in_a_row` (how often its syllables follow each other, whatever the cuts).
    """
    result = pd.DataFrame({"term": list(dict.fromkeys(terms))})
    for name, table in tables.items():
        counts = term_frequency(table).set_index("term")["count"]
        wanted = as_terms(table, result["term"])
        result[name] = counts.reindex(wanted, fill_value=0).to_numpy()
    result["syllables_in_a_row"] = [len(concordance(corpus, term)) for term in result["term"]]
    result.attrs = {
        "measure": "occurrences as one word, by segmentation",
        "parts": _parts_of(tables),
        "versions": VERSIONS,
    }
    return result


def top_terms(
    tables: Mapping[str, pd.DataFrame],
    n: int = 10,
    *,
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Set the commonest terms of several token tables side by side.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Token tables by name.
    n : int, default 10
        Ranks.
    stop_words : bool or iterable of str, optional
        Terms to leave out, as in `term_frequency`.

    Returns
    -------
    DataFrame
        Column `rank` from 1, and one column a table: the term at that rank. A shorter table's
        last ranks are empty.
    """
    lists = {
        name: term_frequency(table, stop_words=stop_words)["term"].head(n)
        for name, table in tables.items()
    }
    result = pd.DataFrame(lists, dtype="str").fillna("")
    result.insert(0, "rank", np.arange(1, len(result) + 1))
    stopped = len(selected_stop_words(stop_words))
    result.attrs = {
        "measure": "terms by occurrences as one word, by segmentation",
        "parts": _parts_of(tables),
        "filters": f"{stopped} stop words left out" if stopped else "none",
        "versions": VERSIONS,
    }
    return result


def table_sizes(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Compare how many words several token tables hold, and of how many kinds.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Token tables by name.

    Returns
    -------
    DataFrame
        Columns `cut`, `words`, `terms` (distinct), `once` (share of the terms that occur once).
    """
    ranks = {name: rank_frequency(table) for name, table in tables.items()}
    result = pd.DataFrame(
        {
            "cut": list(ranks),
            "words": [table.attrs["words"] for table in ranks.values()],
            "terms": [len(table) for table in ranks.values()],
            "once": [table["count"].eq(1).mean() for table in ranks.values()],
        }
    )
    result.attrs = {
        "measure": "words and distinct terms, by segmentation",
        "parts": _parts_of(tables),
        "versions": VERSIONS,
    }
    return result


def boilerplate_effect(
    article: pd.DataFrame,
    page: pd.DataFrame,
    *,
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Compare what is counted in the articles with what is counted in the whole pages.

    Parameters
    ----------
    article, page : DataFrame
        Token tables: of the articles alone, and of `Corpus.whole_pages` in every part.
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows (and of the ranks), as in `term_frequency`.

    Returns
    -------
    DataFrame
        Columns `term`, `article_count`, `page_count`, `article_per_thousand`,
        `page_per_thousand`, `article_rank`, `page_rank` (from 1, equals share the better one;
        missing where the term is only outside the articles). The commonest of the whole pages
        first.
    """
    counts = [term_frequency(table, stop_words=stop_words) for table in (article, page)]
    first, second = (_ranked(table) for table in counts)
    terms = second.index
    first = first.reindex(terms)
    result = pd.DataFrame(
        {
            "term": terms,
            "article_count": first["count"].fillna(0).astype("int64").array,
            "page_count": second["count"].array,
            "article_per_thousand": first["per_thousand"].fillna(0).array,
            "page_per_thousand": second["per_thousand"].array,
            "article_rank": first["rank"].astype("Int64").array,
            "page_rank": second["rank"].astype("int64").array,
        }
    )
    result.attrs = {
        "measure": "count and rate in lead and body, and in the whole page",
        "article_words": counts[0].attrs["words"],
        "page_words": counts[1].attrs["words"],
        "filters": counts[1].attrs["filters"],
        "versions": VERSIONS,
    }
    return result


def _table(sentences: pd.DataFrame, words: list[list[str]]) -> pd.DataFrame:
    """Lay out the words of each sentence as rows."""
    lengths = [len(found) for found in words]
    flat = [word for found in words for word in found]
    return pd.DataFrame(
        {
            "article": sentences["article"].repeat(lengths).array,
            "sentence": sentences["sentence"].repeat(lengths).array,
            "token": words_column(flat),
        }
    )


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Index by term and rank by count, equals at the better rank."""
    rank = table["count"].rank(method="min", ascending=False)
    return table.assign(rank=rank).set_index("term")


def _parts_of(tables: Mapping[str, pd.DataFrame]) -> str:
    return next((parts_of(table) for table in tables.values()), "")
