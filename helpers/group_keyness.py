"""What sets each group of articles apart from the others, with what limits the comparison."""

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers import association
from helpers.frequency import term_frequency
from helpers.keyness import keyness, weighted_log_odds
from helpers.token_table import require_columns

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
    spread = term_frequency(tokens, by=groups)
    group_of_row = tokens["article"].astype("str").map(dict(groups)).replace("", "not stated")
    label = spread.columns[0]
    words = group_of_row.value_counts()
    largest = set(words.sort_values(ascending=False, kind="stable").index[:at_most])
    names = [name for name in dict.fromkeys(group_of_row) if name in largest]
    tables = [
        _against_rest(tokens, group_of_row == name, tokens, stop_words).assign(group=name)
        for name in names
        if len(words) > 1
    ]
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    result = pd.concat(tables, ignore_index=True)
    result = result[(result["log_ratio"] > 0) & (result["target_count"] >= min_count)]
    here = spread.set_index([label, "term"])["articles"]
    everywhere = spread.groupby("term")["articles"].sum()
    keys = pd.MultiIndex.from_frame(result[["group", "term"]])
    result["target_articles"] = here.reindex(keys).to_numpy()
    result["reference_articles"] = (
        everywhere.reindex(result["term"]).to_numpy() - result["target_articles"]
    )
    result["caution"] = _cautions(result)
    order = {name: place for place, name in enumerate(names)}
    result["order"] = result["group"].map(order)
    result = result.sort_values(
        ["order", "log_ratio", "target_count", "term"], ascending=[True, False, False, True]
    )
    attrs = {
        "measure": "log ratio of each group against all others, 95% interval as if words were "
        "independent draws; a count of 0 counts as 0.5",
        "words": spread.attrs["words"],
        "parts": spread.attrs["parts"],
        "filters": f"count of {min_count} or more in the group; {tables[0].attrs['filters']}",
        "versions": spread.attrs["versions"],
    }
    if len(names) < len(words):
        attrs["groups"] = f"the {len(names)} with the most words, of {len(words):,}"
    result = result[COLUMNS].reset_index(drop=True)
    result.attrs = attrs
    return result


def _against_rest(
    tokens: pd.DataFrame,
    chosen: pd.Series,
    prior: pd.DataFrame,
    stop_words: bool | Iterable[str] | None,
) -> pd.DataFrame:
    """Compare the chosen rows with the rest by every measure."""
    target, reference = tokens[chosen.to_numpy()], tokens[~chosen.to_numpy()]
    table = keyness(target, reference, stop_words=stop_words)
    words = table.attrs["target_words"], table.attrs["reference_words"]
    low, high = association.log_ratio_interval(
        table["target_count"], table["reference_count"], *words
    )
    odds = weighted_log_odds(target, reference, prior=prior)[["term", "log_odds", "z"]]
    attrs = table.attrs
    table = table.assign(low=low, high=high).merge(odds, on="term", how="left")
    table.attrs = attrs
    return table


def _cautions(table: pd.DataFrame) -> list[str]:
    """Say in words what makes each row weak."""
    few, single = table["target_count"] < FEW, table["target_articles"] == 1
    return [
        ", ".join(text for text, holds in (("few", a), ("one article", b)) if holds)
        for a, b in zip(few, single, strict=True)
    ]
