import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from navmage_dash.db import connections, runs, schedules, websites
from navmage_dash.db.file import Db
from navmage_dash.sync.schedule import next_due

NOW = "2026-11-21T08:00:00+00:00"


@pytest.fixture
def db(tmp_path: Path) -> Db:
    return Db(tmp_path / "test.db")


def shop(db: Db, name: str = "EU store", platform: str = "magento2") -> int:
    return connections.add(
        db,
        {
            "guid": connections.new_guid(),
            "name": name,
            "kind": "nav" if platform == "nav" else "magento",
            "platform": platform,
            "url": "http://shop.test",
            "normal_url": "shop.test",
            "auth": "basic" if platform == "nav" else "admin",
        },
        NOW,
    )


def test_no_update_is_lost_between_threads(db: Db) -> None:
    with db.write() as conn:
        conn.execute("insert into setting (name, value) values ('n', '0')")

    def count() -> None:
        for _ in range(50):
            with db.write() as conn:
                [row] = list(conn.query("select value from setting where name = 'n'"))
                conn.execute("update setting set value = ?", [str(int(row["value"]) + 1)])
        db.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert db.rows("select value from setting") == [{"value": "200"}]


def test_a_failed_write_leaves_nothing(db: Db) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as conn:
        conn.execute("insert into setting (name, value) values ('n', '0')")
        _ = 1 / 0
    assert db.rows("select * from setting") == []


def test_what_is_written_survives_a_power_cut(db: Db) -> None:
    assert db.rows("pragma synchronous") == [{"synchronous": 2}]
    assert db.rows("pragma journal_mode") == [{"journal_mode": "wal"}]


def test_every_table_is_strict_and_none_was_made_by_a_misspelling(db: Db) -> None:
    sql = "select name, strict from pragma_table_list where schema = 'main' and type = 'table'"
    tables = {row["name"]: row["strict"] for row in db.rows(sql)}
    ours = {name for name in tables if not name.startswith(("sqlite_", "_sqlite"))}
    assert ours == {
        *("operator", "setting", "connection", "website", "lookup", "run", "step", "schedule"),
        *("todo", "ledger", "cursor", "outcome", "exchange"),
        *("override", "filter", "option", "conflict"),
    }
    assert all(tables[name] for name in ours)


def test_there_is_one_nav(db: Db) -> None:
    shop(db, "NAV", "nav")
    with pytest.raises(sqlite3.IntegrityError):
        shop(db, "NAV two", "nav")


def test_a_website_that_vanished_is_marked_and_comes_back(db: Db) -> None:
    made = shop(db)
    both = [{"id": 1, "code": "base", "name": "Base"}, {"id": 2, "code": "eu", "name": "EU"}]
    assert websites.sync(db, made, both, "2026-11-21T08:00") == {"added": 2, "kept": 0, "gone": 0}
    assert websites.sync(db, made, both[:1], "2026-11-21T09:00")["gone"] == 1
    assert [(w.website_id, bool(w.gone_at)) for w in websites.of(db, made)] == [
        ("1", False),
        ("2", True),
    ]
    assert websites.sync(db, made, both, "2026-11-21T10:00") == {"added": 1, "kept": 1, "gone": 0}


def test_a_second_click_finds_the_run_of_the_first(db: Db) -> None:
    made = shop(db)
    first, new = runs.ask(db, made, ["websites"], NOW)
    again, also_new = runs.ask(db, made, ["websites"], NOW)
    assert (new, also_new) == (True, False) and again.id == first.id
    other, new = runs.ask(db, made, ["websites"], NOW, dry=True)
    assert new and other.id != first.id


def test_a_connection_has_one_run_at_a_time_and_another_goes_on(db: Db) -> None:
    eu, us = shop(db, "EU" * 2), shop(db, "US" * 2)
    for connection, scenario in ((eu, "websites"), (eu, "categories"), (us, "websites")):
        runs.ask(db, connection, [scenario], NOW)
    claimed = [runs.claim(db, NOW), runs.claim(db, NOW), runs.claim(db, NOW)]
    assert [run and run.connection_id for run in claimed] == [eu, us, None]


def test_two_workers_never_claim_one_run(db: Db) -> None:
    made = shop(db)
    runs.ask(db, made, ["websites"], NOW)
    claimed: list[runs.Run | None] = []

    def claim() -> None:
        claimed.append(runs.claim(db, NOW))
        db.close()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len([run for run in claimed if run]) == 1


def test_what_ran_when_the_program_died_goes_on(db: Db) -> None:
    made = shop(db)
    asked, _ = runs.ask(db, made, ["websites", "categories"], NOW)
    runs.claim(db, NOW)
    runs.step_began(db, asked.id, 0, NOW)
    assert runs.interrupt_left_over(db, NOW) == 1
    again = runs.claim(db, NOW)
    assert again is not None and (again.id, again.attempts) == (asked.id, 2)


def test_a_waiting_run_is_cancelled_at_once(db: Db) -> None:
    asked, _ = runs.ask(db, shop(db), ["websites"], NOW)
    runs.ask_to_cancel(db, asked.id, NOW)
    assert runs.claim(db, NOW) is None
    found = runs.find(db, asked.id)
    assert found is not None and found.state == "cancelled"


def test_removing_a_connection_removes_all_that_hangs_on_it(db: Db) -> None:
    made = shop(db)
    websites.sync(db, made, [{"id": 1}], NOW)
    runs.ask(db, made, ["websites"], NOW)
    schedules.put(
        db,
        schedules.Schedule(connection_id=made, scenario="*", minutes=5, cron=None, due_at=NOW),
    )
    assert connections.what_goes_with(db, made)["runs"] == 1
    connections.remove(db, made)
    for table in ("website", "run", "step", "schedule"):
        assert db.rows(f"select * from {table}") == []


def test_missed_times_are_made_up_for_once() -> None:
    start = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
    now = datetime(2026, 1, 8, 8, 7, tzinfo=UTC)
    assert next_due(15, None, start, now, None) == datetime(2026, 1, 8, 8, 15, tzinfo=UTC)


def test_a_cron_time_in_the_repeated_hour_of_autumn_comes_once() -> None:
    zone = ZoneInfo("Europe/Copenhagen")
    before = datetime(2026, 10, 25, 0, 0, tzinfo=zone).astimezone(UTC)
    first = next_due(None, "30 2 * * *", before, before, zone)
    second = next_due(None, "30 2 * * *", first, first, zone)
    assert (second - first).total_seconds() > 20 * 3600


@pytest.mark.parametrize("cron", ["every day", "0 0 30 2 *", "* * * * * *", "@daily", "x" * 5000])
def test_a_wrong_cron_expression_says_how_to_write_one(cron: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="use five fields") as caught:
        next_due(None, cron, now, now, None)
    assert len(str(caught.value)) < 250


def test_a_new_instance_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    started, failed = threading.Barrier(6), []

    def open_it() -> None:
        started.wait()
        try:
            Db(tmp_path / "new.db").close()
        except sqlite3.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
