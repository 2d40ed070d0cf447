"""Archives for tests: a table of articles, made into a corpus or refused."""

import json

import pytest

from helpers.corpus import CorpusError, new_corpus_from_table

PAGE = "Hai bệnh viện ký thỏa thuận\n\nNgày 1/2/2024, hai bệnh viện ký một thỏa thuận hợp tác.\n"


def table_of(folder, content, name="t.jsonl"):
    """Write a table: rows (and lines as they are) of JSONL, or a file's bytes."""
    if not isinstance(content, bytes):
        lines = (row if isinstance(row, str) else json.dumps(row) for row in content)
        content = "".join(f"{line}\n" for line in lines).encode()
    (folder / name).write_bytes(content)
    return folder / name


def made(folder, content, name="t.jsonl", **options):
    return new_corpus_from_table(folder / "own", table_of(folder, content, name), **options)


def refused(folder, content, name="t.jsonl", **options):
    """Return the problems of a table that isn't taken; nothing may be left of the attempt."""
    with pytest.raises(CorpusError) as caught:
        made(folder, content, name, **options)
    assert sorted(path.name for path in folder.iterdir()) == [name]
    return caught.value.problems


def row(article="a", **cells):
    return {"id": article, "text": PAGE, **cells}
