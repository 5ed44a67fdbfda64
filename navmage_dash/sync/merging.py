"""Planning for records that both sides may change: read both, merge, say what the target lacks.

Both readings come into one vocabulary, NAV's, and are merged there. What is to be sent is the
difference between two mappings: of the record as the target has it, and of the record as it is to
be. So what the target has in more detail than NAV can hold (a longer text) is not touched. A part
of it that the target has not (an address) is sent whole as soon as anything of it is.

The base that the ledger learns is what the source said: all of that has been considered by now. A
field where the target's value won stays different from the base at the source, and is carried by
the scenario of the other direction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from navmage_dash.errors import RecordError
from navmage_dash.sync import mapping, planning
from navmage_dash.sync.lost import Vanished
from navmage_dash.sync.merge import Merged, merge
from navmage_dash.sync.ports import Entry, Target
from navmage_dash.sync.records import Fields, Found, Outcome, Result, Row, Todo, Value, Write
from navmage_dash.sync.scenario import Merge

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job

ASK = (
    "NAV and Magento changed {} differently since they last agreed: choose under Conflicts, then "
    "it goes on by itself"
)

BASE = "base"  # in a row: what both sides last agreed on
NOTHING: Row = {}
Change = tuple[Value, Value]


@dataclass(frozen=True)
class Read:
    """A record as its source has it."""

    todo: Todo
    row: Row
    common: Fields  # in the vocabulary of the merge
    wanted: Fields  # as the target's fields, were there nothing to merge with


def plan(
    job: "Job", target: Target, gathered: planning.Gathered
) -> tuple[list[Result], planning.Planned]:
    results: list[Result] = []
    known = job.book.ledger([todo.key for todo, _ in gathered])
    readings = [
        read
        for todo, row in gathered
        if (read := _read(job, todo, {**row, BASE: _base(known.get(todo.key))}, results))
    ]
    keys = [each.todo.key for each in readings]
    wanted = {each.todo.key: each.wanted for each in readings}
    names = sorted({name for fields in wanted.values() for name in fields})
    found = target.find(job.scenario.target, keys, names, wanted) if keys else {}
    writes: planning.Planned = []
    for each in readings:
        key = each.todo.key
        _plan_one(job, each, found.get(key), known.get(key), results, writes)
    return results, writes


def _read(job: "Job", todo: Todo, row: Row, results: list[Result]) -> Read | None:
    try:
        planning.checked(job, todo, row)
        assert job.scenario.merge is not None
        common = mapping.apply(job.scenario.merge.source, row, job.lookups)
        return Read(todo, row, common, _sent(job, common, row))
    except RecordError as error:
        results.append(planning.held(todo, error))
        return None


def _base(entry: Entry | None) -> Fields:
    return entry.fields if entry else {}


def _sent(
    job: "Job", common: Fields, row: Row, there: Row = NOTHING, *, behind: bool = False
) -> Fields:
    made = {"common": common, "row": row, "there": there, "behind": behind}
    return mapping.apply(job.scenario.mapping, made, job.lookups)


def _plan_one(
    job: "Job",
    read: Read,
    found: Found | None,
    entry: Entry | None,
    results: list[Result],
    writes: planning.Planned,
) -> None:
    try:
        write, merged = _planned(job, read, found, entry)
    except RecordError as error:
        results.append(planning.held(read.todo, error))
        return
    write = replace(write, clashes=merged.clashes)
    if merged.undecided:
        fields = ", ".join(each.field for each in merged.clashes if not each.by)
        note = ASK.format(fields)
        results.append(Result(todo=read.todo, outcome=Outcome.CONFLICT, note=note, write=write))
    elif write.changes or write.action == "create":
        writes.append((read.todo, write))
    else:
        results.append(Result(todo=read.todo, outcome=Outcome.UNCHANGED, write=write))


def _planned(
    job: "Job", read: Read, found: Found | None, entry: Entry | None
) -> tuple[Write, Merged]:
    base = _base(entry)
    if found is None:
        if entry is not None:
            raise Vanished(entry.remote_id or read.todo.key)
        changes = mapping.differences({}, read.wanted)
        write = Write(
            key=read.todo.key,
            action="create",
            fields=read.wanted,
            changes=changes,
            agreed=read.common,
        )
        return write, Merged(read.common)
    theirs = _theirs(job, read, found)
    merged = _merged(job, read, base, theirs)
    agreed = {**base, **read.common}
    behind = any(agreed.get(name) != value for name, value in merged.fields.items())
    after = _sent(job, merged.fields, read.row, found.row, behind=behind)
    now = _sent(job, {**base, **theirs}, read.row, found.row)
    changes = _whole(_changes(job, after, now, found), after, found)
    write = Write(
        key=read.todo.key,
        action="update",
        fields={name: _meant(job, name, after, changes, found) for name in after},
        changes=changes,
        remote_id=found.remote_id,
        agreed=agreed,
        told=found.told,
    )
    return write, merged


def _changes(job: "Job", after: Fields, now: Fields, found: Found) -> dict[str, Change]:
    return {
        name: (found.fields.get(name, now.get(name)), value)
        for name, value in after.items()
        if not job.scenario.keeps(name) and _moved(job, name, value, now, found)
    }


def _moved(job: "Job", name: str, value: Value, now: Fields, found: Found) -> bool:
    """A field that no merge touches is compared with what is there."""
    return (now if _touched(job, name) else found.fields).get(name) != value


def _touched(job: "Job", name: str) -> bool:
    return job.scenario.merge is not None and job.scenario.merge.touches(name)


def _whole(changes: dict[str, Change], after: Fields, found: Found) -> dict[str, Change]:
    """With all of each part that the target has nothing of."""
    there = {_part(name) for name, value in found.fields.items() if value}
    new = {_part(name) for name in changes} - there - {""}
    rest = {n: (None, value) for n, value in after.items() if value and _part(n) in new}
    return {**rest, **changes}


def _part(name: str) -> str:
    return name.rpartition(".")[0]


def _meant(
    job: "Job", name: str, after: Fields, changes: Mapping[str, Change], found: Found
) -> Value:
    """What the target has and keeps stays as it is there, however the mapping would put it."""
    if name in changes:
        return changes[name][1]
    there = found.fields.get(name)
    return there if there is not None or _touched(job, name) else after[name]


def _theirs(job: "Job", read: Read, found: Found) -> Fields:
    """The target's reading may need the source's joined rows: which address is which code."""
    rules: Merge | None = job.scenario.merge
    assert rules is not None
    return mapping.apply(rules.target, {**read.row, **found.row}, job.lookups)


def _merged(job: "Job", read: Read, base: Fields, theirs: Fields) -> Merged:
    if job.scenario.source.system == "nav":
        nav, magento = read.common, theirs
    else:
        nav, magento = theirs, read.common
    return merge(base, nav, magento, job.priority, job.book.decisions(read.todo.key))
