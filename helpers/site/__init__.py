"""Notebooks to pages that open offline."""

from helpers.site.building import build_site, store
from helpers.site.notebook_pages import RenderingError

__all__ = ["RenderingError", "build_site", "store"]
