"""Which written words are one term, in which form it is shown, how it is looked up."""

import copy

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data import read_rows
from helpers.vietnamese import Variants, Written, find_terms, fold_term, shipped_variants
from helpers.vietnamese.joins import undo_joins
from helpers.vietnamese.variants import shipped_terms

SHIPPED = shipped_variants()
FORMS = [row[column] for row in read_rows("variants.csv") for column in ("written", "term")]


def counted(**times):
    return Variants(count=lambda: {text: Written(n, n) for text, n in times.items()})


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("khoẻ", "khỏe"),
        ("Thuỷ", "thủy"),
        ("quỷ", "quỷ"),
        ("hoàn", "hoàn"),
        ("bác sỹ", "bác sĩ"),
        ("Kĩ thuật", "kỹ thuật"),
        ("tỉ lệ", "tỷ lệ"),
        ("TP.HCM", "tp hcm"),
        ("UBND", "ủy ban nhân dân"),
        ("Mĩ", "Mỹ"),
        ("mĩ thuật", "mỹ thuật"),
    ],
)
def test_spellings_of_one_word_have_one_key(written, term):
    assert SHIPPED.key(written) == term


@pytest.mark.parametrize(
    ("one", "other"), [("Anh", "anh"), ("hòa", "hóa"), ("Mỹ", "mỹ"), ("Mỹ", "Hoa Kỳ")]
)
def test_other_words_stay_apart(one, other):
    assert SHIPPED.key(one) != SHIPPED.key(other)


def test_names_are_joined_on_request_only():
    names = SHIPPED.joining("names")
    assert names.key("Hoa Kì") == names.key("Hoa Kỳ") == names.key("Mỹ") == "Mỹ"
    nothing = SHIPPED.joining("none")
    assert len({nothing.key(text) for text in ("TPHCM", "TP HCM", "khoẻ", "khỏe")}) == 4
    with pytest.raises(ValueError, match="spellings, names, none; got 'all'"):
        Variants(join="all")


def test_a_term_is_shown_as_it_is_mostly_written():
    written = {"hà nội": 1, "Hà Nội": 5, "HÀ NỘI": 2, "khoẻ": 3, "khỏe": 1, "TPHCM": 9}
    variants = counted(**written)
    assert [variants.term(t) for t in ("hà nội", "khỏe", "TP.HCM")] == ["Hà Nội", "khoẻ", "TPHCM"]
    # The listed spelling is shown where the corpus writes it at all.
    assert counted(**written, **{"TP HCM": 1}).term("TPHCM") == "TP HCM"
    assert counted(**{"TP HCM": 1, "TPHCM": 2}).note == "TP HCM = TPHCM"


def test_a_capital_that_only_opens_sentences_is_not_shown():
    at_start = {text: Written(2, 0) for text in ("Phát biểu", "Hà Nội", "Boston")}
    variants = Variants(count=lambda: at_start)
    assert [*map(variants.term, at_start)] == ["phát biểu", "Hà Nội", "Boston"]


def test_a_query_is_looked_up_in_every_spelling():
    assert SHIPPED.forms("y tế") == ["y tế"]
    forms = SHIPPED.forms("Sở Y tế TP HCM")
    assert forms[0] == "Sở Y tế TP HCM"
    assert {"Sở Y tế TPHCM", "Sở Y tế Thành phố Hồ Chí Minh"} < set(forms)
    assert "Mỹ" not in SHIPPED.forms("Hoa Kỳ")
    assert "Mỹ" in SHIPPED.joining("names").forms("Hoa Kỳ")


def test_a_dictionary_finds_other_spellings():
    terms = pd.DataFrame({"term": ["bác sĩ", "UBND", "TP HCM"], "case": ["any", "lower", "any"]})
    texts = ["Các bác sỹ của Ủy ban nhân dân Thành phố Hồ Chí Minh."]
    assert list(find_terms(texts, terms)["term"]) == [0, 1, 2]


def test_a_corpus_goes_before_the_project():
    own = Variants([("TP HCM", "TPHCM", "spelling")])
    assert own.key("TP.HCM") == own.key("TP HCM") == "tphcm"


def test_faults_are_listed_together():
    rows = [("a1", "b1", "spelling"), ("b1", "a1", "name"), ("c", "d", "name"), ("c", "e", "name")]
    with pytest.raises(ValueError) as error:
        Variants(rows)
    assert [text.split(";")[0] for text in error.value.args] == [
        "'c' has two terms, 'd' and 'e'",
        "a1 → b1 → a1 is a circle",
    ]


def test_the_shipped_list_is_sound():
    rows = read_rows("variants.csv")
    Variants([tuple(row.values()) for row in rows])
    assert len({row["written"] for row in rows}) == len(rows)


def test_variants_do_not_multiply_with_their_tables():
    table = pd.DataFrame({"x": [1, 2]})
    table.attrs["variants"] = SHIPPED
    assert table[table["x"] > 1].attrs["variants"] is SHIPPED
    assert copy.deepcopy(SHIPPED) is SHIPPED


@given(st.lists(st.sampled_from([*FORMS, "anh", "Sỹ", "kĩ ", "x"])).map(" ".join))
def test_a_key_is_its_own_key(text):
    for variants in (SHIPPED, SHIPPED.joining("names"), SHIPPED.joining("none")):
        assert variants.key(variants.key(text)) == variants.key(text)
    assert fold_term(fold_term(text)) == fold_term(text)


@given(st.dictionaries(st.sampled_from(FORMS), st.integers(1, 9)))
def test_what_is_shown_is_the_same_term(written):
    variants = counted(**written)
    for text in written:
        assert variants.key(variants.term(text)) == variants.key(text)


@given(st.lists(st.sampled_from([*"aăâ", "Anh", "công Paris", "giáo dục-đào", "tạo", "-", " "])))
def test_undone_joins_lose_nothing(pieces):
    assert "".join("".join(undo_joins(pieces)).split()) == "".join("".join(pieces).split())


@pytest.mark.parametrize("query", ["nước Anh", "Vương quốc Anh", "Anh"])
def test_the_country_of_a_name_is_the_name_on_request(query):
    names = SHIPPED.joining("names")
    assert names.key(query) == names.key("Anh")
    assert SHIPPED.key("nước Anh") != SHIPPED.key("Anh")
    # Its words stay words: "nước Anh" counts as "nước" and "Anh".
    assert "nước Anh" not in shipped_terms()
    assert "Vương quốc Anh" in shipped_terms()


def test_what_is_no_word_is_no_beginning_of_one():
    words = ["ngành", "y như vậy", "y như", "y khoa", "ý như vậy"]
    cut = ["ngành", "y", "như vậy", "y", "như", "y khoa", "ý như vậy"]
    assert undo_joins(words, ["y như"]) == cut
