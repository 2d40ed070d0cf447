"""The figure that README.md shows is the one that notebook 03 stores.

``python -m tests.readme_figure`` writes it anew.
"""

from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
FIGURE = ROOT / "docs" / "who_acts.svg"
KEY = "framing.who_acts"


def stored_figure() -> tuple[str, str]:
    """Return the figure of who acts as SVG, and its description."""
    notebook = nbformat.read(ROOT / "notebooks" / "03_framing.ipynb", as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            svg = output.get("data", {}).get("image/svg+xml")
            if svg and output.metadata["image/svg+xml"].get("key") == KEY:
                return svg.strip() + "\n", output.metadata["image/svg+xml"]["alt"]
    raise LookupError(f"notebook 03 stores no figure {KEY}")


if __name__ == "__main__":
    FIGURE.write_text(stored_figure()[0], encoding="utf-8", newline="\n")
