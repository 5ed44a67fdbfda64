"""options, filters, overrides, preview: what users set for scenarios at a Magento connection."""

import dataclasses
from typing import cast

import click

from navmage_dash.actions import filters as letting
from navmage_dash.actions import options as choosing
from navmage_dash.actions import overrides as overriding
from navmage_dash.actions.preview import Made, preview
from navmage_dash.cli.lookups import magento
from navmage_dash.cli.program import FAILED, ID, SUCCEEDED, Call, common, table
from navmage_dash.db import filters as kept_filters
from navmage_dash.db import overrides as kept_overrides
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.scenarios.options import OPTIONS
from navmage_dash.start import opened
from navmage_dash.sync.overrides import Kind, Override

SCENARIO = click.Choice(list(SCENARIOS))


@click.group()
def options() -> None:
    """How scenarios work at a connection."""


@options.command("list")
@click.argument("name")
@common
def list_options(call: Call, name: str) -> int:
    """All options of the Magento connection NAME, as they hold now."""
    with opened(call.instance) as parts:
        held = choosing.of(parts, magento(parts, name))
    cells = [(each, value, OPTIONS[each].title) for each, value in held.items()]
    call.say(held, table(("option", "value", "what"), cells))
    return SUCCEEDED


@options.command("put")
@click.argument("name")
@click.argument("option")
@click.argument("value")
@common
def put_option(call: Call, name: str, option: str, value: str) -> int:
    """Choose an option: 1 and 0 for yes and no."""
    with opened(call.instance) as parts:
        of = magento(parts, name)
        choosing.put(parts, of, {option: value})
        held = choosing.of(parts, of)[option]
    call.say({option: held}, f"{option}: {held}")
    return SUCCEEDED


@click.group()
def filters() -> None:
    """Which records of a scenario are let through."""


@filters.command("list")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@common
def list_filters(call: Call, name: str, scenario: str) -> int:
    """The filters of a scenario at NAME; a record has to meet them all."""
    with opened(call.instance) as parts:
        found = kept_filters.of(parts.db, magento(parts, name).id, scenario)
    cells = [(each.id, each.field, each.condition, each.value) for each in found]
    said = table(("id", "field", "condition", "value"), cells) if found else "There is no filter."
    call.say([dataclasses.asdict(each) for each in found], said)
    return SUCCEEDED


@filters.command("add")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@click.argument("field")
@click.argument("condition")
@click.argument("value", default="")
@common
def add_filter(call: Call, name: str, scenario: str, field: str, condition: str, value: str) -> int:
    """CONDITION: criteria (NAV's filter language), or eq, neq, in … where Magento is the source."""
    with opened(call.instance) as parts:
        of = magento(parts, name)
        letting.add(parts, of.id, scenario, field, condition, value)
        added = kept_filters.of(parts.db, of.id, scenario)[-1]
    call.say(dataclasses.asdict(added), f"Filter {added.id}: only where {added.words}")
    return SUCCEEDED


@filters.command("remove")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@click.argument("filter_id", type=ID, metavar="ID")
@common
def remove_filter(call: Call, name: str, scenario: str, filter_id: int) -> int:
    """What it had left out is carried with the next run."""
    with opened(call.instance) as parts:
        letting.remove(parts, magento(parts, name).id, scenario, filter_id)
    call.say({"removed": filter_id}, f"Filter {filter_id} removed.")
    return SUCCEEDED


@click.group()
def overrides() -> None:
    """What stands in the place of a scenario's mapping rules."""


@overrides.command("list")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@common
def list_overrides(call: Call, name: str, scenario: str) -> int:
    """The overrides of a scenario at NAME."""
    with opened(call.instance) as parts:
        found = kept_overrides.of(parts.db, magento(parts, name).id, scenario)
    cells = [(each.field, each.words) for each in found]
    said = table(("field", "takes"), cells) if found else "There is no override."
    call.say([dataclasses.asdict(each) for each in found], said)
    return SUCCEEDED


@overrides.command("put")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@click.argument("field")
@click.argument("kind", type=click.Choice(["constant", "field", "blank"]))
@click.argument("value", default="")
@common
def put_override(call: Call, name: str, scenario: str, field: str, kind: str, value: str) -> int:
    """VALUE: the constant, or the path of the source's field."""
    made = Override(field, cast(Kind, kind), value)
    with opened(call.instance) as parts:
        overriding.put(parts, magento(parts, name).id, scenario, made)
    call.say(dataclasses.asdict(made), f"{made.field}: {made.words}")
    return SUCCEEDED


@overrides.command("remove")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@click.argument("field")
@common
def remove_override(call: Call, name: str, scenario: str, field: str) -> int:
    """The declared rule counts again."""
    with opened(call.instance) as parts:
        overriding.remove(parts, magento(parts, name).id, scenario, field)
    call.say({"removed": field}, f"{field}: by the mapping again.")
    return SUCCEEDED


@click.command("preview")
@click.argument("name")
@click.argument("scenario", type=SCENARIO)
@click.argument("key")
@common
def preview_(call: Call, name: str, scenario: str, key: str) -> int:
    """One record as it would be sent by the mapping, and with the overrides. Writes nothing."""
    with opened(call.instance) as parts:
        of = magento(parts, name)
        found = preview(parts, of, scenario, key, kept_overrides.of(parts.db, of.id, scenario))
    heads = ("field", "by the mapping", "with overrides")
    cells = [(each.field, shown(each.before), shown(each.after)) for each in found.lines]
    said = table(heads, cells)
    call.say(dataclasses.asdict(found), f"{said}\n\n✗ {found.held}" if found.held else said)
    wrong = found.held or any(each.after.wrong for each in found.lines)
    return FAILED if wrong else SUCCEEDED


def shown(made: Made) -> str:
    value = ", ".join(made.value) if isinstance(made.value, tuple) else made.value or ""
    return f"✗ {made.wrong}" if made.wrong else value


COMMANDS = (options, filters, overrides, preview_)
