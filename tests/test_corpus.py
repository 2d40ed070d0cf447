"""A corpus folder: what is read from a good one, what is said of a bad one."""

import csv
import hashlib
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import CorpusError, load_corpus
from helpers.corpus_files import ARTICLE_COLUMNS, read_folder
from helpers.csv_files import unguard_formula

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus"
IDS = ["uk-hcmc-hub", "uk-ministry-tbi", "hcmc-resolution-31", "hanoi-cooperation", "us-hanoi-mou"]
PAGE = "Hai bệnh viện ký thỏa thuận\nNgày 1/2/2024, hai bệnh viện ký một thỏa thuận hợp tác.\n"


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SHIPPED)


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the shipped corpus, to be damaged."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "my corpus"))


def change_articles(folder, old, new):
    path = folder / "articles.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def problems(folder):
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    return caught.value.problems


# The shipped corpus


def test_articles_are_the_five_in_order(corpus):
    assert list(corpus.articles.index) == IDS
    assert [corpus.articles.index.name, *corpus.articles.columns] == ARTICLE_COLUMNS
    assert set(corpus.articles["group"]) == {"UK", "US", "Hanoi", "HCMC"}


def test_tables_have_the_columns_of_the_design(corpus):
    assert list(corpus.parts)[:5] == ["article", "start", "end", "part", "text"]
    assert list(corpus.sentences) == ["article", "sentence", "part", "paragraph", "text"]
    assert list(corpus.tokens) == ["article", "sentence", "position", "token", "start", "end"]
    for column in ("article", "token"):
        assert isinstance(corpus.tokens[column].dtype, pd.CategoricalDtype)


def test_sentences_equal_the_coded_sentences(corpus):
    coded = pd.read_csv(SHIPPED / "annotations/frames.csv", keep_default_na=False)
    columns = ["article", "sentence", "part", "text"]
    order = {article: rank for rank, article in enumerate(IDS)}
    coded = coded.sort_values(["article", "sentence"], key=lambda c: c.replace(order))
    ours = corpus.sentences[columns].astype({"article": str, "part": str, "sentence": int})
    assert ours.to_dict("records") == coded[columns].to_dict("records")


def test_parts_equal_the_annotation(corpus):
    annotated = pd.read_csv(SHIPPED / "annotations/parts.csv")
    ours = corpus.parts[["article", "start", "end", "part"]].astype({"article": str, "part": str})
    for article in IDS:
        left = ours[ours["article"] == article].to_dict("records")
        columns = ["article", "start", "end", "part"]
        right = annotated.loc[annotated["article"] == article, columns].to_dict("records")
        assert left == right, article


def test_tokens_are_slices_that_make_up_the_sentence(corpus):
    texts = corpus.sentences.set_index(["article", "sentence"])["text"]
    for key, words in corpus.tokens.groupby(["article", "sentence"], observed=True):
        text = texts[key]
        assert [text[s:e] for s, e in zip(words["start"], words["end"], strict=True)] == list(
            words["token"].astype(str)
        )
        assert "".join("".join(words["token"].astype(str)).split()) == "".join(text.split())
        assert list(words["position"]) == list(range(len(words)))


def test_pages_are_kept_byte_for_byte(corpus):
    for article in corpus.articles.itertuples():
        content = (SHIPPED / "articles" / f"{article.Index}.txt").read_bytes()
        assert hashlib.sha256(content).hexdigest() == article.sha256
        assert corpus.page(article.Index).encode() == content


def test_select_keeps_all_tables_together(corpus):
    small = corpus.select(group="UK")
    assert list(small.articles.index) == ["uk-hcmc-hub", "uk-ministry-tbi"]
    for table in (small.parts, small.sentences, small.tokens):
        assert set(table["article"]) == set(small.articles.index)
        assert list(table["article"].cat.categories) == list(small.articles.index)
    both = corpus.select(group=["UK", "US"], locality="Hanoi")
    assert list(both.articles.index) == ["us-hanoi-mou"]
    assert list(corpus.select(id="us-hanoi-mou").articles.index) == ["us-hanoi-mou"]


def test_select_says_what_there_is(corpus):
    with pytest.raises(CorpusError, match=r"no article has group \['Mars'\].*HCMC"):
        corpus.select(group="Mars")
    with pytest.raises(CorpusError, match="no column 'planet'"):
        corpus.select(planet="Mars")


def test_part_sizes_add_up_to_the_pages(corpus):
    sizes = corpus.part_sizes()
    assert list(sizes.index) == IDS
    assert list(sizes) == ["title", "lead", "body", "caption", "byline", "boilerplate"]
    for article, size in sizes.sum(axis=1).items():
        page = corpus.page(article)
        assert len("".join(page.split())) <= size <= len(page)


def test_repr_says_how_much_there_is(corpus):
    assert repr(corpus).startswith(
        "Corpus in corpus: 5 articles; 82 sentences, titles among them; "
    )


def test_gloss_stands_beside_the_term(corpus):
    table = pd.DataFrame({"term": ["Y tế", "không có"], "count": [2, 1]})
    table.attrs["parts"] = "lead and body"
    glossed = corpus.gloss(table)
    assert list(glossed) == ["term", "English", "count"]
    assert glossed["English"][0] and not glossed["English"][1]
    assert glossed.attrs == table.attrs


def test_environment_names_the_folder(folder, monkeypatch):
    monkeypatch.setenv("KHUNGTIN_CORPUS", str(folder))
    assert load_corpus().folder == folder


def test_loading_twice_gives_the_same(corpus):
    again = load_corpus(SHIPPED)
    for name in ("articles", "parts", "sentences", "tokens"):
        pd.testing.assert_frame_equal(getattr(corpus, name), getattr(again, name))


# A small folder of one's own


def make(folder, text=PAGE, table="id,title,group\na1,Một bài,\n"):
    (folder / "articles").mkdir(parents=True)
    (folder / "articles/a1.txt").write_bytes(text.encode())
    (folder / "articles.csv").write_bytes(table.encode())
    return folder


def test_two_files_are_a_corpus(tmp_path):
    corpus = load_corpus(make(tmp_path / "own"))
    assert list(corpus.sentences["part"]) == ["title", "body"]
    assert corpus.articles.loc["a1", "published"] == ""
    assert corpus.glossary.empty
    table = corpus.gloss(pd.DataFrame({"term": ["y tế", "xyz"]}))
    assert list(table["English"]) == ["health; health care", ""]


@pytest.mark.parametrize(
    "table",
    [
        "\ufeffid;title;group\r\na1;Một bài, có dấu phẩy;UK\r\n",
        "id\ttitle\tgroup\na1\tMột bài\tUK\n",
        'id,title,group\n\na1,"Một bài, hai dòng",UK\n,,\n',
    ],
    ids=["excel", "tabs", "blank rows"],
)
def test_tables_saved_by_a_spreadsheet(tmp_path, table):
    corpus = load_corpus(make(tmp_path / "own", table=table))
    assert corpus.articles.loc["a1", "group"] == "UK"
    assert corpus.articles.loc["a1", "title"].startswith("Một bài")


def test_own_groups_and_columns(tmp_path):
    folder = make(tmp_path / "own", table="id,title,group,tone\na1,Một bài,Huế,calm\n")
    assert problems(folder) == [
        "articles.csv, row 2: group 'Huế'; expected one of UK, US, Hanoi, HCMC"
        " (or list your own in groups.csv)"
    ]
    (folder / "groups.csv").write_text("group,label\nHuế,từ Huế\n", encoding="utf-8")
    corpus = load_corpus(folder)
    assert corpus.groups == {"Huế": "từ Huế"}
    assert corpus.articles.loc["a1", "tone"] == "calm"


def test_a_digest_in_capitals_is_the_same_digest(tmp_path):
    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    table = f"id,title,group,sha256\na1,Một bài,,{digest.upper()}\n"
    assert load_corpus(make(tmp_path / "own", table=table)).articles.loc["a1", "sha256"] == digest


def test_a_group_without_a_label_is_its_own_label(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "groups.csv").write_text("group,label\nHuế,\n", encoding="utf-8")
    assert load_corpus(folder).groups == {"Huế": "Huế"}


def test_empty_columns_at_the_end_are_no_columns(tmp_path):
    """A spreadsheet writes them where a cell was once filled in and emptied."""
    corpus = load_corpus(make(tmp_path / "own", table="id,title,group,,\na1,Một bài,UK,,\n"))
    assert "" not in corpus.articles and corpus.articles.loc["a1", "group"] == "UK"


def test_a_page_without_a_sentence_loads(tmp_path):
    corpus = load_corpus(make(tmp_path / "own", text="Đọc thêm:\n"))
    assert corpus.sentences.empty and corpus.tokens.empty
    assert list(corpus.articles.index) == ["a1"]


# Bad input: one error, every problem, file and row and what was expected


@pytest.mark.parametrize("folder", [3, b"corpus", ["corpus"]])
def test_what_is_no_path_is_said(folder):
    with pytest.raises(TypeError, match=r"folder is .*; expected the path of a corpus folder"):
        load_corpus(folder)


def test_a_group_that_stands_twice(tmp_path):
    folder = make(tmp_path / "own")
    table = "group,label\nHuế,từ Huế\nUK,Anh\nHuế,Thừa Thiên\n,không\n"
    (folder / "groups.csv").write_text(table, encoding="utf-8")
    assert problems(folder) == [
        "groups.csv, row 4: group 'Huế' stands in row 2 already; expected one row a group",
        "groups.csv, row 5: no group; expected one as it stands in articles.csv",
    ]


def test_a_quotation_mark_that_is_not_closed_swallows_no_row(tmp_path):
    table = 'id,title,group\na1,"Một bài,\na2,Hai,\n'
    (problem,) = problems(make(tmp_path / "own", table=table))
    assert problem == (
        "articles.csv, row 2 (from line 2): not readable as CSV: "
        "a quotation mark opens a cell and none closes it"
    )


def test_missing_folder(tmp_path):
    assert "no such folder" in problems(tmp_path / "nowhere")[0]


def test_a_file_is_not_a_folder(tmp_path):
    path = tmp_path / "corpus.txt"
    path.touch()
    assert "is a file" in problems(path)[0]


def test_empty_folder(tmp_path):
    assert "is empty" in problems(tmp_path)[0]


def test_no_table(folder):
    (folder / "articles.csv").unlink()
    assert "no articles.csv" in problems(folder)[0]


def test_no_articles(folder):
    shutil.rmtree(folder / "articles")
    assert "no folder articles" in problems(folder)[0]


def test_table_without_rows(folder):
    (folder / "articles.csv").write_text("id,title,group\n", encoding="utf-8")
    assert problems(folder)[0] == "articles.csv: no rows; expected one row an article"


def test_table_without_a_column(folder):
    change_articles(folder, "id,title", "name,title")
    assert problems(folder)[0].startswith("articles.csv, row 1: no column id; found")


def test_row_without_a_file(folder):
    (folder / "articles/uk-ministry-tbi.txt").unlink()
    assert problems(folder) == [
        "articles.csv, row 3: articles/uk-ministry-tbi.txt does not exist;"
        " expected the article's text"
    ]


def test_file_without_a_row(folder):
    (folder / "articles/new.txt").write_text(PAGE, encoding="utf-8")
    assert problems(folder) == [
        "articles/new.txt: no row in articles.csv; expected one with id new"
    ]


def test_repeated_id(folder):
    change_articles(folder, "us-hanoi-mou,", "uk-hcmc-hub,")
    found = problems(folder)
    assert "articles.csv, row 6: id 'uk-hcmc-hub' stands in row 2 already" in found


def test_ids_that_differ_in_case_alone(folder):
    change_articles(folder, "us-hanoi-mou,", "UK-hcmc-hub,")
    expected = (
        "id 'UK-hcmc-hub' stands in row 2 already, as 'uk-hcmc-hub': one file on some systems"
    )
    assert any(expected in problem for problem in problems(folder))


def test_changed_file(folder):
    path = folder / "articles/hanoi-cooperation.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    (problem,) = problems(folder)
    assert problem.startswith("articles.csv, row 5: articles/hanoi-cooperation.txt has changed")


def test_text_that_is_not_utf8(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "articles/a1.txt").write_bytes("Bệnh viện".encode("utf-16"))
    (problem,) = problems(folder)
    assert problem == (
        "articles.csv, row 2: articles/a1.txt is not UTF-8 at byte 0; expected text saved as UTF-8"
    )


def test_empty_text(tmp_path):
    (problem,) = problems(make(tmp_path / "own", text=" \n"))
    assert "is empty" in problem


def test_table_that_is_not_utf8(folder):
    (folder / "articles.csv").write_bytes("id,title,group\na,Tiếng,UK".encode("utf-16"))
    assert "articles.csv: byte 0 is not UTF-8 but UTF-16" in problems(folder)[0]
    (folder / "articles.csv").write_bytes("id,title,group\na,Bài báo,UK\n".encode("latin-1"))
    assert problems(folder) == [
        "articles.csv, row 2: byte 18 of the file is not UTF-8; save the file as UTF-8 (CSV UTF-8)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (",UK,", ",Uk,", "row 2: group 'Uk'; expected one of UK, US, Hanoi, HCMC"),
        ("2023-10-25", "25/10/2023", "row 2: event_date '25/10/2023'; expected a date"),
        ("2023-10-25", "2023-13", "row 2: event_date '2023-13'; expected a date"),
        ("2023-10-25", "2023-02-31", "row 2: event_date '2023-02-31'; expected a date"),
        ("2023-10-25", "０２３", "row 2: event_date '０２３'; expected a date"),
        (",000_", ",x,000_", "row 2: 13 cells; the header has 12"),
        ("uk-hcmc-hub,Anh", "uk-hcmc-hub,,Anh", "row 2: 13 cells; the header has 12"),
    ],
)
def test_unknown_values(folder, old, new, expected):
    change_articles(folder, old, new)
    assert any(expected in problem for problem in problems(folder)), problems(folder)


def test_bad_rows_are_left_out_on_request_and_reported(folder):
    change_articles(folder, ",US,", ",Us,")
    (folder / "articles/uk-ministry-tbi.txt").unlink()
    corpus = load_corpus(folder, on_error="skip")
    assert list(corpus.articles.index) == [IDS[0], IDS[2], IDS[3]]
    assert [problem[:20] for problem in corpus.skipped] == [
        "articles.csv, row 3:",
        "articles.csv, row 6:",
    ]


def test_a_folder_with_no_good_row_is_refused_all_the_same(tmp_path):
    folder = make(tmp_path / "own", table="id,title,group\na1,Một bài,Mars\n")
    with pytest.raises(CorpusError, match="no row without a fault"):
        load_corpus(folder, on_error="skip")


def test_all_problems_are_listed_at_once(folder):
    change_articles(folder, ",UK,", ",Uk,")
    change_articles(folder, ",US,", ",Us,")
    (folder / "articles/uk-ministry-tbi.txt").unlink()
    (folder / "articles/new.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(CorpusError, match="4 problems") as caught:
        load_corpus(folder)
    assert len(caught.value.problems) == 4


def test_a_table_that_was_not_read_whole_accuses_no_file(folder):
    change_articles(folder, ",000_", ",x,000_")
    assert problems(folder) == ["articles.csv, row 2: 13 cells; the header has 12"]
    change_articles(folder, "id,title", "name,title")
    (problem,) = problems(folder)
    assert problem.startswith("articles.csv, row 1: no column id; found")


def test_an_id_too_long_for_a_file_name(tmp_path):
    (problem, stray) = problems(
        make(tmp_path / "own", table=f"id,title,group\n{'a' * 300},Một bài,\n")
    )
    assert problem.startswith("articles.csv, row 2: id 'aaa")
    assert stray == "articles/a1.txt: no row in articles.csv; expected one with id a1"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_articles_that_lie_elsewhere(tmp_path):
    folder = make(tmp_path / "own")
    (folder / "articles").rename(tmp_path / "elsewhere")
    (folder / "articles").symlink_to(tmp_path / "elsewhere")
    assert "is a link that leaves the folder" in problems(folder)[0]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "..", "", "a\\b"])
def test_id_that_leaves_the_folder(tmp_path, name):
    folder = make(tmp_path / "own", table=f"id,title,group\n{name},Một bài,\na1,Hai,\n")
    assert any("row 2: id" in problem for problem in problems(folder))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_link_that_leaves_the_folder(tmp_path):
    folder = make(tmp_path / "own")
    outside = tmp_path / "outside.txt"
    outside.write_text(PAGE, encoding="utf-8")
    (folder / "articles/a1.txt").unlink()
    (folder / "articles/a1.txt").symlink_to(outside)
    assert "is a link that leaves articles/" in problems(folder)[0]


@given(st.binary(max_size=200))
def test_any_table_is_read_or_refused_with_its_name(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    (folder / "articles").mkdir()
    (folder / "articles.csv").write_bytes(content)
    with pytest.raises(CorpusError, match=r"articles\.csv"):
        read_folder(folder)


@given(st.text(max_size=60).filter(lambda text: text.strip()))
def test_any_title_survives_the_table(tmp_path_factory, title):
    folder = tmp_path_factory.mktemp("any")
    (folder / "articles").mkdir()
    (folder / "articles/a1.txt").write_text(PAGE, encoding="utf-8")
    try:
        with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["id", "title", "group"], ["a1", title, ""]])
    except (UnicodeEncodeError, csv.Error):
        return
    found = read_folder(folder).articles.loc["a1", "title"]
    # An apostrophe before what a spreadsheet would run as a formula is no part of the title.
    assert found == unguard_formula(title.strip())
