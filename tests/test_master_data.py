"""Master data: what each Magento has, in NAV's master pages, with the connection's id and name."""

import pytest
from world import World

from navmage_dash.actions import Refused
from navmage_dash.actions import runs as asking

MASTER_PAGES = (
    "websitemasterdata",
    "webtaxclassmasterdata",
    "webcustomergroupmasterdata",
    "webcategorymasterdata",
    "webattributemasterdata",
)


def test_each_connections_master_data_is_in_nav_under_its_id_and_name(ready: World) -> None:
    for name in ("eu", "us"):
        connection = ready.connection(name)
        rows = ready.nav.rows("webcategorymasterdata", ConnectionId=connection.guid)
        assert {row["ConnectionName"] for row in rows} == {connection.name}
        paths = {row["Path"] for row in rows}
        assert "Default Category->Office furniture->Chairs" in paths
        assert all(row["Active"] for row in rows)


def test_attributes_come_with_their_options(ready: World) -> None:
    rows = ready.nav.rows("webattributemasterdata", ConnectionId=ready.connection("eu").guid)
    colours = {r["OptionName"] for r in rows if r["AttributeCode"] == "color" and r["OptionId"]}
    assert {"Black", "Oak"} <= colours
    heads = {r["AttributeName"] for r in rows if not r["OptionId"]}
    assert "Color" in heads and "NAV No." in heads


def test_what_is_renamed_in_magento_is_renamed_in_nav(ready: World) -> None:
    ready.shop("eu").controls["rename_category"]({"id": 3, "name": "Office"})
    result = ready.sync("eu", "categories")["categories"]
    assert result == {"updated": 3}  # its own row, and the paths of the two below it
    guid = ready.connection("eu").guid
    [row] = ready.nav.rows("webcategorymasterdata", ConnectionId=guid, CategoryId=3)
    assert row["CategoryName"] == "Office"


def test_what_vanished_in_magento_is_marked_and_what_comes_back_is_unmarked(ready: World) -> None:
    guid = ready.connection("eu").guid
    ready.shop("eu").controls["remove_website"]({"id": 2})
    assert ready.sync("eu", "websites")["websites"] == {"updated": 1}
    [row] = ready.nav.rows("websitemasterdata", ConnectionId=guid, WebSiteId=2)
    assert row["Active"] is False and row["WebSiteName"] == "EU Website"
    assert ready.sync("eu", "websites")["websites"] == {}

    ready.shop("eu").controls["add_website"](
        {"id": 2, "code": "eu", "name": "EU Website", "views": [[3, "eu_en", "EU English"]]}
    )
    assert ready.sync("eu", "websites")["websites"] == {"updated": 1}
    [row] = ready.nav.rows("websitemasterdata", ConnectionId=guid, WebSiteId=2)
    assert row["Active"] is True


def test_scenarios_are_refused_until_the_master_data_has_run(connected: World) -> None:
    with pytest.raises(Refused, match="master data of EU store has not run yet"):
        connected.ask("eu", "simple-product-add")
    connected.sync("eu", *connected.master)
    connected.ask("eu", "simple-product-add")
    with pytest.raises(Refused, match="master data of US store"):
        connected.ask("us", "simple-product-add")


def test_a_run_of_everything_brings_its_own_master_data(connected: World) -> None:
    done = connected.sync("eu")
    assert done["simple-product-add"] == {"created": connected.items}


def test_magento_1_gives_its_master_data_to_nav(world: World) -> None:
    world.connect("nav", "outlet")
    done = world.sync("outlet", *world.master)
    assert list(done) == list(world.master)
    assert all(set(counts) == {"created"} for counts in done.values())
    guid = world.connection("outlet").guid
    pages = {name: world.nav.rows(name, ConnectionId=guid) for name in MASTER_PAGES}
    assert {row["WebSiteId"] for row in pages["websitemasterdata"]} == {1, 2}
    assert {row["TaxClassType"] for row in pages["webtaxclassmasterdata"]} == {"PRODUCT"}
    groups = {row["GroupCode"] for row in pages["webcustomergroupmasterdata"]}
    assert {"General", "Wholesale"} <= groups
    paths = {row["Path"] for row in pages["webcategorymasterdata"]}
    assert "Default Category->Office furniture->Chairs" in paths
    lines = pages["webattributemasterdata"]
    colours = {r["OptionName"] for r in lines if r["AttributeCode"] == "color" and r["OptionId"]}
    assert {"Black", "Oak"} <= colours
    assert all(row["Active"] for rows in pages.values() for row in rows)


def test_what_did_not_change_in_magento_1_is_not_sent_again(world: World) -> None:
    world.connect("nav", "outlet")
    world.sync("outlet", *world.master)
    assert set(map(str, world.sync("outlet", *world.master).values())) == {"{}"}


def test_a_connection_that_is_not_active_is_refused_with_what_to_do(ready: World) -> None:
    from navmage_dash.db import connections

    connections.change(ready.db, ready.connection("eu").id, {"enabled": False})
    with pytest.raises(Refused, match="not active"):
        ready.ask("eu")
    assert "not active" in asking.refusal(ready.parts, ready.connection("eu"), "websites")
