"""Sentences and words where text is hard to cut: invented cases, by kind."""

import unicodedata
from pathlib import Path

import pytest

from helpers.vietnamese import split_sentences, tokenise
from tests.words_in_text import without_space

pytestmark = pytest.mark.usefixtures("empty_cache")

FIXTURES = Path(__file__).parent.parent / "fixtures"


def _cases(name):
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _word_cases():
    for kind, text, expected in _cases("hard_words.txt"):
        marks = [pytest.mark.xfail(strict=True)] if kind == "unsolved" else []
        yield pytest.param(kind, text, expected, marks=marks)


def _holds(found, group):
    """Tell whether words stand side by side among those found."""
    return any(found[at : at + len(group)] == group for at in range(len(found)))


@pytest.mark.parametrize(("kind", "case"), _cases("hard_sentences.txt"))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_hard_sentences(kind, case, form):
    case = unicodedata.normalize(form, case)
    text = case.replace(" ‖ ", " ").replace("‖", "")
    assert split_sentences(text) == [sentence.strip() for sentence in case.split("‖")]


@pytest.mark.parametrize(("kind", "text", "expected"), list(_word_cases()))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_hard_words(kind, text, expected, form):
    text = unicodedata.normalize(form, text)
    found = tokenise([text])[0]
    assert without_space("".join(found)) == without_space(text)
    for group in unicodedata.normalize(form, expected).split(" … "):
        assert _holds(found, group.split("|")), found
