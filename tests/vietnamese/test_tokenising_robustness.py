"""Words of any text: nothing lost, nothing mixed up, and no text that can't be cut."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.vietnamese import segmentation, split_sentences, tokenise
from helpers.vietnamese.words import token_spans
from tests.words_in_text import without_space, words

pytestmark = pytest.mark.usefixtures("empty_cache")


_ODD_CHARACTERS = (
    "abĐứ .,!?…\"'“”()[]_-/@:|\n\r\t\x00\x1c\x1f\u00a0\u00ad\u0301\u0323\u200b\u200d\u200f"
    "\u2028\ufeff\ufe0f\ud800\udfff\u1100\u1161\u212b\u0344\u3000🇻😀中"
)
_ODD_STRINGS = (
    "🇻🇳",
    "👨‍👩‍👧",
    "sức khỏe ",
    "Ủy ban Nhân dân ",
    "TP. HCM",
    "75.000",
    "GS.TS. ",
    "Vương quốc Anh",
    "VIỆT NAM-ANH ",
    "kinh tế-xã hội",
    "khí mê-tan ",
    "ĐỨC MỜI ",
    "(Hết.) ",
    "Ðà Nẵng ",
    "２０２４",
    "v.v.",
)
_PIECES = st.sampled_from([*_ODD_CHARACTERS, *_ODD_STRINGS])
_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=25).map("".join),
    st.lists(_PIECES, max_size=12).map("".join).map(lambda t: unicodedata.normalize("NFD", t)),
)


@settings(max_examples=150, deadline=None)
@given(_TEXT)
@example("sứckhám \ufeff \u0301a")
@example("\u1100\u200b\u1161")
@example("ANH\u0301-MỸ \u0301ĐỨC-\u00adVIỆT")
def test_any_text_comes_back_whole(text):
    sentences = split_sentences(text)
    assert without_space("".join(sentences)) == without_space(text)
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)
    for merge_terms in (True, False):
        found = words(text, merge_terms=merge_terms)
        assert without_space("".join(found)) == without_space(text)
        assert all(word and word == word.strip() for word in found)
        assert all(len(word.splitlines()) == 1 for word in found)
        spans = token_spans(text, found)
        assert [text[start:end] for start, end in spans] == found


@settings(max_examples=30, deadline=None)
@given(st.lists(_TEXT, max_size=6))
def test_texts_do_not_touch_each_other(texts):
    with pytest.MonkeyPatch.context() as patch:
        # What is kept would come back the same, right or wrong.
        patch.setenv("KHUNGTIN_CACHE", "off")
        assert tokenise(texts) == [words(text) for text in texts]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["a", "1-", "a.b.", "(", '?"', "\u200b", "Á.Á", "A. B", "👨‍👩‍👧", "e\u0301"]
)
def test_lines_of_a_million_characters(piece):
    text = (piece * 1_000_000)[:1_000_000]
    sentences = split_sentences(text)
    assert without_space("".join(sentences)) == without_space(text)
    assert without_space("".join(words(text[:50_000]))) == without_space(text[:50_000])


def test_a_sentence_longer_than_the_segmenter_gets_at_once_keeps_its_words():
    times = 3 * segmentation._LONGEST_SEGMENT // len("sức khỏe ")
    assert words("sức khỏe " * times) == ["sức khỏe"] * times


@pytest.mark.parametrize("wrong", [None, 3, b"a", float("nan"), ["a"]])
def test_non_text_is_named(wrong):
    name = type(wrong).__name__
    with pytest.raises(TypeError, match=name):
        split_sentences(wrong)
    with pytest.raises(TypeError, match=f"number 1 is {name}"):
        tokenise(["a", wrong])


@pytest.mark.parametrize("wrong", ["một câu", b"a", None, 3])
def test_one_text_or_none_is_no_list_of_texts(wrong):
    with pytest.raises(TypeError, match=type(wrong).__name__):
        tokenise(wrong)
