"""Exhibits on framing: what the frames are, profiles, readings."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.actors import who_acts
from helpers.reports.commentary import commented, read_commentary
from helpers.reports.framed import (
    EVERY,
    MOST_READ,
    Framed,
    frame_evidence,
    frame_share_table,
    nested,
    plain_numbers,
    read,
)
from helpers.reports.once import once
from helpers.reports.wording import (
    capital,
    count_of,
    each,
    first_of,
    highest,
    listed,
    percent,
    tied,
)
from helpers.showing import (
    NUMBERS,
    Result,
    TableLook,
    escape,
    escape_markdown,
    fill,
    grids,
    sentence_lines,
    shown_line,
)

MOST_TIED = 3
"""Frames that a title names where they are equal."""

SAYS = {
    "no articles": "{voice}no {only}sentence of this corpus has a frame.",
    "note": (
        "Sentences with the frame and their share of {unit}'s sentences, titles left out (in "
        "brackets how many there are); a sentence may have several. {coded}"
    ),
    "profiles": "{voice}the commonest frame of each {unit}: {tops}.{without}",
    "profiles groups": "{voice}by group, in shares of sentences: {groups}.{apart}",
    "profiles apart": " Not among them, with fewer than two {only}pieces: {groups}.",
    "profiles group": "{group} ({pieces}): {shares}",
    "profiles without": " No sentence carries a frame in {units}.",
    "profiles title one": "{name} {lead}, with {share} of the sentences{each}",
    "profiles title all": "Each {only}article has a leading frame of its own",
    "profiles title some": "{name} {lead} in {number} of {units}{each}{tied}",
    "profiles by words": ", by word lists",
    "profiles tied": ", alone or with others",
    "profiles title none": "No frame leads alone in any of {units}",
    "top": "{unit}: {name} ({count} of {n}{each})",
    "top many": "{number} frames equally",
    "reading": "{unit}: {voice}the commonest {frames} {name} ({count} of {n} sentences{each}).",
    "reading many": "{unit}: {name} ({count} of {n} sentences{each}).",
    "reading none": "{unit}: {voice}no sentence carries a frame.",
    "coded by readers": "Each sentence{part} was given the frames",
    "coded by words": "No reader has coded here: word lists give each sentence the frames",
    "examples": "A row opens to the codebook's example of the frame.",
    "some examples": (
        "A row opens to the codebook's example of the frame, where that is from these articles."
    ),
    "codebook": (
        "A **frame** is what a text makes important{example}. {how} of a codebook with {frames} "
        "frames, or none."
    ),
    "codebook lent": (
        "It is the codebook that comes with Khung tin, made for news on co-operation in health; "
        "page 04 shows how to begin one for these articles."
    ),
    "codebook example": ": the same event told as *{one}* is another story than told as *{other}*",
}
"""What these reports say, in one place."""


@once
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
        said = capital(SAYS["no articles"].format(only=read_.only, voice=read_.voice))
        return commented(corpus, Result(key, sentence=said))
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
        # How many sentences the commonest frame is ahead of the next.
        "lead": {
            unit: int(own.iloc[0] - own.iloc[1]) if len(own) > 1 else int(own.iloc[0])
            for unit, own in ((u, counts[u].sort_values(ascending=False)) for u in leading.index)
        },
        "name": read_.names | read_.frames,
        "frame": read_.frames,
        "units": len(n),
        "leading": int(leading.nunique()),
        "sentences": int(n.sum()),
    }
    first = {unit: highest(counts[unit]) for unit in leading.index}
    tops = [
        SAYS["top"].format(
            name=_top_names(read_, codes, counts.loc[codes[0], unit]),
            unit=escape_markdown(read_.names[unit]),
            count=counts.loc[codes[0], unit],
            n=n[unit],
            each=each(codes),
        )
        for unit, codes in first.items()
    ]
    bare = [escape_markdown(read_.names[unit]) for unit in read_.units if unit not in leading]
    without = SAYS["profiles without"].format(units=listed(bare)) if bare else ""
    table = _with_names(read_, share)
    evidence = frame_evidence(read_)
    title = _leading_title(read_, share, first)
    title += "" if len(read_.data.by_hand) else SAYS["profiles by words"]
    result = Result(
        key,
        data=table,
        facts=facts,
        title=title,
        sentence=_said_of_profiles(read_, shares, tops, without),
        alt=_profile_alt(read_, share, first, title),
        note=SAYS["note"]
        .format(
            unit=f"an {read_.unit}" if read_.unit == "article" else "a group",
            coded=f"{read_.coded} {read_.frame_notes}",
        )
        .strip(),
        evidence=evidence,
        front=1,
        look=TableLook(
            formats={read_.names[u]: partial(_number_and_share, int(n[u])) for u in read_.units},
            labels={read_.names[u]: f"{read_.names[u]} ({n[u]:,})" for u in read_.units},
            limit=None,
        ),
    )
    result = commented(corpus, result)
    heads = [(read_.names[unit], int(n[unit])) for unit in read_.units]
    shown = share.set_axis(heads, axis=1).set_axis([read_.frames[code] for code in order])
    draw = lambda narrow: grids.profile_grid(shown, result.title, narrow=narrow)  # noqa: E731
    return dataclasses.replace(result, draw=draw)


def _number_and_share(of: int, share: float) -> str:
    """Write a share with the number of sentences that it is of all."""
    return f"{round(share * of):,} ({percent(share)})" if share else percent(share)


def _said_of_profiles(read_: Framed, shares: pd.DataFrame, tops: list[str], without: str) -> str:
    """Say what is commonest: by group, where groups have pieces enough, then by piece."""
    by_piece = SAYS["profiles"].format(
        voice=read_.voice,
        unit=f"{read_.only}piece" if read_.unit == "article" else "group",
        tops=first_of(tops, MOST_READ),
        without=without,
    )
    groups, apart = _group_shares(read_) if read_.unit == "article" else ([], [])
    if not groups:
        return capital(by_piece)
    by_group = SAYS["profiles groups"].format(
        voice=read_.voice,
        groups=first_of(groups, MOST_READ),
        apart=SAYS["profiles apart"].format(only=read_.only, groups=listed(apart)) if apart else "",
    )
    return capital(by_group) + (f" {capital(by_piece)}" if len(tops) <= MOST_READ else "")


def _group_shares(read_: Framed) -> tuple[list[str], list[str]]:
    """Give the commonest frames of groups with two pieces or more, and which groups have fewer.

    Nothing where fewer than two groups have as many.
    """
    group = read_.coding["article"].map(read_.corpus.articles["group"])
    coding = read_.coding.assign(group=group)
    pieces = coding[coding["group"] != ""].groupby("group")["article"].nunique()
    known = [name for name in read_.corpus.groups if name in pieces and pieces[name] > 1]
    if len(known) < 2:
        return [], []
    there = set(read_.corpus.articles["group"])
    labels = read_.corpus.group_names
    fewer = [name for name in read_.corpus.groups if name in there and name not in known]
    shares = framing.frame_shares(coding, "group", frames=read_.book.codes)
    said = []
    for name in known:
        own = shares[(shares["group"] == name) & (shares["count"] > 0)]
        # All that are as common as the last of them.
        own = own[own["count"] >= own["count"].nlargest(MOST_TIED).min()]
        own = own.sort_values("count", ascending=False, kind="stable")
        named = (f"**{read_.frames[row.frame]}** {percent(row.share)}" for row in own.itertuples())
        label = escape_markdown(labels[name])
        number = count_of(int(pieces[name]), f"{read_.only}piece")
        found = ", ".join(named) or "no frame"
        said.append(SAYS["profiles group"].format(group=label, pieces=number, shares=found))
    return said, [escape_markdown(labels[name]) for name in fewer]


def _undecided(codes: list[str], count: int) -> bool:
    """Tell whether no frame is commonest: many are equal, or several stand in a sentence each."""
    return len(codes) > MOST_TIED or len(codes) > 1 == count


def _top_names(read_: Framed, codes: list[str], count: int, mark: str = "**") -> str:
    """Name the frames that are commonest, or say how many are equal."""
    if _undecided(codes, count):
        return SAYS["top many"].format(number=len(codes))
    return tied(f"{mark}{read_.frames[code]}{mark}" for code in codes)


def _leading_title(read_: Framed, share: pd.DataFrame, first: dict[str, list[str]]) -> str:
    """Say in a title which frames lead, each alone in its unit."""
    if len(first) == 1:
        [(unit, codes)] = first.items()
        named = _leading(read_, codes) | {"share": percent(share[unit].max())}
        return SAYS["profiles title one"].format(**named)
    alone = pd.Series({unit: codes[0] for unit, codes in first.items() if len(codes) == 1})
    if alone.nunique() == len(alone) == share.shape[1] and read_.unit == "article":
        return SAYS["profiles title all"].format(only=read_.only)
    units = count_of(share.shape[1], f"{read_.only if read_.unit == 'article' else ''}{read_.unit}")
    if alone.empty:
        return SAYS["profiles title none"].format(units=units)
    led = pd.Series([code for codes in first.values() for code in codes]).value_counts(sort=False)
    most = highest(led)
    ties = any(len(codes) > 1 and set(codes) & set(most) for codes in first.values())
    return SAYS["profiles title some"].format(
        **_leading(read_, most),
        number=led.max(),
        units=units,
        tied=SAYS["profiles tied"] if ties else "",
    )


def _leading(read_: Framed, codes: list[str]) -> dict[str, str]:
    """Name frames that lead, of many their number, with the verb."""
    names = [read_.frames[code] for code in codes]
    return {
        "name": tied(names) if len(names) <= MOST_TIED else f"{len(names)} frames",
        "lead": "lead" if len(names) > 1 else "leads",
        "each": each(names),
    }


def _profile_alt(
    read_: Framed, share: pd.DataFrame, first: dict[str, list[str]], title: str
) -> str:
    """Describe the grid of shares."""
    said = [
        f"{read_.names[unit]}: {read_.frames[code]} {percent(share.loc[code, unit])}"
        for unit, codes in first.items()
        for code in codes
    ]
    return f"Grid of {len(share)} frames by {read_.unit}. {title}. Highest: {'; '.join(said)}."


def codebook(corpus: Corpus) -> Result:
    """Say what a frame is, and list the codebook's frames with their examples."""
    read_ = read(corpus)
    frames = read_.book.frames.reset_index()
    # A line of evidence has a name too, the article's: the frame's mustn't be called so.
    table = frames[["name", "definition", "frame"]].set_axis(
        ["frame", "definition", "code"], axis=1
    )
    places = frames[["frame", "article", "sentence"]].rename(columns={"frame": "code"})
    places = places[places["article"].isin(corpus.articles.index)]
    note = (
        "" if places.empty else SAYS["examples" if len(places) == len(table) else "some examples"]
    )
    part = " of the coded articles" if read_.in_part else ""
    how = SAYS["coded by readers" if len(read_.data.by_hand) else "coded by words"]
    # The first and the third frame: neighbours in a codebook are often alike.
    one, other = map(escape_markdown, table["frame"].iloc[[0, min(2, len(table) - 1)]])
    example = SAYS["codebook example"].format(one=one, other=other) if len(table) > 1 else ""
    result = Result(
        "framing.codebook",
        data=table,
        facts={"frames": len(frames)},
        title="The codebook",
        sentence=" ".join(
            [
                SAYS["codebook"].format(
                    frames=len(frames), how=how.format(part=part), example=example
                ),
                "" if (corpus.folder / framing.CODEBOOK).is_file() else SAYS["codebook lent"],
                read_.frame_notes,
            ]
        ).strip(),
        note=note,
        evidence=sentence_lines(read_.corpus, places) if len(places) else None,
        look=TableLook(folded=True, limit=None, caption="The codebook: what each frame is"),
    )
    return commented(corpus, result)


def readings(corpus: Corpus) -> Result:
    """Say of each group how its pieces frame it, with two sentences of them."""
    read_ = read(corpus)
    entries = read_commentary(corpus)
    shown, acting = profiles(corpus), who_acts(corpus)
    facts = dict(shown.facts)
    if not facts:
        none = capital(SAYS["no articles"].format(only=read_.only, voice=read_.voice))
        return Result("framing.readings", sentence=none)
    facts |= {"acts": acting.facts.get("count", {})}
    sources = {**dict.fromkeys(facts, shown), "acts": acting}
    paragraphs = []
    for group, units in _by_group(read_).items():
        key = f"framing.readings.{group}"
        plain = " ".join(_reading(read_, facts, unit) for unit in units)
        said = commented(corpus, Result(key, facts=facts, sentence=plain), sources)
        quote = entries.get(key, {}).get("quote") or _quoted(read_, units, facts["top"])
        places = pd.DataFrame(quote, columns=["article", "sentence"])
        lines = [
            shown_line(line) for line in sentence_lines(read_.corpus, places).to_dict("records")
        ]
        label = read_.corpus.group_names.get(group, group)
        paragraphs.append({"group": label, "text": _with_links(said), "lines": lines})
    markup = fill("readings", paragraphs=paragraphs)
    return Result("framing.readings", facts=facts, title="How each is framed", markup=markup)


def _with_links(said: Result) -> Markup:
    """Give a paragraph as HTML, its numbers as links to what was counted."""
    text = str(escape(said.about.get(NUMBERS, said.sentence)))
    return Markup(re.sub(r"\[([^]]+)\]\((#[^)]+)\)", r'<a href="\2">\1</a>', text))


def reading_results(corpus: Corpus) -> list[Result]:
    """Give the facts that each paragraph of `readings` is held against."""
    facts = readings(corpus).facts
    return [Result(f"framing.readings.{group}", facts=facts) for group in _by_group(read(corpus))]


def _reading(read_: Framed, facts: dict[str, Any], unit: str) -> str:
    """Say plainly how a unit is framed."""
    codes = highest(pd.Series(facts["count"][unit]))
    if not codes:
        return SAYS["reading none"].format(unit=read_.names[unit], voice=read_.voice)
    count = facts["count"][unit][codes[0]]
    return SAYS["reading many" if _undecided(codes, count) else "reading"].format(
        unit=read_.names[unit],
        voice=read_.voice,
        frames="frames are" if len(codes) > 1 else "frame is",
        name=_top_names(read_, codes, count, ""),
        count=count,
        n=facts["n"][unit],
        each=each(codes),
    )


def _by_group(read_: Framed) -> dict[str, list[str]]:
    """Give each group's units, the first groups only."""
    if read_.unit == "group":
        return {unit: [unit] for unit in read_.units[:MOST_READ]}
    groups = read_.corpus.articles["group"]
    groups = groups.replace("", "Without a group" if groups.any() else EVERY)
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


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (profiles, codebook, readings)
"""Every exhibit of this module."""


def _with_names(read_: Framed, share: pd.DataFrame) -> pd.DataFrame:
    """Give shares with frames and units by their names."""
    table = share.rename(index=read_.frames, columns=read_.names)
    return table.rename_axis("frame").rename_axis(columns=None).reset_index()
