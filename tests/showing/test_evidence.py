"""Sentences behind a number: whole, but for one that is very long."""

import pandas as pd

from helpers.corpus import load_corpus
from helpers.showing import sentence_lines
from helpers.vietnamese import limits
from tests.corpus_folders import make


def test_a_sentence_is_whole_and_a_very_long_one_is_cut_around_the_mark(tmp_path):
    long = "bệnh viện " * 300 + "Hà Nội" + " và các trường" * 100
    folder = make(tmp_path / "own", text=f"Một bài\nBệnh viện ở Hà Nội mở cửa hôm nay.\n{long}\n")
    corpus = load_corpus(folder)
    lines = corpus.sentences[corpus.sentences["text"].str.contains("Hà Nội")]
    places = lines[["article", "sentence"]].assign(
        start=lines["text"].str.find("Hà Nội"), end=lines["text"].str.find("Hà Nội") + 6
    )
    short, cut = sentence_lines(corpus, places).to_dict("records")
    assert short["left"] + short["node"] + short["right"] == "Bệnh viện ở Hà Nội mở cửa hôm nay."
    assert cut["node"] == "Hà Nội"
    assert cut["left"].startswith("… ") and cut["left"].endswith("bệnh viện ")
    assert cut["right"].endswith(" …")
    assert max(len(cut["left"]), len(cut["right"])) == limits.CONTEXT + 2
    (whole, _) = sentence_lines(corpus, places[["article", "sentence"]]).to_dict("records")
    assert whole["left"] == "Bệnh viện ở Hà Nội mở cửa hôm nay."
    assert pd.Series(whole)["node"] == ""
