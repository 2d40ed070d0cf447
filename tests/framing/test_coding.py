"""A coding is read whole or not at all; every fault is named with its row."""

import csv

import pandas as pd
import pytest

from helpers import framing
from helpers.corpus import CorpusError
from tests import framing_data


def rows():
    with framing_data.CODING.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(tmp_path, table):
    path = tmp_path / "frames.csv"
    pd.DataFrame(table).to_csv(path, index=False)
    return path


def problems(path, *, sentences=None):
    with pytest.raises(CorpusError) as caught:
        framing.load_coding(path, sentences, codebook=framing_data.codebook())
    return caught.value.problems


def test_the_corpus_coding():
    coding = framing.load_coding(
        framing_data.CODING, pd.DataFrame(rows()), codebook=framing_data.codebook()
    )
    assert len(coding) == 82
    assert (coding["sentence"] == 0).sum() == 5
    assert set(coding["coded_by"]) == {"settled codes"}
    assert list(coding["frames"]) == [row["frames"] for row in rows()]
    first = framing_data.coder("a")
    assert list(first["frames"]) == [row["frames_a"] for row in rows()]
    assert list(first["agency"]) == [row["agency_a"] for row in rows()]


def test_all_faults_at_once(tmp_path):
    table = rows()
    table[1]["frames"] = "AID;MONEY"
    table[2]["text"] += " Thêm."
    table[4]["sentence"] = table[3]["sentence"]
    table[5]["agency_b"] = "V>X"
    table[6]["prestige"] = "yes"
    found = problems(written(tmp_path, table), sentences=pd.DataFrame(rows()))
    text = "\n".join(found)
    for part in (
        "frames.csv, row 3: frames 'MONEY' is not in the codebook",
        "row 4: uk-hcmc-hub 2 no longer matches its text",
        "row 6: uk-hcmc-hub 3 is coded in row 5 already",
        "row 7: agency_b 'V>X' is not in the codebook",
        "row 8: prestige 'yes' is not in the codebook; expected one of 0, 1",
        "uk-hcmc-hub 4 is not coded, though its article is",
    ):
        assert part in text
    # The doubled row's text also stands at another place than it says.
    assert len(found) == 7


def test_capitals_of_a_code_do_not_matter_where_only_one_can_be_meant(tmp_path):
    table = rows()
    settled = table[0]["frames"], table[0]["agency"]
    table[0] |= {"frames": settled[0].lower(), "partner": "Uk", "agency": "f>v", "partner_a": "uk"}
    path = written(tmp_path, table)
    read = framing.load_coding(path, codebook=framing_data.codebook())
    assert tuple(read.loc[0, ["frames", "agency", "partner"]]) == (*settled, "UK")
    first = framing.load_coding(path, codebook=framing_data.codebook(), coder="a")
    assert first.loc[0, "partner"] == "UK"
    # Of two that differ in capitals alone, the one that is written is meant.
    two = {**framing_data.codebook().coding_codes, "partner": ["UK", "uk", "US", "OTHER"]}
    table[0]["partner"] = "Uk"
    with pytest.raises(CorpusError, match="row 2: partner 'Uk' is not in the codebook"):
        framing.load_coding(written(tmp_path, table), codebook=two)


def test_white_space_and_composition_do_not_matter(tmp_path):
    table = rows()
    table[1]["text"] = table[1]["text"].replace(" ", "  ", 1)
    framing.load_coding(written(tmp_path, table), pd.DataFrame(rows()))


def test_sentences_that_are_not_in_the_corpus(tmp_path):
    table = rows()
    table[0]["sentence"] = "77"
    found = problems(written(tmp_path, table), sentences=pd.DataFrame(rows()))
    assert "row 2: uk-hcmc-hub 77 is not in the corpus" in "\n".join(found)


def test_a_sentence_that_is_no_number(tmp_path):
    table = rows()
    table[0]["sentence"] = "title"
    assert "sentence 'title'; expected a number" in problems(written(tmp_path, table))[0]


def test_missing_columns_and_files(tmp_path):
    table = [{key: row[key] for key in ("article", "sentence", "text")} for row in rows()]
    assert "no column part, frames" in problems(written(tmp_path, table))[0]
    assert "no such file" in problems(tmp_path / "none.csv")[0]
    empty = written(tmp_path, {key: [] for key in rows()[0]})
    assert "no rows" in problems(empty)[0]


def test_an_unknown_coder():
    with pytest.raises(CorpusError, match="frames_z"):
        framing.load_coding(framing_data.CODING, coder="z")


def test_never_coded_frames_keep_their_column():
    columns = framing.frame_columns(pd.Series(["B;A", ""]), ["A", "B", "C"])
    assert columns.to_dict("list") == {"A": [1, 0], "B": [1, 0], "C": [0, 0]}
    assert list(framing.frame_columns(pd.Series(["B;A", ""]))) == ["A", "B"]
