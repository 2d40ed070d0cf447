"""The commands of ``python -m helpers``."""

from helpers.commands.corpus import main

__all__ = [
    "main",
]
