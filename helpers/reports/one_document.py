"""Exhibits on the document that most pieces cite: set side by side, and the years it looks to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from helpers.corpus import Corpus
from helpers.references import (
    citation_tables,
    count_syllables,
    shared_runs,
)
from helpers.references import passages as citing
from helpers.reports.commentary import commented
from helpers.reports.copied import copies
from helpers.reports.once import once
from helpers.reports.policy import Cited, label_of, read
from helpers.reports.wording import count_of, listed
from helpers.showing import Result, escape_markdown, fill, stretches

SAYS = {
    "compared": (
        "{number} of {articles} cite {document}. {a} and {b} share {shared} syllables of the "
        "passages on it: {of_a:.0%} of the one passage, {of_b:.0%} of the other.{named}"
    ),
    "compared named": " All of them are the document's own name.",
    "compared named but": " Of these, {but} {stand} outside the document's own name.",
    "compared none": "No policy document is cited by two articles, so none is set side by side.",
    "compared apart": (
        "No policy document is cited by two articles under one id, so none is set side by side; "
        "ids that may be one document stand at the end of the page on policy."
    ),
    "compared copies": (
        "No policy document is cited by two articles that aren't copies of one another, so none "
        "is set side by side."
    ),
    "compared title": "What {a} and {b} say of {document}",
    "compared count": "In Vietnamese {shared} of {of} syllables are shared: {share:.0%}",
    "compared note": (
        "Marked: words that stand in both in the same order, three syllables or more, the "
        "document's own name among them; the same number stands behind the same run, and runs "
        "are numbered through both languages. Vietnamese below, where it is measured."
    ),
    "time": (
        "{document} looks ahead to {to}{vision}; of {citing} that cite it, {without} {leave} the "
        "years out."
    ),
    "time one": "{document} looks ahead to {to}{vision}, says the one article that cites it.",
    "time further": " Years are stated for {documents} too.",
    "time none": "No article was found to state the years that a document it cites is for.",
    "vision": " with a view to {year}",
}
"""What these reports say, in one place."""


@once
def compared(corpus: Corpus) -> Result:
    """Set side by side what the two closest pieces, no copies, say of the document most cite.

    Examples
    --------
    >>> compared(corpus).facts["shared"]
    51
    """
    known = read(corpus)
    key = "policy.compared"
    once = known.cited[~known.cited["article"].isin(copies(corpus)["article"])]
    document = citing.most_cited(once)
    passages = citing.citing_passages(corpus, once, document)
    pairs = citing.compare_passages(passages)
    if pairs.empty or document is None:
        copied = citing.most_cited(known.cited) is not None and len(once) < len(known.cited)
        apart = len(citation_tables.candidate_ids(known.cited)) > 0
        name = "compared copies" if copied else "compared apart" if apart else "compared none"
        return commented(corpus, Result(key, sentence=SAYS[name]))
    closest = pairs.iloc[0]
    place = {name: number for number, name in enumerate(known.articles)}
    first, second = sorted((str(closest["first"]), str(closest["second"])), key=place.__getitem__)
    turned = first != closest["first"]
    shares = [float(closest["of_first"]), float(closest["of_second"])]
    of_a, of_b = shares[::-1] if turned else shares
    users = citing.citing_articles(known.cited, document)
    label = label_of(known, document)
    names = corpus.names
    facts = {
        "document": label,
        "citing": len(users),
        "articles": len(corpus.articles),
        "first": first,
        "second": second,
        "shared": int(closest["shared"]),
        "of": {first: of_a, second: of_b},
        "longest": int(closest["longest"]),
        "sentence": {
            str(article): int(part["sentence"].iloc[0])
            for article, part in passages.groupby("article", sort=False)
        },
        "horizon": _horizons(known, document),
    }
    fields = {"a": names[first], "b": names[second], "document": label}
    title = SAYS["compared title"].format(**fields)
    texts = citing.passage_texts(passages)
    english = {
        name: "\n".join(
            corpus.english.get((name, int(row.sentence)), "")
            for row in passages[passages["article"] == name].itertuples()
        )
        for name in (first, second)
    }
    result = Result(
        key,
        data=pairs,
        facts=facts,
        title=title,
        sentence=SAYS["compared"].format(
            number=len(users),
            articles=count_of(len(corpus.articles), "article"),
            document=escape_markdown(label),
            a=escape_markdown(names[first]),
            b=escape_markdown(names[second]),
            shared=closest["shared"],
            of_a=of_a,
            of_b=of_b,
            named=_beside_the_name(known, document, passages, (first, second)),
        ),
        note=SAYS["compared note"],
        front=4,
        markup=_extracts(
            title,
            {first: names[first], second: names[second]},
            texts,
            english,
            int(closest["shared"]),
        ),
    )
    return commented(corpus, result)


def _beside_the_name(
    known: Cited, document: str, passages: pd.DataFrame, pair: tuple[str, str]
) -> str:
    """Say how much of what two passages share isn't what the document is called."""
    own = known.own[(known.own["document"] == document) & known.own["sentence"].notna()]
    whole, bare = (dict.fromkeys(pair, "") for _ in range(2))
    for row in passages[passages["article"].isin(pair)].itertuples():
        text = row.text
        inside = own[(own["article"] == row.article) & (own["sentence"] == row.sentence)]
        for place in sorted(zip(inside["text_start"], inside["text_end"], strict=True))[::-1]:
            # A word that no other passage has breaks every run that the name is part of.
            text = f"{text[: place[0]]} {row.article} {text[place[1] :]}"
        whole[row.article] += row.text + "\n"
        bare[row.article] += text + "\n"
    shared, but = (
        sum(run.syllables for run in shared_runs(*texts.values())) for texts in (whole, bare)
    )
    if but == shared:
        return ""
    stand = "stands" if but == 1 else "stand"
    return SAYS["compared named but" if but else "compared named"].format(but=but, stand=stand)


def _extracts(
    title: str, names: dict[str, str], texts: dict[str, str], english: dict[str, str], shared: int
) -> str:
    """Set two passages in two columns, English first, shared runs marked in both languages."""
    first, second = names
    columns: dict[str, Any] = {
        name: {"name": label, "parts": [], "count": _counted(shared, texts[name])}
        for name, label in names.items()
    }
    marked = 0  # runs are numbered through both languages: a number is one run's only
    for language, said in (("en", english), ("vi", texts)):
        left, right = said[first], said[second]
        if not (left.strip() and right.strip()):
            continue
        runs = shared_runs(left, right)
        spans = {
            first: [(run.left_start, run.left_end) for run in runs],
            second: [(run.right_start, run.right_end) for run in runs],
        }
        for name in names:
            paragraphs = stretches(said[name], spans[name], after=marked)
            columns[name]["parts"].append({"language": language, "paragraphs": paragraphs})
        marked += len(runs)
    return fill(
        "extracts", caption=title, note=SAYS["compared note"], columns=list(columns.values())
    )


def _counted(shared: int, text: str) -> str:
    """Say how many syllables of a passage are shared, of how many."""
    of = count_syllables(text)
    return SAYS["compared count"].format(shared=shared, of=of, share=shared / of)


def _horizons(known: Cited, document: str) -> dict[str, dict[str, int]]:
    """Give the years that each article states for a document in its own text."""
    own = known.own[known.own["document"] == document]
    return {
        str(article): {
            name: int(part[name].dropna().iloc[0])
            for name in ("horizon_to", "horizon_vision")
            if part[name].notna().any()
        }
        for article, part in own.groupby("article", sort=False)
    }


def time(corpus: Corpus) -> Result:
    """Say how far ahead the most cited document that does so looks, and who leaves that out."""
    known = read(corpus)
    key = "policy.time"
    own = known.own[known.own["policy"] & known.own["document"].notna()]
    ahead = own.loc[own[["horizon_to", "horizon_vision"]].notna().any(axis=1), "document"]
    own = own[own["document"].isin(ahead)]
    counts = own.groupby("document", sort=False)["article"].nunique()
    document = str(counts.idxmax()) if len(counts) else None
    horizons = _horizons(known, document) if document else {}
    stated = [years for years in horizons.values() if years]
    if not stated or document is None:
        return commented(corpus, Result(key, sentence=SAYS["time none"]))
    years = max(stated, key=len)
    vision = years.get("horizon_vision")
    said = SAYS["time one" if len(horizons) == 1 else "time"].format(
        document=escape_markdown(label_of(known, document)),
        to=years.get("horizon_to", vision),
        vision=SAYS["vision"].format(year=vision) if vision else "",
        without=len(horizons) - len(stated),
        leave="leaves" if len(horizons) - len(stated) == 1 else "leave",
        citing=count_of(len(horizons), "article"),
    )
    if ahead.nunique() > 1:
        others = [label_of(known, name) for name in ahead.unique() if name != document]
        said += SAYS["time further"].format(documents=escape_markdown(listed(others)))
    facts = {"without": len(horizons) - len(stated), "citing": len(horizons), **years}
    return commented(corpus, Result(key, facts=facts, sentence=said))


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    compared,
    time,
)
"""Every exhibit of this module."""
