"""Sentences and words of Vietnamese text."""

from helpers.sentences import split_sentences

__all__ = ["split_sentences"]
