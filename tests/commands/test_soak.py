"""Generated corpora through every command: a result or a sentence, and nothing outside changed.

A few in each run of the suite; `make soak` tries 1,000.
"""

import io
import json
import os
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from helpers.commands import main
from helpers.site.folder import strays
from tests.sample_notebooks import code, markdown, write

SOAK = settings.get_current_profile_name() == "soak"
EXAMPLES = settings().max_examples if SOAK else 20

BODY = (
    "Ngày 1/2/2024, Sở Y tế TP HCM và Bệnh viện Chợ Rẫy ký thỏa thuận hợp tác với Vương quốc Anh. "
    "Theo Nghị quyết 31-NQ/TW, thành phố phát triển y tế chuyên sâu. “Chúng tôi rất vui”, ông nói."
)
LINES = [
    "Hà Nội mở rộng hợp tác quốc tế về y tế",
    BODY,
    BODY * 4,
    "TIN LIÊN QUAN",
    "Chia sẻ",
    "- 5 ca mới",
    "=1+1",
    "bệnh viện " * 700,
    "x" * 30_000,
    "\u202eđảo chiều",
    "Sở_Y_tế Hà_Nội ký_kết hợp_tác .",
    "\x1b[2J\x07",
    "",
]
WRITTEN = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258", "utf-32"]
PLAIN = ["bai-1", "Bài 2", "a.b.c", "y-tế", "#7", "một_hai", "b", "2024"]
APART = unicodedata.normalize("NFD", "y-tế")
ODD = ["CON", "nul.x", "-rf", "=1+1", ".ẩn", "#", "A", "a", APART, "a\nb", "a\x1b[2J", "\u202egpj"]


def mostly(good, odd, share=12):
    """Draw what is good, but for one in so many."""
    return st.integers(1, share).flatmap(lambda at: odd if at == share else good)


def encoded(text, form):
    return text.encode(form, "replace")


odd_text = st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=8).map("\n".join)
good_text = st.lists(st.sampled_from(LINES), min_size=1, max_size=6).map(
    lambda lines: "\n".join([LINES[0], *lines, BODY])
)
page_text = mostly(good_text, odd_text, 5)
written = mostly(st.just("utf-8"), st.sampled_from(WRITTEN))
contents = mostly(st.builds(encoded, page_text, written), st.binary(max_size=60))
stems = mostly(
    st.sampled_from(PLAIN),
    st.sampled_from([*ODD, "'; touch x; '", "dài" * 25]) | st.text("aAấ .-_=\n\u0301", min_size=1),
)
dates = mostly(
    st.sampled_from(["", "2023", "2023-10-25", "2023-10-25T08:00:00Z"]),
    st.sampled_from(["25/10/2023", "2023-02-31", "0000", "2024-1-1"]),
)
cells = mostly(
    st.sampled_from(["", "UK", "=1+1", "- 5", "a\nb", "'", '"', "\u202ex"]), st.just("dài " * 200)
)
groups = mostly(st.sampled_from(["", "UK", "Hanoi"]), cells)
tables = st.fixed_dictionaries(
    {"id": stems, "text": page_text, "title": cells, "group": groups, "event_date": dates},
    optional={"outlet": cells, "published": dates, "sha256": mostly(st.just(""), cells)},
)


def _id(row):
    return row["id"].casefold()


def csv_of(rows, delimiter):
    names = list(dict.fromkeys(name for row in rows for name in row))
    quoted = [[str(row.get(name, "")).replace('"', '""') for name in names] for row in rows]
    lines = [names, *quoted]
    return "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)


def jsonl_of(rows, _):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


table_file = st.tuples(
    st.builds(
        lambda rows, form, mark, code: (form, encoded(form[1](rows, mark), code)),
        mostly(
            st.lists(tables, min_size=1, max_size=4, unique_by=_id), st.lists(tables, max_size=3)
        ),
        st.sampled_from([("archive.csv", csv_of), ("archive.jsonl", jsonl_of)]),
        st.sampled_from(",;\t"),
        written,
    ).map(lambda made: (made[0][0], made[1])),
    st.booleans(),
)


def coded(folder, data):
    (folder / "annotations").mkdir()
    (folder / "annotations/frames.csv").write_bytes(b"article,sentence,part,text,frames\n" + data)


def titled(folder, data):
    path = folder / "articles.csv"
    text = path.read_bytes().decode("utf-8-sig").splitlines()
    title = data.decode("utf-8", "replace").replace('"', "")
    path.write_text("\n".join([text[0], f'x,"{title}"' + "," * 10]), encoding="utf-8")


CHANGES = {
    "nothing": lambda folder, _: None,
    "a stray file": lambda folder, data: (folder / "articles/thừa.txt").write_bytes(data),
    "a missing page": lambda folder, _: next((folder / "articles").iterdir()).unlink(),
    "a changed page": lambda folder, data: next((folder / "articles").iterdir()).write_bytes(data),
    "another table": lambda folder, data: (folder / "articles.csv").write_bytes(data),
    "a longer table": lambda folder, data: (folder / "articles.csv").open("ab").write(data),
    "groups": lambda folder, data: (folder / "groups.csv").write_bytes(b"group,label\n" + data),
    "a glossary": lambda folder, data: (folder / "glossary.csv").write_bytes(
        b"term,English\n" + data
    ),
    "a codebook": lambda folder, data: (folder / "codebook.toml").write_bytes(data),
    "annotations a file": lambda folder, data: (folder / "annotations").write_bytes(data),
    "a coding": coded,
    "a table a folder": lambda folder, _: (folder / "groups.csv").mkdir(exist_ok=True),
    "no articles": lambda folder, _: (folder / "articles").rename(folder / "pages"),
    "a title": titled,
}


def held(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(place.rglob("*"))
    }


def run(*words):
    """Run a command as at a terminal; check how it ends."""
    out, error = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(error):
        status = main([str(word) for word in words])
    said = error.getvalue()
    assert status in (0, 1), (words, said)
    assert "Traceback" not in said + out.getvalue()
    assert status == 0 or said.strip(), words
    for line in (said + out.getvalue()).split("\n"):
        assert line.isprintable() or not any(ord(c) < 32 for c in line), repr(line)
    event(f"{words[0]}: {'a result' if status == 0 else 'a sentence'}")
    return status


def pages_in(place, pages):
    """Write pages under names that this system takes."""
    (place / "in").mkdir()
    for stem, content in pages:
        name = f"{stem[:80]}.txt".replace("/", "-").replace("\0", "-")
        (place / "in" / name).write_bytes(content)
    return sorted((place / "in").iterdir())


pages = mostly(
    st.lists(
        st.tuples(stems, contents),
        min_size=1,
        max_size=4,
        unique_by=lambda page: page[0].casefold(),
    ),
    st.lists(st.tuples(stems, contents), min_size=1, max_size=4),
)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows takes few of these names")
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
@given(
    pages=pages,
    table=st.none() | table_file,
    change=mostly(st.just("nothing"), st.sampled_from(sorted(CHANGES)), 2),
    data=contents | st.builds(csv_of, st.lists(tables, max_size=3), st.just(",")).map(str.encode),
    later=pages,
    runs=st.integers(0, 39),
)
def test_every_corpus_gives_a_result_or_a_sentence(pages, table, change, data, later, runs):
    with TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KHUNGTIN_CACHE", "off")
        place = Path(scratch)
        (place / "notebooks").mkdir()
        cells = [markdown("# Counts\n\nWords.")]
        if runs == 13:
            cells.append(code("from helpers.corpus import load_corpus\nload_corpus()"))
        write(place / "notebooks", "00_counts", cells)
        live(place, pages, table, change, data, later)


def live(place, pages, table, change, data, later):
    """Let a corpus be made, changed, added to, checked and shown."""
    files = pages_in(place, pages)
    corpus = place / "corpus"
    words = files
    if table:
        (name, content), skip = table
        (place / "in" / name).write_bytes(content)
        words = ["--table", place / "in" / name, *(["--on-error", "skip"] if skip else [])]
    before = held(place)
    made = run("new", corpus, *words) == 0
    assert corpus.exists() == made
    assert {
        name: text for name, text in held(place).items() if name.split("/")[0] != "corpus"
    } == before
    if not made:
        return
    CHANGES[change](corpus, data)
    (place / "later").mkdir()
    more = pages_in(place / "later", later)
    before = held(place)
    if run("add", corpus, *more):
        assert held(place) == before
    before = held(place)
    checked = run("check", corpus)
    words = ["--notebooks", place / "notebooks", "--corpus", corpus, "--output", place / "html"]
    shown = run("site", *words)
    assert checked or not shown
    assert {
        name: text for name, text in held(place).items() if name.split("/")[0] != "html"
    } == before
    assert (place / "html").exists() == (shown == 0)
    assert not strays(place / "html")
    if not shown:
        first = held(place / "html")
        assert not run("site", *words)
        assert held(place / "html") == first
