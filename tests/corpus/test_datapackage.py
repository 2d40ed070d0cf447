"""The description of the corpus' tables holds of the tables (Frictionless)."""

import csv
import json

import pytest

from tests.framing_data import CORPUS

DESCRIPTION = CORPUS / "datapackage.json"


def test_every_table_is_described_column_by_column():
    described = {
        resource["path"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in json.loads(DESCRIPTION.read_text(encoding="utf-8"))["resources"]
    }
    found = {}
    for path in sorted(CORPUS.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.relative_to(CORPUS).as_posix()] = next(csv.reader(file))
    assert described == found


@pytest.mark.slow
def test_the_tables_are_as_described():
    from frictionless import Package  # noqa: PLC0415 - slow to import

    report = Package(str(DESCRIPTION)).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:10]
