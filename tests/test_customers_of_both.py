"""Customers with their addresses: what holds in Magento 1 and in Magento 2 alike."""

from collections.abc import Iterator

import pytest
from jane import address, find, her, plan, put, written
from outlet import FLAVOURS, Outlet
from shop import Shop


@pytest.fixture(params=["magento2", "rpc", "wsi", "bridge"])
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet | Shop]:
    flavour = request.param
    with Shop() if flavour == "magento2" else Outlet(**FLAVOURS[flavour]) as opened:
        yield opened


def test_a_second_time_changes_nothing(shop: Outlet | Shop) -> None:
    known = written(shop)
    assert plan(shop, known).changes == {}
    assert plan(shop).changes == {}


def test_the_same_address_at_another_website_is_another_customer(shop: Outlet | Shop) -> None:
    put(shop)
    elsewhere = {**her(shop), "website_id": "1"}
    assert find(shop, elsewhere) is None
    assert put(shop, elsewhere).remote_id == "2"
    found = find(shop, {**her(shop), "email": "JANE@Example.com"})
    assert found is not None
    assert found.remote_id == "1"


def test_two_codes_that_say_the_same_are_two_addresses(shop: Outlet | Shop) -> None:
    twice = {**her(shop), **address("TWIN", city="Hamburg", street="Quay 2")}
    answer = put(shop, twice)
    assert (answer.told["address.STORE.id"], answer.told["address.TWIN.id"]) == ("2", "3")
    assert plan(shop, twice).changes == {}


def test_a_region_that_stays_is_not_lost_when_its_country_changes(shop: Outlet | Shop) -> None:
    known = written(shop, {**her(shop), "address.STORE.region": "North"})
    abroad = {**known, "address.STORE.country_id": "GB"}
    put(shop, abroad)
    assert plan(shop, abroad).changes == {}
