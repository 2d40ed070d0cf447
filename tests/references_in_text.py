"""What the tests of references ask of a text: what is found in it, and under which ids."""

from helpers.references import find_references


def surfaces(text):
    return [reference.surface for reference in find_references(text)]


def ids(text):
    return [reference.canonical for reference in find_references(text)]


def only(text):
    found = find_references(text)
    assert len(found) == 1, found
    return found[0]
