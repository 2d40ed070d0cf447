"""Two coders' sheets joined: what is whole, what stays out and why, what was settled is kept."""

import csv
import hashlib
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import framing
from helpers.commands import main
from helpers.corpus import CorpusError, load_corpus
from helpers.framing import TO_SETTLE, coding_sheet, join_codings
from helpers.framing.joining import join_sheets
from helpers.framing.sheets import write_sheets
from helpers.reports import EXAMPLE, trust
from tests.commands.coders import alike, fill, of, other

SHIPPED = Path(__file__).parents[2] / "corpus"
codes = st.lists(st.sampled_from(["AID", "LEARN", "DIPLO"]), unique=True).map(";".join)


def test_further_articles_come_after_those_that_are_there(folder):
    (folder / "annotations").mkdir()
    coding = folder / "annotations" / "frames.csv"
    shutil.copy(EXAMPLE / "annotations" / "frames.csv", coding)
    before = coding.read_text(encoding="utf-8")
    for path in write_sheets(folder, ["lao-tele-y-te"]):
        fill(path, alike)
    added = join_sheets(folder).rows
    after = coding.read_text(encoding="utf-8-sig")
    assert after.startswith(before)
    assert set(added["article"]) == {"lao-tele-y-te"}
    settled = framing.load_coding(coding, load_corpus(folder).sentences)
    assert list(settled["article"].unique())[-1] == "lao-tele-y-te"
    # The same codes once more are no error, others are.
    assert join_sheets(folder).rows.empty
    assert coding.read_text(encoding="utf-8-sig") == after
    fill(folder / "annotations" / "coder_b.csv", other)
    with pytest.raises(CorpusError, match=r"other codes than the sheets.*join .* lao-tele-y-te"):
        join_sheets(folder)
    assert coding.read_text(encoding="utf-8-sig") == after


def test_an_unfilled_sheet_is_refused_in_a_line(folder, capsys):
    write_sheets(folder, ["lao-ho-tro"])
    assert main(["coding", "join", str(folder)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 3
    assert "coder_a.csv: 8 rows not coded yet, from row 2" in said
    assert "coder_b.csv: 8 rows not coded yet, from row 2" in said
    assert not (folder / "annotations" / "frames.csv").exists()


def test_a_row_that_is_half_coded_is_named_beside_the_sum(folder, capsys):
    write_sheets(folder, ["lao-ho-tro"])
    empty = dict.fromkeys(("frames", "partner", "agency", "prestige"), "")
    later = {"2": {**empty, "partner": "OTHER"}, "5": empty}
    fill(folder / "annotations" / "coder_a.csv", lambda r: later.get(r["sentence"], alike(r)))
    fill(folder / "annotations" / "coder_b.csv", alike)
    assert main(["coding", "join", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "coder_a.csv: 1 row not coded yet, from row 7" in said
    assert "coder_a.csv, row 4: agency ''" in said


def test_the_fixture_joins_to_its_own_columns():
    sentences = load_corpus(EXAMPLE).sentences
    path = EXAMPLE / "annotations" / "frames.csv"
    a, b, settled = (framing.load_coding(path, sentences, coder=c) for c in ("a", "b", None))
    joined = join_codings(a, b)
    with path.open(encoding="utf-8", newline="") as file:
        assert list(joined) == csv.DictReader(file).fieldnames
    assert list(joined["text"]) == list(settled["text"])
    apart = framing.disagreements(a, b, settled)
    assert joined["frames"].eq(TO_SETTLE).sum() == len(apart)


@pytest.mark.slow
@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=8))
def test_joining_settles_what_both_coded_and_nothing_else(pairs):
    base = pd.DataFrame({"article": "b", "sentence": range(len(pairs)), "part": "body"})
    base = base.assign(text="Một câu.", partner="UK", agency="F>V", prestige=0)
    first, second = (base.assign(frames=list(frames)) for frames in zip(*pairs, strict=True))
    joined = join_codings(first, second.sample(frac=1, random_state=0))
    for (a, b), row in zip(pairs, joined.itertuples(), strict=True):
        assert (row.frames_a, row.frames_b) == (a, b)
        same = set(a.split(";")) == set(b.split(";"))
        assert row.frames == (a if same else TO_SETTLE)
    assert not joined["partner"].eq(TO_SETTLE).any()


def test_a_sentence_that_one_coder_lacks_is_named():
    sheet = coding_sheet(load_corpus(EXAMPLE), ["lao-ho-tro"])
    with pytest.raises(CorpusError, match="lao-ho-tro 3: stands in the first coder's sheet only"):
        join_codings(sheet, sheet.drop(index=3))


def test_what_both_have_wholly_coded_is_joined_and_the_rest_stays(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te", "nhat-ban-dao-tao"])
    fill(first, of(["lao-ho-tro", "lao-tele-y-te"], alike))
    fill(second, of(["lao-ho-tro", "nhat-ban-dao-tao"], other))
    sheets = [first.read_bytes(), second.read_bytes()]
    assert main(["coding", "join", str(folder)]) == 0
    said = capsys.readouterr().out
    left = "2 not wholly coded yet stay in the sheets (nhat-ban-dao-tao, lao-tele-y-te)."
    assert f"1 article joined; {left}" in said
    coding = folder / "annotations" / "frames.csv"
    before = coding.read_text(encoding="utf-8-sig")
    # One article settled, one more coded: what is settled stays.
    settled = before.replace("?", "AID")
    coding.write_text(settled, encoding="utf-8-sig")
    fill(second, of(["lao-tele-y-te"], alike))
    assert main(["coding", "join", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "1 article joined; 1 not wholly coded yet stay in the sheets (" in said
    assert "1 article stands there already, with the same codes." in said
    assert coding.read_text(encoding="utf-8-sig").startswith(settled)
    assert first.read_bytes() == sheets[0]


def test_nothing_whole_in_both_is_refused_with_what_to_do(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"])
    fill(first, of(["lao-ho-tro"], alike))
    fill(second, of(["lao-tele-y-te"], alike))
    assert main(["coding", "join", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "coder_a.csv" in said and "coder_b.csv" in said
    assert "each needs partner, agency and prestige (frames may stay empty)" in said
    assert not (folder / "annotations" / "frames.csv").exists()


def settle(folder, article, sentence, **cells):
    """Write cells of a sentence of the coding as whoever settles does."""
    path = folder / "annotations" / "frames.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    row = (table["article"] == article) & (table["sentence"] == sentence)
    table.loc[row, list(cells)] = list(cells.values())
    table.to_csv(path, index=False)


def test_an_article_whose_text_changed_stays_out_and_the_rest_is_joined(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"]):
        fill(path, alike)
    page = folder / "articles" / "lao-tele-y-te.txt"
    text = str(load_corpus(folder).sentences.query("article == 'lao-tele-y-te'")["text"].iloc[3])
    whole = page.read_text(encoding="utf-8")
    assert whole.count(text) == 1
    page.write_text(whole.replace(text, ""), encoding="utf-8")
    unpinned = [
        line.replace(hashlib.sha256(whole.encode()).hexdigest(), "")
        for line in (folder / "articles.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    ]
    (folder / "articles.csv").write_text("".join(unpinned), encoding="utf-8")
    assert main(["coding", "join", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "1 article joined" in out
    left = [line for line in out.splitlines() if line.startswith("Left out: ")]
    assert len(left) == 1 and left[0].startswith("Left out: lao-tele-y-te: its text was changed")
    assert f"coding new {folder}" in left[0]
    coding = framing.load_coding(folder / "annotations" / "frames.csv")
    assert set(coding["article"]) == {"lao-ho-tro"}
    # The remedy is the one that is named.
    assert main(["coding", "new", str(folder)]) == 0
    assert main(["coding", "join", str(folder)]) == 0
    coding = framing.load_coding(folder / "annotations" / "frames.csv")
    assert set(coding["article"]) == {"lao-ho-tro", "lao-tele-y-te"}


def test_where_no_article_can_be_joined_the_reason_is_the_error(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"]):
        fill(path, of(["lao-ho-tro"], alike))
    sheet = folder / "annotations" / "coder_a.csv"
    text = sheet.read_text(encoding="utf-8-sig")
    sentence = str(load_corpus(folder).sentences.query("article == 'lao-ho-tro'")["text"].iloc[2])
    sheet.write_text(text.replace(sentence, "Câu khác."), encoding="utf-8-sig")
    assert main(["coding", "join", str(folder)]) == 1
    said = capsys.readouterr().err
    assert said.count("lao-ho-tro: its text was changed, coder_a.csv has other sentences") == 1
    assert "rows not coded yet" in said
    assert not (folder / "annotations" / "frames.csv").exists()


def test_one_changed_code_holds_back_its_article_alone(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"]):
        fill(path, of(["lao-ho-tro"], alike))
    join_sheets(folder)
    sheet = folder / "annotations" / "coder_b.csv"
    fill(sheet, of(["lao-ho-tro"], other))
    for path in (folder / "annotations" / "coder_a.csv", sheet):
        fill(path, of(["lao-tele-y-te"], alike))
    assert main(["coding", "join", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "1 article joined" in out and "Left out: lao-ho-tro: is in frames.csv already" in out
    assert f"coding join {folder} lao-ho-tro" in out


def test_changed_codes_are_taken_over_and_what_was_settled_else_is_kept(folder, capsys):
    paths = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"])
    for path in paths:
        fill(path, alike)
    fill(folder / "annotations" / "coder_b.csv", other)
    join_sheets(folder)
    for n in range(8):
        settle(folder, "lao-ho-tro", str(n), frames="AID", agency="F=V", reason=f"reason {n}")
    settle(folder, "lao-ho-tro", "4", speaker="a minister", attribution="direct")
    before = pd.read_csv(folder / "annotations/frames.csv", dtype="str", keep_default_na=False)
    # Both coders say LEARN of one sentence now, and one says V of another.
    for path in paths:
        fill(path, lambda r: {"frames": "LEARN"} if r["sentence"] == "5" else {})
    fill(
        folder / "annotations" / "coder_a.csv",
        lambda r: {"agency": "V>V"} if (r["article"], r["sentence"]) == ("lao-ho-tro", "6") else {},
    )
    assert main(["coding", "join", str(folder), "lao-ho-tro"]) == 0
    assert "lao-ho-tro: coded anew in 2 sentences" in capsys.readouterr().out
    after = pd.read_csv(folder / "annotations/frames.csv", dtype="str", keep_default_na=False)
    same = (before == after).all(axis=1)
    own = after[~same].set_index("sentence")
    assert list(own.index) == ["5", "6"] and set(own["article"]) == {"lao-ho-tro"}
    assert own.loc["5", "frames"] == own.loc["5", "frames_b"] == "LEARN"
    assert own.loc["5", "agency"] == "F=V" and own.loc["5", "speaker"] == ""
    assert own.loc["5", "reason"] == "coded anew; before: reason 5"
    assert own.loc["6", ["agency", "agency_a", "agency_b"]].tolist() == [TO_SETTLE, "V>V", "F>V"]
    assert own.loc["6", "frames"] == "AID"
    # Once more changes nothing.
    at = (folder / "annotations/frames.csv").read_bytes()
    join_sheets(folder, ["lao-ho-tro"])
    assert (folder / "annotations/frames.csv").read_bytes() == at


def test_page_03_says_how_many_sentences_were_coded_anew(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro"]):
        fill(path, alike)
    join_sheets(folder)
    assert "anew" not in trust.trust(load_corpus(folder)).sentence
    for path in (folder / "annotations" / f"coder_{side}.csv" for side in "ab"):
        fill(path, lambda r: {"frames": "LEARN"} if r["sentence"] == "5" else {})
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "lao-ho-tro: is in frames.csv already with other codes" in said
    assert f"python -m helpers coding join {folder} lao-ho-tro" in said
    join_sheets(folder, ["lao-ho-tro"])
    assert main(["check", str(folder)]) == 0
    assert "with other codes" not in capsys.readouterr().out
    said = trust.trust(load_corpus(folder)).sentence
    assert "; the coders coded 1 sentence anew after their codings were joined." in said


def mark_a_copy(folder, article, first):
    """Write into the table that an article is a copy."""
    table = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    table["copy_of"] = [first if own == article else "" for own in table["id"]]
    table.to_csv(folder / "articles.csv", index=False)


def test_a_copy_that_is_in_the_sheets_holds_back_nothing(folder, capsys):
    names = ["lao-ho-tro", "lao-tele-y-te"]
    for path in write_sheets(folder, names):
        fill(path, alike)
    mark_a_copy(folder, "lao-tele-y-te", "lao-ho-tro")
    assert main(["coding", "join", str(folder)]) == 0
    coding = framing.load_coding(folder / "annotations" / "frames.csv")
    assert set(coding["article"]) == {"lao-ho-tro"}
    assert main(["coding", "compare", str(folder), "a", "b"]) == 0
    assert main(["check", str(folder)]) == 0
    assert "Left out as copies" in capsys.readouterr().out


def test_a_copy_takes_no_check_from_the_codebook(folder):
    framing.start_codebook(folder)
    mark_a_copy(folder, "lao-tele-y-te", "lao-ho-tro")
    path = folder / "codebook.toml"
    cited = framing.load_codebook(path).cited
    assert "lao-tele-y-te" not in set(cited["article"])
    whole = path.read_text(encoding="utf-8")
    changed = re.sub(
        r'(\nexample = .*"text": |\nexample = .*text = )"[^"]*"', r'\1"Một câu khác."', whole
    )
    assert changed != whole
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(CorpusError, match="Một câu khác"):
        framing.load_own_codebook(load_corpus(folder))


def test_a_third_coders_sheet_with_a_fault_doesnt_hold_back_the_two(folder):
    for path in write_sheets(folder, ["lao-ho-tro"]):
        fill(path, alike)
    (folder / "annotations" / "coder_me.csv").write_text("no sheet\n", encoding="utf-8")
    assert len(join_sheets(folder).rows)


def test_a_coding_without_the_coders_codes_is_left_as_it_is(folder):
    for path in write_sheets(folder, ["lao-ho-tro"]):
        fill(path, alike)
    join_sheets(folder)
    path = folder / "annotations" / "frames.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table.drop(columns=[name for name in table if name[-2:] in ("_a", "_b")]).to_csv(
        path, index=False
    )
    before = path.read_bytes()
    for articles in ([], ["lao-ho-tro"]):
        with pytest.raises(CorpusError, match=r"frames\.csv, row 1: no column frames_a"):
            join_sheets(folder, articles)
    assert path.read_bytes() == before


def test_rows_that_nobody_coded_anew_stay_to_the_letter(folder):
    for path in write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"]):
        fill(path, alike)
    join_sheets(folder)
    path = folder / "annotations" / "frames.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    # As programs save them: with empty cells at the end, blanks, quotes that aren't needed.
    lines[9] = lines[9].rstrip("\n") + ",,\n"
    lines[10] = lines[10].replace("lao-tele-y-te", '" lao-tele-y-te "', 1)
    path.write_text("".join(lines), encoding="utf-8-sig")
    assert len(framing.load_coding(path)) == 17
    for sheet in (folder / "annotations" / f"coder_{letter}.csv" for letter in "ab"):
        fill(
            sheet,
            lambda row: (
                {"frames": "LEARN"}
                if (row["article"], row["sentence"]) == ("lao-ho-tro", "5")
                else {}
            ),
        )
    assert join_sheets(folder, ["lao-ho-tro"]).anew == {"lao-ho-tro": 1}
    after = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    # What needs no quotes may lose them; no cell is another.
    assert [
        at
        for at, line in enumerate(lines)
        if after[at].replace(chr(34), "") != line.replace(chr(34), "")
    ] == [6]
    assert after[6].count("LEARN") == 3


def test_an_article_to_join_that_no_sheet_has_is_named(folder):
    for path in write_sheets(folder, ["lao-ho-tro"]):
        fill(path, alike)
    with pytest.raises(CorpusError, match="nowhere: is in neither of"):
        join_sheets(folder, ["nowhere"])


def test_blanks_between_codes_and_cells_to_settle(folder):
    write_sheets(folder, ["lao-ho-tro"])
    blank = {"frames": "AID ; LEARN"}
    fill(folder / "annotations" / "coder_a.csv", lambda row: {**alike(row), **blank})
    fill(folder / "annotations" / "coder_b.csv", alike)
    assert not join_sheets(folder).rows["frames"].eq(TO_SETTLE).any()
    assert join_sheets(folder).rows.empty
    fill(folder / "annotations" / "coder_a.csv", other)
    with pytest.raises(CorpusError, match=r"is in frames\.csv already .* join .* lao-ho-tro"):
        join_sheets(folder)


def test_a_coders_note_stands_beside_the_codes_for_whoever_settles(folder):
    write_sheets(folder, ["lao-ho-tro"])
    a, b = (folder / f"annotations/coder_{letter}.csv" for letter in "ab")
    for path, note in ((a, "giúp, hay cùng làm?"), (b, "=SUM")):
        sheet = pd.read_csv(path, dtype="str", keep_default_na=False)
        sheet["note"] = [note if at == 2 else "" for at in range(len(sheet))]
        sheet.loc[3, "note"] = "chỉ a" if path == a else ""
        sheet.to_csv(path, index=False)
        fill(path, alike)
    reasons = join_sheets(folder).rows["reason"].tolist()
    assert reasons[2:5] == ["a: giúp, hay cùng làm?; b: =SUM", "a: chỉ a", ""]
    read = framing.load_coding(folder / "annotations/frames.csv")
    assert read["reason"].tolist() == reasons
