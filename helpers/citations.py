"""Who cites what: tables of the documents that the articles of a corpus cite."""

from __future__ import annotations

import unicodedata

import pandas as pd

from helpers.concordance import concordance
from helpers.corpus import READ_PARTS, Corpus
from helpers.data_files import read_rows
from helpers.reference_register import COLUMNS, load_instruments
from helpers.references import reference_table

OWN_TEXT, SURROUNDINGS = "own text", "surroundings"
PLACES = (OWN_TEXT, SURROUNDINGS)

MEMORANDUM, PROGRAMME = "mou", "program"
"""Kinds of reference that name no policy or legal document."""


_OPTIONAL_FILES = {
    "instruments.csv": (
        "which ids are one document; titles, dates and horizons that a page doesn't state",
        "one row a document; the columns are explained in the corpus's README.md",
    ),
    "annotations/references.csv": (
        "who signs with whom; how well the references are found",
        "one row a reference: article, start, end (characters of the page), canonical, kind; "
        "parties, separated by semicolons",
    ),
    "glossary.csv": ("English glosses", "one row a term: term, English"),
}


def optional_files(corpus: Corpus) -> pd.DataFrame:
    """List the files that the reading of references can use, and whether the corpus has them.

    Returns
    -------
    DataFrame
        ``file, there, gives, how_to_add``.
    """
    rows = [
        (name, (corpus.folder / name).is_file(), gives, how)
        for name, (gives, how) in _OPTIONAL_FILES.items()
    ]
    return pd.DataFrame(rows, columns=["file", "there", "gives", "how_to_add"])


def read_register(corpus: Corpus) -> pd.DataFrame:
    """Read the corpus's register of documents; without the file, a table without rows.

    Returns
    -------
    DataFrame
        The columns of `load_instruments`.
    """
    path = corpus.folder / "instruments.csv"
    if path.is_file():
        return load_instruments(path)
    years = {"horizon_to": "Int64", "horizon_vision": "Int64"}
    return pd.DataFrame(columns=list(COLUMNS)).astype(years)


def cited_documents(corpus: Corpus, register: pd.DataFrame | None = None) -> pd.DataFrame:
    """List every reference of the pages with the document it stands for.

    Parameters
    ----------
    corpus : Corpus
    register : DataFrame, optional
        As `load_instruments` gives it; by default the corpus's own. An id in its column
        ``cited_as`` is taken for the document of that row.

    Returns
    -------
    DataFrame
        The columns of `reference_table` for all parts of the pages, and ``place`` (own text:
        title, lead, body; surroundings: the rest), ``document`` (an id; missing for a
        demonstrative without antecedent), ``label`` (what readers call it), ``English`` (the
        type's gloss) and ``policy`` (whether it is a policy or legal document: no memorandum,
        no numbered project or programme).
    """
    register = read_register(corpus) if register is None else register
    table = reference_table(corpus, parts=None)
    own = table["part"].isin(READ_PARTS)
    table["place"] = own.map({True: OWN_TEXT, False: SURROUNDINGS})
    known = {
        identity: row.canonical
        for row in register.itertuples()
        for identity in [row.canonical, *row.cited_as.split()]
    }
    table["document"] = table["canonical"].map(lambda identity: known.get(identity, identity))
    table["label"] = _labels(table, register)
    words = _type_words()
    table["English"] = [words.get(code, ("", ""))[1] for code in table["type"]]
    # A demonstrative is of the kind of its antecedent: "this programme" is no policy document.
    other = table["kind"].isin([MEMORANDUM, PROGRAMME])
    table["policy"] = ~(other | table["document"].isin(table.loc[other, "document"].dropna()))
    return table


def _type_words() -> dict[str, tuple[str, str]]:
    """Give the Vietnamese and the English word of each type of document."""
    return {
        row["type"]: (row["words"].split("|")[0], row["english"].split("|")[0])
        for row in read_rows("document_types.csv")
    }


def names_one(document: object) -> bool:
    """Tell whether an id names one document, not only a kind: ``vn:mou:_:_:_`` does not."""
    return isinstance(document, str) and document.split(":")[2:] != ["_", "_", "_"]


def _labels(table: pd.DataFrame, register: pd.DataFrame) -> list[str]:
    """Name each document: from the register, else by its fullest mention on the pages."""
    words = _type_words()
    labels = {}
    for row in register.itertuples():
        if row.title.lower().startswith(words[row.type][0]):
            labels[row.canonical] = row.title
        else:
            name = f"{words[row.type][0]} {row.number or row.title}".strip()
            labels[row.canonical] = name[:1].upper() + name[1:]
    for row in table[table["kind"] != "anaphor"].itertuples():
        if row.document in register["canonical"].array:
            continue
        name = words[row.type][0] if not names_one(row.document) else _clean(row.surface)
        labels[row.document] = max(labels.get(row.document, ""), name, key=len)
    return [labels.get(document, "not resolved") for document in table["document"]]


def _clean(surface: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(surface.replace("_", " ").split()))
    return text[:1].upper() + text[1:]


def sentence_lines(cited: pd.DataFrame) -> pd.DataFrame:
    """Set each reference in its sentence: what `show_table` opens a row to.

    Parameters
    ----------
    cited : DataFrame
        As `cited_documents` gives it.

    Returns
    -------
    DataFrame
        All columns but ``text``, and ``left, node, right``: the clean sentence or stretch,
        divided where the reference begins and ends.
    """
    pieces = []
    for row in cited.itertuples():
        if pd.isna(row.text_start):
            # The clean text lacks the mention as printed: the mention alone still shows.
            pieces.append(("", _clean(row.surface), ""))
        else:
            start, end = int(row.text_start), int(row.text_end)
            pieces.append((row.text[:start], row.text[start:end], row.text[end:]))
    lines = cited.drop(columns=["text", "text_start", "text_end"]).reset_index(drop=True)
    return lines.join(pd.DataFrame(pieces, columns=["left", "node", "right"], dtype=str))


def count_by_part(cited: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count references by article and by part of the page.

    Returns
    -------
    DataFrame
        A row an article (all of them, in the corpus's order), a column each part that has a
        reference, in the order of the page's parts.
    """
    parts = list(corpus.parts["part"].cat.categories)
    counts = pd.crosstab(cited["article"], cited["part"])
    present = [part for part in parts if part in counts]
    counts = counts.reindex(index=corpus.articles.index, columns=present, fill_value=0)
    return counts.rename_axis(index="article", columns=None)


def count_documents(cited: pd.DataFrame) -> pd.DataFrame:
    """Count how often each document is cited in the articles' own text and around it.

    Returns
    -------
    DataFrame
        ``label, English, document, policy, own text, surroundings, articles`` (whose own text
        cites it); those of most articles first, then of most mentions.
    """
    keys = ["label", "English", "document", "policy"]
    counts = cited.groupby([*keys, "place"], dropna=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(PLACES), fill_value=0)
    own = cited[cited["place"] == OWN_TEXT]
    articles = own.groupby(keys, dropna=False)["article"].nunique().rename("articles")
    counts = counts.join(articles).fillna({"articles": 0}).astype({"articles": int})
    order = ["articles", *PLACES]
    return counts.reset_index().sort_values(
        order, ascending=False, kind="stable", ignore_index=True
    )


def count_by_article(cited: pd.DataFrame) -> pd.DataFrame:
    """Count references by document and article.

    Returns
    -------
    DataFrame
        ``label, article, own text, surroundings``: the pairs that occur.
    """
    counts = cited.groupby(["label", "article", "place"], sort=False).size().unstack(fill_value=0)
    return (
        counts.reindex(columns=list(PLACES), fill_value=0).rename_axis(columns=None).reset_index()
    )


def standing(cited: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Say on which documents each article stands, and on which only its page.

    Returns
    -------
    DataFrame
        By article: ``documents`` (policy or legal documents in its own text), ``mentions`` of
        them, ``memoranda`` (mentions in its own text), ``surroundings`` (policy or legal
        documents only around it) and ``which``, the labels of the first.
    """
    rows = []
    for article in corpus.articles.index:
        here = cited[cited["article"] == article]
        own = here[here["place"] == OWN_TEXT]
        policy = own[own["policy"]]
        around = here[here["policy"] & (here["place"] == SURROUNDINGS)]
        rows.append(
            {
                "article": article,
                "documents": policy["label"].nunique(),
                "mentions": len(policy),
                "memoranda": int((own["kind"] == MEMORANDUM).sum()),
                "surroundings": len(set(around["label"]) - set(policy["label"])),
                "which": "; ".join(policy["label"].unique()),
            }
        )
    return pd.DataFrame(rows).set_index("article")


def linked_ids(cited: pd.DataFrame) -> pd.DataFrame:
    """List the documents that are cited by more than one id, which the register joins.

    Returns
    -------
    DataFrame
        ``label, canonical, article, number, issuer_code, year, date, mentions``.
    """
    ids = cited.groupby("document")["canonical"].transform("nunique")
    columns = ["label", "canonical", "article", "number", "issuer_code", "year", "date"]
    grouped = cited[ids > 1].groupby(columns, dropna=False, sort=False)
    return grouped.size().rename("mentions").reset_index()


def date_documents(cited: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Say when each document was issued and how far ahead it looks, as far as is known.

    Returns
    -------
    DataFrame
        One row a document with a number, a title or a year: ``label, English, document, date``
        (ISO 8601, as exact as is known; ``--05-19`` is a day without a year), ``year,
        horizon_to, horizon_vision, place`` (own text where any article cites it there). A date
        comes from the register, else from the mentions; the undated last.
    """
    facts = register.set_index("canonical")
    rows = []
    for document, mentions in cited[cited["document"].map(names_one)].groupby("document"):
        known = facts.loc[document] if document in facts.index else None
        dates = [] if known is None else [known["date"]]
        dates += sorted(mentions["date"].dropna(), key=len, reverse=True)
        date = next((value for value in dates if value), "")
        years = mentions["year"].dropna()
        dated = date[:4] if date and not date.startswith("-") else None
        row = mentions.iloc[0]
        rows.append(
            {
                **{name: row[name] for name in ("label", "English", "document")},
                "date": date or (str(years.iloc[0]) if len(years) else ""),
                "year": int(dated) if dated else years.min() if len(years) else pd.NA,
                **{name: _year(known, mentions, name) for name in _HORIZON},
                "place": min(mentions["place"]),
            }
        )
    columns = ["label", "English", "document", "date", "year", *_HORIZON, "place"]
    whole = dict.fromkeys(["year", *_HORIZON], "Int64")
    table = pd.DataFrame(rows, columns=columns).astype(whole)
    return table.sort_values(["year", "date", "label"], ignore_index=True)


_HORIZON = ("horizon_to", "horizon_vision")


def _year(known: pd.Series | None, mentions: pd.DataFrame, column: str) -> object:
    stated = mentions[column].dropna()
    if known is not None and not pd.isna(known[column]):
        return known[column]
    return stated.iloc[0] if len(stated) else pd.NA


def unnumbered_documents(corpus: Corpus, cited: pd.DataFrame) -> pd.DataFrame:
    """Find words for a kind of document, where no particular document is cited by them.

    Parameters
    ----------
    corpus : Corpus
    cited : DataFrame
        As `cited_documents` gives it.

    Returns
    -------
    DataFrame
        A row each hit in title, lead or body: ``word, English, article, sentence, left, node,
        right``. The words are those of ``document_types.csv``; some of them are verbs or plain
        nouns as well (*quyết định*, decision, to decide).
    """
    own = cited[cited["sentence"].notna() & cited["text_start"].notna()]
    taken = own.groupby(["article", "sentence"])[["text_start", "text_end"]].apply(
        lambda rows: list(rows.itertuples(index=False, name=None))
    )
    spans = taken.to_dict()
    tables = []
    for row in read_rows("document_types.csv"):
        for word in row["words"].split("|"):
            hits = concordance(corpus, word, window=10**6, parts=READ_PARTS)
            free = [
                not any(a < hit.end and hit.start < b for a, b in spans.get(key, []))
                for hit in hits.itertuples()
                for key in [(hit.article, hit.sentence)]
            ]
            hits = hits[free].assign(word=word, English=row["english"].split("|")[0])
            tables.append(hits.astype({"article": str}))
    columns = ["word", "English", "article", "sentence", "left", "node", "right"]
    return pd.concat(tables, ignore_index=True)[columns]
