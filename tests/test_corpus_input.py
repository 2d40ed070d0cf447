"""Tables as they come from archives and spreadsheets: nothing lost, and every fault said."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import CorpusError, load_corpus
from helpers.corpus_cli import main
from helpers.corpus_making import add_articles, new_corpus, new_corpus_from_table
from helpers.corpus_sources import from_table
from helpers.csv_files import guard_formula, unguard_formula

ROOT = Path(__file__).parents[1]
PAGE = "Hai bệnh viện ký thỏa thuận\n\nNgày 1/2/2024, hai bệnh viện ký một thỏa thuận hợp tác.\n"
FORMULAS = ['=HYPERLINK("http://a.vn")', "+1 tỷ đồng", "- Hai bệnh viện ký", "@bộ_y_tế", "＝1"]


def table_of(folder, content, name="t.jsonl"):
    """Write a table: rows (and lines as they are) of JSONL, or a file's bytes."""
    if not isinstance(content, bytes):
        lines = (row if isinstance(row, str) else json.dumps(row) for row in content)
        content = "".join(f"{line}\n" for line in lines).encode()
    (folder / name).write_bytes(content)
    return folder / name


def made(folder, content, name="t.jsonl", **options):
    return new_corpus_from_table(folder / "own", table_of(folder, content, name), **options)


def refused(folder, content, name="t.jsonl", **options):
    """Return the problems of a table that isn't taken; nothing may be left of the attempt."""
    with pytest.raises(CorpusError) as caught:
        made(folder, content, name, **options)
    assert sorted(path.name for path in folder.iterdir()) == [name]
    return caught.value.problems


def row(article="a", **cells):
    return {"id": article, "text": PAGE, **cells}


# The order of the rows, and how much is in memory


def test_problems_come_in_the_order_of_the_rows(tmp_path):
    rows = [
        "{",
        row("a", published="1/2/2024"),
        "[1]",
        row("b"),
        row("b"),
        {"id": "c"},
        row(text=3),
    ]
    problems = refused(tmp_path, rows)
    numbers = [int(re.match(r"t\.jsonl, row (\d+): ", problem)[1]) for problem in problems]
    assert numbers == [1, 2, 3, 5, 6, 7]
    assert made(tmp_path, rows, on_error="skip").skipped == problems


def test_problems_of_a_csv_file_come_in_the_order_of_the_rows(tmp_path):
    content = f'id,text,published\na,"{PAGE}",x\nb,c\n'.encode() + b'c,B\xe0i,\nd,"' + PAGE.encode()
    content += b'",\nd,x,\n'
    problems = refused(tmp_path, content, "t.csv")
    expected = ["row 2: published", "row 3: 2 cells", "row 4: byte", "row 6: its id would be 'd'"]
    for problem, words in zip(problems, expected, strict=True):
        assert problem.startswith(f"t.csv, {words}")
    assert made(tmp_path, content, "t.csv", on_error="skip").skipped == problems
    assert list(load_corpus(tmp_path / "own").articles.index) == ["d"]


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_table_is_read_a_row_at_a_time(tmp_path, name):
    text = "Hai bệnh viện ký một thỏa thuận. " * 300
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["id", "title", "text"])
        if name == "t.csv":
            table.writeheader()
        for number in range(1000):
            article = {"id": f"a{number}", "title": "Một bài", "text": text}
            if name == "t.csv":
                table.writerow(article)
            else:
                file.write(json.dumps(article) + "\n")
    size = (tmp_path / name).stat().st_size
    tracemalloc.start()
    try:
        assert sum(1 for _ in from_table(tmp_path / name, "text", None)) == 1000
        assert tracemalloc.get_traced_memory()[1] < size / 10
    finally:
        tracemalloc.stop()


# Dates with a time


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        ("2023-10-25T08:30:00+07:00", True),
        ("2023-10-25 08:30", True),
        ("2023-10-25 08:30:00 +0700", True),
        ("2023-10-25 08:30:00 UTC", True),
        ("2023-10-25T23:30:00.000Z", True),
        # A program that knows no day without a time writes it so: nothing is lost.
        ("2023-10-25 00:00:00", False),
        ("2023-10-25T00:00:00.000", False),
        ("2023-10-25", False),
    ],
)
@pytest.mark.parametrize("column", ["published", "event_date"])
def test_of_a_moment_the_day_is_taken_and_the_whole_is_kept(tmp_path, moment, kept, column):
    made(tmp_path, [row(note="một ghi chú", **{column: moment})])
    article = load_corpus(tmp_path / "own").articles.loc["a"]
    assert article[column] == "2023-10-25"
    assert article["note"] == "một ghi chú" + (f"; {column}: {moment}" if kept else "")


@pytest.mark.parametrize(
    "moment",
    ["25/10/2023", "25/10/2023 08:30", "2023-02-31T08:30", "2023-10-25T25:00", "2023-10-25 sáng"],
)
def test_dates_in_other_styles_are_refused(tmp_path, moment):
    expected = "expected a date: 2023, 2023-10 or 2023-10-25"
    assert refused(tmp_path, [row(published=moment)]) == [
        f"t.jsonl, row 1: published {moment!r}; {expected}"
    ]


# Ids that can't be file names


def test_a_changed_id_is_kept_and_said(tmp_path, capsys):
    rows = [row("a b/c", note="một ghi chú"), row("x?y"), row("sạch")]
    said = made(tmp_path, rows)
    assert said.ids == ["a-b-c", "x-y", "sạch"]
    assert said.changed == [
        "t.jsonl, row 1: id 'a b/c' became 'a-b-c'",
        "t.jsonl, row 2: id 'x?y' became 'x-y'",
    ]
    notes = list(load_corpus(tmp_path / "own").articles["note"])
    assert notes == ["một ghi chú; id: a b/c", "id: x?y", ""]
    assert main(["new", str(tmp_path / "2"), "--table", str(tmp_path / "t.jsonl")]) == 0
    said = capsys.readouterr().out
    assert "2 ids were changed" in said and "row 2: id 'x?y' became 'x-y'" in said


def test_a_changed_name_of_a_file_is_said(tmp_path):
    (tmp_path / "Bài 1.txt").write_text(PAGE, encoding="utf-8")
    found = new_corpus(tmp_path / "own", [tmp_path / "Bài 1.txt"])
    assert found.changed == [f"{tmp_path / 'Bài 1.txt'}: id 'Bài 1' became 'Bài-1'"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a b", "a/b", "its id 'a/b' would be 'a-b', which t.jsonl, row 1 has already"),
        ("x" * 300, "x" * 301, f"would be {'x' * 80!r}, which t.jsonl, row 1 has already"),
        ("Bai", "bai", "would be 'bai', which t.jsonl, row 1 has already as 'Bai', one file with"),
    ],
)
def test_ids_that_become_one_are_refused_with_both_rows(tmp_path, first, second, expected):
    (problem,) = refused(tmp_path, [row(first), row(second)])
    assert problem.startswith("t.jsonl, row 2: ") and expected in problem


def test_a_long_id_is_kept_whole(tmp_path):
    assert made(tmp_path, [row("x" * 300)]).ids == ["x" * 80]
    assert load_corpus(tmp_path / "own").articles["note"].item() == f"id: {'x' * 300}"


# What a spreadsheet program would run


@pytest.mark.parametrize("title", [*FORMULAS, "'=1", "'trích'", "-"])
def test_a_title_comes_back_unchanged_and_runs_nowhere(tmp_path, title):
    made(tmp_path, [row(title=title, author=title, group=title)])
    for name in ("articles.csv", "groups.csv"):
        with (tmp_path / "own" / name).open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
        assert not [cell for cell in cells if len(cell) > 1 and cell[0] in "=+-@＝"]
    corpus = load_corpus(tmp_path / "own")
    assert list(corpus.articles.loc["a", ["title", "author", "group"]]) == [title] * 3
    assert corpus.groups == {title: title}


def test_a_title_of_an_added_page_runs_nowhere(tmp_path):
    made(tmp_path, [row()])
    (tmp_path / "b.txt").write_text(f"+{PAGE}", encoding="utf-8")
    add_articles(tmp_path / "own", [tmp_path / "b.txt"])
    title = "+Hai bệnh viện ký thỏa thuận"
    assert f"b,'{title}," in (tmp_path / "own/articles.csv").read_text(encoding="utf-8-sig")
    assert load_corpus(tmp_path / "own").articles.loc["b", "title"] == title


@given(st.text(alphabet="'=+-@＝x \n", max_size=6) | st.text(max_size=20))
def test_any_cell_survives_the_apostrophe(cell):
    assert unguard_formula(guard_formula(cell)) == cell


def test_check_warns_of_what_a_spreadsheet_changes(tmp_path, capsys):
    made(tmp_path, [row("a"), row("b"), row("c")])
    path = tmp_path / "own" / "articles.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["title"], rows[1]["title"], rows[2]["author"] = "=1+1", "#NAME?", "'-x"
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    assert main(["check", str(tmp_path / "own")]) == 0
    said = capsys.readouterr().out
    assert "run as a formula, and save changed: row 2, title. " in said
    assert "error for the text: row 3, title. " in said
    assert load_corpus(tmp_path / "own").articles["title"].to_list()[:2] == ["=1+1", "#NAME?"]


# Pages of links


def test_check_warns_of_pages_without_a_sentence(tmp_path, capsys):
    made(tmp_path, [row("a"), row("b", text="Đọc thêm:\n", title="Một bài")])
    assert main(["check", str(tmp_path / "own")]) == 0
    said = capsys.readouterr().out
    assert "No sentence of an article is in 1 of 2 pages" in said and "surroundings: b." in said


# Files as they come


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
    assert made(tmp_path, [line]).ids == ["row-0000001"]
    article = load_corpus(tmp_path / "own").articles.loc["row-0000001"]
    assert article["title"] == "Hai bệnh viện ký thỏa thuận" and article["author"] == "An, Bình"
    assert article["note"] == '{"a": [1]}' and article["partner"] == "Infinity"
    assert article["outlet"] == ""


def test_a_zero_character_stays_in_the_page(tmp_path):
    made(tmp_path, [row(text=f"{PAGE}\0hai\0")])
    assert load_corpus(tmp_path / "own").page("a") == f"{PAGE}\0hai\0"


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
        assert content == texts[int(article[1:])].encode()
        assert titles[article] == (" ".join(title.split()) or titles[article])


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


def test_a_console_without_vietnamese_letters_breaks_nothing(tmp_path):
    (tmp_path / "Bài.txt").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "helpers.corpus", "new", "own", "Bài.txt"]
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
