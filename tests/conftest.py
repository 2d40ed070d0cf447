"""Shared set-up: plots without a screen, hypothesis without a clock, a cache of words apart."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "agg"
# The suite is about the shipped corpus, whatever the shell has set.
os.environ.pop("KHUNGTIN_CORPUS", None)
pytest_plugins = ["pytester", "tests.sample_site"]

# A shared machine may stall: an example has no deadline, but their number is bounded.
settings.register_profile(
    "khungtin",
    deadline=None,
    max_examples=100,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("khungtin"), max_examples=10)
settings.load_profile("khungtin")


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """Keep words in a folder of the test's own; return it."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KHUNGTIN_CACHE", str(folder))
    return folder


@pytest.fixture(autouse=True)
def closed_figures():
    """Close what a test has drawn: matplotlib keeps every figure until then."""
    yield
    if plots := sys.modules.get("matplotlib.pyplot"):
        plots.close("all")


def pytest_collection_modifyitems(items):
    """Keep on one process what shares a costly fixture or a kernel; begin with what is slow."""
    for item in items:
        if group := shared(item):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def shared(item):
    """Return what a test shares with others: its notebook, or a fixture made once a module."""
    if item.path.suffix == ".ipynb":
        return item.path.name
    known = getattr(item, "_fixtureinfo", None)
    definitions = [found[-1] for found in known.name2fixturedefs.values()] if known else []
    modules = {
        definition.func.__module__
        for definition in definitions
        if definition.scope in ("module", "session") and definition.func.__module__[:6] == "tests."
    }
    # What several modules share decides over what one has to itself.
    return min(modules, key=lambda name: (name == item.module.__name__, name), default="")
