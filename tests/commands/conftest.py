"""What the tests of commands begin with: an invented corpus, two pages."""

import shutil

import pytest

from helpers.reports import EXAMPLE
from tests.commands.collected import PAGE


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the invented corpus without its coding."""
    copy = shutil.copytree(EXAMPLE, tmp_path / "own")
    shutil.rmtree(copy / "annotations")
    return copy


@pytest.fixture
def pages(tmp_path):
    """Return two text files as one collects them."""
    first, second = tmp_path / "Bài 1.txt", tmp_path / "bai-2.txt"
    first.write_bytes(PAGE.encode())
    second.write_bytes(PAGE.replace("Hai", "Ba").replace("\n", "\r\n").encode())
    return [first, second]
