"""Pages from files of any kind: what is read, what is kept, what is refused in a line."""

import io
import json
import textwrap
import zipfile
from datetime import datetime
from email.message import EmailMessage

import docx
import matplotlib as mpl
import openpyxl
import pandas as pd
import pypdf
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from helpers.cleaning import label_parts
from helpers.commands import main
from helpers.corpus import CorpusError, add_articles, load_corpus, new_corpus, page_text

TITLE = "Hai bệnh viện ký thỏa thuận hợp tác đào tạo"
LEAD = "Thỏa thuận có thời hạn ba năm, dành cho bác sĩ trẻ của hai bệnh viện ở miền Trung."
BODY = [
    f"Đoạn thứ {number}: ngày 1/2/2024, hai bệnh viện ký một thỏa thuận hợp tác về đào tạo bác sĩ, "
    "theo đó mỗi năm có mười người được cử đi học và mười người khác đến giảng dạy."
    for number in range(1, 5)
]
LINKED = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-02-01T08:30:00+07:00",
    "author": {"@type": "Person", "name": "Người Viết"},
    "publisher": {"@type": "Organization", "name": "Báo Thử"},
}
HTML = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} | Báo Thử</title>
<meta name="description" content="{LEAD}"><meta property="og:site_name" content="baothu.vn">
<link rel="canonical" href="https://baothu.vn/bai-1.html">
<script type="application/ld+json">{json.dumps(LINKED)}</script></head><body>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/y-te">Y tế</a></li></ul></nav>
<div class="modal"><p>Đăng nhập để bình luận</p></div>
<h1>{TITLE}</h1><h2 class="sapo">{LEAD}</h2><div class="noi-dung">
{"".join(f"<p>{text}</p>" for text in BODY)}</div>
<div><h3>Tin liên quan</h3><ul><li><a href="/2.html">Một bài khác</a></li></ul></div>
</body></html>"""
EXPECTED = "\n\n".join([TITLE, LEAD, *BODY]) + "\n"


def mhtml():
    """Return the page as a browser saves it in one file, a picture beside it."""
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://baothu.vn/bai-1.html"
    message.set_content("advert", subtype="html")
    message.add_related(b"\x89PNG", "image", "png")
    message.add_related(HTML.replace(' charset="utf-8"', ""), subtype="html")
    message.get_payload()[2]["Content-Location"] = "https://baothu.vn/bai-1.html"
    return message.as_bytes()


def word():
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(LEAD)
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = BODY[0]
    for text in BODY[1:]:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(texts, **lock):
    """Return texts printed, lines as long as a page is wide."""
    with mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(8, 11))
        lines = [line for text in texts for line in textwrap.wrap(text, 80)]
        for at, line in enumerate(lines):
            figure.text(0.05, 0.95 - at * 0.02, line, fontsize=8)
        file = io.BytesIO()
        figure.savefig(file, format="pdf")
    writer = pypdf.PdfWriter(clone_from=file)
    if lock:
        writer.encrypt(**lock)
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def packed(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML.encode()),
        ("page.htm", HTML.encode("utf-16")),
        ("page.txt", HTML.encode()),
        ("page.mhtml", mhtml()),
        ("page.docx", word()),
        ("page.pdf", pdf([TITLE, LEAD, *BODY])),
    ],
)
def test_a_page_of_any_kind_is_read_and_kept(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert page_text(tmp_path / name) == EXPECTED
    new_corpus(tmp_path / "own", [tmp_path / name])
    corpus = load_corpus(tmp_path / "own")
    assert corpus.page("page") == EXPECTED
    assert (tmp_path / "own/originals" / name).read_bytes() == content
    assert corpus.articles.loc["page", "title"] == TITLE
    sentences = corpus.sentences
    assert sentences.loc[sentences["sentence"] == 0, "text"].tolist() == [TITLE]


@pytest.mark.parametrize("name", ["page.html", "page.mhtml"])
def test_what_a_page_says_of_itself_is_taken_and_marked(tmp_path, name):
    (tmp_path / name).write_bytes(mhtml() if name == "page.mhtml" else HTML.encode())
    new_corpus(tmp_path / "own", [tmp_path / name])
    article = load_corpus(tmp_path / "own").articles.loc["page"]
    known = article[["url", "outlet", "published", "author"]].tolist()
    assert known == ["https://baothu.vn/bai-1.html", "Báo Thử", "2024-02-01", "Người Viết"]
    assert article["note"] == "from the page's metadata: url, outlet, published, author"


def test_an_outlet_is_no_author_and_a_page_that_says_nothing_gives_nothing(tmp_path):
    bare = HTML.replace('<script type="application/ld+json">', "<script>")
    bare = bare.replace('<link rel="canonical" href="https://baothu.vn/bai-1.html">', "")
    for author in ("baothu.vn", "https://facebook.com/baothu", "1194089846"):
        page = bare.replace("<title>", f'<meta name="author" content="{author}"><title>')
        (tmp_path / f"{author[-4:]}.html").write_text(page, encoding="utf-8")
    new_corpus(tmp_path / "own", sorted(tmp_path.glob("*.html")))
    articles = load_corpus(tmp_path / "own").articles
    assert set(articles["author"]) == set(articles["url"]) == set(articles["published"]) == {""}
    assert set(articles["note"]) == {"from the page's metadata: outlet"}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("scan.pdf", pdf([]), "is a scanned PDF (1 page, pictures without text); run text recog"),
        ("a.pdf", pdf([TITLE], user_password="x", algorithm="RC4-128"), "is protected by a pass"),
        ("b.pdf", b"%PDF-1.7\nxx", "is a damaged PDF; download or save it again"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "is an old Office file"),
        (
            "b.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is protected by a password; save it without one",
        ),
        ("c.docx", b"PK\x03\x04xx", "is damaged or was cut off"),
        ("a.odt", packed("content.xml"), "is an OpenDocument file; save it as .docx"),
        ("a.zip", packed("a.txt"), "is a compressed file (zip); unpack it first"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "is a picture (JPEG); run text recognition"),
        ("a.rtf", b"{\\rtf1 x}", "is a rich text file (RTF); save it as .docx"),
        ("a.html", b"<html><body><div id=app></div></body></html>", "is a web page in which no"),
        ("a.mht", b"MIME-Version: 1.0\n\nx", "is a web archive without a page"),
        ("a.bin", b"\x00\xff\xfe\xfd" * 9, "is not UTF-8 at byte 1"),
    ],
)
def test_what_cant_be_read_is_named_in_a_line_with_what_to_do(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError) as caught:
        new_corpus(tmp_path / "own", [tmp_path / name])
    (problem,) = caught.value.problems
    assert problem.startswith(f"{tmp_path / name}: {expected}") and ";" in problem
    assert not (tmp_path / "own").exists()


def test_originals_come_with_what_is_added_and_go_with_what_fails(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Một bài\n\nMột câu khác.\n", encoding="utf-8")
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "b_files").mkdir()
    own = tmp_path / "own"
    new_corpus(own, [tmp_path / "a.txt"])
    assert not (own / "originals").exists()
    # A browser's folder of pictures, as a pattern of file names takes it, is passed over.
    assert add_articles(own, [tmp_path / "b.html", tmp_path / "b_files"]).ids == ["b"]
    assert (own / "originals/b.html").read_text(encoding="utf-8") == HTML
    again = HTML.replace(BODY[0], f"{BODY[0]} {BODY[0]}")
    (tmp_path / "c.html").write_text(again, encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_articles(own, [tmp_path / "c.html"])
    assert [path.name for path in (own / "originals").iterdir()] == ["b.html"]


# Tables


ROWS = [
    {"Tiêu đề": TITLE, "Nội dung": BODY[0], "Tác giả": "N/A", "Ngày": "25/10/2023"},
    {"Tiêu đề": LEAD[:39], "Nội dung": f"{LEAD[:39]}\n\n{BODY[1]}", "Tác giả": "An", "Ngày": ""},
]
NAMED = ["hai-benh-vien-ky-thoa-thuan-hop-tac-dao", "thoa-thuan-co-thoi-han-ba-nam-danh-cho"]


def table(folder, name):
    """Write the rows as a table of the kind that a name has."""
    path, heads = folder / name, [*ROWS[0], "Nguồn", "lượt xem"]
    rows = [[*row.values(), "Báo Thử", 7] for row in ROWS]
    if name.endswith("xlsx"):
        book = openpyxl.Workbook()
        for row in ([], heads, *rows):
            book.active.append(row)
        book.save(path)
    elif name.endswith("jsonl"):
        lines = (json.dumps(dict(zip(heads, row, strict=True))) for row in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        mark = "\t" if name.endswith("tsv") else ";"
        lines = (mark.join(f'"{cell}"' for cell in row) for row in (heads, *rows))
        start = "sep=;\r\n" if name == "excel.csv" else ""
        path.write_bytes(f"{start}{chr(10).join(lines)}\n".encode())
    return path


@pytest.mark.parametrize("name", ["t.csv", "excel.csv", "t.tsv", "t.jsonl", "t.xlsx"])
def test_a_table_of_any_kind_gives_the_same(tmp_path, capsys, name):
    assert main(["new", str(tmp_path / "own"), "--table", str(table(tmp_path, name))]) == 0
    said = capsys.readouterr().out
    taken = "Tiêu đề as title, Nội dung as text, Tác giả as author, Ngày as published, Nguồn as"
    assert f"{name}: columns taken: {taken} outlet; left: lượt xem." in said
    corpus = load_corpus(tmp_path / "own")
    assert list(corpus.articles.index) == NAMED
    known = corpus.articles[["title", "author", "published", "outlet"]].values.tolist()
    assert known == [[TITLE, "", "2023-10-25", "Báo Thử"], [LEAD[:39], "An", "", "Báo Thử"]]
    assert corpus.page(NAMED[0]) == f"{TITLE}\n\n{BODY[0]}"
    sentences = corpus.sentences
    titles = sentences.loc[sentences["sentence"] == 0, "text"]
    assert titles.tolist() == [TITLE, LEAD[:39]]


def test_rows_without_an_id_are_named_by_their_title_and_stay_so(tmp_path):
    first = table(tmp_path, "t.xlsx")
    (tmp_path / "a.txt").write_text(EXPECTED, encoding="utf-8")
    assert new_corpus(tmp_path / "own", [tmp_path / "a.txt", first]).ids[1:] == NAMED
    more, title = tmp_path / "more.csv", ROWS[0]["Tiêu đề"]
    rows = ["một,", "hai,2024-03-12", "ba,2024-03-12", "bốn,"]
    lines = [f"{title},Bài {row}" for row in rows] + ["???,Đó là một bài khác.,"]
    more.write_text("\n".join(["title,text,published", *lines]), encoding="utf-8")
    ids = add_articles(tmp_path / "own", [more]).ids
    ends = ["-2", "-2024-03-12", "-2024-03-12-2", "-3"]
    assert ids == [*(f"{NAMED[0]}{end}" for end in ends), "article"]
    assert list(load_corpus(tmp_path / "own").articles.index) == ["a", *NAMED, *ids]


def test_dates_that_a_spreadsheet_may_have_turned_are_said(tmp_path):
    book = openpyxl.Workbook()
    for row in (["text", "date"], [BODY[0], datetime(2023, 1, 2)], [BODY[1], "25/10/2023"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    made = new_corpus(tmp_path / "own", [tmp_path / "t.xlsx"])
    assert "turned day and month of the dates round" in made.remarks[1]
    days = load_corpus(tmp_path / "own").articles["published"].tolist()
    assert days == ["2023-01-02", "2023-10-25"]


def printed(*sheets):
    """Return a PDF of pages of lines: text, size, distance from the top, from the left."""
    file = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}), PdfPages(file) as pdf:
        for lines in sheets:
            figure = Figure(figsize=(8, 11))
            for text, size, top, left in lines:
                figure.text(left, 1 - top / 792, text, size=size)
            pdf.savefig(figure)
    return file.getvalue()


def test_the_lines_of_print_are_joined_by_size_and_gap(tmp_path):
    heading = [("Hai bệnh viện ký thỏa thuận", 20, 50, 0.1), ("hợp tác đào tạo", 20, 75, 0.1)]
    wrapped = [textwrap.wrap(text, 70) for text in BODY[:2]]
    lines, top = heading, 120
    for paragraph in wrapped:
        # The last line of a paragraph may be as long as the others: the gap alone ends it.
        for line in paragraph:
            lines, top = [*lines, (line, 11, top, 0.1)], top + 14
        top += 12
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    assert page_text(tmp_path / "a.pdf").split("\n\n")[0] == TITLE
    said = [" ".join(paragraph) for paragraph in wrapped]
    assert page_text(tmp_path / "a.pdf").strip().split("\n\n")[1:] == said


def test_the_headline_of_a_pdf_comes_before_the_name_of_the_paper(tmp_path):
    wrapped = [textwrap.wrap(text, 70) for text in BODY[:2]]
    lines, top = [("Báo Sông Hồng điện tử", 11, 40, 0.1), (TITLE, 20, 70, 0.1)], 110
    for paragraph in wrapped:
        for line in paragraph:
            lines, top = [*lines, (line, 11, top, 0.1)], top + 14
        top += 12
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    parts = label_parts(page_text(tmp_path / "a.pdf"))
    assert list(parts.loc[parts["part"] == "title", "text"]) == [TITLE]
    assert list(parts["text"])[2:] == [" ".join(paragraph) for paragraph in wrapped]
    assert "Báo Sông Hồng điện tử" in set(parts["text"])  # nothing is lost


def test_a_quotation_in_larger_letters_is_no_headline(tmp_path):
    quoted = "Chúng tôi học được rất nhiều từ các bạn"
    lines = [(TITLE, 18, 40, 0.1), (quoted, 22, 80, 0.1)]
    lines += [(line, 11, 130 + 14 * n, 0.1) for n, line in enumerate(textwrap.wrap(BODY[0], 70))]
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    assert page_text(tmp_path / "a.pdf").split("\n\n")[0] == TITLE


@pytest.mark.parametrize(
    ("above", "headline", "size", "first"),
    [
        ([("Báo Sông Hồng", 11)], "Hai nước mở thêm trường", 14, True),  # five words, 1.27 times
        ([("Báo Sông Hồng", 11)], "Hai nước mở trường", 14, False),  # four words
        ([("Báo Sông Hồng", 11)], "Hai nước mở thêm trường", 13.5, False),  # 1.23 times
        ([(f"Mục {n}", 11) for n in range(6)], "Hai nước mở thêm trường", 20, True),
        ([(f"Mục {n}", 11) for n in range(7)], "Hai nước mở thêm trường", 20, False),
        ([(" ".join(["tin"] * 12), 11)], "Hai nước mở thêm trường", 20, True),
        ([(" ".join(["tin"] * 13), 11)], "Hai nước mở thêm trường", 20, False),
        ([("SÔNG HỒNG", 18)], "Hai nước mở thêm trường", 20, True),
        ([("Báo Sông Hồng", 12.8)], "Hai nước mở thêm trường", 20, False),  # 1.16 times
    ],
)
def test_what_makes_a_headline_of_large_letters(tmp_path, above, headline, size, first):
    lines, top = [], 40
    for text, letters in [*above, (headline, size)]:
        lines, top = [*lines, (text, letters, top, 0.1)], top + 36
    for line in textwrap.wrap(" ".join(BODY), 70):
        lines, top = [*lines, (line, 11, top, 0.1)], top + 14
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    assert page_text(tmp_path / "a.pdf").startswith(headline) == first


def test_a_heading_beneath_the_text_is_not_brought_forward(tmp_path):
    wrapped = textwrap.wrap(BODY[0], 70)
    lines = [(line, 11, 40 + 14 * place, 0.1) for place, line in enumerate(wrapped)]
    lines += [(TITLE, 20, 60 + 14 * len(wrapped), 0.1), ("Phần sau.", 11, 400, 0.1)]
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    read = page_text(tmp_path / "a.pdf").strip().split("\n\n")
    assert read == [" ".join(wrapped), TITLE, "Phần sau."]


def test_a_paragraph_goes_on_in_the_next_column(tmp_path):
    halves = textwrap.wrap(BODY[0], 38)
    lines = [(line, 10, 100 + 13 * place, 0.08) for place, line in enumerate(halves[:3])]
    lines += [(line, 10, 100 + 13 * place, 0.55) for place, line in enumerate(halves[3:])]
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    assert page_text(tmp_path / "a.pdf").strip() == " ".join(halves)


def word_table(folder, rows):
    """Write a Word page with a table between two paragraphs; give what is read of the table."""
    document = docx.Document()
    for text in (TITLE, BODY[0]):
        document.add_paragraph(text)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(BODY[1])
    document.save(folder / "page.docx")
    page = page_text(folder / "page.docx").strip().split("\n\n")
    assert page[:2] == [TITLE, BODY[0]] and page[-1] == BODY[1]
    return page


def test_a_words_table_of_figures_is_read_by_rows_and_cuts_no_article_off(tmp_path):
    figures = [["Hạng mục", "Số lượng"], ["Số giường", "120"], ["Giá", "15 triệu đồng"]]
    page = word_table(tmp_path, figures)
    assert page[2:-1] == ["Hạng mục | Số lượng", "Số giường | 120", "Giá | 15 triệu đồng"]
    parts = label_parts("\n\n".join(page))
    assert list(parts["part"]) == ["title", *["body"] * 5]


def test_a_words_table_that_lays_out_text_is_read_by_cells(tmp_path):
    texts = [[LEAD, BODY[2]], ["Khoa mắt", BODY[3]]]
    assert word_table(tmp_path, texts)[2:-1] == [LEAD, BODY[2], "Khoa mắt", BODY[3]]
    assert word_table(tmp_path, [["Khoa mắt", "Khoa tai"]])[2:-1] == ["Khoa mắt", "Khoa tai"]


EDGES = {
    "Chrome": ("11/29/26, 11:55 PM {title} | Báo Thử", "file:///tmp/a%20b.html", "{page}/{pages}"),
    "Chrome in Vietnamese": ("23:55 29/11/26 {title}", "https://baothu.vn/a", "{page}/{pages}"),
    "Firefox": ("{title} https://baothu.vn/a-123.html", "{page} of {pages}", "29/11/2026, 23:55"),
    "Safari": ("29/11/2026, 23:55", "https://baothu.vn/bai.html?utm=1", "Page {page} of {pages}"),
    "a newspaper": ("Báo Thử, số {page}", "Trang {page}", ""),
}


@pytest.mark.parametrize("pages", [1, 3])
@pytest.mark.parametrize("program", EDGES)
def test_what_a_browser_prints_at_the_edges_of_a_page_is_no_text(tmp_path, program, pages):
    if pages == 1 and program == "a newspaper":
        pytest.skip("told by standing on several pages")
    wrapped = textwrap.wrap(" ".join(BODY) + " Hết.", 75)
    sheets = []
    for page in range(pages):
        said = {"title": TITLE, "page": page + 1, "pages": pages}
        head, left, right = (text.format(**said) for text in EDGES[program])
        part = wrapped[page * len(wrapped) // pages : (page + 1) * len(wrapped) // pages]
        lines = [(line, 11, 100 + 14 * at, 0.1) for at, line in enumerate(part)]
        edges = [(head, 8, 30, 0.1), (left, 8, 770, 0.1), (right, 8, 770, 0.8)]
        sheets.append(lines + edges if page % 2 else edges[:1] + lines + edges[1:])
    (tmp_path / "a.pdf").write_bytes(printed(*sheets))
    # The paragraph runs over both ends of a page.
    assert page_text(tmp_path / "a.pdf").strip() == " ".join(wrapped)


def test_a_text_that_begins_or_ends_with_an_address_or_a_day_stays(tmp_path):
    said = ["Ngày 29/11/2026, 23:55 hai bệnh viện ký thỏa thuận hợp tác về đào tạo bác sĩ trẻ",
            "ở miền Trung; văn bản đăng ở https://benhvien.vn/thoa-thuan"]  # fmt: skip
    lines = [(line, 11, 100 + 14 * at, 0.1) for at, line in enumerate(said)]
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    assert page_text(tmp_path / "a.pdf").strip() == " ".join(said)


def test_ligatures_are_letters_in_every_kind_of_file(tmp_path):
    said = f"{TITLE}\n\nHệ thống Identification ở Dublin, do Clifford và Griffin ký.\n"
    written = said.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ")
    assert written != said
    page = f"<html><body><h1>{TITLE}</h1>{''.join(f'<p>{t}</p>' for t in [*BODY, written])}</body>"
    (tmp_path / "a.txt").write_text(written, encoding="utf-8")
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    (tmp_path / "c.csv").write_text(f'id,text\nc,"{written}"\n', encoding="utf-8")
    new_corpus(tmp_path / "own", [tmp_path / name for name in ("a.txt", "b.html", "c.csv")])
    corpus = load_corpus(tmp_path / "own")
    assert corpus.page("a") == said
    assert corpus.page("c") == said
    assert said.split("\n")[2] in corpus.page("b")
    assert (tmp_path / "own/originals/a.txt").read_text(encoding="utf-8") == written


def test_check_names_ligatures_of_a_page_put_in_by_hand_and_puts_them_right(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\nHai bên ký.\n", encoding="utf-8")
    new_corpus(tmp_path / "own", [tmp_path / "a.txt"])
    page = tmp_path / "own/articles/a.txt"
    page.write_text(f"{TITLE}\n\nHai bên ký Identiﬁcation.\n", encoding="utf-8")
    table = tmp_path / "own/articles.csv"
    rows = pd.read_csv(table, dtype=str, keep_default_na=False).assign(sha256="")
    rows.to_csv(table, index=False)
    main(["check", str(tmp_path / "own")])
    assert "Letters are ligatures (ﬁ for fi)" in capsys.readouterr().out
    main(["check", "--convert", str(tmp_path / "own")])
    assert page.read_text(encoding="utf-8").endswith("Identification.\n")
