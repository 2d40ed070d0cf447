"""A number in a table of sentences leads to just these sentences; what is said of codes is true."""

import re
from html import unescape

import pytest

from helpers import framing as measures
from helpers.corpus import load_corpus
from helpers.reports import actors, framed, framing, full_text, opening, pages, speaking, trust
from helpers.showing.evidence import cell_numbers
from tests.reports.corpora import MATRIX, made
from tests.reports.test_true_sentences import coded

COUNTED = {
    "frames by article": framing.profiles,
    "who acts": actors.who_acts,
    "frames by who acts": lambda corpus: actors.scenes(corpus, "AID"),
    "praise": speaking.praise,
    "speakers": speaking.speakers,
}


@pytest.fixture(scope="module")
def corpus():
    """Give the corpus that ships."""
    return load_corpus()


def lines_of_row(result, row):
    """Give the sentences that a row of a result opens to."""
    if callable(result.evidence):
        return result.evidence(row)
    keys = [name for name in row.index if name in result.evidence.columns]
    same = (result.evidence[keys] == row[keys]).all(axis=1)
    return result.evidence[same]


@pytest.mark.parametrize("exhibit", COUNTED.values(), ids=COUNTED)
def test_each_cell_lists_as_many_sentences_as_it_counts(corpus, exhibit):
    result = exhibit(corpus)
    sizes = framing.profiles(corpus).facts
    count_in = {sizes["name"][unit]: n for unit, n in sizes["n"].items()}
    shares = result.key == "framing.profiles"
    for _, row in result.data.iterrows():
        if speaking.SAYS["all"].format(unit="piece") in list(row):
            assert (row["sentences"], row["n"]) == (
                result.facts["attributed"],
                sum(count_in.values()),
            )
            continue
        found = {
            cell["cell"]: sum(len(piece["numbers"]) for piece in cell["pieces"])
            for cell in cell_numbers(lines_of_row(result, row))
        }
        assert found
        for cell, number in found.items():
            column = {v: k for k, v in speaking.SPEECH.items()}.get(cell, cell)
            assert number == (round(row[column] * count_in[cell]) if shares else row[column])


def test_the_six_of_the_first_finding_are_these_six(corpus):
    result = actors.who_acts(corpus)
    first = cell_numbers(result.evidence(result.data.iloc[0]))[0]
    assert first["cell"] == "foreign side gives or acts"
    assert [number for number, _ in first["pieces"][0]["numbers"]] == [1, 2, 3, 7, 10, 11]


def test_one_name_for_one_code_everywhere(corpus):
    agency = framed.read(corpus).book.agency
    for shown, part in agency.groupby("shown"):
        assert len(part) > 1 or part["name"].tolist() == [shown]
    labels = set(actors.who_acts(corpus).data.columns) - {"article", "of"}
    assert labels <= set(agency["shown"])
    html = full_text.full(corpus).markup
    used = framed.read(corpus).coding["agency"].unique()
    for name in agency.loc[agency["code"].isin(used), "name"]:
        assert f"· {name}" in html


def test_each_code_of_who_acts_has_an_example_that_carries_it(corpus):
    coding = framed.read(corpus).coding
    names = framed.read(corpus).book.agency.set_index("name")["code"]
    ids = {short: article for article, short in corpus.names.items()}
    table = actors.how_decided(corpus).data
    assert set(names[table["who acts"]]) == set(coding.loc[coding["sentence"] > 0, "agency"])
    for _, row in table.iterrows():
        short, number = re.search(r"\[([^\[\]]+) (\d+)\]$", row["for example"]).groups()
        one = coding[(coding["article"] == ids[short]) & (coding["sentence"] == int(number))]
        assert one["agency"].tolist() == [names[row["who acts"]]]


def test_an_example_is_in_the_text_s_language_where_nothing_is_translated(tmp_path):
    own = coded(tmp_path / "corpus", {"a": ("A", [("AID", "F>V"), ("AID", "F>V")])})
    [example] = actors.how_decided(own).data["for example"]
    assert "nhận thuốc" in example and example.endswith("[piece a 1]")


def test_changes_of_codes_by_hand(corpus):
    data = framed.read(corpus).data
    key = ["article", "sentence"]
    all_ = data.first.merge(data.second, on=key, suffixes=("_a", "_b")).merge(data.by_hand, on=key)
    all_ = all_[all_["sentence"] > 0]
    neither = (all_["agency"] != all_["agency_a"]) & (all_["agency"] != all_["agency_b"])
    found = framed.agreed(corpus, "agency")
    assert found["against"] == int(neither.sum()) == 3
    assert found["changed"] == sum("agency:" in text for text in all_["revision"])
    alpha = measures.krippendorff_alpha(all_["agency_a"], all_["agency_b"])
    assert found["alpha"] == pytest.approx(alpha)
    for said in (actors.who_acts(corpus).sentence, trust.trust(corpus).sentence):
        assert f"{alpha:.2f}" in said and "changed 4" in said
    assert "0.58 to 1.00" in speaking.praise(corpus).sentence


def test_without_a_second_coding_nothing_is_said_of_agreement(tmp_path):
    one = made(tmp_path / "corpus", ["A", "B"], coded=True)
    assert framed.agreed(one, "agency") == {}
    assert "alpha" not in actors.who_acts(one).sentence


def test_praise_and_speaker_stand_beside_the_sentence(corpus):
    html = unescape(full_text.full(corpus).markup)
    praised = speaking.praise(corpus).facts["all"]
    assert html.count("praise of the partner's rank") == praised
    assert html.count("speaker: ") == speaking.speakers(corpus).facts["attributed"]
    # The rank that two coders saw, one didn't and none was settled isn't shown.
    [line] = re.findall(r'id="us-hanoi-mou-25".*?</li>', html)
    assert "praise" not in line


def test_a_date_from_outside_is_marked_wherever_it_stands(corpus):
    dates = pages.known_from(corpus, "event_date")
    assert dates["us-hanoi-mou"].endswith("*") and dates["uk-hcmc-hub"].endswith("*")
    assert dates["hanoi-cooperation"] == "2024" and dates["uk-ministry-tbi"] == ""
    shown = pages.overview(corpus)
    assert "asterisk" in shown.note
    table = opening.in_short(corpus, "framing").about["overview"]
    for date in filter(None, dates):
        assert f">{date}<" in table and date in set(shown.data["date of the event"])


def test_no_asterisk_is_explained_where_there_is_none(tmp_path):
    plain = made(tmp_path / "corpus", ["A", "B"], coded=True)
    assert "asterisk" not in pages.overview(plain).note
    assert "outside" not in opening.in_short(plain, "framing").about["overview"]


def test_what_the_surroundings_would_change_is_counted(corpus):
    effect = pages.cleaning(corpus).facts["effect"]
    hub = framing.profiles(corpus).facts["share"]["hcmc-resolution-31"]["HUB"]
    assert effect["before"] == hub == 0.5
    assert effect["after"] < 0.1
    assert "50% of sentences to 6%" in pages.cleaning(corpus).sentence


def test_pages_without_surroundings_change_nothing(tmp_path):
    clean = made(tmp_path / "corpus", ["A", "B"], coded=True)
    result = pages.cleaning(clean)
    assert result.facts["effect"] == {}
    assert "Left in" not in result.sentence


@pytest.mark.parametrize(("articles", "said"), [(1, True), (9, True), (10, False)])
def test_limits_are_said_below_the_number_that_is_tested(tmp_path, articles, said):
    groups = [group for group in "AB" for _ in range(articles)]
    result = trust.limits(made(tmp_path / "corpus", groups, coded=True, sentences=2))
    assert bool(result.sentence) is said
    assert result.facts["have"] == articles


@pytest.mark.slow
@pytest.mark.parametrize("name", MATRIX)
def test_a_table_of_few_articles_opens_the_front_page(name, tmp_path):
    own = MATRIX[name](tmp_path / "corpus")
    table = unescape(opening.in_short(own, "framing").about.get("overview", ""))
    few = len(own.articles) <= framed.MOST_UNITS and not own.sampled_from
    assert bool(table) is (few and not framed.read(own).in_part)
    assert not table or all(f">{name}<" in table for name in own.names.values())
