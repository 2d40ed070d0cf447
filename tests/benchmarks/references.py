"""Speed of the reference extractor: ``python -m tests.benchmarks.references``."""

from __future__ import annotations

import itertools
import time

from helpers.corpus import load_corpus
from helpers.references import find_references

TYPES = ("Nghị định", "Thông tư", "Quyết định", "Nghị quyết", "Chỉ thị")
SYMBOLS = ("NĐ-CP", "TT-BYT", "QĐ-TTg", "NQ-HĐND", "CT-TTg")
TEMPLATES = (
    "Ngày {day}/{month}/{year}, Bộ Y tế đã ban hành {type} số {number}/{year}/{symbol} về việc "
    "đấu thầu thuốc, vật tư và trang thiết bị tại các cơ sở y tế công lập trong cả nước. ",
    "Theo Điều {day} {type} {number} của Chính phủ, cơ sở khám chữa bệnh phải báo cáo hằng quý "
    "về số lượt người bệnh và kinh phí đã dùng, như Luật Dược năm 2016 cũng quy định. ",
    "{type} này thay thế Thông tư {number} và {month}/{year}; các địa phương tự bố trí nguồn lực "
    "để thực hiện trong ba năm đầu, sau đó tổng kết và đề xuất việc sửa đổi nếu cần. ",
)

# Repeated, each could make a careless grammar read the same letters again and again.
HARD = ("số ", "(", "1/", "Nghị định số 1/", "các Quyết định 12, ", "Nghị quyết này ", "Luật A ")
HARD_CHARACTERS = 40_000


def dense_text(characters: int) -> str:
    """Write a text in which every sentence cites documents."""
    pieces, length = [], 0
    for count in itertools.count():
        template = TEMPLATES[count % len(TEMPLATES)]
        piece = template.format(
            type=TYPES[count % len(TYPES)],
            symbol=SYMBOLS[count % len(SYMBOLS)],
            number=count % 900 + 1,
            day=count % 28 + 1,
            month=count % 12 + 1,
            year=2000 + count % 25,
        )
        pieces.append(piece)
        length += len(piece)
        if length >= characters:
            return "".join(pieces)[:characters]


def seconds(text: str, *, runs: int = 2) -> float:
    """Processor time to find the references of a text; the least of so many runs."""
    spent = []
    for _ in range(runs):
        start = time.process_time()
        find_references(text)
        spent.append(time.process_time() - start)
    return min(spent)


def megabytes(text: str) -> float:
    """Size of a text in UTF-8, in megabytes."""
    return len(text.encode("utf-8")) / 1e6


def main() -> None:
    """Print speeds on corpus text and dense text, and how time grows with the text."""
    corpus = load_corpus()
    pages = "\n".join(corpus.page(article) for article in corpus.articles.index)
    find_references(pages)
    for name, text in (("corpus pages", pages * 60), ("dense text", dense_text(1_500_000))):
        size = megabytes(text)
        print(f"{name}: {size:.1f} MB, {size / seconds(text):.1f} MB/s")
    print("pages repeated, size and time:")
    last = None
    for exponent in range(5):
        text = pages * (24 * 2**exponent)
        taken = seconds(text)
        ratio = f", {taken / last:.2f} times the time of half" if last else ""
        print(f"  {megabytes(text):5.1f} MB {taken:6.2f} s{ratio}")
        last = taken
    print(f"hard pieces repeated, {HARD_CHARACTERS:,} characters, times the time of half:")
    for piece in HARD:
        half = piece * (HARD_CHARACTERS // len(piece) // 2)
        print(f"  {piece!r:<24} {seconds(half + half, runs=3) / seconds(half, runs=3):.2f}")


if __name__ == "__main__":
    main()
