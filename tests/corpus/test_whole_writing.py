"""What is written is there whole or not at all, in the form that the file has."""

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.commands import main
from helpers.corpus import add_articles, convert_pages, csv_form, read_folder, write_all
from helpers.corpus import writing as module
from tests.corpus_folders import PAGE, make, problems

NEW = "Một trang khác\n\nMột câu mới của trang này về y tế.\n"


def held(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(place.rglob("*"))
    }


class Stopped(BaseException):
    """Stands for Ctrl+C."""


@pytest.mark.parametrize("kind", [OSError(errno.ENOSPC, "No space left"), Stopped()])
@pytest.mark.parametrize("at", range(4))
def test_all_files_are_written_or_none(tmp_path, monkeypatch, kind, at):
    (tmp_path / "b").write_text("old", encoding="utf-8")
    before = held(tmp_path)
    calls, replace = [], module.Path.replace

    def stops(path, target):
        calls.append(path)
        if len(calls) == at + 1:
            raise kind
        return replace(path, target)

    def files():
        for name in ("a", "b", "c/d"):
            if at == 3:
                yield tmp_path / name, b"new"
                if name == "b":
                    raise kind
            else:
                yield tmp_path / name, b"new"

    if at < 3:
        monkeypatch.setattr(module.Path, "replace", stops)
    with pytest.raises(type(kind)) as caught:
        write_all(files())
    monkeypatch.undo()
    assert held(tmp_path) == before
    if isinstance(caught.value, OSError):
        assert str(caught.value.filename).startswith(str(tmp_path))
        assert ".new" not in str(caught.value.filename)


def test_a_folder_that_is_read_only_is_named_by_the_file_that_was_wanted(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system", "beside")

    for name in ("open", "unlink"):
        monkeypatch.setattr(module.Path, name, refused)
    with pytest.raises(OSError, match="Read-only") as caught:
        write_all([(tmp_path / "a", b"new")])
    assert caught.value.filename == str(tmp_path / "a")


def test_written_files_leave_nothing_beside(tmp_path):
    (tmp_path / "b").write_text("old", encoding="utf-8")
    write_all([(tmp_path / name, b"new") for name in ("a", "b", "c/d")])
    assert held(tmp_path) == {"a": b"new", "b": b"new", "c": None, "c/d": b"new"}


@pytest.mark.parametrize(
    "table",
    [
        "sep=;\r\nid;title;group\r\na1;Một bài;\r\n",
        "id,title,group\ra1,Một bài,\r",
        'id,title,group,"my\nnote"\na1,Một bài,,x\n',
        "\ufeffid\ttitle\tgroup\r\na1\tMột bài\t",
    ],
)
def test_a_row_is_added_in_the_form_of_the_table(tmp_path, table):
    folder = make(tmp_path / "own")
    (folder / "articles.csv").write_bytes(table.encode())
    (tmp_path / "b.txt").write_text(NEW, encoding="utf-8")
    add_articles(folder, [tmp_path / "b.txt"])
    assert list(read_folder(folder).articles.index) == ["a1", "b"]
    assert read_folder(folder).articles.loc["b", "title"] == "Một trang khác"


@given(st.text("ab,;\t\r\n\"'=sep ", max_size=40))
def test_the_form_of_any_text_can_be_told(text):
    try:
        form = csv_form(text)
    except ValueError:
        return
    assert form.delimiter in ",;\t" and form.end.strip("\r\n") == ""


def spoilt(folder):
    for name in ("a1", "a2"):
        (folder / f"articles/{name}.txt").write_text(
            (PAGE + NEW).encode().decode("cp1252", "replace").replace("\ufffd", "?") * 3,
            encoding="utf-8",
        )


def test_pages_are_converted_all_or_none(tmp_path, monkeypatch):
    folder = make(
        tmp_path / "own", table=f"id,title,group,note\na1,Một,,{'x' * 200_000}\na2,Hai,,\n"
    )
    spoilt(folder)
    before = held(folder)
    calls = []
    replace = module.Path.replace

    def full(path, target):
        calls.append(path)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(module.Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        convert_pages(folder)
    monkeypatch.undo()
    assert held(folder) == before
    assert set(convert_pages(folder)) == {"a1", "a2"}
    assert set(os.listdir(folder / "originals")) == {"a1.txt", "a2.txt"}  # noqa: PTH208


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_originals_that_lie_elsewhere_are_refused(tmp_path):
    folder = make(tmp_path / "own")
    (tmp_path / "other").mkdir()
    (folder / "originals").symlink_to(tmp_path / "other")
    assert problems(folder)[0].startswith("originals: is a link that leaves the folder")
    (folder / "originals").unlink()
    (folder / "originals").write_text("", encoding="utf-8")
    assert problems(folder) == ["originals: is a file; expected a folder"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("variants.csv", "written,term,kind\na,b,spelling\nb,a,spelling\n", "is a circle"),
        ("translations.csv", "article,sentence,text,english\na1,x,y,z\n", "expected a number"),
        ("provenance.csv", "article,field,value,evidence\nzz,title,x,y\n", "not in articles.csv"),
        ("commentary.toml", f"a = {'[' * 50_000}", "nested too deeply"),
        ("commentary.toml", f"a = {'9' * 5_000}", "not readable as TOML"),
        ("commentary.toml", f"{'.'.join('a' * 9_000)} = 1", "nested too deeply"),
        ("commentary.toml", "names = 5", "expected a list of texts"),
        ("commentary.toml", '["a"]\ntext = "{n:99999999999d}"', "expected a form such as"),
        (
            "commentary.toml",
            '["a"]\ntext = "x"\nquote = [["b", true]]',
            "expected pairs of article",
        ),
        ("codebook.toml", f"a = {'[' * 50_000}", "nested too deeply"),
        ("codebook.toml", "#" + "x" * 5_000_000, "has more than"),
    ],
)
def test_check_names_what_is_wrong_beside_the_articles(tmp_path, capsys, name, content, said):
    folder = make(tmp_path / "own")
    (folder / name).write_text(content, encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    out, error = capsys.readouterr()
    assert said in error and name in error
    assert "no problem found" not in out
