"""Fields that NAV and Magento changed differently: those to be decided, and how others were."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from navmage_dash.db.file import Db
from navmage_dash.db.plans import read_value
from navmage_dash.sync.records import Value

Side = Literal["nav", "magento"]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    id: int
    connection_id: int
    connection: str
    entity: str
    scenario: str
    key: str
    label: str  # what people call it where the key is a number of Magento's, else ''
    record_id: int | None  # on the to-do list; None where that has forgotten it
    field: str
    base: Value  # what both last agreed on
    nav: Value
    magento: Value
    state: str  # open, decided (by a person, not carried yet), used
    taken: Value
    decided_by: str  # a person's name, 'Remote wins', 'Local wins'
    at: str
    decided_at: str | None
    twin: int  # 1: the scenario of the other direction has it as well, and is asked about it


# To be decided: also what was decided, and was then refused there.
OPEN = """
    (conflict.state = 'open' and not conflict.twin
        or conflict.state = 'decided' and todo.state = 'failed')
"""
TODO = """
      left join todo on todo.connection_id = conflict.connection_id
       and todo.scenario = conflict.scenario and todo.key = conflict.key
"""
SELECT = f"""
    select conflict.*, connection.name as connection, todo.id as record_id,
           coalesce(json_extract(todo.row, '$.label'), '') as label
      from conflict join connection on connection.id = conflict.connection_id {TODO}
"""  # noqa: S608


def _made(row: dict[str, Any]) -> Conflict:
    values = {name: read_value(row[name]) for name in ("base", "nav", "magento", "taken")}
    return Conflict(**{**row, **values})


def to_decide(db: Db, connection_id: int | None = None, limit: int = 500) -> list[Conflict]:
    """The open ones, record by record, and those whose decision was refused there."""
    sql = f"""{SELECT} where {OPEN}
           and (:connection is null or conflict.connection_id = :connection)
         order by connection.name, conflict.scenario, conflict.key, conflict.field
         limit :limit"""
    args = {"connection": connection_id, "limit": limit}
    return [_made(row) for row in db.rows(sql, args)]


def settled(
    db: Db, connection_id: int | None = None, *, before: int | None = None, limit: int = 100
) -> list[Conflict]:
    """Decided by a person or by the Sync priority, newest first; `before` pages on from an id."""
    sql = f"""{SELECT} where conflict.state in ('decided', 'used') and not conflict.twin
           and (:connection is null or conflict.connection_id = :connection)
           and (:before is null or conflict.id < :before)
         order by conflict.id desc limit :limit"""
    args = {"connection": connection_id, "before": before, "limit": limit}
    return [_made(row) for row in db.rows(sql, args)]


def of(db: Db, connection_id: int, scenario: str, key: str) -> list[Conflict]:
    """Of one record: the open ones and those decided that are still to be carried."""
    sql = f"""{SELECT} where conflict.state in ('open', 'decided')
           and conflict.connection_id = :connection and conflict.scenario = :scenario
           and conflict.key = :key order by conflict.field"""
    args = {"connection": connection_id, "scenario": scenario, "key": key}
    return [_made(row) for row in db.rows(sql, args)]


def counts(db: Db) -> dict[int, int]:
    """How many are open, by connection id."""
    sql = f"""select conflict.connection_id, count(*) as n from conflict {TODO}
               where conflict.state in ('open', 'decided') and {OPEN} group by 1"""  # noqa: S608
    return {row["connection_id"]: row["n"] for row in db.rows(sql)}


def look_again(db: Db, connection_id: int, now: str) -> None:
    """Another Sync priority counts for what waits in the inbox, too."""
    sql = """
        update todo set state = 'open', due_at = :now, changed_at = :now
         where connection_id = :id and state = 'conflict' and exists (
            select 1 from conflict where conflict.connection_id = todo.connection_id
               and conflict.scenario = todo.scenario and conflict.key = todo.key
               and conflict.state = 'open')
    """
    with db.write() as conn:
        conn.execute(sql, {"id": connection_id, "now": now})


def take_side(db: Db, ids: Sequence[int], side: Side, by: str, now: str) -> list[int]:
    """One side's value counts. Gives the ids of the records that may go on now."""
    return _decide(db, ids, "magento" if side == "magento" else "nav", {"by": by, "now": now})


def take_value(db: Db, conflict_id: int, value: str, by: str, now: str) -> list[int]:
    """A value of a person's own; '' is blank."""
    return _decide(db, [conflict_id], ":value", {"value": value or None, "by": by, "now": now})


def _decide(db: Db, ids: Sequence[int], taken: str, args: dict[str, Any]) -> list[int]:
    """A record goes on once nothing of it is open any more."""
    decide = f"""
        update conflict set state = 'decided', taken = {taken}, decided_by = :by, decided_at = :now
         where id in (select conflict.id from conflict {TODO} where {OPEN}
                         and conflict.id in (select value from json_each(:ids)))
        returning connection_id, scenario, key
    """  # noqa: S608
    through = """
        select id from todo where connection_id = :connection_id and scenario = :scenario
           and key = :key and state in ('conflict', 'failed') and not exists (
               select 1 from conflict where conflict.connection_id = todo.connection_id
                  and conflict.scenario = todo.scenario and conflict.key = todo.key
                  and conflict.state = 'open' and not conflict.twin)
    """
    with db.write() as conn:
        touched = list(conn.query(decide, args | {"ids": json.dumps(list(ids))}))
        found = [row["id"] for each in touched for row in list(conn.query(through, each))]
    return sorted(set(found))
