"""Pages and tables as one collects them, and what a folder then holds."""

import csv
import json

TITLE = "Hai bệnh viện ký thỏa thuận hợp tác"


PAGE = f"{TITLE}\n\nNgày 1/2/2024, hai bệnh viện ký một thỏa thuận hợp tác về đào tạo bác sĩ.\n"


def rows_of(folder, delimiter=","):
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def snapshot(folder):
    """Return every file below a folder, with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_jsonl(path, rows):
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ready(tmp_path, rows, name="bài báo.csv"):
    """Write a table of articles."""
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def article(number, **known):
    text = f"Bệnh viện số {number} ký một thỏa thuận hợp tác về đào tạo bác sĩ.\n"
    return {"id": f"a{number}", "title": f"Bài {number}", "text": text, **known}
