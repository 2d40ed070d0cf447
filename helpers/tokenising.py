"""Sentences and words of Vietnamese text."""

from helpers.segmentation import segment
from helpers.sentences import split_sentences

__all__ = ["split_sentences", "tokenise"]


def tokenise(texts, *, n_jobs=None, merge_terms=True):
    return [[text[a:b] for a, b in segment(text)] for text in texts]
