"""Counts of terms by group of articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse

from helpers.corpus import Table
from helpers.counting.token_table import (
    category_codes,
    count_matrix,
    require_columns,
    row_weights,
    term_codes,
)

ONE_GROUP = pd.Index(["all"])

NOT_STATED = "not stated"
"""The group of articles that have none."""


class GroupCounts(NamedTuple):
    """How often each term occurs in each group: one entry a group and term that it has.

    Attributes
    ----------
    group, term, count, articles : numpy.ndarray
        Codes of group and term, the term's count there, and the group's articles that have it;
        by group, the commonest term first, equals by term.
    names, terms : pandas.Index
        What the codes stand for.
    label : str
        What the groups are.
    """

    group: np.ndarray
    term: np.ndarray
    count: np.ndarray  # type: ignore[assignment]
    articles: np.ndarray
    names: pd.Index
    terms: pd.Index
    label: str


@singledispatch
def counts_by_group(tokens: Table, by: str | Mapping | pd.Series | None) -> GroupCounts:
    """Count each term in each group.

    Raises
    ------
    TypeError
        If `by` is neither.
    ValueError
        If a column is missing, or an article with tokens has no group in `by`.
    """
    require_columns(tokens, "article", "token")
    codes, terms = term_codes(tokens)
    article, known = category_codes(tokens["article"])
    weights = row_weights(tokens)
    if by is None:
        term, count, articles = _best_first(codes, article, (len(terms), len(known)), weights)
        return GroupCounts(np.zeros_like(term), term, count, articles, ONE_GROUP, terms, "all")
    rows, names, label = _groups(tokens, by)
    return in_order(*_counted(codes, article, rows, len(terms), weights), names, terms, label)


def in_order(
    group: np.ndarray,
    term: np.ndarray,
    count: np.ndarray,
    articles: np.ndarray,
    names: pd.Index,
    terms: pd.Index,
    label: str,
) -> GroupCounts:
    """Sort counts by group, the commonest term first, equals by term."""
    order = np.lexsort((term, -count, group))
    columns = (group[order], term[order], count[order], articles[order])
    return GroupCounts(*columns, names, terms, label)


@singledispatch
def chosen_by_group(
    tokens: Table, by: str | Mapping | pd.Series, wanted: pd.Index
) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Count some terms in each group, and the group's words.

    Returns
    -------
    counts : numpy.ndarray of int64
        Shape ``(n_wanted, n_groups)``.
    words : numpy.ndarray of int64
        All words of each group, shape ``(n_groups,)``.
    names : pandas.Index
        The groups that have a word.

    Raises
    ------
    TypeError, ValueError
        As `counts_by_group`.
    """
    codes, terms = term_codes(tokens)
    group, names, _ = _groups(tokens, by)
    weights = row_weights(tokens)

    def summed(chosen: np.ndarray, cell: np.ndarray, size: int) -> np.ndarray:
        of_rows = None if weights is None else weights[chosen]
        return np.bincount(cell[chosen], weights=of_rows, minlength=size).astype(np.int64)

    words = summed(codes >= 0, group, len(names))
    places = np.append(wanted.get_indexer(terms), -1)[codes]
    shape = (len(wanted), len(names))
    counts = summed(places >= 0, places * len(names) + group, shape[0] * shape[1]).reshape(shape)
    there = np.flatnonzero(words)
    return counts[:, there], words[there], names.take(there)


def _groups(
    tokens: pd.DataFrame, by: str | Mapping | pd.Series
) -> tuple[np.ndarray, pd.Index, str]:
    """Code each row by group; give the codes, the groups' names and the column's name."""
    if isinstance(by, str):
        require_columns(tokens, by)
        codes, names = category_codes(tokens[by])
        label = by
    else:
        article, articles = category_codes(tokens["article"])
        of_article, names, label = article_groups(
            articles, by, lambda: np.bincount(article[article >= 0], minlength=len(articles))
        )
        codes = of_article[article]
    return (*with_unstated(codes, names), label)


def article_groups(
    articles: pd.Index, by: Mapping | pd.Series, sizes: Callable[[], np.ndarray]
) -> tuple[np.ndarray, pd.Index, str]:
    """Code each article by group, -1 where that isn't stated; those without tokens need none."""
    if not isinstance(by, Mapping | pd.Series):
        raise TypeError(f"by is a column's name, a mapping or a Series, not {type(by).__name__}")
    known = by.to_dict() if isinstance(by, pd.Series) else by
    absent = np.array([place for place, name in enumerate(articles) if name not in known], int)
    if len(absent) and len(missing := absent[sizes()[absent] > 0]):
        raise ValueError(f"by gives no group for the article {articles[missing[0]]!r}")
    of_article, names = pd.factorize(
        pd.Series([None if known.get(name) == "" else known.get(name) for name in articles])
    )
    return of_article.astype(np.int32), names, getattr(by, "name", None) or "group"


def with_unstated(codes: np.ndarray, names: pd.Index) -> tuple[np.ndarray, pd.Index]:
    """Give what has no group a group of its own."""
    if np.any(codes < 0):
        codes = np.where(codes < 0, len(names), codes)
        names = pd.Index([*names, NOT_STATED])
    return codes.astype(np.int32), names


def _best_first(
    codes: np.ndarray, article: np.ndarray, shape: tuple[int, int], weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the terms that occur, commonest first, with their counts and their articles."""
    if codes.min(initial=0) < 0:
        words = codes >= 0
        codes, article = codes[words], article[words]
        weights = None if weights is None else weights[words]
    counts = np.bincount(codes, weights=weights, minlength=shape[0]).astype(np.int64, copy=False)
    # only which cells are filled is asked: the smallest marks move the least memory
    marks = count_matrix(codes, article, shape, np.ones(len(codes), dtype=np.int8))
    there = np.flatnonzero(counts)
    rows = there[np.argsort(-counts[there], kind="stable")]
    return rows, counts[rows], np.diff(marks.indptr)[rows].astype(np.int64)


def _counted(
    codes: np.ndarray,
    article: np.ndarray,
    group: np.ndarray,
    n_terms: int,
    weights: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Count terms by group: group, term, count and articles."""
    n_articles, n_groups = int(article.max(initial=0)) + 1, int(group.max(initial=0)) + 1
    pair, pairs = pd.factorize(group.astype(np.int64) * n_articles + article)
    matrix = count_matrix(codes, pair, (n_terms, len(pairs)), weights).tocoo()
    place = (matrix.row, (pairs // n_articles)[matrix.col])
    shape = (n_terms, n_groups)
    counts = scipy.sparse.coo_array((matrix.data, place), shape=shape).tocsr().tocoo()
    spread = scipy.sparse.coo_array((np.ones_like(matrix.data), place), shape=shape).tocsr().data
    return counts.col, counts.row, counts.data.astype(np.int64), spread.astype(np.int64)
