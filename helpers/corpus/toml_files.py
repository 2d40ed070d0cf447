"""TOML files that people write, and the error that names what is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from helpers.corpus.faults import CorpusError
from helpers.vietnamese import limits

# A name of a hundred parts, for which the parser needs minutes.
_DEEP = re.compile(r"(?<![^\s{,\[])(?:[^\s=#.{,\[]+ *\. *){100}")


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path : Path
        In UTF-8, with or without a byte order mark.
    what : str
        What the file should be, "a codebook".

    Returns
    -------
    dict

    Raises
    ------
    CorpusError
        If the file is missing, or can't be read as TOML.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.toml")
    >>> _ = path.write_text("names = ['Covid-19']", encoding="utf-8")
    >>> read_toml(path, "a commentary")
    {'names': ['Covid-19']}
    """
    try:
        if path.stat().st_size > limits.LARGEST_TOML:
            found = f"has more than {limits.LARGEST_TOML:,} bytes"
            raise CorpusError([f"{path.name}: {found}; expected {what}"])
        text = path.read_bytes().decode("utf-8-sig")
        if _DEEP.search(text):
            raise RecursionError
        return tomllib.loads(text)
    except FileNotFoundError:
        raise CorpusError([f"{path}: no such file; expected {what} in TOML"]) from None
    except UnicodeDecodeError as error:
        raise CorpusError([f"{path.name}: byte {error.start} is not UTF-8"]) from None
    except RecursionError:
        raise CorpusError([f"{path.name}: not readable as TOML (nested too deeply)"]) from None
    except CorpusError:
        raise
    except ValueError as error:
        # Also a number of too many digits, or a day that no calendar has.
        quoted = '"' in _line_of(text, error)
        hint = "; a text with \" in it stands between ''' and '''" if quoted else ""
        raise CorpusError([f"{path.name}: not readable as TOML ({error}){hint}"]) from None


def _line_of(text: str, error: ValueError) -> str:
    """Return the line that a fault of TOML names; empty where it names none."""
    found = re.search(r"at line (\d+)", str(error))
    return text.split("\n")[int(found[1]) - 1] if found else ""
