"""What one record meets on its way holds up no other; what holds up all of them ends the run."""

import dataclasses
import re
from decimal import Decimal
from typing import Any

import pytest
import requests
from world import World

from navmage_dash.db import known, runs
from navmage_dash.errors import RecordError, RunError
from navmage_dash.systems.magento2_errors import refused

ADD, UPDATE, STOCK = "simple-product-add", "simple-product-update", "inventory-update"
ITEM = "1001"


def without(world: World, field: str) -> None:
    """NAV's pages have lost this field."""
    seen = world.nav.handle
    element = re.compile(rf"<{field}>[^<]*</{field}>".encode())

    def stripped(request: Any) -> Any:
        answer = seen(request)
        return dataclasses.replace(answer, body=element.sub(b"", answer.body))

    world.nav.handle = stripped  # type: ignore[method-assign]


@pytest.mark.parametrize("field", ["Unit_Price", "WebItemIsEnable", "WebItemIsVisible"])
def test_a_field_that_was_taken_off_its_page_is_not_a_zero_in_the_shop(
    ready: World, field: str
) -> None:
    ready.sync("eu", ADD)
    before = ready.product("eu", ITEM)
    ready.edit(ITEM, Description="Changed")
    without(ready, field)
    assert ready.sync("eu", UPDATE)[UPDATE] == {"failed": 1}
    assert f"NAV gave no {field}" in ready.record("eu", UPDATE, ITEM).reason
    assert ready.product("eu", ITEM) == before


def test_a_quantity_that_nav_does_not_give_is_not_a_zero_in_the_shop(ready: World) -> None:
    ready.sync("eu", ADD, STOCK)
    before = ready.stock("eu", ITEM)
    ready.nav.post_stock(ITEM, "BLUE", "7")
    without(ready, "Inventory")
    assert ready.sync("eu", STOCK)[STOCK] == {"failed": 1}
    assert ready.stock("eu", ITEM) == before and Decimal(str(before[0]["quantity"])) > 0


def test_a_line_without_its_website_fails_its_item_alone(ready: World) -> None:
    ready.edit(ITEM, Description="Changed")
    seen = ready.nav.handle
    line = re.compile(
        rf"(<ItemNo>{ITEM}</ItemNo>(?:(?!</?webproductwebsites).)*)<WebSiteId>.</WebSiteId>".encode(),
        re.S,
    )

    def stripped(request: Any) -> Any:
        answer = seen(request)
        return dataclasses.replace(answer, body=line.sub(rb"\1", answer.body))

    ready.nav.handle = stripped  # type: ignore[method-assign]
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items - 1, "failed": 1}
    assert "there is no WebSiteId" in ready.record("eu", ADD, ITEM).reason


def test_a_firewall_that_dislikes_one_product_holds_up_no_other(ready: World) -> None:
    body = f'(?s)POST .*products.*"{ITEM}"'
    ready.far.servers["eu"].faults.add("status", 403, match=body, times=None)
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items - 1, "failed": 1}
    assert "firewall" in ready.record("eu", ADD, ITEM).reason


def test_a_firewall_that_forbids_all_ends_the_run(ready: World) -> None:
    ready.far.servers["eu"].faults.add("status", 403, times=None)
    run = ready.ask("eu", ADD)
    ready.work()
    assert ready.run(run).state == "failed" and "firewall" in ready.run(run).note


def test_a_magento_without_its_database_interrupts_the_run_and_fails_no_quantity(
    ready: World,
) -> None:
    ready.sync("eu", ADD)
    ready.far.servers["eu"].faults.add("deadlock", match="source-items", times=None)
    run = ready.ask("eu", STOCK)
    ready.work_once()
    assert ready.run(run).state == "interrupted"
    assert ready.outcomes(run)[STOCK] == {}
    ready.far.servers["eu"].faults.clear()
    ready.clock.pass_minutes(60)
    ready.work()
    assert ready.outcomes(run)[STOCK] == {"updated": ready.items}


def test_the_search_for_a_poison_row_ends_when_the_run_is_cancelled(ready: World) -> None:
    ready.sync("eu", ADD)
    eu, platform = ready.connection("eu").id, ready.shop("eu")
    known.put(ready.db, eu, "source", "*", "nowhere")
    there = platform.shop.stocks.sources
    there["nowhere"] = {**there["default"], "source_code": "nowhere"}
    run = ready.ask("eu", STOCK)
    seen, sent = platform.handle, []

    def cancel(request: Any) -> Any:
        if "source-items" in request.path and request.method == "POST":
            sent.append(request)
            there.pop("nowhere", None)
            runs.ask_to_cancel(ready.db, run, ready.parts.now())
        return seen(request)

    platform.handle = cancel  # type: ignore[method-assign]
    ready.work_once()
    assert ready.run(run).state == "cancelled" and len(sent) == 1
    known.remove(ready.db, eu, "source", "*")
    assert ready.sync("eu", STOCK)[STOCK] == {"updated": ready.items}


def test_a_record_that_cannot_be_asked_for_after_a_crash_holds_up_no_other(ready: World) -> None:
    faults = ready.far.servers["eu"].faults
    faults.add("lost_answer", match=f'(?s)POST .*products.*"{ITEM}"', times=None)
    faults.add("unavailable", match="GET .*products", times=None, after=2)
    run = ready.ask("eu", ADD)
    ready.work_once()
    assert ready.record("eu", ADD, ITEM).state == "sent"
    faults.clear()
    faults.add("poison", ITEM, match="GET .*/products", times=None)
    ready.clock.pass_minutes(60)
    ready.work()
    assert ready.record("eu", ADD, ITEM).state == "failed"
    assert len(ready.skus("eu")) == ready.items
    faults.clear()
    ready.clock.pass_minutes(60)
    ready.sync("eu", ADD)
    assert ready.record("eu", ADD, ITEM).state == "settled"
    assert ready.skus("eu").count(ITEM) == 1 and not ready.run(run).active


def test_an_update_never_makes_half_a_product_of_one_that_was_deleted(ready: World) -> None:
    ready.sync("eu", ADD)
    ready.delete_product("eu", ITEM)
    guid = ready.connection("eu").guid
    sets = {
        row["AttributeSetId"] for row in ready.nav.rows("webattributemasterdata", ConnectionId=guid)
    }
    ready.edit_web("eu", ITEM, WebAttributeSetId=max(sets))
    ready.edit(ITEM, Description="Another name")
    assert ready.sync("eu", UPDATE)[UPDATE] == {"conflict": 1}
    assert ready.product("eu", ITEM) is None


def test_a_web_server_that_takes_no_slash_refuses_that_product_only() -> None:
    """Apache's own page, as it answers unless AllowEncodedSlashes is set."""
    answer = requests.Response()
    answer.status_code, answer.headers["Content-Type"] = 404, "text/html"
    answer._content = b"<h1>Not Found</h1>"
    url = "http://shop.example/rest/all/V1/products/A%2F1"
    answer.url, answer.request = url, requests.Request("PUT", url, json={}).prepare()
    error = refused(answer)
    assert isinstance(error, RecordError) and "AllowEncodedSlashes" in str(error)
    answer.request = requests.Request("PUT", url.replace("%2F", "-"), json={}).prepare()
    assert isinstance(refused(answer), RunError)
