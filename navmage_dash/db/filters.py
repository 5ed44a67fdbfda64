"""Which records users let through, by connection and scenario."""

from typing import Any

from navmage_dash.db.file import Db
from navmage_dash.sync.filters import Filter

# What a filter left out may be let through by now: it is looked at again.
OPEN_AGAIN = """
    update todo set state = 'open', reason = '', due_at = :now, changed_at = :now
     where connection_id = :connection_id and scenario = :scenario and state = 'skipped'
       and reason like 'filter: %'
"""


def of(db: Db, connection_id: int, scenario: str) -> list[Filter]:
    """In the order they were added."""
    sql = """
        select id, field, condition, value from filter
         where connection_id = :connection and scenario = :scenario order by id
    """
    args = {"connection": connection_id, "scenario": scenario}
    return [Filter(**row) for row in db.rows(sql, args)]


def add(db: Db, connection_id: int, scenario: str, made: Filter, now: str) -> None:
    row = {"field": made.field, "condition": made.condition, "value": made.value}
    where = {"connection_id": connection_id, "scenario": scenario}
    with db.write() as conn:
        conn.table("filter").insert(where | row)
        conn.execute(OPEN_AGAIN, where | {"now": now})


def remove(db: Db, connection_id: int, scenario: str, filter_id: int, now: str) -> None:
    args: dict[str, Any] = {"id": filter_id, "now": now}
    args |= {"connection_id": connection_id, "scenario": scenario}
    sql = """
        delete from filter where id = :id and connection_id = :connection_id
           and scenario = :scenario
    """
    with db.write() as conn:
        conn.execute(sql, args)
        conn.execute(OPEN_AGAIN, args)
