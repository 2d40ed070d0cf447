"""Measures of the references found: on the annotated pages, by hand, from the command line."""

import json
import subprocess
import sys

import pytest

from helpers.corpus import CorpusError
from helpers.references import corpus_passages, evaluate
from helpers.references.evaluation import Passage, false_hits, read_passages
from tests.made_corpora import shipped_corpus


def test_golden_pages():
    measured = evaluate(corpus_passages(shipped_corpus()))
    whole = measured[measured["kind"] == "all"].set_index("level")
    assert whole.loc["span", "annotated"] == 26
    assert whole["f1"].tolist() == [1.0, 1.0]


def test_evaluation_counts_what_is_missed_and_what_is_false():
    text = "Theo Nghị định 46/2016/NĐ-CP và một văn bản khác."
    right = {"start": 5, "end": 28, "canonical": "vn:nd:46:cp:2016", "kind": "full"}
    missed = {"start": 32, "end": 48, "canonical": "vn:cv:_:_:_", "kind": "bare"}
    table = evaluate([Passage("a", text, (right, missed)), Passage("b", text, ())])
    row = table[(table["level"] == "span") & (table["kind"] == "all")].iloc[0]
    assert (row["annotated"], row["found"], row["correct"]) == (2, 2, 1)
    assert (row["precision"], row["recall"], row["f1"]) == (0.5, 0.5, 0.5)
    assert false_hits([Passage("b", text, ())]).iloc[0].tolist() == [1, 1, 1.0]


@pytest.mark.slow
def test_evaluate_command(tmp_path):
    path = tmp_path / "passages.jsonl"
    text = "Theo Luật Dược."
    gold = {"start": 5, "end": 14, "surface": "Luật Dược", "kind": "named"}
    row = {"id": "a", "text": text, "refs": [{**gold, "canonical": "vn:luat:duoc:qh:_"}]}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "helpers", "references", "evaluate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "named" in done.stdout
    path.write_text('{"id": 1}\nnot json\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="line 2"):
        read_passages(path)


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "text": 5, "refs": []}',
        '{"id": 1, "text": "x", "refs": 5}',
        '{"id": 1, "text": "x", "refs": [{"start": "a", "end": 1}]}',
        '{"id": 1, "text": "x", "refs": [{"start": 0, "end": 1, "canonical": ["a"], "kind": "x"}]}',
        '{"id": 1, "text": "x", "refs": [{"start": 0, "end": 1, "canonical": "a", "kind": null}]}',
        '{"id": 1, "text": "x", "refs": [{"start": [0], "end": 1, "canonical": "a", "kind": "x"}]}',
        "[" * 100_000,
        '{"id": ' + "9" * 5_000 + ', "text": "x", "refs": []}',
        "\ufeff[]",
    ],
)
def test_a_line_of_any_other_shape_is_named(tmp_path, line):
    path = tmp_path / "passages.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError, match="line 1: expected an object with id, text, refs"):
        read_passages(path)


def test_a_line_is_what_ends_with_a_line_feed(tmp_path):
    path = tmp_path / "passages.jsonl"
    path.write_text('{"id": 1, "text": "một\u2028hai\x85ba", "refs": []}\n', encoding="utf-8")
    assert read_passages(path)[0].text == "một\u2028hai\x85ba"
