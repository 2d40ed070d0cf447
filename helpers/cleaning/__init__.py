"""What a page says, without what surrounds it."""

from helpers.cleaning.parts import label_pages, label_parts, normalise, places_in

__all__ = [
    "label_pages",
    "label_parts",
    "normalise",
    "places_in",
]
