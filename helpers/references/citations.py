"""Who cites what: every reference of a corpus with its document, its place and its sentence.

Memoranda of understanding: which institutions are tied to which.
"""

from __future__ import annotations

import unicodedata

import pandas as pd

from helpers.corpus import READ_PARTS, Corpus
from helpers.data import read_rows
from helpers.references.finding import reference_table
from helpers.references.register import COLUMNS, load_instruments
from helpers.vietnamese import fold_word

OWN_TEXT, SURROUNDINGS = "own text", "surroundings"

PLACES = (OWN_TEXT, SURROUNDINGS)

MEMORANDUM, PROGRAMME = "mou", "program"
"""Kinds of reference that name no policy or legal document."""


_OPTIONAL_FILES = {
    "instruments.csv": (
        "which ids are one document; titles, dates and horizons that a page doesn't state",
        "one row a document; the columns are explained in the project's corpus/README.md",
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

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``file, there, gives, how_to_add``.

    Examples
    --------
    >>> optional_files(corpus)[["file", "there"]]
                             file  there
    0             instruments.csv   True
    1  annotations/references.csv   True
    2                glossary.csv   True
    """
    rows = [
        (name, (corpus.folder / name).is_file(), gives, how)
        for name, (gives, how) in _OPTIONAL_FILES.items()
    ]
    return pd.DataFrame(rows, columns=["file", "there", "gives", "how_to_add"])


def read_register(corpus: Corpus) -> pd.DataFrame:
    """Read the corpus's register of documents; without the file, a table without rows.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        The columns of `load_instruments`.

    Examples
    --------
    >>> read_register(corpus)["type"].value_counts().head(2).to_dict()
    {'CV': 2, 'QĐ': 2}
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
    # A table without rows has no values from which the types could be told.
    texts = dict.fromkeys(["place", "document", "label", "English"], str)
    return table.astype({**texts, "policy": bool})


def cited_plans(corpus: Corpus) -> pd.DataFrame:
    """List the policy that the pages name without a number: strategies, plannings, programmes.

    Counted apart from the documents: a plan is told by its title alone.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        The columns of `reference_table` for all parts of the pages, and ``place``, ``document``
        (the id), ``label`` (the fullest wording), ``English`` (the type's gloss) and ``owner``
        (the other state whose plan it is, in English where the data know it; else empty).
    """
    table = reference_table(corpus, parts=None, plans=True)
    own = table["part"].isin(READ_PARTS)
    table["place"] = own.map({True: OWN_TEXT, False: SURROUNDINGS})
    table["document"] = table["canonical"]
    clean = table["surface"].map(_clean)
    longest = clean.groupby(table["document"]).agg(lambda names: max(names, key=len))
    table["label"] = table["document"].map(longest)
    glosses = {row["type"]: row["english"].split("|")[0] for row in read_rows("plan_types.csv")}
    table["English"] = table["type"].map(glosses)
    names = {row["country"].lower(): row["english"] for row in read_rows("countries.csv")}
    states = table["document"].str.split(":").str[0]
    table["owner"] = [names.get(state, state) if state != "vn" else "" for state in states]
    return table.astype(dict.fromkeys(["place", "document", "label", "English", "owner"], str))


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
    registered = set(register["canonical"])
    for row in register.itertuples():
        if row.title.lower().startswith(words[row.type][0]):
            labels[row.canonical] = row.title
        else:
            name = f"{words[row.type][0]} {row.number or row.title}".strip()
            labels[row.canonical] = name[:1].upper() + name[1:]
    mentions = table.loc[table["kind"] != "anaphor", ["document", "type", "surface"]]
    for row in mentions.itertuples():
        if row.document in registered:
            continue
        name = words[row.type][0] if not names_one(row.document) else _clean(row.surface)
        labels[row.document] = max(labels.get(row.document, ""), name, key=len)
    return [labels.get(document, "not resolved") for document in table["document"]]


def _clean(surface: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(surface.replace("_", " ").split()))
    return text[:1].upper() + text[1:]


def reference_lines(cited: pd.DataFrame) -> pd.DataFrame:
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
        start, end = row.text_start, row.text_end
        pieces.append((row.text[:start], row.text[start:end], row.text[end:]))
    lines = cited.drop(columns=["text", "text_start", "text_end"]).reset_index(drop=True)
    return lines.join(pd.DataFrame(pieces, columns=["left", "node", "right"], dtype=str))


def repeats_title(cited: pd.DataFrame, corpus: Corpus) -> pd.Series:
    """Tell which references stand where a page repeats its article's title, with or without marks.

    Returns
    -------
    Series of bool
        In step with `cited`; False for the title itself.
    """
    articles = corpus.articles.loc[list(cited["article"].unique()), "title"]
    titles = {str(name): fold_word(title) for name, title in articles.items()}
    repeated = [
        row.part != "title" and titles[row.article] in fold_word(row.text)
        for row in cited.itertuples()
    ]
    return pd.Series(repeated, index=cited.index, dtype=bool)
