"""What was segmented once is kept: sentence to words, in one SQLite file.

The file's name holds the version of everything that decides where words are cut (underthesea, the
rules of `segmentation`, the Unicode tables), so another version never reads it. SQLite's
rollback journal keeps the file whole when a run is killed or two runs write at once, on network
drives too. The cache may be deleted at any time; a run never fails because of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

_RULES = [
    Path(__file__).parent / f"{name}.py" for name in ("segmentation", "word_model", "model_tokens")
]
# Of the default limit of values in one SQLite query (999 in old versions).
_VALUES_IN_QUERY = 500
_SECONDS_TO_WAIT = 10


def cache_folder() -> Path | None:
    """Where words are kept.

    Returns
    -------
    pathlib.Path or None
        The folder in the environment variable ``KHUNGTIN_CACHE``; without it, the folder that
        the platform has for caches. None if the variable is "off" or empty.

    Examples
    --------
    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, KHUNGTIN_CACHE="off"):
    ...     print(cache_folder())
    None
    """
    chosen = os.environ.get("KHUNGTIN_CACHE")
    if chosen is None:
        return user_cache_path("khung-tin", appauthor=False)
    return None if chosen.strip().lower() in ("", "off") else Path(chosen)


@cache
def segmentation_version() -> str:
    """Name the version of segmenter and rules, without importing the segmenter."""
    parts = (
        version("underthesea"),
        unicodedata.unidata_version,
        # Line ends differ by how the repository was checked out.
        *(path.read_text(encoding="utf-8") for path in _RULES),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class TokenCache:
    """Words of sentences, on disk if that can be.

    A file that is no sound database is replaced. A folder that can't be written, a full disk or
    a file that stays locked makes a cache that holds less, or nothing.

    Parameters
    ----------
    folder : pathlib.Path or None
        Where the file is or will be; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder and folder / f"words-{segmentation_version()}.sqlite3"
        self._connection: sqlite3.Connection | None = None
        if self._path:
            self._open()

    def __enter__(self) -> TokenCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def get(self, sentences: Iterable[str]) -> dict[str, list[str]]:
        """Look sentences up.

        Parameters
        ----------
        sentences : iterable of str
            Sentences, each once.

        Returns
        -------
        dict of str to list of str
            The words of those that are known.
        """
        by_key = {_key(sentence): sentence for sentence in sentences} if self._connection else {}
        keys = list(by_key)
        known = {}
        for start in range(0, len(keys), _VALUES_IN_QUERY):
            for key, value in self._select(keys[start : start + _VALUES_IN_QUERY]):
                sentence = by_key[key]
                words = _read(value, sentence)
                if words is not None:
                    known[sentence] = words
        return known

    def put(self, words: Mapping[str, Sequence[str]]) -> None:
        """Keep the words of sentences, all of them or none.

        Parameters
        ----------
        words : mapping of str to sequence of str
            The words of each sentence.
        """
        rows = [(_key(sentence), _bytes("\n".join(found))) for sentence, found in words.items()]
        with self._forgiving():
            if self._connection:
                with self._connection:
                    self._connection.executemany("REPLACE INTO words VALUES (?, ?)", rows)

    def _select(self, keys: list[bytes]) -> list[tuple[bytes, bytes]]:
        marks = ",".join("?" * len(keys))
        with self._forgiving():
            if self._connection:
                query = f"SELECT key, words FROM words WHERE key IN ({marks})"
                return self._connection.execute(query, keys).fetchall()
        return []

    def _open(self) -> None:
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        for attempt in ("as it is", "replaced"):
            try:
                self._connection = _connect(self._path)
                return
            except sqlite3.Error as error:
                if attempt == "replaced" or not self._discard(error):
                    return

    def _discard(self, error: sqlite3.Error) -> bool:
        """Remove a file that is no sound database; say whether that was so and worked."""
        self._close()
        # Locked, full and read-only are operational: the file itself is sound.
        if isinstance(error, sqlite3.OperationalError):
            return False
        try:
            Path(self._path or "").unlink()
        except OSError:
            return False
        return True

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    @contextlib.contextmanager
    def _forgiving(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if self._discard(error):
                self._open()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_SECONDS_TO_WAIT)
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'words'")
        if tables.fetchone() is None:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS words"
                " (key BLOB PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID"
            )
            connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(sentence: str) -> bytes:
    return hashlib.blake2b(_bytes(sentence), digest_size=16).digest()


def _bytes(text: str) -> bytes:
    # Lone surrogates occur in broken pages and must not stop a run.
    return text.encode("utf-8", "surrogatepass")


def _read(value: object, sentence: str) -> list[str] | None:
    """Read stored words; none if they don't make up the sentence."""
    if not isinstance(value, bytes):
        return None
    try:
        joined = value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    if "".join(joined.split()) != "".join(sentence.split()):
        return None
    return joined.split("\n") if joined else []
