"""Translations and provenance: read, held with the corpus, refused where they don't fit."""

import contextlib
import unicodedata

import pandas as pd
import pytest

from helpers.corpus import CorpusError, load_corpus
from helpers.counting import body_tokens, concordance, term_frequency
from helpers.data import read_rows
from tests.corpus_folders import make, problems
from tests.made_corpora import as_a_large_corpus

TITLE = "Hai bệnh viện ký thỏa thuận"


@pytest.fixture
def folder(tmp_path):
    return make(tmp_path / "corpus")


def _translate(folder, *rows):
    lines = "\n".join(["article,sentence,text,english", *rows]) + "\n"
    (folder / "translations.csv").write_text(lines, encoding="utf-8")


def test_every_sentence_of_the_shipped_corpus_is_translated():
    corpus = load_corpus()
    places = zip(corpus.sentences["article"], corpus.sentences["sentence"], strict=True)
    assert set(places) == set(corpus.english)
    assert all(text.strip() for text in corpus.english.values())


def test_the_shipped_provenance_is_told_apart_from_the_text():
    corpus = load_corpus()
    known = corpus.provenance.set_index(["article", "field"])["value"]
    assert known["us-hanoi-mou", "event_date"].startswith("2017-07")
    # What the text itself doesn't say stays empty in the table of the articles.
    assert corpus.articles.loc["us-hanoi-mou", "event_date"] == ""
    assert (corpus.provenance["evidence"] != "").all()


def test_a_corpus_without_them_has_none(folder):
    corpus = load_corpus(folder)
    assert corpus.translations.empty
    assert corpus.provenance.empty
    assert corpus.english == {}
    assert corpus.names == {"a1": "Một bài"}


def test_a_selection_keeps_its_own(folder):
    corpus = load_corpus().select(group="UK")
    assert set(corpus.translations["article"]) == set(corpus.articles.index)
    assert set(corpus.provenance["article"]) <= set(corpus.articles.index)


def test_a_name_that_two_articles_share_is_told_apart(folder):
    (folder / "articles/a2.txt").write_text((folder / "articles/a1.txt").read_text())
    (folder / "articles.csv").write_text("id,title,group\na1,Bài,\na2,Bài,\n")
    assert load_corpus(folder).names == {"a1": "Bài (a1)", "a2": "Bài (a2)"}


def test_every_fault_of_both_tables_is_in_one_error(folder):
    _translate(
        folder,
        f"a1,0,{TITLE} khác,Another title",
        "a1,99,Không có,No such",
        "b9,0,Không có,No such article",
        f"a1,x,{TITLE},A title",
        f"a1,0,{TITLE},",
        "a1,,Không có,No such line",
    )
    (folder / "provenance.csv").write_text(
        "article,field,value,evidence\na1,colour,red,seen\nb9,outlet,x,y\na1,outlet,x,\n"
    )
    found = problems(folder)
    expected = [
        "translations.csv, row 2: a1 0 has changed since it was translated",
        "translations.csv, row 3: a1 99 is not in the corpus",
        "translations.csv, row 4: b9 0 is not in the corpus",
        "translations.csv, row 5: sentence 'x'; expected a number",
        "translations.csv, row 6: a1 0 is translated in row 2 already",
        "translations.csv, row 6: a1 0 has no English",
        "translations.csv, row 7: a1 'Không có' is not in the corpus; expected a line of the page",
        "provenance.csv, row 2: field 'colour'; expected a column",
        "provenance.csv, row 3: article 'b9' is not in articles.csv",
        "provenance.csv, row 4: no evidence",
    ]
    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)


def test_translations_of_an_article_that_is_gone_are_one_line(folder):
    _translate(folder, "b9,0,Không có,None", "b9,1,Không còn,No more")
    (problem,) = problems(folder)
    assert problem.startswith("translations.csv: b9 (2 rows) is not in the corpus; if it was")


def test_translations_of_an_article_that_is_left_out_are_left_out(folder):
    (folder / "articles.csv").write_text("id,title,group\na1,Bài,\na2,Thiếu,\n")
    _translate(folder, f"a1,0,{TITLE},Two hospitals", "a2,0,Thiếu,Missing")
    corpus = load_corpus(folder, on_error="skip")
    assert list(corpus.translations["article"]) == ["a1"]
    with pytest.raises(CorpusError):
        load_corpus(folder)


def test_white_space_and_composition_are_no_change(folder):
    loose = unicodedata.normalize("NFD", TITLE).replace(" ", "  ")
    _translate(folder, f"a1,0,{loose},Two hospitals sign an agreement")
    assert load_corpus(folder).english["a1", 0] == "Two hospitals sign an agreement"


def test_a_line_around_an_article_is_translated_by_its_text(folder):
    with (folder / "articles/a1.txt").open("a", encoding="utf-8") as file:
        file.write("\nTin liên quan\nMột bệnh viện khác mở cửa\n")
    _translate(folder, f"a1,0,{TITLE},Two hospitals", "a1,,Tin  liên quan,Related news")
    corpus = load_corpus(folder)
    assert corpus.english == {("a1", 0): "Two hospitals"}
    assert corpus.english_lines == {("a1", "Tin liên quan"): "Related news"}
    _translate(folder, "a1,,Tin liên quan,Related news", "a1,,Tin liên quan,Related")
    assert problems(folder) == [
        "translations.csv, row 3: a1 'Tin liên quan' is translated in row 2 already"
    ]


def test_the_faults_of_all_tables_are_in_one_error(folder):
    _translate(folder, f"a1,0,{TITLE} khác,Another title")
    (folder / "provenance.csv").write_text("article,field,value,evidence\na1,colour,red,seen\n")
    (folder / "variants.csv").write_text(
        "written,term,kind\nmột,hai,spelling\nhai,một,spelling\nx,y,name\nx,z,name\n"
    )
    found = problems(folder)
    assert [text.split(":")[0].split(",")[0] for text in found] == [
        *["variants.csv"] * 2,
        "translations.csv",
        "provenance.csv",
    ]
    assert "circle" in "".join(found)
    assert "two terms" in "".join(found)


def test_a_row_of_variants_that_cannot_be_is_named(folder):
    (folder / "variants.csv").write_text("written,term,kind\n-,hai,spelling\nx,y,other\n")
    assert problems(folder) == [
        "variants.csv, row 2: written '-'; expected a word",
        "variants.csv, row 3: kind 'other'; expected spelling or name",
    ]


@pytest.mark.parametrize("large", [False, True])
def test_a_corpus_joins_spellings_of_its_own(folder, tmp_path, large):
    rows = "bệnh viện,nhà thương,spelling\nthỏa thuận hợp tác,MoU,name\n"
    (folder / "variants.csv").write_text("written,term,kind\n" + rows, encoding="utf-8")
    with as_a_large_corpus(tmp_path / "cache") if large else contextlib.nullcontext():
        corpus = load_corpus(folder)
        tokens = body_tokens(corpus, ("title", "lead", "body"))
        terms = set(term_frequency(tokens)["term"])
        assert "bệnh viện" in terms
        assert len(concordance(corpus, "nhà thương", parts=("title", "lead", "body"))) > 0
    assert corpus.variants.key("Bệnh viện") == "nhà thương"


def test_common_glosses_are_none_of_the_shipped_and_stand_once():
    corpus = load_corpus()
    key = corpus.variants.key
    common = [key(row["term"]) for row in read_rows("common_glosses.csv")]
    assert len(set(common)) == len(common) > 1_000
    assert not set(common) & set(map(key, corpus.glossary["term"]))
    assert corpus.gloss(pd.DataFrame({"term": ["anh"]}))["English"].iloc[0] != "United Kingdom"
