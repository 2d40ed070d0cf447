"""The dictionary: its false friends, its places, its score with each article left out."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import framing
from helpers.corpus import load_corpus
from helpers.data import read_rows
from helpers.framing.dictionary import within
from helpers.vietnamese import CASES
from tests import framing_data

BOOK = framing_data.codebook()


def coded(*texts):
    return framing.code_by_dictionary(framing_data.sentences(*texts), BOOK).coding


def frames(text):
    return coded(text)["frames"][0].split(";")


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("Chính phủ Anh công bố kế hoạch.", "UK"),
        ("Thủ tướng Anh Keir Starmer phát biểu.", "UK"),
        ("Quan hệ Việt – Anh phát triển.", "UK"),
        ("Các bạn và anh đã đến.", "NONE"),
        ("Bác sĩ Minh Anh khám bệnh.", "NONE"),
        ("Bác sĩ Anh Tuấn khám bệnh.", "NONE"),
        ("Huyện Đông Anh có bệnh viện.", "NONE"),
        ("Anh hùng Lao động được vinh danh.", "NONE"),
        ("Danh hiệu Anh hùng được trao.", "NONE"),
        ("Lớp học tiếng Anh khai giảng.", "NONE"),
        ("Bệnh viện ở Mỹ đón đoàn.", "US"),
        ("Tổng thống Mỹ Biden phát biểu.", "US"),
        ("Cửa hàng mỹ phẩm mở cửa.", "NONE"),
        ("Mỹ phẩm giả bị thu giữ.", "NONE"),
        ("Bệnh viện ở Mỹ Tho mở cửa.", "NONE"),
        ("Giữ gìn mỹ quan đô thị.", "NONE"),
        ("Đoàn đến Hoa Kỳ.", "US"),
        ("Đoàn đến Nhật Bản và Hàn Quốc.", "OTHER"),
        ("Đoàn đến Anh và Pháp.", "MULTI"),
        ("Mở rộng hợp tác quốc tế.", "MULTI"),
        ("Ông Nguyễn Đức Minh nói về pháp luật.", "NONE"),
        ("Bệnh viện Hữu nghị Việt Nam - Cuba khám bệnh.", "NONE"),
    ],
)
def test_countries_and_their_false_friends(text, partner):
    assert coded(text)["partner"][0] == partner


def test_country_names_are_well_formed():
    names = pd.DataFrame(read_rows("countries.csv"))
    assert not names["term"].str.casefold().duplicated().any()
    assert set(names["case"]) <= set(CASES)
    assert (names["reason"] != "").all()
    assert ((names["country"] == "") == (names["english"] == "")).all()
    # Rows without a country are phrases in which no country is meant.
    assert names["country"].str.fullmatch("[A-Z]{2}|").all()


def test_an_opening_capital_counts_if_the_article_names_the_country():
    alone = coded("Anh cho biết kết quả.")
    assert list(alone["partner"]) == ["NONE"]
    pronoun = coded("Anh ấy đã đến Vương quốc Anh.", "Anh ấy về nước.")
    assert list(pronoun["partner"]) == ["UK", "NONE"]
    named = coded("Anh tài trợ dự án.", "Đây là dự án của Vương quốc Anh.")
    assert list(named["partner"]) == ["UK", "UK"]


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Cung Hữu nghị mở cửa.", "DIPLO"),
        ("Tổ chức Trao đổi kinh nghiệm Á Châu có trụ sở mới.", "DIPLO"),
        ("Chủ tịch Ủy ban Nhân dân phát biểu.", "PEOPLE"),
        ("Uỷ ban nhân dân thành phố họp.", "PEOPLE"),
        ("Đại diện Hội đồng nhân dân dự họp.", "PEOPLE"),
        ("Tập đoàn nhận được nhiều tài trợ.", "AID"),
        ("Thành phố nghiên cứu mô hình trở thành đô thị vệ tinh.", "SCITECH"),
        ("Luật sư giữ kỷ luật.", "POLICY"),
    ],
)
def test_blocking_phrases_and_names(text, frame):
    assert frame not in frames(text)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Tình hữu nghị lâu đời.", "DIPLO"),
        ("Phục vụ nhân dân thủ đô.", "PEOPLE"),
        ("Ủy ban nhân dân phục vụ nhân dân.", "PEOPLE"),
        ("Nước bạn tài trợ dự án.", "AID"),
        ("Các nhà khoa học nghiên cứu vi rút.", "SCITECH"),
        ("Quốc hội thông qua Luật Dược.", "POLICY"),
    ],
)
def test_what_blocking_must_not_touch(text, frame):
    assert frame in frames(text)


def test_leading_a_delegation_is_no_praise():
    texts = ("Đoàn do ông Ba dẫn đầu.", "Nước này dẫn đầu thế giới về y học.", "Báo Tiền Phong.")
    assert list(coded(*texts)["prestige"]) == [0, 1, 0]


def test_the_false_friends_of_the_corpus():
    coding = framing_data.settled()
    found = framing.code_by_dictionary(coding, BOOK).coding.set_index(["article", "sentence"])
    assert found.loc[("us-hanoi-mou", 1), "prestige"] == 0
    assert found.loc[("us-hanoi-mou", 28), "prestige"] == 0
    assert found.loc[("uk-hcmc-hub", 12), "prestige"] == 1
    assert "AID" not in found.loc[("us-hanoi-mou", 10), "frames"]
    assert "SCITECH" not in found.loc[("uk-hcmc-hub", 6), "frames"]
    assert found.loc[("hanoi-cooperation", 9), "frames"] == "PARTNER"
    assert found.loc[("hanoi-cooperation", 9), "partner"] == "US"
    assert found.loc[("hanoi-cooperation", 6), "frames"] == "DIPLO;LEARN"
    assert "PEOPLE" not in found.loc[("us-hanoi-mou", 1), "frames"]
    expected = coding.set_index(["article", "sentence"])["prestige"]
    pd.testing.assert_series_equal(found["prestige"], expected)


def test_the_partner_named_is_the_partner_coded():
    coding = framing_data.settled()
    found = framing.find_partners(coding, BOOK)
    named = found != "NONE"
    # It misses partners that the sentence only refers back to; what it names is right.
    assert (found[named] == coding["partner"][named]).mean() > 0.95


def test_every_hit_keeps_its_place_and_term():
    coding = framing_data.settled()
    hits = framing.code_by_dictionary(coding, BOOK).hits
    texts = coding.set_index(["article", "sentence"])["text"]
    for hit in hits.itertuples():
        assert texts[hit.article, hit.sentence][hit.start : hit.end] == hit.text
        assert BOOK.indicators.loc[hit.indicator, "term"] == hit.term
        assert BOOK.indicators.loc[hit.indicator, "frame"] == hit.frame


def test_the_score_with_each_article_left_out():
    coding = framing_data.settled()
    summary = framing.dictionary_summary(coding, BOOK)
    none, strict, before, kept, sample = summary["f1"]
    # The third reading took two codes back that the dictionary finds: .80 is missed by a little.
    assert kept == pytest.approx(0.799, abs=0.0005)
    assert summary["blocking"][2] == framing.WITHOUT_LATER
    assert before == pytest.approx(0.792, abs=0.0005)
    assert none == pytest.approx(0.747, abs=0.0005)
    assert none < strict < before < kept < sample
    assert summary["evaluation"].iloc[-1].startswith("in sample")


def test_no_row_of_its_own_where_no_phrase_was_added_later():
    later = BOOK.blocking.index[BOOK.blocking["added"] != ""]
    assert set(BOOK.blocking.loc[later, "term"]) == {
        "giáo dục - đào tạo",
        "viện nghiên cứu",
        "đơn vị nghiên cứu lâm sàng",
        "sức khỏe cộng đồng",
    }
    summary = framing.dictionary_summary(framing_data.settled(), BOOK.without(blocking=later))
    assert framing.WITHOUT_LATER not in set(summary["blocking"])


def test_an_indicator_of_one_article_is_forgotten_for_it():
    coding = framing_data.settled()
    errors = framing.dictionary_errors(coding, BOOK)
    missed = errors[errors["error"] == "missed"]
    # chuyến thăm stands in this article alone, so leaving it out must lose the frame there.
    keys = set(zip(missed["frame"], missed["article"], missed["sentence"], strict=True))
    assert ("DIPLO", "us-hanoi-mou", 28) in keys
    table = framing.evaluate_dictionary(coding, BOOK).set_index("frame")
    assert (
        missed.groupby("frame").size()
        == (table["coded"] - table["both"])[lambda s: s > 0].drop("macro").sort_index()
    ).all()


def test_an_unknown_way_of_blocking():
    with pytest.raises(ValueError, match="expected one of kept"):
        framing.evaluate_dictionary(framing_data.settled(), BOOK, blocking="some")


def test_the_dictionarys_coding_says_whose_it_is():
    sentences = framing_data.sentences("Hai bên ký kết thỏa thuận.", "Mưa to.")
    coding = framing.code_by_dictionary(sentences, BOOK).coding
    assert list(coding["frames"]) == ["PARTNER", ""]
    assert set(coding["coded_by"]) == {"dictionary"}
    shares = framing.frame_shares(coding, frames=BOOK.codes)
    assert set(shares["coded_by"]) == {"dictionary"}


def test_the_coding_of_the_corpus_fits_its_sentences():
    sentences = load_corpus(framing_data.CORPUS).sentences
    framing.load_codebook(framing_data.CODEBOOK, sentences)
    coding = framing.load_coding(framing_data.CODING, sentences, codebook=BOOK)
    assert len(coding) == len(sentences)
    assert set(coding["coded_by"]) == {"settled codes"}


def test_tables_of_another_kind_are_refused():
    with pytest.raises(TypeError, match="expected a DataFrame, got list"):
        framing.code_by_dictionary(["Hai bên"], BOOK)
    with pytest.raises(ValueError, match="no column text"):
        framing.code_by_dictionary(pd.DataFrame({"article": [], "sentence": []}), BOOK)
    with pytest.raises(TypeError, match="expected a DataFrame"):
        framing.frame_shares([1])


def test_no_sentences_give_empty_tables():
    empty = framing_data.settled().head(0)
    coding, hits = framing.code_by_dictionary(empty, BOOK)
    assert coding.empty
    assert hits.empty
    for table in (
        framing.frame_shares(coding, frames=BOOK.codes),
        framing.robustness(empty, BOOK, by="article"),
        framing.indicator_influence(empty, BOOK),
        framing.agency_table(empty),
        framing.speaker_table(empty),
        framing.evaluation_table(empty),
    ):
        assert table.empty


WORDS = st.sampled_from(
    [*BOOK.indicators["term"].head(60), *BOOK.blocking["term"].head(30), "Anh", "Mỹ", "Tho", "."]
)
TEXTS = st.lists((WORDS | st.text(max_size=6)), max_size=10).map(" ".join)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.sampled_from(["NFC", "NFD"]))
def test_any_text_is_coded_and_every_place_holds(texts, form):
    sentences = framing_data.sentences(*(unicodedata.normalize(form, text) for text in texts))
    coding, hits = framing.code_by_dictionary(sentences, BOOK)
    assert len(coding) == len(texts)
    for hit in hits.itertuples():
        assert sentences["text"][hit.sentence - 1][hit.start : hit.end] == hit.text
        found = unicodedata.normalize("NFC", hit.text).lower().replace("_", " ").split()
        assert "".join(found) == "".join(hit.term.lower().split())
    for row in coding.itertuples():
        of_hits = hits.loc[hits["sentence"] == row.sentence, "frame"]
        assert set(filter(None, row.frames.split(";"))) == set(of_hits) - {"evaluation"}


def test_a_dictionary_made_from_other_articles_has_nothing_to_forget():
    coding = framing_data.settled()
    coding = coding.assign(article="new-" + coding["article"])
    assert list(framing.dictionary_summary(coding, BOOK)["evaluation"]) == [framing.UNSEEN] * 2
    whole = framing.evaluate_dictionary(coding, BOOK, leave_out=False)
    for blocking in ("kept", "left out too"):
        scores = framing.evaluate_dictionary(coding, BOOK, blocking=blocking)
        assert scores["f1"].equals(whole["f1"])
    assert list(framing.dictionary_by_frame(coding, BOOK)) == ["unseen articles"]


def test_the_interval_of_f1_resamples_articles():
    coding = framing_data.settled()
    scores = framing.evaluate_dictionary(coding, BOOK).set_index("frame")
    macro = scores.loc["macro"]
    assert macro["f1_low"] < macro["f1"] < macro["f1_high"]
    alone = framing.evaluate_dictionary(coding[coding["article"] == "us-hanoi-mou"], BOOK)
    assert alone[["f1_low", "f1_high"]].isna().all(axis=None)
    # Five copies of one article differ in nothing: no draw is unlike another.
    part = coding[coding["article"] == "uk-hcmc-hub"]
    copies = pd.concat([part.assign(article=f"copy{n}") for n in range(5)], ignore_index=True)
    same = framing.evaluate_dictionary(copies, BOOK).dropna(subset="f1")
    assert same["f1_low"].to_numpy() == pytest.approx(same["f1"].to_numpy())


spans = st.tuples(
    st.integers(0, 2), st.sampled_from("AB"), st.integers(0, 9), st.integers(1, 5)
).map(lambda span: (*span[:3], span[2] + span[3]))
span_tables = st.lists(spans, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["row", "frame", "start", "end"])
)


@given(span_tables, span_tables)
def test_what_lies_inside_is_told_as_by_looking_at_each_pair(hits, wider):
    def inside(one, others, *, longer):
        return any(
            one[:2] == other[:2]
            and other[2] <= one[2]
            and one[3] <= other[3]
            and not (longer and other[2:] == one[2:])
            for other in others
        )

    rows, others = (list(t.itertuples(index=False, name=None)) for t in (hits, wider))
    assert list(within(hits, wider)) == [inside(one, others, longer=False) for one in rows]
    assert list(within(hits, hits)) == [inside(one, rows, longer=True) for one in rows]


def test_hits_in_one_sentence_take_memory_by_their_number():
    starts = range(0, 400_000, 2)
    hits = pd.DataFrame({"row": 0, "frame": "A", "start": starts, "end": [s + 1 for s in starts]})
    assert not within(hits, hits).any()
    assert within(hits, hits.assign(end=hits["end"] + 1)).all()
