"""Lists that know no pages are walked by windows of ids, however the ids lie."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlet import FLAVOURS, Outlet, shown

from navmage_dash.errors import RunError
from navmage_dash.sandbox.magento1 import customers
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento1_lists import CUSTOMERS, found, walk

LISTED = "customerCustomerList"


@pytest.fixture(params=FLAVOURS)
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(**FLAVOURS[request.param]) as opened:
        opened.at(0)
        yield opened


def register(shop: Outlet, *numbers: int, **more: Any) -> None:
    for number in numbers:
        shop.magento.shop.people.next_id = number
        person = {"email": f"c{number}@example.com", "website_id": 1, "store_id": 1, **more}
        customers.add(shop.magento.shop, person, f"{shop.magento.now():%Y-%m-%d %H:%M:%S}")


def pages(shop: Outlet, *where: Condition, width: int = 10) -> list[list[int]]:
    walked = walk(shop.client, CUSTOMERS, where, width)
    return [[int(row["customer_id"]) for row in rows] for rows in walked]


def test_windows_widen_while_answers_are_small_and_the_rest_comes_at_once(shop: Outlet) -> None:
    register(shop, 1, 10, 11, 30, 31, 70, 5001, 90_001)
    assert pages(shop) == [[1, 10], [11, 30], [31, 70], [5001, 90_001]]
    assert shop.calls.count(LISTED) == 6


def test_nothing_takes_three_questions(shop: Outlet) -> None:
    assert pages(shop) == []
    assert shop.calls.count(LISTED) == 3


def test_what_lies_far_ahead_is_not_asked_for_in_one_answer(shop: Outlet) -> None:
    """Orders before the sync start date are such a gap, and those since may be very many."""
    register(shop, *range(89_995, 90_100))
    found = pages(shop)
    assert found[:3] == [
        [*range(89_995, 90_001)],
        [*range(90_001, 90_011)],
        [*range(90_011, 90_031)],
    ]
    assert [number for page in found for number in page] == [*range(89_995, 90_100)]
    assert shop.calls.count(LISTED) < 10


def test_where_few_are_many_may_follow_so_no_window_grows_for_ever(shop: Outlet) -> None:
    register(shop, 1, 1000, 2000, 5000, 9000, 17_000, 25_000, 33_000)
    assert pages(shop, width=500) == [
        [n] for n in (1, 1000, 2000, 5000, 9000, 17_000, 25_000, 33_000)
    ]


def test_conditions_hold_in_every_window(shop: Outlet) -> None:
    register(shop, 1, 2)
    register(shop, 3, website_id=2)
    shop.at(60)
    register(shop, 4, 5, website_id=2)
    site = Condition("website_id", "in", ["2"])
    assert pages(shop, site) == [[3, 4, 5]]
    assert pages(shop, site, Condition("updated_at", ">=", shown(60))) == [[4, 5]]
    start, cursor = (Condition("updated_at", ">=", shown(at)) for at in (0, 60))
    assert pages(shop, start, cursor) == pages(shop, cursor, start) == [[4, 5]]


def test_what_a_window_has_and_is_not_meant_does_not_end_the_walk(shop: Outlet) -> None:
    """Seen here, not by the shop: the next window is asked for all the same."""
    register(shop, 1, 2, 3, 20)
    assert pages(shop, Condition("email", "<>", ""), Condition("customer_id", ">", "3")) == [
        [],
        [20],
    ]
    assert shop.calls.count(LISTED) == 5


def test_what_a_list_neither_filters_by_nor_tells_is_for_a_person(shop: Outlet) -> None:
    register(shop, 1)
    with pytest.raises(RunError, match="neither filter by shoe_size"):
        pages(shop, Condition("shoe_size", "<>", "44"))


def test_records_are_found_by_a_hundred_of_their_keys(shop: Outlet) -> None:
    register(shop, *range(1, 131))
    wanted = [str(number) for number in (*range(20, 129), 777)]
    rows = found(shop.client, CUSTOMERS, "id", wanted)
    assert [int(row["customer_id"]) for row in rows] == [*range(20, 129)]
    assert shop.calls.count(LISTED) == 2


def test_a_key_with_a_comma_is_asked_for_alone(shop: Outlet) -> None:
    register(shop, 1, 2)
    register(shop, 3, email='"c1@example.com,c"@example.com')
    mails = ["c2@example.com", '"c1@example.com,c"@example.com', ""]
    rows = found(shop.client, CUSTOMERS, "email", mails)
    assert [int(row["customer_id"]) for row in rows] == [2, 3]
    assert shop.calls.count(LISTED) == 2


@settings(max_examples=30, deadline=None)
@given(
    numbers=st.sets(st.integers(1, 400) | st.integers(900, 5100), max_size=40),
    width=st.integers(1, 50),
)
def test_a_walk_finds_each_once_whatever_gaps_there_are(numbers: set[int], width: int) -> None:
    with Outlet() as shop:
        shop.at(0)
        register(shop, *numbers)
        walked = [number for page in pages(shop, width=width) for number in page]
    assert walked == sorted(numbers)
