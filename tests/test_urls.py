"""Addresses as they are pasted, and when two of them are one shop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navmage_dash.systems.urls import magento_base, normal, with_scheme

ONE_SHOP = [
    "https://shop.example",
    "https://shop.example/",
    "http://shop.example",
    "HTTPS://Shop.Example:443/",
    "http://shop.example:80/index.php",
    "shop.example",
    " https://shop.example/admin ",
    "https://shop.example/admin_1k2j3/dashboard/",
    "https://shop.example/rest/V1",
    "https://shop.example/rest",
    "https://shop.example/index.php/rest/default/V1/products",
    "https://shop.example/soap/default?wsdl&services=a",
    "https://shop.example/api/v2_soap/?wsdl=1",
    "https://shop.example/api/v2_soap?wsdl",
    "https://shop.example/index.php/api/v2_soap/index/wsdl/1/",
    "https://shop.example/api.php?type=v2_soap&wsdl=1",
    "https://user:pass@shop.example/api/v2_soap/?wsdl",
    "https://shop.example./",
    "https://shop.example/magento_version",
]
OTHERS = [
    "https://shop.example:8443/",
    "https://www.shop.example/",
    "https://shop.example/us",
    "https://shop.example/administration",
    "https://shop.example/restaurant",
    "https://shop.example/apiary",
]


@pytest.mark.parametrize("pasted", ONE_SHOP)
def test_the_ways_to_write_one_shop_are_equal(pasted: str) -> None:
    assert normal(pasted) == "shop.example"


def test_other_shops_are_other_shops() -> None:
    assert len({normal(each) for each in [*OTHERS, "https://shop.example"]}) == len(OTHERS) + 1


def test_a_shop_in_a_folder_keeps_its_folder() -> None:
    assert magento_base("https://shop.example/us/admin/x") == "https://shop.example/us"
    assert normal("http://shop.example:8080/us/index.php/api/v2_soap/?wsdl=1") == (
        "shop.example:8080/us"
    )


def test_an_address_without_a_scheme_is_taken_for_https() -> None:
    assert with_scheme("shop.example:8443/us") == "https://shop.example:8443/us"


@given(st.sampled_from(ONE_SHOP + OTHERS))
def test_what_is_normal_stays_as_it_is(pasted: str) -> None:
    assert normal(normal(pasted)) == normal(pasted)
    assert magento_base(magento_base(pasted)) == magento_base(pasted)


@given(st.text(max_size=40))
def test_nothing_that_is_pasted_breaks_it(pasted: str) -> None:
    normal(pasted)
