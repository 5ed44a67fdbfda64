"""Which Magento is at an address that was pasted: its home page, its admin, its REST or a WSDL.

Asked without any credentials. The signs: /magento_version (Magento 2.1 and later, may be switched
off), the 401 of /rest, and the WSDL of /api/v2_soap/ for Magento 1 and OpenMage.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import requests

from navmage_dash.errors import Error, RunError, Unavailable
from navmage_dash.systems.http import Redirected, Session, place
from navmage_dash.systems.urls import magento_base, split, with_scheme
from navmage_dash.systems.wsdl import inspect_wsdl

V2_WSDL = "/api/v2_soap/?wsdl=1"
_TRAP = re.compile(r"/(?:index/)?wsdl/1/?$")
_NAV = re.compile(r"/WS(?:/.*)?$")  # …/DynamicsNAV100/WS/Company/Page/ItemCard, behind a sign-in


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is there."""

    platform: Literal["magento2", "magento1"]
    url: str  # to be used: the shop's base for Magento 2, the WSDL for Magento 1
    wsi: bool = False
    version: str = ""
    note: str = ""  # why the address is another one than was pasted
    usable: bool = True  # the address as it was pasted does as well


class Nothing(RunError):
    """Something answers, but it is no Magento that we know."""


def detect(session: Session, pasted: str) -> Place:
    """Raises Unavailable where nothing answers, Redirected, Nothing, or RunError for TLS."""
    url = with_scheme(pasted)
    split(url)
    response = _get(session, url)
    if response.status_code == 200 and (found := _by_wsdl(session, url, response.content)):
        return found
    for base in _bases(url):
        if found := _magento2(session, base) or _magento1(session, base, ""):
            same = found.platform == "magento2" and base == magento_base(url)
            return replace(found, usable=same)
    raise _nothing(url, response)


def _get(session: Session, url: str) -> requests.Response:
    """A redirect within the site (/admin → /admin/dashboard) is an answer like any other."""
    try:
        return session.request("GET", url)
    except Redirected as error:
        here, there = urlsplit(url), urlsplit(error.target)
        moved = (here.scheme, here.netloc) != (there.scheme, there.netloc)
        lost = inside(here.path) and not inside(there.path)
        if moved or lost:
            raise
        response = session.said[-1].response
        assert response is not None
        return response


def inside(path: str) -> bool:
    return "/api/" in path or "/rest/" in path or "/soap/" in path


def _by_wsdl(session: Session, url: str, content: bytes) -> Place | None:
    facts = inspect_wsdl(content)
    if facts.kind == "magento1-v2":
        if not _TRAP.search(urlsplit(url).path):
            return Place(platform="magento1", url=url, wsi=facts.wsi)
        base = url[: url.index("/api/")]
        note = "That address answers with its WSDL only; its calls go to api/v2_soap/."
        return Place(platform="magento1", url=base + V2_WSDL, wsi=facts.wsi, note=note)
    if facts.kind == "magento1-v1":
        note = "That is the WSDL of the older SOAP v1, which cannot list store views."
        if found := _magento1(session, magento_base(url), note):
            return replace(found, usable=False)
        raise Nothing(f"{note} Have SOAP v2 ({V2_WSDL}) opened at {place(url)}.")
    if facts.kind == "magento2":
        return _magento2(session, magento_base(url))
    if facts.kind == "nav":
        raise _of_nav(url)
    if facts.kind == "other":
        raise Nothing(
            f"That is a WSDL, but not Magento's ({place(url)}). Enter the address of the shop."
        )
    return None


def _bases(url: str) -> Iterator[str]:
    """The shop's address is what stays of the path, or less of it: /shop/backend, /shop, /."""
    parts = urlsplit(magento_base(url))
    path = parts.path
    for _ in range(4):
        yield urlunsplit(parts._replace(path=path))
        if not path:
            return
        path = path.rpartition("/")[0]


def _magento2(session: Session, base: str) -> Place | None:
    version = _quiet(session, f"{base}/magento_version")
    if version is not None and version.status_code == 200 and version.text.startswith("Magento/2"):
        return Place(platform="magento2", url=base, version=version.text.strip())
    rest = _quiet(session, f"{base}/rest/V1/store/websites")
    if rest is not None and rest.status_code in (200, 401) and _is_rest(rest):
        return Place(platform="magento2", url=base)
    return None


def _is_rest(response: requests.Response) -> bool:
    try:
        body = json.loads(response.content)
    except ValueError:
        return False
    if isinstance(body, dict):
        return "consumer isn't authorized" in str(body.get("message", ""))
    return isinstance(body, list)


def _magento1(session: Session, base: str, note: str) -> Place | None:
    url = base + V2_WSDL
    response = _quiet(session, url)
    if response is None or response.status_code != 200:
        return None
    facts = inspect_wsdl(response.content)
    if facts.kind != "magento1-v2":
        return None
    return Place(platform="magento1", url=url, wsi=facts.wsi, note=note)


def _quiet(session: Session, url: str) -> requests.Response | None:
    """A probe that may go wrong; that the host does not answer at all was seen before."""
    try:
        return _get(session, url)
    except (RunError, Unavailable):
        return None


def _of_nav(url: str) -> Error:
    return Nothing(
        f"That is a web service of Microsoft Dynamics NAV, not of Magento ({place(url)}). "
        "Enter it in the connection to NAV; here goes the address of the shop."
    )


def _nothing(url: str, response: requests.Response) -> Error:
    host, status = place(url), response.status_code
    if status == 401 and _NAV.search(urlsplit(url).path):
        return _of_nav(url)
    if status == 401:
        return Nothing(
            f"The web server of {host} asks for a password of its own (401), before Magento. "
            "Let this machine through there."
        )
    if status == 403:
        return Nothing(
            f"{host} forbids the call (403). Something before Magento refuses it: let this machine "
            "through its firewall or bot protection."
        )
    if status == 404:
        return Nothing(
            f"There is nothing at this address of {host} (404). Enter the address of the shop's "
            "home page."
        )
    if status >= 500:
        return Nothing(
            f"{host} answers {status} {response.reason}. See var/log and var/report of the shop."
        )
    return Nothing(
        f"{host} answers, but neither as a Magento nor with a WSDL. Enter the address of the "
        "shop's home page, or the SOAP v2 WSDL of a Magento 1."
    )
