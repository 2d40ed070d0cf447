"""Resolve mentions: fill in what the text states, join the poorer to the fuller, backward only."""

from __future__ import annotations

import functools
import re
from itertools import pairwise

from helpers.references.context import read_surroundings, sentence_end, sentence_start
from helpers.references.grammar import load_grammar
from helpers.references.owners import is_foreign
from helpers.references.scanning import Mention
from helpers.references.titles import read_issuer
from helpers.vietnamese import FoldedText, fold_word

_UNKNOWN = "_"
_REACH_OF_SENTENCE = 250
_PLURAL = re.compile(r"(?:^|[^a-z])(?:cac|nhung|hai|ba|bon) $")
_LONGEST_JOINER = len(" , va ")
_BETWEEN_MEMBERS = re.compile(r" ?, ?(?:va )?| va ")
_NOT_IN_IDS = re.compile(r"[^a-z0-9&-]+")


@functools.lru_cache(maxsize=65536)
def canonical_id(
    slug: str, key: str | None, issuer: str | None, year: int | None, *, country: str = "vn"
) -> str:
    """Write a canonical id ``vn:<type>:<key>:<issuer>:<year>``, ``_`` for what is unknown.

    Parameters
    ----------
    slug : str
        The type's slug.
    key : str or None
        Number (without leading zeros in the id) or the title's words.
    issuer : str or None
    year : int or None
    country : str, default "vn"
        Whose it is: another state's code, where a named plan is foreign.

    Returns
    -------
    str
        Lower case, no diacritics. Writing an id from its own parts gives the id again.
    """
    parts = [_slug(key or "").lstrip("0"), _slug(issuer or ""), str(year or "")]
    return ":".join([country, slug, *(part or _UNKNOWN for part in parts)])


@functools.lru_cache(maxsize=65536)
def _slug(words: str) -> str:
    return _NOT_IN_IDS.sub("-", fold_word(words)).strip("-")


def _key(mention: Mention) -> str | None:
    return " ".join(mention.title) if mention.title else mention.number


def _own_id(mention: Mention) -> str:
    return canonical_id(mention.document.slug, _key(mention), mention.issuer, mention.year)


def add_context(folded: FoldedText, mentions: list[Mention]) -> None:
    """Fill in date, issuer, year and horizon from the sentence around each mention.

    Members of a list share what stands around the list.
    """
    place = 0
    while place < len(mentions):
        last = place
        while last + 1 < len(mentions) and mentions[last + 1].group == mentions[place].group:
            last += 1
        group = mentions[place : last + 1]
        floor = mentions[place - 1].end if place else 0
        following = mentions[last + 1].start if last + 1 < len(mentions) else len(folded.lower)
        if group[0].kind not in ("anaphor", "named", "plenum", "congress"):
            read_surroundings(folded, group, floor, following)
        place = last + 1
    _share_issuers(folded, mentions)


def _share_issuers(folded: FoldedText, mentions: list[Mention]) -> None:
    """Give the issuer after a plural to its members: `các Nghị quyết 80, Nghị quyết 30a của X`."""
    chain: list[Mention] = []
    for mention in mentions:
        if not (chain and _one_plural(folded, chain[-1], mention)):
            chain = [mention]
            continue
        chain.append(mention)
        head = chain[0].start
        if mention.issuer and _PLURAL.search(folded.lower, max(0, head - 6), head):
            for member in chain:
                member.issuer = member.issuer or mention.issuer


def _one_plural(folded: FoldedText, earlier: Mention, later: Mention) -> bool:
    """Tell whether two mentions of one type are joined by a comma or `và` alone."""
    return (
        later.start - earlier.end <= _LONGEST_JOINER
        and earlier.document is later.document
        and {earlier.kind, later.kind} <= {"short", "full", "list"}
        and bool(_BETWEEN_MEMBERS.fullmatch(folded.lower, earlier.end, later.start))
    )


_Form = tuple[str, str | None, int | None]


class _Known:
    """Documents met so far, by what a poorer mention may leave out."""

    def __init__(self) -> None:
        self._full: dict[tuple, list[str]] = {}
        self._partial: dict[tuple, list[str]] = {}
        self._entered: set[tuple] = set()

    def find(self, mention: Mention, form: _Form) -> str | None:
        """Give the one fuller document that fits a mention, if exactly one does."""
        for table in (self._full, self._partial):
            fitting = table.get((mention.document.type, *form))
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def add(self, mention: Mention, canonical: str, form: _Form) -> None:
        """Enter a document under every poorer form; two are enough to know of doubt."""
        key, issuer, year = form
        entry = (mention.document.type, canonical, mention.amended, form)
        if entry in self._entered:
            return
        self._entered.add(entry)
        self._enter(mention, canonical, key, issuer, year)
        if mention.amended and year is not None:
            self._enter(mention, canonical, f"{key} (amended)", issuer, year)

    def _enter(
        self, mention: Mention, canonical: str, key: str, issuer: str | None, year: int | None
    ) -> None:
        poorer = {(key, None, year), (key, issuer, None), (key, None, None)}
        poorer.discard((key, issuer, year))
        table = self._full if issuer and year else self._partial
        for form in poorer:
            fitting = table.setdefault((mention.document.type, *form), [])
            if canonical not in fitting and len(fitting) < 2:
                fitting.append(canonical)


def _match(mention: Mention) -> _Form:
    # The amended statute isn't the older one of the same title.
    apart = mention.amended and mention.year is None
    return _form(_key(mention) or "", mention.issuer, mention.year, apart)


@functools.lru_cache(maxsize=65536)
def _form(key: str, issuer: str | None, year: int | None, apart: bool) -> _Form:
    """Write what tells documents of one type apart, without zeros, marks and terms."""
    key = fold_word(key).lstrip("0")
    issuer = fold_word(issuer).rstrip("0123456789") if issuer else None
    return f"{key} (amended)" if apart else key, issuer, year


class _Topics:
    """What `này` points back to, by type: a mention, or None where its reach has ended."""

    def __init__(
        self, folded: FoldedText, mentions: list[Mention], unread: list[tuple[int, str]]
    ) -> None:
        self._folded = folded
        self._unread = unread
        self._next = 0
        self._topics: dict[str, Mention | None] = {}
        self._abroad: set[str] = set()
        self._wanted = {each.document.type for each in mentions if each.kind == "anaphor"}

    def reach(self, place: int) -> None:
        """End the reach of what other documents named before `place` stand after."""
        while self._next < len(self._unread) and self._unread[self._next][0] <= place:
            after, kind = self._unread[self._next]
            self._next += 1
            topic = self._topics.get(kind)
            if topic and not self._same_issuer(topic, after):
                self._topics[kind] = None
            self._abroad.discard(kind)

    def _same_issuer(self, topic: Mention, after: int) -> bool:
        """Tell whether `nghị quyết của <issuer>` has the issuer of the topic."""
        lead = _OF_ISSUER.match(self._folded.lower, after)
        named = read_issuer(self._folded, lead.end()) if lead else None
        return bool(named and topic.issuer and named[1] == topic.issuer)

    def find(self, kind: str) -> Mention | None:
        """Give what a demonstrative of this type points to."""
        return self._topics.get(kind)

    def abroad(self, kind: str) -> bool:
        """Tell whether the last document of this type was another state's."""
        return kind in self._abroad

    def add(self, mention: Mention) -> None:
        """Make a mention the topic, unless its sentence has one."""
        kind = mention.document.type
        topic = self._topics.get(kind)
        if kind in self._wanted and not (topic and _one_sentence(self._folded, topic, mention)):
            self._topics[kind] = mention
            self._abroad.discard(kind)

    def end(self, mention: Mention) -> None:
        """End the reach at a document that is another state's."""
        self._topics[mention.document.type] = None
        self._abroad.add(mention.document.type)


_OF_ISSUER = re.compile(r" (?:cua|of)(?![a-z]) ?")


def join(
    folded: FoldedText,
    mentions: list[Mention],
    unread: list[tuple[int, str]],
    foreign: set[int],
) -> list[Mention]:
    """Give each mention its canonical id; drop demonstratives that point to nothing here.

    A mention that says less than exactly one earlier mention of the same type and number takes
    that one's id. A demonstrative takes the id of the topic: of the first mention of its type
    in the last sentence that has one. Which types need such an antecedent to count as a
    reference is a column of the document types.
    """
    known = _Known()
    topics = _Topics(folded, mentions, unread)
    kept = []
    for mention in mentions:
        topics.reach(mention.start)
        if mention.group in foreign and mention.kind != "anaphor":
            topics.end(mention)
            continue
        if mention.kind == "anaphor":
            antecedent = topics.find(mention.document.type)
            if topics.abroad(mention.document.type):
                continue
            mention.canonical = antecedent.canonical if antecedent else None
            if antecedent is None and not mention.sure and not _document_sense(folded, mention):
                continue
        elif mention.document.kind == "mou":
            mention.canonical = _own_id(mention)
        else:
            form = _match(mention)
            mention.canonical = known.find(mention, form) or _own_id(mention)
            known.add(mention, mention.canonical, form)
            topics.add(mention)
        kept.append(mention)
    return kept


def _one_sentence(folded: FoldedText, earlier: Mention, later: Mention) -> bool:
    gap = later.start - earlier.end
    return (
        gap < _REACH_OF_SENTENCE and sentence_start(folded, later.start, earlier.end) == earlier.end
    )


def _document_sense(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether a decision without antecedent is a document, by the words around it."""
    grammar, kind = load_grammar(), mention.document.type
    before = folded.lower[max(0, mention.start - 20) : mention.start].rstrip()
    after = folded.lower[mention.end : mention.end + 20].lstrip()
    return any(
        re.search(rf"(?:^|[^a-z]){word}(?: \d+ ?,?)?$", before)
        for word in grammar.role("document_sense", kind)
        if kind in grammar.words["document_sense"][word]
    ) or any(
        after.startswith(word)
        for word in grammar.role("document_sense_after", kind)
        if kind in grammar.words["document_sense_after"][word]
    )


def resolve_mentions(
    folded: FoldedText,
    mentions: list[Mention],
    unread: list[tuple[int, str]],
    *,
    resolve: bool = True,
) -> list[Mention]:
    """Complete mentions from their context, then join them backward.

    Parameters
    ----------
    folded : FoldedText
    mentions : list of Mention
        Completed in place.
    unread : list of tuple
        Place and type of what ends the reach of a demonstrative.
    resolve : bool
        False leaves every mention with its own id, and demonstratives open.

    Returns
    -------
    list of Mention
        Those that are references to Vietnamese documents.
    """
    add_context(folded, mentions)
    foreign = {
        mention.group
        for mention in mentions
        if mention.kind != "anaphor" and is_foreign(folded, mention)
    }
    _share_owners(folded, mentions, foreign)
    own = [mention for mention in mentions if not _warship(folded, mention)]
    kept = [
        mention
        for mention in join(folded, own, unread, foreign)
        if mention.kind != "anaphor" or not is_foreign(folded, mention)
    ]
    if not resolve:
        for mention in kept:
            mention.canonical = None if mention.kind == "anaphor" else _own_id(mention)
    return kept


def _share_owners(folded: FoldedText, mentions: list[Mention], foreign: set[int]) -> None:
    """Let `Luật A và Luật B của Nhật Bản` both be Japan's."""
    for earlier, later in reversed(list(pairwise(mentions))):
        open_ended = earlier.year is None and earlier.kind in ("named", "short", "list")
        if (
            open_ended
            and later.group in foreign
            and earlier.document is later.document
            and _BETWEEN_MEMBERS.fullmatch(folded.lower, earlier.end, later.start)
        ):
            foreign.add(earlier.group)


def _warship(folded: FoldedText, mention: Mention) -> bool:
    """Tell whether a project number names a class of ships."""
    if mention.kind != "program":
        return False
    window = folded.lower[sentence_start(folded, mention.start) : sentence_end(folded, mention.end)]
    return any(
        re.search(rf"(?<![a-z]){word}(?![a-z])", window)
        for word in load_grammar().role("block_sentence", mention.document.type)
    )
