"""Letters, sentences and words of Vietnamese."""

from helpers.vietnamese import limits
from helpers.vietnamese.letters import (
    OTHER_LETTER,
    FoldedText,
    as_meant,
    fold,
    fold_word,
    is_mark,
    one_tone_style,
    same_spelling,
    syllable_key,
    syllables,
)
from helpers.vietnamese.sentences import sentence_spans, split_sentences
from helpers.vietnamese.terms import CASES, find_terms, is_syllable
from helpers.vietnamese.token_cache import cache_folder
from helpers.vietnamese.variants import (
    JOINS,
    Variants,
    Written,
    case_sensitive_terms,
    fold_term,
    shipped_variants,
    syllable_spellings,
)
from helpers.vietnamese.words import compare_segmentation, segment_default, tokenise
from helpers.vietnamese.workers import in_processes

__all__ = [
    "CASES",
    "JOINS",
    "OTHER_LETTER",
    "FoldedText",
    "Variants",
    "Written",
    "as_meant",
    "cache_folder",
    "case_sensitive_terms",
    "compare_segmentation",
    "find_terms",
    "fold",
    "fold_term",
    "fold_word",
    "in_processes",
    "is_mark",
    "is_syllable",
    "limits",
    "one_tone_style",
    "same_spelling",
    "segment_default",
    "sentence_spans",
    "shipped_variants",
    "split_sentences",
    "syllable_key",
    "syllable_spellings",
    "syllables",
    "tokenise",
]
