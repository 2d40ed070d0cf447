"""Dispersion: the published values, and the parts that a table names."""

import pytest

from helpers import counting
from tests.made_corpora import articles_of, make_tokens

# Gries (2008), Dispersions and adjusted frequencies in corpora, p. 406: a corpus in five parts
GRIES = {
    "1": "b a m n i b e u p",
    "2": "b a s a t b e w q n",
    "3": "b c a g a b e s t a",
    "4": "b a g h a b e a a t",
    "5": "b a h a a b e a x a t",
}


def test_dispersion_of_gries():
    """Gries (2008), pp. 406-416, and Lijffijt & Gries (2012): D, DP and DPnorm of the letters."""
    table = counting.dispersion(articles_of(GRIES)).set_index("term")
    assert list(table.columns) == ["count", "range", "juilland_d", "dp", "dp_norm"]
    assert table.loc[list("abiqx"), "dp"].tolist() == pytest.approx(
        [0.18, 0.02, 0.82, 0.80, 0.78], abs=5e-4
    )
    assert table.loc[list("abiqx"), "dp_norm"].tolist() == pytest.approx(
        [0.220, 0.024, 1, 0.976, 0.951], abs=5e-4
    )
    assert table.loc[list("abi"), "juilland_d"].tolist() == pytest.approx(
        [0.785, 0.968, 0], abs=5e-4
    )
    assert table.loc[list("abi"), "range"].tolist() == [5, 5, 1]


def spread_over(counts, size):
    """Lay a word out over parts of one size."""
    parts = {str(n): ["x"] * count + ["y"] * (size - count) for n, count in enumerate(counts)}
    return counting.dispersion(make_tokens(parts)).set_index("term").loc["x"]


def test_juillands_d_of_carroll():
    """Carroll (1970), An alternative to Juilland's usage coefficient, p. 14: 0.6464."""
    assert spread_over([0, 4, 3, 2, 1], 6)["juilland_d"] == pytest.approx(0.6464, abs=5e-5)


def test_dp_norm_of_lijffijt_and_gries():
    """Lijffijt & Gries (2012), p. 148: 0.5."""
    assert spread_over([2, 1, 0], 3)["dp_norm"] == pytest.approx(0.5)


def test_dispersion_names_its_parts():
    tokens = articles_of(GRIES)
    assert counting.dispersion(tokens).attrs["over"] == "articles"
    equal = counting.dispersion(tokens, over=10)
    assert (equal.attrs["over"], equal.attrs["n_parts"]) == ("parts of equal size", 10)
    one = counting.dispersion(tokens, over=1)
    assert one[["juilland_d", "dp_norm"]].isna().all(axis=None)
    with pytest.raises(ValueError, match="50 words"):
        counting.dispersion(tokens, over=51)
