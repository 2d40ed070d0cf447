"""The site's folder, pictures and long outputs: nobody's files lost, every end a sentence."""

import base64
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import count

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers import ROOT
from helpers.commands import main
from helpers.site import building, folder
from helpers.site.building import _site_files, build_site, execute
from helpers.site.folder import MANIFEST, check_output, strays, swap
from helpers.site.harmless import harmless, written
from helpers.site.notebook_pages import RenderingError, notebook_page
from helpers.vietnamese import limits
from tests.corpus_folders import make
from tests.sample_notebooks import code, markdown, write, write_plain

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX alone")


# The folder


def held(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


def change_page(site):
    (site / "a.html").write_text("mine", encoding="utf-8")


def add_file(site):
    (site / "notes.txt").write_text("mine", encoding="utf-8")


def add_folder(site):
    (site / "thesis").mkdir()
    (site / "thesis/a.txt").write_text("mine", encoding="utf-8")


def lose_manifest(site):
    (site / MANIFEST).unlink()


def tag_alone(site):
    for path in site.iterdir():
        path.unlink()
    generator = '<meta name="generator" content="Khung tin">'
    (site / "index.html").write_text(generator, encoding="utf-8")


@pytest.mark.parametrize("change", [change_page, add_file, add_folder, lose_manifest, tag_alone])
def test_what_this_program_did_not_write_stays(tmp_path, change):
    site = tmp_path / "html"
    swap({"index.html": "1", "a.html": "1"}, site)
    swap({"index.html": "2", "a.html": "2"}, site)
    assert not strays(site)
    change(site)
    before = held(site)
    with pytest.raises(RenderingError, match="holds something else"):
        swap({"index.html": "3"}, site)
    with pytest.raises(RenderingError, match="holds something else"):
        check_output(site, tmp_path / "corpus")
    assert held(site) == before
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


def test_the_manifest_is_one_that_other_programs_read(tmp_path):
    swap({"index.html": "á", "a.html": "1"}, tmp_path / "html")
    lines = (tmp_path / "html" / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == ["a.html", "index.html"]
    if sys.platform == "linux":
        subprocess.run(["sha256sum", "--check", MANIFEST], cwd=tmp_path / "html", check=True)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_comes_while_the_site_is_built_stays(tmp_path, monkeypatch, at_once):
    site = tmp_path / "html"
    swap({"index.html": "1"}, site)
    if not at_once:
        monkeypatch.setattr(folder, "_exchanged_at_once", lambda *_: False)
    refuse, calls = folder._refuse_strays, []

    def late(place):
        refuse(place)
        if not calls:
            add_file(site)
        calls.append(place)

    monkeypatch.setattr(folder, "_refuse_strays", late)
    with pytest.raises(RenderingError, match=r"html: holds something else .*notes\.txt"):
        swap({"index.html": "2"}, site)
    assert held(site)["index.html"] == b"1"
    assert held(site)["notes.txt"] == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


def test_a_system_without_an_exchange_has_two_steps(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "_exchanged_at_once", lambda *_: False)
    for text in ("1", "2"):
        swap({"index.html": text}, tmp_path / "html")
        assert held(tmp_path / "html")["index.html"] == text.encode()


def swap_without_end(site):
    for number in count():
        swap({f"{page}.html": str(number) for page in range(20)}, site)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="exchange in one step")
def test_a_killed_run_leaves_one_whole_site(tmp_path):
    # A forked process has imported all there is to import.
    fork = multiprocessing.get_context("fork")
    for pause in (0.0, 0.0004, 0.0013, 0.002, 0.0031):
        site = tmp_path / str(pause) / "html"
        run = fork.Process(target=swap_without_end, args=(site,))
        run.start()
        while run.is_alive() and not site.exists():
            time.sleep(0.01)
        time.sleep(0.3 + pause)
        run.kill()
        run.join()
        assert run.exitcode == -signal.SIGKILL
        assert not strays(site)
        assert len({text for name, text in held(site).items() if name != MANIFEST}) == 1


@pytest.mark.parametrize(
    "where", ["articles/site", "annotations/site", "", "site", "x/../articles"]
)
def test_a_site_in_the_corpus_is_refused(tmp_path, where, capsys):
    corpus = make(tmp_path / "own")
    before = held(tmp_path)
    (tmp_path / "notebooks").mkdir()
    write_plain(tmp_path / "notebooks")
    words = ["--notebooks", str(tmp_path / "notebooks"), "--corpus", str(corpus)]
    assert main(["site", *words, "--output", str(corpus / where)]) == 1
    assert "is in the corpus's folder" in capsys.readouterr().err
    assert {name: text for name, text in held(tmp_path).items() if "ipynb" not in name} == before


@posix
def test_a_folder_that_cannot_be_written_is_named_before_anything_is_run(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(folder.os, "access", lambda *_: False)
    monkeypatch.setattr(building, "_execute_all", lambda *_, **__: pytest.fail("was run"))
    assert main(["site", "--output", str(tmp_path / "html")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_a_file_where_the_site_belongs(tmp_path, capsys):
    (tmp_path / "html").write_text("mine", encoding="utf-8")
    for name in ("html", "html/deep/site"):
        assert main(["site", "--output", str(tmp_path / name)]) == 1
        assert "a file; expected a folder" in capsys.readouterr().err


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="no /dev/full")
def test_a_full_disk_is_said_and_the_site_stays(tmp_path, monkeypatch):
    swap({"index.html": "1"}, tmp_path / "html")
    before = held(tmp_path)

    def full(self, *_, **__):
        with open("/dev/full", "w", buffering=1) as file:  # noqa: PTH123
            file.write("x\n")

    monkeypatch.setattr(folder.Path, "write_text", full)
    with pytest.raises(RenderingError, match=r"html: can't be written \(No space left"):
        swap({"index.html": "2"}, tmp_path / "html")
    assert held(tmp_path) == before


# Cells


@pytest.fixture
def notebooks(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


@pytest.mark.slow
def test_a_very_long_line_is_cut_before_it_is_joined(notebooks):
    source = "import sys\nfor _ in range(300): sys.stdout.write('x' * 100_000)\nsys.stdout.flush()"
    path = write(notebooks, "00_long", [code(source), code("'y' * 3_000_000"), code("print(1)")])
    started = time.monotonic()
    notebook = execute(path, timeout=60)
    assert time.monotonic() - started < 30
    (stream,) = notebook.cells[0].outputs
    assert len(stream.text) < limits.LONGEST_PRINTED + 100
    assert "cut: 30,000,000 characters" in stream.text
    assert len(notebook.cells[1].outputs[0].data["text/plain"]) < limits.LONGEST_PRINTED + 100
    assert notebook.cells[2].outputs[0].text == "1\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "import os\nos._exit(9)",
            r"cell 2: its process died, probably because it needed more mem",
        ),
        ("while True: print('x' * 10_000)", r"cell 2 took longer than 1 s"),
        ("input()", r"cell 2: StdinNotImplementedError"),
        ("raise ValueError('x' * 10**6 + '\\x1b[2J')", r"cell 2: ValueError: x{400}"),
        ("raise ValueError('a\\x1b[2J')", r"cell 2: ValueError: a\\x1b\[2J"),
        ("raise SystemExit(3)", r"cell 2: SystemExit: 3"),
    ],
)
def test_every_end_of_a_cell_is_said(notebooks, source, said):
    path = write(notebooks, "00_ends", [code("1"), code(source)])
    with pytest.raises(RenderingError, match=r"^00_ends\.ipynb, " + said) as caught:
        execute(path, timeout=1 if "while" in source else 60)
    assert len(str(caught.value)) < 2_000


@pytest.mark.slow
def test_a_folder_with_a_notebooks_name(notebooks, tmp_path, capsys):
    (notebooks / "01_x.ipynb").mkdir()
    assert main(["site", "--notebooks", str(notebooks), "--output", str(tmp_path / "html")]) == 1
    assert "error: 01_x.ipynb: is a folder; expected a notebook" in capsys.readouterr().err


@pytest.mark.slow
@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_ends_soon_in_a_sentence_and_leaves_nothing(notebooks, tmp_path, how):
    write(notebooks, "00_waits", [code("import time\nopen('begun', 'w').close()\ntime.sleep(600)")])
    command = [sys.executable, "-m", "helpers", "site", "--notebooks", str(notebooks)]
    command += ["--output", str(tmp_path / "html")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run:
        deadline = time.monotonic() + 60
        while not (notebooks / "begun").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        run.send_signal(how)
        _, said = run.communicate(timeout=20)
    assert run.returncode == 130
    assert said.strip() == "Interrupted; nothing was written."
    assert not (tmp_path / "html").exists()


@pytest.mark.slow
def test_a_corpus_in_which_nothing_counts_is_said(notebooks, tmp_path, capsys):
    corpus = make(tmp_path / "own", text="Hà Nội hợp tác y tế\n")
    assert main(["check", str(corpus)]) == 1
    assert "nothing is counted" in capsys.readouterr().err
    source = (
        "from helpers.corpus import load_corpus\nassert 'body' in set(load_corpus().parts['part'])"
    )
    write(notebooks, "00_counts", [markdown("# Counts\n\nWords."), code(source)])
    write(notebooks, "01_plain", [markdown("# Plain"), code("print('as ever')")])
    build_site(notebooks, tmp_path / "html", corpus=corpus, progress=lambda line: None)
    assert "there is nothing to count" in (tmp_path / "html/00_counts.html").read_text("utf-8")
    assert "as ever" in (tmp_path / "html/01_plain.html").read_text("utf-8")


# Pictures and writing


def attached(source, **pictures):
    cell = new_markdown_cell(f"# T\n\n{source}")
    cell["attachments"] = {
        name.replace("_", "."): {"image/png": base64.b64encode(data).decode()}
        for name, data in pictures.items()
    }
    return new_notebook(cells=[cell])


@pytest.mark.parametrize(
    "source",
    [
        "![A dot](attachment:dot.png)",
        "![A dot](dot.png)",
        "![A dot](pictures/m%E1%BB%99t%20ch%E1%BA%A5m.png 'Title')",
        '<img src="dot.png" alt="A dot" width="3">',
        '<IMG src="attachment:dot.png" alt="A dot">',
    ],
)
def test_pictures_of_markdown_cells_are_drawn_into_the_page(tmp_path, source):
    (tmp_path / "dot.png").write_bytes(PIXEL)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/một chấm.png").write_bytes(PIXEL)
    body = notebook_page(attached(source, dot_png=PIXEL), "03_x", tmp_path).body
    assert f'src="data:image/png;base64,{base64.b64encode(PIXEL).decode()}"' in body
    assert 'alt="A dot"' in body
    files = _site_files(
        {"03_x": attached(source, dot_png=PIXEL)}, corpus=ROOT / "corpus", folder=tmp_path
    )
    assert base64.b64encode(PIXEL).decode() in files["03_x.html"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("![](dot.png)", "without a description"),
        ("![A dot](attachment:none.png)", "is attached to no cell"),
        ("![A dot](none.png)", "does not exist beside the notebook"),
        ("![A dot](https://example.org/dot.png)", "is elsewhere"),
        ("![A dot](/etc/dot.png)", "is elsewhere"),
        ("![A dot](//example.org/dot.png)", "is elsewhere"),
        ("![A dot](dot.txt)", "has a form that a page can't show"),
        ("![A dot](large.png)", "has more than 2 MB"),
        ("![A dot](folder.png)", "does not exist"),
        ('<img src="data:text/html,x" alt="A dot">', "has a form"),
    ],
)
def test_a_picture_that_cannot_be_drawn_names_its_cell(tmp_path, source, said):
    (tmp_path / "dot.txt").write_text("x", encoding="utf-8")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "large.png").write_bytes(b"x" * 2_000_001)
    with pytest.raises(RenderingError, match=rf"^03_x\.ipynb, cell 1: a picture \(.*\) {said}"):
        notebook_page(attached(source), "03_x", tmp_path)


def test_of_a_picture_that_data_bring_along_the_description_is_left():
    assert written(harmless('<p><img src="https://example.org/x" alt="A chart"></p>')) == (
        "<p>A chart</p>"
    )


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a&#x202E;b", "a\u2066b", "<b title='a&#8238;b'>c</b>"]
)
def test_nothing_turns_writing_round_on_a_page(text):
    assert not set(written(harmless(text))) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
    cells = [markdown(f"# {text}"), code(f"# {text}"), markdown(text, "finding")]
    page = notebook_page(new_notebook(cells=cells), "03_x")
    shown = page.body + page.title + page.description + "".join(f.text for f in page.findings)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
