"""What sets each group of articles apart from all the others, and what makes it weak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from helpers.corpus import Table
from helpers.counting import association
from helpers.counting.group_counts import (
    NOT_STATED,
    GroupCounts,
    chosen_by_group,
    counts_by_group,
)
from helpers.counting.keywords import keyness, weighted_log_odds
from helpers.counting.ratios import (
    MINIMUM_ARTICLES,
    Group,
    difference_margin,
    rate_and_variance,
)
from helpers.counting.token_table import (
    VERSIONS,
    notes_of,
    require_columns,
    tokens_by_article,
    variants_of,
)

FEW = 5
"""Below this a count is called few, by convention: of 4, a Poisson interval is 1 to 10."""


MOST_GROUPS = 12
"""Groups compared unless told otherwise: each takes a count of the whole corpus."""


COLUMNS = [
    *["group", "term", "log_ratio", "low", "high", "target_per_thousand"],
    *["reference_per_thousand", "target_count", "reference_count", "target_articles"],
    *["reference_articles", "log_likelihood", "bic", "text_log_likelihood", "log_odds", "z"],
    "caution",
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
        Each article's group, empty where it has none: it is in no comparison. Where there are
        fewer than two groups, each article is a group of its own, named by its id.

    Examples
    --------
    >>> list(comparison_groups(corpus.articles))
    ['UK', 'UK', 'HCMC', 'Hanoi', 'US']
    """
    groups = articles["group"]
    if groups[groups != ""].nunique() < 2:
        groups = pd.Series(articles.index.astype(str), index=articles.index)
    return groups.rename("group")


def stated_groups(articles: pd.DataFrame, every: str = "all articles") -> pd.Series:
    """Give the groups of articles, empty where an article has none and is in no comparison.

    Parameters
    ----------
    articles : DataFrame
        Articles, indexed by id, with a column `group`.
    every : str
        The one group of all, where fewer than two are named and not all articles have one.

    Returns
    -------
    Series

    Examples
    --------
    >>> some = corpus.articles.assign(group=["UK", "UK", "", "", "US"])
    >>> list(stated_groups(some)), set(stated_groups(some.head(4)))
    (['UK', 'UK', '', '', 'US'], {'all articles'})
    """
    groups = articles["group"]
    named = groups[groups != ""]
    one = named.nunique() < 2 and len(named) < len(groups)
    return pd.Series(every, index=groups.index, name="group") if one else groups


def group_keyness(
    tokens: pd.DataFrame,
    groups: Mapping | pd.Series,
    *,
    min_count: int = 3,
    min_articles: int = 2,
    stop_words: bool | Iterable[str] | None = None,
    at_most: int = MOST_GROUPS,
) -> pd.DataFrame:
    """Compare each group of articles with all the others.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns `article` and `token`.
    groups : mapping or Series
        Article id to group; an article whose group is empty stands on neither side.
    min_count : int, default 3
        Leave out terms that the group has less often.
    min_articles : int, default 2
        Leave out terms that fewer of the group's articles have; a group of fewer articles is
        held to all of its own.
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows, as in `keyness`.
    at_most : int, default 12
        Of more groups, compare only so many, those with the most words, each still with all the
        others; ``.attrs["groups"]`` then says so.

    Returns
    -------
    DataFrame
        Columns `group`, `term`, `log_ratio` with its 95% interval `low`, `high`
        (`association.log_ratio_interval`; an end may be infinite), `target_per_thousand`,
        `reference_per_thousand`, `target_count`, `reference_count`, `target_articles`,
        `reference_articles` (with the term), `log_likelihood`, `bic`, `text_log_likelihood`
        (text dispersion keyness, Egbert & Biber 2019: G² of the articles that have the term; 0
        where the group's share of articles is not the larger), `log_odds` and `z` (weighted, the
        words of all groups as the prior; z to rank by, no test) and `caution`, which says what
        makes a row weak ("few": a count below 5; "one article"). Terms commoner in the group than
        outside, the greatest log ratio first, of equals the more frequent; no row where there is
        one group only. No p: words of a few articles are no sample; see `article_intervals`.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing, or an article has no group.

    Examples
    --------
    >>> keys = group_keyness(tokens, corpus.articles["group"], stop_words=True)
    >>> keys[["group", "term", "log_ratio", "target_count", "reference_count"]].round(1).head(3)
      group        term  log_ratio  target_count  reference_count
    0    UK         Anh        5.7            10                0
    1    UK   dược phẩm        4.4             4                0
    2    UK  định hướng        4.4             4                0
    """
    require_columns(tokens, "article", "token")
    sizes, of_article = _group_sizes(tokens, groups)
    # A group of its own for all that isn't compared: the table stays small, however many there are.
    largest = sizes.sort_values(ascending=False, kind="stable").index[:at_most]
    names = [name for name in sizes.index if name in set(largest)]
    number = {name: place for place, name in enumerate(names)}
    numbered = {
        article: "" if name == "" else number.get(name, len(names))
        for article, name in of_article.items()
    }
    found = counts_by_group(tokens, numbered)
    if len(sizes) < 2:
        return pd.DataFrame(columns=COLUMNS)
    counts, spread = _matrices(found, len(names) + 1)
    articles = pd.Series([name for name in of_article.values() if name != ""]).value_counts()
    tables = [
        _against_rest(place, counts, spread, found.terms, stop_words, tokens).assign(
            group=name, of_target=articles[name], of_reference=articles.sum() - articles[name]
        )
        for place, name in enumerate(names)
    ]
    filters = tables[0].attrs["filters"]
    result = pd.concat(tables, ignore_index=True)
    enough = result["target_articles"] >= result["of_target"].clip(upper=min_articles)
    enough &= result["target_count"] >= min_count
    result = result[enough & (result["log_ratio"] > 0)]
    result["text_log_likelihood"] = _text_dispersion_keyness(result)
    result["caution"] = _cautions(result)
    result["order"] = result["group"].map(number)
    # Ratios that are equal may differ in their last bit.
    result["ratio"] = result["log_ratio"].round(9)
    result = result.sort_values(
        ["order", "ratio", "target_count", "term"], ascending=[True, False, False, True]
    )
    attrs = {
        "measure": "log ratio of each group against all others, a count of 0 counting as 0.5; "
        "exact 95% interval, as if words were independent draws",
        "words": int(counts.sum()),
        **notes_of(tokens),
        "filters": f"count of {min_count} or more in the group, in {min_articles} of its articles "
        f"or more, where it has as many; {filters}",
        "versions": VERSIONS,
    }
    if len(names) < len(sizes):
        attrs["groups"] = f"the {len(names)} with the most words, of {len(sizes):,}"
    result = result[COLUMNS].reset_index(drop=True)
    result.attrs = attrs
    return result


def _group_sizes(tokens: Table, groups: Mapping | pd.Series) -> tuple[pd.Series, dict]:
    """Count the tokens of each group, in the order of their first; give each article's group."""
    rows = tokens_by_article(tokens)
    rows = rows[rows > 0]
    known = _named(groups)
    of_article = {name: known[name] for name in rows.index if name in known}
    grouped = {name: group for name, group in of_article.items() if group != ""}
    rows = rows.loc[list(grouped)]
    return rows.groupby(list(grouped.values()), sort=False).sum(), of_article


def _named(groups: Mapping | pd.Series) -> dict:
    """Give each article's group, empty where none is stated."""
    known = groups.to_dict() if isinstance(groups, pd.Series) else groups
    return {article: "" if pd.isna(group) else group for article, group in known.items()}


def _matrices(found: GroupCounts, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Lay counts, and articles with the term, out as groups by terms."""
    counts, spread = np.zeros((2, n_groups, len(found.terms)), dtype=np.int64)
    # Articles without a group are on neither side.
    numbers = np.array([-1 if name == NOT_STATED else name for name in found.names], dtype=int)
    group = numbers[found.group]
    there = group >= 0
    place = (group[there], found.term[there])
    counts[place], spread[place] = found.count[there], found.articles[there]
    return counts, spread


def _against_rest(
    group: int,
    counts: np.ndarray,
    spread: np.ndarray,
    terms: pd.Index,
    stop_words: bool | Iterable[str] | None,
    tokens: Table,
) -> pd.DataFrame:
    """Compare a group with the rest by every measure."""
    token, every = pd.Categorical.from_codes(np.arange(len(terms)), terms), counts.sum(axis=0)
    target, reference, prior = (
        pd.DataFrame({"token": token, "count": count})
        for count in (counts[group], every - counts[group], every)
    )
    for side in (target, reference, prior):
        side.attrs = {"variants": variants_of(tokens)}
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


def _text_dispersion_keyness(table: pd.DataFrame) -> np.ndarray:
    """G² of the articles that have each term, where they are more often the group's."""
    sides = [table[name] for name in ("target_articles", "reference_articles")]
    totals = [table[name] for name in ("of_target", "of_reference")]
    more = sides[0] * totals[1] > sides[1] * totals[0]
    return np.where(more, association.log_likelihood(*sides, *totals), 0.0)


def article_intervals(
    tokens: Table, groups: Mapping | pd.Series, rows: pd.DataFrame, *, level: float = 0.95
) -> pd.DataFrame:
    """Put an interval over articles to rows of `group_keyness`.

    Parameters
    ----------
    tokens : DataFrame
        The token table that was counted.
    groups : mapping or Series
        Article id to group.
    rows : DataFrame
        ``group, term``; those to be shown.
    level : float, default 0.95
        Coverage.

    Returns
    -------
    DataFrame
        `rows` with ``article_low, article_high``: the log ratio's interval with articles, not
        words, as what is drawn (`ratios.rate_and_variance`, on a logarithmic scale). NaN where
        either side has fewer than `MINIMUM_ARTICLES` articles, or lacks the term.

    Examples
    --------
    >>> words = pd.DataFrame({"article": ["a", "b"], "token": ["x", "y"]})
    >>> rows = pd.DataFrame({"group": ["UK"], "term": ["x"]})
    >>> article_intervals(words, {"a": "UK", "b": "US"}, rows)["article_low"].tolist()
    [nan]
    """
    terms = pd.Index(rows["term"].unique(), dtype="str")
    counts, words, articles = chosen_by_group(tokens, "article", terms)
    known = _named(groups)
    of_article = np.array([known.get(name, "") for name in articles], dtype=object)
    result = rows.assign(article_low=np.nan, article_high=np.nan)
    for name, part in rows.groupby("group", sort=False):
        own, place = of_article == name, terms.get_indexer(part["term"])
        rest = ~own & (of_article != "")
        sizes = (int(own.sum()), int(rest.sum()))
        if min(sizes) < MINIMUM_ARTICLES:
            continue
        sides = [
            rate_and_variance(Group(words[side, None], counts[np.ix_(place, side)].T))
            for side in (own, rest)
        ]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log2(sides[0][0] / sides[1][0])
            relative = [variance / rate**2 for rate, variance in sides]
            margin = difference_margin((relative[0], relative[1]), sizes, level) / np.log(2)
        margin = np.where(np.isfinite(ratio), margin, np.nan)
        result.loc[part.index, "article_low"] = ratio - margin
        result.loc[part.index, "article_high"] = ratio + margin
    return result
