"""Cleaning: the five pages against their annotation, invented pages, any text at all."""

import csv
from pathlib import Path

import pytest

from helpers.cleaning import PARTS, label_parts, normalise

CORPUS = Path(__file__).parents[1] / "corpus"
IDS = [path.stem for path in sorted((CORPUS / "articles").glob("*.txt"))]


def read_annotation(name, article):
    with (CORPUS / "annotations" / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["article"] == article]


def read_page(article):
    return (CORPUS / "articles" / f"{article}.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize("article", IDS)
def test_five_pages_agree_with_the_annotation(article):
    rows = read_annotation("parts.csv", article)
    table = label_parts(read_page(article))
    found = list(zip(table["start"], table["end"], table["part"], strict=True))
    assert found == [(int(row["start"]), int(row["end"]), row["part"]) for row in rows]
    assert set(table["part"]) <= set(PARTS)
    assert (table["reason"] != "").all()


@pytest.mark.parametrize("article", IDS)
def test_coded_sentences_stand_in_the_clean_text_in_order(article):
    table = label_parts(read_page(article))
    clean = "\n".join(table.loc[table["part"].isin(["title", "lead", "body"]), "text"])
    place = 0
    for row in read_annotation("frames.csv", article):
        place = clean.find(row["text"], place)
        assert place >= 0, row["text"]
        place += len(row["text"])


def test_glued_boundaries_of_the_segmented_page_are_cut():
    clean = normalise(read_page("uk-hcmc-hub"))
    assert "_" not in clean
    for end, start in [("ASEAN", "Anh"), ("HCM.", "Sự"), ("Nam Á.", "Ngoài"), ("Trần", "Vương")]:
        assert f"{end}\n{start}" in clean
