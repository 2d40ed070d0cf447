"""Headless Chromium for the browser tests; where there is none, the reason."""

import os
import shutil
from contextlib import contextmanager

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def absent(what):
    """Skip with the reason; where the checks must run (CI), fail instead."""
    if os.environ.get("CI"):
        pytest.fail(f"browser checks must run in CI, but there is no {what}")
    pytest.skip(f"no {what}: browser checks not run")


@contextmanager
def chromium():
    """Start Chromium, or skip."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        absent("playwright (pip install 'khung-tin[browser]')")
    found = (
        shutil.which(name)
        for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    )
    path = next(filter(None, found), None)
    if path is None:
        absent("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
