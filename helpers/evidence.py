"""The sentences behind a table's rows: find those of each row, list them with the term marked."""

import pandas as pd

from helpers.markup import escape, missing, plain_text

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
