"""Notebooks to pages that open offline."""
