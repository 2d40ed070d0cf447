"""What sets groups of articles apart: keyness, weighted log-odds, and what limits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from helpers.corpus import Table
from helpers.counting import association
from helpers.counting.token_table import (
    VERSIONS,
    drop_stop_words,
    parts_of,
    term_counts,
    variants_of,
)
from helpers.vietnamese import Variants


def keyness(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    cells: int = 2,
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Compare how often each term occurs in two token tables.

    Parameters
    ----------
    target, reference : DataFrame
        Token tables with a column `token`. Swapping them flips the sign of `log_ratio`.
    cells : {2, 4}, default 2
        The form of G²: over two cells (Rayson & Garside) or over four (Dunning).
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows: True for the project's list, or a list. They are tested
        and count as words all the same.

    Returns
    -------
    DataFrame
        Columns `term`, `target_count`, `reference_count`, `target_per_thousand`,
        `reference_per_thousand`, `log_likelihood` (G², no sign), `bic` (below 0: rather equal
        rates, `association.bayes_factor_bic`), `log_ratio` (0 counts as 0.5), `percent_diff`
        (infinite where the reference has none), `p`, `p_adjusted`
        (Benjamini-Hochberg over every term of either side). The largest G² first. A p here
        takes words for independent draws, which words of one article are not.

    Raises
    ------
    TypeError
        If either table is no DataFrame.
    ValueError
        If a column is missing, a table holds no word, or `cells` is neither 2 nor 4.

    Examples
    --------
    >>> uk = tokens[tokens["article"].isin(["uk-hcmc-hub", "uk-ministry-tbi"])]
    >>> us = tokens[tokens["article"] == "us-hanoi-mou"]
    >>> columns = ["term", "target_count", "reference_count", "log_likelihood", "log_ratio"]
    >>> keyness(uk, us, stop_words=True)[columns].round(1).head(3)
         term  target_count  reference_count  log_likelihood  log_ratio
    0  Hà Nội             0               22            22.6       -4.9
    1     Anh            10                0            18.3        4.9
    2  TP HCM            10                0            18.3        4.9
    """
    terms, a, b, n1, n2 = _aligned_counts(target, reference)
    g2 = association.log_likelihood(a, b, n1, n2, cells=cells)
    order = np.argsort(-g2, kind="stable")
    a, b, g2 = a[order], b[order], g2[order]
    p = association.p_value(g2)
    result = pd.DataFrame(
        {
            "term": terms.take(order),
            **_both_sides(a, b, n1, n2),
            "log_likelihood": g2,
            "bic": association.bayes_factor_bic(g2, n1 + n2),
            "log_ratio": association.log_ratio(a, b, n1, n2),
            "percent_diff": association.percent_diff(a, b, n1, n2),
            "p": p,
            "p_adjusted": association.adjusted_p(p),
        }
    )
    result, filters = drop_stop_words(result, stop_words, variants_of(target))
    result.attrs = {
        "measure": f"keyness: log-likelihood G² over {cells} cells; p adjusted after "
        "Benjamini-Hochberg",
        **_side_notes(target, reference, n1, n2),
        "terms_tested": len(terms),
        "zero_rule": "log ratio: a count of 0 counts as 0.5; %DIFF: infinite where the reference "
        "has none",
        "filters": filters,
        "versions": VERSIONS,
    }
    return result


def weighted_log_odds(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    prior: float | pd.DataFrame | pd.Series | Mapping,
    unseen: float = 0.01,
    stop_words: bool | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Compare two token tables by log-odds, drawn towards what is usual for each term.

    Parameters
    ----------
    target, reference : DataFrame
        Token tables with a column `token`. Swapping them flips the signs.
    prior : float, DataFrame, Series or mapping
        How usual each term is: a token table (its counts are the pseudo-counts), a Series or
        mapping of term to pseudo-count, or one pseudo-count for every term (uninformative).
        Terms of the prior that neither side has are part of its sum α0.
    unseen : float, default 0.01
        Pseudo-count of a term that an informative prior lacks.
    stop_words : bool or iterable of str, optional
        Terms to leave out of the rows, as in `keyness`.

    Returns
    -------
    DataFrame
        Columns `term`, `target_count`, `reference_count`, `target_per_thousand`,
        `reference_per_thousand`, `log_odds`, `z`; the target's own terms first. z
        ranks, and is no test: words of one article are not independent draws. With the words of
        both sides as the prior, all terms that one side lacks have one log-odds, set by the sides'
        sizes.

    Raises
    ------
    TypeError
        If a table is no DataFrame, or the prior none of the above.
    ValueError
        If a column is missing, a table holds no word, or a pseudo-count isn't above 0.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words; see `association.log_odds_ratio`.

    Examples
    --------
    >>> uk = tokens[tokens["article"].isin(["uk-hcmc-hub", "uk-ministry-tbi"])]
    >>> us = tokens[tokens["article"] == "us-hanoi-mou"]
    >>> odds = weighted_log_odds(uk, us, prior=tokens, stop_words=True)
    >>> odds[["term", "target_count", "reference_count", "log_odds", "z"]].round(1).head(2)
         term  target_count  reference_count  log_odds    z
    0     Anh            10                0       0.8  2.1
    1  TP HCM            10                0       0.5  1.7
    """
    terms, a, b, n1, n2 = _aligned_counts(target, reference)
    pseudo, elsewhere, named = _pseudo_counts(prior, terms, unseen, variants_of(target))
    log_odds, z = association.log_odds_ratio(a, b, pseudo, elsewhere=elsewhere)
    result = pd.DataFrame(
        {"term": terms, **_both_sides(a, b, n1, n2), "log_odds": log_odds, "z": z}
    )
    result = result.iloc[np.argsort(-z, kind="stable")].reset_index(drop=True)
    result, filters = drop_stop_words(result, stop_words, variants_of(target))
    result.attrs = {
        "measure": "weighted log-odds with a Dirichlet prior, two-term variance",
        "prior": named,
        **_side_notes(target, reference, n1, n2),
        "filters": filters,
        "versions": VERSIONS,
    }
    return result


def _aligned_counts(
    target: pd.DataFrame, reference: pd.DataFrame
) -> tuple[pd.Index, np.ndarray, np.ndarray, int, int]:
    """Count every term of either side on one list of terms."""
    a, terms = term_counts(target)
    b, others = term_counts(reference)
    if terms is not others and not terms.equals(others):
        every = terms.union(others)
        a, b = (_moved(counts, old, every) for counts, old in ((a, terms), (b, others)))
        terms = every
    n1, n2 = int(a.sum()), int(b.sum())
    for words, name in ((n1, "target"), (n2, "reference")):
        if words == 0:
            raise ValueError(f"the {name} holds no word to compare")
    there = np.flatnonzero(a + b)
    if len(there) < len(terms):
        terms, a, b = terms.take(there), a[there], b[there]
    return terms, a, b, n1, n2


def _moved(counts: np.ndarray, old: pd.Index, new: pd.Index) -> np.ndarray:
    """Carry counts from one list of terms to a longer one."""
    result = np.zeros(len(new), dtype=counts.dtype)
    result[new.get_indexer(old)] = counts
    return result


def _both_sides(a: np.ndarray, b: np.ndarray, n1: int, n2: int) -> dict[str, np.ndarray]:
    return {
        "target_count": a,
        "reference_count": b,
        "target_per_thousand": a * (1000 / n1),
        "reference_per_thousand": b * (1000 / n2),
    }


def _side_notes(target: pd.DataFrame, reference: pd.DataFrame, n1: int, n2: int) -> dict:
    """Say what either side holds: its words, its parts of the page."""
    return {
        "target_words": n1,
        "reference_words": n2,
        "target_parts": parts_of(target),
        "reference_parts": parts_of(reference),
        "spellings joined": variants_of(target).note,
    }


def _pseudo_counts(
    prior: float | Table | pd.Series | Mapping, terms: pd.Index, unseen: float, variants: Variants
) -> tuple[np.ndarray | float, float, str]:
    """Give the pseudo-count of each term, that of all others, and words that name the prior."""
    if isinstance(prior, Table):
        counts, known = term_counts(prior)
        table = pd.Series(counts[counts > 0], index=known[counts > 0], dtype=float)
        name = "counts of a token table"
    elif isinstance(prior, Mapping | pd.Series):
        table = pd.Series(dict(prior), dtype=float)
        # spellings of one term add up, as they do in a token table
        table = table.groupby(table.index.map(variants.term)).sum()
        name = "pseudo-counts by term"
    elif isinstance(prior, int | float | np.number) and not isinstance(prior, bool):
        return float(prior), 0.0, f"{prior:g} for each term"
    else:
        raise TypeError(f"prior is a number or a table of terms, not {type(prior).__name__}")
    values = table.reindex(terms)
    missing = int(values.isna().sum())
    elsewhere = float(table[terms.get_indexer(table.index) < 0].sum())
    total = table.sum() + missing * unseen
    note = f"{name}, {total:,.2f} in all (α0); {missing} unseen terms at {unseen:g}"
    return values.fillna(unseen).to_numpy(), elsewhere, note
