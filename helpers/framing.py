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
    UNSEEN,
    WITHOUT_LATER,
    dictionary_by_frame,
    dictionary_errors,
    dictionary_summary,
    evaluate_dictionary,
)
from helpers.framing_evidence import (
    boundary_lines,
    example_lines,
    indicator_lines,
    whole_sentences,
)
from helpers.framing_files import FramingData, annotated_articles, load_framing
from helpers.planning import (
    articles_needed,
    between_article_spread,
    needed_by_frame,
    planning_curve,
    planning_curves,
    planning_range,
)
from helpers.robustness import (
    boilerplate_sentences,
    indicator_influence,
    largest_shifts,
    robustness,
)
from helpers.share_comparison import (
    DESCRIPTIVE,
    MINIMUM_ARTICLES,
    article_counts,
    bootstrap_differences,
    compare_groups,
    compare_shares,
    difference_text,
    frame_shares,
    widest_first,
)

__all__ = [
    "DESCRIPTIVE",
    "MINIMUM_ARTICLES",
    "UNSEEN",
    "WITHOUT_LATER",
    "Codebook",
    "DictionaryCoding",
    "FramingData",
    "agency_table",
    "agreement",
    "annotated_articles",
    "article_counts",
    "articles_needed",
    "between_article_spread",
    "boilerplate_sentences",
    "bootstrap_differences",
    "boundary_lines",
    "code_by_dictionary",
    "coding_or_dictionary",
    "compare_groups",
    "compare_shares",
    "dictionary_by_frame",
    "dictionary_errors",
    "dictionary_summary",
    "difference_text",
    "disagreements",
    "evaluate_dictionary",
    "evaluation_table",
    "evidence",
    "example_lines",
    "find_indicators",
    "find_partners",
    "frame_columns",
    "frame_shares",
    "indicator_influence",
    "indicator_lines",
    "krippendorff_alpha",
    "largest_shifts",
    "load_codebook",
    "load_coding",
    "load_framing",
    "needed_by_frame",
    "planning_curve",
    "planning_curves",
    "planning_range",
    "robustness",
    "speaker_table",
    "whole_sentences",
    "widest_first",
]
