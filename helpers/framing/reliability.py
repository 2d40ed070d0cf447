"""How far two coders agree: Krippendorff's alpha, percentage agreement and F1, with intervals."""

from __future__ import annotations

from collections.abc import Iterable

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
    table = pd.DataFrame(
        [(unit, code) for codes in coders for unit, code in enumerate(codes) if code is not None],
        columns=["unit", "code"],
    )
    counts = pd.crosstab(table["unit"], table["code"]).to_numpy()
    counts = counts[counts.sum(axis=1) > 1]
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return float("nan")
    coded, used = counts.sum(axis=1), counts.sum(axis=0)
    n = coded.sum()
    agreed = ((counts * (counts - 1)).sum(axis=1) / (coded - 1)).sum() / n
    by_chance = (used * (used - 1)).sum() / (n * (n - 1))
    return float(1 - (1 - agreed) / (1 - by_chance))


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
        ``both``, then ``alpha``, ``agreement`` (share of sentences, 0 to 1)
        and ``f1`` = 2 · both / (coded_a + coded_b), each with ``_low`` and
        ``_high``, and ``note``. The row ``pooled`` takes every sentence-by-frame
        decision together, or, for a single-code column, the codes as such.
        What is undefined is NaN with a note.

    Raises
    ------
    ValueError
        If the two don't hold the same sentences, or one holds a sentence twice.
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
    first = frame_columns(pair["a"], codes).to_numpy()
    second = frame_columns(pair["b"], codes).to_numpy()
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
    table = pd.DataFrame({"code": [*codes, POOLED], "n": n})
    for name, cells in zip(("coded_a", "coded_b", "both"), counts[:3], strict=True):
        table[name] = cells.sum(axis=0).astype(int)
    for name, exact in (("alpha", alphas), ("agreement", None), ("f1", None)):
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
        return {"alpha": alpha, "agreement": 1 - differ / units, "f1": f1}


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
