"""Records for people: the to-do list, what became of each, the exchanges kept with a failure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from navmage_dash.db.file import Db

#: What people ask for, in the states of the to-do table.
STATES: Mapping[str, tuple[str, ...]] = {
    "open": ("open", "sent", "delivered"),
    "failed": ("failed",),
    "skipped": ("skipped",),
    "waiting": ("waiting",),
    "conflict": ("conflict",),
    "settled": ("settled",),
}


@dataclass(frozen=True, kw_only=True)
class Record:
    """A line of the to-do list."""

    id: int
    connection_id: int
    connection: str
    scenario: str
    key: str
    state: str
    row: Mapping[str, Any]
    plan: Mapping[str, Any] | None
    reason: str
    cause: str
    attempts: int
    seen_run: int
    due_at: str
    found_at: str
    changed_at: str

    @property
    def label(self) -> str:
        """What people call it, where its key is a number that only Magento knows; ''."""
        return str(self.row.get("label") or "")


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What became of a record in one run; together they are its history."""

    id: int
    run_id: int
    connection_id: int
    scenario: str
    key: str
    outcome: str
    note: str
    cause: str
    changes: Mapping[str, Sequence[Any]]  # {'price': ['12.5', '13']}: before, after
    at: str
    label: str = ""


SELECT = """
    select todo.id, todo.connection_id, connection.name as connection, scenario, key, state, row,
           plan, reason, cause, attempts, seen_run, due_at, found_at, changed_at
      from todo join connection on connection.id = todo.connection_id
"""


def _record(row: dict[str, Any]) -> Record:
    plan = json.loads(row["plan"]) if row["plan"] else None
    return Record(**{**row, "row": json.loads(row["row"]), "plan": plan})


def find(db: Db, record_id: int) -> Record | None:
    row = db.row(f"{SELECT} where todo.id = :id", {"id": record_id})
    return _record(row) if row else None


def keyed(db: Db, connection_id: int, scenario: str, key: str) -> Record | None:
    args = {"connection": connection_id, "scenario": scenario, "key": key}
    sql = f"""{SELECT} where todo.connection_id = :connection and scenario = :scenario
               and key = :key"""
    row = db.row(sql, args)
    return _record(row) if row else None


def listed(
    db: Db,
    *,
    state: str | None = None,
    connection_id: int | None = None,
    scenario: str | None = None,
    cause: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Record]:
    """By id; `state` is a key of STATES, None means all that want attention or wait."""
    states = (
        STATES[state] if state else tuple(s for k, v in STATES.items() if k != "settled" for s in v)
    )
    args = {
        "states": json.dumps(states),
        "connection": connection_id,
        "scenario": scenario,
        "cause": cause,
        "after": after,
        "limit": limit,
    }
    sql = f"""{SELECT}
        where state in (select value from json_each(:states)) and todo.id > :after
          and (:connection is null or todo.connection_id = :connection)
          and (:scenario is null or scenario = :scenario)
          and (:cause is null or cause = :cause)
        order by todo.id limit :limit"""  # noqa: S608
    return [_record(row) for row in db.rows(sql, args)]


def latest(db: Db, connection_id: int, scenario: str, limit: int) -> list[Record]:
    """Whatever their state; what moved last comes first."""
    sql = f"""{SELECT} where todo.connection_id = :connection and scenario = :scenario
        order by changed_at desc, todo.id desc limit :limit"""
    args = {"connection": connection_id, "scenario": scenario, "limit": limit}
    return [_record(row) for row in db.rows(sql, args)]


def counts(db: Db) -> dict[int, dict[str, int]]:
    """By connection id, each key of STATES: {'open': 3, 'failed': 1, …, 'settled': 120}."""
    sql = "select connection_id, state, count(*) as n from todo group by 1, 2"
    counted: dict[int, dict[str, int]] = {}
    for row in db.rows(sql):
        words = next(name for name, states in STATES.items() if row["state"] in states)
        mine = counted.setdefault(row["connection_id"], dict.fromkeys(STATES, 0))
        mine[words] += row["n"]
    return counted


def causes(db: Db) -> list[dict[str, Any]]:
    """Failed and conflicting records by cause: cause, connection_id, scenario, n, since, sample."""
    sql = """
        select todo.cause, todo.connection_id, connection.name as connection, todo.scenario,
               count(*) as n, min(todo.changed_at) as since, min(todo.reason) as sample,
               min(todo.id) as sample_id
          from todo join connection on connection.id = todo.connection_id
         where state in ('failed', 'conflict')
         group by todo.cause, todo.connection_id, todo.scenario order by n desc
    """
    return db.rows(sql)


def _happening(row: dict[str, Any]) -> Happening:
    return Happening(**{**row, "changes": json.loads(row["changes"])})


def history(
    db: Db, connection_id: int, scenario: str, key: str, limit: int = 50
) -> list[Happening]:
    """Newest first."""
    sql = """
        select * from outcome where connection_id = :connection and scenario = :scenario
           and key = :key order by id desc limit :limit
    """
    args = {"connection": connection_id, "scenario": scenario, "key": key, "limit": limit}
    return [_happening(row) for row in db.rows(sql, args)]


def of_run(
    db: Db, run_id: int, *, outcome: str | None = None, after: int = 0, limit: int = 100
) -> list[Happening]:
    """What a run did to each record, in order; for a dry run, what it would do."""
    sql = """
        select outcome.*, coalesce(json_extract(todo.row, '$.label'), '') as label
          from outcome left join todo on todo.connection_id = outcome.connection_id
           and todo.scenario = outcome.scenario and todo.key = outcome.key
         where run_id = :run and outcome.id > :after
           and (:outcome is null or outcome = :outcome) order by outcome.id limit :limit
    """
    args = {"run": run_id, "outcome": outcome, "after": after, "limit": limit}
    return [_happening(row) for row in db.rows(sql, args)]


def exchanges(
    db: Db, connection_id: int, scenario: str, key: str, limit: int = 10
) -> list[dict[str, Any]]:
    """Newest first: method, url, request, status, response, ms, at."""
    sql = """
        select * from exchange where connection_id = :connection and scenario = :scenario
           and key = :key order by id desc limit :limit
    """
    args = {"connection": connection_id, "scenario": scenario, "key": key, "limit": limit}
    return db.rows(sql, args)


def retry(db: Db, ids: Sequence[int], now: str) -> list[Record]:
    """A person's decision: what failed, was skipped, waits or conflicts is due again at once."""
    sql = """
        update todo set state = 'open', due_at = :now, changed_at = :now,
               attempts = min(attempts, 1)
         where id in (select value from json_each(:ids))
           and state in ('failed', 'skipped', 'conflict', 'waiting')
        returning id
    """
    with db.write() as conn:
        changed = [
            row["id"] for row in list(conn.query(sql, {"ids": json.dumps(list(ids)), "now": now}))
        ]
    return [record for each in changed if (record := find(db, each))]


def make_again(
    db: Db, connection_id: int, entity: str, key: str, now: str, *, both_ways: bool
) -> None:
    """A person's decision: what vanished at the target is new there. See sync.there."""
    one_way = """
        insert into ledger (connection_id, entity, key, fields, fingerprint, at)
        values (:connection, :entity, :key, '{}', '', :now)
        on conflict (connection_id, entity, key) do update set remote_id = ''
         where ledger.fields = '{}'
    """
    merged = """
        delete from ledger where connection_id = :connection and entity = :entity
           and :key in (key, remote_id) and fields = '{}'
    """
    args = {"connection": connection_id, "entity": entity, "key": key, "now": now}
    with db.write() as conn:
        conn.execute(merged if both_ways else one_way, args)


def forget(db: Db, connection_id: int, entities: Sequence[str], key: str) -> None:
    """What was known of it in these ledgers has gone with it: the target is asked afresh."""
    sql = """
        delete from ledger where connection_id = :connection and key = :key
           and entity in (select value from json_each(:entities))
    """
    args = {"connection": connection_id, "key": key, "entities": json.dumps(list(entities))}
    with db.write() as conn:
        conn.execute(sql, args)


def skip(db: Db, record_id: int, reason: str, now: str) -> None:
    """A person's decision: leave it out, for this reason, until it changes at its source."""
    sql = """
        update todo set state = 'skipped', reason = :reason, changed_at = :now
         where id = :id and state in ('open', 'failed', 'conflict', 'waiting')
    """
    with db.write() as conn:
        conn.execute(sql, {"id": record_id, "reason": reason, "now": now})
