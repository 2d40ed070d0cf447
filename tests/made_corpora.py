"""Small corpora for the tests of the measures, made from sentences cut by hand."""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pandas as pd
import pytest

from helpers.corpus import load_corpus, store
from helpers.corpus import loading as corpus_module


@dataclass(frozen=True, eq=False)
class MadeCorpus:
    """The two tables of a corpus that the measures read."""

    sentences: pd.DataFrame
    tokens: pd.DataFrame


def make_corpus(rows):
    """Build a corpus from rows of (article, sentence, part, text cut with "|").

    A "|" stands where one word ends and the next begins; a space beside it belongs to the text.
    """
    sentences, tokens = [], []
    for article, sentence, part, marked in rows:
        text = marked.replace("|", "")
        sentences.append((article, sentence, part, 0, text))
        at = position = 0
        for piece in marked.split("|"):
            word = piece.strip()
            if word:
                start = at + piece.index(word)
                tokens.append((article, sentence, position, word, start, start + len(word)))
                position += 1
            at += len(piece)
    columns = ["article", "sentence", "position", "token", "start", "end"]
    table = pd.DataFrame(tokens, columns=columns).astype({"article": "category"})
    return MadeCorpus(
        pd.DataFrame(sentences, columns=["article", "sentence", "part", "paragraph", "text"]),
        table.astype({"token": "category"}),
    )


def make_tokens(articles):
    """Build a token table from a dict of article to words, one sentence an article."""
    marked = [
        (name, 1, "body", "|".join(f" {w}" for w in words)) for name, words in articles.items()
    ]
    return make_corpus(marked).tokens


def words_of(text, article="a"):
    """Build a token table of one article from words with spaces between."""
    return make_tokens({article: text.split()})


def articles_of(texts):
    """Build a token table from a dict of article to words with spaces between."""
    return make_tokens({name: text.split() for name, text in texts.items()})


@contextmanager
def as_a_large_corpus(cache=None, *, partition_bytes=8_000):
    """Hold every corpus loaded here as a large one is held: on disk, in several partitions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "PARTITION_BYTES", partition_bytes)
        patch.setattr(corpus_module, "STORED_ABOVE", 0)
        patch.setattr(corpus_module, "IN_MEMORY_BELOW", 0)
        if cache is not None:
            patch.setenv("KHUNGTIN_CACHE", str(cache))
        yield


@cache
def shipped_corpus():
    """Load the corpus that ships, once for all tests."""
    return load_corpus()
