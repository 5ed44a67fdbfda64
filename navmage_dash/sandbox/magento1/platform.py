"""Which address answers what; and the calls of SOAP v2, from sign-in to the list of websites."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from navmage_dash.sandbox import company
from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.magento1 import pages, soap, wsdl
from navmage_dash.sandbox.magento1.declared import BRIDGE, CORE, Operation
from navmage_dash.sandbox.magento1.state import EVERYTHING, Row, Stores, User, Users, resources
from navmage_dash.sandbox.server import Request, Response

_V2 = re.compile(r"/api/v2_soap(/index)?/?")
_TRAP = re.compile(r"/api/v2_soap/index/wsdl/1/?")  # its WSDL gives itself as the address to call
_V1 = re.compile(r"/api(/soap)?(/index)?/?")
_HOST = "127.0.0.1"  # the shop's base URL; at other names Magento sends one on to it
_XML = "text/xml; charset=UTF-8"
_PHP8 = "addcslashes(): Argument #1 ($string) must be of type string, stdClass given"


@dataclass(frozen=True)
class _Flavour:
    """Which operations an address knows, and how their messages look."""

    operations: Mapping[str, Operation]  # by the element in the Body
    wsi: bool


class Magento1:
    """OpenMage as recorded. wsi is the shop's own setting, for all who call it."""

    def __init__(
        self,
        shop: company.Shop,
        wsi: bool = False,
        bridge: bool = False,
        namespace: str = "urn:OpenMage",
    ) -> None:
        self.wsi, self.bridge, self.namespace = wsi, bridge, namespace
        self._lock = threading.Lock()
        self._ahead = 0.0
        self.stores = Stores.of(shop)
        self.users = Users(lambda: time.monotonic() + self._ahead)
        self.users.add(User(company.MAGENTO1_USER, company.MAGENTO1_KEY))

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        """add_store {"website_id": 2, "code": "x", "name": "X"}; remove_store {"code": "x"};
        add_user {"user", "key", "allowed": ["core_store.list"], "active": true};
        advance {"seconds": 3600} moves the clock of the sessions; wsi {"on": true}.
        """
        return {
            "add_store": lambda wanted: self.add_store(**wanted),
            "remove_store": lambda wanted: self.remove_store(**wanted),
            "add_user": lambda wanted: self.add_user(**wanted),
            "advance": lambda wanted: self.advance(wanted["seconds"]),
            "wsi": lambda wanted: setattr(self, "wsi", bool(wanted["on"])),
        }

    def add_store(self, website_id: int, code: str, name: str) -> Row:
        with self._lock:
            return self.stores.add(website_id, code, name)

    def remove_store(self, code: str) -> Row:
        with self._lock:
            return self.stores.remove(code)

    def add_user(
        self, user: str, key: str, allowed: list[str] | None = None, active: bool = True
    ) -> None:
        methods = EVERYTHING if allowed is None else frozenset(allowed)
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
        host = request.headers.get("Host", _HOST)
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
        return _page(path)

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
            return described(f"http://{request.headers.get('Host', _HOST)}{request.path}{more}")
        try:
            return self._called(soap.read(request.body), flavour(), request)
        except soap.Refusal as refusal:
            return soap.fault(refusal)

    def _wsdl(self, address: str) -> Response:
        document = wsdl.v2(self.namespace, self.wsi, self.bridge, address)
        return Response(200, document, _XML)

    def _wsdl_v1(self, address: str) -> Response:
        return Response(200, wsdl.v1(self.namespace, address), _XML)

    def _v2(self) -> _Flavour:
        known = CORE + BRIDGE if self.bridge else CORE
        if not self.wsi:
            return _Flavour({each.name: each for each in known}, False)
        return _Flavour(
            {f"{each.request}Param" if each.takes else "": each for each in known}, True
        )

    def _called(self, call: soap.Call, flavour: _Flavour, request: Request) -> Response:
        operation = flavour.operations.get(call.name)
        # In rpc PHP looks at the name alone, in WS-I at the namespace as well.
        foreign = flavour.wsi and call.namespace not in ("", self.namespace)
        if operation is None or foreign:
            raise soap.Breakdown("SOAP-ENV:Server", f"Procedure '{call.name}' not present")
        with self._lock:
            value = self._value(operation, call.arguments, flavour.wsi, request)
        return soap.answer(operation, value, self.namespace, flavour.wsi)

    def _value(
        self, operation: Operation, given: Mapping[str, str], wsi: bool, request: Request
    ) -> Any:
        if operation.name == "login":
            return self.users.login(given.get("username", ""), given.get("apiKey", ""))
        if operation.name == "startSession":
            return (
                None if wsi else secrets.token_hex(16)
            )  # in WS-I PHP 8 answers with an empty element
        if operation.name == "resources" and wsi:
            raise soap.Refusal("SOAP-ENV:Server", _PHP8)
        if operation.name == "endSession":
            self.users.end(given.get("sessionId", ""))
            return True  # whether or not there was such a session
        user = self.users.signed_in(given.get("sessionId", ""))
        if operation.path and operation.path not in user.allowed:
            raise soap.Refusal("2", "Access denied.")
        return self._read(operation.name, given, user, request)

    def _read(self, name: str, given: Mapping[str, str], user: User, request: Request) -> Any:
        if name == "resources":
            core = {each.path for each in CORE}
            return resources(user.allowed if self.bridge else user.allowed & core)
        if name == "storeList":
            return self.stores.listed()
        if name == "storeInfo":
            return self.stores.one(given.get("storeId", ""))
        if name == "magentoInfo":
            return {"magento_version": "1.9.4.5", "magento_edition": "Community"}
        if name == "oroWebsiteList":
            return self.stores.websites
        return {
            "version": "1.2.19",
            "mage_version": "1.9.4.5",
            "admin_url": f"http://{request.headers.get('Host', _HOST)}/index.php/admin/",
            "customer_scope": 1,
        }


def _v1() -> _Flavour:
    """Of SOAP v1 only signing in and out: enough to be mistaken for v2, as the real one is."""
    return _Flavour({each.name: each for each in CORE[:3]}, False)


def _page(path: str) -> Response:
    if path in ("", "/"):
        return pages.HOME
    return pages.ADMIN if re.match(r"/admin(/|$)", path) else pages.error(404)
