"""Tables as they come from archives and spreadsheets: nothing lost, and every fault said."""

import csv
import io
import json
import re
import shutil
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.commands import main
from helpers.corpus import add_articles, guard_formula, load_corpus, new_corpus, unguard_formula
from helpers.corpus.sources import from_table
from tests.archive_tables import PAGE, made, refused, row
from tests.corpus_folders import make, problems

ROOT = Path(__file__).parents[2]
FORMULAS = ['=HYPERLINK("http://a.vn")', "+1 tỷ đồng", "- Hai bệnh viện ký", "@bộ_y_tế", "＝1"]


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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_table_is_read_a_row_at_a_time(tmp_path, name):
    text = "Hai bệnh viện ký một thỏa thuận. " * 300
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["id", "title", "text"])
        if name == "t.csv":
            table.writeheader()
        for number in range(500):
            article = {"id": f"a{number}", "title": "Một bài", "text": text}
            if name == "t.csv":
                table.writerow(article)
            else:
                file.write(json.dumps(article) + "\n")
    size = (tmp_path / name).stat().st_size
    tracemalloc.start()
    try:
        assert sum(1 for _ in from_table(tmp_path / name, "text", None)) == 500
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
    [
        "31/2/2023 08:30",
        "25/10/2023 sáng",
        "2023-02-31T08:30",
        "2023-10-25T25:00",
        "2023-10-25 sáng",
    ],
)
def test_dates_in_other_styles_are_refused(tmp_path, moment):
    expected = "expected a date: 2023, 2023-10 or 2023-10-25"
    assert refused(tmp_path, [row(published=moment)]) == [
        f"t.jsonl, row 1: published {moment!r}; {expected}"
    ]


@pytest.mark.parametrize(
    "written",
    [
        "25/10/2023",
        "25-10-2023",
        "25.10.2023 08:30",
        "Thứ Tư, 25/10/2023, 08:30 (GMT+7)",
        "08:30 25/10/2023",
        "2023/10/25",
        "10/25/2023",
        "ngày 25 tháng 10 năm 2023",
        "25 tháng 10, 2023",
        "25 October 2023",
        "Oct 25, 2023 8:30 AM",
    ],
)
def test_a_day_that_can_be_no_other_is_read(tmp_path, written):
    made(tmp_path, [row(published=written)])
    article = load_corpus(tmp_path / "own").articles.loc["a"]
    assert article["published"] == "2023-10-25"
    assert article["note"] == (f"published: {written}" if ":" in written else "")


def test_the_column_says_whether_the_day_comes_first(tmp_path):
    rows = [row("a", ngày="1/2/2024"), row("b", ngày="25/10/2023"), row("c", ngày="2/2/2024")]
    made(tmp_path, rows)
    days = load_corpus(tmp_path / "own").articles["published"]
    assert days.tolist() == ["2024-02-01", "2023-10-25", "2024-02-02"]
    shutil.rmtree(tmp_path / "own")
    problems = refused(tmp_path, [*rows, row("d", ngày="10/25/2023")])
    assert len(problems) == 1 and "row 1: ngày '1/2/2024'" in problems[0]


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


REWRITTEN = "id,title,group,event_date\na1,Một bài,,{}\n"


@pytest.mark.parametrize(
    ("written", "day"),
    [("25/10/2023", "2023-10-25"), ("2023/10/25", "2023-10-25"), ("25-10-2023", "2023-10-25")],
)
def test_a_day_that_a_spreadsheet_has_rewritten_is_read_and_said(tmp_path, capsys, written, day):
    folder = make(tmp_path / "own", table=REWRITTEN.format(written))
    assert load_corpus(folder).articles.loc["a1", "event_date"] == day
    assert main(["check", str(folder)]) == 0
    said = f"has rewritten are read so: row 2, event_date {written} as {day}."
    assert said in capsys.readouterr().out


def test_a_day_that_may_be_another_is_asked_for(tmp_path):
    folder = make(tmp_path / "own", table=REWRITTEN.format("5/6/2024"))
    assert "row 2: event_date '5/6/2024'; expected a date" in problems(folder)[0]
