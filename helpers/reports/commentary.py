"""What a person says of a corpus, in ``commentary.toml``, kept true by the reports' facts."""

from __future__ import annotations

import dataclasses
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from helpers.corpus import Corpus, CorpusError, read_toml
from helpers.showing import FRONT_TEXT, NUMBERS, Result, sentence_link

FILE = "commentary.toml"

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# Signs of codes such as F>V stand without blanks, an operator between two.
_CONDITION = re.compile(r"(?P<path>.+?) (?P<sign>!=|<=|>=|=|<|>) (?P<value>.+)")
_PLACEHOLDER = re.compile(r"\{(?P<path>[^{}:]+)(?::(?P<format>[^{}]*))?\}")
# How a number may be written: .0%, .1f; nothing that fills a page.
_FORMAT = re.compile(r"\+?,?(?:\.\d)?[dfg%]?")
_TEXTS = ("text", "title", "short", "front_text")
_ENTRY = dict.fromkeys(_TEXTS, str) | {"holds": list, "front": int, "quote": list}
_AT = "at"  # facts under this name are numbers of sentences, by article


def commented(
    corpus: Corpus, result: Result, sources: Mapping[str, Result] | None = None
) -> Result:
    """Return a result with what the commentary says of it, where that holds.

    Parameters
    ----------
    corpus : Corpus
    result : Result
        With its plain sentence and its facts.
    sources : mapping of str to Result, optional
        Where facts were counted, by the first part of their paths; by default in `result`.

    Returns
    -------
    Result
        With the commentary's sentence, title and place on the front page; as it was where there
        is no entry, a condition fails or a fact is missing.

    Raises
    ------
    CorpusError
        If the file can't be read.
    """
    entry = read_commentary(corpus).get(result.key)
    if entry is None or faults_of(entry, result.facts):
        return result
    said: dict[str, Any] = {
        field: fill_in(entry[name], result.facts)
        for name, field in (("text", "sentence"), ("title", "title"), ("short", "short"))
        if name in entry
    }

    def link(path: str, number: str) -> str:
        first, *keys = keys_of(result.facts, path)
        if first == _AT and (target := sentence_link(corpus, keys[0], int(number))):
            return f"[{number}]({target})"
        source = (sources or {}).get(first, result)
        place = source.place(number, _names(corpus, source.facts, path))
        return f"[{number}](#{place})" if place else number

    linked = fill_in(entry["text"], result.facts, link)
    about = {**result.about, NUMBERS: linked} if linked != said["sentence"] else {**result.about}
    if "front" in entry:
        about[FRONT_TEXT] = fill_in(entry.get("front_text", entry["text"]), result.facts, link)
    return dataclasses.replace(result, **said, about=about, front=entry.get("front", result.front))


def named_facts(corpus: Corpus, key: str, facts: Mapping[str, Any]) -> set[str]:
    """Give the keys of the facts that an entry's text names."""
    text = read_commentary(corpus).get(key, {}).get("text", "")
    return {part for found in _PLACEHOLDER.finditer(text) for part in keys_of(facts, found["path"])}


def followed(result: Result, text: str) -> Result:
    """Let a text follow the sentence of a result, with and without links to its numbers."""
    about = dict(result.about)
    if NUMBERS in about:
        about[NUMBERS] += text
    return dataclasses.replace(result, sentence=result.sentence + text, about=about)


def _names(corpus: Corpus, facts: Mapping[str, Any], path: str) -> list[str]:
    """Give what a table calls the parts of a path: articles and frames by their names."""
    known = corpus.names | facts.get("name", {})
    return [str(known.get(part, part)) for part in keys_of(facts, path)[1:]]


def read_commentary(corpus: Corpus) -> dict[str, dict[str, Any]]:
    """Read a corpus's commentary, entry by key; empty where it has none.

    Raises
    ------
    CorpusError
        One error that lists every fault of the file.
    """
    path = corpus.folder / FILE
    if not path.is_file():
        return {}
    data = read_toml(path, "a commentary")
    names = data.pop("names", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise CorpusError([f"{FILE}: names is {names!r}; expected a list of texts"])
    problems = [fault for key, entry in data.items() for fault in _shape_faults(key, entry, names)]
    if problems:
        raise CorpusError(problems)
    return data


def faults_of(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """Say which conditions of an entry don't hold, and which facts its text lacks."""
    faults = []
    for condition in entry.get("holds", []):
        fault = _condition_fault(condition, facts)
        if fault:
            faults.append(fault)
    for text in (entry.get(name, "") for name in _TEXTS):
        for found in _PLACEHOLDER.finditer(text):
            known = fact(facts, found["path"])
            if known is None:
                faults.append(f"no fact {found['path']}")
            elif not _can_be_written(known, found["format"]):
                faults.append(f"{found['path']} is {known!r}, which {found[0]} can't write")
    return faults


def commentary_faults(corpus: Corpus, results: Iterable[Result]) -> list[str]:
    """Name each entry that the corpus no longer carries, and why: what ``check`` prints."""
    entries = read_commentary(corpus)
    facts = {result.key: result.facts for result in results}
    lines = []
    for key, entry in entries.items():
        if key not in facts:
            lines.append(f"{FILE}, {key}: no report has this key")
            continue
        lines += [
            f"{FILE}, {key}: {fault}; the plain sentence stands instead of: {entry['text'].strip()}"
            for fault in faults_of(entry, facts[key])
        ]
    return lines


def fact(facts: Mapping[str, Any], path: str) -> Any:
    """Give the fact at a path, ``count.uk-hcmc-hub.F>V``; None where there is none.

    A key may hold points itself: at each step the longest key that fits is tried first.
    """
    found: Any = facts
    for key in keys_of(facts, path):
        found = found[key]
    return None if found is facts else found


def keys_of(facts: Mapping[str, Any], path: str) -> list[str]:
    """Give the keys that a path leads through; none where it leads nowhere."""
    if facts.get(path) is not None:
        return [path]
    for key in sorted(facts, key=len, reverse=True):
        if path.startswith(f"{key}.") and isinstance(facts[key], Mapping):
            found = keys_of(facts[key], path[len(key) + 1 :])
            if found:
                return [key, *found]
    return []


def fill_in(
    text: str, facts: Mapping[str, Any], link: Callable[[str, str], str] | None = None
) -> str:
    """Put facts in a text's placeholders: ``{n}``, ``{share:.0%}``; numbers as `link` has them.

    Examples
    --------
    >>> fill_in("{count.a} of {n}: {share:.0%}", {"count": {"a": 3}, "n": 4, "share": 0.75})
    '3 of 4: 75%'
    """

    def written(found: re.Match[str]) -> str:
        value = fact(facts, found["path"])
        text = format(value, found["format"] or ("," if isinstance(value, int) else ""))
        return link(found["path"], text) if link and isinstance(value, int | float) else text

    return _PLACEHOLDER.sub(written, text).strip()


def _can_be_written(value: Any, form: str | None) -> bool:
    """Tell whether a fact is a text or a number, and a form fits it."""
    try:
        format(value, form or "")
    except (TypeError, ValueError):
        return False
    return not isinstance(value, Mapping | list | tuple)


def _condition_fault(condition: str, facts: Mapping[str, Any]) -> str:
    """Say why a condition fails; empty where it holds."""
    parts = _CONDITION.fullmatch(condition)
    assert parts  # the file's shape was checked when it was read
    known = fact(facts, parts["path"])
    if known is None:
        return f"no fact {parts['path']}"
    wanted = _value(parts["value"], facts)
    try:
        holds = _OPERATORS[parts["sign"]](known, wanted)
    except TypeError:
        holds = False
    found = getattr(known, "item", lambda: known)()
    return "" if holds else f"{condition} doesn't hold: it is {found!r}"


def _value(text: str, facts: Mapping[str, Any]) -> Any:
    """Read a condition's value: a quoted text, a number, or the path of another fact."""
    if text[:1] == text[-1:] == "'" and len(text) > 1:
        return text[1:-1]
    try:
        return float(text)
    except ValueError:
        return fact(facts, text)


def _shape_faults(key: str, entry: object, names: list[str]) -> list[str]:
    """Say what is wrong with the shape of an entry."""
    where = f"{FILE}, {key}"
    if not isinstance(entry, dict):
        return [f'{where}: expected a table ["{key}"] with text']
    faults = [
        f"{where}: {name!r} is not known; expected {', '.join(_ENTRY)}"
        for name in entry
        if name not in _ENTRY
    ]
    faults += [
        f"{where}: {name} is {entry[name]!r}; expected a {kind.__name__}"
        for name, kind in _ENTRY.items()
        if name in entry and not isinstance(entry[name], kind)
    ]
    if faults:
        return faults
    if "text" not in entry:
        return [f"{where}: no text"]
    faults += [
        f"{where}: condition {condition!r}; expected 'path operator value' with blanks between"
        for condition in entry.get("holds", [])
        if not isinstance(condition, str) or not _CONDITION.fullmatch(condition)
    ]
    faults += [
        f"{where}: quote {place!r}; expected pairs of article and sentence"
        for place in entry.get("quote", [])
        if not (isinstance(place, list) and [type(part) for part in place] == [str, int])
    ]
    for name in _TEXTS:
        faults += [
            f"{where}: {name} has {found[0]}; expected a form such as .0% or .1f"
            for found in _PLACEHOLDER.finditer(entry.get(name, ""))
            if found["format"] and not _FORMAT.fullmatch(found["format"])
        ]
        bare = _PLACEHOLDER.sub("", entry.get(name, ""))
        for allowed in names:
            bare = bare.replace(allowed, "")
        if digits := re.search(r"\d[\d.,]*", bare):
            found = f"{name} has the number {digits[0]} outside a placeholder"
            faults.append(f"{where}: {found}; expected a fact in braces, or a name listed in names")
    return faults
