"""A corpus's own title and authors, from its ``datapackage.json`` (Data Package, Frictionless)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from helpers.corpus.faults import CorpusError

DESCRIPTION = "datapackage.json"
EXAMPLE = '{"title": "…", "contributors": [{"title": "Given name Family name"}]}'
"""What the file may hold at the least."""


class Description(NamedTuple):
    """What a corpus is called, and whose it is; empty where its folder doesn't say.

    Examples
    --------
    >>> Description("Japan and France in the news", ("Lê Thị Lan",)).authors
    ('Lê Thị Lan',)
    """

    title: str = ""
    authors: tuple[str, ...] = ()


def read_description(folder: Path) -> Description:
    """Read a corpus's title and authors.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Description
        Empty where the folder has no ``datapackage.json``, or it names neither.

    Raises
    ------
    CorpusError
        If the file can't be read, or a name isn't a text.

    Examples
    --------
    >>> read_description(corpus.folder).title
    'Khung tin: five Vietnamese news articles on co-operation in health'
    """
    path = folder / DESCRIPTION
    if not path.is_file():
        return Description()
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CorpusError([f"{DESCRIPTION}: not readable as JSON ({error})"]) from None
    people = data.get("contributors", []) if isinstance(data, dict) else None
    listed = isinstance(people, list) and all(isinstance(one, dict) for one in people)
    names = (
        [data.get("title", ""), *(one.get("title") for one in people or [])] if listed else [None]
    )
    texts = [name.strip() for name in names if isinstance(name, str)]
    if len(texts) < len(names):
        raise CorpusError([f"{DESCRIPTION}: title or contributors; expected such as {EXAMPLE}"])
    return Description(texts[0], tuple(filter(None, texts[1:])))
