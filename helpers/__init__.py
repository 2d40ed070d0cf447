"""Khung tin: read Vietnamese news critically, from the page to the figure."""

from pathlib import Path

__version__ = "0.1.0"

ROOT = Path(__file__).resolve().parents[1]
"""The checkout: notebooks, corpus and helpers are used from there."""
