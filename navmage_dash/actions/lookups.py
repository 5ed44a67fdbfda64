"""Lookups: tables of values that users own, for each connection."""

from navmage_dash.actions import Invalid
from navmage_dash.db import known
from navmage_dash.parts import Parts
from navmage_dash.scenarios.lookups import ALL, LOOKUPS

LONGEST = 255


def put(parts: Parts, connection_id: int, type_: str, source: str, destination: str) -> None:
    """Add a line or change it. Raises Invalid by field: type, source, destination."""
    problems: dict[str, list[str]] = {}
    if type_ not in LOOKUPS:
        problems["type"] = [f"There is no lookup {type_!r}: use {', '.join(LOOKUPS)}."]
    elif source.strip() != ALL:
        problems["source"] = [f"Enter {ALL}: this lookup has one line, for all items."]
    text = destination.strip()
    if not text or len(text) > LONGEST:
        problems["destination"] = [f"Enter a value of 1 to {LONGEST} characters."]
    if problems:
        raise Invalid(problems)
    known.put(parts.db, connection_id, type_, source.strip(), text)


def remove(parts: Parts, connection_id: int, type_: str, source: str) -> None:
    known.remove(parts.db, connection_id, type_, source)
