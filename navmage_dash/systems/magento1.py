"""Magento 1 and OpenMage by SOAP v2: signing in, and what Check Connection and websites need.

One client belongs to one run in one thread. Both flavours are spoken, rpc/encoded and WS-I; which
one is a setting of the whole shop and told by its WSDL. Source of protocol facts: recordings of
OpenMage 20.0.20 and of the Oro bridge 1.2.19.
"""

import contextlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, TypedDict
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from zeep import Client, Settings
from zeep.exceptions import Error as ZeepError
from zeep.exceptions import Fault, TransportError, XMLParseError, XMLSyntaxError
from zeep.helpers import serialize_object

from navmage_dash.errors import Error, RunError, Unavailable
from navmage_dash.secret import Secret
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1_faults import Expired, refused
from navmage_dash.systems.soap import Wire, shown
from navmage_dash.systems.wsdl import Kind, WsdlFacts, inspect_wsdl

__all__ = ["Magento1Client", "Website", "WsdlFacts", "inspect_wsdl"]

Row = dict[str, Any]

_INSTEAD: Mapping[Kind, str] = {
    "magento1-v1": "is the WSDL of Magento's older SOAP v1, which cannot list store views. "
    "Use the shop's base URL followed by api/v2_soap/?wsdl=1",
    "magento2": "is the WSDL of a Magento 2. Choose Magento 2 as the platform of this connection.",
    "nav": "is the WSDL of a Microsoft Dynamics NAV web service. It belongs into the settings of "
    "NAV; here goes the shop's base URL followed by api/v2_soap/?wsdl=1",
    "other": "is a WSDL, but not that of a Magento 1 or OpenMage. "
    "Use the shop's base URL followed by api/v2_soap/?wsdl=1",
    "not-wsdl": "answers, but not with a WSDL. "
    "Use the shop's base URL followed by api/v2_soap/?wsdl=1",
}


class Website(TypedDict):
    id: int
    code: str  # the website's; without the bridge those of its store views, 'default / fr'
    name: str  # or, without the bridge, 'Website ID: 1, Stores: English, French'


@dataclass(frozen=True)
class _Bound:
    facts: WsdlFacts
    service: Any  # zeep's, bound to the pasted address


class Magento1Client:
    """Sends nothing before it is asked for something: then it reads the WSDL and signs in.

    Raises RunError where the WSDL is not one of Magento 1, or of the other flavour.
    """

    def __init__(self, wsdl_url: str, user: str, key: Secret, wsi: bool, session: Session) -> None:
        self._url, self._where, self._wsi = wsdl_url, shown(wsdl_url), wsi
        self._user, self._key, self._session_id = user, key, ""
        self.session = session
        session.hide(key)

    @property
    def facts(self) -> WsdlFacts:
        return self._bound.facts

    def info(self) -> Mapping[str, Any]:
        """{'magento_version': '1.9.4.5', 'magento_edition': 'Community'}"""
        found: Row = self.call("magentoInfo")
        return found

    def store_list(self) -> list[Row]:
        """The store views without the admin's: store_id, code, website_id, name, is_active …"""
        found: list[Row] | None = self.call("storeList")
        return found or []

    def ping(self) -> Mapping[str, Any] | None:
        """The Oro bridge: version, mage_version, admin_url, customer_scope. None: no bridge."""
        found: Row | None = self.call("oroPing") if self.facts.has_bridge else None
        return found

    def website_list(self) -> list[Website]:
        """By the bridge, or else told from the store views, which know their website's id only."""
        if "oroWebsiteList" not in self.facts.operations:  # no bridge, or an older one
            return _grouped(self.store_list())
        rows: list[Row] | None = self.call("oroWebsiteList")
        return [
            Website(id=row["website_id"], code=row["code"], name=row["name"])
            for row in rows or ()
            if row["website_id"] != 0  # the admin's own
        ]

    def close(self) -> None:
        """Sign out. That it fails does no harm: the shop forgets the session by itself."""
        if self._session_id:
            with contextlib.suppress(Error):
                self._send("endSession", self._session_id)
        self._session_id = ""

    def call(self, operation: str, *arguments: Any) -> Any:
        """The operation with the session in front. Lists come as lists, structs as dicts.

        None is an empty list of the WS-I flavour.
        Arguments are given by position: their names differ between the two flavours.
        """
        if not self._session_id:
            self._login()
        try:
            return self._send(operation, self._session_id, *arguments)
        except Expired:
            self._login()
            return self._send(operation, self._session_id, *arguments)

    @cached_property
    def _bound(self) -> _Bound:
        wire, settings = Wire(self.session), Settings(xml_huge_tree=True)
        document = wire.fetch(self._url)
        facts = inspect_wsdl(document)
        self._expect(facts)
        try:
            client = Client(io.BytesIO(document), transport=wire, settings=settings)
            binding = next(iter(client.wsdl.bindings))
            return _Bound(facts, client.create_service(binding, address(self._url)))
        except ZeepError as error:
            raise RunError(
                f"The WSDL of {self._where} cannot be used: {error}. Extensions of the shop add to "
                "its WSDL: look for one that was added or changed of late."
            ) from error

    def _login(self) -> None:
        self._session_id = ""
        session_id: str = self._send("login", self._user, self._key.reveal())
        self.session.hide(Secret(session_id))
        self._session_id = session_id

    def _send(self, operation: str, *arguments: Any) -> Any:
        try:
            return _plain(serialize_object(self._operation(operation)(*arguments), dict))
        except Fault as fault:
            raise refused(self._where, self._user, operation, fault) from fault
        except (TransportError, XMLParseError, XMLSyntaxError) as error:
            raise Unavailable(
                f"{self._where} gave an answer to {operation} that cannot be read. It is tried "
                "again later."
            ) from error

    def _operation(self, name: str) -> Callable[..., Any]:
        try:
            operation: Callable[..., Any] = self._bound.service[name]
        except AttributeError as error:
            raise RunError(
                f"The WSDL of {self._where} does not describe {name} so that it can be called. "
                "Extensions of the shop add to it: look for one that was changed of late."
            ) from error
        return operation

    def _expect(self, facts: WsdlFacts) -> None:
        if facts.kind != "magento1-v2":
            raise RunError(f"{self._where} {_INSTEAD[facts.kind]}")
        if facts.torn and not facts.wsi:
            raise RunError(
                f"The WSDL of {self._where} is broken, so the shop answers no call at all: its "
                f"Oro bridge does not fit {facts.namespace}. Have the bridge's wsdl.xml corrected, "
                "or switch the shop and this connection to WS-I Compliance."
            )
        if facts.wsi != self._wsi:
            change = "Tick" if facts.wsi else "Untick"
            raise RunError(
                f"{self._where} speaks {'WS-I' if facts.wsi else 'rpc/encoded, not WS-I'}. "
                f"{change} WS-I Compliance and check again."
            )


def address(wsdl_url: str) -> str:
    """Where to post to: the pasted address without the wsdl in it.

    Not the address in the WSDL, which may be http behind an https proxy, and is wrong at
    …/api/v2_soap/index/wsdl/1/, where a call is answered with the WSDL again.
    """
    parts = urlsplit(wsdl_url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([(name, value) for name, value in pairs if name.lower() != "wsdl"])
    path = re.sub(r"/wsdl/1/?$", "/", parts.path)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _grouped(views: list[Row]) -> list[Website]:
    website = itemgetter("website_id")
    return [
        Website(
            id=number,
            code=" / ".join(view["code"] for view in group),
            name=f"Website ID: {number}, Stores: {', '.join(view['name'] for view in group)}",
        )
        for number, rows in groupby(sorted(views, key=website), website)
        if (group := list(rows)) and number != 0
    ]


def _plain(value: Any) -> Any:
    """The same from both flavours: WS-I wraps lists, and an empty string comes as a line break."""
    if isinstance(value, dict):
        if value.keys() == {"complexObjectArray"}:
            return [_plain(each) for each in value["complexObjectArray"] or ()]
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return "" if value == "\n" else value
