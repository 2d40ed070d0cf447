"""Pages as tables: their parts, their sentences, their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from helpers import cleaning, tokenising
from helpers.token_layout import token_table

COUNTED_PARTS = ("lead", "body")
"""The parts that counts rest on unless told otherwise."""

READ_PARTS = ("title", *COUNTED_PARTS)

PARTS = ("title", "lead", "body", "caption", "byline", "boilerplate")


def part_table(pages: Mapping[str, str]) -> pd.DataFrame:
    """Label the parts of pages.

    Parameters
    ----------
    pages : mapping of str to str
        Each article's id and its page as collected.

    Returns
    -------
    DataFrame
        One row a stretch of a page: ``article, start, end, part, text, reason``.
    """
    ids = list(pages)
    tables = [cleaning.label_parts(page) for page in pages.values()]
    parts = pd.concat(tables, ignore_index=True)
    owners = np.repeat(np.arange(len(ids)), [len(table) for table in tables])
    parts.insert(0, "article", pd.Categorical.from_codes(owners, categories=ids))
    parts["part"] = pd.Categorical(parts["part"], categories=PARTS)
    return parts


def sentence_table(parts: pd.DataFrame, read: Sequence[str] = READ_PARTS) -> pd.DataFrame:
    """Split title, lead and body into sentences.

    Parameters
    ----------
    parts : DataFrame
        As `part_table` returns it.
    read : sequence of str
        The parts to read.

    Returns
    -------
    DataFrame
        One row a sentence: ``article, sentence`` (0 is the title), ``part,
        paragraph`` (from 1; 0 for the title), ``text``.
    """
    rows = []
    number: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    for row in parts[parts["part"].isin(read)].itertuples():
        if row.part == "title":
            rows.append((row.article, 0, "title", 0, row.text))
            continue
        paragraphs[row.article] = paragraph = paragraphs.get(row.article, 0) + 1
        for text in tokenising.split_sentences(row.text):
            number[row.article] = index = number.get(row.article, 0) + 1
            rows.append((row.article, index, row.part, paragraph, text))
    table = pd.DataFrame(rows, columns=["article", "sentence", "part", "paragraph", "text"])
    table["article"] = pd.Categorical(table["article"], categories=parts["article"].cat.categories)
    table["part"] = pd.Categorical(table["part"], categories=read)
    return table.astype({"sentence": "int32", "paragraph": "int32", "text": "str"})


def tokens_of_sentences(
    sentences: pd.DataFrame, words: Sequence[Sequence[str]], *, part: bool = False
) -> pd.DataFrame:
    """Lay the words of the sentence table out as the corpus's token table.

    Parameters
    ----------
    sentences : DataFrame
        As `sentence_table` returns it, of length n.
    words : sequence of sequence of str
        The words of each sentence.
    part : bool
        Add the part of the page that the sentence is of.

    Returns
    -------
    DataFrame
        One row a word: ``article, sentence, position, token, start, end``.
    """
    table = token_table(list(sentences["text"]), words)
    of_sentence = sentences.iloc[table.pop("text").to_numpy()].reset_index(drop=True)
    table.insert(0, "article", of_sentence["article"])
    table.insert(1, "sentence", of_sentence["sentence"])
    return table.assign(part=of_sentence["part"]) if part else table
