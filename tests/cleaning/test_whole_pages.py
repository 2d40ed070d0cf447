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


ARTICLE = (
    "Bệnh viện tỉnh Tre mở khoa lão",
    "Bệnh viện tỉnh Tre hôm qua mở khoa lão với bốn mươi giường cho người cao tuổi trong vùng.",
    "Khoa lão có sáu bác sĩ, mười hai điều dưỡng và một phòng tập phục hồi chức năng rộng rãi.",
    "Giám đốc bệnh viện nói người cao tuổi chiếm một phần ba số người bệnh nằm viện năm ngoái.",
)
ENDS = (
    (
        "Ngành y tế đặt ra hai việc cho những năm tới:",
        "- Lập thêm khoa lão ở ba huyện miền núi;",
        "- Dạy con cháu cách chăm sóc ở nhà.",
        "Kinh phí lấy từ nguồn xã hội hóa, không đợi ngân sách cấp trên.",
    ),
    (
        "Hồ sơ đăng ký gửi trực tuyến, mỗi nhà một mã riêng.",
        "Ai khó đi lại sẽ có xe đưa đón tận cửa vào sáng thứ tư.",
    ),
)
LINKS = ("Cây cầu treo qua sông Lúa lỡ hẹn thông xe", "Đội bóng làng Mía vào chung kết giải trẻ")


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("under", [("Thứ Hai, 20/5/2024, 08:00 (GMT+7)",), ()])
def test_the_end_of_an_article_under_a_list_of_links_is_kept(end, under):
    links = [line for link in LINKS for line in (link, *(under or (link,)))]
    lines = [*ARTICLE, "Tin liên quan", *links, *end, "Lê Tám", "Bình luận (2)"]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[line] for line in end] == ["body"] * len(end)
    assert parts["Lê Tám"] == "byline"
    assert {parts[link] for link in LINKS} == {"boilerplate"}


@pytest.mark.parametrize("under", [("Thứ Hai, 20/5/2024, 08:00 (GMT+7)",), ()])
def test_a_heading_that_lacks_what_the_links_above_it_have_is_the_articles(under):
    heading = "Người nhà phải học cách chăm ở nhà"
    links = [line for link in LINKS for line in (link, *(under or (link,)))]
    text = "Mỗi chiều thứ năm, điều dưỡng dạy cách trở mình, tắm gội và cho ăn đúng bữa."
    lines = [*ARTICLE, "Tin liên quan", *links, heading, text, text.replace("năm", "sáu")]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert parts[heading] == "body"
    assert {parts[link] for link in LINKS} == {"boilerplate"}


def test_a_list_that_the_text_announces_is_no_row_of_links():
    items = [
        "Đi cầu thang bộ thay cho thang máy mỗi sáng",
        "Tắt máy thu hình trước giờ ngủ một tiếng",
        "Trồng vài chậu rau ngoài hiên cho khuây khỏa",
    ]
    lines = [*ARTICLE, "Bác sĩ khoa lão khuyên người cao tuổi ba điều để sống vui và khỏe:", *items]
    lines += ["Khoa lão nhận người bệnh từ thứ hai đến thứ sáu hằng tuần.", "Tin liên quan", *LINKS]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[item] for item in items] == ["body"] * 3


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Đại biểu tham dự lễ khai trương khoa", "caption"),
        ("Quang cảnh buổi lễ.", "caption"),
        ("Giám đốc Lê Tám (bìa phải) trao hoa cho điều dưỡng", "caption"),
        ("Ông Lê Tám phát biểu tại buổi lễ", "caption"),
        ("Bác sĩ khoa lão chụp ảnh lưu niệm với người bệnh", "caption"),
        # Sentences and headings may be the article's.
        ("Giám đốc Lê Tám (bìa phải) trao hoa cho các điều dưỡng trực đêm.", "body"),
        ("Người già ở lại một mình", "body"),
        ("Mở thêm khoa lão tại Hội An", "body"),
    ],
)
def test_a_caption_is_told_by_who_stands_where_and_by_the_occasion(line, part):
    title, first, *text = ARTICLE
    lines = [title, first, line, *text]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert parts[line] == part


def test_a_sentence_that_names_a_licence_ends_no_article():
    sentence = "Phòng khám tư bên cạnh bị phạt 20 triệu đồng và tước giấy phép hoạt động 4 tháng."
    licence = "Giấy phép hoạt động số 12/GP-STTTT ngày 3/4/2020"
    lines = [*ARTICLE[:2], sentence, *ARTICLE[2:], "Lê Tám", "Tin liên quan", *LINKS, licence]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[line] for line in (sentence, *ARTICLE[2:])] == ["body"] * 3
    assert parts[licence] == "boilerplate"


def test_questions_in_a_row_are_no_links():
    asked = ["Ai sẽ trả tiền thuốc cho người già?", "Vì sao chưa có khoa lão ở huyện?"]
    lines = [*ARTICLE[:3], *asked, *ARTICLE[3:], "Tin liên quan", *LINKS, "Bình luận (2)"]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[line] for line in asked] == ["body"] * 2


def test_the_sections_of_links_are_no_end_of_the_article():
    links = [line for link in LINKS for line in (link, "Thời sự")]
    end = "Ai khó đi lại sẽ có xe đưa đón tận cửa vào sáng thứ tư hằng tuần."
    lines = [*ARTICLE, "Tin liên quan", *links, end, "Lê Tám", "Bình luận (2)"]
    parts = list(label_parts("\n".join(lines))["part"])
    assert parts[lines.index(end)] == "body"
    assert set(parts[len(ARTICLE) : lines.index(end)]) == {"boilerplate"}


def test_a_heading_over_the_last_paragraph_is_no_link_though_names_stand_below():
    end = (
        "Người cao tuổi trong vùng mong gì",
        "Người cao tuổi mong có xe đưa đón vào sáng thứ tư.",
    )
    lines = [*ARTICLE, *end, "Lê Tám", "Tin liên quan", *LINKS, "Bình luận (2)"]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[line] for line in end] == ["body"] * 2


def test_what_follows_one_link_is_the_articles_if_its_next_part_follows():
    text = (
        "Điều dưỡng trưởng dặn con cháu ghi sổ hằng ngày rồi đem theo mỗi lần tái khám.",
        "Người cao tuổi trong vùng mong gì",
        "Người cao tuổi trong vùng mong có xe đưa đón, vì bệnh viện tỉnh ở xa bản.",
    )
    lines = [*ARTICLE[:3], "Tin liên quan", LINKS[0], LINKS[0], *text, *ARTICLE[3:], "Lê Tám"]
    lines += ["Tin khác", *LINKS]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[line] for line in text] == ["body"] * 3


def test_a_paragraph_with_the_leads_sign_inside_the_text_is_another_articles():
    title, first, *text = ARTICLE
    set_in = [
        "Khoa lão ở tỉnh bên sắp quá tải",
        "LTV.vn - Khoa lão tỉnh bên nhận gấp đôi số người.",
    ]
    lines = [title, f"LTV.vn - {first}", text[0], *set_in, text[1], "Lê Tám", "Tin khác", *LINKS]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert [parts[line] for line in set_in] == ["boilerplate"] * 2
    assert [parts[line] for line in text] == ["body"] * 2


TABLE = (
    "Huyện",
    "Người bệnh",
    "Mía",
    "21.870",
    "4,1",
    "Lúa",
    "22.315",
    "3,7",
    "Nậm",
    "23.960",
    "9,6",
)
PARTED = {
    "a table": ((*ARTICLE[1:], *TABLE[:8]), (*TABLE[8:], "CÒN NHIỀU VIỆC", ARTICLE[3])),
    "a table's head": ((*ARTICLE[1:], *TABLE[:2]), (*TABLE[2:], "CÒN NHIỀU VIỆC", ARTICLE[3])),
    "questions and answers": (
        (*ARTICLE[1:3], "Ai được nhận vào khoa lão?", "- Người từ bảy mươi tuổi trở lên."),
        ("Con cháu có nản lòng không?", "- Lúc đầu có. Sau tôi mời họ vào.", "* Xin cảm ơn."),
    ),
    "a heading and the end": (
        ARTICLE[1:],
        ("Giám đốc nói gì?", "Theo giám đốc, khoa lão sẽ nhận người già từ ba huyện miền núi."),
    ),
    "the second of its first paragraphs": (
        (ARTICLE[1], "Bệnh viện nhận người cao tuổi mắc các bệnh:"),
        (
            "Tim mạch mạn tính",
            "Đau khớp",
            "Phía trường y sẽ cử giảng viên sang hướng dẫn bên giường hai lần mỗi năm.",
            "Phát biểu trong lễ cắt băng, lãnh đạo huyện nhấn mạnh đây là bước đi quan trọng.",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("under", ["Thứ Hai, 20/5/2024, 08:00 (GMT+7)", "", "teaser"])
@pytest.mark.parametrize("menu", [("Trang chủ", "Xe", "Video", "Sức khỏe", "Bạn đọc", "Ảnh"), ()])
@pytest.mark.parametrize("parted", PARTED)
def test_text_that_a_list_of_links_parts_is_kept_to_its_byline(parted, menu, under):
    above, below = PARTED[parted]
    teasers = (
        "Sau ba lần lỡ hẹn, cầu treo vẫn chờ cáp.",
        "Đội bóng thắng nhờ quả đá phạt phút cuối.",
    )
    under = teasers if under == "teaser" else (under, under)
    links = [line for each in zip(LINKS, under, strict=True) for line in each if line]
    lines = [*menu, ARTICLE[0], "20/5/2024 08:00", "Chia sẻ", *above, "Tin khác", *links, *below]
    lines += ["Lê Tám", "Tin liên quan", *links, "Bình luận (2)"]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert parts[ARTICLE[0]] == "title"
    assert [(line, parts[line]) for line in (*above, *below) if parts[line] != "body"] == []
    assert {parts[link] for link in links} == {"boilerplate"}


def test_subject_tags_without_a_heading_follow_the_mark_that_ends_a_report():
    *text, last = ARTICLE
    tags = ["bệnh viện tỉnh", "khoa lão", "Thụy Sĩ"]
    lines = [*text, f"{last[:-1]}./.", *tags, "Chia sẻ", "Tin khác", *LINKS]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert "body" not in {parts[tag] for tag in tags}


@pytest.mark.parametrize("head", ["Có thể bạn quan tâm", "RELATED STORIES", "ĐỌC THÊM TỪ BÁO LÀNG"])
@pytest.mark.parametrize(
    "own",
    [
        "Khó nhất là mùa lũ. Xe mắc ở ngầm tràn, điều dưỡng phải gùi máy đi bộ",
        "Chị Mơ đưa mẹ đi khám từ sáng. Khoa lão hẹn chị ba tuần nữa quay lại",
    ],
)
def test_two_sentences_without_a_last_full_stop_stay_after_a_link(head, own):
    title, *text = ARTICLE
    lines = [
        title,
        *text,
        *text[1:],
        head,
        LINKS[0],
        own,
        *text[1:],
        "Lê Tám",
        "Tin khác",
        LINKS[1],
    ]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert parts[LINKS[0]] == "boilerplate"
    assert parts[own] == "body"


def test_neither_a_table_of_contents_nor_a_live_reports_clock_hides_the_title():
    title, *text = ARTICLE
    contents = ["Tham vấn y khoa bởi bác sĩ Lê Tám, khoa lão", "Mục lục"]
    heads = ["1. Khoa lão là gì?", "2. Ai được nhận?", "3. Chi phí"]
    lines = [
        title,
        *contents,
        *heads,
        text[0],
        *(line for each in zip(heads, text, strict=True) for line in each),
    ]
    assert label_parts("\n".join(["Tin tức", "Khoa lão", *lines]))["part"][2] == "title"
    entries = [
        "18:40",
        "Khoa lão bệnh viện tỉnh đón người",
        text[0],
        "17:05",
        "Xe đã tới nơi",
        text[1],
    ]
    page = label_parts("\n".join(["Video", title, "TÓM TẮT", "- Mở bốn mươi giường", *entries]))
    assert list(page["text"][page["part"] == "title"]) == [title]
    assert page["part"][5] == "body"


@pytest.mark.parametrize("count", ["{}/4", "{} / 4"])
def test_the_counter_of_pictures_is_no_table(count):
    lines = [ARTICLE[0]]
    for at, line in enumerate(ARTICLE[1:], 1):
        lines += [count.format(at), "Người già chờ khám. Ảnh: Lê Tám", line]
    parts = label_parts("\n".join(lines))
    assert set(parts["part"][parts["text"].str.contains("/")]) == {"boilerplate"}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("The old ward at the province's hospital. — Photo courtesy of the hospital", "caption"),
        ("Nurses wait for the bus. — LNA/LNS Photo Lê Tám", "caption"),
        (f"{ARTICLE[0]} - Ảnh 2.", "caption"),
        (f"{ARTICLE[0]} - Photo 1", "caption"),
        ("128 câu trả lời", "boilerplate"),
        # The photograph itself may be spoken of.
        ("Photo courtesy is a matter that the ward's nurses settle among themselves.", "body"),
    ],
)
def test_what_stands_between_paragraphs_of_the_text(line, part):
    lines = [
        *ARTICLE[:2],
        line,
        *ARTICLE[2:],
        "Chúc cả nhà vui khỏe!",
        "Chia sẻ",
        "Tin khác",
        *LINKS,
    ]
    parts = dict(zip(lines, label_parts("\n".join(lines))["part"], strict=True))
    assert parts[line] == part
    assert parts["Chúc cả nhà vui khỏe!"] == "body"
