"""The register of documents: it covers the corpus, its facts stand where it says."""

import csv
import re

import pytest

from helpers import ROOT
from helpers.corpus import CorpusError, csv_text
from helpers.references import citation_tables, load_instruments, reference_table
from helpers.references.citations import cited_documents
from helpers.references.register import FACTS
from helpers.references.titles import read_issuer
from helpers.vietnamese import fold, syllables
from tests.made_corpora import shipped_corpus


def test_register_covers_the_corpus():
    register = load_instruments()
    known = {*register["canonical"], *" ".join(register["cited_as"]).split()}
    cited = set(reference_table(shipped_corpus(), parts=None)["canonical"]) - {"vn:mou:_:_:_"}
    assert cited == known


SOURCE = re.compile(
    r"(?P<note>annotation )?(?P<article>[\w-]+):(?P<start>\d+)-(?P<end>\d+)( \(.+\))?"
)


def _states(fact, row, stated):
    """Tell whether a stretch of an article states a fact of the register."""
    if fact == "date":
        found = re.search(r"(\d+)[/-](\d+)(?:[/-](\d{4}))?$", stated)
        if found is None:
            return False
        day, month, year = found.groups()
        return row["date"] == f"{year or 'XXXX'}-{int(month):02}-{int(day):02}"
    if fact == "horizon":
        years = [int(year) for year in re.findall(r"\b\d{4}\b", stated)]
        return years == [row["horizon_to"], row["horizon_vision"]]
    if fact == "number" and "the number alone" in row["number_source"]:
        return stated == re.match(r"\d+", row["number"]).group()
    if fact == "title" and "own wording" in row["title_source"]:
        said = set(syllables(stated.replace("TPHCM", "Thành phố Hồ Chí Minh").lower()))
        return said - {"và"} == set(syllables(row["title"].lower()))
    return stated == row[fact]


def _annotated(fact, row, annotation):
    """Tell whether an annotation holds a fact of the register."""
    if fact == "number":
        return row["number"] in (annotation["document"], annotation["number"])
    if fact == "issuer":
        _, code = read_issuer(fold(row["issuer"]), 0) or (0, None)
        return row["issuer"] == annotation["issuer_name"] or code == annotation["issuer_code"]
    return row[fact] == annotation[fact]


def register_faults(register, corpus):
    """List the facts whose article or annotation says something else."""
    path = corpus.folder / "annotations" / "references.csv"
    with path.open(encoding="utf-8", newline="") as file:
        notes = {(row["article"], row["start"], row["end"]): row for row in csv.DictReader(file)}
    faults = []
    for row in register.to_dict("records"):
        for fact in FACTS:
            for source in filter(None, row[f"{fact}_source"].split("; ")):
                place = SOURCE.fullmatch(source)
                if place is None:
                    assert source.startswith("https://")
                    continue
                article, start, end = place["article"], int(place["start"]), int(place["end"])
                page = corpus.page(article) if article in corpus.articles.index else ""
                if not 0 <= start < end <= len(page):
                    holds = False
                elif place["note"]:
                    note = notes.get(place.group("article", "start", "end"))
                    holds = note is not None and _annotated(fact, row, note)
                else:
                    holds = _states(fact, row, page[start:end])
                if not holds:
                    faults.append((row["canonical"], fact))
    return faults


def test_register_sources_hold():
    assert register_faults(load_instruments(), shipped_corpus()) == []


RESOLUTION, PHARMACY = "vn:nq:31:tw:2022", "vn:luat:duoc:qh:2016"


@pytest.mark.parametrize(
    ("document", "column", "value", "fact"),
    [
        (RESOLUTION, "number", "13-NQ/TW", "number"),
        (RESOLUTION, "issuer", "Bộ Y tế", "issuer"),
        (RESOLUTION, "date", "2022-12-31", "date"),
        (RESOLUTION, "title", "phương hướng", "title"),
        (RESOLUTION, "horizon_to", 2035, "horizon"),
        (RESOLUTION, "horizon_vision", 2050, "horizon"),
        (RESOLUTION, "issuer_source", "hcmc-resolution-31:9000000-9000009", "issuer"),
        (RESOLUTION, "issuer_source", "hcmc-resolution-31:383-372", "issuer"),
        (RESOLUTION, "issuer_source", "no-such-article:372-383", "issuer"),
        (PHARMACY, "number", "34/2005/QH11", "number"),
        (PHARMACY, "issuer", "Chính phủ", "issuer"),
        (PHARMACY, "number_source", "annotation uk-ministry-tbi:1186-1203", "number"),
        (PHARMACY, "number_source", "uk-ministry-tbi:1185-1203", "number"),
        ("vn:cd:67:ttg:_", "date", "XXXX-05-20", "date"),
    ],
)
def test_a_falsified_fact_is_noticed(document, column, value, fact):
    register = load_instruments()
    register.loc[register["canonical"] == document, column] = value
    assert register_faults(register, shipped_corpus()) == [(document, fact)]


def test_register_reports_every_problem(tmp_path):
    shipped = load_instruments()
    path = tmp_path / "instruments.csv"
    row = dict.fromkeys(shipped.columns, "")
    rows = [
        {**row, "canonical": "nq-31", "type": "NQ"},
        {**row, "canonical": "vn:nq:1:tw:_", "type": "XX", "date": "30/12/2022"},
        {**row, "canonical": "vn:nq:1:tw:_", "type": "NĐ", "number": "1"},
        {**row, "canonical": "vn:nq:2:tw:_", "type": "NQ", "title_source": "somewhere"},
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(CorpusError) as error:
        load_instruments(path)
    text = str(error.value)
    for expected in ("row 2", "'XX'", "30/12/2022", "row 3 too", "vn:nd", "no source", "somewhere"):
        assert expected in text
    with pytest.raises(CorpusError, match="no such file"):
        load_instruments(tmp_path / "absent.csv")


def test_no_cell_of_a_table_begins_with_a_sign(tmp_path):
    corpus, register = shipped_corpus(), load_instruments()
    cited = cited_documents(corpus)
    tables = [
        reference_table(corpus, parts=None),
        register,
        citation_tables.date_documents(cited, register),
        citation_tables.linked_ids(cited),
        citation_tables.register_facts(register, cited["document"]),
    ]
    for table in tables:
        assert csv_text(table) == table.to_csv(index=False, lineterminator="\n")
    written = (ROOT / "corpus/instruments.csv").read_text(encoding="utf-8")
    for form in ("--05-19", "'--05-19", "XXXX-05-19"):
        path = tmp_path / "instruments.csv"
        path.write_text(written.replace("--05-19", form), encoding="utf-8")
        assert load_instruments(path).equals(register)
