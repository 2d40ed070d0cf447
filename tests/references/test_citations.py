"""Who cites what: on small corpora made for the purpose, and on the corpus that ships."""

import csv

import pandas as pd
import pytest

from helpers.corpus import CorpusError, load_corpus
from helpers.references import citation_tables, citations, signatories, unnumbered
from helpers.references import passages as citing_passages
from helpers.references import passages as passage_comparison
from helpers.showing import reference_charts as charts
from tests.made_corpora import shipped_corpus

ALPHA = (
    "Tỉnh nêu kế hoạch mới",
    "Theo Nghị định số 15/2021/NĐ-CP ngày 3/3/2021 của Chính phủ, các tỉnh phải “xây dựng mạng "
    "lưới trạm y tế xã” trước năm 2025. Người dân đồng tình.",
)
BETA = (
    "Bộ nói về trạm y tế",
    "Nghị định 15 yêu cầu các tỉnh xây dựng mạng lưới trạm y tế xã. Trong đó, mỗi trạm y tế xã có "
    "bác sĩ. Hai bệnh viện ký biên bản ghi nhớ. Bộ đã gửi báo cáo.",
)
GAMMA = ("Bệnh viện mở khoa mới", "Bệnh viện huyện mở khoa mới cho người dân trong vùng.")
REGISTER = (
    "canonical,type,number,issuer,date,title,horizon_to,horizon_vision,cited_as,number_source,"
    "issuer_source,date_source,title_source,horizon_source\n"
    "vn:nd:15:cp:2021,NĐ,15/2021/NĐ-CP,,2021-03-03,,2025,,vn:nd:15:cp:_,alpha:1-2,,alpha:3-4,,"
    "alpha:5-6\n"
)


def make_folder(folder, articles):
    (folder / "articles").mkdir(parents=True)
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "group"])
        writer.writerows([name, title, ""] for name, (title, _) in articles.items())
    for name, (title, body) in articles.items():
        page = folder / "articles" / f"{name}.txt"
        page.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpora") / "made"
    make_folder(folder, {"alpha": ALPHA, "beta": BETA, "gamma": GAMMA})
    (folder / "instruments.csv").write_text(REGISTER, encoding="utf-8")
    return load_corpus(folder)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpora") / "bare"
    return load_corpus(make_folder(folder, {"gamma": GAMMA}))


@pytest.fixture(scope="module")
def shipped():
    return citations.cited_documents(shipped_corpus())


# The register joins ids


def test_the_register_joins_a_poor_id_to_the_full_one(made):
    cited = citations.cited_documents(made)
    policy = cited[cited["policy"]]
    assert set(policy["canonical"]) == {"vn:nd:15:cp:2021", "vn:nd:15:cp:_"}
    assert set(policy["document"]) == {"vn:nd:15:cp:2021"}
    assert set(policy["label"]) == {"Nghị định 15/2021/NĐ-CP"}
    linked = citation_tables.linked_ids(cited)
    assert list(linked["article"]) == ["alpha", "beta"]


def test_without_a_register_the_ids_stay_apart(made):
    empty = citations.read_register(made).head(0)
    cited = citations.cited_documents(made, empty)
    assert cited.loc[cited["policy"], "document"].nunique() == 2
    assert not len(citation_tables.linked_ids(cited))
    assert citing_passages.most_cited(cited) is None


def test_the_register_says_where_each_fact_stands(made):
    facts = citation_tables.register_facts(citations.read_register(made), ["vn:nd:15:cp:2021"])
    assert dict(zip(facts["fact"], facts["source"], strict=True)) == {
        "number": "alpha:1-2",
        "date": "alpha:3-4",
        "horizon": "alpha:5-6",
    }


# Tables


def test_each_reference_is_cut_out_of_its_sentence(shipped):
    lines = citations.reference_lines(shipped)
    found = shipped["text_start"].notna()
    whole = lines["left"] + lines["node"] + lines["right"]
    assert found.all()
    assert list(whole) == list(shipped["text"])
    assert set(lines["node"].str.casefold()) >= {"nghị quyết 31", "nghị quyết số 31", "mou"}


def test_counts_add_up(shipped):
    corpus = shipped_corpus()
    assert citation_tables.count_by_part(shipped, corpus).to_numpy().sum() == len(shipped)
    documents = citation_tables.count_documents(shipped)
    assert documents[list(citations.PLACES)].to_numpy().sum() == len(shipped)
    pairs = citation_tables.count_by_article(shipped)
    assert pairs[list(citations.PLACES)].to_numpy().sum() == len(shipped)
    own = shipped["place"].eq(citations.OWN_TEXT).sum()
    assert citation_tables.own_text_matrix(shipped, corpus).to_numpy().sum() == own


def test_a_label_of_two_ids_is_one_column(shipped):
    corpus = shipped_corpus()
    labels = list(shipped["label"])
    table = citation_tables.own_text_matrix(shipped, corpus, labels + labels)
    assert table.columns.is_unique
    assert table.to_numpy().sum() == shipped["place"].eq(citations.OWN_TEXT).sum()


def test_the_shipped_corpus_by_place(shipped):
    own = shipped[shipped["place"] == citations.OWN_TEXT]
    assert (len(shipped), len(own)) == (26, 8)
    standing = citation_tables.standing(shipped, shipped_corpus())
    assert list(standing.index[standing["documents"] == 0]) == ["hanoi-cooperation", "us-hanoi-mou"]
    assert standing.loc["hanoi-cooperation", "surroundings"] == 1


def test_a_repeated_title_is_told_from_other_surroundings(shipped):
    repeated = citations.repeats_title(shipped, shipped_corpus())
    assert set(shipped.loc[repeated, "article"]) == {"us-hanoi-mou"}
    assert set(shipped.loc[repeated, "part"]) == {"caption", "boilerplate"}


def test_undated_documents_come_last_and_a_day_without_year_is_no_year(shipped):
    dates = citation_tables.date_documents(shipped, citations.read_register(shipped_corpus()))
    assert dates["year"].isna().is_monotonic_increasing
    assert dates.set_index("date").loc["XXXX-05-19", "year"] is pd.NA
    resolution = dates.set_index("document").loc["vn:nq:31:tw:2022"]
    assert (resolution["horizon_to"], resolution["horizon_vision"]) == (2030, 2045)
    assert not dates["document"].str.startswith("vn:mou").any()


def test_a_kind_of_document_without_a_number_is_listed_apart(made):
    cited = citations.cited_documents(made)
    _, vague = unnumbered.count_unnumbered(made, cited)
    assert dict(zip(vague["word"], vague["article"], strict=True)) == {
        "báo cáo": "beta",
        "kế hoạch": "alpha",
    }


# Passages


def test_a_passage_goes_on_as_long_as_it_echoes(made):
    cited = citations.cited_documents(made)
    document = citing_passages.most_cited(cited)
    passages = citing_passages.citing_passages(made, cited, document)
    assert list(passages["article"]) == ["alpha", "beta", "beta"]
    assert list(passages["cites"]) == [True, True, False]
    assert passages["text"].str.contains("biên bản").sum() == 0
    compared = citing_passages.compare_passages(passages)
    assert compared.loc[0, "longest_run"] == "xây dựng mạng lưới trạm y tế xã"
    assert compared.loc[0, "longest"] == 8


def test_the_two_articles_on_resolution_31():
    corpus = shipped_corpus()
    cited = citations.cited_documents(corpus)
    document = citing_passages.most_cited(cited)
    assert document == "vn:nq:31:tw:2022"
    passages = citing_passages.citing_passages(corpus, cited, document)
    assert list(zip(passages["article"], passages["sentence"], strict=True)) == [
        ("uk-hcmc-hub", 14),
        ("hcmc-resolution-31", 2),
        ("hcmc-resolution-31", 3),
    ]
    pair = citing_passages.closest_pair(citing_passages.compare_passages(passages))
    clauses = passage_comparison.clause_table(passages, *pair)
    assert "“hiện đại”" in list(clauses["uk-hcmc-hub"])
    summary = passage_comparison.summarise_clauses(passages, *pair)
    assert summary.loc["hcmc-resolution-31", "quoted"] == 0
    assert summary.loc["uk-hcmc-hub", "quoted"] > summary.loc["uk-hcmc-hub", "quoted_shared"] > 0
    parts = summary[["same_words", "reworded", "only_here"]].sum(axis=1)
    assert list(parts) == list(summary["syllables"])


def test_clause_lines_are_stretches_of_their_sentences():
    corpus = shipped_corpus()
    cited = citations.cited_documents(corpus)
    passages = citing_passages.citing_passages(corpus, cited, citing_passages.most_cited(cited))
    pair = citing_passages.closest_pair(citing_passages.compare_passages(passages))
    texts = corpus.sentences.set_index(["article", "sentence"])["text"]
    lines = passage_comparison.clause_lines(passages, *pair)
    echoes = passage_comparison.echoing_sentences(corpus, *pair)
    echoed = passage_comparison.echo_lines(corpus, *pair, echoes)
    assert len(echoed) == 2 * len(echoes) > 0
    for row in pd.concat([lines, echoed]).itertuples():
        assert row.left + row.node + row.right == texts[row.article, row.sentence]


# Memoranda


def test_parties_are_tied_pair_by_pair(tmp_path):
    folder = make_folder(tmp_path / "corpus", {"beta": BETA})
    (folder / "annotations").mkdir()
    path = folder / "annotations" / "references.csv"
    page = (folder / "articles" / "beta.txt").read_text(encoding="utf-8")
    start = page.index("biên bản")
    path.write_text(
        f"article,start,parties\nbeta,{start},Viện A; Viện B; Viện C\nother,1,X; Y\nbeta,3,\n",
        encoding="utf-8",
    )
    corpus = load_corpus(folder)
    parties = signatories.read_parties(corpus)
    assert set(parties["place"]) == {citations.OWN_TEXT}
    ties = signatories.count_ties(parties)
    assert set(zip(ties["first"], ties["second"], strict=True)) == {
        ("Viện A", "Viện B"),
        ("Viện A", "Viện C"),
        ("Viện B", "Viện C"),
    }
    assert list(signatories.count_institutions(parties)["partners"]) == [2, 2, 2]
    path.write_text("article,start,parties\nbeta,x,Viện A; Viện B\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"references.csv, row 2: start 'x'; expected a whole"):
        signatories.read_parties(corpus)


# Corpora that lack what a table needs


def test_a_corpus_without_references_gives_tables_without_rows(bare):
    register = citations.read_register(bare)
    cited = citations.cited_documents(bare, register)
    assert not len(cited) and not len(citations.reference_lines(cited))
    assert not len(citation_tables.count_documents(cited))
    assert not len(citation_tables.date_documents(cited, register))
    assert list(citation_tables.standing(cited, bare)["documents"]) == [0]
    assert not len(signatories.count_ties(signatories.read_parties(bare)))
    passages = citing_passages.citing_passages(bare, cited, citing_passages.most_cited(cited))
    pair = citing_passages.closest_pair(citing_passages.compare_passages(passages))
    assert not len(passage_comparison.clause_table(passages, *pair))
    assert list(citations.optional_files(bare)["there"]) == [False, False, False]


# Figures


def words_on(figure):
    axes = figure.axes[0]
    ticks = [label.get_text() for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]]
    return " ".join([*ticks, *(text.get_text() for text in axes.texts)])


def test_figures_show_what_the_tables_hold(shipped):
    corpus = shipped_corpus()
    bars = charts.count_bars(citation_tables.count_by_part(shipped, corpus), "t")
    widths = sum(bar.get_width() for group in bars.axes[0].containers for bar in group)
    assert widths == len(shipped)
    pairs = citation_tables.count_by_article(shipped)
    grid = words_on(charts.citation_grid(pairs, list(corpus.articles.index), "t"))
    assert all(article in grid for article in corpus.articles.index)
    dates = citation_tables.date_documents(shipped, citations.read_register(corpus))
    lanes = words_on(charts.timeline(dates, "t"))
    assert "to 2030" in lanes and "vision 2045" in lanes and "year unknown (05-19)" in lanes
    ties = signatories.count_ties(signatories.read_parties(corpus))
    assert f"{ties['own text'][0]} + {ties['surroundings'][0]}" in words_on(charts.links(ties, "t"))


def test_figures_bear_tables_without_rows(bare):
    cited = citations.cited_documents(bare)
    register = citations.read_register(bare)
    charts.count_bars(citation_tables.count_by_part(cited, bare), "t")
    charts.citation_grid(citation_tables.count_by_article(cited), [], "t")
    charts.timeline(citation_tables.date_documents(cited, register), "t")
    charts.links(signatories.count_ties(signatories.read_parties(bare)), "t")
