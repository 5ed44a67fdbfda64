"""Orders of Magento 1 and OpenMage, as Magento 2 would tell them.

salesOrderList has all columns of an order, salesOrderInfo its lines, addresses and payment besides
less of the columns: an order is both. With the Oro bridge oroOrderList tells many orders' lines at
once. Recorded from OpenMage 20.0.20: a configurable is two lines after each other, its own with
the prices and its child's of the same SKU with none, and no line tells its parent; an order of
virtual goods has a shipping address without a value in it; a guest has no customer_id.

ext_order_id and the payment's transaction are out of reach. salesOrderAddComment sets the status
that it is given: an order that changes its status in the moment between our reading and our
comment goes back to the former status, though not to the former state.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Fields, Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_filters import filters
from navmage_dash.systems.magento1_lists import ORDERS, found
from navmage_dash.systems.magento1_order_money import number, with_tax
from navmage_dash.systems.shape import readable

NOT_THERE = "100"
NUMBERS = {"entity_id": "order_id", "store_id": "store_id", "customer_id": "customer_id"}
CALLED = {
    "hidden_tax_amount": "discount_tax_compensation_amount",
    "shipping_hidden_tax_amount": "shipping_discount_tax_compensation_amount",
}
OF_A_LINE = ("item_id", "order_id", "product_id", "is_virtual")
OF_A_BUNDLE = "bundle_selection_attributes"  # in product_options of its parts
Info = Mapping[str, Any]


def by_numbers(
    client: Magento1Client, numbers: Sequence[str], *, called: bool = False
) -> list[Row]:
    """The orders that are there, whole, by their order_id.

    called: each as its increment_id finds it, which is what calls to change it go by.
    """
    rows = found(client, ORDERS, "entity_id", numbers)
    with readable(f"{client.host}, salesOrderInfo"):
        at_once = {} if called else _infos(client, rows)
        told = ((row, at_once.get(str(row["order_id"])) or info_of(client, row)) for row in rows)
        return [_whole(row, info) for row, info in told if info is not None]


def _infos(client: Magento1Client, rows: Sequence[Info]) -> Mapping[str, Info]:
    """What the bridge tells of many at once, by order_id; {} without it."""
    if not (rows and client.can("oroOrderList")):
        return {}
    where = filters([Condition("entity_id", "in", [str(row["order_id"]) for row in rows])])
    page = {"page": 1, "pageSize": len(rows)}
    infos = client.call("oroOrderList", where.argument, page) or ()
    return {str(each["order_id"]): each for each in infos}


def info_of(client: Magento1Client, row: Row) -> Info | None:
    """None where it was deleted. Raises RecordError where another order has its number."""
    try:
        told: Info = client.call("salesOrderInfo", row["increment_id"])
    except Refused as fault:
        if fault.code == NOT_THERE:
            return None
        raise
    if str(told["order_id"]) != str(row["order_id"]):
        raise RecordError(
            f"Magento has two orders {row['increment_id']}, and its API tells but one of them: "
            "give its store views increment prefixes of their own"
        )
    return told


# Rows.


def listed(row: Info) -> Row:
    """A row of salesOrderList: what is null is left out, as Magento 2 does."""
    told = {CALLED.get(name, name): value for name, value in row.items() if value is not None}
    numbers = {to: int(row[name]) for to, name in NUMBERS.items() if row.get(name)}
    return {**told, **numbers, "customer_is_guest": int(row.get("customer_is_guest") or 0)}


def _whole(row: Info, info: Info) -> Row:
    address = _address(info.get("shipping_address"))
    shipping = {"address": address, "method": info.get("shipping_method")}
    assigned = [{"shipping": shipping}] if address else []
    return {
        **listed(row),
        "billing_address": _address(info.get("billing_address")),
        "payment": _told(info.get("payment")),
        "extension_attributes": {"shipping_assignments": assigned},
        **_items(row, info.get("items") or ()),
    }


def _told(row: Info | None) -> dict[str, Any]:
    return {name: value for name, value in (row or {}).items() if value is not None}


def _address(row: Info | None) -> Row:
    """{} where there is none; the lines of its street are one text with line breaks."""
    told = {name: value for name, value in _told(row).items() if value != ""}
    return {**told, "street": str(told.get("street") or "").splitlines()} if told else {}


def _items(order: Info, rows: Sequence[Info]) -> Row:
    """{'items': …} with parents and amounts; {'unclear': why} besides, where they do not fit."""
    lines = sorted((_line(each) for each in rows), key=lambda each: int(each["item_id"]))
    why = _parented(lines)
    sold = [each for each in lines if "parent_item_id" not in each]
    try:
        for line, more in zip(sold, with_tax(order, sold), strict=True):
            line |= more
    except RecordError as error:
        why = why or str(error)
    return {"items": lines} | ({"unclear": why} if why else {})


def _line(row: Info) -> dict[str, Any]:
    """Old orders, and imported ones, may have no type and no SKU."""
    named = {"product_type": row.get("product_type") or "simple", "sku": row.get("sku") or ""}
    return _told(row) | named | {name: int(row.get(name) or 0) for name in OF_A_LINE}


def _parented(lines: Sequence[dict[str, Any]]) -> str:
    """Gives children their parent_item_id: that of the line before them. Says what is odd."""
    parent: dict[str, Any] | None = None
    for line in lines:
        if parent is not None and _child(parent, line):
            line["parent_item_id"] = parent["item_id"]
            parent = parent if parent["product_type"] == "bundle" else None
        elif parent is not None and parent["product_type"] == "configurable":
            return _childless(parent)
        else:
            parent = line if line["product_type"] in ("configurable", "bundle") else None
    return _childless(parent) if parent and parent["product_type"] == "configurable" else ""


def _child(parent: Row, line: Row) -> bool:
    """Of a configurable: no price, and its SKU, to which the parent's adds those of options."""
    if parent["product_type"] == "bundle":
        return OF_A_BUNDLE in str(line.get("product_options"))
    free = not number(line, "price") and not number(line, "row_total")
    sku = str(line["sku"])
    return free and f"{parent['sku']}-".startswith(f"{sku}-")


def _childless(line: Row) -> str:
    return f"the line of what was sold does not follow that of {line['sku']}, a configurable"


# Telling.


def tell_order(client: Magento1Client, row: Row, fields: Fields) -> None:
    """The comment, once, with the status that the order has by then. row: entity_id, at least."""
    comment = fields.get("comment")
    if not comment:
        return
    rows = found(client, ORDERS, "entity_id", [str(row["entity_id"])])
    info = info_of(client, rows[0]) if rows else None
    if info is None:
        raise RecordError(f"Magento has no order {row['entity_id']} any more")
    if comment in [each.get("comment") for each in info.get("status_history") or ()]:
        return
    status = info.get("status")
    if not status:
        raise RecordError(
            f"Magento's order {info['increment_id']} has no status, and a comment would set one: "
            "give it one there"
        )
    client.write("salesOrderAddComment", info["increment_id"], status, comment, 0)
