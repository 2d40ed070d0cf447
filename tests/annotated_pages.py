"""The pages of the corpus with what annotators and coders wrote down about them."""

import csv
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
ARTICLES = tuple(sorted(path.stem for path in (CORPUS / "articles").glob("*.txt")))
SEGMENTED = "uk-hcmc-hub"
"""The page whose words came joined by underscores: its sentences aren't slices of it."""
PLAIN = tuple(article for article in ARTICLES if article != SEGMENTED)


@cache
def annotation(name):
    """Return the rows of a file of the annotations."""
    with (CORPUS / "annotations" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def annotation_of(article, name):
    return [row for row in annotation(name) if row["article"] == article]


def read_page(article):
    return (CORPUS / "articles" / f"{article}.txt").read_bytes().decode("utf-8")


def coded_texts(article=None):
    """Return the coded sentences of an article, or of all."""
    rows = annotation("frames.csv") if article is None else annotation_of(article, "frames.csv")
    return [row["text"] for row in rows]
