"""The commands for what users set: options, filters, overrides, preview, conflicts."""

import json
from pathlib import Path
from typing import Any

import pytest
from shell import EU, connect, told, use

from navmage_dash.db.file import Db
from navmage_dash.sandbox.world import World as Systems
from navmage_dash.scenarios import MASTER
from navmage_dash.start import DATABASE

SCENARIO = "simple-product-add"


@pytest.fixture
def eu(instance: Path) -> Path:
    told(instance, "connection", "add", "-", text=json.dumps(EU))
    return instance


def wrong(instance: Path, *arguments: str) -> str:
    result = use(instance, *arguments)
    assert result.exit_code == 2, result.output
    return result.stderr


def test_options_are_listed_and_chosen(eu: Path) -> None:
    assert told(eu, "options", "list", "EU store")["order_prefix"] == "EU1-"
    assert told(eu, "options", "put", "EU store", "order_prefix", "eur-") == {
        "order_prefix": "EUR-"
    }
    assert "EUR-" in use(eu, "options", "list", "EU store").stdout
    assert "no option 'colour'" in wrong(eu, "options", "put", "EU store", "colour", "red")
    assert "Choose one of 1, 0" in wrong(eu, "options", "put", "EU store", "order_comment", "yes")


def test_filters_are_added_listed_and_removed(eu: Path) -> None:
    where = ("EU store", SCENARIO)
    added = told(eu, "filters", "add", *where, "item.Blocked", "criteria", "No")
    assert added["field"] == "item.Blocked"
    assert told(eu, "filters", "list", *where) == [added]
    assert "item.Blocked" in use(eu, "filters", "list", *where).stdout
    assert "not understood" in wrong(eu, "filters", "add", *where, "No", "criteria", "(")
    assert "is not one of" in wrong(eu, "filters", "list", "EU store", "nothing")
    told(eu, "filters", "remove", *where, str(added["id"]))
    assert "There is no filter." in use(eu, "filters", "list", *where).stdout


def test_overrides_are_put_listed_and_removed(eu: Path) -> None:
    where = ("EU store", SCENARIO)
    made = told(eu, "overrides", "put", *where, "price", "constant", "9")
    assert told(eu, "overrides", "list", *where) == [made]
    assert "always '9'" in use(eu, "overrides", "list", *where).stdout
    assert "names the record" in wrong(eu, "overrides", "put", *where, "sku", "blank")
    told(eu, "overrides", "remove", *where, "price")
    assert "There is no override." in use(eu, "overrides", "list", *where).stdout


def test_a_preview_says_what_would_be_made_of_a_record(instance: Path, far: Systems) -> None:
    connect(instance, far, "nav", "eu")
    told(instance, "sync", *MASTER, SCENARIO, "--connection", "EU store")
    where = ("EU store", SCENARIO)
    told(instance, "overrides", "put", *where, "name", "field", "item.No")
    found = told(instance, "preview", *where, "1001")
    lines = {each["field"]: each for each in found["lines"]}
    assert lines["name"]["after"]["value"] == "1001" != lines["name"]["before"]["value"]
    assert "with overrides" in use(instance, "preview", *where, "1001").stdout
    missing = use(instance, "preview", *where, "nothing")
    assert (missing.exit_code, "There is no record" in missing.stderr) == (1, True)


def test_conflicts_are_listed_and_decided(eu: Path) -> None:
    first, second = clash(eu, "Name"), clash(eu, "City")
    found = told(eu, "conflicts", "list", "--connection", "EU store")
    assert [each["field"] for each in found] == ["City", "Name"]
    assert told(eu, "conflicts", "take", "nav", str(first)) == []
    assert told(eu, "conflicts", "put", str(second), "York") == []
    assert "There is nothing to decide." in use(eu, "conflicts", "list").stdout
    assert taken(eu) == ["by NAV", "York"]
    assert "Missing argument" in wrong(eu, "conflicts", "take", "nav")


def clash(instance: Path, field: str) -> int:
    db = Db(instance / DATABASE)
    row: dict[str, Any] = {"connection_id": 1, "entity": "customers", "scenario": SCENARIO}
    row |= {"key": "C1", "field": field, "nav": "by NAV", "magento": "by Magento"}
    with db.write() as conn:
        made = conn.table("conflict").insert(row | {"state": "open", "at": "2026-01-01"}).last_pk
    db.close()
    assert isinstance(made, int)
    return made


def taken(instance: Path) -> list[str]:
    db = Db(instance / DATABASE)
    found = [row["taken"] for row in db.rows("select taken from conflict order by id")]
    db.close()
    return found
