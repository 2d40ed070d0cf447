"""Samples of a corpus, and what is read of it in batches."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import framing
from helpers.corpus import CorpusError, StoredTable, drawn_articles, load_corpus, rows_of
from helpers.corpus import corpus as corpus_tables
from helpers.corpus.corpus import SHIPPED
from helpers.counting import article_lengths, body_tokens, lexical_diversity
from tests.made_corpora import as_a_large_corpus


@pytest.fixture(scope="module")
def whole():
    return load_corpus(SHIPPED)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return the shipped corpus as a large one is held: on disk, in several partitions."""
    with as_a_large_corpus(tmp_path_factory.mktemp("stored")):
        corpus = load_corpus(SHIPPED)
    assert len(corpus.tokens.partitions) >= 3
    return corpus


def articles_in(groups):
    """Build a table of articles a0, a1, … with these groups."""
    return pd.DataFrame({"group": groups}, index=[f"a{n}" for n in range(len(groups))], dtype="str")


@given(
    st.lists(st.sampled_from("ABCD"), min_size=1, max_size=60),
    st.integers(1, 70),
    st.sets(st.integers(0, 70), max_size=5),
    st.booleans(),
)
def test_a_sample_holds_what_it_should(groups, limit, kept, by_group):
    articles = articles_in(groups)
    keep = [f"a{number}" for number in kept]
    drawn = drawn_articles(articles, limit, by="group" if by_group else None, keep=keep)
    there = [name for name in keep if name in articles.index]
    assert len(set(drawn)) == len(drawn)
    assert drawn == [name for name in articles.index if name in set(drawn)]
    assert set(there) <= set(drawn)
    assert len(drawn) == min(max(limit, len(there)), len(articles))
    assert drawn == drawn_articles(articles, limit, by="group" if by_group else None, keep=keep)


def test_groups_get_the_same_share_and_small_ones_stay_whole():
    articles = articles_in(["A"] * 90 + ["B"] * 8 + ["C"] * 2)
    drawn = drawn_articles(articles, 20, by="group")
    assert articles.loc[drawn, "group"].value_counts().to_dict() == {"A": 10, "B": 8, "C": 2}
    assert drawn_articles(articles, 20, by="group", seed=1) != drawn


def test_without_groups_every_article_has_the_same_chance():
    articles = articles_in(["A"] * 50)
    counts = pd.Series(
        [name for seed in range(400) for name in drawn_articles(articles, 10, seed=seed)]
    ).value_counts()
    # Each is expected 80 times, with a standard deviation of 8.
    assert len(counts) == 50
    assert counts.between(80 - 40, 80 + 40).all()


def test_an_unknown_column_is_named():
    with pytest.raises(ValueError, match=r"no column 'groop'; there are \['group'\]"):
        drawn_articles(articles_in(["A", "B"]), 1, by="groop")


def test_a_sample_says_of_how_many_it_is(whole, monkeypatch):
    assert whole.sample_note == ""
    assert whole.sample().sample_note == ""
    monkeypatch.setattr(corpus_tables, "READ_AT_MOST", 3)
    some = whole.sample()
    assert some.sample_note == " (sample: 3 of 5 articles)"
    assert some.sample(2).sample_note == " (sample: 2 of 5 articles)"
    assert set(some.tokens["article"]) == set(some.articles.index)


def test_a_sample_of_a_stored_corpus_is_in_memory_and_the_same(whole, stored):
    some, same = stored.sample(3, by="group"), whole.sample(3, by="group")
    assert list(some.articles.index) == list(same.articles.index)
    for name in ("parts", "sentences", "tokens"):
        ours, theirs = getattr(some, name), getattr(same, name)
        # A selection in memory keeps categories that it no longer uses.
        pd.testing.assert_frame_equal(ours, theirs, check_categorical=False)


def test_what_is_read_in_batches_is_the_same(whole, stored):
    pd.testing.assert_frame_equal(stored.part_sizes(), whole.part_sizes())
    pd.testing.assert_frame_equal(stored.part_rules(), whole.part_rules())
    pd.testing.assert_frame_equal(article_lengths(stored), article_lengths(whole))
    one = [batch["article"].iloc[0] for batch in stored.sentences.batches(["article"])]
    assert one == [batch["article"].iloc[0] for batch in stored.sentences.batches()]


def test_rules_count_every_line_once(whole):
    rules = whole.part_rules()
    assert rules["lines"].sum() == len(whole.parts)
    assert rules["lines"].is_monotonic_decreasing
    lists = whole.parts["part"].eq("boilerplate").sum()
    assert rules.loc[rules["part"] == "boilerplate", "lines"].sum() == lists


def test_lengths_are_those_that_the_measures_count(whole):
    lengths = article_lengths(whole)
    words = lexical_diversity(body_tokens(whole)).set_index("article")["tokens"]
    assert lengths["words"].to_dict() == words.to_dict()
    body = whole.sentences[whole.sentences["part"].isin(["lead", "body"])]
    assert lengths["sentences"].to_dict() == body.groupby("article", observed=True).size().to_dict()


def test_lengths_of_titles_alone(whole):
    lengths = article_lengths(whole, "title")
    assert lengths["sentences"].tolist() == [1] * 5
    assert lengths["words"].ge(3).all()


def test_framing_reads_all_that_was_annotated(whole, stored):
    names = framing.annotated_articles(whole)
    assert set(names) == set(whole.articles.index)
    assert len(stored.sample(1, keep=names).articles) == 5


def test_a_folder_without_annotations_names_none(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Tin\n\nBộ Y tế họp.\n", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("id,title,group\na,Tin,\n", encoding="utf-8")
    assert framing.annotated_articles(load_corpus(tmp_path)) == []


def test_framing_of_stored_sentences_says_what_to_take(stored):
    with pytest.raises(TypeError, match=r"got StoredTable; corpus\.sample\(\) has its tables"):
        framing.code_by_dictionary(stored.sentences, framing.load_framing(stored.sample()).codebook)


def test_a_coding_and_a_codebook_are_checked_against_stored_sentences(whole, stored, tmp_path):
    path = SHIPPED / "annotations" / "frames.csv"
    pd.testing.assert_frame_equal(
        framing.load_coding(path, stored.sentences), framing.load_coding(path, whole.sentences)
    )
    coding = pd.read_csv(path, dtype="str", keep_default_na=False)
    coding.loc[0, "text"] = "Another sentence."
    coding.loc[1, "article"] = "nowhere"
    coding.to_csv(tmp_path / "frames.csv", index=False)
    said = []
    for sentences in (stored.sentences, whole.sentences):
        with pytest.raises(CorpusError, match="no longer matches its text") as error:
            framing.load_coding(tmp_path / "frames.csv", sentences)
        said.append(error.value.problems)
    assert said[0] == said[1]
    assert framing.load_codebook(SHIPPED / "codebook.toml", stored.sentences).codes
    few = stored.sentences.only(["uk-hcmc-hub"])
    with pytest.raises(CorpusError, match=r"us-hanoi-mou 10 .*not in the corpus"):
        framing.load_codebook(SHIPPED / "codebook.toml", few)


def test_rows_of_articles_that_are_not_there(whole, stored):
    for table in (whole.sentences, stored.sentences):
        assert rows_of(table, ["nowhere"]).empty
        assert list(rows_of(table, ["nowhere"])) == list(table.columns)
        assert rows_of(table, ["nowhere"])["article"].dtype == "category"
        assert set(rows_of(table, ["nowhere", "uk-hcmc-hub"])["article"]) == {"uk-hcmc-hub"}


def test_a_selection_of_a_sample_keeps_count_of_its_own(whole):
    some = whole.sample(4, by="group", keep=["uk-hcmc-hub", "uk-ministry-tbi"])
    assert some.select(group="UK").sample_note == " (sample: 2 of 2 articles)"
    assert "4 articles (sample: 4 of 5 articles);" in repr(some)


def test_a_small_selection_of_a_large_corpus_is_in_memory(whole, stored, monkeypatch):
    chosen = stored.select(group="UK")
    same = whole.select(group="UK")
    pd.testing.assert_frame_equal(chosen.sentences, same.sentences)
    assert len(chosen.whole_pages().sentences) == len(same.whole_pages().sentences)
    monkeypatch.setattr(corpus_tables, "SELECTED_IN_MEMORY", 1)
    assert isinstance(stored.select(group="UK").tokens, StoredTable)


def test_a_page_that_is_not_there_is_named(whole):
    for name in ("nowhere", "../articles"):
        with pytest.raises(CorpusError, match="has no article"):
            whole.page(name)
