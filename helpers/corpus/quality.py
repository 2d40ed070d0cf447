"""What is wrong with a page's text, and which pages say the same: told before anything counts."""

from __future__ import annotations

import csv
import hashlib
import html.entities
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import pandas as pd

from helpers.corpus.csv_writing import csv_cells, csv_form, unguard_formula
from helpers.corpus.encodings import (
    OLD_ENCODINGS,
    WORD,
    encoding_of,
    is_vietnamese,
    plain_word,
    read_anew,
    repaired,
    sounder,
    without_ligatures,
)
from helpers.corpus.folder import page_path, read_folder, read_page
from helpers.corpus.page_tables import COUNTED_PARTS, part_table, sentence_table
from helpers.corpus.titles import page_offers, title_doubt
from helpers.corpus.writing import write_all
from helpers.vietnamese import syllables

if TYPE_CHECKING:
    from datasketch import MinHash

ALIKE = 0.5
"""Estimated share of sequences of syllables in common from which two texts are near-duplicates."""

_CELL = 40  # words, at most, in a cell of figures and names
_SEQUENCE = 5
_PERMUTATIONS = 128
# Of a text with fewer sequences, a few words in common would make it a copy.
_FEWEST = 30
# Words from which a page can be told to be in another language, and their share.
_FEWEST_WORDS, _HARDLY = 30, 0.2

_SPACE = re.compile(r"\s+")

_TAG = re.compile(
    r"</?(?:a|b|blockquote|body|br|center|div|em|figure|font|h[1-6]|head|html|i|iframe|img|input|"
    r"li|link|meta|ol|p|script|span|strong|style|table|tbody|td|th|tr|u|ul|video)"
    r"(?:\s[^<>]{0,2000})?/?>|<!--|<!doctype",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|quot|lt|gt|#\d{2,7}|#x[\da-f]{2,6}|([a-z]{2,31}\d{0,2}));"
    r"|&(?:nbsp|quot|amp;?(?=nbsp|quot))",
    re.IGNORECASE,
)


class Fingerprint(NamedTuple):
    """By what a page is told from others, in a kilobyte."""

    page: bytes
    letters: bytes
    words: MinHash | None


def fingerprint(page: str, counted: str) -> Fingerprint:
    """Take the fingerprint of a page.

    Parameters
    ----------
    page : str
        As collected.
    counted : str
        What of it counts; near-duplicates are told by this, whatever surrounds it.
    """
    words = syllables(unicodedata.normalize("NFC", counted).lower())
    runs = {" ".join(words[at : at + _SEQUENCE]) for at in range(len(words) - _SEQUENCE + 1)}
    hashed = None
    if len(runs) >= _FEWEST:
        hashed = _unhashed().copy()
        hashed.update_batch([run.encode() for run in runs])
    return Fingerprint(hashlib.sha256(page.encode()).digest(), letters_key(page), hashed)


@cache
def _unhashed() -> MinHash:
    """Give the hash of no sequence, of which each page's begins as a copy."""
    from datasketch import MinHash  # noqa: PLC0415 - slow to import, and large

    return MinHash(num_perm=_PERMUTATIONS, hashfunc=crc32)


def letters_key(page: str) -> bytes:
    """Give the same for two texts that are the same but for blanks and the form of letters."""
    text = _SPACE.sub("", unicodedata.normalize("NFC", page))
    return hashlib.sha256(text.encode()).digest()


def earliest_first(articles: pd.DataFrame) -> list[str]:
    """Give articles by their day of publication: of two that are alike the later is the copy.

    Parameters
    ----------
    articles : DataFrame
        With ``published``, where it is known, and the ids as its index.

    Returns
    -------
    list of str
        Ids; those of one day as they stand, those without a day last.

    Examples
    --------
    >>> earliest_first(pd.DataFrame({"published": ["", "2024-03", "2023"]}, index=["a", "b", "c"]))
    ['c', 'b', 'a']
    """
    days = articles["published"].where(articles["published"] != "", "9999")
    return [str(article) for article in days.sort_values(kind="stable").index]


def find_copies(pages: Iterable[tuple[str, Fingerprint]]) -> pd.DataFrame:
    """Find the pages that say what an earlier one says, in near-linear time.

    Parameters
    ----------
    pages : iterable of str and Fingerprint
        Each article's id and fingerprint, in the order in which the first of a kind is kept.

    Returns
    -------
    DataFrame
        ``article``, ``copy_of`` (an earlier one that is no copy itself), ``how`` ("same text",
        "same but for blanks", "nearly the same") and ``likeness``, the estimated share of
        sequences of five syllables in common (Broder 1997).

    Examples
    --------
    >>> pages = {"a": "Hai bệnh viện ký kết thỏa thuận.", "b": "Hai bệnh viện  ký kết thỏa thuận."}
    >>> reviews = review_pages(pages)
    >>> find_copies((article, found.fingerprint) for article, found in reviews.items())
      article copy_of                  how  likeness
    0       b       a  same but for blanks       1.0
    """
    from datasketch import MinHashLSH  # noqa: PLC0415 - slow to import, and large

    near = MinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS, weights=(0.2, 0.8))
    same: dict[bytes, str] = {}
    letters: dict[bytes, str] = {}
    kept: dict[str, MinHash] = {}
    rows: list[tuple[str, str, str, float]] = []
    for article, found in pages:
        if found.page in same:
            rows.append((article, same[found.page], "same text", 1.0))
            continue
        if found.letters in letters:
            rows.append((article, letters[found.letters], "same but for blanks", 1.0))
            continue
        first, likeness = article, 0.0
        if found.words is not None:
            likely = [
                (kept[other].jaccard(found.words), other) for other in near.query(found.words)
            ]
            likeness, first = max(likely, default=(0.0, article))
        if likeness >= ALIKE:
            rows.append((article, first, "nearly the same", likeness))
        else:
            first = article
            if found.words is not None:
                kept[article] = found.words
                near.insert(article, found.words, check_duplication=False)
        same[found.page] = letters[found.letters] = first
    return pd.DataFrame(rows, columns=["article", "copy_of", "how", "likeness"])


def text_faults(page: str) -> Iterator[str]:
    """Say what of a page's text a count would be wrong for.

    Yields
    ------
    str
        "lost" (letters that an encoding has lost), "html" (tags or entities), "row" (text between
        the bars of a table's row), "foreign" (hardly any Vietnamese).
    """
    if "\ufffd" in page:
        yield "lost"
    if _TAG.search(page) or any(map(_is_entity, _ENTITY.finditer(page))):
        yield "html"
    if any(map(_is_long_row, page.splitlines())):
        yield "row"
    words = [word for word in WORD.findall(page) if word[0].isalpha()]
    marked = sum(is_vietnamese(plain_word(word)) for word in words if not word.isascii())
    if len(words) >= _FEWEST_WORDS and marked < _HARDLY * len(words):
        yield "foreign"


def _is_long_row(line: str) -> bool:
    """Tell a table's row in one of whose cells a paragraph stands."""
    cells = line.strip().split("|")
    return len(cells) > 2 and not cells[0] and max(len(cell.split()) for cell in cells) > _CELL


class PageReview(NamedTuple):
    """What `review_pages` found of a page.

    ``counts`` (bool), ``encoding`` (the old one that it is in, or empty), ``faults`` (as
    `text_faults` names them), ``fingerprint``, ``doubt`` (of its title, as `title_doubt` says)
    and ``offered`` (what the page has for it).

    Examples
    --------
    >>> review = review_pages({"a": "Hai bệnh viện ký kết thỏa thuận."})["a"]
    >>> review.counts, review.encoding, review.faults
    (True, '', [])
    """

    counts: bool
    encoding: str
    faults: list[str]
    fingerprint: Fingerprint
    doubt: str
    offered: str


def review_pages(
    pages: Mapping[str, str], rows: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, PageReview]:
    """Read pages for what a count would be wrong for.

    Parameters
    ----------
    pages : mapping of str to str
        Each article's id and its page as collected.
    rows : mapping of str to mapping of str to str, optional
        What ``articles.csv`` says of each, its title at the least.

    Returns
    -------
    dict of str to PageReview

    Examples
    --------
    >>> review = review_pages({"a": "Hai bÖnh viÖn ®· ký tháa thuËn hîp t¸c vÒ y tÕ."})["a"]
    >>> review.encoding, review.faults
    ('TCVN3', [])
    """
    rows = rows or {}
    titles = {article: row["title"] for article, row in rows.items()}
    counted = counted_texts(sentence_table(part_table(pages, titles), pages, COUNTED_PARTS))
    reviews = {}
    for article, page in pages.items():
        encoding, right = repaired(page)
        found = fingerprint(page, counted.get(article, ""))
        row = rows.get(article)
        doubt = title_doubt(right, row) if row else ""
        reviews[article] = PageReview(
            counts=article in counted,
            encoding=encoding,
            faults=list(text_faults(right)),
            fingerprint=found,
            doubt=doubt,
            offered=page_offers(right, row) if row and doubt else "",
        )
    return reviews


def counted_texts(sentences: pd.DataFrame) -> dict[str, str]:
    """Join the sentences that count of each article that has any."""
    counted = sentences[sentences["part"].isin(COUNTED_PARTS)]
    return counted.groupby("article", observed=True)["text"].agg(" ".join).to_dict()


def _is_entity(match: re.Match[str]) -> bool:
    """Tell an entity that HTML knows."""
    return match[1] is None or f"{match[1]};" in html.entities.html5


def convert_pages(folder: Path) -> dict[str, str]:
    """Put the pages of a corpus right that are in an old encoding, and their titles.

    Parameters
    ----------
    folder : Path
        A corpus folder without a fault; a page is kept as it was in ``originals/``.

    Returns
    -------
    dict of str to str
        The encoding of each article that was converted.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> page = folder / "old.txt"
    >>> _ = page.write_text("Hai bÖnh viÖn ®· ký tháa thuËn hîp t¸c vÒ y tÕ.", encoding="utf-8")
    >>> _ = new_corpus(folder / "own", [page])
    >>> convert_pages(folder / "own")
    {'old': 'TCVN3'}
    """
    converted: dict[str, str] = {}
    # Pages that are no UTF-8 are a fault of the folder: they go first.
    write_all(_converted(folder, _bytes_read_anew(folder), converted))
    write_all(_converted(folder, _pages_put_right(folder), converted))
    return converted


_Found = Iterator[tuple[str, Path, str, str]]


def _bytes_read_anew(folder: Path) -> _Found:
    """Give the pages that are no UTF-8 and are known: article, file, encoding, text."""
    for path in sorted((folder / "articles").glob("*.txt")):
        content = path.read_bytes()
        if (encoding := encoding_of(content)) and (text := read_anew(content, encoding)):
            article = unicodedata.normalize("NFC", path.stem)
            yield article, path, OLD_ENCODINGS[encoding], text


def _pages_put_right(folder: Path) -> _Found:
    """Give the pages whose letters are misread: article, file, encoding, text."""
    for article in read_folder(folder).pages:
        encoding, right = repaired(read_page(folder, article))
        if encoding:
            yield article, page_path(folder, article), encoding, right


def _converted(
    folder: Path, found: _Found, encodings: dict[str, str]
) -> Iterator[tuple[Path, bytes]]:
    """Give the files that converting changes, the table last; `encodings` gets each article's."""
    hashes = {}
    for article, path, encoding, right in found:
        kept = folder / "originals"
        if not (kept / path.name).exists():
            yield kept / path.name, path.read_bytes()
        yield path, right.encode()
        encodings[article], hashes[article] = encoding, hashlib.sha256(right.encode()).hexdigest()
    if hashes:
        path = folder / "articles.csv"
        yield path, _put_right(path.read_bytes().decode("utf-8-sig"), encodings, hashes)


def _put_right(content: str, encodings: Mapping[str, str], hashes: Mapping[str, str]) -> bytes:
    """Write the titles and digests of converted pages into a table, in its own form."""
    columns, delimiter, end = csv_form(content)
    rows = csv_cells(content, delimiter)
    for row in rows:
        cells = dict(zip(columns, row, strict=False))
        article = unicodedata.normalize("NFC", unguard_formula(cells.get("id", "").strip()))
        if article in hashes:
            cells["title"] = without_ligatures(sounder(cells["title"], encodings[article]))
            if cells.get("sha256"):
                cells["sha256"] = hashes[article]
            row[: len(columns)] = [cells[column] for column in columns]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode("utf-8-sig")
