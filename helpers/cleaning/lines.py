"""What a line of a pasted page looks like: small named rules, each with its reason.

The rules look at one line (and, where said so, at the page's title); what follows from
several lines in a row is decided in `helpers.cleaning.zones`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from helpers.data import read_column, read_rows

# Longer lines are never headings, dates, names or captions; looking no further keeps
# the time linear in the length of a line.
LONGEST_SHORT_LINE = 400
_EDGE = " \t|*•·▪■►▶»›>–—-:.…+#_"

_SENTENCE_END = re.compile(r"[.!?…]([\"”’')\]]|\./)*$")
_WORDY = re.compile(r"[^\W\d_]")
_IMAGE = re.compile(
    r"^[|\s]*(\[?!\[[^\]]{0,200}\](?:\([^)]{0,300}\)\]?)*[|\s]*)+$|^!\[[^\]]{0,200}\]|"
    r"^\[\]\([^)]{0,300}\)$|"
    r"^\S{1,200}\.(?:jpe?g|png|gif|webp|avif)$|^\[(?:ảnh|image|img)\]$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[a-z0-9]+(?:[ \-][a-z0-9]+){3,}")
_SLUG_START = re.compile(r"([a-z0-9]+(?: [a-z0-9]+){3,}) (?=[^a-z0-9\s])")
_TABLE_RULE = re.compile(r"^[|\s:\-–—_=~]+$")
# After a capital (Ảnh:), or anywhere after punctuation: "loại hình: báo in" is no credit.
_CREDIT = re.compile(
    r"(?:(?:^|\s)(?:Ảnh|Nguồn ảnh|Nguồn|Photo)|(?:^|[.,;!?…”\"(\[–-]\s?)"
    r"(?i:ảnh|hình|hình ảnh|đồ họa|infographic|video|clip|photo|nguồn ảnh|nguồn|ảnh nguồn))"
    r"(?: [^\s:()]{1,12}){0,4} ?: ?[^:]{2,80}$"
)
# Stands only under pictures: "Ảnh minh họa" and the like at a line's end.
_ILLUSTRATION = re.compile(
    r"(?:^|[.,;(\[–—-]\s?)(?:ảnh|hình|hình ảnh) "
    r"(?:minh h(?:ọa|oạ)|tư liệu|internet|chụp màn hình|cắt từ (?:clip|video))[^\w]{0,3}$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}\s?[/\-.]\s?\d{1,2}\s?[/\-.]\s?(?:\d{4}|\d{2})\b|\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?:\s?[ap]m)?\b|\d{1,2}h\b", re.IGNORECASE)
_DATE_WORDS = re.compile(
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)\b|gmt|\(gmt ?\+ ?\d{1,2}\)|\+\d{1,2}\b|"
    r"ngày đăng|cập nhật(?: lúc| lần cuối)?|đăng lúc|xuất bản|lúc|ngày|giờ|phút|tháng|năm",
    re.IGNORECASE,
)
_DATE_PARTS = re.compile(r"\s[-–|•·]\s")
_PATH_SIGN = re.compile(r"[>›»/|]")
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_NUMBER_AFTER = re.compile(r"\s*[(\[]?\d*[)\]]?\s*$")
_NUMBER_BEFORE = re.compile(r"^\d+\s+")
_ITEM = re.compile(r"(?:[-–+*•·▪■►]|\d{1,2}[.)])\s?\S")
_DIGIT = re.compile(r"\d")
_NAME_WORD = re.compile(r"[^\W\d_]+[.'’]?[^\W\d_]*")
_AGO = re.compile(r"^\d{1,3} (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước$", re.IGNORECASE)
_BREADCRUMB = re.compile(r"\s[>›»/|]\s|^[>›»/]")
_INLINE_LINK = re.compile(r"^(?:>{1,3}|»+|►|▶|⏩|👉|=>|\+\+)\s*\S")
# A whole line that is one link, as Markdown writes it: an article's text is more than a link.
_MARKDOWN_LINK = re.compile(r"^[-*•+]?\s*\[[^\]]{1,300}\]\([^)\s]{1,300}\)$")
_FOOTER = re.compile(
    r"©|\bcopyright\b|all rights reserved|bản quyền thuộc|giữ bản quyền|ghi rõ nguồn|"
    r"giấy phép (?:số|hoạt động|xuất bản)|phát hành lại thông tin|"
    r"^(?:tòa soạn|tổng biên tập|phó tổng biên tập|cơ quan chủ quản|"
    r"liên hệ quảng cáo|chịu trách nhiệm nội dung|issn)\s*:",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^(?:hotline|đường dây nóng|điện thoại|tel|fax|e-?mail|trụ sở|địa chỉ|website)\s*:",
    re.IGNORECASE,
)
_TAG_LINE = re.compile(r"^(?:tags?|từ kh[oó][áa]|thẻ)\s*[:#]", re.IGNORECASE)
_HASHTAGS = re.compile(r"^(?:#[^\s#]+[\s,]*){2,}$")
_SOURCE = re.compile(
    r"^\(?(?:theo|nguồn(?: tin)?|tác giả|bài(?: và|,)? ảnh|tin(?: và|,| -)? ảnh|ảnh|bài|tin|"
    r"thực hiện|biên tập|biên dịch|tổng hợp|lược dịch|người dịch|nhóm pv|nhóm phóng viên|pv|"
    r"phóng viên|ctv)"
    r"\s*[:\s]\s*",
    re.IGNORECASE,
)
_NAME_SUFFIX = re.compile(
    r"\s*\(\s*(?:t/h|th|tổng hợp|thực hiện|ghi|lược ghi|biên dịch|lược dịch|theo [^)]{2,40}|"
    r"ttxvn[^)]{0,30}|vietnam\+|[A-ZĐ][^)]{1,30})\s*\)\s*$",
    re.IGNORECASE,
)
_NAME_JOINER = re.compile(r"\s*(?:-|–|,|/|&|\+|;|\bvà\b)\s*")
# What a heading of links speaks of.
_LINK_NOUN = {"tin", "bài", "video", "đọc", "xem", "mục"}
# Questions and answers of an interview are text, whatever they end with.
_SPEAKER = re.compile(r"^(?:PV|P\.V|Phóng viên|Hỏi|Đáp|Trả lời|MC|BTV)\b[^:]{0,30}: ?\S")
_OUTLET_SIGN = re.compile(r"^(?:[A-ZĐ][A-ZĐ0-9.+]{1,12}|\([A-ZĐ][^()]{1,24}\))\s?[-–—]\s?")


@dataclass
class Line:
    """A non-blank line: where it stands in the page, what it says, what it looks like."""

    start: int
    end: int
    text: str
    shape: str = "text"
    reason: str = ""
    part: str = ""
    gap: bool = False
    piped: bool = False

    @property
    def bare(self):
        """The text without table pipes, bullets and colons around it."""
        return self.text.strip(_EDGE)


def fold(text):
    """Small letters without diacritics: how an address or an image name spells a text."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(_PLAIN_WORD.findall(plain))


def syllables(text, limit=400):
    """Give the syllables of a text in small letters as a set, the first `limit` of them."""
    return set(_ALPHANUMERIC.findall(text[: limit * 8].casefold())[:limit])


@cache
def headings():
    """Read the headings of what is not the article, and what each announces."""
    return {row["heading"]: row["kind"] for row in read_rows("page_headings.csv")}


@cache
def sections():
    """Read the names of newspaper sections."""
    return frozenset(read_column("page_sections.csv", "section"))


def count_words(text):
    """Count the white-space separated words of a text, at most a hundred and one."""
    return len(text.split(None, 100)[:100])


def ends_sentence(text):
    """Tell the end of a sentence: a paragraph has it, a title does not."""
    return _SENTENCE_END.search(text[-12:]) is not None


def heading_kind(line):
    """Give the kind of a line that is a known heading, counts and marks aside, else None."""
    if len(line.text) > 60:
        return None
    bare = _NUMBER_AFTER.sub("", line.bare).strip(_EDGE).casefold()
    kind = headings().get(_NUMBER_BEFORE.sub("", bare)) or headings().get(line.text.casefold())
    if kind is None and _is_made_of_heading_words(line.bare):
        kind = "links"
    # "Trả lời:" opens an answer of an interview; buttons carry no colon.
    return None if kind == "bar" and line.text.endswith(":") else kind


def _is_made_of_heading_words(text):
    """Tell a heading of links that is on no list by its words: ``Các bài viết mới hơn``."""
    words = text.casefold().split()
    known = read_column("page_heading_words.csv", "word")
    return 2 <= len(words) <= 7 and bool(_LINK_NOUN & set(words)) and set(words) <= set(known)


def is_image(text):
    """Tell what an image leaves in pasted text: a mark, a file name, an empty link."""
    return len(text) <= LONGEST_SHORT_LINE and _IMAGE.match(text) is not None


def is_slug(text):
    """Tell the alternative text of an image: a title without diacritics or capitals."""
    return len(text) <= LONGEST_SHORT_LINE and _SLUG.fullmatch(text) is not None


def slug_start(text):
    """Measure a slug that stands before a link's title on the same line, else 0."""
    match = _SLUG_START.match(text[:LONGEST_SHORT_LINE])
    return match.end() if match else 0


def is_date_stamp(text):
    """Tell a publication stamp: a full date, and little else but time, weekday and section."""
    if len(text) > 90 or text.endswith((":", ";")) or text.startswith(("-", "–", "•", "+")):
        return False
    pieces = [piece.strip() for piece in _DATE_PARTS.split(text.strip("| "))]
    if any(_AGO.match(piece) for piece in pieces):
        return all(_AGO.match(piece) or piece.casefold() in sections() for piece in pieces)
    rest, dates = _DATE.subn(" ", text)
    rest, times = _TIME.subn(" ", rest)
    rest = _DATE_WORDS.sub(" ", rest)
    left = _ALPHANUMERIC.findall(rest)
    known = " ".join(left).casefold() in sections()
    return dates > 0 and (known or len(left) <= (4 if times else 0))


def has_credit(text):
    """Tell a photo credit at a line's end: it closes a caption."""
    return len(text) <= LONGEST_SHORT_LINE and bool(
        _CREDIT.search(text) or _ILLUSTRATION.search(text)
    )


def is_breadcrumb(text):
    """Tell the way to the page, or its section: ``Trang chủ > Sức khỏe``."""
    if len(text) > 120 or ends_sentence(text):
        return False
    pieces = [piece.strip(_EDGE).casefold() for piece in _PATH_SIGN.split(text)]
    pieces = [piece for piece in pieces if piece]
    known = sum(piece in sections() or piece == "trang chủ" for piece in pieces)
    return bool(pieces) and (known == len(pieces) or (known > 0 and bool(_BREADCRUMB.search(text))))


def is_footer(text):
    """Tell an imprint or copyright line: it belongs to the outlet, not to the article."""
    return (
        count_words(text) <= 40
        and len(text) <= LONGEST_SHORT_LINE
        and _FOOTER.search(text) is not None
    )


def is_contact(text):
    """Tell a telephone number or an address of an outlet, or of what an article praises."""
    return len(text) <= LONGEST_SHORT_LINE and _CONTACT.match(text) is not None


def is_tag_line(text):
    """Tell subject tags on one line."""
    return _TAG_LINE.match(text) is not None or (
        len(text) <= LONGEST_SHORT_LINE and _HASHTAGS.match(text) is not None
    )


def is_inline_link(text):
    """Tell a link in the body, marked by an arrow or a heading's words and a colon."""
    if len(text) > LONGEST_SHORT_LINE or (ends_sentence(text) and not text.endswith(("?", "!"))):
        return False
    if _INLINE_LINK.match(text) or _MARKDOWN_LINK.match(text):
        return True
    head, colon, tail = text.partition(":")
    kind = headings().get(head.strip(_EDGE).casefold())
    return bool(colon and tail.strip()) and kind == "links" and count_words(tail) >= 3


def _is_name(text):
    words = text.split()
    if not 1 <= len(words) <= 5 or not all(_NAME_WORD.fullmatch(w) for w in words):
        return False
    return all(word[0].isupper() for word in words)


def is_byline(text):
    """Tell a name, names or a source alone on a line: who wrote the article."""
    text = text.strip(" |*-–—") if len(text) <= 90 else ""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not text or text[-1] in ".!?:;" or count_words(text) > 12:
        return False
    source = _SOURCE.match(text)
    bare = _NAME_SUFFIX.sub("", text[source.end() :] if source else text)
    if source and count_words(bare) <= 5:
        return bare[:1].isupper() or not bare
    head, stroke, outlet = bare.partition("/")
    if stroke and _is_name(head.strip()) and outlet.strip()[:1].isupper():
        return count_words(outlet) <= 6
    names = [name for name in _NAME_JOINER.split(bare) if name]
    return bool(names) and all(_is_name(name) for name in names)


def is_title_like(text):
    """Tell a title: short and without a full stop."""
    if not 3 <= count_words(text) <= 28 or len(text) > 260:
        return False
    return not ends_sentence(text) or (
        text.rstrip("”\"' ")[-1:] in "?!…" and count_words(text) <= 28
    )


def is_paragraph(text):
    """Tell a paragraph: long, or several words that end as a sentence does."""
    words = count_words(text)
    if _SPEAKER.match(text):
        return True
    return words > 28 or (words >= 6 and ends_sentence(text) and not text.endswith("?"))


def is_item(text):
    """Tell an item of a list: a dash, a bullet or a number stands before it."""
    return _ITEM.match(text) is not None


def resembles(text, title, share=0.75):
    """Say whether two lines hold mostly the same syllables (Dice coefficient)."""
    one, two = syllables(text), syllables(title)
    return bool(one and two) and 2 * len(one & two) >= share * (len(one) + len(two))


def starts_as_teaser(text):
    """Tell how teasers of other articles often begin, with the outlet's sign, or end, cut off."""
    return _OUTLET_SIGN.match(text) is not None or text.rstrip().endswith(("[...]", "[…]"))


def shape_of(line):
    """Name what a line looks like on its own.

    Parameters
    ----------
    line : Line

    Returns
    -------
    str
        One of blank, links, comments, tags, bar, image, slug, linked slug, date, credit,
        breadcrumb, footer, contact, tag line, inline link, title, paragraph, text.
    """
    text = line.text.strip()
    if not text:
        return "blank"
    if not _WORDY.search(text[:LONGEST_SHORT_LINE]) and not _DIGIT.search(text):
        return "image" if is_image(text) else "rule" if _TABLE_RULE.match(text[:2000]) else "text"
    kind = heading_kind(line)
    if kind:
        return kind
    checks = (
        ("image", is_image),
        ("slug", is_slug),
        ("linked slug", lambda text: slug_start(text) > 0),
        ("date", is_date_stamp),
        ("breadcrumb", is_breadcrumb),
        ("footer", is_footer),
        ("contact", is_contact),
        ("tag line", is_tag_line),
        ("inline link", is_inline_link),
        ("credit", has_credit),
        ("paragraph", is_paragraph),
        ("title", is_title_like),
    )
    return next((name for name, check in checks if check(text)), "text")
