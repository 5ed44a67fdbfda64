"""operator add, list, password: who may sign in."""

import dataclasses
import sys

import click

from navmage_dash.actions import operators as actions
from navmage_dash.cli.program import SUCCEEDED, Call, common, table
from navmage_dash.db import operators
from navmage_dash.start import opened


@click.group()
def operator() -> None:
    """Add operators and set their passwords."""


@operator.command()
@click.argument("name")
@click.option("--administrator", is_flag=True, help="May change all connections.")
@common
def add(call: Call, name: str, administrator: bool) -> int:
    """Add an operator; set a password next, without one there is no signing in."""
    with opened(call.instance) as parts:
        added = actions.add(parts, name, administrator=administrator)
    value = {"id": added.id, "name": added.name, "administrator": added.administrator}
    call.say(value, f"Added {added.name}. Set a password: operator password NAME.")
    return SUCCEEDED


@operator.command("list")
@common
def list_(call: Call) -> int:
    """All operators. The first is this machine's user."""
    with opened(call.instance) as parts:
        found = operators.all_operators(parts.db)
    rows = [
        {k: v for k, v in dataclasses.asdict(each).items() if k != "password_hash"}
        | {"password": bool(each.password_hash)}
        for each in found
    ]
    cells = [(row["name"], row["administrator"], row["password"]) for row in rows]
    call.say(rows, table(("name", "administrator", "password set"), cells))
    return SUCCEEDED


@operator.command()
@click.argument("name")
@common
def password(call: Call, name: str) -> int:
    """Set an operator's password: asked for at a terminal, else a line of standard input."""
    with opened(call.instance) as parts:
        found = operators.named(parts.db, name)
        if found is None:
            there = ", ".join(each.name for each in operators.all_operators(parts.db))
            raise click.UsageError(f"There is no operator {name!r}; there are: {there}.")
        actions.set_password(parts, found, _asked())
    call.say({"name": found.name}, f"The password of {found.name} is set.")
    return SUCCEEDED


def _asked() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


COMMANDS = (operator,)
