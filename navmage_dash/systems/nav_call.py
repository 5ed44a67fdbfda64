"""One SOAP call to NAV: zeep writes the envelope by the WSDL, lxml reads the answer.

zeep's own reading takes seven times as long for large answers, and stops at the first element that
a newer page has in the middle. NAV 2017 speaks SOAP 1.1 only.
"""

import io
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlunsplit

import requests
import zeep
from lxml import etree

from navmage_dash.errors import RunError, Unavailable
from navmage_dash.systems import nav_faults, nav_schema
from navmage_dash.systems.http import Session, place
from navmage_dash.systems.kept import Kept
from navmage_dash.systems.nav_schema import Schema
from navmage_dash.systems.nav_services import publish
from navmage_dash.systems.nav_wire import tree
from navmage_dash.systems.urls import split

KEPT_WSDLS = 100
XML = {"Content-Type": "text/xml; charset=utf-8"}


class Address:
    """Where the services of one company are: http://nav:7047/DynamicsNAV100/WS/<company>/…"""

    def __init__(self, url: str, company: str) -> None:
        parts = split(url)
        path = parts.path.rstrip("/")
        at = path.lower().find("/ws/")
        path = path[: at + 3] if at >= 0 else path
        self._parts = parts._replace(path=path if path.lower().endswith("/ws") else f"{path}/WS")
        self.host = place(url)
        self.company = company

    def of(self, kind: str, service: str) -> str:
        """Never without the company: NAV would take its default one, and write there."""
        return self.below(quote(self.company, safe=""), kind, quote(service, safe=""))

    def below(self, *names: str) -> str:
        path = "/".join([self._parts.path, *names])
        return urlunsplit(self._parts._replace(path=path))


class Service:
    """One published page or codeunit, with its WSDL as kept on disk."""

    def __init__(
        self, session: Session, address: Address, kind: str, name: str, wsdl_dir: Path
    ) -> None:
        self.name, self.url = name, address.of(kind, name)
        self._session, self._address, self._kind = session, address, kind
        self._kept = Kept(name, self.url, wsdl_dir)
        self._wsdl = self._kept.read()
        try:
            self.schema: Schema = nav_schema.read(self._wsdl, self.url)
        except RunError:  # none is kept yet, or a torn one
            self.refresh()

    def refresh(self) -> None:
        """Fetch the WSDL; kept only where it is one, and put in its place in one go."""
        answer = Answer(self.name, self._address, self._kind, safe=True, by_key=False)
        response = self._session.request("GET", self.url, judge=answer.judge_wsdl)
        self.schema = nav_schema.read(response.content, self.url)
        self._wsdl = response.content
        self._kept.put(response.content)

    def call(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        *,
        safe: bool,
        by_key: bool = False,
    ) -> etree._Element:
        """The result element. Raises what NAV's fault means, see nav_faults."""
        action = f'"{self.schema.namespace}:{operation}"'
        body = etree.tostring(
            self._envelope(operation, arguments), encoding="utf-8", xml_declaration=True
        )
        answer = Answer(self.name, self._address, self._kind, safe=safe, by_key=by_key)
        self._session.request(
            "POST",
            self.url,
            data=body,
            headers=XML | {"SOAPAction": action},
            safe=safe,
            judge=answer.judge,
        )
        return answer.result

    def tag(self, name: str) -> str:
        return f"{{{self.schema.namespace}}}{name}"

    def _envelope(self, operation: str, arguments: Mapping[str, Any]) -> etree._Element:
        if operation not in self.schema.operations:
            raise RunError(
                f"NAV's service {self.name} has no operation {operation}: the page does not allow "
                "it. Have the page's InsertAllowed and ModifyAllowed checked, then refresh."
            )
        made_by = writer(self._wsdl)
        made: etree._Element = made_by.create_message(made_by.service, operation, **arguments)
        return made


_kept = threading.local()  # zeep does not promise that threads may share a client


def writer(wsdl: bytes) -> zeep.Client:
    """zeep's client of this WSDL, which only writes envelopes: 30 ms to make, so it is kept."""
    clients: dict[bytes, zeep.Client] = _kept.__dict__.setdefault("clients", {})
    if wsdl not in clients:
        if len(clients) >= KEPT_WSDLS:
            clients.clear()
        clients[wsdl] = zeep.Client(io.BytesIO(wsdl))
    return clients[wsdl]


class Answer:
    """What came back: a result element, or the error that it means."""

    result: etree._Element

    def __init__(
        self, service: str, address: Address, kind: str, *, safe: bool, by_key: bool
    ) -> None:
        self._service, self._address, self._kind = service, address, kind
        self._safe, self._by_key = safe, by_key

    def judge_wsdl(self, response: requests.Response) -> None:
        """What is read by GET is no envelope, unless it is a fault."""
        if response.status_code != 200:
            self.judge(response)

    def judge(self, response: requests.Response) -> None:
        if response.status_code not in (200, 500):
            raise self._status(response)
        try:
            root = tree(response.content)
        except etree.XMLSyntaxError as error:
            raise Unavailable(
                f"NAV at {self._address.host} answered something that is not XML. It is tried "
                "again later; if it stays so, see what stands between us and NAV.",
                maybe_done=not self._safe,
            ) from error
        if (fault := nav_faults.fault(root)) is not None:
            raise nav_faults.meaning(*fault, self._service, by_key=self._by_key)
        found = root.find(f"{nav_faults.SOAP}Body")
        if found is None or not len(found):
            raise Unavailable(
                f"NAV at {self._address.host} answered without a result. It is tried again later; "
                "if it stays so, check that the address is that of its SOAP services (port 7047).",
                maybe_done=not self._safe,
            )
        self.result = found[0]

    def _status(self, response: requests.Response) -> RunError:
        host, status = self._address.host, response.status_code
        if status == 401:
            return _sign_in(host, response.headers.get("WWW-Authenticate", ""))
        if status == 404 and self._kind == "System":
            return RunError(
                f"There are no NAV SOAP services at this address of {host} (404). Check the name "
                "of the server instance: http://server:7047/DynamicsNAV100/WS"
            )
        if status == 404:
            return RunError(
                f"NAV has no {self._kind.lower()} web service {self._service} in company "
                f"'{self._address.company}'. {publish(self._service)}"
            )
        if status == 413:
            return RunError(
                f"NAV at {host} finds our message too large (413). Raise SOAPServicesMaxMsgSize in "
                "its CustomSettings.config."
            )
        return RunError(
            f"NAV at {host} answers {status} {response.reason}. Check the address, and that SOAP "
            "services are switched on for this server instance."
        )


def _sign_in(host: str, offered: str) -> RunError:
    kinds = [kind for kind in ("Negotiate", "NTLM", "Basic") if kind.lower() in offered.lower()]
    offers = f"It offers {', '.join(kinds)}. " if kinds else ""
    return RunError(
        f"NAV at {host} refuses the sign-in (401). {offers}Check user, password or web service "
        "access key (and its expiry), and the kind of sign-in in the connection to NAV."
    )
