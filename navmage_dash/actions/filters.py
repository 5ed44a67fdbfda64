"""Filters: which records of a scenario users let through. The others are skipped, saying why."""

from collections.abc import Iterator

from navmage_dash.actions import Invalid
from navmage_dash.db import connections, filters
from navmage_dash.offer import not_offered
from navmage_dash.parts import Parts
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.filters import CONDITIONS, CRITERIA, Filter, condition

LONGEST = 1000


def conditions(scenario: str) -> list[str]:
    """Each side has the language that its users know."""
    nav = SCENARIOS[scenario].source.system == "nav"
    return [CRITERIA] if nav else list(CONDITIONS)


def add(
    parts: Parts, connection_id: int, scenario: str, field: str, condition_: str, value: str
) -> None:
    """Raises Invalid by field: scenario, field, condition, value."""
    made = Filter(field=field.strip(), condition=condition_, value=value.strip())
    problems: dict[str, list[str]] = {}
    for name, text in _wrong(parts, connection_id, scenario, made):
        problems.setdefault(name, []).append(text)
    if problems:
        raise Invalid(problems)
    filters.add(parts.db, connection_id, scenario, made, parts.now())


def remove(parts: Parts, connection_id: int, scenario: str, filter_id: int) -> None:
    filters.remove(parts.db, connection_id, scenario, filter_id, parts.now())


def _wrong(
    parts: Parts, connection_id: int, scenario: str, made: Filter
) -> Iterator[tuple[str, str]]:
    connection = connections.find(parts.db, connection_id)
    if not made.field or any(not each.isprintable() or each.isspace() for each in made.field):
        yield "field", "Enter the name of a field, as in Blocked or item.Item_Category_Code."
    if len(made.field) > LONGEST or len(made.value) > LONGEST:
        yield "value", f"Enter at most {LONGEST} characters."
    if scenario not in SCENARIOS:
        yield "scenario", f"There is no scenario {scenario!r}."
    elif connection and (reason := not_offered(connection, SCENARIOS[scenario])):
        yield "scenario", reason
    elif made.condition not in conditions(scenario):
        yield "condition", f"Use one of {', '.join(conditions(scenario))}."
    else:
        try:
            condition(made.condition, made.value)
        except ValueError as error:
            yield "value", f"This is not understood: {error}."
