"""Policy references: find every document that a text cites, resolve it, set it in a table."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pandas as pd

from helpers.cleaning import places_in
from helpers.corpus import batches
from helpers.references.parsing import parse_mentions
from helpers.references.plans import parse_plans
from helpers.references.resolution import resolve_mentions
from helpers.references.scanning import Mention
from helpers.vietnamese import FoldedText, fold

if TYPE_CHECKING:
    from helpers.corpus import Corpus


@dataclasses.dataclass(frozen=True)
class Horizon:
    """The years that a document looks ahead to.

    Attributes
    ----------
    to : int
        Target year.
    vision : int or None
        Year of the vision, where one is stated.

    Examples
    --------
    >>> text = "Nghị quyết 31-NQ/TW về phát triển đến năm 2030, tầm nhìn đến năm 2045"
    >>> find_references(text)[0].horizon
    Horizon(to=2030, vision=2045)
    """

    to: int
    vision: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A mention of one particular document.

    Attributes
    ----------
    start, end : int
        Code-point offsets in the text that was passed; ``text[start:end] == surface``.
    surface : str
        The mention as it stands.
    type : str
        Type code: NQ, NĐ, QĐ, TT, L, BL, BGN, ….
    number : str or None
        As printed; ``HNTW<n>[-<term>]`` for a plenum's resolution; None for a named statute.
    issuer_code : str or None
        From the symbol, else from an issuer stated for this document, else by type.
    year : int or None
    canonical : str or None
        ``vn:<type>:<key>:<issuer>:<year>``; None for a demonstrative without antecedent.
    kind : str
        full, short, list, bare, named, plenum, congress, anaphor, mou, program or named_plan.
    date : str or None
        Date of issue, ISO 8601, as exact as is stated (``--05-19`` where no year is).
    horizon : Horizon or None

    Examples
    --------
    >>> text = "Theo Nghị quyết số 31-NQ/TW ngày 30/12/2022"
    >>> found = find_references(text)[0]
    >>> found.surface, found.type, found.year, found.date
    ('Nghị quyết số 31-NQ/TW', 'NQ', 2022, '2022-12-30')
    """

    start: int
    end: int
    surface: str
    type: str
    number: str | None
    issuer_code: str | None
    year: int | None
    canonical: str | None
    kind: str
    date: str | None = None
    horizon: Horizon | None = None


def _reference(folded: FoldedText, mention: Mention) -> Reference:
    start, end = folded.span(mention.start, mention.end)
    open_ended = mention.kind == "anaphor"
    return Reference(
        start=start,
        end=end,
        surface=folded.text[start:end],
        type=mention.document.type,
        number=mention.number,
        issuer_code=None if open_ended else mention.issuer,
        year=None if open_ended else mention.year,
        canonical=mention.canonical,
        kind=mention.kind,
        date=mention.date,
        horizon=Horizon(*mention.horizon) if mention.horizon else None,
    )


def find_references(text: str, *, resolve: bool = True) -> list[Reference]:
    """Find the policy references of a text.

    Parameters
    ----------
    text : str
        Vietnamese or English; plain, segmented with underscores, decomposed, hard-wrapped, in
        capitals or without diacritics.
    resolve : bool, default True
        Join a mention to the one earlier, fuller mention of the same document, and a
        demonstrative to its antecedent. False leaves each mention as it stands.

    Returns
    -------
    list of Reference
        In order, without overlap. Time grows linearly with the text.

    Raises
    ------
    TypeError
        If `text` is no str.

    Examples
    --------
    >>> text = "Theo Nghị quyết 31-NQ/TW, thành phố là trung tâm; Nghị quyết này nêu rõ."
    >>> [(found.surface, found.canonical) for found in find_references(text)]
    [('Nghị quyết 31-NQ/TW', 'vn:nq:31:tw:_'), ('Nghị quyết này', 'vn:nq:31:tw:_')]
    """
    if not isinstance(text, str):
        raise TypeError(f"text: expected str, got {type(text).__name__}")
    folded = fold(text)
    mentions = resolve_mentions(folded, *parse_mentions(folded), resolve=resolve)
    return [_reference(folded, mention) for mention in mentions]


def find_named_plans(text: str) -> list[Reference]:
    """Find policy that a text names without a number: strategies, plannings, orientations, ….

    Apart from the references: a plan is told by its title, not by a number or a statute's name.

    Parameters
    ----------
    text : str
        As for `find_references`.

    Returns
    -------
    list of Reference
        Of kind named_plan, in order. The id has the title for a number; that of another state's
        plan begins with the state, which is its ``issuer_code`` too.

    Raises
    ------
    TypeError
        If `text` is no str.

    Examples
    --------
    >>> [found.canonical for found in find_named_plans("Định hướng y tế toàn cầu của Anh")]
    ['gb:dinhhuong:y-te-toan-cau:_:_']
    """
    if not isinstance(text, str):
        raise TypeError(f"text: expected str, got {type(text).__name__}")
    folded = fold(text)
    return [_reference(folded, plan) for plan in parse_plans(folded)]


_TABLE = {
    "article": str,
    "part": str,
    "sentence": "Int64",
    "start": "int64",
    "end": "int64",
    "surface": str,
    "type": str,
    "number": str,
    "issuer_code": str,
    "year": "Int64",
    "canonical": str,
    "kind": str,
    "date": str,
    "horizon_to": "Int64",
    "horizon_vision": "Int64",
    "text": str,
    "text_start": "int64",
    "text_end": "int64",
}


def reference_table(
    corpus: Corpus,
    *,
    parts: Iterable[str] | None = ("title", "lead", "body"),
    plans: bool = False,
) -> pd.DataFrame:
    """Set the references of a corpus in a table.

    Parameters
    ----------
    corpus : Corpus
    parts : iterable of str, optional
        Parts of the pages to keep; None keeps every part, link lists and all.
    plans : bool, default False
        True gives the policy that is named without a number, instead of the references.

    Returns
    -------
    DataFrame
        One row a reference: ``article, part, sentence`` (its number in ``corpus.sentences``,
        ``<NA>`` outside title, lead and body), ``start, end`` (code points of the page), the
        fields of `Reference` (``horizon_to, horizon_vision`` for the horizon; unknown is
        ``<NA>``; a day without a year is ``XXXX-05-19``, ISO 8601-2), ``text``, the clean sentence
        or stretch that the reference begins in, and ``text_start, text_end``, where it stands in
        it. Pages are resolved whole, so an id doesn't depend on `parts`.

    Raises
    ------
    ValueError
        If a part isn't one of those of ``corpus.parts``.

    Examples
    --------
    >>> table = reference_table(corpus)
    >>> table.loc[table["type"] == "NQ", ["article", "sentence", "number", "canonical"]].head(2)
                  article  sentence number         canonical
    0         uk-hcmc-hub        14     31     vn:nq:31:tw:_
    2  hcmc-resolution-31         2     31  vn:nq:31:tw:2022
    """
    wanted = None if parts is None else _checked_parts(parts)
    find = find_named_plans if plans else find_references
    tables = []
    # Segmented words aren't needed, and they are most of a batch.
    for parts_of, sentences_of in zip(
        batches(corpus.parts), batches(corpus.sentences), strict=True
    ):
        rows = _batch_rows(corpus, parts_of, sentences_of, find)
        table = pd.DataFrame(rows, columns=list(_TABLE)).astype(_TABLE)
        tables.append(table if wanted is None else table[table["part"].isin(wanted)])
    found = pd.concat(tables, ignore_index=True)
    return found.assign(date=dates_without_sign(found["date"]))


def dates_without_sign(dates: pd.Series) -> pd.Series:
    """Write days without a year as tables show them, ``XXXX-05-19`` (ISO 8601-2).

    Of ``--05-19`` a spreadsheet program makes minus fourteen.
    """
    return dates.str.replace(r"^'?--(?=\d)", "XXXX-", regex=True)


def _checked_parts(parts: Iterable[str]) -> list[str]:
    from helpers.corpus import PARTS  # noqa: PLC0415 - finding needs no segmenter

    wanted = [parts] if isinstance(parts, str) else list(parts)
    unknown = [part for part in wanted if part not in PARTS]
    if unknown:
        raise ValueError(f"parts: {unknown}; expected some of {list(PARTS)}")
    return wanted


def _batch_rows(
    corpus: Corpus,
    parts: pd.DataFrame,
    sentences: pd.DataFrame,
    find: Callable[[str], list[Reference]],
) -> list[dict]:
    """Rows of the articles of a batch, in order; its tables are cut by article once."""
    stretches, read = _by_article(parts, _Stretch), _by_article(sentences, _Sentence)
    rows = []
    for article in parts["article"].cat.categories:
        page = corpus.page(article)
        references = find(page)
        if references:
            rows += _article_rows(str(article), page, references, stretches(article), read(article))
    return rows


class _Stretch(NamedTuple):
    """A stretch of a page and its clean text."""

    start: int
    end: int
    part: str
    text: str


class _Sentence(NamedTuple):
    """A sentence, its place on the page and its clean text."""

    start: int
    end: int
    sentence: int
    text: str


_Placed = TypeVar("_Placed", _Stretch, _Sentence)


def _by_article(table: pd.DataFrame, row: type[_Placed]) -> Callable[[str], list]:
    """Cut a table by article; give a function from an article to its rows, in order."""
    places = table.groupby("article", sort=False, observed=True).indices
    columns = list(row._fields)

    def rows(article: str) -> list:
        cut = table[columns].iloc[places[article]] if article in places else table.iloc[:0]
        return [row(*values) for values in zip(*(cut[name] for name in columns), strict=True)]

    return rows


def _article_rows(
    article: str,
    page: str,
    references: list[Reference],
    stretches: list[_Stretch],
    sentences: list[_Sentence],
) -> list[dict]:
    """Rows of one article: each reference with its part and its sentence."""
    rows = []
    for reference in references:
        inside = _holding(stretches, reference.start)
        sentence = _holding(sentences, reference.start)
        holder = sentence or inside
        row = {"article": article, **_fields(reference)}
        row["part"] = inside.part if inside else "boilerplate"
        row["sentence"] = sentence.sentence if sentence else None
        row["text"] = holder.text if holder else reference.surface
        row["text_start"], row["text_end"] = (
            _span_in(page, holder, reference) if holder else (0, len(reference.surface))
        )
        rows.append(row)
    return rows


def _holding(places: Sequence[_Placed], at: int) -> _Placed | None:
    """Give the stretch or sentence that a character of the page stands in."""
    found = bisect_right(places, at, key=lambda place: place.start) - 1
    return places[found] if found >= 0 and at < places[found].end else None


def _span_in(page: str, holder: _Stretch | _Sentence, reference: Reference) -> tuple[int, int]:
    """Give where a reference stands in a clean text; one that runs over its end ends there."""
    starts, ends = places_in(page[holder.start : holder.end], holder.text)
    start = bisect_right(ends, reference.start - holder.start)
    return start, bisect_left(starts, reference.end - holder.start)


def _fields(reference: Reference) -> dict:
    row = {
        field.name: getattr(reference, field.name)
        for field in dataclasses.fields(Reference)
        if field.name != "horizon"
    }
    row["horizon_to"] = reference.horizon.to if reference.horizon else None
    row["horizon_vision"] = reference.horizon.vision if reference.horizon else None
    return row
