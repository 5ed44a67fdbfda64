"""Orders and their documents in the shape of Magento 2's JSON, for the desk's answers alone."""

from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import places
from navmage_dash.sandbox.shops.sales import Document, Order, Row


def order(each: Order) -> Row:
    way: Row = {"address": _address(each.shipping or {})}
    way["method"] = each.row.get("shipping_method")
    assigned = [{"shipping": way}] if each.shipping else []
    return {
        **_plain(each.row),
        "items": [_plain(item) for item in each.items],
        "billing_address": _address(each.billing),
        "payment": _plain(each.payment),
        "status_histories": [_plain(row) for row in reversed(each.comments)],
        "extension_attributes": {"shipping_assignments": assigned},
    }


def document(made: Document) -> Row:
    return {
        **_plain(made.row),
        "items": [_plain(item) for item in made.items],
        "comments": [_plain(row) for row in made.comments],
        "tracks": [_plain(row) for row in made.tracks],
    }


def _address(row: Row) -> Row:
    """Flat, unlike a customer's."""
    shown = places.shown(_plain(row))
    region = {name: value for name, value in shown.pop("region").items() if value}
    return {**shown, **region}


def _plain(row: Row) -> Row:
    return {name: _number(value) for name, value in row.items() if value is not None}


def _number(value: Any) -> Any:
    """Magento 2 writes 5 for five, and 5.5."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else float(value)
