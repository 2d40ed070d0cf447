"""Web pages that tables lay out: the article's lines are paragraphs, the menu is none of them."""

import pytest

from helpers.cleaning import label_parts
from helpers.corpus.web_pages import read_html

TITLE = "Thị trấn ven sông mở lại chợ nổi sau mười năm vắng khách"
BODY = [
    f"Đoạn thứ {number}: ban quản lý chợ cho biết mỗi sáng có hơn một trăm ghe cập bến, chở trái "
    f"cây và rau củ từ các cù lao quanh vùng, nhiều gấp đôi so với tháng trước đó {number} tuần."
    for number in range(1, 6)
]
LINKS = ["Giới thiệu chung", "Tin hoạt động", "Thủ tục hành chính", "Văn bản chỉ đạo điều hành"]
MENU = "<br>".join(f'<a href="/{link}">{link}</a>' for link in LINKS)
ROWS = "".join(f'<tr><td><a href="/{link}">{link}</a></td></tr>' for link in LINKS)
LATER = '<div><b>Các tin khác</b><br><a href="/2">Cầu mới bắc qua sông thông xe trước Tết</a></div>'
FOOT = "Bản quyền thuộc Ủy ban nhân dân thị trấn. Điện thoại: 0233 000 000."
HEADED = f"<h1>{TITLE}</h1>"

# The cells that hold the menu and the article.
CELLS = {
    "lines are elements": (
        MENU,
        f"<div>{TITLE}</div><div>{''.join(f'<div>&nbsp;{text}</div><br>' for text in BODY)}</div>",
    ),
    "breaks between lines": (
        f"<table>{ROWS}</table>",
        f"{HEADED}<span>{'<br><br>'.join(BODY)}</span>",
    ),
    "breaks beside elements": (MENU, f"{HEADED}{'<br>'.join(BODY)}<table>{ROWS}</table>"),
    "a row for each line": (
        MENU,
        f"{HEADED}<table>{''.join(f'<tr><td><font>{text}</font></td></tr>' for text in BODY)}"
        "</table>",
    ),
    "a table in a table's cell": (
        f"<table>{ROWS}</table>",
        f"<table><tr><td>{HEADED}</td></tr><tr><td><table><tr><td>"
        f"{''.join(f'<p>{text}</p>' for text in BODY)}</td></tr></table></td></tr></table>",
    ),
}


def paragraphs(menu, article):
    """Return the paragraphs read from a portal's page of two cells under its name."""
    page = (
        f"<html><head><title>{TITLE}</title></head><body><table width=990>"
        f"<tr><td colspan=2>CỔNG THÔNG TIN ĐIỆN TỬ</td></tr><tr><td>{menu}</td>"
        f"<td>{article}{LATER}</td></tr><tr><td colspan=2>{FOOT}</td></tr></table></body></html>"
    )
    return read_html(page)[0].strip().split("\n\n")


@pytest.mark.parametrize("layout", CELLS)
def test_the_lines_of_an_article_in_a_cell_are_paragraphs_and_the_menu_is_left(layout):
    read = paragraphs(*CELLS[layout])
    assert [text for text in read if text in (TITLE, *BODY)] == [TITLE, *BODY]
    parts = label_parts("\n\n".join(read))
    counted = parts.loc[parts["part"].isin(["title", "lead", "body"]), "text"]
    assert counted.str.strip().tolist() == [TITLE, *BODY]


def test_a_table_of_figures_in_such_an_article_stays_a_table():
    figures = "<table><tr><td>Năm</td><td>Ghe</td></tr><tr><td>2021</td><td>340</td></tr></table>"
    lines = [f"<p>{text}</p>" for text in BODY]
    read = paragraphs(MENU, HEADED + "".join([*lines[:3], figures, *lines[3:]]))
    assert [text for text in read if text in BODY] == BODY
    assert "| 2021 | 340 |" in read
