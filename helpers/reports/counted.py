"""The words of a corpus as the reports on words read them."""

from __future__ import annotations

import dataclasses

import pandas as pd

from helpers import counting
from helpers.corpus import Corpus
from helpers.reports.framed import in_order
from helpers.reports.once import once

MOST_UNITS = 8
"""Columns of a grid of words, panels of a figure: more wouldn't be read."""


@dataclasses.dataclass(frozen=True, eq=False)
class Counted:
    """A corpus's words as the reports read them."""

    corpus: Corpus
    some: Corpus
    tokens: pd.DataFrame
    places: pd.DataFrame
    groups: pd.Series
    units: list[str]

    @property
    def sample(self) -> str:
        """What was joined, and of how many pieces sentences are shown, to add to a note."""
        note = self.some.sample_note.strip(" ()")
        joined = self.tokens.attrs["variants"].note
        return (f" Counted as one: {joined}." if joined else "") + (
            f" Sentences are shown of a {note}." if note else ""
        )

    @property
    def by_piece(self) -> bool:
        """Whether pieces stand for groups, of which fewer than two are named."""
        return list(self.groups) == list(self.groups.index.astype(str))

    @property
    def names(self) -> list[str]:
        """The names of the units that a grid shows."""
        return [self.corpus.names[unit] for unit in self.units]


@once
def read(corpus: Corpus) -> Counted:
    """Read a corpus's words once; of very many articles, sentences of a sample."""
    some = corpus.sample()
    groups = counting.comparison_groups(corpus.articles)
    units = _of_every_group(in_order(corpus), groups)
    tokens, places = counting.body_tokens(corpus), counting.body_tokens(some)
    return Counted(corpus, some, tokens, places, groups, units)


def _of_every_group(articles: list[str], groups: pd.Series) -> list[str]:
    """Choose the articles that a grid has room for, in their order: some of each group."""
    order = pd.Series(articles)
    turn = order.groupby(order.map(groups)).cumcount()
    return list(order[turn.sort_values(kind="stable").index[:MOST_UNITS].sort_values()])
