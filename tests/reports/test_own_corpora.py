"""Sentences of reports on a corpus of one's own: they hold of it, and name its groups by label."""

import pandas as pd
import pytest

from helpers import framing as measures
from helpers.corpus import load_corpus
from helpers.reports import (
    actors,
    collocations,
    framing,
    full_text,
    likeness,
    one_document,
    own_corpus,
    pages,
    policy,
    speaking,
    trust,
    words,
)
from helpers.reports.counted import read as read_words
from tests.reports.corpora import MATRIX, write
from tests.reports.test_true_sentences import COPIED, OTHER, coded, paged, plain

AID, LEARN, PARTNER = "AID", "LEARN", "PARTNER"
AHEAD = "Bộ Y tế thực hiện Quyết định số 1579/QĐ-TTg năm 2020 đến năm 2030 về chăm sóc sức khỏe."


def labelled(folder, rows):
    """Write a corpus of pieces by group, whose labels differ from the groups' names."""
    corpus = coded(folder, rows)
    groups = [(group, f"Land of {group.upper()}: all of it") for group in corpus.groups]
    write(folder / "groups.csv", "group,label", groups)
    return load_corpus(folder, n_jobs=1)


def test_years_ahead_are_said_of_a_document_that_one_article_cites(tmp_path):
    texts = {"one": COPIED, "two": OTHER, "three": AHEAD}
    said = one_document.time(paged(tmp_path / "corpus", texts)).sentence
    assert "2030" in said and "1579" in said
    assert "No document" not in said


def test_no_years_are_missed_where_none_are_stated(tmp_path):
    said = one_document.time(paged(tmp_path / "corpus", {"one": COPIED})).sentence
    assert said == "No article was found to state the years that a document it cites is for."


def test_no_speakers_says_what_the_columns_take(tmp_path):
    two = [(AID, "F>V"), (LEARN, "V<F")]
    corpus = coded(tmp_path / "corpus", {"a": ("A", two), "b": ("B", two)})
    said = speaking.speakers(corpus).sentence
    assert "the columns speaker (who is heard) and attribution" in said
    assert "direct" in said


def test_no_side_that_acts_is_no_actor(tmp_path):
    idle = [("", "none")] * 4 + [(AID, "F>V")] * 2
    corpus = coded(tmp_path / "corpus", {"a": ("A", idle), "b": ("B", [("", "none")])})
    said = plain(actors.who_acts(corpus).sentence)
    assert "piece a: foreign side gives or acts (2 of 6)" in said
    assert "Description and praise" not in said
    assert "piece b" not in said.split(".")[0]
    assert "more than anybody has in piece a and piece b." in said


def test_many_frames_of_one_sentence_each_are_no_commonest(tmp_path):
    every = [(code, "none") for code in (AID, LEARN, PARTNER, "DIPLO", "POLICY")]
    two = [(AID, "none"), (AID, "none")]
    said = plain(
        framing.profiles(coded(tmp_path / "corpus", {"a": ("A", every), "b": ("B", two)})).sentence
    )
    assert "piece a: 5 frames equally (1 of 5 each)" in said
    assert "piece b: Donor assistance (2 of 2)" in said


def test_groups_are_compared_in_the_sentence_that_opens_the_page(tmp_path):
    give, learn = [(AID, "F>V")] * 2, [(LEARN, "V<F"), ("", "none")]
    rows = {"a": ("x", give), "b": ("x", give), "c": ("y", learn), "d": ("y", learn)}
    said = plain(framing.profiles(labelled(tmp_path / "corpus", rows)).sentence)
    assert "Land of X (2 pieces): Donor assistance 100%" in said
    assert "Land of Y (2 pieces): Learning and capacity building 50%" in said


def test_groups_of_one_piece_are_not_compared():
    assert "By group" not in framing.profiles(load_corpus()).sentence


def test_a_title_counts_the_cells_that_the_figure_outlines(tmp_path):
    mixed = [(AID, "none"), (PARTNER, "none")]
    rows = {"a": ("A", mixed), "b": ("A", [(AID, "none")]), "c": ("B", mixed)}
    title = framing.profiles(coded(tmp_path / "corpus", rows)).title
    assert title.startswith("Donor assistance leads in 3 of 3 articles")
    assert "alone or with others" in title


def test_equal_ends_are_one_number(tmp_path, monkeypatch):
    span = pd.DataFrame({"needed": [15] * 3, "difference": [0.2] * 3, "source": ["observed"] * 3})
    monkeypatch.setattr(measures, "planning_range", lambda *_, **__: span)
    two = [(AID, "none"), (LEARN, "none")]
    corpus = coded(tmp_path / "corpus", {"a": ("A", two), "b": ("B", two)})
    assert "15 articles a group" in trust.how_many(corpus).sentence
    assert "15 to 15" not in trust.how_many(corpus).sentence


def test_word_lists_are_said_to_have_found_what_they_found(tmp_path):
    text = "Pháp là nước đứng hàng đầu thế giới về y tế. Pháp viện trợ thuốc cho bệnh viện."
    corpus = paged(tmp_path / "corpus", {"one": text, "two": text + " Lễ trao có đông người."})
    assert framing.profiles(corpus).sentence.startswith("By the word lists, the commonest frame")
    assert framing.profiles(corpus).title.endswith(", by word lists")
    said = speaking.praise(corpus)
    assert said.facts["all"] == 2
    assert said.sentence.startswith("By the word lists, words that may praise (such as")
    assert "Of whom they are said, and whether in praise, no list can tell." in said.sentence
    assert said.title == "Words that may praise"
    assert "words that may praise, by the word lists" in full_text.full(corpus).markup


def test_articles_without_codes_are_named_where_they_are_read(tmp_path):
    two = [(AID, "F>V"), (LEARN, "V<F")]
    corpus = coded(tmp_path / "corpus", {"a": ("A", two), "b": ("B", two), "c": ("B", None)})
    said = full_text.full(corpus).sentence
    assert "piece c is not coded, and stands without." in said
    assert "no second coding" in trust.trust(corpus).sentence
    bare = paged(tmp_path / "bare", {"one": COPIED})
    assert "no second coding" not in trust.trust(bare).sentence
    assert "not coded" not in full_text.full(bare).sentence


def test_who_acts_most_with_another_counts_as_well(tmp_path):
    alone, tie = [(AID, "F>V"), (AID, "F>V")], [(AID, "F>V"), (LEARN, "V<F")]
    rows = {"a": ("A", alone), "b": ("B", alone), "c": ("C", tie), "d": ("C", None)}
    title = actors.who_acts(coded(tmp_path / "corpus", rows)).title
    assert title.endswith("leads in 3 of 3 coded articles, alone or with others")


def test_numerals_are_no_words_that_set_a_group_apart(tmp_path):
    texts = {
        "one": "Có 45 xe. Có 45 tàu. Có 45 bè. Nông dân trồng lúa, nông dân gặt lúa, nông dân vui.",
        "two": "Giáo viên dạy học. Giáo viên chấm bài. Giáo viên đi họp. Học sinh chơi bóng.",
    }
    table = words.apart(paged(tmp_path / "corpus", texts)).data
    assert "nông dân" in set(table["term"])
    assert "45" not in set(table["term"])


def test_a_text_taken_out_of_a_file_is_called_one_without_the_file(tmp_path):
    paged(tmp_path / "corpus", {"one": COPIED, "two": OTHER})
    rows = [(name, f"Tin về {name}", "", f"{name}.html") for name in ("one", "two")]
    write(tmp_path / "corpus/articles.csv", "id,title,group,source_file", rows)
    corpus = load_corpus(tmp_path / "corpus", n_jobs=1)
    assert "what those left out isn't counted" in pages.cleaning(corpus).sentence
    assert "a text as it was taken in" in pages.cleaning(corpus).note
    assert pages.rules(corpus).sentence.startswith("For each line of a text as it was taken in")
    assert "whole texts" in words.choices(corpus).data
    assert "as they were taken in" in words.choices(corpus).sentence


def test_few_pieces_that_a_grid_has_no_room_for_are_named(tmp_path):
    two = [(AID, "F>V"), (LEARN, "V<F")]
    rows = {f"p{n:02}": ("x" if n < 9 else "y", two) for n in range(10)}
    corpus = coded(tmp_path / "corpus", rows)
    left = [
        corpus.names[name] for name in corpus.articles.index if name not in read_words(corpus).units
    ]
    assert len(left) == 2
    assert words.shared(corpus).note.endswith(f" Not drawn: {left[0]} and {left[1]}.")


def test_the_fewest_articles_that_are_tried_may_be_more_than_are_needed(tmp_path):
    half = [(AID if n % 2 else LEARN, "F>V") for n in range(40)]
    rows = {f"p{n:02}": ("x" if n < 9 else "y", half) for n in range(18)}
    said = trust.how_many(coded(tmp_path / "corpus", rows)).sentence
    assert " 10 or fewer articles a group would be needed, were" in said


def test_the_first_columns_hold_pieces_of_every_group(tmp_path):
    two = [(AID, "F>V"), (LEARN, "V<F")]
    rows = {f"p{n:02}": ("x" if n < 9 else "y", two) for n in range(12)}
    units = read_words(coded(tmp_path / "corpus", rows)).units
    assert len(units) == 8
    assert sum(name >= "p09" for name in units) == 3
    assert units == sorted(units)


def test_a_date_from_outside_the_text_is_marked():
    assert "What has an asterisk isn't in the text" in pages.overview(load_corpus()).note
    assert "the text says" not in pages.overview(load_corpus()).note


def test_a_file_that_is_missing_is_named_once(tmp_path):
    said = own_corpus.contents(paged(tmp_path / "corpus", {"one": COPIED})).sentence
    assert said.count("annotations/frames.csv") == 1


@pytest.mark.parametrize("name", ["thirty groups", "one group"])
def test_groups_are_named_by_their_labels(tmp_path, name):
    corpus = MATRIX[name](tmp_path / "corpus")
    groups = [(group, f"Land {group}") for group in corpus.groups]
    write(corpus.folder / "groups.csv", "group,label", groups)
    corpus = load_corpus(corpus.folder, n_jobs=1)
    for result in (framing.profiles(corpus), framing.readings(corpus), words.apart(corpus)):
        for said in (result.sentence, result.markup):
            for group, label in groups:
                assert said.count(f"{group}:") == said.count(f"{label}:")
    said = framing.readings(corpus).markup
    assert f"<h3>Land {groups[0][0]}</h3>" in said


def test_words_that_set_groups_apart_name_them_by_label(tmp_path):
    rows = {"a": ("x", [(AID, "F>V")] * 4), "b": ("y", [(AID, "F>V")] * 4)}
    corpus = labelled(tmp_path / "corpus", rows)
    for name, word in (("a", "thuốc bổ"), ("b", "máy thở")):
        path = corpus.folder / f"articles/{name}.txt"
        path.write_text(f"Tin y tế\n\n{'. '.join([f'Họ nhận {word}'] * 5)}.\n", encoding="utf-8")
    (corpus.folder / "annotations/frames.csv").unlink()
    write(
        corpus.folder / "articles.csv",
        "id,title,short,group",
        [("a", "Tin y tế", "piece a", "x"), ("b", "Tin y tế", "piece b", "y")],
    )
    result = words.apart(load_corpus(corpus.folder, n_jobs=1))
    assert "Land of X: " in result.sentence and "Land of Y: " in result.sentence
    assert set(result.data["group"]) == {"Land of X", "Land of Y"}
    assert set(result.evidence["group"]) == {"Land of X", "Land of Y"}


def test_every_reference_is_a_row_that_can_be_taken_along(tmp_path):
    corpus = paged(tmp_path / "corpus", {"one": COPIED, "two": AHEAD, "three": "Không có gì."})
    result = policy.references(corpus)
    assert list(result.data["article"]) == ["one", "two"]
    row = result.data.iloc[1]
    assert (row["piece"], row["sentence"]) == ("piece two", 1)
    assert row["document"] == "Quyết định số 1579/QĐ-TTg" and row["text"] == AHEAD
    assert "CSV" in policy.cited(corpus).note
    assert policy.references(paged(tmp_path / "none", {"one": "Không có gì."})).absent


def test_two_copies_are_not_the_most_alike(tmp_path):
    text = f"{COPIED} Pháp viện trợ thuốc cho bệnh viện. Hai bên ký kết thỏa thuận hợp tác."
    texts = {"one": text, "two": f"{text} Lễ mở khoa có đông người dự.", "three": OTHER}
    said = plain(likeness.likeness(paged(tmp_path / "corpus", texts)).sentence)
    assert "piece one and piece two" not in said


FOOTBALL = "Đội bóng đá ghi bàn phút cuối. Đội bóng đá ghi bàn phút đầu. Đội bóng đá ghi bàn nhanh."


def test_words_that_are_looked_at_are_those_of_the_corpus(tmp_path):
    corpus = paged(tmp_path / "corpus", {"a": FOOTBALL, "b": FOOTBALL + " Khán giả vui."})
    stands_in = set(collocations.watched(corpus).values())
    assert stands_in <= set(corpus.tokens["token"].astype(str).str.lower())
    said = collocations.company(corpus, "hợp tác").sentence
    assert "hợp tác" not in said
    assert "stand above all" in said


def test_documents_that_are_called_alike_are_told_apart(tmp_path):
    dated = "Trung tâm thực hiện Quyết định số 169/QĐ-TTg ngày 7/2/2021 về vệ tinh nhỏ."
    undated = "Theo Quyết định số 169/QĐ-TTg, vốn cho dự án phải được phê duyệt sớm."
    corpus = paged(tmp_path / "corpus", {"a": dated, "b": undated})
    said = plain(policy.cited(corpus).sentence)
    assert "Decision 169 (2021) (1 piece)" in said
    assert "Decision 169 (year not stated) (1 piece)" in said
    assert "Party" not in said
    assert "ids that may be one" in one_document.compared(corpus).sentence


def test_a_frame_is_explained_by_frames_of_the_codebook_at_hand(tmp_path):
    corpus = coded(tmp_path / "corpus", {"a": ("A", [(AID, "F>V")])})
    said = framing.codebook(corpus).sentence
    assert "told as *Donor assistance* is another story than told as *Friendship" in said
    assert "health" not in said.replace(framing.SAYS["codebook lent"], "")


def test_pages_with_nothing_around_say_so(tmp_path):
    result = pages.cleaning(paged(tmp_path / "corpus", {"a": FOOTBALL, "b": FOOTBALL}))
    assert result.sentence.startswith("In the pages nothing but the articles was found.")
    assert "0%" not in result.title


def test_the_table_of_articles_has_what_is_known_and_no_empty_column(tmp_path):
    folder = tmp_path / "corpus"
    corpus = paged(folder, {"a": FOOTBALL, "b": FOOTBALL})
    bare = pages.overview(corpus).data
    assert "date of the event" not in bare and "group" not in bare
    header = "id,title,short,group,outlet,published"
    rows = [(name, "Tin y tế", f"piece {name}", name, "Báo Thử", "2024-05-02") for name in "ab"]
    write(folder / "articles.csv", header, rows)
    write(folder / "groups.csv", "group,label", [("a", "Land A"), ("b", "Land B")])
    table = pages.overview(load_corpus(folder, n_jobs=1)).data
    assert list(table["group"]) == ["Land A", "Land B"]
    assert set(table["published"]) == {"2024-05-02"} and set(table["outlet"]) == {"Báo Thử"}
    assert not table.isna().all().any()


def test_a_glossary_of_ones_own_hides_no_gloss_of_a_common_word(tmp_path):
    folder = tmp_path / "corpus"
    paged(folder, {"a": FOOTBALL})
    write(folder / "glossary.csv", "term,English", [("ghi bàn", "to score"), ("đội", "squad")])
    glossed = load_corpus(folder, n_jobs=1).gloss(
        pd.DataFrame({"term": ["ghi bàn", "đội", "bóng đá", "y tế"]})
    )
    assert list(glossed["English"]) == ["to score", "squad", "football", "health; health care"]


def test_a_copy_that_is_left_out_is_said(tmp_path):
    folder = tmp_path / "corpus"
    paged(folder, {"one": COPIED, "two": COPIED, "three": OTHER})
    table = pd.read_csv(folder / "articles.csv", dtype="str", keep_default_na=False)
    table["copy_of"] = ["one" if name == "two" else "" for name in table["id"]]
    table.to_csv(folder / "articles.csv", index=False)
    said = pages.overview(load_corpus(folder, n_jobs=1)).sentence
    assert "Not counted: two, a copy of one." in said
    assert "twice" not in said


def test_who_leads_in_every_piece_is_no_finding_of_one(tmp_path):
    rows = {name: ("A", [(AID, "V>V"), (LEARN, "V>V"), (AID, "F>V")]) for name in "ab"}
    title = actors.who_acts(coded(tmp_path / "corpus", rows)).title
    assert title == "Who acts: Viet Nam alone leads in each of 2 articles"


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """Fourteen articles in two groups, one in none whose page holds a menu besides."""
    folder = tmp_path_factory.mktemp("grouped") / "corpus"
    frames = {"A": (AID, "F>V"), "B": (LEARN, "V<F"), "": (PARTNER, "F=V")}
    rows = {f"a{n:02}": ("BA"[n % 2] if n else "", []) for n in range(14)}
    for name, (group, _) in rows.items():
        rows[name] = (group, [frames[group], frames[group], ("", "V>V")])
    coded(folder, rows)
    page = folder / "articles/a00.txt"
    page.write_text(f"{page.read_text()}\nTừ khóa: viện trợ, tài trợ, hỗ trợ, thuốc\n")
    write(folder / "groups.csv", "group,label", [("A", "A"), ("B", "B")])
    return load_corpus(folder, n_jobs=1)


def test_an_article_without_a_group_is_in_no_comparison(grouped):
    shown = framing.profiles(grouped)
    assert list(shown.facts["n"]) == ["A", "B"]
    assert "1 article has no group, and no part in this." in shown.note
    assert list(actors.who_acts(grouped).facts["n"]) == ["A", "B"]
    for result in (shown, likeness.likeness(grouped), framing.readings(grouped)):
        assert "not stated" not in f"{result.sentence}{result.note}{result.markup}"


def test_words_of_an_article_without_a_group_are_on_neither_side(tmp_path):
    own = {"a": "Nông dân trồng nho.", "b": "Thợ mỏ đào than.", "": "Nông dân gặp thợ mỏ."}
    texts = {f"{group or 'none'}{n}": f"{text} " * 3 for group, text in own.items() for n in (1, 2)}
    folder = tmp_path / "corpus"
    paged(folder, texts)
    rows = [(name, f"Tin về {name}", name, name[:-1].replace("none", "")) for name in texts]
    write(folder / "articles.csv", "id,title,short,group", rows)
    write(folder / "groups.csv", "group,label", [("a", "A"), ("b", "B")])
    result = words.apart(load_corpus(folder, n_jobs=1))
    assert set(result.data["group"]) == {"A", "B"}
    assert set(result.data["elsewhere"]) == {0} and "in all groups" in result.look.labels.values()
    assert "2 articles have no group, and no part in this." in result.note
    assert "" not in result.facts["verbs"]["trồng"]


def test_groups_that_no_word_sets_apart_arent_said_to_be_one(grouped):
    assert words.apart(grouped).sentence == "No word sets a group apart."


def test_coded_articles_without_a_group_are_one_where_the_others_have_one(tmp_path):
    folder = tmp_path / "corpus"
    rows = {f"a{n:02}": ("", [(AID, "F>V"), ("", "V>V")]) for n in range(13)}
    coded(folder, rows | {"b": ("B", None)})
    write(folder / "groups.csv", "group,label", [("B", "B")])
    corpus = load_corpus(folder, n_jobs=1)
    counts = framing.profiles(corpus).facts["count"]
    assert list(counts) == ["all articles"] and counts["all articles"][AID] == 13
    assert likeness.likeness(corpus).sentence == "One group alone has nothing to be compared with."


def test_who_leads_as_often_as_another_is_no_leader(tmp_path):
    rows = {name: ("A", [(AID, "V>V" if name in "ab" else "F>V")]) for name in "abcd"}
    assert actors.who_acts(coded(tmp_path / "corpus", rows)).title == "Who acts, article by article"


def test_scenes_of_a_frame_that_is_not_there_says_so(grouped):
    assert actors.scenes(grouped, "HUB").sentence == "No sentence has Regional hub ambition."
    every = actors.scenes(grouped, AID)
    assert set(every.data["frame"]) == {
        "Donor assistance in A",
        "Donor assistance",
        "Learning and capacity building",
    }


def test_what_a_menu_would_change_is_said_of_groups_alone(grouped):
    assert "would go from" not in pages.cleaning(grouped).sentence


def test_two_groups_alone_have_no_most_alike(grouped):
    result = likeness.likeness(grouped)
    assert result.sentence.startswith("The frame shares of A and B differ by ")
    assert next(iter(result.data.columns)) == "group"
    assert "ost alike" not in f"{result.sentence}{result.title}{result.alt}"


def test_every_speaker_stands_in_the_table(tmp_path):
    folder = tmp_path / "corpus"
    coded(folder, {"a": ("A", [(AID, "F>V")] * 40)})
    path = folder / "annotations/frames.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table["speaker"] = [f"Ông {n}" if n else "" for n in range(len(table))]
    table["attribution"] = ["direct" if n else "" for n in range(len(table))]
    table.to_csv(path, index=False)
    result = speaking.speakers(load_corpus(folder, n_jobs=1))
    assert len(result.data) == 41 and result.look.limit is None


def test_codes_that_hardly_agree_are_said_to_be_unsure(tmp_path):
    folder = tmp_path / "corpus"
    coded(folder, {"a": ("A", [(AID, "F>V")] * 10)})
    path = folder / "annotations/frames.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    for side, other in (("a", "V>V"), ("b", "F=V")):
        for column in ("frames", "partner", "agency", "prestige"):
            table[f"{column}_{side}"] = table[column]
        table.loc[:: 2 if side == "a" else 3, f"agency_{side}"] = other
    table.to_csv(path, index=False)
    said = actors.who_acts(load_corpus(folder, n_jobs=1)).sentence
    assert "alpha of −" in said
    assert "Below .67 codes are too unsure to build on" in said
