"""Words kept between runs: read again, never believed when wrong, never in the way."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.vietnamese import token_cache, tokenise, words

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("empty_cache")


SENTENCE = "Sở Y tế chăm sóc sức khỏe người dân."


def cache_file(folder):
    (path,) = folder.glob("words-*.sqlite3")
    return path


def fail(*_):
    raise AssertionError("segmented again")


def test_known_sentences_are_not_segmented_again(empty_cache, monkeypatch):
    texts = [SENTENCE, "", "\ud800 lẻ", SENTENCE]
    first = tokenise(texts)
    monkeypatch.setattr(words, "segment_batch", fail)
    assert tokenise(texts) == first
    # The merged terms aren't what is kept.
    assert "Sở Y tế" not in tokenise([SENTENCE], merge_terms=False)[0]


def test_words_returned_are_the_callers_own():
    first, second = tokenise([SENTENCE, SENTENCE])
    first.clear()
    assert second == tokenise([SENTENCE])[0]


def test_another_version_of_segmenter_or_rules_reads_nothing(monkeypatch):
    tokenise([SENTENCE])
    monkeypatch.setattr(token_cache, "segmentation_version", lambda: "another")
    monkeypatch.setattr(words, "segment_batch", fail)
    with pytest.raises(AssertionError, match="segmented again"):
        tokenise([SENTENCE])


def test_the_version_follows_the_rules(tmp_path, monkeypatch):
    before = token_cache.segmentation_version()
    changed = tmp_path / "segmentation.py"
    changed.write_text("rules = 2", encoding="utf-8")
    monkeypatch.setattr(token_cache, "_RULES", [changed])
    assert token_cache.segmentation_version.__wrapped__() != before


@pytest.mark.parametrize("content", [b"", b"no database at all" * 99, b"SQLite format 3\0" * 99])
def test_a_broken_file_is_rebuilt(empty_cache, content, monkeypatch):
    expected = tokenise([SENTENCE])
    cache_file(empty_cache).write_bytes(content)
    assert tokenise([SENTENCE]) == expected
    monkeypatch.setattr(words, "segment_batch", fail)
    assert tokenise([SENTENCE]) == expected


def test_a_file_cut_off_in_the_middle_is_rebuilt(empty_cache, monkeypatch):
    texts = [f"Câu số {number} về sức khỏe." for number in range(300)]
    expected = tokenise(texts)
    path = cache_file(empty_cache)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])
    assert tokenise(texts) == expected
    monkeypatch.setattr(words, "segment_batch", fail)
    assert tokenise(texts) == expected


@pytest.mark.parametrize("value", [b"\xff\xff", "Sở|Y tế".encode(), "words", None, 3])
def test_a_wrong_row_is_not_believed(empty_cache, value):
    expected = tokenise([SENTENCE])
    with sqlite3.connect(cache_file(empty_cache)) as connection:
        connection.execute("DROP TABLE words")
        connection.execute("CREATE TABLE words (key BLOB PRIMARY KEY, words) WITHOUT ROWID")
        connection.execute("INSERT INTO words VALUES (?, ?)", (token_cache._key(SENTENCE), value))
    connection.close()
    assert tokenise([SENTENCE]) == expected


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path, monkeypatch):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    monkeypatch.setenv("KHUNGTIN_CACHE", str(in_the_way / "below"))
    assert "sức khỏe" in tokenise([SENTENCE])[0]


@pytest.mark.parametrize("off", ["off", "OFF", ""])
def test_the_cache_can_be_off(off, monkeypatch):
    monkeypatch.setenv("KHUNGTIN_CACHE", off)
    assert token_cache.cache_folder() is None
    assert "sức khỏe" in tokenise([SENTENCE])[0]


def test_the_cache_has_a_folder_of_its_own_by_default(monkeypatch):
    monkeypatch.delenv("KHUNGTIN_CACHE")
    assert token_cache.cache_folder().name == "khung-tin"


def test_a_locked_file_stops_nothing(empty_cache, monkeypatch):
    expected = tokenise([SENTENCE])
    monkeypatch.setattr(token_cache, "_SECONDS_TO_WAIT", 0)
    with sqlite3.connect(cache_file(empty_cache)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert tokenise([SENTENCE]) == expected
        other.rollback()
    other.close()


@pytest.mark.slow
def test_two_runs_at_once_and_a_killed_one_leave_the_cache_whole(empty_cache):
    code = (
        "import sys; from helpers.vietnamese import words;"
        "words._ROUND_CHARACTERS = 500;"
        "words.tokenise([f'Câu số {n} về sức khỏe.' for n in range(400)])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    runs = [subprocess.Popen([sys.executable, "-c", code], env=environment) for _ in range(3)]
    killed = runs.pop()
    for _ in range(600):
        if killed.poll() is not None or any(empty_cache.glob("words-*")):
            break
        time.sleep(0.1)
    killed.kill()
    killed.wait()
    assert [process.wait() for process in runs] == [0, 0]
    with sqlite3.connect(cache_file(empty_cache)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM words").fetchone() == (400,)
    connection.close()
