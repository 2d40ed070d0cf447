"""How counts change with the cut of words and with boilerplate."""

import pytest

from helpers.corpus import PARTS
from helpers.counting import body_tokens, robustness, term_frequency
from tests.made_corpora import make_corpus, shipped_corpus, words_of


def test_one_text_is_cut_in_three_ways():
    corpus = make_corpus([("a", 1, "body", "Sở Y tế| lo| y tế|."), ("a", 0, "title", "y tế")])
    cuts = robustness.segmented_tokens(corpus)
    assert [list(table["token"]) for table in cuts.values()] == [
        ["Sở Y tế", "lo", "y tế", "."],
        ["Sở", "Y tế", "lo", "y tế", "."],
        ["Sở", "Y", "tế", "lo", "y", "tế", "."],
    ]
    counts = robustness.segmentation_counts(corpus, cuts, ["y tế", "lo", "lo"])
    assert counts.to_numpy().tolist() == [["y tế", 1, 2, 0, 2], ["lo", 1, 1, 1, 1]]
    sizes = robustness.table_sizes(cuts)
    assert list(sizes["words"]) == [3, 4, 6]
    assert list(sizes["terms"]) == [3, 3, 4]
    assert list(sizes["once"]) == pytest.approx([1, 2 / 3, 1 / 2])


def test_shipped_corpus_loses_health_without_the_remedy():
    corpus = shipped_corpus()
    cuts = robustness.segmented_tokens(corpus)
    row = robustness.segmentation_counts(corpus, cuts, ["sức khỏe"]).iloc[0]
    assert row[robustness.DEFAULT] < row[robustness.AS_USED] == row["syllables_in_a_row"]
    assert row[robustness.SYLLABLES] == 0
    texts = {name: "".join(map(str, table["token"])) for name, table in cuts.items()}
    spaceless = {"".join(text.split()) for text in texts.values()}
    assert len(spaceless) == 1


def test_lists_side_by_side_fill_up_with_nothing():
    lists = robustness.top_terms({"one": words_of("x x y và"), "two": words_of("z")}, 3)
    assert lists.to_numpy().tolist() == [[1, "x", "z"], [2, "và", ""], [3, "y", ""]]
    without = robustness.top_terms({"one": words_of("x x y và")}, 3, stop_words=True)
    assert list(without["one"]) == ["x", "y"]


def test_boilerplate_is_compared_by_rate_and_rank():
    table = robustness.boilerplate_effect(words_of("x x y"), words_of("x x y z z z z và"))
    assert list(table["term"]) == ["z", "x", "và", "y"]
    rows = table.set_index("term")
    assert rows.loc["x", ["article_count", "page_count"]].tolist() == [2, 2]
    assert rows.loc["x", ["article_rank", "page_rank"]].tolist() == [1, 2]
    assert rows.loc["x", "article_per_thousand"] == pytest.approx(2000 / 3)
    assert rows.loc["z", "article_count"] == 0
    assert rows["article_rank"].isna().to_dict() == {"z": True, "x": False, "và": True, "y": False}


def test_whole_pages_hold_every_part_and_the_article_within():
    corpus = shipped_corpus()
    page = corpus.whole_pages()
    assert set(page.sentences["part"]) == set(corpus.parts["part"])
    kept = page.sentences[page.sentences["part"].isin(["title", "lead", "body"])]
    assert list(kept["text"]) == list(corpus.sentences["text"])
    article, every = body_tokens(corpus), body_tokens(page, PARTS)
    effect = robustness.boilerplate_effect(article, every)
    assert (effect["page_count"] >= effect["article_count"]).all()
    assert effect["article_count"].sum() == term_frequency(article)["count"].sum()
    assert effect.attrs["page_words"] > 2 * effect.attrs["article_words"]


def test_a_sample_holds_whole_articles_in_order():
    corpus = shipped_corpus()
    some = corpus.sample(2)
    ids = list(some.articles.index)
    assert len(ids) == 2
    assert ids == [name for name in corpus.articles.index if name in ids]
    for name in ("parts", "sentences", "tokens"):
        table = getattr(corpus, name)
        assert len(getattr(some, name)) == table["article"].isin(ids).sum()
    assert list(corpus.sample(2).articles.index) == ids
    assert list(corpus.sample(1000).articles.index) == list(corpus.articles.index)
    with pytest.raises(ValueError, match="limit"):
        corpus.sample(0)
