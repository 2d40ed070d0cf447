"""Exhibits on who acts: in each piece, in each frame, and how it is decided."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.commentary import commented, followed
from helpers.reports.framed import (
    KEY,
    MOST_READ,
    Framed,
    agreed,
    both_said,
    commonest_frame,
    nested,
    plain_numbers,
    read,
    say_agreed,
    wide_counts,
)
from helpers.reports.once import once
from helpers.reports.wording import (
    count_of,
    each,
    first_of,
    highest,
    listed,
    percent,
    tied,
)
from helpers.showing import Result, TableLook, charts, escape_markdown, sentence_lines

SAYS = {
    "acts": "Who acts most often: {tops}.{idle}",
    "acts idle": " {count} of {n} {only}sentences {are} under “{label}”{ahead}.",
    "acts ahead": ", more than anybody has in {units}",
    "acts title": "Who acts: {label} leads in {unit}",
    "acts title many": "Who acts: {label} leads in {count} of {units}",
    "acts title all": "Who acts: {label} leads in each of {units}",
    "acts title ties": "Who acts: {label} leads in {count} of {units}, alone or with others",
    "acts title tied": "Who acts, {unit} by {unit}",
    "acts of": "{unit}: {labels} ({count} of {n}{each})",
    "acts none": (
        "Who acts on whom isn't coded in this corpus: once sentences are coded, the column agency "
        "of annotations/frames.csv takes it."
    ),
    "acts note": "Sentences by who acts in the main clause, as coded, titles left out. {coded}",
    "decided": (
        "A sentence has one code of **who acts**, by its main clause, whatever its other clauses "
        "say."
    ),
    "decided table": "How who acts is decided, with an example of each",
    "decided note": (
        "The example is the shortest sentence with the code of which its coders and the settled "
        "coding say the same; where there is none, the shortest."
    ),
    "scenes": "Of the sentences coded {name}: {rows}.",
    "scenes row": "{name} in {unit}",
    "scenes note": (
        "Sentences with the frame, by who acts: {name} {unit} by {unit}, then every frame in all "
        "{unit}s. {coded}"
    ),
    "scenes title": "{name}: who acts in its sentences",
    "scenes none": "No {only}sentence has {name}.",
    "scenes uncoded": "Who acts in sentences with {name} isn't coded.",
}
"""What these reports say, in one place."""


@once
def who_acts(corpus: Corpus) -> Result:
    """Count who acts in each article's sentences."""
    read_ = read(corpus)
    table = framing.agency_table(read_.coding, read_.unit)
    table = table[table[read_.unit].isin(read_.units)]
    key = "framing.who_acts"
    if table.empty:
        return commented(corpus, Result(key, sentence=SAYS["acts none"]))
    codes = wide_counts(table, read_.unit, "agency", read_.units)
    counts = _shown_together(codes, read_)
    n = counts.sum(axis=1)
    first = counts.idxmax(axis=1)
    # What a figure calls by the name of "no side acts" is no actor.
    idle = dict(zip(read_.book.agency["code"], read_.book.agency["shown"], strict=True)).get("none")
    acting = counts.drop(columns=idle or [], errors="ignore")
    facts = {
        "count": nested(codes.T),
        "all": plain_numbers(codes.sum()),
        "acts": nested(counts.T),
        "acting": nested(acting.T),
        "top": dict(codes.idxmax(axis=1)),
        "most": dict(first),
        "n": plain_numbers(n),
        "name": read_.names,
        "agreed": agreed(corpus, "agency"),
        # How many sentences who acts most is ahead of the next.
        "lead": {
            unit: int(row.max() - row.nlargest(2).iloc[-1]) for unit, row in acting.iterrows()
        },
        **_codes_said(read_),
    }
    table = (
        counts.loc[:, counts.any()]
        .rename(index=read_.names)
        .rename_axis(read_.unit)
        .reset_index()
        .assign(of=list(n))
    )
    result = Result(
        key,
        data=table,
        facts=facts,
        title=_acting_title(acting, read_),
        sentence=SAYS["acts"].format(
            tops=first_of(_acting(acting, n, read_, "**", escape_markdown), MOST_READ) or "nobody",
            idle=_idle(counts, idle, read_),
        ),
        alt=(
            f"Bars of sentences by who acts, a bar for each {read_.unit}. "
            f"{'. '.join(_acting(acting, n, read_))}."
        ),
        note=SAYS["acts note"].format(coded=read_.coded).strip(),
        evidence=_agency_evidence(read_),
        front=2,
    )
    result = commented(corpus, result)
    result = followed(result, say_agreed(corpus, "agency", "who acts"))
    return dataclasses.replace(result, draw=_stacked(counts, n, read_, result.title))


def how_decided(corpus: Corpus) -> Result:
    """Say how who acts is decided, with a sentence for each code that occurs."""
    read_ = read(corpus)
    key = "framing.how_decided"
    rows = read_.coding[(read_.coding["sentence"] > 0) & (read_.coding["agency"] != "")]
    if rows.empty:
        return commented(corpus, Result(key))
    known = read_.book.agency.set_index("code")
    used = [code for code in known.index if code in set(rows["agency"])]
    places = pd.DataFrame([_plainest(rows[rows["agency"] == code], read_) for code in used])
    lines = sentence_lines(read_.corpus, places)
    said = lines["english"].where(lines["english"] != "", lines["left"])
    table = pd.DataFrame(
        {
            "who acts": list(known.loc[used, "name"]),
            "counted so": list(known.loc[used, "definition"]),
            "for example": said + " [" + lines["name"] + " " + lines["sentence"].astype(str) + "]",
        }
    )
    result = Result(
        key,
        data=table,
        facts=_codes_said(read_),
        title=SAYS["decided table"],
        sentence=SAYS["decided"],
        note=SAYS["decided note"],
        look=TableLook(folded=True, limit=None, caption=SAYS["decided table"]),
    )
    return commented(corpus, result)


def _codes_said(read_: Framed) -> dict[str, Any]:
    """Give the settled codes of who acts, those of both coders, and how many of these gave way."""
    both = both_said(read_)
    code = _codes_of(read_.coding)
    return {
        "code": code,
        "at": {article: {number: int(number) for number in own} for article, own in code.items()},
        "both": _codes_of(both),
        "overruled": int((both["agency"] != both["settled"]).sum()),
    }


def _codes_of(rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Give each sentence's code of who acts, by article and number."""
    return {
        str(article): {str(row.sentence): str(row.agency) for row in part.itertuples()}
        for article, part in rows.groupby("article", sort=False)
    }


def _plainest(rows: pd.DataFrame, read_: Framed) -> pd.Series:
    """Give the shortest sentence of some, of those on which all codings agree where there are."""
    alike = rows
    for own in (read_.data.first, read_.data.second):
        if "agency" in own:
            alike = alike.merge(own[[*KEY, "agency"]], on=[*KEY, "agency"])
    alike = alike if len(alike) else rows
    return alike.loc[alike["text"].str.len().idxmin(), KEY]


def _idle(counts: pd.DataFrame, idle: str | None, read_: Framed) -> str:
    """Say how many sentences have the code of no actor; empty where none has."""
    number = int(counts[idle].sum()) if idle in counts else 0
    of = int(counts.to_numpy().sum())
    most = counts.drop(columns=idle or [], errors="ignore").max(axis=1)
    over = counts.index[counts[idle] > most] if number else []
    ahead = [read_.names[unit] for unit in over]
    said = SAYS["acts idle"].format(
        count=number,
        n=of,
        only=read_.only,
        are="is" if number == 1 else "are",
        label=escape_markdown(str(idle).lower()),
        ahead=SAYS["acts ahead"].format(units=escape_markdown(listed(ahead))) if ahead else "",
    )
    return said if number else ""


def _acting(
    counts: pd.DataFrame,
    n: pd.Series,
    read_: Framed,
    mark: str = "",
    write: Callable[[str], str] = str,
) -> list[str]:
    """Say of each unit who acts most often in it, or all that do equally often."""
    return [
        SAYS["acts of"].format(
            unit=write(read_.names[unit]),
            labels=tied(f"{mark}{write(label)}{mark}" for label in labels),
            count=row.max(),
            n=n[unit],
            each=each(labels),
        )
        for unit, row in counts.iterrows()
        if (labels := highest(row))
    ]


def _acting_title(counts: pd.DataFrame, read_: Framed) -> str:
    """Say in a title who leads alone in most units, or in which one does so."""
    leads = {unit: labels[0] for unit, row in counts.iterrows() if len(labels := highest(row)) == 1}
    if not leads:
        return SAYS["acts title tied"].format(unit=read_.unit)
    counts_of = Counter(leads.values())
    (label, count), *others = counts_of.most_common(2)
    if count == 1:
        first = next(iter(leads))
        return SAYS["acts title"].format(label=leads[first], unit=read_.names[first])
    if others and others[0][1] == count:
        return SAYS["acts title tied"].format(unit=read_.unit)
    led = sum(label in highest(row) for _, row in counts.iterrows())
    kind = "all" if count == len(counts) else "many" if led == count else "ties"
    number = count_of(len(counts), f"{read_.only if read_.unit == 'article' else ''}{read_.unit}")
    return SAYS[f"acts title {kind}"].format(label=label, count=led, units=number)


@once
def scenes(corpus: Corpus, frame: str | None = None) -> Result:
    """Show who acts in the sentences of a frame, article by article.

    Parameters
    ----------
    corpus : Corpus
    frame : str, optional
        A frame's code; without one, or where the codebook hasn't it, the commonest is shown.
    """
    read_ = read(corpus)
    code = frame if frame in read_.frames else commonest_frame(read_)
    name = read_.frames.get(code, str(code))
    key = "framing.scenes"
    coding = read_.coding[read_.coding[read_.unit].isin(read_.units)]
    coding = coding[coding["sentence"] > 0]
    rows = coding[coding["agency"] != ""]
    several = rows.assign(frame=rows["frames"].str.split(";")).explode("frame")
    several = several[several["frame"].isin(list(read_.frames))]
    inside = several[several["frame"] == code]
    if inside.empty:
        kind = "scenes uncoded" if code and rows.empty else "scenes none"
        none = SAYS[kind].format(name=name, only=read_.only) if code else ""
        return commented(corpus, Result(key, sentence=none))
    units = [unit for unit in read_.units if unit in set(inside[read_.unit])]
    codes = _crossed(inside, read_.unit, units)
    every = _crossed(several, "frame", [c for c in read_.frames if c in set(several["frame"])])
    counts = _shown_together(codes, read_)
    n = counts.sum(axis=1)
    said = [
        f"{read_.names[unit]}, "
        + ", ".join(f"{label} {number}" for label, number in counts.loc[unit].items() if number)
        for unit in counts.index
    ]
    sentences = coding[read_.unit].value_counts()
    labels = {unit: SAYS["scenes row"].format(name=name, unit=read_.names[unit]) for unit in units}
    facts = {
        "count": nested(codes.T),
        "acts": nested(counts.T),
        "n": plain_numbers(n),
        "share": {unit: n[unit] / sentences[unit] for unit in units},
        "frame": name,
        "name": labels | read_.frames,
        "with": nested(every.T),
        "all": plain_numbers(every.sum(axis=1)),
    }
    rows = [counts.rename(index=labels), _shown_together(every, read_).rename(index=read_.frames)]
    table = pd.concat(rows).rename_axis("frame").reset_index()
    table = table.loc[:, table.any()].assign(of=table.iloc[:, 1:].sum(axis=1))
    table["share"] = [
        *(n[unit] / sentences[unit] for unit in units),
        *every.sum(axis=1) / sentences.sum(),
    ]
    result = Result(
        key,
        data=table,
        facts=facts,
        title=SAYS["scenes title"].format(name=name),
        sentence=SAYS["scenes"].format(
            name=name, rows=first_of(map(escape_markdown, said), MOST_READ)
        ),
        alt=f"Bars of the sentences coded {name} by who acts. {'; '.join(said)}.",
        note=SAYS["scenes note"].format(name=name, unit=read_.unit, coded=read_.coded).strip(),
        evidence=_agency_evidence(read_, {label: (code, unit) for unit, label in labels.items()}),
        look=TableLook(
            caption="Every frame by who acts",
            formats={"share": percent},
            labels={"share": "share of sentences"},
        ),
    )
    result = commented(corpus, result)
    return dataclasses.replace(result, draw=_stacked(counts, n, read_, result.title))


def _crossed(rows: pd.DataFrame, unit: str, order: list[str]) -> pd.DataFrame:
    """Count sentences by unit and agency code, a row a unit."""
    found = rows.groupby([unit, "agency"]).size().rename("count").reset_index()
    return wide_counts(found, unit, "agency", order)


def _shown_together(codes: pd.DataFrame, read_: Framed) -> pd.DataFrame:
    """Add up the agency codes that figures call by one name, in the codebook's order."""
    shown = dict(zip(read_.book.agency["code"], read_.book.agency["shown"], strict=True))
    labels = [shown.get(code, code) for code in codes.columns]
    together = codes.T.groupby(labels, sort=False).sum().T
    known = list(dict.fromkeys(read_.book.agency["shown"]))
    others = [label for label in together if label not in known]
    return together.reindex(columns=[*known, *others], fill_value=0)


def _stacked(counts: pd.DataFrame, n: pd.Series, read_: Framed, title: str) -> Callable:
    """Give what draws a bar of counts for each unit."""
    named = counts.rename(index=read_.names)
    sizes = n.rename(index=read_.names)
    return lambda narrow: charts.stacked_counts(named, sizes, title, narrow=narrow)


def _agency_evidence(
    read_: Framed, inside_of: Mapping[str, tuple[str, str]] | None = None
) -> Callable[[pd.Series], pd.DataFrame]:
    """Give what finds the sentences of a unit, a frame, or a frame in a unit, by who acts."""
    codes = {name: (code, "") for code, name in read_.frames.items()} | {**(inside_of or {})}
    rows = read_.coding[(read_.coding["sentence"] > 0) & (read_.coding["agency"] != "")]
    unit_of = {name: unit for unit, name in read_.names.items()}

    shown = dict(zip(read_.book.agency["code"], read_.book.agency["shown"], strict=True))
    rows = rows.assign(cell=rows["agency"].map(lambda code: shown.get(code, code)))

    def lines(row: pd.Series) -> pd.DataFrame:
        if "frame" in row:
            code, unit = codes[row["frame"]]
            inside = rows[rows["frames"].str.split(";").map(lambda found: code in found)]
            inside = inside[inside[read_.unit] == unit] if unit else inside
        else:
            inside = rows[rows[read_.unit] == unit_of[row[read_.unit]]]
        # In the order of the row's cells, so that sentences are listed as they are counted.
        cells = inside["cell"].map({name: place for place, name in enumerate(row.index)})
        inside = inside.assign(order=cells).sort_values("order", kind="stable")
        return sentence_lines(read_.corpus, inside[[*KEY, "cell"]])

    return lines


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (who_acts, how_decided, scenes)
"""Every exhibit of this module."""
