"""What invoices, shipments and credit memos have alike: found, listed, commented on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from navmage_dash.sandbox.magento1 import conditions, order_show
from navmage_dash.sandbox.magento1.sales import Sales
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.shops.sales import Document, Row

ALL_HAVE = frozenset(
    "entity_id increment_id store_id order_id created_at updated_at billing_address_id "
    "shipping_address_id email_sent".split()
)


@dataclass(frozen=True)
class Table:
    """A table of the database, as far as filters go. query: how all of it is asked for."""

    query: str
    own_id: str
    columns: frozenset[str]

    def value(self, row: Row, name: str) -> Any:
        return row.get("entity_id" if name == self.own_id else name)

    def knows(self, name: str) -> bool:
        return name == self.own_id or name in self.columns or name in ALL_HAVE


def found(documents: Mapping[int, Document], number: str | None, text: str) -> Document:
    for each in documents.values():
        if each.row["increment_id"] == number:
            return each
    raise Refusal("100", text)


def listed(
    table: Table, documents: Mapping[int, Document], filters: Any, show: Callable[[Row], Row]
) -> list[Row]:
    """By their ids. Raises Refusal, with the SQL."""
    wanted = conditions.read(filters)
    for name, operators in wanted.items():
        if not table.knows(name):
            raise Refusal("1", conditions.unknown_column(name, operators, table.query))
    rows = (documents[number].row for number in sorted(documents))
    asked = ((row, {name: table.value(row, name) for name in wanted}) for row in rows)
    return [show(row) for row, values in asked if conditions.fits(values, wanted)]


def commented(
    sales: Sales, kind: str, made: Document, now: str, text: str | None, notified: bool = False
) -> None:
    row = {
        "entity_id": sales.next(f"{kind}_comment"),
        "parent_id": made.row["entity_id"],
        "created_at": now,
        "is_customer_notified": int(notified),
    }
    made.comments.append(row | ({"comment": text} if text else {}))


def comments(made: Document) -> list[Row]:
    return [order_show.shown(row, comment_id="entity_id") for row in made.comments]
