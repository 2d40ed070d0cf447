"""Numbers and lists in words, as every report writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sized

import pandas as pd


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun.

    >>> count_of(1, "article"), count_of(1204, "article")
    ('1 article', '1,204 articles')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(items: Iterable[object], limit: int = 6) -> str:
    """List items in words; of many, the first.

    >>> listed(["a", "b", "c"]), listed("abcd", limit=2)
    ('a, b and c', 'a, b and 2 others')
    """
    names = [str(item) for item in items]
    shown = names[:limit]
    if len(names) > limit:
        shown.append(count_of(len(names) - limit, "other"))
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def capital(text: str) -> str:
    """Begin a sentence with a capital.

    >>> capital("none of 12 words")
    'None of 12 words'
    """
    return text[:1].upper() + text[1:]


def tied(items: Iterable[object]) -> str:
    """Name what stands first, or all that do: names may hold commas and "and" themselves.

    >>> tied(["Policy, law"]), tied(["Policy, law", "Trade and aid"])
    ('Policy, law', 'Policy, law; Trade and aid')
    """
    return "; ".join(map(str, items))


def highest(counts: pd.Series) -> list[str]:
    """Give what is counted most often, all that are equally often; nothing where all are none.

    >>> highest(pd.Series({"a": 2, "b": 1, "c": 2})), highest(pd.Series({"a": 0}))
    (['a', 'c'], [])
    """
    return [str(name) for name in counts.index[(counts == counts.max()) & (counts > 0)]]


def each(items: Sized) -> str:
    """Say that a number is that of each, where there are several.

    >>> each(["a"]), each(["a", "b"])
    ('', ' each')
    """
    return " each" if len(items) > 1 else ""


def first_of(items: Iterable[str], limit: int = 6) -> str:
    """Set statements one after another; of many the first, and how many more there are.

    >>> first_of(["a: 1", "b: 2"]), first_of(["a: 1", "b: 2", "c: 3"], limit=2)
    ('a: 1; b: 2', 'a: 1; b: 2; and 1 more')
    """
    every = list(items)
    more = [f"and {len(every) - limit:,} more"] if len(every) > limit else []
    return "; ".join([*every[:limit], *more])


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Write names in place of the ids in a text, of those with a joint, which no word has.

    >>> with_names("as in uk-hub, not uk-hub-2", {"uk-hub": "UK: hub"})
    'as in UK: hub, not uk-hub-2'
    """
    return re.sub(r"\w+(?:-\w+)+", lambda word: names.get(word[0], word[0]), text)


def percent(share: float) -> str:
    """Write a share as a whole percentage, none as a dash.

    >>> percent(0.5), percent(0)
    ('50%', '–')
    """
    return f"{share:.0%}" if share else "–"
