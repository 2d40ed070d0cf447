"""Corpus folders for tests: a small one, a damaged one, and what is said of it."""

import pytest

from helpers.corpus import CorpusError, load_corpus

PAGE = "Hai bệnh viện ký thỏa thuận\nNgày 1/2/2024, hai bệnh viện ký một thỏa thuận hợp tác.\n"


def change_articles(folder, old, new):
    path = folder / "articles.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def problems(folder):
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    return caught.value.problems


def make(folder, text=PAGE, table="id,title,group\na1,Một bài,\n"):
    (folder / "articles").mkdir(parents=True)
    (folder / "articles/a1.txt").write_bytes(text.encode())
    (folder / "articles.csv").write_bytes(table.encode())
    return folder
