"""The shipped corpus with its tables in memory and, as a large one's are, on disk."""

from pathlib import Path

import pytest

from helpers.corpus import corpus as corpus_tables
from helpers.corpus import load_corpus
from tests.made_corpora import as_a_large_corpus

SHIPPED = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def whole():
    """Return the shipped corpus as it is loaded: small, in memory."""
    return load_corpus(SHIPPED)


@pytest.fixture(scope="module")
def cache_of_module(tmp_path_factory):
    return tmp_path_factory.mktemp("stored")


@pytest.fixture(scope="module")
def large(whole):
    """Make the shipped corpus large: several partitions, none of it in memory."""
    with as_a_large_corpus():
        yield


@pytest.fixture(scope="module")
def stored(large, cache_of_module):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KHUNGTIN_CACHE", str(cache_of_module))
        corpus = load_corpus(SHIPPED)
    assert len(corpus.tokens.partitions) >= 3
    return corpus


@pytest.fixture
def own_cache(large, monkeypatch, tmp_path):
    """Keep tables in a folder of the test's own, and none in memory."""
    monkeypatch.setenv("KHUNGTIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(corpus_tables, "SELECTED_IN_MEMORY", 0)
