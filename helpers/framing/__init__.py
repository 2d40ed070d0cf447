"""Codebook, codings, dictionary, agreement, shares, agency, planning."""

from helpers.framing.actors import agency_table, evaluation_table, evidence, speaker_table
from helpers.framing.codebook import Codebook, load_codebook
from helpers.framing.coding import CODED, frame_columns, load_coding
from helpers.framing.coding_cell import code
from helpers.framing.coding_session import CodingSession
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
    CODEBOOK,
    CODING,
    FramingData,
    annotated_articles,
    example_remarks,
    framing_sources,
    late_remarks,
    load_framing,
    load_own_codebook,
    offered_remarks,
)
from helpers.framing.intraclass import between_article_spread
from helpers.framing.joining import TO_SETTLE, Joined, join_codings, join_sheets, recoded_remarks
from helpers.framing.offered import OFFERED
from helpers.framing.own_codebook import start_codebook
from helpers.framing.planning import (
    PLANNED_ARTICLES,
    articles_needed,
    needed_by_frame,
    planning_curves,
    planning_range,
)
from helpers.framing.recoding import CODED_ANEW
from helpers.framing.reliability import (
    POOLED,
    agreement,
    agreement_by_article,
    agreement_by_pair,
    confusion_table,
    disagreements,
    krippendorff_alpha,
)
from helpers.framing.renewing import Renewed, renew_sheets, sheet_remarks
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
from helpers.framing.sheet_comparison import SheetComparison, compare_sheets
from helpers.framing.sheets import SHEETS, NothingToAdd, coding_sheet, sheet_path, write_sheets

__all__ = [
    "CODEBOOK",
    "CODED",
    "CODED_ANEW",
    "CODING",
    "DESCRIPTIVE",
    "MINIMUM_ARTICLES",
    "OFFERED",
    "PLANNED_ARTICLES",
    "POOLED",
    "SHEETS",
    "TO_SETTLE",
    "UNSEEN",
    "WITHOUT_LATER",
    "Codebook",
    "CodingSession",
    "DictionaryCoding",
    "FramingData",
    "Joined",
    "NothingToAdd",
    "Renewed",
    "SheetComparison",
    "agency_table",
    "agreement",
    "agreement_by_article",
    "agreement_by_pair",
    "annotated_articles",
    "article_counts",
    "articles_needed",
    "between_article_spread",
    "boilerplate_sentences",
    "boundary_lines",
    "code",
    "code_by_dictionary",
    "coding_sheet",
    "compare_groups",
    "compare_sheets",
    "confusion_table",
    "dictionary_by_frame",
    "dictionary_errors",
    "dictionary_summary",
    "difference_text",
    "disagreements",
    "evaluate_dictionary",
    "evaluation_table",
    "evidence",
    "example_lines",
    "example_remarks",
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
    "late_remarks",
    "load_codebook",
    "load_coding",
    "load_framing",
    "load_own_codebook",
    "needed_by_frame",
    "offered_remarks",
    "planning_curves",
    "planning_range",
    "recoded_remarks",
    "renew_sheets",
    "robustness",
    "sheet_path",
    "sheet_remarks",
    "speaker_table",
    "start_codebook",
    "whole_sentences",
    "widest_first",
    "write_sheets",
]
