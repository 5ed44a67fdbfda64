"""A whole business day: an item is made in NAV, sold in three shops, packed, invoiced, done.

At a NAV that shows what Check Connection asks for and nothing else: so that is enough.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from world import World, systems

from navmage_dash.actions import lookups
from navmage_dash.sandbox import company
from navmage_dash.sandbox.day import ITEM, LOOKUPS, PRICE, SHOPS, STEPS, STOCK, Day
from navmage_dash.sandbox.nav.pages import Page
from navmage_dash.sandbox.nav.published import PAGES
from navmage_dash.systems.nav_services import SERVICES

NAMES = tuple(SHOPS)


def not_asked_for(page: Page) -> set[str]:
    asked = {field for use in SERVICES[page.service].uses for field in use.fields}
    return {each.xml for each in page.fields} - asked - {*page.key}


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[World]:
    """All three shops, and a NAV that shows no more than Check Connection asks for; checked."""
    left_out = {page.service: not_asked_for(page) for page in PAGES if page.service in SERVICES}
    assert {"WebWeight", "ConnectionName"} <= left_out["webproductdetailslist"]
    far = systems(shops=company.SHOPS, missing_fields=left_out)
    made = World(tmp_path, far, names=NAMES)
    yield made.connect()
    made.close()
    far.stop()


@pytest.fixture
def day(connected: World) -> Day:
    return Day(connected.far)


def carry(world: World) -> dict[str, dict[str, dict[str, int]]]:
    """What the timer does in both connections; nothing may fail."""
    done = {name: world.sync(name) for name in NAMES}
    for outcomes in done.values():
        assert not any({"failed", "conflict"} & set(each) for each in outcomes.values()), done
    return done


def test_a_business_day(connected: World, day: Day) -> None:
    steps = iter(STEPS)
    for name, lines in LOOKUPS.items():
        for (type_, value), meant in lines.items():
            lookups.put(connected.parts, connected.connection(name).id, type_, value, meant)
    carry(connected)

    next(steps).do(day)  # the item
    carry(connected)
    for name in NAMES:
        product = connected.product(name, ITEM)
        assert product is not None and Decimal(str(product["price"])) == Decimal(PRICE)
        assert _stock(connected, name) == STOCK

    next(steps).do(day)  # a customer registers and buys
    next(steps).do(day)  # a guest buys
    next(steps).do(day)  # somebody buys in the outlet
    carry(connected)
    for name in NAMES:
        _the_order_is_in_nav(connected, day, name)
        available = STOCK - 8 if name == "outlet" else STOCK  # what others reserve is on hand still
        assert _stock(connected, name) == available

    next(steps).do(day)  # half of it goes out
    carry(connected)
    for name in NAMES:
        half = Decimal(str(day.orders[name]["total_qty_ordered"])) / 2
        assert _shown(day, name) == (half, half, 1)

    next(steps).do(day)  # and the rest
    carry(connected)
    for name in NAMES:
        whole = Decimal(str(day.orders[name]["total_qty_ordered"]))
        assert _shown(day, name) == (whole, whole, 2)
        assert _order(day, name)["state"] == "complete"
        assert _stock(connected, name) == STOCK - 8  # four, two and two were sold

    assert next(steps, None) is None
    _nothing_is_left(connected)


def _the_order_is_in_nav(world: World, day: Day, name: str) -> None:
    order, number = day.orders[name], day.sales_order(name)
    lines = world.nav.rows("SalesOrderLines", Document_No=number)
    assert Decimal(lines[0]["Total_Amount_Incl_VAT"]) == Decimal(str(order["grand_total"]))
    assert lines[0]["No"] == ITEM
    if name != "outlet":  # an order of Magento 1 has no room for it
        assert _order(day, name)["ext_order_id"] == number


def _order(day: Day, name: str) -> Any:
    return day.shop(name).act("order", {"id": day.orders[name]["entity_id"]})


def _shown(day: Day, name: str) -> tuple[Decimal, Decimal, int]:
    """Shipped, invoiced, and how many tracking numbers the buyer sees."""
    line = _order(day, name)["items"][0]
    shipments = day.shop(name).act("shipments", {"order_id": day.orders[name]["entity_id"]})
    tracks = {track["track_number"] for each in shipments for track in each["tracks"]}
    amounts = (Decimal(str(line[f"qty_{kind}"])) for kind in ("shipped", "invoiced"))
    return (*amounts, len(tracks))  # type: ignore[return-value]


def _stock(world: World, name: str) -> Decimal:
    [row] = world.stock(name, ITEM)
    return Decimal(str(row["quantity"]))


def _nothing_is_left(world: World) -> None:
    """Another round finds nothing to do, on no side and in no list."""
    carry(world)
    again = carry(world)
    assert all(outcomes == {} for done in again.values() for outcomes in done.values()), again
    open_ = world.db.rows("select * from todo where state not in ('settled', 'skipped')")
    assert open_ == []
