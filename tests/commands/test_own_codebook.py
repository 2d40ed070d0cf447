"""A codebook to begin with, for partners of one's own."""

import pytest

from helpers import framing
from helpers.commands import main
from helpers.corpus import load_corpus


def test_a_codebook_to_begin_with_is_sound(folder, capsys):
    (folder / "groups.csv").write_text(
        "group,label\nJapan,x\nFrance,Pháp\nLaos,Lào\nKorea,unused\n", encoding="utf-8"
    )
    assert main(["coding", "start", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "Partners from the groups: JAPAN, FRANCE, LAOS." in out
    corpus = load_corpus(folder)
    book = framing.load_codebook(folder / "codebook.toml", corpus.sentences)
    assert list(book.partners["code"]) == ["JAPAN", "FRANCE", "LAOS", "OTHER", "MULTI", "NONE"]
    assert set(book.cited["article"]) <= set(corpus.articles.index)
    # What was looked for in the articles that ship was looked for in no others.
    bare = book.mapping[book.mapping["frames"].str.len() == 0]
    assert len(bare) and not bare["note"].any()
    assert "Frames for which the word lists found no sentence: " in out
    assert set(book.indicators["provenance"]) == {"a priori"} and book.coders == ""
    assert (folder / "codebook.md").is_file()
    assert main(["check", str(folder)]) == 0
    data = framing.load_framing(corpus)
    assert {"JAPAN", "FRANCE", "LAOS"} <= set(data.coding["partner"])
    assert main(["coding", "start", str(folder)]) == 1
    assert "is there already" in capsys.readouterr().err
    # A frame that stands as a comment is one once its signs are taken away.
    text = (folder / "codebook.toml").read_text(encoding="utf-8")
    assert '# code = "HUB"' in text
    # No rule names it meanwhile, and none speaks of the field of the articles that ship.
    used = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert "HUB" not in used
    for word in ("health or care", "of care", "patients", "pharmaceutical"):
        assert word not in text


def test_an_example_that_is_coded_otherwise_is_named(folder, capsys):
    (folder / "groups.csv").write_text(
        "group,label\nJapan,x\nFrance,Pháp\nLaos,Lào\nKorea,unused\n", encoding="utf-8"
    )
    assert main(["coding", "start", str(folder)]) == 0
    corpus = load_corpus(folder)
    frames = framing.load_codebook(folder / "codebook.toml", corpus.sentences).frames
    first = frames.iloc[0]
    rows = framing.coding_sheet(corpus).assign(partner="NONE", agency="none", prestige=0)
    example = (rows["article"] == first["article"]) & (rows["sentence"] == first["sentence"])
    for given, said in ((first.name, False), ("", True), (frames.index[1], True)):
        rows.loc[example, "frames"] = given
        (folder / "annotations").mkdir(exist_ok=True)
        rows.to_csv(folder / "annotations/frames.csv", index=False)
        capsys.readouterr()
        assert main(["check", str(folder)]) == 0
        where = f"frame {first.name}: its example, {first['article']} {first['sentence']}, is coded"
        assert (where in capsys.readouterr().out) == said


@pytest.mark.parametrize(
    ("group", "label", "partner", "country"),
    [
        ("Nhật", "Nhật", "", "JP"),
        ("phap", "co-operation with France", "", "FR"),
        ("A", "hợp tác với Hàn Quốc", "", "KR"),
        ("B", "nhóm B", "Japan", "JP"),
        ("C", "phương pháp mới", "", None),
        ("D", "Japan and France", "", None),
    ],
)
def test_a_group_s_country_is_told_by_name_label_or_articles(
    tmp_path, group, label, partner, country
):
    text = "Hai bệnh viện\n\nBệnh viện nhận viện trợ để mua thuốc cho người bệnh trong năm nay.\n"
    (tmp_path / "own" / "articles").mkdir(parents=True)
    (tmp_path / "own" / "articles" / "a.txt").write_text(text, encoding="utf-8")
    table = f"id,title,group,partner\na,Hai bệnh viện,{group},{partner}\n"
    (tmp_path / "own" / "articles.csv").write_text(table, encoding="utf-8")
    groups = f"group,label\n{group},{label}\n"
    (tmp_path / "own" / "groups.csv").write_text(groups, encoding="utf-8")
    framing.start_codebook(tmp_path / "own")
    countries = framing.load_codebook(tmp_path / "own" / "codebook.toml").partners["countries"]
    assert any(country in cell for cell in countries) == (country is not None)
