"""Exhibits on policy: what each piece cites, who signed, what is named without a number."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from helpers.corpus import Corpus, gloss_texts
from helpers.references import (
    OWN_TEXT,
    SURROUNDINGS,
    citations,
    signatories,
    unnumbered,
)
from helpers.reports.commentary import commented
from helpers.reports.framed import in_order
from helpers.reports.once import once
from helpers.reports.wording import count_of, listed
from helpers.showing import Result, TableLook, escape_markdown, sentence_lines

MOST_ROWS = 40
"""Rows of a table of citations."""

SAYS = {
    "cited": (
        "{citing} of {articles} {cite} a policy or legal document in {their} own text: {documents}."
        "{party}"
    ),
    "party": (
        " Of these, {names} {are} of the Party: such a document directs state bodies and isn't "
        "state law."
    ),
    "no year": "year not stated",
    "no issuer": "issuer not stated",
    "cited none": (
        "No article of this corpus cites a policy or legal document in its own text{but}."
    ),
    "cited but": "; the references below are memoranda, or name no one document",
    "cited note": (
        "Title, lead and body; what stands in menus and link lists around the article is not "
        "counted{around}, nor are treaties (hiệp định, công ước), joint "
        "statements (tuyên bố chung) and letters of intent (ý định thư). Every reference with its "
        "sentence stands below, as a table and as CSV."
    ),
    "references": ("{number} in the articles' own text, a row each.{registered}"),
    "registered": (
        " A document is called as the register has it, which may say more than the text."
    ),
    "around": " ({documents} there only)",
    "surroundings": (
        "A raw count of the pages would have added {documents} from menus and link lists."
    ),
    "instead": (
        "Words for a kind of document or plan, where no number or title was found with them: "
        "{words}. Some are plain nouns or verbs there, some may belong to a title that no rule "
        "knows: open a row and read before counting."
    ),
    "instead none": "No word for a kind of document stands without a number or title.",
    "memoranda": (
        "Who has signed a memorandum of understanding with whom, as the texts name them: {pairs} "
        "of institutions."
    ),
    "memoranda none": (
        "No parties are annotated; annotations/references.csv takes them, in its column parties."
    ),
    "memoranda note": "Parties as the annotations have them; mentions in the text.",
}
"""What these reports say, in one place."""


@dataclasses.dataclass(frozen=True, eq=False)
class Cited:
    """A corpus's references as the reports read them."""

    corpus: Corpus
    register: pd.DataFrame
    cited: pd.DataFrame
    articles: list[str]

    @property
    def own(self) -> pd.DataFrame:
        """References in the articles' own text."""
        return self.cited[self.cited["place"] == OWN_TEXT]


@once
def read(corpus: Corpus) -> Cited:
    """Read a corpus's references once."""
    register = citations.read_register(corpus)
    cited = citations.cited_documents(corpus, register)
    return Cited(corpus, register, cited, in_order(corpus))


def label_of(known: Cited, document: str) -> str:
    """Give what readers call a document: by kind and number in English, where that is known."""
    row = known.cited[known.cited["document"] == document].iloc[0]
    number = "" if pd.isna(row["number"]) else re.split("[/-]", str(row["number"]))[0]
    english = str(row["English"] or "").capitalize()
    if english and (meeting := _of_meeting(str(row["number"]))):
        return f"{english} {meeting}"
    if english and number:
        return f"{english} {number}"
    gloss = known.corpus.gloss(pd.DataFrame({"term": [row["label"]]}))["English"].iloc[0]
    # A title that nobody has put into English keeps its own words, after what it is.
    return str(gloss or (f"{english} ({row['label']})" if english else row["label"]))


def _of_meeting(number: str) -> str:
    """Say of which congress or plenum a resolution without a number of its own is."""
    if found := re.fullmatch(r"ĐH(\d+)(?:-(.+))?", number):
        whose = f"congress ({found[2].title()})" if found[2] else "national Party congress"
        return f"of the {_ordinal(int(found[1]))} {whose}"
    if found := re.fullmatch(r"HNTW(\d+)(?:-(\w+))?", number):
        term = f" ({found[2]} term)" if found[2] else ""
        return f"of the {_ordinal(int(found[1]))} plenum of the Party's Central Committee{term}"
    return ""


def _ordinal(number: int) -> str:
    """Write a place in an order."""
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _labels(known: Cited, documents: Iterable[str]) -> dict[str, str]:
    """Give what readers call each document; of those called alike, what tells them apart."""
    labels = {name: label_of(known, name) for name in documents}
    for label in [label for label, many in Counter(labels.values()).items() if many > 1]:
        alike = [name for name, own in labels.items() if own == label]
        told = {name: _told_apart(known, name) for name in alike}
        enough = (n for n in (1, 2) if len({own[:n] for own in told.values()}) == len(alike))
        length = next(enough, 3)
        labels |= {name: f"{label} ({', '.join(told[name][:length])})" for name in alike}
    return labels


def _told_apart(known: Cited, document: str) -> tuple[str, str, str]:
    """Give a document's year, who signs it, and its id."""
    rows = known.cited[known.cited["document"] == document]
    year, issuer = (next(iter(rows[column].dropna()), "") for column in ("year", "issuer_code"))
    return str(year or SAYS["no year"]), str(issuer or SAYS["no issuer"]), document


@once
def cited(corpus: Corpus) -> Result:
    """List what each article cites in its own text."""
    known = read(corpus)
    policy = known.own[
        known.own["policy"] & known.own["document"].map(citations.names_one).astype(bool)
    ]
    around = known.cited[(known.cited["place"] == SURROUNDINGS) & known.cited["policy"]]
    only = set(around["document"].dropna()) - set(policy["document"])
    facts = {
        "articles": len(corpus.articles),
        "citing": int(policy["article"].nunique()),
        "documents": int(policy["document"].nunique()),
        "around": len(only),
        "of": {str(a): int(p["document"].nunique()) for a, p in policy.groupby("article")},
    }
    if policy.empty:
        said = SAYS["cited none"].format(but="" if known.own.empty else SAYS["cited but"])
        return commented(corpus, Result("policy.cited", facts=facts, sentence=said))
    labels = _labels(known, policy["document"].unique())
    rows = policy.assign(document_=policy["document"].map(labels))
    counts = rows.groupby(["article", "document_"], sort=False).size().rename("times").reset_index()
    place = {name: number for number, name in enumerate(known.articles)}
    counts = counts.sort_values("article", key=lambda ids: ids.map(place), kind="stable")
    counts["article"] = counts["article"].astype(str).map(corpus.names)
    table = counts.rename(columns={"article": "piece", "document_": "document"})
    places = rows[["article", "sentence", "text_start", "text_end", "document_"]].rename(
        columns={"text_start": "start", "text_end": "end", "document_": "document"}
    )
    lines = sentence_lines(corpus, places[places["sentence"].notna()])
    lines = lines.assign(piece=lines["name"])
    said = listed(f"{label} ({count_of(n, 'piece')})" for label, n in _by_document(rows).items())
    result = Result(
        "policy.cited",
        data=table.reset_index(drop=True),
        facts=facts,
        title="What the pieces cite",
        sentence=SAYS["cited"].format(
            citing=facts["citing"],
            cite="cites" if facts["citing"] == 1 else "cite",
            their="its" if facts["citing"] == 1 else "their",
            articles=count_of(len(corpus.articles), "article"),
            documents=escape_markdown(said),
            party=_of_the_party(policy, labels),
        ),
        note=SAYS["cited note"].format(
            around=SAYS["around"].format(
                documents=count_of(len(only), "document stands", "documents stand")
            )
            if only
            else ""
        ),
        evidence=lines,
        look=TableLook(limit=MOST_ROWS),
    )
    return commented(corpus, result)


def _of_the_party(policy: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Say which documents are of the Party; empty where none is."""
    # Bodies of the Central Committee sign TW, of a province TU, of districts and below HU, QU, ĐU.
    of_party = policy["issuer_code"].str.fullmatch(r"\w*(?:TW|TU|HU|QU|ĐU)").fillna(False)
    own = policy.loc[of_party.astype(bool), "document"].map(labels).unique()
    names = escape_markdown(listed(own))
    return SAYS["party"].format(names=names, are="are" if len(own) > 1 else "is") if names else ""


def references(corpus: Corpus) -> Result:
    """List every reference of the articles' own text with its document and its sentence."""
    known = read(corpus)
    own = known.own[known.own["sentence"].notna()]
    places = {name: number for number, name in enumerate(known.articles)}
    ids = own["article"].astype(str)
    labels = _labels(known, own["document"].dropna().unique())
    table = pd.DataFrame(
        {
            "article": ids,
            "piece": ids.map(corpus.names),
            "sentence": own["sentence"].astype(int),
            "document": own["label"],
            "English": own["document"].map(labels).fillna(own["English"]),
            "id": own["document"].fillna(""),
            "text": own["text"],
        }
    )
    # Once the sentence is in English, its Vietnamese stands in the CSV and on page 00.
    rows = zip(table["article"], table["sentence"], strict=True)
    english = [corpus.english.get((article, number), "") for article, number in rows]
    read_in = "in English" if english and all(english) else "text"
    table["in English"] = english
    table = table.sort_values("article", key=lambda names: names.map(places), kind="stable")
    said = SAYS["references"].format(
        number=count_of(len(table), "reference"),
        registered=SAYS["registered"] if len(known.register) else "",
    )
    return Result(
        "policy.references",
        data=table.reset_index(drop=True),
        facts={"references": len(table)},
        title="Every reference",
        sentence=said if len(table) else "",
        look=TableLook(
            folded=True,
            limit=MOST_ROWS,
            caption="Every reference with its sentence",
            columns=("piece", "sentence", "document", "English", read_in),
        ),
    )


def _by_document(rows: pd.DataFrame) -> dict[str, int]:
    """Count the articles of each document, most first."""
    counts = rows.groupby("document_", sort=False)["article"].nunique()
    return {str(k): int(n) for k, n in counts.sort_values(ascending=False, kind="stable").items()}


def surroundings(corpus: Corpus) -> Result:
    """List the documents that stand around the articles only, in menus and link lists."""
    known = read(corpus)
    around = known.cited[(known.cited["place"] == SURROUNDINGS) & known.cited["policy"]]
    around = around[~around["document"].isin(known.own["document"].dropna())]
    lines = citations.reference_lines(around)
    ids, texts = lines["article"].astype(str), lines["left"] + lines["node"] + lines["right"]
    english = [corpus.english_lines.get(place, "") for place in zip(ids, texts, strict=True)]
    lines = lines.assign(name=ids.map(corpus.names), sentence=pd.NA, english=english)
    counts = around.groupby(["label", "English"], sort=False)["article"].agg(["size", "nunique"])
    table = counts.rename(columns={"size": "times", "nunique": "pages"}).reset_index()
    said = SAYS["surroundings"].format(documents=count_of(len(table), "document"))
    result = Result(
        "policy.surroundings",
        data=table,
        facts={"documents": len(table)},
        title="Documents in the surroundings",
        sentence=said if len(table) else "",
        note="Menus, link lists and other articles' headlines; a raw count would take them in.",
        evidence=lines.drop(columns=["article", "English"]) if len(table) else None,
        look=TableLook(folded=True, caption="Documents that stand around the articles only"),
    )
    return commented(corpus, result)


@once
def memoranda(corpus: Corpus) -> Result:
    """List the institutions named as parties of a memorandum."""
    parties = signatories.read_parties(corpus)
    key = "policy.memoranda"
    ties = signatories.count_ties(parties)
    if ties.empty:
        return commented(corpus, Result(key, sentence=SAYS["memoranda none"]))
    known = read(corpus)
    where = known.own[["article", "start", "sentence", "text_start", "text_end"]]
    signed = parties.merge(where, on=["article", "start"])
    signed = signed[signed["sentence"].notna()]
    table = _english(_english(ties, "first", corpus), "second", corpus)
    columns = ["first", "first in English", "second", "second in English", OWN_TEXT]
    table = table[columns].rename(columns={OWN_TEXT: "times"})
    places = signed[["article", "sentence", "text_start", "text_end", "first", "second"]]
    places = places.rename(columns={"text_start": "start", "text_end": "end"})
    facts = {"pairs": len(ties), "articles": int(parties["article"].nunique())}
    result = Result(
        key,
        data=table,
        facts=facts,
        title="Who signed with whom",
        sentence=SAYS["memoranda"].format(pairs=count_of(len(ties), "pair")),
        note=SAYS["memoranda note"],
        evidence=sentence_lines(corpus, places) if len(places) else None,
        look=TableLook(
            columns=("first in English", "second in English", "first", "second", "times"),
            labels={
                "first in English": "Vietnamese side",
                "second in English": "foreign side",
                "first": "Vietnamese side, in the text",
                "second": "foreign side, in the text",
            },
        ),
    )
    return commented(corpus, result)


def _english(table: pd.DataFrame, column: str, corpus: Corpus) -> pd.DataFrame:
    """Add a column of glosses of names."""
    glossed = gloss_texts(table, column, corpus.known_glossary, name=f"{column} in English")
    known = dict(zip(corpus.known_glossary["term"], corpus.known_glossary["English"], strict=True))
    whole = glossed[column].map(known)
    name = f"{column} in English"
    glossed[name] = whole.fillna(glossed[name]).mask(glossed[name] == "…", glossed[column])
    return glossed


def instead(corpus: Corpus) -> Result:
    """Count words for a kind of document that name no particular one."""
    known = read(corpus)
    table, hits = unnumbered.count_unnumbered(corpus, known.cited, lines=100)
    key = "policy.instead"
    if table.empty:
        return commented(corpus, Result(key, sentence=SAYS["instead none"]))
    said = listed(
        (
            f"*{row.word}* ({', '.join(filter(None, [row.English, str(row.mentions)]))})"
            for row in table.itertuples()
        ),
        4,
    )
    lines = hits.assign(
        name=hits["article"].astype(str).map(corpus.names),
        english=[
            corpus.english.get((str(row.article), int(row.sentence)), "")
            for row in hits.itertuples()
        ],
    )
    result = Result(
        key,
        data=table,
        facts={"words": {row.word: int(row.mentions) for row in table.itertuples()}},
        title="Words for a kind of document",
        sentence=SAYS["instead"].format(words=said),
        note="Title, lead and body.",
        evidence=lines,
        look=TableLook(folded=True, caption="Kinds of document named without a number"),
    )
    return commented(corpus, result)


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    cited,
    references,
    surroundings,
    memoranda,
    instead,
)
"""Every exhibit of this module."""
