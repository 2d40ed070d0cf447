"""Figures of terms draw what the table says, and survive an empty one."""

import numpy as np
import pandas as pd
import pytest

from helpers.counting.frequency import rank_frequency, rates_side_by_side
from helpers.showing import grids, term_charts, use_style
from tests.made_corpora import make_tokens, words_of

TABLE = pd.DataFrame(
    {
        "group": ["UK", "UK", "US"],
        "label": ["y tế (health)", "hợp tác", "Anh"],
        "value": [1.0, 2.0, 3.0],
        "low": [0.5, 1.0, 2.0],
        "high": [2.0, 3.0, 4.0],
        "few": [True, False, True],
        "note": ["4 : 0", "5 : 1", "6 : 2"],
    }
)
COLUMNS = {"by": "group", "label": "label", "value": "value"}


@pytest.fixture(autouse=True)
def style():
    use_style()


def texts(axes):
    return [text.get_text() for text in axes.texts]


def labels(axes):
    return [text.get_text() for text in axes.get_yticklabels()]


def test_labels_take_the_first_sense_of_the_gloss():
    table = pd.DataFrame(
        {"term": ["y tế", "tbi", "thép"], "English": ["health; health care", "TBI (institute)", ""]}
    )
    assert term_charts.bilingual(table) == ["y tế (health)", "tbi (TBI)", "thép"]
    assert term_charts.bilingual(table[["term"]]) == ["y tế", "tbi", "thép"]


def test_a_grid_writes_every_rate():
    tokens = make_tokens({"a-b": ["x"] * 3 + ["y"], "c": ["y"]})
    rates = rates_side_by_side(tokens, ["y", "x", "z"])
    figure = grids.rate_grid(rates, "Message", axis="per 1,000")
    (axes,) = figure.axes
    assert texts(axes) == ["250", "1000", "750", "·", "·", "·"]
    assert labels(axes) == ["y", "x", "z"]
    assert figure.get_suptitle() == "Message"


def test_a_grid_says_how_many_columns_it_leaves_out():
    rates = pd.DataFrame([[1.0] * 5], index=["x"], columns=list("abcde"))
    (axes,) = grids.rate_grid(rates, "Message", axis="rate", limit=3).axes
    assert axes.get_xlabel() == "rate (3 of 5 drawn)"
    assert len(texts(axes)) == 3


def test_panels_stand_by_group_with_notes_and_rings():
    figure = term_charts.panels(
        TABLE,
        "Message",
        axis="log ratio",
        low="low",
        high="high",
        hollow="few",
        note="note",
        **COLUMNS,
    )
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["UK", "US"]
    assert labels(figure.axes[0]) == ["y tế (health)", "hợp tác"]
    assert texts(figure.axes[0]) == ["4 : 0", "5 : 1"]
    lines, filled, rings = figure.axes[0].collections
    assert [segment[:, 0].tolist() for segment in lines.get_segments()] == [[0.5, 2.0], [1.0, 3.0]]
    assert filled.get_offsets().tolist() == [[2.0, 1.0]]
    assert rings.get_offsets().tolist() == [[1.0, 0.0]]


def test_panels_left_out_are_counted():
    figure = term_charts.panels(TABLE, "Message", axis="value", limit=1, **COLUMNS)
    (axes,) = figure.axes
    assert axes.get_xlabel() == "value (first 1 of 2)"


def test_zipf_draws_ranks_and_names_some():
    ranks = rank_frequency(words_of("x x x x y y z"))
    (axes,) = term_charts.zipf(ranks, "Message", labels={2: "y"}).axes
    expected, steps = axes.lines
    assert expected.get_ydata().tolist() == [4, 4 / 3]
    assert list(steps.get_ydata()) == [4, 2, 1]
    assert texts(axes) == ["y"]


def test_an_empty_table_still_gives_its_message():
    figures = [
        term_charts.panels(TABLE.head(0), "Message", axis="value", **COLUMNS),
        grids.rate_grid(pd.DataFrame(), "Message", axis="rate"),
        term_charts.zipf(rank_frequency(words_of(",")), "Message"),
    ]
    for figure in figures:
        assert figure.get_suptitle() == "Message"
        assert "nothing to draw" in texts(figure.axes[0])[0]


def test_rates_side_by_side_by_group():
    tokens = make_tokens({"a": ["x", "y"], "b": ["x", "x"], "c": ["z"] * 4})
    rates = rates_side_by_side(tokens, ["x", "z"], by={"a": "UK", "b": "UK", "c": "US"})
    assert rates.to_dict() == {"UK": {"x": 750.0, "z": 0.0}, "US": {"x": 0.0, "z": 1000.0}}
    assert rates.index.name == "term"


def test_an_open_interval_is_drawn_as_an_arrow_beyond_all_numbers():
    table = pd.DataFrame(
        {"group": "UK", "term": ["a", "b"], "ratio": [2.0, 1.0], "low": [0.5, -np.inf]}
    ).assign(high=[np.inf, 3.0])
    columns = {"by": "group", "label": "term", "value": "ratio", "low": "low", "high": "high"}
    figure = term_charts.panels(table, "message", axis="log ratio", **columns)
    lines = next(c for c in figure.axes[0].collections if hasattr(c, "get_segments"))
    (first, second) = lines.get_segments()
    assert np.isfinite(first).all() and first[1][0] > 3
    assert np.isfinite(second).all() and second[0][0] < 0
    assert table["high"].iloc[0] == np.inf
