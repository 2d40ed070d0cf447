"""Files that would fill a machine's memory or its day: refused in a line, before they do."""

import io
import os
import zipfile

import docx
import openpyxl
import pypdf
import pytest

from helpers.commands import main
from helpers.corpus import CorpusError, new_corpus, new_corpus_from_table, page_text
from helpers.vietnamese import limits

TEXT = "Hai bệnh viện ký một thỏa thuận hợp tác về đào tạo bác sĩ ở miền Trung. " * 4


def word(change):
    """Return a Word file with a table, its document's XML changed."""
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = TEXT
    file = io.BytesIO()
    document.save(file)
    return repacked(file, "word/document.xml", change)


def sheet(change, rows=((TEXT,),)):
    """Return a spreadsheet, its first sheet's XML changed."""
    book = openpyxl.Workbook()
    for row in (("text",), *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return repacked(file, "xl/worksheets/sheet1.xml", change)


def repacked(file, name, change):
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(packed := io.BytesIO(), "w", 8) as new:
        for info in old.infolist():
            content = old.read(info.filename)
            new.writestr(info.filename, change(content) if info.filename == name else content)
    return packed.getvalue()


def pdf(pages, content=b""):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(200, 200)
        if content:
            stream = pypdf.generic.StreamObject()
            stream.set_data(content)
            page[pypdf.generic.NameObject("/Contents")] = stream.flate_encode()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


NESTED = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n" + "".join(
    f"--b{at}\nContent-Type: multipart/mixed; boundary=b{at + 1}\n\n" for at in range(2_000)
)
MANY = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + (
    "--b\nContent-Type: text/html\n\n<p>x</p>\n" * (limits.MOST_PARTS + 1)
)
DEEP = "<html><h1>Tiêu đề</h1>" + "<div>" * 3_000 + f"<p>{TEXT}</p>" + "</div>" * 3_000
BOMBS = {
    "a.docx": (lambda: word(lambda xml: xml + b" " * 40_000_000), "holds, unpacked, 4"),
    "a.pdf": (lambda: pdf(limits.MOST_PDF_PAGES + 1), "has 501 pages; expected 500 at most"),
    "b.pdf": (lambda: pdf(1, b"(x) Tj " * 700_000), "holds a page of 5 MB; expected 4 at most"),
    "a.mhtml": (NESTED.encode, "is nested too deeply"),
    "b.mhtml": (MANY.encode, "is a web archive of more than 5,000 parts"),
    "a.html": (DEEP.encode, "is a web page in which no article's text was found"),
    "b.html": (lambda: b'<meta charset="undefined"><p>\xff\xff', "is a web page in no encoding"),
    "c.html": (lambda: b'<meta charset="idna"><p>\xff\xff', "is a web page in no encoding"),
    "d.html": (lambda: b"<html>" + b"x" * limits.LARGEST_WEB_PAGE, "is a web page of 16,777,2"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_that_would_fill_the_memory_is_refused(tmp_path, name):
    content, expected = BOMBS[name]
    (tmp_path / name).write_bytes(content())
    with pytest.raises(CorpusError) as caught:
        new_corpus(tmp_path / "own", [tmp_path / name])
    (problem,) = caught.value.problems
    assert problem.startswith(f"{tmp_path / name}: {expected}")
    assert not (tmp_path / "own").exists()


def test_a_cell_that_says_it_spans_a_hundred_million_columns_is_one_cell(tmp_path):
    span = b'<w:tcPr><w:gridSpan w:val="100000000"/>'
    (tmp_path / "a.docx").write_bytes(word(lambda xml: xml.replace(b"<w:tcPr>", span)))
    assert page_text(tmp_path / "a.docx").strip() == TEXT.strip()


def test_a_merged_cell_is_read_once(tmp_path):
    document = docx.Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Trên"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Trái"
    table.cell(1, 1).text, table.cell(2, 1).text = "Một", "Hai"
    document.save(tmp_path / "a.docx")
    assert page_text(tmp_path / "a.docx").split() == ["Trên", "Trái", "Một", "Hai"]


def far(place):
    cell = f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'
    return f'<row r="{place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{cell}</row></sheetData>'.encode()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda xml: xml.replace(b"</sheetData>", far("A900000000")), "has more than 1,000 rows"),
        (lambda xml: xml.replace(b"</sheetData>", far("ZZZZZZ3")), "is no spreadsheet, or damaged"),
        (lambda xml: xml[: len(xml) // 2], "is no spreadsheet, or damaged"),
        (lambda xml: xml + b" " * 2_000_000, "holds 2 MB when it is unpacked, 1 at"),
    ],
)
def test_a_spreadsheet_without_an_end_is_refused(tmp_path, monkeypatch, change, expected):
    monkeypatch.setattr(limits, "MOST_ROWS", 1_000)
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 1_000_000)
    (tmp_path / "t.xlsx").write_bytes(sheet(change))
    with pytest.raises(CorpusError, match=rf"t\.xlsx: {expected}"):
        new_corpus_from_table(tmp_path / "own", tmp_path / "t.xlsx")
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.tsv"])
def test_a_line_without_an_end_is_refused_before_it_is_read(tmp_path, monkeypatch, name):
    monkeypatch.setattr(limits, "LONGEST_CELL", 1_000)
    (tmp_path / name).write_text(f"text\n{'x' * 2_000}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"line 2: has more than 1,000 bytes without an end"):
        new_corpus_from_table(tmp_path / "own", tmp_path / name, on_error="skip")


def test_a_page_larger_than_any_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_PAGE", 1_000_000)
    (tmp_path / "a.txt").write_bytes(b"x" * 2_000_000)
    with pytest.raises(CorpusError, match=r"a\.txt: has 2 MB; expected 1 at most"):
        new_corpus(tmp_path / "own", [tmp_path / "a.txt"])


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero")  # noqa: PTH110
def test_a_device_is_no_page(tmp_path, capsys):
    assert main(["new", str(tmp_path / "own"), "/dev/zero"]) == 1
    assert main(["references", "evaluate", "/dev/zero"]) == 1
    said = capsys.readouterr().err
    assert "/dev/zero: is a device or a pipe; expected a file" in said
    assert "/dev/zero: is no file" in said


def test_a_problem_is_a_line_that_can_be_read(tmp_path, capsys):
    long = "x" * 5_000_000
    (tmp_path / "t.jsonl").write_text(
        f'{{"id": "a", "text": "{TEXT}", "published": "{long}"}}\n', encoding="utf-8"
    )
    assert main(["new", str(tmp_path / "own"), "--table", str(tmp_path / "t.jsonl")]) == 1
    said = capsys.readouterr().err
    assert len(said) < 2 * limits.LONGEST_PROBLEM
    assert "row 1: published 'xxx" in said and "… (cut: 5,000," in said
    assert said.rstrip().endswith("expected a date: 2023, 2023-10 or 2023-10-25")
    error = CorpusError([long])
    assert CorpusError(error.problems).problems == error.problems
