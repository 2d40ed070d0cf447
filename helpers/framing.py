"""Framing: codebook, coding, agreement, shares, actors; the modules' public names in one place."""

from helpers.actors import agency_table, evaluation_table, evidence, speaker_table
from helpers.agreement import agreement, disagreements, krippendorff_alpha
from helpers.codebook import Codebook, load_codebook
from helpers.coding import frame_columns, load_coding
from helpers.dictionary_coding import (
    DictionaryCoding,
    code_by_dictionary,
    coding_or_dictionary,
    find_indicators,
    find_partners,
)
from helpers.dictionary_evaluation import (
    dictionary_errors,
    dictionary_summary,
    evaluate_dictionary,
)
from helpers.planning import articles_needed, between_article_spread, planning_curve
from helpers.robustness import indicator_influence, robustness
from helpers.share_comparison import (
    DESCRIPTIVE,
    MINIMUM_ARTICLES,
    article_counts,
    bootstrap_differences,
    compare_groups,
    compare_shares,
    frame_shares,
)

__all__ = [
    "DESCRIPTIVE",
    "MINIMUM_ARTICLES",
    "Codebook",
    "DictionaryCoding",
    "agency_table",
    "agreement",
    "article_counts",
    "articles_needed",
    "between_article_spread",
    "bootstrap_differences",
    "code_by_dictionary",
    "coding_or_dictionary",
    "compare_groups",
    "compare_shares",
    "dictionary_errors",
    "dictionary_summary",
    "disagreements",
    "evaluate_dictionary",
    "evaluation_table",
    "evidence",
    "find_indicators",
    "find_partners",
    "frame_columns",
    "frame_shares",
    "indicator_influence",
    "krippendorff_alpha",
    "load_codebook",
    "load_coding",
    "planning_curve",
    "robustness",
    "speaker_table",
]
