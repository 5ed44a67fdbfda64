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
    sql = " and ".join(f'"{name}" = ?' for name in values)
    return Where(sql or "1", tuple(values.values()))


class Data:
    def __init__(self, tables: Iterable[Table]) -> None:
        self.lock = threading.RLock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._db.close)
        self._version = 202_500
        self.tables = {table.name: table for table in tables}
        for table in self.tables.values():
            self._create(table)

    def _create(self, table: Table) -> None:
        columns = ", ".join(f'"{name}" not null' for name in table.columns)
        key = _names(table.key)
        self._db.execute(
            f'create table "{table.name}" ({columns}, primary key ({key})) without rowid'
        )

    def index(self) -> None:
        """Done when the seed is in, which makes seeding a good deal faster."""
        for table in self.tables.values():
            for names in table.indexes:
                name = f"{table.name} {' '.join(names)}"
                self._db.execute(f'create index "{name}" on "{table.name}" ({_names(names)})')
        self._db.execute("analyze")

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
        order = ", ".join(f'"{name}"{" desc" if reverse else ""}' for name in table.key)
        sql = f'select * from "{table.name}" where {where.sql} order by {order} limit ?'  # noqa: S608
        names = table.columns
        with self.lock:
            found = self._db.execute(sql, (*where.values, limit)).fetchall()
        return [dict(zip(names, values, strict=True)) for values in found]

    def one(self, table: Table, values: Sequence[Any]) -> dict[str, Any] | None:
        key = dict(zip(table.key, values, strict=True))
        return next(iter(self.select(table, equal(key), limit=1)), None)

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
        self.fill(table, [tuple(new[name] for name in table.columns)])
        return new

    def fill(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Whole records in the order of the table's columns, rowversion included."""
        marks = ", ".join("?" * len(table.columns))
        self._db.executemany(f'insert into "{table.name}" values ({marks})', rows)  # noqa: S608

    def update(self, table: Table, where: Where, values: Mapping[str, Any]) -> int:
        """Give all records that meet the condition these values; each takes a rowversion."""
        sets = ", ".join(f'"{name}" = ?' for name in (*values, "rowversion"))
        sql = f'update "{table.name}" set {sets} where {where.sql}'  # noqa: S608
        changed = (*values.values(), self.next_version(), *where.values)
        return self._db.execute(sql, changed).rowcount

    def calculate(self, table: Table, where: Where, values: Mapping[str, Any]) -> None:
        """Set a FlowField: no change of the record, so neither its rowversion nor its Key moves."""
        sets = ", ".join(f'"{name}" = ?' for name in values)
        sql = f'update "{table.name}" set {sets} where {where.sql}'  # noqa: S608
        self._db.execute(sql, (*values.values(), *where.values))

    def delete(self, table: Table, where: Where) -> int:
        sql = f'delete from "{table.name}" where {where.sql}'  # noqa: S608
        return self._db.execute(sql, where.values).rowcount


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
