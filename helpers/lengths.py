"""How long each article is, in sentences and in words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.corpus import COUNTED_PARTS
from helpers.frequency import body_tokens
from helpers.stored_table import batches
from helpers.token_table import category_codes
from helpers.vocabulary import is_word


def article_lengths(corpus, parts: Iterable[str] = COUNTED_PARTS) -> pd.DataFrame:
    """Count the sentences and the words of each article.

    Parameters
    ----------
    corpus : Corpus
    parts : iterable of str, default ("lead", "body")
        Parts of the page that count.

    Returns
    -------
    DataFrame
        Indexed by article, all of them in the corpus's order: ``sentences, words``. Punctuation
        is no word.

    Raises
    ------
    ValueError
        If no sentence is of any of these parts.
    """
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    ids = pd.Index(corpus.articles.index, name="article")
    sentences, words = np.zeros((2, len(ids)), dtype=np.int64)
    for table in batches(corpus.sentences, ["article", "part"]):
        chosen = table["part"].isin(parts).to_numpy()
        _add(sentences, ids, table["article"], chosen)
    for table in batches(body_tokens(corpus, parts), ["article", "token"]):
        codes, spellings = category_codes(table["token"])
        known = np.fromiter(map(is_word, spellings), dtype=bool, count=len(spellings))
        _add(words, ids, table["article"], known[codes])
    return pd.DataFrame({"sentences": sentences, "words": words}, index=ids)


def _add(totals: np.ndarray, ids: pd.Index, articles: pd.Series, chosen: np.ndarray) -> None:
    """Add to each article's total the rows that are chosen."""
    codes, names = category_codes(articles)
    totals[ids.get_indexer(names)] += np.bincount(codes[chosen], minlength=len(names))
