"""A corpus folder: what is read from a good one."""

import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers.corpus import CorpusError, load_corpus
from helpers.corpus.folder import ARTICLE_COLUMNS
from tests.corpus_folders import PAGE, make, problems

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus"
IDS = ["uk-hcmc-hub", "uk-ministry-tbi", "hcmc-resolution-31", "hanoi-cooperation", "us-hanoi-mou"]


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SHIPPED)


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the shipped corpus, to be damaged."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "my corpus"))


# The shipped corpus


def test_articles_are_the_five_in_order(corpus):
    assert list(corpus.articles.index) == IDS
    assert [corpus.articles.index.name, *corpus.articles.columns] == ARTICLE_COLUMNS
    assert set(corpus.articles["group"]) == {"UK", "US", "Hanoi", "HCMC"}


def test_tables_have_the_columns_of_the_design(corpus):
    assert list(corpus.parts)[:5] == ["article", "start", "end", "part", "text"]
    columns = ["article", "sentence", "part", "paragraph", "text", "start", "end"]
    assert list(corpus.sentences) == columns
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


def test_a_title_that_is_put_right_is_the_title_of_its_page(tmp_path):
    masthead, title = "Tạp chí Sức khỏe và Cuộc sống ngày nay", "Pháp tặng máy siêu âm cho hai tỉnh"
    body = "Chiều qua, đại sứ quán trao ba máy siêu âm cho những huyện vùng cao của hai tỉnh."
    page = (
        f"{masthead}\nChuyên trang của người Việt\n{title}\n\n{body}\n\n{body} Lễ trao ở Hà Nội.\n"
    )
    for wanted, first in ((title, title), (title.upper(), title), ("Không có dòng này", None)):
        folder = tmp_path / str(len(wanted)) / wanted[:3]
        (folder / "articles").mkdir(parents=True)
        (folder / "articles/a.txt").write_text(page, encoding="utf-8")
        (folder / "articles.csv").write_text(f"id,title,group\na,{wanted},\n", encoding="utf-8")
        corpus = load_corpus(folder)
        sentences = corpus.sentences.set_index("sentence")["text"]
        assert first is None or sentences[0] == first
        assert first is None or not sentences.isin([masthead, "Chuyên trang của người Việt"]).any()
        assert sentences.iloc[-1] == "Lễ trao ở Hà Nội."


def test_tables_on_disk_follow_a_title_that_is_put_right(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.corpus.loading.STORED_ABOVE", 0)
    monkeypatch.setenv("KHUNGTIN_CACHE", str(tmp_path / "cache"))
    (tmp_path / "own/articles").mkdir(parents=True)
    body = "Chiều qua, đại sứ quán trao ba máy siêu âm cho những huyện vùng cao của hai tỉnh."
    page = f"Pháp tặng máy siêu âm\nTin vui cho hai tỉnh vùng cao\n\n{body}\n\n{body}\n"
    (tmp_path / "own/articles/a.txt").write_text(page, encoding="utf-8")
    for title in page.splitlines()[:2]:
        table = f"id,title,group\na,{title},\n"
        (tmp_path / "own/articles.csv").write_text(table, encoding="utf-8")
        sentences = load_corpus(tmp_path / "own").sentences
        assert sentences.loc[sentences["sentence"] == 0, "text"].tolist() == [title]
