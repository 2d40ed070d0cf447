"""A corpus's title and authors are read from its datapackage.json."""

import pytest

from helpers.corpus import CorpusError, Description, read_description


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", Description()),
        ('{"title": " Nhật "}', Description("Nhật")),
        ('\ufeff{"contributors": [{"title": "Lan"}, {"title": ""}]}', Description("", ("Lan",))),
    ],
)
def test_what_the_file_names_is_read(tmp_path, text, expected):
    assert read_description(tmp_path) == Description()
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert read_description(tmp_path) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]",
        "null",
        "3",
        '{"title": 3}',
        '{"contributors": "Lan"}',
        '{"contributors": 3}',
        '{"contributors": ["Lan"]}',
        '{"contributors": [{}]}',
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path, text):
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"datapackage\.json: "):
        read_description(tmp_path)
