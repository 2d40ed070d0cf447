"""What a line looks like on its own: small named rules, each of which is a reason.

What follows from several lines in a row is decided in `helpers.cleaning.zones`.
"""

import re
from functools import cache

from helpers.cleaning.credits import has_credit, is_byline, is_image, is_slug, slug_start
from helpers.cleaning.lines import (
    ALPHANUMERIC,
    EDGE,
    LONGEST_SHORT_LINE,
    Line,
    count_words,
    ends_sentence,
    headings,
    phrases,
    sections,
)
from helpers.data import read_column

_WORDY = re.compile(r"[^\W\d_]")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"{_MONTH},? \d{{1,2}}[,/]? ?\d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|"
    rf"\d{{1,2}} tháng \d{{1,2}},? \d{{4}}|tháng \w{{1,4}}(?: \w{{1,4}})? \d{{1,2}},? \d{{4}}|"
    r"\d{1,2} tháng \w{1,4}(?: \w{1,4})?,? (?:năm )?\d{4}|"
    r"\d{1,2}\s?[/\-.]\s?\d{1,2}\s?[/\-.]\s?(?:\d{4}|\d{2})\b|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?:\s?[ap]m)?\b|\d{1,2}h\b", re.IGNORECASE)
_DATE_WORDS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|published|updated|"
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)\b|gmt|\(gmt ?\+ ?\d{1,2}\)|\+\d{1,2}\b|"
    r"ngày đăng|cập nhật(?: lúc| lần cuối)?|đăng lúc|xuất bản|lúc|ngày|giờ|phút|tháng|năm",
    re.IGNORECASE,
)
# A stamp may name who posted and how many read: "Đăng lúc: 20/5/2024 - Lượt xem: 32".
_STAMP = re.compile(
    r"(?:ngày )?(?:đăng|cập nhật|xuất bản|sửa đổi|viết)(?: lúc| ngày| lần cuối)?\s*:?\s+\w|"
    r"(?:last )?updated?\b|(?:first )?published\b|posted\b",
    re.IGNORECASE,
)
_STROKES = re.compile(r"[|•·]|\s[-–/]\s|,\s")
_OUTLET = re.compile(r"(?:báo|tạp chí|đài|cổng|tuần san|thông tấn)(?: \w+){1,7}$", re.IGNORECASE)
_DATE_PARTS = re.compile(r"\s[-–|•·]\s")
_PATH_SIGN = re.compile(r"[>›»/|]")
_NUMBER_AFTER = re.compile(r"\s*[(\[]?\d*[)\]]?\s*$")
_NUMBER_BEFORE = re.compile(r"^\d+\s+")
_TIES = re.compile(
    r"[.;:]\s|\b(?:là|được|trong|đã|của|và|các|từ|với|cho|về|đến|tại|ở|một|này|khi|để|không|có|"
    r"như|theo|những|trên|with|is|was|from|the)\b",
    re.IGNORECASE,
)
# Around a counter's words (35 likes), and between a source's word and its name.
_COUNTED = r"^[(\d.,/)\s]*{}[\s:(\d.,/)]*$"
_ADDRESS_ALONE = re.compile(r"<?(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|/[a-z0-9/-]+)>?")
_ITEM = re.compile(r"(?:[-–+*•·▪■►]|\d{1,2}[.)])\s?\S")
_DIGIT = re.compile(r"\d")
_AGO = re.compile(
    r"^(?:cập nhật )?(?:khoảng )?(?:\d{1,3}|một|hai|ba|vài|an?) "
    r"(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm|(?:minute|hour|day|week|month)s?) (?:trước|ago)$",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"\s[>›»/|]\s|^[>›»/]")
_READ_NOW = re.compile(r"(?:đọc|xem) ngay$", re.IGNORECASE)
_INLINE_LINK = re.compile(
    r"^(?:>{1,3}|»+|►|▶|⏩|👉|=>|\+\+|"
    r"\[(?i:photo|ảnh|video|clip|infographics?|podcast|e-?magazine|longform)\])\s*\S"
)
# A whole line that is one link, as Markdown writes it: an article's text is more than a link.
_MARKDOWN_LINK = re.compile(r"^[-*•+]?\s*\[[^\]]{1,300}\]\([^)\s]{1,300}\)$")
_TAG_LINE = re.compile(r"^(?:tags?|từ kh[oó][áa]|thẻ)\s*[:#]", re.IGNORECASE)
_HASHTAGS = re.compile(r"^(?:#[^\s#]+[\s,]*){2,}$")
_SHARING = ("chia sẻ", "share", "theo dõi", "follow")
# What a heading of links speaks of.
_LINK_NOUN = {"tin", "bài", "video", "đọc", "xem", "mục"}
_FROM = {"từ", "trên", "của", "from", "in"}
# Questions and answers of an interview are text, whatever they end with.
_SPEAKER = re.compile(r"^(?:PV|P\.V|Phóng viên|Hỏi|Đáp|Trả lời|MC|BTV)\b[^:]{0,30}: ?\S")
_OUTLET_SIGN = re.compile(r"^(?:[A-ZĐ][A-ZĐ0-9.+]{1,12}(?:\.vn)?|\([A-ZĐ][^()]{1,24}\))\s?[-–—]\s?")


def heading_kind(line: Line) -> str | None:
    """Give the kind of a line that is a known heading, counts and marks aside, else None."""
    if len(line.text) > 60:
        return None
    bare = _NUMBER_AFTER.sub("", line.bare).strip(EDGE).casefold()
    kind = headings().get(_NUMBER_BEFORE.sub("", bare)) or headings().get(line.text.casefold())
    if kind is None:
        kind = _kind_with_section(bare)
    if kind is None and _is_made_of_heading_words(line.bare):
        kind = "links"
    # "Trả lời:" opens an answer of an interview, "Nội dung:" a list: buttons carry no colon.
    button = kind != "bar" or not line.text.endswith(":") or bare.startswith(_SHARING)
    return kind if button else None


def _kind_with_section(text: str) -> str | None:
    """Kind of a heading that a section's name follows, or an outlet's: ``Đọc thêm Văn hóa``."""
    words = text.split()
    for cut in range(1, len(words)):
        named = cut > 1 and words[cut] in _FROM and len(words) <= cut + 5
        if named or " ".join(words[cut:]).strip(EDGE) in sections():
            return headings().get(" ".join(words[:cut]))
    return None


@cache
def _heading_words() -> frozenset[str]:
    """Read the words that headings of links are made of."""
    return frozenset(read_column("page_heading_words.csv", "word"))


def _is_made_of_heading_words(text: str) -> bool:
    """Tell a heading of links that is on no list by its words: ``Các bài viết mới hơn``."""
    words = text.casefold().split()
    return (
        2 <= len(words) <= 7
        and bool(_LINK_NOUN & set(words))
        and _heading_words().issuperset(words)
    )


def is_date_stamp(text: str) -> bool:
    """Tell a publication stamp: a full date, and little else but time, weekday and section."""
    if len(text) > 90 or text.endswith((":", ";")) or text.startswith(("-", "–", "•", "+")):
        return False
    pieces = [piece.strip() for piece in _DATE_PARTS.split(text.strip("| "))]
    if any(_AGO.match(piece) for piece in pieces):
        return all(_AGO.match(piece) or piece.casefold() in sections() for piece in pieces)
    if not _DIGIT.search(text):
        return False
    rest, dates = _DATE.subn(" ", text)
    if dates and not ends_sentence(text) and (_is_signed(rest) or _STAMP.match(text)):
        return True
    rest, times = _TIME.subn(" ", rest)
    rest = _DATE_WORDS.sub(" ", rest)
    left = ALPHANUMERIC.findall(rest)
    if dates and len(left) <= 6 and left[:1] in (["by"], ["bởi"]):
        return True
    known = " ".join(left).casefold() in sections()
    return dates > 0 and (known or len(left) <= (4 if times else 0))


def _is_signed(rest: str) -> bool:
    """Tell what stands beside a date in a dateline: an outlet, an author, or both."""
    pieces = [_DATE_WORDS.sub(" ", _TIME.sub(" ", piece)) for piece in _STROKES.split(rest)]
    pieces = [piece.strip(f"{EDGE},;()[]") for piece in pieces]
    named = [piece for piece in pieces if piece]
    return (
        bool(named)
        and len(named) <= 3
        and all(_OUTLET.match(piece) or (" " in piece and is_byline(piece)) for piece in named)
    )


def is_breadcrumb(text: str) -> bool:
    """Tell the way to the page, or its section: ``Trang chủ > Sức khỏe``."""
    if len(text) > 120 or ends_sentence(text):
        return False
    pieces = [piece.strip(EDGE).casefold() for piece in _PATH_SIGN.split(text)]
    pieces = [piece for piece in pieces if piece]
    known = sum(piece in sections() or piece == "trang chủ" for piece in pieces)
    return bool(pieces) and (known == len(pieces) or (known > 0 and bool(_BREADCRUMB.search(text))))


def is_menu(text: str) -> bool:
    """Tell several names of sections on one line: ``Thời sự Quốc tế Sức khỏe``."""
    words = count_words(text)
    if not 2 <= words <= 90 or len(text) > 2 * LONGEST_SHORT_LINE or ends_sentence(text):
        return False
    names = _chunks(text)
    known = sum(name in sections() or name in headings() for name in names)
    if known >= 2 and 2 * known >= len(names):
        return True
    # Many words, many of them capitals and none that ties them together: names in a row.
    tied = len(_TIES.findall(text))
    # Line-ups and lists of persons have commas, menus seldom any.
    parted = 15 * text.count(",") < words
    return parted and words > 28 and 3 * len(names) > words and 12 * tied < words


def _strip_edge(text: str) -> str:
    """Take away what stands around a name."""
    return text.strip(EDGE)


def _chunks(text: str) -> list[str]:
    """Cut a line before its capitals, in small letters: the names of a menu."""
    names: list[str] = []
    for word in map(_strip_edge, text.split()):
        if names and word and not word[0].isupper():
            names[-1] += " " + word
        elif word:
            names.append(word)
    return [name.casefold() for name in names]


def is_service(text: str) -> bool:
    """Tell a site's words to its users: follow us, sign in, get the app, an address alone."""
    if len(text) > LONGEST_SHORT_LINE:
        return False
    if _ADDRESS_ALONE.fullmatch(text) or (
        phrases("counter", _COUNTED).match(text.lower()) and text[-1] != ":"
    ):
        return True
    # A longer paragraph may speak of apps and accounts itself.
    short = count_words(text) < 25 or not ends_sentence(text)
    return short and phrases("service").search(text.lower()) is not None


def is_footer(text: str) -> bool:
    """Tell an imprint or copyright line: it belongs to the outlet, not to the article."""
    if count_words(text) > 40 or len(text) > LONGEST_SHORT_LINE:
        return False
    licence = phrases("licence").search(text.lower())
    # A sentence of the text may speak of licences.
    named = licence is not None and (not licence.start() or not is_paragraph(text))
    return named or phrases("footer").search(text.lower()) is not None


def is_contact(text: str) -> bool:
    """Tell a telephone number or an address of an outlet, or of what an article praises."""
    return len(text) <= LONGEST_SHORT_LINE and phrases("contact").match(text.lower()) is not None


def is_tag_line(text: str) -> bool:
    """Tell subject tags on one line."""
    return _TAG_LINE.match(text) is not None or (
        len(text) <= LONGEST_SHORT_LINE and _HASHTAGS.match(text) is not None
    )


def is_inline_link(text: str) -> bool:
    """Tell a link in the body, marked by an arrow or a heading's words and a colon."""
    if len(text) > LONGEST_SHORT_LINE or (ends_sentence(text) and not text.endswith(("?", "!"))):
        return False
    if _READ_NOW.search(text) or _INLINE_LINK.match(text) or _MARKDOWN_LINK.match(text):
        return True
    head, colon, tail = text.partition(":")
    kind = headings().get(head.strip(EDGE).casefold())
    return bool(colon and tail.strip()) and kind == "links" and count_words(tail) >= 3


def is_title_like(text: str) -> bool:
    """Tell a title: short and without a full stop."""
    if not 3 <= count_words(text) <= 28 or len(text) > 260:
        return False
    return not ends_sentence(text) or (
        text.rstrip("”\"' ")[-1:] in "?!…" and count_words(text) <= 28
    )


def is_paragraph(text: str) -> bool:
    """Tell a paragraph: long, or several words that end as a sentence does."""
    words = count_words(text)
    if _SPEAKER.match(text):
        return True
    return words > 28 or (words >= 6 and ends_sentence(text) and not text.endswith("?"))


def reads_as_paragraph(text: str) -> bool:
    """Tell a paragraph from a long title: over forty words, or ten that end as a sentence."""
    return count_words(text) > 40 or (
        text.rstrip().endswith((".", "…")) and count_words(text) >= 10
    )


def is_item(text: str) -> bool:
    """Tell an item of a list: a dash, a bullet or a number stands before it."""
    return _ITEM.match(text) is not None


def outlet_sign(text: str) -> str:
    """Give the outlet's sign at the beginning of a lead or a teaser: ``VOV.VN -``."""
    sign = _OUTLET_SIGN.match(text)
    return sign.group() if sign else ""


def starts_as_teaser(text: str) -> bool:
    """Tell how teasers of other articles often begin, with the outlet's sign, or end, cut off."""
    return bool(outlet_sign(text)) or text.rstrip().endswith(("[...]", "[…]"))


def shape_of(line: Line) -> str:
    """Name what a line looks like on its own."""
    text = line.text.strip()
    if not text:
        return "blank"
    if not _WORDY.search(text[:LONGEST_SHORT_LINE]) and not _DIGIT.search(text):
        return "image" if is_image(text) else "rule"
    if not _WORDY.search(text[:LONGEST_SHORT_LINE]):
        return "date" if is_date_stamp(text) else "number"
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
        ("menu", is_menu),
        ("service", is_service),
        ("paragraph", is_paragraph),
        ("title", is_title_like),
    )
    return next((name for name, check in checks if check(text)), "text")
