"""Exhibits on a corpus of one's own: the steps on invented pages, and what a folder holds."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap

import pandas as pd
from matplotlib.figure import Figure

from helpers import framing
from helpers.cleaning import label_parts
from helpers.corpus import (
    IN_MEMORY_BELOW,
    READ_AT_MOST,
    READ_PARTS,
    STORED_ABOVE,
    Corpus,
    CorpusError,
    csv_text,
    load_corpus,
)
from helpers.counting import body_tokens, term_frequency
from helpers.reports import framing as framing_page
from helpers.reports.folder_contents import EXAMPLE, fields_known, folder_contents
from helpers.reports.wording import count_of, listed
from helpers.showing import Result, TableLook, dots, escape_markdown

LATE = "lao-ho-tro"
"""The invented article that is added after the others, and coded."""

SAYS = {
    "page": (
        "{lines} lines as they were pasted; {kept} of them are the article, the others stand "
        "around it."
    ),
    "spreadsheet": "{filled} of {cells} cells of the columns shown are filled in.",
    "problems": (
        "{problems}, all said at once, each with file, row and what was expected. Row 1 holds "
        "the headings. One slip can show twice: a page whose row has another id has lost its row."
    ),
    "rest": (
        ' With `load_corpus(folder, on_error="skip")` the other {left} of {all} articles are '
        "read, and what was left out is listed."
    ),
    "sheet": "{sentences} of one article to be coded, sentence 0 is the title; four empty columns.",
    "joined": "In {rows} of {n} sentences something is left to settle.",
    "agreement": (
        "Over all frames together alpha is **{alpha:.2f}** (95% interval {low:.2f} to {high:.2f}), "
        "on {n} sentences. The wide interval is the message: a handful of articles is enough to "
        "find an unclear definition, not enough to certify a clear one."
    ),
    "unused": " Nothing can be said of frames that nobody coded: {unused}.",
    "agreement title": "{low} of {frames} frames fall short of an alpha of 0.8 (invented codings)",
    "settled": (
        "{number} on frames, each settled with its reason. The reason matters most: it goes into "
        "the codebook as a rule, so that the next article is coded alike."
    ),
    "contents": "{articles}, {sentences:,} sentences. Missing: {missing}.",
    "contents none": "{articles}, {sentences:,} sentences. No file is missing.",
    "fields": "Unknown is an answer; but what is unknown can't be compared.",
    "unglossed": "Of the {words} most frequent words {bare} have no English gloss.",
    "unglossed none": "Every one of the {words} most frequent words has its English gloss.",
    "sizes": (
        "- Up to {stored:.0f} MB of text (some hundred articles): all in memory.\n"
        "- Above that, words are stored on disk as they are found. A run that is interrupted goes "
        "on where it stopped; a second run reads what the first has stored.\n"
        "- Above {memory:.0f} MB (some 12,000 articles) the tables stay on disk and are counted "
        "there: memory doesn't grow with the corpus, and every count is the same.\n"
        "- Above {read:,} articles all are counted, but sentences are shown, and frames compared, "
        "in so many drawn at random; the line under a table says so."
    ),
    "dictionary": (
        "On these sentences, which it has never seen, the dictionary finds {found} of the {coded} "
        "frames that were settled, and {wrong} that were not."
    ),
}
"""What these reports say, in one place."""

_PAGES = EXAMPLE.parent / f"{LATE}.html"
_TYPED = ("groups.csv", "glossary.csv")
_COLUMNS = ["title", "group", "event_date", "published", "outlet", "note"]
_GOOD = 0.8
_FREQUENT = 100
_SCRATCH: list[TemporaryDirectory[str]] = []


def workplace() -> Path:
    """Make a temporary folder with invented pages: six pasted as text, one saved from the web.

    Examples
    --------
    >>> work = workplace()
    >>> len(list((work / "pages").iterdir())), [path.name for path in (work / "later").iterdir()]
    (6, ['lao-ho-tro.html'])
    """
    _SCRATCH.append(TemporaryDirectory(ignore_cleanup_errors=True))
    work = Path(_SCRATCH[-1].name)
    pasted = shutil.ignore_patterns(f"{LATE}.txt")
    shutil.copytree(EXAMPLE / "articles", work / "pages", ignore=pasted)
    (work / "later").mkdir()
    shutil.copy(_PAGES, work / "later")
    return work


def page(path: Path) -> Result:
    """Show a page's lines as they were pasted, each with the part that it is."""
    parts = label_parts(path.read_text(encoding="utf-8"))
    kept = int(parts["part"].isin(READ_PARTS).sum())
    return Result(
        "own.page",
        data=parts[["text", "part"]],
        sentence=SAYS["page"].format(lines=len(parts), kept=kept),
        look=TableLook(folded=True, caption="A page as it was pasted (invented)"),
    )


def spreadsheet(corpus: Corpus) -> Result:
    """Show what stands in a corpus's spreadsheet, in the columns that people fill in."""
    shown = corpus.articles[_COLUMNS].replace("", None)
    facts = {"filled": int(shown.notna().to_numpy().sum()), "cells": shown.size}
    return Result(
        "own.spreadsheet",
        data=corpus.gloss(shown.fillna({"title": ""}).reset_index(), "title"),
        facts=facts,
        sentence=SAYS["spreadsheet"].format(**facts),
        look=TableLook(folded=True, caption="articles.csv (some columns)"),
    )


def type_in(folder: Path) -> None:
    """Put what a person would type into the spreadsheets of the invented corpus."""
    typed = _read(EXAMPLE / "articles.csv").set_index("id")
    made = _read(folder / "articles.csv").set_index("id").loc[typed.index]
    kept = made.reindex(columns=typed.columns, fill_value="")
    table = typed.where(typed.ne("") & ~typed.columns.isin(["sha256", "source_file"]), kept)
    table["note"] = (typed["note"] + " " + kept["note"]).str.strip()
    _write(table.assign(url=made["url"]).reset_index(), folder / "articles.csv")
    for name in _TYPED:
        shutil.copy(EXAMPLE / name, folder / name)


def spoil(folder: Path) -> Path:
    """Copy a corpus and make five slips in the copy."""
    broken = Path(shutil.copytree(folder, folder.with_name("broken")))
    table = _read(broken / "articles.csv")
    table.loc[0, "group"], table.loc[1, "event_date"] = "Japn", "5/6/2024"
    table.loc[2, "title"], table.loc[3, "id"] = "", "../secret"
    _write(table, broken / "articles.csv")
    shutil.copy(EXAMPLE / "articles" / f"{LATE}.txt", broken / "articles" / "forgotten.txt")
    return broken


def problems(folder: Path) -> Result:
    """List what is wrong with a corpus folder."""
    found: list[str] = []
    said = ""
    try:
        corpus = load_corpus(folder)
    except CorpusError as error:
        found = error.problems
        corpus = load_corpus(folder, on_error="skip")
        rows = len(_read(folder / "articles.csv"))
        said = SAYS["rest"].format(left=len(corpus.articles), all=rows)
    counted = count_of(len(found), "problem")
    return Result(
        "own.problems",
        data=pd.DataFrame({"problem": found}),
        facts={"problems": len(found)},
        title="What is wrong with the folder",
        sentence=SAYS["problems"].format(problems=counted) + said,
        look=TableLook(caption="What the check says"),
    )


def sheet(folder: Path) -> Result:
    """Show a coder's sheet as it is before it is filled in."""
    table = _read(folder / framing.SHEETS["a"])
    return Result(
        "own.sheet",
        data=table.drop(columns="article").replace("", None),
        sentence=SAYS["sheet"].format(sentences=count_of(len(table), "sentence")),
        look=TableLook(folded=True, caption="The sheet as a coder gets it"),
    )


def fill_sheets(folder: Path) -> None:
    """Put the invented coders' codes into their empty sheets."""
    coded = _read(EXAMPLE / framing.CODING)
    for letter, name in framing.SHEETS.items():
        empty = _read(folder / name)
        own = {f"{column}_{letter}": column for column in framing.CODED}
        known = coded[["article", "sentence", *own]].rename(columns=own)
        filled = empty.drop(columns=list(framing.CODED)).merge(known, on=["article", "sentence"])
        _write(filled, folder / name)


def joined(corpus: Corpus) -> Result:
    """Show two coders' codes of the joined sheets side by side, with what is to be settled."""
    table = _read(corpus.folder / framing.CODING).astype({"sentence": int})
    still_open = table[list(framing.CODED)].eq(framing.TO_SETTLE)
    facts = {"rows": int(still_open.any(axis=1).sum()), "n": len(table)}
    shown = ["sentence", "frames_a", "frames_b", "frames", "agency_a", "agency_b", "agency"]
    lines = framing.whole_sentences(table)[["sentence", "left", "node", "right"]]
    return Result(
        "own.joined",
        data=table[shown],
        facts=facts,
        sentence=SAYS["joined"].format(**facts),
        evidence=lines,
        look=TableLook(folded=True, caption="Two coders on one article, joined"),
    )


def settle(folder: Path) -> Corpus:
    """Put the settled coding of the invented articles into a corpus, and read it."""
    shutil.copy(EXAMPLE / framing.CODING, folder / framing.CODING)
    return load_corpus(folder)


def agreement(corpus: Corpus) -> Result:
    """Say how far the two codings of a corpus agree, by frame.

    Examples
    --------
    >>> agreement(load_corpus(EXAMPLE, n_jobs=1)).facts["n"]
    29
    """
    book, (a, b) = _codings(corpus)
    table = framing.agreement(a, b, codes=book.codes)
    pooled = table.set_index("code").loc[framing.POOLED]
    table = table[table["code"] != framing.POOLED]
    table = table.assign(frame=table["code"].map(book.frames["name"]))
    known = table.dropna(subset="alpha").sort_values("alpha", kind="stable")
    unused = listed(table.loc[table["alpha"].isna(), "frame"], limit=20)
    facts = {
        "n": int(pooled["n"]),
        "alpha": float(pooled["alpha"]),
        "low": float(pooled["alpha_low"]),
        "high": float(pooled["alpha_high"]),
        "short": int(known["alpha"].lt(_GOOD).sum()),
    }
    title = SAYS["agreement title"].format(low=facts["short"], frames=len(known))
    drawn = known.set_index("frame")[["alpha"]]
    shown = ("frame", "coded_a", "coded_b", "both", "alpha", "alpha_low", "alpha_high")
    return Result(
        "own.agreement",
        data=table,
        facts=facts,
        title=title,
        sentence=SAYS["agreement"].format(**facts)
        + (SAYS["unused"].format(unused=unused) if unused else ""),
        alt=f"Dots of Krippendorff's alpha, a row a frame, the lowest first. {title}.",
        note="Sentences of the articles with two codings, titles left out; 95% interval.",
        draw=lambda narrow: _alphas(drawn, title, narrow=narrow),
        look=TableLook(columns=shown, formats=dict.fromkeys(shown[4:], ".2f")),
    )


def _alphas(table: pd.DataFrame, title: str, *, narrow: bool) -> Figure:
    """Draw agreement by frame, with the line that is called good."""
    title, axis = "\n".join(wrap(title, 30)) if narrow else title, "Krippendorff's alpha"
    figure = dots(table, title, axis=axis if narrow else f"{axis}: 1 is perfect, 0 is chance")
    if narrow:
        figure.set_size_inches(4.6, figure.get_figheight())
    if legend := figure.axes[0].get_legend():
        legend.remove()
    figure.axes[0].set_xlim(min(table["alpha"].min(), 0) - 0.05, 1.05)
    figure.axes[0].axvline(_GOOD, color="0.4", linestyle="--", zorder=0)
    return figure


def profiles(corpus: Corpus) -> Result:
    """Show the first figure of the page on framing; what is invented is no finding."""
    return dataclasses.replace(framing_page.profiles(corpus), key="own.profiles", front=0)


def settled(corpus: Corpus) -> Result:
    """List the disagreements of two coders on frames, what was settled, and why."""
    book, (a, b) = _codings(corpus)
    path = corpus.folder / framing.CODING
    apart = framing.disagreements(a, b, framing.load_coding(path, corpus.sentences, codebook=book))
    number = count_of(len(apart), "disagreement")
    return Result(
        "own.settled",
        data=apart.drop(columns="text"),
        facts={"disagreements": len(apart)},
        sentence=SAYS["settled"].format(number=number),
        evidence=framing.whole_sentences(apart)[["article", "sentence", "left", "node", "right"]],
        look=TableLook(folded=True, caption="Disagreements on frames, settled"),
    )


def contents(corpus: Corpus) -> Result:
    """Say which files of a folder the notebooks use, and how to add those that are missing."""
    table = folder_contents(corpus)
    lacking = table.loc[table["here"] == "missing", "file"]
    # A part of a file that is missing is missing with it.
    lacking = lacking[~lacking.str.split(", ").str[0].duplicated()]
    facts = {
        "articles": count_of(len(corpus.articles), "article"),
        "sentences": len(corpus.sentences),
        "missing": listed((f"`{name}`" for name in lacking), limit=20),
    }
    return Result(
        "own.contents",
        data=table,
        facts=facts | {"lacking": len(lacking)},
        title="Files that the notebooks use",
        sentence=SAYS["contents" if len(lacking) else "contents none"].format(**facts),
        look=TableLook(folded=True, caption="Files that the notebooks use, and how to add each"),
    )


def fields(corpus: Corpus) -> Result:
    """Count how much of a corpus's spreadsheet is filled in."""
    number = count_of(len(corpus.articles), "article")
    return Result(
        "own.fields",
        data=fields_known(corpus),
        sentence=SAYS["fields"],
        look=TableLook(folded=True, caption=f"Fields of articles.csv, of {number}"),
    )


def unglossed(corpus: Corpus) -> Result:
    """List the frequent words of a corpus that have no English gloss yet."""
    frequent = term_frequency(body_tokens(corpus), stop_words=True).head(_FREQUENT)
    glossed = corpus.gloss(frequent[["term", "count", "articles"]])
    bare = glossed[glossed["English"] == ""].drop(columns="English").reset_index(drop=True)
    facts = {"words": len(frequent), "bare": len(bare)}
    return Result(
        "own.unglossed",
        data=bare,
        facts=facts,
        sentence=SAYS["unglossed" if len(bare) else "unglossed none"].format(**facts),
        note="Words of lead and body, function words left out.",
        look=TableLook(folded=True, limit=20, caption="Frequent words without a gloss"),
    )


def archive(corpus: Corpus, path: Path) -> None:
    """Write a corpus's pages as a table with a row each."""
    pages = [corpus.page(article) for article in corpus.articles.index]
    rows = corpus.articles[["title", "group", "published"]].assign(text=pages)
    _write(rows.reset_index(names="id"), path)


def sizes() -> Result:
    """Say what changes with the size of a corpus."""
    facts = {"stored": STORED_ABOVE / 1e6, "memory": IN_MEMORY_BELOW / 1e6, "read": READ_AT_MOST}
    return Result("own.sizes", facts=facts, sentence=SAYS["sizes"].format(**facts))


def dictionary(corpus: Corpus) -> Result:
    """Say how far the codebook's dictionary gets on a corpus that readers have coded."""
    book, _ = _codings(corpus)
    coding = framing.load_coding(corpus.folder / framing.CODING, corpus.sentences, codebook=book)
    table = framing.evaluate_dictionary(coding, book, leave_out=False)
    table = table.drop(columns=["evaluation", "blocking"])
    frames = table[table["frame"].isin(book.codes)]
    facts = {
        "coded": int(frames["coded"].sum()),
        "found": int(frames["both"].sum()),
        "wrong": int((frames["found"] - frames["both"]).sum()),
    }
    names = table["frame"].map(book.frames["name"]).fillna(table["frame"].map(escape_markdown))
    return Result(
        "own.dictionary",
        data=table.assign(frame=names),
        facts=facts,
        sentence=SAYS["dictionary"].format(**facts),
        note="F1 balances finding too little and finding too much; 1 is perfect.",
        look=TableLook(
            folded=True,
            caption="The dictionary against the coders",
            formats=dict.fromkeys(["precision", "recall", "f1", "f1_low", "f1_high"], ".2f"),
            labels={"f1": "F1", "f1_low": "low", "f1_high": "high"},
        ),
    )


def _codings(corpus: Corpus) -> tuple[framing.Codebook, list[pd.DataFrame]]:
    """Read a corpus's codebook and its two codings."""
    book = framing.load_framing(corpus).codebook
    path = corpus.folder / framing.CODING
    both = [
        framing.load_coding(path, corpus.sentences, codebook=book, coder=letter)
        for letter in framing.SHEETS
    ]
    return book, both


def _read(path: Path) -> pd.DataFrame:
    """Read a spreadsheet, every cell as its text."""
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table as a spreadsheet program does."""
    path.write_bytes(csv_text(table).encode("utf-8-sig"))
