"""NAV and two shops for the crash tests: kept and put back in a moment, and able to kill."""

import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from navmage_dash.sandbox import company
from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.nav.data import Where
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.sandbox.world import NAMES as EVERY
from navmage_dash.sandbox.world import World as Systems

SHOPS = (company.EU, company.US)
PAIR = ("eu", "us")
HELD = ("catalog", "stocks", "people", "sales")
TIMES = {"created", "updated", "low_since", "created_at", "updated_at"}
When = Literal["before", "after", "late"]

_MARK = re.compile(rb'"sku": ?"([^"]+)"|<(?:\w+:)?(?:Key|CategoryId|WebSiteId)>([^<]+)<')
_IN_NAV = re.compile(rb"<(?:\w+:)?((?:Create|Update)Multiple)")
# What a call of SOAP v2 begins with that changes something.
SOAP_WRITE = (
    r"<(?:\w+:)?((?:catalog|customer|sales)\w+(?:Create|Update|Delete|Remove|SetSpecialPrice|"
    r"AddTrack|AddComment|Capture|AssignProduct|RemoveProduct)(?:RequestParam)?)[ >/]"
)
_BY_SOAP = re.compile(SOAP_WRITE.encode())


@dataclass(frozen=True)
class Sent:
    """A request that was handled and changes something."""

    system: str
    verb: str  # POST, PUT, CreateMultiple …
    path: str
    marks: tuple[str, ...]  # SKUs, or in NAV Keys and ids

    @property
    def what(self) -> str:
        return f"{self.verb} {self.path.rpartition('/')[2]}"


@dataclass
class Log:
    """What was asked of all of them; one request in it can be the program's last."""

    at: int = 0  # the request at which `pid` is killed; 0: none
    at_write: int = 0  # or so many of those that change something
    when: When = "before"  # before it is handled, after, or so that it is handled `late`
    pid: int = 0
    asked: int = 0
    tried: list[Sent] = field(default_factory=list)
    writes: list[Sent] = field(default_factory=list)
    twice: list[Sent] = field(default_factory=list)  # sent after the new start without need
    lock: threading.RLock = field(default_factory=threading.RLock)
    born: threading.Event = field(default_factory=threading.Event)
    late: tuple[str, Callable[[], object]] | None = None  # by path: what arrives after the next
    on_write: Callable[[Sent], None] = lambda _: None

    def is_last(self, sent: Sent | None) -> bool:
        with self.lock:
            self.asked += 1
            if sent is None:
                return self.asked == self.at
            self.tried.append(sent)
            return self.asked == self.at or len(self.tried) == self.at_write

    def live_on(self) -> None:
        """Nothing kills what starts from now on."""
        self.at = self.at_write = 0

    def kill(self) -> None:
        self.born.wait(10)
        os.kill(self.pid, signal.SIGKILL)


Shop = Magento1 | Magento2


class Watched:
    """A platform whose requests are logged."""

    def __init__(self, name: str, platform: Shop | Nav, log: Log) -> None:
        self.name, self.platform, self.log = name, platform, log

    def handle(self, request: Request) -> Response:
        if self.log.is_last(self._sent(request)):
            return self._last(request)
        response = self._handled(request)
        if self.log.late is not None and self.log.late[0] == request.path:
            (_, arrive), self.log.late = self.log.late, None
            arrive()
        return response

    def _last(self, request: Request) -> Response:
        """Nobody will read the answer."""
        if self.log.when == "after":
            self._handled(request)
        self.log.kill()
        if self.log.when == "late":
            self.log.late = (request.path, lambda: self._handled(request))
        return Response(500)

    def _handled(self, request: Request) -> Response:
        response = self.platform.handle(request)
        sent = self._sent(request)
        if sent is not None and response.status == 200:
            self.log.writes.append(sent)
            self.log.on_write(sent)
        return response

    def _sent(self, request: Request) -> Sent | None:
        verb = request.method
        if not isinstance(self.platform, Magento2):
            pattern = _IN_NAV if isinstance(self.platform, Nav) else _BY_SOAP
            found = pattern.search(request.body)
            verb = found[1].decode() if found else "GET"
        if verb == "GET" or request.path.endswith("admin/token"):
            return None
        marks = (a or b for a, b in _MARK.findall(request.body))
        return Sent(self.name, verb, request.path, tuple(each.decode() for each in marks))

    def refuse(self, fault: Fault, request: Request) -> Response:
        return self.platform.refuse(fault, request)

    def expire_sessions(self) -> None:
        self.platform.expire_sessions()

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        return self.platform.controls


@dataclass(frozen=True)
class Kept:
    """What the platforms held at one moment."""

    nav: Mapping[str, Sequence[Mapping[str, Any]]]
    shops: Sequence[tuple[Any, ...]]  # catalog, stocks, people, sales


class Far:
    """The servers keep their ports all the time; what stands behind them is put back.

    names: of the two shops that are connected; the first has most of NAV's customers. wsi: how its
    Magento 1 speaks. Shops that are not connected are there, and are never asked.
    """

    def __init__(
        self,
        items: int,
        configurables: int = 0,
        names: Sequence[str] = PAIR,
        *,
        wsi: bool = False,
    ) -> None:
        self._seeded: dict[str, Any] = {"items": items, "configurables": configurables}
        self.names, self._wsi, self.log = tuple(names), wsi, Log()
        self._by_name = dict(zip(EVERY[1:], company.SHOPS, strict=True))
        self.nav, self.shops = self._nav(), self._shops()
        self._servers = [Server(each).start() for each in self._watched()]
        nav, *connected = self._servers
        mine = dict(zip(self.names, connected, strict=True))
        self._idle = {
            name: Server(self._shop(name)).start() for name in self._by_name if name not in mine
        }
        every = {**mine, **self._idle}
        shops = tuple((shop, every[name]) for name, shop in self._by_name.items())
        self.systems = Systems(nav, shops)

    def _nav(self) -> Nav:
        return Nav(shops=[self._by_name[name] for name in self.names], **self._seeded)

    def _shops(self) -> list[Shop]:
        return [self._shop(name) for name in self.names]

    def _shop(self, name: str) -> Shop:
        shop = self._by_name[name]
        return Magento1(shop, self._wsi) if shop.platform == "magento1" else Magento2(shop)

    def _watched(self) -> list[Watched]:
        shops = zip(self.names, self.shops, strict=True)
        return [Watched("nav", self.nav, self.log), *(Watched(*each, self.log) for each in shops)]

    def calls(self) -> int:
        """To all that are connected, since they were put back."""
        return sum(each.calls.total() for each in self._servers)

    def connection_files(self) -> list[dict[str, Any]]:
        """Of those that are connected, with the Magento 1 as it speaks."""
        files = dict(zip(EVERY, self.systems.connection_files(), strict=True))
        shops = [files[name] for name in self.names]
        wsi = [{"wsi": True} if self._wsi and e["platform"] == "magento1" else {} for e in shops]
        return [files["nav"], *({**e, **more} for e, more in zip(shops, wsi, strict=True))]

    def keep(self) -> Kept:
        return Kept(self._tables(), [deepcopy(_held(each)) for each in self.shops])

    def put_back(self, kept: Kept, log: Log) -> None:
        self.log = log
        self.nav = self._nav()
        data = self.nav.data
        with data.transaction():
            for table in data.tables.values():
                data.delete(table, Where())
                data.fill(table, kept.nav[table.name])
        self.shops = self._shops()
        for shop, held in zip(self.shops, kept.shops, strict=True):
            for name, value in zip(HELD, deepcopy(held), strict=True):
                setattr(shop.shop, name, value)
        idle = {name: self._shop(name) for name in self._idle}
        platforms = [*self._watched(), *idle.values()]
        servers = [*self._servers, *self._idle.values()]
        for server, platform in zip(servers, platforms, strict=True):
            server.platform = platform
            server.faults.clear()
            server.calls.clear()

    def server(self, name: str) -> Server:
        return dict(zip(("nav", *self.names), self._servers, strict=True))[name]

    def picture(self) -> dict[str, Any]:
        """All that they hold, but for the times."""
        shops = [[_plain(asdict(each)) for each in _held(shop)] for shop in self.shops]
        return {"nav": self._tables(), **dict(zip(self.names, shops, strict=True))}

    def _tables(self) -> dict[str, list[dict[str, Any]]]:
        data = self.nav.data
        tables = {name: data.select(table, Where()) for name, table in data.tables.items()}
        for rows in tables.values():
            for row in rows:
                del row["rowversion"]
        return tables

    def skus(self) -> list[Counter[str]]:
        """How often each SKU is there, by shop."""
        shops = [each.shop.catalog.products.values() for each in self.shops]
        return [Counter(product.sku.lower() for product in products) for products in shops]

    def stop(self) -> None:
        for server in (*self._servers, *self._idle.values()):
            server.stop()


def _held(shop: Shop) -> tuple[Any, ...]:
    return tuple(getattr(shop.shop, name) for name in HELD)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if name not in TIMES}
    return value
