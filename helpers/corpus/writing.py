"""Write files whole: all that belong together, or none of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_all(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files beside where they belong, then put each in its place.

    Parameters
    ----------
    files : iterable of Path and bytes
        Each is written as it comes; a folder that isn't there is made in one that is.

    Raises
    ------
    OSError
        If one can't be written; it names the file, and every file is as it was.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_all([(folder / "a.txt", b"1"), (folder / "b.txt", b"2")])
    >>> sorted(path.name for path in folder.iterdir())
    ['a.txt', 'b.txt']
    """
    written: list[Path] = []
    made: list[Path] = []
    path = Path()
    try:
        for path, content in files:
            if not path.parent.is_dir():
                path.parent.mkdir()
                made.append(path.parent)
            written.append(path)
            with _beside(path, "new").open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copy2(path, _beside(path, "old"))
        _put(written)
    except OSError as error:
        # A full disk names no file, and one in the making means nothing to its reader.
        error.filename = str(path)
        raise
    finally:
        _tidy([_beside(done, end) for done in written for end in ("new", "old")], made)


def _tidy(files: list[Path], folders: list[Path]) -> None:
    """Take away what is not wanted any more; a folder where nothing may be changed has none."""
    with suppress(OSError):
        for file in files:
            file.unlink(missing_ok=True)
        for folder in folders:
            if not any(folder.iterdir()):
                folder.rmdir()


def _put(paths: list[Path]) -> None:
    """Put each new file in its place, or all old ones back."""
    begun: list[Path] = []
    try:
        for path in paths:
            begun.append(path)
            _beside(path, "new").replace(path)
    except BaseException:
        for path in begun:
            if _beside(path, "old").exists():
                _beside(path, "old").replace(path)
            else:
                path.unlink(missing_ok=True)
        raise


def _beside(path: Path, end: str) -> Path:
    """Name the file that is written before another, or kept until it stands."""
    return path.with_name(f".{path.name}.{end}")
