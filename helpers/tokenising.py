"""Sentences and words of Vietnamese text.

`split_sentences` cuts clean text into sentences, `tokenise` cuts sentences into words. Words are
slices of the sentence: nothing is respelled, and joined they make up the sentence again, white
space aside. How words are found: `helpers.segmentation`; which are put together afterwards:
`helpers.terms`; what is kept between runs: `helpers.token_cache`.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from helpers.segmentation import Span, default_words, segment_batch
from helpers.sentences import split_sentences
from helpers.terms import merge_multiword_terms, term_spans
from helpers.token_cache import TokenCache, cache_folder

__all__ = [
    "compare_segmentation",
    "segment_default",
    "split_sentences",
    "token_spans",
    "tokenise",
]

# Less than a tenth of a second of work: small enough to share out evenly.
_BATCH_CHARACTERS = 10_000
# Below this, starting a second process takes longer than the work.
_PARALLEL_CHARACTERS = 200_000
# Kept after each round, per process: what a killed run loses.
_ROUND_CHARACTERS = 1_000_000
# About half a minute in one process.
_LONG_CHARACTERS = 4_000_000


def tokenise(
    texts: Iterable[str], *, n_jobs: int | None = None, merge_terms: bool = True
) -> list[list[str]]:
    """Cut sentences into words.

    Words are found by underthesea, which reads the tone marks in the style it was trained on;
    multiword terms of the field (``helpers/data/multiword_terms.csv``) are put together
    afterwards. What was segmented before comes from the cache (`helpers.token_cache`).

    Parameters
    ----------
    texts : iterable of str
        Sentences, of clean text (`helpers.cleaning.normalise`).
    n_jobs : int, optional
        Processes, as in `joblib.Parallel`; by default one, or what an enclosing
        ``joblib.parallel_config`` says. The result is the same for any number.
    merge_terms : bool
        Put multiword terms together: "Sở Y tế", not "Sở | Y tế".

    Returns
    -------
    list of list of str
        One list of words a text, in order. Each word is a slice of its text; the words joined
        equal the text, white space aside.

    Raises
    ------
    TypeError
        If `texts` is one text, or holds something that isn't text.
    """
    sentences = _checked(texts)
    words = _segmented(dict.fromkeys(sentences), n_jobs)
    if merge_terms:
        words = {sentence: _merged(sentence, found) for sentence, found in words.items()}
    return [list(words[sentence]) for sentence in sentences]


def tokenise_here(sentences: Iterable[str]) -> list[list[str]]:
    """Cut sentences into words in this process, as `tokenise` does, past its cache.

    For a worker that keeps its results itself, as `helpers.token_store` does.

    Parameters
    ----------
    sentences : iterable of str
        Sentences, of clean text.

    Returns
    -------
    list of list of str
        One list of words a sentence, in order.
    """
    sentences = _checked(sentences)
    distinct = list(dict.fromkeys(sentences))
    words = {
        sentence: _merged(sentence, found)
        for sentence, found in zip(distinct, _words(segment_batch(distinct)), strict=True)
    }
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
    """
    return [default_words(text) for text in _checked(texts)]


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
    from joblib import Parallel, delayed, effective_n_jobs  # noqa: PLC0415 - slow to import

    total = sum(map(len, sentences))
    processes = effective_n_jobs(n_jobs)
    parallel = processes > 1 and total > _PARALLEL_CHARACTERS
    rounds = math.ceil(total / (_ROUND_CHARACTERS * (processes if parallel else 1))) or 1
    with _progress(total) as progress:
        for round_sentences in _batches(sentences, total / rounds):
            batches = list(_batches(round_sentences, _BATCH_CHARACTERS))
            if parallel:
                tasks = (delayed(segment_batch)(batch) for batch in batches)
                results = Parallel(n_jobs=n_jobs, batch_size=1)(tasks)
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


def _progress(characters: int):
    from tqdm import tqdm  # noqa: PLC0415 - only where something is segmented

    # A stored notebook's stderr is no terminal, so nothing is drawn there.
    hidden = characters < _LONG_CHARACTERS or not sys.stderr.isatty()
    return tqdm(
        total=characters, unit="char", unit_scale=True, desc="Segmenting words", disable=hidden
    )


def _merged(sentence: str, words: list[str]) -> list[str]:
    terms = term_spans(sentence)
    if not terms:
        return words
    spans = merge_multiword_terms(token_spans(sentence, words), terms)
    return [sentence[start:end] for start, end in spans]


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
