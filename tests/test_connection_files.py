"""The connection file."""

import pytest

from navmage_dash.actions import Invalid
from navmage_dash.actions.connections import (
    read_file,
)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ('"EU"', ""),
        ("null", ""),
        ("[" * 100_000, ""),
        ('{"name": "a", "name": "b"}', ""),
        ('{"nmae": "EU"}', "nmae"),
        ('{"name": 7}', "name"),
        ('{"url": ["x"]}', "url"),
        ('{"enabled": "yes"}', "enabled"),
        ('{"two_way": 1}', "two_way"),
        ('{"workers": "2"}', "workers"),
        ('{"workers": true}', "workers"),
        ('{"website": 1.5}', "website"),
        ('{"key": {"a": "b"}}', "key"),
    ],
)
def test_a_file_that_is_none_says_where(text: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_file(text)
    assert list(refused.value.problems) == [field]


def test_a_file_gives_its_values() -> None:
    text = '\ufeff{"name": "EU", "website": 2, "enabled": false, "workers": 3, "owner": null}'
    assert read_file(text) == {"name": "EU", "website": 2, "enabled": False, "workers": 3}
