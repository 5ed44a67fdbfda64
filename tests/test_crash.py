"""kill -9 at every commit and around every request, then a new start: nothing lost or doubled."""

import logging
import os
from collections.abc import Iterator
from decimal import Decimal

import pytest
from crash_case import (
    ITEMS,
    Stage,
    Theatre,
    Whole,
    killed_at_a_point,
    killed_at_a_write,
    same,
)
from crash_far import SHOPS, Log, Sent

from navmage_dash.scenarios import MASTER

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")

PARTS = 4  # a test for each, so that they can run beside each other
STRIDE = 6  # where the same points have been tried in another arrangement
LINES = "webapplicationproductdata"


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    made = Theatre(tmp_path_factory.mktemp("crash"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def connected(theatre: Theatre) -> Stage:
    return theatre.connected(*MASTER)


@pytest.fixture(scope="module")
def ready(theatre: Theatre, connected: Stage) -> Stage:
    return theatre.after(connected, "simple-product-add")


@pytest.fixture(scope="module")
def adding(theatre: Theatre, ready: Stage) -> Whole:
    return theatre.whole(ready)


def every(whole: Whole, part: int) -> range:
    """All points of this part; they are counted from 1."""
    return range(part + 1, len(whole.points) + 1, PARTS)


def test_where_nothing_happens_each_item_is_in_both_stores_and_nav_knows_it(
    theatre: Theatre, ready: Stage
) -> None:
    books = theatre.whole(ready).books
    items = {row["No"].lower() for row in theatre.far.nav.rows("ItemCard")}
    assert len(items) == ITEMS
    assert theatre.far.skus() == [dict.fromkeys(items, 1)] * 2
    for shop, platform in zip(SHOPS, theatre.far.shops, strict=True):
        lines = theatre.far.nav.rows(LINES, ConnectionId=shop.guid)
        known = {line["ItemNo"].lower(): int(line["WebId"]) for line in lines}
        assert known == platform.shop.catalog.by_sku
        assert {line["WebSyncFlag"] for line in lines} == {"T"}
    assert {state for *_, state, _ in books["to-do"] if state != "settled"} == set()
    added = [row for row in books["outcome"] if "simple-product-add" in row]
    assert [outcome for *_, outcome, _ in added] == ["created"] * 2 * ITEMS


def writes(whole: Whole) -> range:
    return range(1, len(whole.writes) + 1)


@pytest.mark.parametrize("part", range(PARTS))
def test_products_are_added_once_whatever_point_the_program_is_killed_at(
    theatre: Theatre, ready: Stage, adding: Whole, part: int
) -> None:
    for at in every(adding, part):
        same(theatre, adding, killed_at_a_point(theatre, ready, at))
    _tell("Simple Product Add", adding, part)


@pytest.mark.parametrize("part", range(2))
def test_products_are_added_once_when_both_connections_are_carried_together(
    theatre: Theatre, ready: Stage, adding: Whole, part: int
) -> None:
    for at in range(part * STRIDE + 1, len(adding.points) + 1, 2 * STRIDE):
        same(theatre, adding, killed_at_a_point(theatre, ready, at, workers=2))


def test_products_are_added_once_when_only_the_answer_is_missing(
    theatre: Theatre, ready: Stage, adding: Whole
) -> None:
    assert len(adding.writes) == 2 * (ITEMS + 1)
    for nth in writes(adding):
        same(theatre, adding, killed_at_a_write(theatre, ready, nth, "after"))


def test_a_request_that_arrives_after_the_new_start_makes_no_second_product(
    theatre: Theatre, ready: Stage, adding: Whole
) -> None:
    for nth in writes(adding):
        log = killed_at_a_write(theatre, ready, nth, "late")
        assert log.late is None, "it never arrived: nothing was tried"
        assert theatre.far.picture() == adding.far


@pytest.fixture(scope="module")
def stock(theatre: Theatre, ready: Stage) -> Stage:
    return theatre.after(ready, "inventory-update")


@pytest.mark.parametrize("part", range(PARTS))
def test_quantities_arrive_whatever_point_the_program_is_killed_at(
    theatre: Theatre, stock: Stage, part: int
) -> None:
    whole = theatre.whole(stock)
    assert [each.what for each in whole.writes if each.system == "eu"] == ["POST source-items"]
    for at in every(whole, part):
        same(theatre, whole, killed_at_a_point(theatre, stock, at))
    _tell("Inventory Update", whole, part)


@pytest.fixture(scope="module")
def websites(theatre: Theatre) -> Stage:
    return theatre.connected("websites")


@pytest.mark.parametrize("part", range(PARTS))
def test_master_data_arrives_once_whatever_point_the_program_is_killed_at(
    theatre: Theatre, websites: Stage, part: int
) -> None:
    whole = theatre.whole(websites)
    assert [each.verb for each in whole.writes] == ["CreateMultiple"] * 2
    for at in every(whole, part):
        same(theatre, whole, killed_at_a_point(theatre, websites, at))
    _tell("Website list", whole, part)


def _tell(scenario: str, whole: Whole, part: int) -> None:
    if part == 0:
        logging.getLogger(__name__).info("%s: killed at %s points", scenario, len(whole.points))


@pytest.fixture(scope="module")
def edited(theatre: Theatre, connected: Stage) -> Stage:
    return theatre.after(connected, "simple-product-add", "simple-product-update")


def changing(theatre: Theatre, price: str = "77.77") -> Log:
    """A user in NAV changes an item's price while it is on its way to the EU store."""
    log = Log()

    def change(sent: Sent) -> None:
        if sent.system == "eu" and sent.verb == "POST":
            log.on_write = lambda _: None
            theatre.far.nav.set("ItemCard", {"No": sent.marks[0]}, {"Unit_Price": price})

    log.on_write = change
    return log


def carried_again(theatre: Theatre, log: Log) -> None:
    """What the next run by the timer does."""
    theatre.ask("simple-product-add", "simple-product-update")
    assert theatre.start(log) == 0, theatre.errors


def test_a_price_changed_between_send_and_write_back_arrives_and_web_id_is_kept(
    theatre: Theatre, edited: Stage
) -> None:
    whole = theatre.whole(edited, changing(theatre))
    _both_know_each_other(theatre, "77.77")
    first = whole.points.index("before POST /rest/all/V1/products")
    for at in range(first, len(whole.points) + 1, 3 * STRIDE):
        log = killed_at_a_point(theatre, edited, at, log=changing(theatre))
        carried_again(theatre, log)
        assert theatre.far.picture() == whole.far


def test_a_price_changed_while_the_program_is_dead_arrives_and_web_id_is_kept(
    theatre: Theatre, edited: Stage
) -> None:
    for nth in writes(theatre.whole(edited)):
        log = theatre.put_on(edited, Log(at_write=nth, when="after"))
        assert theatre.start(log) != 0
        for row in theatre.far.nav.rows("ItemCard"):
            theatre.far.nav.set("ItemCard", {"No": row["No"]}, {"Unit_Price": "88.5"})
        log.live_on()
        assert theatre.start(log) == 0, theatre.errors
        carried_again(theatre, log)
        _both_know_each_other(theatre, "88.5", ITEMS)


def _both_know_each_other(theatre: Theatre, price: str, times: int = 1) -> None:
    for shop, platform in zip(SHOPS, theatre.far.shops, strict=True):
        catalog = platform.shop.catalog
        lines = theatre.far.nav.rows(LINES, ConnectionId=shop.guid)
        assert {each["ItemNo"].lower(): int(each["WebId"]) for each in lines} == catalog.by_sku
        assert {each["WebSyncFlag"] for each in lines} == {"T"}
        prices = [product.value("price") for product in catalog.products.values()]
        assert len(prices) == ITEMS and prices.count(Decimal(price)) == times
