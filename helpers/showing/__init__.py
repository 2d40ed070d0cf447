"""One look: figures, tables, evidence, and the form that looks terms up."""

from helpers.showing.charts import dots, stacked_shares
from helpers.showing.figures import escape_markdown, show, use_style
from helpers.showing.framing_charts import share_panels
from helpers.showing.markup import TEMPLATES, escape, fill, plain_text, shown_text
from helpers.showing.reference_charts import citation_grid, count_bars, links, timeline
from helpers.showing.side_by_side_view import show_side_by_side
from helpers.showing.tables import show_table, table_markup

__all__ = [
    "TEMPLATES",
    "citation_grid",
    "count_bars",
    "dots",
    "escape",
    "escape_markdown",
    "fill",
    "links",
    "plain_text",
    "share_panels",
    "show",
    "show_side_by_side",
    "show_table",
    "shown_text",
    "stacked_shares",
    "table_markup",
    "timeline",
    "use_style",
]
