"""The codebook: read it, check it, hold its tables together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.corpus import CorpusError, Table, read_toml
from helpers.framing.codebook_checks import (
    EVALUATION,
    SECTIONS,
    TEXTS,
    check,
    check_citations,
    cited,
    listed,
    readable_codes,
)
from helpers.vietnamese import Variants, shipped_variants


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
        reason, case, added``: the words that point to a frame, and the phrases
        in which they do not; ``added`` is "after evaluation" for a phrase that
        was written after the dictionary's errors were seen. The code
        `EVALUATION` and partner codes stand beside the frames.
    cited : DataFrame
        ``article, sentence, frame, use``: the sentences the codebook rests on.
    evaluation : Series
        ``name, definition, includes, excludes`` of the praise of the partner.
    agency, partners, attributions, mapping : DataFrame
        The other columns' codes, and where the frames stand in others' schemes.
        A mapping's frames may hold `EVALUATION`; its ``note`` may be empty. An agency code's
        ``shown`` is what figures call it, several codes together; its name where it has none.
    coders : str
        Who coded, in a sentence, as far as the codebook says.
    variants : Variants
        In which other spellings a term is found.

    Examples
    --------
    >>> codebook = load_codebook(corpus.folder / "codebook.toml")
    >>> codebook.codes[:3]
    ['AID', 'PARTNER', 'DIPLO']
    >>> codebook.frames.loc["AID", "name"]
    'Donor assistance'
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
    coders: str = ""
    variants: Variants = dataclasses.field(default_factory=shipped_variants)

    @property
    def codes(self) -> list[str]:
        """The frames' codes, in the codebook's order."""
        return list(self.frames.index)

    @property
    def coding_codes(self) -> dict[str, list[str]]:
        """The codes that a coding may use, by column."""
        return {
            "frames": self.codes,
            "partner": list(self.partners["code"]),
            "agency": list(self.agency["code"]),
        }

    def without(self, indicators: Iterable = (), blocking: Iterable = ()) -> Codebook:
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


def load_codebook(path: str | Path, sentences: Table | None = None) -> Codebook:
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

    Examples
    --------
    >>> codebook = load_codebook(corpus.folder / "codebook.toml", corpus.sentences)
    >>> codebook.indicators.loc[codebook.indicators["frame"] == "AID", "term"].tolist()[:3]
    ['hỗ trợ', 'tài trợ', 'viện trợ']
    """
    path = Path(path)
    data = _read_toml(path)
    problems = check(data) + check_citations(data, sentences)
    if problems:
        raise CorpusError([f"{path.name}: {problem}" for problem in problems])
    return _assemble(data)


def codes_in(path: str | Path) -> dict[str, list[str]]:
    """Read the codes that a coding may use from a codebook that has faults elsewhere."""
    try:
        return readable_codes(_read_toml(Path(path)))
    except CorpusError:
        return {}


def _read_toml(path: Path) -> dict:
    return read_toml(path, "a codebook")


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
    mapping = sections["mapping"]
    sections["mapping"] = mapping.reindex(columns=[*SECTIONS["mapping"], "note"], fill_value="")
    sections["mapping"]["note"] = sections["mapping"]["note"].fillna("")
    agency = sections["agency"]
    shown = agency["shown"] if "shown" in agency else agency["name"]
    sections["agency"] = agency.assign(shown=shown.fillna(agency["name"]))
    sections["partners"] = sections["partners"].drop(columns="indicators", errors="ignore")
    wording = {
        field: "\n".join(value) if isinstance(value, list) else value
        for field, value in data["evaluation"].items()
        if field not in ("indicators", "blocking")
    }
    return Codebook(
        frames=frames.rename(columns={"code": "frame"}).set_index("frame"),
        indicators=_terms(owners, "indicators", "term", ["provenance", "case"]),
        blocking=_terms(owners, "blocking", "phrase", ["provenance", "reason", "case", "added"]),
        cited=pd.DataFrame(cited(data["frames"]), columns=["article", "sentence", "frame", "use"]),
        evaluation=pd.Series(wording),
        coders=str(data.get("coders", "")),
        **sections,
    )


def _terms(
    owners: list[tuple[str, dict]], field: str, key: str, columns: list[str]
) -> pd.DataFrame:
    rows = [
        {"frame": code, "term": entry[key], "case": "any", "added": ""}
        | {column: entry[column] for column in columns if column in entry}
        for code, table in owners
        for entry in listed(table, field)
    ]
    return pd.DataFrame(rows, columns=["frame", "term", *columns])
