"""Time the bootstrap of articles and the dictionary, in one run.

An invented corpus of 10,000 sentences in 400 articles and two groups. The
bootstrap is compared with the plain loop over draws that it replaces.
"""

import time

import numpy as np

from helpers import framing
from tests import framing_data

ARTICLES, LENGTH, DRAWS, LOOP_DRAWS = 400, 25, 10_000, 200


def main():
    """Print the times."""
    book = framing_data.codebook()
    coding = framing_data.invented_coding(articles=ARTICLES, groups="AB", length=LENGTH)
    print(f"{len(coding):,} sentences, {ARTICLES} articles, {len(book.codes)} frames")

    counts, seconds = _timed(framing.article_counts, coding, frames=book.codes)
    print(f"counts by article: {seconds:.3f} s")
    a, b = (counts.xs(group, level=0).to_numpy(dtype=float) for group in "AB")
    _, vectorised = _timed(framing.bootstrap_differences, a, b, draws=DRAWS)
    print(f"bootstrap, {DRAWS:,} draws: {vectorised:.3f} s")
    _, loop = _timed(_loop, a, b)
    per_draw = loop / LOOP_DRAWS * DRAWS / vectorised
    print(f"the same in a loop over draws and articles: {per_draw:.0f} times as long")
    _, whole = _timed(framing.compare_shares, coding, "A", "B", frames=book.codes, draws=DRAWS)
    print(f"compare_shares, with {DRAWS:,} permutations: {whole:.3f} s")
    _, dictionary = _timed(framing.code_by_dictionary, coding, book)
    print(f"code_by_dictionary: {len(coding) / dictionary:,.0f} sentences a second")


def _timed(function, *arguments, **options):
    start = time.perf_counter()
    result = function(*arguments, **options)
    return result, time.perf_counter() - start


def _loop(a, b):
    rng = np.random.default_rng(0)
    differences = []
    for _ in range(LOOP_DRAWS):
        drawn = [(group, rng.integers(0, len(group), len(group))) for group in (a, b)]
        totals = [sum(group[i] for i in numbers) for group, numbers in drawn]
        shares = [total[1:] / total[0] for total in totals]
        differences.append(shares[0] - shares[1])
    return differences


if __name__ == "__main__":
    main()
