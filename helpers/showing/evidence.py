"""Sentences behind a number: whole, with the term marked, their article's name, their English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers.corpus import Corpus, rows_of
from helpers.showing.markup import shown_text
from helpers.vietnamese import limits

IN_FULL = 40
"""Articles up to which the first notebook shows every sentence, so that evidence can lead there."""

ARTICLES_PAGE = "00_corpus.ipynb"

MOST_NUMBERS = 60
"""Sentences of a cell that are listed by their numbers."""

_COLUMNS = ("left", "node", "right", "name", "english", "link")


def sentence_lines(corpus: Corpus, places: pd.DataFrame) -> pd.DataFrame:
    """Give the sentences at places of a corpus as evidence that a table can open to.

    Parameters
    ----------
    corpus : Corpus
    places : DataFrame
        ``article, sentence`` and, where a stretch is to be marked, ``start, end`` (code points in
        the sentence). Other columns are kept: they say to which row of a table a place belongs.

    Returns
    -------
    DataFrame
        The rows of `places` with ``left, node, right`` (without a stretch the whole sentence is
        in ``left``; of a very long one what is near, `limits.LONGEST_WHOLE`), ``name`` of the
        article, ``english`` (empty where there is none) and ``link`` to the sentence among all
        of them (empty on a large corpus).

    Examples
    --------
    >>> places = pd.DataFrame(
    ...     {"article": ["uk-hcmc-hub"], "sentence": [0], "start": [0], "end": [3]}
    ... )
    >>> line = sentence_lines(corpus, places).iloc[0]
    >>> line["node"], line["name"], line["english"][:11]
    ('Anh', 'UK: medical hub', 'UK supports')
    """
    table = places.reset_index(drop=True)
    wanted = set(table["article"].astype(str))
    texts: dict[tuple[str, int], str] = {}
    if wanted:
        known = rows_of(corpus.sentences, wanted)
        keys = zip(known["article"].astype(str), known["sentence"].tolist(), strict=True)
        texts = dict(zip(keys, known["text"].astype(object), strict=True))
    marked = "start" in table
    found: dict[str, list[str]] = {name: [] for name in _COLUMNS}
    for row in table.itertuples():
        place = str(row.article), int(row.sentence)
        text = texts.get(place, "")
        start, end = (int(row.start), int(row.end)) if marked else (len(text), len(text))
        left, node, right = text[:start], text[start:end], text[end:]
        if marked and len(text) > limits.LONGEST_WHOLE:
            left = f"… {left[-limits.CONTEXT :]}" if len(left) > limits.CONTEXT else left
            right = f"{right[: limits.CONTEXT]} …" if len(right) > limits.CONTEXT else right
        found["left"].append(left if marked else shown_text(left))
        found["node"].append(node)
        found["right"].append(right)
        found["name"].append(corpus.names.get(place[0], place[0]))
        found["english"].append(corpus.english.get(place, ""))
        found["link"].append(sentence_link(corpus, *place))
    return table.drop(columns=[*_COLUMNS], errors="ignore").join(pd.DataFrame(found))


def line_finder(corpus: Corpus | None) -> Callable[[Mapping[Any, Any]], Mapping[Any, Any]]:
    """Give what finds the sentence of a line of evidence, and its English, in a corpus.

    Parameters
    ----------
    corpus : Corpus or None
        Without one, lines stay as they are.

    Returns
    -------
    callable
        Takes a line with ``article, left, node, right`` and, where known, ``sentence``; gives it
        with ``name``, ``sentence`` (missing where its words stand in none), ``english``, ``link``.

    Examples
    --------
    >>> line = {"article": "uk-hcmc-hub", "left": "… tham quan ", "node": "học tập", "right": " …"}
    >>> found = line_finder(corpus)(line)
    >>> found["name"], found["sentence"], found["english"][:11]
    ('UK: medical hub', 3, 'The UK will')
    """
    texts: dict[str, dict[Any, str]] = {}

    def found(line: Mapping[Any, Any]) -> Mapping[Any, Any]:
        article = str(line.get("article"))
        if corpus is None or article not in corpus.names or "english" in line:
            return line
        if article not in texts:
            rows = rows_of(corpus.sentences, {article}).itertuples()
            texts[article] = {row.sentence: _unspaced(row.text) for row in rows}
        words = _unspaced(f"{line['left']}{line['node']}{line['right']}").strip("…")
        # A sentence of the whole page has another number there than in the article.
        numbers = [line.get("sentence"), *texts[article]]
        place = next((n for n in numbers if words in texts[article].get(n, "")), None)
        known = {"name": corpus.names[article], "sentence": place}
        if place is not None:
            known["english"] = corpus.english.get((article, place), "")
            known["link"] = sentence_link(corpus, article, place)
        else:
            lines = corpus.english_lines.items()
            said = (
                english
                for (name, text), english in lines
                if name == article and words in _unspaced(text)
            )
            known["english"] = next(said, "")
        return {**line, "link": "", **known}

    return found


def _unspaced(text: str) -> str:
    return "".join(str(text).split())


def cell_numbers(lines: pd.DataFrame) -> list[dict]:
    """List the sentences behind each cell of a row by their numbers.

    Parameters
    ----------
    lines : DataFrame
        As `sentence_lines` gives it, with ``cell``, the heading of the column in which a
        sentence is counted.

    Returns
    -------
    list of dict
        ``cell``, ``pieces`` (each ``name``, empty where the cell says it or the row has one piece
        only, and ``numbers``: number and link) and ``more``, the number of those left out.
        Nothing without ``cell``, or where no sentence can be led to.

    Examples
    --------
    >>> places = pd.DataFrame({"article": "uk-hcmc-hub", "sentence": [1, 2], "cell": "they give"})
    >>> [row] = cell_numbers(sentence_lines(corpus, places))
    >>> row["cell"], row["pieces"][0]["numbers"][1]
    ('they give', (2, '00_corpus.ipynb#uk-hcmc-hub-2'))
    """
    if "cell" not in lines or not lines["link"].all():
        return []
    several = lines["name"].nunique() > 1
    found = []
    for cell, part in lines.groupby("cell", sort=False):
        shown = part.head(MOST_NUMBERS)
        pieces = [
            {
                "name": name if several and name != cell else "",
                "numbers": list(zip(own["sentence"], own["link"], strict=True)),
            }
            for name, own in shown.groupby("name", sort=False)
        ]
        found.append({"cell": cell, "pieces": pieces, "more": len(part) - len(shown)})
    return found


def sentence_link(corpus: Corpus, article: str, sentence: int) -> str:
    """Give the address of a sentence among all of them; empty where they aren't all shown.

    Parameters
    ----------
    corpus : Corpus
    article : str
        Its id.
    sentence : int
        Its number; 0 is the title.

    Returns
    -------
    str
        Relative to the other pages.

    Examples
    --------
    >>> sentence_link(corpus, "uk-hcmc-hub", 3)
    '00_corpus.ipynb#uk-hcmc-hub-3'
    """
    return f"{ARTICLES_PAGE}#{anchor(article, sentence)}" if shown_in_full(corpus) else ""


def anchor(article: str, sentence: int) -> str:
    """Give the name of a sentence's place on its page.

    Parameters
    ----------
    article : str
        Its id.
    sentence : int
        Its number; 0 is the title.

    Returns
    -------
    str

    Examples
    --------
    >>> anchor("uk-hcmc-hub", 3)
    'uk-hcmc-hub-3'
    """
    return f"{article}-{sentence}"


def shown_in_full(corpus: Corpus) -> bool:
    """Tell whether every sentence of a corpus is shown on one page.

    Examples
    --------
    >>> shown_in_full(corpus)
    True
    """
    return len(corpus.articles) <= IN_FULL and not corpus.sampled_from
