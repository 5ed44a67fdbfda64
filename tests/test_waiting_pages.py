"""Records that wait for others, on the pages; and the third choice of the Sync priority."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from webworld import Dashboard, said, trio_after_master_data

from navmage_dash.db import records, runs
from navmage_dash.db.connections import Connection

REASON = "waits for item 1001: it is not in NAV yet"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Dashboard]:
    yield from trio_after_master_data(tmp_path)


@pytest.fixture
def eu(board: Dashboard) -> Connection:
    return board.stored(2)


@pytest.fixture
def waits(board: Dashboard, eu: Connection) -> int:
    return board.record(eu, "O1", state="waiting", reason=REASON, cause="")


def test_what_waits_is_counted_listed_and_says_for_what(
    board: Dashboard, eu: Connection, waits: int
) -> None:
    link = 'href="/records/?state=waiting&amp;connection=2"><strong>1</strong>waiting'
    assert link in board.get("/")
    assert link in board.get("/connections/2/")
    for address in ("/records/", "/records/?state=waiting&connection=2", f"/records/{waits}/"):
        words = said(board.get(address))
        assert REASON in words and "Waiting" in words
    assert REASON not in board.get("/records/?state=failed")
    assert REASON not in board.get("/errors/")


def test_what_waits_may_be_tried_at_once_or_left_out(board: Dashboard, waits: int) -> None:
    board.follow(board.post("/records/retry", id=waits, state="waiting"))
    assert state(board, waits) == "open"
    with board.db.write() as conn:
        conn.table("todo").update(waits, {"state": "waiting"})
    board.follow(board.post(f"/records/{waits}/skip", reason="not needed"))
    assert state(board, waits) == "skipped"


def test_a_run_says_how_many_wait(board: Dashboard, eu: Connection) -> None:
    run = board.run(eu, "simple-product-update")
    with board.db.write() as conn:
        conn.execute("update step set waiting = 3, due = 3, state = 'succeeded'")
    board.happened(run, "O1", outcome="waiting", note=REASON)
    [step] = runs.steps(board.db, run.id)
    assert (step.waiting, step.done) == (3, 3)
    assert "<strong>3</strong>waiting" in board.get(f"/runs/{run.id}/")
    assert REASON in board.get(f"/runs/{run.id}/records?outcome=waiting")
    assert "Waiting 3" in said(board.get("/scenarios/simple-product-update/2/"))


def test_sync_priority_may_be_ask_me(board: Dashboard, eu: Connection) -> None:
    form: dict[str, Any] = {"name": eu.name, "url": eu.url, "user": eu.user, "auth": "admin"}
    form |= {"platform": "magento2", "website": "all", "sync_start_date": "2026-01-01"}
    form |= {"connection_id": eu.guid, "owner": "maria", "enabled": "y"}
    page = board.follow(board.post("/connections/2/edit", **form, priority="ask", two_way="y"))
    assert "on, Ask me" in said(page)
    assert board.stored(2).priority == "ask"
    wrong = board.post("/connections/2/edit", **form, priority="nobody")
    assert wrong.status_code == 422
    assert board.stored(2).priority == "ask"


def state(board: Dashboard, record_id: int) -> str:
    found = records.find(board.db, record_id)
    assert found
    return found.state
