"""Notebooks to pages that open offline."""

from helpers.site.building import build_site

__all__ = ["build_site"]
