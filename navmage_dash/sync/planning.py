"""From rows to writes: gather what makes up each record, map it, and say what would change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from navmage_dash.errors import Elsewhere, RecordError, Skip, Stale, Waiting
from navmage_dash.sync import mapping
from navmage_dash.sync.lost import Deleted, Left, Renamed, Vanished
from navmage_dash.sync.ports import Source, Target
from navmage_dash.sync.records import Fields, Outcome, Result, Row, Todo, Write
from navmage_dash.sync.scenario import Join, Scenario
from navmage_dash.sync.there import There, what_is_there

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job

GONE = "gone"  # in the row of a record that its source no longer has
INACTIVE = {"Active": "0"}  # what the target is told of such a one
UNREADABLE = "unreadable"  # in a row: why its joined rows could not be asked for

Gathered = Sequence[tuple[Todo, Row]]
Planned = list[tuple[Todo, Write]]


def gather(job: "Job", source: Source, todos: Sequence[Todo]) -> Gathered:
    """Each record with its joined rows: {…the due row, 'item': {…}, 'websites': [{…}, …]}."""
    rows: dict[str, dict[str, Any]] = {todo.key: dict(todo.row) for todo in todos}
    if job.scenario.discovery == "changed":
        rows = _afresh(job, source, todos)
    there = {key: row for key, row in rows.items() if not row.get(GONE)}
    for join in job.scenario.joins:
        _join(job, source, join, there)
    return [(todo, rows[todo.key]) for todo in todos]


def _afresh(job: "Job", source: Source, todos: Sequence[Todo]) -> dict[str, dict[str, Any]]:
    """As they are now: a record may have waited for long."""
    now = read_again(job, source, todos)
    return {todo.key: dict(now.get(todo.key, {**todo.row, GONE: True})) for todo in todos}


def _join(job: "Job", source: Source, join: Join, rows: Mapping[str, dict[str, Any]]) -> None:
    system = join.system or job.scenario.source.system
    reader = job.reader(system) if join.system else source
    wanted: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, row in rows.items():
        row[join.name] = [] if join.many else None
        for value in {each.casefold() for each in _named(join, key, row)}:
            wanted[value].append(row)
    if join.when is not None and not join.when(job.lookups):
        return
    where = job.scope[system] if join.scoped else ()
    keys = sorted({value for key, row in rows.items() for value in _named(join, key, row)})
    names = (*join.names, *(join.more(job.lookups) if join.more else ()))
    for found in reader.by_keys(join.entity, join.field, keys, where, names) if keys else ():
        for row in wanted.get(str(found.get(join.field)).casefold(), ()):
            if join.many:
                row[join.name].append(found)
            else:
                row[join.name] = found


def _named(join: Join, key: str, row: dict[str, Any]) -> Sequence[str]:
    """The values that the joined rows go by; none of a row that cannot be read."""
    if join.keys is None:
        return [key]
    try:
        return [value for each in join.keys(row) if (value := str(each or ""))]
    except mapping.UNFOLLOWED as error:
        row[UNREADABLE] = f"its {join.name} cannot be asked for: {error}"
        return []


def plan(job: "Job", target: Target, gathered: Gathered) -> tuple[list[Result], Planned]:
    """What needs no sending, with its outcome, and what is to be sent, with its changes."""
    results, mapped = _map_all(job, gathered)
    names = sorted({name for _, fields in mapped for name in fields})
    wanted = {todo.key: fields for todo, fields in mapped}
    rows = {todo.key: row for todo, row in gathered}
    tried = {todo.key for todo, _ in mapped if todo.tried}
    there = what_is_there(job, target, wanted, names, _called(job.scenario, rows), tried)
    plan_one = _Planner(job.scenario)
    writes: Planned = []
    for todo, fields in mapped:
        found = there.get(todo.key)
        if isinstance(found, Vanished):
            results.append(held(todo, found))
            continue
        if found and (stranger := _stranger(job.scenario, fields, found)):
            results.append(held(todo, stranger))
            continue
        write = plan_one(todo, fields, found)
        if job.scenario.absolute and not (write.changes or job.dry or job.full):
            write = replace(write, changes={name: (value, value) for name, value in fields.items()})
        if write.changes or write.action == "create":
            if job.scenario.beside:
                beside = mapping.apply(job.scenario.beside, rows[todo.key], job.lookups)
                write = replace(write, beside=beside)
            writes.append((todo, write))
        else:
            results.append(Result(todo=todo, outcome=Outcome.UNCHANGED, write=write))
    return results, writes


def _called(scenario: Scenario, rows: Mapping[str, Row]) -> Mapping[str, str]:
    """By key, the id at the target that the source has been told of."""
    if not scenario.identity:
        return {}
    field = scenario.identity[0]
    return {key: called for key, row in rows.items() if (called := str(row.get(field) or ""))}


def _stranger(scenario: Scenario, fields: Fields, found: There) -> RecordError | None:
    """What has its number there may be somebody else's: given by hand, or by a number series."""
    for name in scenario.same:
        ours, theirs = fields.get(name), found.fields.get(name)
        if not found.ours and str(ours).casefold() != str(theirs).casefold():
            return RecordError(
                f"{found.remote_id} is there as somebody else's: its {name} is {theirs}, not "
                f"{ours}. Choose another prefix under Settings of scenarios"
            )
    return None


def _map_all(job: "Job", gathered: Gathered) -> tuple[list[Result], list[tuple[Todo, Fields]]]:
    results: list[Result] = []
    made: list[tuple[Todo, Fields]] = []
    for todo, row in gathered:
        try:
            made.append((todo, mapped(job, todo, row)))
        except RecordError as error:
            results.append(held(todo, error))
    return results, made


HELD = {
    Skip: Outcome.SKIPPED,
    Left: Outcome.SKIPPED,
    Elsewhere: Outcome.UNCHANGED,
    Waiting: Outcome.WAITING,
    Stale: Outcome.WAITING,  # for the next run, which reads what it is by now
    Vanished: Outcome.CONFLICT,
    Renamed: Outcome.CONFLICT,
    Deleted: Outcome.CONFLICT,
}


def held(todo: Todo, error: RecordError) -> Result:
    """A record that does not go on, with the reason."""
    outcome = HELD.get(type(error), Outcome.FAILED)
    vanished, gone = isinstance(error, Vanished), isinstance(error, Deleted | Left)
    return Result(todo=todo, outcome=outcome, note=str(error), forget=vanished, gone=gone)


def read_again(job: "Job", source: Source, todos: Sequence[Todo]) -> dict[str, Row]:
    """The rows of these records as the source has them now, by key."""
    endpoint = job.scenario.source
    keys = [todo.key for todo in todos]
    where = [*job.scope[endpoint.system], *job.scenario.of]
    rows = source.by_keys(endpoint.entity, endpoint.key[0], keys, where)
    return {job.scenario.key_of(row): row for row in rows}


def checked(job: "Job", todo: Todo, row: Row) -> None:
    """Raises what holds the record: its filters, its own check, that it is gone."""
    if row.get(GONE):
        raise Left(job.scenario.gone) if job.scenario.gone else Deleted(todo.key)
    if row.get(UNREADABLE):
        raise RecordError(str(row[UNREADABLE]))
    if job.left_out and (words := job.left_out(row)):
        raise Skip(f"filter: {words}")
    if job.scenario.check:
        mapping.checked(job.scenario.check, row, job.lookups)


def mapped(job: "Job", todo: Todo, row: Row) -> Fields:
    """What the record is to be at the target. Raises RecordError."""
    if todo.row.get(GONE) and job.scenario.master:
        return INACTIVE
    checked(job, todo, row)
    return mapping.apply(job.scenario.mapping, row, job.lookups)


class _Planner:
    """Says of each record what would change; made once for many of them."""

    def __init__(self, scenario: Scenario) -> None:
        self._creates = not scenario.absolute
        self._keeps = scenario.keeps
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
            told=there.told or {} if there else {},
        )

    def _wanted(self, fields: Fields, there: There) -> Fields:
        """Without what is only for a new one. What we sent and whose line or text is no more is
        blanked; what others wrote there is not ours to take away.
        """
        wanted = {
            name: value
            for name, value in fields.items()
            if not self._keeps(name) and (value or self._mirrors or name in there.ours)
        }
        if self._stems:
            sent = (name for name in there.ours if name.startswith(self._stems))
            wanted |= {n: None for n in sent if n not in wanted and not self._keeps(n)}
        return wanted

    @staticmethod
    def _ours(there: There | None) -> Fields:
        """What was asked for on behalf of other records, and is others' there, is not learnt."""
        if there is None:
            return {}
        return {name: value for name, value in there.fields.items() if name in there.ours}
