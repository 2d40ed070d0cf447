"""What a page says first: its findings in short, what it asks, how far to trust it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers.corpus import Corpus
from helpers.reports import actors, documents, framing, pages, policy, words
from helpers.reports.commentary import commentary_faults, commented, read_commentary
from helpers.showing import (
    Result,
)

ANSWERS = {
    "pages": (
        ("pages.cleaning", "What-is-not-the-article"),
        ("pages.outside", "What-is-not-known"),
    ),
    "words": (
        ("words.shared", "What-all-of-them-talk-about"),
        ("words.apart", "What-each-says-more"),
        ("words.formulas", "The-formulas"),
    ),
    "policy": (
        ("policy.compared", "The-document-that-most-share"),
        ("policy.cited", "What-each-cites"),
        ("policy.memoranda", "Memoranda"),
    ),
    "framing": (
        ("framing.profiles", "The-frames-of-each-piece"),
        ("framing.who_acts", "Who-acts"),
        ("framing.scenes", "One-frame,-several-scenes"),
        ("framing.likeness", "How-alike"),
        ("framing.speakers", "Who-speaks"),
    ),
}
"""The findings that open each notebook, each with the heading of its exhibit."""


ASIDES = ("policy.ties", "policy.resting", "policy.annotated")
"""What only a commentary says: remarks beside the exhibits of the methods."""

_EXHIBITS: dict[str, Callable[[Corpus], Result]] = {
    "words.shared": words.shared,
    "words.apart": words.apart,
    "words.formulas": words.formulas,
    "policy.compared": policy.compared,
    "policy.cited": policy.cited,
    "policy.memoranda": policy.memoranda,
    "framing.profiles": framing.profiles,
    "framing.who_acts": actors.who_acts,
    "framing.scenes": lambda corpus: actors.scenes(corpus, "AID"),
    "framing.likeness": framing.likeness,
    "framing.speakers": actors.speakers,
}


def in_short(corpus: Corpus, notebook: str) -> Result:
    """Give a notebook's findings in words, each leading to its exhibit, and how far to trust them.

    Parameters
    ----------
    corpus : Corpus
    notebook : {"pages", "words", "policy", "framing"}
    """
    own = _EXHIBITS | {"pages.cleaning": pages.cleaning, "pages.outside": pages.outside}
    found = [(own[key](corpus), heading) for key, heading in ANSWERS[notebook]]
    said = [
        f"- {result.short or result.sentence} [→](#{heading})"
        for result, heading in found
        if result.sentence and not result.absent
    ]
    trust = framing.trust(corpus).sentence if notebook == "framing" else ""
    apart = "" if notebook == "pages" else pages.years(corpus).sentence
    about = commented(corpus, Result(f"{notebook}.about", facts=_facts(corpus)))
    known = {"trust": f"{trust} {apart}".strip()} if trust else {}
    known |= {"lead": about.sentence} if notebook == "pages" and about.sentence else {}
    more = filter(None, (about.sentence, trust, apart))
    lines = ["**In short**\n", *said, *(f"\n{text}" for text in more)]
    return Result(f"{notebook}.in_short", sentence="\n".join(lines), about=known)


def aside(corpus: Corpus, key: str) -> Result:
    """Give what the commentary says beside an exhibit, where it holds; else nothing.

    Parameters
    ----------
    corpus : Corpus
    key : str
        One of `ASIDES`.

    Examples
    --------
    >>> aside(corpus, "policy.resting").sentence[:36]
    'The UK piece on the Ministry of Heal'
    """
    if key not in ASIDES:
        raise ValueError(f"key is one of {', '.join(ASIDES)}, got {key!r}")
    return commented(corpus, Result(key, facts=_facts(corpus)))


def _facts(corpus: Corpus) -> dict[str, Any]:
    """Give what can be said of any corpus."""
    return {"articles": len(corpus.articles), "groups": len(set(corpus.articles["group"]) - {""})}


def commentary_remarks(corpus: Corpus) -> list[str]:
    """Name each sentence of a corpus's commentary that its numbers no longer carry, and why.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of str
        A line each; none where the folder has no ``commentary.toml``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> commentary_remarks(replace(corpus, folder=folder))
    []
    """
    if not read_commentary(corpus):
        return []
    modules = (pages, words, policy, documents, framing, actors)
    exhibits = [exhibit for module in modules for exhibit in module.EXHIBITS]
    results = [exhibit(corpus) for exhibit in exhibits]
    results += [_EXHIBITS["framing.scenes"](corpus), *framing.reading_results(corpus)]
    beside = [*(f"{notebook}.about" for notebook in ANSWERS), *ASIDES]
    results += [Result(key, facts=_facts(corpus)) for key in beside]
    return commentary_faults(corpus, {result.key: result for result in results}.values())
