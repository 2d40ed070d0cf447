"""What every measure does with a token table: check it, code it, count it, name it."""

from collections.abc import Iterable
from functools import singledispatch

import numpy as np
import pandas as pd
import scipy.sparse

from helpers import __version__
from helpers.corpus import Corpus, Table
from helpers.counting.vocabulary import selected_stop_words, vocabulary
from helpers.vietnamese import Variants, shipped_variants

# Only what is the same on every Python that the lock serves: stored outputs hold this text.
VERSIONS = f"khung-tin {__version__}, pandas {pd.__version__}"


def require_columns(table: Table, *columns: str) -> None:
    """Check that `table` is a DataFrame, or a stored table, with these columns.

    Raises
    ------
    TypeError
        If `table` is neither.
    ValueError
        If a column is missing; the message names it and those there are.
    """
    if not isinstance(table, Table):
        raise TypeError(f"expected a token table (DataFrame), got {type(table).__name__}")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(
            f"the token table has no column {', '.join(missing)}; "
            f"it has: {', '.join(map(str, table.columns)) or 'none'}"
        )


@singledispatch
def counts_by_article(tokens: pd.DataFrame) -> pd.DataFrame:
    """Give tokens as the measures count them: rows of words, or counts by article and spelling."""
    return tokens


@singledispatch
def counts_by_spelling(tokens: pd.DataFrame) -> pd.DataFrame:
    """Give tokens as rows of words, or counts by spelling, whatever their article."""
    return tokens


@singledispatch
def tokens_by_article(tokens: pd.DataFrame) -> pd.Series:
    """Count the tokens of each article, in the order of its first; punctuation counts."""
    article, articles = category_codes(tokens["article"])
    order = pd.unique(article)
    return pd.Series(
        np.bincount(article, minlength=len(articles))[order], index=articles.take(order)
    )


def row_weights(tokens: pd.DataFrame) -> np.ndarray | None:
    """Give how many words each row stands for; None where it is one."""
    return tokens["count"].to_numpy() if "count" in tokens.columns else None


def category_codes(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Give the integer codes and the categories of a column, without a copy where it can."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("category")
    return np.asarray(column.array.codes), column.array.categories


def term_codes(tokens: pd.DataFrame) -> tuple[np.ndarray, pd.Index]:
    """Code a token table's words by term.

    Returns
    -------
    codes : numpy.ndarray of int32
        Shape ``(n_tokens,)``; -1 where the token is no word.
    terms : pandas.Index
        The terms the codes stand for.
    """
    require_columns(tokens, "token")
    codes, categories = category_codes(tokens["token"])
    known = vocabulary(categories, variants_of(tokens))
    return known.of_category[codes], known.terms


def term_counts(tokens: Table) -> tuple[np.ndarray, pd.Index]:
    """Count a token table's words by term.

    Returns
    -------
    counts : numpy.ndarray of int64
        Shape ``(n_terms,)``; 0 for a term that only unused categories have.
    terms : pandas.Index
        The terms, sorted.
    """
    require_columns(tokens, "token")
    variants = variants_of(tokens)
    tokens = counts_by_spelling(tokens)
    codes, categories = category_codes(tokens["token"])
    known = vocabulary(categories, variants)
    # code -1 is a missing token: shifted by one, it gets a place of its own
    spellings = np.bincount(
        codes + np.int64(1), weights=row_weights(tokens), minlength=len(categories) + 1
    )[1:]
    words = known.of_category[:-1] >= 0
    counts = np.bincount(
        known.of_category[:-1][words], weights=spellings[words], minlength=len(known.terms)
    )
    return counts.astype(np.int64), known.terms


def parts_of(tokens: Table) -> str:
    """Name the parts of the page that a token table holds, as far as it says."""
    return tokens.attrs.get("parts", "all of the token table given")


def variants_of(tokens: Table) -> Variants:
    """Give the variants that a token table carries; without any, those of the project."""
    return tokens.attrs.get("variants") or shipped_variants()


def as_terms(tokens: Table, words: Iterable[str]) -> list[str]:
    """Give words, in any spelling, as the terms under which the token table counts them."""
    return list(map(variants_of(tokens).term, words))


def notes_of(tokens: Table) -> dict[str, str]:
    """Say what a table of measures was counted over: parts of the page, spellings joined."""
    return {"parts": parts_of(tokens), "spellings joined": variants_of(tokens).note}


def drop_stop_words(
    table: pd.DataFrame,
    choice: bool | Iterable[str] | None,
    variants: Variants,
    column: str = "term",
) -> tuple[pd.DataFrame, str]:
    """Leave the rows of stop words out of a result, and say so in words for its footnote."""
    stopped = set(map(variants.term, selected_stop_words(choice)))
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


def sentence_rows(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """Find the sentence of each token.

    Returns
    -------
    run : numpy.ndarray of int32
        Shape ``(n_tokens,)``: the number of the token's sentence among those with tokens.
    row : numpy.ndarray of int64
        Shape ``(n_runs,)``: the row of each such sentence in ``corpus.sentences``.

    Raises
    ------
    ValueError
        If the token table names a sentence that the sentence table lacks.
    """
    tokens, sentences = corpus.tokens, corpus.sentences
    require_columns(tokens, "article", "sentence", "token", "start", "end")
    starts = sentence_starts(tokens)
    heads = tokens.loc[starts, ["article", "sentence"]].astype({"article": "str"})
    known = sentences[["article", "sentence"]].astype({"article": "str"})
    row = pd.MultiIndex.from_frame(known).get_indexer(pd.MultiIndex.from_frame(heads))
    if np.any(row < 0):
        article, number = heads.iloc[int(np.argmax(row < 0))]
        raise ValueError(f"the sentence table has no sentence {number} of article {article!r}")
    return np.cumsum(starts, dtype=np.int32) - 1, row


def chosen_parts(corpus: Corpus, parts: str | Iterable[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Mark the sentences of these parts of the page; give the parts as a tuple.

    Raises
    ------
    ValueError
        If no sentence is of any of these parts; the message names those there are.
    """
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    chosen = corpus.sentences["part"].isin(parts).to_numpy()
    if not chosen.any():
        there = ", ".join(map(str, corpus.sentences["part"].unique())) or "none"
        raise ValueError(f"no sentence is of part {', '.join(parts)}; parts there are: {there}")
    return chosen, parts


def stable_order(codes: np.ndarray, n_codes: int) -> np.ndarray:
    """Order rows by code, equals as they stand; linear in the rows up to 65,536 codes."""
    # numpy sorts 16-bit integers by radix
    narrow = codes.astype(np.uint16) if n_codes <= 1 << 16 else codes
    return np.argsort(narrow, kind="stable")


def count_matrix(
    codes: np.ndarray,
    units: np.ndarray,
    shape: tuple[int, int],
    weights: np.ndarray | None = None,
) -> scipy.sparse.csr_array:
    """Count each term in each unit (article, part of the corpus), in linear time."""
    if codes.min(initial=0) < 0:
        words = codes >= 0
        codes, units = codes[words], units[words]
        weights = None if weights is None else weights[words]
    if weights is None:
        weights = np.ones(len(codes), dtype=np.int32)
    return scipy.sparse.csr_array((weights, (codes, units.astype(np.int32))), shape=shape)


def name_terms(tokens: pd.DataFrame, *, share: float = 0.5) -> frozenset[str]:
    """Find the terms that are written as names: with a capital inside sentences.

    A capital that opens a sentence, or follows a sign other than a comma, says
    nothing, unless the word has a second one ("Tăng Chí Thượng", "TTXVN").

    Parameters
    ----------
    tokens : DataFrame
        A token table with ``article, sentence, token``.
    share : float, default 0.5
        A term is a name if more than this share of its telling occurrences
        have a capital.

    Returns
    -------
    frozenset of str
        Terms. Titles of institutions and documents are among them.

    Examples
    --------
    >>> names = name_terms(tokens)
    >>> "Hà Nội" in names, "hợp tác" in names
    (True, False)
    """
    require_columns(tokens, "article", "sentence", "token")
    codes, terms = term_codes(tokens)
    spelling, spellings = category_codes(tokens["token"])
    texts = [str(text) for text in spellings]
    capital = np.array([any(map(str.isupper, text)) for text in texts], dtype=bool)
    second = np.array([any(map(str.isupper, text[1:])) for text in texts], dtype=bool)
    quiet = np.array([text == "," or any(map(str.isalnum, text)) for text in texts], dtype=bool)
    inside = np.zeros(len(tokens), dtype=bool)
    inside[1:] = quiet[spelling[:-1]]
    inside &= ~sentence_starts(tokens)
    words = codes >= 0
    telling = words & (inside | second[spelling])
    seen = np.bincount(codes[telling], minlength=len(terms))
    with_capital = np.bincount(codes[telling & capital[spelling]], minlength=len(terms))
    return frozenset(terms[(seen > 0) & (with_capital > share * seen)])
