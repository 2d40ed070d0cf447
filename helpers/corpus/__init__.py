"""A folder of articles: make it, read it, check it, hold it in memory or on disk."""

from helpers.corpus.command_lines import command_line
from helpers.corpus.corpus import READ_AT_MOST, Corpus
from helpers.corpus.csv_files import bounded_lines, csv_delimiter, csv_rows, read_csv
from helpers.corpus.csv_writing import (
    csv_cells,
    csv_form,
    csv_text,
    guard_formula,
    runs_as_formula,
    unguard_formula,
)
from helpers.corpus.description import DESCRIPTION, Description, read_description
from helpers.corpus.encodings import OLD_ENCODINGS
from helpers.corpus.faults import CorpusError, brief, printable, summed_up
from helpers.corpus.folder import SEEMS, CorpusFiles, group_names, read_folder, read_page
from helpers.corpus.glosses import gloss_texts
from helpers.corpus.loading import (
    IN_MEMORY_BELOW,
    STORED_ABOVE,
    copies_in,
    counts_nothing,
    default_folder,
    load_corpus,
    prepare_corpus,
)
from helpers.corpus.making import (
    add_articles,
    add_articles_from_table,
    new_corpus,
    new_corpus_from_table,
)
from helpers.corpus.page_files import page_text
from helpers.corpus.page_tables import (
    COUNTED_PARTS,
    PARTS,
    READ_PARTS,
    part_table,
    sentence_table,
    words_column,
)
from helpers.corpus.placing import Made
from helpers.corpus.quality import (
    PageReview,
    convert_pages,
    earliest_first,
    find_copies,
    review_pages,
)
from helpers.corpus.row_checks import DATE_COLUMNS, rewritten_days
from helpers.corpus.samples import drawn_articles
from helpers.corpus.stored_table import StoredTable, Table, batches, require_in_memory, rows_of
from helpers.corpus.table_files import TABLE_ENDINGS
from helpers.corpus.titles import DOUBTS
from helpers.corpus.toml_files import read_toml
from helpers.corpus.writing import write_all

__all__ = [
    "COUNTED_PARTS",
    "DATE_COLUMNS",
    "DESCRIPTION",
    "DOUBTS",
    "IN_MEMORY_BELOW",
    "OLD_ENCODINGS",
    "PARTS",
    "READ_AT_MOST",
    "READ_PARTS",
    "SEEMS",
    "STORED_ABOVE",
    "TABLE_ENDINGS",
    "Corpus",
    "CorpusError",
    "CorpusFiles",
    "Description",
    "Made",
    "PageReview",
    "StoredTable",
    "Table",
    "add_articles",
    "add_articles_from_table",
    "batches",
    "bounded_lines",
    "brief",
    "command_line",
    "convert_pages",
    "copies_in",
    "counts_nothing",
    "csv_cells",
    "csv_delimiter",
    "csv_form",
    "csv_rows",
    "csv_text",
    "default_folder",
    "drawn_articles",
    "earliest_first",
    "find_copies",
    "gloss_texts",
    "group_names",
    "guard_formula",
    "load_corpus",
    "new_corpus",
    "new_corpus_from_table",
    "page_text",
    "part_table",
    "prepare_corpus",
    "printable",
    "read_csv",
    "read_description",
    "read_folder",
    "read_page",
    "read_toml",
    "require_in_memory",
    "review_pages",
    "rewritten_days",
    "rows_of",
    "runs_as_formula",
    "sentence_table",
    "summed_up",
    "unguard_formula",
    "words_column",
    "write_all",
]
