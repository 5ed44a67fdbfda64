"""What the sandbox's Magento 1 does with customers and orders where no recorded sequence shows it.

What moves updated_at is from BEHAVIOUR.txt of the OpenMage recordings, sums are those of orders
recorded there; payment made online, and a cancellation of half an order, are as documented.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from outlet import SHOP

from navmage_dash.errors import RecordError
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Server
from navmage_dash.secret import Secret
from navmage_dash.systems.open import open_magento1
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings

WHO = {"email": "ada@example.com", "firstname": "Ada", "lastname": "Byron"}
HOME = {
    "firstname": "Ada",
    "lastname": "Byron",
    "street": ["1 Mill Lane"],
    "city": "Leeds",
    "postcode": "LS1",
    "country_id": "GB",
    "telephone": "+44 1",
}
LINE = {"sku": "HAMMER", "qty": 2, "price": 10, "tax_percent": 20}
FREIGHT = {"method": "flatrate_flatrate", "amount": 5}


class Shop:
    """A Magento 1 whose clock goes on by a minute with each call, and our client of it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
        self.magento = Magento1(SHOP)
        self.magento.now = self._now
        self.magento.add_simple_products(["HAMMER", "MUG"])
        self.server = Server(self.magento).start()
        url = f"{self.server.url}/api/v2_soap/?wsdl=1"
        key = Secret(company.MAGENTO1_KEY)
        settings = MagentoSettings(url=url, user=company.MAGENTO1_USER, key=key)
        self.client = open_magento1(settings, Patience(wait=lambda seconds: None))

    def _now(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time

    def act(self, name: str, **wanted: Any) -> Any:
        return self.magento.act(name, wanted)

    def register(self, **more: Any) -> dict[str, Any]:
        own = {**HOME, "default_billing": True, "default_shipping": True}
        made: dict[str, Any] = self.act(
            "register", **{**WHO, "store": "outlet_en", "addresses": [own], **more}
        )
        return made

    def order(self, *lines: dict[str, Any], **more: Any) -> str:
        """Its number."""
        wanted = {"store": "outlet_en", "lines": lines or [LINE], "shipping": FREIGHT, **more}
        return str(self.act("place_order", **wanted)["increment_id"])

    def call(self, operation: str, *arguments: Any) -> Any:
        return self.client.call(operation, *arguments)

    def close(self) -> None:
        self.client.session.close()
        self.server.stop()


@pytest.fixture
def shop() -> Iterator[Shop]:
    opened = Shop()
    yield opened
    opened.close()


def row(shop: Shop, number: str) -> Any:
    """As the list has it, with all its columns."""
    [found] = shop.call("salesOrderList", {"filter": [{"key": "increment_id", "value": number}]})
    return found


def amounts(found: Any, names: str) -> list[Decimal]:
    return [Decimal(found[name]) for name in names.split()]


@pytest.mark.parametrize(
    ("act", "moves"),
    [
        (("salesOrderAddComment", "pending", "Hello", "0"), True),
        (("salesOrderHold",), True),
        (("salesOrderCancel",), True),
        (("salesOrderInvoiceCreate",), True),
        (("salesOrderShipmentCreate",), True),
        (("salesOrderShipmentGetCarriers",), False),
    ],
)
def test_what_is_done_to_an_order_moves_its_time(shop: Shop, act: Any, moves: bool) -> None:
    number = shop.order()
    before = row(shop, number)["updated_at"]
    operation, *rest = act
    shop.client.write(operation, number, *rest)
    assert (row(shop, number)["updated_at"] > before) is moves


def test_a_tracking_number_and_a_comment_of_a_shipment_move_no_order(shop: Shop) -> None:
    number = shop.order()
    shipment = shop.client.write("salesOrderShipmentCreate", number)
    before = row(shop, number)["updated_at"]
    shop.client.write("salesOrderShipmentAddTrack", shipment, "ups", "UPS", "1Z")
    shop.client.write("salesOrderShipmentAddComment", shipment, "packed", "0", "0")
    assert row(shop, number)["updated_at"] == before
    [track] = shop.call("salesOrderShipmentInfo", shipment)["tracks"]
    assert (track["number"], track["carrier_code"]) == ("1Z", "ups")
    assert shop.client.write("salesOrderShipmentRemoveTrack", shipment, track["track_id"])
    assert not shop.call("salesOrderShipmentInfo", shipment)["tracks"]


def updated(shop: Shop, customer: int) -> str:
    return str(shop.call("customerCustomerInfo", customer)["updated_at"])


def test_an_address_moves_its_customers_time_where_it_becomes_the_default(shop: Shop) -> None:
    made = shop.register()
    before = updated(shop, made["id"])
    second = shop.client.write("customerAddressCreate", made["id"], HOME)
    assert updated(shop, made["id"]) == before
    shop.client.write("customerAddressUpdate", second, {"is_default_billing": True})
    assert updated(shop, made["id"]) > before
    flags = {
        each["customer_address_id"]: (each["is_default_billing"], each["is_default_shipping"])
        for each in shop.call("customerAddressList", made["id"])
    }
    assert flags == {1: (False, True), 2: (True, False)}


def test_an_order_moves_the_time_of_its_buyer(shop: Shop) -> None:
    made = shop.register()
    before = updated(shop, made["id"])
    number = shop.order(customer=made["id"])
    assert updated(shop, made["id"]) > before
    info = shop.call("salesOrderInfo", number)
    assert (info["customer_id"], info["billing_address"]["city"]) == (str(made["id"]), "Leeds")


def test_tax_is_taken_by_row_after_the_discount(shop: Shop) -> None:
    """The sums of the recorded orders 100000001 and 100000005."""
    plain = (
        {"sku": "HAMMER", "qty": 2, "price": "10.5", "tax_percent": "16.5"},
        {"sku": "MUG", "qty": 1, "price": "4.49", "tax_percent": "16.5"},
    )
    less = {"sku": "MUG", "price": 30, "discount_percent": 10, "tax_percent": "16.5"}
    names = "subtotal discount_amount tax_amount shipping_amount grand_total subtotal_incl_tax"
    first = row(shop, shop.order(*plain, shipping={**FREIGHT, "amount": 15}))
    second = row(shop, shop.order(less, shipping={**FREIGHT, "amount": 65}, coupon="TENOFF"))
    assert amounts(first, names) == list(map(Decimal, "25.49 0 4.21 15 44.7 29.7".split()))
    assert amounts(second, names) == list(map(Decimal, "30 -3 4.46 65 96.46 34.95".split()))
    assert second["coupon_code"] == "TENOFF"


def test_prices_that_include_tax_hide_what_the_discount_takes_of_it(shop: Shop) -> None:
    line = {"sku": "MUG", "qty": 1, "price": 120, "discount": 12, "tax_percent": 20}
    found = row(shop, shop.order(line, prices_include_tax=True))
    names = "subtotal subtotal_incl_tax discount_amount tax_amount hidden_tax_amount grand_total"
    assert amounts(found, names) == list(map(Decimal, "100 120 -12 18 2 113".split()))
    invoice = shop.client.write("salesOrderInvoiceCreate", found["increment_id"])
    assert Decimal(shop.call("salesOrderInvoiceInfo", invoice)["grand_total"]) == 113


def product(shop: Shop, sku: str, kind: str = "simple", qty: int = 50) -> None:
    data = {"name": f"A {sku}", "stock_data": {"qty": str(qty), "is_in_stock": 1}}
    shop.client.write("catalogProductCreate", kind, "4", sku, data)


def stock(shop: Shop, sku: str) -> tuple[str, str]:
    [found] = shop.call("catalogInventoryStockItemList", [sku])
    return found["qty"], found["is_in_stock"]


def test_an_order_takes_from_the_stock_and_a_cancel_gives_it_back(shop: Shop) -> None:
    product(shop, "SAW", qty=2)
    first = shop.order({"sku": "SAW", "qty": 1, "price": 5})
    assert stock(shop, "SAW") == ("1.0000", "1")
    shop.client.write("salesOrderShipmentCreate", first)
    assert stock(shop, "SAW") == ("1.0000", "1")
    second = shop.order({"sku": "SAW", "qty": 1, "price": 5})
    assert stock(shop, "SAW") == ("0.0000", "0")
    shop.client.write("salesOrderCancel", second)
    assert stock(shop, "SAW") == ("1.0000", "1")


def test_a_configurable_is_two_lines_of_one_sku_that_do_not_name_each_other(shop: Shop) -> None:
    product(shop, "TEE", "configurable")
    product(shop, "TEE-RED")
    number = shop.order({"sku": "TEE", "child": "TEE-RED", "qty": 2, "price": 10})
    parent, child = shop.call("salesOrderInfo", number)["items"]
    assert (parent["sku"], child["sku"]) == ("TEE-RED", "TEE-RED")
    assert (parent["product_type"], child["product_type"]) == ("configurable", "simple")
    assert (parent["row_total"], child["row_total"]) == ("20.0000", "0.0000")
    assert "parent_item_id" not in child
    assert stock(shop, "TEE-RED") == ("48.0000", "1")


def test_a_guests_order_of_what_is_not_sent_anywhere_is_complete_once_invoiced(shop: Shop) -> None:
    product(shop, "HOUR", "virtual")
    number = shop.order({"sku": "HOUR", "price": 30}, email="gus@example.com")
    info = shop.call("salesOrderInfo", number)
    assert (info["customer_id"], info["customer_is_guest"]) == (None, "1")
    assert (info["customer_group_id"], info["shipping_method"]) == ("0", None)
    assert not any(info["shipping_address"].values())
    with pytest.raises(RecordError, match="Cannot do shipment for order"):
        shop.client.write("salesOrderShipmentCreate", number)
    shop.client.write("salesOrderInvoiceCreate", number)
    assert shop.call("salesOrderInfo", number)["state"] == "complete"


def test_an_invoice_of_an_online_payment_is_open_until_it_is_captured(shop: Shop) -> None:
    number = shop.order(payment="paypal_express")
    invoice = shop.client.write("salesOrderInvoiceCreate", number)
    assert shop.call("salesOrderInvoiceInfo", invoice)["state"] == "1"
    assert row(shop, number)["total_paid"] is None
    assert shop.client.write("salesOrderInvoiceCapture", invoice)
    assert shop.call("salesOrderInvoiceInfo", invoice)["state"] == "2"
    assert Decimal(row(shop, number)["total_paid"]) == 29
    with pytest.raises(RecordError, match="Invoice cannot be captured"):
        shop.client.write("salesOrderInvoiceCapture", invoice)


def test_an_open_invoice_can_be_cancelled_and_made_again(shop: Shop) -> None:
    number = shop.order(payment="paypal_express")
    first = shop.client.write("salesOrderInvoiceCreate", number)
    assert shop.client.write("salesOrderInvoiceCancel", first)
    second = shop.client.write("salesOrderInvoiceCreate", number)
    totals = [shop.call("salesOrderInvoiceInfo", each)["grand_total"] for each in (first, second)]
    assert totals == ["29.0000", "29.0000"]
    assert Decimal(row(shop, number)["total_invoiced"]) == 29


def test_what_is_left_of_half_an_order_is_cancelled_and_answered_with_a_fault(shop: Shop) -> None:
    number = shop.order()
    [item] = shop.call("salesOrderInfo", number)["items"]
    half = [{"order_item_id": int(item["item_id"]), "qty": Decimal(1)}]
    shop.client.write("salesOrderInvoiceCreate", number, half)
    with pytest.raises(RecordError, match="Order status not changed"):
        shop.client.write("salesOrderCancel", number)
    info = shop.call("salesOrderInfo", number)
    [item] = info["items"]
    assert (item["qty_canceled"], info["state"]) == ("1.0000", "processing")


def test_what_is_given_back_at_the_desk_closes_the_order(shop: Shop) -> None:
    number = shop.order(payment="banktransfer")
    own = shop.act("order", increment_id=number)["entity_id"]
    shop.act("invoice_order", id=own)
    shop.act("ship_order", id=own)
    made = shop.act("refund_order", id=own)
    info = shop.call("salesOrderInfo", number)
    assert (info["state"], info["total_offline_refunded"]) == ("closed", "29.0000")
    comments = [each["comment"] for each in info["status_history"]]
    assert "Refunded amount of €29.00 offline." in comments
    memo = shop.call("salesOrderCreditmemoInfo", made["increment_id"])
    assert (memo["grand_total"], memo["items"][0]["qty"]) == ("29.0000", "2.0000")
    with pytest.raises(RecordError, match="can not be created"):
        shop.client.write("salesOrderCreditmemoCreate", number)


def test_orders_are_filtered_in_utc_and_only_from_and_to_count_together(shop: Shop) -> None:
    numbers = [shop.order() for _ in range(4)]
    times = [row(shop, number)["created_at"] for number in numbers]

    def found(*conditions: tuple[str, str, str]) -> list[str]:
        said = [{"key": f, "value": {"key": op, "value": v}} for f, op, v in conditions]
        return [
            each["increment_id"] for each in shop.call("salesOrderList", {"complex_filter": said})
        ]

    created = "created_at"
    assert found((created, "from", times[1]), (created, "to", times[2])) == numbers[1:3]
    assert found((created, "gt", times[1]), (created, "lteq", times[2])) == numbers[2:]
    assert found((created, "gteq", times[3].replace(" ", "T") + "Z")) == numbers[3:]
    assert found(("order_id", "in", "1,3")) == [numbers[0], numbers[2]]
    assert found(("status", "nlike", "pend%"), ("state", "eq", "new")) == []
    assert found(("increment_id", "sounds", "1")) == []


def test_a_customer_that_is_gone_leaves_the_orders_to_nobody(shop: Shop) -> None:
    made = shop.register()
    number = shop.order(customer=made["id"])
    assert shop.client.write("customerCustomerDelete", made["id"])
    assert row(shop, number)["customer_id"] is None
    assert shop.act("customer", id=made["id"]) is None


def test_an_account_can_be_changed_in_the_shop(shop: Shop) -> None:
    made = shop.register()
    moved = {**HOME, "id": made["addresses"][0]["id"], "city": "York", "default_billing": True}
    shop.act("edit_customer", id=made["id"], values={"lastname": "King", "addresses": [moved]})
    info = shop.call("customerCustomerInfo", made["id"])
    [address] = shop.call("customerAddressList", made["id"])
    assert (info["lastname"], address["city"]) == ("King", "York")
    with pytest.raises(ValueError, match="This customer email already exists"):
        shop.register()
