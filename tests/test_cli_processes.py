"""The commands as processes: how they start, end, and go together."""

import json
import signal
import urllib.request
from pathlib import Path

import pytest
from shell import SECONDS, connect, ended, page, said_first, started, told, use
from world import systems

from navmage_dash.sandbox.world import World as Systems
from navmage_dash.start import held


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_dashboard_serves_and_ends_well(instance: Path, number: int) -> None:
    with started("serve", "--port", "0", "--json", "--instance", str(instance)) as process:
        url = said_first(process)["url"]
        assert page(url) == 200
        assert page(url, Host="evil.example") == 400
        assert use(instance, "serve", "--port", "0").exit_code == 1
        port = url.rstrip("/").rpartition(":")[2]
        taken = use(instance.parent / "other", "serve", "--port", port)
        assert (taken.exit_code, "cannot be listened at" in taken.stderr) == (1, True)
        assert ended(process, number) == (0, "")
        with held(instance):
            pass


def test_beyond_this_machine_one_has_to_sign_in(instance: Path) -> None:
    told(instance, "operator", "add", "Anna")
    told(instance, "operator", "password", "Anna", text="long enough text\n")
    with started(
        "serve", "--host", "0.0.0.0", "--port", "0", "--json", "--instance", str(instance)
    ) as process:
        port = said_first(process)["url"].rstrip("/").rpartition(":")[2]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SECONDS) as answer:
            assert "sign" in answer.geturl()
        assert ended(process, signal.SIGTERM) == (0, "")


def test_a_sync_asks_the_dashboard_that_runs_and_waits_for_it(instance: Path, far: Systems) -> None:
    connect(instance, far, "nav", "us")
    with started("serve", "--port", "0", "--json", "--instance", str(instance)) as process:
        said_first(process)
        (run,) = told(instance, "sync", "websites")
        assert (run["state"], run["counts"]["created"]) == ("succeeded", 2)
        assert ended(process, signal.SIGTERM) == (0, "")


def test_a_sync_that_is_told_to_end_stops_between_two_records(instance: Path) -> None:
    far = systems()
    connect(instance, far, "nav", "eu")
    master = [each["name"] for each in told(instance, "scenarios") if each["master"]]
    told(instance, "sync", *master)
    far.servers["eu"].faults.add("latency", 300, match="POST .*products", times=None)
    with started("sync", "simple-product-add", "--json", "--instance", str(instance)) as process:
        for _ in range(5000):
            if far.servers["eu"].platform.controls["products"]({}) or process.poll() is not None:
                break
            page(f"{far.servers['eu'].url}/__sandbox__/calls")
        code, errors = ended(process, signal.SIGTERM)
        far.servers["eu"].faults.clear()
        assert (code, errors) == (1, "")
        done = len(far.servers["eu"].platform.controls["products"]({}))
        assert 0 < done < 6
        (run,) = told(instance, "sync", "simple-product-add")
        assert run["state"] == "succeeded"
        assert len(far.servers["eu"].platform.controls["products"]({})) == 6
        far.stop()


def test_the_sandbox_prints_connection_files_that_connect(instance: Path) -> None:
    fault = 'eu:{"kind": "unavailable", "times": null}'
    with started("sandbox", "--items", "3", "--json", "--fault", fault) as process:
        files = {each["name"]: each for each in said_first(process)}
        assert list(files) == ["NAV", "EU store", "US store", "Outlet (Magento 1)"]
        codes = {}
        for name, file in files.items():
            told(instance, "connection", "add", "-", text=json.dumps(file))
            codes[name] = use(instance, "connection", "check", name).exit_code
        assert codes == {"NAV": 0, "EU store": 1, "US store": 0, "Outlet (Magento 1)": 0}
        assert ended(process, signal.SIGTERM) == (0, "")


def test_a_demo_is_made_afresh_and_empties_only_what_is_its_own(instance: Path) -> None:
    for _ in range(2):
        with started(
            "demo", "--port", "0", "--no-browser", "--json", "--instance", str(instance)
        ) as process:
            assert page(said_first(process)["url"]) == 200
            listed = told(instance, "connection", "list")
            assert [each["platform"] for each in listed] == [
                "nav",
                "magento2",
                "magento1",
                "magento2",
            ]
            told(instance, "connection", "remove", "US store", "--yes")
            assert ended(process, signal.SIGTERM) == (0, "")
    (instance / "demo.marker").unlink()
    result = use(instance, "demo", "--port", "0", "--no-browser")
    assert (result.exit_code, "emptied" in result.stderr) == (1, True)
    assert (instance / "navmage-dash.db").exists()


def test_a_reader_that_has_gone_is_no_error(instance: Path) -> None:
    with started("scenarios", "--instance", str(instance)) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        process.wait(SECONDS)
        assert errors == ""


def test_the_tests_of_a_checkout_are_run_by_a_command() -> None:
    with started("test", "--version") as process:
        output, errors = process.communicate(timeout=SECONDS)
        assert (process.returncode, "pytest" in output + errors) == (0, True)
