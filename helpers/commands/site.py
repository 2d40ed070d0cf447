"""``site``: execute the notebooks and write their pages."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from helpers import ROOT
from helpers.corpus import printable
from helpers.site import RenderingError, build_site, store


def configure(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what ``site`` takes."""
    parser.add_argument("--corpus", type=Path, help="the corpus (default: the repository's)")
    # By its name in the environment `make` hands a folder over, past the shell.
    output = Path(os.environ.get("KHUNGTIN_OUTPUT") or ROOT / "build" / "html")
    parser.add_argument("--output", type=Path, default=output, help="the site (build/html)")
    parser.add_argument(
        "--notebooks", type=Path, default=ROOT / "notebooks", help="the notebooks (notebooks/)"
    )
    parser.add_argument(
        "--store", action="store_true", help="store outputs in the notebooks; write no site"
    )
    parser.set_defaults(run=_site)


def _site(options: argparse.Namespace) -> int:
    """Build the site, or store the notebooks' outputs."""
    try:
        _say(f"Executing the notebooks in {options.notebooks}")
        if options.store:
            store(options.notebooks, corpus=options.corpus, progress=_say)
        else:
            build_site(options.notebooks, options.output, corpus=options.corpus, progress=_say)
            _say(f"Wrote {options.output / 'index.html'}")
    except RenderingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _say(line: str) -> None:
    """Print a line at once, also into a file."""
    print(printable(line), flush=True)
