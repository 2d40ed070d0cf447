"""Tables on disk: the same results, whole or not at all, resumed where a run was killed."""

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
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers import corpus as corpus_module
from helpers import corpus_tables, keyness, stored_table, table_files, token_store
from helpers.concordance import collocates, concordance
from helpers.corpus import CorpusError, load_corpus
from helpers.frequency import (
    body_tokens,
    dispersion,
    lexical_diversity,
    ngrams,
    rank_frequency,
    term_frequency,
    tf_idf,
)
from helpers.references import reference_table
from tests.made_corpora import as_a_large_corpus

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus"
TABLES = ("parts", "sentences", "tokens")


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


@pytest.fixture(autouse=True)
def own_cache(large, monkeypatch, tmp_path):
    monkeypatch.setenv("KHUNGTIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(corpus_tables, "SELECTED_IN_MEMORY", 0)


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
    "tf_idf": tf_idf,
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
    left = keyness.keyness(stored.select(group="UK").tokens, stored.select(group="US").tokens)
    right = keyness.keyness(whole.select(group="UK").tokens, whole.select(group="US").tokens)
    pd.testing.assert_frame_equal(left, right)
    ours = [stored.select(group=group).tokens for group in ("UK", "US")]
    theirs = [whole.select(group=group).tokens for group in ("UK", "US")]
    left = keyness.weighted_log_odds(*ours, prior=stored.tokens)
    right = keyness.weighted_log_odds(*theirs, prior=whole.tokens)
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


# Whole or not at all


def test_the_second_load_makes_nothing(stored, cache_of_module, monkeypatch):
    monkeypatch.setenv("KHUNGTIN_CACHE", str(cache_of_module))

    def never(*_args):
        raise AssertionError("segmented again")

    monkeypatch.setattr(token_store, "make_partition", never)
    assert len(load_corpus(SHIPPED).tokens) == len(stored.tokens)


def test_processes_make_the_same_bytes(tmp_path, stored, cache_of_module):
    load_corpus(SHIPPED, n_jobs=2)
    assert digests(tmp_path / "cache") == digests(cache_of_module)


KILLED = """
import sys, time
from helpers import corpus, token_store
token_store.PARTITION_BYTES, corpus.STORED_ABOVE = 8_000, 0
write = token_store.write_table
def slow(table, path):
    write(table, path)
    time.sleep(0.3)
token_store.write_table = slow
corpus.load_corpus(sys.argv[1])
"""


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
        return f"a{number}", corpus_module.corpus_files.PageFile(digest, 40)

    pages = dict(page(number) for number in range(5_000))
    before = {part.folder for part in token_store.plan_partitions(pages, Path("store"))}
    moved = dict([page(-1), *pages.items()])
    after = token_store.plan_partitions(moved, Path("store"))
    assert [article for part in after for article in part.articles] == list(moved)
    assert len({part.folder for part in after} - before) <= 5 < len(before)


def test_a_full_disk_is_said_and_leaves_whole_partitions(tmp_path, monkeypatch):
    written = []
    write = table_files.write_table

    def full(table, path):
        if len(written) >= len(TABLES) + 1:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written.append(path)
        write(table, path)

    monkeypatch.setattr(token_store, "write_table", full)
    with pytest.raises(CorpusError, match=r"the disk is full; 1 of \d+ parts.*KHUNGTIN_CACHE"):
        load_corpus(SHIPPED)
    assert len(partition_files(tmp_path / "cache")) == len(TABLES)
    assert not list((tmp_path / "cache/tables/unfinished").iterdir())
    monkeypatch.setattr(token_store, "write_table", write)
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


def test_a_page_changed_meanwhile_is_said_from_a_worker(tmp_path):
    folder = copy_corpus(tmp_path / "own")
    files = corpus_module.corpus_files.read_folder(folder)
    (folder / "articles/uk-hcmc-hub.txt").write_text("Khác hẳn.", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"uk-hcmc-hub\.txt: changed while"):
        token_store.stored_tables(folder, files, tmp_path / "cache", n_jobs=2)


# What decides the version


def test_what_decides_is_found_by_the_imports():
    found = set(token_store.rule_files())
    wanted = "cleaning page_rules page_zones segmentation sentences terms tokenising token_layout"
    assert found >= {f"{name}.py" for name in wanted.split()}
    assert found >= {"page_headings.csv", "abbreviations.csv", "multiword_terms.csv"}
    # Neither counts nor drawing change what is stored.
    assert not found & {"frequency.py", "figures.py", "stored_counts.py", "stop_words.csv"}


def test_every_import_of_a_rule_is_found():
    """Ask Python itself what the modules that make the tables bring in."""
    code = (
        "import sys, helpers.page_tables, helpers.table_files;"
        "print(*[name for name in sys.modules if name.startswith('helpers.')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.removeprefix("helpers.") + ".py" for name in run.stdout.split()}
    assert loaded - {"token_cache.py"} <= set(token_store.rule_files())


def test_a_changed_rule_makes_another_version(monkeypatch):
    files = token_store.rule_files()
    before = token_store.rules_version.__wrapped__()
    changed = {**files, "cleaning.py": files["cleaning.py"] + "#"}
    monkeypatch.setattr(token_store, "rule_files", lambda: changed)
    assert token_store.rules_version.__wrapped__() != before


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
    monkeypatch.setattr(token_store, "_PARALLEL_BYTES", 0)
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
    monkeypatch.setattr(token_store, "_PARALLEL_BYTES", 0)
    with joblib.parallel_config(backend="threading", n_jobs=3):
        load_corpus(SHIPPED)
    assert asked == [3]
