"""Time the measures on a million words, beside plain Python and beside bare numpy.

The corpus is synthetic and seeded: 2,000 documents, words spelt from Vietnamese syllables,
frequencies after Zipf. For each operation three figures are taken in the same run:

- Python: loops over lists of strings, with Counter.
- floor: the same columns from arrays of integer codes in bare numpy, with no table, no footnote
  and no check. It is given the codes, the terms and the sentence bounds ready made.
- ours: the public function, on a token table.

Term frequency has two floors: its own columns, and a bare count and sort without the number of
articles. Peak memory stands beside the token table's: three times that is the limit.

What the helpers prepare once, at the first call, is printed apart: the vocabulary (spellings
folded to terms) and the syllable index that the concordance keeps with a corpus.
"""

import itertools
import statistics
import time
import tracemalloc
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy import special, stats

from helpers.counting import (
    collocates,
    concordance,
    keyness,
    lexical_diversity,
    ngrams,
    syllable_index,
    term_frequency,
)

WORDS, DOCUMENTS, TYPES, NODE_COUNT, SENTENCE = 1_000_000, 2_000, 20_000, 502, 20
RUNS = 15
MOST_MEMORY = 3  # peak of an operation, times the token table


@dataclass
class Synthetic:
    """The corpus thrice: as tables, as lists of strings, as arrays of codes."""

    tokens: pd.DataFrame
    corpus: SimpleNamespace
    words: list[str]
    codes: np.ndarray
    terms: np.ndarray
    article: np.ndarray
    sentence: np.ndarray
    node: str
    counts: np.ndarray


def build(seed: int = 20240101) -> Synthetic:
    """Build the corpus."""
    rng = np.random.default_rng(seed)
    onsets = [*"bcdđghlmnrstvx", "ch", "gh", "kh", "ng", "nh", "ph", "qu", "th", "tr"]
    nuclei = list("aáàảãạăắâấầeéêếềiíoóôốồơớờuúưứừy")
    codas = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t", "i", "o"]
    syllables = ["".join(parts) for parts in itertools.product(onsets, nuclei, codas)]
    pairs = rng.choice(len(syllables), (3 * TYPES, 2))
    spelt = dict.fromkeys(
        syllables[a] if b % 3 == 0 else f"{syllables[a]} {syllables[b]}" for a, b in pairs
    )
    terms = np.array(sorted(itertools.islice(spelt, TYPES)), dtype=object)
    weights = 1 / np.arange(1, TYPES + 1)
    by_rank = rng.permutation(TYPES)
    codes = by_rank[rng.choice(TYPES, WORDS, p=weights / weights.sum())].astype(np.int32)
    node = _set_node(codes, terms, by_rank)
    article = np.repeat(np.arange(DOCUMENTS, dtype=np.int32), WORDS // DOCUMENTS)
    sentence = np.arange(WORDS, dtype=np.int32) // SENTENCE
    return _tables(terms, codes, article, sentence, str(terms[node]))


def _set_node(codes: np.ndarray, terms: np.ndarray, by_rank: np.ndarray) -> int:
    """Give the word of two syllables whose count is nearest, after setting it to the number."""
    counts = np.bincount(codes, minlength=TYPES)
    spaced = np.array([" " in term for term in terms])
    node = int(np.argmin(np.where(spaced, np.abs(counts - NODE_COUNT), WORDS)))
    spare, there = by_rank[0], np.flatnonzero(codes == node)
    codes[there[NODE_COUNT:]] = spare
    if len(there) < NODE_COUNT:
        codes[np.flatnonzero(codes == spare)[: NODE_COUNT - len(there)]] = node
    return node


def _tables(terms, codes, article, sentence, node) -> Synthetic:
    """Write the codes out as the tables of a corpus."""
    lengths = np.char.str_len(terms.astype(str))[codes]
    position = np.arange(WORDS) % SENTENCE
    ends = np.cumsum((lengths + 1).reshape(-1, SENTENCE), axis=1).ravel() - 1
    ids = [f"document-{number:04d}" for number in range(DOCUMENTS)]
    per_document = WORDS // DOCUMENTS // SENTENCE
    tokens = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(article, categories=ids),
            "sentence": sentence % per_document + 1,
            "position": position,
            "token": pd.Categorical.from_codes(codes, categories=terms),
            "start": ends - lengths,
            "end": ends,
        }
    )
    words = terms[codes].tolist()
    sentences = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(article[::SENTENCE], categories=ids),
            "sentence": sentence[::SENTENCE] % per_document + 1,
            "part": "body",
            "paragraph": 0,
            "text": [" ".join(words[at : at + SENTENCE]) for at in range(0, WORDS, SENTENCE)],
        }
    )
    corpus = SimpleNamespace(tokens=tokens, sentences=sentences)
    counts = np.bincount(codes, minlength=TYPES)
    return Synthetic(tokens, corpus, words, codes, terms, article, sentence, node, counts)


# Term frequency: term, count, rate and articles, the commonest first.


def frequency_python(data: Synthetic) -> list:
    """Count with Counter."""
    counts = Counter(data.words)
    seen = set(zip(data.article.tolist(), data.words, strict=True))
    spread = Counter(word for _, word in seen)
    return [(w, c, c * 1000 / WORDS, spread[w]) for w, c in counts.most_common()]


def counting_floor(data: Synthetic) -> tuple:
    """Count with bincount and sort: without the articles, which a plain count doesn't need."""
    counts = np.bincount(data.codes, minlength=TYPES)
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return data.terms[order], counts[order], counts[order] * (1000 / WORDS)


def frequency_floor(data: Synthetic) -> tuple:
    """Count with bincount; articles by marking a block of documents at a time."""
    counts = np.bincount(data.codes, minlength=TYPES)
    spread, block = np.zeros(TYPES, dtype=np.int64), 100
    bounds = np.searchsorted(data.article, np.arange(0, DOCUMENTS + block, block))
    for number in range(DOCUMENTS // block):
        rows = slice(bounds[number], bounds[number + 1])
        seen = np.zeros(block * TYPES, dtype=np.int8)
        seen[(data.article[rows] - number * block) * TYPES + data.codes[rows]] = 1
        spread += seen.reshape(block, TYPES).sum(axis=0, dtype=np.int8)
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return data.terms[order], counts[order], counts[order] * (1000 / WORDS), spread[order]


# Keyness of the first half against the second, with every column.


def keyness_python(data: Synthetic) -> list:
    """Compute each term's figures one by one."""
    half = WORDS // 2
    first, second = Counter(data.words[:half]), Counter(data.words[half:])
    rows = []
    for word in first.keys() | second.keys():
        a, b = first[word], second[word]
        expected = (a + b) / 2
        g2 = 2 * sum(o * np.log(o / expected) for o in (a, b) if o)
        rows.append((word, a, b, g2, np.log2(max(a, 0.5) / max(b, 0.5))))
    return sorted(rows, key=lambda row: -row[3])


def keyness_floor(data: Synthetic) -> tuple:
    """Compute all terms' figures at once."""
    half = WORDS // 2
    a = np.bincount(data.codes[:half], minlength=TYPES)
    b = np.bincount(data.codes[half:], minlength=TYPES)
    there = np.flatnonzero(a + b)
    terms, a, b = data.terms[there], a[there], b[there]
    expected = (a + b) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (
            np.where(a > 0, a * np.log(a / expected), 0)
            + np.where(b > 0, b * np.log(b / expected), 0)
        )
        difference = 100 * (a / b - 1)
    ratio = np.log2(np.where(a == 0, 0.5, a) / np.where(b == 0, 0.5, b))
    order = np.argsort(-g2, kind="stable")
    p = special.erfc(np.sqrt(np.maximum(g2[order], 0) / 2))
    return (
        terms[order], a[order], b[order], a[order] * (1000 / half), b[order] * (1000 / half),
        g2[order], g2[order] - np.log(WORDS), ratio[order], difference[order], p,
        stats.false_discovery_control(p),
    )  # fmt: skip


# Concordance: the node's places and eight words to either side, as strings.


def concordance_python(data: Synthetic) -> list:
    """Look at each word; join what stands around."""
    rows = []
    for at, word in enumerate(data.words):
        if word == data.node:
            low = at - at % SENTENCE
            left = " ".join(data.words[max(low, at - 8) : at])
            rows.append((left, word, " ".join(data.words[at + 1 : min(low + SENTENCE, at + 9)])))
    return rows


def concordance_floor(data: Synthetic) -> tuple:
    """Find the node's places by its code; cut the text around by the words' offsets."""
    at = np.flatnonzero(data.codes == np.searchsorted(data.terms, data.node))
    low = at - at % SENTENCE
    start, end = data.tokens["start"].to_numpy(), data.tokens["end"].to_numpy()
    before = start[np.maximum(low, at - 8)].tolist()
    after = end[np.minimum(low + SENTENCE - 1, at + 8)].tolist()
    texts = data.corpus.sentences["text"].array.take(data.sentence[at]).to_numpy(dtype=object)
    first, last = start[at].tolist(), end[at].tolist()
    left = [text[a:b] for text, a, b in zip(texts, before, first, strict=True)]
    node = [text[a:b] for text, a, b in zip(texts, first, last, strict=True)]
    right = [text[a:b] for text, a, b in zip(texts, last, after, strict=True)]
    return data.article[at], data.sentence[at], left, node, right, start[at], end[at]


# Collocates in a window of five, with the five scores.


def collocates_python(data: Synthetic) -> list:
    """Count what stands around each node, and score it."""
    near = set()
    for at, word in enumerate(data.words):
        if word == data.node:
            low = at - at % SENTENCE
            near.update(range(max(low, at - 5), min(low + SENTENCE, at + 6)))
    joint = Counter(data.words[at] for at in near)
    del joint[data.node]
    counts = Counter(data.words)
    size = sum(joint.values())
    rows = []
    for word, o in joint.items():
        expected = size * counts[word] / WORDS
        dice = 14 + np.log2(2 * o / (NODE_COUNT + counts[word]))
        rows.append((word, o, expected, dice, np.log2(o / expected), (o - expected) / o**0.5))
    return sorted(rows, key=lambda row: -row[3])


def collocates_floor(data: Synthetic) -> tuple:
    """Mark the windows by offset; count and score their codes. Term counts are given."""
    node = np.searchsorted(data.terms, data.node)
    at = np.flatnonzero(data.codes == node)
    around = at[:, None] + np.array([*range(-5, 0), *range(1, 6)])
    same = around // SENTENCE == (at // SENTENCE)[:, None]
    around = np.sort(around[same])
    around = around[np.diff(around, prepend=-1) > 0]
    codes = data.codes[around]
    joint = np.bincount(codes[codes != node], minlength=TYPES)
    rows = np.flatnonzero(joint)
    o, c, r, n = joint[rows], data.counts[rows], joint.sum(), WORDS - NODE_COUNT
    expected = r * c / n
    table = [(o, expected), (c - o, (n - r) * c / n), (r - o, r * (n - c) / n)]
    table.append((n - r - c + o, (n - r) * (n - c) / n))
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * sum(np.where(x > 0, x * np.log(x / e), 0) for x, e in table)
    dice = 14 + np.log2(2 * o / (NODE_COUNT + c))
    order = np.lexsort((-o, -dice))
    mi, t = np.log2(o / expected), (o - expected) / np.sqrt(o)
    return data.terms[rows[order]], *(x[order] for x in (o, expected, dice, mi, t, g2))


# Sequences of two words: label, count, rate and articles, the commonest first.


def ngrams_python(data: Synthetic) -> list:
    """Count pairs with Counter."""
    pairs = [
        pair
        for at, pair in enumerate(itertools.pairwise(data.words))
        if at % SENTENCE != SENTENCE - 1
    ]
    where = (at for at in range(WORDS - 1) if at % SENTENCE != SENTENCE - 1)
    spread = Counter(
        pair
        for pair, _ in {(p, at * DOCUMENTS // WORDS) for p, at in zip(pairs, where, strict=True)}
    )
    return [(" ".join(p), c, c / len(pairs), spread[p]) for p, c in Counter(pairs).most_common()]


def ngrams_floor(data: Synthetic) -> tuple:
    """Sort pairs, with the article as the last key; count runs."""
    begin = np.flatnonzero(np.arange(WORDS - 1) % SENTENCE != SENTENCE - 1)
    first, second = data.codes[begin].astype(np.uint16), data.codes[begin + 1].astype(np.uint16)
    order = np.argsort(second, kind="stable")
    order = order[np.argsort(first[order], kind="stable")]
    first, second, article = first[order], second[order], data.article[begin][order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    at = np.flatnonzero(new)
    new[1:] |= article[1:] != article[:-1]
    count, spread = np.diff(np.append(at, len(new))), np.add.reduceat(new, at, dtype=np.int64)
    best = np.argsort(-count, kind="stable")
    label = data.terms[first[at[best]]] + " " + data.terms[second[at[best]]]
    return label, count[best], count[best] * (1000 / len(begin)), spread[best]


def medians(*actions) -> list[float]:
    """Give each action's median seconds of `RUNS` runs, in turn, after one that isn't timed."""
    for action in actions:
        action()
    times = [[once(action) for action in actions] for _ in range(RUNS)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def once(action) -> float:
    """Give the seconds of one run."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def peak(action) -> float:
    """Give the greatest memory allocated during a run, in MB."""
    tracemalloc.start()
    result = action()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return most / 1e6


def check(floor: tuple, ours: pd.DataFrame, name: str) -> None:
    """Check that the floor gives the figures we give, column by column."""
    # terms, and what names the sentence, are coded otherwise on either side
    skipped = 2 if name == "concordance" else 1
    for column, figures in list(zip(ours.columns, floor, strict=True))[skipped:]:
        pairs = zip(sorted(ours[column]), sorted(figures), strict=True)
        if any(a != b and not np.isclose(a, b, equal_nan=True) for a, b in pairs):
            raise AssertionError(f"{name}: the column {column} differs from the floor's")


def print_bare_count(data: Synthetic) -> None:
    """Print term frequency beside a bare count and sort, the articles left out of the floor."""
    least, mine = medians(lambda: counting_floor(data), lambda: term_frequency(data.tokens))
    print(f"{'  articles left out':20}{'':9}{least:9.4f}{mine:9.4f}{mine / least:9.1f}")
    print("  (term_frequency again, beside bincount and a sort that count no articles)")


def main() -> None:
    """Print each operation's seconds, its ratio to the floor, and its memory."""
    data = build()
    first, second = data.tokens.iloc[: WORDS // 2], data.tokens.iloc[WORDS // 2 :]
    table = data.tokens.memory_usage(deep=True).sum() / 1e6
    print(
        f"{WORDS:,} words, {DOCUMENTS:,} documents, {len(np.unique(data.codes)):,} types, ", end=""
    )
    print(f"node of {NODE_COUNT}; token table {table:.0f} MB; medians of {RUNS} runs, seconds")
    fold = once(lambda: term_frequency(data.tokens.iloc[:1000]))
    index = once(lambda: syllable_index(data.corpus, ("lead", "body")))
    copy = SimpleNamespace(tokens=data.tokens.copy(deep=False), sentences=data.corpus.sentences)
    memory = peak(lambda: syllable_index(copy, ("lead", "body")))
    print(f"prepared once: vocabulary {fold:.3f}, syllable index {index:.3f} ({memory:.0f} MB)\n")
    print(f"{'':20}{'Python':>9}{'floor':>9}{'ours':>9}{'x floor':>9}{'at most':>9}", end="")
    print(f"{'peak MB':>9}{'x table':>9}{'at most':>9}")
    operations = [
        ("term_frequency", 3, frequency_python, frequency_floor,
         lambda: term_frequency(data.tokens)),
        ("keyness", 3, keyness_python, keyness_floor, lambda: keyness(first, second)),
        ("concordance", 2, concordance_python, concordance_floor,
         lambda: concordance(data.corpus, data.node)),
        ("collocates", 5, collocates_python, collocates_floor,
         lambda: collocates(data.corpus, data.node)),
        ("ngrams, n=2", 2, ngrams_python, ngrams_floor, lambda: ngrams(data.tokens)),
    ]  # fmt: skip
    for name, most, python, floor, ours in operations:
        slow = once(lambda p=python: p(data))
        least, mine = medians(lambda f=floor: f(data), ours)
        check(floor(data), ours(), name)
        ratio, memory = mine / least, peak(ours)
        print(f"{name:20}{slow:9.4f}{least:9.4f}{mine:9.4f}{ratio:9.1f}{most:9}", end="")
        print(f"{memory:9.0f}{memory / table:9.2f}{MOST_MEMORY:9}")
    print_bare_count(data)
    text = data.tokens.iloc[:100_000].assign(whole="text").astype({"whole": "category"})
    (seconds,) = medians(lambda: lexical_diversity(text, by="whole"))
    print(f"\nlexical diversity, 100,000 words: {seconds:.3f} s in all (at most 1)")


if __name__ == "__main__":
    main()
