"""Products and stock in Magento 2, as the engine finds and writes them."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from shop import PRODUCTS, STOCK, TABLE, Shop, quantity

from navmage_dash.errors import RecordError, RunError, Unavailable
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Write
from navmage_dash.systems.magento2_products import product

STOCK_NAMES = ("sku", "source_code", "quantity", "status")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as opened:
        yield opened


def bodies(shop: Shop) -> list[tuple[str, str, Any]]:
    """From now on each writing call: (method, address, body)."""
    seen: list[tuple[str, str, Any]] = []

    def handle(request: Request) -> Response:
        if request.method != "GET":
            address = request.path + (f"?{request.query}" if request.query else "")
            seen.append((request.method, address, json.loads(request.body or b"null")))
        return Magento2.handle(shop.magento, request)

    shop.magento.handle = handle  # type: ignore[method-assign]
    return seen


def test_a_product_is_found_as_it_was_written(shop: Shop) -> None:
    answer = shop.create()
    assert isinstance(answer, Answer)
    assert answer.remote_id == "1"
    assert differences(shop.found("1000"), TABLE) == {}


@pytest.mark.parametrize(
    "sku", ["A/1", "A+B", "Ü 1", "50% off", "a#b?c", "back\\slash", "semi;colon", "com,ma", 'a"b']
)
def test_any_sku_is_written_found_and_changed(shop: Shop, sku: str) -> None:
    shop.create(sku=sku)
    assert isinstance(shop.update(sku, price="13"), Answer)
    assert shop.found(sku)["price"] == "13"
    assert len(shop.magento.act("products", {})) == 1


def test_only_what_changed_is_sent_with_the_sku_and_without_the_id(shop: Shop) -> None:
    shop.create()
    seen = bodies(shop)
    shop.update("1000", price="13.25")
    assert seen == [
        ("PUT", "/rest/all/V1/products/1000", {"product": {"sku": "1000", "price": "13.25"}})
    ]


def test_blanks_are_left_out_of_a_new_product_and_clear_an_old_one(shop: Shop) -> None:
    seen = bodies(shop)
    blank = {"description": None, "custom.material": None, "weight": None}
    shop.create({**TABLE, **blank})
    assert "weight" not in seen[-1][2]["product"]
    assert "material" not in json.dumps(seen[-1])
    shop.update("1000", **{"custom.color": None})
    sent = seen[-1][2]["product"]["custom_attributes"]
    assert sent == [{"attribute_code": "color", "value": None}]
    assert shop.found("1000")["custom.color"] is None


def test_websites_are_replaced(shop: Shop) -> None:
    shop.create()
    shop.update("1000", website_ids=("2",))
    assert shop.found("1000")["website_ids"] == ("2",)


def test_categories_are_added_and_taken_out(shop: Shop) -> None:
    shop.create()
    seen = bodies(shop)
    shop.update("1000", category_ids=("5", "6"))
    assert shop.found("1000")["category_ids"] == ("5", "6")
    links = [{"position": 0, "category_id": "6"}]
    assert seen == [
        (
            "PUT",
            "/rest/all/V1/products/1000",
            {"product": {"sku": "1000", "extension_attributes": {"category_links": links}}},
        ),
        ("DELETE", "/rest/V1/categories/4/products/1000", None),
    ]


def test_a_product_is_taken_out_of_all_categories_in_one_call(shop: Shop) -> None:
    shop.create()
    seen = bodies(shop)
    shop.update("1000", category_ids=())
    assert shop.found("1000")["category_ids"] == ()
    assert len(seen) == 1


def test_only_taking_out_needs_no_put(shop: Shop) -> None:
    shop.create()
    seen = bodies(shop)
    answer = shop.update("1000", category_ids=("5",))
    assert [method for method, *_ in seen] == ["DELETE"]
    assert isinstance(answer, Answer)
    assert answer.remote_id == "1"


def test_a_category_that_is_gone_or_was_left_already_is_no_failure(shop: Shop) -> None:
    shop.create()
    before = shop.target.find(PRODUCTS, ["1000"], list(TABLE))["1000"]
    shop.magento.act("remove_category", {"id": 4})
    shop.client.call("DELETE", "V1/categories/5/products/1000")
    after = {**before.fields, "category_ids": ("6",)}
    changes = {"category_ids": (("4", "5"), ("6",))}
    write = Write(key="1000", action="update", fields=after, changes=changes, remote_id="1")
    assert isinstance(shop.target.write(PRODUCTS, [write])[0], Answer)
    assert shop.found("1000")["category_ids"] == ("6",)


def test_an_interruption_between_put_and_delete_may_have_been_done(shop: Shop) -> None:
    shop.create()
    shop.server.faults.add("unavailable", 503, match="DELETE")
    with pytest.raises(Unavailable) as caught:
        shop.update("1000", category_ids=("5", "6"))
    assert caught.value.maybe_done


def test_a_refusal_fails_alone_in_words(shop: Shop) -> None:
    shop.create()
    answer = shop.create(sku="1001")
    assert isinstance(answer, RecordError)
    assert "URL key for specified store already exists." in str(answer)


def test_an_sku_in_another_case_is_found_and_not_written(shop: Shop) -> None:
    shop.create(sku="Chair-1")
    found = shop.target.find(PRODUCTS, ["CHAIR-1"], ["sku", "name"])
    assert found["CHAIR-1"].fields["sku"] == "Chair-1"
    answer = shop.update("CHAIR-1", price="7")
    assert isinstance(answer, RecordError)
    assert "'Chair-1'" in str(answer)
    assert "'CHAIR-1'" in str(answer)
    assert [each["sku"] for each in shop.magento.act("products", {})] == ["Chair-1"]


def test_what_magentos_database_takes_for_one_sku_is_not_renamed(shop: Shop) -> None:
    shop.create(sku="Müller-1")
    row = {"id": 1, "sku": "Müller-1", "name": "x"}
    answer = json.dumps({"items": [row], "total_count": 1}).encode()
    handle = shop.magento.handle

    def like_mysql(request: Request) -> Response:
        if request.method == "GET" and "MULLER-1" in request.query:
            return Response(200, answer, "application/json")
        return handle(request)

    shop.magento.handle = like_mysql  # type: ignore[method-assign]
    found = shop.target.find(PRODUCTS, ["MULLER-1"], ["sku", "name"])
    assert found["MULLER-1"].fields["sku"] == "Müller-1"
    assert "'Müller-1'" in str(shop.update("MULLER-1", name="y"))


def test_fifty_products_are_found_in_one_call(shop: Shop) -> None:
    skus = [f"P{number}" for number in range(60)]
    shop.magento.add_simple_products(skus)
    shop.client.get("V1/store/websites")
    shop.server.calls.clear()
    assert len(shop.target.find(PRODUCTS, [*skus, "none"], ["name", "price"])) == 60
    assert shop.server.calls.total() == 2


def test_a_decimal_attribute_is_equal_whatever_its_zeros(shop: Shop) -> None:
    body = {"product": {"sku": "9", "name": "9", "attribute_set_id": 4, "price": 1}}
    body["product"]["custom_attributes"] = [{"attribute_code": "cost", "value": "101.5"}]
    shop.client.call("POST", "all/V1/products", body)
    assert shop.found("9", {"custom.cost": None})["custom.cost"] == "101.5"


def test_several_options_go_as_one_text() -> None:
    made = product("1", {"custom.tags": ("12", "13"), "tax_class_id": "2"})
    assert made["custom_attributes"] == [
        {"attribute_code": "tags", "value": "12,13"},
        {"attribute_code": "tax_class_id", "value": "2"},
    ]


def test_a_field_that_no_product_has_is_a_fault_of_the_mapping() -> None:
    with pytest.raises(RunError, match="colour"):
        product("1", {"colour": "red"})


def test_five_hundred_quantities_are_written_in_one_call_and_found_again(shop: Shop) -> None:
    assert shop.target.bulk("stock") == 500
    assert shop.target.bulk("products") == 1
    writes = [quantity(f"S{number}", f"{number}.5") for number in range(500)]
    shop.server.calls.clear()
    answers = shop.target.write(STOCK, writes)
    assert [getattr(each, "remote_id", each) for each in answers][:2] == ["S0", "S1"]
    assert shop.server.calls.total() == 1
    found = shop.target.find(STOCK, ["S7", "S8", "none"], STOCK_NAMES)
    assert found["S7"].fields == writes[7].fields
    assert found.keys() == {"S7", "S8"}


def test_one_bad_quantity_refuses_the_whole_call_and_nothing_is_written(shop: Shop) -> None:
    with pytest.raises(RecordError, match="Validation Failed"):
        shop.target.write(STOCK, [quantity("A", "1"), quantity(" ", "2")])
    assert shop.target.find(STOCK, ["A"], STOCK_NAMES) == {}


def test_a_source_that_is_not_there_refuses_the_row_that_names_it(shop: Shop) -> None:
    rows = [quantity("A", "1"), quantity("B", "2", source="nowhere")]
    good, bad = shop.target.write(STOCK, rows)
    assert isinstance(good, Answer) and "no inventory source 'nowhere'" in str(bad)
    assert shop.target.find(STOCK, ["A", "B"], STOCK_NAMES).keys() == {"A"}


def test_without_msi_each_product_has_its_one_quantity() -> None:
    with Shop(Magento2(company.EU, msi=False)) as shop:
        shop.create(sku="A/1")
        assert shop.target.bulk("stock") == 1
        (good,) = shop.target.write(STOCK, [quantity("A/1", "5.5")])
        (bad,) = shop.target.write(STOCK, [quantity("B", "1")])
        assert isinstance(good, Answer)
        assert isinstance(bad, RecordError)
        found = shop.target.find(STOCK, ["A/1", "B"], STOCK_NAMES)
        assert found.keys() == {"A/1"}
        assert found["A/1"].fields == quantity("A/1", "5.5").fields
        assert shop.server.calls["GET /rest/V1/inventory/sources"] == 1


@pytest.mark.parametrize("sku", [".", ".."])
def test_an_sku_of_dots_alone_fails_alone(shop: Shop, sku: str) -> None:
    """As a part of an address it would be another address."""
    shop.create(sku=sku)
    assert "cannot stand in an address" in str(shop.update(sku, price="2"))


def test_the_address_of_an_sku_is_encoded_once(shop: Shop) -> None:
    shop.create(sku="A/1 %41")
    seen = bodies(shop)
    shop.update("A/1 %41", price="2")
    assert seen[0][1] == f"/rest/all/V1/products/{quote('A/1 %41', safe='')}"
