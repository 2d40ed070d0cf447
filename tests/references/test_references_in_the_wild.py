"""References as they are met in the wild: passages of our own, annotated before the rules."""

from pathlib import Path

import pytest

from tests.references_in_text import ids, surfaces

_FIXTURE = Path(__file__).parents[1] / "fixtures" / "references_in_the_wild.txt"
# A count before `ngày` and a number is still read as a date: known, and reported.
_MISSED = ("Chương trình 3 ngày 2 đêm",)


def _passages():
    for line in _FIXTURE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, marked, expected = (cell.strip() for cell in line.split(" |"))
            missed = pytest.mark.xfail(strict=True) if marked.startswith(_MISSED) else ()
            yield pytest.param(marked, expected.split(), marks=missed)


@pytest.mark.parametrize(("marked", "expected"), _passages())
def test_passage_is_read_as_annotated(marked, expected):
    text = marked.replace("⟦", "").replace("⟧", "")
    assert surfaces(text) == [part.partition("⟧")[0] for part in marked.split("⟦")[1:]]
    assert [str(found) for found in ids(text)] == expected
