"""Any value as text that a page can carry, and that stays text there."""

import html
import re

import pandas as pd

# XML and UTF-8 can't carry these; a page shows the replacement sign instead.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain_text(value):
    """Return any value as text that HTML, XML and UTF-8 can carry."""
    return UNPRINTABLE.sub("\ufffd", str(value))


def escape(value):
    """Return any value as text that HTML shows letter for letter."""
    return html.escape(plain_text(value), quote=True)


def missing(value):
    """Tell whether a cell has no value; a list in a cell is a value."""
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))
