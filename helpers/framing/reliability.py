"""How far coders agree: Krippendorff's alpha, Gwet's AC1, percentage agreement and F1."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.framing.coding import counted, frame_columns, require_columns

POOLED = "pooled"
KEY = ["article", "sentence"]


def krippendorff_alpha(*coders: Iterable[object]) -> float:
    """Return Krippendorff's alpha for nominal codes.

    alpha = 1 - observed / expected disagreement, each over the values of units that
    two coders or more have coded (Krippendorff 2011, "Computing Krippendorff's
    alpha-reliability"): with n such values, n_c of them c, and in unit u m_u values,
    n_cu of them c, observed = 1 - sum of n_cu (n_cu - 1) / (m_u - 1) / n and
    expected = 1 - sum of n_c (n_c - 1) / (n (n - 1)).

    Parameters
    ----------
    *coders : iterable
        One coder's code of every unit, in order; None where there is none.

    Returns
    -------
    float
        NaN where alpha is undefined: fewer than two codes in use.

    Examples
    --------
    >>> krippendorff_alpha("aabb", "aabb")
    1.0
    >>> round(krippendorff_alpha("aabb", "aabc"), 2)
    0.63
    """
    counts = _codes_by_unit(coders)
    counts = counts[counts.sum(axis=1) > 1]
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return float("nan")
    coded, used = counts.sum(axis=1), counts.sum(axis=0)
    n = coded.sum()
    agreed = ((counts * (counts - 1)).sum(axis=1) / (coded - 1)).sum() / n
    by_chance = (used * (used - 1)).sum() / (n * (n - 1))
    return float(1 - (1 - agreed) / (1 - by_chance))


def _codes_by_unit(coders: Iterable[Iterable[object]]) -> np.ndarray:
    """Count how many coders gave each unit each code; units that nobody coded are left out."""
    table = pd.DataFrame(
        [(unit, code) for codes in coders for unit, code in enumerate(codes) if code is not None],
        columns=["unit", "code"],
    ).dropna()
    places = [table[name].factorize(sort=True) for name in table]
    counts = np.zeros([len(names) for _, names in places], dtype=int)
    np.add.at(counts, tuple(codes for codes, _ in places), 1)
    return counts


def agreement(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    column: str = "frames",
    codes: Iterable[str] | None = None,
    cited: pd.DataFrame | None = None,
    titles: bool = False,
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare two codings of the same sentences.

    Parameters
    ----------
    a, b : DataFrame
        ``article, sentence`` and `column`, one row a sentence.
    column : str
        ``frames`` (codes joined by ``;``), or a column with one code a
        sentence, such as ``agency``.
    codes : iterable of str, optional
        The codes to report, also unused ones; by default those in use.
    cited : DataFrame, optional
        ``article, sentence`` of the sentences that the codebook cites. When
        given, every figure is also reported without them: a coder who has read
        the answer agrees with it too easily.
    titles : bool
        Compare the titles too.
    draws : int
        Bootstrap draws. Sentences are resampled, whole, with replacement; the
        interval speaks of these articles, not of articles at large.
    level : float
        Coverage of the percentile intervals.
    seed : int

    Returns
    -------
    DataFrame
        ``sentences`` (which), ``code``, ``n``, ``coded_a``, ``coded_b``,
        ``both``, then ``alpha``, ``ac1`` (Gwet 2008: chance is the sum of
        p (1 - p) / (q - 1) over q codes of mean share p, smaller than alpha's where
        nearly all sentences are alike), ``agreement`` (share of sentences, 0 to 1)
        and ``f1`` = 2 · both / (coded_a + coded_b), each with ``_low`` and
        ``_high``, and ``note``. The row ``pooled`` takes every
        sentence-by-frame decision together, or, for a single-code column, the
        codes as such; its ``f1`` is then that of code 1 where the codes are 0
        and 1, and undefined of others, where it would be agreement again. What
        is undefined is NaN with a note. (For a sentence's codes as one set,
        Krippendorff & Craggs 2016 have a coefficient that is not computed here.)

    Raises
    ------
    ValueError
        If the two don't hold the same sentences, or one holds a sentence twice.

    Examples
    --------
    >>> table = agreement(framing.first, framing.second, codes=["AID", "PARTNER"])
    >>> table[["code", "n", "coded_a", "coded_b", "both", "alpha", "alpha_low"]].round(2)
          code   n  coded_a  coded_b  both  alpha  alpha_low
    0      AID  77       15       15    14   0.92       0.79
    1  PARTNER  77       22       22    22   1.00       1.00
    2   pooled  77       37       37    36   0.96       0.90
    """
    for coding in (a, b):
        require_columns(coding, (*KEY, column), "agreement")
    pair = _pair(counted(a, titles=titles), counted(b, titles=titles), column)
    if codes is None:
        codes = sorted({code for cell in (*pair["a"], *pair["b"]) for code in cell.split(";")})
        codes = [code for code in codes if code]
    sets = {"all": pair}
    if cited is not None:
        known = set(zip(cited["article"], cited["sentence"], strict=True))
        keep = [key not in known for key in zip(pair["article"], pair["sentence"], strict=True)]
        sets["without the cited"] = pair[np.array(keep, dtype=bool)]
    tables = [
        _agreement(
            rows, list(codes), column == "frames", draws=draws, level=level, seed=seed
        ).assign(sentences=name)
        for name, rows in sets.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["sentences", *table.columns.drop("sentences")]]


def agreement_by_article(
    a: pd.DataFrame, b: pd.DataFrame, *, codes: Iterable[str] | None = None, titles: bool = False
) -> pd.DataFrame:
    """Compare two codings of frames article by article.

    Parameters
    ----------
    a, b, codes, titles
        As `agreement` takes them.

    Returns
    -------
    DataFrame
        ``article, n`` (sentences), ``exact`` (share of sentences with the same frames, all of
        them), ``alpha, ac1, agreement`` of its sentence-by-frame decisions. No intervals: an
        article has few sentences.

    Examples
    --------
    >>> agreement_by_article(framing.first, framing.second).round(2)
                  article   n  exact  alpha   ac1  agreement
    0   hanoi-cooperation  13   0.77   0.93  0.97       0.98
    1  hcmc-resolution-31  12   0.92   0.97  0.99       0.99
    2         uk-hcmc-hub  14   0.86   0.96  0.98       0.99
    3     uk-ministry-tbi   9   0.89   0.97  0.98       0.99
    4        us-hanoi-mou  29   1.00   1.00  1.00       1.00
    """
    pair = _pair(counted(a, titles=titles), counted(b, titles=titles), "frames")
    used = {code for cell in (*pair["a"], *pair["b"]) for code in cell.split(";") if code}
    codes = sorted(used) if codes is None else list(codes)
    rows = []
    for article, part in pair.groupby("article", sort=False):
        sides = [frame_columns(part[letter], codes).to_numpy() for letter in "ab"]
        exact = (sides[0] == sides[1]).all(axis=1).mean()
        counts = _counts(sides[0], sides[1], True)
        measures = _measures(np.ones((1, len(part))), counts, True)
        cells = (measures[name][0, -1] for name in ("alpha", "ac1", "agreement"))
        rows.append((article, len(part), exact, *cells))
    return pd.DataFrame(rows, columns=["article", "n", "exact", "alpha", "ac1", "agreement"])


def agreement_by_pair(codings: Mapping[str, pd.DataFrame], **options: Any) -> pd.DataFrame:
    """Compare every two of several coders.

    Parameters
    ----------
    codings : mapping of str to DataFrame
        Each coder's coding of the same sentences, by name.
    **options
        As `agreement` takes them.

    Returns
    -------
    DataFrame
        ``first, second`` (whose), then the pooled rows of `agreement`. Beside it, alpha of all
        at once is `krippendorff_alpha`.

    Raises
    ------
    ValueError
        If there are fewer than two coders, or as `agreement`.

    Examples
    --------
    >>> codings = {"a": framing.first, "b": framing.second, "settled": framing.by_hand}
    >>> table = agreement_by_pair(codings, codes=["AID"], draws=20)
    >>> table[["first", "second", "alpha"]].round(2)
      first   second  alpha
    0     a        b   0.92
    1     a  settled   0.96
    2     b  settled   0.96
    """
    tables = [
        agreement(codings[first], codings[second], **options)
        .query("code == @POOLED")
        .assign(first=first, second=second)
        for first, second in itertools.combinations(codings, 2)
    ]
    if not tables:
        raise ValueError(f"agreement needs two coders or more, got {', '.join(codings) or 'none'}")
    table = pd.concat(tables, ignore_index=True)
    return table[["first", "second", *table.columns.drop(["first", "second", "code"])]]


def confusion_table(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    column: str = "agency",
    codes: Iterable[str] | None = None,
    titles: bool = False,
) -> pd.DataFrame:
    """Say which code of one coder meets which of the other.

    Parameters
    ----------
    a, b, titles
        As `agreement` takes them.
    column : str
        A column with one code a sentence.
    codes : iterable of str, optional
        Codes in the order wanted; by default those in use.

    Returns
    -------
    DataFrame
        A row a code of the first coder (named by the column), a column a code of the second:
        sentences. Agreement stands on the diagonal.

    Examples
    --------
    >>> confusion_table(framing.first, framing.second, column="prestige")
      prestige   0  1
    0        0  68  0
    1        1   2  7
    """
    pair = _pair(counted(a, titles=titles), counted(b, titles=titles), column)
    codes = sorted({*pair["a"], *pair["b"]}) if codes is None else list(codes)
    table = pd.crosstab(pair["a"], pair["b"]).reindex(index=codes, columns=codes, fill_value=0)
    return table.rename_axis(index=column, columns=None).reset_index()


def disagreements(
    a: pd.DataFrame, b: pd.DataFrame, settled: pd.DataFrame, *, column: str = "frames"
) -> pd.DataFrame:
    """List the sentences that two coders coded differently, and what was settled.

    Parameters
    ----------
    a, b, settled : DataFrame
        Codings of the same sentences; `settled` with ``text`` and ``reason``.
    column : str

    Returns
    -------
    DataFrame
        ``article, sentence, a, b, settled, reason, text``.

    Examples
    --------
    >>> differ = disagreements(framing.first, framing.second, framing.by_hand, column="agency")
    >>> differ[["article", "sentence", "a", "b", "settled"]].head(3)
                 article  sentence    a    b settled
    0  hanoi-cooperation         7  F=V  V>V     F=V
    1  hanoi-cooperation        11  F>V  V?F     V?F
    2    uk-ministry-tbi         1  V+F  V>F     V>F
    """
    pair = _pair(a, b, column)
    last = settled[[*KEY, column, "reason", "text"]].rename(columns={column: "settled"})
    differ = [set(x.split(";")) != set(y.split(";")) for x, y in zip(pair.a, pair.b, strict=True)]
    return pair[np.array(differ, dtype=bool)].merge(last, on=KEY).reset_index(drop=True)


def _pair(a: pd.DataFrame, b: pd.DataFrame, column: str) -> pd.DataFrame:
    for name, coding in (("first", a), ("second", b)):
        double = coding[coding.duplicated(KEY)]
        if len(double):
            at = ", ".join(f"{row.article} {row.sentence}" for row in double.itertuples())
            raise ValueError(f"agreement: the {name} coding has {at} twice; expected once")
    columns = [*KEY, column]
    both = a[columns].merge(
        b[columns], on=KEY, how="outer", suffixes=("_a", "_b"), indicator=True, sort=False
    )
    alone = both[both["_merge"] != "both"]
    if len(alone):
        at = ", ".join(f"{row.article} {row.sentence}" for row in alone.itertuples())
        raise ValueError(f"agreement: only one coding has {at}; expected both to have it")
    cells = both[[f"{column}_a", f"{column}_b"]].astype(str).set_axis(["a", "b"], axis=1)
    return both[KEY].join(cells)


def _agreement(
    pair: pd.DataFrame, codes: list[str], multiple: bool, *, draws: int, level: float, seed: int
) -> pd.DataFrame:
    first = frame_columns(pair["a"], codes).to_numpy(dtype=int)
    second = frame_columns(pair["b"], codes).to_numpy(dtype=int)
    n = len(pair)
    alphas = [krippendorff_alpha(*cells) for cells in zip(first.T, second.T, strict=True)]
    if multiple:
        alphas.append(krippendorff_alpha(first.ravel(), second.ravel()))
    else:
        alphas.append(krippendorff_alpha(pair["a"], pair["b"]))
    counts = _counts(first, second, multiple)
    ones = np.ones((1, n))
    point = _measures(ones, counts, multiple)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), draws) if n else np.zeros((draws, 0))
    drawn = _measures(weights.astype(float), counts, multiple)
    if not multiple:
        for measures in (point, drawn):
            measures["f1"][:, -1] = measures["f1"][:, -2] if codes == ["0", "1"] else np.nan
    table = pd.DataFrame({"code": [*codes, POOLED], "n": n})
    for name, cells in zip(("coded_a", "coded_b", "both"), counts[:3], strict=True):
        table[name] = cells.sum(axis=0).astype(int)
    for name, exact in (
        ("alpha", alphas),
        ("ac1", None),
        ("agreement", None),
        ("f1", None),
    ):
        table[name] = point[name][0] if exact is None else exact
        table[f"{name}_low"], table[f"{name}_high"] = _interval(drawn[name], level)
    return table.assign(note=_notes(table))


def _counts(first: np.ndarray, second: np.ndarray, multiple: bool) -> tuple[np.ndarray, ...]:
    """Return, sentence by code, what a, b and both coded and where they differ; then pooled."""
    parts = [first, second, first & second, first != second]
    pooled = [part.sum(axis=1) for part in parts]
    if not multiple:
        # One code a sentence: two differing codes make one disagreement, not two.
        pooled[3] = parts[3].any(axis=1)
    return tuple(
        np.column_stack([part, total]).astype(float)
        for part, total in zip(parts, pooled, strict=True)
    )


def _measures(
    weights: np.ndarray, counts: tuple[np.ndarray, ...], multiple: bool
) -> dict[str, np.ndarray]:
    """Return the measures of every draw (rows of `weights`) and code, from counts alone."""
    coded_a, coded_b, both, differ = (weights @ part for part in counts)
    n = weights.sum(axis=1, keepdims=True)
    units = np.repeat(n, coded_a.shape[1], axis=1)
    used = coded_a + coded_b
    unlike = used * (2 * units - used)
    if multiple:
        units[:, -1] *= coded_a.shape[1] - 1
        unlike[:, -1] = used[:, -1] * (2 * units[:, -1] - used[:, -1])
    else:
        # Pairs of unlike codes among all: for a binary code both orders, here each code's share.
        unlike[:, -1] = unlike[:, :-1].sum(axis=1) / 2
    values = 2 * units
    with np.errstate(invalid="ignore", divide="ignore"):
        # Two coders, nominal codes, nothing missing: expected = 2 · unlike pairs / n(n - 1).
        expected = 2 * unlike / (values * (values - 1))
        alpha = np.where(expected > 0, 1 - (differ / units) / expected, np.nan)
        f1 = np.where(used > 0, 2 * both / used, np.nan)
        agreed, share = 1 - differ / units, used / values
        by_chance = 2 * share * (1 - share)
        if not multiple:
            number = coded_a.shape[1] - 1
            by_chance[:, -1] = by_chance[:, :-1].sum(axis=1) / 2 / max(number - 1, 1)
        ac1 = (agreed - by_chance) / (1 - by_chance)
        return {"alpha": alpha, "ac1": ac1, "agreement": agreed, "f1": f1}


def _interval(drawn: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    tails = [(1 - level) / 2, (1 + level) / 2]
    defined = ~np.isnan(drawn).all(axis=0)
    bounds = np.full((2, drawn.shape[1]), np.nan)
    if defined.any():
        bounds[:, defined] = np.nanquantile(drawn[:, defined], tails, axis=0)
    return bounds[0], bounds[1]


def _notes(table: pd.DataFrame) -> list[str]:
    notes = []
    for row in table.itertuples():
        if row.n == 0:
            notes.append("undefined: no sentences")
        elif row.coded_a + row.coded_b == 0:
            notes.append("undefined: nobody coded it")
        elif np.isnan(row.alpha):
            notes.append("alpha undefined: both coded it everywhere")
        elif row.alpha == 1:
            notes.append("no disagreement seen: resampling cannot show how sure that is")
        else:
            notes.append("")
    return notes
