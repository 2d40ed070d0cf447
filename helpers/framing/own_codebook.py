"""A codebook to begin with: the frames that ship, the partners and the examples of a corpus."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.corpus import Corpus, CorpusError, load_corpus, write_all
from helpers.data import read_rows
from helpers.framing.codebook import load_codebook
from helpers.framing.codebook_checks import EVALUATION
from helpers.framing.coding import counted
from helpers.framing.dictionary import code_by_dictionary
from helpers.framing.files import CODEBOOK, SHIPPED

_PAGE = "codebook.md"
_MANUAL = Path(__file__).parents[1] / "templates" / _PAGE
_HEAD = """# A codebook to begin with; codebook.md says how to change it.
# Unit: the sentence, read with its paragraph. A sentence may carry several frames or none.
"""


def start_codebook(folder: str | Path) -> tuple[list[str], list[str]]:
    """Write a codebook of its own for a corpus, and a page on how to change it.

    Parameters
    ----------
    folder : path
        A corpus folder without a ``codebook.toml``.

    Returns
    -------
    tuple of list of str
        The partners' codes, made of the groups that name a country, and the frames without an
        example, which stand in the file as comments.

    Raises
    ------
    CorpusError
        If the corpus has a fault or a codebook, or no sentence has a frame's word.

    Examples
    --------
    >>> from helpers.corpus import new_corpus
    >>> _ = new_corpus(folder, [corpus.folder / "articles" / "uk-hcmc-hub.txt"])
    >>> partners, idle = start_codebook(folder)
    >>> load_codebook(folder / "codebook.toml").codes[:3], idle
    (['AID', 'PARTNER', 'DIPLO'], ['ECON'])
    """
    folder = Path(folder)
    there = [folder / name for name in (CODEBOOK, _PAGE) if (folder / name).exists()]
    if there:
        raise CorpusError(
            [f"{path}: is there already, and nothing is overwritten" for path in there]
        )
    # A copy may be taken out again, and its examples with it.
    corpus = load_corpus(folder, once=True).sample()
    data = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    examples = _examples(corpus)
    used = [frame["code"] for frame in data["frames"] if frame["code"] in examples]
    idle = [frame["code"] for frame in data["frames"] if frame["code"] not in examples]
    if not used:
        raise CorpusError([f"{folder}: no sentence has a word of a frame that could be an example"])
    partners = [*_partners(corpus)]
    codes = [partner["code"] for partner in partners]
    kept = [p for p in data["partners"] if p["countries"] in ([], ["*"]) and p["code"] not in codes]
    lines = [_HEAD, 'title = "Frames in these articles"', 'unit = "sentence"', ""]
    for frame in data["frames"]:
        code = frame["code"]
        example = examples.get(code, {"article": "", "sentence": 1, "text": ""})
        section = _section("[[frames]]", {**_general(_anew(frame), idle), "example": example})
        lines += section if code in examples else [f"# {line}".rstrip() for line in section]
    lines += _section("[evaluation]", _anew(data[EVALUATION]))
    lines += ["# Who acts on whom: one code a sentence, by its main clause.", ""]
    for row in data["agency"]:
        lines += _section("[[agency]]", row)
    lines += ["# The foreign side of the sentence.", ""]
    for row in [*partners, *map(_anew, kept)]:
        lines += _section("[[partners]]", row)
    for row in data["attributions"]:
        lines += _section("[[attributions]]", row)
    for row in data["mapping"]:
        frames = [code for code in row["frames"] if code in (*used, EVALUATION)]
        if frames or not row["frames"]:
            # Its note says what was looked for in other articles.
            found = {k: v for k, v in row.items() if frames or k != "note"}
            lines += _section("[[mapping]]", {**found, "frames": frames})
    text = "\n".join(lines).encode("utf-8")
    write_all([(folder / CODEBOOK, text), (folder / _PAGE, _MANUAL.read_bytes())])
    return codes, idle


def _examples(corpus: Corpus) -> dict[str, dict[str, Any]]:
    """Give of each frame the first sentence in which one of its words was found."""
    book = load_codebook(SHIPPED)
    coding = counted(code_by_dictionary(corpus.sentences, book)[0])
    found: dict[str, dict[str, Any]] = {}
    for row in coding[coding["frames"] != ""].itertuples():
        for code in row.frames.split(";"):
            place = {"article": str(row.article), "sentence": int(row.sentence)}
            found.setdefault(code, {**place, "text": row.text})
    return found


def _partners(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Give a partner for each group of a country: its name, label or articles' partner tell."""
    articles = corpus.articles
    seen = set()
    for group, label in corpus.groups.items():
        own = articles.loc[articles["group"] == group, "partner"]
        if own.empty:
            continue
        said = (group, label, *own.unique())
        found = next(filter(None, map(_country, said)), None)
        if found and found[0] not in seen:
            seen.add(found[0])
            code = group if group.isascii() else found[1]
            yield {
                "code": code.upper().replace(";", " ").strip(),
                "name": found[1],
                "definition": f"{found[1]}, its offices, firms, universities or people.",
                "countries": [found[0]],
            }


def _country(text: str) -> tuple[str, str] | None:
    """Return the one country that a text is, or names: its code and its name."""
    found = {}
    for row in read_rows("countries.csv"):
        country = row["country"], row["english"]
        if not all(country):
            continue
        if text.casefold() in map(str.casefold, (row["term"], *country)):
            return country
        # Names that are common words as well count with their capital alone.
        names = {row["term"]: row["case"] == "any", row["english"]: True}
        for name, any_case in names.items():
            if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE * any_case):
                found[country[0]] = country
    return next(iter(found.values())) if len(found) == 1 else None


def _anew(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a section without what holds of the articles that ship alone."""
    new = dict(table)
    for field in ("indicators", "blocking"):
        if field in new:
            new[field] = [
                {**{k: v for k, v in entry.items() if k != "added"}, "provenance": "a priori"}
                for entry in new[field]
            ]
    if new.get("excludes") and isinstance(new["excludes"][0], dict):
        new["excludes"] = [{"rule": rule["rule"]} for rule in new["excludes"]]
    return new


def _general(frame: Mapping[str, Any], idle: Collection[str]) -> dict[str, Any]:
    """Word a frame for news of any field, and let its rules name no frame that is left out."""
    new = dict(frame)
    for row in read_rows("general_frames.csv"):
        if row["code"] == frame["code"]:
            new[row["field"]] = [row["text"]] if row["field"] == "includes" else row["text"]
    for code in idle:
        named = re.compile(rf": {code}\b| \({code}\)")
        for field, key in (("excludes", "rule"), ("blocking", "reason")):
            new[field] = [{**entry, key: named.sub("", entry[key])} for entry in new[field]]
    return new


def _section(head: str, table: Mapping[str, Any]) -> list[str]:
    """Write a table as TOML, an entry of a list a line."""
    lines = [head]
    for name, value in table.items():
        if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
            lines += [f"{name} = [", *(f"  {_value(entry)}," for entry in value), "]"]
        else:
            lines.append(f"{name} = {_value(value)}")
    return [*lines, ""]


def _value(value: Any) -> str:
    """Write a value as TOML, on one line; its strings are those of JSON."""
    if isinstance(value, dict):
        inner = ", ".join(f"{name} = {_value(entry)}" for name, entry in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
