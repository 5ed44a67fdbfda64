"""The whole in one process: NAV, two Magento 2, one Magento 1, and our program between them."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Protocol, cast

import requests

from navmage_dash.actions import connections as connecting
from navmage_dash.actions import runs as asking
from navmage_dash.actions.checking import remember
from navmage_dash.clock import Clock
from navmage_dash.db import connections, records, runs
from navmage_dash.db.connections import Connection
from navmage_dash.db.file import Db
from navmage_dash.jobs import Workshop
from navmage_dash.parts import Parts
from navmage_dash.runner import Runner
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.sandbox.world import World as Systems
from navmage_dash.scenarios import MASTER
from navmage_dash.start import DATABASE
from navmage_dash.systems.report import Check
from navmage_dash.vault import Vault

random.seed(1)
# Where people of a shop sign up and buy: its website, that website's id, a store view.
PLACES = {"eu": ("eu", 2, "eu_en"), "us": ("us", 3, "us_en"), "outlet": ("outlet", 2, "outlet_en")}
PLAIN: Mapping[str, bool] = {}
CHECKED: list[Check] = []  # NAV's, of the first world: sixty calls that all others are spared


class HandClock:
    """A clock that moves only when told to, or when someone waits on it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.time += timedelta(microseconds=1)
        return self.time

    def wait(self, event: Event, seconds: float) -> bool:
        self.time += timedelta(seconds=seconds)
        return event.is_set()

    def pass_minutes(self, minutes: float) -> None:
        self.time += timedelta(minutes=minutes)


class Hand(Clock, Protocol):
    """A clock that a test can put forward."""

    time: datetime

    def pass_minutes(self, minutes: float) -> None: ...


def systems(items: int = 6, flavour: Mapping[str, bool] = PLAIN, **of_nav: Any) -> Systems:
    """A small sandbox on free ports. flavour: of its Magento 1, wsi and bridge. of_nav: of its NAV,
    what else it is made with.
    """
    nav = Server(Nav(items=items, **of_nav)).start()
    own: dict[str, Any] = {
        **flavour,
        "namespace": "urn:Magento" if flavour.get("bridge") else "urn:OpenMage",
    }
    makers: dict[str, Callable[[Any], Any]] = {
        "magento2": Magento2,
        "magento1": partial(Magento1, **own),
    }
    shops = [(shop, Server(makers[shop.platform](shop)).start()) for shop in company.SHOPS]
    return Systems(nav, tuple(shops))


def _unwatched(platform: Any) -> Any:
    """A platform whose requests are logged stands behind one that logs them."""
    return getattr(platform, "platform", platform)


class World:
    master = MASTER

    def __init__(
        self,
        path: Path,
        far: Systems,
        clock: Hand | None = None,
        names: Sequence[str] = ("eu", "us"),
    ) -> None:
        """names: the shops that people do something in, the first of them most of it."""
        self.far, self.names = far, tuple(names)
        self.clock: Hand = clock or HandClock()
        self.db = Db(path / DATABASE)
        vault = Vault.open(path, keyring=False)
        workshop = Workshop(db=self.db, clock=self.clock, vault=vault, instance=path)
        self.runner = Runner(workshop, self._ask)
        self.closing = workshop.closing
        self.parts = Parts(
            db=self.db, clock=self.clock, runner=self.runner, vault=vault, instance=path
        )

    def _ask(self, connection_id: int, scenario: str) -> None:
        asking.ask_by_timer(self.parts, connection_id, scenario)

    def connect(self, *names: str) -> "World":
        """Add and check the connections of the sandbox's systems: nav, eu, us, outlet."""
        files = dict(zip(self.far.servers, self.far.connection_files(), strict=True))
        for name in names or tuple(files):
            made = connecting.save(self.parts, files[name], operator=None)
            if name == "nav" and CHECKED:
                remember(self.parts, made.id, CHECKED[0])
                continue
            checked = connecting.check_stored(self.parts, made)
            assert checked.ok, checked
            CHECKED.extend([checked] if name == "nav" else [])
        return self

    def connection(self, name: str) -> Connection:
        """By the sandbox's name for it: 'eu'."""
        files = dict(zip(self.far.servers, self.far.connection_files(), strict=True))
        found = connections.named(self.db, files[name]["name"])
        assert found is not None
        return found

    def sync(
        self, name: str, *scenarios: str, dry: bool = False, full: bool = False
    ) -> dict[str, dict[str, int]]:
        """Run to the end what is wanted: {'simple-product-add': {'created': 60}, …}."""
        run = self.ask(name, *scenarios, dry=dry, full=full)
        self.work()
        return self.outcomes(run)

    def ask(self, name: str, *scenarios: str, dry: bool = False, full: bool = False) -> int:
        wanted: Sequence[str] | None = scenarios or None
        run, _ = asking.ask_for_run(self.parts, self.connection(name), wanted, dry=dry, full=full)
        return run.id

    def work(self) -> None:
        while self.runner.work_once():
            pass

    def work_once(self) -> None:
        assert self.runner.work_once()

    def outcomes(self, run: int) -> dict[str, dict[str, int]]:
        return {
            step.scenario: {name: n for name in runs.COUNTS if (n := getattr(step, name))}
            for step in runs.steps(self.db, run)
        }

    def run(self, run: int) -> runs.Run:
        found = runs.find(self.db, run)
        assert found is not None
        return found

    def record(self, name: str, scenario: str, key: str) -> records.Record:
        found = records.keyed(self.db, self.connection(name).id, scenario, key)
        assert found is not None, f"no record {key} of {scenario}"
        return found

    @property
    def nav(self) -> Nav:
        platform = _unwatched(self.far.nav.platform)
        assert isinstance(platform, Nav)
        return platform

    def shop(self, name: str) -> Magento2:
        """Whichever Magento it is: a Magento 1 has the same desk, and its people do the same."""
        platform = _unwatched(self.far.servers[name].platform)
        assert isinstance(platform, Magento1 | Magento2)
        return cast(Magento2, platform)

    def product(self, name: str, sku: str) -> dict[str, Any] | None:
        """As the shop has it; None where it does not."""
        found: dict[str, Any] | None = self.shop(name).controls["product"]({"sku": sku})
        return found

    def delete_product(self, name: str, sku: str) -> None:
        self.shop_call(name, "DELETE", f"V1/products/{sku}")

    def shop_call(self, name: str, verb: str, route: str, body: Any = None) -> Any:
        """As somebody with an admin's token does: 'V1/products/1001'."""
        url = f"{self.far.servers[name].url}/rest"
        who = {"username": company.MAGENTO_USER, "password": company.MAGENTO_PASSWORD}
        token = requests.post(f"{url}/V1/integration/admin/token", json=who, timeout=10)
        head = {"Authorization": f"Bearer {token.json()}"}
        answer = requests.request(verb, f"{url}/{route}", json=body, headers=head, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def images(self, name: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
        """Of all products: SKU, file, label, roles."""
        shop = self.shop(name)
        found = [shop.product(sku) for sku in self.skus(name)]
        return [
            (each["sku"], row["file"].rpartition("/")[2], row["label"], tuple(row["types"]))
            for each in found
            for row in each["media_gallery_entries"]
        ]

    def stock(self, name: str, sku: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.shop(name).controls["stock"]({"sku": sku})
        return found

    def skus(self, name: str) -> list[str]:
        return sorted(each["sku"] for each in self.shop(name).controls["products"]({}))

    @property
    def items(self) -> int:
        """How many simple items NAV has for a shop."""
        guid = self.connection("eu").guid
        mine = {"ConnectionId": guid, "WebProdType": "Simple"}
        return len(self.nav.rows("webapplicationproductdata", **mine))

    def flag(self, name: str, item: str) -> Mapping[str, Any]:
        """The item's AEC Application Item line for this connection."""
        guid = self.connection(name).guid
        [row] = self.nav.rows("webapplicationproductdata", ItemNo=item, ConnectionId=guid)
        return row

    def edit(self, item: str, **values: Any) -> None:
        """A user changes the item card in NAV, triggers and all."""
        self.nav.set("ItemCard", {"No": item}, values)

    def edit_web(self, name: str, item: str, **values: Any) -> None:
        """A user changes the item's Web Product Details of this connection."""
        key = {"ItemNo": item, "ConnectionId": self.connection(name).guid}
        self.nav.set("webproductdetailslist", key, values)

    def register(self, name: str, email: str, **values: Any) -> dict[str, Any]:
        """Somebody opens an account in a shop, with one address unless told else."""
        first, last = email.partition("@")[0].title(), values.pop("lastname", "Byron")
        address = {"firstname": first, "lastname": last, "street": ["1 Mill Lane"], "city": "Leeds"}
        address |= {"postcode": "LS1", "country_id": "GB", "telephone": "+44 1"}
        own = address | {"default_billing": True, "default_shipping": True}
        who = {"email": email, "firstname": first, "lastname": last, "addresses": [own]}
        where = {} if "store" in values else {"website": PLACES[name][0]}
        made: dict[str, Any] = self.shop(name).act("register", {**who, **where, **values})
        return made

    def account(self, name: str, email: str, website: int = 0) -> dict[str, Any] | None:
        """As the shop has it; None where it does not."""
        wanted = {"email": email, "website_id": website or PLACES[name][1]}
        found: dict[str, Any] | None = self.shop(name).act("customer", wanted)
        return found

    def edit_account(self, name: str, number: int, **values: Any) -> None:
        """In My Account, or by the shop's clerk."""
        self.shop(name).act("edit_customer", {"id": number, "values": values})

    def web_id(self, customer: str) -> str:
        """The id in Magento of a customer of NAV, as NAV knows it."""
        [row] = self.nav.rows("webapplicationcustomerdata", CustomerNo=customer)
        return str(row["WebCustomerId"])

    def guest_order(self, name: str, email: str, **values: Any) -> dict[str, Any]:
        """Somebody without an account buys something."""
        self.shop(name).add_simple_products(["GUEST-1"])
        first = email.partition("@")[0].title()
        billing = {"firstname": first, "lastname": "Berg", "street": ["Allee 1"], "city": "Wien"}
        billing |= {"postcode": "1010", "country_id": "AT", "telephone": "+43 1"}
        wanted: dict[str, Any] = {"store": PLACES[name][2], "customer": None, "email": email}
        wanted |= {"lines": [{"sku": "GUEST-1", "qty": 1}], "billing": billing}
        made: dict[str, Any] = self.shop(name).act("place_order", {**wanted, **values})
        return made

    def calls(self, name: str) -> dict[str, int]:
        """Requests to a system since they were last asked for."""
        counted = dict(self.far.servers[name].calls)
        self.far.servers[name].calls.clear()
        return counted

    def while_it_is_sent(self, name: str, route: str, happens: Callable[[], None]) -> None:
        """Something happens at the moment at which the shop gets the next call of this route."""
        shop = self.shop(name)
        handle = shop.handle

        def meanwhile(request: Request) -> Response:
            if request.method != "GET" and request.path.endswith(route):
                shop.handle = handle  # type: ignore[method-assign]
                happens()
            return handle(request)

        shop.handle = meanwhile  # type: ignore[method-assign]

    def close(self) -> None:
        self.db.close()
