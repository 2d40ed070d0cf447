"""Stored tables that are damaged or gone are made again; those another notebook reads stay."""

import hashlib
import os
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from helpers.corpus import CorpusError, load_corpus, store
from helpers.counting import term_frequency
from tests.made_corpora import as_a_large_corpus

TABLES = ("parts", "sentences", "tokens")
PAGES = {
    "a": "Trạm y tế xã\n\nTrạm y tế xã mở lại hôm nay. Người dân đến từ sớm.\n",
    "b": "Bệnh viện huyện\n\nBệnh viện nhận máy mới. Bác sĩ nói máy chạy tốt.\n",
    "c": "Hợp tác\n\nHai bên ký một thỏa thuận. Thỏa thuận có hiệu lực ngay.\n",
}
DAY = 86_400


@pytest.fixture(autouse=True)
def large(empty_cache):
    """Store every corpus, one article a partition."""
    with as_a_large_corpus(partition_bytes=1):
        yield


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "own"
    (folder / "articles").mkdir(parents=True)
    rows = "".join(f"{name},{page.splitlines()[0]},\n" for name, page in PAGES.items())
    (folder / "articles.csv").write_text("id,title,group\n" + rows, encoding="utf-8")
    for name, page in PAGES.items():
        (folder / f"articles/{name}.txt").write_text(page, encoding="utf-8")
    return folder


def digests(corpus):
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for partition in corpus.tokens.partitions
        for path in sorted(partition.folder.iterdir())
    }


def read(corpus):
    return {name: getattr(corpus, name).read() for name in TABLES}


def truncate(folder, size=-20):
    path = folder / "tokens.parquet"
    path.write_bytes(path.read_bytes()[:size])


def add_zeros(folder):
    """Do what a file system may after a power cut: the length is there, the bytes are not."""
    path = folder / "tokens.parquet"
    path.write_bytes(bytes(path.stat().st_size))


def keep_the_end(folder):
    path = folder / "sentences.parquet"
    path.write_bytes(path.read_bytes()[-12:])


def clear(folder):
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGE = {
    "cut short": truncate,
    "emptied file": lambda folder: truncate(folder, 0),
    "zeros": add_zeros,
    "the end alone": keep_the_end,
    "a file gone": lambda folder: (folder / "parts.parquet").unlink(),
    "an empty folder": clear,
    "no folder": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_partition_is_made_again(folder, damage):
    corpus = load_corpus(folder)
    bytes_before, before = digests(corpus), read(corpus)
    files = list(bytes_before)
    times = {path: path.stat().st_mtime_ns for path in files}
    damaged = corpus.tokens.partitions[1].folder
    DAMAGE[damage](damaged)
    again = load_corpus(folder)
    assert digests(again) == bytes_before
    for name, table in read(again).items():
        pd.testing.assert_frame_equal(table, before[name])
    # The others have not been made again.
    others = [path for path in files if path.parent != damaged]
    assert len(others) == 2 * len(TABLES)
    assert all(path.stat().st_mtime_ns == times[path] for path in others)


def test_a_partition_is_on_the_disk_before_it_is_in_place(folder, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda file: flushed.append(os.fstat(file).st_ino))
    rename = Path.rename

    def checked(made, target):
        assert {path.stat().st_ino for path in made.iterdir()} <= set(flushed)
        assert len(list(made.iterdir())) == len(TABLES)
        return rename(made, target)

    monkeypatch.setattr(Path, "rename", checked)
    load_corpus(folder, n_jobs=1)
    assert flushed


@pytest.mark.parametrize("name", TABLES)
def test_damage_inside_a_file_is_said_where_it_is_read(folder, name):
    corpus = load_corpus(folder)
    path = corpus.tokens.partitions[1].folder / f"{name}.parquet"
    whole = path.read_bytes()
    footer = int.from_bytes(whole[-8:-4], "little")
    # The bytes in front are the first column's; the end, which tells a whole file, stays.
    path.write_bytes(whole[:4] + b"\xff" * (len(whole) - 12 - footer) + whole[-8 - footer :])
    corpus = load_corpus(folder)
    with pytest.raises(CorpusError) as said:
        getattr(corpus, name).read()
    assert str(path) in str(said.value)
    assert f"remove the folder {path.parent} and load the corpus again" in str(said.value)
    shutil.rmtree(path.parent)
    assert len(getattr(load_corpus(folder), name).read())
    assert path.read_bytes() == whole


def test_a_flipped_byte_of_the_file_s_description_is_said(folder):
    corpus = load_corpus(folder)
    path = corpus.tokens.partitions[0].folder / "sentences.parquet"
    whole = bytearray(path.read_bytes())
    whole[-8 - int.from_bytes(whole[-8:-4], "little")] ^= 0xFF
    path.write_bytes(whole)
    for use in (len, lambda table: table.read(), lambda table: table.empty):
        with pytest.raises(CorpusError, match=r"sentences\.parquet.*remove the folder"):
            use(load_corpus(folder).sentences)


def test_a_partition_removed_meanwhile_is_said(folder):
    corpus = load_corpus(folder)
    shutil.rmtree(corpus.tokens.partitions[0].folder)
    with pytest.raises(CorpusError, match="load the corpus again"):
        corpus.sentences.read()


def test_counting_damaged_tokens_says_so(folder):
    corpus = load_corpus(folder)
    path = corpus.tokens.partitions[0].folder / "tokens.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CorpusError, match="load the corpus again"):
        term_frequency(corpus.tokens)
    assert len(term_frequency(load_corpus(folder).tokens))


@pytest.mark.parametrize("place", range(1, 10))
def test_a_flipped_byte_of_the_words_is_said_or_changes_nothing(folder, place):
    corpus = load_corpus(folder)
    before = corpus.tokens.read()
    path = corpus.tokens.partitions[0].folder / "tokens.parquet"
    damaged = bytearray(path.read_bytes())
    # The last tenth describes the file.
    damaged[len(damaged) * place // 12] ^= 0x10
    path.write_bytes(damaged)
    try:
        after = corpus.tokens.read()
    except CorpusError as error:
        assert "remove the folder" in str(error)
    else:
        pd.testing.assert_frame_equal(after, before)


# What another notebook stands on


def change(folder):
    page = folder / "articles/b.txt"
    page.write_text(page.read_text(encoding="utf-8") + "\nMột câu mới.\n", encoding="utf-8")


def set_back(partitions, days):
    for partition in partitions:
        os.utime(partition.folder, (time.time() - days * DAY,) * 2)


def test_tables_of_another_live_corpus_stay_until_long_unused(folder):
    first = load_corpus(folder)
    before = read(first)
    change(folder)
    second = load_corpus(folder)
    for name, table in read(first).items():
        pd.testing.assert_frame_equal(table, before[name])
    old = [p for p in first.tokens.partitions if p not in second.tokens.partitions]
    assert len(old) == 1
    set_back(old, days=6)
    load_corpus(folder)
    assert old[0].folder.is_dir()
    set_back(old, days=8)
    load_corpus(folder)
    assert not old[0].folder.exists()
    assert len(read(second)["tokens"])


def test_loading_counts_as_use(folder):
    first = load_corpus(folder)
    set_back(first.tokens.partitions, days=8)
    # The first corpus is loaded again, and its tables are new for a week.
    load_corpus(folder)
    change(folder)
    load_corpus(folder)
    assert all(partition.folder.is_dir() for partition in first.tokens.partitions)
    assert store.DAYS_KEPT == 7
