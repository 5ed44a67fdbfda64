"""The settings of a connection's scenarios: what is chosen, and what may be."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from navmage_dash.actions import Invalid
from navmage_dash.db import connections, options
from navmage_dash.db.connections import Connection
from navmage_dash.offer import options_of, usual
from navmage_dash.parts import Parts
from navmage_dash.scenarios.options import OPTIONS, Option, defaults
from navmage_dash.sync.mapping import plain

MOST = Decimal(100)


def of(parts: Parts, connection: Connection) -> dict[str, str]:
    """All options by name, as they hold now."""
    return options_of(parts.db, connection)


def put(parts: Parts, connection: Connection, values: Mapping[str, str]) -> None:
    """Those named are chosen so; what was left out by it is looked at again.

    Not what was paid online: money of old orders moves by nobody's choice of a setting. Raises
    Invalid by option name.
    """
    wanted = {name: _written(name, value) for name, value in values.items()}
    problems: dict[str, list[str]] = {}
    for name, text in _problems(parts, connection, wanted):
        problems.setdefault(name, []).append(text)
    if problems:
        raise Invalid(problems)
    default, before = usual(connection), of(parts, connection)
    kept = {name: None if value == default[name] else value for name, value in wanted.items()}
    options.put(parts.db, connection.id, kept)
    after = of(parts, connection)
    for scenario in {OPTIONS[name].opens for name in after if after[name] != before[name]} - {""}:
        options.open_again(parts.db, connection.id, scenario, parts.now())


def keep_named(parts: Parts, before: Connection, after: Connection) -> None:
    """A connection got another name: what goes by the name stays as it was.

    Else its orders would get other numbers in NAV, and be made a second time.
    """
    was, stored = defaults(before), options.of(parts.db, before.id)
    moved = {name for name, value in defaults(after).items() if value != was[name]}
    options.put(parts.db, after.id, {name: was[name] for name in moved - set(stored)})


def _written(name: str, value: str) -> str:
    """One spelling for each value: capitals in prefixes, no blanks in lists, plain numbers."""
    option, text = OPTIONS.get(name), value.strip()
    if option is None:
        return text
    if option.unique:
        return text.upper()
    if option.name in ("order_states", "b2b_rule"):
        return re.sub(r"\s*([,:])\s*", r"\1", text)
    number = _number(text) if option.kind == "number" else None
    return plain(number) if number is not None else text


def _problems(
    parts: Parts, connection: Connection, wanted: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name, value in wanted.items():
        option = OPTIONS.get(name)
        if option is None:
            yield name, f"There is no option {name!r}: use one of {', '.join(OPTIONS)}."
            continue
        yield from ((name, text) for text in _wrong(option, value))
        if option.unique:
            yield from ((name, text) for text in _taken(parts, connection, name, value))
    both = of(parts, connection) | dict(wanted)
    if both["guests"] == "collective" and not both["collective_customer"]:
        at = "collective_customer" if "collective_customer" in wanted else "guests"
        yield at, "Say which customer, where guests are all one customer's."


def _wrong(option: Option, value: str) -> Iterator[str]:
    if option.kind in ("choice", "yes_no"):
        known = option.choices or {"1": "", "0": ""}
        if value not in known:
            yield f"Choose one of {', '.join(known)}."
    elif option.kind == "number":
        number = _number(value)
        if number is None or not 0 <= number <= MOST:
            yield f"Enter a number from 0 to {MOST}, as in 0.05."
    elif not re.fullmatch(option.form, value):
        yield option.says


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _taken(parts: Parts, connection: Connection, name: str, value: str) -> Iterator[str]:
    """Two connections with one prefix would take each other's records for their own."""
    for other in connections.all_connections(parts.db, "magento"):
        if other.id != connection.id and of(parts, other)[name] == value:
            yield f"{other.name} has this one: choose another."
