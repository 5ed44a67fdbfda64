"""The sandbox's Magento 2 where no recording says what to expect: scopes, stock, its desk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from signed_in import SKU, Shop, row, running

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running(Magento2(company.EU)) as started:
        yield started


def test_an_address_without_a_store_code_is_the_first_store_view(shop: Shop) -> None:
    shop.create()
    shop.put("", name="Only here")
    assert shop.get(SKU)["name"] == "Item 1000"
    assert shop.get("/rest/default/V1/products/1000")["name"] == "Only here"
    assert shop.get("/rest/eu_de/V1/products/1000")["name"] == "Item 1000"


def test_null_at_a_store_view_goes_back_to_the_value_for_all(shop: Shop) -> None:
    shop.create()
    shop.put("eu_de", name="Tisch")
    shop.put("all", name="Table")
    assert shop.get("/rest/eu_de/V1/products/1000")["name"] == "Tisch"
    assert shop.put("eu_de", name=None)["name"] == "Table"


def test_a_price_that_is_global_is_not_heard_at_a_store_view(shop: Shop) -> None:
    shop.create()
    assert shop.put("eu_de", price=99)["price"] == 10


def test_a_price_by_website_is_that_of_all_its_store_views(shop: Shop) -> None:
    shop.magento.shop.price_scope = "website"
    shop.create()
    shop.put("eu_de", price=99)
    assert shop.get("/rest/eu_en/V1/products/1000")["price"] == 99
    assert shop.get("/rest/default/V1/products/1000")["price"] == 10


def test_an_edit_in_the_admin_is_seen_at_its_store_view_only(shop: Shop) -> None:
    shop.create()
    shop.magento.act("set_product", {"sku": "1000", "store": "eu_de", "values": {"name": "Stuhl"}})
    stored = shop.magento.product("1000")
    assert stored["name"] == "Item 1000"
    assert stored["store_values"] == {"eu_de": {"name": "Stuhl"}}


def test_stock_rows_are_saved_all_or_none(shop: Shop) -> None:
    rows = {"sourceItems": [row("1000", 5), row("2000", 5) | {"source_code": "nowhere"}]}
    assert shop.call("POST", "/rest/V1/inventory/source-items", rows).status_code == 400
    assert shop.magento.stock("1000") == []


def test_stock_of_the_default_source_is_the_stock_item_too(shop: Shop) -> None:
    shop.create()
    rows = {"sourceItems": [row("1000", 5.5)]}
    shop.call("POST", "/rest/V1/inventory/source-items", rows)
    item = shop.get("/rest/V1/stockItems/1000")
    assert (item["qty"], item["is_in_stock"]) == (5.5, True)
    assert shop.magento.stock("1000") == [{"source_code": "default", "quantity": 5.5, "status": 1}]


def test_without_msi_there_is_only_the_stock_item() -> None:
    with running(Magento2(company.EU, msi=False)) as shop:
        shop.create()
        missing = shop.call("GET", "/rest/V1/inventory/sources")
        assert missing.status_code == 404
        assert missing.json() == {"message": "Request does not match any route."}
        changed = {"stockItem": {"qty": 7, "is_in_stock": True}}
        shop.call("PUT", "/rest/V1/products/1000/stockItems/1", changed)
        assert shop.magento.stock("1000")[0]["quantity"] == 7
        modules = shop.get("/rest/V1/modules?searchCriteria[pageSize]=500")
        assert "Magento_InventoryApi" not in modules


def test_two_products_that_cannot_be_seen_may_share_their_address(shop: Shop) -> None:
    assert shop.create("1", name="Same").status_code == 200
    refused = shop.create("2", name="Same")
    assert refused.json() == {"message": "URL key for specified store already exists."}
    assert shop.create("2", name="Same", visibility=1).status_code == 200
    assert shop.create("3", name="Other", visibility=1).status_code == 200
    assert shop.create("4", name="Other").status_code == 200


def test_a_refused_product_leaves_nothing_behind(shop: Shop) -> None:
    shop.create("1", name="Same")
    shop.create("2", name="Same")
    assert shop.magento.product("2") is None
    shop.call("DELETE", "/rest/V1/products/1")
    assert shop.create("2", name="Same").status_code == 200


def test_json_is_written_as_php_writes_it(shop: Shop) -> None:
    shop.create(name="Größe 1/2")
    answer = shop.call("GET", SKU + "?fields=name,price")
    assert answer.content == b'{"name":"Gr\\u00f6\\u00dfe 1\\/2","price":10}'
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_master_data_can_vanish(shop: Shop) -> None:
    links = [{"category_id": "4", "position": 1}]
    shop.create(extension_attributes={"category_links": links})
    shop.put("eu_de", name="Tisch")
    for name, wanted in (
        ("remove_category", {"id": 3}),
        ("remove_website", {"id": 2}),
        ("remove_option", {"attribute": "color", "id": 4}),
    ):
        done = requests.post(f"{shop.server.url}/__sandbox__/{name}", json=wanted, timeout=5)
        assert done.status_code == 200
    product = shop.get(SKU)
    assert product["extension_attributes"]["website_ids"] == [1]
    assert shop.magento.product("1000")["store_values"] == {}
    assert "category_links" not in product["extension_attributes"]
    assert shop.call("GET", "/rest/V1/categories/4").status_code == 404
    assert shop.call("GET", "/rest/eu_de/V1/store/websites").status_code == 400
    labels = [row["label"] for row in shop.get("/rest/V1/products/attributes/color/options")]
    assert "Black" not in labels
    assert "White" in labels


def test_each_shop_has_master_data_with_ids_of_its_own(shop: Shop) -> None:
    with running(Magento2(company.US)) as other:
        assert other.create(attribute_set_id=9).status_code == 400
        assert other.create(attribute_set_id=19).status_code == 200
    assert shop.create(attribute_set_id=19).status_code == 400
    assert shop.create(attribute_set_id=9).status_code == 200


def test_many_products_are_there_at_once(shop: Shop) -> None:
    shop.magento.add_simple_products(f"ITEM-{n}" for n in range(2_000))
    query = "searchCriteria[pageSize]=100&searchCriteria[currentPage]=20&fields=items[sku]"
    found = shop.get(f"/rest/all/V1/products?{query},total_count")
    assert found["total_count"] == 2_000
    assert found["items"][-1] == {"sku": "ITEM-1999"}
    assert shop.magento.act("stock_total", {})["rows"] == 2_000


def test_a_category_takes_and_gives_back_a_product_unnoticed_by_its_date(shop: Shop) -> None:
    before = shop.create().json()["updated_at"]
    shop.magento.now = lambda: datetime.now(UTC) + timedelta(minutes=5)
    link = {"productLink": {"sku": "1000", "position": 1, "category_id": "5"}}
    assert shop.call("POST", "/rest/V1/categories/5/products", link).json() is True
    assert shop.get(SKU)["extension_attributes"]["category_links"][0]["category_id"] == "5"
    assert shop.call("DELETE", "/rest/V1/categories/5/products/1000").json() is True
    assert "category_links" not in shop.get(SKU)["extension_attributes"]
    assert shop.get(SKU)["updated_at"] == before


def test_an_edit_of_a_product_that_is_not_there_says_so(shop: Shop) -> None:
    wanted = {"sku": "nowhere", "store": "all", "values": {"name": "x"}}
    url = f"{shop.server.url}/__sandbox__/set_product"
    assert requests.post(url, json=wanted, timeout=5).status_code == 400
    assert shop.magento.act("products", {}) == []


def test_a_configurable_takes_only_children_that_differ(shop: Shop) -> None:
    def child(sku: str, colour: str | None) -> int:
        rows = [{"attribute_code": "color", "value": colour}]
        return int(shop.create(sku, custom_attributes=rows).json()["id"])

    def parent(*links: int) -> Any:
        options = [{"attribute_id": "93", "label": "Color", "position": 0, "values": []}]
        parts = {"configurable_product_options": options, "configurable_product_links": links}
        made = shop.create("P", type_id="configurable", extension_attributes=parts)
        return made.json() | {"status_code": made.status_code}

    black, white, twin, plain = child("1", "4"), child("2", "5"), child("3", "4"), child("4", None)
    assert parent(black, 999)["status_code"] == 404
    assert parent(black, plain)["parameters"] == [str(plain), "color"]
    assert parent(black, twin)["parameters"] == [str(twin), str(black)]
    assert shop.magento.product("P") is None
    made = parent(black, white)["extension_attributes"]
    assert made["configurable_product_links"] == [black, white]
    assert made["configurable_product_options"][0]["values"] == [
        {"value_index": 4},
        {"value_index": 5},
    ]
    children = shop.get("/rest/V1/configurable-products/P/children")
    assert [each["sku"] for each in children] == ["1", "2"]


def test_a_product_with_one_bad_part_is_not_changed_at_all(shop: Shop) -> None:
    shop.create()
    bad = {"category_links": [{"category_id": "x", "position": 1}]}
    assert "message" in shop.put("all", name="New", extension_attributes=bad)
    assert shop.get(SKU)["name"] == "Item 1000"
