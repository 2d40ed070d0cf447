"""The licences of all that is installed; none may ask more of this project than the MPL does.

``python -m tests.licences`` prints them and ends with status 1 where one does, or is not known.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata

# Licences that reach beyond the files that they stand in.
COPYLEFT = re.compile(
    r"\b(A|L)?GPL|GNU |EUPL|CC-BY-(SA|NC)|\bOSL|SSPL|CDDL|\bEPL|Eclipse Public|Affero|Proprietary",
    re.IGNORECASE,
)
# Their metadata name none; what their own files say.
TOLD_ELSEWHERE = {"axe-playwright-python": "MIT, with axe-core under MPL-2.0 (LICENSE)"}


def licences(found: metadata.Distribution) -> list[str]:
    """Return the licences of a distribution of which one may be chosen."""
    about = found.metadata
    if expression := about.get("License-Expression"):
        return re.split(r"\s+OR\s+", expression)
    named = [
        name.rpartition(" :: ")[2]
        for name in about.get_all("Classifier", [])
        if name.startswith("License ::") and not name.endswith("OSI Approved")
    ]
    if named:
        return named
    text = (about.get("License") or "").strip().partition("\n")[0]
    known = text if text not in ("", "UNKNOWN") else TOLD_ELSEWHERE.get(found.name.lower(), "")
    return re.split(r"\s+OR\s+", known) if known else []


def main() -> int:
    """Print a line for each distribution; tell whether all are known and none is copyleft."""
    wrong = []
    for found in sorted(metadata.distributions(), key=lambda each: each.name.lower()):
        choice = licences(found)
        print(f"{found.name} {found.version}: {' or '.join(choice) or 'not named'}")
        if not [licence for licence in choice if not COPYLEFT.search(licence)]:
            wrong.append(found.name)
    for name in wrong:
        print(f"{name}: no licence that this project can stand on", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
