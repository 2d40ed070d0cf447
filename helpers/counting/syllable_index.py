"""Where a query stands in a corpus, syllable by syllable, however words were cut."""

import re
import unicodedata
import weakref
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.corpus import Corpus
from helpers.counting.token_table import (
    category_codes,
    chosen_parts,
    sentence_rows,
    stable_order,
    variants_of,
)
from helpers.counting.vocabulary import is_word, vocabulary
from helpers.vietnamese import (
    Variants,
    as_meant,
    case_sensitive_terms,
    fold_term,
    one_tone_style,
    shipped_variants,
)

# a syllable, a number's digits, or one punctuation mark: the same pieces on either side of a cut
PIECE = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, eq=False)
class SyllableIndex:
    """A corpus's tokens, cut into syllables and coded. Arrays are by token unless said.

    Attributes
    ----------
    article, category, term : numpy.ndarray of int
        Codes of the article, of the token's spelling, of its term (-1 for punctuation).
    start, end : numpy.ndarray of int32
        Place in the sentence.
    sentence : numpy.ndarray of int32
        Number of the sentence among those indexed.
    row : numpy.ndarray of int64
        By sentence: its row in the sentence table.
    words_before : numpy.ndarray of int32
        Words before the token, shape ``(n_tokens + 1,)``.
    word : numpy.ndarray of int32
        By word: its token.
    sentence_words : numpy.ndarray of int32
        By sentence: words before it, shape ``(n_sentences + 1,)``.
    first_piece : numpy.ndarray of int32
        First piece of the token, shape ``(n_tokens + 1,)``.
    piece : numpy.ndarray of int32
        By piece: its code.
    piece_codes : dict
        Code of each piece's term, its tone mark in one style.
    places, first_place : numpy.ndarray of int32
        The places of each piece, code by code, in order; by code: where its places begin, shape
        ``(n_codes + 1,)``.
    spelling_piece, spelling_start, spelling_end : numpy.ndarray of int32
        First piece of each spelling; place of each of its pieces in it.
    terms : pandas.Index
        What the term codes stand for.
    term_counts : numpy.ndarray of int64
        By term: how often it occurs.
    articles : pandas.Index
        What the article codes stand for.
    """

    article: np.ndarray
    category: np.ndarray
    term: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    row: np.ndarray
    words_before: np.ndarray
    word: np.ndarray
    sentence_words: np.ndarray
    first_piece: np.ndarray
    piece: np.ndarray
    piece_codes: dict[str, int]
    places: np.ndarray
    first_place: np.ndarray
    spelling_piece: np.ndarray
    spelling_start: np.ndarray
    spelling_end: np.ndarray
    terms: pd.Index
    term_counts: np.ndarray
    articles: pd.Index


@dataclass(frozen=True, eq=False)
class Hits:
    """Where a query was found, in the order of the text; arrays of shape ``(n_hits,)``.

    Attributes
    ----------
    first, last : numpy.ndarray of int64
        First and last token touched.
    start, end : numpy.ndarray of int64
        Place of the match in its sentence.
    """

    first: np.ndarray
    last: np.ndarray
    start: np.ndarray
    end: np.ndarray


_indexes: dict[tuple, tuple[weakref.ref, weakref.ref, SyllableIndex]] = {}


def syllable_index(
    corpus: Corpus, parts: tuple[str, ...], variants: Variants | None = None
) -> SyllableIndex:
    """Index the sentences of these parts; kept for as long as the corpus's tables live.

    Parameters
    ----------
    corpus : Corpus
        Anything with the tables `sentences` and `tokens`.
    parts : tuple of str
        Parts of the page to index.
    variants : Variants, optional
        The spellings; by default those of the token table.

    Returns
    -------
    SyllableIndex
        What `find` looks in.

    Examples
    --------
    >>> index = syllable_index(corpus, ("title",))
    >>> len(find(index, "Anh").first)
    2
    """
    tokens, sentences = corpus.tokens, corpus.sentences
    variants = variants_of(tokens) if variants is None else variants
    key = (id(tokens), id(sentences), parts, variants.join)
    known = _indexes.get(key)
    if known is not None and known[0]() is tokens and known[1]() is sentences:
        return known[2]
    index = _build(corpus, parts, variants)

    def forget(_: weakref.ref, key: tuple = key) -> None:
        _indexes.pop(key, None)

    _indexes[key] = (weakref.ref(tokens, forget), weakref.ref(sentences, forget), index)
    return index


def find(index: SyllableIndex, query: str, variants: Variants | None = None) -> Hits:
    """Find a query's syllables in a row, within one sentence, in every spelling of the query.

    Parameters
    ----------
    index : SyllableIndex
        Where to look.
    query : str
        One or more words, tone marks in either style ("khỏe", "khoẻ"); capitals count only in
        words that case tells apart ("Anh").
    variants : Variants, optional
        The spellings; by default those of the project.

    Returns
    -------
    Hits
        Matches that don't overlap.

    Raises
    ------
    TypeError
        If `query` is no string.
    ValueError
        If it holds nothing to look for.

    Examples
    --------
    >>> index = syllable_index(corpus, ("lead", "body"))
    >>> len(find(index, "sức khoẻ").first) == len(find(index, "sức khỏe").first) > 0
    True
    """
    variants = shipped_variants() if variants is None else variants
    queries = [query] if not isinstance(query, str) else variants.forms(query.replace("_", " "))
    found = [_found(index, _query_forms(form)) for form in queries]
    place, size = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    if len(found) > 1:
        # of two spellings at one place the longer counts
        order = np.lexsort((-size, place))
        place, size = place[order], size[order]
    first, last = _token_of(index, place), _token_of(index, place + size - 1)
    whole = index.sentence[first] == index.sentence[last]
    place, size, first, last = place[whole], size[whole], first[whole], last[whole]
    apart = _apart(place, size)
    place, size, first, last = place[apart], size[apart], first[apart], last[apart]
    head = index.spelling_piece[index.category[first]] + place - index.first_piece[first]
    tail = index.spelling_piece[index.category[last]] + place + size - 1 - index.first_piece[last]
    start = index.start[first].astype(np.int64) + index.spelling_start[head]
    end = index.start[last].astype(np.int64) + index.spelling_end[tail]
    return Hits(first, last, start, end)


def _found(index: SyllableIndex, query: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Give the first piece of each place where a query stands, and its length in pieces."""
    wanted = [
        [index.piece_codes[form] for form in forms if form in index.piece_codes] for forms in query
    ]
    size = len(wanted)
    found = [_places(index, codes) for codes in wanted]
    # start from the rarest syllable, so that few places are looked at again
    rarest = min(range(size), key=lambda step: len(found[step]))
    place = found[rarest] - rarest
    place = place[(place >= 0) & (place + size <= len(index.piece))]
    for step, codes in enumerate(wanted):
        if step != rarest:
            place = place[np.isin(index.piece[place + step], codes)]
    return place, np.full(len(place), size, dtype=place.dtype)


def _query_forms(query: str) -> list[list[str]]:
    """Give the terms that each syllable of a query stands for."""
    if not isinstance(query, str):
        raise TypeError(f"a query is a string of one or more words, not {type(query).__name__}")
    text = as_meant(unicodedata.normalize("NFC", query)).replace("_", " ")
    pieces = PIECE.findall(text)
    if not any(map(is_word, pieces)):
        raise ValueError(f"the query {query!r} holds no word to look for")
    if len(pieces) == 1:
        return [[one_tone_style(fold_term(pieces[0]))]]
    # among other words a small letter may open a sentence ("anh em", "Anh em")
    listed = {term.casefold(): term for term in case_sensitive_terms()}
    forms = [[fold_term(piece), listed.get(piece, fold_term(piece))] for piece in pieces]
    return [list(dict.fromkeys(map(one_tone_style, either))) for either in forms]


def _places(index: SyllableIndex, codes: list[int]) -> np.ndarray:
    """Give the places of any of these pieces, in order."""
    lists = [index.places[index.first_place[code] : index.first_place[code + 1]] for code in codes]
    if len(lists) == 1:
        return lists[0]
    return np.sort(np.concatenate([np.zeros(0, dtype=np.int32), *lists]))


def _token_of(index: SyllableIndex, place: np.ndarray) -> np.ndarray:
    # numpy copies the whole list where the two differ in type
    return np.searchsorted(index.first_piece, place.astype(np.int32), side="right") - 1


def _apart(place: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Mark the matches that don't overlap the one kept before."""
    kept = np.ones(len(place), dtype=bool)
    if np.all(place[1:] >= (place + size)[:-1]):
        return kept
    free = -1
    for number, (at, length) in enumerate(zip(place.tolist(), size.tolist(), strict=True)):
        kept[number] = at >= free
        free = at + length if kept[number] else free
    return kept


def _build(corpus: Corpus, parts: tuple[str, ...], variants: Variants) -> SyllableIndex:
    """Code the tokens of the chosen sentences and their syllables."""
    chosen, parts = chosen_parts(corpus, parts)
    run, row = sentence_rows(corpus)
    kept = chosen[row][run]
    tokens = corpus.tokens
    article, articles = category_codes(tokens["article"])
    category, spellings = category_codes(tokens["token"])
    article, category, run = article[kept], category[kept], run[kept]
    sentence = np.cumsum(np.diff(run, prepend=run[:1]) != 0, dtype=np.int32)
    known = vocabulary(spellings, variants)
    term = known.of_category[category]
    words_before = np.concatenate([[0], np.cumsum(term >= 0)]).astype(np.int32)
    opens = np.flatnonzero(np.diff(sentence, prepend=-1))
    spelling_piece, codes, starts, ends, piece_codes = _cut(spellings)
    lengths = np.diff(spelling_piece)[category]
    first_piece = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    shift = np.repeat(spelling_piece[category] - first_piece[:-1], lengths)
    piece = codes[shift + np.arange(len(shift), dtype=np.int32)]
    return SyllableIndex(
        article=article,
        category=category,
        term=term,
        start=tokens["start"].to_numpy()[kept].astype(np.int32),
        end=tokens["end"].to_numpy()[kept].astype(np.int32),
        sentence=sentence,
        row=row[run[opens]],
        words_before=words_before,
        word=np.flatnonzero(term >= 0).astype(np.int32),
        sentence_words=np.append(words_before[opens], words_before[-1]),
        first_piece=first_piece,
        piece=piece,
        piece_codes=piece_codes,
        places=stable_order(piece, len(piece_codes)).astype(np.int32),
        first_place=np.append(0, np.cumsum(np.bincount(piece, minlength=len(piece_codes)))),
        spelling_piece=spelling_piece,
        spelling_start=starts,
        spelling_end=ends,
        terms=known.terms,
        term_counts=np.bincount(term[term >= 0], minlength=len(known.terms)),
        articles=articles,
    )


def _cut(spellings: pd.Index) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict]:
    """Cut each spelling into pieces: where each begins, the pieces' codes, starts and ends."""
    piece_codes: dict[str, int] = {}
    lengths = [0]
    codes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for spelling in spellings:
        before = len(codes)
        for match in PIECE.finditer(str(spelling)):
            term = one_tone_style(fold_term(match.group()))
            codes.append(piece_codes.setdefault(term, len(piece_codes)))
            starts.append(match.start())
            ends.append(match.end())
        lengths.append(len(codes) - before)
    first = np.cumsum(lengths, dtype=np.int32)
    coded, begun, ended = (np.array(part, dtype=np.int32) for part in (codes, starts, ends))
    return first, coded, begun, ended, piece_codes
