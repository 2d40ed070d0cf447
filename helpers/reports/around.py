"""What stands around the articles, in words: its kinds, what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers import framing
from helpers.cleaning import FURNITURE
from helpers.corpus import Corpus, CorpusError
from helpers.reports import framed
from helpers.reports.wording import count_of, listed
from helpers.showing import escape_markdown

_PAGE_FILES = (".html", ".htm", ".mhtml", ".mht", ".docx", ".pdf")

SAYS = {
    "effect": (
        " Left in, they would move shares: by the codebook's word lists, sentences with "
        "*{frame}* in {piece} would go from {before:.0%} to {after:.0%}."
    ),
    "saved": (
        " The text of {pages} was taken out of files (web pages, PDF, Word): what those left out "
        "isn't counted."
    ),
    "cleaning page": "a page",
    "cleaning taken": "a text as it was taken in",
}
"""What is said here, in one place."""

_LINKS = "link lists and headlines of other pieces"
_KINDS = {
    "in a list of links": _LINKS,
    FURNITURE["links"]: _LINKS,
    FURNITURE["linked slug"]: _LINKS,
    FURNITURE["inline link"]: _LINKS,
    **dict.fromkeys((FURNITURE[shape] for shape in ("bar", "menu", "breadcrumb")), "menus"),
    FURNITURE["date"]: "date stamps",
    **dict.fromkeys((FURNITURE["tag line"], FURNITURE["tags"], "subject tag"), "subject tags"),
    **dict.fromkeys((FURNITURE["footer"], FURNITURE["contact"]), "imprints"),
    "the title once more": "the title once more",
}
"""What a line is that a rule of cleaning leaves out, in words; see `cleaning.FURNITURE`."""

_OTHER_KIND = "other lines around the text"


def effect(corpus: Corpus) -> dict[str, Any]:
    """Give the share that would change most were the surroundings counted; nothing if none would.

    Examples
    --------
    >>> effect(corpus)["frame"], effect(corpus)["piece"]
    ('Regional hub ambition', 'HCMC: Resolution 31')
    """
    try:
        read_ = framed.read(corpus)
    except CorpusError:  # a coding that isn't finished
        return {}
    left = framing.boilerplate_sentences(read_.corpus.parts)
    if left.empty:
        return {}
    inside = read_.coding[read_.coding[read_.unit].isin(read_.units)]
    articles = read_.corpus.articles
    changes = framing.robustness(
        inside, read_.book, by=read_.unit, articles=articles, boilerplate=left
    )
    every = changes[changes["change"] == "boilerplate left in"]
    changes = every[every["shift"] != 0]
    if changes.empty:
        return {}
    most = changes.loc[changes["shift"].abs().idxmax()]
    of_frame = every[every["frame"] == most["frame"]].set_index(read_.unit)
    return {
        "frame": read_.frames[most["frame"]],
        "piece": read_.names[most[read_.unit]],
        "before": float(most["before"]),
        "after": float(most["share"]),
        "of": {
            str(row.Index): {"before": float(row.before), "after": float(row.share)}
            for row in of_frame.itertuples()
        },
    }


def left_out(corpus: Corpus) -> str:
    """Say what kinds of lines are not the article, most lines first."""
    rules_ = corpus.part_rules()
    rules_ = rules_[rules_["part"] == "boilerplate"]
    kinds = rules_["reason"].map(_KINDS).fillna(_OTHER_KIND)
    lines = rules_.groupby(kinds, sort=False)["lines"].sum().sort_values(ascending=False)
    known = [str(kind) for kind in lines.index if kind != _OTHER_KIND]
    return listed([*known, *[_OTHER_KIND] * (_OTHER_KIND in lines)])


def said_effect(effect: Mapping[str, Any]) -> str:
    """Say what the surroundings would change; empty where they would nothing."""
    said = {k: escape_markdown(v) if isinstance(v, str) else v for k, v in effect.items()}
    return SAYS["effect"].format(**said) if effect else ""


def taken_out(corpus: Corpus) -> list[str]:
    """Give the articles whose text was taken out of a file of another kind, or a web page's.

    Examples
    --------
    >>> taken_out(corpus)
    []
    """
    kept = {path.stem for path in (corpus.folder / "originals").glob("*") if path.suffix != ".txt"}
    # The table still names the file where the originals weren't passed on.
    named = corpus.articles.get("source_file", pd.Series("", corpus.articles.index)).astype(str)
    kept |= set(named.index[named.str.lower().str.endswith(_PAGE_FILES)])
    return [name for name in corpus.articles.index if name in kept]


def page(corpus: Corpus) -> str:
    """Call what was read a page, or a text where it was taken out of a file."""
    return SAYS["cleaning taken" if taken_out(corpus) else "cleaning page"]


def saved(corpus: Corpus) -> str:
    """Say of how many articles the text was taken out of files of another kind."""
    number = len(taken_out(corpus))
    return SAYS["saved"].format(pages=count_of(number, "article")) if number else ""
