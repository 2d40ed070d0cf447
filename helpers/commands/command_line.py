"""``python -m helpers``: one parser, one way to say what went wrong."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence

from helpers.commands.corpus import list_problems
from helpers.corpus import CorpusError, printable

COMMANDS = {
    "new": ("corpus", "configure_new", "make a corpus folder from pages' files, or from a table"),
    "add": ("corpus", "configure_add", "add files to a corpus folder"),
    "check": ("corpus", "configure_check", "list every problem of a corpus folder"),
    "coding": (
        "coding",
        "configure",
        "begin a codebook; write, join and compare coders' sheets",
    ),
    "references": ("references", "configure", "measure how well policy references are found"),
    "site": ("site", "configure", "execute the notebooks and write their pages"),
}
"""Name: module of this package, the function that tells a parser what it takes, one line."""

_MOST_LISTED = 100
# What a shell gives for a run that Ctrl+C ended.
_INTERRUPTED = 130
# What argparse gives for words that are no command.
_NO_COMMAND = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m helpers``; by default those of the command line.

    Returns
    -------
    int
        0 where all went well, 1 where there are problems: they are listed; 130 where the run was
        interrupted.

    Raises
    ------
    SystemExit
        With status 2, where the words are no command.

    Examples
    --------
    >>> page = corpus.folder / "articles" / "uk-hcmc-hub.txt"
    >>> with contextlib.redirect_stdout(io.StringIO()):
    ...     status = main(["new", str(folder / "own"), str(page)])
    >>> status, sorted(path.name for path in (folder / "own").iterdir())
    (0, ['articles', 'articles.csv'])
    """
    with _ends_when_told():
        return _run(list(sys.argv[1:] if arguments is None else arguments))


@contextlib.contextmanager
def _ends_when_told() -> Iterator[None]:
    """Let a run that is told to end (SIGTERM) do so as after Ctrl+C, and tidy up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(words: list[str]) -> int:
    """Run a command; where it fails and file names aren't read as UTF-8, say so too."""
    status = _run_named(words)
    if status == 1 and (encoding := sys.getfilesystemencoding()) != "utf-8":
        print(
            f"Names of files are read as {encoding} here: with PYTHONUTF8=1 in the environment, "
            "as UTF-8.",
            file=sys.stderr,
        )
    return status


def _run_named(words: list[str]) -> int:
    """Run a command; whatever ends it is said in a sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console without Vietnamese letters gets their codes, not a broken run.
            stream.reconfigure(errors="backslashreplace")
    end = ""
    try:
        parser = _parser(words[:1])
        if not words:
            parser.print_help(sys.stderr)
            raise SystemExit(_NO_COMMAND)
        options, rest = parser.parse_known_args(words)
        # Files that come after an option are files all the same.
        if any(word.startswith("-") for word in rest) or (rest and "files" not in options):
            parser.error(f"unrecognized arguments: {' '.join(rest)}")
        if rest:
            options.files += rest
        # What a command writes is there whole or not at all.
        end = "; nothing was written" if options.writes else ""
        status = options.run(options)
        sys.stdout.flush()
        return status
    except CorpusError as error:
        count = len(error.problems)
        print(f"{count} problem{'s' if count > 1 else ''}{end}:", file=sys.stderr)
        list_problems(error.problems, _MOST_LISTED)
    except BrokenPipeError:
        # Who read the output has gone; so that Python doesn't write there again at its end:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(printable(f"{where}{error.strerror or error}{end}"), file=sys.stderr)
    except UnicodeError as error:
        print(
            printable(f"A name or a text has letters without a code: {error}{end}"), file=sys.stderr
        )
    except MemoryError:
        print(f"This needs more memory than there is{end}.", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"Interrupted{end}.", file=sys.stderr)
        return _INTERRUPTED
    return 1


def _parser(named: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of all commands; only the module of the named one is imported."""
    parser = argparse.ArgumentParser(
        prog="python -m helpers",
        description="A corpus is a folder with articles.csv (one row an article) and "
        "articles/<id>.txt (the pages).",
    )
    commands = parser.add_subparsers(required=True, metavar="|".join(COMMANDS))
    for name, (module, configure, line) in COMMANDS.items():
        command = commands.add_parser(name, help=line, description=f"{line.capitalize()}.")
        command.set_defaults(writes=True)
        if name in named:
            getattr(importlib.import_module(f"helpers.commands.{module}"), configure)(command)
    return parser
