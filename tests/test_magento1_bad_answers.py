"""What stands before a Magento 1, and what it answers beside the matter: said, and lost to nobody.

As test_bad_answers has it for a Magento 2.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from world import World, systems

from navmage_dash.sandbox import company

ADD, STOCK, ITEM = "simple-product-add", "inventory-update", "1001"


def items(world: World) -> int:
    """How many of NAV's items are the outlet's."""
    guid = world.connection("outlet").guid
    return len(world.nav.rows("webapplicationproductdata", ConnectionId=guid))


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[World]:
    """NAV and the outlet, whose master data is in NAV."""
    far = systems(6, shops=[company.OUTLET])
    world = World(tmp_path, far).connect("nav", "outlet")
    assert "failed" not in str(world.sync("outlet", *world.master))
    yield world
    world.close()
    far.stop()


def test_a_firewall_that_dislikes_one_product_holds_up_no_other(ready: World) -> None:
    body = f"(?s)Create.*<sku>{ITEM}<"
    ready.far.servers["outlet"].faults.add("status", 403, match=body, times=None)
    assert ready.sync("outlet", ADD)[ADD] == {"created": items(ready) - 1, "failed": 1}
    assert "firewall" in ready.record("outlet", ADD, ITEM).reason


def test_a_firewall_that_dislikes_one_quantity_holds_up_no_other(ready: World) -> None:
    ready.sync("outlet", ADD)
    body = f"(?s)MultiUpdate.*>{ITEM}<"
    ready.far.servers["outlet"].faults.add("status", 403, match=body, times=None)
    assert ready.sync("outlet", STOCK)[STOCK] == {"updated": items(ready) - 1, "failed": 1}
    assert "firewall" in ready.record("outlet", STOCK, ITEM).reason


def test_a_firewall_that_forbids_all_ends_the_run(ready: World) -> None:
    ready.far.servers["outlet"].faults.add("status", 403, times=None)
    run = ready.ask("outlet", "categories", ADD)
    ready.work()
    assert ready.run(run).state == "failed" and "firewall" in ready.run(run).note
