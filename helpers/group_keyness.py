"""What sets each group of articles apart from the others, with what limits the comparison."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from helpers import association
from helpers.group_counts import NOT_STATED, GroupCounts, counts_by_group
from helpers.keyness import keyness, weighted_log_odds
from helpers.stored_table import StoredTable
from helpers.token_table import VERSIONS, category_codes, parts_of, require_columns

FEW = 5
"""Below this a count is called few: G² is unreliable there (Rayson, Berridge & Francis 2004)."""

MOST_GROUPS = 12
"""Groups compared unless told otherwise: each takes a count of the whole corpus."""

COLUMNS = [
    *["group", "term", "log_ratio", "low", "high", "target_per_thousand"],
    *["reference_per_thousand", "target_count", "reference_count", "target_articles"],
    *["reference_articles", "log_likelihood", "log_odds", "z", "caution"],
]


def comparison_groups(articles: pd.DataFrame) -> pd.Series:
    """Give the groups that articles can be compared by.

    Parameters
    ----------
    articles : DataFrame
        Articles, indexed by id, with a column `group`.

    Returns
    -------
    Series
        Each article's group ("not stated" where empty); where there are fewer than two groups,
        each article is a group of its own, named by its id.
    """
    groups = articles["group"].replace("", "not stated")
    if groups.nunique() < 2:
        groups = pd.Series(articles.index.astype(str), index=articles.index)
    return groups.rename("group")


def group_keyness(
    tokens: pd.DataFrame,
    groups: Mapping | pd.Series,
    *,
    min_count: int = 3,
    stop_words: bool | Iterable[str] | None = None,
    at_most: int = MOST_GROUPS,
) -> pd.DataFrame:
    """Compare each group of articles with all the others.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns `article` and `token`.
    groups : mapping or Series
        Article id to group.
    min_count : int, default 3
        Leave out terms that the group has less often.
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows, as in `keyness`.
    at_most : int, default 12
        Of more groups, compare only so many, those with the most words, each still with all the
        others; ``.attrs["groups"]`` then says so.

    Returns
    -------
    DataFrame
        Columns `group`, `term`, `log_ratio` with its 95% interval `low`, `high`,
        `target_per_thousand`, `reference_per_thousand`, `target_count`, `reference_count`,
        `target_articles`, `reference_articles` (with the term), `log_likelihood`, `log_odds` and
        `z` (weighted, the words of all groups as the prior; z to rank by, no test) and `caution`,
        which says what makes a row weak ("few": a count below 5; "one article").
        Terms commoner in the group than outside, the greatest log ratio first; no row where
        there is one group only. No p: what a few articles hold is no sample.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing, or an article has no group.
    """
    require_columns(tokens, "article", "token")
    sizes, of_article = _group_sizes(tokens, groups)
    # A group of its own for all that isn't compared: the table stays small, however many there are.
    largest = sizes.sort_values(ascending=False, kind="stable").index[:at_most]
    names = [name for name in sizes.index if name in set(largest)]
    number = {name: place for place, name in enumerate(names)}
    found = counts_by_group(
        tokens, {article: number.get(name, len(names)) for article, name in of_article.items()}
    )
    if len(sizes) < 2:
        return pd.DataFrame(columns=COLUMNS)
    counts, spread = _matrices(found, len(names) + 1)
    tables = [
        _against_rest(place, counts, spread, found.terms, stop_words).assign(group=name)
        for place, name in enumerate(names)
    ]
    result = pd.concat(tables, ignore_index=True)
    result = result[(result["log_ratio"] > 0) & (result["target_count"] >= min_count)]
    result["caution"] = _cautions(result)
    result["order"] = result["group"].map(number)
    result = result.sort_values(
        ["order", "log_ratio", "target_count", "term"], ascending=[True, False, False, True]
    )
    attrs = {
        "measure": "log ratio of each group against all others, 95% interval as if words were "
        "independent draws; a count of 0 counts as 0.5",
        "words": int(counts.sum()),
        "parts": parts_of(tokens),
        "filters": f"count of {min_count} or more in the group; {tables[0].attrs['filters']}",
        "versions": VERSIONS,
    }
    if len(names) < len(sizes):
        attrs["groups"] = f"the {len(names)} with the most words, of {len(sizes):,}"
    result = result[COLUMNS].reset_index(drop=True)
    result.attrs = attrs
    return result


def _group_sizes(
    tokens: pd.DataFrame | StoredTable, groups: Mapping | pd.Series
) -> tuple[pd.Series, dict]:
    """Count the tokens of each group, in the order of their first; give each article's group."""
    if isinstance(tokens, StoredTable):
        from helpers.stored_counts import article_sizes  # noqa: PLC0415 - DuckDB is slow to import

        rows = pd.Series(article_sizes(tokens), index=tokens.articles)
    else:
        article, articles = category_codes(tokens["article"])
        order = pd.unique(article)
        sizes = np.bincount(article, minlength=len(articles))
        rows = pd.Series(sizes[order], index=articles.take(order))
    rows = rows[rows > 0]
    known = groups.to_dict() if isinstance(groups, pd.Series) else groups
    stated = {name: known[name] for name in rows.index if name in known}
    of_article = {
        name: NOT_STATED if pd.isna(group) or group == "" else group
        for name, group in stated.items()
    }
    rows = rows.loc[list(of_article)]
    return rows.groupby(list(of_article.values()), sort=False).sum(), of_article


def _matrices(found: GroupCounts, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Lay counts, and articles with the term, out as groups by terms."""
    counts, spread = np.zeros((2, n_groups, len(found.terms)), dtype=np.int64)
    # What isn't stated is the articles without tokens: no count is theirs.
    numbers = np.array([-1 if name == NOT_STATED else name for name in found.names], dtype=int)
    place = (numbers[found.group], found.term)
    counts[place], spread[place] = found.count, found.articles
    return counts, spread


def _against_rest(
    group: int,
    counts: np.ndarray,
    spread: np.ndarray,
    terms: pd.Index,
    stop_words: bool | Iterable[str] | None,
) -> pd.DataFrame:
    """Compare a group with the rest by every measure."""
    token, every = pd.Categorical.from_codes(np.arange(len(terms)), terms), counts.sum(axis=0)
    target, reference, prior = (
        pd.DataFrame({"token": token, "count": count})
        for count in (counts[group], every - counts[group], every)
    )
    table = keyness(target, reference, stop_words=stop_words)
    attrs = table.attrs
    low, high = association.log_ratio_interval(
        table["target_count"],
        table["reference_count"],
        attrs["target_words"],
        attrs["reference_words"],
    )
    odds = weighted_log_odds(target, reference, prior=prior)[["term", "log_odds", "z"]]
    table = table.assign(low=low, high=high).merge(odds, on="term", how="left")
    places = terms.get_indexer(table["term"])
    table["target_articles"] = spread[group, places]
    table["reference_articles"] = spread[:, places].sum(axis=0) - spread[group, places]
    table.attrs = attrs
    return table


def _cautions(table: pd.DataFrame) -> list[str]:
    """Say in words what makes each row weak."""
    few, single = table["target_count"] < FEW, table["target_articles"] == 1
    return [
        ", ".join(text for text, holds in (("few", a), ("one article", b)) if holds)
        for a, b in zip(few, single, strict=True)
    ]
