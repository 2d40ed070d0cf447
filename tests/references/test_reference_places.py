"""Each reference in the sentence in which it stands, by offset, whatever else says its words."""

import pytest

from helpers.corpus import load_corpus
from helpers.references import reference_table
from helpers.vietnamese import fold
from tests.corpus_folders import make

ECHO = (
    "Bộ Y tế nghe góp ý về thuốc hiếm\n\n"
    "Công ty Luật Dược Việt Nam cho biết doanh nghiệp còn chờ hướng dẫn về giá thuốc hiếm. "
    "Theo bà Lan, bệnh viện tỉnh cũng gặp khó khăn tương tự khi đặt mua. "
    "Luật Dược quy định rõ trách nhiệm của từng bên trong chuỗi cung ứng.\n"
)


@pytest.fixture
def table(tmp_path, request):
    corpus = load_corpus(make(tmp_path / "corpus", request.param))
    return corpus, reference_table(corpus, parts=None)


def _page_sentence(corpus, row):
    """Give the sentence whose stretch of the page the reference begins in."""
    there = corpus.sentences
    inside = (there["start"] <= row.start) & (row.start < there["end"])
    return there[inside & (there["article"] == row.article)]


@pytest.mark.parametrize("table", [ECHO], indirect=True)
def test_a_name_with_the_same_words_is_not_taken_for_the_law(table):
    _, found = table
    assert found["sentence"].tolist() == [3]
    assert found.loc[0, "text"].startswith("Luật Dược quy định")


PAGES = [
    ECHO,
    # Segmented, on one line, as some archives keep a page.
    "Họp_báo về dược Bộ Y_tế cho biết Luật Dược đã được sửa . Theo Nghị_quyết số 20-NQ/TW , "
    "ngành y_tế phát_triển mạng_lưới cơ_sở . Ông Nam nhắc lại Nghị_quyết số 20-NQ/TW .\n",
    # Decomposed letters, invisible signs, a table's pipes.
    "Tin y tế trong ngày hôm nay\n\n| Nghi\u0323 quye\u0302\u0301t s\u1ed1\u00a020-NQ/TW n\u00eau "
    "r\u00f5 m\u1ee5c ti\u00eau. Lu\u200bật Dược cũng v\u1eady, theo lời bà Hoa ở Huế. |\n",
]


@pytest.mark.parametrize("table", PAGES, indirect=True)
def test_what_is_marked_is_what_stands_on_the_page(table):
    corpus, found = table
    assert len(found)
    for row in found.itertuples():
        sentences = _page_sentence(corpus, row)
        assert sentences["sentence"].tolist() == [row.sentence]
        assert sentences["text"].tolist() == [row.text]
        marked = row.text[row.text_start : row.text_end]
        assert _letters(marked) == _letters(row.surface)


def _letters(text):
    return "".join(fold(text).lower.split())


BROKEN = (
    "Họp bàn về thuốc hiếm\n\n"
    "Bà Lan cho biết bệnh viện làm theo Nghị quyết số\n20-NQ/TW của Trung ương từ nhiều năm nay.\n"
)


@pytest.mark.parametrize("table", [BROKEN], indirect=True)
def test_a_reference_that_a_line_break_cuts_is_shown_where_it_begins(table):
    _, found = table
    row = found.iloc[0]
    assert row["surface"] == "Nghị quyết số\n20-NQ/TW"
    assert row["text"].endswith("theo Nghị quyết số")
    assert row["text"][row["text_start"] : row["text_end"]] == "Nghị quyết số"
