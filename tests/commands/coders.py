"""What coders fill in: whole sheets, parts of them."""

import csv

from helpers.corpus import csv_form


def fill(path, code):
    """Fill in a sheet as a spreadsheet program saves it, every row by `code`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = csv_form(file.readline()).delimiter
        file.seek(0)
        rows = list(csv.DictReader(file, delimiter=delimiter))
    for row in rows:
        row.update(code(row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def alike(row):
    return {"frames": "AID;LEARN", "partner": "OTHER", "agency": "F>V", "prestige": "0"}


def other(row):
    frames = "LEARN;AID" if row["sentence"] == "1" else "AID"
    return {**alike(row), "frames": frames, "agency": "F=V" if row["sentence"] == "2" else "F>V"}


def of(articles, code):
    """Return what codes the rows of some articles, and leaves the others' as they are."""
    return lambda row: code(row) if row["article"] in articles else {}


def in_part(path, coded, started=0):
    """Fill in the first rows of a sheet, and begin some more."""
    seen: list[dict] = []

    def code(row):
        seen.append(row)
        if len(seen) <= coded:
            return alike(row)
        return {"frames": "LEARN"} if len(seen) <= coded + started else {}

    fill(path, code)
