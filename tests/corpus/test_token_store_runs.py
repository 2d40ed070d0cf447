"""Making tables on disk: whole or not at all, resumed where a run was killed, by many processes."""

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import joblib
import pytest

from helpers.corpus import CorpusError, load_corpus, read_folder, store, stored_table
from helpers.corpus.folder import PageFile
from tests.house import imports_of, path_of

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus"
TABLES = ("parts", "sentences", "tokens")


pytestmark = pytest.mark.usefixtures("own_cache")


def copy_corpus(folder):
    return Path(shutil.copytree(SHIPPED, folder))


def partition_files(cache):
    return sorted((cache / "tables").glob("*/*/*.parquet"))


def digests(cache):
    root = cache / "tables"
    return {
        "/".join(path.parts[-2:]): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.glob("*/*/*.parquet")
    }


# Whole or not at all


def test_the_second_load_makes_nothing(stored, cache_of_module, monkeypatch):
    monkeypatch.setenv("KHUNGTIN_CACHE", str(cache_of_module))

    def never(*_args):
        raise AssertionError("segmented again")

    monkeypatch.setattr(store, "_make_partition", never)
    assert len(load_corpus(SHIPPED).tokens) == len(stored.tokens)


@pytest.mark.slow
def test_processes_make_the_same_bytes(tmp_path, stored, cache_of_module):
    load_corpus(SHIPPED, n_jobs=2)
    assert digests(tmp_path / "cache") == digests(cache_of_module)


KILLED = """
import sys, time
from helpers.corpus import loading, store
store.PARTITION_BYTES, loading.STORED_ABOVE = 8_000, 0
write = store.write_table
def slow(table, path):
    write(table, path)
    time.sleep(0.3)
store.write_table = slow
loading.load_corpus(sys.argv[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_run_goes_on_where_it_stopped(tmp_path, stored, cache_of_module, monkeypatch):
    cache = tmp_path / "killed"
    environment = {**os.environ, "KHUNGTIN_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", KILLED, str(SHIPPED)]
    with subprocess.Popen(command, env=environment) as run:
        deadline = time.monotonic() + 60
        # One partition is whole, the next has a file or two.
        while not (whole_ones := partition_files(cache)) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.4)
        run.send_signal(signal.SIGKILL)
    there = {path: path.stat().st_mtime_ns for path in partition_files(cache)}
    assert whole_ones and len(there) < len(partition_files(cache_of_module))
    assert len(there) % len(TABLES) == 0
    monkeypatch.setenv("KHUNGTIN_CACHE", str(cache))
    load_corpus(SHIPPED)
    assert digests(cache) == digests(cache_of_module)
    # What was there has not been made again.
    assert there == {path: path.stat().st_mtime_ns for path in there}


def test_a_changed_article_makes_its_partition_anew(tmp_path, monkeypatch):
    folder = copy_corpus(tmp_path / "own")
    (folder / "articles.csv").write_text(
        "id,title,group\n"
        + "".join(f"{p.stem},a,\n" for p in sorted((folder / "articles").iterdir())),
        encoding="utf-8",
    )
    load_corpus(folder)
    before = digests(tmp_path / "cache")
    page = folder / "articles/us-hanoi-mou.txt"
    page.write_text(page.read_text(encoding="utf-8") + "\nMột câu mới.\n", encoding="utf-8")
    load_corpus(folder)
    after = digests(tmp_path / "cache")
    # All stay, the changed one's old tables too: another notebook may stand on them.
    assert before.items() <= after.items()
    assert len(after.keys() - before.keys()) == len(TABLES)


def test_a_row_in_front_moves_few_partitions(monkeypatch):
    def page(number):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        return f"a{number}", PageFile(digest, 40)

    pages = dict(page(number) for number in range(5_000))
    before = {part.folder for part in store._plan_partitions(pages, Path("store"))}
    moved = dict([page(-1), *pages.items()])
    after = store._plan_partitions(moved, Path("store"))
    assert [article for part in after for article in part.articles] == list(moved)
    assert len({part.folder for part in after} - before) <= 5 < len(before)


def test_a_full_disk_is_said_and_leaves_whole_partitions(tmp_path, monkeypatch):
    written = []
    write = stored_table.write_table

    def full(table, path):
        if len(written) >= len(TABLES) + 1:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written.append(path)
        write(table, path)

    monkeypatch.setattr(store, "write_table", full)
    with pytest.raises(CorpusError, match=r"the disk is full; 1 of \d+ parts.*KHUNGTIN_CACHE"):
        load_corpus(SHIPPED)
    assert len(partition_files(tmp_path / "cache")) == len(TABLES)
    assert not list((tmp_path / "cache/tables/unfinished").iterdir())
    monkeypatch.setattr(store, "write_table", write)
    assert len(load_corpus(SHIPPED).tokens)


def test_what_day_old_runs_left_is_removed(tmp_path):
    left = tmp_path / "cache/tables/unfinished/old"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    load_corpus(SHIPPED)
    assert (tmp_path / "cache/tables/unfinished").exists() and not left.exists()


def test_no_cache_and_too_large_is_said(monkeypatch):
    monkeypatch.setenv("KHUNGTIN_CACHE", "off")
    with pytest.raises(CorpusError, match=r"too much for memory.*KHUNGTIN_CACHE"):
        load_corpus(SHIPPED)


@pytest.mark.slow
def test_a_page_changed_meanwhile_is_said_from_a_worker(tmp_path):
    folder = copy_corpus(tmp_path / "own")
    files = read_folder(folder)
    (folder / "articles/uk-hcmc-hub.txt").write_text("Khác hẳn.", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"uk-hcmc-hub\.txt: changed while"):
        store.stored_tables(folder, files, tmp_path / "cache", n_jobs=2)


# What decides the version


def test_what_decides_is_found_by_the_imports():
    found = set(store._rule_files())
    assert found >= {
        "cleaning/parts.py",
        "cleaning/zones.py",
        "corpus/page_tables.py",
        "vietnamese/segmentation.py",
        "vietnamese/sentences.py",
        "vietnamese/words.py",
    }
    assert found >= {"page_headings.csv", "abbreviations.csv", "multiword_terms.csv"}
    # Neither counts nor drawing change what is stored.
    assert not found & {"counting/frequency.py", "showing/figures.py", "stop_words.csv"}


def test_every_import_of_a_rule_is_found():
    rules, seen = ["helpers.corpus.page_tables", "helpers.corpus.stored_table"], set()
    while rules:
        module = rules.pop()
        if module not in seen:
            seen.add(module)
            rules.extend(imports_of(module))
    kept = {"helpers", "helpers.corpus", "helpers.data", "helpers.vietnamese.token_cache"}
    kept |= {
        "helpers.corpus.csv_files",
        "helpers.corpus.faults",
        "helpers.vietnamese.workers",
    }  # errors; where, not what
    files = {path_of(module).relative_to(ROOT / "helpers").as_posix() for module in seen - kept}
    assert files <= set(store._rule_files())


def test_a_changed_rule_makes_another_version(monkeypatch):
    files = store._rule_files()
    before = store._rules_version.__wrapped__()
    changed = {**files, "cleaning/zones.py": files["cleaning/zones.py"] + "#"}
    monkeypatch.setattr(store, "_rule_files", lambda: changed)
    assert store._rules_version.__wrapped__() != before


@pytest.mark.slow
@pytest.mark.parametrize("told", [None, 1, 3])
def test_much_text_is_read_by_all_processors_unless_told_otherwise(
    told, stored, cache_of_module, monkeypatch, tmp_path
):
    asked = []

    class Recorded(joblib.Parallel):
        def __init__(self, n_jobs=None, **options):
            asked.append(n_jobs)
            super().__init__(n_jobs=1, **options)

    monkeypatch.setattr(joblib, "Parallel", Recorded)
    monkeypatch.setattr(store, "_PARALLEL_BYTES", 0)
    load_corpus(SHIPPED, n_jobs=told)
    assert asked == [-1 if told is None else told]
    assert digests(tmp_path / "cache") == digests(cache_of_module)


def test_an_enclosing_configuration_decides_over_the_processes(stored, monkeypatch):
    asked = []

    class Recorded(joblib.Parallel):
        def __init__(self, n_jobs=None, **options):
            super().__init__(n_jobs=n_jobs, **options)
            asked.append(self.n_jobs)

    monkeypatch.setattr(joblib, "Parallel", Recorded)
    monkeypatch.setattr(store, "_PARALLEL_BYTES", 0)
    with joblib.parallel_config(backend="threading", n_jobs=3):
        load_corpus(SHIPPED)
    assert asked == [3]
