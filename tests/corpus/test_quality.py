"""Copies are found and pages that a count would be wrong for; old encodings are put right."""

import csv
import random
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.commands import main
from helpers.corpus import CorpusError, add_articles, find_copies, load_corpus, new_corpus
from helpers.corpus.quality import fingerprint, repaired, text_faults
from helpers.data import read_rows

TEXT = (
    "bệnh viện hợp tác quốc tế sức khỏe người dân thành phố được ký kết thỏa thuận hỗ trợ đào tạo "
    "bác sĩ điều dưỡng nghiên cứu vắc xin chương trình phát triển bền vững tổ chức hội nghị trường "
    "đại học chuyển đổi số nguồn lực đầu tư cộng đồng những giải pháp trong lĩnh vực y tế"
)
WORDS = TEXT.split()
SENTENCE = "Bộ trưởng cho biết những bệnh viện ở các tỉnh đã được đầu tư thêm nhiều thiết bị mới."


def story(seed, length=300):
    """Return an invented article: a title, and sentences of random words."""
    drawn = random.Random(seed).choices(WORDS, k=length)
    lines = [" ".join(drawn[at : at + 15]).capitalize() + "." for at in range(0, length, 15)]
    return f"Bản tin số {seed} về bệnh viện\n\n" + "\n\n".join(lines) + "\n"


def written(text, encoding):
    """Write a text in TCVN3 or VNI, as a program shows it that knows neither."""
    rows = [row for row in read_rows("old_encodings.csv") if row["encoding"] == encoding]
    signs = {row["letter"]: row["written"] for row in reversed(rows)}
    return "".join(signs.get(letter, signs.get(letter.lower(), letter)) for letter in text)


def in_1258(text):
    """Take the tones apart that Windows-1258 has no letters for."""
    signs = []
    for letter in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", letter)
        tones = [sign for sign in apart if sign in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(s for s in apart if s not in tones))
        try:
            signs.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            signs.append((base + "".join(tones)).encode("cp1258"))
    return b"".join(signs)


def misread(content, codec="cp1252"):
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in content)


SPOILT = {
    "TCVN3": lambda text: written(text, "TCVN3"),
    "VNI": lambda text: written(text, "VNI"),
    "Windows-1258": lambda text: misread(in_1258(text)),
    "UTF-8 read as Windows-1252": lambda text: misread(text.encode()),
    "UTF-8 read twice as Windows-1252": lambda t: misread(misread(t.encode()).encode()),
    "UTF-8 read as Mac Roman": lambda text: text.encode().decode("mac_roman"),
}


def corpus_of(folder, pages):
    files = []
    for name, page in pages.items():
        files.append(folder.parent / f"{name}.txt")
        files[-1].write_text(page, encoding="utf-8", newline="")
    new_corpus(folder, files)
    return folder


# Copies


def test_copies_are_told_by_how_they_are_alike():
    first, other = story(1), story(2)
    wire = first.replace("\n\n", "\n\nTheo hãng tin. ", 1).rsplit("\n\n", 2)[0]
    pages = {"a": first, "b": other, "c": first, "d": first.replace("\n\n", " \n\n\n"), "e": wire}
    pages["f"] = unicodedata.normalize("NFD", other)
    found = find_copies((name, fingerprint(page, page)) for name, page in pages.items())
    assert [tuple(row)[:3] for row in found.itertuples(index=False)] == [
        ("c", "a", "same text"),
        ("d", "a", "same but for blanks"),
        ("e", "a", "nearly the same"),
        ("f", "b", "same but for blanks"),
    ]
    assert 0.5 < found["likeness"][2] < 1


def test_what_stands_around_a_text_makes_no_copy():
    menu = story(9)
    pages = {str(n): story(n, 600) for n in range(20)}
    found = find_copies((name, fingerprint(menu + p, p)) for name, p in pages.items())
    assert found.empty
    short = {str(n): f"Tin vắn\n\n{SENTENCE} Ngày {n}." for n in range(5)}
    assert find_copies((name, fingerprint(p, p)) for name, p in short.items()).empty


def test_check_names_copies_and_each_text_can_count_once(tmp_path, capsys):
    first = story(1)
    pages = {"a": first, "b": story(2), "c": first, "d": first.replace("15", "15"), "e": story(3)}
    pages["e"] = first.rsplit("\n\n", 3)[0] + "\n"
    folder = corpus_of(tmp_path / "own", pages)
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Same text, counted twice: c as a, d as a." in said and "e as a (" in said
    assert "no problem found" not in said
    cells = ["a in the row of c", "a in the row of d", "a in the row of e"]
    assert "\n  ".join(["the column copy_of of articles.csv:", *cells]) in said
    once = load_corpus(folder, once=True)
    assert list(once.articles.index) == ["a", "b"]
    assert [line.partition(":")[0] for line in once.skipped] == ["c", "d", "e"]
    assert len(load_corpus(folder).articles) == 5


def mark(folder, **cells):
    """Write into the table whose copies some articles are, as a spreadsheet does."""
    table = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    table["copy_of"] = [cells.get(article, "") for article in table["id"]]
    table.to_csv(folder / "articles.csv", index=False)


def test_what_the_table_calls_a_copy_counts_nowhere(tmp_path, capsys):
    folder = corpus_of(tmp_path / "own", {"a": story(1), "b": story(2), "c": story(1)})
    mark(folder, c="a")
    corpus = load_corpus(folder)
    assert list(corpus.articles.index) == ["a", "b"] and set(corpus.tokens["article"]) == {"a", "b"}
    assert corpus.skipped == ["c: left out, a copy of a"]
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "counted twice" not in said
    assert "Left out as copies, by the column copy_of: c of a." in said
    # It is there all the same: it can't be added once more.
    again = tmp_path / "again.txt"
    again.write_text(story(1), encoding="utf-8")
    with pytest.raises(CorpusError, match="its text is there already"):
        add_articles(folder, [again])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"c": "x"}, r"row 4: copy_of 'x'; expected the id of another article"),
        ({"c": "c"}, r"row 4: copy_of 'c'; expected the id of another article"),
        ({"c": "b", "b": "a"}, r"row 4: copy_of 'b', a copy itself; expected .* 'a'"),
    ],
)
def test_whose_copy_an_article_is_must_be_told_rightly(tmp_path, cells, said):
    folder = corpus_of(tmp_path / "own", {"a": story(1), "b": story(2), "c": story(1)})
    mark(folder, **cells)
    with pytest.raises(CorpusError, match=said):
        load_corpus(folder)


def test_a_copy_stays_where_its_first_is_left_out(tmp_path):
    folder = corpus_of(tmp_path / "own", {"a": story(1), "b": story(2), "c": story(1)})
    mark(folder, c="a")
    table = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    table.loc[table["id"] == "a", "published"] = "someday"
    table.to_csv(folder / "articles.csv", index=False)
    corpus = load_corpus(folder, on_error="skip")
    assert list(corpus.articles.index) == ["b", "c"]


def test_a_tables_column_of_copies_is_left(tmp_path, capsys):
    table = tmp_path / "all.csv"
    rows = [{"id": name, "text": story(n), "copy_of": "x"} for n, name in enumerate("ab")]
    pd.DataFrame(rows).to_csv(table, index=False)
    assert main(["new", str(tmp_path / "own"), "--table", str(table)]) == 0
    assert "copy_of" in capsys.readouterr().out
    assert len(load_corpus(tmp_path / "own").articles) == 2


def test_the_article_of_the_earlier_day_is_no_copy(tmp_path, capsys):
    folder = corpus_of(tmp_path / "own", {"a": story(1), "b": story(2), "c": story(1)})
    table = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    table["published"] = ["2024-03-15", "", "2024-03-14"]
    table.to_csv(folder / "articles.csv", index=False)
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    assert "Same text, counted twice: a as c." in capsys.readouterr().out
    assert list(load_corpus(folder, once=True).articles.index) == ["b", "c"]


def test_add_says_which_of_the_new_articles_are_near_copies(tmp_path, capsys):
    folder = corpus_of(tmp_path / "own", {"a": story(1), "b": story(2)})
    near, new = tmp_path / "near.txt", tmp_path / "new.txt"
    near.write_text(story(1).rsplit("\n\n", 2)[0] + "\n", encoding="utf-8")
    new.write_text(story(3), encoding="utf-8")
    capsys.readouterr()
    assert main(["add", str(folder), str(near), str(new)]) == 0
    said = capsys.readouterr().out
    assert "Nearly the same, counted twice: near as a (" in said
    # Which came first isn't known before the dates are filled in.
    assert "in the row of" not in said and "check says which of them to mark" in said
    assert main(["check", str(folder)]) == 0
    assert "a in the row of near" in capsys.readouterr().out


def test_a_paragraph_in_a_tables_row_is_named(tmp_path, capsys):
    menu = "| CỔNG THÔNG TIN | " + story(1).replace("\n\n", " ").strip() + " |"
    figures = "| Năm | Số ca |\n| 2023 | 340 |"
    folder = corpus_of(
        tmp_path / "own", {"a": f"{story(4)}\n{menu}", "b": f"{story(2)}\n{figures}"}
    )
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    assert "A table's row holds running text in 1 of 2 pages: a." in capsys.readouterr().out


def test_add_refuses_a_text_that_is_there_under_any_name(tmp_path):
    folder = corpus_of(tmp_path / "own", {"a": story(1), "b": story(2)})
    twice, new = tmp_path / "khac.txt", tmp_path / "moi.txt"
    twice.write_text(story(1).replace("\n\n", "\n \n"), encoding="utf-8")
    new.write_text(story(3), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"khac\.txt: its text is there already, as 'a'"):
        add_articles(folder, [new, twice])
    assert list(load_corpus(folder).articles.index) == ["a", "b"]
    (tmp_path / "lai.txt").write_text(story(3), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"lai\.txt: its text is there already, as 'moi'"):
        add_articles(folder, [new, tmp_path / "lai.txt"])


# Encodings


@pytest.mark.parametrize("encoding", SPOILT)
def test_old_encodings_are_known_and_put_right(encoding):
    page = f"Bệnh viện mới\n\n{SENTENCE}\n\nÔng Smith nói: “Đó là điều tốt.”\n"
    found, right = repaired(SPOILT[encoding](page))
    assert found == encoding
    # TCVN3 writes capitals in a font of their own.
    assert right.lower() == page.lower()


def test_a_short_line_of_a_page_is_put_right_too():
    page = f"{SENTENCE}\n\nT.ThủyTheo Viralhog\n\nHoài Nam\n"
    assert repaired(misread(page.encode()))[1] == page
    # A line that is sound in a page that isn't stays, by every reading.
    for spoil in SPOILT.values():
        assert repaired(f"{spoil(SENTENCE)}\nĐã có ở đó.")[1] == f"{SENTENCE}\nĐã có ở đó."


@pytest.mark.parametrize("encoding", list(SPOILT))
def test_of_two_readings_the_likelier_is_taken(encoding):
    line = " ".join(["bệnh"] * 12)
    assert repaired(SPOILT[encoding](line))[1] == line


@pytest.mark.slow
@given(st.lists(st.sampled_from(WORDS), min_size=12, max_size=40), st.sampled_from(list(SPOILT)))
def test_any_words_are_put_right(words, encoding):
    line = " ".join(words)
    if sum(not word.isascii() for word in words) < 6:
        return
    spoilt = SPOILT[encoding](line)
    assert repaired(line) == ("", line)
    assert repaired(spoilt)[1] == line


@pytest.mark.parametrize(
    "page",
    [
        "Le président français a été reçu à l’Élysée, où il a évoqué la coopération médicale.",
        "Der Präsident erklärte, daß die Ärzte für Gespräche nach München gereist wären.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr zdravotnictví včera večer.",
        "La señora Muñoz llegó a São Paulo; después habló en Bogotá, Perú y México.",
        SENTENCE + " Các ông Gérard Müller, François Hollande và bà Núñez cùng dự.",
        unicodedata.normalize("NFD", SENTENCE),
        "",
    ],
)
def test_a_sound_page_is_left(page):
    assert repaired(page) == ("", page)


def test_other_faults_of_a_text():
    assert list(text_faults(SENTENCE * 3)) == []
    assert list(text_faults(SENTENCE + " S\ufffdc khỏe.")) == ["lost"]
    for html in ("<p>Một bài</p>", "một<br/>hai", "A &amp; B", "A&nbsp;B", '<a href="x">x</a>'):
        assert list(text_faults(f"{SENTENCE} {html}")) == ["html"], html
    for text in ("a < b và c > d", "AT&T; Q&A", "x <5 và >3", "<Ảnh: TTXVN>"):
        assert list(text_faults(f"{SENTENCE} {text}")) == [], text
    english = "The hospital has signed an agreement with the ministry in Hà Nội. "
    assert list(text_faults(english * 4)) == ["foreign"]
    assert list(text_faults("Benh vien da ky thoa thuan hop tac ve y te voi nuoc ngoai. " * 4))


def test_check_offers_to_convert_and_keeps_the_page(tmp_path, capsys):
    page = f"Bệnh viện mới của tỉnh\n\n{SENTENCE}\n\n{SENTENCE}\n"
    spoilt = SPOILT["TCVN3"](page)
    folder = corpus_of(tmp_path / "own", {"a": spoilt, "b": story(2)})
    table = folder / "articles.csv"
    before = table.read_bytes()
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Letters are TCVN3, misread, in 1 of 2 pages: a." in said and "--convert" in said
    assert table.read_bytes() == before
    assert main(["check", "--convert", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "a: was TCVN3" in said and "misread" not in said
    corpus = load_corpus(folder)
    assert corpus.page("a").lower() == page.lower()
    assert corpus.articles["title"]["a"].lower() == "bệnh viện mới của tỉnh"
    assert (folder / "originals/a.txt").read_text(encoding="utf-8") == spoilt
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_check_says_what_else_a_count_is_wrong_for(tmp_path, capsys):
    pages = {"a": f"{story(1)}\n<br>{SENTENCE}", "b": story(2) + "\n\ufffd"}
    pages["c"] = "News\n\n" + "The hospital signed an agreement with the ministry today. " * 9
    folder = corpus_of(tmp_path / "own", pages)
    table = folder / "articles.csv"
    text = table.read_text(encoding="utf-8").replace("Bản tin số 1", "Bản tin số 1 " + "dài " * 60)
    table.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "HTML tags or entities stand in 1 of 3 pages: a." in said
    assert "in 1 of 3 pages: b." in said
    assert "hardly any Vietnamese in 1 of 3 pages: c." in said
    assert "Titles of more than 200 characters: a." in said
