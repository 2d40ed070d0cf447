"""One style for every figure; show it as SVG with its description and its data."""

import io
import re
import unicodedata

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from cycler import cycler
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.showing.markup import plain_text
from helpers.showing.tables import offered_csv

INK = "#1f2329"
GREY = "#5b636e"
RULE = "#d9dce1"

COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
# Where an SVG says where something is; scales are left as they are.
PLACE = re.compile(r' (?:d|x|y|x1|x2|y1|y2|points|width|height)="[^"]*"|translate\([^)]*\)')
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")

STYLE = {
    # Okabe and Ito's colours can be told apart by readers who are colour-blind.
    "axes.prop_cycle": cycler(
        color=["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
    ),
    # DejaVu Sans holds every Vietnamese letter and comes with matplotlib.
    "font.family": ["DejaVu Sans"],
    "font.size": 10.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 12.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "xtick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.color": GREY,
    "ytick.labelcolor": INK,
    # A dollar sign in a text from the corpus is a dollar sign.
    "text.parse_math": False,
    "legend.frameon": False,
    "figure.figsize": (7.5, 4.2),
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "white",
    "savefig.bbox": "tight",
    "savefig.pad_inches": 0.1,
    # Letters as outlines look the same on every machine; the description carries the words.
    "svg.fonttype": "path",
    # A fixed salt makes the ids inside the SVG the same on every run.
    "svg.hashsalt": "khung-tin",
}


def use_style():
    """Set the collection's matplotlib style for the figures drawn from here on."""
    mpl.rcParams.update(STYLE)


def svg_text(figure, title):
    """Return a figure as SVG text that is the same on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    title : str
        Goes into the SVG's ``<title>``, so that a saved file keeps its description.

    Returns
    -------
    str
    """
    buffer = io.BytesIO()
    salt = {"svg.hashsalt": STYLE["svg.hashsalt"], "svg.fonttype": STYLE["svg.fonttype"]}
    # The date and the version of matplotlib would change the text without changing the picture.
    none = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context(salt):
        figure.savefig(buffer, format="svg", metadata={"Title": title, **none})
    return shortened(buffer.getvalue().decode("utf-8"))


def shortened(svg):
    """Return matplotlib's SVG with coordinates to a hundredth of a point and no comments.

    Smaller, and the same on processors that differ in the last digits.
    """
    svg = COMMENT.sub("", svg)
    return PLACE.sub(lambda place: LONG_NUMBER.sub(hundredths, place[0]), svg)


def hundredths(number):
    """Return a number as text with at most two decimals."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def show(figure, alt, *, data=None, name=None):
    """Display a figure as SVG with a description for those who don't see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure or matplotlib.axes.Axes
        It is closed afterwards.
    alt : str
        What the figure shows, in a sentence or two: its message and its main numbers.
    data : pandas.DataFrame or pandas.Series, optional
        The numbers drawn; the HTML page links to them as CSV.
    name : str, optional
        The name of the files that the page offers, e.g. ``"frequency-by-article"``.

    Raises
    ------
    TypeError
        If `figure` is no figure, `alt` no text or `data` no table.
    ValueError
        If `alt` is empty.
    """
    if isinstance(figure, Axes):
        figure = figure.get_figure()
    if not isinstance(figure, Figure):
        raise TypeError(f"show: expected a matplotlib figure, got {type(figure).__name__}")
    if not isinstance(alt, str):
        raise TypeError(f"show: alt must be text, got {type(alt).__name__}")
    alt = " ".join(plain_text(alt).split())
    if not alt:
        raise ValueError("show: alt is empty; say in a sentence what the figure shows")
    if data is not None and not isinstance(data, pd.DataFrame | pd.Series):
        raise TypeError(f"show: data must be a DataFrame, got {type(data).__name__}")

    about = {"alt": alt}
    if name is not None:
        about["name"] = file_name(name)
    if data is not None:
        about |= offered_csv(data)
    svg = svg_text(figure, alt)
    plt.close(figure)
    display(
        {"image/svg+xml": svg, "text/plain": alt},
        raw=True,
        metadata={"image/svg+xml": about},
    )


def file_name(name):
    """Turn any text into a plain file name: ASCII letters, digits and hyphens."""
    name = name.replace("đ", "d").replace("Đ", "D")
    ascii_name = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_name).strip("-").lower() or "figure"


def escape_markdown(text):
    """Escape text from the corpus, so that Markdown shows it letter for letter.

    Parameters
    ----------
    text : str
        Any value; it is turned to text first.

    Returns
    -------
    str
        On one line, with every sign that Markdown or HTML could read as markup escaped.
    """
    one_line = " ".join(plain_text(text).split())
    escaped = one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~$^=:-]|(?<=\d)\.)", r"\\\1", escaped)
