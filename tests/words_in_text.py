"""What the tests of tokenising ask of a text: its words, and its letters without white space."""

from helpers.vietnamese import tokenise


def words(text, **options):
    return tokenise([text], **options)[0]


def without_space(text):
    return "".join(text.split())
