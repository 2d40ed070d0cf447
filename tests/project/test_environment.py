"""The three version lists agree, with each other and with what is installed."""

import re
import shutil
import subprocess
import sys
from importlib import metadata

import pytest
import yaml
from packaging.utils import canonicalize_name

from helpers.counting.token_table import VERSIONS
from tests import licences, version_lists

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


def test_the_lock_has_hashes_and_make_asks_for_them():
    assert len(version_lists.lock_lines()) > 100
    makefile = (version_lists.ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements.lock" in makefile
    assert "--generate-hashes" in makefile


def workflow():
    text = (version_lists.ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    return text, yaml.safe_load(text)


def test_the_workflow_trusts_commits_not_tags_and_may_only_read():
    text, steps = workflow()
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for name, rest in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), rest
    assert steps["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in steps["jobs"].values())


def test_the_workflow_lints_audits_caches_and_runs_on_windows():
    text, steps = workflow()
    for run in ("make lint", "make test", "make licences", "pip-audit"):
        assert run in text
    assert "cache: pip" in text
    assert "cache-dependency-path: requirements.lock" in text
    (windows,) = (job for job in steps["jobs"].values() if "windows" in job["runs-on"])
    readme = (version_lists.ROOT / "README.md").read_text(encoding="utf-8")
    for step in windows["steps"][2:6]:
        command = step["run"].replace("\\Scripts\\", "/bin/")
        assert command in readme, command


def test_a_folders_name_is_never_run(tmp_path):
    """Folders reach the program past the shell, and past make's own expansion."""
    if not shutil.which("make"):
        pytest.skip("no make")
    makefile = (version_lists.ROOT / "Makefile").read_text(encoding="utf-8")
    told = "import os; print(ascii([os.environ['KHUNGTIN_' + n] for n in ('OUTPUT', 'CORPUS')]))"
    target = f'\t@"{sys.executable}" -c "{told}"\n'
    makefile = makefile.replace("\t$(RUN) -m helpers site\n", target).replace(
        "html: $(R", "html: #"
    )
    (tmp_path / "Makefile").write_text(makefile, encoding="utf-8")
    for name in (
        '"; touch x; "',
        "`touch x`",
        "$(touch x)",
        "$(shell touch x)",
        "a\nb",
        "-rf",
        "é'",
    ):
        command = ["make", "-s", f"OUTPUT={name}", f"CORPUS={name}"]
        run = subprocess.run(
            [*command, "html"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == ascii([name, name])
        subprocess.run([*command, "help"], cwd=tmp_path, capture_output=True, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


def test_no_licence_asks_more_than_the_mpl(capsys):
    assert licences.main() == 0
    said = capsys.readouterr().out
    assert "pandas" in said
    assert "not named" not in said
    for text in ("GPL-3.0-only", "GNU General Public License v3 (GPLv3)", "AGPL-3.0", "EUPL-1.2"):
        assert licences.COPYLEFT.search(text)
    for text in ("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "MIT", "Apache-2.0", "BSD"):
        assert not licences.COPYLEFT.search(text)
