"""What orders, invoices, shipments and credit memos have alike: found, listed, commented on."""

from collections.abc import Callable, Iterable, Set
from typing import Any, TypeVar

from navmage_dash.sandbox.magento2 import criteria
from navmage_dash.sandbox.magento2.call import Call, flag, text, whole
from navmage_dash.sandbox.magento2.order_show import present
from navmage_dash.sandbox.magento2.refusal import Refusal, report
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import Document, Order, Row

T = TypeVar("T")
NO_ENTITY = "The entity that was requested doesn't exist. Verify the entity and try again."


def find(table: dict[int, T], number: Json) -> T:
    found = table.get(whole("id", number))
    if found is None:
        raise Refusal(NO_ENTITY, status=404)
    return found


def listed(
    call: Call,
    things: Iterable[T],
    known: Set[str],
    row: Callable[[T], Row],
    show: Callable[[T], Json],
) -> Json:
    """A sort by an unknown column is not heard; a filter by one is a 500."""
    wanted = criteria.read(call)
    if any(each.field not in known for group in wanted.groups for each in group):
        raise report()

    def value(thing: T, name: str) -> Any:
        return row(thing).get(name)

    return wanted.result(wanted.ordered(wanted.matching(things, value), value), show)


def opened(shop: Shop, kind: str, order: Order, now: str) -> Row:
    store = order.row["store_id"]
    number = shop.sales.increment(kind, store)
    stamps = {"created_at": now, "updated_at": now}
    return {"entity_id": shop.sales.next(kind), "increment_id": number} | stamps


def addresses(order: Order) -> Row:
    row = {"order_id": order.id, "store_id": order.row["store_id"]}
    row["billing_address_id"] = order.row["billing_address_id"]
    return row | ({"shipping_address_id": order.shipping["entity_id"]} if order.shipping else {})


def commented(shop: Shop, kind: str, made: Document, body: dict[str, Any], now: str) -> None:
    """The comment that comes with a new document, if one does."""
    sent = body.get("comment")
    if sent:
        notified = flag(body.get("appendComment")) and flag(body.get("notify"))
        comment(shop, kind, made, sent | {"is_customer_notified": int(notified)}, now)


def comment(shop: Shop, kind: str, made: Document, sent: Json, now: str) -> Row:
    row = {
        "is_customer_notified": whole("is_customer_notified", sent.get("is_customer_notified", 0)),
        "parent_id": made.row["entity_id"],
        "comment": text("comment", sent.get("comment", "")),
        "is_visible_on_front": whole("is_visible_on_front", sent.get("is_visible_on_front", 0)),
        "created_at": now,
        "entity_id": shop.sales.next(f"{kind}_comment"),
    }
    made.comments.append(row)
    return row


def shown(made: Document) -> dict[str, Json]:
    return present(made.row) | {"items": made.items, "comments": made.comments}


def all_comments(rows: list[Row], parent: str) -> Json:
    """As a search by the document, whose criteria are told back."""
    filters = [{"field": "parent_id", "value": parent, "condition_type": "eq"}]
    found = [present(row) for row in rows]
    echo = {"filter_groups": [{"filters": filters}]}
    return {"items": found, "search_criteria": echo, "total_count": len(found)}
