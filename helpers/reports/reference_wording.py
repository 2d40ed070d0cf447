"""Sentences on policy references, made from the counts: right for none, for one and for many."""

from __future__ import annotations

import pandas as pd

from helpers.corpus import Corpus, gloss_texts
from helpers.references import SURROUNDINGS
from helpers.reports.wording import count_of, listed
from helpers.showing import escape_markdown


def say_surroundings(cited: pd.DataFrame, repeats: int) -> str:
    """Say how many references are no part of an article, and what they bring onto its page.

    Parameters
    ----------
    cited : DataFrame
        As `citations.cited_documents` gives it.
    repeats : int
        References that only repeat the title; see `citations.repeats_title`.
    """
    around = cited["place"] == SURROUNDINGS
    number = int(around.sum())
    if not len(cited):
        return "No reference was found on these pages."
    if not number:
        return (
            "Every reference stands in an article's own text: on these pages a count over raw "
            "pages would find the same."
        )
    only = cited[around & cited["policy"] & ~cited["document"].isin(cited.loc[~around, "document"])]
    brought = only["document"].nunique()
    verb = "is" if number == 1 else "are"
    said = [f"{number:,} of {count_of(len(cited), 'reference')} {verb} no part of an article."]
    if repeats:
        verb = "repeats" if repeats == 1 else "repeat"
        said.append(f"{repeats:,} of them only {verb} its title, under pictures and in links.")
    if brought:
        documents = count_of(brought, "policy or legal document")
        said.append(
            f"{'The others' if repeats else 'They'} bring {documents} onto the pages that no "
            "article cites: they belong to other stories, listed there by the site."
        )
    return " ".join([*said, "**A count over raw pages would credit them to the article.**"])


def say_undated(undated: int, documents: int) -> str:
    """Say of how many documents the year isn't known."""
    if not undated:
        return f"The year of {'each' if documents > 1 else 'the one'} document is stated"
    return f"{undated:,} of {count_of(documents, 'document')} can't be dated: no page states " + (
        "its year" if documents == 1 else "their year"
    )


def say_horizons(own: pd.DataFrame, limit: int = 10) -> str:
    """Say how many of the articles that cite a document repeat the years it looks ahead to.

    Parameters
    ----------
    own : DataFrame
        The references in own texts, with ``label, article, horizon_to``.
    limit : int, default 10
        The most documents named, those that most articles cite.
    """
    stated = own[own["horizon_to"].notna()].groupby("label")["article"].nunique()
    citing = own[own["label"].isin(stated.index)].groupby("label")["article"].nunique()
    order = citing.sort_values(ascending=False, kind="stable").index
    said = [f"{name}: {stated[name]} of {count_of(citing[name], 'article')}" for name in order]
    more = f"; {len(said) - limit:,} more documents" if len(said) > limit else ""
    return escape_markdown("; ".join(said[:limit]) or "none does") + more


def say_chosen(label: str, citing: int, passages: pd.DataFrame) -> str:
    """Say which document is set side by side, and of how many articles.

    Parameters
    ----------
    label : str
        The document.
    citing : int
        Articles that cite it in their own text.
    passages : DataFrame
        As `citing_passages.citing_passages` gives it.
    """
    if not citing:
        return "No document is cited by two articles in their own text."
    articles = count_of(citing, "article")
    said = f"**{escape_markdown(label)}**, cited by {articles}, is set side by side."
    notes = [passages.attrs[name] for name in ("articles", "passages") if name in passages.attrs]
    return " ".join([said, *([f"Compared are {'; '.join(notes)}."] if notes else [])])


def say_bare(standing: pd.DataFrame) -> str:
    """Say how many articles cite no policy or legal document, and what they have instead.

    Parameters
    ----------
    standing : DataFrame
        As `citation_tables.standing` gives it.
    """
    bare = standing[standing["documents"] == 0]
    articles = "Articles whose own text cites no policy or legal document: "
    if not len(bare):
        return f"{articles}**none** of {len(standing):,}."
    memoranda = int((bare["memoranda"] > 0).sum())
    around = int((bare["surroundings"] > 0).sum())
    named = listed((f"`{name}`" for name in bare.index), 10)
    return (
        f"{articles}**{len(bare):,}** of {len(standing):,} ({named}). "
        f"Of them, {memoranda or 'none'} {'mention' if memoranda > 1 else 'mentions'} memoranda "
        f"and {around or 'none'} {'have' if around > 1 else 'has'} a document in "
        f"{'their' if around > 1 else 'its'} surroundings only."
    )


def two_lines(documents: pd.DataFrame) -> pd.Series:
    """Give each document's label with its type in English on a second line."""
    return documents["label"] + "\n(" + documents["English"] + ")"


def say_ahead(dates: pd.DataFrame, limit: int = 10) -> str:
    """List the documents with a target year, and the year.

    Parameters
    ----------
    dates : DataFrame
        As `citation_tables.date_documents` gives it.
    limit : int, default 10
        The most documents named.
    """
    ahead = dates[dates["horizon_to"].notna()]
    said = [f"{row.label} to {row.horizon_to}" for row in ahead.head(limit).itertuples()]
    more = [f"{len(ahead) - limit:,} more"] if len(ahead) > limit else []
    return "; ".join(said + more) or "none"


def gloss_column(
    table: pd.DataFrame, column: str, corpus: Corpus, *, name: str = "English"
) -> pd.DataFrame:
    """Return the table with the English of a column's Vietnamese terms after it.

    Parameters
    ----------
    table : DataFrame
    column : str
        The column with the texts.
    corpus : Corpus
        Its glossary is used or, where it has none, the one that ships.
    name : str, default "English"
        Of the new column.

    Returns
    -------
    DataFrame
        As `glosses.gloss_texts` gives it.
    """
    return gloss_texts(table, column, corpus.known_glossary, name=name)
