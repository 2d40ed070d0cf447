"""Exhibit on likeness: how far the frame shares of articles lie apart."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable

import pandas as pd

from helpers.corpus import Corpus
from helpers.reports.commentary import commented
from helpers.reports.copied import copies
from helpers.reports.framed import frame_share_table, read
from helpers.reports.once import once
from helpers.reports.wording import capital, first_of
from helpers.showing import Result, TableLook, escape_markdown, grids

MOST_TIED = 3
"""Pairs that a title names where they are equal."""

SAYS = {
    "alike": (
        "{voice}{first} alike are {close}: their frame shares differ by {points} points on "
        "average. Least alike are {far} ({most} points)."
    ),
    "alike first": "most",
    "alike first copies": "copies aside, most",
    "alike equal": "{voice}the frame shares of {close} differ by {points} points on average.",
    "alike title": "Most alike: {close}",
    "alike equal title": "How far apart: {close}",
    "alike alt": "Triangle of {pairs} pairs. {title}, {least:.1f} points; most {most:.1f}.",
    "alike alt one": "One cell. {title}, {least:.1f} points.",
    "alike group": "One group alone has nothing to be compared with.",
    "alike one": "One article alone, copies of it apart, has nothing to be compared with.",
    "alike note": (
        "Mean absolute difference of the shares of {frames} frames, in percentage points; "
        "where sentences are fewest ({n}), one is {step:.0f} points of one frame."
    ),
}
"""What this report says, in one place."""


@once
def likeness(corpus: Corpus) -> Result:
    """Give how far the frame shares of every two articles lie apart, on average."""
    read_ = read(corpus)
    shares = frame_share_table(read_)
    key = "framing.likeness"
    if len(read_.units) < 2 or not shares["count"].sum():
        alone = SAYS["alike one" if read_.unit == "article" else "alike group"]
        return commented(corpus, Result(key, sentence=alone))
    wide = shares.pivot(index="frame", columns=read_.unit, values="share")[read_.units]
    points = pd.DataFrame(
        {
            a: {b: 100 * float((wide[a] - wide[b]).abs().mean()) for b in read_.units}
            for a in read_.units
        }
    )
    # That a text is like its copy is no finding.
    copied = set(copies(read_.corpus)["article"]) & set(read_.units)
    both = itertools.combinations([unit for unit in read_.units if unit not in copied], 2)
    pairs = [(points.loc[a, b], a, b) for a, b in both]
    if not pairs:
        return commented(corpus, Result(key, sentence=SAYS["alike one"]))
    least, most = min(pairs), max(pairs)
    names = read_.names
    facts = {
        "points": {a: dict(points[a]) for a in points},
        "closest": {"points": least[0], "a": names[least[1]], "b": names[least[2]]},
        "farthest": {"points": most[0], "a": names[most[1]], "b": names[most[2]]},
        "frames": len(wide),
        "step": 100 / int(shares["n"].min()),
    }
    table = points.rename(index=names, columns=names).rename_axis(read_.unit).reset_index()
    equal = f"{least[0]:.1f}" == f"{most[0]:.1f}"
    close, far = (_pairs_at(pairs, names, end[0]) for end in (least, most))
    kind = "alike equal" if equal else "alike"
    alt = SAYS["alike alt one" if len(pairs) == 1 else "alike alt"]
    title = SAYS[f"{kind} title"].format(close=close)
    result = Result(
        key,
        data=table,
        facts=facts,
        title=title,
        sentence=capital(
            SAYS[kind].format(
                voice=read_.voice,
                first=SAYS["alike first copies" if copied else "alike first"],
                close=escape_markdown(close),
                points=f"{least[0]:.1f}",
                far=escape_markdown(far),
                most=f"{most[0]:.1f}",
            )
        ),
        alt=alt.format(pairs=len(pairs), title=title, least=least[0], most=most[0]),
        note=" ".join(
            [SAYS["alike note"].format(n=shares["n"].min(), **facts), read_.frame_notes]
        ).strip(),
        look=TableLook(formats=dict.fromkeys(table.columns[1:], ".1f")),
    )
    result = commented(corpus, result)
    shown = points.rename(index=names, columns=names)
    draw = lambda narrow: grids.triangle(shown, result.title, narrow=narrow)  # noqa: E731
    return dataclasses.replace(result, draw=draw)


def _pairs_at(pairs: list[tuple[float, str, str]], names: dict[str, str], points: float) -> str:
    """Name the pairs that lie so far apart, to the digit that is shown."""
    found = [f"{names[a]} and {names[b]}" for far, a, b in pairs if f"{far:.1f}" == f"{points:.1f}"]
    return first_of(found, MOST_TIED)


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (likeness,)
"""Every exhibit of this module."""
