"""English glosses for a stretch of Vietnamese, from the corpus's glossary."""

from __future__ import annotations

import re

import pandas as pd

from helpers.vietnamese import syllable_key

_SYLLABLE = re.compile(r"[^\W_]+")


def gloss_texts(
    table: pd.DataFrame, column: str, glossary: pd.DataFrame, *, name: str = "English"
) -> pd.DataFrame:
    """Return the table with the glossed terms of each text after it.

    Parameters
    ----------
    table : DataFrame
    column : str
        The column with the texts; a missing text has no gloss.
    glossary : DataFrame
        ``term, English``, as ``corpus.glossary`` holds it.
    name : str, default "English"
        Of the new column.

    Returns
    -------
    DataFrame
        A copy with the column `name`: the glosses of the terms in the order of the text,
        the longest term at each place, with ``…`` for what the glossary doesn't know.

    Examples
    --------
    >>> table = pd.DataFrame({"text": ["chăm sóc sức khỏe và y tế"]})
    >>> gloss_texts(table, "text", corpus.glossary)
                            text                                  English
    0  chăm sóc sức khỏe và y tế  health care · and · health; health care
    """
    known = _known(glossary)
    glossed = table.copy()
    texts = [_gloss_text(text, known) if isinstance(text, str) else "" for text in table[column]]
    glossed.insert(glossed.columns.get_loc(column) + 1, name, texts)
    glossed.attrs = dict(table.attrs)
    return glossed


def _known(glossary: pd.DataFrame) -> dict[tuple, list[tuple[str, str]]]:
    """Give the terms and glosses by the syllables of the term."""
    known: dict[tuple, list[tuple[str, str]]] = {}
    for row in glossary.itertuples():
        keys = tuple(syllable_key(part) for part in _SYLLABLE.findall(row.term))
        known.setdefault(keys, []).append((row.term, row.English))
    return known


def _gloss_text(text: str, known: dict[tuple, list[tuple[str, str]]]) -> str:
    """Gloss one text; see `gloss_texts`."""
    parts = _SYLLABLE.findall(text)
    keys = [syllable_key(part) for part in parts]
    longest = max(map(len, known), default=0)
    pieces: list = []
    place = 0
    while place < len(parts):
        size, gloss = _longest_term(parts, keys, place, known, longest)
        if gloss or pieces[-1:] != ["…"]:
            pieces.append(gloss or "…")
        place += size
    return " · ".join(pieces)


def _longest_term(
    parts: list[str], keys: list, place: int, known: dict, longest: int
) -> tuple[int, str]:
    for size in range(min(longest, len(parts) - place), 0, -1):
        for term, english in known.get(tuple(keys[place : place + size]), []):
            # "Anh" (the United Kingdom) isn't "anh" (he): a term with a capital asks for one.
            if term[:1].islower() or parts[place][:1].isupper():
                return size, english
    return 1, ""
