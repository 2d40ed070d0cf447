"""Files in an old encoding are told by their letters, read as meant, and kept as they came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.commands import main
from helpers.corpus import OLD_ENCODINGS, load_corpus, new_corpus, page_text
from helpers.corpus.encodings import encoding_of, in_unicode, read_anew
from helpers.data import read_rows
from tests.corpus.test_quality import TEXT, WORDS, in_1258, misread

TITLE = "Tỉnh ký thỏa thuận với bệnh viện của Đức"
BODY = [
    f"Đoạn {number}: hôm qua, những người dân ở nước ta đã được bệnh viện tỉnh hỗ trợ tiền khám "
    "chữa bệnh cho trẻ em vùng cao, theo bản báo cáo của sở."
    for number in range(1, 6)
]
PAGE = "\n\n".join([TITLE, *BODY]) + "\n"
HTML = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>"
    + "".join(f"<p>{text}</p>" for text in BODY)
    + "</div></body></html>"
)


def in_table(text, encoding):
    """Write a text by an encoding's table; TCVN3 writes capitals in a font of their own."""
    rows = [row for row in read_rows("old_encodings.csv") if row["encoding"] == encoding]
    signs = {row["letter"]: row["written"] for row in reversed(rows)}
    coded = {
        letter: chr(int(sign[2:], 16)) if sign.startswith("\\x") else sign
        for letter, sign in signs.items()
    }
    written = (coded.get(letter, coded.get(letter.lower(), letter)) for letter in text)
    return "".join(written).encode("latin-1")


BYTES = {
    "tcvn3": lambda text: in_table(text, "TCVN3"),
    "vni": lambda text: in_table(text, "VNI"),
    "viscii": lambda text: in_table(text, "VISCII"),
    "windows-1258": in_1258,
    "utf-16": lambda text: text.encode("utf-16-le"),
}


@pytest.mark.parametrize("ending", ["txt", "html"])
@pytest.mark.parametrize("encoding", BYTES)
def test_a_file_is_told_and_read_and_kept(tmp_path, capsys, encoding, ending):
    file = tmp_path / f"bai.{ending}"
    file.write_bytes(BYTES[encoding](HTML if ending == "html" else PAGE))
    assert main(["new", str(tmp_path / "own"), str(file)]) == 0
    assert f"was in {OLD_ENCODINGS[encoding]}, and is read" in capsys.readouterr().out
    corpus = load_corpus(tmp_path / "own")
    assert corpus.page("bai").lower() == PAGE.lower()
    assert (tmp_path / f"own/originals/bai.{ending}").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("mark", ["utf-16", "utf-16-be"])
def test_the_order_of_bytes_is_told_with_a_mark_and_without(mark):
    assert read_anew(PAGE.encode(mark), encoding_of(PAGE.encode(mark))) == PAGE


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "windows-1258"])
def test_a_web_page_saved_anew_loses_no_letter(tmp_path, encoding):
    """A browser that took it for Western letters saves these as UTF-8, or as entities."""
    western = "".join(bytes([byte]).decode("latin-1") for byte in BYTES[encoding](HTML))
    entities = "".join(sign if ord(sign) < 160 else f"&#{ord(sign)};" for sign in western)
    (tmp_path / "a.html").write_bytes(misread(BYTES[encoding](HTML)).encode())
    (tmp_path / "b.html").write_text(entities, encoding="utf-8")
    assert page_text(tmp_path / "a.html").lower() == PAGE.lower()
    if encoding != "viscii":  # its signs of control have no entities
        assert page_text(tmp_path / "b.html", encoding=encoding).lower() == PAGE.lower()


def test_a_web_page_of_utf_8_read_as_western_letters_is_put_right(tmp_path):
    (tmp_path / "a.html").write_text(misread(HTML.encode()), encoding="utf-8")
    assert page_text(tmp_path / "a.html") == PAGE


def test_what_is_too_short_to_tell_is_read_where_it_is_named(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(in_1258("Sở Y tế"))
    assert main(["new", str(tmp_path / "own"), str(tmp_path / "a.txt")]) == 1
    assert "a.txt: is not UTF-8 at byte" in capsys.readouterr().err
    named = ["--encoding", "windows-1258"]
    assert main(["new", str(tmp_path / "own"), str(tmp_path / "a.txt"), *named]) == 0
    assert (tmp_path / "own/articles/a.txt").read_text(encoding="utf-8") == "Sở Y tế"
    (tmp_path / "b.txt").write_bytes(b"\x8a\x8d x")
    assert main(["add", str(tmp_path / "own"), str(tmp_path / "b.txt"), *named]) == 1
    assert "b.txt: is not in Windows-1258; leave --encoding out" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", BYTES)
def test_check_names_a_page_and_the_command_that_reads_it_anew(tmp_path, capsys, encoding):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    folder = tmp_path / "own"
    new_corpus(folder, [tmp_path / "a.txt"])
    page, table = folder / "articles/a.txt", folder / "articles.csv"
    spoilt = BYTES[encoding](PAGE)
    page.write_bytes(spoilt)
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text("\n".join([rows[0], rows[1].rpartition(",")[0] + ",", ""]), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert f"articles/a.txt seems to be in {OLD_ENCODINGS[encoding]}" in said
    assert f"check --convert {folder}" in said
    assert main(["check", "--convert", str(folder)]) == 0
    assert page.read_text(encoding="utf-8").lower() == PAGE.lower()
    assert (folder / "originals/a.txt").read_bytes() == spoilt


@pytest.mark.parametrize(
    "content",
    [
        "Le président français a été reçu à l’Élysée, où il a évoqué la coopération.".encode(
            "cp1252"
        ),
        "Der Präsident erklärte, daß die Ärzte für Gespräche nach München reisen.".encode("cp1252"),
        "La señora Muñoz llegó a São Paulo; después habló en Bogotá y México.".encode("cp1252"),
        "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr včera.".encode("cp1250"),
        PAGE.encode(),
        PAGE.encode("utf-32"),
        bytes(range(256)) * 9,
        b"",
    ],
)
def test_other_files_are_in_no_old_encoding(content):
    assert encoding_of(content) == ""


@given(
    st.lists(st.sampled_from(WORDS), min_size=6, max_size=20),
    st.sampled_from(list(BYTES)),
)
def test_any_words_are_read_as_written(words, encoding):
    text = " ".join(words)
    assert in_unicode(BYTES[encoding](text), encoding) == text


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "VISCII"])
def test_a_table_has_every_vietnamese_letter_once(encoding):
    rows = [row for row in read_rows("old_encodings.csv") if row["encoding"] == encoding]
    letters = {row["letter"] for row in rows}
    assert len({row["written"] for row in rows}) == len(rows)
    assert letters >= {letter for letter in TEXT if not letter.isascii()}
    assert len({letter.lower() for letter in letters}) == 67
