"""From rows to writes: gather what makes up each record, map it, and say what would change."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.sync import mapping
from navmage_dash.sync.ports import Source, Target
from navmage_dash.sync.records import Fields, Outcome, Result, Row, Todo, Write

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job

GONE = "gone"  # in the row of a record that its source no longer has
INACTIVE = {"Active": "0"}  # what the target is told of such a one

Gathered = Sequence[tuple[Todo, Row]]
Planned = list[tuple[Todo, Write]]


def gather(job: "Job", source: Source, todos: Sequence[Todo]) -> Gathered:
    """Each record with its joined rows: {…the due row, 'item': {…}, 'websites': [{…}, …]}."""
    rows: dict[str, dict[str, Any]] = {todo.key: dict(todo.row) for todo in todos}
    keys = [todo.key for todo in todos if not todo.row.get(GONE)]
    for join in job.scenario.joins:
        for row in rows.values():
            row[join.name] = [] if join.many else None
        where = job.scope if join.scoped else ()
        for found in source.by_keys(join.entity, join.field, keys, where):
            row = rows.get(str(found[join.field]), {})
            if join.many:
                row.setdefault(join.name, []).append(found)
            else:
                row[join.name] = found
    return [(todo, rows[todo.key]) for todo in todos]


def plan(job: "Job", target: Target, gathered: Gathered) -> tuple[list[Result], Planned]:
    """What needs no sending, with its outcome, and what is to be sent, with its changes."""
    there = what_is_there(job, target, [todo.key for todo, _ in gathered])
    results: list[Result] = []
    writes: Planned = []
    for todo, row in gathered:
        try:
            write = _write(job, todo, row, there.get(todo.key))
        except Skip as reason:
            results.append(Result(todo=todo, outcome=Outcome.SKIPPED, note=str(reason)))
        except RecordError as error:
            results.append(Result(todo=todo, outcome=Outcome.FAILED, note=str(error)))
        else:
            if write.changes or write.action == "create":
                writes.append((todo, write))
            else:
                results.append(Result(todo=todo, outcome=Outcome.UNCHANGED, write=write))
    return results, writes


def what_is_there(
    job: "Job", target: Target, keys: Sequence[str]
) -> Mapping[str, tuple[str, Fields]]:
    """By key: the target's id and values, from the ledger, or asked for where it knows nothing.

    A full run asks for all of them, so that what was changed at the target is seen. Absolute
    values need no asking, but a dry run shows what they would replace.
    """
    known = {key: (each.remote_id, each.fields) for key, each in job.book.ledger(keys).items()}
    if job.scenario.absolute and not (job.dry or job.full):
        return known
    asked = [key for key in keys if job.full or key not in known]
    if not asked:
        return known
    names = [rule.to for rule in job.scenario.mapping]
    found = target.find(job.scenario.target, asked, names)
    kept = {key: value for key, value in known.items() if key not in asked}
    return kept | {key: (each.remote_id, each.fields) for key, each in found.items()}


def _write(job: "Job", todo: Todo, row: Row, there: tuple[str, Fields] | None) -> Write:
    scenario = job.scenario
    remote_id, before = there or ("", {})
    if todo.row.get(GONE):
        fields: Fields = {**before, **INACTIVE}
    else:
        if scenario.check:
            scenario.check(row, job.lookups)
        new = there is None and not scenario.absolute
        fields = mapping.apply(scenario.mapping, row, job.lookups, new=new)
    return Write(
        key=todo.key,
        action="create" if there is None and not scenario.absolute else "update",
        fields={**before, **fields},
        changes=mapping.differences(before, fields),
        remote_id=remote_id,
    )
