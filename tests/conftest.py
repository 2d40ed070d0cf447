"""Shared set-up: plots without a screen, hypothesis without a clock, a cache of words apart."""

import sys

import pytest
from hypothesis import HealthCheck, settings

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
# `make soak`: other examples at each run.
settings.register_profile(
    "soak", settings.get_profile("khungtin"), max_examples=1000, derandomize=False
)
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
