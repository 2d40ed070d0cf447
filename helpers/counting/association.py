"""The mathematics of contingency tables: counts in, scores out.

Every function takes numbers or arrays that broadcast against each other, and gives a float or
an array of floats. Nothing here knows of words or corpora.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special


def expected_frequency(first: ArrayLike, second: ArrayLike, total: ArrayLike) -> np.ndarray:
    """Co-occurrences expected of two independent events.

    Parameters
    ----------
    first, second : array_like
        Frequencies of the two.
    total : array_like
        Size of the sample.

    Returns
    -------
    numpy.ndarray of float
        ``first * second / total``.
    """
    return np.asarray(first) * (np.asarray(second) / np.asarray(total, dtype=float))


def log_likelihood_two_cell(
    target: ArrayLike,
    reference: ArrayLike,
    target_words: ArrayLike,
    reference_words: ArrayLike,
) -> np.ndarray:
    """Log-likelihood G² over the two cells that hold the word.

    Parameters
    ----------
    target, reference : array_like
        Frequency of the word in either corpus.
    target_words, reference_words : array_like
        Words in either corpus.

    Returns
    -------
    numpy.ndarray of float
        ``2 (a ln(a / E1) + b ln(b / E2))``, where E1 and E2 share a + b out by corpus size; 0
        for equal rates. It has no sign: the rates tell the direction.

    Raises
    ------
    ValueError
        If a corpus has no words, or a frequency is negative or above the corpus's words.

    References
    ----------
    Rayson & Garside (2000), Comparing corpora using frequency profiling; the form of the UCREL
    log-likelihood calculator.
    """
    a, b, n1, n2 = _checked(target, reference, target_words, reference_words)
    share = (a + b) / (n1 + n2)
    return np.maximum(2 * (_deviance(a, n1 * share) + _deviance(b, n2 * share)), 0.0)


def log_likelihood_four_cell(
    target: ArrayLike,
    reference: ArrayLike,
    target_words: ArrayLike,
    reference_words: ArrayLike,
) -> np.ndarray:
    """Log-likelihood G² over all four cells: with the word and without it.

    Parameters and errors are those of `log_likelihood_two_cell`.

    Returns
    -------
    numpy.ndarray of float
        ``2 Σ O ln(O / E)`` over the 2 × 2 table; 0 for equal rates; without a sign.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence.
    """
    a, b, n1, n2 = _checked(target, reference, target_words, reference_words)
    share = (a + b) / (n1 + n2)
    present = _deviance(a, n1 * share) + _deviance(b, n2 * share)
    absent = _deviance(n1 - a, n1 * (1 - share)) + _deviance(n2 - b, n2 * (1 - share))
    return np.maximum(2 * (present + absent), 0.0)


def log_likelihood(
    target: ArrayLike,
    reference: ArrayLike,
    target_words: ArrayLike,
    reference_words: ArrayLike,
    *,
    cells: int = 2,
) -> np.ndarray:
    """Log-likelihood G² of a word in two corpora, in the form that is named.

    Parameters
    ----------
    target, reference, target_words, reference_words : array_like
        As for `log_likelihood_two_cell`.
    cells : {2, 4}, default 2
        `log_likelihood_two_cell` or `log_likelihood_four_cell`.

    Returns
    -------
    numpy.ndarray of float
        G².

    Raises
    ------
    ValueError
        If `cells` is neither 2 nor 4, or counts can't be.
    """
    forms = {2: log_likelihood_two_cell, 4: log_likelihood_four_cell}
    if cells not in forms:
        raise ValueError(f"cells is 2 or 4, got {cells}")
    return forms[cells](target, reference, target_words, reference_words)


def p_value(g2: ArrayLike) -> np.ndarray:
    """Probability of a G² at least this large where rates are equal.

    Parameters
    ----------
    g2 : array_like
        Log-likelihood of a 2 × 2 table.

    Returns
    -------
    numpy.ndarray of float
        Upper tail of χ² with one degree of freedom, ``erfc(sqrt(G² / 2))``.
    """
    return special.erfc(np.sqrt(np.asarray(g2, dtype=float) / 2))


def bayes_factor_bic(g2: ArrayLike, words: ArrayLike) -> np.ndarray:
    """Evidence of a G² for two rates over one, as an approximate Bayes factor (BIC).

    Parameters
    ----------
    g2 : array_like
        Log-likelihood of a word in two corpora.
    words : array_like
        Words of both corpora together.

    Returns
    -------
    numpy.ndarray of float
        ``G² - ln(words)``: below 0 the evidence is for equal rates; above 2 it is called
        positive, above 6 strong, above 10 very strong. It too takes words for independent draws.

    References
    ----------
    Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics.
    """
    return np.asarray(g2) - np.log(words)


def adjusted_p(p: ArrayLike) -> np.ndarray:
    """Adjust p for the number of tests, after Benjamini & Hochberg (1995).

    Parameters
    ----------
    p : array_like, shape (..., n_tests)
        p of every test made, not only of those to be shown.

    Returns
    -------
    numpy.ndarray of float, shape (..., n_tests)
        False discovery rate at which each test would be called.

    Examples
    --------
    >>> adjusted_p([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p, dtype=float)
    # By hand: for this alone scipy.stats would be imported, which takes half a second.
    order = p.argsort(axis=-1)
    number = p.shape[-1]
    scaled = np.take_along_axis(p, order, axis=-1) * (number / np.arange(1, number + 1))
    adjusted = np.empty_like(p)
    least = np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    np.put_along_axis(adjusted, order, least.clip(max=1), axis=-1)
    return adjusted


def log_ratio(
    target: ArrayLike,
    reference: ArrayLike,
    target_words: ArrayLike,
    reference_words: ArrayLike,
) -> np.ndarray:
    """Binary logarithm of the ratio of two relative frequencies.

    Parameters
    ----------
    target, reference, target_words, reference_words : array_like
        As for `log_likelihood_two_cell`.

    Returns
    -------
    numpy.ndarray of float
        1 where the target's rate is twice the reference's, -1 where it is half. Zero-frequency
        rule: a frequency of 0 counts as 0.5.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction.
    """
    a, b, n1, n2 = _checked(target, reference, target_words, reference_words)
    return np.log2(np.where(a == 0, 0.5, a) / n1) - np.log2(np.where(b == 0, 0.5, b) / n2)


def log_ratio_interval(
    target: ArrayLike,
    reference: ArrayLike,
    target_words: ArrayLike,
    reference_words: ArrayLike,
    *,
    confidence: float = 0.95,
) -> tuple[np.ndarray, np.ndarray]:
    """Exact confidence interval of the log ratio, each word taken for an independent draw.

    Parameters
    ----------
    target, reference, target_words, reference_words : array_like
        As for `log_likelihood_two_cell`, errors too.
    confidence : float, default 0.95
        Coverage, between 0 and 1; the true one is no lower, and may be higher.

    Returns
    -------
    low, high : numpy.ndarray of float
        Given all ``a + b`` occurrences, those of the target are binomial: the interval of their
        share, as odds over the odds that equal rates would give, in powers of two. Without an
        occurrence in the target `low` is minus infinity, without one in the reference `high` is
        infinity: nothing bounds the ratio on that side. Words of one article depend on each
        other, so that the real uncertainty is greater.

    References
    ----------
    Clopper & Pearson (1934), The use of confidence or fiducial limits illustrated in the case of
    the binomial.
    """
    a, b, n1, n2 = _checked(target, reference, target_words, reference_words)
    tail = (1 - confidence) / 2
    low, high = special.betaincinv(a, b + 1, tail), special.betaincinv(a + 1, b, 1 - tail)
    low, high = np.where(a == 0, 0.0, low), np.where(b == 0, 1.0, high)
    with np.errstate(divide="ignore"):
        ends = [np.log2(share) - np.log2(1 - share) - np.log2(n1 / n2) for share in (low, high)]
    return ends[0], ends[1]


def rate_interval(
    count: ArrayLike, words: ArrayLike, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Exact confidence interval of a rate per 1,000 words, each word an independent draw.

    Parameters
    ----------
    count, words : array_like
        Occurrences, and words of the text.
    confidence : float, default 0.95
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : numpy.ndarray of float
        Of a Poisson count, per 1,000 words.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution.

    Examples
    --------
    >>> low, high = rate_interval(5, 1000)
    >>> round(float(low), 2), round(float(high), 2)
    (1.62, 11.67)
    """
    count, tail = np.asarray(count, dtype=float), (1 - confidence) / 2
    low = np.where(count == 0, 0.0, special.gammaincinv(np.maximum(count, 1), tail))
    scale = 1000 / np.asarray(words)
    return low * scale, special.gammaincinv(count + 1, 1 - tail) * scale


def percent_diff(
    target: ArrayLike,
    reference: ArrayLike,
    target_words: ArrayLike,
    reference_words: ArrayLike,
) -> np.ndarray:
    """Difference of two relative frequencies, in per cent of the reference's.

    Parameters
    ----------
    target, reference, target_words, reference_words : array_like
        As for `log_likelihood_two_cell`.

    Returns
    -------
    numpy.ndarray of float
        Zero-frequency rule: -100 where only the target lacks the word, infinity where only the
        reference lacks it (there is nothing to be a percentage of), NaN where both do.

    References
    ----------
    Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions. They put a number
    near 0 in place of 0, which gives a figure as large as one cares to choose; infinity says
    the same and can't be mistaken for a measurement.
    """
    a, b, n1, n2 = _checked(target, reference, target_words, reference_words)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 100 * ((a / n1) / (b / n2) - 1)


def log_dice(joint: ArrayLike, first: ArrayLike, second: ArrayLike) -> np.ndarray:
    """Dice coefficient of two words on a logarithmic scale; no corpus size enters.

    Parameters
    ----------
    joint : array_like
        Co-occurrences.
    first, second : array_like
        Frequencies of the two words.

    Returns
    -------
    numpy.ndarray of float
        ``14 + log2(2 joint / (first + second))``; 14 where neither occurs without the other.

    References
    ----------
    Rychlý (2008), A lexicographer-friendly association score.
    """
    both = np.asarray(first, dtype=float) + np.asarray(second)
    with np.errstate(divide="ignore"):
        return 14 + np.log2(2 * np.asarray(joint) / both)


def mutual_information(
    joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike
) -> np.ndarray:
    """Pointwise mutual information, in bits; high for rare pairs.

    Parameters
    ----------
    joint : array_like
        Co-occurrences.
    first, second : array_like
        Frequencies of the two.
    total : array_like
        Size of the sample.

    Returns
    -------
    numpy.ndarray of float
        ``log2(joint / expected)``; minus infinity where the two never meet.

    References
    ----------
    Church & Hanks (1990), Word association norms, mutual information, and lexicography.
    """
    with np.errstate(divide="ignore"):
        return np.log2(np.asarray(joint) / expected_frequency(first, second, total))


def t_score(joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike) -> np.ndarray:
    """t-score of a pair: observed less expected, over the root of the observed.

    Parameters are those of `mutual_information`.

    Returns
    -------
    numpy.ndarray of float
        ``(joint - expected) / sqrt(joint)``; minus infinity where the two never meet.

    References
    ----------
    Church, Gale, Hanks & Hindle (1991), Using statistics in lexical analysis.
    """
    joint = np.asarray(joint, dtype=float)
    with np.errstate(divide="ignore"):
        return (joint - expected_frequency(first, second, total)) / np.sqrt(joint)


def log_odds_ratio(
    target: ArrayLike, reference: ArrayLike, prior: ArrayLike, *, elsewhere: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds ratio of each word in two corpora, weighted by a Dirichlet prior.

    Parameters
    ----------
    target, reference : array_like, shape (n_terms,)
        Frequencies of every word in either corpus.
    prior : array_like, shape (n_terms,) or scalar
        Pseudo-count of each word, above 0. A scalar is the same for each word.
    elsewhere : float, default 0
        Pseudo-counts of the words that neither corpus has; α0 is their sum and that of `prior`.

    Returns
    -------
    log_odds : numpy.ndarray of float, shape (n_terms,)
        ``δ = ln(ω_target / ω_reference)``, where ``ω = (y + α) / (n + α0 - y - α)``.
    z : numpy.ndarray of float, shape (n_terms,)
        δ over its standard deviation, with the two-term variance ``1 / (y1 + α) + 1 / (y2 + α)``.

    Raises
    ------
    ValueError
        If a pseudo-count isn't above 0.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words, equations 16 and 20 to 22.
    """
    target = np.asarray(target, dtype=float)
    alpha = np.broadcast_to(np.asarray(prior, dtype=float), target.shape)
    if np.any(~(alpha > 0)):
        raise ValueError("the prior's pseudo-counts have to be above 0")
    first, second = target + alpha, np.asarray(reference, dtype=float) + alpha
    # a corpus of a single word has no odds: NaN
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [side / (side.sum() + elsewhere - side) for side in (first, second)]
        log_odds = np.log(odds[0]) - np.log(odds[1])
    return log_odds, log_odds / np.sqrt(1 / first + 1 / second)


def _deviance(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """``O ln(O / E)``, and 0 where nothing was observed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed > 0, observed * np.log(observed / expected), 0.0)


def _checked(*counts: ArrayLike) -> tuple[np.ndarray, ...]:
    """Give target, reference and their words as floats, after checking that they can be."""
    a, b, n1, n2 = (np.asarray(count, dtype=float) for count in counts)
    for part, whole, name in ((a, n1, "target"), (b, n2, "reference")):
        if np.any(whole <= 0):
            raise ValueError(f"the {name} has no words")
        if np.any(part < 0) or np.any(part > whole):
            raise ValueError(f"a frequency in the {name} is negative or above its words")
    return a, b, n1, n2
