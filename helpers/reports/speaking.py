"""Exhibits on who is heard, and where the partner is praised."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.commentary import commented, followed
from helpers.reports.framed import (
    agreed,
    lines_of,
    plain_numbers,
    read,
    say_agreed,
)
from helpers.reports.once import once
from helpers.reports.wording import (
    capital,
    count_of,
    each,
    first_of,
    listed,
)
from helpers.showing import Result, TableLook, escape_markdown

SAYS = {
    "praise": "{voice}the partner's rank is praised in {count} of {n} {only}sentences: {rows}.",
    "unnamed": "no speaker coded",
    "named": "of a speaker",
    "praise none": "{voice}no {only}sentence praises the partner's rank.",
    "rank": (
        "{voice}words that may praise (such as the largest, valuable, leading) stand in {count} of "
        "{n} sentences: {rows}. Of whom they are said, and whether in praise, no list can tell."
    ),
    "rank none": "{voice}no sentence has words that may praise (the largest, valuable, leading).",
    "rank note": "Counted are sentences with an indicator of the codebook. {coded}",
    "praise title": "Praise of the partner's rank",
    "rank title": "Words that may praise",
    "praise note": (
        "Counted is a stated lead in the world, the largest, a pioneer, valuable experience, "
        "said of the foreign side by whomever; other praise isn't. "
        "{coded}"
    ),
    "speakers": (
        "A speaker is coded in {quoted} of {n} {only}sentences{where}; {direct} in quotation "
        "marks. {heard}"
    ),
    "where": ", of {some} of {pieces}",
    "heard": "Most often: {first}.",
    "heard once": "Nobody is named in more than one sentence.",
    "all": "all {unit}s",
    "speakers none": (
        "No speakers are coded in this corpus: once sentences are coded, the columns speaker (who "
        "is heard) and attribution ({codes}) of annotations/frames.csv take them."
    ),
    "speakers note": (
        "Sentences by the speaker that their coding names. Where a report goes on past the "
        "sentence that names its speaker, how far is a judgement."
    ),
}
"""What these reports say, in one place."""

SPEECH = {"direct": "in quotation marks", "indirect": "the paper's words", "document": "a document"}
"""How a speaker is quoted, in words."""


def praise(corpus: Corpus) -> Result:
    """Count the sentences that praise the partner's rank."""
    read_ = read(corpus)
    rows = read_.coding[(read_.coding["sentence"] > 0) & read_.coding[read_.unit].isin(read_.units)]
    found = rows[rows["prestige"] == 1]
    # A word list knows the words of rank, and not of whom they are said.
    kind = "praise" if len(read_.data.by_hand) else "rank"
    measured = framing.evaluation_table(rows, read_.unit).set_index(read_.unit)
    counts, n = (measured[name].reindex(read_.units, fill_value=0) for name in ("count", "n"))
    facts = {
        "count": plain_numbers(counts),
        "n": plain_numbers(n),
        "all": int(counts.sum()),
        "sentences": int(n.sum()),
    }
    facts["agreed"] = agreed(corpus, "prestige")
    facts["unattributed"] = plain_numbers(
        found[found["speaker"] == ""].groupby(read_.unit).size().reindex(read_.units, fill_value=0)
    )
    facts["at"], facts["speaker"] = (
        {
            str(article): dict(zip(part["sentence"].astype(str), part[column], strict=True))
            for article, part in found.groupby("article", sort=False)
        }
        for column in ("sentence", "speaker")
    )
    if not counts.sum():
        none = SAYS[f"{kind} none"].format(only=read_.only, voice=read_.voice)
        none = capital(none)
        return commented(corpus, Result("framing.praise", facts=facts, sentence=none))
    said = [f"{read_.names[u]} {counts[u]}" for u in read_.units if counts[u]]
    unnamed = pd.Series(facts["unattributed"])
    table = pd.DataFrame(
        {
            read_.unit: [read_.names[u] for u in read_.units],
            kind: list(counts),
            SAYS["unnamed"]: list(unnamed),
            SAYS["named"]: list(counts - unnamed),
            "of": list(n),
        }
    )
    who = found["speaker"].eq("").map({True: SAYS["unnamed"], False: SAYS["named"]})
    lines = lines_of(read_, found.assign(cell=who), read_.unit)
    result = Result(
        "framing.praise",
        data=table[table[kind] > 0],
        facts=facts,
        title=SAYS[f"{kind} title"],
        look=TableLook(folded=True, caption=f"{SAYS[f'{kind} title']}, in numbers"),
        sentence=capital(
            SAYS[kind].format(
                count=counts.sum(),
                n=n.sum(),
                only=read_.only,
                rows=escape_markdown(listed(said)),
                voice=read_.voice,
            )
        ),
        note=SAYS[f"{kind} note"].format(coded=read_.coded).strip(),
        evidence=lines,
    )
    result = commented(corpus, result)
    return followed(result, say_agreed(corpus, "prestige", "such praise"))


@once
def speakers(corpus: Corpus) -> Result:
    """List who speaks, and in whose words."""
    read_ = read(corpus)
    coding = read_.coding[read_.coding[read_.unit].isin(read_.units)]
    table = framing.speaker_table(coding, read_.unit)
    rows = coding[coding["sentence"] > 0]
    key = "framing.speakers"
    if table.empty:
        codes = listed(read_.book.attributions["code"], 9)
        said = SAYS["speakers none"].format(codes=codes)
        return commented(corpus, Result(key, sentence=said))
    glossed = read_.corpus.gloss(table, "speaker")
    first = glossed.sort_values("sentences", ascending=False, kind="stable").iloc[0]
    facts = {
        "attributed": int((rows["speaker"] != "").sum()),
        "sentences": len(rows),
        "direct": int(table["direct"].sum()),
        "directly": int((table["direct"] > 0).sum()),
        "documents": int(table["document"].sum()),
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
    unit = "piece" if read_.unit == "article" else read_.unit
    names_of = shown[read_.unit].map(read_.names)
    shown = shown.drop(columns=read_.unit)
    shown.insert(0, unit, names_of)
    manner = rows["attribution"].str.extract(r"^(direct|indirect|document)", expand=False)
    cells = manner.map(SPEECH).fillna("sentences")
    lines = lines_of(read_, rows.assign(cell=cells)[rows["speaker"] != ""], read_.unit, "speaker")
    lines = lines.rename(columns={read_.unit: unit})
    whole: dict[str, object] = {name: int(shown[name].sum()) for name in ("sentences", *SPEECH)}
    whole |= {unit: SAYS["all"].format(unit=unit), "in English": "", "speaker": "", "n": len(rows)}
    shown = pd.concat([pd.DataFrame([whole]), shown], ignore_index=True)
    # Names that no glossary has stand once, as the text has them.
    names = {"in English": "speaker", "speaker": "in the text"}
    names = names if shown["in English"].any() else {"speaker": "speaker"}
    result = Result(
        key,
        data=shown[[unit, *names, "sentences", *SPEECH, "n"]],
        facts=facts,
        title="Who speaks",
        sentence=SAYS["speakers"].format(
            quoted=facts["attributed"],
            n=len(rows),
            only=read_.only,
            where=_where(rows),
            direct=facts["direct"],
            heard=_heard(glossed),
        ),
        note=f"{SAYS['speakers note']} {read_.coded}".strip(),
        evidence=lines,
        look=TableLook(
            folded=True,
            limit=None,
            caption="Every speaker coded",
            labels={**names, "n": "of", **SPEECH},
        ),
    )
    return commented(corpus, result)


def _where(rows: pd.DataFrame) -> str:
    """Say in how many pieces a speaker is coded; empty where it is all."""
    some, every = rows.loc[rows["speaker"] != "", "article"].nunique(), rows["article"].nunique()
    pieces = count_of(every, "piece")
    return SAYS["where"].format(some=some, pieces=pieces) if some < every else ""


def _heard(speakers: pd.DataFrame) -> str:
    """Say who is heard most often, or that nobody is heard more than once."""
    most = speakers[speakers["sentences"] == speakers["sentences"].max()]
    if len(most) > 1 and most["sentences"].iloc[0] == 1:
        return SAYS["heard once"]
    names = [row.English or row.speaker for row in most.itertuples()]
    number = count_of(int(most["sentences"].iloc[0]), "sentence")
    return SAYS["heard"].format(first=escape_markdown(f"{first_of(names)} ({number}{each(names)})"))


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    praise,
    speakers,
)
"""Every exhibit of this module."""
