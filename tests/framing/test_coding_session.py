"""A coder at her sheet: saved at each step, gone on with, blind, and the sheet that join reads."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import framing
from helpers.commands import main
from helpers.corpus import CorpusError, load_corpus
from helpers.framing import CodingSession, write_sheets
from helpers.framing.short_codes import Codes
from helpers.reports import EXAMPLE
from tests.commands.coders import alike, fill

SHIPPED = Path(__file__).parents[2] / "corpus"
ALL = Codes(("AID",), "OTHER", "F>V", "0")


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the invented corpus, never coded: no translations, no codebook."""
    copy = shutil.copytree(EXAMPLE, tmp_path / "own")
    shutil.rmtree(copy / "annotations")
    return copy


@pytest.fixture
def shipped(tmp_path):
    """Return a copy of the corpus that ships: translated, with a codebook, coded by two."""
    return shutil.copytree(SHIPPED, tmp_path / "corpus")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def session(folder, coder="me", articles=None):
    return CodingSession(load_corpus(folder), coder, articles)


def code_all(at, line="1 a o"):
    while at.next_open() or at.codes.state != "coded":
        at.enter(line)
    return at


def test_nothing_is_written_before_the_first_code(folder):
    at = session(folder)
    assert len(at) == len(load_corpus(folder).sentences)
    at.enter(">")
    assert not (folder / "annotations").exists()
    at.enter("1 a o")
    assert (folder / "annotations" / "coder_me.csv").is_file()


def test_every_step_is_saved_and_gone_on_with(folder):
    at = session(folder)
    first = at.place
    assert at.enter("1 4 a o ! # không rõ").startswith("Saved ")
    assert at.place != first
    at.apply("2")
    row, second = rows(at.path)[:2]
    assert row["frames"] == "AID;LEARN" and row["note"] == "không rõ" and row["prestige"] == "1"
    assert second["frames"] == "PARTNER" and second["prestige"] == ""
    again = session(folder)
    assert again.place == at.place and again.codes.frames == ("PARTNER",)
    assert (again.progress.coded, again.progress.begun) == (1, 1)
    assert again.progress.total == len(again)


def test_a_line_that_lacks_something_stays_and_says_so(folder):
    at = session(folder)
    place = at.place
    assert at.enter("1 a") == "Still missing: partner."
    assert at.enter(".") == "Still missing: partner."
    assert at.place == place and at.codes.state == "begun"
    at.enter("o")
    assert at.place != place


def test_the_next_open_is_found_round_the_end(folder):
    at = session(folder)
    at.enter("1 a o")
    at.go(len(at) - 1)
    at.enter("1 a o")
    assert at.at == 1
    code_all(at)
    assert at.progress.open == 0
    assert at.enter("?") == "No sentence is open."
    assert "All sentences are coded." in at.enter("1 a o")


def test_undo_takes_back_and_goes_there(folder):
    at = session(folder)
    first = at.place
    at.enter("1 a o")
    at.enter("2 b o")
    assert at.enter("z") == "Undone."
    at.enter("z")
    assert at.place == first and at.codes == Codes()
    assert {row["frames"] for row in rows(at.path)} == {""}
    assert at.enter("z") == "There is nothing to undo."


def test_leaving_a_sentence_with_agency_and_partner_makes_it_coded(folder):
    at = session(folder)
    at.set(Codes(("AID",), "OTHER", "F>V"))
    assert at.codes.state == "begun"
    at.enter(">")
    assert rows(at.path)[0]["prestige"] == "0"


def test_two_filled_sheets_are_joined(folder):
    write_sheets(folder, ["lao-ho-tro"])
    for coder in "ab":
        code_all(session(folder, coder))
    # A coder's note is hers: the joined file has its own columns.
    session(folder, "a").set(replace(ALL, note="xem lại"))
    assert main(["coding", "join", str(folder)]) == 0
    assert set(framing.load_framing(load_corpus(folder)).by_hand["frames"]) == {"AID"}


def test_a_sheet_of_some_articles_stays_one_and_takes_more(folder):
    write_sheets(folder, ["lao-ho-tro"])
    assert session(folder, "a").articles == ["lao-ho-tro"]
    at = session(folder, "a", ["lao-tele-y-te"])
    assert at.articles == ["lao-tele-y-te"]
    at.enter("1 a o")
    assert {row["article"] for row in rows(at.path)} == {"lao-ho-tro", "lao-tele-y-te"}
    with pytest.raises(CorpusError, match="nowhere"):
        session(folder, "a", ["nowhere"])


def test_a_sheet_from_a_spreadsheet_keeps_its_form_and_columns(folder):
    path, _ = write_sheets(folder, ["lao-ho-tro"])
    found = rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*found[0], "mine"], delimiter=";")
        writer.writeheader()
        writer.writerows({**row, "mine": "=x"} for row in found)
    session(folder, "a").enter("1 a o # rõ")
    text = path.read_bytes().decode("utf-8-sig")
    assert (
        text.splitlines()[0]
        == "article;sentence;part;text;frames;partner;agency;prestige;note;mine"
    )
    assert text.count("\r\n") == len(found) + 1
    assert text.count("'=x") == len(found)


def test_codes_in_small_letters_are_shown_and_kept_as_the_codebook_has_them(folder):
    path, _ = write_sheets(folder, ["lao-ho-tro"])
    fill(path, lambda row: {**alike(row), "frames": "aid; Learn", "partner": "Other"})
    at = session(folder, "a")
    at.go(0)
    assert at.codes.frames == ("AID", "LEARN") and at.codes.partner == "OTHER"
    assert at.progress.open == 0


def test_a_selection_leaves_the_other_rows(folder):
    at = session(folder, "me", ["lao-ho-tro", "lao-tele-y-te"])
    at.enter("1 a o")
    count = len(rows(at.path))
    other = CodingSession(load_corpus(folder).select(id=["lao-tele-y-te"]), "me")
    assert other.articles == ["lao-tele-y-te"]
    other.enter("2 b o")
    assert len(rows(at.path)) == count
    assert [row["frames"] for row in rows(at.path) if row["frames"]] == ["AID", "PARTNER"]


def damaged(text):
    lines = text.splitlines(keepends=True)
    yield "no column frames", text.replace("frames", "frame", 1)
    yield (
        "row 3: frames 'NOPE' is not in the codebook",
        text.replace(lines[2], lines[2].replace(",,,", ",NOPE,,,", 1).replace(",,,,\n", ",,,\n")),
    )
    yield "is not coded, though its article is", "".join(lines[:-1])
    yield "is coded in row 2 already", text + lines[1]
    yield "no longer matches its text", text.replace("tỉnh", "huyện", 1)
    yield "no rows", lines[0]
    yield "not UTF-8", "\ud8ff" + text
    yield "no column", ""


@pytest.mark.parametrize("number", range(8))
def test_a_damaged_sheet_is_named_and_left(folder, number):
    path, _ = write_sheets(folder, ["lao-ho-tro"])
    said, text = list(damaged(path.read_text(encoding="utf-8-sig")))[number]
    content = text.replace("\ud8ff", "").encode()
    path.write_bytes(b"\xff" + content if text.startswith("\ud8ff") else content)
    before = path.read_bytes()
    with pytest.raises(CorpusError) as caught:
        session(folder, "a")
    assert said in str(caught.value) and "coder_a.csv" in str(caught.value)
    assert path.read_bytes() == before


def test_what_another_program_wrote_is_not_overwritten(folder):
    at, other = session(folder), session(folder)
    at.enter("1 a o")
    there = at.path.read_bytes()
    with pytest.raises(CorpusError, match="changed by another program or form"):
        other.enter("2 b o")
    assert at.path.read_bytes() == there and other.codes == Codes()


def test_what_cannot_be_saved_is_not_taken(folder, monkeypatch):
    at = session(folder)
    at.enter("1 a o")
    there = at.path.read_bytes()

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CorpusError, match=r"not saved \(Permission denied\)"):
        at.enter("2 b o")
    assert at.codes == Codes() and at.path.read_bytes() == there
    monkeypatch.undo()
    at.enter("2 b o")
    assert [row["frames"] for row in rows(at.path)[:2]] == ["AID", "PARTNER"]


def test_codes_that_no_codebook_knows_are_refused(folder):
    at = session(folder)
    with pytest.raises(CorpusError, match="partner 'MARS' is not in the codebook"):
        at.set(replace(ALL, partner="MARS"))
    assert not at.path.exists()


@pytest.mark.parametrize("name", ["", "a/b", "../x", "a b", "x" * 41, "a:b", None])
def test_a_coder_has_a_name_that_a_file_can_have(folder, name):
    with pytest.raises(ValueError, match="coder is a name"):
        session(folder, name)


def test_it_is_blind(shipped):
    """What other coders wrote isn't read, be it whole or damaged."""
    plain = session(shipped)
    coding = shipped / "annotations" / "frames.csv"
    coding.write_text("junk\n1\n", encoding="utf-8")
    (shipped / "annotations" / "coder_b.csv").write_bytes(b"\xff")
    at = session(shipped)
    assert at.reading == plain.reading and at.codes == Codes()
    assert at.progress.open == 82


def test_a_sentence_stands_in_its_paragraph_with_its_english(shipped):
    at = session(shipped)
    at.go_to("us-hanoi-mou", 19)
    reading = at.reading
    near = [line.number for line in (*reading.before, *reading.after) if line.near]
    # Sentences 18 to 20 are a paragraph of three, so its neighbours stand beside it.
    assert near == [18, 20]
    assert [line.number for line in reading.before] == [17, 18]
    assert reading.line.english and reading.title.english
    at.go_to("us-hanoi-mou", 0)
    assert at.reading.before == at.reading.after == []


def test_no_english_where_there_is_none(folder):
    assert not any(line.english for line in session(folder).lines)


def test_a_codebook_of_its_own_gives_the_codes(folder):
    assert main(["coding", "start", str(folder)]) == 0
    at = session(folder)
    own = framing.load_codebook(folder / "codebook.toml")
    assert list(at.keys.partner) == list(own.partners["code"])
    at.enter("1 a " + at.keys.partner["JAPAN"])
    assert rows(at.path)[0]["partner"] == "JAPAN"


def test_of_many_articles_a_sample_is_coded(tmp_path, capsys):
    folder = tmp_path / "many"
    (folder / "articles").mkdir(parents=True)
    lines = ["id,title,group"]
    for number in range(60):
        name = f"a{number:02d}"
        page = f"Tin số {number}\n\nBệnh viện tỉnh số {number} khám bệnh cho trẻ em ở vùng xa.\n"
        (folder / "articles" / f"{name}.txt").write_text(page, encoding="utf-8")
        lines.append(f"{name},Tin số {number},{'UK' if number < 50 else 'US'}")
    (folder / "articles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    at = session(folder)
    assert len(at.articles) == 50 and at.drawn.startswith("50 of 60 articles")
    assert at.articles == session(folder, "other").articles
    at.enter("1 a uk")
    assert session(folder).articles == at.articles


LINES = st.sampled_from(
    ["1 a o", "2", "b", "! n", "0", ".", "<", ">", "?", "z", "= 3", "# x", "zz"]
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_whatever_is_typed_the_sheet_is_what_the_session_shows(tmp_path_factory, typed):
    folder = tmp_path_factory.mktemp("typed") / "own"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("annotations"))
    at = session(folder, "me", ["lao-ho-tro"])
    for line in typed:
        try:
            at.enter(line)
        except CorpusError:
            assert line in ("zz", "= 3")
    if at.path.exists():
        again = session(folder)
        assert [again._codes(n) for n in range(len(again))] == [
            at._codes(n) for n in range(len(at))
        ]
