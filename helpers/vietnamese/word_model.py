"""Words by underthesea's own model, read from the installed package, over many texts at once.

underthesea cuts a text into tokens (`helpers.vietnamese.model_tokens`), then a linear-chain CRF
(Lafferty et al. 2001) says of each whether it begins a word. Each of its 43 templates names a
token, a pair or a triple near by, and something about it. There they are strings, made anew for
each token; here what the model knows has a number, and a template is an array of weights by number.
What it doesn't know is number 0, so no table grows with the texts.

The cuts are underthesea's to the last bit: its pattern, its weights (doubles), its order of
additions, its choice in a tie. Where the installed files aren't those that this was tried on (by
their digest), and for texts that `model_tokens.can_cut` names, its own function runs.
"""

from __future__ import annotations

import logging
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import accumulate, chain, count, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.vietnamese.model_file import Template, files_digest, read_crfsuite, template_place
from helpers.vietnamese.model_tokens import (
    AFTER,
    BEFORE,
    KNOWN,
    NUMBER,
    TITLE,
    UNKNOWN,
    Numbers,
    Stream,
    Stretches,
    can_cut,
    shape,
)

_MODEL = "word_tokenize/models/ws_crf_vlsp2013_20230727/"
_WEIGHTS, _TEMPLATES, _DICTIONARY, _PATTERN, _CHARACTERS = _FILES = (
    _MODEL + "models.bin",
    _MODEL + "features.bin",
    _MODEL + "dictionary.bin",
    "word_tokenize/regex_tokenize.py",
    "text_normalize/tn_rules_2023_07_14.bin",
)
# Of these files and of the two that say how they are put together, in underthesea 9.5.0.
_KNOWN_DIGEST = "21224cd48d29d4841e8e3b3d9e7d0aeedf0265eec603464552219aa0cc8e9aa1"
_DIGESTED = (*_FILES, "word_tokenize/__init__.py", "text_normalize/character_normalize.py")

# Two numbers in one: neither tokens nor pairs are as many as this.
_SHIFT = 20
# Bounds the arrays of one run: some 30 MB.
_BLOCK_CHARACTERS = 100_000

_SPECIAL = {"False": UNKNOWN, "BOS": BEFORE, "EOS": AFTER, "True": KNOWN}
# In the order of their numbers; no token is the first.
_RESERVED = (" ", "BOS", "EOS")


class Tokens(NamedTuple):
    """Tokens of some texts, one after the other.

    Parameters
    ----------
    bounds : array of int
        Where each text's tokens begin, and where the last one's end.
    starts, ends : array of int
        Place of each token in its text, in code points.
    begins : array of bool
        Whether the token begins a word.
    shapes : array of int
        What its characters are: as `model_tokens.shape` says.
    """

    bounds: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    begins: NDArray[np.bool_]
    shapes: NDArray[np.uint8]


def read_tokens(texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Tokens]]:
    """Cut texts into tokens and tell which begin a word.

    Parameters
    ----------
    texts : sequence of str
        Lines, composed (NFC).

    Yields
    ------
    numbers : sequence of int
        Which of the texts these are.
    tokens : Tokens
        Their tokens.
    """
    model = _word_model()
    known = [model is not None and can_cut(text) for text in texts]
    yield from (
        ((number,), _tokens_of_underthesea(texts[number]))
        for number, is_known in enumerate(known)
        if not is_known
    )
    if model:
        yield from _in_blocks(model, texts, known)


def default_words(texts: Sequence[str]) -> list[list[str]]:
    """Find words as ``underthesea.word_tokenize`` gives them, respelt tokens included.

    Parameters
    ----------
    texts : sequence of str
        Sentences.

    Returns
    -------
    list of list of str
        One list of words a text.
    """
    model = _word_model()
    if model is None:
        return [underthesea_words()(text) for text in texts]
    model = model.respelling
    composed = list(map(model.composed, texts))
    known = [can_cut(text) and len(text.splitlines()) < 2 for text in composed]
    words: list[list[str]] = [[] for _ in texts]
    for number in (number for number, is_known in enumerate(known) if not is_known):
        words[number] = underthesea_words()(texts[number])
    for numbers, tokens in _in_blocks(model, composed, known):
        places = zip(
            tokens.starts.tolist(), tokens.ends.tolist(), tokens.begins.tolist(), strict=True
        )
        for number, size in zip(numbers, np.diff(tokens.bounds).tolist(), strict=True):
            text, found = composed[number], words[number]
            for start, end, begins in islice(places, size):
                token = model.spelt(text[start:end])
                if begins or not found:
                    found.append(token)
                else:
                    found[-1] += f" {token}"
    return words


def _in_blocks(
    model: _WordModel, texts: Sequence[str], known: Sequence[bool]
) -> Iterator[tuple[list[int], Tokens]]:
    """Have a model read the texts that it knows how to, so much at once."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for number, end in enumerate(accumulate(map(len, texts))):
        if known[number]:
            blocks[end // _BLOCK_CHARACTERS].append(number)
    for numbers in blocks.values():
        yield numbers, model.read([texts[number] for number in numbers])


@cache
def underthesea_words() -> Callable[..., list[str]]:
    """Import underthesea's own function: about a second, so only where it is needed."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    from underthesea import word_tokenize  # noqa: PLC0415

    # Its import calls logging.basicConfig, whose handler would write into notebooks.
    root.handlers[:] = handlers
    root.setLevel(level)
    return word_tokenize


def _tokens_of_underthesea(text: str) -> Tokens:
    words = [word.split(" ") for word in underthesea_words()(text, use_token_normalize=False)]
    tokens = [token for word in words for token in word]
    starts, position = [], 0
    for token in tokens:
        while text[position].isspace():
            position += 1
        starts.append(position)
        position += len(token)
    return Tokens(
        np.array([0, len(tokens)]),
        np.array(starts, np.int64),
        np.array(starts, np.int64) + np.array([len(token) for token in tokens], np.int64),
        np.array([not place for word in words for place in range(len(word))], bool),
        np.array([shape(token) for token in tokens], np.uint8),
    )


@cache
def _word_model() -> _WordModel | None:
    """Load the model, or say in the log why not."""
    package = find_spec("underthesea")
    folder = Path((package and package.origin) or "").parent / "pipeline"
    try:
        files = {name: (folder / name).read_bytes() for name in _DIGESTED}
    except OSError as error:
        reason = str(error)
    else:
        if files_digest(files) == _KNOWN_DIGEST:
            return _WordModel(files)
        reason = "another version of its files"
    logging.getLogger(__name__).warning("words are found by underthesea itself, slowly: %s", reason)
    return None


class _Sequences:
    """Numbers of the pairs and triples of tokens that a model knows."""

    def __init__(self, pairs: Numbers, triples: Numbers) -> None:
        every_pair = [_key(*pairs), _key(*triples[:2])]
        self._keys = {2: np.unique(np.concatenate(every_pair))}
        self._keys[3] = np.unique(_key(self.numbers(triples[:2]), triples[2]))

    def longer(self, width: int, left: Numbers, last: Numbers) -> Numbers:
        """Give the number of a pair or triple: of what stands left of its last token, and that."""
        keys, sought = self._keys[width], _key(left, last)
        places = np.searchsorted(keys, sought)
        places[places == len(keys)] = 0
        return np.where(keys[places] == sought, places + KNOWN, UNKNOWN)

    def numbers(self, columns: Numbers) -> Numbers:
        """Give the numbers of sequences, of a row of first tokens, one of second ones and so on."""
        found = columns[0]
        for width, last in enumerate(columns[1:], start=2):
            found = self.longer(width, found, last)
        return found

    @property
    def size(self) -> int:
        """Give a number that no pair and no triple has."""
        return max(map(len, self._keys.values())) + KNOWN


def _key(left: Numbers, last: Numbers) -> Numbers:
    return (left << _SHIFT) | last


class _WordModel:
    """The model of files whose digest is known."""

    def __init__(self, files: dict[str, bytes]) -> None:
        attributes, weights, self._transitions = read_crfsuite(files[_WEIGHTS])
        places: dict[str, dict[str, int]] = {name: {} for name in pickle.loads(files[_TEMPLATES])}
        for number, attribute in enumerate(attributes):
            name, _, value = attribute.partition("=")
            places[name][value] = number
        values: dict[tuple[str, int, int], list[str]] = {
            template_place(name): [value for value in of_name if value not in _SPECIAL]
            for name, of_name in places.items()
        }
        for entry in pickle.loads(files[_DICTIONARY]):
            values.setdefault(("is listed", entry.count(" ") + 1, 0), []).append(entry)
        # All tokens in a row: far quicker than a list for each value.
        tokens = {
            place: " ".join(of_place).split(" ") for place, of_place in values.items() if of_place
        }
        # One table for tokens as written and in small letters.
        every_token = dict.fromkeys(chain(_RESERVED, *tokens.values()))
        numbers = dict(zip(every_token, count(), strict=False))
        columns = {
            place: np.fromiter(map(numbers.__getitem__, row), np.int64).reshape(-1, place[1]).T
            for place, row in tokens.items()
        }
        listed = {width: columns["is listed", width, 0] for width in (1, 2, 3)}

        def known(kind: str, width: int, *more: Numbers) -> Numbers:
            found = [of for place, of in columns.items() if place[:2] == (kind, width)]
            return np.concatenate([*found, *more], axis=1)

        self._sequences = {
            "": _Sequences(known("", 2), known("", 3)),
            "lower": _Sequences(known("lower", 2, listed[2]), listed[3]),
        }
        size = max(len(numbers), *(sequences.size for sequences in self._sequences.values()))
        self._is_listed = {}
        for width, entries in listed.items():
            self._is_listed[width] = is_listed = np.zeros(size, np.int64)
            is_listed[[BEFORE, AFTER]] = BEFORE, AFTER
            is_listed[self._sequences["lower"].numbers(entries)] = KNOWN
        self._templates = []
        for name, of_name in places.items():
            kind, width, offset = place = template_place(name)
            by_number = np.zeros(size if place in columns else KNOWN + 1, np.complex128)
            if place in columns:
                whole = [of_name[value] for value in values[place]]
                by_number[self._sequences[kind].numbers(columns[place])] = weights[whole]
            for value in of_name.keys() & _SPECIAL.keys():
                by_number[_SPECIAL[value]] = weights[of_name[value]]
            self._templates.append(Template(kind, width, offset, by_number))
        rules = pickle.loads(files[_CHARACTERS])
        self._cutting = files[_PATTERN], rules["character"], numbers
        # underthesea doesn't look for longer ones.
        self._spellings = {token: to for token, to in rules["token"].items() if len(token) <= 6}
        self._stretches = Stretches(*self._cutting)

    @cached_property
    def respelling(self) -> _WordModel:
        """The same model, reading tokens as underthesea respells them."""
        other = copy(self)
        other._stretches = Stretches(*self._cutting, self._spellings)
        return other

    def composed(self, text: str) -> str:
        """Give the characters of a text that underthesea cuts."""
        return self._stretches.composed(text)

    def spelt(self, token: str) -> str:
        """Give a token as it is read."""
        return self._stretches.spellings.get(token, token)

    def read(self, texts: list[str]) -> Tokens:
        """Cut texts into tokens and tell which begin a word."""
        stream = self._stretches.stream(texts)
        outer = np.concatenate([stream.before, stream.after])
        inner = np.ones(len(stream.words), bool)
        inner[outer] = inner[outer + 1] = False
        bounds = np.append(stream.before, len(inner)) - 4 * np.arange(len(texts) + 1)
        starts = stream.starts[inner]
        return Tokens(
            bounds,
            starts,
            starts + stream.lengths[inner],
            _begins(self._scores(stream)[inner], bounds, self._transitions),
            stream.shapes[inner],
        )

    def _scores(self, stream: Stream) -> NDArray[np.complex128]:
        """Add up the weights of each token's labels, in underthesea's order."""
        numbers: dict[tuple[str, int], Numbers] = {
            ("", 1): stream.words,
            ("lower", 1): stream.lowers,
            ("istitle", 1): np.where(stream.shapes & TITLE, KNOWN, UNKNOWN),
            ("isdigit", 1): np.where(stream.shapes & NUMBER, KNOWN, UNKNOWN),
        }
        for width in (2, 3):
            for kind in ("", "lower", "istitle"):
                left, last = numbers[kind, width - 1][:-1], numbers[kind, 1][width - 1 :]
                numbers[kind, width] = (
                    np.minimum(left, last)
                    if kind == "istitle"
                    else self._sequences[kind].longer(width, left, last)
                )
        for (_, width), found in numbers.items():
            for reach in (width - 2, width - 1):
                found[stream.after - reach] = AFTER
            # What reaches over both ends is before the text.
            found[stream.before] = found[stream.before + 1] = BEFORE
        for width, is_listed in self._is_listed.items():
            numbers["is_in_dict", width] = is_listed[numbers["lower", width]]
        size = len(stream.words)
        scores = np.zeros(size, np.complex128)
        for kind, width, offset, weights in self._templates:
            scores[2 : size - 2] += weights[numbers[kind, width][2 + offset : size - 2 + offset]]
        return scores


def _begins(
    scores: NDArray[np.complex128], bounds: Numbers, transitions: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Find the best labels of all texts at once (Viterbi 1967): which tokens begin a word."""
    lengths = np.diff(bounds)
    order = np.argsort(-lengths, kind="stable")
    starts, ascending = bounds[:-1][order], lengths[order][::-1]
    # At each step, the texts that are that long: the first of them, as they are in order.
    steps = [
        starts[: len(starts) - shorter] + step
        for step, shorter in enumerate(
            np.searchsorted(ascending, np.arange(max(lengths, default=0)), side="right")
        )
    ]
    scores_of = scores.real.copy(), scores.imag.copy()
    best = np.zeros(len(starts)), np.zeros(len(starts))
    from_inside = []
    for step, places in enumerate(steps):
        texts = slice(len(places))
        back = []
        reached = []
        for label in (0, 1):
            begin, inside = (best[last][texts] + transitions[last, label] for last in (0, 1))
            # In a tie the first label stands.
            back.append(inside > begin)
            reached.append(np.maximum(begin, inside) if step else 0.0)
        for label in (0, 1):
            best[label][texts] = reached[label] + scores_of[label][places]
        from_inside.append(back)
    is_inside = best[1] > best[0]
    begins = np.empty(len(scores), bool)
    for places, back in zip(reversed(steps), reversed(from_inside), strict=True):
        texts = slice(len(places))
        begins[places] = ~is_inside[texts]
        is_inside[texts] = np.where(is_inside[texts], back[1], back[0])
    return begins
