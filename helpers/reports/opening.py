"""What a page says first: its findings in short, what it asks, how far to trust it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers.corpus import Corpus
from helpers.reports import (
    actors,
    collocations,
    documents,
    framing,
    full_text,
    likeness,
    one_document,
    pages,
    policy,
    speaking,
    trust,
    words,
)
from helpers.reports.commentary import commentary_faults, commented, read_commentary
from helpers.reports.framed import read
from helpers.reports.wording import count_of, each, highest, tied
from helpers.showing import Result, table_markup

SAYS = {
    "from outside": "; * not in the text, or not wholly: known from outside",
    "frame coded": "commonest frame",
    "frame by words": "commonest frame, by word lists",
    "tied": "{count} equally",
    "acts most": "who acts most, where anybody does",
}
"""What these reports say, in one place."""

ANSWERS = {
    "pages": (
        ("pages.cleaning", "What-is-not-the-article"),
        ("pages.outside", "What-is-not-known"),
    ),
    "words": (
        ("words.shared", "What-they-talk-about-most"),
        ("words.apart", "What-each-says-more"),
        ("words.formulas", "The-formulas"),
    ),
    "policy": (
        ("policy.compared", "One-document,-side-by-side"),
        ("policy.cited", "What-each-cites"),
        ("policy.memoranda", "Memoranda"),
    ),
    "framing": (
        ("framing.profiles", "The-frames-side-by-side"),
        ("framing.who_acts", "Who-acts"),
        ("framing.scenes", "One-frame,-several-scenes"),
        ("framing.likeness", "How-alike"),
        ("framing.speakers", "Who-speaks"),
    ),
}
"""The findings that open each notebook, each with the heading of its exhibit."""


ASIDES = ("policy.ties", "policy.resting", "policy.annotated")
"""What only a commentary says: remarks beside the exhibits of the methods."""

MODULES = (
    *(pages, full_text, words, collocations, policy, one_document, documents),
    *(framing, likeness, trust, actors, speaking),
)
"""The modules of exhibits, each with its `EXHIBITS`."""

_EXHIBITS: dict[str, Callable[[Corpus], Result]] = {
    "words.shared": words.shared,
    "words.apart": words.apart,
    "words.formulas": words.formulas,
    "policy.compared": one_document.compared,
    "policy.cited": policy.cited,
    "policy.memoranda": policy.memoranda,
    "framing.profiles": framing.profiles,
    "framing.who_acts": actors.who_acts,
    "framing.scenes": lambda corpus: actors.scenes(corpus, "AID"),
    "framing.likeness": likeness.likeness,
    "framing.speakers": speaking.speakers,
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
    how_far = trust.trust(corpus).sentence if notebook == "framing" else ""
    apart = "" if notebook == "pages" else pages.years(corpus).sentence
    about = commented(corpus, Result(f"{notebook}.about", facts=_facts(corpus)))
    known: dict[str, Any] = {"trust": f"{how_far} {apart}".strip()} if how_far else {}
    if how_far:
        known["trust"] += f"\n\n{trust.limits(corpus).sentence}"
        known |= {"overview": overview} if (overview := _at_a_glance(corpus)) else {}
    known |= {"lead": about.sentence} if notebook == "pages" and about.sentence else {}
    # What is asked opens the front page, and needn't open its first notebook again.
    asked = "" if notebook == "pages" else about.sentence
    more = filter(None, (asked, how_far, apart))
    lines = ["**In short**\n", *said, *(f"\n{text}" for text in more)]
    return Result(f"{notebook}.in_short", sentence="\n".join(lines), about=known)


def _at_a_glance(corpus: Corpus) -> str:
    """Give a table of the articles with what is found of each; empty where they are too many."""
    read_ = read(corpus)
    if read_.unit != "article" or read_.in_part or read_.corpus.sampled_from:
        return ""
    articles = read_.corpus.articles.loc[read_.units]
    frames, acts = framing.profiles(corpus).facts, actors.who_acts(corpus).facts
    dates = {
        name: list(pages.known_from(corpus, field)[read_.units])
        for name, field in (("event", "event_date"), ("published", "published"))
    }
    columns = {
        "piece": [read_.names[unit] for unit in read_.units],
        "group": pages.groups_of(corpus, read_.units),
        "outlet": pages.outlets_of(corpus, read_.units),
        **dates,
        "partner": list(articles["partner"]),
        SAYS["frame coded" if len(read_.data.by_hand) else "frame by words"]: [
            _most(frames, "count", unit, read_.frames) for unit in read_.units
        ],
        SAYS["acts most"]: [_most(acts, "acting", unit, {}) for unit in read_.units],
    }
    known = {name: cells for name, cells in columns.items() if any(cells)}
    if "event" in known and "published" in known:
        # One day says when: the one that is known of more articles.
        less = sum(map(bool, known["event"])) < sum(map(bool, known["published"]))
        known.pop("event" if less else "published")
    if known.get("partner") == known.get("group"):
        known.pop("partner", None)
    table = pd.DataFrame(known).replace("", None)
    outside = any(
        "*" in str(cell)
        for name in ("outlet", "event", "published")
        for cell in known.get(name, [])
    )
    markup = table_markup(
        table,
        titles={name: name for name in table},
        caption=count_of(len(table), "article") + (SAYS["from outside"] if outside else ""),
    )
    return str(markup)


def _most(facts: Mapping[str, Any], kind: str, unit: str, names: Mapping[str, str]) -> str:
    """Name what most sentences of a unit have, with how many of all; empty if nothing is coded."""
    counts = pd.Series(facts.get(kind, {}).get(unit, {}), dtype="int64")
    first = highest(counts)
    said = tied(names.get(code, code) for code in first)
    said = said if len(first) <= framing.MOST_TIED else SAYS["tied"].format(count=len(first))
    return f"{said} ({counts[first[0]]} of {facts['n'][unit]}{each(first)})" if first else ""


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
    exhibits = [exhibit for module in MODULES for exhibit in module.EXHIBITS]
    results = [exhibit(corpus) for exhibit in exhibits]
    results += [_EXHIBITS["framing.scenes"](corpus), *framing.reading_results(corpus)]
    beside = [*(f"{notebook}.about" for notebook in ANSWERS), *ASIDES]
    results += [Result(key, facts=_facts(corpus)) for key in beside]
    return commentary_faults(corpus, {result.key: result for result in results}.values())
