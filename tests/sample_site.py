"""A site built once for all tests of it, from the sample notebooks and a hostile corpus."""

import pytest

from tests.sample_notebooks import HOSTILE, write_corpus, write_full, write_hostile, write_plain


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    """A folder of notebooks, in a directory with a space in its name."""
    folder = tmp_path_factory.mktemp("some notebooks")
    for write_notebook in (write_plain, write_full, write_hostile):
        write_notebook(folder)
    return folder


@pytest.fixture(scope="session")
def hostile_corpus(tmp_path_factory):
    return write_corpus(tmp_path_factory.mktemp("own corpus"), HOSTILE)


@pytest.fixture(scope="session")
def said():
    return []


@pytest.fixture(scope="session")
def site_folder(sources, hostile_corpus, said, tmp_path_factory):
    """The folder of the site of those notebooks; its name has a space too."""
    from helpers.site import build_site  # noqa: PLC0415 - few tests build a site

    output = tmp_path_factory.mktemp("a site") / "build" / "html"
    build_site(sources, output, corpus=hostile_corpus, progress=said.append)
    return output


@pytest.fixture(scope="session")
def site(site_folder):
    """That site: file name to text."""
    return {path.name: path.read_text(encoding="utf-8") for path in site_folder.glob("*.html")}
