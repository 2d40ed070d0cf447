"""Policy named without a number: in any text, in a corpus, and apart from the references."""

import shutil
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import load_corpus
from helpers.references import (
    Horizon,
    citations,
    find_named_plans,
    find_references,
    reference_table,
)
from helpers.references.citation_tables import candidate_ids
from helpers.reports import documents
from tests.made_corpora import shipped_corpus
from tests.references.test_citations import make_folder

PIECES = [
    *("Chiến lược", "quy hoạch", "Định hướng", "Chương trình", "Đề án", "Strategy", "National"),
    *("quốc gia", "y tế toàn cầu", "phòng, chống", "và", "về", "Y tế số", "Việt Nam", "“", "”"),
    *(
        "của Anh",
        "of Japan",
        "The UK's",
        "giai đoạn 2021-2030",
        "đến năm 2030",
        ",",
        ".",
        " - ",
        "\n",
    ),
]
plan_like = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=15).map(
    " ".join
)


@given(st.one_of(st.text(), plan_like))
def test_spans_hold_and_decomposed_text_gives_the_same(text):
    reached = 0
    for plan in find_named_plans(text):
        assert reached <= plan.start < plan.end <= len(text)
        assert text[plan.start : plan.end] == plan.surface
        reached = plan.end
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", composed)
    read = [[plan.canonical for plan in find_named_plans(form)] for form in (composed, decomposed)]
    assert read[0] == read[1]


def test_horizon_and_owner():
    text = (
        "Chiến lược Y tế toàn cầu của Pháp giai đoạn 2023-2027 và Quy hoạch mạng lưới cơ sở y tế "
    )
    french, ours = find_named_plans(text + "thời kỳ 2021-2030, tầm nhìn đến năm 2050.")
    assert (french.issuer_code, french.canonical) == ("FR", "fr:chienluoc:y-te-toan-cau:_:_")
    assert (ours.issuer_code, ours.horizon) == (None, Horizon(2030, 2050))
    assert find_references(text) == []
    with pytest.raises(TypeError, match="expected str, got bytes"):
        find_named_plans(b"x")


@pytest.mark.parametrize(
    "piece", ["Chiến lược ", "quốc gia ", "va ", "“", "Strategy ", "National "]
)
def test_a_long_text_finishes(piece):
    find_named_plans(piece * (300_000 // len(piece)))


def test_the_corpus_names_the_orientation_of_the_uk_apart_from_its_references():
    plans = citations.cited_plans(shipped_corpus())
    uk = plans[plans["document"] == "gb:dinhhuong:y-te-toan-cau:_:_"]
    assert uk[["article", "owner", "English"]].values.tolist() == [
        ["uk-hcmc-hub", "United Kingdom", "orientation"]
    ]
    references = reference_table(shipped_corpus(), parts=None)
    assert "named_plan" not in set(references["kind"])
    assert set(reference_table(shipped_corpus(), plans=True)["kind"]) == {"named_plan"}


def test_ids_of_one_type_and_number_are_candidates(tmp_path):
    pages = {
        "full": ("Tin một", "Nghị quyết 72-NQ/TW ngày 9/9/2025 và Nghị định 5/2016/NĐ-CP."),
        "poor": ("Tin hai", "Nghị quyết số 72 của Bộ Chính trị và Nghị định 5/2017/NĐ-CP."),
        "bare": ("Tin ba", "Theo Nghị quyết 72 thì"),
    }
    corpus = load_corpus(make_folder(tmp_path / "corpus", pages))
    found = candidate_ids(citations.cited_documents(corpus))
    assert found[["poorer", "fuller", "says"]].values.tolist() == [
        ["vn:nq:72:tw:_", "vn:nq:72:tw:2025", "2025"],
        ["vn:nq:72:_:_", "vn:nq:72:tw:2025", "tw, 2025"],
        ["vn:nq:72:_:_", "vn:nq:72:tw:_", "tw"],
    ]
    shown = documents.candidates(corpus)
    assert shown.sentence.startswith("3 pairs of ids have the same type and number")
    assert shown.data.equals(found)
    # Where there is none, nothing is said of it.
    assert documents.candidates(shipped_corpus()).absent
    assert documents.candidates(shipped_corpus()).sentence == ""


def test_the_report_says_whose_a_plan_is(tmp_path):
    shown = documents.plans(shipped_corpus())
    first = shown.data.iloc[0]
    named = (first["label"], first["English"], first["owner"])
    assert named == ("Định hướng y tế toàn cầu", "orientation", "United Kingdom")
    uncommented = shutil.copytree(shipped_corpus().folder, tmp_path / "corpus")
    (uncommented / "commentary.toml").unlink()
    said = documents.plans(load_corpus(uncommented)).sentence
    assert "*Định hướng y tế toàn cầu* (orientation, United Kingdom)" in said
    assert shown.facts["foreign"] == 1
