"""A table of spellings may be of any size and shape: it takes time by its length alone."""

import time

import pytest

from helpers.vietnamese import Variants, limits


def test_a_term_with_too_many_ways_of_writing_is_refused():
    own = [(f"w{word}x{form}", f"w{word}", "spelling") for word in range(8) for form in range(20)]
    query = " ".join(f"w{word}" for word in range(8))
    variants = Variants(own)
    with pytest.raises(ValueError, match=rf"expected {limits.MOST_FORMS:,} at most"):
        variants.forms(query)
    assert len(variants.forms("w0 w1")) == 21 * 21


def test_a_long_chain_and_a_long_circle_are_followed_once():
    chain = [(f"a{at}", f"a{at + 1}", "spelling") for at in range(3_000)]
    started = time.process_time()
    Variants(chain)
    with pytest.raises(ValueError) as caught:
        Variants([*chain, ("a3000", "a0", "spelling")])
    assert time.process_time() - started < 20
    (fault,) = caught.value.args
    assert fault.startswith("a0 → a1 → a2 ") and "a3000 → a0 is a circle" in fault


@pytest.mark.parametrize(
    ("pairs", "circles"),
    [
        ("ab bc ca", ["a → b → c → a"]),
        ("xa ab ba", ["a → b → a"]),
        ("ab bc", []),
        ("dc cd ad ba", ["c → d → c"]),
    ],
)
def test_each_circle_is_named_once(pairs, circles):
    rows = [(*pair, "spelling") for pair in pairs.split()]
    try:
        Variants(rows)
        named = []
    except ValueError as error:
        named = [fault.split(" is a circle")[0] for fault in error.args]
    assert named == circles
