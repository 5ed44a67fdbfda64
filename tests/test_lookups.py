"""Lookups: values that users own, used by the next run."""

import pytest
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
