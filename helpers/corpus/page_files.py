"""Read a page from the file that somebody has: text, saved HTML or MHTML, Word, PDF."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
import unicodedata
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from helpers.corpus.csv_files import CorpusError
from helpers.data import read_rows
from helpers.vietnamese import limits

_TEXT_FILE = "save its text as UTF-8 in a .txt file"
# What a file begins with that holds no text to be read: what it is, and what to do.
_UNREADABLE = (
    (b"\x89PNG", "a picture (PNG)", "run text recognition (OCR) on it, or type the text"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "run text recognition (OCR) on it, or type the text"),
    (b"GIF8", "a picture (GIF)", "run text recognition (OCR) on it, or type the text"),
    (b"RIFF", "a picture or a recording (RIFF)", _TEXT_FILE),
    (b"{\\rtf", "a rich text file (RTF)", "save it as .docx"),
    (b"bplist00", "a Safari web archive", "save the page as HTML (Page Source) instead"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7z)", "unpack it first"),
    (b"Rar!", "a compressed file (RAR)", "unpack it first"),
)
_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (
    ("word/document.xml", "docx", ""),
    ("xl/workbook.xml", "", "a spreadsheet; name it with the ending .xlsx"),
    ("ppt/presentation.xml", "", f"a presentation; {_TEXT_FILE}"),
    ("content.xml", "", "an OpenDocument file; save it as .docx"),
    ("META-INF/container.xml", "", f"an e-book (EPUB); {_TEXT_FILE}"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_HTML_ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:)\s*(\S+)"
)
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "div", "li", "td", "blockquote", "figcaption", "span")
_DIALOGS = "dialog, [role=dialog], [aria-modal=true], .modal, label, button, select, video"
_SPACE = re.compile(r"\s+")
# A page of print with fewer letters is a picture, a number on it at the most.
_FEWEST_LETTERS = 25
# A line this much shorter than a page's lines ends a paragraph.
_SHORT = 0.8


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
    """

    text: bytes
    known: dict[str, str] = field(default_factory=dict)
    original: bytes | None = None


def page_text(path: str | Path) -> str:
    r"""Return the text of a page's file: what ``new`` and ``add`` put into a corpus.

    Parameters
    ----------
    path : path
        Text in UTF-8, a saved web page (HTML, MHTML), a Word file (docx) or a PDF with text. The
        kind is told by what the file holds.

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
    text = read_page_file(Path(path)).text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"is not UTF-8 at byte {error.start}"
        raise CorpusError([f"{path}: {found}; expected text saved as UTF-8"]) from error


def read_page_file(path: Path) -> FilePage:
    """Read a page's file of any kind; see `page_text`.

    Raises
    ------
    CorpusError
        If the file can't be read: what it is, and what to do.
    """
    if path.is_dir():
        raise CorpusError([f"{path}: is a folder; expected a file"])
    try:
        content = path.read_bytes()
        kind = _kind(path, content)
        if kind is None:
            return FilePage(content)
        text, known = kind(content)
    except OSError as error:
        found = f"can't be read ({error.strerror})"
        raise CorpusError([f"{path}: {found}; expected a page's file"]) from error
    except _Unreadable as error:
        raise CorpusError([f"{path}: {error}"]) from error
    return FilePage(text.encode("utf-8", "replace"), known, content)


class _Unreadable(ValueError):
    """What a file is, and what to do."""


_Reader = Callable[[bytes], tuple[str, dict[str, str]]]


def _kind(path: Path, content: bytes) -> _Reader | None:
    """Tell what reads a file, by its content first; None where it is text."""
    for start, what, todo in _UNREADABLE:
        if content.startswith(start):
            raise _Unreadable(f"is {what}; {todo}")
    if b"%PDF-" in content[:1024]:
        return _read_pdf
    if content.startswith(_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _Unreadable("is protected by a password; save it without one")
        raise _Unreadable("is an old Office file (.doc, .xls); save it as .docx or .xlsx")
    if content.startswith(b"PK\x03\x04"):
        return _read_docx if _zipped(content) else None
    ending = path.suffix.lower()
    if ending in (".mhtml", ".mht") or _is_mhtml(content):
        return _read_mhtml
    if ending in _HTML_ENDINGS or _HTML.match(content.lstrip(b"\xef\xbb\xbf")[:4096]):
        return lambda page: _read_html(_decoded(page))
    return None


def _zipped(content: bytes) -> bool:
    """Tell a Word file; any other packed file is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile as error:
        raise _Unreadable("is damaged or was cut off; download or save it again") from error
    for name, kind, fault in _ZIPPED:
        if name in names:
            if fault:
                raise _Unreadable(f"is {fault}")
            return bool(kind)
    raise _Unreadable("is a compressed file (zip); unpack it first")


def _is_mhtml(content: bytes) -> bool:
    head = content[:2048].lower()
    return b"mime-version:" in head and b"multipart/related" in head


# Web pages


def _decoded(content: bytes, charset: str = "") -> str:
    """Return a web page's text in the encoding that it says it has; UTF-8 goes first."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - slow to import

    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    said = EncodingDetector.find_declared_encoding(content, is_html=True)
    for encoding in ("utf-16" if wide else "utf-8-sig", charset, said):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise _Unreadable(f"is a web page in no encoding that it names; {_TEXT_FILE}")


def _read_mhtml(content: bytes) -> tuple[str, dict[str, str]]:
    """Read the page of a web archive: its first part of HTML, or the one that it names."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type().endswith("html")]
    address = _plain(message.get("Snapshot-Content-Location", ""))
    pages.sort(key=lambda part: _plain(part.get("Content-Location", "")) != address)
    if not pages:
        raise _Unreadable("is a web archive without a page; save the page again as HTML")
    raw = pages[0].get_payload(decode=True)
    page = _decoded(raw if isinstance(raw, bytes) else b"", pages[0].get_content_charset() or "")
    text, known = _read_html(page)
    return text, ({"url": address} if address.startswith("http") else {}) | known


def _read_html(page: str) -> tuple[str, dict[str, str]]:
    """Return a web page's title, description and article, and what its metadata say."""
    import trafilatura  # noqa: PLC0415 - slow to import
    from bs4 import BeautifulSoup  # noqa: PLC0415

    soup = BeautifulSoup(page, "lxml")
    known = _metadata(soup)
    if "url" not in known and (saved := _SAVED_FROM.search(page[:4096])):
        known |= {"url": saved[1]} if saved[1].startswith("http") else {}
    title, description = _title(soup, known.pop("title", "")), known.pop("description", "")
    for tag in soup.select(_DIALOGS):
        if not tag.find("h1"):
            tag.decompose()
    _mark_article(soup)
    body = trafilatura.extract(str(soup), favor_recall=False, include_comments=False) or ""
    if not body.strip():
        raise _Unreadable(
            "is a web page in which no article's text was found (pages that load it later have "
            f"none when saved); copy the text from the browser and {_TEXT_FILE}"
        )
    paragraphs = [line.strip() for line in body.splitlines() if line.strip()]
    front = [title] if title else []
    if lead := _shown(soup, description):
        front.append(lead)
    wanted = {_key(line) for line in front}
    known |= {"title": title} if 0 < len(title) <= limits.LONGEST_TITLE else {}
    paragraphs = [*front, *(line for line in paragraphs if _key(line) not in wanted)]
    return "\n\n".join(paragraphs) + "\n", known


def _mark_article(soup: Any) -> None:
    """Name the element that holds most paragraphs; else trafilatura may take any on the page."""
    length: Counter[int] = Counter()
    holders = {}
    for tag in soup.find_all("p"):
        holders[id(tag.parent)] = tag.parent
        length[id(tag.parent)] += len(tag.get_text())
    if length:
        place, most = length.most_common(1)[0]
        if most > length.total() / 2 and holders[place].name not in ("body", "html"):
            holders[place]["itemprop"] = "articleBody"


def _plain(text: object) -> str:
    """Return a text on one line, entities undone (some pages write them twice)."""
    return _SPACE.sub(" ", unescape(unescape(str(text)))).strip()


def _key(text: str) -> str:
    """Give the same for texts that differ in blanks, case or composition alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()


def _metadata(soup: Any) -> dict[str, str]:
    """Return what a page's own metadata say, the first that says it in `page_metadata.csv`."""
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        for name in (tag.get("property"), tag.get("name"), tag.get("itemprop")):
            if name and (value := _plain(tag.get("content", ""))):
                meta.setdefault(name.lower(), value)
    linked = next(_linked_articles(soup), {})
    found: dict[str, list[str]] = {}
    for row in read_rows("page_metadata.csv"):
        source = linked if row["where"] == "linked" else meta
        if value := _names(source.get(row["name"])):
            found.setdefault(row["column"], []).append(value)
    canonical = soup.find("link", rel="canonical")
    urls = [canonical.get("href", "") if canonical else "", *found.get("url", [])]
    days = [day[0] for text in found.get("published", []) if (day := _ISO_DAY.match(text))]
    outlets = [name for name in found.get("outlet", []) if "://" not in name]
    # An outlet's own name or address is nobody's.
    own = {_key(name) for name in outlets} | {_key(meta.get("og:site_name", ""))}
    authors = [name for name in found.get("author", []) if _is_person(name, own)]
    values = {
        "title": found.get("title", []),
        "description": found.get("description", []),
        "url": [url for url in urls if url.startswith(("http://", "https://"))],
        "outlet": outlets,
        "published": days,
        "author": authors,
    }
    return {column: several[0] for column, several in values.items() if several}


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS = re.compile(r"://|@|\.\w{2,4}$|^\d+$")


def _is_person(name: str, outlets: set[str]) -> bool:
    """Tell an author's name from an address, a number or the outlet itself."""
    key = _key(name)
    inside = any(outlet and (key in outlet or outlet in key) for outlet in outlets)
    return not inside and not _ADDRESS.search(name)


def _linked_articles(soup: Any) -> Iterator[dict[str, Any]]:
    """Give a page's articles as its linked data (JSON-LD) describe them."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            # Line breaks inside a text are no JSON, and common.
            waiting = [json.loads(script.get_text(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                waiting += item["@graph"] if isinstance(item.get("@graph"), list) else []
                if re.search("Article|BlogPosting|Report", str(item.get("@type"))):
                    yield item


def _names(value: Any) -> str:
    """Return a value of metadata as text: names of several things, joined."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_names, value))))
    if isinstance(value, dict):
        return _names(value.get("name"))
    return _plain(value) if isinstance(value, str) else ""


def _title(soup: Any, said: str) -> str:
    """Return a page's title as its readers see it: its heading, else what its metadata say."""
    headings = [_plain(tag.get_text(" ")) for tag in soup.find_all("h1")]
    headings = [text for text in headings if text]
    window = _plain(soup.title.get_text()) if soup.title else ""
    for text in headings:
        if _key(text) in (_key(said), _key(window)) or _key(window).startswith(_key(text)):
            return text
    # An editor changes a heading after the metadata are written: most words stay.
    words = set((said or window).casefold().split())
    close = [
        text for text in headings if len(words & set(text.casefold().split())) > len(words) / 2
    ]
    return close[0] if close else said or window or next(iter(headings), "")


def _shown(soup: Any, description: str) -> str:
    """Return the paragraph of a page that its description is of; '' where none shows it."""
    key = _key(description.rstrip("… ."))
    # The outlet's name may stand behind, and a place before.
    key = key[: max(40, len(key) * 2 // 3)]
    if len(key) < 20:
        return ""
    shortest = ""
    for tag in soup.find_all(_BLOCKS):
        text = _plain(tag.get_text(" "))
        if key in _key(text) and (not shortest or len(text) <= len(shortest)):
            shortest = text
    return shortest if len(shortest) < 3 * len(description) else ""


# Word and PDF


def _read_docx(content: bytes) -> tuple[str, dict[str, str]]:
    """Return a Word file's paragraphs, those of tables too."""
    import docx  # noqa: PLC0415 - slow to import

    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as error:
        raise _Unreadable("is damaged or was cut off; save it again as .docx") from error
    text = "\n\n".join(_blocks(document))
    if not text.strip():
        raise _Unreadable(f"has no text (pictures alone?); {_TEXT_FILE}")
    return text + "\n", {}


def _blocks(holder: Any) -> Iterator[str]:
    """Give the paragraphs of a document or a table's cell, in order."""
    for item in holder.iter_inner_content():
        if hasattr(item, "rows"):
            cells = [cell for row in item.rows for cell in row.cells]
            # A merged cell stands in every row and column that it covers.
            for cell in {id(cell._tc): cell for cell in cells}.values():
                yield from _blocks(cell)
        elif item.text.strip():
            yield item.text.strip()


def _read_pdf(content: bytes) -> tuple[str, dict[str, str]]:
    """Return a PDF's text, the lines of a paragraph joined."""
    import pypdf  # noqa: PLC0415 - slow to import
    from pypdf.errors import DependencyError  # noqa: PLC0415

    protected = "is protected by a password; save or print it as a PDF without one"
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Unreadable(protected)
        pages = [page.extract_text() for page in reader.pages]
    except _Unreadable:
        raise
    except DependencyError as error:
        raise _Unreadable(protected) from error
    except Exception as error:
        raise _Unreadable("is a damaged PDF; download or save it again") from error
    letters = sum(sign.isalpha() for page in pages for sign in page)
    if letters < _FEWEST_LETTERS * max(1, len(pages)):
        count = f"{len(pages)} page{'s' if len(pages) != 1 else ''}"
        raise _Unreadable(
            f"is a scanned PDF ({count}, pictures without text); run text recognition for "
            "Vietnamese (OCR, such as ocrmypdf -l vie) and take the PDF that it writes"
        )
    return "\n\n".join(_paragraphs(pages)) + "\n", {}


def _paragraphs(pages: list[str]) -> Iterator[str]:
    """Join the lines of print: a short line ends a paragraph, as does a blank one."""
    lines = [line.strip() for page in pages for line in page.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 3 // 4]
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line:
            paragraph.append(line)
        if paragraph and len(line) < _SHORT * width:
            yield " ".join(paragraph)
            paragraph = []
