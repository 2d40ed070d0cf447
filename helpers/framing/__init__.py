"""Codebook, codings, dictionary, agreement, shares, agency, planning."""

from helpers.framing.actors import agency_table, evaluation_table, evidence, speaker_table
from helpers.framing.codebook import Codebook, load_codebook
from helpers.framing.coding import CODED, frame_columns, load_coding
from helpers.framing.dictionary import (
    DictionaryCoding,
    boundary_lines,
    code_by_dictionary,
    example_lines,
    find_indicators,
    find_partners,
    indicator_lines,
    whole_sentences,
)
from helpers.framing.dictionary_evaluation import (
    UNSEEN,
    WITHOUT_LATER,
    dictionary_by_frame,
    dictionary_errors,
    dictionary_summary,
    evaluate_dictionary,
)
from helpers.framing.files import (
    CODING,
    FramingData,
    annotated_articles,
    framing_sources,
    load_framing,
)
from helpers.framing.planning import (
    articles_needed,
    between_article_spread,
    needed_by_frame,
    planning_curve,
    planning_curves,
    planning_range,
)
from helpers.framing.reliability import agreement, disagreements, krippendorff_alpha
from helpers.framing.robustness import (
    boilerplate_sentences,
    indicator_influence,
    largest_shifts,
    robustness,
)
from helpers.framing.shares import (
    DESCRIPTIVE,
    MINIMUM_ARTICLES,
    article_counts,
    compare_groups,
    difference_text,
    frame_shares,
    widest_first,
)
from helpers.framing.sheets import (
    TO_SETTLE,
    coding_sheet,
    join_codings,
    join_sheets,
    write_sheets,
)

__all__ = [
    "CODED",
    "CODING",
    "DESCRIPTIVE",
    "MINIMUM_ARTICLES",
    "TO_SETTLE",
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
    "boundary_lines",
    "code_by_dictionary",
    "coding_sheet",
    "compare_groups",
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
    "framing_sources",
    "indicator_influence",
    "indicator_lines",
    "join_codings",
    "join_sheets",
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
    "write_sheets",
]
