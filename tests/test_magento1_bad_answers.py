"""What stands before a Magento 1, and what it answers beside the matter: said, and lost to nobody.

As test_bad_answers has it for a Magento 2.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from world import World, systems

from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Request, Response

CHANGES = re.compile(
    rb"Body><\w+:(catalogProductCreate|catalogInventoryStockItemMultiUpdate|"
    rb"catalogProductAttributeTierPriceUpdate|customerCustomerCreate|customerAddressCreate)"
)
ANSWER = (
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>'
    "{}</SOAP-ENV:Body></SOAP-ENV:Envelope>"
)
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


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Fatal error: Allowed memory size exhausted",
        ANSWER.format("<storeListResponse><stores/></storeListResponse>"),
        ANSWER.format("<{0}Response><result/></{0}Response>"),
        ANSWER.format("<{0}Response><result>abc</result></{0}Response>"),
    ],
    ids=["blank", "words", "another's", "nothing", "text"],
)
def test_what_was_done_and_answered_oddly_is_done_once(ready: World, said: str) -> None:
    platform, odd = ready.far.servers["outlet"].platform, set[str]()
    handle = platform.handle

    def first_oddly(request: Request) -> Response:
        answer, found = handle(request), CHANGES.search(request.body)
        if found is None or (name := found[1].decode()) in odd:
            return answer
        odd.add(name)
        return replace(answer, body=said.format(name).encode())

    platform.handle = first_oddly  # type: ignore[method-assign]
    counts = ready.sync("outlet")
    platform.handle = handle  # type: ignore[method-assign]
    assert len(odd) == 5
    assert counts[ADD] == {"created": items(ready)} and counts[STOCK] == {"updated": items(ready)}
    assert not [name for name, each in counts.items() if "failed" in each]
    emails = [each["email"] for each in platform.controls["customers"]({})]
    assert len(emails) == len(set(emails)) == counts["customer-add-to-magento"]["created"]
    again = ready.sync("outlet", full=True)
    assert {outcome for each in again.values() for outcome in each} == {"unchanged"}


READ = {
    "attributes": (
        "catalogProductAttributeSetList",
        "catalogProductAttributeList",
        "catalogProductAttributeInfo",
    ),
    "websites": ("storeList",),
    "categories": ("catalogCategoryTree",),
    "tax-classes": ("catalogProductAttributeInfo",),
    "customer-groups": ("customerGroupList",),
}
NOTHING = ("", "hello", "<item><foo>1</foo></item>")


@pytest.mark.parametrize("scenario", READ)
def test_an_odd_list_is_named_and_nothing_is_taken_for_vanished(
    ready: World, scenario: str
) -> None:
    platform = ready.far.servers["outlet"].platform
    handle = platform.handle
    for asked, inside in ((each, one) for each in READ[scenario] for one in NOTHING):
        body = ANSWER.format(f"<{asked}Response><result>{inside}</result></{asked}Response>")

        def oddly(request: Request, asked: str = asked, body: str = body) -> Response:
            answer = handle(request)
            found = re.search(rf":{asked}[ >]", request.body.decode())
            return replace(answer, body=body.encode()) if found else answer

        platform.handle = oddly  # type: ignore[method-assign]
        run = ready.ask("outlet", scenario)
        ready.work()
        platform.handle = handle  # type: ignore[method-assign]
        assert ready.run(run).state == "failed", (asked, inside)
        assert "not as Magento's" in ready.run(run).note
        assert ready.sync("outlet", scenario)[scenario] == {}, (asked, inside)
