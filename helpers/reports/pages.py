"""Exhibits on the pages: what was collected, what is not the article, what is not known."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from helpers.corpus import Corpus, rows_of
from helpers.counting import article_lengths
from helpers.reports import around, framed
from helpers.reports.commentary import commented
from helpers.reports.copied import say_copies
from helpers.reports.once import once
from helpers.reports.wording import count_of, listed, with_names
from helpers.showing import (
    Result,
    TableLook,
    charts,
    escape_markdown,
)

HARDLY = 0.005
"""Share of a page that rounds to nothing."""

MOST_DRAWN = 30
"""Pages drawn one by one; of more, those with most around the article."""

SAYS = {
    "overview": "{articles}, {sentences} sentences (titles not counted), {words:,} words.{copies}",
    "overview note": ("Sentences and words of lead and body.{outside}{dash}"),
    "overview outside": (
        " What has an asterisk isn't in the text, or not wholly, and is known from outside: the "
        "evidence stands below."
    ),
    "overview dash": " A dash where nothing is known.",
    "outside dash": "A dash where it was looked for and not found.",
    "cleaning": (
        "Of the characters of the {pages} **{share:.0%}** are not the article: {kinds}. In "
        "{worst} it is {most:.0%}.{saved}{effect}"
    ),
    "cleaning hardly": (
        "Of the characters of the {pages} less than one in two hundred are not the article: "
        "{kinds}.{saved}"
    ),
    "cleaning nothing": "In the {pages} nothing but the articles was found.{saved}",
    "cleaning title none": "Nothing stands around the articles",
    "cleaning title": "What is not the article: {low:.0%} to {high:.0%} of {page}",
    "cleaning one": "What is not the article: {high:.0%} of {page}",
    "cleaning pages": "pages",
    "cleaning texts": "texts as they were taken in",
    "cleaning share": "not the article, share",
    "before": "{frame}, by word lists",
    "after": "the same with what is not the article left in",
    "all": "all pieces",
    "cleaning note": "Characters of {page}, blanks between its parts left out.",
    "cleaning axis": "share of the characters of {page}",
    "cleaning collected": "the page as collected",
    "silent": " **No text was found on, and nothing is counted of: {pages}.**",
    "rules": "For each line of {page}, the rule by which it was kept or left out.",
    "outside": (
        "What the text itself doesn't say, or not wholly, and is known from elsewhere: {what}."
    ),
    "outside none": (
        "What is known from outside the text goes into provenance.csv, and there is none yet. "
        "Of {articles}, articles.csv has {what}."
    ),
    "ids": "Lists in plain pandas, and CSV files, name articles by their ids: {ids}.",
    "ids many": "Lists in plain pandas, and CSV files, name articles by their ids.",
    "years": (
        "The pieces are of {first} to {last}, as far as their dates are known ({known} of "
        "{articles}): what sets them apart may be their years too."
    ),
}
"""What these reports say, in one place."""

FIELDS = {"event_date": "date of the event", "published": "date of publication"}
"""Columns of ``articles.csv`` whose names say too little, in words."""

_FROM_OUTSIDE = ("outlet", "date of the event", "published")


def overview(corpus: Corpus) -> Result:
    """List the articles: their name, title in English, length, event."""
    sizes = article_lengths(corpus)
    order = framed.in_order(corpus)
    articles = corpus.articles.loc[order]
    titles = [corpus.english.get((name, 0), "") for name in order]
    known = corpus.gloss(articles[["title"]], "title")["English"]
    titles = [title or gloss for title, gloss in zip(titles, known, strict=True)]
    table = pd.DataFrame(
        {
            "piece": [corpus.names[name] for name in order],
            "title in English": titles,
            "title": list(articles["title"]),
            "group": groups_of(corpus, order),
            "outlet": outlets_of(corpus, order),
            "date of the event": list(known_from(corpus, "event_date")[order]),
            "published": list(known_from(corpus, "published")[order]),
            "sentences": list(sizes.loc[order, "sentences"]),
            "words": list(sizes.loc[order, "words"]),
        }
    ).replace("", None)
    table = table.drop(columns=[name for name in table if table[name].isna().all()])
    if (table["piece"] == table["title"]).all():
        table = table.drop(columns="title")
    facts = {
        "articles": len(order),
        "sentences": int(sizes["sentences"].sum()),
        "words": int(sizes["words"].sum()),
        "unknown": {
            field: int((corpus.articles[field] == "").sum())
            for field in ("outlet", "author", "event_date", "published")
        },
    }
    result = Result(
        "pages.overview",
        data=table,
        facts=facts,
        title="The articles",
        sentence=SAYS["overview"].format(
            **facts | {"articles": count_of(len(order), "article"), "copies": say_copies(corpus)}
        ),
        note=SAYS["overview note"].format(
            outside=SAYS["overview outside"]
            if any("*" in str(cell) for name in _FROM_OUTSIDE for cell in table.get(name, ()))
            else "",
            dash=SAYS["overview dash"] if table.isna().to_numpy().any() else "",
        ),
        look=TableLook(limit=50),
    )
    return commented(corpus, result)


def groups_of(corpus: Corpus, order: Sequence[str]) -> list[str]:
    """Give the articles' groups by their labels; empty where there is one or the names say it.

    Examples
    --------
    >>> corpus.names["us-hanoi-mou"], groups_of(corpus, ["us-hanoi-mou"])
    ("US: Hanoi's MoU", [''])
    """
    groups = corpus.articles["group"]
    said = all(corpus.names[name].startswith(group) for name, group in groups.items())
    named = groups.replace(corpus.group_names)[list(order)]
    return list(named if groups.nunique() > 1 and not said else [""] * len(named))


def outlets_of(corpus: Corpus, order: Sequence[str]) -> list[str]:
    """Give the articles' outlets; an outlet's address stands with the evidence.

    Examples
    --------
    >>> outlets_of(corpus, ["us-hanoi-mou"])
    ['Báo Lao động Thủ đô *']
    """
    outlets = known_from(corpus, "outlet")[list(order)]
    return list(outlets.str.replace(r" \([^)]*\)", "", regex=True))


def known_from(corpus: Corpus, field: str) -> pd.Series:
    """Give what is known of each article: as its text says it, else from outside, with an asterisk.

    Examples
    --------
    >>> known_from(corpus, "event_date")["us-hanoi-mou"]
    '2017-07-12 to 14 *'
    """
    found = corpus.articles[field].astype(object)
    outside = corpus.provenance[
        (corpus.provenance["field"] == field) & (corpus.provenance["value"] != "")
    ]
    for row in outside[outside["article"].isin(found.index)].itertuples():
        found[row.article] = found[row.article] or f"{row.value} *"
    # Of a span inside a month the second day is enough: 2017-07-12 to 14.
    return found.str.replace(r"(\d{4}-\d\d-)(\d\d)/\1", r"\1\2 to ", regex=True)


@once
def cleaning(corpus: Corpus) -> Result:
    """Show how much of each page is the article.

    Examples
    --------
    >>> round(cleaning(corpus).facts["share"], 2)
    0.54
    """
    parts = corpus.part_sizes()
    parts.index = parts.index.astype(str)
    text = parts.reindex(columns=["title", "lead", "body"]).sum(axis=1)
    about = parts.reindex(columns=["caption", "byline"]).sum(axis=1)
    sizes = pd.DataFrame(
        {
            "the article": text,
            "captions, bylines": about,
            "not the article": parts.get("boilerplate", 0),
        }
    )
    whole = sizes.sum(axis=1)
    share = (sizes["not the article"] / whole.where(whole > 0)).fillna(0).sort_values()
    silent = [name for name in parts.index if not parts.loc[name].get("body", 0)]
    facts = {
        "share": float(sizes["not the article"].sum() / max(whole.sum(), 1)),
        "least": float(share.iloc[0]),
        "most": float(share.iloc[-1]),
        "of": {str(name): float(value) for name, value in share.items()},
        "silent": len(silent),
    }
    most = f"{facts['most']:.0%}"
    effect = around.effect(corpus)
    name = "cleaning one" if f"{facts['least']:.0%}" == most else "cleaning title"
    name = name if facts["most"] else "cleaning title none"
    taken = bool(around.taken_out(corpus))
    page = around.page(corpus)
    title = SAYS[name].format(low=facts["least"], high=facts["most"], page=page)
    kind = "cleaning" if share.iloc[-1] >= HARDLY else "cleaning hardly"
    said = SAYS[kind if facts["most"] else "cleaning nothing"].format(
        worst=escape_markdown(
            listed(corpus.names[name] for name in share.index[::-1] if f"{share[name]:.0%}" == most)
        ),
        pages=SAYS["cleaning texts" if taken else "cleaning pages"],
        saved=around.saved(corpus),
        kinds=around.left_out(corpus),
        effect=around.said_effect(effect),
        **facts,
    )
    names = escape_markdown(listed((corpus.names[name] for name in silent), 5))
    said += SAYS["silent"].format(pages=names) if silent else ""
    drawn = sizes.loc[share.index[::-1][:MOST_DRAWN]].rename(index=corpus.names)
    table = sizes.assign(share=share).loc[share.index[::-1]]
    labels = {"share": SAYS["cleaning share"]}
    if set(effect.get("of", ())) & set(table.index):
        table = table.join(pd.DataFrame(effect["of"]).T)
        labels |= {"before": SAYS["before"].format(**effect), "after": SAYS["after"]}
    if len(table) > 1:
        whole = {**sizes.sum(), "share": facts["share"]}
        table = pd.concat([pd.DataFrame([whole], index=[SAYS["all"]]), table])
    table = table.rename(index=corpus.names).rename_axis("piece").reset_index()
    result = Result(
        "pages.cleaning",
        data=table,
        facts=facts | {"effect": effect},
        title=title,
        sentence=said,
        alt=f"Bars of 100% by page, in three parts. {title}"
        + (f": most in {drawn.index[0]}." if facts["most"] else "."),
        note=SAYS["cleaning note"].format(page=page if taken else SAYS["cleaning collected"]),
        look=TableLook(formats=dict.fromkeys(labels, ".0%"), labels=labels),
    )
    result = commented(corpus, result)
    return dataclasses.replace(
        result,
        draw=lambda narrow: charts.stacked_shares(
            drawn, result.title, axis=SAYS["cleaning axis"].format(page=page), narrow=narrow
        ),
    )


def rules(corpus: Corpus) -> Result:
    """List the rules that decided over the lines of the pages, with their lines."""
    some = corpus.sample()
    table = corpus.part_rules()
    lines = some.parts.assign(left=some.parts["text"], node="", right="")
    names = lines["article"].astype(str).map(corpus.names)
    lines = lines.assign(name=names, english=_english_of(some))
    result = Result(
        "pages.rules",
        data=table,
        title="The rules that decided",
        sentence=SAYS["rules"].format(page=around.page(corpus)),
        note="A row opens to the first lines that its rule decided." + some.sample_note,
        evidence=lines.drop(columns="article"),
        look=TableLook(folded=True, limit=60, caption="Which rule took a line out, or kept it"),
    )
    return commented(corpus, result)


def _english_of(corpus: Corpus) -> list[str]:
    """Give the English of each line of the pages: its own, else that of the sentences in it."""
    said: dict[str, list[tuple[int, int, str]]] = {}
    for row in rows_of(corpus.sentences, {name for name, _ in corpus.english}).itertuples():
        english = corpus.english.get((str(row.article), int(row.sentence)), "")
        said.setdefault(str(row.article), []).append((row.start, row.end, english))
    return [
        corpus.english_lines.get((str(line.article), str(line.text)))
        or " ".join(
            english
            for start, end, english in said.get(str(line.article), ())
            if english and line.start <= start and end <= line.end
        )
        for line in corpus.parts.itertuples()
    ]


@once
def outside(corpus: Corpus) -> Result:
    """List what is known of the articles from outside their text, with the evidence."""
    table = corpus.provenance.copy()
    key = "pages.outside"
    facts = dict(overview(corpus).facts)
    if table.empty:
        what = listed(
            f"the {FIELDS.get(field, field)} of {len(corpus.articles) - unknown:,}"
            for field, unknown in facts["unknown"].items()
        )
        articles = count_of(len(corpus.articles), "article")
        said = SAYS["outside none"].format(articles=articles, what=what)
        return commented(corpus, Result(key, facts=facts, sentence=said))
    found = table[table["value"] != ""]
    what = ", ".join(
        f"{field.replace('_', ' ')} of {count_of(int(n), 'piece')}"
        for field, n in found.groupby("field", sort=False)["article"].nunique().items()
    )
    facts = facts | {
        "found": {
            str(name): {str(row.field): str(row.value) for row in part.itertuples()}
            for name, part in found.groupby("article", sort=False)
        }
    }
    table["article"] = table["article"].map(corpus.names)
    table["evidence"] = [with_names(text, corpus.names) for text in table["evidence"]]
    result = Result(
        key,
        data=table.rename(columns={"article": "piece"}).replace("", None),
        facts=facts,
        title="Known from outside the text",
        sentence=SAYS["outside"].format(what=what),
        note="" if len(found) == len(table) else SAYS["outside dash"],
        look=TableLook(folded=True, limit=60, caption="What is known from outside, with evidence"),
    )
    return commented(corpus, result)


@once
def years(corpus: Corpus) -> Result:
    """Say of which years the pieces are, where these differ: they differ with all else.

    Examples
    --------
    >>> from helpers.corpus import load_corpus
    >>> years(load_corpus()).facts["of"]["us-hanoi-mou"]
    2017
    """
    dates = corpus.articles[["event_date", "published"]].astype(object)
    outside = corpus.provenance[corpus.provenance["field"].isin(dates.columns)]
    for row in outside[outside["article"].isin(dates.index)].itertuples():
        dates.loc[row.article, row.field] = dates.loc[row.article, row.field] or row.value
    stated = dates.apply(lambda column: column.str.extract(r"^(\d{4})", expand=False))
    found = stated["event_date"].fillna(stated["published"]).dropna().astype(int)
    facts: dict[str, Any] = {
        "of": {str(name): int(year) for name, year in found.items()},
        "known": len(found),
        "articles": len(dates),
    }
    if found.nunique() < 2:
        return Result("pages.years", facts=facts)
    facts |= {"first": int(found.min()), "last": int(found.max())}
    return commented(
        corpus, Result("pages.years", facts=facts, sentence=SAYS["years"].format(**facts))
    )


def ids(corpus: Corpus) -> Result:
    """Say which id stands for which article, where tables have ids and the pages have names.

    Examples
    --------
    >>> "`us-hanoi-mou` is US" in ids(corpus).sentence
    True
    """
    said = SAYS["ids many"]
    if len(corpus.articles) <= framed.MOST_UNITS:
        said = SAYS["ids"].format(
            ids="; ".join(
                f"`{article}` is {escape_markdown(corpus.names[article])}"
                for article in framed.in_order(corpus)
            )
        )
    return Result("pages.ids", sentence=said)


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    overview,
    cleaning,
    rules,
    outside,
    years,
    ids,
)
"""Every exhibit of this module."""
