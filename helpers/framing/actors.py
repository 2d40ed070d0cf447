"""Who acts on whom, who is praised, who speaks: tables, each row leading to its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from helpers.framing.coding import counted, with_articles


def agency_table(
    coding: pd.DataFrame,
    by: str = "article",
    *,
    codes: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    titles: bool = False,
) -> pd.DataFrame:
    """Count who acts on whom.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, agency``.
    by : str
        A column of the coding or of `articles`.
    codes : iterable of str, optional
        The agency codes to report, also unused ones; by default those in use.
    articles : DataFrame, optional
        Indexed by article id.
    titles : bool
        Count the titles too.

    Returns
    -------
    DataFrame
        `by`, ``agency, count, n`` (sentences coded for agency) and ``share``.
        No rows where nothing is coded: the dictionary doesn't code agency.

    Examples
    --------
    >>> table = agency_table(framing.coding, "group", articles=corpus.articles)
    >>> table[table["group"] == "UK"].round(2)
      group agency  count   n  share
    0    UK      F      2  23   0.09
    1    UK    F+V      0  23   0.00
    2    UK    F=V      8  23   0.35
    3    UK    F>V      6  23   0.26
    4    UK    V+F      0  23   0.00
    5    UK    V<F      0  23   0.00
    6    UK    V>F      1  23   0.04
    7    UK    V>V      4  23   0.17
    8    UK    V?F      2  23   0.09
    9    UK   none      0  23   0.00
    """
    rows = counted(with_articles(coding, by, articles), titles=titles)
    rows = rows[rows["agency"] != ""]
    codes = sorted(set(rows["agency"])) if codes is None else list(codes)
    units = list(dict.fromkeys(rows[by]))
    every = pd.MultiIndex.from_product([units, codes], names=[by, "agency"])
    counts = rows.groupby([rows[by].astype(object), "agency"]).size()
    table = counts.reindex(every, fill_value=0).rename("count").reset_index()
    table["n"] = table[by].map(rows.groupby(rows[by].astype(object)).size()).astype("int64")
    table["share"] = table["count"] / table["n"]
    return table


def evaluation_table(
    coding: pd.DataFrame,
    by: str = "article",
    *,
    articles: pd.DataFrame | None = None,
    titles: bool = False,
) -> pd.DataFrame:
    """Count the sentences that praise the foreign partner's rank.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, partner, prestige``.
    by : str
        A column of the coding (``partner``, ``article``) or of `articles`.
    articles : DataFrame, optional
        Indexed by article id.
    titles : bool
        Count the titles too.

    Returns
    -------
    DataFrame
        `by`, ``prestige`` (1), ``count``, ``with_partner`` (sentences in which a
        foreign side takes part), ``n`` (all sentences) and ``share`` = count / n.

    Examples
    --------
    >>> evaluation_table(framing.coding, "partner").round(2)
      partner  prestige  count  with_partner   n  share
    0      UK         1      1            20  20   0.05
    1    NONE         1      0             0  16   0.00
    2   MULTI         1      0            11  11   0.00
    3   OTHER         1      0             1   1   0.00
    4      US         1      6            29  29   0.21
    """
    rows = counted(with_articles(coding, by, articles), titles=titles)
    groups = rows.groupby(rows[by].astype(object), sort=False)
    table = pd.DataFrame(
        {
            "prestige": 1,
            "count": groups["prestige"].sum(),
            "with_partner": groups["partner"].agg(lambda codes: int((codes != "NONE").sum())),
            "n": groups.size(),
        }
    )
    table["share"] = table["count"] / table["n"]
    return table.rename_axis(by).reset_index()


def speaker_table(
    coding: pd.DataFrame, by: str = "article", *, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Count who speaks, and how they are quoted.

    Parameters
    ----------
    coding : DataFrame
        ``article, sentence, text, speaker, attribution``.
    by : str
        A column of the coding or of `articles`.
    articles : DataFrame, optional
        Indexed by article id.

    Returns
    -------
    DataFrame
        `by`, ``speaker, sentences, direct`` (in quotation marks), ``indirect``
        (in the paper's), ``document`` (a text is reported or quoted), ``n``
        (sentences of the unit) and ``share`` = sentences / n; most quoted
        first. No rows where no speaker is coded.

    Examples
    --------
    >>> table = speaker_table(framing.coding, "article")
    >>> table[["article", "sentences", "direct", "indirect", "document", "n"]].head(3)
           article  sentences  direct  indirect  document   n
    0  uk-hcmc-hub          3       1         2         0  14
    1  uk-hcmc-hub          3       0         3         0  14
    2  uk-hcmc-hub          1       0         0         1  14
    """
    rows = counted(with_articles(coding, by, articles))
    n = rows.groupby(rows[by].astype(object)).size()
    rows = rows[rows["speaker"] != ""]
    # "indirect?" carries a speaker over; "document quote" is a document too.
    manner = rows["attribution"].str.extract(r"^(direct|indirect|document)", expand=False)
    counts = pd.DataFrame({name: manner == name for name in ("direct", "indirect", "document")})
    counts.insert(0, "sentences", True)
    keys = [rows[by].astype(object), rows["speaker"]]
    table = counts.astype(int).groupby(keys, sort=False).sum().reset_index()
    table["n"] = table[by].map(n).astype("int64")
    table["share"] = table["sentences"] / table["n"]
    order = {unit: number for number, unit in enumerate(dict.fromkeys(rows[by]))}
    table = table.assign(order=table[by].map(order))
    table = table.sort_values(["order", "sentences"], ascending=[True, False], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def evidence(
    coding: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
    titles: bool = False,
) -> Callable[[pd.Series], pd.DataFrame]:
    """Return a function from a row of a table to the sentences it was counted in.

    Parameters
    ----------
    coding : DataFrame
        With ``text``.
    articles : DataFrame, optional
        Indexed by article id; needed for tables by one of its columns.
    hits : DataFrame, optional
        The dictionary's hits: the first one of a sentence becomes the node.
    titles : bool
        Whether the table counted titles.

    Returns
    -------
    callable
        Takes a row; those of its cells that name a column of the coding or of
        `articles`, and ``frame``, choose the sentences. Gives ``article,
        sentence, left, node, right``; without a hit the whole sentence is the
        node.

    Examples
    --------
    >>> sentences_of = evidence(framing.coding)
    >>> lines = sentences_of(pd.Series({"article": "uk-hcmc-hub", "frame": "AID"}))
    >>> list(lines["sentence"])
    [1, 2, 7]
    """
    rows = counted(coding, titles=titles)
    known = [*rows.columns, *(() if articles is None else articles.columns)]

    def sentences(row: pd.Series) -> pd.DataFrame:
        keep = pd.Series(True, index=rows.index)
        for name, value in row.items():
            if name == "frame":
                keep &= rows["frames"].str.split(";").map(lambda codes, f=value: f in codes)
            elif name in known and name not in ("sentence", "text", "coded_by", "reason"):
                keep &= with_articles(rows, name, articles)[name] == value
        return _lines(rows[keep], hits, row.get("frame"))

    return sentences


def _lines(rows: pd.DataFrame, hits: pd.DataFrame | None, frame: str | None) -> pd.DataFrame:
    places: dict[tuple[str, int], tuple[int, int]] = {}
    if hits is not None and frame is not None:
        for hit in hits[hits["frame"] == frame].itertuples():
            places.setdefault((hit.article, hit.sentence), (hit.start, hit.end))
    lines = []
    for row in rows.itertuples():
        start, end = places.get((row.article, row.sentence), (0, len(row.text)))
        text = row.text
        lines.append((row.article, row.sentence, text[:start], text[start:end], text[end:]))
    return pd.DataFrame(lines, columns=["article", "sentence", "left", "node", "right"])
