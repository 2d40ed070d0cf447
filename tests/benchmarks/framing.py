"""Time the comparison of groups, the planning and the dictionary, in one run.

An invented corpus of 10,000 sentences in 400 articles and two groups.
"""

import time

from helpers import framing
from tests import framing_data

ARTICLES, LENGTH, DRAWS = 400, 25, 10_000


def main():
    """Print the times."""
    book = framing_data.codebook()
    coding = framing_data.invented_coding(articles=ARTICLES, groups="AB", length=LENGTH)
    print(f"{len(coding):,} sentences, {ARTICLES} articles, {len(book.codes)} frames")

    _, seconds = _timed(framing.article_counts, coding, frames=book.codes)
    print(f"counts by article: {seconds:.3f} s")
    _, whole = _timed(framing.compare_groups, coding, frames=book.codes, draws=DRAWS)
    print(f"compare_groups, with {DRAWS:,} permutations: {whole:.3f} s")
    curves, planned = _timed(framing.planning_curves, framing_data.settled(), book.codes)
    print(f"planning_curves, {len(curves)} points of 500 simulations: {planned:.1f} s")
    _, dictionary = _timed(framing.code_by_dictionary, coding, book)
    print(f"code_by_dictionary: {len(coding) / dictionary:,.0f} sentences a second")


def _timed(function, *arguments, **options):
    start = time.perf_counter()
    result = function(*arguments, **options)
    return result, time.perf_counter() - start


if __name__ == "__main__":
    main()
