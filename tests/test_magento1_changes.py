"""What changed in a Magento 1 since a cursor, however much changes while it is read."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlet import FLAVOURS, Outlet, shown

from navmage_dash.errors import RunError
from navmage_dash.sandbox.magento1 import customers
from navmage_dash.sandbox.shops.sales import Order
from navmage_dash.sync.ports import Page
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.magento1_source import Magento1Source

LISTED = "customerCustomerList"
CUSTOMERS = Endpoint("magento", "customers", ("id",))
LONG = 700  # seconds: more than the overlap


@pytest.fixture(params=FLAVOURS)
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(**FLAVOURS[request.param]) as opened:
        opened.at(0)
        yield opened


def register(shop: Outlet, *names: str, **more: Any) -> None:
    for name in names:
        person = {"email": f"{name}@example.com", "website_id": 1, "store_id": 1, **more}
        customers.add(shop.magento.shop, person, f"{shop.magento.now():%Y-%m-%d %H:%M:%S}")


def touch(shop: Outlet, number: int, updated: str = "") -> None:
    there = shop.magento.shop.people.customers[number]
    there.updated = updated or f"{shop.magento.now():%Y-%m-%d %H:%M:%S}"


def pages(shop: Outlet, since: str = "", where: Sequence[Condition] = ()) -> list[Page]:
    return list(Magento1Source(shop.client).changed(CUSTOMERS, where, since))


def names(read: list[Page]) -> list[str]:
    return [row["email"].partition("@")[0] for page in read for row in page.rows]


def test_everything_comes_first_and_then_what_changed_since_with_an_overlap(shop: Outlet) -> None:
    register(shop, "ada", "bob", "eve")
    shop.at(3600)
    first = pages(shop)
    assert names(first) == ["ada", "bob", "eve"]
    assert json.loads(first[-1].cursor)["customers"] == shown(3600)
    shop.at(3600 + LONG)
    touch(shop, 2, shown(3600 - 599))
    touch(shop, 3, shown(3600 - 601))
    assert names(pages(shop, first[-1].cursor)) == ["bob"]


def test_the_cursor_moves_with_the_last_page_alone(shop: Outlet) -> None:
    """Rows come by id: what a walk that ends in the middle has not read may be the oldest."""
    register(shop, "ada", "bob")
    shop.magento.shop.people.next_id = 9000
    register(shop, "eve")
    *others, last = pages(shop)
    assert [len(page.rows) for page in others] == [2, 1]
    assert {page.cursor for page in others} == {""}
    assert last.cursor and not last.rows


def test_the_cursor_is_the_shops_clock_before_the_walk(shop: Outlet) -> None:
    register(shop, "ada")
    shop.client.store_list()
    shop.at(LONG)  # while the first list is made
    shop.then = lambda operation: shop.at(2 * LONG)
    assert json.loads(pages(shop)[-1].cursor)["customers"] == shown(0)


def test_the_clock_is_asked_for_where_nothing_was_said_of_late(shop: Outlet) -> None:
    shop.client.store_list()
    shop.client.recent()  # kept with a record that failed: then it is forgotten
    shop.at(60)
    assert json.loads(pages(shop)[-1].cursor)["customers"] == shown(60)


def test_other_conditions_have_everything_read_once_more(shop: Outlet) -> None:
    register(shop, "ada")
    register(shop, "bob", website_id=2)
    shop.at(LONG)
    site = Condition("website_id", "in", ["2"])
    cursor = pages(shop, "", [site])[-1].cursor
    shop.at(3 * LONG)
    assert names(pages(shop, cursor, [site])) == []
    assert names(pages(shop, cursor)) == ["ada", "bob"]


def test_a_change_that_is_still_to_come_hides_none_until_then(shop: Outlet) -> None:
    """As an import writes it. It comes each time, for it might have changed."""
    register(shop, "ada")
    touch(shop, 1, "2031-01-01 00:00:00")
    cursor = pages(shop)[-1].cursor
    shop.at(3600)
    register(shop, "bob")
    shop.at(3600 + LONG)
    assert names(pages(shop, cursor)) == ["ada", "bob"]


def test_a_change_that_a_list_does_not_show_makes_the_row_another(shop: Outlet) -> None:
    """Its default address: a list does not tell addresses, but that something changed."""
    register(shop, "ada")
    before = pages(shop)[0].rows[0]
    shop.at(60)
    touch(shop, 1)
    after = pages(shop)[0].rows[0]
    times = ("updated_at",)
    assert {n: v for n, v in before.items() if n not in times} != {
        n: v for n, v in after.items() if n not in times
    }


def test_a_date_that_is_none_is_refused(shop: Outlet) -> None:
    with pytest.raises(RunError, match="no date"):
        pages(shop, "", [Condition("updated_at", ">=", "yesterday")])


def test_a_password_reaches_no_row(shop: Outlet) -> None:
    register(shop, "ada", password="secret-12345")
    assert "password_hash" not in str(pages(shop))


def order(shop: Outlet, number: int, customer: int | None, **columns: Any) -> None:
    """One that was placed now; nothing of it is looked at but its row."""
    now = f"{shop.magento.now():%Y-%m-%d %H:%M:%S}"
    row = {"entity_id": number, "increment_id": f"{100000000 + number}", "store_id": 1}
    told = {"customer_id": customer, "customer_is_guest": int(customer is None)}
    times = {"created_at": now, "updated_at": now}
    shop.magento.shop.sales.orders[number] = Order(
        {**row, **told, **times, **columns}, [], {}, {}, {}
    )


def test_who_registered_before_the_start_comes_with_the_first_order_since(shop: Outlet) -> None:
    register(shop, "old", "older", "away")
    shop.at(3600)
    start = Condition("updated_at", ">=", shown(3600))
    order(shop, 1, 2)
    order(shop, 2, None)
    order(shop, 3, 1, created_at=shown(0))
    (found,) = [page for page in pages(shop, "", [start]) if page.rows]
    assert found.beside
    assert names([found]) == ["older"]


def test_who_has_an_order_on_another_website_does_not_come_with_it(shop: Outlet) -> None:
    register(shop, "here", "there")
    shop.at(3600)
    there = Condition("website_id", "in", ["2"])
    order(shop, 1, 1)
    order(shop, 2, 2)
    shop.magento.shop.people.customers[2].website = 2
    assert names(pages(shop, "", [Condition("updated_at", ">=", shown(3600)), there])) == ["there"]


def test_orders_that_changed_come_with_what_makes_them_due(shop: Outlet) -> None:
    for number in (1, 2, 3):
        order(shop, number, None, status="pending", state="new")
    shop.at(LONG)
    source, endpoint = Magento1Source(shop.client), Endpoint("magento", "orders", ("entity_id",))
    *_, last = source.changed(endpoint, [Condition("store_id", "in", ["1"])], "")
    shop.at(3 * LONG)
    order(shop, 2, None, status="processing", state="processing", created_at=shown(0))
    again = source.changed(endpoint, [Condition("store_id", "in", ["1"])], last.cursor)
    (row,) = [row for page in again for row in page.rows]
    assert (row["entity_id"], row["status"], row["store_id"]) == (2, "processing", 1)
    assert (row["increment_id"], row["customer_is_guest"]) == ("100000002", 1)


def meanwhile(shop: Outlet, steps: list[list[Any]]) -> None:
    """From now on each list takes its time, and people go on working after it was made."""
    seconds = [LONG]

    def then(operation: str) -> None:
        if operation == LISTED and steps:
            seconds[0] += LONG
            shop.at(seconds[0])
            for step in steps.pop(0):
                step()

    shop.then = then


def acts(shop: Outlet, step: int, some: list[tuple[bool, int]]) -> list[Any]:
    """New customers, and changes of those that were there: (is it new, which one)."""
    there = sorted(shop.magento.shop.people.customers)
    return [
        partial(register, shop, f"new{step}-{number}")
        if new
        else partial(touch, shop, there[which % len(there)])
        for number, (new, which) in enumerate(some)
    ]


@settings(max_examples=30, deadline=None)
@given(
    gaps=st.lists(st.sampled_from((1, 2, 400, 3000)), min_size=1, max_size=12),
    busy=st.lists(st.lists(st.tuples(st.booleans(), st.integers(0, 13)), max_size=3), max_size=9),
)
def test_nothing_is_missed_whatever_happens_meanwhile(
    gaps: list[int], busy: list[list[tuple[bool, int]]]
) -> None:
    with Outlet() as shop:
        shop.at(0)
        for number, gap in enumerate(gaps):
            shop.magento.shop.people.next_id += gap
            register(shop, f"old{number}")
        shop.at(LONG)
        meanwhile(shop, [acts(shop, n, some) for n, some in enumerate(busy)])
        told, since = set(), ""
        for _ in range(len(busy) + 2):  # runs, until nobody works any more
            read = pages(shop, since)
            told |= {(row["id"], row["updated_at"]) for page in read for row in page.rows}
            since = read[-1].cursor
        everybody = shop.magento.shop.people.customers.values()
        assert {(each.id, each.updated) for each in everybody} <= told
