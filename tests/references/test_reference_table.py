"""The table of a corpus's references: each at its place on the page and in its sentence."""

import pytest

from helpers.references import reference_table
from tests.made_corpora import shipped_corpus


def test_table():
    corpus = shipped_corpus()
    whole = reference_table(corpus, parts=None)
    assert len(whole) == 26
    table = reference_table(corpus)
    told = whole[whole["part"].isin(["title", "lead", "body"])]
    assert 0 < len(told) < len(whole)
    assert table["canonical"].tolist() == told["canonical"].tolist()
    assert table["sentence"].notna().all()
    for row in whole.itertuples():
        assert corpus.page(row.article)[row.start : row.end] == row.surface
        marked = row.text[row.text_start : row.text_end]
        assert marked.split() == row.surface.replace("_", " ").split()
    resolution = whole[whole["canonical"] == "vn:nq:31:tw:2022"].iloc[0]
    assert (resolution["horizon_to"], resolution["horizon_vision"]) == (2030, 2045)


def test_table_of_an_article_without_references():
    corpus = shipped_corpus()
    table = reference_table(corpus.select(id="uk-ministry-tbi"), parts=["title"])
    assert table.empty
    assert "canonical" in table


def test_table_names_unknown_parts():
    corpus = shipped_corpus()
    with pytest.raises(ValueError, match="head"):
        reference_table(corpus, parts=["head"])
