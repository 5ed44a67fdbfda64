"""Inventory Update to shops that take what they sell from their one quantity at once.

They get what is available: on hand in NAV, less what is on its sales orders.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import selling
from kept import Worlds
from selling import ORDERS, SHIPMENTS
from world import PLACES, World, systems

from navmage_dash.actions import Invalid, options
from navmage_dash.actions import connections as connecting
from navmage_dash.db import connections, known, records
from navmage_dash.sandbox import company

UPDATE, ITEM, OTHER = "inventory-update", "1001", "1002"
SHOPS = ("outlet", "eu")
Kinds = Callable[[bool], Worlds]


def carried(world: World) -> None:
    """Both shops have NAV's items, 25 of each."""
    world.connect("nav", *SHOPS)
    for item in (ITEM, OTHER):
        post(world, 25 - held(world, item), item)
    for name in SHOPS:
        world.sync(name, *world.master, "simple-product-add", UPDATE)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kinds]:
    """The worlds with a Magento 1 that speaks rpc, or with WS-I Compliance."""
    with ExitStack() as ends:
        made: dict[bool, Worlds] = {}

        def of(wsi: bool) -> Worlds:
            if wsi not in made:
                folder = tmp_path_factory.mktemp("worlds")
                made[wsi] = Worlds(folder, 3, names=SHOPS, wsi=wsi)
                ends.callback(made[wsi].close)
            return made[wsi]

        yield of


@pytest.fixture(params=[False, True], ids=["rpc", "wsi"])
def either(request: pytest.FixtureRequest, kinds: Kinds, tmp_path: Path) -> Iterator[World]:
    yield from _opened(kinds(request.param), tmp_path)


@pytest.fixture
def stocked(kinds: Kinds, tmp_path: Path) -> Iterator[World]:
    yield from _opened(kinds(False), tmp_path)


def _opened(worlds: Worlds, path: Path) -> Iterator[World]:
    world = worlds.at(path, carried)
    yield world
    world.close()


def post(world: World, quantity: Any, item: str = ITEM, location: str = "BLUE") -> None:
    world.nav.post_stock(item, location, str(quantity))


def held(world: World, item: str = ITEM) -> int:
    [row] = world.nav.rows("ItemCard", No=item)
    return int(row["Inventory"])


def shown(world: World, name: str = "outlet", item: str = ITEM) -> int:
    """What the shop has on sale, sources added up."""
    return int(sum(Decimal(str(row["quantity"])) for row in world.stock(name, item)))


def in_stock(world: World, item: str = ITEM) -> bool:
    [row] = world.stock("outlet", item)
    return bool(row["status"])


def typed(world: World, quantity: Any, item: str = ITEM) -> str:
    """Somebody enters an order in NAV."""
    head = {"Document_Type": "Order", "Sell_to_Customer_No": "10000"}
    no = str(world.nav.insert("SalesOrder", head)["No"])
    key = {"Document_Type": "Order", "Document_No": no, "Line_No": 10_000}
    line = {"Type": "Item", "No": item, "Quantity": quantity}
    world.nav.insert("SalesOrderLines", {**key, **line})
    return no


def buy(world: World, name: str, quantity: int) -> Any:
    line = selling.line(ITEM, quantity)
    shipping = {**selling.FREIGHT, "tax_percent": 25}
    return selling.buy(
        world,
        name,
        line,
        store=PLACES[name][2],
        customer=selling.account(world, name),
        shipping=shipping,
        tax_percent=25,
    )


def ship(world: World, name: str, placed: Any, quantity: int) -> None:
    no = selling.web(world, name, placed)["OrderNo"]
    for line in selling.lines(world, name, placed):
        wanted = quantity if line["No"] == ITEM else 0
        key = {"Document_No": no, "Line_No": line["Line_No"]}
        world.nav.set("SalesOrderLines", key, {"Qty_to_Ship": str(wanted)})
    world.nav.post_order(no, "ship")


def carry(world: World, *names: str) -> None:
    for name in names or ("eu", "outlet"):
        outcomes = world.sync(name, ORDERS, SHIPMENTS, UPDATE)
        assert not any({"failed", "conflict"} & set(each) for each in outcomes.values()), outcomes


# A day.


def test_what_is_sold_is_on_sale_nowhere_else_until_the_day_is_over(either: World) -> None:
    assert shown(either) == shown(either, "eu") == 25
    typed(either, 4)
    bought = {name: buy(either, name, 2) for name in SHOPS}
    assert shown(either) == 23  # by itself
    carry(either)
    assert (held(either), shown(either)) == (25, 17)
    assert shown(either, "eu") == 25  # which reserves its two, and NAV's four are no matter of it
    for name, placed in bought.items():
        ship(either, name, placed, 1)
    carry(either, "outlet")
    assert (held(either), shown(either)) == (23, 17)
    carry(either)
    for name, placed in bought.items():
        ship(either, name, placed, 1)
    carry(either)
    carry(either)
    assert (held(either), shown(either), shown(either, "eu")) == (21, 17, 21)


def test_goods_that_come_in_before_an_order_is_shipped_put_nothing_sold_on_sale(
    either: World,
) -> None:
    buy(either, "outlet", 2)
    carry(either, "outlet")
    post(either, 5)
    carry(either, "outlet")
    assert (held(either), shown(either)) == (30, 28)
    assert either.flag("outlet", ITEM)["WebLastUpdateStock"] == "28"


def test_an_order_that_comes_while_stock_is_sent_counts_with_the_next_run(stocked: World) -> None:
    stocked.sync("outlet", ORDERS)
    placed = buy(stocked, "outlet", 2)
    post(stocked, 1)
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked) == 26  # NAV knows nothing of the two yet
    carry(stocked, "outlet")
    assert selling.web(stocked, "outlet", placed) and shown(stocked) == 24


# What moves in NAV, without a flag of its.


def test_what_people_order_in_nav_is_taken_off_and_comes_back(stocked: World) -> None:
    no = typed(stocked, 6)
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked) == 19 and shown(stocked, item=OTHER) == 25
    key = {"Document_No": no, "Line_No": 10_000}
    stocked.nav.set("SalesOrderLines", key, {"Quantity": "2"})
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked) == 23
    stocked.nav.delete("SalesOrder", {"No": no})
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked) == 25


def test_where_nothing_moves_nothing_is_sent_and_one_more_list_is_asked_for(
    stocked: World,
) -> None:
    typed(stocked, 6)
    stocked.sync("outlet", UPDATE)
    for name, calls_of_nav in (("outlet", 3), ("eu", 1)):  # its list of items has two pages
        stocked.calls("nav")
        assert stocked.sync(name, UPDATE) == {UPDATE: {}}
        calls = stocked.calls("nav")
        assert sum(n for call, n in calls.items() if call.startswith("POST")) == calls_of_nav


def test_an_order_is_no_news_to_a_shop_that_reserves(stocked: World) -> None:
    typed(stocked, 6)
    assert stocked.sync("eu", UPDATE) == {UPDATE: {}}
    assert shown(stocked, "eu") == 25 and stocked.flag("eu", ITEM)["WebStockFlag"] == "T"


@pytest.mark.parametrize("full", [False, True])
def test_a_dry_run_shows_it_once_and_raises_no_flag(stocked: World, full: bool) -> None:
    typed(stocked, 6)
    run = stocked.ask("outlet", UPDATE, dry=True, full=full)
    stocked.work()
    [planned] = [each for each in records.of_run(stocked.db, run) if each.changes]
    assert (planned.key, planned.changes["quantity.default"]) == (ITEM, ["25", "19"])
    assert stocked.flag("outlet", ITEM)["WebStockFlag"] == "T" and shown(stocked) == 25
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}


def test_a_shop_that_refuses_it_gets_it_later(stocked: World) -> None:
    """The flag stays up in NAV, whatever becomes of the order meanwhile."""
    typed(stocked, 6)
    faults = stocked.far.servers["outlet"].faults
    faults.add("poison", ">19<", match="v2_soap", times=None)
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"failed": 1}}
    assert stocked.flag("outlet", ITEM)["WebStockFlag"] == "F"
    faults.clear()
    stocked.clock.pass_minutes(6)
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked) == 19


def test_where_nav_takes_no_flag_the_shop_is_right_and_it_is_said(stocked: World) -> None:
    typed(stocked, 6)
    faults = stocked.far.servers["nav"].faults
    faults.add("poison", "UpdateMultiple", match="webapplicationproductdata", times=None)
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1, "failed": 1}}  # there, here
    assert shown(stocked) == 19
    assert "cannot be accepted by this company" in stocked.record("outlet", UPDATE, ITEM).reason
    faults.clear()
    stocked.clock.pass_minutes(6)
    assert stocked.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert stocked.flag("outlet", ITEM)["WebLastUpdateStock"] == "19"


def test_a_run_that_ends_before_it_is_noted_sends_it_all_the_same(stocked: World) -> None:
    typed(stocked, 6)
    where = "(?s)webapplicationproductdata.*UpdateMultiple"
    stocked.far.servers["nav"].faults.add("lost_answer", match=where)
    run = stocked.ask("outlet", UPDATE)
    stocked.work()
    assert stocked.run(run).state == "interrupted" and shown(stocked) == 25
    assert stocked.flag("outlet", ITEM)["WebStockFlag"] == "F"
    stocked.clock.pass_minutes(10)
    stocked.work()
    assert stocked.run(run).state == "succeeded" and shown(stocked) == 19


# How much.


def at_sources(world: World, **lines: str) -> None:
    """NAV's locations go to these sources of the shop that has one quantity; 'rest': all others."""
    put = [("source", "*" if name == "rest" else name, code) for name, code in lines.items()]
    for name in SHOPS:
        known.put_all(world.db, world.connection(name).id, put)


def test_by_location_what_is_ordered_is_taken_off_the_sum_once(stocked: World) -> None:
    post(stocked, 7, location="RED")
    at_sources(stocked, BLUE="wh_blue", RED="wh_red", rest="wh_rest")
    typed(stocked, 30)
    stocked.sync("outlet", UPDATE)
    assert (held(stocked), shown(stocked), in_stock(stocked)) == (32, 2, True)
    assert stocked.flag("outlet", ITEM)["WebLastUpdateStock"] == "2"


@pytest.mark.parametrize(
    ("ordered", "left"),
    [(0, ("10", "5")), (4, ("6", "5")), (12, ("0", "3")), (15, ("0", "0")), (18, ("0", "-3"))],
)
def test_the_sources_give_what_they_have_one_after_the_other(
    stocked: World, ordered: int, left: tuple[str, str]
) -> None:
    """Where a shop with sources is told what is available all the same."""
    for location in ("BLUE", "RED", "GREEN"):
        key = {"Item_No": ITEM, "Location_Code": location}
        [unit] = stocked.nav.rows("StockkeepingUnits", **key)
        wanted = {"BLUE": 10, "RED": 5, "GREEN": 0}[location]
        post(stocked, wanted - int(unit["Inventory"]), location=location)
    at_sources(stocked, BLUE="wh_blue", RED="wh_red")
    selling.choose(stocked, "eu", stock_sent="available")
    if ordered:
        typed(stocked, ordered)
    run = stocked.ask("eu", UPDATE, dry=True)
    stocked.work()
    [planned] = records.of_run(stocked.db, run)
    changes = planned.changes
    assert (changes["quantity.wh_blue"][1], changes["quantity.wh_red"][1]) == left
    for source, amount in zip(("wh_blue", "wh_red"), left, strict=True):
        assert changes[f"status.{source}"][1] == str(int(int(amount) > 0))


def test_more_ordered_than_there_is_goes_below_zero_and_out_of_stock(either: World) -> None:
    typed(either, 28)
    assert either.sync("outlet", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(either) == -3 and not in_stock(either)
    post(either, 10)
    either.sync("outlet", UPDATE)
    assert shown(either) == 7 and in_stock(either)


# Which of the two.


def chosen(world: World, name: str) -> str:
    return options.of(world.parts, world.connection(name))["stock_sent"]


def test_what_holds_until_it_is_chosen_goes_by_the_shop(stocked: World) -> None:
    assert (chosen(stocked, "outlet"), chosen(stocked, "eu")) == ("available", "on_hand")
    stocked.shop("eu").shop.msi = False
    connecting.check_stored(stocked.parts, stocked.connection("eu"))
    assert chosen(stocked, "eu") == "available"
    stocked.far.servers["eu"].faults.add("unavailable", times=None)
    assert not connecting.check_stored(stocked.parts, stocked.connection("eu")).ok
    assert chosen(stocked, "eu") == "available"  # what nobody could say is as it was
    with pytest.raises(Invalid, match="Choose one of on_hand, available"):
        selling.choose(stocked, "eu", stock_sent="all")


def test_another_name_of_a_connection_leaves_it_alone(stocked: World) -> None:
    outlet = stocked.connection("outlet")
    connecting.save(stocked.parts, {"name": "Sale"}, connection_id=outlet.id, operator=None)
    renamed = connections.find(stocked.db, outlet.id)
    assert renamed and options.of(stocked.parts, renamed)["stock_sent"] == "available"


def test_without_msi_a_shop_has_on_sale_what_is_available(stocked: World) -> None:
    stocked.shop("eu").shop.msi = False
    connecting.check_stored(stocked.parts, stocked.connection("eu"))
    typed(stocked, 4)
    buy(stocked, "eu", 2)
    assert shown(stocked, "eu") == 23
    carry(stocked, "eu")
    assert shown(stocked, "eu") == 19
    post(stocked, 1)
    carry(stocked, "eu")
    assert shown(stocked, "eu") == 20


def test_who_chooses_what_is_available_has_it_sent_of_all_that_is_ordered(stocked: World) -> None:
    typed(stocked, 4)
    selling.choose(stocked, "eu", stock_sent="available")
    assert stocked.sync("eu", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked, "eu") == 21
    selling.choose(stocked, "eu", stock_sent="on_hand")
    stocked.sync("eu", UPDATE, full=True)
    assert shown(stocked, "eu") == 25
    selling.choose(stocked, "eu", stock_sent="available")
    assert stocked.sync("eu", UPDATE) == {UPDATE: {"updated": 1}}
    assert shown(stocked, "eu") == 21


# NAV's page.


@pytest.fixture
def lacking(tmp_path: Path) -> Iterator[World]:
    """A NAV whose Item Card does not show the field."""
    missing = {"ItemCard": {"Qty_on_Sales_Order"}}
    far = systems(3, shops=company.SHOPS, missing_fields=missing)
    world = World(tmp_path, far, names=SHOPS)
    world.connect("nav", *SHOPS)
    for name in SHOPS:
        world.sync(name, *world.master, "simple-product-add")
    yield world
    world.close()
    far.stop()


def test_where_nav_does_not_show_what_is_ordered_nothing_is_guessed(lacking: World) -> None:
    run = lacking.ask("outlet", UPDATE)
    lacking.work()
    assert lacking.run(run).state == "failed"
    assert "ItemCard has no field Qty_on_Sales_Order" in lacking.run(run).note
    assert shown(lacking) == 0
    assert lacking.sync("eu", UPDATE) == {UPDATE: {"updated": 3}}


def test_check_connection_of_nav_says_who_needs_the_field(lacking: World) -> None:
    found = connecting.check_stored(lacking.parts, lacking.connection("nav"))
    [line] = [line for line in found.lines if line.name == "ItemCard"]
    assert line.ok is None and "lacks Qty_on_Sales_Order" in line.text
    assert line.todo.endswith("It is needed for stock of shops that reserve nothing only.")
