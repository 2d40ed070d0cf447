"""Exhibits on words: what all share, what sets pieces apart, formulas, choices."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from helpers import counting
from helpers.corpus import Corpus
from helpers.counting import robustness
from helpers.counting.frequency import rates_side_by_side
from helpers.reports.around import taken_out
from helpers.reports.commentary import commented, named_facts
from helpers.reports.counted import MOST_UNITS, Counted, read
from helpers.reports.framed import apart_from
from helpers.reports.once import once
from helpers.reports.wording import capital, count_of, each, listed
from helpers.showing import (
    Result,
    TableLook,
    escape_markdown,
    grids,
    sentence_lines,
    term_charts,
)

MOST_LEFT = 5
"""Pieces that a figure has no room for, as many as are named."""

SAYS = {
    "nothing": "There are no words to count.",
    "shared": (
        "{everywhere} of the {number} commonest words {stand} in every piece; the commonest {are} "
        "{word} ({rate:.0f} in 1,000 words{each})."
    ),
    "shared title": "{word} {lead}; {everywhere} of {number} words {stand} in every piece",
    "shared note": (
        "Lead and body, function words left out of the rows; a rate is for 1,000 words. In the "
        "shortest piece ({words}) one word more or less moves it by {step}.{within}{sample}"
    ),
    "shared left": " Not drawn: {names}.",
    "shared within": (
        " Inside longer terms too, as a look-up finds it, {word} stands {within} times, not "
        "{count}."
    ),
    "apart": "Words that {a_unit} uses more than the others, names left out: {rows}.{without}",
    "apart without": " No word sets {groups} apart.",
    "apart title": "What each says more than the others",
    "apart alone": "One group alone has no words that set it apart.",
    "apart none": "No word sets a group apart.",
    "apart note": (
        "Words with the greatest log ratio, up to {rows} {a_unit}, that stand in it three times or "
        "more and, where it has several articles, in two of them; words mostly written with a "
        "capital, as names are, figures and titles are left out.{apart}{sample}"
    ),
    "formulas": "Words that stand in the same order again and again: {rows}.",
    "formulas none": "No sequence of words is repeated by two pieces or more.",
    "formulas note": (
        "Sequences of two to four words without a function word, three times or more, in two "
        "pieces or more{first}; of those within one another only the longest is shown.{sample}"
    ),
    "formulas first": ", the first {rows} of {there:,}",
    "choices": (
        "How far a count depends on choices: left in, {around} would have put {new} "
        "among the ten commonest words; the segmenter alone would have changed {cut} of the ten, "
        "counting by syllables {syllables}."
    ),
    "choices whole": "titles, captions, bylines, menus and link lists",
    "choices titles": "titles, captions and bylines",
    "choices taken": "what else stands in the texts as they were taken in",
    "choices title": "The ten commonest words, counted in four ways",
    "choices note": "Ranks of the first ten words, function words left out.{sample}",
    "absent": "Of {words} lead and body have {count} together.",
    "absent none": "Not one of these words occurs in lead or body: {words}.",
}
"""What these reports say, in one place."""


@once
def shared(corpus: Corpus, *, rows: int = 12) -> Result:
    """Give the commonest words, those of most articles first, with their rate in each.

    Examples
    --------
    >>> shared(corpus).facts["first"]
    'y tế'
    """
    known = read(corpus)
    frequent = counting.term_frequency(known.tokens, stop_words=True)
    top = frequent.head(rows)
    if top.empty:
        return commented(corpus, Result("words.shared", sentence=SAYS["nothing"]))
    top = top.sort_values(["articles", "per_thousand"], ascending=False, kind="stable")
    top = corpus.gloss(top.reset_index(drop=True))
    rates = rates_side_by_side(known.tokens, top["term"])
    everywhere = int((top["articles"] == len(corpus.articles)).sum())
    first = frequent.iloc[0]
    facts = {
        "first": str(first["term"]),
        "rate": float(first["per_thousand"]),
        "everywhere": everywhere,
        "number": len(top),
        "articles": len(corpus.articles),
        "count": {str(row.term): int(row.count) for row in frequent.head(100).itertuples()},
        "rates": {
            str(term): {str(name): float(rate) for name, rate in row.items()}
            for term, row in rates.iterrows()
        },
    }
    table = top.rename(columns={"per_thousand": "per 1,000 words"})
    lines = counting.counted_lines(known.some, known.places, top["term"])
    tops = list(frequent.loc[frequent["count"] == first["count"], "term"].astype(str))
    word = listed((bilingual(corpus, term) for term in tops), 3)
    fields = {
        "are": "are" if len(tops) > 1 else "is",
        "lead": "lead" if len(tops) > 1 else "leads",
        "each": each(tops),
        "everywhere": str(everywhere) if everywhere else "none",
        "stand": "stand" if everywhere > 1 else "stands",
        "number": len(top),
        "rate": first["per_thousand"],
    }
    plain = listed((plain_word(corpus, term) for term in tops), 3)
    title = SAYS["shared title"].format(word=plain, **fields)
    result = Result(
        "words.shared",
        data=table,
        facts=facts,
        title=title,
        sentence=capital(SAYS["shared"].format(word=word, **fields)),
        alt=f"Grid of {len(top)} words by article, rates for 1,000 words. {title}.",
        note=SAYS["shared note"].format(
            sample=known.sample, within=_within(known, first), **_shortest(corpus)
        ),
        evidence=sentence_lines(known.some, lines),
    )
    result = commented(corpus, result)
    grid = rates.reindex(columns=known.units).set_axis(known.names, axis=1)
    left = [corpus.names[name] for name in corpus.articles.index if name not in known.units]
    if 0 < len(left) <= MOST_LEFT:
        said = SAYS["shared left"].format(names=listed(left))
        result = dataclasses.replace(result, note=result.note + said)
    grid.index = pd.Index(term_charts.bilingual(top))
    axis = "occurrences for 1,000 words of the piece"
    number = len(corpus.articles)
    return dataclasses.replace(
        result,
        draw=lambda narrow: grids.rate_grid(
            grid, result.title, axis=axis, of=number, narrow=narrow
        ),
    )


def _within(known: Counted, first: pd.Series) -> str:
    """Say how often a word is found that also stands inside longer terms; empty where as often."""
    within = len(counting.concordance(known.some, str(first["term"])))
    if known.some.sampled_from or within <= first["count"]:
        return ""
    word = escape_markdown(first["term"])
    return SAYS["shared within"].format(
        word=word, within=f"{within:,}", count=f"{first['count']:,}"
    )


def _shortest(corpus: Corpus) -> dict[str, str]:
    """Say how long the shortest piece is, and what a word more does to its rates."""
    lengths = counting.article_lengths(corpus)["words"]
    words = int(lengths[lengths > 0].min())
    step = 1000 / words
    return {"words": count_of(words, "word"), "step": f"{step:.0f}" if step > 1 else f"{step:.1f}"}


@once
def apart(corpus: Corpus, *, rows: int = 5) -> Result:
    """Give the words, names left out, that each group uses more than all the others."""
    known = read(corpus)
    keys = counting.group_keyness(known.tokens, known.groups, stop_words=True)
    if len(keys):
        keys = keys[~keys["term"].isin(counting.name_terms(known.places))]
        keys = keys[keys["term"].str.contains(r"[^\W\d_]")]
    if keys.empty:
        alone = known.groups[known.groups != ""].nunique() < 2
        none = SAYS["apart alone" if alone else "apart none"]
        return commented(corpus, Result("words.apart", sentence=none))
    order = [group for group in corpus.groups if group in set(keys["group"])]
    order += [group for group in keys["group"].unique() if group not in order]
    best = pd.concat([keys[keys["group"] == group].head(rows) for group in order])
    best = corpus.gloss(best[best["group"].isin(order[:MOST_UNITS])].reset_index(drop=True))
    by_piece = known.by_piece
    names = corpus.names if by_piece else corpus.group_names
    a_unit = "a piece" if by_piece else "a group"
    said = [
        f"{escape_markdown(names.get(group, group))}: "
        + listed(bilingual(corpus, term) for term in best.loc[best["group"] == group, "term"][:3])
        for group in order[:MOST_UNITS]
    ]
    facts = {
        "first": {g: str(part["term"].iloc[0]) for g, part in best.groupby("group", sort=False)},
        "count": _by_group(keys, "target_count"),
        "elsewhere": _by_group(keys, "reference_count"),
        "verbs": _verbs(known),
    }
    # What the commentary names stands in the table too, below the figure's.
    named = keys[keys["term"].isin(named_facts(corpus, "words.apart", facts))]
    named = corpus.gloss(named[named["group"].isin(best["group"])].reset_index(drop=True))
    listed_ = pd.concat([best, named]).drop_duplicates(["group", "term"])
    listed_ = listed_.sort_values("group", key=lambda ids: ids.map(order.index), kind="stable")
    listed_ = listed_.assign(whole=listed_["target_count"] + listed_["reference_count"])
    terms = listed_["term"].drop_duplicates()
    lines = counting.counted_lines(known.some, known.places, terms, groups=known.groups)
    dense = lines.groupby(["term", "article", "sentence"]).size().groupby("term").max()
    facts["densest"] = {str(term): int(number) for term, number in dense.items()}
    best, listed_, lines = (
        t.assign(group=t["group"].replace(names)) for t in (best, listed_, lines)
    )
    columns = ["target_count", "reference_count", "whole", "target_articles"]
    shown = listed_[["group", "term", "English", *columns]].reset_index(drop=True)
    result = Result(
        "words.apart",
        data=shown.rename(columns={"target_count": "here", "reference_count": "elsewhere"}),
        facts=facts,
        title=SAYS["apart title"],
        sentence=SAYS["apart"].format(
            a_unit=a_unit, rows="; ".join(said), without=_without(known.groups, names, order)
        ),
        alt=f"Bars of uses here and elsewhere, a panel {a_unit}. {_unmarked('; '.join(said))}.",
        note=SAYS["apart note"].format(
            sample=known.sample, rows=rows, a_unit=a_unit, apart=apart_from(known.groups)
        ),
        evidence=sentence_lines(known.some, lines),
        look=TableLook(
            labels={
                "target_articles": "articles with it",
                "whole": "in all groups" if (known.groups == "").any() else "in all",
            },
            limit=None,
        ),
    )
    result = commented(corpus, result)
    bars = best.assign(label=term_charts.bilingual(best))
    return dataclasses.replace(
        result, draw=lambda narrow: term_charts.here_elsewhere(bars, result.title, narrow=narrow)
    )


def _without(groups: pd.Series, names: dict[str, str], found: list[str]) -> str:
    """Name the groups that no word sets apart."""
    bare = [
        escape_markdown(names[group])
        for group in groups.unique()
        if group in names and group not in found
    ]
    return SAYS["apart without"].format(groups=listed(bare)) if bare else ""


def _verbs(known: Counted) -> dict[str, dict[str, int]]:
    """Count the words that figure in findings on verbs: by term, by group, and in all."""
    table = counting.term_frequency(known.tokens, by=known.groups, stop_words=True)
    table = table[table[table.columns[0]] != "not stated"]
    label = table.columns[0]
    total = table.groupby("term")["count"].transform("sum")
    table = table[total >= 3].head(4000)
    counts: dict[str, dict[str, int]] = {}
    for term, group, count in zip(table["term"], table[label], table["count"], strict=True):
        counts.setdefault(str(term), {})[str(group)] = int(count)
    none = dict.fromkeys(map(str, known.groups[known.groups != ""].unique()), 0)
    return {term: {**none, **own, "all": sum(own.values())} for term, own in counts.items()}


def _by_group(keys: pd.DataFrame, column: str) -> dict[str, dict[str, int]]:
    """Give a column of the keywords by group and term."""
    return {
        str(group): dict(zip(part["term"].astype(str), part[column].tolist(), strict=True))
        for group, part in keys.groupby("group", sort=False)
    }


@once
def formulas(corpus: Corpus, *, rows: int = 12) -> Result:
    """List the longest sequences of words that pieces repeat."""
    known = read(corpus)
    sizes = (4, 3, 2)
    found = [
        counting.ngrams(known.tokens, n, min_count=3, stop_words=True).assign(words=n)
        for n in sizes
    ]
    table = pd.concat(found, ignore_index=True)
    table = table[table["articles"] > 1]
    table = table[_not_inside(table["term"])].sort_values(
        ["articles", "count"], ascending=False, kind="stable"
    )
    there = len(table)
    table = corpus.gloss(table.head(rows)[["term", "words", "count", "articles"]])
    table = table.reset_index(drop=True)
    if table.empty:
        return commented(corpus, Result("words.formulas", sentence=SAYS["formulas none"]))
    lines = [
        counting.counted_lines(known.some, known.places, part["term"], n=int(n))
        for n, part in table.groupby("words", sort=False)
    ]
    facts = {
        "number": len(table),
        "count": {str(row.term): int(row.count) for row in table.itertuples()},
        "articles": {str(row.term): int(row.articles) for row in table.itertuples()},
    }
    said = [bilingual(corpus, term) for term in table["term"].head(4)]
    result = Result(
        "words.formulas",
        data=table,
        facts=facts,
        title="The formulas",
        sentence=SAYS["formulas"].format(rows=listed(said)),
        note=SAYS["formulas note"].format(
            sample=known.sample,
            first=SAYS["formulas first"].format(rows=rows, there=there) if there > rows else "",
        ),
        evidence=sentence_lines(known.some, pd.concat(lines)),
        look=TableLook(caption="Sequences of words that two pieces or more repeat"),
    )
    return commented(corpus, result)


def _not_inside(terms: pd.Series) -> pd.Series:
    """Tell which sequences stand in none of those before them."""
    known: set[str] = set()
    keep = []
    for term in terms:
        keep.append(term not in known)
        pieces = term.split(" ")
        places = itertools.combinations(range(len(pieces) + 1), 2)
        known.update(" ".join(pieces[start:end]) for start, end in places)
    return pd.Series(keep, index=terms.index, dtype=bool)


def absent(corpus: Corpus, terms: Iterable[str]) -> Result:
    """Count words that might have been expected.

    Examples
    --------
    >>> absent(corpus, ["quá tải", "chi phí"]).facts["all"]
    0
    """
    known = read(corpus)
    table = pd.DataFrame({"term": list(terms)})
    lines = [counting.concordance(known.some, term).assign(term=term) for term in table["term"]]
    table["count"] = [len(found) for found in lines]
    table = corpus.gloss(table)
    total = int(table["count"].sum())
    words = listed((bilingual(corpus, term) for term in table["term"]), len(table))
    said = SAYS["absent" if total else "absent none"].format(words=words, count=total)
    result = Result(
        "words.absent",
        data=table,
        facts={
            "all": total,
            "count": dict(zip(table["term"], map(int, table["count"]), strict=True)),
        },
        title="Words that might have been expected",
        sentence=said,
        note="Lead and body, found by syllables." + known.sample,
        evidence=sentence_lines(known.some, pd.concat(lines)) if total else None,
        look=TableLook(folded=True),
    )
    return commented(corpus, result)


EXPECTED = ("quá tải", "thiếu", "hạn chế", "bất cập", "chi phí", "thách thức", "khó khăn")
"""Usual words for a problem."""


@once
def choices(corpus: Corpus, *, rows: int = 10) -> Result:
    """Set the commonest words beside those of other ways of counting."""
    known = read(corpus)
    some = known.some
    tables = robustness.segmented_tokens(some)
    named = dict(zip(("as used", "segmenter alone", "syllables"), tables.values(), strict=True))
    whole = some.whole_pages().tokens
    sizes = some.part_sizes().sum()
    around, left_in = "whole" if sizes["boilerplate"] else "titles", "whole pages"
    # What a saved web page, Word or PDF left out when its text was taken can't be counted.
    around, left_in = ("taken", "whole texts") if taken_out(corpus) else (around, left_in)
    ranks = robustness.top_terms(named | {left_in: whole}, rows, stop_words=True)
    if ranks.empty:
        return commented(corpus, Result("words.choices", sentence=SAYS["nothing"]))
    used = set(ranks["as used"])
    new = [word for word in ranks[left_in] if word not in used]
    cut, syllables = (len(set(ranks[name]) - used) for name in ("segmenter alone", "syllables"))
    facts = {"new": len(new), "cut": cut, "syllables": syllables}
    words = listed((bilingual(corpus, word) for word in new), 4) or "no other word"
    result = Result(
        "words.choices",
        data=ranks,
        facts=facts,
        title=SAYS["choices title"],
        sentence=SAYS["choices"].format(
            around=SAYS[f"choices {around}"],
            new=words,
            cut=cut,
            syllables=syllables,
        ),
        note=SAYS["choices note"].format(sample=known.sample),
        look=TableLook(folded=True, caption=SAYS["choices title"]),
    )
    return commented(corpus, result)


EXHIBITS: tuple[Callable[[Corpus], Result], ...] = (
    shared,
    apart,
    formulas,
    lambda corpus: absent(corpus, EXPECTED),
    choices,
)
"""Every exhibit of this module."""


def kept_whole(cuts: Mapping[str, pd.DataFrame], number: int = 5) -> list[str]:
    """Give the terms of several syllables that the segmenter alone most often cuts apart.

    Examples
    --------
    >>> kept_whole(robustness.segmented_tokens(corpus), 2)
    ['nâng cao', 'TP HCM']
    """
    used, alone = (
        counting.term_frequency(cuts[name]).set_index("term")["count"]
        for name in (robustness.AS_USED, robustness.DEFAULT)
    )
    used = used[used.index.str.contains(" ")]
    lost = used - alone.reindex(used.index, fill_value=0)
    return list(lost[lost > 0].sort_values(ascending=False, kind="stable").index[:number])


def bilingual(corpus: Corpus, term: str) -> str:
    """Write a term as Markdown with the first sense of its gloss."""
    english = corpus.gloss(pd.DataFrame({"term": [term]}))
    label = term_charts.bilingual(english)[0]
    sense = label.removeprefix(term).strip()
    return f"*{escape_markdown(term)}* {escape_markdown(sense)}".rstrip()


def plain_word(corpus: Corpus, term: str) -> str:
    """Write a term with the first sense of its gloss, without markup."""
    return term_charts.bilingual(corpus.gloss(pd.DataFrame({"term": [term]})))[0]


def _unmarked(text: str) -> str:
    """Take Markdown's signs out of a text."""
    return text.replace("*", "").replace("\\", "")
