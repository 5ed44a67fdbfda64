"""Overrides: what users put in the place of a mapping rule, at one connection."""

from collections.abc import Iterator
from typing import get_args

from navmage_dash.actions import Invalid
from navmage_dash.db import connections, overrides
from navmage_dash.db.connections import Connection
from navmage_dash.offer import limit, not_offered
from navmage_dash.parts import Parts
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.overrides import Kind, Override, takes

LONGEST = 1000


def put(parts: Parts, connection_id: int, scenario: str, made: Override) -> None:
    """Raises Invalid by field: scenario, field, kind, value."""
    overrides.put(parts.db, connection_id, scenario, demanded(parts, connection_id, scenario, made))


def remove(parts: Parts, connection_id: int, scenario: str, field: str) -> None:
    overrides.remove(parts.db, connection_id, scenario, field)


def demanded(parts: Parts, connection_id: int, scenario: str, made: Override) -> Override:
    """As it is to be stored. Raises Invalid."""
    value = "" if made.kind == "blank" else made.value.strip()
    trimmed = Override(made.field.strip(), made.kind, value)
    problems: dict[str, list[str]] = {}
    connection = connections.find(parts.db, connection_id)
    for name, text in _wrong(connection, scenario, trimmed):
        problems.setdefault(name, []).append(text)
    if problems:
        raise Invalid(problems)
    return trimmed


def _wrong(connection: Connection | None, name: str, made: Override) -> Iterator[tuple[str, str]]:
    scenario = SCENARIOS.get(name)
    if scenario is None:
        yield "scenario", f"There is no scenario {name!r}."
    elif reason := connection and not_offered(connection, scenario):
        yield "scenario", reason
    elif not takes(scenario.mapping, made.field):
        yield "field", f"The mapping of {scenario.title} has no field {made.field!r}."
    elif reason := connection and limit(connection, scenario).left_out(made.field):
        yield "field", reason
    elif made.field in scenario.target.key:
        yield "field", f"{made.field} names the record there: it cannot be another one."
    if made.kind not in get_args(Kind):
        yield "kind", f"Use one of {', '.join(get_args(Kind))}."
    elif made.kind != "blank" and not 1 <= len(made.value) <= LONGEST:
        what = "the value" if made.kind == "constant" else "a field of the source"
        yield "value", f"Enter {what}, of 1 to {LONGEST} characters."
    elif made.kind == "field" and any(each.isspace() for each in made.value):
        yield "value", "Enter one field's name, as in item.Base_Unit_of_Measure."
