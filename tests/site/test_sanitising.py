"""Harmless pages: nothing that data bring along runs or loads."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.site.harmless import TAGS, _sanitise
from tests.html_tags import Tags


@pytest.mark.slow
def test_a_hostile_notebook_and_corpus_render_inert(site):
    for name in ("02_hostile.html", "index.html"):
        page = Tags(site[name])
        assert len([tag for tag, _ in page.tags if tag == "script"]) == 2  # the page's own
        for tag, values in page.tags:
            assert not [key for key in values if key.startswith("on")], (tag, values)
            assert not str(values.get("href", "")).lower().startswith("javascript"), values
        assert any("<script>alert(1)</script>" in text for text in page.texts)


@pytest.mark.slow
def test_only_the_own_scripts_may_run(site):
    for text in site.values():
        policy = next(value for value in Tags(text).values("meta", "content") if "default" in value)
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2]


@pytest.mark.parametrize(
    "html",
    [
        "<a href='JaVaScRiPt:alert(1)'>a</a>",
        "<a href='java\tscript:alert(1)'>a</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
        "<img src='https://example.org/x.png'>",
        "<img src='x.png' onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<p style='background:url(https://example.org/x)'>a</p>",
        "<iframe src='https://example.org'></iframe><base href='https://example.org'>",
        "<form action='https://example.org'><button>a</button></form>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
    ],
)
def test_nothing_that_runs_or_loads_is_left(html):
    assert not re.search("alert|example|style|on[a-z]+=", _sanitise(html))


FRAGMENTS = ["<", ">", "/", '"', "'", "=", " ", "&lt;", "<!--", "-->", "x", "\0", "javascript:"]
HARMLESS = ["a", "img", "table", "tr", "td", "th", "p", "math", "mtext", "details"]
HARMFUL = ["script", "svg", "style", "iframe", "form", "template", "noscript", "annotation-xml"]
ATTRIBUTES = ["href", "src", "alt", "onload", "style", "class"]
VALUES = ["javascript:alert(1)", "https://example.org", "data:image/png;base64,AA", ">", "<p"]
attribute = st.builds('{}="{}"'.format, *map(st.sampled_from, (ATTRIBUTES, VALUES)))
harmless, harmful = (
    st.builds(
        lambda name, attributes: f"<{' '.join([name, *attributes])}>",
        st.sampled_from(names),
        st.lists(attribute, min_size=1, max_size=4),
    )
    for names in (HARMLESS, HARMFUL)
)
closed = st.sampled_from(HARMLESS + HARMFUL).map("</{}>".format)
tagged = st.lists(harmless | harmless | harmful | closed | st.sampled_from(["x", "<!--", "-->"]))
loose = st.lists(st.sampled_from(FRAGMENTS + HARMLESS + HARMFUL + ATTRIBUTES), max_size=25)


def kinds(page):
    return {(tag, *sorted(values.items())) for tag, values in page.tags}


def letters(page):
    return sorted("".join("".join(page.texts).split()))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given((tagged | loose).map("".join) | st.text(max_size=60))
def test_sanitised_html_holds_only_what_is_allowed(html):
    page = Tags(_sanitise(html))
    assert {tag for tag, _ in page.tags} <= TAGS
    assert not [key for _, values in page.tags for key in values if key.startswith(("on", "style"))]
    for tag in TAGS:
        assert not [href for href in page.values(tag, "href") if href.startswith("javascript")]
        assert all(src.startswith("data:image/") for src in page.values(tag, "src"))
    # As a browser reads it: it may nest the tags in another way, but finds no others.
    again = Tags(_sanitise(_sanitise(html)))
    assert (kinds(again), letters(again)) == (kinds(page), letters(page))
