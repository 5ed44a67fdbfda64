"""Which address answers what; and each call of SOAP v2, from the envelope to the answer."""

import re
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from navmage_dash.sandbox import company
from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.magento1 import admin, general, pages, resources, soap, state, wsdl
from navmage_dash.sandbox.magento1.asked import Asked
from navmage_dash.sandbox.magento1.declared import Interface, Operation, interface
from navmage_dash.sandbox.magento1.handlers import HANDLERS
from navmage_dash.sandbox.magento1.stores import Row, Stores
from navmage_dash.sandbox.magento1.users import User, Users
from navmage_dash.sandbox.server import Request, Response

_V2 = re.compile(r"/api/v2_soap(/index)?/?")
_TRAP = re.compile(r"/api/v2_soap/index/wsdl/1/?")  # its WSDL gives itself as the address to call
_V1 = re.compile(r"/api(/soap)?(/index)?/?")
_HOST = "127.0.0.1"  # the shop's base URL; at other names Magento sends one on to it
_XML = "text/xml; charset=UTF-8"
_OF_V1 = ("login", "startSession", "endSession")


@dataclass(frozen=True)
class _Flavour:
    """Which operations an address knows, and how their messages look."""

    offered: Interface
    known: Callable[[str], Operation | None]  # by the element in the Body


def _utc() -> datetime:
    return datetime.now(UTC)


class Magento1:
    """OpenMage as recorded. wsi is the shop's own setting, for all who call it.

    `now` is its clock; set it to let time pass. `advance` moves that of the sessions alone.
    """

    def __init__(
        self,
        shop: company.Shop,
        wsi: bool = False,
        bridge: bool = False,
        namespace: str = "urn:OpenMage",
    ) -> None:
        self.wsi, self.bridge, self.namespace = wsi, bridge, namespace
        self.now: Callable[[], datetime] = _utc
        self._lock = threading.RLock()
        self._ahead = 0.0
        self.shop = state.built(shop, self._stamp())
        self.users = Users(lambda: self.now().timestamp() + self._ahead)
        self.users.add(User(company.MAGENTO1_USER, company.MAGENTO1_KEY))

    @property
    def stores(self) -> Stores:
        return self.shop.stores

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        """add_store {"website_id": 2, "code": "x", "name": "X"}; remove_store {"code": "x"};
        add_user {"user", "key", "allowed": ["core_store.list"], "active": true};
        advance {"seconds": 3600} moves the clock of the sessions; wsi {"on": true};
        and what a person does in the admin: see admin.py.
        """

        def locked(name: str) -> Callable[[dict[str, Any]], Any]:
            return lambda wanted: self.act(name, wanted)

        return {name: locked(name) for name in admin.ACTIONS} | {
            "add_store": lambda wanted: self.add_store(**wanted),
            "remove_store": lambda wanted: self.remove_store(**wanted),
            "add_user": lambda wanted: self.add_user(**wanted),
            "advance": lambda wanted: self.advance(wanted["seconds"]),
            "wsi": lambda wanted: setattr(self, "wsi", bool(wanted["on"])),
        }

    def act(self, name: str, wanted: dict[str, Any]) -> Any:
        """What a person does in the admin, or what a test wants to see: see admin.py."""
        try:
            with self._lock:
                return admin.ACTIONS[name](self.shop, wanted, self._stamp())
        except soap.Refusal as refusal:
            raise ValueError(f"{name}: {refusal.text}") from refusal

    def add_simple_products(self, skus: Iterable[str]) -> None:
        with self._lock:
            admin.add_simple_products(self.shop, skus, self._stamp())

    def product(self, sku: str) -> Any:
        return self.act("product", {"sku": sku})

    def stock(self, sku: str) -> Any:
        return self.act("stock", {"sku": sku})

    def add_store(self, website_id: int, code: str, name: str) -> Row:
        with self._lock:
            return self.stores.add(website_id, code, name)

    def remove_store(self, code: str) -> Row:
        with self._lock:
            return self.stores.remove(code)

    def add_user(
        self, user: str, key: str, allowed: list[str] | None = None, active: bool = True
    ) -> None:
        methods = resources.EVERYTHING if allowed is None else frozenset(allowed)
        with self._lock:
            self.users.add(User(user, key, methods, active))

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def expire_sessions(self) -> None:
        with self._lock:
            self.users.end_all()

    def refuse(self, fault: Fault, request: Request) -> Response:
        if fault.kind == "deadlock":
            return pages.error(503)
        if fault.kind == "poison":
            text = f"Invalid value {fault.value!r}."
            return soap.fault(soap.Refusal("1", text))
        return pages.error(int(fault.value or 500))

    def handle(self, request: Request) -> Response:
        host = _host(request)
        name, _, port = host.partition(":")
        if name != _HOST:
            return pages.moved(f"http://{_HOST}:{port}/")
        path = request.path.removeprefix("/index.php")
        query = parse_qsl(request.query, keep_blank_values=True)
        if _TRAP.fullmatch(path):
            return self._wsdl(f"http://{host}{request.path}")
        if _V2.fullmatch(path) or (path == "/api.php" and ("type", "v2_soap") in query):
            return self._soap(request, query, self._v2, self._wsdl)
        if _V1.fullmatch(path):
            return self._soap(request, query, _v1, self._wsdl_v1)
        return pages.other(path)

    def _soap(
        self,
        request: Request,
        query: list[tuple[str, str]],
        flavour: Callable[[], _Flavour],
        described: Callable[[str], Response],
    ) -> Response:
        rest = [(name, value) for name, value in query if name != "wsdl"]
        if rest != query:
            more = f"?{urlencode(rest)}" if rest else ""
            return described(f"http://{_host(request)}{request.path}{more}")
        try:
            return self._called(soap.read(request.body), flavour(), request)
        except soap.Refusal as refusal:
            return soap.fault(refusal)
        except pages.Broken:
            return pages.error(503)

    def _wsdl(self, address: str) -> Response:
        document = wsdl.v2(self.namespace, self.wsi, self.bridge, address)
        return Response(200, document, _XML)

    def _wsdl_v1(self, address: str) -> Response:
        return Response(200, wsdl.v1(self.namespace, address), _XML)

    def _v2(self) -> _Flavour:
        offered = interface(self.wsi, self.bridge)
        return _Flavour(offered, offered.called)

    def _called(self, call: soap.Call, flavour: _Flavour, request: Request) -> Response:
        operation = flavour.known(call.name)
        # In rpc PHP looks at the name alone, in WS-I at the namespace as well.
        foreign = flavour.offered.wsi and call.namespace not in ("", self.namespace)
        if operation is None or foreign:
            raise soap.Breakdown("SOAP-ENV:Server", f"Procedure '{call.name}' not present")
        given = soap.given(call, operation, flavour.offered)
        with self._lock:
            value = self._value(operation.name, given, flavour.offered.wsi, request)
        return soap.answer(operation, value, self.namespace, flavour.offered)

    def _value(self, name: str, given: Mapping[str, Any], wsi: bool, request: Request) -> Any:
        if name == "login":
            return self.users.login(given.get("username") or "", given.get("apiKey") or "")
        if name == "startSession":  # in WS-I PHP 8 answers with an empty element
            return None if wsi else secrets.token_hex(16)
        session = given.get("sessionId") or ""
        if name == "endSession":
            self.users.end(session)
            return True  # whether or not there was such a session
        if wsi and name in general.BROKEN:
            raise general.BROKEN[name]
        if name == "resourceFaults":  # PHP is handed the two the other way round
            session = given.get("resourceName") or ""
        user = self.users.signed_in(session)
        path = resources.path(name)
        if path is not None and path not in user.allowed:
            raise soap.Refusal("2", "Access denied.")
        ask = Asked(
            operation=name,
            given=given,
            wsi=wsi,
            bridge=self.bridge,
            now=self._stamp(),
            host=_host(request),
            allowed=user.allowed,
        )
        return HANDLERS[name](self.shop, ask)

    def _stamp(self) -> str:
        return f"{self.now():%Y-%m-%d %H:%M:%S}"


def _host(request: Request) -> str:
    return request.headers.get("Host", _HOST)


def _v1() -> _Flavour:
    """Of SOAP v1 only signing in and out: enough to be mistaken for v2, as the real one is."""
    offered = interface(False, False)
    return _Flavour(offered, {name: offered.operations[name] for name in _OF_V1}.get)
