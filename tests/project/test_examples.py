"""What a face offers shows what it is for, in an example that doctest runs."""

import doctest
import importlib
import inspect
import tomllib

import pytest

from helpers import ROOT
from tests.project.test_house import ORDER


def offered(package):
    """Return the functions and classes of a face by name, as they were written."""
    face = importlib.import_module(f"helpers.{package}")
    found = {name: inspect.unwrap(getattr(face, name)) for name in face.__all__}
    return {
        name: thing
        for name, thing in found.items()
        if inspect.isfunction(thing) or inspect.isclass(thing)
    }


@pytest.mark.parametrize("package", ORDER[1:-1])
def test_what_a_face_offers_has_a_tested_example(package):
    modules = {inspect.getmodule(thing) for thing in offered(package).values()}
    tests = [test for module in modules for test in doctest.DocTestFinder().find(module)]
    tested = {test.name for test in tests if test.examples}
    without = [
        name
        for name, thing in offered(package).items()
        if f"{thing.__module__}.{thing.__qualname__}" not in tested
    ]
    assert without == []


def test_the_short_loop_and_the_whole_suite_run_the_examples():
    """`make test` takes the options of pyproject.toml, `make quick` its own."""
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    short = make.partition("\nquick:")[2].partition("\n\n")[0].split()
    assert {"--doctest-modules", "helpers"} <= set(short)
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    whole = options["tool"]["pytest"]["ini_options"]
    assert "--doctest-modules" in whole["addopts"].split() and "helpers" in whole["testpaths"]
