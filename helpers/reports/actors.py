"""Exhibits on who acts, who is praised and who speaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.commentary import commented
from helpers.reports.framed import (
    MOST_READ,
    Framed,
    commonest_frame,
    lines_of,
    nested,
    plain_numbers,
    read,
    wide_counts,
)
from helpers.reports.once import once
from helpers.reports.wording import count_of, each, first_of, highest, listed, tied
from helpers.showing import Result, TableLook, charts, escape_markdown, sentence_lines

SAYS = {
    "acts": "Who acts most often: {tops}.",
    "acts title": "Who acts: {label} leads in {unit}",
    "acts title tied": "Who acts, {unit} by {unit}",
    "acts of": "{unit}: {labels} ({count} of {n}{each})",
    "acts none": (
        "Who acts on whom isn't coded in this corpus: add the column agency to "
        "annotations/frames.csv."
    ),
    "acts note": "Sentences by who acts in the main clause, titles left out. {coded}",
    "scenes": "Of the sentences coded {name}: {rows}.",
    "scenes title": "{name}: who acts in its sentences",
    "scenes none": "No sentence is coded {name} with who acts in it.",
    "praise": "The partner's rank is praised in {count} of {n} {only}sentences: {rows}.",
    "praise none": "No {only}sentence praises the partner's rank.",
    "praise note": (
        "Counted is a stated lead in the world, the largest, a pioneer, precious experience. "
        "{coded}"
    ),
    "speakers": (
        "{quoted} of {n} {only}sentences are attributed; {direct} in the speaker's own words. Most "
        "often heard: {first}."
    ),
    "speakers none": (
        "No speakers are coded in this corpus: add the columns speaker and attribution to "
        "annotations/frames.csv."
    ),
    "speakers note": (
        "A sentence counts for the speaker it is attributed to, also where only the one "
        "before names the speaker."
    ),
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
    facts = {
        "count": nested(codes.T),
        "acts": nested(counts.T),
        "top": dict(codes.idxmax(axis=1)),
        "most": dict(first),
        "n": plain_numbers(n),
        "name": read_.names,
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
        title=_acting_title(counts, read_),
        sentence=SAYS["acts"].format(
            tops=first_of(_acting(counts, read_, "**", escape_markdown), MOST_READ)
        ),
        alt=(
            f"Bars of sentences by who acts, a bar for each {read_.unit}. "
            f"{'. '.join(_acting(counts, read_))}."
        ),
        note=SAYS["acts note"].format(coded=read_.coded).strip(),
        evidence=_agency_evidence(read_),
        front=2,
    )
    result = commented(corpus, result)
    return dataclasses.replace(result, draw=_stacked(counts, n, read_, result.title))


def _acting(
    counts: pd.DataFrame, read_: Framed, mark: str = "", write: Callable[[str], str] = str
) -> list[str]:
    """Say of each unit who acts most often in it, or all that do equally often."""
    return [
        SAYS["acts of"].format(
            unit=write(read_.names[unit]),
            labels=tied(f"{mark}{write(label)}{mark}" for label in labels),
            count=row.max(),
            n=row.sum(),
            each=each(labels),
        )
        for unit, row in counts.iterrows()
        if (labels := highest(row))
    ]


def _acting_title(counts: pd.DataFrame, read_: Framed) -> str:
    """Say in a title who leads in the first unit where one does so alone."""
    for unit, row in counts.iterrows():
        if len(labels := highest(row)) == 1:
            return SAYS["acts title"].format(label=labels[0], unit=read_.names[unit])
    return SAYS["acts title tied"].format(unit=read_.unit)


@once
def scenes(corpus: Corpus, frame: str | None = None) -> Result:
    """Show who acts in the sentences of one frame, article by article."""
    read_ = read(corpus)
    code = frame if frame in read_.frames else commonest_frame(read_)
    name = read_.frames.get(code, str(code))
    key = "framing.scenes"
    rows = read_.coding[(read_.coding["sentence"] > 0) & (read_.coding["agency"] != "")]
    several = rows.assign(frame=rows["frames"].str.split(";")).explode("frame")
    several = several[several["frame"].isin(list(read_.frames))]
    inside = several[(several["frame"] == code) & several[read_.unit].isin(read_.units)]
    if inside.empty:
        return commented(corpus, Result(key, sentence=SAYS["scenes none"].format(name=name)))
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
    sentences = read_.coding.loc[read_.coding["sentence"] > 0, read_.unit].value_counts()
    facts = {
        "count": nested(codes.T),
        "acts": nested(counts.T),
        "n": plain_numbers(n),
        "share": {unit: n[unit] / sentences[unit] for unit in units},
        "frame": name,
        "name": dict.fromkeys(units, name) | read_.frames,
        "with": nested(every.T),
        "all": plain_numbers(every.sum(axis=1)),
    }
    crossed = _shown_together(every, read_)
    table = crossed.rename(index=read_.frames).rename_axis("frame").reset_index()
    result = Result(
        key,
        data=table,
        facts=facts,
        title=SAYS["scenes title"].format(name=name),
        sentence=SAYS["scenes"].format(
            name=name, rows=first_of(map(escape_markdown, said), MOST_READ)
        ),
        alt=f"Bars of the sentences coded {name} by who acts. {'; '.join(said)}.",
        note=f"Sentences of all pieces with the frame, by who acts. {read_.coded}".strip(),
        evidence=_agency_evidence(read_),
        look=TableLook(caption="Every frame by who acts"),
    )
    result = commented(corpus, result)
    return dataclasses.replace(result, draw=_stacked(counts, n, read_, result.title))


def _crossed(rows: pd.DataFrame, unit: str, order: list[str]) -> pd.DataFrame:
    """Count sentences by unit and agency code, a row a unit."""
    found = rows.groupby([unit, "agency"]).size().rename("count").reset_index()
    return wide_counts(found, unit, "agency", order)


def praise(corpus: Corpus) -> Result:
    """Count the sentences that praise the partner's rank."""
    read_ = read(corpus)
    rows = read_.coding[(read_.coding["sentence"] > 0) & read_.coding[read_.unit].isin(read_.units)]
    found = rows[rows["prestige"] == 1]
    measured = framing.evaluation_table(rows, read_.unit).set_index(read_.unit)
    counts, n = (measured[name].reindex(read_.units, fill_value=0) for name in ("count", "n"))
    facts = {
        "count": plain_numbers(counts),
        "n": plain_numbers(n),
        "all": int(counts.sum()),
        "sentences": int(n.sum()),
    }
    facts["unattributed"] = plain_numbers(
        found[found["speaker"] == ""].groupby(read_.unit).size().reindex(read_.units, fill_value=0)
    )
    if not counts.sum():
        none = SAYS["praise none"].format(only=read_.only)
        return commented(corpus, Result("framing.praise", facts=facts, sentence=none))
    said = [f"{read_.names[u]} {counts[u]}" for u in read_.units if counts[u]]
    table = pd.DataFrame(
        {read_.unit: [read_.names[u] for u in read_.units], "praise": list(counts), "of": list(n)}
    )
    lines = lines_of(read_, found, read_.unit)
    result = Result(
        "framing.praise",
        data=table[table["praise"] > 0],
        facts=facts,
        title="Praise of the partner's rank",
        sentence=SAYS["praise"].format(
            count=counts.sum(), n=n.sum(), only=read_.only, rows=escape_markdown(listed(said))
        ),
        note=SAYS["praise note"].format(coded=read_.coded).strip(),
        evidence=lines,
    )
    return commented(corpus, result)


@once
def speakers(corpus: Corpus) -> Result:
    """List who speaks, and in whose words."""
    read_ = read(corpus)
    coding = read_.coding[read_.coding[read_.unit].isin(read_.units)]
    table = framing.speaker_table(coding, read_.unit)
    rows = coding[coding["sentence"] > 0]
    key = "framing.speakers"
    if table.empty:
        return commented(corpus, Result(key, sentence=SAYS["speakers none"]))
    glossed = read_.corpus.gloss(table, "speaker")
    first = glossed.sort_values("sentences", ascending=False, kind="stable").iloc[0]
    facts = {
        "attributed": int((rows["speaker"] != "").sum()),
        "sentences": len(rows),
        "direct": int(table["direct"].sum()),
        "directly": int((table["direct"] > 0).sum()),
        "first": {
            "name": first["speaker"],
            "count": int(first["sentences"]),
            "of": int(first["n"]),
        },
        "of": {
            unit: {row.speaker: int(row.sentences) for row in part.itertuples()}
            for unit, part in table.groupby(read_.unit, sort=False)
        },
        "n": plain_numbers(rows.groupby(read_.unit).size()),
    }
    shown = glossed.rename(columns={"English": "in English"})
    shown.insert(0, "piece", shown[read_.unit].map(read_.names))
    lines = lines_of(read_, rows[rows["speaker"] != ""], read_.unit, "speaker")
    lines = lines.rename(columns={read_.unit: "piece"})
    result = Result(
        key,
        data=shown[
            ["piece", "in English", "speaker", "sentences", "direct", "indirect", "document"]
        ],
        facts=facts,
        title="Who speaks",
        sentence=SAYS["speakers"].format(
            quoted=facts["attributed"],
            n=len(rows),
            only=read_.only,
            direct=facts["direct"],
            first=escape_markdown(_heard(glossed)),
        ),
        note=SAYS["speakers note"],
        evidence=lines,
        look=TableLook(
            folded=True,
            caption="Everyone who speaks",
            labels={
                "in English": "speaker",
                "speaker": "in the text",
                "direct": "own words",
                "indirect": "the paper's words",
            },
        ),
    )
    return commented(corpus, result)


def _heard(speakers: pd.DataFrame) -> str:
    """Name who is heard most often, or those who are equally often."""
    most = speakers[speakers["sentences"] == speakers["sentences"].max()]
    names = [row.English or row.speaker for row in most.itertuples()]
    number = count_of(int(most["sentences"].iloc[0]), "sentence")
    return f"{first_of(names)} ({number}{each(names)})"


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


def _agency_evidence(read_: Framed) -> Callable[[pd.Series], pd.DataFrame]:
    """Give what finds the sentences of a unit or a frame, by who acts."""
    codes = {name: code for code, name in read_.frames.items()}
    rows = read_.coding[(read_.coding["sentence"] > 0) & (read_.coding["agency"] != "")]
    unit_of = {name: unit for unit, name in read_.names.items()}

    def lines(row: pd.Series) -> pd.DataFrame:
        if "frame" in row:
            code = codes[row["frame"]]
            inside = rows[rows["frames"].str.split(";").map(lambda found: code in found)]
        else:
            inside = rows[rows[read_.unit] == unit_of[row[read_.unit]]]
        return sentence_lines(read_.corpus, inside[["article", "sentence"]])

    return lines


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (who_acts, scenes, praise, speakers)
"""Every exhibit of this module."""
