"""Sheets and codings whose articles' texts were changed: named, and renewed by the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    command_line,
    csv_form,
    csv_text,
    load_corpus,
    read_csv,
    rows_of,
    unguard_formula,
    write_all,
)
from helpers.framing.codebook_checks import plain
from helpers.framing.files import CODING, left_out
from helpers.framing.sheets import SENTENCE

_APART = "unmatched_{}"
_CHANGED = (
    "{article}: its text was changed, {names} {have} other sentences ({first}); to renew its rows, "
    "with the codes of each sentence that is still there: {command}"
)
_GONE = (
    "{article} is not in the corpus; if it was renamed, write its new id into {names}; if not, "
    "put it back, or take its rows out there"
)
_TWICE = (
    "{article}: {names} {have} a sentence twice; take out the rows of one of them, before the "
    "sheets are joined"
)
_Rows = list[dict[str, str]]


class Renewed(NamedTuple):
    """What `renew_sheets` made of a file.

    ``path``, ``articles`` (the ids that were renewed), ``kept`` (sentences that keep what stood
    beside them), ``new`` (sentences without codes) and ``apart`` (rows that no sentence has, put
    into ``unmatched_`` and the file's name).

    Examples
    --------
    >>> Renewed(Path("coder_a.csv"), ["a"], kept=20, new=2, apart=0).new
    2
    """

    path: Path
    articles: list[str]
    kept: int
    new: int
    apart: int


def renew_sheets(folder: str | Path, articles: Sequence[str] | None = None) -> list[Renewed]:
    """Write the rows of articles anew whose texts were changed, and keep the codes.

    A row goes with its sentence's text, wherever that stands now. What no sentence has any more
    is kept in ``annotations/unmatched_coder_a.csv`` and so on, if somebody has filled in a cell.

    Parameters
    ----------
    folder : path
        A corpus folder.
    articles : sequence of str, optional
        Ids; by default all whose texts were changed.

    Returns
    -------
    list of Renewed
        One for each sheet, or ``frames.csv``, that had such rows.

    Raises
    ------
    CorpusError
        If the corpus or a sheet has a fault; then nothing is written.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> from helpers.framing import write_sheets
    >>> _ = new_corpus(folder, [corpus.folder / "articles" / "uk-hcmc-hub.txt"])
    >>> _ = write_sheets(folder)
    >>> renew_sheets(folder)
    []
    """
    folder = Path(folder)
    corpus = load_corpus(folder)
    done: list[Renewed] = []
    files: list[tuple[Path, bytes]] = []
    for path, rows in _files(folder):
        texts = _texts(corpus, rows)
        stale = [
            article
            for article in _stale(rows, texts)
            if article in texts and (articles is None or article in articles)
        ]
        if not stale:
            continue
        renewed, apart, kept = _renewed(rows, {article: texts[article] for article in stale})
        form = csv_form(path.read_bytes().decode("utf-8-sig"))
        content = csv_text(
            pd.DataFrame(renewed, columns=form.columns).fillna(""),
            sep=form.delimiter,
            lineterminator=form.end,
        )
        files.append((path, content.encode("utf-8-sig")))
        if apart:
            beside = path.with_name(_APART.format(path.name))
            table = pd.DataFrame([*_read(beside), *apart]).fillna("")
            files.append((beside, csv_text(table).encode("utf-8-sig")))
        new = sum(len(texts[article]) for article in stale) - kept
        done.append(Renewed(path, stale, kept, new, len(apart)))
    write_all(files)
    return done


def sheet_remarks(corpus: Corpus, names: Collection[str] = ()) -> dict[str, str]:
    """Say of each article whose rows no longer are its text's what to do.

    Parameters
    ----------
    corpus : Corpus
    names : collection of str
        Files of ``annotations``; by default every sheet, and ``frames.csv``.

    Returns
    -------
    dict of str to str
        A line an article, by its id; none where all rows have their sentences.

    Raises
    ------
    CorpusError
        If a sheet can't be read.

    Examples
    --------
    >>> sheet_remarks(corpus)
    {}
    """
    found: dict[str, list[str]] = defaultdict(list)
    twice: dict[str, list[str]] = defaultdict(list)
    first: dict[str, str] = {}
    away = left_out(corpus)
    for path, rows in _files(corpus.folder, names):
        places = Counter((row["article"], row["sentence"]) for row in rows)
        for article in dict.fromkeys(name for (name, _), times in places.items() if times > 1):
            twice[article].append(path.name)
        for article, said in _stale(rows, _texts(corpus, rows)).items():
            found[article].append(path.name)
            first.setdefault(article, said)
    command = command_line("coding", "new", corpus.folder)
    known = set(map(str, corpus.articles.index))
    # Rows that stand twice are taken out first: until then nothing else can be told of them.
    lines = {article: (_CHANGED, files) for article, files in found.items()}
    lines |= {article: (_TWICE, files) for article, files in twice.items()}
    lines |= {article: (_GONE, files) for article, files in found.items() if article not in known}
    return {
        article: line.format(
            article=article,
            names=" and ".join(files) if len(files) < 3 else ", ".join(files),
            have="has" if len(files) == 1 else "have",
            first=first.get(article, ""),
            command=command,
        )
        for article, (line, files) in lines.items()
        if article not in away
    }


def _files(folder: Path, names: Collection[str] = ()) -> Iterator[tuple[Path, _Rows]]:
    """Give the coding and each sheet that is there, or those of some names, with its rows."""
    coding = folder / CODING
    for path in [coding, *sorted(coding.parent.glob("coder_*.csv"))]:
        if path.is_file() and (not names or path.name in names):
            yield path, _read(path)


def _read(path: Path) -> _Rows:
    """Read the rows of a sheet, without what guards their cells; none where it isn't there."""
    problems: list[str] = []
    rows = read_csv(path, SENTENCE, problems) if path.is_file() else {}
    if problems:
        raise CorpusError(problems)
    return [{name: unguard_formula(cell) for name, cell in row.items()} for row in rows.values()]


def _texts(corpus: Corpus, rows: _Rows) -> dict[str, dict[str, tuple[str, str]]]:
    """Give part and text of each sentence of the articles that are named, by its number."""
    texts: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows_of(corpus.sentences, {row["article"] for row in rows}).itertuples():
        texts.setdefault(str(row.article), {})[str(row.sentence)] = (str(row.part), row.text)
    return texts


def _stale(rows: _Rows, texts: Mapping[str, Mapping[str, tuple[str, str]]]) -> dict[str, str]:
    """Give the articles whose rows aren't their sentences', each with the first difference."""
    stand: dict[str, dict[str, str]] = {}
    for row in rows:
        stand.setdefault(row["article"], {})[row["sentence"]] = row["text"]
    stale = {}
    for article, own in stand.items():
        sentences = texts.get(article, {})
        for number in dict.fromkeys([*sentences, *own]):
            here, there = own.get(number), sentences.get(number, ("", None))[1]
            if here is None or there is None or plain(here) != plain(there):
                stale[article] = f"sentence {number}: {_cut(here)}, in the text {_cut(there)}"
                break
    return stale


def _cut(text: str | None) -> str:
    """Quote the beginning of a sentence."""
    most = 60
    if text is None:
        return "none"
    return repr(text if len(text) <= most else f"{text[:most].rstrip()} …")


def _renewed(
    rows: _Rows, texts: Mapping[str, Mapping[str, tuple[str, str]]]
) -> tuple[_Rows, _Rows, int]:
    """Give the rows with some articles' anew, those that no sentence has, the number of kept."""
    renewed: _Rows = []
    apart: _Rows = []
    kept = 0
    for article in dict.fromkeys(row["article"] for row in rows):
        own = [row for row in rows if row["article"] == article]
        if article not in texts:
            renewed += own
            continue
        sentences = texts[article]
        places = _matched(
            [plain(row["text"]) for row in own], [plain(text) for _, text in sentences.values()]
        )
        for at, (number, (part, text)) in enumerate(sentences.items()):
            before = own[places[at]] if at in places else {}
            # Lines of one sheet are in one order of columns, which the file keeps.
            row = dict(zip(SENTENCE, (article, number, part, text), strict=True))
            renewed.append({**before, **row})
        gone = set(range(len(own))) - set(places.values())
        apart += [own[at] for at in sorted(gone) if _filled(own[at])]
        kept += len(places)
    return renewed, apart, kept


def _filled(row: Mapping[str, str]) -> bool:
    """Tell whether somebody has filled in a cell of a row."""
    return any(cell for column, cell in row.items() if column not in SENTENCE)


def _matched(old: list[str], new: list[str]) -> dict[int, int]:
    """Give the place of the old text for that of each new one that has one.

    Texts go together in their order; then, wherever they stand, those left that are as many on
    both sides.
    """
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    found = {block.b + n: block.a + n for block in blocks for n in range(block.size)}
    taken = set(found.values())
    for text in dict.fromkeys(new):
        here = [at for at, own in enumerate(new) if own == text and at not in found]
        there = [at for at, own in enumerate(old) if own == text and at not in taken]
        if len(here) == len(there):
            found.update(zip(here, there, strict=True))
    return found
