"""Records that a source's flag says nothing of: a number on another page moved, so they are due.

What the number was is kept where other scenarios keep their cursor. The flag is raised at the
source itself before it is read, so from there on they are due like all others, and stay so until
they have come through. A flag that is raised twice, after a crash in between, does no harm.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from navmage_dash.sync.mapping import canonical, fingerprint
from navmage_dash.sync.records import Row, Todo, Value
from navmage_dash.sync.scenario import Condition, Endpoint, Watch

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job

Numbers = Mapping[str, Value]  # by the record's key, without those that are 0
NOTHING = "{}"


def due(job: "Job", watch: Watch) -> list[Todo]:
    """Raises the flags, and answers those records only whose flag could not be raised.

    These are carried all the same: what their source is told then says what is wrong. A dry run
    raises none; a full one reads all, whatever their flags.
    """
    before: Numbers = json.loads(job.book.cursor() or NOTHING)
    if not watch.when(job.lookups):
        _keep(job, before, {})  # on the day that it is wanted again all of it is new
        return []
    now = _numbers(job, watch)
    moved = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    quiet = {job.scenario.key_of(row): row for row in _quiet(job, moved)}
    left = set(quiet) if job.dry else _raise(job, list(quiet.values()))
    still = {key: before[key] for key in left & before.keys()}
    _keep(job, before, {key: now[key] for key in now.keys() - left} | still)
    return [] if job.full else [_todo(key, quiet[key]) for key in sorted(left)]


def _numbers(job: "Job", watch: Watch) -> Numbers:
    source, _ = job.ends()
    endpoint = Endpoint(job.scenario.source.system, watch.entity, (watch.key,))
    pages = source.pages(endpoint, [Condition(watch.field, "<>", 0)])
    return {
        str(row.get(watch.key)): canonical(row.get(watch.field)) for page in pages for row in page
    }


def _quiet(job: "Job", keys: Sequence[str]) -> Iterator[Row]:
    """The rows of these records whose flag is down."""
    source, _ = job.ends()
    endpoint, flag = job.scenario.source, job.scenario.flag
    where = [*job.scope[endpoint.system], *job.scenario.asked(full=True)]
    for at in range(0, len(keys), job.scenario.batch):
        some = keys[at : at + job.scenario.batch]
        found = source.by_keys(endpoint.entity, endpoint.key[0], some, where)
        yield from (row for row in found if row.get(flag) != _raised(job))


def _raised(job: "Job") -> str:
    return next(str(each.value) for each in job.scenario.where if each.field == job.scenario.flag)


def _raise(job: "Job", rows: Sequence[Row]) -> set[str]:
    """The keys of those that did not take it."""
    source, _ = job.ends()
    told = [(row, {job.scenario.flag: _raised(job)}) for row in rows]
    answers = source.tell(job.scenario.source, told) if told else ()
    return {job.scenario.key_of(row) for row, no in zip(rows, answers, strict=True) if no}


def _keep(job: "Job", before: Numbers, now: Numbers) -> None:
    if now != before and not job.dry:
        job.book.discovered([], json.dumps(now))


def _todo(key: str, row: Row) -> Todo:
    return Todo(id=0, key=key, row=row, mark=str(row.get("Key") or fingerprint(row)))
