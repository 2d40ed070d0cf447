"""Policy references: what counts as one in a text, what doesn't, and what is read from it."""

import pytest

from helpers.references import Horizon, find_references
from tests.references_in_text import ids, only, surfaces

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


HORIZONS = {
    "Quyết định 12/QĐ-TTg ngày 3/2/2021 của Thủ tướng (khóa XV) về dược đến năm 2030, tầm nhìn "
    "đến năm 2045.": (2030, 2045),
    "Decision 12/QD-TTg of March 2nd, 2021 approves the plan to 2030, with a vision to 2045.": (
        2030,
        2045,
    ),
}


@pytest.mark.parametrize(("text", "years"), HORIZONS.items())
def test_horizon_behind_a_term_or_an_english_verb(text, years):
    assert only(text).horizon == Horizon(*years)
    assert only(text).year == 2021


def test_issuer_and_year_in_a_relative_clause():
    found = only("Resolution 26, which the Politburo issued in 2022, names the region.")
    assert found.canonical == "vn:nq:26:tw:2022"
