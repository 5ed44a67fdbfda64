"""Customers, orders and products of Magento 1 as records: what changed, by number, and told to.

What changed is listed from a cursor on, which is the shop's own clock from before the walk: rows
come by id, not in the order of their changes, so it moves with the last page alone. What changes
while the walk goes on is later than that. Recorded from OpenMage 20.0.20: an order's updated_at
moves with what is invoiced, shipped, refunded and commented on it, a customer's with an order, and
not with a new address.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from navmage_dash.errors import RunError
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems import magento1_customers, magento1_orders, magento1_product_rows
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_lists import CUSTOMERS, ORDERS, PRODUCTS, Listing, found, walk
from navmage_dash.systems.report import clock_of
from navmage_dash.systems.shape import readable
from navmage_dash.systems.since import CREATED, UPDATED, cursors, shown, start_of


@dataclass(frozen=True)
class Records:
    listing: Listing
    number: str  # the field of a row that holds its id
    listed: Callable[[Row], Row]  # what a list says, in the shape of Magento 2
    by_numbers: Callable[[Magento1Client, Sequence[str]], Sequence[Row]]  # whole ones
    # A record is wanted however old it is, where it has an order since the date that is asked for.
    older: bool = False


RECORDS = {
    "customers": Records(
        CUSTOMERS, "id", magento1_customers.listed, magento1_customers.by_numbers, older=True
    ),
    "orders": Records(ORDERS, "entity_id", magento1_orders.listed, magento1_orders.by_numbers),
    "products": Records(
        PRODUCTS, "id", magento1_product_rows.listed, magento1_product_rows.by_numbers
    ),
}


def changes(
    client: Magento1Client, entity: str, where: Sequence[Condition], since: str
) -> Iterator[Page]:
    """Window by window, each row as a list says it. The cursor is JSON, as cursors() makes it."""
    of, known, clock = _known(entity), cursors(since, where), _clock(client)
    cursor = known.get(entity, "")
    later = [Condition(UPDATED, ">=", shown(start_of(cursor)))] if cursor else []
    for rows in walk(client, of.listing, [*where, *later]):
        yield Page(_listed(client, of, rows), "")
    if of.older:
        yield from _beside(client, of, where, later)
    moved = {entity: shown(clock)} if clock else {}
    yield Page([], json.dumps({**known, **moved}))


def _beside(
    client: Magento1Client, of: Records, where: Sequence[Condition], later: Sequence[Condition]
) -> Iterator[Page]:
    """A customer who registered before that date comes with the first order since."""
    aged = [replace(each, field=CREATED) for each in where if each.field == UPDATED]
    met = [each for each in where if each.field != UPDATED]
    for orders in walk(client, ORDERS, [*aged, *later]):
        numbers = sorted({str(row["customer_id"]) for row in orders if row.get("customer_id")})
        rows = found(client, of.listing, of.number, numbers, met)
        yield Page(_listed(client, of, rows), "", beside=True)


def _listed(client: Magento1Client, of: Records, rows: Sequence[Row]) -> list[Row]:
    """A list does not say all of a record: that it changed says so, wherever what did is not."""
    with readable(f"{client.host}, {of.listing.operation}"):
        return [{**of.listed(row), "changed_at": row.get(UPDATED)} for row in rows]


def _clock(client: Magento1Client) -> datetime | None:
    """What time it was there at its last answer, whatever that was to; None where it never says."""
    if clock_of(client.session) is None:
        client.store_list()
    return clock_of(client.session)


def by_field(
    client: Magento1Client, entity: str, field: str, values: Sequence[str]
) -> Sequence[Row]:
    """The records that are there, whole."""
    of = _known(entity)
    numbers = [each for each in values if each.isdecimal()]
    if field not in (of.number, of.listing.id, "entity_id"):
        rows = found(client, of.listing, field, values)
        numbers = [str(row[of.listing.id]) for row in rows]
    return of.by_numbers(client, numbers) if numbers else []


def _known(entity: str) -> Records:
    if entity not in RECORDS:
        raise RunError(f"Magento 1 has no records {entity!r}, only {', '.join(RECORDS)}.")
    return RECORDS[entity]
