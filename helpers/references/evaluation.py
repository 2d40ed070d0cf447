"""How well references are found: precision, recall and F1 against annotations."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.corpus import Corpus, CorpusError, bounded_lines, read_csv
from helpers.references.finding import Reference, find_references

_GOLD_COLUMNS = ("article", "start", "end", "canonical", "kind")


@dataclasses.dataclass(frozen=True)
class Passage:
    """An annotated text.

    Attributes
    ----------
    id, text : str
    references : tuple of dict
        Each with ``start, end, canonical`` (None for an open demonstrative) and ``kind``.
    """

    id: str
    text: str
    references: tuple[dict, ...]


def read_passages(path: str | Path) -> list[Passage]:
    """Read annotated passages, one JSON object a line: ``id, text, refs``.

    Parameters
    ----------
    path : str or Path
        A file in UTF-8; blank lines are passed over.

    Returns
    -------
    list of Passage
        In the order of the file.

    Raises
    ------
    CorpusError
        If a line can't be read, or an annotated surface isn't what stands at its offsets.

    Examples
    --------
    >>> gold = {"start": 5, "end": 24, "canonical": "vn:nq:31:tw:_", "kind": "full"}
    >>> row = {"id": "a", "text": "Theo Nghị quyết 31-NQ/TW.", "refs": [gold]}
    >>> _ = (folder / "passages.jsonl").write_text(json.dumps(row), encoding="utf-8")
    >>> read_passages(folder / "passages.jsonl")[0].text
    'Theo Nghị quyết 31-NQ/TW.'
    """
    path, passages, problems = Path(path), [], []
    if path.exists() and not path.is_file():
        raise CorpusError([f"{path}: is no file; expected one JSON object a line"])
    with path.open("rb") as file:
        lines = list(bounded_lines(file, path.name))
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
            passage = Passage(str(row["id"]), _text(row["text"]), tuple(row["refs"]))
            for gold in passage.references:
                found = passage.text[gold["start"] : gold["end"]]
                _text(gold["kind"]), _text(gold["canonical"] or "")
                if found != gold.get("surface", found):
                    problems.append(
                        f"{path.name}, line {number}: {gold['surface']!r} expected at "
                        f"{gold['start']}, found {found!r}"
                    )
            passages.append(passage)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            problems.append(
                f"{path.name}, line {number}: expected an object with id, text, refs ({error!r})"
            )
    if problems:
        raise CorpusError(problems)
    return passages


def _text(value: object) -> str:
    """Give a value that must be a text."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def corpus_passages(corpus: Corpus) -> list[Passage]:
    """Read the annotated pages of a corpus: ``annotations/references.csv`` and the pages.

    A page without a row in the file counts as not annotated, and is left out.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of Passage
        In the order of the corpus.

    Raises
    ------
    CorpusError
        If the annotations are missing or don't fit the pages.

    Examples
    --------
    >>> [(passage.id, len(passage.references)) for passage in corpus_passages(corpus)][:2]
    [('uk-hcmc-hub', 1), ('uk-ministry-tbi', 3)]
    """
    path = corpus.folder / "annotations" / "references.csv"
    if not path.is_file():
        raise CorpusError([f"{path}: no such file; expected annotated references"])
    problems: list[str] = []
    rows = read_csv(path, _GOLD_COLUMNS, problems)
    gold: dict[str, list[dict]] = {str(article): [] for article in corpus.articles.index}
    for number, row in rows.items():
        if not (row["start"].isdigit() and row["end"].isdigit()):
            problems.append(f"{path.name}, row {number}: start and end; expected whole numbers")
        elif row["article"] in gold:
            reference = {**row, "start": int(row["start"]), "end": int(row["end"])}
            reference["canonical"] = row["canonical"] or None
            gold[row["article"]].append(reference)
    if problems:
        raise CorpusError(problems)
    return [
        Passage(article, corpus.page(article), tuple(references))
        for article, references in gold.items()
        if references
    ]


def evaluate(passages: Iterable[Passage]) -> pd.DataFrame:
    """Measure the extractor on annotated passages.

    A reference is found when both ends of its span are; its id is right when the canonical id
    is too. Recall counts by the annotated kind, precision by the kind that was found.

    Parameters
    ----------
    passages : iterable of Passage

    Returns
    -------
    DataFrame
        ``level`` (span or canonical), ``kind`` (``all`` first), ``annotated, found, correct,
        precision, recall, f1``; a measure without cases is NaN.

    Examples
    --------
    >>> scores = evaluate(corpus_passages(corpus))
    >>> scores.loc[scores["kind"] == "all", ["level", "annotated", "correct", "recall"]].round(2)
           level  annotated  correct  recall
    0       span         26       26     1.0
    6  canonical         26       26     1.0
    """
    annotated, found = [], []
    for passage in passages:
        references = {(ref.start, ref.end): ref for ref in find_references(passage.text)}
        gold = {(row["start"], row["end"]): row for row in passage.references}
        for span, row in gold.items():
            hit = references.get(span)
            annotated.append((row["kind"], bool(hit), _same_id(hit, row)))
        for span, ref in references.items():
            known = gold.get(span)
            found.append((ref.kind, bool(known), _same_id(ref, known)))
    columns = ["kind", "span", "canonical"]
    gold_rows, found_rows = (pd.DataFrame(rows, columns=columns) for rows in (annotated, found))
    kinds = ["all", *sorted(set(gold_rows["kind"]) | set(found_rows["kind"]))]
    return pd.DataFrame(
        [
            {"level": level, "kind": kind, **_measures(gold_rows, found_rows, level, kind)}
            for level in ("span", "canonical")
            for kind in kinds
        ]
    )


def _same_id(reference: Reference | None, row: dict | None) -> bool:
    return bool(reference and row and reference.canonical == row["canonical"])


def _measures(annotated: pd.DataFrame, found: pd.DataFrame, level: str, kind: str) -> dict:
    if kind != "all":
        annotated = annotated[annotated["kind"] == kind]
        found = found[found["kind"] == kind]
    nan = float("nan")
    recall = annotated[level].mean() if len(annotated) else nan
    precision = found[level].mean() if len(found) else nan
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "annotated": len(annotated),
        "found": len(found),
        "correct": int(annotated[level].sum()),
        "precision": precision,
        "recall": recall,
        "f1": f1,
    }


def false_hits(passages: Iterable[Passage]) -> pd.DataFrame:
    """Measure hard negatives: passages without a reference, and those with a false hit.

    Parameters
    ----------
    passages : iterable of Passage
        Those with references are passed over.

    Returns
    -------
    DataFrame
        One row: ``passages, with_false_hit, share``.

    Examples
    --------
    >>> texts = ["Hai bên ký kết thỏa thuận.", "Theo Nghị quyết 31-NQ/TW."]
    >>> false_hits(Passage(str(number), text, ()) for number, text in enumerate(texts))
       passages  with_false_hit  share
    0         2               1    0.5
    """
    empty = [passage for passage in passages if not passage.references]
    hit = sum(bool(find_references(passage.text)) for passage in empty)
    share = hit / len(empty) if empty else float("nan")
    return pd.DataFrame([{"passages": len(empty), "with_false_hit": hit, "share": share}])
