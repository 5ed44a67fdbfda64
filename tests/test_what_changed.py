"""What changed in a Magento is read once, from where the last run ended."""

from datetime import timedelta
from typing import Any

import pytest
import selling
from shop import Shop
from world import World

from navmage_dash.db import records, runs
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.systems import magento2_records

TO_NAV = "customer-add-to-nav"


def read(world: World, name: str, scenario: str) -> int:
    """How many records the next run of it reads."""
    run = world.ask(name, scenario)
    world.work()
    [step] = runs.steps(world.db, run)
    return step.read


def an_hour_later(world: World, name: str) -> None:
    shop = world.shop(name)
    then = shop.now
    shop.now = lambda: then() + timedelta(hours=1)


def test_the_next_run_begins_shortly_before_the_last_one_ended(ready: World) -> None:
    """So the last change is read twice, and nothing before it."""
    for email, rows in (("ada", 1), ("bo", 2), ("cy", 2), ("dee", 2)):
        ready.register("eu", f"{email}@example.com")
        assert read(ready, "eu", TO_NAV) == rows
        an_hour_later(ready, "eu")


def test_a_full_run_begins_at_the_beginning(ready: World) -> None:
    ready.register("eu", "ada@example.com")
    read(ready, "eu", TO_NAV)
    an_hour_later(ready, "eu")
    ready.register("eu", "bo@example.com")
    run = ready.ask("eu", TO_NAV, full=True)
    ready.work()
    assert [step.read for step in runs.steps(ready.db, run)] == [2]


def test_what_waits_goes_on_waiting_when_the_cursor_has_passed_it(world: World) -> None:
    """It is asked for no more by the list, and still due; that it waits is told once."""
    shop = selling.stocked(world, "eu")
    customer = selling.account(shop, "eu")
    shop.shop("eu").add_simple_products(["NOT-YET"])
    waits = selling.buy(shop, "eu", selling.line("NOT-YET"), customer=customer)
    assert shop.sync("eu", selling.ORDERS)[selling.ORDERS] == {"waiting": 1}
    for _ in range(2):
        an_hour_later(shop, "eu")
        selling.buy(shop, "eu", customer=customer)
        carried = shop.sync("eu", selling.ORDERS)[selling.ORDERS]
        assert carried == {"waiting": 1, "created": 1}

    key = str(waits["entity_id"])
    record = shop.record("eu", selling.ORDERS, key)
    assert record.state == "waiting" and "waits for item NOT-YET" in record.reason
    history = records.history(shop.db, record.connection_id, selling.ORDERS, key)
    assert [each.outcome for each in history] == ["waiting"]

    item = {"No": "NOT-YET", "Description": "At last", "Base_Unit_of_Measure": "PCS"}
    groups = {"Gen_Prod_Posting_Group": "RETAIL", "Inventory_Posting_Group": "RESALE"}
    shop.nav.insert("ItemCard", {**item, **groups})
    assert shop.sync("eu", selling.ORDERS)[selling.ORDERS] == {"created": 1}


@pytest.mark.parametrize("act", ["ship_order", "invoice_order", "refund_order"])
def test_an_order_whose_own_time_stands_still_is_found_by_its_documents(act: str) -> None:
    """A partial shipment with an unchanged state moves no updated_at of the order: recorded."""
    with Shop(Magento2(company.EU)) as shop:
        order = bought(shop)
        _three(shop, order)
        hours_pass(shop, 2)
        later = bought(shop)
        _three(shop, later)
        since = changed(shop, "")[1]
        shop.magento.shop.sales.orders[order].row["updated_at"] = "2020-01-01 00:00:00"
        assert changed(shop, since)[0] == {later}

        hours_pass(shop, 1)
        shop.magento.act(act, {"id": order, "items": [_one(shop, order)]})
        shop.magento.shop.sales.orders[order].row["updated_at"] = "2020-01-01 00:00:00"
        assert changed(shop, since)[0] == {order, later}


def hours_pass(shop: Shop, hours: int) -> None:
    then = shop.magento.now
    shop.magento.now = lambda: then() + timedelta(hours=hours)


def _three(shop: Shop, order: int) -> None:
    """A document of each kind."""
    for act, of in (("invoice_order", 2), ("ship_order", 1), ("refund_order", 1)):
        items = [_one(shop, order) | {"qty": of}]
        shop.magento.act(act, {"id": order, "items": items})


def bought(shop: Shop) -> int:
    shop.magento.add_simple_products(["A"])
    lines = [{"sku": "A", "qty": 5, "price": 10}]
    placed = shop.magento.act("place_order", {"store": "default", "lines": lines} | _guest())
    return int(placed["entity_id"])


def _guest() -> dict[str, Any]:
    return {"email": "ada@example.com", "billing": selling.HOME, "shipping_address": selling.HOME}


def _one(shop: Shop, order: int) -> dict[str, Any]:
    item = shop.magento.act("order", {"id": order})["items"][0]
    return {"order_item_id": item["item_id"], "qty": 1}


def changed(shop: Shop, since: str) -> tuple[set[int], str]:
    """The orders' numbers, and the cursor behind them."""
    seen: set[int] = set()
    for page in magento2_records.changes(shop.client, "orders", (), since):
        seen |= {int(row["entity_id"]) for row in page.rows}
        since = page.cursor
    return seen, since
