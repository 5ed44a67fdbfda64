"""The commands, as a shell or a script uses them."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from world import systems

from navmage_dash.cli import program
from navmage_dash.sandbox.world import World as Systems
from navmage_dash.start import Busy, held

SECONDS = 60
EU = {
    "name": "EU store",
    "url": "https://eu.example",
    "user": "u",
    "key": "k-secret",
    "website": "all",
}


@pytest.fixture(scope="module")
def far() -> Iterator[Systems]:
    running = systems()
    yield running
    running.stop()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For many tests in which nothing is saved."""
    return tmp_path_factory.mktemp("empty")


def use(instance: Path, *arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(program, [*arguments, "--instance", str(instance)], input=text)


def told(instance: Path, *arguments: str, text: str | None = None) -> Any:
    """What a command says as JSON, with exit code 0."""
    result = use(instance, *arguments, "--json", text=text)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def connect(instance: Path, far: Systems, *names: str) -> None:
    files = dict(zip(far.servers, far.connection_files(), strict=True))
    for name in names:
        told(instance, "connection", "add", "-", text=json.dumps(files[name]))
        told(instance, "connection", "check", files[name]["name"])


# --- what is wrong is said in words, with its exit code ----------------------------------------

BAD: list[tuple[list[str], str | None, int, str]] = [
    (["conection", "list"], None, 2, "No such command"),
    (["connection"], None, 2, ""),
    (["connection", "frobnicate"], None, 2, "No such command"),
    (["connection", "add"], None, 2, "Missing argument"),
    (["connection", "add", "no-such-file.json"], None, 2, "cannot be read"),
    (["connection", "add", "."], None, 2, "cannot be read"),
    (["connection", "add", "-"], "", 2, "no connection file"),
    (["connection", "add", "-"], "[]", 2, "this is a list"),
    (["connection", "add", "-"], '{"nmae": "x"}', 2, "nmae: is not known"),
    (["connection", "add", "-"], '{"name": "EU"}', 2, "3 to 255"),
    (["connection", "check", "Nowhere"], None, 2, "there are: none"),
    (["connection", "remove", "Nowhere", "--yes"], None, 2, "there are: none"),
    (["websites", "Nowhere"], None, 2, "there are: none"),
    (["sync"], None, 2, "--all"),
    (["sync", "no-such-scenario"], None, 2, "There are: attributes"),
    (["sync", "websites", "--all"], None, 2, "Name scenarios, or say --all"),
    (["sync", "websites", "--connection", "Nowhere"], None, 2, "there are: none"),
    (["sync", "--all"], None, 1, "no enabled Magento connection"),
    (["run", "7"], None, 2, "There is no run 7"),
    (["run", "seven"], None, 2, "not a valid integer"),
    (["runs", "--limit", "0"], None, 2, "not in the range"),
    (["records", "--state", "lost"], None, 2, "lost"),
    (["retry", "7"], None, 2, "There is no record 7"),
    (["operator", "add", " "], None, 2, "1 to 255"),
    (["operator", "password", "Nobody"], "long enough text\n", 2, "no operator 'Nobody'"),
    (["serve", "--port", "70000"], None, 2, "not in the range"),
    (["serve", "--host", "0.0.0.0", "--port", "0"], None, 1, "operator password"),
    (["serve", "--host", "no such host", "--port", "0"], None, 1, "operator password"),
    (["sandbox", "--items", "-1"], None, 2, "not in the range"),
    (["sandbox", "--items", "1", "--fault", "mars:{}"], None, 2, "nav, eu, us, outlet"),
    (["sandbox", "--items", "1", "--fault", "eu:{"], None, 2, "--fault"),
    (["sandbox", "--items", "1", "--fault", "eu:[1]"], None, 2, "--fault"),
    (["sandbox", "--items", "1", "--fault", 'eu:{"kind": "flood"}'], None, 2, "no fault"),
]


@pytest.mark.parametrize(("arguments", "text", "code", "said"), BAD)
def test_a_wrong_use_is_said_in_words_and_in_json_where_that_is_asked_for(
    empty: Path, arguments: list[str], text: str | None, code: int, said: str
) -> None:
    result = use(empty, *arguments, text=text)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    asked = use(empty, *arguments, "--json", text=text)
    assert (asked.exit_code, asked.stderr) == (code, "")
    assert said in json.loads(asked.stdout)["error"]


def test_wrong_values_are_named_by_field_in_json(instance: Path) -> None:
    result = use(instance, "connection", "add", "-", "--json", text=json.dumps(EU | {"name": "E"}))
    assert list(json.loads(result.stdout)["problems"]) == ["name"]


def test_a_file_that_is_no_text_is_refused(instance: Path, tmp_path: Path) -> None:
    (tmp_path / "eu.json").write_bytes(b"\xff\xfe\x00")
    result = use(instance, "connection", "add", str(tmp_path / "eu.json"))
    assert (result.exit_code, "not text in UTF-8" in result.stderr) == (2, True)


def test_an_instance_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = use(tmp_path / "file" / "instance", "runs")
    assert (result.exit_code, "--instance" in result.stderr) == (1, True)


def test_a_database_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "navmage-dash.db").write_bytes(b"not a database at all, but long enough" * 100)
    result = use(tmp_path, "runs")
    assert (result.exit_code, "cannot be used" in result.stderr) == (1, True)


# --- connections and operators -----------------------------------------------------------------


def test_a_connection_is_added_listed_and_removed(instance: Path, tmp_path: Path) -> None:
    (tmp_path / "eu.json").write_text(json.dumps(EU), "utf-8")
    added = told(instance, "connection", "add", str(tmp_path / "eu.json"))
    assert added["connection_id"]
    assert told(instance, "connection", "list") == [added]
    refused = use(instance, "connection", "remove", "EU store")
    assert (refused.exit_code, "--yes" in refused.stderr) == (2, True)
    assert told(instance, "connection", "remove", "eu STORE", "--yes")["removed"] == "EU store"
    assert told(instance, "connection", "list") == []


def test_no_command_says_a_secret(instance: Path) -> None:
    said = [use(instance, "connection", "add", "-", text=json.dumps(EU)).output]
    for command in (
        ["connection", "list"],
        ["connection", "list", "--json"],
        ["runs"],
        ["records"],
    ):
        said.append(use(instance, *command).output)
    assert "k-secret" not in "".join(said)
    assert "EU store" in said[1]


def test_a_check_says_line_by_line_what_is_and_fails_where_one_does(
    instance: Path, far: Systems
) -> None:
    connect(instance, far, "eu")
    good = use(instance, "connection", "check", "EU store")
    assert (good.exit_code, "✓ Sign-in" in good.stdout) == (0, True)
    far.servers["eu"].faults.add("unavailable", times=None)
    bad = use(instance, "connection", "check", "EU store")
    far.servers["eu"].faults.clear()
    assert (bad.exit_code, "✗" in bad.stdout) == (1, True)


def test_a_website_may_be_named_by_its_code(instance: Path, far: Systems) -> None:
    file = far.connection_files()[2] | {"website": "us"}
    added = told(instance, "connection", "add", "-", text=json.dumps(file))
    assert (added["website"], added["check_ok"]) == ("3", True)
    names = [each["name"] for each in told(instance, "websites", "US store", "--sync")]
    assert names == ["Main Website", "US Website"]


def test_operators_are_added_and_given_passwords(instance: Path) -> None:
    assert told(instance, "operator", "add", "Anna")["administrator"] is False
    assert use(instance, "operator", "add", "ANNA").exit_code == 2
    assert use(instance, "operator", "password", "Anna", text="short\n").exit_code == 2
    told(instance, "operator", "password", "anna", text="long enough text\n")
    listed = {each["name"]: each for each in told(instance, "operator", "list")}
    assert listed["Anna"]["password"] is True
    assert "hash" not in json.dumps(listed)
    first = min(listed.values(), key=lambda each: int(each["id"]))
    assert (first["administrator"], first["password"]) == (True, False)


# --- syncing -----------------------------------------------------------------------------------


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


# --- processes ---------------------------------------------------------------------------------


def started(*arguments: str, **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "navmage_dash", *arguments]
    environment = {**os.environ, "NAVMAGE_KEYRING": "off", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[1],
        **more,
    )


def said_first(process: subprocess.Popen[str]) -> Any:
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.communicate()
    return json.loads(line)


def ended(process: subprocess.Popen[str], number: int) -> tuple[int, str]:
    process.send_signal(number)
    _, errors = process.communicate(timeout=SECONDS)
    return process.returncode, errors


def page(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=SECONDS
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_dashboard_serves_and_ends_well(instance: Path, number: int) -> None:
    process = started("serve", "--port", "0", "--json", "--instance", str(instance))
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
    process = started(
        "serve", "--host", "0.0.0.0", "--port", "0", "--json", "--instance", str(instance)
    )
    port = said_first(process)["url"].rstrip("/").rpartition(":")[2]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SECONDS) as answer:
        assert "sign" in answer.geturl()
    assert ended(process, signal.SIGTERM) == (0, "")


def test_a_sync_asks_the_dashboard_that_runs_and_waits_for_it(instance: Path, far: Systems) -> None:
    connect(instance, far, "nav", "us")
    process = started("serve", "--port", "0", "--json", "--instance", str(instance))
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
    process = started("sync", "simple-product-add", "--json", "--instance", str(instance))
    while not far.servers["eu"].platform.controls["products"]({}) and process.poll() is None:
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
    process = started("sandbox", "--items", "3", "--json", "--fault", fault)
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
        process = started(
            "demo", "--port", "0", "--no-browser", "--json", "--instance", str(instance)
        )
        assert page(said_first(process)["url"]) == 200
        listed = told(instance, "connection", "list")
        assert [each["platform"] for each in listed] == ["nav", "magento2", "magento1", "magento2"]
        told(instance, "connection", "remove", "US store", "--yes")
        assert ended(process, signal.SIGTERM) == (0, "")
    (instance / "demo.marker").unlink()
    result = use(instance, "demo", "--port", "0", "--no-browser")
    assert (result.exit_code, "emptied" in result.stderr) == (1, True)
    assert (instance / "navmage-dash.db").exists()


def test_a_reader_that_has_gone_is_no_error(instance: Path) -> None:
    process = started("scenarios", "--instance", str(instance))
    assert process.stdout and process.stderr
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait(SECONDS)
    assert errors == ""


def test_the_tests_of_a_checkout_are_run_by_a_command() -> None:
    process = started("test", "--version")
    output, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, "pytest" in output + errors) == (0, True)
