"""Tables and folders as they come: other encodings, other ends of lines, no room, no rights."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.commands import main
from helpers.corpus import (
    CorpusError,
    load_corpus,
    new_corpus,
    new_corpus_from_table,
    unguard_formula,
)
from helpers.corpus.table_files import cell
from tests.archive_tables import PAGE, made, refused, row, table_of

ROOT = Path(__file__).parents[2]


def test_a_table_from_excel_with_its_empty_columns(tmp_path):
    text = PAGE.replace("\n", "\r\n")
    content = f'\ufeffid;text;group;;\r\na;"{text}";"Nhật; Lào";;\r\n;;;;\r\nb;"{text}";Lào;;\r\n'
    assert made(tmp_path, content.encode(), "t.csv").ids == ["a", "b"]
    corpus = load_corpus(tmp_path / "own")
    assert corpus.page("a") == text and corpus.articles.loc["a", "group"] == "Nhật; Lào"


def test_carriage_returns_alone_end_lines(tmp_path):
    assert made(tmp_path, b"id,text\ra,Hai.\rb,Ba.\r", "t.csv").ids == ["a", "b"]


def test_values_of_json_become_cells(tmp_path):
    cells = '"author": ["An", "Bình"], "outlet": NaN, "note": {"a": [1]}, "partner": Infinity'
    line = f'{{"id": NaN, "text": {json.dumps(PAGE)}, "title": NaN, {cells}}}'
    assert made(tmp_path, [line]).ids == ["hai-benh-vien-ky-thoa-thuan"]
    article = load_corpus(tmp_path / "own").articles.loc["hai-benh-vien-ky-thoa-thuan"]
    assert article["title"] == "Hai bệnh viện ký thỏa thuận" and article["author"] == "An, Bình"
    assert article["note"] == '{"a": [1]}' and article["partner"] == "Infinity"
    assert article["outlet"] == ""


def test_a_zero_character_stays_in_the_page(tmp_path):
    made(tmp_path, [row(text=f"{PAGE}\0hai\0")])
    assert load_corpus(tmp_path / "own").page("a") == f"{PAGE}\0hai\0"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_page_of_five_megabytes(tmp_path, name):
    text = "chữ" * 1_200_000
    made(tmp_path, f"id,text\na,{text}\n".encode() if name == "t.csv" else [row(text=text)], name)
    assert (tmp_path / "own/articles/a.txt").read_text(encoding="utf-8") == text
    with (tmp_path / "own/articles.csv").open(encoding="utf-8-sig", newline="") as file:
        (article,) = csv.DictReader(file)
    # A spreadsheet cuts a cell of more than 32,767 characters.
    assert len(article["title"]) <= 500 and "first words" in article["note"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"id": "a", "text": "x\0y"}', "not one JSON object a line"),
        ('{"id": "a", "text": "x", "text": "y"}', "'text' stands twice"),
        ('{"id": "a", "text": {"body": "x"}}', "column text has an object; expected the article"),
        ('{"id": "a", "text": ["x"]}', "column text has a list; expected the article"),
        ('{"id": "a", "text": NaN}', "column text has nothing; expected the article"),
        ('{"id": "a", "text": 3}', "column text has a number; expected the article"),
        ('{"id": {"n": 1}, "text": "x"}', "column id has an object; expected the article's id"),
        ('{"id": "???", "text": "x"}', "no letter or digit"),
        ('{"id": "a", "body": "x"}', "no column text; found id, body (name the columns with --t"),
        ('{"id": "a", "text": "x\\ud800"}', "column text has half a character ('\\ud800') at ch"),
        ('{"id": "a\\udfff", "text": "x"}', "column id has half a character ('\\udfff')"),
        ('{"id": "a", "text": "x", "title": "x\\ud800"}', "column title has half a character"),
        ('{"id": "a", "text": "x", "note": ["\\ud800"]}', "column note has half a character"),
        ('{"id": ' + "[" * 200_000, "not one JSON object a line"),
        ('{"id": ' + "9" * 5000 + ', "text": "x"}', "not one JSON object a line"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_taken_on_request(tmp_path, line, expected):
    rows = [row("before"), line, row("after")]
    (problem,) = refused(tmp_path, rows)
    assert problem.startswith("t.jsonl, row 2: ") and expected in problem
    assert made(tmp_path, rows, on_error="skip").ids == ["before", "after"]


def test_a_row_in_another_encoding_is_named(tmp_path):
    line = json.dumps(row("b", author="Hà"), ensure_ascii=False).encode("cp1258", "replace")
    content = json.dumps(row()).encode() + b"\n" + line + b"\n"
    (problem,) = refused(tmp_path, content)
    assert re.match(r"t\.jsonl, row 2: is not UTF-8 at byte \d+ of the line", problem)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("t.csv", b"", "t.csv, row 1: no column text; found an empty row"),
        ("t.csv", b"id,text\n", "t.csv: no rows; expected one row an article"),
        ("t.jsonl", b"", "t.jsonl: no rows; expected one row an article"),
        ("t.jsonl", b"\n\n", "t.jsonl: no rows; expected one row an article"),
        ("t.json", b"[\n{}\n]\n", "t.json: is a JSON array; expected JSONL, one JSON object a"),
        ("t.csv", "id\ttext\na\tx\n".encode("utf-16"), "t.csv: byte 0 is not UTF-8 but UTF-16"),
        ("t.jsonl", '{"id": "a"}\n'.encode("utf-16"), "t.jsonl: byte 0 is not UTF-8 but UTF-16"),
        ("t.csv", "id,text\n".encode("utf-16-le"), "t.csv, row 1: has a zero byte"),
        ("t.csv", "mà,text\na,x\n".encode("cp1258"), "t.csv: byte 1 is not UTF-8; save the file"),
        ("t.csv", b'id,text\na,x\nb,"y\nc,z\n', "t.csv, row 3 (from line 3): not readable as CSV"),
        ("t.csv", b'id,text\na,"x "y" z"\n', "t.csv, row 2 (from line 2): not readable as CSV"),
        ("t.csv", b"text,id,text\n", "t.csv, row 1: column 'text' stands twice"),
    ],
)
@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_a_file_that_is_no_table_is_refused_whole(tmp_path, name, content, expected, on_error):
    (problem,) = refused(tmp_path, content, name, on_error=on_error)
    assert problem.startswith(expected)


@given(st.binary(max_size=80), st.sampled_from(["csv", "jsonl"]))
def test_any_bytes_are_refused_or_taken_whole(tmp_path_factory, content, ending):
    folder = tmp_path_factory.mktemp("any")
    try:
        found = made(folder, content, f"t.{ending}", on_error="skip")
    except CorpusError as error:
        assert all(f"t.{ending}" in problem for problem in error.problems)
        assert not (folder / "own").exists()
    else:
        assert found.ids


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.text(max_size=30))
def test_any_text_and_title_come_back_or_are_named(tmp_path_factory, texts, title):
    folder = tmp_path_factory.mktemp("any")
    rows = [row(f"a{at}", text=text, title=title) for at, text in enumerate(texts)]
    try:
        found = made(folder, rows, on_error="skip")
    except CorpusError as error:
        assert len(error.problems) == len(rows)
        return
    assert len(found.ids) + len(found.skipped) == len(rows)
    with (folder / "own/articles.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = {line["id"]: unguard_formula(line["title"]) for line in csv.DictReader(file)}
    for article in found.ids:
        content = (folder / "own/articles" / f"{article}.txt").read_bytes()
        text, front = texts[int(article[1:])], cell(title)
        assert content in (text.encode(), f"{front}\n\n{text}".encode())
        assert titles[article] == (front or titles[article])


# Where nothing can be written, or shown


@pytest.mark.skipif(os.name == "nt", reason="tempfile tries other names there")
def test_a_folder_without_permission_is_said(tmp_path, monkeypatch, capsys):
    def denied(path, *_args, **_kwargs):
        raise PermissionError(13, "Permission denied", str(path))

    path = table_of(tmp_path, [row()])
    monkeypatch.setattr(os, "mkdir", denied)
    assert main(["new", str(tmp_path / "own"), "--table", str(path)]) == 1
    expected = f"{tmp_path / 'own'}: Permission denied; nothing was written"
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, at):
    written, write = [], Path.write_bytes

    def full(path, content):
        if path.suffix == ".txt":
            written.append(path)
            if len(written) == at:
                raise OSError(28, "No space left on device")
        return write(path, content)

    path = table_of(tmp_path, [row("a"), row("b"), row("c")])
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"No space left on device.*own"):
        new_corpus_from_table(tmp_path / "deep" / "own", path)
    assert [path.name for path in tmp_path.iterdir()] == ["t.jsonl"]


@pytest.mark.slow
def test_a_console_without_vietnamese_letters_breaks_nothing(tmp_path):
    (tmp_path / "Bài.txt").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "helpers", "new", "own", "Bài.txt"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr
    assert b"1 article written (B\\xe0i)" in run.stdout


def test_one_path_is_no_list_of_paths(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    for path in (tmp_path / "a.txt", str(tmp_path / "a.txt")):
        with pytest.raises(TypeError, match="expected a list of paths"):
            new_corpus(tmp_path / "own", path)


def test_check_lists_the_faults_of_codebook_register_and_annotations(tmp_path, capsys):
    folder = tmp_path / "own"
    (folder / "articles").mkdir(parents=True)
    (folder / "annotations").mkdir()
    (folder / "articles" / "a.txt").write_text("Tin\n\nBộ Y tế họp.\n", encoding="utf-8")
    (folder / "articles.csv").write_text("id,title,group\na,Tin,\n", encoding="utf-8")
    assert main(["check", str(folder)]) == 0
    (folder / "codebook.toml").write_text("no = [toml", encoding="utf-8")
    (folder / "instruments.csv").write_text("junk\n1\n", encoding="utf-8")
    for name in ("frames", "references"):
        (folder / "annotations" / f"{name}.csv").write_text("junk\n1\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().err
    for name in ("codebook.toml", "instruments.csv", "frames.csv", "references.csv"):
        assert name in said
