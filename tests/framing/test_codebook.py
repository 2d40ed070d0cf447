"""The codebook is whole, rests on the corpus, and every fault of another is named."""

import contextlib
import copy
import functools
import operator
import re
import tomllib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import framing
from helpers.corpus import CorpusError
from helpers.framing import codebook_checks
from tests import framing_data


def corpus_sentences():
    return pd.read_csv(framing_data.CODING, keep_default_na=False)


def test_the_corpus_codebook_is_whole():
    book = framing.load_codebook(framing_data.CODEBOOK, corpus_sentences())
    assert len(book.codes) == 11
    assert set(book.frames["kind"]) == {"relationship", "purpose"}
    assert set(book.indicators["frame"]) >= set(book.codes)
    assert set(book.indicators["provenance"]) == {"a priori", "corpus"}
    assert (book.blocking["reason"] != "").all()
    assert len(book.cited.drop_duplicates(["article", "sentence"])) == 22
    assert set(framing_data.settled()["agency"]) <= set(book.agency["code"])
    assert set(framing_data.settled()["partner"]) <= set(book.partners["code"])
    assert set(framing_data.settled()["attribution"]) - {""} <= set(book.attributions["code"])


def test_an_example_carries_its_frame():
    coding = framing_data.settled().set_index(["article", "sentence"])["frames"]
    for frame in framing_data.codebook().frames.itertuples():
        assert frame.Index in coding[frame.article, frame.sentence].split(";")


def test_provenance_corpus_means_that_the_corpus_has_it():
    texts = corpus_sentences()
    book = framing_data.codebook()
    hits = framing.find_indicators(texts, book.without(blocking=book.blocking.index), nested=True)
    seen = book.indicators.index.isin(hits["indicator"])
    frames = book.indicators["frame"].isin(book.codes)
    assert seen[frames & (book.indicators["provenance"] == "corpus")].all()
    assert not seen[frames & (book.indicators["provenance"] == "a priori")].any()


def changed(tmp_path, *changes):
    text = framing_data.CODEBOOK.read_text(encoding="utf-8")
    for pattern, new in changes:
        text, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(path, sentences=None):
    with pytest.raises(CorpusError) as caught:
        framing.load_codebook(path, sentences)
    return caught.value.problems


def test_every_fault_is_listed(tmp_path):
    path = changed(
        tmp_path,
        (r'^definition_vi = "Bên nước ngoài.*\n', ""),
        (r'^kind = "purpose"', 'kind = "aim"'),
        (r'provenance = "corpus" },', 'provenance = "hearsay" },'),
        (r"^blocking = \[\]\n", ""),
        (r'^frames = \["ECON"\]', 'frames = ["MONEY"]'),
        (r'code = "V<F"\nname = .*', 'code = "V<F"'),
    )
    found = "\n".join(problems(path))
    for part in (
        "frames 1 (AID): no definition_vi",
        "frames 5 (STANDARD): kind 'aim'",
        "provenance 'hearsay'",
        "frames 9 (HUB): no blocking",
        "frame 'MONEY' is not among the frames",
        "agency 4 (V<F): no name",
    ):
        assert part in found
    assert found.count("codebook.toml: ") == 6


def test_examples_must_stand_in_the_corpus(tmp_path):
    path = changed(
        tmp_path,
        (r'sentence = 1, text = "Anh tài trợ', 'sentence = 1, text = "Anh không tài trợ'),
        (r'\["us-hanoi-mou", 10\]', '["us-hanoi-mou", 99]'),
    )
    found = problems(path, corpus_sentences())
    assert len(found) == 2
    assert "us-hanoi-mou 99 (excludes), which is not in the corpus" in found[0]
    assert "frame AID: the example is not what stands at uk-hcmc-hub 1" in found[1]


def test_citations_are_checked_beside_other_faults(tmp_path):
    path = changed(
        tmp_path,
        (r'^kind = "purpose"', 'kind = "aim"'),
        (r'sentence = 1, text = "Anh tài trợ', 'sentence = 1, text = "Anh không tài trợ'),
        (r'\["us-hanoi-mou", 10\]', '["us-hanoi-mou", 99]'),
    )
    found = "\n".join(problems(path, corpus_sentences()))
    assert "kind 'aim'" in found
    assert "us-hanoi-mou 99 (excludes), which is not in the corpus" in found
    assert "frame AID: the example is not what stands at uk-hcmc-hub 1" in found


def test_when_a_phrase_was_added_is_one_of_two(tmp_path):
    path = changed(tmp_path, (r'added = "after evaluation", r', 'added = "sometime", r'))
    assert "added 'sometime'; expected 'after evaluation' or none" in problems(path)[0]


def test_a_mapping_may_name_the_evaluation():
    mapping = framing_data.codebook().mapping.set_index("category")
    assert mapping.loc["Moral evaluation", "frames"] == ["evaluation"]
    assert mapping.loc["Causal interpretation", "frames"] == []
    assert "nearly absent" in mapping.loc["Causal interpretation", "note"]
    assert mapping.loc["Remedy", "note"] == ""


def test_a_frame_twice(tmp_path):
    path = changed(tmp_path, (r'^code = "HUB"', 'code = "ECON"'))
    assert "frame ECON: stands 2 times; expected once" in "\n".join(problems(path))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"frames = [", "not readable as TOML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"", "no [[frames]]"),
        (b'frames = ["x"]', "no [[frames]]"),
        (b"[[frames]]\nindicators = 3\nexcludes = [1]\nexample = 4", "no indicators"),
    ],
)
def test_files_that_are_no_codebook(tmp_path, content, expected):
    path = tmp_path / "codebook.toml"
    path.write_bytes(content)
    assert expected in "\n".join(problems(path))


def test_no_such_file(tmp_path):
    assert "no such file" in problems(tmp_path / "none.toml")[0]


def places(data, path=()):
    """Give the path of everything in a codebook."""
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(data[key], (*path, key))


BOOK = tomllib.loads(framing_data.CODEBOOK.read_text(encoding="utf-8"))
OTHER_KINDS = (3, "", [], {}, "x", ["x"], True)


@given(st.lists(st.tuples(st.sampled_from(list(places(BOOK))), st.sampled_from(OTHER_KINDS))))
def test_whatever_stands_in_the_wrong_place_is_a_line(changes):
    data = copy.deepcopy(BOOK)
    for (*path, last), value in changes:
        with contextlib.suppress(KeyError, IndexError, TypeError):
            functools.reduce(operator.getitem, path, data)[last] = value
    lines = codebook_checks.check(data)
    assert all(line.strip() and "\n" not in line for line in lines)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("name", "a text"),
        ("kind", "relationship or purpose"),
        ("includes", "a list"),
        ("blocking", "a list"),
        ("example", "article, sentence and text"),
    ],
)
def test_a_field_that_is_missing_is_named(field, expected):
    data = copy.deepcopy(BOOK)
    del data["frames"][0][field]
    assert codebook_checks.check(data) == [f"frames 1 (AID): no {field}; expected {expected}"]


def test_what_a_newcomer_meets_in_a_codebook_is_said_in_her_words(tmp_path):
    book = framing_data.CODEBOOK.read_text(encoding="utf-8")
    path = tmp_path / "codebook.toml"
    first = book.index("includes = [")
    end = book.index("]", first) + 1
    path.write_text(book[:first] + "includes = []" + book[end:], encoding="utf-8")
    with pytest.raises(CorpusError, match="includes is empty; expected one entry or more"):
        framing.load_codebook(path)
    path.write_text('title = "Ông nói: "Được" rồi"\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="stands between ''' and '''"):
        framing.load_codebook(path)
