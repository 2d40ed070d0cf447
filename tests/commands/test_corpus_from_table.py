"""A table with an article a row is a corpus."""

import pytest

from helpers.commands import main
from helpers.corpus import (
    CorpusError,
    load_corpus,
    new_corpus_from_table,
)
from tests.commands.collected import PAGE, TITLE, write_jsonl


def test_a_jsonl_file_is_a_corpus(tmp_path):
    rows = [
        {"id": "a/1", "text": PAGE, "group": "Japan", "published": "2024-02", "likes": 3},
        {"id": 7, "text": PAGE, "title": "Bài\nhai", "group": None},
    ]
    made = new_corpus_from_table(tmp_path / "own", write_jsonl(tmp_path / "t.jsonl", rows))
    assert made.ids == ["a-1", "7"] and not made.skipped
    corpus = load_corpus(tmp_path / "own")
    assert list(corpus.articles["title"]) == [TITLE, "Bài hai"]
    assert list(corpus.articles["group"]) == ["Japan", ""]
    assert corpus.articles.loc["a-1", "published"] == "2024-02"
    assert corpus.groups == {"Japan": "Japan"}


def test_a_csv_file_is_a_corpus(tmp_path):
    path = tmp_path / "t.csv"
    text = PAGE.replace("\n", "\r\n")
    path.write_bytes(f'\ufeffnội dung;mã\r\n"{text}";x1\r\n"{text}";x2\r\n'.encode())
    made = new_corpus_from_table(tmp_path / "own", path, text_column="nội dung", id_column="mã")
    assert made.ids == ["x1", "x2"]
    assert load_corpus(tmp_path / "own").articles["title"].tolist() == [TITLE, TITLE]


def test_rows_without_ids_are_named_by_their_titles(tmp_path):
    path = write_jsonl(tmp_path / "t.jsonl", [{"text": PAGE}, {"text": PAGE}])
    assert new_corpus_from_table(tmp_path / "own", path).ids == [
        "hai-benh-vien-ky-thoa-thuan-hop-tac",
        "hai-benh-vien-ky-thoa-thuan-hop-tac-2",
    ]


def test_every_bad_row_is_named_or_left_out_on_request(tmp_path):
    rows = [{"id": "a", "text": PAGE}, {"id": "b"}, {"id": "c", "text": None}]
    rows += [{"id": "a", "text": PAGE}, {"id": "d", "text": PAGE, "published": "1/2/2024"}]
    path = write_jsonl(tmp_path / "t.jsonl", rows)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": \n[1]\n{"id": "e", "text": "\\ud800"}\n')
    with pytest.raises(CorpusError) as caught:
        new_corpus_from_table(tmp_path / "own", path)
    problems = caught.value.problems
    assert [problem.split(":")[0] for problem in problems] == [
        f"t.jsonl, row {number}" for number in range(2, 9)
    ]
    assert not (tmp_path / "own").exists()
    made = new_corpus_from_table(tmp_path / "own", path, on_error="skip")
    assert made.ids == ["a"] and made.skipped == problems


def test_a_table_without_the_column_says_how_to_name_it(tmp_path):
    (tmp_path / "t.csv").write_text("body,id\nchữ,a\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"no column text; found body, id.*--text-column"):
        new_corpus_from_table(tmp_path / "own", tmp_path / "t.csv")
    with pytest.raises(CorpusError, match="no such file"):
        new_corpus_from_table(tmp_path / "own", tmp_path / "none.csv")
    (tmp_path / "e.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match="no rows"):
        new_corpus_from_table(tmp_path / "own", tmp_path / "e.jsonl")


def test_a_fault_that_many_rows_have_is_said_once(tmp_path, capsys):
    rows = [{"id": f"b{n}", "text": PAGE, "published": f"{n}/2/2024"} for n in range(1, 10)]
    rows += [{"id": "c", "text": ""}, {"id": "d", "text": PAGE, "published": "13/13/2024"}]
    path = write_jsonl(tmp_path / "t.jsonl", rows)
    assert main(["new", str(tmp_path / "own"), "--table", str(path)]) == 1
    head, *lines = capsys.readouterr().err.splitlines()
    assert head == "10 problems; nothing was written:"
    assert len(lines) == 2 and "row 10: is empty" in lines[1]
    assert "rows 1, 3, 4, 5, 6, 7, 8, 9, 11: published '1/2/2024'" in lines[0]


def test_a_day_written_in_one_number_is_read(tmp_path):
    rows = [{"id": "a", "text": PAGE, "date": 20210426}, {"id": "b", "text": PAGE, "date": "2021"}]
    new_corpus_from_table(tmp_path / "own", write_jsonl(tmp_path / "t.jsonl", rows))
    assert list(load_corpus(tmp_path / "own").articles["published"]) == ["2021-04-26", "2021"]
