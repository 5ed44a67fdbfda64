"""An OpenMage that answers with the bytes that were recorded of the real one."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from recorded_magento1 import RECORDED, is_wsi

from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.patience import Patience

_CALLED = re.compile(rb"<soap-env:Body><\w+:(\w+?)(?:RequestParam|Param)?[ >/]")
_XML = "text/xml; charset=UTF-8"
Case = str | Callable[[bytes], str]  # always this one, or by what is asked


class Played:
    """cases: which case of an operation is answered, {'customerAddressList': 'ada'}."""

    def __init__(self, mode: str, cases: Mapping[str, Case]) -> None:
        self.folder, self.cases = RECORDED / mode, cases
        self.asked: list[str] = []

    def handle(self, request: Request) -> Response:
        if request.method == "GET":
            return Response(200, self._bytes("wsdl.v2_soap_wsdl_1.xml"), _XML)
        called = _CALLED.search(request.body)
        assert called is not None
        name = called[1].decode()
        self.asked.append(name)
        if name == "login":
            return Response(200, self._bytes("login.ok.res.xml"), _XML)
        case = self.cases[name]
        case = case if isinstance(case, str) else case(request.body)
        return Response(200, self._bytes(f"{name}{case and '.'}{case}.res.xml"), _XML)

    def _bytes(self, name: str) -> bytes:
        """What was not recorded with the bridge is as without, but for the namespace."""
        own = self.folder / name
        if own.exists():
            return own.read_bytes()
        core = self.folder.with_name(self.folder.name.removeprefix("bridge-"))
        return (core / name).read_bytes().replace(b"urn:OpenMage", b"urn:Magento")

    @cached_property
    def controls(self) -> Mapping[str, object]:
        return {}

    def refuse(self, fault: Fault, request: Request) -> Response:
        raise NotImplementedError

    def expire_sessions(self) -> None:
        raise NotImplementedError


@contextmanager
def played(mode: str, **cases: Case) -> Iterator[tuple[Magento1Client, Played]]:
    shop = Played(mode, cases)
    server = Server(shop).start()  # type: ignore[arg-type]
    try:
        with Session(Patience(tries=1)) as session:
            url = f"{server.url}/api/v2_soap/?wsdl=1"
            yield Magento1Client(url, "oro", Secret("API-KEY"), is_wsi(mode), session), shop
    finally:
        server.stop()
