"""Any value as text that a page can carry, and that stays text there; HTML from templates."""

import html
import re
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from helpers import ROOT
from helpers.vietnamese import limits

TEMPLATES = ROOT / "helpers" / "templates"
# XML and UTF-8 can't carry these; the marks that turn writing round (U+202E) would turn what
# follows them too. A page shows the replacement sign instead.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain_text(value: object) -> str:
    """Return any value as text that HTML, XML and UTF-8 can carry, and that runs one way.

    Examples
    --------
    >>> plain_text("Hà Nội" + chr(0)) == "Hà Nội" + chr(0xFFFD)
    True
    """
    return _UNPRINTABLE.sub("\ufffd", str(value))


def shown_text(value: object, most: int = limits.LONGEST_SHOWN) -> str:
    """Return any value as text for one place of a page, cut where it is too long, and say so.

    Parameters
    ----------
    value : object
    most : int
        Characters shown.

    Returns
    -------
    str

    Examples
    --------
    >>> shown_text("Bệnh viện", 4)
    'Bệnh… (cut: 9 characters)'
    """
    text = str(value)
    cut = text if len(text) <= most else f"{text[:most]}… (cut: {len(text):,} characters)"
    return plain_text(cut)


def escape(value: object) -> Markup:
    """Return any value as text that HTML shows letter for letter; markup stays as it is.

    >>> escape("a < b")
    Markup('a &lt; b')
    """
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(plain_text(value), quote=True))


def missing(value: Any) -> bool:
    """Tell whether a cell has no value; a list in a cell is a value."""
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    autoescape=True,
    finalize=escape,  # what XML can't carry goes before a value is escaped
    undefined=jinja2.StrictUndefined,
)


def fill(macro: str, **values: object) -> Markup:
    """Return what a macro of ``markup.html.j2`` makes of values, each of them escaped.

    Parameters
    ----------
    macro : str
        Its name.
    **values
        Its arguments; `Markup` stays as it is.

    Returns
    -------
    Markup

    Examples
    --------
    >>> fill("folded", summary="3 < 4", content="rows")
    Markup('<details class="kt-fold"><summary>3 &lt; 4</summary>rows</details>')
    """
    module = _TEMPLATES.get_template("markup.html.j2").module
    return Markup(getattr(module, macro)(**values))
