"""Check Connection and Sync website list: all that asks the far systems from a page."""

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from navmage_dash.access import secrets_of, settings_of
from navmage_dash.actions import options
from navmage_dash.actions.drafting import access, drafted
from navmage_dash.actions.rules import Known, demand
from navmage_dash.actions.wanted import SECRETS, Wanted, same_place, wanted
from navmage_dash.db import connections, operators, websites
from navmage_dash.db.connections import ALL, Connection
from navmage_dash.db.websites import Website
from navmage_dash.drafts import Draft, keep
from navmage_dash.errors import RunError
from navmage_dash.parts import Parts
from navmage_dash.scenarios.options import OPTIONS
from navmage_dash.secret import Secret
from navmage_dash.systems.check import Check, Line, check_magento, check_nav
from navmage_dash.systems.settings import MagentoSettings, NavSettings

CHANGED = "The settings were changed since the last check: use Check Connection again."


def check(
    parts: Parts,
    values: Mapping[str, Any],
    *,
    connection_id: int | None = None,
    draft: str = "",
) -> tuple[Check, str]:
    """Ask the system with what was entered, and write nothing: (what it said, token for `save`).

    A blank key is that of the last check (`draft`, its token), else the stored one. Raises
    Invalid, also where the address is at another host now.
    """
    stored = connections.find(parts.db, connection_id) if connection_id else None
    want, _ = drafted(parts, draft, wanted(values, stored, ""), stored)
    held = stored_secrets(want, stored)
    demand(want, known(parts, stored, held), access_only=True)
    sealed = seal(parts, secrets(parts, want, stored, held))
    found = _ask(parts, settings_of(parts.vault, _unsaved(parts, want, sealed)), stored)
    made = Draft(
        connection_id=connection_id,
        url=want.url,
        access=access(want),
        entered=want.entered,
        check=found,
        at=parts.clock.now(),
    )
    return found, keep(parts.drafts, made)


def check_stored(parts: Parts, connection: Connection) -> Check:
    """Ask with what is saved, and remember what it came to."""
    found = _flagged(connection, _ask(parts, settings_of(parts.vault, connection), connection))
    remember(parts, connection.id, found)
    return found


def remember(parts: Parts, connection_id: int, found: Check) -> dict[str, int]:
    """What websites came and went: {'added': 1, 'kept': 2, 'gone': 0}."""
    now = parts.clock.now().isoformat()
    report = json.dumps(dataclasses.asdict(_with_last(parts, connection_id, found)), default=str)
    connections.checked(parts.db, connection_id, ok=found.ok, report=report, now=now)
    none = {"added": 0, "kept": 0, "gone": 0}
    return websites.sync(parts.db, connection_id, _rows(found), now) if found.websites else none


def _with_last(parts: Parts, connection_id: int, found: Check) -> Check:
    """A shop that could not be asked for its kind of stock keeps it: what is sent goes by it."""
    stored = connections.find(parts.db, connection_id)
    if found.msi is not None or found.ok or stored is None or not stored.check_report:
        return found
    return dataclasses.replace(found, msi=json.loads(stored.check_report).get("msi"))


def forget(parts: Parts, connection_id: int) -> None:
    """What an earlier check said no longer holds."""
    report = json.dumps({"lines": [{"name": "Check", "ok": False, "text": CHANGED, "todo": ""}]})
    now = parts.clock.now().isoformat()
    connections.checked(parts.db, connection_id, ok=False, report=report, now=now)


def sync_websites(parts: Parts, connection: Connection) -> dict[str, int]:
    """Read the list anew: {'added': 1, 'kept': 2, 'gone': 0}. Raises RunError where it cannot."""
    if connection.kind == "nav":
        raise RunError("NAV has no websites: use a Magento connection.")
    found = _ask(parts, settings_of(parts.vault, connection), connection)
    if not found.websites:
        bad = next((line for line in found.lines if line.ok is False), None)
        raise RunError(f"{bad.text} {bad.todo}".strip() if bad else "No website was found there.")
    now = parts.clock.now().isoformat()
    return websites.sync(parts.db, connection.id, _rows(found), now)


def website_choices(
    parts: Parts, source: Connection | Check, chosen: str = ""
) -> list[tuple[str, str, bool]]:
    """(value, label, gone), All Websites first. A chosen website that is gone stays, flagged."""
    if isinstance(source, Connection):
        chosen = chosen or source.website
        there = websites.of(parts.db, source.id)
    else:
        there = [_website(row) for row in _rows(source)]
    choices = [(ALL, "All Websites", False)]
    choices += [
        (each.website_id, label(each), each.gone_at is not None)
        for each in there
        if each.gone_at is None or each.website_id == chosen
    ]
    if chosen and chosen not in [value for value, _, _ in choices]:
        choices.append((chosen, f"Website ID: {chosen}", True))
    return choices


def label(website: Website) -> str:
    """'US Website (us): US English, US Spanish', or the name, where that says the views already."""
    views = ", ".join(_views(website.stores))
    if website.name.endswith(f"Stores: {views}"):
        return website.name
    name = f"{website.name} ({website.code})" if website.code else website.name
    return f"{name}: {views}" if views else name


def _views(stores: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for store in stores:
        for view in store.get("views") or ():
            yield str(view.get("name") or view.get("code") or "")


def stored_secrets(want: Wanted, stored: Connection | None) -> tuple[str, ...]:
    """Names of the secrets that need not be entered again: same host, same way of signing in."""
    if stored is None or not stored.secrets:
        return ()
    if stored.auth != want.auth or not same_place(stored.url, want.url):
        return ()
    return SECRETS[stored.auth]


def secrets(
    parts: Parts, want: Wanted, stored: Connection | None, held: Sequence[str]
) -> dict[str, Secret]:
    """What was entered, over what is stored. Stored ones are only opened where they are needed."""
    needed = stored is not None and not set(held) <= set(want.entered)
    kept = secrets_of(parts.vault, stored) if stored and needed else {}
    return {**{name: each for name, each in kept.items() if name in held}, **want.entered}


def seal(parts: Parts, entered: Mapping[str, Secret]) -> str:
    return parts.vault.encrypt(json.dumps({name: s.reveal() for name, s in entered.items()}))


def _unsaved(parts: Parts, want: Wanted, sealed: str) -> Connection:
    """What would be stored, for those who take a connection."""
    same: dict[str, Any] = {f.name: getattr(want, f.name) for f in dataclasses.fields(Wanted)}
    del same["owner"], same["entered"]
    never: dict[str, Any] = dict.fromkeys(
        ("owner_id", "first_synced_at", "checked_at", "check_ok", "check_report")
    )
    return Connection(
        **same,
        **never,
        id=0,
        normal_url="",
        secrets=sealed,
        created_at=parts.clock.now().isoformat(),
    )


def known(
    parts: Parts,
    stored: Connection | None,
    held: Sequence[str],
    found: Check | None = None,
) -> Known:
    there = [str(row["id"]) for row in _rows(found)] if found else []
    if not there and stored:
        there = [w.website_id for w in websites.of(parts.db, stored.id) if w.gone_at is None]
    everyone = connections.all_connections(parts.db)
    return Known(
        stored=stored,
        others=[each for each in everyone if stored is None or each.id != stored.id],
        owners=[each.name.casefold() for each in operators.all_operators(parts.db)],
        websites=there,
        secrets=held,
    )


def _ask(parts: Parts, asked: NavSettings | MagentoSettings, stored: Connection | None) -> Check:
    wsdl_dir = parts.instance / "wsdl"
    if isinstance(asked, NavSettings):
        return check_nav(asked, wsdl_dir)
    usual = OPTIONS["contact_attribute"].default
    attribute = options.of(parts, stored)["contact_attribute"] if stored else usual
    return check_magento(asked, contact_attribute=attribute, wsdl_dir=wsdl_dir)


def _flagged(connection: Connection, found: Check) -> Check:
    """A website that this connection is limited to, and that is gone, is an error of its own."""
    ids = [str(row["id"]) for row in _rows(found)]
    if connection.website in ("", ALL) or not ids or connection.website in ids:
        return found
    text = f"The chosen website {connection.website} is gone; there are: {', '.join(ids)}."
    line = Line("Website", False, text, "Choose another one under Website, or All Websites.")
    return dataclasses.replace(found, lines=[*found.lines, line])


def _rows(found: Check) -> list[dict[str, Any]]:
    return [dataclasses.asdict(each) for each in found.websites]


def _website(row: Mapping[str, Any]) -> Website:
    return Website(str(row["id"]), row["code"], row["name"], row["stores"], None)
