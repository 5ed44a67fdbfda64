"""Lookups: values that users own, used by the next run."""

from pathlib import Path

import pytest
from webworld import Dashboard
from world import World

from navmage_dash.actions import Invalid, lookups
from navmage_dash.db import known


def test_quantities_go_to_the_inventory_source_of_the_lookup(ready: World) -> None:
    ready.sync("eu", "simple-product-add")
    eu = ready.connection("eu").id
    lookups.put(ready.parts, eu, "source", "*", "wh_eu")
    run = ready.sync("eu", "inventory-update")["inventory-update"]
    assert run == {"failed": ready.items}  # there is no such source
    assert ready.record("eu", "inventory-update", "1001").cause == "source-item"

    lookups.remove(ready.parts, eu, "source", "*")
    ready.clock.pass_minutes(10)
    assert ready.sync("eu", "inventory-update")["inventory-update"] == {"updated": ready.items}


@pytest.mark.parametrize(
    ("type_", "source", "destination", "field"),
    [
        ("colour", "*", "x", "type"),
        ("source", "1000", "x", "source"),
        ("source", "*", "  ", "destination"),
        ("source", "*", "x" * 256, "destination"),
    ],
)
def test_a_wrong_line_is_refused_at_its_field(
    ready: World, type_: str, source: str, destination: str, field: str
) -> None:
    eu = ready.connection("eu").id
    with pytest.raises(Invalid) as caught:
        lookups.put(ready.parts, eu, type_, source, destination)
    assert list(caught.value.problems) == [field]
    assert known.own(ready.db, eu) == {}


def test_the_page_adds_a_line_refuses_a_wrong_one_and_removes_it(tmp_path: Path) -> None:
    dashboard = Dashboard(tmp_path)
    _, connection, _ = dashboard.trio()
    page = f"/connections/{connection.id}/lookups/"
    wrong = dashboard.post(page, type="source", source="*", destination="")
    assert wrong.status_code == 422 and "Enter a value of 1 to 255 characters." in wrong.text
    good = dashboard.post(page, type="source", source="*", destination="wh_north")
    assert "wh_north" in dashboard.follow(good)
    assert "wh_north" not in dashboard.follow(dashboard.post(page + "source/*/remove"))
    assert known.own(dashboard.db, connection.id) == {}
