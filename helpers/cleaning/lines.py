"""A line of a pasted page: its text, its words, whether it ends a sentence, known phrases."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from helpers.data import read_column, read_rows

# Longer lines are never headings, dates, names or captions; looking no further keeps
# the time linear in the length of a line.
LONGEST_SHORT_LINE = 400
EDGE = " \t|*•·▪■►▶»›>–—-:.…+#_"
# A count of comments may stand after a teaser.
_SENTENCE_END = re.compile(r"[.!?…]([\"”’')\]]|\./)*(?:\s{2,}\d+)?$")
_AGENCY = re.compile(r"\s[—–-]\s?[A-Z]{2,6}(?:/[A-Z]{2,6})?$")
ALPHANUMERIC = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")


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
    listed: bool = False

    @property
    def bare(self) -> str:
        """The text without table pipes, bullets and colons around it."""
        return self.text.strip(EDGE)


def fold(text: str) -> str:
    """Small letters without diacritics: how an address or an image name spells a text."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(_PLAIN_WORD.findall(plain))


def syllables(text: str, limit: int = 400) -> set[str]:
    """Give the syllables of a text in small letters as a set, the first `limit` of them."""
    return set(ALPHANUMERIC.findall(text[: limit * 8].casefold())[:limit])


@cache
def headings() -> dict[str, str]:
    """Read the headings of what is not the article, and what each announces."""
    return {row["heading"]: row["kind"] for row in read_rows("page_headings.csv")}


@cache
def sections() -> frozenset[str]:
    """Read the names of newspaper sections."""
    return frozenset(read_column("page_sections.csv", "section"))


@cache
def phrases(kind: str, frame: str = "{}") -> re.Pattern[str]:
    """Compile the phrases of a kind of furniture, in small letters, set in a frame."""
    rows = read_rows("page_phrases.csv")
    patterns = [row["pattern"] for row in rows if row["kind"] == kind]
    # Those of a line's beginning in one group are tried there alone.
    first = "|".join(pattern[1:] for pattern in patterns if pattern[0] == "^")
    either = "|".join(pattern for pattern in patterns if pattern[0] != "^")
    either = "|".join(filter(None, (first and f"^(?:{first})", either)))
    return re.compile(frame.format(f"(?:{either})"))


def count_words(text: str) -> int:
    """Count the white-space separated words of a text, at most a hundred and one."""
    return len(text.split(None, 100)[:100])


def ends_sentence(text: str) -> bool:
    """Tell the end of a sentence: a paragraph has it, a title does not."""
    end = text[-24:]
    if end[-1:].isupper():
        end = _AGENCY.sub("", end)
    return _SENTENCE_END.search(end[-12:]) is not None


def resembles(text: str, title: str, share: float = 0.75) -> bool:
    """Say whether two lines hold mostly the same syllables (Dice coefficient)."""
    one, two = syllables(text), syllables(title)
    return bool(one and two) and 2 * len(one & two) >= share * (len(one) + len(two))
