"""Packed files (Word, spreadsheets): what they say they hold, before it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

from helpers.corpus.faults import CorpusError

_TEXTS = (".xml", ".rels", ".vml")


def unpacked_size(file: Path | BinaryIO) -> int:
    """Return how many bytes of text a packed file holds; none unpacks to more than it says.

    Raises
    ------
    zipfile.BadZipFile
        If it is none, or damaged.
    """
    with zipfile.ZipFile(file) as packed:
        infos = packed.infolist()
    return sum(info.file_size for info in infos if info.filename.lower().endswith(_TEXTS))


def require_small(path: Path, most: int, todo: str) -> None:
    """Refuse a packed file that would fill the memory.

    Raises
    ------
    CorpusError
        If it holds more than `most` bytes.
    """
    if (size := unpacked_size(path)) > most:
        found = f"holds {size / 1e6:,.0f} MB when it is unpacked, {most / 1e6:,.0f} at most"
        raise CorpusError([f"{path.name}: {found}; {todo}"])
