"""What a corpus folder holds for the notebooks, what it lacks, and how to add it."""

from __future__ import annotations

import pandas as pd

from helpers import ROOT
from helpers.corpus import DESCRIPTION, Corpus, CorpusError
from helpers.framing import CODEBOOK, framing_sources
from helpers.references import optional_files

EXAMPLE = ROOT / "tests" / "fixtures" / "second_corpus"
"""A corpus of invented texts, to show how one is made."""

FIELDS = ("group", "partner", "locality", "outlet", "author", "event_date", "published")
"""The columns of ``articles.csv`` that a reader fills in."""


_BESIDE = (
    (
        "translations.csv",
        "the English of sentences, shown beside them",
        "sentences are shown in Vietnamese alone",
        "one row a sentence: article, sentence (0 is the title), text (word for word), english",
    ),
    (
        "provenance.csv",
        "what is known of an article from outside its text, and how",
        "only what the pages say is shown",
        "one row a fact: article, field (a column of articles.csv), value, evidence",
    ),
    (
        DESCRIPTION,
        "the corpus's title and authors, in headings and in How to cite",
        "pages carry the name Khung tin and no author",
        'a text file with {"title": "…", "contributors": [{"title": "Given name Family name"}]}',
    ),
)
"""Tables beside the articles: what each gives, what happens without it, how to make it."""


def folder_contents(corpus: Corpus) -> pd.DataFrame:
    """List the files that the notebooks use, whether the folder has them, and how to add them.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``file, here`` ("there" or "missing"), ``gives`` (what the notebooks do with it, or do
        without it) and ``to_add`` (empty where nothing is missing).

    Examples
    --------
    >>> folder_contents(corpus)[["file", "here"]].head(3)
                             file   here
    0  articles.csv and articles/  there
    1  articles.csv, column group  there
    2                  groups.csv  there
    """
    grouped = int((corpus.articles["group"] != "").sum())
    groups = (corpus.folder / "groups.csv").is_file()
    rows = [
        ("articles.csv and articles/", "there", f"articles: {len(corpus.articles):,}", ""),
        (
            "articles.csv, column group",
            "there" if grouped else "missing",
            f"comparisons; filled in for {grouped:,} of {len(corpus.articles):,}",
            "" if grouped else "one word an article, the same for articles that belong together",
        ),
        (
            "groups.csv",
            "there" if groups else "missing",
            "the groups and their labels" if groups else "only UK, US, Hanoi and HCMC are known",
            "" if groups else "one row a group: group, label",
        ),
    ]
    for name, gives, without, how in _BESIDE:
        there = (corpus.folder / name).is_file()
        rows.append((name, "there", gives, "") if there else (name, "missing", without, how))
    table = pd.DataFrame(rows, columns=["file", "here", "gives", "to_add"])
    optional = optional_files(corpus).rename(columns={"how_to_add": "to_add"})
    optional["here"] = optional["there"].map({True: "there", False: "missing"})
    optional["to_add"] = optional["to_add"].mask(optional["there"], "")
    try:
        framing = framing_sources(corpus).rename(columns={"used": "gives"})
    except CorpusError as error:
        unfinished = [CODEBOOK, "there", "nothing yet: it, or the coding, is not finished"]
        framing = pd.DataFrame([[*unfinished, error.problems[0]]], columns=list(table))
    return pd.concat([table, framing, optional], ignore_index=True)[list(table)]


def fields_known(corpus: Corpus) -> pd.DataFrame:
    """Count the articles for which each field of ``articles.csv`` is filled in.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``field, known, unknown``, in articles.

    Examples
    --------
    >>> fields_known(corpus).query("field in ['author', 'published']")
           field  known  unknown
    4     author      3        2
    6  published      0        5
    """
    known = corpus.articles[list(FIELDS)].ne("").sum()
    table = known.rename_axis("field").rename("known").reset_index()
    return table.assign(unknown=len(corpus.articles) - table["known"])
