"""Tables of citations: by place, by document, by article, in time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import pandas as pd

from helpers.corpus import PARTS, Corpus
from helpers.references.citations import MEMORANDUM, OWN_TEXT, PLACES, names_one
from helpers.references.register import FACTS

_HORIZON = ("horizon_to", "horizon_vision")


def count_by_part(cited: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count references by article and by part of the page.

    Returns
    -------
    DataFrame
        A row an article (all of them, in the corpus's order), a column each part that has a
        reference, in the order of the page's parts.
    """
    counts = pd.crosstab(cited["article"], cited["part"])
    present = [part for part in PARTS if part in counts]
    counts = counts.reindex(index=corpus.articles.index, columns=present, fill_value=0)
    return counts.rename_axis(index="article", columns=None)


def fullest(table: pd.DataFrame, limit: int, by: str | None = None) -> pd.DataFrame:
    """Cut a table that is too long to be shown to the rows with the highest counts.

    Parameters
    ----------
    table : DataFrame
    limit : int
        A table of so many rows or fewer is returned as it is.
    by : str, optional
        The column that decides; by default the sum of all columns.

    Returns
    -------
    DataFrame
        Of a longer table `limit` rows, the highest count first; of equals the first.
    """
    if len(table) <= limit:
        return table
    counts = table.sum(axis=1) if by is None else table[by]
    return table.loc[counts.sort_values(ascending=False, kind="stable").index[:limit]]


def cut_note(shown: pd.DataFrame, whole: pd.DataFrame, rows: str) -> str:
    """Say for a caption that a table is cut: `` (40 of 2,653 articles: those with ...)``.

    Parameters
    ----------
    shown, whole : DataFrame
    rows : str
        What the rows are, and by which rule they were chosen.

    Returns
    -------
    str
        Empty where nothing is left out.
    """
    return f" ({len(shown):,} of {len(whole):,} {rows})" if len(shown) < len(whole) else ""


def count_documents(cited: pd.DataFrame) -> pd.DataFrame:
    """Count how often each document is cited in the articles' own text and around it.

    Returns
    -------
    DataFrame
        ``label, English, document, policy, own text, surroundings, articles`` (whose own text
        cites it); policy documents first, by articles, then by mentions. Demonstratives whose
        document isn't known have no id and come last.
    """
    keys = ["label", "English", "document", "policy"]
    counts = cited.groupby([*keys, "place"], dropna=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(PLACES), fill_value=0)
    own = cited[cited["place"] == OWN_TEXT]
    articles = own.groupby(keys, dropna=False)["article"].nunique().rename("articles")
    counts = counts.join(articles).fillna({"articles": 0}).astype({"articles": int})
    counts = counts.reset_index().assign(known=lambda rows: rows["document"].notna())
    order = ["known", "policy", "articles", *PLACES]
    counts = counts.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    return counts.drop(columns="known")


def policy_documents(documents: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of `count_documents` that are one policy or legal document each."""
    named = [names_one(document) for document in documents["document"]]
    return documents[documents["policy"] & pd.Series(named, index=documents.index, dtype=bool)]


def count_by_article(cited: pd.DataFrame, documents: Iterable[str] | None = None) -> pd.DataFrame:
    """Count references by document and article.

    Parameters
    ----------
    cited : DataFrame
        As `citations.cited_documents` gives it.
    documents : iterable of str, optional
        The ids of the documents to count, in this order.

    Returns
    -------
    DataFrame
        ``label`` (with the type in English on a second line), ``article, own text,
        surroundings``: the pairs that occur.
    """
    if documents is not None:
        order = {document: place for place, document in enumerate(documents)}
        cited = cited[cited["document"].isin(list(order))]
        cited = cited.sort_values("document", key=lambda ids: ids.map(order), kind="stable")
    cited = cited.assign(label=cited["label"] + "\n(" + cited["English"] + ")")
    counts = cited.groupby(["label", "article", "place"], sort=False).size().unstack(fill_value=0)
    return (
        counts.reindex(columns=list(PLACES), fill_value=0).rename_axis(columns=None).reset_index()
    )


def citing_most(pairs: pd.DataFrame, corpus: Corpus, limit: int) -> list[str]:
    """Choose the articles that stand in a grid.

    Parameters
    ----------
    pairs : DataFrame
        As `count_by_article` gives it.
    corpus : Corpus
    limit : int
        The most articles.

    Returns
    -------
    list of str
        In the order of the corpus; of more than `limit`, those that cite most of the documents,
        the most first.
    """
    counts = pairs["article"].value_counts()
    articles = corpus.articles.index[corpus.articles.index.isin(counts.index)]
    if len(articles) <= limit:
        return list(articles)
    return list(counts.reindex(articles).sort_values(ascending=False, kind="stable").index[:limit])


def grid_note(pairs: pd.DataFrame, articles: list[str], documents: pd.DataFrame) -> str:
    """Say below a grid which of the citing articles and documents stand in it.

    Parameters
    ----------
    pairs : DataFrame
        As `count_by_article` gives it.
    articles : list of str
        The columns of the grid.
    documents : DataFrame
        A row each document that could stand in it.

    Returns
    -------
    str
        Empty where nothing is left out.
    """
    whole = pairs["article"].nunique()
    rows = pairs.loc[pairs["article"].isin(articles), "label"].nunique()
    if len(articles) == whole and rows >= len(documents):
        return ""
    return (
        f"{len(articles):,} of {whole:,} articles, those that cite most of the documents; "
        f"{rows:,} of {len(documents):,} documents, of those that most articles cite"
    )


def own_text_matrix(
    cited: pd.DataFrame, corpus: Corpus, labels: Iterable[str] | None = None
) -> pd.DataFrame:
    """Count mentions in the articles' own text, article by document.

    Parameters
    ----------
    cited : DataFrame
        As `cited_documents` gives it.
    corpus : Corpus
    labels : iterable of str, optional
        The documents to count, in this order; those never cited in an own text are left out.

    Returns
    -------
    DataFrame
        A row each article of the corpus, a column each document.
    """
    own = cited[cited["place"] == OWN_TEXT]
    if labels is not None:
        labels = list(labels)
        # Cut before counting: a column each document of a large corpus fits no memory.
        own = own[own["label"].isin(labels)]
    counts = pd.crosstab(own["article"], own["label"])
    # Two ids may share a label, and a column stands once.
    wanted = counts.columns if labels is None else dict.fromkeys(labels)
    columns = [label for label in wanted if label in counts]
    counts = counts.reindex(index=corpus.articles.index, columns=columns, fill_value=0)
    return counts.rename_axis(index="article", columns=None)


def standing(cited: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Say on which documents each article stands, and on which only its page.

    Returns
    -------
    DataFrame
        By article: ``documents`` (policy or legal documents in its own text), ``mentions`` of
        them, ``memoranda`` (mentions in its own text), ``surroundings`` (policy or legal
        documents only around it) and ``which``, the labels of the first.
    """
    policy, own = cited["policy"], cited["place"] == OWN_TEXT
    stated = cited[policy & own].groupby("article", sort=False)["label"]
    pairs = cited[policy].assign(around=~own).drop_duplicates(["article", "label", "around"])
    # A document that the own text cites too does not stand around the article only.
    around = pairs[pairs["around"] & ~pairs.duplicated(["article", "label"], keep=False)]
    counts = {
        "documents": stated.nunique(),
        "mentions": stated.size(),
        "memoranda": cited[own & (cited["kind"] == MEMORANDUM)].groupby("article").size(),
        "surroundings": around.groupby("article").size(),
    }
    table = pd.DataFrame(index=corpus.articles.index.rename("article"))
    for name, count in counts.items():
        table[name] = count.reindex(table.index, fill_value=0).astype(int)
    which = {article: "; ".join(labels.unique()) for article, labels in stated}
    table["which"] = [which.get(article, "") for article in table.index]
    return table


def linked_ids(cited: pd.DataFrame) -> pd.DataFrame:
    """List the documents that are cited by more than one id, which the register joins.

    Returns
    -------
    DataFrame
        ``label, canonical, article, number, issuer_code, year, date``.
    """
    ids = cited.groupby("document")["canonical"].transform("nunique")
    columns = ["label", "canonical", "article", "number", "issuer_code", "year", "date"]
    grouped = cited[ids > 1].groupby(columns, dropna=False, sort=False)
    return grouped.size().index.to_frame(index=False)


def candidate_ids(cited: pd.DataFrame) -> pd.DataFrame:
    """List the ids that may stand for one document: same type and number, one of them poorer.

    A number without issuer or year fits a document of any: whether it is that one, a reader
    decides. The poorer id in the column ``cited_as`` of the register's row joins them.

    Parameters
    ----------
    cited : DataFrame
        As `cited_documents` gives it; ids that the register joins are one already.

    Returns
    -------
    DataFrame
        A row each pair: ``label, poorer, fuller, says`` (what only the fuller id says),
        ``articles`` (that cite the poorer), ``fuller_articles``; most articles first.
    """
    known = cited.dropna(subset=["document"])
    articles = known.groupby("document", sort=False)["article"].nunique()
    labels = known.groupby("document", sort=False)["label"].first()
    alike: dict[tuple, list[tuple]] = {}
    for document in filter(names_one, articles.index):
        country, kind, key, *said = document.split(":")
        if key != "_":
            alike.setdefault((country, kind, key), []).append((document, said))
    rows = []
    for poorer, fuller in (pair for ids in alike.values() for pair in permutations(ids, 2)):
        facts = list(zip(poorer[1], fuller[1], strict=True))
        if all(less in ("_", more) for less, more in facts):
            says = ", ".join(more for less, more in facts if less != more)
            names = (labels[fuller[0]], poorer[0], fuller[0], says)
            rows.append((*names, articles[poorer[0]], articles[fuller[0]]))
    columns = ["label", "poorer", "fuller", "says", "articles", "fuller_articles"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.astype(dict.fromkeys(columns[:4], str) | dict.fromkeys(columns[4:], "int64"))
    order = ["articles", "fuller_articles"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def register_facts(register: pd.DataFrame, documents: Iterable[str]) -> pd.DataFrame:
    """List what the register knows of some documents, and where each fact stands.

    Returns
    -------
    DataFrame
        ``document, fact, value, source``.
    """
    rows = []
    for row in register[register["canonical"].isin(list(documents))].to_dict("records"):
        years = [row["horizon_to"], row["horizon_vision"]]
        horizon = ", ".join(str(year) for year in years if not pd.isna(year))
        for fact in FACTS:
            value = horizon if fact == "horizon" else row[fact]
            if value:
                rows.append((row["canonical"], fact, value, row[f"{fact}_source"]))
    return pd.DataFrame(rows, columns=["document", "fact", "value", "source"])


def date_documents(cited: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Say when each document was issued and how far ahead it looks, as far as is known.

    Returns
    -------
    DataFrame
        One row a document with a number, a title or a year: ``label, English, document, date``
        (ISO 8601, as exact as is known; ``XXXX-05-19`` is a day without a year), ``year,
        horizon_to, horizon_vision, place`` (own text where any article cites it there). A date
        comes from the register, else from the mentions; the undated last.
    """
    named = [document for document in cited["document"].unique() if names_one(document)]
    mentions = cited[cited["document"].isin(named)].groupby("document")
    table = mentions[["label", "English"]].first()
    stated = mentions[["year", *_HORIZON]].first()
    known = register.drop_duplicates("canonical").set_index("canonical").reindex(table.index)
    dates = known["date"].replace("", None).fillna(_fullest_dates(cited)).fillna("")
    has_year = dates.ne("") & ~dates.str.startswith("X")
    year = dates.str[:4].where(has_year).astype("Int64")
    table["date"] = dates.mask(dates.eq(""), stated["year"].astype("string").fillna(""))
    table["year"] = year.fillna(mentions["year"].min())
    for name in _HORIZON:
        table[name] = known[name].fillna(stated[name])
    table["place"] = mentions["place"].min()
    columns = ["label", "English", "document", "date", "year", *_HORIZON, "place"]
    types = {name: "Int64" if name in ("year", *_HORIZON) else str for name in columns}
    table = table.reset_index()[columns].astype(types)
    return table.sort_values(["year", "date", "label"], ignore_index=True)


def best_known(
    dates: pd.DataFrame, documents: pd.DataFrame, *, dated: int = 20, undated: int = 10
) -> pd.DataFrame:
    """Choose the documents that a timeline has room for.

    Parameters
    ----------
    dates : DataFrame
        As `date_documents` gives it.
    documents : DataFrame
        As `count_documents` gives it: those that most articles cite first.
    dated, undated : int
        The most documents whose year is known, and whose year isn't.

    Returns
    -------
    DataFrame
        The rows of `dates`, all of them where there are no more than ``dated + undated``; else
        of either kind those that most articles cite.
    """
    if len(dates) <= dated + undated:
        return dates
    rank = {document: place for place, document in enumerate(documents["document"])}
    ranked = dates["document"].map(rank).sort_values(kind="stable").index
    unknown = dates.loc[ranked, "year"].isna()
    chosen = [*ranked[~unknown][:dated], *ranked[unknown][:undated]]
    return dates[dates.index.isin(chosen)]


def _fullest_dates(cited: pd.DataFrame) -> pd.Series:
    """Give the most exact date that a mention states, by document; of equals the first."""
    dated = cited.loc[cited["date"].fillna("").ne(""), ["document", "date"]]
    exact = dated["date"].str.len()
    order = exact.sort_values(ascending=False, kind="stable").index
    return dated.loc[order].drop_duplicates("document").set_index("document")["date"]
