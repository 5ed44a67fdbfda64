"""Customers, orders and products of Magento 2 as records: what changed, by number, and told to.

An order's updated_at does not move with a partial shipment, a comment or a track (recorded from
2.4.7), so its shipments, invoices and credit memos are asked as well, each from a cursor of its
own. A cursor is these together, as JSON, with the conditions that it counts for: where others are
given by now (an earlier start date, one store view more), everything is read once more.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from navmage_dash.errors import RunError
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Fields, Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_changes import changed
from navmage_dash.systems.shape import readable
from navmage_dash.systems.since import CREATED, UPDATED
from navmage_dash.systems.since import cursors as cursors_of

TOGETHER = 100  # records asked for by number in one call
TOLD = "entity_id,ext_order_id,status_histories[comment]"


@dataclass(frozen=True)
class Records:
    route: str
    number: str  # the field that a filter takes for its number
    id: str  # the field of a row that holds it
    beside: Mapping[str, str]  # lists whose changes are this record's too: route → field
    # A record is wanted however old it is, where what is beside it was made since the date that is
    # asked for.
    older: bool = False


ORDERS_BESIDE = {
    "V1/shipments": "order_id",
    "V1/invoices": "order_id",
    "V1/creditmemos": "order_id",
}
RECORDS: Mapping[str, Records] = {
    "customers": Records(
        "V1/customers/search", "entity_id", "id", {"V1/orders": "customer_id"}, older=True
    ),
    "orders": Records("V1/orders", "entity_id", "entity_id", ORDERS_BESIDE),
    "products": Records("all/V1/products", "entity_id", "id", {}),
}


def changes(
    client: Magento2Client, entity: str, where: Sequence[Condition], since: str
) -> Iterator[Page]:
    """Page by page. The cursor is JSON: {route: cursor, …, 'where': the conditions in short}.

    A customer who registered before that date comes with the first order since.
    """
    of = _known(entity)
    cursors = cursors_of(since, where)
    for page in changed(client, of.route, where, cursors.get(of.route, "")):
        cursors[of.route] = page.cursor
        yield Page(page.rows, json.dumps(cursors))
    aged = [replace(e, field=CREATED) for e in where if of.older and e.field == UPDATED]
    met = [each for each in where if not (of.older and each.field == UPDATED)]
    for route, field in of.beside.items():
        for page in changed(client, route, aged, cursors.get(route, "")):
            cursors[route] = page.cursor
            with readable(f"{client.host}, {route}"):
                numbers = sorted(_numbers(page.rows, field), key=int)
            rows = by_numbers(client, entity, numbers)
            found = [row for row in rows if meets(row, met)]
            yield Page(found, json.dumps(cursors), beside=of.older)


def _numbers(rows: Sequence[Row], field: str) -> set[str]:
    """A guest's order has none: Magento leaves out what is null."""
    named = [row for row in rows if not row.get("customer_is_guest")]
    return {str(row[field]) for row in named if field != "customer_id" or row.get(field)}


def by_numbers(client: Magento2Client, entity: str, numbers: Sequence[str]) -> list[Row]:
    """The records that are there, by their ids in Magento."""
    of = _known(entity)
    found: list[Row] = []
    for at in range(0, len(numbers), TOGETHER):
        where = [Condition(of.number, "in", list(numbers[at : at + TOGETHER]))]
        found += by_field(client, entity, where)
    return found


def by_field(client: Magento2Client, entity: str, where: Sequence[Condition]) -> list[Row]:
    return [row for page in client.pages(_known(entity).route, where) for row in page]


def meets(row: Row, where: Sequence[Condition]) -> bool:
    """For rows that were found by another list: the conditions that Magento was given."""
    for each in where:
        value = str(row.get(each.field, ""))
        if each.op == "in" and value not in [str(one) for one in each.value]:
            return False
        if each.op == ">=" and value < str(each.value):
            return False
        if each.op == "=" and value != str(each.value):
            return False
    return True


def tell_order(client: Magento2Client, row: Row, fields: Fields) -> None:
    """ext_order_id is a safe partial update. What the order says already is not said again.

    Recorded: POST /V1/orders with entity_id and ext_order_id leaves all other columns alone.
    """
    number = int(str(row["entity_id"]))
    there = client.get(f"V1/orders/{number}", {"fields": TOLD})
    told = {n: value for n, value in fields.items() if n != "comment" and there.get(n) != value}
    if told:
        client.call("POST", "V1/orders", {"entity": {"entity_id": number, **told}})
    said = [each.get("comment") for each in there.get("status_histories") or ()]
    if (comment := fields.get("comment")) and comment not in said:
        body: dict[str, Any] = {"comment": comment, "is_customer_notified": 0}
        body |= {"is_visible_on_front": 0, "parent_id": number}
        client.call("POST", f"V1/orders/{number}/comments", {"statusHistory": body})


def _known(entity: str) -> Records:
    if entity not in RECORDS:
        raise RunError(f"Magento 2 has no records {entity!r}, only {', '.join(RECORDS)}.")
    return RECORDS[entity]
