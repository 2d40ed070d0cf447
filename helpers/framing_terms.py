"""The words that set each group of articles apart, and the sentences that they stand in."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.keyness import weighted_log_odds
from helpers.token_table import require_columns, term_codes
from helpers.vocabulary import selected_stop_words, stop_words

__all__ = ["distinctive_lines", "distinctive_terms"]

COLUMNS = [
    *["group", "term", "target_count", "reference_count", "target_per_thousand"],
    *["reference_per_thousand", "log_odds", "z", "articles", "of_articles"],
]


def distinctive_terms(
    tokens: pd.DataFrame,
    groups: pd.Series,
    *,
    leave_out: Iterable[str] = (),
    top: int = 8,
    min_count: int = 3,
) -> pd.DataFrame:
    """Rank, for each group, the terms that set it apart from all other groups.

    Weighted log-odds with the words of all groups as the prior (see
    `keyness.weighted_log_odds`). z ranks; it is no test, for words of one
    article are not independent.

    Parameters
    ----------
    tokens : DataFrame
        A token table with ``article`` and ``token``.
    groups : Series
        Each article's group, by article id.
    leave_out : iterable of str
        Names to leave out of the rows beside the stop words.
    top : int
        Terms a group.
    min_count : int
        Leave out terms that the group has less often.

    Returns
    -------
    DataFrame
        ``group, term, target_count, reference_count, target_per_thousand,
        reference_per_thousand, log_odds, z, articles`` (of the group, with the
        term) and ``of_articles`` (of the group). No rows with one group only.
    """
    require_columns(tokens, "article", "token")
    group = tokens["article"].astype(str).map(groups)
    names = [name for name in dict.fromkeys(groups) if (group == name).any()]
    if len(names) < 2:
        return pd.DataFrame(columns=COLUMNS)
    stopped = stop_words()
    named = selected_stop_words(list(leave_out)) - stopped
    ignored = stopped | named
    tables = []
    for name in names:
        own, others = tokens[(group == name).to_numpy()], tokens[(group != name).to_numpy()]
        table = weighted_log_odds(own, others, prior=tokens, stop_words=ignored)
        attrs = table.attrs
        table = table[(table["z"] > 0) & (table["target_count"] >= min_count)].head(top)
        spread = _articles(own)
        tables.append(
            table.assign(
                group=name,
                articles=table["term"].map(spread).astype(int),
                of_articles=own["article"].astype(str).nunique(),
            )
        )
    result = pd.concat(tables, ignore_index=True)[COLUMNS]
    # To keyness all that is left out is a stop word; a reader must see that most are names.
    kinds = f"{len(stopped)} stop words and {len(named)} names"
    filters = attrs["filters"]
    if named:
        filters = filters.replace(f"{len(ignored)} stop words", kinds)
    result.attrs = {
        "measure": f"{attrs['measure']}; each group against all others; z ranks, it is no test",
        "prior": "the words of all groups",
        "filters": f"count of {min_count} or more in the group; {filters}",
        "versions": attrs["versions"],
    }
    return result


def distinctive_lines(
    tokens: pd.DataFrame, sentences: pd.DataFrame, terms: pd.DataFrame, groups: pd.Series
) -> pd.DataFrame:
    """List the places that `distinctive_terms` counted.

    Parameters
    ----------
    tokens : DataFrame
        The token table that was counted.
    sentences : DataFrame
        ``article, sentence, text``.
    terms : DataFrame
        ``group, term``.
    groups : Series
        Each article's group, by article id.

    Returns
    -------
    DataFrame
        ``group, term, article, sentence, left, node, right``; of each term
        the places in its own group, as many as ``target_count`` says.
    """
    codes, known = term_codes(tokens)
    words = tokens[["article", "sentence", "start", "end"]].assign(code=codes)[codes >= 0]
    words["article"] = words["article"].astype(str)
    words["group"] = words["article"].map(groups)
    words["term"] = known.take(words.pop("code")).astype(object)
    places = words.merge(terms[["group", "term"]], on=["group", "term"])
    texts = sentences[["article", "sentence", "text"]].astype({"article": str})
    found = places.merge(texts, on=["article", "sentence"])
    cuts = list(zip(found["text"], found["start"], found["end"], strict=True))
    return found[["group", "term", "article", "sentence"]].assign(
        left=[text[:start] for text, start, _ in cuts],
        node=[text[start:end] for text, start, end in cuts],
        right=[text[end:] for text, _, end in cuts],
    )


def _articles(tokens: pd.DataFrame) -> pd.Series:
    """Count the articles that each term stands in."""
    codes, known = term_codes(tokens)
    pairs = pd.DataFrame({"article": tokens["article"].astype(str).to_numpy(), "code": codes})
    counts = pairs[codes >= 0].drop_duplicates().groupby("code").size()
    return pd.Series(counts.to_numpy(), index=known.take(counts.index))
