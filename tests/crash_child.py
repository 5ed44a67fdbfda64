"""The program in processes of its own, which can be killed at any point; for the crash tests.

The mother has everything imported and no thread. Each order on her standard input (one line of
JSON: Order) is carried out by a child that is forked from her, which takes milliseconds; she says
{"pid": 17} when it was born and {"code": -9} when it has died. A child is the real program with
its real database file; only its clock goes by itself, and it counts the points it passes:

    a transaction is about to be committed, and has been
    a request is about to be sent, and its answer has come
"""

import gc
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlite_utils import Database

from navmage_dash.db import runs
from navmage_dash.db.file import Db
from navmage_dash.parts import Parts
from navmage_dash.start import opened
from navmage_dash.systems import nav_call, nav_schema
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1_wsdl import wsdl
from navmage_dash.systems.wsdl import inspect_wsdl

LOOK_SECONDS = 0.005
LOOKS = 6_000  # until a run that hangs is given up: half a minute
PASSED = "passed.json"  # in the instance: the points of a child that lived


@dataclass(frozen=True)
class Order:
    instance: str
    hour: int = 0  # each start is later than the one before
    workers: int = 1
    at: int = 0  # the point to die at; 0: none


class Points:
    def __init__(self, at: int) -> None:
        self.passed: list[str] = []
        self._at, self._lock = at, threading.Lock()

    def pass_by(self, name: str) -> None:
        with self._lock:
            self.passed.append(name)
            if len(self.passed) == self._at:
                os.kill(os.getpid(), signal.SIGKILL)


class HurriedClock:
    """Waits a moment where hours are asked for, and says that they have passed."""

    def __init__(self, hour: int) -> None:
        self.time = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(hours=hour)

    def now(self) -> datetime:
        self.time += timedelta(microseconds=1)
        return self.time

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.time += timedelta(seconds=seconds)
        return event.wait(min(seconds, LOOK_SECONDS))

    def pass_minutes(self, minutes: float) -> None:
        self.time += timedelta(minutes=minutes)


Write = Callable[[Db], AbstractContextManager[Database]]


def watched_write(write: Write, points: Points) -> Write:
    @contextmanager
    def watched(db: Db) -> Iterator[Database]:
        with write(db) as conn:
            yield conn
            points.pass_by("before a commit")
        points.pass_by("after a commit")

    return watched


Send = Callable[..., requests.Response]


def watched_send(send: Send, points: Points) -> Send:
    def watched(session: Session, request: requests.PreparedRequest, **more: Any) -> Any:
        where = f"{request.method} {request.path_url.split('?')[0]}"
        points.pass_by(f"before {where}")
        response = send(session, request, **more)
        points.pass_by(f"after {where}")
        return response

    return watched


def carry_out(order: Order) -> None:
    points = Points(order.at)
    Db.write = watched_write(Db.write, points)  # type: ignore[method-assign, assignment]
    Session.send = watched_send(Session.send, points)  # type: ignore[method-assign]
    instance = Path(order.instance)
    with opened(instance, keyring=False, clock=HurriedClock(order.hour)) as parts:
        work(parts, order.workers)
    (instance / PASSED).write_text(json.dumps(points.passed))


def work(parts: Parts, workers: int) -> None:
    """From the start of the program until no run is left."""
    if workers == 1:
        parts.runner.resume()
        while parts.runner.work_once():
            pass
        return
    parts.runner.start(workers)
    for _ in range(LOOKS):
        if not runs.active(parts.db):
            break
        parts.clock.wait(threading.Event(), LOOK_SECONDS)
    parts.runner.stop()


def child(order: Order) -> None:
    code = 1
    try:
        carry_out(order)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def say(**said: int) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def warm(folder: Path, known: set[str]) -> None:
    """The WSDLs that a child would read first. It finds them as a program that has run does."""
    for file in sorted(folder.glob("*.wsdl")):
        if file.name not in known:
            known.add(file.name)
            content = file.read_bytes()
            facts = inspect_wsdl(content)
            if facts.kind == "magento1-v2":
                wsdl(content)
            else:
                nav_schema.read(content, file.name)
                nav_call.writer(content)
    gc.freeze()  # or each child copies all that its first collection touches


def mother() -> None:
    known: set[str] = set()
    for line in sys.stdin:
        order = Order(**json.loads(line))
        warm(Path(order.instance) / "wsdl", known)
        pid = os.fork()
        if pid == 0:
            child(order)
        say(pid=pid)
        say(code=os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    mother()
