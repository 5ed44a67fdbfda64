"""Orders as salesOrderList and salesOrderInfo show them.

The list has nearly all columns of the table, Info but those of Magento 1.3, with the lines, the
addresses and the payment. A column without a value is left out. Numbers have four decimals.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.shops.sales import Order, Row

NAMES = ("firstname", "lastname")
OF_BILLING = ("firstname", "middlename", "lastname", "telephone", "postcode")


def text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.4f}"
    if isinstance(value, bool):
        return str(int(value))
    return str(value)


def shown(row: Row, **renamed: str) -> Row:
    """renamed: the API's name for a column of the table, where it has another."""
    row = {name: text(value) for name, value in row.items() if value is not None}
    return row | {name: row[column] for name, column in renamed.items() if column in row}


def listed(each: Order) -> Row:
    """A row of the list, with the names and the telephone number of its addresses."""
    row = shown(each.row, order_id="entity_id")
    for kind, address in (("billing", each.billing), ("shipping", each.shipping)):
        if address is not None:
            row |= {f"{kind}_{name}": address[name] for name in NAMES if address.get(name)}
            row[f"{kind}_name"] = " ".join(str(address.get(name) or "") for name in NAMES)
    # The query takes these of both addresses by one name: what it finds last stands.
    last = each.shipping or {}
    return row | {name: last[name] for name in OF_BILLING if last.get(name)}


def info(each: Order) -> Row:
    return shown(each.row, order_id="entity_id") | {
        "shipping_address": address(each.shipping) if each.shipping else {},
        "billing_address": address(each.billing),
        "items": [shown(item) for item in each.items],
        "payment": shown(each.payment, payment_id="entity_id"),
        "status_history": history(each.comments),
    }


def address(row: Row) -> Row:
    return shown(row, address_id="entity_id")


def history(comments: Iterable[Row]) -> list[Row]:
    """The newest first."""
    return [shown(row) for row in reversed(list(comments))]
