"""The sandbox's Magento 2 where orders were not recorded: discounts, currencies, its desk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from signed_in import SKU, Shop, row, running

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2

LINE = {"sku": "1000", "qty": 3}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running(Magento2(company.EU)) as started:
        started.create(price=9.99, weight=2)
        yield started


def act(shop: Shop, name: str, wanted: Any = None) -> Any:
    """What a person in the shop does, as the demo asks for it."""
    answer = shop.call("POST", f"/__sandbox__/{name}", wanted or {})
    assert answer.status_code == 200, answer.text
    return answer.json()


def place(shop: Shop, *lines: Any, **more: Any) -> Any:
    return act(shop, "place_order", {"lines": list(lines or [LINE])} | more)


def post(shop: Shop, path: str, body: Any = None) -> Any:
    return shop.call("POST", f"/rest/V1/{path}", {} if body is None else body).json()


def refused(shop: Shop, path: str, body: Any = None) -> str:
    answer = shop.call("POST", f"/rest/V1/{path}", {} if body is None else body)
    assert answer.status_code == 400
    return str(answer.json()["message"])


def line(order: Any, qty: float, at: int = 0) -> Any:
    return {"items": [{"order_item_id": order["items"][at]["item_id"], "qty": qty}]}


def search(field: str, value: str, condition: str = "eq") -> str:
    at = "searchCriteria[filterGroups][0][filters][0]"
    return f"{at}[field]={field}&{at}[value]={value}&{at}[conditionType]={condition}"


def adds_up(order: Any, prefix: str = "") -> None:
    parts = (
        "subtotal tax_amount shipping_amount discount_amount discount_tax_compensation_amount"
    ).split()
    total = sum(order[prefix + name] for name in parts)
    assert round(total, 2) == order[f"{prefix}grand_total"]


def test_what_is_placed_is_what_the_shop_answers(shop: Shop) -> None:
    order = place(shop, store="eu_de", shipping={"amount": 5}, tax_percent=19)
    assert shop.get(f"/rest/V1/orders/{order['entity_id']}") == order
    assert order["increment_id"] == "4000000001"
    assert order["store_name"] == "EU Website\nEU Store\nEU German"
    assert (order["state"], order["status"], order["customer_is_guest"]) == ("new", "pending", 1)
    assert (order["subtotal"], order["tax_amount"], order["grand_total"]) == (29.97, 5.69, 40.66)
    assert order["weight"] == 6
    adds_up(order)


def test_store_views_count_their_orders_each_for_itself(shop: Shop) -> None:
    stores = ("default", "eu_en", "default", "eu_en")
    numbers = [place(shop, store=store)["increment_id"] for store in stores]
    assert numbers == ["000000001", "3000000001", "000000002", "3000000002"]


def test_another_shop_gives_its_orders_other_ids() -> None:
    with running(Magento2(company.US)) as shop:
        shop.create()
        order = place(shop)
        assert (order["entity_id"], order["items"][0]["item_id"]) == (21, 21)
        assert post(shop, "order/21/ship") == "21"


def test_a_discount_is_taken_before_tax(shop: Shop) -> None:
    order = place(shop, LINE | {"discount": 4.97}, tax_percent=20, coupon="SPRING")
    assert (order["discount_amount"], order["tax_amount"], order["grand_total"]) == (-4.97, 5, 30)
    assert (order["coupon_code"], order["discount_description"]) == ("SPRING", "SPRING")
    assert order["items"][0]["discount_amount"] == 4.97
    adds_up(order)


def test_a_discount_may_be_a_percentage(shop: Shop) -> None:
    order = place(shop, LINE | {"discount_percent": 10})
    assert order["items"][0]["discount_amount"] == 3
    assert order["items"][0]["discount_percent"] == 10
    assert order["grand_total"] == 26.97


def test_prices_with_tax_come_apart_and_add_up_again(shop: Shop) -> None:
    order = place(shop, LINE | {"discount": 3}, tax_percent=19, prices_include_tax=True)
    bought = order["items"][0]
    assert (bought["price_incl_tax"], bought["row_total_incl_tax"]) == (9.99, 29.97)
    assert bought["row_total"] == 25.18
    assert order["grand_total"] == 26.97
    adds_up(order)


def test_shipping_may_be_taxed(shop: Shop) -> None:
    order = place(shop, shipping={"amount": 10, "tax_percent": 7}, tax_percent=19)
    assert (order["shipping_tax_amount"], order["shipping_incl_tax"]) == (0.7, 10.7)
    taxes = order["extension_attributes"]["applied_taxes"]
    assert [(tax["code"], tax["amount"]) for tax in taxes] == [("DE-19", 5.69), ("DE-7", 0.7)]
    assert post(shop, "order/1/invoice") == "1"
    assert shop.get("/rest/V1/orders/1")["total_due"] == 0
    adds_up(order)


def test_another_currency_is_converted_from_the_websites(shop: Shop) -> None:
    order = place(shop, shipping={"amount": 10}, currency="SEK", base_to_order_rate=11.5)
    assert (order["order_currency_code"], order["base_currency_code"]) == ("SEK", "EUR")
    assert (order["base_grand_total"], order["shipping_amount"]) == (39.97, 115)
    assert order["items"][0]["price"] == 114.89
    adds_up(order)
    adds_up(order, "base_")


def test_a_customer_is_named_with_group_and_address(shop: Shop) -> None:
    names = {"firstname": "Jane", "lastname": "Doe"}
    home: Any = {
        "street": ["Main St 1"],
        "city": "Hamburg",
        "country_id": "DE",
        "postcode": "20095",
    }
    flags = {"telephone": "+49", "default_billing": True, "default_shipping": True}
    wanted: Any = {"email": "jane@example.com", "website": "eu", "group_id": 2}
    wanted |= {"addresses": [home | names | flags]}
    customer = act(shop, "register", wanted | names)
    order = place(shop, store="eu_en", customer=customer["id"])
    assert (order["customer_id"], order["customer_group_id"]) == (customer["id"], 2)
    assert (order["customer_is_guest"], order["customer_email"]) == (0, "jane@example.com")
    assert order["billing_address"]["city"] == "Hamburg"


def test_an_order_of_nobody_or_nothing_is_not_placed(shop: Shop) -> None:
    for wanted in ({"customer": 999}, {"store": "nowhere"}, {"lines": [{"sku": "nowhere"}]}):
        answer = shop.call("POST", "/__sandbox__/place_order", {"lines": [LINE]} | wanted)
        assert answer.status_code == 400
    assert act(shop, "orders") == []


def test_a_product_that_is_deleted_stays_on_the_order(shop: Shop) -> None:
    order = place(shop)
    shop.call("DELETE", SKU)
    assert shop.get("/rest/V1/orders/1") == order
    assert post(shop, "order/1/ship") == "1"


def test_more_than_is_left_is_shipped_as_what_is_left(shop: Shop) -> None:
    order = place(shop)
    assert post(shop, "order/1/ship", line(order, 2)) == "1"
    assert post(shop, "order/1/ship", line(order, 9)) == "2"
    shipped = act(shop, "shipments", {"order_id": 1})
    assert [each["total_qty"] for each in shipped] == [2, 1]
    assert "does not allow a shipment" in refused(shop, "order/1/ship", line(order, 1))


def test_more_than_is_left_is_not_invoiced(shop: Shop) -> None:
    order = place(shop)
    text = 'We found an invalid quantity to invoice item "%1".'
    assert refused(shop, "order/1/invoice", line(order, 4)) == text
    assert act(shop, "invoices", {"order_id": 1}) == []


def test_invoices_of_parts_add_up_to_the_order(shop: Shop) -> None:
    order = place(shop, LINE | {"discount": 1}, tax_percent=19, shipping={"amount": 5})
    for _ in range(3):
        post(shop, "order/1/invoice", line(order, 1))
    parts = act(shop, "invoices", {"order_id": 1})
    assert sum(round(100 * each["grand_total"]) for each in parts) == round(
        100 * order["grand_total"]
    )
    assert [each.get("shipping_amount") for each in parts] == [5, None, None]
    paid = act(shop, "order", {"id": 1})
    assert (paid["total_due"], paid["total_paid"]) == (0, order["grand_total"])


def test_refunds_of_parts_add_up_to_the_order(shop: Shop) -> None:
    order = place(shop, LINE | {"discount": 1}, tax_percent=19, shipping={"amount": 5})
    post(shop, "order/1/invoice")
    post(shop, "order/1/ship")
    none = {"arguments": {"shipping_amount": 0}}
    assert [post(shop, "order/1/refund", line(order, 1) | none) for _ in range(3)] == [*"123"]
    assert act(shop, "order", {"id": 1})["state"] == "complete"
    assert post(shop, "order/1/refund") == "4"
    closed = act(shop, "order", {"id": 1})
    assert (closed["state"], closed["total_refunded"]) == ("closed", order["grand_total"])
    assert len(act(shop, "credit_memos", {"order_id": 1})) == 4


def test_an_order_goes_from_new_to_closed(shop: Shop) -> None:
    place(shop)
    states = []
    for step in ("ship", "invoice", "refund"):
        states.append(act(shop, "order", {"id": 1})["state"])
        post(shop, f"order/1/{step}")
    states.append(act(shop, "order", {"id": 1})["state"])
    assert states == ["new", "processing", "complete", "closed"]


def test_a_held_order_waits_for_its_release(shop: Shop) -> None:
    place(shop)
    act(shop, "hold_order", {"id": 1})
    assert "status of holded" in refused(shop, "order/1/ship")
    act(shop, "unhold_order", {"id": 1})
    released = act(shop, "order", {"id": 1})
    assert (released["state"], "hold_before_state" in released) == ("new", False)
    assert post(shop, "order/1/ship") == "1"


def test_cancelling_is_told_by_true_or_false(shop: Shop) -> None:
    place(shop)
    assert act(shop, "cancel_order", {"id": 1}) is True
    assert act(shop, "cancel_order", {"id": 1}) is False
    order = act(shop, "order", {"increment_id": "000000001"})
    assert (order["state"], order["items"][0]["qty_canceled"]) == ("canceled", 3)


def test_an_order_cancelled_in_part_keeps_what_was_paid(shop: Shop) -> None:
    order = place(shop)
    post(shop, "order/1/invoice", line(order, 1))
    assert post(shop, "orders/1/cancel") is True
    left = act(shop, "order", {"id": 1})
    assert (left["state"], left["items"][0]["qty_canceled"]) == ("processing", 2)
    assert left["total_canceled"] == 19.98
    post(shop, "order/1/ship")
    assert act(shop, "order", {"id": 1})["state"] == "complete"


def test_a_shipment_of_a_part_does_not_move_the_orders_stamp(shop: Shop) -> None:
    start = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    shop.magento.now = lambda: start
    shop.sign_in()
    order = place(shop)
    post(shop, "order/1/ship", line(order, 1))
    shop.magento.now = lambda: start + timedelta(minutes=5)
    post(shop, "order/1/ship", line(order, 1))
    post(shop, "orders/1/comments", {"statusHistory": {"comment": "seen", "parent_id": 1}})
    post(shop, "orders", {"entity": {"entity_id": 1}})
    assert shop.get("/rest/V1/orders/1")["updated_at"] == "2026-11-21 17:00:00"
    post(shop, "orders", {"entity": {"entity_id": 1, "ext_order_id": "SO-1"}})
    assert shop.get("/rest/V1/orders/1")["updated_at"] == "2026-11-21 17:05:00"


def test_an_order_is_found_by_the_number_it_has_elsewhere(shop: Shop) -> None:
    place(shop), place(shop)
    post(shop, "orders", {"entity": {"entity_id": 2, "ext_order_id": "SO-2"}})
    found = shop.get(f"/rest/V1/orders?{search('ext_order_id', 'SO-2')}")
    assert [each["entity_id"] for each in found["items"]] == [2]
    none = shop.get(f"/rest/V1/orders?{search('ext_order_id', '', 'null')}")
    assert [each["entity_id"] for each in none["items"]] == [1]
    missing = shop.call("GET", f"/rest/V1/invoices?{search('website_id', '1')}")
    assert missing.status_code == 500


def test_a_field_that_no_order_has_is_refused(shop: Shop) -> None:
    place(shop)
    wanted = {"entity": {"entity_id": 1, "nav_no": "1"}}
    assert refused(shop, "orders", wanted).startswith('"%fieldName" is not supported.')


def test_an_order_reserves_and_a_shipment_takes(shop: Shop) -> None:
    def stock() -> tuple[Any, Any]:
        salable = shop.get("/rest/V1/inventory/get-product-salable-quantity/1000/1")
        return salable, shop.magento.stock("1000")[0]["quantity"]

    shop.call("POST", "/rest/V1/inventory/source-items", {"sourceItems": [row("1000", 10)]})
    order = place(shop)
    assert stock() == (7, 10)
    post(shop, "order/1/ship", line(order, 2))
    assert stock() == (7, 8)
    post(shop, "orders/1/cancel")
    assert stock() == (8, 8)
    post(shop, "order/1/ship")
    assert stock() == (8, 8)


def test_a_website_with_its_own_stock_sells_and_ships_from_it(shop: Shop) -> None:
    source = {"source_code": "wh", "name": "WH", "country_id": "DE", "postcode": "10115"}
    post(shop, "inventory/sources", {"source": source})
    channels = {"sales_channels": [{"type": "website", "code": "eu"}]}
    stock = {"name": "EU", "extension_attributes": channels}
    number = post(shop, "inventory/stocks", {"stock": stock})
    link = {"stock_id": number, "source_code": "wh", "priority": 1}
    post(shop, "inventory/stock-source-links", {"links": [link]})
    rows = [row("1000", 10), row("1000", 10) | {"source_code": "wh"}]
    post(shop, "inventory/source-items", {"sourceItems": rows})
    place(shop, store="eu_en")
    salable = "/rest/V1/inventory/get-product-salable-quantity/1000"
    assert (shop.get(f"{salable}/1"), shop.get(f"{salable}/{number}")) == (10, 7)
    post(shop, "order/1/ship")
    left = {each["source_code"]: each["quantity"] for each in shop.magento.stock("1000")}
    assert left == {"default": 10, "wh": 7}
    shipped = act(shop, "shipments", {"order_id": 1})[0]
    assert shipped["extension_attributes"] == {"source_code": "wh"}


def test_without_msi_stock_falls_when_it_is_ordered() -> None:
    with running(Magento2(company.EU, msi=False)) as shop:
        item = {"qty": 10, "is_in_stock": True}
        shop.create(extension_attributes={"stock_item": item})
        place(shop), place(shop)
        assert shop.magento.stock("1000")[0]["quantity"] == 4
        post(shop, "orders/1/cancel")
        post(shop, "order/2/ship")
        assert shop.magento.stock("1000")[0]["quantity"] == 7


def test_what_comes_back_can_go_to_stock_again(shop: Shop) -> None:
    shop.call("POST", "/rest/V1/inventory/source-items", {"sourceItems": [row("1000", 10)]})
    order = place(shop)
    post(shop, "order/1/invoice"), post(shop, "order/1/ship")
    back = {"return_to_stock_items": [order["items"][0]["item_id"]]}
    wanted = line(order, 2) | {"arguments": {"extension_attributes": back}}
    assert post(shop, "order/1/refund", wanted) == "1"
    assert shop.magento.stock("1000")[0]["quantity"] == 9


def test_a_configurable_is_ordered_by_its_child(shop: Shop) -> None:
    color = {"attribute_code": "color", "value": 4}
    shop.create("T-RED", name="Tee red", price=20, custom_attributes=[color])
    shop.create("T", name="Tee", type_id="configurable")
    option = {"attribute_id": 93, "label": "Color", "values": [{"value_index": 4}]}
    post(shop, "configurable-products/T/options", {"option": option})
    post(shop, "configurable-products/T/child", {"childSku": "T-RED"})
    order = place(shop, {"sku": "T", "child": "T-RED", "qty": 2}, tax_percent=25)
    parent, child = order["items"]
    assert (parent["sku"], parent["name"], parent["row_total"]) == ("T-RED", "Tee", 40)
    assert (child["parent_item_id"], child["row_total"]) == (parent["item_id"], 0)
    chosen = parent["product_option"]["extension_attributes"]["configurable_item_options"]
    assert chosen == [{"option_id": "93", "option_value": 4}]
    assert "without products" in refused(shop, "order/1/ship", line(order, 1, at=1))
    assert post(shop, "order/1/ship", line(order, 2)) == "1"
    assert post(shop, "order/1/invoice") == "1"
    done = act(shop, "order", {"id": 1})
    assert (done["state"], done["items"][1]["qty_invoiced"]) == ("complete", 2)


def test_an_order_of_nothing_to_carry_has_no_shipping(shop: Shop) -> None:
    shop.create("PDF", type_id="virtual", price=5)
    order = place(shop, {"sku": "PDF", "qty": 1}, shipping={"amount": 5})
    assert (order["is_virtual"], order["grand_total"]) == (1, 5)
    assert order["extension_attributes"]["shipping_assignments"] == []
    post(shop, "order/1/invoice")
    assert act(shop, "order", {"id": 1})["state"] == "complete"


def test_a_guest_buys_through_the_api(shop: Shop) -> None:
    shop.call("POST", "/rest/V1/inventory/source-items", {"sourceItems": [row("1000", 10)]})
    shop.http.headers.pop("Authorization")
    cart = shop.call("POST", "/rest/eu_en/V1/guest-carts").json()
    for qty in (7, 2):
        post(shop, f"guest-carts/{cart}/items", {"cartItem": {"sku": "1000", "qty": qty}})
    home = {"firstname": "Eva", "lastname": "Berg", "street": ["Allee 1"], "city": "Wien"}
    home |= {"postcode": "1010", "country_id": "AT", "telephone": "1", "email": "eva@example.com"}
    chosen = {"shipping_carrier_code": "flatrate", "shipping_method_code": "flatrate"}
    wanted = {"addressInformation": {"shipping_address": home} | chosen}
    answer = post(shop, f"guest-carts/{cart}/shipping-information", wanted)
    assert answer["totals"]["grand_total"] == 134.91
    paid = {"paymentMethod": {"method": "checkmo"}}
    placed = shop.call("PUT", f"/rest/V1/guest-carts/{cart}/order", paid).json()
    order = act(shop, "order", {"id": placed})
    assert (order["store_id"], order["customer_email"]) == (3, "eva@example.com")
    assert [each["qty_ordered"] for each in order["items"]] == [7, 2]
    assert shop.call("GET", f"/rest/V1/guest-carts/{cart}/totals").status_code == 404


def test_tax_is_by_the_shops_own_rules(shop: Shop) -> None:
    rate = {"tax_country_id": "DE", "tax_postcode": "*", "rate": 7, "code": "DE reduced"}
    number = post(shop, "taxRates", {"tax_rate": rate})["id"]
    classes = {"customer_tax_class_ids": [3], "product_tax_class_ids": [4]}
    rule = {"code": "reduced", "priority": 0, "position": 0, "tax_rate_ids": [number]}
    post(shop, "taxRules", {"rule": rule | classes})
    reduced = [{"attribute_code": "tax_class_id", "value": "4"}]
    shop.create("2000", price=100, custom_attributes=reduced)
    order = place(shop, LINE, {"sku": "2000", "qty": 1})
    assert [each["tax_amount"] for each in order["items"]] == [0, 7]
    assert order["extension_attributes"]["applied_taxes"][0]["code"] == "DE reduced"


def test_a_track_is_added_without_touching_the_order(shop: Shop) -> None:
    place(shop)
    post(shop, "order/1/ship", {"tracks": [{"track_number": "1", "title": "DHL"}]})
    entity = {"parent_id": 1, "order_id": 1, "track_number": "2", "carrier_code": "dhl"}
    post(shop, "shipment/track", {"entity": entity})
    tracks = shop.get("/rest/V1/shipment/1")["tracks"]
    assert [each["track_number"] for each in tracks] == ["1", "2"]


def test_without_the_right_there_are_no_orders(shop: Shop) -> None:
    shop.http.headers.pop("Authorization")
    denied = shop.call("GET", "/rest/V1/orders/1")
    assert denied.status_code == 401
    assert denied.json()["parameters"] == {"resources": "Magento_Sales::actions_view"}
