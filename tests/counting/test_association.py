"""The association measures against published figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from helpers.counting import association as assoc

# Dunning (1993), Accurate methods for the statistics of surprise and coincidence, p. 72:
# cells of the 2 x 2 table (both, first only, second only, neither) and -2 log lambda
DUNNING = [
    ((110, 2442, 111, 29114), 270.72),
    ((29, 13, 123, 31612), 263.90),
    ((10, 0, 3, 31764), 167.23),
]


def test_two_cell_log_likelihood_of_ucrel():
    """Rayson, UCREL, slide on the log-likelihood calculator: LL +2.65."""
    assert assoc.log_likelihood_two_cell(52, 57, 50_000, 75_000) == pytest.approx(2.65, abs=0.005)


def test_two_and_four_cells_differ_as_ucrel_says():
    """UCREL log-likelihood calculator, note on the two cells that it leaves out."""
    counts = (12_000, 10_000, 1_000_000, 1_000_000)
    assert assoc.log_likelihood_two_cell(*counts) == pytest.approx(182.0695, abs=5e-5)
    assert assoc.log_likelihood_four_cell(*counts) == pytest.approx(184.0917, abs=5e-5)
    assert assoc.log_likelihood(*counts) == assoc.log_likelihood_two_cell(*counts)
    assert assoc.log_likelihood(*counts, cells=4) == assoc.log_likelihood_four_cell(*counts)


@pytest.mark.parametrize(("cells", "published"), DUNNING)
def test_four_cell_log_likelihood_of_dunning(cells, published):
    both, first, second, neither = cells
    g2 = assoc.log_likelihood_four_cell(both, second, both + first, second + neither)
    assert g2 == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(("g2", "p"), [(3.84, 0.05), (6.63, 0.01), (10.83, 0.001), (15.13, 0.0001)])
def test_p_at_the_critical_values_of_ucrel(g2, p):
    """UCREL log-likelihood calculator, table of critical values."""
    assert assoc.p_value(g2) == pytest.approx(p, rel=0.01)


def test_adjusted_p_of_benjamini_and_hochberg():
    """Benjamini & Hochberg (1995), section 3: of fifteen p, the first four stand at .05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert list(assoc.adjusted_p(p) <= 0.05) == [True] * 4 + [False] * 11
    assert len(assoc.adjusted_p([])) == 0


def test_adjusted_p_is_scipys():
    p = np.random.default_rng(1).random((4, 30)).round(2)
    np.testing.assert_array_equal(assoc.adjusted_p(p), false_discovery_control(p, axis=-1))


def test_percent_diff_of_gabrielatos_and_marchi():
    """Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions, p. 18: 88.7."""
    figure = assoc.percent_diff(206_523, 178_174, 959_641, 1_562_358)
    assert figure == pytest.approx(88.7, abs=0.05)


def test_percent_diff_where_a_side_has_none():
    assert assoc.percent_diff(0, 3, 10, 10) == -100
    assert assoc.percent_diff(3, 0, 10, 10) == np.inf
    assert np.isnan(assoc.percent_diff(0, 0, 10, 10))


def test_log_ratio_of_hardie():
    """Hardie (2014), Log Ratio: 0 for equal rates, each doubling 1 more; 0 counts as 0.5."""
    ratios = assoc.log_ratio([5, 10, 20, 5, 4], [5, 5, 5, 10, 0], 1000, 1000)
    assert ratios == pytest.approx([0, 1, 2, -1, 3])


def test_mutual_information_of_church_and_hanks():
    """Church & Hanks (1990), p. 24: doctors with dentists, 11.3."""
    assert assoc.mutual_information(8, 1105, 44, 15e6) == pytest.approx(11.3, abs=0.05)


def test_t_score_of_manning_and_schuetze():
    """Manning & Schütze (1999), pp. 164-165: new companies, 0.999932."""
    assert assoc.t_score(8, 15_828, 4_675, 14_307_668) == pytest.approx(0.999932, abs=5e-7)


def test_log_dice_of_rychly():
    """Rychlý (2008), section 3: 14 at most; 0 at one in 16,384; 7 more is 128 times."""
    assert assoc.log_dice(50, 50, 50) == 14
    assert assoc.log_dice(1, 16_384, 16_384) == 0
    assert assoc.log_dice(128, 16_384, 16_384) == 7


def test_log_odds_of_fightin_words():
    """README of Wigder's fightin_words: prior 0.05, z of the words of two sentences."""
    #        brown fox quick donkey lazier purple jumps lazy over pig the
    first = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 2]
    second = [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2]
    _, z = assoc.log_odds_ratio(first, second, 0.05)
    own = 0.6894227886807968
    assert z == pytest.approx([own] * 3 + [-own] * 3 + [0] * 5, abs=1e-12)


def test_log_odds_refuses_a_prior_of_nothing():
    with pytest.raises(ValueError, match="above 0"):
        assoc.log_odds_ratio([1, 2], [2, 1], [0.5, 0])


@pytest.mark.parametrize("counts", [(1, 1, 0, 5), (6, 1, 5, 5), (-1, 1, 5, 5)])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(ValueError, match="words"):
        assoc.log_likelihood_two_cell(*counts)


def test_cells_are_two_or_four():
    with pytest.raises(ValueError, match="2 or 4"):
        assoc.log_likelihood(1, 1, 10, 10, cells=3)


@given(st.integers(0, 500), st.integers(1, 20), st.integers(1, 20))
def test_equal_rates_differ_by_nothing(count, first, second):
    counts = (count * first, count * second, 1000 * first, 1000 * second)
    assert assoc.log_likelihood_two_cell(*counts) == pytest.approx(0, abs=1e-8)
    assert assoc.log_likelihood_four_cell(*counts) == pytest.approx(0, abs=1e-8)
    if count:
        assert assoc.log_ratio(*counts) == pytest.approx(0, abs=1e-12)
        assert assoc.percent_diff(*counts) == pytest.approx(0, abs=1e-9)


@given(st.integers(0, 900), st.integers(0, 900), st.integers(900, 2000), st.integers(900, 2000))
def test_swapping_the_sides_flips_the_sign(a, b, n1, n2):
    for measure in (assoc.log_likelihood_two_cell, assoc.log_likelihood_four_cell):
        assert measure(a, b, n1, n2) == pytest.approx(measure(b, a, n2, n1), abs=1e-9)
        assert measure(a, b, n1, n2) >= 0
    assert assoc.log_ratio(a, b, n1, n2) == pytest.approx(-assoc.log_ratio(b, a, n2, n1))
