"""Posting a sales order: what the extension then puts up for the shops, and what leaves stock."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import sales
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.ordering import ITEM, today
from navmage_dash.sandbox.nav.tables import Row
from navmage_dash.sandbox.nav.values import plain

_KINDS = {
    # what is posted: ordinal, first number, its lines, fields of the sales line
    "ship": (0, "102000", ext.SHIPMENT_LINE, "Qty_to_Ship", "Quantity_Shipped"),
    "invoice": (1, "103000", ext.INVOICE_LINE, "Qty_to_Invoice", "Quantity_Invoiced"),
}


class Posting:
    """ship_out(item, location, quantity) takes what was shipped out of stock."""

    def __init__(self, data: Data, ship_out: Callable[[str, str, Decimal], None]) -> None:
        self._data, self._ship_out = data, ship_out

    def post(self, order: str, what: str) -> str:
        """The number of the posted shipment or invoice. KeyError: no such order, or what."""
        kind, first, *_ = _KINDS[what]
        header = self._data.one(sales.HEADER, (sales.ORDER, order))
        if header is None:
            raise KeyError(f"no sales order {order}")
        lines = self._due(order, what)
        posted = self._number(kind, first)
        web = self._data.one(ext.ORDER_HEADER, (order,)) or {}
        if web:
            self._data.insert(ext.SHIPMENT_INVOICE, _document(kind, posted, header, web))
        for line in lines:
            self._line(what, posted, web, line)
        return posted

    def _due(self, order: str, what: str) -> list[dict[str, Any]]:
        where = equal({"Document_Type": sales.ORDER, "Document_No": order})
        lines = self._data.select(sales.LINE, where)
        due = [line for line in lines if Decimal(line[_KINDS[what][3]])]
        if not due:
            raise ValueError(f"There is nothing to post in sales order {order}.")
        return due

    def _number(self, kind: int, first: str) -> str:
        of_kind = equal({"DocumentType": kind})
        last = self._data.largest(ext.SHIPMENT_INVOICE, "DocumentNo", of_kind)
        return str(int(last or first) + 1)

    def _line(self, what: str, posted: str, web: Row, line: Row) -> None:
        _, _, table, to_post, done = _KINDS[what]
        quantity = Decimal(line[to_post])
        if web:
            self._data.insert(table, self._posted(posted, web, line, quantity))
        total = plain(Decimal(line[done]) + quantity)
        where = equal({name: line[name] for name in sales.LINE.key})
        self._data.update(sales.LINE, where, {done: total, to_post: "0"})
        if what == "ship" and line["Type"] == ITEM:
            self._ship_out(line["No"], line["Location_Code"] or "BLUE", quantity)

    def _posted(self, posted: str, web: Row, line: Row, quantity: Decimal) -> dict[str, Any]:
        of_web = self._data.one(ext.ORDER_LINE, (line["Document_No"], line["Line_No"])) or {}
        return {
            "DocumentNo": posted,
            "LineNo": line["Line_No"],
            "ConnectionId": web["ConnectionId"],
            "ConnectionName": web["ConnectionName"],
            "ItemNo": line["No"],
            "Quantity": plain(quantity),
            "WebOrderItemId": of_web.get("WebOrderItemId", ""),
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
