"""Codes of a sentence typed in one line: ``1 3 a uk !``, read by a codebook's keys."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, replace

from helpers.corpus import CorpusError
from helpers.framing.codebook import Codebook

PRAISE, NO_FRAME, AS_BEFORE, NOTE = "!", "0", "=", "#"
MOVES = {".": "done", "?": "next open", ">": "next", "<": "back", "z": "undo"}
"""What a line with nothing else does."""


@dataclass(frozen=True)
class Codes:
    """What a coder gives a sentence; empty where she hasn't yet.

    Attributes
    ----------
    frames : tuple of str
        In the codebook's order.
    partner, agency, prestige, note : str
        ``prestige`` is "0" or "1".
    """

    frames: tuple[str, ...] = ()
    partner: str = ""
    agency: str = ""
    prestige: str = ""
    note: str = ""

    @property
    def missing(self) -> list[str]:
        """What has to be said before the sentence is coded."""
        return [name for name in ("agency", "partner") if not getattr(self, name)]

    @property
    def state(self) -> str:
        """Say "coded", "begun" or "open", as `load_sheet` does."""
        if self.partner and self.agency and self.prestige:
            return "coded"
        begun = self.frames or self.partner or self.agency or self.prestige
        return "begun" if begun else "open"


@dataclass(frozen=True)
class Keys:
    """The short code of each code, by column, in the codebook's order; no two are alike."""

    frames: dict[str, str]
    agency: dict[str, str]
    partner: dict[str, str]


def short_keys(book: Codebook) -> Keys:
    """Give every code of a codebook a key: frames numbers, agency letters, partners beginnings.

    Parameters
    ----------
    book : Codebook

    Returns
    -------
    Keys
        Frames are 1, 2, …; agency a, b, …; a partner has the fewest letters that begin its code
        and no other's, and that are no other key.
    """
    frames = {code: str(number) for number, code in enumerate(book.codes, start=1)}
    letters = [*string.ascii_lowercase[:25], *(f"y{n}" for n in range(1, len(book.agency)))]
    agency = dict(zip(book.agency["code"], letters, strict=False))
    taken = {*frames.values(), *agency.values(), *MOVES, PRAISE, NO_FRAME, AS_BEFORE}
    partner: dict[str, str] = {}
    codes = list(book.partners["code"])
    for number, code in enumerate(codes, start=1):
        others = [other.casefold() for other in codes if other != code]
        starts = (code.casefold()[:length] for length in range(1, len(code) + 1))
        free = (
            start
            for start in starts
            if re.fullmatch(r"\w+", start)
            and start not in taken
            and not any(other.startswith(start) for other in others)
        )
        partner[code] = next(free, f"p{number}")
        taken.add(partner[code])
    return Keys(frames, agency, partner)


def read_line(line: str, keys: Keys, codes: Codes, before: Codes | None = None) -> Codes:
    """Return a sentence's codes as a typed line changes them.

    Numbers are the sentence's frames, all of them (``0``: none); ``+3`` and ``-3`` add and take
    away one. A key or a whole code, in small or large letters, is agency or partner. ``!`` is
    praise, ``-!`` none. ``=`` takes agency and partner of the sentence before. What comes after
    ``#`` is the note.

    Parameters
    ----------
    line : str
    keys : Keys
    codes : Codes
        What the sentence has.
    before : Codes, optional
        What the sentence before has.

    Returns
    -------
    Codes

    Raises
    ------
    CorpusError
        If a word is no key and no code, or one of two columns; then nothing is taken.

    Examples
    --------
    >>> keys = Keys({"AID": "1", "HUB": "2"}, {"F>V": "a"}, {"UK": "uk"})
    >>> read_line("1 2 a uk !", keys, Codes())
    Codes(frames=('AID', 'HUB'), partner='UK', agency='F>V', prestige='1', note='')
    """
    typed, mark, note = line.partition(NOTE)
    if mark:
        codes = replace(codes, note=note.strip())
    frames, listed = set(codes.frames), False
    problems = []
    for word in filter(None, re.split(r"[\s,;]+", typed)):
        sign, plain = (word[0], word[1:]) if word[0] in "+-" and len(word) > 1 else ("", word)
        found = _meant(plain, keys)
        if plain == PRAISE:
            codes = replace(codes, prestige="0" if sign == "-" else "1")
        elif word == AS_BEFORE and before is not None:
            codes = replace(codes, partner=before.partner, agency=before.agency)
        elif word == NO_FRAME:
            frames, listed = set(), True
        elif len(found) != 1 or (sign and found[0][0] != "frames"):
            problems.append(_unread(word, found))
        elif found[0][0] != "frames":
            codes = replace(codes, **dict(found))  # type: ignore[arg-type]
        else:
            # The first number without a sign begins the list anew.
            kept = frames if sign or listed else set()
            frames = kept - {found[0][1]} if sign == "-" else kept | {found[0][1]}
            listed = listed or not sign
    if problems:
        letters, partners = [*keys.agency.values()], ", ".join(keys.partner.values())
        expected = (
            f"expected frames 1 to {len(keys.frames)} (0: none), agency {letters[0]} to "
            f"{letters[-1]}, partner {partners}, ! for praise, # before a note"
        )
        raise CorpusError([*problems, expected])
    return replace(codes, frames=tuple(code for code in keys.frames if code in frames))


def _meant(word: str, keys: Keys) -> list[tuple[str, str]]:
    """Return the columns and codes that a word may stand for: its key's, else those so spelt."""
    columns = {"frames": keys.frames, "agency": keys.agency, "partner": keys.partner}
    folded = word.casefold()
    every = [(column, code, key) for column, of in columns.items() for code, key in of.items()]
    found = [(column, code) for column, code, key in every if key == folded]
    found = found or [(column, code) for column, code, _ in every if code == word]
    return found or [(column, code) for column, code, _ in every if code.casefold() == folded]


def _unread(word: str, found: list[tuple[str, str]]) -> str:
    """Say why a word isn't taken."""
    if len(found) > 1:
        return f"{word!r} may be " + " or ".join(f"{column} {code}" for column, code in found)
    return f"{word!r}: only a frame is added or taken away" if found else f"{word!r} is no code"
