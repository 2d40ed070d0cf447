"""The modules of helpers and what each imports, read from the source."""

import ast
from functools import cache
from pathlib import Path

from helpers import ROOT


def modules() -> list[str]:
    """Return the dotted names of every module, faces included."""
    found = [path.relative_to(ROOT) for path in (ROOT / "helpers").rglob("*.py")]
    return sorted(".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in found)


def path_of(module: str) -> Path:
    """Return the file of a module."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def imports_of(module: str) -> frozenset[str]:
    """Return the modules of helpers that a module imports anywhere, inside functions too."""
    known = set(modules())
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            within = {f"{node.module}.{name.name}" for name in node.names}
            found.update(within & known)
            if any(f"{node.module}.{name.name}" not in known for name in node.names):
                found.add(node.module)
    return frozenset(found & known - {module})
