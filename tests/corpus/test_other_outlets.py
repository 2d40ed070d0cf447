"""Saved pages of other kinds of outlets, their words invented: the article's lines and no others.

In a page ⟪⟫ stand about its title and ⟦⟧ about each line of its article.
"""

import html
import re
from pathlib import Path

import pytest

from helpers.cleaning import label_parts
from helpers.corpus.web_pages import read_html

PAGES = sorted((Path(__file__).parents[1] / "fixtures/outlets").glob("*.html"))


def marked(page, signs):
    """Return the lines of a page that stand between two signs, without elements."""
    found = re.findall(f"{signs[0]}(.*?){signs[1]}", page, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split()) for text in found]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_an_article_is_kept_whole_and_alone(path):
    page = path.read_text(encoding="utf-8")
    parts = label_parts(read_html(re.sub("[⟦⟧⟪⟫]", "", page))[0])
    text = [
        text.removeprefix("- ") for text in parts.loc[parts["part"].isin(["lead", "body"]), "text"]
    ]
    lines = [line for line in text if " | " not in line]  # rows of the article's tables
    assert parts.loc[parts["part"] == "title", "text"].tolist() == marked(page, "⟪⟫")
    assert lines == [line.removeprefix("- ") for line in marked(page, "⟦⟧")]


def test_the_pages_are_there():
    assert len(PAGES) == 20
