"""Exhibits on framing: profiles, readings, likeness, who acts, who is praised, who speaks."""

from __future__ import annotations

import dataclasses
import itertools
import weakref
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.commentary import commented, read_commentary
from helpers.reports.wording import count_of, listed, percent
from helpers.showing import (
    Result,
    TableLook,
    escape_markdown,
    fill,
    framing_charts,
    sentence_lines,
    shown_line,
)

MOST_UNITS = 12
"""Articles up to which each has a column of its own; of more, groups are shown."""

MOST_READ = 6
"""Groups of which a paragraph is written."""

SAYS = {
    "no articles": "No sentence of this corpus has a frame.",
    "note": (
        "Share of {unit}'s sentences with the frame, titles left out; a sentence may have "
        "several. {coded}"
    ),
    "by hand": "",
    "by words": "Coded by the codebook's word lists, not by readers: add annotations/frames.csv.",
    "profiles": "The frame that most sentences of a piece carry: {tops}.",
    "profiles many": (
        "The commonest frame of {first} is {name} ({share}); {other} others are shown."
    ),
    "profiles title one": "{name} leads, with {share} of the sentences",
    "profiles title all": "Each article has a leading frame of its own",
    "profiles title some": "{name} leads in {number} of {units}",
    "top": "**{name}** in {unit} ({count} of {n})",
    "alike": (
        "Most alike are {a} and {b}: their frame shares differ by {points} points on average. "
        "Least alike are {c} and {d} ({most} points)."
    ),
    "alike title": "Most alike: {a} and {b}",
    "alike one": "One article alone has nothing to be compared with.",
    "alike note": (
        "Mean absolute difference of the shares of {frames} frames, in percentage points."
    ),
    "acts": "Who acts in most sentences: {tops}.",
    "acts title": "Who acts: {tops}",
    "acts none": (
        "Who acts on whom isn't coded in this corpus: add the column agency to "
        "annotations/frames.csv."
    ),
    "acts note": "Sentences by who acts in the main clause, titles left out. {coded}",
    "scenes": "Of the sentences coded {name}: {rows}.",
    "scenes title": "{name}: who acts in its sentences",
    "scenes none": "No sentence is coded {name} with who acts in it.",
    "praise": "The partner's rank is praised in {count} of {n} sentences: {rows}.",
    "praise none": "No sentence praises the partner's rank.",
    "praise note": (
        "Counted is a stated lead in the world, the largest, a pioneer, precious experience. "
        "{coded}"
    ),
    "speakers": (
        "{quoted} of {n} sentences are attributed; {direct} in the speaker's own words. Most "
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
    "reading": "{unit}: the commonest frame is {name} ({count} of {n} sentences).",
    "many": (
        "To see a difference of 20 points in **{name}** between two groups, {needed} articles "
        "a group would be needed; here are {have}."
    ),
    "many none": "How many articles a comparison would need can't be told from one article.",
    "trust": "{agreed} {coders} A handful of articles describes itself and nothing else.",
    "agreed": (
        "Two codings of the same {n} sentences agree with an alpha of {alpha:.2f} (1 is "
        "perfect, 0 is chance)."
    ),
    "agreed none": "There is no second coding, so how far two readers would agree is unknown.",
    "codebook": (
        "A **frame** is what a text makes important: health co-operation told as aid is "
        "another story than co-operation told as diplomacy. Each sentence was read with its "
        "paragraph and given the frames of a codebook with {frames} frames, or none."
    ),
}
"""What these reports say, in one place."""


@dataclasses.dataclass(frozen=True, eq=False)
class Framed:
    """A corpus's frames as the reports read them: by article, or by group where there are many."""

    corpus: Corpus
    data: framing.FramingData
    coding: pd.DataFrame
    unit: str
    units: list[str]
    names: dict[str, str]

    @property
    def book(self) -> framing.Codebook:
        """The codebook."""
        return self.data.codebook

    @property
    def frames(self) -> dict[str, str]:
        """The frames' names by code."""
        return dict(self.book.frames["name"])

    @property
    def coded(self) -> str:
        """Who coded, in a sentence."""
        if len(self.data.by_hand):
            return (SAYS["by hand"] + self.corpus.sample_note).strip()
        return SAYS["by words"] + self.corpus.sample_note


_READ: weakref.WeakKeyDictionary[Corpus, Framed] = weakref.WeakKeyDictionary()


def read(corpus: Corpus) -> Framed:
    """Read a corpus's codebook and codings once; of very many articles, those of a sample."""
    if corpus not in _READ:
        some = corpus.sample(by="group", keep=framing.annotated_articles(corpus))
        data = framing.load_framing(some)
        articles = in_order(some)
        coded = set(data.coding["article"].astype(str))
        articles = [article for article in articles if article in coded]
        coding = data.coding.assign(article=data.coding["article"].astype(str))
        if len(articles) <= MOST_UNITS:
            names = {article: some.names[article] for article in articles}
            _READ[corpus] = Framed(some, data, coding, "article", articles, names)
        else:
            group = some.articles["group"].replace("", "not stated")
            coding = coding.assign(group=coding["article"].map(group))
            known = [*some.groups, "not stated"]
            there = coding.groupby("group").size()
            units = sorted(there.index, key=known.index)
            units = sorted(units, key=lambda name: -there[name])[:MOST_UNITS]
            _READ[corpus] = Framed(some, data, coding, "group", units, {u: u for u in units})
    return _READ[corpus]


def in_order(corpus: Corpus) -> list[str]:
    """Give the articles in the order of the corpus's groups."""
    place = {group: number for number, group in enumerate(corpus.groups)}
    groups = corpus.articles["group"]
    return sorted(corpus.articles.index, key=lambda name: place.get(groups[name], len(place)))


def profiles(corpus: Corpus) -> Result:
    """Give the share of each article's sentences with each frame.

    Examples
    --------
    >>> from helpers.corpus import load_corpus
    >>> profiles(load_corpus()).facts["count"]["us-hanoi-mou"]["LEARN"]
    13
    """
    read_ = read(corpus)
    shares = _shares(read_)
    key = "framing.profiles"
    if shares.empty or not shares["count"].sum():
        return commented(corpus, Result(key, sentence=SAYS["no articles"]))
    counts = shares.pivot(index="frame", columns=read_.unit, values="count")[read_.units]
    n = shares.drop_duplicates(read_.unit).set_index(read_.unit)["n"][read_.units]
    share = counts / n
    leading = share.idxmax()
    order = list(dict.fromkeys([*leading, *share.mean(axis=1).sort_values(ascending=False).index]))
    share, counts = share.loc[order], counts.loc[order]
    facts = {
        "n": _plain(n),
        "count": _nested(counts),
        "share": {unit: dict(share[unit]) for unit in share},
        "top": dict(leading),
        "name": read_.names,
        "frame": read_.frames,
        "units": len(n),
        "leading": int(leading.nunique()),
        "sentences": int(n.sum()),
    }
    tops = [
        SAYS["top"].format(
            name=read_.frames[leading[unit]],
            unit=escape_markdown(read_.names[unit]),
            count=counts.loc[leading[unit], unit],
            n=n[unit],
        )
        for unit in read_.units[:MOST_READ]
    ]
    table = _with_names(read_, share)
    evidence = _evidence(read_)
    title = _leading_title(read_, share, leading)
    result = Result(
        key,
        data=table,
        facts=facts,
        title=title,
        sentence=SAYS["profiles"].format(tops="; ".join(tops)),
        alt=_profile_alt(read_, share, leading, title),
        note=SAYS["note"].format(
            unit=f"an {read_.unit}" if read_.unit == "article" else "a group", coded=read_.coded
        ),
        evidence=evidence,
        front=1,
        look=TableLook(formats=dict.fromkeys(table.columns[1:], percent), limit=None),
    )
    result = commented(corpus, result)
    heads = [(read_.names[unit], int(n[unit])) for unit in read_.units]
    shown = share.set_axis(heads, axis=1).set_axis([read_.frames[code] for code in order])
    draw = lambda narrow: framing_charts.profile_grid(shown, result.title, narrow=narrow)  # noqa: E731
    return dataclasses.replace(result, draw=draw)


def _leading_title(read_: Framed, share: pd.DataFrame, leading: pd.Series) -> str:
    """Say in a title which frames lead."""
    if len(leading) == 1:
        unit = leading.index[0]
        name = read_.frames[leading[unit]]
        return SAYS["profiles title one"].format(name=name, share=percent(share[unit].max()))
    if leading.nunique() == len(leading) and read_.unit == "article":
        return SAYS["profiles title all"]
    first = leading.value_counts(sort=False).idxmax()
    number = int((leading == first).sum())
    units = count_of(len(leading), read_.unit)
    return SAYS["profiles title some"].format(name=read_.frames[first], number=number, units=units)


def _profile_alt(read_: Framed, share: pd.DataFrame, leading: pd.Series, title: str) -> str:
    """Describe the grid of shares."""
    said = [
        f"{read_.names[unit]}: {read_.frames[code]} {percent(share.loc[code, unit])}"
        for unit, code in leading.items()
    ]
    return f"Grid of {len(share)} frames by {read_.unit}. {title}. Highest: {'; '.join(said)}."


def codebook(corpus: Corpus) -> Result:
    """Say what a frame is, and list the codebook's frames with their examples."""
    read_ = read(corpus)
    frames = read_.book.frames.reset_index()
    table = frames[["name", "definition", "frame"]].rename(columns={"frame": "code"})
    places = frames[["frame", "article", "sentence"]].rename(columns={"frame": "code"})
    places = places[places["article"].isin(corpus.articles.index)]
    result = Result(
        "framing.codebook",
        data=table,
        facts={"frames": len(frames)},
        title="The codebook",
        sentence=SAYS["codebook"].format(frames=len(frames)),
        note="A row opens to the codebook's example of the frame.",
        evidence=sentence_lines(read_.corpus, places) if len(places) else None,
        look=TableLook(folded=True, limit=None, caption="The codebook: what each frame is"),
    )
    return commented(corpus, result)


def readings(corpus: Corpus) -> Result:
    """Say of each group how its pieces frame it, with two sentences of them."""
    read_ = read(corpus)
    entries = read_commentary(corpus)
    facts = dict(profiles(corpus).facts)
    if not facts:
        return Result("framing.readings", sentence=SAYS["no articles"])
    facts |= {"acts": who_acts(corpus).facts.get("count", {})}
    paragraphs = []
    for group, units in _by_group(read_).items():
        key = f"framing.readings.{group}"
        plain = "; ".join(_reading(read_, facts, unit) for unit in units)
        said = commented(corpus, Result(key, facts=facts, sentence=plain + "."))
        quote = entries.get(key, {}).get("quote") or _quoted(read_, units, facts["top"])
        places = pd.DataFrame(quote, columns=["article", "sentence"])
        lines = [
            shown_line(line) for line in sentence_lines(read_.corpus, places).to_dict("records")
        ]
        label = read_.corpus.groups.get(group, group)
        paragraphs.append({"group": group, "label": label, "text": said.sentence, "lines": lines})
    markup = fill("readings", paragraphs=paragraphs)
    return Result("framing.readings", facts=facts, title="How each is framed", markup=markup)


def reading_results(corpus: Corpus) -> list[Result]:
    """Give the facts that each paragraph of `readings` is held against."""
    facts = readings(corpus).facts
    return [Result(f"framing.readings.{group}", facts=facts) for group in _by_group(read(corpus))]


def _reading(read_: Framed, facts: dict[str, Any], unit: str) -> str:
    """Say plainly how a unit is framed."""
    top = facts["top"][unit]
    return (
        SAYS["reading"]
        .format(
            unit=read_.names[unit],
            name=read_.frames[top],
            count=facts["count"][unit][top],
            n=facts["n"][unit],
        )
        .rstrip(".")
    )


def _by_group(read_: Framed) -> dict[str, list[str]]:
    """Give each group's units, the first groups only."""
    if read_.unit == "group":
        return {unit: [unit] for unit in read_.units[:MOST_READ]}
    groups = read_.corpus.articles["group"].replace("", "not stated")
    found: dict[str, list[str]] = {}
    for unit in read_.units:
        found.setdefault(str(groups[unit]), []).append(unit)
    return dict(itertools.islice(found.items(), MOST_READ))


def _quoted(read_: Framed, units: list[str], top: dict[str, str]) -> list[tuple[str, int]]:
    """Choose two sentences: the first of each unit that carry its commonest frame."""
    places: list[tuple[str, int]] = []
    for unit in units:
        rows = read_.coding[(read_.coding[read_.unit] == unit) & (read_.coding["sentence"] > 0)]
        rows = rows[rows["frames"].str.split(";").map(lambda codes, code=top[unit]: code in codes)]
        places += [(row.article, int(row.sentence)) for row in rows.head(2).itertuples()]
    return places[:1] + places[2:3] if len(units) > 1 and len(places) > 2 else places[:2]


def likeness(corpus: Corpus) -> Result:
    """Give how far the frame shares of every two articles lie apart, on average."""
    read_ = read(corpus)
    shares = _shares(read_)
    key = "framing.likeness"
    if len(read_.units) < 2 or not shares["count"].sum():
        return commented(corpus, Result(key, sentence=SAYS["alike one"]))
    wide = shares.pivot(index="frame", columns=read_.unit, values="share")[read_.units]
    points = pd.DataFrame(
        {
            a: {b: 100 * float((wide[a] - wide[b]).abs().mean()) for b in read_.units}
            for a in read_.units
        }
    )
    pairs = [(points.loc[a, b], a, b) for a, b in itertools.combinations(read_.units, 2)]
    least, most = min(pairs), max(pairs)
    names = read_.names
    facts = {
        "points": {a: dict(points[a]) for a in points},
        "closest": {"points": least[0], "a": names[least[1]], "b": names[least[2]]},
        "farthest": {"points": most[0], "a": names[most[1]], "b": names[most[2]]},
        "frames": len(wide),
    }
    table = points.rename(index=names, columns=names).rename_axis("article").reset_index()
    title = SAYS["alike title"].format(a=names[least[1]], b=names[least[2]])
    result = Result(
        key,
        data=table,
        facts=facts,
        title=title,
        sentence=SAYS["alike"].format(
            a=escape_markdown(names[least[1]]),
            b=escape_markdown(names[least[2]]),
            points=f"{least[0]:.1f}",
            c=escape_markdown(names[most[1]]),
            d=escape_markdown(names[most[2]]),
            most=f"{most[0]:.1f}",
        ),
        alt=f"Triangle of {len(pairs)} pairs. {title}, {least[0]:.1f} points; most {most[0]:.1f}.",
        note=SAYS["alike note"].format(frames=len(wide)),
        look=TableLook(formats=dict.fromkeys(table.columns[1:], ".1f")),
    )
    result = commented(corpus, result)
    shown = points.rename(index=names, columns=names)
    draw = lambda narrow: framing_charts.triangle(shown, result.title, narrow=narrow)  # noqa: E731
    return dataclasses.replace(result, draw=draw)


def who_acts(corpus: Corpus) -> Result:
    """Count who acts in each article's sentences."""
    read_ = read(corpus)
    table = framing.agency_table(read_.coding, read_.unit)
    table = table[table[read_.unit].isin(read_.units)]
    key = "framing.who_acts"
    if table.empty:
        return commented(corpus, Result(key, sentence=SAYS["acts none"]))
    codes = _counts(table, read_.unit, "agency", read_.units)
    counts = _shown_together(codes, read_)
    n = counts.sum(axis=1)
    first = counts.idxmax(axis=1)
    facts = {
        "count": _nested(codes.T),
        "acts": _nested(counts.T),
        "top": dict(codes.idxmax(axis=1)),
        "most": dict(first),
        "n": _plain(n),
        "name": read_.names,
    }
    said = [
        f"{read_.names[unit]}: {first[unit]} ({counts.loc[unit, first[unit]]} of {n[unit]})"
        for unit in counts.index
    ]
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
        title=SAYS["acts title"].format(
            tops=f"{first.iloc[0]} leads in {read_.names[first.index[0]]}"
        ),
        sentence=SAYS["acts"].format(tops="; ".join(map(escape_markdown, said[:MOST_READ]))),
        alt=f"Bars of sentences by who acts, a bar for each {read_.unit}. {'; '.join(said)}.",
        note=SAYS["acts note"].format(coded=read_.coded).strip().strip(),
        evidence=_agency_evidence(read_),
        front=2,
    )
    result = commented(corpus, result)
    return dataclasses.replace(result, draw=_stacked(counts, n, read_, result.title))


def scenes(corpus: Corpus, frame: str | None = None) -> Result:
    """Show who acts in the sentences of one frame, article by article."""
    read_ = read(corpus)
    code = frame if frame in read_.frames else _commonest(read_)
    name = read_.frames.get(code, str(code))
    key = "framing.scenes"
    rows = read_.coding[(read_.coding["sentence"] > 0) & (read_.coding["agency"] != "")]
    several = rows.assign(frame=rows["frames"].str.split(";")).explode("frame")
    several = several[several["frame"].isin(list(read_.frames))]
    inside = several[(several["frame"] == code) & several[read_.unit].isin(read_.units)]
    if inside.empty:
        return commented(corpus, Result(key, sentence=SAYS["scenes none"].format(name=name)))
    found = inside.groupby([read_.unit, "agency"]).size().rename("count").reset_index()
    units = [unit for unit in read_.units if unit in set(found[read_.unit])]
    codes = _counts(found, read_.unit, "agency", units)
    counts = _shown_together(codes, read_)
    n = counts.sum(axis=1)
    said = [
        f"{read_.names[unit]}, "
        + listed(f"{label} {number}" for label, number in counts.loc[unit].items() if number)
        for unit in counts.index
    ]
    share = {unit: n[unit] / (rows[read_.unit] == unit).sum() for unit in units}
    facts = {
        "count": _nested(codes.T),
        "acts": _nested(counts.T),
        "n": _plain(n),
        "share": share,
        "frame": name,
        "with": _nested(
            _counts(
                several.groupby(["frame", "agency"]).size().rename("count").reset_index(),
                "frame",
                "agency",
                [c for c in read_.frames if c in set(several["frame"])],
            ).T
        ),
        "all": {c: int(k) for c, k in several.groupby("frame").size().items()},
    }
    every = several.groupby(["frame", "agency"]).size().rename("count").reset_index()
    crossed = _shown_together(
        _counts(every, "frame", "agency", [c for c in read_.frames if c in set(every["frame"])]),
        read_,
    )
    table = crossed.rename(index=read_.frames).rename_axis("frame").reset_index()
    result = Result(
        key,
        data=table,
        facts=facts,
        title=SAYS["scenes title"].format(name=name),
        sentence=SAYS["scenes"].format(
            name=name, rows="; ".join(map(escape_markdown, said[:MOST_READ]))
        ),
        alt=f"Bars of the sentences coded {name} by who acts. {'; '.join(said)}.",
        note=f"Sentences of all pieces with the frame, by who acts. {read_.coded}".strip(),
        evidence=_agency_evidence(read_),
        look=TableLook(caption="Every frame by who acts"),
    )
    result = commented(corpus, result)
    return dataclasses.replace(result, draw=_stacked(counts, n, read_, result.title))


def praise(corpus: Corpus) -> Result:
    """Count the sentences that praise the partner's rank."""
    read_ = read(corpus)
    rows = read_.coding[(read_.coding["sentence"] > 0) & read_.coding[read_.unit].isin(read_.units)]
    found = rows[rows["prestige"] == 1]
    counts = found.groupby(read_.unit).size().reindex(read_.units, fill_value=0)
    n = rows.groupby(read_.unit).size().reindex(read_.units, fill_value=0)
    facts = {
        "count": _plain(counts),
        "n": _plain(n),
        "all": int(counts.sum()),
        "sentences": int(n.sum()),
    }
    facts["reported"] = _plain(
        found[found["speaker"] == ""].groupby(read_.unit).size().reindex(read_.units, fill_value=0)
    )
    if not counts.sum():
        return commented(
            corpus, Result("framing.praise", facts=facts, sentence=SAYS["praise none"])
        )
    said = [f"{read_.names[u]} {counts[u]}" for u in read_.units if counts[u]]
    table = pd.DataFrame(
        {read_.unit: [read_.names[u] for u in read_.units], "praise": list(counts), "of": list(n)}
    )
    places = found[["article", "sentence"]].assign(
        **{read_.unit: found[read_.unit].map(read_.names)}
    )
    places = places.assign(id=found["article"]) if read_.unit == "article" else places
    lines = _lines_of(read_, found, read_.unit)
    result = Result(
        "framing.praise",
        data=table[table["praise"] > 0],
        facts=facts,
        title="Praise of the partner's rank",
        sentence=SAYS["praise"].format(
            count=counts.sum(), n=n.sum(), rows=escape_markdown(listed(said))
        ),
        note=SAYS["praise note"].format(coded=read_.coded).strip().strip(),
        evidence=lines,
    )
    return commented(corpus, result)


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
        "n": _plain(rows.groupby(read_.unit).size()),
    }
    glossed = glossed.rename(columns={"English": "in English"})
    glossed.insert(0, "piece", glossed[read_.unit].map(read_.names))
    lines = _lines_of(read_, rows[rows["speaker"] != ""], read_.unit, "speaker")
    lines = lines.rename(columns={read_.unit: "piece"})
    result = Result(
        key,
        data=glossed[
            ["piece", "in English", "speaker", "sentences", "direct", "indirect", "document"]
        ],
        facts=facts,
        title="Who speaks",
        sentence=SAYS["speakers"].format(
            quoted=facts["attributed"],
            n=len(rows),
            direct=facts["direct"],
            first=escape_markdown(
                f"{first['English'] or first['speaker']} ({first['sentences']} sentences)"
            ),
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


def how_many(corpus: Corpus) -> Result:
    """Say how many articles a comparison of two groups would need."""
    read_ = read(corpus)
    key = "framing.how_many"
    code = _commonest(read_)
    span = framing.planning_range(read_.coding, code, simulations=200) if code else pd.DataFrame()
    if span.empty or read_.coding["article"].nunique() < 2:
        return commented(corpus, Result(key, sentence=SAYS["many none"]))
    needed = span["needed"].dropna()
    low = int(needed.min()) if len(needed) else 160
    text = f"{low} to {int(needed.max())}" if len(needed) == len(span) else f"at least {low}"
    sizes = read_.corpus.articles["group"].value_counts()
    have = f"{sizes.min()} to {sizes.max()}" if sizes.min() < sizes.max() else str(sizes.max())
    facts = {"needed": {"least": low}, "frame": read_.frames[code], "have": int(sizes.max())}
    said = SAYS["many"].format(name=read_.frames[code], needed=text, have=have)
    return commented(corpus, Result(key, facts=facts, sentence=said))


def trust(corpus: Corpus) -> Result:
    """Say in a line how far the codes can be trusted, and who coded."""
    read_ = read(corpus)
    agreed, facts = SAYS["agreed none"], {}
    if len(read_.data.first):
        table = framing.agreement(
            read_.data.first, read_.data.second, codes=read_.book.codes, draws=2
        )
        pooled = table[table["code"] == "pooled"].iloc[0]
        facts = {"alpha": float(pooled["alpha"]), "n": int(pooled["n"])}
        agreed = SAYS["agreed"].format(**facts)
    coders = read_.book.coders if len(read_.data.by_hand) else SAYS["by words"]
    said = SAYS["trust"].format(agreed=agreed, coders=coders)
    return commented(corpus, Result("framing.trust", facts=facts, sentence=" ".join(said.split())))


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    profiles, likeness, who_acts, scenes, praise, speakers, how_many, trust, codebook, readings,
)  # fmt: skip
"""Every exhibit of this module."""


def _shares(read_: Framed) -> pd.DataFrame:
    """Give the shares of frames by unit."""
    table = framing.frame_shares(read_.coding, read_.unit, frames=read_.book.codes)
    return table[table[read_.unit].isin(read_.units)]


def _commonest(read_: Framed) -> str:
    """Give the frame that most sentences carry; empty where none does."""
    shares = _shares(read_)
    counts = shares.groupby("frame", sort=False)["count"].sum()
    return str(counts.idxmax()) if counts.sum() else ""


def _counts(table: pd.DataFrame, row: str, column: str, rows: Iterable[str]) -> pd.DataFrame:
    """Turn counts in a long table to a row each, a column a code."""
    wide = table.pivot_table(index=row, columns=column, values="count", aggfunc="sum", fill_value=0)
    return wide.reindex(list(rows), fill_value=0).astype(int).rename_axis(columns=None)


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
    return lambda narrow: framing_charts.stacked_counts(named, sizes, title, narrow=narrow)


def _with_names(read_: Framed, share: pd.DataFrame) -> pd.DataFrame:
    """Give shares with frames and units by their names."""
    table = share.rename(index=read_.frames, columns=read_.names)
    return table.rename_axis("frame").rename_axis(columns=None).reset_index()


def _lines_of(read_: Framed, rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Give sentences as evidence for rows named by some columns, units by their names."""
    places = rows[["article", "sentence"]].assign(**{f"_{key}": rows[key] for key in keys})
    lines = sentence_lines(read_.corpus, places)
    lines = lines.rename(columns={"article": "id"})
    for key in keys:
        values = lines.pop(f"_{key}")
        lines[key] = values.map(read_.names) if key == read_.unit else values
    return lines


def _evidence(read_: Framed) -> Callable[[pd.Series], pd.DataFrame]:
    """Give what finds the sentences of a frame, the commonest unit's first."""
    codes = {name: code for code, name in read_.frames.items()}
    rows = read_.coding[(read_.coding["sentence"] > 0) & read_.coding[read_.unit].isin(read_.units)]

    def lines(row: pd.Series) -> pd.DataFrame:
        code = codes[row["frame"]]
        inside = rows[rows["frames"].str.split(";").map(lambda found: code in found)]
        order = inside[read_.unit].map(
            {unit: -row.get(read_.names[unit], 0) for unit in read_.units}
        )
        inside = inside.assign(order=order).sort_values(["order", "sentence"], kind="stable")
        return sentence_lines(read_.corpus, inside[["article", "sentence"]])

    return lines


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


def _nested(counts: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Give counts by column, then row, as plain numbers."""
    return {str(name): _plain(counts[name]) for name in counts}


def _plain(counts: pd.Series) -> dict[str, int]:
    """Give counts as plain numbers."""
    return {str(name): int(np.asarray(number)) for name, number in counts.items()}
