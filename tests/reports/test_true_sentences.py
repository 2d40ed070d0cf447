"""Sentences of reports on corpora that are coded in part, tied, or hold a text twice."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers import framing as measures
from helpers.corpus import load_corpus
from helpers.reports import (
    actors,
    around,
    collocations,
    documents,
    framing,
    likeness,
    one_document,
    opening,
    pages,
    policy,
    speaking,
    trust,
    words,
)
from helpers.showing import explorer, grids
from tests.reports.corpora import write

PARTNER, AID, LEARN = "PARTNER", "AID", "LEARN"


def coded(folder, articles):
    """Write a corpus: by id its group and a list of frames and agency a sentence, None uncoded."""
    (folder / "articles").mkdir(parents=True)
    (folder / "annotations").mkdir()
    rows, codes = [], []
    for place, (name, (group, codings)) in enumerate(articles.items()):
        title = f"Tin y tế số {place}"
        size = 4 if codings is None else len(codings)
        texts = [f"Bệnh viện {name} nhận thuốc lần thứ {n} trong năm." for n in range(size)]
        (folder / f"articles/{name}.txt").write_text("\n\n".join([title, *texts]) + "\n")
        rows.append((name, title, f"piece {name}", group))
        if codings is not None:
            codes.append((name, 0, "title", title, "", "MULTI", "none", 0))
            for n, (frames, agency) in enumerate(codings):
                codes.append((name, n + 1, "body", texts[n], frames, "MULTI", agency, 0))
    write(folder / "articles.csv", "id,title,short,group", rows)
    groups = dict.fromkeys(group for group, _ in articles.values())
    write(folder / "groups.csv", "group,label", [(group, group) for group in groups])
    header = "article,sentence,part,text,frames,partner,agency,prestige"
    write(folder / "annotations/frames.csv", header, codes)
    return load_corpus(folder, n_jobs=1)


def paged(folder, texts):
    """Write a corpus of texts by id, and load it."""
    (folder / "articles").mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"articles/{name}.txt").write_text(f"Tin về {name}\n\n{text}\n")
    rows = [(name, f"Tin về {name}", f"piece {name}", "") for name in texts]
    write(folder / "articles.csv", "id,title,short,group", rows)
    return load_corpus(folder, n_jobs=1)


def plain(text):
    """Take the signs of Markdown out."""
    return re.sub(r"[*\\]", "", text)


@pytest.fixture(scope="module")
def partly(tmp_path_factory):
    """Five articles, three of them coded, one of these with four frames equally often."""
    every = [("AID", "F>V"), (PARTNER, "F=V"), ("POLICY", "V>V"), (LEARN, "V<F")]
    return coded(
        tmp_path_factory.mktemp("partly") / "corpus",
        {
            "a": ("A", every),
            "b": ("A", [(AID, "F>V"), (AID, "F>V"), (LEARN, "V<F")]),
            "c": ("B", [(PARTNER, "F=V"), (PARTNER, "F=V")]),
            "d": ("B", None),
            "e": ("C", None),
        },
    )


def test_a_corpus_coded_in_part_says_of_how_many(partly):
    first = opening.in_short(partly, "framing")
    assert "3 of 5 articles are coded" in first.sentence
    assert "3 of 5 articles are coded" in first.about["trust"]
    assert "3 of 5 articles are coded" in framing.profiles(partly).note
    assert framing.profiles(partly).sentence.startswith("The commonest frame of each coded piece")
    assert (
        "Each sentence of the coded articles was given the frames"
        in framing.codebook(partly).sentence
    )
    assert "No coded sentence praises" in speaking.praise(partly).sentence


def test_articles_of_a_group_are_counted_where_they_are_coded(partly):
    assert "here are 0 to 2 that are coded." in trust.how_many(partly).sentence
    assert trust.how_many(partly).facts["have"] == 2


def test_a_corpus_coded_whole_says_nothing_of_it():
    corpus = load_corpus()
    assert "articles are coded" not in opening.in_short(corpus, "framing").sentence
    assert "Each sentence was given the frames" in framing.codebook(corpus).sentence


def test_equal_frames_have_no_winner(partly):
    result = framing.profiles(partly)
    led = "Donor assistance; Co-operation and partnership lead in 2 of 3 coded articles each"
    assert result.title == f"{led}, alone or with others"
    assert "piece a: 4 frames equally (1 of 4 each)" in result.sentence
    assert "piece b: **Donor assistance** (2 of 3); piece c" in result.sentence
    assert result.alt.count("25%") == 4
    said = plain(framing.readings(partly).markup)
    assert "piece a: 4 frames equally (1 of 4 sentences each)." in said
    assert "piece b: the commonest frame is Donor assistance (2 of 3 sentences)." in said


def test_frames_that_all_tie_lead_nowhere(tmp_path):
    tied = coded(tmp_path / "corpus", {"a": ("A", [(AID, "F>V"), (LEARN, "V<F")])})
    title = framing.profiles(tied).title
    assert "Donor assistance" in title and "Learning and capacity building" in title
    assert actors.who_acts(tied).title == "Who acts, article by article"


def test_equal_highest_cells_are_all_outlined():
    shares = pd.DataFrame({("a", 4): [0.5, 0.5, 0.0], ("b", 4): [0.0, 0.25, 0.0]})
    figure = grids.profile_grid(shares.set_axis(["x", "y", "z"]), "Title")
    assert len(figure.axes[0].patches) == 3
    plt.close(figure)


def test_who_acts_is_titled_by_one_who_leads_alone(partly):
    result = actors.who_acts(partly)
    assert result.title == "Who acts: foreign side gives or acts leads in piece b"
    assert "(1 of 4 each)" in result.sentence


def test_who_leads_in_most_pieces_is_no_finding_of_the_first(tmp_path):
    rows = {name: ("A", [(AID, "V>V"), (LEARN, "V>V")]) for name in "ab"}
    rows["c"] = ("B", [(AID, "F>V")])
    title = actors.who_acts(coded(tmp_path / "corpus", rows)).title
    assert title == "Who acts: Viet Nam alone leads in 2 of 3 articles"


def test_pairs_that_are_equally_unlike_are_all_named(tmp_path):
    result = likeness.likeness(
        coded(
            tmp_path / "corpus",
            {
                "a": ("A", [(AID, "none"), (AID, "none")]),
                "b": ("A", [(AID, "none"), (AID, "none")]),
                "c": ("B", [(LEARN, "none"), (LEARN, "none")]),
            },
        )
    )
    assert "Least alike are piece a and piece c; piece b and piece c (" in plain(result.sentence)
    assert result.title == "Most alike: piece a and piece b"


def test_one_pair_is_neither_the_most_nor_the_least_alike(tmp_path):
    mixed = [(AID, "none"), (LEARN, "none")]
    two = {"a": ("A", [(AID, "none"), (AID, "none")]), "b": ("A", mixed)}
    result = likeness.likeness(coded(tmp_path / "corpus", two))
    assert "ost alike" not in result.sentence + result.title
    assert "piece a and piece b" in plain(result.sentence)


COPIED = (
    "Thực hiện Quyết định số 376/QĐ-TTg của Thủ tướng Chính phủ, hai bệnh viện mở khoa ung thư. "
    "Bộ trưởng cho biết bệnh viện sẽ cử bác sĩ đi học ở Paris trong hai năm tới đây. "
    "Các chuyên gia Pháp sang Hà Nội mỗi quý một lần để mổ cùng các bác sĩ của bệnh viện K. "
    "Người bệnh ở các tỉnh xa được khám qua mạng và nhận thuốc tại trạm y tế của xã."
)
OTHER = (
    "Theo Quyết định số 376/QĐ-TTg, sở y tế tỉnh tuyên truyền về tác hại của thuốc lá trong "
    "trường học. Học sinh của hai mươi trường vẽ tranh, viết bài và đi bộ vào sáng chủ nhật."
)


@pytest.fixture(scope="module")
def doubled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doubled") / "corpus"
    return paged(folder, {"one": COPIED, "two": f"{COPIED} Lễ mở khoa có đông người dự."})


def test_a_text_that_stands_twice_is_named(doubled):
    said = plain(pages.overview(doubled).sentence)
    assert "1 text stands twice or nearly: piece two as piece one; it counts twice." in said
    assert "twice" not in pages.overview(load_corpus()).sentence


def test_two_copies_are_no_finding(doubled):
    result = one_document.compared(doubled)
    assert result.absent
    assert "cited by two articles that aren't copies of one another" in result.sentence


def test_copies_give_way_to_two_that_differ(tmp_path):
    texts = {"one": COPIED, "two": f"{COPIED} Lễ mở khoa có đông người dự.", "three": OTHER}
    result = one_document.compared(paged(tmp_path / "corpus", texts))
    assert {result.facts["first"], result.facts["second"]} == {"one", "three"}
    assert result.facts["citing"] == 3


def test_a_plan_beside_a_number_isnt_said_to_have_none(tmp_path):
    text = "Chiến lược quốc gia phòng, chống bệnh không lây nhiễm theo Quyết định số 376/QĐ-TTg."
    result = documents.plans(paged(tmp_path / "corpus", {"one": text}))
    assert not re.search("alone|without", result.sentence + result.title + result.look.caption)
    assert "found by title" in result.sentence


def test_words_for_a_kind_arent_said_to_stand_where_no_document_does(tmp_path):
    text = "Theo Quyết định số 376/QĐ-TTg, tỉnh có kế hoạch mới. Các dự án bắt đầu từ năm nay."
    result = policy.instead(paged(tmp_path / "corpus", {"one": text}))
    assert "where no number or title was found with them" in result.sentence


def test_a_word_for_a_kind_is_a_word_and_no_part_of_a_plan_s_title(tmp_path):
    texts = {
        "one": "Cầu thủ phải giữ kỷ luật. Luật mới có hiệu lực từ năm nay.",
        "two": "Đề án “Phát triển y tế biển, đảo Việt Nam đến năm 2030” được phê duyệt.",
    }
    corpus = paged(tmp_path / "corpus", texts)
    assert len(documents.plans(corpus).data) == 1
    assert policy.instead(corpus).facts["words"] == {"luật": 1}


def test_plans_that_arent_named_are_counted(tmp_path):
    plans = [f"Chiến lược quốc gia phát triển {what} đến năm 2030" for what in "abcdef"]
    text = " ".join(f"{plan} đã được ban hành." for plan in plans)
    said = documents.plans(paged(tmp_path / "corpus", {"one": text})).sentence
    assert "6 plans are found by title" in said and "and 2 others" in said


def test_the_weight_of_a_word_is_that_of_the_shortest_piece(tmp_path):
    long = " ".join(f"Bệnh viện nhận thuốc lần thứ {n} trong năm." for n in range(30))
    corpus = paged(tmp_path / "corpus", {"one": "Bệnh viện nhận thuốc.", "two": long})
    assert "In the shortest piece (3 words) one word more or less moves it by 333." in (
        words.shared(corpus).note
    )


def test_a_row_of_the_codebook_opens_where_it_is_said_to(partly):
    for corpus in (load_corpus(), partly):
        result = framing.codebook(corpus)
        if result.evidence is None:
            assert "opens" not in result.note
            continue
        keys = list({*result.data.columns} & {*result.evidence.columns})
        found = result.data.merge(result.evidence, on=keys)
        assert len(found) == len(result.evidence) > 0
        assert "opens" in result.note
    assert framing.codebook(load_corpus()).evidence is not None


def test_two_words_that_are_equally_common_both_lead(tmp_path):
    texts = {"one": "Bệnh viện nhận thuốc.", "two": "Bệnh viện nhận thuốc."}
    said = plain(words.shared(paged(tmp_path / "corpus", texts)).sentence)
    assert "the commonest are" in said


def test_a_looked_up_word_is_counted_by_the_names_of_the_pieces(partly, monkeypatch):
    shown = []
    monkeypatch.setattr(explorer, "display", lambda data, **_: shown.append(data))
    collocations.look_up(partly, "thuốc")
    html = shown[0]["text/html"]
    assert "piece a" in html and "piece b · sentence 1" in html
    cells = re.findall(r"<t[dh][^>]*>\s*(?:<[^>]+>\s*)*([^<]*)", html)
    assert "a" not in [cell.strip() for cell in cells]


def test_who_acts_most_is_somebody(tmp_path):
    codings = [("AID", "F>V"), ("", "none"), ("", "none")]
    corpus = coded(tmp_path / "own", {"a": ("A", codings), "b": ("B", codings)})
    table = opening.in_short(corpus, "framing").about["overview"]
    assert "foreign side gives or acts (1 of 3)" in table and "nobody acts" not in table


def test_menus_are_named_only_where_there_are_some(tmp_path):
    text = "Bệnh viện huyện nhận thuốc mới từ sáng thứ hai đầu tuần này."
    menu = "\n\n".join(["Trang chủ", "Thời sự", "Thế giới", "Kinh tế", "Giải trí", "Liên hệ"] * 3)
    plain_page = words.choices(paged(tmp_path / "plain", {"a": text}))
    assert "titles, captions and bylines would" in plain_page.sentence
    assert "whole pages" in plain_page.data and "menus" not in plain_page.sentence
    full = paged(tmp_path / "full", {"a": f"{text}\n\n{text}\n\nTin liên quan\n\n{menu}"})
    assert "menus and link lists would" in words.choices(full).sentence


def test_a_memorandum_among_the_references_is_no_contradiction(tmp_path):
    text = "Bệnh viện huyện và trường ký biên bản ghi nhớ về đào tạo bác sĩ trong năm nay."
    said = policy.cited(paged(tmp_path / "memo", {"a": text})).sentence
    assert said.endswith(
        "its own text; the references below are memoranda, or name no one document."
    )
    none = policy.cited(paged(tmp_path / "none", {"a": "Bệnh viện huyện mở cửa từ sáng sớm nay."}))
    assert none.sentence.endswith("in its own text.")


def test_pages_without_surroundings_are_said_to_have_hardly_any(tmp_path):
    text = "Bệnh viện huyện nhận thuốc mới từ sáng thứ hai đầu tuần này."
    assert "0%" not in pages.cleaning(paged(tmp_path / "own", {"a": text, "b": text})).sentence


def test_an_article_that_is_a_title_alone_has_no_part_in_frames(tmp_path):
    texts = {"one": "Hai bên hợp tác về y tế trong nhiều năm.", "two": ""}
    corpus = paged(tmp_path / "corpus", texts)
    for notebook in opening.ANSWERS:
        opening.in_short(corpus, notebook)
    shown = framing.profiles(corpus)
    assert "piece two has no sentence but the title, and no part in this." in shown.note
    assert list(shown.facts["n"]) == ["one"]
    assert "piece two" not in plain(framing.readings(corpus).markup)
    assert likeness.likeness(corpus).sentence.startswith("One article alone")


def test_a_group_with_one_piece_is_named_where_groups_are_compared(tmp_path):
    two = [(AID, "F>V"), (LEARN, "V<F")]
    rows = {"a": ("X", two), "b": ("X", two), "c": ("Y", two), "d": ("Y", two), "e": ("Z", two)}
    said = framing.profiles(coded(tmp_path / "corpus", rows)).sentence
    assert " Not among them, with fewer than two pieces: Z." in said


def test_documents_called_alike_are_told_apart_by_who_signed_them(tmp_path):
    texts = {
        "one": "Nghị quyết 10 của Hội đồng nhân dân thành phố Hải Phòng nêu rõ việc này.",
        "two": "Nghị quyết 10 của Bộ Chính trị cũng nói đến việc này.",
    }
    corpus = paged(tmp_path / "corpus", texts)
    said = plain(policy.cited(corpus).sentence)
    assert "Resolution 10 (year not stated, HĐND) (1 piece)" in said
    assert "Of these, Resolution 10 (year not stated, TW) is of the Party" in said
    assert one_document.compared(corpus).absent


def test_resolutions_of_meetings_are_called_by_them(tmp_path):
    text = (
        "Theo Nghị quyết Đại hội lần thứ XIII của Đảng, tỉnh đổi mới. Nghị quyết Đại hội đại biểu "
        "Đảng bộ tỉnh Quảng Ninh lần thứ XV đặt mục tiêu. Nghị quyết Đại hội lần thứ XI Đảng bộ "
        "Quân đội nhấn mạnh. Nghị quyết Hội nghị Trung ương 8 khóa XIII được ban hành."
    )
    said = plain(policy.cited(paged(tmp_path / "corpus", {"one": text})).sentence)
    assert "Resolution of the 13th national Party congress (1 piece)" in said
    assert "Resolution of the 15th congress (Quang Ninh) (1 piece)" in said
    assert "Resolution of the 11th congress (Quan Doi) (1 piece)" in said
    assert "the 8th plenum of the Party's Central Committee (XIII term)" in said


@pytest.mark.parametrize(
    ("endings", "said"),
    [
        (("quy định việc này.", "mở ra hướng khác."), " All of them are the document's own name."),
        (
            ("quy định rõ việc mở lớp.", "quy định rõ việc mở lớp."),
            " Of these, 6 stand outside the document's own name.",
        ),
    ],
)
def test_what_two_passages_share_beside_a_documents_name(tmp_path, endings, said):
    heads = ("Như đã biết, Nghị định số 45/2023/NĐ-CP", "Ở đây Nghị định số 45/2023/NĐ-CP")
    texts = {
        str(n): f"{head} {end}" for n, (head, end) in enumerate(zip(heads, endings, strict=True))
    }
    assert one_document.compared(paged(tmp_path / "corpus", texts)).sentence.endswith(said)


def test_other_documents_whose_years_are_stated_are_named(tmp_path):
    texts = {
        "one": "Quyết định số 569/QĐ-TTg ban hành Chiến lược phát triển khoa học giai đoạn "
        "2022 - 2030.",
        "two": "Quyết định số 1658/QĐ-TTg phê duyệt Chiến lược quốc gia về tăng trưởng xanh giai "
        "đoạn 2021 - 2030, tầm nhìn 2050.",
    }
    said = one_document.time(paged(tmp_path / "corpus", texts)).sentence
    assert said.endswith(" Years are stated for Decision 1658 too.")


def test_company_of_one_word_stands_in_the_singular(tmp_path):
    near = "Việc đào tạo và hợp tác. Ngày mai trời mưa to ở nhiều nơi trong vùng."
    texts = {str(n): near for n in range(4)}
    result = collocations.company(paged(tmp_path / "corpus", texts), "hợp tác")
    assert len(result.data) == 1
    assert "stands above all *đào tạo*" in result.sentence


def test_what_is_left_out_is_named_by_what_was_found(tmp_path):
    plain_text = "Hai bên hợp tác đào tạo bác sĩ trong nhiều năm qua ở các bệnh viện lớn."
    texts = {"one": f"Thứ ba, 12/03/2024 08:15\n\n{plain_text}", "two": plain_text}
    said = pages.cleaning(paged(tmp_path / "corpus", texts)).sentence
    assert "are not the article: date stamps." in said
    assert around.left_out(load_corpus()).startswith("link lists and headlines of other pieces, ")


def test_a_range_that_begins_at_the_fewest_tried_says_so(tmp_path, monkeypatch):
    span = pd.DataFrame(
        {"needed": [10, 20], "difference": [0.2] * 2, "source": ["literature", "observed"]}
    )
    monkeypatch.setattr(measures, "planning_range", lambda *_, **__: span)
    two = [(AID, "none"), (LEARN, "none")]
    corpus = coded(tmp_path / "corpus", {"a": ("A", two), "b": ("B", two), "c": ("B", None)})
    said = trust.how_many(corpus).sentence
    assert "from 10 or fewer up to 20 articles a group" in said
    assert "(20 if articles differ as much as these do)" in said
    assert said.endswith("here is 1 that is coded.")
