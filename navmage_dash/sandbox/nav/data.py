"""The company's database: SQLite in memory, one table for each of NAV's, one rowversion for all.

As on SQL Server, each write takes the next rowversion, and one that is rolled back is not given out
again. Table and column names come from the table definitions, never from a request.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from navmage_dash.sandbox.nav.tables import Row, Table


@dataclass(frozen=True)
class Where:
    """A condition in SQL with its values."""

    sql: str = "1"
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"{self.sql} and {other.sql}", (*self.values, *other.values))


def equal(values: Mapping[str, Any]) -> Where:
    return Where(_equal(tuple(values)), tuple(values.values()))


@cache
def _equal(names: tuple[str, ...]) -> str:
    return " and ".join(f'"{name}" = ?' for name in names) or "1"


@cache
def _sets(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}" = ?' for name in names)


@cache
def _order(names: tuple[str, ...], reverse: bool) -> str:
    return ", ".join(f'"{name}"{" desc" if reverse else ""}' for name in names)


class Data:
    def __init__(self, tables: Iterable[Table]) -> None:
        self.quiet = False  # a flag that is up already is not written again: see triggers
        self.lock = threading.RLock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.create_function("lower", 1, str.lower, deterministic=True)  # beyond ASCII too
        weakref.finalize(self, self._db.close)
        self._version = 202_500
        self.tables = {table.name: table for table in tables}
        for table in self.tables.values():
            self._create(table)

    def _create(self, table: Table) -> None:
        columns = ", ".join(
            f'"{each.xml}" not null default {each.blank!r}' for each in table.fields
        )
        key = _names(table.key)
        self._db.execute(
            f'create table "{table.name}" ({columns}, rowversion, primary key ({key}))'
            " without rowid"
        )

    def index(self) -> None:
        """Done when the seed is in, which makes seeding a good deal faster."""
        for table in self.tables.values():
            for names in table.indexes:
                name = f"{table.name} {' '.join(names)}"
                self._db.execute(f'create index "{name}" on "{table.name}" ({_names(names)})')

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.lock:
            self._db.execute("begin")
            try:
                yield
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def next_version(self) -> int:
        self._version += 2
        return self._version

    def select(
        self, table: Table, where: Where, *, reverse: bool = False, limit: int = -1
    ) -> list[dict[str, Any]]:
        """Records in the order of the primary key. limit -1: all."""
        order = _order(table.key, reverse)
        sql = f'select * from "{table.name}" where {where.sql} order by {order} limit ?'  # noqa: S608
        names = table.columns
        with self.lock:
            found = self._db.execute(sql, (*where.values, limit)).fetchall()
        return [dict(zip(names, values)) for values in found]  # noqa: B905

    def one(self, table: Table, values: Sequence[Any]) -> dict[str, Any] | None:
        found = self.select(table, Where(_equal(table.key), tuple(values)), limit=1)
        return found[0] if found else None

    def count(self, table: Table, where: Where) -> int:
        sql = f'select count(*) from "{table.name}" where {where.sql}'  # noqa: S608
        with self.lock:
            return int(self._db.execute(sql, where.values).fetchone()[0])

    def largest(self, table: Table, name: str, where: Where) -> Any:
        sql = f'select max("{name}") from "{table.name}" where {where.sql}'  # noqa: S608
        with self.lock:
            return self._db.execute(sql, where.values).fetchone()[0]

    def insert(self, table: Table, row: Row) -> dict[str, Any]:
        new = {**table.blank(), **row, "rowversion": self.next_version()}
        self._insert(table, tuple(new), [tuple(new.values())])
        return new

    def fill(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Many records, all with the same fields in the same order; what they lack is blank."""
        left = iter(rows)
        first = next(left, None)
        if first is not None:
            values = ((*row.values(), self.next_version()) for row in chain([first], left))
            self._insert(table, (*first, "rowversion"), values)

    def _insert(
        self, table: Table, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        marks = ", ".join("?" * len(names))
        sql = f'insert into "{table.name}" ({_names(names)}) values ({marks})'  # noqa: S608
        self._db.executemany(sql, rows)

    def update(self, table: Table, where: Where, values: Mapping[str, Any]) -> int:
        """Give all records that meet the condition these values and one new rowversion: this."""
        version = self.next_version()
        self.calculate(table, where, {**values, "rowversion": version})
        return version

    def calculate(self, table: Table, where: Where, values: Mapping[str, Any]) -> None:
        """Set a FlowField: no change of the record, so neither its rowversion nor its Key moves."""
        sql = f'update "{table.name}" set {_sets(tuple(values))} where {where.sql}'  # noqa: S608
        self._db.execute(sql, (*values.values(), *where.values))

    def delete(self, table: Table, where: Where) -> int:
        sql = f'delete from "{table.name}" where {where.sql}'  # noqa: S608
        return self._db.execute(sql, where.values).rowcount


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
