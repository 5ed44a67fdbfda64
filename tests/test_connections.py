"""What may be entered for a connection."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from connecting import (
    EU,
    NAV,
    OAUTH,
    add,
    change,
    known_websites,
    problems,
)

from navmage_dash.actions import Invalid
from navmage_dash.actions.connections import (
    settings_of,
)
from navmage_dash.db import connections
from navmage_dash.parts import Parts
from navmage_dash.start import opened
from navmage_dash.systems.settings import MagentoSettings, NavSettings


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with opened(tmp_path, keyring=False) as made:
        yield made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """For many tests in which nothing is saved."""
    with opened(tmp_path_factory.mktemp("empty"), keyring=False) as made:
        yield made


def test_what_is_left_out_has_its_default(parts: Parts) -> None:
    made = add(parts, EU)
    assert (made.auth, made.priority, made.sync_start_date) == ("admin", "remote", "2007-01-01")
    assert (made.enabled, made.two_way, made.wsi, made.workers) == (True, False, False, 1)
    assert add(parts, NAV).auth == "basic"
    one = add(
        parts, EU, name="Outlet", platform="magento1", url="http://m1.example/api/v2_soap?wsdl"
    )
    assert one.auth == "session"


def test_what_was_entered_reaches_the_system_as_it_was(parts: Parts) -> None:
    nav = settings_of(parts, add(parts, NAV, key=None, password="pä:ss"))
    assert isinstance(nav, NavSettings)
    assert (nav.company, nav.user, nav.password.reveal()) == (NAV["company"], "NAVMAGE", "pä:ss")
    made = settings_of(parts, add(parts, EU, **OAUTH))
    assert isinstance(made, MagentoSettings)
    assert made.auth == "oauth1"
    told = (made.consumer_key, made.consumer_secret, made.token, made.token_secret)
    assert [getattr(each, "reveal", lambda e=each: e)() for each in told] == list(OAUTH.values())[
        1:
    ]


def test_secrets_lie_encrypted_and_are_not_in_any_text(parts: Parts) -> None:
    made = add(parts, EU, **OAUTH)
    parts.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = parts.db.path.read_bytes()
    for secret in ("cs-secret", "t-secret", "ts-secret"):
        assert secret.encode() not in raw
        assert secret not in repr(made) + repr(settings_of(parts, made))


def test_names_and_addresses_are_trimmed(parts: Parts) -> None:
    made = add(parts, EU, name="  EU store \n", url=" https://eu.example ")
    assert (made.name, made.url) == ("EU store", "https://eu.example")


def test_an_address_as_a_browser_shows_it_is_taken(parts: Parts) -> None:
    assert add(parts, EU, url="eu.example").url == "https://eu.example"


def test_a_token_entered_as_key_is_a_token(parts: Parts) -> None:
    made = settings_of(parts, add(parts, EU, auth="bearer", user="", key="tok"))
    assert isinstance(made, MagentoSettings)
    assert made.token.reveal() == "tok"


WRONG: list[tuple[Mapping[str, Any], dict[str, Any], str]] = [
    (EU, {"name": ""}, "name"),
    (EU, {"name": "EU"}, "name"),
    (EU, {"name": "  E  "}, "name"),
    (EU, {"name": "x" * 256}, "name"),
    (EU, {"name": "two\nlines"}, "name"),
    (EU, {"url": ""}, "url"),
    (EU, {"url": "https://"}, "url"),
    (EU, {"url": "ftp://eu.example"}, "url"),
    (EU, {"url": "javascript:alert(1)"}, "url"),
    (EU, {"url": "https://eu.example/a b"}, "url"),
    (EU, {"url": "https://eu.example:99999/"}, "url"),
    (EU, {"url": "https://[::1/"}, "url"),
    (EU, {"url": "https://eu.example/" + "x" * 240}, "url"),
    (EU, {"url": "https://navmage:pw@eu.example/"}, "url"),
    (EU, {"user": ""}, "user"),
    (EU, {"key": ""}, "key"),
    (EU, {"auth": "ntlm"}, "auth"),
    (EU, {"auth": "session"}, "auth"),
    (EU, {"platform": "magento3"}, "platform"),
    (EU, {"platform": "nav"}, "platform"),
    (EU, {"kind": "shop"}, "kind"),
    (EU, {"website": ""}, "website"),
    (EU, {"website": "7"}, "website"),
    (EU, {"sync_start_date": "1.1.2020"}, "sync_start_date"),
    (EU, {"sync_start_date": "2020-13-01"}, "sync_start_date"),
    (EU, {"priority": "mine"}, "priority"),
    (EU, {"workers": 0}, "workers"),
    (EU, {"workers": 9}, "workers"),
    (EU, {"workers": "many"}, "workers"),
    (EU, {"admin_url": "shop admin"}, "admin_url"),
    (EU, {"admin_url": "https://a:b@eu.example/admin"}, "admin_url"),
    (EU, {"owner": "nobody"}, "owner"),
    (EU, {"connection_id": "not a guid"}, "connection_id"),
    (EU, OAUTH | {"consumer_key": ""}, "consumer_key"),
    (EU, OAUTH | {"consumer_secret": ""}, "consumer_secret"),
    (EU, OAUTH | {"token": ""}, "token"),
    (EU, OAUTH | {"token_secret": ""}, "token_secret"),
    (EU, {"auth": "bearer", "key": ""}, "token"),
    (EU, {"auth": "bearer", "token": "two\nlines"}, "token"),
    (EU, {"auth": "bearer", "token": "ключ"}, "token"),
    (EU, OAUTH | {"consumer_key": "two\nlines"}, "consumer_key"),
    (EU, {"user": "half\ud800"}, "user"),
    (EU, {"user": "x" * 256}, "user"),
    (EU, {"key": "half\ud800"}, "key"),
    (NAV, {"company": "null\0"}, "company"),
    (NAV, {"key": "two\nlines"}, "key"),
    (NAV, {"company": ""}, "company"),
    (NAV, {"user": ""}, "user"),
    (NAV, {"key": ""}, "key"),
    (NAV, {"auth": "oauth1"}, "auth"),
    (NAV, {"platform": "magento2"}, "platform"),
]


@pytest.mark.parametrize(("values", "wrong", "field"), WRONG)
def test_a_wrong_value_is_named_at_its_field_and_nothing_is_saved(
    empty: Parts, values: Mapping[str, Any], wrong: dict[str, Any], field: str
) -> None:
    assert list(problems(empty, values, **wrong)) == [field]
    assert connections.all_connections(empty.db) == []


@pytest.mark.parametrize("values", [EU, NAV, EU | OAUTH])
def test_the_values_that_were_made_wrong_above_are_right(
    parts: Parts, values: Mapping[str, Any]
) -> None:
    assert problems(parts, values) == {}


def test_all_that_is_wrong_is_said_at_once(parts: Parts) -> None:
    assert set(problems(parts, EU, name="E", url="x y", workers=0)) == {"name", "url", "workers"}


def test_a_password_in_the_address_is_not_repeated(parts: Parts) -> None:
    said = problems(parts, EU, url="https://navmage:hunter2@eu.example/")
    assert "user and key" in said["url"][0]
    assert "hunter2" not in str(said)


@pytest.mark.parametrize("name", ["EU store", "eu STORE", " EU store "])
def test_a_name_is_given_once(parts: Parts, name: str) -> None:
    add(parts, EU)
    assert list(problems(parts, EU, name=name, url="https://other.example")) == ["name"]


def test_a_name_is_given_once_in_any_alphabet(parts: Parts) -> None:
    add(parts, EU, name="Möbel ÄÖ")
    assert list(problems(parts, EU, name="MÖBEL äö", url="https://other.example")) == ["name"]


def test_a_connection_id_is_given_once_and_written_as_nav_does(parts: Parts) -> None:
    guid = "96800c6e-527c-433d-9d3a-1b5a7c1e0e01"
    assert add(parts, EU, connection_id=f"{{{guid}}}").guid == guid.upper()
    said = problems(parts, EU, name="Other", url="https://o.example", connection_id=guid)
    assert list(said) == ["connection_id"]


def test_there_is_one_nav(parts: Parts) -> None:
    add(parts, NAV)
    assert list(problems(parts, NAV, name="Second NAV")) == [""]


@pytest.mark.parametrize(
    "url",
    [
        "https://eu.example/rest",
        "http://EU.example:80/",
        "https://eu.example/index.php/rest/V1/",
        "https://eu.example/api/v2_soap/?wsdl=1",
    ],
)
def test_an_address_and_website_is_used_once(parts: Parts, url: str) -> None:
    add(parts, EU)
    said = problems(parts, EU, name="Again", url=url)
    assert said == {"url": ["Integration with this WSDL URL and website(s) is already used."]}


def test_two_websites_of_one_address_are_two_connections(parts: Parts) -> None:
    first = add(parts, EU)
    known_websites(parts, first)
    change(parts, first, website="1")
    second = add(parts, EU, name="Second", url="https://two.example")
    known_websites(parts, second)
    change(parts, second, website="2")
    assert change(parts, second, url=EU["url"], key="k").website == "2"
    with pytest.raises(Invalid, match="already used"):
        change(parts, second, website="1")
    with pytest.raises(Invalid, match="already used"):
        change(parts, second, website="all")
