"""Alpha against published values and against its own definition; F1; the undefined."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import framing
from helpers.corpus import CorpusError
from helpers.framing.reliability import _counts, _measures
from tests import framing_data

N = None


def alpha_by_definition(*coders):
    """Krippendorff's alpha from every pair of values, as its definition reads."""
    units = [[value for value in unit if value is not None] for unit in zip(*coders, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    observed = sum(
        sum(x != y for x, y in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(values)
    expected = sum(x != y for x, y in itertools.permutations(values, 2))
    return 1 - observed / (expected / (len(values) * (len(values) - 1)))


@pytest.mark.parametrize(
    ("coders", "published", "digits"),
    [
        # Krippendorff's example as worked on Wikipedia ("Krippendorff's alpha"): 0.691.
        (
            [
                [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
                [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
                [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
            ],
            0.691,
            3,
        ),
        # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example C: 0.743.
        (
            [
                [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
                [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
                [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
                [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
            ],
            0.743,
            3,
        ),
        # The same paper, example A, two coders, two values: 0.095.
        ([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], 0.095, 3),
    ],
)
def test_published_values(coders, published, digits):
    assert round(framing.krippendorff_alpha(*coders), digits) == published
    assert framing.krippendorff_alpha(*coders) == pytest.approx(
        alpha_by_definition(*coders), abs=1e-9
    )


@pytest.mark.slow
def test_alpha_of_the_corpus_equals_its_definition():
    codes = framing_data.codebook().codes
    a, b = (framing_data.coder(letter) for letter in "ab")
    table = framing.agreement(a, b, codes=codes, draws=10).set_index("code")
    keep = a["sentence"] != 0
    ours, theirs = (framing.frame_columns(coding["frames"][keep], codes) for coding in (a, b))
    for code in codes:
        expected = alpha_by_definition(ours[code], theirs[code])
        assert table.loc[code, "alpha"] == pytest.approx(expected, abs=1e-9), code
    pooled = alpha_by_definition(ours.to_numpy().ravel(), theirs.to_numpy().ravel())
    assert table.loc["pooled", "alpha"] == pytest.approx(pooled, abs=1e-9)
    assert table.loc["pooled", "alpha"] >= 0.90


def test_agreement_without_the_cited_sentences():
    book = framing_data.codebook()
    table = framing.agreement(
        *(framing_data.coder(letter) for letter in "ab"),
        codes=book.codes,
        cited=book.cited,
        draws=200,
    )
    pooled = table[table["code"] == "pooled"].set_index("sentences")
    assert list(pooled["n"]) == [77, 55]
    assert pooled.loc["without the cited", "alpha"] < pooled.loc["all", "alpha"]
    assert (pooled["alpha"] >= 0.90).all()
    assert (pooled["alpha_low"] < pooled["alpha"]).all()
    assert (pooled["alpha"] < pooled["alpha_high"]).all()


def test_one_code_a_sentence():
    a, b = (framing_data.coder(letter) for letter in "ab")
    table = framing.agreement(a, b, column="agency", draws=100).set_index("code")
    keep = a["sentence"] != 0
    expected = alpha_by_definition(a["agency"][keep], b["agency"][keep])
    assert table.loc["pooled", "alpha"] == pytest.approx(expected, abs=1e-9)
    same = (a["agency"][keep].to_numpy() == b["agency"][keep].to_numpy()).mean()
    assert table.loc["pooled", "agreement"] == pytest.approx(same)


def frames(*cells):
    return pd.DataFrame({"article": "x", "sentence": range(1, len(cells) + 1), "frames": cells})


def test_a_frame_nobody_coded_is_undefined():
    table = framing.agreement(
        frames("A", ""), frames("A", "A"), codes=["A", "B"], draws=50
    ).set_index("code")
    assert math.isnan(table.loc["B", "alpha"])
    assert math.isnan(table.loc["B", "f1"])
    assert table.loc["B", "note"] == "undefined: nobody coded it"
    assert table.loc["A", "f1"] == pytest.approx(2 / 3)
    assert table.loc["A", "agreement"] == 0.5


def test_a_frame_coded_everywhere_has_no_alpha():
    table = framing.agreement(frames("A", "A"), frames("A", "A"), draws=50).set_index("code")
    assert math.isnan(table.loc["A", "alpha"])
    assert "everywhere" in table.loc["A", "note"]
    assert table.loc["A", "f1"] == 1


def test_no_sentences_left_is_undefined():
    coding = frames("A", "")
    table = framing.agreement(coding, coding, cited=coding, draws=20)
    left = table[table["sentences"] == "without the cited"]
    assert left[["alpha", "agreement", "f1"]].isna().all(axis=None)
    assert set(left["note"]) == {"undefined: no sentences"}


def test_tables_of_another_kind_are_refused():
    with pytest.raises(TypeError, match="expected a DataFrame, got list"):
        framing.agreement([1], [2])
    with pytest.raises(CorpusError, match="no column agency"):
        framing.agreement(frames("A"), frames("A"), column="agency")


def test_codings_of_different_sentences_are_refused():
    with pytest.raises(ValueError, match="x 2"):
        framing.agreement(frames("A", "B"), frames("A"))
    double = pd.concat([frames("A"), frames("B")])
    with pytest.raises(ValueError, match="x 1 twice"):
        framing.agreement(double, double)


def test_disagreements_are_those_that_were_settled():
    a, b = (framing_data.coder(letter) for letter in "ab")
    table = framing.disagreements(a, b, framing_data.settled())
    assert (table["reason"] != "").all()
    assert len(table) == 7


CELLS = st.lists(st.sampled_from(["A", "B", "C"]), min_size=2, max_size=12)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_measure_that_is_resampled_equals_the_one_reported(data):
    first = data.draw(CELLS)
    second = data.draw(st.lists(st.sampled_from("ABC"), min_size=len(first), max_size=len(first)))
    columns = [
        framing.frame_columns(pd.Series(cells), "ABC").to_numpy() for cells in (first, second)
    ]
    weights = np.ones((1, len(first)))
    single = _measures(weights, _counts(*columns, False), False)["alpha"][0, -1]
    pooled = _measures(weights, _counts(*columns, True), True)["alpha"][0, -1]
    expected = [
        framing.krippendorff_alpha(first, second),
        framing.krippendorff_alpha(*(cells.ravel() for cells in columns)),
    ]
    np.testing.assert_allclose([single, pooled], expected, atol=1e-9)


def test_ac1_of_gwets_three_abstractors():
    """irrCAC, overview vignette, cont3x3abstractors: AC1 0.8493305."""
    cells = {("E", "E"): 13, ("A", "A"): 20, ("A", "N"): 7, ("N", "A"): 4, ("N", "N"): 56}
    pairs = [pair for pair, times in cells.items() for _ in range(times)]
    a, b = (
        pd.DataFrame({"article": "x", "sentence": range(1, 101), "code": codes})
        for codes in zip(*pairs, strict=True)
    )
    row = framing.agreement(a, b, column="code", draws=50).iloc[-1]
    assert row["ac1"] == pytest.approx(0.8493305, abs=5e-8)
    assert row["ac1_low"] <= row["ac1"] <= row["ac1_high"]


def test_the_pooled_ac1_of_frames_is_that_of_their_decisions():
    a, b = (framing_data.coder(letter) for letter in "ab")
    keep = a["sentence"] != 0
    codes = framing_data.codebook().codes
    first, second = (
        framing.frame_columns(x["frames"][keep], codes).to_numpy().ravel() for x in (a, b)
    )
    share = (first.mean() + second.mean()) / 2
    by_chance = 2 * share * (1 - share)
    expected = ((first == second).mean() - by_chance) / (1 - by_chance)
    row = framing.agreement(a, b, codes=codes, draws=50).iloc[-1]
    assert row["ac1"] == pytest.approx(expected)


def test_f1_of_praise_is_that_of_praise():
    """Over both codes it would be agreement again: .974 for .875."""
    a, b = (framing_data.coder(letter) for letter in "ab")
    row = framing.agreement(a, b, column="prestige", draws=50).iloc[-1]
    assert row["f1"] == pytest.approx(0.875)
    assert np.isnan(framing.agreement(a, b, column="agency", draws=50).iloc[-1]["f1"])


def test_agreement_of_each_article():
    a, b = (framing_data.coder(letter) for letter in "ab")
    table = framing.agreement_by_article(a, b).set_index("article")
    assert table.loc["us-hanoi-mou", "exact"] == 1
    assert table.loc["hanoi-cooperation", "exact"] == pytest.approx(0.77, abs=0.005)
    assert table["n"].sum() == 77
    whole = framing.agreement(a, b, draws=10).iloc[-1]
    assert (table["agreement"] * table["n"]).sum() / 77 == pytest.approx(whole["agreement"])


def test_every_two_of_three_coders():
    codings = {"a": frames("A", "B", ""), "b": frames("A", "", ""), "c": frames("A", "B", "")}
    table = framing.agreement_by_pair(codings, draws=20)
    assert table[["first", "second"]].agg("".join, axis=1).tolist() == ["ab", "ac", "bc"]
    assert (
        table["alpha"].tolist() == pytest.approx([table["alpha"][0], 1, table["alpha"][0]])
        and table["alpha"][0] < 1
    )
    with pytest.raises(ValueError, match="two coders or more, got a"):
        framing.agreement_by_pair({"a": codings["a"]})


def test_confusion_of_agency():
    a, b = (framing_data.coder(letter) for letter in "ab")
    table = framing.confusion_table(a, b).set_index("agency")
    assert table.to_numpy().sum() == 77
    row = framing.agreement(a, b, column="agency", draws=10).iloc[-1]
    assert np.trace(table.to_numpy()) / 77 == pytest.approx(row["agreement"])
