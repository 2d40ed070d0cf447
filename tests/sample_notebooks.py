"""Small notebooks for the tests of the site: a plain one, one of each output, a hostile one."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)">[x](javascript:alert(3))"""

SETUP = """import pandas as pd
from IPython.display import HTML, Markdown
from matplotlib.figure import Figure
from helpers.showing import escape_markdown, show, show_table, use_style
use_style()"""

FIGURE = """figure = Figure()
axes = figure.subplots()
axes.barh(terms, counts)
axes.set_title("Sức khỏe (health) leads; Ủy ban Nhân dân follows")
data = pd.DataFrame({"term": terms, "count": counts})
show(figure, f"Bar chart: {terms[0]} stands {counts[0]} times.", data=data, name="terms")"""

TABLE = """table = pd.DataFrame({"term": [f"từ {i}" for i in range(20)], "per_thousand": range(20)})
table["per_thousand"] = table["per_thousand"] / 3
table.attrs = {"measure": "per 1,000 words", "parts": ["lead", "body"]}
lines = table[["term"]].assign(article="a", sentence=2, left="Đây là", node="từ", right="này.")
show_table(table, evidence=lines, caption="Terms")"""

WIDE = """wide = pd.DataFrame([[f"cell {i} {j}" for j in range(16)] for i in range(3)])
show_table(wide.rename(columns=lambda j: f"column {j}"), caption="A wide table")"""


def markdown(source, *tags):
    """Return a Markdown cell with tags."""
    return new_markdown_cell(source, metadata={"tags": list(tags)} if tags else {})


def code(source, *tags):
    """Return a code cell with tags."""
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def write(folder, name, cells):
    """Write a notebook and return its path."""
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def write_plain(folder, name="00_plain"):
    """Write a notebook without figures, quick to run."""
    cells = [
        markdown("# Plain\n\nWhat it is *about*."),
        code("import os\nvalue = 6 * 7"),
        markdown("## Câu hỏi: the question\n\nText."),
        code('from IPython.display import Markdown\nMarkdown(f"It is **{value}**.")', "finding"),
        code('print(os.environ.get("KHUNGTIN_CORPUS", "none"))'),
        markdown("## Limits\n\n### Limits"),
    ]
    return write(folder, name, cells)


def write_full(folder, name="01_full"):
    """Write a notebook with every kind of output."""
    cells = [
        markdown("# Full: mọi thứ\n\nOne of every kind; see [plain](00_plain.ipynb#Limits)."),
        markdown("What do the words say, and to whom?", "lead"),
        code(SETUP),
        markdown("## Question\n\nThe word *sức khỏe* (health), and $G^2 = 2\\sum_i O_i$."),
        code('terms, counts = ["sức khỏe", "Ủy ban Nhân dân", "y tế"], [31, 12, 9]'),
        code(FIGURE),
        code('Markdown(f"The term *{escape_markdown(terms[0])}* stands **{counts[0]}** times.")'),
        code(TABLE),
        code(WIDE),
        code("wide"),
        code('print("said")'),
        markdown("## Câu hỏi\n\nText.\n\n## Câu hỏi\n\nThe same heading again."),
    ]
    return write(folder, name, cells)


def write_hostile(folder, name="02_hostile"):
    """Write a notebook whose data try to run something on the page."""
    cells = [
        markdown("# Hostile\n\nIts data try to run something."),
        code(SETUP + f"\nbad = {HOSTILE!r}"),
        markdown("## Outputs"),
        code("""table = pd.DataFrame({"term": [bad], bad: [bad]})
table.attrs = {"measure": bad}
lines = pd.DataFrame([[bad] * 5], columns=["term", "article", "left", "node", "right"])
show_table(table, evidence=lines, caption=bad)"""),
        code("""figure = Figure()
figure.subplots().set_title(bad + r" $5 \\ $")
show(figure, bad, data=table, name=bad)"""),
        code("Markdown(bad)"),
        code('Markdown(f"An article says {escape_markdown(bad)}.")', "finding"),
        code('HTML(bad + \'<a href="javascript:alert(4)">a</a><svg onload="alert(5)"></svg>\')'),
        code("print(bad)"),
        code("bad"),
        code("table"),
    ]
    return write(folder, name, cells)


def write_corpus(folder, title):
    """Write a corpus of one article."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "articles" / "one.txt").write_text("Hà Nội hợp tác y tế.\n", encoding="utf-8")
    quoted = title.replace('"', '""')
    text = f'id,title,group,partner,locality,event_date\none,"{quoted}",UK,,Hà Nội,2023\n'
    (folder / "articles.csv").write_text(text, encoding="utf-8")
    return folder
