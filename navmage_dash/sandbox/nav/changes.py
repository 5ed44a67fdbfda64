"""Inserting, modifying and deleting as NAV does it: each field validated, then the table's code.

What the service writes and what a user types on a page come through here alike.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.lookups import LOOKUPS
from navmage_dash.sandbox.nav.series import numbered
from navmage_dash.sandbox.nav.tables import Field, Row, Table
from navmage_dash.sandbox.nav.triggers import on_delete, on_insert, on_modify
from navmage_dash.sandbox.nav.validate import CHECK, ON_NEW, VALIDATE


class Changes:
    """denied: (table, right) for which the service's user has no permission."""

    def __init__(self, data: Data, denied: Collection[tuple[str, str]] = ()) -> None:
        self.data, self._denied = data, frozenset(denied)
        self.today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat()

    def allow(self, table: Table, right: str) -> None:
        if (table.name, right) in self._denied:
            raise NavFault("permission", table=table.name, right=right)

    def insert(self, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
        self.allow(table, "Insert")
        row = numbered(self.data, table, {**table.blank(), **_keyed(table, values)})
        self._check_key(table, row)
        if table.name in ON_NEW:
            ON_NEW[table.name](self.data, row)
        for name, value in self._in_order(table, values):
            self._validate(table, table.by_xml[name], row, value)
        if table.name in CHECK:
            CHECK[table.name](self.data, row)
        self._stamp(table, row)
        new = self.data.insert(table, row)
        on_insert(self.data, table, new)
        return new

    def modify(self, table: Table, old: Row, values: Mapping[str, Any]) -> dict[str, Any]:
        """Only what differs is written; a record that is sent back unchanged stays as it is."""
        self.allow(table, "Modify")
        row = dict(old)
        for name, value in self._in_order(table, values):
            if value != row[name]:
                self._validate(table, table.by_xml[name], row, value)
        if table.name in CHECK:
            CHECK[table.name](self.data, row)
        changed = {name: row[name] for name in table.by_xml if row[name] != old[name]}
        if not changed:
            return row
        self._stamp(table, changed)
        version = self._save(table, old, row | changed, changed)
        on_modify(self.data, table, old, changed)
        return {**row, **changed, "rowversion": version}

    def delete(self, table: Table, row: Row) -> None:
        self.allow(table, "Delete")
        self.data.delete(table, equal(_key(table, row)))
        on_delete(self.data, table, row)

    def _save(self, table: Table, old: Row, row: Row, changed: Mapping[str, Any]) -> int:
        if table.values(row) != table.values(old):
            self._check_key(table, row)  # a rename
        return self.data.update(table, equal(_key(table, old)), changed)

    def _check_key(self, table: Table, row: Row) -> None:
        for each in table.key_fields:
            if each.required and row[each.xml] == each.blank:
                raise NavFault("required", field=each.name, table=table.name, key=view(table, row))
        if self.data.one(table, table.values(row)):
            raise NavFault("exists", table=table.name, key=identified(table, row))

    def _in_order(self, table: Table, values: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        return ((name, values[name]) for name in table.by_xml if name in values)

    def _validate(self, table: Table, field: Field, row: dict[str, Any], value: Any) -> None:
        if field.relation and value != field.blank:
            self._related(table, field, value)
        before = row[field.xml]
        row[field.xml] = value
        code = VALIDATE.get((table.name, field.xml))
        if code and before != value:
            code(self.data, row)

    def _related(self, table: Table, field: Field, value: Any) -> None:
        if field.relation in LOOKUPS:
            found = value in LOOKUPS[field.relation]
        else:
            related = self.data.tables[field.relation]
            found = self.data.one(related, (value,)) is not None
        if not found:
            raise NavFault(
                "relation",
                field=field.name,
                table=table.name,
                value=value,
                related=field.relation,
            )

    def _stamp(self, table: Table, row: dict[str, Any]) -> None:
        if "Last_Date_Modified" in table.by_xml:
            row["Last_Date_Modified"] = self.today()


def _key(table: Table, row: Row) -> dict[str, Any]:
    return {name: row[name] for name in table.key}


def _keyed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in table.key}


def said(table: Table, row: Row) -> list[tuple[str, str]]:
    """The primary key by field names, options by their captions."""
    return [
        (each.name, each.options[row[each.xml]] if each.options else str(row[each.xml]))
        for each in table.key_fields
    ]


def identified(table: Table, row: Row) -> str:
    """No.='10000',Code='HOME': how NAV names a record in a fault."""
    return ",".join(f"{name}='{value}'" for name, value in said(table, row))


def view(table: Table, row: Row) -> str:
    """No.=10000: the same in the text of a field that must have a value."""
    return ", ".join(f"{name}={value}" for name, value in said(table, row))


def const(table: Table, row: Row) -> str:
    """No.=CONST(10000): the same in the text of a stale Key."""
    return ",".join(f"{name}=CONST({value})" for name, value in said(table, row))
