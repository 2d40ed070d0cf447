"""Names of articles and groups stand clear of one another in every figure, few or many."""

import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from helpers.reports import actors, framing, likeness, pages, words
from helpers.reports.framed import MOST_UNITS
from helpers.showing import citation_grid, grids, use_style
from tests.reports.corpora import made

EXHIBITS = [framing.profiles, actors.who_acts, likeness.likeness, words.shared, pages.cleaning]
SHORT = ["NanoDragon in Oita", "UK: hub and clinics", "Johnson's vaccine deal now", "Hanoi's MoU"]
SHORT += ["KHAI TRƯƠNG BỆNH VIỆN", "Oil spill clean-up", "Six hospitals open", "WHO praise"]
LONG = "Bộ trưởng Bộ Y tế {} tiếp và làm việc với Đại sứ Vương quốc Anh tại Hà Nội sáng {}"
MINISTERS = ["Đào Hồng Lan", "Nguyễn Thị Kim Tiến", "Nguyễn Thanh Long"]

NAMES = {
    "short": [f"{name} {n // 8 or ''}".strip() for n, name in enumerate(SHORT * 4)],
    "whole titles": [LONG.format(MINISTERS[n % 3], n) for n in range(30)],
    "one long word": [f"bao_suc_khoe_doi_song_2024_bai_so_{n:02}" for n in range(30)],
}


# Few and many, and on both sides of where heads turn upright; each way of naming.
CASES = [
    (5, "whole titles"),
    (6, "short"),
    (7, "one long word"),
    (12, "short"),
    (12, "whole titles"),
    (30, "short"),
    (30, "whole titles"),
]


@pytest.fixture(scope="module", params=CASES, ids=str)
def corpus(request, tmp_path_factory):
    number, kind = request.param
    names = NAMES[kind][:number]
    # Of so many, figures show groups.
    groups = [name.replace(":", "") for name in names] if number > MOST_UNITS else ["A"] * number
    folder = tmp_path_factory.mktemp("names") / "corpus"
    return made(folder, groups, coded=True, sentences=12, titles=names)


@pytest.mark.slow
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_no_name_runs_into_another_or_out_of_the_figure(corpus, exhibit, narrow):
    use_style()
    stand_clear(exhibit(corpus).draw(narrow))


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("number", [5, 12, 30])
def test_no_name_runs_into_another_in_the_heat_map_of_codes(number, kind):
    use_style()
    names = NAMES[kind][:number]
    counts = pd.DataFrame(7, index=["AID", "LEARN"], columns=names)
    stand_clear(grids.heat_map(counts, pd.Series(1200, index=names), "Message"))


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("number", [5, 12, 16])
def test_no_name_runs_into_another_in_the_grid_of_citations(number, kind):
    use_style()
    names = NAMES[kind][:number]
    rows = [(label, name, 1, 2) for label in ("Resolution 31", "Law") for name in names]
    pairs = pd.DataFrame(rows, columns=["label", "article", "own text", "surroundings"])
    stand_clear(citation_grid(pairs, names, "Message"))


def stand_clear(figure):
    """Assert that no two texts of a figure touch, none is outside, and no two names are alike."""
    figure.draw_without_rendering()
    axes = figure.axes[0]
    sides = [axes.get_xticklabels(), axes.get_yticklabels()]
    for texts in ([label.get_text() for label in side] for side in sides):
        assert len(set(texts)) == len(texts)
    said = [*sides[0], *sides[1], *axes.texts, *figure.texts]
    outlines = [(label.get_text(), box(label)) for label in said if label.get_text()]
    for (one, its), (other, others) in itertools.combinations(outlines, 2):
        assert not its.intersects_path(others), (one, other)
    for name, outline in outlines:
        low, high = outline.vertices.min(axis=0), outline.vertices.max(axis=0)
        assert (low > -1).all() and (high < figure.bbox.size + 1).all(), name
    plt.close(figure)


def box(label):
    """Give the outline of a text as it is turned, a hair within its edges."""
    turned, around = label.get_rotation(), label.get_window_extent()
    label.set_rotation(0)
    flat = label.get_window_extent()
    label.set_rotation(turned)
    width, height = flat.width / 2 - 0.5, flat.height / 2 - 0.5
    corners = [(-width, -height), (width, -height), (width, height), (-width, height)]
    place = Affine2D().rotate_deg(turned).translate(*(around.min + around.max) / 2)
    return Path(place.transform([*corners, corners[0]]), closed=True)
