"""The articles in full, sentence by sentence, with their codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpers.corpus import Corpus, CorpusError, rows_of
from helpers.reports import framed
from helpers.reports.commentary import commented
from helpers.reports.wording import count_of, listed
from helpers.showing import (
    Result,
    anchor,
    escape_markdown,
    fill,
    shown_in_full,
)

SAYS = {
    "full": (
        "Open an article to read it sentence by sentence{languages}{codes}. Counts of sentences "
        "on the other pages lead here."
    ),
    "full languages": " in English, with the Vietnamese below",
    "full codes": (
        ", then its frames and, where they are coded, who acts, who speaks and whether the "
        "partner's rank is praised"
    ),
    "speaks": "speaker: {speaker}",
    "praises": "praise of the partner's rank",
    "ranks": "words that may praise, by the word lists",
    "full bare": " {articles} {are} not coded, and {stand} without.",
    "full words": ", then its frames, by the codebook's word lists and not by readers",
    "full open": (
        "Open an article to read it sentence by sentence; frames are left out until the coding is "
        "finished."
    ),
    "full many": (
        "With {articles}, sentences are shown where they are counted, not one after another."
    ),
}
"""What these reports say, in one place."""


def full(corpus: Corpus) -> Result:
    """Show every sentence of the articles in both languages, with its frames and who acts."""
    if not shown_in_full(corpus):
        said = SAYS["full many"].format(articles=count_of(len(corpus.articles), "article"))
        return commented(corpus, Result("pages.full", sentence=said))
    coded: dict[tuple[str, int], Any] = {}
    frames: dict[str, str] = {}
    praises = SAYS["praises"]
    shown: dict[str, str] = {}
    speakers: dict[str, str] = {}
    languages = SAYS["full languages"] if corpus.english else ""
    codes = SAYS["full codes"]
    try:
        read_ = framed.read(corpus)
        codes = codes if len(read_.data.by_hand) else SAYS["full words"]
        coded = {(str(row.article), int(row.sentence)): row for row in read_.coding.itertuples()}
        shown = dict(zip(read_.book.agency["code"], read_.book.agency["name"], strict=True))
        frames = read_.frames | dict(
            zip(read_.data.late["frame"], read_.data.late["name"], strict=True)
        )
        named = corpus.gloss(read_.coding[["speaker"]].drop_duplicates(), "speaker")
        speakers = dict(zip(named["speaker"], named["English"], strict=True))
        praises = praises if len(read_.data.by_hand) else SAYS["ranks"]
        bare = _not_coded(corpus, {article for article, _ in coded})
        said = SAYS["full"].format(languages=languages, codes=codes) + bare
    except CorpusError:
        said = SAYS["full open"]
    order = framed.in_order(corpus)
    table = rows_of(corpus.sentences, order)
    articles = [
        {
            "name": corpus.names[name],
            "lines": [
                _full_line(row, corpus, coded, frames, shown, speakers, praises)
                for row in table[table["article"] == name].itertuples()
            ],
        }
        for name in order
    ]
    result = Result(
        "pages.full",
        facts={"sentences": len(table)},
        title="The articles in full",
        sentence=said,
        markup=fill("full", articles=articles),
    )
    return commented(corpus, result)


def _not_coded(corpus: Corpus, coded: set[str]) -> str:
    """Say which articles have no codes, where others have; empty where all have."""
    left = [corpus.names[name] for name in framed.in_order(corpus) if name not in coded]
    if not left or not coded:
        return ""
    one = len(left) == 1
    return SAYS["full bare"].format(
        articles=escape_markdown(listed(left, 5)),
        are="is" if one else "are",
        stand="stands" if one else "stand",
    )


def _full_line(
    row: Any,
    corpus: Corpus,
    coded: Mapping[tuple[str, int], Any],
    names: Mapping[str, str],
    shown: Mapping[str, str],
    speakers: Mapping[str, str],
    praises: str,
) -> dict[str, str]:
    """Give a sentence's place, its texts and its codes in words."""
    place = str(row.article), int(row.sentence)
    code = coded.get(place)
    frames = [names[name] for name in (code.frames.split(";") if code else []) if name in names]
    said = [shown.get(code.agency, code.agency)] if code and code.agency else []
    if code and getattr(code, "speaker", ""):
        who = speakers.get(code.speaker) or code.speaker
        said.append(SAYS["speaks"].format(speaker=who))
    if code and code.prestige == 1:
        said.append(praises)
    return {
        "id": anchor(*place),
        "number": str(place[1] or ""),
        "english": corpus.english.get(place, ""),
        "vietnamese": str(row.text),
        "frames": "; ".join(frames),
        "acts": " · ".join(said),
    }


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (full,)
"""Every exhibit of this module."""
