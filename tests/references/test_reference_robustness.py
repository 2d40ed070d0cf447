"""References in any text: spans that hold, ids that stay, no text that stops the search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.references import find_references, grammar, scanning
from helpers.references.resolution import canonical_id
from helpers.vietnamese import fold
from tests.references_in_text import ids, surfaces

PIECES = [
    "Nghị quyết",
    "nghị định",
    "Quyết định",
    "Thông tư",
    "luật",
    "Luật Dược",
    "BLHS",
    "MoU",
    "số",
    "31",
    "46/2016",
    "1907A",
    "-NQ/TW",
    "/NĐ-CP",
    "/QĐ-UBND",
    "/QH13",
    "này",
    "trên",
    "nêu trên",
    "và",
    ",",
    ".",
    "(",
    ")",
    "của",
    "Bộ Y tế",
    "Quốc hội",
    "ngày 1/2/2018",
    "năm 2015",
    "đến năm 2030",
    "Trung ương 4",
    "khoá XI",
    "_",
    " ",
    "\n",
    "\n\n",
    "–",
    "/",
    "\u0301",
    "đ",
    "Đ",
    "\u200b",
    "１",
    "𝟙",
    "ﬁ",
    "ß",
    "İ",
    "ǅ",
    "\ud800",
]
CITATIONS = [
    "Nghị quyết số 31-NQ/TW",
    "Nghị định 46/2016/NĐ-CP ngày 1/7/2016",
    "Thông_tư số 7 / 2019 / TT - BYT",
    "Quyết định 36 và 42 của Bộ Y tế",
    "NGHỊ QUYẾT SỐ 9 CỦA QUỐC HỘI KHOÁ XIV",
    "Nghị quyết Trung ương 6 và 7 khóa XI",
    "Luật Khám bệnh, chữa bệnh năm 2023",
    "Hiến pháp năm 2013",
    "khoản 2 BLTTHS 2015",
    "Decree 98/2021/ND-CP and 100",
    "số 12/QĐ-UBND",
    "Nghị định này",
]


def without_a_stretch(citation, start, end):
    return citation[:start] + citation[max(start, end) :]


# Half of them stay whole.
citation = st.builds(
    without_a_stretch, st.sampled_from(CITATIONS), st.integers(0, 40), st.integers(0, 40)
)
citation_like = st.lists(
    st.one_of(citation, st.sampled_from(PIECES), st.text(max_size=3)), max_size=25
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts)))


@given(st.one_of(st.text(), citation_like))
def test_spans_hold_on_any_text(text):
    reached = 0
    for reference in find_references(text):
        assert reached <= reference.start < reference.end <= len(text)
        assert text[reference.start : reference.end] == reference.surface
        reached = reference.end


@given(citation_like)
def test_ids_are_well_formed_and_idempotent(text):
    for reference in find_references(text):
        if reference.canonical is not None:
            head, slug, key, issuer, year = reference.canonical.split(":")
            blank = {"_": None}
            again = canonical_id(
                slug, blank.get(key, key), blank.get(issuer, issuer), blank.get(year, year)
            )
            assert (head, again) == ("vn", reference.canonical)


def _fields(text):
    return [
        (
            *(unicodedata.normalize("NFC", r.surface), r.type, r.number, r.issuer_code),
            *(r.year, r.canonical, r.kind, r.date, r.horizon),
        )
        for r in find_references(text)
    ]


SIGNS = ["\u0301", "\U0001e134", "≠", "\u0338", "각", "\u09cb", "\U000110ab"]
"""Unicode at its edges: signs that combine above the basic plane or without combining class."""


@given(
    st.one_of(
        st.text(), citation_like, st.lists(st.sampled_from(CITATIONS + PIECES + SIGNS)).map("".join)
    )
)
def test_decomposed_text_gives_the_same(text):
    composed = unicodedata.normalize("NFC", text)
    assert _fields(composed) == _fields(unicodedata.normalize("NFD", composed))


@pytest.mark.parametrize("sign", SIGNS)
def test_a_combining_sign_in_a_number_reads_the_same_decomposed(sign):
    composed = unicodedata.normalize("NFC", f"Nghị định số 33/2015/NĐ{sign}CP ngày 1/2/2015")
    assert len(_fields(composed)) == 1
    assert _fields(composed) == _fields(unicodedata.normalize("NFD", composed))


def test_every_character_folds_the_same_decomposed():
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    composed = unicodedata.normalize("NFC", "a,".join(letters))
    assert fold(composed).lower == fold(unicodedata.normalize("NFD", composed)).lower


@given(
    st.sampled_from([" ", "_", "  ", "\n", "\u00a0"]),
    st.sampled_from(["-", " - ", "–", " -", "- "]),
    st.sampled_from(["/", " / ", "/ "]),
    st.sampled_from(["số ", "số: ", "số", "Số ", "No. ", ""]),
    st.tuples(st.sampled_from([str, str.upper, str.lower]), st.sampled_from(["NFC", "NFD"])),
)
def test_mutated_citation_keeps_its_id(gap, dash, slash, sign, writing):
    case, form = writing
    text = f"Nghị{gap}quyết{gap}{sign}31{dash}NQ{slash}TW"
    text = unicodedata.normalize(form, case(text))
    assert ids(f"theo {text} thì") == ["vn:nq:31:tw:_"]
    assert surfaces(f"theo {text} thì") == [text]


@given(citation_like)
def test_the_prefilter_loses_nothing(text):
    folded = fold(text)
    quick = {match.span() for match in scanning.scan(folded)}
    every = grammar.load_grammar().scan.finditer(folded.lower)
    assert {match.span() for match in every} <= quick


@pytest.mark.parametrize("piece", ["1", "/", "số ", "số", "_", "\n", "\u0301", "(", "1/", "1-"])
def test_a_million_characters_finish(piece):
    assert find_references(piece * (1_000_000 // len(piece))) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_long_text_is_folded_as_its_pieces_are(form):
    piece = unicodedata.normalize(form, "Đề án đã được duyệt năm 2024 ")
    folded, whole = fold(piece), fold(piece * 6_000)
    assert whole.lower == folded.lower * 6_000
    last = len(whole.lower) - len(folded.lower)
    assert whole.original(last, len(whole.lower)).strip() == "Đề án đã được duyệt năm 2024"
