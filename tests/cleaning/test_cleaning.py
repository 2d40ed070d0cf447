"""Cleaning: the five pages against their annotation, invented pages, any text at all."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import label_parts, normalise
from helpers.cleaning.parts import PARTS
from tests.annotated_pages import ARTICLES, annotation_of, read_page


@pytest.mark.parametrize("article", ARTICLES)
def test_five_pages_agree_with_the_annotation(article):
    rows = annotation_of(article, "parts.csv")
    table = label_parts(read_page(article))
    found = list(zip(table["start"], table["end"], table["part"], strict=True))
    assert found == [(int(row["start"]), int(row["end"]), row["part"]) for row in rows]
    assert set(table["part"]) <= set(PARTS)
    assert (table["reason"] != "").all()


@pytest.mark.parametrize("article", ARTICLES)
def test_coded_sentences_stand_in_the_clean_text_in_order(article):
    table = label_parts(read_page(article))
    clean = "\n".join(table.loc[table["part"].isin(["title", "lead", "body"]), "text"])
    place = 0
    for row in annotation_of(article, "frames.csv"):
        place = clean.find(row["text"], place)
        assert place >= 0, row["text"]
        place += len(row["text"])


def test_glued_boundaries_of_the_segmented_page_are_cut():
    clean = normalise(read_page("uk-hcmc-hub"))
    assert "_" not in clean
    for end, start in [("ASEAN", "Anh"), ("HCM.", "Sự"), ("Nam Á.", "Ngoài"), ("Trần", "Vương")]:
        assert f"{end}\n{start}" in clean


# --- normalise; every text below is invented -------------------------------------------


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Hòa\u0300", unicodedata.normalize("NFC", "Hòa\u0300")),
        ("y te\u0302\u0301", "y tế"),
        ("\ufeffsức\u200b khỏe\u00ad", "sức khỏe"),
        ("100\u00a0giường\u3000bệnh", "100 giường bệnh"),
        ("dòng một\r\ndòng hai\n", "dòng một\r\ndòng hai\n"),
        ("👩\u200d⚕️ khám", "👩\u200d⚕️ khám"),
        ("", ""),
        (" \n ", " \n "),
    ],
)
def test_normalise_characters(text, clean):
    assert normalise(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Bệnh_viện mở thêm 5 khoa , phòng .", "Bệnh viện mở thêm 5 khoa, phòng."),
        ('Bà nói : " Cần thêm bác_sĩ " .', 'Bà nói: "Cần thêm bác sĩ".'),
        ("Trạm y_tế ( mới ) mở lúc 7 : 30", "Trạm y tế (mới) mở lúc 7:30"),
        ("Gửi về hop_thu@bao.vn trước ngày_mai .", "Gửi về hop_thu@bao.vn trước ngày mai."),
        ("Tải bang_gia.xlsx của bệnh_viện .", "Tải bang_gia.xlsx của bệnh viện."),
        ("Ông là PGS._TS._Lê_Văn_Tám ở bệnh_viện .", "Ông là PGS. TS. Lê Văn Tám ở bệnh viện."),
    ],
)
def test_normalise_undoes_segmentation(text, clean):
    assert normalise(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Mẫu đơn có ô họ_tên, xin điền đủ và gửi về phòng khám trước cuối tuần này nhé.",
        "Xem https://bao.vn/suc_khoe/tin_moi.html để biết thêm",
        "Tệp anh_benh_vien.jpg và so_lieu_2024.csv",
        "Giá : 5 đồng ( đã gồm thuế ) .",
        "Họ tên: ____ Tuổi: __",
    ],
)
def test_normalise_leaves_plain_text_alone(text):
    assert normalise(text) == text


def test_glue_is_cut_where_the_words_stand_alone_elsewhere():
    text = (
        "Làng_Lúa mở trạm y_tế kiểu WHO_Nhật tặng trạm hai máy siêu_âm. Hôm_nay , máy đã tới "
        "xã Đ._Thắng . WHO khen trạm . Nhật sẽ tặng thêm ở Đông_Á.Ngoài ra , xã có xe cứu_thương ."
    )
    clean = normalise(text)
    assert "kiểu WHO\nNhật tặng" in clean
    assert "Đông Á.\nNgoài ra, xã" in clean


@pytest.mark.parametrize("function", [normalise, label_parts])
@pytest.mark.parametrize("value", [None, 3, b"abc", ["a"]])
def test_what_is_not_text_is_named(function, value):
    with pytest.raises(TypeError, match=type(value).__name__):
        function(value)


# --- label_parts on invented pages: T title, L lead, B body, C caption, Y byline, X the rest

PAGES = {
    "plain article": """
T Làng Lúa có trạm y tế mới
B Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.
B Đông vui như hội
B “Từ nay khỏi phải đi xa”
B Trưởng trạm nói trạm có năm phòng và hai bác sĩ.
B Chia sẻ với phóng viên, bà con cho biết rất vui khi trạm y tế mở cửa.
B Xem thêm sổ tay của trạm là cách tốt để hiểu việc khám ở đây.""",
    "no title": """
B Trạm y tế làng Lúa sáng nay đón người bệnh đầu tiên sau hai năm xây dựng.
B Trạm có năm phòng.""",
    "links in the body and after the byline": """
X Trang chủ > Sức khỏe
X Thứ Hai, 20/5/2024, 08:00 (GMT+7)
T Làng Lúa có trạm y tế mới
X Chia sẻ
L (Báo Làng) - Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.
X Tin liên quan
X Chợ huyện dời sang bờ sông
X Đội bóng trường Tre giành cúp
B Trạm y tế làng Lúa có năm phòng, hai bác sĩ và một xe cứu thương.
C ![](https://bao.vn/anh_tram.jpg)
C Toàn cảnh trạm y tế làng Lúa
X >> Giá lúa lên cao nhất ba năm
B Bà con làng Lúa nói trạm y tế mới giúp họ khỏi đi xa.
Y BÌNH MINH
X Tin liên quan
X Chợ huyện dời sang bờ sông
X Chợ huyện dời sang bờ sông
X Ngày 2/5/2024, chợ huyện dời sang bờ sông để tránh lũ.
X Từ khóa:
X làng Lúa
X trạm y tế
X Bình luận (1)
X Nguyễn Văn Bảy
X Mong trạm sớm có thêm bác sĩ để bà con đỡ khổ.
X Trả lời
X Phiên bản di động
X © Bản quyền thuộc về Báo Làng""",
    "dated links without a byline": """
X 08:10 | 20/05/2024 Tin tức
T Làng Lúa có trạm y tế mới
B Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.
B Trạm y tế có năm phòng và hai bác sĩ.
X Cùng chuyên mục
X Chợ huyện dời sang bờ sông
X 17:29 | 15/05/2024 Tin tức
X Đội bóng trường Tre giành cúp
X 23-05-2024 07:00
X Quay lại""",
    "slugs, credits and a source": """
T Làng Lúa có trạm y tế mới xây
B Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.
X lang lua co tram y te moi xay Chợ huyện dời sang bờ sông
C lang lua co tram y te moi xay
C Bác sĩ khám cho trẻ em. (Ảnh: Lê Tám/TTXVN)
B Trạm y tế có năm phòng và hai bác sĩ.
C Bà con làng Lúa đến khám. Ảnh: Lê Tám
Y Theo Báo Làng
X Tin mới
X Chợ huyện dời sang bờ sông
X Sáng 2-5, chợ huyện dời sang bờ sông để tránh lũ.""",
    "interview": """
T Bác sĩ trẻ về làng Lúa
Y Lê Tám
B Trạm y tế làng Lúa vừa có thêm một bác sĩ trẻ quê ở tỉnh bên.
B PV: Vì sao anh chọn về làng?
B Trả lời:
B - Vì làng cần bác sĩ.
B Giáo dục
B Anh còn dạy vệ sinh cho trẻ em trong trường.
B Địa chỉ: Trạm y tế làng Lúa, xã Tre""",
}
LETTERS = dict(zip("TLBCYX", PARTS, strict=True))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("name", PAGES)
def test_invented_pages(name, ending):
    rows = [line.split(" ", 1) for line in PAGES[name].strip().split("\n")]
    table = label_parts(ending.join(text for _, text in rows))
    found = [(part, text) for part, text in zip(table["part"], table["text"], strict=True)]
    assert found == [(LETTERS[letter], text) for letter, text in rows]


def test_a_doubtful_line_says_so():
    table = label_parts("Làng Lúa có trạm y tế\nMột dòng ngắn\nMột câu dài hơn và có dấu chấm.")
    assert table.loc[1, "part"] == "body"
    assert "doubt" in table.loc[1, "reason"]


@pytest.mark.parametrize("page", ["", " \n\t\r\n ", "\u00a0"])
def test_an_empty_page_has_no_rows(page):
    table = label_parts(page)
    assert list(table.columns) == ["start", "end", "part", "text", "reason"]
    assert table.empty


@pytest.mark.parametrize(
    "line", ["á" * 10**6, "y_tế " * 40_000, "Tin liên quan " * 70_000, " " * 10**6 + "."]
)
def test_a_line_of_a_million_characters(line):
    assert "".join(normalise(line).split()) != ""
    assert len(label_parts(f"Tiêu đề của trang này\n{line}")) == 2


# --- any text at all -------------------------------------------------------------------

SNIPPETS = st.sampled_from(
    [
        "Tin liên quan", "Bình luận", "Từ khóa:", "Làng Lúa có trạm y tế", "Lê Tám", "y_tế mới",
        "Trạm có năm phòng , hai bác_sĩ .", "WHO_Nhật", "Á.Ngoài", "Ảnh : Lê_Tám_Đông_quốc_Anh",
        "17:29 | 15/10/2024", "![]() |", "lang lua co tram", "a_b.jpg", "x_y@z.vn", "\u200b",
        "Sáng nay, làng Lúa mở trạm y tế mới sau hai năm.", "\x00", "\ud800", "e\u0302\u0323",
        '" y_tế "', "\u200f", "🇻🇳", "\r\n", "\n", "\u2028", " ", "\t", "|", "_",
    ]
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(), max_size=40),
    st.lists(SNIPPETS, max_size=14).map(" ".join),
    st.lists(SNIPPETS, max_size=20).map("".join),
    st.lists(SNIPPETS, max_size=14).map("\n".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_normalise_is_idempotent(text):
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_every_visible_character_is_in_one_row(page):
    table = label_parts(page)
    place = 0
    for start, end, part, reason in table[["start", "end", "part", "reason"]].itertuples(
        index=False
    ):
        assert place <= start < end <= len(page)
        # Only an underscore that glued two parts lies between rows.
        assert not page[place:start].strip().strip("_")
        assert page[start:end].strip()
        assert part in PARTS
        assert reason
        place = end
    assert not page[place:].strip()


def test_a_heading_on_no_list_is_known_by_its_words():
    page = (
        "Làng Lúa có trạm y tế mới\n"
        "Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.\n"
        "Các tin bài mới hơn\nChợ huyện dời sang bờ sông\nĐội bóng trường Tre giành cúp"
    )
    table = label_parts(page)
    assert list(table["part"]) == ["title", "body", *["boilerplate"] * 3]
    assert table.loc[2, "reason"] == "heading of a link list"


def test_a_last_paragraph_after_links_is_kept():
    page = (
        "Làng Lúa có trạm y tế mới\n"
        "Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.\n"
        "Đọc thêm\nChợ huyện dời sang bờ sông\nĐội bóng trường Tre giành cúp\n"
        "Trạm y tế làng Lúa mở cửa cả ngày chủ nhật để bà con tiện đi khám."
    )
    assert list(label_parts(page)["part"])[-1] == "body"


def test_links_of_other_looks_are_told_from_the_article():
    page = (
        "Làng Lúa có trạm y tế mới\n"
        "Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.\n"
        "[Chợ huyện dời sang bờ sông](https://bao.vn/cho.html)\n"
        "Bà con làng Lúa nói trạm y tế mới giúp họ khỏi đi xa.\n"
        "• Chợ huyện dời sang bờ sông\n• Đội bóng trường Tre giành cúp\n"
        "Trạm y tế làng Lúa mở cửa cả ngày chủ nhật.\n"
        "Bác sĩ khám cho trẻ em làng Lúa (Ảnh minh họa)\n"
        "Trạm y tế làng Lúa có năm phòng, hai bác sĩ:\n- Một bác sĩ khám cho trẻ em\n"
        "- Một bác sĩ khám cho người già"
    )
    letters = list("TBXBXXBCBBB")
    assert list(label_parts(page)["part"]) == [LETTERS[letter] for letter in letters]


def test_paragraphs_between_a_list_and_an_unknown_heading_are_kept():
    page = (
        "Làng Lúa có trạm y tế mới\n"
        "Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.\n"
        "Tin liên quan\nChợ huyện dời sang bờ sông\n"
        "Trạm y tế làng Lúa có năm phòng, hai bác sĩ và một xe cứu thương.\n"
        "Bà con làng Lúa nói trạm y tế mới giúp họ khỏi đi xa.\n"
        "Lê Tám\nSống vui mỗi ngày\n"
        "Đội bóng trường Tre giành cúp\nGiá lúa lên cao nhất ba năm\nCầu tre bắc lại sau lũ"
    )
    letters = list("TBXXBBYXXXX")
    assert list(label_parts(page)["part"]) == [LETTERS[letter] for letter in letters]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Báo Miền Trung | 14/09/2023 | Tác giả: Bảo Ngọc", "boilerplate"),
        ("Báo Phụ nữ Đô thị, ngày 2/12/2024", "boilerplate"),
        ("Thứ Bảy, 9/11/2024 | Đức Anh", "boilerplate"),
        ("Tạp chí Y học, 3/2/2023 08:15", "boilerplate"),
        ("Lễ ký kết giữa hai bệnh viện diễn ra ngày 2/3/2023", "body"),
        ("Quyết định số 20, ngày 5/3/2024", "body"),
    ],
)
def test_a_dateline_with_an_outlet_or_an_author_is_no_sentence(line, part):
    body = "Hai bệnh viện ký kết thỏa thuận hợp tác về đào tạo bác sĩ và điều dưỡng trẻ."
    page = (
        f"Hai bệnh viện ký kết thỏa thuận về đào tạo\n\n{line}\n\n{body}\n\n{body} Mỗi năm một lần."
    )
    parts = label_parts(page)
    assert parts.loc[parts["text"] == line, "part"].tolist() == [part]


@pytest.mark.parametrize(
    "line",
    [
        *("A+ A-", "A- A A+", "Cỡ chữ: A- A A+", "Tăng cỡ chữ", "Chữ nhỏ Chữ lớn"),
        *("Nghe nội dung bài viết", "Tạm dừng đọc", "Giọng nữ miền Nam", "Tốc độ: 1,5x"),
        *("Chia sẻ với bạn bè", "Sao chép liên kết", "Gửi bài này cho bạn", "Bản để in"),
        *("Bật chế độ tối", "Giãn dòng", "Text size", "Listen to this article"),
    ],
)
def test_tools_of_a_page_are_no_text_wherever_they_stand(line):
    title, *text = (
        "Làng Lúa có trạm y tế mới",
        "Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.",
        "Bà con làng Lúa nói trạm y tế mới giúp họ khỏi đi xa.",
    )
    for page in ([title, line, *text], [title, text[0], line, text[1]], [title, *text, line]):
        table = label_parts("\n\n".join(page))
        assert list(table.loc[table["part"] == "body", "text"]) == text


@pytest.mark.parametrize("line", ["Chữ Nôm", "Nghe dân nói", "Giọng ca vàng", "Chế độ dinh dưỡng"])
def test_a_heading_of_the_text_is_no_tool(line):
    page = (
        "Làng Lúa có trạm y tế mới\n\n"
        "Sáng mùng ba, làng Lúa mở cửa trạm y tế sau hai năm xây dựng.\n\n"
        f"{line}\n\nBà con làng Lúa nói trạm y tế mới giúp họ khỏi đi xa."
    )
    table = label_parts(page)
    assert line in list(table.loc[table["part"] == "body", "text"])


@pytest.mark.parametrize(
    "line",
    [
        "Phía Úc yêu cầu doanh nghiệp ghi rõ nguồn gốc cà phê trên bao bì từ tháng sau.",
        "Hai trường cam kết giữ bản quyền các phần mềm dạy học dùng trong chương trình.",
        "Hai bên thống nhất bản quyền thuộc nhóm nghiên cứu của trường đại học.",
        "Luật mới miễn trừ trách nhiệm hình sự cho người tố giác sớm, theo ông Bình.",
        "Vietnam amended its copyright law last year, the deputy minister said.",
    ],
)
def test_a_sentence_that_speaks_of_origin_or_copyright_is_text(line):
    before = "Thương vụ tổ chức tuần lễ cà phê Việt Nam tại Melbourne trong ba ngày đầu tháng."
    after = "Sản lượng năm nay ước đạt hai trăm nghìn tấn, nhiều hơn năm ngoái một phần mười."
    parts = label_parts("\n".join(["Cà phê Việt Nam sang Úc nhiều hơn", before, line, after]))
    assert list(parts["part"])[1:] in (["lead", "body", "body"], ["body"] * 3)


@pytest.mark.parametrize(
    "line",
    [
        "® Báo Miền Trung giữ bản quyền nội dung trên website này.",
        "Vui lòng ghi rõ nguồn mientrung.vn khi sử dụng lại bài.",
        "Ghi rõ nguồn “Báo Miền Trung” khi phát hành lại.",
        "Bản quyền thuộc về Báo Miền Trung.",
        "Copyright 2024 Mien Trung News.",
    ],
)
def test_an_outlets_copyright_is_none(line):
    text = "Thương vụ tổ chức tuần lễ cà phê Việt Nam tại Melbourne trong ba ngày đầu tháng."
    page = "\n".join(["Cà phê Việt Nam sang Úc nhiều hơn", text, text.replace("ba", "bốn"), line])
    assert list(label_parts(page)["part"])[-1] == "boilerplate"
