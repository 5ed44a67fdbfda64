"""The engine: carries a scenario's records from its source to its target.

Discover reads what is due to the end and puts it on the to-do list. Deliver takes batches from
there: gather, plan, intend, send, conclude, tell. The books are told before and after each step
that leaves a mark outside, so that whatever instant the process dies at, `recover` finds out what
became of it by asking the far side, and nothing is sent again that arrived.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync import delivery, discovery, merging, planning, watching
from navmage_dash.sync.ahead import ahead
from navmage_dash.sync.delivery import stop_here
from navmage_dash.sync.discovery import todo_of
from navmage_dash.sync.mapping import Lookups, fingerprint
from navmage_dash.sync.merge import Priority
from navmage_dash.sync.ports import Book, Patience, Source, Target
from navmage_dash.sync.records import Outcome, Result, Row, Todo
from navmage_dash.sync.scenario import Condition, Scenario, System

UNFINISHED = 200  # records verified together
SMALLEST = 10  # records that are worth a worker of their own


@dataclass(frozen=True, kw_only=True)
class Job:
    """A scenario's parts for one run, put together by jobs.py."""

    scenario: Scenario
    ends: Callable[[], tuple[Source, Target]]  # this thread's own
    book: Book
    lookups: Lookups
    scope: Mapping[System, Sequence[Condition]]  # what rows of this connection meet, by system
    reader: Callable[[System], Source]  # this thread's own
    patience: Patience
    stopping: Callable[[], bool]
    dry: bool = False
    full: bool = False  # compare with what is there, not with what was last sent
    workers: int = 1
    since: Sequence[Condition] = ()  # of what changed: from which date, of which website
    priority: Priority = "remote"  # where both sides changed a field
    left_out: Callable[[Row], str | None] | None = None  # the filter that a row does not pass


def carry(job: Job) -> None:
    """Carry everything that is due. Raises Unavailable, RunError and Stopped."""
    try:
        _carry(job)
    except RecordError as error:  # of a list, not of a record: none could be found
        raise RunError(str(error)) from error


def _carry(job: Job) -> None:
    if job.dry:
        _show(job)
        return
    recover(job)
    for todos, cursor in _found(job):
        job.book.discovered(todos, cursor)
        stop_here(job)
    job.book.discovery_ended()
    _deliver(job)
    job.book.completed()


def _show(job: Job) -> None:
    """A dry run: what is found, and what is on the to-do list already."""
    shown: set[str] = set()
    for todos, _ in _found(job):
        fresh = job.book.fresh(todos)
        shown |= {todo.key for todo in fresh}
        for start in range(0, len(fresh), job.scenario.batch):
            _carry_batch(job, fresh[start : start + job.scenario.batch])
    if job.scenario.discovery == "changed":
        for due in _due(job):
            _carry_batch(job, [todo for todo in due if todo.key not in shown])


def recover(job: Job) -> None:
    """Find out what became of records that were on their way when a run ended in the middle."""
    source, target = job.ends()
    while batch := job.book.unfinished("sent", UNFINISHED):
        target.recent()  # what is kept with a failure is of this batch
        _verify(job, target, batch)
        stop_here(job)
    while batch := job.book.unfinished("delivered", UNFINISHED):
        delivery.tell_again(job, source, batch)
        stop_here(job)


def _verify(job: Job, target: Target, batch: delivery.Batch) -> None:
    """Ask what became of these. Of one that cannot be asked for, only that is known."""
    try:
        arrived = delivery.arrived(job, target, batch)
    except RecordError as error:
        if len(batch) == 1:
            _unanswered(job, target, batch[0][0], error)
            return
        middle = len(batch) // 2
        _verify(job, target, batch[:middle])
        _verify(job, target, batch[middle:])
        return
    there = [(todo, write) for todo, write in batch if todo.key in arrived]
    job.book.conclude(
        [delivery.confirmed(todo, write, arrived[todo.key]) for todo, write in there],
        tell=bool(job.scenario.write_back),
    )
    job.book.release([todo for todo, _ in batch if todo.key not in arrived])


def _found(job: Job) -> Iterator[tuple[list[Todo], str]]:
    """What the source says is due, page by page, and how far that has got."""
    if job.scenario.discovery == "changed":
        yield from discovery.changed(job)
        return
    if job.scenario.watch:
        yield watching.due(job, job.scenario.watch), ""
    pages = ahead(_pages(job))
    if job.scenario.discovery == "flagged":
        for page in pages:
            yield [todo_of(job, row, str(row.get("Key") or fingerprint(row))) for row in page], ""
    else:
        for todos in _compared(job, pages):
            yield todos, ""


def _pages(job: Job) -> Iterator[Sequence[Row]]:
    source, _ = job.ends()
    where = [*job.scope[job.scenario.source.system], *job.scenario.asked(full=job.full)]
    yield from source.pages(job.scenario.source, where)


def _compared(job: Job, pages: Iterator[Sequence[Row]]) -> Iterator[list[Todo]]:
    """Of a list that is read whole: what differs from the ledger, then what has vanished."""
    left = dict(job.book.marks())
    for page in pages:
        todos = [todo_of(job, row, fingerprint(row)) for row in page]
        known = {todo.key: left.pop(todo.key, None) for todo in todos}
        yield [todo for todo in todos if job.full or known[todo.key] != todo.mark]
    yield [Todo(id=0, key=key, row={planning.GONE: True}, mark="gone") for key in left]


def _due(job: Job) -> Iterator[Sequence[Todo]]:
    after = 0
    while todos := job.book.due(after, job.scenario.batch):
        after = todos[-1].id
        yield todos


def _deliver(job: Job) -> None:
    if job.workers == 1:
        for todos in _due(job):
            _carry_batch(job, todos)
        return
    with ThreadPoolExecutor(job.workers, thread_name_prefix="carry") as pool:
        waiting: set[Future[None]] = set()
        for todos in (share for due in _due(job) for share in _shares(job, due)):
            waiting.add(pool.submit(_carry_batch, job, todos))
            if len(waiting) > job.workers:  # so that memory does not grow with the list
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for each in done:
                    each.result()
        for each in waiting:
            each.result()


def _shares(job: Job, todos: Sequence[Todo]) -> Iterator[Sequence[Todo]]:
    """A list that is no whole batch is divided, so that no worker idles while another asks."""
    size = max(-(-len(todos) // job.workers), SMALLEST)
    whole = len(todos) == job.scenario.batch
    yield from [todos] if whole else (todos[at : at + size] for at in range(0, len(todos), size))


def _carry_batch(job: Job, todos: Sequence[Todo]) -> None:
    stop_here(job)
    if not todos:
        return
    source, target = job.ends()
    target.recent()  # what is kept with a failure is of this batch
    try:
        plan = merging.plan if job.scenario.merge else planning.plan
        results, writes = plan(job, target, planning.gather(job, source, todos))
    except RecordError as error:
        _carry_halves(job, target, todos, error)
        return
    if job.dry:
        made = {"create": Outcome.CREATED, "update": Outcome.UPDATED}
        planned = [Result(todo=t, outcome=made[w.action], write=w) for t, w in writes]
        job.book.conclude([*results, *planned], tell=False)
        return
    job.book.conclude(results, tell=bool(job.scenario.write_back))
    sent = [result for batch in delivery.chunks(job, target, writes) for result in batch]
    if job.scenario.write_back:
        delivery.tell(job, source, [*results, *sent])
    stop_here(job)


def _carry_halves(job: Job, target: Target, todos: Sequence[Todo], error: RecordError) -> None:
    """A question about many records was refused: it is asked again until the cause is alone."""
    if len(todos) == 1:
        _unanswered(job, target, todos[0], error)
        return
    middle = len(todos) // 2
    _carry_batch(job, todos[:middle])
    _carry_batch(job, todos[middle:])


def _unanswered(job: Job, target: Target, todo: Todo, error: RecordError) -> None:
    exchanges = target.recent()
    failed = Result(todo=todo, outcome=Outcome.FAILED, note=str(error), exchanges=exchanges)
    job.book.conclude([failed], tell=False)
