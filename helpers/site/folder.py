"""The site's folder: only what this program wrote is replaced, all of it or nothing."""

import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from helpers.corpus import printable
from helpers.site.notebook_pages import RenderingError

MANIFEST = "manifest.sha256"
"""Lists what was written, as ``sha256sum --check`` reads it; what else stands there is the
user's."""

_MOST_NAMED = 5
# File managers leave these where they have been.
_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


def check_output(output: Path, corpus: Path) -> None:
    """Refuse, before anything is run, a folder that a site can't or mustn't stand in.

    Parameters
    ----------
    output : pathlib.Path
        Where the site is to stand.
    corpus : pathlib.Path
        The folder that the notebooks read.

    Raises
    ------
    RenderingError
        If `output` is part of the corpus, holds something else than a site written here, or
        can't be written.
    """
    above = [folder for folder in (output, *output.parents) if folder.exists()]
    if any(corpus.exists() and folder.samefile(corpus) for folder in above):
        raise RenderingError(f"{printable(output)}: is in the corpus's folder; choose another")
    if not above[0].is_dir():
        where = "is" if above[0] == output else f"can't be made: {printable(above[0])} is"
        raise RenderingError(f"{printable(output)}: {where} a file; expected a folder")
    _refuse_strays(output)
    for folder in above[:1] if output != above[0] else (output, output.parent):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise RenderingError(f"{printable(folder)}: can't be written; choose another folder")


def strays(folder: Path) -> list[str]:
    """Return the names in a folder of what this program didn't write, or was changed since."""
    if not folder.exists():
        return []
    manifest = folder / MANIFEST
    written = {}
    if manifest.is_file() and not manifest.is_symlink():
        lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
        written = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        written[MANIFEST] = _digest(manifest)
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in _OF_THE_SYSTEM
        and (path.is_symlink() or not path.is_file() or written.get(path.name) != _digest(path))
    )


def _refuse_strays(output: Path) -> None:
    """Stop where a folder holds something that isn't this program's."""
    if found := strays(output):
        named = ", ".join(map(printable, found[:_MOST_NAMED]))
        more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
        raise RenderingError(
            f"{printable(output)}: holds something else than the site written here: {named}{more}. "
            "Nothing was changed; move it elsewhere, or choose another folder"
        )


def swap(files: Mapping[str, str], output: Path) -> None:
    """Write files beside a folder, then put them in its place in one step.

    Parameters
    ----------
    files : mapping of str to str
        File name to text.
    output : pathlib.Path
        The folder. A run that is killed leaves it as it was, or as it is to be.

    Raises
    ------
    RenderingError
        If `output` holds something else, or can't be written; it is as it was then.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{output.name[:100]}-", dir=output.parent))
        try:
            _put(files, work / "new", output)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        why = f"can't be written ({error.strerror or error})"
        raise RenderingError(f"{printable(output)}: {why}; it is as it was") from None


def _put(files: Mapping[str, str], new: Path, output: Path) -> None:
    """Write files to a new folder and exchange it for the old one."""
    new.mkdir()
    lines = []
    for name, text in sorted(files.items()):
        (new / name).write_text(text, encoding="utf-8", newline="\n")
        lines.append(f"{_digest(new / name)}  {name}\n")
    (new / MANIFEST).write_text("".join(lines), encoding="utf-8", newline="\n")
    if not output.exists():
        new.rename(output)
        return
    _refuse_strays(output)
    _exchange(new, output)
    try:
        # What came while the site was built is looked for where nothing can come any more.
        _refuse_strays(new)
    except RenderingError as error:
        _exchange(new, output)
        raise RenderingError(str(error).replace(str(new), str(output))) from None


def _digest(path: Path) -> str:
    """Return a file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _exchange(first: Path, second: Path) -> None:
    """Let two folders change places, in one step where the system can."""
    if _exchanged_at_once(first, second):
        return
    aside = first.with_name("old")
    second.rename(aside)
    try:
        first.rename(second)
    except BaseException:
        aside.rename(second)
        raise
    aside.rename(first)


def _exchanged_at_once(first: Path, second: Path) -> bool:
    """Let two folders change places in one step; tell whether the system could."""
    names = os.fsencode(first), os.fsencode(second)
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE (and RENAME_SWAP)
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return library.renamex_np(*names, exchange) == 0
        return library.renameat2(here, names[0], here, names[1], exchange) == 0
    except (OSError, AttributeError, TypeError):
        return False
