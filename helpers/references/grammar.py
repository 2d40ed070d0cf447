"""The grammar of policy references, read from the data files and compiled once.

The one scan over a text: where a policy reference may begin.

A reference under way, and the words before it that rule it out.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from helpers.data import read_rows
from helpers.vietnamese import OTHER_LETTER, FoldedText, fold_word, same_spelling, syllables

_GAPS = {" ": "[ -]"}
_PLAIN_GAP = r" ?[-&/] ?|\.| "
# A comma or `và` may stand only where the name has one.
_NAME_GAPS = {" ": f"(?:{_PLAIN_GAP})", ",": f"(?: ?, ?(?:va )?| va |{_PLAIN_GAP})"}
LETTER = f"[a-z{OTHER_LETTER}]"
CENTRE = r"(?:trung uong|t\.? ?u\.?|tw)(?![a-z])"
"""The Central Committee, in the name of a plenum's resolution."""


@dataclasses.dataclass(frozen=True)
class DocumentType:
    """One row of ``document_types.csv``."""

    type: str
    slug: str
    default_issuer: str | None
    bare_number: str
    anaphor: str
    kind: str


@dataclasses.dataclass(frozen=True)
class TypeWord:
    """A word, an abbreviation or a statute's abbreviation that opens a reference."""

    document: DocumentType
    spelling: tuple[str, ...]
    role: str
    title: str | None = None


@dataclasses.dataclass(frozen=True)
class Phrase:
    """What a phrase stands for, its syllables without ``và``, and whether capitals tell it."""

    value: object
    spelling: tuple[str, ...]
    capitals: bool = False


class PhraseTree:
    """Phrases as a tree of folded syllables, for the longest match at a place.

    A comma or ``và`` may stand in the text only where a phrase has one.
    """

    def __init__(self) -> None:
        self._root: dict = {}

    def add(self, phrase: str, value: object) -> None:
        """Add one phrase and the value it stands for."""
        node = self._root
        for syllable, broken in phrase_syllables(phrase):
            child, was_broken = node.get(syllable, ({}, False))
            node[syllable] = (child, was_broken or broken)
            node = child
        spelling = tuple(part for part in syllables(phrase.lower()) if part != "và")
        node.setdefault("", []).append(Phrase(value, spelling, phrase.isupper()))

    def step(self, node: dict | None, syllable: str, *, broken: bool) -> dict | None:
        """Go one syllable down, from the root when `node` is None."""
        child = (self._root if node is None else node).get(syllable)
        return None if child is None or (broken and not child[1]) else child[0]


def phrase_syllables(phrase: str) -> list[tuple[str, bool]]:
    """Give each syllable of a phrase, and whether a comma or ``và`` stands before it."""
    found, broken = [], False
    for part in re.findall(r"[^\W_]+|,", phrase.lower()):
        if part in (",", "và"):
            broken = True
            continue
        found.append((fold_word(part), broken))
        broken = False
    return found


def alternation(words: Iterable[str], gaps: Mapping[str, str] = _GAPS) -> str:
    """Write words as one pattern that shares their beginnings, longest first.

    `gaps` has what may stand for a letter, such as a hyphen for a blank.
    """
    tree: dict = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _write_tree(tree, gaps)


def _write_tree(tree: dict, gaps: Mapping[str, str]) -> str:
    branches = []
    for letter in sorted(tree, reverse=True):
        if letter:
            written = gaps.get(letter) or re.escape(letter)
            branches.append(written + _write_tree(tree[letter], gaps))
        else:
            branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


@dataclasses.dataclass(frozen=True)
class Grammar:
    """What the scan and the parsers need to know.

    Attributes
    ----------
    types : dict
        `DocumentType` by type, and by folded code in ``codes``.
    openers : dict
        Folded word to the `TypeWord` entries that it may stand for.
    words : dict
        Role to folded words, with the types each is limited to.
    """

    types: dict[str, DocumentType]
    codes: dict[str, list[tuple[str, DocumentType]]]
    openers: dict[str, list[TypeWord]]
    words: dict[str, dict[str, frozenset[str]]]
    anaphors: dict[str, tuple[str, ...]]
    statutes: PhraseTree
    statute_abbreviations: dict[str, list[str]]
    issuers: PhraseTree
    issuer_names: re.Pattern[str]
    issuer_search: re.Pattern[str]
    issuer_codes: dict[str, str]
    issuer_aliases: dict[str, str]
    scan: re.Pattern[str]

    def role(self, name: str, document_type: str | None = None) -> list[str]:
        """Folded words of a role, those for other types left out."""
        return [
            word
            for word, limited in self.words.get(name, {}).items()
            if document_type is None or not limited or document_type in limited
        ]


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _read_types() -> tuple[dict, dict, dict]:
    types: dict = {}
    codes: dict = {}
    openers: dict = {}
    for row in read_rows("document_types.csv"):
        document = DocumentType(
            row["type"],
            row["slug"],
            row["default_issuer"] or None,
            row["bare_number"],
            row["anaphor"],
            row["kind"],
        )
        types[document.type] = document
        for code in _split(row["codes"]):
            codes.setdefault(fold_word(code), []).append((code, document))
        for role, column in (("word", "words"), ("english", "english"), ("abbr", "abbreviations")):
            for word in _split(row[column]):
                opener = TypeWord(document, tuple(syllables(word)), role)
                openers.setdefault(fold_word(word), []).append(opener)
    return types, codes, openers


def _read_statutes(types: dict, openers: dict) -> tuple[PhraseTree, dict[str, list[str]]]:
    tree, abbreviations = PhraseTree(), {}
    for row in read_rows("statute_titles.csv"):
        tree.add(row["title"], row["stands_for"] or row["title"])
    for row in read_rows("statute_abbreviations.csv"):
        short = fold_word(row["abbreviation"])
        abbreviations[short] = syllables(row["title"])
        if row["standalone"] == "yes":
            spelling = tuple(syllables(row["abbreviation"]))
            opener = TypeWord(types[row["type"]], spelling, "statute", row["title"])
            openers.setdefault(short, []).append(opener)
    return tree, abbreviations


def _read_issuers() -> tuple[PhraseTree, dict[str, str], dict[str, str]]:
    tree, codes, aliases = PhraseTree(), {}, {}
    for row in read_rows("issuers.csv"):
        codes[fold_word(row["code"])] = row["code"]
        for name in _split(row["names"]) + _split(row["english"]):
            tree.add(name, row["code"])
            if name.isupper():
                aliases[name] = row["code"]
    return tree, codes, aliases


def _compile_issuers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the names of issuers: at a place, a blank before one included; and to search."""
    names = [
        "".join(("," if broken else " ") + part for part, broken in phrase_syllables(name))[1:]
        for row in read_rows("issuers.csv")
        for name in _split(row["names"]) + _split(row["english"])
    ]
    name = rf"{alternation(names, _NAME_GAPS)}(?![a-z\d])"
    return re.compile(rf"(?:{_PLAIN_GAP})?{name}"), re.compile(rf"(?<![a-z]){name}")


def _read_words() -> dict[str, dict[str, frozenset[str]]]:
    words: dict[str, dict[str, frozenset[str]]] = {}
    for row in read_rows("citation_words.csv"):
        words.setdefault(row["role"], {})[fold_word(row["word"])] = frozenset(_split(row["types"]))
    return words


def _compile_scan(openers: dict, codes: Iterable[str], issuers: Iterable[str]) -> re.Pattern[str]:
    """Compile the one pass over a text: words that open a reference, numbers with a symbol."""
    short = [word for word, rows in openers.items() if all(row.role == "abbr" for row in rows)]
    # MoU is a reference by itself; the other abbreviations need a number.
    short = [word for word in short if word != "mou"]
    full = [word for word in openers if word not in short]
    symbol = alternation([*codes, *issuers, "qh"])
    return re.compile(
        rf"(?<!{LETTER})(?P<opener>{alternation(full)}(?:(?!{LETTER})|(?=so ?\d))"
        rf"|{alternation(short)}(?= ?(?:so|\d|#|n\*|dai hoi|dh|{CENTRE})))"
        rf"|(?<![\d/.,-])(?P<number>\d{{1,5}}(?=[a-z]? ?(?:/ ?[12] ?\d ?\d ?\d ?)?[/-] ?{symbol}))"
    )


@functools.cache
def load_grammar() -> Grammar:
    """Read the data files and compile the grammar, once in a process."""
    types, codes, openers = _read_types()
    statutes, abbreviations = _read_statutes(types, openers)
    issuers, issuer_codes, issuer_aliases = _read_issuers()
    names, search = _compile_issuers()
    anaphors = {
        fold_word(row["word"]): tuple(syllables(row["word"])) for row in read_rows("anaphors.csv")
    }
    return Grammar(
        types=types,
        codes=codes,
        openers=openers,
        words=_read_words(),
        anaphors=anaphors,
        statutes=statutes,
        statute_abbreviations=abbreviations,
        issuers=issuers,
        issuer_names=names,
        issuer_search=search,
        issuer_codes=issuer_codes,
        issuer_aliases=issuer_aliases,
        scan=_compile_scan(openers, codes, issuer_codes),
    )


@functools.lru_cache(maxsize=4096)
def type_words(written: str, folded_word: str) -> tuple[TypeWord, ...]:
    """Give the type words that the matched letters, as written, really spell."""
    spelled = syllables(written)
    found = []
    for entry in load_grammar().openers[folded_word.replace("-", " ")]:
        if entry.role in ("abbr", "statute"):
            short = tuple(spelled) == entry.spelling or folded_word == "mou"
            fits = short and "-" not in folded_word
        else:
            fits = same_spelling(spelled, entry.spelling)
        if fits:
            found.append(entry)
    return tuple(found)


_BLOCK, _MARGIN = 1 << 16, 12
_GRAM = 4
_BITS = 5
_OTHER, _DIGIT, _GAP, _FOREIGN = 0, 27, 28, 29


@functools.cache
def _classes() -> np.ndarray:
    """Give each folded character's class: a letter, a digit, a blank or hyphen, the rest."""
    classes = np.zeros(256, dtype=np.uint8)
    for place in range(26):
        classes[ord("a") + place] = place + 1
    classes[ord("0") : ord("9") + 1] = _DIGIT
    classes[[ord(" "), ord("-")]] = _GAP
    classes[ord(OTHER_LETTER)] = _FOREIGN
    return classes


@functools.cache
def _first_letters() -> np.ndarray:
    """Give, for each run of four character classes, whether a word of the grammar begins so."""
    classes = _classes()
    table = np.zeros((1 << _BITS,) * _GRAM, dtype=bool)
    for word in load_grammar().openers:
        place = tuple(int(classes[ord(letter)]) for letter in word[:_GRAM])
        table[place + (slice(None),) * (_GRAM - len(place))] = True
    return table.ravel()


def _candidates(lower: str) -> list[int]:
    """Find places that deserve the pattern: a superset of its matches, cheaply."""
    codes = np.frombuffer(lower.encode("ascii") + b"\0" * (_GRAM + 1), dtype=np.uint8)
    classes = _classes()[codes]
    letter = ((classes > 0) & (classes < _DIGIT)) | (classes == _FOREIGN)
    begins = letter.copy()
    begins[1:] &= ~letter[:-1]
    words = np.flatnonzero(begins)
    key = np.zeros(len(words), dtype=np.int32)
    for step in range(_GRAM):
        key = (key << _BITS) | classes[words + step]
    words = words[_first_letters()[key]]
    digit = classes == _DIGIT
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    if digit[0]:
        edges = np.concatenate(([0], edges))
    numbers, ends = edges[::2], edges[1::2]
    sign = (codes == ord("/")) | (codes == ord("-"))
    symbol = sign[ends] | sign[ends + 1] | sign[ends + 2]
    numbers = numbers[symbol & (ends - numbers <= 5)]
    return np.sort(np.concatenate((words, numbers))).tolist()


def scan(folded: FoldedText) -> Iterator[re.Match[str]]:
    """Match the grammar's pattern at every place where a reference may begin.

    Parameters
    ----------
    folded : FoldedText

    Yields
    ------
    re.Match
        In order; group ``opener`` (a word) or ``number`` (a number with a symbol).
    """
    if not folded.lower:
        return
    lower, match = folded.lower, load_grammar().scan.match
    start = 0
    while start < len(lower):
        # Cut at a blank, and read a little farther: what begins in a block may end behind it.
        end = lower.rfind(" ", start + 1, start + _BLOCK) if len(lower) - start > _BLOCK else -1
        end = len(lower) if end < 0 else end
        for place in _candidates(lower[start : end + _MARGIN]):
            found = match(lower, start + place) if start + place < end else None
            if found:
                yield found
        start = end


@dataclasses.dataclass(slots=True)
class Mention:
    """A reference under way; places are those of the folded text.

    Attributes
    ----------
    group : int
        Where the list begins that the mention belongs to: members share what follows the list.
    sure : bool
        False for a demonstrative that counts only with an antecedent.
    unlisted : bool
        True for a statute whose title the data don't list.
    title : list of str or None
        Syllables of a statute's title, abbreviations written out.
    amended : bool
        True for a statute that is called the amended one: without a year it isn't the older one.
    reach : int
        Where what was read ends, if it goes farther than the mention itself.
    abroad : str
        The other state whose a named plan is.
    """

    start: int
    end: int
    document: DocumentType
    kind: str
    group: int
    number: str | None = None
    issuer: str | None = None
    year: int | None = None
    title: list[str] | None = None
    date: str | None = None
    horizon: tuple[int, int | None] | None = None
    sure: bool = True
    unlisted: bool = False
    amended: bool = False
    reach: int = 0
    abroad: str = ""
    canonical: str | None = None


@functools.cache
def follower(role: str) -> re.Pattern[str]:
    """Compile the words of a role, to stand right after a place."""
    return re.compile(rf" ?{alternation(load_grammar().role(role))}(?![a-z])")


@functools.cache
def _before(role: str, document_type: str) -> re.Pattern[str] | None:
    words = load_grammar().role(role, document_type)
    return re.compile(rf"(?<![a-z]){alternation(words)} ?$") if words else None


def blocked(folded: FoldedText, role: str, start: int, document_type: str) -> bool:
    """Tell whether a word of a role stands right before `start`."""
    # A cheap test first: most mentions stand after another word.
    if last_letters(folded, start) not in _ends(role, document_type):
        return False
    pattern = _before(role, document_type)
    found = pattern.search(folded.lower, max(0, start - 24), start) if pattern else None
    if not found:
        return False
    written = tuple(syllables(folded.original(*found.span())))
    return any(same_spelling(written, word) for word in _spellings(role))


@functools.cache
def _ends(role: str, document_type: str) -> frozenset[str]:
    """Give the last two letters of the words of a role."""
    return frozenset(word[-2:] for word in load_grammar().role(role, document_type))


def last_letters(folded: FoldedText, place: int) -> str:
    """Give the last two letters before a place, a blank between left out."""
    end = place - (folded.lower[place - 1 : place] == " ")
    return folded.lower[max(0, end - 2) : end]


@functools.cache
def _spellings(role: str) -> tuple[tuple[str, ...], ...]:
    """Give the words of a role as spelled in the data: `kỹ` is no `kỷ`."""
    rows = read_rows("citation_words.csv")
    return tuple(tuple(syllables(row["word"])) for row in rows if row["role"] == role)
