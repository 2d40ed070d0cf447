"""Policy references: find them, resolve them, set them in tables; the register of documents."""

from helpers.references.citations import (
    OWN_TEXT,
    PLACES,
    SURROUNDINGS,
    optional_files,
    read_register,
)
from helpers.references.evaluation import corpus_passages, evaluate, false_hits, read_passages
from helpers.references.finding import (
    Horizon,
    Reference,
    find_named_plans,
    find_references,
    reference_table,
)
from helpers.references.register import load_instruments
from helpers.references.side_by_side import LEAST_RUN, SharedRun, count_syllables, shared_runs
from helpers.references.signatories import read_parties

__all__ = [
    "LEAST_RUN",
    "OWN_TEXT",
    "PLACES",
    "SURROUNDINGS",
    "Horizon",
    "Reference",
    "SharedRun",
    "corpus_passages",
    "count_syllables",
    "evaluate",
    "false_hits",
    "find_named_plans",
    "find_references",
    "load_instruments",
    "optional_files",
    "read_parties",
    "read_passages",
    "read_register",
    "reference_table",
    "shared_runs",
]
