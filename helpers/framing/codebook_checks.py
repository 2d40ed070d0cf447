"""What a codebook must hold: every fault of the file, one line each."""

from __future__ import annotations

import importlib
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from helpers.corpus import Table, rows_of
from helpers.data import DATA_FOLDER
from helpers.vietnamese import as_meant

if TYPE_CHECKING:
    from jsonschema import ValidationError

EVALUATION = "evaluation"
"""Under this code stand the indicators of the praise of the partner's rank."""

TEXTS = ("code", "name", "name_vi", "kind", "gloss", "definition", "definition_vi")
"""The texts that every frame has."""

SECTIONS = {
    "agency": ("code", "name", "definition"),
    "partners": ("code", "name", "definition", "countries"),
    "attributions": ("code", "definition"),
    "mapping": ("scheme", "category", "frames"),
}
"""The tables beside the frames, and what each row of them has."""

_SCHEMA: dict[str, Any] = json.loads(
    (DATA_FOLDER / "codebook.schema.json").read_text(encoding="utf-8")
)


def _json_schema() -> Any:
    """Import jsonschema without the grammar of web addresses that it compiles for a second."""
    name = "rfc3987_syntax"
    if hidden := name not in sys.modules:
        sys.modules[name] = cast(Any, None)
    try:
        return importlib.import_module("jsonschema")
    finally:
        if hidden:
            del sys.modules[name]


_VALIDATOR = _json_schema().Draft202012Validator
_SHAPE = _VALIDATOR(_SCHEMA)
_CITE = _VALIDATOR(_SCHEMA["$defs"]["cite"])
_EXAMPLE = _VALIDATOR(_SCHEMA["$defs"]["example"])


def check(data: dict) -> list[str]:
    """Return a line for everything that is missing or wrong in a codebook.

    The shape is that of ``helpers/data/codebook.schema.json``, where ``expected`` words what
    stands at a place; what one part of the file says of another is checked here.

    Parameters
    ----------
    data : dict
        The file as TOML gives it.

    Returns
    -------
    list of str
    """
    shape = (line for error in _SHAPE.iter_errors(data) for line in _fault(data, error))
    between = (*_twice(data), *_unknown_frames(data))
    return list(dict.fromkeys((*shape, *between)))


def cited(frames: list[dict]) -> list[tuple[str, int, str, str]]:
    """Return the sentences that frames rest on, of all entries that can be read.

    Parameters
    ----------
    frames : list of dict
        As TOML gives them, whole or not.

    Returns
    -------
    list of tuple
        Article, sentence, frame and use ("example" or "excludes").
    """
    rows = []
    for frame in frames:
        code = frame.get("code", "without a code")
        example = frame.get("example")
        if example is not None and _EXAMPLE.is_valid(example):
            rows.append((example["article"], example["sentence"], code, "example"))
        for rule in listed(frame, "excludes"):
            cites = listed(rule, "cites") if isinstance(rule, dict) else []
            rows += [(*cite, code, "excludes") for cite in cites if _CITE.is_valid(cite)]
    return rows


def check_citations(data: dict, sentences: Table | None) -> list[str]:
    """Return a line for every cited sentence that does not stand in the corpus."""
    if sentences is None:
        return []
    frames = [frame for frame in listed(data, "frames") if isinstance(frame, dict)]
    texts = {
        (str(row.article), int(row.sentence)): row.text
        for row in rows_of(sentences, {article for article, *_ in cited(frames)}).itertuples()
    }
    known = {article for article, _ in texts}
    problems = [
        f"frame {code}: the {use} names no article; expected an id of articles.csv"
        if not article
        else f"frame {code}: cites {article} {sentence} ({use}), which is not in the corpus; "
        + ("choose another sentence" if article in known else "if it was renamed, write its new id")
        + " in codebook.toml"
        for article, sentence, code, use in cited(frames)
        if (article, sentence) not in texts and (use != "example" or article not in known)
    ]
    for frame in frames:
        example = frame.get("example")
        if example is not None and _EXAMPLE.is_valid(example):
            problems += _example_faults(frame.get("code", "without a code"), example, texts)
    return problems


def _example_faults(
    code: str, example: Mapping[str, Any], texts: Mapping[tuple[str, int], str]
) -> list[str]:
    """Say where a frame's example stands now, or that it stands no more."""
    article, sentence, text = (example[field] for field in ("article", "sentence", "text"))
    own = {number: plain(said) for (name, number), said in texts.items() if name == article}
    if not own or own.get(sentence) == plain(text):
        return []
    moved = [number for number, said in own.items() if said == plain(text)]
    if moved:
        return [
            f"frame {code}: the example stands at {article} {moved[0]} now; write sentence = "
            f"{moved[0]} in codebook.toml"
        ]
    there = texts.get((article, sentence))
    has = f"; the text has {there!r}" if there else ""
    return [
        f"frame {code}: the example is not what stands at {article} {sentence}: {text!r}{has}. "
        "Put its words right, or choose another sentence"
    ]


def readable_codes(data: dict) -> dict[str, list[str]]:
    """Return the codes that a coding may use, where a codebook lists them without fault.

    Returns
    -------
    dict
        ``frames``, ``partner`` and ``agency`` with their codes; a column whose codes cannot all
        be read is missing, so that its codes are not held against a broken list.
    """
    sections = {"frames": "frames", "partner": "partners", "agency": "agency"}
    codes: dict[str, list] = {
        column: [row.get("code") if isinstance(row, dict) else None for row in listed(data, name)]
        for column, name in sections.items()
    }
    return {
        column: values
        for column, values in codes.items()
        if values and all(isinstance(value, str) for value in values)
    }


def plain(text: str) -> str:
    """Return a text with its letters composed and its white space single, to compare by."""
    return as_meant(" ".join(unicodedata.normalize("NFC", text).split()))


def _fault(data: dict, error: ValidationError) -> Iterator[str]:
    """Word a fault of shape: where it is, what stands there, what was expected."""
    *place, last = error.absolute_path or [""]
    found, schema = cast(Any, error.instance), cast(dict, error.schema)
    if error.validator == "required":
        for field in schema["required"]:
            if field not in found:
                yield _missing(_where(data, error.absolute_path), field, schema)
    elif not place or (len(place) == 1 and error.validator == "type"):
        yield _missing("", str(place[0] if place else last), _SCHEMA)
    elif error.validator == "minItems":
        yield f"{_where(data, place)}{last} is empty; expected one entry or more"
    elif isinstance(last, str) and (error.validator == "type" or not found):
        yield f"{_where(data, place)}no {last}; expected {schema['expected']}"
    else:
        name = last if isinstance(last, str) else place.pop()
        yield f"{_where(data, place)}{name} {found!r}; expected {schema['expected']}"


def _missing(where: str, field: str, schema: dict) -> str:
    """Word what is missing, a whole table or a field of one."""
    expected = schema["properties"][field]
    if where:
        return f"{where}no {field}; expected {expected['expected']}"
    mark = "[{}]" if expected["type"] == "object" else "[[{}]]"
    return f"no {mark.format(field)}; expected {expected['expected']}"


def _where(data: dict, path: Iterable[str | int]) -> str:
    """Name a place by its table's number and code, and by the term within it."""
    names, here = [], data
    for step in path:
        here = here[step]
        if isinstance(step, str):
            names.append(step)
            continue
        known = here if isinstance(here, dict) else {}
        called = known.get("code") or known.get("category")
        term = known.get("term") or known.get("phrase")
        names[-1] += (
            f" {step + 1} ({called or '?'})"
            if len(names) == 1
            else f" {term!r}"
            if term
            else f" {step + 1}"
        )
    return ": ".join([*names, ""])


def _twice(data: dict) -> Iterator[str]:
    """Word each code of a frame, and each term of a table, that stands twice."""
    codes = [str(frame["code"]) for frame in _dicts(data, "frames") if frame.get("code")]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            yield f"frame {code}: stands {codes.count(code)} times; expected once"
    for path, table in _rows(data):
        for field, key in (("indicators", "term"), ("blocking", "phrase")):
            terms = [str(entry.get(key)) for entry in _dicts(table, field)]
            folded = [unicodedata.normalize("NFC", term).lower() for term in terms]
            for n, term in enumerate(terms):
                if folded[n] in folded[:n]:
                    yield f"{_where(data, path)}{field} {term!r}: stands twice"


def _unknown_frames(data: dict) -> Iterator[str]:
    """Word each frame of the tables beside the frames that is not among them."""
    codes = [*(frame.get("code") for frame in _dicts(data, "frames")), EVALUATION]
    for path, row in _rows(data):
        for code in listed(row, "frames"):
            if code not in codes:
                yield f"{_where(data, path)}frame {code!r} is not among the frames"


def _rows(data: dict) -> Iterator[tuple[tuple[str | int, ...], dict]]:
    """Give every table of the file that can be read, with its place."""
    for section in ("frames", *SECTIONS):
        for n, row in enumerate(listed(data, section)):
            if isinstance(row, dict):
                yield (section, n), row
    if isinstance(data.get(EVALUATION), dict):
        yield (EVALUATION,), data[EVALUATION]


def _dicts(table: dict, field: str) -> list[dict]:
    """Return the tables of a list, without what is none."""
    return [entry for entry in listed(table, field) if isinstance(entry, dict)]


def listed(table: dict, field: str) -> list:
    """Return a list of the table, empty where there is none."""
    value = table.get(field)
    return value if isinstance(value, list) else []
