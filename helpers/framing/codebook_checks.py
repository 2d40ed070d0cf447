"""What a codebook must hold: every fault of the file, one line each."""

from __future__ import annotations

import unicodedata

from helpers.corpus import Table, rows_of
from helpers.vietnamese import CASES, as_meant

PROVENANCES = ("a priori", "corpus")
"""Where a word of the dictionary comes from: outside the articles, or from them."""

ADDED = ("", "after evaluation")
"""When a blocking phrase was written: with the codebook, or after the dictionary's errors."""

EVALUATION = "evaluation"
"""Under this code stand the indicators of the praise of the partner's rank."""

TEXTS = ("code", "name", "name_vi", "kind", "gloss", "definition", "definition_vi")
"""The texts that every frame has."""

_KINDS = ("relationship", "purpose")
_LISTS = ("includes", "excludes", "indicators", "blocking")
_EMPTY_ALLOWED = ("blocking",)
SECTIONS = {
    "agency": ("code", "name", "definition"),
    "partners": ("code", "name", "definition", "countries"),
    "attributions": ("code", "definition"),
    "mapping": ("scheme", "category", "frames"),
}
"""The tables beside the frames, and what each row of them has."""


def check(data: dict) -> list[str]:
    """Return a line for everything that is missing or wrong in a codebook.

    Parameters
    ----------
    data : dict
        The file as TOML gives it.

    Returns
    -------
    list of str
    """
    problems: list[str] = []
    frames = _tables(data, "frames", problems)
    for number, frame in enumerate(frames, start=1):
        problems += _check_frame(frame, f"frames {number} ({frame.get('code', 'no code')})")
    return problems + _check_codes(frames) + _check_sections(data)


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
        if example is not None and _is_example(example):
            rows.append((example["article"], example["sentence"], code, "example"))
        for rule in listed(frame, "excludes"):
            cites = listed(rule, "cites") if isinstance(rule, dict) else []
            rows += [(*cite, code, "excludes") for cite in cites if _is_cite(cite)]
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
    problems = [
        f"frame {code}: cites {article} {sentence} ({use}), which is not in the corpus"
        for article, sentence, code, use in cited(frames)
        if (article, sentence) not in texts
    ]
    for frame in frames:
        example = frame.get("example")
        if example is None or not _is_example(example):
            continue
        article, sentence, text = (example[field] for field in ("article", "sentence", "text"))
        found = texts.get((article, sentence))
        if found is not None and plain(found) != plain(text):
            problems.append(
                f"frame {frame.get('code', 'without a code')}: the example is not what stands at "
                f"{article} {sentence}: {found!r}; expected {text!r}"
            )
    return problems


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


def _tables(data: dict, section: str, problems: list[str]) -> list[dict]:
    """Return a section's tables, or none and a line on what is wrong with it."""
    tables = data.get(section)
    if isinstance(tables, list) and tables and all(isinstance(t, dict) for t in tables):
        return tables
    problems.append(f"no [[{section}]]; expected one table or more")
    return []


def _check_frame(frame: dict, where: str) -> list[str]:
    problems = [
        f"{where}: no {field}; expected a text"
        for field in TEXTS
        if not (isinstance(frame.get(field), str) and frame[field].strip())
    ]
    if isinstance(frame.get("kind"), str) and frame["kind"] not in ("", *_KINDS):
        problems.append(f"{where}: kind {frame['kind']!r}; expected {' or '.join(_KINDS)}")
    for field in _LISTS:
        value = frame.get(field)
        if not isinstance(value, list) or not (value or field in _EMPTY_ALLOWED):
            problems.append(f"{where}: no {field}; expected a list")
    problems += _check_rules(frame, where)
    problems += _check_terms(frame, where)
    if not _is_example(frame.get("example")):
        problems.append(f"{where}: no example; expected article, sentence and text")
    return problems


def _is_example(example: object) -> bool:
    return isinstance(example, dict) and all(
        isinstance(example.get(field), kind)
        for field, kind in (("article", str), ("sentence", int), ("text", str))
    )


def _is_cite(cite: object) -> bool:
    """Say whether it is a pair of article and sentence."""
    return isinstance(cite, list) and [type(part) for part in cite] == [str, int]


def _check_rules(frame: dict, where: str) -> list[str]:
    problems = []
    for rule in listed(frame, "excludes"):
        cites = rule.get("cites", []) if isinstance(rule, dict) else None
        if not isinstance(cites, list) or not isinstance(rule.get("rule"), str):
            problems.append(f"{where}: exclude {rule!r}; expected a rule and what it cites")
        elif not all(map(_is_cite, cites)):
            problems.append(f"{where}: cites {cites!r}; expected pairs of article and sentence")
    problems += [
        f"{where}: include {rule!r}; expected a text"
        for rule in listed(frame, "includes")
        if not isinstance(rule, str)
    ]
    return problems


def _check_terms(table: dict, where: str) -> list[str]:
    problems = []
    for field, key in (("indicators", "term"), ("blocking", "phrase")):
        seen = set()
        for entry in listed(table, field):
            term = entry.get(key) if isinstance(entry, dict) else None
            if not (isinstance(term, str) and any(c.isalnum() for c in term)):
                problems.append(f"{where}: {field} {entry!r}; expected a {key} with its provenance")
                continue
            here = f"{where}: {field} {term!r}"
            if entry.get("provenance") not in PROVENANCES:
                found = entry.get("provenance")
                problems.append(f"{here}: provenance {found!r}; expected one of {PROVENANCES}")
            if entry.get("case", "any") not in CASES:
                problems.append(f"{here}: case {entry['case']!r}; expected one of {CASES}")
            if entry.get("added", "") not in ADDED:
                problems.append(f"{here}: added {entry['added']!r}; expected {ADDED[1]!r} or none")
            if field == "blocking" and not entry.get("reason"):
                problems.append(f"{here}: no reason; expected why the phrase is no sign")
            folded = unicodedata.normalize("NFC", term).lower()
            if folded in seen:
                problems.append(f"{here}: stands twice")
            seen.add(folded)
    return problems


def _check_codes(frames: list[dict]) -> list[str]:
    codes = [frame.get("code") for frame in frames]
    problems = [
        f"frame {code}: stands {codes.count(code)} times; expected once"
        for code in dict.fromkeys(codes)
        if code and codes.count(code) > 1
    ]
    problems += [
        f"frame {code!r}: expected a code without ';' or white space at its ends"
        for code in codes
        if isinstance(code, str) and (";" in code or code != code.strip())
    ]
    return problems


def _check_sections(data: dict) -> list[str]:
    problems: list[str] = []
    codes = [frame.get("code") for frame in listed(data, "frames") if isinstance(frame, dict)]
    for section, fields in SECTIONS.items():
        for number, table in enumerate(_tables(data, section, problems), start=1):
            where = f"{section} {number} ({table.get('code') or table.get('category') or '?'})"
            problems += [
                f"{where}: no {field}" for field in fields if table.get(field) in (None, "")
            ]
            problems += _check_terms(table, where)
            problems += [
                f"{where}: frame {code!r} is not among the frames"
                for code in listed(table, "frames")
                if code not in (*codes, EVALUATION)
            ]
    evaluation = data.get("evaluation")
    if not isinstance(evaluation, dict):
        return [*problems, "no [evaluation]; expected one table"]
    problems += [
        f"evaluation: no {field}"
        for field in ("name", "definition", "includes", "excludes", "indicators", "blocking")
        if field not in evaluation
    ]
    return problems + _check_terms(evaluation, "evaluation")


def listed(table: dict, field: str) -> list:
    """Return a list of the table, empty where there is none."""
    value = table.get(field)
    return value if isinstance(value, list) else []
