"""The books of one scenario at one connection in one run: to-do list, ledger, outcomes, exchanges.

Everything is written for a batch at a time: a commit a record would cost more than the record.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlite_utils import Database

from navmage_dash.db import keeping
from navmage_dash.db.file import Db
from navmage_dash.db.plans import decision, dump, kept, load_write, plan_of, read_fields
from navmage_dash.sync.merge import WORDS, Decision
from navmage_dash.sync.records import Outcome, Result, Todo, Value, Write

SUCCESS = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
STATE = {each: each for each in ("skipped", "waiting", "conflict", "failed")}
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
        by_cursor: bool = False,
        again: bool = True,
        other_way: bool = False,
        merges: bool = False,
    ) -> None:
        """by_cursor: what is not found has not changed. again: what is found is due, even where
        it is as it was. other_way: its ledger's keys are its target's, see keeping.LEDGER.
        merges: its fields may be in conflict.
        """
        self._db = db
        self._dry = dry
        self._now = now
        self._entity = entity
        self._step = {"run": run_id, "position": position}
        self._scope = {"connection": connection_id, "scenario": scenario}
        self._by_cursor, self._again = by_cursor, again
        self._merges = merges
        self._turned = partial(keeping.turned, other_way=other_way)

    def discovered(self, found: Sequence[Todo], cursor: str = "") -> None:
        with self._db.write() as conn:
            conn.execute(keeping.DISCOVER, self._step | self._found(found))
            conn.execute(keeping.COUNT_READ, self._step | {"n": len(found)})
            if cursor:
                conn.execute(keeping.MOVE_CURSOR, self._scope | {"cursor": cursor})

    def fresh(self, found: Sequence[Todo]) -> list[Todo]:
        due = {row["key"] for row in self._db.rows(keeping.FRESH, self._found(found))}
        return [todo for todo in found if todo.key in due]

    def _found(self, found: Sequence[Todo]) -> dict[str, Any]:
        rows = dump([(todo.key, todo.row, todo.mark) for todo in found])
        args = {"found": rows, "now": self._stamp(), "again": int(self._again)}
        return {**self._scope, **args, "no_more": ASKED_NO_MORE}

    def cursor(self) -> str:
        sql = "select value from cursor where connection_id = :connection and scenario = :scenario"
        row = self._db.row(sql, self._scope)
        return str(row["value"]) if row else ""

    def discovery_ended(self) -> None:
        now = self._stamp()
        args = self._scope | self._step | {"now": now, "reason": ASKED_NO_MORE}
        with self._db.write() as conn:
            dropped = [] if self._by_cursor else list(conn.query(keeping.DROP, args))
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
            Todo(id=id_, key=key, row=row, mark=mark, tried=attempts > 0)
            for id_, key, row, mark, attempts in json.loads(found["found"])
        ]

    def ledger(self, keys: Sequence[str]) -> dict[str, Entry]:
        args = {"connection": self._scope["connection"], "entity": self._entity}
        sql = self._turned(keeping.LEDGER)
        (found,) = self._db.rows(sql, args | {"keys": dump(list(keys))})
        return {
            key: Entry(remote_id, read_fields(fields))
            for key, (remote_id, fields) in json.loads(found["known"]).items()
        }

    def marks(self) -> dict[str, str]:
        args = {"connection": self._scope["connection"], "entity": self._entity}
        rows = self._db.rows(self._turned(keeping.MARKS), args)
        return {row["key"]: row["fingerprint"] for row in rows}

    def decisions(self, key: str) -> dict[str, Decision]:
        rows = self._db.rows(keeping.DECISIONS, self._scope | {"key": key})
        return {row["field"]: decision(row) for row in rows}

    def intend(self, batch: Sequence[tuple[Todo, Write]]) -> None:
        rows = dump([(todo.id, plan_of(write)) for todo, write in batch])
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
                self._learn(conn, others, now)
                self._clashed(conn, results, now)
            kept = [row for result in others for row in self._exchanges(result)]
            conn.conn.executemany(keeping.EXCHANGE, kept)

    def _learn(self, conn: Database, results: Sequence[Result], now: str) -> None:
        good = [self._learnt(r, now) for r in results if r.outcome in SUCCESS and r.write]
        conn.conn.executemany(self._turned(keeping.LEARN), good)
        lost = [self._key(r) for r in results if r.forget]
        conn.conn.executemany(self._turned(keeping.FORGET), lost)
        gone = [self._key(r) for r in results if r.gone]
        conn.conn.executemany(self._turned(keeping.MARK_GONE), gone)

    def _clashed(self, conn: Database, results: Sequence[Result], now: str) -> None:
        """Conflicts of fields: those still open, and how those that are through were decided.

        What a person decided is in the books already.
        """
        with_write = [(r, r.write) for r in results if r.write]
        clashes = [
            [
                *(r.todo.key, c.field),
                *map(kept, (c.base, c.nav, c.magento, c.taken)),
                *(c.by, write.remote_id),
            ]
            for r, write in with_write
            for c in write.clashes
            if not c.by or (r.outcome in SUCCESS and c.by in WORDS.values())
        ]
        args = self._scope | {"entity": self._entity, "now": now}
        if clashes:
            conn.execute(keeping.CLASH, args | {"clashes": dump(clashes)})
        through = [(r.todo.key, w.remote_id) for r, w in with_write if r.outcome in SUCCESS]
        if through and self._merges:
            keys, pairs = zip(*through, strict=True)
            conn.execute(keeping.CLASHES_USED, args | {"keys": dump(keys)})
            conn.execute(keeping.OTHER_WAY, args | {"pairs": dump(pairs)})

    def _conclude_answered(
        self, conn: Database, answered: Sequence[Result], now: str, *, tell: bool
    ) -> None:
        """What was sent and taken, all at once: there are many of them."""
        if not answered:
            return
        rows = [
            (r.todo.id, r.outcome.value, r.answer.remote_id, r.note, r.answer.told)
            for r in answered
            if r.answer
        ]
        state = "delivered" if tell else "settled"
        args = {"answered": dump(rows), "entity": self._entity, "state": state, "now": now}
        learn = self._turned(keeping.LEARN_ANSWERED)
        for sql in (keeping.OUTCOME_ANSWERED, learn, keeping.MOVE_ANSWERED):
            conn.execute(sql, {**self._scope, **self._step, **args})

    def _move(self, todos: Sequence[Todo], state: str, reason: str) -> None:
        if not todos:
            return
        args = {"ids": json.dumps([todo.id for todo in todos]), "state": state, "reason": reason}
        with self._db.write() as conn:
            conn.execute(keeping.MOVE, args | {"now": self._stamp()})

    def _moved(self, result: Result, now: str, *, tell: bool) -> dict[str, Any]:
        good = result.outcome in SUCCESS
        to_tell = tell and result.write is not None
        state = ("delivered" if to_tell else "settled") if good else STATE[result.outcome]
        return {
            "id": result.todo.id,
            "state": state,
            "reason": "" if good and result.write else result.note,
            "cause": keeping.cause(result),
            "plan": dump(plan_of(result.write)) if result.write else None,
            "failed": int(result.outcome is Outcome.FAILED),
            "now": now,
        }

    def _learnt(self, result: Result, now: str) -> dict[str, Any]:
        assert result.write is not None
        return self._key(result) | {
            "remote_id": result.write.remote_id,
            "fields": dump(result.write.agreed or result.write.fields),
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
