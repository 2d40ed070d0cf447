"""Words on several processes, in a new process, beside the user's own logging."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import joblib
import pytest

from helpers.vietnamese import tokenise, word_model, words
from tests.annotated_pages import coded_texts

ROOT = Path(__file__).parents[2]


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setattr(words, "_PARALLEL_CHARACTERS", 1_000)
    monkeypatch.setattr(words, "_BATCH_CHARACTERS", 2_000)
    monkeypatch.setenv("KHUNGTIN_CACHE", "off")
    return [*coded_texts(), "", " ", "\ud800 lẻ", "dòng\nhai", "\x00"]


def test_two_processes_give_the_same(many, monkeypatch):
    alone = tokenise(many)
    monkeypatch.setattr(words, "_ROUND_CHARACTERS", 3_000)
    assert tokenise(many, n_jobs=2) == alone
    assert tokenise(many, n_jobs=1) == alone


@pytest.mark.slow
def test_dask_gives_the_same(many):
    distributed = pytest.importorskip("distributed", reason="dask is not installed")
    alone = tokenise(many)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        assert tokenise(many) == alone


def run(code, **environment):
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert result.stderr == ""
    return json.loads(result.stdout)


@pytest.mark.slow
def test_same_words_for_any_hash_seed(empty_cache):
    texts = coded_texts()[:20]
    code = (
        "import json; from helpers.vietnamese import tokenise;"
        f"print(json.dumps(tokenise({texts!r})))"
    )
    expected = tokenise(texts)
    for seed in ("0", "1"):
        assert run(code, PYTHONHASHSEED=seed, KHUNGTIN_CACHE="off") == expected


@pytest.mark.slow
def test_the_segmenter_is_imported_late_and_leaves_no_handler(empty_cache):
    code = (
        "import json, logging, sys; from helpers.vietnamese import split_sentences, tokenise;"
        "from helpers.vietnamese import segment_default, word_model;"
        "split_sentences('Một. Hai.'); loaded = word_model._word_model.cache_info;"
        "before = loaded().currsize; tokenise(['Sở Y tế họp.']);"
        "found = [before, loaded().currsize, 'underthesea' in sys.modules];"
        "segment_default(['Sở Y tế họp.']);"
        "found.append('underthesea' in sys.modules);"
        "word_model.underthesea_words()('Sở Y tế họp.');"
        "print(json.dumps([*found, 'underthesea' in sys.modules,"
        " len(logging.getLogger().handlers)]))"
    )
    assert run(code, KHUNGTIN_CACHE=str(empty_cache)) == [0, 1, False, False, True, 0]
    # The second run finds everything in the cache.
    assert run(code, KHUNGTIN_CACHE=str(empty_cache)) == [0, 0, False, False, True, 0]


def test_handlers_of_the_user_stay(monkeypatch):
    handler = logging.NullHandler()
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    word_model.underthesea_words.__wrapped__()
    assert root.handlers == [handler]


def test_progress_shows_on_long_work_at_a_terminal_alone(monkeypatch):
    long = words._LONG_CHARACTERS
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert words._progress(long).disable
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert words._progress(long - 1).disable
    with words._progress(long) as shown:
        assert not shown.disable
