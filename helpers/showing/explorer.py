"""A form for looking terms up while reading; where there is no kernel, its first state."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
import pandas as pd
from IPython.display import display

from helpers.corpus import COUNTED_PARTS, Corpus
from helpers.counting import concordance, is_word, syllable_index
from helpers.showing.evidence import sentence_lines
from helpers.showing.markup import fill, plain_text
from helpers.showing.tables import table_bundle
from helpers.showing.term_offers import (
    MOST_SUGGESTED,
    folded,
    glossed_with,
    in_english,
    offers,
    same_letters,
)
from helpers.vietnamese import case_sensitive_terms, syllable_spellings

# A choice whose value is None would be no choice to the form.
ALL = ""
ORDERS = {"as in the text": ALL, "by the words before": "left", "by the words after": "right"}
SORTS = (None, "left", "right")
MOST_ARTICLES = 50
LABELS = {"per_thousand": "per 1,000 words"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def explore(
    corpus: Corpus,
    term: str = "sức khỏe",
    *,
    group: str | None = None,
    sort: str | None = None,
    window: int = 8,
    limit: int = 100,
) -> None:
    """Show a term's frequency by article and its lines, in a form that takes other terms.

    In JupyterLab with a running kernel this is a form: a field for the term, the order of the
    lines, the group of articles. Everywhere else (the stored notebook, the HTML page, a front
    end without widgets) its first state stands as a table whose rows open to their sentences.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it.
    term : str, default "sức khỏe"
        The first term: one or more words, found as `concordance` finds them. A text that holds
        no word, or that doesn't occur, is answered with a message, not with an error.
    group : str, optional
        Look in the articles of this group only, to begin with.
    sort : {None, "left", "right"}, optional
        Order of the lines, to begin with: as in the text, or by the words before or after.
    window : int, default 8
        Words to either side of the term.
    limit : int, default 100
        The most lines shown at a time; of how many is said.

    Raises
    ------
    TypeError
        If `term` is no string.
    ValueError
        If `group` or `sort` isn't one that there is, `window` is negative, `limit` below 1 or
        the corpus has no sentence of lead or body.
    """
    if sort not in SORTS:
        raise ValueError(f"sort is one of {SORTS}, got {sort!r}")
    if limit < 1:
        raise ValueError(f"limit is a number of lines from 1, got {limit}")
    finding = _look_up(corpus, term, group=group, sort=sort, window=window)
    evidence = sentence_lines(corpus, finding.lines.drop(columns=["left", "node", "right"]))
    data, metadata = table_bundle(
        _named(corpus, finding.frequency),
        evidence=_named(corpus, evidence),
        caption=finding.message,
        limit=MOST_ARTICLES,
        labels=LABELS,
    )
    # A front end draws the richest kind it can: the form where widgets live, else the table.
    data[WIDGET_VIEW] = form(corpus, term, group, sort, window, limit).get_view_spec()
    metadata["text/html"]["explorer"] = page_data(corpus, term, limit=limit)
    display(data, raw=True, metadata=metadata)


MOST_ON_PAGE = 400_000
"""Characters of sentences that a page holds to be searched; of more, the first."""


def page_data(corpus: Corpus, term: str, *, limit: int = 100) -> str:
    """Give what a page needs to look words up without a kernel, as JSON.

    Returns
    -------
    str
        ``term``, ``articles`` (name, words), ``sentences`` (article's place, number, vi, en),
        ``kept`` (words that a capital tells apart), ``glosses``, ``limit`` and ``note``, which
        says where not all sentences are there.
    """
    index = syllable_index(corpus, COUNTED_PARTS)
    words = np.bincount(index.article[index.word], minlength=len(index.articles))
    of_article = dict(zip(map(str, index.articles), map(int, words), strict=True))
    ids = list(map(str, corpus.articles.index))
    place = {name: number for number, name in enumerate(ids)}
    sentences: list[dict] = []
    size = 0
    table = corpus.sentences[corpus.sentences["part"].isin(COUNTED_PARTS)]
    for row in table.itertuples():
        english = corpus.english.get((str(row.article), int(row.sentence)), "")
        size += len(row.text) + len(english)
        if size > MOST_ON_PAGE:
            break
        line = {"article": place[str(row.article)], "number": int(row.sentence), "vi": row.text}
        sentences.append(line | ({"en": english} if english else {}))
    note = corpus.sample_note
    if len(sentences) < len(table):
        note += f" (the first {len(sentences):,} of {len(table):,} sentences)"
    glosses = _glosses_of(corpus, " ".join(line["vi"] for line in sentences))
    data = {
        "term": term,
        "articles": [
            {"name": corpus.names[name], "words": of_article.get(name, 0)} for name in ids
        ],
        "sentences": sentences,
        "kept": sorted(case_sensitive_terms()),
        "syllables": dict(syllable_spellings()),
        "forms": corpus.variants.groups,
        "glosses": glosses[:MOST_GLOSSES],
        "limit": limit,
        "note": note,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _glosses_of(corpus: Corpus, text: str) -> list[list[str]]:
    """Give terms and glosses: the corpus's own, and of the others those that a text has."""
    known = corpus.known_glossary
    own, said = set(corpus.glossary["term"]), folded(text)
    wanted = [term in own or folded(term) in said for term in known["term"]]
    return known.loc[wanted, ["term", "English"]].to_numpy().tolist()


def form(
    corpus: Corpus, term: str, group: str | None, sort: str | None, window: int, limit: int
) -> widgets.VBox:
    """Build the form: field, order and group, then what was found; parameters as in `explore`."""
    field = widgets.Text(
        value=term,
        description="Term",
        placeholder="one or more words, then Enter",
        tooltip="One or more words, Vietnamese or English; press Enter to look them up",
        continuous_update=False,
    )
    order = widgets.Dropdown(
        options=ORDERS, value=sort or ALL, description="Sort", tooltip="The order of the lines"
    )
    choice = widgets.Dropdown(
        options=_group_options(corpus),
        value=group or ALL,
        description="Group",
        tooltip="The articles to look in",
    )
    found = widgets.HTML().add_class("jp-RenderedHTMLCommon")
    clicks = widgets.HBox(layout=widgets.Layout(flex_flow="row wrap"))

    def refresh(_: object = None) -> None:
        chosen = (field.value, choice.value or None, order.value or None)
        found.value = answer(corpus, *chosen, window=window, limit=limit)
        clicks.children = [_click(name, field) for name in offers(corpus, field.value)]

    for control in (field, order, choice):
        control.style.description_width = "4em"
        control.observe(refresh, names="value")
    refresh()
    wrap = widgets.Layout(flex_flow="row wrap")
    return widgets.VBox([widgets.HBox([field, order, choice], layout=wrap), clicks, found])


def _click(name: str, field: widgets.Text) -> widgets.Button:
    """Give a button that looks a word up."""
    button = widgets.Button(description=name, tooltip=f"Look up {name}")
    button.on_click(lambda _: setattr(field, "value", name))
    return button


MOST_GLOSSES = 3000
"""Glosses that a page holds for looking up English words."""


def answer(
    corpus: Corpus, term: str, group: str | None, sort: str | None, *, window: int, limit: int
) -> str:
    """Return what the form shows of a term, as HTML; a fault is said in words."""
    try:
        finding = _look_up(corpus, term, group=group, sort=sort, window=window)
    except ValueError as error:
        return fill("answer", message=str(error), tables=[])
    total = len(finding.lines)
    if not total:
        return fill("answer", message=finding.message, tables=[])
    data, _ = table_bundle(
        _named(corpus, finding.frequency),
        caption="Frequency by article.",
        limit=MOST_ARTICLES,
        labels=LABELS,
    )
    cut = f"First {limit:,} of {total:,} lines." if total > limit else f"Lines: {total:,}."
    lines = fill(
        "concordance",
        caption=cut,
        lines=_named(corpus, finding.lines.head(limit)).to_dict("records"),
    )
    return fill("answer", message=finding.message, tables=[data["text/html"], lines])


def _named(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the names that readers see of articles and groups."""
    named = table.assign(article=[corpus.names.get(name, name) for name in table["article"]])
    if "group" in named:
        named["group"] = named["group"].replace(corpus.group_names)
    return named


def _group_options(corpus: Corpus) -> list[tuple[str, str]]:
    """Return (label, group) pairs: all, then each group with articles, in the corpus's order."""
    there = list(_article_groups(corpus).unique())
    names = [name for name in corpus.groups if name in there]
    names += [name for name in there if name not in names]
    labels = [corpus.groups.get(name, name) for name in names]
    return [("all articles", ALL), *zip(labels, names, strict=True)]


NOT_STATED = "not stated"
LINE_COLUMNS = ["article", "sentence", "left", "node", "right", "start", "end"]
LONGEST_SHOWN = 60  # characters of a term, in a message


@dataclass(frozen=True, eq=False)
class Finding:
    """What a corpus, or a group of its articles, has of one term.

    Attributes
    ----------
    message : str
        What was found, in a sentence or two; or what to type where nothing was.
    frequency : DataFrame
        As `_frequency_by_article` gives it.
    lines : DataFrame
        As `concordance` gives them.
    """

    message: str
    frequency: pd.DataFrame
    lines: pd.DataFrame


def _look_up(
    corpus: Corpus,
    term: str,
    *,
    group: str | None = None,
    sort: str | None = None,
    window: int = 8,
) -> Finding:
    """Find a term in the articles of a group, and say what was found."""
    if not isinstance(term, str):
        raise TypeError(f"a term is a string of one or more words, not {type(term).__name__}")
    groups = _article_groups(corpus)
    if group is not None and group not in set(groups):
        raise ValueError(f"group is one of {list(groups.unique())} or None, got {group!r}")
    articles = list(groups.index if group is None else groups.index[groups == group])
    if not is_word(term):
        lines = pd.DataFrame(columns=LINE_COLUMNS)
        empty = _frequency_by_article(corpus, lines, articles).head(0)
        return Finding("Type one or more words to look for.", empty, lines)
    found = concordance(corpus, term, window=window, sort=sort)
    lines = found[found["article"].isin(articles)].reset_index(drop=True)
    frequency = _frequency_by_article(corpus, lines, articles)
    named = corpus.group_names.get(group or "", group)
    place = f"in lead and body of the group {named}" if group else "in lead and body"
    place += getattr(corpus, "sample_note", "")
    if len(lines):
        return Finding(_found(_glossed(corpus, term), place, frequency), frequency, lines)
    return Finding(_not_found(corpus, term, place, articles), frequency, lines)


def _frequency_by_article(
    corpus: Corpus, lines: pd.DataFrame, articles: Iterable[str] | None = None
) -> pd.DataFrame:
    """Count concordance lines by article."""
    index = syllable_index(corpus, COUNTED_PARTS)
    of_article = np.bincount(index.article[index.word], minlength=len(index.articles))
    words = pd.Series(of_article, index=list(map(str, index.articles)))
    groups = _article_groups(corpus)
    ids = list(groups.index if articles is None else articles)
    count = lines["article"].astype("str").value_counts().reindex(ids, fill_value=0)
    total = words.reindex(ids, fill_value=0)
    table = pd.DataFrame(
        {
            "article": ids,
            "group": groups.reindex(ids).to_numpy(),
            "count": count.to_numpy(),
            "words": total.to_numpy(),
            "per_thousand": (1000 * count / total.where(total > 0)).to_numpy(),
        }
    )
    table = table.sort_values("count", ascending=False, kind="stable", ignore_index=True)
    table.attrs = {
        "measure": "lines of the concordance, for 1,000 words of the article",
        "matching": "by syllables, wherever the segmenter cut",
        **{name: lines.attrs[name] for name in ("parts", "versions") if name in lines.attrs},
    }
    return table


def _article_groups(corpus: Corpus) -> pd.Series:
    """Return each article's group, "not stated" where there is none; a Series by id."""
    groups = corpus.articles["group"]
    return groups.where(groups != "", NOT_STATED)


def _glossed(corpus: Corpus, term: str) -> str:
    """Give the term with its English gloss, where the glossary has one."""
    glossary = corpus.known_glossary
    # By the key, "Anh" (the United Kingdom) isn't "anh" (he).
    key = corpus.variants.key
    english = glossary["English"][glossary["term"].map(key) == key(" ".join(term.split()))]
    return f"{_quoted(term)} ({english.iloc[0]})" if len(english) else _quoted(term)


def _quoted(term: str) -> str:
    """Return a term on one line, cut where it is long, in quotation marks."""
    one_line = plain_text(" ".join(term.split()))
    cut = one_line[:LONGEST_SHOWN] + "…" if len(one_line) > LONGEST_SHOWN else one_line
    return f"“{cut}”"


def _found(term: str, place: str, frequency: pd.DataFrame) -> str:
    """Say how often a term was found."""
    count, words = int(frequency["count"].sum()), int(frequency["words"].sum())
    times = "once" if count == 1 else f"{count:,} times"
    spread = f"in {(frequency['count'] > 0).sum():,} of {len(frequency):,} articles"
    return f"{term}: {times} {place}, {spread}; {1000 * count / words:,.2f} per 1,000 words."


def _not_found(corpus: Corpus, term: str, place: str, articles: list[str]) -> str:
    """Say that there is no such term, and what may have been meant."""
    said = f"{_quoted(term)} does not occur {place}."
    meant = glossed_with(corpus, term)
    listed = f" In Vietnamese: {', '.join(map(_quoted, meant[:MOST_SUGGESTED]))}." if meant else ""
    if places := in_english(corpus, term):
        where = f"{', '.join(places[:MOST_SUGGESTED])}{', …' if places[MOST_SUGGESTED:] else ''}"
        return f"{_quoted(term)} stands in the English of {where}.{listed}"
    known = same_letters(corpus, term, articles)
    if known and not meant:
        return f"{said} With other marks or capitals: {', '.join(map(_quoted, known))}."
    return said + (listed or " It isn't in the word list: type it in Vietnamese, with its marks.")
