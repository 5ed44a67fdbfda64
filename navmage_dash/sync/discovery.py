"""What changed at a source that keeps no flags: read from a cursor on, with an overlap.

The cursor moves with each page that is put on the to-do list, so a record that fails stays due
whatever the cursor does. A full run reads everything, and says what the source no longer has.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from navmage_dash.sync import planning
from navmage_dash.sync.ahead import ahead
from navmage_dash.sync.mapping import fingerprint
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Row, Todo

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job

CREATED, UPDATED = "created_at", "updated_at"
TIMES = (UPDATED,)  # moved by writes that change nothing
LABEL = "label"  # in the row that is kept: what people call the record


def todo_of(job: "Job", row: Row, mark: str) -> Todo:
    return Todo(id=0, key=job.scenario.key_of(row), row=row, mark=mark)


def changed(job: "Job") -> Iterator[tuple[list[Todo], str]]:
    """Page by page, with the cursor behind it."""
    source, _ = job.ends()
    since = "" if job.full else job.book.cursor()
    where = [*job.scope[job.scenario.source.system], *job.since, *job.scenario.asked(full=job.full)]
    left = dict(job.book.marks()) if job.full else {}
    for page in ahead(source.changed(job.scenario.source, where, since)):
        todos = [_slim(job, row) for row in _of_age(job, page) if _among(job, row)]
        for todo in todos:
            left.pop(todo.key, None)
        yield todos, page.cursor
    yield _vanished(job, list(left)), ""


def _of_age(job: "Job", page: Page) -> Sequence[Row]:
    """Without those made before the sync start date, unless they have been carried before.

    NAV may have taken over an account that is old: what its owner changes is to come to NAV.
    """
    start = next((str(e.value) for e in job.since if e.field == UPDATED), "")
    key_of = job.scenario.key_of
    old = [key_of(row) for row in page.rows if str(row.get(CREATED) or start) < start]
    if not old or page.beside:
        return page.rows
    strange = set(old) - job.book.ledger(old).keys()
    return [row for row in page.rows if key_of(row) not in strange]


def _among(job: "Job", row: Row) -> bool:
    return job.scenario.among is None or job.scenario.among(row, job.lookups)


def _slim(job: "Job", row: Row) -> Todo:
    """The record is read again to be carried: its keys and its mark are enough."""
    names = job.scenario.marked or [name for name in row if name not in TIMES]
    mark = fingerprint({name: row.get(name) for name in names})
    kept = {name: row.get(name) for name in (*job.scenario.source.key, *TIMES)}
    return todo_of(job, {**kept, LABEL: str(row.get(job.scenario.label) or "")}, mark)


def _vanished(job: "Job", keys: list[str]) -> list[Todo]:
    """A record that the cursor's list left out may be there all the same: it is asked for."""
    if not keys:
        return []
    source, _ = job.ends()
    todos = [Todo(id=0, key=key, row={planning.GONE: True}, mark="gone") for key in keys]
    there = planning.read_again(job, source, todos)
    return [todo for todo in todos if todo.key not in there]
