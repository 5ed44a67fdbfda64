"""Magento 1 and OpenMage by SOAP v2: signing in and calling, whatever the flavour.

One client belongs to one run in one thread. Both flavours are spoken, rpc/encoded and WS-I; which
one is a setting of the whole shop and told by its WSDL. Source of protocol facts: recordings of
OpenMage 20.0.20 and of the Oro bridge 1.2.19.
"""

import contextlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypedDict
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from navmage_dash.errors import Error, RunError, Unavailable
from navmage_dash.secret import Secret
from navmage_dash.sync.records import Exchange
from navmage_dash.systems import soap
from navmage_dash.systems.http import Session, place
from navmage_dash.systems.kept import Kept
from navmage_dash.systems.magento1_answers import Heard
from navmage_dash.systems.magento1_faults import Changed, Expired, refused
from navmage_dash.systems.magento1_wsdl import Unknown, Wsdl, wsdl
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


class _Described(NamedTuple):
    facts: WsdlFacts
    wsdl: Wsdl


class Magento1Client:
    """Sends nothing before it is asked for something: then it reads the WSDL and signs in.

    Raises RunError where the WSDL is not one of Magento 1, or of the other flavour.
    """

    def __init__(
        self,
        wsdl_url: str,
        user: str,
        key: Secret,
        wsi: bool,
        session: Session,
        wsdl_dir: Path | None = None,
    ) -> None:
        """wsdl_dir: where WSDLs are kept between runs; without it each client fetches its own."""
        self._url, self._where, self.wsi = wsdl_url, soap.shown(wsdl_url), wsi
        self._user, self._key, self._session_id = user, key, ""
        self.session, self.host = session, place(wsdl_url)
        host = re.sub(r"[^\w.-]", "_", self.host)
        self._kept, self._address = Kept(host, wsdl_url, wsdl_dir), address(wsdl_url)
        session.hide(key)

    @property
    def facts(self) -> WsdlFacts:
        return self._described.facts

    def refresh(self) -> None:
        """Fetch the WSDL anew, whatever is kept."""
        self._described = self._fetched()

    def can(self, operation: str) -> bool:
        """Whether this shop has the operation: the bridge's are not in every one's WSDL."""
        return operation in self.facts.operations

    def recent(self) -> Sequence[Exchange]:
        return self.session.recent()

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
        """What changes nothing: it is asked again after a lost answer.

        Arguments go by position, without the session: their names differ between the flavours.
        None is left out, a dict is an object, a list an array; see magento1_arguments. Answers are
        dicts, lists, str, int, Decimal, bool and None; an empty list of WS-I comes as None.
        """
        return self._signed_in(operation, arguments, safe=True)

    def write(self, operation: str, *arguments: Any) -> Any:
        """What changes something: never sent again when it may have been done.

        Then it raises Unavailable with maybe_done. A call with an expired session was not.
        """
        return self._signed_in(operation, arguments, safe=False)

    def _signed_in(self, operation: str, arguments: Sequence[Any], *, safe: bool) -> Any:
        if not self._session_id:
            self._login()
        try:
            return self._send(operation, self._session_id, *arguments, safe=safe)
        except Expired:
            self._login()
            return self._send(operation, self._session_id, *arguments, safe=safe)

    @cached_property
    def _described(self) -> _Described:
        """As kept; but what is kept of the other flavour is of a shop that was changed since."""
        content = self._kept.read()
        facts = inspect_wsdl(content)
        if (facts.kind, facts.wsi) == ("magento1-v2", self.wsi):
            with contextlib.suppress(RunError):  # of what zeep cannot use
                return _Described(facts, wsdl(content))
        return self._fetched()

    def _fetched(self) -> _Described:
        content = soap.fetch(self.session, self._url)
        facts = inspect_wsdl(content)
        self._expect(facts)
        described = _Described(facts, wsdl(content))
        self._kept.put(content)
        return described

    def _login(self) -> None:
        self._session_id = ""
        session_id = str(self._send("login", self._user, self._key.reveal()))
        self.session.hide(Secret(session_id))
        self._session_id = session_id

    def _send(self, operation: str, *arguments: Any, safe: bool = True) -> Any:
        try:
            known = self._described.wsdl
            message, action = known.message(operation, arguments)
            heard = Heard(self._where, operation, known.reading(operation), safe)
            soap.say(self.session, self._address, message, action, heard.judge, safe=safe)
            if heard.fault:
                where = f"Magento at {self.host}"
                raise refused(where, self._user, operation, *heard.fault, safe=safe)
        except Unknown:
            self._kept.drop()  # the next run is to see what there is now
            raise
        except Changed as error:
            raise self._by_now(error) from error
        return heard.value

    def _by_now(self, error: RunError) -> RunError:
        """Where the WSDL as it is by now says more, that: most often it is of the other flavour."""
        self._kept.drop()
        try:
            self.refresh()
        except RunError as said:
            return said
        except Unavailable:
            return error
        return error

    def _expect(self, facts: WsdlFacts) -> None:
        if facts.kind != "magento1-v2":
            raise RunError(f"{self._where} {_INSTEAD[facts.kind]}")
        if facts.torn and not facts.wsi:
            raise RunError(
                f"The WSDL of {self._where} is broken, so the shop answers no call at all: its "
                f"Oro bridge does not fit {facts.namespace}. Have the bridge's wsdl.xml corrected, "
                "or switch the shop and this connection to WS-I Compliance."
            )
        if facts.wsi != self.wsi:
            change = "Tick" if facts.wsi else "Untick"
            raise RunError(
                f"{self._where} speaks {'WS-I' if facts.wsi else 'rpc/encoded, not WS-I'}. "
                f"{change} WS-I Compliance in the settings of this connection, and check it again."
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
