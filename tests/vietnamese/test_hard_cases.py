"""Sentences where text is hard to cut: invented cases, by kind."""

import unicodedata
from pathlib import Path

import pytest

from helpers.vietnamese import split_sentences

FIXTURES = Path(__file__).parent.parent / "fixtures"


def _cases(name):
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "case"), _cases("hard_sentences.txt"))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_hard_sentences(kind, case, form):
    case = unicodedata.normalize(form, case)
    text = case.replace(" ‖ ", " ").replace("‖", "")
    assert split_sentences(text) == [sentence.strip() for sentence in case.split("‖")]
