"""The packages stand in an order, imports run one way, and no module comes back to itself."""

import ast
import re
from graphlib import TopologicalSorter

import pytest

from helpers import ROOT
from tests.house import imports_of, modules, path_of

ORDER = (
    "data",
    "vietnamese",
    "cleaning",
    "corpus",
    "counting",
    "references",
    "framing",
    "showing",
    "reports",
    "site",
    "commands",
    "__main__",
)


def package(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_package_has_its_place():
    assert {package(module) for module in modules()} - {""} == set(ORDER)


@pytest.mark.parametrize("module", modules())
def test_imports_run_down_the_order(module):
    if module == "helpers":
        assert not imports_of(module)
        return
    place = ORDER.index(package(module))
    above = [name for name in imports_of(module) if package(name) in ORDER[place + 1 :]]
    assert above == []


def test_no_module_comes_back_to_itself():
    """A face imports its modules; a module of another package, the face."""
    graph = {
        module: {name for name in imports_of(module) if name != f"helpers.{package(module)}"}
        for module in modules()
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules())


@pytest.mark.parametrize("name", ORDER[1:-1])
def test_a_face_says_its_job_in_a_sentence_and_lists_what_others_may_use(name):
    tree = ast.parse(path_of(f"helpers.{name}").read_text(encoding="utf-8"))
    sentence = ast.get_docstring(tree) or ""
    assert sentence.endswith(".") and "\n" not in sentence
    assert any(
        isinstance(node, ast.Assign) and node.targets[0].id == "__all__" for node in tree.body
    )


def test_one_module_outside_corpus_knows_of_tables_on_disk():
    """All others take a table of a corpus wherever it is, and never ask."""
    asking = [
        module
        for module in modules()
        if package(module) != "corpus"
        and re.search("StoredTable|is_stored|_stored_", path_of(module).read_text(encoding="utf-8"))
    ]
    assert asking == ["helpers.counting.stored_counts"]


def test_only_faces_list_names():
    lists = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "helpers").rglob("*.py")
        if path.name != "__init__.py" and "__all__" in path.read_text(encoding="utf-8")
    ]
    assert lists == []
