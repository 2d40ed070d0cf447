"""Notebooks run without a change on corpora of another make."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from helpers.reports import EXAMPLE
from tests.notebook_checks import IMAGES
from tests.one_kernel import one_kernel

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

OPENINGS = ("Tỉnh A", "Thành phố B", "Bệnh viện C", "Sở Y tế", "Hai bên")
ENDINGS = {
    "AID": "nhận viện trợ của Anh để mua thuốc",
    "LEARN": "cử bác sĩ đi đào tạo ở Hoa Kỳ",
    "PARTNER": "ký kết thỏa thuận hợp tác",
    "SECURITY": "ứng phó với dịch bệnh truyền nhiễm",
    "": "mở cửa từ sáng sớm",
}


def write_corpus(folder, articles, *, coded=False, length=4):
    """Write invented articles (id to group); learning is commoner in the first group."""
    rng = np.random.default_rng(1)
    groups = list(dict.fromkeys(articles.values()))
    (folder / "articles").mkdir(parents=True)
    rows = []
    for article, group in articles.items():
        weights = np.array([1, 1 + 6 * (group == groups[0]), 1, 1, 2], dtype=float)
        chosen = rng.choice(list(ENDINGS), size=length, p=weights / weights.sum())
        texts = [f"{rng.choice(OPENINGS)} {ENDINGS[frame]}." for frame in chosen]
        page = "\n\n".join([f"Tin y tế số {article}", *texts])
        (folder / "articles" / f"{article}.txt").write_text(page + "\n", encoding="utf-8")
        rows += [(article, 0, "title", f"Tin y tế số {article}", "")]
        rows += [
            (article, number, "body", text, frame)
            for number, (text, frame) in enumerate(zip(texts, chosen, strict=True), start=1)
        ]
    _write(
        folder / "articles.csv", "id,title,group", [(a, f"Tin {a}", g) for a, g in articles.items()]
    )
    if groups != [""]:
        _write(folder / "groups.csv", "group,label", [(group, group) for group in groups])
    if coded:
        (folder / "annotations").mkdir()
        header = "article,sentence,part,text,frames,partner,agency,prestige"
        codes = [(*row, "MULTI", "V>V", 0) for row in rows]
        _write(folder / "annotations" / "frames.csv", header, codes)


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


@pytest.fixture(scope="module")
def kernel():
    with one_kernel() as run:
        yield run


def test_framing_on_200_articles_in_4_groups_gives_intervals(tmp_path, kernel):
    articles = {f"a{number:03}": "ABCD"[number % 4] for number in range(200)}
    write_corpus(tmp_path / "corpus", articles, coded=True)
    notebook = kernel(ROOT / "notebooks/07_methods_framing.ipynb", tmp_path / "corpus", tmp_path)
    text = said_alone(notebook)
    assert "articles compared and permuted" in text
    assert "95% interval" in text
    assert "descriptive only" not in text
    assert "LEARN" in text.split("Largest first: ")[1][:10]
    assert "settled codes" in text


# All notebooks, on two folders that differ from the shipped one in everything they may lack.


def bare_corpus(folder):
    write_corpus(folder, {"alone": ""}, length=8)
    return folder


CORPORA = {"another corpus": lambda folder: EXAMPLE, "one bare article": bare_corpus}
SHIPPED = re.compile("uk-hcmc-hub|uk-ministry-tbi|hcmc-resolution-31|hanoi-cooperation|us-hanoi")
SUBJECT = re.compile(r"\bUKs?\b|\bUS\b|United (?:Kingdom|States)|Hanoi|Resolution 31|Hoa Kỳ")
HEALTH = "(?i:health|hospital|sức khỏe|y tế)"
# What no reader should meet: a number that isn't one, a Python object, a hole in a template.
WRONG = re.compile(r"\bnan\b|\bNaT\b|<NA>|\bNone\b|\{'|<function|DataFrame|Series\(")


@pytest.fixture(scope="module", params=CORPORA, ids=lambda name: name.replace(" ", "-"))
def executed(request, kernel, tmp_path_factory):
    """Run every notebook on a corpus; return the corpus's folder, and notebooks by name."""
    folder = CORPORA[request.param](tmp_path_factory.mktemp("corpora") / "corpus")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    notebooks = {path.stem: kernel(path, folder) for path in NOTEBOOKS}
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert before == after, "a notebook changed the corpus"
    return folder, notebooks


def said(notebook):
    """Return what a notebook's outputs say in text; not what rows open to."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    data = [output.data for output in outputs if "data" in output]
    return [part.get("text/markdown") or part.get("text/plain", "") for part in data]


def said_alone(notebook):
    """Return what a notebook says as one text; it must print nothing."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.output_type in ("error", "stream")] == []
    return "\n".join(said(notebook))


def outputs_with(pattern, notebooks):
    """Return the beginnings of the outputs in which a pattern is found, each with its notebook."""
    return [
        f"{name}: {text[:200]}"
        for name, notebook in notebooks.items()
        for text in said(notebook)
        if pattern.search(text)
    ]


def test_no_output_is_a_slip(executed):
    assert outputs_with(WRONG, executed[1]) == []


def test_no_output_names_the_shipped_articles(executed):
    assert outputs_with(SHIPPED, executed[1]) == []


def test_no_sentence_tells_of_the_subject_that_ships(executed):
    folder, notebooks = executed
    for name, notebook in notebooks.items():
        prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        # 04 says which codebook ships, and walks through invented hospitals.
        subject = SUBJECT if name.startswith("04") else re.compile(f"{SUBJECT.pattern}|{HEALTH}")
        assert subject.findall(prose) == [], name
    # The bare article tells of the United States itself.
    assert folder != EXAMPLE or outputs_with(SUBJECT, notebooks) == []


def test_every_figure_is_described(executed):
    _, notebooks = executed
    for name, notebook in notebooks.items():
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"], name
        kinds = [(o, kind) for o in outputs for kind in IMAGES if kind in o.get("data", {})]
        assert all(o.metadata[kind]["alt"] for o, kind in kinds), name


def test_the_section_on_the_own_folder_looks_at_it(executed):
    folder, notebooks = executed
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        number = len(list(csv.DictReader(file)))
    text = "\n".join(said(notebooks["04_your_own_corpus"]))
    assert f"articles: {number}" in text
    assert "instruments.csv" in text.split("Missing: ")[1].splitlines()[0]
    # The walk-through is the same whatever the folder.
    assert "In 1 of 8 sentences something is left to settle." in text


@pytest.mark.parametrize("executed", ["one bare article"], indirect=True)
def test_framing_stands_on_nothing_but_articles_csv(executed):
    assert "isn't coded" in said_alone(executed[1]["03_framing"])
    text = said_alone(executed[1]["07_methods_framing"])
    assert "the codebook that ships, made for other articles" in text
    assert "coded by: dictionary" in text
    assert "no second coding" in text
    assert "p adjusted" not in text


def test_prose_counts_no_articles(executed):
    _, notebooks = executed
    for name, notebook in notebooks.items():
        prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert not re.search(r"(?i)\bfive (articles|pages)(?! that ship)", prose), name
