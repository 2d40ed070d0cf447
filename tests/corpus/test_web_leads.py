"""The lead of a saved web page: kept whatever its metadata say, and nothing else with it."""

import json

import pytest

from helpers.corpus import page_text
from helpers.corpus.web_pages import read_html

TITLE = "Thị trấn ven sông mở lại chợ nổi sau mười năm vắng khách"
LEAD = "Sau một thập niên đìu hiu, các ghe hàng trở lại bến cũ nhờ chương trình hỗ trợ tiểu thương."
SECOND = "Người bán được miễn phí bến bãi trong hai năm đầu, còn du khách được vé tàu rẻ hơn."
THIRD = "Đến cuối năm, thị trấn dự tính lập thêm một bến đỗ cho tàu khách từ tỉnh bên."
BODY = [
    f"Đoạn thứ {number}: ban quản lý chợ cho biết mỗi sáng có hơn một trăm ghe cập bến, chở trái "
    f"cây và rau củ từ các cù lao quanh vùng, nhiều gấp đôi so với tháng trước đó {number} tuần."
    for number in range(1, 6)
]
MENU = (
    '<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/kt">Kinh tế</a></li></ul></nav>'
    '<div class="menu"><a href="/ds">Đời sống</a><a href="/dl">Du lịch</a></div>'
)
RELATED = (
    '<ul class="rel"><li><a href="/2.html">Cầu mới bắc qua sông sẽ thông xe trước Tết.</a></li>'
    '<li><a href="/3.html">Ba cù lao được nối điện lưới quốc gia trong năm nay.</a></li></ul>'
)
BYLINE = (
    '<div class="meta"><span>Người Viết</span> <span>Thứ Ba, 5/3/2024 08:15 (GMT+7)</span></div>'
)
SHARE = '<div class="share"><a href="#fb">Chia sẻ</a> <a href="#zl">Zalo</a></div>'
TEXT = "".join(f"<p>{text}</p>" for text in BODY)

# What stands between the menu and the foot, L for the lead.
LAYOUTS = {
    "p before an article": f"<h1>{TITLE}</h1>{BYLINE}<p class='description'>L</p>"
    f"<article class='fck'>{TEXT}</article>",
    "h2 and a column": f"<h1 class='t'>{TITLE}</h1>{BYLINE}<h2 class='detail-sapo'>L</h2>{SHARE}"
    f"<div class='detail-content'>{TEXT}</div>",
    "text in a div": f"<h1>{TITLE}</h1><div class='article__sapo'>L</div>{BYLINE}"
    f"<div class='article__body'>{TEXT}</div>",
    "header with a lead": f"<header><h1>{TITLE}</h1><div class='chapeau'><p>L</p></div></header>"
    f"{SHARE}<div class='nd'>{TEXT}</div>",
    "bold in a div of its own": f"<div class='top'><h1><span>{TITLE}</span></h1></div>"
    f"<div class='summary'><div><strong>L</strong></div></div><section>{TEXT}</section>",
    "picture between": f"<h1>{TITLE}</h1><h2 class='sapo'>L</h2><figure><img src='a.jpg'>"
    f"<figcaption>Ghe chở dưa hấu trên sông lúc bình minh của một ngày chợ phiên.</figcaption>"
    f"</figure><div class='content'>{TEXT}</div>",
    "a wide head above": f"<div class='hero'><img src='a.jpg'><h1>{TITLE}</h1></div>{BYLINE}<div>"
    f"<div class='i'><p><em>L</em></p></div></div><div class='r'><div class='s'>{TEXT}</div></div>",
    "links below the lead": f"<h1>{TITLE}</h1>{BYLINE}<div class='sum'><h2>L</h2>{RELATED}</div>"
    f"<div class='cnt'>{TEXT}</div>",
    "a form round the page": f"<form id='aspnet'><h1>{TITLE}</h1><div class='short'>L</div>"
    f"{SHARE}<div class='full'>{TEXT}</div></form>",
    "in the column itself": f"<h1>{TITLE}</h1>{BYLINE}<div class='c'><h3>L</h3>{TEXT}</div>",
}
DESCRIPTIONS = {
    "none": "",
    "whole": LEAD,
    "rewritten": "Đọc tin mới nhất về chợ nổi, du lịch miền sông nước và đời sống bà con.",
    "cut off": f"{LEAD[:62]}...",
    "a paragraph of the body": BODY[0],
}


def page(middle, description="", head=""):
    """Return a page: a menu above, links and a foot below."""
    meta = f'<meta name="description" content="{description}">' if description else ""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} | Báo Thử</title>{meta}'
        f"{head}</head><body>{MENU}<main>{middle}</main><div><h3>Tin liên quan</h3>{RELATED}</div>"
        "<footer><p>Cơ quan chủ quản của tờ báo này không có thật ngoài bài thử.</p></footer>"
        "</body></html>"
    )


def paragraphs(text):
    return read_html(text)[0].strip().split("\n\n")


@pytest.mark.parametrize("description", DESCRIPTIONS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_lead_is_kept_once_and_in_its_place(layout, description):
    found = paragraphs(page(LAYOUTS[layout].replace("L</", f"{LEAD}</"), DESCRIPTIONS[description]))
    kept = [text for text in found if not text.startswith(("Người Viết", "Thứ Ba"))]
    assert kept == [TITLE, LEAD, *BODY]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"<span class='place'>Bến Lá</span>{LEAD}", f"Bến Lá {LEAD}"),
        (f"(Báo Thử) - {LEAD}", f"(Báo Thử) - {LEAD}"),
        (f"<b>BT - </b>{LEAD[:27]}<a href='/cho'>{LEAD[27:34]}</a>{LEAD[34:]}", f"BT - {LEAD}"),
        (LEAD.rstrip("."), LEAD.rstrip(".")),
    ],
)
def test_a_stamp_a_link_and_a_missing_stop_are_no_hindrance(layout, written, expected):
    for description in ("", LEAD, DESCRIPTIONS["rewritten"]):
        found = paragraphs(page(LAYOUTS[layout].replace("L</", f"{written}</"), description))
        leads = [text for text in found if LEAD[32:60] in text]
        assert leads == [expected]
        assert found.index(leads[0]) < found.index(BODY[0])


@pytest.mark.parametrize("description", ["", LEAD, SECOND, DESCRIPTIONS["rewritten"]])
def test_a_lead_of_two_paragraphs_keeps_both_in_order(description):
    middle = f"<h1>{TITLE}</h1><div class='sapo'><p>{LEAD}</p><p>{SECOND}</p></div>"
    found = paragraphs(page(f"{middle}<div class='text'>{TEXT}</div>", description))
    assert found == [TITLE, LEAD, SECOND, *BODY]


@pytest.mark.parametrize(
    "between",
    [
        RELATED,
        f"<aside><p>{SECOND}</p></aside>",
        f"<div class='box'><h3>Đọc nhiều</h3><p>{SECOND}</p></div>",
        "<div class='card'><a href='/4.html'>Một làng nghề dệt chiếu tìm lối ra.</a>"
        f"<p>{SECOND}</p></div>",
        f"<a href='/4.html'><div><p>{SECOND}</p></div></a>",
        "<div class='pic'><img src='a.jpg'><p>Ghe chở dưa hấu trên sông lúc trời sáng.</p></div>",
        "<p class='note'>Ghe chở dưa hấu trên sông lúc trời vừa sáng. Ảnh: Người Chụp</p>",
        f"<p style='display: none'>{SECOND}</p>",
        "<p>Người Viết - Người Chụp</p><p>Thứ Ba, ngày 5 tháng 3 năm 2024</p>",
        "<div role='navigation'><p>Bạn đang ở trang du lịch của tờ báo này.</p></div>",
        f"<script>var lead = '{SECOND}';</script><!-- {SECOND} -->",
    ],
)
def test_what_is_no_lead_stays_out(between):
    for middle in (f"{between}<p class='d'>{LEAD}</p>", f"<p class='d'>{LEAD}</p>{between}"):
        text = page(f"<h1>{TITLE}</h1>{middle}<div class='text'>{TEXT}</div>")
        assert paragraphs(text) == [TITLE, LEAD, *BODY]


def test_a_lead_that_the_body_repeats_is_given_once():
    body = f"<p>Bến Lá - {LEAD}</p>{TEXT}"
    text = page(f"<h1>{TITLE}</h1><h2 class='sapo'>{LEAD}</h2><div class='text'>{body}</div>")
    assert paragraphs(text) == [TITLE, f"Bến Lá - {LEAD}", *BODY]


def test_a_paragraph_that_the_extraction_drops_from_the_text_is_put_back(monkeypatch):
    text = page(
        f"<h1>{TITLE}</h1><h2>{LEAD}</h2><div><p>{BODY[0]}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    )
    for kept in ([BODY[0], THIRD], [SECOND, THIRD], [LEAD, SECOND, THIRD]):
        lines = "\n".join(kept)
        monkeypatch.setattr("trafilatura.extract", lambda *_, lines=lines, **__: lines)
        assert paragraphs(text) == [TITLE, LEAD, BODY[0], SECOND, THIRD]


def test_a_title_that_stays_at_the_top_is_no_lead():
    bar = f"<div class='sticky'><h2 class='title'>{TITLE}</h2></div>"
    text = page(f"<h1>{TITLE}</h1>{bar}<p class='d'>{LEAD}</p><article>{TEXT}</article>")
    assert paragraphs(text) == [TITLE, LEAD, *BODY]


def test_a_lead_made_of_the_words_of_the_body_is_kept():
    mixed = f"Mỗi sáng có hơn một trăm ghe cập bến. {SECOND[:48]}, chở trái cây và rau củ."
    for lead in (mixed, f"(BT) - {SECOND[:-1]} mười lăm phần trăm."):
        body = [f"{SECOND[:-1]}, theo bản tin của ban quản lý phát sáng nay. {THIRD}", *BODY]
        text = "".join(f"<p>{line}</p>" for line in body)
        found = paragraphs(page(f"<h1>{TITLE}</h1><h2>{lead}</h2><div>{text}</div>"))
        assert found == [TITLE, lead, *body]


@pytest.mark.parametrize("drop", ["<span class='cap'>S</span>", "<b>S</b>"])
def test_a_large_first_letter_is_not_parted_from_its_word(drop):
    text = page(f"<h1>{TITLE}</h1><p class='d'>{drop}{LEAD[1:]}</p><div>{TEXT}</div>")
    assert paragraphs(text) == [TITLE, LEAD, *BODY]


def test_a_headline_that_differs_from_the_metadata_is_found():
    linked = {"@type": "NewsArticle", "headline": TITLE.replace("mười năm", "10 năm")}
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    text = page(f"<h1>{TITLE}</h1><h2>{LEAD}</h2><div class='text'>{TEXT}</div>", head=head)
    assert paragraphs(text) == [TITLE, LEAD, *BODY]


def test_a_page_of_many_blocks_is_read_in_a_moment():
    many = f"<div><p>{SECOND}</p></div>" * 3_000
    text = page(f"<h1>{TITLE}</h1><div>{many}</div><div class='text'>{TEXT}</div>")
    assert paragraphs(text)[0] == TITLE


def test_a_short_headline_before_an_outlets_long_name_is_the_title():
    window = f"{TITLE[:24]} - Trang thông tin điện tử của Liên hiệp các hội ở tỉnh Bến Lá"
    for head in ("", f'<meta property="og:title" content="{window}">'):
        text = page(f"<h1>{TITLE[:24]}</h1><h2>{LEAD}</h2><div>{TEXT}</div>", head=head)
        text = text.replace(f"<title>{TITLE} | Báo Thử</title>", f"<title>{window}</title>")
        assert paragraphs(text) == [TITLE[:24], LEAD, *BODY]


def test_a_paragraph_that_is_one_link_leads_elsewhere():
    body = f"<p>{BODY[0]}</p><p><a href='/9.html'><b>Những người giữ bến đò cũ</b></a></p>"
    rest = "".join(f"<p>{text}</p>" for text in BODY[1:])
    found = paragraphs(page(f"<h1>{TITLE}</h1><h2>{LEAD}</h2><div>{body}{rest}</div>"))
    assert found == [TITLE, LEAD, *BODY]


def test_small_raised_letters_part_no_sentence(tmp_path):
    pumped = "Bơm công suất 1.000 m{}/giờ chạy suốt đêm, lượng CO{} giảm hẳn, ông Ba nói với xã."
    said = [
        "Hàng trăm hộ dân ven sông được đưa đến nơi an toàn trước khi nước lên, theo ủy ban xã.",
        '<center><img src="a.jpg"><br><i>Bờ bao trong đêm.</i></center><br>'
        + pumped.format("<sup>3</sup>", "<sub>2</sub>"),
        "Bà Tư cho biết nhà bà đã nâng nền hai lần trong mười năm qua vì nước ngập mỗi năm.",
    ]
    html = (
        "<html><head><title>Xã ven sông chống ngập trong đêm triều lên</title></head><body>"
        f'<div id="news">{"<br><br>".join(said)}</div></body></html>'
    )
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    assert pumped.format(3, 2) in page_text(path).split("\n")


def test_a_page_of_a_few_lines_keeps_them_apart():
    """Of these the extraction gives one line, the title and the author's name on it."""
    lines = [LEAD, SECOND]
    text = "".join(f"<p>{line}</p>" for line in lines)
    page = (
        f"<html><head><title>{TITLE} - Báo Sông Nước</title><meta name='author' content='Hạ Vy'>"
        f"</head><body>{MENU}<main><article><h1>{TITLE}</h1>{text}<p class='author'>Hạ Vy</p>"
        f"</article></main><footer>Bản quyền thuộc về Báo Sông Nước</footer></body></html>"
    )
    assert read_html(page)[0].split("\n\n") == [TITLE, LEAD, f"{SECOND}\n"]
