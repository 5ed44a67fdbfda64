"""What changed in a list of Magento 2 since a moment, however much changes while it is read."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import Shop

from navmage_dash.errors import RunError, Unavailable
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento2_changes import changed

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCTS = "all/V1/products"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as opened:
        at(opened, 0)
        yield opened


def at(shop: Shop, seconds: int) -> None:
    """It is so many seconds after the start."""
    shop.magento.now = lambda: START + timedelta(seconds=seconds)


def shown(seconds: int) -> str:
    return f"{START + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"


def add(shop: Shop, *skus: str) -> None:
    shop.magento.add_simple_products(skus)


def touch(shop: Shop, sku: str) -> None:
    shop.magento.act("set_product", {"sku": sku, "values": {"name": f"{sku}, again"}})


def read(shop: Shop, since: str = "", **more: Any) -> list[str]:
    where: list[Condition] = more.pop("where", [])
    pages = changed(shop.client, PRODUCTS, where, since, fields="sku", rows=3, **more)
    return [row["sku"] for page in pages for row in page.rows]


def test_everything_comes_in_the_order_of_its_changes(shop: Shop) -> None:
    for number in range(8):
        at(shop, number)
        add(shop, f"P{number}")
    at(shop, 20)
    touch(shop, "P2")
    assert read(shop) == ["P0", "P1", "P3", "P4", "P5", "P6", "P7", "P2"]


def test_nothing_is_nothing(shop: Shop) -> None:
    assert read(shop) == []


def test_more_in_one_second_than_an_answer_holds(shop: Shop) -> None:
    add(shop, *(f"P{number}" for number in range(10)))
    at(shop, 1)
    add(shop, "Q")
    assert read(shop) == [*(f"P{number}" for number in range(10)), "Q"]


def test_a_cursor_is_where_it_got_to_and_is_read_with_an_overlap(shop: Shop) -> None:
    add(shop, "old")
    at(shop, 3600)
    add(shop, "new")
    pages = list(changed(shop.client, PRODUCTS, [], shown(3500)))
    assert [page.cursor for page in pages] == [shown(3600)]
    assert read(shop, shown(3600)) == ["new"]
    assert read(shop, shown(599)) == ["old", "new"]


def test_conditions_are_kept_and_their_dates_are_read(shop: Shop) -> None:
    add(shop, "A", "B")
    assert read(shop, where=[Condition("sku", "in", ["B"])]) == ["B"]
    iso = (START - timedelta(hours=1)).isoformat()
    assert read(shop, where=[Condition("created_at", ">=", iso)]) == ["A", "B"]


@pytest.mark.parametrize("date", ["yesterday", "31.12.2026", "2026-13-01"])
def test_a_date_that_magento_would_take_for_everything_is_refused(shop: Shop, date: str) -> None:
    with pytest.raises(RunError, match="no date"):
        read(shop, date)
    with pytest.raises(RunError, match="no date"):
        read(shop, where=[Condition("created_at", ">=", date)])


def test_customers_and_orders_are_read_the_same_way(shop: Shop) -> None:
    add(shop, "A")
    for number in range(4):
        at(shop, number)
        person = {"email": f"c{number}@example.com", "firstname": "C", "lastname": "D"}
        shop.magento.act("register", person | {"website": "base", "addresses": []})
        shop.magento.act("place_order", {"lines": [{"sku": "A", "qty": 1}]})
    at(shop, 9)
    shop.magento.act("hold_order", {"id": 2})
    shop.magento.act("edit_customer", {"id": 3, "values": {"lastname": "E"}})
    for route, name in (("V1/orders", "entity_id"), ("V1/customers/search", "id")):
        first = 2 if name == "entity_id" else 3
        for fields in ("", "store_id"):
            pages = list(changed(shop.client, route, [], "", fields=fields, rows=2))
            ids = [row[name] for page in pages for row in page.rows]
            assert ids == [each for each in (1, 2, 3, 4) if each != first] + [first]
            assert pages[-1].cursor == shown(9)


def test_what_changes_later_is_for_the_next_time(shop: Shop) -> None:
    add(shop, "A")
    at(shop, 5)
    add(shop, "B")
    assert read(shop, upto=shown(3)) == ["A"]


def between(shop: Shop, steps: list[Any]) -> None:
    """From now on, after each answer to a question, what people do meanwhile."""
    seconds = [10]

    def handle(request: Request) -> Response:
        answer = Magento2.handle(shop.magento, request)
        if request.method == "GET" and request.path.endswith("/products") and steps:
            seconds[0] += 1
            at(shop, seconds[0])
            for step in steps.pop(0):
                step()
        return answer

    shop.magento.handle = handle  # type: ignore[method-assign]


def acts(shop: Shop, step: int, some: list[tuple[bool, int]]) -> list[Any]:
    """New products, and changes of those that were there: (is it new, which one)."""
    there = [each["sku"] for each in shop.magento.act("products", {})]
    return [
        partial(add, shop, f"N{step}-{number}")
        if new
        else partial(touch, shop, there[which % len(there)])
        for number, (new, which) in enumerate(some)
    ]


@settings(max_examples=20, deadline=None)
@given(
    seconds=st.lists(st.integers(0, 3), min_size=1, max_size=14),
    meanwhile=st.lists(
        st.lists(st.tuples(st.booleans(), st.integers(0, 13)), max_size=2), max_size=8
    ),
)
def test_nothing_is_missed_whatever_happens_meanwhile(
    seconds: list[int], meanwhile: list[list[tuple[bool, int]]]
) -> None:
    with Shop() as shop:
        for number, second in enumerate(sorted(seconds)):
            at(shop, second)
            add(shop, f"P{number}")
        between(shop, steps := [acts(shop, n, some) for n, some in enumerate(meanwhile)])
        pages = list(changed(shop.client, PRODUCTS, [], "", rows=2))
        rows = [row for page in pages for row in page.rows]
        steps.clear()
        cursor = pages[-1].cursor if pages else ""
        later = list(changed(shop.client, PRODUCTS, [], cursor, rows=2))
        rows += [row for page in later for row in page.rows]
        told = {(row["sku"], row["updated_at"]) for row in rows}
        everything, _ = shop.client.page(PRODUCTS, fields="sku,updated_at")
        assert {(row["sku"], row["updated_at"]) for row in everything} <= told


def test_the_count_has_it_read_again(shop: Shop) -> None:
    """A row is taken back to a second that was passed, as an import does."""
    for number in range(6):
        at(shop, number)
        add(shop, f"P{number}")
    catalog = shop.magento.shop.catalog

    def back() -> None:
        add(shop, "late")
        catalog.products[catalog.by_sku["late"]].updated = shown(1)

    between(shop, [[], [], [back]])
    assert read(shop) == [*(f"P{number}" for number in range(6)), "late"]


def test_a_change_that_is_still_to_come_hides_none_until_then(shop: Shop) -> None:
    """As an import writes it. It comes each time, for it might have changed."""
    add(shop, "A")
    shop.magento.shop.catalog.products[1].updated = "2031-01-01 00:00:00"
    at(shop, 60)
    (page,) = changed(shop.client, PRODUCTS, [], "")
    assert page.cursor == shown(60)
    at(shop, 3600)
    add(shop, "B")
    assert read(shop, page.cursor) == ["B", "A"]


def answers(shop: Shop, *bodies: Any) -> None:
    """Each time it is asked for products it says the next of these, the last one for ever."""
    left = list(bodies)

    def handle(request: Request) -> Response:
        if request.method == "GET" and request.path.endswith("/products"):
            body = left.pop(0) if len(left) > 1 else left[0]
            return Response(200, json.dumps(body).encode(), "application/json")
        return Magento2.handle(shop.magento, request)

    shop.magento.handle = handle  # type: ignore[method-assign]


def rows(*ids: int, total: int = 3, second: int = 0) -> Any:
    items = [{"id": each, "sku": str(each), "updated_at": shown(second)} for each in ids]
    return {"items": items, "total_count": total}


def test_a_count_that_is_never_listed_is_for_a_person(shop: Shop) -> None:
    answers(shop, rows(1, total=9))
    with pytest.raises(RunError, match=r"says that 9 .* lists 1"):
        read(shop)


def test_a_list_that_does_not_go_on_is_for_a_person(shop: Shop) -> None:
    answers(shop, rows(1, 2, 3))
    with pytest.raises(RunError, match="does not keep to its order"):
        read(shop)


def test_a_list_that_never_holds_still_is_read_later(shop: Shop) -> None:
    some = [rows(number, total=9) for number in range(1, 8)]
    answers(shop, *some)
    with pytest.raises(Unavailable, match="faster"):
        read(shop)


def test_what_is_lost_on_the_way_is_asked_for_again(shop: Shop) -> None:
    add(shop, *(f"P{number}" for number in range(5)))
    shop.server.faults.add("lost_answer", match="GET .*products", after=1, times=2)
    assert len(read(shop)) == 5
