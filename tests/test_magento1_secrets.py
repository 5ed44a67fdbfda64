"""Key, sessions and people's password hashes of a Magento 1 are nowhere but where they belong.

Looked for in every file of the instance and on every page of a record, after records failed in all
directions: what was said for each of them is kept with it.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from world import World, systems

from navmage_dash.app import create_app
from navmage_dash.db import records
from navmage_dash.logs import logging_to
from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Request, Response

FLAVOURS = pytest.mark.parametrize("wsi", [False, True], ids=["rpc", "wsi"])
# All that would make something of a record, there or in NAV.
REFUSED = r"<(\w+:)?(catalogProductCreate|customerCustomer\w+(ate)|Create)\w*[ >/]"
FAILING = {"simple-product-add", "customer-add-to-nav", "customer-add-to-magento"}
TELLING = re.compile(rb"<(?:password_hash|loginReturn|sessionId|result)\b[^<>]*>([^<>]{16,})<")


@dataclass
class Overheard:
    """All that the shop told or was told and nobody else may know, by looking at the wire."""

    world: World
    secrets: set[bytes] = field(default_factory=lambda: {company.MAGENTO1_KEY.encode()})
    cut: int = 0  # so many answers to a login are cut short, though complete as HTTP

    def __post_init__(self) -> None:
        shop = self.world.far.servers["outlet"].platform
        handle = shop.handle

        def heard(request: Request) -> Response:
            answer = handle(request)
            for body in (request.body, answer.body):
                self.secrets |= {found[1] for found in TELLING.finditer(body)}
            if b"ogin" in answer.body[:400] and self.cut:
                self.cut -= 1
                answer = replace(answer, body=answer.body[: answer.body.rindex(b"</")])
            return answer

        shop.handle = heard  # type: ignore[method-assign]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    far = systems(3, shops=[company.OUTLET])
    made = World(tmp_path, far, names=["outlet"])
    with logging_to(tmp_path):
        logging.getLogger().setLevel("DEBUG")
        yield made
    made.close()
    far.stop()


@FLAVOURS
@pytest.mark.parametrize("bridge", [False, True], ids=["core", "bridge"])
def test_no_secret_is_kept_of_records_that_failed(
    wsi: bool, bridge: bool, world: World, tmp_path: Path
) -> None:
    shop, nav = world.far.servers["outlet"], world.far.servers["nav"]
    shop.platform.wsi, shop.platform.bridge = wsi, bridge  # type: ignore[attr-defined]
    heard = Overheard(world)
    world.connect("nav", "outlet")
    world.sync("outlet", *world.master)
    for email in ("ada@example.com", "bo@example.com"):
        world.register("outlet", email, password="their-own-password")
    world.sync("outlet", "customer-add-to-nav")
    [number] = {row["No"] for row in world.nav.rows("CustomerCard", E_Mail="ada@example.com")}
    world.nav.set("CustomerCard", {"No": number}, {"Name": "Ada King"})
    world.register("outlet", "cy@example.com", password="another-password")
    for refusing in (shop, nav):
        refusing.faults.add("poison", "", match=REFUSED, times=None)
    for scenario in FAILING:  # a run for each, so that its sign-in is among what is kept
        heard.cut = 1
        world.sync("outlet", scenario)
    kept = failed(world)
    assert {each.scenario for each in kept} == FAILING
    assert len(heard.secrets) > 5
    client = create_app(world.parts, "a secret of this test", TESTING=True).test_client()
    pages = [client.get(f"/records/{each.id}/").data for each in kept]
    world.db.close()
    files = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert all(b"<details" in page for page in pages)
    assert [s for s in heard.secrets if any(s in each for each in (*pages, *files))] == []


def failed(world: World) -> list[records.Record]:
    return records.listed(world.db, state="failed", limit=1000)
