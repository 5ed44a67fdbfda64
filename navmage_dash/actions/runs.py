"""Asking for runs, and for what failed to be tried again: Schedule Sync, Dry run, Retry, timers."""

from collections.abc import Sequence
from datetime import timedelta

from navmage_dash.actions import Invalid, Refused
from navmage_dash.db import connections, known, records, runs, schedules
from navmage_dash.db.connections import Connection
from navmage_dash.db.runs import Run
from navmage_dash.db.schedules import Schedule
from navmage_dash.offer import ONLY_SHOPS, masters, not_offered, offered, switched_off
from navmage_dash.parts import Parts
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.scenario import Scenario
from navmage_dash.sync.schedule import next_due

EVERYTHING = "*"
VANISHED = "vanished"  # the cause of what is to be made again, where Retry is pressed
TIMER = "schedule"  # who wanted a run that nobody asked for


def ask_for_run(
    parts: Parts,
    connection: Connection,
    scenarios: Sequence[str] | None = None,
    *,
    dry: bool = False,
    full: bool = False,
    wanted_by: str = "",
) -> tuple[Run, bool]:
    """Put a run on the queue: all scenarios that the connection offers, or those named.

    Returns (run, True), or (the run that waits or runs already, False). Raises Refused; so too
    where a full run is wanted, and one that is not full is under way.
    """
    wanted = in_order(parts, connection, scenarios)
    if reason := _refused_whole(parts, connection):
        raise Refused(reason)
    if reason := _gate(parts, connection, wanted, dry=dry):
        raise Refused(reason)
    run, new = runs.ask(
        parts.db, connection.id, wanted, parts.now(), dry=dry, full=full, wanted_by=wanted_by
    )
    if full and not run.full:
        raise Refused(
            f"Run {run.id} of the same scenarios is under way and reads only what changed: wait "
            "for its end, or cancel it, then ask for the full run again."
        )
    if not new and wanted_by != TIMER:
        runs.hurry(parts.db, run.id, parts.now())  # a person asks: it waits no longer
    parts.runner.wake()
    return run, new


def in_order(parts: Parts, connection: Connection, scenarios: Sequence[str] | None) -> list[str]:
    """In the order they depend on each other. Raises Refused for what is not carried there."""
    if scenarios is None:
        every = offered(connection)
        return [each.name for each in every if not switched_off(parts.db, connection, each)]
    for name in scenarios:
        if name not in SCENARIOS:
            raise Refused(f"there is no scenario {name!r}: use one of {', '.join(SCENARIOS)}")
        if reason := _never(parts, connection, SCENARIOS[name]):
            raise Refused(reason)
    return [name for name in SCENARIOS if name in scenarios]


def _never(parts: Parts, connection: Connection, scenario: Scenario) -> str:
    return not_offered(connection, scenario) or switched_off(parts.db, connection, scenario)


def refusal(parts: Parts, connection: Connection, scenario: str) -> str:
    """Why this scenario may not run now, and what to do; '' where it may."""
    try:
        wanted = in_order(parts, connection, [scenario])
    except Refused as refused:
        return str(refused)
    return _refused_whole(parts, connection) or _gate(parts, connection, wanted)


def _refused_whole(parts: Parts, connection: Connection) -> str:
    if connection.kind == "nav":
        return ONLY_SHOPS
    if not connection.enabled:
        return (
            f"Cannot add a sync job to the queue: {connection.name} is not active. "
            "Enable it on its page."
        )
    nav = connections.nav(parts.db)
    if nav is None:
        return "There is no NAV connection yet: add it under Connections."
    for each in (nav, connection):
        if not each.check_ok:
            return f"{each.name} has not been checked successfully: press Check Connection."
    return ""


def _gate(parts: Parts, connection: Connection, wanted: Sequence[str], *, dry: bool = False) -> str:
    """Scenarios wait for the master data that items refer to; the same run may bring it.

    A dry run brings none: each item would be shown as failing for want of it.
    """
    if all(SCENARIOS[name].master for name in wanted):
        return ""
    done = known.completed(parts.db, connection.id) | (set() if dry else set(wanted))
    missing = [each.title for each in masters(connection) if each.name not in done]
    if not missing:
        return ""
    first = "schedule it first" + ("." if dry else ", or all scenarios together.")
    return f"The master data of {connection.name} has not run yet ({', '.join(missing)}): {first}"


def ask_by_timer(parts: Parts, connection_id: int, scenario: str) -> None:
    connection = connections.find(parts.db, connection_id)
    if connection is not None:
        names = None if scenario == EVERYTHING else [scenario]
        ask_for_run(parts, connection, names, wanted_by=TIMER)


def retry(parts: Parts, ids: Sequence[int], wanted_by: str = "") -> list[Run]:
    """Make these records due at once and ask for their scenarios. Raises Refused."""
    again: dict[int, set[str]] = {}
    for record in records.retry(parts.db, ids, parts.now()):
        again.setdefault(record.connection_id, set()).add(record.scenario)
        _make_again(parts, record)
    asked = []
    for connection_id, names in again.items():
        connection = connections.find(parts.db, connection_id)
        if connection is not None:
            run, _ = ask_for_run(parts, connection, sorted(names), wanted_by=wanted_by)
            asked.append(run)
    return asked


def _make_again(parts: Parts, record: records.Record) -> None:
    if record.cause == VANISHED:
        of = SCENARIOS[record.scenario]
        connection, key = record.connection_id, record.key
        both_ways = of.merge is not None
        records.make_again(parts.db, connection, of.ledger, key, parts.now(), both_ways=both_ways)
        if of.identity and not both_ways:
            beside = {each.ledger for each in SCENARIOS.values() if each.source == of.source}
            records.forget(parts.db, connection, sorted(beside - {of.ledger}), key)


def set_schedule(
    parts: Parts, connection_id: int, scenario: str, minutes: int | None, cron: str | None
) -> Schedule:
    """Every so many minutes (1 to 10080), or by a cron expression. Raises Invalid."""
    now = parts.clock.now()
    if (minutes is None) == (not cron):
        raise Invalid({"minutes": ["Give either minutes or a cron expression."]})
    if minutes is not None and not 1 <= minutes <= 10_080:
        raise Invalid({"minutes": ["Give 1 to 10080 minutes (a week)."]})
    if problem := _unknown(parts, connection_id, scenario):
        raise Invalid({"scenario": [problem]})
    try:
        due_at = next_due(minutes, cron or None, now, now, None)
    except ValueError as error:
        raise Invalid({"cron": [str(error)]}) from error
    schedule = Schedule(
        connection_id=connection_id,
        scenario=scenario,
        minutes=minutes,
        cron=cron or None,
        due_at=(due_at if minutes is None else now + timedelta(minutes=minutes)).isoformat(),
    )
    schedules.put(parts.db, schedule)
    return schedule


def _unknown(parts: Parts, connection_id: int, scenario: str) -> str:
    if scenario == EVERYTHING:
        return ""
    if scenario not in SCENARIOS:
        return f"There is no scenario {scenario!r}."
    connection = connections.find(parts.db, connection_id)
    return not_offered(connection, SCENARIOS[scenario]) if connection else ""


def clear_schedule(parts: Parts, connection_id: int, scenario: str) -> None:
    schedules.remove(parts.db, connection_id, scenario)
