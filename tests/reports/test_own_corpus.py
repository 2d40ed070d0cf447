"""The steps on invented pages do what they say, and leave the pages as they are."""

import pytest

from helpers.corpus import add_articles, load_corpus, new_corpus
from helpers.framing import join_sheets, write_sheets
from helpers.reports import EXAMPLE, own_corpus
from tests.reports.corpora import MATRIX


@pytest.fixture
def folder():
    """A corpus made of the invented pages, as the notebook makes it."""
    work = own_corpus.workplace()
    new_corpus(work / "my-corpus", sorted((work / "pages").glob("*.txt")))
    add_articles(work / "my-corpus", [work / "later" / "lao-ho-tro.html"])
    return work / "my-corpus"


def test_the_saved_page_says_what_the_pasted_one_says(folder):
    saved, pasted = load_corpus(folder), load_corpus(EXAMPLE)
    for corpus in (saved, pasted):
        assert "Trang chủ" not in " ".join(corpus.sentences["text"])
    said = [
        list(c.sentences.loc[c.sentences["article"] == "lao-ho-tro", "text"])
        for c in (saved, pasted)
    ]
    assert said[0] == said[1]
    assert saved.articles.loc["lao-ho-tro", "outlet"] == "Bản tin Bình Lâm"


def test_what_is_typed_keeps_what_was_there(folder):
    made = load_corpus(folder).articles
    own_corpus.type_in(folder)
    typed = load_corpus(folder).articles
    assert list(typed["sha256"].sort_index()) == list(made["sha256"].sort_index())
    assert typed.loc["lao-ho-tro", "outlet"] == "Bản tin Bình Lâm"
    assert typed.loc["lao-ho-tro", "group"] == "Laos"
    assert made.loc["lao-ho-tro", "note"] in typed.loc["lao-ho-tro", "note"]


def test_five_slips_are_found_and_the_folder_is_as_before(folder):
    own_corpus.type_in(folder)
    before = (folder / "articles.csv").read_bytes()
    found = own_corpus.problems(own_corpus.spoil(folder))
    assert found.facts["problems"] == 6
    assert "3 of 7" in found.sentence
    assert (folder / "articles.csv").read_bytes() == before
    assert own_corpus.problems(folder).facts["problems"] == 0


def test_sheets_are_filled_joined_and_settled(folder):
    own_corpus.type_in(folder)
    write_sheets(folder, ["lao-ho-tro"])
    assert own_corpus.sheet(folder).data["frames"].isna().all()
    own_corpus.fill_sheets(folder)
    join_sheets(folder)
    joined = own_corpus.joined(load_corpus(folder))
    assert joined.facts == {"rows": 1, "n": 8}
    own = own_corpus.settle(folder)
    settled = own_corpus.settled(own)
    assert (settled.data["reason"] != "").all()
    assert own_corpus.agreement(own).facts["short"] == 4
    facts = own_corpus.dictionary(own).facts
    assert 0 < facts["found"] <= facts["coded"]


@pytest.mark.slow
@pytest.mark.parametrize("name", MATRIX)
def test_any_folder_is_looked_at(name, tmp_path):
    corpus = MATRIX[name](tmp_path / "corpus")
    for exhibit in (own_corpus.contents, own_corpus.fields, own_corpus.unglossed):
        result = exhibit(corpus)
        assert result.sentence
        assert "{" not in result.sentence
        assert "1 articles" not in result.sentence
