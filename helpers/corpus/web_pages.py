"""Read a saved web page: its article, its title and what its metadata say."""

from __future__ import annotations

import codecs
import email
import email.policy
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from helpers.corpus.web_blocks import (
    as_key,
    drop_captions,
    in_page_order,
    is_running,
    part_stamps,
    plain,
    shown_title,
    with_left_out,
)
from helpers.corpus.web_tables import unwrap_layout
from helpers.data import read_rows
from helpers.vietnamese import limits

_ADDRESS = re.compile(r"://|@|\.\w{2,4}$|^\d+$")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
TEXT_FILE = "save its text as UTF-8 in a .txt file"
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:)\s*(\S+)"
)
_NO_ENCODINGS = ("idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape")
_MOST_AROUND = 6
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "div", "li", "td", "blockquote", "figcaption", "span")
# How pages that have no heading of the first order name their title, in an id or a class.
_TITLED = ", ".join(
    f"[{name}*={word} i]" for name in ("id", "class") for word in ("title", "tieude", "tieu-de")
)
_TITLED_IN = ("a", "p", "li", "td")
_FEWEST_WORDS, _MOST_WORDS = 5, 40
_DIALOGS = "dialog, [role=dialog], [aria-modal=true], .modal, label, button, select, video"


class Unreadable(ValueError):
    """What a file is, and what to do."""


def require_size(size: int, most: int, what: str = "") -> None:
    """Refuse what is larger than any article.

    Raises
    ------
    Unreadable
        If `size`, of bytes, is above `most`; `what` says of what.
    """
    if size > most:
        found = f"{what or 'has'} {size / 1e6:,.0f} MB; expected {most / 1e6:,.0f} at most"
        raise Unreadable(f"{found}, an article a file")


def decoded(content: bytes, charset: str = "") -> str:
    """Return a web page's text in the encoding that it says it has; UTF-8 goes first."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - slow to import

    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    said = EncodingDetector.find_declared_encoding(content, is_html=True)
    for encoding in ("utf-16" if wide else "utf-8-sig", charset, said):
        try:
            # What Python takes for an encoding beside those of texts is no web page's.
            if encoding and codecs.lookup(encoding).name not in _NO_ENCODINGS:
                return content.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    raise Unreadable(f"is a web page in no encoding that it names; {TEXT_FILE}")


def read_mhtml(content: bytes) -> tuple[str, dict[str, str]]:
    """Read the page of a web archive: its first part of HTML, or the one that it names."""
    if content.lower().count(b"\ncontent-type:") > limits.MOST_PARTS:
        found = f"is a web archive of more than {limits.MOST_PARTS:,} parts"
        raise Unreadable(f"{found}; save the page again as HTML")
    message = email.message_from_bytes(content, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type().endswith("html")]
    address = plain(message.get("Snapshot-Content-Location", ""))
    pages.sort(key=lambda part: plain(part.get("Content-Location", "")) != address)
    if not pages:
        raise Unreadable("is a web archive without a page; save the page again as HTML")
    raw = pages[0].get_payload(decode=True)
    page = decoded(raw if isinstance(raw, bytes) else b"", pages[0].get_content_charset() or "")
    text, known = read_html(page)
    return text, ({"url": address} if address.startswith("http") else {}) | known


def read_html(page: str) -> tuple[str, dict[str, str]]:
    """Return a web page's title, description and article, and what its metadata say."""
    import trafilatura  # noqa: PLC0415 - slow to import
    from bs4 import BeautifulSoup  # noqa: PLC0415

    if len(page) > limits.LARGEST_WEB_PAGE:
        found = f"is a web page of {len(page):,} characters"
        raise Unreadable(
            f"{found}; expected {limits.LARGEST_WEB_PAGE:,} at most, an article a file"
        )
    soup = BeautifulSoup(page, "lxml")
    known = _metadata(soup)
    if "url" not in known and (saved := _SAVED_FROM.search(page[:4096])):
        known |= {"url": saved[1]} if saved[1].startswith("http") else {}
    said, description = known.pop("title", ""), known.pop("description", "")
    title = _title(soup, "" if as_key(said) in _site_names(soup) else said)
    for tag in soup.select(_DIALOGS):
        if not tag.find("h1"):
            tag.decompose()
    unwrap_layout(soup)
    drop_captions(soup)
    _mark_article(soup)
    part_stamps(soup)
    for tag in soup.find_all(("sub", "sup")):
        # Beside text without a paragraph of its own, extraction sets them on lines of theirs.
        if tag.find("a"):
            tag.decompose()  # the mark of a footnote
        else:
            tag.unwrap()
    body = trafilatura.extract(str(soup), favor_recall=False, include_comments=False) or ""
    paragraphs = in_page_order(soup, [line.strip() for line in body.splitlines() if line.strip()])
    lead = _shown(soup, description)
    if _is_further_on(lead, [line for line in paragraphs if as_key(line) != as_key(title)]):
        lead = ""
    # The author's name alone on a line is no sentence; it stands in articles.csv.
    wanted = {as_key(line) for line in (title, lead, known.get("author", ""))}
    known |= {"title": title} if 0 < len(title) <= limits.LONGEST_TITLE else {}
    # Of a page that is nested too deeply the parser leaves the title alone.
    if all(as_key(line) == as_key(title) for line in paragraphs):
        raise Unreadable(
            "is a web page in which no article's text was found (pages that load it later have "
            f"none when saved); copy the text from the browser and {TEXT_FILE}"
        )
    paragraphs = [line for line in paragraphs if as_key(line) not in wanted]
    paragraphs = with_left_out(soup, title, [lead, *paragraphs] if lead else paragraphs)
    return "\n\n".join([title, *paragraphs] if title else paragraphs) + "\n", known


def _is_further_on(lead: str, paragraphs: list[str]) -> bool:
    """Tell whether a paragraph stands among an article's, and below its first."""
    keys = [as_key(line) for line in paragraphs]
    at = keys.index(as_key(lead)) if as_key(lead) in keys else 0
    return any(map(is_running, paragraphs[:at]))


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


def _metadata(soup: Any) -> dict[str, str]:
    """Return what a page's own metadata say, the first that says it in `page_metadata.csv`."""
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        for name in (tag.get("property"), tag.get("name"), tag.get("itemprop")):
            if name and (value := plain(tag.get("content", ""))):
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
    own = {as_key(name) for name in outlets} | {as_key(meta.get("og:site_name", ""))}
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


def _is_person(name: str, outlets: set[str]) -> bool:
    """Tell an author's name from an address, a number or the outlet itself."""
    key = as_key(name)
    inside = any(outlet and (key in outlet or outlet in key) for outlet in outlets)
    return not inside and not _ADDRESS.search(name)


def _linked_articles(soup: Any) -> Iterator[dict[str, Any]]:
    """Give a page's articles as its linked data (JSON-LD) describe them."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            # Line breaks inside a text are no JSON, and common.
            waiting = deque([json.loads(script.get_text(), strict=False)])
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.popleft()
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
    return plain(value) if isinstance(value, str) else ""


def _site_names(soup: Any) -> set[str]:
    """Return the names that a page gives its outlet."""
    tags = soup.find_all("meta", property="og:site_name")
    return {as_key(tag.get("content", "")) for tag in tags}


def _title(soup: Any, said: str) -> str:
    """Return a page's title as its readers see it: its heading, else what its metadata say."""
    headings = [plain(tag.get_text(" ")) for tag in soup.find_all("h1")]
    headings = [text for text in headings if text]
    window = plain(soup.title.get_text()) if soup.title else ""
    begins = []
    for text in headings:
        key = as_key(text)
        if as_key(window).startswith(key):
            begins.append(text)
        # A short one may be the site's, with the title behind it.
        if key == as_key(said) or (text in begins[-1:] and 2 * len(key) > len(as_key(window))):
            return text
    # An editor changes a heading after the metadata are written: most words stay.
    words = set((said or window).casefold().split())
    close = [
        text for text in headings if len(words & set(text.casefold().split())) > len(words) / 2
    ]
    if close:
        return close[0]
    if said:
        begin = (text for text in begins if as_key(said).startswith(as_key(text)))
        return shown_title(soup, said) or next(begin, said)
    # Where metadata say nothing and the window may be the site's: a heading of a sentence's
    # length, what the window repeats, what the page calls its title.
    own = (
        text
        for text in headings
        if len(text.split()) >= _FEWEST_WORDS and as_key(text) not in as_key(window)
    )
    named = (plain(tag.get_text(" ")) for tag in soup.select(_TITLED) if not tag.find(_TITLED_IN))
    named = (text for text in named if _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS)
    found = next(own, "") or shown_title(soup, window) or next(iter(begins), "")
    return found or next(named, "") or window or next(iter(headings), "")


def _lengths(soup: Any) -> Counter[int]:
    """Count the signs in each element of a page, by its identity; blanks aside."""
    lengths: Counter[int] = Counter()
    for text in soup.find_all(string=True):
        size = sum(map(len, text.split()))
        for parent in text.parents if size else ():
            lengths[id(parent)] += size
    return lengths


def _shown(soup: Any, description: str) -> str:
    """Return the paragraph of a page that its description is of; '' where none shows it."""
    key = as_key(description.rstrip("… ."))
    # The outlet's name may stand behind, and a place before.
    key = key[: max(40, len(key) * 2 // 3)]
    if len(key) < 20:
        return ""
    shortest = ""
    lengths = _lengths(soup)
    for tag in soup.find_all(_BLOCKS):
        # Of a page of many layers the text would be taken out of each.
        if lengths[id(tag)] > _MOST_AROUND * len(description):
            continue
        text = plain(tag.get_text(" "))
        if key in as_key(text) and (not shortest or len(text) <= len(shortest)):
            shortest = text
    return shortest if len(shortest) < 3 * len(description) else ""
