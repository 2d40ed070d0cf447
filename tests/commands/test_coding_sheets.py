"""Sheets for coders: made whole, extended, renewed by the text; what a folder lacks."""

import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers import framing
from helpers.commands import main
from helpers.corpus import CorpusError, load_corpus
from helpers.framing import TO_SETTLE, coding_sheet
from helpers.framing.joining import join_sheets
from helpers.framing.sheets import write_sheets
from helpers.reports import EXAMPLE, fields_known, folder_contents
from helpers.reports.folder_contents import FIELDS
from tests.commands.coders import alike, fill, of, other

SHIPPED = Path(__file__).parents[2] / "corpus"


def test_a_sheet_has_every_sentence_and_no_code(folder):
    corpus = load_corpus(folder)
    sheet = coding_sheet(corpus, ["lao-ho-tro"])
    own = corpus.sentences[corpus.sentences["article"] == "lao-ho-tro"]
    assert list(sheet["text"]) == list(own["text"])
    assert list(sheet["sentence"]) == list(range(len(own)))
    assert (sheet[["frames", "partner", "agency", "prestige"]] == "").all(axis=None)
    assert len(coding_sheet(corpus)) == len(corpus.sentences)


def test_an_unknown_article_is_named(folder):
    with pytest.raises(CorpusError, match="nowhere"):
        write_sheets(folder, ["nowhere"])
    assert not (folder / "annotations").exists()


def test_from_sheets_to_a_coding_that_loads_once_it_is_settled(folder, capsys):
    assert main(["coding", "new", str(folder), "lao-ho-tro"]) == 0
    fill(folder / "annotations" / "coder_a.csv", alike)
    fill(folder / "annotations" / "coder_b.csv", other)
    assert main(["coding", "join", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "8 sentences added" in out
    # Frames differ in all sentences but the first of the body; agency in one of those.
    assert "8 cells in 7 of them differ" in out
    corpus, coding = load_corpus(folder), folder / "annotations" / "frames.csv"
    with pytest.raises(CorpusError, match=r"frames is still to be settled \(\?\)"):
        framing.load_framing(corpus)
    table = pd.read_csv(coding, dtype="str", keep_default_na=False)
    for column in ("frames", "agency"):
        table[column] = table[column].where(table[column] != TO_SETTLE, table[f"{column}_a"])
    table.to_csv(coding, index=False)
    data = framing.load_framing(corpus)
    assert set(data.by_hand["frames"]) == {"AID;LEARN"}
    assert set(data.second["frames"]) == {"AID", "LEARN;AID"}


def test_sheets_are_not_overwritten(folder):
    first, _ = write_sheets(folder)
    first.write_text("a coder's work", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"coder_a\.csv: is there already"):
        write_sheets(folder)
    assert first.read_text(encoding="utf-8") == "a coder's work"


def test_a_coding_without_annotated_references_is_whole(folder, capsys):
    (folder / "annotations").mkdir()
    shutil.copy(EXAMPLE / "annotations" / "frames.csv", folder / "annotations" / "frames.csv")
    assert main(["check", str(folder)]) == 0
    assert "references.csv" not in capsys.readouterr().err


def test_sheets_take_further_articles_and_keep_what_is_coded(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"])
    fill(first, of(["lao-ho-tro"], alike))
    fill(second, of(["lao-ho-tro"], alike))
    join_sheets(folder)
    # A joined article may be taken out of the sheets, and a sheet have columns of its own.
    for path in (first, second):
        rows = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        kept = [rows[0], *(row for row in rows if row.startswith("lao-tele"))]
        path.write_text("".join(kept), encoding="utf-8-sig")
    before = first.read_bytes()
    assert main(["coding", "new", str(folder)]) == 0
    assert "coder_a.csv: 5 articles added; what was there stays." in capsys.readouterr().out
    assert first.read_bytes().startswith(before)
    table = pd.read_csv(first, dtype="str", sep=";")
    corpus = load_corpus(folder)
    assert set(table["article"]) == set(corpus.articles.index) - {"lao-ho-tro"}
    assert not table.duplicated(["article", "sentence"]).any()
    after = first.read_bytes()
    assert main(["coding", "new", str(folder)]) == 0
    assert f"python -m helpers coding join {folder}" in capsys.readouterr().out
    assert first.read_bytes() == after


def test_a_sheet_that_one_coder_has_alone_gets_its_counterpart(folder):
    first, second = write_sheets(folder, ["lao-ho-tro"])
    fill(first, alike)
    before = first.read_bytes()
    second.unlink()
    write_sheets(folder, ["lao-ho-tro"])
    assert first.read_bytes() == before
    assert len(pd.read_csv(second)) == 8


def test_a_new_sheet_is_told_its_codes(folder, capsys):
    assert main(["coding", "new", str(folder), "lao-ho-tro"]) == 0
    said = capsys.readouterr().out
    book = framing.load_codebook(SHIPPED / "codebook.toml")
    for column in ("frames", "partner", "agency"):
        line = next(line for line in said.splitlines() if line.startswith(f"  {column}: "))
        assert all(code in line for code in book.coding_codes[column])
    assert "prestige: 1 or 0 (praise of the partner's rank" in said
    assert "explained in corpus/codebook.toml" in said
    assert main(["coding", "start", str(folder)]) == 0
    assert main(["coding", "new", str(folder), "lao-tele-y-te"]) == 0
    assert f"explained in {folder.as_posix()}/codebook.toml" in capsys.readouterr().out


def test_an_article_taken_away_after_coding_is_said_once_with_what_to_do(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"]):
        fill(path, alike)
    join_sheets(folder)
    table = (folder / "articles.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in table if not line.startswith("lao-ho-tro")]
    (folder / "articles.csv").write_text("".join(kept), encoding="utf-8")
    (folder / "articles" / "lao-ho-tro.txt").unlink()
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert said.count("lao-ho-tro") == 1
    assert "frames.csv: lao-ho-tro (8 rows, from row 2) is not in the corpus" in said
    assert "if it was renamed, write its new id there" in said


def test_the_shipped_corpus_lacks_nothing():
    contents = folder_contents(load_corpus(SHIPPED))
    assert set(contents["here"]) == {"there"}
    assert (contents["to_add"] == "").all()


def test_a_bare_folder_is_told_what_to_add(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Một bài.\n\nMột câu.\n", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("id,title,group\na,Một bài,\n", encoding="utf-8")
    corpus = load_corpus(tmp_path)
    contents = folder_contents(corpus).set_index("file")
    missing = contents[contents["here"] == "missing"]
    assert len(missing) == len(contents) - 1
    assert (missing["to_add"] != "").all()
    assert {"translations.csv", "provenance.csv"} < set(missing.index)
    assert "the project's corpus/README.md" in missing.loc["instruments.csv", "to_add"]
    fields = fields_known(corpus).set_index("field")
    assert list(fields.index) == list(FIELDS)
    assert (fields["known"] == 0).all() and (fields["unknown"] == 1).all()


def test_a_sentence_like_a_formula_survives_a_spreadsheet(tmp_path):
    folder = tmp_path / "own"
    (folder / "articles").mkdir(parents=True)
    page = "Tin y tế\n\n- 5 ca mới ở tỉnh A.\n\n=1+1 là hai.\n\nBệnh viện B mở cửa.\n"
    (folder / "articles" / "a.txt").write_text(page, encoding="utf-8")
    (folder / "articles.csv").write_text("id,title,group\na,Tin y tế,\n", encoding="utf-8")
    sheets = list(write_sheets(folder))
    for path in sheets:
        text = path.read_text(encoding="utf-8-sig")
        assert "'=1+1" in text
        assert not [row for row in text.splitlines() if row.split(",")[3][:1] in "=-+@"]
        fill(path, alike)
    join_sheets(folder)
    coding = framing.load_coding(folder / "annotations" / "frames.csv")
    assert list(coding["text"]) == list(load_corpus(folder).sentences["text"])


def test_sheets_of_a_sample(folder, capsys):
    assert main(["coding", "new", str(folder), "--sample", "3"]) == 0
    assert "coder_b.csv: written" in capsys.readouterr().out
    sheet = pd.read_csv(folder / "annotations" / "coder_a.csv", dtype="str")
    drawn = load_corpus(folder).articles.loc[sheet["article"].unique(), "group"]
    assert len(drawn) == 3
    # The invented corpus has three groups: one article of each is drawn.
    assert drawn.nunique() == 3
    with pytest.raises(SystemExit):
        main(["coding", "new", str(folder), "--sample", "0"])
    assert "expected a number of articles from 1, got 0" in capsys.readouterr().err
    with pytest.raises(ValueError, match="from 1, got 0"):
        write_sheets(folder, sample=0)


def test_a_text_put_right_after_the_sheets_were_written_keeps_its_codes(folder, capsys):
    first, second = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"])
    for path in (first, second):
        fill(path, lambda row: {**alike(row), "frames": "LEARN" if row["sentence"] == "3" else ""})
    before = pd.read_csv(first, sep=";", dtype="str", keep_default_na=False)
    own = before[before["article"] == "lao-ho-tro"].set_index("sentence")
    page = folder / "articles" / "lao-ho-tro.txt"
    page.write_text(
        page.read_text(encoding="utf-8").replace(own.loc["2", "text"], ""), encoding="utf-8"
    )
    rows = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    rows.assign(sha256="").to_csv(folder / "articles.csv", index=False)
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert said.count("lao-ho-tro: its text was changed") == 1
    assert f"python -m helpers coding new {folder}" in said
    assert main(["coding", "new", str(folder), "lao-ho-tro"]) == 0
    assert (
        "7 sentences as before, with what stood beside; 0 new, to be coded"
        in capsys.readouterr().out
    )
    after = pd.read_csv(first, sep=";", dtype="str", keep_default_na=False)
    frames = after[after["article"] == "lao-ho-tro"].set_index("text")["frames"]
    assert frames[own.loc["3", "text"]] == "LEARN" and (frames == "LEARN").sum() == 1
    other = before["article"] == "lao-tele-y-te"
    assert after[after["article"] == "lao-tele-y-te"].to_numpy().tolist() == (
        before[other].to_numpy().tolist()
    )
    # The row of the sentence that is gone is kept.
    apart = pd.read_csv(first.with_name("unmatched_coder_a.csv"), dtype="str")
    assert apart["text"].tolist() == [own.loc["2", "text"]]
    assert main(["check", str(folder)]) == 0
    assert "its text was changed" not in capsys.readouterr().out
    assert main(["coding", "join", str(folder)]) == 0


def test_where_an_example_moved_nothing_is_written_and_its_number_is_said(folder, capsys):
    framing.start_codebook(folder)
    cited = framing.load_codebook(folder / "codebook.toml").cited
    example = next(row for row in cited.itertuples() if row.sentence > 1)
    for path in write_sheets(folder):
        fill(path, alike)
    join_sheets(folder)
    page = folder / "articles" / f"{example.article}.txt"
    first = load_corpus(folder).sentences.query(f"article == '{example.article}'")["text"].iloc[1]
    page.write_text(page.read_text(encoding="utf-8").replace(first, ""), encoding="utf-8")
    rows = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    rows.assign(sha256="").to_csv(folder / "articles.csv", index=False)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["coding", "new", str(folder)]) == 1
    said = capsys.readouterr().err
    moved = example.sentence - 1
    assert "nothing was written" in said and "expected" not in said
    assert f"the example stands at {example.article} {moved} now; write sentence = {moved}" in said
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_article_renamed_in_the_table_alone_gets_no_second_rows(folder, capsys):
    first, _ = write_sheets(folder, ["lao-ho-tro"])
    before = first.read_bytes()
    table = (folder / "articles.csv").read_text(encoding="utf-8")
    (folder / "articles.csv").write_text(table.replace("lao-ho-tro", "lao"), encoding="utf-8")
    (folder / "articles/lao-ho-tro.txt").rename(folder / "articles/lao.txt")
    (folder / "originals").mkdir(exist_ok=True)
    (folder / "originals/lao-ho-tro.html").write_text("", encoding="utf-8")
    assert main(["coding", "new", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "lao-ho-tro is not in the corpus; if it was renamed, write its new id into" in said
    assert "coder_a.csv and coder_b.csv" in said and first.read_bytes() == before
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "originals/ has files of no row of articles.csv: lao-ho-tro.html." in said


def test_sheets_with_an_article_twice_are_named_by_check(folder, capsys):
    first, _ = write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"])
    fill(first, alike)
    table = pd.read_csv(first, sep=";", dtype="str", keep_default_na=False)
    table.assign(article="lao-ho-tro").to_csv(first, sep=";", index=False)
    # The other sheet is stale alone.
    page = folder / "articles" / "lao-ho-tro.txt"
    text = str(load_corpus(folder).sentences.query("article == 'lao-ho-tro'")["text"].iloc[2])
    page.write_text(page.read_text(encoding="utf-8").replace(text, ""), encoding="utf-8")
    rows = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    rows.assign(sha256="").to_csv(folder / "articles.csv", index=False)
    assert main(["check", str(folder)]) == 0
    assert "lao-ho-tro: coder_a.csv has a sentence twice" in capsys.readouterr().out


def test_a_coding_without_its_coders_codes_is_not_said_to_differ(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro"]):
        fill(path, alike)
    join_sheets(folder)
    path = folder / "annotations" / "frames.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table = table.drop(columns=[name for name in table if name[-2:] in ("_a", "_b")])
    table.to_csv(path, index=False)
    assert main(["check", str(folder)]) == 0
    assert "other codes" not in capsys.readouterr().out


def test_a_text_changed_after_joining_is_one_line_with_what_to_do(folder, capsys):
    for path in write_sheets(folder, ["lao-ho-tro", "lao-tele-y-te"]):
        fill(path, alike)
    join_sheets(folder)
    page = folder / "articles" / "lao-ho-tro.txt"
    whole = page.read_text(encoding="utf-8")
    text = str(load_corpus(folder).sentences.query("article == 'lao-ho-tro'")["text"].iloc[2])
    page.write_text(whole.replace(text, ""), encoding="utf-8")
    table = folder / "articles.csv"
    digest = hashlib.sha256(whole.encode()).hexdigest()
    table.write_text(table.read_text(encoding="utf-8").replace(digest, ""), encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert said.count("lao-ho-tro") == 1 and "its text was changed" in said
    assert f"coding new {folder}" in said and "no longer matches" not in said
