"""What changed after it was read and before its flag was taken down.

NAV's Key tells of a change only where the extension's trigger writes the flagged row. A flag that
is up already may be left alone, and then the Key stays, the flag goes down, and the change would
never be heard of. So a record's rows are read once more when the source has been told, and where
they say something else by now, the flag goes up again. Until then the record is not settled.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from navmage_dash.errors import RecordError
from navmage_dash.sync import mapping, planning
from navmage_dash.sync.ports import Source
from navmage_dash.sync.records import Fields, Row, Todo, Write

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job


def settle(job: "Job", source: Source, batch: Sequence[tuple[Todo, Write]]) -> None:
    """The source knows of these: they are settled, or their flag is up again."""
    if batch and job.scenario.second_look:
        _look(job, source, batch)
    job.book.told([todo for todo, _ in batch])


def _look(job: "Job", source: Source, batch: Sequence[tuple[Todo, Write]]) -> None:
    now = planning.read_again(job, source, [todo for todo, _ in batch])
    fresh = [replace(todo, row=now[todo.key]) for todo, _ in batch if todo.key in now]
    sent = {write.key: _sent(write) for _, write in batch}
    flag = job.scenario.flag
    raised: list[tuple[Row, Fields]] = [
        (todo.row, {flag: "F"})
        for todo, row in planning.gather(job, source, fresh)
        if row.get(flag) != "F" and _differs(job, todo, row, sent[todo.key])
    ]
    if raised:
        source.tell(job.scenario.source, raised)  # stale: NAV has raised it itself meanwhile


def _sent(write: Write) -> Fields:
    """What the source said of it; where both sides are merged, in the words of the merge."""
    return write.fields if write.agreed is None else write.agreed


def _differs(job: "Job", todo: Todo, row: Row, sent: Fields) -> bool:
    """What cannot be mapped any more differs, too: the next run says why."""
    try:
        if job.scenario.merge:
            now = mapping.apply(job.scenario.merge.source, row, job.lookups)
            return any(sent.get(name) != value for name, value in now.items())
        fields = planning.mapped(job, todo, row)
    except RecordError:
        return True
    rules = job.scenario.mapping
    stems = tuple(rule.to[:-1] for rule in rules if rule.to.endswith(".*"))
    names = set(fields) | {name for name in sent if stems and name.startswith(stems)}
    names -= {rule.to for rule in rules if rule.create_only}
    return any(fields.get(name) != sent.get(name) for name in names)
