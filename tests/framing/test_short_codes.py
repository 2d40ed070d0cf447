"""Codes typed in one line: every key means one thing, and what means none is named."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import CorpusError
from helpers.framing.short_codes import MOVES, Codes, Keys, read_line, short_keys
from tests.framing_data import codebook

KEYS = short_keys(codebook())


def with_partners(*codes):
    table = pd.DataFrame({"code": codes, "name": codes, "definition": "x"})
    return replace(codebook(), partners=table)


def every_key(keys):
    return [*keys.frames.values(), *keys.agency.values(), *keys.partner.values()]


def test_the_keys_of_the_shipped_codebook_are_short():
    assert KEYS.frames["AID"] == "1" and KEYS.frames["PEOPLE"] == "11"
    assert KEYS.agency["F>V"] == "a" and KEYS.agency["none"] == "j"
    assert KEYS.partner == {"UK": "uk", "US": "us", "OTHER": "o", "MULTI": "m", "NONE": "n"}


@given(st.lists(st.text("ABCXYZ12- ĐÉ_", min_size=1, max_size=6), min_size=1, unique=True))
def test_every_key_means_one_code_whatever_the_partners(codes):
    keys = short_keys(with_partners(*codes))
    found = every_key(keys)
    assert len(found) == len(set(found))
    assert not {*found} & {*MOVES, "!", "0", "=", "#"}
    for code, key in keys.partner.items():
        assert read_line(key, keys, Codes()).partner == code


def test_a_partner_that_begins_like_an_agency_s_key_has_a_longer_one():
    keys = short_keys(with_partners("AUSTRALIA", "AUSTRIA", "B", "JAPAN"))
    assert list(keys.partner.values()) == ["austra", "austri", "p3", "ja"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 3 a uk", Codes(("AID", "DIPLO"), "UK", "F>V")),
        ("3,1;A UK", Codes(("AID", "DIPLO"), "UK", "F>V")),
        ("aid F>V multi", Codes(("AID",), "MULTI", "F>V")),
        ("0 f n !", Codes((), "NONE", "V>V", "1")),
        ("NONE none", Codes(("HUB",), "NONE", "none")),
        ("+1 -9", Codes(("AID",))),
        ("-9", Codes()),
        ("!", Codes(("HUB",), prestige="1")),
        ("-!", Codes(("HUB",), prestige="0")),
        ("= # như trên", Codes(("HUB",), "US", "F=V", note="như trên")),
        ("#", Codes(("HUB",))),
        ("2 +1", Codes(("AID", "PARTNER"))),
    ],
)
def test_a_line_is_read(line, expected):
    before = Codes(("AID",), "US", "F=V", "1")
    assert read_line(line, KEYS, Codes(("HUB",)), before) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("99", "'99' is no code"),
        ("1 zz uk", "'zz' is no code"),
        ("None", "'None' may be agency none or partner NONE"),
        ("+a", "'+a': only a frame is added or taken away"),
        ("uk-us", "expected frames 1 to 11 (0: none), agency a to j, partner uk, us, o, m, n"),
    ],
)
def test_what_is_no_code_is_named_and_nothing_is_taken(line, said):
    with pytest.raises(CorpusError, match=re.escape(said)):
        read_line(line, KEYS, Codes())


@given(st.text(max_size=30))
def test_any_line_is_taken_or_refused(line):
    try:
        codes = read_line(line, KEYS, Codes())
    except CorpusError:
        return
    assert set(codes.frames) <= set(KEYS.frames)
    assert codes.partner in {"", *KEYS.partner} and codes.agency in {"", *KEYS.agency}


def test_a_key_without_a_partner_column_still_reads():
    assert read_line("1", Keys({"A": "1"}, {"x": "a"}, {}), Codes()).frames == ("A",)
