"""Terms match as whole syllables, at their true places, in any letters."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.vietnamese import find_terms
from helpers.vietnamese.terms import is_syllable

TERMS = pd.DataFrame(
    {
        "term": ["hợp tác", "sức khỏe", "phòng, chống dịch", "Covid-19", "hữu nghị", "Anh"],
        "case": ["any", "any", "any", "any", "lower", "name"],
    }
)


def found(text, terms=TERMS):
    hits = find_terms([text], terms)
    rows = zip(hits["term"], hits["start"], hits["end"], strict=True)
    return [(terms["term"][label], text[start:end]) for label, start, end in rows]


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        ("Hai bên hợp tác.", ["hợp tác"]),
        ("HỢP TÁC Y TẾ", ["HỢP TÁC"]),
        ("hợp_tác và hợp  tác", ["hợp_tác", "hợp  tác"]),
        ("hợp. tác, hợp-tác", []),
        ("phối hợp tác chiến", ["hợp tác"]),
        ("ghợp tác, hợp tácx", []),
        ("sức khoẻ, sức khỏe, SỨC KHOẺ", ["sức khoẻ", "sức khỏe", "SỨC KHOẺ"]),
        ("phòng,chống dịch; phòng , chống dịch", ["phòng,chống dịch", "phòng , chống dịch"]),
        ("dịch Covid-19, COVID–19", ["Covid-19", "COVID–19"]),
        ("Covid-199", []),
    ],
)
def test_matches_syllable_sequences(text, slices):
    assert [piece for _, piece in found(text)] == slices


@pytest.mark.parametrize("written", ["đối thoại", "ðối thoại", "Ðối  thoại", "ƉỐI THOẠI"])
@pytest.mark.parametrize("listed", ["đối thoại", "ðối thoại"])
def test_letters_that_stand_for_another_are_found(written, listed):
    assert found(f"Cuộc {written}.", pd.DataFrame({"term": [listed]})) == [(listed, written)]


def test_a_match_never_runs_from_one_text_into_the_next():
    assert find_terms(["Hai bên hợp", "tác động"], TERMS).empty


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("tình hữu nghị", 1),
        ("Hữu nghị là nền tảng.", 1),
        ("“Hữu nghị là nền tảng”", 1),
        ("HỘI HỮU NGHỊ", 1),
        ("Bệnh viện Hữu nghị", 0),
    ],
)
def test_lower_case_terms_do_not_count_inside_names(text, count):
    assert len(found(text)) == count


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *((word, True) for word in ("Tuấn", "Thọ", "Đào", "Nguyễn", "Quyền", "Nghĩa", "Khuê")),
        *((word, False) for word in ("Keir", "Iain", "Biden", "Frew", "David", "")),
    ],
)
def test_is_syllable(word, expected):
    assert is_syllable(word) is expected


def test_a_term_without_letters_is_refused():
    with pytest.raises(ValueError, match="no letter or digit"):
        find_terms(["a"], pd.DataFrame({"term": ["…"]}))


def test_no_texts_and_no_terms():
    assert find_terms([], TERMS).empty
    assert find_terms(["hợp tác"], TERMS.head(0)).empty


PIECES = st.sampled_from(
    ["hợp tác", "HỢP  TÁC", "sức khoẻ", "Hữu nghị", "Anh", " Tuấn", ", ", ".", " ", "\n", "_", "x"]
)
TEXT = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)
FORMS = st.sampled_from(["NFC", "NFD"])


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, max_size=4), FORMS)
def test_every_place_holds_its_term(texts, form):
    texts = [unicodedata.normalize(form, text) for text in texts]
    hits = find_terms(texts, TERMS.iloc[:1])
    for hit in hits.itertuples():
        piece = unicodedata.normalize("NFC", texts[hit.text][hit.start : hit.end])
        assert piece.replace("_", " ").lower().split() == ["hợp", "tác"]
        assert not texts[hit.text][: hit.start][-1:].isalnum()


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_decomposed_letters_find_the_same_terms(text):
    def terms(form):
        return list(find_terms([unicodedata.normalize(form, text)], TERMS)["term"])

    assert terms("NFC") == terms("NFD")


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(TEXT, max_size=5))
def test_texts_do_not_influence_one_another(texts):
    together = find_terms(texts, TERMS)
    apart = [find_terms([text], TERMS).assign(text=number) for number, text in enumerate(texts)]
    if texts:
        pd.testing.assert_frame_equal(together, pd.concat(apart, ignore_index=True))


def test_two_spellings_that_match_in_one_place_are_one_match():
    found = find_terms(["Tại TP.HCM và TPHCM"], pd.DataFrame({"term": ["TP HCM"]}))
    assert found[["start", "end"]].values.tolist() == [[4, 10], [14, 19]]


def test_a_case_that_is_none():
    terms = pd.DataFrame({"term": ["Anh"], "case": ["capital"]})
    with pytest.raises(ValueError, match="case 'capital'; expected one of any, lower, name"):
        find_terms(["Anh"], terms)
