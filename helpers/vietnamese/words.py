"""Sentences and words of Vietnamese text.

`split_sentences` cuts clean text into sentences, `tokenise` cuts sentences into words. Words are
slices of the sentence: nothing is respelled, and joined they make up the sentence again, white
space aside. What the segmenter reads: `helpers.vietnamese.respelling`; how words are found:
`helpers.vietnamese.segmentation`; what is kept between runs: `helpers.vietnamese.token_cache`.

Multiword terms of the field, put together after segmentation.

A term is one word to a reader of this field though the segmenter cuts it: "Sở | Y tế". The list is
data (`helpers/data/multiword_terms.csv`) and may grow; of two terms at one place the
longer wins.
Terms match by syllables: any white space between them, either style of tone marks, never across a
mark that isn't in the term itself. Column `case`: `initial`, the capital that it begins with tells
the term apart ("Sở Y tế", not "cơ sở y tế"); `any`, capitals tell nothing.

Where an edge of a term falls inside a word, column `kind` decides. A `name` is certain: the word is
cut at the name's edge and its rest stays a word. A `common` term is not, so the words stay as they
are ("khám chữa | bệnh viện" holds no "khám chữa bệnh"). A `fixed` term is common and yet certain:
a longer join that holds it is cut as at a name ("cấp | nước sạch"). What is listed as `apart` is
no word though the segmenter joins it.
"""

from __future__ import annotations

import math
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from helpers.data import read_rows
from helpers.vietnamese.joins import beside_hyphens, cut_at_hyphens, hyphen_of, undo_joins
from helpers.vietnamese.letters import as_meant
from helpers.vietnamese.respelling import Reading
from helpers.vietnamese.segmentation import Span, default_words, segment_batch, to_model_text
from helpers.vietnamese.token_cache import TokenCache, cache_folder
from helpers.vietnamese.variants import shipped_terms
from helpers.vietnamese.workers import in_processes

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
    cut = {sentence: undo_joins(joined, _apart()) for sentence, joined in words.items()}
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
    spans = merge_multiword_terms(token_spans(sentence, words), terms)
    return [sentence[start:end].strip() for start, end in spans]


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


_GAP = r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"


class _Term(NamedTuple):
    folded: str
    pattern: str
    is_name: bool


def merge_multiword_terms(words: list[Span], terms: list[tuple[int, int, bool]]) -> list[Span]:
    """Put multiword terms together.

    Parameters
    ----------
    words : list of (int, int)
        Start and end of a sentence's words, in order.
    terms : list of (int, int, bool)
        The terms in the sentence, from `term_spans`.

    Returns
    -------
    list of (int, int)
        The same words, each multiword term one word.
    """
    merged: list[Span] = []
    rest = deque(words)
    for start, end, is_name in terms:
        while rest and rest[0][1] <= start:
            merged.append(rest.popleft())
        touched = []
        while rest and rest[0][0] < end:
            touched.append(rest.popleft())
        left, right = touched[0][0], touched[-1][1]
        if (left, right) != (start, end) and not is_name:
            # The last word may belong to the next term.
            rest.extendleft(reversed(touched))
            continue
        if left < start:
            merged.append((left, start))
        merged.append((start, end))
        if right > end:
            rest.appendleft((end, right))
    return merged + list(rest)


def term_spans(text: str, further: tuple[str, ...] = ()) -> list[tuple[int, int, bool]]:
    """Find the multiword terms of a sentence, of overlapping ones the first, then the longest.

    Parameters
    ----------
    text : str
        A sentence.
    further : tuple of str
        Terms beside those of the list.

    Returns
    -------
    list of (int, int, bool)
        Start and end of each, in order, and whether the term is a name.
    """
    model_text, origin = to_model_text(as_meant(text))
    folded = " ".join(model_text.lower().split())
    found = [
        (*match.span(), term.is_name)
        for term in _terms(further)
        # Few sentences hold a term, and this is far quicker than one pattern for all.
        if term.folded in folded
        for match in re.finditer(term.pattern, model_text)
    ]
    chosen: list[tuple[int, int, bool]] = []
    for start, end, is_name in sorted(found, key=lambda place: (place[0], -place[1])):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, is_name))
    if origin is None:
        return chosen
    return [(origin[start][0], origin[end - 1][1], is_name) for start, end, is_name in chosen]


@cache
def _terms(further: tuple[str, ...] = ()) -> list[_Term]:
    """Give the listed terms; the spellings of others count as names where they have a capital."""
    rows = list(read_rows("multiword_terms.csv"))
    rows = [row for row in rows if row["kind"] != "apart"]
    for text in (*shipped_terms(), *further):
        small = text.islower()
        case = "initial" if text[0].isupper() else "any"
        rows.append({"term": text, "kind": "common" if small else "name", "case": case})
    return [_term(**row) for row in {row["term"]: row for row in reversed(rows)}.values()]


@cache
def _apart() -> frozenset[str]:
    """Give what is no word though the segmenter joins it."""
    return frozenset(r["term"] for r in read_rows("multiword_terms.csv") if r["kind"] == "apart")


def _term(term: str, kind: str, case: str, **_: str) -> _Term:
    syllables = to_model_text(term)[0].split()
    written = _GAP.join(re.escape(syllable) for syllable in syllables)
    # The first letter of a syllable is never escaped.
    form = f"(?i:{written})" if case == "any" else f"{written[0]}(?i:{written[1:]})"
    return _Term(" ".join(syllables).lower(), rf"(?<!\w){form}(?!\w)", kind != "common")
