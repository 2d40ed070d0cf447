"""References as they are met in the wild: passages of our own, annotated before the rules."""

import re
from pathlib import Path

import pytest

from helpers.references import find_named_plans
from tests.references_in_text import ids, surfaces

_FIXTURES = Path(__file__).parents[1] / "fixtures"


def _passages():
    for path in sorted(_FIXTURES.glob("references_in_the_wild*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                cells = [cell.strip() for cell in re.split(r" \|(?= |$)", line)]
                # The first set is silent on plans.
                yield pytest.param(cells[1], cells[2].split(), [cell.split() for cell in cells[3:]])


def _marked(text, opening, closing):
    return [part.partition(closing)[0] for part in text.split(opening)[1:]]


@pytest.mark.parametrize(("marked", "expected", "plans"), list(_passages()))
def test_passage_is_read_as_annotated(marked, expected, plans):
    text = re.sub("[⟦⟧⟪⟫]", "", marked)
    assert surfaces(text) == _marked(re.sub("[⟪⟫]", "", marked), "⟦", "⟧")
    assert [str(found) for found in ids(text)] == expected
    if plans:
        found = find_named_plans(text)
        assert [plan.surface for plan in found] == _marked(re.sub("[⟦⟧]", "", marked), "⟪", "⟫")
        assert [plan.canonical for plan in found] == plans[0]
