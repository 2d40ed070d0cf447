"""Tables as accessible HTML: caption, aligned numbers, rows that open to their sentences."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from numbers import Number
from typing import Any

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from helpers.corpus import Corpus, csv_text
from helpers.showing.evidence import line_finder
from helpers.showing.evidence_rows import Evidence, evidence_lists, evidence_places
from helpers.showing.markup import fill, missing, plain_text, shown_text

Formats = Mapping[str, str | Callable[[Any], str]]

_VIETNAMESE_COLUMNS = {"term", "left", "node", "right", "text", "title", "surface", "collocate"}
# Letters that, among the languages met here, only Vietnamese has.
_VIETNAMESE_LETTER = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
_NO_VALUE = "–"
_SHORT, _LONG = 22, 90  # characters
_MAX_CSV = 200_000  # characters; a page stays below two million


def offered_csv(
    table: pd.DataFrame | pd.Series, shown: pd.DataFrame | None = None
) -> dict[str, str]:
    """Return what a page offers as CSV: the table, or the rows shown where it is too long.

    Returns
    -------
    dict of str to str
        ``csv``, and ``rows`` where they are not all; empty where even those are too long.
    """
    if len(table) <= _MAX_CSV // 4 and len(text := _csv_text(table)) <= _MAX_CSV:
        return {"csv": text}
    if shown is not None and len(shown) < len(table) and len(text := _csv_text(shown)) <= _MAX_CSV:
        return {"csv": text, "rows": f"first {len(shown):,} of {len(table):,} rows"}
    return {}


def _csv_text(table: pd.DataFrame | pd.Series) -> str:
    """Return a table as CSV text; a default index is left out, a real one kept."""
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    return plain_text(csv_text(_with_index(frame), float_format="%.10g"))


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose index, where it says something, has become columns."""
    frame = table.copy()
    frame.columns = pd.Index(
        [
            " · ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else name
            for name in frame.columns
        ],
        dtype=object,
    )
    named = any(name is not None for name in frame.index.names)
    # Row numbers left over from sorting or cutting say nothing to a reader.
    if not named and pd.api.types.is_integer_dtype(frame.index):
        return frame.reset_index(drop=True)
    levels = frame.index.to_frame(index=False)
    levels.columns = pd.Index(["" if name is None else name for name in frame.index.names])
    kept = [name for name in levels.columns if name not in frame.columns]
    return pd.concat([levels[kept], frame.reset_index(drop=True)], axis=1)


def show_table(
    table: pd.DataFrame | pd.Series,
    *,
    evidence: Evidence | None = None,
    caption: str | None = None,
    formats: Formats | None = None,
    limit: int | None = None,
    evidence_limit: int = 20,
    labels: Mapping[str, str] | None = None,
    vietnamese: Iterable[str] | None = None,
    note: str | None = None,
    folded: bool = False,
    corpus: Corpus | None = None,
) -> None:
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
    note : str, optional
        The footnote; by default made of ``table.attrs``.
    folded : bool
        Show the table on request only, under its caption.
    corpus : Corpus, optional
        Where the sentences are from: articles are shown by their names (the CSV keeps the ids),
        sentences with their English.

    Raises
    ------
    TypeError
        If `table` is no table or `evidence` neither a DataFrame nor a callable.
    ValueError
        If `evidence` lacks a column, or has none that names a row of `table`.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["hợp tác"], "count": [41]})
    >>> show_table(table, labels={"count": "times"})  # doctest: +ELLIPSIS
    {'text/html': ...>times</th>...hợp tác...>41</td>...}
    """
    options = (caption, formats, limit, evidence_limit, labels, vietnamese, note, folded, corpus)
    data, metadata = table_bundle(table, evidence, *options)
    display(data, raw=True, metadata=metadata)


def table_bundle(
    table: pd.DataFrame | pd.Series,
    evidence: Evidence | None = None,
    caption: str | None = None,
    formats: Formats | None = None,
    limit: int | None = None,
    evidence_limit: int = 20,
    labels: Mapping[str, str] | None = None,
    vietnamese: Iterable[str] | None = None,
    note: str | None = None,
    folded: bool = False,
    corpus: Corpus | None = None,
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return what `show_table` displays, with the same parameters: data and metadata by type."""
    if isinstance(table, pd.Series):
        table = table.to_frame()
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"show_table: expected a DataFrame, got {type(table).__name__}")
    frame = _with_index(table)
    shown = frame if limit is None else frame.head(limit)
    names = corpus.names if corpus else {}
    texts = formatted(shown, formats or {})
    for name in [name for name in texts if len(texts) and texts[name].isin(names).all()]:
        texts[name] = texts[name].map(names)
    labels = names | dict(labels or {})
    titles = {name: labels.get(name, _heading(name)) for name in shown.columns}
    cut = f"(First {len(shown):,} of {len(frame):,} rows.)" if len(shown) < len(frame) else ""
    heads = " ".join(filter(None, [caption, cut]))
    note = _footnote(table.attrs) if note is None else note
    lists = evidence_lists(shown, evidence)
    known = line_finder(corpus)
    places = lists and [evidence_places(lines, evidence_limit, known) for lines in lists]
    plain = texts.rename(columns=titles).to_string(index=False) if len(texts) else "(no rows)"
    html = _table_html(shown, texts, titles, heads, note, places, vietnamese)
    if folded:
        html = fill("folded", summary=heads or "The numbers", content=html)
    text = plain_text("\n".join(filter(None, [heads, plain, note])))
    return {"text/html": html, "text/plain": text}, {"text/html": offered_csv(frame, shown)}


def table_markup(table: pd.DataFrame, *, titles: Mapping[str, str], caption: str = "") -> Markup:
    """Return a table as HTML, without sentences.

    Parameters
    ----------
    table : DataFrame
    titles : mapping of str to str
        The heading of every column.
    caption : str
        What the table shows.

    Returns
    -------
    Markup

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["y tế"], "count": [41]})
    >>> markup = table_markup(table, titles={"term": "term", "count": "times"})
    >>> "<table" in markup, "times" in markup
    (True, True)
    """
    return _table_html(table, formatted(table, {}), titles, caption)


def _heading(name: object) -> str:
    """Return a column's name as a heading."""
    return shown_text(name).replace("_", " ")


def _footnote(attrs: Mapping[Any, Any]) -> str:
    """Return a table's plain attributes as one line: "measure: G²; parts: lead, body"."""
    said = []
    for name, value in attrs.items():
        if isinstance(value, str) and not value:
            continue
        items = list(value) if isinstance(value, list | tuple | set) else [value]
        if isinstance(value, dict):
            items = [f"{key} {item}" for key, item in value.items()]
        if isinstance(value, set):
            items = sorted(items, key=str)
        if all(isinstance(item, str | Number) for item in items) and items:
            said.append(f"{_heading(name)}: {', '.join(map(_scalar_text, items))}")
    return plain_text("; ".join(said))


def _scalar_text(value: Any) -> str:
    """Return a single attribute as text."""
    if isinstance(value, bool) or not isinstance(value, Number):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


def formatted(frame: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return every cell as the text shown: numbers rounded alike down a column."""
    unknown = [name for name in formats if name not in frame.columns]
    if unknown:
        raise ValueError(f"show_table: formats for {unknown}, but the columns are {list(frame)}")
    texts = {}
    for name in frame.columns:
        spec = formats.get(name) or _default_format(frame[name])
        write = spec if callable(spec) else f"{{:{spec}}}".format
        texts[name] = [
            _NO_VALUE if missing(value) else shown_text(write(value)) for value in frame[name]
        ]
    return pd.DataFrame(texts, dtype=object)


def _default_format(column: pd.Series) -> str | Callable[[Any], str]:
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
    return _cell_text


def _cell_text(value: object) -> str:
    """Return a cell of any other kind as text."""
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _table_html(
    frame: pd.DataFrame,
    texts: pd.DataFrame,
    titles: Mapping[str, str],
    caption: str = "",
    note: str = "",
    places: list[dict | None] | None = None,
    vietnamese: Iterable[str] | None = None,
) -> Markup:
    """Return the whole table as HTML."""
    numbers = [
        pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
        for kind in frame.dtypes
    ]
    columns = [
        _column(titles[name], number, texts[name])
        for name, number in zip(frame.columns, numbers, strict=True)
    ]
    marked = _VIETNAMESE_COLUMNS if vietnamese is None else set(vietnamese)
    named = [str(name).split(" · ")[-1] in marked for name in frame.columns]
    rows = [
        [
            (text, name or _VIETNAMESE_LETTER.search(text), _exact(value, text) if number else "")
            for value, text, number, name in zip(values, cells, numbers, named, strict=True)
        ]
        for values, cells in zip(
            frame.itertuples(index=False, name=None),
            texts.itertuples(index=False, name=None),
            strict=True,
        )
    ]
    opened = places is not None
    opening = zip(rows, places or [None] * len(rows), strict=True)
    return fill(
        "table", caption=caption, columns=columns, rows=list(opening), note=note, opened=opened
    )


def _column(title: str, number: bool, texts: Iterable[str]) -> dict[str, str]:
    """Return a column's heading and look: numbers right, text left, inside JupyterLab too."""
    side = "right" if number else "left"
    # A column of short entries keeps each on one line: an id isn't broken at its hyphens.
    longest = max(map(len, texts), default=0)
    width = " kt-short" if longest <= _SHORT else " kt-long" if longest > _LONG else ""
    return {"title": title, "side": side, "look": f"kt-{side}{width}"}


def _exact(value: Any, text: str) -> str:
    """Return the unrounded number, by which rows are sorted, where the text isn't it."""
    return "" if missing(value) or text == str(value) else json.dumps(float(value))
