"""Count how often intervals cover and tests mislead, in simulated corpora of known shares.

Shares of articles are beta-binomial. Coverage wants .95, size .05; the last cases are hard ones.
"""

import numpy as np

from helpers.counting import Group, compare_rates

CORPORA, TESTED, DRAWS = 20_000, 2000, 999
LENGTHS = (8, 25)

COVERAGE = [
    # shares, rho, articles; the target, where there is one
    ((0.30, 0.10), 0.1, (10, 10), 0.93),
    ((0.10, 0.05), 0.3, (10, 10), 0.90),
    ((0.30, 0.10), 0.1, (20, 20), 0.93),
    ((0.30, 0.10), 0.1, (40, 40), 0.93),
    ((0.30, 0.10), 0.1, (10, 40), None),
    ((0.10, 0.05), 0.3, (10, 100), None),
]
SIZE = [
    # name, share, rho, articles, lengths; the target, where there is one
    ("short against long articles", 0.3, (0.1, 0.1), (10, 100), ((5, 7), (30, 60)), 0.08),
    ("short against long articles", 0.1, (0.1, 0.1), (10, 100), ((5, 7), (30, 60)), 0.08),
    ("unequal spread", 0.3, (0.3, 0.05), (10, 100), (LENGTHS, LENGTHS), 0.08),
    ("unequal spread", 0.3, (0.3, 0.05), (10, 10), (LENGTHS, LENGTHS), 0.08),
    ("unequal spread", 0.2, (0.3, 0.05), (10, 100), (LENGTHS, LENGTHS), None),
    ("unequal spread, rare frame", 0.1, (0.3, 0.05), (10, 100), (LENGTHS, LENGTHS), None),
    ("unequal spread, rare frame", 0.1, (0.3, 0.05), (10, 10), (LENGTHS, LENGTHS), None),
]


def main():
    """Print coverage and size of each case."""
    rng = np.random.default_rng(0)
    print(f"coverage of the 95% interval, {CORPORA:,} corpora a row")
    for shares, rho, articles, target in COVERAGE:
        sides = [
            _simulated(share, rho, k, LENGTHS, CORPORA, rng)
            for share, k in zip(shares, articles, strict=True)
        ]
        found = compare_rates(*sides, draws=1)
        true = shares[0] - shares[1]
        inside = (found.low <= true) & (true <= found.high)
        # Where nothing varies there is no interval: it can't be counted as one that holds.
        few = np.minimum(*((side.found > 0).sum(axis=0) for side in sides)) < 5
        text = (
            f"{shares}, rho {rho}, articles {articles}: {inside.mean():.3f}{_wanted(target, '>=')}"
        )
        unmarked = f"{inside[~few].mean():.3f}" if not few.all() else "none"
        print(f"  {text}; marked few: {few.mean():.0%}, the others cover {unmarked}")
    print(f"size at .05, {TESTED:,} corpora a row, {DRAWS} permutations")
    for name, share, rhos, articles, lengths, target in SIZE:
        sides = [
            _simulated(share, rho, k, length, TESTED, rng)
            for rho, k, length in zip(rhos, articles, lengths, strict=True)
        ]
        apart = compare_rates(*sides, draws=DRAWS).p <= 0.05
        marked = np.minimum(*((side.found > 0).sum(axis=0) for side in sides)) < 5
        unmarked = f"{apart[~marked].mean():.3f}" if not marked.all() else "none"
        text = f"{name}, share {share}, rho {rhos}, articles {articles}, lengths {lengths}"
        text = f"{text}: {apart.mean():.3f}{_wanted(target, '<=')}"
        print(f"  {text}; marked few: {marked.mean():.0%}, of the others {unmarked}")


def _wanted(target, sign):
    return "" if target is None else f" (target {sign} {target})"


def _simulated(share, rho, articles, lengths, columns, rng):
    n = rng.integers(lengths[0], lengths[1] + 1, (articles, columns))
    weight = (1 - rho) / rho
    return Group(n, rng.binomial(n, rng.beta(share * weight, (1 - share) * weight, n.shape)))


if __name__ == "__main__":
    main()
