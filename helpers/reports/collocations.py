"""Exhibits on the company that words keep: what stands near a term, and the lines it is in."""

from __future__ import annotations

from collections.abc import Callable

from helpers import counting
from helpers.corpus import Corpus
from helpers.reports.commentary import commented
from helpers.reports.counted import read
from helpers.reports.once import once
from helpers.reports.wording import listed
from helpers.reports.words import bilingual, plain_word
from helpers.showing import (
    Result,
    TableLook,
    sentence_lines,
)
from helpers.showing.explorer import explore

SAYS = {
    "company": "Near {term} {stand} above all {rows}.",
    "company none": (
        "{term} has no company here: no word stands near it three times or more, and oftener than "
        "chance would have it."
    ),
    "company title": "The company of {term}",
    "company note": (
        "Words within five words of the term, three times or more, ordered by logDice: 14 "
        "for two words that never stand apart, one less for a tie half as close.{sample}"
    ),
}
"""What these reports say, in one place."""

LINES_SHOWN = 6
"""Lines of a term that are shown before more are asked for."""

ASKED = ("hợp tác", "sức khỏe", "y tế")
"""Terms whose company is shown; another corpus may have others in their place."""

CANDIDATES = 12
"""Common words of which those with most company may stand in."""

MOST_NAMED = 4
"""Words of a term's company that its sentence names."""


@once
def watched(corpus: Corpus) -> dict[str, str]:
    """Give, for each term asked for, itself or, where it has no company, a common word that has.

    Examples
    --------
    >>> watched(corpus)["hợp tác"]
    'hợp tác'
    """
    known = read(corpus)

    def near(term: str) -> int:
        found = counting.collocates(known.some, term, min_count=3, stop_words=True)
        return min(len(found), MOST_NAMED)

    own = [term for term in ASKED if near(term)]
    if len(own) == len(ASKED):
        return dict(zip(ASKED, ASKED, strict=True))
    common = counting.term_frequency(known.places, stop_words=True)["term"]
    names = counting.name_terms(known.places)
    others = [term for term in common if term not in names and term not in own]
    others = sorted(others[:CANDIDATES], key=near, reverse=True)
    return {term: term if term in own or not others else others.pop(0) for term in ASKED}


@once
def company(corpus: Corpus, term: str, *, rows: int = 8) -> Result:
    """List the words that stand near a term, or its stand-in, more often than chance puts them."""
    known = read(corpus)
    term = watched(corpus).get(term, term)
    key = f"words.company.{term}"
    near = counting.collocates(known.some, term, min_count=3, stop_words=True).head(rows)
    shown = bilingual(corpus, term)
    if near.empty:
        return commented(corpus, Result(key, sentence=SAYS["company none"].format(term=shown)))
    lines = counting.collocate_lines(known.some, term, near["collocate"])
    articles = lines.groupby("collocate")["article"].nunique().rename("articles")
    near = corpus.gloss(near.join(articles, on="collocate"), "collocate").reset_index(drop=True)
    facts = {
        "term": term,
        "count": {str(row.collocate): int(row.count) for row in near.itertuples()},
        "nodes": int(near.attrs.get("nodes", 0)),
    }
    title = SAYS["company title"].format(term=plain_word(corpus, term))
    rows_said = listed(bilingual(corpus, word) for word in near["collocate"].head(MOST_NAMED))
    result = Result(
        key,
        data=near[["collocate", "English", "count", "articles", "log_dice"]],
        facts=facts,
        title=title,
        sentence=SAYS["company"].format(
            term=shown, stand="stands" if len(near) == 1 else "stand", rows=rows_said
        ),
        note=SAYS["company note"].format(sample=known.sample),
        evidence=sentence_lines(known.some, lines),
        look=TableLook(labels={"log_dice": "logDice"}),
    )
    return commented(corpus, result)


def look_up(corpus: Corpus, term: str) -> None:
    """Show the lines of a term, in a form that takes others; of very many articles, of a sample."""
    explore(read(corpus).some, watched(corpus).get(term, term), limit=LINES_SHOWN)


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    lambda corpus: company(corpus, "hợp tác"),
    lambda corpus: company(corpus, "sức khỏe"),
)
"""Every exhibit of this module."""
