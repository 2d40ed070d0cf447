"""Any two codings compared: whole, in part, before they are settled."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers import framing
from helpers.commands import main
from helpers.corpus import load_corpus
from helpers.framing.joining import join_sheets
from helpers.framing.sheets import write_sheets
from helpers.reports import EXAMPLE
from tests.commands.coders import alike, fill, in_part, other

SHIPPED = Path(__file__).parents[2] / "corpus"


def test_any_two_sheets_are_compared_by_frame_and_by_article(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"])
    fill(first, alike)
    # A person has coded one of the articles again, on a sheet of her own.
    mine = folder / "mine.csv"
    shutil.copy(second, mine)
    fill(mine, other)
    rows = mine.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [rows[0], *(row for row in rows if row.startswith("lao-ho-tro"))]
    mine.write_text("".join(kept), encoding="utf-8-sig")
    found = framing.compare_sheets(folder, first, mine)
    assert list(found.by_article["article"]) == ["lao-ho-tro"]
    table = found.by_frame.set_index("code")
    # Seven sentences beside the title: AID in all of both, LEARN in all of one, in one of other.
    assert (table.loc["AID", ["n", "coded_a", "coded_b", "both"]] == 7).all()
    assert list(table.loc["LEARN", ["coded_a", "coded_b", "both"]]) == [7, 1, 1]
    assert table.loc["partner", "agreement"] == 1
    assert table.loc["agency", "agreement"] == pytest.approx(6 / 7)
    assert list(found.differences["column"]).count("frames") == 7
    assert list(found.differences["column"]).count("agency") == 1
    listed = folder / "differ.csv"
    words = ["coding", "compare", str(folder), str(first), str(mine), "--list", str(listed)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "8 cells differ" in out and "agency F>V | F=V" in out
    # What has no alpha says why.
    assert "\nAID: alpha undefined: both coded it everywhere." in out
    assert "\npartner, prestige: alpha undefined: both gave one code everywhere." in out
    assert "DIPLO, STANDARD" in out and "PEOPLE: undefined: nobody coded it." in out
    assert len(pd.read_csv(listed)) == 8
    assert main(words) == 0
    # What isn't such a list is somebody's.
    table = folder / "articles.csv"
    before = table.read_bytes()
    for place in (table, folder):
        assert main([*words[:-1], str(place)]) == 1
        assert "is there already, and no such list" in capsys.readouterr().err
    assert table.read_bytes() == before


def test_the_coders_of_a_joined_coding_are_compared():
    path = EXAMPLE / "annotations" / "frames.csv"
    found = framing.compare_sheets(EXAMPLE, f"{path}:a", f"{path}:b")
    sentences = load_corpus(EXAMPLE).sentences
    a, b, settled = (framing.load_coding(path, sentences, coder=c) for c in ("a", "b", None))
    apart = framing.disagreements(a, b, settled)
    frames = found.differences.query("column == 'frames'")
    assert len(frames) == len(apart)


def test_of_sheets_filled_in_in_part_is_compared_what_both_have_coded(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro"])
    in_part(first, 5, 2)
    in_part(second, 3)
    found = framing.compare_sheets(folder, "a", second.name)
    # Title and two sentences are coded in both; the title is left out of agreement.
    assert found.by_frame.set_index("code").loc["AID", "n"] == 2
    assert found.by_article["n"].tolist() == [2] and found.differences.empty
    assert found.progress.to_numpy().tolist() == [
        ["coder_a.csv", 8, 5, 2, 1],
        ["coder_b.csv", 8, 3, 0, 5],
    ]
    assert main(["coding", "compare", str(folder), "a", "b"]) == 0
    out = capsys.readouterr().out
    assert "coder_a.csv: 5 of 8 sentences coded, 3 open (2 of them begun)." in out
    assert "coder_b.csv: 3 of 8 sentences coded, 5 open." in out
    # What is coded is checked all the same.
    lines = second.read_text(encoding="utf-8-sig").replace("AID;LEARN", "NOPE", 1)
    second.write_text(lines, encoding="utf-8")
    assert main(["coding", "compare", str(folder), "a", "b"]) == 1
    assert "coder_b.csv, row 2: frames 'NOPE' is not in the codebook" in capsys.readouterr().err


def test_only_titles_in_common_are_no_agreement(folder):
    first, second = write_sheets(folder, ["lao-ho-tro"])
    in_part(first, 1)
    in_part(second, 2)
    found = framing.compare_sheets(folder, first, second)
    assert (found.by_frame["n"] == 0).all() and found.by_frame["alpha"].isna().all()


def test_a_sheet_is_compared_with_the_coders_of_the_shipped_corpus(tmp_path, capsys):
    """By her name, in a folder where the two coders' sheets are joined already."""
    copy = shutil.copytree(SHIPPED, tmp_path / "corpus")
    _, path = write_sheets(copy, ["us-hanoi-mou"])
    path = path.rename(path.with_name("coder_hà.csv"))
    codings = copy / "annotations" / "frames.csv"
    b = framing.load_coding(codings, coder="b").astype(str).set_index(["article", "sentence"])
    fill(path, lambda row: dict(b.loc[(row["article"], row["sentence"]), list(framing.CODED)]))
    same = framing.compare_sheets(copy, "hà", "frames.csv:b")
    assert same.differences.empty
    assert same.by_frame.set_index("code").loc["pooled", "alpha"] == 1
    assert main(["coding", "compare", str(copy), "hà", "frames.csv:a"]) == 0
    assert "coder_hà.csv: 30 of 30 sentences coded." in capsys.readouterr().out


def test_two_coders_are_compared_before_they_are_settled(folder):
    first, second = write_sheets(folder, ["lao-ho-tro"])
    fill(first, alike)
    fill(second, other)
    join_sheets(folder)
    found = framing.compare_sheets(folder, "frames.csv:a", "frames.csv:b")
    assert len(found.differences) == 8


def test_sheets_without_a_common_article_or_file_are_named(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro"])
    fill(first, alike)
    assert main(["coding", "compare", str(folder), str(first), str(second)]) == 1
    assert "coder_b.csv: 8 rows not coded yet" in capsys.readouterr().err
    assert main(["coding", "compare", str(folder), str(first), "nowhere.csv"]) == 1
    assert "nowhere.csv: no such file" in capsys.readouterr().err
    other_one = folder / "other.csv"
    second.unlink()
    first.rename(other_one)
    again, _ = write_sheets(folder, ["lao-tele-y-te"])
    fill(again, alike)
    assert main(["coding", "compare", str(folder), str(other_one), str(again)]) == 1
    assert "no article in common" in capsys.readouterr().err


def test_measures_are_explained_and_few_sentences_are_warned_of(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro"])
    fill(first, alike)
    fill(second, other)
    assert main(["coding", "compare", str(folder), "a", "b"]) == 0
    said = capsys.readouterr().out
    assert "agreement beyond chance" in said and "f1: " in said
    assert "Few: 7 sentences beside titles." in said
    assert main(["coding", "compare", str(SHIPPED), "frames.csv:a", "frames.csv:b"]) == 0
    assert "Few: " not in capsys.readouterr().out
