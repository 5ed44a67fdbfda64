"""The operations of a page web service, on the body element of a call."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from navmage_dash.sandbox.nav.changes import Changes, const, said
from navmage_dash.sandbox.nav.data import Where, equal
from navmage_dash.sandbox.nav.envelope import Writer, answer, child, escaped, local, only, text
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.filters import condition
from navmage_dash.sandbox.nav.keys import unpack
from navmage_dash.sandbox.nav.pages import Page
from navmage_dash.sandbox.nav.parts import Parts
from navmage_dash.sandbox.nav.tables import Field, Row
from navmage_dash.sandbox.nav.values import integer, stored

Element = etree._Element
_SIZE = Field(name="setSize", kind="Integer")


class PageService:
    def __init__(self, page: Page, changes: Changes) -> None:
        self.page, self._changes, self._data = page, changes, changes.data
        self._writer = Writer(page.service, page)
        self._parts = Parts(page, changes)
        self._view = equal(page.view)
        self._operations: Mapping[str, Callable[[Element], str]] = {
            "Read": self._read,
            "ReadByRecId": self._read_by_record,
            "ReadMultiple": self._read_multiple,
            "IsUpdated": self._is_updated,
            "GetRecIdFromKey": self._record_id,
            "Create": self._create,
            "CreateMultiple": self._create_multiple,
            "Update": self._update,
            "UpdateMultiple": self._update_multiple,
            "Delete": self._delete,
        }

    def call(self, asked: Element) -> bytes:
        """One call is one transaction: a fault undoes all of it."""
        operation = local(asked)
        if operation not in self.page.operations:
            raise NavFault("unsupported", name=operation, service=self.page.service)
        carry_out = self._operations.get(operation, self._delete_part)
        if operation in ("Read", "ReadMultiple", "ReadByRecId"):
            self._changes.allow(self.page.table, "Read")
            with self._data.lock:
                return answer(self.page.namespace, operation, carry_out(asked))
        with self._data.transaction():
            inner = carry_out(asked)
        return answer(self.page.namespace, operation, inner)

    def _read(self, asked: Element) -> str:
        """The arguments are filters, and the first record that meets them is the answer."""
        where = self._view
        for name in self.page.key:
            field = self.page.table.by_xml[name]
            criteria = text(child(asked, name))
            where = where & condition(self.page.table.name, field, criteria)
        return self._shown(self._data.select(self.page.table, where, limit=1))

    def _read_by_record(self, asked: Element) -> str:
        """'Sales Header: Order,101001' is a record; ids other than of this table find nothing."""
        name, _, values = text(child(asked, "recId")).partition(": ")
        table = self.page.table
        given = values.split(",")
        if name != table.name or len(given) != len(table.key):
            return ""
        try:
            key = [_keyed(*pair) for pair in zip(table.key_fields, given, strict=True)]
        except ValueError:
            return ""
        row = self._data.one(table, key)
        return self._shown([row] if row else [])

    def _read_multiple(self, asked: Element) -> str:
        where = self._view
        for each in asked:
            if local(each) == "filter":
                where = where & self._filter(each)
        size = integer(_SIZE, text(child(asked, "setSize")).strip() or "0")
        mark = text(child(asked, "bookmarkKey")).strip()
        if mark:
            where = where & self._after(mark, size < 0)
        rows = self._data.select(
            self.page.table, where, reverse=size < 0, limit=abs(size) if size else -1
        )
        return f"<ReadMultiple_Result>{self._shown(self._carded(rows))}</ReadMultiple_Result>"

    def _filter(self, given: Element) -> Where:
        name, criteria = text(child(given, "Field")), text(child(given, "Criteria"))
        if not name and not criteria:
            return Where()
        if name not in self.page.by_xml:
            raise NavFault(
                "filter",
                criteria=criteria,
                field=name,
                table=self.page.table.name,
                why="The field is not on the page.",
            )
        return condition(self.page.table.name, self.page.by_xml[name], criteria)

    def _after(self, mark: str, reverse: bool) -> Where:
        names = ", ".join(f'"{name}"' for name in self.page.table.key)
        values = self._unpacked(mark)[0]
        marks = ", ".join("?" * len(values))
        return Where(f"({names}) {'<' if reverse else '>'} ({marks})", values)

    def _carded(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not self.page.one_each:
            return rows
        first: dict[Any, dict[str, Any]] = {}
        for row in rows:
            first.setdefault(row[self.page.one_each], row)
        return list(first.values())

    def _is_updated(self, asked: Element) -> str:
        key, version = self._unpacked(text(child(asked, "Key")))
        changed = self._existing(key)["rowversion"] != version
        return f"<IsUpdated_Result>{str(changed).lower()}</IsUpdated_Result>"

    def _record_id(self, asked: Element) -> str:
        row = self._existing(self._unpacked(text(child(asked, "Key")))[0])
        values = ",".join(value for _, value in said(self.page.table, row))
        record = escaped(f"{self.page.table.name}: {values}")
        return f"<GetRecIdFromKey_Result>{record}</GetRecIdFromKey_Result>"

    def _create(self, asked: Element) -> str:
        return self._shown([self._created(only(asked))])

    def _create_multiple(self, asked: Element) -> str:
        return self._listed([self._created(each) for each in only(asked)])

    def _update(self, asked: Element) -> str:
        return self._shown([self._updated(only(asked))])

    def _update_multiple(self, asked: Element) -> str:
        return self._listed([self._updated(each) for each in only(asked)])

    def _delete(self, asked: Element) -> str:
        self._changes.delete(self.page.table, self._current(text(child(asked, "Key"))))
        return "<Delete_Result>true</Delete_Result>"

    def _delete_part(self, asked: Element) -> str:
        operation = local(asked)
        self._parts.delete(operation.removeprefix("Delete_"), text(only(asked)))
        return f"<{operation}_Result>true</{operation}_Result>"

    def _created(self, given: Element) -> Row:
        values = self._values(given)
        row = self._changes.insert(self.page.table, {**self.page.view, **values})
        return self._with_parts(given, row)

    def _updated(self, given: Element) -> Row:
        old = self._current(text(child(given, "Key")))
        values = self._values(given)
        for name, value in values.items():
            if not self.page.by_xml[name].editable and value != old[name]:
                raise NavFault("read_only", field=self.page.by_xml[name].name)
        return self._with_parts(given, self._changes.modify(self.page.table, old, values))

    def _with_parts(self, given: Element, row: Row) -> Row:
        if not self._parts.write(given, row):
            return row
        return self._existing(self.page.table.values(row))

    def _values(self, given: Element) -> dict[str, Any]:
        """An element that is absent keeps its value; an unknown one is passed over in silence."""
        fields = self.page.by_xml
        values: dict[str, Any] = {}
        for each in given:
            name = local(each)
            if name in fields:
                values[name] = stored(fields[name], each.text or "")
        return values

    def _current(self, given: str) -> Row:
        """The record of a Key that is still true."""
        key, version = self._unpacked(given)
        row = self._existing(key)
        if row["rowversion"] != version:
            view = const(self.page.table, row)
            raise NavFault("stale", service=self.page.service, view=view)
        return row

    def _existing(self, key: tuple[Any, ...]) -> Row:
        table = self.page.table
        row = self._data.one(table, key)
        if row is None:
            first = table.key_fields[-1]
            raise NavFault("gone", table=table.name, field=first.name, value=key[-1])
        return row

    def _unpacked(self, given: str) -> tuple[tuple[Any, ...], int]:
        try:
            return unpack(self.page.table, given.strip())
        except ValueError as error:
            raise NavFault("key", value=given, service=self.page.service) from error

    def _listed(self, rows: list[Row]) -> str:
        name = f"{self.page.service}_List"
        return f"<{name}>{self._shown(rows)}</{name}>"

    def _shown(self, rows: list[Any]) -> str:
        if not self.page.parts:
            return self._writer.many(rows)
        below = self._parts.below(rows)
        return "".join(
            self._writer.xml(row, below.get(self.page.table.values(row), "")) for row in rows
        )


def _keyed(field: Field, value: str) -> Any:
    """One value of a record id. ValueError: none of this field."""
    return field.options.index(value) if field.kind == "Option" else stored(field, value)
