"""Words as integer codes: what counts as a word, and which spellings are one term.

A token table holds each word as a categorical. Everything here works once on the
categories (types), so that the measures above count integers and never loop over tokens.
"""

import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from helpers.data import read_column
from helpers.vietnamese import Variants, fold_term, shipped_variants


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms of a token table.

    Attributes
    ----------
    terms : pandas.Index
        Distinct terms, shape ``(n_terms,)``, sorted.
    of_category : numpy.ndarray of int32
        Term of each token category, shape ``(n_categories + 1,)``; -1 for punctuation. The
        last entry stands for a missing token, whose code is -1.
    """

    terms: pd.Index
    of_category: np.ndarray


@cache
def stop_words() -> frozenset[str]:
    """Stop words of the project, as terms, from ``data/stop_words.csv``."""
    return frozenset(map(fold_term, read_column("stop_words.csv", "term")))


def is_word(text: str) -> bool:
    """Tell whether a token counts as a word: it has a letter or a digit.

    Examples
    --------
    >>> [token for token in ["Bệnh viện", ",", "2030"] if is_word(token)]
    ['Bệnh viện', '2030']
    """
    return any(map(str.isalnum, text))


def selected_stop_words(choice: bool | Iterable[str] | None) -> frozenset[str]:
    """Resolve the ``stop_words`` option of the measures.

    Raises
    ------
    TypeError
        If `choice` is a single string.
    """
    if choice is None or choice is False:
        return frozenset()
    if choice is True:
        return stop_words()
    if isinstance(choice, str):
        raise TypeError("stop_words is True or a list of words, not one string")
    return frozenset(map(fold_term, choice))


_vocabularies: dict[tuple[int, int], tuple[weakref.ref, Variants, Vocabulary]] = {}


def vocabulary(categories: pd.Index, variants: Variants | None = None) -> Vocabulary:
    """Give the categories of a token column their terms, as `variants` shows them.

    An Index can't change, so the result is kept as long as the Index lives.
    """
    variants = shipped_variants() if variants is None else variants
    key = id(categories), id(variants)
    known = _vocabularies.get(key)
    if known is not None and known[0]() is categories:
        return known[2]
    texts = [str(text) for text in categories]
    words = np.fromiter(map(is_word, texts), dtype=bool, count=len(texts))
    shown = np.array([variants.term(text) for text in texts], dtype=object)[words]
    codes, terms = pd.factorize(shown, sort=True)
    of_category = np.full(len(texts) + 1, -1, dtype=np.int32)
    of_category[:-1][words] = codes
    result = Vocabulary(pd.Index(terms, dtype="str", name="term"), of_category)
    _vocabularies[key] = (
        # The default keeps the dict within reach while the interpreter ends.
        weakref.ref(categories, lambda _, known=_vocabularies: known.pop(key, None)),  # type: ignore[misc]
        variants,
        result,
    )
    return result
