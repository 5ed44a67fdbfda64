"""The books of one scenario at one connection in one run: to-do list, ledger, outcomes, exchanges.

Everything is written for a batch at a time: a commit a record would cost more than the record.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from navmage_dash.db import keeping
from navmage_dash.db.file import Db
from navmage_dash.sync.mapping import plain
from navmage_dash.sync.records import Outcome, Result, Todo, Value, Write

SUCCESS = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
STATE = {"skipped": "skipped", "conflict": "conflict", "failed": "failed"}
ASKED_NO_MORE = "its source asks for it no more: the flag was cleared or the record is gone there"


@dataclass(frozen=True)
class Entry:
    remote_id: str
    fields: Mapping[str, Value]


class Book:
    def __init__(
        self,
        db: Db,
        *,
        run_id: int,
        position: int,
        connection_id: int,
        scenario: str,
        entity: str,
        dry: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._db = db
        self._dry = dry
        self._now = now
        self._entity = entity
        self._step = {"run": run_id, "position": position}
        self._scope = {"connection": connection_id, "scenario": scenario}

    def discovered(self, found: Sequence[Todo]) -> None:
        rows = dump([(todo.key, todo.row, todo.mark) for todo in found])
        args = {**self._scope, **self._step, "found": rows, "now": self._stamp()}
        with self._db.write() as conn:
            conn.execute(keeping.DISCOVER, args)
            conn.execute(keeping.COUNT_READ, self._step | {"n": len(found)})

    def discovery_ended(self) -> None:
        now = self._stamp()
        args = self._scope | self._step | {"now": now, "reason": ASKED_NO_MORE}
        with self._db.write() as conn:
            dropped = list(conn.query(keeping.DROP, args))
            outcomes = [
                self._outcome(row["key"], Outcome.SKIPPED, ASKED_NO_MORE, now) for row in dropped
            ]
            conn.conn.executemany(keeping.OUTCOME, outcomes)
            conn.execute(keeping.COUNT_SKIPPED, self._step | {"n": len(dropped)})
            conn.execute(keeping.COUNT_DUE, self._scope | self._step | {"now": now})

    def completed(self) -> None:
        with self._db.write() as conn:
            conn.execute(keeping.COMPLETE, self._scope | {"now": self._stamp()})

    def unfinished(self, state: str, limit: int) -> list[tuple[Todo, Write]]:
        args = self._scope | {"state": state, "limit": limit}
        rows = self._db.rows(keeping.UNFINISHED, args)
        return [
            (
                Todo(id=row["id"], key=row["key"], row=json.loads(row["row"]), mark=row["mark"]),
                load_write(row["key"], row["plan"]),
            )
            for row in rows
        ]

    def due(self, after: int, limit: int) -> list[Todo]:
        args = self._scope | {"after": after, "limit": limit, "now": self._stamp()}
        (found,) = self._db.rows(keeping.DUE, args)
        return [
            Todo(id=id_, key=key, row=row, mark=mark)
            for id_, key, row, mark in json.loads(found["found"])
        ]

    def ledger(self, keys: Sequence[str]) -> dict[str, Entry]:
        args = {"connection": self._scope["connection"], "entity": self._entity}
        (found,) = self._db.rows(keeping.LEDGER, args | {"keys": dump(list(keys))})
        return {
            key: Entry(remote_id, _fields(fields))
            for key, (remote_id, fields) in json.loads(found["known"]).items()
        }

    def marks(self) -> dict[str, str]:
        args = {"connection": self._scope["connection"], "entity": self._entity}
        return {row["key"]: row["fingerprint"] for row in self._db.rows(keeping.MARKS, args)}

    def intend(self, batch: Sequence[tuple[Todo, Write]]) -> None:
        rows = dump([(todo.id, _plan(write)) for todo, write in batch])
        with self._db.write() as conn:
            conn.execute(keeping.INTEND, {"batch": rows, "now": self._stamp()})

    def release(self, todos: Sequence[Todo]) -> None:
        self._move(todos, "open", "")

    def told(self, todos: Sequence[Todo]) -> None:
        self._move(todos, "settled", "")

    def reopen(self, todos: Sequence[Todo], reason: str) -> None:
        self._move(todos, "open", reason)

    def conclude(self, results: Sequence[Result], *, tell: bool) -> None:
        if not results:
            return
        now = self._stamp()
        answered = [result for result in results if result.answer]
        others = [result for result in results if not result.answer]
        with self._db.write() as conn:
            conn.execute(keeping.count(results), self._step)
            self._conclude_answered(conn, answered, now, tell=tell)
            conn.conn.executemany(keeping.OUTCOME, [self._outcome_of(r, now) for r in others])
            if not self._dry:
                moved = [self._moved(result, now, tell=tell) for result in others]
                conn.conn.executemany(keeping.MOVE_RESULT, moved)
                good = [r for r in others if r.outcome in SUCCESS and r.write]
                conn.conn.executemany(keeping.LEARN, [self._learnt(r, now) for r in good])
                gone = [self._key(r) for r in others if r.outcome is Outcome.CONFLICT]
                conn.conn.executemany(keeping.FORGET, gone)
            kept = [row for result in others for row in self._exchanges(result)]
            conn.conn.executemany(keeping.EXCHANGE, kept)

    def _conclude_answered(
        self, conn: Database, answered: Sequence[Result], now: str, *, tell: bool
    ) -> None:
        """What was sent and taken, all at once: there are many of them."""
        if not answered:
            return
        rows = [
            (r.todo.id, r.outcome.value, r.answer.remote_id, r.note) for r in answered if r.answer
        ]
        state = "delivered" if tell else "settled"
        args = {"answered": dump(rows), "entity": self._entity, "state": state, "now": now}
        for sql in (keeping.OUTCOME_ANSWERED, keeping.LEARN_ANSWERED, keeping.MOVE_ANSWERED):
            conn.execute(sql, {**self._scope, **self._step, **args})

    def _move(self, todos: Sequence[Todo], state: str, reason: str) -> None:
        if not todos:
            return
        args = {"ids": json.dumps([todo.id for todo in todos]), "state": state, "reason": reason}
        with self._db.write() as conn:
            conn.execute(keeping.MOVE, args | {"now": self._stamp()})

    def _moved(self, result: Result, now: str, *, tell: bool) -> dict[str, Any]:
        good = result.outcome in SUCCESS
        state = ("delivered" if tell else "settled") if good else STATE[result.outcome]
        return {
            "id": result.todo.id,
            "state": state,
            "reason": "" if good else result.note,
            "cause": keeping.cause(result),
            "plan": dump(_plan(result.write)) if result.write else None,
            "failed": int(result.outcome is Outcome.FAILED),
            "now": now,
        }

    def _learnt(self, result: Result, now: str) -> dict[str, Any]:
        assert result.write is not None
        return self._key(result) | {
            "remote_id": result.write.remote_id,
            "fields": dump(result.write.fields),
            "mark": result.todo.mark,
            "now": now,
        }

    def _key(self, result: Result) -> dict[str, Any]:
        connection = self._scope["connection"]
        return {"connection": connection, "entity": self._entity, "key": result.todo.key}

    def _outcome(self, key: str, outcome: Outcome, note: str, at: str) -> dict[str, Any]:
        row = {"key": key, "outcome": outcome.value, "note": note, "cause": "", "changes": "{}"}
        return row | {"at": at} | self._scope | self._step

    def _outcome_of(self, result: Result, now: str) -> dict[str, Any]:
        changes = result.write.changes if result.write else {}
        row = self._outcome(result.todo.key, result.outcome, result.note, now)
        return row | {"changes": dump(changes), "cause": keeping.cause(result)}

    def _exchanges(self, result: Result) -> list[dict[str, Any]]:
        scope = self._scope | self._step | {"key": result.todo.key}
        return [vars(each) | scope for each in result.exchanges]

    def _stamp(self) -> str:
        return self._now().isoformat()


def _plain(value: Any) -> str:
    """Decimals as text: they are never floats, not even on their way to disk and back."""
    return plain(value) if isinstance(value, Decimal) else str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def dump(value: Any) -> str:
    return _ENCODER.encode(value)


def _fields(fields: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(value) for name, value in fields.items()}


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _plan(write: Write) -> dict[str, Any]:
    return {
        "action": write.action,
        "fields": write.fields,
        "changes": write.changes,
        "remote_id": write.remote_id,
    }


def load_write(key: str, text: str) -> Write:
    plan = json.loads(text)
    changes = {name: (_value(a), _value(b)) for name, (a, b) in plan["changes"].items()}
    return Write(
        key=key,
        action=plan["action"],
        fields=_fields(plan["fields"]),
        changes=changes,
        remote_id=plan["remote_id"],
    )
