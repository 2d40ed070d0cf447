"""Which written words are one term, and how a term is shown.

Capitals, composition and the style of tone marks ("khỏe", "khoẻ") never tell terms apart, but for
the words in ``helpers/data/case_sensitive.csv``. Beyond that `helpers/data/variants.csv` and a
corpus's own ``variants.csv`` list what is written in several ways. Column `kind`: `spelling`, one
word ("TPHCM", "TP HCM"), always joined; `syllable`, the same for a syllable wherever it stands
("kĩ", "kỹ"); `name`, names of one thing ("Hoa Kỳ", "Mỹ"), joined only on request.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from helpers.data import read_column, read_rows
from helpers.vietnamese import limits
from helpers.vietnamese.letters import as_meant, printed_tone_style

JOINS = ("spellings", "names", "none")
"""What to join: spellings of one word; names of one thing too; nothing that is listed."""

_MOST_NAMED = 6


class Written(NamedTuple):
    """How often a word is written so: in all, and elsewhere than at the start of a sentence.

    Examples
    --------
    >>> counts = {"Bệnh viện": Written(times=4, inside=0), "bệnh viện": Written(times=9, inside=9)}
    >>> Variants(count=lambda: counts).term("BỆNH VIỆN")
    'bệnh viện'
    """

    times: int
    inside: int


@cache
def case_sensitive_terms() -> frozenset[str]:
    """Terms that case tells apart, from ``data/case_sensitive.csv``.

    Examples
    --------
    >>> "Anh" in case_sensitive_terms(), "Hà Nội" in case_sensitive_terms()
    (True, False)
    """
    return frozenset(read_column("case_sensitive.csv", "term"))


@lru_cache(maxsize=2**16)
def fold_term(text: str) -> str:
    """Give the form by which written words are compared.

    Returns
    -------
    str
        The word in NFC without capitals, tone marks as newspapers print them, syllables in one
        spelling; with its capital where ``data/case_sensitive.csv`` holds it: "Anh" (the United
        Kingdom) stays apart from "anh" (he). At the start of a sentence the two look alike, and
        "Anh" counts as listed.

    Parameters
    ----------
    text : str
        One word or term, as it is written.

    Examples
    --------
    >>> fold_term("Kĩ thuật") == fold_term("kỹ thuật"), fold_term("Anh") == fold_term("anh")
    (True, False)
    """
    meant = as_meant(unicodedata.normalize("NFC", text))
    return printed_tone_style(_small(syllables_of_one_spelling(meant)))


def _small(text: str) -> str:
    """Give a word without capitals, where they don't tell it apart."""
    # Of a line in capitals: "ANH" is the country, as "anh" is rare in headings.
    name = text.title() if text.isupper() and text not in case_sensitive_terms() else text
    return name if name in case_sensitive_terms() else text.casefold()


class Variants:
    """The spellings that are joined.

    Parameters
    ----------
    own : iterable of (str, str, str)
        A corpus's own rows: written, term, kind. They go before those of the project.
    join : {"spellings", "names", "none"}
        One of `JOINS`.
    count : callable, optional
        Gives how often each word of the corpus is written, `Written` by spelling.

    Raises
    ------
    ValueError
        With one argument a fault of `own`: two terms for one word, words joined in a circle.

    Examples
    --------
    >>> variants = Variants([("Massachuset", "Massachusett", "spelling")])
    >>> variants.key("Massachuset") == variants.key("Massachusett")
    True
    >>> variants.joining("none").key("Massachuset")
    'massachuset'
    """

    def __init__(
        self,
        own: Iterable[tuple[str, str, str]] = (),
        *,
        join: str = "spellings",
        count: Callable[[], Mapping[str, Written]] | None = None,
    ) -> None:
        if join not in JOINS:
            raise ValueError(f"variants is one of {', '.join(JOINS)}; got {join!r}")
        self.own, self.join = tuple(own), join
        self._count = count
        if problems := _faults(self.own):
            raise ValueError(*problems)

    def __deepcopy__(self, memo: dict[int, Any]) -> Variants:
        """Stay the same: tables copy their notes with every step, and this can't change."""
        return self

    def joining(self, join: str) -> Variants:
        """Give the same variants, joined otherwise."""
        if join == self.join:
            return self
        return Variants(self.own, join=join, count=self._count and (lambda: self.written))

    def key(self, written: str) -> str:
        """Give what all spellings of a term have in common."""
        if self.join == "none":
            return _small(unicodedata.normalize("NFC", written))
        folded = fold_term(written)
        return self._keys.get(folded, folded)

    def term(self, written: str) -> str:
        """Give a term as tables show it: as the corpus mostly writes it."""
        key = self.key(written)
        return self._shown.get(key, key)

    def forms(self, query: str) -> list[str]:
        """Give a query in every spelling of the terms that it holds, its own first."""
        if not self._keys:
            return [query]
        pieces = []
        at = 0
        for match in self._pattern.finditer(query):
            group = self._groups.get(self.key(match.group()))
            if group and match.start() >= at:
                pieces += [[query[at : match.start()]], [match.group(), *group]]
                at = match.end()
        if (ways := math.prod(map(len, pieces))) > limits.MOST_FORMS:
            found_ways = f"{query[:80]!r} can be written in {ways:,} ways"
            raise ValueError(
                f"{found_ways}; expected {limits.MOST_FORMS:,} at most, a shorter term"
            )
        forms = map("".join, itertools.product(*pieces, [query[at:]]))
        found: dict[str, str] = {}
        for form in forms:
            found.setdefault(fold_term(form), form)
        return list(found.values())

    @cached_property
    def written(self) -> Mapping[str, Written]:
        """How often each word is written; empty where no corpus is known."""
        return self._count() if self._count else {}

    @cached_property
    def spellings(self) -> dict[str, list[str]]:
        """The spellings of each term in the corpus, the commonest first; of those with several."""
        groups: dict[str, dict[str, int]] = {}
        for text, written in self.written.items():
            forms = groups.setdefault(self.key(text), {})
            form = unicodedata.normalize("NFC", text).casefold()
            forms[form] = forms.get(form, 0) + written.times
        best = self._best
        return {
            self.term(key): [best[form] for form in sorted(forms, key=lambda f: (-forms[f], f))]
            for key, forms in sorted(groups.items(), key=lambda g: (-sum(g[1].values()), g[0]))
            if len(forms) > 1
        }

    @property
    def note(self) -> str:
        """What was joined, for the note of a table; empty where nothing was."""
        said = [
            f"{term} = {', '.join(form for form in forms if form != term)}"
            for term, forms in self.spellings.items()
        ]
        more = f"; {len(said) - _MOST_NAMED:,} more" if len(said) > _MOST_NAMED else ""
        return "; ".join(said[:_MOST_NAMED]) + more

    @property
    def own_terms(self) -> tuple[str, ...]:
        """A corpus's own spellings of several syllables, which are words."""
        return _of_several(self.own)

    @cached_property
    def _rows(self) -> list[tuple[str, str, str]]:
        """Give the rows that are joined, the corpus's own first."""
        kinds = {"spellings": {"spelling"}, "names": {"spelling", "name"}, "none": set()}[self.join]
        return [row for row in (*self.own, *_shipped()) if row[2] in kinds]

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Give the key of each listed form that isn't its own key."""
        parent: dict[str, str] = {}

        def root(form: str) -> str:
            while form in parent:
                form = parent[form]
            return form

        for written, term, _ in self._rows:
            here, there = root(fold_term(written)), root(fold_term(term))
            if here != there:
                parent[here] = there
        return {form: root(form) for form in parent}

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        """Give the listed forms of each key."""
        groups: dict[str, list[str]] = {}
        for row in self._rows:
            for form in row[:2]:
                forms = groups.setdefault(self.key(form), [])
                if form not in forms:
                    forms.append(form)
        return groups

    @property
    def groups(self) -> list[list[str]]:
        """The listed spellings of each term."""
        return [list(forms) for forms in self._groups.values() if len(forms) > 1]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Find the listed forms in a query, the longest first."""
        forms = sorted({form for group in self._groups.values() for form in group}, key=len)
        each = (r"[\s_]+".join(map(re.escape, form.split())) for form in reversed(forms))
        return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)

    @cached_property
    def _shown(self) -> dict[str, str]:
        """Give each term as it is shown: as listed where the corpus writes it so, else mostly."""
        listed = {self.key(term): term for _, term, _ in reversed(self._rows)}
        ranks: dict[str, tuple[tuple, str]] = {}
        for text, written in self.written.items():
            key = self.key(text)
            rank = (text == listed.get(key), written.inside, written.times, text)
            ranks[key] = max(ranks.get(key, ((), "")), (rank, text))
        return {key: self._seen(rank, text) for key, (rank, text) in ranks.items()}

    @cached_property
    def _best(self) -> dict[str, str]:
        """Give each spelling, capitals aside, as it is mostly written."""
        ranks: dict[str, tuple[tuple, str]] = {}
        for text, written in self.written.items():
            form = unicodedata.normalize("NFC", text).casefold()
            rank = (False, written.inside, written.times, text)
            ranks[form] = max(ranks.get(form, ((), "")), (rank, text))
        return {form: self._seen(rank, text) for form, (rank, text) in ranks.items()}

    def _seen(self, rank: tuple, text: str) -> str:
        """Give a spelling; without the capital where it has only one, and that opens sentences."""
        opens_only = not rank[0] and not rank[1]
        small = text[:1].lower() + text[1:]
        single = small.islower() and not small.isascii()
        return small if opens_only and single and self.key(small) == self.key(text) else text


@cache
def shipped_variants() -> Variants:
    """The project's variants, for words of no known corpus.

    Examples
    --------
    >>> shipped_variants().forms("bệnh viện TPHCM")[:3]
    ['bệnh viện TPHCM', 'bệnh viện TP HCM', 'bệnh viện TP.HCM']
    """
    return Variants()


@cache
def shipped_terms() -> tuple[str, ...]:
    """The project's spellings of several syllables, which are words."""
    return _of_several(_shipped())


def _of_several(rows: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Give the spellings that have several syllables, each once."""
    # "nước Anh" (the country of the UK) is two words, of which the second is the term.
    rows = [row for row in rows if not (row[0][0].islower() and row[0].endswith(f" {row[1]}"))]
    texts = (text for row in rows for text in row[:2])
    return tuple(dict.fromkeys(text for text in texts if len(re.findall(r"\w+", text)) > 1))


@cache
def _shipped() -> tuple[tuple[str, str, str], ...]:
    rows = read_rows("variants.csv")
    return tuple((row["written"], row["term"], row["kind"]) for row in rows)


def _faults(rows: tuple[tuple[str, str, str], ...]) -> list[str]:
    """Say which words have two terms, or are joined in a circle."""
    target: dict[str, str] = {}
    faults = []
    for written, term, _ in rows:
        here, there = fold_term(written), fold_term(term)
        if here == there:
            continue
        if target.setdefault(here, there) != there:
            faults.append(f"{written!r} has two terms, {target[here]!r} and {term!r}; expected one")
    circles = [" → ".join([*circle, circle[0]]) for circle in _circles(target)]
    expected = "expected a term that isn't joined with another"
    return [*faults, *(f"{circle} is a circle; {expected}" for circle in circles)]


def _circles(target: Mapping[str, str]) -> list[list[str]]:
    """Give the circles in which words lead to one another, each from its first in the alphabet."""
    circles, seen = [], set[str]()
    for start in target:
        chain: dict[str, None] = {}
        word: str | None = start
        while word is not None and word not in seen and word not in chain:
            chain[word] = None
            word = target.get(word)
        if word in chain:
            words = list(chain)
            circle = words[words.index(word) :]
            first = circle.index(min(circle))
            circles.append(circle[first:] + circle[:first])
        seen |= chain.keys()
    return circles


@cache
def _syllables() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give the syllables of several spellings: a pattern of all, and the one that is kept."""
    kept = {written: term for written, term, kind in _shipped() if kind == "syllable"}
    return re.compile(rf"(?<!\w)(?:{'|'.join(kept)})(?!\w)", re.IGNORECASE), kept


def syllable_spellings() -> dict[str, str]:
    """Give the syllables that are spelt in several ways, each with the spelling kept.

    Examples
    --------
    >>> syllable_spellings()["kĩ"]
    'kỹ'
    """
    return _syllables()[1]


def syllables_of_one_spelling(text: str) -> str:
    """Set listed syllables in one spelling; as long as `text`, capitals kept."""
    pattern, kept = _syllables()

    def respelt(match: re.Match[str]) -> str:
        written = match.group()
        term = kept[written.lower()]
        return term.capitalize() if written[0].isupper() else term

    return pattern.sub(respelt, text)
