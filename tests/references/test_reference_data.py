"""The data files of the reference grammar: a row suffices, each has a source, no code twice."""

import sys

import pytest

from helpers import data
from helpers.references import grammar
from tests.references_in_text import ids, surfaces


def test_a_document_type_is_a_row(tmp_path, monkeypatch):
    text = "theo Khuyến nghị số 12/KNG-BYT ngày 1/2/2021"
    assert surfaces(text) == []
    for path in data.DATA_FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "document_types.csv").open("a", encoding="utf-8") as file:
        file.write("KNG,khuyennghi,khuyến nghị,,,KNG,,free,never,full,invented for this test\n")
    caches = [
        data.read_rows,
        *(
            member
            for module in list(sys.modules.values())
            if getattr(module, "__name__", "").startswith("helpers.references")
            for member in vars(module).values()
            if hasattr(member, "cache_clear")
        ),
    ]
    try:
        monkeypatch.setattr(data, "DATA_FOLDER", tmp_path)
        for cache in caches:
            cache.cache_clear()
        assert ids(text) == ["vn:khuyennghi:12:byt:2021"]
    finally:
        monkeypatch.undo()
        for cache in caches:
            cache.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "document_types",
        "plan_types",
        "issuers",
        "statute_abbreviations",
        "statute_titles",
        "anaphors",
        "citation_words",
    ],
)
def test_every_row_has_a_source(name):
    rows = data.read_rows(f"{name}.csv")
    assert rows
    assert all(row["source"].strip() for row in rows)


def test_codes_are_told_apart():
    codes = [code for rows in grammar.load_grammar().codes.values() for code, _ in rows]
    assert len(codes) == len(set(codes))
    assert ids("số 3/DA-UBND và số 3/ĐA-UBND") == ["vn:duan:3:ubnd:_", "vn:dean:3:ubnd:_"]
