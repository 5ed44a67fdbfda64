"""What may be entered for a connection, kept, changed and by whom."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from world import World

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions.connections import (
    check,
    check_stored,
    may_change,
    read_file,
    remove,
    save,
    settings_of,
    sync_websites,
    unlock,
    website_choices,
)
from navmage_dash.actions.runs import ask_for_run
from navmage_dash.db import connections, operators, runs, websites
from navmage_dash.db.connections import Connection
from navmage_dash.db.operators import Operator
from navmage_dash.errors import RunError
from navmage_dash.parts import Parts
from navmage_dash.start import opened
from navmage_dash.systems.settings import MagentoSettings, NavSettings

NAV = {
    "name": "NAV",
    "kind": "nav",
    "url": "http://nav.example:7047/DynamicsNAV100/WS",
    "company": "CRONUS International Ltd.",
    "user": "NAVMAGE",
    "key": "the-nav-key",
}
EU = {
    "name": "EU store",
    "kind": "magento",
    "platform": "magento2",
    "url": "https://eu.example/rest",
    "user": "navmage",
    "key": "the-eu-key",
    "website": "all",
}
OAUTH = {
    "auth": "oauth1",
    "consumer_key": "ck",
    "consumer_secret": "cs-secret",
    "token": "t-secret",
    "token_secret": "ts-secret",
}


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with opened(tmp_path, keyring=False) as made:
        yield made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """For many tests in which nothing is saved."""
    with opened(tmp_path_factory.mktemp("empty"), keyring=False) as made:
        yield made


def add(parts: Parts, values: Mapping[str, Any], **more: Any) -> Connection:
    return save(parts, {**values, **more}, operator=None)


def change(parts: Parts, stored: Connection, **more: Any) -> Connection:
    return save(parts, more, connection_id=stored.id, operator=None)


def problems(parts: Parts, values: Mapping[str, Any], **more: Any) -> dict[str, list[str]]:
    """What is wrong with these; empty where they could be saved."""
    count = len(connections.all_connections(parts.db))
    try:
        add(parts, values, **more)
    except Invalid as error:
        assert len(connections.all_connections(parts.db)) == count
        return dict(error.problems)
    return {}


def synced(parts: Parts, **more: Any) -> Connection:
    """A connection after its first synchronisation."""
    made = add(parts, EU, **more)
    connections.first_synced(parts.db, made.id, parts.now())
    found = connections.find(parts.db, made.id)
    assert found
    return found


def owner(parts: Parts, name: str, administrator: bool = False) -> Operator:
    added = operators.add(parts.db, name, parts.now(), administrator=administrator)
    found = operators.find(parts.db, added)
    assert found
    return found


# --- what is saved -----------------------------------------------------------------------------


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


# --- what is refused ---------------------------------------------------------------------------

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


def known_websites(parts: Parts, of: Connection, ids: tuple[int, ...] = (1, 2)) -> None:
    found = [{"id": n, "code": f"w{n}", "name": f"Website {n}", "stores": []} for n in ids]
    websites.sync(parts.db, of.id, found, parts.now())


# --- changing ----------------------------------------------------------------------------------


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


def made_again(parts: Parts, made: Connection) -> Connection:
    found = connections.find(parts.db, made.id)
    assert found
    return found


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


# --- whose it is -------------------------------------------------------------------------------


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


# --- the far systems ---------------------------------------------------------------------------


def file_of(world: World, name: str) -> dict[str, Any]:
    return dict(zip(world.far.servers, world.far.connection_files(), strict=True))[name]


@pytest.mark.parametrize("name", ["nav", "eu", "us", "outlet"])
def test_a_check_writes_nothing_here_or_there(world: World, name: str) -> None:
    before = list(world.db.conn.iterdump())
    found, draft = check(world.parts, file_of(world, name))
    assert found.ok, found
    assert draft
    assert list(world.db.conn.iterdump()) == before


def test_done_after_a_check_needs_no_key_and_is_checked(world: World) -> None:
    values = file_of(world, "eu")
    _, draft = check(world.parts, values)
    made = save(world.parts, {**values, "key": "", "website": "eu"}, operator=None, draft=draft)
    assert made.check_ok
    assert made.website == "2"  # the website's code was entered; its id is kept
    assert [each.code for each in websites.of(world.db, made.id)] == ["base", "eu"]
    assert check_stored(world.parts, made).ok


def test_a_second_check_needs_no_key_either(world: World) -> None:
    values = file_of(world, "eu")
    _, first = check(world.parts, values)
    found, second = check(world.parts, {**values, "key": ""}, draft=first)
    assert found.ok
    assert save(world.parts, {**values, "key": ""}, operator=None, draft=second).check_ok


def test_the_key_of_a_draft_does_not_go_to_another_host(world: World) -> None:
    values = file_of(world, "eu")
    _, draft = check(world.parts, values)
    elsewhere = {**values, "key": "", "url": "http://evil.example"}
    for ask in (
        lambda: save(world.parts, elsewhere, operator=None, draft=draft),
        lambda: check(world.parts, elsewhere, draft=draft),
    ):
        with pytest.raises(Invalid) as refused:
            ask()
        assert list(refused.value.problems) == ["key"]


def test_the_draft_of_one_connection_is_not_that_of_another(world: World) -> None:
    values = file_of(world, "eu")
    _, draft = check(world.parts, values)
    stored = save(world.parts, values, operator=None)
    changed = save(world.parts, {}, connection_id=stored.id, operator=None, draft=draft)
    assert changed.check_ok is None


def test_a_draft_is_forgotten_after_an_hour(world: World) -> None:
    values = file_of(world, "eu")
    _, draft = check(world.parts, values)
    world.clock.pass_minutes(61)
    with pytest.raises(Invalid, match="key"):
        save(world.parts, {**values, "key": ""}, operator=None, draft=draft)


def test_what_was_changed_after_the_check_was_not_checked(world: World) -> None:
    values = file_of(world, "eu")
    _, draft = check(world.parts, values)
    made = save(world.parts, {**values, "user": "someone"}, operator=None, draft=draft)
    assert made.check_ok is None


def test_new_access_settings_want_a_new_check_before_anything_runs(connected: World) -> None:
    made = connected.connection("eu")
    assert save(connected.parts, {"name": "EU!"}, connection_id=made.id, operator=None).check_ok
    changed = save(connected.parts, {"user": "x"}, connection_id=made.id, operator=None)
    assert changed.check_ok is False
    with pytest.raises(Refused, match="Check Connection"):
        ask_for_run(connected.parts, changed)


def test_a_website_that_is_not_there_is_refused_with_those_that_are(world: World) -> None:
    values = file_of(world, "eu")
    _, draft = check(world.parts, values)
    with pytest.raises(Invalid, match=r"'9'.*all, 1, 2"):
        save(world.parts, {**values, "website": 9}, operator=None, draft=draft)


def test_a_chosen_website_that_is_gone_stays_chosen_and_is_flagged(world: World) -> None:
    values = {**file_of(world, "outlet"), "website": "2"}
    _, draft = check(world.parts, values)
    made = save(world.parts, values, operator=None, draft=draft)
    world.far.servers["outlet"].platform.controls["remove_store"]({"code": "outlet_en"})
    assert sync_websites(world.parts, made) == {"added": 0, "kept": 1, "gone": 1}
    choices = [(value, gone) for value, _, gone in website_choices(world.parts, made)]
    assert choices == [("all", False), ("1", False), ("2", True)]
    found = check_stored(world.parts, made)
    assert not found.ok
    assert "website 2 is gone" in found.lines[-1].text
    kept = save(world.parts, {"name": "Outlet!"}, connection_id=made.id, operator=None)
    assert kept.website == "2"


def test_websites_are_named_as_their_platform_does(world: World) -> None:
    eu, _ = check(world.parts, file_of(world, "eu"))
    assert website_choices(world.parts, eu) == [
        ("all", "All Websites", False),
        ("1", "Main Website (base): Default Store View", False),
        ("2", "EU Website (eu): EU English, EU German", False),
    ]
    outlet, _ = check(world.parts, file_of(world, "outlet"))
    labels = [label for _, label, _ in website_choices(world.parts, outlet)]
    assert labels[1:] == [
        "Website ID: 1, Stores: English, French",
        "Website ID: 2, Stores: Outlet English",
    ]


def test_a_website_list_that_cannot_be_read_says_why_and_changes_nothing(world: World) -> None:
    made = save(world.parts, file_of(world, "eu"), operator=None)
    sync_websites(world.parts, made)
    world.far.servers["eu"].faults.add("unavailable", times=None)
    with pytest.raises(RunError, match="503"):
        sync_websites(world.parts, made)
    assert len(websites.of(world.db, made.id)) == 2


def test_a_failed_check_is_remembered_as_failed(connected: World) -> None:
    connected.far.servers["eu"].faults.add("unavailable", times=None)
    made = connected.connection("eu")
    assert not check_stored(connected.parts, made).ok
    again = connected.connection("eu")
    assert (again.check_ok, len(websites.of(connected.db, made.id))) == (False, 2)
    assert "503" in json.loads(again.check_report or "")["lines"][-1]["text"]


def test_a_connection_whose_run_goes_on_is_not_removed(connected: World) -> None:
    eu, nav = connected.connection("eu"), connected.connection("nav")
    connected.ask("eu", "websites")
    run = runs.claim(connected.db, connected.parts.now())
    assert run
    for busy in (eu, nav):
        with pytest.raises(Refused, match=f"Run {run.id} is going on"):
            remove(connected.parts, busy, None)
    remove(connected.parts, connected.connection("us"), None)


# --- connection files --------------------------------------------------------------------------


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
