"""What holds for every scenario. A new one gets these tests with its line in SEEDS."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from world import World, systems

from navmage_dash.db import records
from navmage_dash.scenarios import MASTER, SCENARIOS


def _nothing(world: World) -> None:
    """Its records are there already."""


def _added(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, "simple-product-add")


def _edited(world: World) -> None:
    _added(world)
    for row in world.nav.rows("ItemCard"):
        world.edit(row["No"], Unit_Price="77.5")


def _parents_edited(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, "simple-product-add", "configurable-product-add")
    for row in world.nav.rows("webapplicationproductdata", WebProdType="Configurable"):
        world.edit(row["ItemNo"], Description="New name")


def _offered(world: World) -> None:
    """One item has a special price, and tiers."""
    _added(world)
    for more in ({"Ending_Date": "2026-12-31"}, {"Minimum_Quantity": "10"}):
        price = {"Item_No": "1002", "Sales_Type": "All_Customers", "Unit_Price": "55"}
        world.nav.insert("SalesPrices", {**price, **more})


def _registered(world: World) -> None:
    for name in ("eu", "us"):
        for email in ("ada@example.com", "bo@example.com"):
            world.register(name, email)


def _with_companies(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, "customer-add-to-magento")


def _persons_registered(world: World) -> None:
    _with_companies(world)
    for name, company in (("eu", "10000"), ("us", "21000")):
        for email in ("ada@example.com", "bo@example.com"):
            world.register(name, email, custom={"company_customer_id": world.web_id(company)})


def _ordered_by_guests(world: World) -> None:
    world.register("eu", "ada@example.com")
    for name in ("eu", "us"):
        for email in ("ada@example.com", "bo@example.com"):
            world.guest_order(name, email)


def _made_in_the_shop(world: World) -> None:
    """Products that NAV has not heard of."""
    for name in ("eu", "us"):
        world.shop(name).add_simple_products(["MUG-1", "MUG-2"])


SEEDS: dict[str, Callable[[World], None]] = {
    **dict.fromkeys(MASTER, _nothing),
    "simple-product-add": _nothing,
    "simple-product-update": _edited,
    "configurable-product-add": _added,
    "configurable-product-update": _parents_edited,
    "price-update": _edited,
    "special-price-update": _offered,
    "tier-price-update": _offered,
    "inventory-update": _added,
    "simple-product-add-to-nav": _made_in_the_shop,
    "customer-add-to-nav": _registered,
    "customer-add-to-magento": _nothing,
    "guest-customer-add-to-nav": _ordered_by_guests,
    "contact-add-to-nav": _persons_registered,
    "contact-add-to-magento": _with_companies,
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """With two items that have children."""
    far = systems(configurables=2)
    made = World(tmp_path, far)
    yield made
    made.close()
    far.stop()


@pytest.fixture(params=list(SCENARIOS))
def name(request: pytest.FixtureRequest, connected: World) -> str:
    """Each scenario in turn, with records due at both shops."""
    wanted = str(request.param)
    if wanted not in MASTER:
        for shop in ("eu", "us"):
            connected.sync(shop, *MASTER)
    SEEDS[wanted](connected)
    return wanted


def carried(world: World, shop: str, name: str) -> dict[str, int]:
    return world.sync(shop, name)[name]


def test_its_records_cross_once_and_a_second_run_sends_nothing(connected: World, name: str) -> None:
    first = carried(connected, "eu", name)
    assert set(first) <= {"created", "updated"} and sum(first.values()) > 0
    connected.calls("eu"), connected.calls("nav")
    assert carried(connected, "eu", name) == {}
    writes = [call for call in connected.calls("eu") if not call.startswith("GET ")]
    assert writes in ([], ["POST /rest/V1/integration/admin/token"])


def test_a_dry_run_says_what_would_happen_and_writes_nothing(connected: World, name: str) -> None:
    tables = ("todo", "ledger", "cursor")
    before = {table: connected.db.rows(f"select * from {table}") for table in tables}
    flags = connected.nav.rows("webapplicationproductdata")
    masters = connected.nav.rows("websitemasterdata")
    stores = connected.skus("eu")

    planned = connected.sync("eu", name, dry=True)[name]

    assert before == {table: connected.db.rows(f"select * from {table}") for table in tables}
    assert connected.nav.rows("webapplicationproductdata") == flags
    assert connected.nav.rows("websitemasterdata") == masters
    assert connected.skus("eu") == stores
    assert planned == carried(connected, "eu", name)


def test_what_a_dry_run_shows_is_what_the_run_then_does(connected: World, name: str) -> None:
    dry = connected.ask("eu", name, dry=True)
    connected.work()
    real = connected.ask("eu", name)
    connected.work()

    def changes(run: int) -> dict[str, object]:
        return {each.key: each.changes for each in records.of_run(connected.db, run, limit=1000)}

    planned, done = changes(dry), changes(real)
    assert planned.keys() == done.keys() and planned
    if not SCENARIOS[name].absolute:  # these ask what is there in a dry run only
        assert planned == done


@pytest.mark.parametrize("away", ["nav", "eu"])
def test_a_system_that_is_down_interrupts_and_the_next_run_makes_it_good(
    connected: World, name: str, away: str
) -> None:
    connected.far.servers[away].faults.add("unavailable", 503, times=None)
    run = connected.ask("eu", name)
    connected.work_once()
    assert connected.run(run).state == "interrupted"
    assert "503" in connected.run(run).note

    connected.far.servers[away].faults.clear()
    connected.clock.pass_minutes(60)
    connected.work()
    assert connected.run(run).state == "succeeded"
    assert sum(connected.outcomes(run)[name].values()) > 0


def test_two_connections_do_not_touch_each_others_records(connected: World, name: str) -> None:
    guid = connected.connection("us").guid
    service = SCENARIOS[name].target.entity if name in MASTER else "webapplicationproductdata"
    before = connected.nav.rows(service, ConnectionId=guid)
    stored = connected.skus("us")
    carried(connected, "eu", name)
    assert connected.nav.rows(service, ConnectionId=guid) == before
    assert connected.skus("us") == stored


def test_its_seeds_are_declared() -> None:
    assert list(SEEDS) == list(SCENARIOS)
