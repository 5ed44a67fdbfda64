"""Posting a sales order: what the extension then puts up for the shops, and what leaves stock."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import outstanding, sales
from navmage_dash.sandbox.nav.data import Data, Where, equal
from navmage_dash.sandbox.nav.ordering import ITEM, today
from navmage_dash.sandbox.nav.tables import Row
from navmage_dash.sandbox.nav.values import plain

_SHIP, _INVOICE = 0, 1  # ordinals of the documents
_FIRST = {_SHIP: "102000", _INVOICE: "103000"}  # the number before the first
_LINES = {_SHIP: ext.SHIPMENT_LINE, _INVOICE: ext.INVOICE_LINE}
_DONE = {_SHIP: "Quantity_Shipped", _INVOICE: "Quantity_Invoiced"}
_WHAT = {"ship": (_SHIP,), "invoice": (_INVOICE,), "both": (_SHIP, _INVOICE)}


class Posting:
    """ship_out(item, location, quantity) takes what was shipped out of stock."""

    def __init__(self, data: Data, ship_out: Callable[[str, str, Decimal], None]) -> None:
        self._data, self._ship_out = data, ship_out

    def post(self, order: str, what: str) -> str:
        """The numbers of what was posted. KeyError: no such order, or what."""
        header = self._data.one(sales.HEADER, (sales.ORDER, order))
        if what not in _WHAT or header is None:
            raise KeyError(f"no sales order {order}, or nothing called {what}")
        posted = [self._document(kind, header) for kind in _WHAT[what] if self._due(kind, order)]
        if not posted:
            raise ValueError(f"There is nothing to post in sales order {order}.")
        for line in self._lines(order):
            self._what_is_left(line)
        return ", ".join(posted)

    def _lines(self, order: str) -> list[dict[str, Any]]:
        return self._data.select(
            sales.LINE, equal({"Document_Type": sales.ORDER, "Document_No": order})
        )

    def _due(self, kind: int, order: str) -> list[tuple[Row, Decimal]]:
        found = [(line, _quantity(kind, line)) for line in self._lines(order)]
        return [(line, quantity) for line, quantity in found if quantity]

    def _document(self, kind: int, header: Row) -> str:
        posted = self._number(kind, _FIRST[kind])
        web = self._data.one(ext.ORDER_HEADER, (header["No"],)) or {}
        if web:
            self._data.insert(ext.SHIPMENT_INVOICE, _document(kind, posted, header, web))
        for line, quantity in self._due(kind, header["No"]):
            self._line(kind, posted, web, line, quantity)
        return posted

    def _number(self, kind: int, first: str) -> str:
        of_kind = equal({"DocumentType": kind})
        last = self._data.largest(ext.SHIPMENT_INVOICE, "DocumentNo", of_kind)
        return str(int(last or first) + 1)

    def _line(self, kind: int, posted: str, web: Row, line: Row, quantity: Decimal) -> None:
        of_web = self._data.one(ext.ORDER_LINE, (line["Document_No"], line["Line_No"])) or {}
        item = of_web.get("WebOrderItemId", "")
        goods = line["Type"] == ITEM
        if web and (item or (kind == _SHIP and goods)):
            self._data.insert(_LINES[kind], _posted(posted, web, line, quantity, item))
        done = _DONE[kind]
        total = plain(Decimal(line[done]) + quantity)
        self._data.update(sales.LINE, _this(line), {done: total})
        if kind == _SHIP and goods:
            outstanding.reckon(self._data, line["No"])
            self._ship_out(line["No"], line["Location_Code"] or "BLUE", quantity)

    def _what_is_left(self, line: Row) -> None:
        """As Sales & Receivables Setup says: Default Quantity to Ship is the remainder."""
        wanted = Decimal(line["Quantity"])
        left = {
            "Qty_to_Ship": plain(wanted - Decimal(line["Quantity_Shipped"])),
            "Qty_to_Invoice": plain(wanted - Decimal(line["Quantity_Invoiced"])),
        }
        if any(line[name] != value for name, value in left.items()):
            self._data.update(sales.LINE, _this(line), left)


def _this(line: Row) -> Where:
    return equal({name: line[name] for name in sales.LINE.key})


def _quantity(kind: int, line: Row) -> Decimal:
    """What is to be posted of a line; no more is invoiced than was shipped."""
    if kind == _SHIP:
        return Decimal(line["Qty_to_Ship"])
    shipped = Decimal(line["Quantity_Shipped"]) - Decimal(line["Quantity_Invoiced"])
    return min(Decimal(line["Qty_to_Invoice"]), shipped, key=abs)


def _posted(
    posted: str, web: Row, line: Row, quantity: Decimal, web_order_item: str
) -> dict[str, Any]:
    return {
        "DocumentNo": posted,
        "LineNo": line["Line_No"],
        "ConnectionId": web["ConnectionId"],
        "ConnectionName": web["ConnectionName"],
        "ItemNo": line["No"],
        "Quantity": plain(quantity),
        "WebOrderItemId": web_order_item,
    }


def _document(kind: int, posted: str, header: Row, web: Row) -> dict[str, Any]:
    return {
        "DocumentType": kind,
        "DocumentNo": posted,
        "OrderNo": header["No"],
        "ConnectionId": web["ConnectionId"],
        "ConnectionName": web["ConnectionName"],
        "WebOrderId": web["WebOrderId"],
        "WebSyncFlag": "F",
        "TrackingNo": header["Package_Tracking_No"],
        "Carrier": header["Shipping_Agent_Code"],
        "PostingDate": today(),
    }
