"""A Magento 1 as the engine's source: the same rows in both flavours, with the bridge and without.

Records are given in Magento 2's shape, master data under NAV's names.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from outlet import FLAVOURS, SHOP, Outlet, shown

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sandbox.magento1 import soap
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.magento1_source import Magento1Source

LONG = 700  # seconds: more than the overlap
NAV_FIELDS = {
    "attributes": "AttributeSetId AttributeSet AttributeId AttributeCode AttributeName InputType "
    "OptionId OptionName",
    "websites": "WebSiteId WebSiteCode WebSiteName",
    "categories": "CategoryId CategoryName ParentId Path Level IsActive",
    "tax_classes": "TaxClassId TaxClassName TaxClassType",
    "customer_groups": "GroupId GroupCode",
}
CHAIR: dict[str, Any] = {
    "name": "Oak chair",
    "description": "Solid <b>oak</b> & more",
    "price": "12.5000",
    "weight": "3.5000",
    "status": "1",
    "visibility": "4",
    "tax_class_id": "2",
    "websites": ["1", "2"],
    "categories": ["3", "4"],
}


@pytest.fixture(params=FLAVOURS)
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(**FLAVOURS[request.param]) as opened:
        opened.at(0)
        yield opened


def listed(shop: Outlet, entity: str) -> list[Any]:
    source = Magento1Source(shop.client)
    return [row for page in source.pages(Endpoint("magento", entity, ()), ()) for row in page]


@pytest.mark.parametrize("entity", NAV_FIELDS)
def test_master_data_has_the_field_names_of_navs_master_pages(shop: Outlet, entity: str) -> None:
    rows = listed(shop, entity)
    assert rows
    for row in rows:
        assert list(row) == NAV_FIELDS[entity].split()


def test_each_of_the_shops_own_attributes_comes_with_its_options(shop: Outlet) -> None:
    rows = listed(shop, "attributes")
    for own in SHOP.attributes:
        found = [row for row in rows if row["AttributeCode"] == own.code]
        assert {row["AttributeName"] for row in found} == {own.label}
        names = [row["OptionName"] for row in found if row["AttributeSetId"] == 4]
        assert names == ["", *(label for _, label in own.options)]
    assert not {row["AttributeCode"] for row in rows} & {"name", "price", "tax_class_id", "sku"}


def test_attributes_cost_a_call_for_each_set_and_one_for_each_attribute(shop: Outlet) -> None:
    rows = listed(shop, "attributes")
    calls = Counter(shop.calls)
    sets = {row["AttributeSetId"] for row in rows}
    assert calls["catalogProductAttributeSetList"] == 1
    assert calls["catalogProductAttributeList"] == len(sets)
    assert calls["catalogProductAttributeInfo"] == len({row["AttributeId"] for row in rows})


def test_categories_have_their_path_and_tax_classes_are_those_of_products(shop: Outlet) -> None:
    paths = {row["CategoryId"]: row["Path"] for row in listed(shop, "categories")}
    assert 1 not in paths
    assert paths[4] == "Default Category->Office furniture->Chairs"
    assert [(row["TaxClassId"], row["TaxClassName"]) for row in listed(shop, "tax_classes")] == [
        (number, name) for number, name, kind in SHOP.tax_classes if kind == "PRODUCT"
    ]


def test_master_data_is_found_by_its_numbers(shop: Outlet) -> None:
    rows = Magento1Source(shop.client).by_keys("websites", "WebSiteId", ["2", "9"], ())
    assert [row["WebSiteId"] for row in rows] == [2]


def test_a_website_of_many_store_views_fits_into_nav(shop: Outlet) -> None:
    """Without the bridge it is called after all of them; without it in NAV no item goes there."""
    for number in range(20):
        shop.magento.add_store(1, f"outlet_language_{number}", f"Language no. {number}")
    first = next(each for each in listed(shop, "websites") if each["WebSiteId"] == 1)
    assert len(first["WebSiteCode"]) <= 50 and len(first["WebSiteName"]) <= 100
    assert first["WebSiteName"].startswith("Main" if shop.magento.bridge else "Website ID: 1, ")


def test_a_category_that_an_import_left_without_name_or_state_stops_no_other(shop: Outlet) -> None:
    before = listed(shop, "categories")
    bare = shop.magento.shop.categories[before[-1]["CategoryId"]]
    bare.name = bare.active = None  # type: ignore[assignment]
    *others, last = listed(shop, "categories")
    assert others == before[:-1]
    assert (last["CategoryName"], last["IsActive"]) == (str(bare.id), False)


def test_an_attribute_that_is_deleted_while_they_are_read_stops_no_other(shop: Outlet) -> None:
    before = listed(shop, "attributes")

    def delete(operation: str) -> None:
        if operation == "catalogProductAttributeInfo":
            known = shop.magento.shop.attributes
            known["material"] = replace(known["material"], id=9999)

    shop.then = delete
    assert listed(shop, "attributes") == [
        row for row in before if row["AttributeCode"] != "material"
    ]


def test_an_attribute_that_the_shop_cannot_tell_of_is_named(shop: Outlet) -> None:
    """One whose extension is gone: PHP stumbles over its options."""
    handle = shop.magento.handle
    number = str(shop.magento.shop.attributes["material"].id).encode()

    def stumble(request: Request) -> Response:
        if b"AttributeInfo" in request.body and b">" + number + b"<" in request.body:
            return soap.fault(soap.php("Call to a member function getAllOptions() on bool"))
        return handle(request)

    shop.magento.handle = stumble  # type: ignore[method-assign]
    with pytest.raises(RecordError, match=r"attribute material cannot be read.* Delete it"):
        listed(shop, "attributes")


def test_what_a_magento_1_does_not_have_is_named(shop: Outlet) -> None:
    source = Magento1Source(shop.client)
    with pytest.raises(RunError, match="no master data 'colours', only attributes"):
        listed(shop, "colours")
    with pytest.raises(RunError, match="no records 'carts', only customers"):
        list(source.changed(Endpoint("magento", "carts", ()), (), ""))


def create(shop: Outlet, sku: str, kind: str = "simple", **more: Any) -> str:
    made = shop.client.write("catalogProductCreate", kind, "4", sku, {**CHAIR, **more})
    return str(made)


def changed(shop: Outlet, since: str = "", *where: Condition) -> tuple[list[str], str]:
    pages = list(
        Magento1Source(shop.client).changed(Endpoint("magento", "products", ("id",)), where, since)
    )
    return [row["sku"] for page in pages for row in page.rows], pages[-1].cursor


def test_products_of_a_kind_a_website_and_an_age_come_as_they_change(shop: Outlet) -> None:
    """A list tells neither when a product was made nor when it changed: the shop filters."""
    create(shop, "OLD")
    shop.at(LONG)
    create(shop, "NEW")
    create(shop, "ELSEWHERE", websites=["1"])
    create(shop, "SERVICE", "virtual")
    where = (
        Condition("type_id", "=", "simple"),
        Condition("created_at", ">=", shown(LONG)),
        Condition("website_id", "in", ["2"]),
    )
    shop.at(3 * LONG)
    shop.client.store_list()  # which says how late it is
    skus, cursor = changed(shop, "", *where)
    assert skus == ["NEW"]
    shop.at(5 * LONG)
    assert changed(shop, cursor, *where)[0] == []
    create(shop, "LATER")
    assert changed(shop, cursor, *where)[0] == ["LATER"]


def test_a_product_is_read_whole_by_its_number(shop: Outlet) -> None:
    number = create(shop, "CHAIR-1")
    rows = Magento1Source(shop.client).by_keys("products", "id", [number, "999"], ())
    (row,) = rows
    assert (row["id"], row["sku"], row["name"]) == (int(number), "CHAIR-1", "Oak chair")
    assert (row["price"], row["weight"]) == (Decimal("12.5"), Decimal("3.5"))
    assert (row["status"], row["visibility"], row["type_id"]) == (1, 4, "simple")
    assert (row["attribute_set_id"], row["created_at"]) == (4, shown(0))
    assert row["extension_attributes"] == {
        "website_ids": [1, 2],
        "category_links": [{"category_id": "3"}, {"category_id": "4"}],
    }
    custom = {each["attribute_code"]: each["value"] for each in row["custom_attributes"]}
    assert custom["description"] == CHAIR["description"]
    assert custom["tax_class_id"] == "2"


def test_a_product_that_an_import_left_without_a_date_stops_no_other(shop: Outlet) -> None:
    first, second = create(shop, "C-1"), create(shop, "C-2")
    shop.magento.shop.catalog.products[int(first)].created = ""
    shop.magento.shop.catalog.products[int(first)].updated = "0000-00-00 00:00:00"
    rows = Magento1Source(shop.client).by_keys("products", "id", [first, second], ())
    assert [(row["sku"], row["created_at"], row["updated_at"]) for row in rows] == [
        ("C-1", None, None),
        ("C-2", shown(0), shown(0)),
    ]


def test_a_product_whose_sku_is_anothers_number_is_not_mistaken_for_it(shop: Outlet) -> None:
    first = create(shop, "FIRST")
    create(shop, first)
    rows = Magento1Source(shop.client).by_keys("products", "id", [first], ())
    assert [row["sku"] for row in rows] == ["FIRST"]


def test_products_are_found_by_their_skus_whatever_is_in_them(shop: Outlet) -> None:
    for sku in ("A,B", "C D", "1000"):
        create(shop, sku)
    rows = Magento1Source(shop.client).by_keys("products", "sku", ["A,B", "c d", "1000", "X"], ())
    assert sorted(row["sku"] for row in rows) == ["1000", "A,B", "C D"]


def test_an_attribute_of_the_shops_own_comes_with_the_product() -> None:
    color = next(each for each in SHOP.attributes if each.code == "color")
    option = str(color.options[1][0])
    with Outlet() as shop:
        added = {"single_data": [{"key": "color", "value": option}]}
        number = create(shop, "CHAIR-1", additional_attributes=added)
        (row,) = Magento1Source(shop.client).by_keys("products", "id", [number], ())
    custom = {each["attribute_code"]: each["value"] for each in row["custom_attributes"]}
    assert custom["color"] == option
    assert "size" not in custom  # what has no value is left out


def test_a_batch_of_products_costs_a_call_for_each_and_two_for_all(shop: Outlet) -> None:
    numbers = [create(shop, f"P{number}") for number in range(12)]
    shop.calls.clear()
    assert len(Magento1Source(shop.client).by_keys("products", "id", numbers, ())) == 12
    assert Counter(shop.calls) == {
        "catalogProductList": 1,
        "catalogProductAttributeList": 1,
        "catalogProductInfo": 12,
    }


def test_nothing_but_an_order_is_told_anything(shop: Outlet) -> None:
    source = Magento1Source(shop.client)
    told = [({"id": 1}, {"WebId": "1"})]
    assert source.tell(Endpoint("magento", "customers", ("id",)), told) == [None]
    assert not shop.calls
    lost = ({"entity_id": 7, "increment_id": "100000007"}, {"comment": "NAV order 1001"})
    (error,) = source.tell(Endpoint("magento", "orders", ("entity_id",)), [lost])
    assert isinstance(error, RecordError)
    assert "no order 7" in str(error)
