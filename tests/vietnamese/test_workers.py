"""Processes that share work: they end with the run that started them, wherever it is at home."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from helpers import ROOT
from helpers.vietnamese import in_processes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX"),
]

AT_WORK = """
import sys
from helpers.vietnamese import in_processes
in_processes(exec, [(f"import pathlib, time; pathlib.Path({n!r}).touch(); time.sleep(600)",)
                    for n in sys.argv[1:]], n_jobs=2)
"""


def test_workers_end_with_a_run_that_is_killed(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = [tmp_path / name for name in "ab"]
    command = [sys.executable, "-c", AT_WORK, *map(str, begun)]
    with subprocess.Popen(command, env=environment) as run:
        deadline = time.monotonic() + 120
        while not all(path.exists() for path in begun) and time.monotonic() < deadline:
            time.sleep(0.2)
        children = psutil.Process(run.pid).children(recursive=True)
        assert len(children) >= 2
        run.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=60)
    for process in alive:
        process.kill()
    assert not alive


TOKENISED = """
from helpers.vietnamese import in_processes
print(in_processes(abs, [(n,) for n in range(-9, 0)], n_jobs=2))
"""


@pytest.mark.parametrize("names", [["JOBLIB_TEMP_FOLDER"], ["TMPDIR", "HOME"]])
def test_a_home_with_vietnamese_letters(tmp_path, names):
    folder = tmp_path / "Nguyễn Ánh"
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **dict.fromkeys(names, str(folder))}
    run = subprocess.run(
        [sys.executable, "-c", TOKENISED],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == str(list(range(9, 0, -1)))
    assert not run.stderr


def test_without_a_plain_folder_one_process_works_and_says_why(monkeypatch, capsys):
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", "/tmp/Ánh")
    monkeypatch.setattr("helpers.vietnamese.workers._PLAIN_FOLDERS", ())
    assert in_processes(os.getpid, [()] * 3, n_jobs=2) == [os.getpid()] * 3
    assert "One process alone: /tmp/Ánh has letters" in capsys.readouterr().err
