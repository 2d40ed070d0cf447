"""A corpus's frames as the reports read them: units, shares, counts, the sentences behind them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.counting import stated_groups
from helpers.reports.once import once
from helpers.reports.wording import count_of, listed
from helpers.showing import (
    sentence_lines,
)

KEY = ["article", "sentence"]

LEAST_ALPHA = 0.667
"""The least at which tentative conclusions are drawn (Krippendorff 2004)."""

FEW_CODED = 5
"""Sentences apart from the usual code on which an interval of agreement says nothing."""

SAYS = {
    "agreed": (
        " *Two codings agree on {what} with an alpha of {alpha} (1 is perfect, 0 is chance; "
        "95% interval {low} to {high}){later}.{weak}*"
    ),
    "agreed few": (
        " *Two codings agree on {what} with an alpha of {alpha} (1 is perfect, 0 is chance)"
        "{later}; it rests on {either} to which either coder gave another code than most have, too "
        "few to be sure of.{weak}*"
    ),
    "weak": " Below .67 codes are too unsure to build on (Krippendorff 2004).",
    "changed": (
        "; a later reading changed {changed} of the {n} settled codes, {against} of them to what "
        "neither had said"
    ),
}
"""What these reports say, in one place."""

BY_WORDS = "Coded by the codebook's word lists, not by readers: add annotations/frames.csv."

LATE = (
    "{names} came into the codebook after {before} of {of} articles were coded, and articles "
    "aren't compared by what was looked for in some of them only."
)
"""What is said of frames that weren't on offer in every coded article."""

SETTLED_ALONE = (
    "{names}: in the settled codes only, given by neither of the two coders, so how far two "
    "readers would agree on it is not known."
)
"""What is said of frames that were written into the settled codes alone."""

MOST_READ = 6
"""Groups or articles that a sentence names one by one."""

EVERY = "all articles"
"""The one unit of many articles of which none has a group."""

APART = "{articles} {has} no group, and no part in this."

TITLE_ALONE = "{names} {has} no sentence but the title, and no part in this."
"""What is said of articles whose text is a title alone."""

MOST_UNITS = 12
"""Articles up to which each has a column of its own; of more, groups are shown."""


@dataclasses.dataclass(frozen=True, eq=False)
class Framed:
    """A corpus's frames as the reports read them: by article, or by group where there are many."""

    corpus: Corpus
    data: framing.FramingData
    coding: pd.DataFrame
    unit: str
    units: list[str]
    names: dict[str, str]
    of: int

    @property
    def in_part(self) -> str:
        """Of how many articles some are coded, in a sentence; empty where all are."""
        some = self.coding["article"].nunique()
        if some == self.of or not len(self.data.by_hand):
            return ""
        verb = "is" if some == 1 else "are"
        return f"{some:,} of {count_of(self.of, 'article')} {verb} coded."

    @property
    def only(self) -> str:
        """What tells the articles, or sentences, that are coded from the others."""
        return "coded " if self.in_part else ""

    @property
    def voice(self) -> str:
        """What begins a sentence on frames that no reader has coded."""
        return "" if len(self.data.by_hand) else "By the word lists, "

    @property
    def book(self) -> framing.Codebook:
        """The codebook."""
        return self.data.codebook

    @property
    def frames(self) -> dict[str, str]:
        """The frames' names by code."""
        return dict(self.book.frames["name"])

    @property
    def frame_notes(self) -> str:
        """Which frames came too late to compare by, and which no coder gave; empty where none."""
        said = [
            LATE.format(names=listed(rows["name"], 12), before=before, of=rows["of"].iloc[0])
            for before, rows in self.data.late.groupby("before", sort=False)
        ]
        if alone := self._settled_alone():
            said.append(SETTLED_ALONE.format(names=listed(alone, 12)))
        return " ".join(said)

    def _settled_alone(self) -> list[str]:
        """Give the names of frames that the settled codes have and neither coder gave."""
        codings = [self.data.by_hand, self.data.first, self.data.second]
        if any(coding.empty for coding in codings):
            return []
        settled, *given = (
            {code for cell in coding["frames"] for code in cell.split(";")} for coding in codings
        )
        only = settled.difference(*given)
        return [name for code, name in self.frames.items() if code in only]

    @property
    def coded(self) -> str:
        """Who coded, in a sentence."""
        coded = self.in_part if len(self.data.by_hand) else BY_WORDS
        said = [f"{coded}{self.corpus.sample_note}".strip(), self._apart, self._title_alone]
        return " ".join(filter(None, said))

    @property
    def _apart(self) -> str:
        """How many articles no group holds, in a sentence; empty where that is none."""
        articles = self.coding.drop_duplicates("article")
        return apart_from(articles[self.unit]).strip()

    @property
    def _title_alone(self) -> str:
        """Which articles have a title and no text, in a sentence; empty where none."""
        bare = self.coding.groupby("article", sort=False)["sentence"].max() == 0
        names = [self.corpus.names[article] for article in bare.index[bare]]
        has = "has" if len(names) == 1 else "have"
        return TITLE_ALONE.format(names=listed(names), has=has) if names else ""


def apart_from(groups: pd.Series) -> str:
    """Say how many articles have no group, after a blank; empty where that is none."""
    without = int((groups == "").sum())
    verb = "has" if without == 1 else "have"
    said = APART.format(articles=count_of(without, "article"), has=verb)
    return f" {said}" if without else ""


@once
def read(corpus: Corpus) -> Framed:
    """Read a corpus's codebook and codings once; of very many articles, those of a sample."""
    some = corpus.sample(by="group", keep=framing.annotated_articles(corpus))
    data = framing.load_framing(some)
    articles = in_order(some)
    size = len(corpus.articles)
    coding = data.coding.assign(article=data.coding["article"].astype(str))
    # Shares are of sentences of the text: an article that is a title alone has none.
    coded = set(coding.loc[coding["sentence"] > 0, "article"])
    articles = [article for article in articles if article in coded]
    if len(articles) <= MOST_UNITS:
        names = {article: some.names[article] for article in articles}
        return Framed(some, data, coding, "article", articles, names, size)
    group = stated_groups(some.articles[some.articles.index.isin(coded)], EVERY)
    coding = coding.assign(group=coding["article"].map(group))
    known = [*some.groups, EVERY]
    there = coding[(coding["group"] != "") & (coding["sentence"] > 0)].groupby("group").size()
    units = sorted(there.index, key=known.index)
    units = sorted(units, key=lambda name: -there[name])[:MOST_UNITS]
    names = {unit: some.group_names.get(unit, unit) for unit in units}
    return Framed(some, data, coding, "group", units, names, size)


def in_order(corpus: Corpus) -> list[str]:
    """Give the articles in the order of the corpus's groups."""
    place = {group: number for number, group in enumerate(corpus.groups)}
    groups = corpus.articles["group"]
    return sorted(corpus.articles.index, key=lambda name: place.get(groups[name], len(place)))


def frame_share_table(read_: Framed) -> pd.DataFrame:
    """Give the shares of frames by unit."""
    table = framing.frame_shares(read_.coding, read_.unit, frames=read_.book.codes)
    return table[table[read_.unit].isin(read_.units)]


def commonest_frame(read_: Framed) -> str:
    """Give the frame that most sentences carry; empty where none does."""
    shares = frame_share_table(read_)
    counts = shares.groupby("frame", sort=False)["count"].sum()
    return str(counts.idxmax()) if counts.sum() else ""


@once
def agreed(corpus: Corpus, column: str) -> dict[str, float | int]:
    """Give how far two codings of a column agree, and how much was changed after it was settled.

    Parameters
    ----------
    corpus : Corpus
    column : str
        With one code a sentence: ``agency``, ``prestige``.

    Returns
    -------
    dict
        ``alpha, low, high`` (a 95% interval for these sentences), ``n``, ``changed`` (settled
        codes that a later reading changed, as their remark says) and ``against`` (those that
        are neither coder's). Nothing without a second coding, or where all codes are the same.

    Examples
    --------
    >>> found = agreed(corpus, "agency")
    >>> round(found["alpha"], 2), found["changed"], found["against"]
    (0.86, 4, 3)
    """
    data = read(corpus).data
    if not len(data.first) or column not in data.first:
        return {}
    pooled = framing.agreement(data.first, data.second, column=column).iloc[-1]
    if math.isnan(pooled["alpha"]):
        return {}
    settled = data.by_hand[data.by_hand["sentence"] > 0]
    codings = [
        settled[KEY].merge(own[[*KEY, column]], on=KEY, how="left")[column].to_numpy()
        for own in (data.first, data.second)
    ]
    last = settled[column].to_numpy()
    changed = settled["revision"].str.contains(rf"(?:^|; ){column}: ")
    return {
        "alpha": float(pooled["alpha"]),
        "low": float(pooled["alpha_low"]),
        "high": float(pooled["alpha_high"]),
        "n": int(pooled["n"]),
        "either": _either(data.first, data.second, column),
        "changed": int(changed.sum()),
        "against": int(((last != codings[0]) & (last != codings[1])).sum()),
    }


def _either(first: pd.DataFrame, second: pd.DataFrame, column: str) -> int:
    """Count the sentences to which either coder gave another code than most have."""
    both = first[[*KEY, column]].merge(second[[*KEY, column]], on=KEY)
    both = both[both["sentence"] > 0]
    codes = both[[f"{column}_x", f"{column}_y"]]
    usual = codes.stack().mode()
    return int((codes != usual.iloc[0]).any(axis=1).sum()) if len(usual) else 0


def both_said(read_: Framed) -> pd.DataFrame:
    """Give the codes of who acts that both coders gave, and the settled ones beside them."""
    codings = [own for own in (read_.data.first, read_.data.second) if "agency" in own]
    settled = read_.data.by_hand
    if len(codings) < 2 or settled.empty:
        return pd.DataFrame(columns=[*KEY, "agency", "settled"])
    first, second = (own[[*KEY, "agency"]] for own in codings)
    alike = first.merge(second, on=[*KEY, "agency"])
    settled = settled[[*KEY, "agency"]].rename(columns={"agency": "settled"})
    return alike[alike["sentence"] > 0].merge(settled, on=KEY)


def say_agreed(corpus: Corpus, column: str, what: str) -> str:
    """Say how far two codings of a column agree; empty where there are none."""
    found = agreed(corpus, column)
    if not found:
        return ""
    later = SAYS["changed"].format(**found) if found["changed"] else ""
    weak = SAYS["weak"] if found["alpha"] < LEAST_ALPHA else ""
    numbers = {name: f"{found[name]:.2f}".replace("-", "−") for name in ("alpha", "low", "high")}
    few = found["either"] <= FEW_CODED
    either = count_of(int(found["either"]), "sentence")
    return SAYS["agreed few" if few else "agreed"].format(
        what=what, later=later, weak=weak, either=either, **numbers
    )


def wide_counts(table: pd.DataFrame, row: str, column: str, rows: Iterable[str]) -> pd.DataFrame:
    """Turn counts in a long table to a row each, a column a code."""
    wide = table.pivot_table(index=row, columns=column, values="count", aggfunc="sum", fill_value=0)
    return wide.reindex(list(rows), fill_value=0).astype(int).rename_axis(columns=None)


def lines_of(read_: Framed, rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Give sentences as evidence for rows named by some columns, units by their names."""
    places = rows[[*KEY, *rows.columns.intersection(["cell"])]]
    places = places.assign(**{f"_{key}": rows[key] for key in keys})
    lines = sentence_lines(read_.corpus, places)
    lines = lines.rename(columns={"article": "id"})
    for key in keys:
        values = lines.pop(f"_{key}")
        lines[key] = values.map(read_.names) if key == read_.unit else values
    return lines


def frame_evidence(read_: Framed) -> Callable[[pd.Series], pd.DataFrame]:
    """Give what finds the sentences of a frame, the commonest unit's first."""
    codes = {name: code for code, name in read_.frames.items()}
    rows = read_.coding[(read_.coding["sentence"] > 0) & read_.coding[read_.unit].isin(read_.units)]
    found = [frozenset(frames.split(";")) for frames in rows["frames"]]

    def lines(row: pd.Series) -> pd.DataFrame:
        code = codes[row["frame"]]
        inside = rows[np.array([code in frames for frames in found], dtype=bool)]
        order = inside[read_.unit].map(
            {unit: -row.get(read_.names[unit], 0) for unit in read_.units}
        )
        inside = inside.assign(order=order, cell=inside[read_.unit].map(read_.names))
        inside = inside.sort_values(["order", "sentence"], kind="stable")
        return sentence_lines(read_.corpus, inside[[*KEY, "cell"]])

    return lines


def nested(counts: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Give counts by column, then row, as plain numbers."""
    return {str(name): plain_numbers(counts[name]) for name in counts}


def plain_numbers(counts: pd.Series) -> dict[str, int]:
    """Give counts as plain numbers."""
    return {str(name): int(np.asarray(number)) for name, number in counts.items()}
