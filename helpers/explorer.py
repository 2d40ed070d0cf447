"""A form for looking terms up while reading; where there is no kernel, its first state."""

import ipywidgets as widgets
from IPython.display import display

from helpers.markup import escape
from helpers.tables import table_bundle
from helpers.term_lookup import article_groups, look_up

# A choice whose value is None would be no choice to the form.
ALL = ""
ORDERS = {"as in the text": ALL, "by the words before": "left", "by the words after": "right"}
SORTS = (None, "left", "right")
MOST_ARTICLES = 50
LABELS = {"per_thousand": "per 1,000 words"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def explore(corpus, term="sức khỏe", *, group=None, sort=None, window=8, limit=100):
    """Show a term's frequency by article and its lines, in a form that takes other terms.

    In JupyterLab with a running kernel this is a form: a field for the term, the order of the
    lines, the group of articles. Everywhere else (the stored notebook, the HTML page, a front
    end without widgets) its first state stands as a table whose rows open to their sentences.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it.
    term : str, default "sức khỏe"
        The first term: one or more words, found as `concordance` finds them. A text that holds
        no word, or that doesn't occur, is answered with a message, not with an error.
    group : str, optional
        Look in the articles of this group only, to begin with.
    sort : {None, "left", "right"}, optional
        Order of the lines, to begin with: as in the text, or by the words before or after.
    window : int, default 8
        Words to either side of the term.
    limit : int, default 100
        The most lines shown at a time; of how many is said.

    Raises
    ------
    TypeError
        If `term` is no string.
    ValueError
        If `group` or `sort` isn't one that there is, `window` is negative, `limit` below 1 or
        the corpus has no sentence of lead or body.
    """
    if sort not in SORTS:
        raise ValueError(f"sort is one of {SORTS}, got {sort!r}")
    if limit < 1:
        raise ValueError(f"limit is a number of lines from 1, got {limit}")
    finding = look_up(corpus, term, group=group, sort=sort, window=window)
    data, metadata = table_bundle(
        finding.frequency,
        evidence=finding.lines,
        caption=finding.message,
        limit=MOST_ARTICLES,
        labels=LABELS,
    )
    # A front end draws the richest kind it can: the form where widgets live, else the table.
    data[WIDGET_VIEW] = form(corpus, term, group, sort, window, limit).get_view_spec()
    display(data, raw=True, metadata=metadata)


def form(corpus, term, group, sort, window, limit):
    """Build the form; its parts follow each other: field, order and group, then what was found.

    Parameters
    ----------
    corpus, term, group, sort, window, limit
        As in `explore`.

    Returns
    -------
    ipywidgets.VBox
        Of a box with the three controls, and the HTML of what was found.
    """
    field = widgets.Text(
        value=term,
        description="Term",
        placeholder="one or more words, then Enter",
        tooltip="One or more words; press Enter to look them up",
        continuous_update=False,
    )
    order = widgets.Dropdown(
        options=ORDERS, value=sort or ALL, description="Sort", tooltip="The order of the lines"
    )
    choice = widgets.Dropdown(
        options=group_options(corpus),
        value=group or ALL,
        description="Group",
        tooltip="The articles to look in",
    )
    found = widgets.HTML().add_class("jp-RenderedHTMLCommon")

    def refresh(_=None):
        found.value = answer(
            corpus,
            field.value,
            choice.value or None,
            order.value or None,
            window=window,
            limit=limit,
        )

    for control in (field, order, choice):
        control.style.description_width = "4em"
        control.observe(refresh, names="value")
    refresh()
    wrap = widgets.Layout(flex_flow="row wrap")
    return widgets.VBox([widgets.HBox([field, order, choice], layout=wrap), found])


def answer(corpus, term, group, sort, *, window, limit):
    """Return what the form shows of a term, as HTML; a fault is said in words.

    Parameters
    ----------
    corpus, term, group, sort, window, limit
        As in `explore`.

    Returns
    -------
    str
    """
    try:
        finding = look_up(corpus, term, group=group, sort=sort, window=window)
    except ValueError as error:
        return message_html(str(error))
    if not len(finding.lines):
        return message_html(finding.message)
    data, _ = table_bundle(
        finding.frequency, caption="Frequency by article.", limit=MOST_ARTICLES, labels=LABELS
    )
    tables = (data["text/html"], lines_html(finding.lines, limit))
    boxes = (f'<div style="overflow-x:auto;line-height:1.4">{table}</div>' for table in tables)
    return message_html(finding.message) + "".join(boxes)


def message_html(message):
    """Return a message as a paragraph that is read aloud when it appears."""
    return f'<p role="status" style="line-height:1.4">{escape(message)}</p>'


def lines_html(lines, limit):
    """Return concordance lines as an HTML table with the term, marked, in a column of its own.

    Parameters
    ----------
    lines : DataFrame
        As `concordance` gives them.
    limit : int
        The most lines shown; the caption says of how many.

    Returns
    -------
    str
    """
    total = len(lines)
    cut = f"First {limit:,} of {total:,} lines." if total > limit else f"Lines: {total:,}."
    rows = "".join(map(line_html, lines.head(limit).itertuples()))
    columns = {"article · sentence": "left", "before": "right", "term": "center", "after": "left"}
    head = "".join(
        f'<th scope="col" style="text-align:{side}">{name}</th>' for name, side in columns.items()
    )
    return (
        f'<table class="kt-lines"><caption>{cut}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def line_html(line):
    """Return one concordance line as a row of a table."""
    place = f"{escape(line.article)} · {escape(line.sentence)}"
    return (
        f'<tr><th scope="row" style="text-align:left;white-space:nowrap">{place}</th>'
        f'<td lang="vi" style="text-align:right">{escape(line.left)}</td>'
        f'<td lang="vi" style="text-align:center;white-space:nowrap"><mark>{escape(line.node)}'
        f"</mark></td>"
        f'<td lang="vi" style="text-align:left">{escape(line.right)}</td></tr>'
    )


def group_options(corpus):
    """Return (label, group) pairs: all, then each group with articles, in the corpus's order."""
    there = list(article_groups(corpus).unique())
    names = [name for name in corpus.groups if name in there]
    names += [name for name in there if name not in names]
    labels = [
        f"{name} ({corpus.groups[name]})" if corpus.groups.get(name, name) != name else name
        for name in names
    ]
    return [("all articles", ALL), *zip(labels, names, strict=True)]
