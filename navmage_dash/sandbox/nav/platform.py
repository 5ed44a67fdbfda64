"""NAV on the wire: addresses, sign-in, and what a person at NAV's own client would do.

/DynamicsNAV100/WS/<Company>/Page/<Service>, …/Codeunit/<Service>, …/Services, /WS/SystemService.
The SOAPAction header is not looked at: NAV goes by the element in the body.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from navmage_dash.sandbox import company
from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.nav.changes import Changes
from navmage_dash.sandbox.nav.codeunits import CODEUNITS, Codeunit
from navmage_dash.sandbox.nav.data import Data
from navmage_dash.sandbox.nav.desk import Desk
from navmage_dash.sandbox.nav.directory import companies, services
from navmage_dash.sandbox.nav.envelope import opened
from navmage_dash.sandbox.nav.faults import TYPES, NavFault, envelope
from navmage_dash.sandbox.nav.published import TABLES, published
from navmage_dash.sandbox.nav.seed import seed
from navmage_dash.sandbox.nav.service import PageService
from navmage_dash.sandbox.nav.signin import SignIn
from navmage_dash.sandbox.nav.weborders import web_orders
from navmage_dash.sandbox.nav.wsdl import location, page_wsdl
from navmage_dash.sandbox.server import Request, Response

INSTANCE = "/DynamicsNAV100"
_XML = "text/xml; charset=utf-8"
# The address that a WSDL gives is the server's own name for itself, which clients rarely reach.
_ITSELF = "http://nav-server:7047/DynamicsNAV100"


class Nav:
    def __init__(
        self,
        shops: Sequence[company.Shop] = company.SHOPS[:2],
        items: int = 60,
        orders: int = 0,
        seed: int = 1,
        auth: str = "both",
        *,
        configurables: int = 0,
        product_details_as_card: bool = False,
        unpublished: Sequence[str] | set[str] = (),
        missing_fields: Mapping[str, set[str]] | None = None,
        denied: Sequence[tuple[str, str]] | set[tuple[str, str]] = (),
        language: str = "en-US",
    ) -> None:
        self._language = language
        self._sign_in = SignIn(auth)
        self.data = Data(TABLES)
        self.pages = published(
            as_card=product_details_as_card,
            unpublished=unpublished,
            missing_fields=missing_fields,
        )
        tables = {page.service: page.table.name for page in self.pages.values()}
        rights = {(tables.get(service, service), right) for service, right in denied}
        changes = Changes(self.data, rights)
        self._pages = {name: PageService(page, changes) for name, page in self.pages.items()}
        self._codeunits = {name: Codeunit(name, self.data) for name in CODEUNITS}
        self.desk = Desk(self.pages, Changes(self.data))
        self._seed(shops, items, seed, configurables)
        if orders and shops:
            with self.data.transaction():
                web_orders(Changes(self.data), shops[0], orders)

    def _seed(self, shops: Sequence[company.Shop], items: int, number: int, more: int) -> None:
        with self.data.transaction():
            seed(self.data, shops, items, number, more)
        self.data.index()

    def handle(self, request: Request) -> Response:
        refused = self._sign_in.refusal(request)
        if refused is not None:
            return refused
        try:
            return self._routed(request)
        except NavFault as fault:
            status = 404 if fault.reason == "service" else 500
            return Response(status, fault.envelope(self._language), _XML)
        except ValueError as error:
            return Response(400, str(error).encode(), "text/plain; charset=utf-8")

    def _routed(self, request: Request) -> Response:
        path = [unquote(each) for each in request.path.removeprefix(INSTANCE).split("/") if each]
        if not request.path.startswith(f"{INSTANCE}/") or not path or path[0] != "WS":
            return _not_found()
        rest = path[1:]
        if rest in (["SystemService"], ["Services"]):
            return self._of_server(rest[0], request)
        if (len(rest) in (1, 2) and rest[-1] == "Services") or len(rest) == 3:
            _check_company(rest.pop(0))
        if rest == ["Services"]:
            return self._of_server("Services", request)
        if len(rest) != 2:
            return _not_found()
        return self._called(rest[0], rest[1], request)

    def _of_server(self, name: str, request: Request) -> Response:
        if name == "Services":
            return Response(200, services(_ITSELF, self.pages, CODEUNITS), _XML)
        return Response(200, companies(request, _ITSELF), _XML)

    def _called(self, kind: str, name: str, request: Request) -> Response:
        places: Mapping[str, Mapping[str, PageService | Codeunit]] = {
            "Page": self._pages,
            "Codeunit": self._codeunits,
        }
        service = places.get(kind, {}).get(name)
        if service is None:
            raise NavFault("service", name=f"{kind}/{name}")
        if request.method != "POST":
            return Response(200, self._wsdl(service, kind, name), _XML)
        return Response(200, service.call(opened(request.body)), _XML)

    def _wsdl(self, service: PageService | Codeunit, kind: str, name: str) -> bytes:
        address = location(_ITSELF, company.COMPANY, kind, name)
        if isinstance(service, Codeunit):
            return service.wsdl(address).encode()
        return page_wsdl(service.page, address).encode()

    def refuse(self, fault: Fault, request: Request) -> Response:
        if fault.kind == "poison":
            text = "The record cannot be accepted by this company."
            return Response(500, envelope(f"{TYPES}NavNCLDialogException", text), _XML)
        if fault.kind == "deadlock":
            return Response(500, self._locked(request).envelope(self._language), _XML)
        if fault.value == "401":
            return self._sign_in.offer()
        return _status(int(fault.value or 500))

    def _locked(self, request: Request) -> NavFault:
        service = unquote(request.path).rpartition("/")[2]
        page = self.pages.get(service)
        return NavFault("locked", table=page.table.name if page else service)

    def expire_sessions(self) -> None:
        self._sign_in.forget()

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        return self.desk.controls

    def rows(self, service: str, **where: Any) -> list[dict[str, Any]]:
        """All records of a service whose fields have these values, options by their names."""
        return self.desk.rows(service, where)

    def count(self, service: str, **where: Any) -> int:
        return self.desk.count(service, where)

    def set(self, service: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """A user edits one record on the page, triggers and all."""
        self.desk.set(service, key, values)

    def insert(self, service: str, values: Mapping[str, Any]) -> dict[str, Any]:
        return self.desk.insert(service, values)

    def delete(self, service: str, key: Mapping[str, Any]) -> None:
        self.desk.delete(service, key)

    def post_stock(self, item: str, location: str, quantity: Any) -> None:
        """An item journal is posted: so much more (or less) of the item at this location."""
        self.desk.post_stock(item, location, quantity)

    def post_order(self, order: str, what: str) -> str:
        """Ships ("ship"), invoices ("invoice") or does "both" with what is due of a sales order.

        The number of the posted document; with "both": "102001, 103001".
        """
        return self.desk.post_order(order, what)


def _check_company(name: str) -> None:
    if name != company.COMPANY:
        raise NavFault("company", company=name)


def _not_found() -> Response:
    return _status(404)


def _status(status: int) -> Response:
    if status == 500:
        text = "An error occurred while the request was handled."
        return Response(500, envelope(f"{TYPES}NavCSideException", text), _XML)
    page = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    return Response(status, page.encode())
