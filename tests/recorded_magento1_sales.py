"""What the shop of the OpenMage recordings had sold, and to whom: read from its first answers.

Orders are put together of salesOrderList, which has the columns, and of the bridge's
oroOrderList, which has lines, addresses and payment of all of them. What no answer tells (the
lines of the later invoices) is not there; their ids are used up all the same.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops.people import Address, Customer
from navmage_dash.sandbox.shops.sales import Document, Order

RECORDED = Path(__file__).parents[1].parent / "shared" / "recordings" / "openmage"
GROUPS = {
    0: "NOT LOGGED IN",
    1: "General",
    2: "Wholesale",
    3: "Retailer",
    4: "VIP",
    5: "B2B Partner",
}
LAST = {
    "order": 18,
    "order 1": 16,
    "order 3": 1,
    "order 4": 1,
    "item": 30,
    "quote_item": 30,
    "quote": 18,
    "address": 35,
    "payment": 18,
    "comment": 28,
    "invoice": 4,
    "invoice 1": 3,
    "invoice 3": 1,
    "invoice_item": 7,
    "shipment": 2,
    "shipment 1": 2,
    "shipment_item": 2,
    "track": 1,
    "creditmemo": 1,
    "creditmemo 1": 1,
    "creditmemo_item": 1,
}
WHOLE = re.compile(r"(entity|item|order|product|store|parent|address|order_item)_id|is_virtual")
# What the list has of the addresses, and shows under names of its own.
JOINED = re.compile(r"(billing|shipping)_(first|last)?name|(first|middle|last)name|telephone")
PARTS = ("shipping_address", "billing_address", "payment")
GENDERS = {"Male": 1, "Female": 2}

Row = dict[str, Any]


def fill(shop: Shop1) -> None:
    shop.people.groups = dict(GROUPS)
    for customer in _customers():
        shop.people.put(customer)
    shop.people.next_id = shop.people.next_address = 11
    shop.sales.orders = {each.id: each for each in _orders()}
    shop.sales.invoices = {each.row["entity_id"]: each for each in _invoices()}
    shop.sales.shipments = {each.row["entity_id"]: each for each in _shipments()}
    shop.sales.memos = {each.row["entity_id"]: each for each in _memos()}
    shop.sales.last.update(LAST)


@cache
def _root(name: str) -> etree._Element:
    return etree.fromstring((RECORDED / f"{name}.res.xml").read_bytes())


def _rows(name: str) -> list[etree._Element]:
    return list(next(_root(name).iter("{*}Body"))[0][0])


def _row(element: etree._Element, **renamed: str) -> Row:
    """renamed: the table's name of a column that the API calls otherwise."""
    row = {
        renamed.get(each.tag, each.tag): each.text
        for each in element
        if each.text and not len(each)
    }
    return {name: _value(name, text) for name, text in row.items()}


def _value(name: str, text: str) -> Any:
    if re.fullmatch(r"-?\d+\.\d{4}", text):
        return Decimal(text)
    return int(text) if WHOLE.fullmatch(name) else text


def _customers() -> Iterator[Customer]:
    for element in _rows("bridge-nowsi/oroCustomerList.all"):
        values: Row = {each.tag: each.text for each in element if each.text and not len(each)}
        number, group = int(values.pop("customer_id")), int(values.pop("group_id"))
        website, store = int(values.pop("website_id")), int(values.pop("store_id"))
        created, updated = values.pop("created_at"), values.pop("updated_at")
        where = values.pop("created_in")
        if "gender" in values:
            values["gender"] = GENDERS[values["gender"]]
        made = Customer(number, website, store, group, created, updated, where, values)
        for each in element.iterfind("addresses/item"):
            _address(made, each)
        yield made


def _address(customer: Customer, element: etree._Element) -> None:
    values = {each.tag: each.text for each in element if each.text}
    number = int(values.pop("customer_address_id"))
    for kind in ("billing", "shipping"):
        if values.pop(f"is_default_{kind}") == "true":
            customer.defaults[kind] = number
    created, updated = values.pop("created_at"), values.pop("updated_at")
    values.pop("attributes", None)
    customer.addresses[number] = Address(number, values, created, updated)


def _orders() -> Iterator[Order]:
    whole = _rows("bridge-nowsi/oroOrderList.no_pager")
    for listed, each in zip(_rows("nowsi/salesOrderList.all"), whole, strict=True):
        row = _row(listed, order_id="entity_id")
        row = {name: value for name, value in row.items() if not JOINED.fullmatch(name)}
        row.pop("postcode", None)
        sent, paid, payment = (next(each.iter(name)) for name in PARTS)
        yield Order(
            row=row,
            items=_items(each),
            billing=_row(paid, address_id="entity_id"),
            shipping=_row(sent, address_id="entity_id") if len(sent) else None,
            payment={"entity_id": row["entity_id"], **_row(payment)},
            comments=_history(each),
        )


def _items(order: etree._Element) -> list[Row]:
    items = [_row(each) for each in order.iterfind("items/item")]
    for above, item in itertools.pairwise(items):
        if above["product_type"] == "configurable" and item["sku"] == above["sku"]:
            item["parent_item_id"] = above["item_id"]
    for item in items:
        for prefix in ("", "base_"):
            tax = item.get(f"{prefix}tax_amount", Decimal(0))
            item[f"{prefix}row_total_incl_tax"] = item[f"{prefix}row_total"] + tax
    return items


def _history(order: etree._Element) -> list[Row]:
    rows = [_row(each, increment_id="entity_id") for each in order.iterfind("status_history/item")]
    return rows[::-1]


def _invoices() -> Iterator[Document]:
    """All that the list says of them, and the first whole."""
    listed, whole = (
        _rows("nowsi/salesOrderInvoiceList.all"),
        _info("nowsi/salesOrderInvoiceInfo.ok"),
    )
    yield _document(whole, "invoice_id")
    for each in listed[1:]:
        yield _document(each, "invoice_id")


def _shipments() -> Iterator[Document]:
    """The list does not tell of the second which order it is of: it is the one half sent."""
    yield _document(_info("nowsi/salesOrderShipmentInfo.ok"), "shipment_id")
    second = _document(_rows("nowsi/salesOrderShipmentList.all")[1], "shipment_id")
    second.row |= {"entity_id": 2, "order_id": 8, "store_id": 1}
    yield second


def _memos() -> Iterator[Document]:
    yield _document(_info("nowsi/salesOrderCreditmemoInfo.ok"), "creditmemo_id")


def _info(name: str) -> etree._Element:
    return next(_root(name).iter("result"))


def _document(element: etree._Element, own_id: str) -> Document:
    items = [_row(each, item_id="entity_id") for each in element.iterfind("items/item")]
    renamed = {"track_id": "entity_id", "number": "track_number"}
    tracks = [_row(each, **renamed) for each in element.iterfind("tracks/item")]
    return Document(_row(element, **{own_id: "entity_id"}), items, tracks=tracks)
