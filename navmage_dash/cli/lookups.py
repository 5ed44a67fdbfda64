"""lookups export, import, put, remove: a connection's tables of values, as CSV and one by one."""

import sys
from pathlib import Path

import click

from navmage_dash.actions import lookups as actions
from navmage_dash.cli.connection import named
from navmage_dash.cli.program import SUCCEEDED, Call, common
from navmage_dash.db import known
from navmage_dash.db.connections import Connection
from navmage_dash.parts import Parts
from navmage_dash.start import opened


@click.group()
def lookups() -> None:
    """What values are called on the other side of a connection."""


@lookups.command()
@click.argument("name")
@common
def export(call: Call, name: str) -> int:
    """The lines of the Magento connection NAME as CSV, on standard output."""
    with opened(call.instance) as parts:
        of = magento(parts, name)
        call.say(known.own(parts.db, of.id), actions.export(parts, of.id).rstrip())
    return SUCCEEDED


@lookups.command("import")
@click.argument("name")
@click.argument("file")
@common
def load(call: Call, name: str, file: str) -> int:
    """Add the lines of FILE, a CSV file, to NAME's; - reads it from standard input."""
    raw = _read(file)
    with opened(call.instance) as parts:
        count = actions.load(parts, magento(parts, name).id, raw)
    call.say({"taken": count}, f"{count} lines taken.")
    return SUCCEEDED


@lookups.command()
@click.argument("name")
@click.argument("type_", metavar="TYPE")
@click.argument("source")
@click.argument("destination")
@common
def put(call: Call, name: str, type_: str, source: str, destination: str) -> int:
    """Add a line to NAME's lookups or change it: put NAME payment_method checkmo CHECK."""
    with opened(call.instance) as parts:
        actions.put(parts, magento(parts, name).id, type_, source, destination)
    call.say({"type": type_, source: destination}, f"{type_}: {source} → {destination}")
    return SUCCEEDED


@lookups.command()
@click.argument("name")
@click.argument("type_", metavar="TYPE")
@click.argument("source")
@common
def remove(call: Call, name: str, type_: str, source: str) -> int:
    """Take a line out of NAME's lookups."""
    with opened(call.instance) as parts:
        actions.remove(parts, magento(parts, name).id, type_, source)
    call.say({"type": type_, "removed": source}, f"{type_}: {source} removed.")
    return SUCCEEDED


def magento(parts: Parts, name: str) -> Connection:
    found = named(parts, name)
    if found.kind == "nav":
        raise click.UsageError(f"{found.name} is NAV: lookups belong to Magento connections.")
    return found


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}.") from error


COMMANDS = (lookups,)
