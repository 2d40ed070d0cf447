"""The figure that README.md shows is the one that notebook 00 stores.

``python -m tests.readme_figure`` writes it anew.
"""

from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
FIGURE = ROOT / "docs" / "what_cleaning_removes.svg"


def stored_figure() -> tuple[str, str]:
    """Return the first figure of notebook 00 as SVG, and its description."""
    notebook = nbformat.read(ROOT / "notebooks" / "00_corpus.ipynb", as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            svg = output.get("data", {}).get("image/svg+xml")
            if svg:
                return svg.strip() + "\n", output.metadata["image/svg+xml"]["alt"]
    raise LookupError("notebook 00 stores no figure")


if __name__ == "__main__":
    FIGURE.write_text(stored_figure()[0], encoding="utf-8", newline="\n")
