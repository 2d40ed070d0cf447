"""Whole pages as "select all, copy" gives them: menus above, other stories and comments below.

The pages are invented, in the manner of many outlets; a letter before each line says what it is:
T title, L lead, B body, C caption, Y byline, X the rest.
"""

from pathlib import Path

import pytest

from helpers.cleaning import label_parts

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
TEXT = {"lead", "body"}


def read(path):
    """Return the letters and the lines of a page."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line[0] for line in lines], [line[2:] for line in lines]


@pytest.mark.parametrize("ending", ["\n", "\n\n"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_title_is_found_and_no_line_of_the_article_is_lost(path, ending):
    letters, lines = read(path)
    table = label_parts(ending.join(lines))
    parts = list(table["part"])
    assert [lines[at] for at, part in enumerate(parts) if part == "title"] == [
        line for letter, line in zip(letters, lines, strict=True) if letter == "T"
    ]
    assert not [
        (line, part)
        for letter, line, part in zip(letters, lines, parts, strict=True)
        if letter in "LB" and part not in TEXT
    ]
    assert (table["reason"] != "").all()


def test_little_furniture_is_counted():
    kept = furniture = 0
    for path in PAGES:
        letters, lines = read(path)
        parts = label_parts("\n".join(lines))["part"]
        furniture += letters.count("X")
        kept += sum(
            letter == "X" and part in TEXT for letter, part in zip(letters, parts, strict=True)
        )
    assert kept <= 0.02 * furniture


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_from_the_headline_on_nothing_changes(path):
    letters, lines = read(path)
    whole = list(label_parts("\n".join(lines))["part"])
    top = letters.index("T")
    assert list(label_parts("\n".join(lines[top:]))["part"]) == whole[top:]


def test_a_page_without_running_text_has_no_body():
    menu = ["Trang chủ", "Thời sự", "Thế giới", "Video", "Xe", "Nhà đất", "Đọc nhiều", "Liên hệ"]
    assert set(label_parts("\n".join(menu))["part"]) == {"boilerplate"}
