"""The commands of ``python -m helpers``: new, add, check, coding, references, site."""

from helpers.commands.command_line import main

__all__ = ["main"]
