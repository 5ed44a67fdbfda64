"""A preview: one record as it would be sent now, and with other overrides. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from navmage_dash.db import records
from navmage_dash.db.connections import Connection
from navmage_dash.db.runs import Run, Step
from navmage_dash.errors import RecordError
from navmage_dash.jobs import Workshop
from navmage_dash.offer import limit
from navmage_dash.parts import Parts
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync import mapping, planning
from navmage_dash.sync.engine import Job
from navmage_dash.sync.lost import Deleted
from navmage_dash.sync.mapping import Rule
from navmage_dash.sync.overrides import Override, overridden
from navmage_dash.sync.records import Row, Todo, Value
from navmage_dash.sync.scenario import Scenario


@dataclass(frozen=True)
class Made:
    """What a mapping makes of a field, or why it cannot."""

    value: Value = None
    wrong: str = ""


@dataclass(frozen=True)
class Line:
    field: str
    before: Made  # without any override
    after: Made

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Preview:
    lines: Sequence[Line]
    held: str = ""  # why it would not be sent all the same: a filter, or what its check says


def preview(
    parts: Parts, connection: Connection, scenario: str, key: str, overrides: Sequence[Override]
) -> Preview:
    """As if the target did not have it yet. A person waits for it: nothing is asked twice.

    Raises RecordError where there is no such record, RunError, Unavailable.
    """
    found = records.keyed(parts.db, connection.id, scenario, key)
    if found is None:
        raise RecordError(f"There is no record {key!r} of this scenario: choose one of the list.")
    todo = Todo(id=found.id, key=found.key, row=found.row)
    workshop = Workshop(
        db=parts.db, clock=parts.clock, vault=parts.vault, instance=parts.instance, tries=1
    )
    carrying = workshop.begin(_no_run(connection, scenario, parts.now()))
    try:
        job = carrying.job(_no_step(scenario))
        source, _ = job.ends()
        [(_, row)] = planning.gather(job, source, [todo])
        if row.get(planning.GONE):
            raise Deleted(key)
        declared = limit(connection, job.scenario).narrowed(SCENARIOS[scenario])
        return Preview(_lines(job, declared, row, overrides), _held(job, todo, row))
    finally:
        carrying.close()


def _held(job: Job, todo: Todo, row: Row) -> str:
    try:
        planning.checked(job, todo, row)
    except RecordError as error:
        return str(error)
    return ""


def _lines(job: Job, declared: Scenario, row: Row, overrides: Sequence[Override]) -> list[Line]:
    """declared: as it holds at this connection, without what its users chose."""
    given, under = row, ""
    if declared.merge is not None:
        common = mapping.apply(declared.merge.source, row, job.lookups)
        given, under = {"common": common, "row": row, "there": {}, "behind": False}, "row"
    before = _made(declared.mapping, given, job)
    after = _made(overridden(declared.mapping, overrides, under), given, job)
    nothing = Made()
    return [
        Line(field, before.get(field, nothing), after.get(field, nothing))
        for field in dict.fromkeys([*before, *after])
    ]


def _made(rules: Sequence[Rule], row: Row, job: Job) -> dict[str, Made]:
    """Rule by rule, so that one that cannot be followed hides no other."""
    made: dict[str, Made] = {}
    for rule in rules:
        try:
            fields = mapping.apply([rule], row, job.lookups)
        except RecordError as error:
            made[rule.to] = Made(wrong=str(error))
        else:
            made |= {name: Made(value) for name, value in fields.items()}
    return made


def _no_run(connection: Connection, scenario: str, now: str) -> Run:
    """A dry run that is in no queue."""
    return Run(
        id=0,
        connection_id=connection.id,
        scenarios=(scenario,),
        dry=True,
        full=False,
        wanted_by="",
        state="running",
        note="",
        attempts=1,
        cancel_asked=False,
        queued_at=now,
        due_at=now,
        started_at=now,
        ended_at=None,
    )


def _no_step(scenario: str) -> Step:
    counts = dict.fromkeys(
        "read due created updated unchanged skipped waiting conflict failed calls".split(), 0
    )
    return Step(
        run_id=0,
        position=0,
        scenario=scenario,
        state="running",
        note="",
        started_at=None,
        ended_at=None,
        **counts,
    )
