"""Cleaning on pages: ``python -m tests.benchmarks.cleaning [texts.jsonl]``.

The invented pages of the tests; then pages composed around articles, those of these pages or of
a JSONL file with a column ``text``: links and comments below, lists inside, menus of 6 to 27 lines
above. A lost paragraph is a line of eight words or more that ends as a sentence does.

A file whose rows also have an ``outlet`` and ``lines`` (each with ``start``, ``end`` and ``label``:
title, lead, body, caption, byline, boilerplate, or skip) is of labelled pages: they are printed by
outlet, whole and cut above the headline.
"""

import json
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

from helpers.cleaning import label_parts

PAGES = Path(__file__).parent.parent / "cleaning" / "pages"
MENU = (
    "Trang chủ",
    "Thời sự",
    "Thế giới",
    "Kinh doanh",
    "Video",
    "Podcasts",
    "Nhà đất",
    "Giới trẻ",
    "Bạn đọc",
    "Đời sống",
    "Xe",
    "Sức khỏe",
    "Pháp luật",
    "Giáo dục",
    "Thể thao",
    "Giải trí",
    "Công nghệ",
    "Du lịch",
    "Mới nhất",
    "Media",
    "Tin tức",
    "Ảnh",
    "Infographic",
    "Đăng nhập",
    "Tìm kiếm",
    "Multimedia",
    "Tiêu dùng",
    "Tuổi Trẻ Online",
    "Ý kiến",
    "Phóng sự",
)
LISTS = ("Tin liên quan", "Cùng chuyên mục", "Xem thêm", "Tin khác", "Đọc nhiều", "Tin mới nhất")
DATES = ("12/03/2025 09:41 GMT+7", "Thứ Hai, 20/5/2024, 08:00 (GMT+7)")
TEXT = {"lead", "body"}
LETTERS = {"title": "T", "lead": "L", "body": "B", "caption": "C", "byline": "Y", "skip": "S"}
Page = list[tuple[str, str]]


def main(path: str | None = None) -> None:
    """Print the table; `path` names a JSONL file with a column ``text``."""
    path = path or (sys.argv[1] if len(sys.argv) > 1 else None)
    rows = _rows(Path(path)) if path else []
    if rows and "lines" in rows[0]:
        _print_by_outlet(rows)
        return
    pages = [_read(page) for page in sorted(PAGES.glob("*.txt"))]
    _print("the tests' pages", pages)
    _print("from the headline on", [page[_top(page) :] for page in pages])
    articles = _texts(rows) if path else [_article(page) for page in pages]
    count = 700 if path else 300
    rng = random.Random(7)
    _print("composed", [_composed(articles, number, rng) for number in range(count)])
    _print("composed, with a menu", [_composed(articles, n, rng, menu=True) for n in range(count)])
    _print("nothing around", [_bare(article, rng) for article in articles])
    texts = ["\n".join(article) for article in articles][:500]
    start = time.process_time()
    for text in texts:
        label_parts(text)
    size = sum(len(text.encode()) for text in texts)
    print(f"{size / 1e6 / (time.process_time() - start):.2f} MB/s a core")


def _read(path: Path) -> Page:
    return [(line[0], line[2:]) for line in path.read_text(encoding="utf-8").splitlines()]


def _top(page: Page) -> int:
    return [letter for letter, _ in page].index("T")


def _article(page: Page) -> list[str]:
    return [line for letter, line in page if letter in "LB"]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _print_by_outlet(rows: list[dict[str, Any]]) -> None:
    outlets = {
        outlet: [_labelled(row) for row in rows if row["outlet"] == outlet]
        for outlet in sorted({row["outlet"] for row in rows})
    }
    outlets["all outlets"] = [page for pages in outlets.values() for page in pages]
    for outlet, pages in outlets.items():
        _print(outlet, pages)
        titled = [page for page in pages if any(letter == "T" for letter, _ in page)]
        _print("  from the headline on", [page[_top(page) :] for page in titled])


def _labelled(row: dict[str, Any]) -> Page:
    """Give a labelled page's lines; blank ones between them have no letter."""
    page: Page = []
    end = 0
    for line in row["lines"]:
        blank = row["text"].count("\n", end, line["start"]) > 1
        page += [("", "")] * blank
        end = line["end"]
        page.append((LETTERS.get(line["label"], "X"), row["text"][line["start"] : end]))
    return page


def _texts(rows: list[dict[str, Any]]) -> list[list[str]]:
    # Captions and bylines are left out: paragraphs alone have no other label.
    texts = (
        [line.strip() for line in row["text"].splitlines() if _is_paragraph(line.strip())]
        for row in rows
    )
    return [text for text in texts if len(text) >= 4]


def _is_paragraph(line: str) -> bool:
    return len(line.split()) >= 8 and line[-1] in ".!?…" and "ảnh" not in line.casefold()


def _title(article: list[str], rng: random.Random) -> str:
    """Write a title in an article's own words."""
    long = [line for line in article if len(line) > 60] or article
    sentence = max(re.split(r"[.!?:]", rng.choice(long[:3])), key=len)
    return " ".join(sentence.split()[: rng.randint(8, 14)]).rstrip(",;- ")


def _links(articles: list[list[str]], rng: random.Random, count: int) -> Page:
    """Write titles of other articles in one of the ways in which lists print them."""
    style = rng.choice(("plain", "twice", "dated", "teaser"))
    links: Page = []
    for _ in range(count):
        article = rng.choice(articles)
        title = _title(article, rng)
        links.append(("X", title))
        if style == "twice":
            links.append(("X", title))
        if style == "dated":
            links.append(("X", rng.choice(DATES)))
        if style == "teaser":
            links.append(("X", article[0]))
    return links


def _bare(article: list[str], rng: random.Random) -> Page:
    return [("T", _title(article, rng)), *(("B", line) for line in article)]


def _composed(
    articles: list[list[str]], number: int, rng: random.Random, *, menu: bool = False
) -> Page:
    """Set an article among other matter."""
    own = articles[number % len(articles)]
    title, *body = _bare(own, rng)
    page: Page = []
    if menu:
        page += [("X", name) for name in rng.sample(MENU, rng.randint(6, 27))]
    page += [title, ("X", rng.choice(DATES)), ("X", "Chia sẻ")]
    others = [article for article in articles if article is not own]
    if len(body) > 5 and rng.random() < 0.5:
        at = rng.randint(2, len(body) - 2)
        body[at:at] = [("X", rng.choice(LISTS)), *_links(others, rng, rng.randint(2, 4))]
    page += [*body, ("Y", "Lê Tám")]
    for _ in range(rng.randint(1, 3)):
        page += [("X", rng.choice(LISTS)), *_links(others, rng, rng.randint(3, 8))]
    page += [("X", "Bình luận (2)"), ("X", "Nguyễn Văn Bảy"), ("X", "Cảm ơn tác giả bài viết.")]
    return [*page, ("X", "© Bản quyền thuộc về Báo Làng")]


def _print(name: str, pages: list[Page]) -> None:
    """Label pages and print how well."""
    right = lost = whole = kept = found = missed = furniture = 0
    for page in pages:
        parts = list(label_parts("\n".join(line for _, line in page))["part"])
        pairs = list(zip([line for line in page if line[0]], parts, strict=True))
        right += any(letter == "T" and part == "title" for (letter, _), part in pairs)
        gone = [line for (letter, line), part in pairs if letter in "LB" and part not in TEXT]
        lost += any(map(_is_paragraph, gone))
        missed += len(gone)
        text = sum(letter in "LB" and part in TEXT for (letter, _), part in pairs)
        found += text
        whole += not text
        kept += sum(letter not in "LBTS" and part in TEXT for (letter, _), part in pairs)
        furniture += sum(letter == "X" for letter, _ in page)
    precision, recall = found / (found + kept), found / (found + missed)
    print(
        f"{name}: {len(pages)} pages, P {precision:.3f} R {recall:.3f} "
        f"F1 {2 * precision * recall / (precision + recall):.3f}, titles {right}, "
        f"pages that lost a paragraph {lost}, all {whole}, "
        f"other lines kept {kept} of {furniture} of furniture"
    )


if __name__ == "__main__":
    main()
