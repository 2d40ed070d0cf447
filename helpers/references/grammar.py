"""The grammar of policy references, read from the data files and compiled once."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Mapping

from helpers.data import read_rows
from helpers.vietnamese import OTHER_LETTER, fold_word, same_spelling, syllables

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
