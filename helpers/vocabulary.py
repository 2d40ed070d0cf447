"""Words as integer codes: what counts as a word, and which spellings are one term.

A token table holds each word as a categorical. Everything here works once on the
categories (types), so that the measures above count integers and never loop over tokens.
"""

import csv
import unicodedata
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse

from helpers import __version__

DATA = Path(__file__).parent / "data"
VERSIONS = (
    f"khung-tin {__version__}, pandas {pd.__version__}, numpy {np.__version__}, "
    f"scipy {scipy.__version__}"
)


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
def case_sensitive_terms() -> frozenset[str]:
    """Terms that case tells apart, from ``data/case_sensitive.csv``."""
    return frozenset(_first_column("case_sensitive.csv"))


@cache
def stop_words() -> frozenset[str]:
    """Stop words of the project, as terms, from ``data/stop_words.csv``."""
    return frozenset(_first_column("stop_words.csv"))


def _first_column(name: str) -> list[str]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [row["term"] for row in csv.DictReader(file)]


def fold_term(text: str) -> str:
    """Give the term under which a word is counted.

    Parameters
    ----------
    text : str
        A word as it stands in a text.

    Returns
    -------
    str
        The word in NFC without capitals, unless ``data/case_sensitive.csv`` holds it: "Anh"
        (the United Kingdom) stays apart from "anh" (he). At the start of a sentence the two
        look alike, and "Anh" counts as listed.
    """
    text = unicodedata.normalize("NFC", text)
    return text if text in case_sensitive_terms() else text.casefold()


def is_word(text: str) -> bool:
    """Tell whether a token counts as a word: it has a letter or a digit."""
    return any(map(str.isalnum, text))


def selected_stop_words(choice: bool | Iterable[str] | None) -> frozenset[str]:
    """Resolve the ``stop_words`` option of the measures.

    Parameters
    ----------
    choice : bool, iterable of str or None
        True for the project's own list, None or False for none, or a list of one's own.

    Returns
    -------
    frozenset of str
        Terms, folded as `fold_term` does.

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


_vocabularies: dict[int, tuple[weakref.ref, Vocabulary]] = {}


def vocabulary(categories: pd.Index) -> Vocabulary:
    """Fold the categories of a token column into terms.

    An Index can't change, so the result is kept as long as the Index lives.
    """
    key = id(categories)
    known = _vocabularies.get(key)
    if known is not None and known[0]() is categories:
        return known[1]
    texts = [str(text) for text in categories]
    words = np.fromiter(map(is_word, texts), dtype=bool, count=len(texts))
    folded = np.array([fold_term(text) for text in texts], dtype=object)[words]
    codes, terms = pd.factorize(folded, sort=True)
    of_category = np.full(len(texts) + 1, -1, dtype=np.int32)
    of_category[:-1][words] = codes
    result = Vocabulary(pd.Index(terms, dtype="str", name="term"), of_category)
    _vocabularies[key] = (
        weakref.ref(categories, lambda _: _vocabularies.pop(key, None)),
        result,
    )
    return result


def require_columns(table: pd.DataFrame, *columns: str) -> None:
    """Check that `table` is a DataFrame with these columns.

    Raises
    ------
    TypeError
        If `table` is no DataFrame.
    ValueError
        If a column is missing; the message names it and those there are.
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"expected a token table (DataFrame), got {type(table).__name__}")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(
            f"the token table has no column {', '.join(missing)}; "
            f"it has: {', '.join(map(str, table.columns)) or 'none'}"
        )


def category_codes(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Give the integer codes and the categories of a column, without a copy where it can."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("category")
    return np.asarray(column.array.codes), column.array.categories


def term_codes(tokens: pd.DataFrame) -> tuple[np.ndarray, pd.Index]:
    """Code a token table's words by term.

    Parameters
    ----------
    tokens : DataFrame
        A token table with a column `token`.

    Returns
    -------
    codes : numpy.ndarray of int32
        Shape ``(n_tokens,)``; -1 where the token is no word.
    terms : pandas.Index
        The terms the codes stand for.
    """
    require_columns(tokens, "token")
    codes, categories = category_codes(tokens["token"])
    known = vocabulary(categories)
    return known.of_category[codes], known.terms


def term_counts(tokens: pd.DataFrame) -> tuple[np.ndarray, pd.Index]:
    """Count a token table's words by term.

    Parameters
    ----------
    tokens : DataFrame
        A token table with a column `token`.

    Returns
    -------
    counts : numpy.ndarray of int64
        Shape ``(n_terms,)``; 0 for a term that only unused categories have.
    terms : pandas.Index
        The terms, sorted.
    """
    require_columns(tokens, "token")
    codes, categories = category_codes(tokens["token"])
    known = vocabulary(categories)
    # code -1 is a missing token: shifted by one, it gets a place of its own
    spellings = np.bincount(codes + np.int64(1), minlength=len(categories) + 1)[1:]
    words = known.of_category[:-1] >= 0
    counts = np.bincount(
        known.of_category[:-1][words], weights=spellings[words], minlength=len(known.terms)
    )
    return counts.astype(np.int64), known.terms


def parts_of(tokens: pd.DataFrame) -> str:
    """Name the parts of the page that a token table holds, as far as it says."""
    return tokens.attrs.get("parts", "all of the token table given")


def drop_stop_words(
    table: pd.DataFrame, choice: bool | Iterable[str] | None, column: str = "term"
) -> tuple[pd.DataFrame, str]:
    """Leave the rows of stop words out of a result, and say so in words for its footnote."""
    stopped = selected_stop_words(choice)
    if not stopped:
        return table, "none"
    kept = table[~table[column].isin(stopped)].reset_index(drop=True)
    return kept, f"{len(stopped)} stop words left out of the rows, not of the words counted"


def sentence_starts(tokens: pd.DataFrame) -> np.ndarray:
    """Mark the rows at which a sentence starts."""
    article, _ = category_codes(tokens["article"])
    sentence = tokens["sentence"].to_numpy()
    starts = np.ones(len(tokens), dtype=bool)
    starts[1:] = (article[1:] != article[:-1]) | (sentence[1:] != sentence[:-1])
    return starts


def stable_order(codes: np.ndarray, n_codes: int) -> np.ndarray:
    """Order rows by code, equals as they stand; linear in the rows up to 65,536 codes."""
    # numpy sorts 16-bit integers by radix
    narrow = codes.astype(np.uint16) if n_codes <= 1 << 16 else codes
    return np.argsort(narrow, kind="stable")


def count_matrix(
    codes: np.ndarray, units: np.ndarray, shape: tuple[int, int]
) -> scipy.sparse.csr_array:
    """Count each term in each unit (article, part of the corpus), in linear time.

    Parameters
    ----------
    codes : numpy.ndarray of int
        Term of each token, shape ``(n_tokens,)``; -1 where it is no word.
    units : numpy.ndarray of int
        Unit of each token, shape ``(n_tokens,)``.
    shape : (int, int)
        Number of terms and of units.

    Returns
    -------
    scipy.sparse.csr_array
        Counts, terms by units; never densified, so that memory follows the text.
    """
    if codes.min(initial=0) < 0:
        words = codes >= 0
        codes, units = codes[words], units[words]
    ones = np.ones(len(codes), dtype=np.int32)
    return scipy.sparse.csr_array((ones, (codes, units.astype(np.int32))), shape=shape)
