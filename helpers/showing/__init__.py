"""One look: figures, tables, evidence, and the form that looks terms up."""

from helpers.showing.charts import dots, stacked_shares
from helpers.showing.evidence import anchor, sentence_lines, sentence_link, shown_in_full
from helpers.showing.evidence_rows import shown_line
from helpers.showing.figures import escape_markdown, show, use_style
from helpers.showing.framing_charts import share_panels
from helpers.showing.markup import TEMPLATES, escape, fill, plain_text, shown_text
from helpers.showing.reference_charts import citation_grid, count_bars, links, timeline
from helpers.showing.results import FRONT_TEXT, NUMBERS, Result, TableLook, folded, result_id
from helpers.showing.side_by_side_view import show_side_by_side, stretches
from helpers.showing.tables import show_table, table_markup

__all__ = [
    "FRONT_TEXT",
    "NUMBERS",
    "TEMPLATES",
    "Result",
    "TableLook",
    "anchor",
    "citation_grid",
    "count_bars",
    "dots",
    "escape",
    "escape_markdown",
    "fill",
    "folded",
    "links",
    "plain_text",
    "result_id",
    "sentence_lines",
    "sentence_link",
    "share_panels",
    "show",
    "show_side_by_side",
    "show_table",
    "shown_in_full",
    "shown_line",
    "shown_text",
    "stacked_shares",
    "stretches",
    "table_markup",
    "timeline",
    "use_style",
]
