"""Schedule Sync, Dry run, schedules, runs as they go on, Retry and Skip."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from webworld import Dashboard, problems, said

from navmage_dash.db import records, runs, schedules


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Dashboard]:
    """NAV is connection 1, 'EU store' 2 and 'US store' 3; the EU store's master data has run."""
    made = Dashboard(tmp_path)
    _, eu, _ = made.trio()
    made.master_data_has_run(eu)
    yield made
    made.close()


def test_schedule_sync_puts_a_run_on_the_queue_and_links_to_it(board: Dashboard) -> None:
    page = board.follow(board.post("/scenarios/inventory-update/2/run"))
    assert "A sync job has been added to the queue. Check progress." in said(page)
    [run] = runs.active(board.db)
    assert f'<a href="/runs/{run.id}/">Check progress</a>' in page
    assert (run.scenarios, run.wanted_by, run.dry) == (("inventory-update",), "maria", False)


def test_a_second_press_finds_the_first_run_and_says_so(board: Dashboard) -> None:
    board.post("/scenarios/inventory-update/2/run")
    page = board.follow(board.post("/scenarios/inventory-update/2/run"))
    assert "This sync is queued already. Check progress." in said(page)
    assert len(runs.active(board.db)) == 1


def test_all_scenarios_are_one_run_in_their_order(board: Dashboard) -> None:
    board.post("/scenarios/all/2/run", full="1")
    [run] = runs.active(board.db)
    assert run.scenarios[0] == "attributes"
    assert run.scenarios[-1] == "inventory-update"
    assert run.full


def test_a_dry_run_is_asked_for_as_one(board: Dashboard) -> None:
    board.post("/scenarios/simple-product-update/2/run", dry="1")
    [run] = runs.active(board.db)
    assert run.dry
    assert "Dry run: nothing is written" in board.get(f"/runs/{run.id}/")


def test_scenarios_wait_for_the_master_data_and_say_so(board: Dashboard) -> None:
    page = board.get("/scenarios/?connection=3")
    assert "The master data of US store has not run yet" in page
    assert 'action="/scenarios/simple-product-add/3/run"' not in page
    assert 'action="/scenarios/categories/3/run"' in page
    page = board.follow(board.post("/scenarios/simple-product-add/3/run"))
    assert 'class="note bad"' in page
    assert runs.active(board.db) == []


def test_a_schedule_is_set_shown_and_taken_back(board: Dashboard) -> None:
    address = "/scenarios/inventory-update/2/schedule"
    page = board.follow(board.post(address, how="minutes", minutes="15"))
    assert "Now every 15 minutes" in said(page)
    assert "every 15 minutes" in said(board.get("/scenarios/"))
    page = board.follow(board.post(address, how="cron", cron="*/10 7-19 * * 1-5"))
    assert "Now cron */10 7-19 * * 1-5" in said(page)
    board.follow(board.post(address, how="off"))
    assert schedules.all_schedules(board.db) == []


def test_all_scenarios_have_a_schedule_of_their_own(board: Dashboard) -> None:
    board.post("/scenarios/all/2/schedule", how="minutes", minutes="60")
    [schedule] = schedules.all_schedules(board.db)
    assert schedule.scenario == "*"
    assert "in 59 minutes" in said(board.get("/"))


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"how": "minutes", "minutes": "0"}, "minutes"),
        ({"how": "minutes", "minutes": "10081"}, "minutes"),
        ({"how": "minutes", "minutes": ""}, "minutes"),
        ({"how": "minutes", "minutes": "often"}, "minutes"),
        ({"how": "cron", "cron": "every day"}, "cron"),
        ({"how": "cron", "cron": ""}, "cron"),
        ({"how": "sometimes"}, "how"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_said_at_its_field(
    board: Dashboard, entered: dict[str, str], field: str
) -> None:
    answer = board.post("/scenarios/inventory-update/2/schedule", **entered)
    assert answer.status_code == 422
    assert field in problems(answer.text)
    assert schedules.all_schedules(board.db) == []


def advance(board: Dashboard, run: runs.Run, state: str = "running", **step: object) -> None:
    """As if a worker had come this far."""
    with board.db.write() as conn:
        conn.execute(
            "update run set state = :state, started_at = :now where id = :id",
            {"state": state, "now": board.now, "id": run.id},
        )
        conn.table("step").update((run.id, 0), {"state": state} | step)


def test_a_run_page_is_kept_fresh_until_the_run_has_ended(board: Dashboard) -> None:
    run = board.run(board.stored(2))
    advance(board, run, due=80, updated=37, unchanged=3)
    part = board.get(f"/runs/{run.id}/progress")
    assert f'data-refresh="/runs/{run.id}/progress"' in part
    assert re.search(r'<progress max="100" value="25"[^>]*>25 %</progress>', part)
    assert "40 of 80 records" in said(part)
    assert part in board.get(f"/runs/{run.id}/")
    runs.end(board.db, run.id, "succeeded", "", board.now)
    assert "data-refresh" not in board.get(f"/runs/{run.id}/progress")


def test_an_interrupted_run_says_when_it_goes_on(board: Dashboard) -> None:
    run = board.run(board.stored(2))
    board.clock.pass_minutes(1)
    later = board.clock.time.replace(hour=9).isoformat()
    runs.end(board.db, run.id, "interrupted", "EU store gave no answer", board.now, due_at=later)
    page = said(board.get(f"/runs/{run.id}/"))
    assert "EU store gave no answer" in page
    assert "It goes on in 59 minutes" in page


def test_a_run_is_cancelled(board: Dashboard) -> None:
    run = board.run(board.stored(2))
    board.follow(board.post(f"/runs/{run.id}/cancel"))
    assert [each.state for each in runs.latest(board.db)] == ["cancelled"]


def test_a_run_shows_what_it_did_to_each_record(board: Dashboard) -> None:
    run = board.run(board.stored(2))
    board.record(board.stored(2))
    board.happened(run)
    board.happened(run, "1001", outcome="failed")
    page = board.get(f"/runs/{run.id}/records?outcome=updated")
    assert "<del>12.5</del> → <ins>13</ins>" in page
    assert ">1001<" not in page
    link = re.findall(r'href="(/records/find[^"]+)"', page)[0].replace("&amp;", "&")
    assert board.browser.get(link).location == "/records/1/"


def test_a_record_shows_what_was_sent_why_it_failed_and_what_to_do(board: Dashboard) -> None:
    run = board.run(board.stored(2))
    board.record(board.stored(2))
    board.happened(run)
    page = said(board.get("/records/1/"))
    for words in (
        "price 12.5 13",
        "URL key for specified store already exists",
        "Give one of the two another URL key",
        "PUT https://shop.example/rest/all/V1/products/1000",
    ):
        assert words in page


def test_retry_makes_a_record_due_and_asks_for_its_scenario(board: Dashboard) -> None:
    number = board.record(board.stored(2))
    page = board.follow(board.post(f"/records/{number}/retry"))
    assert "1 record is due again" in said(page)
    found = records.find(board.db, number)
    assert found is not None
    assert found.state == "open"
    [run] = runs.active(board.db)
    assert run.scenarios == ("simple-product-update",)
    assert "Nothing to retry" in board.follow(board.post(f"/records/{number}/retry"))


def test_ticked_records_are_retried_together(board: Dashboard) -> None:
    ids = [board.record(board.stored(2), key) for key in ("1000", "1001", "1002")]
    page = board.follow(board.post("/records/retry", id=[str(each) for each in ids[:2]]))
    assert "2 records are due again" in said(page)
    assert [each.key for each in records.listed(board.db, state="failed")] == ["1002"]
    assert "Tick the records" in board.follow(board.post("/records/retry"))


def test_errors_are_grouped_by_cause_with_what_to_do_and_retried_as_a_group(
    board: Dashboard,
) -> None:
    eu, us = board.stored(2), board.stored(3)
    for number in range(3):
        board.record(eu, f"E{number}")
    board.record(eu, "E3", cause="sku-case")
    board.record(us, "U0")
    board.record(us, "U1", cause="nav-permission", state="conflict", reason="no permission")
    page = said(board.get("/errors/"))
    assert page.index("Another product or category has this URL key") < page.index("permission")
    assert "4 records" in page
    assert "Magento's side" in page
    answer = board.post(
        "/errors/retry", connection=2, scenario="simple-product-update", cause="url-key"
    )
    assert "3 records are due again" in said(board.follow(answer))
    assert {each.key for each in records.listed(board.db, state="failed")} == {"E3", "U0"}


def test_retrying_what_may_not_run_says_why(board: Dashboard) -> None:
    number = board.record(board.stored(3))
    page = board.follow(board.post(f"/records/{number}/retry"))
    assert "The master data of US store has not run yet" in said(page)
    assert 'class="note bad"' in page


def test_what_a_dry_run_would_do_is_not_shown_as_sent(board: Dashboard) -> None:
    number = board.record(board.stored(2))
    board.happened(board.run(board.stored(2), dry=True))
    page = said(board.get(f"/records/{number}/"))
    assert "Nothing was sent for it yet" in page
    assert "Dry run" in page


def test_a_record_is_left_out_for_a_reason(board: Dashboard) -> None:
    number = board.record(board.stored(2))
    bad = board.post(f"/records/{number}/skip", reason="  ")
    assert bad.status_code == 422
    assert "Say why" in problems(bad.text)["reason"]
    board.follow(board.post(f"/records/{number}/skip", reason="sold out for good"))
    found = records.find(board.db, number)
    assert found is not None
    assert (found.state, found.reason) == ("skipped", "sold out for good")
