"""Pages as tables: their parts, their sentences, their words.

Words of many texts as one table, with the place of each in its text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

import numpy as np
import pandas as pd

from helpers.cleaning import label_pages, places_in
from helpers.corpus.faults import CorpusError
from helpers.vietnamese import limits, sentence_spans

COUNTED_PARTS = ("lead", "body")
"""The parts that counts rest on unless told otherwise."""

READ_PARTS = ("title", *COUNTED_PARTS)

PARTS = ("title", "lead", "body", "caption", "byline", "boilerplate")


def part_table(pages: Mapping[str, str], titles: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Label the parts of pages.

    Parameters
    ----------
    pages : mapping of str to str
        Each article's id and its page as collected.
    titles : mapping of str to str, optional
        Articles' titles: a line of a page that is its title is labelled so, wherever it stands.

    Returns
    -------
    DataFrame
        One row a stretch of a page: ``article, start, end, part, text, reason``.

    Examples
    --------
    >>> pages = {"us-hanoi-mou": corpus.page("us-hanoi-mou")}
    >>> part_table(pages)["part"].value_counts().head(3)
    part
    boilerplate    59
    body           24
    caption        16
    Name: count, dtype: int64
    """
    ids = list(pages)
    known = titles or {}
    parts, counts = label_pages(pages.values(), [known.get(article, "") for article in pages])
    owners = np.repeat(np.arange(len(ids)), counts)
    parts.insert(0, "article", pd.Categorical.from_codes(owners, categories=ids))
    parts["part"] = pd.Categorical(parts["part"], categories=PARTS)
    return parts


def sentence_table(
    parts: pd.DataFrame, pages: Mapping[str, str], read: Sequence[str] = READ_PARTS
) -> pd.DataFrame:
    r"""Split title, lead and body into sentences.

    Parameters
    ----------
    parts : DataFrame
        As `part_table` returns it.
    pages : mapping of str to str
        The pages that the parts were cut from.
    read : sequence of str
        The parts to read.

    Returns
    -------
    DataFrame
        One row a sentence: ``article, sentence`` (0 is the title), ``part,
        paragraph`` (from 1; 0 for the title), ``text``, ``start, end`` (in the page).

    Raises
    ------
    CorpusError
        If a page has changed since its parts were cut.

    Examples
    --------
    >>> pages = {"a": "Hai bên ký kết\n\nHai bên ký kết thỏa thuận. Lễ ký diễn ra ở Hà Nội."}
    >>> sentence_table(part_table(pages), pages)[["sentence", "part", "text", "start", "end"]]
       sentence   part                        text  start  end
    0         0  title              Hai bên ký kết      0   14
    1         1   body  Hai bên ký kết thỏa thuận.     16   42
    2         2   body     Lễ ký diễn ra ở Hà Nội.     43   66
    """
    rows: list[tuple[object, ...]] = []
    number: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    for row in parts[parts["part"].isin(read)].itertuples():
        try:
            starts, ends = places_in(pages[row.article][row.start : row.end], row.text)
        except ValueError as error:
            changed = f"articles/{row.article}.txt: changed since the corpus was read ({error})"
            raise CorpusError([changed]) from error
        if row.part == "title":
            text = row.text[: limits.LONGEST_SENTENCE]
            whole = (starts[0], ends[len(text) - 1]) if text else (0, 0)
            rows.append((row.article, 0, "title", 0, text, *(row.start + at for at in whole)))
            continue
        paragraphs[row.article] = paragraph = paragraphs.get(row.article, 0) + 1
        for first, end in sentence_spans(row.text):
            number[row.article] = index = number.get(row.article, 0) + 1
            place = (row.start + starts[first], row.start + ends[end - 1])
            rows.append((row.article, index, row.part, paragraph, row.text[first:end], *place))
    columns = ["article", "sentence", "part", "paragraph", "text", "start", "end"]
    table = pd.DataFrame(rows, columns=columns)
    table["article"] = pd.Categorical(table["article"], categories=parts["article"].cat.categories)
    table["part"] = pd.Categorical(table["part"], categories=read)
    numbers = dict.fromkeys(["sentence", "paragraph", "start", "end"], "int32")
    return table.astype({**numbers, "text": "str"})


def tokens_of_sentences(
    sentences: pd.DataFrame, words: Sequence[Sequence[str]], *, part: bool = False
) -> pd.DataFrame:
    """Lay the words of the sentence table out as the corpus's token table.

    Returns
    -------
    DataFrame
        One row a word: ``article, sentence, position, token, start, end``.
    """
    table = token_table(list(sentences["text"]), words)
    # Not the text: it would stand there once for every word of its sentence.
    known = sentences[["article", "sentence", "part"]]
    of_sentence = known.iloc[table.pop("text").to_numpy()].reset_index(drop=True)
    table.insert(0, "article", of_sentence["article"])
    table.insert(1, "sentence", of_sentence["sentence"])
    return table.assign(part=of_sentence["part"]) if part else table


def words_of_sentences(sentences: pd.DataFrame, tokens: pd.DataFrame) -> dict[str, list[str]]:
    """Give the words of the sentence table's texts from the token table, in memory both.

    Returns
    -------
    dict of str to list of str
        By text, as `vietnamese.tokenise` cuts it; without those whose words don't make it up.
    """
    codes, known = tokens["token"].cat.codes, tokens["token"].cat.categories
    # Over the categories: a column of text gives its values out one by one.
    words = known.to_numpy(dtype=object)[codes].tolist()
    begins = np.append(np.flatnonzero(tokens["position"].to_numpy() == 0), len(words)).tolist()
    texts = [text for text in sentences["text"] if text.strip()]
    if len(texts) != len(begins) - 1:
        return {}
    found = {
        text: words[start:end] for text, (start, end) in zip(texts, pairwise(begins), strict=True)
    }
    return {text: cut for text, cut in found.items() if _letters("".join(cut)) == _letters(text)}


def token_table(texts: Sequence[str], words: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Lay the words of each text out as rows.

    Parameters
    ----------
    texts : sequence of str
        The texts, of length n.
    words : sequence of sequence of str
        For each text its words in order, each a slice of the text.

    Returns
    -------
    DataFrame
        One row a word: ``text`` (0 to n - 1), ``position`` (from 0 in its
        text), ``token`` (categorical), ``start, end`` (code points in the text).

    Raises
    ------
    ValueError
        If a word doesn't stand in its text where it should.
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    starts = chain.from_iterable(map(_starts, texts, words))
    total = int(lengths.sum())
    start = np.fromiter(starts, dtype=np.int32, count=total)
    flat = list(chain.from_iterable(words))
    width = np.fromiter(map(len, flat), dtype=np.int32, count=total)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return pd.DataFrame(
        {
            "text": np.repeat(np.arange(len(words)), lengths),
            "position": (np.arange(total) - first).astype(np.int32),
            "token": words_column(flat),
            "start": start,
            "end": start + width,
        }
    )


def words_column(words: Sequence[str]) -> pd.Categorical:
    """Make a column of words, as pandas makes it of a list, in a third of the time.

    Parameters
    ----------
    words : sequence of str

    Returns
    -------
    pandas.Categorical
        Its categories are the words that occur, sorted.

    Examples
    --------
    >>> words_column(["y tế", "Anh", "y tế"]).codes.tolist()
    [1, 0, 1]
    """
    codes, found = pd.factorize(np.array(words, dtype=object))
    order = np.argsort(found)
    places = np.empty(len(order), dtype=codes.dtype)
    places[order] = np.arange(len(order))
    return pd.Categorical.from_codes(places[codes], categories=found[order].tolist())


def _letters(text: str) -> str:
    """Leave white space out of a text."""
    return "".join(text.split())


def _starts(text: str, words: Sequence[str]) -> list[int]:
    starts = []
    position = 0
    for word in words:
        position = text.index(word, position)
        starts.append(position)
        position += len(word)
    return starts
