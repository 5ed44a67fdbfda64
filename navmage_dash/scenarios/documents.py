"""Shipment Add and Invoice Add: what NAV posted for a Magento's order, made there once.

NAV puts each posted document up in AEC ShipmentInvoice Sync with WebSyncFlag F, its lines in AEC
Shipment Line and AEC Invoice Line. What has no WebOrderItemId (freight, a person's own lines) is no
matter of the shop: Magento takes its shipping with the first invoice. Targets: POST
order/{id}/ship and order/{id}/invoice, whose comment says which document of NAV it is.
"""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError, Skip, Waiting
from navmage_dash.scenarios.lookups import look
from navmage_dash.sync.mapping import ABSENT, Lookups, Rule, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario

SOURCE = Endpoint("nav", "webshipmentinvoicesync", ("DocumentNo",))
ORDER = Join(
    "order",
    "webapplicationorderdata",
    "OrderNo",
    scoped=False,  # that it is another connection's is said
    names=("ConnectionId", "ConnectionName", "WebOrderId", "WebPaymentMethod"),
    keys=lambda row: [str(row.get("OrderNo") or "")],
)
# Magento's own methods where no money moves by itself, so its invoice says that it has come.
OFFLINE = ("checkmo", "banktransfer", "cashondelivery", "purchaseorder", "ccsave", "free")


def check(row: Row, lookups: Lookups) -> None:
    """Its order is this connection's and known in Magento; something of it is a web line."""
    order, no = row["order"], row.get("OrderNo")
    if order is None:
        raise Waiting(f"waits for sales order {no}: NAV has no AEC Order Header Details of it yet")
    whose = str(order.get("ConnectionId") or "")
    if whose.casefold() != str(row["ConnectionId"]).casefold():
        raise RecordError(
            f"it is put up for this connection, but sales order {no} is of "
            f"{order.get('ConnectionName') or whose or 'none'}: correct ConnectionId in AEC "
            "ShipmentInvoice Sync, or Skip it"
        )
    if not order_id(row, lookups):
        raise RecordError(
            f"sales order {no} has no WebOrderId, so Magento's order is not known: enter its id in "
            "AEC Order Header Details, or Skip it"
        )
    if not items(row, lookups):
        raise Skip("no line of it has a WebOrderItemId: nothing of it was sold in the shop")


def check_shipment(row: Row, lookups: Lookups) -> None:
    """It has a tracking number where the option asks for one."""
    check(row, lookups)
    if lookups["option"]["tracking_required"] == "1" and not row.get("TrackingNo"):
        raise Waiting("waits for its tracking number in NAV")


def check_invoice(row: Row, lookups: Lookups) -> None:
    """What was paid online is Magento's to invoice, unless the option says otherwise."""
    check(row, lookups)
    if online(row) and lookups["option"]["online_capture"] != "1":
        raise Skip(
            f"paid online by {row['order']['WebPaymentMethod']}: Magento invoices it itself. With "
            "Capture online under Settings it is done from here"
        )


def online(row: Row) -> bool:
    method = str(row["order"].get("WebPaymentMethod") or "")
    if not method:
        raise ValueError(
            f"sales order {row['OrderNo']} has no WebPaymentMethod, so nobody can say whether it "
            "was paid online: enter Magento's code in AEC Order Header Details"
        )
    return method not in OFFLINE


def order_id(row: Row, _: Lookups) -> str:
    """WebOrderId of the document, else of its order"""
    return str(row.get("WebOrderId") or row["order"].get("WebOrderId") or "")


def items(row: Row, _: Lookups) -> dict[str, Decimal]:
    """its lines' quantities by WebOrderItemId"""
    made: dict[str, Decimal] = defaultdict(Decimal)
    for line in row["lines"]:
        if line.get("WebOrderItemId"):
            made[str(line["WebOrderItemId"])] += Decimal(str(line.get("Quantity") or 0))
    return {number: quantity for number, quantity in made.items() if quantity}


def tracks(row: Row, lookups: Lookups) -> dict[str, str]:
    """TrackingNo, with its Carrier by lookup Tracking carrier"""
    if not row.get("TrackingNo"):
        return {}
    agent = str(row.get("Carrier") or "")
    carrier = look(lookups, "tracking_carrier", agent)
    return {"1.number": row["TrackingNo"], "1.carrier": carrier, "1.title": agent or carrier}


def capture(row: Row, _: Lookups) -> bool:
    """whether it was paid online"""
    return online(row)


def notify(_: Row, lookups: Lookups) -> str:
    """the option E-mails to customers"""
    return lookups["option"]["notify_customer"]


def _told(name: str) -> Callable[[Row, Lookups], Any]:
    """Of the answer, for the write-back; not given where nothing was said."""
    return lambda row, _: row["told"].get(name) or ABSENT


def _sent(name: str) -> Callable[[Row, Lookups], Any]:
    return lambda row, _: row["fields"].get(name) or ABSENT


def restocked(row: Row, _: Lookups) -> dict[str, str]:
    """WebStockFlag F: Magento took them from its stock, which may have known of it already"""
    return {f"{sku}.WebStockFlag": "F" for sku in row["told"].get("skus") or ()}


COMMON: tuple[Rule, ...] = (
    compute(order_id, to="order_id"),
    compute(items, to="items.*"),
    copy("DocumentNo", to="document"),
    compute(notify, to="notify", create_only=True),
)
DONE: tuple[Rule, ...] = (copy("remote_id", to="WebId"), constant("T", to="WebSyncFlag"))


def _scenario(kind: str, lines: str, **more: Any) -> Scenario:
    return Scenario(
        source=SOURCE,
        discovery="flagged",
        of=(Condition("DocumentType", "=", kind),),
        where=(Condition("WebSyncFlag", "=", "F"),),
        flag="WebSyncFlag",
        joins=(Join("lines", lines, "DocumentNo", many=True), ORDER),
        identity=("WebId",),
        **more,
    )


SHIPMENT = _scenario(
    "Shipment",
    "webshipmentline",
    name="shipment-add",
    title="Shipment Add",
    about="Shipments that NAV posted for orders of this Magento, with their tracking numbers.",
    target=Endpoint("magento", "shipments", ("document",)),
    mapping=(*COMMON, compute(tracks, to="tracks.*")),
    check=check_shipment,
    write_back=(
        *DONE,
        compute(
            _told("increment_id"),
            to="order.WebShipmentIncrementId",
            said="the shipment's number in Magento",
        ),
        compute(
            _sent("tracks.1.number"),
            to="order.WebShipmentTrackingNo",
            said="the tracking number, where there is one",
        ),
        compute(
            _sent("tracks.1.carrier"),
            to="order.WebShipmentCarrier",
            said="Magento's carrier, where there is one",
        ),
        compute(restocked, to="stock.*"),
    ),
    ledger="shipment",
)
INVOICE = _scenario(
    "Invoice",
    "webinvoiceline",
    name="invoice-add",
    title="Invoice Add",
    about="Invoices that NAV posted for orders of this Magento that were not paid online.",
    target=Endpoint("magento", "invoices", ("document",)),
    mapping=(*COMMON, compute(capture, to="capture")),
    check=check_invoice,
    write_back=(
        *DONE,
        compute(
            _told("increment_id"),
            to="order.WebInvoiceIncrementId",
            said="the invoice's number in Magento",
        ),
    ),
    ledger="invoice",
)
SCENARIOS = (SHIPMENT, INVOICE)
