"""salesOrder*: orders by their increment ids, listed whole, with no pages and no limit.

salesOrderAddComment takes any text for a status, unchecked, as recorded.
"""

from collections.abc import Iterable
from typing import Any

from navmage_dash.sandbox.magento1 import (
    conditions,
    declared,
    order_show,
    order_state,
    order_stock,
    times,
)
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.order_state import NO_STATE
from navmage_dash.sandbox.magento1.sales import to_ship, touch
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import states
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row, to_invoice

QUERY = (
    "SELECT `main_table`.*, `billing_o_a`.`firstname`, `billing_o_a`.`middlename`, "
    "`billing_o_a`.`lastname`, `billing_o_a`.`telephone`, `billing_o_a`.`postcode`, "
    "`shipping_o_a`.`firstname`, `shipping_o_a`.`middlename`, `shipping_o_a`.`lastname`, "
    "`shipping_o_a`.`telephone`, `shipping_o_a`.`postcode`, "
    "billing_o_a.firstname AS `billing_firstname`, billing_o_a.lastname AS `billing_lastname`, "
    "shipping_o_a.firstname AS `shipping_firstname`, "
    "shipping_o_a.lastname AS `shipping_lastname`, "
    "CONCAT(billing_o_a.firstname, ' ', billing_o_a.lastname) AS `billing_name`, "
    'CONCAT(shipping_o_a.firstname, " ", shipping_o_a.lastname) AS `shipping_name` '
    "FROM `sales_flat_order` AS `main_table`\n"
    " LEFT JOIN `sales_flat_order_address` AS `billing_o_a` ON "
    "(main_table.entity_id = billing_o_a.parent_id AND billing_o_a.address_type = 'billing')\n"
    " LEFT JOIN `sales_flat_order_address` AS `shipping_o_a` ON "
    "(main_table.entity_id = shipping_o_a.parent_id AND shipping_o_a.address_type = 'shipping')"
)
NOT_CANCELED = "Order status not changed. Details in error message."
CANCELED = (  # what a cancellation adds up: the order's column, what is taken from it
    ("subtotal", "subtotal_invoiced"),
    ("tax", "tax_invoiced"),
    ("shipping", "shipping_invoiced"),
    ("discount", "discount_invoiced"),
)


def found(shop: Shop1, number: str | None, code: str = "100") -> Order:
    for order in shop.sales.orders.values():
        if order.row["increment_id"] == number:
            return order
    raise Refusal(code, "Requested order not exists.")


def matching(shop: Shop1, filters: Any, query: str = QUERY, end: str = "") -> list[Order]:
    """Those that the filters keep, by their ids. Raises Refusal, with the whole of the SQL.

    query, end: what stands before and after the WHERE.
    """
    wanted = conditions.read(filters)
    known = _columns()
    for name, operators in wanted.items():
        if name not in known:
            text = conditions.unknown_column(name, operators, query)
            raise Refusal("1", text + end)
    orders = (shop.sales.orders[number] for number in sorted(shop.sales.orders))
    return [each for each in orders if conditions.fits(_asked(each, wanted), wanted)]


def _asked(order: Order, names: Iterable[str]) -> Row:
    """The columns of these names."""
    column = {"order_id": "entity_id"}
    return {name: order.row.get(column.get(name, name)) for name in names}


def _columns() -> set[str]:
    entity = declared.interface(wsi=False, bridge=False).types["salesOrderListEntity"]
    assert isinstance(entity, declared.Struct)
    return {each.name for each in entity.fields} | {"entity_id", "remote_ip", "ext_order_id"}


def listed(shop: Shop1, ask: Asked) -> Any:
    return [order_show.listed(each) for each in matching(shop, ask.given.get("filters"))]


def info(shop: Shop1, ask: Asked) -> Any:
    return order_show.info(found(shop, ask.one("orderIncrementId")))


def add_comment(shop: Shop1, ask: Asked) -> Any:
    order = found(shop, ask.one("orderIncrementId"))
    notify, text = times.whole(ask.one("notify")), ask.one("comment")
    commented(shop, order, ask.now, ask.one("status"), text, notify)
    return True


def commented(
    shop: Shop1, order: Order, now: str, status: str | None, text: str | None, notify: int = 0
) -> None:
    """The status is any text; where none is given it stays."""
    order_state.said(shop.sales, order, now, status or order.row["status"], text, notify)
    touch(order, now)


def hold(shop: Shop1, ask: Asked) -> Any:
    held(shop, found(shop, ask.one("orderIncrementId")), ask.now)
    return True


def held(shop: Shop1, order: Order, now: str) -> None:
    if not states.can_hold(order):
        raise Refusal("103", "Hold action is not available.")
    before = {f"hold_before_{name}": order.row[name] for name in ("state", "status")}
    order_state.move(shop.sales, order, "holded", now)
    order.row |= before
    touch(order, now)


def unhold(shop: Shop1, ask: Asked) -> Any:
    released(shop, found(shop, ask.one("orderIncrementId")), ask.now)
    return True


def released(shop: Shop1, order: Order, now: str) -> None:
    row = order.row
    if row["state"] != "holded":
        raise Refusal("103", "Unhold action is not available.")
    state, status = row["hold_before_state"], row["hold_before_status"]
    order_state.move(shop.sales, order, state, now, status)
    row |= NO_STATE
    touch(order, now)


def cancel(shop: Shop1, ask: Asked) -> Any:
    """What has been paid for in part is cancelled too, and answered with the same fault."""
    order = found(shop, ask.one("orderIncrementId"))
    cancelled(shop, order, ask.now)
    if order.row["state"] != "canceled":
        raise Refusal("103", NOT_CANCELED)
    return True


def cancelled(shop: Shop1, order: Order, now: str) -> None:
    """Raises Refusal where there is nothing to cancel."""
    if not states.can_invoice(order):
        raise Refusal("103", NOT_CANCELED)
    state = states.canceled(order, to_ship)
    for item in order.lines:
        quantity = min(to_invoice(item), to_ship(item))
        for row in (item, order.child(item)):
            if row is not None:
                row["qty_canceled"] += quantity
        order_stock.add(shop, order.child(item) or item, quantity)
    order.row |= _amounts(order.row)
    order_state.move(shop.sales, order, state, now)
    touch(order, now)


def _amounts(row: Row) -> Row:
    made: Row = {}
    for prefix in BOTH:
        for name, done in CANCELED:
            column = f"{prefix}{name}" if name == "subtotal" else f"{prefix}{name}_amount"
            amount = abs(row[column]) - abs(row.get(f"{prefix}{done}", NOTHING))
            made[f"{prefix}{name}_canceled"] = amount
        paid = row.get(f"{prefix}total_paid", NOTHING)
        made[f"{prefix}total_canceled"] = row[f"{prefix}grand_total"] - paid
    return made


HANDLERS: dict[str, Handler] = {
    "salesOrderList": listed,
    "salesOrderInfo": info,
    "salesOrderAddComment": add_comment,
    "salesOrderHold": hold,
    "salesOrderUnhold": unhold,
    "salesOrderCancel": cancel,
}
