"""Numbers and symbols of documents: ``46/2016/NĐ-CP``, ``31-NQ/TW``, ``1135/QLD-CL``."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from helpers.references.grammar import DocumentType, alternation, load_grammar
from helpers.vietnamese import FoldedText, fold_word

_NUMBER = re.compile(r"\d{1,5}[a-z]?(?:-\d(?![\d/.,-]))?(?![a-z\d])")
# `08-2017` has a hyphen for the slash; `2018-2020` is a span of years.
_YEAR = re.compile(
    r" ?/ ?(?P<slash>(?:19|20)\d\d|2 0\d\d|20 \d\d|20\d \d)(?!\d)"
    r"|(?<!(?:19|20)\d\d)-(?P<hyphen>(?:19|20)\d\d)(?![\d.,]|-\d)"
)
_SLASH, _HYPHEN, _JOINT = re.compile(r" ?/ ?"), re.compile(r" ?- ?"), re.compile(r" ?[-/] ?")
# Two capitals at least (GDTrH, TTg), or one after a joint without blanks. A word in small
# letters that follows without a blank (``NĐ-CPngày``) ends the segment.
_SEGMENT = re.compile(
    r"[A-Z](?:\.[A-Z]){1,3}(?![A-Za-z\d])"
    r"|(?:[A-Z][A-Z&]{1,14}g?|[A-Z]{1,8}[a-z]{1,2}[A-Z]{1,8}|[A-Z])\d{0,2}(?![A-Za-z\d])"
    r"|[A-Z][A-Z&]{1,14}(?=[a-z]{2})"
)
_BLANK_JOINT = re.compile(r" (?=[A-Z]{2})")
_ASSEMBLY = re.compile(r"(?:ubtv)?qh(?: ?\d{1,2}(?![\d/]))?(?![a-z\d])")
_MOST_SEGMENTS = 8


class DocumentNumber(NamedTuple):
    """A number as it stands in a text, with what its year and symbol say."""

    end: int
    number: str
    year: int | None = None
    document: DocumentType | None = None
    issuer: str | None = None
    has_symbol: bool = False


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile the grammar's codes: any; a type and an issuer loosely joined; an issuer's."""
    grammar = load_grammar()
    known = alternation([*grammar.codes, *grammar.issuer_codes])
    issuer = rf"(?:{alternation(grammar.issuer_codes)}|(?:ubtv)?qh ?\d{{0,2}})"
    loose = (
        rf"(?:[ -](?P<year>(?:19|20)\d\d))?[ -](?P<code>{alternation(grammar.codes)})"
        rf"[ /-]?(?P<issuer>{issuer})(?![a-z\d])"
    )
    assembly = r"|[ -](?P<lawyear>(?:19|20)\d\d)[ -](?P<assembly>(?:ubtv)?qh ?\d{1,2})(?![a-z\d])"
    return (
        re.compile(rf"{known}(?![a-z])"),
        re.compile(loose + assembly),
        re.compile(rf"{issuer}(?![a-z\d])"),
    )


@functools.cache
def _common() -> re.Pattern[str]:
    """Compile the commonest shape at one stroke: a number, one known type, one known issuer."""
    grammar = load_grammar()
    return re.compile(
        r"(?P<number>\d{1,5})(?: ?/ ?(?P<year>(?:19|20)\d\d))? ?[/-] ?"
        rf"(?P<code>{alternation(grammar.codes)}) ?[/-] ?"
        rf"(?P<issuer>{alternation(set(grammar.issuer_codes) - {'qh', 'ubtvqh'})})"
        r"(?![a-z\d]| ?[/-])"
    )


_GAPS = re.compile(r"[\s_]+")
_TERM_AT_END = re.compile(r"\d+$")


@functools.lru_cache(maxsize=4096)
def restore_issuer(written: str) -> str:
    """Give an issuer's code as the register spells it, else as it is written."""
    bare, grammar = _GAPS.sub("", written), load_grammar()
    alias = grammar.issuer_aliases.get(bare.upper())
    return alias or grammar.issuer_codes.get(fold_word(bare), bare)


@functools.lru_cache(maxsize=4096)
def _type_of(written: str) -> DocumentType | None:
    """Find the document type of a code as written; ``HĐ`` (contract) is no ``HD``."""
    bare = _GAPS.sub("", written)
    rows = load_grammar().codes.get(fold_word(bare), [])
    exact = [document for code, document in rows if bare.upper() == code.upper()]
    plain = [document for _, document in rows] if bare.isascii() else []
    return next(iter(exact + plain), None)


def _read_segments(folded: FoldedText, place: int) -> list[tuple[int, int]]:
    """Read the parts of a symbol from `place` on."""
    known = _patterns()[0]
    found: list[tuple[int, int]] = []
    start, blank = place, False
    while len(found) < _MOST_SEGMENTS:
        match = (
            _ASSEMBLY.match(folded.lower, start)
            or known.match(folded.lower, start)
            or _SEGMENT.match(folded.cased, start)
        )
        if not match or (len(match.group()) == 1 and blank):
            break
        found.append(match.span())
        joint = _JOINT.match(folded.lower, match.end())
        if not joint:
            break
        start, blank = joint.end(), len(joint.group()) > 1
    return found


def _known_pair(folded: FoldedText, parts: list[tuple[int, int]]) -> bool:
    """Tell whether a symbol in small letters is one that the grammar knows."""
    words = [folded.lower[start:end].replace(" ", "") for start, end in parts]
    grammar = load_grammar()
    return (
        len(words) > 1
        and words[0] in grammar.codes
        and all(_TERM_AT_END.sub("", word) in grammar.issuer_codes for word in words[1:])
    )


def _is_issuer(folded: FoldedText, span: tuple[int, int]) -> bool:
    """Tell whether a segment is a known issuer's code, as in the older ``36-CP``."""
    return folded.lower[span[0] : span[1]] in load_grammar().issuer_codes


def _read_symbol(folded: FoldedText, place: int) -> tuple[int, DocumentType | None, str] | None:
    """Read a symbol: its end, the type that its code names, and the issuer."""
    party = _HYPHEN.match(folded.lower, place)
    lead = _SLASH.match(folded.lower, place) or party
    parts = _read_segments(folded, lead.end()) if lead else []
    if not parts:
        return None
    first, end = parts[0], parts[-1][1]
    if not any(map(str.isupper, folded.cased[first[0] : end])) and not _known_pair(folded, parts):
        return None
    document = _type_of(folded.original(*first))
    if document and len(parts) > 1:
        parts = parts[1:]
    elif end - first[0] == 1 or (party and not (len(parts) == 1 and _is_issuer(folded, first))):
        return None
    elif document:
        return _read_lost_joint(folded, end, document)
    else:
        split = _split_pair(folded.original(*first)) if len(parts) == 1 else None
        if split:
            return end, *split
    issuer = "-".join(restore_issuer(folded.original(*part)) for part in parts)
    return end, document, issuer


def _read_lost_joint(
    folded: FoldedText, end: int, document: DocumentType
) -> tuple[int, DocumentType, str]:
    """Read the issuer that a blank parts from the type's code: ``QĐ BYT``."""
    joint = _BLANK_JOINT.match(folded.cased, end)
    issuer = joint and _patterns()[2].match(folded.lower, joint.end())
    if issuer and folded.cased[issuer.start() : issuer.end()].isupper():
        return issuer.end(), document, restore_issuer(folded.original(*issuer.span()))
    return end, document, ""


@functools.lru_cache(maxsize=4096)
def _split_pair(written: str) -> tuple[DocumentType, str] | None:
    """Split a type's code from an issuer's that follows without a joint: ``NĐCP``."""
    issuers = load_grammar().issuer_codes
    if fold_word(written) not in issuers:
        for place in range(len(written) - 2, 1, -1):
            document = _type_of(written[:place])
            if document and fold_word(written[place:]) in issuers:
                return document, restore_issuer(written[place:])
    return None


def read_number(folded: FoldedText, place: int) -> DocumentNumber | None:
    """Read a document number that begins at `place`.

    Parameters
    ----------
    folded : FoldedText
    place : int
        In the folded text.

    Returns
    -------
    DocumentNumber or None
        None where no number begins.
    """
    match = _NUMBER.match(folded.lower, place)
    if not match:
        return None
    common = _common().match(folded.lower, place)
    document = common and _type_of(folded.original(*common.span("code")))
    if common and document:
        number, year = common.group("number", "year")
        issuer = restore_issuer(folded.original(*common.span("issuer")))
        year = int(year) if year else None
        return DocumentNumber(common.end(), number, year, document, issuer, True)
    end, year = match.end(), None
    printed = _YEAR.match(folded.lower, end)
    if printed:
        end, year = printed.end(), int((printed["slash"] or printed["hyphen"]).replace(" ", ""))
    number = folded.original(*match.span())
    symbol = _read_symbol(folded, end)
    if symbol:
        end, document, issuer = symbol
        return DocumentNumber(end, number, year, document, issuer or None, True)
    return _read_loose(folded, match.end(), number) or DocumentNumber(end, number, year)


def _read_loose(folded: FoldedText, place: int, number: str) -> DocumentNumber | None:
    """Read a symbol whose signs were lost: ``20 NQTW``, ``98 2021 nd cp``."""
    match = _patterns()[1].match(folded.lower, place)
    if not match:
        return None
    if match["assembly"]:
        issuer = match["assembly"].replace(" ", "").upper()
        return DocumentNumber(match.end(), number, int(match["lawyear"]), None, issuer, True)
    document = _type_of(folded.original(*match.span("code")))
    if document is None:
        return None
    issuer = restore_issuer(folded.original(*match.span("issuer")))
    if "qh" in issuer:
        issuer = issuer.upper()
    year = int(match["year"]) if match["year"] else None
    return DocumentNumber(match.end(), number, year, document, issuer, True)
