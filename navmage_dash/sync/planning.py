"""From rows to writes: gather what makes up each record, map it, and say what would change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.sync import mapping
from navmage_dash.sync.ports import Source, Target
from navmage_dash.sync.records import Fields, Outcome, Result, Row, Todo, Write
from navmage_dash.sync.scenario import Scenario

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
        for found in source.by_keys(join.entity, join.field, keys, where, join.names):
            row = rows.get(str(found[join.field]), {})
            if join.many:
                row.setdefault(join.name, []).append(found)
            else:
                row[join.name] = found
    return [(todo, rows[todo.key]) for todo in todos]


def plan(job: "Job", target: Target, gathered: Gathered) -> tuple[list[Result], Planned]:
    """What needs no sending, with its outcome, and what is to be sent, with its changes."""
    results, mapped = _map_all(job, gathered)
    names = sorted({name for _, fields in mapped for name in fields})
    there = what_is_there(job, target, [todo.key for todo, _ in mapped], names)
    plan_one = _Planner(job.scenario)
    writes: Planned = []
    for todo, fields in mapped:
        write = plan_one(todo, fields, there.get(todo.key))
        if write.changes or write.action == "create":
            writes.append((todo, write))
        else:
            results.append(Result(todo=todo, outcome=Outcome.UNCHANGED, write=write))
    return results, writes


def _map_all(job: "Job", gathered: Gathered) -> tuple[list[Result], list[tuple[Todo, Fields]]]:
    results: list[Result] = []
    made: list[tuple[Todo, Fields]] = []
    for todo, row in gathered:
        try:
            made.append((todo, mapped(job, todo, row)))
        except Skip as reason:
            results.append(Result(todo=todo, outcome=Outcome.SKIPPED, note=str(reason)))
        except RecordError as error:
            results.append(Result(todo=todo, outcome=Outcome.FAILED, note=str(error)))
    return results, made


def read_again(job: "Job", source: Source, todos: Sequence[Todo]) -> dict[str, Row]:
    """The rows of these records as the source has them now, by key."""
    endpoint = job.scenario.source
    keys = [todo.key for todo in todos]
    rows = source.by_keys(endpoint.entity, endpoint.key[0], keys, job.scope)
    return {job.scenario.key_of(row): row for row in rows}


def mapped(job: "Job", todo: Todo, row: Row) -> Fields:
    """What the record is to be at the target. Raises RecordError."""
    if todo.row.get(GONE):
        return INACTIVE
    if job.scenario.check:
        mapping.checked(job.scenario.check, row, job.lookups)
    return mapping.apply(job.scenario.mapping, row, job.lookups)


@dataclass(frozen=True)
class There:
    """A record as the target has it."""

    remote_id: str
    fields: Fields
    ours: Collection[str] = ()  # the fields that we gave a value before, for all we know


def what_is_there(
    job: "Job", target: Target, keys: Sequence[str], names: Collection[str]
) -> Mapping[str, There]:
    """By key, from the ledger, or asked for where that knows nothing.

    A full run asks for all of them, so that what was changed at the target is seen. Absolute
    values need no asking, but a dry run shows what they would replace.
    """
    known = {
        key: There(each.remote_id, each.fields, {n for n, value in each.fields.items() if value})
        for key, each in job.book.ledger(keys).items()
    }
    if job.scenario.absolute and not (job.dry or job.full):
        return known
    asked = [key for key in keys if job.full or key not in known]
    if not asked:
        return known
    ours = {name for each in known.values() for name in each.ours}
    found = target.find(job.scenario.target, asked, sorted({*names, *ours}))
    kept = {key: value for key, value in known.items() if key not in asked}
    return kept | {
        key: There(each.remote_id, each.fields, known[key].ours if key in known else ())
        for key, each in found.items()
    }


class _Planner:
    """Says of each record what would change; made once for many of them."""

    def __init__(self, scenario: Scenario) -> None:
        self._creates = not scenario.absolute
        self._kept = frozenset(rule.to for rule in scenario.mapping if rule.create_only)
        self._stems = tuple(rule.to[:-1] for rule in scenario.mapping if rule.to.endswith(".*"))
        self._mirrors = scenario.master

    def __call__(self, todo: Todo, fields: Fields, there: There | None) -> Write:
        before = there.fields if there else {}
        wanted = self._wanted(fields, there) if there else fields
        return Write(
            key=todo.key,
            action="create" if there is None and self._creates else "update",
            fields={**self._ours(there), **wanted},
            changes=mapping.differences(before, wanted),
            remote_id=there.remote_id if there else "",
        )

    def _wanted(self, fields: Fields, there: There) -> Fields:
        """Without what is only for a new one. What we sent and whose line or text is no more is
        blanked; what others wrote there is not ours to take away.
        """
        wanted = {
            name: value
            for name, value in fields.items()
            if name not in self._kept and (value or self._mirrors or name in there.ours)
        }
        if self._stems:
            sent = (name for name in there.ours if name.startswith(self._stems))
            wanted |= dict.fromkeys(name for name in sent if name not in wanted)
        return wanted

    @staticmethod
    def _ours(there: There | None) -> Fields:
        """What was asked for on behalf of other records, and is others' there, is not learnt."""
        if there is None:
            return {}
        return {name: value for name, value in there.fields.items() if name in there.ours}
