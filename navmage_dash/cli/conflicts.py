"""conflicts list, take, put: fields that NAV and Magento changed differently."""

import dataclasses
from typing import cast

import click

from navmage_dash.actions import conflicts as deciding
from navmage_dash.cli.lookups import magento
from navmage_dash.cli.program import ID, SUCCEEDED, Call, common, table
from navmage_dash.cli.sync import carried, me
from navmage_dash.db import conflicts as kept
from navmage_dash.db.conflicts import Side
from navmage_dash.start import opened


@click.group()
def conflicts() -> None:
    """What both sides changed, to be decided."""


@conflicts.command("list")
@click.option("--connection", "name", help="Of this connection only.")
@common
def list_(call: Call, name: str | None) -> int:
    """Those to be decided, with their ids."""
    with opened(call.instance) as parts:
        found = kept.to_decide(parts.db, magento(parts, name).id if name else None)
    heads = ("id", "connection", "scenario", "key", "field", "base", "nav", "magento")
    cells = [[getattr(each, head) for head in heads] for each in found]
    said = table(heads, cells) if found else "There is nothing to decide."
    call.say([dataclasses.asdict(each) for each in found], said)
    return SUCCEEDED


@conflicts.command()
@click.argument("side", type=click.Choice(["nav", "magento"]))
@click.argument("ids", nargs=-1, type=ID, required=True, metavar="ID …")
@common
def take(call: Call, side: str, ids: tuple[int, ...]) -> int:
    """Take NAV's value or Magento's; records that are through are carried, and waited for."""
    with opened(call.instance) as parts:
        return carried(call, parts, deciding.take(parts, ids, cast(Side, side), me()), [])


@conflicts.command()
@click.argument("conflict_id", type=ID, metavar="ID")
@click.argument("value")
@common
def put(call: Call, conflict_id: int, value: str) -> int:
    """Take a value of your own; '' is blank."""
    with opened(call.instance) as parts:
        return carried(call, parts, deciding.take_value(parts, conflict_id, value, me()), [])


COMMANDS = (conflicts,)
