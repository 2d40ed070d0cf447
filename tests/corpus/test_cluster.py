"""Tokenising on a real cluster: two worker processes, one of them killed at work."""

import hashlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import joblib
import pytest

from helpers.corpus import load_corpus, new_corpus, store
from helpers.corpus import loading as corpus_module

distributed = pytest.importorskip(
    "distributed", reason="needs the extra [cluster]: pip install -e '.[cluster]'"
)

ARTICLES = 24
WHERE = ["Hà Nội", "Huế", "Cần Thơ", "Hải Phòng"]


@pytest.fixture
def folder(tmp_path):
    """Return a corpus of invented articles, each different, each a partition of its own."""
    files = []
    for number in range(ARTICLES):
        place = WHERE[number % len(WHERE)]
        sentences = [
            f"Bệnh viện số {number} ở {place} tiếp nhận {day} bác sĩ đến đào tạo về sức khỏe "
            f"cộng đồng trong đợt {day + number}."
            for day in range(2, 60)
        ]
        path = tmp_path / f"bai-{number:02}.txt"
        path.write_text(f"Hợp tác y tế ở {place}\n\n" + "\n".join(sentences), encoding="utf-8")
        files.append(path)
    new_corpus(tmp_path / "own", files)
    return tmp_path / "own"


@pytest.fixture(autouse=True)
def large(monkeypatch):
    monkeypatch.setattr(store, "PARTITION_BYTES", 1_000)
    monkeypatch.setattr(corpus_module, "STORED_ABOVE", 0)


@pytest.fixture
def cluster(monkeypatch):
    # Workers are new processes: they find the helpers where this one does.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def digests(cache):
    return {
        "/".join(path.parts[-2:]): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in Path(cache).glob("tables/*/*/*.parquet")
    }


def kill_when_at_work(pid, cache, killed):
    """Kill a worker once a few partitions are done, while others are being made."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        done = len(list(Path(cache).glob("tables/*/*/tokens.parquet")))
        if done >= 4:
            os.kill(pid, signal.SIGKILL)
            killed.append(done)
            return
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_worker_loses_nothing_and_doubles_nothing(folder, cluster, tmp_path, monkeypatch):
    monkeypatch.setenv("KHUNGTIN_CACHE", str(tmp_path / "one process"))
    expected = load_corpus(folder)
    monkeypatch.setenv("KHUNGTIN_CACHE", str(tmp_path / "cluster"))
    victim = next(iter(cluster.run(os.getpid).values()))
    killed = []
    killer = threading.Thread(target=kill_when_at_work, args=(victim, tmp_path / "cluster", killed))
    killer.start()
    with joblib.parallel_config(backend="dask"):
        found = load_corpus(folder)
    killer.join()
    # It was killed, and while there was work left.
    assert killed and killed[0] < ARTICLES
    assert victim not in cluster.run(os.getpid).values()
    assert found.tokens.equals(expected.tokens)
    assert found.sentences.equals(expected.sentences)
    assert digests(tmp_path / "cluster") == digests(tmp_path / "one process")
