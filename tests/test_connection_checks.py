"""Check Connection, its drafts, and the website list, against NAV and Magento on the wire."""

import json

import pytest
from connecting import (
    file_of,
)
from world import World

from navmage_dash.actions import Invalid, Refused, options
from navmage_dash.actions.connections import (
    check,
    check_stored,
    remove,
    save,
    sync_websites,
    website_choices,
)
from navmage_dash.actions.runs import ask_for_run
from navmage_dash.db import runs, websites
from navmage_dash.errors import RunError


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


def test_the_attribute_of_contact_persons_is_the_one_that_was_chosen(connected: World) -> None:
    eu = connected.connection("eu")
    options.put(connected.parts, eu, {"contact_attribute": "employer"})
    asked = (
        check_stored(connected.parts, eu),
        check(connected.parts, file_of(connected, "eu"), connection_id=eu.id)[0],
    )
    for found in asked:
        assert found.ok
        [line] = [line for line in found.lines if line.name == "Contact attribute"]
        assert line.ok is None and "no customer attribute employer" in line.text
