"""What pictures leave in pasted text, their credits, and who wrote: images, credits, bylines."""

import re

from helpers.cleaning.lines import LONGEST_SHORT_LINE, count_words, phrases

_IMAGE = re.compile(
    r"^[|\s]*(\[?!\[[^\]]{0,200}\](?:\([^)]{0,300}\)\]?)*[|\s]*)+$|^!\[[^\]]{0,200}\]|"
    r"^\[\]\([^)]{0,300}\)$|"
    r"^\S{1,200}\.(?:jpe?g|png|gif|webp|avif)$|^\[(?:ảnh|image|img)\]$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[a-z0-9]+(?:[ \-][a-z0-9]+){3,}")
_SLUG_START = re.compile(r"([a-z0-9]+(?: [a-z0-9]+){3,}) (?=[^a-z0-9\s])")
# After a capital (Ảnh:), or anywhere after punctuation: "loại hình: báo in" is no credit.
_CREDIT = re.compile(
    r"(?:(?:^|\s)(?:Ảnh|Nguồn ảnh|Nguồn|Photo)|(?:^|[.,;!?…”\"(\[–-]\s?)"
    r"(?i:ảnh|hình|hình ảnh|đồ họa|infographic|video|clip|photo|nguồn ảnh|nguồn|ảnh nguồn))"
    r"(?: [^\s:()]{1,12}){0,4} ?: ?[^:]{2,80}$"
)
_BARE_CREDIT = re.compile(r"[(\s–-]*(?:nguồn )?(?:ảnh|photo|đồ họa)\b", re.IGNORECASE)
# Without a colon before a name in capitals: "- Ảnh BÁO LÀNG".
_CAPITAL_CREDIT = re.compile(r"(?:^|[(–—-]\s?)(?i:ảnh|photo)\s?[:/]?\s([^()]{2,40})\)?$")
# In brackets at the end, or of an outlet and a name: "(Ảnh Báo Làng)", "Ảnh BL/Lê Tám".
_NAMED_CREDIT = re.compile(
    r"\([Ảả]nh [A-ZĐ][^()]{1,40}\)\.?$|\bẢnh [A-ZĐ]{2,8}\s?/[^.:]{2,40}$|"
    r"[.—–-]\s*(?:[A-Z]{2,6}(?:/[A-Z]{2,6})? Photo\b|Photos? (?:courtesy of|by)\b)[^.:]{0,50}$"
)
# A credit has one of these; most lines have none, and are done with.
_CREDIT_WORDS = ["ảnh", "hình", "nguồn", "photo", "đồ", "infographic", "video", "clip", "image"]
_IMAGE_NUMBER = re.compile(
    r"\s[-–]\s*(?:ảnh|hình|photo|image)(?: số)?\s*\d{1,3}\.?$", re.IGNORECASE
)
# Stands only under pictures: "Ảnh minh họa" and the like at a line's end.
_ILLUSTRATION = re.compile(
    r"(?:^|[.,;(\[–—-]\s?)(?:ảnh|hình|hình ảnh) "
    r"(?:minh h(?:ọa|oạ)|tư liệu|internet|chụp màn hình|cắt từ (?:clip|video))[^\w]{0,3}$",
    re.IGNORECASE,
)
# A picture's words for those who can't see it, as some outlets print them.
_PICTURE = re.compile(
    r"(?:nguồn hình ảnh|chụp lại hình ảnh|hình ảnh,|image (?:source|caption|credit))\b",
    re.IGNORECASE,
)
_SIGNED = r"(?i)^\(?{}\s*[:,\s]\s*"
_DESK = re.compile(
    r"(?:ban|tổ|phòng|bộ phận|nhóm) (?:biên tập|truyền thông|thông tin|tuyên truyền)"
    r"(?:[ ,-]+\w+){0,4}$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]+[.'’]?[^\W\d_]*")
_NAME_SUFFIX = re.compile(
    r"\s*\(\s*(?:t/h|th|tổng hợp|thực hiện|ghi|lược ghi|biên dịch|lược dịch|theo [^)]{2,40}|"
    r"ttxvn[^)]{0,30}|vietnam\+|[A-ZĐ][^)]{1,30})\s*\)\s*$",
    re.IGNORECASE,
)
_AND_DEED = re.compile(r"\s+(?:thực hiện|ghi|lược ghi|tổng hợp|biên dịch|lược dịch)$")
_NAME_JOINER = re.compile(r"\s*(?:-|–|,|/|&|\+|;|\bvà\b)\s*")


def is_image(text: str) -> bool:
    """Tell what an image leaves in pasted text: a mark, a file name, an empty link."""
    return len(text) <= LONGEST_SHORT_LINE and _IMAGE.match(text) is not None


def named_by(text: str) -> str:
    """Give the title in whose words an image is named, with its number, else nothing."""
    return _IMAGE_NUMBER.sub("", text) if _IMAGE_NUMBER.search(text[-20:]) else ""


def is_slug(text: str) -> bool:
    """Tell the alternative text of an image: a title without diacritics or capitals."""
    return len(text) <= LONGEST_SHORT_LINE and _SLUG.fullmatch(text) is not None


def slug_start(text: str) -> int:
    """Measure a slug that stands before a link's title on the same line, else 0."""
    match = _SLUG_START.match(text[:LONGEST_SHORT_LINE])
    return match.end() if match else 0


def has_credit(text: str) -> bool:
    """Tell a photo credit at a line's end: it closes a caption."""
    if len(text) > LONGEST_SHORT_LINE:
        return False
    small = text.lower()
    if not any(word in small for word in _CREDIT_WORDS):
        return False
    named = _CAPITAL_CREDIT.search(text)
    return bool(
        _PICTURE.match(text)
        or (named and named[1].isupper())
        or _CREDIT.search(text)
        or _NAMED_CREDIT.search(text)
        or _ILLUSTRATION.search(text)
    )


def tells_picture(text: str) -> bool:
    """Tell a caption without a credit by its words: who stands where, at which occasion.

    A sentence may be the article's, whatever it says.
    """
    words = count_words(text)
    if words > 30 or len(text) > LONGEST_SHORT_LINE or (words > 5 and text[-1] in ".!?…"):
        return False
    return phrases("caption").search(text.lower()) is not None


def is_bare_credit(text: str) -> bool:
    """Tell a photo credit without a caption: ``ẢNH: BÁO LÀNG``."""
    return count_words(text) <= 8 and _BARE_CREDIT.match(text) is not None


def _is_name(text: str) -> bool:
    words = text.split()
    # Five words in capitals are a heading.
    if not 1 <= len(words) <= (4 if text.isupper() else 5) or not all(
        _NAME_WORD.fullmatch(w) for w in words
    ):
        return False
    return all(word[0].isupper() for word in words)


def is_byline(text: str) -> bool:
    """Tell a name, names or a source alone on a line: who wrote the article."""
    text = text.strip(" |*-–—") if len(text) <= 90 else ""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not text or text[-1] in ".!?:;" or count_words(text) > 12:
        return False
    if text.casefold() in {"tổng hợp", "t/h", "sưu tầm"} or _DESK.match(text):
        return True
    source = phrases("source", _SIGNED).match(text)
    bare = _NAME_SUFFIX.sub("", _AND_DEED.sub("", text[source.end() :] if source else text))
    if source and count_words(bare) <= 5:
        return bare[:1].isupper() or not bare
    head, stroke, outlet = bare.partition("/")
    if stroke and _is_name(head.strip()) and outlet.strip()[:1].isupper():
        return count_words(outlet) <= 6
    names = [name for name in _NAME_JOINER.split(bare) if name]
    return bool(names) and all(_is_name(name) for name in names)
