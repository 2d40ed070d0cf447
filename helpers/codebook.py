"""The codebook: read it, check it, hold its tables together."""

from __future__ import annotations

import dataclasses
import tomllib
import unicodedata
from pathlib import Path

import pandas as pd

from helpers.codebook_checks import PROVENANCES, SECTIONS, TEXTS, check, listed
from helpers.corpus_files import CorpusError

__all__ = ["EVALUATION", "PROVENANCES", "Codebook", "load_codebook", "plain"]

EVALUATION = "evaluation"
"""Under this code stand the indicators of the partner's praise as world leader."""


@dataclasses.dataclass(frozen=True, eq=False)
class Codebook:
    """What the frames are and how to tell them; see `load_codebook`.

    Attributes
    ----------
    frames : DataFrame
        Index ``frame`` (the code); ``name, name_vi, kind, gloss, definition,
        definition_vi, includes, excludes`` (one rule a line), ``article,
        sentence, example``.
    indicators, blocking : DataFrame
        ``frame, term, provenance, case`` and ``frame, term, provenance,
        reason, case``: the words that point to a frame, and the phrases in
        which they do not. The code `EVALUATION` and partner codes stand beside
        the frames.
    cited : DataFrame
        ``article, sentence, frame, use``: the sentences the codebook rests on.
    evaluation : Series
        ``name, definition, includes, excludes`` of the praise of the partner.
    agency, partners, attributions, mapping : DataFrame
        The other columns' codes, and where the frames stand in others' schemes.
    """

    frames: pd.DataFrame
    indicators: pd.DataFrame
    blocking: pd.DataFrame
    cited: pd.DataFrame
    evaluation: pd.Series
    agency: pd.DataFrame
    partners: pd.DataFrame
    attributions: pd.DataFrame
    mapping: pd.DataFrame

    @property
    def codes(self) -> list[str]:
        """The frames' codes, in the codebook's order."""
        return list(self.frames.index)

    def without(self, indicators=(), blocking=()) -> Codebook:
        """Return the codebook without some rows of ``indicators`` and ``blocking``.

        Parameters
        ----------
        indicators, blocking : sequence
            Index labels of the rows to leave out.

        Returns
        -------
        Codebook
        """
        return dataclasses.replace(
            self,
            indicators=self.indicators.drop(index=list(indicators)),
            blocking=self.blocking.drop(index=list(blocking)),
        )


def load_codebook(path: str | Path, sentences: pd.DataFrame | None = None) -> Codebook:
    """Read a codebook and check all of it.

    Parameters
    ----------
    path : path
        A TOML file: ``[[frames]]``, ``[evaluation]``, ``[[agency]]``,
        ``[[partners]]``, ``[[attributions]]``, ``[[mapping]]``.
    sentences : DataFrame, optional
        ``article, sentence, text``. When given, every example and every cited
        sentence must stand there, the examples word for word.

    Returns
    -------
    Codebook

    Raises
    ------
    CorpusError
        One error that lists all that is missing or wrong.
    """
    path = Path(path)
    data = _read_toml(path)
    problems = check(data)
    book = None
    if not problems:
        book = _assemble(data)
        problems += _check_citations(book, sentences)
    if problems:
        raise CorpusError([f"{path.name}: {problem}" for problem in problems])
    return book


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise CorpusError([f"{path}: no such file; expected a codebook in TOML"]) from None
    except UnicodeDecodeError as error:
        raise CorpusError([f"{path.name}: byte {error.start} is not UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        raise CorpusError([f"{path.name}: not readable as TOML ({error})"]) from None


def _assemble(data: dict) -> Codebook:
    frames = pd.DataFrame(
        [
            {
                **{field: frame[field] for field in TEXTS},
                "includes": "\n".join(frame["includes"]),
                "excludes": "\n".join(rule["rule"] for rule in frame["excludes"]),
                "article": frame["example"]["article"],
                "sentence": frame["example"]["sentence"],
                "example": frame["example"]["text"],
            }
            for frame in data["frames"]
        ]
    )
    owners = [(frame["code"], frame) for frame in data["frames"]]
    owners += [(EVALUATION, data["evaluation"])]
    owners += [(partner["code"], partner) for partner in data["partners"]]
    sections = {name: pd.DataFrame(data[name]) for name in SECTIONS}
    sections["partners"] = sections["partners"].drop(columns="indicators", errors="ignore")
    wording = {
        field: "\n".join(value) if isinstance(value, list) else value
        for field, value in data["evaluation"].items()
        if field not in ("indicators", "blocking")
    }
    return Codebook(
        frames=frames.rename(columns={"code": "frame"}).set_index("frame"),
        indicators=_terms(owners, "indicators", "term", ["provenance", "case"]),
        blocking=_terms(owners, "blocking", "phrase", ["provenance", "reason", "case"]),
        cited=_cited(data["frames"]),
        evaluation=pd.Series(wording),
        **sections,
    )


def _terms(owners: list[tuple[str, dict]], field: str, key: str, columns: list[str]):
    rows = [
        {"frame": code, "term": entry[key], "case": "any"}
        | {column: entry[column] for column in columns if column in entry}
        for code, table in owners
        for entry in listed(table, field)
    ]
    return pd.DataFrame(rows, columns=["frame", "term", *columns])


def _cited(frames: list[dict]) -> pd.DataFrame:
    rows = []
    for frame in frames:
        example = frame["example"]
        rows.append((example["article"], example["sentence"], frame["code"], "example"))
        rows += [
            (article, sentence, frame["code"], "excludes")
            for rule in frame["excludes"]
            for article, sentence in rule.get("cites", [])
        ]
    return pd.DataFrame(rows, columns=["article", "sentence", "frame", "use"])


def _check_citations(book: Codebook, sentences: pd.DataFrame | None) -> list[str]:
    if sentences is None:
        return []
    texts = {
        (str(row.article), int(row.sentence)): row.text
        for row in sentences[["article", "sentence", "text"]].itertuples()
    }
    problems = [
        f"frame {row.frame}: cites {row.article} {row.sentence} ({row.use}), "
        "which is not in the corpus"
        for row in book.cited.itertuples()
        if (row.article, row.sentence) not in texts
    ]
    for frame in book.frames.itertuples():
        found = texts.get((frame.article, frame.sentence))
        if found is not None and plain(found) != plain(frame.example):
            problems.append(
                f"frame {frame.Index}: the example is not what stands at {frame.article} "
                f"{frame.sentence}: {found!r}; expected {frame.example!r}"
            )
    return problems


def plain(text: str) -> str:
    """Return a text with its letters composed and its white space single, to compare by."""
    return " ".join(unicodedata.normalize("NFC", text).split())
