"""Text in an old encoding: what it seems to be, and the text that was meant."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache, partial

from helpers.data import read_rows
from helpers.vietnamese import is_syllable

OLD_ENCODINGS = {
    "tcvn3": "TCVN3",
    "vni": "VNI",
    "viscii": "VISCII",
    "windows-1258": "Windows-1258",
    "utf-16": "UTF-16",
}
"""What ``--encoding`` takes, and what messages call it."""

WORD = re.compile(r"[^\s!-/:-@[-`{-~“”‘’…–—]+")
_LETTERS = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "abcdeghiklmnopqrstuvxyăâđêôơư"
    for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
)
_AFTER_U = ("ơ", "ớ", "ờ", "ở", "ỡ", "ợ")
# By how often they stand in 2,653 news articles, the commonest first.
_OFTEN = "đàưáệếôạảêộóớốấờâủểềợịơậìầựăíứởọãụữúồắổừòùặỉũửễỏýằẽẫéẩỗĩẻỹẹỷỳỡẳõèẵỵ"
# Words with a letter beyond ASCII from which a text can be told by them.
_FEWEST_MARKED = 3
_SPOILT, _SOUND = 0.6, 0.85
_MISREAD = {
    "UTF-8 read as Windows-1252": "cp1252",
    "UTF-8 read as Windows-1258": "cp1258",
    "UTF-8 read as Mac Roman": "mac_roman",
}
_WESTERN = 0.8  # of the letters of a text in UTF-16; what is none has any
_SAMPLE = 50_000  # bytes that a file is told by
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPELLED_OUT = str.maketrans(_LIGATURES)
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|nbsp);)(?:#\w{2,8}|[A-Za-z]{2,12});")


def encoding_of(content: bytes) -> str:
    """Tell what a file is in that is no UTF-8, by which reading of it is Vietnamese.

    Returns
    -------
    str
        A key of `OLD_ENCODINGS`; empty where none is likely, and of sound UTF-8.

    Examples
    --------
    >>> encoding_of("Hai bÖnh viÖn ®· ký tháa thuËn hîp t¸c.".encode("latin-1"))
    'tcvn3'
    """
    if _wide(content):
        wide = in_unicode(content, "utf-16") or ""
        western = sum(letter < "\u0180" or "\u1e00" <= letter < "\u2070" for letter in wide)
        return "utf-16" if wide and "\0" not in wide and western > _WESTERN * len(wide) else ""
    sample = content
    if len(content) > _SAMPLE:
        sample = content[:_SAMPLE].rpartition(b" ")[0] or content[:_SAMPLE]
    if in_unicode(sample, "utf-8") is not None:
        return ""
    scored = []
    for encoding in OLD_ENCODINGS:
        text = _MARKUP.sub(" ", in_unicode(sample, encoding) or "")
        share, number = soundness(text)
        if number >= _FEWEST_MARKED and share >= _SOUND:
            scored.append((share, encoding))
    return max(scored, key=lambda found: found[0])[1] if scored else ""


def _wide(content: bytes) -> str:
    """Return the codec of UTF-16, with a mark or without; empty where it isn't that."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:_SAMPLE]
    if sample.count(0) <= len(sample) / 10 or len(content) % 2:
        return ""
    # Blanks and signs of ASCII have their zero behind them, or before.
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def in_unicode(content: bytes, encoding: str) -> str | None:
    """Read bytes by a key of `OLD_ENCODINGS` or a codec; None where they aren't that."""
    try:
        if encoding == "utf-16":
            return content.decode(_wide(content) or "utf-16-le").removeprefix("\ufeff")
        if encoding == "windows-1258":
            return unicodedata.normalize("NFC", content.decode("cp1258"))
        if encoding in OLD_ENCODINGS:
            return _by_table(OLD_ENCODINGS[encoding])(content.decode("latin-1"))
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def read_anew(content: bytes, encoding: str) -> str | None:
    """Read a file by a key of `OLD_ENCODINGS`, one too that somebody saved as UTF-8 since.

    Entities of a page's markup are letters too, but for those that markup needs.
    """
    text = in_unicode(content, "utf-8")
    if text is None or encoding == "utf-16":
        return in_unicode(content, encoding)
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _readings()[OLD_ENCODINGS[encoding]](text)


def repaired(page: str) -> tuple[str, str]:
    """Read a page anew that was written, or read, in another encoding.

    Parameters
    ----------
    page : str

    Returns
    -------
    tuple of str
        The encoding, empty where the page is sound, and the page with those lines put right that
        are the more Vietnamese for it.

    Examples
    --------
    >>> repaired("Hai bÖnh viÖn ®· ký tháa thuËn hîp t¸c vÒ y tÕ.")
    ('TCVN3', 'Hai bệnh viện đã ký thỏa thuận hợp tác về y tế.')
    """
    votes: Counter[str] = Counter()
    lines = page.splitlines(keepends=True)
    for line in lines:
        if _is_spoilt(line):
            read = {name: reading(line) for name, reading in _readings().items()}
            # What several read as syllables is that of the commoner letters.
            name = max(read, key=lambda name: (soundness(read[name])[0], _commonness(read[name])))
            if soundness(read[name])[0] >= _SOUND:
                votes[name] += len(line)
    if not votes:
        right = without_ligatures(page)
        return "" if right == page else "ligatures (ﬁ for fi)", right
    encoding = votes.most_common(1)[0][0]
    return encoding, without_ligatures("".join(sounder(line, encoding) for line in lines))


def without_ligatures(text: str) -> str:
    """Return a text with the letters of print that stand for several spelled out.

    Examples
    --------
    >>> without_ligatures("Identiﬁcation")
    'Identification'
    """
    return text.translate(_SPELLED_OUT)


def sounder(line: str, encoding: str) -> str:
    """Return a line read by an encoding where that makes it more Vietnamese."""
    right = _readings().get(encoding, str)(line)
    # Sound text is no UTF-8 when it is turned into bytes, and stays; by a table it may not.
    first, second = (right, line) if encoding.startswith("UTF-8") else (line, right)
    return max(first, second, key=lambda text: soundness(text)[0])


def _is_spoilt(line: str) -> bool:
    """Tell a line whose words beyond ASCII are mostly no Vietnamese syllables."""
    sound, number = soundness(line)
    return number >= _FEWEST_MARKED and sound < _SPOILT


def soundness(line: str) -> tuple[float, int]:
    """Give the share of a line's words beyond ASCII that are Vietnamese, and how many these are."""
    words = [word for word in WORD.findall(line) if not word.isascii()]
    sound = sum(is_vietnamese(plain_word(word)) for word in words)
    return sound / max(len(words), 1), len(words)


def _commonness(line: str) -> float:
    """Give how common a line's letters beyond ASCII are: less the mean of their ranks."""
    ranks = [_OFTEN.find(letter) % 100 for letter in line if not letter.isascii()]
    return -sum(ranks) / max(len(ranks), 1)


def plain_word(word: str) -> str:
    """Return a word in small, composed letters."""
    return unicodedata.normalize("NFC", word).lower()


@lru_cache(maxsize=100_000)
def is_vietnamese(word: str) -> bool:
    """Tell a syllable, in Vietnamese letters alone, with one marked vowel or ươ."""
    marked = "".join(letter for letter in word if not letter.isascii() and letter != "đ")
    one = len(marked) < 2 or (marked[0] == "ư" and marked[1:] in _AFTER_U)
    return one and _LETTERS.issuperset(word) and is_syllable(word)


@cache
def _readings() -> dict[str, Callable[[str], str]]:
    """Give by its name what puts each encoding right."""
    readings: dict[str, Callable[[str], str]] = {
        name: partial(_decoded, codec=codec, meant="utf-8") for name, codec in _MISREAD.items()
    }
    once = readings["UTF-8 read as Windows-1252"]
    readings["UTF-8 read twice as Windows-1252"] = partial(_after, once, once)
    readings["Windows-1258"] = partial(_decoded, codec="cp1252", meant="cp1258")
    back = partial(_decoded, codec="cp1258", meant="latin-1")
    # Its signs from 128 to 159 are other signs in Windows-1252.
    plain = partial(_decoded, codec="cp1252", meant="latin-1")
    readings["VISCII"] = partial(_after, plain, _by_table("VISCII"))
    for encoding in ("TCVN3", "VNI"):
        readings[encoding] = _by_table(encoding)
        readings[f"{encoding} read as Windows-1258"] = partial(_after, back, readings[encoding])
    return readings


def _after(first: Callable[[str], str], second: Callable[[str], str], text: str) -> str:
    return second(first(text))


def _by_table(encoding: str) -> Callable[[str], str]:
    """Give the reading by the table of an encoding's letters."""
    rows = read_rows("old_encodings.csv")
    letters = {
        # A sign that can't be shown stands as its code.
        chr(int(row["written"][2:], 16)) if row["written"][:2] == "\\x" else row["written"]: row[
            "letter"
        ]
        for row in rows
        if row["encoding"] == encoding
    }
    written = re.compile("|".join(map(re.escape, sorted(letters, key=len, reverse=True))))
    return lambda text: written.sub(lambda match: letters[match[0]], text)


def _decoded(text: str, codec: str, meant: str) -> str:
    """Turn text back into bytes by a codec and read these as what was meant, where that goes."""
    found, run = [], bytearray()
    for sign in text.replace("Ã ", "Ã\xa0") + "\n":
        if (byte := _bytes(codec).get(sign)) is not None:
            run.append(byte)
            continue
        try:
            found.append(run.decode(meant))
        except UnicodeDecodeError:
            found.append(run.decode(codec, "replace"))
        found.append(sign)
        run.clear()
    return unicodedata.normalize("NFC", "".join(found)[:-1])


@cache
def _bytes(codec: str) -> dict[str, int]:
    """Give the byte of each sign beyond ASCII; one without a sign stands for itself."""
    known = {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(128, 256)}
    return {chr(byte): byte for byte in range(128, 256)} | known if codec == "cp1252" else known
