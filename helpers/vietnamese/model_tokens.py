"""Tokens as underthesea's pattern cuts them, in arrays: what the word model reads.

A stretch between white space is cut once and kept with what the model asks of its tokens. But for
"Th S" no token of the pattern holds white space, and none depends on what stands beyond it, save
on whether the text ends there; so the stretches of a text, put together, are its tokens.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

LETTER, DIGIT, ALPHANUMERIC, LOWER_FIRST, ALPHA_FIRST, ALPHA_LAST, TITLE, NUMBER = (
    1 << bit for bit in range(8)
)
"""What a token's shape says: it has a letter, a digit, either; its first character is a small
letter, a letter; its last is a letter; to the model it is a title, a number."""

UNKNOWN, BEFORE, AFTER, KNOWN = range(4)
"""Numbers that all tables of the model share: what isn't known, or isn't so; what stands before the
text, after it; from here on what is known, or is so."""

Numbers = NDArray[np.int64]

# Bounds the memory: with what belongs to each, some 30 MB.
_MOST_STRETCHES = 100_000
_TOKEN_WITH_SPACE = re.compile(r"Th\s[Ss]")
_LETTER, _DIGIT, _ALPHANUMERIC, _ONE_NUMBER = map(
    re.compile, (r"[^\W\d_]", r"\d", r"[^\W_]", "0*[0-9]{1,10}")
)
# Of the others, every Unicode table gives the same capitals and small letters.
_UNUSUAL = re.compile(r"[^\x00-\u017fƠơƯư\u1ea0-\u1eff\u2000-\u206f]+")


class Stream(NamedTuple):
    """Tokens of texts one after the other, with two tokens before and two after each text."""

    words: Numbers
    lowers: Numbers
    shapes: NDArray[np.uint8]
    starts: Numbers
    lengths: Numbers
    # The first of the two before each text, and of the two after it.
    before: Numbers
    after: Numbers


class Stretches(dict[str, int]):
    """Tokens of stretches.

    Parameters
    ----------
    pattern : bytes
        underthesea's module with its pattern.
    characters : mapping of str to str
        Characters that underthesea writes otherwise before it cuts.
    token_numbers : mapping of str to int
        The tokens that the model knows, as written or in small letters.
    spellings : mapping of str to str
        Tokens that are read as if they were written otherwise.
    """

    def __init__(
        self,
        pattern: bytes,
        characters: Mapping[str, str],
        token_numbers: Mapping[str, int],
        spellings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.spellings = spellings
        self._pattern = _pattern(pattern)
        self._characters = str.maketrans(dict(characters))
        self._token_numbers = token_numbers
        self._empty()

    def stream(self, texts: Sequence[str]) -> Stream:
        """Cut texts of which `can_cut` is true."""
        if len(self) > _MOST_STRETCHES:
            self._empty()
        stretches: list[str] = []
        counts, last, elsewhere = [], [], {}
        for text in texts:
            found = text.split()
            if " ".join(found) != text:
                for number, match in enumerate(re.finditer(r"\S+", text), start=len(stretches)):
                    elsewhere[number] = match.start()
            stretches += found
            counts.append(len(found))
            if found and not text[-1].isspace():
                last.append(len(stretches) - 1)
        size = len(stretches)
        numbers = np.fromiter(map(self.__getitem__, stretches), np.int64, size)
        numbers[last] = np.array(self._last)[numbers[last]]
        bounds = np.cumsum([0, *counts])
        # One space between stretches, unless found elsewhere.
        lengths = np.fromiter(map(len, stretches), np.int64, size)
        begins = np.append(0, np.cumsum(lengths + 1))
        starts = begins[:-1] - np.repeat(begins[bounds[:-1]], counts)
        starts[list(elsewhere)] = list(elsewhere.values())
        return self._stream(numbers, starts, bounds)

    def _stream(self, stretches: Numbers, starts: Numbers, bounds: Numbers) -> Stream:
        """Put a stretch of two tokens before and after each text, and give the tokens of all."""
        texts = np.arange(len(bounds) - 1)
        inner = np.arange(len(stretches)) + 2 * np.repeat(texts, np.diff(bounds)) + 1
        before, after = bounds[:-1] + 2 * texts, bounds[1:] + 2 * texts + 1
        numbers = np.empty(len(stretches) + 2 * len(texts), np.int64)
        offsets = np.zeros_like(numbers)
        numbers[before], numbers[after] = 0, 1
        numbers[inner], offsets[inner] = stretches, starts
        counts = np.array(self._counts)[numbers]
        ends = np.cumsum(counts)
        tokens = np.repeat(np.array(self._firsts)[numbers] - ends + counts, counts)
        tokens += np.arange(len(tokens))
        return Stream(
            np.array(self._words)[tokens],
            np.array(self._lowers)[tokens],
            np.array(self._shapes)[tokens],
            np.array(self._starts)[tokens] + np.repeat(offsets, counts),
            np.array(self._lengths)[tokens],
            (ends - counts)[before],
            (ends - counts)[after],
        )

    def composed(self, text: str) -> str:
        """Give the characters that underthesea cuts."""
        return unicodedata.normalize("NFC", text).translate(self._characters)

    def _empty(self) -> None:
        self.clear()
        # Of each stretch: its first token, how many there are, the stretch that ends a text so.
        self._firsts, self._counts, self._last = array("q"), array("q"), array("q")
        # Of each token.
        self._words, self._lowers, self._shapes = array("q"), array("q"), array("B")
        self._starts, self._lengths = array("q"), array("q")
        for outside in (BEFORE, AFTER):
            self._add([(" ", 0)] * 2)
            self._words[-2:] = self._lowers[-2:] = array("q", [outside] * 2)

    def __missing__(self, stretch: str) -> int:
        written = self.composed(stretch)
        within = self._tokens(written + " ")
        number = self[stretch] = self._add(within)
        # The two signs after which the pattern looks for the end.
        if "." in written or ":" in written:
            last = self._tokens(written)
            if last != within:
                self._last[number] = self._add(last)
        return number

    def _tokens(self, text: str) -> list[tuple[str, int]]:
        return [(match.group(), match.start()) for match in self._pattern.finditer(text)]

    def _add(self, tokens: list[tuple[str, int]]) -> int:
        number = len(self._firsts)
        self._firsts.append(len(self._words))
        self._counts.append(len(tokens))
        self._last.append(number)
        for token, start in tokens:
            read = self.spellings.get(token, token)
            self._words.append(self._token_numbers.get(read, UNKNOWN))
            self._lowers.append(self._token_numbers.get(read.lower(), UNKNOWN))
            self._shapes.append(shape(read))
            self._starts.append(start)
            self._lengths.append(len(token))
        return number


def can_cut(text: str) -> bool:
    """Tell whether the stretches of a text are its tokens, and its letters are the model's own.

    Capitals and small letters far from Vietnamese, or not assigned, may differ by Unicode table.
    """
    return not _TOKEN_WITH_SPACE.search(text) and not any(
        character.isalpha() or unicodedata.category(character) == "Cn"
        for character in "".join(_UNUSUAL.findall(text))
    )


def shape(token: str) -> int:
    """Say what a token's characters are: `LETTER` and the others."""
    return (
        LETTER * bool(_LETTER.search(token))
        | DIGIT * bool(_DIGIT.search(token))
        | ALPHANUMERIC * bool(_ALPHANUMERIC.search(token))
        | LOWER_FIRST * token[0].islower()
        | ALPHA_FIRST * token[0].isalpha()
        | ALPHA_LAST * token[-1].isalpha()
        | TITLE * (token[0].upper() == token[0])
        # What 32 bits hold.
        | NUMBER * (bool(_ONE_NUMBER.fullmatch(token)) and int(token[-10:]) < 2**31)
    )


def _pattern(module: bytes) -> re.Pattern[str]:
    """Give underthesea's pattern without importing the package, which takes most of a second."""
    tree = ast.parse(module)
    tree.body = [part for part in tree.body if isinstance(part, (ast.Import, ast.Assign))]
    names: dict[str, Any] = {}
    exec(compile(tree, "regex_tokenize.py", "exec"), names)
    return names["patterns"]
