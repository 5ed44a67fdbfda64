"""The program as it is started: kill -9 by the far side, and the same command once more."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from crash_case import ROOT, Stage, Theatre, Whole, written
from crash_far import SHOPS, Log

from navmage_dash.scenarios import MASTER
from navmage_dash.start import DATABASE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")

SEED = 20170306
KILLED = 3  # times each
SECONDS = 60
LOOK_SECONDS = 0.05
LEFT = "select count(*) from run where state in ('queued', 'running', 'interrupted')"
SYNC = ["sync", "--all", *(word for shop in SHOPS for word in ("--connection", shop.name))]


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    made = Theatre(tmp_path_factory.mktemp("crash"))
    yield made
    made.close()


@contextmanager
def program(theatre: Theatre, log: Log, *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "navmage_dash", *words, "--instance", str(theatre.instance)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NAVMAGE_KEYRING": "off"},
        cwd=theatre.folder,
        text=True,
    )
    log.pid = process.pid
    log.born.set()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        log.born.clear()


def run_to_its_end(theatre: Theatre, log: Log, *words: str) -> int:
    with program(theatre, log, *words) as process:
        said, _ = process.communicate(timeout=SECONDS)
        assert process.returncode in (0, -signal.SIGKILL), said
        return process.returncode


def dashboard(theatre: Theatre, log: Log) -> int:
    """Started, and ended once no run is left; unless it was killed before."""
    with program(theatre, log, "serve", "--port", "0") as process:
        for _ in range(int(SECONDS / LOOK_SECONDS)):
            threading.Event().wait(LOOK_SECONDS)
            if process.poll() is not None or not _left(theatre):
                break
        process.terminate()
        said, _ = process.communicate(timeout=SECONDS)
        assert process.returncode in (0, -signal.SIGKILL), said
        return process.returncode


def _left(theatre: Theatre) -> int:
    place = f"file:{theatre.instance / DATABASE}?mode=ro"
    with closing(sqlite3.connect(place, uri=True)) as db:
        return int(db.execute(LEFT).fetchone()[0])


def as_if_nothing_had_happened(theatre: Theatre, whole: Whole, log: Log) -> None:
    assert theatre.far.picture() == whole.far
    assert theatre.books() == whole.books
    stores = [each for each in whole.writes if each.system != "nav"]
    assert written([each for each in log.writes if each.system != "nav"]) == written(stores)


def requests_to_die_at(whole: Whole) -> list[int]:
    return sorted(random.Random(SEED).sample(range(1, whole.asked), KILLED))


def test_the_command_killed_and_given_again_carries_everything_once(theatre: Theatre) -> None:
    stage = theatre.connected()
    log = theatre.put_on(stage)
    assert run_to_its_end(theatre, log, *SYNC) == 0
    whole = theatre.seen(log)
    for at in requests_to_die_at(whole):
        log = theatre.put_on(stage, Log(at=at, when="after"))
        assert run_to_its_end(theatre, log, *SYNC) != 0
        log.live_on()
        assert run_to_its_end(theatre, log, *SYNC) == 0
        as_if_nothing_had_happened(theatre, whole, log)


@pytest.fixture(scope="module")
def ready(theatre: Theatre) -> Stage:
    return theatre.after(theatre.connected(*MASTER), "simple-product-add")


def test_a_dashboard_that_was_killed_goes_on_by_itself_at_its_next_start(
    theatre: Theatre, ready: Stage
) -> None:
    log = theatre.put_on(ready)
    assert dashboard(theatre, log) == 0
    whole = theatre.seen(log)
    for at in requests_to_die_at(whole):
        log = theatre.put_on(ready, Log(at=at, when="after"))
        assert dashboard(theatre, log) != 0
        assert _left(theatre) > 0
        log.live_on()
        assert dashboard(theatre, log) == 0
        as_if_nothing_had_happened(theatre, whole, log)
