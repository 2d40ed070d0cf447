"""How often words occur: by article and group, in sequence, by rank.

How evenly (`dispersion`) and how variously (`lexical_diversity`) are measured, and sequences
(`ngrams`) counted, in modules of their own, and offered here with the rest.

How long each article is, in sentences and in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch

import numpy as np
import pandas as pd

from helpers.corpus import COUNTED_PARTS, Corpus, Table, batches
from helpers.counting.group_counts import chosen_by_group, counts_by_group
from helpers.counting.token_table import (
    VERSIONS,
    as_terms,
    category_codes,
    chosen_parts,
    drop_stop_words,
    notes_of,
    require_columns,
    sentence_rows,
    term_counts,
    variants_of,
)
from helpers.counting.vocabulary import is_word

RATE_NAMES = {1000: "per_thousand", 1_000_000: "per_million"}


def body_tokens(
    corpus: Corpus,
    parts: str | Iterable[str] = COUNTED_PARTS,
    *,
    variants: str = "spellings",
) -> Table:
    """Restrict a corpus's token table to parts of the page.

    Parameters
    ----------
    corpus : Corpus
        Anything with the tables `sentences` and `tokens`.
    parts : iterable of str, default ("lead", "body")
        Parts whose sentences count; "title" is the third there is.
    variants : {"spellings", "names", "none"}
        What every measure of the table counts as one term: spellings of one word ("TPHCM",
        "TP HCM"); names of one thing too ("Hoa Kỳ", "Mỹ"); no listed words.

    Returns
    -------
    DataFrame
        The rows of ``corpus.tokens`` in these parts, in order; ``.attrs["parts"]`` names them,
        and every measure of the table carries the name on.

    Raises
    ------
    ValueError
        If no sentence of the corpus is of any of these parts, or `variants` is none of the three.

    Examples
    --------
    >>> tokens = body_tokens(corpus)
    >>> tokens[["article", "sentence", "token"]].head(2)
           article  sentence    token
    8  uk-hcmc-hub         1      Anh
    9  uk-hcmc-hub         1  tài trợ
    """
    result = tokens_of_parts(corpus.tokens, corpus, parts)
    result.attrs["variants"] = variants_of(corpus.tokens).joining(variants)
    return result


@singledispatch
def tokens_of_parts(tokens: pd.DataFrame, corpus: Corpus, parts: str | Iterable[str]) -> Table:
    """Restrict the tokens of a corpus to parts of the page; see `body_tokens`."""
    chosen, parts = chosen_parts(corpus, parts)
    run, row = sentence_rows(corpus)
    result = tokens[chosen[row][run]]
    result.attrs["parts"] = ", ".join(parts)
    return result


def term_frequency(
    tokens: pd.DataFrame,
    *,
    by: str | Mapping | pd.Series | None = None,
    per: int = 1000,
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Count each term, as such and for a thousand words.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns `article` and `token`.
    by : str, mapping or Series, optional
        Count apart for each value of this column of `tokens`, or for each group of articles
        (article id to group). Rates are then of the group's own words.
    per : int, default 1000
        The number of words that rates are for.
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows: True for the project's list, or a list. They still
        count as words of the text, so that rates don't change.

    Returns
    -------
    DataFrame
        Columns `term`, `count`, `per_thousand` (`per_million` for a million,
        ``per_<n>`` otherwise), `articles` (with the term); before them, with `by`, a column
        of the groups. The commonest term first. Punctuation is no word and isn't counted.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing, `per` isn't positive, or an article has no group in `by`.

    Examples
    --------
    >>> term_frequency(tokens, stop_words=True).round(1).head(3)
           term  count  per_thousand  articles
    0      y tế     62          26.9         5
    1    Hà Nội     31          13.4         2
    2  lĩnh vực     26          11.3         5
    """
    _check(tokens, per)
    found = counts_by_group(tokens, by)
    count, words = found.count, int(found.count.sum())
    if by is None:
        label, rates = {}, count * (per / max(words, 1))
    else:
        label = {found.label: found.names.take(found.group)}
        sizes = np.bincount(found.group, weights=count)
        rates = count * (per / np.maximum(sizes, 1))[found.group]
    result = pd.DataFrame(
        {
            **label,
            "term": found.terms.take(found.term),
            "count": count,
            RATE_NAMES.get(per, f"per_{per}"): rates,
            "articles": found.articles,
        }
    )
    result, filters = drop_stop_words(result, stop_words, variants_of(tokens))
    result.attrs = _notes(tokens, per, words, filters)
    return result


def spellings(
    corpus: Corpus,
    parts: str | Iterable[str] = COUNTED_PARTS,
    *,
    variants: str = "spellings",
) -> pd.DataFrame:
    """Count apart what the measures count as one term.

    Parameters
    ----------
    corpus : Corpus
    parts : str or iterable of str, default ("lead", "body")
        Parts of the page that count.
    variants : {"spellings", "names"}
        What is joined, as in `body_tokens`.

    Returns
    -------
    DataFrame
        ``term, written, count, per_thousand, articles``, of the terms that stand in several
        spellings; the commonest term first.

    Raises
    ------
    ValueError
        As `body_tokens`.

    Examples
    --------
    >>> spellings(corpus)[["term", "written", "count", "articles"]].head(3)
               term       written  count  articles
    0        TP HCM         TPHCM     11         1
    1        TP HCM        TP HCM     10         1
    2  Massachusett  Massachusett      8         1
    """
    joined = variants_of(corpus.tokens).joining(variants)
    apart = term_frequency(body_tokens(corpus, parts, variants="none"))
    apart = apart.rename(columns={"term": "written"})
    apart.insert(0, "term", list(map(joined.term, apart["written"])))
    of_term = apart.groupby("term")["count"]
    several = apart.assign(total=of_term.transform("sum"))[of_term.transform("size") > 1]
    result = several.sort_values(["total", "term"], ascending=[False, True], kind="stable")
    result = result.drop(columns="total").reset_index(drop=True)
    result.attrs = {**apart.attrs, "spellings joined": joined.note}
    return result


def rates_side_by_side(
    tokens: pd.DataFrame,
    terms: Iterable[str],
    *,
    by: str | Mapping | pd.Series = "article",
    per: int = 1000,
) -> pd.DataFrame:
    """Set the rates of terms in each article or group side by side.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns `article` and `token`.
    terms : iterable of str
        Terms, as `term_frequency` gives them.
    by : str, mapping or Series, default "article"
        What the columns are, as in `term_frequency`.
    per : int, default 1000
        The number of words that rates are for.

    Returns
    -------
    DataFrame
        A row a term in the order given (index `term`), a column an article or group in the order
        of its first word; 0 where the term doesn't occur.

    Raises
    ------
    TypeError, ValueError
        As `term_frequency`.
    """
    _check(tokens, per)
    wanted = pd.Index(list(dict.fromkeys(terms)), name="term", dtype="str")
    counted = pd.Index(as_terms(tokens, wanted), dtype="str")
    counts, words, names = chosen_by_group(tokens, by, counted)
    result = pd.DataFrame(counts * (per / words), index=wanted, columns=pd.Index(list(names)))
    result.attrs = _notes(tokens, per, int(words.sum()), "none")
    return result


def rank_frequency(tokens: pd.DataFrame) -> pd.DataFrame:
    """Rank the terms by frequency, for a Zipf plot.

    Parameters
    ----------
    tokens : DataFrame
        A token table with a column `token`.

    Returns
    -------
    DataFrame
        Columns `rank` (from 1; equals in the order of the alphabet), `term`, `count`, `share` (of
        all words), `cumulative_share`.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing.

    References
    ----------
    Zipf (1949), Human Behavior and the Principle of Least Effort.
    """
    counts, terms = term_counts(tokens)
    rows = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    share = counts[rows] / max(counts.sum(), 1)
    result = pd.DataFrame(
        {
            "rank": np.arange(1, len(rows) + 1),
            "term": terms.take(rows),
            "count": counts[rows],
            "share": share,
            "cumulative_share": np.cumsum(share),
        }
    )
    result.attrs = {
        "measure": "rank and frequency",
        "words": int(counts.sum()),
        **notes_of(tokens),
        "filters": "none",
        "versions": VERSIONS,
    }
    return result


def _check(tokens: pd.DataFrame, per: int) -> None:
    require_columns(tokens, "article", "token")
    if per <= 0:
        raise ValueError(f"per is a positive number of words, got {per}")


def _notes(tokens: pd.DataFrame, per: int, words: int, filters: str) -> dict:
    return {
        "measure": f"term frequency per {per:,} words",
        "words": words,
        **notes_of(tokens),
        "filters": filters,
        "versions": VERSIONS,
    }


def article_lengths(corpus: Corpus, parts: str | Iterable[str] = COUNTED_PARTS) -> pd.DataFrame:
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

    Examples
    --------
    >>> article_lengths(corpus).loc["uk-hcmc-hub"].to_dict()
    {'sentences': 14, 'words': 311}
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
