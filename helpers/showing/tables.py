"""Tables as accessible HTML: caption, aligned numbers, rows that open to their sentences.

The sentences behind a table's rows: find those of each row, list them with the term marked.
"""

import json
import re
from numbers import Number

import pandas as pd
from IPython.display import display

from helpers.showing.markup import escape, missing, plain_text

VIETNAMESE_COLUMNS = {"term", "left", "node", "right", "text", "title", "surface", "collocate"}
# Letters that, among the languages met here, only Vietnamese has.
VIETNAMESE_LETTER = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
NO_VALUE = "–"
SHORT, LONG = 22, 90  # characters
MAX_CSV = 200_000  # characters; a page stays below two million


def csv_text(table):
    """Return a table as CSV text; a default index is left out, a real one kept."""
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    text = with_index(frame).to_csv(index=False, lineterminator="\n", float_format="%.10g")
    return plain_text(text)


def offered_csv(table, shown=None):
    """Return what a page offers as CSV: the table, or the rows shown where it is too long.

    Parameters
    ----------
    table : pandas.DataFrame or pandas.Series
    shown : pandas.DataFrame, optional
        Its rows that are shown.

    Returns
    -------
    dict of str to str
        ``csv``, and ``rows`` where they are not all; empty where even those are too long.
    """
    if len(table) <= MAX_CSV // 4 and len(text := csv_text(table)) <= MAX_CSV:
        return {"csv": text}
    if shown is not None and len(shown) < len(table) and len(text := csv_text(shown)) <= MAX_CSV:
        return {"csv": text, "rows": f"first {len(shown):,} of {len(table):,} rows"}
    return {}


def with_index(table):
    """Return a table whose index, where it says something, has become columns."""
    frame = table.copy()
    frame.columns = [
        " · ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else name
        for name in frame.columns
    ]
    named = any(name is not None for name in frame.index.names)
    # Row numbers left over from sorting or cutting say nothing to a reader.
    if not named and pd.api.types.is_integer_dtype(frame.index):
        return frame.reset_index(drop=True)
    levels = frame.index.to_frame(index=False)
    levels.columns = [name if name is not None else "" for name in frame.index.names]
    kept = [name for name in levels.columns if name not in frame.columns]
    return pd.concat([levels[kept], frame.reset_index(drop=True)], axis=1)


def show_table(
    table,
    *,
    evidence=None,
    caption=None,
    formats=None,
    limit=None,
    evidence_limit=20,
    labels=None,
    vietnamese=None,
):
    """Display a table whose rows can be opened to the sentences they were counted in.

    Parameters
    ----------
    table : pandas.DataFrame or pandas.Series
        The index is shown where it has a name or isn't 0, 1, 2 …. Plain values in
        ``table.attrs`` (measure, denominator, filters, versions …) become a footnote.
    evidence : pandas.DataFrame or callable, optional
        The sentences: columns ``left``, ``node``, ``right`` and, where known, ``article``
        and ``sentence``, as `concordance` gives them. A DataFrame says by the columns that
        it has in common with `table` (usually ``term``; its named index counts as columns)
        to which row a sentence belongs: to the one that agrees in all of them. A callable
        takes a row (a Series) and returns such a DataFrame.
    caption : str, optional
        What the table shows.
    formats : dict of str to str or callable, optional
        By column: a format specification (``".1f"``) or a function from value to text.
    limit : int, optional
        Show the first `limit` rows only and say of how many.
    evidence_limit : int, default 20
        The most sentences shown a row; the number of all is said.
    labels : dict of str to str, optional
        Headings by column; otherwise the column's name without underscores.
    vietnamese : iterable of str, optional
        The columns that are marked as Vietnamese. By default those named term, left, node,
        right, text, title, surface or collocate. Any text with letters that only
        Vietnamese has is marked too.

    Raises
    ------
    TypeError
        If `table` is no table or `evidence` neither a DataFrame nor a callable.
    ValueError
        If `evidence` lacks a column, or has none that names a row of `table`.
    """
    data, metadata = table_bundle(
        table,
        evidence=evidence,
        caption=caption,
        formats=formats,
        limit=limit,
        evidence_limit=evidence_limit,
        labels=labels,
        vietnamese=vietnamese,
    )
    display(data, raw=True, metadata=metadata)


def table_bundle(
    table,
    *,
    evidence=None,
    caption=None,
    formats=None,
    limit=None,
    evidence_limit=20,
    labels=None,
    vietnamese=None,
):
    """Return what `show_table` displays, with the same parameters: data and metadata by type."""
    if isinstance(table, pd.Series):
        table = table.to_frame()
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"show_table: expected a DataFrame, got {type(table).__name__}")
    frame = with_index(table)
    shown = frame if limit is None else frame.head(limit)
    texts = formatted(shown, formats or {})
    titles = {name: (labels or {}).get(name, heading(name)) for name in shown.columns}
    heads = " ".join(part for part in [caption, cut_note(len(shown), len(frame))] if part)
    note = footnote(table.attrs)
    sentences = evidence_lists(shown, evidence, evidence_limit)
    plain = texts.rename(columns=titles).to_string(index=False) if len(texts) else "(no rows)"
    html = table_html(
        shown,
        texts,
        titles=titles,
        caption=heads,
        note=note,
        sentences=sentences,
        vietnamese=vietnamese,
    )
    text = plain_text("\n".join(part for part in [heads, plain, note] if part))
    return {"text/html": html, "text/plain": text}, {"text/html": offered_csv(frame, shown)}


def table_markup(table, *, titles, caption=""):
    """Return a table as HTML, without sentences."""
    return table_html(table, formatted(table, {}), titles=titles, caption=caption)


def heading(name):
    """Return a column's name as a heading."""
    return plain_text(name).replace("_", " ")


def cut_note(shown, total):
    """Say how much of a table is shown, when it isn't all."""
    return f"(First {shown:,} of {total:,} rows.)" if shown < total else ""


def footnote(attrs):
    """Return a table's plain attributes as one line: "measure: G²; parts: lead, body"."""
    said = []
    for name, value in attrs.items():
        if isinstance(value, str) and not value:
            continue
        items = value if isinstance(value, list | tuple | set) else [value]
        if isinstance(value, dict):
            items = [f"{key} {item}" for key, item in value.items()]
        if isinstance(value, set):
            items = sorted(items, key=str)
        if all(isinstance(item, str | Number) for item in items) and items:
            said.append(f"{heading(name)}: {', '.join(scalar_text(item) for item in items)}")
    return plain_text("; ".join(said))


def scalar_text(value):
    """Return a single attribute as text."""
    if isinstance(value, bool) or not isinstance(value, Number):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


def formatted(frame, formats):
    """Return every cell as the text shown: numbers rounded alike down a column."""
    unknown = [name for name in formats if name not in frame.columns]
    if unknown:
        raise ValueError(f"show_table: formats for {unknown}, but the columns are {list(frame)}")
    return pd.DataFrame(
        {name: column_texts(frame[name], formats.get(name)) for name in frame.columns},
        dtype=object,
    )


def column_texts(column, spec):
    """Return a column's cells as text."""
    if spec is None:
        spec = default_format(column)
    write = spec if callable(spec) else lambda value: format(value, spec)
    return [NO_VALUE if missing(value) else plain_text(write(value)) for value in column]


def default_format(column):
    """Choose how a column is written: whole numbers by thousands, others rounded."""
    if pd.api.types.is_bool_dtype(column):
        return lambda value: "yes" if value else "no"
    if pd.api.types.is_integer_dtype(column):
        return ","
    if pd.api.types.is_float_dtype(column):
        values = column.dropna()
        if str(column.name).split("_")[0] == "p":
            return lambda value: "< 0.001" if value < 0.001 else f"{value:.3f}"
        if len(values) and (values == values.round()).all():
            return ",.0f"
        return ",.3f" if len(values) and values.abs().max() < 1 else ",.2f"
    return cell_text


def cell_text(value):
    """Return a cell of any other kind as text."""
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def table_html(frame, texts, *, titles, caption="", note="", sentences=None, vietnamese=None):
    """Return the whole table as HTML; every text that came from data is escaped."""
    numbers = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    numbers = [
        number and not pd.api.types.is_bool_dtype(frame[name])
        for number, name in zip(numbers, frame.columns, strict=True)
    ]
    styles = [
        align(number, texts[name]) for name, number in zip(frame.columns, numbers, strict=True)
    ]
    head = "".join(
        f'<th scope="col"{style}>{escape(titles[name])}</th>'
        for name, style in zip(frame.columns, styles, strict=True)
    )
    marked = VIETNAMESE_COLUMNS if vietnamese is None else set(vietnamese)
    rows = []
    for position, (values, cells) in enumerate(
        zip(frame.itertuples(index=False, name=None), texts.itertuples(index=False), strict=True)
    ):
        line = "".join(
            cell_html(
                "td" if i else "th",
                cells[i],
                styles[i] + language(name, cells[i], marked),
                exact(values[i], cells[i]) if numbers[i] else "",
            )
            for i, name in enumerate(frame.columns)
        )
        row = f"<tr>{line}</tr>"
        if sentences is not None:
            row = f"<tbody>{row}{evidence_row(sentences[position], cells[0], len(numbers))}</tbody>"
        rows.append(row)
    body = "".join(rows) if sentences is not None else f"<tbody>{''.join(rows)}</tbody>"
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    bottom = f'<p class="kt-note"><small>{escape(note)}</small></p>' if note else ""
    table = f'<table class="kt-table">{top}<thead><tr>{head}</tr></thead>{body}</table>'
    return f'<div class="kt">{table}{bottom}</div>'


def align(number, texts):
    """Return the attributes that set numbers right and text left, inside JupyterLab too."""
    side = "right" if number else "left"
    # A column of short entries keeps each on one line: an id isn't broken at its hyphens.
    longest = max(map(len, texts), default=0)
    width = " kt-short" if longest <= SHORT else " kt-long" if longest > LONG else ""
    return f' class="kt-{side}{width}" style="text-align:{side}"'


def language(name, text, marked):
    """Return the attribute that marks a cell as Vietnamese, if it is."""
    named = str(name).split(" · ")[-1] in marked
    return ' lang="vi"' if named or VIETNAMESE_LETTER.search(text) else ""


def exact(value, text):
    """Return the attribute that holds the unrounded number, by which rows are sorted."""
    if missing(value) or text == str(value):
        return ""
    return f' data-value="{json.dumps(float(value))}"'


def cell_html(tag, text, attributes, value):
    """Return one cell; the first of a row is its heading."""
    scope = ' scope="row"' if tag == "th" else ""
    return f"<{tag}{scope}{attributes}{value}>{escape(text)}</{tag}>"


PIECES = ("left", "node", "right")


def evidence_lists(frame, evidence, limit):
    """Return, for every row of a table, its sentences as HTML; None without evidence."""
    if evidence is None:
        return None
    if callable(evidence):
        found = [evidence(row) for _, row in frame.iterrows()]
        return [sentence_list(checked(lines), limit) for lines in found]
    if not isinstance(evidence, pd.DataFrame):
        raise TypeError(f"show_table: evidence must be a DataFrame, got {type(evidence).__name__}")
    keys = [name for name in frame.columns if name in evidence.columns and name not in PIECES]
    if not keys:
        raise ValueError(
            f"show_table: evidence must share a column with the table ({list(frame.columns)}) "
            f"that says to which row a sentence belongs; it has {list(evidence.columns)}"
        )
    lines = checked(evidence)
    # Of a large corpus's sentences few belong to the rows shown, and groups are costly to make.
    for name in keys:
        lines = lines[lines[name].isin(list(frame[name]))]
    grouped = lines.groupby(keys, sort=False, observed=True, dropna=False)
    groups = {row_key(key): lines for key, lines in grouped}
    wanted = map(row_key, frame[keys].itertuples(index=False, name=None))
    return [sentence_list(groups.get(key, evidence.head(0)), limit) for key in wanted]


def row_key(values):
    """Return values by which rows are matched; a missing value equals a missing value."""
    return tuple(None if missing(value) else value for value in values)


def checked(lines):
    """Return evidence that has the columns needed, or say which it lacks."""
    lacking = [name for name in PIECES if name not in lines.columns]
    if lacking:
        raise ValueError(f"show_table: evidence lacks {lacking}; it has {list(lines.columns)}")
    return lines


def sentence_list(lines, limit):
    """Return concordance lines as a summary and a list, each with its term marked."""
    if not len(lines):
        return "", ""
    count = f"{len(lines):,} {'place' if len(lines) == 1 else 'places'}"
    items = "".join(sentence_item(line) for line in lines.head(limit).to_dict("records"))
    cut = f"<p>The first {limit:,} of {count}.</p>" if len(lines) > limit else ""
    return count, f"{cut}<ul>{items}</ul>"


def sentence_item(line):
    """Return one concordance line as a list item."""
    left, node, right = (plain_text(line[name]) for name in PIECES)
    place = " · ".join(
        escape(place_text(name, line[name]))
        for name in ("article", "sentence")
        if name in line and not missing(line[name])
    )
    source = f"<cite>{place}</cite> " if place else ""
    text = (
        f"{escape(left)}{gap(left, node)}<mark>{escape(node)}</mark>"
        f"{gap(node, right)}{escape(right)}"
    )
    return f'<li>{source}<span lang="vi">{text}</span></li>'


def place_text(name, value):
    """Return where a sentence stands: its article, its number; number 0 is the title."""
    if name != "sentence":
        return value
    return f"sentence {value}" if value else "title"


def gap(before, after):
    """Return the space that belongs between two pieces of a sentence, if any."""
    # Slices of a sentence hold their own spaces; words joined without them would stick together.
    glued = before[-1:].isalnum() and after[:1].isalnum()
    return " " if glued else ""


def evidence_row(sentences, name, columns):
    """Return the row that opens to the sentences of the row above it."""
    count, items = sentences
    if not count:
        return ""
    summary = f"<summary>{escape(count)}<span>: {escape(name)}</span></summary>"
    return (
        f'<tr class="kt-evidence"><td colspan="{columns}" style="text-align:left">'
        f"<details>{summary}{items}</details></td></tr>"
    )
