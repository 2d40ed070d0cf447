"""Exhibits beside the documents: policy found by its title, ids that may be one document."""

from __future__ import annotations

from collections.abc import Callable

from helpers.corpus import Corpus
from helpers.references import OWN_TEXT, citation_tables, citations
from helpers.reports.commentary import commented
from helpers.reports.policy import MOST_ROWS, read
from helpers.reports.wording import count_of, listed
from helpers.showing import Result, TableLook, escape_markdown, sentence_lines

SAYS = {
    "plans": (
        "{number} found by title: {plans}. Plans are counted apart from the documents, also where "
        "a numbered one stands beside."
    ),
    "plans none": (
        "No strategy, plan, orientation or programme was found by its title: a rule knows one by "
        "its owner, its period or capitals. One that is named without these isn't found so."
    ),
    "plans note": (
        "Title, lead and body. Found by title, capitals, period and owner; a rule can't tell every "
        "programme of policy from any other."
    ),
    "candidates": (
        "{pairs} the same type and number, and one of the two says less: they may be one document. "
        "Until the register joins them they count as two."
    ),
    "candidates note": (
        "To join two, write the poorer id into the column cited_as of instruments.csv, in the row "
        "of the fuller."
    ),
}
"""What these reports say, in one place."""


def plans(corpus: Corpus) -> Result:
    """List the policy that is found by its title, with the state whose it is."""
    found = citations.cited_plans(corpus)
    own = found[found["place"] == OWN_TEXT]
    key = "policy.plans"
    if own.empty:
        return commented(corpus, Result(key, sentence=SAYS["plans none"]))
    counts = own.groupby(["label", "English", "owner"], sort=False)["article"]
    table = counts.agg(times="size", pieces="nunique").reset_index()
    order = ["pieces", "times"]
    table = table.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    places = own[["article", "sentence", "text_start", "text_end", "label"]]
    places = places[places["sentence"].notna()]
    places = places.rename(columns={"text_start": "start", "text_end": "end"})
    names = (
        f"*{escape_markdown(row.label)}* ({row.English}{f', {row.owner}' if row.owner else ''})"
        for row in table.itertuples()
    )
    said = listed(names, 4)
    number = count_of(len(table), "plan is", "plans are")
    result = Result(
        key,
        data=table,
        facts={"plans": len(table), "foreign": int(table["owner"].ne("").sum())},
        title="Policy found by title",
        sentence=SAYS["plans"].format(number=number, plans=said),
        note=SAYS["plans note"],
        evidence=sentence_lines(corpus, places),
        look=TableLook(folded=True, limit=MOST_ROWS, caption="Policy found by title"),
    )
    return commented(corpus, result)


def candidates(corpus: Corpus) -> Result:
    """List the ids that may be one document, which the register doesn't join yet."""
    table = citation_tables.candidate_ids(read(corpus).cited)
    key = "policy.candidates"
    if table.empty:
        return commented(corpus, Result(key, sentence=""))
    pairs = count_of(len(table), "pair of ids has", "pairs of ids have")
    result = Result(
        key,
        data=table,
        facts={"pairs": len(table)},
        title="Ids that may be one document",
        sentence=SAYS["candidates"].format(pairs=pairs),
        note=SAYS["candidates note"],
        look=TableLook(folded=True, limit=MOST_ROWS, caption="Ids that may be one document"),
    )
    return commented(corpus, result)


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (plans, candidates)
"""Every exhibit of this module."""
