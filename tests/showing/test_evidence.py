"""Sentences behind a number: whole, but for one that is very long."""

import pandas as pd

from helpers.corpus import load_corpus
from helpers.showing import sentence_lines
from helpers.showing.evidence import MOST_NUMBERS, cell_numbers, line_finder
from helpers.showing.tables import table_bundle
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


def test_every_sentence_of_a_cell_is_listed_by_its_number():
    corpus = load_corpus()
    known = corpus.sentences[corpus.sentences["sentence"] > 0]
    places = known[["article", "sentence"]].assign(cell="all of them")
    [row] = cell_numbers(sentence_lines(corpus, places))
    listed = [number for piece in row["pieces"] for number in piece["numbers"]]
    assert len(listed) == MOST_NUMBERS and row["more"] == len(known) - MOST_NUMBERS
    assert row["pieces"][0]["name"] == "UK: medical hub"
    own = places[places["article"] == "us-hanoi-mou"].assign(cell="US: Hanoi's MoU")
    [row] = cell_numbers(sentence_lines(corpus, own))
    # A piece that the cell names already isn't named again.
    assert [piece["name"] for piece in row["pieces"]] == [""] and row["more"] == 0
    assert row["pieces"][0]["numbers"][-1] == (29, "00_corpus.ipynb#us-hanoi-mou-29")
    assert cell_numbers(sentence_lines(corpus, own.drop(columns="cell"))) == []
    assert cell_numbers(sentence_lines(corpus, own).assign(link="")) == []


def test_an_opened_row_lists_its_cells_before_the_sentences_quoted():
    corpus = load_corpus()
    places = pd.DataFrame({"article": "uk-hcmc-hub", "sentence": range(1, 7), "cell": "they give"})
    data, _ = table_bundle(
        pd.DataFrame({"piece": ["UK: medical hub"]}),
        lambda row: sentence_lines(corpus, places),
        evidence_limit=3,
    )
    html = data["text/html"]
    assert html.count('<a href="00_corpus.ipynb#uk-hcmc-hub-') == 6 + 3
    assert "they give: <a" in html and "3 in full:" in html
    assert html.index("they give") < html.index("in full") < html.index("£75,000")


def test_a_line_is_found_in_its_article_whatever_its_number_on_the_page():
    corpus = load_corpus()
    found = line_finder(corpus)
    whole = corpus.whole_pages().sentences
    page = whole[whole["article"] == "us-hanoi-mou"]
    inside = corpus.sentences.query("article == 'us-hanoi-mou' and sentence == 20").iloc[0]
    moved = page[page["text"] == inside["text"]].iloc[0]
    assert moved["sentence"] != 20
    line = {"article": "us-hanoi-mou", "sentence": moved["sentence"], "node": "", "right": ""}
    known = found(line | {"left": moved["text"]})
    assert (known["sentence"], known["link"]) == (20, "00_corpus.ipynb#us-hanoi-mou-20")
    assert known["english"] == corpus.english["us-hanoi-mou", 20]
    around = found(line | {"left": "Theo Vietnam+"})
    assert (around["sentence"], around["link"], around["english"]) == (None, "", "From Vietnam+")
    assert found(line | {"left": "Không có"})["english"] == ""


def test_a_table_shows_articles_by_name_and_saves_their_ids():
    corpus = load_corpus()
    table = pd.DataFrame({"article": ["us-hanoi-mou"], "uk-hcmc-hub": [1]})
    lines = pd.DataFrame(
        {
            "article": ["us-hanoi-mou"],
            "sentence": [0],
            "left": ["Hà Nội "],
            "node": ["ký"],
            "right": [""],
        }
    )
    data, about = table_bundle(table, lines, corpus=corpus)
    assert "us-hanoi-mou<" not in data["text/html"]
    assert "US: Hanoi" in data["text/html"] and "UK: medical hub" in data["text/html"]
    assert about["text/html"]["csv"] == "article,uk-hcmc-hub\nus-hanoi-mou,1\n"
    plain, _ = table_bundle(table, lines)
    assert "us-hanoi-mou · title" in plain["text/html"] and "kt-en" not in plain["text/html"]
