"""Read a page from the file that somebody has: text, saved HTML or MHTML, Word, PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from helpers.corpus.encodings import (
    OLD_ENCODINGS,
    encoding_of,
    read_anew,
    repaired,
    without_ligatures,
)
from helpers.corpus.faults import CorpusError
from helpers.corpus.packed_files import unpacked_size
from helpers.corpus.pdf_pages import read_pdf
from helpers.corpus.web_pages import (
    TEXT_FILE,
    Unreadable,
    decoded,
    read_html,
    read_mhtml,
    require_size,
)
from helpers.vietnamese import limits

# What a file begins with that holds no text to be read: what it is, and what to do.
_UNREADABLE = (
    (b"\x89PNG", "a picture (PNG)", "run text recognition (OCR) on it, or type the text"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "run text recognition (OCR) on it, or type the text"),
    (b"GIF8", "a picture (GIF)", "run text recognition (OCR) on it, or type the text"),
    (b"RIFF", "a picture or a recording (RIFF)", TEXT_FILE),
    (b"{\\rtf", "a rich text file (RTF)", "save it as .docx"),
    (b"bplist00", "a Safari web archive", "save the page as HTML (Page Source) instead"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7z)", "unpack it first"),
    (b"Rar!", "a compressed file (RAR)", "unpack it first"),
)
_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "word/document.xml"
_ZIPPED = (
    ("xl/workbook.xml", "a spreadsheet; name it with the ending .xlsx"),
    ("ppt/presentation.xml", f"a presentation; {TEXT_FILE}"),
    ("content.xml", "an OpenDocument file; save it as .docx"),
    ("META-INF/container.xml", f"an e-book (EPUB); {TEXT_FILE}"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_HTML_ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
# A cell of a table of figures has at most this many words.
_LONGEST_CELL = 12


@dataclass(frozen=True)
class FilePage:
    """A page read from a file.

    Attributes
    ----------
    text : bytes
        What articles/<id>.txt shall hold: of a text file, its bytes.
    known : dict of str to str
        What the page's own metadata say, by column of ``articles.csv``.
    original : bytes, optional
        The file's bytes, where `text` isn't them.
    encoding : str
        The old encoding that it was in; empty where it was in none.
    """

    text: bytes
    known: dict[str, str] = field(default_factory=dict)
    original: bytes | None = None
    encoding: str = ""


def page_text(path: str | Path, *, encoding: str = "") -> str:
    r"""Return the text of a page's file: what ``new`` and ``add`` put into a corpus.

    Parameters
    ----------
    path : path
        Text in UTF-8, a saved web page (HTML, MHTML), a Word file (docx) or a PDF with text. The
        kind is told by what the file holds, and so is an old encoding.
    encoding : str
        What text and web pages are in ("tcvn3", "vni", "viscii", "windows-1258", "utf-16"),
        where that isn't told.

    Returns
    -------
    str
        Text as it stands; of a web page the title, the description and the article, a paragraph
        each between blank lines.

    Raises
    ------
    CorpusError
        If the file can't be read: what it is, and what to do.

    Examples
    --------
    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp(), "page.txt")
    >>> _ = page.write_text("Hai bệnh viện ký thỏa thuận\n", encoding="utf-8")
    >>> page_text(page)
    'Hai bệnh viện ký thỏa thuận\n'
    """
    text = read_page_file(Path(path), encoding).text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"is not UTF-8 at byte {error.start}"
        raise CorpusError([f"{path}: {found}; expected text saved as UTF-8"]) from error


def read_page_file(path: Path, encoding: str = "") -> FilePage:
    """Read a page's file of any kind; see `page_text`.

    Raises
    ------
    CorpusError
        If the file can't be read: what it is, and what to do.
    """
    if path.is_dir():
        raise CorpusError([f"{path}: is a folder; expected files, such as {path / '*'}"])
    if path.exists() and not path.is_file():
        raise CorpusError([f"{path}: is a device or a pipe; expected a file"])
    try:
        require_size(path.stat().st_size, limits.LARGEST_PAGE)
        content = path.read_bytes()
        kind = _kind(path, content)
        if kind in _IN_LETTERS:
            return _spelled_out(_IN_LETTERS[kind](content, encoding), content)
        text, known = _READERS[kind](content)
    except OSError as error:
        found = f"can't be read ({error.strerror})"
        raise CorpusError([f"{path}: {found}; expected a page's file"]) from error
    except Unreadable as error:
        raise CorpusError([f"{path}: {error}"]) from error
    except RecursionError as error:
        raise CorpusError([f"{path}: is nested too deeply; {TEXT_FILE}"]) from error
    return _spelled_out(FilePage(text.encode("utf-8", "replace"), known, content), content)


def _spelled_out(page: FilePage, content: bytes) -> FilePage:
    """Return a page without ligatures; the file is kept where they were in it."""
    right = without_ligatures(page.text.decode("utf-8", "surrogateescape"))
    if (text := right.encode("utf-8", "surrogateescape")) == page.text:
        return page
    known = {column: without_ligatures(value) for column, value in page.known.items()}
    return replace(page, text=text, known=known, original=content)


def _text_page(content: bytes, encoding: str) -> FilePage:
    """Return a text file's page, read anew where it is in an old encoding."""
    encoding = encoding or encoding_of(content)
    if not encoding:
        return FilePage(content)
    return FilePage(_anew(content, encoding).encode(), {}, content, OLD_ENCODINGS[encoding])


def _anew(content: bytes, encoding: str) -> str:
    """Read a file by an old encoding, or say that it isn't in that."""
    if (text := read_anew(content, encoding)) is None:
        found = f"is not in {OLD_ENCODINGS[encoding]}"
        raise Unreadable(f"{found}; leave --encoding out, or name another")
    return text


def _web_page(content: bytes, encoding: str) -> FilePage:
    """Return a web page's text; letters are put right before the article is taken out."""
    if encoding or (encoding := encoding_of(content)):
        page, name = _anew(content, encoding), OLD_ENCODINGS[encoding]
    else:
        # As saved from a browser that knew the encoding no better.
        name, page = repaired(decoded(content))
    text, known = read_html(page)
    return FilePage(text.encode("utf-8", "replace"), known, content, name)


def _kind(path: Path, content: bytes) -> str:
    """Tell what a file is, by its content first."""
    for start, what, todo in _UNREADABLE:
        if content.startswith(start):
            raise Unreadable(f"is {what}; {todo}")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("is protected by a password; save it without one")
        raise Unreadable("is an old Office file (.doc, .xls); save it as .docx or .xlsx")
    if content.startswith(b"PK\x03\x04"):
        _require_word(content)
        return "docx"
    ending = path.suffix.lower()
    if ending in (".mhtml", ".mht") or _is_mhtml(content):
        return "mhtml"
    if ending in _HTML_ENDINGS or _HTML.match(content.lstrip(b"\xef\xbb\xbf")[:4096]):
        return "web"
    return "text"


def _require_word(content: bytes) -> None:
    """Refuse a packed file that is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile as error:
        raise Unreadable("is damaged or was cut off; download or save it again") from error
    if _WORD not in names:
        found = (fault for name, fault in _ZIPPED if name in names)
        raise Unreadable(f"is {next(found, 'a compressed file (zip); unpack it first')}")


def _is_mhtml(content: bytes) -> bool:
    head = content[:2048].lower()
    return b"mime-version:" in head and b"multipart/related" in head


# Word and PDF


def _read_docx(content: bytes) -> tuple[str, dict[str, str]]:
    """Return a Word file's paragraphs, those of tables too."""
    import docx  # noqa: PLC0415 - slow to import

    try:
        size = unpacked_size(io.BytesIO(content))
        require_size(size, limits.LARGEST_DOCUMENT, "holds, unpacked,")
        document = docx.Document(io.BytesIO(content))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable("is damaged or was cut off; save it again as .docx") from error
    text = "\n\n".join(_blocks(document))
    if not text.strip():
        raise Unreadable(f"has no text (pictures alone?); {TEXT_FILE}")
    return text + "\n", {}


def _blocks(holder: Any) -> Iterator[str]:
    """Give the paragraphs of a document or a table's cell in order; of a table of figures, rows."""
    for item in holder.iter_inner_content():
        if hasattr(item, "rows"):
            rows = [cells for row in item._tbl.tr_lst if (cells := list(_cells(row, item)))]
            lines = [list(chain.from_iterable(row)) for row in rows]
            # As web pages' tables are read: cell by cell, numbers would pass for counters.
            yield from map(" | ".join, lines) if _are_figures(rows) else chain(*lines)
        elif item.text.strip():
            yield item.text.strip()


def _cells(row: Any, table: Any) -> Iterator[list[str]]:
    """Give the paragraphs of each cell of a row that has any."""
    from docx.table import _Cell  # noqa: PLC0415 - slow to import

    # Not `row.cells`: a merged cell stands there in every column that it says it covers.
    for cell in row.tc_lst:
        if cell.vMerge != "continue" and (blocks := list(_blocks(_Cell(cell, table)))):
            yield blocks


def _are_figures(rows: list[list[list[str]]]) -> bool:
    """Tell a table of figures from one that lays out text: rows of several cells, a phrase each."""
    cells = list(chain.from_iterable(rows))
    short = all(len(cell) == 1 and len(cell[0].split()) <= _LONGEST_CELL for cell in cells)
    return short and sum(len(row) > 1 for row in rows) > 1


_IN_LETTERS: dict[str, Callable[[bytes, str], FilePage]] = {"text": _text_page, "web": _web_page}
_READERS: dict[str, Callable[[bytes], tuple[str, dict[str, str]]]] = {
    "mhtml": read_mhtml,
    "docx": _read_docx,
    "pdf": read_pdf,
}
