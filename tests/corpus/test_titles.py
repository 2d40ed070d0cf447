"""Titles that may be none are named with their rows; sound ones are left."""

import csv

import pytest

from helpers.commands import main
from helpers.corpus import new_corpus, review_pages
from tests.corpus.test_quality import story

TITLE = "Nhật Bản tặng máy siêu âm cho tỉnh Sơn La"
TEXT = [
    "Ngày 12/3, đại diện Nhật Bản trao tặng bệnh viện tỉnh Sơn La ba máy siêu âm mới.",
    "Các bác sĩ của bệnh viện sẽ được tập huấn sử dụng trong sáu tháng tại Hà Nội.",
    "Tỉnh Sơn La cảm ơn phía bạn và mong hợp tác lâu dài về đào tạo điều dưỡng.",
]
PAGE = "\n\n".join([TITLE, *TEXT])


def doubt(title, page=PAGE, **known):
    return review_pages({"a": page}, {"a": {"title": title, **known}})["a"].doubt


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Báo Khoa học & Đời sống", "outlet"),
        ("báo khoa học & đời sống", "outlet"),
        ("Thời sự", "furniture"),
        ("Trang chủ > Y tế > Tin trong nước", "furniture"),
        ("14/03/2024 08:30", "furniture"),
        ("Thứ Năm, 14/03/2024 08:30 (GMT+7)", "furniture"),
        ("Tin liên quan", "furniture"),
        ("Lữ hành Việt | Thứ Tư, 17/07/2024", "furniture"),
        ("Chia sẻ bài viết", "furniture"),
        ("A+ A-", "furniture"),
        ("Bản quyền thuộc về Báo Miền Trung. Ghi rõ nguồn khi phát hành lại", "furniture"),
        ("Minh Phương - Thành Đạt", "name"),
        ("Theo TTXVN", "name"),
        ("Máy siêu âm ở bệnh viện tỉnh Sơn La (Ảnh: Thành Đạt).", "caption"),
        (TEXT[1], "sentence"),
        ("Ngày 12/3, đại diện Nhật Bản trao tặng bệnh viện tỉnh Sơn La", "beginning"),
        ("Chuyện lạ", "short"),
        ("Giới trẻ", "furniture"),
        ("Bất động sản nghỉ dưỡng", "apart"),
        ("Hai hãng hàng không mở thêm đường bay đến Phú Quốc", "apart"),
    ],
)
def test_what_is_no_title_is_doubted(title, kind):
    assert doubt(title, outlet="Báo Khoa học & Đời sống") == kind


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        TITLE.upper(),
        "Thêm ba máy siêu âm cho Sơn La: Món quà từ Nhật Bản?",
        "Bệnh viện tỉnh Sơn La có gì mới...",
        "Báo động tình trạng thiếu bác sĩ ở Sơn La",
        "“Chúng tôi mong hợp tác lâu dài”",
        "Ngày 12/3, Nhật Bản trao quà cho TP.HCM",
        "3 máy siêu âm và 5 bác sĩ",
    ],
)
def test_a_title_of_the_page_is_not_doubted(title):
    assert doubt(title) == ""
    assert doubt(title, PAGE.replace(TITLE, title)) == ""


def test_an_address_says_another_title():
    known = {"url": "https://bao.vn/y-te/hai-hang-hang-khong-mo-duong-bay-123456.html"}
    assert doubt(TITLE, **known) == "address"
    known["url"] = "https://bao.vn/nhat-ban-tang-tinh-son-la-may-sieu-am-20240312.htm?ref=home"
    assert doubt(TITLE, **known) == ""
    for none in ("https://bao.vn/", "https://bao.vn/a/12345", "https://bao.vn/index.php?id=3", "x"):
        assert doubt(TITLE, url=none) == ""


def test_check_names_doubtful_titles_with_row_and_what_the_page_has(tmp_path, capsys):
    files = []
    for number, title in enumerate([TITLE, "Bệnh viện mới mở cửa", *["Tin y tế trong tuần"] * 2]):
        text = "\n\n".join(TEXT) if number == 0 else story(number, 90)
        page = f"{title}\n\n{text}\n\nHôm nay có thêm {title.lower()} ở huyện {number} này."
        files.append(tmp_path / f"p{number}.txt")
        files[-1].write_text(page, encoding="utf-8")
    folder = tmp_path / "own"
    new_corpus(folder, files)
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"title": "Báo Thử", "outlet": "Báo Thử"}
    with (folder / "articles.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "1 to look at" in said and "Doubtful titles in 3 of 4 rows" in said
    assert f"row 2, p0: “Báo Thử” is the outlet's name; its page has “{TITLE}”" in said
    assert said.count("“Tin y tế trong tuần” stands in several rows") == 2
    assert "p1" not in said
