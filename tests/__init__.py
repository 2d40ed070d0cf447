"""The tests; `pyproject.toml` has this imported before any plugin."""

import sys

# jsonschema, hence nbformat, would compile a grammar of web addresses for a second in each process.
sys.modules.setdefault("rfc3987_syntax", None)
