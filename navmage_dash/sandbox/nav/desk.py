"""What a person at NAV's own client does: edit a record on a page, post stock, look at a list."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.nav import standard
from navmage_dash.sandbox.nav.changes import Changes
from navmage_dash.sandbox.nav.data import Where, equal
from navmage_dash.sandbox.nav.pages import Page
from navmage_dash.sandbox.nav.posting import Posting
from navmage_dash.sandbox.nav.published import PAGES
from navmage_dash.sandbox.nav.tables import Row, Table
from navmage_dash.sandbox.nav.triggers import stock_posted
from navmage_dash.sandbox.nav.values import of, plain, shown


class Desk:
    """All pages are there for a person, whether they are published as web services or not."""

    def __init__(self, pages: Mapping[str, Page], changes: Changes) -> None:
        self._tables = {page.service: page.table for page in (*PAGES, *pages.values())}
        self._changes, self._data = changes, changes.data
        self._posting = Posting(self._data, self._ship_out)

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        return {
            "set": lambda asked: self.set(asked["service"], asked["key"], asked["values"]),
            "insert": lambda asked: self.insert(asked["service"], asked["values"]),
            "delete": lambda asked: self.delete(asked["service"], asked["key"]),
            "rows": lambda asked: self.rows(asked["service"], asked.get("where", {})),
            "count": lambda asked: self.count(asked["service"], asked.get("where", {})),
            "post_order": lambda asked: self.post_order(asked["order"], asked["what"]),
            "set_picture": lambda asked: self.set_picture(asked["item"], asked["picture"]),
            "post_stock": lambda asked: self.post_stock(
                asked["item"], asked["location"], asked["quantity"]
            ),
        }

    def rows(self, service: str, where: Mapping[str, Any]) -> list[dict[str, Any]]:
        table = self._tables[service]
        return [_shown(table, row) for row in self._data.select(table, _where(table, where))]

    def count(self, service: str, where: Mapping[str, Any]) -> int:
        table = self._tables[service]
        return self._data.count(table, _where(table, where))

    def set(self, service: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """KeyError: no such record, or no such field."""
        table = self._tables[service]
        with self._data.transaction():
            self._changes.modify(table, self._one(table, key), _stored(table, values))

    def insert(self, service: str, values: Mapping[str, Any]) -> dict[str, Any]:
        table = self._tables[service]
        with self._data.transaction():
            return _shown(table, self._changes.insert(table, _stored(table, values)))

    def delete(self, service: str, key: Mapping[str, Any]) -> None:
        table = self._tables[service]
        with self._data.transaction():
            self._changes.delete(table, self._one(table, key))

    def set_picture(self, item: str, picture: str) -> None:
        """base64; '' takes it away."""
        with self._data.transaction():
            self._data.delete(standard.ITEM_PICTURE, equal({"Item_No": item}))
            self._data.insert(standard.ITEM_PICTURE, {"Item_No": item, "Picture": picture})

    def post_stock(self, item: str, location: str, quantity: Any) -> None:
        with self._data.transaction():
            self._move(item, location, Decimal(str(quantity)))

    def post_order(self, order: str, what: str) -> str:
        """what: ship, invoice or both, of what is to be. The posted documents' numbers: 'A, B'."""
        with self._data.transaction():
            return self._posting.post(order, what)

    def _ship_out(self, item: str, location: str, quantity: Decimal) -> None:
        self._move(item, location, -quantity)

    def _move(self, item: str, location: str, quantity: Decimal) -> None:
        unit = {"Item_No": item, "Location_Code": location, "Variant_Code": ""}
        total = plain(Decimal(self._unit(unit)["Inventory"]) + quantity)
        self._data.calculate(standard.STOCKKEEPING_UNIT, equal(unit), {"Inventory": total})
        self._sum_up(item)
        stock_posted(self._data, item)

    def _unit(self, unit: Mapping[str, Any]) -> Row:
        found = self._data.select(standard.STOCKKEEPING_UNIT, equal(unit))
        return found[0] if found else self._changes.insert(standard.STOCKKEEPING_UNIT, unit)

    def _sum_up(self, item: str) -> None:
        units = self._data.select(standard.STOCKKEEPING_UNIT, equal({"Item_No": item}))
        total = plain(sum((Decimal(each["Inventory"]) for each in units), Decimal(0)))
        self._data.calculate(standard.ITEM, equal({"No": item}), {"Inventory": total})

    def _one(self, table: Table, key: Mapping[str, Any]) -> Row:
        found = self._data.select(table, _where(table, key), limit=2)
        if len(found) != 1:
            raise KeyError(f"{len(found)} records of {table.name} with {dict(key)}")
        return found[0]


def _stored(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: of(table.by_xml[name], value) for name, value in values.items()}


def _where(table: Table, values: Mapping[str, Any]) -> Where:
    return equal(_stored(table, values))


def _shown(table: Table, row: Row) -> dict[str, Any]:
    return {name: shown(field, row[name]) for name, field in table.by_xml.items()}
