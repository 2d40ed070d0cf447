"""Exhibits on framing: what the frames are, profiles, readings, likeness, how far to trust it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.actors import who_acts
from helpers.reports.commentary import commented, read_commentary
from helpers.reports.framed import (
    BY_WORDS,
    MOST_READ,
    Framed,
    commonest_frame,
    frame_evidence,
    frame_share_table,
    nested,
    plain_numbers,
    read,
)
from helpers.reports.wording import count_of, first_of, listed, percent
from helpers.showing import (
    Result,
    TableLook,
    escape_markdown,
    fill,
    grids,
    sentence_lines,
    shown_line,
)

SAYS = {
    "no articles": "No sentence of this corpus has a frame.",
    "note": (
        "Share of {unit}'s sentences with the frame, titles left out; a sentence may have "
        "several. {coded}"
    ),
    "profiles": "The commonest frame of each {unit}: {tops}.{without}",
    "profiles without": " No sentence carries a frame in {units}.",
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
    "reading": "{unit}: the commonest frame is {name} ({count} of {n} sentences).",
    "reading none": "{unit}: no sentence carries a frame.",
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
    "coded by readers": "Each sentence was read with its paragraph and given the frames",
    "coded by words": "No reader has coded here: word lists give each sentence the frames",
    "codebook": (
        "A **frame** is what a text makes important: health co-operation told as aid is "
        "another story than co-operation told as diplomacy. {how} of a codebook with {frames} "
        "frames, or none."
    ),
}
"""What these reports say, in one place."""


def profiles(corpus: Corpus) -> Result:
    """Give the share of each article's sentences with each frame.

    Examples
    --------
    >>> profiles(corpus).facts["count"]["us-hanoi-mou"]["LEARN"]
    13
    """
    read_ = read(corpus)
    shares = frame_share_table(read_)
    key = "framing.profiles"
    if shares.empty or not shares["count"].sum():
        return commented(corpus, Result(key, sentence=SAYS["no articles"]))
    counts = shares.pivot(index="frame", columns=read_.unit, values="count")[read_.units]
    n = shares.drop_duplicates(read_.unit).set_index(read_.unit)["n"][read_.units]
    share = counts / n
    leading = share.loc[:, counts.sum() > 0].idxmax()
    order = list(dict.fromkeys([*leading, *share.mean(axis=1).sort_values(ascending=False).index]))
    share, counts = share.loc[order], counts.loc[order]
    facts = {
        "n": plain_numbers(n),
        "count": nested(counts),
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
            name=_leading_names(read_, counts[unit]),
            unit=escape_markdown(read_.names[unit]),
            count=counts.loc[leading[unit], unit],
            n=n[unit],
        )
        for unit in leading.index
    ]
    bare = [escape_markdown(read_.names[unit]) for unit in read_.units if unit not in leading]
    without = SAYS["profiles without"].format(units=listed(bare)) if bare else ""
    table = _with_names(read_, share)
    evidence = frame_evidence(read_)
    title = _leading_title(read_, share, leading)
    result = Result(
        key,
        data=table,
        facts=facts,
        title=title,
        sentence=SAYS["profiles"].format(
            unit="piece" if read_.unit == "article" else "group",
            tops=first_of(tops, MOST_READ),
            without=without,
        ),
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
    draw = lambda narrow: grids.profile_grid(shown, result.title, narrow=narrow)  # noqa: E731
    return dataclasses.replace(result, draw=draw)


def _leading_names(read_: Framed, counts: pd.Series) -> str:
    """Name the frame that most sentences carry, or those that equally many do."""
    return listed(read_.frames[str(code)] for code in counts.index[counts == counts.max()])


def _leading_title(read_: Framed, share: pd.DataFrame, leading: pd.Series) -> str:
    """Say in a title which frames lead."""
    if len(leading) == 1:
        unit = leading.index[0]
        name = read_.frames[leading[unit]]
        return SAYS["profiles title one"].format(name=name, share=percent(share[unit].max()))
    if leading.nunique() == len(leading) == share.shape[1] and read_.unit == "article":
        return SAYS["profiles title all"]
    first = leading.value_counts(sort=False).idxmax()
    number = int((leading == first).sum())
    units = count_of(share.shape[1], read_.unit)
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
        sentence=SAYS["codebook"].format(
            frames=len(frames),
            how=SAYS["coded by readers" if len(read_.data.by_hand) else "coded by words"],
        ),
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
    top = facts["top"].get(unit)
    if top is None:
        return SAYS["reading none"].format(unit=read_.names[unit]).rstrip(".")
    return (
        SAYS["reading"]
        .format(
            unit=read_.names[unit],
            name=_leading_names(read_, pd.Series(facts["count"][unit])),
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
        code = top.get(unit)
        rows = rows[[code in codes.split(";") for codes in rows["frames"]]]
        places += [(row.article, int(row.sentence)) for row in rows.head(2).itertuples()]
    return places[:1] + places[2:3] if len(units) > 1 and len(places) > 2 else places[:2]


def likeness(corpus: Corpus) -> Result:
    """Give how far the frame shares of every two articles lie apart, on average."""
    read_ = read(corpus)
    shares = frame_share_table(read_)
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
    draw = lambda narrow: grids.triangle(shown, result.title, narrow=narrow)  # noqa: E731
    return dataclasses.replace(result, draw=draw)


def how_many(corpus: Corpus) -> Result:
    """Say how many articles a comparison of two groups would need."""
    read_ = read(corpus)
    key = "framing.how_many"
    code = commonest_frame(read_)
    span = framing.planning_range(read_.coding, code, simulations=200) if code else pd.DataFrame()
    if span.empty or read_.coding["article"].nunique() < 2:
        return commented(corpus, Result(key, sentence=SAYS["many none"]))
    needed = span["needed"].dropna()
    low = int(needed.min()) if len(needed) else 160
    text = f"{low} to {int(needed.max())}" if len(needed) == len(span) else f"at least {low}"
    sizes = read_.corpus.articles["group"].replace("", pd.NA).value_counts()
    if sizes.empty:
        sizes = pd.Series([len(read_.corpus.articles)])
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
    coders = read_.book.coders if len(read_.data.by_hand) else BY_WORDS
    said = SAYS["trust"].format(agreed=agreed, coders=coders)
    return commented(corpus, Result("framing.trust", facts=facts, sentence=" ".join(said.split())))


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    profiles,
    likeness,
    how_many,
    trust,
    codebook,
    readings,
)
"""Every exhibit of this module."""


def _with_names(read_: Framed, share: pd.DataFrame) -> pd.DataFrame:
    """Give shares with frames and units by their names."""
    table = share.rename(index=read_.frames, columns=read_.names)
    return table.rename_axis("frame").rename_axis(columns=None).reset_index()
