"""Concordance and collocates: found however the words were cut."""

import gc
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.counting import collocates, concordance, syllable_index
from helpers.counting.syllable_index import _indexes
from tests.made_corpora import make_corpus, shipped_corpus

CORPUS = make_corpus(
    [
        ("a", 0, "title", "Anh| giúp| sức khỏe"),
        ("a", 1, "lead", "Sức| khỏe| của| anh|, |trung tâm| y tế| và| Trung| tâm| Y tế|."),
        ("a", 2, "body", "Anh em| khỏe mạnh| “|và|” |sức"),
        ("b", 1, "body", "khỏe| là| trung tâm|, |y tế| ở| Vương quốc Anh|!"),
    ]
)
SYLLABLES = st.lists(st.sampled_from(["sức", "khỏe", "y", "tế", ","]), min_size=1, max_size=25)


def lines(query, **options):
    table = concordance(CORPUS, query, **options)
    return [f"{row.left}[{row.node}]{row.right}" for row in table.itertuples()]


@pytest.mark.parametrize("query", ["hòa", "hoà", "Hoà", "ý hòa", "ý hoà"])
def test_a_tone_mark_is_found_in_either_style(query):
    corpus = make_corpus([("a", 1, "body", "Ý| hòa|, |ý hoà| và| hoa")])
    found = concordance(corpus, query)
    assert [node[-3:] for node in found["node"]] == ["hòa", "hoà"]


def test_a_word_is_found_across_the_cuts():
    table = concordance(CORPUS, "sức khỏe")
    assert list(table.columns[:5]) == ["article", "sentence", "left", "node", "right"]
    assert table[["article", "sentence", "node"]].to_numpy().tolist() == [["a", 1, "Sức khỏe"]]
    assert concordance(CORPUS, "trung tâm y tế")["node"].tolist() == [
        "trung tâm y tế",
        "Trung tâm Y tế",
    ]


def test_a_syllable_is_found_within_a_word():
    assert concordance(CORPUS, "khỏe")[["article", "sentence"]].to_numpy().tolist() == [
        ["a", 1],
        ["a", 2],
        ["b", 1],
    ]
    row = concordance(CORPUS, "khỏe").iloc[1]
    assert (row["left"], row["right"]) == ("Anh em ", " mạnh “và” sức")


def test_matches_stay_within_their_sentence_and_their_punctuation():
    assert concordance(CORPUS, "sức khỏe là").empty
    assert concordance(CORPUS, "tâm, y tế")["article"].tolist() == ["b"]


def test_case_counts_where_it_tells_words_apart():
    assert concordance(CORPUS, "anh")["sentence"].tolist() == [1]
    assert concordance(CORPUS, "Vương_quốc Anh")["node"].tolist() == ["Vương quốc Anh"]
    assert concordance(CORPUS, "anh em")["node"].tolist() == ["Anh em"]
    assert concordance(CORPUS, "Anh", parts="title")["right"].tolist() == [" giúp sức khỏe"]


def test_the_window_counts_words():
    assert lines("và", window=1)[1] == "mạnh “[và]” sức".replace("mạnh", "khỏe mạnh")
    assert lines("y tế", window=2)[0] == "anh, trung tâm [y tế] và Trung"
    assert lines("sức khỏe", window=0) == ["[Sức khỏe]"]


def test_sorting_by_context():
    """By the nearest word; "ă" between "a" and "b", and not after "z"."""
    corpus = make_corpus(
        [("a", n, "body", text) for n, text in enumerate(["c z| x| b", "a z| x| ă", "b y| x| a"])]
    )
    orders = {None: [0, 1, 2], "left": [2, 1, 0], "right": [2, 1, 0]}
    for sort, order in orders.items():
        assert concordance(corpus, "x", sort=sort)["sentence"].tolist() == order
    with pytest.raises(ValueError, match="sort"):
        concordance(CORPUS, "khỏe", sort="up")


def test_hits_of_one_word_do_not_overlap():
    corpus = make_corpus([("a", 1, "body", "ha| ha| ha| ha| ha")])
    assert concordance(corpus, "ha ha")["start"].tolist() == [0, 6]


def test_an_index_lives_as_long_as_its_corpus():
    corpus = make_corpus([("a", 1, "body", "y tế")])
    before = len(_indexes)
    first = syllable_index(corpus, ("body",))
    assert syllable_index(corpus, ("body",)) is first
    assert len(_indexes) == before + 1
    del corpus
    gc.collect()
    assert len(_indexes) <= before


def test_bad_queries_are_named():
    for call in (concordance, collocates):
        with pytest.raises(ValueError, match="no word"):
            call(CORPUS, "  ")
        with pytest.raises(ValueError, match="no word"):
            call(CORPUS, ", .")
        with pytest.raises(TypeError, match="list"):
            call(CORPUS, ["y tế"])
        with pytest.raises(ValueError, match="window"):
            call(CORPUS, "y tế", window=-1)
        with pytest.raises(ValueError, match="parts there are: title, lead, body"):
            call(CORPUS, "y tế", parts="caption")
        assert call(CORPUS, "không có đâu").empty


@pytest.mark.slow
@settings(max_examples=40)
@given(SYLLABLES, st.data())
def test_cuts_do_not_matter(syllables, data):
    """However a sentence is cut, the same stretches of it are found."""
    at = data.draw(st.integers(0, len(syllables) - 1))
    query = " ".join(syllables[at : at + data.draw(st.integers(1, 3))])
    assume(any(map(str.isalnum, query)))
    cuts = data.draw(st.lists(st.booleans(), min_size=len(syllables), max_size=len(syllables)))
    marked = "".join(s + (" |" if cut else " ") for s, cut in zip(syllables, cuts, strict=True))
    tables = [
        concordance(make_corpus([("a", 1, "body", text.strip())]), query)
        for text in (marked, " |".join(syllables))
    ]
    assert tables[0]["start"].tolist() == tables[1]["start"].tolist()
    assert tables[0]["end"].tolist() == tables[1]["end"].tolist()
    assert len(tables[0]) >= 1


@settings(max_examples=40)
@given(SYLLABLES, st.integers(0, 30))
def test_a_line_is_the_sentences_own_text(syllables, window):
    corpus = make_corpus([("a", 1, "body", "“" + " |".join(syllables) + "!")])
    text = corpus.sentences["text"].iloc[0]
    assume(syllables[0] != ",")
    for row in concordance(corpus, syllables[0], window=window).itertuples():
        assert row.left + row.node + row.right in text
        assert text[row.start : row.end] == row.node
        assert text[: row.start].endswith(row.left)
        if window >= len(syllables):
            assert row.left + row.node + row.right == text


def test_collocates_by_hand():
    """Expected is W C / N: words in windows, of the collocate and in all, outside the nodes."""
    corpus = make_corpus(
        [
            ("a", 1, "body", "x| y| N| y| z| w"),
            ("a", 2, "body", "N| ,| N| x"),
            ("b", 1, "body", "y| w| w| w"),
        ]
    )
    table = collocates(corpus, "n", window=1)
    assert list(table.columns) == [
        *["collocate", "count", "expected", "log_dice", "mi", "t", "log_likelihood"]
    ]
    rows = table.set_index("collocate")
    assert rows["count"].to_dict() == {"y": 2, "x": 1}
    words, near = 10, 3
    assert rows.loc["y", "expected"] == pytest.approx(near * 3 / words)
    assert rows.loc["y", "log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (3 + 3)))
    assert rows.loc["y", "mi"] == pytest.approx(np.log2(2 / 0.9))
    assert rows.loc["y", "t"] == pytest.approx((2 - 0.9) / np.sqrt(2))
    cells = np.array([[2, 1], [1, 6]])
    expected = np.outer(cells.sum(1), cells.sum(0)) / words
    assert rows.loc["y", "log_likelihood"] == pytest.approx(
        2 * (cells * np.log(cells / expected)).sum()
    )
    assert (table.attrs["words"], table.attrs["words_in_windows"]) == (words, near)


def test_collocates_of_a_part_of_a_word_leave_the_word_out():
    table = collocates(CORPUS, "khỏe", window=2)
    assert "khỏe mạnh" not in set(table["collocate"])
    assert "anh em" in set(table["collocate"])


def test_collocates_can_be_restricted():
    assert "và" not in set(collocates(CORPUS, "y tế", stop_words=True)["collocate"])
    assert collocates(CORPUS, "y tế", min_count=3).empty


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["x", "y", "z", "n", ","]), min_size=1, max_size=40), st.integers(1, 6)
)
def test_collocates_are_those_of_a_plain_count(words, window):
    corpus = make_corpus([("a", 1, "body", " |".join(words))])
    kept = [word for word in words if word != ","]
    near = {
        at
        for node, word in enumerate(kept)
        if word == "n"
        for at in range(max(0, node - window), min(len(kept), node + window + 1))
        if kept[at] != "n"
    }
    table = collocates(corpus, "n", window=window)
    found = table.set_index("collocate")["count"].to_dict()
    assert found == {w: sum(kept[at] == w for at in near) for w in {kept[at] for at in near}}
    if len(table):
        assert table["expected"].sum() <= len(near) + 1e-9


def test_adding_an_article_that_lacks_the_node_adds_no_line():
    wider = make_corpus(
        [("a", 1, "body", "y tế| cơ sở"), ("b", 1, "body", "chuyện| khác")],
    )
    narrow = make_corpus([("a", 1, "body", "y tế| cơ sở")])
    for left, right in zip(
        concordance(wider, "y tế").itertuples(),
        concordance(narrow, "y tế").itertuples(),
        strict=True,
    ):
        assert left == right


@pytest.mark.parametrize("query", ["sức khỏe", "y tế", "hợp tác", "trung tâm y tế", "khỏe"])
def test_the_shipped_corpus_is_searched_as_by_hand(query):
    """A regular expression over the sentences finds the same places."""
    corpus = shipped_corpus()
    syllables = r"\s+".join(query.split())
    pattern = re.compile(rf"(?<!\w){syllables}(?!\w)", re.IGNORECASE)
    body = corpus.sentences[corpus.sentences["part"].isin(["lead", "body"])]
    expected = [
        (row.article, row.sentence, *match.span())
        for row in body.itertuples()
        for match in pattern.finditer(row.text)
    ]
    table = concordance(corpus, query)
    found = table[["article", "sentence", "start", "end"]].itertuples(index=False, name=None)
    assert list(found) == expected
    assert len(expected) > 0


def test_the_united_kingdom_and_he_are_apart_in_the_shipped_corpus():
    corpus = shipped_corpus()
    assert set(concordance(corpus, "Anh")["node"]) == {"Anh"}
    assert "Anh" not in set(concordance(corpus, "anh")["node"])
    company = set(collocates(corpus, "sức khỏe")["collocate"])
    assert "chăm sóc" in company
