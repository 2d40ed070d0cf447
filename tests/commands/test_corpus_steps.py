"""What a new user asks next is said where it is asked."""

from pathlib import Path

import pytest

from helpers.commands import main
from helpers.corpus import (
    add_articles,
    load_corpus,
    new_corpus,
    new_corpus_from_table,
)
from tests.commands.collected import article, ready, rows_of, snapshot

ROOT = Path(__file__).parents[2]


def test_new_names_every_column_to_fill_in_and_quotes_the_folder(tmp_path, pages, capsys):
    folder = tmp_path / "bài của tôi"
    assert main(["new", str(folder), str(pages[0])]) == 0
    said = capsys.readouterr().out
    assert "Titles as they were read" in said
    assert "short: a name of two or three words that figures show, in English" in said
    assert f"python -m helpers check '{folder.as_posix()}'" in said
    assert main(["new", str(folder), str(pages[0])]) == 1
    assert f"python -m helpers add '{folder}' page.txt" in capsys.readouterr().err
    table = ready(tmp_path, [article(1)])
    for name, words in {"one": [str(table)], "two": ["--table", str(table)]}.items():
        assert main(["new", str(tmp_path / name), *words]) == 0
        said = capsys.readouterr().out
        assert "Titles as they" not in said and "Files that are no text" not in said


def test_check_says_once_that_figures_carry_whole_titles(tmp_path, pages, capsys):
    new_corpus(tmp_path / "own", pages)
    assert main(["check", str(tmp_path / "own")]) == 0
    said = capsys.readouterr().out
    assert said.count("short is empty in 2 of 2: figures carry the whole titles") == 1
    assert main(["check", str(ROOT / "corpus")]) == 0
    assert "short is empty" not in capsys.readouterr().out


def test_dates_that_may_be_two_days_come_first_and_all(tmp_path, capsys):
    dates = [f"{day}/10/2023" for day in range(13, 29)]
    dates += [f"0{day}/06/2024" for day in range(1, 6)] + [f"1{day}/07/2024" for day in range(3)]
    rows = [article(n, event_date="") for n, _ in enumerate(dates)]
    new_corpus_from_table(tmp_path / "own", ready(tmp_path, rows))
    table = rows_of(tmp_path / "own")
    for row, day in zip(table, dates, strict=True):
        row["event_date"] = day
    ready(tmp_path / "own", table, "articles.csv")
    assert main(["check", str(tmp_path / "own")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1].startswith("Dates that may be either of two days are read as the others")
    assert all(f"event_date {day} as" in said[1] for day in dates[16:])
    assert (
        said[2].startswith("Dates that a spreadsheet program has rewritten") and "more" in said[2]
    )


def test_a_date_is_named_by_the_column_of_the_table(tmp_path, capsys):
    table = ready(tmp_path, [article(1) | {"Ngày đăng": "05/06/2024"}])
    assert main(["new", str(tmp_path / "own"), "--table", str(table)]) == 1
    assert "row 2: Ngày đăng '05/06/2024'; expected a date" in capsys.readouterr().err


def test_groups_that_are_not_listed_are_said_in_one_line(tmp_path, capsys):
    new_corpus_from_table(tmp_path / "own", ready(tmp_path, [article(n) for n in range(4)]))
    table = rows_of(tmp_path / "own")
    for row, group in zip(table, ["Nhật Bản", "Pháp", "Nhật Bản", "UK"], strict=True):
        row["group"] = group
    ready(tmp_path / "own", table, "articles.csv")
    assert main(["check", str(tmp_path / "own")]) == 1
    said = capsys.readouterr().err
    assert ": 1 problem" in said and "rows 2, 3, 4: group 'Nhật Bản', 'Pháp'" in said
    lines = said.partition("group,label): ")[2].strip().split(" | ")
    assert lines == ["group,label", "Nhật Bản,Nhật Bản", "Pháp,Pháp", "UK,UK"]
    (tmp_path / "own" / "groups.csv").write_text("\n".join(lines), encoding="utf-8")
    assert main(["check", str(tmp_path / "own")]) == 0
    table[0]["group"] = table[1]["group"] = "Lào"
    ready(tmp_path / "own", table, "articles.csv")
    capsys.readouterr()
    assert main(["check", str(tmp_path / "own")]) == 1
    assert (
        capsys.readouterr()
        .err.strip()
        .endswith("add to groups.csv these lines (columns group,label): Lào,Lào")
    )


@pytest.mark.parametrize("listed", [True, False])
def test_a_table_that_is_added_extends_the_groups(tmp_path, capsys, listed):
    own = tmp_path / "own"
    first = "Nhật Bản" if listed else "UK"
    new_corpus_from_table(own, ready(tmp_path, [article(1, group=first)]))
    assert (own / "groups.csv").is_file() == listed
    more = ready(tmp_path, [article(2, group="Pháp"), article(3, group=first)], "thêm.csv")
    renamed = more.read_text(encoding="utf-8").replace("text", "nội dung bài", 1)
    more.write_text(renamed, encoding="utf-8")
    words = ["add", str(own), "--table", str(more), "--text-column", "nội dung bài"]
    assert main(words) == 0
    assert "groups.csv: added Pháp" in capsys.readouterr().out
    corpus = load_corpus(own)
    assert dict(corpus.groups) == {first: first, "Pháp": "Pháp"}
    assert list(corpus.articles.index) == ["a1", "a2", "a3"]


@pytest.mark.parametrize("listed", [True, False])
def test_a_failure_while_adding_leaves_the_groups(tmp_path, monkeypatch, listed):
    own = tmp_path / "own"
    new_corpus_from_table(own, ready(tmp_path, [article(1, group="Lào" if listed else "UK")]))
    before = snapshot(own)
    more = ready(tmp_path, [article(2, group="Pháp")], "thêm.csv")
    replace = Path.replace

    def full(path, target):
        if path.name == "articles.csv":
            raise OSError(28, "disk full")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        add_articles(own, [more])
    assert snapshot(own) == before
