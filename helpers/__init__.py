"""Khung tin: read Vietnamese news critically, from the page to the figure."""

__version__ = "0.1.0"
