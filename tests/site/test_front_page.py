"""The front page: what is asked and found, of which corpus, of which state."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.commands import main
from helpers.site import RenderingError
from helpers.site.building import _site_files
from helpers.site.front_page import MOST_ARTICLES, _articles_table, _build_facts
from tests.sample_notebooks import markdown, write_corpus, write_plain

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_the_front_page_tells_what_is_found(site):
    front = site["index.html"]
    assert "<strong>42</strong>" in front
    assert 'href="00_plain.html#finding-1"' in front
    assert "What it is about." in front


def test_the_lead_is_the_corpus_own(site, hostile_corpus, tmp_path):
    front = site["index.html"]
    assert "What do the words say, and to whom?" not in front
    assert f"<code>{hostile_corpus.name}</code> (1 article)" in front
    about = {"key": "pages.in_short", "lead": "What do the words say?"}
    said = new_output("display_data", data={"text/markdown": "x"}, metadata={"khungtin": about})
    lead = {"01_full": new_notebook(cells=[new_code_cell("x", outputs=[said])])}
    shipped = _site_files(lead, corpus=ROOT / "corpus", folder=tmp_path)["index.html"]
    assert "What do the words say?" in shipped


def test_pages_are_called_what_tells_them_apart():
    titles = ["Words: what they are", "Methods: words", "Methods: framing"]
    notebooks = {
        f"0{i}_x": new_notebook(cells=[markdown(f"# {title}")]) for i, title in enumerate(titles)
    }
    page = _site_files(notebooks, corpus=ROOT / "corpus", folder=ROOT)["00_x.html"]
    listed = re.findall(r'<li><a href="0\d_x.html"[^>]*>([^<]*)<', page)
    assert listed[:3] == ["Words", "Methods: words", "Methods: framing"]


def test_a_table_of_what_is_found_follows_it_in_place_of_the_list(tmp_path):
    table = '<div class="kt"><table class="kt-table"><caption>2 articles</caption></table></div>'
    about = {"key": "framing.in_short", "trust": "So far.", "overview": table}
    data = {"text/markdown": "x"}
    said = new_output("display_data", data=data, metadata={"khungtin": about})
    cells = [new_code_cell("x", outputs=[said]), markdown("A finding.", "finding")]
    notebooks = {"01_x": new_notebook(cells=cells)}
    front = _site_files(notebooks, corpus=ROOT / "corpus", folder=tmp_path)["index.html"]
    assert front.index("What it finds") < front.index("A finding.") < front.index("2 articles")
    assert '<h2 id="corpus">' not in front
    notebooks["01_x"].cells[0].outputs[0].metadata["khungtin"].pop("overview")
    front = _site_files(notebooks, corpus=ROOT / "corpus", folder=tmp_path)["index.html"]
    assert front.index("A finding.") < front.index('<h2 id="corpus">')


def findings_of(*tags):
    """Return the findings on the front page of notebooks with one finding each."""
    notebooks = {
        f"0{i}_x": new_notebook(cells=[markdown(f"Finding of {i}.", *own)])
        for i, own in enumerate(tags)
    }
    front = _site_files(notebooks, corpus=ROOT / "corpus", folder=ROOT)["index.html"]
    return re.findall(r"<div><p>Finding of (\d)", front)


def test_the_front_page_has_three_findings_at_most():
    assert findings_of(["finding"], ["finding"]) == ["0", "1"]
    assert findings_of(*[["finding"]] * 4) == ["0", "1", "2"]
    front = ["finding", "front"]
    # Those that ask for it stand there, and they alone.
    assert findings_of(front, ["finding"], front, front) == ["0", "2", "3"]
    assert findings_of(["finding"], ["finding"], ["finding"], front) == ["3"]


def test_the_stored_notebooks_give_the_front_page_its_findings_in_order():
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in paths}
    front = _site_files(notebooks, corpus=ROOT / "corpus", folder=ROOT)["index.html"]
    places = re.findall(r'href="[\w.]+#(result-[\w-]+)"', front)
    # A number leads to its row or its table; what leads to the exhibit is the finding.
    found = [place for place in places if not re.search(r"-(\d+|numbers)$", place)]
    assert found == [
        "result-framing-who_acts",
        "result-framing-scenes",
        "result-framing-profiles",
        "result-framing-likeness",
        "result-framing-speakers",
        "result-framing-praise",
        "result-policy-compared",
        "result-words-apart",
        "result-pages-cleaning",
    ]
    # Both passages on Resolution 31, in English alone.
    assert front.count("<blockquote>") == 2 and "<mark>" in front
    assert 'class="kt-en"' in front and 'class="kt-vi"' not in front
    assert front.count("<picture>") == 1
    assert "large language models" in front  # who coded, where agreement is shown


def test_the_front_page_shows_the_corpus_that_was_given(site, hostile_corpus):
    assert "Hà Nội" in site["index.html"]
    assert "1 article; a dash" in site["index.html"]
    assert str(hostile_corpus.resolve()) in site["00_plain.html"]


def test_the_front_page_reads_a_table_as_a_spreadsheet_saves_it(tmp_path):
    folder = write_corpus(tmp_path / "own", "Bệnh viện; trạm y tế")
    text = 'id;title;group;partner\r\none;"Bệnh viện; trạm y tế";UK;\r\n'
    (folder / "articles.csv").write_bytes(text.encode("utf-8-sig"))
    notebooks, output = tmp_path / "notebooks", tmp_path / "html"
    notebooks.mkdir()
    write_plain(notebooks)
    arguments = ["--notebooks", str(notebooks), "--output", str(output), "--corpus", str(folder)]
    assert main(["site", *arguments]) == 0
    front = (output / "index.html").read_text(encoding="utf-8")
    assert "Bệnh viện; trạm y tế</" in front
    assert ">UK</td>" in front
    assert ">Group</th>" in front
    assert ">Partner</th>" not in front


@pytest.mark.parametrize(
    ("more", "caption"),
    [(0, ">50 articles; a"), (1, ">First 50 of 51 articles; a"), (1200, ">First 50 of 1,250 art")],
)
def test_the_table_of_articles_is_cut(more, caption):
    ids = [f"article-{i}" for i in range(MOST_ARTICLES + more)]
    articles = pd.DataFrame({"title": ids, "group": "UK"}, index=pd.Index(ids, name="id"))
    markup = _articles_table(articles)
    assert len(re.findall(r'<th scope="row"', markup)) == MOST_ARTICLES
    assert caption in markup


def test_the_date_comes_from_the_environment_or_is_left_out(monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert _build_facts(tmp_path)["State of"] == "1970-01-02"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert "State of" not in _build_facts(tmp_path)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_date_and_the_id_come_from_the_last_commit(monkeypatch, tmp_path):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2023-04-05T12:00:00+07:00")

    def git(*arguments):
        command = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@y.example"]
        return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message", "One")
    facts = _build_facts(tmp_path)
    assert facts["State of"] == "2023-04-05"
    assert git("rev-parse", "HEAD").stdout.startswith(facts["Commit"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert _build_facts(tmp_path)["State of"] == "1970-01-02"


def test_a_corpus_of_ones_own_has_a_title_and_authors(tmp_path):
    folder = write_corpus(tmp_path / "own", "Bệnh viện")
    paths = [ROOT / "notebooks" / "04_your_own_corpus.ipynb"]
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in paths}
    bare = _site_files(notebooks, corpus=folder, folder=ROOT)["index.html"]
    assert "<h1>Khung tin</h1>" in bare and "Title and author of these pages" in bare
    people = [{"title": "Lê Lan"}, {"title": "A & B"}]
    said = json.dumps({"title": "Japan <in> the news", "contributors": people})
    (folder / "datapackage.json").write_text(said, encoding="utf-8")
    files = _site_files(notebooks, corpus=folder, folder=ROOT)
    front = files["index.html"]
    assert "<h1>Japan &lt;in&gt; the news</h1>" in front
    assert "Lê Lan, A &amp; B. <cite>Japan &lt;in&gt; the news</cite>." in front
    assert "can be named" not in front and "Made with: " in front
    assert "– Japan &lt;in&gt; the news</title>" in files["04_your_own_corpus.html"]
    (folder / "datapackage.json").write_text("[", encoding="utf-8")
    with pytest.raises(RenderingError, match="not readable as JSON"):
        _site_files(notebooks, corpus=folder, folder=ROOT)


def test_the_shipped_pages_are_cited_as_the_collection():
    files = _site_files({}, corpus=ROOT / "corpus", folder=ROOT)
    assert "<h1>Khung tin</h1>" in files["index.html"] and "Made with: " not in files["index.html"]
