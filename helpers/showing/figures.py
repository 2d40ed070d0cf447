"""One style for every figure; show it as SVG with its description and its data."""

import io
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from cycler import cycler
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.showing.markup import plain_text, shown_text
from helpers.showing.tables import offered_csv

INK = "#1f2329"
GREY = "#5b636e"
RULE = "#d9dce1"

_FONT, _FONTS = "'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif"
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
# Where an SVG says where something is; scales are left as they are.
_PLACE = re.compile(r' (?:d|x|y|x1|x2|y1|y2|points|width|height)="[^"]*"|translate\([^)]*\)')
_GLYPH = re.compile(r"DejaVuSans(?:-Bold)?(?:-Oblique)?(?:-BoldOblique)?-[0-9a-f]+")
_LETTER_AT = re.compile(r'(<use href="#\w+" transform="translate\()(-?[\d.]+) 0\)')
_OUTLINE = re.compile(r' d="[^"]*"')
_STEP = re.compile(r"\s*([MLQCZz])\s*")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")

_STYLE: dict[Any, Any] = {
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
    "hatch.linewidth": 0.4,
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


def use_style() -> None:
    """Set the collection's matplotlib style for the figures drawn from here on.

    Examples
    --------
    >>> with mpl.rc_context():
    ...     use_style()
    ...     print(mpl.rcParams["axes.spines.top"])
    False
    """
    mpl.rcParams.update(_STYLE)


def _svg_text(figure: Figure, title: str, fonts: str = "path") -> str:
    """Return a figure as SVG text that is the same on every run; a saved file keeps its title."""
    buffer = io.BytesIO()
    salt: dict[Any, Any] = {
        "svg.hashsalt": _STYLE["svg.hashsalt"],
        "svg.fonttype": fonts,
    }
    # The date and the version of matplotlib would change the text without changing the picture.
    none = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context(salt):
        figure.savefig(buffer, format="svg", metadata={"Title": title, **none})
    return _shortened(buffer.getvalue().decode("utf-8"))


def _shortened(svg: str) -> str:
    """Drop comments, round places to a hundredth of a point: the same on every processor."""
    svg = _COMMENT.sub("", svg).replace("xlink:href", "href")
    # Letters are drawn from outlines by name, once a letter: a short name is a third of the size.
    names = {name: f"g{n}" for n, name in enumerate(dict.fromkeys(_GLYPH.findall(svg)))}
    svg = _GLYPH.sub(lambda name: names[name[0]], svg)
    svg = _PLACE.sub(lambda place: _LONG_NUMBER.sub(_hundredths, place[0]), svg)
    # A letter's place in its line is in hundredths of the font's size: whole ones do.
    svg = _LETTER_AT.sub(lambda place: f"{place[1]}{float(place[2]):.0f})", svg)
    return _OUTLINE.sub(lambda outline: _STEP.sub(r"\1", outline[0]), svg)


def _hundredths(number: re.Match[str]) -> str:
    """Return a number as text with at most two decimals."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def show(
    figure: Figure | Axes,
    alt: str,
    *,
    data: pd.DataFrame | pd.Series | None = None,
    name: str | None = None,
    narrow: Figure | None = None,
    about: Mapping[str, Any] | None = None,
) -> None:
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
    narrow : matplotlib.figure.Figure, optional
        The same drawn for a narrow screen; the page shows it there.
    about : mapping, optional
        What else a page may know of it.

    Raises
    ------
    TypeError
        If `figure` is no figure, `alt` no text or `data` no table.
    ValueError
        If `alt` is empty.

    Examples
    --------
    >>> figure, axes = plt.subplots()
    >>> _ = axes.bar(["UK", "US"], [4, 2])
    >>> show(figure, "Two bars: UK 4, US 2.")  # doctest: +ELLIPSIS
    {'image/svg+xml': '...', 'text/plain': 'Two bars: UK 4, US 2.'}
    """
    if isinstance(figure, Axes):
        figure = figure.get_figure(root=True) or figure
    if not isinstance(figure, Figure):
        raise TypeError(f"show: expected a matplotlib figure, got {type(figure).__name__}")
    if not isinstance(alt, str):
        raise TypeError(f"show: alt must be text, got {type(alt).__name__}")
    alt = " ".join(plain_text(alt).split())
    if not alt:
        raise ValueError("show: alt is empty; say in a sentence what the figure shows")
    if data is not None and not isinstance(data, pd.DataFrame | pd.Series):
        raise TypeError(f"show: data must be a DataFrame, got {type(data).__name__}")

    metadata: dict[str, Any] = {"alt": alt, **(about or {})}
    if narrow is not None:
        # A small screen gets letters as text: a fifth of the size.
        metadata["narrow"] = _svg_text(narrow, alt, "none").replace(_FONT, _FONTS)
        plt.close(narrow)
    if name is not None:
        metadata["name"] = _file_name(name)
    if data is not None:
        metadata |= offered_csv(data)
    svg = _svg_text(figure, alt)
    plt.close(figure)
    display(
        {"image/svg+xml": svg, "text/plain": alt},
        raw=True,
        metadata={"image/svg+xml": metadata},
    )


def _file_name(name: str) -> str:
    """Turn any text into a plain file name: ASCII letters, digits and hyphens."""
    name = name.replace("đ", "d").replace("Đ", "D")
    ascii_name = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_name).strip("-").lower() or "figure"


def escape_markdown(text: object) -> str:
    r"""Escape text from the corpus, so that Markdown shows it letter for letter.

    Parameters
    ----------
    text : str
        Any value; it is turned to text first.

    Returns
    -------
    str
        On one line, with every sign that Markdown or HTML could read as markup escaped.

    Examples
    --------
    >>> print(escape_markdown("a_b <c>"))
    a\_b &lt;c&gt;
    """
    one_line = " ".join(shown_text(text).split())
    escaped = one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~$^=:-]|(?<=\d)\.)", r"\\\1", escaped)
