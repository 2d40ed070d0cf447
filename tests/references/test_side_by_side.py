"""Two texts side by side: shared runs, clauses, quotations, glosses."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import gloss_texts
from helpers.references import shared_runs
from helpers.references.side_by_side import (
    align_clauses,
    count_syllables,
    quoted_spans,
    split_clauses,
)
from helpers.showing import show_side_by_side, side_by_side_view

PIECES = ["ba", "bà", "hoà", "hòa", "y", "tế", "TP", "HCM", "a", ",", ".", "“", "”", "\n", "3,5"]
WORDS = st.lists(st.sampled_from(PIECES))
TEXTS = st.one_of(st.text(max_size=40), WORDS.map(" ".join))


def runs(left, right, **options):
    return [left[run.left_start : run.left_end] for run in shared_runs(left, right, **options)]


def longest_common_run(left, right):
    """Find the length of the longest common substring, by the textbook table."""
    best = 0
    row = [0] * (len(right) + 1)
    for item in left:
        new = [0] * (len(right) + 1)
        for j, other in enumerate(right, 1):
            new[j] = row[j - 1] + 1 if item == other else 0
            best = max(best, new[j])
        row = new
    return best


# Shared runs


def test_shared_runs_ignore_case_punctuation_and_the_place_of_the_tone_mark():
    assert runs("Trạm y tế, hoà nhập.", "một trạm y tế hòa nhập") == ["Trạm y tế, hoà nhập"]
    assert runs("Trạm y tế", "tram y te") == []


def test_an_abbreviation_is_one_syllable_with_or_without_a_blank():
    left, right = "các trạm TP HCM mở", "những trạm TPHCM mở và trạm TP.HCM đóng"
    assert runs(left, right) == ["trạm TP HCM mở"]
    assert count_syllables("TP HCM mở") == 2
    assert count_syllables("TP HCM MỞ CỬA") == 4


def test_the_longest_run_is_taken_first_and_no_place_twice():
    left = "một hai ba bốn năm sáu bảy"
    right = "ba bốn năm sáu bảy rồi một hai ba bốn"
    assert runs(left, right, least=2) == ["một hai", "ba bốn năm sáu bảy"]


def test_no_run_crosses_a_line():
    assert runs("một hai\nba bốn", "một hai\nba bốn", least=2) == ["một hai", "ba bốn"]
    assert runs("một hai\nba bốn", "một hai\nba bốn") == []


@settings(max_examples=60)
@given(TEXTS, TEXTS, st.integers(1, 4))
def test_runs_do_not_overlap_and_are_the_same_on_both_sides(left, right, least):
    found = shared_runs(left, right, least=least)
    for side in ("left", "right"):
        spans = sorted((getattr(r, f"{side}_start"), getattr(r, f"{side}_end")) for r in found)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(run.syllables >= least for run in found)
    assert sum(run.syllables for run in found) <= min(count_syllables(left), count_syllables(right))


@settings(max_examples=60)
@given(*[st.lists(st.sampled_from(["một", "hai", "ba"]), max_size=14)] * 2)
def test_the_longest_run_is_the_longest_common_run(left, right):
    found = shared_runs(" ".join(left), " ".join(right), least=1)
    longest = max((run.syllables for run in found), default=0)
    assert longest == longest_common_run(left, right)


def test_a_wrong_argument_is_named():
    with pytest.raises(TypeError, match="right: expected str, got NoneType"):
        shared_runs("a", None)
    with pytest.raises(ValueError, match="least"):
        shared_runs("a", "b", least=0)
    with pytest.raises(ValueError, match="least"):
        align_clauses("a", "b", least=1)


# Clauses and quotations


def test_clauses_end_at_punctuation_but_not_inside_a_number():
    text = "Tăng 3,5 lần, ngày 1/2/2024; hai nơi (một mới). Hết"
    clauses = [text[a:b] for a, b in split_clauses(text)]
    assert clauses == ["Tăng 3,5 lần", "ngày 1/2/2024", "hai nơi", "một mới", "Hết"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Ông nói “tốt lắm”, rồi đi.", ["tốt lắm"]),
        ('Bà nói: "Vâng" và "Không".', ["Vâng", "Không"]),
        ("Theo «kế hoạch»", ["kế hoạch"]),
        ("Một dấu “ mở ra mãi", []),
        ('Dấu " mở\nrồi đóng "', []),
    ],
)
def test_quotations(text, quoted):
    assert [text[a:b] for a, b in quoted_spans(text)] == quoted


def test_clauses_stand_beside_each_other():
    left = "Năm ngoái, tỉnh “mở trạm y tế xã, đào tạo bác sĩ”."
    right = "Tỉnh đã mở trạm y tế xã, đào tạo bác sĩ, mua thuốc."
    table = align_clauses(left, right)
    assert list(table["relation"]) == [
        "only left",
        "only left",
        "reworded",
        "same words",
        "only right",
    ]
    assert list(table["left_quoted"]) == [False, False, True, True, False]
    assert list(table["left"])[2:4] == ["mở trạm y tế xã", "đào tạo bác sĩ"]
    # Dice: 2 x 5 shared of 5 + 7 syllables.
    assert table["agreement"][2] == pytest.approx(10 / 12)


def test_two_clauses_may_stand_beside_one():
    table = align_clauses("về phương hướng, nhiệm vụ mới", "về phương hướng và nhiệm vụ mới")
    assert list(table["left"]) == ["về phương hướng, nhiệm vụ mới"]
    assert list(table["relation"]) == ["reworded"]


def test_no_pair_mixes_what_is_quoted_with_what_is_not():
    table = align_clauses("các tỉnh “mở trạm mới”", "các tỉnh mở trạm mới")
    assert "các tỉnh “mở trạm mới" not in list(table["left"])


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_every_clause_stands_once_and_in_order(left, right):
    table = align_clauses(left, right)
    for side, text in (("left", left), ("right", right)):
        rows = table[table[side] != ""]
        assert all(
            text[a:b] == clause
            for a, b, clause in zip(
                rows[f"{side}_start"], rows[f"{side}_end"], rows[side], strict=True
            )
        )
        assert sum(map(count_syllables, rows[side])) == sum(
            count_syllables(text[a:b]) for a, b in split_clauses(text)
        )
        assert rows[f"{side}_start"].is_monotonic_increasing


@settings(max_examples=30)
@given(TEXTS)
def test_a_text_agrees_with_itself(text):
    assert set(align_clauses(text, text)["relation"]) <= {"same words"}


# What is shown


def test_the_view_numbers_the_runs_and_escapes_the_text(monkeypatch):
    shown = []
    monkeypatch.setattr(side_by_side_view, "display", lambda data, raw: shown.append(data))
    show_side_by_side({"a": "<b> trạm y tế xã", "b": "mở trạm y tế xã"}, caption="A & B")
    html = shown[0]["text/html"]
    assert html.count("<mark>trạm y tế xã</mark><sup>1</sup>") == 2
    assert "&lt;b&gt;" in html and "A &amp; B" in html and "<b>" not in html
    with pytest.raises(ValueError, match="two texts"):
        show_side_by_side({"a": "x"})


def test_glosses_take_the_longest_term_and_heed_capitals():
    glossary = pd.DataFrame(
        [["y tế", "health"], ["trạm y tế", "health station"], ["Anh", "United Kingdom"]],
        columns=["term", "English"],
    )
    table = pd.DataFrame({"clause": ["mở trạm y tế", "Anh và anh", None, "hết"]})
    glossed = gloss_texts(table, "clause", glossary, name="gloss")
    assert list(glossed["gloss"]) == ["… · health station", "United Kingdom · …", "", "…"]
    assert list(glossed) == ["clause", "gloss"]
