"""Runs: asked for, claimed by a worker, ended; the run table is the queue."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from navmage_dash.db.file import Db
from navmage_dash.sync.records import Outcome

Ending = Literal["succeeded", "succeeded with errors", "failed", "interrupted", "cancelled"]
ACTIVE = ("queued", "running", "interrupted")
COUNTS = tuple(each.value for each in Outcome)
_OF_DRY = "run_id = :run and (select dry from run where id = :run)"
# What was begun ends as its run did; what was not begun will not be.
END_STEPS = """
    update step set state = case when state = 'queued' then 'cancelled' else :state end
     where run_id = :id and state in ('queued', 'running', 'interrupted')
"""
FORGET_DRY_OUTCOMES = f"""
    delete from outcome where {_OF_DRY} and scenario = (
        select scenario from step where run_id = :run and position = :position)
"""  # noqa: S608
FORGET_DRY_COUNTS = f"""
    update step set {", ".join(f"{name} = 0" for name in COUNTS)}
     where {_OF_DRY} and position = :position
"""  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class Run:
    id: int
    connection_id: int
    scenarios: tuple[str, ...]
    dry: bool
    full: bool
    wanted_by: str
    state: str
    note: str
    attempts: int
    cancel_asked: bool
    queued_at: str
    due_at: str
    started_at: str | None
    ended_at: str | None

    @property
    def active(self) -> bool:
        return self.state in ACTIVE


@dataclass(frozen=True, kw_only=True)
class Step:
    """One scenario of a run, with its counts."""

    run_id: int
    position: int
    scenario: str
    state: str
    note: str
    read: int
    due: int
    created: int
    updated: int
    unchanged: int
    skipped: int
    waiting: int
    conflict: int
    failed: int
    calls: int
    started_at: str | None
    ended_at: str | None

    @property
    def done(self) -> int:
        return sum(int(getattr(self, name)) for name in COUNTS)


def _made(row: Mapping[str, Any]) -> Run:
    flags = {name: bool(row[name]) for name in ("dry", "full", "cancel_asked")}
    return Run(**{**row, **flags, "scenarios": tuple(json.loads(row["scenarios"]))})


def ask(
    db: Db,
    connection_id: int,
    scenarios: Sequence[str],
    now: str,
    *,
    dry: bool = False,
    full: bool = False,
    wanted_by: str = "",
) -> tuple[Run, bool]:
    """Ask for a run. Where the same waits (for a full one: becomes one) or runs: (it, False)."""
    args = {"connection_id": connection_id, "scenarios": json.dumps([*scenarios]), "dry": int(dry)}
    active = """
        select * from run where connection_id = :connection_id and scenarios = :scenarios
           and dry = :dry and state in ('queued', 'running', 'interrupted')
    """
    with db.write() as conn:
        if row := next(iter(list(conn.query(active, args))), None):
            if full and row["state"] == "queued":
                conn.execute("update run set full = 1 where id = :id", {"id": row["id"]})
                row["full"] = 1
            return _made(row), False
        made = args | {"full": int(full), "wanted_by": wanted_by, "queued_at": now, "due_at": now}
        run_id = int(str(conn.table("run").insert(made).last_pk))
        conn.table("step").insert_all(
            {"run_id": run_id, "position": n, "scenario": name} for n, name in enumerate(scenarios)
        )
    return _must(db, run_id), True


def hurry(db: Db, run_id: int, now: str) -> None:
    """Do not wait any longer before an interrupted run goes on."""
    sql = "update run set due_at = :now where id = :id and state = 'interrupted' and due_at > :now"
    with db.write() as conn:
        conn.execute(sql, {"id": run_id, "now": now})


def claim(db: Db, now: str) -> Run | None:
    """The oldest run that is due, whose connection has none running. None: nothing to do."""
    sql = """
        update run set state = 'running', started_at = coalesce(started_at, :now), note = '',
               attempts = attempts + 1
         where id = (
            select id from run where state in ('queued', 'interrupted') and due_at <= :now
               and connection_id not in (select connection_id from run where state = 'running')
             order by id limit 1)
        returning *
    """
    with db.write() as conn:
        row = next(iter(list(conn.query(sql, {"now": now}))), None)
    return _made(row) if row else None


def end(db: Db, run_id: int, state: Ending, note: str, now: str, due_at: str | None = None) -> None:
    """How it ended. An interrupted one goes on at `due_at`."""
    sql = """
        update run set state = :state, note = :note, ended_at = :now,
               due_at = coalesce(:due_at, due_at) where id = :id
    """
    args = {"id": run_id, "state": state, "note": note, "now": now, "due_at": due_at}
    with db.write() as conn:
        conn.execute(sql, args)
        if state in ("cancelled", "failed"):
            conn.execute(END_STEPS, args)


def interrupt_left_over(db: Db, now: str) -> int:
    """At start-up: what was running when the program died goes on from where it was."""
    note = "the program ended while this ran; it goes on from where it was"
    sql = """
        update run set state = 'interrupted', due_at = :now, note = :note
         where state = 'running' returning id
    """
    with db.write() as conn:
        conn.execute("update step set state = 'interrupted' where state = 'running'")
        return len(list(conn.query(sql, {"now": now, "note": note})))


def ask_to_cancel(db: Db, run_id: int, now: str) -> None:
    """A waiting run is cancelled at once, a running one between two records."""
    args = {"id": run_id, "now": now}
    sql = """
        update run set state = 'cancelled', ended_at = :now, note = 'cancelled before it ran'
         where id = :id and state in ('queued', 'interrupted') returning id
    """
    with db.write() as conn:
        if list(conn.query(sql, args)):
            conn.execute(END_STEPS, args | {"state": "cancelled"})
        conn.execute("update run set cancel_asked = 1 where id = :id and state = 'running'", args)


def cancel_asked(db: Db, run_id: int) -> bool:
    row = db.row("select cancel_asked from run where id = :id", {"id": run_id})
    return row is None or bool(row["cancel_asked"])


def find(db: Db, run_id: int) -> Run | None:
    row = db.row("select * from run where id = :id", {"id": run_id})
    return _made(row) if row else None


def latest(
    db: Db, limit: int = 50, *, connection_id: int | None = None, before: int | None = None
) -> list[Run]:
    """Newest first; `before` pages on from a run id."""
    sql = """
        select * from run where (:connection is null or connection_id = :connection)
           and (:before is null or id < :before) order by id desc limit :limit
    """
    args = {"connection": connection_id, "before": before, "limit": limit}
    return [_made(row) for row in db.rows(sql, args)]


def active(db: Db) -> list[Run]:
    sql = "select * from run where state in ('queued', 'running', 'interrupted') order by id"
    return [_made(row) for row in db.rows(sql)]


def steps(db: Db, run_id: int) -> list[Step]:
    sql = "select * from step where run_id = :id order by position"
    return [Step(**row) for row in db.rows(sql, {"id": run_id})]


def last_steps(db: Db) -> dict[tuple[int, str], Step]:
    """The newest step of each (connection, scenario) that was not a dry run."""
    sql = """
        select step.*, run.connection_id from step join run on run.id = step.run_id
         where run.dry = 0 and step.state <> 'queued' and run.id in (
            select max(r.id) from run r join step s on s.run_id = r.id
             where r.dry = 0 and s.state <> 'queued' group by r.connection_id, s.scenario)
         order by run.id
    """
    return {(row.pop("connection_id"), row["scenario"]): Step(**row) for row in db.rows(sql)}


def step_began(db: Db, run_id: int, position: int, now: str) -> None:
    """A dry run that goes on begins anew, for it leaves nothing behind but what it has said."""
    sql = """
        update step set state = 'running', note = '', started_at = coalesce(started_at, :now)
         where run_id = :run and position = :position
    """
    args = {"run": run_id, "position": position, "now": now}
    with db.write() as conn:
        conn.execute(sql, args)
        conn.execute(FORGET_DRY_OUTCOMES, args)
        conn.execute(FORGET_DRY_COUNTS, args)


def step_ended(
    db: Db, run_id: int, position: int, state: Ending, note: str, calls: int, now: str
) -> None:
    sql = """
        update step set note = :note, calls = calls + :calls, ended_at = :now,
               state = case when :state = 'succeeded' and failed + conflict > 0
                            then 'succeeded with errors' else :state end
         where run_id = :run and position = :position
    """
    args = {"run": run_id, "position": position, "state": state, "note": note, "calls": calls}
    with db.write() as conn:
        conn.execute(sql, args | {"now": now})


def _must(db: Db, run_id: int) -> Run:
    run = find(db, run_id)
    assert run is not None
    return run
