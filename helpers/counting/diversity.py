"""Lexical diversity: how many different words a text uses, for its length."""

from functools import singledispatch

import numpy as np
import pandas as pd
from scipy import special

from helpers.corpus import Table
from helpers.counting.token_table import (
    VERSIONS,
    category_codes,
    notes_of,
    require_columns,
    stable_order,
    term_codes,
)

HDD_SAMPLE = 42
MTLD_THRESHOLD = 0.72


def lexical_diversity(tokens: Table, *, by: str = "article", window: int = 50) -> pd.DataFrame:
    """Measure the lexical diversity of each article.

    Parameters
    ----------
    tokens : DataFrame
        A token table with the columns of `by` and `token`, in reading order.
    by : str, default "article"
        Column whose values are measured apart.
    window : int, default 50
        Words in MATTR's window.

    Returns
    -------
    DataFrame
        A column of the values of `by`, then `tokens` (words), `types`, `ttr`, `mattr`, `mtld`,
        `mtld_factors` (that MTLD rests on: with few, it is unsteady), `hdd`. TTR falls as texts
        get longer: it compares texts of one length only. NaN where a text is too short: below
        `window` words for `mattr`, below 42 for `hdd`, no word repeated for `mtld`.

    Raises
    ------
    TypeError
        If `tokens` is no DataFrame.
    ValueError
        If a column is missing, or `window` is below 1.

    See Also
    --------
    mattr, mtld, hdd : the measures, their formulas and their sources.

    Examples
    --------
    >>> lexical_diversity(tokens)[["article", "tokens", "types", "mattr", "mtld"]].round(2)
                  article  tokens  types  mattr    mtld
    0         uk-hcmc-hub     311    177   0.86  127.53
    1     uk-ministry-tbi     321    183   0.86  125.30
    2  hcmc-resolution-31     303    163   0.79   73.13
    3   hanoi-cooperation     429    221   0.85  103.80
    4        us-hanoi-mou     944    381   0.85  118.00
    """
    require_columns(tokens, by, "token")
    values, rows = rows_by_value(tokens, by, window)
    result = pd.DataFrame(
        rows, columns=["tokens", "types", "ttr", "mattr", "mtld", "mtld_factors", "hdd"]
    )
    result.insert(0, by, values)
    result.attrs = {
        "measure": f"lexical diversity: MATTR window {window}, MTLD threshold {MTLD_THRESHOLD}, "
        f"HD-D sample {HDD_SAMPLE}",
        "words": int(result["tokens"].sum()),
        **notes_of(tokens),
        "filters": "none",
        "versions": VERSIONS,
    }
    return result


@singledispatch
def rows_by_value(tokens: pd.DataFrame, by: str, window: int) -> tuple[pd.Index, list[tuple]]:
    """Measure the text of each value of a column that has words."""
    values, texts = texts_by_value(tokens, by)
    return values, [measures_of(text, window) for text in texts]


def texts_by_value(tokens: pd.DataFrame, by: str) -> tuple[pd.Index, list[np.ndarray]]:
    """Give the values of a column that have words, and the words of each as integers."""
    codes, _ = term_codes(tokens)
    group, names = category_codes(tokens[by])
    counted = (codes >= 0) & (group >= 0)
    codes, group = codes[counted], group[counted]
    order = stable_order(group, len(names))
    codes, group = codes[order], group[order]
    present, starts = np.unique(group, return_index=True)
    return names.take(present), np.split(codes, starts[1:]) if len(codes) else []


def measures_of(codes: np.ndarray, window: int) -> tuple:
    """Compute one text's row."""
    n, types = len(codes), len(np.unique(codes))
    factors = [_factors(way, MTLD_THRESHOLD) for way in (codes, codes[::-1])]
    both = (mtld(codes), sum(factors) / 2)
    return n, types, types / n, mattr(codes, window), *both, hdd(codes)


def mattr(codes: np.ndarray, window: int) -> float:
    """Compute the moving-average type-token ratio in linear time.

    Parameters
    ----------
    codes : array_like of int, shape (n_words,)
        A text's words as integers from 0.
    window : int
        Words in a window.

    Returns
    -------
    float
        Mean type-token ratio of every run of `window` words; NaN for a shorter text.

    Raises
    ------
    ValueError
        If `window` is below 1.

    Notes
    -----
    A word counts as a type in the windows that hold it and not its previous occurrence. Their
    number follows from the two positions, so that no window is ever looked at.

    References
    ----------
    Covington & McFall (2010), Cutting the Gordian knot: the moving-average type-token ratio.
    """
    codes = np.asarray(codes)
    if window < 1:
        raise ValueError(f"window is a number of words from 1, got {window}")
    n = len(codes)
    if n < window:
        return float("nan")
    place = np.arange(n)
    first = np.maximum(np.maximum(_previous(codes) + 1, place - window + 1), 0)
    last = np.minimum(place, n - window)
    return float(np.maximum(last - first + 1, 0).sum() / (window * (n - window + 1)))


def mtld(codes: np.ndarray, threshold: float = MTLD_THRESHOLD) -> float:
    """Compute the measure of textual lexical diversity.

    Parameters
    ----------
    codes : array_like of int, shape (n_words,)
        A text's words as integers from 0.
    threshold : float, default 0.72
        A factor is complete when its type-token ratio reaches this.

    Returns
    -------
    float
        Mean length of a factor, in words, averaged over reading forwards and backwards. What
        remains at the end counts as a part of a factor, ``(1 - ttr) / (1 - threshold)``. NaN
        where no word is repeated.

    References
    ----------
    McCarthy & Jarvis (2010), MTLD, vocd-D, and HD-D: a validation study.
    """
    codes = np.asarray(codes)
    factors = [_factors(way, threshold) for way in (codes, codes[::-1])]
    return sum(len(codes) / number if number else float("nan") for number in factors) / 2


def _factors(codes: np.ndarray, threshold: float) -> float:
    """Count MTLD's factors in one direction; a loop over factors, each found as a whole."""
    previous, n = _previous(codes), len(codes)
    factors, start = 0.0, 0
    reach = 128
    while start < n:
        new = previous[start : start + reach] < start
        ratio = np.cumsum(new) / np.arange(1, len(new) + 1)
        reached = ratio <= threshold
        end = int(reached.argmax())
        if reached[end]:
            factors += 1
            start += end + 1
            reach = 128
        elif start + reach < n:
            # doubling keeps the work on a long factor within twice its length
            reach *= 2
        else:
            factors += (1 - ratio[-1]) / (1 - threshold)
            break
    return factors


def hdd(codes: np.ndarray, sample: int = HDD_SAMPLE) -> float:
    """Compute HD-D, exactly, through the hypergeometric distribution.

    Parameters
    ----------
    codes : array_like of int, shape (n_words,)
        A text's words as integers from 0.
    sample : int, default 42
        Words drawn from the text, without putting back.

    Returns
    -------
    float
        Expected type-token ratio of such a sample: the sum over types of the probability of
        drawing the type, over `sample`. NaN for a text of fewer words.

    References
    ----------
    McCarthy & Jarvis (2007), vocd: a theoretical and empirical evaluation.
    """
    codes = np.asarray(codes)
    if len(codes) < sample:
        return float("nan")
    # types of one frequency have one probability
    frequency, types = np.unique(np.unique(codes, return_counts=True)[1], return_counts=True)
    rest = len(codes) - sample
    # Chances of the hypergeometric distribution at 0, by logarithms of factorials.
    logs = special.gammaln([rest + 1, len(codes) + 1])
    kept = special.gammaln(np.maximum(len(codes) - frequency, 0) + 1)
    left = special.gammaln(np.maximum(rest - frequency, 0) + 1)
    missed = np.where(frequency > rest, 0.0, np.exp(logs[0] - left - logs[1] + kept))
    return float(np.sum(types * (1 - missed)) / sample)


def _previous(codes: np.ndarray) -> np.ndarray:
    """Give the position of each word's previous occurrence, -1 for its first."""
    order = stable_order(codes, int(codes.max(initial=0)) + 1)
    previous = np.full(len(codes), -1, dtype=np.int64)
    again = codes[order[1:]] == codes[order[:-1]]
    previous[order[1:][again]] = order[:-1][again]
    return previous
