"""One term looked up: how often each article has it, in which lines, and what to say of it."""

import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.concordance import concordance
from helpers.corpus import COUNTED_PARTS
from helpers.markup import plain_text
from helpers.syllables import syllable_index
from helpers.tone_styles import one_tone_style
from helpers.vocabulary import is_word

NOT_STATED = "not stated"
LINE_COLUMNS = ["article", "sentence", "left", "node", "right", "start", "end"]
LONGEST_SHOWN = 60  # characters of a term, in a message
MOST_SUGGESTED = 5


@dataclass(frozen=True, eq=False)
class Finding:
    """What a corpus, or a group of its articles, has of one term.

    Attributes
    ----------
    message : str
        What was found, in a sentence or two; or what to type where nothing was.
    frequency : DataFrame
        As `frequency_by_article` gives it.
    lines : DataFrame
        As `concordance` gives them.
    """

    message: str
    frequency: pd.DataFrame
    lines: pd.DataFrame


def look_up(corpus, term, *, group=None, sort=None, window=8):
    """Find a term in the articles of a group, and say what was found.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it.
    term : str
        One or more words, found as `concordance` finds them. A text that holds no word, or
        that doesn't occur, is answered with a message and no lines.
    group : str, optional
        Look in the articles of this group only.
    sort : {None, "left", "node", "right"}, optional
        Order of the lines, as in `concordance`.
    window : int, default 8
        Words to either side of the term.

    Returns
    -------
    Finding

    Raises
    ------
    TypeError
        If `term` is no string.
    ValueError
        If there is no such group, `sort` isn't one of those, `window` is negative or the corpus
        has no sentence of lead or body.
    """
    if not isinstance(term, str):
        raise TypeError(f"a term is a string of one or more words, not {type(term).__name__}")
    groups = article_groups(corpus)
    if group is not None and group not in set(groups):
        raise ValueError(f"group is one of {list(groups.unique())} or None, got {group!r}")
    articles = list(groups.index if group is None else groups.index[groups == group])
    if not is_word(term):
        lines = pd.DataFrame(columns=LINE_COLUMNS)
        empty = frequency_by_article(corpus, lines, articles).head(0)
        return Finding("Type one or more words to look for.", empty, lines)
    found = concordance(corpus, term, window=window, sort=sort)
    lines = found[found["article"].isin(articles)].reset_index(drop=True)
    frequency = frequency_by_article(corpus, lines, articles)
    place = f"in lead and body of the group {group}" if group else "in lead and body"
    place += getattr(corpus, "sample_note", "")
    if len(lines):
        return Finding(_found(_glossed(corpus, term), place, frequency), frequency, lines)
    return Finding(_not_found(corpus, term, place, articles), frequency, lines)


def frequency_by_article(corpus, lines, articles=None):
    """Count concordance lines by article.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it.
    lines : DataFrame
        As `concordance` gives them: one row an occurrence, with a column `article`.
    articles : iterable of str, optional
        Ids of the articles to list; by default all.

    Returns
    -------
    DataFrame
        Columns `article`, `group`, `count`, `words` (of lead and body), `per_thousand` (missing
        where an article has no word). The greatest count first, equals in the corpus's order;
        an article without the term counts 0.

    Raises
    ------
    ValueError
        If the corpus has no sentence of lead or body.
    """
    index = syllable_index(corpus, COUNTED_PARTS)
    of_article = np.bincount(index.article[index.word], minlength=len(index.articles))
    words = pd.Series(of_article, index=list(map(str, index.articles)))
    groups = article_groups(corpus)
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


def article_groups(corpus):
    """Return each article's group, "not stated" where there is none; a Series by id."""
    groups = corpus.articles["group"]
    return groups.where(groups != "", NOT_STATED)


def without_marks(text):
    """Return a text in small letters without diacritics, ``đ`` as ``d``."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _folded(term):
    return one_tone_style(" ".join(unicodedata.normalize("NFC", term).casefold().split()))


def _glossed(corpus, term):
    """Give the term with its English gloss, where the glossary has one."""
    glossary = corpus.glossary
    english = glossary["English"][glossary["term"].map(_folded) == _folded(term)]
    return f"{_quoted(term)} ({english.iloc[0]})" if len(english) else _quoted(term)


def _quoted(term):
    one_line = plain_text(" ".join(term.split()))
    cut = one_line[:LONGEST_SHOWN] + "…" if len(one_line) > LONGEST_SHOWN else one_line
    return f"“{cut}”"


def _found(term, place, frequency):
    count, words = int(frequency["count"].sum()), int(frequency["words"].sum())
    times = "once" if count == 1 else f"{count:,} times"
    spread = f"in {(frequency['count'] > 0).sum():,} of {len(frequency):,} articles"
    return f"{term}: {times} {place}, {spread}; {1000 * count / words:,.2f} per 1,000 words."


def _not_found(corpus, term, place, articles):
    said = f"{_quoted(term)} does not occur {place}."
    meant = [
        known
        for known, english in corpus.glossary[["term", "English"]].itertuples(index=False)
        if _folded(term) in map(_folded, english.split(";"))
    ]
    if meant:
        return f"{said} In Vietnamese: {', '.join(map(_quoted, meant[:MOST_SUGGESTED]))}."
    known = _same_letters(corpus, term, articles)
    if known:
        return f"{said} With other marks or capitals: {', '.join(known)}."
    return f"{said} Vietnamese marks count: “suc khoe” does not find “sức khỏe”."


def _same_letters(corpus, term, articles):
    """Give the commonest words of these articles that are the same but for marks and capitals."""
    index = syllable_index(corpus, COUNTED_PARTS)
    letters = without_marks(term)
    alike = [code for code, known in enumerate(index.terms) if without_marks(str(known)) == letters]
    chosen = np.isin(index.articles[index.article[index.word]].astype("str"), articles)
    terms = index.term[index.word][chosen]
    counts = {code: int(np.sum(terms == code)) for code in alike}
    best = sorted((code for code in alike if counts[code]), key=lambda code: -counts[code])
    return [_quoted(str(index.terms[code])) for code in best[:MOST_SUGGESTED]]
