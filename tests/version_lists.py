"""The three lists of versions: pyproject.toml, requirements.lock, environment.yml.

``python -m tests.version_lists`` writes environment.yml from the other two.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CONDA_PYTHON = "3.12"
# Not on conda-forge under a name that could be verified: pip installs these.
PIP_ONLY = {"underthesea", "axe-playwright-python", "playwright"}
# Named otherwise on conda-forge than on PyPI.
CONDA_NAMES = {"duckdb": "python-duckdb"}
# Tools for contributors that a reader's environment does not need.
NOT_IN_CONDA = {"uv"}
HEAD = """\
# For conda and Binder: the versions of requirements.lock, for one Python.
# Written by `make lock`; a test keeps it in agreement. Not solved by that test:
# only the public workflow asks a conda channel whether all of these exist.
"""


def declared() -> dict[str, Requirement]:
    """Return the direct dependencies of pyproject.toml, extras included, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    texts = [*project["dependencies"], *(text for extra in extras for text in extra)]
    return {canonicalize_name(Requirement(text).name): Requirement(text) for text in texts}


def lock_lines() -> list[str]:
    """Return what requirements.lock pins, a line a version, without the hashes.

    Raises
    ------
    ValueError
        If a version has no hash, as `pip --require-hashes` asks.
    """
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    pieces = [line.split("--hash=sha256:") for line in text.splitlines()]
    if bare := [name for name, *hashes in pieces if not hashes]:
        raise ValueError(f"requirements.lock has no hash for {bare}")
    return [name.strip() for name, *_ in pieces]


def locked(python: str) -> dict[str, str]:
    """Return every version that requirements.lock pins for a Python on Linux."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions = {}
    for line in lock_lines():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            name = canonicalize_name(requirement.name)
            if name in versions:
                raise ValueError(f"requirements.lock pins {name} twice for Python {python}")
            (pin,) = requirement.specifier
            versions[name] = pin.version
    return versions


def conda() -> tuple[str, dict[str, str], list[str]]:
    """Return the Python, the pinned versions and the further pip lines of environment.yml."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    names = {conda_name: name for name, conda_name in CONDA_NAMES.items()}
    pins, others = {}, []
    for entry in listed:
        lines = entry["pip"] if isinstance(entry, dict) else [entry]
        for line in lines:
            name, separator, version = line.replace("==", "=").partition("=")
            if separator:
                pins[canonicalize_name(names.get(name, name))] = version
            else:
                others.append(line)
    return pins.pop("python"), pins, others


def write_conda() -> None:
    """Write environment.yml from pyproject.toml and requirements.lock."""
    pins = locked(CONDA_PYTHON)
    names = [name for name in declared() if name not in NOT_IN_CONDA]
    lines = [
        "name: khung-tin",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        f"  - python={CONDA_PYTHON}",
        "  - pip",
        *(f"  - {CONDA_NAMES.get(n, n)}={pins[n]}" for n in names if n not in PIP_ONLY),
        "  - pip:",
        *(f"    - {n}=={pins[n]}" for n in names if n in PIP_ONLY),
        "    - --editable .",
    ]
    text = HEAD + "\n".join(lines) + "\n"
    (ROOT / "environment.yml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_conda()
