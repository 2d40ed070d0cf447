"""One command: its help, and every end in a sentence."""

import io
import sys

import pytest

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
def test_what_is_not_there_is_named_where_a_terminal_has_plain_letters(
    words, tmp_path, monkeypatch
):
    none = str(tmp_path / "không có")
    said = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
    for name, errors in (("stdout", "strict"), ("stderr", "backslashreplace")):
        plain = io.TextIOWrapper(said[name], "ascii", errors, write_through=True)
        monkeypatch.setattr(sys, name, plain)
    assert main([word.format(none=none) for word in words]) == 1
    assert b"kh\\xf4ng" in said["stderr"].getvalue()
    assert not list(tmp_path.iterdir())


def test_an_interrupted_run_ends_in_a_sentence(monkeypatch, tmp_path, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("helpers.commands.corpus._check", interrupted)
    assert main(["check", str(tmp_path)]) == 130
    assert capsys.readouterr().err.startswith("Interrupted")
