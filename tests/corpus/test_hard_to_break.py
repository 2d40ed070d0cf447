"""Files that are not what they seem: named in one line each, never followed, never run."""

import csv
import io
import os
import re
import subprocess
import sys
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import ROOT
from helpers.corpus import (
    CorpusError,
    csv_text,
    load_corpus,
    new_corpus,
    printable,
    read_folder,
    runs_as_formula,
    unguard_formula,
)
from helpers.vietnamese import limits, sentence_spans
from tests.corpus_folders import PAGE, make, problems

links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


@links
@pytest.mark.parametrize(
    "name",
    ["articles.csv", "groups.csv", "glossary.csv", "codebook.toml", "annotations/frames.csv"],
)
def test_a_table_that_lies_elsewhere_is_not_read(tmp_path, name):
    folder = make(tmp_path / "own")
    (tmp_path / "secret").write_text("password: 1234\n", encoding="utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(tmp_path / "secret")
    (problem,) = problems(folder)
    assert problem.startswith(f"{name}: is a link that leaves the folder")
    assert "password" not in problem


@links
def test_annotations_that_lie_elsewhere(tmp_path):
    folder = make(tmp_path / "own")
    (tmp_path / "other").mkdir()
    (folder / "annotations").symlink_to(tmp_path / "other")
    assert problems(folder)[0].startswith("annotations: is a link that leaves the folder")


@links
def test_a_link_inside_the_folder_is_followed(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "articles.csv").rename(folder / "table.csv")
    (folder / "articles.csv").symlink_to("table.csv")
    assert list(read_folder(folder).articles.index) == ["a1"]


def test_a_file_where_a_folder_belongs_and_the_reverse(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "annotations").write_text("", encoding="utf-8")
    (folder / "glossary.csv").mkdir()
    assert problems(folder) == [
        "annotations: is a file; expected a folder",
        "glossary.csv: is no file; expected a table",
    ]


def test_a_text_of_four_bytes_a_letter_is_no_text(tmp_path):
    content = "Hai benh vien ky thoa thuan\n".encode("utf-32-le")
    folder = make(tmp_path / "own")
    (folder / "articles/a1.txt").write_bytes(content)
    (problem,) = problems(folder)
    assert "articles/a1.txt is full of zero bytes, as UTF-32 is" in problem
    (tmp_path / "b.txt").write_bytes(content)
    with pytest.raises(CorpusError, match=r"b\.txt: is full of zero bytes"):
        new_corpus(tmp_path / "new", [tmp_path / "b.txt"])
    table = make(tmp_path / "table", table="id,title,group\na1,Mot\0bai,\n")
    assert any("row 2: has a zero byte" in problem for problem in problems(table))


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "Lpt9", "aux.bai", "COM¹"])
def test_the_names_of_devices_are_no_ids(tmp_path, name):
    folder = make(tmp_path / "own", table=f"id,title,group\n{name},Một bài,\n")
    (folder / "articles/a1.txt").rename(folder / f"articles/{name}.txt")
    (problem,) = problems(folder)
    assert problem.startswith(f"articles.csv, row 2: id {name!r}; expected another: Windows")


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_names_match_however_their_letters_are_composed(tmp_path, forms):
    named, filed = (unicodedata.normalize(form, "y-tế") for form in forms)
    group = unicodedata.normalize("NFD", "Nhật")
    folder = make(tmp_path / "own", table=f"id,title,group\n{named},Một bài,Nhật\n")
    (folder / "groups.csv").write_text(f"group,label\n{group},{group}\n", encoding="utf-8")
    (folder / "glossary.csv").write_text(
        f"term,English\n{unicodedata.normalize('NFD', 'thỏa thuận')},agreement\n", encoding="utf-8"
    )
    (folder / "articles/a1.txt").rename(folder / f"articles/{filed}.txt")
    corpus = load_corpus(folder)
    assert list(corpus.articles.index) == ["y-tế"] and corpus.page("y-tế") == PAGE
    assert corpus.groups == {"Nhật": "Nhật"} and corpus.glossary["term"][0] == "thỏa thuận"
    assert len(corpus.select(id=named, group=group).articles) == 1


def test_a_file_beside_its_other_composition_is_a_stray(tmp_path):
    folder = make(tmp_path / "own", table="id,title,group\ny-tế,Một bài,\n")
    (folder / "articles/a1.txt").rename(folder / "articles/y-tế.txt")
    other = folder / f"articles/{unicodedata.normalize('NFD', 'y-tế')}.txt"
    if other.exists():
        pytest.skip("one file on this system")
    other.write_text(PAGE, encoding="utf-8")
    assert "no row in articles.csv" in problems(folder)[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_with_control_characters_is_shown_by_their_codes(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "articles/a\n\x1b[2J\u202e.txt").write_text(PAGE, encoding="utf-8")
    (problem,) = problems(folder)
    assert problem.startswith(r"articles/a\n\x1b[2J\u202e.txt: no row")
    with pytest.raises(CorpusError, match=r"b\\x07\.txt"):
        new_corpus(tmp_path / "new", [tmp_path / "b\x07.txt"])


@given(st.text())
def test_any_text_is_one_line_of_what_is_seen(text):
    assert printable(text).isprintable() or not text.isprintable()
    assert "\n" not in printable(text)
    assert printable(printable(text)) == printable(text)


def test_a_title_has_a_limit(tmp_path):
    folder = make(tmp_path / "own", table=f"id,title,group\na1,{'dài ' * 2000},\n")
    expected = "articles.csv, row 2: a title of 7,999 characters; expected 500 at most"
    assert problems(folder) == [expected]


cells = st.text(max_size=12) | st.integers(-9, 9) | st.floats(allow_nan=False)
risky = st.sampled_from(
    ["=1+1", "+A1", "- 5 ca mới", "@SUM(A1)", "\t=1", "\r=1", "a\r=1", "＝1+1", "''=1"]
)


@given(st.lists(st.tuples(cells | risky, cells | risky), min_size=1), risky | st.text(max_size=5))
def test_no_cell_of_any_table_is_run_and_every_text_comes_back(rows, heading):
    table = pd.DataFrame(rows, columns=[heading, "plain"])
    text = csv_text(table)
    for number in (-1.5, -3):
        assert csv_text(pd.DataFrame({"n": [number]})) == f"n\n{number}\n"
    try:
        read = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return
    for known, row in zip(rows, read[1:], strict=False):
        for value, cell in zip(known, row, strict=False):
            if isinstance(value, str):
                assert not runs_as_formula(cell)
                # A lone carriage return, which CSV leaves bare, would begin a new row.
                assert unguard_formula(cell) == re.sub("\r\n?", "\n", value)
    assert not runs_as_formula(read[0][0])


@given(st.text("aấ\u0301 .", min_size=1, max_size=300))
def test_a_sentence_has_a_limit_and_nothing_is_lost(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.vietnamese.sentences.LONGEST_SENTENCE", 20)
        spans = sentence_spans(text)
    assert all(end - start <= 20 for start, end in spans)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


BOUNDED = """
import sys
from pathlib import Path
from helpers.corpus import load_corpus
corpus = load_corpus(sys.argv[1], n_jobs=1)
longest = int(corpus.sentences["text"].str.len().max())
# Not ru_maxrss: a process started by a large one begins with what that one took.
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(len(corpus.tokens), longest, int(peak) / 1e6)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux says what a process took in kB")
@pytest.mark.parametrize(
    "page",
    [
        "Bệnh viện\n" + "bệnh viện hợp tác với các trường " * 12_000,
        "Bệnh viện\n" + "x" * 10_000_000,
        "x" * 5_000_000 + "\nBệnh viện ký thỏa thuận.\n",
    ],
    ids=["no sentence end", "a line of 10 MB", "a title of 5 MB"],
)
def test_memory_grows_with_the_text(tmp_path, page):
    folder = make(tmp_path / "own", text=page)
    run = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(folder)],
        env={**os.environ, "KHUNGTIN_CACHE": "off", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    tokens, longest, gigabytes = map(float, run.stdout.split())
    assert tokens
    assert longest <= limits.LONGEST_SENTENCE
    assert gigabytes < 0.6
