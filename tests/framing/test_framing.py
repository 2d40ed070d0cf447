"""Actors, evidence, robustness and glossary; the whole chain on corpora of other make."""

import numpy as np
import pandas as pd
import pytest

from helpers import framing
from helpers.vietnamese import find_terms
from tests import framing_data

BOOK = framing_data.codebook()
ARTICLES = framing_data.article_table()


@pytest.fixture(scope="module")
def settled():
    return framing_data.settled()


def test_the_public_names_are_there():
    for name in framing.__all__:
        assert getattr(framing, name).__doc__


def test_agency_counts_every_sentence_once(settled):
    table = framing.agency_table(settled, codes=BOOK.agency["code"])
    assert table["count"].sum() == 77
    assert table.groupby("article")["share"].sum().round(9).eq(1).all()
    raw = pd.read_csv(framing_data.CODING, keep_default_na=False)
    raw = raw[raw["sentence"] > 0]
    for row in table.itertuples():
        here = (raw["article"] == row.article) & (raw["agency"] == row.agency)
        assert row.count == here.sum()


def test_praise_by_partner(settled):
    table = framing.evaluation_table(settled, "partner").set_index("partner")
    assert table["n"].sum() == 77
    assert table["count"].sum() == settled["prestige"].sum()
    assert table.loc["NONE", "with_partner"] == 0


def test_speakers_and_how_they_are_quoted(settled):
    table = framing.speaker_table(settled)
    manners = table[["direct", "indirect", "document"]].sum(axis=1)
    assert (manners == table["sentences"]).all()
    assert table["sentences"].sum() == (settled["speaker"] != "").sum()
    # The corpus has one sentence in quotation marks.
    assert list(table.loc[table["direct"] > 0, "speaker"]) == ["Emily Hamblin"]


@pytest.mark.slow
def test_every_row_leads_to_its_sentences(settled):
    lines = framing.evidence(settled, articles=ARTICLES)
    for table in (
        framing.agency_table(settled, "group", articles=ARTICLES),
        framing.evaluation_table(settled, "group", articles=ARTICLES),
        framing.frame_shares(settled, "group", articles=ARTICLES),
        framing.frame_shares(settled),
    ):
        for _, row in table.iterrows():
            assert len(lines(row)) == row["count"]
    speakers = framing.speaker_table(settled)
    for _, row in speakers.iterrows():
        assert len(lines(row)) == row["sentences"]


def test_evidence_of_the_dictionary_shows_the_hit(settled):
    coding, hits = framing.code_by_dictionary(settled, BOOK)
    shares = framing.frame_shares(coding, frames=BOOK.codes)
    lines = framing.evidence(coding, hits=hits)
    row = shares[(shares["article"] == "us-hanoi-mou") & (shares["frame"] == "DIPLO")].iloc[0]
    shown = lines(row)
    terms = set(BOOK.indicators.loc[BOOK.indicators["frame"] == "DIPLO", "term"].str.lower())
    assert set(shown["node"].str.lower()) <= terms
    texts = settled.set_index(["article", "sentence"])["text"]
    for line in shown.itertuples():
        whole = line.left + line.node + line.right
        assert whole == texts[line.article, line.sentence]


def test_robustness_names_each_change(settled):
    extra = pd.DataFrame(
        {"article": ["us-hanoi-mou"] * 2, "sentence": [0, 1], "text": ["Tiêm chủng.", "Mưa."]}
    )
    table = framing.robustness(settled, BOOK, articles=ARTICLES, boilerplate=extra)
    assert list(dict.fromkeys(table["change"])) == [
        "one article left out",
        "titles counted",
        "long sentences left out",
        "long sentences capped",
        "boilerplate left in",
    ]
    np.testing.assert_allclose(table["shift"], table["share"] - table["before"])
    left = table[(table["detail"] == "uk-hcmc-hub") & (table["frame"] == "PARTNER")].iloc[0]
    assert (left["count"], left["n"], left["group"]) == (5, 9, "UK")
    dirty = table[(table["change"] == "boilerplate left in") & (table["group"] == "US")]
    dirty = dirty.set_index("frame")
    assert dirty.loc["SECURITY", "count"] == 1
    assert (dirty["n"] == 31).all()


def test_what_the_loss_of_an_indicator_costs(settled):
    table = framing.indicator_influence(settled, BOOK)
    whole = framing.code_by_dictionary(settled, BOOK).coding
    keep = settled["sentence"] != 0
    for row in table.head(5).itertuples():
        match = (BOOK.indicators["term"] == row.term) & (BOOK.indicators["frame"] == row.frame)
        without = BOOK.without(BOOK.indicators.index[match])
        less = framing.code_by_dictionary(settled, without).coding
        before, after = (
            framing.frame_columns(coding["frames"], [row.frame])[keep.to_numpy()].to_numpy().sum()
            for coding in (whole, less)
        )
        assert before - after == row.lost
        assert before == row.found


def test_actor_tables_of_a_dictionary_coding_are_empty_not_wrong():
    sentences = framing_data.sentences("Anh hỗ trợ dự án.", "Hai bên ký kết.")
    coding = framing.code_by_dictionary(sentences, BOOK).coding
    assert framing.agency_table(coding).empty
    assert framing.speaker_table(coding).empty
    assert len(framing.evaluation_table(coding)) == 1


def test_a_large_corpus_runs_through_unchanged():
    coding = framing_data.invented_coding(articles=200, length=5)
    coding["article"] = coding["article"].astype("category")
    articles = coding.drop_duplicates("article").set_index("article")[["group"]]
    coding = coding.drop(columns="group")
    shares = framing.frame_shares(coding, "group", articles=articles, frames=BOOK.codes)
    assert len(shares) == 44
    assert len(framing.agency_table(coding, "group", articles=articles)) == 4
    compared = framing.compare_groups(coding, articles=articles, draws=300)
    assert compared["p"].notna().all()
    changes = framing.robustness(coding, BOOK, articles=articles)
    assert set(changes["change"]) >= {"one article left out", "titles counted"}
    evaluated = framing.evaluate_dictionary(coding, BOOK)
    assert evaluated["n"].eq(1000).all()


def test_the_glossary_is_of_the_corpus(settled):
    glossary = pd.read_csv(framing_data.CORPUS / "glossary.csv", keep_default_na=False)
    assert list(glossary) == ["term", "English", "kind"]
    assert not glossary["term"].str.casefold().duplicated().any()
    assert (glossary["English"].str.strip() != "").all()
    assert set(glossary["kind"]) == {"", "label"}
    found = set(find_terms(list(settled["text"]), glossary)["term"])
    # A label is glossed where a table shows it; it stands in no sentence.
    labels = set(glossary.index[glossary["kind"] == "label"])
    assert set(glossary.index) - found == labels
