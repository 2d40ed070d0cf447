"""Work shared out to processes: they end with the run that started them."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

_SECONDS_BETWEEN_LOOKS = 1
# Where the letters of a user's name never stand.
_PLAIN_FOLDERS = ("/dev/shm", "/tmp", "/var/tmp", r"C:\Windows\Temp", r"C:\Users\Public")


def in_processes(
    function: Callable[..., Any],
    tasks: Iterable[tuple],
    *,
    n_jobs: int | None = None,
    return_as: str = "list",
) -> Any:
    """Call a function for each task, in processes of `joblib` or on its cluster.

    Parameters
    ----------
    function : callable
        A function of a module.
    tasks : iterable of tuple
        Its arguments, once for each call.
    n_jobs, return_as
        As in `joblib.Parallel`.

    Returns
    -------
    list or generator
        What the calls return. A process that works ends soon after this one has, however it ended.

    Examples
    --------
    >>> in_processes(pow, [(2, 3), (3, 2)], n_jobs=1)
    [8, 9]
    """
    from joblib import Parallel, delayed  # noqa: PLC0415 - slow to import

    options: dict[str, Any] = {"n_jobs": n_jobs}
    # joblib's bookkeeping takes no folder whose name has other letters than ASCII.
    if not _temporary_folder().isascii():
        plain = next((name for name in _PLAIN_FOLDERS if _writable(name)), None)
        if plain is None:
            print(
                f"One process alone: {_temporary_folder()} has letters that joblib can't take; "
                "name another folder in the environment variable JOBLIB_TEMP_FOLDER.",
                file=sys.stderr,
            )
        options |= {"temp_folder": plain} if plain else {"n_jobs": 1}
    parallel = Parallel(batch_size=1, return_as=return_as, **options)
    starter = os.getpid()
    return parallel(delayed(_call)(starter, function, task) for task in tasks)


def _temporary_folder() -> str:
    """Return the folder in which joblib keeps its books."""
    named = os.environ.get("JOBLIB_TEMP_FOLDER") or tempfile.gettempdir()
    return str(Path(named).expanduser().absolute())


def _writable(folder: str) -> bool:
    """Tell whether files can be made in a folder."""
    return Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _call(starter: int, function: Callable[..., Any], arguments: tuple) -> Any:
    """Call a function, here or in a process that `starter` has started."""
    if os.getpid() != starter:
        _end_with(starter)
    return function(*arguments)


@cache
def _end_with(starter: int) -> None:
    """End this process when the one that started it has ended; on a cluster it is elsewhere."""
    if os.getppid() == starter:
        threading.Thread(target=_wait_for_end, args=(starter,), daemon=True).start()


def _wait_for_end(starter: int) -> None:
    """Wait until a parent has ended, then end at once."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        kernel = ctypes.windll.kernel32
        kernel.WaitForSingleObject(kernel.OpenProcess(0x00100000, False, starter), -1)
    while sys.platform != "win32" and os.getppid() == starter:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
