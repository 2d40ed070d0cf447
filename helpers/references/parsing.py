"""Parse the references of a text: one parser for each way in which a document is named."""

from __future__ import annotations

import functools
import re

from helpers.references.grammar import DocumentType, TypeWord, alternation, load_grammar, type_words
from helpers.references.numbers import DocumentNumber, read_number
from helpers.references.scanning import Mention, blocked, follower, scan
from helpers.references.statutes import read_congress, read_plenum, read_statute
from helpers.references.titles import read_issuer
from helpers.vietnamese import OTHER_LETTER, FoldedText, same_spelling, syllables

_NUMBER_SIGN = ("số",)
_JOINER = re.compile(r"(?: ?, ?(?:va |hoac )?| va | hoac | hay | and | or | ?[&;] ?)")
# What `_JOINER`, `_SERIES`, `_RANGE` and `_OWN_DATE` may begin with: most mentions stand alone.
_GOES_ON = re.compile(r" ?[,;&/(-]| ?ngay | (?:va|hoac|hay|and|or|den|to) ")
_LIST_SIGN = re.compile(r"(?P<word>so|no) ?[:.]? ?")
_OWN_DATE = re.compile(
    r" ?[,(]? ?ngay \d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}(?!\d) ?\)?(?= ?,| va )"
)
_NUMBER_SIGN_BEFORE = re.compile(r"(?<![a-z])so ?[:.]? ?$")
# `3 ngày 2 đêm` dates nothing.
_DATE_AHEAD = re.compile(
    r" ?(?:ngay \d{1,2} ?(?:[/.-]|thang )|thang \d{1,2}(?! ?[a-z]{2})|giai doan \d)"
)
# `kế hoạch 5 năm 2016 - 2020` is a plan for five years.
_YEAR_AHEAD = re.compile(r" ?nam (?:19|20)\d\d(?! ?- ?\d)")
_WORD_AHEAD = re.compile(rf" ?[a-z{OTHER_LETTER}\d]")
_BAD_AFTER_NUMBER = re.compile(r" ?[/%]|[.,:-]\d| ?- ?\d|[*$+]")
# Numbers that share a type word: `66/68/70`, `18 - 21`.
_SERIES = re.compile(r"(?: ?/ ?\d{1,3}(?![\d.,]\d|\d))+|(?: - | ?- ?(?=\d\d))\d{1,3}(?!\d|[.,]\d)")
_IN_SERIES = re.compile(r" ?[/-] ?")
_PLURAL_BEFORE = re.compile(r"(?:^|[^a-z])(?:cac|nhung|hai|ba) $")
_NAMES_ANOTHER = re.compile(r" (?:cua|ve|dai hoi|lien hop quoc|khac|of|on)(?![a-z])")
_ONE_BEFORE = re.compile(r"(?:^|[^a-z])(?:mot|another|a|new) $")
# `từ 18 đến 21`, after the first.
_RANGE = re.compile(r" (?:den|to) (?=(?:so )?\d)")
_MOU = re.compile(r" ?\( ?mous? ?\)")


@functools.cache
def _head() -> re.Pattern[str]:
    """Compile what may stand between a type word and its number."""
    words = alternation(load_grammar().role("modifier"))
    return re.compile(
        rf"(?: {words}(?![a-z])){{0,2}}(?: ?\( ?[a-z&-]{{1,10}} ?\))?"
        r"(?P<from> (?:tu|from)(?= (?:so )?\d{1,4} (?:den|to) ))?"
        r"(?: cua(?P<between> (?:[^.;,:()\d\n*]|(?<=tp)\.){2,60}?)(?= so ?:? ?\d))?"
        r"(?: ?(?P<word>so|no|numero|number|nos)(?: ?[.:]| )?"
        r"| ?(?P<mark>#|n\*[.:]?)| ?:)?[ -]?(?=\d)"
    )


@functools.cache
def _demonstrative() -> re.Pattern[str]:
    return re.compile(rf" (?P<word>{alternation(list(load_grammar().anaphors))})(?![a-z])")


@functools.lru_cache(maxsize=4096)
def _spells(written: str, expected: tuple[str, ...]) -> bool:
    return same_spelling(syllables(written), expected)


class _Parser:
    """Parsers that share one folded text."""

    def __init__(self, folded: FoldedText):
        self.folded = folded
        self.lower = folded.lower
        self.cased = folded.cased

    def stands_alone(self, end: int, policy: str) -> bool:
        """Tell whether a bare number is a document's, judged by what follows it.

        A document's number is followed by a sign, a function word or a date; a count is
        followed by what is counted.
        """
        if policy == "free":
            end = self.series_end(end)
        if _BAD_AFTER_NUMBER.match(self.lower, end):
            return False
        if end >= len(self.lower) or _DATE_AHEAD.match(self.lower, end):
            return True
        if policy == "free" and _YEAR_AHEAD.match(self.lower, end):
            return True
        if not _WORD_AHEAD.match(self.lower, end):
            return True
        if follower("count").match(self.lower, end):
            return False
        return policy == "free" or bool(follower("function").match(self.lower, end))

    def series_end(self, end: int) -> int:
        """Give the end of the numbers that follow with slashes or a dash, else `end` itself.

        Two numbers with a slash are as easily a date or a fraction: the second is no month.
        """
        series = _SERIES.match(self.lower, end)
        if not series or _IN_SERIES.match(self.lower, series.end()):
            return end
        begin = end
        while begin and self.lower[begin - 1].isdigit():
            begin -= 1
        first, later = self.lower[begin:end], [int(n) for n in re.findall(r"\d+", series.group())]
        rising = first.isdigit() and int(first) < later[0] and later == sorted(later)
        return series.end() if rising and (len(later) > 1 or later[0] > 12) else end

    def numbered(self, start: int, after: int, entry: TypeWord) -> list[Mention]:
        """Type word and number, and the numbers listed after it."""
        sign = self.head(after)
        number = read_number(self.folded, sign.end()) if sign else None
        if sign is None or number is None:
            return []
        document = entry.document
        capital = self.cased[start].isupper()
        signed = bool(sign["word"] or sign["mark"])
        if not self.accepts(document, number, signed, capital):
            return []
        # English writes a document's name with a capital: `decision 1 of 5` is a count.
        if entry.role == "english" and not (capital or signed or number.has_symbol or number.year):
            return []
        # `Bệnh viện QĐ 108`, `bệnh nhân NQ`: the army's hospital, a patient's initials.
        by_letters = entry.role == "abbr" and not number.has_symbol
        if by_letters and blocked(self.folded, "block_abbr", start, document.type):
            return []
        if blocked(self.folded, "block_before", start, document.type):
            return []
        first = self.mention(start, number, document, entry, start)
        found = [first, *self.listed(first, entry, ranges=bool(sign["from"]))]
        if sign["between"]:
            issuer = (read_issuer(self.folded, sign.start("between")) or (0, None))[1]
            for mention in found:
                mention.issuer = mention.issuer or issuer
        return found

    def head(self, after: int) -> re.Match[str] | None:
        """Read what stands between a type word and its number."""
        sign = _head().match(self.lower, after)
        if not sign:
            return None
        between = sign.start("between")
        issued = between < 0 or read_issuer(self.folded, between)
        signed = sign["word"] != "so" or self.spells(_NUMBER_SIGN, sign.span("word"))
        return sign if issued and signed else None

    def accepts(
        self, document: DocumentType, number: DocumentNumber, signed: bool, capital: bool
    ) -> bool:
        """Tell whether the number may belong to a document of this type."""
        plain = number.number.isdigit()
        if number.has_symbol or (plain and int(number.number) == 0):
            return number.has_symbol
        a_year = plain and 1900 <= int(number.number) <= 2100
        policy = document.bare_number
        if plain and len(number.number) == 1 and policy == "free" and not signed:
            # One digit is as easily a count: `thông tư 2 chiều`.
            policy = "guarded"
        elif plain and len(number.number) > 3 and not a_year and policy in ("guarded", "capital"):
            # Counts of a thousand and more have a dot.
            policy = "free"
        elif capital and (policy == "capital" or document.kind == "program"):
            single = len(number.number) == 1 and document.kind != "program"
            policy = "guarded" if single else "free"
        if policy == "symbol" or (policy == "signed" and not signed):
            return False
        if number.year:
            # A small number before a year is as easily a month: 5/2016.
            month = plain and int(number.number) <= 12 and len(number.number) <= 2
            sure = signed or document.bare_number in ("free", "capital") or not month
            return sure and not _BAD_AFTER_NUMBER.match(self.lower, number.end)
        if not signed and policy != "free" and (a_year or not plain):
            return False
        return self.stands_alone(number.end, "free" if signed else policy)

    def spells(self, expected: tuple[str, ...], span: tuple[int, int]) -> bool:
        """Tell whether the letters of a span stand for the expected word."""
        return _spells(self.folded.original(*span), expected)

    def mention(
        self,
        start: int,
        number: DocumentNumber,
        document: DocumentType,
        entry: TypeWord | None,
        group: int,
    ) -> Mention:
        """Make a mention of a number; the symbol's type wins over the word."""
        if number.document:
            party_rule = entry and entry.document.type == "QyĐ" and number.document.type == "QĐ"
            document = document if party_rule else number.document
        kind = "full" if number.has_symbol or number.year else "short"
        if document.kind == "program" and not number.has_symbol:
            kind = "program"
        issuer = number.issuer or document.default_issuer
        return Mention(start, number.end, document, kind, group, number.number, issuer, number.year)

    def listed(self, first: Mention, entry: TypeWord, *, ranges: bool = False) -> list[Mention]:
        """Later members of a list that shares one type word; each may have its own date."""
        found: list[Mention] = []
        head: Mention | None = first if _GOES_ON.match(self.lower, first.end) else None
        while head:
            members = self.undated(head, entry, ranges=ranges)
            found += members
            head = self.after_date(members[-1] if members else head, entry)
            if head:
                found.append(head)
        return found

    def after_date(self, last: Mention, entry: TypeWord) -> Mention | None:
        """Read a member behind the date of the one before; its own symbol tells it."""
        date = _OWN_DATE.match(self.lower, last.end)
        joiner = date and _JOINER.match(self.lower, date.end())
        if not joiner:
            return None
        number = read_number(self.folded, self.signed(joiner.end()) or joiner.end())
        if number is None or not number.has_symbol:
            return None
        member = self.mention(joiner.end(), number, last.document, entry, joiner.end())
        member.kind = "list"
        return member

    def signed(self, place: int) -> int | None:
        """Give the end of `số` at a place."""
        sign = _LIST_SIGN.match(self.lower, place)
        known = sign and (sign["word"] == "no" or self.spells(_NUMBER_SIGN, sign.span("word")))
        return sign.end() if sign and known else None

    def undated(self, first: Mention, entry: TypeWord, *, ranges: bool) -> list[Mention]:
        """Members that share what stands after the list."""
        members: list[Mention] = []
        place = first.end
        many = entry.role == "english" and entry.spelling[-1].endswith("s")
        series = self.series_end(place) if first.kind in ("short", "program") else place
        while joiner := (
            _IN_SERIES.match(self.lower, place)
            if place < series
            else _JOINER.match(self.lower, place)
            or (_RANGE.match(self.lower, place) if ranges else None)
        ):
            start = joiner.end()
            sign = self.signed(start)
            number = read_number(self.folded, sign or start)
            if number is None:
                break
            known = number.has_symbol or number.year or number.end <= series
            policy = "free" if sign or many else "guarded"
            if not known and not (self.stands_alone(number.end, policy) and self.like(number)):
                break
            if number.year and not number.has_symbol and not self.like(number):
                break
            member = self.mention(start, number, first.document, entry, first.group)
            member.kind = "list"
            members.append(member)
            place = member.end
        self.spread([first, *members])
        return members

    @staticmethod
    def like(number: DocumentNumber) -> bool:
        """Tell whether a listed number may be a document's, and is no year."""
        return not (number.number.isdigit() and 1900 <= int(number.number) <= 2100)

    @staticmethod
    def spread(members: list[Mention]) -> None:
        """Give the last member's year and issuer to those that have none."""
        last = members[-1]
        for member in members[:-1]:
            if member.year is None:
                member.year = last.year
            if member.issuer is None and member.document.type == last.document.type:
                member.issuer = last.issuer

    def bare(self, match: re.Match[str]) -> list[Mention]:
        """Read a number whose symbol names its type, without a type word."""
        number = read_number(self.folded, match.start())
        if number is None or not number.has_symbol:
            return []
        head = _NUMBER_SIGN_BEFORE.search(self.lower[max(0, match.start() - 6) : match.start()])
        signed = False
        start = match.start()
        if head:
            begin = match.start() - len(head.group())
            signed = self.spells(_NUMBER_SIGN, (begin, begin + 2))
            start = begin if signed else start
        types = load_grammar().types
        document = number.document
        if document is None and number.issuer and number.year and number.issuer.startswith("QH"):
            document = types["L"]
        issuer = number.issuer or ""
        known = issuer.split("-")[0] in load_grammar().issuer_codes.values()
        if document is None and signed and known and not number.year and "-" in issuer:
            document = types["CV"]
        if document is None or number.issuer is None:
            return []
        found = self.mention(start, number, document, None, start)
        found.kind = "bare"
        members = self.listed(found, TypeWord(document, (), "word"))
        for member in members:
            # Members share a type word, and here is none.
            member.kind = "bare"
        return [found, *members]

    def anaphor(self, start: int, after: int, entry: TypeWord) -> list[Mention]:
        """Type word and a demonstrative."""
        policy = entry.document.anaphor
        if policy == "never" or entry.role != "word":
            return []
        if policy == "word" and entry.spelling != ("công", "văn"):
            return []
        match = _demonstrative().match(self.lower, after)
        if not match:
            return []
        word, end = match["word"], match.end()
        if not self.spells(load_grammar().anaphors[word], match.span("word")):
            return []
        # Alone, `trên` is as easily the preposition.
        closed = word != "tren" or self.stands_alone(end, "guarded")
        roles = ("block_draft", "block_before", "block_plural")
        if not closed or any(
            blocked(self.folded, role, start, entry.document.type) for role in roles
        ):
            return []
        sure = policy in ("always", "word")
        return [Mention(start, end, entry.document, "anaphor", start, sure=sure)]

    def memorandum(self, start: int, after: int, entry: TypeWord) -> list[Mention]:
        """Memorandum of understanding, with its abbreviation in parentheses."""
        end = after
        if entry.role != "abbr":
            short = _MOU.match(self.lower, end)
            end = short.end() if short else end
        return [Mention(start, end, entry.document, "mou", start)]

    def parse(self, match: re.Match[str]) -> list[Mention]:
        """Parse the references that begin at one place of the scan."""
        if match["number"]:
            return self.bare(match)
        for entry in type_words(self.folded.original(*match.span()), match.group()):
            start, end = match.span()
            if entry.document.kind == "mou":
                return self.memorandum(start, end, entry)
            if entry.role == "statute":
                found = read_statute(self.folded, start, end, entry)
            else:
                found = self.numbered(start, end, entry)
                if not found and entry.document.type == "NQ":
                    found = read_plenum(self.folded, start, end, entry)
                    found = found or read_congress(self.folded, start, end, entry)
                found = found or self.anaphor(start, end, entry)
                if not found and entry.document.kind == "named":
                    found = read_statute(self.folded, start, end, entry)
            if found:
                return found
        return []

    def unread(self, match: re.Match[str]) -> DocumentType | None:
        """Give the type of a type word that names a document which is no reference.

        `Nghị quyết của HĐND` and `một nghị quyết` speak of another resolution; `nghị quyết nêu
        rõ` need not.
        """
        one = match["opener"] and _ONE_BEFORE.search(
            self.lower, max(0, match.start() - 8), match.start()
        )
        if not (one or (match["opener"] and _NAMES_ANOTHER.match(self.lower, match.end()))):
            return None
        for entry in type_words(self.folded.original(*match.span()), match.group()):
            kind = entry.document.type
            many = _PLURAL_BEFORE.search(self.lower, max(0, match.start() - 6), match.start())
            if entry.document.anaphor == "never" or entry.role != "word" or many:
                continue
            if not blocked(self.folded, "block_before", match.start(), kind):
                return entry.document
        return None


def parse_mentions(folded: FoldedText) -> tuple[list[Mention], list[tuple[int, str]]]:
    """Find the mentions of a folded text, in order and without overlap.

    Parameters
    ----------
    folded : FoldedText

    Returns
    -------
    list of Mention
        With what the reference itself says; what stands around it isn't read yet.
    list of tuple
        Place and type of the type words that name a document which is no reference.
    """
    parser = _Parser(folded)
    mentions: list[Mention] = []
    unread: list[tuple[int, str]] = []
    reached = 0
    for match in scan(folded):
        if match.start() < reached:
            continue
        found = parser.parse(match)
        if found and found[0].start >= reached:
            mentions.extend(found)
            reached = max(found[-1].end, found[-1].reach)
        elif document := parser.unread(match):
            unread.append((match.end(), document.type))
    return mentions, unread
