"""Tables on disk give what tables in memory give."""

import hashlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.corpus import load_corpus, stored_table
from helpers.corpus import loading as corpus_module
from helpers.corpus import stored_table as table_files
from helpers.counting import (
    body_tokens,
    collocates,
    concordance,
    dispersion,
    keywords,
    lexical_diversity,
    ngrams,
    term_frequency,
)
from helpers.counting.frequency import rank_frequency
from helpers.references import reference_table

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus"
TABLES = ("parts", "sentences", "tokens")


pytestmark = pytest.mark.usefixtures("own_cache")


def partition_files(cache):
    return sorted((cache / "tables").glob("*/*/*.parquet"))


def digests(cache):
    root = cache / "tables"
    return {
        "/".join(path.parts[-2:]): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.glob("*/*/*.parquet")
    }


# The same tables, the same results


def test_tables_read_from_disk_equal_those_in_memory(whole, stored):
    for name in TABLES:
        table = getattr(stored, name)
        assert list(table.columns) == list(getattr(whole, name))
        assert len(table) == len(getattr(whole, name))
        pd.testing.assert_frame_equal(table.read(), getattr(whole, name))


def test_more_spellings_than_one_partition_numbers(tmp_path):
    paths = [tmp_path / f"{number}.parquet" for number in range(3)]
    for number, path in enumerate(paths):
        words = [f"{number}-{word}" for word in range(120)]
        table_files.write_table(pd.DataFrame({"token": pd.Categorical(words)}), path)
    # 360 together, where one partition's fit in a byte.
    joined = pa.concat_tables([pq.read_table(path) for path in paths]).unify_dictionaries()
    assert len(joined.combine_chunks().to_pandas()["token"].cat.categories) == 360


def test_a_middling_corpus_is_kept_and_in_memory(whole, monkeypatch, tmp_path):
    monkeypatch.setattr(corpus_module, "IN_MEMORY_BELOW", 10_000_000)
    kept = load_corpus(SHIPPED)
    assert partition_files(tmp_path / "cache")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(whole, name))


def test_a_selection_is_the_same(whole, stored):
    ours, theirs = stored.select(group="UK"), whole.select(group="UK")
    for name in ("parts", "sentences"):
        pd.testing.assert_frame_equal(getattr(ours, name).read(), getattr(theirs, name))
    assert len(ours.tokens) == len(theirs.tokens)
    one = stored.sentences.read(["us-hanoi-mou"])
    assert list(one["text"]) == list(whole.select(id="us-hanoi-mou").sentences["text"])
    with pytest.raises(KeyError, match="no-such"):
        stored.sentences.read(["no-such"])


def test_batches_hold_every_row_once_in_order(whole, stored):
    batches = list(stored.sentences.batches())
    assert len(batches) >= 3
    joined = pd.concat([batch.astype({"article": "str"}) for batch in batches], ignore_index=True)
    pd.testing.assert_frame_equal(joined, whole.sentences.astype({"article": "str"}))
    assert next(stored_table.batches(whole.sentences)) is whole.sentences


MEASURES = {
    "term_frequency": term_frequency,
    "by article": lambda tokens: term_frequency(tokens, by="article"),
    "dispersion": dispersion,
    "ngrams": ngrams,
    "trigrams": lambda tokens: ngrams(tokens, 3, min_count=2, stop_words=True),
    "rank_frequency": rank_frequency,
    "lexical_diversity": lexical_diversity,
}


def plain(table):
    """Categories may differ where nothing of them is in the rows."""
    categorical = table.select_dtypes("category").columns
    return table.astype(dict.fromkeys(categorical, "str"))


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_are_the_same_on_disk(whole, stored, measure):
    for ours, theirs in (
        (stored.tokens, whole.tokens),
        (body_tokens(stored), body_tokens(whole)),
        (body_tokens(stored.select(group="UK")), body_tokens(whole.select(group="UK"))),
    ):
        left, right = MEASURES[measure](ours), MEASURES[measure](theirs)
        pd.testing.assert_frame_equal(plain(left), plain(right))
        assert left.attrs == right.attrs


def test_parts_that_are_not_there_are_said(stored):
    with pytest.raises(ValueError, match="no sentence is of part caption"):
        body_tokens(stored, "caption")
    assert body_tokens(stored, "lead").attrs["parts"] == "lead"


def test_groups_are_the_same_on_disk(whole, stored):
    groups = whole.articles["group"]
    left = term_frequency(body_tokens(stored), by=groups)
    right = term_frequency(body_tokens(whole), by=groups)
    pd.testing.assert_frame_equal(left, right)


def test_keyness_is_the_same_on_disk(whole, stored):
    left = keywords.keyness(stored.select(group="UK").tokens, stored.select(group="US").tokens)
    right = keywords.keyness(whole.select(group="UK").tokens, whole.select(group="US").tokens)
    pd.testing.assert_frame_equal(left, right)
    ours = [stored.select(group=group).tokens for group in ("UK", "US")]
    theirs = [whole.select(group=group).tokens for group in ("UK", "US")]
    left = keywords.weighted_log_odds(*ours, prior=stored.tokens)
    right = keywords.weighted_log_odds(*theirs, prior=whole.tokens)
    pd.testing.assert_frame_equal(left, right)


@pytest.mark.parametrize("sort", [None, "left", "right"])
@pytest.mark.parametrize("query", ["sức khỏe", "Anh", "trung tâm y tế", "không có ở đây"])
def test_concordances_are_the_same_on_disk(whole, stored, query, sort):
    left, right = concordance(stored, query, sort=sort), concordance(whole, query, sort=sort)
    pd.testing.assert_frame_equal(plain(left), plain(right))
    assert left.attrs == right.attrs


@pytest.mark.parametrize("node", ["y tế", "hợp tác"])
def test_collocates_are_the_same_on_disk(whole, stored, node):
    for ours, theirs in ((stored, whole), (stored.select(group="UK"), whole.select(group="UK"))):
        left, right = collocates(ours, node), collocates(theirs, node)
        pd.testing.assert_frame_equal(left, right)
        assert left.attrs == right.attrs
    # Only one page has a lead of its own: the other batches have nothing to look in.
    left, right = (collocates(corpus, "Anh", parts="lead") for corpus in (stored, whole))
    pd.testing.assert_frame_equal(left, right)
    with pytest.raises(ValueError, match="no sentence is of part caption"):
        collocates(stored, node, parts="caption")


def test_references_are_the_same_on_disk(whole, stored):
    pd.testing.assert_frame_equal(reference_table(stored), reference_table(whole))


def test_part_sizes_are_the_same_on_disk(whole, stored):
    pd.testing.assert_frame_equal(stored.part_sizes(), whole.part_sizes())


def test_a_stored_table_says_how_it_is_read(stored):
    with pytest.raises(TypeError, match=r"too large for memory.*\.batches\(\)"):
        stored.sentences["text"]
    with pytest.raises(AttributeError, match=r"\.read\(\[article ids\]\)"):
        stored.tokens.groupby("article")
    assert "stored tokens" in repr(stored.tokens)
