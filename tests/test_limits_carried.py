"""What a shop cannot have is kept out of what is sent, compared and remembered, over the wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from world import World, systems

from navmage_dash.actions import connections as connecting
from navmage_dash.actions.preview import preview
from navmage_dash.db import connections
from navmage_dash.offer import limit
from navmage_dash.sandbox import company
from navmage_dash.scenarios import MASTER, SCENARIOS

ADD, UPDATE = "simple-product-add", "simple-product-update"


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[World]:
    """NAV and the outlet, whose Magento 1 has WS-I Compliance on; its master data has run."""
    far = systems(items=3, shops=company.SHOPS)
    world = World(tmp_path, far, names=("outlet",))
    far.servers["outlet"].platform.controls["wsi"]({"on": True})
    files = dict(zip(far.servers, far.connection_files(), strict=True))
    for file in (files["nav"], files["outlet"] | {"wsi": True}):
        made = connecting.save(world.parts, file, operator=None)
        assert connecting.check_stored(world.parts, made).ok
    world.sync("outlet", *MASTER)
    yield world
    world.db.close()
    far.stop()


def custom(world: World) -> dict[str, dict[str, str]]:
    """What the shop's own attributes are of each product."""
    ours = {code for shop in company.SHOPS for code in shop_codes(shop)}
    return {
        sku: {
            each["attribute_code"]: each["value"]
            for each in (world.product("outlet", sku) or {})["custom_attributes"]
            if each["attribute_code"] in ours and each["value"]
        }
        for sku in world.skus("outlet")
    }


def shop_codes(shop: company.Shop) -> list[str]:
    return [each.code for each in shop.attributes]


def test_items_go_without_attributes_that_wsi_cannot_write_and_are_not_sent_again(
    outlet: World,
) -> None:
    assert outlet.sync("outlet", ADD) == {ADD: {"created": 3}}
    assert not any(custom(outlet).values())
    found = preview(outlet.parts, outlet.connection("outlet"), ADD, outlet.skus("outlet")[0], [])
    assert not [line.field for line in found.lines if line.field.startswith("custom.")]
    assert outlet.sync("outlet", ADD, UPDATE, full=True) == {
        ADD: {},
        UPDATE: {"unchanged": 3},
    }


def test_they_come_with_a_full_run_once_the_shop_speaks_rpc(outlet: World) -> None:
    outlet.sync("outlet", ADD)
    outlet.far.servers["outlet"].platform.controls["wsi"]({"on": False})
    connections.change(outlet.db, outlet.connection("outlet").id, {"wsi": False})
    assert connecting.check_stored(outlet.parts, outlet.connection("outlet")).ok
    assert not limit(outlet.connection("outlet"), SCENARIOS[ADD]).fields
    assert outlet.sync("outlet", UPDATE, full=True) == {UPDATE: {"updated": 3}}
    assert all(custom(outlet).values())


def test_a_gender_that_nav_has_stays_whatever_changes_in_the_shop(outlet: World) -> None:
    ann = outlet.register("outlet", "ann@example.com")
    outlet.sync("outlet", "customer-add-to-nav")
    [no] = [
        row["CustomerNo"]
        for row in outlet.nav.rows("webapplicationcustomerdata")
        if str(row["WebCustomerId"]) == str(ann["id"])
    ]
    outlet.nav.set("webcustomerdetails", {"No": no}, {"WebCustomerGender": "Female"})
    told = outlet.sync("outlet", "customer-add-to-magento", full=True)["customer-add-to-magento"]
    assert told == {"created": 2, "unchanged": 1}  # NAV's own two, and hers
    outlet.clock.pass_minutes(30)
    outlet.shop("outlet").act(
        "edit_customer", {"id": ann["id"], "values": {"lastname": "Lovelace"}}
    )
    done = outlet.sync("outlet", "customer-add-to-nav", full=True)
    assert done["customer-add-to-nav"]["updated"] == 1
    [details] = outlet.nav.rows("webcustomerdetails", No=no)
    assert details["WebCustomerGender"] == "Female"
    [card] = outlet.nav.rows("CustomerCard", No=no)
    assert "Lovelace" in f"{card['Name']} {card['Contact']}"
