"""Frequency, n-grams and tf-idf, and what all tables of words have in common."""

import unicodedata
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import counting
from helpers.counting import concordance, counted_lines, frequency, vocabulary
from tests.made_corpora import articles_of, make_corpus, make_tokens, shipped_corpus, words_of

WORDS = st.lists(st.sampled_from(["y tế", "hợp tác", "và", "Anh", "anh", ",", "Và"]), max_size=30)
ARTICLES = st.dictionaries(st.sampled_from("abcd"), WORDS, min_size=1)


def test_terms_are_counted_by_case_where_case_tells_words_apart():
    tokens = make_tokens({"a": ["Anh", "anh", "Sức khỏe", "sức khỏe", ".", "…"], "b": ["Anh"]})
    table = frequency.term_frequency(tokens)
    assert list(table.columns) == ["term", "count", "per_thousand", "articles"]
    assert table.to_numpy().tolist() == [
        ["Anh", 2, 400, 2],
        ["sức khỏe", 2, 400, 1],
        ["anh", 1, 200, 1],
    ]
    assert table.attrs["words"] == 5


def test_a_decomposed_spelling_is_the_same_term():
    apart = unicodedata.normalize("NFD", "Tế")
    assert len(apart) > 2
    assert vocabulary.fold_term(apart) == "tế"


def test_frequency_by_column_and_by_group():
    tokens = articles_of({"a": "x x y", "b": "x z", "c": "z"})
    by_article = frequency.term_frequency(tokens, by="article")
    assert list(by_article.columns) == ["article", "term", "count", "per_thousand", "articles"]
    assert by_article.groupby("article", observed=True)["count"].sum().to_dict() == {
        "a": 3,
        "b": 2,
        "c": 1,
    }
    for groups in ({"a": "UK", "b": "UK", "c": ""}, pd.Series({"a": "UK", "b": "UK", "c": None})):
        table = frequency.term_frequency(tokens, by=groups)
        assert table.to_numpy().tolist() == [
            ["UK", "x", 3, 600, 2],
            ["UK", "y", 1, 200, 1],
            ["UK", "z", 1, 200, 1],
            ["not stated", "z", 1, 1000, 1],
        ]


def test_rates_are_named_after_what_they_are_for():
    tokens = words_of("x y y y")
    assert frequency.term_frequency(tokens, per=1_000_000)["per_million"].iloc[0] == 750_000
    assert frequency.term_frequency(tokens, per=100)["per_100"].iloc[0] == 75


def test_stop_words_leave_the_rows_and_stay_in_the_rates():
    tokens = make_tokens({"a": ["và", "Và", "y tế", "của"]})
    whole, without = (frequency.term_frequency(tokens, stop_words=s) for s in (None, True))
    assert list(without["term"]) == ["y tế"]
    assert without["per_thousand"].iloc[0] == 250
    assert without.attrs["words"] == whole.attrs["words"] == 4
    assert "stop words" in without.attrs["filters"]
    assert list(frequency.term_frequency(tokens, stop_words=["VÀ"])["term"]) == ["của", "y tế"]


def test_stop_words_hold_no_word_of_matter():
    """The public lists hold these, and lose the UK and the ministry with them."""
    assert not vocabulary.stop_words() & {"Anh", "anh", "bộ", "người", "y tế"}
    assert {"và", "của", "các"} <= vocabulary.stop_words()
    assert all(vocabulary.fold_term(term) == term for term in vocabulary.stop_words())


@settings(max_examples=40)
@given(ARTICLES)
def test_shares_sum_to_one(articles):
    tokens = make_tokens(articles)
    table = frequency.term_frequency(tokens)
    counted = [w for words in articles.values() for w in words if vocabulary.is_word(w)]
    assert table["count"].sum() == len(counted)
    assert table.set_index("term")["count"].to_dict() == Counter(map(vocabulary.fold_term, counted))
    if counted:
        assert table["per_thousand"].sum() == pytest.approx(1000)
        assert frequency.rank_frequency(tokens)["cumulative_share"].iloc[-1] == pytest.approx(1)


@settings(max_examples=40)
@given(ARTICLES)
def test_an_article_nobody_mentions_changes_nothing_else(articles):
    """An article of other words, and an id without a word, leave the terms' counts alone."""
    before = make_tokens(articles)
    after = make_tokens({**articles, "other": ["khác", "hẳn"], "empty": []})
    after["article"] = after["article"].cat.add_categories(["unused"])
    old = frequency.term_frequency(before).set_index("term")[["count", "articles"]]
    new = frequency.term_frequency(after).set_index("term")[["count", "articles"]]
    assert new.drop(["khác", "hẳn"]).to_dict() == old.to_dict()
    spread = counting.dispersion(after)
    assert spread.attrs["n_parts"] == before["article"][is_word_row(before)].nunique() + 1


def is_word_row(tokens):
    return tokens["token"].astype(str).map(vocabulary.is_word)


def test_ngrams_stay_within_sentences_and_punctuation():
    corpus = make_corpus(
        [
            ("a", 1, "body", "y tế| cơ sở|, |y tế"),
            ("a", 2, "body", "cơ sở| y tế| cơ sở"),
            ("b", 1, "body", "Y tế| cơ sở"),
        ]
    )
    table = counting.ngrams(corpus.tokens)
    assert table.to_numpy().tolist() == [
        ["y tế cơ sở", 3, 750, 2],
        ["cơ sở y tế", 1, 250, 1],
    ]
    assert list(counting.ngrams(corpus.tokens, 3)["term"]) == ["cơ sở y tế cơ sở"]
    assert list(counting.ngrams(corpus.tokens, min_count=2)["count"]) == [3]
    assert counting.ngrams(corpus.tokens, stop_words=["cơ sở"]).empty


@settings(max_examples=40)
@given(ARTICLES, st.integers(1, 4))
def test_ngrams_are_those_of_a_plain_count(articles, n):
    counted = Counter()
    for words in articles.values():
        for at in range(len(words) - n + 1):
            if all(map(vocabulary.is_word, words[at : at + n])):
                counted[" ".join(map(vocabulary.fold_term, words[at : at + n]))] += 1
    table = counting.ngrams(make_tokens(articles), n)
    assert table.set_index("term")["count"].to_dict() == counted


MEASURES = [
    frequency.term_frequency,
    counting.dispersion,
    counting.ngrams,
    counting.lexical_diversity,
    frequency.rank_frequency,
]


@pytest.mark.parametrize("measure", MEASURES)
def test_bad_tables_are_named(measure):
    tokens = words_of("x y")
    with pytest.raises(TypeError, match="list"):
        measure(["x", "y"])
    with pytest.raises(ValueError, match="no column token; it has: article"):
        measure(tokens.drop(columns="token"))
    assert measure(tokens.iloc[:0]).empty


@pytest.mark.parametrize("measure", MEASURES)
def test_results_say_what_they_rest_on(measure):
    corpus = make_corpus([("a", 0, "title", "y tế"), ("a", 1, "body", "y tế| là| y tế| .")])
    result = measure(frequency.body_tokens(corpus))
    assert result.attrs["parts"] == "lead, body"
    assert {"measure", "filters", "versions"} <= result.attrs.keys()
    assert all(isinstance(value, str | int | float) for value in result.attrs.values())
    pd.concat([result, result])


def test_bad_options_are_named():
    tokens = words_of("x y")
    with pytest.raises(ValueError, match="no column colour"):
        frequency.term_frequency(tokens, by="colour")
    with pytest.raises(ValueError, match="the article 'a'"):
        frequency.term_frequency(tokens, by={"b": "UK"})
    with pytest.raises(TypeError, match="int"):
        frequency.term_frequency(tokens, by=3)
    with pytest.raises(ValueError, match="positive"):
        frequency.term_frequency(tokens, per=0)
    with pytest.raises(ValueError, match="from 1"):
        counting.ngrams(tokens, 0)
    with pytest.raises(TypeError, match="one string"):
        frequency.term_frequency(tokens, stop_words="và")


def test_body_tokens_leave_out_the_title():
    corpus = make_corpus([("a", 0, "title", "Anh| hỗ trợ"), ("a", 1, "lead", "y tế")])
    assert frequency.body_tokens(corpus)["token"].tolist() == ["y tế"]
    assert len(frequency.body_tokens(corpus, ("title", "lead"))) == 3
    with pytest.raises(ValueError, match="caption; parts there are: title, lead"):
        frequency.body_tokens(corpus, "caption")


def test_the_shipped_corpus_is_counted_as_by_hand():
    """A plain count over the rows of the corpus gives the same figures."""
    corpus = shipped_corpus()
    tokens = corpus.tokens.merge(corpus.sentences[["article", "sentence", "part"]])
    tokens = tokens[tokens["part"].isin(["lead", "body"]) & is_word_row(tokens)]
    terms = tokens["token"].astype(str).map(corpus.variants.term)
    table = frequency.term_frequency(frequency.body_tokens(corpus)).set_index("term")
    assert table["count"].to_dict() == Counter(terms)
    by_article = tokens.assign(term=terms).groupby("term")["article"].nunique()
    assert table["articles"].to_dict() == by_article.to_dict()
    grouped = frequency.term_frequency(frequency.body_tokens(corpus), by=corpus.articles["group"])
    assert grouped.groupby("term")["count"].sum().to_dict() == table["count"].to_dict()
    assert table.loc["y tế", "articles"] == len(corpus.articles)
    assert "Anh" in table.index


def test_the_first_table_of_the_shipped_corpus():
    tokens = frequency.body_tokens(shipped_corpus())
    table = frequency.term_frequency(tokens, stop_words=True)
    first = [
        *[("y tế", 62), ("Hà Nội", 31), ("lĩnh vực", 26), ("thành phố", 23), ("phát triển", 22)],
        *[("TP HCM", 21), ("hợp tác", 21), ("sức khỏe", 17), ("ông", 17), ("nghiên cứu", 16)],
    ]
    assert list(zip(table["term"], table["count"], strict=True))[:10] == first
    assert "TP HCM = TPHCM" in table.attrs["spellings joined"]
    assert (table["articles"].head(12) == 5).sum() == 4


def test_a_row_opens_to_all_spellings_and_one_call_counts_them_apart():
    corpus = shipped_corpus()
    lines = counted_lines(corpus, frequency.body_tokens(corpus), ["TP.HCM"])
    assert set(lines["term"]) == {"TP.HCM"}
    assert set(lines["node"]) == {"TP HCM", "TPHCM"}
    apart = frequency.spellings(corpus).set_index("written")["count"]
    assert (apart["TPHCM"], apart["TP HCM"]) == (11, 10)
    assert apart[["TPHCM", "TP HCM"]].sum() == len(concordance(corpus, "TP HCM"))
    assert len(concordance(corpus, "TP HCM", variants="none")) == 10


def test_names_of_one_thing_are_joined_on_request():
    corpus = shipped_corpus()
    names = frequency.body_tokens(corpus, variants="names")
    table = frequency.term_frequency(names).set_index("term")["count"]
    apart = frequency.term_frequency(frequency.body_tokens(corpus)).set_index("term")["count"]
    assert table["Hoa Kỳ"] == apart["Hoa Kỳ"] + apart["Mỹ"]
    assert "Mỹ" not in table
    assert len(concordance(corpus, "Mỹ", variants="names")) == table["Hoa Kỳ"]
