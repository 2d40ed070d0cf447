"""A frame that came after the coding of an article wasn't looked for in it."""

import shutil

import pandas as pd
import pytest

from helpers import framing
from helpers.commands import main
from helpers.corpus import CorpusError, load_corpus
from helpers.reports import framing as exhibits
from helpers.reports import full_text, likeness, trust
from tests.commands.coders import alike, fill
from tests.framing_data import CODEBOOK
from tests.reports.corpora import made

CARE = """
[[frames]]
code = "CARE"
name = "Care of the old"
name_vi = "Chăm sóc"
kind = "purpose"
gloss = "care"
definition = "Care of old people."
definition_vi = "Chăm sóc người già."
includes = ["chăm sóc"]
excludes = [{ rule = "Care of others." }]
example = { article = "a000", sentence = 1, text = "TEXT" }
indicators = [{ term = "chăm sóc người già", provenance = "a priori" }]
blocking = []
"""


def code(folder, article):
    """Code an article by two coders and join it."""
    for path in framing.write_sheets(folder, [article]):
        fill(path, lambda row: alike(row) if row["article"] == article else {})
    framing.join_sheets(folder)


def add_frame(folder):
    """Put a frame into the codebook."""
    path = folder / "codebook.toml"
    text = str(load_corpus(folder, n_jobs=1).sentences.query("article == 'a000'")["text"].iloc[1])
    path.write_text(path.read_text(encoding="utf-8") + CARE.replace("TEXT", text), encoding="utf-8")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """Two articles coded, a frame added, a third coded; a fourth not yet."""
    folder = tmp_path_factory.mktemp("grown") / "corpus"
    made(folder, ["A", "A", "B", "B"], coded=False)
    framing.start_codebook(folder)
    code(folder, "a000")
    code(folder, "a001")
    add_frame(folder)
    code(folder, "a002")
    return folder


@pytest.fixture
def grown(made_once, tmp_path):
    return shutil.copytree(made_once, tmp_path / "corpus")


def test_a_frame_that_came_later_is_left_out_of_what_is_compared(grown):
    data = framing.load_framing(load_corpus(grown, n_jobs=1))
    assert data.late[["frame", "before", "of"]].to_numpy().tolist() == [["CARE", 2, 3]]
    assert "CARE" not in data.codebook.codes and "AID" in data.codebook.codes
    assert "CARE" in framing.load_own_codebook(load_corpus(grown, n_jobs=1)).codes


def test_pages_say_that_a_frame_came_later(grown):
    corpus = load_corpus(grown, n_jobs=1)
    said = "Care of the old came into the codebook after 2 of 3 articles were coded"
    assert said in exhibits.profiles(corpus).note
    assert said in likeness.likeness(corpus).note
    assert said in trust.trust(corpus).sentence
    assert said in exhibits.codebook(corpus).sentence
    assert "Care of the old" not in list(exhibits.profiles(corpus).data["frame"])


def test_a_check_says_so_too(grown, capsys):
    assert main(["check", str(grown)]) == 0
    out = capsys.readouterr().out
    assert "CARE came into the codebook after 2 of 3 coded articles" in out
    assert "annotations/offered.csv" in out


def test_a_frame_that_was_looked_for_since_is_compared_again(grown):
    path = grown / framing.OFFERED
    text = path.read_text(encoding="utf-8-sig").replace(";PARTNER", ";PARTNER;CARE", 2)
    path.write_text(text, encoding="utf-8")
    assert framing.load_framing(load_corpus(grown, n_jobs=1)).late.empty


def test_a_sentence_keeps_its_late_frame_where_it_stands_in_full(grown):
    path = grown / framing.CODING
    rows = path.read_text(encoding="utf-8-sig")
    before, after = rows.split("a002,1,", 1)
    path.write_text(
        before + "a002,1," + after.replace(",AID;LEARN,OTHER", ",AID;LEARN;CARE,OTHER", 1),
        encoding="utf-8",
    )
    assert "Care of the old" in full_text.full(load_corpus(grown, n_jobs=1)).markup


def test_without_the_table_every_frame_was_on_offer(grown):
    (grown / framing.OFFERED).unlink()
    data = framing.load_framing(load_corpus(grown, n_jobs=1))
    assert data.late.empty and "CARE" in data.codebook.codes


def test_a_table_that_leaves_no_frame_is_named(grown):
    (grown / framing.OFFERED).write_text("article,codes\na000,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no frame of the codebook was on offer"):
        framing.load_framing(load_corpus(grown, n_jobs=1))


def test_the_shipped_codebook_is_whole():
    data = framing.load_framing(load_corpus())
    assert data.late.empty and data.codebook.codes == framing.load_codebook(CODEBOOK).codes


def test_a_late_frame_that_both_coders_add_is_taken_over_and_was_looked_for(grown):
    for name in ("a000", "a001"):
        for path in (grown / sheet for sheet in framing.SHEETS.values()):
            fill(
                path,
                lambda row, name=name: (
                    {"frames": "AID;CARE"}
                    if (row["article"], row["sentence"]) == (name, "1")
                    else {}
                ),
            )
    framing.join_sheets(grown, ["a000"])
    data = framing.load_framing(load_corpus(grown, n_jobs=1))
    assert data.late[["frame", "before", "of"]].to_numpy().tolist() == [["CARE", 1, 3]]
    framing.join_sheets(grown, ["a001"])
    data = framing.load_framing(load_corpus(grown, n_jobs=1))
    assert data.late.empty
    assert data.by_hand["frames"].str.contains("CARE").sum() == 2


def test_a_frame_in_the_settled_codes_alone_is_said_to_have_no_second_reader(grown):
    path = grown / framing.OFFERED
    text = path.read_text(encoding="utf-8-sig").replace(";PARTNER", ";PARTNER;CARE", 2)
    path.write_text(text, encoding="utf-8")
    said = "Care of the old: in the settled codes only"
    assert said not in trust.trust(load_corpus(grown, n_jobs=1)).sentence
    table = pd.read_csv(grown / framing.CODING, dtype="str", keep_default_na=False)
    table.loc[(table["article"] == "a000") & (table["sentence"] == "1"), "frames"] = "AID;CARE"
    table.to_csv(grown / framing.CODING, index=False)
    corpus = load_corpus(grown, n_jobs=1)
    assert said in trust.trust(corpus).sentence and said in exhibits.profiles(corpus).note


def test_a_row_that_a_renamed_article_left_behind_is_named(grown, capsys):
    path = grown / framing.OFFERED
    text = path.read_text(encoding="utf-8-sig").replace("a001,", "old-name,")
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(grown)]) == 0
    assert "annotations/offered.csv: old-name isn't coded" in capsys.readouterr().out
