"""A coder's sheet as a file: read once it was checked, saved whole, never over another's work."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from helpers.corpus import (
    Corpus,
    CorpusError,
    csv_form,
    csv_text,
    read_csv,
)
from helpers.framing.codebook import Codebook
from helpers.framing.coding import CODED, in_the_codebooks_case, load_sheet
from helpers.framing.files import left_out
from helpers.framing.sheets import write_whole

_COLUMNS = ["article", "sentence", "part", "text", *CODED]


class SheetFile:
    """The rows of a sheet; those of a file that isn't there yet are none.

    A file keeps its columns, their order, its delimiter and its line ends.

    Parameters
    ----------
    path : Path
    corpus : Corpus
    book : Codebook

    Attributes
    ----------
    rows : list of dict of str to str
        Cells by column, to be changed and added to before `save`; ``note`` may be among them.

    Raises
    ------
    CorpusError
        If what stands in the file has a fault.
    """

    def __init__(self, path: Path, corpus: Corpus, book: Codebook) -> None:
        self.path = path
        self.rows: list[dict[str, str]] = []
        self._columns, self._form = list(_COLUMNS), {"sep": ",", "lineterminator": "\n"}
        self._seen = self._fingerprint()
        if path.exists():
            load_sheet(path, corpus.sentences, codebook=book, leave_out=left_out(corpus))
            self._read(book)

    def _read(self, book: Codebook) -> None:
        """Read the file as it stands."""
        form = csv_form(self.path.read_bytes().decode("utf-8-sig"))
        self._form = {"sep": form.delimiter, "lineterminator": form.end}
        self.rows = [
            in_the_codebooks_case(row, book.coding_codes)
            for row in read_csv(self.path, _COLUMNS, []).values()
        ]
        self._columns = list(self.rows[0])

    def save(self) -> None:
        """Write the whole sheet in one step.

        Raises
        ------
        CorpusError
            If it can't be written, or another program has written it since; then it is left.
        """
        if self._fingerprint() != self._seen:
            raise CorpusError(
                [
                    f"{self.path.name} was changed by another program or form, so nothing was "
                    "saved here; run the cell again to go on with what stands there now"
                ]
            )
        columns = list(self._columns)
        if "note" not in columns and any(row.get("note") for row in self.rows):
            columns.insert(columns.index(CODED[-1]) + 1, "note")
        table = pd.DataFrame(self.rows, columns=columns).fillna("")
        try:
            self.path.parent.mkdir(exist_ok=True)
            write_whole(self.path, csv_text(table, **self._form))
        except OSError as error:
            raise CorpusError(
                [f"{self.path}: not saved ({error.strerror or error}); nothing was changed"]
            ) from None
        self._columns, self._seen = columns, self._fingerprint()

    def _fingerprint(self) -> str:
        """Tell one state of the file from another; empty where there is none."""
        if not self.path.is_file():
            return ""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()
