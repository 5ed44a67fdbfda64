"""Faults in the middle of many records: which of them were carried, and in how many calls."""

from math import ceil, log2
from pathlib import Path

from crash_case import Theatre
from crash_far import Far

from navmage_dash.sandbox import company
from navmage_dash.sandbox.nav.data import equal
from navmage_dash.scenarios import MASTER

FIND = "GET /rest/all/V1/products"
STOCK = "POST /rest/V1/inventory/source-items"


def test_a_dry_run_that_was_interrupted_says_of_each_item_once_what_would_happen(
    tmp_path: Path,
) -> None:
    theatre = Theatre(tmp_path, items=60)
    theatre.after(theatre.connected(*MASTER))
    theatre.ask("simple-product-add", dry=True)
    faults = theatre.far.server("eu").faults
    faults.add("unavailable", 503, match=FIND, after=1, times=None)
    theatre.carry()
    assert _said(theatre)[2] == ("interrupted", 50, 50)

    faults.clear()
    theatre.carry()
    (state, counted, kept), of_us = _said(theatre)[2], _said(theatre)[3]
    assert state == "succeeded" and counted == kept > 50
    assert of_us == (state, counted, kept)
    theatre.close()


def _said(theatre: Theatre) -> dict[int, tuple[str, int, int]]:
    """By connection: the newest run's state, what its step counted, what it keeps."""
    books = theatre.books()
    found = {}
    for (number, connection, _, state, _), step in zip(
        books["run"][-2:], books["step"][-2:], strict=True
    ):
        assert step[0] == number
        rows = [row for row in books["outcome"] if row[:2] == (connection, "simple-product-add")]
        found[connection] = (state, sum(step[6:]), len(rows))
    return found


def test_of_500_quantities_one_is_refused_and_499_arrive(tmp_path: Path) -> None:
    theatre = Theatre(tmp_path, items=503)  # three of them have children, and no stock
    stage = theatre.connected(*MASTER)
    theatre.whole(stage)
    skus = known_to_both(theatre.far)
    theatre.ask("inventory-update")
    bad = skus[317]
    faults = theatre.far.server("eu").faults
    faults.add("poison", f'"sku": "{bad}"', match=STOCK, times=None)
    theatre.far.server("eu").calls.clear()
    theatre.carry()

    assert theatre.far.server("eu").calls[STOCK] <= 2 * ceil(log2(500)) + 1
    states = {
        key: (state, reason)
        for _, scenario, key, state, reason in theatre.books()["to-do"]
        if scenario == "inventory-update"
    }
    assert states.pop(bad) == ("failed", "Magento: Could not save Source Item")
    assert len(states) == 499 and set(states.values()) == {("settled", "")}

    faults.clear()
    theatre.ask("inventory-update")
    theatre.far.server("eu").calls.clear()
    theatre.carry()
    assert theatre.far.server("eu").calls[STOCK] == 1
    assert {s for _, _, _, s, _ in theatre.books()["to-do"]} == {"settled"}
    theatre.close()


def known_to_both(far: Far) -> list[str]:
    """The EU store has 500 items of NAV, and NAV knows."""
    nav, guid = far.nav, company.EU.guid
    lines = nav.rows("webapplicationproductdata", ConnectionId=guid, WebProdType="Simple")
    assert len(lines) == 500
    skus = [str(line["ItemNo"]) for line in lines]
    far.shops[0].add_simple_products(skus)
    table = nav.data.tables["AEC Application Item"]
    with nav.data.transaction():
        for sku in skus:
            nav.data.update(table, equal({"ItemNo": sku, "ConnectionId": guid}), {"WebId": "1"})
    return skus
