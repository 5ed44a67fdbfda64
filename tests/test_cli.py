"""The commands: what is wrong is said in words, and connections and operators are kept."""

import json
from pathlib import Path

import pytest
from shell import EU, connect, told, use

from navmage_dash.sandbox.world import World as Systems


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For many tests in which nothing is saved."""
    return tmp_path_factory.mktemp("empty")


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
    (["connection", "change", "Nowhere", "-"], "{}", 2, "there are: none"),
    (["websites", "Nowhere"], None, 2, "there are: none"),
    (["sync"], None, 2, "--all"),
    (["sync", "no-such-scenario"], None, 2, "There are: attributes"),
    (["sync", "websites", "--all"], None, 2, "Name scenarios, or say --all"),
    (["sync", "websites", "--connection", "Nowhere"], None, 2, "there are: none"),
    (["sync", "--all"], None, 1, "no enabled Magento connection"),
    (["run", "7"], None, 2, "There is no run 7"),
    (["run", "seven"], None, 2, "not a valid integer"),
    (["run", "9" * 20], None, 2, "not in the range"),
    (["retry", "9" * 20], None, 2, "not in the range"),
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


def test_a_script_follows_a_shop_that_changes_its_flavour(instance: Path, far: Systems) -> None:
    connect(instance, far, "outlet")
    [outlet] = told(instance, "connection", "list")
    named = ("connection", "change", outlet["name"], "-")
    switch = far.servers["outlet"].platform.controls["wsi"]
    switch({"on": True})
    try:
        failed = use(instance, "connection", "check", outlet["name"])
        assert (failed.exit_code, "Tick WS-I Compliance" in failed.stdout) == (1, True)
        changed = told(instance, *named, text='{"wsi": true}')
        assert told(instance, "connection", "check", outlet["name"])["ok"]
    finally:
        switch({"on": False})
    assert (outlet["wsi"], changed["wsi"], changed["check_ok"]) == (False, True, False)
    same = {"name", "url", "user", "website", "connection_id", "two_way", "workers"}
    assert {each: changed[each] for each in same} == {each: outlet[each] for each in same}
    moved = use(instance, *named, text='{"url": "https://elsewhere.example/api/v2_soap/?wsdl"}')
    assert (moved.exit_code, "enter the key for that host" in moved.stderr) == (2, True)
