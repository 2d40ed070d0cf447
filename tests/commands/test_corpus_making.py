"""Corpora of one's own, from the command line: made, extended, checked, never half-written."""

import csv
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from helpers.cleaning import title_on
from helpers.commands import main
from helpers.corpus import (
    CorpusError,
    add_articles,
    load_corpus,
    new_corpus,
    placing,
    read_folder,
)
from helpers.corpus.folder import ARTICLE_COLUMNS
from helpers.corpus.sources import _safe_id
from tests.commands.collected import PAGE, TITLE, rows_of, snapshot, write_jsonl

ROOT = Path(__file__).parents[2]


def test_a_new_folder_is_a_corpus(tmp_path, pages):
    made = new_corpus(tmp_path / "own", pages)
    assert made.ids == ["Bài-1", "bai-2"]
    corpus = load_corpus(tmp_path / "own")
    assert list(corpus.articles.index) == made.ids
    assert corpus.page("bai-2").encode() == pages[1].read_bytes()


def test_what_can_be_known_is_filled_in_and_nothing_else(tmp_path, pages):
    new_corpus(tmp_path / "own", pages)
    first = rows_of(tmp_path / "own")[0]
    assert list(first) == ARTICLE_COLUMNS
    known = {
        "id": "Bài-1",
        "title": TITLE,
        "source_file": "Bài 1.txt",
        "sha256": hashlib.sha256(PAGE.encode()).hexdigest(),
    }
    assert {column: cell for column, cell in first.items() if cell} == known


def test_titles_of_the_shipped_pages_are_found():
    for row in rows_of(ROOT / "corpus"):
        page = (ROOT / "corpus/articles" / f"{row['id']}.txt").read_bytes().decode()
        assert title_on(page) == row["title"]


def test_a_page_without_a_title_says_so(tmp_path):
    text = "Ngày 1/2/2024, hai bệnh viện lớn ký một thỏa thuận hợp tác về đào tạo bác sĩ. " * 4
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    new_corpus(tmp_path / "own", [tmp_path / "a.txt"])
    (row,) = rows_of(tmp_path / "own")
    assert text.startswith(row["title"]) and "first words" in row["note"]


def test_nothing_is_overwritten(tmp_path, pages):
    own = tmp_path / "own"
    new_corpus(own, pages)
    before = snapshot(tmp_path)
    with pytest.raises(CorpusError, match=r"nothing is overwritten.*helpers add"):
        new_corpus(own, pages)
    with pytest.raises(CorpusError, match=r"Bài 1.txt: its text is there already, as 'Bài-1'"):
        add_articles(own, pages)
    pages[0].write_text("Một bài khác\n\nMột câu khác.\n", encoding="utf-8")
    before = snapshot(tmp_path)
    with pytest.raises(CorpusError, match=r"'Bài-1', which the corpus has already"):
        add_articles(own, pages[:1])
    with pytest.raises(CorpusError, match="expected the name of a new folder"):
        new_corpus(pages[0], pages)
    assert snapshot(tmp_path) == before


def test_every_bad_file_is_named_and_nothing_is_written(tmp_path, pages):
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes("à".encode("latin-1"))
    (tmp_path / "---.txt").write_text("chữ", encoding="utf-8")
    bad = [tmp_path / name for name in ("empty.txt", "latin.txt", "---.txt", "missing.txt")]
    with pytest.raises(CorpusError) as caught:
        new_corpus(tmp_path / "own", [*pages, *bad, tmp_path, pages[0]])
    expected = ["is empty", "not UTF-8 at byte 0", "no letter or digit", "can't be read", "folder"]
    assert len(caught.value.problems) == 6
    for problem, words in zip(caught.value.problems, [*expected, "'Bài-1'"], strict=True):
        assert words in problem
    assert not (tmp_path / "own").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_names_that_are_one_file_on_some_systems_are_refused(tmp_path):
    (tmp_path / "x").mkdir()
    for name in ("bai.txt", "x/BAI.txt"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"its id would be 'BAI', which .*bai\.txt has already"):
        new_corpus(tmp_path / "own", [tmp_path / "bai.txt", tmp_path / "x/BAI.txt"])


def test_a_failure_while_writing_leaves_nothing(tmp_path, pages, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing, "csv_lines", full)
    with pytest.raises(OSError, match=r"No space.*own"):
        new_corpus(tmp_path / "deep" / "own", pages)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Bài 1.txt", "bai-2.txt"]


def test_added_pages_leave_the_rest_as_it_is(tmp_path, pages):
    own = tmp_path / "own"
    new_corpus(own, pages[:1])
    head = (own / "articles.csv").read_bytes()
    assert add_articles(own, pages[1:]).ids == ["bai-2"]
    assert (own / "articles.csv").read_bytes().startswith(head)
    assert list(load_corpus(own).articles.index) == ["Bài-1", "bai-2"]


def test_a_table_from_a_spreadsheet_keeps_its_form(tmp_path, pages):
    own = tmp_path / "own"
    (own / "articles").mkdir(parents=True)
    (own / "articles/a.txt").write_text(PAGE, encoding="utf-8")
    # As Excel saves it: byte order mark, semicolons, CRLF, columns of one's own, no last line end.
    table = "\ufefftopic;title;id;group\r\nđào tạo;Một bài;a;UK".encode()
    (own / "articles.csv").write_bytes(table)
    add_articles(own, pages[1:])
    content = (own / "articles.csv").read_bytes()
    assert content.startswith(table + b"\r\n") and content.count(b"\r\n") == 3
    assert rows_of(own, ";")[1]["id"] == "bai-2"
    assert read_folder(own).articles.loc["bai-2", "title"] == TITLE.replace("Hai", "Ba")


def test_a_failure_while_adding_takes_the_pages_back(tmp_path, pages, monkeypatch):
    own = tmp_path / "own"
    new_corpus(own, pages[:1])
    before = snapshot(tmp_path)
    replace = Path.replace

    def full(path, target):
        if path.name == "articles.csv":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        add_articles(own, pages[1:])
    assert snapshot(tmp_path) == before


def test_the_second_corpus_is_sound():
    folder = ROOT / "tests/fixtures/second_corpus"
    corpus = load_corpus(folder)
    assert set(corpus.articles["group"]) == set(corpus.groups) == {"Japan", "France", "Laos"}
    assert "invented" in (folder / "README.md").read_text(encoding="utf-8")
    for article in corpus.articles.index:
        assert title_on(corpus.page(article)) == corpus.articles.loc[article, "title"]
    with (folder / "annotations/frames.csv").open(encoding="utf-8", newline="") as file:
        coded = list(csv.DictReader(file))
    with (ROOT / "corpus/annotations/frames.csv").open(encoding="utf-8", newline="") as file:
        assert [*coded[0], "revision"] == csv.DictReader(file).fieldnames
    sentences = corpus.sentences[corpus.sentences["article"].isin({r["article"] for r in coded})]
    ours = [(row.article, str(row.sentence), row.part, row.text) for row in sentences.itertuples()]
    assert [(r["article"], r["sentence"], r["part"], r["text"]) for r in coded] == ours


@given(st.text(max_size=120))
def test_any_name_makes_an_id_that_stays_in_the_folder(name):
    found = _safe_id(name)
    assert _safe_id(found) == found
    assert not set(found) & set('/\\:*?"<>| \n\0')
    assert not found.startswith((".", "-")) and not found.endswith(".")
    assert len(f"{found}.txt".encode()) <= 255


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "aux.txt"])
def test_names_that_windows_keeps_are_changed(name):
    assert _safe_id(name) == f"page-{name}"


def test_check_lists_every_problem(tmp_path, pages, capsys):
    own = tmp_path / "own"
    assert main(["new", str(own), *map(str, pages)]) == 0
    assert "2 articles written (Bài-1, bai-2)" in capsys.readouterr().out
    assert main(["check", str(own)]) == 0
    out = capsys.readouterr().out
    assert "2 articles, no problem found" in out and "group is empty in 2 of 2" in out
    (own / "articles/bai-2.txt").write_text("khác", encoding="utf-8")
    shutil.copy(pages[0], own / "articles/stray.txt")
    assert main(["check", str(own)]) == 1
    error = capsys.readouterr().err
    assert "2 problems" in error
    assert "articles.csv, row 3: articles/bai-2.txt has changed" in error
    assert "articles/stray.txt: no row in articles.csv" in error


def test_new_wants_files_or_a_table(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["new", str(tmp_path / "own")])
    assert "name text files" in capsys.readouterr().err


def test_left_out_rows_are_listed(tmp_path, capsys):
    path = write_jsonl(tmp_path / "t.jsonl", [{"id": "a", "text": PAGE}, {"id": "b", "text": ""}])
    command = ["new", str(tmp_path / "own"), "--table", str(path)]
    assert main(command) == 1
    assert "row 2: is empty" in capsys.readouterr().err
    assert main([*command, "--on-error", "skip"]) == 0
    said = capsys.readouterr()
    assert "1 article written" in said.out and "1 left out" in said.err


def test_files_that_cannot_be_read_are_left_out_on_request_and_named(tmp_path, pages, capsys):
    scan, picture = tmp_path / "scan.pdf", tmp_path / "b.txt"
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    blank.write(scan)
    picture.write_bytes(b"\x89PNG\r\n")
    own = tmp_path / "own"
    files = [*map(str, pages[:1]), str(scan), str(picture)]
    assert main(["new", str(own), *files]) == 1
    assert "scan.pdf" in (said := capsys.readouterr().err) and "leave it out" in said
    # Options may stand before the files, or among them.
    assert main(["new", str(own), "--on-error", "skip", *files]) == 0
    said = capsys.readouterr().err
    assert said.startswith("2 left out:") and "scan.pdf" in said and "b.txt: is a picture" in said
    assert list(load_corpus(own).articles.index) == ["Bài-1"]
    assert main(["add", str(own), str(scan), "--on-error", "skip", str(pages[1])]) == 0
    assert list(load_corpus(own).articles.index) == ["Bài-1", "bai-2"]
    # Where nothing can be read, nothing is made.
    assert main(["new", str(tmp_path / "two"), "--on-error", "skip", str(scan)]) == 1
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize("words", [["new", "own", "a", "--wrong", "b"], ["check", "own", "more"]])
def test_words_that_are_no_file_are_refused_still(words, capsys):
    with pytest.raises(SystemExit):
        main(words)
    assert "unrecognized arguments" in capsys.readouterr().err


def test_it_runs_as_a_module(tmp_path, pages):
    command = [sys.executable, "-X", "utf8", "-m", "helpers", "check", str(tmp_path / "no")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 1
    assert "no such folder" in run.stderr and "Traceback" not in run.stderr


def test_spreadsheets_are_told_that_a_table_is_utf_8(tmp_path, pages):
    """Without the mark, a spreadsheet program garbles Vietnamese, and saves it garbled."""
    new_corpus(tmp_path / "own", pages)
    table = tmp_path / "own" / "articles.csv"
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    pages[0].write_text(PAGE.replace("Hai", "Bốn"), encoding="utf-8")
    add_articles(tmp_path / "own", [pages[0].rename(tmp_path / "bài-3.txt")])
    assert table.read_bytes().count(b"\xef\xbb\xbf") == 1
    assert list(load_corpus(tmp_path / "own").articles.index)[-1] == "bài-3"


def test_a_table_with_excels_first_line_takes_more_articles(tmp_path, pages):
    new_corpus(tmp_path / "own", pages[:1])
    path = tmp_path / "own" / "articles.csv"
    rows = rows_of(tmp_path / "own")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write("sep=;\r\n")
        table = csv.DictWriter(file, list(rows[0]), delimiter=";")
        table.writeheader()
        table.writerows(rows)
    before = path.read_bytes()
    add_articles(tmp_path / "own", pages[1:])
    assert path.read_bytes().startswith(before)
    corpus = load_corpus(tmp_path / "own")
    assert list(corpus.articles.index) == ["Bài-1", "bai-2"]
    assert corpus.articles.loc["bai-2", "source_file"] == "bai-2.txt"


def test_the_folder_of_originals_is_named_where_something_was_put_there(tmp_path, pages, capsys):
    saved = tmp_path / "saved.html"
    saved.write_text(f"<html><body><h1>{TITLE}</h1><p>{PAGE * 3}</p></body></html>", "utf-8")
    assert main(["new", str(tmp_path / "own"), str(saved)]) == 0
    assert "Files that are no plain text in UTF-8" in capsys.readouterr().out
    assert main(["add", str(tmp_path / "own"), str(pages[0])]) == 0
    assert "Files that are no text" not in capsys.readouterr().out
