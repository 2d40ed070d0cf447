"""How often, how evenly, in which company, and what sets groups of articles apart."""

from helpers.counting import stored_counts  # noqa: F401 - teaches the measures tables on disk
from helpers.counting.association import adjusted_p, rate_interval
from helpers.counting.counted_lines import collocate_lines, counted_lines
from helpers.counting.diversity import lexical_diversity
from helpers.counting.frequency import article_lengths, body_tokens, spellings, term_frequency
from helpers.counting.group_keywords import (
    FEW,
    article_intervals,
    comparison_groups,
    group_keyness,
    stated_groups,
)
from helpers.counting.keywords import keyness, weighted_log_odds
from helpers.counting.kwic import collocates, concordance
from helpers.counting.ratios import (
    MINIMUM_ARTICLES,
    Difference,
    Group,
    compare_rates,
    difference_margin,
    rate_and_variance,
)
from helpers.counting.sequences import longest_only, ngrams
from helpers.counting.spread import dispersion
from helpers.counting.syllable_index import find, syllable_index
from helpers.counting.token_table import name_terms
from helpers.counting.vocabulary import is_word

__all__ = [
    "FEW",
    "MINIMUM_ARTICLES",
    "Difference",
    "Group",
    "adjusted_p",
    "article_intervals",
    "article_lengths",
    "body_tokens",
    "collocate_lines",
    "collocates",
    "compare_rates",
    "comparison_groups",
    "concordance",
    "counted_lines",
    "difference_margin",
    "dispersion",
    "find",
    "group_keyness",
    "is_word",
    "keyness",
    "lexical_diversity",
    "longest_only",
    "name_terms",
    "ngrams",
    "rate_and_variance",
    "rate_interval",
    "spellings",
    "stated_groups",
    "syllable_index",
    "term_frequency",
    "weighted_log_odds",
]
