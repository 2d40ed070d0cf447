"""A bad corpus folder: one error, every problem, file and row and what was expected."""

import csv
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import CorpusError, load_corpus, read_folder, unguard_formula
from tests.corpus_folders import PAGE, change_articles, make, problems

SHIPPED = Path(__file__).parents[2] / "corpus"
IDS = ["uk-hcmc-hub", "uk-ministry-tbi", "hcmc-resolution-31", "hanoi-cooperation", "us-hanoi-mou"]


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the shipped corpus, to be damaged."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "my corpus"))


@pytest.mark.parametrize("folder", [3, b"corpus", ["corpus"]])
def test_what_is_no_path_is_said(folder):
    with pytest.raises(TypeError, match=r"folder is .*; expected the path of a corpus folder"):
        load_corpus(folder)


def test_a_group_that_stands_twice(tmp_path):
    folder = make(tmp_path / "own")
    table = "group,label\nHuế,từ Huế\nUK,Anh\nHuế,Thừa Thiên\n,không\n"
    (folder / "groups.csv").write_text(table, encoding="utf-8")
    assert problems(folder) == [
        "groups.csv, row 4: group 'Huế' stands in row 2 already; expected one row a group",
        "groups.csv, row 5: no group; expected one as it stands in articles.csv",
    ]


def test_a_quotation_mark_that_is_not_closed_swallows_no_row(tmp_path):
    table = 'id,title,group\na1,"Một bài,\na2,Hai,\n'
    (problem,) = problems(make(tmp_path / "own", table=table))
    assert problem == (
        "articles.csv, row 2 (from line 2): not readable as CSV: "
        "a quotation mark opens a cell and none closes it"
    )


def test_missing_folder(tmp_path):
    assert "no such folder" in problems(tmp_path / "nowhere")[0]


def test_a_file_is_not_a_folder(tmp_path):
    path = tmp_path / "corpus.txt"
    path.touch()
    assert "is a file" in problems(path)[0]


def test_empty_folder(tmp_path):
    assert "is empty" in problems(tmp_path)[0]


def test_no_table(folder):
    (folder / "articles.csv").unlink()
    assert "no articles.csv" in problems(folder)[0]


def test_no_articles(folder):
    shutil.rmtree(folder / "articles")
    assert "no folder articles" in problems(folder)[0]


def test_table_without_rows(folder):
    (folder / "articles.csv").write_text("id,title,group\n", encoding="utf-8")
    assert problems(folder)[0] == "articles.csv: no rows; expected one row an article"


def test_table_without_a_column(folder):
    change_articles(folder, "id,title", "name,title")
    assert problems(folder)[0].startswith("articles.csv, row 1: no column id; found")


def test_row_without_a_file(folder):
    (folder / "articles/uk-ministry-tbi.txt").unlink()
    assert problems(folder) == [
        "articles.csv, row 3: articles/uk-ministry-tbi.txt does not exist;"
        " expected the article's text"
    ]


def test_file_without_a_row(folder):
    (folder / "articles/new.txt").write_text(PAGE, encoding="utf-8")
    assert problems(folder) == [
        "articles/new.txt: no row in articles.csv; expected one with id new"
    ]


def test_repeated_id(folder):
    change_articles(folder, "us-hanoi-mou,", "uk-hcmc-hub,")
    found = problems(folder)
    assert "articles.csv, row 6: id 'uk-hcmc-hub' stands in row 2 already" in found


def test_ids_that_differ_in_case_alone(folder):
    change_articles(folder, "us-hanoi-mou,", "UK-hcmc-hub,")
    expected = (
        "id 'UK-hcmc-hub' stands in row 2 already, as 'uk-hcmc-hub': one file on some systems"
    )
    assert any(expected in problem for problem in problems(folder))


def test_changed_file(folder):
    path = folder / "articles/hanoi-cooperation.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    (problem,) = problems(folder)
    assert problem.startswith("articles.csv, row 5: articles/hanoi-cooperation.txt has changed")


def test_text_that_is_not_utf8(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "articles/a1.txt").write_bytes("Bệnh viện".encode("utf-16"))
    (problem,) = problems(folder)
    assert problem == (
        "articles.csv, row 2: articles/a1.txt seems to be in UTF-16; expected text saved as UTF-8"
    )


def test_empty_text(tmp_path):
    (problem,) = problems(make(tmp_path / "own", text=" \n"))
    assert "is empty" in problem


def test_table_that_is_not_utf8(folder):
    (folder / "articles.csv").write_bytes("id,title,group\na,Tiếng,UK".encode("utf-16"))
    assert "articles.csv: byte 0 is not UTF-8 but UTF-16" in problems(folder)[0]
    (folder / "articles.csv").write_bytes("id,title,group\na,Bài báo,UK\n".encode("latin-1"))
    assert problems(folder) == [
        "articles.csv, row 2: byte 18 of the file is not UTF-8; save the file as UTF-8 (CSV UTF-8)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (",UK,", ",Uk,", "row 2: group 'Uk'; expected one of UK, US, Hanoi, HCMC"),
        ("2023-10-25", "5/10/2023", "row 2: event_date '5/10/2023'; expected a date"),
        ("2023-10-25", "2023-13", "row 2: event_date '2023-13'; expected a date"),
        ("2023-10-25", "2023-02-31", "row 2: event_date '2023-02-31'; expected a date"),
        ("2023-10-25", "０２３", "row 2: event_date '０２３'; expected a date"),
        (",000_", ",x,000_", "row 2: 15 cells; the header has 14"),
        ("uk-hcmc-hub,Anh", "uk-hcmc-hub,,Anh", "row 2: 15 cells; the header has 14"),
    ],
)
def test_unknown_values(folder, old, new, expected):
    change_articles(folder, old, new)
    assert any(expected in problem for problem in problems(folder)), problems(folder)


def test_bad_rows_are_left_out_on_request_and_reported(folder):
    change_articles(folder, ",US,", ",Us,")
    (folder / "articles/uk-ministry-tbi.txt").unlink()
    corpus = load_corpus(folder, on_error="skip")
    assert list(corpus.articles.index) == [IDS[0], IDS[2], IDS[3]]
    assert [problem[:20] for problem in corpus.skipped] == [
        "articles.csv, row 3:",
        "articles.csv, row 6:",
    ]


def test_a_folder_with_no_good_row_is_refused_all_the_same(tmp_path):
    folder = make(tmp_path / "own", table="id,title,group\na1,Một bài,Mars\n")
    with pytest.raises(CorpusError, match="no row without a fault"):
        load_corpus(folder, on_error="skip")


def test_all_problems_are_listed_at_once(folder):
    change_articles(folder, ",UK,", ",Uk,")
    change_articles(folder, ",US,", ",Us,")
    (folder / "articles/uk-ministry-tbi.txt").unlink()
    (folder / "articles/new.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(CorpusError, match="3 problems") as caught:
        load_corpus(folder)
    # Groups that aren't known are one line, with every row.
    assert len(caught.value.problems) == 3
    assert "rows 2, 6: group 'Uk', 'Us'" in caught.value.problems[0]


def test_a_table_that_was_not_read_whole_accuses_no_file(folder):
    change_articles(folder, ",000_", ",x,000_")
    assert problems(folder) == ["articles.csv, row 2: 15 cells; the header has 14"]
    change_articles(folder, "id,title", "name,title")
    (problem,) = problems(folder)
    assert problem.startswith("articles.csv, row 1: no column id; found")


def test_an_id_too_long_for_a_file_name(tmp_path):
    (problem, stray) = problems(
        make(tmp_path / "own", table=f"id,title,group\n{'a' * 300},Một bài,\n")
    )
    assert problem.startswith("articles.csv, row 2: id 'aaa")
    assert stray == "articles/a1.txt: no row in articles.csv; expected one with id a1"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_articles_that_lie_elsewhere(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "articles").rename(tmp_path / "elsewhere")
    (folder / "articles").symlink_to(tmp_path / "elsewhere")
    assert "is a link that leaves the folder" in problems(folder)[0]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "..", "", "a\\b"])
def test_id_that_leaves_the_folder(tmp_path, name):
    folder = make(tmp_path / "own", table=f"id,title,group\n{name},Một bài,\na1,Hai,\n")
    assert any("row 2: id" in problem for problem in problems(folder))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_link_that_leaves_the_folder(tmp_path):
    folder = make(tmp_path / "own")
    outside = tmp_path / "outside.txt"
    outside.write_text(PAGE, encoding="utf-8")
    (folder / "articles/a1.txt").unlink()
    (folder / "articles/a1.txt").symlink_to(outside)
    assert "is a link that leaves articles/" in problems(folder)[0]


@given(st.binary(max_size=200))
def test_any_table_is_read_or_refused_with_its_name(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    (folder / "articles").mkdir()
    (folder / "articles.csv").write_bytes(content)
    with pytest.raises(CorpusError, match=r"articles\.csv"):
        read_folder(folder)


@pytest.mark.slow
@given(st.text(max_size=60).filter(lambda text: text.strip()))
def test_any_title_survives_the_table(tmp_path_factory, title):
    folder = tmp_path_factory.mktemp("any")
    (folder / "articles").mkdir()
    (folder / "articles/a1.txt").write_text(PAGE, encoding="utf-8")
    try:
        with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["id", "title", "group"], ["a1", title, ""]])
    except (UnicodeEncodeError, csv.Error):
        return
    found = read_folder(folder).articles.loc["a1", "title"]
    # An apostrophe before what a spreadsheet would run as a formula is no part of the title.
    assert found == unguard_formula(title.strip())
