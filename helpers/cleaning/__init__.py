"""What a page says, without what surrounds it."""

from helpers.cleaning.parts import label_pages, label_parts, normalise, places_in, title_on
from helpers.cleaning.zones import FURNITURE, line_looks, same_title

__all__ = [
    "FURNITURE",
    "label_pages",
    "label_parts",
    "line_looks",
    "normalise",
    "places_in",
    "same_title",
    "title_on",
]
