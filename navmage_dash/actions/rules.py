"""What a connection may be. Each rule yields (field of the connection file, what is wrong)."""

import unicodedata
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from navmage_dash.actions import Invalid
from navmage_dash.actions.wanted import AUTHS, SECRETS, Wanted, same_place
from navmage_dash.db.connections import ALL, Connection
from navmage_dash.systems.urls import normal

LOCKED = {"sync_start_date": "Sync start date", "website": "Website", "guid": "Connection ID"}
SIGNED_IN = (
    "holds a user or a password: take them out and enter them as user and key. If they are the "
    "web server's own, have this machine let through there instead."
)
USED = "Integration with this WSDL URL and website(s) is already used."
UNUSABLE = ("Cc", "Cs")  # of Unicode's categories: control characters, half characters

Problems = Iterator[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the rules compare with."""

    stored: Connection | None
    others: Collection[Connection]
    owners: Collection[str]  # casefolded
    websites: Collection[str]  # ids found there; empty: never looked
    secrets: Collection[str]  # names of those that need not be entered again


def demand(wanted: Wanted, known: Known, *, access_only: bool = False) -> None:
    """Raises Invalid with all that is wrong. access_only: for a check, which saves nothing."""
    problems: dict[str, list[str]] = {}
    for rule in ACCESS if access_only else (*ACCESS, *RULES):
        for name, text in rule(wanted, known):
            problems.setdefault(name, []).append(text)
    if problems:
        raise Invalid(problems)


def _kind(wanted: Wanted, known: Known) -> Problems:
    if wanted.kind not in ("nav", "magento"):
        yield "kind", "has to be nav or magento."
    elif wanted.platform not in AUTHS or (wanted.kind == "nav") != (wanted.platform == "nav"):
        fitting = "nav" if wanted.kind == "nav" else "magento2 or magento1"
        yield "platform", f"has to be {fitting} for a connection of the kind {wanted.kind}."
    elif wanted.auth not in AUTHS[wanted.platform]:
        ways = ", ".join(AUTHS[wanted.platform])
        yield "auth", f"is not a way to sign in to {wanted.platform}. Use one of: {ways}."
    if known.stored and known.stored.kind != wanted.kind:
        yield "kind", "cannot be changed: remove this connection and add another."


def _url(wanted: Wanted, known: Known) -> Problems:
    yield from address("url", wanted.url)
    if not wanted.url:
        yield "url", "This value should not be blank."


def address(field: str, url: str) -> Problems:
    """Never repeats the address: it may hold a password."""
    if len(url) > 255:
        yield field, "This value is too long. It should have 255 characters or less."
    try:
        parts = urlsplit(url)
        signed_in = parts.username is not None or parts.password is not None
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = signed_in = False
    if signed_in:
        yield field, SIGNED_IN
    elif url and (not good or any(each.isspace() or not each.isprintable() for each in url)):
        yield field, "is not an address. It has to look like https://shop.example/path."


def _credentials(wanted: Wanted, known: Known) -> Problems:
    if wanted.auth not in AUTHS.get(wanted.platform, ()):
        return
    if wanted.auth in ("basic", "ntlm", "admin", "session") and not wanted.user:
        yield "user", "This value should not be blank."
    if wanted.auth == "oauth1" and not wanted.consumer_key:
        yield "consumer_key", "OAuth 1.0a needs it: copy it from the integration in Magento."
    for name in SECRETS.get(wanted.auth, ()):
        if name not in wanted.entered and name not in known.secrets:
            yield name, _why(wanted, known.stored)


def _texts(wanted: Wanted, known: Known) -> Problems:
    """What no header, SOAP message or table takes: it comes of copying more than the value."""
    entered = {name: getattr(wanted, name) for name in ("user", "company", "consumer_key")}
    for name, text in entered.items():
        if len(text) > 255:
            yield name, "This value is too long. It should have 255 characters or less."
    entered |= {name: each.reveal() for name, each in wanted.entered.items()}
    for name, text in entered.items():
        if any(unicodedata.category(each) in UNUSABLE for each in text):
            yield name, "holds a line break or a control character. Copy the value alone."
        elif name in ("token", "token_secret", "consumer_secret") and not text.isascii():
            yield name, "holds a letter that no token has. Copy it again."


def _why(wanted: Wanted, stored: Connection | None) -> str:
    if stored is None:
        return "This value should not be blank."
    if not same_place(stored.url, wanted.url):
        return "The address is at another host now: enter the key for that host."
    return "Enter it: none is stored for this way of signing in."


def _company(wanted: Wanted, known: Known) -> Problems:
    if wanted.kind == "nav" and not wanted.company:
        yield "company", "Choose the company in NAV: Check Connection lists those there are."


def _name(wanted: Wanted, known: Known) -> Problems:
    if not 3 <= len(wanted.name) <= 255:
        yield "name", "The name should have 3 to 255 characters."
    elif not wanted.name.isprintable():
        yield "name", "The name should not have line breaks or control characters."
    if any(wanted.name.casefold() == each.name.casefold() for each in known.others):
        yield "name", "There is a connection with this name. Choose another one."


def _guid(wanted: Wanted, known: Known) -> Problems:
    try:
        uuid.UUID(wanted.guid)
    except ValueError:
        yield "connection_id", "is not a GUID, as in 96800C6E-527C-433D-9D3A-1B5A7C1E0E01."
    if any(wanted.guid == each.guid.upper() for each in known.others):
        yield "connection_id", "Another connection has this Connection ID."


def _only_nav(wanted: Wanted, known: Known) -> Problems:
    if wanted.kind == "nav" and (nav := next((c for c in known.others if c.kind == "nav"), None)):
        yield "", f"There is one NAV connection, {nav.name!r}: change it instead of adding another."


def _website(wanted: Wanted, known: Known) -> Problems:
    if wanted.kind == "nav":
        return
    before = known.stored.website if known.stored else None
    if not wanted.website:
        yield "website", "Please select a website: Check Connection fills the list."
    elif wanted.website in (ALL, before) or wanted.website in known.websites:
        return
    elif known.websites:
        there = ", ".join(known.websites)
        yield "website", f"There is no website {wanted.website!r}; there are: {ALL}, {there}."
    else:
        yield "website", "It is not known which websites there are: use Check Connection first."


def _unique(wanted: Wanted, known: Known) -> Problems:
    if wanted.kind == "nav" or list(address("url", wanted.url)):
        return
    here = normal(wanted.url)
    same = [each for each in known.others if each.kind != "nav" and each.normal_url == here]
    if any(
        ALL in (wanted.website, each.website) or wanted.website == each.website for each in same
    ):
        yield "url", USED


def _dates(wanted: Wanted, known: Known) -> Problems:
    try:
        date.fromisoformat(wanted.sync_start_date)
    except ValueError:
        yield "sync_start_date", "has to be a date, as in 2007-01-01."


def _choices(wanted: Wanted, known: Known) -> Problems:
    if wanted.priority not in ("remote", "local", "ask"):
        yield "priority", "has to be remote (Remote wins), local (Local wins) or ask (Ask me)."
    if not 1 <= wanted.workers <= 8:
        yield "workers", "has to be a whole number from 1 to 8."
    if wanted.owner and wanted.owner.casefold() not in known.owners:
        yield "owner", f"There is no operator {wanted.owner!r}. Add one first: operator add NAME."
    yield from address("admin_url", wanted.admin_url)


def _locked(wanted: Wanted, known: Known) -> Problems:
    if known.stored is None or known.stored.first_synced_at is None:
        return
    for name, label in LOCKED.items():
        if getattr(wanted, name) != getattr(known.stored, name):
            field = "connection_id" if name == "guid" else name
            yield field, f"{label} is locked since the first sync. Full re-sync lets you choose it."
    if wanted.platform != known.stored.platform:
        yield "platform", "Platform is locked since the first sync: add a connection of its own."


ACCESS = (_kind, _url, _credentials, _texts)
RULES = (
    _company,
    _name,
    _guid,
    _only_nav,
    _website,
    _unique,
    _dates,
    _choices,
    _locked,
)
