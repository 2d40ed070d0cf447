"""A coder at her sheet: what stands in it, what is open, each change saved; no widget."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from helpers.corpus import Corpus, CorpusError, drawn_articles, rows_of
from helpers.framing.coding import CODED
from helpers.framing.files import load_own_codebook
from helpers.framing.sheet_file import SheetFile
from helpers.framing.sheets import coding_sheet, sheet_path
from helpers.framing.short_codes import MOVES, Codes, read_line, short_keys

DRAWN = 50
"""Of a larger corpus without a sheet, so many articles are drawn."""

_FEW = 4  # sentences of a paragraph, below which its neighbours are shown too


@dataclass(frozen=True)
class Line:
    """A sentence as a coder reads it: first of its paragraph; in that of the one at hand."""

    number: int
    vietnamese: str
    english: str
    first: bool = False
    near: bool = False


@dataclass(frozen=True)
class Reading:
    """A sentence with what stands around it: its paragraph, a short one with its neighbours."""

    article: str
    name: str
    title: Line
    line: Line
    before: list[Line]
    after: list[Line]


@dataclass(frozen=True)
class Progress:
    """How many sentences of a sheet are coded, begun and open."""

    coded: int
    begun: int
    open: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.coded + self.begun + self.open


class CodingSession:
    """One coder's work on one sheet, at one sentence; every change is written at once.

    No other coder's codes are read, and nothing is looked up in the dictionary. The sheet is
    written when the first code is set; a file that another program changed meanwhile is left.

    Parameters
    ----------
    corpus : Corpus
    coder : str
        As `sheet_path` takes it.
    articles : sequence of str, optional
        Ids to code; by default those of the sheet, without one all, of a large corpus a sample.

    Raises
    ------
    CorpusError
        If codebook or sheet has a fault, or there is no such article.
    ValueError
        If the coder's name is none.

    Examples
    --------
    >>> session = CodingSession(corpus, "somebody")
    >>> session.progress
    Progress(coded=0, begun=0, open=82)
    """

    def __init__(self, corpus: Corpus, coder: str, articles: Sequence[str] | None = None) -> None:
        self.coder = coder
        self.path = sheet_path(corpus.folder, coder)
        self.book = load_own_codebook(corpus)
        self.keys = short_keys(self.book)
        self.drawn = ""
        self._file = SheetFile(self.path, corpus, self.book)
        self._rows = self._file.rows
        there = {row["article"] for row in self._rows}
        if articles is None and not there:
            articles = self._first_articles(corpus)
        wanted = set(articles or there)
        new = [article for article in articles or () if article not in there]
        if new:
            self._rows += coding_sheet(corpus, new).astype(str).to_dict("records")
        known = set(map(str, corpus.articles.index))
        self._offered = [
            at for at, row in enumerate(self._rows) if row["article"] in wanted & known
        ]
        if not self._offered:
            raise CorpusError([f"{self.path.name}: no sentence to code in these articles"])
        self.at = 0
        self._history: list[tuple[int, Codes]] = []
        self._texts = self._sentences(corpus)
        self.names = {name: corpus.names[name] for name in self.articles}
        if self.codes.state == "coded":
            self.next_open()

    def _first_articles(self, corpus: Corpus) -> list[str]:
        """Give the articles of a new sheet, and say where they are a sample."""
        everything = list(map(str, corpus.articles.index))
        if len(everything) <= DRAWN:
            return everything
        self.drawn = f"{DRAWN} of {len(everything):,} articles, drawn at random, evenly by group"
        return drawn_articles(corpus.articles, DRAWN, by="group")

    def _sentences(self, corpus: Corpus) -> dict[str, dict[int, tuple[int, Line]]]:
        """Give paragraph and text of each sentence of the articles at hand, in order."""
        texts: dict[str, dict[int, tuple[int, Line]]] = {name: {} for name in self.articles}
        last: tuple[str, int] | None = None
        for row in rows_of(corpus.sentences, self.articles).itertuples():
            article, number, paragraph = str(row.article), int(row.sentence), int(row.paragraph)
            english = corpus.english.get((article, number), "")
            line = Line(number, row.text, english, first=last != (article, paragraph))
            texts[article][number] = paragraph, line
            last = article, paragraph
        return texts

    # Where she is

    def __len__(self) -> int:
        """Return the number of sentences to code."""
        return len(self._offered)

    @property
    def articles(self) -> list[str]:
        """The articles to code, in the sheet's order."""
        return list(dict.fromkeys(self._rows[at]["article"] for at in self._offered))

    @property
    def lines(self) -> list[Line]:
        """Every sentence of the articles at hand."""
        return [line for texts in self._texts.values() for _, line in texts.values()]

    @property
    def shown_path(self) -> str:
        """Where the sheet stands in the corpus's folder."""
        return "/".join(self.path.parts[-2:])

    @property
    def place(self) -> tuple[str, int]:
        """Article and number of the sentence at hand."""
        row = self._rows[self._offered[self.at]]
        return row["article"], int(row["sentence"])

    @property
    def codes(self) -> Codes:
        """The codes of the sentence at hand."""
        return self._codes(self.at)

    def _codes(self, at: int) -> Codes:
        """Read the codes of a sentence."""
        row = self._rows[self._offered[at]]
        given = {code.strip() for code in row["frames"].split(";")}
        frames = tuple(code for code in self.book.codes if code in given)
        note = row.get("note") or ""
        return Codes(frames, row["partner"], row["agency"], row["prestige"], note)

    @property
    def progress(self) -> Progress:
        """How far the work is."""
        states = [self._codes(at).state for at in range(len(self))]
        return Progress(*(states.count(state) for state in ("coded", "begun", "open")))

    def states(self, article: str) -> dict[int, str]:
        """Return the state of each sentence of an article, by number."""
        rows = [self._rows[at] for at in self._offered]
        return {
            int(row["sentence"]): self._codes(at).state
            for at, row in enumerate(rows)
            if row["article"] == article
        }

    @property
    def reading(self) -> Reading:
        """The sentence at hand, with its paragraph; a short paragraph with its neighbours."""
        article, number = self.place
        paragraph, line = self._texts[article][number]
        paragraphs = dict.fromkeys(of for of, _ in self._texts[article].values())
        order, size = list(paragraphs), sum(of == paragraph for of, _ in self._lines(article))
        at, reach = order.index(paragraph), 1 if size < _FEW else 0
        shown = order[max(at - reach, 0) : at + reach + 1]
        around = [
            replace(other, near=of == paragraph)
            for of, other in self._lines(article)
            if of in shown and other.number and number
        ]
        return Reading(
            article=article,
            name=self.names[article],
            title=self._texts[article].get(0, (0, Line(0, "", "")))[1],
            line=line,
            before=[other for other in around if other.number < number],
            after=[other for other in around if other.number > number],
        )

    def _lines(self, article: str) -> list[tuple[int, Line]]:
        """Return paragraph and text of an article's sentences."""
        return list(self._texts[article].values())

    # Moving: what is left with agency and partner is coded

    def go(self, at: int) -> None:
        """Move to a sentence by its place among all; beyond either end, to that end."""
        self.done()
        self.at = min(max(at, 0), len(self) - 1)

    def go_to(self, article: str, sentence: int) -> None:
        """Move to a sentence; of an article without it, to the first.

        Raises
        ------
        CorpusError
            If the article isn't among those to code.
        """
        keys = [(row["article"], int(row["sentence"])) for row in map(self._row, range(len(self)))]
        of_article = [at for at, key in enumerate(keys) if key[0] == article]
        if not of_article:
            raise CorpusError([f"{self.path.name}: no article {article} to code"])
        self.done()
        self.at = keys.index((article, sentence)) if (article, sentence) in keys else of_article[0]

    def _row(self, at: int) -> dict[str, str]:
        """Return the row of a sentence."""
        return self._rows[self._offered[at]]

    def next_open(self) -> bool:
        """Move to the next sentence that isn't coded, round the end; tell whether there is one."""
        self.done()
        for step in range(1, len(self) + 1):
            at = (self.at + step) % len(self)
            if self._codes(at).state != "coded":
                self.at = at
                return True
        return False

    # Coding

    def set(self, codes: Codes) -> None:
        """Give the sentence at hand these codes, and save.

        Raises
        ------
        CorpusError
            If a code isn't in the codebook, or the sheet can't be saved; then it has the codes
            that it had.
        """
        known = {**self.book.coding_codes, "prestige": ["0", "1"]}
        given = {**asdict(codes), "frames": codes.frames}
        problems = [
            f"{column} {code!r} is not in the codebook; expected one of {', '.join(known[column])}"
            for column in CODED
            for code in (given[column] if column == "frames" else [given[column]])
            if code and code not in known[column]
        ]
        if problems:
            raise CorpusError(problems)
        before = self.codes
        if codes == before:
            return
        self._put(self.at, codes)
        self._history.append((self.at, before))

    def _put(self, at: int, codes: Codes) -> None:
        """Write codes into a sentence's row and the sheet; where that fails, into neither."""
        row, before = self._row(at), dict(self._row(at))
        row.update(asdict(codes), frames=";".join(codes.frames))
        try:
            self._file.save()
        except CorpusError:
            row.clear()
            row.update(before)
            raise

    def done(self) -> list[str]:
        """Take the sentence at hand for coded; return what is missing if it isn't."""
        codes = self.codes
        if not codes.missing and not codes.prestige:
            self.set(replace(codes, prestige="0"))
        return codes.missing

    def undo(self) -> bool:
        """Take the last change back, and move to its sentence; tell whether there was one."""
        if not self._history:
            return False
        at, codes = self._history[-1]
        self._put(at, codes)
        self._history.pop()
        self.at = at
        return True

    def apply(self, line: str) -> None:
        """Give the sentence at hand the codes of a typed line, and save.

        Raises
        ------
        CorpusError
            As `read_line` and `set`.
        """
        same = self.at > 0 and self._row(self.at - 1)["article"] == self.place[0]
        codes = read_line(line, self.keys, self.codes, self._codes(self.at - 1) if same else None)
        if codes.partner and codes.agency and not codes.prestige:
            codes = replace(codes, prestige="0")
        self.set(codes)

    def enter(self, line: str) -> str:
        """Do what a typed line says, go on to what is open once the sentence is coded.

        Returns
        -------
        str
            What was done, or what is missing, in a sentence.

        Raises
        ------
        CorpusError
            As `apply`; then nothing was done.
        """
        match MOVES.get(line.strip().casefold()):
            case "back":
                self.go(self.at - 1)
            case "next":
                self.go(self.at + 1)
            case "next open":
                return "" if self.next_open() else "No sentence is open."
            case "undo":
                return "Undone." if self.undo() else "There is nothing to undo."
            case "done":
                return self._go_on(self.done())
            case _ if line.strip():
                self.apply(line)
                return self._go_on(self.codes.missing)
        return ""

    def _go_on(self, missing: list[str]) -> str:
        """Go on to what is open, if nothing is missing; say what was coded, or what is missing."""
        if missing:
            return f"Still missing: {' and '.join(missing)}."
        said = f"Saved {time.strftime('%H:%M')}: {self.said()}"
        return said if self.next_open() else f"{said} All sentences are coded."

    def said(self) -> str:
        """Say in words how the sentence at hand is coded."""
        article, number = self.place
        codes = self.codes
        names = [str(self.book.frames["name"][code]) for code in codes.frames] or ["no frame"]
        agency = self.book.agency.set_index("code")["name"].get(codes.agency, "no agency yet")
        partner = self.book.partners.set_index("code")["name"].get(codes.partner, "no partner yet")
        praise = ["praise"] if codes.prestige == "1" else []
        return f"{self.names[article]} {number}: {'; '.join([*names, agency, partner, *praise])}."
