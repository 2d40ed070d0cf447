"""One command: its help, and every end in a sentence."""

import os
import subprocess
import sys

import pytest

from helpers import ROOT
from helpers.commands import main
from helpers.commands.command_line import COMMANDS


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)])
def test_help_says_what_there_is(words, capsys):
    with pytest.raises(SystemExit) as end:
        main([*words, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: python -m helpers {' '.join(words)}".rstrip())
    if not words:
        assert all(line in " ".join(said.split()) for _, _, line in COMMANDS.values())


@pytest.mark.parametrize("words", [[], ["bake"], ["coding"], ["site", "--colour", "red"]])
def test_words_that_are_no_command_are_refused_with_the_usage(words, capsys):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "usage: python -m helpers" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["check", "{none}"],
        ["add", "{none}", "{none}/a.txt"],
        ["coding", "new", "{none}"],
        ["coding", "join", "{none}"],
        ["references", "evaluate", "{none}"],
        ["site", "--corpus", "{none}", "--output", "{none}-html"],
    ],
)
def test_what_is_not_there_is_named_without_a_traceback(words, tmp_path):
    none = str(tmp_path / "không có")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = subprocess.run(
        [sys.executable, "-m", "helpers", *(word.format(none=none) for word in words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "kh\\xf4ng" in run.stderr
    assert not list(tmp_path.iterdir())


def test_an_interrupted_run_ends_in_a_sentence(monkeypatch, tmp_path, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("helpers.commands.corpus._check", interrupted)
    assert main(["check", str(tmp_path)]) == 130
    assert capsys.readouterr().err.startswith("Interrupted")
