"""Sentences and words of Vietnamese text.

`split_sentences` cuts clean text into sentences, `tokenise` cuts sentences into words. Words are
slices of the sentence: nothing is respelled, and joined they make up the sentence again, white
space aside. What the segmenter reads: `helpers.vietnamese.respelling`; how words are found:
`helpers.vietnamese.segmentation`; what is kept between runs: `helpers.vietnamese.token_cache`.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from helpers.vietnamese.joins import beside_hyphens, cut_at_hyphens, hyphen_of, undo_joins
from helpers.vietnamese.multiword import (
    apart,
    merge_multiword_terms,
    term_spans,
)
from helpers.vietnamese.respelling import Reading
from helpers.vietnamese.segmentation import Span, segment_batch
from helpers.vietnamese.token_cache import TokenCache, cache_folder
from helpers.vietnamese.word_model import default_words
from helpers.vietnamese.workers import in_processes

# Of what is left of a word beside a term: "TP HCM|-|London".
_HYPHEN_AT_EDGE = re.compile(r"\A([-‐‑–—])(?=\w)|(?<=\w)([-‐‑–—])\Z")
# Less than a tenth of a second of work: small enough to share out evenly, and the segmenter is
# slower on less.
_BATCH_CHARACTERS = 100_000
# Below this, starting a second process takes longer than the work.
_PARALLEL_CHARACTERS = 2_000_000
# Kept after each round, per process: what a killed run loses.
_ROUND_CHARACTERS = 5_000_000
# About half a minute in one process.
_LONG_CHARACTERS = 30_000_000


def tokenise(
    texts: Iterable[str],
    *,
    n_jobs: int | None = None,
    merge_terms: bool = True,
    terms: Iterable[str] = (),
) -> list[list[str]]:
    """Cut sentences into words.

    Words are found by underthesea, which reads the tone marks in the style it was trained on;
    multiword terms of the field (``helpers/data/multiword_terms.csv``) are put together
    afterwards. What was segmented before comes from the cache (`helpers.vietnamese.token_cache`).

    Parameters
    ----------
    texts : iterable of str
        Sentences, of clean text (`helpers.cleaning.normalise`).
    n_jobs : int, optional
        Processes, as in `joblib.Parallel`; by default one, or what an enclosing
        ``joblib.parallel_config`` says. The result is the same for any number.
    merge_terms : bool
        Put multiword terms together: "Sở Y tế", not "Sở | Y tế"; and undo wrong joins
        (`helpers.vietnamese.joins`).
    terms : iterable of str
        Further multiword terms, such as a corpus's own spellings.

    Returns
    -------
    list of list of str
        One list of words a text, in order. Each word is a slice of its text; the words joined
        equal the text, white space aside.

    Raises
    ------
    TypeError
        If `texts` is one text, or holds something that isn't text.

    Examples
    --------
    >>> tokenise(["Sở Y tế TP HCM ký kết thỏa thuận."])
    [['Sở Y tế', 'TP HCM', 'ký kết', 'thỏa thuận', '.']]
    """
    sentences = _checked(texts)
    words = _read(sentences, lambda readings: _segmented(readings, n_jobs))
    if merge_terms:
        words = _as_terms(words, terms, lambda pieces: _segmented(pieces, 1))
    return [list(words[sentence]) for sentence in sentences]


def tokenise_here(sentences: Iterable[str], terms: Iterable[str] = ()) -> list[list[str]]:
    """Cut sentences into words in this process, as `tokenise` does, past its cache.

    For a worker that keeps its results itself, as `helpers.corpus.store` does.

    Parameters
    ----------
    sentences : iterable of str
        Sentences, of clean text.
    terms : iterable of str
        As in `tokenise`.

    Returns
    -------
    list of list of str
        One list of words a sentence, in order.
    """
    sentences = _checked(sentences)

    def segmented(texts: Iterable[str]) -> dict[str, list[str]]:
        distinct = list(texts)
        return dict(zip(distinct, _words(segment_batch(distinct)), strict=True))

    words = _as_terms(_read(sentences, segmented), terms, segmented)
    return [words[sentence] for sentence in sentences]


def token_spans(text: str, tokens: Sequence[str]) -> list[Span]:
    """Place words in their text.

    Parameters
    ----------
    text : str
        A text.
    tokens : sequence of str
        Its words, as from `tokenise`.

    Returns
    -------
    list of (int, int)
        Start and end of each word, in code points: ``text[start:end] == token``.

    Raises
    ------
    ValueError
        If the words don't follow each other in the text, with white space alone between them.
    """
    spans = []
    end = 0
    for position, token in enumerate(tokens):
        start = text.find(token, end)
        if start < 0 or (start > end and not text[end:start].isspace()):
            raise ValueError(
                f"token {position} ({token!r}) doesn't follow at offset {end} of the text"
            )
        end = start + len(token)
        spans.append((start, end))
    return spans


def segment_default(texts: Iterable[str]) -> list[list[str]]:
    """Cut sentences into words by underthesea as it comes, to compare with `tokenise`.

    Parameters
    ----------
    texts : iterable of str
        Sentences.

    Returns
    -------
    list of list of str
        One list of words a text. The segmenter may have respelled them.

    Examples
    --------
    >>> segment_default(["Sở Y tế ký kết thỏa thuận."])
    [['Sở', 'Y tế', 'ký kết', 'thỏa thuận', '.']]
    """
    return default_words(_checked(texts))


def compare_segmentation(texts: Iterable[str], terms: Sequence[str]) -> pd.DataFrame:
    """Count how often terms come out whole, by the bare segmenter and by `tokenise`.

    Parameters
    ----------
    texts : iterable of str
        Sentences.
    terms : sequence of str
        Terms as they are written in the texts, case included.

    Returns
    -------
    pandas.DataFrame
        One row a term, with columns `term`, `occurrences` (places in the texts), `whole_default`
        and `whole_remedy`: those where the term is exactly one word by `segment_default`, and by
        `tokenise`.

    Examples
    --------
    >>> compare_segmentation(["Sở Y tế TP HCM tổ chức hội thảo."], ["Sở Y tế", "hội thảo"])
           term  occurrences  whole_default  whole_remedy
    0   Sở Y tế            1              0             1
    1  hội thảo            1              1             1
    """
    sentences = _checked(texts)
    default = [_word_ends(words) for words in segment_default(sentences)]
    remedy = [_word_ends(words) for words in tokenise(sentences)]
    rows = []
    for term in terms:
        places = [
            (index, place)
            for index, sentence in enumerate(sentences)
            for place in _places(sentence, term)
        ]
        whole = [sum(place in cuts[index] for index, place in places) for cuts in (default, remedy)]
        rows.append((term, len(places), *whole))
    return pd.DataFrame(rows, columns=["term", "occurrences", "whole_default", "whole_remedy"])


def _checked(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise TypeError(f"expected a list of texts, got {type(texts).__name__}: {texts!r:.60}")
    sentences = list(texts)
    for position, text in enumerate(sentences):
        if not isinstance(text, str):
            raise TypeError(
                f"expected texts (str); number {position} is {type(text).__name__}: {text!r:.60}"
            )
    return sentences


def _read(
    sentences: Iterable[str], segmented: Callable[[Iterable[str]], dict[str, list[str]]]
) -> dict[str, list[str]]:
    """Find the words of sentences by what the segmenter reads of them."""
    readings = {sentence: Reading(sentence) for sentence in sentences}
    words = segmented(dict.fromkeys(reading.text for reading in readings.values()))
    return {sentence: reading.words(words[reading.text]) for sentence, reading in readings.items()}


def _segmented(sentences: Iterable[str], n_jobs: int | None) -> dict[str, list[str]]:
    """Find words from the cache, and segment the rest."""
    with TokenCache(cache_folder()) as kept:
        known = kept.get(sentences)
        unknown = [sentence for sentence in sentences if sentence not in known]
        if unknown:
            for found in _segment_in_rounds(unknown, n_jobs):
                kept.put(found)
                known |= found
    return known


def _segment_in_rounds(sentences: list[str], n_jobs: int | None) -> Iterator[dict[str, list[str]]]:
    from joblib import effective_n_jobs  # noqa: PLC0415 - slow to import

    total = sum(map(len, sentences))
    processes = effective_n_jobs(n_jobs)
    parallel = processes > 1 and total > _PARALLEL_CHARACTERS
    rounds = math.ceil(total / (_ROUND_CHARACTERS * (processes if parallel else 1))) or 1
    with _progress(total) as progress:
        for round_sentences in _batches(sentences, total / rounds):
            batches = list(_batches(round_sentences, _BATCH_CHARACTERS))
            if parallel:
                tasks = ((batch,) for batch in batches)
                results = in_processes(segment_batch, tasks, n_jobs=n_jobs)
            else:
                results = map(segment_batch, batches)
            words = [found for result in results for found in _words(result)]
            progress.update(sum(map(len, round_sentences)))
            yield dict(zip(round_sentences, words, strict=True))


def _words(joined: str) -> list[list[str]]:
    """Undo the joining of `segment_batch`."""
    return [line.split("\n") if line else [] for line in joined.split("\x1e")]


def _batches(sentences: list[str], characters: float) -> Iterator[list[str]]:
    """Share sentences out in order, in batches of about so many characters."""
    batch: list[str] = []
    size = 0
    for sentence in sentences:
        batch.append(sentence)
        size += len(sentence)
        if size >= characters:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _progress(characters: int) -> Any:
    from tqdm import tqdm  # noqa: PLC0415 - only where something is made

    # A stored notebook's stderr is no terminal, so nothing is drawn there.
    hidden = characters < _LONG_CHARACTERS or not sys.stderr.isatty()
    return tqdm(
        total=characters, unit="char", unit_scale=True, desc="Segmenting words", disable=hidden
    )


def _as_terms(
    words: dict[str, list[str]],
    terms: Iterable[str],
    segmented: Callable[[Iterable[str]], dict[str, list[str]]],
) -> dict[str, list[str]]:
    """Undo wrong joins, and put multiword terms together."""
    further = tuple(terms)
    cut = {sentence: undo_joins(joined, apart()) for sentence, joined in words.items()}
    hyphened = {
        sentence: token_spans(sentence, found)
        for sentence, found in cut.items()
        if any(mark in sentence for mark in "-–—‑") and any(map(hyphen_of, found))
    }
    # All at once: the segmenter is slow on a few words.
    beside = [beside_hyphens(sentence, spans) for sentence, spans in hyphened.items()]
    again = segmented(dict.fromkeys(chain.from_iterable(beside))) if beside else {}
    for sentence, spans in hyphened.items():
        cut[sentence] = cut_at_hyphens(sentence, spans, again)
    return {sentence: _merged(sentence, found, further) for sentence, found in cut.items()}


def _merged(sentence: str, words: list[str], further: tuple[str, ...]) -> list[str]:
    terms = term_spans(sentence, further)
    if not terms:
        return words
    found = token_spans(sentence, words)
    spans = merge_multiword_terms(found, terms)
    # What a term leaves of a word may begin or end in the hyphen that tied them.
    left = {*spans} - {*found}
    pieces = (
        re.split(_HYPHEN_AT_EDGE, sentence[slice(*span)].strip())
        if span in left
        else [sentence[slice(*span)]]
        for span in spans
    )
    return [piece for word in pieces for piece in word if piece]


def _word_ends(words: list[str]) -> set[Span]:
    """Give words as spans of the text without its white space."""
    ends = set()
    position = 0
    for word in words:
        length = len("".join(word.split()))
        ends.add((position, position + length))
        position += length
    return ends


def _places(sentence: str, term: str) -> Iterator[Span]:
    """Give a term's places as spans of the sentence without its white space."""
    pattern = r"\s+".join(map(re.escape, term.split()))
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", sentence):
        start = len("".join(sentence[: match.start()].split()))
        yield start, start + len("".join(match.group().split()))
