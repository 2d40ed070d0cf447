"""The three version lists agree, with each other and with what is installed."""

import re
import sys
from importlib import metadata

import pytest
from packaging.utils import canonicalize_name

from helpers.counting.token_table import VERSIONS
from tests import version_lists

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_pins_every_declared_dependency(python):
    pins = version_lists.locked(python)
    for name, requirement in version_lists.declared().items():
        assert name in pins, f"{name} is in pyproject.toml, not in requirements.lock"
        assert requirement.specifier.contains(pins[name], prereleases=True), name


def test_footnotes_name_only_versions_that_every_python_shares():
    named = dict(part.split(" ") for part in VERSIONS.split(", "))
    assert named.pop("khung-tin")
    assert named
    for name in named:
        assert len({version_lists.locked(python)[name] for python in PYTHONS}) == 1, name


def test_conda_environment_has_the_versions_of_the_lock():
    python, pins, others = version_lists.conda()
    lock = version_lists.locked(python)
    wanted = set(version_lists.declared()) - version_lists.NOT_IN_CONDA
    assert set(pins) == wanted
    assert {name: lock[name] for name in wanted} == pins
    assert others == ["pip", "--editable ."]


def test_conda_environment_leaves_underthesea_to_pip():
    text = (version_lists.ROOT / "environment.yml").read_text(encoding="utf-8")
    before, _, after = text.partition("- pip:\n")
    assert "underthesea" not in before
    assert "underthesea==" in after


def test_installed_versions_are_the_locked_ones():
    pins = version_lists.locked("{}.{}".format(*sys.version_info))
    here = {canonicalize_name(found.name) for found in metadata.distributions()}
    # A conda environment goes without the tools that only contributors need.
    wanted = set(version_lists.declared()) - (version_lists.NOT_IN_CONDA - here)
    assert {name: metadata.version(name) for name in wanted} == {n: pins[n] for n in wanted}


def test_make_and_the_workflow_run_the_suite():
    makefile = (version_lists.ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^test: \$\(READY\)\n\t.*-m pytest\b.*$", makefile, re.MULTILINE)
    for name in (".ci/run", ".github/workflows/ci.yml"):
        assert re.search(r"\bmake test$", (version_lists.ROOT / name).read_text(), re.MULTILINE), (
            name
        )


def test_workflow_covers_the_pythons_of_the_lock():
    workflow = version_lists.ROOT / ".github/workflows/ci.yml"
    listed = re.search(r"python: \[(.*)\]", workflow.read_text(encoding="utf-8"))[1]
    assert [version.strip('" ') for version in listed.split(",")] == PYTHONS


def test_disagreement_is_seen(tmp_path, monkeypatch):
    for name in ("pyproject.toml", "requirements.lock", "environment.yml"):
        text = (version_lists.ROOT / name).read_text(encoding="utf-8")
        if name == "environment.yml":
            text = text.replace("matplotlib=", "matplotlib=1", 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(version_lists, "ROOT", tmp_path)
    with pytest.raises(AssertionError):
        test_conda_environment_has_the_versions_of_the_lock()
