"""What the README shows and says agrees with the repository."""

import csv
import re

from tests.readme_figure import FIGURE, ROOT, stored_figure

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_figure_is_the_notebook_s():
    svg, alt = stored_figure()
    assert FIGURE.read_text(encoding="utf-8") == svg, "run: make notebooks"
    assert alt
    assert f"(docs/{FIGURE.name})" in README


def test_every_link_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_notebook_and_article_is_listed():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"`{path.stem}`" in README
    with (ROOT / "corpus" / "articles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert f"| {row['short']} |" in README


def test_every_target_is_listed():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"help"}
    listed = set(re.findall(r'@echo "make ([a-z]+)', makefile))
    assert targets == listed
    assert all(f"make {target}" in README or f"`{target}`" in README for target in targets)
