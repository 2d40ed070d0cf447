"""Policy references: find every document that a text cites, resolve it, set it in a table."""

from __future__ import annotations

import dataclasses
import unicodedata

from helpers.reference_folding import FoldedText, fold
from helpers.reference_parsing import Mention, parse_mentions
from helpers.reference_resolution import resolve_mentions


@dataclasses.dataclass(frozen=True)
class Horizon:
    """The years that a document looks ahead to.

    Attributes
    ----------
    to : int
        Target year.
    vision : int or None
        Year of the vision, where one is stated.
    """

    to: int
    vision: int | None = None


@dataclasses.dataclass(frozen=True)
class Reference:
    """A mention of one particular document.

    Attributes
    ----------
    start, end : int
        Code-point offsets in the text that was passed; ``text[start:end] == surface``.
    surface : str
        The mention as it stands.
    type : str
        Type code: NQ, NĐ, QĐ, TT, L, BL, BGN, ….
    number : str or None
        As printed; ``HNTW<n>[-<term>]`` for a plenum's resolution; None for a named statute.
    issuer_code : str or None
        From the symbol, else from an issuer stated for this document, else by type.
    year : int or None
    canonical : str or None
        ``vn:<type>:<key>:<issuer>:<year>``; None for a demonstrative without antecedent.
    kind : str
        full, short, list, bare, named, plenum, anaphor, mou or program.
    date : str or None
        Date of issue, ISO 8601, as exact as is stated (``--05-19`` where no year is).
    horizon : Horizon or None
    """

    start: int
    end: int
    surface: str
    type: str
    number: str | None
    issuer_code: str | None
    year: int | None
    canonical: str | None
    kind: str
    date: str | None = None
    horizon: Horizon | None = None


def _reference(folded: FoldedText, mention: Mention) -> Reference:
    start, end = folded.span(mention.start, mention.end)
    open_ended = mention.kind == "anaphor"
    return Reference(
        start=start,
        end=end,
        surface=folded.text[start:end],
        type=mention.document.type,
        number=unicodedata.normalize("NFC", mention.number) if mention.number else None,
        issuer_code=None if open_ended else mention.issuer,
        year=None if open_ended else mention.year,
        canonical=mention.canonical,
        kind=mention.kind,
        date=mention.date,
        horizon=Horizon(*mention.horizon) if mention.horizon else None,
    )


def find_references(text: str, *, resolve: bool = True) -> list[Reference]:
    """Find the policy references of a text.

    Parameters
    ----------
    text : str
        Vietnamese or English; plain, segmented with underscores, decomposed, hard-wrapped, in
        capitals or without diacritics.
    resolve : bool, default True
        Join a mention to the one earlier, fuller mention of the same document, and a
        demonstrative to its antecedent. False leaves each mention as it stands.

    Returns
    -------
    list of Reference
        In order, without overlap. Time grows linearly with the text.

    Raises
    ------
    TypeError
        If `text` is no str.
    """
    if not isinstance(text, str):
        raise TypeError(f"text: expected str, got {type(text).__name__}")
    folded = fold(text)
    mentions = resolve_mentions(folded, parse_mentions(folded), resolve=resolve)
    return [_reference(folded, mention) for mention in mentions]
