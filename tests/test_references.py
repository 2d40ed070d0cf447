"""Policy references: found, resolved, set in a table, and measured on the corpus."""

import csv
import json
import re
import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import data_files, reference_grammar, reference_scanning
from helpers.corpus import load_corpus
from helpers.corpus_files import CorpusError
from helpers.reference_evaluation import (
    Passage,
    corpus_passages,
    evaluate,
    false_hits,
    read_passages,
)
from helpers.reference_folding import fold
from helpers.reference_register import FACTS
from helpers.reference_resolution import canonical_id
from helpers.reference_titles import read_issuer
from helpers.references import Horizon, find_references, load_instruments, reference_table


def surfaces(text):
    return [reference.surface for reference in find_references(text)]


def ids(text):
    return [reference.canonical for reference in find_references(text)]


def only(text):
    found = find_references(text)
    assert len(found) == 1, found
    return found[0]


# Each case: text with the expected references in ⟦ ⟧, then their canonical ids.
CASES = {
    "State number": ("Theo ⟦Nghị định số 46/2016/NĐ-CP⟧ ngày 26/5/2016.", "vn:nd:46:cp:2016"),
    "Party number": ("thực hiện ⟦Nghị quyết 20-NQ/TW⟧ ở xã", "vn:nq:20:tw:_"),
    "law number": ("⟦Luật số 105/2016/QH13⟧ có hiệu lực", "vn:luat:105:qh13:2016"),
    "official letter": ("⟦công văn số 214/QLD-CL⟧ gửi các sở", "vn:cv:214:qld-cl:_"),
    "segmented": ("⟦Quyết_định số 15 / QĐ - BYT⟧ ngày 2/3/2018 .", "vn:qd:15:byt:2018"),
    "broken year": ("⟦Thông_tư 33/2 018 / TT - BCT⟧ hướng_dẫn", "vn:tt:33:bct:2018"),
    "codes without diacritics": ("⟦Thông tư 7/2019/TT-BGDDT⟧ quy định", "vn:tt:7:bgddt:2019"),
    "date glued": ("⟦Nghị định 8/2020/NĐ-CP⟧ngày 8/1/2020", "vn:nd:8:cp:2020"),
    "issuer between": ("⟦Quy định của Ban Bí thư số 12-QĐ/TW⟧ năm 2017", "vn:qyd:12:tw:2017"),
    "issuer between gives the code": (
        "⟦Quyết định của UBND TP. Huế số 3165⟧ ngày 14/6/2001",
        "vn:qd:3165:ubnd:2001",
    ),
    "joint of the symbol lost": (
        "⟦Nghị định 90/2019/ NĐCP⟧, ⟦Quyết định 77/ QĐ BYT⟧ ngày 5/4/2021",
        "vn:nd:90:cp:2019 vn:qd:77:byt:2021",
    ),
    "hyphen before the year": ("⟦thông tư 08-2017⟧ của Bộ Tài chính", "vn:tt:8:btc:2017"),
    "older spelling of the Centre": (
        "⟦Nghị quyết 33-NQ/TƯ⟧; ⟦Nghị quyết 34-NQ/T.Ư⟧; ⟦nghị quyết 35⟧ của T.Ư",
        "vn:nq:33:tw:_ vn:nq:34:tw:_ vn:nq:35:tw:_",
    ),
    "plenums in short": (
        "⟦Nghị quyết TW4 khoá XII⟧, ⟦NQTW 5⟧, ⟦Nghị quyết Trung ương 6, khóa X⟧",
        "vn:nq:hntw4-xii:tw:_ vn:nq:hntw5:tw:_ vn:nq:hntw6-x:tw:_",
    ),
    "list of plenums": (
        "⟦Nghị quyết Trung ương 6⟧ và ⟦7 khóa XI⟧ về cán bộ",
        "vn:nq:hntw6-xi:tw:_ vn:nq:hntw7-xi:tw:_",
    ),
    "issuer of a plural": (
        "các ⟦Nghị quyết 70⟧, ⟦Nghị quyết 40a⟧ của Chính phủ",
        "vn:nq:70:cp:_ vn:nq:40a:cp:_",
    ),
    "list with a date each": (
        "⟦Công văn 40/UBND-ĐT⟧ ngày 9/6/2017 và ⟦51/UBND-ĐT⟧ ngày 1/8/2018",
        "vn:cv:40:ubnd-dt:2017 vn:cv:51:ubnd-dt:2018",
    ),
    "bare members": (
        "(⟦19/2013/TT-BTC⟧ và ⟦26/2015/TT-BTC⟧)",
        "vn:tt:19:btc:2013 vn:tt:26:btc:2015",
    ),
    "number after the title": ("⟦Luật Giáo dục 43/2019/QH14⟧", "vn:luat:giao-duc:qh14:2019"),
    "amending law by number": ("⟦Luật sửa đổi số 34⟧ có hiệu lực", "vn:luat:34:qh:_"),
    "year of a statute in parentheses": ("⟦Luật Nhà ở⟧ (năm 2014)", "vn:luat:nha-o:qh:2014"),
    "English plural": (
        "⟦Decrees 46⟧ and ⟦100⟧; ⟦Law on Insurance No. 8/2022/QH15⟧",
        "vn:nd:46:cp:_ vn:nd:100:cp:_ vn:luat:insurance:qh15:2022",
    ),
    "English plurals of other types": (
        "⟦Decisions 12⟧ and ⟦13⟧ of the Ministry of Health; ⟦Official letters 21⟧ and ⟦22⟧ say so",
        "vn:qd:12:byt:_ vn:qd:13:byt:_ vn:cv:21:_:_ vn:cv:22:_:_",
    ),
    "English genitive": (
        "the Politburo's ⟦Resolution 59⟧, the Party Central Committee’s ⟦Resolution 68⟧",
        "vn:nq:59:tw:_ vn:nq:68:tw:_",
    ),
    "a thousand has a dot": ("nhận ⟦công văn 2897⟧ hôm qua", "vn:cv:2897:_:_"),
    "a horizon dates nothing": (
        "Theo Chiến lược đến năm 2030, Bộ Y tế ban hành ⟦Quyết định 64/QĐ-BYT⟧",
        "vn:qd:64:byt:_",
    ),
    "ordinance, not France": ("sửa ⟦Pháp lệnh này⟧ ở Mỹ Đình", "None"),
    "nêu trên needs no guard": (
        "⟦Quyết định 12/QĐ-UBND⟧ bị kiện; ⟦quyết định nêu trên⟧ thiếu căn cứ",
        "vn:qd:12:ubnd:_ vn:qd:12:ubnd:_",
    ),
    "issuer after": ("⟦nghị quyết 12⟧ của Bộ Chính trị khoá XI", "vn:nq:12:tw:_"),
    "issuer before": (
        "Ngày 3/4/2018, Bộ Y tế đã có ⟦tờ trình số 77⟧ về giá thuốc.",
        "vn:ttr:77:byt:2018",
    ),
    "term of the Assembly": ("⟦Nghị quyết số 9⟧ của Quốc hội khoá XIV", "vn:nq:9:qh14:_"),
    "type code wins": ("ký ⟦Văn bản số 5/TB-UBND⟧ về việc", "vn:tb:5:ubnd:_"),
    "bare": ("(⟦số 12/QĐ-TTg⟧)", "vn:qd:12:ttg:_"),
    "modifier": ("ra ⟦công văn khẩn số 31⟧ về chống dịch", "vn:cv:31:_:_"),
    "letter in number": ("theo ⟦Nghị quyết 30a⟧ của Chính phủ", "vn:nq:30a:cp:_"),
    "abbreviation": ("theo ⟦TT41/2018⟧ và ⟦QĐ 1533⟧.", "vn:tt:41:_:2018 vn:qd:1533:_:_"),
    "list": ("⟦Nghị định 68⟧ và ⟦81⟧ của Chính phủ", "vn:nd:68:cp:_ vn:nd:81:cp:_"),
    "list shares its year": ("⟦thông tư số 08⟧ và ⟦09/2018⟧.", "vn:tt:8:_:2018 vn:tt:9:_:2018"),
    "named": ("theo ⟦Luật Dược năm 2016⟧ thì", "vn:luat:duoc:qh:2016"),
    "named, comma and và": (
        "⟦Luật Phòng, chống tham nhũng⟧ và các văn bản",
        "vn:luat:phong-chong-tham-nhung:qh:_",
    ),
    "named, abbreviation": ("điều 2 ⟦Luật BHXH 2014⟧", "vn:luat:bao-hiem-xa-hoi:qh:2014"),
    "code, abbreviation": ("khoản 2, ⟦BLTTHS 2015⟧.", "vn:boluat:to-tung-hinh-su:qh:2015"),
    "abbreviation before the year": (
        "⟦Bộ luật_Hình_sự ( BLHS ) năm 2015⟧ quy_định",
        "vn:boluat:hinh-su:qh:2015",
    ),
    "title unknown to the data": (
        "⟦Luật Nuôi ong mật⟧ quy định rằng",
        "vn:luat:nuoi-ong-mat:qh:_",
    ),
    "constitution": ("⟦Hiến pháp năm 2013⟧", "vn:hp:_:qh:2013"),
    "ordinance": ("⟦Pháp lệnh Ngoại hối⟧ được sửa", "vn:pl:ngoai-hoi:ubtvqh:_"),
    "plenum": ("⟦Nghị quyết Trung ương 4 khoá XI⟧", "vn:nq:hntw4-xi:tw:_"),
    "programme": ("vốn từ ⟦Dự án 7⟧, ⟦Đề án 24⟧.", "vn:duan:7:_:_ vn:dean:24:_:_"),
    "memorandum": ("đã ký ⟦Biên bản ghi nhớ (MoU)⟧ hợp tác", "vn:mou:_:_:_"),
    "telegram": ("⟦Công điện số 9/CĐ-TTg⟧", "vn:cd:9:ttg:_"),
    "English": (
        "⟦Resolution No. 31-NQ/TW⟧ and ⟦Decree 98/2021/ND-CP⟧",
        "vn:nq:31:tw:_ vn:nd:98:cp:2021",
    ),
    "English statutes": (
        "the ⟦Law on Health Insurance 2008⟧ and the ⟦Penal Code 2015⟧",
        "vn:luat:health-insurance:qh:2008 vn:boluat:hinh-su:qh:2015",
    ),
    "older number": ("⟦Nghị định 36-CP⟧ ngày 29/5/1995", "vn:nd:36:cp:1995"),
    "issuer of a list": ("⟦quyết định 36⟧ và ⟦42⟧ của Bộ Y tế", "vn:qd:36:byt:_ vn:qd:42:byt:_"),
    "slug": (
        "nghi-quyet: ⟦nghi quyet so 27⟧, ⟦nghi dinh 98 2021 nd cp⟧",
        "vn:nq:27:_:_ vn:nd:98:cp:2021",
    ),
    "capitals": ("⟦NGHỊ QUYẾT SỐ 24-NQ/TW⟧ NGÀY 13/6/2018", "vn:nq:24:tw:2018"),
    "hard-wrapped": ("theo ⟦Nghị\nquyết số\n20-NQ/TW⟧ ngày\n25/10/2017", "vn:nq:20:tw:2017"),
    "merged backward": (
        "⟦Nghị định 51/2012/NĐ-CP⟧ có hiệu lực. Theo ⟦Nghị định 51⟧, giá tăng.",
        "vn:nd:51:cp:2012 vn:nd:51:cp:2012",
    ),
    "two fit: left open": (
        "⟦Thông tư 2/2011/TT-BYT⟧, ⟦Thông tư 2/2012/TT-BTC⟧. Theo ⟦Thông tư 02⟧ thì",
        "vn:tt:2:byt:2011 vn:tt:2:btc:2012 vn:tt:2:_:_",
    ),
    "never forward": (
        "Theo ⟦Nghị định 51⟧, giá tăng. ⟦Nghị định 51/2012/NĐ-CP⟧ có hiệu lực.",
        "vn:nd:51:cp:_ vn:nd:51:cp:2012",
    ),
    "demonstrative": (
        "⟦Thông tư 5/2015/TT-BYT⟧ có hiệu lực. ⟦Thông tư này⟧ thay ⟦Thông tư 2/2011/TT-BYT⟧.",
        "vn:tt:5:byt:2015 vn:tt:5:byt:2015 vn:tt:2:byt:2011",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_counts(name):
    marked, expected = CASES[name]
    text = marked.replace("⟦", "").replace("⟧", "")
    wanted = [part.partition("⟧")[0] for part in marked.split("⟦")[1:]]
    assert surfaces(text) == wanted
    assert [str(found) for found in ids(text)] == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch UBND vừa có công văn gửi các sở, ngành.",
        "Members voted for Resolution 70 of the General Assembly.",
        "Kế hoạch 100 ngày đầu tiên; hướng dẫn 17 nguồn tin; dự án 4 tuyến đường.",
        "Chính phủ ban hành 04 Nghị quyết, quy định 06 chính sách.",
        "Ban Quản lý dự án 6 đề nghị lùi thời hạn.",
        "Tàu ngầm thuộc Đề án 636 và Đề án 877 đã về cảng.",
        "Kế hoạch 2018-2020 của tỉnh; chương trình 5/2016.",
        "Luật sư nói luật pháp, kỷ luật này và quy luật giá trị; đại học Luật Hà Nội.",
        "dự án luật này và dự thảo luật này còn phải bàn; luật giao thông.",
        "Nghị quyết 1234 của Hội đồng Bảo an Liên Hợp Quốc được thông qua.",
        "Công ước về Luật Biển năm 1982.",
        "bà Lan, Hội Luật Gia thành phố",
        "Giấy phép 52/GPXD, 88/GP-BTNMT, TCVN 5603, hợp đồng 12/HĐ-ABC.",
        "Biển số 29C 04417, số 8, 10 phố Hàng Than, ngày 3/4 - 6/4, tỉ lệ 1/500.",
        "Đến năm 2045, thành phố phát triển ngang tầm châu Á.",
        "Sắc lệnh cấm nhập cảnh của Tổng thống Mỹ; Toà án Hiến pháp Hàn Quốc.",
        "xây dựng luật, pháp lệnh năm 2017",
        "kế hoạch 5 năm 2016 - 2020; TS Luật Nguyễn Văn A; Công ty Luật Hợp Nhất",
        "học chương trình 9+; thực hiện quy định 5K",
        "Thông tư 2 chiều; Quyết định 2 lần; chương trình 30 giây; các luật này; kế hoạch 2021",
        "Chiến hạm Đề án 1155 của hải quân Nga; lô đất TT 12; khu TT2-3",
        "Tổng thống Mỹ nói sẽ ký. Ông bảo luật này là cần thiết.",
        "",
    ],
)
def test_what_does_not_count(text):
    assert surfaces(text) == []


def test_fields():
    found = only(
        "Ngày 30/12/2022, Bộ Chính trị ban hành Nghị quyết số 31 về phát triển thành phố "
        "đến năm 2030, tầm nhìn đến năm 2045."
    )
    assert (found.type, found.number, found.issuer_code, found.year) == ("NQ", "31", "TW", 2022)
    assert found.date == "2022-12-30"
    assert found.horizon == Horizon(2030, 2045)
    assert only("Công điện số 9/CĐ-TTg ngày 19-5").date == "--05-19"
    assert only("Luật Dược").number is None
    # A slip of the source stands as printed; the number's year beats the date's.
    assert only("Nghị định 91/2018/NĐ-CP ngày 31-12-2015").year == 2018


def test_resolve_can_be_left_out():
    text = "Nghị định 51/2012/NĐ-CP có hiệu lực. Theo Nghị định 51 và Nghị định này thì"
    alone = [reference.canonical for reference in find_references(text, resolve=False)]
    assert alone == ["vn:nd:51:cp:2012", "vn:nd:51:cp:_", None]


def test_text_must_be_str():
    with pytest.raises(TypeError, match="expected str, got bytes"):
        find_references(b"x")


def test_a_document_type_is_a_row(tmp_path, monkeypatch):
    text = "theo Khuyến nghị số 12/KNG-BYT ngày 1/2/2021"
    assert surfaces(text) == []
    for path in data_files.DATA_FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "document_types.csv").open("a", encoding="utf-8") as file:
        file.write("KNG,khuyennghi,khuyến nghị,,,KNG,,free,never,full,invented for this test\n")
    caches = [
        data_files.read_rows,
        *(
            member
            for module in list(sys.modules.values())
            if getattr(module, "__name__", "").startswith("helpers.reference")
            for member in vars(module).values()
            if hasattr(member, "cache_clear")
        ),
    ]
    try:
        monkeypatch.setattr(data_files, "DATA_FOLDER", tmp_path)
        for cache in caches:
            cache.cache_clear()
        assert ids(text) == ["vn:khuyennghi:12:byt:2021"]
    finally:
        monkeypatch.undo()
        for cache in caches:
            cache.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "document_types",
        "issuers",
        "statute_abbreviations",
        "statute_titles",
        "anaphors",
        "citation_words",
    ],
)
def test_every_row_has_a_source(name):
    assert all(row["source"] for row in data_files.read_rows(f"{name}.csv"))


def test_codes_are_told_apart():
    codes = [code for rows in reference_grammar.load_grammar().codes.values() for code, _ in rows]
    assert len(codes) == len(set(codes))
    assert ids("số 3/DA-UBND và số 3/ĐA-UBND") == ["vn:duan:3:ubnd:_", "vn:dean:3:ubnd:_"]


# Property tests.

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
citation_like = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25
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


@given(st.one_of(st.text(), citation_like, st.lists(st.sampled_from(PIECES + SIGNS)).map("".join)))
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


FULL = "Nghị quyết số 31-NQ/TW"


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


@given(st.integers(0, len(FULL)), st.integers(0, len(FULL)))
def test_missing_parts_do_not_crash(start, end):
    text = FULL[:start] + FULL[max(start, end) :]
    for reference in find_references(text):
        assert text[reference.start : reference.end] == reference.surface


@given(citation_like)
def test_the_prefilter_loses_nothing(text):
    folded = fold(text)
    quick = {match.span() for match in reference_scanning.scan(folded)}
    every = reference_grammar.load_grammar().scan.finditer(folded.lower)
    assert {match.span() for match in every} <= quick


@pytest.mark.parametrize("piece", ["1", "/", "số ", "số", "_", "\n", "\u0301", "(", "1/", "1-"])
def test_a_million_characters_finish(piece):
    assert find_references(piece * (1_000_000 // len(piece))) == []


def _seconds(text):
    """Give the least processor time of three readings."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        find_references(text)
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.parametrize(
    ("piece", "length"),
    [
        ("số ", 100_000),
        ("(", 100_000),
        ("1/", 100_000),
        ("Nghị định số 1/", 100_000),
        # Every few letters a reference: slower, so fewer letters show the growth.
        ("các Quyết định 12, ", 20_000),
        ("Nghị quyết này ", 20_000),
        ("Luật A ", 10_000),
    ],
)
def test_time_grows_linearly(piece, length):
    find_references(piece)  # Reads the grammar.
    half = piece * (length // len(piece) // 2)
    # Twice the text takes twice the time; four times, if time grew with the square.
    assert _seconds(half + half) <= 3.5 * _seconds(half) + 0.02


# The corpus.


@pytest.fixture(scope="module")
def corpus():
    return load_corpus()


def test_golden_pages(corpus):
    measured = evaluate(corpus_passages(corpus))
    whole = measured[measured["kind"] == "all"].set_index("level")
    assert whole.loc["span", "annotated"] == 26
    assert whole["f1"].tolist() == [1.0, 1.0]


def test_table(corpus):
    table = reference_table(corpus)
    assert set(table["part"]) <= {"title", "lead", "body"}
    assert table["sentence"].notna().all()
    whole = reference_table(corpus, parts=None)
    assert len(whole) == 26
    for row in whole.itertuples():
        assert corpus.page(row.article)[row.start : row.end] == row.surface
        marked = row.text[row.text_start : row.text_end]
        assert marked.split() == row.surface.replace("_", " ").split()
    resolution = whole[whole["canonical"] == "vn:nq:31:tw:2022"].iloc[0]
    assert (resolution["horizon_to"], resolution["horizon_vision"]) == (2030, 2045)


def test_table_of_an_article_without_references(corpus):
    table = reference_table(corpus.select(id="uk-ministry-tbi"), parts=["title"])
    assert table.empty
    assert "canonical" in table


def test_table_names_unknown_parts(corpus):
    with pytest.raises(ValueError, match="head"):
        reference_table(corpus, parts=["head"])


def test_register_covers_the_corpus(corpus):
    register = load_instruments()
    known = {*register["canonical"], *" ".join(register["cited_as"]).split()}
    cited = set(reference_table(corpus, parts=None)["canonical"]) - {"vn:mou:_:_:_"}
    assert cited == known


SOURCE = re.compile(
    r"(?P<note>annotation )?(?P<article>[\w-]+):(?P<start>\d+)-(?P<end>\d+)( \(.+\))?"
)


def _states(fact, row, stated):
    """Tell whether a stretch of an article states a fact of the register."""
    if fact == "date":
        found = re.search(r"(\d+)[/-](\d+)(?:[/-](\d{4}))?$", stated)
        if found is None:
            return False
        day, month, year = found.groups()
        return row["date"] == f"{year or '-'}-{int(month):02}-{int(day):02}"
    if fact == "horizon":
        years = [int(year) for year in re.findall(r"\b\d{4}\b", stated)]
        return years == [row["horizon_to"], row["horizon_vision"]]
    if fact == "number" and "the number alone" in row["number_source"]:
        return stated == re.match(r"\d+", row["number"]).group()
    return stated == row[fact]


def _annotated(fact, row, annotation):
    """Tell whether an annotation holds a fact of the register."""
    if fact == "number":
        return row["number"] in (annotation["document"], annotation["number"])
    if fact == "issuer":
        _, code = read_issuer(fold(row["issuer"]), 0) or (0, None)
        return row["issuer"] == annotation["issuer_name"] or code == annotation["issuer_code"]
    return row[fact] == annotation[fact]


def register_faults(register, corpus):
    """List the facts whose article or annotation says something else."""
    path = corpus.folder / "annotations" / "references.csv"
    with path.open(encoding="utf-8", newline="") as file:
        notes = {(row["article"], row["start"], row["end"]): row for row in csv.DictReader(file)}
    faults = []
    for row in register.to_dict("records"):
        for fact in FACTS:
            for source in filter(None, row[f"{fact}_source"].split("; ")):
                place = SOURCE.fullmatch(source)
                if place is None:
                    assert source.startswith("https://")
                    continue
                article, start, end = place["article"], int(place["start"]), int(place["end"])
                page = corpus.page(article) if article in corpus.articles.index else ""
                if not 0 <= start < end <= len(page):
                    holds = False
                elif place["note"]:
                    note = notes.get(place.group("article", "start", "end"))
                    holds = note is not None and _annotated(fact, row, note)
                else:
                    holds = _states(fact, row, page[start:end])
                if not holds:
                    faults.append((row["canonical"], fact))
    return faults


def test_register_sources_hold(corpus):
    assert register_faults(load_instruments(), corpus) == []


RESOLUTION, PHARMACY = "vn:nq:31:tw:2022", "vn:luat:duoc:qh:2016"


@pytest.mark.parametrize(
    ("document", "column", "value", "fact"),
    [
        (RESOLUTION, "number", "13-NQ/TW", "number"),
        (RESOLUTION, "issuer", "Bộ Y tế", "issuer"),
        (RESOLUTION, "date", "2022-12-31", "date"),
        (RESOLUTION, "title", "phương hướng", "title"),
        (RESOLUTION, "horizon_to", 2035, "horizon"),
        (RESOLUTION, "horizon_vision", 2050, "horizon"),
        (RESOLUTION, "issuer_source", "hcmc-resolution-31:9000000-9000009", "issuer"),
        (RESOLUTION, "issuer_source", "hcmc-resolution-31:383-372", "issuer"),
        (RESOLUTION, "issuer_source", "no-such-article:372-383", "issuer"),
        (PHARMACY, "number", "34/2005/QH11", "number"),
        (PHARMACY, "issuer", "Chính phủ", "issuer"),
        (PHARMACY, "number_source", "annotation uk-ministry-tbi:1186-1203", "number"),
        (PHARMACY, "number_source", "uk-ministry-tbi:1185-1203", "number"),
        ("vn:cd:67:ttg:_", "date", "--05-20", "date"),
    ],
)
def test_a_falsified_fact_is_noticed(corpus, document, column, value, fact):
    register = load_instruments()
    register.loc[register["canonical"] == document, column] = value
    assert register_faults(register, corpus) == [(document, fact)]


def test_register_reports_every_problem(tmp_path):
    shipped = load_instruments()
    path = tmp_path / "instruments.csv"
    row = dict.fromkeys(shipped.columns, "")
    rows = [
        {**row, "canonical": "nq-31", "type": "NQ"},
        {**row, "canonical": "vn:nq:1:tw:_", "type": "XX", "date": "30/12/2022"},
        {**row, "canonical": "vn:nq:1:tw:_", "type": "NĐ", "number": "1"},
        {**row, "canonical": "vn:nq:2:tw:_", "type": "NQ", "title_source": "somewhere"},
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(CorpusError) as error:
        load_instruments(path)
    text = str(error.value)
    for expected in ("row 2", "'XX'", "30/12/2022", "row 3 too", "vn:nd", "no source", "somewhere"):
        assert expected in text
    with pytest.raises(CorpusError, match="no such file"):
        load_instruments(tmp_path / "absent.csv")


# The measures.


def test_evaluation_counts_what_is_missed_and_what_is_false():
    text = "Theo Nghị định 46/2016/NĐ-CP và một văn bản khác."
    right = {"start": 5, "end": 28, "canonical": "vn:nd:46:cp:2016", "kind": "full"}
    missed = {"start": 32, "end": 48, "canonical": "vn:cv:_:_:_", "kind": "bare"}
    table = evaluate([Passage("a", text, (right, missed)), Passage("b", text, ())])
    row = table[(table["level"] == "span") & (table["kind"] == "all")].iloc[0]
    assert (row["annotated"], row["found"], row["correct"]) == (2, 2, 1)
    assert (row["precision"], row["recall"], row["f1"]) == (0.5, 0.5, 0.5)
    assert false_hits([Passage("b", text, ())]).iloc[0].tolist() == [1, 1, 1.0]


def test_evaluate_command(tmp_path):
    path = tmp_path / "passages.jsonl"
    text = "Theo Luật Dược."
    gold = {"start": 5, "end": 14, "surface": "Luật Dược", "kind": "named"}
    row = {"id": "a", "text": text, "refs": [{**gold, "canonical": "vn:luat:duoc:qh:_"}]}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "helpers.references", "evaluate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "named" in done.stdout
    path.write_text('{"id": 1}\nnot json\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="line 2"):
        read_passages(path)
