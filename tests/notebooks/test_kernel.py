"""The helpers in a kernel: names complete, and their docstrings show."""

import os
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A kernel that starts where the notebooks are."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    manager, client = start_new_kernel(
        kernel_name="python3",
        startup_timeout=120,
        cwd=str(ROOT / "notebooks"),
        env=os.environ | {"PYTHONPATH": paths},
    )
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def completions(kernel, code):
    content = kernel.complete(code, reply=True, timeout=120)["content"]
    return [code[: content["cursor_start"]] + match for match in content["matches"]]


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("from helpers.counting import term_fre", "from helpers.counting import term_frequency"),
        ("from helpers.coun", "from helpers.counting"),
        (
            "from helpers.showing.explorer import expl",
            "from helpers.showing.explorer import explore",
        ),
    ],
)
def test_names_complete(kernel, code, whole):
    assert whole in completions(kernel, code)


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [
        ("counting", "term_frequency", "Count each term, as such and for a thousand words."),
        ("counting", "concordance", "window : int, default 8"),
        ("showing.explorer", "explore", "Show a term's frequency by article"),
    ],
)
def test_docstrings_show(kernel, module, name, said):
    code = f"from helpers.{module} import {name}"
    assert kernel.execute_interactive(code, timeout=120)["content"]["status"] == "ok"
    # What JupyterLab asks when a reader presses Shift+Tab behind the name.
    content = kernel.inspect(name, reply=True, timeout=120)["content"]
    assert content["found"]
    assert said in content["data"]["text/plain"]
    asked = kernel.execute_interactive(f"{name}?", timeout=120)["content"]
    assert said in asked["payload"][0]["data"]["text/plain"]
