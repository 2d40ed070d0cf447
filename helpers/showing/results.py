"""What a report gives a notebook: a finding in words, its figure, its numbers, its sentences."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from helpers.showing.figures import show, use_style
from helpers.showing.markup import fill, plain_text
from helpers.showing.tables import formatted, table_bundle

NUMBERS = "numbers"
"""Under this name a result tells a page its sentence with links to what was counted."""

FRONT_TEXT = "front_text"
"""Under this name it tells the front page what to say in place of its sentence."""

SENTENCES_SHOWN = 3
"""Sentences that a row opens to; the others are a click further."""


@dataclasses.dataclass(frozen=True)
class TableLook:
    """How a result's table is shown.

    Attributes
    ----------
    labels, formats : mapping
        By column, as `show_table` takes them.
    caption : str
        What the table shows.
    limit : int or None
        Rows shown.
    folded : bool or None
        Whether the table opens on request; by default it does where there is a figure.
    columns : tuple of str
        The columns shown; by default all.

    Examples
    --------
    >>> look = TableLook(labels={"count": "times"}, formats={"share": ".0%"})
    >>> look.labels["count"], look.limit
    ('times', 30)
    """

    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    formats: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    caption: str = ""
    limit: int | None = 30
    folded: bool | None = None
    columns: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, eq=False)
class Result:
    """What a notebook shows of a measure; the last line of a cell shows itself.

    Attributes
    ----------
    key : str
        ``"framing.profiles"``: its name in ``commentary.toml`` and of its files.
    data : DataFrame
        For whoever goes on in pandas; the table shows it.
    facts : mapping
        Every number and name that a sentence may use, by path: ``count``, then its keys.
    title : str
        The finding, also the figure's title.
    sentence : str
        The finding in one or two plain sentences, as Markdown.
    short : str
        The finding in a line, without its numbers; where empty the sentence serves.
    alt : str
        What the figure shows.
    note : str
        Base, denominator, sample: one sentence.
    evidence : DataFrame or callable, optional
        The sentences that rows open to, as `sentence_lines` gives them.
    front : int
        Its place on the front page; 0 for none.
    draw : callable, optional
        Draws the figure; takes whether the drawing is to be narrow.
    look : TableLook
        How the table is shown.
    markup : str
        HTML shown in place of a table.
    about : mapping
        What else a page may know of it.

    Examples
    --------
    >>> result = Result("words.none", sentence="No word here.")
    >>> result.absent
    True
    """

    key: str
    data: pd.DataFrame = dataclasses.field(default_factory=pd.DataFrame)
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    title: str = ""
    sentence: str = ""
    short: str = ""
    alt: str = ""
    note: str = ""
    evidence: pd.DataFrame | Callable[[pd.Series], pd.DataFrame] | None = None
    front: int = 0
    draw: Callable[[bool], Figure] | None = None
    look: TableLook = TableLook()
    markup: str = ""
    about: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def absent(self) -> bool:
        """Whether there is nothing to show: the sentence then says what is missing."""
        return self.data.empty and self.draw is None and not self.markup

    def say(self) -> None:
        """Display the finding in words."""
        if self.sentence:
            about = {"khungtin": {"key": self.key, "front": self.front, **self.about}}
            display(
                {"text/markdown": self.sentence, "text/plain": self.sentence},
                raw=True,
                metadata=about,
            )

    def quote(self) -> None:
        """Display the finding as a quotation: on a page of methods, what the section backs."""
        quoted, *linked = (
            "> " + text.replace("\n", "\n> ")
            for text in (self.sentence, self.about.get(NUMBERS))
            if text
        )
        about = {"khungtin": {NUMBERS: linked[0]}} if linked else {}
        display({"text/markdown": quoted, "text/plain": quoted}, raw=True, metadata=about)

    def figure(self) -> None:
        """Draw the figure, wide and for a narrow screen; nothing where there is none."""
        if self.draw is None:
            return
        use_style()
        narrow = self.draw(True)
        show(
            self.draw(False),
            self.alt,
            data=None if self._folded else self._shown,
            name=self.key.replace(".", "-"),
            narrow=narrow,
            about={"key": self.key, "front": self.front},
        )

    def table(self) -> None:
        """Display the numbers, folded under a figure; nothing where there are none."""
        if self.markup:
            display(
                {"text/html": self.markup, "text/plain": plain_text(self.title)},
                raw=True,
                metadata={"text/html": {"front": self.front, "key": self.key}},
            )
        elif len(self.data):
            shown, about = table_bundle(
                self._shown,
                evidence=self.evidence,
                caption=self.look.caption or ("The numbers" if self._folded else self.title),
                formats=self._formats,
                labels=self.look.labels,
                limit=self.look.limit,
                evidence_limit=SENTENCES_SHOWN,
                note=self.note,
                folded=self._folded,
            )
            display(shown, raw=True, metadata={"text/html": about["text/html"] | {"key": self.key}})

    def place(self, number: str, names: Sequence[str] = ()) -> str:
        """Give the place on its page where a number stands: the table's row, or all of the table.

        Parameters
        ----------
        number : str
            As it is written.
        names : sequence of str
            What row and column are called; the row with most of them in its cells is meant.

        Returns
        -------
        str
            An id; empty where the number isn't shown, or the first name in no row and no heading.

        Examples
        --------
        >>> shown = Result("a.b", pd.DataFrame({"article": ["UK", "US"], "count": [1, 2]}))
        >>> shown.place("2", ["US"]), shown.place("1"), shown.place("3"), shown.place("2", ["UK"])
        ('result-a-b-2', 'result-a-b-1', '', '')
        >>> both = Result("a.b", shown.data.assign(articles=[2, 9]))
        >>> both.place("2", ["UK", "count"]), both.place("2", ["UK", "articles"])
        ('', 'result-a-b-1')
        """
        whole = f"{result_id(self.key)}-{NUMBERS}"
        if self.markup:
            return whole if _stands_in(number, _TAG.sub(" ", str(self.markup))) else ""
        table = self._shown.head(self.look.limit)
        cells = table.astype(str)
        if names and names[0] not in cells and not cells.eq(names[0]).any(axis=None):
            return ""
        named = cells.isin(list(names)).sum(axis=1).to_numpy()
        texts = formatted(table, self._formats)
        heads = {name: str(self.look.labels.get(name, name)) for name in table}
        if names and not named.any():
            texts, heads = texts[[names[0]]], {names[0]: heads[names[0]]}
        # Beside the number that is meant another column may have the same.
        own = [name for name in texts if {str(name), heads[name]} & set(names)]
        if own and named.any():
            texts = texts[own]
        stands = texts.map(lambda text: _stands_in(number, text)).any(axis=1).to_numpy(dtype=bool)
        rows = np.flatnonzero(stands & (named == named.max()) if named.any() else stands)
        said = " ".join([*heads.values(), self.note, self.look.caption])
        if len(rows) == 1 or (len(rows) and named.any()):
            return f"{result_id(self.key)}-{rows[0] + 1}"
        in_all = not named.any() and (len(rows) or _stands_in(number, said))
        return whole if in_all and len(table) else ""

    @property
    def _shown(self) -> pd.DataFrame:
        """The columns that are shown."""
        return self.data[list(self.look.columns)] if self.look.columns else self.data

    @property
    def _formats(self) -> dict[str, Any]:
        """How the columns that are shown are written."""
        return {k: v for k, v in self.look.formats.items() if k in self._shown}

    @property
    def _folded(self) -> bool:
        """Whether the table opens on request."""
        return self.draw is not None if self.look.folded is None else self.look.folded

    def _ipython_display_(self) -> None:
        """Show itself: sentence, figure, table."""
        self.say()
        self.figure()
        self.table()


_TAG = re.compile("<[^>]*>")


def _stands_in(number: str, text: str) -> bool:
    """Tell whether a number stands in a text as a number of its own: no 4 in 14, 4.5 or 4%."""
    own = rf"(?<![\w.,]){re.escape(number)}(?![\w%]|[.,]\d)"
    return re.search(own, text) is not None


def result_id(key: str) -> str:
    """Give the place of a result on its page.

    Parameters
    ----------
    key : str

    Returns
    -------
    str

    Examples
    --------
    >>> result_id("framing.who_acts")
    'result-framing-who_acts'
    """
    return "result-" + re.sub(r"[^\w]+", "-", key)


def folded(summary: str, markup: str) -> str:
    """Give HTML that opens on request.

    Parameters
    ----------
    summary : str
        The line that opens it.
    markup : str
        What it opens to; escaped unless it is `Markup`.

    Returns
    -------
    Markup

    Examples
    --------
    >>> folded("all rows", "the table")
    Markup('<details class="kt-fold"><summary>all rows</summary>the table</details>')
    """
    return fill("folded", summary=summary, content=markup)
