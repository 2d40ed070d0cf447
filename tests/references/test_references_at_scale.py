"""Policy references in a corpus on disk, and in one where very many articles cite a document."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import load_corpus
from helpers.references import (
    citation_tables,
    citations,
    evaluation,
    reference_table,
    shared_runs,
    signatories,
    unnumbered,
)
from helpers.references import passages as citing_passages
from helpers.references import passages as passage_comparison
from helpers.references.side_by_side import syllable_runs
from helpers.reports import reference_wording as wording
from tests.made_corpora import as_a_large_corpus, shipped_corpus
from tests.many_citations import LAW, MANY, many_articles
from tests.references.test_citations import make_folder

SHIPPED = Path(__file__).parents[2] / "corpus"


def load_stored(folder, cache, partition):
    """Load a small corpus as a large one is: on disk, in several partitions."""
    with as_a_large_corpus(cache, partition_bytes=partition):
        corpus = load_corpus(folder)
    assert len(corpus.tokens.partitions) >= 3
    return corpus


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return load_stored(SHIPPED, tmp_path_factory.mktemp("stored"), 8_000)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = make_folder(tmp_path_factory.mktemp("many") / "corpus", many_articles())
    return load_corpus(folder)


@pytest.fixture(scope="module")
def many_stored(many, tmp_path_factory):
    return load_stored(many.folder, tmp_path_factory.mktemp("stored"), 3_000)


# On disk as in memory


def passages_of(corpus):
    cited = citations.cited_documents(corpus)
    return citing_passages.citing_passages(corpus, cited, citing_passages.most_cited(cited))


def pair_of(corpus):
    return citing_passages.closest_pair(citing_passages.compare_passages(passages_of(corpus)))


def around(corpus):
    cited = citations.cited_documents(corpus)
    return cited[cited["place"] == citations.SURROUNDINGS]


def evaluated(corpus):
    return evaluation.evaluate(evaluation.corpus_passages(corpus))


def echoes(corpus):
    return passage_comparison.echoing_sentences(corpus, *pair_of(corpus))


def of_cited(function):
    return lambda corpus: function(citations.cited_documents(corpus))


def of_cited_and_corpus(function):
    return lambda corpus: function(citations.cited_documents(corpus), corpus)


READINGS = {
    "reference_table": reference_table,
    "every part": lambda corpus: reference_table(corpus, parts=None),
    "optional_files": citations.optional_files,
    "read_register": citations.read_register,
    "cited_documents": citations.cited_documents,
    "reference_lines": of_cited(citations.reference_lines),
    "repeats_title": lambda corpus: citations.repeats_title(around(corpus), corpus),
    "count_unnumbered": lambda corpus: unnumbered.count_unnumbered(
        corpus, citations.cited_documents(corpus), lines=2
    )[0],
    "lines of count_unnumbered": lambda corpus: unnumbered.count_unnumbered(
        corpus, citations.cited_documents(corpus), lines=2
    )[1],
    "count_by_part": of_cited_and_corpus(citation_tables.count_by_part),
    "count_documents": of_cited(citation_tables.count_documents),
    "count_by_article": of_cited(citation_tables.count_by_article),
    "own_text_matrix": of_cited_and_corpus(citation_tables.own_text_matrix),
    "standing": of_cited_and_corpus(citation_tables.standing),
    "linked_ids": of_cited(citation_tables.linked_ids),
    "date_documents": lambda corpus: citation_tables.date_documents(
        citations.cited_documents(corpus), citations.read_register(corpus)
    ),
    "citing_passages": passages_of,
    "compare_passages": lambda corpus: citing_passages.compare_passages(passages_of(corpus)),
    "clause_table": lambda corpus: passage_comparison.clause_table(
        passages_of(corpus), *pair_of(corpus)
    ),
    "clause_lines": lambda corpus: passage_comparison.clause_lines(
        passages_of(corpus), *pair_of(corpus)
    ),
    "summarise_clauses": lambda corpus: passage_comparison.summarise_clauses(
        passages_of(corpus), *pair_of(corpus)
    ),
    "echoing_sentences": echoes,
    "echo_lines": lambda corpus: passage_comparison.echo_lines(
        corpus, *pair_of(corpus), echoes(corpus)
    ),
    "read_parties": signatories.read_parties,
    "count_ties": lambda corpus: signatories.count_ties(signatories.read_parties(corpus)),
    "evaluate": evaluated,
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_readings_are_the_same_on_disk(stored, reading):
    ours, theirs = reading(stored), reading(shipped_corpus())
    same = "series" if isinstance(theirs, pd.Series) else "frame"
    getattr(pd.testing, f"assert_{same}_equal")(ours, theirs)
    assert len(theirs)
    assert ours.attrs == theirs.attrs


def test_articles_that_cite_nothing_pass_a_batch_without_rows(many, many_stored):
    title, body = "Tin mới", "Bệnh viện mở khoa mới cho người dân."
    folder = Path(shutil.copytree(many.folder, many.folder.parent / "bare"))
    for page in (folder / "articles").glob("*.txt"):
        page.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    bare = load_stored(folder, many.folder.parent / "cache", 1_000)
    cited = citations.cited_documents(bare)
    assert not len(cited)
    assert dict(cited.dtypes) == dict(citations.cited_documents(many_stored).dtypes)
    counts, lines = unnumbered.count_unnumbered(bare, cited)
    assert not len(counts) and not len(lines)
    assert not len(passage_comparison.echoing_sentences(bare, "first article", "second article"))


# Many citing articles


def test_of_many_citing_articles_a_sample_is_compared_and_said(many, many_stored):
    cited = citations.cited_documents(many)
    document = citing_passages.most_cited(cited)
    assert len(citing_passages.citing_articles(cited, document)) == MANY
    passages = citing_passages.citing_passages(many, cited, document)
    assert passages["article"].nunique() == citing_passages.MOST_ARTICLES == 40
    assert passages["article"].is_monotonic_increasing
    said = "40 of 60 citing articles, drawn at random (seed 0)"
    assert passages.attrs["articles"] == said
    compared = citing_passages.compare_passages(passages)
    assert len(compared) == 40 * 39 / 2
    assert compared.attrs["articles"] == said
    assert f"Compared are {said}." in wording.say_chosen(LAW, MANY, passages)
    # The same articles on disk; others with another seed; all of them on request.
    on_disk = citing_passages.citing_passages(many_stored, cited, document)
    pd.testing.assert_frame_equal(on_disk, passages)
    other = citing_passages.citing_passages(many, cited, document, seed=1)
    assert set(other["article"]) != set(passages["article"])
    whole = citing_passages.citing_passages(many, cited, document, limit=None)
    assert whole["article"].nunique() == MANY and not whole.attrs


def test_a_passage_goes_on_where_any_other_article_has_the_run(many):
    cited = citations.cited_documents(many)
    passages = citing_passages.citing_passages(
        many, cited, citing_passages.most_cited(cited), limit=None
    )
    sentences = many.sentences.set_index(["article", "sentence"])["text"]
    for article, passage in passages.groupby("article", sort=False):
        others = [
            text for (name, number), text in sentences.items() if name != article and number > 0
        ]
        rest = sentences[article].loc[passage["sentence"].iloc[0] + 1 :]
        follows = 0
        for text in rest:
            if not any(shared_runs(text, other, least=4) for other in others):
                break
            follows += 1
        assert len(passage) == 1 + follows


def test_a_passage_without_end_is_cut_and_said(tmp_path):
    body = " ".join(f"Theo {LAW}, việc thứ {number} được làm." for number in range(50))
    articles = {"long": ("Tin dài", body), "short": ("Tin ngắn", f"{LAW} có hiệu lực.")}
    corpus = load_corpus(make_folder(tmp_path / "corpus", articles))
    cited = citations.cited_documents(corpus)
    passages = citing_passages.citing_passages(corpus, cited, citing_passages.most_cited(cited))
    sizes = passages.groupby("article").size()
    assert (sizes["long"], sizes["short"]) == (citing_passages.MOST_SENTENCES, 1)
    assert passages.attrs["passages"] == "1 cut after 40 sentences"


SENTENCE = st.lists(
    st.sampled_from(
        [
            "bác",
            "sĩ",
            "trạm",
            "y",
            "tế",
            "xã",
            "Hòa",
            "hoà",
            "15",
            "TP.",
            "HCM",
            "\n",
            ",",
            "“",
            "”",
        ]
    )
)


@settings(max_examples=60, deadline=None)
@given(SENTENCE.map(" ".join), SENTENCE.map(" ".join), st.integers(1, 5))
def test_texts_share_a_run_just_where_their_runs_meet(left, right, least):
    meets = not syllable_runs(left, least).isdisjoint(syllable_runs(right, least))
    assert meets == bool(shared_runs(left, right, least=least))


def test_every_pair_of_sentences_that_echo_is_found(many):
    first, second = "a010", "a011"
    found = passage_comparison.echoing_sentences(many, first, second)
    texts = many.sentences.set_index(["article", "sentence"])["text"]
    expected = {
        (one, two)
        for one, left in texts[first].items()
        for two, right in texts[second].items()
        if shared_runs(left, right, least=4)
    }
    assert expected
    assert set(zip(found["first_sentence"], found["second_sentence"], strict=True)) == expected
