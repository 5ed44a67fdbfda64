"""Dates as a Magento writes them, and cursors: what reading changes of either platform shares.

updated_at and created_at are UTC, to the second (recorded from Magento 2.4.7 and OpenMage 20.0.20).
A date that Magento cannot read it takes for 'no condition', so each date is read here first.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from navmage_dash.errors import RunError
from navmage_dash.sync.mapping import fingerprint
from navmage_dash.sync.scenario import Condition

CREATED, UPDATED = "created_at", "updated_at"
OVERLAP = timedelta(minutes=10)  # clocks differ, and a transaction ends after its updated_at
FORMAT = "%Y-%m-%d %H:%M:%S"
BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)


def moment(text: str) -> datetime:
    """A date and time as Magento or a person gives it, UTC where it says no other zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise RunError(
            f"{text!r} is no date: give it as 2026-11-21 17:33:00. Magento would take it for no "
            "condition at all."
        ) from error
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def shown(at: datetime) -> str:
    return at.strftime(FORMAT)


def start_of(since: str) -> datetime:
    """Where to begin to read what changed since a cursor; '' for everything."""
    return max(moment(since) - OVERLAP, BEGINNING) if since else BEGINNING


def dated(condition: Condition) -> Condition:
    """Dates are compared as Magento writes them, in UTC."""
    if not condition.field.endswith("_at") or condition.value == "":
        return condition
    if isinstance(condition.value, str):
        return replace(condition, value=shown(moment(condition.value)))
    return replace(condition, value=tuple(shown(moment(str(each))) for each in condition.value))


def cursors(since: str, where: Sequence[Condition]) -> dict[str, str]:
    """By list, from JSON: {list: cursor, …, 'where': the conditions in short}.

    Where others are given by now (an earlier start date, one store view more) there are none, and
    everything is read once more: what they left out may be older than its cursor.
    """
    meant = {"where": fingerprint({"all": sorted(map(_said, where))})}
    there: dict[str, str] = json.loads(since) if since.startswith("{") else {}
    return there if there.get("where") == meant["where"] else meant


def _said(condition: Condition) -> str:
    value = condition.value
    values = [value] if isinstance(value, str | bool) else sorted(map(str, value))
    return json.dumps([condition.field, condition.op, values])
