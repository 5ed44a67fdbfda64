"""The runner: queue, schedules, closing, cancelling, going on."""

import threading
import time
from datetime import UTC, datetime

import pytest
from world import World

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions import runs as asking
from navmage_dash.db import connections, runs, schedules
from navmage_dash.sync import engine
from navmage_dash.sync.schedule import next_due


def test_threads_carry_what_is_asked_for_and_stop_when_told(ready: World) -> None:
    ready.runner.start(workers=2)
    asked = [ready.ask(name, "simple-product-add") for name in ("eu", "us")]
    for _ in range(1000):
        if not any(ready.run(each).active for each in asked):
            break
        threading.Event().wait(0.02)
    ready.runner.stop()
    assert [ready.run(each).state for each in asked] == ["succeeded", "succeeded"]
    assert not ready.runner.alive()


def test_a_schedule_asks_when_it_is_due_and_once_for_all_that_was_missed(ready: World) -> None:
    eu = ready.connection("eu").id
    asking.set_schedule(ready.parts, eu, "inventory-update", 15, None)
    ready.runner.schedule_once()
    assert runs.active(ready.db) == []
    ready.clock.pass_minutes(60 * 24)
    ready.runner.schedule_once()
    ready.runner.schedule_once()
    assert [run.scenarios for run in runs.active(ready.db)] == [("inventory-update",)]
    [schedule] = schedules.all_schedules(ready.db)
    assert schedule.due_at > ready.parts.now()


@pytest.mark.parametrize(
    ("minutes", "cron", "field"),
    [(None, None, "minutes"), (0, None, "minutes"), (20_000, None, "minutes"),
     (None, "99 * * * *", "cron"), (None, "soon", "cron"), (5, "* * * * *", "minutes")],
)  # fmt: skip
def test_a_wrong_schedule_is_refused_at_its_field(
    ready: World, minutes: int | None, cron: str | None, field: str
) -> None:
    eu = ready.connection("eu").id
    with pytest.raises(Invalid) as caught:
        asking.set_schedule(ready.parts, eu, "inventory-update", minutes, cron)
    assert list(caught.value.problems) == [field]


def test_closing_stops_between_two_records_and_the_next_start_goes_on(ready: World) -> None:
    run = ready.ask("eu", "simple-product-add")
    closing = ready.closing
    server = ready.far.servers["eu"]
    seen = server.platform.handle

    def close_at_the_second_product(request):  # type: ignore[no-untyped-def]
        if request.method == "POST" and "products" in request.path:
            closing.set()
        return seen(request)

    server.platform.handle = close_at_the_second_product  # type: ignore[method-assign]
    ready.work_once()
    assert ready.run(run).state == "interrupted" and "closed" in ready.run(run).note
    done = len(ready.skus("eu"))

    closing.clear()
    server.platform.handle = seen  # type: ignore[method-assign]
    ready.work()
    assert ready.run(run).state == "succeeded"
    assert done < len(ready.skus("eu")) == ready.items


def test_a_running_run_is_cancelled_between_two_records(ready: World) -> None:
    run = ready.ask("eu", "simple-product-add", "inventory-update")
    server = ready.far.servers["eu"]
    seen = server.platform.handle

    def cancel(request):  # type: ignore[no-untyped-def]
        runs.ask_to_cancel(ready.db, run, ready.parts.now())
        return seen(request)

    server.platform.handle = cancel  # type: ignore[method-assign]
    ready.work_once()
    assert ready.run(run).state == "cancelled"
    assert {step.state for step in runs.steps(ready.db, run)} <= {"cancelled", "interrupted"}


def test_a_fault_of_ours_fails_the_run_and_not_the_worker(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(job: engine.Job) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(engine, "carry", broken)
    run = ready.ask("eu", "websites")
    ready.work_once()
    assert ready.run(run).state == "failed" and "ZeroDivisionError" in ready.run(run).note


def test_wrong_credentials_fail_the_run_with_what_to_do(ready: World) -> None:
    ready.far.servers["nav"].faults.add("status", 401, times=None)
    run = ready.ask("eu", "websites", "inventory-update")
    ready.work_once()
    assert ready.run(run).state == "failed"
    assert "sign" in ready.run(run).note.lower()


def test_a_system_that_stays_away_fails_the_run_in_the_end(ready: World) -> None:
    ready.far.servers["eu"].faults.add("unavailable", times=None)
    run = ready.ask("eu", "websites")
    for _ in range(20):
        ready.clock.pass_minutes(120)
        ready.runner.work_once()
    assert ready.run(run).state == "failed" and "Tried 8 times" in ready.run(run).note


def test_a_person_who_asks_again_need_not_wait_for_an_interrupted_run(ready: World) -> None:
    ready.far.servers["eu"].faults.add("unavailable", times=None)
    run = ready.ask("eu", "websites")
    ready.work_once()
    ready.far.servers["eu"].faults.clear()
    assert ready.run(run).state == "interrupted" and not ready.runner.work_once()
    assert ready.ask("eu", "websites") == run
    ready.work_once()
    assert ready.run(run).state == "succeeded"


def test_a_list_that_is_refused_fails_the_scenario_with_the_reason(ready: World) -> None:
    ready.far.servers["eu"].faults.add("poison", "", match="GET .*websites", times=None)
    run = ready.ask("eu", "websites", "categories")
    ready.work_once()
    assert [step.state for step in runs.steps(ready.db, run)] == ["failed", "succeeded"]
    assert "fault of this program" not in ready.run(run).note


def test_one_reason_of_several_scenarios_is_said_once(ready: World) -> None:
    ready.far.servers["nav"].faults.add("status", 401, times=None)
    run = ready.ask("eu", "simple-product-update", "price-update", "inventory-update")
    ready.work_once()
    [note] = {step.note for step in runs.steps(ready.db, run)}
    said = ready.run(run).note
    assert said == f"simple-product-update, price-update, inventory-update: {note}"


def test_the_scheduler_lives_through_a_fault(ready: World) -> None:
    asked = threading.Event()

    def fail(connection_id: int, scenario: str) -> None:
        asked.set()
        raise ZeroDivisionError

    ready.runner._ask = fail
    asking.set_schedule(ready.parts, ready.connection("eu").id, "inventory-update", 1, None)
    ready.clock.pass_minutes(5)
    ready.runner.start(workers=1)
    assert asked.wait(10)
    threading.Event().wait(0.1)
    assert ready.runner.alive()
    ready.runner.stop()


def test_a_schedule_that_was_removed_meanwhile_stays_removed(ready: World) -> None:
    eu = ready.connection("eu").id
    read = asking.set_schedule(ready.parts, eu, "inventory-update", 15, None)
    asking.clear_schedule(ready.parts, eu, "inventory-update")
    schedules.move(ready.db, read, ready.parts.now())
    assert schedules.all_schedules(ready.db) == []


def test_a_run_ends_once_its_end_can_be_written_down(ready: World) -> None:
    """As after a full disk: nothing else of the connection could run while it counts as running."""
    asked = ready.ask("eu", "simple-product-add")
    run = runs.claim(ready.db, ready.parts.now())
    assert run is not None
    waited = ready.clock.wait

    def mend(event: threading.Event, seconds: float) -> bool:
        ready.db.conn.execute("pragma query_only = 0")
        return waited(event, seconds)

    ready.clock.wait = mend  # type: ignore[method-assign]
    ready.db.conn.execute("pragma query_only = 1")
    ready.runner._finish(run, "succeeded", "")
    assert ready.run(asked).state == "succeeded"


def test_scenarios_wait_where_the_master_data_of_their_run_failed(connected: World) -> None:
    faults = connected.far.servers["nav"].faults
    faults.add("status", 404, match="webcategorymasterdata", times=None)
    run = connected.ask("eu")
    connected.work()
    assert connected.outcomes(run)["simple-product-add"] == {}
    notes = {step.scenario: step.note for step in runs.steps(connected.db, run)}
    assert "waits for master data" in notes["simple-product-add"]
    assert "Categories" in notes["simple-product-add"]


def test_what_a_failed_run_carried_locks_the_website_all_the_same(connected: World) -> None:
    faults = connected.far.servers["nav"].faults
    faults.add("status", 404, match="webcategorymasterdata", times=None)
    run = connected.ask("eu")
    connected.work()
    assert connected.run(run).state == "failed"
    assert connected.connection("eu").first_synced_at is not None
    assert connected.connection("us").first_synced_at is None


def test_a_full_run_is_not_lost_to_one_that_waits_or_runs(ready: World) -> None:
    first = ready.ask("eu", "simple-product-update")
    assert ready.ask("eu", "simple-product-update", full=True) == first
    assert ready.run(first).full
    ready.work()
    second = ready.ask("eu", "simple-product-update")
    assert runs.claim(ready.db, ready.parts.now()) is not None
    with pytest.raises(Refused, match=f"Run {second} of the same scenarios is under way"):
        ready.ask("eu", "simple-product-update", full=True)


def test_no_scenario_of_a_run_that_has_ended_seems_to_wait(ready: World) -> None:
    waiting = ready.ask("eu", "simple-product-add", "simple-product-update")
    runs.ask_to_cancel(ready.db, waiting, ready.parts.now())
    assert {step.state for step in runs.steps(ready.db, waiting)} == {"cancelled"}
    failing = ready.ask("eu", "simple-product-add", "simple-product-update")
    connections.remove(ready.db, ready.connection("nav").id)
    ready.work()
    assert ready.run(failing).state == "failed"
    assert {step.state for step in runs.steps(ready.db, failing)} == {"cancelled"}


def test_what_is_old_goes_also_where_the_program_is_never_started_again(ready: World) -> None:
    ready.runner.schedule_once()
    old = ready.ask("eu", "simple-product-add")
    ready.work()
    for days, there in ((179, True), (2, False)):
        ready.clock.pass_minutes(60 * 24 * days)
        ready.runner.schedule_once()
        assert (runs.find(ready.db, old) is not None) is there


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone cannot be set")
def test_a_cron_expression_keeps_its_hour_when_the_clocks_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        for evening, morning in (
            (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
            (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        ):
            assert next_due(None, "0 9 * * *", evening, evening, None) == morning
        twice = datetime(2026, 10, 25, 1, 20, tzinfo=UTC)  # 02:20 for the second time
        assert next_due(None, "*/15 * * * *", twice, twice, None) > twice
    finally:
        monkeypatch.undo()
        time.tzset()
