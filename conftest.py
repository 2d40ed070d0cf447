"""For tests and notebooks alike: plots without a screen, the shipped corpus, plain failures."""

import os
import re
import sys
from collections import Counter

import pytest

os.environ["MPLBACKEND"] = "agg"
# Many processes and kernels start: what they import is compiled once.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Processes share the cores: threads of each would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# The suite is about the shipped corpus, whatever the shell has set.
os.environ.pop("KHUNGTIN_CORPUS", None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with the modules of many long tests, so that all processes end together."""
    long = Counter(
        item.path
        for item in items
        if item.path.suffix == ".ipynb"
        or any(item.get_closest_marker(name) for name in ("slow", "browser"))
    )
    items.sort(key=lambda item: -long[item.path])


@pytest.fixture(scope="session")
def example_corpus():
    """Read the shipped corpus once: ``corpus`` in the docstrings' examples."""
    from helpers.corpus import load_corpus  # noqa: PLC0415 - the suite needs it for examples alone

    return load_corpus()


@pytest.fixture(scope="session")
def example_tokens(example_corpus):
    """Give its counted words: ``tokens``."""
    from helpers.counting import body_tokens  # noqa: PLC0415

    return body_tokens(example_corpus)


@pytest.fixture(scope="session")
def example_framing(example_corpus):
    """Give its codebook and codings: ``framing``."""
    from helpers.framing import load_framing  # noqa: PLC0415

    return load_framing(example_corpus)


@pytest.fixture
def example_folder(tmp_path):
    """Give an empty folder: ``folder``."""
    return tmp_path


@pytest.fixture(autouse=True)
def _example(request, doctest_namespace):
    """Give a docstring's example the names that it uses, and tables as wide on any screen."""
    if not (test := getattr(request.node, "dtest", None)):
        yield
        return
    import pandas as pd  # noqa: PLC0415

    words = set(re.findall(r"\w+", "".join(example.source for example in test.examples)))
    for name in words & {"corpus", "tokens", "framing", "folder"}:
        doctest_namespace[name] = request.getfixturevalue(f"example_{name}")
    with pd.option_context("display.width", 90, "display.max_columns", 20):
        yield
    if plots := sys.modules.get("matplotlib.pyplot"):
        plots.close("all")
