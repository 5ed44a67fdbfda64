"""A connection as it is wanted: what was entered, over what is stored, over the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from navmage_dash.db.connections import Connection, new_guid
from navmage_dash.secret import Secret
from navmage_dash.systems.urls import with_scheme

#: The secrets that each way of signing in needs.
SECRETS: Mapping[str, tuple[str, ...]] = {
    "basic": ("key",),
    "ntlm": ("key",),
    "admin": ("key",),
    "session": ("key",),
    "bearer": ("token",),
    "oauth1": ("consumer_secret", "token", "token_secret"),
}
#: The ways of signing in to each platform, the usual one first.
AUTHS: Mapping[str, tuple[str, ...]] = {
    "nav": ("basic", "ntlm"),
    "magento2": ("admin", "bearer", "oauth1"),
    "magento1": ("session",),
}
DEFAULTS: Mapping[str, Any] = {
    "sync_start_date": "2007-01-01",
    "priority": "remote",
    "enabled": True,
    "workers": 1,
}
TEXT = "name url company auth user consumer_key website sync_start_date priority admin_url".split()
FLAGS = ("wsi", "two_way", "enabled")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Trimmed and with defaults, not yet checked."""

    kind: str
    platform: str
    guid: str
    name: str
    url: str
    company: str
    auth: str
    user: str
    consumer_key: str
    website: str
    sync_start_date: str
    priority: str
    admin_url: str
    owner: str  # an operator's name, '' for whoever acts
    wsi: bool
    two_way: bool
    enabled: bool
    workers: int
    entered: Mapping[str, Secret]  # the secrets that were entered now, by name


def wanted(values: Mapping[str, Any], stored: Connection | None, owner: str) -> Wanted:
    """`owner`: the name of the stored owner. What is absent stays as it is stored."""
    kept = _kept(stored) | {"owner": owner}
    merged = {**DEFAULTS, **kept, **{k: v for k, v in values.items() if v is not None}}
    kind, platform = _kind(merged)
    text: dict[str, Any] = {name: _text(merged.get(name)) for name in TEXT}
    if kind == "magento" and text["url"]:
        text["url"] = with_scheme(text["url"])  # as pasted from a browser that hides it
    text["auth"] = text["auth"] or AUTHS.get(platform, ("",))[0]
    text["priority"] = text["priority"].lower() or "remote"
    text["sync_start_date"] = _date(text["sync_start_date"])
    flags: dict[str, Any] = {name: bool(merged.get(name)) for name in FLAGS}
    return Wanted(
        **text,
        **flags,
        kind=kind,
        platform=platform,
        guid=_guid(_text(merged.get("connection_id")) or (stored.guid if stored else "")),
        owner=_text(merged.get("owner")),
        workers=_whole(merged.get("workers")),
        entered=_entered(values, text["auth"]),
    )


def same_place(old: str, new: str) -> bool:
    """Whether what is secret at the old address may be sent to the new one as well."""
    one, other = urlsplit(old.strip()), urlsplit(new.strip())
    if (one.scheme.lower(), other.scheme.lower()) == ("https", "http"):
        return False
    try:
        return (one.hostname, one.port) == (other.hostname, other.port)
    except ValueError:
        return False


def _kept(stored: Connection | None) -> dict[str, Any]:
    if stored is None:
        return {}
    names = ("kind", "platform", "workers", *TEXT, *FLAGS)
    return {name: getattr(stored, name) for name in names} | {"connection_id": stored.guid}


def _kind(merged: Mapping[str, Any]) -> tuple[str, str]:
    kind, platform = _text(merged.get("kind")).lower(), _text(merged.get("platform")).lower()
    kind = kind or ("nav" if platform == "nav" else "magento")
    return kind, platform or ("nav" if kind == "nav" else "magento2")


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _whole(value: Any) -> int:
    """-1 for what is no whole number, which no rule takes."""
    try:
        return int(str(value))
    except ValueError:
        return -1


def _date(text: str) -> str:
    """2007-01-01 also for 20070101; as it was entered where it is no date."""
    try:
        return date.fromisoformat(text or str(DEFAULTS["sync_start_date"])).isoformat()
    except ValueError:
        return text


def _guid(text: str) -> str:
    """As NAV's tables write it: upper case, without braces. A new one where there is none."""
    return text.strip("{}").upper() if text else new_guid()


def _entered(values: Mapping[str, Any], auth: str) -> dict[str, Secret]:
    """A password is a key by another name; the one token of 'bearer' is often entered as key."""
    given = {
        name: str(values.get(name) or "") for name in ("key", "consumer_secret", "token_secret")
    }
    given["key"] = given["key"] or str(values.get("password") or "")
    given["token"] = str(values.get("token") or "") or (given["key"] if auth == "bearer" else "")
    return {name: Secret(given[name]) for name in SECRETS.get(auth, ()) if given[name]}
