"""Exhibits on trust: how codings agree, what few articles can't tell, how many it would take."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers import framing
from helpers.corpus import Corpus
from helpers.reports.commentary import commented
from helpers.reports.framed import BY_WORDS, Framed, commonest_frame, read
from helpers.reports.framed import agreed as coded_alike
from helpers.reports.once import once
from helpers.reports.wording import count_of, listed
from helpers.showing import Result

HANDFUL = 5
"""Articles, at most, that are called one."""

SAYS = {
    "limits one": (
        "Fewer than two groups are named, so no groups are compared. The sentences of one article "
        "have one writer, one event and one day, and are no separate witnesses."
    ),
    "how many": (
        "To see a difference of {points} points in **{name}** between two groups, {needed} "
        "articles a group would be needed{observed}, were nothing else compared with it; here "
        "{are} {have}{coded}."
    ),
    "fewest": "{number} or fewer",
    "between": "{low} to {high}",
    "between fewest": "from {low} or fewer up to {high}",
    "observed": " ({number} if articles differ as much as these do)",
    "how many none": "How many articles a comparison would need can't be told from one article.",
    "limits": (
        "Below {least} articles a group no difference of frames between groups is given an "
        "interval or tested: the sentences of one article have one writer, one event and one "
        "day, and are no separate witnesses. "
        "Here {are} {have}{coded}."
    ),
    "trust": ("{part} {late} {agreed} {coders} {these} and nothing else."),
    "few": "A handful of articles describes itself",
    "many": "These articles describe themselves",
    "agreed": (
        "Two codings of the same {n} sentences agree with an alpha of {said} "
        "(1 is perfect, 0 is chance){later}."
    ),
    "on": "{alpha} on {what}",
    "anew": "; the coders coded {sentences} anew after their codings were joined",
    "changed": "; a later reading changed {changed} settled {code} of {what}",
    "agreed none": "There is no second coding, so how far two readers would agree is unknown.",
}
"""What these reports say, in one place."""


def how_many(corpus: Corpus) -> Result:
    """Say how many articles a comparison of two groups would need."""
    read_ = read(corpus)
    key = "framing.how_many"
    code = commonest_frame(read_)
    span = framing.planning_range(read_.coding, code, simulations=200) if code else pd.DataFrame()
    if span.empty or read_.coding["article"].nunique() < 2:
        return commented(corpus, Result(key, sentence=SAYS["how many none"]))
    needed = span["needed"].dropna()
    low = int(needed.min()) if len(needed) else framing.PLANNED_ARTICLES[-1]
    high = int(needed.max()) if len(needed) == len(span) else None
    sure = low == high
    if high is None:
        text = f"at least {low}"
    else:
        kind = "between fewest" if low == framing.PLANNED_ARTICLES[0] else "between"
        text = _or_fewer(low) if sure else SAYS[kind].format(low=low, high=high)
    seen = span.loc[span["source"] == "observed", "needed"].dropna()
    points = round(100 * float(span["difference"].iloc[0]))
    most, here = _sizes(read_)
    wanted = {"least": low, "most": int(needed.max()) if len(needed) else low}
    wanted |= {"observed": int(seen.iloc[0])} if len(seen) else {}
    facts = {
        "needed": wanted,
        "points": points,
        "frame": read_.frames[code],
        "have": most,
    }
    said = SAYS["how many"].format(
        points=points,
        name=read_.frames[code],
        needed=text,
        observed=SAYS["observed"].format(number=_or_fewer(int(seen.iloc[0])))
        if len(seen) and not sure
        else "",
        **here,
    )
    return commented(corpus, Result(key, facts=facts, sentence=said))


def _or_fewer(number: int) -> str:
    """Write a number of articles; the fewest that are tried may be more than are needed."""
    fewest = number == framing.PLANNED_ARTICLES[0]
    return SAYS["fewest"].format(number=number) if fewest else str(number)


def _sizes(read_: Framed) -> tuple[int, dict[str, str]]:
    """Give the number of coded articles in the largest group, and all groups' in words."""
    groups = read_.corpus.articles["group"].replace("", pd.NA)
    coded = groups[groups.index.isin(read_.coding["article"])]
    sizes = coded.value_counts().reindex(groups.dropna().unique(), fill_value=0)
    if sizes.empty:
        sizes = pd.Series([len(coded)])
    have = f"{sizes.min()} to {sizes.max()}" if sizes.min() < sizes.max() else str(sizes.max())
    # 0 to 1 are, 1 is.
    are = "is" if sizes.max() == 1 == sizes.min() else "are"
    words = {"have": have, "are": are, "coded": f" that {are} coded" if read_.in_part else ""}
    return int(sizes.max()), words


def limits(corpus: Corpus) -> Result:
    """Say what so few articles can't tell; nothing where groups are large enough to be tested."""
    read_ = read(corpus)
    most, here = _sizes(read_)
    facts = {"articles": len(corpus.articles), "have": most, "least": framing.MINIMUM_ARTICLES}
    few = most < framing.MINIMUM_ARTICLES
    named = corpus.articles["group"]
    kind = "limits" if named[named != ""].nunique() > 1 else "limits one"
    said = SAYS[kind].format(least=framing.MINIMUM_ARTICLES, **here) if few else ""
    return commented(corpus, Result("framing.limits", facts=facts, sentence=said))


@once
def trust(corpus: Corpus) -> Result:
    """Say in a line how far the codes can be trusted, and who coded."""
    read_ = read(corpus)
    # Where nobody has coded, who coded is said, and there is no coding to have a second.
    agreed, facts = SAYS["agreed none"] if len(read_.data.by_hand) else "", {}
    if len(read_.data.first):
        table = framing.agreement(
            read_.data.first, read_.data.second, codes=read_.book.codes, draws=2
        )
        pooled = table[table["code"] == "pooled"].iloc[0]
        facts = {"alpha": float(pooled["alpha"]), "n": int(pooled["n"])}
        found = {
            what: rest
            for column, what in (("agency", "who acts"), ("prestige", "praise"))
            if (rest := coded_alike(corpus, column))
        }
        on = {"frames": facts} | found
        said = listed(
            SAYS["on"].format(what=what, alpha=f"{rest['alpha']:.2f}".replace("-", "−"))
            for what, rest in on.items()
        )
        later = [
            SAYS["changed"].format(
                what=what, code="code" if rest["changed"] == 1 else "codes", **rest
            )
            for what, rest in found.items()
            if rest["changed"]
        ]
        settled = read_.data.by_hand[read_.data.by_hand["sentence"] > 0]
        if anew := int(settled["reason"].str.startswith(framing.CODED_ANEW).sum()):
            later.append(SAYS["anew"].format(sentences=count_of(anew, "sentence")))
        agreed = SAYS["agreed"].format(**facts, said=said, later="".join(later))
    coders = read_.book.coders if len(read_.data.by_hand) else BY_WORDS
    these = SAYS["few" if read_.of <= HANDFUL else "many"]
    said = SAYS["trust"].format(
        part=read_.in_part, late=read_.frame_notes, agreed=agreed, coders=coders, these=these
    )
    return commented(corpus, Result("framing.trust", facts=facts, sentence=" ".join(said.split())))


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (how_many, limits, trust)
"""Every exhibit of this module."""
