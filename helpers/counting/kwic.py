"""A term in its sentences, and the words that keep it company."""

import unicodedata
from collections.abc import Iterable
from functools import singledispatch
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.corpus import COUNTED_PARTS, Corpus
from helpers.counting import association
from helpers.counting.syllable_index import Hits, SyllableIndex, find, syllable_index
from helpers.counting.token_table import VERSIONS, drop_stop_words, variants_of
from helpers.vietnamese import Variants

SORTS = (None, "left", "node", "right")
TEXT_END = np.iinfo(np.int32).max


class Windows(NamedTuple):
    """Counts around a node: by term in the windows and outside nodes; nodes and words in all."""

    terms: pd.Index
    joint: np.ndarray
    outside: np.ndarray
    nodes: int
    near: int
    words: int


def concordance(
    corpus: Corpus,
    query: str,
    *,
    window: int = 8,
    sort: str | None = None,
    parts: str | Iterable[str] = COUNTED_PARTS,
    variants: str = "spellings",
) -> pd.DataFrame:
    """List a term's occurrences with the text around them (key word in context).

    Parameters
    ----------
    corpus : Corpus
        Anything with the tables `sentences` and `tokens`.
    query : str
        One or more words. Matching follows syllables across the segmenter's cuts: "khỏe" is
        found in "sức khỏe", "trung tâm y tế" whether cut in one, two or four. Capitals
        don't count, but in words that case tells apart ("Anh", the UK; "anh", he). Tone marks
        count, but not the style they are set in ("khỏe", "khoẻ"). A match
        never runs over a punctuation mark that the query lacks, nor past its sentence.
    window : int, default 8
        Words of text to either side, with the punctuation between them.
    sort : {None, "left", "node", "right"}, optional
        Order: as in the text, or by the words to the left (nearest first), the node, the right.
    parts : str or iterable of str, default ("lead", "body")
        Parts of the page to look in.
    variants : {"spellings", "names", "none"}
        What is found as the term too: its other spellings ("TPHCM" for "TP HCM"); names of the
        same thing as well ("Mỹ" for "Hoa Kỳ"); neither.

    Returns
    -------
    DataFrame
        Columns `article`, `sentence`, `left`, `node`, `right`, and `start`, `end` of the node in
        the sentence. ``left + node + right`` is the sentence's own text, without a change; with
        a window wide enough it is the whole sentence.

    Raises
    ------
    TypeError
        If `query` is no string.
    ValueError
        If `query` holds no word, `window` is negative, `sort` isn't one of those, or no sentence
        is of these parts.

    Examples
    --------
    >>> concordance(corpus, "Nghị quyết 31", window=2)[["article", "sentence", "node", "right"]]
           article  sentence           node             right
    0  uk-hcmc-hub        14  Nghị quyết 31   về phương hướng
    """
    _check_window(window, least=0)
    if sort not in SORTS:
        raise ValueError(f"sort is one of {SORTS}, got {sort!r}")
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    joined = variants_of(corpus.tokens).joining(variants)
    lines = lines_of(corpus.tokens, corpus, query, window, parts, joined)
    result = _sorted(lines, sort)
    result.attrs = lines.attrs
    return result


@singledispatch
def lines_of(
    tokens: pd.DataFrame,
    corpus: Corpus,
    query: str,
    window: int,
    parts: tuple[str, ...],
    variants: Variants,
) -> pd.DataFrame:
    """List the lines of `concordance` in the order of the text."""
    index = syllable_index(corpus, parts, variants)
    hits = find(index, query, variants)
    sentence = index.sentence[hits.first]
    from_, to, left_open, right_open = _context(index, hits, window)
    rows = index.row[sentence]
    table = corpus.sentences
    # Each sentence once, however many hits it has.
    unique, place = np.unique(rows, return_inverse=True)
    texts = table["text"].array.take(unique).to_numpy(dtype=object)[place]
    before = np.where(left_open, 0, index.start[index.word[from_]])
    after = np.where(right_open, TEXT_END, index.end[index.word[to]])
    left, node, right = _slices(texts, before, hits.start, hits.end, after)
    article, n = index.article[hits.first], len(left)
    # one conversion to strings instead of three
    strings = pd.array(left + node + right, dtype="str")
    result = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(article, categories=index.articles),
            "sentence": table["sentence"].to_numpy()[rows],
            "left": strings[:n],
            "node": strings[n : 2 * n],
            "right": strings[2 * n :],
            "start": hits.start,
            "end": hits.end,
        }
    )
    result.attrs = {
        "measure": "concordance",
        "query": query,
        "hits": len(result),
        "articles": len(np.unique(article)),
        "window": f"{window} words to either side",
        "words": len(index.word),
        "parts": ", ".join(parts),
        "spellings looked for": ", ".join(variants.forms(query)[1:]),
        "filters": "none",
        "versions": VERSIONS,
    }
    return result


def collocates(
    corpus: Corpus,
    node: str,
    *,
    window: int = 5,
    min_count: int = 1,
    stop_words: bool | Iterable[str] | None = None,
    parts: str | Iterable[str] = COUNTED_PARTS,
    variants: str = "spellings",
) -> pd.DataFrame:
    """Find the words that stand near a term more often than their frequency explains.

    Parameters
    ----------
    corpus : Corpus
        Anything with the tables `sentences` and `tokens`.
    node : str
        One or more words, found as `concordance` finds them.
    window : int, default 5
        Words to either side within the sentence; punctuation takes no place.
    min_count : int, default 1
        Leave out collocates that occur less often in the window.
    stop_words : bool or iterable of str, optional
        Collocates to leave out of the rows: True for the project's list, or a list.
    parts : str or iterable of str, default ("lead", "body")
        Parts of the page to look in.
    variants : {"spellings", "names", "none"}
        What is found as the term too: its other spellings ("TPHCM" for "TP HCM"); names of the
        same thing as well ("Mỹ" for "Hoa Kỳ"); neither.

    Returns
    -------
    DataFrame
        Columns `collocate`, `count` (in the window), `expected`, `log_dice`, `mi`, `t`,
        `log_likelihood` (over four cells; without a sign, so compare `count` with `expected`).
        The greatest log_dice first.

    Raises
    ------
    TypeError
        If `node` is no string.
    ValueError
        If `node` holds no word, `window` is below 1, or no sentence is of these parts.

    Notes
    -----
    A place in the text counts once, though it be near two nodes, and words that are part of a
    node count neither as collocates nor as text. With W words in windows, C occurrences of the
    collocate and N words, all outside nodes, ``expected = W C / N`` (Evert 2008, Corpora and
    collocations, surface co-occurrence). logDice takes the number of nodes and C as the two
    frequencies; where a collocate stands twice by one node it can pass 14.

    Examples
    --------
    >>> collocates(corpus, "hợp tác", min_count=4, stop_words=True).round(2).head(3)
              collocate  count  expected  log_dice    mi     t  log_likelihood
    0           quốc tế      5      0.82     12.37  2.60  1.87           12.08
    1  biên bản ghi nhớ      4      0.33     12.36  3.60  1.84           20.07
    2          trao đổi      4      0.74     12.09  2.43  1.63            8.54
    """
    _check_window(window, least=1)
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    joined = variants_of(corpus.tokens).joining(variants)
    windows = windows_of(corpus.tokens, corpus, node, window, parts, joined)
    joint, outside = windows.joint, windows.outside
    rows = np.flatnonzero(joint >= max(min_count, 1))
    scores = _scores(joint[rows], outside[rows], windows.nodes, windows.near, windows.words)
    order = np.lexsort((-joint[rows], -scores["log_dice"]))
    result = pd.DataFrame(
        {
            "collocate": windows.terms.take(rows[order]),
            "count": joint[rows[order]],
            **{name: score[order] for name, score in scores.items()},
        }
    )
    result, filters = drop_stop_words(result, stop_words, joined, "collocate")
    result.attrs = {
        "measure": "collocates: logDice, MI, t, four-cell G²",
        "node": node,
        "nodes": windows.nodes,
        "window": f"{window} words to either side, within the sentence",
        "words": windows.words,
        "words_in_windows": windows.near,
        "parts": ", ".join(parts),
        "spellings joined": joined.note,
        "filters": f"count of {min_count} or more; {filters}",
        "versions": VERSIONS,
    }
    return result


def _check_window(window: int, least: int) -> None:
    if window < least:
        raise ValueError(f"window is a number of words from {least}, got {window}")


def _sorted(table: pd.DataFrame, sort: str | None) -> pd.DataFrame:
    if sort is None:
        return table
    rows = zip(table["left"], table["node"], table["right"], strict=True)
    keys = [_sort_key(sort, *row) for row in rows]
    return table.iloc[sorted(range(len(table)), key=keys.__getitem__)].reset_index(drop=True)


@singledispatch
def windows_of(
    tokens: pd.DataFrame,
    corpus: Corpus,
    node: str,
    window: int,
    parts: tuple[str, ...],
    variants: Variants,
) -> Windows:
    """Count the words around a node, and those outside it."""
    index = syllable_index(corpus, parts, variants)
    hits = find(index, node, variants)
    near, inside = _near(index, hits, window)
    n_terms = len(index.terms)
    joint = np.bincount(index.term[index.word[near]], minlength=n_terms)
    outside = index.term_counts - np.bincount(index.term[index.word[inside]], minlength=n_terms)
    words = len(index.word) - len(inside)
    return Windows(index.terms, joint, outside, len(hits.first), len(near), words)


def _context(index: SyllableIndex, hits: Hits, window: int) -> tuple[np.ndarray, ...]:
    """Give the outermost words of each hit's context, and whether it reaches the sentence's end."""
    sentence = index.sentence[hits.first]
    from_ = index.words_before[hits.first] - window
    to = index.words_before[hits.last + 1] + window - 1
    left_open = from_ <= index.sentence_words[sentence]
    right_open = to >= index.sentence_words[sentence + 1] - 1
    last = max(len(index.word) - 1, 0)
    return np.clip(from_, 0, last), np.clip(to, 0, last), left_open, right_open


def _slices(
    texts: np.ndarray, before: np.ndarray, start: np.ndarray, end: np.ndarray, after: np.ndarray
) -> tuple[list[str], list[str], list[str]]:
    """Cut each hit's sentence into left, node and right."""
    before, start, end, after = (cut.tolist() for cut in (before, start, end, after))
    left = [text[a:b] for text, a, b in zip(texts, before, start, strict=True)]
    node = [text[a:b] for text, a, b in zip(texts, start, end, strict=True)]
    right = [text[a:b] for text, a, b in zip(texts, end, after, strict=True)]
    return left, node, right


def _sort_key(sort: str, left: str, node: str, right: str) -> tuple:
    """Order by base letters first, so that "ă" comes after "a" and not after "z"."""
    plain = {
        "left": [*reversed(left.split()), node],
        "node": [node, right],
        "right": [right, node],
    }[sort]
    return tuple(unicodedata.normalize("NFD", text.strip().casefold()) for text in plain)


def _near(index: SyllableIndex, hits: Hits, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the words in any hit's window, each once, and the words that are part of a hit."""
    sentence = index.sentence[hits.first]
    first = index.words_before[hits.first]
    after = index.words_before[hits.last + 1]
    low = np.maximum(first - window, index.sentence_words[sentence])
    high = np.minimum(after + window, index.sentence_words[sentence + 1])
    # hits stand in order: a window starts where the one before ends, so no place comes twice
    taken = np.append(0, after[:-1])
    inside = _ranges(np.maximum(first, taken), after)
    left = _ranges(np.maximum(low, np.append(0, high[:-1])), first)
    right = _ranges(after, np.minimum(high, np.append(first[1:], len(index.word))))
    return np.concatenate([left, right]), inside


def _ranges(start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Join the ranges from each `start` to before each `stop`."""
    lengths = np.maximum(stop - start, 0)
    offset = np.repeat(start - np.cumsum(lengths) + lengths, lengths)
    return offset + np.arange(len(offset))


def _scores(
    joint: np.ndarray, outside: np.ndarray, nodes: int, near: int, words: int
) -> dict[str, np.ndarray]:
    """Compute the association of each collocate with the node."""
    if not len(joint):
        return dict.fromkeys(("expected", "log_dice", "mi", "t", "log_likelihood"), np.zeros(0))
    g2 = (
        association.log_likelihood_four_cell(joint, outside - joint, near, words - near)
        if words > near
        else np.zeros(len(joint))
    )
    return {
        "expected": association.expected_frequency(near, outside, words),
        "log_dice": association.log_dice(joint, nodes, outside),
        "mi": association.mutual_information(joint, near, outside, words),
        "t": association.t_score(joint, near, outside, words),
        "log_likelihood": g2,
    }
