"""Numbers and lists in words, as every report writes them."""

from __future__ import annotations

from collections.abc import Iterable


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


def first_of(items: Iterable[str], limit: int = 6) -> str:
    """Set statements one after another; of many the first, and how many more there are.

    >>> first_of(["a: 1", "b: 2"]), first_of(["a: 1", "b: 2", "c: 3"], limit=2)
    ('a: 1; b: 2', 'a: 1; b: 2; and 1 more')
    """
    every = list(items)
    more = [f"and {len(every) - limit:,} more"] if len(every) > limit else []
    return "; ".join([*every[:limit], *more])


def percent(share: float) -> str:
    """Write a share as a whole percentage, none as a dash.

    >>> percent(0.5), percent(0)
    ('50%', '–')
    """
    return f"{share:.0%}" if share else "–"
