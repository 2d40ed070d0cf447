"""The pages in a real browser: offline, accessible, workable, harmless."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from helpers.corpus import load_corpus
from helpers.counting import body_tokens, concordance, term_frequency
from helpers.showing.term_offers import glossed_with
from helpers.site.building import ROOT, _find_notebooks, _site_files
from helpers.site.folder import swap
from tests.browser import absent, chromium

pytestmark = pytest.mark.browser

STORED = _find_notebooks(ROOT / "notebooks")
SAMPLES = ["index", "00_plain", "01_full", "02_hostile"]
REAL = ["real/index", *(f"real/{path.stem}" for path in STORED)]
NAMES = [*SAMPLES, *REAL]
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"
CUT = (
    "[...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > "
    "box.clientWidth + 1).map((box) => box.getAttribute('aria-label'))"
)
# Rows and code are alike, and axe takes its time for each: two rows and plain code stand for all.
SHORTEN = """
for (const table of document.querySelectorAll("table")) {
  const bodies = [...table.tBodies];
  bodies.slice(2).forEach((body) => body.remove());
  bodies.forEach((body) => [...body.rows].slice(4).forEach((row) => row.remove()));
}
for (const list of document.querySelectorAll("td :is(ol, ul)"))
  [...list.children].slice(2).forEach((item) => item.remove());
[...document.querySelectorAll("details.code pre")].slice(2).forEach(
  (code) => (code.textContent = code.textContent));
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def axe():
    try:
        import axe_playwright_python  # noqa: PLC0415
    except ImportError:
        absent("axe-core (pip install 'khung-tin[browser]')")
    path = Path(axe_playwright_python.__file__).with_name("axe.min.js")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def both_sites(site_folder, tmp_path_factory):
    """A copy of the folder of the sample site; in ``real``, the real one."""
    output = tmp_path_factory.mktemp("both sites") / "html"
    shutil.copytree(site_folder, output)
    # The real notebooks as they are stored: whether they run is tested elsewhere.
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in STORED}
    files = _site_files(notebooks, corpus=ROOT / "corpus", folder=ROOT / "notebooks")
    swap(files, output / "real")
    return output


@pytest.fixture
def open_page(browser, both_sites):
    """Open a page of the sites; afterwards, nothing may have been asked for or complained of."""
    contexts, faults = [], []

    def watch(page):
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(
            ("file:", "data:")) else None)  # fmt: skip
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append("dialog"), dialog.dismiss()))

    def start(name, *, width=1280, scheme="light", scripts=True, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto((both_sites / f"{name}.html").as_uri())
        return page

    yield start
    for context in contexts:
        context.close()
    assert not faults


def wait_until(page, expression):
    """Wait until an expression holds; playwright's own wait is stopped by the page's policy."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def drawn(page):
    """Wait until two frames are drawn: the page's own marks of what fits come with the first."""
    for _ in range(2):
        page.evaluate("() => new Promise(requestAnimationFrame)")


def show_as(page, width, scheme):
    """Give a page a width and a colour scheme, and open all that folds."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    # The page itself folds the contents when it has become narrow.
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.evaluate(OPEN_ALL)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_is_never_too_wide_and_accessible(open_page, axe, name):
    page = open_page(name, width=390)
    assert page.locator("h1").is_visible()
    assert page.locator(".switches").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if name in REAL:
        for width in (390, 1280):
            show_as(page, width, "light")
            drawn(page)
            assert page.evaluate(CUT) == [], f"tables are cut at their edge, {width} wide"
        page.evaluate(SHORTEN)
    page.evaluate(axe)
    # A real page is read twice, so that both widths and both schemes are seen.
    for look in LOOKS if name in SAMPLES else (LOOKS[0], LOOKS[3]):
        show_as(page, *look)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert not [
            (look, violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
            for violation in result["violations"]
        ]
    page.wait_for_load_state("networkidle")


def test_without_scripts_a_page_asks_for_nothing_and_offers_no_switch(open_page):
    # Without scripts nothing can ask after the page's "load", for which it is waited.
    for page in [open_page(name, scripts=False) for name in NAMES]:
        assert page.locator("h1").is_visible(), page.url
        assert not page.locator(".switches").is_visible(), page.url


def test_on_a_phone_each_row_of_a_wide_table_is_a_card(open_page):
    page = open_page("real/01_term_frequency", width=390)
    table = page.locator("table.cards").first
    row = table.locator("tbody tr:not(.kt-evidence)").first
    heads = table.locator("thead th").all_text_contents()
    cells = row.locator("th, td").all()
    assert [cell.get_attribute("data-label") for cell in cells] == [h.strip() for h in heads]
    assert row.get_attribute("role") == "row"
    assert cells[1].bounding_box()["y"] > cells[0].bounding_box()["y"]
    row.click()
    assert table.locator(".kt-evidence li").first.is_visible()


def test_a_number_of_a_finding_leads_to_the_row_where_it_is_counted(open_page):
    page = open_page("real/index")
    page.locator(".found a[href*='#result-framing-who_acts-']").first.click()
    page.wait_for_url("**/03_framing.html#result-framing-who_acts-1")
    row = page.locator("[id='result-framing-who_acts-1']")
    assert row.is_visible()
    assert row.locator("th").inner_text() == "UK: medical hub"
    assert page.locator("tbody:has([id='result-framing-who_acts-1']) li").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_row_that_a_link_opens_is_whole_beneath_its_heads(open_page, width):
    page = open_page("real/index", width=width)
    page.locator(".found a[href*='#result-framing-who_acts-2']").first.click()
    page.wait_for_url("**/03_framing.html#result-framing-who_acts-2")
    drawn(page)
    row = page.locator("[id='result-framing-who_acts-2']").bounding_box()
    assert 0 <= row["y"] < 250
    if width == 390:
        return  # each cell has its heading beside it
    bar = page.locator(".top").bounding_box()
    head = page.locator("table:has([id='result-framing-who_acts-2']) thead th").first.bounding_box()
    assert bar["y"] + bar["height"] <= head["y"] + 1
    assert head["y"] + head["height"] <= row["y"] + 1


def test_in_the_dark_drawings_are_dark(open_page):
    filters = []
    for scheme in ("light", "dark"):
        picture = open_page("01_full", scheme=scheme).locator("#figure-1 img")
        filters.append(picture.evaluate("picture => getComputedStyle(picture).filter"))
        size = picture.evaluate("picture => [picture.width, picture.height, picture.naturalWidth]")
        assert all(size)
    assert filters[0] == "none"
    assert filters[1].startswith("invert")


def test_code_of_a_reading_page_waits_for_the_switch(open_page):
    page = open_page("real/03_framing")
    cells = page.locator("details.code")
    assert cells.count() > 3
    assert not any(cell.is_visible() for cell in cells.all())
    page.locator("#code-switch").click()
    assert all(cell.is_visible() for cell in cells.all())
    assert open_page("real/03_framing", scripts=False).locator("details.code").first.is_visible()
    assert open_page("real/07_methods_framing").locator("details.code").first.is_visible()


def test_the_contents_stay_in_view(open_page):
    page = open_page("01_full")
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    wait_until(page, "scrollY > 300")
    box = page.locator(".contents summary").bounding_box()
    assert 0 <= box["y"] < 800
    page.wait_for_selector('.contents a[aria-current="location"]:has-text("Câu hỏi")')


def test_a_contents_link_leads_to_its_heading(open_page):
    page = open_page("01_full")
    page.locator(".contents a", has_text="Câu hỏi").last.click()
    wait_until(page, "scrollY > 300")
    page.wait_for_timeout(800)
    box = page.locator("h2", has_text="Câu hỏi").last.bounding_box()
    assert 0 < box["y"] < 800


def test_the_theme_switch_changes_and_remembers(open_page):
    page = open_page("00_plain")
    light = background(page)
    button = page.locator("#theme-switch")
    assert button.inner_text() == "Dark"  # what it will do
    button.focus()
    page.keyboard.press("Enter")
    assert button.inner_text() == "Light"
    dark = background(page)
    assert dark != light
    for _ in range(20):  # the browser writes what it remembers a moment later
        page.reload()
        if background(page) == dark:
            break
        page.wait_for_timeout(250)
    assert background(page) == dark
    page.keyboard.press("Tab")
    page.locator("#theme-switch").click()
    assert background(page) == light


def test_the_code_switch_opens_all_cells(open_page):
    page = open_page("01_full")
    cells, button = page.locator("details.code"), page.locator("#code-switch")
    assert page.locator("details.code[open]").count() == 0
    button.focus()
    page.keyboard.press("Space")
    assert page.locator("details.code[open]").count() == cells.count() > 3
    assert button.inner_text() == "Hide all code"
    button.click()
    assert page.locator("details.code[open]").count() == 0
    cells.first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.code[open]").count() == 1


def first_cells(page):
    rows = page.locator("#table-1 tbody:not([hidden]) > tr:not(.kt-evidence) > th")
    return rows.all_inner_texts()


def test_a_table_is_sorted_by_its_headings(open_page):
    page = open_page("01_full")
    before = first_cells(page)
    head = page.locator("#table-1 thead th").nth(1)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert first_cells(page) == before[::-1]
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert first_cells(page) == before
    # A row and its sentences stay together.
    summary = page.locator("#table-1 tbody").nth(3).locator("summary")
    assert summary.inner_text().endswith(f"place: {before[3]}")


def test_a_long_table_is_filtered_with_and_without_marks(open_page):
    page = open_page("01_full")
    field = page.get_by_label("Filter table 1")
    field.fill("tu 1")
    shown = [f"từ {i}" for i in [1, *range(10, 20)]]
    assert first_cells(page) == shown
    assert page.locator(".filter-bar output").inner_text() == "11 of 20 rows"
    field.fill("từ 19")
    assert first_cells(page) == ["từ 19"]
    field.fill("tứ 19")
    assert first_cells(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_row_opens_to_its_sentences(open_page, scripts):
    page = open_page("01_full", scripts=scripts)
    mark = page.locator("#table-1 mark").nth(1)
    assert not mark.is_visible()
    page.locator("#table-1 summary").nth(1).focus()
    page.keyboard.press("Enter")
    assert mark.is_visible()
    assert mark.inner_text() == "từ"
    page.locator("#table-1 summary").nth(1).click()
    assert not mark.is_visible()


def test_a_click_on_the_row_opens_it_too(open_page):
    page = open_page("01_full")
    page.locator("#table-1 tbody tr td").first.click()
    assert page.locator("#table-1 mark").first.is_visible()


def test_every_control_is_reached_by_keyboard(open_page):
    page = open_page("01_full")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, input, a[href], [tabindex='0']")]
        .filter((item) => item.checkVisibility()).map((item, i) => (item.dataset.stop = i))"""
    )
    reached = set()
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.stop"))
    assert {str(stop) for stop in wanted} <= reached


def test_the_skip_link_leads_to_the_text(open_page):
    page = open_page("01_full")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_data_and_picture_can_be_saved(open_page, tmp_path):
    page = open_page("01_full", accept_downloads=True)
    for text, start in (("Data (CSV)", "\ufeffterm,count\nsức khỏe,31\n"), ("SVG", "<svg")):
        with page.expect_download() as download:
            page.locator("#figure-1 figcaption a", has_text=text).click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.read_text(encoding="utf-8").startswith(start)


def test_print_leaves_out_what_paper_cannot_do(open_page):
    page = open_page("01_full")
    page.emulate_media(media="print")
    for selector in (".top", ".contents", ".filter-bar", "details.code", ".neighbours"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("#figure-1 img").is_visible()


def test_what_is_folded_is_printed_but_no_code(open_page):
    page = open_page("real/03_framing")
    tables = page.locator(".kt-fold .table table")
    shown = "table => table.checkVisibility({ contentVisibilityAuto: true })"
    assert tables.count() > 5
    assert not any(table.evaluate(shown) for table in tables.all())
    page.emulate_media(media="print")
    assert all(table.evaluate(shown) for table in tables.all())
    assert not page.locator("details.code").first.is_visible()


def test_a_hostile_corpus_renders_inert(open_page):
    for name in ("02_hostile", "index"):
        page = open_page(name)
        page.evaluate(OPEN_ALL)
        page.wait_for_timeout(200)
        assert page.locator("script").count() == 2
        assert page.get_by_text("<script>alert(1)</script>").count() > 0


def look_up(page, term):
    """Look a word up on a page; return the message and the counts by piece."""
    page.locator(".explorer input").fill(term)
    page.locator(".explorer input").press("Enter")
    return page.locator(".explorer [role=status]").inner_text()


def counts(page):
    rows = page.locator(".explorer .counts tbody tr")
    cells = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    return {name: int(number) for name, number, *_ in cells if int(number)}


def test_a_word_is_looked_up_without_a_kernel(open_page):
    page = open_page("real/01_term_frequency")
    corpus = load_corpus()
    terms = list(term_frequency(body_tokens(corpus))["term"])
    queries = [
        *terms[:400],
        "TPHCM",
        "thành phố Hồ Chí Minh",
        "khoẻ",
        "bác sỹ",
        "Anh",
        "anh",
        "anh em",
        # two terms, both in another spelling
        "Thông tấn xã Việt Nam tại Hoa Kì",
        "TP.HCM là trung tâm liên kết vùng của ĐBSCL",
    ]
    found = page.evaluate(
        "terms => terms.map((term) => document.querySelector('.explorer').lookUp(term).length)",
        queries,
    )
    expected = [len(concordance(corpus, query)) for query in queries]
    wrong = [(q, f, e) for q, f, e in zip(queries, found, expected, strict=True) if f != e]
    assert not wrong
    assert found[-2:] == [1, 1]
    assert "“hợp tác” (co-operation): 21 times in lead and body" in look_up(page, "hợp tác")
    lines = concordance(corpus, "hợp tác")["article"].astype(str).map(corpus.names)
    assert counts(page) == lines.value_counts().to_dict()
    # English stands with each line.
    assert (
        page.locator(".explorer .lines .kt-en").count()
        == page.locator(".explorer .lines cite").count()
    )


def test_marks_are_optional_and_english_helps(open_page):
    page = open_page("real/01_term_frequency")
    said = look_up(page, "hop tac")
    assert "“hop tac”, read as “hợp tác” (co-operation): 21 times" in said
    # Where there is English, an English word is read in it, the list's a click away.
    assert "“hospital”: 9 sentences have it in English" in look_up(page, "hospital")
    page.locator(".explorer .offers button", has_text="bệnh viện").first.click()
    assert "“bệnh viện” (hospital): " in page.locator(".explorer [role=status]").inner_text()
    assert look_up(page, "money") == "No sentence has “money” in English."
    assert page.locator(".explorer .offers button").first.inner_text() == "tiền"
    assert "“welcomes”: 2 sentences have it in English" in look_up(page, "welcomes")
    assert page.locator(".explorer .kt-en mark").all_inner_texts() == ["welcomed", "welcomed"]
    asked = ["visiting", "centers", "co-operate", "agreements", "studies", "the", "hợp tác"]
    found = page.evaluate(
        "asked => asked.map((word) => document.querySelector('.explorer').glossedWith(word))", asked
    )
    assert found == [glossed_with(load_corpus(), word) for word in asked]
    # Without a key pressed too, and a word that stands with other marks is a click away.
    page.locator(".explorer input").fill("tham")
    wait_until(
        page, "document.querySelector('.explorer [role=status]').textContent.includes('tham')"
    )
    page.locator(".explorer .offers button").first.click()
    assert "tham" not in page.locator(".explorer [role=status]").inner_text()
    assert look_up(page, "?!") == "Type one or more words to look for."
    assert "does not occur" in look_up(page, "<img src=x onerror=alert(1)>")


def test_lines_are_sorted_and_all_are_shown_on_request(open_page):
    page = open_page("real/01_term_frequency")
    look_up(page, "y tế")
    first = page.locator(".explorer .lines .kt-vi").first.inner_text()
    page.locator(".explorer select").select_option("right")
    assert page.locator(".explorer .lines .kt-vi").first.inner_text() != first
    page.locator(".explorer .lines button").click()
    assert page.locator(".explorer .lines li").count() == len(concordance(load_corpus(), "y tế"))


def test_without_scripts_the_first_state_stands(open_page):
    page = open_page("real/01_term_frequency", scripts=False)
    assert page.locator(".explorer .first").is_visible()
    assert page.locator(".explorer .first .kt-evidence").count() > 1


def test_the_language_is_switched(open_page):
    page = open_page("real/03_framing")
    english, vietnamese = (page.locator(f".kt-quotes .kt-{name}").first for name in ("en", "vi"))
    switch = page.locator("#language-switch")
    assert english.is_visible() and vietnamese.is_visible()
    switch.select_option("english")
    assert english.is_visible() and not vietnamese.is_visible()
    switch.select_option("vietnamese")
    assert not english.is_visible() and vietnamese.is_visible()


def test_a_look_up_without_english_offers_no_switch_of_languages(both_sites, open_page):
    page = (both_sites / "real/01_term_frequency.html").read_text(encoding="utf-8")
    bare = re.sub(r",&quot;en&quot;:&quot;.*?&quot;(?=[,}])", "", page)
    assert len(bare) < len(page)
    bare = bare.replace('class="kt-en"', 'class="kt-other"')
    (both_sites / "bare.html").write_text(bare, encoding="utf-8")
    assert open_page("real/01_term_frequency").locator("#language-switch").is_visible()
    assert not open_page("bare").locator("#language-switch").is_visible()


def test_a_sentence_is_reached_from_its_evidence(open_page):
    page = open_page("real/03_framing")
    link = page.locator(".kt-quotes cite a").first
    name = link.get_attribute("href").split("#")[1]
    link.click()
    page.wait_for_url(f"**#{name}")
    wait_until(page, f"document.getElementById('{name}').closest('details').open")
    assert page.locator(f"[id='{name}'] .kt-en").is_visible()


@pytest.mark.parametrize(
    ("name", "height"),
    [
        ("00_corpus", 5500),
        ("01_term_frequency", 9500),
        ("02_policy_references", 9500),
        ("03_framing", 9500),
    ],
)
def test_a_reading_page_is_short_and_answers_first(open_page, name, height):
    page = open_page(f"real/{name}")
    wait_until(page, "document.readyState === 'complete'")
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.locator(".short").bounding_box()["y"] < 800
    tables = page.evaluate(
        "[...document.querySelectorAll('.table')].filter((t) => !t.closest('details')).length"
    )
    assert tables <= 4
    figure = page.locator(".figure")
    assert not figure.count() or figure.first.bounding_box()["y"] <= 1800
    # Codes and ids are for files: readers meet names.
    text = page.locator("main").inner_text()
    assert not re.search(r"\b(SCITECH|PARTNER|LEARN|uk-hcmc-hub|us-hanoi-mou)\b", text)
