"""A stage is set, the program is killed on it at some point and started again, and we look."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from crash_child import PASSED, HurriedClock, Order, work
from crash_far import PAIR, Far, Kept, Log, Sent, When
from world import World

from navmage_dash.actions import connections as connecting
from navmage_dash.actions.runs import ask_for_run
from navmage_dash.db import connections
from navmage_dash.start import DATABASE, opened

ITEMS = 2
PATIENCE_SECONDS = 60.0
ROOT = Path(__file__).parents[1]

BOOKS = {
    "to-do": "select connection_id, scenario, key, state, reason from todo order by 1, 2, 3",
    "outcome": """select connection_id, scenario, key, outcome, changes from outcome
                   order by 1, 2, 3""",
    "ledger": """select connection_id, entity, key, remote_id, fields, gone from ledger
                  order by 1, 2, 3""",
    "cursor": "select connection_id, scenario from cursor order by 1, 2",
    "run": "select id, connection_id, scenarios, state, note from run order by id",
    "step": """select run_id, scenario, state, note, read, due, created, updated, unchanged,
                      skipped, conflict, failed from step order by run_id, position""",
}
CONFIRMED = """
    select key from todo join run on run.id = seen_run
     where todo.connection_id = ? and todo.state in ('delivered', 'settled')
       and run.state = 'running'
"""


class Mother:
    """The process that the program's processes are forked from."""

    def __init__(self, errors: Path) -> None:
        self.errors = errors
        with errors.open("w") as file:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("crash_child.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                env={**os.environ, "PYTHONPATH": str(ROOT), "NAVMAGE_KEYRING": "off"},
                text=True,
            )

    def carry_out(self, order: Order, log: Log) -> int:
        """The exit code: 0, or -9 where it was killed."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        log.pid = self._said("pid")
        log.born.set()
        hanging = threading.Timer(PATIENCE_SECONDS, os.kill, (log.pid, signal.SIGABRT))
        hanging.start()
        try:
            return self._said("code")
        finally:
            hanging.cancel()
            hanging.join()
            log.born.clear()

    def _said(self, name: str) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self.errors.read_text()
        return int(json.loads(line)[name])

    def end(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


@dataclass(frozen=True)
class Stage:
    """Runs have been asked for at both connections, and none has begun."""

    instance: Path
    far: Kept


@dataclass(frozen=True)
class Whole:
    """How it goes where nothing happens."""

    points: Sequence[str]
    asked: int
    writes: Sequence[Sent]
    far: Mapping[str, Any]
    books: Mapping[str, Any]


class Theatre:
    def __init__(
        self,
        folder: Path,
        items: int = ITEMS,
        configurables: int = 0,
        shops: Sequence[str] = PAIR,
        *,
        wsi: bool = False,
    ) -> None:
        self.folder = folder
        self.far = Far(items, configurables, shops, wsi=wsi)
        self._empty = self.far.keep()
        self.instance = folder / "now"
        self._hour = 0

    def connected(self, *scenarios: str) -> Stage:
        """Both connections are there and checked; the scenarios are asked for."""
        self.far.put_back(self._empty, Log())
        shutil.rmtree(self.instance, ignore_errors=True)
        with opened(self.instance, keyring=False, clock=HurriedClock(0)) as parts:
            for file in self.far.connection_files():
                made = connecting.save(parts, file, operator=None)
                assert connecting.check_stored(parts, made).ok
        return self._kept(*scenarios)

    def after(self, stage: Stage, *scenarios: str) -> Stage:
        """What was asked for there has been carried, and then more is asked for."""
        self.put_on(stage)
        self.carry()
        return self._kept(*scenarios)

    def ask(self, *scenarios: str, dry: bool = False) -> None:
        """For both connections, on top of what is there now."""
        self._hour += 1
        with opened(self.instance, keyring=False, clock=HurriedClock(self._hour)) as parts:
            for each in connections.all_connections(parts.db, "magento"):
                ask_for_run(parts, each, scenarios, dry=dry)

    @contextmanager
    def world(self) -> Iterator[World]:
        """What is on the stage, to act on it from this process."""
        self._hour += 1
        clock = HurriedClock(self._hour)
        world = World(self.instance, self.far.systems, clock, self.far.names)
        try:
            yield world
        finally:
            world.close()

    def set_up(self, stage: Stage, act: Callable[[World], None], *scenarios: str) -> Stage:
        """With more of what people did, and then scenarios asked for."""
        self.put_on(stage)
        with self.world() as world:
            act(world)
        return self._kept(*scenarios)

    def _kept(self, *scenarios: str) -> Stage:
        self._hour += 1
        if scenarios:
            self.ask(*scenarios)
        kept = self.folder / f"stage-{self._hour}"
        shutil.copytree(self.instance, kept)
        return Stage(kept, self.far.keep())

    def put_on(self, stage: Stage, log: Log | None = None) -> Log:
        log = log or Log()
        self.far.put_back(stage.far, log)
        shutil.rmtree(self.instance)
        shutil.copytree(stage.instance, self.instance)
        return log

    @cached_property
    def mother(self) -> Mother:
        return Mother(self.folder / "errors.txt")

    def carry(self) -> timedelta:
        """In this process, and for how long by its clock."""
        self._hour += 1
        clock = HurriedClock(self._hour)
        began = clock.now()
        with opened(self.instance, keyring=False, clock=clock) as parts:
            work(parts, 1)
        return clock.now() - began

    def start(self, log: Log, at: int = 0, workers: int = 1) -> int:
        self._hour += 1
        order = Order(str(self.instance), hour=self._hour, workers=workers, at=at)
        return self.mother.carry_out(order, log)

    def whole(self, stage: Stage, log: Log | None = None) -> Whole:
        log = self.put_on(stage, log)
        assert self.start(log) == 0, self.errors
        return self.seen(log, json.loads((self.instance / PASSED).read_text()))

    def seen(self, log: Log, points: Sequence[str] = ()) -> Whole:
        return Whole(points, log.asked, log.writes, self.far.picture(), self.books())

    def books(self) -> dict[str, list[tuple[Any, ...]]]:
        with closing(sqlite3.connect(self.instance / DATABASE)) as db:
            assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
            assert db.execute("pragma foreign_key_check").fetchall() == []
            return {name: db.execute(sql).fetchall() for name, sql in BOOKS.items()}

    def confirmed(self) -> dict[str, set[str]]:
        """By system: what the unfinished runs have carried, by the books of the dead program."""
        place = f"file:{self.instance / DATABASE}?mode=ro"
        with closing(sqlite3.connect(place, uri=True)) as db:
            return {
                name: {key for (key,) in db.execute(CONFIRMED, [number])}
                for number, name in enumerate(self.far.names, 2)
            }

    @property
    def errors(self) -> str:
        return self.mother.errors.read_text()

    def close(self) -> None:
        if "mother" in vars(self):
            self.mother.end()
        self.far.stop()


def killed_at_a_point(
    theatre: Theatre, stage: Stage, at: int, *, workers: int = 1, log: Log | None = None
) -> Log:
    """Killed there, and started again."""
    log = theatre.put_on(stage, log)
    code = theatre.start(log, at, workers)
    return _again(theatre, log, code, workers)


def killed_at_a_write(theatre: Theatre, stage: Stage, nth: int, when: When) -> Log:
    log = theatre.put_on(stage, Log(at_write=nth, when=when))
    code = theatre.start(log)
    log.live_on()
    return _again(theatre, log, code, 1)


def _again(theatre: Theatre, log: Log, code: int, workers: int) -> Log:
    """Two workers may have come to their end a few points sooner than one."""
    assert code == -signal.SIGKILL or (code == 0 and workers > 1), theatre.errors
    known, sent = theatre.confirmed(), len(log.tried)
    assert theatre.start(log, workers=workers) == 0, theatre.errors
    log.twice = [e for e in log.tried[sent:] if known.get(e.system, set()) & set(e.marks)]
    return log


def same(theatre: Theatre, whole: Whole, log: Log) -> None:
    """As if nothing had happened: at the far side, in the books, and on the wire."""
    assert not log.twice, "it was in the books that these were there"
    assert theatre.far.picture() == whole.far
    books = theatre.books()
    for name, rows in whole.books.items():
        assert books[name] == rows, name
    assert written(log.writes) == written(whole.writes)


def written(writes: Sequence[Sent]) -> Counter[tuple[str, str, str]]:
    """How often each record was written; a batch may be cut elsewhere after a new start."""
    return Counter((each.system, each.what, mark) for each in writes for mark in each.marks)
