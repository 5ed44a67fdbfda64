"""The recordings of OpenMage 20.0.20, and a sandbox that is set up as that shop was.

They lie beside the repository; tests that need them are skipped where they are not.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import recorded_magento1_catalog
import recorded_magento1_sales
import requests
import truth

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento1.handlers import HANDLERS
from navmage_dash.sandbox.server import Server

RECORDED = Path(__file__).parents[1].parent / "shared" / "recordings" / "openmage"
MODES = ("nowsi", "wsi", "bridge-nowsi", "bridge-wsi")
EVERY = pytest.mark.parametrize("mode", MODES)
CORE = pytest.mark.parametrize("mode", MODES[:2])  # OpenMage as it is
BRIDGE = pytest.mark.parametrize("mode", MODES[2:])
THEN = datetime(2026, 11, 21, 17, 40, tzinfo=UTC)
SESSION = {"login", "startSession", "endSession", "globalFaults", "resourceFaults", "RAW"}
# Of the day of the recordings, and in the shop's own time: they differ from second to second.
_TIMES = re.compile(r"2026-11-21 1[78]:\d\d:\d\d|2026-11-21T1[23]:\d\d:\d\d-05:00")

recorded_only = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="no shared/recordings/openmage beside the repository"
)

SHOP = company.Shop(
    guid="",
    name="as recorded",
    platform="magento1",
    websites=(
        company.Website(
            1,
            "base",
            "US Main Website",
            ((1, "default", "English US"), (2, "us_es", "Spanish US")),
            "USD",
        ),
        company.Website(
            2, "eu", "European Website", ((3, "eu_en", "English EU"), (4, "eu_de", "German EU"))
        ),
    ),
)
LIMITED = (
    "catalog_product.currentStore catalog_product.list catalog_product.info "
    "catalog_product.getSpecialPrice catalog_product_type.list "
    "catalog_product_attribute_tier_price.info"
).split()


def as_recorded(mode: str) -> Magento1:
    """mode: the folder of the recordings, one of MODES."""
    bridge = mode.startswith("bridge")
    namespace = "urn:Magento" if bridge else "urn:OpenMage"
    magento = Magento1(SHOP, wsi=is_wsi(mode), bridge=bridge, namespace=namespace)
    magento.now = lambda: THEN
    magento.add_store(1, "us_outlet", "Outlet (inactive)")
    magento.stores.one("us_outlet").update(group_id=3, sort_order=20, is_active=0)
    for code in ("us_es", "eu_de"):
        magento.stores.one(code).update(sort_order=10)
    magento.stores.websites[2].update(sort_order=20)
    magento.add_user("oro", "API-KEY")
    magento.add_user("limited", "limited-key-123", allowed=LIMITED)
    magento.add_user("inactive", "inactive-key-123", active=False)
    magento.add_user("norole", "norole-key-123", allowed=[])
    recorded_magento1_catalog.fill(magento.shop)
    if is_wsi(mode):  # the recordings of rpc were made before, and have left their picture
        magento.shop.catalog.files.add("/a/p/api-pic_2.png")
    recorded_magento1_sales.fill(magento.shop)
    return magento


def is_wsi(mode: str) -> bool:
    return mode.removeprefix("bridge-") == "wsi"


@dataclass(frozen=True)
class Exchange:
    """One case: what was answered then, and what the sandbox answers now."""

    operation: str
    case: str
    http: tuple[int, int]
    then: str  # masked
    now: str

    @property
    def name(self) -> str:
        return f"{self.operation}.{self.case}"

    @property
    def same(self) -> bool:
        return self.then == self.now and self.http[0] == self.http[1]


class Replay:
    """Says again what was said then, with the session ids that are given out now."""

    def __init__(self, magento: Magento1, server: Server, mode: str) -> None:
        self.magento, self.server, self.folder = magento, server, RECORDED / mode
        self.sessions: dict[str, str] = {}
        self._http = requests.Session()

    def exchange(self, case: dict[str, Any]) -> Exchange:
        name = case["res"].removesuffix(".res.xml")
        if case["variant"] == "expired_by_timeout":
            main = session_id(self._answer("login.ok"))
            self.expire(main, (self.folder / "storeList.req.xml").read_text())
        if name == "catalogProductList.all" and not self.folder.name.startswith("bridge"):
            recorded_magento1_catalog.by_then(self.magento.shop)
        response, then = self.say(name), self._answer(name)
        http = (case["http"], response.status_code)
        return Exchange(case["op"], case["variant"], http, masked(then), masked(response.text))

    def say(self, name: str) -> requests.Response:
        body = (self.folder / f"{name}.req.xml").read_text()
        for then, now in self.sessions.items():
            body = body.replace(then, now)
        response = self._post(body)
        then, now = session_id(self._answer(name)), session_id(response.text)
        if then and now:
            self.sessions[then] = now
        return response

    def expire(self, kept: str, body: str) -> None:
        """An hour passes for every session but the one that `body` keeps alive."""
        for seconds in (3000, 700):
            self.magento.advance(seconds)
            self._post(body.replace(kept, self.sessions[kept]))

    def _post(self, body: str) -> requests.Response:
        url = f"{self.server.url}/api/v2_soap/"
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        return self._http.post(url, data=body.encode(), headers=headers, timeout=10)

    def _answer(self, name: str) -> str:
        return (self.folder / f"{name}.res.xml").read_text()

    def close(self) -> None:
        self._http.close()


@cache
def replayed(mode: str) -> tuple[Exchange, ...]:
    """All that the sandbox can answer, in the order in which it was recorded: once a process."""
    magento = as_recorded(mode)
    server = Server(magento).start()
    replay = Replay(magento, server, mode)
    try:
        return tuple(replay.exchange(each) for each in _covered(mode))
    finally:
        replay.close()
        server.stop()


def _covered(mode: str) -> Iterator[dict[str, Any]]:
    known = {*HANDLERS, *SESSION}
    return (each for each in recorded(mode) if each["op"] in known)


def recorded(mode: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((RECORDED / mode / "index.json").read_text())
    return [each for each in cases if "req" in each]


def session_id(answer: str) -> str:
    found = re.search(r"<(?:loginReturn[^>]*|result)>([0-9a-f]{32})<", answer)
    return found[1] if found else ""


def masked(answer: str) -> str:
    answer = re.sub(r">[0-9a-f]{32}<", ">SESSION<", answer)
    answer = _TIMES.sub("TIME", answer)
    return re.sub(r"127\.0\.0\.1:\d+", "HOST", answer)


def count(what: str, covered: int, agree: int, left_out: int = 0) -> None:
    truth.count(f"OpenMage {what}", covered, agree, left_out)
