"""Texts that stand twice in a corpus: they count twice, and are no finding beside one another."""

from __future__ import annotations

import pandas as pd

from helpers.corpus import Corpus, copies_in
from helpers.reports.once import once
from helpers.reports.wording import count_of, first_of
from helpers.showing import escape_markdown

MOST_COMPARED = 300
"""Articles up to which a report looks for copies; of more, ``check`` tells."""

SAYS = " {texts} twice or nearly: {pairs}; {they} twice."
"""What is said of copies, after the number of articles."""

SKIPPED = " Not counted: {lines}."
"""What is said of articles that were left out, as a line each tells."""


@once
def copies(corpus: Corpus) -> pd.DataFrame:
    """Find the articles that say what an earlier one says, once; of very many articles none."""
    if len(corpus.articles) > MOST_COMPARED:
        return pd.DataFrame(columns=["article", "copy_of"])
    return copies_in(corpus)


def say_copies(corpus: Corpus) -> str:
    """Say which articles stand twice, and which are left out; empty where none is."""
    lines = [line.replace(": left out,", ",") for line in corpus.skipped]
    left = SKIPPED.format(lines=escape_markdown(first_of(lines, 4))) if lines else ""
    found = copies(corpus)
    if found.empty:
        return left
    names = corpus.names
    pairs = [f"{names[row.article]} as {names[row.copy_of]}" for row in found.itertuples()]
    return left + SAYS.format(
        texts=count_of(len(pairs), "text stands", "texts stand"),
        pairs=escape_markdown(first_of(pairs, 4)),
        they="it counts" if len(pairs) == 1 else "they count",
    )
