"""What a corpus folder holds for framing, and what stands in where it lacks something."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from helpers import ROOT
from helpers.corpus import Corpus, CorpusError, read_csv
from helpers.framing.codebook import Codebook, codes_in, load_codebook
from helpers.framing.coding import CODED, load_coding
from helpers.framing.dictionary import code_by_dictionary
from helpers.framing.offered import OFFERED, late_frames, offered_elsewhere, without_frames

CODEBOOK = "codebook.toml"
CODING = "annotations/frames.csv"
SHIPPED = ROOT / "corpus" / CODEBOOK


@dataclasses.dataclass(frozen=True, eq=False)
class FramingData:
    """The codebook and the codings of a corpus; see `load_framing`.

    Attributes
    ----------
    codebook : Codebook
        Without the frames that are `late`: articles aren't compared by them.
    coding : DataFrame
        The coders' settled coding, else the dictionary's; ``coded_by`` says which.
    by_hand : DataFrame
        The coders' settled coding; no rows where there is none.
    first, second : DataFrame
        The two coders' own codings; no rows where there are none.
    hits : DataFrame
        Where the codebook's indicators stand, as `code_by_dictionary` gives it.
    sources : DataFrame
        ``file, here`` (what the folder holds), ``used`` (what the tables rest
        on) and ``to_add`` (what to add, where something is missing).
    late : DataFrame
        The frames that came after the coding of some articles, as `late_frames` gives them.

    Examples
    --------
    >>> framing.by_hand[["article", "sentence", "frames", "agency"]].head(3)
           article  sentence                      frames agency
    0  uk-hcmc-hub         0                     AID;HUB    F>V
    1  uk-hcmc-hub         1             AID;SCITECH;HUB    F>V
    2  uk-hcmc-hub         2  AID;LEARN;STANDARD;SCITECH    F>V
    """

    codebook: Codebook
    coding: pd.DataFrame
    by_hand: pd.DataFrame
    first: pd.DataFrame
    second: pd.DataFrame
    hits: pd.DataFrame
    sources: pd.DataFrame
    late: pd.DataFrame


def load_framing(corpus: Corpus) -> FramingData:
    """Read a corpus's codebook and codings, with a stand-in for what it lacks.

    A folder without ``codebook.toml`` is read with the codebook that ships; one
    without ``annotations/frames.csv`` is coded by the dictionary.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    FramingData

    Raises
    ------
    CorpusError
        One error that lists every fault of the codebook and of the coding.

    Examples
    --------
    >>> framing = load_framing(corpus)
    >>> framing.sources["used"].tolist()
    ['its own frames', "the coders' settled coding, 5 of 5 articles", 'agreement of the two']
    """
    codebook, codings = _read(corpus, ("", "a", "b"))
    coded, paired = "" in codings, "a" in codings
    late = late_frames(corpus.folder, codings.get("", pd.DataFrame({"article": []})), codebook)
    codebook = without_frames(codebook, late["frame"])
    machine, hits = code_by_dictionary(corpus.sentences, codebook)
    by_hand = codings.get("", machine.iloc[:0])
    first, second = (codings.get(letter, by_hand.iloc[:0]) for letter in "ab")
    return FramingData(
        codebook=codebook,
        coding=by_hand if coded else machine,
        by_hand=by_hand,
        first=first,
        second=second,
        hits=hits,
        sources=_sources(
            (corpus.folder / CODEBOOK).is_file(), by_hand, paired, _all_articles(corpus)
        ),
        late=late,
    )


def annotated_articles(corpus: Corpus) -> list[str]:
    """Return the articles that a corpus folder's coding and codebook name.

    A sample that framing is to be read from must hold them: `Corpus.sample` takes them as `keep`.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of str
        Ids, each once; none where the folder has neither file, or one that can't be read, for
        which `load_framing` has the error.

    Examples
    --------
    >>> sample = corpus.sample(2, keep=annotated_articles(corpus))
    >>> len(sample.articles)
    5
    """
    path = corpus.folder / CODING
    rows = read_csv(path, ("article",), []) if path.is_file() else {}
    own = corpus.folder / CODEBOOK
    cited = _cited(own) if own.is_file() else []
    return list(dict.fromkeys([*(row["article"] for row in rows.values()), *cited]))


def load_own_codebook(corpus: Corpus) -> Codebook:
    """Read the corpus's own codebook; without one, the codebook that ships.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Codebook

    Raises
    ------
    CorpusError
        If the file has a fault.

    Examples
    --------
    >>> load_own_codebook(corpus).codes[:3]
    ['AID', 'PARTNER', 'DIPLO']
    """
    own = corpus.folder / CODEBOOK
    # The shipped codebook cites the shipped articles, which another corpus lacks; a selection may
    # lack sentences that its folder's codebook cites.
    there = own.is_file() and left_out(corpus).isdisjoint(_cited(own))
    book = load_codebook(own if own.is_file() else SHIPPED, corpus.sentences if there else None)
    return dataclasses.replace(book, variants=corpus.variants)


def _cited(path: Path) -> list[str]:
    """Give the articles that a codebook cites; none of one with a fault."""
    try:
        return list(load_codebook(path).cited["article"])
    except CorpusError:
        return []


def left_out(corpus: Corpus) -> set[str]:
    """Give the articles of a corpus's folder that a selection or a sample leaves out."""
    rows = read_csv(corpus.folder / "articles.csv", ("id",), [], {})
    return {row["id"] for row in rows.values()} - set(corpus.articles.index)


def framing_sources(corpus: Corpus) -> pd.DataFrame:
    """List what a corpus folder holds for framing, without coding anything.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``file, here, used, to_add``, as `FramingData.sources`.

    Raises
    ------
    CorpusError
        One error that lists every fault of the codebook and of the coding.

    Examples
    --------
    >>> framing_sources(corpus)[["file", "here"]]
                                     file   here
    0                       codebook.toml  there
    1              annotations/frames.csv  there
    2  annotations/frames.csv, two coders  there
    """
    path = corpus.folder / CODING
    book, codings = _read(corpus, ("",))
    coding = codings.get("", pd.DataFrame({"article": []}))
    late_frames(corpus.folder, coding, book)
    own = (corpus.folder / CODEBOOK).is_file()
    return _sources(own, coding, has_two_coders(path), _all_articles(corpus))


def late_remarks(corpus: Corpus) -> list[str]:
    """Say which frames came into the codebook after articles were coded, and what to do.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of str
        One line, or none where every frame was on offer in every coded article.

    Raises
    ------
    CorpusError
        As `framing_sources`.

    Examples
    --------
    >>> late_remarks(corpus)
    []
    """
    book, codings = _read(corpus, ("",))
    late = late_frames(corpus.folder, codings.get("", pd.DataFrame({"article": []})), book)
    said = [
        f"{', '.join(rows['frame'])} came into the codebook after {before:,} of "
        f"{rows['of'].iloc[0]:,} coded articles"
        for before, rows in late.groupby("before", sort=False)
    ]
    what = (
        "articles aren't compared by these frames. Where one was looked for since, write its code"
    )
    return [f"{'; '.join(said)}: {what} into {OFFERED}, in the article's row."] if said else []


def example_remarks(corpus: Corpus) -> list[str]:
    """Say which of the codebook's examples the settled coding gives other frames.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of str
        A line an example; none of sentences that aren't coded.

    Raises
    ------
    CorpusError
        As `framing_sources`.

    Examples
    --------
    >>> example_remarks(corpus)
    []
    """
    book, codings = _read(corpus, ("",))
    settled = codings.get("", pd.DataFrame(columns=["article", "sentence", "frames"]))
    places = zip(settled["article"].astype(str), settled["sentence"], strict=True)
    given = dict(zip(places, settled["frames"], strict=True))
    return [
        f"codebook.toml, frame {frame}: its example, {article} {sentence}, is coded "
        f"{given[article, sentence] or 'without a frame'} in {CODING}; choose another, or code it "
        "anew."
        for frame, article, sentence in book.frames[["article", "sentence"]].itertuples()
        if (article, sentence) in given and frame not in given[article, sentence].split(";")
    ]


def offered_remarks(corpus: Corpus) -> list[str]:
    """Say which rows of `OFFERED` are of no coded article: a renamed one left them behind.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of str
        A line a row.

    Raises
    ------
    CorpusError
        If the table has a fault.

    Examples
    --------
    >>> offered_remarks(corpus)
    []
    """
    path = corpus.folder / CODING
    rows = read_csv(path, ("article",), []) if path.is_file() else {}
    return [
        f"{OFFERED}: {article} isn't coded in {CODING}; a renamed article's row needs its new id."
        for article in offered_elsewhere(corpus.folder, {row["article"] for row in rows.values()})
    ]


def _all_articles(corpus: Corpus) -> int:
    """Count the articles that the folder holds, also where the corpus is a sample of them."""
    return corpus.sampled_from or len(corpus.articles)


def _read(corpus: Corpus, coders: tuple[str, ...]) -> tuple[Codebook, dict[str, pd.DataFrame]]:
    """Read codebook and codings ("" the settled one, if there), all their faults in one error."""
    path = corpus.folder / CODING
    problems: list[str] = []
    try:
        codebook = load_own_codebook(corpus)
    except CorpusError as error:
        problems += error.problems
        codebook = None
    # Codes are checked also against a codebook that has faults elsewhere.
    known = codebook or codes_in(corpus.folder / CODEBOOK)
    codings: dict[str, pd.DataFrame] = {}
    paired = has_two_coders(path)
    for coder in coders if path.is_file() else ():
        if coder and not paired:
            continue
        try:
            codings[coder] = load_coding(
                path,
                corpus.sentences,
                codebook=known,
                coder=coder or None,
                leave_out=left_out(corpus),
            )
        except CorpusError as error:
            problems += error.problems
    if problems or codebook is None:
        raise CorpusError(list(dict.fromkeys(problems)))
    return codebook, codings


def has_two_coders(path: Path) -> bool:
    """Tell whether a coding, if it is there, has a column for what each of two coders said."""
    first = next(iter(read_csv(path, (), []).values()), {}) if path.is_file() else {}
    return all(f"{column}_{letter}" in first for column in CODED for letter in "ab")


def _sources(own: bool, by_hand: pd.DataFrame, paired: bool, articles: int) -> pd.DataFrame:
    coded = len(by_hand) > 0
    covered = f"{by_hand['article'].nunique():,} of {articles:,} articles"
    rows = [
        (
            CODEBOOK,
            "there" if own else "missing",
            "its own frames" if own else "the codebook that ships, made for other articles",
            "" if own else "a codebook whose examples stand in these articles",
        ),
        (
            CODING,
            "there" if coded else "missing",
            f"the coders' settled coding, {covered}" if coded else "the dictionary's coding",
            ""
            if coded
            else "python -m helpers coding new FOLDER writes sheets; one row a sentence: "
            f"article, sentence, part, text, {', '.join(CODED)}",
        ),
        (
            f"{CODING}, two coders",
            "there" if paired else "missing",
            "agreement of the two" if paired else "nothing: agreement stays unknown",
            "" if paired else f"the columns {', '.join(CODED)} twice, ending in _a and _b",
        ),
    ]
    return pd.DataFrame(rows, columns=["file", "here", "used", "to_add"])
