"""Counts of terms by group, in memory or on disk: the one place that tells the two apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse

from helpers.corpus import StoredTable
from helpers.counting.token_table import (
    category_codes,
    count_matrix,
    counted,
    require_columns,
    row_weights,
    term_codes,
)

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
    count: np.ndarray
    articles: np.ndarray
    names: pd.Index
    terms: pd.Index
    label: str


def counts_by_group(
    tokens: pd.DataFrame | StoredTable, by: str | Mapping | pd.Series | None
) -> GroupCounts:
    """Count each term in each group.

    Parameters
    ----------
    tokens : DataFrame or StoredTable
        A token table with the columns `article` and `token`.
    by : str, mapping or Series, optional
        A column of `tokens`, or article id to group; by default all is one group.

    Returns
    -------
    GroupCounts
        Of stored tokens, memory follows the groups and the vocabulary, not the articles (but
        where each article is a group).

    Raises
    ------
    TypeError
        If `by` is neither.
    ValueError
        If a column is missing, or an article with tokens has no group in `by`.
    """
    # By article, the cells are the result: one pass gives them.
    if isinstance(tokens, StoredTable) and not (isinstance(by, str) and by == "article"):
        from helpers.counting.stored_counts import group_counts  # noqa: PLC0415 - DuckDB is slow to import

        units, names, label = _stored_groups(tokens, by)
        group, term, count, articles, terms = group_counts(tokens, units)
        if names is None:
            values, group = np.unique(group, return_inverse=True)
            names = pd.Index(values)
    else:
        tokens = counted(tokens)
        codes, terms = term_codes(tokens)
        article, known = category_codes(tokens["article"])
        weights = row_weights(tokens)
        if by is None:
            matrix = count_matrix(codes, article, (len(terms), len(known)), weights)
            return GroupCounts(None, *_best_first(matrix), None, terms, "all")
        rows, names, label = _groups(tokens, by)
        group, term, count, articles = _counted(codes, article, rows, len(terms), weights)
    order = np.lexsort((term, -count, group))
    columns = (group[order], term[order], count[order], articles[order])
    return GroupCounts(*columns, names, terms, label)


def chosen_by_group(
    tokens: pd.DataFrame | StoredTable, by: str | Mapping | pd.Series, wanted: pd.Index
) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Count some terms in each group, and the group's words.

    Parameters
    ----------
    tokens, by
        As `counts_by_group` takes them.
    wanted : pandas.Index
        Distinct terms.

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
    if isinstance(tokens, StoredTable):
        from helpers.counting.stored_counts import chosen_counts  # noqa: PLC0415 - as above

        units, names, _ = _stored_groups(tokens, by)
        groups, words, group, place, count = chosen_counts(tokens, units, wanted)
        counts = np.zeros((len(wanted), len(groups)), dtype=np.int64)
        counts[place, np.searchsorted(groups, group)] = count
        return counts, words, pd.Index(groups) if names is None else names.take(groups)
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


def _stored_groups(
    tokens: StoredTable, by: str | Mapping | pd.Series | None
) -> tuple[str | np.ndarray | None, pd.Index | None, str]:
    """Give what stored tokens are grouped by, the groups' names where known, and the label."""
    if by is None:
        return None, pd.Index(["all"]), "all"
    if isinstance(by, str) and by == "article":
        return np.arange(len(tokens.articles), dtype=np.int32), tokens.articles, by
    if isinstance(by, str):
        require_columns(tokens, by)
        return by, None, by

    def sizes() -> np.ndarray:
        from helpers.counting.stored_counts import article_sizes  # noqa: PLC0415 - as above

        return article_sizes(tokens)

    of_article, names, label = _article_groups(tokens.articles, by, sizes)
    return (*_with_unstated(of_article, names), label)


def _groups(tokens: pd.DataFrame, by) -> tuple[np.ndarray, pd.Index, str]:
    """Code each row by group; give the codes, the groups' names and the column's name."""
    if isinstance(by, str):
        require_columns(tokens, by)
        codes, names = category_codes(tokens[by])
        label = by
    else:
        article, articles = category_codes(tokens["article"])
        of_article, names, label = _article_groups(
            articles, by, lambda: np.bincount(article[article >= 0], minlength=len(articles))
        )
        codes = of_article[article]
    return (*_with_unstated(codes, names), label)


def _article_groups(
    articles: pd.Index, by, sizes: Callable[[], np.ndarray]
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


def _with_unstated(codes: np.ndarray, names: pd.Index) -> tuple[np.ndarray, pd.Index]:
    """Give what has no group a group of its own."""
    if np.any(codes < 0):
        codes = np.where(codes < 0, len(names), codes)
        names = pd.Index([*names, NOT_STATED])
    return codes.astype(np.int32), names


def _best_first(matrix: scipy.sparse.csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the terms that occur, commonest first, with their counts and their articles."""
    counts = matrix.sum(axis=1, dtype=np.int64)
    there = np.flatnonzero(counts)
    rows = there[np.argsort(-counts[there], kind="stable")]
    return rows, counts[rows], np.diff(matrix.indptr)[rows].astype(np.int64)


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
