"""The word model: underthesea's own cuts, whatever the text; its own function where need be."""

import logging
import random
import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.vietnamese import model_tokens, split_sentences, word_model
from helpers.vietnamese.segmentation import segment_batch
from tests.annotated_pages import PLAIN, coded_texts, read_page
from tests.words_in_text import cuts, underthesea_cuts

HARD = (
    "",
    " ",
    "v.v.",
    "TP.",
    "ở TP. HCM , TP.",
    " hai  dấu\u00a0cách\tvà cuối ",
    "GS.TS. Nguyễn Văn A. B. (Bộ Y tế): 3,5 tỷ; 1.600m-2.000m, 20/8/2014 10:20:50",
    "This Thistle Thus Th.S Th S nhà Th\ts",
    "BOS EOS BOS EOS",
    "Đạo diễn :Dương :D :D",
    "43H-0530 4K 180Hz 3x4 H&M H'Mông e-mail a@b.vn http://a.vn/x(y(z)) foo.com.vn/",
    "99999999999 2147483647 2147483648 0000000002147483648 00000000000000000005 ² ½ ٣",
    "Ðà Nẵng, ðẹp, İstanbul, ǅa ßa ŉa ƛa ªb",
    "中文 và Россия ΑΣ 😀 → … “a” ‘b’ – ʺ × ÷",
    "\u1c89 \u0378 \ufffd \u0301",
    "học sinh học sinh học " * 40,
)
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạấầớờễệịọừự" + string.digits
_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp", "Cc"]), max_size=60),
    st.lists(
        st.one_of(
            st.text(_LETTERS + _LETTERS.upper() + ".,-:/()&'@_+=>", max_size=8),
            st.sampled_from([text for hard in HARD for text in hard.split(" ")]),
        ),
        max_size=20,
    ).map(" ".join),
).map(lambda text: unicodedata.normalize("NFC", text))


@pytest.fixture
def own_model():
    model = word_model._word_model()
    assert model, "the installed underthesea isn't the one that is known"
    return model


def test_the_corpus_is_cut_as_underthesea_does(own_model):
    texts = coded_texts()
    texts += [sentence for article in PLAIN for sentence in split_sentences(read_page(article))]
    texts = random.Random(7).sample(texts, 150)
    assert cuts(texts) == underthesea_cuts(texts)


def test_hard_texts_are_cut_as_underthesea_does(own_model):
    assert cuts(HARD) == underthesea_cuts(HARD)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXT, max_size=4))
def test_any_text_is_cut_as_underthesea_does(texts):
    assert cuts(texts) == underthesea_cuts(texts)


def test_hard_texts_come_out_as_underthesea_gives_them(own_model):
    # Respelt tokens among them, and letters that are not composed.
    texts = [*HARD, "hoà thuỷ Hòa Thủy uỷ ban qúa", "ho\u0300a bi\u0300nh", "hai\ndòng", "a\x1cb"]
    find = word_model.underthesea_words()
    assert word_model.default_words(texts) == [find(text) for text in texts]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_TEXT, st.text(max_size=30)), max_size=4))
def test_any_text_comes_out_as_underthesea_gives_it(texts):
    texts = [text for text in texts if not any("\ud800" <= letter <= "\udfff" for letter in text)]
    find = word_model.underthesea_words()
    assert word_model.default_words(texts) == [find(text) for text in texts]


@pytest.mark.parametrize("change", ["digest", "file", "package"])
def test_another_model_is_left_to_underthesea(change, monkeypatch, caplog):
    texts = [text for text in HARD if text.strip()]
    expected = segment_batch(texts)
    if change == "digest":
        monkeypatch.setattr(word_model, "_KNOWN_DIGEST", "another")
    elif change == "file":
        monkeypatch.setattr(word_model, "_DIGESTED", ("models/of/another/version.bin",))
    else:
        monkeypatch.setattr(word_model, "find_spec", lambda name: None)
    monkeypatch.setattr(word_model, "_word_model", word_model._word_model.__wrapped__)
    with caplog.at_level(logging.WARNING):
        assert segment_batch(texts) == expected
    assert "underthesea itself" in caplog.text


def test_what_is_kept_of_texts_is_bounded(own_model, monkeypatch):
    texts = [f"Số {number} của Bộ Y tế , bài {number}b." for number in range(200)]
    expected = segment_batch(texts)
    monkeypatch.setattr(model_tokens, "_MOST_STRETCHES", 20)
    monkeypatch.setattr(word_model, "_BLOCK_CHARACTERS", 200)
    assert segment_batch(texts) == expected
    # One run's own, beyond what is kept.
    assert len(own_model._stretches) < 60
    assert len(own_model._stretches._firsts) < 90
    assert len(own_model._stretches._words) < 200
