"""sync, retry and what they came to."""

import json
from pathlib import Path

import pytest
from shell import connect, told, use
from world import systems

from navmage_dash.sandbox.world import World as Systems
from navmage_dash.start import Busy, held


def test_everything_is_carried_and_a_second_time_nothing_is_left(instance: Path) -> None:
    far = systems()
    connect(instance, far, "nav", "eu")
    (first,) = told(instance, "sync", "--all")
    assert (first["state"], first["connection"]) == ("succeeded", "EU store")
    assert first["counts"]["created"] > 0
    assert told(instance, "sync", "--all", "--connection", "EU store")[0]["counts"]["created"] == 0
    run = told(instance, "run", str(first["run"]), "--limit", "5")
    assert len(run["records"]) == 5
    assert [each["run"] for each in told(instance, "runs")] == [2, 1]
    assert told(instance, "records") == []
    assert told(instance, "retry") == []
    shown = use(instance, "run", "1")
    assert "simple-product-add: 6 created" in shown.stdout
    far.stop()


def test_a_dry_run_says_what_would_be_done_and_does_not_do_it(instance: Path) -> None:
    far = systems()
    connect(instance, far, "nav", "eu")
    (dry,) = told(instance, "sync", "websites", "--dry-run")
    assert dry["counts"]["created"] == 2
    assert told(instance, "sync", "websites")[0]["counts"]["created"] == 2
    far.stop()


def test_a_scenario_waits_for_the_master_data(instance: Path, far: Systems) -> None:
    connect(instance, far, "nav", "eu")
    result = use(instance, "sync", "simple-product-add", "--json")
    assert result.exit_code == 1
    assert "master data" in json.loads(result.stdout)[0]["error"]
    dry = use(instance, "sync", "--all", "--dry-run")
    assert (dry.exit_code, "schedule it first." in dry.stdout) == (1, True)


def test_a_bad_record_is_exit_code_3_and_is_tried_again(instance: Path) -> None:
    far = systems()
    connect(instance, far, "nav", "eu")
    master = [each["name"] for each in told(instance, "scenarios") if each["master"]]
    told(instance, "sync", *master)
    item = far.servers["nav"].platform.controls["rows"]({"service": "ItemCard", "where": {}})[0][
        "No"
    ]
    far.servers["eu"].faults.add("poison", item, match="POST .*products", times=None)
    result = use(instance, "sync", "simple-product-add")
    assert (result.exit_code, "1 failed" in result.stdout) == (3, True)
    (failed,) = told(instance, "records", "--state", "failed")
    assert failed["key"] == item
    assert use(instance, "retry", str(failed["id"])).exit_code == 3
    far.servers["eu"].faults.clear()
    (again,) = told(instance, "retry")
    assert again["counts"]["created"] == 1
    far.stop()


def test_a_run_that_fails_is_exit_code_1_and_says_why(instance: Path, far: Systems) -> None:
    connect(instance, far, "nav", "us")
    far.servers["us"].faults.add("status", 401, times=None)
    result = use(instance, "sync", "websites")
    far.servers["us"].faults.clear()
    assert (result.exit_code, "US store: failed. " in result.stdout) == (1, True)


def test_an_instance_is_held_once(instance: Path) -> None:
    with held(instance):
        with pytest.raises(Busy, match="--instance"), held(instance):
            pass
        assert use(instance, "serve", "--port", "0").exit_code == 1
    with held(instance):
        pass
