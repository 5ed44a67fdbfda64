"""The ListParts of a page: rows of other tables below each record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from navmage_dash.sandbox.nav.changes import Changes, const
from navmage_dash.sandbox.nav.data import Where, equal
from navmage_dash.sandbox.nav.envelope import Writer, child, local, text
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.keys import unpack
from navmage_dash.sandbox.nav.pages import Page, Part
from navmage_dash.sandbox.nav.tables import Row
from navmage_dash.sandbox.nav.values import stored

_AT_ONCE = 400  # records whose rows are read with one statement


class Parts:
    def __init__(self, page: Page, changes: Changes) -> None:
        self._page, self._changes = page, changes
        self._writers = {part.control: Writer(part.type, part) for part in page.parts}

    def below(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], str]:
        """By primary key: the XML of all parts below that record."""
        found: dict[tuple[Any, ...], str] = defaultdict(str)
        for start in range(0, len(rows), _AT_ONCE):
            for part in self._page.parts:
                for key, xml in self._of(part, rows[start : start + _AT_ONCE]):
                    found[key] += f"<{part.control}>{xml}</{part.control}>"
        return found

    def _of(self, part: Part, rows: Sequence[Row]) -> Iterable[tuple[tuple[Any, ...], str]]:
        writer = self._writers[part.control]
        theirs = [child for child, _ in part.link]
        by_link: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for line in self._lines(part, rows):
            by_link[tuple(line[name] for name in theirs)].append(writer.xml(line))
        for row in rows:
            lines = by_link.get(tuple(row[name] for _, name in part.link))
            if lines:
                yield self._page.table.values(row), "".join(lines)

    def _lines(self, part: Part, rows: Sequence[Row]) -> list[dict[str, Any]]:
        theirs, ours = part.link[0]
        values = tuple({row[ours]: None for row in rows})
        marks = ", ".join("?" * len(values))
        where = equal(part.fixed) & Where(f'"{theirs}" in ({marks})', values)
        return self._changes.data.select(part.table, where)

    def write(self, given: etree._Element, row: Row) -> bool:
        """Rows with a Key are updated, rows without one are inserted; others stay as they are."""
        wrote = False
        for part in self._page.parts:
            lines = child(given, part.control)
            for line in lines if part.writable and lines is not None else ():
                self._line(part, line, row)
                wrote = True
        return wrote

    def _line(self, part: Part, given: etree._Element, row: Row) -> None:
        fields = {each.xml: each for each in part.fields}
        values = {
            local(each): stored(fields[local(each)], each.text or "")
            for each in given
            if local(each) in fields
        }
        mark = text(child(given, "Key"))
        if mark:
            self._changes.modify(part.table, self._current(part, mark), values)
        else:
            links = {theirs: row[ours] for theirs, ours in part.link}
            self._changes.insert(part.table, {**values, **part.fixed, **links})

    def delete(self, control: str, mark: str) -> None:
        part = next(each for each in self._page.parts if each.control == control)
        self._changes.delete(part.table, self._current(part, mark))

    def _current(self, part: Part, mark: str) -> Row:
        try:
            key, version = unpack(part.table, mark.strip())
        except ValueError as error:
            raise NavFault("key", value=mark, service=self._page.service) from error
        row = self._changes.data.one(part.table, key)
        if row is None:
            name = part.table.key_fields[-1].name
            raise NavFault("gone", table=part.table.name, field=name, value=key[-1])
        if row["rowversion"] != version:
            raise NavFault("stale", service=part.type, view=const(part.table, row))
        return row
