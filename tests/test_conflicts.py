"""The conflict inbox: what both sides changed is decided by a person, and then goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from webworld import Dashboard, said, trio_after_master_data

from navmage_dash.db import conflicts, records, runs
from navmage_dash.db.connections import Connection

UPDATE = "simple-product-update"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Dashboard]:
    yield from trio_after_master_data(tmp_path)


@pytest.fixture
def eu(board: Dashboard) -> Connection:
    return board.stored(2)


def one(board: Dashboard, conflict_id: int) -> conflicts.Conflict:
    everything = [*conflicts.to_decide(board.db), *conflicts.settled(board.db)]
    return next(each for each in everything if each.id == conflict_id)


def state(board: Dashboard, record_id: int) -> str:
    found = records.find(board.db, record_id)
    assert found
    return found.state


@pytest.mark.parametrize(("side", "taken"), [("nav", "by NAV"), ("magento", "by Magento")])
def test_taking_a_side_decides_the_field_and_the_record_goes_on(
    board: Dashboard, eu: Connection, side: str, taken: str
) -> None:
    record = board.record(eu, "C1", state="conflict", cause="both-changed")
    field = board.conflict(eu, "C1", "Name")
    page = board.follow(board.post("/conflicts/", **{side: field}))
    assert "1 field is decided. Runs: #1." in page
    found = one(board, field)
    assert (found.state, found.taken, found.decided_by) == ("decided", taken, "maria")
    assert found.decided_at is not None
    assert state(board, record) == "open"
    [run] = runs.latest(board.db)
    assert (run.connection_id, run.scenarios) == (eu.id, (UPDATE,))


def test_a_record_waits_until_all_its_fields_are_decided(board: Dashboard, eu: Connection) -> None:
    record = board.record(eu, "C1", state="conflict")
    name, city = board.conflict(eu, "C1", "Name"), board.conflict(eu, "C1", "City")
    page = board.follow(board.post("/conflicts/", nav=name))
    assert "The record goes on once all its fields are." in page
    assert state(board, record) == "conflict"
    assert runs.latest(board.db) == []
    board.follow(board.post("/conflicts/", magento=city))
    assert state(board, record) == "open"


def test_a_value_of_ones_own_may_be_taken(board: Dashboard, eu: Connection) -> None:
    record = board.record(eu, "C1", state="conflict")
    name, city = board.conflict(eu, "C1", "Name"), board.conflict(eu, "C1", "City")
    board.follow(board.post(f"/conflicts/{name}/value", value=" Anna Best "))
    board.follow(board.post(f"/conflicts/{city}/value", value=""))
    assert (one(board, name).taken, one(board, city).taken) == ("Anna Best", None)
    assert state(board, record) == "open"
    late = board.follow(board.post(f"/conflicts/{name}/value", value="x" * 4001))
    assert "Enter at most 4000 characters." in late


def test_many_are_decided_at_once(board: Dashboard, eu: Connection) -> None:
    us = board.stored(3)
    made = [board.record(each, key, state="conflict") for each in (eu, us) for key in ("A", "B")]
    fields = [board.conflict(each, key, "Name") for each in (eu, us) for key in ("A", "B")]
    page = board.follow(board.post("/conflicts/", id=fields[:3], take="magento"))
    assert "3 fields are decided. Runs: #1, #2." in page
    assert [state(board, each) for each in made] == ["open", "open", "open", "conflict"]
    nothing = board.follow(board.post("/conflicts/", take="nav"))
    assert "Tick the fields to decide first." in nothing


def test_a_decision_is_not_taken_twice(board: Dashboard, eu: Connection) -> None:
    board.record(eu, "C1", state="conflict")
    field = board.conflict(eu, "C1", "Name")
    board.follow(board.post("/conflicts/", nav=field))
    board.follow(board.post("/conflicts/", magento=field))
    assert one(board, field).taken == "by NAV"


def test_other_records_of_the_same_key_are_left_alone(board: Dashboard, eu: Connection) -> None:
    others = [
        board.record(eu, "C1", state="failed", scenario="price-update"),
        board.record(eu, "C1", state="conflict", scenario="simple-product-add"),
        board.record(board.stored(3), "C1", state="conflict"),
    ]
    board.follow(board.post("/conflicts/", nav=board.conflict(eu, "C1", "Name")))
    assert [state(board, each) for each in others] == ["failed", "conflict", "conflict"]


def test_where_no_run_may_be_asked_for_the_decision_is_kept(
    board: Dashboard, eu: Connection
) -> None:
    record = board.record(eu, "C1", state="conflict")
    field = board.conflict(eu, "C1", "Name")
    board.post(f"/connections/{eu.id}/enabled", enabled="0")
    page = board.follow(board.post("/conflicts/", nav=field))
    assert "decided, but not carried now" in page
    assert (one(board, field).state, state(board, record)) == ("decided", "open")


def test_the_inbox_lists_what_is_open_by_record_and_the_frame_counts_it(
    board: Dashboard, eu: Connection
) -> None:
    record = board.record(eu, "C1", state="conflict")
    board.conflict(eu, "C1", "Name", base=None)
    board.conflict(eu, "C1", "City")
    board.conflict(board.stored(3), "C9", "groups", nav='["1","2"]')
    page = board.get("/conflicts/")
    assert page.count("<caption>") == 2
    assert "Name blank by NAV by Magento" in said(page)
    assert "groups old 1, 2 by Magento" in said(page)
    assert f'href="/records/{record}/"' in page
    assert '<span class="badge warn">3</span>' in board.get("/runs/")
    assert 'href="/conflicts/?connection=2"><strong>2</strong>to decide' in board.get("/")
    assert "C9" not in board.get("/conflicts/?connection=2")
    assert "Decide 2 fields under Conflicts" in board.get(f"/records/{record}/")


def test_a_record_is_called_as_people_call_it(board: Dashboard, eu: Connection) -> None:
    board.record(eu, "12", state="conflict", row='{"id": 12, "label": "ada@example.com"}')
    field = board.conflict(eu, "12", "Name")
    assert "ada@example.com Simple Product Update" in said(board.get("/conflicts/"))
    board.post("/conflicts/", nav=field)
    assert "ada@example.com" in said(board.get("/conflicts/decided"))


def test_what_was_decided_is_listed_newest_first_and_paged(
    board: Dashboard, eu: Connection
) -> None:
    for number in range(105):
        values = {"state": "used", "taken": "x", "decided_by": "Local wins"}
        board.conflict(eu, f"K{number:03}", "Name", **values)
    first = board.get("/conflicts/decided")
    assert "K104" in first and "K004" not in first and "Local wins" in first
    older = board.get("/conflicts/decided?before=6&connection=2")
    assert "K004" in older and "K005" not in older
    assert "No conflict" in board.get("/conflicts/decided?connection=3")
