"""Connections: saved, checked, removed. What may be entered is in rules.py."""

import dataclasses
import sqlite3
from collections.abc import Mapping
from typing import Any

from navmage_dash import access as opened
from navmage_dash.actions import Invalid, Refused, options
from navmage_dash.actions.checking import (
    check,
    check_stored,
    forget,
    known,
    remember,
    seal,
    secrets,
    stored_secrets,
    sync_websites,
    website_choices,
)
from navmage_dash.actions.drafting import access, drafted
from navmage_dash.actions.files import read_file
from navmage_dash.actions.rules import demand
from navmage_dash.actions.wanted import Wanted, wanted
from navmage_dash.db import conflicts, connections, operators, runs
from navmage_dash.db.connections import ALL, Connection
from navmage_dash.db.operators import Operator
from navmage_dash.parts import Parts
from navmage_dash.systems.check import Check
from navmage_dash.systems.settings import MagentoSettings, NavSettings
from navmage_dash.systems.urls import normal

__all__ = [
    "check",
    "check_stored",
    "may_change",
    "read_file",
    "remove",
    "save",
    "settings_of",
    "sync_websites",
    "unlock",
    "website_choices",
]


def save(
    parts: Parts,
    values: Mapping[str, Any],
    *,
    connection_id: int | None = None,
    operator: Operator | None,
    draft: str = "",
) -> Connection:
    """Add a connection or change one. `draft`: the token that `check` gave for these settings.

    Raises Invalid with all that is wrong; Refused where the operator may not change it.
    """
    stored = _stored(parts, connection_id, operator)
    want = wanted(values, stored, _owner(parts, stored))
    want, checked = drafted(parts, draft, want, stored)
    held = stored_secrets(want, stored)
    facts = known(parts, stored, held, checked)
    want = _with_website_id(want, checked)
    demand(want, facts)
    saved = _write(parts, want, stored, _columns(parts, want, stored, operator))
    if stored and stored.name != saved.name:
        options.keep_named(parts, stored, saved)
    if checked is not None:
        remember(parts, saved.id, checked)
    elif stored and stored.checked_at and (want.entered or access(stored) != access(saved)):
        forget(parts, saved.id)
    return _must(parts, saved.id)


def may_change(connection: Connection, operator: Operator | None) -> bool:
    """Its owner or an administrator. None: sign-in is off, whoever sits here may."""
    return operator is None or operator.administrator or connection.owner_id == operator.id


def remove(parts: Parts, connection: Connection, operator: Operator | None) -> None:
    """With its runs, records and schedules. Nothing is deleted in NAV or Magento."""
    _demand_right(connection, operator)
    _demand_rest(parts, connection)
    connections.remove(parts.db, connection.id)


def unlock(parts: Parts, connection: Connection, operator: Operator | None) -> None:
    """Full re-sync: Website, Sync start date and Connection ID may be chosen anew."""
    _demand_right(connection, operator)
    _demand_rest(parts, connection)
    connections.unlock(parts.db, connection.id)


def settings_of(parts: Parts, connection: Connection) -> NavSettings | MagentoSettings:
    """With its secrets. Raises RunError where they cannot be read any more."""
    return opened.settings_of(parts.vault, connection)


def _stored(
    parts: Parts, connection_id: int | None, operator: Operator | None
) -> Connection | None:
    if connection_id is None:
        return None
    stored = connections.find(parts.db, connection_id)
    if stored is None:
        raise Refused("This connection was removed meanwhile: add it again if it is still needed.")
    _demand_right(stored, operator)
    return stored


def _owner(parts: Parts, stored: Connection | None) -> str:
    owner = operators.find(parts.db, stored.owner_id) if stored and stored.owner_id else None
    return owner.name if owner else ""


def _with_website_id(want: Wanted, found: Check | None) -> Wanted:
    """A file may name a website by its code; kept is its id. NAV has none."""
    if want.kind == "nav":
        return dataclasses.replace(want, website="")
    if want.website.lower() == ALL:
        return dataclasses.replace(want, website=ALL)
    for each in found.websites if found else ():
        if want.website and want.website == each.code:
            return dataclasses.replace(want, website=str(each.id))
    return want


def _columns(
    parts: Parts, want: Wanted, stored: Connection | None, operator: Operator | None
) -> dict[str, Any]:
    """As the table has them. Where no secret was entered, what is stored stays byte for byte."""
    same = {f.name for f in dataclasses.fields(Wanted)} - {"owner", "entered"}
    columns = {name: getattr(want, name) for name in same} | {"normal_url": normal(want.url)}
    columns["owner_id"] = _owner_id(parts, want, operator)
    if want.entered:
        held = stored_secrets(want, stored)
        columns["secrets"] = seal(parts, secrets(parts, want, stored, held))
    return columns


def _owner_id(parts: Parts, want: Wanted, operator: Operator | None) -> int | None:
    """Who was named, else who acts, else this machine's user, who is the first operator."""
    if named := operators.named(parts.db, want.owner) if want.owner else operator:
        return named.id
    return min((each.id for each in operators.all_operators(parts.db)), default=None)


def _write(
    parts: Parts, want: Wanted, stored: Connection | None, columns: Mapping[str, Any]
) -> Connection:
    try:
        if stored:
            connections.change(parts.db, stored.id, columns)
            changed = _must(parts, stored.id)
            if (changed.priority, changed.two_way) != (stored.priority, stored.two_way):
                conflicts.look_again(parts.db, stored.id, parts.now())
            return changed
        now = parts.clock.now().isoformat()
        return _must(parts, connections.add(parts.db, columns, now))
    except sqlite3.IntegrityError as error:
        text = "Another connection was saved meanwhile with the same name or Connection ID: "
        raise Invalid({"": [text + "look at the list, then choose other values."]}) from error


def _demand_right(connection: Connection, operator: Operator | None) -> None:
    if not may_change(connection, operator):
        raise Refused(
            f"{connection.name!r} belongs to another operator: ask its owner or an administrator."
        )


def _demand_rest(parts: Parts, connection: Connection) -> None:
    """No run of it goes on; for NAV, which every run reads, no run at all."""
    for run in runs.active(parts.db):
        mine = connection.kind == "nav" or run.connection_id == connection.id
        if run.state == "running" and mine:
            raise Refused(f"Run {run.id} is going on: cancel it or wait for its end, then do this.")


def _must(parts: Parts, connection_id: int) -> Connection:
    found = connections.find(parts.db, connection_id)
    if found is None:
        raise Refused("This connection was removed meanwhile.")
    return found
