"""Master data and products of Magento 1 as OpenMage was recorded to tell them."""

import re
from ast import literal_eval
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from played_magento1 import Case, Played, played
from recorded_magento1 import CORE, RECORDED, recorded_only

from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_lists import CUSTOMERS, ORDERS, PRODUCTS, Listing, walk
from navmage_dash.systems.magento1_product_rows import by_numbers, whole
from navmage_dash.systems.magento1_source import Magento1Source

pytestmark = recorded_only

ATTRIBUTE = re.compile(rb"<attribute>(\d+)</attribute>")
INFO = {94: "color", 136: "material", 139: "fragile", 123: "tax_class_id"}


def info(request: bytes) -> str:
    """Of an attribute that was not recorded, one of plain text."""
    found = ATTRIBUTE.search(request)
    assert found is not None  # by its number, always
    return INFO.get(int(found[1]), "erp_code")


def rows(client: Magento1Client, entity: str) -> list[Any]:
    endpoint = Endpoint("magento", entity, ())
    return [row for page in Magento1Source(client).pages(endpoint, []) for row in page]


@pytest.fixture
def attributes(mode: str) -> Iterator[tuple[list[Any], Played]]:
    cases: dict[str, Case] = {
        "catalogProductAttributeSetList": "",
        "catalogProductAttributeList": "apparel",
        "catalogProductAttributeInfo": info,
    }
    with played(mode, **cases) as (client, shop):
        yield rows(client, "attributes"), shop


@CORE
def test_sets_attributes_and_options_are_rows_as_of_magento_2(
    attributes: tuple[list[Any], Played],
) -> None:
    found, _ = attributes
    assert {(row["AttributeSetId"], row["AttributeSet"]) for row in found} == {
        (4, "Default"),
        (9, "Apparel"),
        (10, "Tools"),
    }
    color = {
        "AttributeSetId": 9,
        "AttributeSet": "Apparel",
        "AttributeId": 94,
        "AttributeCode": "color",
        "AttributeName": "Color",
        "InputType": "select",
    }
    assert [row for row in found if row["AttributeSetId"] == 9 and row["AttributeId"] == 94] == [
        {**color, "OptionId": number, "OptionName": name}
        for number, name in ((0, ""), (15, "Red"), (16, "Blue"), (17, "Black"), (18, "White"))
    ]
    material = [row for row in found if (row["AttributeSetId"], row["AttributeId"]) == (9, 136)]
    assert [row["OptionName"] for row in material] == ["", "Cotton", "Wool", "Steel", "Plastic"]
    fragile = [row for row in found if (row["AttributeSetId"], row["AttributeId"]) == (9, 139)]
    assert [(row["InputType"], row["OptionId"]) for row in fragile] == [("boolean", 0)]


@CORE
def test_each_attribute_is_asked_about_once_however_many_sets_have_it(
    attributes: tuple[list[Any], Played],
) -> None:
    found, shop = attributes
    distinct = shop.asked.count("catalogProductAttributeInfo")
    assert shop.asked.count("catalogProductAttributeList") == 3
    assert 0 < distinct < len(found) / 3
    assert len(shop.asked) == 1 + 1 + 3 + distinct  # the sign-in, the sets


@CORE
def test_categories_come_with_their_path_and_without_the_root(mode: str) -> None:
    with played(mode, catalogCategoryTree="all") as (client, _):
        found = {row["CategoryId"]: row for row in rows(client, "categories")}
    assert set(found) == set(range(2, 13))
    assert found[5] == {
        "CategoryId": 5,
        "CategoryName": "Men",
        "ParentId": 4,
        "Path": "Default Category->Apparel->Men",
        "Level": 3,
        "IsActive": True,
    }
    assert found[11]["Path"] == "EU Root Catalog->EU Tools"
    assert [each for each, row in found.items() if not row["IsActive"]] == [12]


@CORE
def test_tax_classes_are_those_of_products_without_none(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductAttributeSetList": "",
        "catalogProductAttributeList": "default",
        "catalogProductAttributeInfo": info,
    }
    with played(mode, **cases) as (client, shop):
        assert rows(client, "tax_classes") == [
            {"TaxClassId": number, "TaxClassName": name, "TaxClassType": "PRODUCT"}
            for number, name in ((2, "Taxable Goods"), (4, "Shipping"), (6, "Reduced Rate Goods"))
        ]
        assert len(shop.asked) == 4


@CORE
def test_customer_groups_have_a_number_and_a_code(mode: str) -> None:
    with played(mode, customerGroupList="") as (client, _):
        found = rows(client, "customer_groups")
    assert found[:3] == [
        {"GroupId": 0, "GroupCode": "NOT LOGGED IN"},
        {"GroupId": 1, "GroupCode": "General"},
        {"GroupId": 2, "GroupCode": "Wholesale"},
    ]
    assert len(found) == 6


@CORE
def test_a_product_is_a_row_as_of_magento_2(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductList": "filter_sku",
        "catalogProductAttributeList": "default",
        "catalogProductInfo": "by_id",
    }
    with played(mode, **cases) as (client, shop):
        [row] = by_numbers(client, ["1"])
        assert shop.asked == ["login", *cases]
    assert {name: row[name] for name in row if name != "custom_attributes"} == {
        "id": 1,
        "sku": "HAM-001",
        "name": "Hammer No. 1",
        "attribute_set_id": 10,
        "type_id": "simple",
        "status": 1,
        "visibility": 4,
        "price": Decimal("10.5000"),
        "weight": Decimal("1.0000"),
        "created_at": "2026-09-01 00:00:00",  # told as 2026-08-31T20:00:00-04:00
        "updated_at": "2026-10-01 10:00:00",
        "extension_attributes": {
            "website_ids": [1, 2],
            "category_links": [{"category_id": "7"}, {"category_id": "8"}],
        },
    }
    custom = {each["attribute_code"]: each["value"] for each in row["custom_attributes"]}
    long = "Long description of Hammer No. 1 with <b>HTML</b> & entities."
    assert custom["description"] == long
    assert (custom["url_key"], custom["tax_class_id"]) == ("hammer-no-1", "2")
    assert "meta_title" not in custom


def test_attributes_of_the_shops_own_come_as_they_are_asked_for() -> None:
    """By name; recorded in rpc/encoded, for WS-I cannot write any."""
    with played("nowsi", catalogProductInfo="after_custom_attributes") as (client, _):
        row = whole(client, "38", ["erp_code", "brand"])
    assert row is not None
    custom = {each["attribute_code"]: each["value"] for each in row["custom_attributes"]}
    assert (custom["brand"], custom["erp_code"]) == ("3", "E-2")


@CORE
def test_a_product_that_was_made_with_a_name_alone_is_one_that_is_not_for_sale(mode: str) -> None:
    with played(mode, catalogProductInfo="after_minimal") as (client, _):
        row = whole(client, "39", [])
    assert row is not None
    assert (row["status"], row["price"], row["weight"]) == (2, None, None)
    assert row["extension_attributes"] == {"website_ids": [], "category_links": []}


@CORE
def test_a_product_that_is_gone_is_none(mode: str) -> None:
    with played(mode, catalogProductInfo="not_exists") as (client, _):
        assert whole(client, "99999", []) is None


@CORE
def test_rows_that_were_not_asked_for_are_left_out(mode: str) -> None:
    """Recorded: all products, as a shop answers whose extension ignores filters."""
    with played(mode, catalogProductList="all") as (client, shop):
        found = list(walk(client, PRODUCTS, [Condition("website_id", "in", ["2"])], width=10))
        assert shop.asked.count("catalogProductList") == 6
    pages = [[int(row["product_id"]) for row in some] for some in found]
    assert pages == [[1, 3, 5, 7, 9], [*range(11, 23), 29, 30], [31, 32, 33, 34, 35]]


@CORE
@pytest.mark.parametrize(
    ("of", "case"),
    [(PRODUCTS, "all"), (CUSTOMERS, "all"), (ORDERS, "id_gt")],
    ids=["products", "customers", "orders"],
)
def test_lists_read_as_zeep_read_them(mode: str, of: Listing, case: str) -> None:
    with played(mode, **{of.operation: case}) as (client, _):
        found = [row for rows in walk(client, of, ()) for row in rows]
    told = (RECORDED / mode / f"{of.operation}.{case}.zeep.txt").read_text(encoding="utf-8")
    rows = sorted(literal_eval(told), key=lambda row: int(row[of.id]))
    assert found == [{n: "" if v == "\n" else v for n, v in row.items()} for row in rows]
