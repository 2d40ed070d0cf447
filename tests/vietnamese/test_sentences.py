"""Sentences: those the coders cut, those of one line, the ends that a line gives."""

import pytest

from helpers.data import read_rows
from helpers.vietnamese import split_sentences
from tests.annotated_pages import PLAIN, SEGMENTED, annotation_of, coded_texts, read_page


def test_sentences_of_the_pages_are_the_coded_ones():
    for article in PLAIN:
        found = [
            sentence
            for row in annotation_of(article, "parts.csv")
            if row["part"] in ("title", "lead", "body")
            for sentence in split_sentences(read_page(article)[int(row["start"]) : int(row["end"])])
        ]
        assert found == coded_texts(article)


def test_sentences_of_the_segmented_page_are_cut_apart_again():
    # Its stretches (a caption stands between two of them), as plain text.
    rows = coded_texts(SEGMENTED)
    for stretch in (rows[:1], rows[1:2], rows[2:12], rows[12:]):
        assert split_sentences(" ".join(stretch)) == stretch


@pytest.mark.parametrize(
    "sentences",
    [
        ["GS.TS. Trần Minh họp với PGS. TS. Lê Nam.", "Th.S Hoa đến sau."],
        ["Bệnh viện ở TP. Huế mở cửa.", "Tp. Vinh chưa mở."],
        ["BS CK1. Lê Nam khám.", "ThS. Hoa ghi."],
        ["Ông sống tại TP HCM.", "Bà sống tại Đông Nam Á.", "Họ vui."],
        ["Bệnh nhân là Nguyễn Văn A.", "Ông đã khỏe."],
        ["Trẻ thiếu vitamin C.", "Pfizer cho biết như vậy."],
        ["Ông George W. Bush gặp J. K. Rowling.", "Hai người trò chuyện."],
        ["Nhà ở số 5, P. Bến Nghé, Q. 1, TP. HCM.", "Xe dừng."],
        ["Có 75.000 bảng, tăng 1.2 lần từ ngày 1.2.2023.", "Năm nay là 2024.", "30 người đến."],
        ["Mua thuốc, vật tư... để dùng.", "Cấp máy móc...", "Sau đó dừng…", "Rồi thôi."],
        ["“Tốt.", "Rất tốt.”", "Ông cười."],
        ["“Có nên không?” - Bà Lan hỏi.", "“Nên!” ông đáp."],
        ['Ông nói: "Tốt. "', "Bà về ."],
        ["Kết quả tốt (theo TS. Nam. Số liệu năm 2020), bà nói.", "(Hết.)"],
        ["1. Mở đầu.", "2. Kết luận.", "Điều 4. Phạm vi áp dụng."],
        ["Viết về a.b@c.vn hoặc https://a.vn/b.html?c=1.", "Xem vnexpress.net."],
        ["Chuyến thăm kết thúc./.", "Tin khác"],
        ["Thật sao?!", "Không!", "😀 Vui quá."],
        ["Họ mua gạo, muối, v.v. cho dân.", "Dân mừng."],
        ["Ông Nguyễn Văn A. (45 tuổi) nói.", "Bà P.T.H. (Hà Nội) khóc."],
        ["Họ gặp ông Nguyễn Văn A.", "(Ảnh của báo)"],
    ],
)
def test_sentences_in_one_line(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


def test_line_ends_end_sentences_and_lost_spaces_are_seen():
    assert split_sentences("Tiêu đề\r\n\n  Câu một.\u2028Câu hai") == [
        "Tiêu đề",
        "Câu một.",
        "Câu hai",
    ]
    assert split_sentences("Đã hết dịch bệnh.Ông về.") == ["Đã hết dịch bệnh.", "Ông về."]
    assert split_sentences("Bà Catherine E.Leopold xem Zing.Com") == [
        "Bà Catherine E.Leopold xem Zing.Com"
    ]


def test_abbreviations_have_a_known_kind():
    rows = read_rows("abbreviations.csv")
    assert {row["before"] for row in rows} == {"name", "town", "place", "firm", "number"}
    assert all(row["reason"] for row in rows)
