"""What is told from a WSDL; and the client on what real shops were recorded to send."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from recorded_magento1 import EVERY, MODES, RECORDED, is_wsi, recorded_only

from navmage_dash.errors import RunError
from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.patience import IMPATIENT
from navmage_dash.systems.wsdl import inspect_wsdl

XML = "text/xml; charset=UTF-8"


@dataclass
class Recorded:
    """Serves one WSDL, and to each operation the answer that was recorded."""

    wsdl: bytes
    answers: Mapping[str, bytes] = field(default_factory=dict)
    status: int = 200

    def handle(self, request: Request) -> Response:
        if request.method == "GET":
            return Response(200, self.wsdl, XML)
        body = request.body.decode()
        name = next(name for name in self.answers if f":{name}" in body)
        return Response(self.status, self.answers[name], XML)

    def refuse(self, fault: Fault, request: Request) -> Response:
        return Response(500)

    def expire_sessions(self) -> None: ...

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        return {}


Asked = Callable[[Recorded, bool, Callable[[Magento1Client], Any]], Any]


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    """asked(platform, wsi, ask): what a client says of the platform."""
    server = Server(Recorded(b"")).start()

    def asked(platform: Recorded, wsi: bool, ask: Callable[[Magento1Client], Any]) -> Any:
        server.platform = platform
        with Session(IMPATIENT) as session:
            url = f"{server.url}/api/v2_soap/?wsdl"
            return ask(Magento1Client(url, "oro", Secret("API-KEY"), wsi, session))

    yield asked
    server.stop()


@recorded_only
@pytest.mark.filterwarnings("ignore:The wsdl")  # as systems/soap.py does
@EVERY
def test_recorded_answers_are_read_by_the_recorded_wsdl(mode: str, asked: Asked) -> None:
    folder = RECORDED / mode
    operations = ["magentoInfo", "storeList"]
    if mode.startswith("bridge"):
        operations += ["oroPing", "oroWebsiteList"]
    answers = {name: (folder / f"{name}.res.xml").read_bytes() for name in operations}
    answers["login"] = (folder / "login.ok.res.xml").read_bytes()
    platform = Recorded((folder / "wsdl.v2_soap_wsdl.xml").read_bytes(), answers)
    found = asked(platform, is_wsi(mode), lambda magento: [*map(magento.call, operations)])
    for name, value in zip(operations, found, strict=True):
        assert value == ast.literal_eval((folder / f"{name}.zeep.txt").read_text()), name


@recorded_only
@EVERY
def test_a_recorded_wsdl_is_known_with_flavour_namespace_and_bridge(mode: str) -> None:
    facts = inspect_wsdl((RECORDED / mode / "wsdl.v2_soap_wsdl.xml").read_bytes())
    bridge = mode.startswith("bridge")
    assert (facts.kind, facts.wsi, facts.has_bridge) == ("magento1-v2", is_wsi(mode), bridge)
    assert facts.namespace == ("urn:Magento" if bridge else "urn:OpenMage")
    assert facts.address == f"http://127.0.0.1:810{MODES.index(mode) + 1}/api/v2_soap/"
    assert {"login", "storeList", "catalogProductUpdate"} <= facts.operations
    assert not facts.torn
    v1 = inspect_wsdl((RECORDED / mode / "wsdl.v1_soap.xml").read_bytes())
    assert v1.kind == "magento1-v1"


@recorded_only
def test_a_bridge_that_does_not_fit_the_shop_is_said_before_any_call(asked: Asked) -> None:
    folder = RECORDED / "bridge-unpatched"
    torn, fits = (folder / f"{mode}.wsdl.xml" for mode in ("nowsi", "wsi"))
    assert inspect_wsdl(torn.read_bytes()).torn
    assert not inspect_wsdl(fits.read_bytes()).torn
    with pytest.raises(RunError, match="bridge does not fit urn:OpenMage"):
        asked(Recorded(torn.read_bytes()), False, Magento1Client.store_list)


@recorded_only
def test_a_shop_that_cannot_read_its_own_wsdl_is_for_a_person(asked: Asked) -> None:
    wsdl = (RECORDED / "nowsi" / "wsdl.v2_soap_wsdl.xml").read_bytes()
    fault = (RECORDED / "errors" / "server-cannot-fetch-soapenc-schema.nowsi.http.txt").read_text()
    answer = fault[fault.index("<?xml") :].encode()
    with pytest.raises(RunError, match="cannot read its own WSDL"):
        asked(Recorded(wsdl, {"login": answer}, 500), False, Magento1Client.store_list)


@recorded_only
def test_a_wsdl_that_wants_files_from_elsewhere_is_not_obeyed(asked: Asked) -> None:
    wsdl = (RECORDED / "nowsi" / "wsdl.v2_soap_wsdl.xml").read_bytes()
    wanted = b'schemaLocation="http://schemas.xmlsoap.org/soap/encoding/"'
    assert wsdl.count(wanted) == 1
    for elsewhere in (b"http://127.0.0.1:9/x.xsd", b"file:///etc/hostname"):
        changed = wsdl.replace(wanted, b'schemaLocation="%s"' % elsewhere)
        with pytest.raises(RunError, match="wants a schema from"):
            asked(Recorded(changed), False, Magento1Client.store_list)


@recorded_only
@pytest.mark.filterwarnings("ignore:The wsdl")  # as systems/soap.py does
def test_a_wsdl_that_contradicts_itself_is_for_a_person(asked: Asked) -> None:
    wsdl = (RECORDED / "nowsi" / "wsdl.v2_soap_wsdl.xml").read_bytes()
    login = (RECORDED / "nowsi" / "login.ok.res.xml").read_bytes()
    changed = wsdl.replace(b'<message name="storeListRequest">', b'<message name="lost">')
    assert changed != wsdl
    with pytest.raises(RunError, match="does not describe storeList"):
        asked(Recorded(changed, {"login": login}), False, Magento1Client.store_list)


@recorded_only
def test_a_wsdl_without_bindings_is_for_a_person(asked: Asked) -> None:
    wsdl = (RECORDED / "wsi" / "wsdl.v2_soap_wsdl.xml").read_bytes()
    begins, ends = wsdl.index(b"<wsdl:binding "), wsdl.index(b"</wsdl:binding>")
    flavour = (
        b'<wsdl:binding name="Binding" type="typens:PortType"><soap:binding style="document"/>'
    )
    with pytest.raises(RunError, match="The shop's WSDL"):
        asked(Recorded(wsdl[:begins] + flavour + wsdl[ends:]), True, Magento1Client.store_list)


def others(folder: Path, pattern: str) -> list[Path]:
    return sorted((RECORDED.parent / folder).glob(pattern))


@recorded_only
def test_the_wsdls_of_nav_and_of_magento_2_are_known_for_what_they_are(asked: Asked) -> None:
    nav, magento2 = others(Path("nav/wsdl"), "*.wsdl"), others(Path("magento2/soap/wsdl"), "*.wsdl")
    assert len(nav) >= 16 and len(magento2) >= 30
    assert {inspect_wsdl(each.read_bytes()).kind for each in nav} == {"nav"}
    assert {inspect_wsdl(each.read_bytes()).kind for each in magento2} == {"magento2"}
    for path, text in ((nav[0], "Microsoft Dynamics NAV"), (magento2[0], "Choose Magento 2")):
        with pytest.raises(RunError, match=text):
            asked(Recorded(path.read_bytes()), False, Magento1Client.store_list)


def test_a_wsdl_of_something_else_is_another() -> None:
    text = b'\n<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" name="Weather"/>'
    assert inspect_wsdl(text).kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"hello",
        b'{"message": "Request does not match any route."}',
        b"<!DOCTYPE html><html><body><br></body></html>",
        b"<html/>",
        b'<!DOCTYPE x [<!ENTITY e "x">]><definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>',
    ],
)
def test_what_is_not_a_wsdl_is_said_to_be_none(text: bytes) -> None:
    assert inspect_wsdl(text).kind == "not-wsdl"
