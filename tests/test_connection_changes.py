"""What may be changed of a connection, what is kept, and by whom."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from connecting import (
    EU,
    NAV,
    OAUTH,
    add,
    change,
    known_websites,
    made_again,
    owner,
    problems,
    synced,
)

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions.connections import (
    check,
    may_change,
    remove,
    save,
    settings_of,
    unlock,
)
from navmage_dash.db import connections, operators
from navmage_dash.errors import RunError
from navmage_dash.parts import Parts
from navmage_dash.start import opened
from navmage_dash.systems.settings import MagentoSettings


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with opened(tmp_path, keyring=False) as made:
        yield made


def test_a_blank_key_keeps_the_stored_one_byte_for_byte(parts: Parts) -> None:
    made = add(parts, EU)
    again = change(parts, made, **{**EU, "key": "", "name": "EU shop"})
    assert again.name == "EU shop"
    assert again.secrets == made.secrets


def test_one_new_secret_keeps_the_others(parts: Parts) -> None:
    made = change(parts, add(parts, EU, **OAUTH), token="new-token")
    held = settings_of(parts, made)
    assert isinstance(held, MagentoSettings)
    assert (held.token.reveal(), held.token_secret.reveal()) == ("new-token", "ts-secret")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/rest",
        "https://eu.example:8443/rest",
        "http://eu.example/rest",
        "https://eu.example.evil.example/rest",
    ],
)
def test_a_stored_key_does_not_go_to_another_host(parts: Parts, url: str) -> None:
    made = add(parts, EU)
    for ask in (
        lambda: change(parts, made, url=url),
        lambda: check(parts, {"url": url}, connection_id=made.id),
    ):
        with pytest.raises(Invalid) as refused:
            ask()
        assert list(refused.value.problems) == ["key"]
    assert change(parts, made, url=url, key="new").url == url


@pytest.mark.parametrize("url", ["https://eu.example/shop/rest", "https://EU.example/"])
def test_another_path_of_the_same_host_keeps_the_key(parts: Parts, url: str) -> None:
    made = add(parts, EU)
    assert change(parts, made, url=url).secrets == made.secrets


def test_an_upgrade_to_https_keeps_the_key(parts: Parts) -> None:
    made = add(parts, EU, url="http://eu.example")
    assert change(parts, made, url="https://eu.example").secrets == made.secrets


def test_another_way_to_sign_in_asks_for_its_own_secret(parts: Parts) -> None:
    made = add(parts, NAV)
    with pytest.raises(Invalid) as refused:
        change(parts, made, auth="ntlm")
    assert list(refused.value.problems) == ["key"]
    changed = change(parts, add(parts, EU, **OAUTH), auth="bearer", token="b")
    assert json.loads(parts.vault.decrypt(changed.secrets)) == {"token": "b"}


def test_what_cannot_be_read_any_more_can_be_entered_again(parts: Parts, tmp_path: Path) -> None:
    made = add(parts, EU)
    connections.change(parts.db, made.id, {"secrets": "not ours"})
    with pytest.raises(RunError, match=r"EU store.*again"):
        settings_of(parts, made_again(parts, made))
    held = settings_of(parts, change(parts, made, key="anew"))
    assert isinstance(held, MagentoSettings)
    assert held.key.reveal() == "anew"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sync_start_date", "2020-01-01"),
        ("website", "1"),
        ("connection_id", "2B0F6B2C-8A34-4C0B-A2D9-77B1A0C35E02"),
        ("platform", "magento1"),
    ],
)
def test_what_the_first_sync_locked_stays(parts: Parts, field: str, value: str) -> None:
    made = synced(parts)
    known_websites(parts, made)
    more = {"auth": "session", "key": "k"} if field == "platform" else {}
    with pytest.raises(Invalid) as refused:
        change(parts, made, **{field: value, **more})
    assert list(refused.value.problems) == [field]
    if field != "platform":
        assert "Full re-sync" in refused.value.problems[field][0]


def test_the_locked_values_themselves_may_be_sent_along(parts: Parts) -> None:
    made = synced(parts, sync_start_date="20200101")
    kept = {"sync_start_date": "2020-01-01", "website": "all", "connection_id": made.guid.lower()}
    assert change(parts, made, name="EU shop", **kept).name == "EU shop"


def test_a_full_re_sync_opens_them_again(parts: Parts) -> None:
    made = synced(parts)
    unlock(parts, made, None)
    assert change(parts, made, sync_start_date="2020-01-01").sync_start_date == "2020-01-01"


def test_a_connection_keeps_its_kind(parts: Parts) -> None:
    made = add(parts, NAV)
    with pytest.raises(Invalid) as refused:
        change(
            parts, made, kind="magento", platform="magento2", website="all", auth="admin", key="k"
        )
    assert "kind" in refused.value.problems


def test_a_connection_removed_meanwhile_is_not_saved(parts: Parts) -> None:
    made = add(parts, EU)
    remove(parts, made, None)
    with pytest.raises(Refused, match="removed meanwhile"):
        change(parts, made, name="EU shop")


def test_two_saves_at_once_are_one_connection_and_a_reason(parts: Parts) -> None:
    """As another process, which our look at the names came too early for."""
    raw = sqlite3.connect(parts.db.path)
    raw.execute("""create trigger meanwhile before insert on connection when new.guid <> 'g'
        begin insert into connection (guid, name, kind, platform, url, normal_url, auth, created_at)
        values ('g', 'eu STORE', 'magento', 'magento2', 'u', 'u', 'admin', 'now'); end""")
    raw.close()
    assert "meanwhile" in problems(parts, EU)[""][0]


def test_the_owner_is_who_adds_it_unless_another_is_named(parts: Parts) -> None:
    first = operators.all_operators(parts.db)[0]
    anna = owner(parts, "Anna")
    assert add(parts, NAV).owner_id == first.id
    assert save(parts, EU, operator=anna).owner_id == anna.id
    named = add(parts, EU, name="Third", url="https://three.example", owner="ANNA")
    assert named.owner_id == anna.id


def test_a_change_by_another_leaves_the_owner(parts: Parts) -> None:
    anna, chief = owner(parts, "Anna"), owner(parts, "Chief", administrator=True)
    made = save(parts, EU, operator=anna)
    changed = save(parts, {"name": "EU shop"}, connection_id=made.id, operator=chief)
    assert changed.owner_id == anna.id


def test_only_the_owner_and_administrators_change_a_connection(parts: Parts) -> None:
    anna, bob = owner(parts, "Anna"), owner(parts, "Bob")
    chief = owner(parts, "Chief", administrator=True)
    made = save(parts, EU, operator=anna)
    assert [may_change(made, each) for each in (anna, bob, chief, None)] == [
        True,
        False,
        True,
        True,
    ]
    for forbidden in (
        lambda: save(parts, {"name": "Mine"}, connection_id=made.id, operator=bob),
        lambda: remove(parts, made, bob),
        lambda: unlock(parts, made, bob),
    ):
        with pytest.raises(Refused, match="owner or an administrator"):
            forbidden()
    remove(parts, made, chief)
