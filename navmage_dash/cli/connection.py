"""connection add, change, list, check, remove; websites."""

import dataclasses
import sys
from pathlib import Path
from typing import Any

import click

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions import connections as actions
from navmage_dash.cli.program import FAILED, SUCCEEDED, Call, common, table
from navmage_dash.db import connections, operators, websites
from navmage_dash.db.connections import ALL, Connection
from navmage_dash.parts import Parts
from navmage_dash.start import opened
from navmage_dash.systems.check import Check

MARKS = {True: "✓", False: "✗", None: "–"}


@click.group()
def connection() -> None:
    """Add, change, list, check and remove connections."""


@connection.command()
@click.argument("file")
@common
def add(call: Call, file: str) -> int:
    """Add a connection from FILE, a connection file in JSON; - reads it from standard input."""
    values = actions.read_file(_read(file))
    with opened(call.instance) as parts:
        added = actions.save(parts, values, operator=None, draft=_draft(parts, values))
        call.say(_public(parts, added), f"Added {added.name}. Check it: connection check NAME.")
    return SUCCEEDED


@connection.command()
@click.argument("name")
@click.argument("file")
@common
def change(call: Call, name: str, file: str) -> int:
    """Change a connection by FILE, a connection file with those settings alone; - as in add."""
    values = actions.read_file(_read(file))
    with opened(call.instance) as parts:
        before = named(parts, name).id
        draft = _draft(parts, values, before)
        changed = actions.save(parts, values, connection_id=before, operator=None, draft=draft)
        words = f"Changed {changed.name}. Check it: connection check NAME."
        call.say(_public(parts, changed), words)
    return SUCCEEDED


def _read(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Invalid({"": [f"{file} is no connection file: it is not text in UTF-8."]}) from error


def _draft(parts: Parts, values: dict[str, Any], connection_id: int | None = None) -> str:
    """A certain website has to be one that is there, so there is a check first."""
    if str(values.get("website", "")).strip().lower() in ("", ALL):
        return ""
    found, draft = actions.check(parts, values, connection_id=connection_id)
    if not found.websites:
        bad = [f"{line.name}: {line.text} {line.todo}".strip() for line in _wrong(found)]
        raise Refused("\n".join(["The website cannot be looked up there.", *bad]))
    return draft


def _wrong(found: Check) -> list[Any]:
    return [line for line in found.lines if line.ok is False]


@connection.command("list")
@common
def list_(call: Call) -> int:
    """All connections, NAV first."""
    with opened(call.instance) as parts:
        rows = [_public(parts, each) for each in connections.all_connections(parts.db)]
    heads = ("name", "platform", "url", "website", "check_ok", "enabled")
    words = {True: "yes", False: "no", None: "never checked"}
    cells = [
        [words.get(row[h], row[h]) if h[-1] in "kd" else row[h] for h in heads] for row in rows
    ]
    call.say(rows, table(heads, cells) if rows else "There are no connections yet.")
    return SUCCEEDED


@connection.command()
@click.argument("name")
@common
def check(call: Call, name: str) -> int:
    """Ask the system whether all is as it should be; changes nothing there."""
    with opened(call.instance) as parts:
        found = actions.check_stored(parts, named(parts, name))
    lines = [
        f"{MARKS[each.ok]} {each.name}: {each.text} {each.todo}".rstrip() for each in found.lines
    ]
    call.say(dataclasses.asdict(found) | {"ok": found.ok}, "\n".join(lines))
    return SUCCEEDED if found.ok else FAILED


@connection.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would be deleted.")
@common
def remove(call: Call, name: str, yes: bool) -> int:
    """Remove a connection with its runs and records. Nothing is deleted in NAV or Magento."""
    with opened(call.instance) as parts:
        gone = named(parts, name)
        counts = connections.what_goes_with(parts.db, gone.id)
        if yes:
            actions.remove(parts, gone, None)
    what = ", ".join(f"{n} {words}" for words, n in counts.items())
    if not yes:
        raise click.UsageError(f"This deletes {gone.name!r} here, with {what}. Say --yes to do it.")
    call.say({"removed": gone.name, "with": counts}, f"Removed {gone.name!r}, with {what}.")
    return SUCCEEDED


@click.command("websites")
@click.argument("name")
@click.option("--sync", is_flag=True, help="Read the list anew first (Sync website list).")
@common
def websites_(call: Call, name: str, sync: bool) -> int:
    """The websites of a Magento connection, with their store views."""
    with opened(call.instance) as parts:
        of = named(parts, name)
        if sync:
            actions.sync_websites(parts, of)
        rows = [dataclasses.asdict(each) for each in websites.of(parts.db, of.id)]
        choices = actions.website_choices(parts, of)
    lines = [f"{value:>4}  {label}{' (gone)' * gone}" for value, label, gone in choices]
    call.say(rows, "\n".join(lines))
    return SUCCEEDED


def named(parts: Parts, name: str) -> Connection:
    if found := connections.named(parts.db, name):
        return found
    there = ", ".join(repr(each.name) for each in connections.all_connections(parts.db))
    raise click.UsageError(f"There is no connection {name!r}; there are: {there or 'none'}.")


def _public(parts: Parts, of: Connection) -> dict[str, Any]:
    """Without secrets, and under the names of the connection file."""
    shown = "id name kind platform url company auth user wsi website sync_start_date two_way"
    more = "priority admin_url enabled workers check_ok checked_at first_synced_at"
    owner = operators.find(parts.db, of.owner_id) if of.owner_id else None
    values = {name: getattr(of, name) for name in f"{shown} {more}".split()}
    return values | {"connection_id": of.guid, "owner": owner.name if owner else ""}


COMMANDS = (connection, websites_)
