"""``python -m helpers``: the commands."""

import importlib
import sys
from collections.abc import Sequence

OWN = {
    "coding": "helpers.framing.sheets",
    "references": "helpers.references.evaluation",
    "site": "helpers.site.building",
}
"""Commands with a module of their own; the others are those of a corpus folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    module = OWN.get(words[0]) if words else None
    command = importlib.import_module(module or "helpers.commands.corpus")
    return command.main(words[1:] if module else words)


if __name__ == "__main__":
    raise SystemExit(main())
