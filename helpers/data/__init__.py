"""Language-level data of the helpers: small tables in ``helpers/data/``."""

import csv
from functools import cache
from pathlib import Path

DATA_FOLDER = Path(__file__).parent


@cache
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """Read one data file.

    Parameters
    ----------
    name : str
        File name in ``helpers/data/``, with a header row.

    Returns
    -------
    tuple of dict
        One a row, keyed by the header.
    """
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def read_column(name: str, column: str) -> tuple[str, ...]:
    """Read one column of a data file, as a tuple of str."""
    return tuple(row[column] for row in read_rows(name))


def literature(used: str) -> tuple[dict[str, str], ...]:
    """List the works that the measures of a page rest on, as a reader can cite them.

    Parameters
    ----------
    used : str
        ``words`` or ``framing``.

    Returns
    -------
    tuple of dict
        One a work, by author: ``work, doi, for``.

    Examples
    --------
    >>> literature("framing")[0]["for"]
    'adjustment for the number of comparisons'
    """
    return tuple(
        {
            "work": "{authors} ({year}). {title}. {source}.".format(**row),
            "doi": row["doi"],
            "for": row["for"],
        }
        for row in read_rows("literature.csv")
        if used in row["used"].split(";")
    )
